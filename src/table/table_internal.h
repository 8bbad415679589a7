/* SPDX-License-Identifier: Apache-2.0
 * table_internal.h: the parts of the CSV reader.
 *
 *   source   bytes of a file, decompressed           (one at a time, under the reader's lock)
 *   reader   bytes -> numbered blocks of whole records    (under its lock)
 *   kernels  vectorised and portable loops over bytes
 *   record   one record by the letter of the format; all structural errors come from here
 *   plain    a block without quotes and carriage returns -> the columns of one segment
 *   batch    any other block -> rows of cells; plain rows by the kernels, rows with quotes by `record`
 *   build    batches -> the columns of one segment
 *   read     workers, and putting the segments together
 *
 * Rows, lines and bytes of one block are relative to it until the segments are put together. */
#ifndef SCRUT_TABLE_INTERNAL_H
#define SCRUT_TABLE_INTERNAL_H

#include "scrutineer/csv.h"

#include <pthread.h>

/* ---- source ---- */

typedef struct scrut_source scrut_source;

scrut_status scrut_source_open(const char *path, const char *name, scrut_source **ret_source, scrut_error *err);
/* Fills bytes[0 .. wanted); *ret_got is less only at the end of the file, or on an error, when it tells how
 * many bytes came before it. */
scrut_status scrut_source_read(scrut_source *source, char *bytes, size_t wanted, size_t *ret_got, scrut_error *err);
void scrut_source_close(scrut_source *source);

/* ---- buffers that vector loads may overrun ---- */

#define SCRUT_CSV_MARGIN ((size_t)64) /* readable bytes before and after the bytes of a block */

typedef struct {
    char *bytes; /* malloc memory begins SCRUT_CSV_MARGIN before */
    size_t capacity;
} scrut_csv_buffer;

/* Grows to at least `capacity`, keeping the first `keep` bytes; false without memory. */
bool scrut_csv_buffer_grow(scrut_csv_buffer *buffer, size_t capacity, size_t keep);
void scrut_csv_buffer_free(scrut_csv_buffer *buffer);

/* ---- kernels ---- */

typedef struct {
    size_t newlines;
    bool has_quote, has_cr, has_lone_cr, has_nul, has_high; /* high: a byte that is not ASCII */
} scrut_csv_survey;

#define SCRUT_CSV_SIDE_BY_SIDE 4 /* number columns read at a time */
#define SCRUT_CSV_STEP 32        /* bytes looked at for the cells of so many columns */

/* Up to four number cells of a row, one after another, and where their digits are (csv_patterns.c). */
typedef struct scrut_csv_pattern scrut_csv_pattern;

/* The cells of `count` neighbouring columns, for rows whose cursor stands where the first of them begins. */
typedef struct {
    const char *bytes;
    const scrut_csv_pattern *patterns;
    uint32_t *cursors; /* a row; moved behind the cells */
    uint16_t *values[SCRUT_CSV_SIDE_BY_SIDE];
    uint32_t bits[SCRUT_CSV_SIDE_BY_SIDE]; /* those of the values are added to what is there */
    unsigned count;
    char delimiter;
    bool last; /* the last of these columns is the last of the file */
} scrut_csv_numbers;

/* One cell of each row, or `count` of them taken together. */
typedef struct {
    const char *bytes;
    uint32_t *cursors;         /* a row; moved behind the cells */
    const uint32_t *line_ends; /* a row */
    uint32_t *starts, *ends;   /* a row, to be set */
    size_t count;
    char delimiter;
    bool last;
} scrut_csv_cells;

#define SCRUT_CSV_SHORT_TEXT 15 /* bytes of a cell */

/* Cells of a column that is not the last one, for rows whose cursor stands where they begin. */
typedef struct {
    const char *bytes;
    uint32_t *cursors; /* a row; moved behind the cells */
    char *text;        /* with room for SCRUT_CSV_SHORT_TEXT + 1 bytes a row */
    size_t length;     /* of the text so far, moved behind the cells */
    uint32_t *ends;    /* a row, in the text; to be set */
    char delimiter;
} scrut_csv_texts;

/* `bytes` may be read SCRUT_CSV_MARGIN beyond `length`. */
typedef struct {
    void (*survey)(const char *bytes, size_t length, scrut_csv_survey *ret_survey);
    /* End of the last newline outside quotes (0 when there is none); whether a quote is open at the end. */
    size_t (*last_record_end)(const char *bytes, size_t length, bool *ret_open);
    /* Offsets of delimiters and newlines from *position on, until `wanted` are found or `end` is reached;
     * up to 63 more may come. marks needs room for wanted + 2 * 64. Adds the newlines among them to *newlines. */
    size_t (*marks)(const char *bytes, size_t *position, size_t end, char delimiter, size_t wanted, uint32_t *marks,
                    size_t *newlines);
    /* Numbers of one column: cell r is bytes[starts[r * stride_start] + bias .. ends[r * stride_end]). Goes on
     * while cells have one to eight ASCII digits; returns the first row that has not, or `rows`. */
    size_t (*numbers)(const char *bytes, const uint32_t *starts, size_t stride_start, uint32_t bias,
                      const uint32_t *ends, size_t stride_end, size_t row, size_t rows, int32_t *values);
    /* Ends of all lines, *ret_count of them; line_ends needs room for two more than `room`. False when there are more
     * than `room`, or a NUL, a quote or a carriage return. *ret_high as in a survey. */
    bool (*line_ends)(const char *bytes, size_t length, uint32_t *line_ends, size_t room, size_t *ret_count,
                      bool *ret_high);
    /* False when a line has not so many cells, or has more although they should be its last ones. */
    bool (*cells)(const scrut_csv_cells *job, size_t row, size_t rows);
    /* Numbers of neighbouring columns, eight rows at a time, as long as each cell has one to four digits and they lie
     * in SCRUT_CSV_STEP bytes from the cursor; returns the first row not done. Looks at no line end: a cursor may go
     * beyond the end of its line, by SCRUT_CSV_STEP at most. NULL where this is not faster. */
    size_t (*numbers_side_by_side)(scrut_csv_numbers *job, size_t row, size_t rows);
    /* Cells of a column of text, none longer than SCRUT_CSV_SHORT_TEXT, one after another; returns the first row not
     * done. Looks at no line end, as numbers_side_by_side. NULL where this is not faster. */
    size_t (*short_texts)(scrut_csv_texts *job, size_t row, size_t rows);
} scrut_csv_kernels;

/* NULL without memory; to be freed. */
scrut_csv_pattern *scrut_csv_patterns_new(void);

/* The fastest kernels of this machine, or the portable ones. */
const scrut_csv_kernels *scrut_csv_kernels_get(bool portable);

/* ---- reader ---- */

typedef enum {
    SCRUT_BLOCK_WHOLE,    /* the last record ends in a newline of the file */
    SCRUT_BLOCK_ENDED,    /* the file ends without a newline; one was added (and is counted in `length`) */
    SCRUT_BLOCK_OPEN,     /* the file ends inside quotes */
    SCRUT_BLOCK_TOO_LONG, /* no record end within SCRUT_CSV_RECORD_MAX bytes */
} scrut_block_end;

typedef struct {
    scrut_csv_buffer buffer; /* the worker's; bytes may be rewritten */
    size_t length;
    size_t number;      /* counts from 0 */
    int64_t first_byte; /* offset in the uncompressed file */
    scrut_block_end end;
} scrut_csv_block;

typedef struct {
    scrut_source *source;
    const scrut_csv_kernels *kernels;
    size_t block_bytes;
    pthread_mutex_t lock;
    scrut_csv_buffer carry; /* bytes read and not yet handed out */
    size_t carry_start, carry_length;
    int64_t next_byte, bytes_read;
    size_t next_number;
    bool at_end, stopped;
    scrut_status failure; /* of the source; to be reported behind what came before it */
    scrut_error failure_err;
} scrut_csv_reader;

/* Puts at least the first record into the carry; the bytes of it are *ret_length, the end as in a block. */
scrut_status scrut_csv_reader_first(scrut_csv_reader *reader, size_t *ret_length, scrut_block_end *ret_end,
                                    scrut_error *err);
/* Next block; *ret_got is false at the end. To be called with the lock held. */
scrut_status scrut_csv_reader_next(scrut_csv_reader *reader, scrut_csv_block *block, bool *ret_got, scrut_error *err);

/* ---- record ---- */

typedef struct {
    char *bytes;
    size_t length;
    scrut_block_end end;
    size_t bad_at; /* first NUL or byte that is not UTF-8; SIZE_MAX when none */
    char delimiter;
    int64_t first_byte;
    const char *name;
} scrut_csv_text;

typedef struct {
    size_t next;       /* where the next record begins */
    size_t cells;      /* all of them, also those above cells_max */
    uint32_t newlines; /* inside quotes */
} scrut_csv_record;

/* First NUL or byte that is not UTF-8, SIZE_MAX when there is none that counts. */
size_t scrut_csv_bad_byte(const char *bytes, size_t length, const scrut_csv_survey *survey, scrut_block_end end);

/* Reads the record at `at`. Its cells are unquoted in place, so that cell c lies between the end of the
 * cell before (plus one) and marks[c]; origins[c] is where it began in the file's bytes. Errors carry
 * `line` plus the newlines before them. */
scrut_status scrut_csv_read_record(const scrut_csv_text *text, size_t at, int64_t line, uint32_t *marks,
                                   uint32_t *origins, size_t cells_max, scrut_csv_record *ret_record, scrut_error *err);

/* The text of a cell for a message: control and bidirectional characters escaped, cut with "...". */
void scrut_csv_quote(const char *bytes, size_t length, char *text, size_t size);

/* ---- the opened file ---- */

struct scrut_csv {
    scrut_csv_reader reader;
    char *name;
    char delimiter;
    size_t column_count;
    char **column_names;
    char **missing;
    size_t missing_count;
    int64_t first_line; /* of the data */
    const scrut_csv_kernels *kernels;
    bool was_read;
};

/* For tests: other block sizes and the portable kernels must give the same table. */
typedef struct {
    size_t block_bytes; /* 0: the default */
    bool portable;
} scrut_csv_tuning;

scrut_status scrut_csv_open_tuned(const char *path, const char *name, const scrut_csv_options *options,
                                  const scrut_csv_tuning *tuning, scrut_csv **ret_csv, scrut_error *err);

/* ---- batch ---- */

typedef struct {
    scrut_csv_text text;
    const scrut_csv_kernels *kernels;
    bool has_cr, by_record; /* by_record: every row goes through scrut_csv_read_record */
    bool has_quote;
    size_t column_count, rows_max;
    size_t at, region_end, scanned;   /* next record; end of the run without quotes; end of the marks found */
    size_t pending, pending_newlines; /* marks found for rows that did not fit into this batch */
    uint32_t next_line;               /* of the next record, relative */
    /* the rows of this batch */
    size_t rows_cut;     /* found in the block */
    size_t rows;         /* of these, kept by the filters (the builder moves them to the front) */
    uint32_t *marks;     /* end of cell c of row r: marks[r * column_count + c] */
    uint32_t *row_start; /* where cell 0 begins */
    uint32_t *row_line;
    uint32_t *origins; /* as in read_record; only for rows with row_quoted */
    bool *row_quoted;
    int32_t *numbers; /* a row: of one column, as the kernel reads them */
} scrut_csv_batch;

bool scrut_csv_batch_init(scrut_csv_batch *batch, const scrut_csv *csv);
void scrut_csv_batch_free(scrut_csv_batch *batch);
void scrut_csv_batch_begin(scrut_csv_batch *batch, const scrut_csv_block *block, const scrut_csv_survey *survey);
/* The next rows; none left when batch->rows is 0. On an error the rows before it are in the batch. */
scrut_status scrut_csv_batch_next(scrut_csv_batch *batch, scrut_error *err);

static inline size_t scrut_csv_cell_start(const scrut_csv_batch *batch, size_t row, size_t column)
{
    return column == 0 ? batch->row_start[row] : batch->marks[row * batch->column_count + column - 1] + (size_t)1;
}

static inline size_t scrut_csv_cell_end(const scrut_csv_batch *batch, size_t row, size_t column)
{
    return batch->marks[row * batch->column_count + column];
}

/* ---- memory of a table ---- */

typedef struct scrut_slab scrut_slab;
struct scrut_slab {
    scrut_slab *next;
    size_t used, size;
};

/* A growing list of large pieces; 64-byte aligned, not zeroed. */
typedef struct {
    scrut_slab *first;
    size_t next_bytes; /* size of the next piece */
} scrut_slabs;

void *scrut_slabs_take(scrut_slabs *slabs, size_t bytes);
void scrut_slabs_reset(scrut_slabs *slabs);                /* keeps the newest piece for what comes */
void scrut_slabs_move(scrut_slabs *from, scrut_slabs *to); /* gives all pieces away */
void scrut_slabs_free(scrut_slabs *slabs);

/* ---- categories ---- */

/* The values of a column of a table. Workers number them as they come; the codes of the table,
 * in order of first appearance in the file, are made of these numbers in the end. */
typedef struct {
    char *bytes; /* the values one after another, each with a NUL */
    size_t bytes_length, bytes_capacity;
    uint32_t *ends; /* of value i, its NUL included */
    size_t count, ends_capacity;
    uint64_t *slots; /* hash table: half of a value's hash, and its number + 1 */
    size_t slot_count;
    uint64_t *first; /* of a value: the first block with a row that has it, and its place among the values new there */
    size_t first_capacity;
    size_t code_count;
    uint32_t *order, *codes; /* numbers by code, and codes by number; NULL: they are equal */
} scrut_csv_words;

/* Number of a value, new or known; false without memory. */
bool scrut_csv_words_put(scrut_csv_words *words, const char *bytes, size_t length, uint32_t *ret_number);
/* These values are in rows of a block, first in this order. Each worker needs to say so of the first block in which it
 * sees a value. */
void scrut_csv_words_seen(scrut_csv_words *words, const uint32_t numbers[], size_t count, size_t block);
/* Gives codes to the values that are in some row, once all blocks are read. False without memory. */
bool scrut_csv_words_end(scrut_csv_words *words);
const char *scrut_csv_words_text(const scrut_csv_words *words, size_t code);
void scrut_csv_words_free(scrut_csv_words *words);

/* The same while workers read. */
typedef struct {
    pthread_mutex_t lock;
    scrut_csv_words words;
} scrut_csv_shared;

/* What a worker knows of the words of a column: most cells hold a value that it has seen, and need neither the lock nor
 * memory far away. */
typedef struct scrut_csv_known_word scrut_csv_known_word;
typedef struct {
    scrut_csv_known_word *slots;
    size_t slot_count, slots_max, used;
    uint32_t *fresh; /* numbers that were not known before this block, in order */
    size_t fresh_count, fresh_capacity;
} scrut_csv_known;

/* Slots a column and worker: what all workers know together stays below 16 MiB a column. */
#define SCRUT_CSV_KNOWN_MAX(workers) ((workers) <= 8 ? (size_t)1 << 16 : (size_t)1 << 13)

/* Cells of rows first to last - 1. */
typedef struct {
    const char *bytes; /* those around may be read, SCRUT_CSV_MARGIN far */
    const uint32_t *starts, *ends;
    uint32_t *numbers; /* a row, to be set */
    uint32_t bits;     /* those of the numbers are added to what is there */
} scrut_csv_category_cells;

/* False without memory. */
bool scrut_csv_known_numbers(scrut_csv_known *known, scrut_csv_shared *shared, scrut_csv_category_cells *job,
                             size_t first, size_t last);
/* Ends a block whose rows count. */
void scrut_csv_known_end(scrut_csv_known *known, scrut_csv_shared *shared, size_t block);
/* Forgets everything: rows of the block do not count. */
void scrut_csv_known_forget(scrut_csv_known *known);
void scrut_csv_known_free(scrut_csv_known *known);

/* ---- one segment ---- */

#define SCRUT_CSV_SHOWN 40 /* bytes of a wrong cell kept for its message */

typedef enum {
    SCRUT_WRONG_SYNTAX,
    SCRUT_WRONG_NEGATIVE,
    SCRUT_WRONG_TOO_BIG,
} scrut_csv_wrong;

typedef struct {
    uint32_t line, byte; /* relative */
    uint32_t column;     /* of the file, from 0 */
    uint16_t wrong;      /* scrut_csv_wrong */
    uint16_t length;     /* of text */
    char text[SCRUT_CSV_SHOWN];
} scrut_csv_wrong_cell;

typedef struct {
    scrut_table_segment segment;
    scrut_csv_wrong_cell *wrong;
    size_t wrong_count, wrong_capacity;
    int64_t wrong_total;
    int64_t newlines;
    scrut_status status; /* what ended the segment early */
    scrut_error err;
} scrut_csv_part;

typedef struct {
    const scrut_csv *csv;
    const scrut_csv_wanted *wanted;
    size_t wanted_count;
    const scrut_csv_filter *filters;
    size_t filter_count;
    size_t wrong_max;         /* wrong cells kept a segment */
    scrut_csv_shared *shared; /* one a wanted column; used by CATEGORY */
    size_t workers;
} scrut_csv_request;

typedef struct {
    scrut_cell_kind kind;
    size_t column;    /* of the file */
    uint8_t width;    /* NUMBER: 2, 4 or 8 bytes a value, more from the first one on that does not fit */
    void *numbers;    /* NUMBER: uint16_t, uint32_t or int64_t; scratch, as what follows */
    uint64_t *known;  /* NUMBER, from the first unknown cell on */
    uint32_t *values; /* TEXT: ends; CATEGORY: numbers of the table's words */
    uint32_t bits;    /* all that are set in a NUMBER of two or four bytes, or a number of CATEGORY */
    char *text;       /* TEXT: malloc; kept from segment to segment */
    size_t text_length, text_capacity;
    const char *last; /* CATEGORY: the cell before and its number */
    size_t last_length;
    uint32_t last_number;
    scrut_csv_known known_words; /* CATEGORY: kept from segment to segment */
} scrut_csv_column;

typedef struct scrut_csv_plain scrut_csv_plain;

/* Scratch of one worker. */
typedef struct {
    const scrut_csv_request *request;
    scrut_csv_batch batch;
    scrut_csv_plain *plain; /* NULL when no block may be read the plain way */
    scrut_csv_column *columns;
    scrut_slabs table_memory, scratch;
    scrut_csv_wrong_cell *wrong; /* of this batch */
    size_t wrong_count, wrong_capacity;
    /* this segment */
    scrut_csv_part *part;
    size_t rows_max, rows;
    uint32_t *row_byte, *row_line;
    bool numbers_may_be_missing; /* a word for "unknown" looks like a number */
    bool no_memory;
} scrut_csv_builder;

/* The columns it makes lie in its slabs. NULL without memory. */
scrut_csv_builder *scrut_csv_builder_new(const scrut_csv_request *request);
/* Moves the memory of the columns to `slabs`. */
void scrut_csv_builder_free(scrut_csv_builder *builder, scrut_slabs *slabs);
/* Parses a block. All errors are in part->status and part->err. */
void scrut_csv_build(scrut_csv_builder *builder, scrut_csv_block *block, scrut_csv_part *part);
void scrut_csv_part_free(scrut_csv_part *part);

/* Parts of building which both ways of reading a block use. Without memory they set b->no_memory. */

/* Takes the memory of a segment with at most `rows_max` rows. */
bool scrut_csv_segment_begin(scrut_csv_builder *b, size_t rows_max, bool with_lines);
/* bytes[start .. end) of the block is a cell; its record begins on `line`, it itself at the byte `origin`. */
typedef struct {
    const char *bytes;
    size_t start, end;
    uint32_t line, origin;
} scrut_csv_cell;
/* Any number cell; the kernels do the common ones. `at` is the row, behind those that the column has. */
void scrut_csv_add_number(scrut_csv_builder *b, scrut_csv_column *c, size_t at, const scrut_csv_cell *cell);
/* Numbers that a kernel has read, for the rows from `at` on. */
void scrut_csv_add_numbers(scrut_csv_builder *b, scrut_csv_column *c, size_t at, const int32_t numbers[], size_t count);
/* Room for so many more bytes of text. */
bool scrut_csv_text_room(scrut_csv_builder *b, scrut_csv_column *c, size_t more);
/* Category cells for the rows from `at` on: those from `first` to `last` - 1 of the arrays. */
void scrut_csv_add_categories(scrut_csv_builder *b, scrut_csv_column *c, size_t at,
                              const scrut_csv_category_cells *cells, size_t first, size_t last);
/* Hands on the wrong cells of some rows. */
void scrut_csv_keep_wrong(scrut_csv_builder *b);

/* ---- plain blocks ---- */

scrut_csv_plain *scrut_csv_plain_new(const scrut_csv_request *request);
void scrut_csv_plain_free(scrut_csv_plain *plain);
/* Makes the columns of a block in which every line is a record. False when it is not certain that the block is
 * one: then it is still to be read. */
bool scrut_csv_plain_build(scrut_csv_builder *b, const scrut_csv_block *block);
/* Puts a wrong cell into words. */
void scrut_csv_wrong_format(const scrut_csv_wrong_cell *wrong, const scrut_csv *csv, int64_t first_line,
                            int64_t first_byte, scrut_error *ret_error);

/* A table with what the public part does not show. */
typedef struct {
    scrut_table table; /* first */
    scrut_slabs slabs;
    scrut_csv_words *words; /* one a column; used by CATEGORY */
} scrut_table_whole;

#endif
