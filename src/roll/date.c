/* SPDX-License-Identifier: Apache-2.0
 * Dates of birth as they stand in rolls: parts that are not known, the Buddhist era, the digits of three scripts. */
#include "scrutineer/roll.h"

#include <string.h>

#define PARTS_MAX 3
/* A Buddhist year is 543 or 544 ahead, as the year turns in April. */
#define BUDDHIST_AHEAD 543
#define BUDDHIST_FIRST 2400
#define BUDDHIST_LAST 2600

/* One number of a date. */
typedef struct {
    int value, digits;
    bool unknown; /* written with x or question marks; the value is then 0 */
} part;

typedef struct {
    part parts[PARTS_MAX];
    size_t count;
} parts;

/* What a character is in a date; 0 to 9: a digit. */
enum { UNKNOWN = 10, SEPARATOR, OTHER };

static int ascii_kind(unsigned char c)
{
    enum { S = SEPARATOR, L = OTHER, U = UNKNOWN };
    static const uint8_t KINDS[128] = {
        S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, /* 00 */
        S, S, S, S, S, S, S, S, S, S, U, S, S, S, S, S, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, S, S, S, S, S, U, /* 20 */
        S, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, U, L, L, S, S, S, S, U, /* 40 */
        S, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, U, L, L, S, S, S, S, S, /* 60 */
    };
    return KINDS[c & 0x7F];
}

/* Of a character that is no ASCII: a digit of Khmer (U+17E0) or Arabic (U+0660, U+06F0), or OTHER. */
static inline int other_kind(const unsigned char *b, size_t length, size_t *ret_used)
{
    bool khmer = length >= 3 && b[0] == 0xE1 && b[1] == 0x9F && b[2] >= 0xA0 && b[2] <= 0xA9;
    bool arabic = length >= 2 && b[0] == 0xD9 && b[1] >= 0xA0 && b[1] <= 0xA9;
    bool persian = length >= 2 && b[0] == 0xDB && b[1] >= 0xB0 && b[1] <= 0xB9;
    *ret_used = khmer ? 3 : 2;
    return khmer || arabic || persian ? b[khmer ? 2 : 1] & 0x0F : OTHER;
}

/* Of the character at the beginning of bytes[0 .. length), length >= 1. */
static inline int kind_of(const unsigned char *b, size_t length, size_t *ret_used)
{
    *ret_used = 1;
    return b[0] < 0x80 ? ascii_kind(b[0]) : other_kind(b, length, ret_used);
}

/* Adds a digit or a sign for an unknown one. False: the part is too long. */
static inline bool add_digit(part *p, int kind)
{
    p->unknown = p->unknown || kind == UNKNOWN;
    p->value = p->unknown ? 0 : p->value * 10 + kind;
    return ++p->digits <= 8;
}

/* False: more parts or longer ones than a date has, or a letter. */
static bool read_parts(const char *bytes, size_t length, parts *p)
{
    const part none = {0, 0, false};
    part here = none;
    for (size_t at = 0, used; at < length; at += used) {
        int kind = kind_of((const unsigned char *)bytes + at, length - at, &used);
        bool digit = kind <= UNKNOWN;
        if (kind == OTHER || (digit && (p->count == PARTS_MAX || !add_digit(&here, kind))))
            return false;
        if (here.digits > 0 && (!digit || at + used >= length)) {
            p->parts[p->count++] = here;
            here = none;
        }
    }
    return p->count > 0;
}

/* Eight digits without separators are three parts. */
static void split_packed(parts *p, scrut_date_order order)
{
    if (p->count != 1 || p->parts[0].digits != 8)
        return;
    int value = p->parts[0].value;
    p->count = 3;
    if (order == SCRUT_DATE_YEAR_FIRST) {
        p->parts[0] = (part){value / 10000, 4, false};
        p->parts[1] = (part){value / 100 % 100, 2, false};
        p->parts[2] = (part){value % 100, 2, false};
    } else {
        p->parts[0] = (part){value / 1000000, 2, false};
        p->parts[1] = (part){value / 10000 % 100, 2, false};
        p->parts[2] = (part){value % 10000, 4, false};
    }
}

/* Which part is the year: the one with four digits, else the one in the year's place; -1: two of them, or none. */
static int find_year(const parts *p, scrut_date_order order)
{
    int found = -1;
    for (size_t i = 0; i < p->count; i++) {
        if (p->parts[i].digits > 4 || p->parts[i].digits == 3)
            return -1;
        if (p->parts[i].digits == 4) {
            if (found >= 0)
                return -1;
            found = (int)i;
        }
    }
    if (found < 0 && p->count == PARTS_MAX)
        found = order == SCRUT_DATE_YEAR_FIRST ? 0 : PARTS_MAX - 1;
    return found;
}

static int full_year(part year, int last_year, unsigned *flags)
{
    if (year.digits == 4 && year.value >= BUDDHIST_FIRST && year.value <= BUDDHIST_LAST) {
        *flags |= SCRUT_DATE_BUDDHIST;
        return year.value - BUDDHIST_AHEAD;
    }
    if (year.digits == 4 || year.unknown)
        return year.value;
    *flags |= SCRUT_DATE_CENTURY;
    int century = last_year / 100 * 100;
    return year.value <= last_year % 100 ? century + year.value : century - 100 + year.value;
}

/* The other two parts as month and day. A year in front is followed by the month. False: neither order is possible. */
static bool order_day(part first, part second, bool month_first, bool year_first, scrut_date *date)
{
    int month = month_first ? first.value : second.value, day = month_first ? second.value : first.value;
    if (month > 12 && month <= 31 && day <= 12) {
        int swap = month;
        month = day;
        day = swap;
        date->flags |= SCRUT_DATE_SWAPPED;
    } else if (!year_first && month >= 1 && month <= 12 && day >= 1 && day <= 12 && day != month) {
        date->flags |= SCRUT_DATE_AMBIGUOUS;
    }
    if (month > 12 || day > 31)
        return false;
    date->month = (uint8_t)month;
    date->day = (uint8_t)day;
    return true;
}

static int days_in(int year, int month)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && (leap || year == 0) ? 29 : DAYS[month - 1];
}

static void note(scrut_date *date)
{
    bool buddhist = (date->flags & SCRUT_DATE_BUDDHIST) != 0; /* the leap year is not certain then */
    if (date->day == 1 && date->month == 1)
        date->flags |= SCRUT_DATE_DEFAULT_DAY;
    if (date->year == 1111 || date->year == 1800 || date->year == 9999 ||
        (date->year == 1900 && date->month <= 1 && date->day <= 1))
        date->flags |= SCRUT_DATE_FILLER;
    if (date->month > 0 && date->day > days_in(buddhist ? 0 : date->year, date->month))
        date->flags |= SCRUT_DATE_IMPOSSIBLE;
}

bool scrut_date_parse(const char *bytes, size_t length, scrut_date_order order, int last_year, scrut_date *ret_date)
{
    parts p = {.count = 0};
    if (!read_parts(bytes, length, &p))
        return false;
    split_packed(&p, order);
    int y = find_year(&p, order);
    if (y < 0 || (p.count == PARTS_MAX && y == 1))
        return false;
    scrut_date date = {0};
    date.year = (int16_t)full_year(p.parts[y], last_year, &date.flags);
    bool parts_fit = true;
    if (p.count == PARTS_MAX) {
        part first = p.parts[y == 0 ? 1 : 0], second = p.parts[y == 0 ? 2 : 1];
        parts_fit = order_day(first, second, y == 0 || order == SCRUT_DATE_MONTH_FIRST, y == 0, &date);
    } else if (p.count == 2) {
        date.month = (uint8_t)p.parts[1 - y].value;
        parts_fit = date.month <= 12;
    }
    if (!parts_fit)
        return false;
    note(&date);
    *ret_date = date;
    return true;
}
