/* SPDX-License-Identifier: Apache-2.0
 * house_joint_climb.c: the prices of a seat, and of a ballot off each list that is shut out, at which every way takes
 * most: searched one inside the other, since what every way takes is concave in them. */
#include "house_joint.h"

/* Prices under search: of a seat, then of a ballot off each list. */
enum { SEAT, LISTS, DIMENSIONS = LISTS + SCRUT_JOINT_FALLEN_MAX };

typedef struct {
    scrut_joint *j;
    bool by_table; /* the seats by the table, not by their price */
    bool none;     /* there is no way in this branch */
    int64_t price[DIMENSIONS], limit[DIMENSIONS];
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
    for (size_t k = 0; k < c->j->fallen_count; k++)
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

/* What the cheapest way leaves to be had of seats, and to be taken of each list: along this the bound rises. */
static void look_here(climbing *c, int64_t lacking[])
{
    scrut_joint *j = c->j;
    int64_t bound = c->by_table ? scrut_joint_bound(j) : bound_by_price(c);
    lacking[SEAT] = j->needed;
    memcpy(lacking + LISTS, j->needs, sizeof j->needs);
    for (size_t n = 0; n < j->unit_count && bound < SCRUT_NEVER; n++) {
        int64_t shares[SCRUT_JOINT_FALLEN_MAX] = {0};
        scrut_joint_unit *u = &j->units[n];
        lacking[SEAT] -= u->seats - u->low;
        scrut_joint_share_out(j, u, u->curves[u->seats].taken, shares);
        for (size_t k = 0; k < j->fallen_count; k++)
            lacking[LISTS + k] -= shares[k];
    }
    c->none = c->none || bound >= SCRUT_NEVER;
    if (bound <= c->best)
        return;
    c->best = bound;
    memcpy(c->best_price, c->price, sizeof c->price);
}

/* Of two ways, the mixture that lacks nothing in dimension d. */
static void mix(const int64_t under[], const int64_t over[], size_t d, int64_t lacking[])
{
    scrut_wide weight_over = under[d], weight_under = -(scrut_wide)over[d], all = weight_over + weight_under;
    for (size_t n = 0; n < DIMENSIONS; n++)
        lacking[n] = (int64_t)((under[n] * weight_under + over[n] * weight_over) / all);
}

static void climb(climbing *c, size_t count, int64_t lacking[]);

/* At this price of dimension d, the others below it best. */
static void try_price(climbing *c, size_t d, int64_t price, int64_t lacking[])
{
    memset(lacking, 0, DIMENSIONS * sizeof *lacking);
    c->price[d] = price;
    if (d >= LISTS)
        c->j->prices[d - LISTS] = price;
    if (d == LISTS && !c->by_table)
        scrut_joint_price_units(c->j);
    climb(c, d, lacking);
}

/* A price that is too low and one that is not, from the last one in growing steps, then halved. */
static void bracket(climbing *c, size_t d, int64_t under[], int64_t over[], int64_t *low, int64_t *high)
{
    int64_t step = scrut_larger(256, c->price[d] / 128), at = c->price[d], finest = scrut_larger(1, at >> 20);
    while (*high - *low > finest && !c->none) {
        int64_t here[DIMENSIONS];
        try_price(c, d, at, here);
        bool more = here[d] > 0;
        memcpy(more ? under : over, here, sizeof here);
        *(more ? low : high) = at;
        bool open = *low < 0 || *high > c->limit[d];
        at = open ? (more ? at + step : at - step) : *low + (*high - *low) / 2;
        at = scrut_larger(*low + 1, scrut_smaller(*high - 1, at));
        if (step <= c->limit[d]) /* a longer one is cut short all the same */
            step *= 4;
    }
}

/* The first `count` prices, best for the others as they are. */
static void climb(climbing *c, size_t count, int64_t lacking[])
{
    if (count == (c->by_table ? LISTS : SEAT)) {
        look_here(c, lacking);
        return;
    }
    size_t d = count - 1;
    int64_t low = -1, high = c->limit[d] + 1, under[DIMENSIONS] = {0}, over[DIMENSIONS] = {0};
    bracket(c, d, under, over, &low, &high);
    if (low < 0 || high > c->limit[d])
        memcpy(lacking, low < 0 ? over : under, sizeof under);
    else
        mix(under, over, d, lacking);
    lacking[d] = 0;
}

/* Into j->prices, from those that are there. */
void scrut_joint_find_prices(scrut_joint *j, bool by_table)
{
    climbing c = {.j = j, .by_table = by_table, .best = INT64_MIN};
    int64_t lacking[DIMENSIONS] = {0};
    c.price[SEAT] = j->seat_price;
    c.limit[SEAT] = j->seat_price_most;
    for (size_t k = 0; k < j->fallen_count; k++) {
        c.price[LISTS + k] = j->prices[k];
        c.limit[LISTS + k] = SCRUT_JOINT_PARTS;
    }
    climb(&c, LISTS + j->fallen_count, lacking);
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
    int64_t bound = bound_by_price(&c),
            open = j->most < SCRUT_NEVER ? j->most * SCRUT_JOINT_PARTS - bound : SCRUT_NEVER;
    if (bound >= SCRUT_NEVER)
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
