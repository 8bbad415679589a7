/* SPDX-License-Identifier: Apache-2.0
 * roll_truth.c: what the rows of the list are, what became of those of the version before, and how many people are
 * missing where (docs/formats/model.md). */
#include "roll_internal.h"
#include "write_internal.h"

static void put_station_cells(const world *w, uint32_t station, scrut_buf *out)
{
    char id[256];
    world_station_id(w, station, id, sizeof id);
    scrut_buf_putc(out, ',');
    write_cell(out, id);
    scrut_buf_putc(out, ',');
    write_cell(out, w->units[w->unit_of[station]].model->id);
}

static void put_row(const roll_model *r, uint32_t station, uint32_t row, scrut_buf *out)
{
    char key[16], other[16] = "";
    roll_key_text(r, row, key);
    if (r->of[row] != row)
        roll_key_text(r, r->of[row], other);
    bool twice = roll_voted_twice(r, row);
    scrut_buf_printf(out, "%s,%s,%s,%s", roll_kind_name((roll_kind)r->kind[row]),
                     (r->flags[row] & ROLL_INJECTED) != 0 ? "no" : "yes", key, other);
    put_station_cells(r->w, station, out);
    scrut_buf_printf(out, ",%s,%s,yes\n", (r->flags[row] & ROLL_VOTED) != 0 ? "yes" : "no", twice ? "yes" : "no");
}

/* Rows that are not somebody's only or first one. */
void roll_write_truth(const roll_rows *rows, scrut_buf *out)
{
    const roll_model *r = rows->r;
    scrut_buf_puts(out, "kind,noise,voter_no,first_voter_no,station,constituency,voted,voted_twice,model\n");
    for (uint32_t s = 0; s < r->w->station_count; s++) {
        for (uint32_t row = r->first_row[s]; row < r->first_row[s + 1]; row++)
            if (r->kind[row] != ROLL_PERSON)
                put_row(r, s, row, out);
        for (uint32_t row = r->first_gone[s]; row < r->first_gone[s + 1]; row++)
            put_row(r, s, row, out);
    }
}

static void put_change(uint32_t from, uint32_t to, const char *change, scrut_buf *out)
{
    if (from > 0)
        scrut_buf_int(out, from);
    scrut_buf_putc(out, ',');
    if (to > 0)
        scrut_buf_int(out, to);
    scrut_buf_printf(out, ",%s,yes\n", change);
}

/* A new row is one person's second one when the other row stood in the version before. */
static const char *change_of(const roll_model *r, uint32_t row)
{
    uint8_t flags = r->flags[row];
    if ((flags & ROLL_ADDED) != 0)
        return r->of[row] != row && (r->flags[r->of[row]] & ROLL_ADDED) == 0 ? "split" : "added";
    if ((flags & ROLL_CAME) != 0)
        return (flags & ROLL_CORRECTED) != 0 ? "moved+corrected" : "moved";
    return (flags & ROLL_CORRECTED) != 0 ? "corrected" : NULL;
}

/* Rows of the two files; those that were kept as they were are not named. */
void roll_write_changes(const roll_rows *rows, scrut_buf *out)
{
    const roll_model *r = rows->r;
    scrut_buf_puts(out, "from_row,to_row,change,model\n");
    for (uint32_t row = 0; row < r->row_count; row++) {
        const char *change = change_of(r, row);
        if (change != NULL)
            put_change(rows->at[ROLL_EARLIER][row], rows->at[ROLL_FINAL][row], change, out);
    }
    for (uint32_t row = r->row_count; row < r->total; row++) {
        bool merged = r->kind[row] == ROLL_MERGED;
        put_change(rows->at[ROLL_EARLIER][row], merged ? rows->at[ROLL_FINAL][r->of[row]] : 0,
                   merged ? "merged" : "deleted", out);
    }
}

void roll_write_missing(const roll_rows *rows, scrut_buf *out)
{
    const roll_model *r = rows->r;
    scrut_buf_puts(out, "station,constituency,names,injected,model\n");
    for (uint32_t s = 0; s < r->w->station_count; s++) {
        scrut_buf cells = {0};
        put_station_cells(r->w, s, &cells);
        if (!cells.failed)
            scrut_buf_puts(out, cells.bytes + 1);
        out->failed = out->failed || cells.failed;
        scrut_buf_free(&cells);
        scrut_buf_printf(out, ",%lld,%lld,yes\n", (long long)(r->missing[0][s] + r->missing[1][s]),
                         (long long)r->missing[1][s]);
    }
}

/* Who is back: rows of the first version and of the last. */
void roll_write_back(const roll_rows *rows, scrut_buf *out)
{
    const roll_model *r = rows->r;
    scrut_buf_puts(out, "first_row,to_row,model\n");
    for (uint32_t row = 0; row < r->row_count; row++)
        if (r->kind[row] == ROLL_BACK)
            scrut_buf_printf(out, "%u,%u,yes\n", rows->at[ROLL_FIRST][row], rows->at[ROLL_FINAL][row]);
}
