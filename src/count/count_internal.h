/* SPDX-License-Identifier: Apache-2.0
 * count_internal.h: what the files of count share: the checks of a source and the parts of their findings. */
#ifndef SCRUT_COUNT_INTERNAL_H
#define SCRUT_COUNT_INTERNAL_H

#include "scrutineer/count.h"

typedef enum { MUST_EQUAL, MUST_NOT_EXCEED, MUST_NOT_FALL_SHORT } scrut_relation;

typedef struct {
    uint32_t column;
    int8_t sign; /* +1: adds to the left side; on the right side as written */
    bool right;
    uint32_t party; /* SCRUT_NONE: no party's column */
} scrut_term;

typedef struct {
    const char *code;
    const char *left, *right; /* what the sides are called */
    scrut_relation must;
    scrut_term *terms;
    size_t count;
    uint32_t party; /* the list that is checked, or SCRUT_NONE */
    int64_t limit;  /* added to the right side */
} scrut_form_check;

typedef struct {
    const scrut_case *c;
    const scrut_returns *r;
    scrut_form_check *checks;
    size_t count;
} scrut_check_plan;

/* Fills `checks` with those that the columns of plan->r allow. False without memory. */
SCRUT_MUST_CHECK bool scrut_check_plan_make(scrut_check_plan *plan, scrut_arena *arena);

/* Findings about forms that do not count, repeated, missing or unknown stations, cells without a number. False without
 * memory. */
SCRUT_MUST_CHECK bool scrut_check_inventory(const scrut_case *c, const scrut_returns *r, scrut_pool *pool,
                                            scrut_arena *arena, scrut_findings *findings);

/* Fills what every finding about a row has; `suffix` ends its id. False without memory. */
SCRUT_MUST_CHECK bool scrut_check_describe_row(const scrut_returns *r, uint32_t row, scrut_arena *arena,
                                               scrut_finding *f, const char *suffix);
/* Consecutive rows of a segment. Columns are read faster one by one than row by row, while a block's stay in the cache.
 */
typedef struct {
    const scrut_table_segment *segment;
    uint32_t first, count;
} scrut_row_block;

#define SCRUT_BLOCK_ROWS ((uint32_t)1024)

/* Numbers of a column in the block, -1 where a cell is empty. */
void scrut_count_decode(const scrut_row_block *block, size_t column, int64_t ret_numbers[]);
/* Patterns over the forms of a source (P01 .. P09, R01, R02) and forms without a vote. False without memory. */
SCRUT_MUST_CHECK bool scrut_check_unusual(const scrut_case *c, const scrut_returns *r, scrut_pool *pool,
                                          scrut_arena *arena, scrut_findings *findings);
/* Stations with the same votes (P08). False without memory. */
SCRUT_MUST_CHECK bool scrut_check_identical(const scrut_case *c, const scrut_returns *r, scrut_pool *pool,
                                            scrut_arena *arena, scrut_findings *findings);
/* "WHAT in 59 of 27,409 stations (0.22 %)". False without memory. */
SCRUT_MUST_CHECK bool scrut_check_share(scrut_arena *arena, int64_t part, int64_t whole, const char *what,
                                        const char **ret_message);
void scrut_check_stake(scrut_finding *f, int64_t votes);

#endif
