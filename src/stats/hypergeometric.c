/* SPDX-License-Identifier: Apache-2.0
 * Draws without replacement: the density by three binomial ones (Loader 2000), tails by the ratio of neighbours. */
#include "stats_internal.h"

#include <assert.h>
#include <float.h>

typedef struct {
    double population, marked, drawn;
} urn;

static double density(const urn *u, double k)
{
    double p = u->drawn / u->population, q = (u->population - u->drawn) / u->population;
    double unmarked = u->population - u->marked, rest = u->population - u->drawn;
    return scrut_stats_binomial_density(k, u->marked - k, p, q) *
           scrut_stats_binomial_density(u->drawn - k, unmarked - (u->drawn - k), p, q) /
           scrut_stats_binomial_density(u->drawn, rest, p, q);
}

/* P(X = k - 1) / P(X = k) */
static double step_down(const urn *u, double k)
{
    return k * (u->population - u->marked - u->drawn + k) / ((u->marked - k + 1) * (u->drawn - k + 1));
}

/* P(X = k + 1) / P(X = k) */
static double step_up(const urn *u, double k)
{
    return (u->marked - k) * (u->drawn - k) / ((k + 1) * (u->population - u->marked - u->drawn + k + 1));
}

/* The sum from k away from the middle, in units of the density at k. */
static double tail(const urn *u, double k, int direction)
{
    scrut_sum sum = {0};
    double term = 1;
    while (term > 0) {
        scrut_sum_add(&sum, term);
        if (term < sum.sum * (DBL_EPSILON / 16))
            break;
        term *= direction < 0 ? step_down(u, k) : step_up(u, k);
        k += direction;
    }
    return scrut_sum_value(&sum);
}

scrut_count_tails scrut_stats_hypergeometric(int64_t population, int64_t marked, int64_t drawn, int64_t k)
{
    assert(marked >= 0 && drawn >= 0 && marked <= population && drawn <= population);
    assert(population <= INT64_C(1) << 53);
    int64_t least = marked + drawn > population ? marked + drawn - population : 0;
    int64_t most = marked < drawn ? marked : drawn;
    if (k < least)
        return (scrut_count_tails){0, 1, 0};
    if (k > most)
        return (scrut_count_tails){1, 0, 0};
    if (least == most)
        return (scrut_count_tails){1, 1, 1};
    urn u = {(double)population, (double)marked, (double)drawn};
    double at = (double)k, exactly = density(&u, at);
    if (at <= u.drawn * (u.marked / u.population)) {
        double at_most = k == most ? 1 : exactly * tail(&u, at, -1);
        return (scrut_count_tails){at_most, k == least ? 1 : 1 - (at_most - exactly), exactly};
    }
    double at_least = exactly * tail(&u, at, 1);
    return (scrut_count_tails){k == most ? 1 : 1 - (at_least - exactly), at_least, exactly};
}
