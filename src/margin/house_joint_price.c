/* SPDX-License-Identifier: Apache-2.0
 * house_joint_price.c: what every way takes at least, at a price of a ballot of each list that crosses; looking closer
 * where that rests on what was not looked at. */
#include "house_joint.h"

#define PASSES_MAX 200
#define UNSEEN_PART 64
#define OPEN_PART 8
#define TOLERANCE_MAX 32 /* ballots */

/* ---- the sum ---- */

/* What the seats above `from` cost in each unit, as an offer. More seats never take less, whatever is not looked at.
 * *ret_fixed: what `from` takes everywhere; NEVER: that is not to be had. False: no memory. */
static bool offer_seats(scrut_joint *j, int64_t *ret_fixed)
{
    int64_t needed = j->needed, fixed = 0;
    for (size_t n = 0; n < j->unit_count; n++)
        needed -= j->units[n].from - j->units[n].low;
    scrut_offers_start(&j->offers, needed);
    for (size_t n = 0; n < j->unit_count; n++) {
        scrut_joint_unit *u = &j->units[n];
        int64_t dearest = 0, count = u->to - u->from;
        if (count < 0 || !u->curves[u->from].found) {
            fixed = SCRUT_NEVER;
            break;
        }
        int64_t *costs = scrut_offers_add(&j->offers, n, count);
        if (costs == NULL)
            return false;
        int64_t first = u->curves[u->from].net;
        u->seats = u->from;
        for (int64_t g = 1; g <= count; g++) {
            const scrut_joint_curve *c = &u->curves[u->from + g];
            dearest = c->found ? scrut_larger(dearest, c->net - first) : SCRUT_NEVER;
            costs[g - 1] = scrut_smaller(SCRUT_NEVER, dearest);
        }
        scrut_offers_end(&j->offers, count);
        fixed += first;
    }
    *ret_fixed = fixed;
    return true;
}

static bool sum_seats(scrut_joint *j, int64_t *ret_bound)
{
    int64_t fixed = 0, more = 0;
    *ret_bound = SCRUT_NEVER;
    if (!offer_seats(j, &fixed))
        return false;
    if (fixed >= SCRUT_NEVER)
        return true;
    if (j->offers.needed > 0 && !scrut_offers_sum(&j->offers, false, &more))
        return false;
    if (more >= SCRUT_NEVER)
        return true;
    for (size_t o = 0; o < j->offers.count && j->offers.needed > 0; o++)
        j->units[j->offers.items[o].list].seats += j->offers.items[o].at;
    *ret_bound = fixed + more;
    return true;
}

int64_t scrut_joint_bound(scrut_joint *j)
{
    int64_t bound = SCRUT_NEVER;
    scrut_joint_price_units(j);
    j->failed = j->failed || !sum_seats(j, &bound);
    for (size_t k = 0; k < j->list_count && bound < SCRUT_NEVER; k++)
        bound += j->prices[k] * j->needs[k];
    return bound;
}

/* ---- looking closer ---- */

static int64_t net_at(const scrut_joint *j, const scrut_joint_unit *u, const scrut_joint_place *place, int64_t ballots)
{
    for (size_t d = 0; d < j->axis_count; d++)
        if (place->at[d] < u->least.at[d] || place->at[d] > u->most.at[d])
            return SCRUT_NEVER;
    return ballots < SCRUT_NEVER ? ballots * SCRUT_JOINT_PARTS - scrut_joint_worth(j, u, place) : SCRUT_NEVER;
}

/* The least of the places themselves that were looked at. */
static int64_t seen_net(const scrut_joint *j, const scrut_joint_unit *u, const scrut_joint_curve *c)
{
    int64_t least = SCRUT_NEVER;
    for (size_t at = 0; at < c->count; at++) {
        const scrut_joint_box *b = &c->boxes[at];
        least = scrut_smaller(least, net_at(j, u, &b->low, b->low_ballots));
        if (b->high_seen)
            least = scrut_smaller(least, net_at(j, u, &b->high, b->high_ballots));
    }
    return least;
}

static bool is_seen(const scrut_joint *j, const scrut_joint_unit *u, const scrut_joint_curve *c)
{
    return u->seats <= u->low || scrut_joint_is_seen(j, c, &c->corner);
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

/* Ballots taken or given from the last place that was looked at. */
static int64_t beyond_seen(const scrut_joint *j, const scrut_joint_curve *c)
{
    int64_t beyond = 0;
    for (size_t d = 0; d < j->axis_count; d++)
        beyond += c->corner.place.at[d] - c->boxes[c->corner.at].low.at[d];
    return beyond;
}

/* Where the cheapest way at these prices rests on what was not looked at, and that may be worth more than the
 * tolerance; `weight`: of a ballot that is perhaps not taken or given. */
static scrut_status look_along(scrut_joint *j, int64_t bound, int64_t weight, bool *ret_looked)
{
    int64_t unseen = 0;
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < j->unit_count; n++) {
        const scrut_joint_unit *u = &j->units[n];
        const scrut_joint_curve *c = &u->curves[u->seats];
        if (!is_seen(j, u, c))
            unseen = scrut_plus(unseen, seen_net(j, u, c) - c->net + beyond_seen(j, c) * weight);
    }
    if (unseen <= tolerance(j, bound))
        return SCRUT_OK;
    for (size_t n = 0; n < j->unit_count && st == SCRUT_OK; n++) {
        scrut_joint_unit *u = &j->units[n];
        if (is_seen(j, u, &u->curves[u->seats]))
            continue;
        *ret_looked = j->looks > 0;
        st = scrut_joint_look(j, u, u->seats);
    }
    return st;
}

/* The bound is highest where two ways meet: the other one is the cheapest a little beside. */
static scrut_status look_beside(scrut_joint *j, bool *ret_looked)
{
    scrut_status st = SCRUT_OK;
    for (size_t k = 0; k < j->list_count; k++)
        for (int64_t by = -1; by <= 1 && st == SCRUT_OK; by += 2) {
            int64_t price = j->prices[k];
            j->prices[k] = scrut_larger(0, scrut_smaller(scrut_joint_price_most(j, k), price + by));
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
    return st == SCRUT_OK && j->failed ? scrut_fail_memory(j->q->err) : st;
}
