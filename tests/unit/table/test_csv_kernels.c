/* SPDX-License-Identifier: Apache-2.0
 * The fast and the portable kernels against loops that look at one byte after another. */
#include "../../../src/table/csv_simd.h"
#include "extent.h"
#include "table_support.h"

#include <ctype.h>

#define LENGTH_MAX 700

static uint64_t state = 5;

static int rounds(int usual)
{
    return (int)test_extent(usual / 5, usual, 10 * usual);
}

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
    for (int round = 0; round < rounds(3000); round++) {
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
    for (int round = 0; round < rounds(3000); round++) {
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
    for (int round = 0; round < rounds(3000); round++) {
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
    for (int round = 0; round < rounds(4000); round++) {
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

START_TEST(line_ends_are_the_newlines_of_a_text_without_quotes_returns_and_nul)
{
    static const char *const ALPHABETS[] = {"1,\n", "1234567890,\n", "1\xE1\n", "1234567890,abc\n\t\"", "12345678\n\r",
                                            "\n"};
    scrut_csv_buffer buffer = {0};
    uint32_t line_ends[LENGTH_MAX + 2];
    for (int round = 0; round < rounds(6000); round++) {
        const char *alphabet = ALPHABETS[round % 6];
        size_t length = random_text(&buffer, alphabet, strlen(alphabet) + (round % 50 == 0)), count = 0;
        size_t room = next_random() % (round % 3 == 0 ? 20 : LENGTH_MAX);
        bool plain = true, high = false, got_high = false;
        size_t got = 0;
        for (size_t i = 0; i < length; i++) {
            count += buffer.bytes[i] == '\n';
            plain &= strchr("\r\"", buffer.bytes[i]) == NULL; /* finds the NUL, too */
            high |= (unsigned char)buffer.bytes[i] >= 0x80;
        }
        bool result = kernels_of(_i)->line_ends(buffer.bytes, length, line_ends, room, &got, &got_high);
        ck_assert_int_eq(result, plain && count <= room);
        if (!result)
            continue;
        ck_assert_uint_eq(got, count);
        ck_assert_int_eq(got_high, high);
        for (size_t i = length; i-- > 0;)
            ck_assert(buffer.bytes[i] != '\n' || line_ends[--count] == i);
    }
    scrut_csv_buffer_free(&buffer);
}
END_TEST

#define LINES 24

/* Lines of cells of random lengths with a newline behind each; returns the length. */
static size_t random_lines(scrut_csv_buffer *buffer, const char *alphabet, size_t cell_max, uint32_t line_ends[LINES])
{
    size_t at = 0, symbols = strlen(alphabet);
    ck_assert(scrut_csv_buffer_grow(buffer, LINES * 400, 0));
    memset(buffer->bytes - SCRUT_CSV_MARGIN, ',', LINES * 400 + 2 * SCRUT_CSV_MARGIN);
    for (size_t line = 0; line < LINES; line++) {
        for (size_t cells = 1 + next_random() % 6; cells > 0; cells--) {
            for (size_t length = next_random() % (cell_max + 1); length > 0; length--)
                buffer->bytes[at++] = alphabet[next_random() % symbols];
            buffer->bytes[at++] = cells > 1 ? ',' : '\n';
        }
        line_ends[line] = (uint32_t)at - 1;
    }
    return at;
}

/* The end of the count-th cell from `at` on, SIZE_MAX when the line has not so many. */
static size_t slow_cell_end(const char *bytes, size_t at, size_t count)
{
    for (;; at++) {
        if (bytes[at] == '\n' || (bytes[at] == ',' && count == 1))
            return count == 1 ? at : SIZE_MAX;
        count -= bytes[at] == ',';
    }
}

START_TEST(cells_are_cut_at_delimiters_and_a_line_must_have_so_many)
{
    scrut_csv_buffer buffer = {0};
    uint32_t line_ends[LINES], cursors[LINES], starts[LINES], ends[LINES];
    int rights = 0;
    for (int round = 0; round < rounds(1000); round++) {
        (void)random_lines(&buffer, "17x", round % 2 == 0 ? 5 : 60, line_ends);
        scrut_csv_cells job = {.bytes = buffer.bytes,
                               .cursors = cursors,
                               .line_ends = line_ends,
                               .starts = starts,
                               .ends = ends,
                               .count = 1 + next_random() % 3,
                               .delimiter = ',',
                               .last = next_random() % 2 == 0};
        for (size_t row = 0; row < LINES; row++) {
            uint32_t first = row == 0 ? 0 : line_ends[row - 1] + 1;
            uint32_t start = cursors[row] = first + (uint32_t)(next_random() % (line_ends[row] - first + 1));
            size_t end = slow_cell_end(buffer.bytes, start, job.count);
            bool right = end != SIZE_MAX && (buffer.bytes[end] == '\n') == job.last;
            ck_assert_int_eq(kernels_of(_i)->cells(&job, row, row + 1), right);
            rights += right;
            if (!right)
                continue;
            ck_assert_uint_eq(starts[row], start);
            ck_assert_uint_eq(ends[row], end);
            ck_assert_uint_eq(cursors[row], end + 1);
        }
        uint32_t beyond = cursors[0] = line_ends[0] + 1;
        ck_assert(!kernels_of(_i)->cells(&job, 0, 1));
        ck_assert_uint_eq(cursors[0], beyond);
    }
    ck_assert_int_gt(rights, rounds(5000));
    scrut_csv_buffer_free(&buffer);
}
END_TEST

/* Values of `count` cells from `at` on, which must have one to four digits and lie in sixteen bytes; returns the
 * position behind them, or 0. */
static size_t slow_numbers(const char *bytes, size_t at, unsigned count, bool last, int32_t values[])
{
    size_t start = at;
    for (unsigned c = 0; c < count; c++) {
        size_t end = at;
        while (isdigit((unsigned char)bytes[end]))
            end++;
        values[c] = slow_number(bytes, at, end);
        bool ends = bytes[end] == ',' || (last && bytes[end] == '\n');
        if (!ends || values[c] < 0 || end - at > 4 || end - start > 16)
            return 0;
        at = end + 1;
    }
    return at;
}

typedef size_t side_by_side_function(scrut_csv_numbers *job, size_t row, size_t rows);

/* The two ways of it, NULL where this machine has them not. */
static side_by_side_function *side_by_side(bool pdep)
{
#if HAVE_AVX2
    if (kernels_of(1)->numbers_side_by_side == NULL || (pdep && !__builtin_cpu_supports("bmi2")))
        return NULL;
    return pdep ? scrut_csv_numbers_side_by_side_pdep : scrut_csv_numbers_side_by_side_avx2;
#else
    (void)pdep;
    return NULL;
#endif
}

START_TEST(numbers_side_by_side_are_those_of_a_slow_loop_up_to_the_first_eight_rows_with_another_cell)
{
    static const char *const ALPHABETS[] = {"0123456789", "0123456789", "0123456789", "0123456789/", "0123456789:"};
    side_by_side_function *numbers_side_by_side = side_by_side(_i >= 8);
    scrut_csv_pattern *patterns = scrut_csv_patterns_new();
    scrut_csv_buffer buffer = {0};
    uint32_t line_ends[LINES], cursors[LINES];
    uint16_t got[4][LINES];
    int32_t expected[4];
    size_t done = 0;
    ck_assert_ptr_nonnull(patterns);
    for (int round = 0; round < rounds(3000) && numbers_side_by_side != NULL; round++) {
        (void)random_lines(&buffer, ALPHABETS[round % 5], 1 + next_random() % 5, line_ends);
        scrut_csv_numbers job = {.bytes = buffer.bytes,
                                 .patterns = patterns,
                                 .cursors = cursors,
                                 .values = {got[0], got[1], got[2], got[3]},
                                 .count = 1 + (unsigned)_i % 8 / 2,
                                 .delimiter = ',',
                                 .last = _i % 2 == 1};
        /* rows whose cells are right, with one that may not be, in every place */
        size_t rows = 0, odd = next_random() % LINES;
        for (size_t at = 0; at < line_ends[LINES - 1] && rows < LINES; at++) {
            bool right = slow_numbers(buffer.bytes, at, job.count, job.last, expected) != 0;
            if (right || rows == odd)
                cursors[rows++] = (uint32_t)at;
        }
        size_t eights = 0;
        uint32_t old[LINES], bits[4] = {0};
        memcpy(old, cursors, sizeof old);
        for (bool right = true; right && eights + 8 <= rows; eights += right ? 8 : 0)
            for (size_t row = eights; row < eights + 8; row++)
                right &= slow_numbers(buffer.bytes, old[row], job.count, job.last, expected) != 0;
        ck_assert_uint_eq(numbers_side_by_side(&job, 0, rows), eights);
        for (size_t row = 0; row < rows; row++) {
            size_t behind = slow_numbers(buffer.bytes, old[row], job.count, job.last, expected);
            ck_assert_uint_eq(cursors[row], row < eights ? behind : old[row]);
            for (unsigned c = 0; row < eights && c < job.count; c++) {
                ck_assert_int_eq(got[c][row], expected[c]);
                bits[c] |= (uint32_t)expected[c];
            }
        }
        for (unsigned c = 0; c < job.count; c++)
            ck_assert_uint_eq(job.bits[c], bits[c]);
        done += eights;
    }
    ck_assert(numbers_side_by_side == NULL || done > 2 * (size_t)rounds(1000));
    free(patterns);
    scrut_csv_buffer_free(&buffer);
}
END_TEST

START_TEST(short_texts_are_those_of_a_slow_loop_up_to_the_first_longer_one)
{
    const scrut_csv_kernels *kernels = kernels_of(1);
    scrut_csv_buffer buffer = {0};
    uint32_t line_ends[LINES], cursors[LINES], old[LINES], ends[LINES];
    char text[LINES * (SCRUT_CSV_SHORT_TEXT + 1) + 3], expected[sizeof text];
    size_t stopped = 0;
    for (int round = 0; round < rounds(3000) && kernels->short_texts != NULL; round++) {
        size_t length = random_lines(&buffer, "17x\xE1", round % 3 == 0 ? 20 : 5, line_ends);
        size_t rows = 1 + next_random() % LINES, right = 0, at = 3;
        memset(expected, 0, sizeof expected);
        for (size_t row = 0; row < rows; row++)
            cursors[row] = (uint32_t)(next_random() % length);
        memcpy(old, cursors, sizeof old);
        for (; right < rows; right++) { /* a newline is a byte as others are */
            const char *cell = buffer.bytes + old[right], *end = memchr(cell, ',', SCRUT_CSV_SHORT_TEXT + 1);
            if (end == NULL)
                break;
            memcpy(expected + at, cell, (size_t)(end - cell));
            at += (size_t)(end - cell);
        }
        scrut_csv_texts job = {
            .bytes = buffer.bytes, .cursors = cursors, .text = text, .length = 3, .ends = ends, .delimiter = ','};
        ck_assert_uint_eq(kernels->short_texts(&job, 0, rows), right);
        ck_assert_uint_eq(job.length, at);
        ck_assert_mem_eq(text + 3, expected + 3, at - 3);
        for (size_t row = 0; row < right; row++) {
            uint32_t start = row == 0 ? 3 : ends[row - 1];
            ck_assert_uint_eq(cursors[row], old[row] + (ends[row] - start) + 1);
            ck_assert_int_eq(buffer.bytes[cursors[row] - 1], ',');
        }
        ck_assert(right == rows || cursors[right] == old[right]);
        stopped += right < rows;
    }
    ck_assert(kernels->short_texts == NULL || (stopped > (size_t)rounds(100) && stopped < 2 * (size_t)rounds(1000)));
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
    tcase_add_loop_test(tests, line_ends_are_the_newlines_of_a_text_without_quotes_returns_and_nul, 0, 2);
    tcase_add_loop_test(tests, cells_are_cut_at_delimiters_and_a_line_must_have_so_many, 0, 2);
    tcase_add_loop_test(
        tests, numbers_side_by_side_are_those_of_a_slow_loop_up_to_the_first_eight_rows_with_another_cell, 0, 16);
    tcase_add_test(tests, short_texts_are_those_of_a_slow_loop_up_to_the_first_longer_one);
    return scrut_test_main(suite);
}
