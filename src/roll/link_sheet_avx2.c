/* SPDX-License-Identifier: Apache-2.0
 * Eight pairs of a sheet at a time. */
#include "link_sheet.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2")))
#define INLINE TARGET __attribute__((always_inline)) static inline
#define LANES 8

typedef __m256i lanes, lanes_mask; /* a truth is all bits of its word */

#define shift_left(x, bits) _mm256_slli_epi32(x, bits)
#define shift_right(x, bits) _mm256_srli_epi32(x, bits)
#define shift_down(x, bits) _mm256_srai_epi32(x, bits)

INLINE lanes load(const int32_t *words)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)words);
}

INLINE lanes all_of(int32_t word)
{
    return _mm256_set1_epi32(word);
}

INLINE lanes each_lane(void)
{
    return _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
}

INLINE lanes add(lanes a, lanes b)
{
    return _mm256_add_epi32(a, b);
}

INLINE lanes subtract(lanes a, lanes b)
{
    return _mm256_sub_epi32(a, b);
}

INLINE lanes larger(lanes a, lanes b)
{
    return _mm256_max_epi32(a, b);
}

INLINE lanes smaller(lanes a, lanes b)
{
    return _mm256_min_epi32(a, b);
}

INLINE lanes absolute(lanes x)
{
    return _mm256_abs_epi32(x);
}

/* Of either half of the words. */
INLINE lanes distance_of_halves(lanes a, lanes b)
{
    return _mm256_abs_epi16(_mm256_sub_epi16(a, b));
}

INLINE lanes and_words(lanes a, lanes b)
{
    return _mm256_and_si256(a, b);
}

/* The bits of a that b has not. */
INLINE lanes and_not(lanes a, lanes b)
{
    return _mm256_andnot_si256(b, a);
}

INLINE lanes or_words(lanes a, lanes b)
{
    return _mm256_or_si256(a, b);
}

INLINE lanes xor_words(lanes a, lanes b)
{
    return _mm256_xor_si256(a, b);
}

INLINE lanes bits_of_bytes(lanes x)
{
    const __m256i counts = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1,
                                            2, 2, 3, 2, 3, 3, 4);
    const __m256i low = _mm256_set1_epi8(15);
    return _mm256_add_epi8(_mm256_shuffle_epi8(counts, _mm256_and_si256(x, low)),
                           _mm256_shuffle_epi8(counts, _mm256_and_si256(_mm256_srli_epi16(x, 4), low)));
}

/* How many bits each word has. */
INLINE lanes count_bits(lanes x)
{
    return _mm256_madd_epi16(_mm256_maddubs_epi16(bits_of_bytes(x), _mm256_set1_epi8(1)), _mm256_set1_epi16(1));
}

/* By the lowest bits of the words of x. */
INLINE lanes one_of_four(const int32_t words[4], lanes x)
{
    return _mm256_castps_si256(_mm256_permutevar_ps(_mm256_broadcast_ps((const __m128 *)(const void *)words), x));
}

INLINE lanes one_of_eight(const int32_t words[8], lanes x)
{
    return _mm256_permutevar8x32_epi32(load(words), x);
}

INLINE lanes_mask equal(lanes a, lanes b)
{
    return _mm256_cmpeq_epi32(a, b);
}

INLINE lanes_mask greater(lanes a, lanes b)
{
    return _mm256_cmpgt_epi32(a, b);
}

INLINE lanes_mask negative(lanes x)
{
    return _mm256_srai_epi32(x, 31);
}

INLINE lanes_mask either(lanes_mask a, lanes_mask b)
{
    return _mm256_or_si256(a, b);
}

INLINE lanes_mask complement(lanes_mask a)
{
    return _mm256_xor_si256(a, _mm256_set1_epi32(-1));
}

INLINE lanes_mask neither(lanes_mask a, lanes_mask b)
{
    return complement(either(a, b));
}

INLINE lanes choose(lanes_mask which, lanes yes, lanes no)
{
    return _mm256_blendv_epi8(no, yes, which);
}

INLINE unsigned bits_of(lanes_mask a)
{
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(a));
}

#include "link_sheet_lanes.h"

sheet_sift *const scrut_sheet_sift_avx2 = sift;
#else
sheet_sift *const scrut_sheet_sift_avx2 = NULL;
#endif
