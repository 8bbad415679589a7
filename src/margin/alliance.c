/* SPDX-License-Identifier: Apache-2.0
 * alliance.c: seats that go to alliances and single lists first (the outer contest, of entrants) and then inside the
 * alliances. What ballots do to the whole they do to no more ballots of the outer contest, and to no more of any inner
 * one; from that come the lower ends. The upper ends are moves of the outer contest followed by moves inside an
 * alliance, replayed as a whole. docs/internals/margin.md has the proofs. */
#include "alliance_boxes.h"

/* ---- the outer contest ---- */

static bool separable(const scrut_margin_contest *c)
{
    return c->bar_count == 0 && c->seats_min == 0 && c->seats_max == 0 &&
           c->inner_method.family == SCRUT_METHOD_DIVISOR && !c->inner_method.zero_divisor_refused;
}

static bool barred(const scrut_margin_contest *c, size_t i)
{
    return c->barred != NULL && c->barred[i];
}

static uint32_t find_entrant(const scrut_allied *a, size_t i)
{
    const scrut_margin_contest *c = a->s->contest;
    for (size_t k = 0; k < i && c->alliance[i] != SCRUT_NONE && !barred(c, i); k++)
        if (c->alliance[k] == c->alliance[i] && !barred(c, k))
            return a->entrant[k];
    return (uint32_t)a->outer.list_count;
}

static bool open_outer(scrut_allied *a)
{
    const scrut_margin_contest *c = a->s->contest;
    int64_t *votes = scrut_arena_calloc(a->arena, c->list_count, sizeof *votes);
    int64_t *taint = scrut_arena_calloc(a->arena, c->list_count, sizeof *taint);
    bool *shut = scrut_arena_calloc(a->arena, c->list_count, sizeof *shut);
    a->entrant = scrut_arena_calloc(a->arena, c->list_count, sizeof *a->entrant);
    a->lists = scrut_arena_calloc(a->arena, c->list_count, sizeof *a->lists);
    a->votes = scrut_arena_calloc(a->arena, c->list_count, sizeof *a->votes);
    if (votes == NULL || taint == NULL || shut == NULL || a->entrant == NULL || a->lists == NULL || a->votes == NULL)
        return false;
    a->outer = (scrut_margin_contest){
        .method = c->method, .seats = c->seats, .votes = votes, .barred = shut, .votes_all = c->votes_all};
    a->capped = a->s->pool < SCRUT_NEVER;
    for (size_t i = 0; i < c->list_count; i++) {
        uint32_t e = find_entrant(a, i);
        if (e == a->outer.list_count)
            a->outer.list_count++;
        a->entrant[i] = e;
        a->lists[e]++;
        votes[e] += c->votes[i];
        taint[e] += a->s->taint[i];
        shut[e] = barred(c, i);
        a->capped = a->capped || (a->s->metric == SCRUT_METRIC_CHANGE && a->s->taint[i] < c->votes[i]);
    }
    a->outer_caps = (scrut_margin_caps){.taint = taint, .pool = a->s->pool < SCRUT_NEVER ? a->s->pool : -1};
    return true;
}

void scrut_allied_outer(scrut_allied *a, const scrut_margin_contest *outer, const scrut_target *target,
                        scrut_margin_reading *r)
{
    *r = (scrut_margin_reading){.exact = false};
    if (a->status == SCRUT_OK)
        a->status = scrut_find_reading(outer, target, a->s->metric, a->capped ? &a->outer_caps : NULL, a->certain,
                                       a->arena, r, a->s->err);
}

/* ---- inside an entrant ---- */

bool scrut_inside_open(const scrut_allied *a, uint32_t e, const int64_t votes[], int64_t seats, scrut_inside *in)
{
    const scrut_target *t = a->q->target;
    size_t count = a->lists[e], k = 0;
    int64_t *own = scrut_arena_calloc(a->arena, count, sizeof *own);
    in->list = scrut_arena_calloc(a->arena, count, sizeof *in->list);
    in->members = scrut_arena_calloc(a->arena, count, sizeof *in->members);
    in->vector = scrut_arena_calloc(a->arena, count, sizeof *in->vector);
    if (own == NULL || in->list == NULL || in->members == NULL || in->vector == NULL)
        return false;
    for (size_t i = 0; i < a->s->count; i++) {
        if (a->entrant[i] != e)
            continue;
        own[k] = votes[i];
        in->members[k] = t->members != NULL && t->members[i];
        in->vector[k] = t->vector != NULL ? t->vector[i] : 0;
        in->list[k++] = i;
    }
    in->contest = (scrut_margin_contest){
        .method = a->s->contest->inner_method, .seats = seats, .votes = own, .list_count = count};
    return true;
}

void scrut_inside_find(scrut_allied *a, const scrut_inside *in, scrut_target_kind kind, scrut_margin_reading *r)
{
    const scrut_target target = {
        .kind = kind, .members = in->members, .seats = a->q->target->seats, .vector = in->vector};
    *r = (scrut_margin_reading){.exact = false};
    if (a->status == SCRUT_OK)
        a->status = scrut_find_reading(&in->contest, &target, a->s->metric, NULL, a->certain, a->arena, r, a->s->err);
}

static bool is_impossible(const scrut_margin_reading *r)
{
    return r->exact && !r->possible;
}

int64_t scrut_allied_lower_end(const scrut_margin_reading *r)
{
    return is_impossible(r) ? SCRUT_NEVER : r->at_least;
}

/* ---- moves ---- */

/* Whether a ballot for the list helps the target, as far as that can be said of one list. */
static bool favoured(const scrut_allied *a, size_t i)
{
    const scrut_target *t = a->q->target;
    if (t->kind == SCRUT_TARGET_AT_LEAST)
        return t->members[i];
    return t->kind == SCRUT_TARGET_AT_MOST && !t->members[i];
}

/* The entrant's list that receives: a favoured one before others, then the one with most votes. */
static size_t receiver(const scrut_allied *a, uint32_t e, const int64_t votes[])
{
    size_t best = a->s->count;
    for (size_t i = 0; i < a->s->count; i++) {
        if (a->entrant[i] != e)
            continue;
        bool first = best == a->s->count || favoured(a, i) > favoured(a, best);
        if (first || (favoured(a, i) == favoured(a, best) && votes[i] > votes[best]))
            best = i;
    }
    return best;
}

static void take(const scrut_allied *a, uint32_t e, int64_t ballots, int64_t votes[])
{
    for (int favour = 0; favour < 2; favour++)
        for (size_t i = 0; i < a->s->count; i++) {
            if (a->entrant[i] != e || favoured(a, i) != (favour == 1))
                continue;
            int64_t left = a->s->taint[i] - (a->s->contest->votes[i] - votes[i]);
            int64_t part = scrut_larger(0, scrut_smaller(ballots, left));
            votes[i] -= part;
            ballots -= part;
        }
}

int64_t *scrut_allied_votes(scrut_allied *a)
{
    int64_t *votes = scrut_arena_calloc(a->arena, a->s->count, sizeof *votes);
    if (votes == NULL)
        a->status = scrut_fail_memory(a->s->err);
    else
        memcpy(votes, a->s->contest->votes, a->s->count * sizeof *votes);
    return votes;
}

void scrut_allied_apply(const scrut_allied *a, const scrut_margin_reading *r, uint32_t except, int64_t votes[])
{
    for (uint32_t e = 0; e < a->outer.list_count && r->moves != NULL; e++) {
        if (e == except)
            continue;
        if (r->moves[e] > 0)
            votes[receiver(a, e, votes)] += r->moves[e];
        else
            take(a, e, -r->moves[e], votes);
    }
}

void scrut_inside_apply(const scrut_inside *in, const scrut_margin_reading *r, int64_t votes[])
{
    for (size_t k = 0; k < in->contest.list_count; k++)
        votes[in->list[k]] += r->moves[k];
}

static bool may_move(const scrut_allied *a, const int64_t votes[], int64_t cost)
{
    for (size_t i = 0; i < a->s->count && a->s->metric == SCRUT_METRIC_CHANGE; i++)
        if (a->s->contest->votes[i] - votes[i] > a->s->taint[i])
            return false;
    return cost <= a->s->pool;
}

void scrut_allied_keep(scrut_allied *a, const int64_t votes[])
{
    scrut_meets meets = SCRUT_MEETS_NO;
    int64_t cost = scrut_moves_cost(a->s, votes);
    if (a->status != SCRUT_OK || cost >= a->best || !may_move(a, votes, cost))
        return;
    a->status = scrut_target_meets(a->q, votes, a->certain, a->arena, &meets);
    if (a->status != SCRUT_OK || meets != SCRUT_MEETS_YES)
        return;
    a->best = cost;
    memcpy(a->votes, votes, a->s->count * sizeof *a->votes);
}

static void try_outer(scrut_allied *a, const scrut_margin_reading *r)
{
    int64_t *votes = r->possible ? scrut_allied_votes(a) : NULL;
    if (votes == NULL)
        return;
    scrut_allied_apply(a, r, SCRUT_NONE, votes);
    scrut_allied_keep(a, votes);
}

static void try_inside(scrut_allied *a, const scrut_inside *in, const scrut_margin_reading *r)
{
    int64_t *votes = r->possible ? scrut_allied_votes(a) : NULL;
    if (votes == NULL)
        return;
    scrut_inside_apply(in, r, votes);
    scrut_allied_keep(a, votes);
}

/* ---- targets ---- */

/* Members that are whole entrants, or exactly what the entrants hold: the outer contest alone. */
static void find_whole(scrut_allied *a, const bool *entrants)
{
    const scrut_target target = {.kind = a->q->target->kind, .members = entrants, .seats = a->q->target->seats};
    scrut_margin_reading r;
    scrut_allied_outer(a, &a->outer, &target, &r);
    a->least = scrut_allied_lower_end(&r);
    try_outer(a, &r);
}

/* Another vector: the outer contest has another one, or with this one some alliance has. */
static void find_any(scrut_allied *a)
{
    const scrut_target any = {.kind = SCRUT_TARGET_ANY};
    scrut_margin_reading r;
    scrut_inside in;
    scrut_allied_outer(a, &a->outer, &any, &r);
    a->least = scrut_allied_lower_end(&r);
    try_outer(a, &r);
    for (uint32_t e = 0; e < a->outer.list_count && a->status == SCRUT_OK; e++) {
        int64_t seats = 0;
        for (size_t i = 0; i < a->s->count; i++)
            seats += a->entrant[i] == e ? a->q->now.certain[i] : 0;
        if (a->lists[e] < 2 || seats == 0)
            continue;
        if (!scrut_inside_open(a, e, a->s->contest->votes, seats, &in)) {
            a->status = scrut_fail_memory(a->s->err);
            return;
        }
        scrut_inside_find(a, &in, SCRUT_TARGET_ANY, &r);
        a->least = scrut_smaller(a->least, scrut_allied_lower_end(&r));
        try_inside(a, &in, &r);
    }
}

/* Exactly these seats: the sums must come out in the outer contest; from there each alliance is set right. */
static void find_vector(scrut_allied *a)
{
    int64_t *sums = scrut_arena_calloc(a->arena, a->outer.list_count, sizeof *sums), *votes = NULL;
    scrut_margin_reading r;
    if (sums == NULL) {
        a->status = scrut_fail_memory(a->s->err);
        return;
    }
    for (size_t i = 0; i < a->s->count; i++)
        sums[a->entrant[i]] += a->q->target->vector[i];
    const scrut_target target = {.kind = SCRUT_TARGET_VECTOR, .vector = sums};
    scrut_allied_outer(a, &a->outer, &target, &r);
    a->least = scrut_allied_lower_end(&r);
    votes = r.possible && !a->capped ? scrut_allied_votes(a) : NULL;
    if (votes == NULL)
        return;
    scrut_allied_apply(a, &r, SCRUT_NONE, votes);
    for (uint32_t e = 0; e < a->outer.list_count && a->status == SCRUT_OK; e++) {
        scrut_inside in;
        if (a->lists[e] < 2 || sums[e] == 0)
            continue;
        if (!scrut_inside_open(a, e, votes, sums[e], &in)) {
            a->status = scrut_fail_memory(a->s->err);
            return;
        }
        scrut_inside_find(a, &in, SCRUT_TARGET_VECTOR, &r);
        if (!r.possible)
            return;
        scrut_inside_apply(&in, &r, votes);
    }
    scrut_allied_keep(a, votes);
}

/* ---- which of them ---- */

typedef struct {
    bool *entrants;   /* an entrant: all its lists are members */
    uint32_t partial; /* the only one of which some are; SCRUT_NONE: there is none */
    bool mixed;       /* several are partial, or a partial one is not alone */
} membership;

static bool sort_members(const scrut_allied *a, membership *m)
{
    size_t partial = 0, whole = 0;
    *m = (membership){.partial = SCRUT_NONE};
    m->entrants = scrut_arena_calloc(a->arena, a->outer.list_count, sizeof *m->entrants);
    if (m->entrants == NULL)
        return false;
    for (uint32_t e = 0; e < a->outer.list_count; e++) {
        size_t in = 0;
        for (size_t i = 0; i < a->s->count; i++)
            in += a->entrant[i] == e && a->q->target->members[i];
        m->entrants[e] = in == a->lists[e];
        whole += m->entrants[e] && !a->outer.barred[e];
        if (in == 0 || m->entrants[e])
            continue;
        m->partial = e;
        partial++;
    }
    m->mixed = partial > 1 || (partial == 1 && whole > 0);
    return true;
}

static bool decided_now(const scrut_question *q)
{
    for (size_t i = 0; i < q->s->count; i++)
        if (q->now.certain[i] != q->now.possible[i])
            return false;
    return !q->now.refused;
}

/* Changed ballots that tainted stations limit may reach an alliance from outside it: then what its own contest says of
 * them is no lower end. Without a decided vector there is no other one to look for. */
static void find_other(scrut_allied *a)
{
    if (decided_now(a->q) && !a->capped)
        find_any(a);
}

static void find_target(scrut_allied *a)
{
    membership m;
    switch (a->q->target->kind) {
    case SCRUT_TARGET_ANY: find_other(a); return;
    case SCRUT_TARGET_VECTOR: find_vector(a); return;
    case SCRUT_TARGET_AT_LEAST:
    case SCRUT_TARGET_AT_MOST: break;
    }
    if (!sort_members(a, &m))
        a->status = scrut_fail_memory(a->s->err);
    else if (m.mixed)
        find_other(a);
    else if (m.partial != SCRUT_NONE)
        scrut_allied_part(a, m.partial);
    else
        find_whole(a, m.entrants);
}

scrut_status scrut_find_allied(const scrut_question *q, bool certain, int64_t from, scrut_margin_reading *r)
{
    scrut_search *s = q->s;
    scrut_allied a = {.q = q, .s = s, .certain = certain, .least = from, .best = SCRUT_NEVER};
    int64_t *moves = scrut_arena_calloc(s->arena, s->count, sizeof *moves);
    a.arena = scrut_arena_new();
    a.status = moves != NULL && a.arena != NULL ? SCRUT_OK : scrut_fail_memory(s->err);
    if (a.status == SCRUT_OK && !open_outer(&a))
        a.status = scrut_fail_memory(s->err);
    bool boxed = scrut_allied_boxed(s), vector = q->target->kind == SCRUT_TARGET_VECTOR;
    if (a.status == SCRUT_OK && separable(s->contest) && !q->now.refused && !(boxed && vector))
        find_target(&a);
    if (a.status == SCRUT_OK && boxed && a.least < a.best)
        scrut_allied_boxes(&a);
    if (a.status == SCRUT_OK) {
        a.least = scrut_larger(from, a.least);
        bool possible = a.best < SCRUT_NEVER;
        *r = (scrut_margin_reading){.possible = possible,
                                    .exact = a.least >= a.best,
                                    .at_least = possible ? scrut_smaller(a.least, a.best) : a.least,
                                    .at_most = possible ? a.best : 0,
                                    .moves = moves};
        for (size_t i = 0; i < s->count && possible; i++)
            moves[i] = a.votes[i] - s->contest->votes[i];
    }
    scrut_arena_free(a.arena);
    return a.status;
}
