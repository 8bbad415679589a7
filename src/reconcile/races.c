/* SPDX-License-Identifier: Apache-2.0
 * races.c: where the votes of a source decide something: the constituencies under the case's rules; without rules the
 * nation, where what can be said is who has most votes. */
#include "reconcile_internal.h"

static scrut_status race_of_nation(reconciling *w, size_t source, race_list *list)
{
    scrut_reconciliation *r = w->result;
    const scrut_tally *tally = source_tally(r, source);
    int64_t *votes = scrut_arena_calloc(r->arena, r->c->party_count, sizeof *votes);
    uint32_t *party = scrut_arena_calloc(r->arena, r->c->party_count, sizeof *party);
    list->items = scrut_arena_calloc(r->arena, 1, sizeof *list->items);
    if (votes == NULL || party == NULL || list->items == NULL)
        return scrut_fail_memory(w->err);
    race *nation = &list->items[list->count++];
    nation->constituency = SCRUT_NONE;
    nation->party = party;
    nation->contest.method.family = SCRUT_METHOD_PLURALITY;
    nation->contest.seats = 1;
    nation->contest.votes = votes;
    for (uint32_t p = 0; p < r->c->party_count; p++) {
        scrut_figure f = *scrut_tally_votes(tally, 0, p);
        if (f.known == 0)
            continue;
        party[nation->contest.list_count] = p;
        votes[nation->contest.list_count++] = f.value;
        if (f.value > SCRUT_VOTES_MAX)
            nation->closed = "its votes are beyond those that are weighed";
    }
    if (nation->contest.list_count < 2)
        nation->closed = "it gives the votes of fewer than two lists";
    return SCRUT_OK;
}

static scrut_status races_of_house(reconciling *w, size_t source, race_list *list)
{
    scrut_reconciliation *r = w->result;
    const scrut_margins *margins = r->figures->margins[r->sources[source]];
    const char *missing = r->figures->chamber_missing[r->sources[source]];
    list->house = margins != NULL ? &margins->house : NULL;
    list->items = scrut_arena_calloc(r->arena, r->c->constituency_count, sizeof *list->items);
    if (list->items == NULL)
        return scrut_fail_memory(w->err);
    for (uint32_t k = 0; k < r->c->constituency_count; k++) {
        race *one = &list->items[list->count++];
        one->constituency = k;
        if (margins == NULL) {
            one->closed = missing != NULL ? missing : "its figures are beyond those that are weighed";
            continue;
        }
        const scrut_margin_unit *u = &margins->house.nation.units[k];
        one->closed = u->closed;
        one->contest = u->contest;
        one->party = u->party;
    }
    return SCRUT_OK;
}

scrut_status open_races(reconciling *w)
{
    scrut_reconciliation *r = w->result;
    w->races = scrut_arena_calloc(r->arena, r->source_count, sizeof *w->races);
    if (w->races == NULL)
        return scrut_fail_memory(w->err);
    scrut_status st = SCRUT_OK;
    for (size_t s = 0; s < r->source_count && st == SCRUT_OK; s++)
        st = r->c->has_rules ? races_of_house(w, s, &w->races[s]) : race_of_nation(w, s, &w->races[s]);
    return st;
}
