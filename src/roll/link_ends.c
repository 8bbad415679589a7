/* SPDX-License-Identifier: Apache-2.0
 * Pairs by their rows: each has an end in each of its two. */
#include "link_third.h"

#include <stdlib.h>

void scrut_link_free_ends(pair_ends *e)
{
    scrut_link_index_free(&e->rows);
    free(e->starts);
    free(e->ends);
    free(e->alike);
    free(e->joined);
    e->starts = NULL;
    e->ends = NULL;
    e->alike = e->joined = NULL;
    e->count = 0;
}

static bool is_likely(const scrut_link_pair *p)
{
    return p->weight >= LIKELY_MIN;
}

/* starts[k + 1]: the ends of the rows up to the k-th. */
static void count_ends(const scrut_link_pair pairs[], size_t count, pair_ends *e)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_likely(&pairs[i]))
            continue;
        e->starts[scrut_link_index_of(&e->rows, pairs[i].a) + 1]++;
        e->starts[scrut_link_index_of(&e->rows, pairs[i].b) + 1]++;
    }
    for (size_t k = 0; k < e->rows.count; k++)
        e->starts[k + 1] += e->starts[k];
    e->count = e->starts[e->rows.count];
}

/* Pairs come in order of their rows, the lower one first: so do the ends of each row, those with lower rows first.
 * starts[k] moves to where the ends of the next row start. */
static void place_ends(const scrut_link_pair pairs[], size_t count, pair_ends *e)
{
    for (size_t i = 0; i < count; i++) {
        const scrut_link_pair *p = &pairs[i];
        if (!is_likely(p))
            continue;
        e->ends[e->starts[scrut_link_index_of(&e->rows, p->a)]++] = (pair_end){p->a, p->b, p->weight};
        e->ends[e->starts[scrut_link_index_of(&e->rows, p->b)]++] = (pair_end){p->b, p->a, p->weight};
    }
    memmove(e->starts + 1, e->starts, e->rows.count * sizeof *e->starts);
    e->starts[0] = 0;
}

bool scrut_link_list_ends(const scrut_link_pair pairs[], size_t count, pair_ends *ret)
{
    scrut_link_free_ends(ret);
    if (!scrut_link_index(ret->r->row_count, pairs, count, LIKELY_MIN, &ret->rows))
        return false;
    ret->starts = calloc(ret->rows.count + (size_t)1, sizeof *ret->starts);
    scrut_ask_large_pages(ret->starts, ret->rows.count * sizeof *ret->starts);
    if (ret->starts == NULL)
        return false;
    count_ends(pairs, count, ret);
    ret->ends = malloc((ret->count + 1) * sizeof *ret->ends);
    scrut_ask_large_pages(ret->ends, ret->count * sizeof *ret->ends);
    if (ret->ends != NULL)
        place_ends(pairs, count, ret);
    return ret->ends != NULL;
}
