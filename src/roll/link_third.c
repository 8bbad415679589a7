/* SPDX-License-Identifier: Apache-2.0
 * What third rows say of a pair. A second entry of a person is spoilt in several columns at once, which the columns
 * taken one by one do not show: to a row that has found its other entry, and by which its odd values are explained,
 * more strangers are alike than to others, and to a row that has found none, fewer. And two rows that are one person
 * with a third are one person. */
#include "link_third.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define FOUND_WEIGHT (3 * SCRUT_LINK_BIT) /* of a pair whose rows are said to have another entry */
#define FOUND_MIN 50                      /* rows, to learn from */
#define ENTRIES_MAX 0.2                   /* of all rows; of more, what they show is what all rows show */
#define DRAWS 1000000
#define DRAWS_A_ROW 64
#define DRAWN_LIKE 1000.0 /* draws whose word is that of all rows */
#define SPOILT_MAX 0.98   /* of what is alike, second entries */
#define ROUNDS 2
#define SEED UINT64_C(1969)

/* ---- the ends of pairs ------------------------------------------------------------------------------------------- */

static int by_rows(const void *a, const void *b)
{
    const pair_end *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->other > y->other) - (x->other < y->other);
}

/* Of pairs that may be one person. False without memory. */
static bool list_ends(const scrut_link_pair pairs[], size_t count, pair_ends *ret)
{
    size_t likely = 0;
    ret->count = 0;
    for (size_t i = 0; i < count; i++)
        likely += pairs[i].weight >= -4 * SCRUT_LINK_BIT;
    free(ret->ends);
    ret->ends = malloc((2 * likely + 1) * sizeof *ret->ends);
    for (size_t i = 0; ret->ends != NULL && i < count; i++) {
        if (pairs[i].weight < -4 * SCRUT_LINK_BIT)
            continue;
        ret->ends[ret->count++] = (pair_end){pairs[i].a, pairs[i].b, pairs[i].weight};
        ret->ends[ret->count++] = (pair_end){pairs[i].b, pairs[i].a, pairs[i].weight};
    }
    if (ret->count > 0)
        qsort(ret->ends, ret->count, sizeof *ret->ends, by_rows);
    return ret->ends != NULL;
}

size_t scrut_link_first_end(const pair_ends *e, uint32_t row)
{
    size_t low = 0, high = e->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (e->ends[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What a row weighs at most with another one than `without`. */
static int32_t best_weight(const pair_ends *e, uint32_t row, uint32_t without)
{
    int32_t best = INT32_MIN / 2;
    for (size_t i = scrut_link_first_end(e, row); i < e->count && e->ends[i].row == row; i++) {
        if (e->ends[i].other != without && e->ends[i].weight > best)
            best = e->ends[i].weight;
    }
    return best;
}

/* How many rows have another entry, by the pairs and by how many pairs of one person there are in all. `values`: for
 * each field NULL, or by value: of how many rows that were found. */
static void count_entries(const scrut_link_pair pairs[], size_t count, double same_pairs, uint32_t *const values[],
                          pair_ends *e)
{
    uint64_t likely = 0, seen = 0;
    double n = e->r->row_count;
    e->found = 0;
    for (size_t i = 0, end; i < e->count; i = end) {
        uint32_t row = e->ends[i].row;
        for (end = i; end < e->count && e->ends[end].row == row;)
            end++;
        int32_t best = best_weight(e, row, row);
        likely += in_units(chance_of(best));
        e->found += best >= FOUND_WEIGHT;
        for (size_t f = 0; values != NULL && best >= FOUND_WEIGHT && f < e->r->field_count; f++) {
            if (values[f] != NULL)
                values[f][scrut_link_value(e->r, row, f)]++;
        }
    }
    for (size_t i = 0; i < count; i++)
        seen += in_units(chance_of(pairs[i].weight));
    double pairs_seen = (double)seen / (double)UNITS, rows = (double)likely / (double)UNITS;
    double more = pairs_seen > 0 && same_pairs > pairs_seen ? rows * (same_pairs / pairs_seen - 1) : 0;
    e->missed = more < n - rows ? more / (n - rows) : 0;
    e->entries = (rows + more) / n / 2; /* of two entries one is the second */
}

/* ---- what second entries show ------------------------------------------------------------------------------------ */

typedef struct {
    const records *r;
    model *m;
    double both; /* chance that one of two rows is a second entry */
    uint32_t *values[SCRUT_LINK_FIELDS_MAX];
    bool failed[SCRUT_LINK_FIELDS_MAX];
} entry_work;

static uint32_t draw_value(const uint64_t before[], uint32_t count, scrut_rng *rng)
{
    uint64_t total = before[count];
    assert(total > 0);
    uint64_t target = scrut_rng_u64(rng) % total;
    uint32_t low = 0, high = count - 1;
    while (low < high) {
        uint32_t middle = low + (high - low + 1) / 2;
        if (before[middle] > target)
            high = middle - 1;
        else
            low = middle;
    }
    return low;
}

/* Rows of each value before it: of those that were found, and of all. NULL without memory. */
static uint64_t *rows_before(const column *c, const uint32_t found[])
{
    uint64_t *before = malloc((c->count + (size_t)1) * sizeof *before);
    if (before == NULL)
        return NULL;
    before[0] = before[1] = 0; /* a value that is not known is not drawn */
    for (uint32_t v = 1; v < c->count; v++)
        before[v + 1] = before[v] + (found != NULL ? found[v] : c->values[v].count);
    return before;
}

/* Of values that are alike, those that rows with another entry are alike with more often than all rows: half of those
 * rows are second entries, so u(found) = (clean + spoilt)/2, and u = (1 - both) clean + both spoilt. Values that are
 * equal, or as common as others, say as much of one person as of strangers. */
static void set_entry_weights(const entry_work *w, size_t field, const uint64_t seen[OUTCOMES], uint64_t draws)
{
    const double *u = w->m->strangers[field].u;
    double rest = 1 / (1 - w->both);
    for (unsigned o = OUTCOME_NEAR; o < OUTCOMES; o++) {
        double found = u[o] > 0 ? ((double)seen[o] / u[o] + DRAWN_LIKE) / ((double)draws + DRAWN_LIKE) : 1;
        if (found <= 1)
            continue;
        double spoilt = (2 * found - rest) / (1 - w->both * rest);
        spoilt = spoilt < 1 ? 1 : spoilt < SPOILT_MAX / w->both ? spoilt : SPOILT_MAX / w->both;
        w->m->spoilt[field][o] = (int32_t)lround(log2(spoilt) * SCRUT_LINK_BIT);
        w->m->clean[field][o] = (int32_t)lround(log2((1 - w->both * spoilt) * rest) * SCRUT_LINK_BIT);
    }
}

static void learn_entries_of(void *context, size_t field)
{
    entry_work *w = context;
    const column *c = &w->r->columns[field];
    uint64_t seen[OUTCOMES] = {0};
    if (w->values[field] == NULL)
        return;
    uint64_t *found = rows_before(c, w->values[field]), *all = rows_before(c, NULL);
    w->failed[field] = found == NULL || all == NULL;
    if (!w->failed[field] && found[c->count] > 0 && all[c->count] > 0) {
        uint64_t draws = found[c->count] < DRAWS / DRAWS_A_ROW ? found[c->count] * DRAWS_A_ROW : DRAWS;
        scrut_rng rng = scrut_rng_open(SEED, 3, field);
        for (uint64_t i = 0; i < draws; i++) {
            uint32_t a = draw_value(found, c->count, &rng), b = draw_value(all, c->count, &rng);
            seen[scrut_link_compare_values(w->r, field, a, b)]++;
        }
        set_entry_weights(w, field, seen, draws);
    }
    free(found);
    free(all);
}

static bool open_values(entry_work *w)
{
    bool ready = true;
    for (size_t f = 0; f < w->r->field_count && ready; f++) {
        if (scrut_link_near_outcomes(w->r->fields[f].kind) <= 1)
            continue;
        w->values[f] = calloc(w->r->columns[f].count + (size_t)1, sizeof *w->values[f]);
        ready = w->values[f] != NULL;
    }
    return ready;
}

bool scrut_link_learn_entries(const records *r, const scrut_link_pair pairs[], size_t count, double recall,
                              scrut_pool *pool, model *m)
{
    entry_work w = {.r = r, .m = m};
    pair_ends e = {.r = r};
    bool ready = open_values(&w) && list_ends(pairs, count, &e);
    if (ready)
        count_entries(pairs, count, m->same.pairs / recall, w.values, &e);
    m->entries = 0;
    if (ready && e.found >= FOUND_MIN && e.entries < ENTRIES_MAX) {
        w.both = 1 - (1 - e.entries) * (1 - e.entries);
        m->entries = (uint32_t)lround(w.both * ENTRY_UNITS);
        scrut_pool_run(pool, r->field_count, learn_entries_of, &w);
    }
    for (size_t f = 0; f < SCRUT_LINK_FIELDS_MAX; f++) {
        ready = ready && !w.failed[f];
        free(w.values[f]);
    }
    free(e.ends);
    return ready;
}

/* ---- pairs ------------------------------------------------------------------------------------------------------- */

/* The chance that one of two strangers is a second entry, by what other rows they are alike with. */
static uint32_t entry_chance(const pair_ends *e, const scrut_link_pair *p)
{
    double a = (1 - chance_of(best_weight(e, p->a, p->b))) * (1 - e->missed);
    double b = (1 - chance_of(best_weight(e, p->b, p->a))) * (1 - e->missed);
    return (uint32_t)lround((1 - (1 + a) / 2 * ((1 + b) / 2)) * ENTRY_UNITS);
}

/* With odds x of the pair, and y and z of its rows with a third: all three are one person by any two of the pairs, each
 * two as good as the others, so that the odds become (x + yz/(1 + y + z))/(1 + t), t = (y + z)/(1 + y + z): the mean of
 * x and z where y is certain; and as far as two rows draw twice as many, 1 + t times that, their sum. Likewise with
 * several. */
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
        return 0;
    double x = odds_of(p->weight), t = (double)thirds / (double)UNITS;
    double odds = (x + (double)by_thirds / (double)UNITS) * (1 + e->joins * t) / (1 + t);
    return (int32_t)lround(log2(odds / x) * SCRUT_LINK_BIT);
}

#define PAIRS_A_UNIT 4096

typedef struct {
    const records *r;
    const model *m;
    const pair_ends *ends; /* of the weights before */
    scrut_link_pair *pairs;
    size_t count;
} pair_weighing;

static size_t end_of_unit(const pair_weighing *w, size_t unit)
{
    size_t end = (unit + 1) * PAIRS_A_UNIT;
    return end < w->count ? end : w->count;
}

static void weigh_entries(void *context, size_t unit)
{
    const pair_weighing *w = context;
    for (size_t i = unit * PAIRS_A_UNIT; i < end_of_unit(w, unit); i++) {
        scrut_link_pair *p = &w->pairs[i];
        p->second_entry = entry_chance(w->ends, p);
        p->weight = scrut_link_weigh_entry(w->r, w->m, p->a, p->b, p->outcomes, p->second_entry);
    }
}

static void add_thirds(void *context, size_t unit)
{
    const pair_weighing *w = context;
    for (size_t i = unit * PAIRS_A_UNIT; i < end_of_unit(w, unit); i++) {
        w->pairs[i].third = weigh_thirds(w->ends, &w->pairs[i]);
        w->pairs[i].weight += w->pairs[i].third;
    }
}

bool scrut_link_weigh_thirds(const records *r, const model *m, double recall, scrut_pool *pool, scrut_link_pair pairs[],
                             size_t count)
{
    pair_ends e = {.r = r};
    pair_weighing w = {.r = r, .m = m, .ends = &e, .pairs = pairs, .count = count};
    size_t units = (count + PAIRS_A_UNIT - 1) / PAIRS_A_UNIT;
    bool ready = list_ends(pairs, count, &e);
    for (size_t round = 0; round < ROUNDS && ready && m->entries > 0; round++) {
        count_entries(pairs, count, m->same.pairs / recall, NULL, &e);
        scrut_pool_run(pool, units, weigh_entries, &w);
        ready = list_ends(pairs, count, &e);
    }
    if (ready && scrut_link_learn_joins(&e, pairs, count))
        scrut_pool_run(pool, units, add_thirds, &w);
    else
        ready = false;
    free(e.ends);
    return ready;
}
