/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "scrutineer/rng.h"

#include <string.h>

/* The known answers of the authors' own library, Random123, file kat_vectors, lines philox4x32 10. */
static const struct {
    uint32_t counter[4], key[2], block[4];
} KNOWN[] = {
    {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
     {0xffffffff, 0xffffffff},
     {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     {0xa4093822, 0x299f31d0},
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
};

START_TEST(a_block_is_the_one_its_authors_published)
{
    uint32_t block[4];
    scrut_philox(KNOWN[_i].counter, KNOWN[_i].key, block);
    for (int k = 0; k < 4; k++)
        ck_assert_uint_eq(block[k], KNOWN[_i].block[k]);
}
END_TEST

START_TEST(a_stream_begins_with_the_block_of_its_seed_purpose_and_unit)
{
    scrut_rng rng = scrut_rng_open(0, 0, 0);
    for (int k = 0; k < 4; k++)
        ck_assert_uint_eq(scrut_rng_u32(&rng), KNOWN[0].block[k]);
    rng = scrut_rng_open(UINT64_C(0x299f31d0a4093822), 0x85a308d3, UINT64_C(0x0370734413198a2e));
    rng.counter[0] = 0x243f6a88;
    ck_assert_uint_eq(scrut_rng_u64(&rng), UINT64_C(0x94fdccebd16cfe09));
}
END_TEST

START_TEST(streams_of_other_seeds_purposes_and_units_differ)
{
    scrut_rng base = scrut_rng_open(7, 1, 3),
              others[] = {scrut_rng_open(8, 1, 3), scrut_rng_open(7, 2, 3), scrut_rng_open(7, 1, 4),
                          scrut_rng_open(7, 1, 3 + (UINT64_C(1) << 32)), scrut_rng_open(7 + (UINT64_C(1) << 32), 1, 3)};
    uint64_t first = scrut_rng_u64(&base);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        ck_assert_uint_ne(scrut_rng_u64(&others[i]), first);
}
END_TEST

START_TEST(many_numbers_at_once_are_the_same_numbers)
{
    for (size_t before = 0; before < 6; before++)
        for (size_t count = 0; count < 70; count++) {
            scrut_rng one = scrut_rng_open(5, 6, 7), many = one;
            uint32_t numbers[70];
            for (size_t i = 0; i < before; i++) {
                (void)scrut_rng_u32(&one);
                (void)scrut_rng_u32(&many);
            }
            scrut_rng_fill(&many, numbers, count);
            for (size_t i = 0; i < count; i++)
                ck_assert_uint_eq(numbers[i], scrut_rng_u32(&one));
            ck_assert_uint_eq(scrut_rng_u32(&many), scrut_rng_u32(&one));
        }
}
END_TEST

/* Without the refusal of surplus numbers four of the six values would come once more often in 2^32: not to be seen in
 * draws. What can be seen is that every value comes, and about equally often. */
START_TEST(numbers_below_a_bound_are_spread_evenly)
{
    enum { DRAWS = 60000, BOUND = 6 };
    int counts[BOUND] = {0};
    scrut_rng rng = scrut_rng_open(1, 2, 3);
    for (int i = 0; i < DRAWS; i++)
        counts[scrut_rng_below(&rng, BOUND)]++;
    for (int k = 0; k < BOUND; k++) { /* 10,000 expected, standard deviation 91: five of them */
        ck_assert_int_gt(counts[k], 9545);
        ck_assert_int_lt(counts[k], 10455);
    }
    ck_assert_uint_eq(scrut_rng_below(&rng, 1), 0);
}
END_TEST

/* 3,000,000,001 does not divide 2^32: of the products' low halves those below 2^32 mod n = 1,294,967,295 are refused,
 * three in ten. A number that was refused takes another from the stream. */
START_TEST(a_surplus_number_is_refused)
{
    const uint32_t n = 3000000001U, surplus = (uint32_t)((UINT64_C(1) << 32) % n);
    scrut_rng rng = scrut_rng_open(11, 0, 0), plain = rng;
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
        uint64_t product = (uint64_t)scrut_rng_u32(&plain) * n;
        for (; (uint32_t)product < surplus; refused++)
            product = (uint64_t)scrut_rng_u32(&plain) * n;
        ck_assert_uint_eq(scrut_rng_below(&rng, n), (uint32_t)(product >> 32));
    }
    ck_assert_int_gt(refused, 300);
}
END_TEST

START_TEST(chance_and_geometric_have_their_means)
{
    scrut_rng rng = scrut_rng_open(4, 4, 4);
    int hits = 0;
    int64_t sum = 0;
    for (int i = 0; i < 40000; i++) {
        hits += scrut_rng_chance(&rng, 1, 4);
        sum += scrut_rng_geometric(&rng);
    }
    ck_assert_int_gt(hits, 9567); /* 10,000, standard deviation 87 */
    ck_assert_int_lt(hits, 10433);
    ck_assert_int_gt(sum, 38586); /* 40,000, standard deviation 283 */
    ck_assert_int_lt(sum, 41414);
    ck_assert(!scrut_rng_chance(&rng, 0, 5));
    ck_assert(scrut_rng_chance(&rng, 5, 5));
}
END_TEST

START_TEST(a_normal_number_has_mean_0_variance_1_and_lies_within_6)
{
    scrut_rng rng = scrut_rng_open(9, 9, 9);
    double sum = 0, squares = 0;
    for (int i = 0; i < 40000; i++) {
        double x = scrut_rng_normal(&rng);
        ck_assert(x >= -6 && x <= 6);
        sum += x;
        squares += x * x;
    }
    ck_assert_double_lt(sum / 40000, 0.025); /* five standard errors */
    ck_assert_double_gt(sum / 40000, -0.025);
    ck_assert_double_lt(squares / 40000, 1.035);
    ck_assert_double_gt(squares / 40000, 0.965);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rng");
    TCase *tests = tcase_create("rng");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, a_block_is_the_one_its_authors_published, 0, sizeof KNOWN / sizeof KNOWN[0]);
    tcase_add_test(tests, a_stream_begins_with_the_block_of_its_seed_purpose_and_unit);
    tcase_add_test(tests, streams_of_other_seeds_purposes_and_units_differ);
    tcase_add_test(tests, many_numbers_at_once_are_the_same_numbers);
    tcase_add_test(tests, numbers_below_a_bound_are_spread_evenly);
    tcase_add_test(tests, a_surplus_number_is_refused);
    tcase_add_test(tests, chance_and_geometric_have_their_means);
    tcase_add_test(tests, a_normal_number_has_mean_0_variance_1_and_lies_within_6);
    return scrut_test_main(suite);
}
