/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/utf8.h"

#include <string.h>

static bool is_tail(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Length of the well-formed sequence at bytes (length >= 1), 0 if there is none. */
static size_t sequence_length(const unsigned char *bytes, size_t length)
{
    unsigned char first = bytes[0];
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return length >= 2 && is_tail(bytes[1]) ? 2 : 0;
    if ((first & 0xF0) == 0xE0) {
        if (length < 3 || !is_tail(bytes[1]) || !is_tail(bytes[2]))
            return 0;
        if ((first == 0xE0 && bytes[1] < 0xA0) || (first == 0xED && bytes[1] > 0x9F))
            return 0; /* overlong, surrogate */
        return 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        if (length < 4 || !is_tail(bytes[1]) || !is_tail(bytes[2]) || !is_tail(bytes[3]))
            return 0;
        if ((first == 0xF0 && bytes[1] < 0x90) || (first == 0xF4 && bytes[1] > 0x8F))
            return 0; /* overlong, above U+10FFFF */
        return 4;
    }
    return 0;
}

/* Bytes of the sequences of three at the beginning of bytes[0 .. length), as most scripts of Asia have, but for the
 * first bytes 0xE0 and 0xED, which are looked at more closely. */
static size_t run_of_three(const unsigned char *b, size_t length)
{
    size_t i = 0;
    for (; i + 4 <= length; i += 3) {
        uint32_t word = b[i] | (uint32_t)b[i + 1] << 8 | (uint32_t)b[i + 2] << 16 | (uint32_t)b[i + 3] << 24;
        if ((word & 0x00C0C0F0) != 0x008080E0 || b[i] == 0xE0 || b[i] == 0xED)
            break;
    }
    return i;
}

/* ---- 32 bytes at a time ---- */

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2")))

/* What two bytes that follow one another may break, a bit each; a pair breaks what its three halves agree on: those of
 * the first byte and the higher one of the second (Keiser and Lemire, "Validating UTF-8 in less than one instruction
 * per byte", Software: Practice and Experience 51, 2021). */
enum {
    TOO_SHORT = 1 << 0, /* a lead, then no tail */
    TOO_LONG = 1 << 1,  /* ASCII, then a tail */
    LONG_3 = 1 << 2,    /* overlong */
    TOO_LARGE = 1 << 3,
    SURROGATE = 1 << 4,
    LONG_2 = 1 << 5,
    LONG_4 = 1 << 6,    /* or too large, F5 and above */
    TWO_TAILS = 1 << 7, /* which is right behind a lead of three or four bytes */
    ANY_FIRST = TOO_SHORT | TOO_LONG | TWO_TAILS,
};

typedef uint8_t sixteen[16];

static const sixteen FIRST_HIGH = {TOO_LONG,
                                   TOO_LONG,
                                   TOO_LONG,
                                   TOO_LONG,
                                   TOO_LONG,
                                   TOO_LONG,
                                   TOO_LONG,
                                   TOO_LONG,
                                   TWO_TAILS,
                                   TWO_TAILS,
                                   TWO_TAILS,
                                   TWO_TAILS,
                                   TOO_SHORT | LONG_2,
                                   TOO_SHORT,
                                   TOO_SHORT | LONG_3 | SURROGATE,
                                   TOO_SHORT | TOO_LARGE | LONG_4};
#define LARGE (ANY_FIRST | TOO_LARGE | LONG_4)
static const sixteen FIRST_LOW = {ANY_FIRST | LONG_3 | LONG_2 | LONG_4,
                                  ANY_FIRST | LONG_2,
                                  ANY_FIRST,
                                  ANY_FIRST,
                                  ANY_FIRST | TOO_LARGE,
                                  LARGE,
                                  LARGE,
                                  LARGE,
                                  LARGE,
                                  LARGE,
                                  LARGE,
                                  LARGE,
                                  LARGE,
                                  LARGE | SURROGATE,
                                  LARGE,
                                  LARGE};
#define TAIL (TOO_LONG | LONG_2 | TWO_TAILS)
static const sixteen SECOND_HIGH = {TOO_SHORT,
                                    TOO_SHORT,
                                    TOO_SHORT,
                                    TOO_SHORT,
                                    TOO_SHORT,
                                    TOO_SHORT,
                                    TOO_SHORT,
                                    TOO_SHORT,
                                    TAIL | LONG_3 | LONG_4,
                                    TAIL | LONG_3 | TOO_LARGE,
                                    TAIL | SURROGATE | TOO_LARGE,
                                    TAIL | SURROGATE | TOO_LARGE,
                                    TOO_SHORT,
                                    TOO_SHORT,
                                    TOO_SHORT,
                                    TOO_SHORT};

AVX2 static inline __m256i look_up(const sixteen table, __m256i halves)
{
    __m256i t = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)table));
    return _mm256_shuffle_epi8(t, halves);
}

AVX2 static inline __m256i high_halves(__m256i x)
{
    return _mm256_and_si256(_mm256_srli_epi16(x, 4), _mm256_set1_epi8(0x0F));
}

/* Not zero where `x`, behind `before`, breaks something. */
AVX2 static inline __m256i broken(__m256i x, __m256i before)
{
    __m256i middle = _mm256_permute2x128_si256(before, x, 0x21);
    __m256i first = _mm256_alignr_epi8(x, middle, 15);
    __m256i two_back = _mm256_alignr_epi8(x, middle, 14), three_back = _mm256_alignr_epi8(x, middle, 13);
    __m256i pairs =
        _mm256_and_si256(_mm256_and_si256(look_up(FIRST_HIGH, high_halves(first)),
                                          look_up(FIRST_LOW, _mm256_and_si256(first, _mm256_set1_epi8(0x0F)))),
                         look_up(SECOND_HIGH, high_halves(x)));
    /* behind the second byte of three or four a tail must come, and nowhere else may one follow a tail */
    __m256i third = _mm256_subs_epu8(two_back, _mm256_set1_epi8(0xE0 - 0x80));
    __m256i fourth = _mm256_subs_epu8(three_back, _mm256_set1_epi8(0xF0 - 0x80));
    __m256i must = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
    return _mm256_xor_si256(must, pairs);
}

/* So many bytes, a multiple of 32, break nothing but perhaps by what follows them. */
AVX2 static size_t check_avx2(const unsigned char *b, size_t length)
{
    __m256i before = _mm256_setzero_si256();
    size_t i = 0;
    for (; i + 32 <= length; i += 32) {
        __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)(b + i));
        if (_mm256_movemask_epi8(_mm256_or_si256(x, before)) != 0) {
            __m256i found = broken(x, before);
            if (_mm256_testz_si256(found, found) == 0)
                break;
        }
        before = x;
    }
    return i;
}

static size_t check_many(const unsigned char *b, size_t length)
{
    return __builtin_cpu_supports("avx2") ? check_avx2(b, length) : 0;
}
#else
static size_t check_many(const unsigned char *b, size_t length)
{
    (void)b;
    (void)length;
    return 0;
}
#endif

/* Where the last sequence that is not ended before `at` begins; `at` when there is none. */
static size_t begin_of_open(const unsigned char *b, size_t at)
{
    for (size_t back = 1; back <= 3 && back <= at; back++) {
        if (!is_tail(b[at - back]))
            return b[at - back] >= 0x80 ? at - back : at;
    }
    return at;
}

size_t scrut_utf8_check(const char *bytes, size_t length)
{
    const unsigned char *b = (const unsigned char *)bytes;
    size_t i = begin_of_open(b, check_many(b, length));
    while (i < length) {
        while (i + 32 <= length) {
            uint64_t words[4];
            memcpy(words, b + i, sizeof words);
            if (((words[0] | words[1] | words[2] | words[3]) & UINT64_C(0x8080808080808080)) != 0)
                break;
            i += 32;
        }
        /* a run of bytes one by one, then try the fast way again */
        for (size_t stop = i + 32; i < length && i < stop;) {
            size_t used = sequence_length(b + i, length - i);
            if (used == 0)
                return i;
            i += used;
            if (used == 3)
                i += run_of_three(b + i, length - i);
        }
    }
    return length;
}

size_t scrut_utf8_decode(const char *bytes, size_t length, uint32_t *ret_code_point)
{
    const unsigned char *b = (const unsigned char *)bytes;
    size_t used = length > 0 ? sequence_length(b, length) : 0;
    switch (used) {
    case 1: *ret_code_point = b[0]; break;
    case 2: *ret_code_point = (uint32_t)(b[0] & 0x1F) << 6 | (b[1] & 0x3F); break;
    case 3: *ret_code_point = (uint32_t)(b[0] & 0x0F) << 12 | (uint32_t)(b[1] & 0x3F) << 6 | (b[2] & 0x3F); break;
    case 4:
        *ret_code_point = (uint32_t)(b[0] & 0x07) << 18 | (uint32_t)(b[1] & 0x3F) << 12 | (uint32_t)(b[2] & 0x3F) << 6 |
                          (b[3] & 0x3F);
        break;
    default: *ret_code_point = 0xFFFD; break;
    }
    return used;
}
