/* SPDX-License-Identifier: Apache-2.0
 * alliance_boxes.h: seats under alliances as boxes of votes inside one another. At given cuts, an outer one and one
 * inside each alliance, every list's votes lie in a box, and so do the votes of an alliance's lists that take part, all
 * votes of an alliance, and all votes. A claimed vector gives boxes with two ends. Where some lists must reach a number
 * of claims together and the others keep to the rest, the former need a lower end only and the latter an upper one, but
 * an alliance with lists of both has so many seats. */
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
    int64_t *low, *high;           /* a list: claims; of a group that is not told apart the first list has them all */
} scrut_boxes;

/* Lists of one alliance (of none: one list). */
typedef struct {
    size_t *lists, count;
    bool reaches, keeps; /* some of its lists */
    size_t cut;          /* which of the cuts is the one inside; 0: its lists are not told apart */
} scrut_group;

typedef struct {
    scrut_allied *a;
    const int64_t *vector; /* a list: claimed; NULL: what follows */
    const bool *reaches;   /* a list: of those that must reach `seats` together; the others keep to the rest */
    int64_t seats;
    bool certain;
    scrut_arena *arena;
    scrut_claims outer, inner;
    scrut_group *groups;
    size_t group_count, cut_count;
    scrut_margin_contest together; /* thresholds of alliances */
    int64_t *own_low, *own_high;   /* a list: bars under trial */
    int64_t *allied_low, *allied_high;
    int64_t *low, *high; /* a list: its box under trial */
    scrut_offers sums;
    int64_t weighed; /* boxes, so far */
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

/* Fewest (most) votes for so many claims at the cuts that favour it most. */
int64_t scrut_boxes_least(const scrut_claims *claims, int64_t seats, const scrut_cuts *c);
int64_t scrut_boxes_most(const scrut_tree *t, const scrut_claims *claims, int64_t seats, const scrut_cuts *c);

/* ---- alliance_sums.c ---- */

/* Fewest ballots gained (lost) with which the lists that reach (keep) may have their claims together. */
int64_t scrut_boxes_shared(scrut_tree *t, const scrut_boxes *b, bool reach);

/* ---- alliance_tree.c ---- */

/* Everything is open, with at most so many ballots. False: no memory. */
bool scrut_tree_open(scrut_tree *t);
scrut_boxes *scrut_tree_root(scrut_tree *t, int64_t most);
/* NULL: no memory. */
scrut_boxes *scrut_boxes_new(const scrut_tree *t);
void scrut_boxes_copy(const scrut_tree *t, const scrut_boxes *from, scrut_boxes *to);
/* Sides on which boxes can be halved. */
size_t scrut_tree_sides(const scrut_tree *t);
/* Both halves on one side, weighed. False: there is only one. Cuts between which none matters become the upper one, in
 * two equal halves; *ret_ends says so. */
bool scrut_boxes_halve(scrut_tree *t, const scrut_boxes *b, size_t side, scrut_boxes *low, scrut_boxes *high,
                       bool *ret_ends);

/* ---- alliance_search.c ---- */

/* Whether boxes say all about seats in this contest. */
bool scrut_allied_boxed(const scrut_search *s);
/* What was left open: raises a->least, and lowers a->best. */
void scrut_allied_boxes(scrut_allied *a);

#endif
