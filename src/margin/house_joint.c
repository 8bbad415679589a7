/* SPDX-License-Identifier: Apache-2.0
 * house_joint.c: a set of lists that falls below national thresholds, weighed together with the seats: prices give a
 * lower bound and a way, and where they do not meet, the seats of a constituency are told apart (branch and bound). */
#include "house_joint.h"

#define BRANCHES_MAX 64 /* that are split */
#define BRANCHES_BRIEF 16
#define NODES_MAX (2 * BRANCHES_MAX + 1)

/* Seats and ballots taken of a unit that belong to a branch. */
typedef struct {
    int64_t from, to, taken_from, taken_to;
} extent;

/* Where two ways meet, and how they differ: in the seats of a unit, that with most ballots taken more or fewer, or only
 * in how many are taken. */
typedef struct {
    size_t unit; /* none: unit_count */
    bool by_seats;
    int64_t fewer, apart; /* of seats or ballots taken: up to here, and beyond */
} meeting;

typedef struct {
    extent *extents; /* a unit */
    int64_t prices[SCRUT_JOINT_FALLEN_MAX], seat_price;
    int64_t least; /* ballots of which fewer do not do in it */
    meeting meets;
} node;

typedef struct {
    scrut_joint *j;
    node open[NODES_MAX]; /* branches that are still to be split */
    size_t open_count;
    int64_t closed;         /* ballots of which fewer do not do in branches that are done */
    int64_t *seats, *taken; /* a unit: of the cheapest way at the best prices; scratch */
} branching;

static void compare(const branching *b, meeting *m)
{
    const scrut_joint *j = b->j;
    for (size_t n = 0; n < j->unit_count; n++) {
        const scrut_joint_unit *u = &j->units[n];
        int64_t here = u->curves[u->seats].taken, apart = here > b->taken[n] ? here - b->taken[n] : b->taken[n] - here;
        bool by_seats = u->seats != b->seats[n];
        if ((!by_seats && apart == 0) || by_seats < m->by_seats || (by_seats == m->by_seats && apart < m->apart))
            continue;
        m->unit = n;
        m->by_seats = by_seats;
        m->apart = apart;
        m->fewer = by_seats ? scrut_smaller(u->seats, b->seats[n]) : scrut_smaller(here, b->taken[n]) + apart / 2;
        m->fewer -= !by_seats && apart % 2 == 0;
    }
}

/* The way that is the cheapest when a ballot off list k is worth `by` more. */
static scrut_status look_at(const branching *b, size_t k, int64_t by, meeting *m)
{
    scrut_joint *j = b->j;
    int64_t price = j->prices[k];
    scrut_status st = SCRUT_OK;
    j->prices[k] = scrut_larger(0, scrut_smaller(SCRUT_JOINT_PARTS, price + by));
    if (scrut_joint_bound(j) < SCRUT_NEVER) {
        compare(b, m);
        st = scrut_joint_try(j);
    }
    j->prices[k] = price;
    return st;
}

/* A little beside the best prices, then farther away. */
static scrut_status meet(branching *b, meeting *m)
{
    scrut_joint *j = b->j;
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < j->unit_count; n++) {
        b->seats[n] = j->units[n].seats;
        b->taken[n] = j->units[n].curves[b->seats[n]].taken;
    }
    for (int64_t by = 1; by < SCRUT_JOINT_PARTS / 8 && m->unit == j->unit_count; by *= 64)
        for (size_t k = 0; k < j->fallen_count && st == SCRUT_OK; k++) {
            st = look_at(b, k, by, m);
            if (st == SCRUT_OK)
                st = look_at(b, k, -by, m);
        }
    return st;
}

/* ---- branches ---- */

static void load(scrut_joint *j, const node *n)
{
    memcpy(j->prices, n->prices, sizeof j->prices);
    j->seat_price = n->seat_price;
    for (size_t k = 0; k < j->unit_count; k++) {
        j->units[k].from = n->extents[k].from;
        j->units[k].to = n->extents[k].to;
        j->units[k].taken_from = n->extents[k].taken_from;
        j->units[k].taken_to = n->extents[k].taken_to;
    }
}

/* What is narrowed in a branch holds in it alone. */
static scrut_status save(const scrut_joint *j, node *n)
{
    n->extents = scrut_arena_calloc(j->q->arena, j->unit_count, sizeof *n->extents);
    if (n->extents == NULL)
        return scrut_fail_memory(j->q->err);
    memcpy(n->prices, j->prices, sizeof n->prices);
    n->seat_price = j->seat_price;
    for (size_t k = 0; k < j->unit_count; k++) {
        const scrut_joint_unit *u = &j->units[k];
        n->extents[k] = (extent){.from = u->from, .to = u->to, .taken_from = u->taken_from, .taken_to = u->taken_to};
    }
    return SCRUT_OK;
}

/* The bound of the branch; where its best ways meet, if it is below what is known. */
static scrut_status look_into(branching *b, node *n)
{
    scrut_joint *j = b->j;
    int64_t bound = 0;
    scrut_status st = scrut_joint_raise(j, &bound);
    n->least = scrut_smaller(j->aim, scrut_joint_ballots(bound));
    n->meets = (meeting){.unit = j->unit_count};
    if (st == SCRUT_OK && n->least < j->most)
        st = scrut_joint_try(j);
    return st == SCRUT_OK && n->least < j->most ? meet(b, &n->meets) : st;
}

/* The branch that is in the units: roughly first, then, where that shows no difference, to the ballot. */
static scrut_status explore(branching *b)
{
    scrut_joint *j = b->j;
    node n = {.least = 0};
    scrut_status st = look_into(b, &n);
    if (st == SCRUT_OK && n.least < j->most && n.meets.unit == j->unit_count) {
        j->fine = true;
        st = look_into(b, &n);
        j->fine = false;
    }
    if (st == SCRUT_OK && n.least < j->most && b->open_count < NODES_MAX) {
        st = save(j, &n);
        b->open[b->open_count++] = n;
    } else {
        b->closed = scrut_smaller(b->closed, n.least);
    }
    return st;
}

/* Up to so many seats, or ballots taken, in the unit, and beyond. */
static scrut_status split(branching *b, const node *n)
{
    scrut_joint_unit *u = &b->j->units[n->meets.unit];
    load(b->j, n);
    *(n->meets.by_seats ? &u->to : &u->taken_to) = n->meets.fewer;
    scrut_status st = explore(b);
    load(b->j, n);
    *(n->meets.by_seats ? &u->from : &u->taken_from) = n->meets.fewer + 1;
    return st == SCRUT_OK ? explore(b) : st;
}

/* The open branch with the lowest bound is taken out; false: there is none. */
static bool take_lowest(branching *b, node *ret_node)
{
    size_t lowest = 0;
    if (b->open_count == 0)
        return false;
    for (size_t n = 1; n < b->open_count; n++)
        if (b->open[n].least < b->open[lowest].least)
            lowest = n;
    *ret_node = b->open[lowest];
    b->open[lowest] = b->open[--b->open_count];
    return true;
}

/* The branch with the lowest bound first: none is split that a better way would have ruled out. */
static scrut_status branch(branching *b)
{
    node n;
    scrut_status st = explore(b);
    for (int left = b->j->house.brief ? BRANCHES_BRIEF : BRANCHES_MAX; st == SCRUT_OK && take_lowest(b, &n); left--) {
        if (n.least < b->j->most && n.meets.unit < b->j->unit_count && left > 0 && b->j->looks > 0) {
            st = split(b, &n);
            continue;
        }
        b->closed = scrut_smaller(b->closed, n.least);
        break; /* no other is below */
    }
    return st;
}

static scrut_status weigh(scrut_joint *j, int64_t *ret_least)
{
    branching *b = scrut_arena_calloc(j->q->arena, 1, sizeof *b);
    if (b == NULL)
        return scrut_fail_memory(j->q->err);
    b->j = j;
    b->closed = j->aim;
    b->seats = scrut_arena_calloc(j->q->arena, j->unit_count, sizeof *b->seats);
    b->taken = scrut_arena_calloc(j->q->arena, j->unit_count, sizeof *b->taken);
    if (b->seats == NULL || b->taken == NULL)
        return scrut_fail_memory(j->q->err);
    for (size_t n = 0; n < j->unit_count; n++) {
        j->units[n].from = j->units[n].low;
        j->units[n].to = j->units[n].high;
    }
    scrut_status st = branch(b);
    *ret_least = b->closed;
    return st;
}

static bool is_suited(const scrut_house_inquiry *q, const bool crossed[], scrut_joint *j)
{
    bool suited = q->metric == SCRUT_METRIC_CHANGE;
    for (size_t n = 0; n < q->near_count && suited; n++) {
        const scrut_house_crosser *x = &q->near[n];
        if (!crossed[n])
            continue;
        suited = !x->rising && !x->alliance && j->fallen_count < SCRUT_JOINT_FALLEN_MAX;
        if (!suited)
            break;
        j->fallen[j->fallen_count] = x->party;
        j->needs[j->fallen_count++] = x->ballots;
    }
    return suited && j->fallen_count > 0;
}

scrut_status scrut_house_weigh_joint(const scrut_house_inquiry *q, const bool crossed[],
                                     const scrut_margin_house *house, bool certain, int64_t aim,
                                     scrut_margin_nation_reading *r, int64_t *ret_least)
{
    scrut_joint j = {.q = q, .house = *house, .certain = certain, .best = r};
    j.most = r->possible ? r->at_most : SCRUT_NEVER;
    j.aim = scrut_larger(j.most, aim);
    if (!is_suited(q, crossed, &j))
        return SCRUT_OK;
    scrut_status st = scrut_joint_open(&j);
    int64_t least = *ret_least;
    if (st == SCRUT_OK && !j.unsuited)
        st = weigh(&j, &least);
    if (st == SCRUT_OK && !j.unsuited)
        *ret_least = scrut_larger(*ret_least, least);
    scrut_joint_close(&j);
    return st;
}
