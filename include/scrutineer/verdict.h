/* SPDX-License-Identifier: Apache-2.0
 * verdict.h: everything the evidence of a case allows, in one object: tallies, allocations,
 * comparisons, findings, and whether anything contradicts what was announced. */
#ifndef SCRUTINEER_VERDICT_H
#define SCRUTINEER_VERDICT_H

#include "scrutineer/count.h"
#include "scrutineer/seats.h"

/* How the announced seats of a constituency stand to the allocated ones. */
typedef enum {
    SCRUT_MATCH_EQUAL,          /* equal (hidden votes taken as none) */
    SCRUT_MATCH_DIFFERENT,      /* no outcome that the votes allow gives the announced seats */
    SCRUT_MATCH_POSSIBLE,       /* among the outcomes of a tie, or of votes that are hidden in another list's */
    SCRUT_MATCH_NOT_COMPARABLE, /* seats not announced, or not allocated */
} scrut_seats_match;

/* Allocated seats of one tally set against announced ones, a cell a constituency and party. */
typedef struct {
    const scrut_chamber *chamber;       /* NULL: no allocation was possible */
    const scrut_tally *announcement;
    const scrut_tally *tally;           /* the votes the chamber was made from */
    scrut_seats_match *matches;         /* a constituency */
    int64_t constituencies_equal, constituencies_different, constituencies_possible, constituencies_not_comparable;
    bool nation_compared, nation_equal;
    struct scrut_seat_difference {
        uint32_t unit, party;
        int64_t allocated, announced;
    } *differences;
    size_t difference_count;
} scrut_seats_comparison;

typedef struct scrut_verdict {
    const scrut_case *c;
    scrut_arena *arena;
    scrut_tally *tallies;          /* tabulations of the returns (case order), then the announcements */
    size_t tally_count, tabulation_count;
    scrut_chamber **chambers;      /* a tally: its allocation, or NULL */
    const char **chamber_missing;  /* a tally: why there is none, NULL when there is */
    scrut_comparison *comparisons; /* tabulation x announcement, then announcement x announcement */
    size_t comparison_count;
    scrut_station_comparison *station_comparisons;
    size_t station_comparison_count;
    scrut_seats_comparison *seats_comparisons;
    size_t seats_comparison_count;
    scrut_findings findings;
    bool contradicted; /* something announced is contradicted by the evidence */
} scrut_verdict;

/* Runs all of it. The case must outlive the verdict. SCRUT_OK (whatever was found);
 * SCRUT_E_RANGE, SCRUT_E_MEMORY. Free with scrut_verdict_free. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_verify(const scrut_case *c, scrut_pool *pool,
                                                     scrut_verdict **ret_verdict, scrut_error *err);
SCRUT_API void scrut_verdict_free(scrut_verdict *verdict);

#endif
