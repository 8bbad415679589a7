/* SPDX-License-Identifier: Apache-2.0
 * roll_diff_table.h: the counts of "roll diff" by area, and which of them are not shown. */
#ifndef SCRUT_CLI_ROLL_DIFF_TABLE_H
#define SCRUT_CLI_ROLL_DIFF_TABLE_H

#include "roll_diff.h"

/* Columns of the table by area. The first six add up to the older rows, those from MOVED_IN on with the first three to
 * the newer ones. */
enum { KEPT, CORRECTED, MOVED_WITHIN, MOVED_OUT, MERGED, DELETED, MOVED_IN, SPLIT, ADDED, COLUMNS };

/* The areas and, behind them, the whole list. */
typedef struct {
    const scrut_cli_diff *d;
    size_t rows;
    int64_t *counts; /* a row * COLUMNS */
    bool *hidden;
    bool *hidden_transfers; /* of d->transfers */
    int64_t old_rows, new_rows;
} diff_table;

/* "kept", "corrected", ...: as files and JSON call the column. */
const char *diff_column_name(size_t column);
/* False without memory; to be freed in any case. */
bool diff_table_make(const scrut_cli_diff *d, diff_table *ret_table);
void diff_table_free(diff_table *t);
/* Rates and expected counts tell the whole list's count: not where that one is hidden. */
bool diff_tells_expected(const diff_table *t, bool added);

/* What "roll diff" says of transfers (roll_diff_transfers.c). Which of them are not shown; false without memory. */
SCRUT_MUST_CHECK bool diff_hide_transfers(diff_table *t);
void diff_put_transfers(const diff_table *t, scrut_buf *out);
scrut_json *diff_transfers_json(const diff_table *t);

/* JSON has whole numbers here; a rate or a chance is a text of six digits. */
scrut_json *diff_decimal_json(double value);
/* What is expected; the rate of false discoveries is null where the count is hidden. */
scrut_json *diff_expected_json(const scrut_roll_expected *e, bool hidden);

/* --areas, --changes and --transfers. SCRUT_E_IO, SCRUT_E_MEMORY. */
SCRUT_MUST_CHECK scrut_status diff_write_transfers(const diff_table *t, const char *path, scrut_error *err);
/* Writes and frees a buffer. */
SCRUT_MUST_CHECK scrut_status diff_write_buf(const char *path, scrut_buf *out, scrut_error *err);
SCRUT_MUST_CHECK scrut_status diff_write_areas(const diff_table *t, const char *path, scrut_error *err);
SCRUT_MUST_CHECK scrut_status diff_write_changes(const scrut_cli_diff *d, const char *path, scrut_error *err);

#endif
