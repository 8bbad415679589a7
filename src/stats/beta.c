/* SPDX-License-Identifier: Apache-2.0
 * The incomplete beta function and what is made of it: binomial, Student's t, F. */
#include "stats_internal.h"

#include <assert.h>
#include <float.h>
#include <math.h>

/* Far more than the ~ sqrt(a + b) steps that parameters up to 1e9 need. */
#define STEPS_MAX 1000000
#define TINY 1e-300

static double away_from_zero(double x)
{
    return fabs(x) < TINY ? TINY : x;
}

/* The continued fraction 26.5.8 of Abramowitz and Stegun, its even part (DiDonato and Morris, TOMS 1992), in which a y
 * - b x does not cancel as 1 - x (a + b) / (a + 1) would for a large a; by Lentz's method. I_x(a, b) = x^a y^b / B(a,
 * b) / it. Converges fast for x < (a + 1) / (a + b + 2). */
static double fraction(double a, double b, double x, double y)
{
    double c = a / (a + 1) * (a * y - b * x + 1), h = away_from_zero(c), d = 0;
    c = h;
    for (int step = 1; step < STEPS_MAX; step++) {
        double m = step, twice = a + 2 * m;
        double over = (a + m - 1) / (twice - 1) * ((a + b + m - 1) / (twice - 1)) * m * (b - m) * x * x;
        double under = m + m * (b - m) * x / (twice - 1) + (a + m) / (twice + 1) * (a * y - b * x + 1 + m * (1 + y));
        d = 1 / away_from_zero(under + over * d);
        c = away_from_zero(under + over / c);
        h *= d * c;
        if (fabs(d * c - 1) <= DBL_EPSILON)
            break;
    }
    return h;
}

scrut_tails scrut_stats_beta_xy(double a, double b, double x, double y)
{
    assert(a > 0 && b > 0 && a <= SCRUT_STATS_PARAMETER_MAX && b <= SCRUT_STATS_PARAMETER_MAX);
    if (x <= 0)
        return (scrut_tails){0, 1};
    if (y <= 0)
        return (scrut_tails){1, 0};
    /* x^a y^b / B(a, b) */
    double front = a / (a + b) * b * scrut_stats_binomial_density(a, b, x, y);
    if (x < (a + 1) / (a + b + 2)) {
        double lower = front / fraction(a, b, x, y);
        return (scrut_tails){lower, 1 - lower};
    }
    double upper = front / fraction(b, a, y, x);
    return (scrut_tails){1 - upper, upper};
}

scrut_tails scrut_stats_beta(double a, double b, double x)
{
    assert(!isnan(x));
    return scrut_stats_beta_xy(a, b, x, 1 - x);
}

scrut_tails scrut_stats_t(double df, double t)
{
    assert(!isnan(t));
    double square = t * t;
    if (!(square < INFINITY))
        return t > 0 ? (scrut_tails){1, 0} : (scrut_tails){0, 1};
    double beyond = scrut_stats_beta_xy(df / 2, 0.5, df / (df + square), square / (df + square)).lower / 2;
    return t > 0 ? (scrut_tails){1 - beyond, beyond} : (scrut_tails){beyond, 1 - beyond};
}

scrut_tails scrut_stats_f(double df1, double df2, double x)
{
    assert(!isnan(x));
    if (x <= 0)
        return (scrut_tails){0, 1};
    double part = df1 * x, whole = part + df2;
    return whole < INFINITY ? scrut_stats_beta_xy(df1 / 2, df2 / 2, part / whole, df2 / whole) : (scrut_tails){1, 0};
}

scrut_count_tails scrut_stats_binomial(int64_t n, double p, int64_t k)
{
    assert(n >= 0 && p >= 0 && p <= 1);
    if (k < 0)
        return (scrut_count_tails){0, 1, 0};
    if (k > n)
        return (scrut_count_tails){1, 0, 0};
    double tries = (double)n, hits = (double)k, q = 1 - p;
    double exactly = scrut_stats_binomial_density(hits, tries - hits, p, q);
    double at_most = k == n ? 1 : scrut_stats_beta_xy(hits + 1, tries - hits, p, q).upper;
    double at_least = k == 0 ? 1 : scrut_stats_beta_xy(hits, tries - hits + 1, p, q).lower;
    return (scrut_count_tails){at_most, at_least, exactly};
}
