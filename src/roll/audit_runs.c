/* SPDX-License-Identifier: Apache-2.0
 * audit_runs.c: the order and the days of registration. */
#include "audit_internal.h"
#include "scrutineer/catalog.h"

#include <math.h>
#include <stdlib.h>

/* ---- neighbours in the order of registration -------------------------------------------------------------------- */

/* Neighbours that are alike when n rows with values of these counts stand in any order: n less the number of runs.
 * D. E. Barton and F. N. David, "Multiple runs", Biometrika 44 (1957): E(runs) = 1 + (n^2 - S2) / n and
 * Var = (S2 (S2 + n (n + 1)) - 2 n S3 - n^3) / (n^2 (n - 1)), with S2, S3 the sums of squares and cubes. */
static scrut_moments neighbours(double n, double squares, double cubes)
{
    if (n < 2)
        return (scrut_moments){0, 0};
    double variance = (squares * (squares + n * (n + 1)) - 2 * n * cubes - n * n * n) / (n * n * (n - 1));
    return (scrut_moments){squares / n - 1, variance > 0 ? variance : 0};
}

typedef struct {
    uint32_t *rows, *spare, *sorted;
    size_t count;
    const people_units *units;
} run_job;

static bool run_open(const auditing *a, const uint32_t value[], run_job *job)
{
    const people *p = &a->p;
    job->units = p->station.count > 0 ? &p->station : a->family;
    job->rows = malloc((p->count + (size_t)1) * sizeof *job->rows);
    job->spare = malloc((p->count + (size_t)1) * sizeof *job->spare);
    job->sorted = malloc((p->count + (size_t)1) * sizeof *job->sorted);
    if (job->rows == NULL || job->spare == NULL || job->sorted == NULL)
        return false;
    for (uint32_t row = 0; row < p->count; row++)
        if (p->position[row] != 0 && value[row] != 0 && job->units->of_row[row] != 0)
            job->rows[job->count++] = row;
    return true;
}

static void run_close(run_job *job)
{
    free(job->rows);
    free(job->spare);
    free(job->sorted);
}

/* Rows of one unit stand in `rows` in order of registration, in `sorted` in order of their values. */
static void test_unit(const run_job *job, const uint32_t value[], size_t from, size_t to, family_unit *u)
{
    double squares = 0, cubes = 0;
    u->tested = (int64_t)(to - from) - 1;
    for (size_t i = from; i + 1 < to; i++)
        u->observed += value[job->rows[i]] == value[job->rows[i + 1]];
    for (size_t i = from, end; i < to; i = end) {
        for (end = i; end < to && value[job->sorted[end]] == value[job->sorted[i]]; end++)
            ;
        double rows = (double)(end - i);
        squares += rows * rows;
        cubes += rows * rows * rows;
    }
    scrut_moments m = neighbours((double)(to - from), squares, cubes);
    u->expected = m.mean;
    u->variance = m.variance;
}

/* The units' neighbours that are alike in `value`. */
static family_unit *test_runs(const auditing *a, const uint32_t value[], run_job *job)
{
    family_unit *list = calloc(job->units->count + (size_t)1, sizeof *list);
    if (list == NULL)
        return NULL;
    order_rows(job->rows, job->spare, job->count, value, a->pool);
    order_rows(job->rows, job->spare, job->count, job->units->of_row, a->pool);
    for (size_t i = 0; i < job->count; i++)
        job->sorted[i] = job->rows[i];
    order_rows(job->rows, job->spare, job->count, a->p.position, a->pool);
    order_rows(job->rows, job->spare, job->count, job->units->of_row, a->pool);
    for (uint32_t i = 0; i < job->units->count; i++)
        list[i].unit = i + 1;
    for (size_t i = 0, end; i < job->count; i = end) {
        uint32_t unit = job->units->of_row[job->rows[i]];
        for (end = i; end < job->count && job->units->of_row[job->rows[end]] == unit; end++)
            ;
        test_unit(job, value, i, end, &list[unit - 1]);
    }
    return list;
}

static scrut_subject_kind subject_of(const auditing *a, const people_units *units)
{
    return units == &a->p.station ? SCRUT_SUBJECT_STATION : family_subject(a);
}

static scrut_status audit_neighbours(auditing *a, scrut_roll_detector *d, const uint32_t value[])
{
    run_job job = {.count = 0};
    family_unit *list = run_open(a, value, &job) ? test_runs(a, value, &job) : NULL;
    scrut_status status = list != NULL ? SCRUT_OK : scrut_fail_memory(a->err);
    double expected = 0, variance = 0;
    for (uint32_t i = 0; status == SCRUT_OK && i < job.units->count; i++) {
        d->tested += list[i].tested > 0 ? list[i].tested : 0;
        d->observed += list[i].observed;
        expected += list[i].expected;
        variance += list[i].variance;
    }
    if (status == SCRUT_OK) {
        double half = NORMAL_95 * sqrt(variance), excess = d->observed - expected;
        d->has_expected = d->has_excess = true;
        d->expected = (scrut_roll_estimate){expected, expected > half ? expected - half : 0, expected + half};
        d->excess = (scrut_roll_estimate){excess, excess - half, excess + half};
        status =
            keep_family(a, d, job.units, subject_of(a, job.units),
                        job.units == &a->p.station ? SCRUT_KEY("station") : a->family_name, list, job.units->count);
    }
    free(list);
    run_close(&job);
    return status;
}

/* The same of surnames, as figures: families register together, so they say less. */
static scrut_status add_surnames(auditing *a, scrut_roll_detector *d)
{
    scrut_roll_detector surnames = {.check = d->check};
    if (a->p.surname == NULL)
        return SCRUT_OK;
    scrut_status status = audit_neighbours(a, &surnames, a->p.surname);
    if (status != SCRUT_OK)
        return status;
    add_figure(a, d, SCRUT_KEY("neighbours with one surname"), surnames.observed, 0);
    add_figure_between(a, d, SCRUT_KEY("neighbours with one surname, in any order"), surnames.expected, 0);
    add_figure(a, d, SCRUT_KEY("stations where surnames stand together"), (double)surnames.discoveries, 0);
    return SCRUT_OK;
}

static scrut_status audit_order(auditing *a)
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_RUNS);
    d->question = SCRUT_KEY("names next to one another in the order of registration with one date of birth");
    d->frame = SCRUT_KEY("pairs of neighbours in the order of registration");
    d->assumes = SCRUT_KEY("the people of a station could have registered in any order");
    if (a->p.position == NULL || a->p.born == NULL)
        return not_provided(a, SCRUT_ROLL_RUNS, SCRUT_KEY("The order of registration, and dates of birth."));
    scrut_status status = audit_neighbours(a, d, a->p.born);
    return status == SCRUT_OK ? add_surnames(a, d) : status;
}

/* ---- a clerk's days --------------------------------------------------------------------------------------------- */

/* Registrations of one clerk on one day. */
typedef struct {
    uint32_t *number; /* a row: its cell */
    family_unit *cells;
    uint32_t *clerk;     /* a cell */
    double *rows, *days; /* a clerk: registrations, days with one */
    uint32_t count;
} clerk_job;

static bool clerk_open(const auditing *a, clerk_job *job)
{
    const people *p = &a->p;
    const uint32_t *const columns[] = {p->clerk, p->registered};
    job->number = malloc((p->count + (size_t)1) * sizeof *job->number);
    if (job->number == NULL || !number_rows(columns, 2, p->count, a->pool, job->number, &job->count))
        return false;
    job->cells = calloc(job->count + (size_t)1, sizeof *job->cells);
    job->clerk = calloc(job->count + (size_t)1, sizeof *job->clerk);
    job->rows = calloc(p->count + (size_t)1, sizeof *job->rows);
    job->days = calloc(p->count + (size_t)1, sizeof *job->days);
    return job->cells != NULL && job->clerk != NULL && job->rows != NULL && job->days != NULL;
}

static void clerk_close(clerk_job *job)
{
    free(job->number);
    free(job->cells);
    free(job->clerk);
    free(job->rows);
    free(job->days);
}

static void count_cells(const auditing *a, clerk_job *job)
{
    const people *p = &a->p;
    for (uint32_t row = 0; row < p->count; row++) {
        if (p->clerk[row] == 0 || p->registered[row] == 0)
            continue;
        uint32_t cell = job->number[row];
        job->days[p->clerk[row]] += job->cells[cell].observed <= 0;
        job->rows[p->clerk[row]]++;
        job->cells[cell].observed++;
        job->cells[cell].tested++;
        job->clerk[cell] = p->clerk[row];
    }
    for (uint32_t i = 0; i <= job->count; i++)
        if (job->cells[i].tested > 0)
            job->cells[i].expected = job->rows[job->clerk[i]] / job->days[job->clerk[i]];
}

static scrut_status test_cells(auditing *a, scrut_roll_detector *d, clerk_job *job)
{
    scrut_roll_place *places = calloc(job->count + (size_t)1, sizeof *places);
    double phi = dispersion_of(job->cells + 1, job->count), largest = 0, rows = 0;
    size_t count = 0;
    if (places == NULL)
        return scrut_fail_memory(a->err);
    for (uint32_t i = 1; i <= job->count; i++) {
        const family_unit *u = &job->cells[i];
        if (u->tested == 0)
            continue;
        largest = u->observed > largest ? u->observed : largest;
        places[count++] = (scrut_roll_place){.id = "",
                                             .constituency = SCRUT_NONE,
                                             .observed = u->observed,
                                             .p = upper_tail(u->observed, u->expected, phi * u->expected)};
    }
    d->tested = (int64_t)count;
    scrut_status status = keep_places(a, d, places, count, count);
    free(places);
    for (size_t i = 0; status == SCRUT_OK && i < d->place_count; i++)
        rows += d->places[i].q <= SCRUT_ROLL_Q ? d->places[i].observed : 0;
    d->place_count = 0; /* a clerk is a person: no place has a name here */
    d->observed = (double)d->discoveries;
    d->family = SCRUT_KEY("day of a clerk");
    add_figure(a, d, SCRUT_KEY("registrations on these days"), rows, 0);
    add_figure(a, d, SCRUT_KEY("most registrations of one clerk on one day"), largest, 0);
    add_figure(a, d, SCRUT_KEY("how many times the variance of a Poisson count the days have"), phi, 1);
    return status;
}

static scrut_status audit_clerks(auditing *a)
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_CLERKS);
    clerk_job job = {.count = 0};
    d->question = SCRUT_KEY("days on which a clerk registered far more people than on the clerk's other days");
    d->frame = SCRUT_KEY("days of a clerk with a registration");
    d->assumes = SCRUT_KEY("a clerk's days are alike, with the variance that the middle of all days shows");
    if (a->p.clerk == NULL || a->p.registered == NULL)
        return not_provided(a, SCRUT_ROLL_CLERKS, SCRUT_KEY("Who registered each name, and on which day."));
    bool fine = clerk_open(a, &job);
    if (fine)
        count_cells(a, &job);
    scrut_status status = fine ? test_cells(a, d, &job) : scrut_fail_memory(a->err);
    clerk_close(&job);
    return status;
}

scrut_status audit_runs(auditing *a)
{
    scrut_status status = audit_order(a);
    return status == SCRUT_OK ? audit_clerks(a) : status;
}
