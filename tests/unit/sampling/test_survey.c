/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "scrutineer/sampling.h"

#include <math.h>

static scrut_survey_figure published(const char *id, scrut_survey_direction direction, int64_t tenths_of_percent)
{
    return (scrut_survey_figure){.id = id,
                                 .question = "Q",
                                 .denominator = "D",
                                 .direction = direction,
                                 .counts = SCRUT_OUTCOME_DEFECT,
                                 .share = {tenths_of_percent, 10},
                                 .hits = -1,
                                 .base = -1};
}

static scrut_survey survey_of(scrut_survey_figure *figures, size_t count, int64_t respondents)
{
    return (scrut_survey){
        .id = "s", .respondents = respondents, .clusters = -1, .figures = figures, .figure_count = count};
}

static scrut_survey_results evaluate(const scrut_survey surveys[], size_t count, scrut_arena *arena)
{
    scrut_survey_results r;
    ck_assert_int_eq(scrut_surveys_evaluate(surveys, count, arena, &r, NULL), SCRUT_OK);
    return r;
}

/* The audit of 2013: 2.5 points for one half are 0.025 / 1.96 = 0.012755 of standard error, squared 1.62698e-4, over
 * 0.25 / 4900 = 5.10204e-5: a design effect of 3.1889. Of 10.4 % that is sqrt(3.1889 * 0.104 * 0.896 / 4900) =
 * 0.0077874. */
START_TEST(a_margin_for_one_half_implies_the_design_effect)
{
    scrut_survey_figure f = published("a", SCRUT_LIST_TO_PEOPLE, 104);
    f.size = (scrut_survey_size){true, 1000000, 1000000, 1000000, NULL};
    scrut_survey s = survey_of(&f, 1, 4900);
    s.margin = (scrut_decimal){25, 10};
    scrut_arena *arena = scrut_arena_new();
    const scrut_survey_answer *a = evaluate(&s, 1, arena).answers;
    ck_assert_int_eq(a->basis, SCRUT_ERROR_IMPLIED);
    ck_assert_double_eq_tol(a->estimate.deff, 3.1889, 1e-4);
    ck_assert_double_eq_tol(sqrt(a->estimate.variance), 0.0077874, 1e-7);
    ck_assert(a->interval.low > 0.088 && a->interval.low < 0.0895 && a->interval.high > 0.1195 &&
              a->interval.high < 0.121);
    ck_assert_double_eq_tol(a->detectable, (1.959964 + 1.644854) * 0.0077874, 1e-6);
    ck_assert_int_eq(a->names.about, 104000);
    ck_assert_int_eq(a->names.low, (int64_t)(1e6 * a->interval.low + 0.5));
    ck_assert_int_eq(a->names.high, (int64_t)(1e6 * a->interval.high + 0.5));
    scrut_arena_free(arena);
}
END_TEST

START_TEST(without_a_margin_the_error_is_a_least_one_or_none)
{
    scrut_survey_figure f[] = {published("none", SCRUT_PEOPLE_TO_LIST, 0), published("own", SCRUT_PEOPLE_TO_LIST, 100),
                               published("fine", SCRUT_PEOPLE_TO_LIST, 900)};
    f[0].base = 20;
    f[1].margin = (scrut_decimal){2, 1};
    f[2].counts = SCRUT_OUTCOME_FINE;
    f[2].size = (scrut_survey_size){true, 1000, 900, 1100, NULL};
    scrut_survey s = survey_of(f, 3, -1);
    scrut_arena *arena = scrut_arena_new();
    scrut_survey_results r = evaluate(&s, 1, arena);
    ck_assert_int_eq(r.answers[0].basis, SCRUT_ERROR_LEAST);
    ck_assert_double_eq_tol(r.answers[0].interval.high, 1 - pow(0.025, 1.0 / 20), 1e-12); /* 0 of 20 */
    ck_assert(isnan(r.answers[0].detectable));
    ck_assert_int_eq(r.answers[1].basis, SCRUT_ERROR_PUBLISHED);
    ck_assert_double_eq_tol(sqrt(r.answers[1].estimate.variance), 0.02 / 1.959963985, 1e-9);
    ck_assert_int_eq(r.answers[2].basis, SCRUT_ERROR_NONE);
    ck_assert_int_eq(r.answers[2].names.about, 100); /* a tenth are not as they should be */
    scrut_interval interval;
    ck_assert_double_eq_tol(scrut_survey_defects(&r.answers[2], &interval), 0.1, 1e-12);
    ck_assert_int_eq(r.pairs[0].match, SCRUT_PAIR_SAME_PEOPLE);
    scrut_arena_free(arena);
}
END_TEST

static scrut_pair_match match_of(const scrut_survey_figure *a, const scrut_survey_figure *b, int64_t people_a,
                                 int64_t people_b, scrut_survey_pair *ret_pair)
{
    scrut_survey_figure f = *a, g = *b;
    scrut_survey surveys[] = {survey_of(&f, 1, people_a), survey_of(&g, 1, people_b)};
    scrut_arena *arena = scrut_arena_new();
    scrut_survey_results r = evaluate(surveys, 2, arena);
    ck_assert_uint_eq(r.pair_count, 1);
    *ret_pair = r.pairs[0];
    scrut_arena_free(arena);
    return ret_pair->match;
}

/* 10 % and 12 % of 1,000 each drawn one by one: variances 9e-5 and 1.056e-4; the difference of 2 points needs
 * (0.02 / 1.96)^2 = 1.0413e-4, so they agree; of 10,000 each they do where the design effects are 1.0413 / 0.1956
 * = 5.32. */
START_TEST(figures_are_set_against_one_another_only_where_they_measure_the_same)
{
    scrut_survey_figure a = published("a", SCRUT_PEOPLE_TO_LIST, 100), b = published("b", SCRUT_PEOPLE_TO_LIST, 120), c;
    scrut_survey_pair pair;
    ck_assert_int_eq(match_of(&a, &b, 1000, 1000, &pair), SCRUT_PAIR_AGREE);
    ck_assert(pair.frames_differ && pair.searches_differ); /* neither is said */
    ck_assert_int_eq(match_of(&a, &b, 10000, 10000, &pair), SCRUT_PAIR_AGREE_IF);
    ck_assert_double_eq_tol(pair.deff_needed, 5.3235, 1e-3);
    ck_assert_double_eq_tol(pair.difference, -0.02, 1e-12);
    ck_assert_int_eq(match_of(&a, &b, -1, 1000, &pair), SCRUT_PAIR_NO_ERROR);
    a.margin = b.margin = (scrut_decimal){1, 2};
    ck_assert_int_eq(match_of(&a, &b, 1000, 1000, &pair), SCRUT_PAIR_DIFFER);
    c = b;
    c.question = "another";
    ck_assert_int_eq(match_of(&a, &c, 1000, 1000, &pair), SCRUT_PAIR_QUESTIONS);
    c = b;
    c.denominator = NULL;
    ck_assert_int_eq(match_of(&a, &c, 1000, 1000, &pair), SCRUT_PAIR_DENOMINATORS);
    c = b; /* the same, told by what is fine */
    c.counts = SCRUT_OUTCOME_FINE;
    c.share = (scrut_decimal){900, 10};
    ck_assert_int_eq(match_of(&a, &c, 1000, 1000, &pair), SCRUT_PAIR_AGREE);
    ck_assert_double_eq_tol(pair.difference, 0, 1e-12);
}
END_TEST

/* 10 % of 1,000 in both, the same question of the same whole: only the direction tells them apart. */
START_TEST(figures_of_two_directions_are_never_set_against_one_another)
{
    for (unsigned i = 0; i < SCRUT_SURVEY_DIRECTIONS; i++)
        for (unsigned j = 0; j < SCRUT_SURVEY_DIRECTIONS; j++) {
            scrut_survey_figure a = published("a", (scrut_survey_direction)i, 100);
            scrut_survey_figure b = published("b", (scrut_survey_direction)j, 100);
            scrut_survey_pair pair;
            ck_assert_int_eq(match_of(&a, &b, 1000, 1000, &pair), i == j ? SCRUT_PAIR_AGREE : SCRUT_PAIR_DIRECTIONS);
        }
}
END_TEST

START_TEST(how_two_figures_stand_has_a_name_in_answers_for_programs)
{
    static const char *const KNOWN[] = {"directions", "questions", "denominators", "not-estimated", "same-people",
                                        "no-error",   "agree",     "agree-if",     "differ"};
    for (unsigned i = 0; i <= SCRUT_PAIR_DIFFER; i++)
        ck_assert_str_eq(scrut_pair_match_name((scrut_pair_match)i), KNOWN[i]);
}
END_TEST

/* Two of four units with two rows each, every row standing for two: one found, one gone, one refused in the first;
 * found twice in the second. Among those known: gone 1 of 3; at best 1 of 4, at worst 2 of 4. */
START_TEST(outcomes_that_are_not_known_make_a_best_and_a_worst_case)
{
    double weight[] = {2, 2, 2, 2};
    uint32_t unit[] = {0, 0, 1, 1};
    uint8_t outcome[] = {1, 2, 0, 0};
    bool in_domain[] = {true, true, true, true};
    scrut_survey_outcome outcomes[] = {
        {"found", SCRUT_OUTCOME_FINE}, {"gone", SCRUT_OUTCOME_DEFECT}, {"refused", SCRUT_OUTCOME_UNRESOLVED}};
    scrut_survey_figure f = published("a", SCRUT_LIST_TO_PEOPLE, 0);
    f.outcome = outcome;
    f.in_domain = in_domain;
    f.outcomes = outcomes;
    f.outcome_count = 3;
    f.size = (scrut_survey_size){true, 300, 300, 300, NULL};
    scrut_survey s = survey_of(&f, 1, -1);
    s.rows = (scrut_survey_rows){.row_count = 4, .weight = weight, .stage_count = 1, .unit = {unit}};
    scrut_arena *arena = scrut_arena_new();
    const scrut_survey_answer *a = evaluate(&s, 1, arena).answers;
    ck_assert_int_eq(a->basis, SCRUT_ERROR_MEASURED);
    ck_assert_double_eq_tol(a->estimate.value, 1.0 / 3, 1e-12);
    ck_assert_uint_eq(a->estimate.rows, 3);
    ck_assert_uint_eq(a->estimate.primary_units, 2);
    ck_assert_double_eq_tol(a->best, 0.25, 1e-12);
    ck_assert_double_eq_tol(a->worst, 0.5, 1e-12);
    ck_assert(a->bounds.low < a->best && a->bounds.high > a->worst);
    ck_assert_uint_eq(a->outcomes[1].rows, 1);
    ck_assert_double_eq_tol(a->outcomes[0].share, 0.5, 1e-12);
    ck_assert_int_eq(a->names.about, 100);
    ck_assert(a->bound_names.low <= a->names.low && a->bound_names.high >= a->names.high);
    double of[] = {1, 1, 1, 1}; /* two were drawn of what is said to be one */
    s.rows.of[0] = of;
    a = evaluate(&s, 1, arena).answers;
    ck_assert_ptr_nonnull(a->why);
    ck_assert(!a->names_known);
    scrut_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("survey");
    TCase *tcase = tcase_create("survey");
    tcase_add_test(tcase, a_margin_for_one_half_implies_the_design_effect);
    tcase_add_test(tcase, without_a_margin_the_error_is_a_least_one_or_none);
    tcase_add_test(tcase, figures_are_set_against_one_another_only_where_they_measure_the_same);
    tcase_add_test(tcase, figures_of_two_directions_are_never_set_against_one_another);
    tcase_add_test(tcase, how_two_figures_stand_has_a_name_in_answers_for_programs);
    tcase_add_test(tcase, outcomes_that_are_not_known_make_a_best_and_a_worst_case);
    suite_add_tcase(suite, tcase);
    return scrut_test_main(suite);
}
