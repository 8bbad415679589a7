/* SPDX-License-Identifier: Apache-2.0
 * link_joins.c: whether two rows of a person draw further ones twice as often as one, as triples of rows tell. */
#include "link_third.h"

#include "scrutineer/num.h"

#include <stdlib.h>

#define OTHERS_MAX 64 /* of a row, each two of which are looked at */
#define ROUNDS 10

/* So that sums of products stay exact enough. */
static double bounded_odds(int32_t weight)
{
    double odds = odds_of(weight);
    return odds < ODDS_MAX ? odds : ODDS_MAX;
}

/* Three rows, of which two pairs or three are listed. */
typedef struct {
    double one, two; /* odds that one pair of them, or none, is one person; that all are, by any two of the pairs */
    uint32_t thirds; /* of it: where all three pairs are listed it comes thrice */
} triple;

typedef struct {
    triple *items;
    size_t count, capacity;
} triples;

/* Sums in order of the odds, so that they do not depend on which row comes first. */
static triple triple_of(double x, double y, double z)
{
    double least = fmin(fmin(x, y), z), most = fmax(fmax(x, y), z), middle = fmax(fmin(x, y), fmin(fmax(x, y), z));
    return (triple){1 + least + middle + most, least * middle + least * most + middle * most, x > 0 ? 1 : 3};
}

static double odds_between(const pair_ends *e, uint32_t row, uint32_t other)
{
    size_t i = scrut_link_first_end(e, row);
    while (i < e->count && e->ends[i].row == row && e->ends[i].other < other)
        i++;
    bool listed = i < e->count && e->ends[i].row == row && e->ends[i].other == other;
    return listed ? bounded_odds(e->ends[i].weight) : 0;
}

/* A row with each two of its others; of very many none, as what they are together is plain without a third. False
 * without memory. */
static bool add_triples(const pair_ends *e, size_t from, size_t end, triples *t)
{
    if (end - from > OTHERS_MAX)
        return true;
    if (!scrut_grow(&t->items, &t->capacity, t->count + (end - from) * (end - from), sizeof *t->items))
        return false;
    for (size_t i = from + 1; i < end; i++) {
        for (size_t k = from; k < i; k++) {
            double y = bounded_odds(e->ends[i].weight), z = bounded_odds(e->ends[k].weight),
                   x = odds_between(e, e->ends[k].other, e->ends[i].other);
            t->items[t->count++] = triple_of(x, y, z);
        }
    }
    return true;
}

/* The expected number of triples, k as scrut_link_learn_joins says. */
static double expect_triples(const triples *t, double k)
{
    uint64_t thirds = 0;
    for (size_t i = 0; i < t->count; i++) {
        double all = k / 3 * t->items[i].two;
        thirds += in_units(all / (t->items[i].one + all)) * t->items[i].thirds;
    }
    return (double)thirds / (double)UNITS / 3;
}

bool scrut_link_learn_joins(pair_ends *e, const scrut_link_pair pairs[], size_t count)
{
    triples t = {0};
    uint64_t same = 0;
    bool ready = true;
    for (size_t i = 0, end; i < e->count && ready; i = end) {
        for (end = i; end < e->count && e->ends[end].row == e->ends[i].row;)
            end++;
        ready = add_triples(e, i, end, &t);
    }
    for (size_t i = 0; i < count; i++)
        same += in_units(chance_of(pairs[i].weight));
    double n = 2 * (double)same / (double)UNITS, k = 3;
    for (int round = 0; round < ROUNDS && ready && same > 0; round++)
        k = e->r->row_count * 6 * expect_triples(&t, k) / n / n;
    e->joins = same == 0 || k < 1.5 ? 0 : k < 3 ? k / 1.5 - 1 : 1;
    e->alone = (2 - fmin(k, 3)) * n / e->r->row_count * log2(exp(1)) * SCRUT_LINK_BIT;
    free(t.items);
    return ready;
}
