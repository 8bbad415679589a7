/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "known.h"
#include "scrutineer/stats.h"

#include <math.h>

#define KNOWN_COUNT ((int)(sizeof KNOWN / sizeof KNOWN[0]))

static double relative(double value, double wanted)
{
    return wanted == 0 ? fabs(value) : fabs(value / wanted - 1);
}

static void call(int row, double value[3])
{
    const double *a = KNOWN[row].argument;
    scrut_tails tails = {0};
    scrut_count_tails counts = {0};
    switch (KNOWN[row].kind) {
    case NORMAL: tails = scrut_stats_normal(a[0]); break;
    case BETA: tails = scrut_stats_beta(a[0], a[1], a[2]); break;
    case STUDENT: tails = scrut_stats_t(a[0], a[1]); break;
    case FISHER: tails = scrut_stats_f(a[0], a[1], a[2]); break;
    case GAMMA: tails = scrut_stats_gamma(a[0], a[1]); break;
    case BINOMIAL: counts = scrut_stats_binomial((int64_t)a[0], a[1], (int64_t)a[2]); break;
    case POISSON: counts = scrut_stats_poisson(a[0], (int64_t)a[1]); break;
    case HYPERGEOMETRIC:
        counts = scrut_stats_hypergeometric((int64_t)a[0], (int64_t)a[1], (int64_t)a[2], (int64_t)a[3]);
        break;
    }
    bool discrete = KNOWN[row].kind >= BINOMIAL;
    value[0] = discrete ? counts.at_most : tails.lower;
    value[1] = discrete ? counts.at_least : tails.upper;
    value[2] = counts.exactly;
}

START_TEST(distribution_functions_agree_with_arithmetic_of_60_digits)
{
    double value[3];
    call(_i, value);
    for (int k = 0; k < 3; k++)
        ck_assert_msg(relative(value[k], KNOWN[_i].value[k]) < 2e-12, "row %d value %d: %.17g, wanted %.17g", _i, k,
                      value[k], KNOWN[_i].value[k]);
}
END_TEST

/* The quantile of the known tail is the known argument; by the tail that has the digits. */
START_TEST(quantiles_lead_back_to_the_argument)
{
    const double *a = KNOWN[_i].argument, *v = KNOWN[_i].value;
    if (v[0] > 0.5 || v[0] <= 0)
        return;
    double x = 0, wanted = a[1];
    switch (KNOWN[_i].kind) {
    case NORMAL:
        x = scrut_stats_normal_quantile(v[0]);
        wanted = a[0];
        break;
    case BETA:
        x = scrut_stats_beta_quantile(a[0], a[1], v[0]);
        wanted = a[2];
        break;
    case STUDENT: x = scrut_stats_t_quantile(a[0], v[0]); break;
    case GAMMA: x = scrut_stats_gamma_quantile(a[0], v[0]); break;
    default: return;
    }
    /* where the tail hardly moves with x, its last bit is many of x */
    double allowed = fabs(wanted) < 1e-100 ? 1e-9 : 5e-12;
    ck_assert_msg(relative(x, wanted) < allowed, "row %d: %.17g, wanted %.17g", _i, x, wanted);
}
END_TEST

/* Tables of every textbook; the digits beyond those of print are from mpmath. */
START_TEST(quantiles_are_those_of_the_tables)
{
    ck_assert_double_lt(relative(scrut_stats_normal_quantile(0.975), 1.9599639845400542), 1e-14);
    ck_assert_double_lt(relative(scrut_stats_normal_quantile(1e-12), -7.0344838253011312), 1e-13);
    ck_assert_double_lt(relative(scrut_stats_t_quantile(1, 0.975), 12.706204736174694), 1e-12);
    ck_assert_double_lt(relative(scrut_stats_t_quantile(10, 0.975), 2.2281388519862742), 1e-12);
    ck_assert_double_lt(relative(scrut_stats_t_quantile(1e6, 0.025), -1.9599663568141067), 1e-12);
    ck_assert_double_lt(relative(scrut_stats_chi_square_quantile(1, 0.95), 3.841458820694124), 1e-12);
    ck_assert_double_lt(relative(scrut_stats_chi_square_quantile(2, 0.95), -2 * log(0.05)), 1e-12);
    ck_assert_double_lt(relative(scrut_stats_chi_square(2, 3).upper, exp(-1.5)), 1e-14);
    ck_assert_double_eq(scrut_stats_t_quantile(3, 0.5), 0);
    ck_assert(isinf(scrut_stats_normal_quantile(1)));
    ck_assert_double_eq(scrut_stats_beta_quantile(2, 3, 0), 0);
}
END_TEST

/* No hits: the upper bound solves (1 - p)^n = 0.025. One of two: P(X >= 1) = 1 - (1 - p)^2. */
START_TEST(the_interval_of_clopper_and_pearson_is_the_one_by_hand)
{
    scrut_interval none = scrut_stats_clopper_pearson(0, 20, 0.95), all = scrut_stats_clopper_pearson(20, 20, 0.95);
    double high = -expm1(log(0.025) / 20);
    ck_assert_double_eq(none.low, 0);
    ck_assert_double_lt(relative(none.high, high), 1e-13);
    ck_assert_double_lt(relative(1 - all.low, high), 1e-12);
    ck_assert_double_eq(all.high, 1);
    scrut_interval half = scrut_stats_clopper_pearson(1, 2, 0.95);
    ck_assert_double_lt(relative(half.low, 1 - sqrt(0.975)), 1e-12);
    ck_assert_double_lt(relative(half.high, sqrt(0.975)), 1e-12);
    scrut_interval rare = scrut_stats_poisson_interval(0, 0.95);
    ck_assert_double_eq(rare.low, 0);
    ck_assert_double_lt(relative(rare.high, -log(0.025)), 1e-13);
    /* Garwood's table: 10 events, 4.80 to 18.39 */
    rare = scrut_stats_poisson_interval(10, 0.95);
    ck_assert_double_lt(fabs(rare.low - 4.7954), 5e-5);
    ck_assert_double_lt(fabs(rare.high - 18.3904), 5e-5);
}
END_TEST

START_TEST(counts_outside_what_is_possible_are_certain_or_impossible)
{
    scrut_count_tails c = scrut_stats_binomial(5, 0.2, 6);
    ck_assert(c.at_most == 1 && c.at_least == 0 && c.exactly == 0);
    c = scrut_stats_binomial(5, 0.2, -1);
    ck_assert(c.at_most == 0 && c.at_least == 1 && c.exactly == 0);
    c = scrut_stats_binomial(5, 0, 0);
    ck_assert(c.at_most == 1 && c.at_least == 1 && c.exactly == 1);
    c = scrut_stats_binomial(5, 1, 4);
    ck_assert(c.at_most == 0 && c.at_least == 1 && c.exactly == 0);
    c = scrut_stats_poisson(0, 0);
    ck_assert(c.at_most == 1 && c.at_least == 1 && c.exactly == 1);
    c = scrut_stats_hypergeometric(10, 10, 4, 4);
    ck_assert(c.at_most == 1 && c.at_least == 1 && c.exactly == 1);
    c = scrut_stats_hypergeometric(10, 8, 4, 1); /* two unmarked ones at most: at least 2 of 4 are marked */
    ck_assert(c.at_most == 0 && c.at_least == 1 && c.exactly == 0);
}
END_TEST

/* All draws of small urns: the density is the quotient of binomial coefficients, and the tails are its sums. */
START_TEST(small_urns_are_counted_out)
{
    double choose[16][16] = {{0}};
    for (int n = 0; n < 16; n++)
        for (int k = 0; k <= n; k++)
            choose[n][k] = k == 0 || k == n ? 1 : choose[n - 1][k - 1] + choose[n - 1][k];
    for (int marked = 0; marked <= 15; marked++)
        for (int drawn = 0; drawn <= 15; drawn++) {
            double at_most = 0;
            for (int k = 0; k <= 15; k++) {
                bool possible = k <= marked && k <= drawn && drawn - k <= 15 - marked;
                double exactly = possible ? choose[marked][k] * choose[15 - marked][drawn - k] / choose[15][drawn] : 0;
                at_most += exactly;
                scrut_count_tails c = scrut_stats_hypergeometric(15, marked, drawn, k);
                ck_assert_double_eq_tol(c.exactly, exactly, 1e-14);
                ck_assert_double_eq_tol(c.at_most, at_most, 1e-13);
                ck_assert_double_eq_tol(c.at_most + c.at_least, 1 + c.exactly, 1e-14);
            }
        }
}
END_TEST

/* The fifteen p-values of Benjamini and Hochberg's example (1995, section 3.2): the first four are discoveries at .05.
 */
START_TEST(the_example_of_benjamini_and_hochberg_has_four_discoveries)
{
    const double p[15] = {.0344, .0001, .0004, .0019, .0095, .0201, .0278, .0298,
                          .0459, .3240, .4262, .5719, .6528, .7590, 1};
    double q[15];
    ck_assert_int_eq(scrut_stats_benjamini_hochberg(p, 15, q, NULL), SCRUT_OK);
    int discoveries = 0;
    for (int i = 0; i < 15; i++)
        discoveries += q[i] <= .05;
    ck_assert_int_eq(discoveries, 4);
    ck_assert_double_eq_tol(q[1], .0001 * 15, 1e-15);
    ck_assert_double_eq_tol(q[4], .0095 * 15 / 4, 1e-15);
    ck_assert_double_eq_tol(q[5], .0201 * 15 / 5, 1e-15);
    ck_assert_double_eq_tol(q[6], .0298 * 15 / 7, 1e-15); /* the next rank is smaller than its own .0278 * 15 / 6 */
    ck_assert_double_eq(q[14], 1);
}
END_TEST

START_TEST(a_sum_keeps_what_large_terms_hide)
{
    scrut_sum s = {0};
    const double terms[] = {1, 1e100, 1, -1e100};
    for (int i = 0; i < 4; i++)
        scrut_sum_add(&s, terms[i]);
    ck_assert_double_eq(scrut_sum_value(&s), 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stats");
    TCase *tcase = tcase_create("stats");
    tcase_add_loop_test(tcase, distribution_functions_agree_with_arithmetic_of_60_digits, 0, KNOWN_COUNT);
    tcase_add_loop_test(tcase, quantiles_lead_back_to_the_argument, 0, KNOWN_COUNT);
    tcase_add_test(tcase, quantiles_are_those_of_the_tables);
    tcase_add_test(tcase, the_interval_of_clopper_and_pearson_is_the_one_by_hand);
    tcase_add_test(tcase, counts_outside_what_is_possible_are_certain_or_impossible);
    tcase_add_test(tcase, small_urns_are_counted_out);
    tcase_add_test(tcase, the_example_of_benjamini_and_hochberg_has_four_discoveries);
    tcase_add_test(tcase, a_sum_keeps_what_large_terms_hide);
    suite_add_tcase(suite, tcase);
    return scrut_test_main(suite);
}
