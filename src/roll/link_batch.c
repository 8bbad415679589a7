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
    free(t->most);
}

/* A batch for so many rows, empty. False without memory. */
static bool new_batch(const unit_hand *h, size_t capacity, batch *ret)
{
    const pair_work *w = h->s->work;
    batch t = {.capacity = capacity};
    t.width = (w->b->feature_count + (w->r->second_from > 0) + LINK_LANES - 1) / LINK_LANES;
    t.most_width = w->bounds == NULL ? 0 : (w->r->field_count + LINK_MOST_LANES - 1) / LINK_MOST_LANES;
    t.packed = malloc(capacity * h->s->words * sizeof *t.packed);
    t.cells = malloc(capacity * w->r->field_count * sizeof *t.cells);
    t.rows = malloc(capacity * sizeof *t.rows);
    t.parts = lines_new(capacity * t.width * LINK_LANES * sizeof *t.parts);
    t.most = lines_new(capacity * t.most_width * sizeof *t.most);
    if (t.packed == NULL || t.cells == NULL || t.rows == NULL || t.parts == NULL || t.most == NULL) {
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

/* What the kernel has of each value. */
static void set_most(const column *c, const bounds *b, size_t field, joined_value values[])
{
    for (uint32_t v = 0; v < c->count; v++) {
        values[v].most = b->values[field][v];
        values[v].look = c->sketches != NULL ? c->sketches[v].skeleton : c->digits != NULL ? c->digits[v] : 0;
        values[v].rarer = b->rarer[field][v];
    }
}

bool scrut_link_join_parts(const pair_work *w, joined_parts ret[])
{
    const blocking *b = w->b;
    for (size_t f = 0; f < w->r->field_count; f++) {
        size_t count = w->r->columns[f].count;
        ret[f].values = calloc(count + 1, sizeof *ret[f].values);
        if (ret[f].values == NULL)
            return false;
        if (w->bounds != NULL)
            set_most(&w->r->columns[f], w->bounds, f, ret[f].values);
    }
    for (size_t i = 0; i < b->feature_count; i++) {
        size_t f = b->features[i].field;
        joined_parts *j = &ret[f];
        if (i == 0 || b->features[i - 1].field != f)
            j->first_feature = i;
        j->count = i - j->first_feature + 1;
        assert(j->count <= FIELD_PARTS_MAX);
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

/* Most fields have one part, or all that there are. */
static inline void copy_parts(uint32_t to[], const uint32_t from[], size_t count)
{
    if (count == FIELD_PARTS_MAX)
        memcpy(to, from, FIELD_PARTS_MAX * sizeof *to);
    else
        for (size_t i = 0; i < count; i++)
            to[i] = from[i];
}

/* A field of the rows of the batch. */
typedef struct {
    size_t field, count, fields; /* count: of rows */
    uint32_t *cells;             /* row * fields */
    const joined_parts *parts;
    const name_sketch *sketches; /* of names that are compared by them */
} batch_field;

static batch_field open_field(const unit_hand *h, size_t f)
{
    const pair_work *w = h->s->work;
    const batch *t = &h->batch;
    bool is_name = h->chunk.sifted && w->bounds->fields.name[f] >= 0;
    return (batch_field){.field = f,
                         .count = t->count,
                         .fields = w->r->field_count,
                         .cells = t->cells + f,
                         .parts = &h->s->parts[f],
                         .sketches = is_name ? w->r->columns[f].sketches : NULL};
}

static void fill_cells(const unit_hand *h, const batch_field *b)
{
    const place p = h->s->work->r->places[b->field];
    size_t words = h->s->words;
    const uint64_t *packed = h->batch.packed + 1 + p.plane;
    for (size_t i = 0; i < b->count; i++)
        b->cells[i * b->fields] = (uint32_t)(packed[i * words] >> p.shift) & p.mask;
}

/* Asks the memory for what the value of a row gives it. A macro: GCC 12 takes calls of a function that does nothing
 * else for calls that do nothing, and leaves them out. */
#define VALUE_AHEAD(b, row)                                                                                            \
    do {                                                                                                               \
        uint32_t number_ahead = (b)->cells[(row) * (b)->fields];                                                       \
        __builtin_prefetch(&(b)->parts->values[number_ahead]);                                                         \
        if ((b)->sketches != NULL)                                                                                     \
            __builtin_prefetch(&(b)->sketches[number_ahead]);                                                          \
    } while (0)

static void fill_parts(const unit_hand *h, const batch_field *b)
{
    size_t width = h->batch.width * LINK_LANES, count = b->parts->count;
    uint32_t *parts = h->batch.parts + b->parts->first_feature;
    for (size_t i = 0; i < AHEAD && i < b->count; i++)
        VALUE_AHEAD(b, i);
    for (size_t i = 0; i < b->count; i++) {
        if (i + AHEAD < b->count)
            VALUE_AHEAD(b, i + AHEAD);
        copy_parts(parts + i * width, b->parts->values[b->cells[i * b->fields]].parts, count);
    }
}

/* What the values add, for the kernel. */
static void fill_most(const unit_hand *h, const batch_field *b)
{
    size_t width = h->batch.most_width, l = b->field % LINK_MOST_LANES;
    link_most_row *row = h->batch.most + b->field / LINK_MOST_LANES;
    int32_t name = h->s->work->bounds->fields.name[b->field];
    for (size_t i = 0; i < b->count; i++, row += width) {
        uint32_t number = b->cells[i * b->fields];
        const joined_value *v = &b->parts->values[number];
        row->number[l] = (int32_t)number;
        row->equal[l] = v->most.equal;
        row->other[l] = v->most.other;
        row->look[l] = v->look;
        row->rarer[l] = v->rarer;
        if (b->sketches == NULL)
            continue;
        row->names[name].letters = b->sketches[number].letters;
        row->names[name].spelling = b->sketches[number].spelling;
    }
}

/* A field after another, so that no row waits for the value of its neighbour. */
static void fill_batch(const unit_hand *h)
{
    const pair_work *w = h->s->work;
    const batch *t = &h->batch;
    for (size_t f = 0; f < w->r->field_count; f++) {
        batch_field b = open_field(h, f);
        fill_cells(h, &b);
        fill_parts(h, &b);
        if (h->chunk.sifted)
            fill_most(h, &b);
    }
    for (size_t i = 0; i < t->count; i++) {
        t->rows[i] = (uint32_t)t->packed[i * h->s->words];
        if (w->r->second_from > 0)
            t->parts[i * t->width * LINK_LANES + w->b->feature_count] = 1 + (t->rows[i] >= w->r->second_from);
    }
}

void scrut_link_finish_batch(unit_hand *h)
{
    if (!h->failed && h->block_count > 0) {
        fill_batch(h);
        for (size_t i = 0; i < h->block_count; i++)
            scrut_link_pair_block(h, i == 0 ? 0 : h->block_ends[i - 1], h->block_ends[i]);
        scrut_link_pair_end(h);
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
