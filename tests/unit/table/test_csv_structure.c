/* SPDX-License-Identifier: Apache-2.0
 * What a file must look like, and the place and words of every error when it does not. */
#include "table_support.h"

typedef struct {
    const char *bytes;
    size_t length;
    scrut_status status;
    int64_t line, column, byte;
    const char *message; /* part of it */
} broken_file;

#define TEXT(s) s, sizeof(s) - 1
#define BROKEN(text, line, column, byte, message)                                                                      \
    {                                                                                                                  \
        TEXT(text), SCRUT_E_INPUT, line, column, byte, message                                                         \
    }

static const broken_file BROKEN_FILES[] = {
    /* the header */
    BROKEN("", 1, 1, 0, "empty"),
    BROKEN("\xEF\xBB\xBF", 1, 1, 0, "empty"),
    BROKEN("a,,c\n", 1, 2, 2, "column 2 has no name"),
    BROKEN("\na\n", 1, 1, 0, "column 1 has no name"),
    BROKEN("a, \t\n", 1, 2, 2, "column 2 has no name"),
    BROKEN("a,b,a\n", 1, 3, 4, "column 3 repeats the name 'a' of column 1"),
    BROKEN("\xEF\xBB\xBF"
           "a,\"a\"\n",
           1, 2, 5, "column 2 repeats the name 'a' of column 1"),
    BROKEN("a,\"b\nc\n", 1, 2, 2, "never closed"),
    BROKEN("a,b\"c\n", 1, 2, 3, "a quote inside an unquoted cell"),
    BROKEN("a,\"b\"c\n", 1, 2, 5, "text after the closing quote"),
    BROKEN("a\rb\n", 1, 1, 1, "a carriage return without a line feed"),
    BROKEN("a\r", 1, 1, 1, "a carriage return without a line feed"),
    BROKEN("PK\x03\x04\0\0", 1, 1, 4, "binary file"),
    BROKEN("\xFF\xFE"
           "a\0",
           1, 1, 0, "UTF-16"),
    BROKEN("a,b\xC3(\n", 1, 2, 3, "byte 0xC3 is not valid UTF-8"),
    /* the rows */
    BROKEN("a,b\n1,2,3\n", 2, 3, 4, "this row has 3 cells, but the header has 2"),
    BROKEN("a,b\n1\n", 2, 2, 4, "this row has 1 cell, but the header has 2"),
    BROKEN("a,b\n1,2\n3,4\n5,6\n7,8,9,10\n1\n", 5, 3, 16, "this row has 4 cells, but the header has 2"),
    BROKEN("a,b\n1,2\n1,2,3\n4\n", 3, 3, 8, "this row has 3 cells, but the header has 2"),
    BROKEN("a,b\n1\n2,3,4\n", 2, 2, 4, "this row has 1 cell, but the header has 2"),
    BROKEN("a,b\r\n1,2\r\n3\r\n", 3, 2, 10, "this row has 1 cell, but the header has 2"),
    BROKEN("a,b\n1,2\n\n3,4\n", 3, 1, 8, "an empty line; expected 2 cells"),
    BROKEN("a,b\n\n1,2\n", 2, 1, 4, "an empty line; expected 2 cells"),
    BROKEN("a,b\r\n1,2\r\n\r\n\r\n3,4\r\n", 3, 1, 10, "an empty line; expected 2 cells"),
    BROKEN("a,b\n1,\"2\n", 2, 2, 6, "never closed"),
    BROKEN("a,b\n1,2\n\"x\ny\",\"z\n3,4\n", 4, 2, 14, "never closed"),
    BROKEN("a,b\n1,2\"\n", 2, 2, 7, "a quote inside an unquoted cell"),
    BROKEN("a,b\n1,2\"\n3,4\n\"5\",6\n", 2, 2, 7, "a quote inside an unquoted cell"),
    BROKEN("a,b\n1, \"2\"\n", 2, 2, 7, "a quote inside an unquoted cell"),
    BROKEN("a,b\n\"1\"x,2\n", 2, 1, 7, "text after the closing quote of a cell; expected ',' or the end"),
    BROKEN("a\tb\n\"1\" \t2\n", 2, 1, 7, "text after the closing quote of a cell; expected '\\t' or the end"),
    BROKEN("a,b\n1,2\r3,4\n", 2, 2, 7, "a carriage return without a line feed"),
    BROKEN("a,b\n1,2\r", 2, 2, 7, "a carriage return without a line feed"),
    BROKEN("a,b\r\n1,2\r\n3\r,4\r\n", 3, 1, 11, "a carriage return without a line feed"),
    BROKEN("a,b\n1,2\n\"x\ny\",3\n4\n", 5, 2, 16, "this row has 1 cell, but the header has 2"),
    BROKEN("a,b\n1,2\n3,\xC3\n", 3, 2, 10, "byte 0xC3 is not valid UTF-8"),
    BROKEN("a,b\n1,2\n3,\xED\xA0\x80\n", 3, 2, 10, "byte 0xED is not valid UTF-8"),
    BROKEN("a,b\n1,2\n3\n4,\xC3\n", 3, 2, 8, "this row has 1 cell"),
    BROKEN("a,b\n1,2\n\"x\n\0\",1\n", 4, 1, 11, "binary file"),
    BROKEN("a,b\n1,2\n3,4\0\n", 3, 2, 11, "binary file"),
    BROKEN("a,b\n1,2\n3,4\xE1\x9E", 3, 2, 11, "not valid UTF-8"),
};
#define BROKEN_COUNT (sizeof BROKEN_FILES / sizeof BROKEN_FILES[0])

static void expect_broken(const broken_file *f, const reading_plan *way)
{
    reading_plan plan = *way;
    plan.kinds = "T";
    reading_result result = read_bytes(f->bytes, f->length, &plan);
    ck_assert_int_eq(result.status, f->status);
    ck_assert_msg(strstr(result.err.message, f->message) != NULL, "'%s' is not in '%s'", f->message,
                  result.err.message);
    ck_assert_int_eq(result.err.line, f->line);
    ck_assert_int_eq(result.err.column, f->column);
    ck_assert_int_eq(result.err.byte, f->byte);
    ck_assert_str_eq(result.err.file, "t.csv");
    result_free(&result);
}

START_TEST(a_broken_file_is_refused_with_line_column_byte_and_reason_in_every_way_of_reading)
{
    for (size_t w = 0; w < WAY_COUNT; w++)
        expect_broken(&BROKEN_FILES[_i], &WAYS[w]);
}
END_TEST

static void expect_rows(const char *bytes, size_t length, const char *kinds, const char *expected)
{
    for (size_t w = 0; w < WAY_COUNT; w++) {
        reading_plan plan = WAYS[w];
        plan.kinds = kinds;
        plan.places = true;
        reading_result result = read_bytes(bytes, length, &plan);
        ck_assert_msg(result.status == SCRUT_OK, "%s", result.err.message);
        ck_assert_str_eq(result.text.bytes, expected);
        ck_assert_int_eq(result.problems.total, 0);
        result_free(&result);
    }
}

START_TEST(a_header_alone_is_a_table_without_rows)
{
    expect_rows(TEXT("a,b"), "N", "");
    expect_rows(TEXT("a,b\n"), "N", "");
    expect_rows(TEXT("a,b\r\n\r\n\n"), "N", "");
}
END_TEST

START_TEST(the_last_line_may_lack_its_newline_and_empty_lines_may_follow_it)
{
    expect_rows(TEXT("a,b\n1,2\n3,4"), "N", "2@4 1|2\n3@8 3|4\n");
    expect_rows(TEXT("a,b\n1,2\n3,4\n\n\n\n"), "N", "2@4 1|2\n3@8 3|4\n");
    expect_rows(TEXT("a,b\r\n1,2\r\n3,4\r\n\r\n\r\n"), "N", "2@5 1|2\n3@10 3|4\n");
}
END_TEST

START_TEST(a_byte_order_mark_is_no_part_of_the_first_name_but_counts_in_offsets)
{
    expect_rows(TEXT("\xEF\xBB\xBF"
                     "a,b\n1,2\n"),
                "N", "2@7 1|2\n");
}
END_TEST

START_TEST(carriage_returns_before_newlines_belong_to_no_cell)
{
    expect_rows(TEXT("a,b\r\n1,x\r\n,\r\n3,y\n"), "T", "2@5 1|x\n3@10 |\n4@13 3|y\n");
}
END_TEST

START_TEST(quoted_cells_hold_delimiters_quotes_and_newlines)
{
    expect_rows(TEXT("a,b,c\n\"1,5\",\"say \"\"hi\"\"\",\"two\r\nlines\"\nx,\"\",y\n"), "T",
                "2@6 1,5|say \"hi\"|two\r\nlines\n4@38 x||y\n");
}
END_TEST

START_TEST(rows_after_a_newline_in_quotes_keep_their_line_in_the_file)
{
    expect_rows(TEXT("a,b\n1,2\n\"p\n\n\nq\",3\n4,5\n6,7\n"), "T", "2@4 1|2\n3@8 p\n\n\nq|3\n7@18 4|5\n8@22 6|7\n");
    expect_rows(TEXT("\"a\nb\",c\n1,2\n"), "T", "3@8 1|2\n");
}
END_TEST

START_TEST(the_commonest_delimiter_outside_quotes_of_the_header_is_taken)
{
    expect_rows(TEXT("a;b;c\n1,5;2;3\n"), "T", "2@6 1,5|2|3\n");
    expect_rows(TEXT("a\tb\n1,5\t2;\n"), "T", "2@4 1,5|2;\n");
    expect_rows(TEXT("\"a;;;\",b\n1,2\n"), "T", "2@9 1|2\n");
    expect_rows(TEXT("a\n1;2\n"), "T", "2@2 1;2\n");
    /* on a tie the comma, so this has three columns */
    expect_rows(TEXT("a,b;c,d;e\n1,2,3\n"), "T", "2@10 1|2|3\n");
}
END_TEST

START_TEST(a_delimiter_that_was_asked_for_is_not_detected)
{
    scrut_csv_options options = {.delimiter = ';'};
    reading_plan plan = {.kinds = "T", .options = &options};
    reading_result result = read_bytes(TEXT("a,b;c,d,e\n1;2\n"), &plan);
    ck_assert_str_eq(result.text.bytes, "1|2\n");
    result_free(&result);
}
END_TEST

START_TEST(an_empty_line_in_a_file_of_one_column_is_an_empty_cell_except_at_the_end)
{
    expect_rows(TEXT("a\n1\n\n2\n\n\n"), "N", "2@2 1\n3@4 ?\n4@5 2\n");
    expect_rows(TEXT("a\r\n\r\n2\r\n\r\n"), "N", "2@3 ?\n3@5 2\n");
}
END_TEST

START_TEST(columns_that_are_not_wanted_are_still_counted)
{
    expect_rows(TEXT("a,b,c\nx,2,y\nz,4,w\n"), "-N-", "2@6 2\n3@12 4\n");
}
END_TEST

/* ---- limits ---- */

static char *repeated(const char *begin, const char *piece, size_t times, size_t *ret_length)
{
    size_t first = strlen(begin), each = strlen(piece);
    char *text = malloc(first + each * times + 1);
    ck_assert_ptr_nonnull(text);
    memcpy(text, begin, first);
    for (size_t i = 0; i < times; i++)
        memcpy(text + first + i * each, piece, each);
    *ret_length = first + each * times;
    return text;
}

static void expect_limit(const char *begin, const char *piece, size_t times, int64_t line, int64_t column,
                         const char *message)
{
    size_t length;
    char *text = repeated(begin, piece, times, &length);
    reading_plan plan = {.kinds = "T", .threads = 2};
    reading_result result = read_bytes(text, length, &plan);
    ck_assert_int_eq(result.status, SCRUT_E_LIMIT);
    ck_assert_int_eq(result.err.line, line);
    ck_assert_int_eq(result.err.column, column);
    ck_assert_msg(strstr(result.err.message, message) != NULL, "%s", result.err.message);
    result_free(&result);
    free(text);
}

START_TEST(a_record_above_the_limit_is_refused_where_it_begins_to_be_one)
{
    expect_limit("a,b\n1,2\n3,", "y", 5 * SCRUT_CSV_RECORD_MAX, 3, 2, "longer than 1048576 bytes");
    expect_limit("", "y", 5 * SCRUT_CSV_RECORD_MAX, 1, 1, "longer than 1048576 bytes");
    expect_limit("a,b\n1,2\n3,\"", "y\n", SCRUT_CSV_RECORD_MAX, 3, 2, "is a quote not closed?");
    expect_limit("a\n1\n", "\xE1\x9E\x80", SCRUT_CSV_RECORD_MAX, 3, 1, "longer than 1048576 bytes");
}
END_TEST

START_TEST(a_record_of_exactly_the_limit_is_read)
{
    size_t length;
    char *text = repeated("a\n", "y", SCRUT_CSV_RECORD_MAX - 1, &length);
    text[length++] = '\n';
    reading_plan plan = {.kinds = "T"};
    reading_result result = read_bytes(text, length, &plan);
    ck_assert_int_eq(result.status, SCRUT_OK);
    ck_assert_uint_eq(result.text.length, SCRUT_CSV_RECORD_MAX);
    result_free(&result);
    free(text);
}
END_TEST

START_TEST(a_million_columns_are_too_many)
{
    expect_limit("a", ",b", 400000, 1, 4097, "the limit is 4096");
}
END_TEST

START_TEST(columns_up_to_the_limit_are_read)
{
    scrut_buf text = {0};
    for (int c = 0; c < SCRUT_CSV_COLUMNS_MAX; c++)
        scrut_buf_printf(&text, "%sc%d", c > 0 ? "," : "", c);
    for (int c = 0; c < SCRUT_CSV_COLUMNS_MAX; c++)
        scrut_buf_printf(&text, "%s%d", c > 0 ? "," : "\n", c);
    reading_plan plan = {.kinds = "N"};
    reading_result result = read_bytes(text.bytes, text.length, &plan);
    ck_assert_int_eq(result.status, SCRUT_OK);
    ck_assert_str_eq(result.text.bytes + result.text.length - 10, "4094|4095\n");
    result_free(&result);
    scrut_buf_free(&text);
}
END_TEST

START_TEST(a_file_that_cannot_be_opened_or_read_says_why)
{
    reading_plan plan = {.kinds = "T"};
    reading_result result = read_path("no/such/file.csv", &plan);
    ck_assert_int_eq(result.status, SCRUT_E_IO);
    ck_assert_ptr_nonnull(strstr(result.err.message, "cannot open"));
    result_free(&result);
    result = read_path(".", &plan);
    ck_assert_int_eq(result.status, SCRUT_E_IO);
    ck_assert_ptr_nonnull(strstr(result.err.message, "cannot read"));
    result_free(&result);
}
END_TEST

START_TEST(names_are_found_as_the_header_spells_them)
{
    temporary_file file = file_with(TEXT("station,\"valid, all\",Valid\n"));
    scrut_csv *csv = NULL;
    ck_assert_int_eq(scrut_csv_open(file.path, "t.csv", NULL, &csv, NULL), SCRUT_OK);
    ck_assert_uint_eq(scrut_csv_column_count(csv), 3);
    ck_assert_int_eq(scrut_csv_find_column(csv, "valid, all"), 1);
    ck_assert_int_eq(scrut_csv_find_column(csv, "Valid"), 2);
    ck_assert_int_eq(scrut_csv_find_column(csv, "valid"), -1);
    ck_assert_str_eq(scrut_csv_column_name(csv, 0), "station");
    scrut_csv_close(csv);
    scrut_csv_close(NULL);
    scrut_table_free(NULL);
    unlink(file.path);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("csv structure");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, a_header_alone_is_a_table_without_rows);
    tcase_add_test(tests, the_last_line_may_lack_its_newline_and_empty_lines_may_follow_it);
    tcase_add_test(tests, a_byte_order_mark_is_no_part_of_the_first_name_but_counts_in_offsets);
    tcase_add_test(tests, carriage_returns_before_newlines_belong_to_no_cell);
    tcase_add_test(tests, quoted_cells_hold_delimiters_quotes_and_newlines);
    tcase_add_test(tests, rows_after_a_newline_in_quotes_keep_their_line_in_the_file);
    tcase_add_test(tests, the_commonest_delimiter_outside_quotes_of_the_header_is_taken);
    tcase_add_test(tests, a_delimiter_that_was_asked_for_is_not_detected);
    tcase_add_test(tests, an_empty_line_in_a_file_of_one_column_is_an_empty_cell_except_at_the_end);
    tcase_add_test(tests, columns_that_are_not_wanted_are_still_counted);
    tcase_add_test(tests, a_record_above_the_limit_is_refused_where_it_begins_to_be_one);
    tcase_add_test(tests, a_record_of_exactly_the_limit_is_read);
    tcase_add_test(tests, a_million_columns_are_too_many);
    tcase_add_test(tests, columns_up_to_the_limit_are_read);
    tcase_add_test(tests, a_file_that_cannot_be_opened_or_read_says_why);
    tcase_add_test(tests, names_are_found_as_the_header_spells_them);
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_add_loop_test(threaded, a_broken_file_is_refused_with_line_column_byte_and_reason_in_every_way_of_reading, 0,
                        (int)BROKEN_COUNT);
    return scrut_test_main(suite);
}
