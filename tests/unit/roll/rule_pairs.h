/* SPDX-License-Identifier: Apache-2.0
 * rule_pairs.h: the pairs that rules find, for tests that set them beside all pairs of all rows. */
#ifndef SCRUT_TEST_RULE_PAIRS_H
#define SCRUT_TEST_RULE_PAIRS_H

#include "../../../src/roll/link_internal.h"

/* A list that is ready to have its pairs made. */
typedef struct {
    records *r;
    blocking *b;
    const memo *memo;
    const model *guess; /* by which pairs are kept, and strangers judged */
    scrut_pool *pool;
} rule_list;

/* A rule of whole categories, each of which has one feature, that was chosen for so many pairs. */
void rule_set(blocking *b, size_t rule_index, const size_t fields[], size_t count, double pairs);

/* The pairs of the rules that weigh enough, in order of their rows, if so many of each rule at least are counted; the
 * others are sifted. */
pair_counts rule_pairs(const rule_list *l, double counted_pairs, int32_t floor_weight);

/* kept_pair by its rows. */
int rule_pairs_order(const void *a, const void *b);
void rule_pairs_must_be(const pair_counts *found, const kept_pair truth[], size_t count);

#endif
