/* SPDX-License-Identifier: Apache-2.0
 * stats_internal.h: densities that keep their digits, and the root finder of the quantiles. */
#ifndef SCRUT_STATS_INTERNAL_H
#define SCRUT_STATS_INTERNAL_H

#include "scrutineer/stats.h"

#define SCRUT_STATS_PARAMETER_MAX 1e9
#define SCRUT_STATS_LN_2PI 1.8378770664093454836

/* C. Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000): the saddle-point form, in which nothing
 * large cancels. The counts may be fractions. */
/* G(x + rest + 1) / (G(x + 1) G(rest + 1)) p^x q^rest; x, rest >= 0, p + q = 1. */
double scrut_stats_binomial_density(double x, double rest, double p, double q);
/* e^-mean mean^x / G(x + 1); x >= 0. */
double scrut_stats_poisson_density(double x, double mean);

/* I_x(a, b) with y = 1 - x given apart, so that an x near 1 keeps its digits. */
scrut_tails scrut_stats_beta_xy(double a, double b, double x, double y);
/* ln(x / (1 - x)) of the quantile. */
double scrut_stats_beta_quantile_logit(double a, double b, double p);

/* A distribution along a scale t on which every real number is possible: its tails and d(lower)/dt at t. */
typedef scrut_tails (*scrut_stats_curve)(const void *context, double t, double *ret_slope);
/* The t between `low` and `high` where the lower tail is p, 0 < p < 1, by Newton's method on the logarithm of the
 * smaller tail, kept inside a bracket. The ends are returned where the tails do not reach p. */
double scrut_stats_solve(scrut_stats_curve curve, const void *context, double p, double low, double start, double high);

#endif
