/* SPDX-License-Identifier: Apache-2.0
 * What the other entries of two rows say of a pair, by which of them has the odd value. */
#include "../../../src/roll/link_model.h"
#include "harness.h"

#include <math.h>
#include <stdlib.h>

#define BIT SCRUT_LINK_BIT
#define ALIKE (OUTCOME_NEAR + NEAR_CLASSES - 1) /* one spelling, the rarer one of the rarest class */

enum { COMMON = 1, RARE, AS_RARE, VALUES };

typedef struct {
    records r;
    model m;
    value values[VALUES];
} two_names;

/* Two columns of names, alike values of which strangers show eight times as often where the odd one is a second
 * entry's, and a sixteenth as often where none is. */
static void open_names(two_names *n)
{
    *n = (two_names){.r = {.field_count = 2}};
    n->values[COMMON].count = 500;
    n->values[RARE].count = n->values[AS_RARE].count = 2;
    n->r.fields = calloc(2, sizeof *n->r.fields);
    ck_assert_ptr_nonnull(n->r.fields);
    n->m.entries = ENTRY_UNITS / 20;
    n->m.household.prior = -30 * BIT;
    for (size_t f = 0; f < 2; f++) {
        n->r.fields[f].kind = f == 0 ? SCRUT_LINK_SURNAME : SCRUT_LINK_GIVEN;
        n->r.columns[f].values = n->values;
        n->m.clean[f][ALIKE] = -4 * BIT;
        n->m.odd[f][ALIKE] = 3 * BIT;
        n->m.spoilt[f][ALIKE] = (int32_t)lround(log2((exp2(-4) + exp2(3)) / 2) * BIT);
    }
}

static uint64_t alike_in_surname(void)
{
    return ALIKE | UINT64_C(1) << 5;
}

/* Of a pair of rows with such surnames, by the chance that each is a second entry, in tenths. */
static int32_t weigh(const two_names *n, uint32_t name_a, uint32_t name_b, unsigned tenths_a, unsigned tenths_b)
{
    uint32_t a[SCRUT_LINK_FIELDS_MAX] = {name_a, COMMON}, b[SCRUT_LINK_FIELDS_MAX] = {name_b, COMMON};
    uint64_t outcomes = alike_in_surname();
    row_entry rows[2] = {
        {(uint16_t)(tenths_a * ENTRY_UNITS / 10), scrut_link_rarer_fields(&n->r, a, b, outcomes)},
        {(uint16_t)(tenths_b * ENTRY_UNITS / 10), scrut_link_rarer_fields(&n->r, b, a, outcomes)},
    };
    return scrut_link_weigh_entries(&n->r, &n->m, outcomes, (rarities){0, 0}, rows);
}

START_TEST(the_other_entry_of_a_row_explains_its_own_odd_value_and_not_that_of_the_other_row)
{
    two_names n;
    open_names(&n);
    int32_t none = weigh(&n, RARE, COMMON, 0, 0);
    ck_assert_int_eq(none, 4 * BIT);
    ck_assert_int_eq(weigh(&n, COMMON, RARE, 5, 0), none);
    ck_assert_int_eq(weigh(&n, RARE, COMMON, 5, 0), -(int32_t)lround(log2(exp2(-5) + exp2(2)) * BIT));
    free(n.r.fields);
}
END_TEST

START_TEST(where_neither_value_is_rarer_strangers_are_the_mean_of_both)
{
    two_names n;
    open_names(&n);
    double own = exp2(-(double)weigh(&n, RARE, COMMON, 4, 0) / BIT),
           others = exp2(-(double)weigh(&n, COMMON, RARE, 4, 0) / BIT),
           either = exp2(-(double)weigh(&n, RARE, AS_RARE, 4, 0) / BIT);
    ck_assert_double_eq_tol(either, (own + others) / 2, either / 500);
    free(n.r.fields);
}
END_TEST

START_TEST(a_pair_weighs_the_same_with_its_rows_in_the_other_order)
{
    two_names n;
    open_names(&n);
    for (unsigned a = 0; a <= 5; a++) {
        for (unsigned b = 0; b <= 5; b++) {
            ck_assert_int_eq(weigh(&n, RARE, COMMON, a, b), weigh(&n, COMMON, RARE, b, a));
            ck_assert_int_eq(weigh(&n, RARE, AS_RARE, a, b), weigh(&n, AS_RARE, RARE, b, a));
        }
    }
    free(n.r.fields);
}
END_TEST

START_TEST(two_second_entries_show_odd_values_whosesoever_they_are)
{
    two_names n;
    open_names(&n);
    row_entry both[2] = {{ENTRY_UNITS - 1, 0}, {ENTRY_UNITS - 1, 0}};
    for (unsigned rarer = 0; rarer < 3; rarer++) {
        both[0].rarer = rarer == 1;
        both[1].rarer = rarer == 2;
        int32_t weight = scrut_link_weigh_entries(&n.r, &n.m, alike_in_surname(), (rarities){0, 0}, both);
        ck_assert_int_le(abs(weight + 3 * BIT), 1);
    }
    free(n.r.fields);
}
END_TEST

START_TEST(the_rarer_value_is_told_of_alike_names_alone)
{
    two_names n;
    open_names(&n);
    uint32_t a[SCRUT_LINK_FIELDS_MAX] = {RARE, COMMON}, b[SCRUT_LINK_FIELDS_MAX] = {COMMON, RARE};
    uint64_t different = scrut_link_names_differ_outcome();
    ck_assert_uint_eq(scrut_link_rarer_fields(&n.r, a, b, ALIKE | (uint64_t)ALIKE << 5), 1);
    ck_assert_uint_eq(scrut_link_rarer_fields(&n.r, b, a, ALIKE | (uint64_t)ALIKE << 5), 2);
    ck_assert_uint_eq(scrut_link_rarer_fields(&n.r, a, b, different | different << 5), 0);
    ck_assert_uint_eq(scrut_link_rarer_fields(&n.r, a, b, 0), 0);
    free(n.r.fields);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("second entries");
    TCase *tests = tcase_create("rows of a pair");
    tcase_add_test(tests, the_other_entry_of_a_row_explains_its_own_odd_value_and_not_that_of_the_other_row);
    tcase_add_test(tests, where_neither_value_is_rarer_strangers_are_the_mean_of_both);
    tcase_add_test(tests, a_pair_weighs_the_same_with_its_rows_in_the_other_order);
    tcase_add_test(tests, two_second_entries_show_odd_values_whosesoever_they_are);
    tcase_add_test(tests, the_rarer_value_is_told_of_alike_names_alone);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
