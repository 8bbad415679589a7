/* SPDX-License-Identifier: Apache-2.0
 * Columns that follow from others, as a commune from its village: what they agree on would count twice; and columns
 * that are a person's own. */
#include "link_internal.h"

#include <stdlib.h>

#define OWN_SHARE 0.3  /* of pairs of strangers that share a category which households need not share */
#define ROWS_OF_100 99 /* that must follow; clerks err */

/* The value for which most rows of each finer value vote (Boyer and Moore 1981); the order of the rows shows where no
 * value has most of them. Of a vote and the one that it takes away, one row is unlike most others of its finer value:
 * where these are more than `most` already the rest is not asked. Returns whether it was; -1 without memory. */
static int vote(const records *r, size_t fine, size_t coarse, uint32_t most, uint32_t value_of[])
{
    uint32_t *votes = calloc(r->columns[fine].count + (size_t)1, sizeof *votes), taken = 0;
    for (uint32_t row = 0; votes != NULL && row < r->row_count && taken <= most; row++) {
        uint32_t v = scrut_link_value(r, row, fine), w = scrut_link_value(r, row, coarse);
        scrut_link_pass(r, row);
        if (v == 0 || w == 0)
            continue;
        if (votes[v] == 0)
            value_of[v] = w;
        taken += value_of[v] != w;
        votes[v] = value_of[v] == w ? votes[v] + 1 : votes[v] - 1;
    }
    free(votes);
    return votes == NULL ? -1 : taken <= most;
}

/* Keeps what more than half of a finer value's rows have. Returns whether `coarse` follows; -1 without memory. */
static int keep_majorities(const records *r, size_t fine, size_t coarse, uint32_t value_of[])
{
    uint32_t count = r->columns[fine].count;
    uint32_t *known = calloc(count + (size_t)1, sizeof *known), *agreeing = calloc(count + (size_t)1, sizeof *agreeing);
    uint64_t all_known = 0, all_agreeing = 0;
    bool ready = known != NULL && agreeing != NULL;
    for (uint32_t row = 0; ready && row < r->row_count; row++) {
        uint32_t v = scrut_link_value(r, row, fine), w = scrut_link_value(r, row, coarse);
        scrut_link_pass(r, row);
        known[v] += v != 0 && w != 0;
        agreeing[v] += v != 0 && w != 0 && value_of[v] == w;
    }
    for (uint32_t v = 0; ready && v < count; v++) {
        value_of[v] = 2 * (uint64_t)agreeing[v] > known[v] ? value_of[v] : 0;
        all_known += known[v];
        all_agreeing += value_of[v] != 0 ? agreeing[v] : 0;
    }
    free(known);
    free(agreeing);
    if (!ready)
        return -1;
    return all_known > 0 && 100 * all_agreeing >= ROWS_OF_100 * all_known;
}

/* The values of `coarse` that most rows of each value of `fine` have, 0 for none. Returns whether `coarse` follows from
 * `fine`, else what is written means nothing; -1 without memory. */
static int follows(const records *r, size_t fine, size_t coarse, uint32_t value_of[])
{
    uint32_t most = (uint32_t)((uint64_t)r->row_count * (100 - ROWS_OF_100) / 100);
    memset(value_of, 0, (r->columns[fine].count + (size_t)1) * sizeof *value_of);
    int asked = vote(r, fine, coarse, most, value_of);
    return asked > 0 ? keep_majorities(r, fine, coarse, value_of) : asked;
}

/* Whether `coarse` follows from `fine`, which is its next finer column then. False without memory. */
static bool try_finer(records *r, size_t fine, size_t coarse)
{
    column *c = &r->columns[coarse];
    size_t values = r->columns[fine].count + (size_t)1;
    uint32_t *value_of = malloc(values * sizeof *value_of);
    int found = value_of == NULL ? -1 : follows(r, fine, coarse, value_of);
    if (found > 0) {
        c->finer = (int)fine;
        c->of_finer = scrut_arena_calloc(r->arena, values, sizeof *c->of_finer);
        if (c->of_finer != NULL)
            memcpy(c->of_finer, value_of, values * sizeof *c->of_finer);
    }
    free(value_of);
    return found == 0 || (found > 0 && c->of_finer != NULL);
}

/* The next finer column of all from which a column follows: the one of fewest values. */
static bool find_finer(records *r, size_t coarse)
{
    const column *c = &r->columns[coarse];
    for (size_t f = 0; f < r->field_count; f++) {
        const column *g = &r->columns[f];
        bool is_finer = g->count > c->count || (g->count == c->count && f < coarse);
        bool is_next = c->finer < 0 || g->count < r->columns[c->finer].count;
        if (f == coarse || r->fields[f].kind != SCRUT_LINK_CATEGORY || !is_finer || !is_next)
            continue;
        if (!try_finer(r, f, coarse))
            return false;
    }
    r->has_finer = r->has_finer || c->finer >= 0;
    return true;
}

/* Given names and identity numbers, and what many strangers share, such as sex: it divides a household as it divides
 * everybody. Without that, EM cannot tell twins from one person listed under two given names. */
static bool is_own(const records *r, size_t field)
{
    const column *c = &r->columns[field];
    double known = 0, pairs = 0;
    if (r->fields[field].kind != SCRUT_LINK_CATEGORY)
        return r->fields[field].kind == SCRUT_LINK_GIVEN || r->fields[field].kind == SCRUT_LINK_IDENTITY;
    for (uint32_t v = 1; v < c->count; v++) {
        known += c->values[v].count;
        pairs += (double)c->values[v].count * c->values[v].count;
    }
    return pairs > OWN_SHARE * known * known;
}

bool scrut_link_relate_columns(records *r)
{
    for (size_t f = 0; f < r->field_count; f++) {
        r->columns[f].own = is_own(r, f);
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
