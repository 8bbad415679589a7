/* SPDX-License-Identifier: Apache-2.0
 * What two strangers show: equal values from their frequencies, unequal ones from random pairs, drawn for each pair of
 * classes of rarity alone, since the rare classes are the telling ones. */
#include "link_internal.h"
#include "scrutineer/rng.h"

#include <stdlib.h>

#define RARITIES 32
#define DRAWS 1000000   /* of all pairs of rows */
#define DRAWS_MIN 10000 /* for each two classes of rarity */
#define WHOLE_MAX 40000 /* pairs of values of two classes that are all compared instead */
#define SEED UINT64_C(1969)

/* Equal values: u and the share of the rows in each class. */
static double count_equal(const records *r, size_t field, double rows_known, chances *c)
{
    const column *col = &r->columns[field];
    double possible = rows_known * (rows_known - 1) + 1, equal = 0;
    for (uint32_t v = 1; v < col->count; v++) {
        double rows = col->values[v].count;
        unsigned o = scrut_link_equal_outcome(&col->values[v]);
        c->part[o] += rows / rows_known;
        c->u[o] += rows * (rows - 1) / possible;
    }
    for (unsigned o = OUTCOME_EQUAL; o < OUTCOME_NEAR; o++) {
        c->mean[o] = c->part[o] > 0 ? c->u[o] / c->part[o] : 0;
        equal += c->u[o];
    }
    return equal;
}

/* A column that follows from a finer one is asked only where that differs. */
static bool take_finer_away(const records *r, size_t field, double rows_known, chances *c, double *equal)
{
    const column *col = &r->columns[field], *fine = &r->columns[col->finer];
    uint32_t *value_of = calloc(fine->count + (size_t)1, sizeof *value_of);
    double possible = rows_known * (rows_known - 1) + 1, taken = 0;
    if (value_of == NULL || scrut_link_follows(r, (size_t)col->finer, field, value_of) < 0) {
        free(value_of);
        return false;
    }
    for (uint32_t v = 1; v < fine->count; v++) {
        double rows = fine->values[v].count, pairs = rows * (rows - 1) / possible;
        unsigned o = scrut_link_equal_outcome(&col->values[value_of[v]]);
        if (value_of[v] == 0 || pairs >= c->u[o])
            continue;
        c->u[o] -= pairs;
        taken += pairs;
    }
    free(value_of);
    for (unsigned o = OUTCOME_EQUAL; o < OUTCOME_NEAR; o++)
        c->u[o] /= 1 - taken;
    *equal = (*equal - taken) / (1 - taken);
    return true;
}

/* Values by rarity, with the rows of all before each, to draw a row from. */
typedef struct {
    uint32_t *values, *before; /* before: rows of earlier values of the class */
    size_t from[RARITIES + 1];
    uint32_t rows[RARITIES];
} classes;

static bool sort_classes(const column *col, classes *ret)
{
    classes c = {.values = malloc((col->count + (size_t)1) * sizeof *c.values),
                 .before = malloc((col->count + (size_t)1) * sizeof *c.before)};
    size_t at = 0;
    *ret = c;
    if (c.values == NULL || c.before == NULL)
        return false;
    for (size_t k = 0; k < RARITIES; k++) {
        ret->from[k] = at;
        for (uint32_t v = 1; v < col->count; v++) {
            if (col->values[v].rarity != k)
                continue;
            ret->values[at] = v;
            ret->before[at++] = ret->rows[k];
            ret->rows[k] += col->values[v].count;
        }
    }
    ret->from[RARITIES] = at;
    return true;
}

/* The value of a random row of a class. */
static uint32_t draw_value(const classes *c, size_t k, scrut_rng *rng)
{
    uint32_t target = scrut_rng_below(rng, c->rows[k]);
    size_t low = c->from[k], high = c->from[k + 1] - 1;
    while (low < high) {
        size_t middle = low + (high - low + 1) / 2;
        if (c->before[middle] > target)
            high = middle - 1;
        else
            low = middle;
    }
    return c->values[low];
}

/* What one pair of values, which is `weight` of all pairs of rows, shows. A slip turns a value into another about as
 * often from either side, so alike values of one person are as those of strangers times 1/frequency of the one and of
 * the other. */
static void add_values(const records *r, size_t field, uint32_t x, uint32_t y, double weight, chances *ret)
{
    const value *values = r->columns[field].values;
    if (x == y)
        return;
    unsigned o = scrut_link_compare_values(r, field, x, y);
    ret->u[o] += weight;
    ret->part[o] += weight * (1.0 / values[x].count + 1.0 / values[y].count);
}

static void add_whole(const records *r, size_t field, const classes *c, size_t a, size_t b, double weight, chances *ret)
{
    const value *values = r->columns[field].values;
    double unit = weight / c->rows[a] / c->rows[b] * (a == b ? 2 : 1);
    for (size_t i = c->from[a]; i < c->from[a + 1]; i++) {
        for (size_t k = a == b ? i + 1 : c->from[b]; k < c->from[b + 1]; k++) {
            uint32_t x = c->values[i], y = c->values[k];
            add_values(r, field, x, y, unit * values[x].count * values[y].count, ret);
        }
    }
}

/* Pairs of two classes, which are `weight` of all: every one of their values, or as many as are drawn. */
static void add_stratum(const records *r, size_t field, const classes *c, size_t a, size_t b, double weight,
                        chances *ret)
{
    double pairs = (double)(c->from[a + 1] - c->from[a]) * (double)(c->from[b + 1] - c->from[b]) / (a == b ? 2 : 1);
    size_t draws = weight * DRAWS > DRAWS_MIN ? (size_t)(weight * DRAWS) : DRAWS_MIN;
    if (pairs <= WHOLE_MAX || pairs <= (double)draws) {
        add_whole(r, field, c, a, b, weight, ret);
        return;
    }
    scrut_rng rng = scrut_rng_open(SEED, 1, (field * RARITIES + a) * RARITIES + b);
    for (size_t i = 0; i < draws; i++) {
        uint32_t x = draw_value(c, a, &rng), y = draw_value(c, b, &rng);
        add_values(r, field, x, y, weight / (double)draws, ret);
    }
}

static bool draw_near(const records *r, size_t field, double rows_known, chances *ret)
{
    classes c = {0};
    bool ready = sort_classes(&r->columns[field], &c);
    for (size_t a = 0; ready && a < RARITIES; a++) {
        for (size_t b = a; b < RARITIES; b++) {
            double weight = (a == b ? 1.0 : 2.0) * c.rows[a] / rows_known * c.rows[b] / rows_known;
            if (weight > 0)
                add_stratum(r, field, &c, a, b, weight, ret);
        }
    }
    free(c.values);
    free(c.before);
    return ready;
}

/* An outcome that no draw showed can still be met. */
static void smooth_near(scrut_link_kind kind, double equal, double rows_known, chances *c)
{
    double sum = 0, least = 0.1 / (rows_known + DRAWS_MIN), parts[OUTCOMES] = {0};
    unsigned end = OUTCOME_NEAR + scrut_link_near_outcomes(kind);
    for (unsigned o = OUTCOME_NEAR; o < end; o++) {
        c->mean[o] = c->u[o] > 0 && o + 1 < end ? c->part[o] / c->u[o] : 0; /* of what differs, rarity says nothing */
        c->u[o] += least;
        c->part[o] += least / rows_known;
        sum += c->u[o];
        parts[scrut_link_level(kind, o)] += c->part[o];
    }
    for (unsigned o = OUTCOME_NEAR; o < end; o++) {
        c->u[o] *= (1 - equal) / sum;
        c->part[o] /= parts[scrut_link_level(kind, o)];
    }
}

/* How far the rarest values of each class are from its mean. */
static void find_most(const records *r, size_t field, double rows_known, chances *c)
{
    const column *col = &r->columns[field];
    scrut_link_kind kind = r->fields[field].kind;
    uint32_t least[NEAR_CLASSES] = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX}, twice[OUTCOMES] = {0},
             any = UINT32_MAX;
    for (uint32_t v = 1; v < col->count; v++) {
        uint32_t rows = col->values[v].count;
        unsigned o = scrut_link_equal_outcome(&col->values[v]), k = scrut_link_near_class(col->values[v].rarity);
        twice[o] = rows > 1 && (twice[o] == 0 || rows < twice[o]) ? rows : twice[o];
        least[k] = rows < least[k] ? rows : least[k];
        any = rows < any ? rows : any;
    }
    for (unsigned o = OUTCOME_EQUAL; o < OUTCOME_NEAR; o++)
        c->most[o] = twice[o] > 0 ? c->mean[o] * (rows_known - 1) / (twice[o] - 1.0) : 1;
    unsigned end = OUTCOME_NEAR + scrut_link_near_outcomes(kind);
    for (unsigned o = OUTCOME_NEAR; o < end; o++) {
        int class = scrut_link_class(kind, o);
        c->most[o] = c->mean[o] > 0 ? 2.0 / (class < 0 ? any : least[class]) / c->mean[o] : 1;
    }
}

bool scrut_link_chances(const records *r, size_t field, chances *ret)
{
    const column *col = &r->columns[field];
    double known = 0;
    chances c = {{0}, {0}, {0}, {0}};
    for (uint32_t v = 1; v < col->count; v++)
        known += col->values[v].count;
    double equal = known > 0 ? count_equal(r, field, known, &c) : 0;
    if (col->finer >= 0 && !take_finer_away(r, field, known, &c, &equal))
        return false;
    if (known > 0 && scrut_link_near_outcomes(r->fields[field].kind) > 1 && !draw_near(r, field, known, &c))
        return false;
    smooth_near(r->fields[field].kind, equal, known + 1, &c);
    find_most(r, field, known, &c);
    *ret = c;
    return true;
}
