/* SPDX-License-Identifier: Apache-2.0
 * The files of a case: which are opened, damaged ones, bad rows, limits. */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static case_folder folder;

#define HEAD "scrutineer: case/1\ntitle: T\n"

static void set_up(void)
{
    folder = case_folder_new();
    case_folder_write(&folder, "r.csv", "st,c,v_A,v_B,cast\n1,N,10,5,15\n2,N,3,4,7\n");
    case_folder_write(&folder, "sub/in.csv", "a,b\n1,2\n");
}

static void tear_down(void)
{
    case_folder_remove(&folder);
}

START_TEST(only_files_inside_the_folder_are_opened)
{
    ck_assert_int_eq(symlink("/etc/passwd", case_folder_path(&folder, "out.csv")), 0);
    ck_assert_int_eq(symlink("..", case_folder_path(&folder, "up")), 0);
    ck_assert_int_eq(symlink("loop.csv", case_folder_path(&folder, "loop.csv")), 0);
    ck_assert_int_eq(mkfifo(case_folder_path(&folder, "pipe.csv"), 0600), 0);
    static const struct {
        const char *path, *problem;
    } EXAMPLES[] = {
        {"/etc/passwd", "is not a relative path inside the case folder"},
        {"../r.csv", "is not a relative path inside the case folder"},
        {"sub/../r.csv", "is not a relative path inside the case folder"},
        {"sub/..", "is not a relative path inside the case folder"},
        {"..", "is not a relative path inside the case folder"},
        {"''", "is not a relative path inside the case folder"},
        {"none.csv", "cannot open \"none.csv\": No such file or directory"},
        {"r.csv/x", "cannot open \"r.csv/x\": Not a directory"},
        {"loop.csv", "cannot open \"loop.csv\": Too many levels of symbolic links"},
        {"out.csv", "\"out.csv\" leads out of the case folder"},
        {"up/x.csv", "cannot open \"up/x.csv\": No such file or directory"},
        {"up", "\"up\" leads out of the case folder"},
        {".", "\".\" leads out of the case folder"},
        {"sub", "\"sub\" is not a regular file"},
        {"pipe.csv", "\"pipe.csv\" is not a regular file"},
    };
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof EXAMPLES[0]; i++) {
        char yaml[512];
        snprintf(yaml, sizeof yaml, HEAD "returns:\n  - {source: s, file: %s, station: st}\n", EXAMPLES[i].path);
        case_folder_write(&folder, "election.yaml", yaml);
        char *got = case_folder_problems(&folder, NULL);
        ck_assert_msg(strncmp(got, "election.yaml:4:23: ", 20) == 0 && strstr(got, EXAMPLES[i].problem) != NULL,
                      "%s gave: %s", EXAMPLES[i].path, got);
        free(got);
    }
}
END_TEST

START_TEST(dots_inside_a_name_are_no_way_up)
{
    case_folder_write(&folder, "a..b/..c.csv", "st,v\n1,2\n");
    case_folder_write(&folder, "election.yaml",
                      HEAD "returns:\n  - {source: s, file: a..b/..c.csv, station: st, votes: {columns: {A: v}}}\n");
    scrut_case *c = case_folder_load(&folder, 0);
    ck_assert_uint_eq(c->returns_count, 1);
    scrut_case_free(c);
}
END_TEST

START_TEST(a_link_inside_the_folder_is_followed)
{
    ck_assert_int_eq(symlink("sub/in.csv", case_folder_path(&folder, "link.csv")), 0);
    case_folder_write(&folder, "election.yaml",
                      HEAD "returns:\n  - {source: s, file: link.csv, station: a, votes: {columns: {A: b}}}\n");
    scrut_case *c = case_folder_load(&folder, 0);
    ck_assert_uint_eq(c->returns[0].row_count, 1);
    scrut_case_free(c);
}
END_TEST

/* A folder, a pipe or nothing where election.yaml should be: an answer at once, and no problem of the case. */
START_TEST(without_a_readable_election_yaml_there_is_no_case)
{
    scrut_status status;
    char *got = case_folder_problems(&folder, &status);
    ck_assert_msg(strstr(got, "No such file") != NULL, "%s", got);
    ck_assert_int_eq(status, SCRUT_E_IO);
    free(got);
    ck_assert_int_eq(mkfifo(case_folder_path(&folder, "election.yaml"), 0600), 0);
    got = case_folder_problems(&folder, &status);
    ck_assert_str_eq(got, "is not a regular file\n");
    ck_assert_int_eq(status, SCRUT_E_IO);
    free(got);
    case_folder nowhere = {"/nonexistent/case"};
    got = case_folder_problems(&nowhere, &status);
    ck_assert_str_eq(got, "cannot open the case folder: No such file or directory\n");
    ck_assert_int_eq(status, SCRUT_E_IO);
    free(got);
}
END_TEST

START_TEST(broken_yaml_is_one_error_with_its_place)
{
    static const struct {
        const char *yaml;
        int line;
    } EXAMPLES[] = {
        {"scrutineer: case/1\ntitle: &a T\ncountry: *a\n", 2},
        {"scrutineer: case/1\ntitle: T\ntitle: U\n", 3},
        {"scrutineer: case/1\ntitle: [T\n", 3},
        {"scrutineer: case/1\ntitle: T\n---\na: b\n", 3},
        {"- a\n- b\n", 1},
        {"scrutineer: !!str case/1\n", 1},
        {"", -1},
    };
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof EXAMPLES[0]; i++) {
        scrut_problems problems = {.limit = 10};
        scrut_error err = {.line = -1};
        scrut_case *c = NULL;
        case_folder_write(&folder, "election.yaml", EXAMPLES[i].yaml);
        ck_assert_int_eq(scrut_case_load(folder.path, NULL, &problems, &c, &err), SCRUT_E_INPUT);
        int64_t line = problems.count > 0 ? problems.items[0].line : err.line;
        ck_assert_msg(EXAMPLES[i].line < 0 || line == EXAMPLES[i].line, "%s: line %lld", EXAMPLES[i].yaml,
                      (long long)line);
        ck_assert_ptr_null(c);
        scrut_problems_free(&problems);
    }
}
END_TEST

START_TEST(damaged_tables_are_problems_of_their_file)
{
    static const unsigned char CUT_ZSTD[] = {0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58, 0x69, 0x00, 0x00, 's', 't', ',', 'v'};
    case_folder_write_bytes(&folder, "nul.csv", "st,v\n1\0,2\n", 10);
    case_folder_write_bytes(&folder, "latin.csv", "st,v\nJos\xe9,2\n", 12);
    case_folder_write_bytes(&folder, "cut.zst", CUT_ZSTD, sizeof CUT_ZSTD);
    case_folder_write(&folder, "empty.csv", "");
    case_folder_write(&folder, "narrow.csv", "st,v\n1,2\n3\n");
    case_folder_write(&folder, "quote.csv", "st,v\n1,\"2\n");
    static const struct {
        const char *file, *place;
    } EXAMPLES[] = {{"nul.csv", "nul.csv:2"},   {"latin.csv", "latin.csv:2"},   {"cut.zst", "cut.zst"},
                    {"empty.csv", "empty.csv"}, {"narrow.csv", "narrow.csv:3"}, {"quote.csv", "quote.csv:2"}};
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof EXAMPLES[0]; i++) {
        char yaml[512];
        snprintf(yaml, sizeof yaml, HEAD "returns:\n  - {source: s, file: %s, station: st, votes: {columns: {A: v}}}\n",
                 EXAMPLES[i].file);
        case_folder_write(&folder, "election.yaml", yaml);
        char *got = case_folder_problems(&folder, NULL);
        ck_assert_msg(strncmp(got, EXAMPLES[i].place, strlen(EXAMPLES[i].place)) == 0, "%s gave: %s", EXAMPLES[i].file,
                      got);
        ck_assert_ptr_eq(strchr(got, '\n'), got + strlen(got) - 1);
        free(got);
    }
}
END_TEST

START_TEST(bad_rows_are_named_by_file_line_and_column)
{
    case_folder_write(&folder, "bad.csv", "st,v\n1,2\n1,3\n,4\n5,-6\n7,1099511627777\n8,many\n\"9\n9\",1\n1,0\n");
    case_folder_check_problems(
        &folder, HEAD "returns:\n  - {source: s, file: bad.csv, station: st, votes: {columns: {A: v}}}\n",
        "bad.csv:5:2: ...\nbad.csv:6:2: ...\nbad.csv:7:2: ...\n"
        "bad.csv:4: the row names no station (column \"st\" is empty)\n"
        "bad.csv:3: duplicate station \"1\", first on line 2; \"tolerate: [duplicates]\" would keep both...\n"
        "bad.csv:10: duplicate station \"1\", first on line 2; ...\n");
}
END_TEST

START_TEST(long_returns_must_agree_on_a_stations_rows)
{
    case_folder_write(
        &folder, "l.csv",
        "st,c,list,n,cast,state\n1,N,A,10,15,ok\n1,S,B,5,15,ok\n2,N,A,3,7,ok\n2,N,B,3,8,ok\n2,N,A,1,7,ok\n"
        "3,N,A,1,1,ok\n3,N,B,1,1,void\n");
    case_folder_check_problems(
        &folder,
        HEAD "returns:\n  - {source: s, file: l.csv, station: st, constituency: c, fields: {cast: cast},\n"
             "     status-column: {column: state, counted: ok}, votes: {party: list, votes: n}}\n",
        "l.csv:3: station \"1\": \"constituency\" is another here than on an earlier row\n"
        "l.csv:5: station \"2\": \"cast\" has another number here than on an earlier row\n"
        "l.csv:6: station \"2\": \"A\" has more than one row\n"
        "l.csv:8: station \"3\": \"status-column\" has another status here than on an earlier row\n");
}
END_TEST

START_TEST(a_station_that_only_the_list_could_place_must_be_listed)
{
    case_folder_write(&folder, "list.csv", "code,district\n1,N\n");
    case_folder_check_problems(
        &folder,
        HEAD "stations: {file: list.csv, station: code, constituency: district}\n"
             "returns:\n  - {source: s, file: r.csv, station: st, votes: {prefix: v_}}\n",
        "r.csv:3: station \"2\" is not in the official list, which alone says its constituency\n");
}
END_TEST

START_TEST(too_many_statuses_are_refused)
{
    scrut_buf text = {0};
    scrut_buf_puts(&text, "st,state\n");
    for (int i = 0; i < 300; i++)
        scrut_buf_printf(&text, "%d,s%d\n", 1000 + i, i);
    case_folder_write(&folder, "s.csv", text.bytes);
    scrut_buf_free(&text);
    case_folder_check_problems(
        &folder,
        HEAD "returns:\n  - {source: s, file: s.csv, station: st, status-column: {column: state, counted: ok}}\n",
        "election.yaml: the status column of s.csv has more than 254 different values\n");
}
END_TEST

START_TEST(too_many_parties_are_refused)
{
    scrut_buf text = {0};
    scrut_buf_puts(&text, "st,list,n\n");
    for (int i = 0; i < 2001; i++)
        scrut_buf_printf(&text, "1,p%d,1\n", i);
    case_folder_write(&folder, "p.csv", text.bytes);
    scrut_buf_free(&text);
    case_folder_check_problems(
        &folder, HEAD "returns:\n  - {source: s, file: p.csv, station: st, votes: {party: list, votes: n}}\n",
        "election.yaml: more than 2000 parties\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("case files");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, only_files_inside_the_folder_are_opened);
    tcase_add_test(tests, dots_inside_a_name_are_no_way_up);
    tcase_add_test(tests, a_link_inside_the_folder_is_followed);
    tcase_add_test(tests, without_a_readable_election_yaml_there_is_no_case);
    tcase_add_test(tests, broken_yaml_is_one_error_with_its_place);
    tcase_add_test(tests, damaged_tables_are_problems_of_their_file);
    tcase_add_test(tests, bad_rows_are_named_by_file_line_and_column);
    tcase_add_test(tests, long_returns_must_agree_on_a_stations_rows);
    tcase_add_test(tests, a_station_that_only_the_list_could_place_must_be_listed);
    tcase_add_test(tests, too_many_statuses_are_refused);
    tcase_add_test(tests, too_many_parties_are_refused);
    return scrut_test_main(suite);
}
