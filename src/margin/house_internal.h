/* SPDX-License-Identifier: Apache-2.0
 * house_internal.h: what the files about a case's chamber share. */
#ifndef SCRUT_HOUSE_INTERNAL_H
#define SCRUT_HOUSE_INTERNAL_H

#include "certificate_internal.h"
#include "margin_internal.h"

/* Whether so many votes in the nation pass the bars of the mask, once `moved` ballots were added (removed when
 * negative). */
bool scrut_house_passes(const scrut_margin_house *house, uint8_t mask, int64_t votes, int64_t moved);
/* Votes of the party's alliance together. */
int64_t scrut_house_allied_votes(const scrut_margin_house *house, size_t party, const int64_t votes[]);
/* Which parties fail in the nation with these votes (by party). */
void scrut_house_barred(const scrut_margin_house *house, const int64_t votes[], int64_t moved, bool barred[]);
/* Fewest ballots that carry the party over the national thresholds, or below them: its own ballots where that is
 * cheapest, otherwise others'. More than `most`: NEVER. */
int64_t scrut_house_crossing(const scrut_margin_house *house, size_t party, scrut_metric metric, int64_t most);
/* The house as it is when other parties fail in the nation. */
scrut_status scrut_house_with(const scrut_margin_house *house, const bool barred[], scrut_arena *arena,
                              scrut_margin_house *ret_house, scrut_error *err);
/* Whether the moves leave every list on its side of the national thresholds. */
scrut_status scrut_house_stays(const scrut_margin_house *house, int64_t *const moves[], scrut_arena *arena,
                               bool *ret_stays, scrut_error *err);
/* Votes of each party in the nation after the moves; returns ballots added less removed. */
int64_t scrut_house_votes_after(const scrut_margin_house *house, int64_t *const moves[], int64_t votes[]);
/* Fewest ballots that carry anybody over a national threshold, or below it; NEVER: none can. */
int64_t scrut_house_first_crossing(const scrut_margin_house *house, scrut_metric metric);

/* ---- house_crossers.c: who can cross a national threshold ---- */

/* A list with its own votes, or an alliance whose lists pass with it. */
typedef struct {
    uint32_t party; /* of an alliance: its first */
    bool alliance;
    bool rising;     /* fails now */
    int64_t ballots; /* fewest that carry it across */
} scrut_house_crosser;

/* A number of seats of the members, and who can cross for so many ballots, cheapest first. */
typedef struct {
    const scrut_margin_house *house;
    const bool *members; /* a party */
    bool at_least;
    int64_t seats;
    scrut_metric metric;
    scrut_arena *arena;
    scrut_error *err;
    scrut_margin_nation_result *result;
    scrut_house_crosser *near;
    size_t near_count;
} scrut_house_inquiry;

/* Those whom `most` ballots carry over a threshold. */
scrut_status scrut_house_find_near(scrut_house_inquiry *q, int64_t most);
/* Who fails in the nation once those `crossed` (of near) are on the other side. */
void scrut_house_barred_after(const scrut_house_inquiry *q, const bool crossed[], bool barred[]);
/* Whether the party's votes count for the crosser. */
bool scrut_house_belongs(const scrut_margin_house *house, const scrut_house_crosser *x, uint32_t party);
/* Ballots that the crosser still lacks to be on the other side, given the moves (a unit, none NULL). */
scrut_status scrut_house_missing(const scrut_house_inquiry *q, const scrut_house_crosser *x, int64_t *const moves[],
                                 int64_t *ret_missing);

/* Whether more seats of the members, whatever the votes, come from letting members in and shutting others out: so it is
 * where the seats go to the largest quotients, or to most votes. A quota moves with who takes part. */
bool scrut_house_never_minds(const scrut_house_inquiry *q);

/* ---- house_drift.c: thresholds that move with the ballots ---- */

/* Members let in or others shut out, where the members are to have more seats; the other way round for fewer. */
static inline bool scrut_house_helps(const scrut_house_inquiry *q, const scrut_house_crosser *x)
{
    return (x->rising == q->members[x->party]) == q->at_least;
}
/* Whether it crosses because others' ballots are added or removed. */
bool scrut_house_drifts(const scrut_house_inquiry *q, const scrut_house_crosser *x);
/* Whether near[n] drifts, does harm, and is to stay where it is. */
bool scrut_house_is_held(const scrut_house_inquiry *q, const bool crossed[], size_t n);
/* Removed ballots: whether near[n] is to be below, for which its own must go. */
bool scrut_house_loses(const scrut_house_inquiry *q, const bool crossed[], size_t n);
/* Fewest ballots of its own with which the list (no alliance) is above (below) its thresholds, when so many are moved
 * in all. */
int64_t scrut_house_needs(const scrut_house_inquiry *q, const scrut_house_crosser *x, bool above, int64_t ballots);
/* Removed ballots: `least` or more, with which those crossed fall, and those that are held stay, while the seats take
 * so many; `least` where that cannot be told apart from the seats. NEVER: no number does it. */
int64_t scrut_house_removed(const scrut_house_inquiry *q, const bool crossed[], int64_t seats_take, int64_t least);

/* ---- house_crossings.c ---- */

/* Why so many ballots do not do, whoever of those near they carry over a threshold: r->crossings, which are left alone
 * where nobody is near who is of use, where somebody would rise, or where it is not proven. */
scrut_status scrut_house_crossings(scrut_house_inquiry *q, const char *const parties[], bool certain, int64_t ballots,
                                   scrut_certificate_reading *r);

/* ---- house_carry.c: moves that carry lists across ---- */

/* Whether the target holds after the moves, national thresholds applied anew. */
scrut_status scrut_house_holds_after(const scrut_house_inquiry *q, int64_t *const moves[], bool certain,
                                     bool *ret_holds);
/* The way, and then as many ballots as those `crossed` still lack (`ballots` in all, perhaps); into *r if that does it
 * and is better. */
scrut_status scrut_house_carry(const scrut_house_inquiry *q, const bool crossed[],
                               const scrut_margin_nation_reading *way, int64_t ballots, bool certain,
                               scrut_margin_nation_reading *r);
/* The moves (a unit, none NULL) into *r if the target holds after them and they are fewer ballots. */
scrut_status scrut_house_keep_better(const scrut_house_inquiry *q, int64_t **moves, bool certain,
                                     scrut_margin_nation_reading *r);

/* ---- house_handover.c: the seats that somebody claims, one by one ---- */

typedef struct {
    const scrut_margin_house *house;
    const int64_t *claimed; /* a party; -1: any number */
    bool certain;
    scrut_metric metric;
    scrut_arena *arena;
    scrut_error *err;
    int64_t *lacking;  /* a party: seats it still has to gain (lose when negative); parties with any number: 0 */
    int64_t *held;     /* a party: seats of the start */
    int64_t **start;   /* a unit: by list: the seats now, one of the outcomes where a draw decides */
    int64_t **seats;   /* a unit: by list, so far */
    int64_t *ballots;  /* a unit: so far */
    int64_t **moves;   /* a unit */
    int64_t free_gain; /* seats that parties with any number must gain together (lose when negative) */
    bool inexact;      /* of some vector in a constituency the ballots are known only between two numbers */
} scrut_house_handover;

/* The seats now, and what is lacking; for certain, draws settled by ballots. */
scrut_status scrut_house_start(scrut_house_handover *h);
/* Into *end, when it comes to an end and carries nobody over a national threshold. */
scrut_status scrut_house_hand_over(scrut_house_handover *h, scrut_margin_nation_reading *end);

/* ---- house_options.c, house_choice.c: a vector of seats in each constituency ---- */

#define SCRUT_VISITS_MAX ((size_t)4 << 20) /* beginnings of vectors, for one answer */
#define SCRUT_OPTIONS_MAX ((size_t)100000) /* vectors that are not too dear at first sight */
#define SCRUT_WEIGHED_MAX ((size_t)10000)  /* vectors whose ballots are found: about fifty microseconds each */

/* Lists whose steps are known: one alone, or those of the parties that must gain, or lose. */
typedef struct {
    bool *lists;
    scrut_margin_curve up, down;
} scrut_house_side;

/* What a constituency can give the claimed parties. */
typedef struct {
    const scrut_margin_unit *unit;
    const int64_t *start; /* a list: seats from which steps are counted */
    int64_t *ballots;     /* an option: certain to be needed; once it is weighed the fewest. NEVER: too many */
    bool *weighed;        /* an option */
    int32_t *steps;       /* an option: by dimension: seats beyond the start */
    int64_t *vectors;     /* an option: by list; once it is weighed also of those that are not claimed */
    size_t count, ballots_capacity, weighed_capacity, steps_capacity, vectors_capacity;
    scrut_house_side *sides;
    size_t side_count;
    int64_t *low, *high; /* a list: seats that `most` ballots leave it, or give it */
    size_t *order;       /* claimed lists first */
    size_t claimed_count;
    bool *rest;      /* a list: is not claimed */
    int64_t *vector; /* a list: scratch */
} scrut_house_options;

typedef struct {
    scrut_metric metric;
    bool certain;
    int64_t most;          /* more ballots are of no interest */
    size_t dims;           /* claimed parties */
    const int32_t *dim_of; /* a party; -1: any number of seats */
    const int32_t *goal;   /* by dimension: seats beyond the start, of all constituencies */
    scrut_house_options *units;
    size_t unit_count;
    scrut_arena *arena;
    scrut_error *err;
    bool inexact;                    /* the ballots of some option are known only to be needed */
    size_t visited, listed, weighed; /* beyond a maximum: the options, or their ballots, are not all known */
    /* what was chosen */
    bool complete;   /* no other way is cheaper, or there is none for `most` ballots */
    int64_t least;   /* fewer ballots are certain not to do, complete or not */
    int64_t ballots; /* NEVER: none */
    size_t *taken;   /* a unit: option */
    int64_t *prices;
} scrut_house_choice;

/* Adds the options of one constituency; `start` by list. */
scrut_status scrut_house_options_find(scrut_house_choice *choice, const scrut_margin_unit *unit, const int64_t start[],
                                      scrut_house_options *options);
void scrut_house_options_free(scrut_house_options *options);
/* Finds the ballots of one option. */
scrut_status scrut_house_option_weigh(scrut_house_choice *choice, scrut_house_options *options, size_t option);
scrut_status scrut_house_choose(scrut_house_choice *choice);

/* ---- house_vector.c ---- */

/* Draws among lists of parties with any number of seats are no draw of what is claimed, for certain too; but in some
 * contests a vector can be asked for only whole. Then what is chosen says nothing of all ways. */
bool scrut_house_draws_freely(const scrut_house_handover *h);
/* Dimensions, options and the choice, of a start that was found; to be freed in any case. */
scrut_status scrut_house_weigh_choices(const scrut_house_handover *h, scrut_house_choice *choice);
void scrut_house_choice_free(scrut_house_choice *choice);

/* ---- house_shares.c ---- */

/* Why so many ballots do not do: r->prices and r->shares, which are left alone where there are too many to weigh. */
scrut_status scrut_house_shares(scrut_house_handover *h, int64_t ballots, scrut_certificate_reading *r);

#endif
