/* SPDX-License-Identifier: Apache-2.0
 * The knapsack of margins against all ways: offers with costs of any shape, convex, with jumps, out of order, partly
 * not to be had. */
#include "draw.h"
#include "extent.h"
#include "harness.h"

#include "../../src/margin/margin_internal.h"

#include <stdio.h>
#include <stdlib.h>

enum { OFFERS_MAX = 5, STEPS_MAX = 5, SHAPES = 5 };

typedef struct {
    size_t count;
    int64_t needed, steps[OFFERS_MAX], costs[OFFERS_MAX][STEPS_MAX];
} offered;

static int64_t next_cost(draw *d, int64_t shape, int64_t before, int64_t step)
{
    switch (shape) {
    case 0: return before + 10 + below(d, 2);                            /* a line, but for whole numbers */
    case 1: return before + below(d, 10) + 5 * step;                     /* dearer and dearer */
    case 2: return step == 1 ? 40 + below(d, 40) : before + below(d, 3); /* hardly anything after the first */
    case 3: return below(d, 50);                                         /* out of order */
    default: return below(d, 3) == 0 ? SCRUT_NEVER : before + below(d, 20);
    }
}

static void draw_offers(draw *d, offered *x)
{
    *x = (offered){.count = 1 + (size_t)below(d, OFFERS_MAX), .needed = 1 + below(d, 14)};
    int64_t shape = below(d, SHAPES);
    for (size_t n = 0; n < x->count; n++) {
        int64_t own = below(d, 3) == 0 ? below(d, SHAPES) : shape, before = below(d, 12);
        x->steps[n] = below(d, STEPS_MAX + 1);
        for (int64_t k = 1; k <= x->steps[n]; k++) {
            x->costs[n][k - 1] = next_cost(d, own, before, k);
            before = x->costs[n][k - 1] < SCRUT_NEVER ? x->costs[n][k - 1] : before;
        }
    }
}

/* The cheapest of all ways and, of those, the one that takes least of the last offer, then of the one before it. */
typedef struct {
    const offered *x;
    int64_t taken[OFFERS_MAX], best[OFFERS_MAX], cost;
} trial;

static void try_all(trial *t, size_t n, int64_t left, int64_t cost)
{
    if (n == 0) {
        if (left <= 0 && cost < t->cost) {
            t->cost = cost;
            memcpy(t->best, t->taken, sizeof t->best);
        }
        return;
    }
    for (int64_t r = 0; r <= t->x->steps[n - 1]; r++) {
        int64_t own = r == 0 ? 0 : t->x->costs[n - 1][r - 1];
        t->taken[n - 1] = r;
        if (own < SCRUT_NEVER && (left > 0 || r == 0))
            try_all(t, n - 1, left - r, cost + own);
    }
}

static void make_offers(const offered *x, scrut_offers *o)
{
    scrut_offers_start(o, x->needed);
    for (size_t n = 0; n < x->count; n++) {
        int64_t *costs = scrut_offers_add(o, n, x->steps[n]);
        ck_assert_ptr_nonnull(costs);
        if (x->steps[n] > 0)
            memcpy(costs, x->costs[n], (size_t)x->steps[n] * sizeof *costs);
        scrut_offers_end(o, x->steps[n]);
    }
}

/* What the way that was found takes of each offer; its cost. */
static int64_t read_way(const scrut_offers *o, int64_t taken[])
{
    int64_t cost = 0;
    memset(taken, 0, OFFERS_MAX * sizeof *taken);
    for (size_t k = 0; k < o->count; k++) {
        const scrut_offer *offer = &o->items[k];
        taken[offer->list] = offer->at;
        cost += offer->at > 0 ? o->costs[offer->first + (size_t)offer->at - 1] : 0;
    }
    return cost;
}

static void check_offers(uint64_t seed, scrut_offers *o)
{
    draw d = {.state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1};
    offered x;
    int64_t taken[OFFERS_MAX], cost, steps = 0;
    for (int warm = 0; warm < 4; warm++)
        (void)next(&d);
    draw_offers(&d, &x);
    trial t = {.x = &x, .cost = SCRUT_NEVER};
    try_all(&t, x.count, x.needed, 0);
    for (int first = 0; first < 2; first++) {
        make_offers(&x, o);
        ck_assert(scrut_offers_sum(o, first == 1, &cost));
        ck_assert_msg(cost == t.cost, "seed %llu: %lld, tried %lld", (unsigned long long)seed, (long long)cost,
                      (long long)t.cost);
        if (cost >= SCRUT_NEVER)
            continue;
        ck_assert_int_eq(read_way(o, taken), cost);
        steps = 0;
        for (size_t n = 0; n < OFFERS_MAX; n++)
            steps += taken[n];
        ck_assert_int_ge(steps, x.needed);
        ck_assert_msg(first == 0 || memcmp(taken, t.best, sizeof taken) == 0, "seed %llu: another way",
                      (unsigned long long)seed);
    }
}

START_TEST(the_cheapest_way_is_that_of_all_ways_and_of_equals_the_one_that_offers_first)
{
    int64_t cases = test_extent(2000, 20000, 500000);
    const uint64_t seed = 20130728;
    scrut_offers o = {.count = 0};
    printf("# seed %llu, %lld cases\n", (unsigned long long)seed, (long long)cases);
    for (int64_t n = 0; n < cases; n++)
        check_offers(seed + (uint64_t)n, &o);
    scrut_offers_free(&o);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("the knapsack of margins");
    TCase *tests = tcase_create("all ways");
    tcase_add_test(tests, the_cheapest_way_is_that_of_all_ways_and_of_equals_the_one_that_offers_first);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
