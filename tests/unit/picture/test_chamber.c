/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "pictures.h"
#include "svg.h"

#include <string.h>

static scrut_buf out;

static void tear_down(void)
{
    scrut_buf_free(&out);
}

static const char *drawn(const scrut_picture_bloc *blocs, size_t count, int64_t disputed, int64_t majority)
{
    scrut_picture_frame f = frame_of("Chamber");
    scrut_buf_clear(&out);
    scrut_picture_hemicycle(&out, &f, &(scrut_picture_chamber){blocs, count, disputed, majority, 0});
    return out.bytes != NULL ? out.bytes : "";
}

static const char *of_one(int64_t certain)
{
    const scrut_picture_bloc bloc = {{"A", 0}, certain, 0, NULL};
    return drawn(&bloc, 1, 0, 0);
}

/* Rank 0 is a circle: one subpath a seat. */
START_TEST(as_many_seats_are_drawn_as_there_are)
{
    for (int64_t seats = 1; seats <= SCRUT_PICTURE_SEATS_MAX; seats += seats < 60 ? 1 : 37) {
        ck_assert_uint_eq(svg_subpaths(of_one(seats), "m c p0"), (size_t)seats);
        svg_check_inside(out.bytes, 50);
    }
    ck_assert_uint_eq(svg_subpaths(of_one(SCRUT_PICTURE_SEATS_MAX), "m c p0"), SCRUT_PICTURE_SEATS_MAX);
    svg_check_inside(out.bytes, 50);
}
END_TEST

START_TEST(each_state_of_a_seat_is_drawn_in_its_own_way)
{
    const scrut_picture_bloc blocs[] = {{{"A", 0}, 60, 6, NULL}, {{"B", 1}, 53, 2, NULL}};
    const char *svg = drawn(blocs, 2, 2, 62);
    ck_assert_uint_eq(svg_subpaths(svg, "m c p0"), 60);
    ck_assert_uint_eq(svg_subpaths(svg, "m r c p0"), 6);
    ck_assert_uint_eq(svg_subpaths(svg, "w c p0"), 6);
    ck_assert_uint_eq(svg_subpaths(svg, "m c p1"), 53);
    ck_assert_uint_eq(svg_subpaths(svg, "m r c p1"), 2);
    ck_assert_uint_eq(svg_subpaths(svg, "q c"), 2);
}
END_TEST

START_TEST(the_description_says_what_is_drawn)
{
    const scrut_picture_bloc blocs[] = {{{"A", 0}, 60, 6, NULL}, {{"B", 1}, 55, 0, NULL}, {{"C", 2}, 0, 0, NULL}};
    ck_assert_str_eq(
        svg_desc(drawn(blocs, 3, 2, 62)),
        "A: 66 seats (60 certain, 6 within reach); B: 55 seats; within reach: 6; disputed: 2; majority: 62");
}
END_TEST

START_TEST(a_line_of_seats_that_the_chamber_does_not_have_is_not_drawn)
{
    const scrut_picture_bloc bloc = {{"A", 0}, 10, 0, NULL};
    size_t with = svg_count(drawn(&bloc, 1, 0, 10), "class=\"d\"");
    ck_assert_uint_eq(with, 2); /* in the chamber, and its sample below */
    ck_assert_uint_eq(svg_count(drawn(&bloc, 1, 0, 11), "class=\"d\""), 1);
    ck_assert_uint_eq(svg_count(drawn(&bloc, 1, 0, 0), "class=\"d\""), 0);
}
END_TEST

START_TEST(the_majority_line_stands_between_two_equal_halves_of_an_odd_chamber)
{
    const scrut_picture_bloc bloc = {{"A", 0}, 123, 0, NULL};
    /* seat 62 of 123 is the one in the middle, so the line is upright at half the width of 3200 */
    ck_assert_ptr_nonnull(strstr(drawn(&bloc, 1, 0, 62), "<path class=\"d\" d=\"M1600 "));
}
END_TEST

START_TEST(seats_that_cannot_be_drawn_give_no_picture)
{
    const scrut_picture_bloc odd[] = {{{"A", 0}, 5, -1, NULL}, {{"B", 1}, -2, 0, NULL}},
                             many[] = {{{"A", 0}, INT64_MAX, INT64_MAX, NULL}};
    ck_assert_str_eq(of_one(0), "");
    ck_assert_str_eq(of_one(SCRUT_PICTURE_SEATS_MAX + 1), "");
    ck_assert_str_eq(drawn(odd, 1, 0, 0), "");
    ck_assert_str_eq(drawn(odd + 1, 1, 0, 0), "");
    ck_assert_str_eq(drawn(many, 1, 0, 0), "");
    ck_assert_str_eq(drawn(NULL, 0, -1, 0), "");
}
END_TEST

START_TEST(a_chamber_that_nobody_holds_yet_is_all_disputed)
{
    ck_assert_uint_eq(svg_subpaths(drawn(NULL, 0, 9, 5), "q c"), 9);
    ck_assert_str_eq(svg_desc(out.bytes), "disputed: 9; majority: 5");
}
END_TEST

START_TEST(parties_beyond_the_legends_room_are_added_up)
{
    scrut_picture_bloc blocs[20];
    for (uint32_t i = 0; i < 20; i++)
        blocs[i] = (scrut_picture_bloc){{"P", i}, 2, 0, NULL};
    ck_assert_uint_eq(svg_count(drawn(blocs, 20, 0, 0), ">P 2</text>"), 16);
    ck_assert_uint_eq(svg_count(out.bytes, ">others 8</text>"), 1);
    ck_assert_uint_eq(svg_count(svg_desc(out.bytes), "P: 2 seats"), 20);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("chamber");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, NULL, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, as_many_seats_are_drawn_as_there_are);
    tcase_add_test(tests, each_state_of_a_seat_is_drawn_in_its_own_way);
    tcase_add_test(tests, the_description_says_what_is_drawn);
    tcase_add_test(tests, a_line_of_seats_that_the_chamber_does_not_have_is_not_drawn);
    tcase_add_test(tests, the_majority_line_stands_between_two_equal_halves_of_an_odd_chamber);
    tcase_add_test(tests, seats_that_cannot_be_drawn_give_no_picture);
    tcase_add_test(tests, a_chamber_that_nobody_holds_yet_is_all_disputed);
    tcase_add_test(tests, parties_beyond_the_legends_room_are_added_up);
    return scrut_test_main(suite);
}
