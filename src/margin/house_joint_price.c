/* SPDX-License-Identifier: Apache-2.0
 * house_joint_price.c: what every way takes at least, at a price of a ballot off each list that is shut out; looking
 * closer where that rests on what was not looked at. */
#include "house_joint.h"

#define PASSES_MAX 200
#define UNSEEN_PART 64
#define OPEN_PART 8
#define TOLERANCE_MAX 32 /* ballots */

/* ---- a constituency at the prices ---- */

/* Lists by their prices, the dearest first. */
static void sort_lists(const scrut_joint *j, size_t order[])
{
    for (size_t k = 0; k < j->fallen_count; k++) {
        size_t at = k;
        for (; at > 0 && j->prices[order[at - 1]] < j->prices[k]; at--)
            order[at] = order[at - 1];
        order[at] = k;
    }
}

void scrut_joint_share_out(const scrut_joint *j, const scrut_joint_unit *u, int64_t taken, int64_t shares[])
{
    size_t order[SCRUT_JOINT_FALLEN_MAX] = {0};
    sort_lists(j, order);
    for (size_t n = 0; n < j->fallen_count; n++) {
        size_t k = order[n];
        shares[k] = scrut_smaller(taken, u->votes[k]);
        taken -= shares[k];
    }
}

/* What is worth the number of ballots taken, at falling prices. */
static int64_t worth_in(const scrut_joint *j, const scrut_joint_unit *u, const size_t order[], int64_t taken)
{
    int64_t worth = 0;
    for (size_t n = 0; n < j->fallen_count && taken > 0; n++) {
        int64_t share = scrut_smaller(taken, u->votes[order[n]]);
        worth += share * j->prices[order[n]];
        taken -= share;
    }
    return worth;
}

int64_t scrut_joint_worth(const scrut_joint *j, const scrut_joint_unit *u, int64_t taken, int64_t shares[])
{
    size_t order[SCRUT_JOINT_FALLEN_MAX] = {0};
    sort_lists(j, order);
    if (shares != NULL)
        scrut_joint_share_out(j, u, taken, shares);
    return worth_in(j, u, order, taken);
}

/* Between two points the cost rises by at most one a ballot and never falls, nor is it less than what is taken: so it
 * is least, less worth, where it could still be that of the first; within what the branch takes. */
static void consider(const scrut_joint *j, const scrut_joint_unit *u, const size_t order[], scrut_joint_curve *c,
                     size_t at)
{
    if (at >= c->count || c->points == NULL)
        return;
    const scrut_joint_point p = c->points[at];
    int64_t last = at + 1 < c->count ? c->points[at + 1].taken : u->room, taken = last, ballots = p.ballots;
    if (ballots >= SCRUT_NEVER || last < u->taken_from || p.taken > u->taken_to)
        return;
    if (at + 1 < c->count)
        taken = scrut_larger(p.taken, last - scrut_smaller(c->points[at + 1].ballots, SCRUT_VOTES_MAX) + ballots);
    taken = scrut_smaller(scrut_smaller(taken, u->taken_to), scrut_larger(p.taken, ballots));
    if (taken < u->taken_from) {
        ballots += u->taken_from - taken;
        taken = u->taken_from;
    }
    int64_t net = ballots * SCRUT_JOINT_PARTS - worth_in(j, u, order, taken);
    if (c->found && net >= c->net)
        return;
    c->net = net;
    c->taken = taken;
    c->at = at;
    c->found = true;
}

/* Without ballots of others no seat is won: all that is taken is paid for. */
static void price_low(const scrut_joint *j, const scrut_joint_unit *u, const size_t order[], scrut_joint_curve *c)
{
    c->taken = u->taken_from;
    c->net = c->taken * SCRUT_JOINT_PARTS - worth_in(j, u, order, c->taken);
    c->found = true;
}

void scrut_joint_price_units(const scrut_joint *j)
{
    size_t order[SCRUT_JOINT_FALLEN_MAX] = {0};
    sort_lists(j, order);
    for (size_t n = 0; n < j->unit_count; n++) {
        scrut_joint_unit *u = &j->units[n];
        for (int64_t g = u->from; g <= u->to; g++) {
            scrut_joint_curve *c = &u->curves[g];
            c->found = false;
            c->net = SCRUT_NEVER;
            if (g <= u->low)
                price_low(j, u, order, c);
            for (size_t at = 0; at < c->count && g > u->low; at++)
                consider(j, u, order, c, at);
        }
    }
}

/* ---- the sum ---- */

static int64_t least_net(const scrut_joint *j, size_t n, int64_t steps)
{
    const scrut_joint_unit *u = &j->units[n];
    const int64_t *before = j->table + n * (size_t)(j->needed + 1);
    int64_t least = SCRUT_NEVER;
    for (int64_t g = u->from; g <= u->to; g++) {
        int64_t rest = before[scrut_larger(0, steps - g + u->low)];
        bool none = rest >= SCRUT_NEVER || !u->curves[g].found;
        int64_t net = none ? SCRUT_NEVER : rest + u->curves[g].net;
        if (net >= least)
            continue;
        least = net;
        j->choice[n * (size_t)(j->needed + 1) + (size_t)steps] = g;
    }
    return least;
}

int64_t scrut_joint_bound(scrut_joint *j)
{
    size_t width = (size_t)j->needed + 1;
    scrut_joint_price_units(j);
    for (int64_t k = 0; k <= j->needed; k++)
        j->table[k] = k == 0 ? 0 : SCRUT_NEVER;
    for (size_t n = 0; n < j->unit_count; n++)
        for (int64_t k = 0; k <= j->needed; k++)
            j->table[(n + 1) * width + (size_t)k] = least_net(j, n, k);
    int64_t bound = j->table[j->unit_count * width + (size_t)j->needed], left = j->needed;
    if (bound >= SCRUT_NEVER)
        return SCRUT_NEVER;
    for (size_t n = j->unit_count; n-- > 0;) {
        scrut_joint_unit *u = &j->units[n];
        u->seats = j->choice[n * width + (size_t)left];
        left = scrut_larger(0, left - u->seats + u->low);
    }
    for (size_t k = 0; k < j->fallen_count; k++)
        bound += j->prices[k] * j->needs[k];
    return bound;
}

/* ---- looking closer ---- */

static bool is_seen(const scrut_joint_curve *c)
{
    return c->taken == c->points[c->at].taken || (c->at + 1 < c->count && c->taken == c->points[c->at + 1].taken);
}

/* The least of the points themselves. */
static int64_t seen_net(const scrut_joint *j, const scrut_joint_unit *u, const scrut_joint_curve *c)
{
    int64_t least = SCRUT_NEVER;
    for (size_t at = 0; at < c->count; at++) {
        const scrut_joint_point *p = &c->points[at];
        if (p->ballots < SCRUT_NEVER && p->taken >= u->taken_from && p->taken <= u->taken_to)
            least = scrut_smaller(least, p->ballots * SCRUT_JOINT_PARTS - scrut_joint_worth(j, u, p->taken, NULL));
    }
    return least;
}

/* Looks between all points of the curve where it could be below what was seen. */
static scrut_status look_closer(scrut_joint *j, scrut_joint_unit *u, int64_t seats, bool *ret_looked)
{
    scrut_joint_curve *c = &u->curves[seats];
    if (seats <= u->low || is_seen(c))
        return SCRUT_OK;
    int64_t seen = seen_net(j, u, c);
    size_t order[SCRUT_JOINT_FALLEN_MAX] = {0};
    sort_lists(j, order);
    scrut_status st = scrut_joint_look(j, u, seats, c->taken);
    *ret_looked = j->looks > 0;
    for (size_t at = 0; at < c->count && st == SCRUT_OK && j->looks > 0; at++) {
        c->found = false;
        consider(j, u, order, c, at);
        if (c->net >= seen || is_seen(c))
            continue;
        st = scrut_joint_look(j, u, seats, c->taken);
        at++; /* the point that was added */
    }
    return st;
}

/* What is not looked at may be so many parts of a ballot of the bound: little beside what is open, and nothing when
 * that is less than a ballot. */
static int64_t tolerance(const scrut_joint *j, int64_t bound)
{
    int64_t open = j->most < SCRUT_NEVER ? j->most * SCRUT_JOINT_PARTS - bound : SCRUT_NEVER;
    if (j->fine || open <= 2 * SCRUT_JOINT_PARTS)
        return 0;
    return scrut_smaller(open / OPEN_PART, TOLERANCE_MAX * SCRUT_JOINT_PARTS);
}

/* Where the cheapest way at these prices rests on what was not looked at, and that may be worth more than the
 * tolerance; `weight`: of a ballot that is perhaps not taken. */
static scrut_status look_along(scrut_joint *j, int64_t bound, int64_t weight, bool *ret_looked)
{
    int64_t unseen = 0;
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < j->unit_count; n++) {
        const scrut_joint_unit *u = &j->units[n];
        const scrut_joint_curve *c = &u->curves[u->seats];
        if (u->seats > u->low && !is_seen(c))
            unseen += seen_net(j, u, c) - c->net + (c->taken - c->points[c->at].taken) * weight;
    }
    if (unseen <= tolerance(j, bound))
        return SCRUT_OK;
    for (size_t n = 0; n < j->unit_count && st == SCRUT_OK; n++)
        st = look_closer(j, &j->units[n], j->units[n].seats, ret_looked);
    return st;
}

/* The bound is highest where two ways meet: the other one is the cheapest a little beside. */
static scrut_status look_beside(scrut_joint *j, bool *ret_looked)
{
    scrut_status st = SCRUT_OK;
    for (size_t k = 0; k < j->fallen_count; k++)
        for (int64_t by = -1; by <= 1 && st == SCRUT_OK; by += 2) {
            int64_t price = j->prices[k];
            j->prices[k] = scrut_larger(0, scrut_smaller(SCRUT_JOINT_PARTS, price + by));
            int64_t bound = scrut_joint_bound(j);
            if (bound < SCRUT_NEVER)
                st = look_along(j, bound, SCRUT_JOINT_PARTS / UNSEEN_PART, ret_looked);
            j->prices[k] = price;
        }
    return st;
}

scrut_status scrut_joint_raise(scrut_joint *j, int64_t *ret_bound)
{
    scrut_status st = SCRUT_OK;
    bool looked = true;
    int64_t bound = 0;
    for (int pass = 0; pass < PASSES_MAX && looked && st == SCRUT_OK; pass++) {
        looked = false;
        if (pass % 4 == 0)
            scrut_joint_find_prices(j, false);
        scrut_joint_narrow(j);
        scrut_joint_find_prices(j, true);
        bound = scrut_joint_bound(j);
        if (bound >= SCRUT_NEVER || scrut_joint_ballots(bound) >= j->most)
            break;
        st = look_along(j, bound, 0, &looked);
        if (st == SCRUT_OK)
            st = look_beside(j, &looked);
        bound = scrut_joint_bound(j);
    }
    *ret_bound = bound;
    return st;
}
