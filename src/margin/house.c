/* SPDX-License-Identifier: Apache-2.0
 * house.c: a case's chamber as contests: who stands where with how many votes, which thresholds bind whom, and which
 * constituencies cannot be weighed. */
#include "house_internal.h"

typedef struct {
    scrut_margin_house *house;
    const scrut_case *c;
    const scrut_rules *rules;
    const scrut_tally *tally;
    scrut_arena *arena;
    scrut_error *err;
} builder;

/* ---- thresholds ---- */

static bool applies(const scrut_threshold *t, int64_t members)
{
    return members >= t->members_min && (t->members_max == 0 || members <= t->members_max);
}

static int64_t alliance_members(const scrut_case *c, uint32_t alliance)
{
    int64_t members = 0;
    for (size_t p = 0; p < c->party_count; p++)
        members += alliance != SCRUT_NONE && c->parties[p].alliance_index == alliance ? c->parties[p].members : 0;
    return members;
}

static scrut_margin_bar bar_of(const scrut_threshold *t, const scrut_bases *bases)
{
    return (scrut_margin_bar){.is_share = t->is_share,
                              .strict = t->strict,
                              .base_moves = t->base != SCRUT_BASE_REGISTERED,
                              .votes = t->votes,
                              .numerator = t->numerator,
                              .denominator = t->denominator,
                              .base = t->is_share ? bases->votes[t->base] : 0};
}

/* Thresholds of one scope, into bars and the masks (by party). False: the base of a share is not known. */
static bool read_bars(const builder *b, scrut_scope scope, const scrut_bases *bases, scrut_margin_bar bars[],
                      size_t *ret_count, uint8_t *mask, uint8_t *alliance_mask)
{
    size_t count = 0;
    for (size_t n = 0; n < b->rules->threshold_count; n++) {
        const scrut_threshold *t = &b->rules->thresholds[n];
        if (t->scope != scope)
            continue;
        if (t->is_share && !bases->known[t->base])
            return false;
        for (size_t p = 0; p < b->c->party_count; p++) {
            const scrut_party *party = &b->c->parties[p];
            uint8_t bit = (uint8_t)(1U << count);
            if (!party->exempt && applies(t, party->members))
                mask[p] |= bit;
            if (!party->exempt && applies(t, alliance_members(b->c, party->alliance_index)))
                alliance_mask[p] |= bit;
        }
        bars[count++] = bar_of(t, bases);
    }
    *ret_count = count;
    return true;
}

static bool both_scopes(const scrut_rules *rules)
{
    bool scopes[2] = {false, false};
    for (size_t n = 0; n < rules->threshold_count; n++)
        scopes[rules->thresholds[n].scope] = true;
    return scopes[SCRUT_SCOPE_CONSTITUENCY] && scopes[SCRUT_SCOPE_NATION];
}

static bool by_alliance(const scrut_rules *rules)
{
    return rules->alliances && rules->alliance_passes_threshold;
}

/* ---- one constituency ---- */

/* A closed constituency may hold anything, for no ballot at all. */
static scrut_status close(const builder *b, scrut_margin_unit *u, const char *why)
{
    int64_t *none = scrut_arena_calloc(b->arena, b->c->party_count, sizeof *none);
    int64_t *all = scrut_arena_calloc(b->arena, b->c->party_count, sizeof *all);
    if (none == NULL || all == NULL || why == NULL)
        return scrut_fail_memory(b->err);
    for (size_t p = 0; p < b->c->party_count; p++)
        all[p] = u->contest.seats;
    u->contest.list_count = 0;
    u->closed = why;
    u->certain = none;
    u->possible = all;
    return SCRUT_OK;
}

static bool stands(const builder *b, size_t unit, size_t p)
{
    return scrut_tally_votes(b->tally, unit, p)->cells > 0 && b->c->parties[p].hidden_in == SCRUT_NONE;
}

static void suppose_one_list(const builder *b, size_t p)
{
    if (b->c->parties[p].aggregate && b->house->assumption == NULL)
        b->house->assumption = SCRUT_KEY("Several lists that are given as one (others) are taken to be one list.");
}

static scrut_status fill_lists(const builder *b, size_t unit, scrut_margin_unit *u)
{
    size_t most = b->c->party_count, count = 0;
    int64_t *votes = scrut_arena_calloc(b->arena, most, sizeof *votes);
    uint32_t *party = scrut_arena_calloc(b->arena, most, sizeof *party);
    uint32_t *alliance = scrut_arena_calloc(b->arena, most, sizeof *alliance);
    bool *barred = scrut_arena_calloc(b->arena, most, sizeof *barred);
    if (votes == NULL || party == NULL || alliance == NULL || barred == NULL)
        return scrut_fail_memory(b->err);
    for (size_t p = 0; p < most; p++) {
        if (!stands(b, unit, p))
            continue;
        const scrut_figure *figure = scrut_tally_votes(b->tally, unit, p);
        if (!scrut_figure_complete(*figure))
            return close(b, u, SCRUT_KEY("In some constituency the votes of a list are not given in full."));
        suppose_one_list(b, p);
        votes[count] = figure->value;
        party[count] = (uint32_t)p;
        barred[count] = b->house->barred[p];
        alliance[count++] = b->c->parties[p].alliance_index;
        b->house->stands[p] = true;
    }
    u->party = party;
    u->contest.votes = votes;
    u->contest.list_count = count;
    u->contest.barred = b->house->bar_count > 0 ? barred : NULL;
    u->contest.alliance = b->rules->alliances ? alliance : NULL;
    return SCRUT_OK;
}

static scrut_status pick_masks(const builder *b, const uint8_t *mask, const uint8_t *alliance_mask,
                               scrut_margin_unit *u)
{
    uint8_t *list_mask = scrut_arena_calloc(b->arena, u->contest.list_count, sizeof *list_mask);
    uint8_t *allied = scrut_arena_calloc(b->arena, u->contest.list_count, sizeof *allied);
    if (list_mask == NULL || allied == NULL)
        return scrut_fail_memory(b->err);
    for (size_t i = 0; i < u->contest.list_count; i++) {
        list_mask[i] = mask[u->party[i]];
        allied[i] = alliance_mask[u->party[i]];
    }
    u->contest.bar_mask = list_mask;
    u->contest.alliance_bar_mask = allied;
    return SCRUT_OK;
}

/* The bars of the contest: of the constituency, and of the nation where that is the same. */
static scrut_status fill_bars(const builder *b, size_t unit, scrut_margin_unit *u)
{
    size_t parties = b->c->party_count, here = 0, nation = 0;
    uint8_t *mask = scrut_arena_calloc(b->arena, 2 * parties, sizeof *mask);
    uint8_t *wide = scrut_arena_calloc(b->arena, 2 * parties, sizeof *wide);
    scrut_margin_bar bars[SCRUT_MARGIN_BARS_MAX];
    scrut_bases bases;
    if (mask == NULL || wide == NULL)
        return scrut_fail_memory(b->err);
    scrut_status st = scrut_seats_bases(b->c, b->tally, unit, b->arena, &bases, b->err);
    if (st != SCRUT_OK)
        return st;
    u->contest.votes_all = bases.votes[SCRUT_BASE_VALID];
    if (b->rules->method.quota_base_all && !bases.known[SCRUT_BASE_VALID])
        return close(b, u, SCRUT_KEY("In some constituency the valid votes are not given."));
    bool known = read_bars(b, SCRUT_SCOPE_CONSTITUENCY, &bases, u->contest.bars, &here, mask, mask + parties);
    if (known && b->c->constituency_count == 1)
        known = read_bars(b, SCRUT_SCOPE_NATION, &bases, bars, &nation, wide, wide + parties);
    if (!known)
        return close(b, u, SCRUT_KEY("In some constituency the number that a threshold is a share of is not given."));
    for (size_t j = 0; j < nation; j++)
        u->contest.bars[here + j] = bars[j];
    for (size_t p = 0; p < 2 * parties; p++)
        mask[p] |= (uint8_t)(wide[p] << here);
    u->contest.bar_count = here + nation;
    u->contest.alliance_passes_bar = by_alliance(b->rules);
    return u->contest.bar_count > 0 ? pick_masks(b, mask, mask + parties, u) : SCRUT_OK;
}

static const char *why_closed(const builder *b, const scrut_constituency_seats *s)
{
    if (s->state == SCRUT_SEATS_UNDECIDED || s->state == SCRUT_SEATS_REFUSED)
        return s->reason;
    if (s->hidden_step_count > 1)
        return SCRUT_KEY("In some constituency the votes of a list are given only inside an aggregate.");
    if (by_alliance(b->rules) && both_scopes(b->rules) && b->c->constituency_count > 1)
        return SCRUT_KEY("Thresholds for alliances both in the constituency and in the nation are not weighed.");
    return NULL;
}

static scrut_status build_unit(const builder *b, size_t k, scrut_margin_unit *u)
{
    const scrut_constituency_seats *s = &b->house->chamber->constituencies[k];
    const char *closed = why_closed(b, s);
    *u = (scrut_margin_unit){.id = b->c->constituencies[k].id};
    u->contest = (scrut_margin_contest){.method = b->rules->method,
                                        .seats = s->seats,
                                        .seats_min = b->rules->seats_min,
                                        .seats_max = b->rules->seats_max,
                                        .inner_method = b->rules->inner_method};
    if (closed != NULL)
        return close(b, u, closed);
    scrut_status st = fill_lists(b, 1 + k, u);
    if (st == SCRUT_OK && u->closed == NULL)
        st = fill_bars(b, 1 + k, u);
    return st;
}

/* ---- the nation ---- */

int64_t scrut_house_allied_votes(const scrut_margin_house *house, size_t p, const int64_t votes[])
{
    int64_t sum = 0;
    for (size_t q = 0; q < house->c->party_count; q++)
        sum += house->c->parties[q].alliance_index == house->c->parties[p].alliance_index ? votes[q] : 0;
    return sum;
}

bool scrut_house_passes(const scrut_margin_house *house, uint8_t mask, int64_t votes, int64_t moved)
{
    for (size_t j = 0; j < house->bar_count; j++)
        if ((mask >> j & 1) != 0 && votes < scrut_bar_votes(&house->bars[j], moved))
            return false;
    return true;
}

void scrut_house_barred(const scrut_margin_house *house, const int64_t votes[], int64_t moved, bool barred[])
{
    bool alliances = by_alliance(house->chamber->rules);
    for (size_t p = 0; p < house->c->party_count; p++) {
        uint32_t alliance = house->c->parties[p].alliance_index;
        bool passes = scrut_house_passes(house, house->bar_mask[p], votes[p], moved);
        if (!passes && alliances && alliance != SCRUT_NONE)
            passes = scrut_house_passes(house, house->alliance_bar_mask[p], scrut_house_allied_votes(house, p, votes),
                                        moved);
        barred[p] = !passes;
    }
}

static scrut_status read_nation(const builder *b, bool *ret_known)
{
    scrut_margin_house *house = b->house;
    scrut_bases bases;
    scrut_status st = scrut_seats_bases(b->c, b->tally, 0, b->arena, &bases, b->err);
    if (st != SCRUT_OK)
        return st;
    *ret_known = true;
    for (size_t p = 0; p < b->c->party_count; p++)
        house->votes[p] = scrut_tally_votes(b->tally, 0, p)->value;
    if (b->c->constituency_count == 1)
        return SCRUT_OK;
    *ret_known = read_bars(b, SCRUT_SCOPE_NATION, &bases, house->bars, &house->bar_count, house->bar_mask,
                           house->alliance_bar_mask);
    if (*ret_known)
        scrut_house_barred(house, house->votes, 0, house->barred);
    return SCRUT_OK;
}

static scrut_status new_house(const builder *b)
{
    scrut_margin_house *house = b->house;
    size_t parties = b->c->party_count;
    house->nation.unit_count = b->c->constituency_count;
    house->nation.party_count = parties;
    house->nation.units = scrut_arena_calloc(b->arena, b->c->constituency_count, sizeof *house->nation.units);
    house->bar_mask = scrut_arena_calloc(b->arena, parties, sizeof *house->bar_mask);
    house->alliance_bar_mask = scrut_arena_calloc(b->arena, parties, sizeof *house->alliance_bar_mask);
    house->votes = scrut_arena_calloc(b->arena, parties, sizeof *house->votes);
    house->stands = scrut_arena_calloc(b->arena, parties, sizeof *house->stands);
    house->barred = scrut_arena_calloc(b->arena, parties, sizeof *house->barred);
    bool got = house->nation.units != NULL && house->bar_mask != NULL && house->alliance_bar_mask != NULL &&
               house->votes != NULL && house->stands != NULL && house->barred != NULL;
    return got ? SCRUT_OK : scrut_fail_memory(b->err);
}

scrut_status scrut_margin_house_open(const scrut_case *c, const scrut_chamber *chamber, scrut_arena *arena,
                                     scrut_margin_house *ret_house, scrut_error *err)
{
    scrut_margin_house house = {.c = c, .chamber = chamber, .assumption = chamber->assumption};
    builder b = {.house = &house, .c = c, .rules = chamber->rules, .tally = chamber->tally, .arena = arena, .err = err};
    bool known = false;
    scrut_status st = new_house(&b);
    if (st == SCRUT_OK)
        st = read_nation(&b, &known);
    for (size_t k = 0; k < c->constituency_count && st == SCRUT_OK; k++) {
        st = build_unit(&b, k, &house.nation.units[k]);
        if (st == SCRUT_OK && !known && house.nation.units[k].closed == NULL)
            st = close(&b, &house.nation.units[k],
                       SCRUT_KEY("The number that a national threshold is a share of is not given."));
    }
    if (st == SCRUT_OK)
        st = scrut_margin_nation_stand(&house.nation, arena, err);
    if (st == SCRUT_OK)
        *ret_house = house;
    return st;
}
