/* SPDX-License-Identifier: Apache-2.0 */
#include "case_folder.h"
#include "harness.h"

#define HEAD                                                                                                           \
    "scrutineer: case/1\n"                                                                                             \
    "title: T\n"                                                                                                       \
    "parties: {rows: [{party: A, aliases: [Ay]}, {party: B}, {party: X1, name: Twin}, {party: X2, name: Twin}]}\n"     \
    "constituencies: {rows: [{constituency: \"01\", name: North, seats: 3}, {constituency: \"02\", seats: 2}]}\n"      \
    "announcements:\n"                                                                                                 \
    "  - {version: v1, tables: [{level: nation, rows: [{A: 1}], votes: {columns: {A: A}}}]}\n"

static const scrut_case_margin *load(case_folder *folder, const char *yaml, const char *csv, size_t count,
                                     scrut_case **ret_case)
{
    *folder = case_folder_new();
    case_folder_write(folder, "election.yaml", yaml);
    case_folder_write(folder, "m.csv", csv);
    *ret_case = case_folder_load(folder, 0);
    ck_assert_uint_eq((*ret_case)->margin_count, count);
    return (*ret_case)->margins;
}

START_TEST(a_row_says_where_who_how_many_and_by_whom)
{
    case_folder folder;
    scrut_case *c;
    const scrut_case_margin *m = load(&folder, HEAD "margins: {file: m.csv}\n",
                                      "constituency,party,seats,metric,votes,date,figures,by,reference\n"
                                      "North,ay,7,change,166,2013-08-13,v1,Daily,page 1\n"
                                      ",B,,,<900,,,,\n"
                                      "02,,any,remove,> 7000,,,,\n",
                                      3, &c);
    ck_assert_uint_eq(m[0].unit, 1);
    ck_assert_uint_eq(m[0].party, 0);
    ck_assert_int_eq(m[0].seats, 7);
    ck_assert_str_eq(m[0].metric, "change");
    ck_assert(m[0].metric_given);
    ck_assert_int_eq(m[0].relation, SCRUT_VOTES_EXACTLY);
    ck_assert_int_eq(m[0].votes, 166);
    ck_assert_str_eq(m[0].date, "2013-08-13");
    ck_assert_str_eq(m[0].figures, "v1");
    ck_assert_str_eq(m[0].by, "Daily");
    ck_assert_str_eq(m[0].reference, "page 1");
    ck_assert_str_eq(m[0].where.file, "m.csv");
    ck_assert_int_eq(m[0].where.line, 2);
    ck_assert_str_eq(m[0].where.column, "votes");
    /* the nation, the next seat, added ballots: what is left out */
    ck_assert_uint_eq(m[1].unit, 0);
    ck_assert_uint_eq(m[1].party, 1);
    ck_assert_int_eq(m[1].seats, -1);
    ck_assert(!m[1].any_seat);
    ck_assert_str_eq(m[1].metric, "add");
    ck_assert(!m[1].metric_given);
    ck_assert_int_eq(m[1].relation, SCRUT_VOTES_FEWER_THAN);
    ck_assert_int_eq(m[1].votes, 900);
    ck_assert_ptr_null(m[1].by);
    ck_assert_uint_eq(m[2].unit, 2);
    ck_assert_uint_eq(m[2].party, SCRUT_NONE);
    ck_assert(m[2].any_seat);
    ck_assert_str_eq(m[2].metric, "remove");
    ck_assert_int_eq(m[2].relation, SCRUT_VOTES_MORE_THAN);
    ck_assert_int_eq(m[2].votes, 7000);
    scrut_case_free(c);
    case_folder_remove(&folder);
}
END_TEST

START_TEST(several_tables_follow_one_another_and_values_stand_for_columns)
{
    case_folder folder;
    scrut_case *c;
    /* the file's column "seats" says something else: `values` has the word */
    const scrut_case_margin *m = load(&folder,
                                      HEAD "margins:\n"
                                           "  - {rows: [{party: A, votes: 5}]}\n"
                                           "  - file: m.csv\n"
                                           "    columns: {constituency: district, votes: closest}\n"
                                           "    values: {seats: any, metric: add, by: Somebody, figures: v1}\n",
                                      "district,seats,closest\nNorth,3,42\n02,2,41\n", 3, &c);
    ck_assert_int_eq(m[0].votes, 5);
    ck_assert_str_eq(m[0].where.file, "election.yaml");
    ck_assert_int_eq(m[1].votes, 42);
    ck_assert(m[1].any_seat && m[1].metric_given);
    ck_assert_str_eq(m[1].by, "Somebody");
    ck_assert_str_eq(m[1].where.column, "closest");
    ck_assert_int_eq(m[2].votes, 41);
    ck_assert_uint_eq(m[2].unit, 2);
    scrut_case_free(c);
    case_folder_remove(&folder);
}
END_TEST

START_TEST(where_the_nation_is_the_one_constituency_it_may_be_any_seat_of_the_nation)
{
    case_folder folder;
    scrut_case *c;
    const scrut_case_margin *m =
        load(&folder, "scrutineer: case/1\ntitle: T\nchamber: {seats: 3}\nmargins: {rows: [{seats: any, votes: 1}]}\n",
             "", 1, &c);
    ck_assert(m[0].any_seat);
    ck_assert_uint_eq(m[0].unit, 0);
    scrut_case_free(c);
    case_folder_remove(&folder);
}
END_TEST

/* The line, column and sentence of every problem of m.csv. */
static void check_file(const char *csv, const char *expected)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "election.yaml", HEAD "margins: {file: m.csv}\n");
    case_folder_write(&folder, "m.csv", csv);
    char *problems = case_folder_problems(&folder, NULL);
    ck_assert_str_eq(problems, expected);
    free(problems);
    case_folder_remove(&folder);
}

START_TEST(what_is_wrong_in_a_row_is_said_with_its_line_and_column)
{
    check_file("constituency,party,seats,metric,votes,figures\n"
               "West,A,1,add,5,\n"
               "01,C,1,add,5,\n"
               "01,Twin,1,add,5,\n"
               "01,A,-1,add,5,\n"
               "01,A,1,swap,5,\n"
               "01,A,1,add,5.5,\n"
               "01,A,1,add,<,\n"
               "01,A,1,add,,\n"
               "01,A,1,add,5,v2\n"
               "01,A,any,add,5,\n"
               "01,,1,add,5,\n"
               ",,any,add,5,\n",
               "m.csv:2:1: \"West\" is no constituency of this case, nor an alias of one\n"
               "m.csv:3:2: \"C\" is no party of this case, nor an alias of one\n"
               "m.csv:4:2: \"Twin\" is the name of more than one party\n"
               "m.csv:5:3: \"-1\": expected a whole number of seats, \"any\", or nothing for the next seat\n"
               "m.csv:6:4: \"swap\" is not a metric; expected change, add or remove\n"
               "m.csv:7:5: \"5.5\": expected a whole number of votes, with < or > before it where it is a limit\n"
               "m.csv:8:5: \"<\": expected a whole number of votes, with < or > before it where it is a limit\n"
               "m.csv:9:5: \"\": expected a whole number of votes, with < or > before it where it is a limit\n"
               "m.csv:10:6: \"v2\" is neither a source of \"returns\" nor a version of \"announcements\"\n"
               "m.csv:11:2: any seat at all belongs to no party: leave \"party\" empty\n"
               "m.csv:12:3: a margin needs a party, or \"any\" under \"seats\"\n"
               "m.csv:13:1: any seat at all needs a constituency\n");
}
END_TEST

START_TEST(a_name_of_a_margin_adds_no_party_where_other_tables_may)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "election.yaml",
                      "scrutineer: case/1\ntitle: T\nparties: {unlisted: add, rows: [{party: A}]}\n"
                      "margins: {rows: [{party: D, votes: 1}]}\n");
    char *problems = case_folder_problems(&folder, NULL);
    ck_assert_str_eq(problems, "election.yaml:4: \"D\" is no party of this case, nor an alias of one\n");
    free(problems);
    case_folder_remove(&folder);
}
END_TEST

START_TEST(keys_and_columns_that_nobody_knows_are_refused)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "m.csv", "seats,n\nany,5\n");
    case_folder_check_problems(&folder, HEAD "margins: {file: m.csv, columns: {votes: n}, ^value: {by: x}}\n",
                               "election.yaml:^: unknown key \"value\" in margins; expected one of: file rows columns "
                               "values delimiter missing where\n"
                               "m.csv:2...");
    case_folder_check_problems(&folder, HEAD "margins: {file: m.csv, columns: {votes: ^votes}}\n",
                               "election.yaml:^: \"votes\" is not a column of m.csv; it has: seats, n\n");
    case_folder_check_problems(&folder, HEAD "margins: {file: m.csv, columns: {votes: n}, values: {votes: ^1}}\n",
                               "election.yaml:^: \"votes\" has a column and a value for all rows\n");
    case_folder_check_problems(&folder, HEAD "margins: {file: m.csv, columns: {vote: n}}\n",
                               "election.yaml:7:34: unknown key \"vote\" in columns of margins; expected one of: "
                               "constituency party seats metric votes date figures by reference\n"
                               "election.yaml:7:10: \"votes\" is not a column of m.csv; it has: seats, n\n");
    case_folder_check_problems(&folder, HEAD "margins: ^5\n", "election.yaml:^: margins must be a mapping ...");
    case_folder_remove(&folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("published margins");
    TCase *tests = tcase_create("tables");
    tcase_add_test(tests, a_row_says_where_who_how_many_and_by_whom);
    tcase_add_test(tests, several_tables_follow_one_another_and_values_stand_for_columns);
    tcase_add_test(tests, where_the_nation_is_the_one_constituency_it_may_be_any_seat_of_the_nation);
    tcase_add_test(tests, what_is_wrong_in_a_row_is_said_with_its_line_and_column);
    tcase_add_test(tests, a_name_of_a_margin_adds_no_party_where_other_tables_may);
    tcase_add_test(tests, keys_and_columns_that_nobody_knows_are_refused);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
