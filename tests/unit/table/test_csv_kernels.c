/* SPDX-License-Identifier: Apache-2.0
 * The fast and the portable kernels against loops that look at one byte after another. */
#include "table_support.h"

#include <ctype.h>

#define LENGTH_MAX 700

static uint64_t state = 5;

static uint64_t next_random(void)
{
    uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* Random text in which every byte that matters is frequent, with margins full of the same. */
static size_t random_text(scrut_csv_buffer *buffer, const char *alphabet, size_t alphabet_length)
{
    ck_assert(scrut_csv_buffer_grow(buffer, LENGTH_MAX, 0));
    char *from = buffer->bytes - SCRUT_CSV_MARGIN;
    for (size_t i = 0; i < LENGTH_MAX + 2 * SCRUT_CSV_MARGIN; i++)
        from[i] = alphabet[next_random() % alphabet_length];
    return (size_t)(next_random() % LENGTH_MAX);
}

static const scrut_csv_kernels *kernels_of(int index)
{
    return scrut_csv_kernels_get(index == 0);
}

static const char CSV_BYTES[] = "1234567890,,,,\n\n\"x";

START_TEST(the_survey_counts_and_finds_what_a_slow_loop_finds)
{
    static const char *const ALPHABETS[] = {"1,\n", "1,\n\"", "1,\r\n", "\r\n", "1\xE1", "12"};
    scrut_csv_buffer buffer = {0};
    for (int round = 0; round < 3000; round++) {
        const char *alphabet = ALPHABETS[round % 6];
        size_t length = random_text(&buffer, alphabet, strlen(alphabet) + (round % 50 == 0));
        scrut_csv_survey got, expected = {0};
        kernels_of(_i)->survey(buffer.bytes, length, &got);
        for (size_t i = 0; i < length; i++) {
            char c = buffer.bytes[i];
            expected.newlines += c == '\n';
            expected.has_quote |= c == '"';
            expected.has_cr |= c == '\r';
            expected.has_lone_cr |= c == '\r' && (i + 1 == length || buffer.bytes[i + 1] != '\n');
            expected.has_nul |= c == '\0';
            expected.has_high |= (unsigned char)c >= 0x80;
        }
        ck_assert_uint_eq(got.newlines, expected.newlines);
        ck_assert_int_eq(got.has_quote, expected.has_quote);
        ck_assert_int_eq(got.has_cr, expected.has_cr);
        ck_assert_int_eq(got.has_lone_cr, expected.has_lone_cr);
        ck_assert_int_eq(got.has_nul, expected.has_nul);
        ck_assert_int_eq(got.has_high, expected.has_high);
    }
    scrut_csv_buffer_free(&buffer);
}
END_TEST

START_TEST(the_last_record_end_is_outside_quotes)
{
    scrut_csv_buffer buffer = {0};
    for (int round = 0; round < 3000; round++) {
        size_t length = random_text(&buffer, round % 2 == 0 ? "1,\n\"" : "1234567890\n", round % 2 == 0 ? 4 : 11);
        bool open = false, got_open;
        size_t expected = 0;
        for (size_t i = 0; i < length; i++) {
            open ^= buffer.bytes[i] == '"';
            if (buffer.bytes[i] == '\n' && !open)
                expected = i + 1;
        }
        ck_assert_uint_eq(kernels_of(_i)->last_record_end(buffer.bytes, length, &got_open), expected);
        ck_assert_int_eq(got_open, open);
    }
    scrut_csv_buffer_free(&buffer);
}
END_TEST

START_TEST(marks_are_the_places_of_delimiters_and_newlines)
{
    scrut_csv_buffer buffer = {0};
    uint32_t marks[LENGTH_MAX + 2 * SCRUT_CSV_MARGIN];
    for (int round = 0; round < 3000; round++) {
        size_t length = random_text(&buffer, CSV_BYTES, sizeof CSV_BYTES - 1), wanted = next_random() % 300 + 1;
        size_t position = next_random() % (length + 1), newlines = 0, expected_newlines = 0, i = position;
        size_t count = kernels_of(_i)->marks(buffer.bytes, &position, length, ',', wanted, marks, &newlines);
        ck_assert(count >= wanted || position == length);
        ck_assert_uint_lt(count, wanted + 64);
        size_t expected = 0;
        for (; i < position; i++) {
            if (buffer.bytes[i] != ',' && buffer.bytes[i] != '\n')
                continue;
            ck_assert_uint_lt(expected, count);
            ck_assert_uint_eq(marks[expected++], i);
            expected_newlines += buffer.bytes[i] == '\n';
        }
        ck_assert_uint_eq(expected, count);
        ck_assert_uint_eq(newlines, expected_newlines);
    }
    scrut_csv_buffer_free(&buffer);
}
END_TEST

/* Value of one to eight digits, or -1. */
static int32_t slow_number(const char *bytes, size_t start, size_t end)
{
    int32_t value = 0;
    if (start == end || end - start > 8)
        return -1;
    for (; start < end; start++) {
        if (!isdigit((unsigned char)bytes[start]))
            return -1;
        value = value * 10 + (bytes[start] - '0');
    }
    return value;
}

static void check_column(const scrut_csv_kernels *kernels, const char *bytes, const uint32_t *marks, size_t columns,
                         size_t column, size_t rows)
{
    int32_t values[LENGTH_MAX];
    for (size_t row = 0; row < rows; row++) {
        size_t stop =
            kernels->numbers(bytes, marks + column - 1, columns, 1, marks + column, columns, row, rows, values);
        for (; row < rows; row++) {
            const uint32_t *pair = marks + row * columns + column - 1;
            int32_t expected = slow_number(bytes, pair[0] + (size_t)1, pair[1]);
            if (expected < 0)
                break;
            ck_assert_int_eq(values[row], expected);
        }
        ck_assert_uint_eq(stop, row);
    }
}

START_TEST(columns_of_numbers_stop_at_the_first_cell_that_has_not_one_to_eight_digits)
{
    static const char *const ALPHABETS[] = {"0123456789,", "0123456789,,", "0123456789,/:", "99999999999,"};
    scrut_csv_buffer buffer = {0};
    uint32_t marks[LENGTH_MAX + 2 * SCRUT_CSV_MARGIN];
    for (int round = 0; round < 4000; round++) {
        const char *alphabet = ALPHABETS[round % 4];
        size_t length = random_text(&buffer, alphabet, strlen(alphabet)), position = 0, newlines = 0;
        for (size_t i = next_random() % 9; round % 3 == 0 && i < length; i += 1 + next_random() % 8)
            buffer.bytes[i] = ',';
        size_t count = kernels_of(1)->marks(buffer.bytes, &position, length, ',', LENGTH_MAX, marks, &newlines);
        for (size_t columns = 2; columns <= 4; columns++) {
            for (size_t column = 1; column < columns; column++)
                check_column(kernels_of(_i), buffer.bytes, marks, columns, column, count / columns);
        }
    }
    scrut_csv_buffer_free(&buffer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("csv kernels");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, the_survey_counts_and_finds_what_a_slow_loop_finds, 0, 2);
    tcase_add_loop_test(tests, the_last_record_end_is_outside_quotes, 0, 2);
    tcase_add_loop_test(tests, marks_are_the_places_of_delimiters_and_newlines, 0, 2);
    tcase_add_loop_test(tests, columns_of_numbers_stop_at_the_first_cell_that_has_not_one_to_eight_digits, 0, 2);
    return scrut_test_main(suite);
}
