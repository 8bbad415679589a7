/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "scrutineer/sampling.h"

#include <math.h>

#define NEAR(a, b) ck_assert_double_eq_tol(a, b, 1e-12)

/* Two of four units are drawn and all their rows taken, each standing for two. Sums of the units 4 and 2: the total is
 * 6, its variance (1 - 2/4) * 2/(2-1) * ((4-3)^2 + (2-3)^2) = 2; the share is 3/4 with residuals 1/8 and -1/8 a unit.
 */
START_TEST(units_drawn_whole_are_the_numbers_by_hand)
{
    const double weight[] = {2, 2, 2, 2}, of[] = {4, 4, 4, 4}, y[] = {1, 1, 0, 1};
    const uint32_t unit[] = {7, 7, 3, 3};
    scrut_sample_design d = {.row_count = 4, .weight = weight, .stage_count = 1, .unit = {unit}, .of = {of}};
    scrut_estimate e;
    ck_assert_int_eq(scrut_sample_total(&d, y, &e, NULL), SCRUT_OK);
    NEAR(e.value, 6);
    NEAR(e.variance, 2);
    NEAR(e.df, 1);
    ck_assert_int_eq(scrut_sample_ratio(&d, y, NULL, &e, NULL), SCRUT_OK);
    NEAR(e.value, 0.75);
    NEAR(e.variance, 0.03125);
    /* at random: variance of y 4/3 * 3/16 = 1/4, over 4 rows 1/16; without replacement from 8 half of that */
    NEAR(e.deff, 0.5);
    NEAR(e.deff_without, 1);
    ck_assert_uint_eq(e.primary_units, 2);
    ck_assert_uint_eq(e.rows, 4);
}
END_TEST

/* Cochran's formula: M^2 (1 - m/M) s_b^2 / m + M/m sum N_i^2 (1 - n_i/N_i) s_i^2 / n_i with M = 4, m = 2, N_i = 10,
 * n_i = 2; estimated totals of the units 10 and 5, so s_b^2 = 12.5 and 16 * 1/2 * 12.5 / 2 = 50; within the second
 * unit s^2 = 1/2, so 2 * 100 * 0.8 * 0.5 / 2 = 40. */
START_TEST(a_second_stage_adds_its_part)
{
    const double weight[] = {10, 10, 10, 10}, of[] = {4, 4, 4, 4}, rows_of[] = {10, 10, 10, 10}, y[] = {1, 1, 0, 1};
    const uint32_t unit[] = {1, 1, 2, 2};
    scrut_sample_design d = {
        .row_count = 4, .weight = weight, .stage_count = 2, .unit = {unit, NULL}, .of = {of, rows_of}};
    scrut_estimate e;
    ck_assert_int_eq(scrut_sample_total(&d, y, &e, NULL), SCRUT_OK);
    NEAR(e.value, 30);
    NEAR(e.variance, 90);
    d.of[0] = NULL; /* with replacement: 100 between the units, and nothing more */
    ck_assert_int_eq(scrut_sample_total(&d, y, &e, NULL), SCRUT_OK);
    NEAR(e.variance, 100);
}
END_TEST

/* Stratum 1 has units with sums 4 and 2, 2/(2-1) * 2 = 4; stratum 2 one unit with 6, which is 2 from the mean of the
 * three. */
START_TEST(a_stratum_with_one_unit_is_set_against_the_mean_of_all)
{
    const double y[] = {4, 2, 6};
    const uint32_t stratum[] = {0, 0, 1};
    scrut_sample_design d = {.row_count = 3, .stratum = stratum, .stage_count = 1};
    scrut_estimate e;
    ck_assert_int_eq(scrut_sample_total(&d, y, &e, NULL), SCRUT_OK);
    NEAR(e.value, 12);
    NEAR(e.variance, 8);
    ck_assert_uint_eq(e.lonely, 1);
    ck_assert_uint_eq(e.strata, 2);
    NEAR(e.df, 1);
    const double of[] = {2, 2, 1}; /* every unit was drawn: no error at all */
    d.of[0] = of;
    ck_assert_int_eq(scrut_sample_total(&d, y, &e, NULL), SCRUT_OK);
    NEAR(e.variance, 0);
    ck_assert_uint_eq(e.lonely, 0);
}
END_TEST

/* Rows outside count for neither part: 1 of 2, with residuals 1/4 and -1/4 and two zeros; 4/3 * 2/16 = 1/6. */
START_TEST(a_part_of_the_sample_keeps_the_design)
{
    const double y[] = {1, 0, 0, 0}, x[] = {1, 1, 0, 0};
    scrut_sample_design d = {.row_count = 4, .stage_count = 1};
    scrut_estimate e;
    ck_assert_int_eq(scrut_sample_ratio(&d, y, x, &e, NULL), SCRUT_OK);
    NEAR(e.value, 0.5);
    NEAR(e.variance, 1.0 / 6);
}
END_TEST

START_TEST(the_order_of_the_rows_does_not_matter)
{
    const double y[] = {1, 0, 1, 1, 0, 1}, z[] = {1, 0, 1, 1, 1, 0}, w[] = {1, 2, 3, 1, 5, 2}, v[] = {1, 5, 2, 3, 1, 2};
    const uint32_t a[] = {1, 1, 2, 2, 3, 3}, b[] = {2, 3, 3, 2, 1, 1};
    scrut_sample_design d = {.row_count = 6, .weight = w, .stage_count = 1, .unit = {a}},
                        e = {.row_count = 6, .weight = v, .stage_count = 1, .unit = {b}};
    scrut_estimate one, other;
    ck_assert_int_eq(scrut_sample_ratio(&d, y, NULL, &one, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_sample_ratio(&e, z, NULL, &other, NULL), SCRUT_OK);
    NEAR(one.value, other.value);
    NEAR(one.variance, other.variance);
}
END_TEST

START_TEST(what_cannot_be_estimated_is_an_error)
{
    const double of[] = {1, 1}, none[] = {0, 0}, y[] = {1, 0};
    scrut_sample_design d = {.row_count = 2, .stage_count = 1, .of = {of}};
    scrut_estimate e;
    scrut_error err;
    ck_assert_int_eq(scrut_sample_ratio(&d, y, NULL, &e, &err), SCRUT_E_INPUT); /* two of one unit */
    d.of[0] = NULL;
    ck_assert_int_eq(scrut_sample_ratio(&d, y, none, &e, &err), SCRUT_E_INPUT); /* a share of nothing */
    d.row_count = 0;
    ck_assert_int_eq(scrut_sample_ratio(&d, y, NULL, &e, &err), SCRUT_E_INPUT);
}
END_TEST

/* With one row a unit and no correction the effective number is p (1 - p) / (p (1 - p) / (n - 1)) = n - 1. */
START_TEST(the_interval_of_a_small_share_stays_inside)
{
    double y[40] = {1};
    scrut_sample_design d = {.row_count = 40, .stage_count = 1};
    scrut_estimate e;
    ck_assert_int_eq(scrut_sample_ratio(&d, y, NULL, &e, NULL), SCRUT_OK);
    scrut_interval beta = scrut_share_beta(&e, 1, 0.95), exact = scrut_stats_clopper_pearson(39.0 / 40, 39, 0.95);
    NEAR(beta.low, exact.low);
    NEAR(beta.high, exact.high);
    scrut_interval logit = scrut_share_logit(e.value, e.variance, e.df, 0.95);
    ck_assert(logit.low > 0 && logit.low < 0.025 && logit.high > 0.025 && logit.high < 0.2);
    y[0] = 0; /* nobody: as many rows as the other design effect leaves, 40 / 2 */
    ck_assert_int_eq(scrut_sample_ratio(&d, y, NULL, &e, NULL), SCRUT_OK);
    beta = scrut_share_beta(&e, 2, 0.95);
    NEAR(beta.low, 0);
    NEAR(beta.high, 1 - pow(0.025, 1.0 / 20));
}
END_TEST

/* 0.1 (0.05 .. 0.2) of 100: an exact number only scales; of 100 (50 .. 200) both factors are 2 apart: 2^sqrt(2). */
START_TEST(a_product_carries_both_errors)
{
    scrut_interval exact = scrut_product_interval(0.1, (scrut_interval){0.05, 0.2}, 100, (scrut_interval){100, 100});
    NEAR(exact.low, 5);
    NEAR(exact.high, 20);
    scrut_interval both = scrut_product_interval(0.1, (scrut_interval){0.05, 0.2}, 100, (scrut_interval){50, 200});
    NEAR(both.low, 10 / pow(2, sqrt(2)));
    NEAR(both.high, 10 * pow(2, sqrt(2)));
    scrut_interval none = scrut_product_interval(0, (scrut_interval){0, 0.01}, 1000, (scrut_interval){900, 1100});
    NEAR(none.low, 0);
    NEAR(none.high, 11);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("estimate");
    TCase *tcase = tcase_create("estimate");
    tcase_add_test(tcase, units_drawn_whole_are_the_numbers_by_hand);
    tcase_add_test(tcase, a_second_stage_adds_its_part);
    tcase_add_test(tcase, a_stratum_with_one_unit_is_set_against_the_mean_of_all);
    tcase_add_test(tcase, a_part_of_the_sample_keeps_the_design);
    tcase_add_test(tcase, the_order_of_the_rows_does_not_matter);
    tcase_add_test(tcase, what_cannot_be_estimated_is_an_error);
    tcase_add_test(tcase, the_interval_of_a_small_share_stays_inside);
    tcase_add_test(tcase, a_product_carries_both_errors);
    suite_add_tcase(suite, tcase);
    return scrut_test_main(suite);
}
