/* SPDX-License-Identifier: Apache-2.0
 * Figures that should be equal: H01, H03, H04, X01, X03. The numbers are worked out by hand beside each case. */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/verdict.h"

#include <string.h>

static case_folder folder;

#define HEAD "scrutineer: case/1\ntitle: T\n"

static void set_up(void)
{
    folder = case_folder_new();
    /* North 13 + 5, South 1 + 9 */
    case_folder_write(&folder, "r.csv", "st,c,town,v_A,v_B,cast\n1,N,X,10,5,15\n2,N,Y,3,0,3\n3,S,Z,1,9,10\n");
}

static void tear_down(void)
{
    case_folder_remove(&folder);
}

static void describe(const scrut_case *c, const scrut_finding *f, scrut_buf *text)
{
    scrut_buf_printf(text, "%s", f->id);
    if (f->at_stake_known)
        scrut_buf_printf(text, " stake %lld", (long long)f->at_stake);
    for (size_t i = 0; i < f->by_party_count; i++)
        scrut_buf_printf(text, "%s%s%+lld", i == 0 ? " (" : " ", c->parties[f->by_party[i].party].id,
                         (long long)f->by_party[i].votes);
    scrut_buf_puts(text, f->by_party_count > 0 ? ")" : "");
    for (size_t i = 0; i < f->cell_count; i++)
        scrut_buf_printf(text, " %s:%lld", f->cells[i].column, (long long)f->cells[i].line);
    scrut_buf_putc(text, '\n');
}

static void check(const char *parts, const char *expected)
{
    scrut_buf yaml = {0}, text = {0};
    scrut_buf_printf(&yaml, HEAD "%s", parts);
    case_folder_write(&folder, "election.yaml", yaml.bytes);
    scrut_case *c = case_folder_load(&folder, 0);
    scrut_verdict *v = NULL;
    scrut_error err = {.message = ""};
    ck_assert_msg(scrut_verify(c, NULL, &v, &err) == SCRUT_OK, "%s", err.message);
    bool contradicted = false;
    for (size_t i = 0; i < v->findings.count; i++) {
        describe(c, &v->findings.items[i], &text);
        contradicted = contradicted || strchr("HS", v->findings.items[i].check->code[0]) != NULL;
    }
    scrut_buf_append(&text, "", 0);
    ck_assert_msg(strcmp(text.bytes, expected) == 0, "%s\ngave:\n%s\nnot:\n%s", yaml.bytes, text.bytes, expected);
    ck_assert(v->announcement_contradicted == contradicted);
    scrut_verdict_free(v);
    scrut_case_free(c);
    scrut_buf_free(&yaml);
    scrut_buf_free(&text);
}

#define RETURNS                                                                                                        \
    "returns:\n  - {source: s, file: r.csv, station: st, constituency: c, fields: {cast: cast}, votes: {prefix: "      \
    "v_}}\n"
#define WITH_TOWNS                                                                                                     \
    "areas: [town]\nreturns:\n  - {source: s, file: r.csv, station: st, constituency: c, areas: {town: town},\n"       \
    "     votes: {prefix: v_}}\n"
#define VERSION(id, keys, tables) "  - version: " id "\n" keys "    tables:\n" tables
#define CONSTITUENCIES(rows)                                                                                           \
    "      - {level: constituency, constituency: c, votes: {columns: {A: a, B: b}}, rows: [" rows "]}\n"
#define NATION(rows) "      - {level: nation, votes: {columns: {A: a, B: b}}, rows: [" rows "]}\n"

START_TEST(h01_the_returns_of_a_constituency_differ)
{
    /* 13 and 18 cast: announced are 11 and 6; line 16 of election.yaml is where */
    check(RETURNS "announcements:\n" VERSION("o", "", CONSTITUENCIES("{c: N, a: 11, b: 6},\n {c: S, a: 1, b: 9}")),
          "H01/s/o/N stake 3 (A-2 B+1) a:8 b:8\n");
}
END_TEST

START_TEST(h01_says_it_of_the_nation_when_only_that_was_given)
{
    check(RETURNS "announcements:\n" VERSION("o", "", NATION("{a: 15, b: 14}")), "H01/s/o stake 1 (A+1) a:8\n");
    check(RETURNS "announcements:\n" VERSION("o", "", NATION("{a: 14, b: 14}")), "");
}
END_TEST

START_TEST(h01_is_not_repeated_for_the_nations_sum)
{
    /* the nation gives seats of its own, so that it has a row, but its votes are the constituencies' */
    check(RETURNS "announcements:\n" VERSION(
              "o", "",
              CONSTITUENCIES("{c: N, a: 11, b: 5}, {c: S, a: 1, b: 9}") "      - {level: nation, seats: {columns: {A: "
                                                                        "a}}, rows: [{a: 1}]}\n"),
          "H01/s/o/N stake 2 (A-2) a:8\n");
}
END_TEST

START_TEST(h01_finds_votes_of_a_list_that_was_left_out)
{
    /* B has 9 votes in the South, where the announcement has no such list: no cell differs there, but the sum does */
    check(RETURNS
          "announcements:\n" VERSION("o", "",
                                     "      - {level: constituency, constituency: c, votes: {party: p, votes: v},\n"
                                     "         rows: [{c: N, p: A, v: 13}, {c: N, p: B, v: 5}, {c: S, p: A, v: 1}]}\n"),
          "H01/s/o stake 9 (B-9)\n");
}
END_TEST

START_TEST(h01_at_areas_is_said_where_it_is)
{
    check(WITH_TOWNS
          "announcements:\n" VERSION("o", "",
                                     "      - {level: town, area: t, votes: {columns: {A: a, B: b}},\n"
                                     "         rows: [{t: X, a: 10, b: 5}, {t: Y, a: 4, b: 0}, {t: Z, a: 1, b: 9}]}\n"),
          "H01/s/o/N/Y stake 1 (A+1) a:11\n");
}
END_TEST

START_TEST(h01_weighs_ballots_where_no_list_differs_and_voters_not_at_all)
{
    case_folder_write(&folder, "r.csv", "st,v_A,cast,bad,reg\n1,10,15,5,20\n2,3,4,1,5\n");
    static const char SOURCE[] = "returns:\n  - {source: s, file: r.csv, station: st, votes: {prefix: v_},\n"
                                 "     fields: {cast: cast, invalid: bad, registered: reg}}\n"
                                 "announcements:\n  - version: o\n    tables:\n      - {level: nation, rows: [{%s}],\n"
                                 "         fields: {cast: k, invalid: i, registered: r}, votes: {columns: {A: a}}}\n";
    scrut_buf yaml = {0};
    scrut_buf_printf(&yaml, SOURCE, "a: 13, k: 22, i: 8, r: 25");
    check(yaml.bytes, "H01/s/o stake 3 k:9 i:9\n");
    scrut_buf_clear(&yaml);
    scrut_buf_printf(&yaml, SOURCE, "a: 13, k: 19, i: 6, r: 30");
    check(yaml.bytes, "H01/s/o r:9\n");
    scrut_buf_free(&yaml);
}
END_TEST

START_TEST(an_incomplete_sum_is_compared_with_nothing)
{
    case_folder_write(&folder, "r.csv", "st,v_A\n1,10\n2,\n");
    check("returns:\n  - {source: s, file: r.csv, station: st, votes: {prefix: v_}}\nannouncements:\n"
          "  - version: o\n    tables: [{level: nation, rows: [{a: 99}], votes: {columns: {A: a}}}]\n",
          "P04/s/2\n");
}
END_TEST

START_TEST(rests_on_names_the_sources_that_count)
{
    case_folder_write(&folder, "q.csv", "st,c,v_A,v_B\n1,N,10,5\n2,N,3,0\n3,S,1,8\n");
    check(RETURNS "  - {source: t, file: q.csv, station: st, constituency: c, votes: {prefix: v_}}\n"
                  "announcements:\n" VERSION("o", "    rests-on: t\n", NATION("{a: 14, b: 13}"))
                      VERSION("p", "    replaces: o\n", NATION("{a: 14, b: 13}")),
          "H01/s/p stake 1 (B-1) b:14\n"
          "X01/s/t stake 1 (B-1)\n");
}
END_TEST

START_TEST(h03_two_versions_differ)
{
    check("announcements:\n" VERSION("o", "", NATION("{a: 15, b: 14}")) VERSION("p", "", NATION("{a: 12, b: 14}")),
          "H03/o/p stake 3 (A-3) a:6 a:9\n");
}
END_TEST

START_TEST(h03_is_said_once_of_a_third_version)
{
    /* p and q differ, too, but each against o says all of it */
    check("announcements:\n" VERSION("o", "", NATION("{a: 15, b: 14}")) VERSION("p", "", NATION("{a: 12, b: 14}"))
              VERSION("q", "", NATION("{a: 11, b: 14}")),
          "H03/o/q stake 4 (A-4) a:6 a:12\n"
          "H03/o/p stake 3 (A-3) a:6 a:9\n");
}
END_TEST

START_TEST(a_version_that_replaced_another_may_differ_from_it)
{
    check("announcements:\n" VERSION("o", "", NATION("{a: 15, b: 14}"))
              VERSION("p", "    replaces: o\n", NATION("{a: 12, b: 14}"))
                  VERSION("q", "    replaces: p\n", NATION("{a: 11, b: 14}")),
          "");
    /* and against a third, which neither replaces, it is still said */
    check("announcements:\n" VERSION("o", "", NATION("{a: 15, b: 14}")) VERSION("x", "", NATION("{a: 15, b: 14}"))
              VERSION("q", "    replaces: o\n", NATION("{a: 11, b: 14}")),
          "H03/x/q stake 4 (A-4) a:9 a:13\n");
}
END_TEST

START_TEST(versions_that_replace_each_other_in_a_circle_end)
{
    check("announcements:\n" VERSION("o", "    replaces: p\n", NATION("{a: 1, b: 1}"))
              VERSION("p", "    replaces: o\n", NATION("{a: 2, b: 1}"))
                  VERSION("q", "    replaces: q\n", NATION("{a: 1, b: 1}")),
          "H03/p/q stake 1 (A-1) a:11 a:15\n");
}
END_TEST

START_TEST(a_part_is_less_than_the_whole_and_never_more)
{
    check("announcements:\n" VERSION("o", "    partial: yes\n", NATION("{a: 5, b: 14}"))
              VERSION("p", "", NATION("{a: 12, b: 13}")),
          "H03/o/p stake 1 (B-1) b:7 b:10\n");
    check(RETURNS "announcements:\n" VERSION("o", "    partial: yes\n", NATION("{a: 5, b: 15}")),
          "H01/s/o stake 1 (B+1) b:9\n");
    /* a part before two whole versions does not hide that these differ */
    check("announcements:\n" VERSION("o", "    partial: yes\n", NATION("{a: 5, b: 1}"))
              VERSION("p", "", NATION("{a: 12, b: 13}")) VERSION("q", "", NATION("{a: 13, b: 13}")),
          "H03/p/q stake 1 (A+1) a:10 a:13\n");
}
END_TEST

START_TEST(h04_lists_and_ballots_must_add_up)
{
    check("announcements:\n  - version: o\n    tables:\n      - {level: nation, rows: [{a: 5, b: 4, v: 10, i: 2, k: "
          "13}],\n"
          "         votes: {columns: {A: a, B: b}}, fields: {valid: v, invalid: i, cast: k}}\n",
          "H04/o/sum of the lists = valid stake 1 v:6\n"
          "H04/o/valid + invalid = cast stake 1 k:6\n");
    check("definitions: {valid-includes-blank: yes}\nannouncements:\n  - version: o\n    tables:\n"
          "      - {level: nation, rows: [{a: 5, b: 4, v: 10, w: 2, i: 2, k: 12}],\n"
          "         votes: {columns: {A: a, B: b}}, fields: {valid: v, blank: w, invalid: i, cast: k}}\n",
          "H04/o/sum of the lists = valid stake 1 v:7\n");
    check("announcements:\n  - version: o\n    tables:\n      - {level: nation, rows: [{a: 5, l: 4, v: 9, w: 2, i: 2, "
          "k: 12}],\n"
          "         votes: {columns: {A: a}}, fields: {valid: v, votes_to_lists: l, blank: w, invalid: i, cast: k}}\n",
          "H04/o/sum of the lists = votes_to_lists stake 1 l:6\n"
          "H04/o/valid + invalid = cast stake 1 k:6\n");
}
END_TEST

START_TEST(h04_the_nation_is_the_sum_of_the_constituencies)
{
    check("announcements:\n" VERSION(
              "o", "", CONSTITUENCIES("{c: N, a: 13, b: 5}, {c: S, a: 1, b: 9}") NATION("{a: 14, b: 15}")),
          "H04/o/B of the constituencies = of the nation stake 1 b:7\n");
}
END_TEST

START_TEST(h04_needs_every_constituency)
{
    check("constituencies: {rows: [{constituency: N}, {constituency: S}]}\nannouncements:\n" VERSION(
              "o", "", CONSTITUENCIES("{c: N, a: 13, b: 5}") NATION("{a: 14, b: 14}")),
          "");
    check("announcements:\n" VERSION(
              "o", "", CONSTITUENCIES("{c: N, a: 13, b: ''}, {c: S, a: 1, b: 9}") NATION("{a: 14, b: 8}")),
          "");
}
END_TEST

START_TEST(h04_is_not_repeated_for_sums)
{
    check("announcements:\n  - version: o\n    tables:\n"
          "      - {level: constituency, constituency: c, votes: {columns: {A: a}}, fields: {valid: v},\n"
          "         rows: [{c: N, a: 13, v: 14}, {c: S, a: 1, v: 1}]}\n"
          "      - {level: nation, seats: {columns: {A: a}}, rows: [{a: 1}]}\n",
          "H04/o/sum of the lists = valid/N stake 1 v:7\n");
    /* but a total that was given for the nation is held against the lists of the constituencies */
    check("announcements:\n" VERSION(
              "o", "",
              CONSTITUENCIES("{c: N, a: 13, b: 5}, {c: S, a: 1, b: 9}") "      - {level: nation, fields: {valid: v}, "
                                                                        "rows: [{v: 30}]}\n"),
          "H04/o/sum of the lists = valid stake 2 v:7\n");
}
END_TEST

START_TEST(h04_seats_of_the_nation_are_those_of_the_constituencies)
{
    static const char TABLES[] = "announcements:\n  - version: o\n    tables:\n"
                                 "      - {level: constituency, constituency: c, seats: {columns: {A: a, B: b}},\n"
                                 "         rows: [{c: N, a: 2, b: 1}, {c: S, a: 1, b: 1}]}\n"
                                 "      - {level: nation, seats: {columns: {A: a, B: b}}, rows: [{%s}]}\n";
    scrut_buf yaml = {0};
    scrut_buf_printf(&yaml, TABLES, "a: 2, b: 3");
    check(yaml.bytes, "H04/o/A seats of the constituencies = of the nation a:8\n"
                      "H04/o/B seats of the constituencies = of the nation b:8\n");
    scrut_buf_clear(&yaml);
    scrut_buf_printf(&yaml, TABLES, "a: 5, b: 4"); /* seats of another tier */
    check(yaml.bytes, "");
    scrut_buf_free(&yaml);
}
END_TEST

START_TEST(x01_and_x03_compare_sources_station_by_station)
{
    /* 1: A +2, B -1; 2: missing; 4: new */
    case_folder_write(&folder, "q.csv", "st,c,v_A,v_B\n1,N,12,4\n3,S,1,9\n4,S,0,0\n");
    check(RETURNS "  - {source: t, file: q.csv, station: st, constituency: c, votes: {prefix: v_}}\n",
          "P04/t/4\n"
          "X01/s/t stake 3 (A+2 B-1)\n"
          "X03/s/t\n");
}
END_TEST

START_TEST(x01_shows_opposite_differences_of_one_list)
{
    case_folder_write(&folder, "q.csv", "st,c,v_A,v_B\n1,N,12,5\n2,N,1,0\n3,S,1,9\n");
    check(RETURNS "  - {source: t, file: q.csv, station: st, constituency: c, votes: {prefix: v_}}\n",
          "X01/s/t stake 4 (A+0)\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("figures");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, h01_the_returns_of_a_constituency_differ);
    tcase_add_test(tests, h01_says_it_of_the_nation_when_only_that_was_given);
    tcase_add_test(tests, h01_is_not_repeated_for_the_nations_sum);
    tcase_add_test(tests, h01_finds_votes_of_a_list_that_was_left_out);
    tcase_add_test(tests, h01_at_areas_is_said_where_it_is);
    tcase_add_test(tests, h01_weighs_ballots_where_no_list_differs_and_voters_not_at_all);
    tcase_add_test(tests, an_incomplete_sum_is_compared_with_nothing);
    tcase_add_test(tests, rests_on_names_the_sources_that_count);
    tcase_add_test(tests, h03_two_versions_differ);
    tcase_add_test(tests, h03_is_said_once_of_a_third_version);
    tcase_add_test(tests, a_version_that_replaced_another_may_differ_from_it);
    tcase_add_test(tests, versions_that_replace_each_other_in_a_circle_end);
    tcase_add_test(tests, a_part_is_less_than_the_whole_and_never_more);
    tcase_add_test(tests, h04_lists_and_ballots_must_add_up);
    tcase_add_test(tests, h04_the_nation_is_the_sum_of_the_constituencies);
    tcase_add_test(tests, h04_needs_every_constituency);
    tcase_add_test(tests, h04_is_not_repeated_for_sums);
    tcase_add_test(tests, h04_seats_of_the_nation_are_those_of_the_constituencies);
    tcase_add_test(tests, x01_and_x03_compare_sources_station_by_station);
    tcase_add_test(tests, x01_shows_opposite_differences_of_one_list);
    return scrut_test_main(suite);
}
