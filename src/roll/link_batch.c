/* SPDX-License-Identifier: Apache-2.0
 * Blocks unpacked into batches that fit the cache. */
#include "link_units.h"

#include <assert.h>
#include <stdlib.h>

#define BATCH_ROWS 1024
#define AHEAD 16 /* rows whose values are asked for before they are needed */

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
    uint32_t *parts = calloc(capacity * t->width * LINK_LANES + FIELD_PARTS_MAX, sizeof *parts);
    if (cells == NULL || numbers == NULL || parts == NULL) {
        free(parts);
        return false;
    }
    free(t->parts); /* made anew from the cells */
    t->parts = parts;
    free(t->most);
    t->most_width = w->bounds == NULL ? 0 : (w->r->field_count + LINK_MOST_LANES - 1) / LINK_MOST_LANES;
    t->most = calloc(capacity * t->most_width * LINK_MOST_WORDS + 1, sizeof *t->most);
    if (t->most == NULL)
        return false;
    t->capacity = capacity;
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
        if (w->bounds != NULL) {
            for (size_t v = 0; v < count; v++)
                ret[f].values[v].most = w->bounds->values[f][v];
        }
    }
    for (size_t i = 0; i < b->feature_count; i++) {
        size_t f = b->features[i].field;
        joined_parts *j = &ret[f];
        if (i == 0 || b->features[i - 1].field != f)
            j->first_feature = i;
        assert(i - j->first_feature < FIELD_PARTS_MAX);
        for (uint32_t v = 0; v < w->r->columns[f].count; v++)
            j->values[v].parts[i - j->first_feature] = scrut_link_part_of(b, i, v);
    }
    return true;
}

void scrut_link_free_parts(joined_parts parts[])
{
    for (size_t f = 0; f < SCRUT_LINK_FIELDS_MAX; f++)
        free(parts[f].values);
}

/* Asks the memory for what the values of a row give it. */
static void values_ahead(const unit_hand *h, size_t i)
{
    size_t fields = h->s->work->r->field_count;
    const uint32_t *cells = h->batch.cells + i * fields;
    for (size_t f = 0; f < fields; f++)
        __builtin_prefetch(&h->s->parts[f].values[cells[f]]);
}

/* The words behind the parts of a field are those of the next one, or of nothing. */
static void fill_row(const unit_hand *h, size_t i)
{
    const batch *t = &h->batch;
    size_t fields = h->s->work->r->field_count;
    const uint32_t *cells = t->cells + i * fields;
    uint32_t *parts = t->parts + i * t->width * LINK_LANES;
    int32_t *most = t->most + i * t->most_width * LINK_MOST_WORDS;
    for (size_t f = 0; f < fields; f++) {
        const joined_value *v = &h->s->parts[f].values[cells[f]];
        memcpy(parts + h->s->parts[f].first_feature, v->parts, sizeof v->parts);
        if (!h->chunk.sifted)
            continue;
        int32_t *at = most + f / LINK_MOST_LANES * LINK_MOST_WORDS + f % LINK_MOST_LANES;
        at[0] = (int32_t)cells[f];
        at[LINK_MOST_LANES] = v->most.equal;
        at[2 * LINK_MOST_LANES] = v->most.other;
    }
}

static void fill_parts(const unit_hand *h)
{
    const pair_work *w = h->s->work;
    const batch *t = &h->batch;
    for (size_t i = 0; i < AHEAD && i < t->count; i++)
        values_ahead(h, i);
    for (size_t i = 0; i < t->count; i++) {
        if (i + AHEAD < t->count)
            values_ahead(h, i + AHEAD);
        fill_row(h, i);
        if (w->r->second_from > 0)
            t->parts[i * t->width * LINK_LANES + w->b->feature_count] = 1 + (t->rows[i] >= w->r->second_from);
    }
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
