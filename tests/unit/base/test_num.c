/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "scrutineer/num.h"

#include <string.h>

static scrut_number_result parse(const char *text, int64_t *ret_value, size_t *ret_at)
{
    return scrut_parse_whole(text, strlen(text), SCRUT_VOTES_MAX, ret_value, ret_at);
}

START_TEST(whole_numbers_are_read_in_every_accepted_script)
{
    int64_t value = -1;
    ck_assert_int_eq(parse("120", &value, NULL), SCRUT_NUMBER_OK);
    ck_assert_int_eq(value, 120);
    ck_assert_int_eq(parse("១២០", &value, NULL), SCRUT_NUMBER_OK);
    ck_assert_int_eq(value, 120);
    ck_assert_int_eq(parse("٤٥", &value, NULL), SCRUT_NUMBER_OK);
    ck_assert_int_eq(value, 45);
    ck_assert_int_eq(parse("۴۵", &value, NULL), SCRUT_NUMBER_OK);
    ck_assert_int_eq(value, 45);
    ck_assert_int_eq(parse(" -7 ", &value, NULL), SCRUT_NUMBER_OK);
    ck_assert_int_eq(value, -7);
}
END_TEST

START_TEST(digits_of_two_scripts_are_not_one_number)
{
    int64_t value = 99;
    size_t at = 0;
    ck_assert_int_eq(parse("1២", &value, &at), SCRUT_NUMBER_SYNTAX);
    ck_assert_uint_eq(at, 1);
    ck_assert_int_eq(value, 99);
}
END_TEST

START_TEST(an_empty_cell_is_no_number_and_no_error)
{
    int64_t value = 99;
    ck_assert_int_eq(parse("", &value, NULL), SCRUT_NUMBER_EMPTY);
    ck_assert_int_eq(parse("  ", &value, NULL), SCRUT_NUMBER_EMPTY);
    ck_assert_int_eq(value, 99);
}
END_TEST

START_TEST(separators_decimals_and_letters_are_refused_at_their_byte)
{
    int64_t value;
    size_t at;
    static const struct {
        const char *text;
        size_t at;
    } CASES[] = {{"1,234", 1}, {"12.0", 2}, {"1 2", 1}, {"x", 0}, {"-", 1}, {"1e3", 1}, {"+-1", 1}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        ck_assert_int_eq(parse(CASES[i].text, &value, &at), SCRUT_NUMBER_SYNTAX);
        ck_assert_uint_eq(at, CASES[i].at);
    }
}
END_TEST

START_TEST(numbers_end_exactly_at_the_limit)
{
    int64_t value;
    ck_assert_int_eq(parse("1099511627776", &value, NULL), SCRUT_NUMBER_OK);
    ck_assert_int_eq(value, SCRUT_VOTES_MAX);
    ck_assert_int_eq(parse("1099511627777", &value, NULL), SCRUT_NUMBER_TOO_BIG);
    ck_assert_int_eq(parse("99999999999999999999999999", &value, NULL), SCRUT_NUMBER_TOO_BIG);
}
END_TEST

START_TEST(decimals_are_exact_reduced_fractions)
{
    int64_t n, d;
    ck_assert(scrut_parse_decimal("1.4", 3, &n, &d));
    ck_assert_int_eq(n, 7);
    ck_assert_int_eq(d, 5);
    ck_assert(scrut_parse_decimal("5", 1, &n, &d));
    ck_assert_int_eq(n, 5);
    ck_assert_int_eq(d, 1);
    ck_assert(!scrut_parse_decimal("1.", 2, &n, &d));
    ck_assert(!scrut_parse_decimal("1.2.3", 5, &n, &d));
    ck_assert(!scrut_parse_decimal("", 0, &n, &d));
}
END_TEST

START_TEST(ratios_are_printed_rounded_half_away_from_zero)
{
    char text[32];
    scrut_format_ratio(text, sizeof text, 1, 3, 2);
    ck_assert_str_eq(text, "0.33");
    scrut_format_ratio(text, sizeof text, 1, 8, 2);
    ck_assert_str_eq(text, "0.13");
    scrut_format_ratio(text, sizeof text, -1, 8, 2);
    ck_assert_str_eq(text, "-0.13");
    scrut_format_ratio(text, sizeof text, 999, 1000, 1);
    ck_assert_str_eq(text, "1.0");
    scrut_format_ratio(text, sizeof text, -1, 1000, 1);
    ck_assert_str_eq(text, "0.0");
    scrut_format_ratio(text, sizeof text, 7, 2, 0);
    ck_assert_str_eq(text, "4");
}
END_TEST

START_TEST(grouped_numbers_read_as_people_write_them)
{
    char text[32];
    scrut_format_grouped(text, sizeof text, 0);
    ck_assert_str_eq(text, "0");
    scrut_format_grouped(text, sizeof text, 9675453);
    ck_assert_str_eq(text, "9,675,453");
    scrut_format_grouped(text, sizeof text, INT64_MIN);
    ck_assert_str_eq(text, "-9,223,372,036,854,775,808");
}
END_TEST

START_TEST(quotients_are_compared_exactly_where_doubles_see_a_tie)
{
    /* 2^53 + 1 and 2^53 are one double */
    ck_assert_int_eq(scrut_quotient_compare((INT64_C(1) << 53) + 1, 3, INT64_C(1) << 53, 3), 1);
    ck_assert_int_eq(scrut_quotient_compare(2, 4, 1, 2), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("num");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, whole_numbers_are_read_in_every_accepted_script);
    tcase_add_test(tests, digits_of_two_scripts_are_not_one_number);
    tcase_add_test(tests, an_empty_cell_is_no_number_and_no_error);
    tcase_add_test(tests, separators_decimals_and_letters_are_refused_at_their_byte);
    tcase_add_test(tests, numbers_end_exactly_at_the_limit);
    tcase_add_test(tests, decimals_are_exact_reduced_fractions);
    tcase_add_test(tests, ratios_are_printed_rounded_half_away_from_zero);
    tcase_add_test(tests, grouped_numbers_read_as_people_write_them);
    tcase_add_test(tests, quotients_are_compared_exactly_where_doubles_see_a_tie);
    return scrut_test_main(suite);
}
