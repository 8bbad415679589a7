/* SPDX-License-Identifier: Apache-2.0
 * house_joint_curve.c: one constituency at prices of a ballot of each list that crosses: at which place it takes the
 * fewest ballots, less their worth, by what was looked at. */
#include "house_joint.h"

/* Lists by their prices, the dearest first. */
static void sort_lists(const scrut_joint *j, size_t order[])
{
    for (size_t k = 0; k < j->list_count; k++) {
        size_t at = k;
        for (; at > 0 && j->prices[order[at - 1]] < j->prices[k]; at--)
            order[at] = order[at - 1];
        order[at] = k;
    }
}

void scrut_joint_share_out(const scrut_joint *j, const scrut_joint_unit *u, const scrut_joint_place *place,
                           int64_t shares[])
{
    size_t order[SCRUT_JOINT_LISTS_MAX] = {0};
    int64_t taken = scrut_joint_taken(j, place);
    sort_lists(j, order);
    for (size_t n = 0; n < j->list_count; n++) {
        size_t k = order[n];
        shares[k] = j->rises[k] ? place->at[j->axis[k]] : scrut_smaller(taken, u->votes[k]);
        taken -= j->rises[k] ? 0 : shares[k];
    }
}

static int64_t worth_in(const scrut_joint *j, const scrut_joint_unit *u, const size_t order[],
                        const scrut_joint_place *place)
{
    int64_t worth = 0, taken = scrut_joint_taken(j, place);
    for (size_t n = 0; n < j->list_count; n++) {
        size_t k = order[n];
        int64_t share = j->rises[k] ? place->at[j->axis[k]] : scrut_smaller(taken, u->votes[k]);
        worth += share * j->prices[k];
        taken -= j->rises[k] ? 0 : share;
    }
    return worth;
}

int64_t scrut_joint_worth(const scrut_joint *j, const scrut_joint_unit *u, const scrut_joint_place *place)
{
    size_t order[SCRUT_JOINT_LISTS_MAX] = {0};
    sort_lists(j, order);
    return worth_in(j, u, order, place);
}

int64_t scrut_joint_price_most(const scrut_joint *j, size_t k)
{
    int64_t dearest = 0;
    for (size_t n = 0; n < j->list_count; n++)
        if (j->rises[n] != j->rises[k])
            dearest = scrut_larger(dearest, j->prices[n]);
    return SCRUT_JOINT_PARTS - dearest;
}

/* ---- corners, where there is one axis ---- */

/* Whether b is not least at any price of a ballot that is the same from a to c. */
static bool is_above(const scrut_joint_corner *a, const scrut_joint_corner *b, const scrut_joint_corner *c)
{
    return (scrut_wide)(b->ballots - a->ballots) * (c->place.at[0] - a->place.at[0]) >=
           (scrut_wide)(c->ballots - a->ballots) * (b->place.at[0] - a->place.at[0]);
}

/* Ballots taken up to which worth is a line whatever the order of the prices: sums of some lists' votes. Ascending. */
static size_t find_bends(const scrut_joint *j, const scrut_joint_unit *u, int64_t bends[])
{
    size_t count = 0;
    for (unsigned set = 0; set < 1U << j->list_count; set++) {
        int64_t sum = 0;
        for (size_t k = 0; k < j->list_count; k++)
            sum += (set >> k & 1) != 0 && !j->rises[k] ? u->votes[k] : 0;
        size_t at = count++;
        for (; at > 0 && bends[at - 1] > sum; at--)
            bends[at] = bends[at - 1];
        bends[at] = sum;
    }
    return count;
}

/* Keeps the corners that can be least: between two bends their lower hull. False: no memory. */
static bool find_corners(const scrut_joint *j, const scrut_joint_unit *u, const size_t order[], scrut_joint_curve *c)
{
    int64_t bends[1 << SCRUT_JOINT_LISTS_MAX];
    size_t bend_count = find_bends(j, u, bends), bend = 0, first = 0;
    if (!scrut_grow(&c->corners, &c->corner_capacity, c->count, sizeof *c->corners))
        return false;
    c->corner_count = 0;
    for (size_t at = 0; at < c->count; at++) {
        scrut_joint_corner corner = {.at = at}, *end = c->corners + c->corner_count;
        if (!scrut_joint_least(j, u, order, &c->boxes[at], &corner))
            continue;
        if (bend < bend_count && corner.place.at[0] > bends[bend]) {
            first = c->corner_count;
            while (bend < bend_count && corner.place.at[0] > bends[bend])
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
    int64_t net = corner->ballots * SCRUT_JOINT_PARTS - worth_in(j, u, order, &corner->place);
    if (c->found && net >= c->net)
        return;
    c->net = net;
    c->corner = *corner;
    c->found = true;
}

static bool is_whole(const scrut_joint_unit *u)
{
    return memcmp(&u->most, &u->room, sizeof u->most) == 0 &&
           memcmp(&u->least, &(scrut_joint_place){{0}}, sizeof u->least) == 0;
}

static void price_boxes(scrut_joint *j, const scrut_joint_unit *u, const size_t order[], scrut_joint_curve *c)
{
    bool by_corners = j->axis_count == 1 && is_whole(u);
    if (by_corners && !c->drawn && !find_corners(j, u, order, c))
        j->failed = true;
    for (size_t n = 0; n < c->corner_count && by_corners; n++)
        consider(j, u, order, c, &c->corners[n]);
    for (size_t n = 0; n < c->count && !by_corners; n++) {
        scrut_joint_corner corner = {.at = n};
        if (scrut_joint_least(j, u, order, &c->boxes[n], &corner))
            consider(j, u, order, c, &corner);
    }
}

/* No seat is won: all that is taken or given is paid for. */
static void price_low(const scrut_joint *j, const scrut_joint_unit *u, const size_t order[], scrut_joint_curve *c)
{
    const scrut_joint_box all = {.high = u->room};
    scrut_joint_corner corner = {.at = 0};
    if (scrut_joint_least(j, u, order, &all, &corner))
        consider(j, u, order, c, &corner);
}

void scrut_joint_price_units(scrut_joint *j)
{
    size_t order[SCRUT_JOINT_LISTS_MAX] = {0};
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
                price_boxes(j, u, order, c);
        }
    }
}
