/* SPDX-License-Identifier: Apache-2.0
 * audit_family.c: places compared with one another: tails, dispersion and q-values of a family. */
#include "audit_internal.h"
#include "scrutineer/stats.h"
#include "scrutineer/suppress.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MEDIAN_OF_CHI_SQUARE_1 0.45493642311957 /* median of a squared standard normal */

/* A count whose variance is phi times its mean is taken as phi times a Poisson count (quasi-Poisson; McCullagh and
 * Nelder, Generalized Linear Models, 1989, ch. 6). */
double upper_tail(double observed, double expected, double variance)
{
    double phi = variance > expected && expected > 0 ? variance / expected : 1;
    double count = floor(observed / phi + 1e-9);
    if (!(expected > 0))
        return observed > 0 ? 0 : 1;
    return count <= 0 ? 1 : scrut_stats_poisson(expected / phi, (int64_t)count).at_least;
}

/* The least k with P(count <= k) >= p, for a Poisson count. */
static double poisson_end(double mean, double p)
{
    int64_t low = 0, high = (int64_t)(mean + 10 * sqrt(mean)) + 20;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (scrut_stats_poisson(mean, middle).at_most >= p)
            high = middle;
        else
            low = middle + 1;
    }
    return (double)low;
}

scrut_roll_estimate range_of_count(double expected, double variance)
{
    if (!(expected > 0))
        return (scrut_roll_estimate){0, 0, 0};
    double phi = variance > expected ? variance / expected : 1, mean = expected / phi;
    return (scrut_roll_estimate){expected, phi * poisson_end(mean, .025), phi * poisson_end(mean, .975)};
}

family_unit *family_open(const auditing *a)
{
    family_unit *list = calloc(a->family->count + (size_t)1, sizeof *list);
    if (list == NULL)
        return NULL;
    for (uint32_t i = 0; i < a->family->count; i++)
        list[i] = (family_unit){.unit = i + 1, .variance = -1};
    for (uint32_t row = 0; row < a->p.count; row++)
        if (a->family->of_row[row] > 0)
            list[a->family->of_row[row] - 1].tested++;
    return list;
}

/* ---- shares ----------------------------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double dispersion_of_squares(double squares[], size_t count)
{
    double phi = 1;
    if (count >= 10) {
        qsort(squares, count, sizeof *squares, by_size);
        phi = squares[count / 2] / MEDIAN_OF_CHI_SQUARE_1;
    }
    return phi > 1 ? phi : 1;
}

/* Of the units where something is expected. */
double dispersion_of(const family_unit list[], size_t count)
{
    double *squares = malloc((count + 1) * sizeof *squares), phi = 1;
    size_t used = 0;
    for (size_t i = 0; squares != NULL && i < count; i++)
        if (list[i].expected >= 1)
            squares[used++] =
                (list[i].observed - list[i].expected) * (list[i].observed - list[i].expected) / list[i].expected;
    if (squares != NULL)
        phi = dispersion_of_squares(squares, used);
    free(squares);
    return phi;
}

void expect_shares(family_unit list[], size_t count)
{
    double observed = 0, tested = 0;
    for (size_t i = 0; i < count; i++) {
        observed += list[i].observed;
        tested += (double)list[i].tested;
    }
    for (size_t i = 0; i < count; i++)
        list[i].expected = tested > 0 ? (double)list[i].tested * observed / tested : 0;
    double phi = dispersion_of(list, count);
    for (size_t i = 0; i < count; i++)
        list[i].variance = phi * list[i].expected;
}

/* ---- a family --------------------------------------------------------------------------------------------------- */

static int by_q(const void *a, const void *b)
{
    const scrut_roll_place *x = a, *y = b;
    if (x->p < y->p || x->p > y->p)
        return x->p < y->p ? -1 : 1;
    if (x->observed > y->observed || x->observed < y->observed)
        return x->observed > y->observed ? -1 : 1;
    return strcmp(x->id, y->id);
}

static size_t without_empty(family_unit list[], size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (list[i].tested > 0)
            list[kept++] = list[i];
    return kept;
}

scrut_status keep_family(auditing *a, scrut_roll_detector *d, const people_units *units, scrut_subject_kind subject,
                         const char *family, family_unit list[], size_t count)
{
    count = without_empty(list, count);
    d->family = family;
    scrut_roll_place *places = malloc((count + 1) * sizeof *places);
    scrut_status status = places != NULL ? SCRUT_OK : scrut_fail_memory(a->err);
    for (size_t i = 0; status == SCRUT_OK && i < count; i++) {
        const char *id = scrut_arena_strdup(a->arena, units->names[list[i].unit]);
        double variance = list[i].variance >= 0 ? list[i].variance : list[i].expected;
        places[i] = (scrut_roll_place){.subject = subject,
                                       .id = id,
                                       .constituency = units->constituency[list[i].unit],
                                       .tested = list[i].tested,
                                       .observed = list[i].observed,
                                       .expected = range_of_count(list[i].expected, variance),
                                       .p = upper_tail(list[i].observed, list[i].expected, variance)};
        if (id == NULL)
            status = scrut_fail_memory(a->err);
    }
    if (status == SCRUT_OK)
        status = keep_places(a, d, places, count, count);
    free(places);
    return status;
}

/* Which counts may be published. The sum over the family is taken as known. */
static bool hide_small(scrut_roll_place places[], size_t count)
{
    int64_t *counts = malloc((count + 1) * sizeof *counts);
    bool *hidden = malloc((count + 1) * sizeof *hidden);
    bool fine = counts != NULL && hidden != NULL;
    for (size_t i = 0; fine && i < count; i++)
        counts[i] = (int64_t)(places[i].observed + .5);
    if (fine)
        scrut_suppress(counts, count, &(scrut_suppress_line){NULL, count}, 1, SCRUT_SUPPRESS_LEAST, hidden);
    for (size_t i = 0; fine && i < count; i++)
        places[i].hidden = hidden[i] || (places[i].tested > 0 && places[i].tested < SCRUT_SUPPRESS_LEAST);
    free(counts);
    free(hidden);
    return fine;
}

scrut_status keep_places(auditing *a, scrut_roll_detector *d, scrut_roll_place places[], size_t count,
                         size_t family_size)
{
    double *p = calloc(count + 1, sizeof *p);
    if (p == NULL)
        return scrut_fail_memory(a->err);
    for (size_t i = 0; i < count; i++)
        p[i] = places[i].p;
    scrut_status status = scrut_stats_benjamini_hochberg(p, count, p, a->err);
    for (size_t i = 0; status == SCRUT_OK && i < count; i++) {
        double q = p[i] * (double)family_size / (double)count;
        places[i].q = q < 1 ? q : 1;
        d->discoveries += places[i].q <= SCRUT_ROLL_Q;
    }
    free(p);
    if (status != SCRUT_OK)
        return status;
    if (!hide_small(places, count))
        return scrut_fail_memory(a->err);
    if (count > 0)
        qsort(places, count, sizeof *places, by_q);
    d->family_size = family_size;
    d->place_count = count < SCRUT_ROLL_PLACES_MAX ? count : SCRUT_ROLL_PLACES_MAX;
    d->places = scrut_arena_calloc(a->arena, d->place_count, sizeof *d->places);
    if (d->places == NULL)
        return scrut_fail_memory(a->err);
    for (size_t i = 0; i < d->place_count; i++)
        d->places[i] = places[i];
    return SCRUT_OK;
}
