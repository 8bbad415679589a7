/* SPDX-License-Identifier: Apache-2.0
 * Property: what a writer wrote, the reader reads, with any number of threads and any block size. The
 * writer here shares no code with the reader; it writes the expected dump beside the file. */
#include "extent.h"
#include "table_support.h"

typedef struct {
    uint64_t state;
    scrut_buf file, expected;
    char delimiter;
    bool carriage_returns, quote_often;
    int64_t line;
} writer;

/* SplitMix64 */
static uint64_t next_random(writer *w)
{
    uint64_t z = (w->state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static size_t below(writer *w, size_t bound)
{
    return (size_t)(next_random(w) % bound);
}

static void put_quoted(writer *w, const char *text)
{
    scrut_buf_putc(&w->file, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            scrut_buf_putc(&w->file, '"');
        scrut_buf_putc(&w->file, *text);
        w->line += *text == '\n';
    }
    scrut_buf_putc(&w->file, '"');
}

static void put_cell(writer *w, const char *text)
{
    char special[] = {'"', '\n', '\r', w->delimiter, '\0'};
    if (strpbrk(text, special) != NULL || below(w, w->quote_often ? 2 : 40) == 0)
        put_quoted(w, text);
    else
        scrut_buf_puts(&w->file, text);
}

static void put_text(writer *w)
{
    static const char *const PIECES[] = {
        "a", "Battambang", "ភ្នំពេញ", "é", ",", ";", "\t", "\"", "\n", "\r\n", "\r", " ", "0", "-", "\xF0\x9F\x97\xB3"};
    scrut_buf text = {0};
    scrut_buf_append(&text, "", 0);
    for (size_t n = below(w, 5); n > 0; n--) {
        size_t plain = below(w, 3) == 0 ? sizeof PIECES / sizeof PIECES[0] : 4;
        scrut_buf_puts(&text, PIECES[below(w, plain)]);
    }
    put_cell(w, text.bytes);
    scrut_buf_puts(&w->expected, text.bytes);
    scrut_buf_free(&text);
}

static void put_category(writer *w)
{
    static const char *const DISTRICTS[] = {"North", "South", "East, lower", "", "ខាងត្បូង"};
    const char *district = DISTRICTS[below(w, 5)];
    put_cell(w, district);
    scrut_buf_puts(&w->expected, district);
}

static void put_number(writer *w)
{
    char text[32];
    uint64_t value = next_random(w) >> (24 + below(w, 40)); /* up to 2^40 */
    switch (below(w, 12)) {
    case 0:
        put_cell(w, "");
        scrut_buf_putc(&w->expected, '?');
        return;
    case 1: snprintf(text, sizeof text, " %llu", (unsigned long long)value); break;
    case 2: snprintf(text, sizeof text, "%013llu ", (unsigned long long)value); break;
    default: snprintf(text, sizeof text, "%llu", (unsigned long long)value); break;
    }
    put_cell(w, text);
    scrut_buf_printf(&w->expected, "%llu", (unsigned long long)value);
}

static void end_line(writer *w)
{
    scrut_buf_puts(&w->file, w->carriage_returns ? "\r\n" : "\n");
    w->line++;
}

static void put_row(writer *w, const char *kinds)
{
    scrut_buf_printf(&w->expected, "%lld@%zu ", (long long)w->line, w->file.length);
    for (size_t c = 0; kinds[c] != '\0'; c++) {
        if (c > 0) {
            scrut_buf_putc(&w->file, w->delimiter);
            scrut_buf_putc(&w->expected, '|');
        }
        switch (kinds[c]) {
        case 'N': put_number(w); break;
        case 'T': put_text(w); break;
        default: put_category(w); break;
        }
    }
    scrut_buf_putc(&w->expected, '\n');
    end_line(w);
}

/* Two columns or more, since an empty line at the end of a file of one column is no row. */
static void put_table(writer *w, const char *kinds, size_t rows)
{
    if (below(w, 4) == 0)
        scrut_buf_puts(&w->file, "\xEF\xBB\xBF");
    for (size_t c = 0; kinds[c] != '\0'; c++)
        scrut_buf_printf(&w->file, "%.*sc%zu", c > 0, &w->delimiter, c);
    end_line(w);
    for (size_t r = 0; r < rows; r++)
        put_row(w, kinds);
    if (rows > 0 && below(w, 3) == 0)
        w->file.length -= w->carriage_returns ? 2 : 1;
    for (size_t n = below(w, 3); n > 0; n--)
        end_line(w);
    scrut_buf_append(&w->expected, "", 0);
}

static void compare(const writer *w, const char *path, const char *kinds, const scrut_csv_options *options)
{
    static const size_t BLOCKS[] = {0, 16, 61, 256, 4096};
    for (int threads = 1; threads <= 4; threads++) {
        for (size_t b = 0; b < sizeof BLOCKS / sizeof BLOCKS[0]; b++) {
            reading_plan plan = {.kinds = kinds,
                                 .options = options,
                                 .tuning = {.block_bytes = BLOCKS[b], .portable = threads == 2},
                                 .threads = threads,
                                 .places = true};
            reading_result result = read_path(path, &plan);
            ck_assert_msg(result.status == SCRUT_OK, "line %lld: %s", (long long)result.err.line, result.err.message);
            ck_assert_int_eq(result.problems.total, 0);
            expect_text(result.text.bytes, w->expected.bytes);
            result_free(&result);
        }
    }
}

START_TEST(what_a_writer_wrote_is_read_with_any_threads_and_blocks)
{
    writer w = {.state = (uint64_t)_i * 1000003 + 17};
    char kinds[24];
    size_t columns = 2 + below(&w, 20);
    for (size_t c = 0; c < columns; c++)
        kinds[c] = "NNNTC"[below(&w, below(&w, 2) == 0 ? 3 : 5)];
    kinds[columns] = '\0';
    w.delimiter = ",;\t"[below(&w, 3)];
    w.carriage_returns = below(&w, 3) == 0;
    w.quote_often = below(&w, 3) == 0;
    w.line = 1;
    put_table(&w, kinds, below(&w, 3) == 0 ? below(&w, 4) : below(&w, 400));
    scrut_csv_options options = {.delimiter = below(&w, 2) == 0 ? w.delimiter : (char)0};
    temporary_file file = file_with(w.file.bytes, w.file.length);
    compare(&w, file.path, kinds, &options);
    unlink(file.path);
    scrut_buf_free(&w.file);
    scrut_buf_free(&w.expected);
}
END_TEST

/* A table of several default blocks: the borders, widths and categories meet real sizes. */
START_TEST(a_table_of_many_blocks_is_read_alike_by_one_and_four_threads)
{
    writer w = {.state = 99, .delimiter = ',', .line = 1};
    put_table(&w, "NCNNTN", (size_t)test_extent(20000, 60000, 60000));
    temporary_file file = file_with(w.file.bytes, w.file.length);
    size_t segments[2] = {0};
    for (int i = 0; i < 2; i++) {
        reading_plan plan = {.kinds = "NCNNTN", .threads = i == 0 ? 1 : 4, .places = true};
        reading_result result = read_path(file.path, &plan);
        ck_assert_int_eq(result.status, SCRUT_OK);
        expect_text(result.text.bytes, w.expected.bytes);
        segments[i] = result.segments;
        result_free(&result);
    }
    ck_assert_uint_gt(segments[0], 4);
    ck_assert_uint_eq(segments[0], segments[1]);
    unlink(file.path);
    scrut_buf_free(&w.file);
    scrut_buf_free(&w.expected);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("csv random");
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_add_test(threaded, a_table_of_many_blocks_is_read_alike_by_one_and_four_threads);
    tcase_add_loop_test(threaded, what_a_writer_wrote_is_read_with_any_threads_and_blocks, 0,
                        (int)test_extent(12, 60, 600));
    return scrut_test_main(suite);
}
