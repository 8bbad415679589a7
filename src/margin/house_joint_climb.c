/* SPDX-License-Identifier: Apache-2.0
 * house_joint_climb.c: the prices of a seat, and of a ballot of each list that crosses, at which every way takes most:
 * searched one inside the other, since what every way takes is concave in them. */
#include "house_joint.h"

/* Prices under search: of a seat, then of a ballot of each list. */
enum { SEAT, LISTS, DIMENSIONS = LISTS + SCRUT_JOINT_LISTS_MAX };

#define HALVED_EVERY 4 /* trials, so that no shape of the bound makes it slow */
#define SLACK_PART 64

typedef struct {
    scrut_joint *j;
    bool by_table; /* the seats by the table, not by their price */
    bool none;     /* there is no way in this branch */
    bool enough;   /* the bound says all that is of interest */
    int64_t slack; /* of the bound */
    int64_t price[DIMENSIONS];
    int64_t best, best_price[DIMENSIONS];
} climbing;

static void choose_seats(const climbing *c, scrut_joint_unit *u, int64_t *ret_net)
{
    *ret_net = SCRUT_NEVER;
    for (int64_t g = u->from; g <= u->to; g++) {
        int64_t net = u->curves[g].net - c->price[SEAT] * (g - u->low);
        if (!u->curves[g].found || net >= *ret_net)
            continue;
        *ret_net = net;
        u->seats = g;
    }
}

static int64_t bound_by_price(const climbing *c)
{
    int64_t bound = c->price[SEAT] * c->j->needed;
    for (size_t k = 0; k < c->j->list_count; k++)
        bound += c->j->prices[k] * c->j->needs[k];
    for (size_t n = 0; n < c->j->unit_count; n++) {
        int64_t net;
        choose_seats(c, &c->j->units[n], &net);
        if (net >= SCRUT_NEVER)
            return SCRUT_NEVER;
        bound += net;
    }
    return bound;
}

/* What the cheapest way leaves to be had of seats, and of ballots of each list: along this the bound rises. */
static int64_t look_here(climbing *c, int64_t lacking[])
{
    scrut_joint *j = c->j;
    int64_t bound = c->by_table ? scrut_joint_bound(j) : bound_by_price(c);
    lacking[SEAT] = j->needed;
    memcpy(lacking + LISTS, j->needs, sizeof j->needs);
    for (size_t n = 0; n < j->unit_count && bound < SCRUT_NEVER; n++) {
        int64_t shares[SCRUT_JOINT_LISTS_MAX] = {0};
        scrut_joint_unit *u = &j->units[n];
        lacking[SEAT] -= u->seats - u->low;
        scrut_joint_share_out(j, u, &u->curves[u->seats].corner.place, shares);
        for (size_t k = 0; k < j->list_count; k++)
            lacking[LISTS + k] -= shares[k];
    }
    c->none = c->none || bound >= SCRUT_NEVER;
    c->enough = c->enough || scrut_joint_ballots(bound) >= j->aim;
    if (bound > c->best) {
        c->best = bound;
        memcpy(c->best_price, c->price, sizeof c->price);
    }
    return bound;
}

/* Of two ways, the mixture that lacks nothing in dimension d. */
static void mix(const int64_t under[], const int64_t over[], size_t d, int64_t lacking[])
{
    scrut_wide weight_over = under[d], weight_under = -(scrut_wide)over[d], all = weight_over + weight_under;
    for (size_t n = 0; n < DIMENSIONS; n++)
        lacking[n] = (int64_t)((under[n] * weight_under + over[n] * weight_over) / all);
}

static int64_t climb(climbing *c, size_t count, int64_t lacking[]);

/* Of the prices beyond d, which are given while that of d is searched, the dearest of a list that crosses the other
 * way; d itself: none. */
static size_t dearest_beyond(const climbing *c, size_t d)
{
    size_t dearest = d;
    for (size_t e = d + 1; e < LISTS + c->j->list_count && d >= LISTS; e++)
        if (c->j->rises[e - LISTS] != c->j->rises[d - LISTS] && (dearest == d || c->price[e] > c->price[dearest]))
            dearest = e;
    return dearest;
}

/* Of the price of d. */
static int64_t limit_of(const climbing *c, size_t d)
{
    if (d == SEAT)
        return c->j->seat_price_most;
    size_t dearest = dearest_beyond(c, d);
    return SCRUT_JOINT_PARTS - (dearest != d ? c->price[dearest] : 0);
}

/* A price of one dimension, the others below it best: the bound there, and along what it rises. */
typedef struct {
    int64_t price, bound;
    int64_t lacking[DIMENSIONS];
} trial;

static void try_price(climbing *c, size_t d, int64_t price, trial *t)
{
    memset(t->lacking, 0, sizeof t->lacking);
    t->price = c->price[d] = price;
    if (d >= LISTS)
        c->j->prices[d - LISTS] = price;
    if (d == LISTS && !c->by_table)
        scrut_joint_price_units(c->j);
    t->bound = climb(c, d, t->lacking);
}

/* Between two trials the bound lies below the lines along which it rises from one and falls to the other. Where these
 * meet; *ret_top: how high. */
static int64_t where_lines_meet(const trial *under, const trial *over, size_t d, int64_t *ret_top)
{
    scrut_wide rise = under->lacking[d], fall = -(scrut_wide)over->lacking[d];
    scrut_wide width = over->price - under->price, rest = (scrut_wide)over->bound - under->bound + fall * width;
    scrut_wide by = rest / (rise + fall), top = under->bound + rise * (by + 1);
    *ret_top = top < SCRUT_NEVER ? (int64_t)top : SCRUT_NEVER;
    return under->price + (int64_t)by;
}

/* The next price between the two; -1: no other is of use. */
static int64_t next_between(const climbing *c, size_t d, const trial *under, const trial *over, int round)
{
    int64_t finest = scrut_larger(1, over->price >> 20), top = 0, width = over->price - under->price;
    if (width <= finest)
        return -1;
    int64_t next = where_lines_meet(under, over, d, &top);
    if (top - scrut_larger(under->bound, over->bound) <= c->slack)
        return -1;
    if (round % HALVED_EVERY == HALVED_EVERY - 1)
        next = under->price + width / 2;
    return scrut_larger(under->price + 1, scrut_smaller(over->price - 1, next));
}

/* From the last price in growing steps until the best one lies between two; then where their lines meet. */
static void bracket(climbing *c, size_t d, trial *under, trial *over)
{
    int64_t limit = limit_of(c, d), step = scrut_larger(256, c->price[d] / 128), at = scrut_smaller(limit, c->price[d]);
    under->price = -1;
    over->price = limit + 1;
    for (int round = 0; at >= 0 && !c->none && !c->enough; round++) {
        trial here;
        try_price(c, d, at, &here);
        bool more = here.lacking[d] > 0;
        *(more ? under : over) = here;
        if (under->price >= 0 && over->price <= limit) {
            at = next_between(c, d, under, over, round);
            continue;
        }
        at = scrut_larger(under->price + 1, scrut_smaller(over->price - 1, more ? at + step : at - step));
        if (under->price + 1 >= over->price)
            at = -1;
        if (step <= limit) /* a longer one is cut short all the same */
            step *= 4;
    }
}

/* The first `count` prices, best for the others as they are. */
static int64_t climb(climbing *c, size_t count, int64_t lacking[])
{
    if (count == (c->by_table ? LISTS : SEAT))
        return look_here(c, lacking);
    size_t d = count - 1;
    trial under = {.bound = INT64_MIN}, over = {.bound = INT64_MIN};
    bracket(c, d, &under, &over);
    if (under.price < 0 || over.price > limit_of(c, d))
        memcpy(lacking, under.price < 0 ? over.lacking : under.lacking, sizeof under.lacking);
    else
        mix(under.lacking, over.lacking, d, lacking);
    if (lacking[d] > 0 && dearest_beyond(c, d) != d) /* a higher one leaves less for this, which is at its limit */
        lacking[dearest_beyond(c, d)] -= lacking[d];
    lacking[d] = 0;
    return scrut_larger(under.bound, over.bound);
}

/* Into j->prices, from those that are there. */
void scrut_joint_find_prices(scrut_joint *j, bool by_table)
{
    climbing c = {.j = j, .by_table = by_table, .best = INT64_MIN, .slack = SCRUT_JOINT_PARTS / SLACK_PART};
    int64_t lacking[DIMENSIONS] = {0};
    c.price[SEAT] = j->seat_price;
    for (size_t k = 0; k < j->list_count; k++)
        c.price[LISTS + k] = j->prices[k];
    climb(&c, LISTS + j->list_count, lacking);
    if (c.none)
        return;
    j->seat_price = c.best_price[SEAT];
    memcpy(j->prices, c.best_price + LISTS, sizeof j->prices);
}

/* Seats that are too dear at these prices to be in a way of fewer ballots than are known. */
void scrut_joint_narrow(scrut_joint *j)
{
    climbing c = {.j = j};
    c.price[SEAT] = j->seat_price;
    scrut_joint_price_units(j);
    int64_t bound = bound_by_price(&c), open = j->aim < SCRUT_NEVER ? j->aim * SCRUT_JOINT_PARTS - bound : SCRUT_NEVER;
    if (bound >= SCRUT_NEVER || j->proving)
        return;
    for (size_t n = 0; n < j->unit_count; n++) {
        scrut_joint_unit *u = &j->units[n];
        int64_t least, from = u->to, to = u->from;
        choose_seats(&c, u, &least);
        for (int64_t g = u->from; g <= u->to; g++) {
            if (!u->curves[g].found || u->curves[g].net - c.price[SEAT] * (g - u->low) - least >= open)
                continue;
            from = scrut_smaller(from, g);
            to = g;
        }
        u->from = from;
        u->to = to;
    }
}
