/* SPDX-License-Identifier: Apache-2.0
 * csv.h: delimited text (RFC 4180) into columns, with the place of every cell.
 *
 * Comma, semicolon or tab is detected from the header; a BOM, CR LF, quoted delimiters and newlines
 * are understood; .gz and .zst are read transparently (by their magic bytes). Bytes must be strict
 * UTF-8. The file is read once, in blocks; memory holds the blocks in flight and the columns asked for,
 * not the file. Blocks are parsed on the threads of a pool; the result does not depend on them.
 *
 * This module hands on bytes and numbers with their position. It does not interpret names. */
#ifndef SCRUTINEER_CSV_H
#define SCRUTINEER_CSV_H

#include "scrutineer/err.h"
#include "scrutineer/pool.h"

#define SCRUT_CSV_RECORD_MAX ((size_t)1 << 20) /* bytes of one record */
#define SCRUT_CSV_COLUMNS_MAX 4096
#define SCRUT_CSV_ROWS_MAX ((uint32_t)1 << 30)

typedef struct scrut_csv scrut_csv;

typedef struct {
    char delimiter;             /* ',', ';' or '\t'; 0: detect */
    const char *const *missing; /* words that mean "unknown" in a number column, besides the empty cell */
    size_t missing_count;
} scrut_csv_options;

/* Opens `path` and reads the header. `name` is how messages call the file. `options` may be NULL.
 * SCRUT_E_IO: cannot be opened or read. SCRUT_E_INPUT: empty, binary (NUL byte), not UTF-8, broken
 * quoting, damaged compression, an empty or repeated column name. SCRUT_E_LIMIT: record or column
 * limit. SCRUT_E_MEMORY. Free with scrut_csv_close (NULL is fine). */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_csv_open(const char *path, const char *name,
                                                       const scrut_csv_options *options, scrut_csv **ret_csv,
                                                       scrut_error *err);
SCRUT_API void scrut_csv_close(scrut_csv *csv);

SCRUT_API size_t scrut_csv_column_count(const scrut_csv *csv);
/* Column name as in the header, NUL-terminated; valid until close. */
SCRUT_API const char *scrut_csv_column_name(const scrut_csv *csv, size_t column);
/* Index of a column, or -1. */
SCRUT_API int64_t scrut_csv_find_column(const scrut_csv *csv, const char *name);

typedef enum {
    SCRUT_CELL_NUMBER,   /* whole number 0 .. SCRUT_VOTES_MAX, or unknown */
    SCRUT_CELL_TEXT,     /* bytes of each cell (a station code) */
    SCRUT_CELL_CATEGORY, /* one of few values (a district, a party): codes into a dictionary */
} scrut_cell_kind;

/* A column of the file may be wanted several times, as different kinds. */
typedef struct {
    size_t column; /* of the file */
    scrut_cell_kind kind;
} scrut_csv_wanted;

/* Keeps only the rows whose cell in `column` equals `text`. */
typedef struct {
    size_t column;
    const char *text;
} scrut_csv_filter;

/* One column of one segment. Use the accessors below. */
typedef struct {
    scrut_cell_kind kind;
    uint8_t width;      /* NUMBER, CATEGORY: 1, 2, 4 or 8 bytes a value, as the segment's largest needs */
    const void *values; /* NUMBER, CATEGORY: uint8_t, uint16_t, uint32_t or int64_t; TEXT: uint32_t ends in `text`, or
                         * NULL when every cell has `width` bytes */
    const uint32_t *codes; /* CATEGORY: from the values to codes of the table; NULL: they are equal */
    const uint64_t *known; /* NUMBER: bit r is set when the cell held a number; NULL when all did */
    const char *text;      /* TEXT: the cells one after another */
} scrut_table_column;

/* A run of consecutive rows; the unit of parallel work. Where the borders lie depends on the bytes
 * of the file only. */
typedef struct {
    uint32_t first_row, row_count;
    int64_t first_line, first_byte;
    const uint32_t *row_line;    /* line - first_line; NULL when row r is on line first_line + r */
    const uint32_t *row_byte;    /* offset of the record - first_byte; NULL when records follow one another and .. */
    const uint8_t *row_bytes;    /* .. none has more than 255 bytes: then this is how many each has */
    scrut_table_column *columns; /* as many as were wanted, in that order */
} scrut_table_segment;

typedef struct {
    scrut_table_segment *segments;
    size_t segment_count, column_count;
    uint32_t row_count;
    int64_t bytes_read; /* uncompressed */
} scrut_table;

/* Reads all rows. Wrong cells go to `problems` in file order (line, column, byte, what was expected)
 * and are unknown in the table; the rest is still read. A broken structure (quoting, a row with another
 * number of cells than the header, not UTF-8, truncated compression, limits) ends it: the first one in
 * file order is returned and *ret_table untouched. Statuses as scrut_csv_open. May be called once.
 * `pool` and `problems` may be NULL. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_csv_read(scrut_csv *csv, const scrut_csv_wanted wanted[],
                                                       size_t wanted_count, const scrut_csv_filter filters[],
                                                       size_t filter_count, scrut_pool *pool, scrut_problems *problems,
                                                       scrut_table **ret_table, scrut_error *err);
SCRUT_API void scrut_table_free(scrut_table *table);

/* Number of distinct values of a CATEGORY column, and one of them (NUL-terminated); codes count from 0 in
 * order of first appearance in the file. */
SCRUT_API uint32_t scrut_table_category_count(const scrut_table *table, size_t column);
SCRUT_API const char *scrut_table_category(const scrut_table *table, size_t column, uint32_t code);

/* The segment that holds a row. */
SCRUT_API const scrut_table_segment *scrut_table_segment_of(const scrut_table *table, uint32_t row);
/* A cell of a column of texts or categories: of a text not terminated. row < row_count. */
SCRUT_API const char *scrut_table_cell(const scrut_table *table, size_t column, uint32_t row, size_t *ret_length);

static inline bool scrut_cell_known(const scrut_table_column *column, uint32_t r)
{
    return column->known == NULL || (column->known[r >> 6] >> (r & 63) & 1) != 0;
}

/* Value of a NUMBER cell; 0 when it is unknown, so ask scrut_cell_known first. */
static inline int64_t scrut_cell_number(const scrut_table_column *column, uint32_t r)
{
    switch (column->width) {
    case 1: return ((const uint8_t *)column->values)[r];
    case 2: return ((const uint16_t *)column->values)[r];
    case 4: return ((const uint32_t *)column->values)[r];
    default: return ((const int64_t *)column->values)[r];
    }
}

static inline uint32_t scrut_cell_category(const scrut_table_column *column, uint32_t r)
{
    uint32_t value = (uint32_t)scrut_cell_number(column, r);
    return column->codes != NULL ? column->codes[value] : value;
}

/* Bytes of a TEXT cell (not NUL-terminated). */
static inline const char *scrut_cell_text(const scrut_table_column *column, uint32_t r, size_t *ret_length)
{
    const uint32_t *ends = column->values;
    if (ends == NULL) {
        *ret_length = column->width;
        return column->text + (size_t)r * column->width;
    }
    uint32_t start = r == 0 ? 0 : ends[r - 1];
    *ret_length = ends[r] - start;
    return column->text + start;
}

static inline int64_t scrut_row_line(const scrut_table_segment *segment, uint32_t r)
{
    return segment->first_line + (segment->row_line != NULL ? segment->row_line[r] : r);
}

/* For messages: it may have to add up the rows before. */
static inline int64_t scrut_row_byte(const scrut_table_segment *segment, uint32_t r)
{
    if (segment->row_byte != NULL)
        return segment->first_byte + segment->row_byte[r];
    int64_t byte = segment->first_byte;
    for (uint32_t i = 0; i < r; i++)
        byte += segment->row_bytes[i];
    return byte;
}

#endif
