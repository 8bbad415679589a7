/* SPDX-License-Identifier: Apache-2.0
 * allocate.c: the whole chamber, constituency by constituency. */
#include "seats_internal.h"

/* The one list whose votes hide in an aggregate and that could take part here. */
typedef struct {
    uint32_t party;
    int64_t most;
    bool several;
    const char *unknown; /* the aggregate's votes are not known */
} hiding;

static scrut_status find_hidden(const scrut_allocation *a, const scrut_unit_votes *here, hiding *ret_hiding)
{
    hiding h = {.party = SCRUT_NONE};
    for (size_t i = 0; i < a->hidden_count; i++) {
        uint32_t p = a->hidden[i];
        const scrut_votes *aggregate = &here->party[a->c->parties[p].hidden_in];
        if (!aggregate->stands || (aggregate->known && aggregate->value <= 0))
            continue;
        scrut_pass pass;
        const char *why;
        /* with every vote of the aggregate: what fails then fails always */
        scrut_status st =
            scrut_threshold_pass(a, here, p, p, aggregate->known ? aggregate->value : 0, a->arena, &pass, &why);
        if (st != SCRUT_OK)
            return st;
        if (pass == SCRUT_PASS_NO && aggregate->known)
            continue;
        h.several = h.several || h.party != SCRUT_NONE;
        h.party = p;
        h.most = aggregate->value;
        if (!aggregate->known)
            h.unknown = SCRUT_KEY("The votes of an aggregate that hides a list's are not given in full.");
    }
    *ret_hiding = h;
    return SCRUT_OK;
}

static bool is_monotone(const scrut_rules *rules)
{
    return rules->method.family == SCRUT_METHOD_DIVISOR &&
           (!rules->alliances || rules->inner_method.family == SCRUT_METHOD_DIVISOR);
}

static void open_up(const scrut_allocation *a, const char *reason, scrut_constituency_seats *s)
{
    s->state = SCRUT_SEATS_UNDECIDED;
    s->reason = reason;
    for (size_t p = 0; p < a->c->party_count; p++) {
        s->certain[p] = 0;
        s->possible[p] = s->eligible[p] ? s->seats : 0;
    }
}

static scrut_status answer_hidden(const scrut_allocation *a, const scrut_question *q, const hiding *h,
                                  scrut_constituency_seats *s)
{
    const char *obstacle = h->unknown;
    if (h->several)
        obstacle =
            SCRUT_KEY("The votes of several lists are given only inside aggregates; their separate votes are needed.");
    else if (!is_monotone(a->rules))
        obstacle =
            "A list's votes are given only inside an aggregate, and under this method every number of them would "
            "have to be tried; its separate votes are needed.";
    if (obstacle == NULL)
        return scrut_hidden_steps(a, q, h->most, s);
    open_up(a, obstacle, s);
    s->hidden_party = h->party;
    return SCRUT_OK;
}

static scrut_status without_seats(const scrut_allocation *a, scrut_constituency_seats *ret_seats)
{
    size_t parties = a->c->party_count;
    scrut_constituency_seats s = {.state = SCRUT_SEATS_UNDECIDED,
                                  .reason = SCRUT_KEY("The number of seats of this constituency is not given."),
                                  .hidden_party = SCRUT_NONE};
    s.certain = scrut_arena_calloc(a->arena, parties, sizeof *s.certain);
    s.possible = scrut_arena_calloc(a->arena, parties, sizeof *s.possible);
    s.eligible = scrut_arena_calloc(a->arena, parties, sizeof *s.eligible);
    s.why_not = scrut_arena_calloc(a->arena, parties, sizeof *s.why_not);
    if (s.certain == NULL || s.possible == NULL || s.eligible == NULL || s.why_not == NULL)
        return scrut_fail_memory(a->err);
    *ret_seats = s;
    return SCRUT_OK;
}

static scrut_status allocate_constituency(const scrut_allocation *a, size_t index, scrut_constituency_seats *ret_seats)
{
    const scrut_constituency *constituency = &a->c->constituencies[index];
    if (!constituency->seats_known)
        return without_seats(a, ret_seats);
    scrut_unit_votes here;
    hiding h;
    scrut_status st = scrut_unit_votes_read(a, 1 + index, a->arena, &here);
    if (st == SCRUT_OK)
        st = find_hidden(a, &here, &h);
    if (st != SCRUT_OK)
        return st;
    scrut_question q = {.here = &here, .seats = constituency->seats, .hidden_party = h.party};
    st = scrut_constituency_answer(a, &q, a->arena, ret_seats);
    bool answered = st == SCRUT_OK && (ret_seats->state == SCRUT_SEATS_DECIDED || ret_seats->state == SCRUT_SEATS_TIE);
    return answered && h.party != SCRUT_NONE ? answer_hidden(a, &q, &h, ret_seats) : st;
}

static scrut_status find_hidden_parties(scrut_allocation *a)
{
    a->hidden = scrut_arena_calloc(a->arena, a->c->party_count, sizeof *a->hidden);
    if (a->hidden == NULL)
        return scrut_fail_memory(a->err);
    for (size_t p = 0; p < a->c->party_count; p++)
        if (a->c->parties[p].hidden_in != SCRUT_NONE)
            a->hidden[a->hidden_count++] = (uint32_t)p;
    return SCRUT_OK;
}

static scrut_status check_case(const scrut_case *c, const scrut_tally *tally, scrut_error *err)
{
    if (!tally->has_constituency_votes)
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1,
                          "%s gives no votes by constituency, so no seats can be allocated from it",
                          tally->about.id != NULL ? tally->about.id : "this set of figures");
    for (size_t i = 0; i < c->constituency_count; i++)
        if (c->constituencies[i].seats_known)
            return SCRUT_OK;
    return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "the case gives no number of seats for any constituency");
}

static scrut_status total(const scrut_case *c, scrut_chamber *chamber, scrut_error *err)
{
    for (size_t i = 0; i < c->constituency_count; i++) {
        const scrut_constituency_seats *s = &chamber->constituencies[i];
        chamber->decided += s->state == SCRUT_SEATS_DECIDED;
        chamber->ties += s->state == SCRUT_SEATS_TIE;
        chamber->undecided += s->state == SCRUT_SEATS_UNDECIDED;
        chamber->refused += s->state == SCRUT_SEATS_REFUSED;
        bool fits = scrut_add(chamber->seats_total, s->seats, &chamber->seats_total);
        for (size_t p = 0; p < c->party_count; p++) {
            fits = fits && scrut_add(chamber->certain[p], s->certain[p], &chamber->certain[p]) &&
                   scrut_add(chamber->possible[p], s->possible[p], &chamber->possible[p]) &&
                   scrut_add(chamber->seats_certain, s->certain[p], &chamber->seats_certain);
        }
        if (!fits)
            return scrut_fail(err, SCRUT_E_RANGE, NULL, -1, -1, -1, "the seats add to more than 2^63");
    }
    return SCRUT_OK;
}

static scrut_status new_chamber(const scrut_allocation *a, scrut_chamber *ret_chamber)
{
    const scrut_case *c = a->c;
    scrut_chamber chamber = {.rules = a->rules, .tally = a->tally};
    chamber.constituencies = scrut_arena_calloc(a->arena, c->constituency_count, sizeof *chamber.constituencies);
    chamber.certain = scrut_arena_calloc(a->arena, c->party_count, sizeof *chamber.certain);
    chamber.possible = scrut_arena_calloc(a->arena, c->party_count, sizeof *chamber.possible);
    if (chamber.constituencies == NULL || chamber.certain == NULL || chamber.possible == NULL)
        return scrut_fail_memory(a->err);
    *ret_chamber = chamber;
    return SCRUT_OK;
}

scrut_status scrut_seats_allocate(const scrut_case *c, const scrut_rules *rules, const scrut_tally *tally,
                                  scrut_arena *arena, scrut_chamber *ret_chamber, scrut_error *err)
{
    scrut_allocation a = {.c = c, .rules = rules, .tally = tally, .arena = arena, .err = err};
    scrut_chamber chamber;
    scrut_status st = check_case(c, tally, err);
    if (st == SCRUT_OK)
        st = new_chamber(&a, &chamber);
    if (st == SCRUT_OK)
        st = find_hidden_parties(&a);
    if (st == SCRUT_OK)
        st = scrut_unit_votes_read(&a, 0, arena, &a.nation);
    for (size_t i = 0; i < c->constituency_count && st == SCRUT_OK; i++)
        st = allocate_constituency(&a, i, &chamber.constituencies[i]);
    if (st == SCRUT_OK)
        st = total(c, &chamber, err);
    if (st == SCRUT_OK)
        *ret_chamber = chamber;
    return st;
}
