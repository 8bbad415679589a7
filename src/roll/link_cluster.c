/* SPDX-License-Identifier: Apache-2.0
 * Clusters that do not chain strangers together: two groups become one only if the weights of all pairs between them,
 * also of those that no rule had found, add up to more than nothing. */
#include "link_internal.h"

#include <stdlib.h>

#define MEMBERS_WEIGHED 64 /* of each group; a person has fewer records */

typedef struct {
    uint32_t *group; /* the first member of a row's group */
    uint32_t *next;  /* the next member; itself at the end */
    uint32_t *last;  /* of a group */
    const records *r;
    const model *m;
} groups;

static int by_weight(const void *a, const void *b)
{
    const scrut_link_pair *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* Sum of the weights between two groups. */
static int64_t weigh_groups(const groups *g, uint32_t a, uint32_t b)
{
    int64_t sum = 0;
    uint32_t x = a;
    for (size_t i = 0; i < MEMBERS_WEIGHED; i++, x = g->next[x]) {
        uint32_t y = b;
        for (size_t j = 0; j < MEMBERS_WEIGHED; j++, y = g->next[y]) {
            sum += scrut_link_weigh(g->r, g->m, x, y, scrut_link_compare(g->r, x, y));
            if (g->next[y] == y)
                break;
        }
        if (g->next[x] == x)
            break;
    }
    return sum;
}

static void join(groups *g, uint32_t a, uint32_t b)
{
    uint32_t keep = a < b ? a : b, gone = a < b ? b : a;
    g->next[g->last[keep]] = gone;
    g->last[keep] = g->last[gone];
    for (uint32_t x = gone;; x = g->next[x]) {
        g->group[x] = keep;
        if (g->next[x] == x)
            break;
    }
}

bool scrut_link_cluster(const records *r, const model *m, const scrut_link_pair pairs[], size_t count, uint32_t group[])
{
    groups g = {.group = group, .r = r, .m = m};
    g.next = malloc((r->row_count + (size_t)1) * sizeof *g.next);
    g.last = malloc((r->row_count + (size_t)1) * sizeof *g.last);
    scrut_link_pair *sorted = malloc((count + 1) * sizeof *sorted);
    bool ready = g.next != NULL && g.last != NULL && sorted != NULL;
    for (uint32_t i = 0; ready && i < r->row_count; i++)
        g.group[i] = g.next[i] = g.last[i] = i;
    if (ready && count > 0) {
        memcpy(sorted, pairs, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, by_weight);
    }
    for (size_t i = 0; ready && i < count && sorted[i].weight > 0; i++) {
        uint32_t a = group[sorted[i].a], b = group[sorted[i].b];
        if (a != b && weigh_groups(&g, a, b) > 0)
            join(&g, a, b);
    }
    free(g.next);
    free(g.last);
    free(sorted);
    return ready;
}
