/* SPDX-License-Identifier: Apache-2.0 */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/roll_case.h"

#include <string.h>

#define HEAD "scrutineer: case/1\ntitle: T\nareas: [district, commune]\n"

static case_folder folder_with_files(void)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "v1.csv", "no,first,family,dob,sex\n1,A,B,2000-01-02,m\n");
    case_folder_write(&folder, "v2.csv",
                      "no;first;family;dob;sex;d;c;o;mark;status\n1;A;B;02/01/2000;1;D;C;7;yes;active\n");
    case_folder_write(&folder, "marked.csv", "no,mark\n1,x\n");
    return folder;
}

START_TEST(versions_say_what_their_columns_hold)
{
    case_folder folder = folder_with_files();
    case_folder_write(&folder, "election.yaml",
                      HEAD "roll:\n"
                           "  age: 21\n"
                           "  registered-limit: 700\n"
                           "  checksum: mod97\n"
                           "  words: {male: [\"1\"], voted: \"yes|x\"}\n"
                           "  versions:\n"
                           "    - {id: old, date: 2012-02-29, file: v1.csv, columns: {given: first, surname: family}}\n"
                           "    - id: new\n"
                           "      date: 2013-07-01\n"
                           "      cleaned: 2012-12-31\n"
                           "      by: NEC\n"
                           "      file: v2.csv\n"
                           "      days: day-first\n"
                           "      where: {status: active}\n"
                           "      columns: {given: first, born: dob, key: no, station: [c, o], voted: mark,\n"
                           "        areas: {district: d, commune: c}}\n"
                           "  marked: {file: marked.csv, by: party agents, columns: {key: no, voted: mark}}\n");
    scrut_case *c = case_folder_load(&folder, 0);
    const scrut_case_roll *roll = c->roll;
    ck_assert_int_eq(roll->age, 21);
    ck_assert_int_eq(roll->registered_limit, 700);
    ck_assert_int_eq(roll->checksum, SCRUT_CHECKSUM_MOD97);
    ck_assert_uint_eq(roll->male_count, 1);
    ck_assert_uint_eq(roll->female_count, 4);
    ck_assert_str_eq(roll->voted[1], "x");
    ck_assert_uint_eq(roll->version_count, 2);
    ck_assert_int_eq(roll->versions[0].day, 15399); /* date -d 2012-02-29 +%s / 86400 */
    const scrut_roll_version *v = &roll->versions[1];
    ck_assert_int_eq(v->cleaned, 15705);
    ck_assert_str_eq(v->about.by, "NEC");
    ck_assert_int_eq(v->list.days, SCRUT_DAYS_DAY_FIRST);
    ck_assert_uint_eq(v->list.filter_count, 1);
    ck_assert_str_eq(v->list.filters[0].column, "status");
    ck_assert_uint_eq(v->list.column_count, 8);
    ck_assert_int_eq(v->list.columns[3].part, SCRUT_PERSON_STATION);
    ck_assert_str_eq(v->list.columns[3].header, "c");
    ck_assert_int_eq(v->list.columns[6].part, SCRUT_PERSON_AREA);
    ck_assert_uint_eq(v->list.columns[6].level, 1);
    ck_assert_str_eq(roll->marked_about.by, "party agents");
    ck_assert_str_eq(roll->marked_about.id, "marked");
    ck_assert_int_eq(roll->deaths_removed, -1);
    /* every file is of the case, so that it is hashed and sealed */
    ck_assert_uint_eq(c->file_count, 4);
    scrut_case_free(c);
    case_folder_remove(&folder);
}
END_TEST

START_TEST(tables_beside_the_roll_hold_counts)
{
    case_folder folder = folder_with_files();
    case_folder_write(&folder, "people.csv", "commune,adults,err\nC,900,45\nD,800,\n");
    case_folder_write(
        &folder, "election.yaml",
        HEAD "roll:\n"
             "  versions: [{id: a, date: 2013-07-01, file: v1.csv, columns: {given: first}}]\n"
             "  second-reading: {rows: [{page: p1, voted: 40, missed: 1, not-voted: 10, wrong: 0}]}\n"
             "  deaths: {removed: 12, table: {rows: [{age: 18, male: 200, female: 150}, {age: 60, male: 3000, female: "
             "2000}]}}\n"
             "  population: {level: commune, year: 2013, file: people.csv, columns: {unit: commune, people: adults, "
             "error: err}}\n");
    scrut_case *c = case_folder_load(&folder, 0);
    ck_assert_uint_eq(c->roll->page_count, 1);
    ck_assert_str_eq(c->roll->pages[0].page, "p1");
    ck_assert_int_eq(c->roll->pages[0].missed, 1);
    ck_assert_uint_eq(c->roll->mortality_count, 2);
    ck_assert_int_eq(c->roll->mortality[1].female, 2000);
    ck_assert_int_eq(c->roll->deaths_removed, 12);
    ck_assert_int_eq(c->roll->people_level, 2);
    ck_assert_int_eq(c->roll->people[0].error, 45);
    ck_assert_int_eq(c->roll->people[1].error, -1);
    ck_assert_str_eq(c->roll->people[1].unit, "D");
    ck_assert_int_eq(c->roll->people[1].where.line, 3);
    scrut_case_free(c);
    case_folder_remove(&folder);
}
END_TEST

#define ROLL HEAD "roll:\n  versions: [{id: a, date: 2013-07-01, file: v1.csv, columns: {given: first}}]\n"

START_TEST(what_is_wrong_with_a_version_is_said_with_its_place)
{
    case_folder folder = folder_with_files();
    case_folder_check_problems(
        &folder,
        HEAD "roll:\n"
             "  checksum: ^crc\n"
             "  versions:\n"
             "    - {id: a, date: ^2013-02-30, file: v1.csv, columns: {given: ^nobody, born: ^[dob], areas: {^village: "
             "no}}}\n"
             "    - ^{id: b, date: 2013-01-01, file: v1.csv}\n"
             "    - ^{file: v1.csv, columns: {given: first}}\n",
        "election.yaml:^: \"checksum\" must be none, luhn, mod97 or verhoeff\n"
        "election.yaml:^: \"date\" must be a day such as 2013-07-28, not \"2013-02-30\"\n"
        "election.yaml:^: \"nobody\" is not a column of v1.csv\n"
        "election.yaml:^: the column of \"born\" must be a text\n"
        "election.yaml:^: \"village\" is not one of the levels declared in \"areas\"\n"
        "election.yaml:^: \"columns\" is required...\n"
        "election.yaml:^: \"id\" is required\n"
        "election.yaml:9:7: \"date\" is required...\n");
    case_folder_check_problems(&folder,
                               HEAD "roll:\n"
                                    "  versions:\n"
                                    "    - {id: b, date: 2012-01-01, cleaned: ^2012-06-01, file: v1.csv, days: ^later, "
                                    "columns: {key: no}}\n"
                                    "    - ^{id: b, date: 2012-01-01, file: v1.csv, columns: {key: no}}\n",
                               "election.yaml:^: \"cleaned\" is later than the day of this version\n"
                               "election.yaml:^: \"days\" must be year-first, day-first or month-first\n"
                               "election.yaml:^: version \"b\" of the roll is given twice\n"
                               "election.yaml:7:7: versions of the roll stand in the order of their days\n");
    case_folder_check_problems(&folder, HEAD "roll: ^{age: 18}\n", "election.yaml:^: \"versions\" is required...\n");
    case_folder_remove(&folder);
}
END_TEST

START_TEST(what_is_wrong_with_the_evidence_beside_it_is_said_with_its_place)
{
    case_folder folder = folder_with_files();
    case_folder_check_problems(&folder, ROLL "  marked: ^{file: marked.csv, columns: {voted: mark}}\n",
                               "election.yaml:^: this list needs the column \"key\"\n"
                               "election.yaml:6:11: a marked copy needs the column \"key\" in the last version, too\n");
    case_folder_check_problems(&folder,
                               ROLL "  second-reading: {rows: [{voted: 4, missed: 5, not-voted: 1, wrong: 0}]}\n",
                               "election.yaml:6: a page needs four numbers...\n");
    case_folder_check_problems(
        &folder, ROLL "  deaths: {table: {rows: [{age: 60, male: 1, female: 1}, {age: 18, male: 1, female: 1}]}}\n",
        "election.yaml:6: expected an age above the row before and deaths in a year...\n");
    case_folder_check_problems(&folder, ROLL "  population: ^{level: nation, rows: [{people: 9}]}\n",
                               "election.yaml:^: \"year\" is required...\n");
    case_folder_check_problems(&folder, ROLL "  population: {level: ^town, year: 2013, rows: [{people: 9}]}\n",
                               "election.yaml:^: \"level\" must be nation, constituency or one of the levels...\n");
    case_folder_remove(&folder);
}
END_TEST

START_TEST(no_cell_of_a_list_of_people_is_in_a_message)
{
    case_folder folder = folder_with_files();
    case_folder_write(&folder, "v1.csv", "no,first\n1,CANARY\n2,CANARY,CANARY\n");
    char *problems;
    case_folder_write(&folder, "election.yaml",
                      HEAD "roll: {versions: [{id: a, date: 2013-07-01, file: v1.csv, columns: {given: dob}}]}\n");
    problems = case_folder_problems(&folder, NULL);
    ck_assert_ptr_null(strstr(problems, "CANARY"));
    ck_assert_ptr_nonnull(strstr(problems, "v1.csv"));
    free(problems);
    case_folder_remove(&folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("roll of a case");
    TCase *tests = tcase_create("section");
    tcase_add_test(tests, versions_say_what_their_columns_hold);
    tcase_add_test(tests, tables_beside_the_roll_hold_counts);
    tcase_add_test(tests, what_is_wrong_with_a_version_is_said_with_its_place);
    tcase_add_test(tests, what_is_wrong_with_the_evidence_beside_it_is_said_with_its_place);
    tcase_add_test(tests, no_cell_of_a_list_of_people_is_in_a_message);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
