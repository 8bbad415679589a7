/* SPDX-License-Identifier: Apache-2.0
 * The map of a case, and the squares of its constituencies. */
#include "case_folder.h"
#include "harness.h"

#include <string.h>

#define HEAD                                                                                                           \
    "scrutineer: case/1\n"                                                                                             \
    "title: Map\n"                                                                                                     \
    "parties: {rows: [{party: A}]}\n"
#define PLACES                                                                                                         \
    "constituencies: {rows: [{constituency: N, name: North, seats: 3}, {constituency: S, aliases: South, seats: "      \
    "2}]}\n"
#define OUTLINE "\"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}"
#define FEATURE(properties) "{\"type\": \"Feature\", \"properties\": {" properties "}, " OUTLINE "}"
#define COLLECTION(features) "{\"type\": \"FeatureCollection\",\n\"features\": [" features "]}\n"

START_TEST(a_feature_is_the_constituency_whose_id_name_or_alias_it_has)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "election.yaml", HEAD PLACES "map: {file: map.geojson, id: code}\n");
    case_folder_write(&folder, "map.geojson",
                      COLLECTION(FEATURE("\"code\": \"NORTH\"") ",\n" FEATURE("\"code\": \"South\"")));
    scrut_case *c = case_folder_load(&folder, 0);
    ck_assert_str_eq(c->constituencies[0].map_key, "NORTH");
    ck_assert_str_eq(c->constituencies[1].map_key, "South");
    ck_assert_str_eq(c->map.file, "map.geojson");
    ck_assert_str_eq(c->map.key, "code");
    ck_assert_uint_eq(strlen(c->map.bytes), c->map.length);
    bool recorded = false;
    for (size_t i = 0; i < c->file_count; i++)
        recorded = recorded || strcmp(c->files[i].path, "map.geojson") == 0;
    ck_assert(recorded);
    scrut_case_free(c);
    case_folder_remove(&folder);
}
END_TEST

START_TEST(a_feature_of_no_constituency_is_a_problem_with_its_line)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "election.yaml", HEAD PLACES "map: {file: map.geojson, id: code}\n");
    case_folder_write(
        &folder, "map.geojson",
        COLLECTION(FEATURE("\"code\": \"N\"") ",\n" FEATURE("\"code\": \"West\"") ",\n" FEATURE("\"x\": 1")));
    char *problems = case_folder_problems(&folder, NULL);
    ck_assert_ptr_nonnull(strstr(problems, "map.geojson:3:"));
    ck_assert_ptr_nonnull(strstr(problems, "\"West\" of the map is no id, name or alias of a constituency"));
    ck_assert_ptr_nonnull(strstr(problems, "map.geojson:4:"));
    ck_assert_ptr_nonnull(strstr(problems, "\"code\" is not given by this feature of the map"));
    free(problems);
    case_folder_remove(&folder);
}
END_TEST

START_TEST(a_map_that_is_none_is_a_problem)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "map.geojson", "{\"type\": \"Point\"}\n");
    case_folder_write(&folder, "election.yaml", HEAD PLACES "map: {file: map.geojson}\n");
    char *problems = case_folder_problems(&folder, NULL);
    ck_assert_ptr_nonnull(strstr(problems, "\"features\" is missing: a map is a FeatureCollection of GeoJSON"));
    free(problems);
    case_folder_check_problems(&folder, HEAD PLACES "map: ^{id: code}\n",
                               "election.yaml:^: \"map\" needs \"file\", the name of a GeoJSON file");
    case_folder_remove(&folder);
}
END_TEST

START_TEST(a_map_of_areas_has_a_level_and_names_and_needs_no_other)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "areas.geojson",
                      COLLECTION(FEATURE("\"code\": \"somewhere\"") ",\n" FEATURE("\"code\": \"12\"")));
    case_folder_write(&folder, "election.yaml",
                      HEAD PLACES
                      "areas: [county, commune]\nmap: {areas: {level: commune, file: areas.geojson, id: code}}\n");
    scrut_case *c = case_folder_load(&folder, 0);
    ck_assert_ptr_null(c->map.file);
    ck_assert_str_eq(c->area_map.file, "areas.geojson");
    ck_assert_str_eq(c->area_map.key, "code");
    ck_assert_uint_eq(c->area_map.level, 1);
    scrut_case_free(c);
    case_folder_check_problems(&folder,
                               HEAD PLACES "areas: [county]\nmap: {areas: ^{level: commune, file: areas.geojson}}\n",
                               "election.yaml:^: \"level\" must be one of the case's \"areas\"");
    case_folder_write(&folder, "areas.geojson", COLLECTION(FEATURE("\"x\": 1")));
    case_folder_write(&folder, "election.yaml",
                      HEAD PLACES "areas: [county]\nmap: {areas: {level: county, file: areas.geojson, id: code}}\n");
    char *problems = case_folder_problems(&folder, NULL);
    ck_assert_ptr_nonnull(strstr(problems, "\"code\" is not given by this feature of the map"));
    free(problems);
    case_folder_remove(&folder);
}
END_TEST

START_TEST(a_constituency_has_its_square_where_the_case_gives_one)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "election.yaml", HEAD "constituencies: {file: c.csv}\n");
    case_folder_write(&folder, "c.csv", "constituency,seats,tile_column,tile_row\nN,1,2,0\nS,1,,\n");
    scrut_case *c = case_folder_load(&folder, 0);
    ck_assert(c->constituencies[0].tile_known);
    ck_assert_int_eq(c->constituencies[0].tile_column, 2);
    ck_assert_int_eq(c->constituencies[0].tile_row, 0);
    ck_assert(!c->constituencies[1].tile_known);
    scrut_case_free(c);
    case_folder_remove(&folder);
}
END_TEST

START_TEST(two_constituencies_on_one_square_are_a_problem)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "election.yaml", HEAD "constituencies: {file: c.csv}\n");
    case_folder_write(&folder, "c.csv", "constituency,seats,tile_column,tile_row\nN,1,2,0\nS,1,2,0\nW,1,3,\n");
    char *problems = case_folder_problems(&folder, NULL);
    ck_assert_ptr_nonnull(strstr(problems, "c.csv:3:"));
    ck_assert_ptr_nonnull(strstr(problems, "constituency \"S\" has the square of \"N\""));
    ck_assert_ptr_nonnull(strstr(problems, "c.csv:4:"));
    ck_assert_ptr_nonnull(strstr(problems, "a square needs tile_column and tile_row"));
    free(problems);
    case_folder_remove(&folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("map");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, a_feature_is_the_constituency_whose_id_name_or_alias_it_has);
    tcase_add_test(tests, a_feature_of_no_constituency_is_a_problem_with_its_line);
    tcase_add_test(tests, a_map_that_is_none_is_a_problem);
    tcase_add_test(tests, a_map_of_areas_has_a_level_and_names_and_needs_no_other);
    tcase_add_test(tests, a_constituency_has_its_square_where_the_case_gives_one);
    tcase_add_test(tests, two_constituencies_on_one_square_are_a_problem);
    return scrut_test_main(suite);
}
