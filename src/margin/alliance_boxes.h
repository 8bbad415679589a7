/* SPDX-License-Identifier: Apache-2.0
 * alliance_boxes.h: a claimed vector of seats under alliances, as boxes of votes inside one another. At given cuts, an
 * outer one and one inside each alliance, every list's votes lie in a box, and so do the votes of an alliance's lists
 * that take part, all votes of an alliance, and all votes. */
#ifndef SCRUT_ALLIANCE_BOXES_H
#define SCRUT_ALLIANCE_BOXES_H

#include "alliance_internal.h"

/* How a list can stand: by its own votes, by its alliance's, not at all. A set of them is still open. */
enum { SCRUT_STANDS_OWN = 1, SCRUT_STANDS_ALLIED = 2, SCRUT_STANDS_NOT = 4 };

/* Cuts above `low` as far as `high`; `point`: only the one at `high`. */
typedef struct {
    scrut_value low, high;
    bool point;
} scrut_cuts;

/* What a search has left open; arrays live in the tree's arena. */
typedef struct {
    int64_t bound;                 /* fewest ballots that may do */
    int64_t lead;                  /* ballots lost more than gained, before all votes must add up */
    int64_t moved_low, moved_high; /* ballots added, removed, where thresholds move with them */
    scrut_cuts *cuts;              /* of the outer contest, and inside alliances */
    uint8_t *stands;               /* a list */
} scrut_boxes;

/* Lists of one alliance (of none: one list). */
typedef struct {
    size_t *lists, count;
    int64_t seats;
    size_t cut; /* which of the cuts is the one inside; 0: there is none to choose */
} scrut_group;

typedef struct {
    scrut_allied *a;
    const int64_t *seats; /* a list: claimed */
    bool certain;
    scrut_arena *arena;
    scrut_claims outer, inner;
    scrut_group *groups;
    size_t group_count, cut_count;
    scrut_margin_contest together; /* thresholds of alliances */
    int64_t *own_low, *own_high;   /* a list: bars under trial */
    int64_t *allied_low, *allied_high;
    int64_t *low, *high; /* a list: its box under trial */
    int64_t weighed;     /* boxes, so far */
} scrut_tree;

/* Votes that are nearest to those of now, with the ballots gained and lost for them, and how far they can go. */
typedef struct {
    int64_t have, gained, lost, least, most;
    bool none;
} scrut_room;

/* Sets bound and lead. At points, single ways to stand and a single number of ballots moved, the bound is exact. */
void scrut_boxes_weigh(scrut_tree *t, scrut_boxes *b);
/* Votes (a list) in boxes that are points, with b->bound ballots. */
bool scrut_boxes_fill(scrut_tree *t, const scrut_boxes *b, int64_t votes[]);

/* ---- alliance_vector.c ---- */

/* Whether boxes say all about a vector in this contest. */
bool scrut_allied_boxed(const scrut_search *s);
void scrut_allied_vector(scrut_allied *a);

#endif
