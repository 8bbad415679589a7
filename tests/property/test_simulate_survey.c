/* SPDX-License-Identifier: Apache-2.0
 * Surveys of a model's list of voters: the case that was written is read back and evaluated, and its intervals of 95 %
 * hold the shares of truth/surveys.csv, and the number of people, as often as they should: where what is wrong lies
 * anywhere, and where it lies in every fifth to every twentieth area alone, so that few of the drawn ones have any.
 * Seeds are in a row, so that a failure can be repeated; of n seeds the count strays by 3 standard deviations at most.
 */
#include "case_folder.h"
#include "extent.h"
#include "harness.h"
#include "scrutineer/sampling.h"
#include "scrutineer/simulate.h"
#include "scrutineer/stats.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIGURES = 4, FIRST_SEED = 20130728 };

typedef struct {
    char id[64];
    long long defects, of;
    int covered, names_covered;
} figure_truth;

/* Few areas are drawn of many, so that the interval is not wider for being of draws with replacement. */
static const scrut_model *make_model(scrut_arena *arena)
{
    size_t length;
    const char *text = scrut_model_text("plain", &length);
    char *whole = scrut_arena_printf(arena, "%s\nsurveys: {draws: 60, each: 12}\n", text);
    const scrut_model *model;
    scrut_problems problems = {.limit = 1};
    ck_assert_int_eq(scrut_model_parse(whole, strlen(whole), "m", arena, &problems, &model, NULL), SCRUT_OK);
    return model;
}

static void read_truth(const case_folder *folder, figure_truth truth[FIGURES])
{
    FILE *file = fopen(case_folder_path(folder, "truth/surveys.csv"), "rb");
    char line[256];
    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
    for (int i = 0; i < FIGURES; i++) {
        ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
        char *end = strchr(line, ',');
        ck_assert(end != NULL && end - line < (ptrdiff_t)sizeof truth[i].id);
        memcpy(truth[i].id, line, (size_t)(end - line)); /* zero behind it: every time the same */
        truth[i].defects = strtoll(end + 1, &end, 10);
        truth[i].of = strtoll(end + 1, &end, 10);
    }
    ck_assert_ptr_null(fgets(line, sizeof line, file));
    fclose(file);
}

static void check_answer(const scrut_survey_answer *a, uint64_t seed, figure_truth *truth)
{
    double share = (double)truth->defects / (double)truth->of;
    ck_assert_str_eq(a->figure->id, truth->id);
    ck_assert_int_eq(a->basis, SCRUT_ERROR_MEASURED);
    truth->covered += a->interval.low <= share && share <= a->interval.high;
    truth->names_covered += a->names.low <= truth->defects && truth->defects <= a->names.high;
    /* Whatever those who were not reached would have shown, the bounds of both hold it at least as often. */
    ck_assert_msg(a->bounds.low <= a->interval.low + 1e-9 && a->bounds.high >= a->interval.high - 1e-9,
                  "seed %llu: bounds of %s lie inside its interval", (unsigned long long)seed, truth->id);
}

static void survey(const scrut_model *model, const char *injections, uint64_t seed, figure_truth truth[FIGURES],
                   int *sizes_covered)
{
    scrut_arena *arena = scrut_arena_new();
    case_folder folder = case_folder_new();
    scrut_simulate_options options = {.seed = seed, .stations = 150, .slips = 0, .surveys = true};
    scrut_simulation *s;
    scrut_survey_results results;
    scrut_error err = {.status = SCRUT_OK};
    ck_assert_int_eq(scrut_injections_parse_list(injections, arena, &options.injections, &err), SCRUT_OK);
    ck_assert_msg(scrut_simulate(model, &options, NULL, &s, &err) == SCRUT_OK, "%s", err.message);
    ck_assert_int_eq(scrut_simulation_write(s, folder.path, &err), SCRUT_OK);
    ck_assert_int_eq(scrut_simulation_write_roll(s, folder.path, NULL, &err), SCRUT_OK);
    read_truth(&folder, truth);
    scrut_case *c = case_folder_load(&folder, 1);
    ck_assert_int_eq(scrut_surveys_evaluate(c->surveys, c->survey_count, arena, &results, &err), SCRUT_OK);
    ck_assert_uint_eq(results.answer_count, FIGURES);
    for (int i = 0; i < FIGURES; i++)
        check_answer(&results.answers[i], seed, &truth[i]);
    ck_assert_int_eq(results.answers[0].figure->size.about, s->names);
    const scrut_survey_size *people = &results.answers[2].figure->size;
    *sizes_covered += people->low <= truth[2].of && truth[2].of <= people->high;
    scrut_case_free(c);
    scrut_simulation_free(s);
    case_folder_remove(&folder);
    scrut_arena_free(arena);
}

/* At least as often as 95 of 100, but for what chance takes away. */
static void check_count(const char *what, int covered, int of)
{
    double least = 0.95 * of - 3 * sqrt(0.95 * 0.05 * of);
    scrut_interval rate = scrut_stats_clopper_pearson(covered, of, 0.95);
    printf("# %s: %d of %d, %.1f %% (%.1f to %.1f)\n", what, covered, of, 100.0 * covered / of, 100 * rate.low,
           100 * rate.high);
    ck_assert_msg(covered >= least, "%s: held in %d of %d", what, covered, of);
}

static void check_seeds(const char *injections)
{
    int seeds = (int)test_extent(3, 12, 300), sizes_covered = 0;
    figure_truth truth[FIGURES] = {{.id = ""}};
    scrut_arena *arena = scrut_arena_new();
    const scrut_model *model = make_model(arena);
    printf("# %s, seeds %d to %d\n", injections, FIRST_SEED, FIRST_SEED + seeds - 1);
    for (int i = 0; i < seeds; i++)
        survey(model, injections, FIRST_SEED + (uint64_t)i, truth, &sizes_covered);
    for (int i = 0; i < FIGURES; i++) {
        check_count(truth[i].id, truth[i].covered, seeds);
        check_count("the number of them", truth[i].names_covered, seeds);
    }
    check_count("how many people there are", sizes_covered, seeds);
    scrut_arena_free(arena);
}

START_TEST(intervals_of_surveys_hold_the_true_shares)
{
    check_seeds("roll-ghost:2%,roll-dead:1%,roll-missing:4%:clustered,roll-deleted:2%");
}
END_TEST

START_TEST(they_do_where_a_fifth_of_the_areas_has_what_is_wrong)
{
    check_seeds("roll-ghost:2%:clustered,roll-dead:1%:clustered,roll-missing:4%:clustered,roll-deleted:2%:clustered");
}
END_TEST

START_TEST(they_do_where_a_twentieth_of_the_areas_has_what_is_wrong)
{
    check_seeds("roll-ghost:0.5%:clustered,roll-dead:0.5%:clustered,roll-missing:1%:clustered");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("surveys of models");
    TCase *tests = tcase_create("surveys");
    suite_add_tcase(suite, tests);
    tcase_set_timeout(tests, 3600);
    tcase_add_test(tests, intervals_of_surveys_hold_the_true_shares);
    tcase_add_test(tests, they_do_where_a_fifth_of_the_areas_has_what_is_wrong);
    tcase_add_test(tests, they_do_where_a_twentieth_of_the_areas_has_what_is_wrong);
    return scrut_test_main(suite);
}
