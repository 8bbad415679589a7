/* SPDX-License-Identifier: Apache-2.0
 * margin_case_find.c: the answers of "scrutineer margin CASE", of a constituency and of the chamber in one form. */
#include "margin_case.h"

#include <string.h>

typedef struct {
    scrut_margin_case_answer *a;
    scrut_arena *arena;
    scrut_error err;
} finding;

/* A reading of one constituency as one of the chamber. */
static scrut_status widen(finding *f, size_t unit, const scrut_margin_reading *r, scrut_margin_nation_reading *ret)
{
    size_t count = f->a->house->nation.unit_count;
    *ret = (scrut_margin_nation_reading){
        .possible = r->possible, .exact = r->exact, .at_least = r->at_least, .at_most = r->at_most};
    ret->moves = scrut_arena_calloc(f->arena, count, sizeof(int64_t *));
    ret->ballots = scrut_arena_calloc(f->arena, count, sizeof *ret->ballots);
    if (ret->moves == NULL || ret->ballots == NULL)
        return scrut_fail_memory(&f->err);
    if (r->possible) {
        ret->moves[unit] = r->moves;
        ret->ballots[unit] = r->at_most;
    }
    return SCRUT_OK;
}

static scrut_status find_unit(finding *f, size_t unit, scrut_margin *margin)
{
    const scrut_margin_request *r = &f->a->request;
    return scrut_margin_house_unit(f->a->house, unit, &r->target, r->metric, r->capped, f->arena, margin, &f->err);
}

static scrut_status answer_unit(finding *f)
{
    scrut_margin_case_answer *a = f->a;
    const bool *members = a->request.target.members;
    scrut_margin_outcome now;
    scrut_status st = find_unit(f, a->unit, &a->margin);
    if (st == SCRUT_OK)
        st = widen(f, a->unit, &a->margin.could, &a->could);
    if (st == SCRUT_OK)
        st = widen(f, a->unit, &a->margin.would, &a->would);
    if (st == SCRUT_OK)
        st = scrut_margin_replay(&a->house->nation.units[a->unit].contest, NULL, members, f->arena, &now, &f->err);
    if (st != SCRUT_OK)
        return st;
    a->note = a->margin.note;
    a->held = (scrut_margin_held){.certain = now.members_certain, .possible = now.members_possible};
    return SCRUT_OK;
}

static bool cheaper(const scrut_margin_reading *r, const scrut_margin_nation_reading *than)
{
    return r->possible && (!than->possible || r->at_most < than->at_most);
}

static scrut_status keep_cheaper(finding *f, size_t unit, const scrut_margin_reading *r,
                                 scrut_margin_nation_reading *best)
{
    int64_t least = best->at_least;
    bool bounds = r->possible || !r->exact; /* else no ballots do it there */
    if (bounds && (least < 0 || r->at_least < least))
        least = r->at_least;
    scrut_status st = cheaper(r, best) ? widen(f, unit, r, best) : SCRUT_OK;
    best->at_least = least;
    return st;
}

static void settle(scrut_margin_nation_reading *r)
{
    r->exact = r->possible ? r->at_least == r->at_most : r->at_least < 0;
    r->at_least = r->at_least < 0 ? 0 : r->at_least;
}

/* Any seat of the chamber: of the constituency where that is cheapest. */
static scrut_status answer_any(finding *f)
{
    scrut_margin_case_answer *a = f->a;
    scrut_status st = SCRUT_OK;
    a->could.at_least = a->would.at_least = -1;
    for (size_t n = 0; n < a->house->nation.unit_count && st == SCRUT_OK; n++) {
        scrut_margin m = {.note = a->house->nation.units[n].closed};
        if (m.note == NULL)
            st = find_unit(f, n, &m);
        if (st == SCRUT_OK)
            st = keep_cheaper(f, n, &m.could, &a->could);
        if (st == SCRUT_OK)
            st = keep_cheaper(f, n, &m.would, &a->would);
        a->note = a->note == NULL ? m.note : a->note;
    }
    settle(&a->could);
    settle(&a->would);
    if (a->could.exact && a->would.exact)
        a->note = NULL;
    return st;
}

static scrut_status replay_now(finding *f)
{
    scrut_margin_case_answer *a = f->a;
    int64_t **none = scrut_arena_calloc(f->arena, a->house->nation.unit_count, sizeof(int64_t *));
    if (none == NULL)
        return scrut_fail_memory(&f->err);
    return scrut_margin_house_replay(a->house, none, a->request.target.members, f->arena, &a->held, &f->err);
}

static scrut_status answer_chamber(finding *f)
{
    scrut_margin_case_answer *a = f->a;
    const scrut_target *t = &a->request.target;
    scrut_margin_nation_result result = {.note = NULL};
    scrut_status st;
    if (t->kind == SCRUT_TARGET_ANY)
        return answer_any(f);
    if (t->kind == SCRUT_TARGET_VECTOR)
        st = scrut_margin_house_vector(a->house, t->vector, a->request.metric, f->arena, &result, &f->err);
    else
        st = scrut_margin_house_find(a->house, t->members, t->kind == SCRUT_TARGET_AT_LEAST, t->seats,
                                     a->request.metric, f->arena, &result, &f->err);
    if (st != SCRUT_OK)
        return st;
    a->chamber = result;
    a->could = result.could;
    a->would = result.would;
    a->note = result.note;
    return t->members != NULL ? replay_now(f) : SCRUT_OK;
}

int scrut_margin_case_find(scrut_margin_case_answer *a, scrut_arena *arena)
{
    finding f = {.a = a, .arena = arena};
    scrut_status st = a->unit == SCRUT_NATION ? answer_chamber(&f) : answer_unit(&f);
    if (st == SCRUT_E_INPUT)
        return scrut_cli_input_error(&f.err);
    return st == SCRUT_OK ? SCRUT_EXIT_OK : scrut_cli_failure(&f.err);
}
