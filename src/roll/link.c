/* SPDX-License-Identifier: Apache-2.0
 * The stages one after another. */
#include "link_internal.h"
#include "scrutineer/mem.h"

#include <stdlib.h>

struct scrut_link {
    scrut_arena *arena;
    records r;
    blocking b;
    model m;
    pattern *patterns;
    size_t pattern_count;
    scrut_link_pair *pairs;
    size_t pair_count;
    uint32_t *clusters;
    uint32_t *at_row; /* row of the input -> canonical position */
    scrut_link_summary summary;
};

/* Counts of patterns in a hash table. */
typedef struct {
    pattern *slots;
    size_t mask, used;
    uint64_t pairs;
    bool failed;
} tally;

typedef struct {
    scrut_link *link;
    uint64_t without[SCRUT_LINK_FIELDS_MAX]; /* rules that do not use the field */
    tally *tallies;
    scrut_link_pair **pairs;
    size_t *pair_counts, *pair_capacities;
    bool *failed;
    int32_t floor_weight;
} link_work;

static bool tally_grow(tally *t)
{
    size_t size = t->mask == 0 ? 256 : 2 * (t->mask + 1);
    pattern *slots = calloc(size, sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t i = 0; t->mask > 0 && i <= t->mask; i++) {
        if (t->slots[i].count == 0)
            continue;
        size_t at = t->slots[i].key * UINT64_C(0x9E3779B97F4A7C15) >> 20 & (size - 1);
        while (slots[at].count != 0)
            at = (at + 1) & (size - 1);
        slots[at] = t->slots[i];
    }
    free(t->slots);
    t->slots = slots;
    t->mask = size - 1;
    return true;
}

static void tally_add(tally *t, uint64_t key, uint64_t count)
{
    if (2 * t->used >= t->mask && !tally_grow(t)) {
        t->failed = true;
        return;
    }
    size_t at = key * UINT64_C(0x9E3779B97F4A7C15) >> 20 & t->mask;
    while (t->slots[at].count != 0 && t->slots[at].key != key)
        at = (at + 1) & t->mask;
    t->used += t->slots[at].count == 0;
    t->slots[at].key = key;
    t->slots[at].count += count;
    t->pairs += count;
}

static void count_pair(void *context, size_t unit, uint32_t a, uint32_t b, uint64_t found)
{
    link_work *w = context;
    uint64_t key = scrut_link_compare(&w->link->r, a, b);
    for (size_t f = 0; f < w->link->r.field_count; f++)
        key |= (uint64_t)((found & w->without[f]) != 0) << (50 + f);
    tally_add(&w->tallies[unit], key, 1);
}

static void count_unit(void *context, size_t unit)
{
    link_work *w = context;
    scrut_link_visit(&w->link->b, &w->link->r, unit, count_pair, w);
}

static void keep_pair(void *context, size_t unit, uint32_t a, uint32_t b, uint64_t found)
{
    link_work *w = context;
    (void)found;
    uint64_t outcomes = scrut_link_compare(&w->link->r, a, b);
    if (scrut_link_weigh_most(&w->link->m, w->link->r.field_count, outcomes) < w->floor_weight)
        return;
    int32_t weight = scrut_link_weigh(&w->link->r, &w->link->m, a, b, outcomes);
    if (weight < w->floor_weight)
        return;
    if (!scrut_grow(&w->pairs[unit], &w->pair_capacities[unit], w->pair_counts[unit] + 1, sizeof(scrut_link_pair))) {
        w->failed[unit] = true;
        return;
    }
    w->pairs[unit][w->pair_counts[unit]++] = (scrut_link_pair){a, b, weight, outcomes};
}

static void keep_unit(void *context, size_t unit)
{
    link_work *w = context;
    scrut_link_visit(&w->link->b, &w->link->r, unit, keep_pair, w);
}

static int by_pattern(const void *a, const void *b)
{
    const pattern *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

/* Adds the units' counts up, in order of their patterns. */
static scrut_status gather_patterns(link_work *w, size_t units, scrut_error *err)
{
    tally all = {0};
    for (size_t u = 0; u < units; u++) {
        all.failed = all.failed || w->tallies[u].failed;
        for (size_t i = 0; w->tallies[u].mask > 0 && i <= w->tallies[u].mask; i++) {
            if (w->tallies[u].slots[i].count > 0)
                tally_add(&all, w->tallies[u].slots[i].key, w->tallies[u].slots[i].count);
        }
    }
    if (all.failed) {
        free(all.slots);
        return scrut_fail_memory(err);
    }
    size_t count = 0;
    for (size_t i = 0; all.mask > 0 && i <= all.mask; i++) {
        if (all.slots[i].count > 0)
            all.slots[count++] = all.slots[i];
    }
    if (count > 0)
        qsort(all.slots, count, sizeof *all.slots, by_pattern);
    w->link->patterns = all.slots;
    w->link->pattern_count = count;
    w->link->summary.pairs_compared = all.pairs;
    w->link->summary.patterns = count;
    return SCRUT_OK;
}

static scrut_status count_patterns(link_work *w, size_t units, scrut_pool *pool, scrut_error *err)
{
    w->tallies = calloc(units + 1, sizeof *w->tallies);
    if (w->tallies == NULL)
        return scrut_fail_memory(err);
    scrut_pool_run(pool, units, count_unit, w);
    scrut_status status = gather_patterns(w, units, err);
    for (size_t u = 0; u < units; u++)
        free(w->tallies[u].slots);
    free(w->tallies);
    return status;
}

static bool gather_pairs(link_work *w, size_t units)
{
    size_t count = 0;
    bool failed = false;
    for (size_t u = 0; u < units; u++) {
        failed = failed || w->failed[u];
        count += w->pair_counts[u];
    }
    w->link->pairs = failed ? NULL : malloc((count + 1) * sizeof *w->link->pairs);
    for (size_t u = 0; w->link->pairs != NULL && u < units; u++) {
        if (w->pair_counts[u] > 0)
            memcpy(w->link->pairs + w->link->pair_count, w->pairs[u], w->pair_counts[u] * sizeof(scrut_link_pair));
        w->link->pair_count += w->pair_counts[u];
    }
    return w->link->pairs != NULL;
}

static scrut_status keep_pairs(link_work *w, size_t units, scrut_pool *pool, scrut_error *err)
{
    w->pairs = calloc(units + 1, sizeof *w->pairs);
    w->pair_counts = calloc(units + 1, sizeof *w->pair_counts);
    w->pair_capacities = calloc(units + 1, sizeof *w->pair_capacities);
    w->failed = calloc(units + 1, sizeof *w->failed);
    bool ready = w->pairs != NULL && w->pair_counts != NULL && w->pair_capacities != NULL && w->failed != NULL;
    if (ready) {
        scrut_pool_run(pool, units, keep_unit, w);
        ready = gather_pairs(w, units);
    }
    for (size_t u = 0; w->pairs != NULL && u < units; u++)
        free(w->pairs[u]);
    free(w->pairs);
    free(w->pair_counts);
    free(w->pair_capacities);
    free(w->failed);
    return ready ? SCRUT_OK : scrut_fail_memory(err);
}

static int by_rows(const void *a, const void *b)
{
    const scrut_link_pair *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* From canonical positions to the caller's rows. */
static scrut_status name_rows(scrut_link *link, scrut_error *err)
{
    const uint32_t *row_at = link->r.row_at;
    uint32_t n = link->r.row_count;
    uint32_t *group = malloc((n + (size_t)1) * sizeof *group), *least = malloc((n + (size_t)1) * sizeof *least);
    link->clusters = scrut_arena_calloc(link->arena, n, sizeof *link->clusters);
    link->at_row = scrut_arena_calloc(link->arena, n, sizeof *link->at_row);
    bool ready = group != NULL && least != NULL && link->clusters != NULL && link->at_row != NULL &&
                 scrut_link_cluster(&link->r, &link->m, link->pairs, link->pair_count, group);
    for (uint32_t i = 0; ready && i < n; i++)
        least[i] = UINT32_MAX;
    for (uint32_t i = 0; ready && i < n; i++)
        link->at_row[row_at[i]] = i;
    for (uint32_t i = 0; ready && i < n; i++)
        least[group[i]] = row_at[i] < least[group[i]] ? row_at[i] : least[group[i]];
    for (uint32_t i = 0; ready && i < n; i++)
        link->clusters[row_at[i]] = least[group[i]];
    for (size_t i = 0; ready && i < link->pair_count; i++) {
        uint32_t a = row_at[link->pairs[i].a], b = row_at[link->pairs[i].b];
        link->pairs[i].a = a < b ? a : b;
        link->pairs[i].b = a < b ? b : a;
    }
    if (ready && link->pair_count > 0)
        qsort(link->pairs, link->pair_count, sizeof *link->pairs, by_rows);
    free(group);
    free(least);
    return ready ? SCRUT_OK : scrut_fail_memory(err);
}

static scrut_status run_stages(scrut_link *link, const scrut_link_input *input, int32_t floor_weight, scrut_pool *pool,
                               scrut_error *err)
{
    link_work w = {.link = link, .floor_weight = floor_weight};
    scrut_status status = scrut_link_load(input, link->arena, &link->r, err);
    if (status == SCRUT_OK)
        status = scrut_link_block(&link->r, pool, link->arena, &link->b, err);
    if (status != SCRUT_OK)
        return status;
    size_t units = scrut_link_units(&link->b);
    for (size_t i = 0; i < link->b.rule_count; i++) {
        for (size_t f = 0; f < input->field_count; f++)
            w.without[f] |= (uint64_t)((link->b.rules[i].fields >> f & 1) == 0) << i;
    }
    status = count_patterns(&w, units, pool, err);
    if (status == SCRUT_OK && !scrut_link_estimate(&link->r, link->patterns, link->pattern_count, &link->m))
        status = scrut_fail_memory(err);
    if (status == SCRUT_OK)
        status = keep_pairs(&w, units, pool, err);
    if (status == SCRUT_OK)
        status = name_rows(link, err);
    link->summary.rules = link->b.rule_count;
    link->summary.pairs_left_out = link->b.left_out;
    link->summary.same_expected = link->m.same.pairs;
    return status;
}

scrut_status scrut_link_run(const scrut_link_input *input, int32_t floor_weight, scrut_pool *pool,
                            scrut_link **ret_link, scrut_error *err)
{
    if (input->row_count > SCRUT_LINK_ROWS_MAX || input->field_count > SCRUT_LINK_FIELDS_MAX)
        return scrut_fail(err, SCRUT_E_LIMIT, NULL, -1, -1, -1, "at most %u rows and %d fields can be linked",
                          SCRUT_LINK_ROWS_MAX, SCRUT_LINK_FIELDS_MAX);
    if (input->field_count < 2)
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "at least two fields are needed to link records");
    scrut_link *link = calloc(1, sizeof *link);
    if (link == NULL)
        return scrut_fail_memory(err);
    link->arena = scrut_arena_new();
    scrut_status status =
        link->arena == NULL ? scrut_fail_memory(err) : run_stages(link, input, floor_weight, pool, err);
    link->r.input = NULL; /* the caller's, and gone after this call */
    if (status == SCRUT_OK)
        *ret_link = link;
    else
        scrut_link_free(link);
    return status;
}

void scrut_link_free(scrut_link *link)
{
    if (link == NULL)
        return;
    scrut_arena_free(link->arena);
    free(link->patterns);
    free(link->pairs);
    free(link);
}

const scrut_link_pair *scrut_link_pairs(const scrut_link *link, size_t *ret_count)
{
    *ret_count = link->pair_count;
    return link->pairs;
}

int32_t scrut_link_pair_rarity(const scrut_link *link, const scrut_link_pair *pair, size_t field)
{
    unsigned outcome = pair->outcomes >> (5 * field) & 31;
    return scrut_link_rarity(&link->r, &link->m, field, link->at_row[pair->a], link->at_row[pair->b], outcome);
}

const uint32_t *scrut_link_clusters(const scrut_link *link)
{
    return link->clusters;
}

scrut_link_summary scrut_link_summarise(const scrut_link *link)
{
    return link->summary;
}

void scrut_link_print_model(const scrut_link *link, scrut_buf *out)
{
    scrut_link_model_print(&link->r, &link->m, out);
}
