/* SPDX-License-Identifier: Apache-2.0
 * house_joint_curve.c: one constituency at prices of a ballot off each list that is shut out: how many ballots taken
 * cost least, less their worth, by what was looked at. */
#include "house_joint.h"

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

/* ---- corners ---- */

/* Between two points the cost rises by at most one a ballot and never falls, nor is it less than what is taken: so it
 * is least, less any worth, where it could still be that of the first. */
static scrut_joint_corner corner_at(const scrut_joint_unit *u, const scrut_joint_curve *c, size_t at)
{
    const scrut_joint_point p = c->points[at];
    int64_t taken = u->room;
    if (at + 1 < c->count) {
        const scrut_joint_point next = c->points[at + 1];
        taken = scrut_larger(p.taken, next.taken - scrut_smaller(next.ballots, SCRUT_VOTES_MAX) + p.ballots);
        taken = scrut_smaller(taken, next.taken);
    }
    return (scrut_joint_corner){
        .taken = scrut_smaller(taken, scrut_larger(p.taken, p.ballots)), .ballots = p.ballots, .at = at};
}

/* Whether b is not least at any price of a ballot that is the same from a to c. */
static bool is_above(const scrut_joint_corner *a, const scrut_joint_corner *b, const scrut_joint_corner *c)
{
    return (scrut_wide)(b->ballots - a->ballots) * (c->taken - a->taken) >=
           (scrut_wide)(c->ballots - a->ballots) * (b->taken - a->taken);
}

/* Ballots up to which worth is a line whatever the order of the prices: sums of some lists' votes. Ascending. */
static size_t find_bends(const scrut_joint *j, const scrut_joint_unit *u, int64_t bends[])
{
    size_t count = 0;
    for (unsigned set = 0; set < 1U << j->fallen_count; set++) {
        int64_t sum = 0;
        for (size_t k = 0; k < j->fallen_count; k++)
            sum += (set >> k & 1) != 0 ? u->votes[k] : 0;
        size_t at = count++;
        for (; at > 0 && bends[at - 1] > sum; at--)
            bends[at] = bends[at - 1];
        bends[at] = sum;
    }
    return count;
}

/* Keeps the corners that can be least: between two bends their lower hull. False: no memory. */
static bool find_corners(const scrut_joint *j, const scrut_joint_unit *u, scrut_joint_curve *c)
{
    int64_t bends[1 << SCRUT_JOINT_FALLEN_MAX];
    size_t bend_count = find_bends(j, u, bends), bend = 0, first = 0;
    if (!scrut_grow(&c->corners, &c->corner_capacity, c->count, sizeof *c->corners))
        return false;
    c->corner_count = 0;
    for (size_t at = 0; at < c->count && c->points[at].ballots < SCRUT_NEVER; at++) {
        const scrut_joint_corner corner = corner_at(u, c, at);
        scrut_joint_corner *end = c->corners + c->corner_count;
        if (bend < bend_count && corner.taken > bends[bend]) {
            first = c->corner_count;
            while (bend < bend_count && corner.taken > bends[bend])
                bend++;
        }
        for (; c->corner_count >= first + 2 && is_above(end - 2, end - 1, &corner); end--)
            c->corner_count--;
        *end = corner;
        c->corner_count++;
    }
    c->drawn = true;
    return true;
}

/* ---- at the prices ---- */

static void consider(const scrut_joint *j, const scrut_joint_unit *u, const size_t order[], scrut_joint_curve *c,
                     const scrut_joint_corner *corner)
{
    int64_t net = corner->ballots * SCRUT_JOINT_PARTS - worth_in(j, u, order, corner->taken);
    if (c->found && net >= c->net)
        return;
    c->net = net;
    c->taken = corner->taken;
    c->at = corner->at;
    c->found = true;
}

/* Within what the branch takes. */
static void consider_within(const scrut_joint *j, const scrut_joint_unit *u, const size_t order[], scrut_joint_curve *c,
                            size_t at)
{
    int64_t last = at + 1 < c->count ? c->points[at + 1].taken : u->room;
    scrut_joint_corner corner = corner_at(u, c, at);
    if (corner.ballots >= SCRUT_NEVER || last < u->taken_from || c->points[at].taken > u->taken_to)
        return;
    corner.taken = scrut_smaller(corner.taken, u->taken_to);
    corner.ballots += scrut_larger(0, u->taken_from - corner.taken);
    corner.taken = scrut_larger(corner.taken, u->taken_from);
    consider(j, u, order, c, &corner);
}

static void price_points(scrut_joint *j, const scrut_joint_unit *u, const size_t order[], scrut_joint_curve *c)
{
    if (u->taken_from > 0 || u->taken_to < u->room) {
        for (size_t at = 0; at < c->count; at++)
            consider_within(j, u, order, c, at);
        return;
    }
    if (!c->drawn && !find_corners(j, u, c))
        j->failed = true;
    for (size_t n = 0; n < c->corner_count; n++)
        consider(j, u, order, c, &c->corners[n]);
}

/* Without ballots of others no seat is won: all that is taken is paid for. */
static void price_low(const scrut_joint *j, const scrut_joint_unit *u, const size_t order[], scrut_joint_curve *c)
{
    c->taken = u->taken_from;
    c->net = c->taken * SCRUT_JOINT_PARTS - worth_in(j, u, order, c->taken);
    c->found = true;
}

void scrut_joint_price_units(scrut_joint *j)
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
            else
                price_points(j, u, order, c);
        }
    }
}
