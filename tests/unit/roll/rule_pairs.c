/* SPDX-License-Identifier: Apache-2.0 */
#include "rule_pairs.h"
#include "harness.h"

#include <stdlib.h>

void rule_set(blocking *b, size_t rule_index, const size_t fields[], size_t count, double pairs)
{
    rule *to = &b->rules[rule_index];
    to->count = count;
    to->pairs = pairs;
    for (size_t i = 0; i < count; i++) {
        to->features[i] = fields[i];
        to->mask |= UINT64_C(1) << fields[i];
        to->fields = (uint16_t)(to->fields | 1u << fields[i]);
    }
}

int rule_pairs_order(const void *a, const void *b)
{
    const kept_pair *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

pair_counts rule_pairs(const rule_list *l, double counted_pairs, int32_t floor_weight)
{
    count_task task = {.r = l->r,
                       .b = l->b,
                       .memo = l->memo,
                       .shards = UINT32_MAX,
                       .strangers = l->guess,
                       .guess = l->guess,
                       .floor_weight = floor_weight};
    pair_counts counts = {.compared = 0};
    l->b->counted_pairs = counted_pairs;
    ck_assert_int_eq(scrut_link_count(&task, l->pool, &counts, NULL), SCRUT_OK);
    qsort(counts.pairs, counts.pair_count, sizeof *counts.pairs, rule_pairs_order);
    return counts;
}

void rule_pairs_free(pair_counts *c)
{
    free(c->patterns);
    free(c->pairs);
}

void rule_pairs_must_be(const pair_counts *found, const kept_pair truth[], size_t count)
{
    ck_assert_uint_eq(found->pair_count, count);
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(found->pairs[i].a == truth[i].a && found->pairs[i].b == truth[i].b, "pair %zu", i);
}
