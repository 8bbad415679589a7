/* SPDX-License-Identifier: Apache-2.0
 * catalog.c: looks sentences up in a .mo file and fills their places. */
#include "catalog_internal.h"
#include "catalog_table.h"
#include "languages.h"
#include "scrutineer/num.h"
#include "scrutineer/text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MO_MAGIC 0x950412DEu
#define MINUS "\xE2\x88\x92"                /* U+2212 */
#define FIRST_STRONG_ISOLATE "\xE2\x81\xA8" /* U+2068 */
#define POP_ISOLATE "\xE2\x81\xA9"          /* U+2069 */

const scrut_language *scrut_language_at(size_t index)
{
    return index < sizeof LANGUAGES / sizeof LANGUAGES[0] ? &LANGUAGES[index] : NULL;
}

const scrut_language *scrut_language_named(const char *code)
{
    for (size_t i = 0; i < sizeof LANGUAGES / sizeof LANGUAGES[0]; i++)
        if (strcmp(LANGUAGES[i].language, code) == 0)
            return &LANGUAGES[i];
    return NULL;
}

/* ---- the catalog: sorted keys, and beside them their translations ---- */

typedef struct {
    const unsigned char *bytes;
    size_t length;
} catalog;

/* Whether `id` is the code, or what stands before its extensions. */
static bool is_language_of(const char *id, const char *code)
{
    size_t length = strlen(id);
    return strncmp(id, code, length) == 0 && (code[length] == '\0' || code[length] == '-');
}

/* That of the language, else the one built in under its code. */
static catalog catalog_of(const scrut_language *l)
{
    if (l == NULL || l->catalog != NULL)
        return l == NULL ? (catalog){NULL, 0} : (catalog){l->catalog, l->length};
    for (size_t i = 0; i < sizeof SCRUT_CATALOG_TABLE / sizeof SCRUT_CATALOG_TABLE[0]; i++)
        if (is_language_of(SCRUT_CATALOG_TABLE[i].id, l->language))
            return (catalog){(const unsigned char *)SCRUT_CATALOG_TABLE[i].text, SCRUT_CATALOG_TABLE[i].length};
    return (catalog){NULL, 0};
}

static uint32_t word_at(const catalog *c, size_t at)
{
    const unsigned char *b = c->bytes + at;
    assert(at + 4 <= c->length);
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static const char *text_at(const catalog *c, size_t table, size_t i)
{
    return (const char *)c->bytes + word_at(c, table + i * 8 + 4);
}

/* The translation, which holds one text after another where the key has a plural; NULL: none. */
static const char *find(const scrut_language *l, const char *key)
{
    const catalog c = catalog_of(l);
    if (c.bytes == NULL || *key == '\0' || word_at(&c, 0) != MO_MAGIC)
        return NULL;
    size_t low = 0, high = word_at(&c, 8), keys = word_at(&c, 12), texts = word_at(&c, 16);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(key, text_at(&c, keys, middle));
        if (order == 0)
            return text_at(&c, texts, middle);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const char *scrut_word(const scrut_language *language, const char *key)
{
    const char *text = find(language, key);
    return text != NULL && *text != '\0' ? text : key;
}

/* ---- numbers ---- */

void scrut_say_digits(const scrut_language *language, scrut_buf *out, const char *text)
{
    for (; *text != '\0'; text++)
        if (language != NULL && language->digits != NULL && *text >= '0' && *text <= '9')
            scrut_buf_puts(out, language->digits[*text - '0']);
        else
            scrut_buf_putc(out, *text);
}

void scrut_say_number(const scrut_language *language, scrut_buf *out, int64_t value)
{
    char text[32];
    scrut_format_grouped(text, sizeof text, value);
    if (value < 0)
        scrut_buf_puts(out, MINUS);
    scrut_say_digits(language, out, value < 0 ? text + 1 : text);
}

/* ---- sentences ---- */

/* "{3s}": the place; NULL when there is none at `at`. */
static const char *place_at(const char *at, size_t *ret_number, char *ret_kind)
{
    if (at[0] != '{' || at[1] < '1' || at[1] > '9' || at[2] == '\0' || strchr("ndfspwr", at[2]) == NULL || at[3] != '}')
        return NULL;
    *ret_number = (size_t)(at[1] - '1');
    *ret_kind = at[2];
    return at + 4;
}

void scrut_places_take(scrut_place places[SCRUT_PLACES_MAX], const char *key, size_t first, va_list arguments)
{
    size_t number;
    char kind;
    for (const char *at = strchr(key, '{'); at != NULL; at = strchr(at + 1, '{'))
        if (place_at(at, &number, &kind) != NULL)
            places[number].kind = kind;
    for (size_t i = first; i < SCRUT_PLACES_MAX && places[i].kind != 0; i++) {
        if (places[i].kind == 'n' || places[i].kind == 'd')
            places[i].number = va_arg(arguments, int64_t);
        else
            places[i].text = va_arg(arguments, const char *);
    }
}

static void put_ungrouped(const scrut_language *language, scrut_buf *out, int64_t value)
{
    char text[32];
    snprintf(text, sizeof text, "%" PRId64, value);
    scrut_say_digits(language, out, text);
}

/* In a language written from right to left, names and numbers of another direction stay whole, with the brackets and
 * signs at their ends, when they stand between the characters that isolate (Unicode Standard Annex 9, section 2.4). */
static bool isolates(const scrut_filling *how, const scrut_place *p)
{
    return how->language != NULL && how->language->direction != NULL && strcmp(how->language->direction, "rtl") == 0 &&
           p->kind != 'w';
}

static void put_place(const scrut_filling *how, scrut_buf *out, const scrut_place *p)
{
    const char *text = p->text != NULL ? p->text : "";
    bool isolated = isolates(how, p);
    if (isolated)
        scrut_buf_puts(out, FIRST_STRONG_ISOLATE);
    char kind = how->waiting && strchr("sp", p->kind) != NULL ? 'r' : p->kind;
    switch (kind) {
    case 'n': scrut_say_number(how->language, out, p->number); break;
    case 'd': put_ungrouped(how->language, out, p->number); break;
    case 'f': scrut_say_digits(how->language, out, text); break;
    case 's': scrut_put_name(out, text); break;
    case 'p': scrut_put_plain(out, text); break;
    case 'w': scrut_say_again(how->language, how->sentences, out, text); break;
    default: scrut_buf_puts(out, text); break;
    }
    if (isolated)
        scrut_buf_puts(out, POP_ISOLATE);
}

void scrut_places_fill(const scrut_filling *how, scrut_buf *out, const char *text,
                       const scrut_place places[SCRUT_PLACES_MAX])
{
    size_t number;
    char kind;
    for (const char *open = strchr(text, '{'); open != NULL; open = strchr(open + 1, '{')) {
        const char *after = place_at(open, &number, &kind);
        if (after == NULL)
            continue;
        scrut_buf_append(out, text, (size_t)(open - text));
        put_place(how, out, &places[number]);
        text = after;
        open = after - 1;
    }
    scrut_buf_puts(out, text);
}

void scrut_say(const scrut_language *language, scrut_buf *out, const char *key, ...)
{
    scrut_place places[SCRUT_PLACES_MAX] = {{0}};
    va_list arguments;
    va_start(arguments, key);
    scrut_places_take(places, key, 0, arguments);
    va_end(arguments);
    scrut_places_fill(&(scrut_filling){.language = language}, out, scrut_word(language, key), places);
}

/* A language without a singular has one text in its catalog, others two. */
const char *scrut_plural(const scrut_language *language, const char *one, const char *many, int64_t count)
{
    const char *text = find(language, one);
    if (text == NULL || *text == '\0')
        return count == 1 ? one : many;
    const char *second = text + strlen(text) + 1;
    bool has_second = language->plurals > 1;
    return count == 1 || !has_second ? text : second;
}

void scrut_say_count(const scrut_language *language, scrut_buf *out, const char *one, const char *many, int64_t count,
                     ...)
{
    scrut_place places[SCRUT_PLACES_MAX] = {{0}};
    va_list arguments;
    va_start(arguments, count);
    scrut_places_take(places, many, 1, arguments);
    va_end(arguments);
    places[0] = (scrut_place){.kind = 'n', .number = count};
    scrut_places_fill(&(scrut_filling){.language = language}, out, scrut_plural(language, one, many, count), places);
}
