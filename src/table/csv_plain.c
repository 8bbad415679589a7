/* SPDX-License-Identifier: Apache-2.0
 * A block without quotes and carriage returns, in which every line is a record: its columns are made without
 * looking for all cells first. A cursor a row stands where its next cell begins; a piece, one or a few columns,
 * moves the cursors of many rows before the next piece does. A block in which a cursor does not end where its line
 * ends has a wrong row and is left to the others, who know the words for it. */
#include "csv_simd.h"
#include "scrutineer/mem.h"

#include <assert.h>
#include <stdlib.h>

#define ROWS 256      /* at a time: with their bytes, in the nearest cache */
#define SHORT_TEXT 16 /* copied without a loop */
#define NONE UINT32_MAX
#define DIGITS_BESIDE 4 /* as in csv_patterns.c: of a cell, and from the first digit to the last */
#define BYTES_BESIDE 16

typedef enum {
    PIECE_SKIPPED, /* columns nobody wants */
    PIECE_CELL,    /* one column */
    PIECE_NUMBERS, /* number columns side by side */
} piece_kind;

typedef struct {
    piece_kind kind;
    uint32_t column, count; /* of the file */
    size_t bytes;           /* of the numbers in the first row */
} run_of_columns;

struct scrut_csv_plain {
    const scrut_csv_kernels *kernels;
    char delimiter;
    size_t column_count;
    scrut_csv_pattern *patterns; /* NULL: numbers are not read side by side */
    uint32_t *first_wanted;      /* a column of the file: the first one wanted of it, or NONE */
    uint32_t *next_wanted;       /* a wanted column: the next one of the same column of the file, or NONE */
    /* this block */
    const char *bytes;
    uint32_t *line_ends;
    size_t line_capacity, line_count;
    size_t safe_lines; /* so many leave bytes enough behind them for cursors that go astray */
    run_of_columns *pieces;
    size_t piece_count;
    /* some rows of it */
    size_t first, rows;
    uint32_t cursors[ROWS], starts[ROWS], ends[ROWS];
};

/* ---- which columns are read together ---- */

static bool is_number_only(const scrut_csv_builder *b, size_t column)
{
    uint32_t wanted = b->plain->first_wanted[column];
    return wanted != NONE && b->plain->next_wanted[wanted] == NONE && b->columns[wanted].kind == SCRUT_CELL_NUMBER;
}

static void add_column(const scrut_csv_builder *b, size_t column, size_t length)
{
    scrut_csv_plain *p = b->plain;
    run_of_columns *last = p->piece_count > 0 ? &p->pieces[p->piece_count - 1] : NULL;
    piece_kind kind = p->first_wanted[column] == NONE ? PIECE_SKIPPED : PIECE_CELL;
    if (p->patterns != NULL && length >= 1 && length <= DIGITS_BESIDE && is_number_only(b, column))
        kind = PIECE_NUMBERS;
    bool joins = last != NULL && last->kind == kind &&
                 (kind == PIECE_SKIPPED || (kind == PIECE_NUMBERS && last->count < SCRUT_CSV_SIDE_BY_SIDE &&
                                            last->bytes + 1 + length <= BYTES_BESIDE));
    if (joins) {
        last->count++;
        last->bytes += 1 + length;
    } else {
        p->pieces[p->piece_count++] =
            (run_of_columns){.kind = kind, .column = (uint32_t)column, .count = 1, .bytes = length};
    }
}

/* The first row shows how long numbers are; where others are longer, the result is the same and takes longer.
 * False when the row has too few cells. */
static bool plan_pieces(const scrut_csv_builder *b)
{
    scrut_csv_plain *p = b->plain;
    size_t at = 0, line_end = p->line_ends[0];
    p->piece_count = 0;
    for (size_t c = 0; c < p->column_count; c++) {
        size_t start = at;
        while (at < line_end && p->bytes[at] != p->delimiter)
            at++;
        if (at == line_end && c + 1 < p->column_count)
            return false;
        add_column(b, c, at - start);
        at++;
    }
    return true;
}

/* ---- cells of the rows at hand ---- */

static bool find_cells(scrut_csv_plain *p, size_t column, size_t count, size_t row, size_t rows)
{
    scrut_csv_cells job = {.bytes = p->bytes,
                           .cursors = p->cursors,
                           .line_ends = p->line_ends + p->first,
                           .starts = p->starts,
                           .ends = p->ends,
                           .count = count,
                           .delimiter = p->delimiter,
                           .last = column + count == p->column_count};
    return p->kernels->cells(&job, row, rows);
}

static void add_numbers(scrut_csv_builder *b, scrut_csv_column *c, size_t first, size_t rows)
{
    const scrut_csv_plain *p = b->plain;
    for (size_t row = first; row < rows; row++) {
        if (c->wide == NULL)
            row = p->kernels->numbers(p->bytes, p->starts, 1, 0, p->ends, 1, row, rows, c->narrow + b->rows);
        if (row == rows)
            break;
        scrut_csv_cell cell = {.bytes = p->bytes,
                               .start = p->starts[row],
                               .end = p->ends[row],
                               .line = (uint32_t)(p->first + row),
                               .origin = p->starts[row]};
        scrut_csv_add_number(b, c, b->rows + row, &cell);
    }
    scrut_csv_note_bits(c, b->rows + first, rows - first);
}

static void add_texts(scrut_csv_builder *b, scrut_csv_column *c)
{
    const scrut_csv_plain *p = b->plain;
    const uint32_t *starts = p->starts, *ends = p->ends;
    size_t rows = p->rows;
    if (!scrut_csv_text_room(b, c, ends[rows - 1] - starts[0] + SHORT_TEXT))
        return;
    char *text = c->text;
    uint32_t *values = c->values + b->rows;
    size_t at = c->text_length;
    for (size_t row = 0; row < rows; row++) {
        const char *cell = p->bytes + starts[row];
        size_t length = ends[row] - starts[row];
        if (length <= SHORT_TEXT)
            memcpy(text + at, cell, SHORT_TEXT);
        else
            memcpy(text + at, cell, length);
        at += length;
        values[row] = (uint32_t)at;
    }
    c->text_length = at;
}

/* Both may be read eight bytes far. */
static bool equal_cells(const char *a, const char *b, size_t length)
{
    if (length - 1 >= 8)
        return memcmp(a, b, length) == 0;
    return (load_word(a) ^ load_word(b)) << (64 - 8 * length) == 0;
}

static void add_categories(scrut_csv_builder *b, scrut_csv_column *c)
{
    const scrut_csv_plain *p = b->plain;
    uint32_t *values = c->values + b->rows;
    size_t rows = p->rows;
    for (size_t row = 0; row < rows && !b->no_memory; row++) {
        const char *cell = p->bytes + p->starts[row];
        size_t length = p->ends[row] - p->starts[row];
        if (c->last == NULL || length != c->last_length || !equal_cells(cell, c->last, length))
            scrut_csv_change_category(b, c, cell, length);
        values[row] = c->last_code;
    }
}

/* ---- pieces ---- */

static bool add_cells(scrut_csv_builder *b, const run_of_columns *piece)
{
    scrut_csv_plain *p = b->plain;
    if (!find_cells(p, piece->column, 1, 0, p->rows))
        return false;
    for (uint32_t i = p->first_wanted[piece->column]; i != NONE; i = p->next_wanted[i]) {
        scrut_csv_column *c = &b->columns[i];
        switch (c->kind) {
        case SCRUT_CELL_NUMBER: add_numbers(b, c, 0, p->rows); break;
        case SCRUT_CELL_TEXT: add_texts(b, c); break;
        case SCRUT_CELL_CATEGORY: add_categories(b, c); break;
        }
    }
    return true;
}

/* Rows of a piece of numbers which are not as the kernel wants them. */
static bool add_one_by_one(scrut_csv_builder *b, const run_of_columns *piece, size_t row, size_t rows)
{
    scrut_csv_plain *p = b->plain;
    for (uint32_t c = piece->column; c < piece->column + piece->count; c++) {
        if (!find_cells(p, c, 1, row, rows))
            return false;
        add_numbers(b, &b->columns[p->first_wanted[c]], row, rows);
    }
    return true;
}

static bool add_side_by_side(scrut_csv_builder *b, const run_of_columns *piece)
{
    scrut_csv_plain *p = b->plain;
    scrut_csv_numbers job = {.bytes = p->bytes,
                             .patterns = p->patterns,
                             .cursors = p->cursors,
                             .count = piece->count,
                             .delimiter = p->delimiter,
                             .last = piece->column + piece->count == p->column_count};
    size_t safe = p->first >= p->safe_lines ? 0 : p->safe_lines - p->first;
    if (safe > p->rows)
        safe = p->rows;
    for (size_t row = 0; row < p->rows;) {
        bool wide = false;
        for (uint32_t i = 0; i < piece->count; i++) {
            const scrut_csv_column *c = &b->columns[p->first_wanted[piece->column + i]];
            job.values[i] = c->narrow + b->rows;
            wide |= c->wide != NULL;
        }
        if (!wide && row < safe)
            row = p->kernels->numbers_side_by_side(&job, row, safe);
        size_t next = row + 8 < p->rows ? row + 8 : p->rows;
        if (!add_one_by_one(b, piece, row, next))
            return false;
        row = next;
    }
    for (uint32_t i = 0; i < piece->count; i++)
        b->columns[p->first_wanted[piece->column + i]].bits |= job.bits[i];
    return true;
}

/* ---- rows ---- */

static void begin_rows(scrut_csv_plain *p)
{
    const uint32_t *line_ends = p->line_ends + p->first;
    p->cursors[0] = p->first == 0 ? 0 : p->line_ends[p->first - 1] + 1;
    for (size_t row = 1; row < p->rows; row++)
        p->cursors[row] = line_ends[row - 1] + 1;
}

static bool cursors_are_behind_lines(const scrut_csv_plain *p)
{
    uint32_t difference = 0;
    for (size_t row = 0; row < p->rows; row++)
        difference |= p->cursors[row] ^ (p->line_ends[p->first + row] + 1);
    return difference == 0;
}

static bool add_rows(scrut_csv_builder *b)
{
    scrut_csv_plain *p = b->plain;
    begin_rows(p);
    bool right = true;
    for (size_t i = 0; i < p->piece_count && right && !b->no_memory; i++) {
        const run_of_columns *piece = &p->pieces[i];
        switch (piece->kind) {
        case PIECE_SKIPPED: right = find_cells(p, piece->column, piece->count, 0, p->rows); break;
        case PIECE_CELL: right = add_cells(b, piece); break;
        case PIECE_NUMBERS: right = add_side_by_side(b, piece); break;
        }
    }
    if (!right || (!b->no_memory && !cursors_are_behind_lines(p)))
        return false;
    b->rows += p->rows;
    scrut_csv_keep_wrong(b);
    return true;
}

/* ---- blocks ---- */

/* Cells of a wrong row may have been taken for others. */
static void forget(scrut_csv_builder *b)
{
    scrut_csv_part *part = b->part;
    part->wrong_count = 0;
    part->wrong_total = 0;
    for (size_t i = 0; i < b->request->wanted_count; i++)
        scrut_csv_words_free(&part->words[i]);
}

static uint32_t longest_line(const scrut_csv_plain *p)
{
    uint32_t longest = p->line_ends[0] + 1;
    for (size_t i = 1; i < p->line_count; i++) {
        uint32_t length = p->line_ends[i] - p->line_ends[i - 1];
        longest = length > longest ? length : longest;
    }
    return longest;
}

/* Where the rows are in the file. */
static void settle_places(scrut_csv_builder *b)
{
    const scrut_csv_plain *p = b->plain;
    bool short_lines = longest_line(p) <= UINT8_MAX;
    void *places = scrut_slabs_take(&b->table_memory, p->line_count * (short_lines ? 1 : sizeof(uint32_t)));
    if (places == NULL) {
        b->no_memory = true;
    } else if (short_lines) {
        uint8_t *lengths = places;
        lengths[0] = (uint8_t)(p->line_ends[0] + 1);
        for (size_t i = 1; i < p->line_count; i++)
            lengths[i] = (uint8_t)(p->line_ends[i] - p->line_ends[i - 1]);
        b->part->segment.row_bytes = lengths;
    } else {
        uint32_t *starts = places;
        starts[0] = 0;
        for (size_t i = 1; i < p->line_count; i++)
            starts[i] = p->line_ends[i - 1] + 1;
        b->part->segment.row_byte = starts;
    }
}

/* A row has a byte a cell at least, so there are no more lines than that. */
static bool find_lines(scrut_csv_plain *p, const scrut_csv_block *block)
{
    bool high;
    size_t room = block->length / p->column_count;
    if (!scrut_grow(&p->line_ends, &p->line_capacity, room + 1, sizeof *p->line_ends) ||
        !p->kernels->line_ends(block->buffer.bytes, block->length, p->line_ends, room, &p->line_count, &high))
        return false;
    scrut_csv_survey survey = {.has_high = high};
    return scrut_csv_bad_byte(block->buffer.bytes, block->length, &survey, block->end) == SIZE_MAX;
}

static size_t count_safe_lines(const scrut_csv_plain *p, size_t length)
{
    size_t astray = (p->piece_count + 1) * SCRUT_CSV_STEP, safe = p->line_count;
    while (safe > 0 && p->line_ends[safe - 1] + astray > length)
        safe--;
    return safe;
}

bool scrut_csv_plain_build(scrut_csv_builder *b, const scrut_csv_block *block)
{
    scrut_csv_plain *p = b->plain;
    bool whole = block->end == SCRUT_BLOCK_WHOLE || block->end == SCRUT_BLOCK_ENDED;
    p->bytes = block->buffer.bytes;
    if (!whole || !find_lines(p, block) || p->line_count == 0 || !plan_pieces(b))
        return false;
    p->safe_lines = count_safe_lines(p, block->length);
    if (!scrut_csv_segment_begin(b, p->line_count, false)) {
        b->no_memory = true;
        return true;
    }
    b->part->newlines = (int64_t)p->line_count;
    for (p->first = 0; p->first < p->line_count && !b->no_memory; p->first += p->rows) {
        size_t left = p->line_count - p->first;
        p->rows = left < ROWS ? left : ROWS;
        if (!add_rows(b)) {
            forget(b);
            return false;
        }
    }
    if (!b->no_memory)
        settle_places(b);
    return true;
}

/* ---- a worker's ---- */

static void link_wanted(scrut_csv_plain *p, const scrut_csv_request *request)
{
    for (size_t c = 0; c < p->column_count; c++)
        p->first_wanted[c] = NONE;
    for (size_t i = request->wanted_count; i-- > 0;) {
        uint32_t *first = &p->first_wanted[request->wanted[i].column];
        p->next_wanted[i] = *first;
        *first = (uint32_t)i;
    }
}

scrut_csv_plain *scrut_csv_plain_new(const scrut_csv_request *request)
{
    scrut_csv_plain *p = calloc(1, sizeof *p);
    if (p == NULL)
        return NULL;
    p->kernels = request->csv->kernels;
    p->delimiter = request->csv->delimiter;
    p->column_count = request->csv->column_count;
    p->pieces = malloc(p->column_count * sizeof *p->pieces);
    p->first_wanted = malloc(p->column_count * sizeof *p->first_wanted);
    p->next_wanted = malloc((request->wanted_count + 1) * sizeof *p->next_wanted);
    bool side_by_side = p->kernels->numbers_side_by_side != NULL;
    if (side_by_side)
        p->patterns = scrut_csv_patterns_new();
    if (p->pieces == NULL || p->first_wanted == NULL || p->next_wanted == NULL ||
        (side_by_side && p->patterns == NULL)) {
        scrut_csv_plain_free(p);
        return NULL;
    }
    link_wanted(p, request);
    return p;
}

void scrut_csv_plain_free(scrut_csv_plain *p)
{
    if (p == NULL)
        return;
    free(p->patterns);
    free(p->first_wanted);
    free(p->next_wanted);
    free(p->line_ends);
    free(p->pieces);
    free(p);
}
