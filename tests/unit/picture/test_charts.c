/* SPDX-License-Identifier: Apache-2.0
 * What the charts say, and that lengths and places are in proportion; expected places are worked out beside them. */
#include "harness.h"
#include "pictures.h"
#include "svg.h"

#include <stdio.h>
#include <string.h>

static scrut_buf out;
static scrut_picture_frame frame;

static void set_up(void)
{
    frame = frame_of("Chart");
}

static void tear_down(void)
{
    scrut_buf_free(&out);
}

static scrut_picture_value known(int64_t value)
{
    return (scrut_picture_value){value, true};
}

static const scrut_picture_value UNKNOWN = {0, false};
static const scrut_picture_range NOTHING = {0, 0, false, false};

static scrut_picture_range exact(int64_t value)
{
    return (scrut_picture_range){value, value, true, true};
}

static void check_has(const char *needle)
{
    ck_assert_msg(strstr(out.bytes, needle) != NULL, "no %s in %s", needle, out.bytes);
}

/* ---- ladder ---- */

START_TEST(the_ladder_says_every_rung_and_the_votes_between_the_last_seat_and_the_runner_up)
{
    const scrut_picture_rung rungs[] = {{{"A", 0}, 1, "900", 900, 7, SCRUT_PICTURE_WON},
                                        {{"B", 1}, 2, "450", 450, 8, SCRUT_PICTURE_LAST_SEAT},
                                        {{"A", 0}, 3, "300", 300, 0, SCRUT_PICTURE_RUNNER_UP},
                                        {{"C", 2}, 1, "1.5", 1, 0, SCRUT_PICTURE_NO_SEAT}};
    scrut_picture_ladder(&out, &frame, &(scrut_picture_rungs){rungs, 4, 6, known(151)});
    ck_assert_str_eq(
        svg_desc(out.bytes),
        "seat 7: A, quotient 900 (divisor 1); last seat 8: B, quotient 450 (divisor 2); votes between them: 151; "
        "runner-up: A, quotient 300 (divisor 3); no seat: C, quotient 1.5 (divisor 1)");
    check_has(">\xE2\x80\xA6 6 seats</text>");
    ck_assert_uint_eq(svg_count(out.bytes, "class=\"d\""), 1);
}
END_TEST

START_TEST(bars_of_the_ladder_are_as_long_as_the_quotients)
{
    const scrut_picture_rung rungs[] = {{{"A", 0}, 1, "800", 800, 1, SCRUT_PICTURE_WON},
                                        {{"B", 1}, 1, "400", 400, 0, SCRUT_PICTURE_RUNNER_UP},
                                        {{"C", 2}, 1, "400", 200, 0, SCRUT_PICTURE_RUNG_TIED}};
    scrut_picture_ladder(&out, &frame, &(scrut_picture_rungs){rungs, 3, 0, UNKNOWN});
    check_has("width=\"3200\" height=\"52\" class=\"o c p0\"");
    check_has("width=\"1600\" height=\"52\" class=\"r c p1\""); /* hollow: it won nothing */
    check_has("width=\"800\" height=\"52\" class=\"o c p2\"");
    check_has("width=\"800\" height=\"52\" class=\"w\" fill=\"url(#p-hatch)\"");
    ck_assert_ptr_null(strstr(out.bytes, "between"));
}
END_TEST

/* ---- margins ---- */

START_TEST(margins_say_both_readings_and_how_much_of_the_stake_is_known)
{
    const scrut_picture_margin rows[] = {
        {"K", exact(166), exact(168), exact(12000), SCRUT_PICTURE_WOULD, NULL},
        {"L", exact(70), exact(70), {30, 0, true, false}, SCRUT_PICTURE_COULD, NULL},
        {"M", {5, 9, true, true}, {0, 9, false, true}, {0, 4, false, true}, SCRUT_PICTURE_CANNOT, NULL},
        {"N", NOTHING, NOTHING, NOTHING, SCRUT_PICTURE_UNDECIDED, NULL}};
    scrut_picture_margins(&out, &frame, rows, 4, false);
    ck_assert_str_eq(
        svg_desc(out.bytes),
        "K: would (margin (could) 166, margin (would) 168, votes at stake 12000); "
        "L: could (margin (could) = margin (would) 70, votes at stake at least 30); "
        "M: cannot (margin (could) 5\xE2\x80\x93"
        "9, margin (would) at most 9, votes at stake at most 4); "
        "N: undecided (margin (could) = margin (would) unknown, votes at stake unknown); votes, linear scale");
}
END_TEST

/* The axis is 3100 units from 40 on, and ends at 1020 (the largest figure and a fiftieth): 500 is at 40 + 1519.6. */
START_TEST(on_a_linear_axis_places_are_in_proportion)
{
    const scrut_picture_margin row = {"K", exact(500), exact(500), exact(1000), SCRUT_PICTURE_WOULD, NULL};
    scrut_picture_margins(&out, &frame, &row, 1, false);
    check_has("d=\"M1560 "); /* both ticks */
    ck_assert_uint_eq(svg_count(out.bytes, "class=\"k\" d=\"M1560 "), 2);
    check_has("x=\"40\" y=\"748\" width=\"3039\" height=\"64\" class=\"o n\""); /* 3100 * 1000 / 1020 */
}
END_TEST

/* log10(1000) / log10(1000000) is a half: 999 and 999999, of which the place is that of one more. */
START_TEST(on_an_axis_of_tenfold_steps_a_thousand_is_half_way_to_a_million)
{
    const scrut_picture_margin row = {"K", exact(999), exact(980391), exact(1), SCRUT_PICTURE_CANNOT, NULL};
    scrut_picture_margins(&out, &frame, &row, 1, true); /* 980391 and a fiftieth are 999998 */
    check_has("class=\"k\" d=\"M1590 ");
    check_has("scale of tenfold steps");
}
END_TEST

START_TEST(nothing_stands_at_the_beginning_of_an_axis_of_tenfold_steps)
{
    const scrut_picture_margin row = {"K", exact(0), exact(0), exact(1000), SCRUT_PICTURE_WOULD, NULL};
    scrut_picture_margins(&out, &frame, &row, 1, true);
    ck_assert_uint_eq(svg_count(out.bytes, "class=\"k\" d=\"M40 "), 1 + 2); /* the axis, and both readings */
}
END_TEST

START_TEST(a_stake_of_at_least_goes_on_to_the_edge_and_one_of_at_most_is_dotted)
{
    const scrut_picture_margin least = {"K", exact(1000), exact(1000), {500, 0, true, false}, SCRUT_PICTURE_UNDECIDED,
                                        NULL};
    const scrut_picture_margin most = {"K", exact(1000), exact(1000), {0, 500, false, true}, SCRUT_PICTURE_UNDECIDED,
                                       NULL};
    scrut_picture_margins(&out, &frame, &least, 1, false);
    check_has("x=\"1560\" y=\"748\" width=\"1580\" height=\"64\" class=\"w\" fill=\"url(#p-dots)\"");
    scrut_buf_clear(&out);
    scrut_picture_margins(&out, &frame, &most, 1, false);
    check_has("x=\"40\" y=\"748\" width=\"1520\" height=\"64\" class=\"w\" fill=\"url(#p-dots)\"");
    ck_assert_ptr_null(strstr(out.bytes, "y=\"748\" width=\"1520\" height=\"64\" class=\"o n\""));
}
END_TEST

/* ---- differences ---- */

START_TEST(differences_are_said_with_their_signs_and_unknown_is_not_zero)
{
    const char *const sources[] = {"commission", "agents", "observers"};
    const scrut_picture_value row[] = {UNKNOWN, known(-1200), UNKNOWN}, same[] = {UNKNOWN, known(0), known(5)};
    const scrut_picture_difference rows[] = {{"A", row, NULL}, {"B", same, NULL}};
    scrut_picture_differences(&out, &frame, &(scrut_picture_sources){sources, 3, rows, 2, SCRUT_PICTURE_VOTES});
    ck_assert_str_eq(svg_desc(out.bytes), "difference from commission; A: agents \xE2\x88\x92"
                                          "1200, observers unknown; "
                                          "B: agents 0, observers +5; votes, linear scale");
    ck_assert_uint_eq(svg_count(out.bytes, "class=\"m v\""), 2 + 3); /* the legend's, and one a known difference */
}
END_TEST

START_TEST(zero_is_in_the_middle_also_when_all_differences_have_one_sign)
{
    const char *const sources[] = {"commission", "agents"};
    const scrut_picture_value row[] = {UNKNOWN, known(INT64_MAX)};
    const scrut_picture_difference one = {"A", row, NULL};
    scrut_picture_differences(&out, &frame, &(scrut_picture_sources){sources, 2, &one, 1, SCRUT_PICTURE_VOTES});
    check_has("class=\"k\" d=\"M1600 ");
    svg_check_inside(out.bytes, 50);
}
END_TEST

/* ---- fingerprint ---- */

/* "h" and a length for each run of a level. */
static size_t cells_of_level(size_t level)
{
    const char *at = strstr(out.bytes, "class=\"lv\"");
    size_t cells = 0;
    for (size_t i = 0; i <= level && at != NULL; i++)
        at = strstr(at + 1, "<path d=\"M0 0");
    for (at = at != NULL ? at + 13 : ""; *at != '\0' && *at != '"'; at++)
        if (*at == 'h')
            cells += (size_t)strtol(at + 1, NULL, 10);
    return cells;
}

START_TEST(every_cell_with_a_station_is_drawn_and_crowded_ones_are_darker)
{
    /* the most is 36: levels begin at 1, 1 (again), 4, 9, 16 and 25 */
    const uint32_t counts[] = {0, 1, 3, 4, 8, 9, 16, 24, 25, 36, 0, 0};
    scrut_picture_fingerprint(&out, &frame, &(scrut_picture_bins){counts, 4, 3, 7, "A caption."});
    static const size_t AT_LEAST[] = {9, 7, 5, 4, 2}; /* cells from 1, 4, 9, 16 and 25 stations on */
    for (size_t level = 0; level < 5; level++)
        ck_assert_uint_eq(cells_of_level(level), AT_LEAST[level]);
    /* 36 stations are in column 1 of 4 and row 2 of 3 */
    ck_assert_str_eq(svg_desc(out.bytes), "stations: 126; turnout 25%\xE2\x80\x93"
                                          "50%, share of the leading list 66.7%\xE2\x80\x93"
                                          "100%: 36 stations; "
                                          "no data: 7; A caption.");
    check_has(">\xE2\x89\xA5"
              "16</text>");
}
END_TEST

START_TEST(one_crowded_cell_does_not_take_the_whole_scale)
{
    static uint32_t counts[400];
    for (size_t i = 0; i < 400; i++)
        counts[i] = 4;
    counts[0] = 1000000;
    scrut_picture_fingerprint(&out, &frame, &(scrut_picture_bins){counts, 20, 20, 0, NULL});
    check_has(">\xE2\x89\xA5"
              "3</text>"); /* the sixth of six levels begins at 25/36 of 4 */
    ck_assert_ptr_null(strstr(out.bytes, ">\xE2\x89\xA5"
                                         "4</text>"));
}
END_TEST

START_TEST(a_fingerprint_without_any_order_is_drawn_coarser_and_stays_small)
{
    static uint32_t counts[SCRUT_PICTURE_BINS_MAX * SCRUT_PICTURE_BINS_MAX];
    uint32_t state = 1;
    int64_t stations = 0;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        state = state * 1664525 + 1013904223;
        counts[i] = state >> 28;
        stations += counts[i];
    }
    scrut_picture_fingerprint(&out, &frame,
                              &(scrut_picture_bins){counts, SCRUT_PICTURE_BINS_MAX, SCRUT_PICTURE_BINS_MAX, 0, NULL});
    char said[40];
    snprintf(said, sizeof said, "stations: %lld;", (long long)stations);
    ck_assert_uint_le(out.length, 20000);
    ck_assert_ptr_nonnull(strstr(svg_desc(out.bytes), said));
    svg_check_inside(out.bytes, 50);
}
END_TEST

/* ---- bars ---- */

START_TEST(bars_say_value_interval_and_change)
{
    const scrut_picture_bar rows[] = {{{"A", 0}, known(68), known(90), NOTHING, NULL},
                                      {{"B", 1}, known(55), known(29), {50, 60, true, true}, NULL},
                                      {{"C", 2}, UNKNOWN, known(2), NOTHING, NULL},
                                      {{"D", 3}, known(3), UNKNOWN, NOTHING, NULL}};
    scrut_picture_bars(&out, &frame, rows, 4, SCRUT_PICTURE_SEATS);
    ck_assert_str_eq(svg_desc(out.bytes), "A: 68 seats, before 90, change \xE2\x88\x92"
                                          "22; B: 55 seats, interval 50\xE2\x80\x93"
                                          "60, "
                                          "before 29, change +26; C: unknown, before 2; D: 3 seats");
    /* 3180 units are 90 seats */
    check_has("width=\"2403\" height=\"72\" class=\"o c p0\"");
    check_has("width=\"1943\" height=\"72\" class=\"o c p1\"");
    check_has("width=\"3180\" height=\"72\" class=\"w\" fill=\"url(#p-hatch)\""); /* C */
    ck_assert_uint_eq(svg_count(out.bytes, ">unknown</text>"), 1);
    ck_assert_uint_eq(svg_count(out.bytes, ">before</text>"), 1);
}
END_TEST

START_TEST(shares_are_rounded_half_away_from_zero)
{
    const scrut_picture_bar rows[] = {{{"A", 0}, known(4885), known(4890), NOTHING, NULL},
                                      {{"B", 1}, known(4884), known(4888), NOTHING, NULL}};
    scrut_picture_bars(&out, &frame, rows, 2, SCRUT_PICTURE_SHARE);
    ck_assert_str_eq(svg_desc(out.bytes), "A: 48.9%, before 48.9%, change \xE2\x88\x92"
                                          "0.1 points; "
                                          "B: 48.8%, before 48.9%, change 0 points");
}
END_TEST

START_TEST(bars_without_a_previous_election_have_no_column_for_changes)
{
    const scrut_picture_bar row = {{"A", 0}, known(0), UNKNOWN, NOTHING, NULL};
    scrut_picture_bars(&out, &frame, &row, 1, SCRUT_PICTURE_VOTES);
    ck_assert_str_eq(svg_desc(out.bytes), "A: 0 votes");
    ck_assert_ptr_null(strstr(out.bytes, ">before</text>"));
    ck_assert_ptr_null(strstr(out.bytes, "<rect"));
}
END_TEST

/* ---- small multiples ---- */

START_TEST(panels_have_one_scale_and_leave_out_who_does_not_stand)
{
    const scrut_picture_party parties[] = {{"A", 0}, {"B", 1}};
    const scrut_picture_value north[] = {known(6000), known(3000)}, south[] = {known(1500), UNKNOWN};
    static const bool ALONE[] = {true, false};
    scrut_picture_panel panels[] = {{"North", north, NULL, NULL}, {"South", south, NULL, NULL}};
    scrut_picture_multiples(&out, &frame, &(scrut_picture_panels){parties, 2, panels, 2, SCRUT_PICTURE_SHARE});
    ck_assert_str_eq(svg_desc(out.bytes), "North: A 60%, B 30%; South: A 15%, B unknown");
    int widths[3] = {0, 0, 0};
    const char *at = out.bytes;
    for (size_t i = 0; i < 3; i++) {
        at = strstr(at, "<rect ");
        ck_assert_ptr_nonnull(at);
        at = strstr(at, "width=\"") + strlen("width=\"");
        widths[i] = (int)strtol(at, NULL, 10);
        ck_assert_int_gt(widths[i], 0);
    }
    ck_assert_int_le(abs(widths[0] - 2 * widths[1]), 1);
    ck_assert_int_le(abs(widths[0] - 4 * widths[2]), 2);
    panels[1].stands = ALONE;
    scrut_buf_clear(&out);
    scrut_picture_multiples(&out, &frame, &(scrut_picture_panels){parties, 2, panels, 2, SCRUT_PICTURE_SHARE});
    ck_assert_str_eq(svg_desc(out.bytes), "North: A 60%, B 30%; South: A 15%");
    ck_assert_ptr_null(strstr(out.bytes, ">unknown</text>"));
}
END_TEST

/* ---- intervals ---- */

START_TEST(intervals_say_estimate_interval_and_what_was_announced)
{
    const scrut_picture_interval rows[] = {
        {"A", 0, known(4850), {4690, 5010, true, true}, known(4883), NULL},
        {"errors", SCRUT_PICTURE_NO_PARTY, known(120), {80, 0, true, false}, UNKNOWN, NULL},
        {"none", SCRUT_PICTURE_NO_PARTY, UNKNOWN, NOTHING, UNKNOWN, NULL},
        {"bounds", SCRUT_PICTURE_NO_PARTY, UNKNOWN, {100, 300, true, true}, UNKNOWN, NULL}};
    scrut_picture_intervals(&out, &frame, rows, 4, SCRUT_PICTURE_SHARE);
    ck_assert_str_eq(svg_desc(out.bytes), "A: 48.5% (46.9%\xE2\x80\x93"
                                          "50.1%), announced 48.8%; errors: 1.2% (at least 0.8%); "
                                          "none: unknown; bounds: 1%\xE2\x80\x93"
                                          "3%; share, linear scale");
}
END_TEST

START_TEST(an_open_end_of_an_interval_is_an_arrow_at_the_edge)
{
    const scrut_picture_interval row = {"A", 0, known(50), {40, 0, true, false}, UNKNOWN, NULL};
    scrut_picture_intervals(&out, &frame, &row, 1, SCRUT_PICTURE_VOTES);
    ck_assert_uint_eq(svg_count(out.bytes, "l-60 -40v80z"), 1);
    svg_check_inside(out.bytes, 50);
}
END_TEST

START_TEST(extreme_numbers_stay_inside)
{
    const scrut_picture_range all = {INT64_MIN, INT64_MAX, true, true};
    const scrut_picture_interval interval = {"A", 0, known(INT64_MIN), all, known(INT64_MAX), NULL};
    const scrut_picture_margin margin = {"A", all, all, all, SCRUT_PICTURE_COULD, NULL};
    const scrut_picture_bar bar = {{"A", 0}, known(INT64_MAX), known(INT64_MIN), all, NULL};
    scrut_picture_intervals(&out, &frame, &interval, 1, SCRUT_PICTURE_SHARE);
    svg_check_inside(out.bytes, 30);
    scrut_buf_clear(&out);
    scrut_picture_margins(&out, &frame, &margin, 1, true);
    svg_check_inside(out.bytes, 30);
    scrut_buf_clear(&out);
    scrut_picture_bars(&out, &frame, &bar, 1, SCRUT_PICTURE_VOTES);
    svg_check_inside(out.bytes, 30);
    ck_assert_ptr_null(strstr(svg_desc(out.bytes), "change")); /* it does not fit 64 bits */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("charts");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, the_ladder_says_every_rung_and_the_votes_between_the_last_seat_and_the_runner_up);
    tcase_add_test(tests, bars_of_the_ladder_are_as_long_as_the_quotients);
    tcase_add_test(tests, margins_say_both_readings_and_how_much_of_the_stake_is_known);
    tcase_add_test(tests, on_a_linear_axis_places_are_in_proportion);
    tcase_add_test(tests, on_an_axis_of_tenfold_steps_a_thousand_is_half_way_to_a_million);
    tcase_add_test(tests, nothing_stands_at_the_beginning_of_an_axis_of_tenfold_steps);
    tcase_add_test(tests, a_stake_of_at_least_goes_on_to_the_edge_and_one_of_at_most_is_dotted);
    tcase_add_test(tests, differences_are_said_with_their_signs_and_unknown_is_not_zero);
    tcase_add_test(tests, zero_is_in_the_middle_also_when_all_differences_have_one_sign);
    tcase_add_test(tests, every_cell_with_a_station_is_drawn_and_crowded_ones_are_darker);
    tcase_add_test(tests, one_crowded_cell_does_not_take_the_whole_scale);
    tcase_add_test(tests, a_fingerprint_without_any_order_is_drawn_coarser_and_stays_small);
    tcase_add_test(tests, bars_say_value_interval_and_change);
    tcase_add_test(tests, shares_are_rounded_half_away_from_zero);
    tcase_add_test(tests, bars_without_a_previous_election_have_no_column_for_changes);
    tcase_add_test(tests, panels_have_one_scale_and_leave_out_who_does_not_stand);
    tcase_add_test(tests, intervals_say_estimate_interval_and_what_was_announced);
    tcase_add_test(tests, an_open_end_of_an_interval_is_an_arrow_at_the_edge);
    tcase_add_test(tests, extreme_numbers_stay_inside);
    return scrut_test_main(suite);
}
