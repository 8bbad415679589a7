/* SPDX-License-Identifier: Apache-2.0
 * house_vector.c: the seats that somebody claims for several parties at once, in the nation. No exact method is known,
 * so an interval: what is dearest among its parts (one party's seats, those of all that gain, those of all that lose)
 * is certain to be needed; seats handed over one by one, each where that is cheapest at the time, are certain to do. */
#include "house_internal.h"

typedef struct {
    const scrut_margin_house *house;
    const int64_t *claimed; /* a party; -1: any number */
    bool certain;
    scrut_metric metric;
    scrut_arena *arena;
    scrut_error *err;
    int64_t *lacking;  /* a party: seats it still has to gain (lose when negative); parties with any number: 0 */
    int64_t **seats;   /* a unit: by list, so far */
    int64_t *ballots;  /* a unit: so far */
    int64_t **moves;   /* a unit */
    int64_t free_gain; /* seats that parties with any number must gain together (lose when negative) */
} handover;

/* ---- the lower end ---- */

static void raise(scrut_margin_nation_reading *end, const scrut_margin_nation_reading *part)
{
    if (!part->possible && part->exact) {
        end->exact = true; /* no number of ballots does this part */
        return;
    }
    end->at_least = scrut_larger(end->at_least, part->at_least);
}

static scrut_status raise_by(const handover *h, const bool members[], bool at_least, int64_t seats,
                             scrut_margin_nation_reading *end)
{
    scrut_margin_nation_result r;
    scrut_status st = scrut_margin_house_find(h->house, members, at_least, seats, h->metric, h->arena, &r, h->err);
    if (st == SCRUT_OK)
        raise(end, h->certain ? &r.would : &r.could);
    return st;
}

static scrut_status bound_below(const handover *h, scrut_margin_nation_reading *end)
{
    size_t parties = h->house->c->party_count;
    int64_t sums[2] = {0, 0};
    bool *sides[2], *one = scrut_arena_calloc(h->arena, parties, sizeof *one);
    sides[0] = scrut_arena_calloc(h->arena, parties, sizeof(bool));
    sides[1] = scrut_arena_calloc(h->arena, parties, sizeof(bool));
    if (one == NULL || sides[0] == NULL || sides[1] == NULL)
        return scrut_fail_memory(h->err);
    scrut_status st = SCRUT_OK;
    for (size_t p = 0; p < parties && st == SCRUT_OK; p++) {
        if (h->lacking[p] == 0)
            continue;
        bool gains = h->lacking[p] > 0;
        one[p] = true;
        st = raise_by(h, one, gains, h->claimed[p], end);
        one[p] = false;
        sides[gains][p] = true;
        sums[gains] += h->claimed[p];
    }
    for (int gains = 0; gains < 2 && st == SCRUT_OK; gains++)
        if (memchr(sides[gains], true, parties) != NULL)
            st = raise_by(h, sides[gains], gains == 1, sums[gains], end);
    return st;
}

/* ---- the upper end ---- */

/* Seats handed over in one constituency. */
typedef struct {
    size_t unit, from, to; /* lists */
    int64_t ballots;       /* of the constituency, with this one */
    int64_t *moves;
} handed;

static bool may_gain(const handover *h, uint32_t party, bool gains)
{
    int64_t lacking = h->claimed[party] < 0 ? h->free_gain : h->lacking[party];
    return gains ? lacking > 0 : lacking < 0;
}

/* Best so far of the handovers in unit n. */
static scrut_status try_unit(const handover *h, size_t n, handed *best)
{
    const scrut_margin_unit *u = &h->house->nation.units[n];
    int64_t *vector = h->seats[n];
    scrut_status st = SCRUT_OK;
    for (size_t from = 0; from < u->contest.list_count; from++)
        for (size_t to = 0; to < u->contest.list_count && st == SCRUT_OK; to++) {
            scrut_margin m;
            const scrut_target target = {.kind = SCRUT_TARGET_VECTOR, .vector = vector};
            if (vector[from] == 0 || !may_gain(h, u->party[from], false) || !may_gain(h, u->party[to], true) ||
                h->house->barred[u->party[to]])
                continue;
            vector[from]--;
            vector[to]++;
            st = scrut_margin_find(&u->contest, &target, h->metric, NULL, h->arena, &m, h->err);
            vector[from]++;
            vector[to]--;
            const scrut_margin_reading *r = h->certain ? &m.would : &m.could;
            bool better = best->moves == NULL || (st == SCRUT_OK && r->possible &&
                                                  r->at_most - h->ballots[n] < best->ballots - h->ballots[best->unit]);
            if (st == SCRUT_OK && r->possible && better)
                *best = (handed){.unit = n, .from = from, .to = to, .ballots = r->at_most, .moves = r->moves};
        }
    return st;
}

static void take_over(handover *h, const handed *best)
{
    const scrut_margin_unit *u = &h->house->nation.units[best->unit];
    uint32_t from = u->party[best->from], to = u->party[best->to];
    h->seats[best->unit][best->from]--;
    h->seats[best->unit][best->to]++;
    h->ballots[best->unit] = best->ballots;
    h->moves[best->unit] = best->moves;
    *(h->claimed[from] < 0 ? &h->free_gain : &h->lacking[from]) += 1;
    *(h->claimed[to] < 0 ? &h->free_gain : &h->lacking[to]) -= 1;
}

static bool all_met(const handover *h)
{
    for (size_t p = 0; p < h->house->c->party_count; p++)
        if (h->lacking[p] != 0)
            return false;
    return h->free_gain == 0;
}

/* Each constituency's cheapest handover is kept until seats change there. */
static scrut_status hand_over(handover *h, scrut_margin_nation_reading *end)
{
    size_t count = h->house->nation.unit_count;
    scrut_status st = SCRUT_OK;
    while (st == SCRUT_OK && !all_met(h)) {
        handed best = {.moves = NULL};
        for (size_t n = 0; n < count && st == SCRUT_OK; n++)
            if (h->house->nation.units[n].closed == NULL)
                st = try_unit(h, n, &best);
        if (st != SCRUT_OK || best.moves == NULL)
            return st;
        take_over(h, &best);
    }
    bool stay = false;
    if (st == SCRUT_OK)
        st = scrut_house_stays(h->house, h->moves, h->arena, &stay, h->err);
    for (size_t n = 0; n < count; n++)
        stay = stay && h->ballots[n] < SCRUT_NEVER;
    if (st != SCRUT_OK || !stay)
        return st;
    *end = (scrut_margin_nation_reading){
        .possible = true, .at_least = end->at_least, .ballots = h->ballots, .moves = h->moves};
    for (size_t n = 0; n < count; n++)
        end->at_most += h->ballots[n];
    end->exact = end->at_least == end->at_most;
    return SCRUT_OK;
}

/* Where a draw decides: the certain seats and whoever comes first for the rest. Returns whether it does. */
static bool seats_now(const handover *h, size_t n)
{
    const scrut_margin_unit *u = &h->house->nation.units[n];
    const scrut_constituency_seats *now = &h->house->chamber->constituencies[n];
    int64_t drawn = u->contest.seats;
    bool draw = false;
    for (size_t i = 0; i < u->contest.list_count; i++)
        drawn -= now->certain[u->party[i]];
    for (size_t i = 0; i < u->contest.list_count; i++) {
        int64_t range = now->possible[u->party[i]] - now->certain[u->party[i]], more = scrut_smaller(drawn, range);
        draw = draw || range > 0;
        h->seats[n][i] = now->certain[u->party[i]] + more;
        drawn -= more;
        if (h->claimed[u->party[i]] >= 0)
            h->lacking[u->party[i]] -= h->seats[n][i];
    }
    return draw;
}

/* For certain, a draw must be settled by ballots too. */
static scrut_status settle_draw(const handover *h, size_t n)
{
    const scrut_margin_unit *u = &h->house->nation.units[n];
    const scrut_target target = {.kind = SCRUT_TARGET_VECTOR, .vector = h->seats[n]};
    scrut_margin m;
    scrut_status st = scrut_margin_find(&u->contest, &target, h->metric, NULL, h->arena, &m, h->err);
    if (st != SCRUT_OK)
        return st;
    h->ballots[n] = m.would.possible ? m.would.at_most : SCRUT_NEVER;
    h->moves[n] = m.would.moves;
    return SCRUT_OK;
}

static scrut_status start(handover *h)
{
    const scrut_margin_house *house = h->house;
    size_t count = house->nation.unit_count;
    h->lacking = scrut_arena_calloc(h->arena, house->c->party_count, sizeof *h->lacking);
    h->seats = scrut_arena_calloc(h->arena, count, sizeof(int64_t *));
    h->moves = scrut_arena_calloc(h->arena, count, sizeof(int64_t *));
    h->ballots = scrut_arena_calloc(h->arena, count, sizeof *h->ballots);
    if (h->lacking == NULL || h->seats == NULL || h->moves == NULL || h->ballots == NULL)
        return scrut_fail_memory(h->err);
    for (size_t p = 0; p < house->c->party_count; p++)
        h->lacking[p] = scrut_larger(0, h->claimed[p]);
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < count && st == SCRUT_OK; n++) {
        h->seats[n] = scrut_arena_calloc(h->arena, house->nation.units[n].contest.list_count, sizeof *h->seats[n]);
        if (h->seats[n] == NULL)
            return scrut_fail_memory(h->err);
        if (seats_now(h, n) && h->certain)
            st = settle_draw(h, n);
    }
    for (size_t p = 0; p < house->c->party_count; p++)
        h->free_gain -= h->lacking[p];
    return st;
}

static scrut_status one_reading(handover *h, scrut_margin_nation_reading *ret_reading)
{
    scrut_margin_nation_reading end = {.at_least = 0};
    scrut_status st = start(h);
    if (st == SCRUT_OK)
        st = bound_below(h, &end);
    if (st == SCRUT_OK && !end.exact)
        st = hand_over(h, &end);
    if (st == SCRUT_OK)
        *ret_reading = end;
    return st;
}

scrut_status scrut_margin_house_vector(const scrut_margin_house *house, const int64_t claimed[], scrut_metric metric,
                                       scrut_arena *arena, scrut_margin_nation_result *ret_result, scrut_error *err)
{
    scrut_margin_nation_result result = {.note = NULL};
    handover could = {.house = house, .claimed = claimed, .metric = metric, .arena = arena, .err = err};
    handover would = could;
    would.certain = true;
    scrut_status st = one_reading(&could, &result.could);
    if (st == SCRUT_OK)
        st = one_reading(&would, &result.would);
    if (st != SCRUT_OK)
        return st;
    if (!(result.could.exact && result.would.exact))
        result.note =
            SCRUT_KEY("For several parties' seats at once no exact method is known: the first number is certain to be "
                      "needed, the second is certain to do.");
    *ret_result = result;
    return SCRUT_OK;
}
