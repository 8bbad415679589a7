/* SPDX-License-Identifier: Apache-2.0
 * The loops over every pair. Each is written once over masks (bit k is set when element k matches) and compiled twice:
 * with masks made by AVX2 and with masks made by plain arithmetic. */
#include "link_kernels.h"

#include <string.h>

#define ALWAYS_INLINE static inline __attribute__((always_inline))

typedef uint32_t match_function(const uint8_t symbols[LINK_SYMBOLS_MAX], uint8_t symbol);

/* ---- rows ---- */

static void alike_portable(const uint32_t *rows, size_t width, size_t i, size_t j, size_t count,
                           uint8_t ret[][LINK_PAIRS])
{
    const uint32_t *a = rows + i * width * LINK_LANES, *b = rows + j * width * LINK_LANES;
    for (size_t k = 0; k < count; k++) {
        for (size_t w = 0; w < width; w++, b += LINK_LANES) {
            unsigned same = 0;
            for (size_t l = 0; l < LINK_LANES; l++)
                same |= (unsigned)(b[l] != 0 && b[l] == a[w * LINK_LANES + l]) << l;
            ret[w][k] = (uint8_t)same;
        }
    }
}

static void turn_portable(const uint8_t bytes[][LINK_PAIRS], size_t width, uint64_t ret[])
{
    for (size_t l = 0; l < width * LINK_LANES; l++) {
        ret[l] = 0;
        for (size_t k = 0; k < LINK_PAIRS; k++)
            ret[l] |= (uint64_t)(bytes[l / LINK_LANES][k] >> l % LINK_LANES & 1) << k;
    }
}

/* ---- strings ---- */

static inline uint32_t match_portable(const uint8_t symbols[LINK_SYMBOLS_MAX], uint8_t symbol)
{
    uint32_t mask = 0;
    for (unsigned k = 0; k < LINK_SYMBOLS_MAX; k++)
        mask |= (uint32_t)(symbols[k] == symbol) << k;
    return mask;
}

/* Bits low .. high - 1. */
static inline uint32_t window(size_t low, size_t high)
{
    uint32_t below_high = high >= 32 ? UINT32_MAX : (UINT32_C(1) << high) - 1;
    return low >= 32 ? 0 : below_high & ~((UINT32_C(1) << low) - 1);
}

static inline double winkler(const uint8_t *a, const uint8_t *b, size_t shorter, double jaro)
{
    size_t prefix = 0;
    if (!(jaro > 0.7))
        return jaro;
    while (prefix < 4 && prefix < shorter && a[prefix] == b[prefix])
        prefix++;
    return jaro + (double)prefix * 0.1 * (1 - jaro);
}

ALWAYS_INLINE double jaro_winkler_with(match_function *match, const uint8_t *a, size_t n, const uint8_t *b, size_t m)
{
    if (n < m) {
        const uint8_t *string = a;
        size_t length = n;
        a = b, n = m;
        b = string, m = length;
    }
    size_t reach = n / 2 > 1 ? n / 2 - 1 : 0;
    uint32_t of_a = 0, of_b = 0; /* symbols that have found their match */
    for (size_t j = 0; j < m; j++) {
        size_t low = j < reach ? 0 : j - reach, high = j + reach + 1 > n ? n : j + reach + 1;
        uint32_t free = match(a, b[j]) & window(low, high) & ~of_a;
        of_a |= free & (0 - free);
        of_b |= (uint32_t)(free != 0) << j;
    }
    if (of_b == 0)
        return 0;
    int matches = __builtin_popcount(of_b), out_of_order = 0;
    for (uint32_t x = of_a, y = of_b; y != 0; x &= x - 1, y &= y - 1)
        out_of_order += a[__builtin_ctz(x)] != b[__builtin_ctz(y)];
    int half = out_of_order / 2;
    double found = matches, jaro = (found / (double)n + found / (double)m + (found - half) / found) / 3;
    return winkler(a, b, m, jaro);
}

/* Bit i of `up` (`down`) is set when the distance of a's first i + 1 symbols is one more (less) than that of its first
 * i; the distance itself is followed in the last row. */
ALWAYS_INLINE unsigned edits_with(match_function *match, const uint8_t *a, size_t n, const uint8_t *b, size_t m,
                                  bool neighbours)
{
    uint32_t up = UINT32_MAX, down = 0, same = 0, matched_before = 0, last = n > 0 ? UINT32_C(1) << (n - 1) : 0;
    unsigned distance = (unsigned)n;
    for (size_t j = 0; j < m; j++) {
        uint32_t matched = match(a, b[j]) & (last | (last - 1));
        uint32_t swapped = neighbours ? ((~same & matched) << 1) & matched_before : 0;
        same = swapped | (((matched & up) + up) ^ up) | matched | down;
        uint32_t right_up = down | ~(same | up), right_down = same & up;
        distance += n > 0 ? (right_up & last) != 0 : 1;
        distance -= (right_down & last) != 0;
        right_up = right_up << 1 | 1;
        down = same & right_up;
        up = right_down << 1 | ~(same | right_up);
        matched_before = matched;
    }
    return distance;
}

static unsigned edits_portable(const uint8_t a[LINK_SYMBOLS_MAX], size_t n, const uint8_t b[LINK_SYMBOLS_MAX], size_t m,
                               bool neighbours)
{
    return edits_with(match_portable, a, n, b, m, neighbours);
}

static double jaro_winkler_portable(const uint8_t a[LINK_SYMBOLS_MAX], size_t n, const uint8_t b[LINK_SYMBOLS_MAX],
                                    size_t m)
{
    return jaro_winkler_with(match_portable, a, n, b, m);
}

static const link_kernels PORTABLE = {alike_portable, turn_portable, jaro_winkler_portable, edits_portable};

/* ---- AVX2 ---- */

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define HAVE_AVX2 1
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2,bmi,popcnt,lzcnt")))

AVX2 static inline __m256i load(const void *bytes)
{
    return _mm256_loadu_si256((const __m256i *)bytes);
}

AVX2 static void alike_avx2(const uint32_t *rows, size_t width, size_t i, size_t j, size_t count,
                            uint8_t ret[][LINK_PAIRS])
{
    const uint32_t *a = rows + i * width * LINK_LANES, *first = rows + j * width * LINK_LANES;
    for (size_t w = 0; w < width; w++) {
        __m256i own = load(a + w * LINK_LANES), none = _mm256_cmpeq_epi32(own, _mm256_setzero_si256());
        const uint32_t *b = first + w * LINK_LANES;
        for (size_t k = 0; k < count; k++, b += width * LINK_LANES) {
            __m256i same = _mm256_andnot_si256(none, _mm256_cmpeq_epi32(own, load(b)));
            ret[w][k] = (uint8_t)_mm256_movemask_ps(_mm256_castsi256_ps(same));
        }
    }
}

/* The highest bit of each byte is what a mask takes; adding a byte to itself brings up the next. */
AVX2 static void turn_avx2(const uint8_t bytes[][LINK_PAIRS], size_t width, uint64_t ret[])
{
    for (size_t w = 0; w < width; w++) {
        __m256i low = load(bytes[w]), high = load(bytes[w] + LINK_PAIRS / 2);
        for (size_t l = LINK_LANES; l-- > 0;) {
            uint64_t of_low = (uint32_t)_mm256_movemask_epi8(low), of_high = (uint32_t)_mm256_movemask_epi8(high);
            ret[w * LINK_LANES + l] = of_low | of_high << 32;
            low = _mm256_add_epi8(low, low);
            high = _mm256_add_epi8(high, high);
        }
    }
}

AVX2 static inline uint32_t match_avx2(const uint8_t symbols[LINK_SYMBOLS_MAX], uint8_t symbol)
{
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(load(symbols), _mm256_set1_epi8((char)symbol)));
}

AVX2 static double jaro_winkler_avx2(const uint8_t a[LINK_SYMBOLS_MAX], size_t n, const uint8_t b[LINK_SYMBOLS_MAX],
                                     size_t m)
{
    return jaro_winkler_with(match_avx2, a, n, b, m);
}

AVX2 static unsigned edits_avx2(const uint8_t a[LINK_SYMBOLS_MAX], size_t n, const uint8_t b[LINK_SYMBOLS_MAX],
                                size_t m, bool neighbours)
{
    return edits_with(match_avx2, a, n, b, m, neighbours);
}

static const link_kernels WITH_AVX2 = {alike_avx2, turn_avx2, jaro_winkler_avx2, edits_avx2};
#else
#define HAVE_AVX2 0
#endif

const link_kernels *scrut_link_kernels(bool portable)
{
#if HAVE_AVX2
    if (!portable && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
        return &WITH_AVX2;
#endif
    (void)portable;
    return &PORTABLE;
}
