/* SPDX-License-Identifier: Apache-2.0
 * votes.c: the votes of a unit as thresholds need them: of lists, of alliances, and the bases of shares. */
#include "seats_internal.h"

static scrut_votes votes_of(const scrut_figure *figure)
{
    return (scrut_votes){.value = figure->value, .known = scrut_figure_complete(*figure), .stands = figure->cells > 0};
}

static scrut_votes field_of(const scrut_allocation *a, size_t unit, scrut_field field)
{
    return votes_of(scrut_tally_field(a->tally, unit, field));
}

/* Unknown and known give unknown. False when the sum leaves int64. */
static bool add_votes(scrut_votes *to, const scrut_votes *more)
{
    to->known = to->known && more->known;
    return !to->known || scrut_add(to->value, more->value, &to->value);
}

/* The votes of all lists that stand, when there is any and all are known. */
static bool sum_lists(const scrut_allocation *a, const scrut_unit_votes *u, scrut_votes *ret_sum)
{
    scrut_votes sum = {.known = true};
    for (size_t p = 0; p < a->c->party_count; p++) {
        if (!u->party[p].stands)
            continue;
        sum.stands = true;
        if (!add_votes(&sum, &u->party[p]))
            return false;
    }
    sum.known = sum.known && sum.stands;
    *ret_sum = sum;
    return true;
}

/* The nation's figures may be given on their own or follow from the constituencies, which the tally has added. A
 * party that stands in no constituency has none. */
static scrut_status read_parties(const scrut_allocation *a, scrut_unit_votes *u)
{
    for (size_t p = 0; p < a->c->party_count; p++) {
        const scrut_party *party = &a->c->parties[p];
        u->party[p] = votes_of(scrut_tally_votes(a->tally, u->unit, p));
        if (party->hidden_in != SCRUT_NONE) {
            /* none of its own: it stands where the aggregate does, and is taken to hold 0 until asked otherwise */
            u->party[p] = (scrut_votes){.known = true,
                                        .stands = scrut_tally_votes(a->tally, u->unit, party->hidden_in)->cells > 0};
        }
    }
    for (size_t i = 0; i < a->c->alliance_count; i++)
        u->alliance[i].known = true;
    for (size_t p = 0; p < a->c->party_count; p++) {
        uint32_t alliance = a->c->parties[p].alliance_index;
        if (alliance == SCRUT_NONE || !u->party[p].stands)
            continue;
        u->alliance[alliance].stands = true;
        if (!add_votes(&u->alliance[alliance], &u->party[p]))
            return scrut_fail(a->err, SCRUT_E_RANGE, NULL, -1, -1, -1,
                              "the votes of an alliance add to more than 2^63");
    }
    return SCRUT_OK;
}

/* Valid and blank ballots are given in different ways: `valid` with or without the blank ones (a definition of the
 * case), or the votes to lists and the blank ones apart, or nothing but the lists. */
static bool read_valid(const scrut_allocation *a, scrut_unit_votes *u)
{
    bool with_blank = a->c->valid_includes_blank;
    scrut_votes valid = field_of(a, u->unit, SCRUT_FIELD_VALID), blank = field_of(a, u->unit, SCRUT_FIELD_BLANK);
    scrut_votes lists = field_of(a, u->unit, SCRUT_FIELD_VOTES_TO_LISTS);
    if (!lists.known && !sum_lists(a, u, &lists))
        return false;
    scrut_votes both = lists;
    if (!add_votes(&both, &blank))
        return false;
    if (!valid.known)
        valid = with_blank ? both : lists;
    if (with_blank)
        both = valid;
    else if (blank.known) {
        both = valid;
        if (!add_votes(&both, &blank))
            return false;
    }
    u->base[SCRUT_BASE_VALID] = valid;
    u->base[SCRUT_BASE_VALID_AND_BLANK] = both;
    return true;
}

static void read_ballots(const scrut_allocation *a, scrut_unit_votes *u)
{
    u->base[SCRUT_BASE_CAST] = field_of(a, u->unit, SCRUT_FIELD_CAST);
    scrut_votes *registered = &u->base[SCRUT_BASE_REGISTERED];
    *registered = field_of(a, u->unit, SCRUT_FIELD_REGISTERED);
    if (!registered->known && u->unit > 0 && u->unit <= a->c->constituency_count)
        *registered = votes_of(&a->c->constituencies[u->unit - 1].registered);
}

scrut_status scrut_unit_votes_read(const scrut_allocation *a, size_t unit, scrut_arena *arena,
                                   scrut_unit_votes *ret_votes)
{
    scrut_unit_votes u = {.unit = unit};
    u.party = scrut_arena_calloc(arena, a->c->party_count, sizeof *u.party);
    u.alliance = scrut_arena_calloc(arena, a->c->alliance_count, sizeof *u.alliance);
    if (u.party == NULL || u.alliance == NULL)
        return scrut_fail_memory(a->err);
    scrut_status st = read_parties(a, &u);
    if (st != SCRUT_OK)
        return st;
    if (!read_valid(a, &u))
        return scrut_fail(a->err, SCRUT_E_RANGE, NULL, -1, -1, -1, "the valid votes add to more than 2^63");
    read_ballots(a, &u);
    *ret_votes = u;
    return SCRUT_OK;
}

scrut_status scrut_seats_bases(const scrut_case *c, const scrut_tally *tally, size_t unit, scrut_arena *arena,
                               scrut_bases *ret_bases, scrut_error *err)
{
    scrut_allocation a = {.c = c, .tally = tally, .arena = arena, .err = err};
    scrut_unit_votes u = {.unit = unit};
    scrut_bases bases;
    scrut_status st = scrut_unit_votes_read(&a, unit, arena, &u);
    if (st != SCRUT_OK)
        return st;
    for (scrut_base b = SCRUT_BASE_VALID; b <= SCRUT_BASE_REGISTERED; b++) {
        bases.votes[b] = u.base[b].value;
        bases.known[b] = u.base[b].known;
    }
    *ret_bases = bases;
    return SCRUT_OK;
}
