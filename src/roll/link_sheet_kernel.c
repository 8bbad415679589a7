/* SPDX-License-Identifier: Apache-2.0
 * The most that the rows of a sheet can weigh, one pair after another. link_sheet_lanes.h says the same of many. */
#include "link_sheet.h"

static int32_t cell(const sheet *s, const sheet_field *f, size_t column, size_t row)
{
    return s->words[scrut_sheet_place(s->stride, f->column + column, row)];
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

/* The same of names. */
static int32_t names_together(int32_t a, int32_t b)
{
    int32_t most = together(a, b), slip = (a < b ? a : b) + SHEET_SLIP;
    return slip < most ? slip : most;
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
    most += names_together(a >> 2, b >> 2);
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

#define LANES 8

static bool may_pair(const sheet *s, size_t i, size_t j)
{
    if ((int32_t)j < s->partners[i] || (int32_t)j >= s->partners_end[i])
        return false;
    return s->base[i] + scrut_sheet_most(s, i, j) >= 0 || scrut_sheet_swapped(s, i, j);
}

static void sift_one_by_one(const sheet *s, size_t i, size_t shift, size_t count, uint16_t ret[])
{
    for (size_t k = 0; k < count; k++) {
        unsigned may = 0;
        for (unsigned l = 0; l < LANES; l++)
            may |= (unsigned)may_pair(s, i + l, i + l + shift + k) << l;
        ret[k] = (uint16_t)may;
    }
}

bool scrut_sheet_sifter(sheet_means means, sheet_sifter *ret)
{
    *ret = (sheet_sifter){LANES, means == SHEET_ONE_BY_ONE ? sift_one_by_one : NULL};
#if defined(__x86_64__)
    if (means == SHEET_AVX2 && __builtin_cpu_supports("avx2"))
        *ret = (sheet_sifter){8, scrut_sheet_sift_avx2};
    if (means == SHEET_AVX512 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vpopcntdq"))
        *ret = (sheet_sifter){16, scrut_sheet_sift_avx512};
#endif
    return ret->sift != NULL;
}

sheet_sifter scrut_sheet_best_sifter(void)
{
    sheet_sifter best;
    for (sheet_means means = SHEET_MEANS; means-- > SHEET_ONE_BY_ONE;) {
        if (scrut_sheet_sifter(means, &best))
            break;
    }
    return best;
}
