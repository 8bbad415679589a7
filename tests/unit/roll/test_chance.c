/* SPDX-License-Identifier: Apache-2.0
 * Expected numbers come from counting every way to deal out dates, and from Yancey's closed forms (W. E. Yancey,
 * "Expected Number of Random Duplications Within or Between Lists", JSM 2010). */
#include "harness.h"
#include "scrutineer/chance.h"
#include "scrutineer/rng.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ROWS_MAX = 8 };

/* ---- every way to deal out dates ---- */

typedef struct {
    int rows;
    int names[ROWS_MAX], dates[ROWS_MAX];
} small_roll;

typedef struct {
    double ways, sum, squares;
} tally;

static void count_agreeing(const small_roll *r, tally *t)
{
    int agree = 0;
    for (int i = 0; i < r->rows; i++)
        for (int j = 0; j < i; j++)
            agree += r->names[i] == r->names[j] && r->dates[i] == r->dates[j];
    t->ways++;
    t->sum += agree;
    t->squares += agree * agree;
}

static void permute(small_roll *r, int from, tally *t)
{
    if (from == r->rows) {
        count_agreeing(r, t);
        return;
    }
    for (int i = from; i < r->rows; i++) {
        int swap = r->dates[from];
        r->dates[from] = r->dates[i];
        r->dates[i] = swap;
        permute(r, from + 1, t);
        r->dates[i] = r->dates[from];
        r->dates[from] = swap;
    }
}

static int count_of(const int values[], int rows, int value)
{
    int count = 0;
    for (int i = 0; i < rows; i++)
        count += values[i] == value;
    return count;
}

static scrut_chance_margins margins_of(const small_roll *r)
{
    scrut_chance_margins m = {0};
    for (int v = 0; v < 10; v++) {
        scrut_chance_add_name(&m, count_of(r->names, r->rows, v));
        scrut_chance_add_date(&m, count_of(r->dates, r->rows, v));
    }
    return m;
}

static void check_roll(small_roll r)
{
    scrut_chance_margins m = margins_of(&r);
    scrut_moments got = scrut_chance_pairs(&m, 0, 0);
    tally t = {0};
    permute(&r, 0, &t);
    double mean = t.sum / t.ways;
    ck_assert_msg(fabs(got.mean - mean) < 1e-12, "mean %.15g, counted %.15g", got.mean, mean);
    ck_assert_msg(fabs(got.variance - (t.squares / t.ways - mean * mean)) < 1e-10, "variance %.15g, counted %.15g",
                  got.variance, t.squares / t.ways - mean * mean);
}

START_TEST(mean_and_variance_are_those_of_every_way_to_deal_out_the_dates)
{
    check_roll((small_roll){2, {0, 0}, {1, 1}});
    check_roll((small_roll){2, {0, 0}, {1, 2}});
    check_roll((small_roll){3, {0, 0, 1}, {1, 1, 2}});
    check_roll((small_roll){3, {0, 0, 0}, {1, 1, 2}});
    check_roll((small_roll){4, {0, 0, 1, 1}, {1, 1, 2, 2}});
    check_roll((small_roll){6, {0, 0, 0, 1, 1, 2}, {1, 1, 2, 2, 3, 4}});
    check_roll((small_roll){7, {0, 0, 0, 1, 1, 1, 2}, {1, 1, 1, 2, 2, 3, 4}});
    check_roll((small_roll){8, {0, 0, 0, 0, 1, 1, 2, 3}, {1, 1, 1, 2, 2, 3, 3, 5}});
}
END_TEST

START_TEST(a_name_that_all_have_leaves_nothing_to_chance)
{
    scrut_chance_margins m = {0};
    scrut_chance_add_name(&m, 1000);
    for (int i = 0; i < 100; i++)
        scrut_chance_add_date(&m, 10);
    scrut_moments got = scrut_chance_pairs(&m, 0, 0);
    ck_assert_double_eq_tol(got.mean, 100 * 45, 1e-6);
    ck_assert_double_eq_tol(got.variance, 0, 1e-4);
}
END_TEST

/* ---- Yancey ---- */

static double stirling(int n, int k)
{
    if (n == 0 && k == 0)
        return 1;
    return n == 0 || k == 0 ? 0 : k * stirling(n - 1, k) + stirling(n - 1, k - 1);
}

static double falling(double n, int k)
{
    return k == 0 ? 1 : n * falling(n - 1, k - 1);
}

/* Calls `each` with every way to give n rows one of `days` dates. */
static double over_all_draws(small_roll *r, int days, double (*each)(const small_roll *))
{
    double sum = 0;
    int ways = (int)(pow(days, r->rows) + 0.5);
    for (int way = 0; way < ways; way++) {
        int rest = way;
        for (int i = 0; i < r->rows; i++, rest /= days)
            r->dates[i] = rest % days;
        sum += each(r);
    }
    return sum / ways;
}

static int wanted_days;

static double has_wanted_days(const small_roll *r)
{
    int distinct = 0;
    for (int v = 0; v < 10; v++)
        distinct += count_of(r->dates, r->rows, v) > 0;
    return distinct == wanted_days;
}

static double mean_of(const small_roll *r)
{
    scrut_chance_margins m = margins_of(r);
    return scrut_chance_pairs(&m, 0, 0).mean;
}

static double square_of(const small_roll *r)
{
    scrut_chance_margins m = margins_of(r);
    scrut_moments got = scrut_chance_pairs(&m, 0, 0);
    return got.variance + got.mean * got.mean;
}

START_TEST(over_equally_likely_days_the_margins_are_yanceys)
{
    enum { DAYS = 5 };
    for (int n = 2; n <= 6; n++) {
        small_roll r = {.rows = n};
        double expected = 0, a = pow(1 - 1.0 / DAYS, n);
        for (wanted_days = 1; wanted_days <= DAYS; wanted_days++) {
            double p = over_all_draws(&r, DAYS, has_wanted_days);
            ck_assert_double_eq_tol(p, stirling(n, wanted_days) * falling(DAYS, wanted_days) / pow(DAYS, n), 1e-12);
            expected += wanted_days * p;
        }
        ck_assert_double_eq_tol(expected, DAYS * (1 - a), 1e-12); /* E = B(1 - a) */
    }
}
END_TEST

/* With the dates drawn and not only dealt out: E = A/B and, by the law of total variance, A (s2 - s2^2) + 6T (s3 -
 * s2^2) with s2 = 1/B, s3 = 1/B^2. */
START_TEST(over_equally_likely_days_the_moments_are_those_of_independent_draws)
{
    enum { DAYS = 4 };
    small_roll r = {6, {0, 0, 0, 1, 1, 2}, {0}};
    scrut_chance_margins m = margins_of(&r);
    double mean = over_all_draws(&r, DAYS, mean_of), s2 = 1.0 / DAYS, s3 = s2 * s2;
    ck_assert_double_eq_tol(mean, (double)m.pairs * s2, 1e-12);
    double variance = over_all_draws(&r, DAYS, square_of) - mean * mean;
    ck_assert_double_eq_tol(variance, (double)m.pairs * (s2 - s2 * s2) + 6 * (double)m.triples * (s3 - s2 * s2), 1e-12);
    /* a name of two people: their surplus record (n - K) is their pair */
    small_roll two = {2, {0, 0}, {0}};
    double a = pow(1 - 1.0 / DAYS, 2);
    ck_assert_double_eq_tol(over_all_draws(&two, DAYS, mean_of), 2 - DAYS * (1 - a), 1e-12);
}
END_TEST

/* ---- between two lists ---- */

static scrut_chance_between between_of(const small_roll *a, const small_roll *b)
{
    scrut_chance_between m = {0};
    for (int v = 0; v < 10; v++) {
        scrut_chance_between_name(&m, count_of(a->names, a->rows, v), count_of(b->names, b->rows, v));
        scrut_chance_between_date(&m, count_of(a->dates, a->rows, v), count_of(b->dates, b->rows, v));
    }
    return m;
}

static void permute_between(const small_roll *a, small_roll *b, int from, tally *t)
{
    if (from < b->rows) {
        for (int i = from; i < b->rows; i++) {
            int swap = b->dates[from];
            b->dates[from] = b->dates[i];
            b->dates[i] = swap;
            permute_between(a, b, from + 1, t);
            b->dates[i] = b->dates[from];
            b->dates[from] = swap;
        }
        return;
    }
    int agree = 0;
    for (int i = 0; i < a->rows; i++)
        for (int j = 0; j < b->rows; j++)
            agree += a->names[i] == b->names[j] && a->dates[i] == b->dates[j];
    t->ways++;
    t->sum += agree;
    t->squares += agree * agree;
}

static void permute_both(small_roll *a, small_roll *b, int from, tally *t)
{
    if (from == a->rows) {
        permute_between(a, b, 0, t);
        return;
    }
    for (int i = from; i < a->rows; i++) {
        int swap = a->dates[from];
        a->dates[from] = a->dates[i];
        a->dates[i] = swap;
        permute_both(a, b, from + 1, t);
        a->dates[i] = a->dates[from];
        a->dates[from] = swap;
    }
}

START_TEST(between_two_lists_they_are_those_of_every_way_to_deal_out_both)
{
    small_roll a = {5, {0, 0, 1, 1, 2}, {1, 1, 2, 3, 3}}, b = {5, {0, 1, 1, 1, 3}, {1, 2, 2, 3, 4}};
    scrut_chance_between m = between_of(&a, &b);
    scrut_moments got = scrut_chance_between_pairs(&m);
    tally t = {0};
    permute_both(&a, &b, 0, &t);
    double mean = t.sum / t.ways;
    ck_assert_double_eq_tol(got.mean, mean, 1e-12);
    ck_assert_double_eq_tol(got.variance, t.squares / t.ways - mean * mean, 1e-10);
}
END_TEST

/* Two lists of different dates each, C days in both: P(C = c) for lists without repeats, E = n1 n2 / B. */
START_TEST(between_two_lists_of_one_row_it_is_yanceys_common_day)
{
    enum { DAYS = 7 };
    double sum = 0;
    for (int i = 0; i < DAYS; i++)
        for (int j = 0; j < DAYS; j++) {
            scrut_chance_between m = {0};
            scrut_chance_between_name(&m, 1, 1);
            for (int d = 0; d < DAYS; d++)
                scrut_chance_between_date(&m, d == i, d == j);
            sum += scrut_chance_between_pairs(&m).mean;
        }
    double h = 1 - (1 - 1.0 / DAYS); /* E = B h1 h2 */
    ck_assert_double_eq_tol(sum / (DAYS * DAYS), DAYS * h * h, 1e-12);
}
END_TEST

/* ---- a whole list ---- */

START_TEST(rows_without_a_whole_date_or_a_name_are_left_out)
{
    const uint32_t name[] = {1, 1, 1, 2, 2, 0, 1};
    const uint32_t born[] = {SCRUT_BORN(1980, 1, 1), SCRUT_BORN(1980, 1, 1), SCRUT_BORN(1980, 0, 0),
                             SCRUT_BORN(1981, 2, 3), SCRUT_BORN(1980, 2, 3), SCRUT_BORN(1980, 1, 1),
                             SCRUT_BORN(1980, 5, 6)};
    const scrut_likely_pair nobody[] = {{0, 1, 0}};
    scrut_coincidences c;
    ck_assert_int_eq(scrut_coincidences_find(name, born, 7, nobody, 1, NULL, &c, NULL), SCRUT_OK);
    ck_assert_int_eq(c.rows, 5);
    ck_assert_int_eq(c.namesakes, 4); /* three of name 1, two of name 2 */
    ck_assert_int_eq(c.agree, 1);
    ck_assert_double_eq_tol(c.days, 10, 1e-9); /* of C(5,2) pairs one is on one date: P2 = 1/10 */
}
END_TEST

START_TEST(likely_pairs_are_taken_out_of_the_margins)
{
    uint32_t name[8], born[8];
    for (uint32_t i = 0; i < 8; i++) {
        name[i] = 1 + i / 4;
        born[i] = SCRUT_BORN(1980, 1, 1 + i % 4);
    }
    born[1] = born[0];
    const scrut_likely_pair likely[] = {{0, 1, 1.0}};
    scrut_coincidences c;
    ck_assert_int_eq(scrut_coincidences_find(name, born, 8, likely, 1, NULL, &c, NULL), SCRUT_OK);
    ck_assert_int_eq(c.agree, 1);
    /* dates 1: rows 0, 1, 4; 2: row 5; 3 and 4: two rows each: S2 = 6 + 0 + 2 + 2 = 10; without the pair 8 of 54 */
    ck_assert_double_eq_tol(c.pooled.mean, (12 - 1) * 8.0 / 54, 1e-12);
    ck_assert_double_eq_tol(c.by_cohort.mean, (12 - 1) * 8.0 / 54, 1e-12); /* one year */
}
END_TEST

/* People of thirty years and 200 names; of each year's, the first SECONDS are listed again, every other one with
 * another day. Returns the pairs of one person that agree. */
enum { COHORTS = 30, PEOPLE = 400, SECONDS = 100, LISTED = COHORTS * (PEOPLE + SECONDS), DAYS = 25, LISTS = 20 };

static double list_twice(uint64_t seed, uint32_t name[LISTED], uint32_t born[LISTED])
{
    scrut_rng rng = scrut_rng_open(seed, 1, 0);
    double same = 0;
    for (uint32_t row = 0; row < LISTED; row++) {
        uint32_t year = row / (PEOPLE + SECONDS), i = row % (PEOPLE + SECONDS), other = row - i + i % PEOPLE;
        name[row] = i < PEOPLE ? 1 + scrut_rng_below(&rng, 200) : name[other];
        born[row] = SCRUT_BORN(1950 + year, 1, 1 + scrut_rng_below(&rng, DAYS));
        if (i >= PEOPLE && i % 2 == 0)
            born[row] = born[other];
        same += i >= PEOPLE && born[row] == born[other];
    }
    return same;
}

/* Their namesakes of the year are no strangers, so chance explains none of the pairs that agree beside them. */
START_TEST(second_rows_with_another_day_are_not_taken_for_strangers)
{
    static uint32_t name[LISTED], born[LISTED];
    double error = 0;
    int held = 0;
    for (uint64_t seed = 1; seed <= LISTS; seed++) {
        scrut_coincidences c;
        double same = list_twice(seed, name, born);
        ck_assert_int_eq(scrut_coincidences_find(name, born, LISTED, NULL, 0, NULL, &c, NULL), SCRUT_OK);
        error += (c.same.value - same) / LISTS;
        held += c.same.low <= same && same <= c.same.high;
    }
    printf("# seeds 1 to %d: %.1f pairs too many on average, held %d times\n", LISTS, error, held);
    ck_assert_double_eq_tol(error, 0, 20); /* about 50 fewer when they are taken for strangers */
    ck_assert_int_ge(held, 16);            /* of 20 at 95 %: fewer once in 390 */
}
END_TEST

/* ---- double votes ---- */

static void marks_of(const double voted[3], double wrong, double missed, double seen[3])
{
    double a = 1 - missed, b = wrong; /* the three lines of docs/internals/roll.md */
    seen[2] = voted[2] * a * a + voted[1] * a * b + voted[0] * b * b;
    seen[1] = 2 * voted[2] * a * missed + voted[1] * (a * (1 - b) + b * missed) + 2 * voted[0] * b * (1 - b);
    seen[0] = voted[2] * missed * missed + voted[1] * missed * (1 - b) + voted[0] * (1 - b) * (1 - b);
}

START_TEST(double_votes_are_what_the_marks_were_made_from)
{
    const double voted[3] = {29700, 70000, 300};
    scrut_marked_pairs seen = {.variances = {0}};
    scrut_double_votes v;
    scrut_marking m = {.wrong = .01, .missed = .005};
    marks_of(voted, .01, .005, seen.pairs);
    ck_assert_double_eq_tol(seen.pairs[2], 996.45, 1); /* the derivation's example saw 998 */
    ck_assert(scrut_double_votes_solve(&seen, &m, &v));
    for (int t = 0; t < 3; t++)
        ck_assert_double_eq_tol(v.voted[t].value, voted[t], 1e-6);
    /* and its simulated deviation is 26 */
    ck_assert_double_eq_tol((v.voted[2].high - v.voted[2].low) / 2 / 1.959964, 26, 1);
}
END_TEST

START_TEST(rates_that_leave_no_information_are_refused)
{
    scrut_marked_pairs seen = {.pairs = {1, 1, 1}};
    scrut_marking m = {.wrong = .6, .missed = .4};
    scrut_double_votes v;
    ck_assert(!scrut_double_votes_solve(&seen, &m, &v));
}
END_TEST

START_TEST(at_the_break_even_rate_no_double_vote_is_left)
{
    const double voted[3] = {29700, 70000, 300};
    scrut_marked_pairs seen = {.variances = {0}};
    marks_of(voted, .01, .005, seen.pairs);
    double rate = scrut_double_votes_break_even(&seen, .005);
    scrut_double_votes v;
    scrut_marking m = {.wrong = rate, .missed = .005};
    ck_assert_double_gt(rate, .01);
    ck_assert(scrut_double_votes_solve(&seen, &m, &v));
    ck_assert_double_eq_tol(v.voted[2].value, 0, 1e-6);
    const scrut_marked_pairs none = {.pairs = {10, 0, 0}};
    ck_assert_double_eq_tol(scrut_double_votes_break_even(&none, 0), 0, 1e-12);
}
END_TEST

START_TEST(rates_of_pages_are_ratios_whose_variance_is_between_pages)
{
    const scrut_marking_page pages[] = {{100, 2, 50, 0}, {200, 0, 100, 3}, {100, 2, 50, 1}};
    scrut_marking m;
    ck_assert(scrut_marking_of_pages(pages, 3, &m));
    ck_assert_double_eq_tol(m.missed, .01, 1e-15);
    ck_assert_double_eq_tol(m.wrong, .02, 1e-15);
    /* missed: residuals 1, -2, 1; 6 * 3/2 / 400^2. wrong: -1, 1, 0; 2 * 3/2 / 200^2 */
    ck_assert_double_eq_tol(m.missed_variance, 9.0 / 160000, 1e-15);
    ck_assert_double_eq_tol(m.wrong_variance, 3.0 / 40000, 1e-15);
    ck_assert(!scrut_marking_of_pages(pages, 0, &m));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("coincidences");
    TCase *one = tcase_create("one list"), *two = tcase_create("two lists"), *votes = tcase_create("double votes");
    tcase_add_test(one, mean_and_variance_are_those_of_every_way_to_deal_out_the_dates);
    tcase_add_test(one, a_name_that_all_have_leaves_nothing_to_chance);
    tcase_add_test(one, over_equally_likely_days_the_margins_are_yanceys);
    tcase_add_test(one, over_equally_likely_days_the_moments_are_those_of_independent_draws);
    tcase_add_test(one, rows_without_a_whole_date_or_a_name_are_left_out);
    tcase_add_test(one, likely_pairs_are_taken_out_of_the_margins);
    tcase_add_test(one, second_rows_with_another_day_are_not_taken_for_strangers);
    tcase_add_test(two, between_two_lists_they_are_those_of_every_way_to_deal_out_both);
    tcase_add_test(two, between_two_lists_of_one_row_it_is_yanceys_common_day);
    tcase_add_test(votes, double_votes_are_what_the_marks_were_made_from);
    tcase_add_test(votes, rates_that_leave_no_information_are_refused);
    tcase_add_test(votes, at_the_break_even_rate_no_double_vote_is_left);
    tcase_add_test(votes, rates_of_pages_are_ratios_whose_variance_is_between_pages);
    suite_add_tcase(suite, one);
    suite_add_tcase(suite, two);
    suite_add_tcase(suite, votes);
    return scrut_test_main(suite);
}
