/* SPDX-License-Identifier: Apache-2.0
 * house_crossings.c: why fewer ballots than a margin do not shut lists out in the nation and win the seats, as numbers
 * for a certificate: for every set of lists that so many ballots could shut out, the fewest ballots at some points of
 * each constituency, and prices by branches (house_joint.c). */
#include "house_joint.h"

#define CROSSERS_MAX 8
#define BRANCHES_MAX 1024
#define VALUES_MAX 40000 /* points of all crossings of a reading: a document of two stays within what is read */

typedef struct {
    const scrut_house_inquiry *q;
    const char *const *parties;
    bool certain;
    int64_t ballots;             /* do not do */
    size_t of_use[CROSSERS_MAX]; /* of q->near */
    size_t count;
    scrut_certificate_crossing *crossings;
    unsigned named[1 << CROSSERS_MAX], priced[1 << CROSSERS_MAX]; /* by crossing: sets of those of use */
    size_t crossing_count, values;
    bool open; /* something cannot be told */
} telling;

typedef struct {
    scrut_joint *j;
    scrut_certificate_branch *branches;
    size_t count;
    bool open;
} proving;

/* ---- branches ---- */

static scrut_status end_branch(proving *p)
{
    int64_t *prices = scrut_arena_calloc(p->j->q->arena, p->j->fallen_count, sizeof *prices);
    if (prices == NULL)
        return scrut_fail_memory(p->j->q->err);
    memcpy(prices, p->j->prices, p->j->fallen_count * sizeof *prices);
    p->branches[p->count++].prices = prices;
    return SCRUT_OK;
}

static scrut_status prove(proving *p);

static scrut_status prove_both(proving *p, const scrut_joint_meeting *m)
{
    scrut_joint_unit *u = &p->j->units[m->unit], before = *u;
    p->branches[p->count++] =
        (scrut_certificate_branch){.contest = m->unit, .by_seats = m->by_seats, .up_to = m->fewer};
    *(m->by_seats ? &u->to : &u->taken_to) = m->fewer;
    scrut_status st = prove(p);
    u->to = before.to;
    u->taken_to = before.taken_to;
    *(m->by_seats ? &u->from : &u->taken_from) = m->fewer + 1;
    if (st == SCRUT_OK)
        st = prove(p);
    u->from = before.from;
    u->taken_from = before.taken_from;
    return st;
}

static scrut_status prove(proving *p)
{
    int64_t least = 0;
    scrut_joint_meeting meets;
    if (p->open)
        return SCRUT_OK;
    scrut_status st = scrut_joint_explore(p->j, &least, &meets);
    if (st != SCRUT_OK)
        return st;
    p->open = p->count + 2 > BRANCHES_MAX || (least < p->j->most && meets.unit == p->j->unit_count) || p->j->looks <= 0;
    if (p->open)
        return SCRUT_OK;
    return least >= p->j->most ? end_branch(p) : prove_both(p, &meets);
}

/* ---- points ---- */

static scrut_status tell_unit(const telling *t, const scrut_joint_unit *u, const scrut_certificate_point **ret_points,
                              size_t *ret_count)
{
    size_t count = 0, at = 0;
    int64_t last = scrut_smaller(u->high + 1, u->unit->contest.seats);
    for (int64_t g = u->low + 1; g <= last; g++)
        count += u->curves[g].count;
    scrut_certificate_point *points = scrut_arena_calloc(t->q->arena, count, sizeof *points);
    if (points == NULL)
        return scrut_fail_memory(t->q->err);
    for (int64_t g = u->low + 1; g <= last; g++)
        for (size_t k = 0; k < u->curves[g].count; k++)
            points[at++] =
                (scrut_certificate_point){.seats = g,
                                          .taken = u->curves[g].points[k].taken,
                                          .at_least = scrut_smaller(SCRUT_VOTES_MAX, u->curves[g].points[k].ballots)};
    *ret_points = points;
    *ret_count = count;
    return SCRUT_OK;
}

static scrut_status tell_points(telling *t, const scrut_joint *j, scrut_certificate_crossing *x)
{
    const scrut_certificate_point **points =
        scrut_arena_calloc(t->q->arena, j->unit_count, sizeof(const scrut_certificate_point *));
    size_t *counts = scrut_arena_calloc(t->q->arena, j->unit_count, sizeof *counts);
    scrut_status st = points != NULL && counts != NULL ? SCRUT_OK : scrut_fail_memory(t->q->err);
    for (size_t n = 0; n < j->unit_count && st == SCRUT_OK; n++) {
        st = tell_unit(t, &j->units[n], &points[n], &counts[n]);
        t->values += 2 * counts[n] + 2;
    }
    x->points = points;
    x->point_counts = counts;
    return st;
}

/* ---- a set of lists ---- */

static scrut_status add_crossing(telling *t, scrut_joint *j, unsigned set, proving *p)
{
    scrut_certificate_crossing *x = &t->crossings[t->crossing_count];
    const char **lists = scrut_arena_calloc(t->q->arena, j->fallen_count, sizeof(const char *));
    if (lists == NULL)
        return scrut_fail_memory(t->q->err);
    t->named[t->crossing_count] = set;
    for (size_t n = 0, k = 0; n < t->count; n++) {
        if ((set >> n & 1) == 0)
            continue;
        lists[k] = t->parties[j->fallen[k]];
        for (size_t b = 0; b < p->count; b++)
            if (p->branches[b].prices != NULL && p->branches[b].prices[k] > 0)
                t->priced[t->crossing_count] |= 1U << n;
        k++;
    }
    *x = (scrut_certificate_crossing){
        .lists = lists, .list_count = j->fallen_count, .branches = p->branches, .branch_count = p->count};
    t->crossing_count++;
    return tell_points(t, j, x);
}

/* At no price first: what is refuted so is so for every part of the set. */
static scrut_status weigh(telling *t, scrut_joint *j, unsigned set)
{
    proving p = {.j = j};
    p.branches = scrut_arena_calloc(t->q->arena, BRANCHES_MAX, sizeof *p.branches);
    if (p.branches == NULL)
        return scrut_fail_memory(t->q->err);
    bool free_of_prices = scrut_joint_ballots(scrut_joint_bound(j)) >= j->aim;
    scrut_status st = free_of_prices ? end_branch(&p) : prove(&p);
    t->open = t->open || p.open || j->unsuited || j->failed;
    return st == SCRUT_OK && !t->open ? add_crossing(t, j, set, &p) : st;
}

static scrut_status tell_set(telling *t, unsigned set)
{
    const scrut_house_inquiry *q = t->q;
    scrut_joint j = {.q = q, .certain = t->certain, .most = t->ballots + 1, .aim = t->ballots + 1, .proving = true};
    bool *crossed = scrut_arena_calloc(q->arena, q->near_count, sizeof *crossed);
    bool *barred = scrut_arena_calloc(q->arena, q->house->c->party_count, sizeof *barred);
    if (crossed == NULL || barred == NULL)
        return scrut_fail_memory(q->err);
    for (size_t n = 0; n < t->count; n++) {
        if ((set >> n & 1) == 0)
            continue;
        if (j.fallen_count == SCRUT_JOINT_FALLEN_MAX) {
            t->open = true;
            return SCRUT_OK;
        }
        crossed[t->of_use[n]] = true;
        j.fallen[j.fallen_count] = q->near[t->of_use[n]].party;
        j.needs[j.fallen_count++] = q->near[t->of_use[n]].ballots;
    }
    scrut_house_barred_after(q, crossed, barred);
    scrut_status st = scrut_house_with(q->house, barred, q->arena, &j.house, q->err);
    if (st == SCRUT_OK)
        st = scrut_joint_open(&j);
    t->open = t->open || j.unsuited;
    if (st == SCRUT_OK && !t->open)
        st = weigh(t, &j, set);
    scrut_joint_close(&j);
    return st;
}

static bool is_told(const telling *t, unsigned set)
{
    int64_t needs = 0;
    for (size_t n = 0; n < t->count; n++)
        needs += (set >> n & 1) != 0 ? t->q->near[t->of_use[n]].ballots : 0;
    bool told = needs > t->ballots;
    for (size_t k = 0; k < t->crossing_count && !told; k++)
        told = (set & ~t->named[k]) == 0 && (t->priced[k] & ~set) == 0;
    return told;
}

/* Members let in and others shut out, where the members are to have more seats; the other way round for fewer. Lists
 * that rise are not told. */
static void find_of_use(telling *t)
{
    const scrut_house_inquiry *q = t->q;
    for (size_t n = 0; n < q->near_count && !t->open; n++) {
        if ((q->near[n].rising == q->members[q->near[n].party]) != q->at_least)
            continue;
        t->open = q->near[n].rising || q->near[n].alliance || t->count == CROSSERS_MAX;
        if (!t->open)
            t->of_use[t->count++] = n;
    }
}

scrut_status scrut_house_crossings(scrut_house_inquiry *q, const char *const parties[], bool certain, int64_t ballots,
                                   scrut_certificate_reading *r)
{
    if (q->house->bar_count == 0 || !scrut_house_never_minds(q) || q->metric != SCRUT_METRIC_CHANGE)
        return SCRUT_OK;
    telling *t = scrut_arena_calloc(q->arena, 1, sizeof *t);
    scrut_status st = t != NULL ? scrut_house_find_near(q, ballots) : scrut_fail_memory(q->err);
    if (st != SCRUT_OK)
        return st;
    *t = (telling){.q = q, .parties = parties, .certain = certain, .ballots = ballots};
    find_of_use(t);
    t->crossings = scrut_arena_calloc(q->arena, (size_t)1 << t->count, sizeof *t->crossings);
    if (t->crossings == NULL)
        return scrut_fail_memory(q->err);
    for (unsigned set = (1U << t->count) - 1; set > 0 && st == SCRUT_OK && !t->open; set--)
        if (!is_told(t, set))
            st = tell_set(t, set);
    if (st == SCRUT_OK && !t->open && t->crossing_count > 0 && t->values <= VALUES_MAX) {
        r->crossings = t->crossings;
        r->crossing_count = t->crossing_count;
    }
    return st;
}
