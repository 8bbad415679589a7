/* SPDX-License-Identifier: Apache-2.0
 * A block becomes rows of cells, a batch at a time, so that marks and bytes stay in the nearest cache
 * while the columns are made. Runs without quotes are cut by the kernels; a record with a quote, and any
 * record that is not as it should be, goes through scrut_csv_read_record, which knows all the rules. */
#include "table_internal.h"

#include <stdlib.h>
#include <string.h>

#define BATCH_CELLS ((size_t)4096)
#define BATCH_ROWS_MIN ((size_t)8)

bool scrut_csv_batch_init(scrut_csv_batch *batch, const scrut_csv *csv)
{
    size_t columns = csv->column_count, rows = BATCH_CELLS / columns;
    if (rows < BATCH_ROWS_MIN)
        rows = BATCH_ROWS_MIN;
    *batch = (scrut_csv_batch){.kernels = csv->kernels, .column_count = columns, .rows_max = rows};
    batch->text = (scrut_csv_text){.delimiter = csv->delimiter, .name = csv->name};
    batch->marks = malloc((rows * columns + 2 * SCRUT_CSV_MARGIN) * sizeof *batch->marks);
    batch->origins = malloc(rows * columns * sizeof *batch->origins);
    batch->row_start = malloc(rows * sizeof *batch->row_start);
    batch->row_line = malloc(rows * sizeof *batch->row_line);
    batch->row_quoted = calloc(rows, sizeof *batch->row_quoted);
    batch->numbers = malloc(rows * sizeof *batch->numbers);
    return batch->marks != NULL && batch->origins != NULL && batch->row_start != NULL && batch->row_line != NULL &&
           batch->row_quoted != NULL && batch->numbers != NULL;
}

void scrut_csv_batch_free(scrut_csv_batch *batch)
{
    free(batch->marks);
    free(batch->origins);
    free(batch->row_start);
    free(batch->row_line);
    free(batch->row_quoted);
    free(batch->numbers);
}

void scrut_csv_batch_begin(scrut_csv_batch *batch, const scrut_csv_block *block, const scrut_csv_survey *survey)
{
    scrut_csv_text *text = &batch->text;
    text->bytes = block->buffer.bytes;
    text->length = block->length;
    text->end = block->end;
    text->first_byte = block->first_byte;
    text->bad_at = scrut_csv_bad_byte(text->bytes, text->length, survey, block->end);
    bool return_at_end = block->end == SCRUT_BLOCK_ENDED && block->length > 1 && text->bytes[text->length - 2] == '\r';
    batch->has_cr = survey->has_cr;
    batch->has_quote = survey->has_quote;
    batch->by_record = survey->has_lone_cr || return_at_end || text->bad_at != SIZE_MAX ||
                       block->end == SCRUT_BLOCK_OPEN || block->end == SCRUT_BLOCK_TOO_LONG;
    batch->at = batch->region_end = batch->scanned = 0;
    batch->pending = batch->pending_newlines = 0;
    batch->next_line = 0;
    batch->rows = batch->rows_cut = 0;
    memset(batch->row_quoted, 0, batch->rows_max * sizeof *batch->row_quoted);
}

static scrut_status wrong_cell_count(const scrut_csv_batch *batch, const scrut_csv_record *record, scrut_error *err)
{
    size_t expected = batch->column_count;
    int64_t byte = batch->text.first_byte + (int64_t)batch->at;
    bool empty = record->cells == 1 && (batch->text.bytes[batch->at] == '\n' || batch->text.bytes[batch->at] == '\r');
    if (empty)
        return scrut_fail(err, SCRUT_E_INPUT, batch->text.name, batch->next_line, 1, byte,
                          "an empty line; expected %zu cells", expected);
    size_t column = (record->cells < expected ? record->cells : expected) + 1;
    return scrut_fail(err, SCRUT_E_INPUT, batch->text.name, batch->next_line, (int64_t)column, byte,
                      "this row has %zu cell%s, but the header has %zu", record->cells, record->cells == 1 ? "" : "s",
                      expected);
}

/* Adds the record at batch->at. */
static scrut_status add_record(scrut_csv_batch *batch, scrut_error *err)
{
    size_t r = batch->rows, n = batch->column_count;
    scrut_csv_record record;
    scrut_status status = scrut_csv_read_record(&batch->text, batch->at, batch->next_line, batch->marks + r * n,
                                                batch->origins + r * n, n, &record, err);
    if (status == SCRUT_OK && record.cells != n)
        status = wrong_cell_count(batch, &record, err);
    if (status != SCRUT_OK)
        return status;
    batch->row_start[r] = (uint32_t)batch->at;
    batch->row_line[r] = batch->next_line;
    batch->row_quoted[r] = true;
    batch->rows++;
    batch->at = record.next;
    batch->next_line += 1 + record.newlines;
    return SCRUT_OK;
}

/* Finds where the run without quotes that begins at batch->at ends; it may be empty. */
static void find_region(scrut_csv_batch *batch)
{
    const scrut_csv_text *t = &batch->text;
    batch->scanned = batch->at;
    batch->region_end = t->length;
    if (!batch->has_quote)
        return;
    const char *quote = memchr(t->bytes + batch->at, '"', t->length - batch->at);
    if (quote == NULL)
        return;
    size_t end = (size_t)(quote - t->bytes);
    while (end > batch->at && t->bytes[end - 1] != '\n')
        end--;
    batch->region_end = end;
}

static size_t count_newlines(const char *bytes, const uint32_t *marks, size_t count)
{
    size_t newlines = 0;
    for (size_t i = 0; i < count; i++)
        newlines += bytes[marks[i]] == '\n';
    return newlines;
}

/* Rows among the marks before the first one that does not have its newline in the last cell. */
static size_t good_rows(const char *bytes, const uint32_t *marks, size_t columns, size_t rows)
{
    for (size_t r = 0; r < rows; r++) {
        const uint32_t *row = marks + r * columns;
        if (bytes[row[columns - 1]] != '\n' || count_newlines(bytes, row, columns) != 1)
            return r;
    }
    return rows;
}

/* Sets starts and lines of `rows` new rows whose marks are in place. False when a last mark is no newline. */
static bool place_rows(scrut_csv_batch *batch, size_t rows)
{
    const char *bytes = batch->text.bytes;
    size_t n = batch->column_count, at = batch->at;
    uint32_t *last = batch->marks + batch->rows * n + n - 1, *start = batch->row_start + batch->rows;
    uint32_t *line = batch->row_line + batch->rows;
    bool all = true;
    for (size_t r = 0; r < rows; r++, last += n) {
        start[r] = (uint32_t)at;
        line[r] = batch->next_line + (uint32_t)r;
        at = *last + (size_t)1;
        all &= bytes[*last] == '\n';
    }
    return all;
}

/* The carriage returns of line ends are no part of the last cells. */
static void drop_returns(scrut_csv_batch *batch, size_t rows)
{
    const char *bytes = batch->text.bytes;
    size_t n = batch->column_count;
    uint32_t *last = batch->marks + batch->rows * n + n - 1;
    for (size_t r = 0; r < rows; r++, last += n)
        *last -= *last > 0 && bytes[*last - (size_t)1] == '\r';
}

/* Adds rows of the run without quotes, as many as fit. */
static void add_plain_rows(scrut_csv_batch *batch)
{
    const char *bytes = batch->text.bytes;
    size_t n = batch->column_count, wanted = (batch->rows_max - batch->rows) * n;
    uint32_t *marks = batch->marks + batch->rows * n;
    size_t count = batch->pending, newlines = batch->pending_newlines;
    if (count < wanted)
        count += batch->kernels->marks(bytes, &batch->scanned, batch->region_end, batch->text.delimiter, wanted - count,
                                       marks + count, &newlines);
    size_t rows = (count < wanted ? count : wanted) / n;
    size_t left = count - rows * n;
    bool over = batch->scanned >= batch->region_end && count <= wanted;
    batch->pending_newlines = count_newlines(bytes, marks + rows * n, left);
    bool good = place_rows(batch, rows) && newlines - batch->pending_newlines == rows && !(over && left > 0);
    if (!good) {
        rows = good_rows(bytes, marks, n, rows);
        batch->by_record = true; /* the next record is wrong, and read_record says how */
        left = 0;
    }
    batch->pending = left;
    if (rows > 0) {
        batch->at = marks[rows * n - 1] + (size_t)1;
        if (batch->has_cr)
            drop_returns(batch, rows);
        batch->next_line += (uint32_t)rows;
        batch->rows += rows;
    }
}

/* Marks found beyond the rows of the last batch begin this one. */
static void keep_pending(scrut_csv_batch *batch)
{
    if (batch->pending > 0)
        memmove(batch->marks, batch->marks + batch->rows_cut * batch->column_count,
                batch->pending * sizeof *batch->marks);
    if (batch->has_quote)
        memset(batch->row_quoted, 0, batch->rows_max * sizeof *batch->row_quoted);
    batch->rows = 0;
}

static scrut_status cut_rows(scrut_csv_batch *batch, scrut_error *err)
{
    while (batch->rows < batch->rows_max && batch->at < batch->text.length) {
        if (!batch->by_record && batch->at >= batch->region_end)
            find_region(batch);
        if (!batch->by_record && batch->at < batch->region_end) {
            add_plain_rows(batch);
            continue;
        }
        scrut_status status = add_record(batch, err);
        if (status != SCRUT_OK)
            return status;
    }
    return SCRUT_OK;
}

scrut_status scrut_csv_batch_next(scrut_csv_batch *batch, scrut_error *err)
{
    keep_pending(batch);
    scrut_status status = cut_rows(batch, err);
    batch->rows_cut = batch->rows;
    return status;
}
