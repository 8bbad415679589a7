/* SPDX-License-Identifier: Apache-2.0
 * seats_table.h: examples of allocations in three lines of text: rule, votes, seats.
 *     rule     method, the seats, and options: min=1 max=3 ties=more-votes,lot all=1000 first=1.4
 *     votes    A=53000 B=24000!   (a name may be followed by : and its list order; ! is not eligible)
 *     seats    A=3 B=1 tie=B,C/1 unfilled=1 over=2, or "refused" */
#ifndef SCRUT_TEST_SEATS_TABLE_H
#define SCRUT_TEST_SEATS_TABLE_H

#include "scrutineer/seats.h"

typedef struct {
    const char *rule, *votes, *seats;
} seats_example;

/* One example after another; fails the test at the first that differs, naming it. */
void check_seats_examples(const seats_example *examples, size_t count);
/* Allocates one example's rule and votes; the result lives in `arena`. */
void allocate_example(const seats_example *example, scrut_arena *arena, scrut_apportionment *ret_result);

#endif
