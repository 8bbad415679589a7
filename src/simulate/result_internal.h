/* SPDX-License-Identifier: Apache-2.0
 * result_internal.h: what the returns of the first source add up to, and the seats that follow. */
#ifndef SCRUT_RESULT_INTERNAL_H
#define SCRUT_RESULT_INTERNAL_H

#include "scrutineer/seats.h"
#include "world_internal.h"

/* Row 0 is the nation, then the constituencies. */
typedef struct {
    int64_t *sums;      /* a row * columns */
    uint32_t *stations; /* a row: whose returns are in its sums; 0: nothing is known of it */
    int64_t *seats;     /* a row * parties; -1: a lot decides, or votes that are not known */
} world_result;

/* Adds up what the first source holds; only the stations that had arrived early when `early`. */
SCRUT_MUST_CHECK scrut_status world_add_up(const world *w, bool early, scrut_arena *arena, world_result *ret_result,
                                           scrut_error *err);
/* Allocates the seats from the sums. */
SCRUT_MUST_CHECK scrut_status world_allocate(const world *w, scrut_arena *arena, world_result *result,
                                             scrut_error *err);

#endif
