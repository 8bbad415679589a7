/* SPDX-License-Identifier: Apache-2.0
 * Numbers of neighbouring columns, by shuffling their digits into place. docs/internals/table.md explains it.
 * Technique: Wojciech Mula, "SIMD-ized parsing of series of integers" (2018); the bits behind the last cell are
 * cut off here, so that the shuffles are few enough for a small table, found by a hash without collisions. */
#include "csv_simd.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS_MAX 4    /* of one cell */
#define BYTES_MAX 16    /* one shuffle reaches so far */
#define PATTERN_BITS 12 /* the multiplier was searched for: no two keys meet */
#define PATTERN_MULTIPLIER UINT32_C(0xDD842945)
#define NO_KEY UINT32_MAX

struct scrut_csv_pattern {
    _Alignas(32) uint8_t shuffle[BYTES_MAX]; /* four digits a cell, leading zeros made by 0x80 */
    uint32_t key;                            /* 0: no pattern */
};

/* The key of `count` cells is the mask of the delimiters behind them, with marks for less than four cells. The marks
 * are more bits than a mask of four has, and none is part of another: so a mask that holds fewer delimiters than
 * there are cells is the key of nothing. */
ALWAYS_INLINE uint32_t key_of(uint32_t mask, unsigned count)
{
    return mask |
           (count == 1   ? UINT32_C(0x0F000000)
            : count == 2 ? UINT32_C(0xF0000000)
                         : 0) |
           (count == 3 ? UINT32_C(0x3C000000) : 0);
}

ALWAYS_INLINE size_t slot_of(uint32_t key)
{
    return (key * PATTERN_MULTIPLIER) >> (32 - PATTERN_BITS);
}

static void add_pattern(scrut_csv_pattern *patterns, const unsigned digits[], unsigned count)
{
    uint8_t shuffle[BYTES_MAX];
    uint32_t mask = 0;
    unsigned start = 0;
    memset(shuffle, 0x80, sizeof shuffle);
    for (unsigned c = 0; c < count; c++) {
        for (unsigned d = 0; d < digits[c]; d++)
            shuffle[DIGITS_MAX * (c + 1) - digits[c] + d] = (uint8_t)(start + d);
        mask |= UINT32_C(1) << (start + digits[c]);
        start += digits[c] + 1;
    }
    if (start - 1 > BYTES_MAX)
        return;
    scrut_csv_pattern *pattern = &patterns[slot_of(key_of(mask, count))];
    assert(pattern->key == 0);
    memcpy(pattern->shuffle, shuffle, sizeof shuffle);
    pattern->key = key_of(mask, count);
}

scrut_csv_pattern *scrut_csv_patterns_new(void)
{
    size_t bytes = sizeof(scrut_csv_pattern) << PATTERN_BITS;
    scrut_csv_pattern *patterns = aligned_alloc(_Alignof(scrut_csv_pattern), bytes);
    if (patterns == NULL)
        return NULL;
    memset(patterns, 0, bytes);
    for (unsigned count = 1, ways = DIGITS_MAX; count <= SCRUT_CSV_SIDE_BY_SIDE; count++, ways *= DIGITS_MAX)
        for (unsigned way = 0; way < ways; way++) {
            unsigned digits[SCRUT_CSV_SIDE_BY_SIDE], rest = way;
            for (unsigned c = 0; c < count; c++, rest /= DIGITS_MAX)
                digits[c] = 1 + rest % DIGITS_MAX;
            add_pattern(patterns, digits, count);
        }
    if (patterns[slot_of(0)].key == 0) /* a mask without any delimiter is no pattern either */
        patterns[slot_of(0)].key = NO_KEY;
    return patterns;
}

#if HAVE_AVX2

/* The lowest `count` bits that are set, all when there are fewer. */
typedef uint32_t lowest_function(uint32_t mask, unsigned count);

AVX2 static inline uint32_t lowest_by_steps(uint32_t mask, unsigned count)
{
    uint32_t rest = mask;
    for (unsigned c = 0; c < count; c++)
        rest &= rest - 1;
    return mask ^ rest;
}

AVX2_BMI2 static inline uint32_t lowest_by_pdep(uint32_t mask, unsigned count)
{
    uint32_t highest = _pdep_u32(UINT32_C(1) << (count - 1), mask);
    return mask & (2 * highest - 1);
}

/* What is the same for all rows, known when the code is compiled. */
typedef struct {
    lowest_function *lowest;
    unsigned count;
    bool last;
} fixed;

/* The digits of one row's cells as 0 .. 9 in their places; *miss gets bits when they are in no pattern. */
AVX2 ALWAYS_INLINE __m128i digits_of_row(const scrut_csv_numbers *job, size_t row, fixed f, uint32_t *miss)
{
    const char *at = job->bytes + job->cursors[row];
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)at);
    __m256i found = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(job->delimiter));
    if (f.last)
        found = _mm256_or_si256(found, _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n')));
    uint32_t mask = f.lowest((uint32_t)_mm256_movemask_epi8(found), f.count);
    const scrut_csv_pattern *pattern = &job->patterns[slot_of(key_of(mask, f.count))];
    *miss |= pattern->key ^ key_of(mask, f.count);
    job->cursors[row] += SCRUT_CSV_STEP - (uint32_t)_lzcnt_u32(mask);
    __m128i digits = _mm_xor_si128(_mm_loadu_si128((const __m128i *)(const void *)at), _mm_set1_epi8('0'));
    return _mm_shuffle_epi8(digits, _mm_load_si128((const __m128i *)(const void *)pattern->shuffle));
}

/* Pairs of digits as 0 .. 99: two for each cell of row `row` in the low half, of the fourth row after it in the high
 * half. */
AVX2 ALWAYS_INLINE __m256i pairs_of_two_rows(const scrut_csv_numbers *job, size_t row, fixed f, uint32_t *miss,
                                             __m256i *above_nine)
{
    __m128i low = digits_of_row(job, row, f, miss), high = digits_of_row(job, row + 4, f, miss);
    __m256i digits = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
    *above_nine = _mm256_or_si256(*above_nine, _mm256_subs_epu8(digits, _mm256_set1_epi8(9)));
    return _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010A));
}

/* The numbers of four rows: in each half, four of one row and four of another one. */
AVX2 ALWAYS_INLINE __m256i numbers_of_pairs(__m256i pairs, __m256i pairs_of_others)
{
    return _mm256_maddubs_epi16(_mm256_packus_epi16(pairs, pairs_of_others), _mm256_set1_epi16(0x0164));
}

/* Two columns, of which each half has four rows. */
AVX2 ALWAYS_INLINE void store_columns(const scrut_csv_numbers *job, unsigned column, unsigned count, size_t row,
                                      __m256i numbers)
{
    numbers = _mm256_permute4x64_epi64(numbers, _MM_SHUFFLE(3, 1, 2, 0));
    _mm_storeu_si128((__m128i *)(void *)(job->values[column] + row), _mm256_castsi256_si128(numbers));
    if (count > column + 1)
        _mm_storeu_si128((__m128i *)(void *)(job->values[column + 1] + row), _mm256_extracti128_si256(numbers, 1));
}

/* Eight rows; false leaves them to others. */
AVX2 ALWAYS_INLINE bool eight_rows(const scrut_csv_numbers *job, size_t row, fixed f, __m256i *bits_01,
                                   __m256i *bits_23)
{
    __m256i *cursors = (__m256i *)(void *)(job->cursors + row);
    __m256i before = _mm256_loadu_si256(cursors), above_nine = _mm256_setzero_si256();
    uint32_t miss = 0;
    __m256i a = pairs_of_two_rows(job, row, f, &miss, &above_nine);
    __m256i b = pairs_of_two_rows(job, row + 1, f, &miss, &above_nine);
    __m256i c = pairs_of_two_rows(job, row + 2, f, &miss, &above_nine);
    __m256i d = pairs_of_two_rows(job, row + 3, f, &miss, &above_nine);
    if (miss != 0 || !_mm256_testz_si256(above_nine, above_nine)) {
        _mm256_storeu_si256(cursors, before);
        return false;
    }
    __m256i ac = numbers_of_pairs(a, c), bd = numbers_of_pairs(b, d);
    __m256i ab = _mm256_unpacklo_epi16(ac, bd), cd = _mm256_unpackhi_epi16(ac, bd);
    __m256i columns_01 = _mm256_unpacklo_epi32(ab, cd), columns_23 = _mm256_unpackhi_epi32(ab, cd);
    *bits_01 = _mm256_or_si256(*bits_01, columns_01);
    *bits_23 = _mm256_or_si256(*bits_23, columns_23);
    store_columns(job, 0, f.count, row, columns_01);
    if (f.count > 2)
        store_columns(job, 2, f.count, row, columns_23);
    return true;
}

/* Of the four numbers in every second half of a half, from the `column`-th of them on. */
AVX2 ALWAYS_INLINE uint32_t bits_of_column(__m256i bits, unsigned column)
{
    __m128i half = _mm_or_si128(_mm256_castsi256_si128(bits), _mm256_extracti128_si256(bits, 1));
    uint64_t four = (uint64_t)(column == 0 ? _mm_extract_epi64(half, 0) : _mm_extract_epi64(half, 1));
    four |= four >> 32;
    return (uint32_t)(four | four >> 16) & UINT16_MAX;
}

AVX2 ALWAYS_INLINE size_t rows_with(scrut_csv_numbers *job, size_t row, size_t rows, fixed f)
{
    const scrut_csv_numbers local = *job; /* a copy that no store can change */
    __m256i bits_01 = _mm256_setzero_si256(), bits_23 = _mm256_setzero_si256();
    while (rows - row >= 8 && eight_rows(&local, row, f, &bits_01, &bits_23))
        row += 8;
    for (unsigned i = 0; i < f.count; i++)
        job->bits[i] |= bits_of_column(i < 2 ? bits_01 : bits_23, i % 2);
    return row;
}

AVX2 ALWAYS_INLINE size_t side_by_side(scrut_csv_numbers *job, size_t row, size_t rows, lowest_function *lowest)
{
    switch (job->count * 2 + (job->last ? 1 : 0)) {
    case 2: return rows_with(job, row, rows, (fixed){lowest, 1, false});
    case 3: return rows_with(job, row, rows, (fixed){lowest, 1, true});
    case 4: return rows_with(job, row, rows, (fixed){lowest, 2, false});
    case 5: return rows_with(job, row, rows, (fixed){lowest, 2, true});
    case 6: return rows_with(job, row, rows, (fixed){lowest, 3, false});
    case 7: return rows_with(job, row, rows, (fixed){lowest, 3, true});
    case 8: return rows_with(job, row, rows, (fixed){lowest, 4, false});
    default: return rows_with(job, row, rows, (fixed){lowest, 4, true});
    }
}

AVX2 size_t scrut_csv_numbers_side_by_side_avx2(scrut_csv_numbers *job, size_t row, size_t rows)
{
    return side_by_side(job, row, rows, lowest_by_steps);
}

AVX2_BMI2 size_t scrut_csv_numbers_side_by_side_pdep(scrut_csv_numbers *job, size_t row, size_t rows)
{
    return side_by_side(job, row, rows, lowest_by_pdep);
}

#endif
