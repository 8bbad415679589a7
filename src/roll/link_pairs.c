/* SPDX-License-Identifier: Apache-2.0
 * What the pairs show: counts of patterns for the model, and the pairs that may matter once there is one. */
#include "link_work.h"

#include <stdlib.h>

#define KEEP (UINT64_C(1) << 63) /* in a count: the pairs of this pattern are kept */

typedef struct {
    const count_task *task;
    uint64_t without[SCRUT_LINK_FIELDS_MAX]; /* rules that do not use the field */
    uint32_t there[RULES_MAX];               /* shards whose units were done before */
    bounds bounds;                           /* by the guess, where there is one */
} count_job;

/* Of one thread. What it has counted and kept is of all its units or, where these are kept in files, of the one that it
 * is at. */
typedef struct {
    const count_job *job;
    memo_hand memo;
    tally tally;
    kept_pair *pairs;
    size_t pair_count, pair_capacity;
    uint64_t compared;
    scrut_status status;
    scrut_error err;
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
    uint32_t a = c->rows->rows[c->first[k]], b = c->rows->rows[c->second[k]];
    if (!scrut_grow(&w->pairs, &w->pair_capacity, w->pair_count + 1, sizeof *w->pairs))
        return false;
    w->pairs[w->pair_count++] = (kept_pair){a < b ? a : b, a < b ? b : a, outcomes};
    return true;
}

/* Whether a pattern has pairs that may be kept, and whether a pair of such a pattern is. */
static bool may_keep(const count_job *job, uint64_t outcomes)
{
    const count_task *t = job->task;
    return t->guess == NULL || scrut_link_weigh_most(t->guess, t->r->field_count, outcomes) >= t->floor_weight;
}

static bool is_kept(const count_job *job, const pair_chunk *c, size_t k, uint64_t outcomes)
{
    const count_task *t = job->task;
    if (t->guess == NULL)
        return true;
    const uint32_t *a = c->rows->cells + c->first[k] * t->r->field_count;
    const uint32_t *b = c->rows->cells + c->second[k] * t->r->field_count;
    return scrut_link_bound(&job->bounds, a, b, outcomes) >= t->floor_weight &&
           scrut_link_weigh_same(t->r, t->guess, a, b, outcomes) >= t->floor_weight;
}

static void count_pair(counter *w, const pair_chunk *c, size_t k, uint64_t outcomes, uint64_t key)
{
    pattern *slot = scrut_link_tally_slot(&w->tally, key);
    if (slot == NULL) {
        w->failed = true;
        return;
    }
    if (slot->count == 0 && may_keep(w->job, outcomes))
        slot->count = KEEP;
    slot->count++;
    w->compared++;
    if ((slot->count & KEEP) != 0 && is_kept(w->job, c, k, outcomes))
        w->failed = !keep_pair(w, c, k, outcomes);
}

static void count_chunk(void *context, const pair_chunk *c)
{
    counter *w = context;
    size_t count = 0;
    uint8_t lanes[LINK_PAIRS] = {0};
    uint64_t outcomes[LINK_PAIRS], keys[LINK_PAIRS], without[SCRUT_LINK_FIELDS_MAX];
    for (uint64_t left = c->todo; left != 0; left &= left - 1)
        lanes[count++] = (uint8_t)__builtin_ctzll(left);
    find_without(w->job, c, without);
    scrut_link_memo_compare(&w->memo, c, lanes, count, outcomes);
    for (size_t i = 0; i < count; i++) {
        keys[i] = outcomes[i];
        for (size_t f = 0; f < c->r->field_count; f++)
            keys[i] |= (without[f] >> lanes[i] & 1) << (50 + f);
        scrut_link_tally_ahead(&w->tally, keys[i]);
    }
    for (size_t i = 0; i < count && !w->failed; i++)
        count_pair(w, c, lanes[i], outcomes[i], keys[i]);
}

/* ---- units in files --------------------------------------------------------------------------------------------- */

static void forget_keep(pattern patterns[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        patterns[i].count &= ~KEEP;
}

/* Writes what a unit found, and is ready for the next. */
static bool end_unit(void *context, size_t rule_index, size_t shard)
{
    counter *w = context;
    const link_stage *stage = w->job->task->stage;
    pattern *patterns = NULL;
    size_t count = 0;
    if (stage == NULL || w->failed)
        return !w->failed;
    w->failed = !scrut_link_tally_end(&w->tally, &patterns, &count);
    forget_keep(patterns, count);
    if (!w->failed)
        w->status = scrut_link_unit_write(
            &(unit_name){stage, rule_index, shard},
            &(unit_found){.patterns = patterns, .pattern_count = count, .pairs = w->pairs, .pair_count = w->pair_count},
            &w->err);
    free(patterns);
    w->pair_count = 0;
    return !w->failed && w->status == SCRUT_OK;
}

static bool is_wanted(void *context, size_t rule_index, size_t shard)
{
    const counter *w = context;
    return (w->job->there[rule_index] >> shard & 1) == 0;
}

typedef bool (*unit_visit)(void *context, const unit_name *name, const unit_found *found);

/* Calls `visit` with the units that are there, in their order; false ends it for want of memory. */
static scrut_status each_unit(const count_task *t, unit_visit visit, void *context, scrut_error *err)
{
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < SHARDS * t->b->rule_count && status == SCRUT_OK; i++) {
        unit_name name = {t->stage, i / SHARDS, i % SHARDS};
        unit_found found = {.bytes = NULL};
        bool there = false;
        if ((t->shards >> name.shard & 1) == 0)
            continue;
        status = scrut_link_unit_read(&name, t->r->row_count, &there, &found, err);
        if (there && !visit(context, &name, &found))
            status = scrut_fail_memory(err);
        free(found.bytes);
    }
    return status;
}

static bool note_there(void *context, const unit_name *name, const unit_found *found)
{
    count_job *job = context;
    (void)found;
    job->there[name->rule] |= (uint32_t)1 << name->shard;
    return true;
}

typedef struct {
    tally all;
    pair_counts *ret;
    uint32_t there[RULES_MAX];
} merging;

static bool merge_unit(void *context, const unit_name *name, const unit_found *found)
{
    merging *m = context;
    for (size_t i = 0; i < found->pattern_count; i++) {
        pattern *slot = scrut_link_tally_slot(&m->all, found->patterns[i].key);
        if (slot == NULL)
            return false;
        slot->count += found->patterns[i].count;
        m->ret->compared += found->patterns[i].count;
    }
    m->ret->pair_count += found->pair_count;
    m->there[name->rule] |= (uint32_t)1 << name->shard;
    return true;
}

static bool has_rows(const blocking *b, size_t rule_index, size_t shard)
{
    for (size_t stripe = 0; stripe < STRIPES; stripe++) {
        if (b->rows[rule_index][stripe][shard] > 0)
            return true;
    }
    return false;
}

/* All units are there now, as they were written. */
static bool all_there(const count_task *t, const uint32_t there[])
{
    for (size_t i = 0; i < SHARDS * t->b->rule_count; i++) {
        size_t rule_index = i / SHARDS, shard = i % SHARDS;
        if ((t->shards >> shard & 1) != 0 && (there[rule_index] >> shard & 1) == 0 && has_rows(t->b, rule_index, shard))
            return false;
    }
    return true;
}

static scrut_status merge_units(const count_task *t, pair_counts *ret, scrut_error *err)
{
    merging m = {.ret = ret};
    scrut_status status = each_unit(t, merge_unit, &m, err);
    if (status == SCRUT_OK && !all_there(t, m.there))
        status = scrut_fail(err, SCRUT_E_IO, t->stage->folder->path, -1, -1, -1,
                            "a file of a unit cannot be read as it was written; run again to do that unit anew");
    if (status == SCRUT_OK && !scrut_link_tally_end(&m.all, &ret->patterns, &ret->pattern_count))
        status = scrut_fail_memory(err);
    free(m.all.slots);
    return status;
}

typedef struct {
    kept_visit visit;
    void *context;
} kept_visitor;

static bool visit_kept(void *context, const unit_name *name, const unit_found *found)
{
    const kept_visitor *v = context;
    (void)name;
    return v->visit(v->context, found->pairs, found->pair_count);
}

scrut_status scrut_link_each_kept(const count_task *t, const pair_counts *counts, kept_visit visit, void *context,
                                  scrut_error *err)
{
    if (t->stage != NULL)
        return each_unit(t, visit_kept, &(kept_visitor){visit, context}, err);
    return visit(context, counts->pairs, counts->pair_count) ? SCRUT_OK : scrut_fail_memory(err);
}

/* ---- all units -------------------------------------------------------------------------------------------------- */

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
    forget_keep(ret->patterns, ret->pattern_count);
    return true;
}

/* Rows that fit what may be gathered. */
static size_t rows_at_once(const records *r)
{
    uint64_t rows = r->gather_bytes / (scrut_link_gathered_words(r) * sizeof(uint64_t));
    return r->gather_bytes == 0 ? 0 : rows > 0 ? (size_t)rows : 1;
}

/* What the counters end with: the first error, or what they counted. */
static scrut_status end_count(const count_task *t, counter counters[], size_t threads, scrut_status status,
                              pair_counts *ret, scrut_error *err)
{
    for (size_t i = 0; i < threads; i++) {
        if (counters[i].status == SCRUT_OK)
            continue;
        if (err != NULL)
            *err = counters[i].err;
        return counters[i].status;
    }
    if (status != SCRUT_OK)
        return status;
    if (t->stage != NULL)
        return merge_units(t, ret, err);
    return gather(counters, threads, ret) ? SCRUT_OK : scrut_fail_memory(err);
}

static bool open_counters(counter counters[], void *contexts[], size_t threads, const count_job *job)
{
    bool ready = true;
    for (size_t i = 0; ready && i < threads; i++) {
        counters[i].job = job;
        contexts[i] = &counters[i];
        ready = scrut_link_memo_open(job->task->memo, &counters[i].memo);
    }
    return ready;
}

static void close_counters(counter counters[], size_t threads)
{
    for (size_t i = 0; counters != NULL && i < threads; i++) {
        scrut_link_memo_close(&counters[i].memo);
        free(counters[i].tally.slots);
        free(counters[i].pairs);
    }
    free(counters);
}

static void find_rules_without(count_job *job)
{
    const blocking *b = job->task->b;
    for (size_t i = 0; i < b->rule_count; i++) {
        for (size_t f = 0; f < job->task->r->field_count; f++)
            job->without[f] |= (uint64_t)((b->rules[i].fields >> f & 1) == 0) << i;
    }
}

scrut_status scrut_link_count(const count_task *t, scrut_pool *pool, pair_counts *ret, scrut_error *err)
{
    count_job job = {.task = t};
    size_t threads = (size_t)scrut_pool_threads(pool);
    counter *counters = calloc(threads, sizeof *counters);
    void **contexts = calloc(threads, sizeof *contexts);
    bool ready = counters != NULL && contexts != NULL && open_counters(counters, contexts, threads, &job) &&
                 (t->guess == NULL || scrut_link_bounds_new(t->r, t->guess, &job.bounds));
    scrut_status status = ready ? SCRUT_OK : scrut_fail_memory(err);
    find_rules_without(&job);
    *ret = (pair_counts){0};
    if (status == SCRUT_OK && t->stage != NULL)
        status = each_unit(t, note_there, &job, err);
    pair_work work = {.r = t->r,
                      .b = t->b,
                      .shards = t->shards,
                      .rows_max = rows_at_once(t->r),
                      .workers = threads,
                      .contexts = contexts,
                      .visit = count_chunk,
                      .wanted = is_wanted,
                      .done = end_unit};
    if (status == SCRUT_OK)
        status = end_count(t, counters, threads, scrut_link_visit(&work, pool, err), ret, err);
    close_counters(counters, threads);
    scrut_link_bounds_free(&job.bounds);
    free(contexts);
    return status;
}
