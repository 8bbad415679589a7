/* SPDX-License-Identifier: Apache-2.0
 * brute.h: small elections, and all that their ballots can give, for the tests of margins by trying everything. */
#ifndef TEST_BRUTE_H
#define TEST_BRUTE_H

#include "draw.h"
#include "scrutineer/margin.h"

enum { LISTS_MAX = 4, SEATS_MAX = 5, ADDED_MAX = 9 };

typedef struct {
    scrut_margin_contest contest;
    int64_t votes[LISTS_MAX], taint[LISTS_MAX];
    bool barred[LISTS_MAX];
    uint8_t mask[LISTS_MAX];
    uint32_t alliance[LISTS_MAX];
    char method[64];
    scrut_metric metric;
    bool capped;
    int64_t pool;
} election;

/* brute_election.c. False: the method that was drawn is none. */
bool draw_election(draw *d, election *e);
/* A percentage of the valid votes and a quota of the votes above it. */
bool draw_quota_election(draw *d, election *e);
/* In a buffer of its own. */
const char *describe(const election *e);

/* brute_table.c */

/* What votes give: no allocation, or seats for certain, rungs in the draw, seats drawn. */
typedef struct {
    int64_t cost;
    bool refused;
    int64_t certain[LISTS_MAX], rungs[LISTS_MAX], drawn;
    size_t first_outcome, outcome_count; /* with alliances: all ways that the draws can end */
} row;

/* Of every vector of votes that the metric can reach. `outcomes` are the ways that draws can end, with alliances. */
extern row brute_table[];
extern size_t brute_row_count;
extern int16_t brute_outcomes[][LISTS_MAX];

void fill_table(const election *e, scrut_arena *memory);
_Noreturn void die(const char *what);

#endif
