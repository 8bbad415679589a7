/* SPDX-License-Identifier: Apache-2.0
 * Findings against margins in the summary, the page and results.json. North, 3 seats by D'Hondt: station 1 has 40, 21
 * and 10 votes and 19 ballots more than voters, as many as its lead; station 2 20, 10 and 10 and 10, as many as its
 * lead. South's station has none. A fifth of North's two stations is one. Without both North has no vote and no seats.
 */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/report.h"
#include "scrutineer/site.h"

#include <jansson.h>
#include <string.h>

#define CASE                                                                                                           \
    "scrutineer: case/1\ntitle: T\nrules: {method: dhondt}\nchamber: {seats: 5}\n"                                     \
    "constituencies: {rows: [{constituency: N, seats: 3}, {constituency: S, seats: 2}]}\n"                             \
    "returns:\n  - {source: s, file: r.csv, station: st, constituency: c, votes: {prefix: v_},\n"                      \
    "     fields: {cast: cast, registered: reg, valid: valid}}\n"

typedef struct {
    case_folder folder;
    scrut_case *c;
    scrut_verdict *v;
} shown;

static shown show(const char *rows)
{
    shown s = {.folder = case_folder_new()};
    scrut_buf csv = {0};
    scrut_buf_printf(&csv, "st,c,v_A,v_B,v_C,valid,cast,reg\n%s", rows);
    case_folder_write(&s.folder, "election.yaml", CASE);
    case_folder_write(&s.folder, "r.csv", csv.bytes);
    scrut_buf_free(&csv);
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

#define BOTH_DECIDE "1,N,40,21,10,71,71,52\n2,N,20,10,10,40,40,30\n3,S,10,40,1,51,51,90\n"
#define NONE_DECIDES "1,N,40,21,10,71,71,53\n2,N,20,10,10,40,40,90\n3,S,10,40,1,51,51,90\n"

START_TEST(the_summary_counts_the_stations_that_decide)
{
    shown s = show(BOTH_DECIDE);
    scrut_buf text = {0};
    ck_assert_int_eq(scrut_report_text(s.v, NULL, false, 200, &text, NULL), SCRUT_OK);
    ck_assert_ptr_nonnull(strstr(text.bytes, "station by station (Mexico): the ballots concerned are at least the lead "
                                             "there in 2 stations; in 1 constituency that is a fifth of the stations"));
    scrut_buf_free(&text);
    end(&s);
}
END_TEST

START_TEST(where_none_decides_the_summary_says_nothing_of_it)
{
    shown s = show(NONE_DECIDES);
    scrut_buf text = {0};
    ck_assert_int_eq(scrut_report_text(s.v, NULL, false, 200, &text, NULL), SCRUT_OK);
    ck_assert_ptr_nonnull(strstr(text.bytes, "18 counted ballots"));
    ck_assert_ptr_null(strstr(text.bytes, "station by station"));
    scrut_buf_free(&text);
    end(&s);
}
END_TEST

START_TEST(the_page_names_the_reading_and_where_it_comes_from)
{
    shown s = show(BOTH_DECIDE);
    scrut_buf html = {0};
    ck_assert_int_eq(scrut_site_single(s.v, NULL, "1", &html, NULL), SCRUT_OK);
    ck_assert_ptr_nonnull(strstr(html.bytes, "Station by station<br><small>Mexico, law on means of challenge"));
    ck_assert_ptr_nonnull(strstr(html.bytes, "Seats without the stations whose ballots concerned may be as many"));
    scrut_buf_free(&html);
    end(&s);
}
END_TEST

START_TEST(results_hold_the_reading_s_numbers)
{
    shown s = show(BOTH_DECIDE);
    scrut_buf json = {0};
    ck_assert_int_eq(scrut_report_json(s.v, "1", &json, NULL), SCRUT_OK);
    json_t *root = json_loadb(json.bytes, json.length, 0, NULL);
    const json_t *materiality = json_object_get(root, "materiality");
    const json_t *figures = json_array_get(json_object_get(materiality, "figures"), 0);
    const json_t *north = json_array_get(json_object_get(figures, "constituencies"), 0);
    const json_t *stations = json_object_get(json_object_get(north, "readings"), "stations");
    ck_assert_int_eq(json_integer_value(json_object_get(stations, "ballots_low")), 2);
    ck_assert_int_eq(json_integer_value(json_object_get(stations, "ballots")), 2);
    ck_assert_int_eq(json_integer_value(json_object_get(json_object_get(stations, "could"), "at_least")), 1);
    ck_assert_int_eq(json_integer_value(json_object_get(json_object_get(figures, "annulled"), "stations")), 2);
    ck_assert_ptr_nonnull(json_object_get(json_object_get(materiality, "readings"), "stations"));
    json_decref(root);
    scrut_buf_free(&json);
    end(&s);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("report materiality");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, the_summary_counts_the_stations_that_decide);
    tcase_add_test(tests, where_none_decides_the_summary_says_nothing_of_it);
    tcase_add_test(tests, the_page_names_the_reading_and_where_it_comes_from);
    tcase_add_test(tests, results_hold_the_reading_s_numbers);
    return scrut_test_main(suite);
}
