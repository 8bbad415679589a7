/* SPDX-License-Identifier: Apache-2.0
 * house_carry.c: moves that carry lists over a national threshold, or below it: what the knapsack asks, and then as
 * many ballots as the crossing still lacks. Each way is replayed. */
#include "house_internal.h"

#define ROUNDS_MAX 20

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

/* NEVER: a changed ballot leaves no list, or joins none. */
static int64_t ballots_of(const scrut_house_inquiry *q, int64_t *const moves[], int64_t *by_unit)
{
    int64_t gained = 0, lost = 0;
    bool whole = true;
    for (size_t n = 0; n < q->house->nation.unit_count; n++) {
        int64_t up = 0, down = 0;
        for (size_t i = 0; i < q->house->nation.units[n].contest.list_count && moves[n] != NULL; i++) {
            up += scrut_larger(0, moves[n][i]);
            down += scrut_larger(0, -moves[n][i]);
        }
        by_unit[n] = scrut_larger(up, down);
        gained += up;
        lost += down;
        whole = whole && (q->metric != SCRUT_METRIC_CHANGE || up == down);
    }
    return whole ? scrut_larger(gained, lost) : SCRUT_NEVER;
}

/* The list of the unit with most votes that is on the wanted side and may win seats, or whose ballots are only removed;
 * list_count: none. */
static size_t partner(const scrut_house_inquiry *q, const scrut_margin_unit *u, const int64_t *moves, bool member,
                      size_t not_list)
{
    size_t best = u->contest.list_count;
    int64_t most = 0;
    for (size_t i = 0; i < u->contest.list_count; i++) {
        int64_t votes = u->contest.votes[i] + moves[i];
        bool stands = !q->house->barred[u->party[i]] || q->metric == SCRUT_METRIC_REMOVE;
        if (i == not_list || q->members[u->party[i]] != member || !stands || votes <= most)
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

/* Moves up to `ballots` in one constituency: the crosser's list i in (out) as far as the metric allows, and lists of
 * members or of others the other way. Returns how many moved. */
static int64_t carry_in(const scrut_house_inquiry *q, const scrut_house_crosser *x, const scrut_margin_unit *u,
                        int64_t ballots, bool member, int64_t *moves)
{
    bool change = q->metric == SCRUT_METRIC_CHANGE;
    bool own = change || (x->rising == (q->metric == SCRUT_METRIC_ADD)), others = change || !own;
    size_t i = list_of(q, x, u, moves);
    if (own && i == u->contest.list_count)
        return 0;
    size_t other = partner(q, u, moves, member, i);
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

/* Carries the crosser across, `ballots` still missing. Returns what is left to do. Lists come first that the target
 * does not mind; only where ballots are removed it may not mind the others either. */
static int64_t carry(const scrut_house_inquiry *q, const scrut_house_crosser *x, int64_t ballots,
                     int64_t *const moves[])
{
    for (int side = 0; side <= (q->metric == SCRUT_METRIC_REMOVE); side++)
        for (size_t n = 0; n < q->house->nation.unit_count && ballots > 0; n++)
            if (q->house->nation.units[n].closed == NULL)
                ballots -= carry_in(q, x, &q->house->nation.units[n], ballots,
                                    (q->at_least != x->rising) == (side == 0), moves[n]);
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
    if (ballots >= SCRUT_NEVER || (r->possible && ballots >= r->at_most))
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

/* The list on the side where it is to be; *ret_moved: ballots did that. False: it cannot be had. */
static scrut_status put(const scrut_house_inquiry *q, const scrut_house_crosser *x, int64_t *const moves[],
                        bool *ret_moved, bool *ret_had)
{
    int64_t missing = 0;
    scrut_status st = scrut_house_missing(q, x, moves, &missing);
    if (st != SCRUT_OK || missing == 0)
        return st;
    *ret_moved = true;
    *ret_had = missing < SCRUT_NEVER && carry(q, x, missing, moves) <= 0;
    return SCRUT_OK;
}

/* Those crossed, and those that must not drift across. */
static scrut_status put_all(const scrut_house_inquiry *q, const bool crossed[], int64_t *const moves[], bool *ret_moved,
                            bool *ret_had)
{
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < q->near_count && st == SCRUT_OK && *ret_had; n++) {
        scrut_house_crosser x = q->near[n];
        if (!crossed[n] && !(scrut_house_never_minds(q) && scrut_house_is_held(q, crossed, n)))
            continue;
        x.rising = crossed[n] ? x.rising : !x.rising;
        st = put(q, &x, moves, ret_moved, ret_had);
    }
    return st;
}

/* Removed ballots: those that must fall lose at once what they need when so many are removed in all. */
static bool remove_first(const scrut_house_inquiry *q, const bool crossed[], int64_t ballots, int64_t *const moves[])
{
    for (size_t n = 0; n < q->near_count && q->metric == SCRUT_METRIC_REMOVE; n++) {
        scrut_house_crosser x = q->near[n];
        if (x.alliance || !scrut_house_loses(q, crossed, n))
            continue;
        x.rising = false;
        if (carry(q, &x, scrut_house_needs(q, &x, false, ballots), moves) > 0)
            return false;
    }
    return true;
}

scrut_status scrut_house_carry(const scrut_house_inquiry *q, const bool crossed[],
                               const scrut_margin_nation_reading *way, int64_t ballots, bool certain,
                               scrut_margin_nation_reading *r)
{
    int64_t **moves = NULL;
    scrut_status st = copy_moves(q, way->moves, &moves);
    bool moved = true, had = st == SCRUT_OK && remove_first(q, crossed, ballots, moves);
    /* ballots added or removed for one may move what another lacks, less and less */
    for (int round = 0; round < ROUNDS_MAX && moved && had && st == SCRUT_OK; round++) {
        moved = false;
        st = put_all(q, crossed, moves, &moved, &had);
    }
    return st == SCRUT_OK && had ? scrut_house_keep_better(q, moves, certain, r) : st;
}
