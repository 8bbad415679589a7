/* SPDX-License-Identifier: Apache-2.0
 * The incomplete gamma function and what is made of it: Poisson, chi-square. */
#include "stats_internal.h"

#include <assert.h>
#include <float.h>
#include <math.h>

#define STEPS_MAX 10000000
#define TINY 1e-300

/* sum of x^n G(a + 1) / G(a + 1 + n): 6.5.29 of Abramowitz and Stegun; for x < a + 1. */
static double series(double a, double x)
{
    double term = 1, sum = 1;
    for (int n = 1; n < STEPS_MAX && term > sum * (DBL_EPSILON / 4); n++) {
        term *= x / (a + n);
        sum += term;
    }
    return sum;
}

/* G(a, x) e^x x^-a: 6.5.31, even part, by Lentz's method; for x >= a + 1. */
static double fraction(double a, double x)
{
    double b = x + 1 - a, c = 1 / TINY, d = 1 / b, h = d;
    for (int n = 1; n < STEPS_MAX; n++) {
        double part = -n * (n - a);
        b += 2;
        d = part * d + b;
        d = 1 / (fabs(d) < TINY ? TINY : d);
        c = b + part / c;
        c = fabs(c) < TINY ? TINY : c;
        h *= d * c;
        if (fabs(d * c - 1) <= DBL_EPSILON)
            break;
    }
    return h;
}

scrut_tails scrut_stats_gamma(double a, double x)
{
    assert(a > 0 && a <= SCRUT_STATS_PARAMETER_MAX && !isnan(x));
    if (x <= 0)
        return (scrut_tails){0, 1};
    if (x == INFINITY)
        return (scrut_tails){1, 0};
    double density = scrut_stats_poisson_density(a, x); /* x^a e^-x / G(a + 1) */
    if (x < a + 1) {
        double lower = density * series(a, x);
        return (scrut_tails){lower, 1 - lower};
    }
    double upper = density * a * fraction(a, x);
    return (scrut_tails){1 - upper, upper};
}

scrut_tails scrut_stats_chi_square(double df, double x)
{
    return scrut_stats_gamma(df / 2, x / 2);
}

scrut_count_tails scrut_stats_poisson(double mean, int64_t k)
{
    assert(mean >= 0);
    if (k < 0)
        return (scrut_count_tails){0, 1, 0};
    double events = (double)k;
    return (scrut_count_tails){scrut_stats_gamma(events + 1, mean).upper,
                               k == 0 ? 1 : scrut_stats_gamma(events, mean).lower,
                               scrut_stats_poisson_density(events, mean)};
}
