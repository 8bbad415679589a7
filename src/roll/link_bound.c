/* SPDX-License-Identifier: Apache-2.0
 * The most that a pair can weigh, in whole numbers made once a value: most pairs weigh too little to be kept, and this
 * says so without a logarithm. */
#include "link_internal.h"

#include <math.h>
#include <stdlib.h>

enum { OF_PATTERN, OF_EQUAL, OF_RARER }; /* what the weight of an outcome follows from */

/* Of two unequal values the outcome has the class of the rarer one, whose frequency counts, too. Names that stand in
 * each other's place are not told by one field. */
static int32_t most_of_other(const records *r, const bounds *b, size_t field, uint32_t v)
{
    scrut_link_kind kind = r->fields[field].kind;
    int class = (int)scrut_link_near_class(r->columns[field].values[v].rarity);
    unsigned end = OUTCOME_NEAR + scrut_link_near_outcomes(kind);
    int32_t most = INT32_MIN;
    for (unsigned o = OUTCOME_NEAR; o < end; o++) {
        int32_t adds = b->most[field][o] + (b->follows[field][o] == OF_RARER ? b->rarer[field][v] : 0);
        bool swapped = kind <= SCRUT_LINK_SURNAME && o == scrut_link_swapped_outcome();
        if ((scrut_link_class(kind, o) < 0 || scrut_link_class(kind, o) == class) && !swapped && adds > most)
            most = adds;
    }
    return most;
}

/* At equality what a value adds. Else 1/c + 1/d is at most twice that of the rarer value, and of names at most twice
 * what a slip of the more common one adds. */
static bool fill_values(const records *r, const model *m, size_t field, bounds *b)
{
    const column *c = &r->columns[field];
    b->equal[field] = calloc(c->count + (size_t)1, sizeof *b->equal[field]);
    b->rarer[field] = calloc(c->count + (size_t)1, sizeof *b->rarer[field]);
    b->values[field] = calloc(c->count + (size_t)1, sizeof *b->values[field]);
    if (b->equal[field] == NULL || b->rarer[field] == NULL || b->values[field] == NULL)
        return false;
    for (uint32_t v = 1; v < c->count; v++) {
        unsigned outcome = scrut_link_equal_outcome(&c->values[v]);
        b->equal[field][v] = scrut_link_value_rarity(r, m, field, v, v, outcome);
        b->rarer[field][v] = (int32_t)ceil(-SCRUT_LINK_BIT * log2(c->values[v].count));
        b->values[field][v] = (value_most){b->most[field][outcome] + b->equal[field][v], most_of_other(r, b, field, v)};
    }
    return true;
}

bool scrut_link_bounds_new(const records *r, const model *m, bounds *ret)
{
    bool ready = true;
    *ret = (bounds){.field_count = r->field_count, .prior = m->same.prior};
    for (size_t f = 0; ready && f < r->field_count; f++) {
        ret->slip[f] = r->fields[f].kind <= SCRUT_LINK_SURNAME ? SLIP_BITS * SCRUT_LINK_BIT : INT32_MAX / 2;
        for (size_t o = 0; o < OUTCOMES; o++) {
            double mean = m->strangers[f].mean[o];
            bool rarer = mean > 0 && o >= OUTCOME_NEAR;
            ret->follows[f][o] = (uint8_t)(!(mean > 0) ? OF_PATTERN : rarer ? OF_RARER : OF_EQUAL);
            ret->most[f][o] = m->same.weight[f][o];
            if (rarer) /* one for rounding */
                ret->most[f][o] += (int32_t)ceil(SCRUT_LINK_BIT * (1 - log2(mean))) + 1;
        }
        ready = fill_values(r, m, f, ret);
    }
    if (!ready)
        scrut_link_bounds_free(ret);
    return ready;
}

void scrut_link_bounds_free(bounds *b)
{
    for (size_t f = 0; f < b->field_count; f++) {
        free(b->equal[f]);
        free(b->rarer[f]);
        free(b->values[f]);
    }
    *b = (bounds){0};
}

int32_t scrut_link_bound_unequal(const bounds *b, size_t field, unsigned outcome, int32_t rarer_x, int32_t rarer_y)
{
    int32_t rarer = rarer_x > rarer_y ? rarer_x : rarer_y,
            slip = (rarer_x < rarer_y ? rarer_x : rarer_y) + b->slip[field];
    rarer = slip < rarer ? slip : rarer;
    return b->most[field][outcome] + (b->follows[field][outcome] == OF_RARER ? rarer : 0);
}

static int32_t bound_of(const bounds *b, size_t field, unsigned outcome, uint32_t x, uint32_t y)
{
    if (b->follows[field][outcome] == OF_EQUAL)
        return b->most[field][outcome] + b->equal[field][x];
    return scrut_link_bound_unequal(b, field, outcome, b->rarer[field][x], b->rarer[field][y]);
}

int32_t scrut_link_bound(const bounds *b, const uint32_t x[], const uint32_t y[], uint64_t outcomes)
{
    int32_t weight = b->prior;
    for (size_t f = 0; f < b->field_count; f++)
        weight += bound_of(b, f, outcomes >> (5 * f) & 31, x[f], y[f]);
    return weight;
}
