/* SPDX-License-Identifier: Apache-2.0
 * export_internal.h: what the formats share: files that are written together (output.c), cells of CSV (cells.c), and
 * the returns of one unit after another (rows.c). */
#ifndef SCRUT_EXPORT_INTERNAL_H
#define SCRUT_EXPORT_INTERNAL_H

#include "scrutineer/export.h"

typedef enum { COLUMN_TEXT, COLUMN_WHOLE, COLUMN_YES_NO } column_type;

typedef struct {
    const char *name;
    column_type type;
} table_column;

typedef struct {
    scrut_new_file file;
    scrut_export_file *summary;
    const char *title; /* of a table */
    table_column *columns;
    size_t column_count, column_capacity;
} output_file;

/* Everything works on it and does nothing more once status is not SCRUT_OK. */
typedef struct {
    const scrut_verdict *v;
    const scrut_case *c;
    const scrut_export_options *options;
    scrut_arena *arena;
    scrut_export_summary *summary;
    output_file files[SCRUT_EXPORT_FILES_MAX];
    scrut_buf buf;        /* of the file that is open, the last one */
    const char *line_end; /* of rows */
    bool says_model;      /* every table has a column that says that the figures are a model */
    bool row_begun;       /* a cell stands in the row */
    int64_t formulas;     /* cells that got an apostrophe */
    size_t not_held_capacity;
    scrut_status status;
    scrut_error *err;
} exporter;

/* ---- output.c ---- */

/* Opens the next file; title is a table's, or NULL. */
void export_begin(exporter *x, const char *name, const char *title);
/* After every row or element: lets a full buffer go. */
void export_flush(exporter *x);
void export_end(exporter *x);
/* All or none, in the order of their beginning. */
void export_place(exporter *x);
void export_free(exporter *x);
void *export_take(exporter *x, size_t count, size_t size);
const char *export_print(exporter *x, const char *fmt, ...) SCRUT_PRINTF(2, 3);
/* Notes what the format cannot hold. */
void export_not_held(exporter *x, const char *fmt, ...) SCRUT_PRINTF(2, 3);

/* ---- cells.c ---- */

/* The header: columns are named from left to right, then header_end. */
void export_column(exporter *x, const char *name, column_type type);
void export_column_of_party(exporter *x, uint32_t party);
void export_columns_of_areas(exporter *x);
void export_header_end(exporter *x);

void export_cell_text(exporter *x, const char *text); /* NULL: empty */
void export_cell_whole(exporter *x, int64_t value);
void export_cell_known(exporter *x, bool known, int64_t value); /* empty when unknown */
void export_cell_yes_no(exporter *x, bool value);
void export_cells_of_areas(exporter *x, uint32_t area); /* SCRUT_NONE: all empty */
void export_row_end(exporter *x);

/* ---- rows.c ---- */

/* Rows of a source by unit: units[u] .. units[u + 1] of rows, in order. Excluded rows are left out. */
typedef struct {
    const scrut_returns *returns; /* NULL: the figures are an announcement's */
    uint32_t *first, *rows;
} unit_rows;

unit_rows export_rows_by_unit(exporter *x, const scrut_tally *tally);
/* The returns that a tabulation adds up; NULL: it is an announcement. */
const scrut_returns *export_returns_of(const exporter *x, const scrut_tally *tally);
/* Constituency of a unit; SCRUT_NONE: the nation. */
uint32_t export_constituency_of_unit(const scrut_case *c, uint32_t unit);
uint32_t export_area_of_unit(const scrut_case *c, uint32_t unit);
bool export_field_of_row(const scrut_returns *r, uint32_t row, scrut_field field, int64_t *ret_value);
bool export_votes_of_row(const scrut_returns *r, uint32_t row, size_t party, int64_t *ret_votes);
/* The longest station key is shorter. */
#define STATION_TEXT_MAX 4096

/* True for YYYY-MM-DD. */
bool export_is_date(const char *text);
/* The case's country as two small letters; NULL: it gives none such. */
const char *export_country(exporter *x);

/* ---- one file a format ---- */

void export_tables(exporter *x);        /* tables.c, table_stations.c, table_figures.c */
void export_stations(exporter *x);      /* table_stations.c */
void export_figures(exporter *x);       /* table_figures.c */
void export_package(exporter *x);       /* package.c */
void export_openelections(exporter *x); /* openelections.c */
void export_nist(exporter *x);          /* nist.c */

#endif
