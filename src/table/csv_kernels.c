/* SPDX-License-Identifier: Apache-2.0
 * The loops over every byte of a file. Each is written once, over masks of 64 bytes (bit i is set when
 * byte i matches), and compiled twice: with masks made by AVX2 and with masks made by plain 64-bit
 * arithmetic. Technique: Langdale and Lemire, "Parsing gigabytes of JSON per second" (VLDB J. 28, 2019). */
#include "csv_simd.h"

#include <string.h>

#define CHUNK 64
#define STRIPE (64 * CHUNK)
#define ONES UINT64_C(0x0101010101010101)

typedef uint64_t match_function(const char *chunk, char byte);
typedef uint64_t special_function(const char *chunk);
typedef bool any_special_function(const char *bytes, size_t length);
typedef uint32_t separator_function(const char *bytes, char delimiter);

/* ---- masks ---- */

/* One bit a byte: the high bits of the eight bytes, gathered by a multiplication that cannot carry. */
ALWAYS_INLINE uint64_t high_bits(uint64_t word)
{
    return ((word & (ONES << 7)) * UINT64_C(0x0002040810204081)) >> 56;
}

static inline uint64_t match_portable(const char *chunk, char byte)
{
    uint64_t mask = 0;
    for (unsigned i = 0; i < CHUNK / 8; i++) {
        uint64_t x = load_word(chunk + 8 * i) ^ (ONES * (unsigned char)byte);
        uint64_t not_zero = ((x & (ONES * 0x7F)) + ONES * 0x7F) | x;
        mask |= high_bits(~not_zero) << (8 * i);
    }
    return mask;
}

/* NUL, carriage return, quote, and bytes that are not ASCII. */
static inline uint64_t special_portable(const char *chunk)
{
    uint64_t mask = match_portable(chunk, '\0') | match_portable(chunk, '\r') | match_portable(chunk, '"');
    for (unsigned i = 0; i < CHUNK / 8; i++)
        mask |= high_bits(load_word(chunk + 8 * i)) << (8 * i);
    return mask;
}

/* Looks at whole chunks, so that it may say yes for what is behind `length`. */
static inline bool any_special_portable(const char *bytes, size_t length)
{
    uint64_t mask = 0;
    for (size_t i = 0; i < length; i += CHUNK)
        mask |= special_portable(bytes + i);
    return mask != 0;
}

/* Delimiters and newlines among SCRUT_CSV_STEP bytes. */
static inline uint32_t separators_portable(const char *bytes, char delimiter)
{
    char chunk[CHUNK] = {0};
    memcpy(chunk, bytes, SCRUT_CSV_STEP);
    return (uint32_t)(match_portable(chunk, delimiter) | match_portable(chunk, '\n'));
}

static inline uint64_t high_portable(const char *chunk)
{
    uint64_t mask = 0;
    for (unsigned i = 0; i < CHUNK / 8; i++)
        mask |= load_word(chunk + 8 * i);
    return high_bits(mask);
}

#if HAVE_AVX2
AVX2 static inline uint64_t match_avx2(const char *chunk, char byte)
{
    __m256i wanted = _mm256_set1_epi8(byte);
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)chunk);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(chunk + 32));
    uint32_t low_mask = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
    uint32_t high_mask = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
    return low_mask | (uint64_t)high_mask << 32;
}

/* 32 bytes, as special_portable. The three bytes differ in their low halves, so each is found at its own place of
 * a table, where bytes with other low halves find one that they are not. */
AVX2 static inline __m256i special_bytes(const char *bytes)
{
    const __m256i by_low_half = _mm256_setr_epi8('\0', 0, '"', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '\r', 0, 0, '\0', 0, '"',
                                                 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '\r', 0, 0);
    __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
    return _mm256_or_si256(x, _mm256_cmpeq_epi8(_mm256_shuffle_epi8(by_low_half, x), x));
}

AVX2 static inline uint64_t special_avx2(const char *chunk)
{
    uint32_t low_mask = (uint32_t)_mm256_movemask_epi8(special_bytes(chunk));
    uint32_t high_mask = (uint32_t)_mm256_movemask_epi8(special_bytes(chunk + 32));
    return low_mask | (uint64_t)high_mask << 32;
}

AVX2 static inline bool any_special_avx2(const char *bytes, size_t length)
{
    __m256i special = _mm256_setzero_si256();
    for (size_t i = 0; i < length; i += CHUNK) {
        special = _mm256_or_si256(special, special_bytes(bytes + i));
        special = _mm256_or_si256(special, special_bytes(bytes + i + 32));
    }
    return _mm256_movemask_epi8(special) != 0;
}

AVX2 static inline uint32_t separators_avx2(const char *bytes, char delimiter)
{
    __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
    return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(_mm256_cmpeq_epi8(x, _mm256_set1_epi8(delimiter)),
                                                          _mm256_cmpeq_epi8(x, _mm256_set1_epi8('\n'))));
}

AVX2 static inline uint64_t high_avx2(const char *chunk)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)chunk);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(chunk + 32));
    return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(low, high));
}
#endif

/* Mask of the bytes of a chunk that belong to a text with `left` bytes from here. */
ALWAYS_INLINE uint64_t valid_mask(size_t left)
{
    return left >= CHUNK ? ~UINT64_C(0) : (UINT64_C(1) << left) - 1;
}

/* ---- survey ---- */

ALWAYS_INLINE void survey_with(match_function *match, uint64_t high(const char *), const char *bytes, size_t length,
                               scrut_csv_survey *ret_survey)
{
    uint64_t quotes = 0, returns = 0, lone = 0, nuls = 0, highs = 0, carry = 0;
    size_t newlines = 0, whole = length - length % CHUNK;
    for (size_t i = 0; i < length; i += CHUNK) {
        uint64_t valid = valid_mask(length - i);
        uint64_t nl = match(bytes + i, '\n') & valid, cr = match(bytes + i, '\r') & valid;
        newlines += (size_t)__builtin_popcountll(nl);
        quotes |= match(bytes + i, '"') & valid;
        nuls |= match(bytes + i, '\0') & valid;
        returns |= cr;
        lone |= ((cr << 1) | carry) & ~nl;
        carry = cr >> 63;
        if (i < whole)
            highs |= high(bytes + i);
    }
    for (size_t i = whole; i < length; i++)
        highs |= (unsigned char)bytes[i] >> 7;
    *ret_survey = (scrut_csv_survey){.newlines = newlines,
                                     .has_quote = quotes != 0,
                                     .has_cr = returns != 0,
                                     .has_lone_cr = (lone | carry) != 0,
                                     .has_nul = nuls != 0,
                                     .has_high = highs != 0};
}

/* ---- lines ---- */

/* Whether bytes stand in a block, of which every line cannot be taken for a record; *high as in a survey. */
ALWAYS_INLINE bool refuses_with(match_function *match, special_function *special, const char *bytes, size_t length,
                                bool *high)
{
    for (size_t i = 0; i < length; i += CHUNK) {
        uint64_t valid = valid_mask(length - i);
        if ((special(bytes + i) & valid) == 0)
            continue;
        uint64_t refused = match(bytes + i, '\0') | match(bytes + i, '\r') | match(bytes + i, '"');
        if ((refused & valid) != 0)
            return true;
        *high = true;
    }
    return false;
}

/* Writes two whether there are or not, since most chunks have one or two newlines: so nothing has to be guessed. */
ALWAYS_INLINE void put_line_ends(uint64_t newlines, size_t count, size_t at, uint32_t *line_ends)
{
    const uint64_t none = UINT64_C(1) << 63;
    uint32_t base = (uint32_t)at;
    size_t k = 0;
    do {
        line_ends[k++] = base + (uint32_t)__builtin_ctzll(newlines | none);
        newlines &= newlines - 1;
        line_ends[k++] = base + (uint32_t)__builtin_ctzll(newlines | none);
        newlines &= newlines - 1;
    } while (k < count);
}

/* A stripe is looked at for what is rare first and then, still in the nearest cache, for newlines. */
ALWAYS_INLINE bool line_ends_with(match_function *match, special_function *special, any_special_function *any_special,
                                  const char *bytes, size_t length, uint32_t *line_ends, size_t room, size_t *ret_count,
                                  bool *ret_high)
{
    size_t count = 0;
    bool high = false;
    for (size_t first = 0; first < length; first += STRIPE) {
        size_t end = length - first < STRIPE ? length : first + STRIPE;
        if (any_special(bytes + first, end - first) && refuses_with(match, special, bytes + first, end - first, &high))
            return false;
        for (size_t i = first; i < end; i += CHUNK) {
            uint64_t newlines = match(bytes + i, '\n') & valid_mask(length - i);
            size_t found = (size_t)__builtin_popcountll(newlines);
            if (found > room - count)
                return false;
            put_line_ends(newlines, found, i, line_ends + count);
            count += found;
        }
    }
    *ret_count = count;
    *ret_high = high;
    return true;
}

/* Position of the count-th delimiter or newline from `at` on; a newline at `line_end` ends the search at the
 * latest. SIZE_MAX when there are fewer up to there. */
ALWAYS_INLINE size_t find_separator(separator_function *separators, const char *bytes, size_t at, size_t line_end,
                                    char delimiter, size_t count)
{
    for (; at <= line_end; at += SCRUT_CSV_STEP) {
        uint32_t mask = separators(bytes + at, delimiter);
        size_t found = count == 1 ? mask != 0 : (size_t)__builtin_popcount(mask);
        if (found < count) {
            count -= found;
            continue;
        }
        for (; count > 1; count--)
            mask &= mask - 1;
        at += (size_t)__builtin_ctz(mask);
        return at <= line_end ? at : SIZE_MAX;
    }
    return SIZE_MAX;
}

ALWAYS_INLINE bool cells_with(separator_function *separators, const scrut_csv_cells *job, size_t row, size_t rows)
{
    const scrut_csv_cells j = *job; /* a copy that no store below can change */
    for (; row < rows; row++) {
        size_t start = j.cursors[row], line_end = j.line_ends[row], end;
        uint32_t mask = j.count == 1 ? separators(j.bytes + start, j.delimiter) : 0;
        if (mask != 0)
            end = start + (size_t)__builtin_ctz(mask);
        else
            end = find_separator(separators, j.bytes, start, line_end, j.delimiter, j.count);
        if (j.last ? end != line_end : end >= line_end)
            return false;
        j.starts[row] = (uint32_t)start;
        j.ends[row] = (uint32_t)end;
        j.cursors[row] = (uint32_t)end + 1;
    }
    return true;
}

/* ---- record ends ---- */

/* Bit i: whether an odd number of bits is set in mask at or below i. */
ALWAYS_INLINE uint64_t parity_prefix(uint64_t mask)
{
    for (unsigned shift = 1; shift < 64; shift *= 2)
        mask ^= mask << shift;
    return mask;
}

ALWAYS_INLINE size_t last_record_end_with(match_function *match, const char *bytes, size_t length, bool *ret_open)
{
    uint64_t open = 0; /* all ones inside quotes */
    size_t end = 0;
    for (size_t i = 0; i < length; i += CHUNK) {
        uint64_t valid = valid_mask(length - i);
        uint64_t quotes = match(bytes + i, '"') & valid;
        uint64_t inside = parity_prefix(quotes) ^ open;
        uint64_t ends = match(bytes + i, '\n') & valid & ~inside;
        if (ends != 0)
            end = i + 64 - (size_t)__builtin_clzll(ends);
        open = inside >> 63 != 0 ? ~UINT64_C(0) : 0;
    }
    *ret_open = open != 0;
    return end;
}

/* Without quotes the answer is near the end. */
static size_t last_newline(const char *bytes, size_t length)
{
    while (length > 0 && bytes[length - 1] != '\n')
        length--;
    return length;
}

/* ---- marks ---- */

ALWAYS_INLINE size_t marks_with(match_function *match, const char *bytes, size_t *position, size_t end, char delimiter,
                                size_t wanted, uint32_t *marks, size_t *newlines)
{
    size_t count = 0, at = *position;
    while (count < wanted && at < end) {
        uint64_t valid = valid_mask(end - at);
        uint64_t nl = match(bytes + at, '\n') & valid;
        uint64_t bits = nl | (match(bytes + at, delimiter) & valid);
        *newlines += (size_t)__builtin_popcountll(nl);
        size_t found = (size_t)__builtin_popcountll(bits);
        uint32_t *out = marks + count, base = (uint32_t)at;
        /* Eight at a time, so that the loop's length is easy to predict; what is written beyond `found`
         * is overwritten by the next chunk. */
        for (size_t i = 0; i < found; i += 8) {
            for (unsigned k = 0; k < 8; k++) {
                out[i + k] = base + (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
                bits &= bits - 1;
            }
        }
        count += found;
        at += end - at < CHUNK ? end - at : CHUNK;
    }
    *position = at;
    return count;
}

/* ---- numbers ---- */

/* Value of the one to eight ASCII digits that end before bytes[end]; false when there is another byte. */
ALWAYS_INLINE bool eight_digits(const char *bytes, uint32_t end, uint32_t length, uint32_t *ret_value)
{
    unsigned unused = 64 - 8 * length;
    uint64_t digits = ((load_word(bytes + end - 8) ^ (ONES * '0')) >> unused) << unused;
    if (((digits | (digits + ONES * 0x76)) & (ONES << 7)) != 0)
        return false;
    digits = digits * 10 + (digits >> 8);
    digits = ((digits & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064) +
              ((digits >> 16) & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001)) >>
             32;
    *ret_value = (uint32_t)digits;
    return true;
}

ALWAYS_INLINE size_t numbers_from(const char *bytes, const uint32_t *starts, size_t stride_start, uint32_t bias,
                                  const uint32_t *ends, size_t stride_end, size_t row, size_t rows, int32_t *values)
{
    for (; row < rows; row++) {
        uint32_t end = ends[row * stride_end];
        uint32_t length = end - (starts[row * stride_start] + bias);
        uint32_t value;
        if (length - 1 >= 8 || !eight_digits(bytes, end, length, &value))
            break;
        values[row] = (int32_t)value;
    }
    return row;
}

/* ---- the two sets ---- */

static void survey_portable(const char *bytes, size_t length, scrut_csv_survey *ret_survey)
{
    survey_with(match_portable, high_portable, bytes, length, ret_survey);
}

static size_t last_record_end_portable(const char *bytes, size_t length, bool *ret_open)
{
    *ret_open = false;
    if (memchr(bytes, '"', length) == NULL)
        return last_newline(bytes, length);
    return last_record_end_with(match_portable, bytes, length, ret_open);
}

static size_t marks_portable(const char *bytes, size_t *position, size_t end, char delimiter, size_t wanted,
                             uint32_t *marks, size_t *newlines)
{
    return marks_with(match_portable, bytes, position, end, delimiter, wanted, marks, newlines);
}

static size_t numbers_portable(const char *bytes, const uint32_t *starts, size_t stride_start, uint32_t bias,
                               const uint32_t *ends, size_t stride_end, size_t row, size_t rows, int32_t *values)
{
    return numbers_from(bytes, starts, stride_start, bias, ends, stride_end, row, rows, values);
}

static bool line_ends_portable(const char *bytes, size_t length, uint32_t *line_ends, size_t room, size_t *ret_count,
                               bool *ret_high)
{
    return line_ends_with(match_portable, special_portable, any_special_portable, bytes, length, line_ends, room,
                          ret_count, ret_high);
}

static bool cells_portable(const scrut_csv_cells *job, size_t row, size_t rows)
{
    return cells_with(separators_portable, job, row, rows);
}

static const scrut_csv_kernels PORTABLE = {.survey = survey_portable,
                                           .last_record_end = last_record_end_portable,
                                           .marks = marks_portable,
                                           .numbers = numbers_portable,
                                           .line_ends = line_ends_portable,
                                           .cells = cells_portable};

#if HAVE_AVX2
AVX2 static void survey_avx2(const char *bytes, size_t length, scrut_csv_survey *ret_survey)
{
    survey_with(match_avx2, high_avx2, bytes, length, ret_survey);
}

AVX2 static size_t last_record_end_avx2(const char *bytes, size_t length, bool *ret_open)
{
    *ret_open = false;
    if (memchr(bytes, '"', length) == NULL)
        return last_newline(bytes, length);
    return last_record_end_with(match_avx2, bytes, length, ret_open);
}

AVX2 static size_t marks_avx2(const char *bytes, size_t *position, size_t end, char delimiter, size_t wanted,
                              uint32_t *marks, size_t *newlines)
{
    return marks_with(match_avx2, bytes, position, end, delimiter, wanted, marks, newlines);
}

/* Two 8-byte words in each half. */
AVX2 static inline __m256i four_words(const void *a, const void *b, const void *c, const void *d)
{
    __m128 low = _mm_loadh_pi(_mm_castsi128_ps(_mm_loadl_epi64(a)), b);
    __m128 high = _mm_loadh_pi(_mm_castsi128_ps(_mm_loadl_epi64(c)), d);
    return _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_castps_si128(low)), _mm_castps_si128(high), 1);
}

/* Four cells of rows a, b, c, d; pairs[row * stride] is the mark before the cell and the one behind it.
 * Gives pairs of digits as 0 .. 99 in 16 bits; sets bits in *bad where a cell has not one to eight digits. */
AVX2 static inline __m256i four_cells(const char *bytes, const uint32_t *pairs, size_t stride, size_t a, size_t b,
                                      size_t c, size_t d, __m256i *bad)
{
    const uint32_t *pa = pairs + a * stride, *pb = pairs + b * stride;
    const uint32_t *pc = pairs + c * stride, *pd = pairs + d * stride;
    const char *before = bytes - 8;
    __m256i marks = four_words(pa, pb, pc, pd);
    __m256i words = four_words(before + pa[1], before + pb[1], before + pc[1], before + pd[1]);
    __m256i ends = _mm256_srli_epi64(marks, 32);
    __m256i starts = _mm256_and_si256(marks, _mm256_set1_epi64x(UINT32_MAX));               /* less one */
    __m256i more = _mm256_sub_epi64(_mm256_sub_epi64(ends, starts), _mm256_set1_epi64x(2)); /* digits less one */
    __m256i unused = _mm256_sub_epi64(_mm256_set1_epi64x(56), _mm256_slli_epi64(more, 3));
    words = _mm256_xor_si256(words, _mm256_set1_epi8('0'));
    words = _mm256_sllv_epi64(_mm256_srlv_epi64(words, unused), unused);
    /* a byte above 9 keeps something after the saturating subtraction; so does a length outside 1 .. 8 */
    __m256i wrong = _mm256_subs_epu8(words, _mm256_set1_epi8(9));
    wrong = _mm256_or_si256(wrong, _mm256_and_si256(more, _mm256_set1_epi64x(~INT64_C(7))));
    *bad = _mm256_or_si256(*bad, wrong);
    return _mm256_maddubs_epi16(words, _mm256_set1_epi16(0x010A));
}

AVX2 static size_t numbers_avx2(const char *bytes, const uint32_t *starts, size_t stride_start, uint32_t bias,
                                const uint32_t *ends, size_t stride_end, size_t row, size_t rows, int32_t *values)
{
    /* Except in the first column a cell's two marks stand side by side. */
    while (bias == 1 && rows - row >= 8) {
        const uint32_t *pairs = starts + row * stride_start;
        __m256i bad = _mm256_setzero_si256();
        __m256i even = four_cells(bytes, pairs, stride_start, 0, 1, 4, 5, &bad);
        __m256i odd = four_cells(bytes, pairs, stride_start, 2, 3, 6, 7, &bad);
        if (!_mm256_testz_si256(bad, bad))
            break;
        __m256i hundreds = _mm256_set1_epi32(0x00010064), myriads = _mm256_set1_epi32(0x00012710);
        __m256i halves = _mm256_packus_epi32(_mm256_madd_epi16(even, hundreds), _mm256_madd_epi16(odd, hundreds));
        _mm256_storeu_si256((__m256i *)(void *)(values + row), _mm256_madd_epi16(halves, myriads));
        row += 8;
    }
    /* the last few rows, or those up to the cell that stopped the loop */
    return numbers_from(bytes, starts, stride_start, bias, ends, stride_end, row, rows, values);
}

AVX2 static bool line_ends_avx2(const char *bytes, size_t length, uint32_t *line_ends, size_t room, size_t *ret_count,
                                bool *ret_high)
{
    return line_ends_with(match_avx2, special_avx2, any_special_avx2, bytes, length, line_ends, room, ret_count,
                          ret_high);
}

AVX2 static bool cells_avx2(const scrut_csv_cells *job, size_t row, size_t rows)
{
    return cells_with(separators_avx2, job, row, rows);
}

AVX2 static size_t short_texts_avx2(scrut_csv_texts *job, size_t row, size_t rows)
{
    const scrut_csv_texts j = *job; /* a copy that no store below can change */
    __m128i delimiter = _mm_set1_epi8(j.delimiter);
    size_t at = j.length;
    for (; row < rows; row++) {
        __m128i cell = _mm_loadu_si128((const __m128i *)(const void *)(j.bytes + j.cursors[row]));
        unsigned found = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(cell, delimiter));
        if (found == 0)
            break;
        unsigned length = (unsigned)__builtin_ctz(found);
        _mm_storeu_si128((__m128i *)(void *)(j.text + at), cell);
        at += length;
        j.ends[row] = (uint32_t)at;
        j.cursors[row] += length + 1;
    }
    job->length = at;
    return row;
}

#define AVX2_KERNELS(side_by_side)                                                                                     \
    {                                                                                                                  \
        .survey = survey_avx2, .last_record_end = last_record_end_avx2, .marks = marks_avx2, .numbers = numbers_avx2,  \
        .line_ends = line_ends_avx2, .cells = cells_avx2, .numbers_side_by_side = (side_by_side),                      \
        .short_texts = short_texts_avx2                                                                                \
    }

static const scrut_csv_kernels WITH_AVX2 = AVX2_KERNELS(scrut_csv_numbers_side_by_side_avx2);
static const scrut_csv_kernels WITH_PDEP = AVX2_KERNELS(scrut_csv_numbers_side_by_side_pdep);

/* AMD had an instruction for it before it had a circuit: up to Zen 2 it takes longer than the steps that it replaces.
 */
static bool pdep_is_fast(void)
{
    return __builtin_cpu_supports("bmi2") && !__builtin_cpu_is("amdfam15h") && !__builtin_cpu_is("amdfam17h");
}
#endif

const scrut_csv_kernels *scrut_csv_kernels_get(bool portable)
{
#if HAVE_AVX2
    if (!portable && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
        return pdep_is_fast() ? &WITH_PDEP : &WITH_AVX2;
#endif
    (void)portable;
    return &PORTABLE;
}
