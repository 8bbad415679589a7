/* SPDX-License-Identifier: Apache-2.0
 * coincidence.c: the coincidences of a whole list: margins by year of birth, from rows in order. */
#include "audit_internal.h"
#include "scrutineer/chance.h"
#include "scrutineer/stats.h"

#include <math.h>
#include <stdlib.h>

#define NORMAL_95 1.959963984540054
#define YEARS 10000

/* Years between people whose names are compared: nobody's two entries are so far apart, for the slips of years are of
 * one and of ten, and names change little. */
static const uint32_t APART[] = {2, 4};

/* One year of birth. */
typedef struct {
    scrut_chance_margins margins;
    int64_t agree;
    int64_t across[2];       /* pairs of rows with one name, one of this year and one so many years later: APART */
    double same, same_dated; /* of the linkage: one person among pairs with one name; with one date, too */
} cohort;

typedef struct {
    const uint32_t *name, *born;
    scrut_pool *pool;
    uint32_t *rows, *spare; /* rows that take part, in an order */
    size_t count;
    struct {
        uint32_t year, rows;
    } * years; /* of one name, in order */
    size_t year_count;
    cohort *cohorts;
    scrut_chance_margins pooled;
    double same, same_dated;
} finding_job;

static bool job_open(finding_job *job, size_t count)
{
    job->rows = malloc((count + 1) * sizeof *job->rows);
    job->spare = malloc((count + 1) * sizeof *job->spare);
    job->cohorts = calloc(YEARS, sizeof *job->cohorts);
    job->years = calloc(YEARS, sizeof *job->years);
    return job->rows != NULL && job->spare != NULL && job->cohorts != NULL && job->years != NULL;
}

static void job_close(finding_job *job)
{
    free(job->rows);
    free(job->spare);
    free(job->cohorts);
    free(job->years);
}

static uint32_t year_of(uint32_t born)
{
    uint32_t year = SCRUT_BORN_YEAR(born);
    return year < YEARS ? year : 0;
}

static bool takes_part(const finding_job *job, size_t row)
{
    return job->name[row] != 0 && SCRUT_BORN_WHOLE(job->born[row]);
}

/* Rows by date: how many have each. */
static void count_dates(finding_job *job)
{
    order_rows(job->rows, job->spare, job->count, job->born, job->pool);
    for (size_t i = 0, end; i < job->count; i = end) {
        uint32_t born = job->born[job->rows[i]];
        for (end = i; end < job->count && job->born[job->rows[end]] == born; end++)
            ;
        scrut_chance_add_date(&job->pooled, (int64_t)(end - i));
        scrut_chance_add_date(&job->cohorts[year_of(born)].margins, (int64_t)(end - i));
    }
}

/* Rows of a name that were born in a year, and those of the years before. */
static void add_year(finding_job *job, uint32_t year, size_t rows)
{
    scrut_chance_add_name(&job->cohorts[year].margins, (int64_t)rows);
    for (size_t i = job->year_count; i > 0 && job->years[i - 1].year + APART[1] >= year; i--) {
        uint32_t apart = year - job->years[i - 1].year;
        for (size_t d = 0; d < 2; d++)
            job->cohorts[job->years[i - 1].year].across[d] +=
                apart == APART[d] ? (int64_t)rows * job->years[i - 1].rows : 0;
    }
    job->years[job->year_count].year = year;
    job->years[job->year_count++].rows = (uint32_t)rows;
}

/* Rows are by date; now by name, dates inside. */
static void count_names(finding_job *job, int64_t *ret_agree)
{
    order_rows(job->rows, job->spare, job->count, job->name, job->pool);
    *ret_agree = 0;
    for (size_t i = 0, end; i < job->count; i = end) {
        uint32_t name = job->name[job->rows[i]];
        size_t year_from = i, date_from = i;
        job->year_count = 0;
        for (end = i; end < job->count && job->name[job->rows[end]] == name; end++) {
            uint32_t born = job->born[job->rows[end]];
            bool last = end + 1 == job->count || job->name[job->rows[end + 1]] != name;
            uint32_t next = last ? 0 : job->born[job->rows[end + 1]];
            cohort *c = &job->cohorts[year_of(born)];
            if (last || next != born) {
                int64_t rows = (int64_t)(end + 1 - date_from);
                c->agree += rows * (rows - 1) / 2;
                *ret_agree += rows * (rows - 1) / 2;
                date_from = end + 1;
            }
            if (last || year_of(next) != year_of(born)) {
                add_year(job, year_of(born), end + 1 - year_from);
                year_from = end + 1;
            }
        }
        scrut_chance_add_name(&job->pooled, (int64_t)(end - i));
    }
}

static void take_likely(finding_job *job, const scrut_likely_pair likely[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t a = likely[i].a, b = likely[i].b;
        if (!takes_part(job, a) || !takes_part(job, b) || job->name[a] != job->name[b])
            continue;
        double dated = job->born[a] == job->born[b] ? likely[i].chance : 0;
        job->same += likely[i].chance;
        job->same_dated += dated;
        if (year_of(job->born[a]) != year_of(job->born[b]))
            continue;
        job->cohorts[year_of(job->born[a])].same += likely[i].chance;
        job->cohorts[year_of(job->born[a])].same_dated += dated;
    }
}

/* Of two people of a year and of one `APART[d]` years away, how many have one name; below 0: there are none. */
static double rate_across(const finding_job *job, size_t year, size_t d)
{
    size_t before = year >= APART[d] ? year - APART[d] : YEARS, after = year + APART[d];
    double pairs = 0, across = 0, rows = (double)job->cohorts[year].margins.rows;
    if (before < YEARS) {
        pairs += rows * (double)job->cohorts[before].margins.rows;
        across += (double)job->cohorts[before].across[d];
    }
    if (after < YEARS) {
        pairs += rows * (double)job->cohorts[after].margins.rows;
        across += (double)job->cohorts[year].across[d];
    }
    return pairs > 0 ? across / pairs : -1;
}

/* Pairs of different people of a year that have one name. The pairs that have are not these: many are one person twice,
 * with two dates. A straight line through the rates two and four years apart tells that of no year. */
static bool pairs_of_strangers(const finding_job *job, size_t year, double *ret_pairs)
{
    double rows = (double)job->cohorts[year].margins.rows, near = rate_across(job, year, 0),
           far = rate_across(job, year, 1);
    *ret_pairs = (far < 0 ? near : 2 * near - far) * rows * (rows - 1) / 2;
    return near >= 0;
}

/* As scrut_chance_same, when strangers with one name are `strangers` pairs: k = agree - strangers P2. Their number
 * errs, too. Over all years what one year has too many of a name cancels (a line through two and four is a second
 * difference, and these add up to 0), and 1 + 4/2 + 1/2 times the variance of a Poisson number is left. */
static scrut_roll_estimate same_beside(const cohort *c, double strangers)
{
    const scrut_chance_margins *m = &c->margins;
    double k = 0, p2 = 0, taken = 0;
    for (int round = 0; round < 3; round++) {
        p2 = scrut_chance_of_date(m, taken);
        k = (double)c->agree - strangers * p2;
        taken = k > 0 ? k : 0;
    }
    /* Without the pairs of one person that have two dates, too: as many fewer as strangers are. */
    double others = (double)m->pairs - taken, share = others > 0 && strangers > 0 ? strangers / others : 0;
    double variance =
        share * scrut_chance_pairs(m, taken, taken).variance + 3.5 * p2 * p2 * (strangers > 0 ? strangers : 0);
    double half = NORMAL_95 * sqrt(variance);
    return (scrut_roll_estimate){k, k - half, k + half};
}

/* Years are added in their order, so that the sums are the same on every machine with one libm. */
static void add_cohorts(const finding_job *job, bool linked, scrut_coincidences *ret)
{
    scrut_sum same = {0}, variance = {0};
    for (size_t y = 0; y < YEARS; y++) {
        const cohort *c = &job->cohorts[y];
        if (c->margins.rows < 2)
            continue;
        double strangers;
        scrut_roll_estimate k = pairs_of_strangers(job, y, &strangers) ? same_beside(c, strangers)
                                                                       : scrut_chance_same(&c->margins, c->agree);
        double half = (k.high - k.low) / (2 * NORMAL_95);
        scrut_sum_add(&same, k.value);
        scrut_sum_add(&variance, half * half);
        double taken = k.value > 0 ? k.value : 0;
        ret->by_cohort = scrut_moments_add(
            ret->by_cohort, scrut_chance_pairs(&c->margins, linked ? c->same : taken, linked ? c->same_dated : taken));
    }
    double value = scrut_sum_value(&same), half = NORMAL_95 * sqrt(scrut_sum_value(&variance));
    ret->same = (scrut_roll_estimate){value, value - half, value + half};
}

scrut_status scrut_coincidences_find(const uint32_t name[], const uint32_t born[], size_t count,
                                     const scrut_likely_pair likely[], size_t likely_count, scrut_pool *pool,
                                     scrut_coincidences *ret, scrut_error *err)
{
    finding_job job = {.name = name, .born = born, .pool = pool};
    if (!job_open(&job, count)) {
        job_close(&job);
        return scrut_fail_memory(err);
    }
    for (size_t row = 0; row < count; row++)
        if (takes_part(&job, row))
            job.rows[job.count++] = (uint32_t)row;
    *ret = (scrut_coincidences){.rows = (int64_t)job.count};
    count_dates(&job);
    count_names(&job, &ret->agree);
    take_likely(&job, likely, likely_count);
    add_cohorts(&job, likely_count > 0, ret);
    bool linked = likely_count > 0;
    double taken = ret->same.value > 0 ? ret->same.value : 0;
    ret->pooled = scrut_chance_pairs(&job.pooled, linked ? job.same : taken, linked ? job.same_dated : taken);
    double p2 = scrut_chance_of_date(&job.pooled, linked ? job.same_dated : taken);
    ret->days = p2 > 0 ? 1 / p2 : 0;
    ret->namesakes = job.pooled.pairs;
    job_close(&job);
    return SCRUT_OK;
}
