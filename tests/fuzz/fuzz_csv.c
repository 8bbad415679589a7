/* SPDX-License-Identifier: Apache-2.0
 * Any bytes are a table or an error, and the same one with large blocks and fast kernels as with small
 * blocks and portable ones. A column named "filter" is also filtered by the word "x". */
#include "../../src/table/table_internal.h"
#include "fuzz.h"
#include "scrutineer/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "fuzz-csv-XXXXXX";
static int file = -1;

static void remove_file(void)
{
    unlink(path);
}

static void must(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzz_csv: %s\n", what);
        abort();
    }
}

static void write_input(const uint8_t *data, size_t size)
{
    if (file < 0) {
        file = mkstemp(path);
        must(file >= 0, "no temporary file");
        atexit(remove_file);
    }
    must(ftruncate(file, 0) == 0 && pwrite(file, data, size, 0) == (ssize_t)size, "cannot write the input");
}

typedef struct {
    scrut_status status;
    scrut_error err;
    scrut_buf text;
} outcome;

static void dump_cell(const scrut_table *table, const scrut_table_column *c, size_t column, uint32_t r, scrut_buf *out)
{
    size_t length = 0;
    const char *text;
    switch (c->kind) {
    case SCRUT_CELL_NUMBER:
        must(scrut_cell_number(c, r) >= 0, "a negative number");
        scrut_buf_printf(out, "%d:%lld|", scrut_cell_known(c, r), (long long)scrut_cell_number(c, r));
        break;
    case SCRUT_CELL_TEXT:
        text = scrut_cell_text(c, r, &length);
        scrut_buf_append(out, text, length);
        scrut_buf_putc(out, '|');
        break;
    case SCRUT_CELL_CATEGORY:
        scrut_buf_printf(out, "%u=%s|", scrut_cell_category(c, r),
                         scrut_table_category(table, column, scrut_cell_category(c, r)));
        break;
    }
}

static void dump(const scrut_table *table, const scrut_problems *problems, scrut_buf *out)
{
    for (size_t s = 0; s < table->segment_count; s++) {
        const scrut_table_segment *segment = &table->segments[s];
        for (uint32_t r = 0; r < segment->row_count; r++) {
            scrut_buf_printf(out, "%lld@%lld ", (long long)scrut_row_line(segment, r),
                             (long long)scrut_row_byte(segment, r));
            for (size_t c = 0; c < table->column_count; c++)
                dump_cell(table, &segment->columns[c], c, r, out);
            scrut_buf_putc(out, '\n');
        }
    }
    for (size_t i = 0; i < problems->count; i++) {
        const scrut_error *p = &problems->items[i];
        scrut_buf_printf(out, "%lld:%lld@%lld %s\n", (long long)p->line, (long long)p->column, (long long)p->byte,
                         p->message);
    }
}

static outcome read_input(size_t block_bytes, int threads)
{
    static const char *const MISSING[] = {"n/a", "999"};
    static scrut_csv_wanted wanted[SCRUT_CSV_COLUMNS_MAX];
    outcome o = {.status = SCRUT_OK};
    scrut_csv_options options = {.missing = MISSING, .missing_count = 2};
    scrut_csv_tuning tuning = {.block_bytes = block_bytes, .portable = block_bytes != 0};
    scrut_problems problems = {.limit = 20};
    scrut_csv *csv = NULL;
    scrut_table *table = NULL;
    o.status = scrut_csv_open_tuned(path, "fuzz", &options, &tuning, &csv, &o.err);
    if (o.status == SCRUT_OK) {
        size_t columns = scrut_csv_column_count(csv);
        int64_t filtered = scrut_csv_find_column(csv, "filter");
        scrut_csv_filter filter = {filtered >= 0 ? (size_t)filtered : 0, "x"};
        scrut_pool *pool = scrut_pool_new(threads);
        for (size_t c = 0; c < columns; c++)
            wanted[c] = (scrut_csv_wanted){c, (scrut_cell_kind)(c % 3)};
        o.status = scrut_csv_read(csv, wanted, columns, &filter, filtered >= 0, pool, &problems, &table, &o.err);
        scrut_pool_free(pool);
    }
    if (o.status == SCRUT_OK)
        dump(table, &problems, &o.text);
    scrut_table_free(table);
    scrut_csv_close(csv);
    scrut_problems_free(&problems);
    scrut_buf_append(&o.text, "", 0);
    return o;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    write_input(data, size);
    outcome large = read_input(0, 1), small = read_input(16, 2);
    must(large.status == small.status, "the status depends on the blocks");
    if (large.status == SCRUT_OK) {
        must(strcmp(large.text.bytes, small.text.bytes) == 0, "the table depends on the blocks");
    } else {
        must(large.err.line == small.err.line && large.err.column == small.err.column &&
                 large.err.byte == small.err.byte && strcmp(large.err.message, small.err.message) == 0,
             "the error depends on the blocks");
    }
    scrut_buf_free(&large.text);
    scrut_buf_free(&small.text);
    return 0;
}
