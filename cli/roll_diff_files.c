/* SPDX-License-Identifier: Apache-2.0
 * roll_diff_files.c: the files of "roll diff". */
#include "roll_diff_table.h"

/* ---- files ------------------------------------------------------------------------------------------------ */

scrut_status diff_write_buf(const char *path, scrut_buf *out, scrut_error *err)
{
    scrut_status status = out->failed ? scrut_fail_memory(err) : scrut_write_file(path, out->bytes, out->length, err);
    scrut_buf_free(out);
    return status;
}

static void put_count(scrut_buf *out, int64_t count, bool hidden)
{
    scrut_buf_putc(out, ',');
    if (!hidden)
        scrut_buf_int(out, count);
}

static void put_expected(const diff_table *t, size_t area, bool added, const scrut_roll_expected *e, scrut_buf *out)
{
    if (!diff_tells_expected(t, added)) {
        scrut_buf_puts(out, ",,,,");
        return;
    }
    scrut_buf_printf(out, ",%.6g,%lld,%lld,", e->expected, (long long)e->low, (long long)e->high);
    if (!t->hidden[area * COLUMNS + (added ? ADDED : DELETED)])
        scrut_buf_printf(out, "%.6g", e->q_more);
}

scrut_status diff_write_areas(const diff_table *t, const char *path, scrut_error *err)
{
    scrut_buf out = {0};
    scrut_buf_puts(&out, "area,old_rows,new_rows");
    for (size_t k = 0; k < COLUMNS; k++)
        scrut_buf_printf(&out, ",%s", diff_column_name(k));
    scrut_buf_puts(&out, ",deleted_expected,deleted_low,deleted_high,deleted_q,added_expected,added_low,added_high,"
                         "added_q\n");
    for (size_t i = 0; i < t->d->areas.count; i++) {
        const scrut_roll_area *a = &t->d->areas.areas[i];
        scrut_cli_put_csv(&out, a->name);
        put_count(&out, a->old_rows, false);
        put_count(&out, a->new_rows, false);
        for (size_t k = 0; k < COLUMNS; k++)
            put_count(&out, t->counts[i * COLUMNS + k], t->hidden[i * COLUMNS + k]);
        const scrut_roll_expected *both[] = {&a->deleted, &a->added};
        for (int e = 0; e < 2; e++)
            put_expected(t, i, e == 1, both[e], &out);
        scrut_buf_putc(&out, '\n');
    }
    return diff_write_buf(path, &out, err);
}

static void put_row(scrut_buf *out, int64_t from, int64_t to, const scrut_cli_diff *d, const scrut_roll_fate *fate)
{
    if (from > 0)
        scrut_buf_int(out, from);
    scrut_buf_putc(out, ',');
    if (to > 0)
        scrut_buf_int(out, to);
    scrut_buf_printf(out, ",%s,", scrut_roll_change_name((scrut_roll_change)fate->change));
    const char *separator = "";
    for (size_t f = 0; f < d->lists.field_count; f++)
        if ((fate->differs >> f & 1) != 0) {
            scrut_buf_printf(out, "%s%zu", separator, f + 1);
            separator = " ";
        }
    scrut_buf_putc(out, '\n');
}

/* Rows that were not kept, of the older list and then of the newer one; written some at a time. */
scrut_status diff_write_changes(const scrut_cli_diff *d, const char *path, scrut_error *err)
{
    enum { PIECE = 1 << 20 };
    uint32_t counts[2];
    const scrut_roll_fate *fates[2] = {scrut_roll_diff_old(d->diff, &counts[0]),
                                       scrut_roll_diff_new(d->diff, &counts[1])};
    scrut_new_file file = {0};
    scrut_buf out = {0};
    scrut_status status = scrut_new_file_begin(path, &file, err);
    scrut_buf_puts(&out, "from_row,to_row,change,columns\n");
    for (int list = 0; list < 2; list++)
        for (uint32_t i = 0; i < counts[list] && status == SCRUT_OK; i++) {
            const scrut_roll_fate *fate = &fates[list][i];
            int64_t other = fate->other != SCRUT_ROLL_NO_ROW ? (int64_t)fate->other + 1 : 0, own = (int64_t)i + 1;
            if (fate->change != SCRUT_ROLL_KEPT && (list == 0 || fate->change >= SCRUT_ROLL_SPLIT))
                put_row(&out, list == 0 ? own : other, list == 0 ? other : own, d, fate);
            if (out.failed)
                status = scrut_fail_memory(err);
            else if (out.length >= PIECE) {
                status = scrut_new_file_write(&file, out.bytes, out.length, err);
                scrut_buf_clear(&out);
            }
        }
    if (status == SCRUT_OK && out.length > 0)
        status = scrut_new_file_write(&file, out.bytes, out.length, err);
    if (status == SCRUT_OK)
        status = scrut_new_file_end(&file, err);
    if (status == SCRUT_OK)
        status = scrut_new_file_place(&file, err);
    scrut_new_file_discard(&file);
    scrut_buf_free(&out);
    return status;
}
