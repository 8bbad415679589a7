/* SPDX-License-Identifier: Apache-2.0
 * The most that the rows of a sheet can weigh, compiled twice: eight pairs at a time by AVX2, and one by one. */
#include "link_sheet.h"

#include <string.h>

static int32_t cell(const sheet *s, const sheet_field *f, size_t column, size_t row)
{
    return s->words[scrut_sheet_place(s->width, f->column + column, row)];
}

static uint32_t bits(const sheet *s, const sheet_field *f, size_t column, size_t row)
{
    return (uint32_t)cell(s, f, column, row);
}

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* What the frequencies of two values add at most, by what each of them does. */
static int32_t together(int32_t a, int32_t b)
{
    static const int32_t TOGETHER[] = SHEET_TOGETHER;
    int32_t apart = (a > b ? a - b : b - a) >> SHEET_BIT_SHIFT;
    return larger(a, b) + TOGETHER[apart < 7 ? apart : 7];
}

/* Bit 4 * k: digit k. */
static uint32_t digits_that_differ(uint32_t x)
{
    x |= x >> 1;
    return (x | x >> 2) & UINT32_C(0x11111111);
}

static int other_date(uint32_t x)
{
    uint32_t digits = digits_that_differ(x);
    int differ = __builtin_popcount(digits);
    bool may_swap = (digits & digits << 4 & ~digits_that_differ(x ^ x << 4)) != 0;
    if (differ <= 2)
        return differ == 1 ? DATES_SLIP : may_swap ? DATES_MAY_SLIP : DATES_SLIPS;
    return differ <= 4 && may_swap ? DATES_MAY_SLIPS : DATES_DIFFERENT;
}

static int other_year(uint32_t x, int32_t years, bool is_default)
{
    int other = other_date(x);
    if (is_default)
        return years == 1 || years == 10 ? DATES_DEFAULT_OFF : DATES_OTHER_DEFAULT;
    if (years == 1 || years == 10)
        return years == 1 ? DATES_YEAR_OFF : DATES_DECADE_OFF;
    return other == DATES_SLIP || other == DATES_MAY_SLIP ? DATES_OTHER_SLIP : DATES_OTHER_YEAR;
}

static int one_year(uint32_t a, uint32_t b, bool is_default)
{
    uint32_t x = a ^ b, turned = (a & 0xff) << 8 | (a >> 8 & 0xff);
    if (turned == (b & 0xffff))
        return DATES_SWAPPED;
    if (is_default)
        return DATES_DEFAULT;
    return (x & 0xff00) == 0 ? DATES_MONTH : (x & 0xff) == 0 ? DATES_DAY : DATES_YEAR;
}

static int32_t date_most(const sheet *s, const sheet_field *f, size_t i, size_t j)
{
    uint32_t a = bits(s, f, SHEET_DIGITS, i), b = bits(s, f, SHEET_DIGITS, j), x = a ^ b;
    int32_t years = cell(s, f, SHEET_YEAR, i) - cell(s, f, SHEET_YEAR, j);
    bool of_a = cell(s, f, SHEET_DEFAULT, i) != 0, of_b = cell(s, f, SHEET_DEFAULT, j) != 0;
    int which = other_date(x);
    if (x >> 16 == 0)
        which = one_year(a, b, of_a || of_b);
    else if ((x & 0xffff) == 0)
        which = other_year(x, years < 0 ? -years : years, of_a);
    int32_t rarer = together(cell(s, f, SHEET_RARER, i), cell(s, f, SHEET_RARER, j));
    if (of_a != of_b)
        rarer = cell(s, f, SHEET_RARER, of_a ? i : j) + (1 << SHEET_BIT_SHIFT);
    return f->dates[which] + rarer;
}

static int bits_that_differ(const sheet *s, const sheet_field *f, size_t column, size_t i, size_t j)
{
    return __builtin_popcount(bits(s, f, column, i) ^ bits(s, f, column, j));
}

/* Whether row i has all letters of row j. */
static bool contains(const sheet *s, const sheet_field *f, size_t i, size_t j)
{
    return (bits(s, f, SHEET_LETTERS, j) & ~bits(s, f, SHEET_LETTERS, i)) == 0;
}

/* By how many letters two names, or from bit 16 on their spellings, differ in length. */
static int longer(const sheet *s, const sheet_field *f, size_t i, size_t j, unsigned shift)
{
    int a = (int)(bits(s, f, SHEET_LENGTHS, i) >> shift & 0xff),
        b = (int)(bits(s, f, SHEET_LENGTHS, j) >> shift & 0xff);
    return a > b ? a - b : b - a;
}

/* An edit changes a set by two letters at most, by one where it changes the length, too. */
static int32_t name_most(const sheet *s, const sheet_field *f, size_t i, size_t j)
{
    int32_t a = cell(s, f, SHEET_RARITY, i), b = cell(s, f, SHEET_RARITY, j), most = SHEET_IMPOSSIBLE;
    int letters = bits_that_differ(s, f, SHEET_LETTERS, i, j) + longer(s, f, i, j, 0);
    int spelt = bits_that_differ(s, f, SHEET_SPELT, i, j) + longer(s, f, i, j, 16);
    bool skeleton = cell(s, f, SHEET_SKELETON, i) == cell(s, f, SHEET_SKELETON, j);
    bool is_possible[NAMES_CLASSED] = {cell(s, f, SHEET_SPELLING, i) == cell(s, f, SHEET_SPELLING, j), letters <= 2,
                                       spelt <= 2, skeleton, letters <= 4};
    for (int level = 0; level < NAMES_CLASSED; level++)
        most = is_possible[level] ? larger(most, f->names[level][larger(a, b) & 3]) : most;
    most += together(a >> 2, b >> 2);
    if (contains(s, f, i, j) || contains(s, f, j, i))
        most = larger(most, f->begins);
    return skeleton ? most : larger(most, f->differ);
}

static bool is_same(const sheet *s, const sheet_field *f, size_t i, size_t j)
{
    return cell(s, f, SHEET_NUMBER, i) != 0 && cell(s, f, SHEET_NUMBER, i) == cell(s, f, SHEET_NUMBER, j);
}

static int32_t field_most(const sheet *s, const sheet_field *f, size_t i, size_t j)
{
    if (f->kind == SHEET_SILENT || cell(s, f, SHEET_NUMBER, i) == 0 || cell(s, f, SHEET_NUMBER, j) == 0 ||
        (f->finer >= 0 && is_same(s, &s->fields[f->finer], i, j)))
        return 0;
    if (is_same(s, f, i, j))
        return cell(s, f, SHEET_EQUAL, i);
    if (f->kind == SHEET_PLAIN)
        return larger(cell(s, f, SHEET_OTHER, i), cell(s, f, SHEET_OTHER, j));
    return f->kind == SHEET_DATE ? date_most(s, f, i, j) : name_most(s, f, i, j);
}

int32_t scrut_sheet_most(const sheet *s, size_t i, size_t j)
{
    int32_t most = 0;
    for (size_t f = 0; f < s->field_count; f++)
        most += field_most(s, &s->fields[f], i, j);
    return most;
}

bool scrut_sheet_swapped(const sheet *s, size_t i, size_t j)
{
    if (s->given < 0 || s->surname < 0)
        return false;
    const sheet_field *given = &s->fields[s->given], *surname = &s->fields[s->surname];
    return cell(s, given, SHEET_TWIN, i) == cell(s, surname, SHEET_NUMBER, j) &&
           cell(s, given, SHEET_TWIN, j) == cell(s, surname, SHEET_NUMBER, i);
}

static void sift_portable(const sheet *s, size_t i, size_t from, size_t end, int32_t least, uint8_t ret[])
{
    size_t first = from / SHEET_LANES;
    memset(ret, 0, (end - 1) / SHEET_LANES - first + 1);
    for (size_t j = from; j < end; j++) {
        unsigned may = scrut_sheet_most(s, i, j) >= least || scrut_sheet_swapped(s, i, j);
        uint8_t *lot = &ret[j / SHEET_LANES - first];
        *lot = (uint8_t)(*lot | may << j % SHEET_LANES);
    }
}

/* ---- AVX2 ---- */

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define HAVE_AVX2 1
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2,bmi,popcnt,lzcnt")))

AVX2 static inline __m256i load(const void *bytes)
{
    return _mm256_loadu_si256((const __m256i *)bytes);
}

/* A row of the sheet, and eight others that lie in a lot: the words of the first column of either. */
typedef struct {
    const int32_t *row, *lot;
} sheet_at;

AVX2 static inline __m256i all_of(int32_t word)
{
    return _mm256_set1_epi32(word);
}

AVX2 static inline __m256i own(sheet_at at, size_t column)
{
    return all_of(at.row[column * SHEET_LANES]);
}

AVX2 static inline __m256i others(sheet_at at, size_t column)
{
    return _mm256_load_si256((const __m256i *)(const void *)(at.lot + column * SHEET_LANES));
}

AVX2 static inline __m256i equal_words(sheet_at at, size_t column)
{
    return _mm256_cmpeq_epi32(own(at, column), others(at, column));
}

AVX2 static inline __m256i largest(sheet_at at, size_t column)
{
    return _mm256_max_epi32(own(at, column), others(at, column));
}

AVX2 static inline __m256i bytes_of_bits(__m256i x)
{
    const __m256i counts = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1,
                                            2, 2, 3, 2, 3, 3, 4);
    const __m256i low = _mm256_set1_epi8(15);
    return _mm256_add_epi8(_mm256_shuffle_epi8(counts, _mm256_and_si256(x, low)),
                           _mm256_shuffle_epi8(counts, _mm256_and_si256(_mm256_srli_epi16(x, 4), low)));
}

/* How many bits each word has. */
AVX2 static inline __m256i count_bits(__m256i x)
{
    return _mm256_madd_epi16(_mm256_maddubs_epi16(bytes_of_bits(x), _mm256_set1_epi8(1)), _mm256_set1_epi16(1));
}

AVX2 static inline __m256i choose(__m256i which, __m256i yes, __m256i no)
{
    return _mm256_blendv_epi8(no, yes, which);
}

/* What the frequencies of two values add at most. */
AVX2 static inline __m256i together_avx2(__m256i a, __m256i b)
{
    static const int32_t TOGETHER[] = SHEET_TOGETHER;
    __m256i apart = _mm256_srli_epi32(_mm256_abs_epi32(_mm256_sub_epi32(a, b)), SHEET_BIT_SHIFT);
    __m256i adds = _mm256_permutevar8x32_epi32(load(TOGETHER), _mm256_min_epi32(apart, all_of(7)));
    return _mm256_add_epi32(_mm256_max_epi32(a, b), adds);
}

AVX2 static inline __m256i digits_that_differ_avx2(__m256i x)
{
    x = _mm256_or_si256(x, _mm256_srli_epi32(x, 1));
    return _mm256_and_si256(_mm256_or_si256(x, _mm256_srli_epi32(x, 2)), all_of(0x11111111));
}

AVX2 static inline __m256i masked(__m256i x, int32_t mask)
{
    return _mm256_and_si256(x, all_of(mask));
}

AVX2 static inline __m256i is_none(__m256i x)
{
    return _mm256_cmpeq_epi32(x, _mm256_setzero_si256());
}

/* What the level adds of dates whose digits differ by x. */
AVX2 static inline __m256i other_dates(const sheet_field *f, __m256i x, __m256i *ret_may_be_slip)
{
    __m256i digits = digits_that_differ_avx2(x), differ = count_bits(digits);
    __m256i near = _mm256_and_si256(digits, _mm256_slli_epi32(digits, 4));
    __m256i unlike = digits_that_differ_avx2(_mm256_xor_si256(x, _mm256_slli_epi32(x, 4)));
    __m256i no_swap = is_none(_mm256_andnot_si256(unlike, near));
    __m256i one = _mm256_cmpeq_epi32(differ, all_of(1)), many = _mm256_cmpgt_epi32(differ, all_of(2));
    __m256i two = choose(no_swap, all_of(f->dates[DATES_SLIPS]), all_of(f->dates[DATES_MAY_SLIP]));
    __m256i no_slips = _mm256_or_si256(no_swap, _mm256_cmpgt_epi32(differ, all_of(4)));
    __m256i more = choose(no_slips, all_of(f->dates[DATES_DIFFERENT]), all_of(f->dates[DATES_MAY_SLIPS]));
    *ret_may_be_slip = choose(_mm256_or_si256(many, no_swap), one, all_of(-1));
    return choose(one, all_of(f->dates[DATES_SLIP]), choose(many, more, two));
}

/* The same of one day of two years. */
AVX2 static inline __m256i other_years(sheet_at at, const sheet_field *f, __m256i may_be_slip)
{
    __m256i years = _mm256_abs_epi32(_mm256_sub_epi32(own(at, SHEET_YEAR), others(at, SHEET_YEAR)));
    __m256i one = _mm256_cmpeq_epi32(years, all_of(1)), ten = _mm256_cmpeq_epi32(years, all_of(10));
    __m256i of_default =
        choose(_mm256_or_si256(one, ten), all_of(f->dates[DATES_DEFAULT_OFF]), all_of(f->dates[DATES_OTHER_DEFAULT]));
    __m256i most = choose(may_be_slip, all_of(f->dates[DATES_OTHER_SLIP]), all_of(f->dates[DATES_OTHER_YEAR]));
    most = choose(one, all_of(f->dates[DATES_YEAR_OFF]), most);
    most = choose(ten, all_of(f->dates[DATES_DECADE_OFF]), most);
    return choose(own(at, SHEET_DEFAULT), of_default, most);
}

/* And of two days of one year, whose digits are a and b. */
AVX2 static inline __m256i one_year_avx2(const sheet_field *f, __m256i a, __m256i b, __m256i is_default)
{
    __m256i x = _mm256_xor_si256(a, b);
    __m256i turned = _mm256_or_si256(_mm256_slli_epi32(masked(a, 0xff), 8), masked(_mm256_srli_epi32(a, 8), 0xff));
    __m256i most = choose(is_none(masked(x, 0xff)), all_of(f->dates[DATES_DAY]), all_of(f->dates[DATES_YEAR]));
    most = choose(is_none(masked(x, 0xff00)), all_of(f->dates[DATES_MONTH]), most);
    most = choose(is_default, all_of(f->dates[DATES_DEFAULT]), most);
    return choose(_mm256_cmpeq_epi32(turned, masked(b, 0xffff)), all_of(f->dates[DATES_SWAPPED]), most);
}

AVX2 static inline __m256i dates_avx2(sheet_at at, const sheet_field *f)
{
    __m256i a = own(at, SHEET_DIGITS), b = others(at, SHEET_DIGITS), x = _mm256_xor_si256(a, b), may_be_slip;
    __m256i of_a = own(at, SHEET_DEFAULT), of_b = others(at, SHEET_DEFAULT);
    __m256i most = other_dates(f, x, &may_be_slip);
    most = choose(is_none(masked(x, 0xffff)), other_years(at, f, may_be_slip), most);
    most = choose(is_none(_mm256_srli_epi32(x, 16)), one_year_avx2(f, a, b, _mm256_or_si256(of_a, of_b)), most);
    __m256i rarer_a = own(at, SHEET_RARER), rarer_b = others(at, SHEET_RARER);
    __m256i of_default = _mm256_add_epi32(choose(of_a, rarer_a, rarer_b), all_of(1 << SHEET_BIT_SHIFT));
    __m256i rarer = choose(_mm256_xor_si256(of_a, of_b), of_default, together_avx2(rarer_a, rarer_b));
    return _mm256_add_epi32(most, rarer);
}

AVX2 static inline __m256i bits_that_differ_avx2(sheet_at at, size_t column)
{
    return count_bits(_mm256_xor_si256(own(at, column), others(at, column)));
}

/* Rows that have all letters of the one, or whose letters it has. */
AVX2 static inline __m256i contained(sheet_at at)
{
    __m256i a = own(at, SHEET_LETTERS), b = others(at, SHEET_LETTERS);
    return _mm256_or_si256(is_none(_mm256_andnot_si256(b, a)), is_none(_mm256_andnot_si256(a, b)));
}

/* The larger of `most` and what a level adds where it is possible. */
AVX2 static inline __m256i with_level(__m256i most, const sheet_field *f, size_t level, __m256i class,
                                      __m256i is_possible)
{
    const __m256 adds = _mm256_broadcast_ps((const __m128 *)f->names[level]);
    __m256i here = _mm256_castps_si256(_mm256_permutevar_ps(adds, class));
    return _mm256_max_epi32(most, choose(is_possible, here, all_of(SHEET_IMPOSSIBLE)));
}

AVX2 static inline __m256i names_avx2(sheet_at at, const sheet_field *f)
{
    __m256i a = own(at, SHEET_RARITY), b = others(at, SHEET_RARITY), rarity = _mm256_max_epi32(a, b);
    __m256i longer = _mm256_abs_epi16(_mm256_sub_epi16(own(at, SHEET_LENGTHS), others(at, SHEET_LENGTHS)));
    __m256i letters = _mm256_add_epi32(bits_that_differ_avx2(at, SHEET_LETTERS), masked(longer, 0xffff));
    __m256i spelt = _mm256_add_epi32(bits_that_differ_avx2(at, SHEET_SPELT), _mm256_srli_epi32(longer, 16));
    __m256i skeleton = equal_words(at, SHEET_SKELETON), most = all_of(SHEET_IMPOSSIBLE);
    most = with_level(most, f, NAMES_SPELLING, rarity, equal_words(at, SHEET_SPELLING));
    most = with_level(most, f, NAMES_EDIT, rarity, _mm256_cmpgt_epi32(all_of(3), letters));
    most = with_level(most, f, NAMES_SPELLINGS, rarity, _mm256_cmpgt_epi32(all_of(3), spelt));
    most = with_level(most, f, NAMES_SKELETON, rarity, skeleton);
    most = with_level(most, f, NAMES_EDITS, rarity, _mm256_cmpgt_epi32(all_of(5), letters));
    most = _mm256_add_epi32(most, together_avx2(_mm256_srai_epi32(a, 2), _mm256_srai_epi32(b, 2)));
    most = _mm256_max_epi32(most, choose(contained(at), all_of(f->begins), all_of(SHEET_IMPOSSIBLE)));
    return _mm256_max_epi32(most, choose(skeleton, all_of(SHEET_IMPOSSIBLE), all_of(f->differ)));
}

AVX2 static inline __m256i other_values(sheet_at at, const sheet_field *f)
{
    if (f->kind == SHEET_PLAIN)
        return largest(at, SHEET_OTHER);
    return f->kind == SHEET_DATE ? dates_avx2(at, f) : names_avx2(at, f);
}

/* What a field adds; same: of each field, where both have its value. */
AVX2 static inline __m256i field_avx2(sheet_at at, const sheet_field fields[], size_t field, __m256i same[])
{
    const sheet_field *f = &fields[field];
    at.row += f->column * SHEET_LANES;
    at.lot += f->column * SHEET_LANES;
    __m256i number = others(at, SHEET_NUMBER), unknown = is_none(number);
    same[field] = _mm256_andnot_si256(unknown, _mm256_cmpeq_epi32(own(at, SHEET_NUMBER), number));
    if (f->kind == SHEET_SILENT || *at.row == 0)
        return _mm256_setzero_si256();
    __m256i adds = choose(same[field], own(at, SHEET_EQUAL), other_values(at, f));
    if (f->finer >= 0)
        unknown = _mm256_or_si256(unknown, same[f->finer]);
    return _mm256_andnot_si256(unknown, adds);
}

AVX2 static inline __m256i swapped_avx2(const sheet *s, sheet_at at)
{
    if (s->given < 0 || s->surname < 0)
        return _mm256_setzero_si256();
    size_t twin = s->fields[s->given].column + SHEET_TWIN, surname = s->fields[s->surname].column + SHEET_NUMBER;
    return _mm256_and_si256(_mm256_cmpeq_epi32(own(at, twin), others(at, surname)),
                            _mm256_cmpeq_epi32(others(at, twin), own(at, surname)));
}

/* The most that a name can add, whatever its letters are. */
AVX2 static inline __m256i name_cap(sheet_at at, const sheet_field *f)
{
    at.row += f->column * SHEET_LANES;
    at.lot += f->column * SHEET_LANES;
    __m256i a = own(at, SHEET_RARITY), b = others(at, SHEET_RARITY), number = others(at, SHEET_NUMBER);
    __m256i best = _mm256_castps_si256(
        _mm256_permutevar_ps(_mm256_broadcast_ps((const __m128 *)(const void *)f->best), _mm256_max_epi32(a, b)));
    __m256i adds = _mm256_add_epi32(best, together_avx2(_mm256_srai_epi32(a, 2), _mm256_srai_epi32(b, 2)));
    adds = _mm256_max_epi32(adds, all_of(larger(f->begins, f->differ)));
    adds = choose(_mm256_cmpeq_epi32(own(at, SHEET_NUMBER), number), own(at, SHEET_EQUAL), adds);
    return *at.row == 0 ? _mm256_setzero_si256() : _mm256_andnot_si256(is_none(number), adds);
}

AVX2 static inline unsigned signs(__m256i x)
{
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(x));
}

/* Bit set of those of a lot that may. Most lots are left before letters are looked at. */
AVX2 static inline unsigned sift_lot(const sheet *s, sheet_at at, int32_t least)
{
    __m256i same[SHEET_FIELDS], most = all_of(-least), caps = _mm256_setzero_si256();
    unsigned swapped = signs(swapped_avx2(s, at));
    for (size_t f = 0; f < s->names_from; f++)
        most = _mm256_add_epi32(most, field_avx2(at, s->fields, f, same));
    for (size_t f = s->names_from; f < s->field_count; f++)
        caps = _mm256_add_epi32(caps, name_cap(at, &s->fields[f]));
    for (size_t f = s->names_from; f < s->field_count; f++) {
        if (signs(_mm256_add_epi32(most, caps)) == 0xff)
            return swapped;
        caps = _mm256_sub_epi32(caps, name_cap(at, &s->fields[f]));
        most = _mm256_add_epi32(most, field_avx2(at, s->fields, f, same));
    }
    return (~signs(most) & 0xff) | swapped;
}

AVX2 static void sift_avx2(const sheet *s, size_t i, size_t from, size_t end, int32_t least, uint8_t ret[])
{
    size_t first = from / SHEET_LANES, last = (end - 1) / SHEET_LANES;
    sheet_at at = {s->words + scrut_sheet_place(s->width, 0, i), s->words + first * s->width * SHEET_LANES};
    for (size_t lot = first; lot <= last; lot++, at.lot += s->width * SHEET_LANES)
        ret[lot - first] = (uint8_t)sift_lot(s, at, least);
    ret[0] = (uint8_t)(ret[0] & 0xff << from % SHEET_LANES);
    ret[last - first] = (uint8_t)(ret[last - first] & 0xff >> (SHEET_LANES - 1 - (end - 1) % SHEET_LANES));
}

#else
#define HAVE_AVX2 0
#endif

sheet_sift *scrut_sheet_sift(bool portable)
{
#if HAVE_AVX2
    if (!portable && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
        return sift_avx2;
#endif
    (void)portable;
    return sift_portable;
}
