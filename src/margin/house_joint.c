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

typedef struct {
    extent *extents; /* a unit */
    int64_t prices[SCRUT_JOINT_FALLEN_MAX], seat_price;
    int64_t least; /* ballots of which fewer do not do in it */
    scrut_joint_meeting meets;
} node;

typedef struct {
    scrut_joint *j;
    node open[NODES_MAX]; /* branches that are still to be split */
    size_t open_count;
    int64_t closed; /* ballots of which fewer do not do in branches that are done */
} branching;

static void compare(const scrut_joint *j, scrut_joint_meeting *m)
{
    for (size_t n = 0; n < j->unit_count; n++) {
        const scrut_joint_unit *u = &j->units[n];
        int64_t here = u->curves[u->seats].taken,
                apart = here > j->met_taken[n] ? here - j->met_taken[n] : j->met_taken[n] - here;
        bool by_seats = u->seats != j->met_seats[n];
        if ((!by_seats && apart == 0) || by_seats < m->by_seats || (by_seats == m->by_seats && apart < m->apart))
            continue;
        m->unit = n;
        m->by_seats = by_seats;
        m->apart = apart;
        m->fewer =
            by_seats ? scrut_smaller(u->seats, j->met_seats[n]) : scrut_smaller(here, j->met_taken[n]) + apart / 2;
        m->fewer -= !by_seats && apart % 2 == 0;
    }
}

/* The way that is the cheapest when a ballot off list k is worth `by` more. */
static scrut_status look_at(scrut_joint *j, size_t k, int64_t by, scrut_joint_meeting *m)
{
    int64_t price = j->prices[k];
    scrut_status st = SCRUT_OK;
    j->prices[k] = scrut_larger(0, scrut_smaller(SCRUT_JOINT_PARTS, price + by));
    if (scrut_joint_bound(j) < SCRUT_NEVER) {
        compare(j, m);
        st = scrut_joint_try(j);
    }
    j->prices[k] = price;
    return st;
}

/* A little beside the best prices, then farther away. */
static scrut_status meet(scrut_joint *j, scrut_joint_meeting *m)
{
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < j->unit_count; n++) {
        j->met_seats[n] = j->units[n].seats;
        j->met_taken[n] = j->units[n].curves[j->met_seats[n]].taken;
    }
    for (int64_t by = 1; by < SCRUT_JOINT_PARTS / 8 && m->unit == j->unit_count; by *= 64)
        for (size_t k = 0; k < j->fallen_count && st == SCRUT_OK; k++) {
            st = look_at(j, k, by, m);
            if (st == SCRUT_OK)
                st = look_at(j, k, -by, m);
        }
    return st;
}

/* The bound of the branch; where its best ways meet, if it is below what is known. */
static scrut_status look_into(scrut_joint *j, int64_t *ret_least, scrut_joint_meeting *meets)
{
    int64_t bound = 0;
    scrut_status st = scrut_joint_raise(j, &bound);
    *ret_least = scrut_smaller(j->aim, scrut_joint_ballots(bound));
    *meets = (scrut_joint_meeting){.unit = j->unit_count};
    if (st == SCRUT_OK && *ret_least < j->most)
        st = scrut_joint_try(j);
    return st == SCRUT_OK && *ret_least < j->most ? meet(j, meets) : st;
}

/* Where many ways are as cheap, no difference shows: then the unit with most ballots that may be taken, or else with
 * most seats, is told apart. */
static void halve(const scrut_joint *j, scrut_joint_meeting *m)
{
    for (size_t n = 0; n < j->unit_count; n++) {
        const scrut_joint_unit *u = &j->units[n];
        int64_t taken = scrut_smaller(u->taken_to, u->room) - u->taken_from, seats = u->to - u->from;
        bool by_seats = taken <= 0;
        int64_t apart = by_seats ? seats : taken;
        if (apart <= 0 || (m->unit < j->unit_count && (by_seats > m->by_seats || apart <= m->apart)))
            continue;
        *m = (scrut_joint_meeting){.unit = n,
                                   .by_seats = by_seats,
                                   .fewer = (by_seats ? u->from : u->taken_from) + apart / 2 - (apart % 2 == 0),
                                   .apart = apart};
    }
}

scrut_status scrut_joint_explore(scrut_joint *j, int64_t *ret_least, scrut_joint_meeting *meets)
{
    scrut_status st = look_into(j, ret_least, meets);
    if (st != SCRUT_OK || *ret_least >= j->most || meets->unit < j->unit_count)
        return st;
    j->fine = true;
    st = look_into(j, ret_least, meets);
    j->fine = false;
    if (st == SCRUT_OK && *ret_least < j->most && meets->unit == j->unit_count)
        halve(j, meets);
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

static scrut_status explore(branching *b)
{
    scrut_joint *j = b->j;
    node n = {.least = 0};
    scrut_status st = scrut_joint_explore(j, &n.least, &n.meets);
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
