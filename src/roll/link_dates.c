/* SPDX-License-Identifier: Apache-2.0
 * What two dates show of one another. They are compared more often than anything else, and seldom the same two, so a
 * date is eight digits of four bits: year, month and day. */
#include "link_internal.h"

#define MONTH_DAY UINT32_C(0xffff)
#define FIRST_OF_JANUARY UINT32_C(0x0101)

enum {
    DATE_SWAPPED,
    DATE_DEFAULT,
    DATE_MONTH,
    DATE_DAY,
    DATE_YEAR,
    DATE_YEAR_OFF,
    DATE_DECADE_OFF,
    DATE_SLIP,
    DATE_OTHER_YEAR,
    DATE_DEFAULT_OFF,
    DATE_OTHER_DEFAULT,
    DATE_SLIPS,
    DATE_DIFFERENT
};

uint32_t scrut_link_date_digits(unsigned year, unsigned month_day)
{
    uint32_t digits = 0, number = year * 10000u + month_day;
    for (unsigned shift = 0; shift < 32; shift += 4, number /= 10)
        digits |= number % 10 << shift;
    return digits;
}

bool scrut_link_is_default_day(uint32_t date)
{
    uint32_t month_day = date & MONTH_DAY;
    return month_day == FIRST_OF_JANUARY || month_day >> 8 == 0 || (month_day & 0xff) == 0;
}

static unsigned same_year_level(uint32_t a, uint32_t b)
{
    uint32_t am = a >> 8 & 0xff, ad = a & 0xff, bm = b >> 8 & 0xff, bd = b & 0xff;
    if (am == bd && ad == bm)
        return DATE_SWAPPED;
    if (scrut_link_is_default_day(a) || scrut_link_is_default_day(b))
        return DATE_DEFAULT;
    if (am == bm)
        return DATE_MONTH;
    return ad == bd ? DATE_DAY : DATE_YEAR;
}

static uint32_t digit(uint32_t date, unsigned shift)
{
    return date >> shift & 15;
}

/* Slips that turn one date into another, neighbours in each other's place being one: digits are not left out. From
 * three on they are all alike. */
static unsigned slips(uint32_t a, uint32_t b)
{
    uint32_t differ = a ^ b, other = (differ | differ >> 1 | differ >> 2 | differ >> 3) & UINT32_C(0x11111111);
    uint32_t count = other * UINT32_C(0x11111111) >> 28;
    if (count == 1 || count > 4)
        return count == 1 ? 1 : 3;
    unsigned found = 0;
    for (unsigned at = 32; at > 0; at -= 4) {
        unsigned shift = at - 4;
        if (digit(a, shift) == digit(b, shift))
            continue;
        found++;
        if (shift > 0 && digit(a, shift) == digit(b, shift - 4) && digit(a, shift - 4) == digit(b, shift))
            at -= 4;
    }
    return found;
}

unsigned scrut_link_year_of(uint32_t date)
{
    return 1000 * digit(date, 28) + 100 * digit(date, 24) + 10 * digit(date, 20) + digit(date, 16);
}

static unsigned same_day_level(uint32_t a, uint32_t b)
{
    unsigned of_a = scrut_link_year_of(a), of_b = scrut_link_year_of(b),
             years = of_a > of_b ? of_a - of_b : of_b - of_a;
    if (scrut_link_is_default_day(a))
        return years == 1 || years == 10 ? DATE_DEFAULT_OFF : DATE_OTHER_DEFAULT;
    if (years == 1 || years == 10)
        return years == 1 ? DATE_YEAR_OFF : DATE_DECADE_OFF;
    return slips(a, b) == 1 ? DATE_SLIP : DATE_OTHER_YEAR;
}

unsigned scrut_link_date_level(uint32_t a, uint32_t b)
{
    if (a >> 16 == b >> 16)
        return same_year_level(a, b);
    if ((a & MONTH_DAY) == (b & MONTH_DAY))
        return same_day_level(a, b);
    unsigned distance = slips(a, b);
    return distance == 1 ? DATE_SLIP : distance == 2 ? DATE_SLIPS : DATE_DIFFERENT;
}

uint32_t scrut_link_date_levels(int which)
{
#define LEVEL(name) (UINT32_C(1) << DATE_##name)
    static const uint32_t LEVELS[DATES_COUNT] = {[DATES_SWAPPED] = LEVEL(SWAPPED),
                                                 [DATES_DEFAULT] = LEVEL(DEFAULT),
                                                 [DATES_MONTH] = LEVEL(MONTH),
                                                 [DATES_DAY] = LEVEL(DAY),
                                                 [DATES_YEAR] = LEVEL(YEAR),
                                                 [DATES_YEAR_OFF] = LEVEL(YEAR_OFF),
                                                 [DATES_DECADE_OFF] = LEVEL(DECADE_OFF),
                                                 [DATES_OTHER_SLIP] = LEVEL(SLIP) | LEVEL(OTHER_YEAR),
                                                 [DATES_OTHER_YEAR] = LEVEL(OTHER_YEAR),
                                                 [DATES_DEFAULT_OFF] = LEVEL(DEFAULT_OFF),
                                                 [DATES_OTHER_DEFAULT] = LEVEL(OTHER_DEFAULT),
                                                 [DATES_SLIP] = LEVEL(SLIP),
                                                 [DATES_MAY_SLIP] = LEVEL(SLIP) | LEVEL(SLIPS),
                                                 [DATES_SLIPS] = LEVEL(SLIPS),
                                                 [DATES_MAY_SLIPS] = LEVEL(SLIPS) | LEVEL(DIFFERENT),
                                                 [DATES_DIFFERENT] = LEVEL(DIFFERENT)};
#undef LEVEL
    return LEVELS[which];
}
