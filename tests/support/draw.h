/* SPDX-License-Identifier: Apache-2.0
 * draw.h: random numbers of property tests: xorshift64*, from a seed that is printed and is not 0. */
#ifndef SCRUT_TEST_DRAW_H
#define SCRUT_TEST_DRAW_H

#include <stdint.h>

typedef struct {
    uint64_t state;
} draw;

static inline uint64_t next(draw *d)
{
    d->state ^= d->state >> 12;
    d->state ^= d->state << 25;
    d->state ^= d->state >> 27;
    return d->state * UINT64_C(2685821657736338717);
}

/* 0 .. limit - 1 */
static inline int64_t below(draw *d, int64_t limit)
{
    return (int64_t)((next(d) >> 8) % (uint64_t)limit);
}

#endif
