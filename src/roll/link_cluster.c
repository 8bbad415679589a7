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

/* A pair with the hashes of what its rows hold, so that ties do not depend on the order of the rows. */
typedef struct {
    int32_t weight;
    uint32_t a, b;
    uint64_t low, high;
} edge;

static int by_weight(const void *a, const void *b)
{
    const edge *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    if (x->low != y->low)
        return x->low < y->low ? -1 : 1;
    if (x->high != y->high)
        return x->high < y->high ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* The pairs that are more likely one person than not, best first. NULL without memory. */
static edge *sort_edges(const records *r, const scrut_link_pair pairs[], size_t count, size_t *ret_count)
{
    size_t likely = 0;
    for (size_t i = 0; i < count; i++)
        likely += pairs[i].weight > 0;
    edge *edges = malloc((likely + 1) * sizeof *edges);
    *ret_count = 0;
    for (size_t i = 0; edges != NULL && i < count; i++) {
        if (pairs[i].weight <= 0)
            continue;
        uint64_t a = scrut_link_content(r, pairs[i].a), b = scrut_link_content(r, pairs[i].b);
        edges[(*ret_count)++] = (edge){pairs[i].weight, pairs[i].a, pairs[i].b, a < b ? a : b, a < b ? b : a};
    }
    if (edges != NULL && likely > 0)
        qsort(edges, likely, sizeof *edges, by_weight);
    return edges;
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
    uint64_t of_a = scrut_link_content(g->r, a), of_b = scrut_link_content(g->r, b);
    bool a_first = of_a < of_b || (of_a == of_b && a < b);
    uint32_t keep = a_first ? a : b, gone = a_first ? b : a;
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
    edge *edges = sort_edges(r, pairs, count, &count);
    bool ready = g.next != NULL && g.last != NULL && edges != NULL;
    for (uint32_t i = 0; ready && i < r->row_count; i++)
        g.group[i] = g.next[i] = g.last[i] = i;
    for (size_t i = 0; ready && i < count; i++) {
        uint32_t a = group[edges[i].a], b = group[edges[i].b];
        if (a != b && weigh_groups(&g, a, b) > 0)
            join(&g, a, b);
    }
    free(g.next);
    free(g.last);
    free(edges);
    return ready;
}
