/* SPDX-License-Identifier: Apache-2.0
 * What is compared of the values of a column: letters, spellings, skeletons, parts of dates. */
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

/* A slot holds half of a word's hash, by which words are told apart that are not equal, and its number + 1. */
static bool words_grow(link_words *w)
{
    size_t size = w->mask == 0 ? 1024 : 2 * (w->mask + 1), old = w->mask == 0 ? 0 : w->mask + 1;
    uint64_t *slots = calloc(size, sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < old; i++) {
        size_t at = (size_t)(w->slots[i] >> 32) & (size - 1);
        while (w->slots[i] != 0 && slots[at] != 0)
            at = (at + 1) & (size - 1);
        if (w->slots[i] != 0)
            slots[at] = w->slots[i];
    }
    free(w->slots);
    w->slots = slots;
    w->mask = size - 1;
    return true;
}

uint32_t scrut_link_words_put(link_words *w, const char *text, size_t length)
{
    if (w->arena == NULL)
        w->arena = scrut_arena_new();
    if (w->arena == NULL || (2 * w->count >= w->mask && !words_grow(w)))
        return UINT32_MAX;
    uint64_t hash = scrut_hash64(text, length) >> 32;
    size_t at = (size_t)hash & w->mask;
    for (; w->slots[at] != 0; at = (at + 1) & w->mask) {
        uint32_t number = (uint32_t)w->slots[at] - 1;
        if (w->slots[at] >> 32 == hash && w->words[number].length == length &&
            memcmp(w->words[number].text, text, length) == 0)
            return number;
    }
    if (!scrut_grow(&w->words, &w->capacity, w->count + 1, sizeof *w->words))
        return UINT32_MAX;
    const char *copy = scrut_arena_strndup(w->arena, text, length);
    if (copy == NULL)
        return UINT32_MAX;
    w->words[w->count] = (link_word){copy, (uint32_t)length};
    w->slots[at] = hash << 32 | ++w->count;
    return (uint32_t)w->count - 1;
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

/* Spellings and skeletons of a column of names or texts, in parts that are made on any thread. */
typedef struct {
    const column *c;
    bool names;                     /* texts have no spelling */
    size_t *ends;                   /* by value: of its spelling and of its skeleton, in the text of its stripe */
    scrut_buf texts[VALUE_STRIPES]; /* one after another */
} spell_work;

static void spell_stripe(void *context, size_t stripe)
{
    spell_work *w = context;
    scrut_buf *text = &w->texts[stripe];
    uint32_t end = scrut_link_stripe_start(w->c->count, stripe + 1);
    for (uint32_t v = scrut_link_stripe_start(w->c->count, stripe); v < end; v++) {
        const value *x = &w->c->values[v];
        if (w->names && scrut_text_spelling(x->key, x->key_length, text, NULL) != SCRUT_OK)
            text->failed = true;
        w->ends[2 * (size_t)v] = text->length;
        if (scrut_text_skeleton(x->key, x->key_length, text, NULL) != SCRUT_OK)
            text->failed = true;
        w->ends[2 * (size_t)v + 1] = text->length;
    }
}

static bool keep_spelling(records *r, value *v, const char *text, size_t length, link_words *words)
{
    uint32_t *letters = scrut_arena_calloc(r->arena, length + 1, sizeof *letters);
    v->spelling = scrut_link_words_put(words, text, length);
    if (v->spelling == UINT32_MAX || letters == NULL)
        return false;
    v->forms->spelling_count = (uint8_t)scrut_link_letters(text, length, letters, LETTER_COUNT_MAX);
    v->forms->spelling_letters = letters;
    return true;
}

/* Both are numbered like values, in the order of these. */
static bool keep_stripe(records *r, column *c, const spell_work *w, size_t stripe, link_words *words)
{
    const scrut_buf *text = &w->texts[stripe];
    size_t start = 0;
    bool ready = !text->failed;
    uint32_t end = scrut_link_stripe_start(c->count, stripe + 1);
    for (uint32_t v = scrut_link_stripe_start(c->count, stripe); v < end && ready; v++) {
        size_t middle = w->ends[2 * (size_t)v], stop = w->ends[2 * (size_t)v + 1];
        const char *bytes = text->length > 0 ? text->bytes : "";
        if (c->values[v].key_length > 0) {
            ready = !w->names || keep_spelling(r, &c->values[v], bytes + start, middle - start, words);
            uint32_t skeleton = scrut_link_words_put(words, bytes + middle, stop - middle);
            c->values[v].skeleton = skeleton + 1;
            ready = ready && skeleton != UINT32_MAX;
        }
        start = stop;
    }
    return ready;
}

static bool fill_spellings(records *r, size_t field, scrut_pool *pool, link_words *words)
{
    scrut_link_kind kind = r->fields[field].kind;
    column *c = &r->columns[field];
    spell_work w = {.c = c, .names = kind == SCRUT_LINK_GIVEN || kind == SCRUT_LINK_SURNAME};
    if (!w.names && kind != SCRUT_LINK_TEXT)
        return true;
    w.ends = malloc((2 * (size_t)c->count + 1) * sizeof *w.ends);
    bool ready = w.ends != NULL;
    if (ready)
        scrut_pool_run(pool, VALUE_STRIPES, spell_stripe, &w);
    for (size_t i = 0; i < VALUE_STRIPES; i++) {
        ready = ready && keep_stripe(r, c, &w, i, words);
        scrut_buf_free(&w.texts[i]);
    }
    free(w.ends);
    return ready;
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

static void fill_value(const records *r, size_t field, value *v)
{
    uint32_t letters[LETTER_COUNT_MAX];
    v->rarity = rarity_of(v->count, r->row_count);
    v->letter_count = (uint8_t)scrut_link_letters(v->key, v->key_length, letters, LETTER_COUNT_MAX);
    if (r->fields[field].kind == SCRUT_LINK_BORN)
        fill_date(v);
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

typedef struct {
    records *r;
    size_t field;
} fill_work;

static void fill_stripe(void *context, size_t stripe)
{
    const fill_work *w = context;
    column *c = &w->r->columns[w->field];
    for (uint32_t v = scrut_link_stripe_start(c->count, stripe); v < scrut_link_stripe_start(c->count, stripe + 1); v++)
        fill_value(w->r, w->field, &c->values[v]);
}

bool scrut_link_fill_values(records *r, size_t field, scrut_pool *pool, link_words *words)
{
    column *c = &r->columns[field];
    bool ready = open_forms(r, field, c);
    if (ready)
        scrut_pool_run(pool, VALUE_STRIPES, fill_stripe, &(fill_work){r, field});
    ready = ready && fill_spellings(r, field, pool, words) && fill_digests(r, field);
    return ready && (c->values[0].is_ascii || number_letters(c, r->arena));
}
