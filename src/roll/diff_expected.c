/* SPDX-License-Identifier: Apache-2.0
 * diff_expected.c: counts of areas against what the other areas let expect.
 *
 * The expected count of an area is what is expected for a known reason (deaths, birthdays) and a rate a row for the
 * rest. Areas differ by more than chance, so the count is negative binomial, Var = m + a m^2: a gamma mixture of
 * Poisson counts (Greenwood and Yule, JRSS 1920), close to the beta-binomial where few of many rows are concerned. The
 * spread a is where the median of (count - m)^2 / Var is that of a chi-square of one degree, so that a few areas that
 * stand out do not widen it. Areas with p < 0.001 are left out of the rate, which is then estimated again. */
#include "diff_internal.h"
#include "scrutineer/stats.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MEDIAN_OF_CHI_SQUARE 0.454936423119572
#define LEFT_OUT_BELOW 0.001
enum { ROUNDS = 20, HALVINGS = 60 };

double diff_chance_of_more(double mean, double spread, int64_t k)
{
    if (k <= 0)
        return 1;
    if (mean <= 0)
        return 0;
    if (spread * mean < 1e-9)
        return scrut_stats_poisson(mean, k).at_least;
    double size = 1 / spread;
    return scrut_stats_beta((double)k, size, mean / (size + mean)).lower;
}

/* The smallest k with P(X > k) <= tail. */
static int64_t upper_end(double mean, double spread, double tail)
{
    int64_t low = 0, high = 16;
    while (diff_chance_of_more(mean, spread, high + 1) > tail)
        high *= 2;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (diff_chance_of_more(mean, spread, middle + 1) <= tail)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

void diff_expect_one(scrut_roll_expected *e, double mean, double spread)
{
    e->expected = mean;
    e->p_more = diff_chance_of_more(mean, spread, e->seen);
    e->high = upper_end(mean, spread, 0.025);
    e->low = upper_end(mean, spread, 0.975);
}

static int compare_doubles(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static double median_of_squares(const diff_family *f, double spread, double room[])
{
    size_t n = 0;
    for (size_t i = 0; i < f->count; i++) {
        double mean = f->counts[i]->expected, off = (double)f->counts[i]->seen - mean;
        if (mean > 0)
            room[n++] = off * off / (mean + spread * mean * mean);
    }
    if (n == 0)
        return 0;
    qsort(room, n, sizeof *room, compare_doubles);
    return n % 2 == 1 ? room[n / 2] : (room[n / 2 - 1] + room[n / 2]) / 2;
}

/* The median falls as the spread grows. One area tells nothing about the spread. */
static double estimate_spread(const diff_family *f, double room[])
{
    double low = 0, high = 1;
    if (f->count < 3 || median_of_squares(f, 0, room) <= MEDIAN_OF_CHI_SQUARE)
        return 0;
    while (high < 1e6 && median_of_squares(f, high, room) > MEDIAN_OF_CHI_SQUARE)
        high *= 2;
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        if (median_of_squares(f, middle, room) > MEDIAN_OF_CHI_SQUARE)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

static double estimate_rate(const diff_family *f, const bool left_out[])
{
    scrut_sum over = {0, 0}, rows = {0, 0};
    for (size_t i = 0; i < f->count; i++) {
        if (left_out[i])
            continue;
        scrut_sum_add(&over, (double)f->counts[i]->seen - f->exposed[i]);
        scrut_sum_add(&rows, (double)f->rows[i]);
    }
    double rate = scrut_sum_value(&rows) > 0 ? scrut_sum_value(&over) / scrut_sum_value(&rows) : 0;
    return rate > 0 ? rate : 0;
}

static bool leave_out(const diff_family *f, bool left_out[])
{
    bool changed = false;
    for (size_t i = 0; i < f->count; i++) {
        bool out = f->count >= 10 && f->counts[i]->p_more < LEFT_OUT_BELOW;
        changed = changed || out != left_out[i];
        left_out[i] = out;
    }
    return changed;
}

static scrut_status discover(const diff_family *f, double room[], scrut_error *err)
{
    for (size_t i = 0; i < f->count; i++)
        room[i] = f->counts[i]->p_more < 1 ? f->counts[i]->p_more : 1;
    scrut_status status = scrut_stats_benjamini_hochberg(room, f->count, room, err);
    for (size_t i = 0; i < f->count && status == SCRUT_OK; i++)
        f->counts[i]->q_more = room[i];
    return status;
}

scrut_status diff_expect(const diff_family *f, double *ret_rate, double *ret_spread, scrut_error *err)
{
    bool *left_out = calloc(f->count + 1, sizeof *left_out);
    double *room = malloc((f->count + 1) * sizeof *room), rate = 0, spread = 0;
    scrut_status status = left_out != NULL && room != NULL ? SCRUT_OK : scrut_fail_memory(err);
    bool changed = true;
    for (int round = 0; status == SCRUT_OK && changed && round < ROUNDS; round++) {
        rate = estimate_rate(f, left_out);
        for (size_t i = 0; i < f->count; i++)
            f->counts[i]->expected = f->exposed[i] + rate * (double)f->rows[i];
        spread = estimate_spread(f, room);
        for (size_t i = 0; i < f->count; i++)
            f->counts[i]->p_more = diff_chance_of_more(f->counts[i]->expected, spread, f->counts[i]->seen);
        changed = leave_out(f, left_out);
    }
    for (size_t i = 0; i < f->count && status == SCRUT_OK; i++)
        diff_expect_one(f->counts[i], f->counts[i]->expected, spread);
    if (status == SCRUT_OK)
        status = discover(f, room, err);
    free(left_out);
    free(room);
    if (status == SCRUT_OK) {
        *ret_rate = rate;
        *ret_spread = spread;
    }
    return status;
}
