/* SPDX-License-Identifier: Apache-2.0
 * The national knapsack on examples by hand. */
#include "contest.h"

enum { UNITS = 3 };

static const uint32_t PARTIES[TEST_LISTS_MAX] = {0, 1, 2, 3, 4, 5, 6, 7};
static const bool FIRST[TEST_LISTS_MAX] = {true};

typedef struct {
    test_contest contests[UNITS];
    scrut_margin_unit units[UNITS];
    scrut_margin_nation nation;
    scrut_arena *arena;
} country;

/* D'Hondt. Found by enumerating all ways: one step more at a time leads into the dearer constituency. */
static void set_country(country *c)
{
    static const int64_t VOTES[UNITS][3] = {{58, 61, 19}, {14, 53}, {24, 8}};
    static const size_t LISTS[UNITS] = {3, 2, 2};
    static const int64_t SEATS[UNITS] = {4, 4, 1};
    c->arena = scrut_arena_new();
    for (size_t n = 0; n < UNITS; n++) {
        test_contest_set(&c->contests[n], "dhondt", SEATS[n], LISTS[n], VOTES[n]);
        c->units[n] = (scrut_margin_unit){.id = "unit", .contest = c->contests[n].contest, .party = PARTIES};
    }
    c->nation = (scrut_margin_nation){.units = c->units, .unit_count = UNITS, .party_count = 3};
}

static scrut_margin_nation_result find(country *c, bool at_least, int64_t seats)
{
    scrut_margin_nation_result r;
    scrut_error err;
    ck_assert_int_eq(
        scrut_margin_nation_find(&c->nation, FIRST, at_least, seats, SCRUT_METRIC_CHANGE, c->arena, &r, &err),
        SCRUT_OK);
    return r;
}

/* The cheapest next step again and again. */
static int64_t greedy(country *c, int64_t wanted)
{
    scrut_margin_curve would[UNITS], could;
    int64_t taken[UNITS] = {0}, sum = 0;
    scrut_error err;
    for (size_t n = 0; n < UNITS; n++)
        ck_assert_int_eq(scrut_margin_curves(&c->nation, n, FIRST, true, SCRUT_METRIC_CHANGE, 10, -1, c->arena, &could,
                                             &would[n], &err),
                         SCRUT_OK);
    for (; wanted > 0; wanted--) {
        size_t best = UNITS;
        int64_t least = INT64_MAX;
        for (size_t n = 0; n < UNITS; n++) {
            if (taken[n] == (int64_t)would[n].count)
                continue;
            int64_t step = would[n].steps[taken[n]].at_most - (taken[n] > 0 ? would[n].steps[taken[n] - 1].at_most : 0);
            if (step < least) {
                least = step;
                best = n;
            }
        }
        sum += least;
        taken[best]++;
    }
    return sum;
}

START_TEST(taking_the_cheapest_next_seat_costs_41_where_40_ballots_do)
{
    country c;
    set_country(&c);
    scrut_margin_nation_result r = find(&c, true, find(&c, true, 0).held_certain + 3);
    ck_assert(r.would.possible && r.would.exact);
    ck_assert_int_eq(r.would.at_most, 40);
    ck_assert_int_eq(greedy(&c, 3), 41);
    scrut_arena_free(c.arena);
}
END_TEST

START_TEST(the_moves_of_every_unit_give_the_seats_they_promise)
{
    country c;
    set_country(&c);
    scrut_margin_nation_result r = find(&c, true, 6);
    int64_t seats = 0, ballots = 0;
    for (size_t n = 0; n < UNITS; n++) {
        scrut_margin_outcome o;
        scrut_error err;
        ck_assert_int_eq(scrut_margin_replay(&c.units[n].contest, r.would.moves[n], FIRST, c.arena, &o, &err),
                         SCRUT_OK);
        ck_assert_int_ge(o.members_certain, r.would.seats[n]);
        seats += o.members_certain;
        ballots += r.would.ballots[n];
    }
    ck_assert_int_ge(seats, 6);
    ck_assert_int_eq(ballots, r.would.at_most);
    scrut_arena_free(c.arena);
}
END_TEST

START_TEST(steps_that_are_known_give_what_finding_them_gives)
{
    country c;
    set_country(&c);
    scrut_margin_curve could[UNITS], would[UNITS];
    scrut_margin_nation_result r;
    scrut_error err;
    for (size_t n = 0; n < UNITS; n++)
        ck_assert_int_eq(scrut_margin_curves(&c.nation, n, FIRST, false, SCRUT_METRIC_CHANGE, 10, -1, c.arena,
                                             &could[n], &would[n], &err),
                         SCRUT_OK);
    ck_assert_int_eq(
        scrut_margin_nation_choose(&c.nation, FIRST, false, 1, SCRUT_METRIC_CHANGE, could, would, c.arena, &r, &err),
        SCRUT_OK);
    scrut_margin_nation_result again = find(&c, false, 1);
    ck_assert_int_eq(r.would.at_most, again.would.at_most);
    ck_assert_int_eq(r.could.at_most, again.could.at_most);
    scrut_arena_free(c.arena);
}
END_TEST

/* A constituency that is closed may give all that it can hold, or nothing. */
START_TEST(seats_that_were_found_before_change_no_answer)
{
    country c;
    set_country(&c);
    scrut_margin_curve before[2], after[2];
    scrut_error err;
    scrut_margin_nation_result first = find(&c, true, 6);
    for (size_t n = 0; n < UNITS; n++) {
        c.nation.standing = NULL;
        ck_assert_int_eq(scrut_margin_curves(&c.nation, n, FIRST, true, SCRUT_METRIC_CHANGE, 10, -1, c.arena,
                                             &before[0], &before[1], &err),
                         SCRUT_OK);
        ck_assert_int_eq(scrut_margin_nation_stand(&c.nation, c.arena, &err), SCRUT_OK);
        ck_assert_int_eq(scrut_margin_curves(&c.nation, n, FIRST, true, SCRUT_METRIC_CHANGE, 10, -1, c.arena, &after[0],
                                             &after[1], &err),
                         SCRUT_OK);
        for (int reading = 0; reading < 2; reading++) {
            ck_assert_uint_eq(after[reading].count, before[reading].count);
            ck_assert_int_eq(after[reading].held, before[reading].held);
            for (size_t k = 0; k < after[reading].count; k++)
                ck_assert_int_eq(after[reading].steps[k].at_most, before[reading].steps[k].at_most);
        }
    }
    scrut_margin_nation_result second = find(&c, true, 6);
    ck_assert_int_eq(second.would.at_most, first.would.at_most);
    ck_assert_int_eq(second.held_certain, first.held_certain);
    scrut_arena_free(c.arena);
}
END_TEST

START_TEST(votes_out_of_range_do_not_stand)
{
    static const int64_t VOTES[] = {SCRUT_VOTES_MAX + 1, 1, 1};
    country c;
    scrut_error err;
    set_country(&c);
    c.units[1].contest.votes = VOTES;
    ck_assert_int_eq(scrut_margin_nation_stand(&c.nation, c.arena, &err), SCRUT_E_RANGE);
    ck_assert_ptr_null(c.nation.standing);
    scrut_arena_free(c.arena);
}
END_TEST

START_TEST(a_closed_constituency_makes_an_interval_that_names_it)
{
    country c;
    set_country(&c);
    const int64_t certain[3] = {0}, possible[3] = {1, 1, 0};
    c.units[2].closed = "The votes of the third constituency are not given.";
    c.units[2].certain = certain;
    c.units[2].possible = possible;
    scrut_margin_nation_result r = find(&c, true, 4); /* it holds 2 + 1 in the others */
    ck_assert_int_eq(r.held_certain, 3);
    ck_assert_int_eq(r.held_possible, 3);
    ck_assert(!r.would.exact && r.would.possible);
    ck_assert_int_eq(r.would.at_least, 0);
    ck_assert_int_gt(r.would.at_most, 0);
    ck_assert_str_eq(
        r.note,
        "Who holds the 1 seat of 1 of the 3 constituencies is not known: the first number counts them for "
        "what is asked, the second against it. In constituency unit: The votes of the third constituency are not "
        "given.");
    scrut_arena_free(c.arena);
}
END_TEST

START_TEST(more_seats_than_the_nation_has_cannot_be_had)
{
    country c;
    set_country(&c);
    scrut_margin_nation_result r = find(&c, true, 10);
    ck_assert(!r.would.possible && r.would.exact);
    ck_assert(!r.could.possible && r.could.exact);
    scrut_arena_free(c.arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("margins in the nation");
    TCase *tests = tcase_create("nation");
    tcase_add_test(tests, taking_the_cheapest_next_seat_costs_41_where_40_ballots_do);
    tcase_add_test(tests, the_moves_of_every_unit_give_the_seats_they_promise);
    tcase_add_test(tests, steps_that_are_known_give_what_finding_them_gives);
    tcase_add_test(tests, seats_that_were_found_before_change_no_answer);
    tcase_add_test(tests, votes_out_of_range_do_not_stand);
    tcase_add_test(tests, a_closed_constituency_makes_an_interval_that_names_it);
    tcase_add_test(tests, more_seats_than_the_nation_has_cannot_be_had);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
