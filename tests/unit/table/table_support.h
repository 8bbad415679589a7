/* SPDX-License-Identifier: Apache-2.0
 * table_support.h: texts as files, and tables as texts, for the tests of the CSV reader. */
#ifndef SCRUT_TABLE_SUPPORT_H
#define SCRUT_TABLE_SUPPORT_H

#include "../../../src/table/table_internal.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/num.h"

#include <string.h>
#include <unistd.h>

typedef struct {
    char path[32];
} temporary_file;

static inline temporary_file file_with(const char *bytes, size_t length)
{
    temporary_file file = {"table-test-XXXXXX"};
    int fd = mkstemp(file.path);
    ck_assert_int_ge(fd, 0);
    for (size_t done = 0; done < length;) {
        ssize_t wrote = write(fd, bytes + done, length - done);
        ck_assert_int_gt(wrote, 0);
        done += (size_t)wrote;
    }
    close(fd);
    return file;
}

/* What to read and how. `kinds` has a letter for each column of the file: N number, T text, C category, - not
 * wanted; the last one counts for all further columns. */
typedef struct {
    const char *kinds;
    const scrut_csv_options *options;
    scrut_csv_tuning tuning;
    const scrut_csv_filter *filters;
    size_t filter_count;
    int threads; /* 0 means no pool */
    bool places; /* begin each row with line@byte */
} reading_plan;

typedef struct {
    scrut_status status;
    scrut_error err;
    scrut_problems problems;
    scrut_buf text; /* a line a row, cells divided by |, unknown numbers as ? */
    uint32_t rows;
    size_t segments;
} reading_result;

static inline void result_free(reading_result *result)
{
    scrut_problems_free(&result->problems);
    scrut_buf_free(&result->text);
}

static inline void dump_cell(const scrut_table *table, const scrut_table_segment *segment, size_t column, uint32_t r,
                             scrut_buf *out)
{
    const scrut_table_column *c = &segment->columns[column];
    size_t length = 0;
    const char *text;
    switch (c->kind) {
    case SCRUT_CELL_NUMBER:
        ck_assert(scrut_cell_known(c, r) || scrut_cell_number(c, r) == 0);
        if (scrut_cell_known(c, r))
            scrut_buf_int(out, scrut_cell_number(c, r));
        else
            scrut_buf_putc(out, '?');
        break;
    case SCRUT_CELL_TEXT:
        text = scrut_cell_text(c, r, &length);
        scrut_buf_append(out, text, length);
        break;
    case SCRUT_CELL_CATEGORY:
        ck_assert_uint_lt(scrut_cell_category(c, r), scrut_table_category_count(table, column));
        scrut_buf_puts(out, scrut_table_category(table, column, scrut_cell_category(c, r)));
        break;
    }
}

static inline void dump_table(const scrut_table *table, bool places, scrut_buf *out)
{
    uint32_t row = 0;
    for (size_t s = 0; s < table->segment_count; s++) {
        const scrut_table_segment *segment = &table->segments[s];
        ck_assert_uint_eq(segment->first_row, row);
        ck_assert_uint_gt(segment->row_count, 0);
        for (uint32_t r = 0; r < segment->row_count; r++, row++) {
            ck_assert_ptr_eq(scrut_table_segment_of(table, row), segment);
            if (places)
                scrut_buf_printf(out, "%lld@%lld ", (long long)scrut_row_line(segment, r),
                                 (long long)scrut_row_byte(segment, r));
            for (size_t c = 0; c < table->column_count; c++) {
                if (c > 0)
                    scrut_buf_putc(out, '|');
                dump_cell(table, segment, c, r, out);
            }
            scrut_buf_putc(out, '\n');
        }
    }
    ck_assert_uint_eq(table->row_count, row);
}

/* Long texts are compared with the first difference as the message. */
static inline void expect_text(const char *got, const char *expected)
{
    size_t at = 0;
    while (got[at] == expected[at] && got[at] != '\0')
        at++;
    ck_assert_msg(got[at] == expected[at], "byte %zu is '%.60s', expected '%.60s'", at, got + at, expected + at);
}

static inline size_t wanted_columns(const scrut_csv *csv, const char *kinds, scrut_csv_wanted *wanted)
{
    size_t count = 0, last = strlen(kinds) - 1;
    for (size_t c = 0; c < scrut_csv_column_count(csv); c++) {
        char kind = kinds[c < last ? c : last];
        if (kind == '-')
            continue;
        wanted[count++] = (scrut_csv_wanted){c, kind == 'N'   ? SCRUT_CELL_NUMBER
                                                : kind == 'T' ? SCRUT_CELL_TEXT
                                                              : SCRUT_CELL_CATEGORY};
    }
    return count;
}

static inline reading_result read_path(const char *path, const reading_plan *plan)
{
    reading_result result = {.err = {.line = -7}, .problems = {.limit = 1000}};
    scrut_csv *csv = NULL;
    scrut_table *table = NULL;
    result.status = scrut_csv_open_tuned(path, "t.csv", plan->options, &plan->tuning, &csv, &result.err);
    if (result.status == SCRUT_OK) {
        scrut_csv_wanted *wanted = calloc(scrut_csv_column_count(csv), sizeof *wanted);
        scrut_pool *pool = plan->threads > 0 ? scrut_pool_new(plan->threads) : NULL;
        result.status = scrut_csv_read(csv, wanted, wanted_columns(csv, plan->kinds, wanted), plan->filters,
                                       plan->filter_count, pool, &result.problems, &table, &result.err);
        scrut_pool_free(pool);
        free(wanted);
    }
    ck_assert((result.status == SCRUT_OK) == (table != NULL));
    if (table != NULL) {
        dump_table(table, plan->places, &result.text);
        result.rows = table->row_count;
        result.segments = table->segment_count;
    } else {
        ck_assert_int_eq(result.err.status, result.status);
    }
    scrut_buf_append(&result.text, "", 0);
    scrut_table_free(table);
    scrut_csv_close(csv);
    return result;
}

static inline reading_result read_bytes(const char *bytes, size_t length, const reading_plan *plan)
{
    temporary_file file = file_with(bytes, length);
    reading_result result = read_path(file.path, plan);
    unlink(file.path);
    return result;
}

/* The ways that must not make a difference. */
static const reading_plan WAYS[] = {
    {.threads = 0},
    {.threads = 1, .tuning = {.portable = true}},
    {.threads = 2, .tuning = {.block_bytes = 16}},
    {.threads = 3, .tuning = {.block_bytes = 67}},
    {.threads = 4, .tuning = {.block_bytes = 300, .portable = true}},
};
#define WAY_COUNT (sizeof WAYS / sizeof WAYS[0])

#endif
