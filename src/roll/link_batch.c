/* SPDX-License-Identifier: Apache-2.0
 * Blocks unpacked into batches that fit the cache. */
#include "link_units.h"

#include <assert.h>
#include <stdlib.h>

#define BATCH_ROWS 512
#define AHEAD 24 /* rows whose values are asked for before they are needed */
#define LINE 64  /* bytes of the cache */

/* Zeroes that begin where a line does. */
static void *lines_new(size_t bytes)
{
    size_t size = (bytes + LINE) / LINE * LINE;
    void *lines = aligned_alloc(LINE, size);
    return lines == NULL ? NULL : memset(lines, 0, size);
}

void scrut_link_free_batch(batch *t)
{
    free(t->packed);
    free(t->cells);
    free(t->rows);
    free(t->parts);
}

/* A batch for so many rows, empty. False without memory. */
static bool new_batch(const unit_hand *h, size_t capacity, batch *ret)
{
    const pair_work *w = h->s->work;
    batch t = {.capacity = capacity};
    t.width = (w->b->feature_count + (w->r->second_from > 0) + LINK_LANES - 1) / LINK_LANES;
    t.packed = malloc(capacity * h->s->words * sizeof *t.packed);
    t.cells = malloc(capacity * w->r->field_count * sizeof *t.cells);
    t.rows = malloc(capacity * sizeof *t.rows);
    t.parts = lines_new(capacity * t.width * LINK_LANES * sizeof *t.parts);
    if (t.packed == NULL || t.cells == NULL || t.rows == NULL || t.parts == NULL) {
        scrut_link_free_batch(&t);
        return false;
    }
    *ret = t;
    return true;
}

/* Room for so many rows, those that there are kept. */
static bool batch_room(unit_hand *h, size_t rows)
{
    batch *old = &h->batch, larger;
    if (rows <= old->capacity)
        return true;
    if (!new_batch(h, rows + rows / 2 > BATCH_ROWS ? rows + rows / 2 : BATCH_ROWS, &larger))
        return false;
    if (old->count > 0) { /* what follows from these is not made before the batch is full */
        memcpy(larger.packed, old->packed, old->count * h->s->words * sizeof *larger.packed);
        larger.count = old->count;
    }
    scrut_link_free_batch(old);
    *old = larger;
    return true;
}

bool scrut_link_join_parts(const pair_work *w, joined_parts ret[])
{
    const blocking *b = w->b;
    for (size_t f = 0; f < w->r->field_count; f++) {
        size_t count = w->r->columns[f].count;
        ret[f].values = calloc(count + 1, sizeof *ret[f].values);
        if (ret[f].values == NULL)
            return false;
    }
    for (size_t i = 0; i < b->feature_count; i++) {
        size_t f = b->features[i].field;
        joined_parts *j = &ret[f];
        if (i == 0 || b->features[i - 1].field != f)
            j->first_feature = i;
        j->count = i - j->first_feature + 1;
        assert(j->count <= FIELD_PARTS_MAX);
        for (uint32_t v = 0; v < w->r->columns[f].count; v++)
            j->values[v][i - j->first_feature] = scrut_link_part_of(b, i, v);
    }
    return true;
}

void scrut_link_free_parts(joined_parts parts[])
{
    for (size_t f = 0; f < SCRUT_LINK_FIELDS_MAX; f++)
        free(parts[f].values);
}

/* Most fields have one part, or all that there are. */
static inline void copy_parts(uint32_t to[], const uint32_t from[], size_t count)
{
    if (count == FIELD_PARTS_MAX)
        memcpy(to, from, FIELD_PARTS_MAX * sizeof *to);
    else
        for (size_t i = 0; i < count; i++)
            to[i] = from[i];
}

static void fill_cells(const unit_hand *h, size_t field)
{
    size_t fields = h->s->work->r->field_count;
    for (size_t i = 0; i < h->batch.count; i++)
        h->batch.cells[i * fields + field] = scrut_link_packed_value(h, i, field);
}

static void fill_parts(const unit_hand *h, size_t field)
{
    const joined_parts *j = &h->s->parts[field];
    size_t width = h->batch.width * LINK_LANES, fields = h->s->work->r->field_count;
    const uint32_t *cells = h->batch.cells + field;
    uint32_t *parts = h->batch.parts + j->first_feature;
    for (size_t i = 0; i < AHEAD && i < h->batch.count; i++)
        __builtin_prefetch(j->values[cells[i * fields]]);
    for (size_t i = 0; i < h->batch.count; i++) {
        if (i + AHEAD < h->batch.count)
            __builtin_prefetch(j->values[cells[(i + AHEAD) * fields]]);
        copy_parts(parts + i * width, j->values[cells[i * fields]], j->count);
    }
}

/* A field after another, so that no row waits for the value of its neighbour. */
static void fill_batch(const unit_hand *h)
{
    const pair_work *w = h->s->work;
    const batch *t = &h->batch;
    for (size_t f = 0; f < w->r->field_count; f++) {
        fill_cells(h, f);
        fill_parts(h, f);
    }
    for (size_t i = 0; i < t->count; i++) {
        t->rows[i] = (uint32_t)t->packed[i * h->s->words];
        if (w->r->second_from > 0)
            t->parts[i * t->width * LINK_LANES + w->b->feature_count] = 1 + (t->rows[i] >= w->r->second_from);
    }
}

static void pair_blocks(unit_hand *h)
{
    for (size_t i = 0; i < h->block_count; i++)
        scrut_link_pair_block(h, i == 0 ? 0 : h->block_ends[i - 1], h->block_ends[i]);
    scrut_link_pair_end(h);
}

void scrut_link_finish_batch(unit_hand *h)
{
    if (!h->failed && h->block_count > 0 && h->chunk.sifted) {
        scrut_link_fill_sheet(h);
        scrut_link_sift_batch(h);
    } else if (!h->failed && h->block_count > 0) {
        fill_batch(h);
        pair_blocks(h);
    }
    h->batch.count = 0;
    h->block_count = 0;
}

/* Takes a row to the end of the batch. */
static void add_row(unit_hand *h, size_t at)
{
    size_t words = h->s->words;
    const uint64_t *from = h->rows + at * words;
    uint64_t *to = h->batch.packed + h->batch.count++ * words;
    for (size_t w = 0; w < words; w++)
        to[w] = from[w];
}

static bool block_room(unit_hand *h, size_t rows)
{
    if (h->batch.count > 0 && h->batch.count + rows > BATCH_ROWS)
        scrut_link_finish_batch(h);
    h->failed = h->failed || !batch_room(h, h->batch.count + rows) ||
                (h->chunk.sifted && !scrut_link_sheet_room(h, h->batch.capacity)) ||
                !scrut_grow(&h->block_ends, &h->block_capacity, h->block_count + 1, sizeof *h->block_ends);
    return !h->failed;
}

static void end_block(unit_hand *h)
{
    h->block_ends[h->block_count++] = (uint32_t)h->batch.count;
}

static void add_split_block(void *context, const split_row rows[], size_t count, bool chopped, uint32_t chop)
{
    unit_hand *h = context;
    (void)chopped;
    (void)chop;
    if (count < 2 || !block_room(h, count))
        return;
    for (int second = 0; second < 2; second++) { /* rows of one list lie together */
        for (size_t i = 0; i < count; i++) {
            if ((rows[i].row >= h->s->work->r->second_from) == (second == 1))
                add_row(h, rows[i].at);
        }
    }
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
static void add_large(unit_hand *h, const uint64_t order[], size_t count)
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

void scrut_link_add_block(unit_hand *h, const uint64_t order[], size_t count)
{
    if (count > h->s->work->b->rules[h->s->rule].rows_max) {
        add_large(h, order, count);
        return;
    }
    if (!block_room(h, count))
        return;
    for (size_t i = 0; i < count; i++)
        add_row(h, (uint32_t)order[i]);
    end_block(h);
}
