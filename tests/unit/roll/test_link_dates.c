/* SPDX-License-Identifier: Apache-2.0
 * Levels of two dates, by their digits of four bits and by the definition on text. */
#include "../../../src/roll/link_internal.h"
#include "extent.h"
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>

#define SEED UINT64_C(1582)
#define PAIRS test_extent(20000, 200000, 1000000)

typedef struct {
    int year, month, day; /* 0: not known */
} date;

/* The definition: the first of these that is true. */
static const char *level_by_text(date a, date b)
{
    char x[16], y[16];
    snprintf(x, sizeof x, "%04d%02d%02d", a.year, a.month, a.day);
    snprintf(y, sizeof y, "%04d%02d%02d", b.year, b.month, b.day);
    bool of_a = (a.month == 1 && a.day == 1) || a.month == 0 || a.day == 0;
    bool of_b = (b.month == 1 && b.day == 1) || b.month == 0 || b.day == 0;
    if (a.year == b.year) {
        if (a.month == b.day && a.day == b.month)
            return "day and month swapped";
        if (of_a || of_b)
            return "same year and a default day";
        return a.month == b.month ? "same year and month"
               : a.day == b.day   ? "same year and day of the month"
                                  : "same year";
    }
    int slips = 0, years = abs(a.year - b.year);
    for (int i = 0; i < 8; i++) {
        slips += x[i] != y[i];
        if (x[i] != y[i] && i < 7 && x[i] == y[i + 1] && x[i + 1] == y[i])
            i++;
    }
    if (a.month != b.month || a.day != b.day)
        return slips == 1 ? "one slip" : slips == 2 ? "two slips" : "different";
    if (of_a)
        return years == 1 || years == 10 ? "default day one or ten years off" : "default day of another year";
    if (years == 1 || years == 10)
        return years == 1 ? "one year off" : "ten years off";
    return slips == 1 ? "one slip" : "same day of another year";
}

static date draw(scrut_rng *rng)
{
    return (date){1890 + (int)scrut_rng_below(rng, 130), (int)scrut_rng_below(rng, 13), (int)scrut_rng_below(rng, 32)};
}

/* Another date, most often one that a clerk could make of the first. */
static date spoil(scrut_rng *rng, date d)
{
    date other = draw(rng);
    switch (scrut_rng_below(rng, 8)) {
    case 0: return (date){d.year, d.day % 13, d.month};
    case 1: return (date){d.year, other.month, d.day};
    case 2: return (date){d.year, 1, 1};
    case 3: return (date){other.year, d.month, d.day};
    case 4: return (date){d.year + (int)scrut_rng_below(rng, 21) - 10, d.month, d.day};
    case 5: return (date){d.year / 100 * 100 + d.year % 10 * 10 + d.year / 10 % 10, d.month, d.day};
    case 6: return (date){d.year / 10 * 10 + d.month / 10, d.year % 10 * 10 + d.month % 10, d.day};
    default: return other;
    }
}

static uint32_t digits(date d)
{
    return scrut_link_date_digits((unsigned)d.year, (unsigned)(100 * d.month + d.day));
}

START_TEST(two_dates_show_what_the_definition_on_their_text_says)
{
    scrut_rng rng = scrut_rng_open(SEED, 1, 0);
    unsigned seen[13] = {0};
    for (int i = 0; i < PAIRS; i++) {
        date a = draw(&rng), b = spoil(&rng, a);
        if (digits(a) == digits(b))
            continue;
        unsigned level = scrut_link_date_level(digits(a), digits(b));
        bool right = level < 13 && strcmp(scrut_link_level_name(SCRUT_LINK_BORN, level), level_by_text(a, b)) == 0 &&
                     level == scrut_link_date_level(digits(b), digits(a));
        if (!right)
            ck_abort_msg("%08x and %08x, seed %llu: level %u, not \"%s\"", digits(a), digits(b),
                         (unsigned long long)SEED, level, level_by_text(a, b));
        seen[level]++;
    }
    for (unsigned level = 0; level < 13; level++)
        ck_assert_msg(seen[level] > 0, "no pair of level %u, seed %llu", level, (unsigned long long)SEED);
}
END_TEST

START_TEST(digits_are_those_of_the_date)
{
    ck_assert_uint_eq(scrut_link_date_digits(1979, 1231), 0x19791231);
    ck_assert_uint_eq(scrut_link_date_digits(85, 0), 0x00850000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link_dates");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, two_dates_show_what_the_definition_on_their_text_says);
    tcase_add_test(tests, digits_are_those_of_the_date);
    return scrut_test_main(suite);
}
