/* SPDX-License-Identifier: Apache-2.0
 * lines_internal.h: what text.c writes lines with (lines.c). Text is made in `scratch` first, since it
 * must be measured before it is put. */
#ifndef SCRUT_REPORT_LINES_INTERNAL_H
#define SCRUT_REPORT_LINES_INTERNAL_H

#include "report_internal.h"

typedef struct {
    const scrut_report_view *view;
    scrut_buf *out;
    scrut_buf scratch;
    bool color;
    size_t width, name_width, column_width, columns_shown;
} scrut_line_writer;

/* An ANSI code ("1", "31", "0"), when colours are wanted. */
void scrut_line_style(scrut_line_writer *w, const char *code);
/* A key, on a new line that it does not end. */
void scrut_line_heading(scrut_line_writer *w, const char *text);
void scrut_line_spaces(scrut_buf *out, size_t count);
/* Empties the scratch text and returns it. */
scrut_buf *scrut_line_scratch(scrut_line_writer *w);
const char *scrut_line_text(const scrut_line_writer *w);
/* The scratch text in a column of `width`, shortened when it is longer. */
void scrut_line_cell(scrut_line_writer *w, size_t width, bool right);
/* The scratch text broken at spaces, after `column` columns of this line that are used; each further line is
 * indented by `hanging`. */
void scrut_line_after(scrut_line_writer *w, size_t column, size_t hanging);
/* The same on a line of its own, indented. */
void scrut_line_wrapped(scrut_line_writer *w, size_t indent, size_t hanging);
/* A key. */
void scrut_line_plain(scrut_line_writer *w, const char *text);
/* Into the scratch text: a key with the place {1p} for what an analysis said. */
void scrut_line_said(scrut_line_writer *w, const char *key, const char *text);
/* "and {1d} more in index.html", when not all were shown. */
void scrut_line_more(scrut_line_writer *w, size_t total, size_t shown, const char *key);
/* The block of margins (margins.c); nothing when there are none. */
void scrut_line_margins(scrut_line_writer *w);
/* Findings against margins (materiality.c); nothing when there are none. */
void scrut_line_materiality(scrut_line_writer *w);
/* Surveys of the roll (roll_survey.c); nothing when there are none. */
void scrut_line_surveys(scrut_line_writer *w);
/* What the list of voters shows (roll.c); nothing when there is none. */
void scrut_line_roll(scrut_line_writer *w);

#endif
