/* SPDX-License-Identifier: Apache-2.0
 * Pairs in the order of their rows: dealt by their first rows, and each part sorted where it fits the cache. */
#include "link_internal.h"

#include <stdlib.h>

#define PARTS ((size_t)1024)

typedef struct {
    scrut_link_pair *dealt, *pairs;
    size_t starts[PARTS + 1];
} ordering;

static int by_rows(const void *a, const void *b)
{
    const scrut_link_pair *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static void sort_part(void *context, size_t part)
{
    const ordering *o = context;
    size_t first = o->starts[part], count = o->starts[part + 1] - first;
    if (count == 0)
        return;
    qsort(o->dealt + first, count, sizeof *o->dealt, by_rows);
    memcpy(o->pairs + first, o->dealt + first, count * sizeof *o->pairs);
}

static size_t part_of(uint32_t row, uint32_t row_count)
{
    return (size_t)((uint64_t)row * PARTS / row_count);
}

bool scrut_link_order_pairs(scrut_link_pair pairs[], size_t count, uint32_t row_count, scrut_pool *pool)
{
    ordering o = {.dealt = malloc((count + 1) * sizeof *o.dealt), .pairs = pairs};
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
