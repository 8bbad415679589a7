/* SPDX-License-Identifier: Apache-2.0
 * Clusters that do not chain strangers together: two groups become one only if the weights of all pairs between them,
 * also of those that no rule had found, add up to more than nothing. */
#include "link_index.h"

#include <stdlib.h>

#define MEMBERS_WEIGHED 64 /* of each group; a person has fewer records */

/* The rows of pairs that are more likely one person than not, by number in their order: few rows are in any. */
typedef struct {
    const records *r;
    const model *m;
    const scrut_link_pair *pairs; /* in order of their rows */
    size_t pair_count;
    row_index index;
    uint32_t count;
    uint32_t *rows;
    uint64_t *content; /* hash of what a row holds, so that ties do not depend on the order of the rows */
    uint32_t *group;   /* the first member of a row's group */
    uint32_t *next;    /* the next member; itself at the end */
    uint32_t *last;    /* of a group */
} groups;

/* A pair of members, with the hashes of what they hold. */
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

#define HEAPS 2048 /* of edges by weight, the heaviest first, each of which is sorted by itself */
#define HEAP_WEIGHT 64

static size_t heap_of(int32_t weight)
{
    size_t heap = (size_t)weight / HEAP_WEIGHT;
    return heap < HEAPS ? HEAPS - 1 - heap : 0;
}

static edge make_edge(const groups *g, const scrut_link_pair *p)
{
    uint32_t a = scrut_link_index_of(&g->index, p->a), b = scrut_link_index_of(&g->index, p->b);
    uint64_t of_a = g->content[a], of_b = g->content[b];
    return (edge){p->weight, a, b, of_a < of_b ? of_a : of_b, of_a < of_b ? of_b : of_a};
}

/* The pairs that are more likely one person than not, best first. NULL without memory. */
static edge *sort_edges(const groups *g, size_t *ret_count)
{
    size_t starts[HEAPS + 1] = {0}, at[HEAPS];
    for (size_t i = 0; i < g->pair_count; i++) {
        if (g->pairs[i].weight > 0)
            starts[heap_of(g->pairs[i].weight) + 1]++;
    }
    for (size_t h = 0; h < HEAPS; h++)
        starts[h + 1] += starts[h];
    memcpy(at, starts, sizeof at);
    *ret_count = starts[HEAPS];
    edge *edges = malloc((*ret_count + 1) * sizeof *edges);
    for (size_t i = 0; edges != NULL && i < g->pair_count; i++) {
        if (g->pairs[i].weight > 0)
            edges[at[heap_of(g->pairs[i].weight)]++] = make_edge(g, &g->pairs[i]);
    }
    for (size_t h = 0; edges != NULL && h < HEAPS; h++) {
        if (starts[h + 1] > starts[h] + 1)
            qsort(edges + starts[h], starts[h + 1] - starts[h], sizeof *edges, by_weight);
    }
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

static bool is_alone(const groups *g, uint32_t member)
{
    return g->last[member] == member;
}

/* `e` joins a row of group `a` with one of group `b`, each called by its first member. */
static bool is_one(const groups *g, const edge *e, uint32_t a, uint32_t b)
{
    return (is_alone(g, a) && is_alone(g, b) ? e->weight : weigh_groups(g, a, b)) > 0;
}

static void join(groups *g, uint32_t a, uint32_t b)
{
    uint64_t of_a = g->content[a], of_b = g->content[b];
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

/* Each row of a likely pair once, alone in its group. False without memory. */
static bool take_members(groups *g)
{
    if (!scrut_link_index(g->r->row_count, g->pairs, g->pair_count, 1, &g->index))
        return false;
    size_t room = (g->count = g->index.count) + (size_t)1;
    g->rows = malloc(room * sizeof *g->rows);
    g->content = malloc(room * sizeof *g->content);
    g->group = malloc(room * sizeof *g->group);
    g->next = malloc(room * sizeof *g->next);
    g->last = malloc(room * sizeof *g->last);
    if (g->rows == NULL || g->content == NULL || g->group == NULL || g->next == NULL || g->last == NULL)
        return false;
    scrut_link_index_rows(&g->index, g->r->row_count, g->rows);
    for (uint32_t i = 0; i < g->count; i++) {
        g->content[i] = scrut_link_content(g->r, g->rows[i]);
        g->group[i] = g->next[i] = g->last[i] = i;
    }
    return true;
}

static void free_members(groups *g)
{
    scrut_link_index_free(&g->index);
    free(g->rows);
    free(g->content);
    free(g->group);
    free(g->next);
    free(g->last);
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
    bool ready = take_members(&g);
    size_t edge_count = 0;
    edge *edges = ready ? sort_edges(&g, &edge_count) : NULL;
    ready = edges != NULL;
    for (size_t i = 0; ready && i < edge_count; i++) {
        uint32_t a = g.group[edges[i].a], b = g.group[edges[i].b];
        if (a != b && is_one(&g, &edges[i], a, b))
            join(&g, a, b);
    }
    ready = ready && name_clusters(&g, cluster);
    free_members(&g);
    free(edges);
    return ready;
}
