/* SPDX-License-Identifier: Apache-2.0
 * Laws of margins on drawn elections of real size, up to ten thousand million votes. A failure prints the election. */
#include "draw.h"
#include "harness.h"
#include "scrutineer/margin.h"

#include <stdio.h>

enum { LISTS_MAX = 8, ROUNDS = 400, TRIES = 60 };

typedef struct {
    scrut_margin_contest contest;
    int64_t votes[LISTS_MAX];
    const char *method;
    size_t list;
} election;

static const uint64_t SEED = 20130728;
static scrut_arena *arena;

static const char *const METHODS[] = {
    "dhondt", "sainte-lague", "modified-sainte-lague", "danish",         "imperiali", "adams", "dean", "hill",
    "hare",   "droop",        "quota-highest-average", "plurality-block"};

static void draw_election(draw *d, election *e)
{
    static const int64_t SIZES[] = {30, 2000, 900000, 10000000000};
    int64_t size = SIZES[below(d, 4)];
    *e = (election){.method = METHODS[below(d, sizeof METHODS / sizeof METHODS[0])]};
    ck_assert(scrut_method_named(e->method, &e->contest.method));
    e->contest.list_count = 2 + (size_t)below(d, LISTS_MAX - 1);
    e->contest.seats = 1 + below(d, 16);
    for (size_t i = 0; i < e->contest.list_count; i++)
        e->votes[i] = 1 + below(d, size);
    e->contest.votes = e->votes;
    e->list = (size_t)below(d, (int64_t)e->contest.list_count);
}

static const char *describe(const election *e)
{
    static char text[400];
    size_t at = (size_t)snprintf(text, sizeof text, "%s, %lld seats, list %zu, votes", e->method,
                                 (long long)e->contest.seats, e->list + 1);
    for (size_t i = 0; i < e->contest.list_count; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, " %lld", (long long)e->votes[i]);
    return text;
}

static scrut_margin_curve curve_of(const election *e, bool rising, bool certain, scrut_metric metric)
{
    bool members[LISTS_MAX] = {false};
    scrut_margin_curve curve;
    scrut_error err;
    members[e->list] = true;
    ck_assert_int_eq(
        scrut_margin_steps(&e->contest, members, rising, certain, metric, SCRUT_SEATS_MAX, -1, arena, &curve, &err),
        SCRUT_OK);
    return curve;
}

typedef void law(draw *d, const election *e);

static void hold_everywhere(law *holds)
{
    draw d = {.state = SEED};
    for (int round = 0; round < ROUNDS; round++) {
        election e;
        draw_election(&d, &e);
        arena = scrut_arena_new();
        ck_assert_ptr_nonnull(arena);
        holds(&d, &e);
        scrut_arena_free(arena);
    }
}

/* ---- laws ---- */

static void more_seats_cost_more(draw *d, const election *e)
{
    (void)d;
    for (int way = 0; way < 4; way++) {
        scrut_margin_curve c = curve_of(e, way % 2 == 0, way / 2 == 0, SCRUT_METRIC_CHANGE);
        for (size_t n = 0; n < c.count; n++) {
            ck_assert_msg(c.steps[n].exact, "step %zu is no proof: %s", n + 1, describe(e));
            ck_assert_msg(n == 0 || c.steps[n].at_most >= c.steps[n - 1].at_most, "step %zu is cheaper: %s", n + 1,
                          describe(e));
        }
    }
}

/* A ballot that is altered in favour of a list is one that is added to it and one that is taken from another. With
 * quotas that move with the ballots this need not be so. */
static void changing_takes_no_more_than_adding(draw *d, const election *e)
{
    (void)d;
    if (e->contest.method.family == SCRUT_METHOD_QUOTA)
        return;
    scrut_margin_curve change = curve_of(e, true, true, SCRUT_METRIC_CHANGE);
    scrut_margin_curve add = curve_of(e, true, true, SCRUT_METRIC_ADD);
    for (size_t n = 0; n < change.count && n < add.count; n++)
        ck_assert_msg(change.steps[n].at_most <= add.steps[n].at_most, "step %zu: %s", n + 1, describe(e));
}

static void certainty_takes_no_less(draw *d, const election *e)
{
    (void)d;
    for (scrut_metric metric = SCRUT_METRIC_CHANGE; metric <= SCRUT_METRIC_REMOVE; metric++) {
        scrut_margin_curve could = curve_of(e, true, false, metric), would = curve_of(e, true, true, metric);
        for (size_t n = 0; n < would.count; n++) {
            int64_t at = would.held + (int64_t)n - could.held;
            if (at < 0 || at >= (int64_t)could.count)
                continue;
            ck_assert_msg(could.steps[at].at_most <= would.steps[n].at_most, "step %zu: %s", n + 1, describe(e));
        }
    }
}

/* Another order of the lists gives the same numbers. */
static void lists_have_no_order(draw *d, const election *e)
{
    election other = *e;
    other.contest.votes = other.votes;
    for (size_t i = e->contest.list_count; i-- > 1;) {
        size_t j = (size_t)below(d, (int64_t)i + 1);
        int64_t votes = other.votes[i];
        other.votes[i] = other.votes[j];
        other.votes[j] = votes;
        if (other.list == i || other.list == j)
            other.list = i + j - other.list;
    }
    scrut_margin_curve a = curve_of(e, true, true, SCRUT_METRIC_CHANGE);
    scrut_margin_curve b = curve_of(&other, true, true, SCRUT_METRIC_CHANGE);
    ck_assert_uint_eq(a.count, b.count);
    for (size_t n = 0; n < a.count; n++)
        ck_assert_msg(a.steps[n].at_most == b.steps[n].at_most, "step %zu: %s", n + 1, describe(e));
}

/* What does it with some votes does it tenfold with ten times the votes, unless the quota is rounded. */
static void tenfold_votes_take_at_most_tenfold_ballots(draw *d, const election *e)
{
    (void)d;
    if (e->contest.method.family == SCRUT_METHOD_QUOTA && e->contest.method.quota_rounding != SCRUT_QUOTA_EXACT)
        return;
    election tenfold = *e;
    tenfold.contest.votes = tenfold.votes;
    for (size_t i = 0; i < e->contest.list_count; i++)
        tenfold.votes[i] *= 10;
    scrut_margin_curve a = curve_of(e, true, true, SCRUT_METRIC_CHANGE);
    scrut_margin_curve b = curve_of(&tenfold, true, true, SCRUT_METRIC_CHANGE);
    ck_assert_uint_ge(b.count, a.count);
    for (size_t n = 0; n < a.count; n++)
        ck_assert_msg(b.steps[n].at_most <= 10 * a.steps[n].at_most, "step %zu: %s", n + 1, describe(e));
}

/* One list's cheapest seat more is the cheapest change of any kind, and that is the cheapest seat less. */
static void the_cheapest_gain_is_the_cheapest_loss(draw *d, const election *e)
{
    (void)d;
    int64_t gain = INT64_MAX, loss = INT64_MAX;
    election each = *e;
    each.contest.votes = each.votes;
    for (each.list = 0; each.list < e->contest.list_count; each.list++) {
        scrut_margin_curve up = curve_of(&each, true, false, SCRUT_METRIC_CHANGE);
        scrut_margin_curve down = curve_of(&each, false, false, SCRUT_METRIC_CHANGE);
        if (up.count > 0 && up.steps[0].at_most < gain)
            gain = up.steps[0].at_most;
        if (down.count > 0 && down.steps[0].at_most < loss)
            loss = down.steps[0].at_most;
    }
    scrut_margin m;
    scrut_error err;
    scrut_target any = {.kind = SCRUT_TARGET_ANY};
    ck_assert_int_eq(scrut_margin_find(&e->contest, &any, SCRUT_METRIC_CHANGE, NULL, arena, &m, &err), SCRUT_OK);
    if (m.could.at_most == 0)
        return; /* a tie as the ballots stand: the tied lists' next seats are further away */
    ck_assert_msg(gain == loss, "gain %lld, loss %lld: %s", (long long)gain, (long long)loss, describe(e));
    ck_assert_msg(m.could.at_most == gain, "any %lld, gain %lld: %s", (long long)m.could.at_most, (long long)gain,
                  describe(e));
}

/* Moves `ballots` ballots between lists drawn at random; most of them towards the list that is to gain. */
static void move_at_random(draw *d, const election *e, int64_t ballots, int64_t moves[])
{
    size_t count = e->contest.list_count;
    memset(moves, 0, count * sizeof *moves);
    while (ballots > 0) {
        size_t from = (size_t)below(d, (int64_t)count),
               to = below(d, 4) > 0 ? e->list : (size_t)below(d, (int64_t)count);
        int64_t part = below(d, 3) == 0 ? 1 + below(d, ballots) : ballots, left = e->votes[from] + moves[from];
        part = part < left ? part : left;
        moves[from] -= part;
        moves[to] += part;
        ballots -= part > 0 ? part : 1;
    }
}

static void one_ballot_less_does_not_do(draw *d, const election *e)
{
    bool members[LISTS_MAX] = {false};
    members[e->list] = true;
    scrut_margin_curve c = curve_of(e, true, true, SCRUT_METRIC_CHANGE);
    for (size_t n = 0; n < c.count && n < 2; n++)
        for (int t = 0; t < TRIES; t++) {
            int64_t moves[LISTS_MAX];
            scrut_margin_outcome o;
            scrut_error err;
            move_at_random(d, e, c.steps[n].at_most - 1, moves);
            ck_assert_int_eq(scrut_margin_replay(&e->contest, moves, members, arena, &o, &err), SCRUT_OK);
            ck_assert_msg(o.refused || o.members_certain < c.held + (int64_t)n + 1, "step %zu: %s", n + 1, describe(e));
        }
}

static void the_moves_do_it(draw *d, const election *e)
{
    bool members[LISTS_MAX] = {false};
    members[e->list] = true;
    scrut_metric metric = (scrut_metric)below(d, 3);
    scrut_target target = {.kind = SCRUT_TARGET_AT_MOST, .members = members, .seats = below(d, e->contest.seats + 1)};
    scrut_margin m;
    scrut_margin_outcome o;
    scrut_error err;
    ck_assert_int_eq(scrut_margin_find(&e->contest, &target, metric, NULL, arena, &m, &err), SCRUT_OK);
    if (!m.would.possible)
        return;
    ck_assert_int_eq(scrut_margin_replay(&e->contest, m.would.moves, members, arena, &o, &err), SCRUT_OK);
    ck_assert_msg(!o.refused && o.members_possible <= target.seats, "%s", describe(e));
    int64_t gained = 0, lost = 0;
    for (size_t i = 0; i < e->contest.list_count; i++) {
        gained += m.would.moves[i] > 0 ? m.would.moves[i] : 0;
        lost -= m.would.moves[i] < 0 ? m.would.moves[i] : 0;
    }
    ck_assert_int_eq(gained, metric == SCRUT_METRIC_REMOVE ? 0 : m.would.at_most);
    ck_assert_int_eq(lost, metric == SCRUT_METRIC_ADD ? 0 : m.would.at_most);
}

/* No trying closes an interval at this size; and moves that were found were replayed. */
static void one_list_inside_an_alliance_is_proven(draw *d, const election *e)
{
    scrut_margin_contest c = e->contest;
    uint32_t alliance[LISTS_MAX];
    bool members[LISTS_MAX] = {false};
    scrut_margin_outcome o;
    scrut_error err;
    if (c.method.family != SCRUT_METHOD_DIVISOR)
        return;
    for (size_t i = 0; i < c.list_count; i++)
        alliance[i] = below(d, 4) == 0 ? SCRUT_NONE : (uint32_t)below(d, 2);
    c.alliance = alliance;
    c.inner_method = c.method;
    members[e->list] = true;
    ck_assert_int_eq(scrut_margin_replay(&c, NULL, members, arena, &o, &err), SCRUT_OK);
    for (int way = 0; way < 6; way++) {
        scrut_target target = {.kind = way < 3 ? SCRUT_TARGET_AT_LEAST : SCRUT_TARGET_AT_MOST, .members = members};
        target.seats = o.members_certain + (way < 3 ? 1 : -1) * (1 + below(d, 2));
        scrut_margin m;
        ck_assert_int_eq(scrut_margin_find(&c, &target, (scrut_metric)(way % 3), NULL, arena, &m, &err), SCRUT_OK);
        ck_assert_msg(m.could.exact && m.would.exact, "%s, %d of %lld seats: %s",
                      scrut_metric_name((scrut_metric)(way % 3)), way, (long long)target.seats, describe(e));
    }
}

START_TEST(margins_are_proven_and_one_seat_more_never_costs_less)
{
    hold_everywhere(more_seats_cost_more);
}
END_TEST

START_TEST(changing_a_ballot_does_what_adding_one_does)
{
    hold_everywhere(changing_takes_no_more_than_adding);
}
END_TEST

START_TEST(would_takes_at_least_as_many_ballots_as_could)
{
    hold_everywhere(certainty_takes_no_less);
}
END_TEST

START_TEST(the_order_of_the_lists_changes_no_margin)
{
    hold_everywhere(lists_have_no_order);
}
END_TEST

START_TEST(ten_times_the_votes_take_at_most_ten_times_the_ballots)
{
    hold_everywhere(tenfold_votes_take_at_most_tenfold_ballots);
}
END_TEST

START_TEST(the_cheapest_seat_more_and_the_cheapest_seat_less_cost_the_same)
{
    hold_everywhere(the_cheapest_gain_is_the_cheapest_loss);
}
END_TEST

START_TEST(no_random_moves_of_one_ballot_less_meet_the_target)
{
    hold_everywhere(one_ballot_less_does_not_do);
}
END_TEST

START_TEST(the_moves_of_a_margin_meet_its_target_with_as_many_ballots)
{
    hold_everywhere(the_moves_do_it);
}
END_TEST

START_TEST(seats_of_one_list_inside_an_alliance_are_proven)
{
    hold_everywhere(one_list_inside_an_alliance_is_proven);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("laws of margins");
    TCase *tests = tcase_create("laws");
    printf("# seed %llu, %d elections a law\n", (unsigned long long)SEED, ROUNDS);
    tcase_add_test(tests, margins_are_proven_and_one_seat_more_never_costs_less);
    tcase_add_test(tests, changing_a_ballot_does_what_adding_one_does);
    tcase_add_test(tests, would_takes_at_least_as_many_ballots_as_could);
    tcase_add_test(tests, the_order_of_the_lists_changes_no_margin);
    tcase_add_test(tests, ten_times_the_votes_take_at_most_ten_times_the_ballots);
    tcase_add_test(tests, the_cheapest_seat_more_and_the_cheapest_seat_less_cost_the_same);
    tcase_add_test(tests, no_random_moves_of_one_ballot_less_meet_the_target);
    tcase_add_test(tests, the_moves_of_a_margin_meet_its_target_with_as_many_ballots);
    tcase_add_test(tests, seats_of_one_list_inside_an_alliance_are_proven);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
