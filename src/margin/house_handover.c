/* SPDX-License-Identifier: Apache-2.0
 * house_handover.c: seats handed over one by one until the parties hold what somebody claims for them, each where that
 * is cheapest at the time: a number of ballots that is certain to do, seldom the fewest. */
#include "house_internal.h"

/* Seats handed over in one constituency. */
typedef struct {
    size_t unit, from, to; /* lists */
    int64_t ballots;       /* of the constituency, with this one */
    int64_t *moves;
} handed;

static bool may_gain(const scrut_house_handover *h, uint32_t party, bool gains)
{
    int64_t lacking = h->claimed[party] < 0 ? h->free_gain : h->lacking[party];
    return gains ? lacking > 0 : lacking < 0;
}

/* Best so far of the handovers in unit n. */
static scrut_status try_unit(const scrut_house_handover *h, size_t n, handed *best)
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

static void take_over(scrut_house_handover *h, const handed *best)
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

static bool all_met(const scrut_house_handover *h)
{
    for (size_t p = 0; p < h->house->c->party_count; p++)
        if (h->lacking[p] != 0)
            return false;
    return h->free_gain == 0;
}

/* Each constituency's cheapest handover is kept until seats change there. */
scrut_status scrut_house_hand_over(scrut_house_handover *h, scrut_margin_nation_reading *end)
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
static bool seats_now(const scrut_house_handover *h, size_t n)
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
        h->held[u->party[i]] += h->seats[n][i];
    }
    return draw;
}

/* For certain, a draw must be settled by ballots too. */
static scrut_status settle_draw(const scrut_house_handover *h, size_t n)
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

scrut_status scrut_house_start(scrut_house_handover *h)
{
    const scrut_margin_house *house = h->house;
    size_t count = house->nation.unit_count;
    h->lacking = scrut_arena_calloc(h->arena, house->c->party_count, sizeof *h->lacking);
    h->held = scrut_arena_calloc(h->arena, house->c->party_count, sizeof *h->held);
    h->start = scrut_arena_calloc(h->arena, count, sizeof(int64_t *));
    h->seats = scrut_arena_calloc(h->arena, count, sizeof(int64_t *));
    h->moves = scrut_arena_calloc(h->arena, count, sizeof(int64_t *));
    h->ballots = scrut_arena_calloc(h->arena, count, sizeof *h->ballots);
    if (h->lacking == NULL || h->held == NULL || h->start == NULL || h->seats == NULL || h->moves == NULL ||
        h->ballots == NULL)
        return scrut_fail_memory(h->err);
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < count && st == SCRUT_OK; n++) {
        h->seats[n] = scrut_arena_calloc(h->arena, house->nation.units[n].contest.list_count, sizeof *h->seats[n]);
        h->start[n] = scrut_arena_calloc(h->arena, house->nation.units[n].contest.list_count, sizeof *h->start[n]);
        if (h->seats[n] == NULL || h->start[n] == NULL)
            return scrut_fail_memory(h->err);
        bool draw = seats_now(h, n);
        memcpy(h->start[n], h->seats[n], house->nation.units[n].contest.list_count * sizeof *h->start[n]);
        if (draw && h->certain)
            st = settle_draw(h, n);
    }
    for (size_t p = 0; p < house->c->party_count; p++) {
        h->lacking[p] = h->claimed[p] < 0 ? 0 : h->claimed[p] - h->held[p];
        h->free_gain -= h->lacking[p];
    }
    return st;
}
