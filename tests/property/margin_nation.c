/* SPDX-License-Identifier: Apache-2.0
 * The national knapsack against brute force: every vector of votes of each constituency gives the ballots for every
 * number of seats there, and every way of sharing the seats out over the constituencies is tried. TAP.
 *
 *     margin_nation [--cases N] [--seed N] */
#include "draw.h"
#include "cases.h"
#include "extent.h"
#include "scrutineer/margin.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

enum { UNITS_MAX = 3, LISTS_MAX = 3, SEATS_MAX = 4, ADDED_MAX = 8, NEVER = 1000000 };

static void die(const char *what)
{
    printf("Bail out! %s\n", what);
    exit(EXIT_FAILURE);
}

/* least[reading][k]: ballots for k seats or more (at most k seats); [0] could, [1] would. Closed: the best and the
 * worst that it can hold. */
typedef struct {
    int64_t votes[LISTS_MAX], certain[LISTS_MAX], possible[LISTS_MAX];
    int64_t least[2][SEATS_MAX + 1], least_closed[SEATS_MAX + 1];
} constituency;

typedef struct {
    scrut_margin_nation nation;
    scrut_margin_unit units[UNITS_MAX];
    constituency own[UNITS_MAX];
    bool members[LISTS_MAX], at_least;
    scrut_metric metric;
    int64_t seats;
} question;

static const uint32_t PARTIES[LISTS_MAX] = {0, 1, 2};
static scrut_arena *arena;

static const char *const METHODS[] = {"dhondt", "sainte-lague", "modified-sainte-lague", "plurality", "danish"};
static const char *const QUOTAS[] = {"hare", "droop", "hagenbach-bischoff", "quota-highest-average",
                                     "quota-highest-average-once"};

static void draw_method(draw *d, scrut_margin_contest *c)
{
    const char *name = below(d, 2) == 0 ? METHODS[below(d, sizeof METHODS / sizeof METHODS[0])]
                                        : QUOTAS[below(d, sizeof QUOTAS / sizeof QUOTAS[0])];
    if (!scrut_method_named(name, &c->method))
        die("no such method");
}

/* A number of votes, or a share of the valid votes as they are then or as they are now. */
static scrut_margin_bar draw_bar(draw *d, const constituency *own)
{
    scrut_margin_bar b = {.votes = below(d, 5), .strict = below(d, 3) == 0};
    if (below(d, 2) == 0)
        return b;
    b = (scrut_margin_bar){.is_share = true, .strict = b.strict, .numerator = 1 + below(d, 9), .denominator = 20};
    b.base_moves = below(d, 4) > 0;
    for (size_t i = 0; i < LISTS_MAX; i++)
        b.base += own->votes[i];
    return b;
}

static void draw_unit(draw *d, question *q, size_t n)
{
    scrut_margin_unit *u = &q->units[n];
    constituency *own = &q->own[n];
    *u = (scrut_margin_unit){.id = "unit", .party = PARTIES};
    scrut_margin_contest *c = &u->contest;
    draw_method(d, c);
    c->list_count = 2 + (size_t)below(d, 2);
    c->seats = c->method.family == SCRUT_METHOD_PLURALITY ? 1 : 1 + below(d, SEATS_MAX);
    c->votes = own->votes;
    for (size_t i = 0; i < c->list_count; i++)
        own->votes[i] = below(d, 8);
    if (below(d, 3) == 0)
        c->bars[c->bar_count++] = draw_bar(d, own);
    c->method.quota_base_all = c->method.family == SCRUT_METHOD_QUOTA && below(d, 3) == 0;
    for (size_t i = 0; i < c->list_count && c->method.quota_base_all; i++)
        c->votes_all += c->votes[i];
    if (below(d, 6) > 0)
        return;
    u->closed = "closed";
    u->certain = own->certain;
    u->possible = own->possible;
    for (size_t i = 0; i < LISTS_MAX; i++) {
        own->certain[i] = below(d, 2);
        own->possible[i] = own->certain[i] + below(d, 2);
    }
    c->seats = SEATS_MAX;
}

static void draw_question(draw *d, question *q)
{
    *q = (question){.at_least = below(d, 2) == 0, .metric = (scrut_metric)below(d, 3)};
    q->nation = (scrut_margin_nation){
        .units = q->units, .unit_count = 1 + (size_t)below(d, UNITS_MAX), .party_count = LISTS_MAX};
    q->members[below(d, LISTS_MAX)] = true;
    if (below(d, 3) == 0)
        q->members[below(d, LISTS_MAX)] = true;
    int64_t all = 0;
    for (size_t n = 0; n < q->nation.unit_count; n++) {
        draw_unit(d, q, n);
        all += q->units[n].contest.seats;
    }
    q->seats = below(d, all + 2);
}

/* ---- one constituency ---- */

static void weigh(question *q, size_t n, const int64_t moves[], int64_t ballots)
{
    scrut_margin_outcome o;
    scrut_error err;
    if (scrut_margin_replay(&q->units[n].contest, moves, q->members, arena, &o, &err) != SCRUT_OK)
        die(err.message);
    if (o.refused && ballots > 0)
        return;
    for (int reading = 0; reading < 2; reading++) {
        bool certain = (reading == 1) == q->at_least;
        int64_t held = certain ? o.members_certain : o.members_possible;
        for (int64_t k = 0; k <= q->units[n].contest.seats; k++) {
            bool met = q->at_least ? held >= k : held <= k;
            if (met && ballots < q->own[n].least[reading][k])
                q->own[n].least[reading][k] = ballots;
        }
    }
}

static void try_moves(question *q, size_t n, size_t i, int64_t moves[], int64_t gained, int64_t lost)
{
    const scrut_margin_contest *c = &q->units[n].contest;
    if (i == c->list_count) {
        if (q->metric != SCRUT_METRIC_CHANGE || gained == lost)
            weigh(q, n, moves, gained > lost ? gained : lost);
        return;
    }
    assert(i < LISTS_MAX);
    int64_t least = q->metric == SCRUT_METRIC_ADD ? 0 : -c->votes[i], most = ADDED_MAX - gained;
    if (q->metric == SCRUT_METRIC_REMOVE)
        most = 0;
    else if (q->metric == SCRUT_METRIC_CHANGE)
        most = 8 * LISTS_MAX;
    for (moves[i] = least; moves[i] <= most; moves[i]++)
        try_moves(q, n, i + 1, moves, gained + (moves[i] > 0 ? moves[i] : 0), lost - (moves[i] < 0 ? moves[i] : 0));
}

static void weigh_closed(question *q, size_t n)
{
    constituency *own = &q->own[n];
    int64_t certain = 0, possible = 0;
    for (size_t i = 0; i < LISTS_MAX; i++) {
        certain += q->members[i] ? own->certain[i] : 0;
        possible += q->members[i] ? own->possible[i] : 0;
    }
    for (int64_t k = 0; k <= SEATS_MAX; k++) {
        int64_t best = q->at_least ? possible : certain, worst = q->at_least ? certain : possible;
        own->least_closed[k] = (q->at_least ? best >= k : best <= k) ? 0 : NEVER;
        int64_t at_worst = (q->at_least ? worst >= k : worst <= k) ? 0 : NEVER;
        own->least[0][k] = own->least[1][k] = at_worst;
    }
}

static void weigh_all(question *q)
{
    for (size_t n = 0; n < q->nation.unit_count; n++) {
        int64_t moves[LISTS_MAX] = {0};
        for (int64_t k = 0; k <= SEATS_MAX; k++)
            q->own[n].least[0][k] = q->own[n].least[1][k] = NEVER;
        if (q->units[n].closed != NULL)
            weigh_closed(q, n);
        else
            try_moves(q, n, 0, moves, 0, 0);
    }
}

/* ---- the nation ---- */

static int64_t share_out(const question *q, size_t n, int reading, bool best, int64_t seats)
{
    if (n == q->nation.unit_count)
        return (q->at_least ? seats <= 0 : seats >= 0) ? 0 : NEVER;
    assert(n < UNITS_MAX);
    int64_t least = NEVER;
    const int64_t *costs = best && q->units[n].closed != NULL ? q->own[n].least_closed : q->own[n].least[reading];
    for (int64_t k = 0; k <= q->units[n].contest.seats; k++) {
        if (costs[k] >= NEVER)
            continue;
        int64_t cost = costs[k] + share_out(q, n + 1, reading, best, seats - k);
        least = cost < least ? cost : least;
    }
    return least;
}

static long long failures, compared;

/* Where nothing was found among the ballots tried, more could do it, if they can be added. */
static bool agrees(const question *q, int64_t best, int64_t worst, const scrut_margin_nation_reading *r)
{
    int64_t most = q->metric == SCRUT_METRIC_ADD ? ADDED_MAX : NEVER - 1; /* what the trials say something about */
    int64_t found_least = r->exact && !r->possible ? NEVER : r->at_least, found_most = r->possible ? r->at_most : NEVER;
    bool least_fits = found_least == best || (best > most && found_least > most);
    bool most_fits = found_most == worst || (worst > most && found_most > most);
    return least_fits && most_fits && r->exact == (found_least == found_most);
}

static void check_question(question *q, long long number)
{
    scrut_margin_nation_result r;
    scrut_error err;
    weigh_all(q);
    if (scrut_margin_nation_find(&q->nation, q->members, q->at_least, q->seats, q->metric, arena, &r, &err) != SCRUT_OK)
        die(err.message);
    for (int reading = 0; reading < 2; reading++) {
        const scrut_margin_nation_reading *found = reading == 0 ? &r.could : &r.would;
        int64_t best = share_out(q, 0, reading, true, q->seats), worst = share_out(q, 0, reading, false, q->seats);
        compared++;
        if (agrees(q, best, worst, found) || failures++ >= 20)
            continue;
        printf("# case %lld, %s, %s %lld seats of %zu constituencies, %s: tried %lld..%lld, found %d %d %lld..%lld\n",
               number, scrut_metric_name(q->metric), q->at_least ? "at least" : "at most", (long long)q->seats,
               q->nation.unit_count, reading == 0 ? "could" : "would", (long long)best, (long long)worst,
               found->possible, found->exact, (long long)found->at_least, (long long)found->at_most);
    }
}

int main(int argc, char **argv)
{
    const case_range range = case_range_of(argc, argv, test_extent(200, 1000, 20000));
    for (int64_t n = range.from; n < range.to; n++) {
        draw d = {.state = (uint64_t)(range.seed + n) * UINT64_C(0x9E3779B97F4A7C15) + 1};
        question q;
        for (int warm = 0; warm < 4; warm++)
            (void)next(&d);
        arena = scrut_arena_new();
        if (arena == NULL)
            die("no memory");
        draw_question(&d, &q);
        check_question(&q, n);
        scrut_arena_free(arena);
    }
    printf("# %lld national margins compared\n", compared);
    printf("%s 1 - every national margin is what trying all votes and all shares of the seats gives\n",
           failures == 0 ? "ok" : "not ok");
    return EXIT_SUCCESS;
}
