/* SPDX-License-Identifier: Apache-2.0
 * alliance_internal.h: what the files about alliances share. */
#ifndef SCRUT_ALLIANCE_INTERNAL_H
#define SCRUT_ALLIANCE_INTERNAL_H

#include "margin_internal.h"

/* One reading of a question under alliances. */
typedef struct {
    const scrut_question *q;
    scrut_search *s;
    bool certain;
    scrut_arena *arena;
    scrut_margin_contest outer;
    uint32_t *entrant; /* a list: its entrant; a barred list is one by itself */
    size_t *lists;     /* an entrant: how many */
    scrut_margin_caps outer_caps;
    bool capped;
    int64_t least;  /* fewer ballots do not do */
    int64_t best;   /* ballots of `votes`, which were replayed; NEVER: none */
    int64_t *votes; /* a list */
    scrut_status status;
} scrut_allied;

/* The lists of entrant e, in their order; arrays live in the arena. */
typedef struct {
    scrut_margin_contest contest;
    size_t *list;
    bool *members;
    int64_t *vector;
} scrut_inside;

/* The target in a contest of entrants: the outer one, or one with other votes. */
void scrut_allied_outer(scrut_allied *a, const scrut_margin_contest *outer, const scrut_target *target,
                        scrut_margin_reading *r);
int64_t scrut_allied_lower_end(const scrut_margin_reading *r);
/* The contest inside entrant e with these votes. False: no memory. */
bool scrut_inside_open(const scrut_allied *a, uint32_t e, const int64_t votes[], int64_t seats, scrut_inside *in);
/* The question's target inside it. */
void scrut_inside_find(scrut_allied *a, const scrut_inside *in, scrut_target_kind kind, scrut_margin_reading *r);
void scrut_inside_apply(const scrut_inside *in, const scrut_margin_reading *r, int64_t votes[]);
/* Votes to be changed, as they are now; NULL: no memory. */
int64_t *scrut_allied_votes(scrut_allied *a);
/* Gives the moves of entrants, but those of `except`, to their lists. */
void scrut_allied_apply(const scrut_allied *a, const scrut_margin_reading *r, uint32_t except, int64_t votes[]);
/* The votes are kept if they do with fewer ballots what is asked. */
void scrut_allied_keep(scrut_allied *a, const int64_t votes[]);

/* ---- alliance_part.c ---- */

/* AT_LEAST and AT_MOST of members that are lists of entrant e, but not all of them. */
void scrut_allied_part(scrut_allied *a, uint32_t e);

#endif
