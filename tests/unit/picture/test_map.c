/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "pictures.h"
#include "svg.h"

#include <stdio.h>
#include <string.h>

static scrut_buf out;
static scrut_arena *arena;

static void set_up(void)
{
    arena = scrut_arena_new();
}

static void tear_down(void)
{
    scrut_buf_free(&out);
    scrut_arena_free(arena);
}

static scrut_status read_text(const char *text, scrut_picture_shapes **ret_shapes, scrut_error *err)
{
    return scrut_picture_shapes_read(text, strlen(text), "map.json", "code", arena, ret_shapes, err);
}

/* A collection of one feature "a" with the rings of a polygon. */
static scrut_picture_shapes *polygon(const char *rings)
{
    char text[1000];
    scrut_picture_shapes *shapes = NULL;
    scrut_error err = {.message = ""};
    snprintf(text, sizeof text,
             "{\"type\": \"Feature\", \"properties\": {\"code\": \"a\"}, \"geometry\": {\"type\": \"Polygon\", "
             "\"coordinates\": %s}}",
             rings);
    ck_assert_msg(read_text(text, &shapes, &err) == SCRUT_OK, "%s", err.message);
    return shapes;
}

static const char *drawn(const scrut_picture_shapes *shapes, const scrut_picture_place *places, size_t count)
{
    scrut_picture_frame f = frame_of("Map");
    scrut_buf_clear(&out);
    scrut_picture_map(&out, &f, shapes, places, count);
    ck_assert(!out.failed);
    svg_check_form(out.bytes);
    svg_check_inside(out.bytes, 50);
    svg_check_ids(out.bytes);
    return out.bytes;
}

/* ---- reading ---- */

START_TEST(what_is_not_geojson_is_refused_with_its_place)
{
    static const struct {
        const char *text;
        scrut_status status;
        int64_t line, column;
        const char *words;
    } CASES[] = {
        {"[]", SCRUT_E_INPUT, 1, 1, "FeatureCollection"},
        {"{\"type\": \"FeatureCollection\"}", SCRUT_E_INPUT, 1, 1, "features"},
        {"{\"type\": \"FeatureCollection\", \"features\": [\n {\"type\": \"Point\"}]}", SCRUT_E_INPUT, 2, 2, "Feature"},
        {"{\"type\": \"Feature\", \"properties\": {\"name\": \"a\"}}", SCRUT_E_INPUT, 1, 1, "code"},
        {"{\"type\": \"Feature\", \"properties\": {\"code\": null}}", SCRUT_E_INPUT, 1, 1, "code"},
        {"{\"type\": \"Feature\", \"properties\": {\"code\": 1}, \"geometry\":\n{\"type\": \"Point\", \"coordinates\": "
         "[1, 2]}}",
         SCRUT_E_INPUT, 2, 1, "MultiPolygon"},
        {"{\"type\": \"Feature\", \"properties\": {\"code\": 1}, \"geometry\":\n{\"type\": \"Polygon\"}}",
         SCRUT_E_INPUT, 2, 1, "coordinates"},
        {"{\"type\": \"Feature\", \"properties\": {\"code\": 1}, \"geometry\": {\"type\": \"Polygon\", "
         "\"coordinates\":\n"
         "[[[0, 0], [1, 0], [0, 1]]]}}",
         SCRUT_E_INPUT, 2, 2, "four positions"},
        {"{\"type\": \"Feature\", \"properties\": {\"code\": 1}, \"geometry\": {\"type\": \"Polygon\", "
         "\"coordinates\":\n"
         "[[[0, 0], [1, 0], [0, 1], [0, 2]]]}}",
         SCRUT_E_INPUT, 2, 2, "end where it begins"},
        {"{\"type\": \"Feature\", \"properties\": {\"code\": 1}, \"geometry\": {\"type\": \"Polygon\", "
         "\"coordinates\":\n"
         "[[[0, 0], [1, x], [0, 1], [0, 0]]]}}",
         SCRUT_E_INPUT, 2, 15, "number"},
        {"{\"type\": \"Feature\", \"properties\": {\"code\": 1}, \"geometry\": {\"type\": \"Polygon\", "
         "\"coordinates\":\n"
         "[[[0, 0], [1, \"2\"], [0, 1], [0, 0]]]}}",
         SCRUT_E_INPUT, 2, 15, "number"},
        {"{\"type\": \"Feature\", \"properties\": {\"code\": 1}, \"geometry\": {\"type\": \"Polygon\", "
         "\"coordinates\":\n"
         "[[[0, 0], [1, 90.000001], [0, 1], [0, 0]]]}}",
         SCRUT_E_RANGE, 2, 15, "globe"},
        {"{\"type\": \"Feature\", \"properties\": {\"code\": 1}, \"geometry\": {\"type\": \"Polygon\", "
         "\"coordinates\":\n"
         "[[[0, 0], [1e999999999999, 1], [0, 1], [0, 0]]]}}",
         SCRUT_E_RANGE, 2, 12, "globe"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        scrut_picture_shapes *shapes = NULL;
        scrut_error err = {.message = ""};
        ck_assert_int_eq(read_text(CASES[i].text, &shapes, &err), CASES[i].status);
        ck_assert_ptr_null(shapes);
        ck_assert_str_eq(err.file, "map.json");
        ck_assert_msg(err.line == CASES[i].line && err.column == CASES[i].column, "case %zu: line %lld, column %lld", i,
                      (long long)err.line, (long long)err.column);
        ck_assert_msg(strstr(err.message, CASES[i].words) != NULL, "case %zu: %s", i, err.message);
    }
}
END_TEST

START_TEST(a_feature_without_a_geometry_is_a_shape_without_an_outline)
{
    scrut_picture_shapes *shapes = NULL;
    const char *text = "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"geometry\": null, "
                       "\"properties\": {\"code\": \"x\"}}]}";
    ck_assert_int_eq(read_text(text, &shapes, NULL), SCRUT_OK);
    ck_assert_uint_eq(scrut_picture_shapes_count(shapes), 1);
    ck_assert_str_eq(scrut_picture_shapes_key(shapes, 0), "x");
}
END_TEST

START_TEST(a_shape_is_found_by_its_key)
{
    const scrut_picture_shapes *shapes = three_shapes(arena);
    size_t shape = 9;
    ck_assert(scrut_picture_shapes_find(shapes, "b", &shape));
    ck_assert_uint_eq(shape, 1);
    ck_assert(!scrut_picture_shapes_find(shapes, "B", &shape));
    ck_assert(!scrut_picture_shapes_find(shapes, NULL, &shape));
}
END_TEST

START_TEST(only_the_shapes_that_places_have_are_taken_with_their_outlines)
{
    const scrut_picture_place places[] = {{.key = "c", .label = "C", .state = SCRUT_PICTURE_NO_DATA},
                                          {.key = "nowhere", .label = "N", .state = SCRUT_PICTURE_NO_DATA}};
    const scrut_picture_shapes *of = scrut_picture_shapes_of(three_shapes(arena), places, 2, arena);
    ck_assert_ptr_nonnull(of);
    ck_assert_uint_eq(scrut_picture_shapes_count(of), 1);
    ck_assert_str_eq(scrut_picture_shapes_key(of, 0), "c");
    const char *svg = drawn(of, places, 1);
    ck_assert_ptr_nonnull(strstr(svg, "C: no data"));
    ck_assert_ptr_null(strstr(svg, "A: "));
    ck_assert_uint_eq(scrut_picture_shapes_count(scrut_picture_shapes_of(of, places + 1, 1, arena)), 0);
}
END_TEST

START_TEST(without_a_property_the_id_is_the_key_and_features_of_one_key_are_one_shape)
{
    const char *text =
        "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"id\": 7, \"geometry\": null}, "
        "{\"type\": \"Feature\", \"id\": \"7\", \"geometry\": null}]}";
    scrut_picture_shapes *shapes = NULL;
    ck_assert_int_eq(scrut_picture_shapes_read(text, strlen(text), "m", NULL, arena, &shapes, NULL), SCRUT_OK);
    ck_assert_uint_eq(scrut_picture_shapes_count(shapes), 1);
    ck_assert_str_eq(scrut_picture_shapes_key(shapes, 0), "7");
}
END_TEST

/* ---- drawing ---- */

/* The same square, written with exponents, altitudes and more digits than are kept. */
START_TEST(numbers_are_read_in_every_form_of_json)
{
    scrut_buf plain = {0};
    drawn(polygon("[[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]"), NULL, 0);
    scrut_buf_append(&plain, out.bytes, out.length);
    drawn(polygon("[[[0.0, -0, 5], [10e-1, 0E5], [0.1e+1, 1.00000000000000000000001], [0, 0.0000001e7], [0, 0]]]"),
          NULL, 0);
    ck_assert_str_eq(out.bytes, plain.bytes);
    scrut_buf_free(&plain);
}
END_TEST

/* Half a millionth of a degree is one: a square of it is seen. */
START_TEST(coordinates_are_rounded_to_a_millionth_of_a_degree)
{
    drawn(polygon("[[[0, 0], [5e-7, 0], [5e-7, 0.0000005], [0, 0.0000005], [0, 0]]]"), NULL, 0);
    ck_assert_ptr_nonnull(strstr(out.bytes, "M0 800l800 0 0-800-800 0z"));
    drawn(polygon("[[[0, 0], [4.9e-7, 0], [0, 0.00000049], [0, 0]]]"), NULL, 0);
    ck_assert_uint_eq(svg_count(out.bytes, "l6 0 0 6-6 0z"), 1); /* a point */
}
END_TEST

/* At 60 degrees north a degree of longitude is half as long as one of latitude. */
START_TEST(a_square_of_degrees_far_in_the_north_is_twice_as_tall_as_broad)
{
    drawn(polygon("[[[0, 59], [2, 59], [2, 61], [0, 61], [0, 59]]]"), NULL, 0);
    /* 900 grid units of four are the most in height: 450 broad, so from (3200 - 1800) / 2 on */
    ck_assert_ptr_nonnull(strstr(out.bytes, "translate(700 0)scale(4)"));
    ck_assert_ptr_nonnull(strstr(out.bytes, "M0 900l450 0 0-900-450 0z"));
}
END_TEST

START_TEST(shapes_on_both_sides_of_the_date_line_are_neighbours)
{
    scrut_buf here = {0};
    drawn(polygon("[[[9, 0], [11, 0], [11, 1], [9, 1], [9, 0]]]"), NULL, 0);
    scrut_buf_append(&here, out.bytes, out.length);
    drawn(polygon("[[[179, 0], [-179, 0], [-179, 1], [179, 1], [179, 0]]]"), NULL, 0);
    ck_assert_str_eq(out.bytes, here.bytes);
    drawn(polygon("[[[179, 0], [181, 0], [181, 1], [179, 1], [179, 0]]]"), NULL, 0);
    ck_assert_str_eq(out.bytes, here.bytes);
    scrut_buf_free(&here);
}
END_TEST

/* Both squares of three_shapes keep the dent of the border between them, which is at a fiftieth of a degree: 8 of the
 * 800 units of the grid that are two degrees. */
START_TEST(a_border_is_simplified_in_the_same_way_on_both_sides)
{
    const char *svg = drawn(three_shapes(arena), NULL, 0);
    ck_assert_ptr_nonnull(strstr(svg, "M0 400l400 0 8-200-8-200-400 0z"));
    ck_assert_ptr_nonnull(strstr(svg, "M400 400l400 0 0-400-400 0 8 200z"));
}
END_TEST

START_TEST(a_shape_too_small_to_see_is_still_drawn)
{
    scrut_picture_shapes *shapes = NULL;
    const char *text =
        "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"code\": 1}, "
        "\"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]]}}, "
        "{\"type\": \"Feature\", \"properties\": {\"code\": 2}, \"geometry\": {\"type\": \"Polygon\", "
        "\"coordinates\": [[[5, 5], [5.0001, 5], [5.0001, 5.0001], [5, 5]]]}}]}";
    ck_assert_int_eq(read_text(text, &shapes, NULL), SCRUT_OK);
    ck_assert_uint_eq(svg_count(drawn(shapes, NULL, 0), "l6 0 0 6-6 0z"), 1);
}
END_TEST

START_TEST(every_state_of_a_place_has_its_own_look_and_words)
{
    const scrut_picture_place places[] = {{"a", "Aye", NULL, NULL, "A 3, B 3", {"A", 4}, SCRUT_PICTURE_TIED, NULL},
                                          {"b", "Bee", NULL, NULL, NULL, {"B", 1}, SCRUT_PICTURE_DISPUTED, "b.html"},
                                          {"z", "Zed", NULL, NULL, NULL, {"A", 4}, SCRUT_PICTURE_LED, NULL}};
    const char *svg = drawn(three_shapes(arena), places, 3);
    ck_assert_str_eq(svg_desc(svg), "Aye: tie (A 3, B 3); Bee: B leads, disputed; Zed: A leads; not on the map: Zed");
    ck_assert_uint_eq(svg_count(svg, "class=\"u tie\""), 1);
    ck_assert_uint_eq(svg_count(svg, "<g class=\"u c p1\">"), 1);
    ck_assert_uint_eq(svg_count(svg, "<title>c: no data</title><g class=\"u x\">"), 1);
    ck_assert_uint_eq(svg_count(svg, "<use class=\"w\""), 2); /* disputed, no data */
    ck_assert_uint_eq(svg_count(svg, "<a href=\"b.html\"><title>Bee: B leads, disputed</title>"), 1);
}
END_TEST

START_TEST(a_label_without_room_is_left_out_and_its_mark_stays)
{
    const scrut_picture_place places[] = {{"a", "Aye", NULL, NULL, NULL, {"A", 2}, SCRUT_PICTURE_LED, NULL},
                                          {"b", "Bee", NULL, NULL, NULL, {"A", 2}, SCRUT_PICTURE_TIED, NULL},
                                          {"c", "Sea", NULL, NULL, NULL, {"A", 2}, SCRUT_PICTURE_LED, NULL}};
    const char *svg = drawn(three_shapes(arena), places, 3);
    ck_assert_uint_eq(svg_count(svg, ">Aye</text>"), 1);
    ck_assert_uint_eq(svg_count(svg, ">Bee</text>"), 1);
    ck_assert_uint_eq(svg_count(svg, ">Sea</text>"), 0);         /* in a triangle of 320 by 480 units */
    ck_assert_uint_eq(svg_count(svg, "<path class=\"m x\""), 2); /* nobody's mark on the tie */
}
END_TEST

/* Some 20,000 points of a circle with teeth: more than the paths may take. */
START_TEST(a_shape_of_very_many_points_is_drawn_with_few)
{
    scrut_buf text = {0};
    scrut_picture_shapes *shapes = NULL;
    scrut_buf_puts(&text,
                   "{\"type\": \"Feature\", \"properties\": {\"code\": 1}, \"geometry\": {\"type\": \"Polygon\", "
                   "\"coordinates\": [[");
    for (int i = 0; i < 20000; i++) {
        double t = (i < 10000 ? i : 20000 - i) / 10000.0, side = i < 10000 ? 1 : -1;
        scrut_buf_printf(&text, "[%.6f, %.6f], ", t * 10, side * (t * (1 - t) * 10 + 1 + i % 2 * 0.4));
    }
    scrut_buf_puts(&text, "[0, 1]]]}}");
    ck_assert_int_eq(read_text(text.bytes, &shapes, NULL), SCRUT_OK);
    scrut_buf_free(&text);
    drawn(shapes, NULL, 0);
    ck_assert_uint_lt(out.length, 17000);
    ck_assert_uint_gt(out.length, 300);
}
END_TEST

/* ---- cells ---- */

START_TEST(places_keep_their_directions_in_the_grid)
{
    const scrut_picture_place places[] = {
        {.key = "b", .label = "b"}, {.key = "c", .label = "c"}, {.key = "a", .label = "a"}};
    scrut_picture_cell cells[3];
    ck_assert(scrut_picture_cells_from_shapes(three_shapes(arena), places, 3, cells));
    ck_assert_int_lt(cells[2].column, cells[0].column);
    ck_assert_int_gt(cells[1].row, cells[0].row);
    ck_assert_int_eq(cells[2].row, cells[0].row);
}
END_TEST

START_TEST(places_without_a_shape_follow_below)
{
    const scrut_picture_place places[] = {
        {.key = "x", .label = "x"}, {.key = "a", .label = "a"}, {.key = "y", .label = "y"}};
    scrut_picture_cell cells[3];
    ck_assert(scrut_picture_cells_from_shapes(three_shapes(arena), places, 3, cells));
    ck_assert_int_gt(cells[0].row, cells[1].row);
    ck_assert(cells[0].row != cells[2].row || cells[0].column != cells[2].column);
    ck_assert(!scrut_picture_cells_from_shapes(three_shapes(arena), places, 1, cells));
    ck_assert(!scrut_picture_cells_from_shapes(three_shapes(arena), places, 0, cells));
}
END_TEST

START_TEST(tiles_stand_where_their_cells_say)
{
    const scrut_picture_place places[] = {{"a", "Aye", "AY", "5-4", NULL, {"A", 0}, SCRUT_PICTURE_LED, NULL},
                                          {"b", "Bee", "BE", NULL, NULL, {"A", 0}, SCRUT_PICTURE_NO_DATA, NULL}};
    const scrut_picture_cell cells[] = {{3, 1}, {2, 2}};
    scrut_picture_frame f = frame_of("Tiles");
    scrut_picture_tiles(&out, &f, places, 2, cells);
    svg_check_inside(out.bytes, 50);
    /* two columns of 460 in the middle of 3200, half a gap of 32 inside */
    ck_assert_ptr_nonnull(
        strstr(out.bytes, "<rect x=\"1616\" y=\"16\" width=\"428\" height=\"428\" class=\"o u c p0\"/>"));
    ck_assert_ptr_nonnull(
        strstr(out.bytes, "<rect x=\"1156\" y=\"476\" width=\"428\" height=\"428\" class=\"o u x\"/>"));
    ck_assert_uint_eq(svg_count(out.bytes, ">5-4</text>"), 1);
    ck_assert_str_eq(svg_desc(out.bytes), "Aye: A leads; Bee: no data");
}
END_TEST

START_TEST(shades_have_no_leader_and_a_legend_in_their_order)
{
    const scrut_picture_place places[] = {
        {"a", "Aye", "AY", "9.5", "19 names", {"8 to 10", 4}, SCRUT_PICTURE_SHADED, NULL},
        {"b", "Bee", "BE", "1.5", NULL, {"0 to 2", 0}, SCRUT_PICTURE_SHADED, NULL},
        {"c", "Cee", "CE", "1.0", NULL, {"0 to 2", 0}, SCRUT_PICTURE_SHADED, NULL},
        {"d", "Dee", "DE", NULL, NULL, {"", SCRUT_PICTURE_NO_PARTY}, SCRUT_PICTURE_NO_DATA, NULL}};
    scrut_picture_frame f = frame_of("Tiles");
    scrut_picture_tiles(&out, &f, places, 4, NULL);
    svg_check_inside(out.bytes, 50);
    ck_assert_uint_eq(svg_count(out.bytes, "class=\"o u a4\""), 1);
    ck_assert_uint_eq(svg_count(out.bytes, "class=\"o u a0\""), 2);
    ck_assert_str_eq(svg_desc(out.bytes), "Aye: 8 to 10 (19 names); Bee: 0 to 2; Cee: 0 to 2; Dee: no data");
    const char *light = strstr(out.bytes, "0 to 2: 2"), *strong = strstr(out.bytes, "8 to 10: 1");
    ck_assert_ptr_nonnull(light);
    ck_assert_ptr_nonnull(strong);
    ck_assert(light < strong);
}
END_TEST

START_TEST(cells_too_far_apart_to_be_seen_are_put_in_reading_order)
{
    const scrut_picture_place places[] = {{.label = "Aye", .state = SCRUT_PICTURE_NO_DATA},
                                          {.label = "Bee", .state = SCRUT_PICTURE_NO_DATA}};
    const scrut_picture_cell near[] = {{0, 0}, {99, 99}}, far[] = {{0, 0}, {0, 100}};
    scrut_picture_frame f = frame_of("Tiles");
    scrut_picture_tiles(&out, &f, places, 2, near);
    svg_check_inside(out.bytes, 50);
    ck_assert_uint_eq(svg_count(out.bytes, "width=\"30\" height=\"30\" class=\"o u x\""),
                      2); /* 3200 / 100, less a gap */
    scrut_buf_clear(&out);
    scrut_picture_tiles(&out, &f, places, 2, far);
    ck_assert_uint_eq(svg_count(out.bytes, "y=\"16\" width=\"428\" height=\"428\" class=\"o u x\""), 2);
}
END_TEST

START_TEST(sixty_tiles_in_reading_order_keep_their_labels)
{
    scrut_picture_place places[60];
    scrut_picture_frame f = frame_of("Tiles");
    for (uint32_t i = 0; i < 60; i++)
        places[i] = (scrut_picture_place){.label = "MMMM", .figure = "13-10", .leader = {"A", i % 5}};
    scrut_picture_tiles(&out, &f, places, 60, NULL);
    svg_check_inside(out.bytes, 50);
    ck_assert_uint_eq(svg_count(out.bytes, ">13-10</text>"), 60);
    ck_assert_uint_eq(svg_count(out.bytes, " height=\"372\" class=\"o u c p"), 60); /* 37 CSS pixels at 320 */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("map");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, what_is_not_geojson_is_refused_with_its_place);
    tcase_add_test(tests, a_feature_without_a_geometry_is_a_shape_without_an_outline);
    tcase_add_test(tests, a_shape_is_found_by_its_key);
    tcase_add_test(tests, only_the_shapes_that_places_have_are_taken_with_their_outlines);
    tcase_add_test(tests, without_a_property_the_id_is_the_key_and_features_of_one_key_are_one_shape);
    tcase_add_test(tests, numbers_are_read_in_every_form_of_json);
    tcase_add_test(tests, coordinates_are_rounded_to_a_millionth_of_a_degree);
    tcase_add_test(tests, a_square_of_degrees_far_in_the_north_is_twice_as_tall_as_broad);
    tcase_add_test(tests, shapes_on_both_sides_of_the_date_line_are_neighbours);
    tcase_add_test(tests, a_border_is_simplified_in_the_same_way_on_both_sides);
    tcase_add_test(tests, a_shape_too_small_to_see_is_still_drawn);
    tcase_add_test(tests, every_state_of_a_place_has_its_own_look_and_words);
    tcase_add_test(tests, a_label_without_room_is_left_out_and_its_mark_stays);
    tcase_add_test(tests, a_shape_of_very_many_points_is_drawn_with_few);
    tcase_add_test(tests, places_keep_their_directions_in_the_grid);
    tcase_add_test(tests, places_without_a_shape_follow_below);
    tcase_add_test(tests, tiles_stand_where_their_cells_say);
    tcase_add_test(tests, shades_have_no_leader_and_a_legend_in_their_order);
    tcase_add_test(tests, cells_too_far_apart_to_be_seen_are_put_in_reading_order);
    tcase_add_test(tests, sixty_tiles_in_reading_order_keep_their_labels);
    return scrut_test_main(suite);
}
