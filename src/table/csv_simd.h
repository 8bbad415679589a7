/* SPDX-License-Identifier: Apache-2.0
 * csv_simd.h: what the files with vector code share. */
#ifndef SCRUT_CSV_SIMD_H
#define SCRUT_CSV_SIMD_H

#include "table_internal.h"

#include <string.h>

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* Eight bytes, the first one lowest. */
ALWAYS_INLINE uint64_t load_word(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define HAVE_AVX2 1
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2,bmi,popcnt,lzcnt")))
#define AVX2_BMI2 __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))
/* As scrut_csv_kernels.numbers_side_by_side. The second one needs a fast PDEP, too. */
size_t scrut_csv_numbers_side_by_side_avx2(scrut_csv_numbers *job, size_t row, size_t rows);
size_t scrut_csv_numbers_side_by_side_pdep(scrut_csv_numbers *job, size_t row, size_t rows);
#else
#define HAVE_AVX2 0
#endif

#endif
