/* SPDX-License-Identifier: Apache-2.0
 * coincidence.c: the coincidences of a whole list: margins by year of birth, from rows in order. */
#include "audit_internal.h"
#include "scrutineer/chance.h"
#include "scrutineer/stats.h"

#include <math.h>
#include <stdlib.h>

#define NORMAL_95 1.959963984540054
#define YEARS 10000

/* One year of birth. */
typedef struct {
    scrut_chance_margins margins;
    int64_t agree;
    double same, same_dated; /* of the linkage: one person among pairs with one name; with one date, too */
} cohort;

typedef struct {
    const uint32_t *name, *born;
    uint32_t *rows, *spare; /* rows that take part, in an order */
    size_t count;
    cohort *cohorts;
    scrut_chance_margins pooled;
    double same, same_dated;
} finding_job;

static bool job_open(finding_job *job, size_t count)
{
    job->rows = malloc((count + 1) * sizeof *job->rows);
    job->spare = malloc((count + 1) * sizeof *job->spare);
    job->cohorts = calloc(YEARS, sizeof *job->cohorts);
    return job->rows != NULL && job->spare != NULL && job->cohorts != NULL;
}

static void job_close(finding_job *job)
{
    free(job->rows);
    free(job->spare);
    free(job->cohorts);
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
    order_rows(job->rows, job->spare, job->count, job->born);
    for (size_t i = 0, end; i < job->count; i = end) {
        uint32_t born = job->born[job->rows[i]];
        for (end = i; end < job->count && job->born[job->rows[end]] == born; end++)
            ;
        scrut_chance_add_date(&job->pooled, (int64_t)(end - i));
        scrut_chance_add_date(&job->cohorts[year_of(born)].margins, (int64_t)(end - i));
    }
}

/* Rows are by date; now by name, dates inside. */
static void count_names(finding_job *job, int64_t *ret_agree)
{
    order_rows(job->rows, job->spare, job->count, job->name);
    *ret_agree = 0;
    for (size_t i = 0, end; i < job->count; i = end) {
        uint32_t name = job->name[job->rows[i]];
        size_t year_from = i, date_from = i;
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
                scrut_chance_add_name(&c->margins, (int64_t)(end + 1 - year_from));
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

/* Years are added in their order, so that the sums are the same on every machine with one libm. */
static void add_cohorts(const finding_job *job, bool linked, scrut_coincidences *ret)
{
    scrut_sum same = {0}, variance = {0};
    for (size_t y = 0; y < YEARS; y++) {
        const cohort *c = &job->cohorts[y];
        if (c->margins.rows < 2)
            continue;
        scrut_roll_estimate k = scrut_chance_same(&c->margins, c->agree);
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
                                     const scrut_likely_pair likely[], size_t likely_count, scrut_coincidences *ret,
                                     scrut_error *err)
{
    finding_job job = {.name = name, .born = born};
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
