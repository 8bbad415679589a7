/* SPDX-License-Identifier: Apache-2.0
 * small_case.h: a case in memory for tests of allocations: a few parties, up to four constituencies, one tally. */
#ifndef SCRUT_TEST_SMALL_CASE_H
#define SCRUT_TEST_SMALL_CASE_H

#include "scrutineer/seats.h"

#define UNKNOWN INT64_C(-1) /* a cell that is empty */
#define NOT_STANDING INT64_C(-2)

enum { SMALL_PARTIES = 8, SMALL_UNITS = 5, SMALL_COLUMNS = SCRUT_FIELD_COUNT + SMALL_PARTIES };

typedef struct {
    scrut_case c;
    scrut_party parties[SMALL_PARTIES];
    scrut_constituency constituencies[SMALL_UNITS - 1];
    const char *alliances[SMALL_PARTIES];
    scrut_figure figures[SMALL_UNITS * SMALL_COLUMNS];
    scrut_tally tally;
    scrut_rules rules;
    scrut_arena *arena;
} small_case;

/* D'Hondt without thresholds; parties "A", "B", ... */
void small_case_open(small_case *s, size_t parties);
void small_case_close(small_case *s);
/* One more constituency with these votes; the nation's figures are added up. */
void small_case_add(small_case *s, int64_t seats, const int64_t *votes);
/* A field of the last constituency, and of the nation. */
void small_case_field(small_case *s, scrut_field field, int64_t value);
void small_case_ally(small_case *s, size_t party, uint32_t alliance, const char *name);
void small_case_threshold(small_case *s, int64_t percent, scrut_base base, scrut_scope scope);
/* Allocates, and fails the test when that fails. */
scrut_chamber small_case_allocate(small_case *s);

#endif
