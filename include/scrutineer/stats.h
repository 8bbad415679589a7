/* SPDX-License-Identifier: Apache-2.0
 * stats.h: distribution functions and what is made of them: intervals of a share, q-values, sums.
 *
 * Only where something is estimated: no legal outcome and no margin rests on a double. Pure functions without state.
 * Tails are computed on their own side, never as 1 minus the other, so that small ones keep their digits: relative
 * error about 1e-12 for parameters up to 1e6 (compared with 50-digit arithmetic in tests/unit/stats), some digits
 * fewer beyond; parameters up to 1e9 are accepted. log, exp, sqrt, log1p, expm1 and erfc of libm take part, which may
 * differ in the last bit between machines: print at most 6 significant digits.
 * Parameters outside their range (negative, not a number) are programmer errors: assert. */
#ifndef SCRUTINEER_STATS_H
#define SCRUTINEER_STATS_H

#include "scrutineer/err.h"

/* Of a continuous distribution at x: P(X <= x) and P(X > x). */
typedef struct {
    double lower, upper;
} scrut_tails;

/* Of a count at k: all three include k, so at_most + at_least = 1 + exactly. */
typedef struct {
    double at_most, at_least, exactly;
} scrut_count_tails;

SCRUT_API scrut_tails scrut_stats_normal(double z);
/* Student's t; df > 0, also a fraction. */
SCRUT_API scrut_tails scrut_stats_t(double df, double t);
/* Fisher's F; df1, df2 > 0. x < 0 counts as 0. */
SCRUT_API scrut_tails scrut_stats_f(double df1, double df2, double x);
/* chi-square; df > 0. x < 0 counts as 0. */
SCRUT_API scrut_tails scrut_stats_chi_square(double df, double x);
/* Regularised incomplete beta function I_x(a, b); a, b > 0. x is taken into 0 .. 1. */
SCRUT_API scrut_tails scrut_stats_beta(double a, double b, double x);
/* Regularised incomplete gamma function P(a, x) and Q(a, x), scale 1; a > 0. x < 0 counts as 0. */
SCRUT_API scrut_tails scrut_stats_gamma(double a, double x);

/* k of n tries with chance p each; n >= 0, 0 <= p <= 1; any k. */
SCRUT_API scrut_count_tails scrut_stats_binomial(int64_t n, double p, int64_t k);
/* Events where `mean` are expected; mean >= 0; any k. */
SCRUT_API scrut_count_tails scrut_stats_poisson(double mean, int64_t k);
/* k marked ones among `drawn` of `population` without replacement, `marked` of which are marked; any k.
 * 0 <= marked, drawn <= population <= 2^53. Takes time with the number of terms that matter: at most some ten
 * standard deviations. */
SCRUT_API scrut_count_tails scrut_stats_hypergeometric(int64_t population, int64_t marked, int64_t drawn, int64_t k);

/* The x with P(X <= x) = p, 0 < p < 1; -inf, inf or the end of the range at 0 and 1. */
SCRUT_API double scrut_stats_normal_quantile(double p);
SCRUT_API double scrut_stats_t_quantile(double df, double p);
SCRUT_API double scrut_stats_beta_quantile(double a, double b, double p);
SCRUT_API double scrut_stats_gamma_quantile(double a, double p);
SCRUT_API double scrut_stats_chi_square_quantile(double df, double p);

typedef struct {
    double low, high;
} scrut_interval;

/* Clopper and Pearson (Biometrika 1934): the shares that `hits` of `tries` do not reject at (1 - level) / 2 on each
 * side. Both may be fractions, as with an effective sample size; 0 <= hits <= tries, tries > 0, 0 < level < 1. */
SCRUT_API scrut_interval scrut_stats_clopper_pearson(double hits, double tries, double level);
/* The same for the mean of a Poisson count (Garwood, Biometrika 1936). */
SCRUT_API scrut_interval scrut_stats_poisson_interval(int64_t events, double level);

/* ret_q[i] = the smallest false discovery rate at which p[i] is among the discoveries (Benjamini and Hochberg, JRSS B
 * 1995, step up); p in 0 .. 1. p and ret_q may be the same array. SCRUT_E_MEMORY: nothing was written. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_stats_benjamini_hochberg(const double p[], size_t count, double ret_q[],
                                                                       scrut_error *err);

/* A compensated sum (Neumaier, ZAMM 1974): add in the order of the units, then ask. Zero-initialised. */
typedef struct {
    double sum, rest;
} scrut_sum;

static inline void scrut_sum_add(scrut_sum *s, double x)
{
    double t = s->sum + x;
    double big = s->sum, small = x;
    if ((big < 0 ? -big : big) < (small < 0 ? -small : small)) {
        big = x;
        small = s->sum;
    }
    s->rest += (big - t) + small;
    s->sum = t;
}

static inline double scrut_sum_value(const scrut_sum *s)
{
    return s->sum + s->rest;
}

#endif
