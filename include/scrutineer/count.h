/* SPDX-License-Identifier: Apache-2.0
 * count.h: add up returns, check each form's arithmetic, compare figures. Pure functions of the case. */
#ifndef SCRUTINEER_COUNT_H
#define SCRUTINEER_COUNT_H

#include "scrutineer/election.h"
#include "scrutineer/finding.h"

/* Sums one source's returns: stations -> areas -> constituencies -> nation. In `arena`.
 * SCRUT_OK; SCRUT_E_RANGE: a sum outside int64; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_count_tabulate(const scrut_case *c, const scrut_returns *returns,
                                                             scrut_pool *pool, scrut_arena *arena,
                                                             scrut_tally *ret_tally, scrut_error *err);

/* Checks every form's arithmetic and limits, and the inventory of forms; adds a finding a station and
 * code, in row order. `tally` is the tabulation of the same returns (it knows which lists stand where).
 * Rows that do not count are not checked. SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_count_check(const scrut_case *c, const scrut_returns *returns,
                                                          const scrut_tally *tally, scrut_pool *pool,
                                                          scrut_arena *arena, scrut_findings *findings,
                                                          scrut_error *err);

typedef enum {
    SCRUT_COMPARE_EQUAL,
    SCRUT_COMPARE_DIFFERENT,
    SCRUT_COMPARE_MISSING_A, /* b gives a number, a none (or only a part) */
    SCRUT_COMPARE_MISSING_B,
} scrut_compare_state;

typedef struct {
    uint32_t unit;   /* of the tallies */
    uint32_t column; /* of the tallies, or column_count + party for seats */
    scrut_compare_state state;
    int64_t a, b; /* where given */
} scrut_compare_cell;

typedef struct {
    const scrut_tally *a, *b;
    int64_t equal, different, missing_a, missing_b; /* cells */
    scrut_compare_cell *cells;                      /* all that are not equal, in order of unit and column */
    size_t cell_count;
    bool *unit_compared; /* a unit: both gave at least one common cell */
} scrut_comparison;

/* Compares two tallies cell by cell at every level both have (b - a is the difference). */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_count_compare(const scrut_case *c, const scrut_tally *a,
                                                            const scrut_tally *b, scrut_arena *arena,
                                                            scrut_comparison *ret_comparison, scrut_error *err);

/* Two sets of returns, station by station. */
typedef struct {
    const scrut_returns *a, *b;
    int64_t in_both, only_a, only_b;
    int64_t differing; /* stations in both that differ in at least one vote or ballot cell */
    int64_t *net;      /* a party: sum of b - a over stations in both */
    int64_t *gross;    /* a party: sum of |b - a| */
    uint32_t *differing_rows_a, *differing_rows_b; /* rows, in order of a */
} scrut_station_comparison;

/* Joins two sources by station. SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_count_compare_stations(const scrut_case *c, const scrut_returns *a,
                                                                     const scrut_returns *b, scrut_pool *pool,
                                                                     scrut_arena *arena,
                                                                     scrut_station_comparison *ret_comparison,
                                                                     scrut_error *err);

#endif
