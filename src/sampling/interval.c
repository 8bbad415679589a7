/* SPDX-License-Identifier: Apache-2.0
 * interval.c: intervals of a share that stay inside 0 .. 1 and hold for small ones; of a product. */
#include "sampling_internal.h"

#include <math.h>

#define EFFECTIVE_MIN 1e-3
#define EFFECTIVE_MAX 1e8

static double quantile(double df, double p)
{
    return df < INFINITY ? scrut_stats_t_quantile(df, p) : scrut_stats_normal_quantile(p);
}

scrut_interval scrut_share_logit(double share, double variance, double df, double level)
{
    if (!(variance > 0) || share <= 0 || share >= 1 || !(df > 0))
        return (scrut_interval){share, share};
    double middle = log(share / (1 - share));
    double half = quantile(df, 0.5 + level / 2) * sqrt(variance) / (share * (1 - share));
    return (scrut_interval){1 / (1 + exp(half - middle)), 1 / (1 + exp(-half - middle))};
}

scrut_interval scrut_share_beta(const scrut_estimate *estimate, double deff_otherwise, double level)
{
    double share = estimate->value, rows = (double)estimate->rows, effective = rows / deff_otherwise;
    if (!(estimate->df > 0))
        return (scrut_interval){0, 1};
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    if (estimate->variance > 0 && share > 0 && share < 1)
        effective = share * (1 - share) / estimate->variance;
    if (estimate->df < INFINITY && rows > 1 && rows < INFINITY) {
        double of_rows = quantile(rows - 1, 0.5 + level / 2), of_units = quantile(estimate->df, 0.5 + level / 2);
        effective *= (of_rows / of_units) * (of_rows / of_units);
    }
    /* weights of many orders of magnitude; beyond these ends the interval is the share, or nearly all of 0 .. 1 */
    effective = effective > EFFECTIVE_MAX ? EFFECTIVE_MAX : effective > EFFECTIVE_MIN ? effective : EFFECTIVE_MIN;
    return scrut_stats_clopper_pearson(share * effective, effective, level);
}

/* (ln(end / value))^2, for an end on either side */
static double squared_log(double end, double value)
{
    double off = log(end / value);
    return off * off;
}

scrut_interval scrut_product_interval(double a, scrut_interval of_a, double b, scrut_interval of_b)
{
    if (!(a > 0) || !(b > 0))
        return (scrut_interval){0, of_a.high * of_b.high};
    double low = 0;
    if (of_a.low > 0 && of_b.low > 0)
        low = a * b * exp(-sqrt(squared_log(of_a.low, a) + squared_log(of_b.low, b)));
    return (scrut_interval){low, a * b * exp(sqrt(squared_log(of_a.high, a) + squared_log(of_b.high, b)))};
}
