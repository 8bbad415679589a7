/* SPDX-License-Identifier: Apache-2.0
 * The values of a column: every distinct cell is folded once, equal keys become one value, values are numbered in the
 * order of their keys. A column of identity numbers has nearly as many values as rows, so a value is small and its key
 * lies beside the others' without a gap. */
#include "link_values.h"
#include "link_kernels.h"
#include "scrutineer/mem.h"
#include "scrutineer/text.h"

#include <stdlib.h>

/* ---- keys ------------------------------------------------------------------------------------------------------- */

/* The key of a date is its digits, so that slips are slips of digits. */
static void date_key(const scrut_link_input *in, const char *cell, size_t length, scrut_buf *key)
{
    scrut_date d;
    if (!scrut_date_parse(cell, length, in->date_order, in->last_year, &d) || (d.flags & SCRUT_DATE_FILLER) != 0)
        return;
    if (d.year != 0)
        scrut_buf_printf(key, "%04d%02u%02u", d.year, d.month, d.day);
}

/* The key of a cell as it came. SCRUT_E_INPUT: not UTF-8. */
static scrut_status cell_key(const records *r, size_t field, const char *cell, size_t length, scrut_buf *key,
                             scrut_error *err)
{
    scrut_buf_clear(key);
    scrut_buf_puts(key, "");
    if (r->fields[field].kind == SCRUT_LINK_BORN) {
        date_key(r->input, cell, length, key);
        return key->failed ? scrut_fail_memory(err) : SCRUT_OK;
    }
    return scrut_text_fold(cell, length, key, NULL, err);
}

/* Keys by number, one after another. */
typedef struct {
    char *text;
    size_t length, capacity;
    size_t *ends;
    uint32_t count;
} key_list;

static void free_keys(key_list *keys)
{
    free(keys->text);
    free(keys->ends);
}

typedef struct {
    const records *r;
    size_t field;
    const link_raw *raw;
    size_t *ends;                   /* of keys, in the text of their stripe */
    scrut_buf texts[VALUE_STRIPES]; /* keys one after another */
    scrut_status status[VALUE_STRIPES];
    uint32_t wrong[VALUE_STRIPES]; /* the number of the cell that ended the stripe */
} fold_work;

static void fold_stripe(void *context, size_t stripe)
{
    fold_work *w = context;
    scrut_buf key = {0}, *text = &w->texts[stripe];
    scrut_status status = SCRUT_OK;
    uint32_t end = scrut_link_stripe_start(w->raw->count, stripe + 1);
    for (uint32_t n = scrut_link_stripe_start(w->raw->count, stripe); n < end && status == SCRUT_OK; n++) {
        size_t length = 0;
        const char *cell = scrut_link_raw_text(w->r, w->field, w->raw, n, &length);
        status = cell_key(w->r, w->field, cell, length, &key, NULL);
        scrut_buf_append(text, key.bytes, status == SCRUT_OK ? key.length : 0);
        status = text->failed ? SCRUT_E_MEMORY : status;
        w->ends[n] = text->length;
        w->wrong[stripe] = n;
    }
    w->status[stripe] = status;
    scrut_buf_free(&key);
}

static scrut_status stripe_error(const fold_work *w, size_t stripe, scrut_error *err)
{
    if (w->status[stripe] != SCRUT_E_INPUT)
        return scrut_fail_memory(err);
    int64_t row = scrut_link_raw_row(w->r, w->field, w->raw, w->wrong[stripe]);
    return scrut_fail(err, SCRUT_E_INPUT, NULL, row, -1, -1, "a cell of the column \"%s\" is not valid UTF-8",
                      w->r->fields[w->field].name);
}

/* Puts the keys of a stripe behind those of the stripes before. */
static bool join_stripe(fold_work *w, size_t stripe, key_list *keys)
{
    scrut_buf *text = &w->texts[stripe];
    if (!scrut_grow(&keys->text, &keys->capacity, keys->length + text->length + 1, 1))
        return false;
    for (uint32_t n = scrut_link_stripe_start(w->raw->count, stripe);
         n < scrut_link_stripe_start(w->raw->count, stripe + 1); n++)
        keys->ends[n] = keys->length + w->ends[n];
    if (text->length > 0)
        memcpy(keys->text + keys->length, text->bytes, text->length);
    keys->length += text->length;
    scrut_buf_free(text);
    return true;
}

/* The key of every raw value; behind them the empty one, which every column has. */
static scrut_status fold_cells(const records *r, size_t field, const link_raw *raw, scrut_pool *pool, key_list *keys,
                               scrut_error *err)
{
    fold_work w = {.r = r, .field = field, .raw = raw};
    scrut_status status = SCRUT_OK;
    keys->ends = w.ends = malloc((raw->count + (size_t)1) * sizeof *keys->ends);
    if (keys->ends == NULL)
        return scrut_fail_memory(err);
    scrut_pool_run(pool, VALUE_STRIPES, fold_stripe, &w);
    for (size_t i = 0; i < VALUE_STRIPES && status == SCRUT_OK; i++) {
        if (w.status[i] != SCRUT_OK)
            status = stripe_error(&w, i, err);
        else if (!join_stripe(&w, i, keys))
            status = scrut_fail_memory(err);
    }
    for (size_t i = 0; i < VALUE_STRIPES; i++)
        scrut_buf_free(&w.texts[i]);
    keys->count = raw->count + 1;
    keys->ends[raw->count] = keys->length;
    return status;
}

/* ---- order ------------------------------------------------------------------------------------------------------ */

/* A key in the order of its bytes: mostly its first eight settle it. */
typedef struct {
    uint64_t head; /* the first bytes, the first one highest; 0 behind the end */
    const char *text;
    uint32_t length, number;
} keyed;

static uint64_t head_of(const char *text, size_t length)
{
    uint64_t head = 0;
    for (size_t i = 0; i < sizeof head; i++)
        head = head << 8 | (i < length ? (unsigned char)text[i] : 0);
    return head;
}

static int by_bytes(const char *a, size_t a_length, const char *b, size_t b_length)
{
    int c = memcmp(a, b, a_length < b_length ? a_length : b_length);
    return c != 0 ? c : (a_length > b_length) - (a_length < b_length);
}

int scrut_link_by_key(const value *a, const value *b)
{
    return by_bytes(a->key, a->key_length, b->key, b->key_length);
}

static int by_keyed(const void *a, const void *b)
{
    const keyed *x = a, *y = b;
    return x->head != y->head ? (x->head < y->head ? -1 : 1) : by_bytes(x->text, x->length, y->text, y->length);
}

/* Sorted stripes, of which two neighbours become one in each round. */
enum { SORT_STRIPES = 16 };

typedef struct {
    keyed *from, *to;
    size_t count, width; /* width: stripes that are one by now */
} sort_work;

static size_t sort_start(const sort_work *w, size_t stripe)
{
    return w->count * stripe / SORT_STRIPES;
}

static void sort_stripe(void *context, size_t stripe)
{
    const sort_work *w = context;
    size_t start = sort_start(w, stripe), count = sort_start(w, stripe + 1) - start;
    if (count > 0)
        qsort(w->from + start, count, sizeof *w->from, by_keyed);
}

static void merge_stripes(void *context, size_t pair)
{
    const sort_work *w = context;
    size_t first = 2 * w->width * pair, a = sort_start(w, first), a_end = sort_start(w, first + w->width), b = a_end,
           b_end = sort_start(w, first + 2 * w->width);
    for (size_t at = a; at < b_end; at++) {
        bool take_a = a < a_end && (b == b_end || by_keyed(&w->from[a], &w->from[b]) <= 0);
        w->to[at] = take_a ? w->from[a++] : w->from[b++];
    }
}

static keyed *sort_keys(const key_list *keys, scrut_pool *pool)
{
    sort_work w = {malloc(keys->count * sizeof *w.from), malloc(keys->count * sizeof *w.to), keys->count, 1};
    bool fine = w.from != NULL && w.to != NULL;
    for (uint32_t n = 0; fine && n < keys->count; n++) {
        size_t start = n == 0 ? 0 : keys->ends[n - 1], length = keys->ends[n] - start;
        w.from[n] = (keyed){head_of(keys->text + start, length), keys->text + start, (uint32_t)length, n};
    }
    if (fine)
        scrut_pool_run(pool, SORT_STRIPES, sort_stripe, &w);
    for (; fine && w.width < SORT_STRIPES; w.width *= 2) {
        scrut_pool_run(pool, SORT_STRIPES / (2 * w.width), merge_stripes, &w);
        keyed *sorted = w.to;
        w.to = w.from;
        w.from = sorted;
    }
    free(w.to);
    if (!fine)
        free(w.from);
    return fine ? w.from : NULL;
}

static bool is_new(const keyed sorted[], uint32_t at)
{
    return at == 0 || by_keyed(&sorted[at - 1], &sorted[at]) != 0;
}

/* A kernel may read so many bytes from the beginning of a key. */
#define KEY_MARGIN LINK_SYMBOLS_MAX

/* Makes the values from keys in order. */
static bool make_values(const keyed sorted[], uint32_t key_count, column *c, uint32_t to_value[], scrut_arena *arena)
{
    size_t bytes = KEY_MARGIN;
    uint32_t count = 0, at = 0;
    for (uint32_t i = 0; i < key_count; i++) {
        bool fresh = is_new(sorted, i);
        count += fresh;
        bytes += fresh ? sorted[i].length + (size_t)1 : 0;
    }
    c->values = scrut_arena_calloc(arena, count, sizeof *c->values);
    char *text = scrut_arena_calloc(arena, bytes, 1);
    if (c->values == NULL || text == NULL)
        return false;
    for (uint32_t i = 0; i < key_count; i++) {
        if (is_new(sorted, i)) {
            c->values[at++] = (value){.key = text, .key_length = sorted[i].length};
            memcpy(text, sorted[i].text, sorted[i].length);
            text += sorted[i].length + (size_t)1;
        }
        if (sorted[i].number + 1 < key_count) /* the last is the empty key that no cell has */
            to_value[sorted[i].number] = at - 1;
    }
    c->count = count;
    return true;
}

scrut_status scrut_link_make_values(records *r, size_t field, const link_raw *raw, scrut_pool *pool,
                                    uint32_t to_value[], scrut_error *err)
{
    key_list keys = {.text = NULL};
    scrut_status status = fold_cells(r, field, raw, pool, &keys, err);
    keyed *sorted = status == SCRUT_OK ? sort_keys(&keys, pool) : NULL;
    if (status == SCRUT_OK &&
        (sorted == NULL || !make_values(sorted, keys.count, &r->columns[field], to_value, r->arena)))
        status = scrut_fail_memory(err);
    free(sorted);
    free_keys(&keys);
    return status;
}
