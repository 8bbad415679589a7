/* SPDX-License-Identifier: Apache-2.0
 * The most that a pair can weigh, in whole numbers made once a value: most pairs weigh too little to be kept, and this
 * says so without a logarithm. */
#include "link_internal.h"

#include <math.h>
#include <stdlib.h>

enum { OF_PATTERN, OF_EQUAL, OF_RARER }; /* what the weight of an outcome follows from */

/* At equality what a value adds. Else 1/c + 1/d is at most twice that of the rarer value. */
static bool fill_values(const records *r, const model *m, size_t field, bounds *b)
{
    const column *c = &r->columns[field];
    b->equal[field] = calloc(c->count + (size_t)1, sizeof *b->equal[field]);
    b->rarer[field] = calloc(c->count + (size_t)1, sizeof *b->rarer[field]);
    if (b->equal[field] == NULL || b->rarer[field] == NULL)
        return false;
    for (uint32_t v = 1; v < c->count; v++) {
        unsigned outcome = scrut_link_equal_outcome(&c->values[v]);
        b->equal[field][v] = scrut_link_value_rarity(r, m, field, v, v, outcome);
        b->rarer[field][v] = (int32_t)ceil(-SCRUT_LINK_BIT * log2(c->values[v].count));
    }
    return true;
}

bool scrut_link_bounds_new(const records *r, const model *m, bounds *ret)
{
    bool ready = true;
    *ret = (bounds){.field_count = r->field_count, .prior = m->same.prior};
    for (size_t f = 0; ready && f < r->field_count; f++) {
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
    }
    *b = (bounds){0};
}

int32_t scrut_link_bound(const bounds *b, const uint32_t x[], const uint32_t y[], uint64_t outcomes)
{
    int32_t weight = b->prior;
    for (size_t f = 0; f < b->field_count; f++) {
        unsigned o = outcomes >> (5 * f) & 31;
        weight += b->most[f][o];
        if (b->follows[f][o] == OF_EQUAL)
            weight += b->equal[f][x[f]];
        else if (b->follows[f][o] == OF_RARER)
            weight += b->rarer[f][x[f]] > b->rarer[f][y[f]] ? b->rarer[f][x[f]] : b->rarer[f][y[f]];
    }
    return weight;
}
