/* SPDX-License-Identifier: Apache-2.0
 * Pairs by their rows: each has an end in each of its two. */
#include "link_third.h"

#include <stdlib.h>

#define LIKELY_MIN (-4 * SCRUT_LINK_BIT) /* of a pair that may be one person */

void scrut_link_free_ends(pair_ends *e)
{
    scrut_link_index_free(&e->rows);
    free(e->starts);
    free(e->ends);
    e->starts = NULL;
    e->ends = NULL;
    e->count = 0;
}

static bool is_likely(const scrut_link_pair *p)
{
    return p->weight >= LIKELY_MIN;
}

/* starts[k + 1]: the ends of the rows up to the k-th. */
static void count_ends(const scrut_link_pair pairs[], size_t count, pair_ends *e)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_likely(&pairs[i]))
            continue;
        e->starts[scrut_link_index_of(&e->rows, pairs[i].a) + 1]++;
        e->starts[scrut_link_index_of(&e->rows, pairs[i].b) + 1]++;
    }
    for (size_t k = 0; k < e->rows.count; k++)
        e->starts[k + 1] += e->starts[k];
    e->count = e->starts[e->rows.count];
}

/* Pairs come in order of their rows, the lower one first: so do the ends of each row, those with lower rows first.
 * starts[k] moves to where the ends of the next row start. */
static void place_ends(const scrut_link_pair pairs[], size_t count, pair_ends *e)
{
    for (size_t i = 0; i < count; i++) {
        const scrut_link_pair *p = &pairs[i];
        if (!is_likely(p))
            continue;
        e->ends[e->starts[scrut_link_index_of(&e->rows, p->a)]++] = (pair_end){p->a, p->b, p->weight};
        e->ends[e->starts[scrut_link_index_of(&e->rows, p->b)]++] = (pair_end){p->b, p->a, p->weight};
    }
    memmove(e->starts + 1, e->starts, e->rows.count * sizeof *e->starts);
    e->starts[0] = 0;
}

bool scrut_link_list_ends(const scrut_link_pair pairs[], size_t count, pair_ends *ret)
{
    scrut_link_free_ends(ret);
    if (!scrut_link_index(ret->r->row_count, pairs, count, LIKELY_MIN, &ret->rows))
        return false;
    ret->starts = calloc(ret->rows.count + (size_t)1, sizeof *ret->starts);
    scrut_ask_large_pages(ret->starts, ret->rows.count * sizeof *ret->starts);
    if (ret->starts == NULL)
        return false;
    count_ends(pairs, count, ret);
    ret->ends = malloc((ret->count + 1) * sizeof *ret->ends);
    scrut_ask_large_pages(ret->ends, ret->count * sizeof *ret->ends);
    if (ret->ends != NULL)
        place_ends(pairs, count, ret);
    return ret->ends != NULL;
}

int32_t scrut_link_best_weight(const pair_ends *e, uint32_t row, uint32_t without)
{
    int32_t best = INT32_MIN / 2;
    for (size_t i = scrut_link_first_end(e, row); i < e->count && e->ends[i].row == row; i++) {
        if (e->ends[i].other != without && e->ends[i].weight > best)
            best = e->ends[i].weight;
    }
    return best;
}

void scrut_link_count_entries(const scrut_link_pair pairs[], size_t count, double same_pairs, uint32_t *const values[],
                              pair_ends *e)
{
    uint64_t likely = 0, seen = 0;
    double n = e->r->row_count;
    e->found = 0;
    for (size_t i = 0, end; i < e->count; i = end) {
        uint32_t row = e->ends[i].row;
        for (end = i; end < e->count && e->ends[end].row == row;)
            end++;
        int32_t best = scrut_link_best_weight(e, row, row);
        likely += in_units(chance_of(best));
        e->found += best >= FOUND_WEIGHT;
        for (size_t f = 0; values != NULL && best >= FOUND_WEIGHT && f < e->r->field_count; f++) {
            if (values[f] != NULL)
                values[f][scrut_link_value(e->r, row, f)]++;
        }
    }
    for (size_t i = 0; i < count; i++)
        seen += in_units(chance_of(pairs[i].weight));
    double pairs_seen = (double)seen / (double)UNITS, rows = (double)likely / (double)UNITS;
    double more = pairs_seen > 0 && same_pairs > pairs_seen ? rows * (same_pairs / pairs_seen - 1) : 0;
    e->missed = more < n - rows ? more / (n - rows) : 0;
    e->entries = (rows + more) / n / 2; /* of two entries one is the second */
}
