/* SPDX-License-Identifier: Apache-2.0
 * Binomial and Poisson densities without cancellation (Loader 2000). */
#include "stats_internal.h"

#include <math.h>

/* ln G(x + 1) - ln(sqrt(2 pi x) (x / e)^x), x > 0: Stirling's series from 16 on, where seven terms leave less than
 * 1e-17; below by the recurrence d(x) = d(x + 1) + (x + 1/2) ln(1 + 1/x) - 1. */
static double stirling_error(double x)
{
    static const double TERMS[] = {1.0 / 12,   -1.0 / 360,        1.0 / 1260, -1.0 / 1680,
                                   1.0 / 1188, -691.0 / 360360.0, 1.0 / 156};
    double below = 0;
    while (x < 16) {
        below += (x + 0.5) * log1p(1 / x) - 1;
        x += 1;
    }
    double square = 1 / (x * x), sum = 0;
    for (size_t i = sizeof TERMS / sizeof TERMS[0]; i-- > 0;)
        sum = sum * square + TERMS[i];
    return below + sum / x;
}

/* x ln(x / m) + m - x, x and m > 0. */
static double deviance(double x, double m)
{
    double difference = x - m;
    if (fabs(difference) >= 0.1 * (x + m))
        return x * log(x / m) - difference;
    double v = difference / (x + m), sum = difference * v, term = 2 * x * v, square = v * v;
    for (int k = 3;; k += 2) {
        term *= square;
        double next = sum + term / k;
        if (next == sum)
            return sum;
        sum = next;
    }
}

/* share^count, where rest = 1 - share. */
static double power(double count, double share, double rest)
{
    return rest < 0.1 ? exp(count * log1p(-rest)) : exp(count * log(share));
}

double scrut_stats_binomial_density(double x, double rest, double p, double q)
{
    double n = x + rest;
    if (p == 0 || q == 0)
        return (p == 0 ? x : rest) == 0 ? 1 : 0;
    if (x == 0)
        return power(n, q, p);
    if (rest == 0)
        return power(n, p, q);
    double logarithm =
        stirling_error(n) - stirling_error(x) - stirling_error(rest) - deviance(x, n * p) - deviance(rest, n * q);
    return exp(logarithm - 0.5 * (SCRUT_STATS_LN_2PI + log(x) + log(rest / n)));
}

double scrut_stats_poisson_density(double x, double mean)
{
    if (mean == 0)
        return x == 0 ? 1 : 0;
    if (x == 0)
        return exp(-mean);
    return exp(-stirling_error(x) - deviance(x, mean) - 0.5 * (SCRUT_STATS_LN_2PI + log(x)));
}
