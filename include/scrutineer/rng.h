/* SPDX-License-Identifier: Apache-2.0
 * rng.h: random numbers from (seed, purpose, unit): Philox4x32-10 (Salmon, Moraes, Dror and Shaw, SC 2011).
 *
 * A stream is named, never shared: the draws of one unit of work do not depend on who else drew before, on threads or
 * on order. Every sampler is whole numbers or the four operations of IEEE 754, which round alike on every machine; no
 * function of libm takes part. Not for secrets. */
#ifndef SCRUTINEER_RNG_H
#define SCRUTINEER_RNG_H

#include "scrutineer/err.h"

/* A stream of 2^34 numbers of 32 bits. May be copied; a copy goes on with the same numbers. */
typedef struct {
    uint32_t key[2];     /* the seed */
    uint32_t counter[4]; /* block, purpose, unit */
    uint32_t block[4];
    uint32_t left; /* numbers of `block` not yet given */
} scrut_rng;

/* One block: the ten rounds of the paper. */
SCRUT_API void scrut_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t ret_block[4]);

/* The stream of `unit` for `purpose` (a number the caller names; equal ones give equal numbers). */
SCRUT_API scrut_rng scrut_rng_open(uint64_t seed, uint32_t purpose, uint64_t unit);
SCRUT_API uint32_t scrut_rng_u32(scrut_rng *rng);
SCRUT_API uint64_t scrut_rng_u64(scrut_rng *rng);
/* The next `count` numbers of 32 bits. */
SCRUT_API void scrut_rng_fill(scrut_rng *rng, uint32_t numbers[], size_t count);
/* Uniform on 0 .. n - 1, without bias (Lemire, TOMACS 2019); n >= 1. */
SCRUT_API uint32_t scrut_rng_below(scrut_rng *rng, uint32_t n);
/* True with probability numerator / denominator; denominator >= 1. */
SCRUT_API bool scrut_rng_chance(scrut_rng *rng, uint32_t numerator, uint32_t denominator);
/* k with probability 2^-(k+1), at most 32. */
SCRUT_API uint32_t scrut_rng_geometric(scrut_rng *rng);
/* Mean 0 and variance 1, the sum of twelve uniform numbers (Irwin and Hall): close to normal up to 3 deviations, never
 * beyond 6. Exact: the sum is a whole number of 2^-32. */
SCRUT_API double scrut_rng_normal(scrut_rng *rng);

#endif
