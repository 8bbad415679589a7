/* SPDX-License-Identifier: Apache-2.0
 * catalog_internal.h: the places of a sentence, which catalog.c fills at once and sentence.c later. */
#ifndef SCRUT_TEXT_CATALOG_INTERNAL_H
#define SCRUT_TEXT_CATALOG_INTERNAL_H

#include "scrutineer/catalog.h"

#include <stdarg.h>

#define SCRUT_PLACES_MAX 9

typedef struct {
    char kind; /* 0: no such place */
    int64_t number;
    const char *text;
} scrut_place;

/* Who fills them. */
typedef struct {
    const scrut_language *language;
    const scrut_sentences *sentences; /* NULL: none */
    bool waiting;                     /* text is kept as it is */
} scrut_filling;

/* The kinds of the places of a key, then the arguments from place `first` on. */
void scrut_places_take(scrut_place places[SCRUT_PLACES_MAX], const char *key, size_t first, va_list arguments);
void scrut_places_fill(const scrut_filling *how, scrut_buf *out, const char *text,
                       const scrut_place places[SCRUT_PLACES_MAX]);
/* `one` or `many` in the language. */
const char *scrut_plural(const scrut_language *language, const char *one, const char *many, int64_t count);

#endif
