/* SPDX-License-Identifier: Apache-2.0 */
#include "roll_diff_table.h"
#include "scrutineer/suppress.h"

#include <stdlib.h>
#include <string.h>

const char *diff_column_name(size_t column)
{
    static const char *const COLUMN_NAMES[COLUMNS] = {"kept",    "corrected", "moved_within", "moved_out", "merged",
                                                      "deleted", "moved_in",  "split",        "added"};
    return COLUMN_NAMES[column];
}

/* ---- what is hidden --------------------------------------------------------------------------------------- */

static void fill_row(const scrut_roll_area *a, int64_t counts[])
{
    const int64_t values[COLUMNS] = {a->kept,         a->corrected, a->moved_within, a->moved_out, a->merged,
                                     a->deleted.seen, a->moved_in,  a->split,        a->added.seen};
    memcpy(counts, values, sizeof values);
}

static void fill_counts(diff_table *t)
{
    const scrut_roll_areas *areas = &t->d->areas;
    int64_t *all = t->counts + areas->count * COLUMNS;
    for (size_t i = 0; i < areas->count; i++) {
        fill_row(&areas->areas[i], t->counts + i * COLUMNS);
        for (size_t k = 0; k < COLUMNS; k++)
            all[k] += t->counts[i * COLUMNS + k];
        t->old_rows += areas->areas[i].old_rows;
        t->new_rows += areas->areas[i].new_rows;
    }
}

/* Three lines a row, one a column: they add up to what is printed beside them. */
static bool hide(diff_table *t)
{
    enum { OF_ROW = 6, LINES = 3 };
    static const uint32_t OF[LINES][OF_ROW] = {{KEPT, CORRECTED, MOVED_WITHIN, MOVED_OUT, MERGED, DELETED}, /* older */
                                               {KEPT, CORRECTED, MOVED_WITHIN, MOVED_IN, SPLIT, ADDED},     /* newer */
                                               {MOVED_OUT, MERGED, DELETED, MOVED_IN, SPLIT, ADDED}}; /* the change */
    size_t cells = t->rows * COLUMNS, line_count = LINES * t->rows + COLUMNS;
    uint32_t *members = malloc((LINES * OF_ROW * t->rows + cells + 1) * sizeof *members), *at = members;
    scrut_suppress_line *lines = malloc((line_count + 1) * sizeof *lines), *line = lines;
    if (members == NULL || lines == NULL) {
        free(members);
        free(lines);
        return false;
    }
    for (size_t i = 0; i < t->rows; i++)
        for (size_t n = 0; n < LINES; n++) {
            *line++ = (scrut_suppress_line){at, OF_ROW};
            for (size_t k = 0; k < OF_ROW; k++)
                *at++ = (uint32_t)(i * COLUMNS) + OF[n][k];
        }
    for (size_t k = 0; k < COLUMNS; k++) {
        *line++ = (scrut_suppress_line){at, t->rows};
        for (size_t i = 0; i < t->rows; i++)
            *at++ = (uint32_t)(i * COLUMNS + k);
    }
    scrut_suppress(t->counts, cells, lines, line_count, SCRUT_SUPPRESS_LEAST, t->hidden);
    free(members);
    free(lines);
    return true;
}

bool diff_table_make(const scrut_cli_diff *d, diff_table *t)
{
    *t = (diff_table){.d = d, .rows = d->areas.count + 1};
    t->counts = calloc(t->rows * COLUMNS, sizeof *t->counts);
    t->hidden = calloc(t->rows * COLUMNS, sizeof *t->hidden);
    if (t->counts == NULL || t->hidden == NULL)
        return false;
    fill_counts(t);
    return hide(t) && diff_hide_transfers(t);
}

void diff_table_free(diff_table *t)
{
    free(t->counts);
    free(t->hidden);
    free(t->hidden_transfers);
}

bool diff_tells_expected(const diff_table *t, bool added)
{
    return !t->hidden[t->d->areas.count * COLUMNS + (added ? ADDED : DELETED)];
}
