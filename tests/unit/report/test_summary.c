/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"
#include "harness.h"
#include "scrutineer/text.h"

#include <string.h>

static const char *const LABELS[] = {"Alpha", "Bravo", "Gamma"};

START_TEST(the_summary_says_who_has_the_majority_under_which_figures)
{
    fixture *f = fixture_new(LABELS, "majority");
    char *text = fixture_text(f, false, 100);
    /* announced 4 3 1 of 8, by the rules 5 2 1; 5 are needed */
    ck_assert_ptr_nonnull(strstr(text, "majority, 5 (not verified); official: no list alone; Alpha lacks 1\n"));
    ck_assert_ptr_nonnull(strstr(text, "majority, 5 (not verified); law:forms: Alpha, with 0 to spare\n"));
    free(text);
    fixture_free(f);
}
END_TEST

START_TEST(an_open_seat_may_still_make_a_majority)
{
    fixture *f = fixture_new(LABELS, "majority");
    f->v.tallies[1].seats[0] = (scrut_figure){4, 1, 2}; /* a part of Alpha's seats is not given */
    scrut_tally_seats(&f->v.tallies[1], 0, 1)->value = 2;
    char *text = fixture_text(f, false, 100);
    /* 4 + 2 + 1 of 8: the seat that nobody is known to hold may be Alpha's */
    ck_assert_ptr_nonnull(strstr(text, "official: not decided; Alpha lacks at most 1\n"));
    free(text);
    fixture_free(f);
}
END_TEST

START_TEST(comparisons_name_the_place_and_the_difference)
{
    fixture *f = fixture_new(LABELS, "North");
    char *text = fixture_text(f, false, 200);
    ck_assert_ptr_nonnull(
        strstr(text, "forms against official: 3 figures equal, 1 different: North votes of Alpha +100"));
    ck_assert_ptr_nonnull(strstr(text, "1 constituency equal, 1 different: North Alpha 2, announced 1"));
    free(text);
    fixture_free(f);
}
END_TEST

START_TEST(no_line_is_wider_than_the_terminal_and_there_are_few)
{
    static const int WIDTHS[] = {40, 60, 80, 132};
    fixture *f = fixture_new(LABELS, "A name that is long enough to be broken over several lines of a terminal");
    for (int i = 0; i < 30; i++)
        fixture_add_finding(f, "L01", "x", 5);
    for (size_t i = 0; i < sizeof WIDTHS / sizeof WIDTHS[0]; i++) {
        char *text = fixture_text(f, false, WIDTHS[i]);
        size_t lines = 0;
        for (char *at = text; *at != '\0'; lines++) {
            size_t length = strcspn(at, "\n");
            ck_assert_uint_le(scrut_text_width(at, length), (size_t)WIDTHS[i]);
            at += length + (at[length] == '\n');
        }
        if (WIDTHS[i] >= 80)
            ck_assert_uint_le(lines, 60);
        free(text);
    }
    fixture_free(f);
}
END_TEST

START_TEST(colour_comes_only_when_asked_for)
{
    fixture *f = fixture_new(LABELS, "x");
    fixture_add_finding(f, "L01", "x", 5);
    char *plain = fixture_text(f, false, 0), *coloured = fixture_text(f, true, 0);
    ck_assert_ptr_null(strchr(plain, '\x1b'));
    ck_assert_ptr_nonnull(strchr(coloured, '\x1b'));
    free(plain);
    free(coloured);
    fixture_free(f);
}
END_TEST

START_TEST(findings_of_one_code_are_counted_together)
{
    fixture *f = fixture_new(LABELS, "x");
    fixture_add_finding(f, "L01", "x", 5);
    fixture_add_finding(f, "B03", "x", 1000);
    fixture_add_finding(f, "L01", "x", 7);
    fixture_add_finding(f, "L01", "x", -1); /* not known */
    char *text = fixture_text(f, false, 120);
    ck_assert_ptr_nonnull(strstr(text, "L01 More ballots cast than registered voters: 3, 12 votes at stake"));
    ck_assert_ptr_nonnull(strstr(text, "Findings (4)"));
    /* errors stand before warnings, whatever is at stake */
    ck_assert(strstr(text, "L01 ") < strstr(text, "B03 "));
    free(text);
    fixture_free(f);
}
END_TEST

START_TEST(without_seats_the_votes_are_the_answer)
{
    fixture *f = fixture_new(LABELS, "North");
    f->v.tally_count = 1;
    f->v.comparison_count = f->v.seats_comparison_count = 0;
    f->v.chambers[0] = NULL;
    char *text = fixture_text(f, false, 200);
    /* 83,000 44,000 33,000 of 160,000 valid votes */
    ck_assert_ptr_nonnull(strstr(text,
                                 "gives Alpha 83,000 votes (51.88\xC2\xA0%), Bravo 44,000 votes (27.50\xC2\xA0%), "
                                 "Gamma 33,000 votes (20.63\xC2\xA0%)."));
    free(text);
    fixture_free(f);
}
END_TEST

START_TEST(a_case_without_figures_says_so)
{
    fixture *f = fixture_new(LABELS, "x");
    f->v.tally_count = f->v.tabulation_count = f->v.comparison_count = f->v.seats_comparison_count = 0;
    f->v.contradicted = false;
    char *text = fixture_text(f, false, 80), *page = fixture_html(f), *json = fixture_json(f);
    ck_assert_ptr_nonnull(strstr(text, "The case holds neither seats nor votes by list."));
    ck_assert_ptr_nonnull(strstr(page, "No votes by list are provided"));
    free(text);
    free(page);
    free(json);
    fixture_free(f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("summary");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, the_summary_says_who_has_the_majority_under_which_figures);
    tcase_add_test(tests, an_open_seat_may_still_make_a_majority);
    tcase_add_test(tests, comparisons_name_the_place_and_the_difference);
    tcase_add_test(tests, no_line_is_wider_than_the_terminal_and_there_are_few);
    tcase_add_test(tests, colour_comes_only_when_asked_for);
    tcase_add_test(tests, findings_of_one_code_are_counted_together);
    tcase_add_test(tests, without_seats_the_votes_are_the_answer);
    tcase_add_test(tests, a_case_without_figures_says_so);
    return scrut_test_main(suite);
}
