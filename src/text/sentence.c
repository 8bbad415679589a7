/* SPDX-License-Identifier: Apache-2.0
 * sentence.c: sentences that wait for their language. */
#include "catalog_internal.h"
#include "scrutineer/hash.h"

#include <assert.h>
#include <string.h>

typedef struct sentence {
    struct sentence *next;
    const char *text;       /* in English */
    const char *one, *many; /* the key; `many` NULL: without a plural */
    int64_t count;
    size_t place_count;
    scrut_place places[];
} sentence;

static size_t used_places(const scrut_place places[SCRUT_PLACES_MAX])
{
    size_t used = 0;
    while (used < SCRUT_PLACES_MAX && places[used].kind != 0)
        used++;
    return used;
}

/* A copy in the arena, at the head of its chain; false without memory. */
static bool remember(scrut_arena *arena, const sentence *made, const scrut_place places[SCRUT_PLACES_MAX])
{
    size_t place_count = used_places(places);
    sentence *s = scrut_arena_calloc(arena, 1, sizeof *s + place_count * sizeof *s->places);
    if (s == NULL)
        return false;
    *s = *made;
    s->place_count = place_count;
    for (size_t i = 0; i < place_count; i++) {
        s->places[i] = places[i];
        if (places[i].text == NULL)
            continue;
        /* a sentence that were nothing but another one would be found for ever */
        assert(places[i].kind != 'w' || strcmp(places[i].text, made->text) != 0);
        s->places[i].text = scrut_arena_strdup(arena, places[i].text);
        if (s->places[i].text == NULL)
            return false;
    }
    s->next = *scrut_arena_chain(arena);
    *scrut_arena_chain(arena) = s;
    return true;
}

static char *make(scrut_arena *arena, sentence *s, const scrut_place places[SCRUT_PLACES_MAX])
{
    scrut_buf english = {0};
    const char *key = s->many == NULL ? s->one : scrut_plural(NULL, s->one, s->many, s->count);
    scrut_places_fill(&(scrut_filling){.waiting = true}, &english, key, places);
    char *text = english.failed ? NULL : scrut_arena_strdup(arena, english.bytes != NULL ? english.bytes : "");
    scrut_buf_free(&english);
    s->text = text;
    return text != NULL && remember(arena, s, places) ? text : NULL;
}

char *scrut_sentence(scrut_arena *arena, const char *key, ...)
{
    scrut_place places[SCRUT_PLACES_MAX] = {{0}};
    va_list arguments;
    va_start(arguments, key);
    scrut_places_take(places, key, 0, arguments);
    va_end(arguments);
    return make(arena, &(sentence){.one = key}, places);
}

char *scrut_sentence_count(scrut_arena *arena, const char *one, const char *many, int64_t count, ...)
{
    scrut_place places[SCRUT_PLACES_MAX] = {{0}};
    va_list arguments;
    va_start(arguments, count);
    scrut_places_take(places, many, 1, arguments);
    va_end(arguments);
    places[0] = (scrut_place){.kind = 'n', .number = count};
    return make(arena, &(sentence){.one = one, .many = many, .count = count}, places);
}

/* ---- from one arena to another ---- */

static const sentence *first_of(scrut_arena *arena)
{
    return arena != NULL ? *scrut_arena_chain(arena) : NULL;
}

char *scrut_sentence_copy(scrut_arena *to, scrut_arena *from, const char *text)
{
    const sentence *s = first_of(from);
    while (s != NULL && strcmp(s->text, text) != 0)
        s = s->next;
    char *copy = scrut_arena_strdup(to, text);
    if (s == NULL || copy == NULL)
        return copy;
    scrut_place places[SCRUT_PLACES_MAX] = {{0}};
    memcpy(places, s->places, s->place_count * sizeof *places);
    for (size_t i = 0; i < s->place_count; i++)
        if (places[i].kind == 'w' && places[i].text != NULL && scrut_sentence_copy(to, from, places[i].text) == NULL)
            return NULL;
    return remember(to, &(sentence){.text = copy, .one = s->one, .many = s->many, .count = s->count}, places) ? copy
                                                                                                              : NULL;
}

/* ---- found again by the English text ---- */

struct scrut_sentences {
    const sentence **slots; /* open addressing */
    size_t mask;
};

static const sentence **slot_of(const scrut_sentences *all, const char *text)
{
    size_t at = scrut_hash64(text, strlen(text)) & all->mask;
    while (all->slots[at] != NULL && strcmp(all->slots[at]->text, text) != 0)
        at = (at + 1) & all->mask;
    return &all->slots[at];
}

scrut_sentences *scrut_sentences_find(scrut_arena *const arenas[], size_t count, scrut_arena *into)
{
    size_t total = 0, slots = 16;
    for (size_t i = 0; i < count; i++)
        for (const sentence *s = first_of(arenas[i]); s != NULL; s = s->next)
            total++;
    while (slots < 2 * total)
        slots *= 2;
    scrut_sentences *all = scrut_arena_calloc(into, 1, sizeof *all);
    if (all == NULL || (all->slots = scrut_arena_calloc(into, slots, sizeof *all->slots)) == NULL)
        return NULL;
    all->mask = slots - 1;
    for (size_t i = 0; i < count; i++)
        for (const sentence *s = first_of(arenas[i]); s != NULL; s = s->next)
            *slot_of(all, s->text) = s;
    return all;
}

void scrut_say_again(const scrut_language *language, const scrut_sentences *sentences, scrut_buf *out, const char *text)
{
    const sentence *s = sentences != NULL && text != NULL ? *slot_of(sentences, text) : NULL;
    if (s == NULL) {
        scrut_buf_puts(out, text != NULL ? scrut_word(language, text) : "");
        return;
    }
    scrut_place places[SCRUT_PLACES_MAX] = {{0}};
    const scrut_filling how = {.language = language, .sentences = sentences, .waiting = true};
    memcpy(places, s->places, s->place_count * sizeof *places);
    scrut_places_fill(
        &how, out, s->many != NULL ? scrut_plural(language, s->one, s->many, s->count) : scrut_word(language, s->one),
        places);
}
