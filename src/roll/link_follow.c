/* SPDX-License-Identifier: Apache-2.0
 * Columns that follow from others, as a commune from its village: what they agree on would count twice. */
#include "link_internal.h"

#include <stdlib.h>

#define ROWS_OF_100 99 /* that must follow; clerks err */

/* The value that most rows of each finer value have, by majority vote (Boyer and Moore 1981). */
static uint32_t *majority(const records *r, size_t fine, size_t coarse)
{
    uint32_t *value_of = calloc(r->columns[fine].count + (size_t)1, sizeof *value_of);
    uint32_t *votes = calloc(r->columns[fine].count + (size_t)1, sizeof *votes);
    for (uint32_t row = 0; value_of != NULL && votes != NULL && row < r->row_count; row++) {
        uint32_t v = scrut_link_value(r, row, fine), w = scrut_link_value(r, row, coarse);
        if (v == 0 || w == 0)
            continue;
        if (votes[v] == 0)
            value_of[v] = w;
        votes[v] = value_of[v] == w ? votes[v] + 1 : votes[v] - 1;
    }
    if (votes == NULL) {
        free(value_of);
        value_of = NULL;
    }
    free(votes);
    return value_of;
}

/* Whether `coarse` follows from `fine`; -1 without memory. Where no value has most rows of a finer one, none follow:
 * the vote's winner then depends on the order of the rows. */
static int follows(const records *r, size_t fine, size_t coarse)
{
    uint32_t count = r->columns[fine].count, *value_of = majority(r, fine, coarse);
    uint32_t *known = calloc(count + (size_t)1, sizeof *known), *agreeing = calloc(count + (size_t)1, sizeof *agreeing);
    uint64_t all_known = 0, all_agreeing = 0;
    bool ready = value_of != NULL && known != NULL && agreeing != NULL;
    for (uint32_t row = 0; ready && row < r->row_count; row++) {
        uint32_t v = scrut_link_value(r, row, fine), w = scrut_link_value(r, row, coarse);
        known[v] += v != 0 && w != 0;
        agreeing[v] += v != 0 && w != 0 && value_of[v] == w;
    }
    for (uint32_t v = 0; ready && v < count; v++) {
        all_known += known[v];
        all_agreeing += 2 * (uint64_t)agreeing[v] > known[v] ? agreeing[v] : 0;
    }
    free(value_of);
    free(known);
    free(agreeing);
    if (!ready)
        return -1;
    return all_known > 0 && 100 * all_agreeing >= ROWS_OF_100 * all_known;
}

/* The next finer column of all from which a column follows: the one of fewest values. */
static bool find_finer(records *r, size_t coarse)
{
    column *c = &r->columns[coarse];
    c->finer = -1;
    for (size_t f = 0; f < r->field_count; f++) {
        const column *g = &r->columns[f];
        bool is_finer = g->count > c->count || (g->count == c->count && f < coarse);
        bool is_next = c->finer < 0 || g->count < r->columns[c->finer].count;
        if (f == coarse || r->fields[f].kind != SCRUT_LINK_CATEGORY || !is_finer || !is_next)
            continue;
        int found = follows(r, f, coarse);
        if (found < 0)
            return false;
        c->finer = found > 0 ? (int)f : c->finer;
    }
    r->has_finer = r->has_finer || c->finer >= 0;
    return true;
}

bool scrut_link_find_finer(records *r)
{
    for (size_t f = 0; f < r->field_count; f++) {
        r->columns[f].finer = -1;
        if (r->fields[f].kind == SCRUT_LINK_CATEGORY && !find_finer(r, f))
            return false;
    }
    return true;
}

bool scrut_link_same_chain(const records *r, size_t a, size_t b)
{
    for (int f = (int)a; f >= 0; f = r->columns[f].finer) {
        for (int g = (int)b; g >= 0; g = r->columns[g].finer) {
            if (f == g)
                return true;
        }
    }
    return false;
}
