/* SPDX-License-Identifier: Apache-2.0
 * Cells: numbers, texts and categories, and what is said about wrong ones. */
#include "table_support.h"

#define TEXT(s) s, sizeof(s) - 1

static void expect_rows(const char *bytes, size_t length, const char *kinds, const scrut_csv_options *options,
                        const char *expected)
{
    for (size_t w = 0; w < WAY_COUNT; w++) {
        reading_plan plan = WAYS[w];
        plan.kinds = kinds;
        plan.options = options;
        reading_result result = read_bytes(bytes, length, &plan);
        ck_assert_msg(result.status == SCRUT_OK, "%s", result.err.message);
        ck_assert_str_eq(result.text.bytes, expected);
        result_free(&result);
    }
}

START_TEST(numbers_of_every_length_and_script_are_read)
{
    expect_rows(TEXT("a,b\n0,1\n12,123\n1234,12345\n123456,1234567\n12345678,123456789\n2147483647,2147483648\n"
                     "1099511627776,0000000012\n 7 ,\t8\n+9,-0\n១២០,٤٥\n\"31\",\" ۴۵ \"\n"),
                "N", NULL,
                "0|1\n12|123\n1234|12345\n123456|1234567\n12345678|123456789\n2147483647|2147483648\n"
                "1099511627776|12\n7|8\n9|0\n120|45\n31|45\n");
}
END_TEST

/* The kernels take eight rows at a time: cells of every length at every place among them. */
START_TEST(a_column_mixes_lengths_and_unknown_cells_in_every_place)
{
    scrut_buf text = {0}, expected = {0};
    scrut_buf_puts(&text, "a,b\n");
    int64_t value = 1;
    for (int r = 0; r < 1000; r++) {
        value = r % 13 == 0 ? 1 : value * 10 + r % 10;
        if (r % 29 == 0 || r % 31 == 0) {
            scrut_buf_puts(&text, "x, \n");
            scrut_buf_puts(&expected, "x|?\n");
        } else {
            scrut_buf_printf(&text, "x,%lld\n", (long long)(value % SCRUT_VOTES_MAX));
            scrut_buf_printf(&expected, "x|%lld\n", (long long)(value % SCRUT_VOTES_MAX));
        }
    }
    expect_rows(text.bytes, text.length, "TN", NULL, expected.bytes);
    scrut_buf_free(&text);
    scrut_buf_free(&expected);
}
END_TEST

START_TEST(a_segment_keeps_four_bytes_a_number_until_one_needs_eight)
{
    temporary_file file = file_with(TEXT("a,b,c\n4294967295,4294967296,1\n5,6,\n"));
    scrut_csv *csv = NULL;
    scrut_table *table = NULL;
    scrut_csv_wanted wanted[] = {{0, SCRUT_CELL_NUMBER}, {1, SCRUT_CELL_NUMBER}, {2, SCRUT_CELL_NUMBER}};
    ck_assert_int_eq(scrut_csv_open(file.path, "t.csv", NULL, &csv, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_csv_read(csv, wanted, 3, NULL, 0, NULL, NULL, &table, NULL), SCRUT_OK);
    const scrut_table_column *columns = table->segments[0].columns;
    ck_assert_uint_eq(columns[0].width, 4);
    ck_assert_uint_eq(columns[1].width, 8);
    ck_assert_ptr_null(columns[0].known);
    ck_assert_ptr_null(columns[1].known);
    ck_assert(scrut_cell_known(&columns[2], 0));
    ck_assert(!scrut_cell_known(&columns[2], 1));
    ck_assert_ptr_null(table->segments[0].row_line);
    ck_assert_int_eq(table->bytes_read, 35);
    scrut_table_free(table);
    scrut_csv_close(csv);
    unlink(file.path);
}
END_TEST

/* The bytes a value takes in the one segment of a file with one number column; its cells must be as written. */
static void check_width(const char *rows, unsigned expected)
{
    scrut_buf text = {0};
    scrut_buf_printf(&text, "a,b\n%s", rows);
    temporary_file file = file_with(text.bytes, text.length);
    scrut_csv *csv = NULL;
    scrut_table *table = NULL;
    scrut_csv_wanted wanted = {1, SCRUT_CELL_NUMBER};
    ck_assert_int_eq(scrut_csv_open(file.path, "t.csv", NULL, &csv, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_csv_read(csv, &wanted, 1, NULL, 0, NULL, NULL, &table, NULL), SCRUT_OK);
    const scrut_table_segment *segment = &table->segments[0];
    ck_assert_uint_eq(table->segment_count, 1);
    ck_assert_uint_eq(segment->columns[0].width, expected);
    for (uint32_t r = 0; r < segment->row_count; r++) {
        rows = strchr(rows, ',') + 1;
        ck_assert_int_eq(scrut_cell_number(&segment->columns[0], r), strtoll(rows, NULL, 10));
    }
    scrut_table_free(table);
    scrut_csv_close(csv);
    unlink(file.path);
    scrut_buf_free(&text);
}

/* Larger numbers in every place among the eight rows that the kernels take at a time, and smaller ones behind them. */
START_TEST(a_segment_is_as_narrow_as_its_largest_number_wherever_it_stands)
{
    static const struct {
        const char *number;
        unsigned width;
    } LARGEST[] = {{"255", 1},        {"256", 2},        {"9999", 2},          {"65535", 2},      {"65536", 4},
                   {"99999999", 4},   {"2147483648", 4}, {"4294967295", 4},    {"4294967296", 8}, {"1099511627776", 8},
                   {"0000000255", 1}, {" 65536 ", 4},    {"00000000065535", 2}};
    for (size_t i = 0; i < sizeof LARGEST / sizeof LARGEST[0]; i++)
        for (size_t place = 0; place < 40; place += 3) {
            scrut_buf rows = {0};
            for (size_t row = 0; row < 40; row++)
                scrut_buf_printf(&rows, "x,%s\n", row == place || row == place + 9 ? LARGEST[i].number : "7");
            check_width(rows.bytes, LARGEST[i].width);
            scrut_buf_free(&rows);
        }
}
END_TEST

START_TEST(the_segment_of_a_row_is_found_however_unlike_segments_are)
{
    static const uint32_t ROWS[] = {1, 1, 1, 1, 1, 5000, 2, 1, 1, 1, 300, 1, 1, 1, 1, 1, 1, 40, 1};
    scrut_table_segment segments[sizeof ROWS / sizeof ROWS[0]] = {{0}};
    for (size_t count = 1; count <= sizeof ROWS / sizeof ROWS[0]; count++) {
        scrut_table table = {.segments = segments, .segment_count = count};
        for (size_t s = 0; s < count; s++) {
            segments[s].first_row = table.row_count;
            segments[s].row_count = ROWS[s];
            table.row_count += ROWS[s];
        }
        for (size_t s = 0; s < count; s++)
            for (uint32_t r = 0; r < ROWS[s]; r++)
                ck_assert_ptr_eq(scrut_table_segment_of(&table, segments[s].first_row + r), &segments[s]);
    }
}
END_TEST

START_TEST(words_for_unknown_are_unknown_in_number_columns_only)
{
    static const char *const MISSING[] = {"-", "n/a", "9999"};
    scrut_csv_options options = {.missing = MISSING, .missing_count = 3};
    expect_rows(TEXT("a,b\n-,-\n n/a ,9999\n9999,1\n99990,\n"), "NT", &options, "?|-\n?|9999\n?|1\n99990|\n");
}
END_TEST

typedef struct {
    int64_t line, column, byte;
    scrut_status status;
    const char *message;
} expected_problem;

static void expect_problems(const char *bytes, size_t length, const expected_problem *expected, size_t count,
                            const char *rows)
{
    for (size_t w = 0; w < WAY_COUNT; w++) {
        reading_plan plan = WAYS[w];
        plan.kinds = "N";
        reading_result result = read_bytes(bytes, length, &plan);
        ck_assert_int_eq(result.status, SCRUT_OK);
        ck_assert_str_eq(result.text.bytes, rows);
        ck_assert_uint_eq(result.problems.count, count);
        ck_assert_int_eq(result.problems.total, (int64_t)count);
        for (size_t i = 0; i < count; i++) {
            const scrut_error *problem = &result.problems.items[i];
            ck_assert_str_eq(problem->message, expected[i].message);
            ck_assert_int_eq(problem->line, expected[i].line);
            ck_assert_int_eq(problem->column, expected[i].column);
            ck_assert_int_eq(problem->byte, expected[i].byte);
            ck_assert_int_eq(problem->status, expected[i].status);
            ck_assert_str_eq(problem->file, "t.csv");
        }
        result_free(&result);
    }
}

START_TEST(wrong_cells_are_unknown_and_reported_in_file_order_with_their_place)
{
    static const expected_problem EXPECTED[] = {
        {2, 2, 6, SCRUT_E_INPUT, "'x' in column 'b' is not a whole number"},
        {3, 1, 8, SCRUT_E_RANGE, "negative number '-3' in column 'a'; expected 0 or more"},
        {3, 2, 11, SCRUT_E_INPUT, "'12.5' in column 'b' is not a whole number"},
        {5, 2, 21, SCRUT_E_RANGE, "'1099511627777' in column 'b' is too large; the limit is 1099511627776"},
        {6, 1, 35, SCRUT_E_INPUT, "'1,234' in column 'a' is not a whole number"},
    };
    expect_problems(TEXT("a,b\n1,x\n-3,12.5\n4,5\n,1099511627777\n\"1,234\",7\n"), EXPECTED, 5,
                    "1|?\n?|?\n4|5\n?|?\n?|7\n");
}
END_TEST

START_TEST(a_wrong_cell_behind_quotes_and_newlines_has_the_line_of_its_record_and_its_own_byte)
{
    static const expected_problem EXPECTED[] = {
        {2, 1, 4, SCRUT_E_INPUT, "'x\\ny' in column 'a' is not a whole number"},
        {2, 2, 10, SCRUT_E_INPUT, "'z' in column 'b' is not a whole number"},
        {4, 2, 16, SCRUT_E_INPUT, "'p\"q' in column 'b' is not a whole number"},
    };
    expect_problems(TEXT("a,b\n\"x\ny\",z\n\"5\",\"p\"\"q\"\n"), EXPECTED, 3, "?|?\n5|?\n");
}
END_TEST

START_TEST(a_wrong_cell_is_shown_short_and_harmless)
{
    static const expected_problem EXPECTED[] = {
        {2, 1, 2, SCRUT_E_INPUT, "'a\\tb\\x1B[31m\\u202E' in column 'a' is not a whole number"},
        {3, 1, 14, SCRUT_E_INPUT, "'កកកកកកកកកកកក...' in column 'a' is not a whole number"},
    };
    expect_problems(TEXT("a\na\tb\x1B[31m\xE2\x80\xAE\nកកកកកកកកកកកកកកកក\n"), EXPECTED, 2, "?\n?\n");
}
END_TEST

START_TEST(problems_above_the_limit_are_counted)
{
    scrut_buf text = {0};
    scrut_buf_puts(&text, "a,b\n");
    for (int r = 0; r < 3000; r++)
        scrut_buf_puts(&text, "x,y\n");
    for (size_t w = 0; w < WAY_COUNT; w++) {
        reading_plan plan = WAYS[w];
        plan.kinds = "N";
        reading_result result = read_bytes(text.bytes, text.length, &plan);
        ck_assert_uint_eq(result.problems.count, 1000);
        ck_assert_int_eq(result.problems.total, 6000);
        ck_assert_int_eq(result.problems.items[999].line, 501);
        ck_assert_int_eq(result.problems.items[999].column, 2);
        result_free(&result);
    }
    scrut_buf_free(&text);
}
END_TEST

START_TEST(problems_before_a_broken_row_are_still_reported)
{
    for (size_t w = 0; w < WAY_COUNT; w++) {
        reading_plan plan = WAYS[w];
        plan.kinds = "N";
        reading_result result = read_bytes(TEXT("a,b\n1,x\n2,3\n4\n5,y\n"), &plan);
        ck_assert_int_eq(result.status, SCRUT_E_INPUT);
        ck_assert_int_eq(result.err.line, 4);
        ck_assert_uint_eq(result.problems.count, 1);
        ck_assert_int_eq(result.problems.items[0].line, 2);
        result_free(&result);
    }
}
END_TEST

START_TEST(categories_are_numbered_in_order_of_first_appearance)
{
    static const char FILE_TEXT[] = "d,x\nNorth,1\nNorth,2\nSouth,3\n,4\nEast,5\nSouth,6\nNorth,7\nWest,8\nEast,9\n";
    static const char *const ORDER[] = {"North", "South", "", "East", "West"};
    temporary_file file = file_with(TEXT(FILE_TEXT));
    for (size_t w = 0; w < WAY_COUNT; w++) {
        scrut_csv *csv = NULL;
        scrut_table *table = NULL;
        scrut_csv_wanted wanted[] = {{1, SCRUT_CELL_NUMBER}, {0, SCRUT_CELL_CATEGORY}};
        scrut_pool *pool = scrut_pool_new(WAYS[w].threads > 0 ? WAYS[w].threads : 1);
        ck_assert_int_eq(scrut_csv_open_tuned(file.path, "t.csv", NULL, &WAYS[w].tuning, &csv, NULL), SCRUT_OK);
        ck_assert_int_eq(scrut_csv_read(csv, wanted, 2, NULL, 0, pool, NULL, &table, NULL), SCRUT_OK);
        ck_assert_uint_eq(scrut_table_category_count(table, 1), 5);
        for (uint32_t code = 0; code < 5; code++)
            ck_assert_str_eq(scrut_table_category(table, 1, code), ORDER[code]);
        scrut_table_free(table);
        scrut_csv_close(csv);
        scrut_pool_free(pool);
    }
    unlink(file.path);
}
END_TEST

#define VALUES 150000

/* More values than a worker can remember, short ones and long ones: value v is v, and behind it so many x that cells of
 * every length up to 40 bytes come. */
static void put_value(scrut_buf *out, uint32_t v)
{
    static const char XS[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    scrut_buf_printf(out, "%u%.*s", v, (int)(v % 35), XS);
}

static uint32_t next_value(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return (*state >> 8) % VALUES;
}

static void expect_in_order(const scrut_table *table, uint32_t codes[], uint32_t count, uint32_t state)
{
    scrut_buf cell = {0};
    for (uint32_t row = 0, seen = 0; row < count; row++) {
        uint32_t v = next_value(&state);
        const scrut_table_segment *segment = scrut_table_segment_of(table, row);
        uint32_t code = scrut_cell_category(&segment->columns[0], row - segment->first_row);
        codes[v] = codes[v] == 0 ? ++seen : codes[v];
        ck_assert_uint_eq(code, codes[v] - 1);
        scrut_buf_clear(&cell);
        put_value(&cell, v);
        ck_assert_str_eq(scrut_table_category(table, 0, code), cell.bytes);
    }
    scrut_buf_free(&cell);
}

START_TEST(more_categories_than_a_worker_remembers_are_numbered_in_order_of_first_appearance)
{
    enum { ROWS = 300000, SEED = 5 };
    scrut_buf text = {0};
    uint32_t state = SEED;
    scrut_buf_puts(&text, "v\n");
    for (size_t row = 0; row < ROWS; row++) {
        put_value(&text, next_value(&state));
        scrut_buf_putc(&text, '\n');
    }
    temporary_file file = file_with(text.bytes, text.length);
    for (int threads = 1; threads <= 4; threads += 3) {
        scrut_csv *csv = NULL;
        scrut_table *table = NULL;
        scrut_csv_wanted wanted[] = {{0, SCRUT_CELL_CATEGORY}};
        scrut_pool *pool = scrut_pool_new(threads);
        uint32_t *codes = calloc(VALUES, sizeof *codes);
        ck_assert_int_eq(scrut_csv_open(file.path, "t.csv", NULL, &csv, NULL), SCRUT_OK);
        ck_assert_int_eq(scrut_csv_read(csv, wanted, 1, NULL, 0, pool, NULL, &table, NULL), SCRUT_OK);
        ck_assert_uint_eq(table->row_count, ROWS);
        expect_in_order(table, codes, ROWS, SEED);
        free(codes);
        scrut_table_free(table);
        scrut_csv_close(csv);
        scrut_pool_free(pool);
    }
    unlink(file.path);
    scrut_buf_free(&text);
}
END_TEST

START_TEST(one_column_may_be_wanted_as_several_kinds)
{
    temporary_file file = file_with(TEXT("a\n5\n07\n"));
    scrut_csv *csv = NULL;
    scrut_table *table = NULL;
    scrut_csv_wanted wanted[] = {{0, SCRUT_CELL_TEXT}, {0, SCRUT_CELL_NUMBER}, {0, SCRUT_CELL_CATEGORY}};
    scrut_buf text = {0};
    ck_assert_int_eq(scrut_csv_open(file.path, "t.csv", NULL, &csv, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_csv_read(csv, wanted, 3, NULL, 0, NULL, NULL, &table, NULL), SCRUT_OK);
    dump_table(table, false, &text);
    ck_assert_str_eq(text.bytes, "5|5|5\n07|7|07\n");
    scrut_buf_free(&text);
    scrut_table_free(table);
    scrut_csv_close(csv);
    unlink(file.path);
}
END_TEST

START_TEST(filters_keep_the_rows_that_equal_all_of_them_with_their_places)
{
    static const char FILE_TEXT[] =
        "race,round,n\nP,1,5\nP,2,6\n\"P\",1,7\nS,1,x\nP,1,\n\"P\n\",1,8\nP,1,9999999999\nP,1,z\nPP,1,1\n";
    scrut_csv_filter filters[] = {{0, "P"}, {1, "1"}};
    for (size_t w = 0; w < WAY_COUNT; w++) {
        reading_plan plan = WAYS[w];
        plan.kinds = "C-N";
        plan.places = true;
        plan.filters = filters;
        plan.filter_count = 2;
        reading_result result = read_bytes(TEXT(FILE_TEXT), &plan);
        ck_assert_int_eq(result.status, SCRUT_OK);
        ck_assert_str_eq(result.text.bytes, "2@13 P|5\n4@25 P|7\n6@39 P|?\n9@53 P|9999999999\n10@68 P|?\n");
        ck_assert_uint_eq(result.problems.count, 1);
        ck_assert_int_eq(result.problems.items[0].line, 10);
        ck_assert_int_eq(result.problems.items[0].byte, 72);
        result_free(&result);
    }
}
END_TEST

START_TEST(a_wrong_cell_behind_quotes_keeps_its_byte_when_filters_drop_rows_before_it)
{
    scrut_csv_filter filter = {0, "p"};
    for (size_t w = 0; w < WAY_COUNT; w++) {
        reading_plan plan = WAYS[w];
        plan.kinds = "-N";
        plan.filters = &filter;
        plan.filter_count = 1;
        reading_result result = read_bytes(TEXT("f,n\nq,1\n\"p\",x\np,\"y\"\n"), &plan);
        ck_assert_int_eq(result.status, SCRUT_OK);
        ck_assert_uint_eq(result.problems.count, 2);
        ck_assert_int_eq(result.problems.items[0].line, 3);
        ck_assert_int_eq(result.problems.items[0].byte, 12);
        ck_assert_int_eq(result.problems.items[1].line, 4);
        ck_assert_int_eq(result.problems.items[1].byte, 16);
        result_free(&result);
    }
}
END_TEST

START_TEST(a_filter_that_fits_no_row_gives_an_empty_table)
{
    scrut_csv_filter filter = {0, "nowhere"};
    reading_plan plan = {.kinds = "CNT", .filters = &filter, .filter_count = 1, .threads = 2};
    reading_result result = read_bytes(TEXT("a,b,c\nx,1,2\n"), &plan);
    ck_assert_int_eq(result.status, SCRUT_OK);
    ck_assert_uint_eq(result.rows, 0);
    result_free(&result);
}
END_TEST

/* Rows of numbers of one to `digits` digits; now and then a cell as no kernel wants it. */
static void put_rows(scrut_buf *out, size_t rows, size_t columns, unsigned digits, unsigned odd_of)
{
    static const char *const ODD[] = {"",          " 7",    "12345678901",   "-3", "x", "12345",
                                      "123456789", "1 000", "99999999999999"};
    uint32_t state = 1;
    for (size_t c = 0; c < columns; c++)
        scrut_buf_printf(out, "c%zu%c", c, c + 1 < columns ? ',' : '\n');
    for (size_t cell = 0; cell < rows * columns; cell++) {
        state = state * 1664525 + 1013904223;
        uint32_t top = 10;
        for (unsigned d = 1 + (state >> 28) % digits; d > 1; d--)
            top *= 10;
        if (odd_of > 0 && (state >> 8) % odd_of == 0)
            scrut_buf_puts(out, ODD[(state >> 16) % 9]);
        else
            scrut_buf_printf(out, "%u", (state >> 8) % top);
        scrut_buf_putc(out, (cell + 1) % columns == 0 ? '\n' : ',');
    }
}

/* A word for "unknown" that is a number keeps every block from the plain way; it stands nowhere. */
static const char *const NUMBER_WORD[] = {"31415926"};
static const scrut_csv_options NOT_PLAIN = {.missing = NUMBER_WORD, .missing_count = 1};

static void expect_same(const scrut_buf *text, const char *kinds)
{
    const reading_plan general = {.kinds = kinds, .options = &NOT_PLAIN, .places = true};
    reading_plan plain[] = {{.kinds = kinds, .places = true, .threads = 2},
                            {.kinds = kinds, .places = true, .tuning = {.portable = true}},
                            {.kinds = kinds, .places = true, .tuning = {.block_bytes = 700}}};
    reading_result expected = read_bytes(text->bytes, text->length, &general);
    for (size_t way = 0; way < 3; way++) {
        reading_result got = read_bytes(text->bytes, text->length, &plain[way]);
        ck_assert_int_eq(got.status, expected.status);
        ck_assert_str_eq(got.err.message, expected.err.message);
        ck_assert_int_eq(got.err.line, expected.err.line);
        expect_text(got.text.bytes, expected.text.bytes);
        ck_assert_int_eq(got.problems.total, expected.problems.total);
        ck_assert_uint_eq(got.problems.count, expected.problems.count);
        for (size_t i = 0; i < got.problems.count; i++) {
            ck_assert_str_eq(got.problems.items[i].message, expected.problems.items[i].message);
            ck_assert_int_eq(got.problems.items[i].line, expected.problems.items[i].line);
            ck_assert_int_eq(got.problems.items[i].byte, expected.problems.items[i].byte);
        }
        result_free(&got);
    }
    result_free(&expected);
}

START_TEST(a_plain_block_is_read_as_any_other_whatever_its_cells_and_the_columns_wanted)
{
    static const char *const KINDS[] = {"N", "TCN", "-N", "N-N-NNN-", "NNNNT", "NNNNNC", "C-T-N", "T", "C", "NN--"};
    for (unsigned digits = 1; digits <= 8; digits++)
        for (size_t columns = 1; columns <= 11; columns += 3) {
            scrut_buf text = {0};
            put_rows(&text, 90, columns, digits, digits % 2 == 0 ? 0 : 90);
            for (size_t k = 0; k < sizeof KINDS / sizeof KINDS[0]; k++)
                expect_same(&text, KINDS[k]);
            scrut_buf_free(&text);
        }
}
END_TEST

/* Cells of up to `longest` letters: each stands `repeats` times on average before the next one comes. */
static void put_words(scrut_buf *out, size_t rows, size_t columns, size_t longest, unsigned repeats)
{
    char words[5][64] = {""};
    uint32_t state = 7;
    for (size_t c = 0; c < columns; c++)
        scrut_buf_printf(out, "c%zu%c", c, c + 1 < columns ? ',' : '\n');
    for (size_t row = 0; row < rows; row++)
        for (size_t c = 0; c < columns; c++) {
            state = state * 1664525 + 1013904223;
            if ((state >> 8) % repeats == 0) {
                size_t length = (state >> 16) % (longest + 1);
                memset(words[c], "ab"[state >> 31], length);
                words[c][length] = '\0';
            }
            scrut_buf_puts(out, words[c]);
            scrut_buf_putc(out, c + 1 < columns ? ',' : '\n');
        }
}

START_TEST(texts_and_categories_of_a_plain_block_have_any_length_and_repeat_as_they_will)
{
    static const char *const KINDS[] = {"CCC", "TTT", "TCT", "CTC", "-CT"};
    static const size_t LONGEST[] = {1, 7, 8, 15, 16, 17, 50};
    static const unsigned REPEATS[] = {1, 3, 40};
    for (size_t i = 0; i < 7; i++)
        for (size_t k = 0; k < 5; k++) {
            scrut_buf text = {0};
            put_words(&text, 400, 3, LONGEST[i], REPEATS[(i + k) % 3]);
            expect_same(&text, KINDS[k]);
            scrut_buf_free(&text);
        }
}
END_TEST

/* Also where the row stands among others whose category it has. */
START_TEST(a_row_of_words_with_a_cell_too_few_or_too_many_is_found_in_every_place_of_a_plain_block)
{
    for (size_t row = 0; row < 40; row++)
        for (int more = 0; more < 2; more++) {
            scrut_buf text = {0};
            put_words(&text, 40, 4, 6, 5);
            char *at = text.bytes;
            for (size_t line = 0; line <= row; line++)
                at = strchr(at, '\n') + 1;
            for (size_t comma = 0; comma <= row % 3; comma++)
                at = strchr(at, ',') + 1;
            at[-1] = more != 0 ? ',' : 'a';
            if (more != 0 && *at != '\n')
                *at = ',';
            expect_same(&text, "TCTC");
            expect_same(&text, "CTCT");
            expect_same(&text, "C-CC");
            scrut_buf_free(&text);
        }
}
END_TEST

START_TEST(a_row_with_a_cell_too_few_or_too_many_is_found_in_every_place_of_a_plain_block)
{
    for (size_t row = 0; row < 40; row++)
        for (int more = 0; more < 2; more++) {
            scrut_buf text = {0};
            put_rows(&text, 40, 6, 3, 0);
            char *at = text.bytes;
            for (size_t line = 0; line <= row; line++)
                at = strchr(at, '\n') + 1;
            at = strpbrk(at + row % 9, more != 0 ? "0123456789" : ",");
            *at = more != 0 ? ',' : '1';
            expect_same(&text, "TNNNNN");
            expect_same(&text, "NNNNNN");
            expect_same(&text, "N--CN-");
            scrut_buf_free(&text);
        }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("csv cells");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, numbers_of_every_length_and_script_are_read);
    tcase_add_test(tests, a_column_mixes_lengths_and_unknown_cells_in_every_place);
    tcase_add_test(tests, a_segment_keeps_four_bytes_a_number_until_one_needs_eight);
    tcase_add_test(tests, a_segment_is_as_narrow_as_its_largest_number_wherever_it_stands);
    tcase_add_test(tests, the_segment_of_a_row_is_found_however_unlike_segments_are);
    tcase_add_test(tests, words_for_unknown_are_unknown_in_number_columns_only);
    tcase_add_test(tests, a_wrong_cell_behind_quotes_and_newlines_has_the_line_of_its_record_and_its_own_byte);
    tcase_add_test(tests, a_wrong_cell_is_shown_short_and_harmless);
    tcase_add_test(tests, problems_above_the_limit_are_counted);
    tcase_add_test(tests, problems_before_a_broken_row_are_still_reported);
    tcase_add_test(tests, one_column_may_be_wanted_as_several_kinds);
    tcase_add_test(tests, a_wrong_cell_behind_quotes_keeps_its_byte_when_filters_drop_rows_before_it);
    tcase_add_test(tests, a_filter_that_fits_no_row_gives_an_empty_table);
    tcase_add_test(tests, a_plain_block_is_read_as_any_other_whatever_its_cells_and_the_columns_wanted);
    tcase_add_test(tests, a_row_of_words_with_a_cell_too_few_or_too_many_is_found_in_every_place_of_a_plain_block);
    tcase_add_test(tests, a_row_with_a_cell_too_few_or_too_many_is_found_in_every_place_of_a_plain_block);
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_add_test(threaded, wrong_cells_are_unknown_and_reported_in_file_order_with_their_place);
    tcase_add_test(threaded, categories_are_numbered_in_order_of_first_appearance);
    tcase_add_test(threaded, more_categories_than_a_worker_remembers_are_numbered_in_order_of_first_appearance);
    tcase_add_test(threaded, filters_keep_the_rows_that_equal_all_of_them_with_their_places);
    tcase_add_test(threaded, texts_and_categories_of_a_plain_block_have_any_length_and_repeat_as_they_will);
    return scrut_test_main(suite);
}
