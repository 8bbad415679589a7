/* SPDX-License-Identifier: Apache-2.0
 * khmer.h: letters of Khmer, their places in a syllable, and syllables. A letter is its code point less U+1780, as an
 * 8-bit number. */
#ifndef SCRUT_TEXT_KHMER_H
#define SCRUT_TEXT_KHMER_H

#include "text_internal.h"

#define LETTER(code_point) ((uint8_t)((code_point)-0x1780))

typedef enum {
    PLACE_BASE,
    PLACE_ROBAT,
    PLACE_COENG,
    PLACE_SHIFTER,
    PLACE_PRE,
    PLACE_BELOW,
    PLACE_ABOVE,
    PLACE_POST,
    PLACE_SIGN,
    PLACE_FINAL,
    PLACE_NONE, /* digits and punctuation: outside a syllable */
} place;

static inline place place_of(uint8_t letter)
{
    enum { B = PLACE_BASE, K = PLACE_COENG, H = PLACE_SHIFTER, E = PLACE_PRE, U = PLACE_BELOW };
    enum { I = PLACE_ABOVE, A = PLACE_POST, S = PLACE_SIGN, F = PLACE_FINAL, N = PLACE_NONE, R = PLACE_ROBAT };
    static const uint8_t PLACES[128] = {
        B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, /* 1780 */
        B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, N, N, A, I, I, I, I, U, U, U, E, E, /* 17A0 */
        E, E, E, E, E, E, S, F, F, H, H, S, R, S, S, S, S, S, K, S, N, N, N, B, N, N, N, N, B, S, N, N, /* 17C0 */
        N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, /* 17E0 */
    };
    return (place)PLACES[letter & 127];
}

/* Consonants of the first series; the names of the standard end in A, and U+178E, as its note says. */
static inline bool is_first_series(uint8_t letter)
{
    static const uint64_t FIRST = 1u << 0x00 | 1u << 0x01 | 1u << 0x05 | 1u << 0x06 | 1u << 0x0A | 1u << 0x0B |
                                  1u << 0x0E | 1u << 0x0F | 1u << 0x10 | 1u << 0x14 | 1u << 0x15 | 1u << 0x1D |
                                  1u << 0x1F | UINT64_C(1) << 0x20 | UINT64_C(1) << 0x21 | UINT64_C(1) << 0x22;
    return letter < 64 && (FIRST >> letter & 1) != 0;
}

/* Of the Khmer character at `here`. */
static inline uint8_t letter_at(const unsigned char *here)
{
    return (uint8_t)((here[1] & 1) << 6 | (here[2] & 0x3F));
}

/* ---- syllables ---- */

#define SCRUT_KHMER_NO_BASE 0xFF
#define SCRUT_KHMER_MARKS_MAX 24 /* a real syllable has at most seven */

/* The marks but subscripts in the order of their places. */
#define SCRUT_KHMER_MARKS(M)                                                                                           \
    M(17CC), M(17C9), M(17CA), M(17BE), M(17BF), M(17C0), M(17C1), M(17C2), M(17C3), M(17C4), M(17C5), M(17BB),        \
        M(17BC), M(17BD), M(17B7), M(17B8), M(17B9), M(17BA), M(17B6), M(17C6), M(17CB), M(17CD), M(17CE), M(17CF),    \
        M(17D0), M(17D1), M(17DD), M(17C7), M(17C8)

#define SCRUT_KHMER_RANK(code_point) RANK_##code_point
enum { SCRUT_KHMER_MARKS(SCRUT_KHMER_RANK) };

/* By the letter less U+17B4: a set of marks has a bit for each in that order; 0 for what is no such mark. */
#define SCRUT_KHMER_FIRST_MARK LETTER(0x17B4)
extern const uint32_t scrut_khmer_bits[LETTER(0x17DD) - LETTER(0x17B4) + 1];
/* By place: the set of all marks that have it. Sets of later places are larger numbers. */
extern const uint32_t scrut_khmer_places[PLACE_NONE];

static inline uint32_t mark_bit(uint8_t letter)
{
    size_t i = (uint8_t)(letter - SCRUT_KHMER_FIRST_MARK);
    return i < sizeof scrut_khmer_bits / sizeof scrut_khmer_bits[0] ? scrut_khmer_bits[i] : 0;
}

/* All marks that have the place of this one. */
static inline uint32_t marks_beside(uint8_t mark)
{
    return scrut_khmer_places[place_of(mark)];
}

typedef struct {
    uint8_t base;
    uint8_t mark_count, coeng_count;
    bool crowded;                          /* two marks have one place, and `marks` holds all */
    uint32_t bits;                         /* the set of the marks */
    uint8_t marks[SCRUT_KHMER_MARKS_MAX];  /* in the order of their places, those of one as they came */
    uint8_t coengs[SCRUT_KHMER_MARKS_MAX]; /* letters that are subscripts */
} khmer_syllable;

static inline bool khmer_is_full(const khmer_syllable *s, scrut_text_sink *sink)
{
    if (s->mark_count + s->coeng_count < SCRUT_KHMER_MARKS_MAX)
        return false;
    sink->flags |= SCRUT_FOLD_LONG;
    return true;
}

/* Writes a mark down beside others of its place. */
void scrut_khmer_crowd(khmer_syllable *s, uint8_t mark);

static inline void khmer_add_mark(khmer_syllable *s, uint8_t mark, scrut_text_sink *sink)
{
    if (khmer_is_full(s, sink))
        return;
    if (s->crowded || (s->bits & marks_beside(mark)) != 0)
        scrut_khmer_crowd(s, mark);
    s->mark_count++;
    s->bits |= mark_bit(mark);
}

static inline void khmer_add_coeng(khmer_syllable *s, uint8_t letter, scrut_text_sink *sink)
{
    if (!khmer_is_full(s, sink)) /* coeng da and coeng ta look alike */
        s->coengs[s->coeng_count++] = letter == LETTER(0x178A) ? LETTER(0x178F) : letter;
}

/* Puts the rules to a syllable whose letters were read, and writes it. */
void scrut_khmer_write(khmer_syllable *s, scrut_text_sink *sink);

/* Copies the canonical syllables at the beginning of bytes[0 .. length), most of any text, which no rule changes, with
 * what is not seen among them left out. Returns the bytes read. */
size_t scrut_khmer_plain(const unsigned char *bytes, size_t length, scrut_text_sink *sink);

#endif
