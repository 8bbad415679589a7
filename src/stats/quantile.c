/* SPDX-License-Identifier: Apache-2.0
 * Quantiles by Newton's method on the logarithm of the smaller tail, and the intervals made of them. */
#include "stats_internal.h"

#include <assert.h>
#include <float.h>
#include <math.h>

#define STEPS_MAX 400
/* The scale of the gamma and beta quantiles is a logarithm: beyond this, exp gives 0 or inf. */
#define SCALE_END 745.0

double scrut_stats_solve(scrut_stats_curve curve, const void *context, double p, double low, double start, double high)
{
    bool by_lower = p <= 0.5;
    double wanted = log(by_lower ? p : 1 - p), t = start;
    for (int i = 0; i < STEPS_MAX && high - low > 4 * DBL_EPSILON * (1 + fabs(t)); i++) {
        double slope;
        scrut_tails tails = curve(context, t, &slope);
        double part = by_lower ? tails.lower : tails.upper;
        /* `off` rises with t on either side */
        double off = by_lower ? log(part) - wanted : wanted - log(part);
        if (off == 0)
            return t;
        if (off < 0)
            low = t;
        else
            high = t;
        double next = t - off * part / slope;
        if (fabs(next - t) <= DBL_EPSILON * fabs(t))
            return t;
        t = next > low && next < high ? next : low + (high - low) / 2;
    }
    return t;
}

double scrut_stats_normal_quantile(double p)
{
    assert(p >= 0 && p <= 1);
    if (p == 0 || p == 1)
        return p == 0 ? -INFINITY : INFINITY;
    /* 26.2.23 of Abramowitz and Stegun (error 4.5e-4), then Halley's method. */
    double tail = p < 0.5 ? p : 1 - p, t = sqrt(-2 * log(tail));
    double z = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
    for (int i = 0; i < 4; i++) {
        double u = (scrut_stats_normal(z).lower - tail) * exp(0.5 * (z * z + SCRUT_STATS_LN_2PI));
        z -= u / (1 + z * u / 2);
    }
    return p < 0.5 ? z : -z;
}

scrut_tails scrut_stats_normal(double z)
{
    assert(!isnan(z));
    const double root = 0.70710678118654752440; /* sqrt(1/2) */
    return (scrut_tails){erfc(-z * root) / 2, erfc(z * root) / 2};
}

typedef struct {
    double a, b;
} shape;

/* Along t = ln(x / (1 - x)); dx = x (1 - x) dt. */
static scrut_tails beta_curve(const void *context, double t, double *ret_slope)
{
    const shape *s = context;
    double x = 1 / (1 + exp(-t)), y = 1 / (1 + exp(t));
    *ret_slope = s->a / (s->a + s->b) * s->b * scrut_stats_binomial_density(s->a, s->b, x, y);
    return scrut_stats_beta_xy(s->a, s->b, x, y);
}

double scrut_stats_beta_quantile_logit(double a, double b, double p)
{
    shape s = {a, b};
    return scrut_stats_solve(beta_curve, &s, p, -SCALE_END, log(a / b), SCALE_END);
}

double scrut_stats_beta_quantile(double a, double b, double p)
{
    assert(p >= 0 && p <= 1);
    if (p == 0 || p == 1)
        return p;
    return 1 / (1 + exp(-scrut_stats_beta_quantile_logit(a, b, p)));
}

double scrut_stats_t_quantile(double df, double p)
{
    assert(p >= 0 && p <= 1);
    if (p == 0 || p == 1)
        return p == 0 ? -INFINITY : INFINITY;
    if (p == 0.5)
        return 0;
    /* x = df / (df + t^2), so t^2 = df (1 - x) / x */
    double both = 2 * (p < 0.5 ? p : 1 - p);
    double t = sqrt(df * exp(-scrut_stats_beta_quantile_logit(df / 2, 0.5, both)));
    return p < 0.5 ? -t : t;
}

/* Along t = ln x; dx = x dt. */
static scrut_tails gamma_curve(const void *context, double t, double *ret_slope)
{
    double a = *(const double *)context, x = exp(t);
    *ret_slope = a * scrut_stats_poisson_density(a, x);
    return scrut_stats_gamma(a, x);
}

double scrut_stats_gamma_quantile(double a, double p)
{
    assert(p >= 0 && p <= 1);
    if (p == 0 || p == 1)
        return p == 0 ? 0 : INFINITY;
    return exp(scrut_stats_solve(gamma_curve, &a, p, -SCALE_END, log(a), SCALE_END - 40));
}

double scrut_stats_chi_square_quantile(double df, double p)
{
    return 2 * scrut_stats_gamma_quantile(df / 2, p);
}

scrut_interval scrut_stats_clopper_pearson(double hits, double tries, double level)
{
    assert(hits >= 0 && hits <= tries && tries > 0 && level > 0 && level < 1);
    double side = (1 - level) / 2;
    return (scrut_interval){hits > 0 ? scrut_stats_beta_quantile(hits, tries - hits + 1, side) : 0,
                            hits < tries ? scrut_stats_beta_quantile(hits + 1, tries - hits, 1 - side) : 1};
}

scrut_interval scrut_stats_poisson_interval(int64_t events, double level)
{
    assert(events >= 0 && level > 0 && level < 1);
    double side = (1 - level) / 2, count = (double)events;
    return (scrut_interval){events > 0 ? scrut_stats_gamma_quantile(count, side) : 0,
                            scrut_stats_gamma_quantile(count + 1, 1 - side)};
}
