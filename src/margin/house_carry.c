/* SPDX-License-Identifier: Apache-2.0
 * house_carry.c: moves that carry lists over a national threshold, or below it: what the knapsack asks, and then as
 * many ballots as the crossing still lacks. Each way is replayed. */
#include "house_internal.h"

scrut_status scrut_house_holds_after(const scrut_house_inquiry *q, int64_t *const moves[], bool certain,
                                     bool *ret_holds)
{
    scrut_margin_held held;
    scrut_status st = scrut_margin_house_replay(q->house, moves, q->members, q->arena, &held, q->err);
    if (st != SCRUT_OK)
        return st;
    if (q->at_least)
        *ret_holds = (certain ? held.certain : held.possible) >= q->seats;
    else
        *ret_holds = (certain ? held.possible : held.certain) + held.unknown <= q->seats;
    return SCRUT_OK;
}

static int64_t ballots_of(const scrut_house_inquiry *q, int64_t *const moves[], int64_t *by_unit)
{
    int64_t gained = 0, lost = 0;
    for (size_t n = 0; n < q->house->nation.unit_count; n++) {
        int64_t up = 0, down = 0;
        for (size_t i = 0; i < q->house->nation.units[n].contest.list_count && moves[n] != NULL; i++) {
            up += scrut_larger(0, moves[n][i]);
            down += scrut_larger(0, -moves[n][i]);
        }
        by_unit[n] = scrut_larger(up, down);
        gained += up;
        lost += down;
    }
    return scrut_larger(gained, lost);
}

/* The list of the unit with most votes that is on the wanted side and may win seats; list_count: none. */
static size_t partner(const scrut_house_inquiry *q, const scrut_margin_unit *u, const int64_t *moves, bool member,
                      size_t not_list)
{
    size_t best = u->contest.list_count;
    int64_t most = 0;
    for (size_t i = 0; i < u->contest.list_count; i++) {
        int64_t votes = u->contest.votes[i] + moves[i];
        if (i == not_list || q->members[u->party[i]] != member || q->house->barred[u->party[i]] || votes <= most)
            continue;
        best = i;
        most = votes;
    }
    return best;
}

/* The unit's list with most votes among those of the crosser; list_count: none. */
static size_t list_of(const scrut_house_inquiry *q, const scrut_house_crosser *x, const scrut_margin_unit *u,
                      const int64_t *moves)
{
    size_t best = u->contest.list_count;
    for (size_t i = 0; i < u->contest.list_count; i++) {
        bool more =
            best == u->contest.list_count || u->contest.votes[i] + moves[i] > u->contest.votes[best] + moves[best];
        if (scrut_house_belongs(q->house, x, u->party[i]) && more)
            best = i;
    }
    return best;
}

/* Moves up to `ballots` in one constituency: the crosser's list i in (out) as far as the metric allows, and lists that
 * the target does not mind the other way. Returns how many moved. */
static int64_t carry_in(const scrut_house_inquiry *q, const scrut_house_crosser *x, const scrut_margin_unit *u,
                        int64_t ballots, int64_t *moves)
{
    bool change = q->metric == SCRUT_METRIC_CHANGE;
    bool own = change || (x->rising == (q->metric == SCRUT_METRIC_ADD)), others = change || !own;
    size_t i = list_of(q, x, u, moves);
    if (own && i == u->contest.list_count)
        return 0;
    size_t other = partner(q, u, moves, q->at_least != x->rising, i);
    if (others && (other == u->contest.list_count || scrut_house_belongs(q->house, x, u->party[other])))
        return 0;
    if (own && !x->rising)
        ballots = scrut_smaller(ballots, u->contest.votes[i] + moves[i]);
    if (others && x->rising)
        ballots = scrut_smaller(ballots, u->contest.votes[other] + moves[other]);
    if (own)
        moves[i] += x->rising ? ballots : -ballots;
    if (others)
        moves[other] += x->rising ? -ballots : ballots;
    return ballots;
}

/* Carries the crosser across, `ballots` still missing. Returns what is left to do. */
static int64_t carry(const scrut_house_inquiry *q, const scrut_house_crosser *x, int64_t ballots,
                     int64_t *const moves[])
{
    for (size_t n = 0; n < q->house->nation.unit_count && ballots > 0; n++)
        if (q->house->nation.units[n].closed == NULL)
            ballots -= carry_in(q, x, &q->house->nation.units[n], ballots, moves[n]);
    return ballots;
}

static scrut_status copy_moves(const scrut_house_inquiry *q, int64_t *const from[], int64_t ***ret_moves)
{
    size_t count = q->house->nation.unit_count;
    int64_t **moves = scrut_arena_calloc(q->arena, count, sizeof(int64_t *));
    if (moves == NULL)
        return scrut_fail_memory(q->err);
    for (size_t n = 0; n < count; n++) {
        size_t lists = q->house->nation.units[n].contest.list_count;
        moves[n] = scrut_arena_calloc(q->arena, lists, sizeof *moves[n]);
        if (moves[n] == NULL)
            return scrut_fail_memory(q->err);
        if (from[n] != NULL)
            memcpy(moves[n], from[n], lists * sizeof *moves[n]);
    }
    *ret_moves = moves;
    return SCRUT_OK;
}

scrut_status scrut_house_keep_better(const scrut_house_inquiry *q, int64_t **moves, bool certain,
                                     scrut_margin_nation_reading *r)
{
    size_t count = q->house->nation.unit_count;
    int64_t *by_unit = scrut_arena_calloc(q->arena, count, sizeof *by_unit);
    bool holds = false;
    if (by_unit == NULL)
        return scrut_fail_memory(q->err);
    int64_t ballots = ballots_of(q, moves, by_unit);
    if (r->possible && ballots >= r->at_most)
        return SCRUT_OK;
    scrut_status st = scrut_house_holds_after(q, moves, certain, &holds);
    if (st != SCRUT_OK || !holds)
        return st;
    for (size_t n = 0; n < count; n++)
        if (by_unit[n] == 0)
            moves[n] = NULL;
    r->possible = true;
    r->at_most = ballots;
    r->ballots = by_unit;
    r->moves = moves;
    return SCRUT_OK;
}

scrut_status scrut_house_carry(const scrut_house_inquiry *q, const bool crossed[],
                               const scrut_margin_nation_reading *way, bool certain, scrut_margin_nation_reading *r)
{
    int64_t **moves = NULL;
    scrut_status st = copy_moves(q, way->moves, &moves);
    for (size_t n = 0; n < q->near_count && st == SCRUT_OK; n++) {
        int64_t missing = 0;
        if (!crossed[n])
            continue;
        st = scrut_house_missing(q, &q->near[n], moves, &missing);
        if (st == SCRUT_OK && (missing >= SCRUT_NEVER || carry(q, &q->near[n], missing, moves) > 0))
            return SCRUT_OK;
    }
    return st == SCRUT_OK ? scrut_house_keep_better(q, moves, certain, r) : st;
}
