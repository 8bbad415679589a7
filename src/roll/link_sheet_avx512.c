/* SPDX-License-Identifier: Apache-2.0
 * Sixteen pairs of a sheet at a time. */
#include "link_sheet.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vpopcntdq")))
#define INLINE TARGET __attribute__((always_inline)) static inline
#define LANES 16

typedef __m512i lanes;
typedef __mmask16 lanes_mask;

#define shift_left(x, bits) _mm512_slli_epi32(x, bits)
#define shift_right(x, bits) _mm512_srli_epi32(x, bits)
#define shift_down(x, bits) _mm512_srai_epi32(x, bits)

INLINE lanes load(const int32_t *words)
{
    return _mm512_loadu_si512(words);
}

INLINE lanes all_of(int32_t word)
{
    return _mm512_set1_epi32(word);
}

INLINE lanes each_lane(void)
{
    return _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

INLINE lanes add(lanes a, lanes b)
{
    return _mm512_add_epi32(a, b);
}

INLINE lanes subtract(lanes a, lanes b)
{
    return _mm512_sub_epi32(a, b);
}

INLINE lanes larger(lanes a, lanes b)
{
    return _mm512_max_epi32(a, b);
}

INLINE lanes smaller(lanes a, lanes b)
{
    return _mm512_min_epi32(a, b);
}

INLINE lanes absolute(lanes x)
{
    return _mm512_abs_epi32(x);
}

/* Of either half of the words. */
INLINE lanes distance_of_halves(lanes a, lanes b)
{
    return _mm512_abs_epi16(_mm512_sub_epi16(a, b));
}

INLINE lanes and_words(lanes a, lanes b)
{
    return _mm512_and_si512(a, b);
}

/* The bits of a that b has not. */
INLINE lanes and_not(lanes a, lanes b)
{
    return _mm512_andnot_si512(b, a);
}

INLINE lanes or_words(lanes a, lanes b)
{
    return _mm512_or_si512(a, b);
}

INLINE lanes xor_words(lanes a, lanes b)
{
    return _mm512_xor_si512(a, b);
}

/* How many bits each word has. */
INLINE lanes count_bits(lanes x)
{
    return _mm512_popcnt_epi32(x);
}

/* By the lowest bits of the words of x. */
INLINE lanes one_of_four(const int32_t words[4], lanes x)
{
    return _mm512_castps_si512(
        _mm512_permutevar_ps(_mm512_broadcast_f32x4(_mm_loadu_ps((const float *)(const void *)words)), x));
}

INLINE lanes one_of_eight(const int32_t words[8], lanes x)
{
    return _mm512_permutexvar_epi32(x,
                                    _mm512_broadcast_i32x8(_mm256_loadu_si256((const __m256i *)(const void *)words)));
}

INLINE lanes_mask equal(lanes a, lanes b)
{
    return _mm512_cmpeq_epi32_mask(a, b);
}

INLINE lanes_mask greater(lanes a, lanes b)
{
    return _mm512_cmpgt_epi32_mask(a, b);
}

INLINE lanes_mask negative(lanes x)
{
    return _mm512_movepi32_mask(x);
}

INLINE lanes_mask either(lanes_mask a, lanes_mask b)
{
    return _kor_mask16(a, b);
}

INLINE lanes_mask complement(lanes_mask a)
{
    return _knot_mask16(a);
}

INLINE lanes_mask neither(lanes_mask a, lanes_mask b)
{
    return complement(either(a, b));
}

INLINE lanes choose(lanes_mask which, lanes yes, lanes no)
{
    return _mm512_mask_blend_epi32(which, no, yes);
}

INLINE unsigned bits_of(lanes_mask a)
{
    return a;
}

#include "link_sheet_lanes.h"

sheet_sift *const scrut_sheet_sift_avx512 = sift;
#else
sheet_sift *const scrut_sheet_sift_avx512 = NULL;
#endif
