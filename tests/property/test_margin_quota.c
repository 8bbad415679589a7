/* SPDX-License-Identifier: Apache-2.0
 * Quotas of the votes above a percentage, and one that can refuse, on drawn elections of real size: no interval is
 * left, and moves with a ballot less, as near to those that were found as can be drawn, do not meet the target. A
 * failure prints the election. */
#include "draw.h"
#include "harness.h"
#include "scrutineer/margin.h"

#include <stdio.h>

enum { LISTS_MAX = 8, ROUNDS = 600, TRIES = 20 };

typedef struct {
    scrut_margin_contest contest;
    int64_t votes[LISTS_MAX], taint[LISTS_MAX], vector[LISTS_MAX];
    bool members[LISTS_MAX];
    const char *method;
    scrut_metric metric;
    bool capped;
    scrut_target target;
} question;

static const uint64_t SEED = 20130728;
static scrut_arena *arena;

static const char *const METHODS[] = {"hare", "droop", "hagenbach-bischoff", "quota-highest-average-once",
                                      "imperiali-quota"};

static void draw_contest(draw *d, question *q)
{
    static const int64_t SIZES[] = {2000, 900000, 1000000000};
    int64_t size = SIZES[below(d, 3)], total = 0;
    scrut_margin_contest *c = &q->contest;
    *q = (question){.method = METHODS[below(d, sizeof METHODS / sizeof METHODS[0])]};
    ck_assert(scrut_method_named(q->method, &c->method));
    c->list_count = 3 + (size_t)below(d, LISTS_MAX - 2);
    c->seats = 2 + below(d, 12);
    c->votes = q->votes;
    for (size_t i = 0; i < c->list_count; i++) {
        q->votes[i] = 1 + below(d, size / (1 + below(d, 8)));
        q->taint[i] = below(d, 2) == 0 ? q->votes[i] / 20 : below(d, q->votes[i]);
        total += q->votes[i];
    }
    c->bar_count = strcmp(q->method, "imperiali-quota") != 0; /* without a threshold: what it asks is what it refuses */
    c->bars[0] = (scrut_margin_bar){.is_share = true,
                                    .base_moves = below(d, 3) > 0,
                                    .strict = below(d, 2) == 0,
                                    .numerator = 1 + below(d, 12),
                                    .denominator = 100,
                                    .base = total + below(d, total / 20 + 1)};
}

/* Seats that lie one to three away from those of now. False: there is no allocation now. */
static bool draw_target(draw *d, question *q)
{
    scrut_margin_outcome o;
    scrut_error err;
    int64_t count = (int64_t)q->contest.list_count, away = 1 + below(d, 3);
    q->metric = (scrut_metric)below(d, 3);
    q->capped = q->metric == SCRUT_METRIC_CHANGE && below(d, 2) == 0;
    q->members[below(d, count)] = true;
    q->members[below(d, count)] = true;
    ck_assert_int_eq(scrut_margin_replay(&q->contest, NULL, q->members, arena, &o, &err), SCRUT_OK);
    if (o.refused)
        return false;
    q->target = (scrut_target){.kind = (scrut_target_kind)below(d, 4), .members = q->members, .vector = q->vector};
    q->target.seats = o.members_certain + (q->target.kind == SCRUT_TARGET_AT_LEAST ? away : -away);
    memcpy(q->vector, o.certain, q->contest.list_count * sizeof *q->vector);
    for (int64_t n = 0; n < away; n++) {
        int64_t from = below(d, count), to = below(d, count);
        q->vector[to] += q->vector[from] > 0;
        q->vector[from] -= q->vector[from] > 0;
    }
    return o.members_certain == o.members_possible;
}

static const char *describe(const question *q)
{
    static char text[500];
    const scrut_margin_bar *b = &q->contest.bars[0];
    size_t at =
        (size_t)snprintf(text, sizeof text, "%s, %lld seats, %s%s, target %d of %lld, bar %s%lld/100 of %lld%s",
                         q->method, (long long)q->contest.seats, scrut_metric_name(q->metric),
                         q->capped ? " capped" : "", (int)q->target.kind, (long long)q->target.seats,
                         b->strict ? ">" : "", (long long)b->numerator, (long long)b->base, b->base_moves ? "+" : "");
    for (size_t i = 0; i < q->contest.list_count; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, ", %lld%s t%lld v%lld", (long long)q->votes[i],
                               q->members[i] ? "*" : "", (long long)q->taint[i], (long long)q->vector[i]);
    return text;
}

static void find(const question *q, scrut_margin *ret_margin)
{
    const scrut_margin_caps caps = {.taint = q->taint, .pool = -1};
    scrut_error err;
    ck_assert_int_eq(
        scrut_margin_find(&q->contest, &q->target, q->metric, q->capped ? &caps : NULL, arena, ret_margin, &err),
        SCRUT_OK);
}

typedef void law(draw *d, const question *q, const scrut_margin *m);

static void hold_everywhere(law *holds)
{
    draw d = {.state = SEED};
    for (int round = 0; round < ROUNDS; round++) {
        question q;
        scrut_margin m;
        draw_contest(&d, &q);
        arena = scrut_arena_new();
        ck_assert_ptr_nonnull(arena);
        if (draw_target(&d, &q)) {
            find(&q, &m);
            holds(&d, &q, &m);
        }
        scrut_arena_free(arena);
    }
}

/* ---- laws ---- */

/* Of a vector that is tied now no "would" is asked (docs/internals/margin.md). */
static void no_interval(draw *d, const question *q, const scrut_margin *m)
{
    (void)d;
    bool tied_now = false;
    scrut_margin_outcome o;
    scrut_error err;
    ck_assert_int_eq(scrut_margin_replay(&q->contest, NULL, q->members, arena, &o, &err), SCRUT_OK);
    for (size_t i = 0; i < q->contest.list_count; i++)
        tied_now = tied_now || o.certain[i] != o.possible[i];
    ck_assert_msg(m->could.exact, "could is no proof: %s", describe(q));
    ck_assert_msg(m->would.exact || (tied_now && q->target.kind == SCRUT_TARGET_ANY), "would is no proof: %s",
                  describe(q));
}

static bool would_meet(const question *q, const int64_t moves[])
{
    scrut_margin_outcome o;
    scrut_error err;
    bool same = true;
    ck_assert_int_eq(scrut_margin_replay(&q->contest, moves, q->members, arena, &o, &err), SCRUT_OK);
    if (o.refused)
        return false;
    if (q->target.kind == SCRUT_TARGET_AT_LEAST)
        return o.members_certain >= q->target.seats;
    if (q->target.kind == SCRUT_TARGET_AT_MOST)
        return o.members_possible <= q->target.seats;
    for (size_t i = 0; i < q->contest.list_count; i++)
        same = same && o.certain[i] == q->vector[i] && o.possible[i] == q->vector[i];
    return same;
}

/* A list that gains (loses) ballots, or any list when `any`. */
static size_t pick(draw *d, const question *q, const int64_t moves[], int sign, bool any)
{
    for (int tries = 0; tries < 50; tries++) {
        size_t i = (size_t)below(d, (int64_t)q->contest.list_count);
        if (any || (sign > 0 ? moves[i] > 0 : moves[i] < 0))
            return i;
    }
    return q->contest.list_count;
}

static bool may_move(const question *q, const int64_t moves[])
{
    for (size_t i = 0; i < q->contest.list_count; i++) {
        int64_t most = q->capped ? q->taint[i] : q->votes[i];
        if ((q->metric == SCRUT_METRIC_ADD && moves[i] < 0) || (q->metric == SCRUT_METRIC_REMOVE && moves[i] > 0) ||
            -moves[i] > most)
            return false;
    }
    return true;
}

/* One ballot less on either side, and a few of the others moved elsewhere. False: it cannot be done so. */
static bool draw_fewer(draw *d, const question *q, const int64_t from[], int64_t moves[])
{
    size_t count = q->contest.list_count;
    memcpy(moves, from, count * sizeof *moves);
    for (int sign = -1; sign <= 1; sign += 2) {
        if ((sign > 0 && q->metric == SCRUT_METRIC_REMOVE) || (sign < 0 && q->metric == SCRUT_METRIC_ADD))
            continue;
        size_t less = pick(d, q, moves, sign, false);
        if (less == count)
            return false;
        moves[less] -= sign;
        size_t other = pick(d, q, moves, sign, false), to = pick(d, q, moves, sign, true);
        int64_t part = below(d, 3) > 0 ? below(d, 4) : other < count ? below(d, 1 + sign * moves[other]) : 0;
        if (other == count || part > sign * moves[other])
            continue;
        moves[other] -= sign * part;
        moves[to] += sign * part;
    }
    return may_move(q, moves);
}

static void one_less_does_not_do(draw *d, const question *q, const scrut_margin *m)
{
    int64_t moves[LISTS_MAX];
    if (!m->would.possible || m->would.at_most == 0 || q->target.kind == SCRUT_TARGET_ANY)
        return;
    ck_assert_msg(would_meet(q, m->would.moves) && may_move(q, m->would.moves), "%s", describe(q));
    for (int tries = 0; tries < TRIES; tries++)
        if (draw_fewer(d, q, m->would.moves, moves))
            ck_assert_msg(!would_meet(q, moves), "%lld ballots, but fewer do: %s", (long long)m->would.at_most,
                          describe(q));
}

START_TEST(a_quota_that_moves_or_refuses_leaves_no_interval)
{
    hold_everywhere(no_interval);
}
END_TEST

START_TEST(no_moves_near_those_found_meet_the_target_with_a_ballot_less)
{
    hold_everywhere(one_less_does_not_do);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("margins under quotas that move");
    TCase *tests = tcase_create("quotas");
    printf("# seed %llu, %d elections a law\n", (unsigned long long)SEED, ROUNDS);
    tcase_add_test(tests, a_quota_that_moves_or_refuses_leaves_no_interval);
    tcase_add_test(tests, no_moves_near_those_found_meet_the_target_with_a_ballot_less);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
