/* SPDX-License-Identifier: Apache-2.0
 * materiality_ways.c: the ways to one number of seats in the nation. A constituency's ballots concerned are free: those
 * that were counted may be moved, of no list more than it has among them, taken out or added; those restored can only
 * be added. Two multiple-choice knapsacks over the constituencies: one that no way undercuts, one of ways that are
 * known. */
#include "materiality_internal.h"

#include <string.h>

/* One constituency's ways to so many seats more (fewer) than now. */
typedef struct {
    bool *members;                  /* a list */
    scrut_margin_curve change, add; /* added ballots: as many as are concerned */
    size_t low_count;               /* steps that may be had, as far as is known */
    int64_t *low, *high;            /* a step, and a step of `change`: as further_ballots */
} place_ways;

typedef struct {
    const weighing *w;
    const scrut_target_effect *t;
    lone_way *lone; /* a constituency */
    scrut_arena *arena;
    place_ways *places;
    bool closed; /* the seats of some constituency are not known */
    int64_t needed;
    int64_t *least, *next; /* seats 0 .. needed, or more: fewest further ballots */
    uint32_t *taken;       /* a constituency x seats 0 .. needed: steps taken there */
} campaign;

static const scrut_tainted *concerned(const campaign *c, size_t k)
{
    return &c->w->m->places[k].tainted;
}

/* ---- steps ---- */

/* In a closed constituency anything may be had for nothing, as far as anybody knows. */
static void close_place(campaign *c, size_t k)
{
    const scrut_margin_unit *u = weighing_unit(c->w, k);
    c->closed = true;
    c->places[k].change = (scrut_margin_curve){
        .rising = c->t->at_least, .held = c->t->at_least ? u->possible[c->t->party] : u->certain[c->t->party]};
}

static scrut_status climb(const campaign *c, size_t k, scrut_metric metric, int64_t limit, scrut_margin_curve *curve)
{
    const scrut_margin_contest *contest = &weighing_unit(c->w, k)->contest;
    bool stands = false;
    for (size_t i = 0; i < contest->list_count; i++)
        stands = stands || c->places[k].members[i];
    scrut_status st = scrut_margin_steps(contest, c->places[k].members, c->t->at_least, false, metric,
                                         stands ? contest->seats : 0, limit, c->arena, curve, c->w->err);
    if (st == SCRUT_OK)
        scrut_margin_open_refused(curve, contest->seats);
    return st;
}

static scrut_status draw_curves(campaign *c, size_t k)
{
    const scrut_margin_unit *u = weighing_unit(c->w, k);
    int64_t all = tainted_high(concerned(c, k));
    /* a step dearer than the whole way without them is of use only as far as the ballots concerned pay it */
    int64_t limit = c->t->could.possible ? add_ballots(c->t->could.at_most, all) : -1;
    if (u->closed != NULL) {
        close_place(c, k);
        return SCRUT_OK;
    }
    c->places[k].members = scrut_arena_calloc(c->arena, u->contest.list_count, sizeof(bool));
    if (c->places[k].members == NULL)
        return scrut_fail_memory(c->w->err);
    for (size_t i = 0; i < u->contest.list_count; i++)
        c->places[k].members[i] = u->party[i] == c->t->party;
    scrut_status st = climb(c, k, SCRUT_METRIC_CHANGE, limit, &c->places[k].change);
    return st == SCRUT_OK && all > 0 ? climb(c, k, SCRUT_METRIC_ADD, all, &c->places[k].add) : st;
}

/* ---- what a step costs beyond the ballots concerned ---- */

static bool pays_by_adding(const campaign *c, size_t k, size_t step)
{
    const scrut_margin_curve *add = &c->places[k].add;
    return step <= add->count && add->steps[step - 1].at_least <= tainted_high(concerned(c, k));
}

/* Changed ballots do most, so what they leave lacking is lacking, unless a quota moves; and any number of seats may go
 * with a list that crosses a threshold. Where all may only be added, that is asked alone. */
static int64_t lower_price(const campaign *c, size_t k, size_t step, int64_t crossing)
{
    const scrut_tainted *t = concerned(c, k);
    const scrut_margin_curve *change = &c->places[k].change;
    int64_t changed = step <= change->count ? change->steps[step - 1].at_least : WEIGHED_MAX;
    int64_t least = fewer_of(crossing, mixture_least(c->w, k, changed, false));
    bool only_added = t->high == 0 && tainted_high(&c->w->m->unplaced) == 0 && !pays_by_adding(c, k, step);
    return least >= WEIGHED_MAX ? WEIGHED_MAX : more_of(least - tainted_high(t), only_added ? 1 : 0);
}

static scrut_status ask_step(const campaign *c, size_t k, int64_t step, scrut_metric metric,
                             const scrut_margin_caps *caps, scrut_margin *ret_margin)
{
    const scrut_margin_curve *curve = &c->places[k].change;
    const scrut_target target = {.kind = curve->rising ? SCRUT_TARGET_AT_LEAST : SCRUT_TARGET_AT_MOST,
                                 .members = c->places[k].members,
                                 .seats = curve->rising ? curve->held + step : curve->held - step};
    return scrut_margin_find(&weighing_unit(c->w, k)->contest, &target, metric, caps, c->arena, ret_margin, c->w->err);
}

typedef struct {
    int64_t price;  /* WEIGHED_MAX: none is known */
    int64_t *moves; /* NULL: none */
} known_way;

static void keep_changes(const campaign *c, size_t k, const scrut_margin *m, known_way *way)
{
    if (!m->could.possible)
        return;
    int64_t price = m->could.at_most - supply_pays(c->w, k, &c->w->scales[k].supply, m->could.moves);
    if (price < way->price)
        *way = (known_way){.price = price, .moves = m->could.moves};
}

/* By ballots added; by ballots changed that are all concerned; by ballots changed of which some are. */
static scrut_status find_way(const campaign *c, size_t k, size_t step, known_way *ret_way)
{
    const scrut_tainted *t = concerned(c, k);
    const scrut_margin_caps caps = {.taint = c->w->scales[k].taint, .pool = t->high};
    known_way way = {.price = WEIGHED_MAX};
    scrut_margin m = {.note = NULL};
    scrut_status st = SCRUT_OK;
    if (pays_by_adding(c, k, step)) {
        st = ask_step(c, k, (int64_t)step, SCRUT_METRIC_ADD, NULL, &m);
        if (st == SCRUT_OK && m.could.possible && m.could.at_most <= tainted_high(t))
            way = (known_way){.price = 0, .moves = m.could.moves};
    }
    if (st == SCRUT_OK && way.price > 0 && c->places[k].change.steps[step - 1].at_least <= t->high) {
        st = ask_step(c, k, (int64_t)step, SCRUT_METRIC_CHANGE, &caps, &m);
        if (st == SCRUT_OK)
            keep_changes(c, k, &m, &way);
    }
    if (st == SCRUT_OK && way.price > 0) {
        st = ask_step(c, k, (int64_t)step, SCRUT_METRIC_CHANGE, NULL, &m);
        if (st == SCRUT_OK)
            keep_changes(c, k, &m, &way);
    }
    *ret_way = way;
    return st;
}

/* Seats that the list may gain (lose) there. */
static size_t room(const campaign *c, size_t k, int64_t crossing)
{
    const scrut_margin_curve *change = &c->places[k].change;
    int64_t seats = weighing_unit(c->w, k)->contest.seats;
    return crossing >= WEIGHED_MAX ? change->count : (size_t)(change->rising ? seats - change->held : change->held);
}

static scrut_status price_steps(const campaign *c, size_t k)
{
    place_ways *p = &c->places[k];
    scrut_status st = SCRUT_OK;
    int64_t crossing = weighing_unit(c->w, k)->closed == NULL ? crossing_ballots(c->w, k) : WEIGHED_MAX;
    p->low_count = room(c, k, crossing);
    p->low = scrut_arena_calloc(c->arena, p->low_count, sizeof *p->low);
    p->high = scrut_arena_calloc(c->arena, p->change.count, sizeof *p->high);
    if (p->low == NULL || p->high == NULL)
        return scrut_fail_memory(c->w->err);
    for (size_t g = 0; g < p->low_count; g++)
        p->low[g] = lower_price(c, k, g + 1, crossing);
    for (size_t g = 0; g < p->change.count && st == SCRUT_OK; g++) {
        known_way way = {.price = p->change.steps[g].at_most >= 0 ? p->change.steps[g].at_most : WEIGHED_MAX};
        if (tainted_high(concerned(c, k)) > 0)
            st = find_way(c, k, g + 1, &way);
        p->high[g] = way.price;
    }
    return st;
}

/* ---- the knapsack ---- */

static void add_place(campaign *c, const int64_t price[], size_t count, uint32_t *taken)
{
    memcpy(c->next, c->least, (size_t)(c->needed + 1) * sizeof *c->next);
    for (size_t g = 1; g <= count; g++)
        for (int64_t j = 1; j <= c->needed; j++) {
            int64_t sum = add_ballots(c->least[more_of(0, j - (int64_t)g)], price[g - 1]);
            if (sum >= c->next[j])
                continue;
            c->next[j] = sum;
            if (taken != NULL)
                taken[j] = (uint32_t)g;
        }
    int64_t *kept = c->least;
    c->least = c->next;
    c->next = kept;
}

static int64_t fill_knapsack(campaign *c, bool known)
{
    for (int64_t j = 0; j <= c->needed; j++)
        c->least[j] = j == 0 ? 0 : WEIGHED_MAX;
    for (size_t k = 0; k < c->w->c->constituency_count; k++) {
        const place_ways *p = &c->places[k];
        if (known)
            add_place(c, p->high, p->change.count, c->taken + k * (size_t)(c->needed + 1));
        else
            add_place(c, p->low, p->low_count, NULL);
    }
    return c->least[c->needed];
}

static scrut_status open_knapsack(campaign *c)
{
    size_t width = (size_t)c->needed + 1;
    c->least = scrut_arena_calloc(c->arena, width, sizeof *c->least);
    c->next = scrut_arena_calloc(c->arena, width, sizeof *c->next);
    c->taken = scrut_arena_calloc(c->arena, width * c->w->c->constituency_count, sizeof *c->taken);
    return c->least != NULL && c->next != NULL && c->taken != NULL ? SCRUT_OK : scrut_fail_memory(c->w->err);
}

/* ---- the way that is known ---- */

static scrut_status moves_of_way(const campaign *c, int64_t *moves[])
{
    int64_t j = c->needed;
    for (size_t k = c->w->c->constituency_count; k-- > 0 && j > 0;) {
        size_t step = c->taken[k * (size_t)(c->needed + 1) + (size_t)j];
        known_way way = {.moves = NULL};
        scrut_status st = step > 0 ? find_way(c, k, step, &way) : SCRUT_OK;
        if (st != SCRUT_OK)
            return st;
        moves[k] = way.moves;
        j = more_of(0, j - (int64_t)step);
    }
    return SCRUT_OK;
}

/* Moves in several constituencies may carry a list over a national threshold that none of them does. Seats that are not
 * known count against the target. */
static scrut_status replay(const campaign *c, bool *ret_proven)
{
    int64_t **moves = scrut_arena_calloc(c->arena, c->w->c->constituency_count, sizeof(int64_t *));
    bool *members = scrut_arena_calloc(c->arena, c->w->c->party_count, sizeof *members);
    scrut_margin_held held;
    if (moves == NULL || members == NULL)
        return scrut_fail_memory(c->w->err);
    members[c->t->party] = true;
    scrut_status st = c->needed > 0 ? moves_of_way(c, moves) : SCRUT_OK;
    if (st == SCRUT_OK)
        st = scrut_margin_house_replay(&c->w->margins->house, moves, members, c->arena, &held, c->w->err);
    if (st == SCRUT_OK)
        *ret_proven = c->t->at_least ? held.possible >= c->t->seats : held.certain + held.unknown <= c->t->seats;
    return st;
}

/* ---- one constituency alone ---- */

static scrut_status keep_lone_moves(const campaign *c, size_t k, lone_way *lone)
{
    size_t lists = weighing_unit(c->w, k)->contest.list_count;
    scrut_margin m;
    scrut_status st = ask_step(c, k, c->needed, SCRUT_METRIC_CHANGE, NULL, &m);
    if (st != SCRUT_OK || !m.could.possible)
        return st;
    int64_t *moves = scrut_arena_calloc(c->w->scratch, lists, sizeof *moves);
    if (moves == NULL)
        return scrut_fail_memory(c->w->err);
    memcpy(moves, m.could.moves, lists * sizeof *moves);
    lone->most = m.could.at_most;
    lone->moves = moves;
    return SCRUT_OK;
}

static scrut_status find_lone_way(const campaign *c, size_t k)
{
    const scrut_margin_curve *change = &c->places[k].change, *add = &c->places[k].add;
    lone_way *lone = &c->lone[k];
    size_t step = (size_t)c->needed;
    *lone = (lone_way){.least = WEIGHED_MAX, .most = WEIGHED_MAX, .add_least = WEIGHED_MAX, .add_most = WEIGHED_MAX};
    if (step <= change->count)
        lone->least = mixture_least(c->w, k, change->steps[step - 1].at_least, false);
    if (step <= add->count) {
        lone->add_least = add->steps[step - 1].at_least;
        lone->add_most = add->steps[step - 1].at_most >= 0 && !c->closed ? add->steps[step - 1].at_most : WEIGHED_MAX;
    }
    lone->least = fewer_of(lone->least, crossing_ballots(c->w, k));
    return !c->closed && lone->least <= concerned(c, k)->high ? keep_lone_moves(c, k, lone) : SCRUT_OK;
}

static scrut_status find_lone_ways(const campaign *c)
{
    scrut_status st = SCRUT_OK;
    for (size_t k = 0; k < c->w->c->constituency_count && st == SCRUT_OK; k++) {
        if (c->needed <= 0)
            c->lone[k] = (lone_way){.most = c->closed ? WEIGHED_MAX : 0, .add_most = c->closed ? WEIGHED_MAX : 0};
        else if (tainted_high(concerned(c, k)) > 0)
            st = find_lone_way(c, k);
    }
    return st;
}

/* ---- one target ---- */

static scrut_status open_campaign(campaign *c)
{
    size_t places = c->w->c->constituency_count;
    int64_t held = 0;
    scrut_status st = SCRUT_OK;
    c->places = scrut_arena_calloc(c->arena, places, sizeof *c->places);
    if (c->places == NULL)
        return scrut_fail_memory(c->w->err);
    for (size_t k = 0; k < places && st == SCRUT_OK; k++) {
        st = draw_curves(c, k);
        if (st == SCRUT_OK)
            st = price_steps(c, k);
        held += st == SCRUT_OK ? c->places[k].change.held : 0;
    }
    c->needed = c->t->at_least ? c->t->seats - held : held - c->t->seats;
    return st;
}

static scrut_status count_further(campaign *c, further_ballots *f)
{
    scrut_status st = open_campaign(c);
    if (st == SCRUT_OK)
        st = find_lone_ways(c);
    if (st == SCRUT_OK && c->needed > 0)
        st = open_knapsack(c);
    if (st != SCRUT_OK)
        return st;
    f->closed = c->closed;
    if (c->needed > 0) {
        f->least = fill_knapsack(c, false);
        f->most = fill_knapsack(c, true);
    }
    return f->most <= c->w->m->unplaced.high ? replay(c, &f->proven) : SCRUT_OK;
}

scrut_status find_ways(const weighing *w, size_t target, further_ballots *ret_further)
{
    further_ballots f = {.least = 0, .most = 0};
    campaign c = {.w = w,
                  .t = &w->m->targets[target],
                  .lone = &w->lone[target * w->c->constituency_count],
                  .arena = scrut_arena_new()};
    if (c.arena == NULL)
        return scrut_fail_memory(w->err);
    scrut_status st = count_further(&c, &f);
    scrut_arena_free(c.arena);
    if (st == SCRUT_OK)
        *ret_further = f;
    return st;
}
