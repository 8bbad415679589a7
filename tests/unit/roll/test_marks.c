/* SPDX-License-Identifier: Apache-2.0
 * What two marks say of whether a pair of names is one person: by hand, and on drawn pairs whose truth is known. */
#include "../../../src/roll/audit_internal.h"
#include "extent.h"
#include "harness.h"
#include "scrutineer/rng.h"

#include <math.h>
#include <stdlib.h>

enum { PAIRS = 4000, SINGLES = 60000 };

/* Pairs whose rows have marks of their own: rows 2i and 2i + 1. */
typedef struct {
    auditing a;
    scrut_likely_pair pairs[PAIRS];
    uint8_t voted[2 * PAIRS + SINGLES];
} world;

static world *world_new(void)
{
    world *w = calloc(1, sizeof *w);
    ck_assert_ptr_nonnull(w);
    w->a.pairs = w->pairs;
    w->a.p.voted = w->voted;
    return w;
}

static void add_pair(world *w, double chance, int first, int second)
{
    uint32_t i = (uint32_t)w->a.pair_count++;
    w->pairs[i] = (scrut_likely_pair){2 * i, 2 * i + 1, chance};
    w->voted[2 * i] = first != 0;
    w->voted[2 * i + 1] = second != 0;
    w->a.p.count += 2;
}

/* People who are there once, after the pairs. */
static void add_single(world *w, bool voted)
{
    w->voted[w->a.p.count++] = voted;
}

static void world_free(world *w)
{
    free(w->a.with_marks);
    free(w);
}

/* 100 pairs that are one person for certain, 10 of them with two marks and 60 with one, and 50 that may be, all with
 * two marks. Of the others six in ten have one, so a share u = .36 of strangers has two. With c the chance of the 50,
 * s = (10 + 50 c + u)/(100 + 50 c + 1) and c = s/(s + u). */
START_TEST(doubtful_pairs_with_two_marks_are_less_likely_one_person_as_people_seldom_have_two)
{
    world *w = world_new();
    for (int i = 0; i < 100; i++)
        add_pair(w, 1, i < 70, i < 10);
    for (int i = 0; i < 50; i++)
        add_pair(w, .5, 1, 1);
    for (int i = 0; i < 100; i++)
        add_single(w, i < 60);
    ck_assert_int_eq(hear_marks(&w->a), SCRUT_OK);
    double low = 0, high = .5, u = .36;
    for (int i = 0; i < 60; i++) {
        double c = (low + high) / 2, s = (10 + 50 * c + u) / (101 + 50 * c);
        if (s / (s + u) > c)
            low = c;
        else
            high = c;
    }
    for (int i = 0; i < 100; i++)
        ck_assert_double_eq(w->a.with_marks[i], 1);
    for (int i = 100; i < 150; i++)
        ck_assert_double_eq_tol(w->a.with_marks[i], low, 1e-6);
    ck_assert_double_lt(low, .42);
    world_free(w);
}
END_TEST

START_TEST(where_hardly_any_pair_is_one_person_marks_say_nothing)
{
    world *w = world_new();
    for (int i = 0; i < 40; i++)
        add_pair(w, .002, i % 4 < 3, i % 4 < 2);
    ck_assert_int_eq(hear_marks(&w->a), SCRUT_OK);
    for (int i = 0; i < 40; i++)
        ck_assert_double_eq_tol(w->a.with_marks[i], .002, .0004);
    world_free(w);
}
END_TEST

static double fraction(scrut_rng *rng)
{
    return scrut_rng_u32(rng) / 4294967296.0;
}

static bool happens(scrut_rng *rng, double chance)
{
    return fraction(rng) < chance;
}

/* Of people who vote with .65, of whom one in ten has voted twice, and strangers who each vote so. */
static double draw(world *w, scrut_rng *rng)
{
    double two = 0;
    for (int i = 0; i < PAIRS; i++) {
        double chance = i % 2 == 0 ? .995 : fraction(rng) * fraction(rng);
        bool same = happens(rng, chance), first = happens(rng, .65);
        bool second = same ? first && happens(rng, .1) : happens(rng, .65);
        add_pair(w, chance, first, second);
        two += same && first && second;
    }
    for (int i = 0; i < SINGLES; i++)
        add_single(w, i < SINGLES * 65 / 100);
    return two;
}

START_TEST(the_sum_over_pairs_with_two_marks_has_no_bias_which_that_of_plain_chances_has)
{
    int64_t repeats = test_extent(10, 60, 400);
    double error = 0, square = 0, plain = 0;
    for (int64_t seed = 0; seed < repeats; seed++) {
        scrut_rng rng = scrut_rng_open(20130728, 0, (uint64_t)seed);
        world *w = world_new();
        double truth = draw(w, &rng), sum = 0;
        ck_assert_int_eq(hear_marks(&w->a), SCRUT_OK);
        for (size_t i = 0; i < w->a.pair_count; i++) {
            bool both = marks_of_pair(&w->a.p, &w->pairs[i]) == 2;
            sum += both ? w->a.with_marks[i] : 0;
            plain += both ? w->pairs[i].chance / (double)repeats : 0;
        }
        plain -= truth / (double)repeats;
        error += sum - truth;
        square += (sum - truth) * (sum - truth);
        world_free(w);
    }
    double n = (double)repeats, mean = error / n, deviation = sqrt((square / n - mean * mean) / n);
    ck_assert_msg(fabs(mean) < 4 * deviation, "mean error %g, deviation %g", mean, deviation);
    ck_assert_double_gt(plain, 100);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("marks of pairs");
    TCase *tests = tcase_create("core");
    tcase_add_test(tests, doubtful_pairs_with_two_marks_are_less_likely_one_person_as_people_seldom_have_two);
    tcase_add_test(tests, where_hardly_any_pair_is_one_person_marks_say_nothing);
    tcase_add_test(tests, the_sum_over_pairs_with_two_marks_has_no_bias_which_that_of_plain_chances_has);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
