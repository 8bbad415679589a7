/* SPDX-License-Identifier: Apache-2.0
 * house_joint.c: a set of lists that crosses national thresholds, weighed together with the seats: prices give a
 * lower bound and a way, and where they do not meet, the seats of a constituency are told apart (branch and bound). */
#include "house_joint.h"

#define BRANCHES_MAX 64 /* that are split */
#define BRANCHES_BRIEF 16
#define NODES_MAX (2 * BRANCHES_MAX + 1)
#define ROUNDS_MAX 20

/* Seats and places of a unit that belong to a branch. */
typedef struct {
    int64_t from, to;
    scrut_joint_place least, most;
} extent;

typedef struct {
    extent *extents; /* a unit */
    int64_t prices[SCRUT_JOINT_LISTS_MAX], seat_price;
    int64_t least; /* ballots of which fewer do not do in it */
    scrut_joint_meeting meets;
} node;

typedef struct {
    scrut_joint *j;
    node open[NODES_MAX]; /* branches that are still to be split */
    size_t open_count;
    int64_t closed; /* ballots of which fewer do not do in branches that are done */
} branching;

/* Ballots by which the places differ, along the axis along which they do most. */
static int64_t difference(const scrut_joint *j, const scrut_joint_place *a, const scrut_joint_place *b,
                          size_t *ret_axis)
{
    int64_t most = -1;
    for (size_t d = 0; d < j->axis_count; d++) {
        int64_t apart = a->at[d] > b->at[d] ? a->at[d] - b->at[d] : b->at[d] - a->at[d];
        if (apart <= most)
            continue;
        most = apart;
        *ret_axis = d;
    }
    return most;
}

/* The last number of the lower half. */
static int64_t middle(int64_t low, int64_t apart)
{
    return low + apart / 2 - (apart % 2 == 0);
}

static void compare(const scrut_joint *j, scrut_joint_meeting *m)
{
    for (size_t n = 0; n < j->unit_count; n++) {
        const scrut_joint_unit *u = &j->units[n];
        const scrut_joint_place *here = &u->curves[u->seats].corner.place, *met = &j->met_places[n];
        size_t axis = 0;
        int64_t apart = difference(j, here, met, &axis);
        bool by_seats = u->seats != j->met_seats[n];
        if ((!by_seats && apart == 0) || by_seats < m->by_seats || (by_seats == m->by_seats && apart < m->apart))
            continue;
        *m = (scrut_joint_meeting){.unit = n, .by_seats = by_seats, .axis = axis, .apart = apart};
        m->fewer = by_seats ? scrut_smaller(u->seats, j->met_seats[n])
                            : middle(scrut_smaller(here->at[axis], met->at[axis]), apart);
    }
}

/* The way that is the cheapest when a ballot of list k is worth `by` more. */
static scrut_status look_at(scrut_joint *j, size_t k, int64_t by, scrut_joint_meeting *m)
{
    int64_t price = j->prices[k];
    scrut_status st = SCRUT_OK;
    j->prices[k] = scrut_larger(0, scrut_smaller(scrut_joint_price_most(j, k), price + by));
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
        j->met_places[n] = j->units[n].curves[j->met_seats[n]].corner.place;
    }
    for (int64_t by = 1; by < SCRUT_JOINT_PARTS / 8 && m->unit == j->unit_count; by *= 64)
        for (size_t k = 0; k < j->list_count && st == SCRUT_OK; k++) {
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

/* Where many ways are as cheap, no difference shows: then the unit with most ballots that may be taken or given, or
 * else with most seats, is told apart. */
static void halve(const scrut_joint *j, scrut_joint_meeting *m)
{
    for (size_t n = 0; n < j->unit_count; n++) {
        const scrut_joint_unit *u = &j->units[n];
        size_t axis = 0;
        int64_t apart = difference(j, &u->least, &u->most, &axis);
        bool by_seats = apart <= 0;
        if (by_seats)
            apart = u->to - u->from;
        if (apart <= 0 || (m->unit < j->unit_count && (by_seats > m->by_seats || apart <= m->apart)))
            continue;
        *m = (scrut_joint_meeting){.unit = n, .by_seats = by_seats, .axis = axis, .apart = apart};
        m->fewer = middle(by_seats ? u->from : u->least.at[axis], apart);
    }
}

void scrut_joint_cut(scrut_joint *j, const scrut_joint_meeting *m, bool beyond)
{
    scrut_joint_unit *u = &j->units[m->unit];
    if (beyond)
        *(m->by_seats ? &u->from : &u->least.at[m->axis]) = m->fewer + 1;
    else
        *(m->by_seats ? &u->to : &u->most.at[m->axis]) = m->fewer;
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
        scrut_joint_unit *u = &j->units[k];
        u->from = n->extents[k].from;
        u->to = n->extents[k].to;
        u->least = n->extents[k].least;
        u->most = n->extents[k].most;
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
        n->extents[k] = (extent){.from = u->from, .to = u->to, .least = u->least, .most = u->most};
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

/* Up to so many seats or ballots in the unit, and beyond. */
static scrut_status split(branching *b, const node *n)
{
    load(b->j, n);
    scrut_joint_cut(b->j, &n->meets, false);
    scrut_status st = explore(b);
    load(b->j, n);
    scrut_joint_cut(b->j, &n->meets, true);
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

/* Lists that cross by ballots of their own, or are held by them, when so many are moved in all. False: they are not
 * weighed. */
static bool add_lists(scrut_joint *j, const bool crossed[])
{
    const scrut_house_inquiry *q = j->q;
    for (size_t n = 0; n < q->near_count; n++) {
        scrut_house_crosser x = q->near[n];
        bool held = scrut_house_is_held(q, crossed, n);
        if (!held && (!crossed[n] || scrut_house_drifts(q, &x)))
            continue;
        x.rising = held ? !x.rising : x.rising;
        x.ballots = scrut_house_needs(q, &x, x.rising, j->moved);
        if (x.alliance || (x.ballots > 0 && !scrut_joint_add(j, &x)))
            return false;
    }
    return j->list_count > 0;
}

/* What the lists need when so many are moved. */
static scrut_status weigh_once(const scrut_joint *question, const bool crossed[], int64_t moved, int64_t *ret_least)
{
    scrut_joint j = *question;
    j.moved = question->q->metric == SCRUT_METRIC_ADD ? moved : 0;
    if (!add_lists(&j, crossed))
        return SCRUT_OK;
    j.most = j.best->possible ? j.best->at_most : SCRUT_NEVER;
    j.aim = scrut_larger(j.most, j.aim);
    scrut_status st = scrut_joint_open(&j);
    int64_t least = *ret_least;
    if (st == SCRUT_OK && !j.unsuited)
        st = weigh(&j, &least);
    if (st == SCRUT_OK && !j.unsuited)
        *ret_least = scrut_larger(*ret_least, least);
    scrut_joint_close(&j);
    return st;
}

/* With more ballots added a threshold is higher, and lists need more: smaller numbers lead up to the least one that is
 * enough (as in house_drift.c). */
scrut_status scrut_house_weigh_joint(const scrut_house_inquiry *q, const bool crossed[],
                                     const scrut_margin_house *house, bool certain, int64_t aim,
                                     scrut_margin_nation_reading *r, int64_t *ret_least)
{
    const scrut_joint j = {.q = q, .house = *house, .certain = certain, .best = r, .aim = aim};
    int64_t moved = -1;
    scrut_status st = SCRUT_OK;
    if (q->metric == SCRUT_METRIC_REMOVE) /* nothing is shared */
        return SCRUT_OK;
    for (int round = 0; round < ROUNDS_MAX && moved < *ret_least && st == SCRUT_OK; round++) {
        moved = *ret_least;
        st = weigh_once(&j, crossed, moved, ret_least);
        if (q->metric == SCRUT_METRIC_CHANGE || (r->possible && *ret_least >= r->at_most))
            break;
    }
    return st;
}
