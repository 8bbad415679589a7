/* SPDX-License-Identifier: Apache-2.0
 * What the pairs show: counts of patterns for the model, and the pairs that may matter once there is one. */
#include "link_work.h"

#include <math.h>
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
    pattern_sums *sums; /* of all threads */
    memo_hand memo;
    tally tally;
    kept_list kept;
    pairs_made made; /* of the rule or unit */
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

/* Whether a pattern has pairs that may be kept. */
static bool may_keep(const count_job *job, uint64_t outcomes)
{
    const count_task *t = job->task;
    return t->guess == NULL || scrut_link_weigh_most(t->guess, t->r->field_count, outcomes) >= t->floor_weight;
}

/* Keeps a pair of such a pattern if it weighs enough. */
static void keep_pair(counter *w, const pair_chunk *c, size_t k, uint64_t outcomes)
{
    const count_task *t = w->job->task;
    const uint32_t *x = c->rows->cells + c->first[k] * t->r->field_count;
    const uint32_t *y = c->rows->cells + c->second[k] * t->r->field_count;
    if (t->guess != NULL && scrut_link_bound(&w->job->bounds, x, y, outcomes) < t->floor_weight)
        return;
    rarities rare = scrut_link_rarities(t->r, t->strangers, x, y, outcomes);
    if (t->guess != NULL && scrut_link_weigh_same(t->guess, t->r->field_count, outcomes, rare) < t->floor_weight)
        return;
    uint32_t a = c->rows->rows[c->first[k]], b = c->rows->rows[c->second[k]];
    kept_list *l = &w->kept;
    w->failed = w->failed || !scrut_grow(&l->pairs, &l->capacity, l->count + 1, sizeof *l->pairs);
    if (!w->failed)
        l->pairs[l->count++] = (kept_pair){a < b ? a : b, a < b ? b : a, outcomes, rare};
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
    if ((slot->count & KEEP) != 0)
        keep_pair(w, c, k, outcomes);
}

static void count_all(counter *w, const pair_chunk *c)
{
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
    w->made.made_counted += c->made;
    w->made.counted += count;
}

/* Looks only for pairs that are kept. */
static void sift(counter *w, pair_chunk *c)
{
    uint8_t lanes[LINK_PAIRS] = {0};
    uint64_t outcomes[LINK_PAIRS];
    size_t count = scrut_link_sift_texts(&w->job->bounds, &w->memo, c, w->job->task->floor_weight, lanes);
    scrut_link_memo_compare(&w->memo, c, lanes, count, outcomes);
    for (size_t i = 0; i < count; i++)
        keep_pair(w, c, lanes[i], outcomes[i]);
}

static void count_chunk(void *context, pair_chunk *c)
{
    counter *w = context;
    w->made.made += c->made;
    if (c->sifted)
        sift(w, c);
    else
        count_all(w, c);
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
        w->status = scrut_link_unit_write(&(unit_name){stage, rule_index, shard},
                                          &(unit_found){.made = w->made,
                                                        .patterns = patterns,
                                                        .pattern_count = count,
                                                        .pairs = w->kept.pairs,
                                                        .pair_count = w->kept.count},
                                          &w->err);
    free(patterns);
    w->kept.count = 0;
    w->made = (pairs_made){0};
    return !w->failed && w->status == SCRUT_OK;
}

static bool is_wanted(void *context, size_t rule_index, size_t shard)
{
    const counter *w = context;
    return (w->job->there[rule_index] >> shard & 1) == 0;
}

/* ---- all units -------------------------------------------------------------------------------------------------- */

/* Adds what the threads counted of a rule. */
static bool add_rule(void *const contexts[], size_t workers, size_t rule_index)
{
    const counter *first = contexts[0];
    pattern_sums *sums = first->sums;
    for (size_t i = 0; i < workers; i++) {
        counter *w = contexts[i];
        pattern *patterns = NULL;
        size_t count = 0;
        scrut_link_add_made(&sums->pairs, &w->made);
        w->made = (pairs_made){0};
        if (!scrut_link_tally_end(&w->tally, &patterns, &count))
            return false;
        forget_keep(patterns, count);
        scrut_link_sums_add(sums, patterns, count);
        free(patterns);
    }
    return scrut_link_sums_end_rule(sums, scrut_link_counted_parts(first->job->task->b, rule_index));
}

/* The pairs stay where each thread kept them. */
static bool gather(counter counters[], size_t count, pair_counts *ret)
{
    ret->kept = calloc(count + 1, sizeof *ret->kept);
    if (ret->kept == NULL || !scrut_link_sums_end(counters[0].sums, ret))
        return false;
    for (size_t i = 0; i < count; i++) {
        ret->kept[ret->kept_count++] = counters[i].kept;
        counters[i].kept = (kept_list){0};
    }
    return true;
}

void scrut_link_free_counts(pair_counts *c)
{
    for (size_t i = 0; i < c->kept_count; i++)
        free(c->kept[i].pairs);
    free(c->kept);
    free(c->patterns);
    free(c->counted_each);
    *c = (pair_counts){0};
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
        return scrut_link_units_merge(t, ret, err);
    return gather(counters, threads, ret) ? SCRUT_OK : scrut_fail_memory(err);
}

static bool open_counters(counter counters[], void *contexts[], size_t threads, const count_job *job,
                          pattern_sums *sums)
{
    bool ready = true;
    for (size_t i = 0; ready && i < threads; i++) {
        counters[i].job = job;
        counters[i].sums = sums;
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
        free(counters[i].kept.pairs);
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

/* As many as have enough pairs, if these are as many as was expected. A part is a hash of keys, so what lies in one is
 * as what lies in all. */
unsigned scrut_link_counted_parts(const blocking *b, size_t rule_index)
{
    double share = fmax(COUNTED_MIN, b->counted_pairs / (b->rules[rule_index].pairs + 1));
    return (unsigned)ceil(PARTS_OF_RULE * fmin(share, 1));
}

scrut_status scrut_link_count(const count_task *t, scrut_pool *pool, pair_counts *ret, scrut_error *err)
{
    count_job job = {.task = t};
    pattern_sums sums = {.made = 0};
    unsigned counted[RULES_MAX];
    size_t threads = (size_t)scrut_pool_threads(pool);
    counter *counters = calloc(threads, sizeof *counters);
    void **contexts = calloc(threads, sizeof *contexts);
    bool ready = counters != NULL && contexts != NULL && open_counters(counters, contexts, threads, &job, &sums) &&
                 (t->guess == NULL || scrut_link_bounds_new(t->r, t->guess, &job.bounds));
    scrut_status status = ready ? SCRUT_OK : scrut_fail_memory(err);
    find_rules_without(&job);
    for (size_t i = 0; i < t->b->rule_count; i++)
        counted[i] = scrut_link_counted_parts(t->b, i);
    *ret = (pair_counts){0};
    if (status == SCRUT_OK && t->stage != NULL)
        status = scrut_link_units_there(t, job.there, err);
    pair_work work = {.r = t->r,
                      .b = t->b,
                      .shards = t->shards,
                      .rows_max = rows_at_once(t->r),
                      .workers = threads,
                      .contexts = contexts,
                      .visit = count_chunk,
                      .bounds = t->guess != NULL ? &job.bounds : NULL,
                      .floor_weight = t->floor_weight,
                      .counted = counted,
                      .wanted = is_wanted,
                      .done = end_unit,
                      .rule_done = t->stage == NULL ? add_rule : NULL};
    if (status == SCRUT_OK)
        status = end_count(t, counters, threads, scrut_link_visit(&work, pool, err), ret, err);
    close_counters(counters, threads);
    scrut_link_bounds_free(&job.bounds);
    scrut_link_sums_free(&sums);
    free(contexts);
    return status;
}
