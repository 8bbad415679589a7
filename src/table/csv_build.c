/* SPDX-License-Identifier: Apache-2.0
 * One block becomes one segment: its columns, and what is wrong with its cells. Columns are made one
 * after another from a batch of rows, so that the inner loops do one thing. */
#include "table_internal.h"
#include "scrutineer/mem.h"
#include "scrutineer/num.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    scrut_cell_kind kind;
    size_t column;    /* of the file */
    int32_t *narrow;  /* NUMBER, until a value does not fit; scratch, as what follows */
    int64_t *wide;    /* NUMBER, then */
    uint64_t *known;  /* NUMBER, from the first unknown cell on */
    uint32_t *values; /* TEXT: ends; CATEGORY: codes of the segment's words */
    char *text;       /* TEXT: malloc; kept from segment to segment */
    size_t text_length, text_capacity;
    const char *last; /* CATEGORY: the cell before and its code */
    size_t last_length;
    uint32_t last_code;
} column_builder;

struct scrut_csv_builder {
    const scrut_csv_request *request;
    scrut_csv_batch batch;
    column_builder *columns;
    bool numbers_may_be_missing; /* a word for "unknown" looks like a number */
    scrut_slabs table_memory, scratch;
    scrut_csv_wrong_cell *wrong; /* of this batch */
    size_t wrong_count, wrong_capacity;
    /* this segment */
    scrut_csv_part *part;
    size_t rows_max, rows;
    uint32_t *row_byte, *row_line;
    bool no_memory;
};

/* ---- number cells ---- */

static bool fits_missing(const scrut_csv *csv, const char *bytes, size_t length)
{
    for (size_t i = 0; i < csv->missing_count; i++) {
        if (strlen(csv->missing[i]) == length && memcmp(csv->missing[i], bytes, length) == 0)
            return true;
    }
    return false;
}

static void note_wrong(scrut_csv_builder *b, const column_builder *c, size_t row, scrut_csv_wrong wrong)
{
    const scrut_csv_batch *batch = &b->batch;
    size_t start = scrut_csv_cell_start(batch, row, c->column), end = scrut_csv_cell_end(batch, row, c->column);
    size_t origin = batch->row_quoted[row] ? batch->origins[row * batch->column_count + c->column] : start;
    if (!scrut_grow(&b->wrong, &b->wrong_capacity, b->wrong_count + 1, sizeof *b->wrong)) {
        b->no_memory = true;
        return;
    }
    scrut_csv_wrong_cell *cell = &b->wrong[b->wrong_count++];
    size_t shown = end - start < SCRUT_CSV_SHOWN ? end - start : SCRUT_CSV_SHOWN;
    *cell = (scrut_csv_wrong_cell){.line = batch->row_line[row],
                                   .byte = (uint32_t)origin,
                                   .column = (uint32_t)c->column,
                                   .wrong = (uint16_t)wrong,
                                   .length = (uint16_t)shown};
    memcpy(cell->text, batch->text.bytes + start, shown);
}

static bool make_known(scrut_csv_builder *b, column_builder *c)
{
    size_t bytes = (b->rows_max + 63) / 64 * sizeof *c->known;
    if (c->known == NULL) {
        c->known = scrut_slabs_take(&b->scratch, bytes);
        if (c->known != NULL)
            memset(c->known, 0xFF, bytes);
    }
    return c->known != NULL;
}

static bool make_wide(scrut_csv_builder *b, column_builder *c)
{
    if (c->wide != NULL)
        return true;
    c->wide = scrut_slabs_take(&b->scratch, b->rows_max * sizeof *c->wide);
    if (c->wide == NULL)
        return false;
    for (size_t r = 0; r < b->rows; r++)
        c->wide[r] = c->narrow[r];
    return true;
}

static void store_number(scrut_csv_builder *b, column_builder *c, size_t row, int64_t value)
{
    if (c->wide == NULL && value <= INT32_MAX) {
        c->narrow[b->rows + row] = (int32_t)value;
        return;
    }
    bool first = c->wide == NULL;
    if (!make_wide(b, c)) {
        b->no_memory = true;
        return;
    }
    for (size_t r = 0; first && r < row; r++) /* those of this batch */
        c->wide[b->rows + r] = c->narrow[b->rows + r];
    c->wide[b->rows + row] = value;
}

static void store_unknown(scrut_csv_builder *b, column_builder *c, size_t row)
{
    store_number(b, c, row, 0);
    if (!make_known(b, c)) {
        b->no_memory = true;
        return;
    }
    size_t bit = b->rows + row;
    c->known[bit >> 6] &= ~(UINT64_C(1) << (bit & 63));
}

/* Any cell; the kernels do the common ones. */
static void add_number(scrut_csv_builder *b, column_builder *c, size_t row)
{
    const scrut_csv_batch *batch = &b->batch;
    size_t start = scrut_csv_cell_start(batch, row, c->column), end = scrut_csv_cell_end(batch, row, c->column);
    const char *bytes = batch->text.bytes;
    while (start < end && (bytes[start] == ' ' || bytes[start] == '\t'))
        start++;
    while (end > start && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t'))
        end--;
    if (start == end || fits_missing(b->request->csv, bytes + start, end - start)) {
        store_unknown(b, c, row);
        return;
    }
    int64_t value;
    scrut_number_result result = scrut_parse_whole(bytes + start, end - start, SCRUT_VOTES_MAX, &value, NULL);
    if (result == SCRUT_NUMBER_OK && value >= 0) {
        store_number(b, c, row, value);
        return;
    }
    store_unknown(b, c, row);
    note_wrong(b, c, row,
               result == SCRUT_NUMBER_OK        ? SCRUT_WRONG_NEGATIVE
               : result == SCRUT_NUMBER_TOO_BIG ? SCRUT_WRONG_TOO_BIG
                                                : SCRUT_WRONG_SYNTAX);
}

static void add_numbers(scrut_csv_builder *b, column_builder *c)
{
    const scrut_csv_batch *batch = &b->batch;
    size_t n = batch->column_count;
    const uint32_t *starts = c->column == 0 ? batch->row_start : batch->marks + c->column - 1;
    size_t stride = c->column == 0 ? 1 : n;
    uint32_t bias = c->column == 0 ? 0 : 1;
    for (size_t row = 0; row < batch->rows; row++) {
        if (c->wide == NULL && !b->numbers_may_be_missing)
            row = batch->kernels->numbers(batch->text.bytes, starts, stride, bias, batch->marks + c->column, n, row,
                                          batch->rows, c->narrow + b->rows);
        if (row < batch->rows)
            add_number(b, c, row);
    }
}

/* ---- text and category cells ---- */

static void add_texts(scrut_csv_builder *b, column_builder *c)
{
    const scrut_csv_batch *batch = &b->batch;
    size_t more = 0;
    for (size_t row = 0; row < batch->rows; row++)
        more += scrut_csv_cell_end(batch, row, c->column) - scrut_csv_cell_start(batch, row, c->column);
    if (!scrut_grow(&c->text, &c->text_capacity, c->text_length + more + 1, 1)) {
        b->no_memory = true;
        return;
    }
    for (size_t row = 0; row < batch->rows; row++) {
        size_t start = scrut_csv_cell_start(batch, row, c->column);
        size_t length = scrut_csv_cell_end(batch, row, c->column) - start;
        memcpy(c->text + c->text_length, batch->text.bytes + start, length);
        c->text_length += length;
        c->values[b->rows + row] = (uint32_t)c->text_length;
    }
}

static void add_categories(scrut_csv_builder *b, column_builder *c)
{
    const scrut_csv_batch *batch = &b->batch;
    scrut_csv_words *words = &b->part->words[c - b->columns];
    for (size_t row = 0; row < batch->rows; row++) {
        size_t start = scrut_csv_cell_start(batch, row, c->column);
        size_t length = scrut_csv_cell_end(batch, row, c->column) - start;
        const char *cell = batch->text.bytes + start;
        if (c->last == NULL || length != c->last_length || memcmp(cell, c->last, length) != 0) {
            uint32_t code;
            if (!scrut_csv_words_code(words, cell, length, &code)) {
                b->no_memory = true;
                return;
            }
            c->last = cell; /* cells of a block stay where they are */
            c->last_length = length;
            c->last_code = code;
        }
        c->values[b->rows + row] = c->last_code;
    }
}

/* ---- rows ---- */

static bool passes(const scrut_csv_builder *b, size_t row)
{
    const scrut_csv_batch *batch = &b->batch;
    for (size_t i = 0; i < b->request->filter_count; i++) {
        const scrut_csv_filter *f = &b->request->filters[i];
        size_t start = scrut_csv_cell_start(batch, row, f->column);
        size_t length = scrut_csv_cell_end(batch, row, f->column) - start;
        if (strlen(f->text) != length || memcmp(batch->text.bytes + start, f->text, length) != 0)
            return false;
    }
    return true;
}

/* Moves the rows that pass the filters to the front of the batch. */
static void filter_rows(scrut_csv_builder *b)
{
    scrut_csv_batch *batch = &b->batch;
    size_t n = batch->column_count, kept = 0;
    for (size_t row = 0; row < batch->rows; row++) {
        if (!passes(b, row))
            continue;
        if (kept != row) {
            memcpy(batch->marks + kept * n, batch->marks + row * n, n * sizeof *batch->marks);
            batch->row_start[kept] = batch->row_start[row];
            batch->row_line[kept] = batch->row_line[row];
            batch->row_quoted[kept] = batch->row_quoted[row];
            if (batch->row_quoted[row])
                memcpy(batch->origins + kept * n, batch->origins + row * n, n * sizeof *batch->origins);
        }
        kept++;
    }
    batch->rows = kept;
}

static int by_place(const void *a, const void *b)
{
    const scrut_csv_wrong_cell *left = a, *right = b;
    if (left->byte != right->byte)
        return left->byte < right->byte ? -1 : 1;
    return (left->column > right->column) - (left->column < right->column);
}

/* The columns of a batch found them column by column; people read row by row. */
static void keep_wrong(scrut_csv_builder *b)
{
    scrut_csv_part *part = b->part;
    if (b->wrong_count == 0)
        return;
    qsort(b->wrong, b->wrong_count, sizeof *b->wrong, by_place);
    part->wrong_total += (int64_t)b->wrong_count;
    size_t room = b->request->wrong_max - part->wrong_count;
    size_t kept = b->wrong_count < room ? b->wrong_count : room;
    b->wrong_count = 0;
    if (kept == 0)
        return;
    if (!scrut_grow(&part->wrong, &part->wrong_capacity, part->wrong_count + kept, sizeof *part->wrong)) {
        b->no_memory = true;
        return;
    }
    memcpy(part->wrong + part->wrong_count, b->wrong, kept * sizeof *part->wrong);
    part->wrong_count += kept;
}

static void add_batch(scrut_csv_builder *b)
{
    scrut_csv_batch *batch = &b->batch;
    if (b->request->filter_count > 0)
        filter_rows(b);
    assert(b->rows + batch->rows <= b->rows_max);
    for (size_t i = 0; i < b->request->wanted_count && !b->no_memory; i++) {
        column_builder *c = &b->columns[i];
        switch (c->kind) {
        case SCRUT_CELL_NUMBER: add_numbers(b, c); break;
        case SCRUT_CELL_TEXT: add_texts(b, c); break;
        case SCRUT_CELL_CATEGORY: add_categories(b, c); break;
        }
    }
    memcpy(b->row_byte + b->rows, batch->row_start, batch->rows * sizeof *b->row_byte);
    if (b->row_line != NULL)
        memcpy(b->row_line + b->rows, batch->row_line, batch->rows * sizeof *b->row_line);
    b->rows += batch->rows;
    keep_wrong(b);
}

/* ---- segments ---- */

/* Scratch for the most rows the block can have; what stays of a segment is copied out of it, as narrow as
 * its values allow: fresh memory costs more than anything else here. */
static bool begin_segment(scrut_csv_builder *b, size_t rows_max)
{
    bool lines = b->batch.has_quote || b->request->filter_count > 0;
    scrut_slabs_reset(&b->scratch);
    b->rows_max = rows_max;
    b->rows = 0;
    b->no_memory = false;
    b->wrong_count = 0;
    b->row_line = lines ? scrut_slabs_take(&b->scratch, rows_max * sizeof *b->row_line) : NULL;
    b->row_byte = scrut_slabs_take(&b->scratch, rows_max * sizeof *b->row_byte);
    bool all = b->row_byte != NULL && (b->row_line != NULL || !lines);
    for (size_t i = 0; i < b->request->wanted_count && all; i++) {
        column_builder *c = &b->columns[i];
        c->wide = NULL;
        c->known = NULL;
        c->last = NULL;
        c->text_length = 0;
        uint32_t *values = scrut_slabs_take(&b->scratch, rows_max * sizeof *values);
        c->values = values;
        c->narrow = (int32_t *)(void *)values;
        all = values != NULL;
    }
    return all;
}

/* A copy in the table's memory; NULL for NULL. */
static void *settle(scrut_csv_builder *b, const void *memory, size_t bytes)
{
    if (memory == NULL)
        return NULL;
    void *place = scrut_slabs_take(&b->table_memory, bytes);
    if (place == NULL)
        b->no_memory = true;
    else if (bytes > 0)
        memcpy(place, memory, bytes);
    return place;
}

static uint8_t width_of(const uint32_t *values, size_t count)
{
    uint32_t any = 0;
    for (size_t r = 0; r < count; r++)
        any |= values[r];
    return any <= UINT8_MAX ? 1 : any <= UINT16_MAX ? 2 : 4;
}

/* Values that fit into 32 bits, in the width they need. */
static void settle_narrow(scrut_csv_builder *b, const uint32_t *values, scrut_table_column *column)
{
    size_t rows = b->rows;
    column->width = width_of(values, rows);
    void *place = scrut_slabs_take(&b->table_memory, rows * column->width);
    column->values = place;
    if (place == NULL) {
        b->no_memory = true;
    } else if (column->width == 1) {
        uint8_t *narrow = place;
        for (size_t r = 0; r < rows; r++)
            narrow[r] = (uint8_t)values[r];
    } else if (column->width == 2) {
        uint16_t *narrow = place;
        for (size_t r = 0; r < rows; r++)
            narrow[r] = (uint16_t)values[r];
    } else if (rows > 0) {
        memcpy(place, values, rows * sizeof *values);
    }
}

static void settle_column(scrut_csv_builder *b, const column_builder *c, scrut_table_column *column)
{
    size_t rows = b->rows;
    *column = (scrut_table_column){.kind = c->kind};
    if (c->kind == SCRUT_CELL_TEXT) {
        column->values = settle(b, c->values, rows * sizeof *c->values);
        column->text = settle(b, c->text != NULL ? c->text : "", c->text_length);
        return;
    }
    column->known = settle(b, c->known, (rows + 63) / 64 * sizeof *c->known);
    if (c->wide == NULL) {
        settle_narrow(b, c->values, column);
        return;
    }
    column->width = sizeof *c->wide;
    column->values = settle(b, c->wide, rows * sizeof *c->wide);
}

static void end_segment(scrut_csv_builder *b)
{
    scrut_table_segment *segment = &b->part->segment;
    size_t rows = b->rows;
    segment->row_count = (uint32_t)rows;
    segment->columns = scrut_slabs_take(&b->table_memory, b->request->wanted_count * sizeof *segment->columns);
    if (segment->columns == NULL) {
        b->no_memory = true;
        return;
    }
    for (size_t i = 0; i < b->request->wanted_count && !b->no_memory; i++)
        settle_column(b, &b->columns[i], &segment->columns[i]);
    segment->row_byte = settle(b, b->row_byte, rows * sizeof *b->row_byte);
    /* lines only grow, so the last one tells whether all are as they would be without them */
    if (b->row_line != NULL && rows > 0 && b->row_line[rows - 1] != rows - 1)
        segment->row_line = settle(b, b->row_line, rows * sizeof *b->row_line);
}

void scrut_csv_build(scrut_csv_builder *b, scrut_csv_block *block, scrut_csv_part *part)
{
    scrut_csv_survey survey;
    b->batch.kernels->survey(block->buffer.bytes, block->length, &survey);
    scrut_csv_batch_begin(&b->batch, block, &survey);
    b->part = part;
    part->newlines = (int64_t)survey.newlines;
    part->segment.first_byte = block->first_byte;
    part->words = calloc(b->request->wanted_count + 1, sizeof *part->words);
    if (part->words == NULL || !begin_segment(b, survey.newlines)) {
        part->status = scrut_fail_memory(&part->err);
        return;
    }
    do {
        part->status = scrut_csv_batch_next(&b->batch, &part->err);
        add_batch(b);
    } while (part->status == SCRUT_OK && b->batch.rows_cut > 0 && !b->no_memory);
    if (!b->no_memory)
        end_segment(b);
    if (b->no_memory)
        part->status = scrut_fail_memory(&part->err);
}

void scrut_csv_part_free(scrut_csv_part *part, size_t wanted_count)
{
    if (part == NULL)
        return;
    for (size_t i = 0; part->words != NULL && i < wanted_count; i++)
        scrut_csv_words_free(&part->words[i]);
    free(part->words);
    free(part->wrong);
    free(part);
}

/* ---- the worker's scratch ---- */

static bool is_digits(const char *text)
{
    size_t length = strspn(text, "0123456789");
    return length > 0 && text[length] == '\0';
}

scrut_csv_builder *scrut_csv_builder_new(const scrut_csv_request *request)
{
    scrut_csv_builder *b = calloc(1, sizeof *b);
    if (b == NULL)
        return NULL;
    b->request = request;
    b->columns = calloc(request->wanted_count + 1, sizeof *b->columns);
    if (!scrut_csv_batch_init(&b->batch, request->csv) || b->columns == NULL) {
        scrut_csv_builder_free(b, NULL);
        return NULL;
    }
    for (size_t i = 0; i < request->wanted_count; i++) {
        b->columns[i].kind = request->wanted[i].kind;
        b->columns[i].column = request->wanted[i].column;
    }
    for (size_t i = 0; i < request->csv->missing_count; i++)
        b->numbers_may_be_missing |= is_digits(request->csv->missing[i]);
    return b;
}

void scrut_csv_builder_free(scrut_csv_builder *b, scrut_slabs *slabs)
{
    if (b == NULL)
        return;
    if (slabs != NULL)
        scrut_slabs_move(&b->table_memory, slabs);
    scrut_slabs_free(&b->table_memory);
    scrut_slabs_free(&b->scratch);
    for (size_t i = 0; b->columns != NULL && i < b->request->wanted_count; i++)
        free(b->columns[i].text);
    free(b->columns);
    free(b->wrong);
    scrut_csv_batch_free(&b->batch);
    free(b);
}
