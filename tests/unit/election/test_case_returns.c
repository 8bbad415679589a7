/* SPDX-License-Identifier: Apache-2.0
 * What returns mean once they are loaded: every spelling of a table that the format allows. Sums are looked at through
 * the tabulation; the expected ones are added by hand from the few rows above them. */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/count.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

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
    scrut_case_free(c);
    c = case_folder_load(&folder, 2); /* threads must not show */
}

/* A tally's figures of a unit: the fields it has by name, then the parties by id, "cast=15 A=10 B=?". */
static void check_tally(size_t source, size_t unit, const char *expected)
{
    scrut_tally tally;
    scrut_error err;
    ck_assert_int_eq(scrut_count_tabulate(c, &c->returns[source], NULL, c->arena, &tally, &err), SCRUT_OK);
    char text[1024] = "";
    size_t at = 0;
    for (size_t column = 0; column < tally.column_count; column++) {
        const scrut_figure *f = &tally.figures[unit * tally.column_count + column];
        const char *name = column < SCRUT_FIELD_COUNT ? scrut_field_name((scrut_field)column)
                                                      : c->parties[column - SCRUT_FIELD_COUNT].id;
        if (f->cells > 0)
            at += (size_t)snprintf(text + at, sizeof text - at, "%s%s=%s", at > 0 ? " " : "", name, figure_text(f));
    }
    ck_assert_str_eq(text, expected);
}

static void check_station(size_t source, uint32_t row, const char *expected)
{
    char text[128];
    scrut_returns_station(&c->returns[source], row, text, sizeof text);
    ck_assert_str_eq(text, expected);
}

#define WIDE "returns:\n  - {source: s, file: r.csv, station: st, fields: {cast: cast}, votes: {prefix: v_}}\n"

START_TEST(a_row_a_station_is_read)
{
    case_folder_write(&folder, "r.csv", "st,v_A,v_B,cast\n1,10,5,15\n2,3,,7\n");
    load(HEAD WIDE);
    ck_assert(c->single_constituency);
    check_tally(0, 0, "cast=22 A=13 B=5 of 1/2");
    check_tally(0, 1, "cast=22 A=13 B=5 of 1/2");
    check_station(0, 1, "2");
}
END_TEST

START_TEST(a_row_a_party_is_the_same_return)
{
    case_folder_write(&folder, "r.csv", "list,st,n,cast\nA,1,10,15\nA,2,3,7\nB,1,5,15\nB,2,,7\n");
    load(HEAD
         "returns:\n  - {source: s, file: r.csv, station: st, fields: {cast: cast}, votes: {party: list, votes: n}}\n");
    ck_assert_uint_eq(c->returns[0].row_count, 2);
    check_tally(0, 0, "cast=22 A=13 B=5 of 1/2");
    check_station(0, 0, "1");
}
END_TEST

START_TEST(a_row_without_a_party_is_a_row_of_totals)
{
    case_folder_write(&folder, "r.csv", "st,list,n,cast\n1,,,15\n1,A,10,\n1,B,5,\n2,A,7,\n2,,,7\n2,B,0,\n");
    load(HEAD
         "returns:\n  - {source: s, file: r.csv, station: st, fields: {cast: cast}, votes: {party: list, votes: n}}\n");
    check_tally(0, 0, "cast=22 A=17 B=5");
}
END_TEST

START_TEST(a_list_without_a_row_in_a_constituency_does_not_stand_there)
{
    case_folder_write(&folder, "r.csv", "st,c,list,n\n1,N,A,10\n2,N,A,3\n1,N,B,5\n3,S,A,1\n");
    load(HEAD "returns:\n  - {source: s, file: r.csv, station: st, constituency: c, votes: {party: list, votes: n}}\n");
    check_tally(0, constituency_unit(c, "N"), "A=13 B=5 of 1/2");
    check_tally(0, constituency_unit(c, "S"), "A=1");
}
END_TEST

START_TEST(an_empty_cell_of_a_wide_table_is_unknown_unless_it_says_not_standing)
{
    case_folder_write(&folder, "r.csv", "st,c,v_A,v_B,cast\n1,N,10,5,15\n2,N,3,,3\n3,S,1,,1\n");
    load(
        HEAD
        "returns:\n  - {source: s, file: r.csv, station: st, constituency: c, votes: {prefix: v_}}\n"
        "  - {source: t, file: r.csv, station: st, constituency: c, votes: {prefix: v_}, empty-votes: not-standing}\n");
    check_tally(0, constituency_unit(c, "S"), "A=1 B=?");
    check_tally(0, 0, "A=14 B=5 of 1/3");
    check_tally(1, constituency_unit(c, "N"), "A=13 B=5 of 1/2");
    check_tally(1, constituency_unit(c, "S"), "A=1");
    check_tally(1, 0, "A=14 B=5 of 1/2");
}
END_TEST

START_TEST(several_columns_name_a_station)
{
    case_folder_write(&folder, "r.csv", "no,place,v_A\n1,X,10\n1,Y,3\n2,X,4\n");
    case_folder_write(&folder, "q.csv", "key,v_A\nX/1,10\nY/1,2\nX/3,9\n");
    load(HEAD "returns:\n  - {source: s, file: r.csv, station: [place, no], votes: {prefix: v_}}\n"
              "  - {source: t, file: q.csv, station: key, votes: {prefix: v_}}\n");
    check_station(0, 0, "X/1");
    ck_assert(scrut_returns_same_station(&c->returns[0], 1, &c->returns[1], 1));
    ck_assert(!scrut_returns_same_station(&c->returns[0], 0, &c->returns[1], 1));
}
END_TEST

START_TEST(a_field_may_be_the_sum_of_columns)
{
    case_folder_write(&folder, "r.csv", "st,early,day\n1,3,4\n2,,5\n");
    load(HEAD "returns:\n  - {source: s, file: r.csv, station: st, fields: {issued: [early, day], cast: early}}\n");
    check_tally(0, 0, "issued=7 of 1/2 cast=3 of 1/2");
}
END_TEST

START_TEST(where_keeps_the_rows_that_agree_with_all_of_it)
{
    case_folder_write(&folder, "r.csv", "st,kind,round,v_A\n1,real,1,10\n2,real,2,20\n3,test,1,40\n1,real,3,80\n");
    load(HEAD
         "returns:\n  - {source: s, file: r.csv, station: st, where: {kind: real, round: \"1\"}, votes: {prefix: v_}}\n"
         "  - {source: t, file: r.csv, station: st, where: {kind: real, round: \"3\"}, votes: {prefix: v_}}\n");
    check_tally(0, 0, "A=10");
    check_tally(1, 0, "A=80");
    ck_assert_uint_eq(c->file_count, 2); /* election.yaml and the table, once */
}
END_TEST

START_TEST(missing_words_are_unknown)
{
    case_folder_write(&folder, "r.csv", "st,v_A\n1,10\n2,-\n3,n/a\n4,\n5,0\n");
    load(HEAD "returns:\n  - {source: s, file: r.csv, station: st, missing: [\"-\", n/a], votes: {prefix: v_}}\n");
    check_tally(0, 0, "A=10 of 2/5");
}
END_TEST

START_TEST(khmer_and_arabic_digits_are_numbers)
{
    case_folder_write(&folder, "r.csv", "ស្ថានីយ៍,v_ក,v_ب\n១,១២០,٤٥\n២,៣,۶\n");
    load(HEAD "returns:\n  - {source: s, file: r.csv, station: ស្ថានីយ៍, votes: {prefix: v_}}\n");
    check_tally(0, 0, "ក=123 ب=51");
    check_station(0, 0, "១");
}
END_TEST

START_TEST(semicolons_and_tabs_are_found_or_told)
{
    case_folder_write(&folder, "semi.csv", "st;v_A\r\n1;10\r\n2;3\r\n");
    case_folder_write(&folder, "tab.csv", "\xef\xbb\xbfst\tv_A\n1\t10\n2\t3");
    case_folder_write(&folder, "told.csv", "st;x,v_A\n1;x,10\n2;x,3\n");
    load(HEAD "returns:\n  - {source: s, file: semi.csv, station: st, votes: {prefix: v_}}\n"
              "  - {source: t, file: tab.csv, station: st, delimiter: tab, votes: {prefix: v_}}\n"
              "  - {source: u, file: told.csv, station: st;x, delimiter: \",\", votes: {prefix: v_}}\n");
    for (size_t i = 0; i < 3; i++)
        check_tally(i, 0, "A=13");
}
END_TEST

START_TEST(compressed_tables_are_read_by_their_first_bytes)
{
    static const char TEXT[] = "st,v_A\n1,10\n2,3\n";
    char packed[256];
    size_t length = ZSTD_compress(packed, sizeof packed, TEXT, sizeof TEXT - 1, 3);
    ck_assert(!ZSTD_isError(length));
    case_folder_write_bytes(&folder, "a.csv", packed, length);
    gzFile file = gzopen(case_folder_path(&folder, "b.gz"), "wb");
    ck_assert_int_gt(gzputs(file, TEXT), 0);
    ck_assert_int_eq(gzclose(file), Z_OK);
    load(HEAD "returns:\n  - {source: s, file: a.csv, station: st, votes: {prefix: v_}}\n"
              "  - {source: t, file: b.gz, station: st, votes: {prefix: v_}}\n");
    check_tally(0, 0, "A=13");
    check_tally(1, 0, "A=13");
}
END_TEST

START_TEST(areas_of_one_name_in_two_places_are_two)
{
    case_folder_write(&folder, "r.csv",
                      "st,c,county,town,v_A\n1,N,X,Y,1\n2,N,Z,Y,2\n3,S,X,Y,4\n4,N,X,W,8\n5,N,X,Y,16\n");
    load(HEAD
         "areas: [county, town]\n"
         "returns:\n  - {source: s, file: r.csv, station: st, constituency: c, areas: {county: county, town: town},\n"
         "     votes: {prefix: v_}}\n");
    ck_assert_uint_eq(c->area_count, 7);
    check_tally(0, 0, "A=31");
    check_tally(0, constituency_unit(c, "N"), "A=27");
    check_tally(0, area_unit(c, "X", "N"), "A=25");
    check_tally(0, area_unit(c, "Y", "Z"), "A=2");
    check_tally(0, area_unit(c, "W", "X"), "A=8");
    check_tally(0, area_unit(c, "X", "S"), "A=4");
}
END_TEST

START_TEST(ids_match_exactly_and_names_by_their_key)
{
    case_folder_write(&folder, "r.csv",
                      "st,c,list,n\n1,01,LEFT,1\n1,01,left  union,2\n2,1,L.U.,4\n2,1,O\xcc\x88"
                      "st,8\n3,north,right,16\n");
    case_folder_write(&folder, "parties.csv", "code,title,other\nLEFT,,\nLU,Left Union,L.U.|Lab\nRIGHT,,Öst|Right\n");
    load(HEAD "parties: {file: parties.csv, columns: {party: code, name: title, aliases: other}}\n"
              "constituencies:\n  rows:\n    - {constituency: \"01\", name: Nord}\n    - {constituency: \"1\", "
              "aliases: [North]}\n"
              "returns:\n  - {source: s, file: r.csv, station: st, constituency: c, votes: {party: list, votes: n}}\n");
    ck_assert_uint_eq(c->party_count, 3);
    check_tally(0, constituency_unit(c, "01"), "LEFT=1 LU=2");
    check_tally(0, constituency_unit(c, "1"), "LU=4 of 1/2 RIGHT=24");
}
END_TEST

START_TEST(without_a_list_names_become_parties_letter_by_letter)
{
    case_folder_write(&folder, "r.csv", "st,list,n\n1,b,1\n1,A,2\n1,a,4\n1,B ,8\n");
    load(HEAD "returns:\n  - {source: s, file: r.csv, station: st, votes: {party: list, votes: n}}\n");
    check_tally(0, 0, "b=1 A=2 a=4 B =8");
    load(HEAD
         "parties: {unlisted: add, rows: [{party: A, aliases: a}]}\n"
         "returns:\n  - {source: s, file: r.csv, station: st, where: {list: a}, votes: {party: list, votes: n}}\n");
    check_tally(0, 0, "A=4");
}
END_TEST

START_TEST(the_official_list_says_where_stations_are)
{
    case_folder_write(&folder, "r.csv", "st,v_A\n2,10\n1,3\n");
    case_folder_write(&folder, "list.csv", "code,district,town,reg\n1,N,X,20\n2,S,Y,30\n3,S,Y,40\n");
    load(HEAD "areas: town\nstations: {file: list.csv, station: code, constituency: district, areas: {town: town},\n"
              "  fields: {registered: reg}}\n"
              "returns:\n  - {source: s, file: r.csv, station: st, votes: {prefix: v_}}\n");
    check_tally(0, constituency_unit(c, "N"), "A=3");
    check_tally(0, constituency_unit(c, "S"), "A=10");
    check_tally(0, area_unit(c, "Y", "S"), "A=10");
    ck_assert_uint_eq(c->registry->row_count, 3);
}
END_TEST

/* Ids of the rows' constituencies; and a run of rows of one constituency is seen as one. */
static void check_constituencies(size_t source, const char *expected)
{
    const scrut_returns *r = &c->returns[source];
    scrut_buf text = {0};
    for (uint32_t row = 0; row < r->row_count; row++)
        scrut_buf_printf(&text, "%s%s", row > 0 ? " " : "", c->constituencies[scrut_returns_constituency(r, row)].id);
    ck_assert_str_eq(text.bytes, expected);
    scrut_buf_free(&text);
    ck_assert_uint_eq(r->table->segment_count, 1);
    for (uint32_t row = 0; row < r->row_count; row++) {
        uint32_t end = scrut_returns_constituency_end(r, &r->table->segments[0], row), same = row + 1;
        while (same < r->row_count && scrut_returns_constituency(r, same) == scrut_returns_constituency(r, row))
            same++;
        ck_assert_uint_eq(end, same);
    }
}

START_TEST(a_row_lies_where_its_cell_the_official_list_or_its_first_row_says)
{
    case_folder_write(&folder, "wide.csv", "st,c,v_A\n1,N,1\n2,N,1\n3,S,1\n4,S,1\n5,N,1\n");
    case_folder_write(&folder, "long.csv", "st,c,list,n\n7,S,A,1\n7,S,B,2\n8,N,A,4\n9,N,B,8\n9,N,A,16\n");
    case_folder_write(&folder, "bare.csv", "st,v_A\n5,1\n3,1\n1,1\n2,1\n");
    case_folder_write(&folder, "bare_long.csv", "st,list,n\n3,A,1\n3,B,2\n4,A,4\n1,B,8\n");
    load(HEAD "stations: {file: wide.csv, station: st, constituency: c}\n"
              "returns:\n  - {source: a, file: wide.csv, station: st, constituency: c, votes: {prefix: v_}}\n"
              "  - {source: b, file: long.csv, station: st, constituency: c, votes: {party: list, votes: n}}\n"
              "  - {source: c, file: bare.csv, station: st, votes: {prefix: v_}}\n"
              "  - {source: d, file: bare_long.csv, station: st, votes: {party: list, votes: n}}\n");
    check_constituencies(0, "N N S S N");
    check_constituencies(1, "S N N");
    check_constituencies(2, "N S N N");
    check_constituencies(3, "S S N");
}
END_TEST

START_TEST(without_constituencies_all_rows_lie_in_the_only_one)
{
    case_folder_write(&folder, "r.csv", "st,cast,v_A\n5,1,1\n3,1,1\n1,1,1\n");
    load(HEAD WIDE);
    ck_assert_uint_eq(c->constituency_count, 1);
    for (uint32_t row = 0; row < 3; row++) {
        ck_assert_uint_eq(scrut_returns_constituency(&c->returns[0], row), 0);
        ck_assert_uint_eq(scrut_returns_constituency_end(&c->returns[0], &c->returns[0].table->segments[0], row), 3);
    }
}
END_TEST

/* So many that their codes take one and two bytes; the k-th has 1 + k % 20 rows, so that runs end in every place
 * of eight bytes. */
START_TEST(rows_of_one_constituency_are_a_run_whatever_the_number_of_constituencies)
{
    static const unsigned COUNTS[] = {100, 300};
    for (size_t i = 0; i < 2; i++) {
        scrut_buf csv = {0}, expected = {0};
        scrut_buf_puts(&csv, "st,c,v_A\n");
        for (unsigned k = 0, row = 0; k < COUNTS[i]; k++)
            for (unsigned n = 0; n <= k % 20; n++, row++) {
                scrut_buf_printf(&csv, "%u,d%u,1\n", row, k);
                scrut_buf_printf(&expected, "%sd%u", row > 0 ? " " : "", k);
            }
        case_folder_write(&folder, "r.csv", csv.bytes);
        load(HEAD "returns:\n  - {source: s, file: r.csv, station: st, constituency: c, votes: {prefix: v_}}\n");
        check_constituencies(0, expected.bytes);
        scrut_buf_free(&csv);
        scrut_buf_free(&expected);
    }
}
END_TEST

START_TEST(rows_of_other_statuses_are_listed_not_counted)
{
    case_folder_write(&folder, "r.csv", "st,state,v_A\n1,ok,1\n2,void,2\n3,counted,4\n4,,8\n");
    load(HEAD "returns:\n  - source: s\n    file: r.csv\n    station: st\n    votes: {prefix: v_}\n"
              "    status-column: {column: state, counted: [ok, counted]}\n");
    check_tally(0, 0, "A=5");
    ck_assert_uint_eq(c->returns[0].row_count, 4);
    ck_assert_str_eq(c->returns[0].statuses[c->returns[0].excluded[1] - 1], "void");
    ck_assert_str_eq(c->returns[0].statuses[c->returns[0].excluded[3] - 1], "");
}
END_TEST

START_TEST(empty_rows_are_unknown_or_excluded_as_the_case_says)
{
    case_folder_write(&folder, "r.csv", "st,v_A,v_B\n1,1,2\n2,,\n3,4,\n");
    load(HEAD "returns:\n  - {source: s, file: r.csv, station: st, votes: {prefix: v_}}\n"
              "  - {source: t, file: r.csv, station: st, votes: {prefix: v_}, empty-rows: exclude}\n");
    check_tally(0, 0, "A=5 of 2/3 B=2 of 1/3");
    check_tally(1, 0, "A=5 B=2 of 1/2");
}
END_TEST

START_TEST(a_station_is_empty_when_all_its_rows_are)
{
    case_folder_write(&folder, "r.csv", "st,list,n\n1,A,\n1,B,2\n2,A,\n2,B,\n3,A,4\n3,B,8\n");
    load(HEAD
         "returns:\n  - {source: s, file: r.csv, station: st, votes: {party: list, votes: n}, empty-rows: exclude}\n");
    check_tally(0, 0, "A=4 of 1/2 B=10");
    ck_assert_uint_eq(c->returns[0].excluded[0], 0);
    ck_assert_uint_ne(c->returns[0].excluded[1], 0);
}
END_TEST

START_TEST(tolerated_problems_are_kept_for_findings)
{
    case_folder_write(&folder, "r.csv", "st,v_A\n1,10\n1,3\n2,x\n3,-4\n1,5\n");
    case_folder_write(&folder, "election.yaml",
                      HEAD "returns:\n  - source: s\n    file: r.csv\n    station: st\n    votes: {prefix: v_}\n"
                           "    tolerate: [duplicates, numbers]\n");
    c = case_folder_load(&folder, 0);
    check_tally(0, 0, "A=18 of 3/5");
    const scrut_returns *r = &c->returns[0];
    ck_assert_uint_eq(r->duplicate_count, 2);
    ck_assert_uint_eq(r->duplicate_rows[0], 1);
    ck_assert_uint_eq(r->duplicate_rows[1], 4);
    ck_assert_uint_eq(r->bad_number_count, 2);
    ck_assert_int_eq(r->bad_numbers[1].line, 5);
    ck_assert_int_eq(c->tolerated_problems, 4);
}
END_TEST

START_TEST(a_table_without_rows_is_a_source_without_returns)
{
    case_folder_write(&folder, "r.csv", "st,list,n\n");
    load(HEAD "returns:\n  - {source: s, file: r.csv, station: st, votes: {party: list, votes: n}}\n");
    ck_assert_uint_eq(c->returns[0].row_count, 0);
    check_tally(0, 0, "");
}
END_TEST

START_TEST(station_names_of_any_length_are_told_apart)
{
    scrut_buf text = {0};
    scrut_buf_puts(&text, "st,v_A\n");
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 2000; k++)
            scrut_buf_puts(&text, "ក");
        scrut_buf_printf(&text, "%d,%d\n", i, i);
    }
    case_folder_write(&folder, "r.csv", text.bytes);
    scrut_buf_free(&text);
    load(HEAD "returns:\n  - {source: s, file: r.csv, station: st, votes: {prefix: v_}}\n");
    char name[101];
    scrut_returns_station(&c->returns[0], 1, name, sizeof name);
    ck_assert_uint_eq(strlen(name), 99); /* 33 letters of 3 bytes, not half a letter more */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("case returns");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, a_row_without_a_party_is_a_row_of_totals);
    tcase_add_test(tests, a_list_without_a_row_in_a_constituency_does_not_stand_there);
    tcase_add_test(tests, an_empty_cell_of_a_wide_table_is_unknown_unless_it_says_not_standing);
    tcase_add_test(tests, several_columns_name_a_station);
    tcase_add_test(tests, a_field_may_be_the_sum_of_columns);
    tcase_add_test(tests, where_keeps_the_rows_that_agree_with_all_of_it);
    tcase_add_test(tests, missing_words_are_unknown);
    tcase_add_test(tests, khmer_and_arabic_digits_are_numbers);
    tcase_add_test(tests, semicolons_and_tabs_are_found_or_told);
    tcase_add_test(tests, compressed_tables_are_read_by_their_first_bytes);
    tcase_add_test(tests, ids_match_exactly_and_names_by_their_key);
    tcase_add_test(tests, without_a_list_names_become_parties_letter_by_letter);
    tcase_add_test(tests, the_official_list_says_where_stations_are);
    tcase_add_test(tests, a_row_lies_where_its_cell_the_official_list_or_its_first_row_says);
    tcase_add_test(tests, without_constituencies_all_rows_lie_in_the_only_one);
    tcase_add_test(tests, rows_of_one_constituency_are_a_run_whatever_the_number_of_constituencies);
    tcase_add_test(tests, rows_of_other_statuses_are_listed_not_counted);
    tcase_add_test(tests, empty_rows_are_unknown_or_excluded_as_the_case_says);
    tcase_add_test(tests, a_station_is_empty_when_all_its_rows_are);
    tcase_add_test(tests, a_table_without_rows_is_a_source_without_returns);
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_add_checked_fixture(threaded, set_up, tear_down);
    tcase_add_test(threaded, a_row_a_station_is_read);
    tcase_add_test(threaded, a_row_a_party_is_the_same_return);
    tcase_add_test(threaded, areas_of_one_name_in_two_places_are_two);
    tcase_add_test(threaded, tolerated_problems_are_kept_for_findings);
    tcase_add_test(threaded, station_names_of_any_length_are_told_apart);
    return scrut_test_main(suite);
}
