/* SPDX-License-Identifier: Apache-2.0
 * text_internal.h: where folded text goes, and folding script by script. */
#ifndef SCRUT_TEXT_INTERNAL_H
#define SCRUT_TEXT_INTERNAL_H

#include "scrutineer/text.h"

#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

/* One step writes at most so many bytes: a Khmer syllable of the most marks, and what stands before it. */
#define SCRUT_TEXT_STEP 256

/* The key as it is written, at the end of a buffer. A separator leaves one space there; the one at the end goes last.
 */
typedef struct {
    char *begin, *to;   /* of the key; where its next byte goes */
    const char *limit;  /* from here on there may be no room for a step */
    const char *barred; /* where the key ended when letters that take no breve were read last */
    unsigned flags;     /* SCRUT_FOLD_... */
} scrut_text_sink;

static inline bool scrut_text_sink_has_room(const scrut_text_sink *sink)
{
    return sink->to < sink->limit;
}

static inline void scrut_text_sink_put(scrut_text_sink *sink, const char *bytes, size_t length)
{
    memcpy(sink->to, bytes, length);
    sink->to += length;
}

/* Whether a space would be the first byte of the key or the second one in a row. */
static inline bool scrut_text_sink_is_spaced(const scrut_text_sink *sink)
{
    return sink->to == sink->begin || sink->to[-1] == ' ';
}

static inline void scrut_text_sink_space(scrut_text_sink *sink)
{
    if (!scrut_text_sink_is_spaced(sink))
        *sink->to++ = ' ';
}

/* The letter or digit of an ASCII byte in lower case; 0: nothing; ' ': it separates words. */
static inline char scrut_ascii_folded(unsigned char c)
{
    static const char FOLDED[129] = "                                       \0      \0 0123456789      "
                                    " abcdefghijklmnopqrstuvwxyz     \0abcdefghijklmnopqrstuvwxyz     ";
    return FOLDED[c & 0x7F];
}

/* What a letter becomes, wherever it stands. */
typedef enum {
    SCRUT_LETTER_UNKNOWN, /* not worked out yet */
    SCRUT_LETTER_PLAIN,   /* its bytes, maybe none */
    SCRUT_LETTER_ARABIC,  /* the same, but a space before it may go */
    SCRUT_LETTER_SPACE,
    SCRUT_LETTER_RULED, /* by what stands before it, or longer than there is room for */
} scrut_letter_kind;

typedef struct {
    char bytes[14]; /* 16 with the rest: one load, one store */
    uint8_t length;
    _Atomic uint8_t kind; /* written last */
} scrut_letter;

/* By code point: the planes that hold letters. What nobody reads of it takes no memory. */
enum { SCRUT_LETTERS_END = 0x30000 };
extern scrut_letter scrut_letters[SCRUT_LETTERS_END];

static inline scrut_letter_kind scrut_letter_kind_of(const scrut_letter *l)
{
    return (scrut_letter_kind)atomic_load_explicit(&l->kind, memory_order_acquire);
}

/* Folds the character that is no ASCII at the beginning of bytes[0 .. length). Returns its bytes; 0: not UTF-8. */
size_t scrut_letter_fold(const unsigned char *bytes, size_t length, scrut_text_sink *sink);

/* "Abd al-" is one name, written with and without a space: whether a key that has `length` bytes before `end` ends in
 * the word abd and a space. */
static inline bool scrut_text_is_after_abd(const char *end, size_t length)
{
    static const char ABD[] = "\xD8\xB9\xD8\xA8\xD8\xAF ";
    size_t n = sizeof ABD - 1;
    return length >= n && memcmp(end - n, ABD, n) == 0 && (length == n || end[-(ptrdiff_t)n - 1] == ' ');
}

/* Folds the run of Khmer at the beginning of bytes[0 .. length), which begins with a letter of the Khmer block. Returns
 * the bytes read, which may be a part where the sink has no more room. */
size_t scrut_khmer_fold(const unsigned char *bytes, size_t length, scrut_text_sink *sink);

/* Whether bytes[0 .. length) begins with a character of the block U+1780 .. U+17FF. */
static inline bool scrut_text_is_khmer(const unsigned char *bytes, size_t length)
{
    return length >= 3 && bytes[0] == 0xE1 && (bytes[1] | 1) == 0x9F && (bytes[2] & 0xC0) == 0x80;
}

size_t scrut_letter_unseen(const unsigned char *bytes, size_t length);

/* Bytes of a character at the beginning of bytes[0 .. length) that leaves no trace in a key: zero width space and
 * joiners, soft hyphen, apostrophes, marks of other scripts; 0: another. */
static inline size_t scrut_text_unseen(const unsigned char *bytes, size_t length)
{
    if (length == 0)
        return 0;
    return bytes[0] < 0x80 ? scrut_ascii_folded(bytes[0]) == '\0' : scrut_letter_unseen(bytes, length);
}

#endif
