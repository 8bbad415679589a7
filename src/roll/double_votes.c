/* SPDX-License-Identifier: Apache-2.0
 * double_votes.c: double marks net of errors of marking. */
#include "scrutineer/chance.h"

#include <math.h>

#define NORMAL_95 1.959963984540054

/* A rate and its variance between pages, as a ratio of sums (W. G. Cochran, Sampling Techniques, 1977, eq. 6.13); one
 * page says nothing of the differences between pages and is taken as so many independent names. */
static bool rate_of_pages(const scrut_marking_page pages[], size_t count, bool missed, double *ret_rate,
                          double *ret_var)
{
    double names = 0, errors = 0, squares = 0;
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        names += (double)(missed ? pages[i].voted : pages[i].not_voted);
        errors += (double)(missed ? pages[i].missed : pages[i].wrong);
        used += (missed ? pages[i].voted : pages[i].not_voted) > 0;
    }
    if (!(names > 0))
        return false;
    double rate = errors / names;
    for (size_t i = 0; i < count; i++) {
        double rest = missed ? (double)pages[i].missed - rate * (double)pages[i].voted
                             : (double)pages[i].wrong - rate * (double)pages[i].not_voted;
        squares += rest * rest;
    }
    *ret_rate = rate;
    *ret_var = used > 1 ? squares * (double)used / ((double)used - 1) / (names * names) : rate * (1 - rate) / names;
    return true;
}

bool scrut_marking_of_pages(const scrut_marking_page pages[], size_t count, scrut_marking *ret)
{
    scrut_marking m;
    if (!rate_of_pages(pages, count, false, &m.wrong, &m.wrong_variance) ||
        !rate_of_pages(pages, count, true, &m.missed, &m.missed_variance))
        return false;
    *ret = m;
    return true;
}

/* weights[t][o]: what a pair with o marks adds to the number of pairs that voted t times. A pair's marks are the
 * product of two linear forms in z; with u and w those of a voter and a non-voter, 1 and z are linear in u and w, and
 * collecting u^2, u w and w^2 inverts the equations. */
static void find_weights(double wrong, double missed, double weights[3][3])
{
    double a = 1 - missed, b = wrong, scale = 1 / (a - b);
    double z_u = (1 - b) * scale, z_w = -(1 - a) * scale, one_u = -b * scale, one_w = a * scale;
    weights[2][2] = z_u * z_u, weights[2][1] = z_u * one_u, weights[2][0] = one_u * one_u;
    weights[1][2] = 2 * z_u * z_w, weights[1][1] = z_u * one_w + z_w * one_u, weights[1][0] = 2 * one_u * one_w;
    weights[0][2] = z_w * z_w, weights[0][1] = z_w * one_w, weights[0][0] = one_w * one_w;
}

static double weighed(const double weights[3], const double seen[3])
{
    return weights[0] * seen[0] + weights[1] * seen[1] + weights[2] * seen[2];
}

/* Chances of 0, 1 and 2 marks for a pair that voted `times` times. */
static void find_chances(double wrong, double missed, int times, double chances[3])
{
    double a = times >= 1 ? 1 - missed : wrong, b = times == 2 ? 1 - missed : wrong;
    chances[0] = (1 - a) * (1 - b);
    chances[1] = a * (1 - b) + b * (1 - a);
    chances[2] = a * b;
}

/* What errors of marking add to the variance, the pairs' votes being what they are. */
static double marking_variance(const scrut_marking *m, const double weights[3], int target, const double voted[3])
{
    double variance = 0;
    for (int t = 0; t < 3; t++) {
        double chances[3], square = 0, mean = t == target ? 1 : 0;
        find_chances(m->wrong, m->missed, t, chances);
        for (int o = 0; o < 3; o++)
            square += chances[o] * weights[o] * weights[o];
        variance += (voted[t] > 0 ? voted[t] : 0) * (square - mean * mean);
    }
    return variance;
}

static double solve_for(const scrut_marked_pairs *seen, double wrong, double missed, int target)
{
    double weights[3][3];
    find_weights(wrong, missed, weights);
    return weighed(weights[target], seen->pairs);
}

/* By central differences, which of a ratio of polynomials of degree 2 are exact to the last digits. */
static double rates_variance(const scrut_marked_pairs *seen, const scrut_marking *m, int target)
{
    const double step = 1e-6;
    double by_wrong =
        (solve_for(seen, m->wrong + step, m->missed, target) - solve_for(seen, m->wrong - step, m->missed, target)) /
        (2 * step);
    double by_missed =
        (solve_for(seen, m->wrong, m->missed + step, target) - solve_for(seen, m->wrong, m->missed - step, target)) /
        (2 * step);
    return by_wrong * by_wrong * m->wrong_variance + by_missed * by_missed * m->missed_variance;
}

bool scrut_double_votes_solve(const scrut_marked_pairs *seen, const scrut_marking *m, scrut_double_votes *ret)
{
    if (!(m->wrong + m->missed < 1))
        return false;
    double weights[3][3], voted[3];
    find_weights(m->wrong, m->missed, weights);
    for (int t = 0; t < 3; t++)
        voted[t] = weighed(weights[t], seen->pairs);
    for (int t = 0; t < 3; t++) {
        double by_pairs = 0, by_marking = marking_variance(m, weights[t], t, voted),
               by_rates = rates_variance(seen, m, t);
        for (int o = 0; o < 3; o++)
            by_pairs += weights[t][o] * weights[t][o] * seen->variances[o];
        double half = NORMAL_95 * sqrt(by_marking + by_rates + by_pairs);
        ret->voted[t] = (scrut_roll_estimate){voted[t], voted[t] - half, voted[t] + half};
        if (t == 2) {
            ret->by_marking = by_marking;
            ret->by_rates = by_rates;
            ret->by_pairs = by_pairs;
        }
    }
    return true;
}

double scrut_double_votes_break_even(const scrut_marked_pairs *seen, double missed)
{
    double low = 0, high = 1 - missed;
    if (solve_for(seen, 0, missed, 2) <= 0)
        return 0;
    /* v2 = (z_u^2 o2 + z_u one_u o1 + one_u^2 o0) is a quadratic in the rate over (1 - m - w)^2: the first sign change
     * is looked for on a grid, then halved. */
    const int steps = 4096;
    double limit = high;
    for (int i = 1; i < steps; i++) {
        double at = limit * i / steps;
        if (solve_for(seen, at, missed, 2) <= 0) {
            low = limit * (i - 1) / steps;
            high = at;
            break;
        }
        if (i == steps - 1)
            return 1;
    }
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (solve_for(seen, middle, missed, 2) > 0)
            low = middle;
        else
            high = middle;
    }
    return high;
}
