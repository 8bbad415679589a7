/* SPDX-License-Identifier: Apache-2.0
 * A small election with unknown cells, a return that does not count and names that look like formulas, in every format.
 * What is expected was written by hand. */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/export.h"

#include <dirent.h>
#include <jansson.h>
#include <string.h>

#define YAML                                                                                                           \
    "scrutineer: case/1\ntitle: Council of T\ndate: 2020-05-17\ncountry: XX\nchamber: {name: Council, seats: 3}\n"     \
    "rules: {method: dhondt}\nareas: [town]\n"                                                                         \
    "parties:\n  rows:\n    - {party: A, name: \"=cmd()\", colour: \"#AbCdEf\", alliance: \"@x\"}\n"                   \
    "    - {party: B, name: \"'s-Hertogenbosch, \\\"B\\\"\"}\n"                                                        \
    "constituencies: {rows: [{constituency: N, name: \"'=x\", seats: 3}]}\n"                                           \
    "returns:\n  - {source: s, title: Forms, by: \"+1\", file: r.csv, station: st, constituency: c, areas: {town: "    \
    "town},\n     votes: {prefix: v_}, fields: {registered: reg, cast: cast, invalid: inv, blank: blank},\n"           \
    "     status-column: {column: state, counted: ok}}\n"                                                              \
    "announcements:\n  - {version: o, status: official, tables: [{level: constituency, constituency: c, "              \
    "votes: {party: p, votes: v},\n     seats: {party: p, seats: n}, rows: [{c: N, p: A, v: 70, n: 2}, "               \
    "{c: N, p: B, v: 20, n: 1}]}]}\n"

static const case_file FILES[] = {{"election.yaml", YAML},
                                  {"r.csv", "st,c,town,state,reg,cast,inv,blank,v_A,v_B\n"
                                            "1,N,X,ok,100,60,2,1,40,17\n"
                                            "-2,N,X,ok,90,,3,0,30,\n"
                                            "3,N,Y,void,80,50,0,0,25,25\n"},
                                  {NULL, NULL}};

static case_folder folder;
static scrut_case *c;
static scrut_verdict *v;
static scrut_export_summary summary;

static void load(void)
{
    scrut_error err = {.message = ""};
    c = case_folder_load(&folder, 0);
    ck_assert_msg(scrut_verify(c, NULL, &v, &err) == SCRUT_OK, "%s", err.message);
}

static void unload(void)
{
    scrut_export_summary_free(&summary);
    scrut_verdict_free(v);
    scrut_case_free(c);
    v = NULL;
    c = NULL;
}

static void set_up(void)
{
    folder = case_folder_new();
    case_folder_write_all(&folder, FILES);
    load();
}

static void tear_down(void)
{
    unload();
    case_folder_remove(&folder);
}

static scrut_status write_to(scrut_export_format format, const scrut_tally *of, const char *name, scrut_error *err)
{
    scrut_export_options options = {
        .format = format, .folder = case_folder_path(&folder, name), .of = of, .version = "0"};
    scrut_export_summary_free(&summary);
    return scrut_export_write(v, &options, &summary, err);
}

static void export_as(scrut_export_format format, const scrut_tally *of)
{
    scrut_error err = {.message = ""};
    ck_assert_msg(write_to(format, of, "out", &err) == SCRUT_OK, "%s", err.message);
}

/* Free it. */
static char *text_of(const char *name)
{
    char *text = NULL, path[600];
    size_t length = 0;
    snprintf(path, sizeof path, "%s/out/%s", folder.path, name);
    ck_assert_msg(scrut_read_file(path, 1 << 20, &text, &length, NULL) == SCRUT_OK, "%s", path);
    return text;
}

static void check_file(const char *name, const char *expected)
{
    char *text = text_of(name);
    ck_assert_str_eq(text, expected);
    free(text);
}

static bool has(const char *name, const char *part)
{
    char *text = text_of(name);
    bool found = strstr(text, part) != NULL;
    free(text);
    return found;
}

static bool loses(const char *part)
{
    for (size_t i = 0; i < summary.not_held_count; i++)
        if (strstr(summary.not_held[i], part) != NULL)
            return true;
    return false;
}

/* ---- our tables ---- */

START_TEST(an_unknown_cell_is_empty_and_a_return_that_does_not_count_is_marked)
{
    export_as(SCRUT_EXPORT_CSV, NULL);
    check_file("stations.csv", "source,station,station_elsewhere,constituency,area_town,counted,status,file,line,"
                               "registered,cast,blank,invalid,votes_A,votes_B\r\n"
                               "s,1,,N,X,yes,,r.csv,2,100,60,1,2,40,17\r\n"
                               "s,'-2,,N,X,yes,,r.csv,3,90,,0,3,30,\r\n"
                               "s,3,,N,Y,no,void,r.csv,4,80,50,0,0,25,25\r\n");
    check_file("nation.csv", "source,item,name,value,known_sum,known,cells\r\n"
                             "s,field,registered,190,190,2,2\r\n"
                             "s,field,cast,,60,1,2\r\n"
                             "s,field,blank,1,1,2,2\r\n"
                             "s,field,invalid,5,5,2,2\r\n"
                             "s,votes,A,70,70,2,2\r\n"
                             "s,votes,B,,17,1,2\r\n");
}
END_TEST

START_TEST(a_text_that_is_a_formula_gets_one_apostrophe_and_other_texts_stay)
{
    export_as(SCRUT_EXPORT_CSV, NULL);
    check_file("parties.csv", "party,name,name_local,colour,alliance,hidden_in,members,exempt,aggregate\r\n"
                              "A,'=cmd(),,#AbCdEf,'@x,,1,no,no\r\n"
                              "B,\"'s-Hertogenbosch, \"\"B\"\"\",,,,,1,no,no\r\n");
    check_file("units.csv", "level,constituency,area_town,name,name_local,seats,registered\r\n"
                            "constituency,N,,''=x,,3,\r\n"
                            "town,N,X,X,,,\r\n"
                            "town,N,Y,Y,,,\r\n");
    ck_assert(has("figures.csv", "source,s,Forms,'+1,"));
    ck_assert(loses("5 texts letter by letter"));
}
END_TEST

START_TEST(seats_stand_as_announced_and_as_the_rules_give_them)
{
    export_as(SCRUT_EXPORT_CSV, NULL);
    /* o: 70 : 20 under D'Hondt, 70, 35, 23.3 before 20; s: nobody knows how many more votes B has */
    check_file("seats.csv", "origin,figures,constituency,party,seats,seats_at_most,state\r\n"
                            "allocated,s,,A,0,3,\r\n"
                            "allocated,s,,B,0,3,\r\n"
                            "allocated,s,N,A,0,3,undecided\r\n"
                            "allocated,s,N,B,0,3,undecided\r\n"
                            "announced,o,,A,2,2,\r\n"
                            "announced,o,,B,1,1,\r\n"
                            "announced,o,N,A,2,2,\r\n"
                            "announced,o,N,B,1,1,\r\n"
                            "allocated,o,,A,3,3,\r\n"
                            "allocated,o,N,A,3,3,decided\r\n");
    ck_assert(has("announcements.csv", "o,constituency,N,,seats,A,2,2,1,1,yes,election.yaml,"));
    ck_assert(has("announcements.csv", "o,nation,,,votes,B,20,20,1,1,no,,,\r\n"));
    ck_assert(has("findings.csv", "S01/o/o"));
}
END_TEST

START_TEST(every_table_of_a_model_says_that_it_is_one)
{
    case_folder_write(&folder, "election.yaml", YAML "model: yes\n");
    unload();
    load();
    export_as(SCRUT_EXPORT_CSV, NULL);
    for (size_t i = 0; i < summary.file_count; i++)
        ck_assert_msg(has(summary.files[i].name, "model"), "%s", summary.files[i].name);
    ck_assert(has("nation.csv", "s,field,cast,,60,1,2,yes\r\n"));
    export_as(SCRUT_EXPORT_OPENELECTIONS, &v->tallies[0]);
    ck_assert_str_eq(summary.files[0].name, "20200517__xx__model__precinct.csv");
}
END_TEST

/* ---- the package ---- */

static json_t *json_file(const char *name)
{
    char *text = text_of(name);
    json_error_t err;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &err);
    ck_assert_msg(root != NULL, "%s: %s", name, err.text);
    free(text);
    return root;
}

static void check_resource(const json_t *resource, const scrut_export_file *file)
{
    char hash[80];
    size_t columns = json_array_size(json_object_get(json_object_get(resource, "schema"), "fields"));
    snprintf(hash, sizeof hash, "sha256:%s", file->sha256);
    ck_assert_str_eq(json_string_value(json_object_get(resource, "path")), file->name);
    ck_assert_str_eq(json_string_value(json_object_get(resource, "hash")), hash);
    ck_assert_int_eq(json_integer_value(json_object_get(resource, "bytes")), file->bytes);
    char *text = text_of(file->name);
    size_t commas = 0;
    for (const char *at = text; *at != '\r'; at++)
        commas += *at == ',';
    ck_assert_msg(columns == commas + 1, "%s: %zu fields", file->name, columns);
    char found[SCRUT_SHA256_HEX];
    scrut_sha256_hex(text, strlen(text), found);
    ck_assert_str_eq(found, file->sha256);
    free(text);
}

START_TEST(a_package_names_every_table_with_its_columns_size_and_hash)
{
    export_as(SCRUT_EXPORT_DATAPACKAGE, NULL);
    json_t *root = json_file("datapackage.json"), *resources = json_object_get(root, "resources");
    ck_assert_uint_eq(json_array_size(resources), summary.file_count - 1);
    for (size_t i = 0; i + 1 < summary.file_count; i++)
        check_resource(json_array_get(resources, i), &summary.files[i]);
    json_decref(root);
}
END_TEST

/* ---- OpenElections ---- */

START_TEST(openelections_has_a_row_a_station_and_list)
{
    export_as(SCRUT_EXPORT_OPENELECTIONS, &v->tallies[0]);
    ck_assert_str_eq(summary.files[0].name, "20200517__xx__general__precinct.csv");
    check_file("20200517__xx__general__precinct.csv", "county,precinct,office,district,party,candidate,votes\n"
                                                      "X,1,Registered Voters,,,,100\n"
                                                      "X,1,Ballots Cast,,,,60\n"
                                                      "X,1,Council,N,A,'=cmd(),40\n"
                                                      "X,1,Council,N,B,\"'s-Hertogenbosch, \"\"B\"\"\",17\n"
                                                      "X,'-2,Registered Voters,,,,90\n"
                                                      "X,'-2,Council,N,A,'=cmd(),30\n"
                                                      "X,'-2,Council,N,B,\"'s-Hertogenbosch, \"\"B\"\"\",\n");
    ck_assert(loses("1 return that is listed and not counted"));
    ck_assert(loses("2 accounting fields"));
}
END_TEST

START_TEST(an_announcement_stands_there_by_its_smallest_units)
{
    export_as(SCRUT_EXPORT_OPENELECTIONS, &v->tallies[1]);
    check_file("20200517__xx__general__county.csv", "county,precinct,office,district,party,candidate,votes\n"
                                                    "''=x,,Council,N,A,'=cmd(),70\n"
                                                    "''=x,,Council,N,B,\"'s-Hertogenbosch, \"\"B\"\"\",20\n");
}
END_TEST

/* ---- NIST ---- */

/* Votes, seats ("seats"), or other counts of a list in a unit; -1: none. */
static json_int_t count_of(const json_t *report, size_t list, const char *unit, const char *type)
{
    json_t *contest =
        json_array_get(json_object_get(json_array_get(json_object_get(report, "Election"), 0), "Contest"), 0);
    json_t *counts = json_object_get(json_array_get(json_object_get(contest, "ContestSelection"), list), "VoteCounts");
    size_t i;
    json_t *count;
    json_array_foreach(counts, i, count) if (strcmp(json_string_value(json_object_get(count, "GpUnitId")), unit) == 0 &&
                                             strcmp(json_string_value(json_object_get(count, "Type")), type) ==
                                                 0) return json_integer_value(json_object_get(count, "Count"));
    return -1;
}

START_TEST(an_election_report_leaves_out_what_is_not_known)
{
    export_as(SCRUT_EXPORT_NIST, &v->tallies[0]);
    json_t *report = json_file("election-report.json");
    ck_assert_str_eq(json_string_value(json_object_get(report, "Format")), "precinct-level");
    ck_assert_str_eq(json_string_value(json_object_get(report, "Status")), "unofficial-partial");
    ck_assert_str_eq(json_string_value(json_object_get(report, "GeneratedDate")), "2020-05-17T00:00:00Z");
    ck_assert_str_eq(json_string_value(json_object_get(report, "Issuer")), "+1");
    ck_assert_int_eq(count_of(report, 0, "station-1", "total"), 40);
    ck_assert_int_eq(count_of(report, 0, "station-2", "total"), 30);
    ck_assert_int_eq(count_of(report, 0, "station-3", "total"), -1); /* it does not count */
    ck_assert_int_eq(count_of(report, 1, "station-1", "total"), 17);
    ck_assert_int_eq(count_of(report, 1, "station-2", "total"), -1);
    ck_assert_int_eq(count_of(report, 0, "unit-1", "total"), 70);
    ck_assert_int_eq(count_of(report, 1, "unit-1", "total"), -1); /* 17 of one of two stations */
    ck_assert_int_eq(count_of(report, 0, "unit-1", "seats"), -1); /* the missing votes may decide */
    /* unknown: votes of B and ballots cast, in station 2, its town, its constituency; ballots cast in the nation */
    ck_assert(loses("7 figures that are unknown"));
    ck_assert(loses("1 return that is listed and not counted"));
    json_decref(report);
    ck_assert(has("election-report.json", "\"BallotsCast\": 60, \"BallotsRejected\": 2, \"GpUnitId\": \"station-1\""));
    ck_assert(has("election-report.json", "\"BallotsRejected\": 3, \"GpUnitId\": \"station-2\""));
    ck_assert(has("election-report.json", "\"GpUnitId\": \"unit-1\", \"Undervotes\": 1}"));
    ck_assert(has("election-report.json", "\"Color\":\"abcdef\""));
}
END_TEST

START_TEST(an_election_report_of_an_announcement_has_its_seats_and_its_status)
{
    export_as(SCRUT_EXPORT_NIST, &v->tallies[1]);
    json_t *report = json_file("election-report.json");
    ck_assert_str_eq(json_string_value(json_object_get(report, "Format")), "summary-contest");
    ck_assert_str_eq(json_string_value(json_object_get(report, "Status")), "certified");
    ck_assert_int_eq(count_of(report, 0, "unit-1", "total"), 70);
    ck_assert_int_eq(count_of(report, 0, "unit-1", "seats"), 2);
    ck_assert_int_eq(count_of(report, 1, "unit-1", "seats"), 1);
    json_decref(report);
}
END_TEST

START_TEST(where_the_nation_is_the_one_constituency_they_are_one_unit)
{
    case_folder_write(&folder, "election.yaml",
                      "scrutineer: case/1\ntitle: T\ndate: 2020-05-17\nchamber: {seats: 3}\nreturns:\n"
                      "  - {source: s, file: r.csv, station: st, votes: {prefix: v_}, fields: {cast: cast}}\n");
    unload();
    load();
    export_as(SCRUT_EXPORT_NIST, &v->tallies[0]);
    json_t *report = json_file("election-report.json");
    ck_assert_uint_eq(json_array_size(json_object_get(report, "GpUnit")), 4);
    ck_assert_int_eq(count_of(report, 0, "unit-0", "total"), 95);
    ck_assert(!has("election-report.json", "unit-1"));
    json_decref(report);
}
END_TEST

START_TEST(without_a_date_there_is_no_election_report)
{
    scrut_error err = {.message = ""};
    c->date = "spring";
    ck_assert_int_eq(write_to(SCRUT_EXPORT_NIST, &v->tallies[0], "out", &err), SCRUT_E_INPUT);
    ck_assert_ptr_nonnull(strstr(err.message, "date of the election"));
}
END_TEST

START_TEST(a_time_needs_a_zone)
{
    static const char *const GOOD[] = {"2020-05-17T12:00:00Z", "2020-05-17T23:59:59+14:00",
                                       "2020-12-31T00:00:00-03:30"};
    static const char *const BAD[] = {"",
                                      "2020-05-17",
                                      "2020-05-17T12:00:00",
                                      "2020-05-17 12:00:00Z",
                                      "2020-13-17T12:00:00Z",
                                      "2020-05-00T12:00:00Z",
                                      "2020-05-17T24:00:00Z",
                                      "2020-05-17T12:60:00Z",
                                      "2020-05-17T12:00:60Z",
                                      "2020-05-17T12:00:00+14:01",
                                      "2020-05-17T12:00:00+15:00",
                                      "2020-05-17T12:00:00+0200",
                                      "2020-05-17T12:00:00Zx"};
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++)
        ck_assert_msg(scrut_export_is_time(GOOD[i]), "%s", GOOD[i]);
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        ck_assert_msg(!scrut_export_is_time(BAD[i]), "%s", BAD[i]);
}
END_TEST

/* ---- files ---- */

static size_t entries_of(const char *name)
{
    size_t count = 0;
    DIR *dir = opendir(case_folder_path(&folder, name));
    ck_assert_ptr_nonnull(dir);
    for (const struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir))
        count += entry->d_name[0] != '.';
    closedir(dir);
    return count;
}

START_TEST(an_export_that_fails_leaves_no_temporary_file)
{
    scrut_error err = {.message = ""};
    case_folder_write(&folder, "out/parties.csv/in-the-way", ""); /* the first file cannot be put in place */
    ck_assert_int_eq(write_to(SCRUT_EXPORT_CSV, NULL, "out", &err), SCRUT_E_IO);
    ck_assert_uint_eq(entries_of("out"), 1);
    ck_assert_int_eq(write_to(SCRUT_EXPORT_CSV, NULL, "r.csv", &err), SCRUT_E_IO);
}
END_TEST

START_TEST(an_export_never_takes_the_place_of_evidence)
{
    scrut_error err = {.message = ""};
    case_folder_write(&folder, "election.yaml",
                      "scrutineer: case/1\ntitle: T\nreturns:\n"
                      "  - {source: s, file: stations.csv, station: st, votes: {prefix: v_}}\n");
    case_folder_write(&folder, "stations.csv", "st,v_A\n1,5\n");
    case_folder_write(&folder, "datapackage.json", "{}");
    unload();
    load();
    ck_assert_int_eq(write_to(SCRUT_EXPORT_CSV, NULL, ".", &err), SCRUT_E_INPUT);
    ck_assert_ptr_nonnull(strstr(err.message, "is a file of the case"));
    ck_assert_uint_eq(entries_of("."), 4);
    c->files[1].full_path = NULL; /* the seal is protected without it */
    ck_assert_int_eq(write_to(SCRUT_EXPORT_DATAPACKAGE, NULL, ".", &err), SCRUT_E_INPUT);
    ck_assert_ptr_nonnull(strstr(err.file, "datapackage.json"));
    ck_assert_uint_eq(entries_of("."), 4);
}
END_TEST

START_TEST(an_export_takes_the_place_of_an_earlier_one)
{
    case_folder_write(&folder, "out/nation.csv", "old");
    export_as(SCRUT_EXPORT_CSV, NULL);
    ck_assert(has("nation.csv", "source,item"));
    ck_assert_uint_eq(entries_of("out"), summary.file_count);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("export");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, an_unknown_cell_is_empty_and_a_return_that_does_not_count_is_marked);
    tcase_add_test(tests, a_text_that_is_a_formula_gets_one_apostrophe_and_other_texts_stay);
    tcase_add_test(tests, seats_stand_as_announced_and_as_the_rules_give_them);
    tcase_add_test(tests, every_table_of_a_model_says_that_it_is_one);
    tcase_add_test(tests, a_package_names_every_table_with_its_columns_size_and_hash);
    tcase_add_test(tests, openelections_has_a_row_a_station_and_list);
    tcase_add_test(tests, an_announcement_stands_there_by_its_smallest_units);
    tcase_add_test(tests, an_election_report_leaves_out_what_is_not_known);
    tcase_add_test(tests, an_election_report_of_an_announcement_has_its_seats_and_its_status);
    tcase_add_test(tests, where_the_nation_is_the_one_constituency_they_are_one_unit);
    tcase_add_test(tests, without_a_date_there_is_no_election_report);
    tcase_add_test(tests, a_time_needs_a_zone);
    tcase_add_test(tests, an_export_that_fails_leaves_no_temporary_file);
    tcase_add_test(tests, an_export_never_takes_the_place_of_evidence);
    tcase_add_test(tests, an_export_takes_the_place_of_an_earlier_one);
    return scrut_test_main(suite);
}
