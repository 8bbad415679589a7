/* SPDX-License-Identifier: Apache-2.0
 * Pairs in the order of their rows: dealt by their first rows, and each part sorted where it fits the cache. */
#include "link_internal.h"

#include <stdlib.h>

#define PARTS ((size_t)1024)
#define DIGIT_BITS 8
#define DIGITS ((size_t)1 << DIGIT_BITS)
#define INSERTED_MAX 24 /* pairs of one row that need no better sort */

typedef struct {
    scrut_link_pair *dealt, *pairs;
    uint32_t row_count;
    size_t starts[PARTS + 1];
} ordering;

static size_t part_of(uint32_t row, uint32_t row_count)
{
    return (size_t)((uint64_t)row * PARTS / row_count);
}

/* One stable pass of a radix sort by the first rows, of which `first` is the lowest. */
static void sort_digit(const scrut_link_pair from[], scrut_link_pair to[], size_t count, uint32_t first, unsigned shift)
{
    uint32_t starts[DIGITS] = {0}, sum = 0;
    for (size_t i = 0; i < count; i++)
        starts[(from[i].a - first) >> shift & (DIGITS - 1)]++;
    for (size_t d = 0; d < DIGITS; d++) {
        uint32_t here = starts[d];
        starts[d] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++)
        to[starts[(from[i].a - first) >> shift & (DIGITS - 1)]++] = from[i];
}

static int by_second(const void *a, const void *b)
{
    const scrut_link_pair *x = a, *y = b;
    return (x->b > y->b) - (x->b < y->b);
}

static void insert_by_second(scrut_link_pair pairs[], size_t count)
{
    for (size_t i = 1; i < count; i++) {
        scrut_link_pair x = pairs[i];
        size_t at = i;
        for (; at > 0 && pairs[at - 1].b > x.b; at--)
            pairs[at] = pairs[at - 1];
        pairs[at] = x;
    }
}

/* Of pairs in order of their first rows. Most rows have one or two pairs, and a row of thousands that are alike as
 * many. */
static void sort_by_second(scrut_link_pair pairs[], size_t count)
{
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && pairs[end].a == pairs[i].a;)
            end++;
        if (end - i <= INSERTED_MAX)
            insert_by_second(pairs + i, end - i);
        else
            qsort(pairs + i, end - i, sizeof *pairs, by_second);
    }
}

static void sort_part(void *context, size_t part)
{
    const ordering *o = context;
    size_t start = o->starts[part], count = o->starts[part + 1] - start;
    scrut_link_pair *from = o->dealt + start, *to = o->pairs + start;
    uint32_t first = (uint32_t)(((uint64_t)part * o->row_count + PARTS - 1) / PARTS), rows = o->row_count / PARTS;
    for (unsigned shift = 0; shift == 0 || rows >> shift > 0; shift += DIGIT_BITS) {
        sort_digit(from, to, count, first, shift);
        scrut_link_pair *sorted = to;
        to = from;
        from = sorted;
    }
    sort_by_second(from, count);
    if (from != o->pairs + start && count > 0)
        memcpy(to, from, count * sizeof *to);
}

bool scrut_link_order_pairs(scrut_link_pair pairs[], size_t count, uint32_t row_count, scrut_pool *pool)
{
    ordering o = {.dealt = malloc((count + 1) * sizeof *o.dealt), .pairs = pairs, .row_count = row_count};
    size_t next[PARTS];
    if (o.dealt == NULL)
        return false;
    scrut_ask_large_pages(o.dealt, count * sizeof *o.dealt);
    for (size_t i = 0; i < count; i++)
        o.starts[part_of(pairs[i].a, row_count) + 1]++;
    for (size_t p = 0; p < PARTS; p++) {
        next[p] = o.starts[p];
        o.starts[p + 1] += o.starts[p];
    }
    for (size_t i = 0; i < count; i++)
        o.dealt[next[part_of(pairs[i].a, row_count)]++] = pairs[i];
    scrut_pool_run(pool, PARTS, sort_part, &o);
    free(o.dealt);
    return true;
}
