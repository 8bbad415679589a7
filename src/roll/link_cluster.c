/* SPDX-License-Identifier: Apache-2.0
 * Clusters that do not chain strangers together: two groups become one only if the weights of all pairs between them,
 * also of those that no rule had found, add up to more than nothing. */
#include "link_internal.h"

#include <stdlib.h>

#define MEMBERS_WEIGHED 64 /* of each group; a person has fewer records */

/* The rows of pairs, by number in their order: few rows are in any. */
typedef struct {
    uint32_t *rows;
    size_t count;
    uint32_t *group; /* the first member of a row's group */
    uint32_t *next;  /* the next member; itself at the end */
    uint32_t *last;  /* of a group */
    const records *r;
    const model *m;
    const scrut_link_pair *pairs; /* in order of their rows */
    size_t pair_count;
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

static int by_both_rows(const void *a, const void *b)
{
    const scrut_link_pair *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* The weight of two rows, as it was found or by themselves. */
static int32_t weigh_rows(const groups *g, uint32_t a, uint32_t b)
{
    scrut_link_pair key = {.a = a < b ? a : b, .b = a < b ? b : a};
    const scrut_link_pair *found = bsearch(&key, g->pairs, g->pair_count, sizeof key, by_both_rows);
    return found != NULL ? found->weight : scrut_link_weigh(g->r, g->m, a, b, scrut_link_compare(g->r, a, b));
}

/* Sum of the weights between two groups. */
static int64_t weigh_groups(const groups *g, uint32_t a, uint32_t b)
{
    int64_t sum = 0;
    uint32_t x = a;
    for (size_t i = 0; i < MEMBERS_WEIGHED; i++, x = g->next[x]) {
        uint32_t y = b;
        for (size_t j = 0; j < MEMBERS_WEIGHED; j++, y = g->next[y]) {
            sum += weigh_rows(g, g->rows[x], g->rows[y]);
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
    uint64_t of_a = scrut_link_content(g->r, g->rows[a]), of_b = scrut_link_content(g->r, g->rows[b]);
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

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Each row of the edges once, alone in its group. False without memory. */
static bool take_members(groups *g, const edge edges[], size_t count)
{
    size_t room = 2 * count + 1;
    g->rows = malloc(room * sizeof *g->rows);
    if (g->rows == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        g->rows[2 * i] = edges[i].a;
        g->rows[2 * i + 1] = edges[i].b;
    }
    qsort(g->rows, 2 * count, sizeof *g->rows, by_number);
    for (size_t i = 0; i < 2 * count; i++) {
        if (g->count == 0 || g->rows[g->count - 1] != g->rows[i])
            g->rows[g->count++] = g->rows[i];
    }
    g->group = malloc((g->count + 1) * sizeof *g->group);
    g->next = malloc((g->count + 1) * sizeof *g->next);
    g->last = malloc((g->count + 1) * sizeof *g->last);
    bool ready = g->group != NULL && g->next != NULL && g->last != NULL;
    for (uint32_t i = 0; ready && i < g->count; i++)
        g->group[i] = g->next[i] = g->last[i] = i;
    return ready;
}

static uint32_t member_of(const groups *g, uint32_t row)
{
    const uint32_t *found = bsearch(&row, g->rows, g->count, sizeof row, by_number);
    return (uint32_t)(found - g->rows);
}

/* Each cluster is called by its first row, whose member comes first. False without memory. */
static bool name_clusters(const groups *g, uint32_t cluster[])
{
    uint32_t *first = malloc((g->count + 1) * sizeof *first);
    for (uint32_t row = 0; row < g->r->row_count; row++)
        cluster[row] = row;
    for (size_t i = 0; first != NULL && i < g->count; i++)
        first[i] = UINT32_MAX;
    for (size_t i = 0; first != NULL && i < g->count; i++) {
        uint32_t *named = &first[g->group[i]];
        *named = *named == UINT32_MAX ? g->rows[i] : *named;
        cluster[g->rows[i]] = *named;
    }
    free(first);
    return first != NULL;
}

bool scrut_link_cluster(const records *r, const model *m, const scrut_link_pair pairs[], size_t count,
                        uint32_t cluster[])
{
    groups g = {.r = r, .m = m, .pairs = pairs, .pair_count = count};
    edge *edges = sort_edges(r, pairs, count, &count);
    bool ready = edges != NULL && take_members(&g, edges, count);
    for (size_t i = 0; ready && i < count; i++) {
        uint32_t a = g.group[member_of(&g, edges[i].a)], b = g.group[member_of(&g, edges[i].b)];
        if (a != b && weigh_groups(&g, a, b) > 0)
            join(&g, a, b);
    }
    ready = ready && name_clusters(&g, cluster);
    free(g.rows);
    free(g.group);
    free(g.next);
    free(g.last);
    free(edges);
    return ready;
}
