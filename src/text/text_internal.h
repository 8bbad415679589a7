/* SPDX-License-Identifier: Apache-2.0
 * text_internal.h: where folded text goes, and folding script by script. */
#ifndef SCRUT_TEXT_INTERNAL_H
#define SCRUT_TEXT_INTERNAL_H

#include "scrutineer/text.h"

/* Folded text on its way to a buffer. Spaces are held back until a letter follows, so that none stands at an end. */
typedef struct {
    scrut_buf *out;
    size_t used;
    uint32_t base;        /* the last letter, on which the next mark sits; 0: none */
    uint64_t arabic_word; /* the last four letters of the word so far, 16 bits each; all ones: others */
    unsigned flags;       /* SCRUT_FOLD_... */
    bool begun, space;
    char bytes[512];
} scrut_text_sink;

/* Its bytes are not cleared: names are short, and that took longer than folding them. */
static inline void scrut_text_sink_open(scrut_text_sink *sink, scrut_buf *out)
{
    sink->out = out;
    sink->used = 0;
    sink->base = 0;
    sink->arabic_word = 0;
    sink->flags = 0;
    sink->begun = sink->space = false;
}

void scrut_text_sink_flush(scrut_text_sink *sink);

/* Writes the space that was held back, and makes room for `length` bytes, fewer than there are. */
static inline void scrut_text_sink_begin(scrut_text_sink *sink, size_t length)
{
    if (sink->used + length + 1 > sizeof sink->bytes)
        scrut_text_sink_flush(sink);
    if (sink->space) {
        sink->bytes[sink->used++] = ' ';
        sink->space = false;
    }
    sink->arabic_word = UINT64_MAX; /* whatever is written makes the word another one */
    sink->begun = true;
}

static inline void scrut_text_sink_putc(scrut_text_sink *sink, char c)
{
    scrut_text_sink_begin(sink, 1);
    sink->bytes[sink->used++] = c;
}

void scrut_text_sink_put(scrut_text_sink *sink, const char *bytes, size_t length);
void scrut_text_sink_space(scrut_text_sink *sink);

/* The letter or digit of an ASCII byte in lower case; 0: nothing; ' ': it separates words. */
static inline char scrut_ascii_folded(unsigned char c)
{
    static const char FOLDED[129] = "                                       \0      \0 0123456789      "
                                    " abcdefghijklmnopqrstuvwxyz     \0abcdefghijklmnopqrstuvwxyz     ";
    return FOLDED[c & 0x7F];
}

static inline void scrut_text_put_ascii(scrut_text_sink *sink, unsigned char byte)
{
    char c = scrut_ascii_folded(byte);
    if (c == ' ')
        scrut_text_sink_space(sink);
    else if (c != '\0')
        scrut_text_sink_putc(sink, c);
}

/* Folds one character at the beginning of bytes[0 .. length), which is valid UTF-8, neither ASCII nor Khmer. Returns
 * the bytes read. */
size_t scrut_letter_fold(const char *bytes, size_t length, scrut_text_sink *sink);

/* Folds the run of Khmer at the beginning of bytes[0 .. length), which is valid UTF-8 and begins with a letter of the
 * Khmer block. Returns the bytes read. */
size_t scrut_khmer_fold(const char *bytes, size_t length, scrut_text_sink *sink);

/* Bytes of a character at the beginning of bytes[0 .. length) that leaves no trace in a key: zero width space and
 * joiners, soft hyphen, apostrophes, marks of other scripts; 0: another. */
size_t scrut_text_unseen(const char *bytes, size_t length);

/* Whether bytes[0 .. length) begins with a character of the block U+1780 .. U+17FF. */
static inline bool scrut_text_is_khmer(const unsigned char *bytes, size_t length)
{
    return length >= 3 && bytes[0] == 0xE1 && (bytes[1] == 0x9E || bytes[1] == 0x9F);
}

#endif
