/* SPDX-License-Identifier: Apache-2.0
 * cells.c: CSV as RFC 4180 has it, in UTF-8. Text is kept letter by letter, but for one apostrophe before what a
 * spreadsheet would run as a formula; numbers are digits with a minus sign at most, and stay numbers. */
#include "export_internal.h"
#include "scrutineer/text.h"

#include <string.h>

#define VOTES_PREFIX "votes_"
#define AREA_PREFIX "area_"

static void begin_cell(exporter *x)
{
    if (x->row_begun)
        scrut_buf_putc(&x->buf, ',');
    x->row_begun = true;
}

/* Apostrophes before a formula are doubled, in a way: one more is put, so that taking one away gives the text again
 * whatever it was. A name such as 's-Hertogenbosch stays as it is. */
static bool is_guarded(const char *text)
{
    return scrut_text_is_formula(text + strspn(text, "'"));
}

static void put_cell(exporter *x, const char *text)
{
    scrut_buf *out = &x->buf;
    size_t length = strlen(text);
    bool guarded = is_guarded(text);
    bool quoted = strpbrk(text, ",\"\r\n") != NULL || text[0] == ' ' || text[length - 1] == ' ';
    x->formulas += guarded;
    scrut_buf_puts(out, quoted ? "\"" : "");
    scrut_buf_puts(out, guarded ? "'" : "");
    for (size_t at = 0; at < length;) {
        size_t run = strcspn(text + at, "\"");
        scrut_buf_append(out, text + at, run);
        at += run;
        if (at < length) {
            scrut_buf_puts(out, "\"\"");
            at++;
        }
    }
    scrut_buf_puts(out, quoted ? "\"" : "");
}

void export_cell_text(exporter *x, const char *text)
{
    begin_cell(x);
    if (text != NULL && *text != '\0')
        put_cell(x, text);
}

void export_cell_whole(exporter *x, int64_t value)
{
    begin_cell(x);
    scrut_buf_int(&x->buf, value);
}

void export_cell_known(exporter *x, bool known, int64_t value)
{
    if (known)
        export_cell_whole(x, value);
    else
        begin_cell(x);
}

void export_cell_yes_no(exporter *x, bool value)
{
    export_cell_text(x, value ? "yes" : "no");
}

void export_cells_of_areas(exporter *x, uint32_t area)
{
    const char *names[SCRUT_AREA_LEVELS_MAX] = {NULL};
    for (; area != SCRUT_NONE; area = x->c->areas[area].parent)
        names[x->c->areas[area].level] = x->c->areas[area].name;
    for (size_t level = 0; level < x->c->area_level_count; level++)
        export_cell_text(x, names[level]);
}

static void end_line(exporter *x)
{
    scrut_buf_puts(&x->buf, x->line_end);
    x->row_begun = false;
    export_flush(x);
}

void export_row_end(exporter *x)
{
    if (x->says_model)
        export_cell_yes_no(x, true);
    end_line(x);
    if (x->status == SCRUT_OK)
        x->files[x->summary->file_count - 1].summary->rows++;
}

/* ---- headers ---- */

void export_column(exporter *x, const char *name, column_type type)
{
    if (x->status != SCRUT_OK)
        return;
    output_file *f = &x->files[x->summary->file_count - 1];
    if (f->column_count == f->column_capacity) {
        size_t wanted = f->column_capacity == 0 ? 32 : f->column_capacity * 2;
        table_column *larger = export_take(x, wanted, sizeof *larger);
        if (larger == NULL)
            return;
        if (f->column_count > 0)
            memcpy(larger, f->columns, f->column_count * sizeof *larger);
        f->columns = larger;
        f->column_capacity = wanted;
    }
    f->columns[f->column_count++] = (table_column){.name = name, .type = type};
    export_cell_text(x, name);
}

void export_column_of_party(exporter *x, uint32_t party)
{
    export_column(x, export_print(x, VOTES_PREFIX "%s", x->c->parties[party].id), COLUMN_WHOLE);
}

void export_columns_of_areas(exporter *x)
{
    for (size_t level = 0; level < x->c->area_level_count; level++)
        export_column(x, export_print(x, AREA_PREFIX "%s", x->c->area_levels[level]), COLUMN_TEXT);
}

void export_header_end(exporter *x)
{
    if (x->says_model)
        export_column(x, "model", COLUMN_YES_NO);
    end_line(x);
}
