/* SPDX-License-Identifier: Apache-2.0
 * survey.c: what each figure of a survey says: from its responses, or from what was published of it. */
#include "sampling_internal.h"

#include <math.h>
#include <string.h>

const char *scrut_error_basis_name(scrut_error_basis basis)
{
    static const char *const NAMES[] = {"none", "measured", "published", "implied", "least"};
    return NAMES[basis];
}

/* Half of a 95 % interval, in standard errors. */
static double half_width(double df)
{
    return df < INFINITY ? scrut_stats_t_quantile(df, 0.5 + SCRUT_SURVEY_LEVEL / 2)
                         : scrut_stats_normal_quantile(0.5 + SCRUT_SURVEY_LEVEL / 2);
}

/* ---- from responses ------------------------------------------------------------------------------------------------
 */

typedef struct {
    const scrut_survey_rows *rows;
    const scrut_survey_figure *figure;
    scrut_sample_design design;
    double *y, *x; /* what is counted, and among what; a row */
    double deff;   /* the largest of the figure's outcomes: for shares of 0 and 1 */
} measuring;

/* Whether a row has one of the roles of `mask` (1 << role). */
static double has_role(const measuring *m, size_t row, unsigned mask)
{
    if (!m->figure->in_domain[row])
        return 0;
    return (mask >> m->figure->outcomes[m->figure->outcome[row]].role & 1) != 0;
}

enum { DEFECTS = 1 << SCRUT_OUTCOME_DEFECT, OPEN = 1 << SCRUT_OUTCOME_UNRESOLVED, FINE = 1 << SCRUT_OUTCOME_FINE };

static scrut_status share_of(const measuring *m, unsigned counted, unsigned among, scrut_estimate *ret_share,
                             scrut_error *err)
{
    for (size_t row = 0; row < m->rows->row_count; row++) {
        m->y[row] = has_role(m, row, counted);
        m->x[row] = has_role(m, row, among);
    }
    return scrut_sample_ratio(&m->design, m->y, m->x, ret_share, err);
}

static scrut_status outcome_share(measuring *m, size_t k, scrut_estimate *ret_share, size_t *ret_rows, scrut_error *err)
{
    *ret_rows = 0;
    for (size_t row = 0; row < m->rows->row_count; row++) {
        bool here = m->figure->in_domain[row] && m->figure->outcome[row] == k;
        m->y[row] = here;
        m->x[row] = m->figure->in_domain[row];
        *ret_rows += here;
    }
    return scrut_sample_ratio(&m->design, m->y, m->x, ret_share, err);
}

/* Rows that count stand for the sample when its design effect is asked for. */
static size_t rows_with(const measuring *m, unsigned mask)
{
    size_t count = 0;
    for (size_t row = 0; row < m->rows->row_count; row++)
        count += has_role(m, row, mask) > 0;
    return count;
}

static scrut_status measure_outcomes(measuring *m, scrut_survey_answer *a, scrut_arena *arena, scrut_error *err)
{
    a->outcome_count = m->figure->outcome_count;
    a->outcomes = scrut_arena_calloc(arena, a->outcome_count, sizeof *a->outcomes);
    scrut_estimate *shares = scrut_arena_calloc(arena, a->outcome_count, sizeof *shares);
    scrut_status status = a->outcomes != NULL && shares != NULL ? SCRUT_OK : scrut_fail_memory(err);
    m->deff = 1;
    for (size_t k = 0; k < a->outcome_count && status == SCRUT_OK; k++) {
        scrut_outcome_share *o = &a->outcomes[k];
        o->outcome = &m->figure->outcomes[k];
        status = outcome_share(m, k, &shares[k], &o->rows, err);
        o->share = shares[k].value;
        a->has_unresolved = a->has_unresolved || (o->outcome->role == SCRUT_OUTCOME_UNRESOLVED && o->rows > 0);
        m->deff = shares[k].deff > m->deff ? shares[k].deff : m->deff;
    }
    for (size_t k = 0; k < a->outcome_count && status == SCRUT_OK; k++) {
        shares[k].rows = rows_with(m, FINE | DEFECTS | OPEN);
        a->outcomes[k].interval = scrut_share_beta(&shares[k], m->deff, SCRUT_SURVEY_LEVEL);
    }
    return status;
}

static scrut_status measure_shares(measuring *m, scrut_survey_answer *a, scrut_error *err)
{
    scrut_estimate best, worst;
    scrut_status status = share_of(m, DEFECTS, FINE | DEFECTS, &a->estimate, err);
    if (status == SCRUT_OK)
        status = share_of(m, DEFECTS, FINE | DEFECTS | OPEN, &best, err);
    if (status == SCRUT_OK)
        status = share_of(m, DEFECTS | OPEN, FINE | DEFECTS | OPEN, &worst, err);
    if (status != SCRUT_OK)
        return status;
    a->estimate.rows = rows_with(m, FINE | DEFECTS);
    best.rows = worst.rows = rows_with(m, FINE | DEFECTS | OPEN);
    a->basis = SCRUT_ERROR_MEASURED;
    a->interval = scrut_share_beta(&a->estimate, m->deff, SCRUT_SURVEY_LEVEL);
    a->best = best.value;
    a->worst = worst.value;
    a->bounds.low = scrut_share_beta(&best, m->deff, SCRUT_SURVEY_LEVEL).low;
    a->bounds.high = scrut_share_beta(&worst, m->deff, SCRUT_SURVEY_LEVEL).high;
    return SCRUT_OK;
}

static scrut_status measure(scrut_survey_answer *a, scrut_arena *arena, scrut_error *err)
{
    const scrut_survey_rows *rows = &a->survey->rows;
    measuring m = {.rows = rows, .figure = a->figure};
    m.design = (scrut_sample_design){.row_count = rows->row_count,
                                     .weight = rows->weight,
                                     .stratum = rows->stratum,
                                     .stage_count = rows->stage_count};
    for (size_t s = 0; s < rows->stage_count; s++) {
        m.design.unit[s] = rows->unit[s];
        m.design.of[s] = rows->of[s];
    }
    m.y = scrut_arena_calloc(arena, rows->row_count, sizeof *m.y);
    m.x = scrut_arena_calloc(arena, rows->row_count, sizeof *m.x);
    scrut_status status = m.y != NULL && m.x != NULL ? SCRUT_OK : scrut_fail_memory(err);
    if (status == SCRUT_OK)
        status = measure_outcomes(&m, a, arena, err);
    return status == SCRUT_OK ? measure_shares(&m, a, err) : status;
}

/* A figure that cannot be estimated says why; only memory ends the whole. */
static scrut_status measure_or_say(scrut_survey_answer *a, scrut_arena *arena, scrut_error *err)
{
    scrut_error own;
    scrut_status status = measure(a, arena, &own);
    if (status == SCRUT_OK || status == SCRUT_E_MEMORY)
        return status == SCRUT_OK ? SCRUT_OK : scrut_fail_memory(err);
    a->why = scrut_arena_strdup(arena, own.message);
    return a->why != NULL ? SCRUT_OK : scrut_fail_memory(err);
}

/* ---- from what was published
 * ----------------------------------------------------------------------------------------- */

static double people_behind(const scrut_survey_answer *a)
{
    int64_t people = a->figure->base > 0 ? a->figure->base : a->survey->respondents;
    return people > 0 ? (double)people : 0;
}

/* The variance of one half that the survey's margin implies, over that of as many people drawn one by one. */
static double implied_deff(const scrut_survey *survey)
{
    if (survey->margin.denominator == 0 || survey->margin.numerator == 0 || survey->respondents <= 0)
        return 0;
    double error = scrut_decimal_value(survey->margin) / 100 / half_width(INFINITY);
    return error * error / (0.25 / (double)survey->respondents);
}

static void read_published(scrut_survey_answer *a)
{
    const scrut_survey_figure *f = a->figure;
    double people = people_behind(a), deff = implied_deff(a->survey), share;
    share = f->hits >= 0 ? (double)f->hits / (double)f->base : scrut_decimal_value(f->share) / 100;
    a->estimate = (scrut_estimate){.value = share, .variance = NAN, .deff = NAN, .deff_without = NAN, .df = INFINITY};
    a->estimate.rows = (size_t)people;
    a->interval = (scrut_interval){0, 1};
    double spread = share * (1 - share);
    if (f->margin.denominator > 0 && f->margin.numerator > 0) {
        double error = scrut_decimal_value(f->margin) / 100 / half_width(INFINITY);
        a->estimate.variance = error * error;
        a->estimate.deff = people > 0 && spread > 0 ? error * error * people / spread : NAN;
        a->basis = SCRUT_ERROR_PUBLISHED;
    } else if (people > 0) {
        a->basis = deff > 0 ? SCRUT_ERROR_IMPLIED : SCRUT_ERROR_LEAST;
        a->estimate.deff = deff > 0 ? deff : 1;
        a->estimate.variance = a->estimate.deff * spread / people;
    }
    if (a->basis == SCRUT_ERROR_NONE)
        return;
    double otherwise = deff > 0 ? deff : 1;
    if (people > 0 || a->estimate.variance > 0)
        a->interval = scrut_share_beta(&a->estimate, otherwise, SCRUT_SURVEY_LEVEL);
}

/* ---- names
 * ------------------------------------------------------------------------------------------------------------ */

double scrut_survey_defects(const scrut_survey_answer *answer, scrut_interval *ret_interval)
{
    if (answer->counts == SCRUT_OUTCOME_DEFECT) {
        *ret_interval = answer->interval;
        return answer->estimate.value;
    }
    *ret_interval = (scrut_interval){1 - answer->interval.high, 1 - answer->interval.low};
    return 1 - answer->estimate.value;
}

/* Counts below 2^40 are exact in a double. */
static int64_t whole(double names)
{
    return (int64_t)floor(names + 0.5);
}

static scrut_survey_names names_of(double share, scrut_interval interval, const scrut_survey_size *size)
{
    double about = (double)size->about;
    scrut_interval of_size = {(double)size->low, (double)size->high};
    scrut_interval names = scrut_product_interval(share, interval, about, of_size);
    double most = (double)size->high;
    return (scrut_survey_names){whole(share * about), whole(names.low), whole(names.high < most ? names.high : most)};
}

static void count_names(scrut_survey_answer *a)
{
    scrut_interval interval;
    double defects = scrut_survey_defects(a, &interval);
    a->names_known = a->figure->size.known && a->why == NULL;
    if (!a->names_known)
        return;
    a->names = names_of(defects, interval, &a->figure->size);
    a->bound_names = a->has_unresolved ? names_of(defects, a->bounds, &a->figure->size) : a->names;
}

/* ---- all
 * ---------------------------------------------------------------------------------------------------------------- */

static scrut_status answer_figure(scrut_survey_answer *a, scrut_arena *arena, scrut_error *err)
{
    scrut_status status = SCRUT_OK;
    a->counts = a->figure->counts;
    a->estimate.variance = a->detectable = NAN;
    if (a->figure->outcome != NULL)
        status = measure_or_say(a, arena, err);
    else
        read_published(a);
    if (a->why == NULL && a->basis != SCRUT_ERROR_LEAST && a->estimate.variance > 0 && a->estimate.df > 0) {
        double once = a->estimate.df < INFINITY ? scrut_stats_t_quantile(a->estimate.df, 0.95)
                                                : scrut_stats_normal_quantile(0.95);
        a->detectable = (half_width(a->estimate.df) + once) * sqrt(a->estimate.variance);
    }
    count_names(a);
    return status;
}

scrut_status scrut_surveys_evaluate(const scrut_survey surveys[], size_t count, scrut_arena *arena,
                                    scrut_survey_results *ret_results, scrut_error *err)
{
    scrut_survey_results r = {0};
    for (size_t s = 0; s < count; s++)
        r.answer_count += surveys[s].figure_count;
    r.answers = scrut_arena_calloc(arena, r.answer_count, sizeof *r.answers);
    scrut_status status = r.answers != NULL ? SCRUT_OK : scrut_fail_memory(err);
    size_t at = 0;
    for (size_t s = 0; s < count; s++)
        for (size_t f = 0; f < surveys[s].figure_count && status == SCRUT_OK; f++) {
            r.answers[at] = (scrut_survey_answer){.survey = &surveys[s], .figure = &surveys[s].figures[f]};
            status = answer_figure(&r.answers[at++], arena, err);
        }
    if (status == SCRUT_OK)
        status = compare_figures(&r, arena, err);
    if (status == SCRUT_OK)
        *ret_results = r;
    return status;
}
