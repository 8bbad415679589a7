/* SPDX-License-Identifier: Apache-2.0
 * The rows of a shard in the order of their hashes. Most rules leave most rows alone in their block, so these are left
 * out before anything is sorted, in parts that fit the nearest cache. */
#include "link_units.h"

#define PART_SHIFT 56 /* the highest eight bits of the hash */
#define PARTS ((size_t)256)
#define DIGIT_BITS 10
#define DIGITS ((size_t)1 << DIGIT_BITS)
#define DIGIT_SHIFT (PART_SHIFT - DIGIT_BITS)
#define INSERTED_MAX 24 /* rows that need no radix sort */
#define ONE_DIGIT_MAX (2 * DIGITS)
#define FILTERED_MIN 64 /* fewer rows are sorted as they are */
#define MET_MASK (8 * SCRUT_LINK_MET_BYTES - 1)

/* One stable pass of a radix sort. starts[]: DIGITS of them. */
static void sort_digit(const uint64_t from[], uint64_t to[], size_t count, unsigned shift)
{
    uint32_t starts[DIGITS] = {0}, sum = 0;
    for (size_t i = 0; i < count; i++)
        starts[from[i] >> shift & (DIGITS - 1)]++;
    for (size_t d = 0; d < DIGITS; d++) {
        uint32_t here = starts[d];
        starts[d] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++)
        to[starts[from[i] >> shift & (DIGITS - 1)]++] = from[i];
}

static void insert(uint64_t order[], size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint64_t x = order[i];
        size_t at = i;
        for (; at > 0 && order[at - 1] > x; at--)
            order[at] = order[at - 1];
        order[at] = x;
    }
}

/* By hash and place: one or two digits settle nearly all, and what they leave is put right by insertion. Returns where
 * the rows are then. */
static uint64_t *sort_part(uint64_t order[], uint64_t spare[], size_t count)
{
    uint64_t *sorted = order;
    if (count > ONE_DIGIT_MAX) {
        sort_digit(order, spare, count, DIGIT_SHIFT - DIGIT_BITS);
        sort_digit(spare, order, count, DIGIT_SHIFT);
    } else if (count > INSERTED_MAX) {
        sort_digit(order, spare, count, DIGIT_SHIFT);
        sorted = spare;
    }
    insert(sorted, count);
    return sorted;
}

/* Leaves out rows whose hash no other row of the part has. Some stay that are alone, too: a few bits of the hash are
 * looked at. */
static size_t leave_out_lone(unit_hand *h, uint64_t order[], size_t count)
{
    size_t kept = 0;
    if (count < FILTERED_MIN)
        return count;
    memset(h->once, 0, SCRUT_LINK_MET_BYTES);
    memset(h->twice, 0, SCRUT_LINK_MET_BYTES);
    for (size_t i = 0; i < count; i++) {
        size_t bit = order[i] >> 32 & MET_MASK;
        h->twice[bit / 64] |= h->once[bit / 64] & UINT64_C(1) << bit % 64;
        h->once[bit / 64] |= UINT64_C(1) << bit % 64;
    }
    for (size_t i = 0; i < count; i++) {
        size_t bit = order[i] >> 32 & MET_MASK;
        uint64_t row = order[i];
        order[kept] = row;
        kept += h->twice[bit / 64] >> bit % 64 & 1;
    }
    return kept;
}

void scrut_link_order_shard(unit_hand *h, uint64_t order[], size_t count, order_visit visit)
{
    size_t ends[PARTS] = {0}, sum = 0;
    for (size_t i = 0; i < count; i++)
        ends[order[i] >> PART_SHIFT]++;
    for (size_t p = 0; p < PARTS; p++) {
        size_t here = ends[p];
        ends[p] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++)
        h->spare[ends[order[i] >> PART_SHIFT]++] = order[i];
    for (size_t p = 0, first = 0; p < PARTS; first = ends[p++]) {
        size_t left = leave_out_lone(h, h->spare + first, ends[p] - first);
        visit(h, sort_part(h->spare + first, order + first, left), left);
    }
}
