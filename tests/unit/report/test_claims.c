/* SPDX-License-Identifier: Apache-2.0
 * Claims in the page, on the terminal and as JSON. */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/report.h"
#include "scrutineer/site.h"

#include <jansson.h>
#include <string.h>

static const char CASE[] = "scrutineer: case/1\n"
                           "title: Claims\n"
                           "chamber: {seats: 5}\n"
                           "parties: {rows: [{party: A}, {party: \"<b>B\"}, {party: C}]}\n"
                           "claims: {file: claims.csv}\n"
                           "announcements:\n"
                           "  - version: official\n"
                           "    title: Official result\n"
                           "    by: Commission\n"
                           "    tables:\n"
                           "      - level: nation\n"
                           "        rows: [{party: A, seats: 3, votes: 500}, {party: \"<b>B\", seats: 2, votes: 400}, "
                           "{party: C, seats: 0, votes: 99}]\n"
                           "        seats: {party: party, seats: seats}\n"
                           "        votes: {party: party, votes: votes}\n";

#define HEADER "id,claimant,date,words,reference,expression\n"
#define HOSTILE "\"<script>\"\"x\"\"&'\x1b[31m\xE2\x80\xAE\""

typedef struct {
    case_folder folder;
    scrut_case *c;
    scrut_verdict *v;
} shown;

static shown show(const char *claims)
{
    shown s = {.folder = case_folder_new()};
    case_folder_write(&s.folder, "election.yaml", CASE);
    case_folder_write(&s.folder, "claims.csv", claims);
    s.c = case_folder_load(&s.folder, 0);
    ck_assert_int_eq(scrut_verify(s.c, NULL, &s.v, NULL), SCRUT_OK);
    return s;
}

static void end(shown *s)
{
    scrut_verdict_free(s->v);
    scrut_case_free(s->c);
    case_folder_remove(&s->folder);
}

static bool has(const scrut_buf *text, const char *part)
{
    return strstr(text->bytes, part) != NULL;
}

START_TEST(hostile_claims_add_no_markup_and_no_terminal_command)
{
    shown s = show(HEADER HOSTILE "," HOSTILE "," HOSTILE "," HOSTILE "," HOSTILE ",seats(<b>B) = 3\n");
    scrut_buf html = {0}, text = {0}, summary = {0};
    ck_assert_int_eq(scrut_site_single(s.v, NULL, "1", &html, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_report_claims_text(s.v, &text, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_report_text(s.v, NULL, false, 80, &summary, NULL), SCRUT_OK);
    ck_assert(has(&html, "&lt;script&gt;"));
    ck_assert(has(&html, "seats(&quot;&lt;b&gt;B&quot;) = 3"));
    ck_assert(!has(&html, "<script") && !has(&html, "<b>"));
    const scrut_buf *const outputs[] = {&html, &text, &summary};
    for (size_t i = 0; i < 3; i++)
        ck_assert(!has(outputs[i], "\x1b") && !has(outputs[i], "\xE2\x80\xAE"));
    scrut_buf_free(&html);
    scrut_buf_free(&text);
    scrut_buf_free(&summary);
    end(&s);
}
END_TEST

START_TEST(the_text_says_who_answers_what_and_who_repeats_himself)
{
    shown s = show(HEADER "a,commission,2020,Three for A.,ref,seats(A) = 3\n"
                          "b,A,,Four for A.,,seats(A) = 4\n"
                          "c,B,,Just over half.,,share(A) ~= 50.1%\n"
                          "d,C,,Words.,,\n"
                          "e,C,,Turnout.,,turnout() > 60%\n");
    scrut_buf text = {0};
    ck_assert_int_eq(scrut_report_claims_text(s.v, &text, NULL), SCRUT_OK);
    ck_assert_str_eq(text.bytes,
                     "Claims: 4 tested: 2 hold, 1 contradicted, 0 disputed, 1 undecided; 1 is words only\n"
                     "\n"
                     "a  commission, 2020\n"
                     "    Three for A.\n"
                     "    seats(A) = 3\n"
                     "    holds by one announcement\n"
                     "      holds         Official result (Commission; the claimant's own figures): seats(A) is 3\n"
                     "\n"
                     "b  A\n"
                     "    Four for A.\n"
                     "    seats(A) = 4\n"
                     "    contradicted by one announcement\n"
                     "      contradicted  Official result (Commission): seats(A) is 3\n"
                     "\n"
                     "c  B\n"
                     "    Just over half.\n"
                     "    share(A) = 50.1% within 0.05%\n"
                     "    holds by one announcement\n"
                     "      holds         Official result (Commission): share(A) is 50.0501 %\n"
                     "\n"
                     "d  C\n"
                     "    Words.\n"
                     "    not checkable by this case: words only\n"
                     "\n"
                     "e  C\n"
                     "    Turnout.\n"
                     "    turnout() > 60%\n"
                     "    undecided\n"
                     "      would decide: the ballots cast and the registered voters\n"
                     "\n"
                     "Claims that cannot all be true of one count\n"
                     "  a and b: a says seats(A) = 3; b says seats(A) = 4\n");
    scrut_buf_free(&text);
    end(&s);
}
END_TEST

START_TEST(json_holds_exact_fractions_and_the_sets)
{
    shown s = show(HEADER "a,,,w,,share(A) < 50%\nb,,,w,,seats(A) = 3\nc,,,w,,seats(A) = 4\nd,,,w,,lead(A) = 100\n");
    scrut_json *root = scrut_report_claims_json(s.v);
    scrut_buf text = {0};
    ck_assert_int_eq(scrut_json_write(root, 0, &text, NULL), SCRUT_OK);
    scrut_json_free(root);
    json_t *json = json_loads(text.bytes, 0, NULL);
    ck_assert_ptr_nonnull(json);
    ck_assert_str_eq(json_string_value(json_object_get(json, "format")), "scrutineer-claims/1");
    json_t *claims = json_object_get(json, "claims"), *a = json_array_get(claims, 0);
    ck_assert_str_eq(json_string_value(json_object_get(a, "verdict")), "contradicted");
    json_t *value = json_array_get(json_object_get(json_array_get(json_object_get(a, "answers"), 0), "values"), 0);
    ck_assert_str_eq(json_string_value(json_object_get(value, "low")), "500/999");
    ck_assert_str_eq(json_string_value(json_object_get(value, "of")), "share(A)");
    ck_assert_str_eq(json_string_value(json_object_get(json_array_get(claims, 3), "left_out")),
                     "a lead over the next list is no sum of votes");
    json_t *sets = json_object_get(json, "contradictory");
    ck_assert_uint_eq(json_array_size(sets), 1);
    ck_assert_str_eq(json_string_value(json_array_get(json_object_get(json_array_get(sets, 0), "claims"), 1)), "c");
    json_decref(json);
    scrut_buf_free(&text);
    end(&s);
}
END_TEST

START_TEST(the_summary_tells_a_claim_that_is_contradicted_from_an_announcement)
{
    shown s = show(HEADER "a,NGO,,w,,seats(A) = 4\n");
    scrut_buf text = {0};
    ck_assert_int_eq(scrut_report_text(s.v, NULL, false, 80, &text, NULL), SCRUT_OK);
    ck_assert(has(&text, "Something that was claimed is contradicted by the evidence."));
    ck_assert(has(&text, "contradicted by one announcement: a NGO: seats(A) = 4"));
    scrut_buf_free(&text);
    end(&s);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("claims");
    TCase *tests = tcase_create("report");
    tcase_add_test(tests, hostile_claims_add_no_markup_and_no_terminal_command);
    tcase_add_test(tests, the_text_says_who_answers_what_and_who_repeats_himself);
    tcase_add_test(tests, json_holds_exact_fractions_and_the_sets);
    tcase_add_test(tests, the_summary_tells_a_claim_that_is_contradicted_from_an_announcement);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
