/* SPDX-License-Identifier: Apache-2.0
 * link_third.h: pairs by their rows, for what third rows say of them. */
#ifndef SCRUT_LINK_THIRD_H
#define SCRUT_LINK_THIRD_H

#include "link_index.h"

#include <math.h>

#define FOUND_WEIGHT (3 * SCRUT_LINK_BIT) /* of a pair whose rows are said to have another entry */
#define UNITS                                                                                                          \
    ((uint64_t)1 << 20) /* of chances and odds: sums of whole numbers do not depend on the order of the rows */
#define ODDS_MAX 1e6

/* What a row weighs with the best two of its pairs, and the other row of the best. */
typedef struct {
    int32_t best, second;
    uint32_t other;
} row_best;

/* Of the rows in pairs that may be one person. */
typedef struct {
    const records *r;
    row_index rows;
    row_best *items;        /* by the row's number there */
    uint64_t found;         /* rows with another entry, by a pair that leaves little doubt */
    double entries, missed; /* share of all rows that are a second entry; of those without a pair, that have one */
} row_bests;

/* One end of a pair. */
typedef struct {
    uint32_t row, other;
    int32_t weight;
} pair_end;

typedef struct {
    const records *r;
    pair_end *ends; /* by row, then by the other */
    size_t count;
    row_index rows;   /* that have ends */
    size_t *starts;   /* of the ends of a row, by its number there */
    uint32_t *alike;  /* by that number: the first row with the same values, once ends are joined; else NULL */
    uint32_t *joined; /* how many ends an end stands for then */
    double joins;     /* 0 to 1: whether a third row joins two of one person more often than it joins one */
    double alone;     /* what it adds that there is no third row, in 1/SCRUT_LINK_BIT bit */
} pair_ends;

#define LIKELY_MIN (-4 * SCRUT_LINK_BIT) /* of a pair that may be one person */

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

/* Of pairs that may be one person, in place of those before. False without memory. */
bool scrut_link_list_bests(const scrut_link_pair pairs[], size_t count, row_bests *b);
void scrut_link_free_bests(row_bests *b);
/* What a row weighs at most with another one than `without`; less than any pair if with none. */
int32_t scrut_link_best_weight(const row_bests *b, uint32_t row, uint32_t without);
/* How many rows have another entry, by the pairs and by how many pairs of one person there are in all, into b.
 * `values`: NULL, or for each field NULL or an array in which the rows of each value that were found are added up. */
void scrut_link_count_entries(const scrut_link_pair pairs[], size_t count, double same_pairs, uint32_t *const values[],
                              row_bests *b);

/* Of pairs that may be one person, which come in order of their rows, in place of those before. False without memory.
 */
bool scrut_link_list_ends(const scrut_link_pair pairs[], size_t count, pair_ends *e);
void scrut_link_free_ends(pair_ends *e);
/* The first end of a row; behind all of them when it has none. */
static inline size_t scrut_link_first_end(const pair_ends *e, uint32_t row)
{
    return scrut_link_index_has(&e->rows, row) ? e->starts[scrut_link_index_of(&e->rows, row)] : e->count;
}

/* Where some row has more than LINK_CROWD others, a pair of two such rows would be set against thousands of thirds, and
 * there may be millions of these pairs. So rows of the same values become one end there, and of a row that has more
 * than LINK_CROWD ends still those of the largest weights are kept, of equal weights by their values. Of all rows, so
 * that ends of two rows can be compared. False without memory. */
#define LINK_CROWD 128
bool scrut_link_join_ends(pair_ends *e);

/* How much more often a third row is one person with two than with one, into e->joins: with persons of n rows and N
 * rows in all, k = N sum n(n-1)(n-2) / (sum n(n-1))^2. It is 3 where each row draws further ones, so that two draw
 * twice as many as one; 3/2 where how many rows a person has is a Poisson number and fewer where all have as many, and
 * then two draw no more than one. Triples and pairs are counted by their chances, and the chances of triples follow
 * from k (EM): those that leave little doubt are too few, as two rows that were both made after a third differ more
 * than others. Into e->alone what follows for two rows that have no third: with o = sum n(n-1) / N other rows of its
 * person a row, two strangers have 2o and two of one person k o, none with the chance exp(-2o) and exp(-k o) where they
 * are few. `pairs` are those of the ends. False without memory. */
bool scrut_link_learn_joins(pair_ends *e, const scrut_link_pair pairs[], size_t count);

#endif
