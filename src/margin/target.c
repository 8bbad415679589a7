/* SPDX-License-Identifier: Apache-2.0
 * target.c: whether votes meet a target, and a target as problems about one cut. */
#include "margin_internal.h"

#define DRAWN_MAX 8 /* lists in a draw of which every set is weighed */

/* ---- meeting it ---- */

/* Whether the two have an outcome in common: seats w with certain <= w <= certain + rungs in the draw for both, and the
 * right sum. Any set of rungs can win a draw, so a sum between the sums of the bounds is reached. */
static bool share_an_outcome(const scrut_outcome *a, const scrut_outcome *b, size_t count)
{
    int64_t sum_a = a->drawn, sum_b = b->drawn, low = 0, high = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t least = scrut_larger(a->certain[i], b->certain[i]);
        int64_t most = scrut_smaller(a->certain[i] + a->extra[i], b->certain[i] + b->extra[i]);
        if (least > most)
            return false;
        low += least;
        high += most;
        sum_a += a->certain[i];
        sum_b += b->certain[i];
    }
    return sum_a == sum_b && low <= sum_a && sum_a <= high;
}

static bool decided(const scrut_outcome *o, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (o->certain[i] != o->possible[i])
            return false;
    return true;
}

static bool within(const scrut_outcome *o, const int64_t seats[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (seats[i] < o->certain[i] || seats[i] > o->possible[i])
            return false;
    return true;
}

/* For certain, but for lists that make up the rest, which may draw among themselves. */
static bool fixed(const scrut_outcome *o, const int64_t seats[], const bool *rest, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if ((rest == NULL || !rest[i]) && (o->certain[i] != seats[i] || o->possible[i] != seats[i]))
            return false;
    return true;
}

static scrut_meets meets_vector(const scrut_question *q, const scrut_outcome *o, const int64_t seats[], bool certain)
{
    size_t count = q->s->count;
    if (certain)
        return fixed(o, seats, q->target->rest, count) ? SCRUT_MEETS_YES : SCRUT_MEETS_NO;
    int64_t drawn = 0;
    for (size_t i = 0; i < count; i++) {
        if (seats[i] < o->certain[i] || seats[i] > o->certain[i] + o->extra[i])
            return SCRUT_MEETS_NO;
        drawn += seats[i] - o->certain[i];
    }
    return drawn == o->drawn ? SCRUT_MEETS_YES : SCRUT_MEETS_NO;
}

static scrut_meets meets_any(const scrut_question *q, const scrut_outcome *o, bool certain)
{
    size_t count = q->s->count;
    const scrut_outcome *now = &q->now;
    if (now->refused)
        return SCRUT_MEETS_YES;
    if (!certain)
        return decided(now, count) && decided(o, count) && within(o, now->certain, count) ? SCRUT_MEETS_NO
                                                                                          : SCRUT_MEETS_YES;
    return share_an_outcome(now, o, count) ? SCRUT_MEETS_NO : SCRUT_MEETS_YES;
}

static scrut_meets yes(bool met)
{
    return met ? SCRUT_MEETS_YES : SCRUT_MEETS_NO;
}

/* Where now is drawn too, only ranges without common seats say that no outcome is shared. */
static scrut_meets apart(const scrut_outcome *now, const scrut_outcome *o, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (now->possible[i] < o->certain[i] || o->possible[i] < now->certain[i])
            return SCRUT_MEETS_YES;
    return SCRUT_MEETS_UNSURE;
}

/* ANY and VECTOR under alliances: ranges do not tell which draws inside them go together, so the vector itself is
 * looked for among the outcomes. */
static scrut_status meets_allied(const scrut_question *q, const int64_t votes[], const scrut_outcome *o, bool certain,
                                 scrut_arena *scratch, scrut_meets *ret_meets)
{
    size_t count = q->s->count;
    bool vector = q->target->kind == SCRUT_TARGET_VECTOR, has = false;
    if (vector ? certain : !certain || q->now.refused) {
        *ret_meets = vector ? meets_vector(q, o, q->target->vector, true) : meets_any(q, o, certain);
        return SCRUT_OK;
    }
    if (!vector && !decided(&q->now, count)) {
        *ret_meets = apart(&q->now, o, count);
        return SCRUT_OK;
    }
    const int64_t *seats = vector ? q->target->vector : q->now.certain;
    scrut_status st = scrut_outcome_has(q->s->contest, votes, seats, scratch, &has, q->s->err);
    if (st == SCRUT_OK)
        *ret_meets = yes(has == vector);
    return st;
}

/* What the engine of seats takes: of a list, and of an alliance. */
static bool within_limits(const scrut_search *s, const int64_t votes[])
{
    int64_t sum = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (votes[i] < 0 || votes[i] > SCRUT_VOTES_MAX)
            return false;
        sum += votes[i];
    }
    return s->contest->alliance == NULL || sum <= SCRUT_VOTES_MAX;
}

scrut_status scrut_target_met_by(const scrut_question *q, const int64_t votes[], const scrut_outcome *o, bool certain,
                                 scrut_arena *scratch, scrut_meets *ret_meets)
{
    const scrut_target *t = q->target;
    *ret_meets = SCRUT_MEETS_NO;
    if (o->refused)
        return SCRUT_OK;
    if (q->s->contest->alliance != NULL && t->kind >= SCRUT_TARGET_ANY)
        return meets_allied(q, votes, o, certain, scratch, ret_meets);
    switch (t->kind) {
    case SCRUT_TARGET_AT_LEAST:
        *ret_meets = yes((certain ? o->members_certain : o->members_possible) >= t->seats);
        break;
    case SCRUT_TARGET_AT_MOST:
        *ret_meets = yes((certain ? o->members_possible : o->members_certain) <= t->seats);
        break;
    case SCRUT_TARGET_ANY: *ret_meets = meets_any(q, o, certain); break;
    case SCRUT_TARGET_VECTOR: *ret_meets = meets_vector(q, o, t->vector, certain); break;
    }
    return SCRUT_OK;
}

scrut_status scrut_target_meets(const scrut_question *q, const int64_t votes[], bool certain, scrut_arena *scratch,
                                scrut_meets *ret_meets)
{
    scrut_outcome o;
    *ret_meets = SCRUT_MEETS_NO;
    if (!within_limits(q->s, votes))
        return SCRUT_OK;
    scrut_status st = scrut_outcome_of(q->s->contest, votes, q->target->members, scratch, &o, q->s->err);
    return st == SCRUT_OK ? scrut_target_met_by(q, votes, &o, certain, scratch, ret_meets) : st;
}

/* ---- problems ---- */

typedef struct {
    scrut_question *q;
    bool certain;
    scrut_problem_function *solve;
    void *context;
} asking;

static void ask(const asking *a, int64_t reach, int64_t keep, bool bottom)
{
    scrut_problem p = {
        .sides = a->q->sides, .reach = reach, .keep = keep, .certain = a->certain, .bottom = bottom, .sure = -1};
    a->solve(a->context, &p);
}

/* The seats are shared by two sides, and neither may have more claims that may not lose than its share: the reaching
 * one has `least` .. `most` of the seats. */
static void ask_shares(const asking *a, int64_t least, int64_t most, int64_t from)
{
    int64_t all = a->q->s->contest->seats;
    for (int64_t share = least; share <= most; share++) {
        scrut_problem p = {.sides = a->q->sides,
                           .reach = share,
                           .keep = all - share,
                           .certain = a->certain,
                           .sure = share,
                           .from = from};
        a->solve(a->context, &p);
    }
}

/* Whether rules refuse more claims that may not lose than there are seats. */
static bool refused_beyond(const asking *a)
{
    return scrut_claims_refuse(&a->q->s->now.high) && a->q->s->now.low.limit >= a->q->s->contest->seats;
}

/* The reaching side has so many seats or more: a larger share asks more of both sides' claims, but lets the reaching
 * one have more that may not lose. */
static void ask_sides(const asking *a, int64_t reach)
{
    int64_t all = a->q->s->contest->seats;
    scrut_problem p = {.sides = a->q->sides, .reach = reach, .keep = all - reach, .certain = a->certain, .sure = -1};
    p.wider = refused_beyond(a);
    int64_t from = a->solve(a->context, &p);
    if (p.wider)
        ask_shares(a, reach, all, from);
}

static void set_sides(const asking *a, const bool *members, scrut_side inside, scrut_side outside)
{
    for (size_t i = 0; i < a->q->s->count; i++)
        a->q->sides[i] = members != NULL && members[i] ? inside : outside;
}

/* Some allocation, whichever; so a draw in it does no harm, for certain either. */
static void ask_anything(const asking *asked)
{
    asking drawn = *asked, *a = &drawn;
    int64_t all = a->q->s->contest->seats;
    a->certain = false;
    if (refused_beyond(a)) { /* the first list has some share or none */
        set_sides(a, NULL, SCRUT_SIDE_FREE, SCRUT_SIDE_KEEP);
        a->q->sides[0] = SCRUT_SIDE_REACH;
        ask_shares(a, 1, all, 0);
        set_sides(a, NULL, SCRUT_SIDE_FREE, SCRUT_SIDE_REACH);
        a->q->sides[0] = SCRUT_SIDE_KEEP;
        ask_shares(a, all, all, 0);
        return;
    }
    set_sides(a, NULL, SCRUT_SIDE_FREE, SCRUT_SIDE_REACH);
    ask(a, 1, 0, true);
}

/* P holds L seats or more iff at its L-th claim no more than S - L claims of others stand before it. */
static void ask_at_least(const asking *a, const bool *members, int64_t seats)
{
    int64_t all = a->q->s->contest->seats;
    if (seats > all)
        return;
    if (seats <= 0) {
        ask_anything(a);
        return;
    }
    set_sides(a, members, SCRUT_SIDE_REACH, SCRUT_SIDE_KEEP);
    ask_sides(a, seats);
}

/* The others hold the rest, or, where lists can have few seats only, some stay empty. */
static void ask_at_most(const asking *a, const bool *members, int64_t seats)
{
    int64_t all = a->q->s->contest->seats;
    if (seats < 0)
        return;
    if (seats >= all) {
        ask_anything(a);
        return;
    }
    set_sides(a, members, SCRUT_SIDE_KEEP, SCRUT_SIDE_REACH);
    ask_sides(a, all - seats);
    if (a->q->s->now.low.limit >= all)
        return;
    if (seats > 0)
        set_sides(a, members, SCRUT_SIDE_KEEP, SCRUT_SIDE_FREE);
    ask(a, seats > 0 ? 0 : 1, seats, true);
}

static void ask_any(const asking *a)
{
    scrut_question *q = a->q;
    bool *one = calloc(q->s->count + 1, sizeof *one);
    q->s->failed = q->s->failed || one == NULL;
    for (size_t i = 0; i < q->s->count && one != NULL; i++) {
        one[i] = true;
        ask_at_least(a, one, q->now.certain[i] + 1);
        if (q->s->now.low.limit < q->s->contest->seats)
            ask_at_most(a, one, q->now.certain[i] - 1);
        one[i] = false;
    }
    free(one);
}

/* The vector of now becomes impossible: a losing claim (of b) passes a winning one (of a), or a seat is won or lost
 * that nobody else loses or wins. */
static void ask_other_vector(const asking *a)
{
    scrut_question *q = a->q;
    const int64_t *seats = q->now.certain;
    size_t count = q->s->count;
    bool limited = q->s->now.low.limit < q->s->contest->seats;
    for (size_t winner = 0; winner < count; winner++) {
        if (seats[winner] == 0)
            continue;
        for (size_t loser = 0; loser < count; loser++) {
            if (loser == winner)
                continue;
            set_sides(a, NULL, SCRUT_SIDE_FREE, SCRUT_SIDE_FREE);
            q->sides[winner] = SCRUT_SIDE_KEEP;
            q->sides[loser] = SCRUT_SIDE_REACH;
            ask(a, seats[loser] + 1, seats[winner] - 1, false);
        }
        set_sides(a, NULL, SCRUT_SIDE_FREE, SCRUT_SIDE_REACH);
        q->sides[winner] = SCRUT_SIDE_KEEP;
        if (limited)
            ask(a, 1, seats[winner] - 1, true);
    }
    for (size_t loser = 0; loser < count && q->now.unfilled > 0; loser++) {
        set_sides(a, NULL, SCRUT_SIDE_FREE, SCRUT_SIDE_FREE);
        q->sides[loser] = SCRUT_SIDE_REACH;
        ask(a, seats[loser] + 1, q->s->contest->seats, true);
    }
}

/* Lists that draw now; they hold so many seats at least and at most, of which `drawn` are drawn. */
typedef struct {
    const asking *a;
    size_t lists[DRAWN_MAX], count;
    bool *members; /* a list */
} drawing;

/* What those of the mask hold at least, and how many they may draw. */
static int64_t join_drawn(const drawing *d, unsigned mask, int64_t *ret_rungs)
{
    const scrut_outcome *now = &d->a->q->now;
    int64_t least = 0;
    *ret_rungs = 0;
    for (size_t k = 0; k < d->count; k++) {
        size_t i = d->lists[k];
        d->members[i] = (mask >> k & 1U) != 0;
        least += d->members[i] ? now->certain[i] : 0;
        *ret_rungs += d->members[i] ? now->extra[i] : 0;
    }
    return least;
}

/* Some of them take more than all that is drawn, or leave more to the others than these may draw. */
static void ask_beyond_draw(const drawing *d)
{
    const scrut_outcome *now = &d->a->q->now;
    int64_t all, rungs;
    (void)join_drawn(d, (1U << d->count) - 1, &all);
    for (unsigned mask = 1; mask < 1U << d->count; mask++) {
        int64_t least = join_drawn(d, mask, &rungs), most = least + rungs - (all - now->drawn) - 1;
        if (rungs > now->drawn)
            ask_at_least(d->a, d->members, least + now->drawn + 1);
        if (most >= least)
            ask_at_most(d->a, d->members, most);
    }
    memset(d->members, 0, d->a->q->s->count * sizeof *d->members);
}

/* A draw has an outcome in common with the one of now iff some seats lie between both least and both most numbers and
 * add up. So none is left iff a list has more (fewer) than it could have now, or what lists must have of both is too
 * much (what they can have of both too little): then those of the drawing lists for which the new draw says more
 * (less) hold too many (few) together. */
static void ask_other_draw(const asking *a)
{
    scrut_question *q = a->q;
    drawing d = {.a = a, .members = calloc(q->s->count + 1, sizeof *d.members)};
    q->s->failed = q->s->failed || d.members == NULL;
    for (size_t i = 0; i < q->s->count && d.members != NULL; i++) {
        d.members[i] = true;
        ask_at_least(a, d.members, q->now.certain[i] + q->now.extra[i] + 1);
        ask_at_most(a, d.members, q->now.certain[i] - 1);
        d.members[i] = false;
        if (q->now.extra[i] > 0 && d.count == DRAWN_MAX)
            q->s->crowded = true;
        else if (q->now.extra[i] > 0)
            d.lists[d.count++] = i;
    }
    if (d.members != NULL && !q->s->crowded)
        ask_beyond_draw(&d);
    free(d.members);
}

void scrut_target_problems(scrut_question *q, bool certain, scrut_problem_function *solve, void *context)
{
    asking a = {.q = q, .certain = certain, .solve = solve, .context = context};
    switch (q->target->kind) {
    case SCRUT_TARGET_AT_LEAST: ask_at_least(&a, q->target->members, q->target->seats); break;
    case SCRUT_TARGET_AT_MOST: ask_at_most(&a, q->target->members, q->target->seats); break;
    case SCRUT_TARGET_ANY:
        if (q->now.refused)
            ask_anything(&a);
        else if (certain && q->now.drawn > 0)
            ask_other_draw(&a);
        else if (certain)
            ask_other_vector(&a);
        else
            ask_any(&a);
        break;
    case SCRUT_TARGET_VECTOR: break;
    }
}
