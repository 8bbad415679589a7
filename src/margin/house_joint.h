/* SPDX-License-Identifier: Apache-2.0
 * house_joint.h: seats and lists shut out in the nation, weighed at once.
 *
 * Lists that must fall below a national threshold lose `needs` ballots in all. In a constituency, `seats` seats and
 * `taken` ballots off these lists take fewest ballots: a claim's ballots can be those taken, but what the lists in the
 * way must lose cannot. This number never falls as `taken` rises, and rises by at most one a ballot; that is what
 * lets few points of it say much about the others. At a price of a ballot off each list the least of all ways is found
 * by a table of the seats; with the worth of the needs it is a lower bound (Lagrange). docs/internals/margin.md. */
#ifndef SCRUT_HOUSE_JOINT_H
#define SCRUT_HOUSE_JOINT_H

#include "house_internal.h"

/* Prices and what is computed from them are whole numbers of this part of a ballot: so every slope of the costs by
 * divisors up to 16 is a price. */
#define SCRUT_JOINT_PARTS 720720
#define SCRUT_JOINT_FALLEN_MAX 3 /* lists shut out together; more are not weighed at once */

typedef struct {
    int64_t taken, ballots;
} scrut_joint_point;

/* Where ballots less worth can be least. */
typedef struct {
    int64_t taken, ballots;
    size_t at; /* the point before it */
} scrut_joint_corner;

/* The fewest ballots for a number of seats, at some numbers of ballots taken, from 0 to all; in their order. */
typedef struct {
    scrut_joint_point *points;
    size_t count, capacity;
    int64_t net;   /* at the prices: no way takes less; in parts of a ballot */
    int64_t taken; /* there */
    size_t at;     /* points between which that is */
    bool found;    /* net is known at the prices */
    scrut_joint_corner *corners;
    size_t corner_count, corner_capacity;
    bool drawn; /* corners are those of the points */
} scrut_joint_curve;

typedef struct {
    const scrut_margin_unit *unit;
    scrut_search search;
    scrut_question question;
    scrut_target target;
    int64_t votes[SCRUT_JOINT_FALLEN_MAX]; /* of the lists that fall */
    int64_t room;                          /* of all of them */
    int64_t low, high;                     /* seats that are of interest; `low` takes no ballots */
    int64_t from, to;                      /* those of the branch under way */
    int64_t taken_from, taken_to;          /* ballots taken in it */
    scrut_joint_curve *curves;             /* seats from 0 */
    int64_t seats;                         /* of the cheapest way */
} scrut_joint_unit;

typedef struct {
    const scrut_house_inquiry *q;
    scrut_margin_house house; /* once they have fallen */
    bool certain;
    uint32_t fallen[SCRUT_JOINT_FALLEN_MAX]; /* parties */
    int64_t needs[SCRUT_JOINT_FALLEN_MAX];
    size_t fallen_count;
    scrut_joint_unit *units;
    size_t unit_count;
    int64_t prices[SCRUT_JOINT_FALLEN_MAX];
    int64_t seat_price, seat_price_most; /* parts of a ballot too */
    scrut_offers offers;                 /* of the sum */
    int64_t needed;                      /* steps above the low ends */
    int64_t most;                        /* so many ballots are known to do; NEVER: none */
    int64_t aim;                         /* bounds above this are of no interest: at first perhaps above `most` */
    int64_t looks;                       /* points that may still be added */
    bool fine;                           /* all that the bound rests on is looked at */
    int64_t *met_seats, *met_taken;      /* a unit: of the cheapest way at the best prices; scratch */
    bool proving;                        /* no seats are dropped, no way is tried: the branches are to be told */
    bool failed;                         /* no memory */
    bool unsuited;                       /* the claims do not settle it */
    scrut_margin_nation_reading *best;   /* into which better moves go */
} scrut_joint;

/* Where two ways meet, and how they differ: in the seats of a unit, that with most ballots taken more or fewer, or only
 * in how many are taken. */
typedef struct {
    size_t unit; /* none: unit_count */
    bool by_seats;
    int64_t fewer, apart; /* of seats or ballots taken: up to here, and beyond */
} scrut_joint_meeting;

/* ---- house_joint_cost.c ---- */

scrut_status scrut_joint_open(scrut_joint *j);
void scrut_joint_close(scrut_joint *j);
/* Fewest ballots for so many seats in the unit with so many taken. */
int64_t scrut_joint_cost(scrut_joint *j, scrut_joint_unit *u, int64_t seats, int64_t taken);
/* Asks the unit's search for them. */
void scrut_joint_ask(const scrut_joint *j, scrut_joint_unit *u, int64_t seats, int64_t taken);
/* Adds the point to the curve. */
scrut_status scrut_joint_look(scrut_joint *j, scrut_joint_unit *u, int64_t seats, int64_t taken);

/* ---- house_joint_curve.c ---- */

/* How `taken` ballots are shared among the lists that fall, those with the dearest prices first: their worth, and into
 * shares (of worth: may be NULL). */
int64_t scrut_joint_worth(const scrut_joint *j, const scrut_joint_unit *u, int64_t taken, int64_t shares[]);
void scrut_joint_share_out(const scrut_joint *j, const scrut_joint_unit *u, int64_t taken, int64_t shares[]);
/* The nets of all curves at j->prices. */
void scrut_joint_price_units(scrut_joint *j);

/* ---- house_joint_price.c ---- */

/* At j->prices: what every way within the branch takes at least, in parts of a ballot; NEVER: there is none. The seats
 * of the units are a cheapest way. */
int64_t scrut_joint_bound(scrut_joint *j);
/* The prices with the highest bound, and that bound, once what it rests on was looked at, or it is above all that is of
 * interest. */
scrut_status scrut_joint_raise(scrut_joint *j, int64_t *ret_bound);
/* Ballots of which the bound says that fewer do not do. */
static inline int64_t scrut_joint_ballots(int64_t bound)
{
    return bound >= SCRUT_NEVER ? SCRUT_NEVER : bound <= 0 ? 0 : (bound + SCRUT_JOINT_PARTS - 1) / SCRUT_JOINT_PARTS;
}

/* ---- house_joint_climb.c ---- */

/* The prices with the highest bound into j->prices, from those that are there; by_table: the seats by the table of
 * scrut_joint_bound, not by a price of their own, which is quicker. */
void scrut_joint_find_prices(scrut_joint *j, bool by_table);
/* Drops seats from the branch that are too dear at these prices to be in a way of fewer ballots than are known. */
void scrut_joint_narrow(scrut_joint *j);

/* ---- house_joint_way.c ---- */

/* A way with the units' seats, into j->best where it is better. */
scrut_status scrut_joint_try(scrut_joint *j);

/* ---- house_joint.c ---- */

/* The branch that is in the units: ballots of which fewer do not do; where its best ways meet, if that is less than
 * what is known. Roughly first, then, where that shows no difference, to the ballot. */
scrut_status scrut_joint_explore(scrut_joint *j, int64_t *ret_least, scrut_joint_meeting *meets);

/* A set of lists across (of near), all below, and what fewer ballots than *ret_least do not do then; SCRUT_NEVER: no
 * number of ballots does it. What is found is tried. Bounds are told up to `aim`, though less is asked. */
scrut_status scrut_house_weigh_joint(const scrut_house_inquiry *q, const bool crossed[],
                                     const scrut_margin_house *house, bool certain, int64_t aim,
                                     scrut_margin_nation_reading *r, int64_t *ret_least);

#endif
