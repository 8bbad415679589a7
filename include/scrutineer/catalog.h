/* SPDX-License-Identifier: Apache-2.0
 * catalog.h: sentences in the reader's language.
 *
 * English text is the key, as in GNU gettext; po/<language>.po holds the others and is built into the library (as .mo:
 * GNU gettext manual, "The Format of GNU MO Files"). Nothing is read from the system's locale. A text without a
 * translation stays English.
 *
 * A sentence has numbered places, each with the kind of what goes there: "{1n} of {2n} stations in {3s}". The numbers
 * are the order of the arguments; a translation may put the places in any order and repeat them. Kinds:
 *   n  int64_t: a whole number, digits grouped, in the language's digits
 *   d  int64_t: the same, not grouped
 *   f  const char *: text with ASCII digits ("12.34 %"), which become the language's
 *   s  const char *: text of the case, made harmless for HTML (scrut_put_name)
 *   p  const char *: the same for plain text (scrut_put_plain)
 *   w  const char *: a word of this program, itself a key, or a sentence that waits (below)
 *   r  const char *: bytes that are already what the output takes
 * A NULL text is nothing. */
#ifndef SCRUTINEER_CATALOG_H
#define SCRUTINEER_CATALOG_H

#include "scrutineer/buf.h"
#include "scrutineer/mem.h"

typedef struct {
    const char *language;         /* BCP 47: "km" */
    const char *name;             /* in itself: "ភាសាខ្មែរ" */
    const char *direction;        /* "ltr" or "rtl" */
    const char *const *digits;    /* ten digits; NULL: ASCII */
    int plurals;                  /* forms of a counted noun: 1, or 2 as in English */
    const unsigned char *catalog; /* .mo, little-endian; NULL: the one built in, or the keys themselves (English) */
    size_t length;
} scrut_language;

/* The languages built in, English first; NULL beyond the last. */
SCRUT_API const scrut_language *scrut_language_at(size_t index);
/* By its code; NULL: none such. */
SCRUT_API const scrut_language *scrut_language_named(const char *code);

/* Marks a literal as a key where no function of this header takes it directly, for tools/messages.sh. */
#define SCRUT_KEY(text) text

/* The text in a language (NULL: English); never NULL. */
SCRUT_API const char *scrut_word(const scrut_language *language, const char *key);
SCRUT_API void scrut_say(const scrut_language *language, scrut_buf *out, const char *key, ...);
/* `one` when the language has the singular for `count`, else `many`; {1n} is the count, other arguments follow. */
SCRUT_API void scrut_say_count(const scrut_language *language, scrut_buf *out, const char *one, const char *many,
                               int64_t count, ...);
/* A whole number as {n} puts it. */
SCRUT_API void scrut_say_number(const scrut_language *language, scrut_buf *out, int64_t value);
/* ASCII digits of a text that is not a whole number ("12.34") in the language's digits. */
SCRUT_API void scrut_say_digits(const scrut_language *language, scrut_buf *out, const char *text);

/* ---- sentences that wait for their language ----
 * What analyses find they say in English, and do not know who will read it. scrut_sentence makes that text in an arena,
 * which remembers what it was made of; an output makes it again in its reader's language. s, p, r and f are all kept as
 * they are: the output makes the whole of it harmless. */

/* The English text; NULL without memory. */
SCRUT_API SCRUT_MUST_CHECK char *scrut_sentence(scrut_arena *arena, const char *key, ...);
/* As scrut_say_count. */
SCRUT_API SCRUT_MUST_CHECK char *scrut_sentence_count(scrut_arena *arena, const char *one, const char *many,
                                                      int64_t count, ...);

/* A copy of a text in another arena, which then remembers of it what `from` does. NULL without memory. */
SCRUT_API SCRUT_MUST_CHECK char *scrut_sentence_copy(scrut_arena *to, scrut_arena *from, const char *text);

/* What arenas remember, by its English text. */
typedef struct scrut_sentences scrut_sentences;
/* In `into`, of arenas[0 .. count) (NULL: none), to which nothing may be added while it is used. NULL without memory.
 */
SCRUT_API SCRUT_MUST_CHECK scrut_sentences *scrut_sentences_find(scrut_arena *const arenas[], size_t count,
                                                                 scrut_arena *into);
/* A text of an analysis in a language: a sentence that `sentences` (NULL: none) holds, else a key, else as it is. Not
 * made harmless. A NULL text is nothing. */
SCRUT_API void scrut_say_again(const scrut_language *language, const scrut_sentences *sentences, scrut_buf *out,
                               const char *text);

#endif
