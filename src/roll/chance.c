/* SPDX-License-Identifier: Apache-2.0
 * chance.c: coincidences of name and date of birth with both margins fixed. */
#include "scrutineer/chance.h"

#include <math.h>

#define NORMAL_95 1.959963984540054

/* ---- one list --------------------------------------------------------------------------------------------------- */

void scrut_chance_add_name(scrut_chance_margins *m, int64_t count)
{
    m->pairs += count * (count - 1) / 2;
    m->triples += (int64_t)((scrut_wide)count * (count - 1) * (count - 2) / 6);
}

void scrut_chance_add_date(scrut_chance_margins *m, int64_t count)
{
    scrut_wide two = (scrut_wide)count * (count - 1);
    m->rows += count;
    m->dates2 += two;
    m->dates3 += two * (count - 2);
    m->spread += two * (4 * count - 6);
}

/* n (n-1) ... (n-k+1) */
static double falling(double n, int k)
{
    double product = 1;
    for (int i = 0; i < k; i++)
        product *= n - i;
    return product;
}

/* P22 - P2^2. With X = S2^2 - spread the numerator of P22, it is (S2^2 (4N-6) - spread N(N-1)) / ((N)_4 (N)_2): two
 * large numbers that nearly cancel, so that they are subtracted as whole numbers while they fit into 128 bits. */
static double excess_of_two_pairs(const scrut_chance_margins *m)
{
    double n = (double)m->rows;
    scrut_wide square, first, second;
    double numerator;
    if (!__builtin_mul_overflow(m->dates2, m->dates2, &square) &&
        !__builtin_mul_overflow(square, (scrut_wide)(4 * m->rows - 6), &first) &&
        !__builtin_mul_overflow(m->spread, (scrut_wide)m->rows * (m->rows - 1), &second))
        numerator = (double)(first - second);
    else
        numerator = (double)m->dates2 * (double)m->dates2 * (4 * n - 6) - (double)m->spread * n * (n - 1);
    return numerator / (falling(n, 4) * falling(n, 2));
}

double scrut_chance_of_date(const scrut_chance_margins *m, double same_dated)
{
    double all = falling((double)m->rows, 2) - 2 * same_dated, agree = (double)m->dates2 - 2 * same_dated;
    return all > 0 && agree > 0 ? agree / all : 0;
}

scrut_moments scrut_chance_pairs(const scrut_chance_margins *m, double same, double same_dated)
{
    double n = (double)m->rows, p2 = scrut_chance_of_date(m, same_dated);
    double pairs = (double)m->pairs - same, triples = (double)m->triples;
    if (m->rows < 2 || pairs <= 0)
        return (scrut_moments){0, 0};
    scrut_moments r = {pairs * p2, pairs * p2};
    if (m->rows >= 3)
        r.variance += 6 * triples * (double)m->dates3 / falling(n, 3);
    if (m->rows >= 4) { /* (A^2 - A - 6T) P22 - (A P2)^2, with the two terms in A^2 taken together */
        double p2_all = scrut_chance_of_date(m, 0), excess = excess_of_two_pairs(m);
        r.variance += pairs * pairs * excess - (pairs + 6 * triples) * (p2_all * p2_all + excess);
    } else {
        r.variance -= r.mean * r.mean;
    }
    /* A person with two rows meets a stranger twice or not at all. With weights w of 1 and 2 rows the variance is
     * (sum w^2)^2 / (sum w)^2 times that of as many rows of one person each. */
    double twice = same > 0 ? (n + 2 * same) / n : 1;
    r.variance *= twice * twice;
    if (r.variance < 0) /* rounding: a name that all rows have leaves nothing to chance */
        r.variance = 0;
    return r;
}

static scrut_roll_estimate estimate(double value, double variance)
{
    double half = NORMAL_95 * sqrt(variance > 0 ? variance : 0);
    return (scrut_roll_estimate){value, value - half, value + half};
}

scrut_roll_estimate scrut_chance_same(const scrut_chance_margins *m, int64_t agree)
{
    double p2 = scrut_chance_of_date(m, 0), k = 0;
    if (p2 >= 1)
        return (scrut_roll_estimate){0, 0, (double)agree};
    for (int round = 0; round < 2; round++) {
        k = ((double)agree - (double)m->pairs * p2) / (1 - p2);
        p2 = scrut_chance_of_date(m, k > 0 ? k : 0);
    }
    k = ((double)agree - (double)m->pairs * p2) / (1 - p2);
    double taken = k > 0 ? k : 0;
    return estimate(k, scrut_chance_pairs(m, taken, taken).variance / ((1 - p2) * (1 - p2)));
}

/* ---- two lists -------------------------------------------------------------------------------------------------- */

void scrut_chance_between_name(scrut_chance_between *m, int64_t a, int64_t b)
{
    m->pairs += (scrut_wide)a * b;
    m->pairs_aab += (scrut_wide)a * (a - 1) * b;
    m->pairs_abb += (scrut_wide)a * b * (b - 1);
}

void scrut_chance_between_date(scrut_chance_between *m, int64_t p, int64_t q)
{
    m->rows_a += p;
    m->rows_b += q;
    m->dates += (scrut_wide)p * q;
    m->dates_ppq += (scrut_wide)p * (p - 1) * q;
    m->dates_pqq += (scrut_wide)p * q * (q - 1);
}

/* Two pairs share a row of one list, of the other, or none: pairs_abb and so on count ordered ones. */
scrut_moments scrut_chance_between_pairs(const scrut_chance_between *m)
{
    double a = (double)m->rows_a, b = (double)m->rows_b, pairs = (double)m->pairs;
    if (m->rows_a == 0 || m->rows_b == 0)
        return (scrut_moments){0, 0};
    double p = (double)m->dates / (a * b);
    scrut_moments r = {pairs * p, pairs * p - pairs * pairs * p * p};
    if (m->rows_a > 1)
        r.variance += (double)m->pairs_aab * (double)m->dates_ppq / (falling(a, 2) * b);
    if (m->rows_b > 1)
        r.variance += (double)m->pairs_abb * (double)m->dates_pqq / (a * falling(b, 2));
    double apart = pairs * pairs - pairs - (double)m->pairs_aab - (double)m->pairs_abb;
    if (m->rows_a > 1 && m->rows_b > 1) {
        /* both rows on dates of their own: all of (sum p q)^2 less those with a row in common */
        double two =
            (double)m->dates * (double)m->dates - (double)m->dates - (double)m->dates_ppq - (double)m->dates_pqq;
        r.variance += apart * two / (falling(a, 2) * falling(b, 2));
    }
    if (r.variance < 0)
        r.variance = 0;
    return r;
}
