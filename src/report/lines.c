/* SPDX-License-Identifier: Apache-2.0
 * lines.c: lines for a terminal: columns aligned by what the text takes on the screen, long lines broken. */
#include "lines_internal.h"
#include "scrutineer/text.h"

#include <string.h>

void scrut_line_style(scrut_line_writer *w, const char *code)
{
    if (w->color)
        scrut_buf_printf(w->out, "\033[%sm", code);
}

void scrut_line_heading(scrut_line_writer *w, const char *text)
{
    scrut_buf_putc(w->out, '\n');
    scrut_line_style(w, "1");
    scrut_buf_puts(w->out, scrut_word(w->view->language, text));
    scrut_line_style(w, "0");
}

void scrut_line_spaces(scrut_buf *out, size_t count)
{
    while (count-- > 0)
        scrut_buf_putc(out, ' ');
}

/* Empties the scratch buffer and makes it a string. */
scrut_buf *scrut_line_scratch(scrut_line_writer *w)
{
    scrut_buf_clear(&w->scratch);
    scrut_buf_append(&w->scratch, "", 0);
    return &w->scratch;
}

const char *scrut_line_text(const scrut_line_writer *w)
{
    return w->scratch.bytes != NULL ? w->scratch.bytes : "";
}

/* Shortens the scratch text to `width` columns; an ellipsis says so. Cuts at whole characters. */
static void cut_scratch(scrut_line_writer *w, size_t width)
{
    scrut_buf *text = &w->scratch;
    if (text->bytes == NULL || scrut_report_width(text->bytes) <= width)
        return;
    while (text->length > 0 && scrut_report_width(text->bytes) + 1 > width) {
        do
            text->length--;
        while (text->length > 0 && ((unsigned char)text->bytes[text->length] & 0xC0) == 0x80);
        text->bytes[text->length] = '\0';
    }
    scrut_buf_puts(text, "\xE2\x80\xA6");
}

/* The scratch text in a column of `width`. */
void scrut_line_cell(scrut_line_writer *w, size_t width, bool right)
{
    cut_scratch(w, width);
    size_t used = scrut_report_width(scrut_line_text(w));
    if (right)
        scrut_line_spaces(w->out, width - used);
    scrut_buf_puts(w->out, scrut_line_text(w));
    if (!right)
        scrut_line_spaces(w->out, width - used);
}

/* The scratch text broken at spaces into lines, after `column` columns of this line that are used; each
 * further line is indented by `hanging`. */
void scrut_line_after(scrut_line_writer *w, size_t column, size_t hanging)
{
    const char *at = scrut_line_text(w);
    bool first = true;
    for (; *at != '\0'; first = false) {
        size_t length = strcspn(at, " "), used = scrut_text_width(at, length);
        if (!first && column + 1 + used > w->width) {
            scrut_buf_putc(w->out, '\n');
            scrut_line_spaces(w->out, hanging);
            column = hanging;
        } else if (!first) {
            scrut_buf_putc(w->out, ' ');
            column++;
        }
        scrut_buf_append(w->out, at, length);
        column += used;
        at += length;
        at += strspn(at, " ");
    }
    scrut_buf_putc(w->out, '\n');
}

void scrut_line_wrapped(scrut_line_writer *w, size_t indent, size_t hanging)
{
    scrut_line_spaces(w->out, indent);
    scrut_line_after(w, indent, hanging);
}

void scrut_line_plain(scrut_line_writer *w, const char *text)
{
    scrut_buf_puts(scrut_line_scratch(w), scrut_word(w->view->language, text));
    scrut_line_wrapped(w, 2, 4);
}

void scrut_line_said(scrut_line_writer *w, const char *key, const char *text)
{
    scrut_buf said = {0}, *line = scrut_line_scratch(w);
    scrut_report_say_again(w->view, &said, text);
    scrut_say(w->view->language, line, key, scrut_report_piece(line, &said));
    scrut_buf_free(&said);
}

void scrut_line_more(scrut_line_writer *w, size_t total, size_t shown, const char *key)
{
    if (total <= shown)
        return;
    scrut_say(w->view->language, scrut_line_scratch(w), key, (int64_t)(total - shown));
    scrut_line_wrapped(w, 2, 4);
}
