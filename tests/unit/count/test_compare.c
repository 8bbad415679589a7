/* SPDX-License-Identifier: Apache-2.0
 * Two sets of figures cell by cell, two sources station by station. */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/count.h"

#include <string.h>

static case_folder folder;
static scrut_case *c;

#define HEAD "scrutineer: case/1\ntitle: T\n"

static void set_up(void)
{
    folder = case_folder_new();
    c = NULL;
}

static void tear_down(void)
{
    scrut_case_free(c);
    case_folder_remove(&folder);
}

static void load(const char *yaml)
{
    case_folder_write(&folder, "election.yaml", yaml);
    c = case_folder_load(&folder, 0);
}

static scrut_tally tabulation(size_t source)
{
    scrut_tally tally;
    scrut_error err;
    ck_assert_int_eq(scrut_count_tabulate(c, &c->returns[source], NULL, c->arena, &tally, &err), SCRUT_OK);
    return tally;
}

/* "1 A different 12 11;" for each cell that is not equal; then the counts: equal different missing-a missing-b. */
static void check_comparison(const scrut_tally *a, const scrut_tally *b, const char *expected)
{
    static const char *const STATES[] = {"equal", "different", "missing-a", "missing-b"};
    scrut_comparison k;
    scrut_error err;
    scrut_buf text = {0};
    ck_assert_int_eq(scrut_count_compare(c, a, b, c->arena, &k, &err), SCRUT_OK);
    for (size_t i = 0; i < k.cell_count; i++) {
        const scrut_compare_cell *cell = &k.cells[i];
        size_t party = cell->column - (cell->column < a->column_count ? SCRUT_FIELD_COUNT : a->column_count);
        const char *name =
            cell->column < SCRUT_FIELD_COUNT ? scrut_field_name((scrut_field)cell->column) : c->parties[party].id;
        scrut_buf_printf(&text, "%u %s%s %s", cell->unit, name, cell->column < a->column_count ? "" : "-seats",
                         STATES[cell->state]);
        if (cell->state == SCRUT_COMPARE_DIFFERENT)
            scrut_buf_printf(&text, " %lld %lld", (long long)cell->a, (long long)cell->b);
        scrut_buf_puts(&text, "; ");
    }
    scrut_buf_printf(&text, "%lld %lld %lld %lld", (long long)k.equal, (long long)k.different, (long long)k.missing_a,
                     (long long)k.missing_b);
    ck_assert_str_eq(text.bytes, expected);
    scrut_buf_free(&text);
}

START_TEST(cells_are_equal_different_or_on_one_side_only)
{
    case_folder_write(&folder, "r.csv", "st,c,v_A,v_B,v_C\n1,N,10,5,0\n2,S,1,,3\n");
    load(HEAD "returns:\n  - {source: s, file: r.csv, station: st, constituency: c, votes: {prefix: v_}}\n"
              "announcements:\n  - version: o\n    tables:\n"
              "      - {level: constituency, constituency: c, votes: {columns: {A: a, B: b, D: d}},\n"
              "         rows: [{c: N, a: 10, b: 6, d: 1}, {c: S, a: 1, b: 2, d: 1}]}\n");
    scrut_tally t = tabulation(0);
    /* nation: A 11 = 11, B known in part on one side, C only in the returns, D only announced */
    check_comparison(&t, &c->announcements[0],
                     "0 B missing-a; 0 C missing-b; 0 D missing-a; "
                     "1 B different 5 6; 1 C missing-b; 1 D missing-a; "
                     "2 B missing-a; 2 C missing-b; 2 D missing-a; 3 1 5 3");
}
END_TEST

START_TEST(what_both_know_only_in_part_is_not_compared)
{
    case_folder_write(&folder, "r.csv", "st,v_A,v_B\n1,10,1\n2,,1\n");
    load(HEAD "returns:\n  - {source: s, file: r.csv, station: st, votes: {prefix: v_}}\n"
              "announcements:\n  - version: o\n    tables:\n"
              "      - {level: nation, rows: [{a: '', b: 2}], votes: {columns: {A: a, B: b}}}\n");
    scrut_tally t = tabulation(0);
    check_comparison(&t, &c->announcements[0], "1 0 0 0");
}
END_TEST

START_TEST(seats_are_compared_and_units_that_say_nothing_are_left_out)
{
    load(HEAD
         "announcements:\n  - version: o\n    tables:\n"
         "      - {level: constituency, constituency: c, seats: {columns: {A: a, B: b}}, rows: [{c: N, a: 2, b: 1}]}\n"
         "  - version: p\n    tables:\n"
         "      - {level: nation, rows: [{a: 2, b: 2, v: 9}], seats: {columns: {A: a, B: b}}, votes: {columns: {A: "
         "v}}}\n"
         "      - {level: constituency, constituency: c, votes: {columns: {A: v}}, rows: [{c: N, v: 9}]}\n");
    check_comparison(&c->announcements[0], &c->announcements[1], "0 B-seats different 1 2; 1 1 0 0");
}
END_TEST

typedef struct {
    int64_t in_both, only_a, only_b, differing;
} expected_stations;

static scrut_station_comparison compare_sources(expected_stations expected)
{
    scrut_station_comparison k;
    scrut_error err;
    scrut_pool *pool = scrut_pool_new(2);
    ck_assert_int_eq(scrut_count_compare_stations(c, &c->returns[0], &c->returns[1], pool, c->arena, &k, &err),
                     SCRUT_OK);
    scrut_pool_free(pool);
    ck_assert_int_eq(k.in_both, expected.in_both);
    ck_assert_int_eq(k.only_a, expected.only_a);
    ck_assert_int_eq(k.only_b, expected.only_b);
    ck_assert_int_eq(k.differing, expected.differing);
    return k;
}

#define TWO_SOURCES                                                                                                    \
    "returns:\n  - {source: s, file: r.csv, station: st, fields: {cast: k}, votes: {prefix: v_}, tolerate: "           \
    "duplicates}\n"                                                                                                    \
    "  - {source: t, file: q.csv, station: st, fields: {cast: k}, votes: {prefix: v_}, tolerate: duplicates}\n"

START_TEST(differences_have_a_net_and_a_gross)
{
    case_folder_write(&folder, "r.csv", "st,v_A,v_B,k\n1,10,5,15\n2,10,5,15\n3,10,5,15\n4,10,,15\n9,1,1,2\n");
    /* 1 equal; 2: A +3; 3: A -4, B +1; 4: only an unknown cell differs; 5 is new */
    case_folder_write(&folder, "q.csv", "st,v_A,v_B,k\n5,1,1,2\n4,10,7,15\n3,6,6,15\n2,13,5,15\n1,10,5,15\n");
    load(HEAD TWO_SOURCES);
    scrut_station_comparison k = compare_sources((expected_stations){4, 1, 1, 2});
    ck_assert_int_eq(k.net[0], -1);
    ck_assert_int_eq(k.gross[0], 7);
    ck_assert_int_eq(k.net[1], 1);
    ck_assert_int_eq(k.gross[1], 1);
    ck_assert_uint_eq(k.differing_rows_a[0], 1);
    ck_assert_uint_eq(k.differing_rows_b[0], 3);
    ck_assert_uint_eq(k.differing_rows_a[1], 2);
    ck_assert_uint_eq(k.differing_rows_b[1], 2);
}
END_TEST

START_TEST(a_ballot_field_alone_makes_a_difference)
{
    case_folder_write(&folder, "r.csv", "st,v_A,k\n1,10,15\n2,10,\n");
    case_folder_write(&folder, "q.csv", "st,v_A,k\n1,10,16\n2,10,15\n");
    load(HEAD TWO_SOURCES);
    scrut_station_comparison k = compare_sources((expected_stations){2, 0, 0, 1});
    ck_assert_int_eq(k.gross[0], 0);
}
END_TEST

START_TEST(a_repeated_station_is_one_station)
{
    case_folder_write(&folder, "r.csv", "st,v_A,k\n1,10,15\n1,11,15\n2,3,3\n");
    case_folder_write(&folder, "q.csv", "st,v_A,k\n1,10,15\n3,4,4\n3,4,4\n");
    load(HEAD TWO_SOURCES);
    (void)compare_sources((expected_stations){1, 1, 1, 0});
}
END_TEST

START_TEST(long_and_wide_sources_are_compared)
{
    case_folder_write(&folder, "r.csv", "st,v_A,v_B\n1,10,5\n2,3,4\n");
    case_folder_write(&folder, "q.csv", "list,st,n\nB,1,5\nB,2,6\nA,1,10\nA,2,3\n");
    load(HEAD "returns:\n  - {source: s, file: r.csv, station: st, votes: {prefix: v_}}\n"
              "  - {source: t, file: q.csv, station: st, votes: {party: list, votes: n}}\n");
    scrut_station_comparison k = compare_sources((expected_stations){2, 0, 0, 1});
    ck_assert_int_eq(k.net[party_index(c, "B")], 2);
    ck_assert_int_eq(k.gross[party_index(c, "A")], 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("compare");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, cells_are_equal_different_or_on_one_side_only);
    tcase_add_test(tests, what_both_know_only_in_part_is_not_compared);
    tcase_add_test(tests, seats_are_compared_and_units_that_say_nothing_are_left_out);
    tcase_add_test(tests, differences_have_a_net_and_a_gross);
    tcase_add_test(tests, a_ballot_field_alone_makes_a_difference);
    tcase_add_test(tests, a_repeated_station_is_one_station);
    tcase_add_test(tests, long_and_wide_sources_are_compared);
    return scrut_test_main(suite);
}
