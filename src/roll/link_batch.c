/* SPDX-License-Identifier: Apache-2.0
 * Blocks unpacked into batches that fit the cache. */
#include "link_units.h"

#include <stdlib.h>

#define BATCH_ROWS 1024

static bool batch_room(unit_hand *h, size_t rows)
{
    batch *t = &h->batch;
    const pair_work *w = h->s->work;
    if (rows <= t->capacity)
        return true;
    size_t capacity = rows + rows / 2 > BATCH_ROWS ? rows + rows / 2 : BATCH_ROWS;
    t->width = (w->b->feature_count + (w->r->second_from > 0) + LINK_LANES - 1) / LINK_LANES;
    uint32_t *cells = realloc(t->cells, capacity * w->r->field_count * sizeof *cells);
    if (cells != NULL)
        t->cells = cells;
    uint32_t *numbers = realloc(t->rows, capacity * sizeof *numbers);
    if (numbers != NULL)
        t->rows = numbers;
    uint32_t *parts = calloc(capacity * t->width * LINK_LANES, sizeof *parts);
    if (cells == NULL || numbers == NULL || parts == NULL) {
        free(parts);
        return false;
    }
    free(t->parts); /* made anew from the cells */
    t->parts = parts;
    t->capacity = capacity;
    return true;
}

bool scrut_link_join_parts(const records *r, const blocking *b, joined_parts ret[])
{
    bool ready = true;
    for (size_t i = 0; i < b->feature_count; i++) {
        joined_parts *j = &ret[b->features[i].field];
        j->features[j->count++] = (uint8_t)i;
    }
    for (size_t f = 0; f < r->field_count && ready; f++) {
        joined_parts *j = &ret[f];
        j->parts = malloc((r->columns[f].count * j->count + 1) * sizeof *j->parts);
        ready = j->parts != NULL;
        for (uint32_t v = 0; ready && v < r->columns[f].count; v++) {
            for (size_t k = 0; k < j->count; k++)
                j->parts[v * j->count + k] = scrut_link_part_of(b, j->features[k], v);
        }
    }
    return ready;
}

void scrut_link_free_parts(joined_parts parts[])
{
    for (size_t f = 0; f < SCRUT_LINK_FIELDS_MAX; f++)
        free(parts[f].parts);
}

static void fill_parts(unit_hand *h)
{
    const pair_work *w = h->s->work;
    const batch *t = &h->batch;
    size_t fields = w->r->field_count, words = t->width * LINK_LANES;
    for (size_t f = 0; f < fields; f++) {
        const joined_parts *j = &h->s->parts[f];
        for (size_t i = 0; i < t->count; i++) {
            const uint32_t *parts = j->parts + t->cells[i * fields + f] * j->count;
            for (size_t k = 0; k < j->count; k++)
                t->parts[i * words + j->features[k]] = parts[k];
        }
    }
    uint32_t *lists = t->parts + w->b->feature_count;
    for (size_t i = 0; w->r->second_from > 0 && i < t->count; i++)
        lists[i * words] = 1 + (t->rows[i] >= w->r->second_from);
}

void scrut_link_finish_batch(unit_hand *h)
{
    if (!h->failed && h->block_count > 0) {
        fill_parts(h);
        for (size_t i = 0; i < h->block_count; i++)
            scrut_link_pair_block(h, i == 0 ? 0 : h->block_ends[i - 1], h->block_ends[i]);
        scrut_link_pair_end(h);
    }
    h->batch.count = 0;
    h->block_count = 0;
}

/* Unpacks a row at the end of the batch. */
static void add_row(unit_hand *h, size_t at)
{
    const records *r = h->s->work->r;
    batch *t = &h->batch;
    const uint64_t *row = h->rows + at * h->s->words;
    uint32_t *cells = t->cells + t->count * r->field_count;
    for (size_t f = 0; f < r->field_count; f++)
        cells[f] = (uint32_t)(row[1 + r->places[f].plane] >> r->places[f].shift) & r->places[f].mask;
    t->rows[t->count++] = (uint32_t)row[0];
}

static bool block_room(unit_hand *h, size_t rows)
{
    if (h->batch.count > 0 && h->batch.count + rows > BATCH_ROWS)
        scrut_link_finish_batch(h);
    h->failed = h->failed || !batch_room(h, h->batch.count + rows) ||
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
