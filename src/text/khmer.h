/* SPDX-License-Identifier: Apache-2.0
 * khmer.h: letters of Khmer and their places in a syllable. A letter is its code point less U+1780, as an 8-bit number.
 */
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

/* Bytes of the canonical syllables at the beginning of bytes[0 .. length), most of any text: no rule changes them. */
size_t scrut_khmer_plain(const unsigned char *bytes, size_t length);

#endif
