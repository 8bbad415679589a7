/* SPDX-License-Identifier: Apache-2.0
 * house_joint.c: a set of lists that falls below national thresholds, weighed together with the seats: prices give a
 * lower bound and a way, and where they do not meet, the seats of a constituency are told apart (branch and bound). */
#include "house_joint.h"

#define BRANCHES_MAX 64

typedef struct {
    scrut_joint *j;
    int64_t least; /* of branches that were left */
    int left;      /* branches that may still be looked at */
} branching;

/* Where two ways meet, and how they differ: in the seats of a unit, that with most ballots taken more or fewer, or only
 * in how many are taken. */
typedef struct {
    int64_t *seats, *taken; /* a unit: of the cheapest way at the best prices */
    size_t unit;            /* none: unit_count */
    bool by_seats;
    int64_t fewer, apart; /* of seats or ballots taken: up to here, and beyond */
} meeting;

static void compare(const scrut_joint *j, meeting *m)
{
    for (size_t n = 0; n < j->unit_count; n++) {
        const scrut_joint_unit *u = &j->units[n];
        int64_t here = u->curves[u->seats].taken, apart = here > m->taken[n] ? here - m->taken[n] : m->taken[n] - here;
        bool by_seats = u->seats != m->seats[n];
        if ((!by_seats && apart == 0) || by_seats < m->by_seats || (by_seats == m->by_seats && apart < m->apart))
            continue;
        m->unit = n;
        m->by_seats = by_seats;
        m->apart = apart;
        m->fewer = by_seats ? scrut_smaller(u->seats, m->seats[n]) : scrut_smaller(here, m->taken[n]) + apart / 2;
        m->fewer -= !by_seats && apart % 2 == 0;
    }
}

/* The way that is the cheapest when a ballot off list k is worth `by` more. */
static scrut_status look_at(scrut_joint *j, size_t k, int64_t by, meeting *m)
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
static scrut_status meet(scrut_joint *j, meeting *m)
{
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < j->unit_count; n++) {
        m->seats[n] = j->units[n].seats;
        m->taken[n] = j->units[n].curves[m->seats[n]].taken;
    }
    for (int64_t by = 1; by < SCRUT_JOINT_PARTS / 8 && m->unit == j->unit_count; by *= 64)
        for (size_t k = 0; k < j->fallen_count && st == SCRUT_OK; k++) {
            st = look_at(j, k, by, m);
            if (st == SCRUT_OK)
                st = look_at(j, k, -by, m);
        }
    return st;
}

static scrut_status branch(branching *b);

/* Up to so many seats, or ballots taken, in the unit, and beyond. */
static scrut_status split(branching *b, const meeting *m)
{
    scrut_joint_unit *u = &b->j->units[m->unit];
    int64_t *from = m->by_seats ? &u->from : &u->taken_from, *to = m->by_seats ? &u->to : &u->taken_to;
    int64_t first = *from, last = *to;
    *to = m->fewer;
    scrut_status st = branch(b);
    *to = last;
    *from = m->fewer + 1;
    if (st == SCRUT_OK)
        st = branch(b);
    *from = first;
    return st;
}

/* The bound of the branch; where its best ways meet, if it is below what is known. */
static scrut_status look_into(scrut_joint *j, int64_t *ret_least, meeting *m)
{
    int64_t bound = 0;
    scrut_status st = scrut_joint_raise(j, &bound);
    *ret_least = scrut_joint_ballots(bound);
    if (st == SCRUT_OK && *ret_least < j->most)
        st = scrut_joint_try(j);
    m->unit = j->unit_count;
    m->by_seats = false;
    m->apart = 0;
    return st == SCRUT_OK && *ret_least < j->most ? meet(j, m) : st;
}

/* Roughly first, then, where that shows no difference, to the ballot. */
static scrut_status explore(branching *b)
{
    scrut_joint *j = b->j;
    int64_t least = 0;
    meeting m = {.unit = j->unit_count};
    m.seats = scrut_arena_calloc(j->q->arena, j->unit_count, sizeof *m.seats);
    m.taken = scrut_arena_calloc(j->q->arena, j->unit_count, sizeof *m.taken);
    if (m.seats == NULL || m.taken == NULL)
        return scrut_fail_memory(j->q->err);
    scrut_status st = look_into(j, &least, &m);
    if (st == SCRUT_OK && least < j->most && m.unit == j->unit_count) {
        j->fine = true;
        st = look_into(j, &least, &m);
        j->fine = false;
    }
    if (st != SCRUT_OK || least >= j->most)
        return st;
    if (m.unit < j->unit_count && b->left-- > 0 && j->looks > 0)
        return split(b, &m);
    b->least = scrut_smaller(b->least, least);
    return SCRUT_OK;
}

/* What is narrowed in a branch holds in it alone. */
static scrut_status branch(branching *b)
{
    scrut_joint *j = b->j;
    int64_t *ends = calloc(2 * j->unit_count + 1, sizeof *ends);
    if (ends == NULL)
        return scrut_fail_memory(j->q->err);
    for (size_t n = 0; n < j->unit_count; n++) {
        ends[2 * n] = j->units[n].from;
        ends[2 * n + 1] = j->units[n].to;
    }
    scrut_status st = explore(b);
    for (size_t n = 0; n < j->unit_count; n++) {
        j->units[n].from = ends[2 * n];
        j->units[n].to = ends[2 * n + 1];
    }
    free(ends);
    return st;
}

static scrut_status weigh(scrut_joint *j, int64_t *ret_least)
{
    branching b = {.j = j, .least = SCRUT_NEVER, .left = BRANCHES_MAX};
    size_t cells = (j->unit_count + 1) * ((size_t)j->needed + 1);
    j->table = scrut_arena_calloc(j->q->arena, cells, sizeof *j->table);
    j->choice = scrut_arena_calloc(j->q->arena, cells, sizeof *j->choice);
    if (j->table == NULL || j->choice == NULL)
        return scrut_fail_memory(j->q->err);
    for (size_t n = 0; n < j->unit_count; n++) {
        j->units[n].from = j->units[n].low;
        j->units[n].to = j->units[n].high;
    }
    scrut_status st = branch(&b);
    *ret_least = scrut_smaller(b.least, j->most);
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
                                     const scrut_margin_house *house, bool certain, scrut_margin_nation_reading *r,
                                     int64_t *ret_least)
{
    scrut_joint j = {.q = q, .house = *house, .certain = certain, .best = r};
    j.most = r->possible ? r->at_most : SCRUT_NEVER;
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
