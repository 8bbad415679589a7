/* SPDX-License-Identifier: Apache-2.0
 * link_sheet_lanes.h: the most that the rows of a sheet can weigh, many pairs at a time; link_sheet_kernel.c says the
 * same one by one. Included by a file for each kind of vectors, which defines before:
 *   TARGET, INLINE     what the compiler is to make its functions for, and those that are to be part of others
 *   LANES              rows at a time
 *   lanes, lanes_mask  a word of each, and a truth of each
 *   and the functions on them that are used below, with names of their own. */
#include "link_sheet.h"

/* Words of the first column: of rows one after another, and of as many others. */
typedef struct {
    const int32_t *own, *other;
    size_t stride;
} lanes_at;

INLINE lanes own(lanes_at at, size_t column)
{
    return load(at.own + column * at.stride);
}

INLINE lanes others(lanes_at at, size_t column)
{
    return load(at.other + column * at.stride);
}

INLINE lanes_at of_field(lanes_at at, const sheet_field *f)
{
    return (lanes_at){at.own + f->column * at.stride, at.other + f->column * at.stride, at.stride};
}

INLINE lanes_mask equal_words(lanes_at at, size_t column)
{
    return equal(own(at, column), others(at, column));
}

INLINE lanes masked(lanes x, int32_t mask)
{
    return and_words(x, all_of(mask));
}

INLINE lanes_mask is_none(lanes x)
{
    return equal(x, all_of(0));
}

INLINE lanes distance(lanes a, lanes b)
{
    return absolute(subtract(a, b));
}

/* What the frequencies of two values add at most. */
INLINE lanes together(lanes a, lanes b)
{
    static const int32_t TOGETHER[] = SHEET_TOGETHER;
    lanes apart = smaller(shift_right(distance(a, b), SHEET_BIT_SHIFT), all_of(7));
    return add(larger(a, b), one_of_eight(TOGETHER, apart));
}

/* The same of names. */
INLINE lanes names_together(lanes a, lanes b)
{
    return smaller(together(a, b), add(smaller(a, b), all_of(SHEET_SLIP)));
}

/* ---- dates ------------------------------------------------------------------------------------------------------ */

INLINE lanes digits_that_differ(lanes x)
{
    x = or_words(x, shift_right(x, 1));
    return masked(or_words(x, shift_right(x, 2)), 0x11111111);
}

/* What the level adds of dates whose digits differ by x. */
INLINE lanes other_dates(const sheet_field *f, lanes x, lanes_mask *ret_may_be_slip)
{
    lanes digits = digits_that_differ(x), differ = count_bits(digits);
    lanes unlike = digits_that_differ(xor_words(x, shift_left(x, 4)));
    lanes_mask no_swap = is_none(and_not(and_words(digits, shift_left(digits, 4)), unlike));
    lanes_mask one = equal(differ, all_of(1)), many = greater(differ, all_of(2));
    lanes two = choose(no_swap, all_of(f->dates[DATES_SLIPS]), all_of(f->dates[DATES_MAY_SLIP]));
    lanes_mask no_slips = either(no_swap, greater(differ, all_of(4)));
    lanes more = choose(no_slips, all_of(f->dates[DATES_DIFFERENT]), all_of(f->dates[DATES_MAY_SLIPS]));
    *ret_may_be_slip = either(one, neither(many, no_swap));
    return choose(one, all_of(f->dates[DATES_SLIP]), choose(many, more, two));
}

/* The same of one day of two years. */
INLINE lanes other_years(lanes_at at, const sheet_field *f, lanes_mask may_be_slip)
{
    lanes years = distance(own(at, SHEET_YEAR), others(at, SHEET_YEAR));
    lanes_mask one = equal(years, all_of(1)), ten = equal(years, all_of(10));
    lanes of_default =
        choose(either(one, ten), all_of(f->dates[DATES_DEFAULT_OFF]), all_of(f->dates[DATES_OTHER_DEFAULT]));
    lanes most = choose(may_be_slip, all_of(f->dates[DATES_OTHER_SLIP]), all_of(f->dates[DATES_OTHER_YEAR]));
    most = choose(one, all_of(f->dates[DATES_YEAR_OFF]), most);
    most = choose(ten, all_of(f->dates[DATES_DECADE_OFF]), most);
    return choose(negative(own(at, SHEET_DEFAULT)), of_default, most);
}

/* And of two days of one year, whose digits are a and b. */
INLINE lanes one_year(const sheet_field *f, lanes a, lanes b, lanes_mask is_default)
{
    lanes x = xor_words(a, b);
    lanes turned = or_words(shift_left(masked(a, 0xff), 8), masked(shift_right(a, 8), 0xff));
    lanes most = choose(is_none(masked(x, 0xff)), all_of(f->dates[DATES_DAY]), all_of(f->dates[DATES_YEAR]));
    most = choose(is_none(masked(x, 0xff00)), all_of(f->dates[DATES_MONTH]), most);
    most = choose(is_default, all_of(f->dates[DATES_DEFAULT]), most);
    return choose(equal(turned, masked(b, 0xffff)), all_of(f->dates[DATES_SWAPPED]), most);
}

INLINE lanes dates_most(lanes_at at, const sheet_field *f)
{
    lanes a = own(at, SHEET_DIGITS), b = others(at, SHEET_DIGITS), x = xor_words(a, b);
    lanes default_a = own(at, SHEET_DEFAULT), default_b = others(at, SHEET_DEFAULT);
    lanes_mask may_be_slip;
    lanes most = other_dates(f, x, &may_be_slip);
    most = choose(is_none(masked(x, 0xffff)), other_years(at, f, may_be_slip), most);
    most = choose(is_none(shift_right(x, 16)), one_year(f, a, b, negative(or_words(default_a, default_b))), most);
    lanes rarer_a = own(at, SHEET_RARER), rarer_b = others(at, SHEET_RARER);
    lanes of_default = add(choose(negative(default_a), rarer_a, rarer_b), all_of(1 << SHEET_BIT_SHIFT));
    return add(most, choose(negative(xor_words(default_a, default_b)), of_default, together(rarer_a, rarer_b)));
}

/* ---- names ------------------------------------------------------------------------------------------------------ */

INLINE lanes bits_that_differ(lanes_at at, size_t column)
{
    return count_bits(xor_words(own(at, column), others(at, column)));
}

/* Rows that have all letters of the one, or whose letters it has. */
INLINE lanes_mask contained(lanes_at at)
{
    lanes a = own(at, SHEET_LETTERS), b = others(at, SHEET_LETTERS);
    return either(is_none(and_not(a, b)), is_none(and_not(b, a)));
}

/* The larger of `most` and what a level adds where it is possible. */
INLINE lanes with_level(lanes most, const sheet_field *f, size_t level, lanes class, lanes_mask is_possible)
{
    return larger(most, choose(is_possible, one_of_four(f->names[level], class), all_of(SHEET_IMPOSSIBLE)));
}

INLINE lanes names_most(lanes_at at, const sheet_field *f)
{
    lanes a = own(at, SHEET_RARITY), b = others(at, SHEET_RARITY), rarity = larger(a, b);
    lanes longer = distance_of_halves(own(at, SHEET_LENGTHS), others(at, SHEET_LENGTHS));
    lanes letters = add(bits_that_differ(at, SHEET_LETTERS), masked(longer, 0xffff));
    lanes spelt = add(bits_that_differ(at, SHEET_SPELT), shift_right(longer, 16));
    lanes_mask skeleton = equal_words(at, SHEET_SKELETON);
    lanes most = all_of(SHEET_IMPOSSIBLE);
    most = with_level(most, f, NAMES_SPELLING, rarity, equal_words(at, SHEET_SPELLING));
    most = with_level(most, f, NAMES_EDIT, rarity, greater(all_of(3), letters));
    most = with_level(most, f, NAMES_SPELLINGS, rarity, greater(all_of(3), spelt));
    most = with_level(most, f, NAMES_SKELETON, rarity, skeleton);
    most = with_level(most, f, NAMES_EDITS, rarity, greater(all_of(5), letters));
    most = add(most, names_together(shift_down(a, 2), shift_down(b, 2)));
    most = larger(most, choose(contained(at), all_of(f->begins), all_of(SHEET_IMPOSSIBLE)));
    return larger(most, choose(skeleton, all_of(SHEET_IMPOSSIBLE), all_of(f->differ)));
}

/* ---- rows ------------------------------------------------------------------------------------------------------- */

INLINE lanes other_values(lanes_at at, const sheet_field *f, bool is_name)
{
    if (is_name)
        return names_most(at, f);
    return f->kind == SHEET_DATE ? dates_most(at, f) : larger(own(at, SHEET_OTHER), others(at, SHEET_OTHER));
}

/* What a field adds; same: of each field, where both have its value. */
INLINE lanes field_most(lanes_at at, const sheet_field fields[], size_t field, bool is_name, lanes_mask same[])
{
    const sheet_field *f = &fields[field];
    at = of_field(at, f);
    lanes x = own(at, SHEET_NUMBER), y = others(at, SHEET_NUMBER);
    lanes_mask silent = either(is_none(x), is_none(y)), is_equal = equal(x, y);
    same[field] = neither(silent, complement(is_equal));
    if (f->kind == SHEET_SILENT)
        return all_of(0);
    if (f->finer >= 0)
        silent = either(silent, same[f->finer]);
    return choose(silent, all_of(0), choose(is_equal, own(at, SHEET_EQUAL), other_values(at, f, is_name)));
}

INLINE unsigned swapped(const sheet *s, lanes_at at)
{
    if (s->given < 0 || s->surname < 0)
        return 0;
    size_t twin = s->fields[s->given].column + SHEET_TWIN, surname = s->fields[s->surname].column + SHEET_NUMBER;
    return bits_of(equal(own(at, twin), others(at, surname))) & bits_of(equal(others(at, twin), own(at, surname)));
}

/* Bit set of the rows that are pairs with those `shift` behind them. */
INLINE unsigned pairs_of(const sheet *s, size_t i, size_t shift)
{
    lanes other = add(all_of((int32_t)(i + shift)), each_lane());
    lanes_mask beyond =
        either(greater(load(s->partners + i), other), complement(greater(load(s->partners_end + i), other)));
    return ~bits_of(beyond) & ((1u << LANES) - 1);
}

/* Bit sets of those that may, of those that are pairs, by two shifts: what both need is loaded once. To leave a lot
 * before its names are looked at would cost more than it spares: of sixteen pairs one goes on nearly always. */
TARGET static void sift_two(const sheet *s, size_t i, size_t shift, uint16_t ret[2])
{
    unsigned pairs = pairs_of(s, i, shift), next = pairs_of(s, i, shift + 1);
    ret[0] = ret[1] = 0;
    if ((pairs | next) == 0)
        return;
    lanes_at at = {s->words + i, s->words + i + shift, s->stride}, at_next = {at.own, at.other + 1, at.stride};
    lanes_mask same[SHEET_FIELDS], same_next[SHEET_FIELDS];
    lanes most = load(s->base + i), most_next = most;
    for (size_t f = 0; f < s->names_from; f++) {
        most = add(most, field_most(at, s->fields, f, false, same));
        most_next = add(most_next, field_most(at_next, s->fields, f, false, same_next));
    }
    for (size_t f = s->names_from; f < s->field_count; f++) {
        most = add(most, field_most(at, s->fields, f, true, same));
        most_next = add(most_next, field_most(at_next, s->fields, f, true, same_next));
    }
    ret[0] = (uint16_t)((~bits_of(negative(most)) | swapped(s, at)) & pairs);
    ret[1] = (uint16_t)((~bits_of(negative(most_next)) | swapped(s, at_next)) & next);
}

TARGET static void sift(const sheet *s, size_t i, size_t shift, size_t count, uint16_t ret[])
{
    for (size_t k = 0; k < count; k += 2)
        sift_two(s, i, shift + k, ret + k);
}
