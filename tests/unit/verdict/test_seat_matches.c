/* SPDX-License-Identifier: Apache-2.0
 * Announced seats: S01 against those that the rules give, S02 against those there are; ties, lists inside others, lists
 * added together. Allocations are worked out by hand (D'Hondt). */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/verdict.h"

#include <string.h>

static case_folder folder;
static scrut_case *c;
static scrut_verdict *v;

#define HEAD "scrutineer: case/1\ntitle: T\nrules: {method: dhondt}\n"

static void set_up(void)
{
    folder = case_folder_new();
    c = NULL;
    v = NULL;
}

static void tear_down(void)
{
    scrut_verdict_free(v);
    scrut_case_free(c);
    case_folder_remove(&folder);
}

/* Verifies; the findings must be these lines of ids and messages. */
static void check(const char *parts, const char *expected)
{
    scrut_buf yaml = {0}, text = {0};
    scrut_verdict_free(v);
    scrut_case_free(c);
    scrut_buf_printf(&yaml, HEAD "%s", parts);
    case_folder_write(&folder, "election.yaml", yaml.bytes);
    c = case_folder_load(&folder, 0);
    scrut_error err = {.message = ""};
    ck_assert_msg(scrut_verify(c, NULL, &v, &err) == SCRUT_OK, "%s", err.message);
    for (size_t i = 0; i < v->findings.count; i++) {
        const scrut_finding *f = &v->findings.items[i];
        scrut_buf_printf(&text, "%s: %s\n", f->id, f->message);
        ck_assert(f->check->code[0] != 'S' || !f->at_stake_known);
    }
    scrut_buf_append(&text, "", 0);
    ck_assert_msg(strcmp(text.bytes, expected) == 0, "%s\ngave:\n%s\nnot:\n%s", yaml.bytes, text.bytes, expected);
    ck_assert(v->announcement_contradicted == (expected[0] == 'S' || expected[0] == 'H'));
    scrut_buf_free(&yaml);
    scrut_buf_free(&text);
}

static void check_match(size_t comparison, const char *constituency, scrut_seats_match match)
{
    ck_assert_uint_lt(comparison, v->seats_comparison_count);
    ck_assert_int_eq(v->seats_comparisons[comparison].matches[constituency_unit(c, constituency) - 1], match);
}

/* North, 3 seats: 60, 31 and 20 votes give A two seats (60, 30) and B one (31). South, 2 seats: 10, 40 and 1 give B
 * both (40, 20). */
#define PLACES "constituencies: {rows: [{constituency: N, seats: 3}, {constituency: S, seats: 2}]}\n"
#define VOTES                                                                                                          \
    "      - {level: constituency, constituency: c, votes: {columns: {A: a, B: b, C: x}},\n"                           \
    "         rows: [{c: N, a: 60, b: 31, x: 20}, {c: S, a: 10, b: 40, x: 1}]}\n"
#define SEATS(rows)                                                                                                    \
    "      - {level: constituency, constituency: c, seats: {columns: {A: a, B: b, C: x}}, rows: [" rows "]}\n"
#define VERSION(id, keys, tables) "  - version: " id "\n" keys "    tables:\n" tables

START_TEST(announced_seats_that_follow_from_the_votes_are_no_finding)
{
    check(PLACES "announcements:\n" VERSION("o", "", VOTES SEATS("{c: N, a: 2, b: 1, x: 0}, {c: S, a: 0, b: 2, x: 0}")),
          "");
    ck_assert_uint_eq(v->seats_comparison_count, 1);
    check_match(0, "N", SCRUT_MATCH_EQUAL);
    ck_assert(v->seats_comparisons[0].nation_compared && v->seats_comparisons[0].nation_equal);
    ck_assert_int_eq(v->seats_comparisons[0].constituencies_equal, 2);
}
END_TEST

START_TEST(s01_names_every_list_whose_seats_differ)
{
    check(PLACES "announcements:\n" VERSION("o", "", VOTES SEATS("{c: N, a: 1, b: 1, x: 1}, {c: S, a: 0, b: 2, x: 0}")),
          "S01/o/o: announced seats against those allocated from the votes of o: A 1 against 2, C 1 against 0\n"
          "S01/o/o/N: announced seats against those allocated from the votes of o: A 1 against 2, C 1 against 0\n");
    check_match(0, "N", SCRUT_MATCH_DIFFERENT);
    check_match(0, "S", SCRUT_MATCH_EQUAL);
    ck_assert(!v->seats_comparisons[0].nation_equal);
}
END_TEST

START_TEST(lists_that_are_not_named_hold_no_seat_once_all_are_given)
{
    check(PLACES "announcements:\n" VERSION(
              "o", "",
              VOTES "      - {level: constituency, constituency: c, seats: {party: p, seats: s},\n"
                    "         rows: [{c: N, p: A, s: 2}, {c: N, p: B, s: 1}, {c: S, p: B, s: 2}]}\n"),
          "");
    check_match(0, "N", SCRUT_MATCH_EQUAL);
}
END_TEST

START_TEST(seats_that_are_not_all_announced_are_compared_with_nothing)
{
    check(PLACES "announcements:\n" VERSION("o", "", VOTES SEATS("{c: N, a: 2, b: '', x: 0}")), "");
    check_match(0, "N", SCRUT_MATCH_NOT_COMPARABLE);
    check_match(0, "S", SCRUT_MATCH_NOT_COMPARABLE);
    ck_assert(!v->seats_comparisons[0].nation_compared);
}
END_TEST

START_TEST(s02_announced_seats_are_as_many_as_there_are)
{
    check(PLACES "announcements:\n" VERSION("o", "", SEATS("{c: N, a: 2, b: 1, x: 1}, {c: S, a: 0, b: 1, x: 0}")),
          "S02/o/N: 4 seats are announced, there are 3\n"
          "S02/o/S: 1 seats are announced, there are 2\n");
    check("chamber: {seats: 5}\nannouncements:\n" VERSION(
              "o", "", "      - {level: nation, seats: {columns: {A: a, B: b}}, rows: [{a: 4, b: 2}]}\n"),
          "S02/o: 6 seats are announced, there are 5\n");
    /* fewer: the announcement may name only some lists */
    check("chamber: {seats: 5}\nannouncements:\n" VERSION(
              "o", "", "      - {level: nation, seats: {columns: {A: a, B: b}}, rows: [{a: 2, b: 2}]}\n"),
          "");
}
END_TEST

START_TEST(seats_are_compared_with_the_returns_they_rest_on)
{
    case_folder_write(&folder, "r.csv", "st,c,v_A,v_B,v_C\n1,N,60,31,20\n2,S,10,40,1\n");
    case_folder_write(&folder, "q.csv", "st,c,v_A,v_B,v_C\n1,N,60,70,20\n2,S,10,40,1\n");
    static const char SOURCES[] =
        "returns:\n  - {source: s, file: r.csv, station: st, constituency: c, votes: {prefix: v_}}\n"
        "  - {source: t, file: q.csv, station: st, constituency: c, votes: {prefix: v_}}\n";
    scrut_buf yaml = {0};
    scrut_buf_printf(&yaml,
                     PLACES "%sannouncements:\n" VERSION("o", "    rests-on: [s]\n",
                                                         SEATS("{c: N, a: 2, b: 1, x: 0}, {c: S, a: 0, b: 2, x: 0}")),
                     SOURCES);
    check(yaml.bytes, "X01/s/t: 1 of 2 stations that both sources hold differ in at least one figure\n");
    scrut_buf_free(&yaml);
}
END_TEST

/* 4 seats, 60 and 40 and 20: 60, 40, 30 and then 20 (A's third), 20 (B's second), 20 (C's first): one of three draws
 * it. */
#define TIE                                                                                                            \
    "chamber: {seats: 4}\nannouncements:\n  - version: o\n    tables:\n"                                               \
    "      - {level: nation, votes: {columns: {A: a, B: b, C: x}}, rows: [{a: 60, b: 40, x: 20}]}\n"                   \
    "      - {level: nation, seats: {columns: {A: a, B: b, C: x}}, rows: ["

START_TEST(an_outcome_of_a_tie_is_possible_and_no_finding)
{
    check(TIE "{a: 2, b: 1, x: 1}]}\n", "");
    check_match(0, "nation", SCRUT_MATCH_POSSIBLE);
    check(TIE "{a: 3, b: 1, x: 0}]}\n", "");
    check_match(0, "nation", SCRUT_MATCH_POSSIBLE);
}
END_TEST

START_TEST(what_no_draw_can_give_is_a_finding)
{
    check(TIE "{a: 1, b: 2, x: 1}]}\n", "S01/o/o/nation: announced seats against those allocated from the votes of o: "
                                        "A 1 against 2, B 2 against 1, C 1 "
                                        "against 0\n");
    check_match(0, "nation", SCRUT_MATCH_DIFFERENT);
    check(TIE "{a: 3, b: 2, x: 0}]}\n", /* one too many */
          "S01/o/o/nation: announced seats against those allocated from the votes of o: A 3 against 2, B 2 against 1\n"
          "S02/o: 5 seats are announced, there are 4\n");
}
END_TEST

START_TEST(the_one_constituency_is_said_once)
{
    check("chamber: {seats: 3}\nannouncements:\n  - version: o\n    tables:\n"
          "      - {level: nation, votes: {columns: {A: a, B: b}}, rows: [{a: 60, b: 31}]}\n"
          "      - {level: nation, seats: {columns: {A: a, B: b}}, rows: [{a: 3, b: 0}]}\n",
          "S01/o/o: announced seats against those allocated from the votes of o: A 3 against 2, B 0 against 1\n");
}
END_TEST

/* Lists P and Q are added together as REST, 61 votes, which as one list would win a seat; o gives them apart. */
START_TEST(lists_added_together_are_split_where_an_announcement_gives_them_apart)
{
    case_folder_write(&folder, "r.csv", "st,c,v_A,v_REST\n1,N,60,61\n2,S,10,40\n");
    check("parties: {rows: [{party: A}, {party: P}, {party: Q}, {party: REST, aggregate: yes, split-by: o}]}\n" PLACES
          "returns:\n  - {source: s, file: r.csv, station: st, constituency: c, votes: {prefix: v_}}\n"
          "announcements:\n  - version: o\n    tables:\n"
          "      - {level: constituency, constituency: c, votes: {columns: {A: a, P: p, Q: q}},\n"
          "         rows: [{c: N, a: 60, p: 31, q: 30}, {c: S, a: 10, p: 40, q: 1}]}\n",
          "");
    const scrut_chamber *chamber = v->chambers[0];
    ck_assert_ptr_nonnull(chamber);
    ck_assert_str_eq(
        chamber->assumption,
        "The votes of \"REST\" are split among its lists as the announcement \"o\" gives them, in the 1 of 2 "
        "constituencies where the sums agree.");
    /* North: 60, 31, 30 (A's second and Q's first): A and P have one, the last is drawn */
    const scrut_constituency_seats *n = &chamber->constituencies[constituency_unit(c, "N") - 1];
    ck_assert_int_eq(n->state, SCRUT_SEATS_TIE);
    ck_assert_int_eq(n->certain[party_index(c, "P")], 1);
    ck_assert_int_eq(n->possible[party_index(c, "Q")], 1);
    /* South: 40 and 1 are not 40 */
    ck_assert_int_eq(chamber->constituencies[constituency_unit(c, "S") - 1].state, SCRUT_SEATS_UNDECIDED);
    /* the returns' own figures stay as they are */
    ck_assert_str_eq(figure_text(scrut_tally_votes(&v->tallies[0], 0, party_index(c, "REST"))), "101");
    ck_assert_str_eq(figure_text(scrut_tally_votes(&v->tallies[0], 0, party_index(c, "P"))), "-");
}
END_TEST

START_TEST(votes_beyond_all_elections_are_not_allocated_and_the_rest_is_said)
{
    case_folder_write(&folder, "r.csv", "st,v_A\n1,1099511627776\n2,1099511627776\n");
    check("chamber: {seats: 3}\nreturns:\n  - {source: s, file: r.csv, station: st, votes: {prefix: v_}}\n"
          "announcements:\n  - version: o\n    tables: [{level: nation, votes: {columns: {A: a}}, rows: [{a: 5}]}]\n",
          "H01/s/o: o minus s: A -2199023255547\n");
    ck_assert_ptr_null(v->chambers[0]);
    ck_assert_ptr_nonnull(strstr(v->chamber_missing[0], "cannot be turned into seats"));
    ck_assert_ptr_nonnull(v->chambers[1]);
}
END_TEST

START_TEST(why_there_is_no_allocation_is_said)
{
    case_folder_write(&folder, "r.csv", "st,cast\n1,5\n");
    check("returns:\n  - {source: s, file: r.csv, station: st, fields: {cast: cast}}\n"
          "announcements:\n" VERSION("o", "", "      - {level: nation, votes: {columns: {A: a}}, rows: [{a: 5}]}\n"),
          "");
    ck_assert_str_eq(v->chamber_missing[0], "it gives no votes");
    ck_assert_str_eq(v->chamber_missing[1], "the case gives no number of seats by constituency");
    check(PLACES
          "announcements:\n" VERSION("o", "", "      - {level: nation, votes: {columns: {A: a}}, rows: [{a: 5}]}\n"),
          "");
    ck_assert_str_eq(v->chamber_missing[0], "it gives no votes by constituency");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("seat matches");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, announced_seats_that_follow_from_the_votes_are_no_finding);
    tcase_add_test(tests, s01_names_every_list_whose_seats_differ);
    tcase_add_test(tests, lists_that_are_not_named_hold_no_seat_once_all_are_given);
    tcase_add_test(tests, seats_that_are_not_all_announced_are_compared_with_nothing);
    tcase_add_test(tests, s02_announced_seats_are_as_many_as_there_are);
    tcase_add_test(tests, seats_are_compared_with_the_returns_they_rest_on);
    tcase_add_test(tests, an_outcome_of_a_tie_is_possible_and_no_finding);
    tcase_add_test(tests, what_no_draw_can_give_is_a_finding);
    tcase_add_test(tests, the_one_constituency_is_said_once);
    tcase_add_test(tests, lists_added_together_are_split_where_an_announcement_gives_them_apart);
    tcase_add_test(tests, votes_beyond_all_elections_are_not_allocated_and_the_rest_is_said);
    tcase_add_test(tests, why_there_is_no_allocation_is_said);
    return scrut_test_main(suite);
}
