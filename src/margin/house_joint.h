/* SPDX-License-Identifier: Apache-2.0
 * house_joint.h: seats, and lists that cross a threshold in the nation, weighed at once.
 *
 * Lists that must fall below a national threshold lose `needs` ballots in all, lists that must rise over one gain
 * theirs. In a constituency there are fewest ballots for a number of seats with so many ballots taken off the lists
 * that fall, together, and so many given to each list that rises (a place): a claim's ballots can be those taken or
 * given, but what the lists in the way must lose cannot. This number never falls as one of these rises; and where it
 * is so many more that are taken, and so many that are given, it rises by no more than the larger of both, for a
 * ballot taken can go to the reaching lists and one given can come from the others. That is what lets few places of
 * it say much about the others. At a price of a ballot of each list the least of all ways is found by a table of the
 * seats; with the worth of the needs it is a lower bound (Lagrange). docs/internals/margin.md. */
#ifndef SCRUT_HOUSE_JOINT_H
#define SCRUT_HOUSE_JOINT_H

#include "house_internal.h"

/* Prices and what is computed from them are whole numbers of this part of a ballot: so every slope of the costs by
 * divisors up to 16 is a price. */
#define SCRUT_JOINT_PARTS 720720
#define SCRUT_JOINT_LISTS_MAX 3 /* lists that cross together; more are not weighed at once */

/* By axis: ballots taken off all lists that fall, then those given to each list that rises. */
typedef struct {
    int64_t at[SCRUT_JOINT_LISTS_MAX];
} scrut_joint_place;

/* All places from `low` to `high`, and the fewest ballots at both. */
typedef struct {
    scrut_joint_place low, high;
    int64_t low_ballots, high_ballots;
    bool high_seen; /* else high_ballots is not known */
} scrut_joint_box;

/* Where ballots less worth can be least. */
typedef struct {
    scrut_joint_place place;
    int64_t ballots;
    size_t at; /* box */
} scrut_joint_corner;

/* The fewest ballots for a number of seats: boxes that hold all places. With one axis they are in their order. */
typedef struct {
    scrut_joint_box *boxes;
    size_t count, capacity;
    int64_t net;               /* at the prices: no way takes less; in parts of a ballot */
    scrut_joint_corner corner; /* there */
    bool found;                /* net is known at the prices */
    scrut_joint_corner *corners;
    size_t corner_count, corner_capacity;
    bool drawn; /* corners are those of the boxes; of one axis */
} scrut_joint_curve;

typedef struct {
    const scrut_margin_unit *unit;
    scrut_margin_contest contest; /* the unit's */
    int64_t *with_given;          /* a list: its votes, what is given among them while one asks */
    scrut_search search;
    scrut_question question;
    scrut_target target;
    int64_t votes[SCRUT_JOINT_LISTS_MAX]; /* of the lists that cross */
    size_t lists[SCRUT_JOINT_LISTS_MAX];  /* those that rise; none: list_count */
    int64_t low, high;                    /* seats that are of interest; `low` takes no ballots */
    int64_t from, to;                     /* those of the branch under way */
    scrut_joint_place room, least, most;  /* all places end here; those of the branch */
    scrut_joint_curve *curves;            /* seats from 0 */
    int64_t seats;                        /* of the cheapest way */
} scrut_joint_unit;

typedef struct {
    const scrut_house_inquiry *q;
    scrut_margin_house house; /* once they have crossed */
    bool certain;
    uint32_t parties[SCRUT_JOINT_LISTS_MAX]; /* that cross */
    bool rises[SCRUT_JOINT_LISTS_MAX];
    int64_t needs[SCRUT_JOINT_LISTS_MAX];
    size_t axis[SCRUT_JOINT_LISTS_MAX];
    size_t list_count, axis_count;
    bool falls; /* axis 0 is that of the lists that fall */
    scrut_joint_unit *units;
    size_t unit_count;
    int64_t prices[SCRUT_JOINT_LISTS_MAX]; /* one of a list that falls and one of a list that rises: a ballot or less */
    int64_t seat_price, seat_price_most;   /* parts of a ballot too */
    scrut_offers offers;                   /* of the sum */
    int64_t needed;                        /* steps above the low ends */
    int64_t moved;                         /* ballots with which the needs are reckoned; 0 where they stand still */
    int64_t most;                          /* so many ballots are known to do; NEVER: none */
    int64_t aim;                           /* bounds above this are of no interest: at first perhaps above `most` */
    int64_t looks;                         /* places that may still be looked at */
    bool fine;                             /* all that the bound rests on is looked at */
    int64_t *met_seats;                    /* a unit: of the cheapest way at the best prices; scratch */
    scrut_joint_place *met_places;         /* a unit */
    bool proving;                          /* no seats are dropped, no way is tried: the branches are to be told */
    bool failed;                           /* no memory */
    bool unsuited;                         /* the claims do not settle it */
    scrut_margin_nation_reading *best;     /* into which better moves go */
} scrut_joint;

/* Where two ways meet, and how they differ: in the seats of a unit, that with most ballots taken or given more or
 * fewer, or only in how many these are. */
typedef struct {
    size_t unit; /* none: unit_count */
    bool by_seats;
    size_t axis;
    int64_t fewer, apart; /* of seats or ballots: up to here, and beyond */
} scrut_joint_meeting;

/* ---- house_joint_cost.c ---- */

/* Adds a list that crosses. False: there are too many. */
bool scrut_joint_add(scrut_joint *j, const scrut_house_crosser *x);
scrut_status scrut_joint_open(scrut_joint *j);
void scrut_joint_close(scrut_joint *j);
static inline int64_t scrut_joint_taken(const scrut_joint *j, const scrut_joint_place *place)
{
    return j->falls ? place->at[0] : 0;
}
/* To all lists that rise. */
static inline int64_t scrut_joint_given(const scrut_joint *j, const scrut_joint_place *place)
{
    int64_t given = 0;
    for (size_t d = j->falls; d < j->axis_count; d++)
        given += place->at[d];
    return given;
}
/* Fewest ballots, no more than the limit, that solve the problem after those gained and lost before. */
int64_t scrut_joint_solve(scrut_search *s, const scrut_problem *p, int64_t limit, scrut_cut *ret_cut);
/* Fewest ballots for so many seats in the unit at the place. */
int64_t scrut_joint_cost(scrut_joint *j, scrut_joint_unit *u, int64_t seats, const scrut_joint_place *place);

/* ---- house_joint_boxes.c ---- */

/* How many ballots more can be needed at `to` than at `from`, no axis of which is beyond. */
int64_t scrut_joint_apart(const scrut_joint *j, const scrut_joint_place *from, const scrut_joint_place *to);
/* Looks where no ballots are taken or given. */
scrut_status scrut_joint_begin(scrut_joint *j, scrut_joint_unit *u, int64_t seats);
/* Looks at the corner, or on the way to it. */
scrut_status scrut_joint_look(scrut_joint *j, scrut_joint_unit *u, int64_t seats);
/* Whether it was looked at. */
bool scrut_joint_is_seen(const scrut_joint *j, const scrut_joint_curve *c, const scrut_joint_corner *corner);
/* Where, within the bounds and the box, ballots less worth can be least at j->prices. False: nowhere. */
bool scrut_joint_least(const scrut_joint *j, const scrut_joint_unit *u, const size_t order[],
                       const scrut_joint_box *box, scrut_joint_corner *ret_corner);

/* ---- house_joint_curve.c ---- */

/* How the ballots of a place are shared among the lists that cross, of those that fall the ones with the dearest prices
 * first. */
void scrut_joint_share_out(const scrut_joint *j, const scrut_joint_unit *u, const scrut_joint_place *place,
                           int64_t shares[]);
int64_t scrut_joint_worth(const scrut_joint *j, const scrut_joint_unit *u, const scrut_joint_place *place);
/* The most that a ballot of list k may be worth beside the other prices. */
int64_t scrut_joint_price_most(const scrut_joint *j, size_t k);
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

/* Of two branches that are apart there, the one up to it or the one beyond, into the units. */
void scrut_joint_cut(scrut_joint *j, const scrut_joint_meeting *m, bool beyond);
/* The branch that is in the units: ballots of which fewer do not do; where its best ways meet, if that is less than
 * what is known. Roughly first, then, where that shows no difference, to the ballot. */
scrut_status scrut_joint_explore(scrut_joint *j, int64_t *ret_least, scrut_joint_meeting *meets);

/* A set of lists across (of near), and what fewer ballots than *ret_least do not do then, given what is known of that;
 * SCRUT_NEVER: no number of ballots does it. What is found is tried. Bounds are told up to `aim`, though less is asked.
 */
scrut_status scrut_house_weigh_joint(const scrut_house_inquiry *q, const bool crossed[],
                                     const scrut_margin_house *house, bool certain, int64_t aim,
                                     scrut_margin_nation_reading *r, int64_t *ret_least);

#endif
