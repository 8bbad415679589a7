/* SPDX-License-Identifier: Apache-2.0
 * The stages one after another. */
#include "link_internal.h"
#include "scrutineer/mem.h"

#include <stdlib.h>

#define SAMPLE_ROWS_MIN 20000 /* fewer rows: all pairs are kept until the model is known */
#define SAMPLE_SHARDS 2
#define SAMPLE_MARGIN (2 * SCRUT_LINK_BIT)
#define ALL_SHARDS UINT32_MAX

struct scrut_link {
    scrut_arena *arena;
    records r;
    blocking b;
    model m;
    scrut_link_pair *pairs;
    size_t pair_count;
    uint32_t *clusters;
    scrut_link_summary summary;
};

typedef struct {
    scrut_link *link;
    memo memo;
    scrut_pool *pool;
    int32_t floor_weight;
    pair_counts counts;
} link_work;

static void free_counts(pair_counts *c)
{
    free(c->patterns);
    free(c->pairs);
    *c = (pair_counts){0};
}

static scrut_status count_with(link_work *w, uint32_t shards, const model *guess, int32_t floor_weight,
                               scrut_error *err)
{
    free_counts(&w->counts);
    return scrut_link_count(&w->link->r, &w->link->b, &w->memo, shards, guess, floor_weight, w->pool, &w->counts, err);
}

static scrut_status estimate(link_work *w, model *ret, scrut_error *err)
{
    return scrut_link_estimate(&w->link->r, w->counts.patterns, w->counts.pattern_count, ret) ? SCRUT_OK
                                                                                              : scrut_fail_memory(err);
}

/* A model from the pairs of some shards, good enough to say which pairs will not be wanted. */
static scrut_status guess_model(link_work *w, model *ret, scrut_error *err)
{
    scrut_status status = count_with(w, ((uint32_t)1 << SAMPLE_SHARDS) - 1, NULL, 0, err);
    for (size_t i = 0; i < w->counts.pattern_count; i++)
        w->counts.patterns[i].count *= SHARDS / SAMPLE_SHARDS;
    return status == SCRUT_OK ? estimate(w, ret, err) : status;
}

/* Whether the guess left out no pair that the model wants: what the values of a pair add to its pattern is the same in
 * both, and of the patterns the model may say no more than the margin beyond the guess. */
static bool all_kept(const link_work *w, const model *guess)
{
    size_t fields = w->link->r.field_count;
    for (size_t i = 0; i < w->counts.pattern_count; i++) {
        uint64_t outcomes = w->counts.patterns[i].key;
        int32_t most = scrut_link_weigh_most(&w->link->m, fields, outcomes);
        if (most >= w->floor_weight && most - scrut_link_weigh_most(guess, fields, outcomes) > SAMPLE_MARGIN)
            return false;
    }
    return true;
}

/* Compares all pairs, mostly once: those that a guess says are not wanted are not kept, and only if the model of all
 * pairs wants one of them are they compared again. The guess does not show in the result. */
static scrut_status compare_pairs(link_work *w, scrut_error *err)
{
    model guess;
    bool sampled = w->link->r.row_count >= SAMPLE_ROWS_MIN;
    int32_t floor_guess = w->floor_weight - SAMPLE_MARGIN;
    scrut_status status = sampled ? guess_model(w, &guess, err) : SCRUT_OK;
    if (status == SCRUT_OK)
        status = count_with(w, ALL_SHARDS, sampled ? &guess : NULL, floor_guess, err);
    if (status == SCRUT_OK)
        status = estimate(w, &w->link->m, err);
    if (status == SCRUT_OK && sampled && !all_kept(w, &guess))
        status = count_with(w, ALL_SHARDS, &w->link->m, w->floor_weight, err);
    return status;
}

static int by_rows(const void *a, const void *b)
{
    const scrut_link_pair *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* Pairs of enough weight, in order of their rows. */
static scrut_status weigh_pairs(link_work *w, scrut_error *err)
{
    scrut_link *link = w->link;
    size_t count = 0;
    size_t capacity = 0;
    for (size_t i = 0; i < w->counts.pair_count; i++) {
        const kept_pair *p = &w->counts.pairs[i];
        if (scrut_link_weigh_most(&link->m, link->r.field_count, p->outcomes) < w->floor_weight)
            continue;
        int32_t weight = scrut_link_weigh(&link->r, &link->m, p->a, p->b, p->outcomes);
        if (weight < w->floor_weight)
            continue;
        if (!scrut_grow(&link->pairs, &capacity, count + 1, sizeof *link->pairs))
            return scrut_fail_memory(err);
        link->pairs[count++] = (scrut_link_pair){p->a, p->b, weight, p->outcomes};
    }
    link->pair_count = count;
    if (count > 0)
        qsort(link->pairs, count, sizeof *link->pairs, by_rows);
    return SCRUT_OK;
}

/* Each cluster is called by its first row. */
static scrut_status name_clusters(scrut_link *link, scrut_error *err)
{
    uint32_t n = link->r.row_count;
    uint32_t *group = malloc((n + (size_t)1) * sizeof *group), *least = malloc((n + (size_t)1) * sizeof *least);
    link->clusters = scrut_arena_calloc(link->arena, n, sizeof *link->clusters);
    bool ready = group != NULL && least != NULL && link->clusters != NULL &&
                 scrut_link_cluster(&link->r, &link->m, link->pairs, link->pair_count, group);
    for (uint32_t i = 0; ready && i < n; i++)
        least[i] = UINT32_MAX;
    for (uint32_t i = 0; ready && i < n; i++)
        least[group[i]] = i < least[group[i]] ? i : least[group[i]];
    for (uint32_t i = 0; ready && i < n; i++)
        link->clusters[i] = least[group[i]];
    free(group);
    free(least);
    return ready ? SCRUT_OK : scrut_fail_memory(err);
}

static scrut_status prepare(link_work *w, const scrut_link_input *input, scrut_error *err)
{
    scrut_link *link = w->link;
    scrut_status status = scrut_link_load(input, link->arena, w->pool, &link->r, err);
    link->b.block_rows_max = BLOCK_ROWS_MAX;
    if (status == SCRUT_OK && !scrut_link_choose_rules(&link->r, &link->b))
        status = scrut_fail_memory(err);
    if (status == SCRUT_OK)
        status = scrut_link_block(&link->r, w->pool, link->arena, &link->b, err);
    if (status == SCRUT_OK && !scrut_link_memo_new(&link->r, scrut_link_compare_values, &w->memo))
        status = scrut_fail_memory(err);
    return status;
}

static scrut_status run_stages(scrut_link *link, const scrut_link_input *input, int32_t floor_weight, scrut_pool *pool,
                               scrut_error *err)
{
    link_work w = {.link = link, .pool = pool, .floor_weight = floor_weight};
    scrut_status status = prepare(&w, input, err);
    if (status == SCRUT_OK)
        status = compare_pairs(&w, err);
    scrut_link_memo_free(&w.memo);
    if (status == SCRUT_OK)
        status = weigh_pairs(&w, err);
    if (status == SCRUT_OK) {
        link->summary = (scrut_link_summary){.pairs_compared = w.counts.compared,
                                             .pairs_left_out = link->b.left_out,
                                             .patterns = w.counts.pattern_count,
                                             .rules = link->b.rule_count,
                                             .recall = link->b.recall,
                                             .same_expected = link->m.same.pairs};
    }
    free_counts(&w.counts);
    return status == SCRUT_OK ? name_clusters(link, err) : status;
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
    scrut_link_unpack(&link->r);
    scrut_arena_free(link->arena);
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
    return scrut_link_rarity(&link->r, &link->m, field, pair->a, pair->b, outcome);
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
