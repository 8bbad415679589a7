/* SPDX-License-Identifier: Apache-2.0
 * link_third.h: pairs by their rows, for what third rows say of them. */
#ifndef SCRUT_LINK_THIRD_H
#define SCRUT_LINK_THIRD_H

#include "link_internal.h"

#include <math.h>

#define UNITS                                                                                                          \
    ((uint64_t)1 << 20) /* of chances and odds: sums of whole numbers do not depend on the order of the rows */
#define ODDS_MAX 1e6

/* One end of a pair. */
typedef struct {
    uint32_t row, other;
    int32_t weight;
} pair_end;

typedef struct {
    const records *r;
    pair_end *ends; /* by row, then by the other */
    size_t count;
    uint64_t found;         /* rows with another entry, by a pair that leaves little doubt */
    double entries, missed; /* share of all rows that are a second entry; of those without a pair, that have one */
    double joins;           /* 0 to 1: whether a third row joins two of one person more often than it joins one */
} pair_ends;

static inline double odds_of(int32_t weight)
{
    return exp2((double)weight / SCRUT_LINK_BIT);
}

static inline double chance_of(int32_t weight)
{
    return 1 / (1 + odds_of(-weight));
}

static inline uint64_t in_units(double x)
{
    return (uint64_t)llround(x * (double)UNITS);
}

/* The first end of a row, or where it would be. */
size_t scrut_link_first_end(const pair_ends *e, uint32_t row);

/* How much more often a third row is one person with two than with one, into e->joins: with persons of n rows and N
 * rows in all, k = N sum n(n-1)(n-2) / (sum n(n-1))^2. It is 3 where each row draws further ones, so that two draw
 * twice as many as one; 3/2 where how many rows a person has is a Poisson number and fewer where all have as many, and
 * then two draw no more than one. Triples and pairs are counted by their chances, and the chances of triples follow
 * from k (EM): those that leave little doubt are too few, as two rows that were both made after a third differ more
 * than others. `pairs` are those of the ends. False without memory. */
bool scrut_link_learn_joins(pair_ends *e, const scrut_link_pair pairs[], size_t count);

#endif
