/* SPDX-License-Identifier: Apache-2.0
 * margins.c: how far a chamber is from another one: the closest seat of every constituency, one seat more or fewer of
 * every party, and the numbers of seats that matter. */
#include "verdict_internal.h"

#include <string.h>

typedef struct {
    const scrut_case *c;
    scrut_margins *m;
    scrut_arena *arena;      /* of the results */
    scrut_arena *scratch;    /* of one question */
    scrut_margin_held *held; /* an alliance: seats of its parties together; NULL: seats do not go to alliances */
    scrut_error *err;
} survey;

static bool holds_any(const survey *s, size_t p)
{
    return s->m->chamber->possible[p] > 0;
}

/* ---- constituencies ---- */

static scrut_ballots ballots_of(const scrut_margin_reading *r)
{
    return (scrut_ballots){
        .possible = r->possible, .exact = r->exact, .at_least = r->at_least, .at_most = r->possible ? r->at_most : 0};
}

/* Who has more, and who fewer seats than now, after the moves; where a draw decides, who may. */
static scrut_status name_seats(const survey *s, const scrut_margin_unit *u, const int64_t *moves,
                               scrut_closest_seat *closest)
{
    scrut_margin_outcome now, then;
    scrut_status st = scrut_margin_replay(&u->contest, NULL, NULL, s->scratch, &now, s->err);
    if (st == SCRUT_OK)
        st = scrut_margin_replay(&u->contest, moves, NULL, s->scratch, &then, s->err);
    if (st != SCRUT_OK || now.refused || then.refused)
        return st;
    for (size_t i = 0; i < u->contest.list_count; i++) {
        if (then.possible[i] > now.possible[i] && closest->gains == SCRUT_NONE)
            closest->gains = u->party[i];
        if (then.certain[i] < now.certain[i] && closest->loses == SCRUT_NONE)
            closest->loses = u->party[i];
    }
    return SCRUT_OK;
}

static scrut_status find_closest(const survey *s, size_t k)
{
    scrut_closest_seat *closest = &s->m->closest[k];
    const scrut_margin_unit *u = &s->m->house.nation.units[k];
    const scrut_target any = {.kind = SCRUT_TARGET_ANY};
    scrut_margin margin;
    *closest = (scrut_closest_seat){.gains = SCRUT_NONE, .loses = SCRUT_NONE, .note = u->closed};
    if (u->closed != NULL)
        return SCRUT_OK;
    scrut_status st =
        scrut_margin_house_unit(&s->m->house, k, &any, SCRUT_METRIC_CHANGE, NULL, s->scratch, &margin, s->err);
    if (st != SCRUT_OK)
        return st;
    closest->weighed = true;
    closest->could = ballots_of(&margin.could);
    closest->would = ballots_of(&margin.would);
    closest->note = margin.note;
    return margin.could.possible ? name_seats(s, u, margin.could.moves, closest) : SCRUT_OK;
}

/* ---- the nation ---- */

static scrut_ballots nation_ballots(const scrut_margin_nation_reading *r)
{
    return (scrut_ballots){
        .possible = r->possible, .exact = r->exact, .at_least = r->at_least, .at_most = r->possible ? r->at_most : 0};
}

static scrut_status ask(const survey *s, scrut_seats_margin *question)
{
    bool *members = scrut_arena_calloc(s->scratch, s->c->party_count, sizeof *members);
    scrut_margin_house house = s->m->house;
    scrut_margin_nation_result r;
    house.brief = true; /* so many questions; one that is asked for itself is weighed to the end */
    if (members == NULL)
        return scrut_fail_memory(s->err);
    for (uint32_t p = 0; p < s->c->party_count; p++)
        members[p] =
            question->alliance == 0 ? p == question->party : s->c->parties[p].alliance_index == question->alliance - 1;
    scrut_status st = scrut_margin_house_find(&house, members, question->at_least, question->seats, SCRUT_METRIC_CHANGE,
                                              s->scratch, &r, s->err);
    if (st != SCRUT_OK)
        return st;
    question->could = nation_ballots(&r.could);
    question->would = nation_ballots(&r.would);
    question->note = r.note != NULL ? scrut_sentence_copy(s->arena, s->scratch, r.note)
                                    : NULL; /* it may live in the scratch arena */
    return r.note == NULL || question->note != NULL ? SCRUT_OK : scrut_fail_memory(s->err);
}

/* One seat more than for certain, one fewer than possible: both readings then ask for a change. */
static scrut_status ask_steps(survey *s)
{
    scrut_margins *m = s->m;
    size_t parties = s->c->party_count;
    m->more = scrut_arena_calloc(s->arena, parties, sizeof *m->more);
    m->fewer = scrut_arena_calloc(s->arena, parties, sizeof *m->fewer);
    if (m->more == NULL || m->fewer == NULL)
        return scrut_fail_memory(s->err);
    scrut_status st = SCRUT_OK;
    for (uint32_t p = 0; p < parties && st == SCRUT_OK; p++) {
        if (!m->house.stands[p] || m->house.barred[p])
            continue;
        scrut_seats_margin *more = &m->more[m->more_count++];
        *more = (scrut_seats_margin){.party = p, .at_least = true, .seats = m->chamber->possible[p] + 1};
        st = ask(s, more);
        if (st != SCRUT_OK || m->chamber->certain[p] == 0)
            continue;
        scrut_seats_margin *fewer = &m->fewer[m->fewer_count++];
        *fewer = (scrut_seats_margin){.party = p, .seats = m->chamber->certain[p] - 1};
        st = ask(s, fewer);
    }
    return st;
}

/* ---- alliances ---- */

static bool holds_seats(const survey *s, size_t alliance)
{
    return s->held[alliance].possible > 0;
}

/* What the parties of each alliance hold together. */
static scrut_status count_alliances(survey *s)
{
    const scrut_case *c = s->c;
    if (!s->m->chamber->rules->alliances)
        return SCRUT_OK;
    bool *members = scrut_arena_calloc(s->scratch, c->party_count, sizeof *members);
    int64_t **none = scrut_arena_calloc(s->scratch, c->constituency_count, sizeof(int64_t *));
    s->held = scrut_arena_calloc(s->scratch, c->alliance_count, sizeof *s->held);
    if (members == NULL || none == NULL || s->held == NULL)
        return scrut_fail_memory(s->err);
    scrut_status st = SCRUT_OK;
    for (size_t a = 0; a < c->alliance_count && st == SCRUT_OK; a++) {
        for (size_t p = 0; p < c->party_count; p++)
            members[p] = c->parties[p].alliance_index == a;
        st = scrut_margin_house_replay(&s->m->house, none, members, s->scratch, &s->held[a], s->err);
    }
    return st;
}

static scrut_seats_margin of_alliance(size_t alliance, bool at_least, int64_t seats)
{
    return (scrut_seats_margin){
        .party = SCRUT_NONE, .alliance = 1 + (uint32_t)alliance, .at_least = at_least, .seats = seats};
}

static scrut_status ask_alliance_steps(survey *s)
{
    scrut_margins *m = s->m;
    size_t alliances = s->held != NULL ? s->c->alliance_count : 0;
    m->alliances_more = scrut_arena_calloc(s->arena, alliances, sizeof *m->alliances_more);
    m->alliances_fewer = scrut_arena_calloc(s->arena, alliances, sizeof *m->alliances_fewer);
    if (m->alliances_more == NULL || m->alliances_fewer == NULL)
        return scrut_fail_memory(s->err);
    scrut_status st = SCRUT_OK;
    for (size_t a = 0; a < alliances && st == SCRUT_OK; a++) {
        const scrut_margin_held *held = &s->held[a];
        if (!holds_seats(s, a))
            continue;
        scrut_seats_margin *more = &m->alliances_more[m->alliance_count];
        scrut_seats_margin *fewer = &m->alliances_fewer[m->alliance_count++];
        *more = of_alliance(a, true, held->possible + held->unknown + 1);
        *fewer = of_alliance(a, false, held->certain - 1);
        st = ask(s, more);
        if (st == SCRUT_OK)
            st = ask(s, fewer);
    }
    return st;
}

static scrut_status ask_alliances_fact(survey *s, scrut_fact_margins *fact)
{
    size_t alliances = s->held != NULL ? s->c->alliance_count : 0;
    fact->alliances = scrut_arena_calloc(s->arena, alliances, sizeof *fact->alliances);
    if (fact->alliances == NULL)
        return scrut_fail_memory(s->err);
    scrut_status st = SCRUT_OK;
    for (size_t a = 0; a < alliances && st == SCRUT_OK; a++) {
        if (!holds_seats(s, a))
            continue;
        bool holds = s->held[a].certain >= fact->seats;
        scrut_seats_margin *question = &fact->alliances[fact->alliance_count++];
        *question = of_alliance(a, !holds, holds ? fact->seats - 1 : fact->seats);
        st = ask(s, question);
    }
    return st;
}

/* ---- numbers that matter ---- */

static scrut_status ask_fact(survey *s, scrut_fact_margins *fact)
{
    const scrut_chamber *chamber = s->m->chamber;
    fact->parties = scrut_arena_calloc(s->arena, s->c->party_count, sizeof *fact->parties);
    if (fact->parties == NULL)
        return scrut_fail_memory(s->err);
    scrut_status st = SCRUT_OK;
    for (uint32_t p = 0; p < s->c->party_count && st == SCRUT_OK; p++) {
        if (!holds_any(s, p))
            continue;
        bool holds = chamber->certain[p] >= fact->seats;
        scrut_seats_margin *question = &fact->parties[fact->party_count++];
        *question =
            (scrut_seats_margin){.party = p, .at_least = !holds, .seats = holds ? fact->seats - 1 : fact->seats};
        st = ask(s, question);
    }
    return st;
}

static scrut_status ask_facts(survey *s)
{
    size_t count = s->c->chamber_fact_count;
    bool has_majority = false;
    s->m->facts = scrut_arena_calloc(s->arena, count + 1, sizeof *s->m->facts);
    if (s->m->facts == NULL)
        return scrut_fail_memory(s->err);
    for (size_t n = 0; n < count; n++) {
        const scrut_chamber_fact *f = &s->c->chamber_facts[n];
        has_majority = has_majority || strcmp(f->name, "majority") == 0;
        s->m->facts[s->m->fact_count++] = (scrut_fact_margins){.name = f->name, .seats = f->seats, .from_law = true};
    }
    if (!has_majority && s->m->chamber->seats_total > 1)
        s->m->facts[s->m->fact_count++] =
            (scrut_fact_margins){.name = "majority", .seats = s->m->chamber->seats_total / 2 + 1};
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < s->m->fact_count && st == SCRUT_OK; n++) {
        st = ask_fact(s, &s->m->facts[n]);
        if (st == SCRUT_OK)
            st = ask_alliances_fact(s, &s->m->facts[n]);
    }
    return st;
}

scrut_status scrut_margins_find(const scrut_case *c, const scrut_chamber *chamber, scrut_arena *arena,
                                scrut_margins *ret_margins, scrut_error *err)
{
    scrut_margins m = {.chamber = chamber};
    survey s = {.c = c, .m = &m, .arena = arena, .scratch = scrut_arena_new(), .err = err};
    m.closest = scrut_arena_calloc(arena, c->constituency_count, sizeof *m.closest);
    scrut_status st = s.scratch != NULL && m.closest != NULL ? SCRUT_OK : scrut_fail_memory(err);
    if (st == SCRUT_OK)
        st = scrut_margin_house_open(c, chamber, arena, &m.house, err);
    for (size_t k = 0; k < c->constituency_count && st == SCRUT_OK; k++)
        st = find_closest(&s, k);
    if (st == SCRUT_OK)
        st = count_alliances(&s);
    if (st == SCRUT_OK)
        st = ask_steps(&s);
    if (st == SCRUT_OK)
        st = ask_alliance_steps(&s);
    if (st == SCRUT_OK)
        st = ask_facts(&s);
    scrut_arena_free(s.scratch);
    if (st == SCRUT_OK)
        *ret_margins = m;
    return st;
}
