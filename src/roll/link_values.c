/* SPDX-License-Identifier: Apache-2.0
 * The values of a column: every distinct cell is folded once, equal keys become one value, values are numbered in the
 * order of their keys. A column of identity numbers has nearly as many values as rows, so a value is small and its key
 * lies beside the others' without a gap. */
#include "link_values.h"
#include "link_kernels.h"
#include "scrutineer/hash.h"
#include "scrutineer/mem.h"
#include "scrutineer/text.h"
#include "scrutineer/utf8.h"

#include <stdlib.h>

/* ---- words by number -------------------------------------------------------------------------------------------- */

void scrut_link_words_free(link_words *w)
{
    free(w->slots);
    free(w->words);
    scrut_arena_free(w->arena);
    *w = (link_words){.slots = NULL};
}

static bool words_grow(link_words *w)
{
    size_t size = w->mask == 0 ? 1024 : 2 * (w->mask + 1);
    uint32_t *slots = calloc(size, sizeof *slots);
    if (slots == NULL)
        return false;
    free(w->slots);
    w->slots = slots;
    w->mask = size - 1;
    for (size_t i = 0; i < w->count; i++) {
        size_t at = scrut_hash64(w->words[i].text, w->words[i].length) & w->mask;
        while (w->slots[at] != 0)
            at = (at + 1) & w->mask;
        w->slots[at] = (uint32_t)i + 1;
    }
    return true;
}

uint32_t scrut_link_words_put(link_words *w, const char *text, size_t length)
{
    if (w->arena == NULL)
        w->arena = scrut_arena_new();
    if (w->arena == NULL || (2 * w->count >= w->mask && !words_grow(w)))
        return UINT32_MAX;
    size_t at = scrut_hash64(text, length) & w->mask;
    for (; w->slots[at] != 0; at = (at + 1) & w->mask) {
        const link_word *word = &w->words[w->slots[at] - 1];
        if (word->length == length && memcmp(word->text, text, length) == 0)
            return w->slots[at] - 1;
    }
    if (!scrut_grow(&w->words, &w->capacity, w->count + 1, sizeof *w->words))
        return UINT32_MAX;
    const char *copy = scrut_arena_strndup(w->arena, text, length);
    if (copy == NULL)
        return UINT32_MAX;
    w->words[w->count] = (link_word){copy, (uint32_t)length};
    w->slots[at] = (uint32_t)++w->count;
    return (uint32_t)w->count - 1;
}

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

static bool add_key(key_list *keys, const scrut_buf *key)
{
    if (!scrut_grow(&keys->text, &keys->capacity, keys->length + key->length + 1, 1))
        return false;
    memcpy(keys->text + keys->length, key->bytes, key->length);
    keys->length += key->length;
    keys->ends[keys->count++] = keys->length;
    return true;
}

/* The key of every raw value; behind them the empty one, which every column has. */
static scrut_status fold_cells(const records *r, size_t field, const link_raw *raw, key_list *keys, scrut_error *err)
{
    scrut_buf key = {0};
    scrut_status status = SCRUT_OK;
    keys->ends = malloc((raw->count + (size_t)1) * sizeof *keys->ends);
    if (keys->ends == NULL)
        return scrut_fail_memory(err);
    for (uint32_t n = 0; n < raw->count && status == SCRUT_OK; n++) {
        size_t length = 0;
        const char *cell = scrut_link_raw_text(r, field, raw, n, &length);
        status = cell_key(r, field, cell, length, &key, err);
        if (status == SCRUT_E_INPUT)
            status = scrut_fail(err, status, NULL, (int64_t)scrut_link_raw_row(r, field, raw, n), -1, -1,
                                "a cell of the column \"%s\" is not valid UTF-8", r->fields[field].name);
        if (status == SCRUT_OK && !add_key(keys, &key))
            status = scrut_fail_memory(err);
    }
    scrut_buf_clear(&key);
    scrut_buf_puts(&key, "");
    if (status == SCRUT_OK && (key.failed || !add_key(keys, &key)))
        status = scrut_fail_memory(err);
    scrut_buf_free(&key);
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

static keyed *sort_keys(const key_list *keys)
{
    keyed *sorted = malloc(keys->count * sizeof *sorted);
    for (uint32_t n = 0; sorted != NULL && n < keys->count; n++) {
        size_t start = n == 0 ? 0 : keys->ends[n - 1], length = keys->ends[n] - start;
        sorted[n] = (keyed){head_of(keys->text + start, length), keys->text + start, (uint32_t)length, n};
    }
    if (sorted != NULL)
        qsort(sorted, keys->count, sizeof *sorted, by_keyed);
    return sorted;
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

scrut_status scrut_link_make_values(records *r, size_t field, const link_raw *raw, uint32_t to_value[],
                                    scrut_error *err)
{
    key_list keys = {.text = NULL};
    scrut_status status = fold_cells(r, field, raw, &keys, err);
    keyed *sorted = status == SCRUT_OK ? sort_keys(&keys) : NULL;
    if (status == SCRUT_OK &&
        (sorted == NULL || !make_values(sorted, keys.count, &r->columns[field], to_value, r->arena)))
        status = scrut_fail_memory(err);
    free(sorted);
    free_keys(&keys);
    return status;
}

/* ---- symbols ---------------------------------------------------------------------------------------------------- */

size_t scrut_link_letters(const char *text, size_t length, uint32_t letters[], size_t most)
{
    size_t count = 0;
    for (size_t at = 0; at < length && count < most; count++)
        at += scrut_utf8_decode(text + at, length - at, &letters[count]);
    return count;
}

#define CODE_POINTS 0x110000
#define SYMBOLS 255 /* 0 is none */

/* symbol_of[code point]; false when there are too many different ones. */
static bool find_alphabet(const column *c, uint8_t symbol_of[])
{
    uint32_t letters[LETTER_COUNT_MAX];
    unsigned count = 0;
    for (uint32_t v = 1; v < c->count; v++) {
        size_t length = scrut_link_letters(c->values[v].key, c->values[v].key_length, letters, LETTER_COUNT_MAX);
        for (size_t i = 0; i < length; i++) {
            uint8_t *symbol = &symbol_of[letters[i]];
            if (*symbol == 0 && count == SYMBOLS)
                return false;
            if (*symbol == 0)
                *symbol = (uint8_t)++count;
        }
    }
    return true;
}

static bool fill_symbols(value *v, const uint8_t symbol_of[], scrut_arena *arena)
{
    uint32_t letters[LINK_SYMBOLS_MAX];
    if (v->letter_count > LINK_SYMBOLS_MAX)
        return true;
    uint8_t *symbols = scrut_arena_calloc(arena, LINK_SYMBOLS_MAX, 1);
    size_t count = scrut_link_letters(v->key, v->key_length, letters, LINK_SYMBOLS_MAX);
    for (size_t i = 0; symbols != NULL && i < count; i++)
        symbols[i] = symbol_of[letters[i]];
    v->forms->symbols = symbols;
    return symbols != NULL;
}

static bool number_letters(column *c, scrut_arena *arena)
{
    uint8_t *symbol_of = calloc(CODE_POINTS, 1);
    bool ready = symbol_of != NULL;
    bool few = ready && find_alphabet(c, symbol_of);
    for (uint32_t v = 1; few && ready && v < c->count; v++)
        ready = fill_symbols(&c->values[v], symbol_of, arena);
    free(symbol_of);
    return ready;
}

/* ---- what is compared of a value -------------------------------------------------------------------------------- */

static uint8_t rarity_of(uint32_t count, uint32_t rows)
{
    uint8_t bits = 0;
    for (uint64_t c = count; c > 0 && 2 * c <= rows; c *= 2)
        bits++;
    return bits;
}

static bool is_ascii(const column *c)
{
    for (uint32_t v = 0; v < c->count; v++)
        for (uint32_t i = 0; i < c->values[v].key_length; i++)
            if ((unsigned char)c->values[v].key[i] >= 0x80)
                return false;
    return true;
}

/* The spelling of a name, numbered like a value. */
static bool fill_spelling(records *r, value *v, link_words *spellings, scrut_buf *text)
{
    scrut_buf_clear(text);
    scrut_buf_puts(text, "");
    if (scrut_text_spelling(v->key, v->key_length, text, NULL) != SCRUT_OK)
        return false;
    uint32_t *letters = scrut_arena_calloc(r->arena, text->length + 1, sizeof *letters);
    v->spelling = scrut_link_words_put(spellings, text->bytes, text->length);
    if (v->spelling == UINT32_MAX || letters == NULL)
        return false;
    v->forms->spelling_count = (uint8_t)scrut_link_letters(text->bytes, text->length, letters, LETTER_COUNT_MAX);
    v->forms->spelling_letters = letters;
    return true;
}

/* Skeletons and spellings are numbered like values. */
static bool fill_skeleton(records *r, size_t field, value *v, link_words *words, scrut_buf *text)
{
    scrut_link_kind kind = r->fields[field].kind;
    bool name = kind == SCRUT_LINK_GIVEN || kind == SCRUT_LINK_SURNAME;
    if (v->key_length == 0 || (!name && kind != SCRUT_LINK_TEXT))
        return true;
    if (name && !fill_spelling(r, v, words, text))
        return false;
    scrut_buf_clear(text);
    scrut_buf_puts(text, "");
    if (scrut_text_skeleton(v->key, v->key_length, text, NULL) != SCRUT_OK)
        return false;
    uint32_t skeleton = scrut_link_words_put(words, text->bytes, text->length);
    v->skeleton = skeleton + 1;
    return skeleton != UINT32_MAX;
}

static void fill_date(value *v)
{
    if (v->key_length != 8)
        return;
    char *end;
    long n = strtol(v->key, &end, 10);
    v->year = (uint16_t)(n / 10000);
    v->month_day = (uint16_t)(n % 10000);
}

static bool fill_value(records *r, size_t field, value *v, link_words *words, scrut_buf *text)
{
    uint32_t letters[LETTER_COUNT_MAX];
    v->rarity = rarity_of(v->count, r->row_count);
    v->letter_count = (uint8_t)scrut_link_letters(v->key, v->key_length, letters, LETTER_COUNT_MAX);
    if (r->fields[field].kind == SCRUT_LINK_BORN)
        fill_date(v);
    return fill_skeleton(r, field, v, words, text);
}

static bool open_forms(const records *r, size_t field, column *c)
{
    scrut_link_kind kind = r->fields[field].kind;
    bool name = kind == SCRUT_LINK_GIVEN || kind == SCRUT_LINK_SURNAME, ascii = is_ascii(c);
    value_forms *forms = name || !ascii ? scrut_arena_calloc(r->arena, c->count, sizeof *forms) : NULL;
    for (uint32_t v = 0; v < c->count; v++) {
        c->values[v].is_ascii = ascii;
        c->values[v].forms = forms != NULL ? &forms[v] : NULL;
    }
    return forms != NULL || (!name && ascii);
}

/* What the values of names and dates are compared by. False without memory. */
static bool fill_digests(records *r, size_t field)
{
    column *c = &r->columns[field];
    scrut_link_kind kind = r->fields[field].kind;
    if (kind == SCRUT_LINK_GIVEN || kind == SCRUT_LINK_SURNAME)
        return scrut_link_sketch_names(c, r->arena);
    if (kind != SCRUT_LINK_BORN)
        return true;
    c->digits = scrut_arena_calloc(r->arena, c->count, sizeof *c->digits);
    for (uint32_t v = 0; c->digits != NULL && v < c->count; v++)
        c->digits[v] = scrut_link_date_digits(c->values[v].year, c->values[v].month_day);
    return c->digits != NULL;
}

bool scrut_link_fill_values(records *r, size_t field, link_words *words)
{
    column *c = &r->columns[field];
    scrut_buf text = {0};
    bool ready = open_forms(r, field, c);
    for (uint32_t v = 0; v < c->count && ready; v++)
        ready = fill_value(r, field, &c->values[v], words, &text);
    scrut_buf_free(&text);
    ready = ready && fill_digests(r, field);
    return ready && (c->values[0].is_ascii || number_letters(c, r->arena));
}
