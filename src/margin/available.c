/* SPDX-License-Identifier: Apache-2.0
 * available.c: changed ballots must come from somewhere. Nearly always the lists that do not reach have enough. Where
 * they do not (few tainted ballots, or a coalition that must gather its own votes in one list), the reaching lists give
 * what they can spare: per number of claims the ways are kept that no other beats in both ballots received and ballots
 * that must come from outside. One criterion is not enough: D'Hondt {2,5,7}, tainted {0,1,1}, 3 seats. */
#include "margin_internal.h"

/* A way for the lists so far: `cost` ballots received, `net` of them not given by the same lists. */
typedef struct {
    int64_t cost, net;
    size_t before; /* way of the lists before, in the pool */
    int64_t claims;
} way;

typedef struct {
    size_t *items; /* indices into the pool */
    size_t count, capacity;
} front;

typedef struct {
    scrut_search *s;
    const scrut_setting *setting;
    const scrut_cut *cut;
    int64_t reach, limit;
    way *pool;
    size_t pool_count, pool_capacity;
    front *now, *next; /* a number of claims, 0 .. reach */
    bool failed;
} gathering;

#define POOL_MAX ((size_t)1 << 22)

static bool beaten(const gathering *g, const front *f, const way *w)
{
    for (size_t n = 0; n < f->count; n++) {
        const way *other = &g->pool[f->items[n]];
        if (other->cost <= w->cost && other->net <= w->net)
            return true;
    }
    return false;
}

static void drop_beaten(const gathering *g, front *f, const way *w)
{
    size_t kept = 0;
    for (size_t n = 0; n < f->count; n++) {
        const way *other = &g->pool[f->items[n]];
        if (other->cost < w->cost || other->net < w->net)
            f->items[kept++] = f->items[n];
    }
    f->count = kept;
}

static void keep_way(gathering *g, front *f, const way *w)
{
    if (g->failed || w->cost > g->limit || beaten(g, f, w))
        return;
    drop_beaten(g, f, w);
    g->s->crowded = g->s->crowded || g->pool_count >= POOL_MAX;
    g->failed = g->s->crowded || !scrut_grow(&g->pool, &g->pool_capacity, g->pool_count + 1, sizeof *g->pool) ||
                !scrut_grow(&f->items, &f->capacity, f->count + 1, sizeof *f->items);
    if (g->failed)
        return;
    g->pool[g->pool_count] = *w;
    f->items[f->count++] = g->pool_count++;
}

/* List i with `claims` claims: ballots it must receive, or can give. */
static int64_t received(const gathering *g, size_t i, int64_t claims, int64_t *ret_given)
{
    int64_t votes = g->s->contest->votes[i], least = scrut_cost_least(g->setting, i, claims, g->cut);
    *ret_given = scrut_smaller(g->s->taint[i], scrut_larger(0, votes - least));
    return scrut_larger(0, least - votes);
}

static void add_list(gathering *g, size_t i)
{
    for (int64_t e = 0; e <= g->reach; e++)
        g->next[e].count = 0;
    for (int64_t claims = 0; claims <= g->reach; claims++) {
        int64_t given, cost = received(g, i, claims, &given);
        if (cost > g->limit)
            break;
        for (int64_t e = 0; e <= g->reach; e++)
            for (size_t n = 0; n < g->now[e].count; n++) {
                size_t before = g->now[e].items[n];
                way w = {.cost = g->pool[before].cost + cost,
                         .net = g->pool[before].net + cost - given,
                         .before = before,
                         .claims = claims};
                keep_way(g, &g->next[scrut_smaller(g->reach, e + claims)], &w);
            }
    }
    front *swap = g->now;
    g->now = g->next;
    g->next = swap;
}

/* The cheapest way that takes no more than `outside` from other lists. */
static int64_t choose(const gathering *g, const scrut_problem *p, int64_t outside, int64_t *picks)
{
    const front *f = &g->now[g->reach];
    const way *best = NULL;
    for (size_t n = 0; n < f->count; n++) {
        const way *w = &g->pool[f->items[n]];
        if (w->net <= outside && (best == NULL || w->cost < best->cost))
            best = w;
    }
    if (best == NULL)
        return SCRUT_NEVER;
    int64_t cost = best->cost;
    for (size_t i = g->s->count; i-- > 0 && picks != NULL;)
        if (p->sides[i] == SCRUT_SIDE_REACH) {
            picks[i] = best->claims;
            best = &g->pool[best->before];
        }
    return cost;
}

static int64_t gather(scrut_search *s, const scrut_setting *setting, const scrut_problem *p, const scrut_cut *cut,
                      int64_t limit, int64_t outside, int64_t *picks)
{
    size_t width = (size_t)p->reach + 1;
    gathering g = {.s = s, .setting = setting, .cut = cut, .reach = p->reach, .limit = limit};
    g.now = calloc(width, sizeof *g.now);
    g.next = calloc(width, sizeof *g.next);
    g.failed = g.now == NULL || g.next == NULL;
    if (!g.failed)
        keep_way(&g, &g.now[0], &(way){.cost = 0});
    for (size_t i = 0; i < s->count && !g.failed; i++)
        if (p->sides[i] == SCRUT_SIDE_REACH)
            add_list(&g, i);
    int64_t cost = g.failed ? SCRUT_NEVER : choose(&g, p, outside, picks);
    for (size_t e = 0; e < width; e++) {
        free(g.now != NULL ? g.now[e].items : NULL);
        free(g.next != NULL ? g.next[e].items : NULL);
    }
    free(g.now);
    free(g.next);
    free(g.pool);
    s->failed = s->failed || (g.failed && !s->crowded);
    return cost;
}

int64_t scrut_cost_outside(const scrut_search *s, const scrut_problem *p)
{
    int64_t outside = s->sum_high - s->total;
    for (size_t i = 0; i < s->count; i++)
        outside += p->sides[i] == SCRUT_SIDE_REACH ? 0 : s->taint[i];
    return outside;
}

int64_t scrut_cost_reach_available(scrut_search *s, const scrut_setting *setting, const scrut_problem *p,
                                   const scrut_cut *cut, int64_t limit, int64_t *picks)
{
    int64_t outside = scrut_cost_outside(s, p), cost = scrut_cost_reach(s, setting, p, cut, limit, picks);
    if (cost <= outside || cost >= SCRUT_NEVER)
        return cost;
    return gather(s, setting, p, cut, limit, outside, picks);
}
