/* SPDX-License-Identifier: Apache-2.0
 * From rows to pairs. The rows of a rule are gathered by the highest bits of their keys into shards, each shard is
 * sorted by key where it fits the cache, and its blocks are unpacked in batches; what two rows share is asked for up to
 * 64 pairs at a time. Units (a rule and a shard) depend on nothing but the rows. */
#include "link_internal.h"
#include "link_kernels.h"

#include <stdatomic.h>
#include <stdlib.h>

#define BATCH_ROWS 1024
#define AHEAD 16 /* rows of a shard that are asked for before they are needed */

typedef struct {
    const pair_work *work;
    const link_kernels *kernels;
    size_t rule;
    size_t first_shard, shard_end;
    uint32_t gathered;            /* bit set of shards */
    size_t capacity;              /* of rows */
    large_memory memory;          /* in which they lie */
    uint64_t *rows;               /* gathered: hash and number, then the planes' words */
    size_t words;                 /* of a row */
    size_t start[SHARDS + 1];     /* of a shard among the gathered rows */
    size_t next[STRIPES][SHARDS]; /* where a stripe writes */
    atomic_size_t next_shard;
    atomic_bool failed;
} sweep;

/* What one thread works with. */
typedef struct {
    sweep *s;
    void *context;
    const uint64_t *rows;    /* of the shard */
    uint64_t *order, *spare; /* hash and place in the shard */
    size_t order_capacity;
    batch batch;
    pair_chunk chunk;
    uint32_t *block_ends; /* in the batch */
    size_t block_count, block_capacity;
    split_row *large;
    size_t large_capacity;
    bool failed;
} hand;

/* ---- gathering -------------------------------------------------------------------------------------------------- */

static void gather_stripe(void *context, size_t stripe)
{
    sweep *s = context;
    const records *r = s->work->r;
    uint64_t n = r->row_count;
    size_t *next = s->next[stripe];
    for (uint32_t row = (uint32_t)(n * stripe / STRIPES); row < n * (stripe + 1) / STRIPES; row++) {
        uint64_t key = scrut_link_key(r, s->work->b, s->rule, row);
        size_t shard = key >> SHARD_SHIFT;
        if (key == 0 || (s->gathered >> shard & 1) == 0)
            continue;
        uint64_t *to = s->rows + s->words * next[shard]++;
        to[0] = (key >> 20) << 32 | row;
        for (size_t p = 0; p < r->plane_count; p++)
            to[1 + p] = r->planes[p][row];
    }
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

static bool row_room(sweep *s, size_t count)
{
    if (count <= s->capacity)
        return true;
    scrut_link_large_free(&s->memory);
    s->memory = scrut_link_large_new(count * s->words * sizeof *s->rows);
    s->rows = s->memory.bytes;
    s->capacity = s->rows != NULL ? count : 0;
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

/* ---- pairs ------------------------------------------------------------------------------------------------------ */

static uint32_t cell_of(const pair_chunk *c, size_t row, size_t field)
{
    return c->rows->cells[row * c->r->field_count + field];
}

static uint32_t chop_of(const blocking *b, size_t rule_index, uint32_t row)
{
    size_t low = 0, high = b->chop_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const chop_mark *m = &b->chops[middle];
        if (m->rule < rule_index || (m->rule == rule_index && m->row < row))
            low = middle + 1;
        else
            high = middle;
    }
    return low < b->chop_count ? b->chops[low].chop : 0;
}

static uint64_t same_chop(const pair_chunk *c, size_t rule_index, uint64_t pairs)
{
    uint32_t own = chop_of(c->b, rule_index, c->rows->rows[c->i]);
    uint64_t same = 0;
    for (uint64_t left = pairs; left != 0; left &= left - 1) {
        size_t k = (size_t)__builtin_ctzll(left);
        same |= (uint64_t)(chop_of(c->b, rule_index, c->rows->rows[c->j + k]) == own) << k;
    }
    return same;
}

/* Pairs in which both parts of a feature are equal, or neither is known. */
static uint64_t same_part(const pair_chunk *c, size_t feature_index, uint32_t part, uint64_t pairs)
{
    if (part != 0)
        return pairs & c->alike[feature_index];
    uint64_t same = 0;
    for (uint64_t left = pairs; left != 0; left &= left - 1) {
        size_t k = (size_t)__builtin_ctzll(left);
        same |= (uint64_t)(c->rows->parts[feature_index * c->rows->stride + c->j + k] == 0) << k;
    }
    return same;
}

/* Of pairs that agree in all parts of the rule, those that the splitting of their block left together. */
static uint64_t not_split(const pair_chunk *c, size_t rule_index, uint64_t pairs)
{
    const blocking *b = c->b;
    const rule *u = &b->rules[rule_index];
    uint64_t node = rule_index, near = 0;
    for (size_t k = 0; k < u->count; k++) {
        size_t f = u->features[k];
        uint32_t part = scrut_link_part_of(b, f, cell_of(c, c->i, b->features[f].field));
        node = scrut_link_key_add(b, rule_index, k, node, part, &near);
    }
    node = scrut_link_key_end(node, near);
    for (size_t level = 0; pairs != 0 && scrut_link_is_split(b, node); level++) {
        if (level == b->finer_count[rule_index])
            return pairs & same_chop(c, rule_index, pairs);
        size_t f = b->finer[rule_index][level];
        uint32_t part = scrut_link_part_of(b, f, cell_of(c, c->i, b->features[f].field));
        pairs &= same_part(c, f, part, pairs);
        node = scrut_link_node(node, part);
    }
    return pairs;
}

uint64_t scrut_link_found(const pair_chunk *c, size_t rule_index)
{
    const rule *u = &c->b->rules[rule_index];
    uint64_t found = c->todo;
    for (size_t i = 0; i < u->count; i++)
        found &= c->alike[u->features[i]];
    return found != 0 && c->b->splits[rule_index] ? not_split(c, rule_index, found) : found;
}

static void pair_with(hand *h, pair_chunk *c, size_t count)
{
    const batch *t = &h->batch;
    const blocking *b = c->b;
    h->s->kernels->alike(t->parts, t->stride, b->feature_count, c->i, c->j, count, c->alike);
    c->todo = count < 64 ? (UINT64_C(1) << count) - 1 : UINT64_MAX;
    if (c->r->second_from > 0) {
        const uint32_t *lists = t->parts + b->feature_count * t->stride;
        c->todo &= ~h->s->kernels->equal(lists + c->j, lists[c->i], count);
    }
    const rule *own = &b->rules[c->rule];
    for (size_t i = 0; i < own->count; i++)
        c->todo &= c->alike[own->features[i]]; /* two keys may have one hash */
    for (size_t i = 0; i < c->rule && c->todo != 0; i++)
        c->todo &= ~scrut_link_found(c, i);
    if (c->todo != 0)
        h->s->work->visit(h->context, c);
}

static void pair_block(hand *h, size_t first, size_t end)
{
    pair_chunk *c = &h->chunk;
    for (c->i = first; c->i + 1 < end; c->i++) {
        for (c->j = c->i + 1; c->j < end; c->j += 64)
            pair_with(h, c, end - c->j < 64 ? end - c->j : 64);
    }
}

/* ---- batches ---------------------------------------------------------------------------------------------------- */

static bool batch_room(hand *h, size_t rows)
{
    batch *t = &h->batch;
    const pair_work *w = h->s->work;
    if (rows <= t->capacity)
        return true;
    size_t capacity = rows + rows / 2 > BATCH_ROWS ? rows + rows / 2 : BATCH_ROWS, stride = capacity + LINK_LANES;
    uint32_t *cells = realloc(t->cells, capacity * w->r->field_count * sizeof *cells);
    if (cells != NULL)
        t->cells = cells;
    uint32_t *numbers = realloc(t->rows, capacity * sizeof *numbers);
    if (numbers != NULL)
        t->rows = numbers;
    uint32_t *parts = calloc(stride * (w->b->feature_count + 1), sizeof *parts);
    if (cells == NULL || numbers == NULL || parts == NULL) {
        free(parts);
        return false;
    }
    free(t->parts); /* made anew from the cells */
    t->parts = parts;
    t->stride = stride;
    t->capacity = capacity;
    return true;
}

static void fill_parts(hand *h)
{
    const pair_work *w = h->s->work;
    const batch *t = &h->batch;
    for (size_t f = 0; f < w->b->feature_count; f++) {
        const uint32_t *parts = w->b->parts[f], *cells = t->cells + w->b->features[f].field;
        uint32_t *to = t->parts + f * t->stride;
        for (size_t i = 0; i < t->count; i++)
            to[i] = parts == NULL ? cells[i * w->r->field_count] : parts[cells[i * w->r->field_count]];
    }
    uint32_t *lists = t->parts + w->b->feature_count * t->stride;
    for (size_t i = 0; w->r->second_from > 0 && i < t->count; i++)
        lists[i] = t->rows[i] >= w->r->second_from;
}

static void finish_batch(hand *h)
{
    if (!h->failed && h->block_count > 0) {
        fill_parts(h);
        const pair_work *w = h->s->work;
        for (size_t i = 0; i < h->block_count; i++) {
            if (w->ahead != NULL && i + 1 < h->block_count)
                w->ahead(h->context, &h->batch, h->block_ends[i], h->block_ends[i + 1]);
            pair_block(h, i == 0 ? 0 : h->block_ends[i - 1], h->block_ends[i]);
        }
    }
    h->batch.count = 0;
    h->block_count = 0;
}

/* Unpacks a row at the end of the batch. */
static void add_row(hand *h, size_t at)
{
    const records *r = h->s->work->r;
    batch *t = &h->batch;
    const uint64_t *row = h->rows + at * h->s->words;
    uint32_t *cells = t->cells + t->count * r->field_count;
    for (size_t f = 0; f < r->field_count; f++)
        cells[f] = (uint32_t)(row[1 + r->places[f].plane] >> r->places[f].shift) & r->places[f].mask;
    t->rows[t->count++] = (uint32_t)row[0];
}

static bool block_room(hand *h, size_t rows)
{
    if (h->batch.count > 0 && h->batch.count + rows > BATCH_ROWS)
        finish_batch(h);
    h->failed = h->failed || !batch_room(h, h->batch.count + rows) ||
                !scrut_grow(&h->block_ends, &h->block_capacity, h->block_count + 1, sizeof *h->block_ends);
    return !h->failed;
}

static void end_block(hand *h)
{
    h->block_ends[h->block_count++] = (uint32_t)h->batch.count;
}

static void add_split_block(void *context, const split_row rows[], size_t count, bool chopped, uint32_t chop)
{
    hand *h = context;
    (void)chopped;
    (void)chop;
    if (count < 2 || !block_room(h, count))
        return;
    for (size_t i = 0; i < count; i++)
        add_row(h, rows[i].at);
    end_block(h);
}

static void ignore_node(void *context, uint64_t node)
{
    (void)context;
    (void)node;
}

static int by_key_and_row(const void *a, const void *b)
{
    const split_row *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Rows of one hash that are too many: by key, and each key's block split as it was when the blocks were counted. */
static void add_large(hand *h, const uint64_t order[], size_t count)
{
    const pair_work *w = h->s->work;
    if (!scrut_grow(&h->large, &h->large_capacity, count, sizeof *h->large)) {
        h->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        size_t at = (uint32_t)order[i];
        uint32_t row = (uint32_t)h->rows[at * h->s->words];
        h->large[i] = (split_row){scrut_link_key(w->r, w->b, h->s->rule, row), row, (uint32_t)at};
    }
    qsort(h->large, count, sizeof *h->large, by_key_and_row);
    for (size_t i = 0, j; i < count; i = j) {
        uint64_t key = h->large[i].key;
        for (j = i + 1; j < count && h->large[j].key == key;)
            j++;
        scrut_link_split(w->r, w->b, h->s->rule, key, h->large + i, j - i, add_split_block, ignore_node, h);
    }
}

static void add_block(hand *h, const uint64_t order[], size_t count)
{
    if (count > h->s->work->b->block_rows_max) {
        add_large(h, order, count);
        return;
    }
    if (!block_room(h, count))
        return;
    for (size_t i = 0; i < count; i++)
        add_row(h, (uint32_t)order[i]);
    end_block(h);
}

/* ---- shards ----------------------------------------------------------------------------------------------------- */

#define ORDER_BITS 11
#define ORDER_DIGITS ((size_t)1 << ORDER_BITS)

static void sort_digit(const uint64_t from[], uint64_t to[], size_t count, unsigned shift)
{
    uint32_t starts[ORDER_DIGITS] = {0}, sum = 0;
    for (size_t i = 0; i < count; i++)
        starts[from[i] >> shift & (ORDER_DIGITS - 1)]++;
    for (size_t d = 0; d < ORDER_DIGITS; d++) {
        uint32_t here = starts[d];
        starts[d] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++)
        to[starts[from[i] >> shift & (ORDER_DIGITS - 1)]++] = from[i];
}

/* By hash and place: 22 bits settle nearly all, and what they leave is put right by insertion. */
static void sort_order(hand *h, size_t count)
{
    sort_digit(h->order, h->spare, count, 64 - 2 * ORDER_BITS);
    sort_digit(h->spare, h->order, count, 64 - ORDER_BITS);
    for (size_t i = 1; i < count; i++) {
        uint64_t x = h->order[i];
        size_t at = i;
        for (; at > 0 && h->order[at - 1] > x; at--)
            h->order[at] = h->order[at - 1];
        h->order[at] = x;
    }
}

static bool order_room(hand *h, size_t count)
{
    if (count <= h->order_capacity)
        return true;
    free(h->order);
    free(h->spare);
    h->order_capacity = count + count / 8;
    h->order = malloc(h->order_capacity * sizeof *h->order);
    h->spare = malloc(h->order_capacity * sizeof *h->spare);
    return h->order != NULL && h->spare != NULL;
}

static void work_shard(hand *h, size_t shard)
{
    const sweep *s = h->s;
    size_t count = s->start[shard + 1] - s->start[shard];
    h->rows = s->rows + s->start[shard] * s->words;
    h->chunk.r = s->work->r;
    h->chunk.b = s->work->b;
    h->chunk.rows = &h->batch;
    h->chunk.rule = s->rule;
    if (!order_room(h, count)) {
        h->order_capacity = 0;
        h->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++)
        h->order[i] = (h->rows[i * s->words] & ~(uint64_t)UINT32_MAX) | i;
    sort_order(h, count);
    for (size_t i = 0, j; i < count && !h->failed; i = j) {
        for (j = i + 1; j < count && h->order[j] >> 32 == h->order[i] >> 32;)
            j++;
        for (size_t k = i + AHEAD; k < j + AHEAD && k < count; k++)
            __builtin_prefetch(h->rows + (uint32_t)h->order[k] * s->words);
        if (j - i > 1)
            add_block(h, h->order + i, j - i);
    }
    finish_batch(h);
}

static void free_hand(hand *h)
{
    free(h->order);
    free(h->spare);
    free(h->batch.cells);
    free(h->batch.parts);
    free(h->batch.rows);
    free(h->block_ends);
    free(h->large);
}

/* What one thread does of a sweep. */
static void work_shards(void *context, size_t index)
{
    hand *h = (hand *)context + index;
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

static bool visit_rule(sweep *s, hand hands[], scrut_pool *pool)
{
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
    return !atomic_load(&s->failed);
}

scrut_status scrut_link_visit(const pair_work *work, scrut_pool *pool, scrut_error *err)
{
    sweep s = {.work = work, .kernels = scrut_link_kernels(false), .words = 1 + work->r->plane_count};
    hand *hands = calloc(work->workers, sizeof *hands);
    bool ready = hands != NULL;
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
    return ready ? SCRUT_OK : scrut_fail_memory(err);
}
