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

/* ---- cells as they came ----------------------------------------------------------------------------------------- */

/* The different cells of a column, so that each is folded once. */
typedef struct {
    dictionary cells;  /* when the caller has not numbered them */
    uint32_t *numbers; /* by row; NULL when the caller has them */
    uint32_t count;
    scrut_arena *arena; /* of the dictionary */
} raw_column;

static void free_raw(raw_column *raw)
{
    free(raw->cells.slots);
    free(raw->cells.values);
    free(raw->numbers);
    scrut_arena_free(raw->arena);
}

static scrut_status number_cells(const records *r, size_t field, raw_column *raw, scrut_error *err)
{
    const scrut_link_input *in = r->input;
    if (in->numbers != NULL) {
        raw->count = in->value_count(in->context, field);
        return SCRUT_OK;
    }
    raw->arena = scrut_arena_new();
    raw->numbers = malloc((r->row_count + (size_t)1) * sizeof *raw->numbers);
    if (raw->arena == NULL || raw->numbers == NULL)
        return scrut_fail_memory(err);
    for (uint32_t row = 0; row < r->row_count; row++) {
        size_t length = 0;
        const char *cell = in->cell(in->context, row, field, &length);
        raw->numbers[row] = dictionary_put(&raw->cells, cell, length, raw->arena);
        if (raw->numbers[row] == UINT32_MAX)
            return scrut_fail_memory(err);
    }
    raw->count = (uint32_t)raw->cells.count;
    return SCRUT_OK;
}

static const char *raw_text(const records *r, size_t field, const raw_column *raw, uint32_t number, size_t *ret_length)
{
    if (raw->numbers == NULL)
        return r->input->value(r->input->context, field, number, ret_length);
    *ret_length = raw->cells.values[number].key_length;
    return raw->cells.values[number].key;
}

enum { ROWS_AT_ONCE = 4096 };

static const uint32_t *raw_numbers(const records *r, size_t field, const raw_column *raw, uint32_t first,
                                   uint32_t count, uint32_t buffer[])
{
    if (raw->numbers != NULL)
        return raw->numbers + first;
    r->input->numbers(r->input->context, field, first, count, buffer);
    return buffer;
}

static uint32_t first_row_with(const records *r, size_t field, const raw_column *raw, uint32_t number)
{
    uint32_t buffer[ROWS_AT_ONCE];
    for (uint32_t first = 0; first < r->row_count; first += ROWS_AT_ONCE) {
        uint32_t count = r->row_count - first < ROWS_AT_ONCE ? r->row_count - first : ROWS_AT_ONCE;
        const uint32_t *numbers = raw_numbers(r, field, raw, first, count, buffer);
        for (uint32_t i = 0; i < count; i++) {
            if (numbers[i] == number)
                return first + i;
        }
    }
    return 0;
}

/* to_value[raw number]: the number of its key in `d`. */
static scrut_status fold_cells(const records *r, size_t field, const raw_column *raw, dictionary *d,
                               uint32_t to_value[], scrut_error *err)
{
    scrut_buf key = {0};
    scrut_status status = dictionary_put(d, "", 0, r->arena) == 0 ? SCRUT_OK : scrut_fail_memory(err);
    for (uint32_t n = 0; n < raw->count && status == SCRUT_OK; n++) {
        size_t length = 0;
        const char *cell = raw_text(r, field, raw, n, &length);
        status = cell_key(r, field, cell, length, &key, err);
        if (status == SCRUT_E_INPUT)
            status = scrut_fail(err, status, NULL, (int64_t)first_row_with(r, field, raw, n), -1, -1,
                                "a cell of the column \"%s\" is not valid UTF-8", r->fields[field].name);
        if (status == SCRUT_OK)
            to_value[n] = dictionary_put(d, key.bytes, key.length, r->arena);
        if (status == SCRUT_OK && to_value[n] == UINT32_MAX)
            status = scrut_fail_memory(err);
    }
    scrut_buf_free(&key);
    return status;
}

/* Numbers the values of a column in order of their content; the empty key is the first. */
static bool sort_values(const dictionary *d, column *c, uint32_t to_value[], uint32_t raw_count, scrut_arena *arena)
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
    for (uint32_t n = 0; n < raw_count; n++)
        to_value[n] = rank[to_value[n]];
    free(rank);
    c->values = sorted;
    c->count = (uint32_t)d->count;
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------------------------- */

typedef struct {
    records *r;
    size_t field;
    const raw_column *raw;
    const uint32_t *to_value;
} pack_work;

static void pack_stripe(void *context, size_t stripe)
{
    const pack_work *w = context;
    const records *r = w->r;
    const place *p = &r->places[w->field];
    uint64_t *plane = r->planes[p->plane];
    uint32_t at = (uint32_t)((uint64_t)r->row_count * stripe / STRIPES);
    uint32_t end = (uint32_t)((uint64_t)r->row_count * (stripe + 1) / STRIPES), buffer[ROWS_AT_ONCE];
    while (at < end) {
        uint32_t count = end - at < ROWS_AT_ONCE ? end - at : ROWS_AT_ONCE;
        const uint32_t *numbers = raw_numbers(r, w->field, w->raw, at, count, buffer);
        for (uint32_t i = 0; i < count; i++)
            plane[at + i] |= (uint64_t)w->to_value[numbers[i]] << p->shift;
        at += count;
    }
    scrut_link_drop_rows(r);
}

static scrut_status read_column(records *r, size_t field, scrut_pool *pool, dictionary *skeletons, scrut_error *err)
{
    dictionary d = {0};
    raw_column raw = {.numbers = NULL};
    scrut_buf text = {0};
    column *c = &r->columns[field];
    scrut_status status = number_cells(r, field, &raw, err);
    uint32_t *to_value = malloc((raw.count + (size_t)1) * sizeof *to_value);
    if (status == SCRUT_OK && to_value == NULL)
        status = scrut_fail_memory(err);
    if (status == SCRUT_OK)
        status = fold_cells(r, field, &raw, &d, to_value, err);
    if (status == SCRUT_OK && !sort_values(&d, c, to_value, raw.count, r->arena))
        status = scrut_fail_memory(err);
    if (status == SCRUT_OK)
        status = scrut_link_pack_place(r, field, c->count, err);
    if (status == SCRUT_OK)
        scrut_pool_run(pool, STRIPES, pack_stripe, &(pack_work){r, field, &raw, to_value});
    for (uint32_t row = 0; row < r->row_count && status == SCRUT_OK; row++) {
        c->values[scrut_link_value(r, row, field)].count++;
        scrut_link_pass(r, row);
    }
    for (uint32_t v = 0; v < c->count && status == SCRUT_OK; v++) {
        if (!fill_value(r, field, &c->values[v], skeletons, &text))
            status = scrut_fail_memory(err);
    }
    if (status == SCRUT_OK && !scrut_link_number_letters(c, r->arena))
        status = scrut_fail_memory(err);
    free(to_value);
    free_raw(&raw);
    free(d.slots);
    free(d.values);
    scrut_buf_free(&text);
    return status;
}

/* Surnames by given names of the same key: the two may stand in each other's column. */
static bool find_twins(records *r)
{
    if (r->given < 0 || r->surname < 0)
        return true;
    const column *given = &r->columns[r->given], *surname = &r->columns[r->surname];
    r->twins = scrut_arena_calloc(r->arena, given->count, sizeof *r->twins);
    for (uint32_t g = 1, s = 1; r->twins != NULL && g < given->count && s < surname->count;) {
        int c = by_key(&given->values[g], &surname->values[s]);
        if (c == 0)
            r->twins[g] = s;
        g += c <= 0;
        s += c >= 0;
    }
    return r->twins != NULL;
}

static scrut_status copy_fields(records *r, scrut_error *err)
{
    if (r->input->memory_bytes > 0 && r->input->work != NULL) {
        r->rows_folder = scrut_arena_strdup(r->arena, r->input->work);
        if (r->rows_folder == NULL)
            return scrut_fail_memory(err);
    }
    r->fields = scrut_arena_calloc(r->arena, r->field_count, sizeof *r->fields);
    for (size_t f = 0; r->fields != NULL && f < r->field_count; f++) {
        r->fields[f].kind = r->input->fields[f].kind;
        r->fields[f].name = scrut_arena_strdup(r->arena, r->input->fields[f].name);
        if (r->fields[f].name == NULL)
            return scrut_fail_memory(err);
    }
    return r->fields != NULL ? SCRUT_OK : scrut_fail_memory(err);
}

/* Of a bounded memory, a quarter is for the rows that are gathered and a sixteenth for what the values of a column say
 * of one another. */
static uint64_t gather_bytes(const scrut_link_input *input)
{
    return input->gather_bytes > 0 || input->memory_bytes == 0 ? input->gather_bytes : input->memory_bytes / 4;
}

static size_t table_bytes(const scrut_link_input *input)
{
    uint64_t most = input->memory_bytes / 16;
    return most == 0 || most > MEMO_TABLE_BYTES_MAX ? MEMO_TABLE_BYTES_MAX : (size_t)most;
}

scrut_status scrut_link_load(const scrut_link_input *input, scrut_arena *arena, scrut_pool *pool, records *ret,
                             scrut_error *err)
{
    records r = {.input = input,
                 .arena = arena,
                 .row_count = input->row_count,
                 .field_count = input->field_count,
                 .second_from = input->second_from,
                 .program = input->program,
                 .gather_bytes = gather_bytes(input),
                 .table_bytes_max = table_bytes(input),
                 .given = -1,
                 .surname = -1};
    dictionary skeletons = {0};
    scrut_status status = copy_fields(&r, err);
    for (size_t f = 0; f < r.field_count && status == SCRUT_OK; f++) {
        r.given = input->fields[f].kind == SCRUT_LINK_GIVEN ? (int)f : r.given;
        r.surname = input->fields[f].kind == SCRUT_LINK_SURNAME ? (int)f : r.surname;
        status = read_column(&r, f, pool, &skeletons, err);
    }
    free(skeletons.slots);
    free(skeletons.values);
    if (status == SCRUT_OK && !(find_twins(&r) && scrut_link_relate_columns(&r)))
        status = scrut_fail_memory(err);
    if (status == SCRUT_OK)
        *ret = r;
    else
        scrut_link_unpack(&r);
    return status;
}
