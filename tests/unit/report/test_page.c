/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"
#include "harness.h"

#include <string.h>

/* Of one width: a picture puts what follows a label where that ends. */
static const char *const LABELS[] = {"Aspen", "Bravo", "Corda"};

/* Markup, quotes, an event handler, a terminal command, a bidi override, a formula, a broken character. */
#define HOSTILE                                                                                                        \
    "=1\"><script>alert('x')</script><img src=x onerror=y>&\x1b[31m\xE2\x80\xAE"                                       \
    "evil\xE2\x80\xAC\xFF"
#define BENIGN "An ordinary name"

START_TEST(hostile_text_in_every_field_adds_no_markup)
{
    fixture *plain = fixture_new(LABELS, BENIGN), *hostile = fixture_new(LABELS, HOSTILE);
    fixture_add_finding(plain, "L01", BENIGN, 12);
    fixture_add_finding(hostile, "L01", HOSTILE, 12);
    char *a = fixture_html(plain), *b = fixture_html(hostile);
    ck_assert_uint_gt(fixture_occurrences(b, "&lt;script&gt;"), 20);
    ck_assert_uint_eq(fixture_occurrences(b, "<script"), 0);
    ck_assert_uint_eq(fixture_occurrences(b, "<img"), 0);
    ck_assert_uint_eq(fixture_occurrences(a, "<"), fixture_occurrences(b, "<"));
    ck_assert_uint_eq(fixture_occurrences(a, ">"), fixture_occurrences(b, ">"));
    ck_assert_uint_eq(fixture_occurrences(a, "\""), fixture_occurrences(b, "\""));
    free(a);
    free(b);
    fixture_free(plain);
    fixture_free(hostile);
}
END_TEST

START_TEST(hostile_party_ids_add_no_markup)
{
    static const char *const BAD[] = {"<b>1", "\"><i>2", "'&3"};
    fixture *plain = fixture_new(LABELS, BENIGN), *hostile = fixture_new(BAD, BENIGN);
    char *a = fixture_html(plain), *b = fixture_html(hostile);
    ck_assert_uint_eq(fixture_occurrences(a, "<"), fixture_occurrences(b, "<"));
    ck_assert_uint_eq(fixture_occurrences(a, "\""), fixture_occurrences(b, "\""));
    free(a);
    free(b);
    fixture_free(plain);
    fixture_free(hostile);
}
END_TEST

START_TEST(controls_and_bidi_overrides_reach_neither_the_page_nor_the_terminal_nor_the_table)
{
    fixture *f = fixture_new(LABELS, HOSTILE);
    fixture_add_finding(f, "L01", HOSTILE, 12);
    char *outputs[] = {fixture_html(f), fixture_text(f, false, 80), fixture_csv(f)};
    for (size_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++) {
        ck_assert_ptr_null(strchr(outputs[i], '\x1b'));
        ck_assert_ptr_null(strstr(outputs[i], "\xE2\x80\xAE"));
        ck_assert_ptr_null(strstr(outputs[i], "\xFF"));
        ck_assert_ptr_nonnull(strstr(outputs[i], "\xEF\xBF\xBD"));
        free(outputs[i]);
    }
    fixture_free(f);
}
END_TEST

START_TEST(the_page_loads_nothing_and_runs_nothing)
{
    fixture *f = fixture_new(LABELS, BENIGN);
    char *page = fixture_html(f);
    ck_assert_ptr_nonnull(
        strstr(page, "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:\""));
    ck_assert_ptr_null(strstr(page, "<script"));
    ck_assert_ptr_null(strstr(page, "<link"));
    ck_assert_ptr_null(strstr(page, "url("));
    ck_assert_ptr_null(strstr(page, "@import"));
    ck_assert_ptr_null(strstr(page, "src="));
    ck_assert_ptr_null(strstr(page, "href=\"http"));
    ck_assert_ptr_null(strstr(page, "/elsewhere/")); /* where the case lies is nobody's business */
    free(page);
    fixture_free(f);
}
END_TEST

START_TEST(every_element_that_opens_closes)
{
    static const char *const NAMES[] = {"section", "table",   "tbody",  "thead", "tr",    "th",    "td",
                                        "details", "summary", "div",    "svg",   "ul",    "li",    "dl",
                                        "dt",      "dd",      "p",      "h2",    "h3",    "small", "span",
                                        "a",       "nav",     "figure", "main",  "symbol"};
    fixture *f = fixture_new(LABELS, BENIGN);
    fixture_add_finding(f, "L01", BENIGN, 12);
    char *page = fixture_html(f), open[32], open_with[32], close[32];
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        snprintf(open, sizeof open, "<%s>", NAMES[i]);
        snprintf(open_with, sizeof open_with, "<%s ", NAMES[i]);
        snprintf(close, sizeof close, "</%s>", NAMES[i]);
        ck_assert_msg(fixture_occurrences(page, open) + fixture_occurrences(page, open_with) ==
                          fixture_occurrences(page, close),
                      "<%s> is not balanced", NAMES[i]);
    }
    ck_assert_uint_eq(fixture_occurrences(page, "<h1>"), 1);
    free(page);
    fixture_free(f);
}
END_TEST

START_TEST(relabelling_the_parties_relabels_the_page_and_nothing_else)
{
    static const char *const OTHERS[] = {"Corda", "Aspen", "Bravo"};
    fixture *a = fixture_new(LABELS, BENIGN), *b = fixture_new(OTHERS, BENIGN);
    fixture_add_finding(a, "L01", BENIGN, 12);
    fixture_add_finding(b, "L01", BENIGN, 12);
    char *page = fixture_html(a), *other = fixture_html(b), *renamed = fixture_replace(page, LABELS, OTHERS, 3);
    ck_assert_str_eq(renamed, other);
    char *text = fixture_text(a, false, 80), *text_b = fixture_text(b, false, 80);
    char *text_renamed = fixture_replace(text, LABELS, OTHERS, 3);
    ck_assert_str_eq(text_renamed, text_b);
    char *csv = fixture_csv(a), *csv_b = fixture_csv(b), *csv_renamed = fixture_replace(csv, LABELS, OTHERS, 3);
    ck_assert_str_eq(csv_renamed, csv_b);
    char *made[] = {page, other, renamed, text, text_b, text_renamed, csv, csv_b, csv_renamed};
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++)
        free(made[i]);
    fixture_free(a);
    fixture_free(b);
}
END_TEST

START_TEST(turnout_is_ballots_cast_over_registered_voters_of_one_source)
{
    fixture *f = fixture_new(LABELS, BENIGN);
    char *page = fixture_html(f);
    /* 161,000 / 200,000; the announcement gives no ballots cast and so has no turnout */
    ck_assert_ptr_nonnull(strstr(page, "<th scope=\"row\">Turnout</th><td>80.50\xC2\xA0%</td>"
                                       "<td class=\"na\">\xE2\x80\x93</td></tr>"));
    ck_assert_ptr_null(strstr(page, "80.00\xC2\xA0%")); /* not valid / registered */
    free(page);
    fixture_free(f);
}
END_TEST

START_TEST(a_colour_that_is_no_colour_is_not_written_into_the_style)
{
    fixture *f = fixture_new(LABELS, BENIGN);
    f->c.parties[0].colour = "#a1B2c3";
    f->c.parties[1].colour = "red;} body{zoom:9}";
    f->c.parties[2].colour = "#12345";
    char *page = fixture_html(f);
    ck_assert_ptr_nonnull(strstr(page, ".p0{--c:#a1B2c3}"));
    ck_assert_ptr_nonnull(strstr(page, ".p1{--c:#"));
    ck_assert_ptr_null(strstr(page, "zoom:9"));
    ck_assert_ptr_null(strstr(page, "--c:#12345}"));
    free(page);
    fixture_free(f);
}
END_TEST

START_TEST(seats_that_differ_from_the_rules_are_marked_in_words)
{
    fixture *f = fixture_new(LABELS, BENIGN);
    char *page = fixture_html(f);
    ck_assert_ptr_nonnull(strstr(page, "<td class=\"diff\">1 <small>\xE2\x89\xA0 law 2</small></td>"));
    ck_assert_ptr_nonnull(strstr(page, "<td class=\"diff\">2 <small>\xE2\x89\xA0 law 1</small></td>"));
    free(page);
    fixture_free(f);
}
END_TEST

START_TEST(the_ladder_shows_the_last_seat_the_runner_up_and_the_divisors)
{
    fixture *f = fixture_new(LABELS, BENIGN);
    char *page = fixture_html(f);
    /* North: 53,000 26,500 24,000 23,000 17,666.67 | 13,250 */
    ck_assert_ptr_nonnull(strstr(page, "seat 5, the last"));
    ck_assert_ptr_nonnull(strstr(page, "<td>17,666.67 <small>= 53,000 / 3</small></td>"));
    ck_assert_ptr_nonnull(strstr(page, "Any divisor above 13,250 and up to 17,666.67 gives these seats"));
    /* South: 30,000 20,000 15,000 | 10,000 */
    ck_assert_ptr_nonnull(strstr(page, "Any divisor above 10,000 and up to 15,000 gives these seats"));
    free(page);
    fixture_free(f);
}
END_TEST

START_TEST(seats_without_votes_give_exact_bounds_of_the_shares)
{
    fixture *f = fixture_new(LABELS, BENIGN);
    scrut_tally *forms = &f->v.tallies[0];
    for (size_t p = 0; p < FIXTURE_PARTIES; p++)
        scrut_tally_votes(forms, 2, p)->known = 0;
    char *page = fixture_html(f);
    /* South, 3 seats, 3 lists: 2 seats mean at least 2/5 and at most 3/4, none at most 1/4 */
    ck_assert_ptr_nonnull(strstr(page, "40.00\xC2\xA0% <small>2/5</small></td><td>75.00\xC2\xA0% <small>3/4</small>"));
    ck_assert_ptr_nonnull(strstr(page, "25.00\xC2\xA0% <small>1/4</small>"));
    f->c.rules.method.divisor_step = 2; /* Sainte-Lague: these bounds do not hold */
    char *other = fixture_html(f);
    ck_assert_ptr_null(strstr(other, "exact bounds"));
    free(page);
    free(other);
    fixture_free(f);
}
END_TEST

START_TEST(the_same_verdict_gives_the_same_bytes)
{
    fixture *f = fixture_new(LABELS, BENIGN);
    char *a = fixture_html(f), *b = fixture_html(f);
    ck_assert_str_eq(a, b);
    free(a);
    free(b);
    fixture_free(f);
}
END_TEST

START_TEST(a_model_says_so_and_accusing_words_are_never_used)
{
    fixture *f = fixture_new(LABELS, BENIGN);
    char *page = fixture_html(f);
    ck_assert_ptr_null(strstr(page, "A model, not an election"));
    free(page);
    f->c.model = true;
    page = fixture_html(f);
    ck_assert_ptr_nonnull(strstr(page, "A model, not an election"));
    ck_assert_ptr_null(strstr(page, "fraud"));
    ck_assert_ptr_null(strstr(page, "stolen"));
    free(page);
    fixture_free(f);
}
END_TEST

START_TEST(local_names_carry_their_language)
{
    fixture *f = fixture_new(LABELS, BENIGN);
    f->c.constituencies[0].name_local = "\xE1\x9E\x80\xE1\x9E\x8E\xE1\x9F\x92\xE1\x9E\x8F\xE1\x9E\xB6\xE1\x9E\x9B";
    char *page = fixture_html(f);
    ck_assert_ptr_nonnull(strstr(page, "<small lang=\"km\">\xE1\x9E\x80\xE1\x9E\x8E"));
    free(page);
    fixture_free(f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("page");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, hostile_text_in_every_field_adds_no_markup);
    tcase_add_test(tests, hostile_party_ids_add_no_markup);
    tcase_add_test(tests, controls_and_bidi_overrides_reach_neither_the_page_nor_the_terminal_nor_the_table);
    tcase_add_test(tests, the_page_loads_nothing_and_runs_nothing);
    tcase_add_test(tests, every_element_that_opens_closes);
    tcase_add_test(tests, relabelling_the_parties_relabels_the_page_and_nothing_else);
    tcase_add_test(tests, turnout_is_ballots_cast_over_registered_voters_of_one_source);
    tcase_add_test(tests, a_colour_that_is_no_colour_is_not_written_into_the_style);
    tcase_add_test(tests, seats_that_differ_from_the_rules_are_marked_in_words);
    tcase_add_test(tests, the_ladder_shows_the_last_seat_the_runner_up_and_the_divisors);
    tcase_add_test(tests, seats_without_votes_give_exact_bounds_of_the_shares);
    tcase_add_test(tests, the_same_verdict_gives_the_same_bytes);
    tcase_add_test(tests, a_model_says_so_and_accusing_words_are_never_used);
    tcase_add_test(tests, local_names_carry_their_language);
    return scrut_test_main(suite);
}
