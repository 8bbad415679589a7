/* SPDX-License-Identifier: Apache-2.0
 * What third rows say of a pair. A second entry of a person is spoilt in several columns at once, which the columns
 * taken one by one do not show: to a row that has found its other entry, and by which its odd values are explained,
 * more strangers are alike than to others, and to a row that has found none, fewer. Of two alike values the rarer one
 * is mostly the odd one, so it is its row that is asked. And two rows that are one person with a third are one person.
 */
#include "link_third.h"

#include <stdlib.h>

#define ROUNDS 2

/* The chance that a row is the second entry of a row other than `without`, by what others it is alike with. */
static uint16_t entry_chance(const row_bests *b, uint32_t row, uint32_t without)
{
    double alone = (1 - chance_of(scrut_link_best_weight(b, row, without))) * (1 - b->missed);
    return (uint16_t)lround((1 - alone) / 2 * ENTRY_UNITS); /* of two entries one is the second */
}

/* What thirds of a pair add up to. */
typedef struct {
    uint64_t by_thirds, thirds;
} third_sum;

/* So many thirds, with odds y and z of their pairs with the two rows. */
static inline void add_third(third_sum *sum, double y, double z, uint64_t times)
{
    double both = y * z / (1 + y + z);
    sum->by_thirds += times * in_units(both < ODDS_MAX ? both : ODDS_MAX);
    sum->thirds += times * in_units((y + z) / (1 + y + z));
}

/* Joined ends i of the pair's first row and k of its second, of the same thirds, UINT32_MAX being none: those that both
 * have are as many as the one that has fewer has. The pair itself is no third. */
static void add_joined(const pair_ends *e, const scrut_link_pair *p, size_t i, size_t k, third_sum *sum)
{
    bool listed = p->weight >= LIKELY_MIN;
    uint32_t of_a = 0, of_b = 0;
    double y = 0, z = 0;
    if (i < e->count) {
        y = odds_of(e->ends[i].weight);
        of_a = e->joined[i] - (listed && e->ends[i].other == e->alike[scrut_link_index_of(&e->rows, p->b)]);
    }
    if (k < e->count) {
        z = odds_of(e->ends[k].weight);
        of_b = e->joined[k] - (listed && e->ends[k].other == e->alike[scrut_link_index_of(&e->rows, p->a)]);
    }
    uint32_t of_both = of_a < of_b ? of_a : of_b;
    add_third(sum, y, z, of_both);
    add_third(sum, y, 0, of_a - of_both);
    add_third(sum, 0, z, of_b - of_both);
}

/* Of all rows that have a pair with one of the two, or with both. */
static third_sum sum_thirds(const pair_ends *e, const scrut_link_pair *p)
{
    size_t i = scrut_link_first_end(e, p->a), k = scrut_link_first_end(e, p->b);
    third_sum sum = {0, 0};
    for (;;) {
        uint32_t of_a = i < e->count && e->ends[i].row == p->a ? e->ends[i].other : UINT32_MAX;
        uint32_t of_b = k < e->count && e->ends[k].row == p->b ? e->ends[k].other : UINT32_MAX;
        uint32_t third = of_a < of_b ? of_a : of_b;
        if (third == UINT32_MAX)
            return sum;
        size_t from_a = of_a == third ? i++ : e->count, from_b = of_b == third ? k++ : e->count;
        if (e->joined != NULL)
            add_joined(e, p, from_a, from_b, &sum);
        else if (third != p->a && third != p->b)
            add_third(&sum, from_a < e->count ? odds_of(e->ends[from_a].weight) : 0,
                      from_b < e->count ? odds_of(e->ends[from_b].weight) : 0, 1);
    }
}

/* What rows that may be thirds to both say, and as far as there is none that. With odds x of the pair, and y and z of
 * its rows with a third: all three are one person by any two of the pairs, each two as good as the others, so that the
 * odds become (x + yz/(1 + y + z))/(1 + t), t = (y + z)/(1 + y + z): the mean of x and z where y is certain; and as far
 * as two rows draw twice as many, 1 + t times that, their sum. Likewise with several. */
static int32_t weigh_thirds(const pair_ends *e, const scrut_link_pair *p)
{
    third_sum sum = sum_thirds(e, p);
    if (sum.thirds == 0)
        return (int32_t)lround(e->alone);
    double x = odds_of(p->weight), t = (double)sum.thirds / (double)UNITS;
    double odds = (x + (double)sum.by_thirds / (double)UNITS) * (1 + e->joins * t) / (1 + t);
    return (int32_t)lround(log2(odds / x) * SCRUT_LINK_BIT + e->alone * fmax(1 - t, 0));
}

#define PAIRS_A_UNIT 4096

/* What the values of a pair add, whatever is said of second entries, and where each row has the rarer one. */
typedef struct {
    rarities rare;
    uint16_t rarer[2];
} pair_values;

typedef struct {
    const records *r;
    const model *m;
    const row_bests *bests; /* of the weights before */
    const pair_ends *ends;
    scrut_link_pair *pairs;
    pair_values *values; /* of each pair */
    size_t count;
} pair_weighing;

static size_t end_of_unit(const pair_weighing *w, size_t unit)
{
    size_t end = (unit + 1) * PAIRS_A_UNIT;
    return end < w->count ? end : w->count;
}

static void find_values(void *context, size_t unit)
{
    const pair_weighing *w = context;
    for (size_t i = unit * PAIRS_A_UNIT; i < end_of_unit(w, unit); i++) {
        const scrut_link_pair *p = &w->pairs[i];
        uint32_t a[SCRUT_LINK_FIELDS_MAX] = {0}, b[SCRUT_LINK_FIELDS_MAX] = {0};
        for (size_t f = 0; f < w->r->field_count; f++) {
            a[f] = scrut_link_value(w->r, p->a, f);
            b[f] = scrut_link_value(w->r, p->b, f);
        }
        w->values[i] = (pair_values){
            scrut_link_rarities(w->r, w->m, a, b, p->outcomes),
            {scrut_link_rarer_fields(w->r, a, b, p->outcomes), scrut_link_rarer_fields(w->r, b, a, p->outcomes)}};
    }
}

#define AHEAD 8 /* pairs whose ends are asked for before they are needed; those of first rows follow one another */

/* Where the ends of the second row of a pair are told and, once that is there, where they are. */
static const void *start_ahead(const pair_weighing *w, size_t i)
{
    uint32_t row = w->pairs[i < w->count ? i : 0].b;
    return scrut_link_index_has(&w->ends->rows, row) ? &w->ends->starts[scrut_link_index_of(&w->ends->rows, row)]
                                                     : w->ends->starts;
}

static const void *best_ahead(const pair_weighing *w, size_t i)
{
    return &w->bests->items[scrut_link_index_of(&w->bests->rows, w->pairs[i < w->count ? i : 0].b)];
}

static const void *ends_ahead(const pair_weighing *w, size_t i)
{
    return w->ends->ends + scrut_link_first_end(w->ends, w->pairs[i < w->count ? i : 0].b);
}

static void weigh_entries(void *context, size_t unit)
{
    const pair_weighing *w = context;
    for (size_t i = unit * PAIRS_A_UNIT; i < end_of_unit(w, unit); i++) {
        __builtin_prefetch(best_ahead(w, i + AHEAD));
        scrut_link_pair *p = &w->pairs[i];
        const pair_values *v = &w->values[i];
        p->second_entry[0] = entry_chance(w->bests, p->a, p->b);
        p->second_entry[1] = entry_chance(w->bests, p->b, p->a);
        row_entry rows[2] = {{p->second_entry[0], v->rarer[0]}, {p->second_entry[1], v->rarer[1]}};
        p->weight = scrut_link_weigh_entries(w->r, w->m, p->outcomes, v->rare, rows);
    }
}

static void add_thirds(void *context, size_t unit)
{
    const pair_weighing *w = context;
    for (size_t i = unit * PAIRS_A_UNIT; i < end_of_unit(w, unit); i++) {
        __builtin_prefetch(start_ahead(w, i + 2 * AHEAD));
        __builtin_prefetch(ends_ahead(w, i + AHEAD));
        w->pairs[i].third = weigh_thirds(w->ends, &w->pairs[i]);
        w->pairs[i].weight += w->pairs[i].third;
    }
}

/* Rounds of what second entries say of weights, and these of who has one. False without memory. */
static bool weigh_rounds(pair_weighing *w, double same_pairs, scrut_pool *pool)
{
    size_t units = (w->count + PAIRS_A_UNIT - 1) / PAIRS_A_UNIT;
    row_bests bests = {.r = w->r};
    w->bests = &bests;
    w->values = malloc((w->count + 1) * sizeof *w->values);
    scrut_ask_large_pages(w->values, w->count * sizeof *w->values);
    bool ready = w->values != NULL;
    if (ready)
        scrut_pool_run(pool, units, find_values, w);
    for (size_t round = 0; round < ROUNDS && ready; round++) {
        ready = scrut_link_list_bests(w->pairs, w->count, &bests);
        if (!ready)
            break;
        scrut_link_count_entries(w->pairs, w->count, same_pairs, NULL, &bests);
        scrut_pool_run(pool, units, weigh_entries, w);
    }
    scrut_link_free_bests(&bests);
    free(w->values);
    w->bests = NULL;
    w->values = NULL;
    return ready;
}

bool scrut_link_weigh_thirds(const records *r, const model *m, double recall, scrut_pool *pool, scrut_link_pair pairs[],
                             size_t count)
{
    pair_ends e = {.r = r};
    pair_weighing w = {.r = r, .m = m, .ends = &e, .pairs = pairs, .count = count};
    size_t units = (count + PAIRS_A_UNIT - 1) / PAIRS_A_UNIT;
    bool ready = m->entries == 0 || weigh_rounds(&w, m->same.pairs / recall, pool);
    ready = ready && scrut_link_list_ends(pairs, count, &e) && scrut_link_learn_joins(&e, pairs, count) &&
            scrut_link_join_ends(&e);
    if (m->entries == 0)
        e.alone = 0; /* where most rows have others, they are not few */
    if (ready)
        scrut_pool_run(pool, units, add_thirds, &w);
    scrut_link_free_ends(&e);
    return ready;
}
