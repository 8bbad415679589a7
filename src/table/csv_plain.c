/* SPDX-License-Identifier: Apache-2.0
 * A block without quotes and carriage returns, in which every line is a record: its columns are made without
 * looking for all cells first. A cursor a row stands where its next cell begins; a piece, one or a few columns,
 * moves the cursors of many rows before the next piece does. A block in which a cursor does not end where its line
 * ends has a wrong row and is left to the others, who know the words for it. */
#include "csv_simd.h"
#include "scrutineer/mem.h"

#include <assert.h>
#include <stdlib.h>

#define ROWS 256         /* at a time: with their bytes, in the nearest cache */
#define ROWS_CHANGING 16 /* rows found one by one after a category that is not the one before */
#define NONE UINT32_MAX
#define DIGITS_BESIDE 4 /* as in csv_patterns.c: of a cell, and from the first digit to the last */
#define BYTES_BESIDE 16

typedef enum {
    PIECE_SKIPPED,    /* columns nobody wants */
    PIECE_CELL,       /* one column */
    PIECE_TEXTS,      /* one column of text and nothing else */
    PIECE_CATEGORIES, /* the same of categories */
    PIECE_NUMBERS,    /* number columns side by side */
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
    int32_t numbers[ROWS];                         /* of one column, as the kernel reads them */
    uint16_t beside[SCRUT_CSV_SIDE_BY_SIDE][ROWS]; /* of columns that need more bytes a value */
};

/* ---- which columns are read together ---- */

/* `length` is that of the cell in the first row. */
static piece_kind kind_of(const scrut_csv_builder *b, size_t column, size_t length)
{
    const scrut_csv_plain *p = b->plain;
    uint32_t wanted = p->first_wanted[column];
    if (wanted == NONE)
        return PIECE_SKIPPED;
    if (p->next_wanted[wanted] != NONE)
        return PIECE_CELL;
    switch (b->columns[wanted].kind) {
    case SCRUT_CELL_NUMBER:
        return p->patterns != NULL && length >= 1 && length <= DIGITS_BESIDE ? PIECE_NUMBERS : PIECE_CELL;
    case SCRUT_CELL_TEXT:
        return p->kernels->short_texts != NULL && column + 1 < p->column_count && length <= SCRUT_CSV_SHORT_TEXT
                   ? PIECE_TEXTS
                   : PIECE_CELL;
    default: return PIECE_CATEGORIES;
    }
}

static void add_column(const scrut_csv_builder *b, size_t column, size_t length)
{
    scrut_csv_plain *p = b->plain;
    run_of_columns *last = p->piece_count > 0 ? &p->pieces[p->piece_count - 1] : NULL;
    piece_kind kind = kind_of(b, column, length);
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
    scrut_csv_plain *p = b->plain;
    for (size_t row = first; row < rows; row++) {
        size_t next = p->kernels->numbers(p->bytes, p->starts, 1, 0, p->ends, 1, row, rows, p->numbers);
        scrut_csv_add_numbers(b, c, b->rows + row, p->numbers + row, next - row);
        row = next;
        if (row == rows)
            break;
        scrut_csv_cell cell = {.bytes = p->bytes,
                               .start = p->starts[row],
                               .end = p->ends[row],
                               .line = (uint32_t)(p->first + row),
                               .origin = p->starts[row]};
        scrut_csv_add_number(b, c, b->rows + row, &cell);
    }
}

static void add_texts(scrut_csv_builder *b, scrut_csv_column *c, size_t first, size_t rows)
{
    const scrut_csv_plain *p = b->plain;
    const uint32_t *starts = p->starts, *ends = p->ends;
    if (!scrut_csv_text_room(b, c, ends[rows - 1] - starts[first] + SCRUT_CSV_SHORT_TEXT))
        return;
    char *text = c->text;
    uint32_t *values = c->values + b->rows;
    size_t at = c->text_length;
    for (size_t row = first; row < rows; row++) {
        const char *cell = p->bytes + starts[row];
        size_t length = ends[row] - starts[row];
        if (length <= SCRUT_CSV_SHORT_TEXT) /* copied without a loop */
            memcpy(text + at, cell, SCRUT_CSV_SHORT_TEXT);
        else
            memcpy(text + at, cell, length);
        at += length;
        values[row] = (uint32_t)at;
    }
    c->text_length = at;
}

static void add_categories(scrut_csv_builder *b, scrut_csv_column *c, size_t first, size_t rows)
{
    const scrut_csv_plain *p = b->plain;
    scrut_csv_category_cells cells = {.bytes = p->bytes, .starts = p->starts, .ends = p->ends};
    scrut_csv_add_categories(b, c, b->rows, &cells, first, rows);
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
        case SCRUT_CELL_TEXT: add_texts(b, c, 0, p->rows); break;
        case SCRUT_CELL_CATEGORY: add_categories(b, c, 0, p->rows); break;
        }
    }
    return true;
}

/* Lines in which a cursor may go astray, of the rows at hand. */
static size_t safe_rows(const scrut_csv_plain *p)
{
    size_t safe = p->first >= p->safe_lines ? 0 : p->safe_lines - p->first;
    return safe < p->rows ? safe : p->rows;
}

static bool add_short_texts(scrut_csv_builder *b, const run_of_columns *piece)
{
    scrut_csv_plain *p = b->plain;
    scrut_csv_column *c = &b->columns[p->first_wanted[piece->column]];
    size_t safe = safe_rows(p);
    for (size_t row = 0; row < p->rows && !b->no_memory;) {
        if (row < safe && scrut_csv_text_room(b, c, (safe - row) * (SCRUT_CSV_SHORT_TEXT + 1))) {
            scrut_csv_texts job = {.bytes = p->bytes,
                                   .cursors = p->cursors,
                                   .text = c->text,
                                   .length = c->text_length,
                                   .ends = c->values + b->rows,
                                   .delimiter = p->delimiter};
            row = p->kernels->short_texts(&job, row, safe);
            c->text_length = job.length;
        }
        if (row == p->rows)
            break;
        if (!find_cells(p, piece->column, 1, row, row + 1))
            return false;
        add_texts(b, c, row, row + 1);
        row++;
    }
    return true;
}

/* From `row` on, the rows whose cell is the category before once more, together with what ends it: then no cell need
 * be looked for. In most files they are many. */
static size_t add_repeated(scrut_csv_plain *p, const scrut_csv_column *c, uint32_t values[], size_t row)
{
    size_t length = c->last_length + 1;
    if (c->last == NULL || length > 8)
        return row;
    const unsigned unused = 64 - 8 * (unsigned)length;
    const uint64_t last = load_word(c->last) << unused;
    for (; row < p->rows && load_word(p->bytes + p->cursors[row]) << unused == last; row++) {
        p->cursors[row] += (uint32_t)length;
        values[row] = c->last_number;
    }
    return row;
}

static bool add_only_categories(scrut_csv_builder *b, const run_of_columns *piece)
{
    scrut_csv_plain *p = b->plain;
    scrut_csv_column *c = &b->columns[p->first_wanted[piece->column]];
    for (size_t row = 0; row < p->rows && !b->no_memory;) {
        row = add_repeated(p, c, c->values + b->rows, row);
        size_t next = row + ROWS_CHANGING < p->rows ? row + ROWS_CHANGING : p->rows;
        if (!find_cells(p, piece->column, 1, row, next))
            return false;
        add_categories(b, c, row, next);
        row = next;
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

/* Rows of a piece of numbers, as many as the kernel can do. Returns the first one that it cannot. */
static size_t add_beside(scrut_csv_builder *b, const run_of_columns *piece, scrut_csv_numbers *job, size_t row,
                         size_t rows)
{
    scrut_csv_plain *p = b->plain;
    scrut_csv_column *columns[SCRUT_CSV_SIDE_BY_SIDE];
    for (uint32_t i = 0; i < piece->count; i++) {
        columns[i] = &b->columns[p->first_wanted[piece->column + i]];
        bool fits = columns[i]->width == sizeof(uint16_t);
        job->values[i] = fits ? (uint16_t *)columns[i]->numbers + b->rows : p->beside[i];
    }
    size_t end = p->kernels->numbers_side_by_side(job, row, rows);
    for (uint32_t i = 0; i < piece->count; i++) {
        if (columns[i]->width == sizeof(uint16_t))
            continue;
        for (size_t r = row; r < end; r++)
            p->numbers[r] = p->beside[i][r];
        scrut_csv_add_numbers(b, columns[i], b->rows + row, p->numbers + row, end - row);
    }
    return end;
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
    size_t safe = safe_rows(p);
    for (size_t row = 0; row < p->rows;) {
        if (row < safe)
            row = add_beside(b, piece, &job, row, safe);
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
        case PIECE_TEXTS: right = add_short_texts(b, piece); break;
        case PIECE_CATEGORIES: right = add_only_categories(b, piece); break;
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
        scrut_csv_known_forget(&b->columns[i].known_words);
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
    const uint32_t *line_ends = p->line_ends;
    size_t count = p->line_count;
    bool short_lines = longest_line(p) <= UINT8_MAX;
    void *places = scrut_slabs_take(&b->table_memory, count * (short_lines ? 1 : sizeof(uint32_t)));
    if (places == NULL) {
        b->no_memory = true;
    } else if (short_lines) {
        uint8_t *lengths = places;
        lengths[0] = (uint8_t)(line_ends[0] + 1);
        for (size_t i = 1; i < count; i++)
            lengths[i] = (uint8_t)(line_ends[i] - line_ends[i - 1]);
        b->part->segment.row_bytes = lengths;
    } else {
        uint32_t *starts = places;
        starts[0] = 0;
        for (size_t i = 1; i < count; i++)
            starts[i] = line_ends[i - 1] + 1;
        b->part->segment.row_byte = starts;
    }
}

/* A row has a byte a cell at least, so there are no more lines than that. */
static bool find_lines(scrut_csv_plain *p, const scrut_csv_block *block)
{
    bool high;
    size_t room = block->length / p->column_count;
    if (!scrut_grow(&p->line_ends, &p->line_capacity, room + 2, sizeof *p->line_ends) ||
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
