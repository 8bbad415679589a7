/* SPDX-License-Identifier: Apache-2.0
 * variance.c: the variance of a weighted sum under strata and stages: between the units of a stage within their
 * stratum, and the later stages in proportion to the part that was drawn (Bellhouse 1985; as svyrecvar of R's survey).
 */
#include "sampling_internal.h"

#include <math.h>
#include <stdlib.h>

/* A row with the numbers by which rows are grouped; ordered by them, then by the row. */
typedef struct {
    uint32_t stratum, unit[SCRUT_SAMPLE_STAGES_MAX], row;
} placed_row;

typedef struct {
    const scrut_sample_design *design;
    const double *terms;
    placed_row *rows;
    double grand_mean; /* of the primary units' sums, for strata with one of them */
    size_t lonely, primary_units;
    bool of_too_small;
} summing;

static int by_place(const void *a, const void *b)
{
    const placed_row *x = a, *y = b;
    if (x->stratum != y->stratum)
        return x->stratum < y->stratum ? -1 : 1;
    for (size_t s = 0; s < SCRUT_SAMPLE_STAGES_MAX; s++)
        if (x->unit[s] != y->unit[s])
            return x->unit[s] < y->unit[s] ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* End of the unit of stage `stage` that begins at `from`. */
static size_t unit_end(const placed_row rows[], size_t from, size_t to, size_t stage)
{
    size_t end = from + 1;
    while (end < to && rows[end].unit[stage] == rows[from].unit[stage])
        end++;
    return end;
}

static double sum_of(const summing *s, size_t from, size_t to)
{
    scrut_sum sum = {0};
    for (size_t i = from; i < to; i++)
        scrut_sum_add(&sum, s->terms[s->rows[i].row]);
    return scrut_sum_value(&sum);
}

/* What the units of one stage between `from` and `to` add. */
typedef struct {
    size_t units;
    double mean, squares; /* of the units' sums; about their mean */
} spread;

static spread spread_of(const summing *s, size_t from, size_t to, size_t stage)
{
    spread out = {0};
    scrut_sum sum = {0}, squares = {0};
    for (size_t at = from; at < to; at = unit_end(s->rows, at, to, stage)) {
        scrut_sum_add(&sum, sum_of(s, at, unit_end(s->rows, at, to, stage)));
        out.units++;
    }
    out.mean = scrut_sum_value(&sum) / (double)out.units;
    for (size_t at = from; at < to; at = unit_end(s->rows, at, to, stage)) {
        double off = sum_of(s, at, unit_end(s->rows, at, to, stage)) - out.mean;
        scrut_sum_add(&squares, off * off);
    }
    out.squares = scrut_sum_value(&squares);
    return out;
}

static double part_drawn(summing *s, size_t from, size_t units, size_t stage)
{
    const double *of = s->design->of[stage];
    if (of == NULL)
        return 0;
    double all = of[s->rows[from].row];
    s->of_too_small = s->of_too_small || !(all >= (double)units);
    return (double)units / all;
}

/* Between the units of the stage, and within them while the number of units that were there is known. */
static double stage_variance(summing *s, size_t from, size_t to, size_t stage)
{
    spread units = spread_of(s, from, to, stage);
    double drawn = part_drawn(s, from, units.units, stage), rest = 1 - drawn, variance = 0;
    if (units.units > 1) {
        variance = rest * units.squares * ((double)units.units / (double)(units.units - 1));
    } else if (rest > 0 && stage == 0) {
        double off = units.mean - s->grand_mean;
        variance = rest * off * off;
        s->lonely++;
    }
    if (stage == 0)
        s->primary_units += units.units;
    if (drawn == 0 || stage + 1 == s->design->stage_count || stage + 1 == SCRUT_SAMPLE_STAGES_MAX)
        return variance;
    scrut_sum sum = {variance, 0};
    for (size_t at = from; at < to; at = unit_end(s->rows, at, to, stage))
        scrut_sum_add(&sum, drawn * stage_variance(s, at, unit_end(s->rows, at, to, stage), stage + 1));
    return scrut_sum_value(&sum);
}

static size_t stratum_end(const placed_row rows[], size_t from, size_t count)
{
    size_t end = from + 1;
    while (end < count && rows[end].stratum == rows[from].stratum)
        end++;
    return end;
}

static void place_rows(const scrut_sample_design *design, placed_row rows[])
{
    for (size_t i = 0; i < design->row_count; i++) {
        rows[i] = (placed_row){.stratum = design->stratum != NULL ? design->stratum[i] : 0, .row = (uint32_t)i};
        for (size_t s = 0; s < design->stage_count; s++)
            rows[i].unit[s] = design->unit[s] != NULL ? design->unit[s][i] : (uint32_t)i;
    }
    qsort(rows, design->row_count, sizeof *rows, by_place);
}

static double mean_of_primary_units(const summing *s, size_t count)
{
    size_t units = 0;
    for (size_t from = 0; from < count;) {
        size_t end = stratum_end(s->rows, from, count);
        for (; from < end; from = unit_end(s->rows, from, end, 0))
            units++;
    }
    return sum_of(s, 0, count) / (double)units;
}

scrut_status sample_variance(const scrut_sample_design *design, const double terms[], scrut_estimate *estimate,
                             scrut_error *err)
{
    size_t count = design->row_count;
    summing s = {.design = design, .terms = terms, .rows = calloc(count, sizeof *s.rows)};
    if (s.rows == NULL)
        return scrut_fail_memory(err);
    place_rows(design, s.rows);
    s.grand_mean = mean_of_primary_units(&s, count);
    scrut_sum variance = {0};
    estimate->strata = 0;
    for (size_t from = 0; from < count; from = stratum_end(s.rows, from, count)) {
        scrut_sum_add(&variance, stage_variance(&s, from, stratum_end(s.rows, from, count), 0));
        estimate->strata++;
    }
    free(s.rows);
    estimate->variance = scrut_sum_value(&variance);
    estimate->rows = count;
    estimate->primary_units = s.primary_units;
    estimate->lonely = s.lonely;
    estimate->df = (double)(s.primary_units - estimate->strata);
    if (s.of_too_small)
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1,
                          "more units were drawn somewhere than there are said to be");
    return SCRUT_OK;
}
