/* SPDX-License-Identifier: Apache-2.0
 * Margins in the summary, the page and results.json. D'Hondt; the numbers by hand: North, 3 seats, A's third seat:
 * (600 + b) / 3 = 300 - b at 75; South, 2 seats, B's second: (250 + b) / 2 = 200 - b at 50; certain with one more. */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/report.h"
#include "scrutineer/site.h"

#include <jansson.h>
#include <string.h>

#define CASE(a, b)                                                                                                     \
    "scrutineer: case/1\n"                                                                                             \
    "title: Council\n"                                                                                                 \
    "rules: {id: own, method: dhondt}\n"                                                                               \
    "chamber: {seats: 5, facts: [{name: majority, seats: 3}]}\n"                                                       \
    "parties: {rows: [{party: \"" a "\"}, {party: \"" b "\"}, {party: C}]}\n"                                          \
    "constituencies: {rows: [{constituency: \"1\", name: North, seats: 3}, {constituency: South, seats: 2}]}\n"        \
    "margins: {rows: [{constituency: \"1\", party: \"" a "\", seats: 3, votes: 299, by: Daily},\n"                     \
    "  {constituency: South, party: \"" b "\", seats: 2, votes: 50, metric: change}]}\n"                               \
    "announcements:\n"                                                                                                 \
    "  - version: official\n"                                                                                          \
    "    date: 2020-05-17\n"                                                                                           \
    "    tables:\n"                                                                                                    \
    "      - level: constituency\n"                                                                                    \
    "        rows: [{k: North, a: 600, b: 300, c: 100}, {k: South, a: 200, b: 250, c: 50}]\n"                          \
    "        constituency: k\n"                                                                                        \
    "        votes: {columns: {\"" a "\": a, \"" b "\": b, C: c}}\n"

typedef struct {
    case_folder folder;
    scrut_case *c;
    scrut_verdict *v;
    scrut_buf text, html, json;
} shown;

static shown show(const char *yaml)
{
    shown s = {.folder = case_folder_new()};
    case_folder_write(&s.folder, "election.yaml", yaml);
    s.c = case_folder_load(&s.folder, 0);
    ck_assert_int_eq(scrut_verify(s.c, NULL, &s.v, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_report_text(s.v, NULL, false, 200, &s.text, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_site_single(s.v, NULL, "1", &s.html, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_report_json(s.v, "1", &s.json, NULL), SCRUT_OK);
    return s;
}

static void end(shown *s)
{
    scrut_buf_free(&s->text);
    scrut_buf_free(&s->html);
    scrut_buf_free(&s->json);
    scrut_verdict_free(s->v);
    scrut_case_free(s->c);
    case_folder_remove(&s->folder);
}

static void check_has(const scrut_buf *text, const char *part)
{
    ck_assert_msg(strstr(text->bytes, part) != NULL, "missing: %s", part);
}

START_TEST(the_summary_names_figures_rules_and_both_readings)
{
    shown s = show(CASE("A", "B"));
    check_has(&s.text, "  official of 2020-05-17, rules own\n");
    check_has(&s.text, "majority, 3: A loses it with 50 could, 51 would; B reaches it with 50 could, 51 would");
    check_has(&s.text, "closest seat, in constituency South: A \xE2\x86\x92 B with 50 could, 51 would\n");
    check_has(&s.text, "one seat more: B 50 could, 51 would; A 75 could, 76 would");
    check_has(&s.text, "2 published margins: 1 equal, 1 different\n");
    check_has(&s.text,
              "A 3 seats in North (1): 299 ballots added; equal by no metric; ours: 300 could, 301 would, so 1 "
              "too few\n");
    end(&s);
}
END_TEST

START_TEST(the_page_lists_constituencies_by_closeness)
{
    shown s = show(CASE("A", "B"));
    check_has(&s.html, "<section id=\"margins\"");
    check_has(&s.html, "<a href=\"#margins\">");
    const char *section = strstr(s.html.bytes, "The closest seat of every constituency, closest first</span>");
    ck_assert_ptr_nonnull(section);
    const char *south = strstr(section, ">South"), *north = strstr(section, ">North <small>1</small>");
    ck_assert(south != NULL && north != NULL && south < north);
    check_has(&s.html, "<td>50</td><td>51</td>");
    check_has(&s.html, "<small>official</small> right if a draw decides (could); ours: 50 could, 51 would");
    end(&s);
}
END_TEST

START_TEST(results_json_has_every_margin_with_its_figures)
{
    shown s = show(CASE("A", "B"));
    json_t *root = json_loads(s.json.bytes, 0, NULL), *m = json_array_get(json_object_get(root, "margins"), 0);
    ck_assert_str_eq(json_string_value(json_object_get(json_object_get(m, "figures"), "id")), "official");
    ck_assert_str_eq(json_string_value(json_object_get(json_object_get(m, "figures"), "date")), "2020-05-17");
    ck_assert_str_eq(json_string_value(json_object_get(json_object_get(m, "rules"), "id")), "own");
    ck_assert_str_eq(json_string_value(json_object_get(m, "metric")), "change");
    json_t *south = json_array_get(json_object_get(m, "closest"), 1);
    ck_assert_str_eq(json_string_value(json_object_get(south, "gains")), "B");
    ck_assert_str_eq(json_string_value(json_object_get(south, "loses")), "A");
    json_t *would = json_object_get(south, "would");
    ck_assert_int_eq(json_integer_value(json_object_get(would, "at_least")), 51);
    ck_assert_int_eq(json_integer_value(json_object_get(would, "at_most")), 51);
    ck_assert(json_is_true(json_object_get(would, "exact")) && json_is_true(json_object_get(would, "possible")));
    ck_assert_uint_eq(json_array_size(json_object_get(m, "more")), 3);
    ck_assert_uint_eq(json_array_size(json_object_get(m, "fewer")), 2);
    json_t *published = json_array_get(json_object_get(root, "published_margins"), 0);
    ck_assert_str_eq(json_string_value(json_object_get(published, "match")), "different");
    json_t *answer = json_array_get(json_object_get(published, "answers"), 0);
    ck_assert_int_eq(json_integer_value(json_object_get(answer, "difference")), -1);
    json_decref(root);
    end(&s);
}
END_TEST

/* Replaces every `from` by `to`, which is as long. */
static void relabel(scrut_buf *text, const char *from, const char *to)
{
    for (char *at = strstr(text->bytes, from); at != NULL; at = strstr(at, from))
        memcpy(at, to, strlen(to));
}

START_TEST(other_labels_of_the_parties_give_the_same_margins_with_other_labels)
{
    shown a = show(CASE("Aleph", "Bravo")), b = show(CASE("Xerxe", "Yanke"));
    relabel(&b.text, "Xerxe", "Aleph");
    relabel(&b.text, "Yanke", "Bravo");
    ck_assert_str_eq(a.text.bytes, b.text.bytes);
    end(&a);
    end(&b);
}
END_TEST

START_TEST(hostile_names_add_no_markup)
{
    shown s = show(CASE("<b>A", "B"));
    ck_assert_ptr_null(strstr(s.html.bytes, "<b>A"));
    check_has(&s.html, "&lt;b&gt;A 3 seats in North");
    end(&s);
}
END_TEST

START_TEST(a_case_without_votes_has_no_section)
{
    shown s = show("scrutineer: case/1\ntitle: T\n");
    ck_assert_ptr_null(strstr(s.text.bytes, "Margins"));
    ck_assert_ptr_null(strstr(s.html.bytes, "id=\"margins\""));
    ck_assert_ptr_null(strstr(s.html.bytes, "#margins"));
    end(&s);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("margins in reports");
    TCase *tests = tcase_create("outputs");
    tcase_add_test(tests, the_summary_names_figures_rules_and_both_readings);
    tcase_add_test(tests, the_page_lists_constituencies_by_closeness);
    tcase_add_test(tests, results_json_has_every_margin_with_its_figures);
    tcase_add_test(tests, other_labels_of_the_parties_give_the_same_margins_with_other_labels);
    tcase_add_test(tests, hostile_names_add_no_markup);
    tcase_add_test(tests, a_case_without_votes_has_no_section);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
