/* SPDX-License-Identifier: Apache-2.0
 * reconcile.h: the returns of several sources, station by station: what each holds, where they differ and what accounts
 * for it, what is missing against the votes that would change the outcome, the seats under each source, and the fewest
 * stations that decide between them.
 *
 * Everything is by station of the union of the sources, by whole numbers, and the same for any order of rows. Nothing
 * says which source is right. */
#ifndef SCRUTINEER_RECONCILE_H
#define SCRUTINEER_RECONCILE_H

#include "scrutineer/verdict.h"

/* A station that two sources tell differently: in a figure, or by whether its return counts. */
typedef struct {
    uint32_t station;      /* of the union */
    uint32_t row_a, row_b; /* of the sources */
    bool counted_a, counted_b;
    scrut_reason reason;
    uint32_t elsewhere; /* ELSEWHERE: row of the other station; of b's source if `elsewhere_in_b`, else of a's */
    bool elsewhere_in_b;
    int64_t gross; /* sum of |b - a| over lists; a return that does not count is one without votes */
} scrut_differing_station;

/* One pattern in the difference of two sources. The parts of a pair add up to the difference of their sums. */
typedef struct {
    scrut_reason reason;
    uint32_t party; /* LOST: whose votes; else SCRUT_NONE */
    int64_t stations;
    uint32_t
        *places; /* units: LOST: where; ONLY: constituencies and areas of which the other holds no station at all */
    size_t place_count;
    int64_t *net;   /* a party: b - a */
    int64_t gross;  /* sum over cells */
    int64_t beyond; /* gross of the parts after this one: what it and those before it leave unexplained */
} scrut_reconcile_part;

typedef struct {
    size_t a, b; /* sources */
    int64_t in_both, only_a, only_b;
    int64_t equal, differing;          /* of in_both: in every figure that both give */
    int64_t counted_otherwise;         /* of in_both: the return counts in one of the two only */
    int64_t *net, *gross;              /* unit * party: over the stations of `stations` */
    int64_t *unit_differing;           /* a unit: stations of `stations` */
    scrut_differing_station *stations; /* most votes first, then by key */
    size_t station_count;
    scrut_reconcile_part *parts; /* the one that accounts for most first */
    size_t part_count;
} scrut_reconcile_pair;

/* What is missing from a source where seats (or the lead) are decided. */
typedef struct {
    uint32_t constituency;  /* SCRUT_NONE: the nation, where the case has no rules: who has most votes */
    uint32_t first, second; /* lists with most votes; SCRUT_NONE: there are none */
    int64_t lead;
    int64_t stations, missing; /* of the union and the official list; those without a counted return */
    /* Voters; of the missing stations at most: registered voters, or else the ballots that some form of theirs gives.
     */
    int64_t registered, missing_voters;
    int64_t missing_unknown; /* missing stations of which neither is known */
    const char *closed;      /* why there is no margin; NULL: there is */
    scrut_ballots needed;    /* fewest ballots added that change the outcome here */
    bool decided;            /* every missing voter voting one way would not change it */
} scrut_coverage_unit;

typedef struct {
    int64_t stations, held, counted; /* of the union and the official list */
    bool registered_known;
    int64_t registered, registered_held; /* voters of all and of the counted stations */
    scrut_coverage_unit *units;
    size_t unit_count, decided;
} scrut_coverage;

/* The fewest stations of one constituency (or nation) whose figures in the second source, put in place of those in the
 * first, give another outcome. */
typedef struct {
    uint32_t constituency; /* SCRUT_NONE: the nation */
    bool differs;          /* with all of them it is another one */
    uint32_t gains;        /* list that the stations were chosen for; SCRUT_NONE: no choice of stations does it */
    uint32_t loses;
    uint32_t *stations; /* into the pair's stations, the one that weighs most first */
    size_t station_count;
} scrut_deciding_stations;

typedef struct {
    size_t pair;
    bool compared;                  /* both sources have seats (or a lead) to compare */
    size_t differ;                  /* constituencies whose outcome differs */
    scrut_deciding_stations *units; /* where some choice of stations gives another outcome, fewest stations first */
    size_t unit_count;
} scrut_pair_outcome;

/* Sums of a source against an announcement, explained. */
typedef struct {
    size_t source;
    const scrut_comparison *comparison;
    scrut_explanations explanations;
} scrut_announced_difference;

typedef struct {
    const scrut_case *c;
    const scrut_verdict *figures; /* tallies, chambers and margins; sources are its first tallies */
    scrut_arena *arena;
    size_t *sources; /* index into the case's returns */
    size_t source_count;
    uint32_t station_count; /* of the union, without stations that only the official list has */
    uint32_t **rows;        /* a source of `sources`, a station: row, or SCRUT_NONE */
    scrut_reconcile_pair *pairs;
    size_t pair_count;
    scrut_coverage *coverage;     /* a source */
    scrut_pair_outcome *outcomes; /* a pair */
    scrut_announced_difference *announced;
    size_t announced_count;
} scrut_reconciliation;

/* Compares the named sources (count 0: all) of a case with one another, two by two, and with the announcements that
 * may rest on them. The case must outlive the result.
 * SCRUT_OK; SCRUT_E_INPUT: no such source, or fewer than one; SCRUT_E_RANGE; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_reconcile(const scrut_case *c, const char *const sources[],
                                                        size_t source_count, scrut_pool *pool,
                                                        scrut_reconciliation **ret_result, scrut_error *err);
SCRUT_API void scrut_reconciliation_free(scrut_reconciliation *result);

/* Key of a station of the union. Cut at `size`. */
SCRUT_API void scrut_reconcile_station(const scrut_reconciliation *result, uint32_t station, char *text, size_t size);
/* Its constituency, by the first source that holds it. */
SCRUT_API uint32_t scrut_reconcile_constituency(const scrut_reconciliation *result, uint32_t station);

/* --- stations that two sources may call differently ------------------------------------------------------- */

/* A guess that row_b of the pair's second source is the station of row_a of its first. */
typedef struct {
    uint32_t row_a, row_b;
    int score; /* 1 .. 100 */
    const char *why;
} scrut_match;

/* Pairs up stations that only one of the two sources holds: by keys that are one but for spaces, case and leading
 * zeros, by equal votes, by near keys in one constituency. Nothing is applied. In `arena`, by key of b.
 * SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_reconcile_propose(const scrut_reconciliation *result, size_t pair,
                                                                scrut_arena *arena, scrut_match **ret_matches,
                                                                size_t *ret_count, scrut_error *err);

#endif
