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

static void append(kept_list *to, kept_list *from)
{
    if (from->count > 0) {
        ck_assert(scrut_grow(&to->pairs, &to->capacity, to->count + from->count, sizeof *to->pairs));
        memcpy(to->pairs + to->count, from->pairs, from->count * sizeof *to->pairs);
    }
    to->count += from->count;
    from->count = 0;
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
    for (size_t i = 1; i < counts.kept_count; i++)
        append(&counts.kept[0], &counts.kept[i]);
    qsort(counts.kept[0].pairs, counts.kept[0].count, sizeof *counts.kept[0].pairs, rule_pairs_order);
    return counts;
}

void rule_pairs_must_be(const pair_counts *found, const kept_pair truth[], size_t count)
{
    const kept_list *l = &found->kept[0];
    ck_assert_uint_eq(l->count, count);
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(l->pairs[i].a == truth[i].a && l->pairs[i].b == truth[i].b, "pair %zu", i);
}
