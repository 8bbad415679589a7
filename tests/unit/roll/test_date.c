/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "scrutineer/roll.h"

#include <string.h>

#define LAST_YEAR 2013

static void expect(const char *text, scrut_date_order order, int year, int month, int day, unsigned flags)
{
    scrut_date date = {0};
    ck_assert_msg(scrut_date_parse(text, strlen(text), order, LAST_YEAR, &date), "%s is no date", text);
    ck_assert_msg(date.year == year && date.month == month && date.day == day && date.flags == flags,
                  "%s is %d-%u-%u, flags %u", text, date.year, date.month, date.day, date.flags);
}

static void expect_none(const char *text)
{
    scrut_date date = {.year = 7};
    ck_assert_msg(!scrut_date_parse(text, strlen(text), SCRUT_DATE_DAY_FIRST, LAST_YEAR, &date), "%s is a date", text);
    ck_assert_int_eq(date.year, 7);
}

START_TEST(dates_are_read_in_every_order_and_with_every_separator)
{
    expect("1980-02-13", SCRUT_DATE_YEAR_FIRST, 1980, 2, 13, 0);
    expect("1980/2/13", SCRUT_DATE_DAY_FIRST, 1980, 2, 13, 0); /* four digits tell the year */
    expect("13.02.1980", SCRUT_DATE_DAY_FIRST, 1980, 2, 13, 0);
    expect("02/13/1980", SCRUT_DATE_MONTH_FIRST, 1980, 2, 13, 0);
    expect("19800213", SCRUT_DATE_YEAR_FIRST, 1980, 2, 13, 0);
    expect("13021980", SCRUT_DATE_DAY_FIRST, 1980, 2, 13, 0);
    expect(" 13 - 02 - 1980 ", SCRUT_DATE_DAY_FIRST, 1980, 2, 13, 0);
}
END_TEST

START_TEST(parts_that_are_not_known_are_0)
{
    expect("1980", SCRUT_DATE_DAY_FIRST, 1980, 0, 0, 0);
    expect("02/1980", SCRUT_DATE_DAY_FIRST, 1980, 2, 0, 0);
    expect("1980-02", SCRUT_DATE_YEAR_FIRST, 1980, 2, 0, 0);
    expect("1980-00-00", SCRUT_DATE_YEAR_FIRST, 1980, 0, 0, 0);
    expect("?\?/02/1980", SCRUT_DATE_DAY_FIRST, 1980, 2, 0, 0);
    expect("xx-xx-1980", SCRUT_DATE_DAY_FIRST, 1980, 0, 0, 0);
    expect("13-02-????", SCRUT_DATE_DAY_FIRST, 0, 2, 13, 0);
    expect("13-02-??", SCRUT_DATE_DAY_FIRST, 0, 2, 13, 0);
}
END_TEST

START_TEST(the_first_of_january_and_fillers_are_flagged)
{
    expect("1980-01-01", SCRUT_DATE_YEAR_FIRST, 1980, 1, 1, SCRUT_DATE_DEFAULT_DAY);
    expect("01/01/1800", SCRUT_DATE_DAY_FIRST, 1800, 1, 1, SCRUT_DATE_DEFAULT_DAY | SCRUT_DATE_FILLER);
    expect("1900-01-01", SCRUT_DATE_YEAR_FIRST, 1900, 1, 1, SCRUT_DATE_DEFAULT_DAY | SCRUT_DATE_FILLER);
    expect("1900-05-07", SCRUT_DATE_YEAR_FIRST, 1900, 5, 7, 0); /* a day of its own is no filler */
    expect("11/11/1111", SCRUT_DATE_DAY_FIRST, 1111, 11, 11, SCRUT_DATE_FILLER);
}
END_TEST

START_TEST(a_day_in_the_place_of_the_month_is_seen_by_its_number)
{
    expect("13/02/1980", SCRUT_DATE_MONTH_FIRST, 1980, 2, 13, SCRUT_DATE_SWAPPED);
    expect("1980-13-02", SCRUT_DATE_YEAR_FIRST, 1980, 2, 13, SCRUT_DATE_SWAPPED);
    expect("03/02/1980", SCRUT_DATE_DAY_FIRST, 1980, 2, 3, SCRUT_DATE_AMBIGUOUS);
    expect("03/02/1980", SCRUT_DATE_MONTH_FIRST, 1980, 3, 2, SCRUT_DATE_AMBIGUOUS);
    expect("1980-03-02", SCRUT_DATE_YEAR_FIRST, 1980, 3, 2, 0);
    expect("02/02/1980", SCRUT_DATE_DAY_FIRST, 1980, 2, 2, 0);
}
END_TEST

START_TEST(khmer_and_arabic_digits_and_the_buddhist_era_are_read)
{
    expect("១៣/០២/១៩៨០", SCRUT_DATE_DAY_FIRST, 1980, 2, 13, 0);
    expect("١٣/٠٢/١٩٨٠", SCRUT_DATE_DAY_FIRST, 1980, 2, 13, 0);
    expect("13/02/2523", SCRUT_DATE_DAY_FIRST, 1980, 2, 13, SCRUT_DATE_BUDDHIST);
    expect("29/02/2524", SCRUT_DATE_DAY_FIRST, 1981, 2, 29, SCRUT_DATE_BUDDHIST); /* 1980 it was, 544 less */
}
END_TEST

START_TEST(two_digits_are_the_last_such_year_that_is_not_in_the_future)
{
    expect("13/02/80", SCRUT_DATE_DAY_FIRST, 1980, 2, 13, SCRUT_DATE_CENTURY);
    expect("13/02/13", SCRUT_DATE_DAY_FIRST, 2013, 2, 13, SCRUT_DATE_CENTURY);
    expect("13/02/14", SCRUT_DATE_DAY_FIRST, 1914, 2, 13, SCRUT_DATE_CENTURY);
    expect("80-02-13", SCRUT_DATE_YEAR_FIRST, 1980, 2, 13, SCRUT_DATE_CENTURY);
}
END_TEST

START_TEST(impossible_days_are_kept_and_flagged)
{
    expect("31/04/1980", SCRUT_DATE_DAY_FIRST, 1980, 4, 31, SCRUT_DATE_IMPOSSIBLE);
    expect("29/02/1981", SCRUT_DATE_DAY_FIRST, 1981, 2, 29, SCRUT_DATE_IMPOSSIBLE);
    expect("29/02/1980", SCRUT_DATE_DAY_FIRST, 1980, 2, 29, 0);
    expect("29/02/1900", SCRUT_DATE_DAY_FIRST, 1900, 2, 29, SCRUT_DATE_IMPOSSIBLE);
    expect("29/02/2000", SCRUT_DATE_DAY_FIRST, 2000, 2, 29, 0);
}
END_TEST

START_TEST(what_is_no_date_is_refused)
{
    expect_none("");
    expect_none("13");
    expect_none("13/02");
    expect_none("32/01/1980");
    expect_none("13/13/1980");
    expect_none("1980/1981/1982");
    expect_none("1/2/3/1980");
    expect_none("13/1980/02");
    expect_none("123/02/1980");
    expect_none("12 May 1980");
    expect_none("1234567890");
    expect_none("\xFF");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("date");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, dates_are_read_in_every_order_and_with_every_separator);
    tcase_add_test(tests, parts_that_are_not_known_are_0);
    tcase_add_test(tests, the_first_of_january_and_fillers_are_flagged);
    tcase_add_test(tests, a_day_in_the_place_of_the_month_is_seen_by_its_number);
    tcase_add_test(tests, khmer_and_arabic_digits_and_the_buddhist_era_are_read);
    tcase_add_test(tests, two_digits_are_the_last_such_year_that_is_not_in_the_future);
    tcase_add_test(tests, impossible_days_are_kept_and_flagged);
    tcase_add_test(tests, what_is_no_date_is_refused);
    return scrut_test_main(suite);
}
