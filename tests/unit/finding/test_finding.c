/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "scrutineer/finding.h"

#include <string.h>

START_TEST(every_check_says_what_a_reader_needs)
{
    ck_assert_uint_gt(scrut_check_count(), 10);
    for (size_t i = 0; i < scrut_check_count(); i++) {
        const scrut_check *check = scrut_check_at(i);
        const char *texts[] = {check->title, check->formula, check->innocent, check->settles, check->stake};
        for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++)
            ck_assert_msg(texts[k] != NULL && texts[k][0] != '\0', "%s, text %zu", check->code, k);
        ck_assert_ptr_eq(scrut_check_named(check->code), check);
        ck_assert_msg(i == 0 || strcmp(scrut_check_at(i - 1)->code, check->code) < 0, "%s is out of order",
                      check->code);
    }
    ck_assert_ptr_null(scrut_check_named("A2"));
    ck_assert_ptr_null(scrut_check_named(""));
}
END_TEST

/* A finding accuses nobody. */
START_TEST(no_check_speaks_of_fraud)
{
    static const char *const WORDS[] = {"fraud", "Fraud", "cheat", "forged", "stolen", "manipulat"};
    for (size_t i = 0; i < scrut_check_count(); i++)
        for (size_t w = 0; w < sizeof WORDS / sizeof WORDS[0]; w++) {
            const scrut_check *check = scrut_check_at(i);
            ck_assert_ptr_null(strstr(check->title, WORDS[w]));
            ck_assert_ptr_null(strstr(check->formula, WORDS[w]));
            ck_assert_ptr_null(strstr(check->stake, WORDS[w]));
        }
}
END_TEST

START_TEST(a_new_finding_is_of_nobody_and_weighs_nothing_known)
{
    scrut_findings list = {0};
    const scrut_finding *f = scrut_findings_add(&list, "H01");
    ck_assert_ptr_nonnull(f);
    ck_assert_str_eq(f->check->code, "H01");
    ck_assert_uint_eq(f->constituency, SCRUT_NONE);
    ck_assert(!f->at_stake_known);
    ck_assert_str_eq(f->message, "");
    scrut_findings_free(&list);
    ck_assert_uint_eq(list.count, 0);
}
END_TEST

static const struct {
    const char *code, *id, *message;
    bool known;
    int64_t votes;
} SORTED[] = {
    {"A02", "b", "", true, 90}, /* errors first, most votes first */
    {"A02", "a", "", true, 7},  {"A02", "c", "1", true, 7}, {"A02", "c", "2", true, 7},
    {"H01", "a", "", true, 7},  {"B02", "a", "", true, 0},  {"A06", "a", "", false, 0}, /* unknown after known */
    {"H03", "a", "", true, 99},                                                         /* then warnings */
    {"B03", "a", "", true, 98}, {"I01", "a", "", false, 0}, {"X03", "a", "", false, 0}, /* then notes */
};
enum { COUNT = sizeof SORTED / sizeof SORTED[0] };

START_TEST(the_order_is_the_same_for_any_order_of_entry)
{
    for (size_t shift = 0; shift < COUNT; shift++) {
        scrut_findings list = {0};
        for (size_t i = 0; i < COUNT; i++) {
            size_t k = (i * 7 + shift) % COUNT; /* 7 and 11 have no common factor */
            scrut_finding *f = scrut_findings_add(&list, SORTED[k].code);
            ck_assert_ptr_nonnull(f);
            f->id = SORTED[k].id;
            f->message = SORTED[k].message;
            f->at_stake_known = SORTED[k].known;
            f->at_stake = SORTED[k].votes;
        }
        scrut_findings_sort(&list);
        for (size_t i = 0; i < COUNT; i++) {
            ck_assert_str_eq(list.items[i].check->code, SORTED[i].code);
            ck_assert_str_eq(list.items[i].id, SORTED[i].id);
            ck_assert_str_eq(list.items[i].message, SORTED[i].message);
        }
        scrut_findings_free(&list);
    }
}
END_TEST

START_TEST(an_empty_list_can_be_sorted_and_freed)
{
    scrut_findings list = {0};
    scrut_findings_sort(&list);
    scrut_findings_free(&list);
    ck_assert_ptr_null(list.items);
}
END_TEST

START_TEST(words_for_severity_subject_and_direction_are_stable)
{
    ck_assert_str_eq(scrut_severity_name(SCRUT_SEVERITY_ERROR), "error");
    ck_assert_str_eq(scrut_severity_name(SCRUT_SEVERITY_NOTE), "note");
    ck_assert_str_eq(scrut_subject_name(SCRUT_SUBJECT_NATION), "nation");
    ck_assert_str_eq(scrut_subject_name(SCRUT_SUBJECT_STATION), "station");
    ck_assert_str_eq(scrut_direction_name(SCRUT_DIRECTION_UNKNOWN), "unknown");
    ck_assert_str_eq(scrut_direction_name(SCRUT_DIRECTION_MOVE), "move");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("finding");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, every_check_says_what_a_reader_needs);
    tcase_add_test(tests, no_check_speaks_of_fraud);
    tcase_add_test(tests, a_new_finding_is_of_nobody_and_weighs_nothing_known);
    tcase_add_test(tests, the_order_is_the_same_for_any_order_of_entry);
    tcase_add_test(tests, an_empty_list_can_be_sorted_and_freed);
    tcase_add_test(tests, words_for_severity_subject_and_direction_are_stable);
    return scrut_test_main(suite);
}
