/* SPDX-License-Identifier: Apache-2.0
 * What the difference of two forms' votes, and of sums and an announcement, looks like. */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/count.h"

#include <string.h>

enum { LISTS = 5 };

static const struct {
    int64_t a[LISTS], b[LISTS];
    scrut_reason reason;
} FORMS[] = {
    {{10, 200, 30, 4, 5}, {10, 30, 200, 4, 5}, SCRUT_REASON_SWAPPED},
    {{10, 200, 30, 4, 5}, {4, 200, 30, 10, 5}, SCRUT_REASON_SWAPPED},
    {{10, 200, 30, 4, 5}, {0, 10, 200, 30, 5}, SCRUT_REASON_SHIFTED},
    {{10, 200, 30, 4, 5}, {200, 30, 4, 0, 5}, SCRUT_REASON_SHIFTED},
    {{10, 200, 30, 4, 5}, {10, 200, 30, 4, 6}, SCRUT_REASON_ONE_LIST},
    {{10, 261, 30, 4, 5}, {10, 216, 30, 4, 5}, SCRUT_REASON_TRANSPOSED},
    {{10, 261, 30, 4, 5}, {10, 621, 30, 4, 5}, SCRUT_REASON_TRANSPOSED},
    {{10, 261, 30, 4, 5}, {10, 162, 30, 4, 5}, SCRUT_REASON_ONE_LIST}, /* not neighbours */
    {{10, 20, 30, 4, 5}, {10, 820, 30, 4, 5}, SCRUT_REASON_DIGIT},     /* a leading one */
    {{10, 820, 30, 4, 5}, {10, 20, 30, 4, 5}, SCRUT_REASON_DIGIT},
    {{10, 20, 30, 4, 5}, {10, 200, 130, 4, 5}, SCRUT_REASON_DIGIT},   /* in both figures */
    {{10, 20, 30, 4, 5}, {10, 20, 30, 4, 15}, SCRUT_REASON_ONE_LIST}, /* one digit proves nothing */
    {{10, 200, 30, 4, 5}, {12, 198, 30, 4, 5}, SCRUT_REASON_MOVED},
    {{10, 200, 30, 4, 5}, {12, 190, 31, 4, 5}, SCRUT_REASON_OTHER},
    {{10, -1, 30, 4, 5}, {10, 200, 30, 4, 5}, SCRUT_REASON_EMPTY_A},
    {{10, 200, 30, 4, 5}, {10, -1, -1, 4, 5}, SCRUT_REASON_EMPTY_B},
    {{10, -1, 30, 4, 5}, {10, 200, 31, 4, 5}, SCRUT_REASON_OTHER},
};

START_TEST(a_difference_has_the_name_of_its_pattern)
{
    for (size_t i = 0; i < sizeof FORMS / sizeof FORMS[0]; i++)
        ck_assert_msg(scrut_count_reason(FORMS[i].a, FORMS[i].b, LISTS) == FORMS[i].reason, "form %zu is %s, not %s", i,
                      scrut_reason_name(scrut_count_reason(FORMS[i].a, FORMS[i].b, LISTS)),
                      scrut_reason_name(FORMS[i].reason));
}
END_TEST

START_TEST(every_pattern_has_words_and_a_name)
{
    for (int i = 0; i < SCRUT_REASON_COUNT; i++) {
        ck_assert_ptr_nonnull(scrut_reason_words((scrut_reason)i));
        for (int k = 0; k < i; k++)
            ck_assert_str_ne(scrut_reason_name((scrut_reason)i), scrut_reason_name((scrut_reason)k));
    }
}
END_TEST

/* ---- announcements ---- */

static case_folder folder;
static scrut_case *c;

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

#define RETURNS                                                                                                        \
    "scrutineer: case/1\ntitle: T\nconstituencies: {rows: [{constituency: N}, {constituency: S}, {constituency: "      \
    "W}]}\n"                                                                                                           \
    "returns:\n  - {source: s, file: r.csv, station: st, constituency: c, votes: {prefix: v_}, status-column: "        \
    "{column: state, counted: [ok]}}\nannouncements:\n  - version: o\n    tables:\n      - {level: constituency, "     \
    "constituency: c, votes: {columns: {A: a, B: b, C: c3}}, rows: ["

/* "N lost-a B 7!;" an explanation (! for all of the unit), then "B a 2/3 -20" a short list, then explained of gross */
static void check(const char *rows, const char *expected)
{
    scrut_buf yaml = {0}, text = {0};
    scrut_error err;
    scrut_tally tally;
    scrut_comparison k;
    scrut_explanations x;
    scrut_buf_printf(&yaml, RETURNS "%s]}\n", rows);
    case_folder_write(&folder, "election.yaml", yaml.bytes);
    case_folder_write(&folder, "r.csv",
                      "st,c,state,v_A,v_B,v_C\n1,N,ok,10,20,30\n2,N,ok,11,0,31\n3,N,void,5,6,7\n4,S,ok,40,0,60\n"
                      "5,S,ok,41,0,61\n6,W,ok,70,80,90\n");
    scrut_case_free(c);
    c = case_folder_load(&folder, 0);
    ck_assert_int_eq(scrut_count_tabulate(c, &c->returns[0], NULL, c->arena, &tally, &err), SCRUT_OK);
    ck_assert_int_eq(scrut_count_compare(c, &tally, &c->announcements[0], c->arena, &k, &err), SCRUT_OK);
    ck_assert_int_eq(scrut_count_explain(c, &k, &c->returns[0], &tally, c->arena, &x, &err), SCRUT_OK);
    for (size_t i = 0; i < x.count; i++) {
        const scrut_explanation *e = &x.items[i];
        scrut_buf_printf(&text, "%s %s %s %lld%s; ", c->constituencies[e->unit - 1].id, scrut_reason_name(e->reason),
                         e->party != SCRUT_NONE ? c->parties[e->party].id : "-", (long long)e->votes,
                         e->whole ? "!" : "");
    }
    for (size_t i = 0; i < x.short_list_count; i++)
        scrut_buf_printf(&text, "%s %s %zu/%zu %lld; ", c->parties[x.short_lists[i].party].id,
                         x.short_lists[i].in_a ? "a" : "b", x.short_lists[i].whole, x.short_lists[i].units,
                         (long long)x.short_lists[i].votes);
    scrut_buf_printf(&text, "%lld of %lld", (long long)x.explained, (long long)x.gross);
    ck_assert_str_eq(text.bytes, expected);
    scrut_buf_free(&text);
    scrut_buf_free(&yaml);
}

/* The sums are N 21, 20, 61; S 81, 0, 121; W 70, 80, 90. */
#define N_OK "{c: N, a: 21, b: 20, c3: 61}, "
#define S_OK "{c: S, a: 81, b: 0, c3: 121}, "
#define W_OK "{c: W, a: 70, b: 80, c3: 90}"

START_TEST(equal_sums_need_no_explanation)
{
    check(N_OK S_OK W_OK, "0 of 0");
}
END_TEST

START_TEST(one_station_left_out_or_counted_twice_is_recognised)
{
    check("{c: N, a: 10, b: 20, c3: 30}, " S_OK W_OK, "N only-a - 42!; 42 of 42");
    check("{c: N, a: 31, b: 40, c3: 91}, " S_OK W_OK, "N repeated-b - 60!; 60 of 60");
}
END_TEST

START_TEST(stations_that_do_not_count_are_recognised)
{
    check("{c: N, a: 26, b: 26, c3: 68}, " S_OK W_OK, "N not-counted-a - 18!; 18 of 18");
}
END_TEST

START_TEST(a_lost_column_is_recognised_beside_another_difference)
{
    check(N_OK "{c: S, a: 81, b: 33, c3: 121}, " W_OK, "S lost-a B 33!; 33 of 33");
    check(N_OK "{c: S, a: 80, b: 33, c3: 121}, " W_OK, "S lost-a B 33; S one-list A 1!; 33 of 34");
}
END_TEST

START_TEST(a_list_that_is_short_in_most_places_is_named)
{
    check("{c: N, a: 21, b: 29, c3: 61}, {c: S, a: 81, b: 33, c3: 121}, {c: W, a: 69, b: 80, c3: 90}",
          "N one-list B 9!; S lost-a B 33!; W one-list A 1!; B a 1/2 42; 42 of 43");
    /* more in one place and fewer in another is no list that is short */
    check("{c: N, a: 21, b: 19, c3: 61}, {c: S, a: 81, b: 33, c3: 121}, " W_OK,
          "N one-list B 1!; S lost-a B 33!; 33 of 34");
}
END_TEST

/* ---- with areas and a second source ---- */

#define TWO_SOURCES                                                                                                    \
    "scrutineer: case/1\ntitle: T\nareas: [v]\nconstituencies: {rows: [{constituency: N}, {constituency: S}]}\n"       \
    "returns:\n  - {source: s, file: s.csv, station: st, constituency: c, areas: {v: v}, votes: {prefix: v_}, "        \
    "tolerate: [duplicates]}\n"                                                                                        \
    "  - {source: t, file: t.csv, station: st, constituency: c, areas: {v: v}, votes: {prefix: v_}}\n"                 \
    "announcements:\n  - version: o\n    tables:\n      - {level: constituency, constituency: c, votes: {columns: "    \
    "{A: a, B: b}}, rows: ["

/* Sums of s: N 60, 66, of them village x 30, 36 and station 1 as two versions 10, 12 and 11, 13; S 40, 50. Of t: N 49,
 * 54; S 41, 52. */
static void check_two(const char *rows, const char *expected)
{
    scrut_buf yaml = {0}, text = {0};
    scrut_error err;
    scrut_tally tallies[2];
    scrut_comparison k;
    scrut_explanations x;
    scrut_buf_printf(&yaml, TWO_SOURCES "%s]}\n", rows);
    case_folder_write(&folder, "election.yaml", yaml.bytes);
    case_folder_write(&folder, "s.csv",
                      "st,c,v,v_A,v_B\n1,N,x,10,12\n2,N,x,9,11\n3,N,y,30,30\n1,N,x,11,13\n4,S,z,40,50\n");
    case_folder_write(&folder, "t.csv", "st,c,v,v_A,v_B\n1,N,x,10,12\n2,N,x,9,12\n3,N,y,30,30\n4,S,z,41,52\n");
    scrut_case_free(c);
    c = case_folder_load(&folder, 0);
    for (size_t s = 0; s < 2; s++)
        ck_assert_int_eq(scrut_count_tabulate(c, &c->returns[s], NULL, c->arena, &tallies[s], &err), SCRUT_OK);
    ck_assert_int_eq(scrut_count_compare(c, &tallies[0], &c->announcements[0], c->arena, &k, &err), SCRUT_OK);
    ck_assert_int_eq(scrut_count_explain(c, &k, &c->returns[0], tallies, c->arena, &x, &err), SCRUT_OK);
    scrut_buf_puts(&text, "");
    for (size_t i = 0; i < x.count; i++) {
        const scrut_explanation *e = &x.items[i];
        char station[16] = "-", place[32] = "-";
        if (e->row != SCRUT_NONE)
            scrut_returns_station(&c->returns[0], e->row, station, sizeof station);
        if (e->place != SCRUT_NONE)
            scrut_unit_name(c, e->place, place, sizeof place);
        scrut_buf_printf(&text, "%s %s %s %s %s %lld%s; ", c->constituencies[e->unit - 1].id,
                         scrut_reason_name(e->reason), station, place,
                         e->source != SCRUT_NONE ? c->returns[e->source].about.id : "-", (long long)e->votes,
                         e->whole ? "!" : "");
    }
    ck_assert_str_eq(text.bytes, expected);
    scrut_buf_free(&text);
    scrut_buf_free(&yaml);
}

#define S_SAME "{c: S, a: 40, b: 50}"

START_TEST(a_batch_left_out_or_counted_twice_is_named_by_its_place)
{
    check_two("{c: N, a: 30, b: 30}, " S_SAME, "N only-a - v x - 66!; ");
    check_two("{c: N, a: 90, b: 102}, " S_SAME, "N repeated-b - v x - 66!; ");
}
END_TEST

START_TEST(one_of_two_versions_is_recognised_and_a_single_station_comes_before_a_place)
{
    check_two("{c: N, a: 50, b: 54}, " S_SAME, "N replaced-a 1 - - 22!; ");
    check_two("{c: N, a: 49, b: 53}, " S_SAME, "N replaced-a 1 - - 24!; ");
    /* station 3 is all of village y */
    check_two("{c: N, a: 30, b: 36}, " S_SAME, "N only-a 3 - - 60!; ");
}
END_TEST

START_TEST(the_figures_of_another_source_are_recognised)
{
    check_two("{c: N, a: 49, b: 54}, {c: S, a: 41, b: 52}", "N other-source - - t 23!; S other-source - - t 3!; ");
    /* of one list only, the other is equal anyway */
    check_two("{c: N, a: 60, b: 66}, {c: S, a: 41, b: 50}", "S one-list - - - 1!; ");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reason");
    TCase *forms = tcase_create("forms"), *sums = tcase_create("sums");
    tcase_add_test(forms, a_difference_has_the_name_of_its_pattern);
    tcase_add_test(forms, every_pattern_has_words_and_a_name);
    tcase_add_checked_fixture(sums, set_up, tear_down);
    tcase_add_test(sums, equal_sums_need_no_explanation);
    tcase_add_test(sums, one_station_left_out_or_counted_twice_is_recognised);
    tcase_add_test(sums, stations_that_do_not_count_are_recognised);
    tcase_add_test(sums, a_lost_column_is_recognised_beside_another_difference);
    tcase_add_test(sums, a_list_that_is_short_in_most_places_is_named);
    tcase_add_test(sums, a_batch_left_out_or_counted_twice_is_named_by_its_place);
    tcase_add_test(sums, one_of_two_versions_is_recognised_and_a_single_station_comes_before_a_place);
    tcase_add_test(sums, the_figures_of_another_source_are_recognised);
    suite_add_tcase(suite, forms);
    suite_add_tcase(suite, sums);
    return scrut_test_main(suite);
}
