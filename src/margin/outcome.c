/* SPDX-License-Identifier: Apache-2.0
 * outcome.c: the seats that given votes have, by the engine of seats; and what the members of a coalition hold together
 * at least and at most over all outcomes of a draw. */
#include "margin_internal.h"

/* Who stands in the first step: a list, or an alliance of several. */
typedef struct {
    const scrut_margin_contest *contest;
    const int64_t *votes;
    const bool *members;
    scrut_arena *arena;
    scrut_error *err;
    bool *eligible;    /* a list */
    uint32_t *entrant; /* a list: its outer contender, SCRUT_NONE when it takes no part */
    size_t entrant_count;
    scrut_contender *contenders;
    scrut_outcome *result;
} hearing;

static scrut_contender entrant_of(const scrut_margin_contest *contest, int64_t votes, bool eligible, int64_t lists)
{
    return (scrut_contender){.votes = votes,
                             .eligible = eligible,
                             .seats_min = contest->seats_min * lists,
                             .seats_max = contest->seats_max > 0 ? contest->seats_max * lists : -1,
                             .list_order = -1};
}

static int64_t moved_ballots(const scrut_margin_contest *contest, const int64_t votes[])
{
    int64_t moved = 0;
    for (size_t i = 0; i < contest->list_count; i++)
        moved += votes[i] - contest->votes[i];
    return moved;
}

static void find_eligible(hearing *h, int64_t *bars)
{
    const scrut_margin_contest *c = h->contest;
    int64_t moved = moved_ballots(c, h->votes);
    scrut_bars_votes(c, moved, bars);
    for (size_t i = 0; i < c->list_count; i++)
        h->eligible[i] = h->votes[i] >= bars[i];
    if (c->alliance == NULL || !c->alliance_passes_bar)
        return;
    scrut_margin_contest together = *c;
    together.bar_mask = c->alliance_bar_mask;
    scrut_bars_votes(&together, moved, bars);
    for (size_t i = 0; i < c->list_count; i++) {
        int64_t sum = 0;
        for (size_t j = 0; j < c->list_count; j++)
            sum += c->alliance[i] != SCRUT_NONE && c->alliance[j] == c->alliance[i] ? h->votes[j] : 0;
        h->eligible[i] = h->eligible[i] || (h->votes[i] > 0 && sum >= bars[i]);
    }
}

static void enter_list(hearing *h, size_t i)
{
    const scrut_margin_contest *c = h->contest;
    for (size_t j = 0; j < i && c->alliance != NULL && c->alliance[i] != SCRUT_NONE; j++) {
        if (c->alliance[j] != c->alliance[i] || h->entrant[j] == SCRUT_NONE)
            continue;
        scrut_contender *joined = &h->contenders[h->entrant[j]], more = entrant_of(c, h->votes[i], true, 1);
        joined->votes += more.votes;
        joined->seats_min += more.seats_min;
        joined->seats_max = more.seats_max < 0 ? -1 : joined->seats_max + more.seats_max;
        h->entrant[i] = h->entrant[j];
        return;
    }
    h->contenders[h->entrant_count] = entrant_of(c, h->votes[i], true, 1);
    h->entrant[i] = (uint32_t)h->entrant_count++;
}

static scrut_status apportion(const hearing *h, const scrut_method *method, int64_t seats,
                              const scrut_contender *contenders, size_t count, scrut_apportionment *ret_result)
{
    int64_t votes_all = -1;
    if (method->quota_base_all)
        votes_all = h->contest->votes_all + moved_ballots(h->contest, h->votes);
    return scrut_apportion_seats(method, seats, contenders, count, votes_all, h->arena, ret_result, h->err);
}

static int64_t *rungs_drawn(const scrut_apportionment *r, scrut_arena *arena)
{
    int64_t *drawn = scrut_arena_calloc(arena, r->contender_count, sizeof *drawn);
    for (size_t i = r->won_count; drawn != NULL && i < r->won_count + r->tied_count; i++)
        drawn[r->ladder[i].contender]++;
    return drawn;
}

/* ---- without alliances ---- */

void scrut_outcome_join(scrut_outcome *o, const bool members[], size_t count)
{
    int64_t certain = 0, joined = 0, others = 0;
    for (size_t i = 0; i < count; i++) {
        bool in = members != NULL && members[i];
        certain += in ? o->certain[i] : 0;
        *(in ? &joined : &others) += o->extra[i];
    }
    /* any set of `drawn` rungs can win the draw */
    o->members_possible = certain + scrut_smaller(joined, o->drawn);
    o->members_certain = certain + scrut_larger(0, o->drawn - others);
}

static scrut_status hear_lists(hearing *h, const scrut_apportionment *r, const int64_t *rungs)
{
    scrut_outcome *o = h->result;
    o->drawn = r->tied_seats;
    o->unfilled = r->unfilled;
    for (size_t i = 0; i < h->contest->list_count; i++) {
        uint32_t e = h->entrant[i];
        if (e == SCRUT_NONE)
            continue;
        o->certain[i] = r->certain[e];
        o->extra[i] = rungs[e];
        o->possible[i] = r->possible[e];
    }
    scrut_outcome_join(o, h->members, h->contest->list_count);
    return SCRUT_OK;
}

/* ---- inside alliances ---- */

/* Least and most seats of the members in entrant e when it holds n seats; other lists' ranges are widened. */
static scrut_status hear_entrant(hearing *h, uint32_t e, int64_t n, bool first, int64_t *ret_least, int64_t *ret_most)
{
    const scrut_margin_contest *c = h->contest;
    scrut_contender *inside = scrut_arena_calloc(h->arena, c->list_count, sizeof *inside);
    size_t *lists = scrut_arena_calloc(h->arena, c->list_count, sizeof *lists), count = 0;
    if (inside == NULL || lists == NULL)
        return scrut_fail_memory(h->err);
    for (size_t i = 0; i < c->list_count; i++)
        if (h->entrant[i] == e) {
            inside[count] = entrant_of(c, h->votes[i], true, 1);
            lists[count++] = i;
        }
    scrut_apportionment r;
    scrut_status st = count > 1 ? apportion(h, &c->inner_method, n, inside, count, &r) : SCRUT_OK;
    int64_t *rungs = NULL;
    if (st == SCRUT_OK && count > 1) {
        rungs = rungs_drawn(&r, h->arena);
        st = rungs != NULL ? SCRUT_OK : scrut_fail_memory(h->err);
    }
    if (st != SCRUT_OK)
        return st;
    if (count > 1 && r.refused) {
        h->result->refused = true;
        return SCRUT_OK;
    }
    int64_t certain = 0, in = 0, out = 0, drawn = count > 1 ? r.tied_seats : 0;
    for (size_t k = 0; k < count; k++) {
        size_t i = lists[k];
        int64_t least = count > 1 ? r.certain[k] : n, most = count > 1 ? r.possible[k] : n;
        int64_t extra = count > 1 ? rungs[k] : 0;
        bool member = h->members != NULL && h->members[i];
        certain += member ? least : 0;
        in += member ? extra : 0;
        out += member ? 0 : extra;
        h->result->certain[i] = first ? least : scrut_smaller(h->result->certain[i], least);
        h->result->possible[i] = first ? most : scrut_larger(h->result->possible[i], most);
    }
    *ret_most = certain + scrut_smaller(in, drawn);
    *ret_least = certain + scrut_larger(0, drawn - out);
    return SCRUT_OK;
}

/* least[d], most[d]: what the members hold when the entrants so far took d of the drawn rungs. */
static void join_draws(const int64_t *least, const int64_t *most, int64_t more, int64_t drawn, int64_t *sums_least,
                       int64_t *sums_most)
{
    for (int64_t d = drawn; d >= 0; d--) {
        int64_t low = SCRUT_NEVER, high = -SCRUT_NEVER;
        for (int64_t e = 0; e <= scrut_smaller(more, d); e++) {
            low = scrut_smaller(low, sums_least[d - e] + least[e]);
            high = scrut_larger(high, sums_most[d - e] + most[e]);
        }
        sums_least[d] = low;
        sums_most[d] = high;
    }
}

static scrut_status hear_alliances(hearing *h, const scrut_apportionment *r, const int64_t *rungs)
{
    int64_t drawn = r->tied_seats;
    size_t size = (size_t)drawn + 1;
    int64_t *sums = scrut_arena_calloc(h->arena, 4 * size, sizeof *sums);
    if (sums == NULL)
        return scrut_fail_memory(h->err);
    int64_t *sums_least = sums, *sums_most = sums + size, *least = sums + 2 * size, *most = sums + 3 * size;
    for (size_t d = 1; d < size; d++) {
        sums_least[d] = SCRUT_NEVER;
        sums_most[d] = -SCRUT_NEVER;
    }
    for (size_t e = 0; e < h->entrant_count; e++) {
        int64_t more = scrut_smaller(rungs[e], drawn);
        for (int64_t d = 0; d <= more; d++) {
            scrut_status st = hear_entrant(h, (uint32_t)e, r->certain[e] + d, d == 0, &least[d], &most[d]);
            if (st != SCRUT_OK || h->result->refused)
                return st;
        }
        join_draws(least, most, more, drawn, sums_least, sums_most);
    }
    h->result->drawn = drawn;
    h->result->unfilled = r->unfilled;
    h->result->members_certain = sums_least[drawn];
    h->result->members_possible = sums_most[drawn];
    return SCRUT_OK;
}

/* ---- both ---- */

static scrut_status open_hearing(hearing *h)
{
    size_t count = h->contest->list_count;
    scrut_outcome *o = h->result;
    o->certain = scrut_arena_calloc(h->arena, count, sizeof *o->certain);
    o->possible = scrut_arena_calloc(h->arena, count, sizeof *o->possible);
    o->extra = scrut_arena_calloc(h->arena, count, sizeof *o->extra);
    h->eligible = scrut_arena_calloc(h->arena, count, sizeof *h->eligible);
    h->entrant = scrut_arena_calloc(h->arena, count, sizeof *h->entrant);
    h->contenders = scrut_arena_calloc(h->arena, count, sizeof *h->contenders);
    int64_t *bars = scrut_arena_calloc(h->arena, count, sizeof *bars);
    if (o->certain == NULL || o->possible == NULL || o->extra == NULL || h->eligible == NULL || h->entrant == NULL ||
        h->contenders == NULL || bars == NULL)
        return scrut_fail_memory(h->err);
    find_eligible(h, bars);
    for (size_t i = 0; i < count; i++) {
        h->entrant[i] = SCRUT_NONE;
        if (h->eligible[i])
            enter_list(h, i);
    }
    return SCRUT_OK;
}

scrut_status scrut_outcome_of(const scrut_margin_contest *contest, const int64_t votes[], const bool members[],
                              scrut_arena *arena, scrut_outcome *ret_outcome, scrut_error *err)
{
    scrut_outcome outcome = {.refused = false};
    hearing h = {
        .contest = contest, .votes = votes, .members = members, .arena = arena, .err = err, .result = &outcome};
    scrut_apportionment r;
    scrut_status st = open_hearing(&h);
    if (st == SCRUT_OK)
        st = apportion(&h, &contest->method, contest->seats, h.contenders, h.entrant_count, &r);
    if (st != SCRUT_OK)
        return st;
    outcome.refused = r.refused || h.entrant_count == 0;
    int64_t *rungs = rungs_drawn(&r, arena);
    if (rungs == NULL)
        return scrut_fail_memory(err);
    if (!outcome.refused)
        st = contest->alliance == NULL ? hear_lists(&h, &r, rungs) : hear_alliances(&h, &r, rungs);
    if (st == SCRUT_OK)
        *ret_outcome = outcome;
    return st;
}

/* ---- one vector ---- */

static bool fits_draw(const scrut_apportionment *r, const int64_t *rungs, const int64_t seats[])
{
    int64_t drawn = r->tied_seats;
    for (size_t i = 0; i < r->contender_count; i++) {
        if (seats[i] < r->certain[i] || seats[i] > r->certain[i] + rungs[i])
            return false;
        drawn -= seats[i] - r->certain[i];
    }
    return drawn == 0;
}

/* Whether `seats` of the lists of entrant e, in their order, can come out inside it. */
static scrut_status fits_inside(const hearing *h, uint32_t e, const int64_t seats[], bool *ret_fits)
{
    const scrut_margin_contest *c = h->contest;
    scrut_contender *inside = scrut_arena_calloc(h->arena, c->list_count, sizeof *inside);
    int64_t *own = scrut_arena_calloc(h->arena, c->list_count, sizeof *own), sum = 0, *rungs = NULL;
    size_t count = 0;
    if (inside == NULL || own == NULL)
        return scrut_fail_memory(h->err);
    for (size_t i = 0; i < c->list_count; i++) {
        if (h->entrant[i] != e)
            continue;
        inside[count] = entrant_of(c, h->votes[i], true, 1);
        own[count++] = seats[i];
        sum += seats[i];
    }
    *ret_fits = true;
    if (count < 2)
        return SCRUT_OK;
    scrut_apportionment r;
    scrut_status st = apportion(h, &c->inner_method, sum, inside, count, &r);
    if (st == SCRUT_OK)
        rungs = rungs_drawn(&r, h->arena);
    if (st != SCRUT_OK)
        return st;
    if (rungs == NULL)
        return scrut_fail_memory(h->err);
    *ret_fits = !r.refused && fits_draw(&r, rungs, own);
    return SCRUT_OK;
}

scrut_status scrut_outcome_has(const scrut_margin_contest *contest, const int64_t votes[], const int64_t seats[],
                               scrut_arena *arena, bool *ret_has, scrut_error *err)
{
    scrut_outcome outcome = {.refused = false};
    hearing h = {.contest = contest, .votes = votes, .arena = arena, .err = err, .result = &outcome};
    scrut_apportionment r;
    int64_t *rungs = NULL, *sums = scrut_arena_calloc(arena, contest->list_count, sizeof *sums);
    scrut_status st = sums != NULL ? open_hearing(&h) : scrut_fail_memory(err);
    bool has = true;
    for (size_t i = 0; i < contest->list_count && st == SCRUT_OK; i++) {
        if (h.entrant[i] != SCRUT_NONE)
            sums[h.entrant[i]] += seats[i];
        else
            has = has && seats[i] == 0;
    }
    if (st == SCRUT_OK)
        st = apportion(&h, &contest->method, contest->seats, h.contenders, h.entrant_count, &r);
    if (st == SCRUT_OK && (rungs = rungs_drawn(&r, arena)) == NULL)
        st = scrut_fail_memory(err);
    has = has && st == SCRUT_OK && h.entrant_count > 0 && !r.refused && fits_draw(&r, rungs, sums);
    for (uint32_t e = 0; e < h.entrant_count && has && st == SCRUT_OK; e++)
        st = fits_inside(&h, e, seats, &has);
    if (st == SCRUT_OK)
        *ret_has = has;
    return st;
}

scrut_status scrut_margin_replay(const scrut_margin_contest *contest, const int64_t moves[], const bool members[],
                                 scrut_arena *arena, scrut_margin_outcome *ret_outcome, scrut_error *err)
{
    int64_t *votes = scrut_arena_calloc(arena, contest->list_count, sizeof *votes);
    if (votes == NULL)
        return scrut_fail_memory(err);
    for (size_t i = 0; i < contest->list_count; i++)
        votes[i] = contest->votes[i] + (moves != NULL ? moves[i] : 0);
    scrut_outcome o;
    scrut_status st = scrut_outcome_of(contest, votes, members, arena, &o, err);
    if (st == SCRUT_OK)
        *ret_outcome = (scrut_margin_outcome){.refused = o.refused,
                                              .certain = o.certain,
                                              .possible = o.possible,
                                              .members_certain = o.members_certain,
                                              .members_possible = o.members_possible};
    return st;
}
