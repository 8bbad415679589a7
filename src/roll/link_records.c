/* SPDX-License-Identifier: Apache-2.0
 * Cells to numbered values, and rows into an order of their content. */
#include "link_internal.h"
#include "scrutineer/hash.h"
#include "scrutineer/mem.h"
#include "scrutineer/text.h"
#include "scrutineer/utf8.h"

#include <stdlib.h>

/* A hash table from keys to numbers, while a column is read. */
typedef struct {
    uint32_t *slots;
    size_t mask;
    value *values;
    size_t count, capacity;
} dictionary;

static bool dictionary_grow(dictionary *d)
{
    size_t size = d->mask == 0 ? 1024 : 2 * (d->mask + 1);
    uint32_t *slots = calloc(size, sizeof *slots);
    if (slots == NULL)
        return false;
    free(d->slots);
    d->slots = slots;
    d->mask = size - 1;
    for (size_t i = 0; i < d->count; i++) {
        size_t at = scrut_hash64(d->values[i].key, d->values[i].key_length) & d->mask;
        while (d->slots[at] != 0)
            at = (at + 1) & d->mask;
        d->slots[at] = (uint32_t)i + 1;
    }
    return true;
}

/* Number of a key, new or known; UINT32_MAX without memory. */
static uint32_t dictionary_put(dictionary *d, const char *key, size_t length, scrut_arena *arena)
{
    if (2 * d->count >= d->mask && !dictionary_grow(d))
        return UINT32_MAX;
    size_t at = scrut_hash64(key, length) & d->mask;
    for (; d->slots[at] != 0; at = (at + 1) & d->mask) {
        const value *v = &d->values[d->slots[at] - 1];
        if (v->key_length == length && memcmp(v->key, key, length) == 0)
            return d->slots[at] - 1;
    }
    if (!scrut_grow(&d->values, &d->capacity, d->count + 1, sizeof(value)))
        return UINT32_MAX;
    const char *copy = scrut_arena_strndup(arena, key, length);
    if (copy == NULL)
        return UINT32_MAX;
    d->values[d->count] = (value){.key = copy, .key_length = (uint32_t)length};
    d->slots[at] = (uint32_t)++d->count;
    return (uint32_t)d->count - 1;
}

static int by_key(const void *a, const void *b)
{
    const value *x = a, *y = b;
    size_t n = x->key_length < y->key_length ? x->key_length : y->key_length;
    int c = memcmp(x->key, y->key, n);
    return c != 0 ? c : (x->key_length > y->key_length) - (x->key_length < y->key_length);
}

/* The key of a date is its digits, so that slips are slips of digits. */
static void date_key(const scrut_link_input *in, const char *cell, size_t length, scrut_buf *key)
{
    scrut_date d;
    if (!scrut_date_parse(cell, length, in->date_order, in->last_year, &d) || (d.flags & SCRUT_DATE_FILLER) != 0)
        return;
    if (d.year != 0)
        scrut_buf_printf(key, "%04d%02u%02u", d.year, d.month, d.day);
}

static scrut_status cell_key(const records *r, uint32_t row, size_t field, scrut_buf *key, scrut_error *err)
{
    size_t length = 0;
    const char *cell = r->input->cell(r->input->context, row, field, &length);
    scrut_buf_clear(key);
    scrut_buf_puts(key, "");
    if (r->fields[field].kind == SCRUT_LINK_BORN) {
        date_key(r->input, cell, length, key);
        return key->failed ? scrut_fail_memory(err) : SCRUT_OK;
    }
    scrut_status status = scrut_text_fold(cell, length, key, NULL, err);
    if (status == SCRUT_E_INPUT)
        return scrut_fail(err, status, NULL, (int64_t)row, -1, -1, "a cell of the column \"%s\" is not valid UTF-8",
                          r->fields[field].name);
    return status;
}

static uint8_t rarity_of(uint32_t count, uint32_t rows)
{
    uint8_t bits = 0;
    for (uint64_t c = count; c > 0 && 2 * c <= rows; c *= 2)
        bits++;
    return bits;
}

static uint32_t *letters_of(const char *text, size_t length, uint8_t *ret_count, scrut_arena *arena)
{
    uint32_t *letters = scrut_arena_calloc(arena, length + 1, sizeof(uint32_t));
    uint8_t count = 0;
    for (size_t at = 0; letters != NULL && at < length && count < 255;)
        at += scrut_utf8_decode(text + at, length - at, &letters[count++]);
    *ret_count = count;
    return letters;
}

/* The spelling of a name, numbered like a value. */
static bool fill_spelling(records *r, value *v, dictionary *spellings, scrut_buf *text)
{
    scrut_buf_clear(text);
    scrut_buf_puts(text, "");
    if (scrut_text_spelling(v->key, v->key_length, text, NULL) != SCRUT_OK)
        return false;
    v->spelling = dictionary_put(spellings, text->bytes, text->length, r->arena);
    v->spelling_letters = letters_of(text->bytes, text->length, &v->spelling_count, r->arena);
    return v->spelling != UINT32_MAX && v->spelling_letters != NULL;
}

/* Skeletons and spellings are numbered like values. */
static bool fill_value(records *r, size_t field, value *v, dictionary *skeletons, scrut_buf *text)
{
    scrut_link_kind kind = r->fields[field].kind;
    v->skeleton = 0; /* not known */
    v->rarity = rarity_of(v->count, r->row_count);
    if (kind == SCRUT_LINK_BORN && v->key_length == 8) {
        char *end;
        long n = strtol(v->key, &end, 10);
        v->year = (uint16_t)(n / 10000);
        v->month_day = (uint16_t)(n % 10000);
    }
    v->letters = letters_of(v->key, v->key_length, &v->letter_count, r->arena);
    if (v->letters == NULL || v->key_length == 0)
        return v->letters != NULL;
    bool name = kind == SCRUT_LINK_GIVEN || kind == SCRUT_LINK_SURNAME;
    if (name && !fill_spelling(r, v, skeletons, text))
        return false;
    scrut_buf_clear(text);
    scrut_buf_puts(text, "");
    if (scrut_text_skeleton(v->key, v->key_length, text, NULL) != SCRUT_OK)
        return false;
    uint32_t skeleton = dictionary_put(skeletons, text->bytes, text->length, r->arena);
    v->skeleton = skeleton + 1;
    return skeleton != UINT32_MAX;
}

/* Numbers the values of a column in order of their content; the empty key is the first. */
static bool sort_values(dictionary *d, column *c, uint32_t rows, scrut_arena *arena)
{
    value *sorted = scrut_arena_calloc(arena, d->count, sizeof *sorted);
    uint32_t *rank = calloc(d->count + 1, sizeof *rank);
    if (sorted == NULL || rank == NULL) {
        free(rank);
        return false;
    }
    for (size_t i = 0; i < d->count; i++) {
        sorted[i] = d->values[i];
        sorted[i].skeleton = (uint32_t)i;
    }
    qsort(sorted, d->count, sizeof *sorted, by_key);
    for (size_t i = 0; i < d->count; i++)
        rank[sorted[i].skeleton] = (uint32_t)i;
    for (uint32_t row = 0; row < rows; row++) {
        c->of_row[row] = rank[c->of_row[row]];
        sorted[c->of_row[row]].count++;
    }
    free(rank);
    c->values = sorted;
    c->count = (uint32_t)d->count;
    return true;
}

static scrut_status read_column(records *r, size_t field, dictionary *skeletons, scrut_error *err)
{
    dictionary d = {0};
    scrut_buf key = {0};
    column *c = &r->columns[field];
    scrut_status status = SCRUT_OK;
    c->of_row = scrut_arena_calloc(r->arena, r->row_count, sizeof *c->of_row);
    if (c->of_row == NULL || dictionary_put(&d, "", 0, r->arena) != 0)
        status = scrut_fail_memory(err);
    for (uint32_t row = 0; row < r->row_count && status == SCRUT_OK; row++) {
        status = cell_key(r, row, field, &key, err);
        if (status == SCRUT_OK)
            c->of_row[row] = dictionary_put(&d, key.bytes, key.length, r->arena);
        if (status == SCRUT_OK && c->of_row[row] == UINT32_MAX)
            status = scrut_fail_memory(err);
    }
    if (status == SCRUT_OK && !sort_values(&d, c, r->row_count, r->arena))
        status = scrut_fail_memory(err);
    for (uint32_t v = 0; v < c->count && status == SCRUT_OK; v++) {
        if (!fill_value(r, field, &c->values[v], skeletons, &key))
            status = scrut_fail_memory(err);
    }
    free(d.slots);
    free(d.values);
    scrut_buf_free(&key);
    return status;
}

/* A row with the hash of its content, the same in every order of the input. */
typedef struct {
    uint64_t hash;
    uint32_t row;
    bool second;
} row_key;

static int by_hash(const void *a, const void *b)
{
    const row_key *x = a, *y = b;
    if (x->second != y->second)
        return x->second ? 1 : -1;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static scrut_status order_rows(records *r, scrut_error *err)
{
    row_key *keys = malloc(r->row_count * sizeof *keys);
    uint32_t *moved = malloc(r->row_count * sizeof *moved);
    r->row_at = scrut_arena_calloc(r->arena, r->row_count, sizeof *r->row_at);
    if (keys == NULL || moved == NULL || r->row_at == NULL) {
        free(keys);
        free(moved);
        return scrut_fail_memory(err);
    }
    for (uint32_t row = 0; row < r->row_count; row++) {
        uint32_t content[SCRUT_LINK_FIELDS_MAX];
        for (size_t f = 0; f < r->field_count; f++)
            content[f] = r->columns[f].of_row[row];
        bool second = r->input->second_from > 0 && row >= r->input->second_from;
        keys[row] = (row_key){scrut_hash64((const char *)content, r->field_count * sizeof content[0]), row, second};
    }
    qsort(keys, r->row_count, sizeof *keys, by_hash);
    for (uint32_t i = 0; i < r->row_count; i++)
        r->row_at[i] = keys[i].row;
    for (size_t f = 0; f < r->field_count; f++) {
        for (uint32_t i = 0; i < r->row_count; i++)
            moved[i] = r->columns[f].of_row[r->row_at[i]];
        memcpy(r->columns[f].of_row, moved, r->row_count * sizeof *moved);
    }
    free(keys);
    free(moved);
    return SCRUT_OK;
}

static scrut_status copy_fields(records *r, scrut_error *err)
{
    r->fields = scrut_arena_calloc(r->arena, r->field_count, sizeof *r->fields);
    for (size_t f = 0; r->fields != NULL && f < r->field_count; f++) {
        r->fields[f].kind = r->input->fields[f].kind;
        r->fields[f].name = scrut_arena_strdup(r->arena, r->input->fields[f].name);
        if (r->fields[f].name == NULL)
            return scrut_fail_memory(err);
    }
    return r->fields != NULL ? SCRUT_OK : scrut_fail_memory(err);
}

scrut_status scrut_link_load(const scrut_link_input *input, scrut_arena *arena, records *ret, scrut_error *err)
{
    records r = {.input = input,
                 .arena = arena,
                 .row_count = input->row_count,
                 .field_count = input->field_count,
                 .given = -1,
                 .surname = -1};
    dictionary skeletons = {0};
    scrut_status status = copy_fields(&r, err);
    for (size_t f = 0; f < r.field_count && status == SCRUT_OK; f++) {
        r.given = input->fields[f].kind == SCRUT_LINK_GIVEN ? (int)f : r.given;
        r.surname = input->fields[f].kind == SCRUT_LINK_SURNAME ? (int)f : r.surname;
        status = read_column(&r, f, &skeletons, err);
    }
    free(skeletons.slots);
    free(skeletons.values);
    if (status == SCRUT_OK)
        status = order_rows(&r, err);
    if (status == SCRUT_OK && !scrut_link_find_finer(&r))
        status = scrut_fail_memory(err);
    if (status == SCRUT_OK)
        *ret = r;
    return status;
}
