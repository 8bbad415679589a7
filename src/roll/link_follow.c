/* SPDX-License-Identifier: Apache-2.0
 * Columns that follow from others, as a commune from its village: what they agree on would count twice. */
#include "link_internal.h"

#include <stdlib.h>

#define ROWS_OF_100 99 /* that must follow; clerks err */

/* The value that most rows of each finer value have, by majority vote (Boyer and Moore 1981). */
static uint32_t *majority(const column *fine, const column *coarse, uint32_t rows)
{
    uint32_t *value_of = calloc(fine->count + (size_t)1, sizeof *value_of);
    uint32_t *votes = calloc(fine->count + (size_t)1, sizeof *votes);
    for (uint32_t row = 0; value_of != NULL && votes != NULL && row < rows; row++) {
        uint32_t v = fine->of_row[row], w = coarse->of_row[row];
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

/* Whether `coarse` follows from `fine`; -1 without memory. */
static int follows(const column *fine, const column *coarse, uint32_t rows)
{
    uint32_t *value_of = majority(fine, coarse, rows);
    uint64_t known = 0, agreeing = 0;
    if (value_of == NULL)
        return -1;
    for (uint32_t row = 0; row < rows; row++) {
        uint32_t v = fine->of_row[row], w = coarse->of_row[row];
        known += v != 0 && w != 0;
        agreeing += v != 0 && w != 0 && value_of[v] == w;
    }
    free(value_of);
    return known > 0 && 100 * agreeing >= ROWS_OF_100 * known;
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
        int found = follows(g, c, r->row_count);
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
