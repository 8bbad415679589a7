/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/rng.h"

#include <assert.h>
#include <float.h>

/* x87 would keep more digits than the numbers of other machines have. */
#if FLT_EVAL_METHOD != 0
#error "double arithmetic must round to double"
#endif

enum { ROUNDS = 10 };

/* Constants of the paper, table 2: multipliers, and the Weyl sequences of the key. */
static const uint32_t MULTIPLIER[2] = {0xD2511F53U, 0xCD9E8D57U};
static const uint32_t WEYL[2] = {0x9E3779B9U, 0xBB67AE85U};

void scrut_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t ret_block[4])
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3], k0 = key[0], k1 = key[1];
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t a = (uint64_t)MULTIPLIER[0] * c0, b = (uint64_t)MULTIPLIER[1] * c2;
        c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
        c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)b;
        c3 = (uint32_t)a;
        k0 += WEYL[0];
        k1 += WEYL[1];
    }
    ret_block[0] = c0;
    ret_block[1] = c1;
    ret_block[2] = c2;
    ret_block[3] = c3;
}

/* LANES blocks that follow one another, round by round together: the multiplications of one block wait for one another,
 * those of several do not. */
enum { LANES = 4 };

static void philox_lanes(const uint32_t counter[4], const uint32_t key[2], uint32_t blocks[])
{
    uint32_t c0[LANES], c1[LANES], c2[LANES], c3[LANES], k0 = key[0], k1 = key[1];
    for (uint32_t i = 0; i < LANES; i++) {
        c0[i] = counter[0] + i;
        c1[i] = counter[1];
        c2[i] = counter[2];
        c3[i] = counter[3];
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (uint32_t i = 0; i < LANES; i++) {
            uint64_t a = (uint64_t)MULTIPLIER[0] * c0[i], b = (uint64_t)MULTIPLIER[1] * c2[i];
            c0[i] = (uint32_t)(b >> 32) ^ c1[i] ^ k0;
            c2[i] = (uint32_t)(a >> 32) ^ c3[i] ^ k1;
            c1[i] = (uint32_t)b;
            c3[i] = (uint32_t)a;
        }
        k0 += WEYL[0];
        k1 += WEYL[1];
    }
    for (uint32_t i = 0; i < LANES; i++) {
        blocks[4 * i] = c0[i];
        blocks[4 * i + 1] = c1[i];
        blocks[4 * i + 2] = c2[i];
        blocks[4 * i + 3] = c3[i];
    }
}

scrut_rng scrut_rng_open(uint64_t seed, uint32_t purpose, uint64_t unit)
{
    return (scrut_rng){.key = {(uint32_t)seed, (uint32_t)(seed >> 32)},
                       .counter = {0, purpose, (uint32_t)unit, (uint32_t)(unit >> 32)}};
}

uint32_t scrut_rng_u32(scrut_rng *rng)
{
    if (rng->left == 0) {
        scrut_philox(rng->counter, rng->key, rng->block);
        rng->counter[0]++;
        assert(rng->counter[0] != 0); /* the stream is used up */
        rng->left = 4;
    }
    return rng->block[4 - rng->left--];
}

uint64_t scrut_rng_u64(scrut_rng *rng)
{
    uint64_t low = scrut_rng_u32(rng);
    return low | (uint64_t)scrut_rng_u32(rng) << 32;
}

void scrut_rng_fill(scrut_rng *rng, uint32_t numbers[], size_t count)
{
    size_t i = 0;
    while (i < count && rng->left > 0)
        numbers[i++] = scrut_rng_u32(rng);
    for (; i + (size_t)4 * LANES <= count; i += (size_t)4 * LANES) {
        philox_lanes(rng->counter, rng->key, numbers + i);
        rng->counter[0] += LANES;
        assert(rng->counter[0] >= LANES);
    }
    while (i < count)
        numbers[i++] = scrut_rng_u32(rng);
}

uint32_t scrut_rng_below(scrut_rng *rng, uint32_t n)
{
    assert(n >= 1);
    uint64_t product = (uint64_t)scrut_rng_u32(rng) * n;
    /* 2^32 mod n of the low halves would be given once too often. */
    if ((uint32_t)product < n)
        for (uint32_t surplus = (0U - n) % n; (uint32_t)product < surplus;)
            product = (uint64_t)scrut_rng_u32(rng) * n;
    return (uint32_t)(product >> 32);
}

bool scrut_rng_chance(scrut_rng *rng, uint32_t numerator, uint32_t denominator)
{
    return scrut_rng_below(rng, denominator) < numerator;
}

uint32_t scrut_rng_geometric(scrut_rng *rng)
{
    uint32_t bits = scrut_rng_u32(rng);
    return bits == 0 ? 32 : (uint32_t)__builtin_ctz(bits);
}

double scrut_rng_normal(scrut_rng *rng)
{
    enum { TERMS = 12 }; /* each of variance 1/12 */
    int64_t sum = 0;
    for (int i = 0; i < TERMS; i++)
        sum += scrut_rng_u32(rng);
    /* The mean of a term is (2^32 - 1) / 2. */
    int64_t twice = 2 * sum - TERMS * (int64_t)UINT32_MAX;
    return (double)twice / 8589934592.0; /* 2^33 */
}
