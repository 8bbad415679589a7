/* SPDX-License-Identifier: Apache-2.0
 * From rows to pairs. The rows of a rule are gathered by the highest bits of their keys into shards, each shard is
 * sorted by key where it fits the cache, and its blocks are unpacked in batches; what two rows share is asked for up to
 * 64 pairs at a time. Units (a rule and a shard) depend on nothing but the rows. */
#include "link_units.h"

#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#if defined(__x86_64__)
#include <emmintrin.h>
#endif

/* ---- gathering -------------------------------------------------------------------------------------------------- */

#define LINE_WORDS 8 /* of the cache */
#define DEAL_WORDS 64

/* Words on their way to the rows of a shard. They go to memory in whole lines, past the cache, which the values need.
 */
typedef struct {
    uint64_t *to;
    size_t count;
    uint64_t words[DEAL_WORDS + 1 + SCRUT_LINK_FIELDS_MAX];
} dealt;

static void put_words(uint64_t *to, const uint64_t words[], size_t count)
{
#if defined(__x86_64__)
    for (size_t i = 0; i < count; i++)
        _mm_stream_si64((long long *)(void *)(to + i), (long long)words[i]);
#else
    for (size_t i = 0; i < count; i++)
        to[i] = words[i];
#endif
}

/* To the end of a line. */
static void put_lines(dealt *d)
{
    size_t beyond = ((uintptr_t)(d->to + d->count) / sizeof *d->to) % LINE_WORDS, count = d->count - beyond;
    put_words(d->to, d->words, count);
    memmove(d->words, d->words + count, beyond * sizeof *d->words);
    d->to += count;
    d->count = beyond;
}

static void gather_rows(const sweep *s, const uint64_t keys[], size_t count, uint32_t first, dealt deals[])
{
    const records *r = s->work->r;
    for (size_t i = 0; i < count; i++) {
        size_t shard = keys[i] >> SHARD_SHIFT;
        if (keys[i] == 0 || (s->gathered >> shard & 1) == 0)
            continue;
        dealt *d = &deals[shard];
        uint64_t *to = d->words + d->count;
        to[0] = (uint64_t)scrut_link_gathered_hash(keys[i]) << 32 | (first + i);
        for (size_t w = 1; w < s->words; w++)
            to[w] = r->planes[w - 1][first + i];
        d->count += s->words;
        if (d->count >= DEAL_WORDS)
            put_lines(d);
    }
}

static void gather_stripe(void *context, size_t stripe)
{
    sweep *s = context;
    const records *r = s->work->r;
    uint64_t n = r->row_count, keys[LINK_KEYS];
    uint32_t row = (uint32_t)(n * stripe / STRIPES), end = (uint32_t)(n * (stripe + 1) / STRIPES);
    dealt deals[SHARDS];
    for (size_t shard = 0; shard < SHARDS; shard++) {
        deals[shard].to = (s->gathered >> shard & 1) != 0 ? s->rows + s->words * s->next[stripe][shard] : NULL;
        deals[shard].count = 0;
    }
    while (row < end) {
        size_t count = scrut_link_keys_count(row, end);
        scrut_link_keys(r, s->work->b, s->rule, row, count, keys);
        gather_rows(s, keys, count, row, deals);
        row += (uint32_t)count;
    }
    for (size_t shard = 0; shard < SHARDS; shard++)
        put_words(deals[shard].to, deals[shard].words, deals[shard].count);
#if defined(__x86_64__)
    _mm_sfence(); /* others read them next */
#endif
    scrut_link_drop_rows(r);
}

/* Rows of a shard that are to be gathered. */
static size_t rows_of(const sweep *s, size_t shard)
{
    const pair_work *w = s->work;
    bool wanted = (w->shards >> shard & 1) != 0 && (w->wanted == NULL || w->wanted(w->contexts[0], s->rule, shard));
    size_t rows = 0;
    for (size_t stripe = 0; wanted && stripe < STRIPES; stripe++)
        rows += w->b->rows[s->rule][stripe][shard];
    return rows;
}

/* Room for so many rows, and for all that a rule may have: no rule asks for more again. */
static bool row_room(sweep *s, size_t count)
{
    const pair_work *w = s->work;
    size_t most = w->rows_max > 0 && w->rows_max < w->r->row_count ? w->rows_max : w->r->row_count;
    if (count <= s->capacity)
        return true;
    scrut_link_large_free(&s->memory);
    s->capacity = count > most ? count : most;
    s->memory = scrut_link_large_new(s->capacity * s->words * sizeof *s->rows);
    s->rows = s->memory.bytes;
    s->capacity = s->rows != NULL ? s->capacity : 0;
    return s->rows != NULL;
}

/* Shards of the rule from first_shard on, as many as may be gathered at a time. */
static bool plan_sweep(sweep *s)
{
    size_t total = 0, capacity = s->work->rows_max > 0 ? s->work->rows_max : SIZE_MAX;
    s->gathered = 0;
    s->shard_end = s->first_shard;
    while (s->shard_end < SHARDS && (total == 0 || total + rows_of(s, s->shard_end) <= capacity)) {
        size_t shard = s->shard_end++;
        s->start[shard] = total;
        size_t rows = rows_of(s, shard);
        s->gathered |= (uint32_t)(rows > 0) << shard;
        for (size_t stripe = 0; rows > 0 && stripe < STRIPES; stripe++) {
            s->next[stripe][shard] = total;
            total += s->work->b->rows[s->rule][stripe][shard];
        }
    }
    s->start[s->shard_end] = total;
    return row_room(s, total);
}

/* ---- shards ----------------------------------------------------------------------------------------------------- */

#define AHEAD 32 /* rows that are asked for before they are needed */

static bool order_room(unit_hand *h, size_t count)
{
    if (h->once == NULL) {
        h->once = malloc(SCRUT_LINK_MET_BYTES);
        h->twice = malloc(SCRUT_LINK_MET_BYTES);
    }
    if (count > h->capacity) {
        free(h->spare);
        free(h->places);
        h->capacity = count + count / 8;
        h->spare = malloc(h->capacity * sizeof *h->spare);
        h->places = malloc(h->capacity * sizeof *h->places);
    }
    bool ready = h->once != NULL && h->twice != NULL && h->spare != NULL && h->places != NULL;
    h->capacity = ready ? h->capacity : 0;
    return ready;
}

/* Asks the memory for a row. */
static void row_ahead(const unit_hand *h, uint64_t order)
{
    __builtin_prefetch(h->rows + (uint32_t)order * h->s->words);
}

/* Adds the blocks of some rows that are in the order of their hashes. */
static void add_blocks(unit_hand *h, const uint64_t order[], size_t count)
{
    for (size_t k = 0; k < AHEAD && k < count; k++)
        row_ahead(h, order[k]);
    for (size_t i = 0, j; i < count && !h->failed; i = j) {
        for (j = i + 1; j < count && order[j] >> 32 == order[i] >> 32;)
            j++;
        for (size_t k = i + AHEAD; k < j + AHEAD && k < count; k++)
            row_ahead(h, order[k]);
        if (j - i > 1)
            scrut_link_add_block(h, order + i, j - i);
    }
}

/* How many parts of a shard are counted. */
static unsigned counted_of(const pair_work *w, size_t rule_index, size_t shard)
{
    unsigned before = (unsigned)shard * SHARD_PARTS, counted = w->bounds != NULL ? w->counted[rule_index] : UINT_MAX;
    if (counted <= before)
        return 0;
    return counted - before < SHARD_PARTS ? counted - before : SHARD_PARTS;
}

/* Works on the rows of some parts of a shard. */
static void work_parts(unit_hand *h, size_t shard, unsigned first, unsigned end)
{
    const sweep *s = h->s;
    size_t count = s->start[shard + 1] - s->start[shard], taken = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t word = h->rows[i * s->words];
        unsigned part = scrut_link_part_of_hash((uint32_t)(word >> 32));
        h->places[taken] = (word & ~(uint64_t)UINT32_MAX) | i;
        taken += part >= first && part < end;
    }
    scrut_link_order_shard(h, h->places, taken, add_blocks);
    scrut_link_finish_batch(h);
    if (h->chunk.sifted)
        scrut_link_sift_end(h);
    scrut_link_tell_made(h);
}

static void work_shard(unit_hand *h, size_t shard)
{
    const sweep *s = h->s;
    unsigned counted = counted_of(s->work, s->rule, shard);
    h->chunk.r = s->work->r;
    h->chunk.b = s->work->b;
    h->chunk.rows = &h->batch;
    h->chunk.rule = s->rule;
    h->rows = s->rows + s->start[shard] * s->words;
    h->failed = h->failed || !order_room(h, s->start[shard + 1] - s->start[shard]);
    h->chunk.sifted = false;
    if (counted > 0 && !h->failed)
        work_parts(h, shard, 0, counted);
    h->chunk.sifted = true;
    if (counted < SHARD_PARTS && !h->failed)
        work_parts(h, shard, counted, SHARD_PARTS);
}

static void free_hand(unit_hand *h)
{
    free(h->spare);
    free(h->places);
    free(h->once);
    free(h->twice);
    scrut_link_free_batch(&h->batch);
    scrut_link_free_batch(&h->few);
    free(h->sheet_words);
    free(h->block_ends);
    free(h->large);
}

/* What one thread does of a sweep. */
static void work_shards(void *context, size_t index)
{
    unit_hand *h = (unit_hand *)context + index;
    sweep *s = h->s;
    for (;;) {
        size_t shard = atomic_fetch_add(&s->next_shard, 1);
        if (shard >= s->shard_end || atomic_load(&s->failed))
            break;
        if ((s->gathered >> shard & 1) == 0)
            continue;
        work_shard(h, shard);
        if (h->failed || (s->work->done != NULL && !s->work->done(h->context, s->rule, shard)))
            atomic_store(&s->failed, true);
    }
}

static bool visit_rule(sweep *s, unit_hand hands[], scrut_pool *pool)
{
    if (s->work->bounds != NULL)
        scrut_link_plan_sheet(s->work, s->values, s->rule, &s->plan);
    s->first_shard = 0;
    while (s->first_shard < SHARDS && !atomic_load(&s->failed)) {
        if (!plan_sweep(s))
            return false;
        if (s->gathered != 0) {
            scrut_pool_run(pool, STRIPES, gather_stripe, s);
            atomic_store(&s->next_shard, s->first_shard);
            scrut_pool_run(pool, s->work->workers, work_shards, hands);
        }
        s->first_shard = s->shard_end;
    }
    const pair_work *w = s->work;
    return !atomic_load(&s->failed) && (w->rule_done == NULL || w->rule_done(w->contexts, w->workers, s->rule));
}

scrut_status scrut_link_visit(const pair_work *work, scrut_pool *pool, scrut_error *err)
{
    sweep s = {.work = work,
               .kernels = scrut_link_kernels(false),
               .sifter = scrut_sheet_best_sifter(),
               .words = scrut_link_gathered_words(work->r)};
    unit_hand *hands = calloc(work->workers, sizeof *hands);
    bool ready = hands != NULL && scrut_link_join_parts(work, s.parts) && scrut_link_sheet_values(work, s.values);
    s.has_texts = scrut_link_has_texts(work->r);
    for (size_t i = 0; ready && i < work->workers; i++) {
        hands[i].s = &s;
        hands[i].context = work->contexts[i];
    }
    for (s.rule = 0; ready && s.rule < work->b->rule_count; s.rule++)
        ready = visit_rule(&s, hands, pool);
    for (size_t i = 0; hands != NULL && i < work->workers; i++)
        free_hand(&hands[i]);
    free(hands);
    scrut_link_large_free(&s.memory);
    scrut_link_free_parts(s.parts);
    scrut_link_free_sheet_values(s.values);
    return ready ? SCRUT_OK : scrut_fail_memory(err);
}
