/* SPDX-License-Identifier: Apache-2.0
 * Numbers of keys against their definition: one more than the number of different smaller keys, 0 left out. */
#include "../../../src/roll/audit_internal.h"
#include "harness.h"
#include "scrutineer/rng.h"

#include <stdio.h>

enum { ROWS = 5000 };

static int by_value(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static uint32_t number_by_definition(const uint64_t sorted[], size_t count, uint64_t key)
{
    uint32_t smaller = 0;
    for (size_t i = 0; i < count && sorted[i] < key; i++)
        smaller += sorted[i] != 0 && (i == 0 || sorted[i] != sorted[i - 1]);
    return key == 0 ? 0 : smaller + 1;
}

static void check_keys(const uint64_t keys[], uint32_t count, scrut_pool *pool)
{
    uint64_t sorted[ROWS];
    uint32_t numbers[ROWS], largest = 0, ret_count = UINT32_MAX;
    memcpy(sorted, keys, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_value);
    ck_assert(number_keys(keys, count, pool, numbers, &ret_count));
    for (uint32_t row = 0; row < count; row++) {
        ck_assert_uint_eq(numbers[row], number_by_definition(sorted, count, keys[row]));
        largest = numbers[row] > largest ? numbers[row] : largest;
    }
    ck_assert_uint_eq(ret_count, largest);
}

START_TEST(equal_keys_have_one_number_and_greater_keys_a_greater_one)
{
    /* keys of few bits and of 64, of few values and of many, and some that are not known */
    static const unsigned BITS[] = {1, 3, 11, 12, 33, 63, 64};
    scrut_pool *pool = scrut_pool_new(3);
    for (size_t b = 0; b < sizeof BITS / sizeof BITS[0]; b++)
        for (uint32_t round = 0; round < 4; round++) {
            scrut_rng rng = scrut_rng_open(20130728, 1, b * 8 + round);
            uint64_t keys[ROWS];
            uint32_t count = round == 0 ? 1 + (uint32_t)b : 400;
            for (uint32_t row = 0; row < count; row++) {
                uint64_t random = scrut_rng_u64(&rng) >> (64 - BITS[b]);
                keys[row] = scrut_rng_below(&rng, 10) == 0 ? 0 : row > 0 && row % 3 == 0 ? keys[row - 1] : random;
            }
            check_keys(keys, count, round % 2 == 0 ? NULL : pool);
        }
    scrut_pool_free(pool);
}
END_TEST

START_TEST(no_row_and_no_key_have_no_number)
{
    const uint64_t none[] = {0, 0, 0};
    uint32_t numbers[3] = {7, 7, 7}, count = 7;
    ck_assert(number_keys(none, 0, NULL, numbers, &count));
    ck_assert_uint_eq(count, 0);
    check_keys(none, 3, NULL);
}
END_TEST

START_TEST(rows_of_several_columns_are_in_the_order_of_the_first_and_then_of_the_others)
{
    static const uint32_t A[] = {2, 1, 2, 0, 1, 0, UINT32_MAX}, B[] = {0, 9, 0, 0, 9, 5, 1},
                          C[] = {4, 1, 3, 0, 1, 0, 2};
    static const uint32_t *const COLUMNS[] = {A, B, C};
    static const uint32_t EXPECTED[] = {4, 2, 3, 0, 2, 1, 5}; /* (0 5 0) < (1 9 1) < (2 0 3) < (2 0 4) < (max 1 2) */
    uint32_t numbers[7], count;
    ck_assert(number_rows(COLUMNS, 3, 7, NULL, numbers, &count));
    ck_assert_uint_eq(count, 5);
    ck_assert_mem_eq(numbers, EXPECTED, sizeof EXPECTED);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("numbers of keys");
    TCase *tests = scrut_threaded_tests(suite);
    tcase_add_test(tests, equal_keys_have_one_number_and_greater_keys_a_greater_one);
    tcase_add_test(tests, no_row_and_no_key_have_no_number);
    tcase_add_test(tests, rows_of_several_columns_are_in_the_order_of_the_first_and_then_of_the_others);
    return scrut_test_main(suite);
}
