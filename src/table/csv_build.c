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

/* ---- number cells ---- */

static bool fits_missing(const scrut_csv *csv, const char *bytes, size_t length)
{
    for (size_t i = 0; i < csv->missing_count; i++) {
        if (strlen(csv->missing[i]) == length && memcmp(csv->missing[i], bytes, length) == 0)
            return true;
    }
    return false;
}

static void note_wrong(scrut_csv_builder *b, const scrut_csv_column *c, const scrut_csv_cell *cell,
                       scrut_csv_wrong wrong)
{
    if (!scrut_grow(&b->wrong, &b->wrong_capacity, b->wrong_count + 1, sizeof *b->wrong)) {
        b->no_memory = true;
        return;
    }
    scrut_csv_wrong_cell *noted = &b->wrong[b->wrong_count++];
    size_t length = cell->end - cell->start, shown = length < SCRUT_CSV_SHOWN ? length : SCRUT_CSV_SHOWN;
    *noted = (scrut_csv_wrong_cell){.line = cell->line,
                                    .byte = cell->origin,
                                    .column = (uint32_t)c->column,
                                    .wrong = (uint16_t)wrong,
                                    .length = (uint16_t)shown};
    memcpy(noted->text, cell->bytes + cell->start, shown);
}

static bool make_known(scrut_csv_builder *b, scrut_csv_column *c)
{
    size_t bytes = (b->rows_max + 63) / 64 * sizeof *c->known;
    if (c->known == NULL) {
        c->known = scrut_slabs_take(&b->scratch, bytes);
        if (c->known != NULL)
            memset(c->known, 0xFF, bytes);
    }
    return c->known != NULL;
}

#define COPY_AS(to_type, from_type)                                                                                    \
    for (size_t r = 0; r < count; r++)                                                                                 \
    ((to_type *)to)[r] = (to_type)((const from_type *)from)[r]

/* Makes room for values of up to `value`; the column has `count` so far. */
static bool widen(scrut_csv_builder *b, scrut_csv_column *c, size_t count, int64_t value)
{
    uint8_t width = value <= UINT16_MAX ? 2 : value <= UINT32_MAX ? 4 : 8;
    if (width <= c->width)
        return true;
    void *to = scrut_slabs_take(&b->scratch, b->rows_max * width), *from = c->numbers;
    if (to == NULL) {
        b->no_memory = true;
        return false;
    }
    if (width == 4)
        COPY_AS(uint32_t, uint16_t);
    else if (c->width == 2)
        COPY_AS(int64_t, uint16_t);
    else
        COPY_AS(int64_t, uint32_t);
    c->numbers = to;
    c->width = width;
    return true;
}

static void store_number(scrut_csv_builder *b, scrut_csv_column *c, size_t at, int64_t value)
{
    if (!widen(b, c, at, value))
        return;
    switch (c->width) {
    case 2: ((uint16_t *)c->numbers)[at] = (uint16_t)value; break;
    case 4: ((uint32_t *)c->numbers)[at] = (uint32_t)value; break;
    default: ((int64_t *)c->numbers)[at] = value; break;
    }
    c->bits |= (uint32_t)value;
}

void scrut_csv_add_numbers(scrut_csv_builder *b, scrut_csv_column *c, size_t at, const int32_t numbers[], size_t count)
{
    uint32_t bits = 0;
    for (size_t r = 0; r < count; r++)
        bits |= (uint32_t)numbers[r];
    if (!widen(b, c, at, bits))
        return;
    const int32_t *from = numbers;
    void *to = (char *)c->numbers + at * c->width;
    switch (c->width) {
    case 2: COPY_AS(uint16_t, int32_t); break;
    case 4: COPY_AS(uint32_t, int32_t); break;
    default: COPY_AS(int64_t, int32_t); break;
    }
    c->bits |= bits;
}

static void store_unknown(scrut_csv_builder *b, scrut_csv_column *c, size_t at)
{
    store_number(b, c, at, 0);
    if (!make_known(b, c)) {
        b->no_memory = true;
        return;
    }
    c->known[at >> 6] &= ~(UINT64_C(1) << (at & 63));
}

void scrut_csv_add_number(scrut_csv_builder *b, scrut_csv_column *c, size_t at, const scrut_csv_cell *cell)
{
    const char *bytes = cell->bytes;
    size_t start = cell->start, end = cell->end;
    while (start < end && (bytes[start] == ' ' || bytes[start] == '\t'))
        start++;
    while (end > start && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t'))
        end--;
    if (start == end || fits_missing(b->request->csv, bytes + start, end - start)) {
        store_unknown(b, c, at);
        return;
    }
    int64_t value;
    scrut_number_result result = scrut_parse_whole(bytes + start, end - start, SCRUT_VOTES_MAX, &value, NULL);
    if (result == SCRUT_NUMBER_OK && value >= 0) {
        store_number(b, c, at, value);
        return;
    }
    store_unknown(b, c, at);
    note_wrong(b, c, cell,
               result == SCRUT_NUMBER_OK        ? SCRUT_WRONG_NEGATIVE
               : result == SCRUT_NUMBER_TOO_BIG ? SCRUT_WRONG_TOO_BIG
                                                : SCRUT_WRONG_SYNTAX);
}

static void add_number(scrut_csv_builder *b, scrut_csv_column *c, size_t row)
{
    const scrut_csv_batch *batch = &b->batch;
    scrut_csv_cell cell = {.bytes = batch->text.bytes,
                           .start = scrut_csv_cell_start(batch, row, c->column),
                           .end = scrut_csv_cell_end(batch, row, c->column),
                           .line = batch->row_line[row]};
    cell.origin = batch->row_quoted[row] ? batch->origins[row * batch->column_count + c->column] : (uint32_t)cell.start;
    scrut_csv_add_number(b, c, b->rows + row, &cell);
}

static void add_numbers(scrut_csv_builder *b, scrut_csv_column *c)
{
    const scrut_csv_batch *batch = &b->batch;
    size_t n = batch->column_count;
    const uint32_t *starts = c->column == 0 ? batch->row_start : batch->marks + c->column - 1;
    size_t stride = c->column == 0 ? 1 : n;
    uint32_t bias = c->column == 0 ? 0 : 1;
    for (size_t row = 0; row < batch->rows; row++) {
        size_t first = row;
        if (!b->numbers_may_be_missing)
            row = batch->kernels->numbers(batch->text.bytes, starts, stride, bias, batch->marks + c->column, n, row,
                                          batch->rows, batch->numbers);
        scrut_csv_add_numbers(b, c, b->rows + first, batch->numbers + first, row - first);
        if (row < batch->rows)
            add_number(b, c, row);
    }
}

/* ---- text and category cells ---- */

bool scrut_csv_text_room(scrut_csv_builder *b, scrut_csv_column *c, size_t more)
{
    if (!scrut_grow(&c->text, &c->text_capacity, c->text_length + more + 1, 1))
        b->no_memory = true;
    return !b->no_memory;
}

static void add_texts(scrut_csv_builder *b, scrut_csv_column *c)
{
    const scrut_csv_batch *batch = &b->batch;
    size_t more = 0;
    for (size_t row = 0; row < batch->rows; row++)
        more += scrut_csv_cell_end(batch, row, c->column) - scrut_csv_cell_start(batch, row, c->column);
    if (!scrut_csv_text_room(b, c, more))
        return;
    for (size_t row = 0; row < batch->rows; row++) {
        size_t start = scrut_csv_cell_start(batch, row, c->column);
        size_t length = scrut_csv_cell_end(batch, row, c->column) - start;
        memcpy(c->text + c->text_length, batch->text.bytes + start, length);
        c->text_length += length;
        c->values[b->rows + row] = (uint32_t)c->text_length;
    }
}

void scrut_csv_add_categories(scrut_csv_builder *b, scrut_csv_column *c, size_t at,
                              const scrut_csv_category_cells *cells, size_t first, size_t last)
{
    scrut_csv_category_cells job = *cells;
    job.numbers = c->values + at;
    job.bits = c->bits;
    if (first == last)
        return;
    if (!scrut_csv_known_numbers(&c->known_words, &b->request->shared[c - b->columns], &job, first, last))
        b->no_memory = true;
    c->bits = job.bits;
    c->last = job.bytes + job.starts[last - 1]; /* cells of a block stay where they are */
    c->last_length = job.ends[last - 1] - job.starts[last - 1];
    c->last_number = job.numbers[last - 1];
}

enum { CATEGORIES_AT_ONCE = 64 };

static void add_categories(scrut_csv_builder *b, scrut_csv_column *c)
{
    const scrut_csv_batch *batch = &b->batch;
    uint32_t starts[CATEGORIES_AT_ONCE], ends[CATEGORIES_AT_ONCE];
    for (size_t row = 0, count; row < batch->rows && !b->no_memory; row += count) {
        count = batch->rows - row < CATEGORIES_AT_ONCE ? batch->rows - row : CATEGORIES_AT_ONCE;
        for (size_t i = 0; i < count; i++) {
            starts[i] = (uint32_t)scrut_csv_cell_start(batch, row + i, c->column);
            ends[i] = (uint32_t)scrut_csv_cell_end(batch, row + i, c->column);
        }
        scrut_csv_category_cells cells = {.bytes = batch->text.bytes, .starts = starts, .ends = ends};
        scrut_csv_add_categories(b, c, b->rows + row, &cells, 0, count);
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
void scrut_csv_keep_wrong(scrut_csv_builder *b)
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
        scrut_csv_column *c = &b->columns[i];
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
    scrut_csv_keep_wrong(b);
}

/* ---- segments ---- */

/* Scratch for the most rows the block can have; what stays of a segment is copied out of it, as narrow as
 * its values allow: fresh memory costs more than anything else here. */
bool scrut_csv_segment_begin(scrut_csv_builder *b, size_t rows_max, bool with_lines)
{
    scrut_slabs_reset(&b->scratch);
    b->rows_max = rows_max;
    b->rows = 0;
    b->wrong_count = 0;
    b->row_line = with_lines ? scrut_slabs_take(&b->scratch, rows_max * sizeof *b->row_line) : NULL;
    b->row_byte = scrut_slabs_take(&b->scratch, rows_max * sizeof *b->row_byte);
    bool all = b->row_byte != NULL && (b->row_line != NULL || !with_lines);
    for (size_t i = 0; i < b->request->wanted_count && all; i++) {
        scrut_csv_column *c = &b->columns[i];
        c->width = sizeof(uint16_t);
        c->known = NULL;
        c->last = NULL;
        c->bits = 0;
        c->text_length = 0;
        void *values =
            scrut_slabs_take(&b->scratch, rows_max * (c->kind == SCRUT_CELL_NUMBER ? c->width : sizeof *c->values));
        if (c->kind == SCRUT_CELL_NUMBER)
            c->numbers = values;
        else
            c->values = values;
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

/* Values of two or four bytes that are at most `bound`, in the width they need. */
static void settle_narrow(scrut_csv_builder *b, const void *from, uint8_t width, uint32_t bound,
                          scrut_table_column *column)
{
    size_t count = b->rows;
    column->width = bound <= UINT8_MAX ? 1 : bound <= UINT16_MAX ? 2 : 4;
    if (column->width == width) {
        column->values = settle(b, from, count * width);
        return;
    }
    void *to = scrut_slabs_take(&b->table_memory, count * column->width);
    column->values = to;
    if (to == NULL)
        b->no_memory = true;
    else if (column->width == 2)
        COPY_AS(uint16_t, uint32_t);
    else if (width == 2)
        COPY_AS(uint8_t, uint16_t);
    else
        COPY_AS(uint8_t, uint32_t);
}

/* Codes often have one length, and then their ends need not be kept. */
static bool have_one_length(const uint32_t *ends, size_t rows)
{
    uint32_t different = 0;
    for (size_t r = 0; r < rows; r++)
        different |= ends[r] ^ (uint32_t)(r + 1) * ends[0];
    return rows > 0 && ends[0] <= UINT8_MAX && different == 0;
}

static void settle_text(scrut_csv_builder *b, const scrut_csv_column *c, scrut_table_column *column)
{
    if (have_one_length(c->values, b->rows))
        column->width = (uint8_t)c->values[0];
    else
        column->values = settle(b, c->values, b->rows * sizeof *c->values);
    column->text = settle(b, c->text != NULL ? c->text : "", c->text_length);
}

static void settle_column(scrut_csv_builder *b, const scrut_csv_column *c, scrut_table_column *column)
{
    size_t rows = b->rows;
    *column = (scrut_table_column){.kind = c->kind};
    if (c->kind == SCRUT_CELL_TEXT) {
        settle_text(b, c, column);
        return;
    }
    if (c->kind == SCRUT_CELL_CATEGORY) {
        settle_narrow(b, c->values, sizeof *c->values, c->bits, column);
        return;
    }
    column->known = settle(b, c->known, (rows + 63) / 64 * sizeof *c->known);
    if (c->width < sizeof(int64_t)) {
        settle_narrow(b, c->numbers, c->width, c->bits, column);
        return;
    }
    column->width = c->width;
    column->values = settle(b, c->numbers, rows * c->width);
}

#undef COPY_AS

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
}

static void end_categories(scrut_csv_builder *b, size_t block)
{
    for (size_t i = 0; i < b->request->wanted_count; i++)
        scrut_csv_known_end(&b->columns[i].known_words, &b->request->shared[i], block);
}

static void settle_places(scrut_csv_builder *b)
{
    scrut_table_segment *segment = &b->part->segment;
    size_t rows = b->rows;
    segment->row_byte = settle(b, b->row_byte, rows * sizeof *b->row_byte);
    /* lines only grow, so the last one tells whether all are as they would be without them */
    if (b->row_line != NULL && rows > 0 && b->row_line[rows - 1] != rows - 1)
        segment->row_line = settle(b, b->row_line, rows * sizeof *b->row_line);
}

/* Any block. */
static void build_by_batches(scrut_csv_builder *b, const scrut_csv_block *block)
{
    scrut_csv_part *part = b->part;
    scrut_csv_survey survey;
    b->batch.kernels->survey(block->buffer.bytes, block->length, &survey);
    scrut_csv_batch_begin(&b->batch, block, &survey);
    part->newlines = (int64_t)survey.newlines;
    if (!scrut_csv_segment_begin(b, survey.newlines, survey.has_quote || b->request->filter_count > 0)) {
        b->no_memory = true;
        return;
    }
    do {
        part->status = scrut_csv_batch_next(&b->batch, &part->err);
        add_batch(b);
    } while (part->status == SCRUT_OK && b->batch.rows_cut > 0 && !b->no_memory);
    if (!b->no_memory)
        settle_places(b);
}

void scrut_csv_build(scrut_csv_builder *b, scrut_csv_block *block, scrut_csv_part *part)
{
    b->part = part;
    b->no_memory = false;
    part->segment.first_byte = block->first_byte;
    if (b->plain == NULL || !scrut_csv_plain_build(b, block))
        build_by_batches(b, block);
    end_categories(b, block->number);
    if (!b->no_memory)
        end_segment(b);
    if (b->no_memory)
        part->status = scrut_fail_memory(&part->err);
}

void scrut_csv_part_free(scrut_csv_part *part)
{
    if (part == NULL)
        return;
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
        b->columns[i].known_words.slots_max = SCRUT_CSV_KNOWN_MAX(request->workers);
    }
    for (size_t i = 0; i < request->csv->missing_count; i++)
        b->numbers_may_be_missing |= is_digits(request->csv->missing[i]);
    if (request->filter_count > 0 || b->numbers_may_be_missing)
        return b;
    b->plain = scrut_csv_plain_new(request);
    if (b->plain == NULL) {
        scrut_csv_builder_free(b, NULL);
        return NULL;
    }
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
    for (size_t i = 0; b->columns != NULL && i < b->request->wanted_count; i++) {
        free(b->columns[i].text);
        scrut_csv_known_free(&b->columns[i].known_words);
    }
    free(b->columns);
    free(b->wrong);
    scrut_csv_batch_free(&b->batch);
    scrut_csv_plain_free(b->plain);
    free(b);
}
