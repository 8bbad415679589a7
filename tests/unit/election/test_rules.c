/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "scrutineer/rules.h"

#include <string.h>

static scrut_arena *arena;
static scrut_problems problems;
static scrut_rules rules;

static void open_all(void)
{
    arena = scrut_arena_new();
    ck_assert_ptr_nonnull(arena);
    problems = (scrut_problems){.limit = 20};
    rules = (scrut_rules){.id = "untouched"};
}

static void close_all(void)
{
    scrut_problems_free(&problems);
    scrut_arena_free(arena);
}

static scrut_status parse(const char *text)
{
    scrut_yaml *root;
    scrut_error err = {0};
    ck_assert_msg(scrut_yaml_parse(text, strlen(text), "rules.yaml", arena, &root, &err) == SCRUT_OK, "%s",
                  err.message);
    return scrut_rules_parse(root, "rules.yaml", arena, &problems, &rules);
}

/* Parses, and compares the problems with `expected`, one a line. */
static void check_problems(const char *text, const char *expected)
{
    char got[4096] = "";
    size_t at = 0;
    ck_assert_int_eq(parse(text), SCRUT_E_INPUT);
    for (size_t i = 0; i < problems.count; i++) {
        scrut_error_format(&problems.items[i], got + at, sizeof got - at - 1);
        at += strlen(got + at);
        got[at++] = '\n';
        got[at] = '\0';
    }
    ck_assert_str_eq(got, expected);
    ck_assert_str_eq(rules.id, "untouched");
}

START_TEST(a_full_rules_file_is_read)
{
    ck_assert_int_eq(parse("id: x\ntitle: Example\nstatute: Act 1\nversion: '2020'\n"
                           "unverified: [one, two]\nsources: somewhere\n"
                           "method: {name: sainte-lague, first-divisor: 1.4}\n"
                           "alliances: {method: dhondt, threshold: alliance}\n"
                           "thresholds:\n"
                           "  - {share: 3.5%, test: more-than, base: valid-and-blank, scope: constituency}\n"
                           "  - {votes: 500, scope: nation, members: 2-3}\n"
                           "ties: [more-votes, list-order, lot]\nseats-min: 1\nseats-max: 9\n"),
                     SCRUT_OK);
    ck_assert_str_eq(rules.statute, "Act 1");
    ck_assert_uint_eq(rules.unverified_count, 2);
    ck_assert_str_eq(rules.unverified[1], "two");
    ck_assert_uint_eq(rules.source_count, 1);
    ck_assert_int_eq(rules.method.divisor_first * 5, rules.method.divisor_start * 7);
    ck_assert(rules.alliances && rules.alliance_passes_threshold);
    ck_assert_uint_eq(rules.threshold_count, 2);
    const scrut_threshold *t = rules.thresholds;
    ck_assert(t[0].is_share && t[0].strict && t[0].base == SCRUT_BASE_VALID_AND_BLANK);
    ck_assert_int_eq(t[0].numerator * 1000, 35 * t[0].denominator);
    ck_assert(!t[1].is_share && t[1].votes == 500 && t[1].scope == SCRUT_SCOPE_NATION && !t[1].strict);
    ck_assert_int_eq(t[1].members_min, 2);
    ck_assert_int_eq(t[1].members_max, 3);
    ck_assert_uint_eq(rules.tie_count, 3);
    ck_assert_int_eq(rules.ties[1], SCRUT_TIE_LIST_ORDER);
    ck_assert_int_eq(rules.seats_max, 9);
}
END_TEST

START_TEST(quota_options_are_set_one_by_one)
{
    ck_assert_int_eq(parse("method: {name: droop, quota-divisor: seats+2, quota-rounding: ceil, quota-base: all-valid, "
                           "rest: highest-average-once, over-award: subtract}"),
                     SCRUT_OK);
    ck_assert_int_eq(rules.method.quota_plus, 2);
    ck_assert_int_eq(rules.method.quota_rounding, SCRUT_QUOTA_CEIL);
    ck_assert(rules.method.quota_base_all);
    ck_assert_int_eq(rules.method.rest, SCRUT_REST_HIGHEST_AVERAGE_ONCE);
    ck_assert_int_eq(rules.method.over_award, SCRUT_OVER_AWARD_SUBTRACT);
}
END_TEST

START_TEST(a_sequence_of_divisors_is_kept_exactly)
{
    ck_assert_int_eq(parse("method: {divisors: [1.42, 3, 5.5]}"), SCRUT_OK);
    const scrut_method *m = &rules.method;
    ck_assert_int_eq(m->sequence[0] * 100, 142 * m->sequence_scale);
    ck_assert_int_eq(m->sequence[1], 3 * m->sequence_scale);
    ck_assert_int_eq(m->sequence[2] * 10, 55 * m->sequence_scale);
}
END_TEST

START_TEST(a_preset_alone_is_the_preset)
{
    ck_assert_int_eq(parse("preset: es"), SCRUT_OK);
    ck_assert_str_eq(rules.id, "es");
    ck_assert_uint_eq(rules.threshold_count, 1);
    ck_assert(rules.thresholds[0].is_share && !rules.thresholds[0].strict);
    ck_assert_int_eq(rules.thresholds[0].numerator * 100, 3 * rules.thresholds[0].denominator);
    ck_assert_int_eq(rules.thresholds[0].base, SCRUT_BASE_VALID_AND_BLANK);
    ck_assert_int_eq(rules.ties[0], SCRUT_TIE_MORE_VOTES);
}
END_TEST

START_TEST(keys_beside_a_preset_replace_its_own_and_are_reported_as_a_difference)
{
    ck_assert_int_eq(parse("preset: es\nthresholds: []\nmethod: hare\n"), SCRUT_OK);
    ck_assert_uint_eq(rules.threshold_count, 0);
    ck_assert_int_eq(rules.method.family, SCRUT_METHOD_QUOTA);
    ck_assert_str_eq(rules.unverified[rules.unverified_count - 1],
                     "These rules differ from the preset es in: thresholds, method.");
    ck_assert_int_eq(parse("preset: tr-2018\nalliances: none\n"), SCRUT_OK);
    ck_assert(!rules.alliances);
}
END_TEST

START_TEST(every_problem_is_reported_with_its_place)
{
    check_problems(
        "metod: dhondt\nseats-min: many\nties: [more-votes, coin]\n",
        "rules.yaml:1:1: rules has no key \"metod\"; known are: preset, id, title, statute, version, unverified, "
        "sources, method, alliances, thresholds, ties, seats-min, seats-max, tier\n"
        "rules.yaml:1:1: rules need a method, or a preset to start from\n"
        "rules.yaml:2:12: seats-min is \"many\"; expected a whole number from 0 to 10000\n"
        "rules.yaml:3:20: a tie rule is \"coin\"; expected one of: more-votes, fewer-votes, list-order, lot\n");
}
END_TEST

START_TEST(a_threshold_must_say_of_what_and_where)
{
    check_problems(
        "method: dhondt\nthresholds:\n  - {share: 3}\n  - {share: 3%, votes: 5, base: valid, scope: nation}\n"
        "  - {votes: 5, scope: nation, members: 3-2}\n",
        "rules.yaml:3:13: the share is \"3\"; expected a percentage from 0% to 100%, such as 3%\n"
        "rules.yaml:3:5: a share needs its base: valid, valid-and-blank, cast or registered\n"
        "rules.yaml:3:5: a threshold needs its scope: constituency or nation\n"
        "rules.yaml:4:5: a threshold has either a share or a number of votes\n"
        "rules.yaml:5:40: members is \"3-2\"; expected numbers of parties such as 1, 2-3 or 2+\n");
}
END_TEST

START_TEST(a_tier_that_is_not_built_is_refused_never_ignored)
{
    check_problems(
        "preset: es\ntier: compensatory\n",
        "rules.yaml:2:7: tiers above the constituency (regional, compensatory, biproportional) are not supported; "
        "without them the seats would be others than the law's\n");
}
END_TEST

START_TEST(methods_with_options_that_do_not_fit_are_refused)
{
    check_problems("method: {name: dhondt, quota-rounding: floor}",
                   "rules.yaml:1:40: quota-rounding goes with quota methods only\n");
    close_all();
    open_all();
    check_problems("method: {divisors: [3, 1]}",
                   "rules.yaml:1:9: The divisors fall; a list's next seat must not be cheaper than the one before.\n");
    close_all();
    open_all();
    check_problems("method: {name: hare, divisors: [1, 2]}",
                   "rules.yaml:1:9: a method has either a name or a list of divisors\n");
    close_all();
    open_all();
    check_problems("method: {name: sainte-lague, first-divisor: 3.5}",
                   "rules.yaml:1:9: The first divisor is larger than the second; divisors must not fall.\n");
}
END_TEST

START_TEST(an_unknown_preset_lists_those_there_are)
{
    ck_assert_int_eq(parse("preset: atlantis"), SCRUT_E_INPUT);
    ck_assert_ptr_nonnull(
        strstr(problems.items[0].message, "there is no preset \"atlantis\"; known are: dk-ep-2014, es"));
    ck_assert_int_eq(problems.items[0].line, 1);
    ck_assert_int_eq(problems.items[0].column, 9);
}
END_TEST

START_TEST(every_preset_is_readable_ordered_and_honest)
{
    ck_assert_uint_ge(scrut_preset_count(), 10);
    for (size_t i = 0; i < scrut_preset_count(); i++) {
        scrut_error err = {0};
        const char *id = scrut_preset_id(i);
        ck_assert_msg(scrut_preset_load(id, arena, &rules, &err) == SCRUT_OK, "%s: %s", id, err.message);
        ck_assert_str_eq(rules.id, id);
        ck_assert_ptr_nonnull(rules.statute);
        ck_assert_ptr_nonnull(rules.version);
        ck_assert_uint_ge(rules.unverified_count, 1);
        ck_assert_uint_ge(rules.source_count, 1);
        ck_assert(i == 0 || strcmp(scrut_preset_id(i - 1), id) < 0);
    }
    ck_assert_ptr_null(scrut_preset_id(scrut_preset_count()));
}
END_TEST

START_TEST(a_presets_text_is_the_file)
{
    size_t length = 0;
    const char *text = scrut_preset_text("es", &length);
    ck_assert_ptr_nonnull(text);
    ck_assert_uint_eq(strlen(text), length);
    ck_assert_ptr_nonnull(strstr(text, "Ley Orgánica 5/1985 del Régimen Electoral General (LOREG), art. 163\n"));
    ck_assert_ptr_null(scrut_preset_text("atlantis", &length));
}
END_TEST

START_TEST(every_method_has_a_name_that_finds_it_and_no_fault)
{
    for (size_t i = 0; i < scrut_method_count(); i++) {
        scrut_method method;
        ck_assert(scrut_method_named(scrut_method_name(i), &method));
        ck_assert_ptr_null(scrut_method_fault(&method));
    }
    scrut_method method = {.sequence_count = 7};
    ck_assert(!scrut_method_named("D'Hondt", &method));
    ck_assert_uint_eq(method.sequence_count, 7);
    ck_assert_ptr_null(scrut_method_name(scrut_method_count()));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("election/rules");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, open_all, close_all);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, a_full_rules_file_is_read);
    tcase_add_test(tests, quota_options_are_set_one_by_one);
    tcase_add_test(tests, a_sequence_of_divisors_is_kept_exactly);
    tcase_add_test(tests, a_preset_alone_is_the_preset);
    tcase_add_test(tests, keys_beside_a_preset_replace_its_own_and_are_reported_as_a_difference);
    tcase_add_test(tests, every_problem_is_reported_with_its_place);
    tcase_add_test(tests, a_threshold_must_say_of_what_and_where);
    tcase_add_test(tests, a_tier_that_is_not_built_is_refused_never_ignored);
    tcase_add_test(tests, methods_with_options_that_do_not_fit_are_refused);
    tcase_add_test(tests, an_unknown_preset_lists_those_there_are);
    tcase_add_test(tests, every_preset_is_readable_ordered_and_honest);
    tcase_add_test(tests, a_presets_text_is_the_file);
    tcase_add_test(tests, every_method_has_a_name_that_finds_it_and_no_fault);
    return scrut_test_main(suite);
}
