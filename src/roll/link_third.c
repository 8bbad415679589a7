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
static uint16_t entry_chance(const pair_ends *e, uint32_t row, uint32_t without)
{
    double alone = (1 - chance_of(scrut_link_best_weight(e, row, without))) * (1 - e->missed);
    return (uint16_t)lround((1 - alone) / 2 * ENTRY_UNITS); /* of two entries one is the second */
}

/* What rows that may be thirds to both say, and as far as there is none that. With odds x of the pair, and y and z of
 * its rows with a third: all three are one person by any two of the pairs, each two as good as the others, so that the
 * odds become (x + yz/(1 + y + z))/(1 + t), t = (y + z)/(1 + y + z): the mean of x and z where y is certain; and as far
 * as two rows draw twice as many, 1 + t times that, their sum. Likewise with several. */
static int32_t weigh_thirds(const pair_ends *e, const scrut_link_pair *p)
{
    size_t i = scrut_link_first_end(e, p->a), k = scrut_link_first_end(e, p->b);
    uint64_t by_thirds = 0, thirds = 0;
    for (;;) {
        uint32_t of_a = i < e->count && e->ends[i].row == p->a ? e->ends[i].other : UINT32_MAX;
        uint32_t of_b = k < e->count && e->ends[k].row == p->b ? e->ends[k].other : UINT32_MAX;
        uint32_t third = of_a < of_b ? of_a : of_b;
        if (third == UINT32_MAX)
            break;
        double y = of_a == third ? odds_of(e->ends[i++].weight) : 0,
               z = of_b == third ? odds_of(e->ends[k++].weight) : 0;
        if (third == p->a || third == p->b)
            continue;
        double both = y * z / (1 + y + z);
        by_thirds += in_units(both < ODDS_MAX ? both : ODDS_MAX);
        thirds += in_units((y + z) / (1 + y + z));
    }
    if (thirds == 0)
        return (int32_t)lround(e->alone);
    double x = odds_of(p->weight), t = (double)thirds / (double)UNITS;
    double odds = (x + (double)by_thirds / (double)UNITS) * (1 + e->joins * t) / (1 + t);
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
    const pair_ends *ends; /* of the weights before */
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

static const void *ends_ahead(const pair_weighing *w, size_t i)
{
    return w->ends->ends + scrut_link_first_end(w->ends, w->pairs[i < w->count ? i : 0].b);
}

static void weigh_entries(void *context, size_t unit)
{
    const pair_weighing *w = context;
    for (size_t i = unit * PAIRS_A_UNIT; i < end_of_unit(w, unit); i++) {
        __builtin_prefetch(start_ahead(w, i + 2 * AHEAD));
        __builtin_prefetch(ends_ahead(w, i + AHEAD));
        scrut_link_pair *p = &w->pairs[i];
        const pair_values *v = &w->values[i];
        p->second_entry[0] = entry_chance(w->ends, p->a, p->b);
        p->second_entry[1] = entry_chance(w->ends, p->b, p->a);
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
static bool weigh_rounds(pair_weighing *w, double same_pairs, scrut_pool *pool, pair_ends *e)
{
    size_t units = (w->count + PAIRS_A_UNIT - 1) / PAIRS_A_UNIT;
    w->values = malloc((w->count + 1) * sizeof *w->values);
    scrut_ask_large_pages(w->values, w->count * sizeof *w->values);
    bool ready = w->values != NULL;
    if (ready)
        scrut_pool_run(pool, units, find_values, w);
    for (size_t round = 0; round < ROUNDS && ready; round++) {
        scrut_link_count_entries(w->pairs, w->count, same_pairs, NULL, e);
        scrut_pool_run(pool, units, weigh_entries, w);
        ready = scrut_link_list_ends(w->pairs, w->count, e);
    }
    free(w->values);
    w->values = NULL;
    return ready;
}

bool scrut_link_weigh_thirds(const records *r, const model *m, double recall, scrut_pool *pool, scrut_link_pair pairs[],
                             size_t count)
{
    pair_ends e = {.r = r};
    pair_weighing w = {.r = r, .m = m, .ends = &e, .pairs = pairs, .count = count};
    size_t units = (count + PAIRS_A_UNIT - 1) / PAIRS_A_UNIT;
    bool ready = scrut_link_list_ends(pairs, count, &e);
    if (ready && m->entries > 0)
        ready = weigh_rounds(&w, m->same.pairs / recall, pool, &e);
    ready = ready && scrut_link_learn_joins(&e, pairs, count);
    if (m->entries == 0)
        e.alone = 0; /* where most rows have others, they are not few */
    if (ready)
        scrut_pool_run(pool, units, add_thirds, &w);
    scrut_link_free_ends(&e);
    return ready;
}
