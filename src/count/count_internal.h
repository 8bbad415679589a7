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
    uint32_t party;     /* SCRUT_NONE: no party's column */
    bool empty_is_none; /* an empty cell is no vote, and checked as such */
    bool candidate;     /* a candidate's column: one of a list that does not stand is empty */
} scrut_term;

typedef struct {
    const char *code;
    const char *left, *right; /* what the sides are called */
    scrut_relation must;
    scrut_term *terms;
    size_t count;
    const char *part; /* what tells its finding from others of the code about the same form; NULL: there is one only */
    int64_t limit;    /* added to the right side */
} scrut_form_check;

typedef struct {
    const scrut_case *c;
    const scrut_returns *r;
    scrut_form_check *checks;
    size_t count;
} scrut_check_plan;

/* Fills `checks` with those that the columns of plan->r allow. False without memory. */
SCRUT_MUST_CHECK bool scrut_check_plan_make(scrut_check_plan *plan, scrut_arena *arena);

/* The number on one side of a check, empty cells taken as 0. */
int64_t scrut_check_side(const scrut_form_check *check, const scrut_table_segment *segment, uint32_t r, bool right);
/* Whether left - right is what must not be. */
bool scrut_check_violates(scrut_relation must, int64_t difference);

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
/* Patterns over the forms of a source (P01 .. P11, R01 .. R03) and forms without a vote. False without memory. */
SCRUT_MUST_CHECK bool scrut_check_unusual(const scrut_case *c, const scrut_returns *r, const scrut_tally *tally,
                                          scrut_pool *pool, scrut_arena *arena, scrut_findings *findings);
/* Stations that did not keep the hours, forms that are late (I09, I13). False without memory. */
SCRUT_MUST_CHECK bool scrut_check_hours(const scrut_case *c, const scrut_returns *r, scrut_arena *arena,
                                        scrut_findings *findings);
/* Fewer votes than voters say that they gave (P07). False without memory. */
SCRUT_MUST_CHECK bool scrut_check_voter_reports(const scrut_case *c, const scrut_returns *r, scrut_arena *arena,
                                                scrut_findings *findings);
/* Stations with the same votes (P08). False without memory. */
SCRUT_MUST_CHECK bool scrut_check_identical(const scrut_case *c, const scrut_returns *r, scrut_pool *pool,
                                            scrut_arena *arena, scrut_findings *findings);
/* "WHAT in 59 of 27,409 stations (0.22 %)". False without memory. */
SCRUT_MUST_CHECK bool scrut_check_share(scrut_arena *arena, int64_t part, int64_t whole, const char *what,
                                        const char **ret_message);
void scrut_check_stake(scrut_finding *f, int64_t votes);
/* A finding about a whole row, with one cell (`column` may be NULL); NULL without memory. */
scrut_finding *scrut_check_row_finding(const scrut_returns *r, uint32_t row, const char *code, const char *suffix,
                                       const char *column, scrut_arena *arena, scrut_findings *findings);
bool scrut_check_row_field(const scrut_returns *r, uint32_t row, scrut_field field, int64_t *ret_value);
/* At stake are the votes of a row that should not count. */
void scrut_check_stake_valid(const scrut_returns *r, uint32_t row, scrut_finding *f);

#endif
