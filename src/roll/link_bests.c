/* SPDX-License-Identifier: Apache-2.0
 * What each row weighs with the best of its pairs, by which it is told who has another entry. */
#include "link_third.h"

#include <stdlib.h>

#define NO_WEIGHT (INT32_MIN / 2)

void scrut_link_free_bests(row_bests *b)
{
    scrut_link_index_free(&b->rows);
    free(b->items);
    b->items = NULL;
}

static void add_weight(row_bests *b, uint32_t row, uint32_t other, int32_t weight)
{
    row_best *best = &b->items[scrut_link_index_of(&b->rows, row)];
    if (weight > best->best)
        *best = (row_best){weight, best->best, other};
    else if (weight > best->second)
        best->second = weight;
}

bool scrut_link_list_bests(const scrut_link_pair pairs[], size_t count, row_bests *ret)
{
    scrut_link_free_bests(ret);
    if (!scrut_link_index(ret->r->row_count, pairs, count, LIKELY_MIN, &ret->rows))
        return false;
    ret->items = malloc((ret->rows.count + (size_t)1) * sizeof *ret->items);
    scrut_ask_large_pages(ret->items, ret->rows.count * sizeof *ret->items);
    if (ret->items == NULL)
        return false;
    for (size_t i = 0; i < ret->rows.count; i++)
        ret->items[i] = (row_best){NO_WEIGHT, NO_WEIGHT, UINT32_MAX};
    for (size_t i = 0; i < count; i++) {
        if (pairs[i].weight < LIKELY_MIN)
            continue;
        add_weight(ret, pairs[i].a, pairs[i].b, pairs[i].weight);
        add_weight(ret, pairs[i].b, pairs[i].a, pairs[i].weight);
    }
    return true;
}

int32_t scrut_link_best_weight(const row_bests *b, uint32_t row, uint32_t without)
{
    if (!scrut_link_index_has(&b->rows, row))
        return NO_WEIGHT;
    const row_best *best = &b->items[scrut_link_index_of(&b->rows, row)];
    return best->other == without ? best->second : best->best;
}

void scrut_link_count_entries(const scrut_link_pair pairs[], size_t count, double same_pairs, uint32_t *const values[],
                              row_bests *b)
{
    uint64_t likely = 0, seen = 0;
    double n = b->r->row_count;
    b->found = 0;
    for (uint32_t word = 0; word <= b->r->row_count / 64; word++) {
        const row_best *best = &b->items[b->rows.words[word].before];
        for (uint64_t left = b->rows.words[word].rows; left != 0; left &= left - 1, best++) {
            uint32_t row = 64 * word + (uint32_t)__builtin_ctzll(left);
            likely += in_units(chance_of(best->best));
            b->found += best->best >= FOUND_WEIGHT;
            for (size_t f = 0; values != NULL && best->best >= FOUND_WEIGHT && f < b->r->field_count; f++) {
                if (values[f] != NULL)
                    values[f][scrut_link_value(b->r, row, f)]++;
            }
        }
    }
    for (size_t i = 0; i < count; i++)
        seen += in_units(chance_of(pairs[i].weight));
    double pairs_seen = (double)seen / (double)UNITS, rows = (double)likely / (double)UNITS;
    double more = pairs_seen > 0 && same_pairs > pairs_seen ? rows * (same_pairs / pairs_seen - 1) : 0;
    b->missed = more < n - rows ? more / (n - rows) : 0;
    b->entries = (rows + more) / n / 2; /* of two entries one is the second */
}
