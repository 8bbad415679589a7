/* SPDX-License-Identifier: Apache-2.0
 * reconcile_internal.h: the steps of scrut_reconcile. Each returns SCRUT_OK, SCRUT_E_RANGE or SCRUT_E_MEMORY. */
#ifndef SCRUT_RECONCILE_INTERNAL_H
#define SCRUT_RECONCILE_INTERNAL_H

#include "scrutineer/reconcile.h"

/* Stations dealt to one unit of work. */
#define STATIONS_A_UNIT ((size_t)1 << 16)

/* Where seats, or without rules the lead of the nation, are decided by the votes of one source. */
typedef struct {
    uint32_t constituency; /* SCRUT_NONE: the nation */
    const char *closed;    /* why its ballots cannot be weighed; NULL: they can */
    scrut_margin_contest contest;
    const uint32_t *party; /* a list */
} race;

typedef struct {
    race *items;
    size_t count;
    const scrut_margin_house *house; /* NULL: without rules */
} race_list;

typedef struct {
    scrut_reconciliation *result;
    scrut_pool *pool;
    scrut_station_index **indices; /* a source; NULL where none was needed */
    race_list *races;              /* a source */
    scrut_error *err;
} reconciling;

static inline const scrut_returns *source_returns(const scrut_reconciliation *r, size_t source)
{
    return &r->c->returns[r->sources[source]];
}
static inline const scrut_tally *source_tally(const scrut_reconciliation *r, size_t source)
{
    return &r->figures->tallies[r->sources[source]];
}

/* The union of the sources' stations (union.c). */
scrut_status join_stations(reconciling *w);
/* Pairs: stations that differ, sums and patterns (pairs.c, parts.c). */
scrut_status compare_pairs(reconciling *w);
scrut_status find_parts(reconciling *w, scrut_reconcile_pair *pair);
/* Votes of the lists on a form; a list that only one of the pair's sources gives is SCRUT_CELL_UNKNOWN on both sides.
 */
void pair_votes(const scrut_reconciliation *r, const scrut_reconcile_pair *pair, uint32_t row_a, uint32_t row_b,
                int64_t a[], int64_t b[]);
/* What is missing (coverage.c); which stations decide (deciding.c). */
scrut_status open_races(reconciling *w);
scrut_status find_coverage(reconciling *w);
scrut_status find_deciding(reconciling *w);

#endif
