/* SPDX-License-Identifier: Apache-2.0
 * What the pairs show: counts of patterns for the model, and the pairs that may matter once there is one. */
#include "link_internal.h"

#include <stdlib.h>

#define KEEP (UINT64_C(1) << 63) /* in a count: the pairs of this pattern are kept */

typedef struct {
    const records *r;
    const blocking *b;
    const model *guess;
    int32_t floor_weight;
    uint64_t without[SCRUT_LINK_FIELDS_MAX]; /* rules that do not use the field */
} count_job;

/* Of one thread. */
typedef struct {
    const count_job *job;
    memo_hand memo;
    tally tally;
    kept_pair *pairs;
    size_t pair_count, pair_capacity;
    uint64_t compared;
    bool failed;
} counter;

/* Bit f of a pair: some rule that does not use field f finds it, so that the field was free to differ. */
static void find_without(const count_job *job, const pair_chunk *c, uint64_t ret[])
{
    uint64_t missing = 0;
    for (size_t f = 0; f < c->r->field_count; f++) {
        ret[f] = (job->without[f] >> c->rule & 1) != 0 ? c->todo : 0;
        missing |= c->todo & ~ret[f];
    }
    for (size_t i = c->rule + 1; i < c->b->rule_count && missing != 0; i++) {
        uint64_t found = scrut_link_found(c, i);
        for (size_t f = 0; found != 0 && f < c->r->field_count; f++)
            ret[f] |= (job->without[f] >> i & 1) != 0 ? found : 0;
    }
}

static bool keep_pair(counter *w, const pair_chunk *c, size_t k, uint64_t outcomes)
{
    uint32_t a = c->rows->rows[c->i], b = c->rows->rows[c->j + k];
    if (!scrut_grow(&w->pairs, &w->pair_capacity, w->pair_count + 1, sizeof *w->pairs))
        return false;
    w->pairs[w->pair_count++] = (kept_pair){a < b ? a : b, a < b ? b : a, outcomes};
    return true;
}

/* Whether a pattern has pairs that may be kept, and whether a pair of such a pattern is. */
static bool may_keep(const count_job *job, uint64_t outcomes)
{
    return job->guess == NULL || scrut_link_weigh_most(job->guess, job->r->field_count, outcomes) >= job->floor_weight;
}

static bool is_kept(const count_job *job, const pair_chunk *c, size_t k, uint64_t outcomes)
{
    return job->guess == NULL || scrut_link_weigh_same(job->r, job->guess, c->rows->rows[c->i], c->rows->rows[c->j + k],
                                                       outcomes) >= job->floor_weight;
}

static void count_chunk(void *context, const pair_chunk *c)
{
    counter *w = context;
    size_t fields = c->r->field_count;
    const uint32_t *a = c->rows->cells + c->i * fields, *others = c->rows->cells + c->j * fields;
    uint64_t without[SCRUT_LINK_FIELDS_MAX];
    find_without(w->job, c, without);
    for (uint64_t left = c->todo; left != 0 && !w->failed; left &= left - 1) {
        size_t k = (size_t)__builtin_ctzll(left);
        uint64_t outcomes = scrut_link_memo_compare(&w->memo, a, others + k * fields), key = outcomes;
        for (size_t f = 0; f < fields; f++)
            key |= (without[f] >> k & 1) << (50 + f);
        pattern *slot = scrut_link_tally_slot(&w->tally, key);
        w->failed = slot == NULL;
        if (slot == NULL)
            return;
        if (slot->count == 0 && may_keep(w->job, outcomes))
            slot->count = KEEP;
        slot->count++;
        w->compared++;
        if ((slot->count & KEEP) != 0 && is_kept(w->job, c, k, outcomes))
            w->failed = !keep_pair(w, c, k, outcomes);
    }
}

static void look_ahead(void *context, const batch *rows, size_t first, size_t end)
{
    const counter *w = context;
    for (size_t f = 0; f < w->job->r->field_count; f++)
        scrut_link_memo_ahead(&w->memo, f, rows, first, end);
}

static bool end_unit(void *context, size_t rule_index, size_t shard)
{
    const counter *w = context;
    (void)rule_index;
    (void)shard;
    return !w->failed;
}

static bool gather(counter counters[], size_t count, pair_counts *ret)
{
    tally all = {0};
    size_t pairs = 0;
    for (size_t i = 0; i < count; i++) {
        scrut_link_tally_add(&all, &counters[i].tally);
        pairs += counters[i].pair_count;
        ret->compared += counters[i].compared;
    }
    ret->pairs = malloc((pairs + 1) * sizeof *ret->pairs);
    if (ret->pairs == NULL || !scrut_link_tally_end(&all, &ret->patterns, &ret->pattern_count)) {
        free(all.slots);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (counters[i].pair_count > 0)
            memcpy(ret->pairs + ret->pair_count, counters[i].pairs, counters[i].pair_count * sizeof *ret->pairs);
        ret->pair_count += counters[i].pair_count;
        free(counters[i].pairs);
        counters[i].pairs = NULL;
    }
    for (size_t i = 0; i < ret->pattern_count; i++)
        ret->patterns[i].count &= ~KEEP;
    return true;
}

/* Rows that fit what may be gathered: a word for hash and number, and those of the planes. */
static size_t rows_at_once(const records *r)
{
    uint64_t row_bytes = (1 + r->plane_count) * sizeof(uint64_t), rows = r->gather_bytes / row_bytes;
    return r->gather_bytes == 0 ? 0 : rows > 0 ? (size_t)rows : 1;
}

scrut_status scrut_link_count(const records *r, const blocking *b, const memo *m, uint32_t shards, const model *guess,
                              int32_t floor_weight, scrut_pool *pool, pair_counts *ret, scrut_error *err)
{
    count_job job = {r, b, guess, floor_weight, {0}};
    size_t threads = (size_t)scrut_pool_threads(pool);
    counter *counters = calloc(threads, sizeof *counters);
    void **contexts = calloc(threads, sizeof *contexts);
    bool ready = counters != NULL && contexts != NULL;
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < b->rule_count; i++) {
        for (size_t f = 0; f < r->field_count; f++)
            job.without[f] |= (uint64_t)((b->rules[i].fields >> f & 1) == 0) << i;
    }
    for (size_t i = 0; ready && i < threads; i++) {
        counters[i].job = &job;
        contexts[i] = &counters[i];
        ready = scrut_link_memo_open(m, &counters[i].memo);
    }
    pair_work work = {.r = r,
                      .b = b,
                      .shards = shards,
                      .rows_max = rows_at_once(r),
                      .workers = threads,
                      .contexts = contexts,
                      .visit = count_chunk,
                      .ahead = look_ahead,
                      .done = end_unit};
    if (ready)
        status = scrut_link_visit(&work, pool, err);
    *ret = (pair_counts){0};
    if (ready && status == SCRUT_OK)
        ready = gather(counters, threads, ret);
    for (size_t i = 0; counters != NULL && i < threads; i++) {
        scrut_link_memo_close(&counters[i].memo);
        free(counters[i].tally.slots);
        free(counters[i].pairs);
    }
    free(counters);
    free(contexts);
    return !ready ? scrut_fail_memory(err) : status;
}
