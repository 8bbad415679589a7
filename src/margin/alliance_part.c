/* SPDX-License-Identifier: Apache-2.0
 * alliance_part.c: members that are some of an alliance's lists. The alliance holds at least n seats (at most, where
 * the members must hold few) for some n, and with n the members hold what is asked; of all n the cheapest.
 *
 * Under divisor rules the fewest ballots for both at once are known for each n. What the alliance gains or loses as a
 * whole is carried over its border; inside, so many more ballots come than go, or the other way round. Changed ballots:
 * carrying more than the outer contest asks is of no use, so the contest inside is one about a cut with that
 * difference. Added and removed ones: what the lists inside need comes first, then what the outer contest asks of what
 * comes out. docs/internals/margin.md has the proofs. */
#include "alliance_internal.h"

#define SHARES_MAX 64 /* numbers of seats that are looked at */

/* The alliance with n seats. */
typedef struct {
    scrut_allied *a;
    uint32_t e;
    int64_t n;
    bool rising;
    const bool *alone;          /* an entrant: it is e */
    scrut_margin_reading outer; /* ballots for n or more (at most n) */
    int64_t inner_least;        /* added and removed ballots: fewer do not do inside */
} share;

static bool is_impossible(const scrut_margin_reading *r)
{
    return r->exact && !r->possible;
}

static bool open_share(const share *sh, const int64_t votes[], scrut_inside *in)
{
    bool opened = scrut_inside_open(sh->a, sh->e, votes, sh->n, in);
    if (!opened)
        sh->a->status = scrut_fail_memory(sh->a->s->err);
    return opened;
}

/* Whoever holds few of n or fewer seats holds few. */
static bool is_met_by_all(const share *sh)
{
    return !sh->rising && sh->n <= sh->a->q->target->seats;
}

/* Fewest ballots inside the alliance for the members, from these votes. */
static void find_members(const share *sh, const int64_t votes[], scrut_inside *in, scrut_margin_reading *r)
{
    *r = (scrut_margin_reading){.exact = true}; /* what needs no ballots, when there are moves */
    if (!open_share(sh, votes, in))
        return;
    if (!is_met_by_all(sh)) {
        scrut_inside_find(sh->a, in, sh->a->q->target->kind, r);
        return;
    }
    r->possible = true;
    r->moves = scrut_arena_calloc(sh->a->arena, in->contest.list_count, sizeof *r->moves);
    if (r->moves == NULL)
        sh->a->status = scrut_fail_memory(sh->a->s->err);
}

/* ---- where the two are only weighed one by one ---- */

/* Ballots for the outer contest first, then inside the alliance from what comes out. */
static void try_both(const share *sh)
{
    scrut_allied *a = sh->a;
    int64_t *votes = sh->outer.possible && !a->capped ? scrut_allied_votes(a) : NULL;
    scrut_margin_reading r;
    scrut_inside in;
    if (votes == NULL)
        return;
    scrut_allied_apply(a, &sh->outer, SCRUT_NONE, votes);
    find_members(sh, votes, &in, &r);
    if (a->status != SCRUT_OK || !r.possible)
        return;
    scrut_inside_apply(&in, &r, votes);
    scrut_allied_keep(a, votes);
}

/* The dearer of the two is certain to be needed. */
static int64_t weigh_apart(const share *sh)
{
    scrut_margin_reading inner;
    scrut_inside in;
    int64_t least = scrut_allied_lower_end(&sh->outer);
    find_members(sh, sh->a->s->contest->votes, &in, &inner);
    if (sh->a->outer.votes[sh->e] > 0) /* else the alliance has no ballots to weigh against each other */
        least = scrut_larger(least, scrut_allied_lower_end(&inner));
    try_both(sh);
    return least;
}

/* ---- changed ballots ---- */

typedef struct {
    scrut_search s;
    int64_t limit, cost;
    bool built;
    int64_t *votes; /* a list inside */
} joining;

static int64_t join_problem(void *context, const scrut_problem *p)
{
    joining *j = context;
    scrut_cut cut;
    j->cost = scrut_solve_crossing(&j->s, p, j->limit, &cut);
    j->built = j->cost < SCRUT_NEVER && scrut_moves_build(&j->s, p, &cut, j->cost, j->votes);
    return j->cost;
}

/* Fewest ballots when `carried` of them come into the alliance (leave it); votes inside afterwards into j->votes. */
static void join(const share *sh, const scrut_inside *in, int64_t carried, joining *j)
{
    scrut_allied *a = sh->a;
    const scrut_target target = {.kind = a->q->target->kind, .members = in->members, .seats = a->q->target->seats};
    scrut_question q = {.s = &j->s, .target = &target};
    j->cost = SCRUT_NEVER;
    j->limit = scrut_smaller(a->best - 1, a->s->total);
    a->status = scrut_question_open(&q, &in->contest, SCRUT_METRIC_CHANGE, NULL, a->arena, a->s->err);
    j->s.sum_low = j->s.sum_high = j->s.total + (sh->rising ? carried : -carried);
    *(sh->rising ? &j->s.lost_before : &j->s.gained_before) = carried;
    if (a->status == SCRUT_OK && j->s.sum_high > 0 && carried <= j->limit)
        scrut_target_problems(&q, a->certain, join_problem, j);
    if (a->status == SCRUT_OK && j->s.failed)
        a->status = scrut_fail_memory(a->s->err);
    a->s->crowded = a->s->crowded || j->s.crowded;
    scrut_search_close(&j->s);
}

static void try_joined(const share *sh, const scrut_inside *in, const joining *j)
{
    int64_t *votes = j->built ? scrut_allied_votes(sh->a) : NULL;
    if (votes == NULL)
        return;
    scrut_allied_apply(sh->a, &sh->outer, sh->e, votes);
    for (size_t k = 0; k < in->contest.list_count; k++)
        votes[in->list[k]] = j->votes[k];
    scrut_allied_keep(sh->a, votes);
}

static int64_t weigh_changed(const share *sh)
{
    scrut_allied *a = sh->a;
    scrut_inside in;
    joining j = {.built = false};
    if (!open_share(sh, a->s->contest->votes, &in))
        return 0;
    j.votes = scrut_arena_calloc(a->arena, in.contest.list_count, sizeof *j.votes);
    if (j.votes == NULL)
        a->status = scrut_fail_memory(a->s->err);
    else
        join(sh, &in, sh->outer.at_most, &j);
    if (a->status == SCRUT_OK)
        try_joined(sh, &in, &j);
    return j.cost;
}

/* ---- added and removed ballots ---- */

static int64_t weigh_inside_first(share *sh)
{
    scrut_allied *a = sh->a;
    const scrut_target around = {.kind = a->q->target->kind, .members = sh->alone, .seats = sh->n};
    scrut_margin_contest outer = a->outer;
    scrut_margin_reading inner, rest;
    scrut_inside in;
    int64_t *entrants = scrut_arena_calloc(a->arena, outer.list_count, sizeof *entrants),
            *votes = scrut_allied_votes(a);
    find_members(sh, a->s->contest->votes, &in, &inner);
    if (entrants == NULL || votes == NULL)
        a->status = scrut_fail_memory(a->s->err);
    sh->inner_least = scrut_allied_lower_end(&inner);
    if (a->status != SCRUT_OK || sh->inner_least >= a->best)
        return sh->inner_least;
    memcpy(entrants, outer.votes, outer.list_count * sizeof *entrants);
    for (size_t k = 0; k < in.contest.list_count && inner.possible; k++)
        entrants[sh->e] += inner.moves[k];
    outer.votes = entrants;
    scrut_allied_outer(a, &outer, &around, &rest);
    if (a->status == SCRUT_OK && inner.possible && rest.possible) {
        scrut_inside_apply(&in, &inner, votes);
        scrut_allied_apply(a, &rest, SCRUT_NONE, votes);
        scrut_allied_keep(a, votes);
    }
    return inner.exact ? scrut_plus(inner.at_least, scrut_allied_lower_end(&rest)) : inner.at_least;
}

/* ---- all shares ---- */

/* Moves inside the alliance do not change what is asked around it, and the other way round; no rule refuses. */
static bool may_be_joined(const share *sh)
{
    const scrut_allied *a = sh->a;
    const scrut_method *m = &a->outer.method;
    return !a->capped && m->family == SCRUT_METHOD_DIVISOR && !m->zero_divisor_refused && sh->outer.exact &&
           a->outer.votes[sh->e] > 0;
}

static int64_t weigh(share *sh)
{
    if (!may_be_joined(sh))
        return weigh_apart(sh);
    if (is_impossible(&sh->outer))
        return SCRUT_NEVER;
    if (sh->a->s->metric != SCRUT_METRIC_CHANGE)
        return weigh_inside_first(sh);
    if (!is_met_by_all(sh))
        return weigh_changed(sh);
    try_both(sh);
    return sh->outer.at_least;
}

static int64_t seats_of_entrant(scrut_allied *a, uint32_t e, bool rising)
{
    scrut_outcome o;
    if (a->status == SCRUT_OK)
        a->status = scrut_outcome_of(&a->outer, a->outer.votes, NULL, a->arena, &o, a->s->err);
    if (a->status != SCRUT_OK)
        return 0;
    return rising != a->certain ? o.possible[e] : o.certain[e];
}

/* Ballots that help the members inside can harm their alliance (added to its other lists, removed from them): then it
 * may be cheaper to let it fall behind (rise above) what it holds, which takes more of them inside. */
static void weigh_beyond(share *sh, int64_t held)
{
    scrut_allied *a = sh->a;
    bool harms = a->s->metric == (sh->rising ? SCRUT_METRIC_REMOVE : SCRUT_METRIC_ADD);
    int64_t step = sh->rising ? -1 : 1;
    sh->outer = (scrut_margin_reading){.possible = true, .exact = true};
    if (!harms || !may_be_joined(sh))
        return;
    for (sh->n = held + step; sh->n >= 1 && sh->n <= a->outer.seats && a->status == SCRUT_OK; sh->n += step) {
        int64_t least = weigh_inside_first(sh);
        bool last = scrut_larger(sh->n - held, held - sh->n) == SHARES_MAX;
        a->least = scrut_smaller(a->least, last ? sh->inner_least : least);
        if (last || sh->inner_least >= a->best)
            return;
    }
}

void scrut_allied_part(scrut_allied *a, uint32_t e)
{
    const scrut_target *t = a->q->target;
    bool *alone = scrut_arena_calloc(a->arena, a->outer.list_count, sizeof *alone);
    share sh = {.a = a, .e = e, .rising = t->kind == SCRUT_TARGET_AT_LEAST, .alone = alone};
    int64_t held = seats_of_entrant(a, e, sh.rising), count = a->outer.seats, from = held;
    if (alone == NULL)
        a->status = scrut_fail_memory(a->s->err);
    else
        alone[e] = true;
    if (sh.rising)
        from = scrut_larger(from, t->seats);
    a->least = SCRUT_NEVER;
    for (sh.n = from; sh.n >= 0 && sh.n <= count && a->status == SCRUT_OK; sh.n += sh.rising ? 1 : -1) {
        const scrut_target around = {.kind = t->kind, .members = alone, .seats = sh.n};
        scrut_allied_outer(a, &a->outer, &around, &sh.outer);
        int64_t least = scrut_allied_lower_end(&sh.outer);
        if (least >= a->best || scrut_larger(sh.n - from, from - sh.n) == SHARES_MAX) {
            a->least = scrut_smaller(a->least, least);
            break;
        }
        a->least = scrut_smaller(a->least, scrut_larger(least, weigh(&sh)));
    }
    weigh_beyond(&sh, held);
}
