/* SPDX-License-Identifier: Apache-2.0
 * One record by the letter of RFC 4180, and the words for everything that can be wrong with it. */
#include "table_internal.h"
#include "scrutineer/num.h"
#include "scrutineer/utf8.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    const scrut_csv_text *text;
    size_t stop;  /* nothing at or after this offset may be looked at */
    size_t at;    /* next byte to read */
    size_t write; /* where the next byte of an unquoted cell goes */
    size_t cell;  /* number of the cell, from 1 */
    int64_t line; /* of `at` */
    scrut_error *err;
} scanner;

static scrut_status fail_at(const scanner *s, size_t offset, scrut_status status, const char *message)
{
    return scrut_fail(s->err, status, s->text->name, s->line, (int64_t)s->cell, s->text->first_byte + (int64_t)offset,
                      "%s", message);
}

size_t scrut_csv_bad_byte(const char *bytes, size_t length, const scrut_csv_survey *survey, scrut_block_end end)
{
    size_t bad = SIZE_MAX;
    if (survey->has_nul) {
        const char *nul = memchr(bytes, '\0', length);
        bad = (size_t)(nul - bytes);
    }
    if (survey->has_high) {
        size_t invalid = scrut_utf8_check(bytes, length);
        /* the cut of an endless record may go through a character */
        if (invalid < length && (end != SCRUT_BLOCK_TOO_LONG || length - invalid > 3) && invalid < bad)
            bad = invalid;
    }
    return bad;
}

static scrut_status bad_byte(const scanner *s)
{
    unsigned char byte = (unsigned char)s->text->bytes[s->at];
    if (byte == 0)
        return fail_at(s, s->at, SCRUT_E_INPUT,
                       "a NUL byte: this is a binary file; expected CSV text (a spreadsheet must be saved as CSV)");
    char message[128];
    bool utf16 = s->text->first_byte == 0 && s->at == 0 && (byte == 0xFF || byte == 0xFE);
    snprintf(message, sizeof message, "byte 0x%02X is not valid UTF-8 here%s; save the file as UTF-8", byte,
             utf16 ? " (the file looks like UTF-16)" : "");
    return fail_at(s, s->at, SCRUT_E_INPUT, message);
}

/* The scanner stands at s->stop: why does the text not go on? */
static scrut_status cut_short(const scanner *s, size_t quote_at)
{
    char message[128];
    if (s->stop == s->text->bad_at)
        return bad_byte(s);
    if (s->text->end == SCRUT_BLOCK_TOO_LONG) {
        snprintf(message, sizeof message, "the record is longer than %zu bytes%s", SCRUT_CSV_RECORD_MAX,
                 quote_at != SIZE_MAX ? "; is a quote not closed?" : "");
        return fail_at(s, quote_at != SIZE_MAX ? quote_at : s->at, SCRUT_E_LIMIT, message);
    }
    if (quote_at == SIZE_MAX)
        return fail_at(s, s->at, SCRUT_E_INPUT, "the file ends inside a record");
    return fail_at(s, quote_at, SCRUT_E_INPUT, "the quoted cell that begins here is never closed; expected '\"'");
}

static scrut_status lone_return(const scanner *s)
{
    return fail_at(s, s->at, SCRUT_E_INPUT,
                   "a carriage return without a line feed; expected lines that end in LF or CR LF");
}

/* Whether the carriage return at s->at is the first half of a line end of the file. */
static bool begins_line_end(const scanner *s)
{
    const scrut_csv_text *t = s->text;
    size_t after = s->at + 1;
    return after < s->stop && t->bytes[after] == '\n' && !(t->end == SCRUT_BLOCK_ENDED && after == t->length - 1);
}

/* The scanner stands behind an opening quote. Copies the content down; ends behind the closing quote. */
static scrut_status quoted_cell(scanner *s)
{
    char *bytes = s->text->bytes;
    size_t quote_at = s->at - 1;
    int64_t quote_line = s->line;
    for (;;) {
        if (s->at >= s->stop) {
            if (s->stop != s->text->bad_at)
                s->line = quote_line; /* the place that helps is where the quote opened */
            return cut_short(s, quote_at);
        }
        char c = bytes[s->at++];
        if (c == '"') {
            if (s->at >= s->stop || bytes[s->at] != '"')
                return SCRUT_OK;
            s->at++;
        }
        s->line += c == '\n';
        bytes[s->write++] = c;
    }
}

static scrut_status plain_cell(scanner *s)
{
    char *bytes = s->text->bytes;
    for (;; s->at++) {
        if (s->at >= s->stop)
            return cut_short(s, SIZE_MAX);
        char c = bytes[s->at];
        if (c == s->text->delimiter || c == '\n' || c == '\r')
            return SCRUT_OK;
        if (c == '"')
            return fail_at(s, s->at, SCRUT_E_INPUT,
                           "a quote inside an unquoted cell; quote the whole cell and double the quotes in it");
        bytes[s->write++] = c;
    }
}

/* What stands behind a cell: the delimiter or the end of the record. */
static scrut_status after_cell(scanner *s, bool *ret_last)
{
    if (s->at >= s->stop)
        return cut_short(s, SIZE_MAX);
    char c = s->text->bytes[s->at];
    if (c == '\r') {
        if (!begins_line_end(s))
            return lone_return(s);
        s->at++;
        c = '\n';
    }
    *ret_last = c == '\n';
    if (c != '\n' && c != s->text->delimiter) {
        char message[128], delimiter[8];
        scrut_csv_quote(&s->text->delimiter, 1, delimiter, sizeof delimiter);
        snprintf(message, sizeof message,
                 "text after the closing quote of a cell; expected '%s' or the end of the line", delimiter);
        return fail_at(s, s->at, SCRUT_E_INPUT, message);
    }
    s->at++;
    return SCRUT_OK;
}

scrut_status scrut_csv_read_record(const scrut_csv_text *text, size_t at, int64_t line, uint32_t *marks,
                                   uint32_t *origins, size_t cells_max, scrut_csv_record *ret_record, scrut_error *err)
{
    size_t stop = text->bad_at < text->length ? text->bad_at : text->length;
    scanner s = {.text = text, .stop = stop, .at = at, .write = at, .cell = 1, .line = line, .err = err};
    for (bool last = false; !last; s.cell++) {
        size_t origin = s.at;
        scrut_status status;
        if (s.at < s.stop && text->bytes[s.at] == '"') {
            s.at++;
            status = quoted_cell(&s);
        } else {
            status = plain_cell(&s);
        }
        if (status == SCRUT_OK)
            status = after_cell(&s, &last);
        if (status != SCRUT_OK)
            return status;
        if (s.cell <= cells_max) {
            marks[s.cell - 1] = (uint32_t)s.write;
            origins[s.cell - 1] = (uint32_t)origin;
        }
        s.write++; /* in the place of the delimiter; never overtakes s.at */
    }
    *ret_record = (scrut_csv_record){.next = s.at, .cells = s.cell - 1, .newlines = (uint32_t)(s.line - line)};
    return SCRUT_OK;
}

/* ---- showing a cell ---- */

/* Control characters, and the bidirectional ones that make a message read otherwise than it is stored. */
static bool must_escape(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

void scrut_csv_quote(const char *bytes, size_t length, char *text, size_t size)
{
    size_t used = 0, at = 0;
    assert(size >= 8);
    while (at < length) {
        char piece[12];
        uint32_t c;
        size_t taken = scrut_utf8_decode(bytes + at, length - at, &c);
        size_t piece_length = taken;
        if (taken == 0) { /* not UTF-8 */
            taken = 1;
            piece_length = (size_t)snprintf(piece, sizeof piece, "\\x%02X", (unsigned char)bytes[at]);
        } else if (must_escape(c)) {
            piece_length = c == '\t'   ? (size_t)snprintf(piece, sizeof piece, "\\t")
                           : c == '\n' ? (size_t)snprintf(piece, sizeof piece, "\\n")
                           : c == '\r' ? (size_t)snprintf(piece, sizeof piece, "\\r")
                                       : (size_t)snprintf(piece, sizeof piece, c < 0x100 ? "\\x%02X" : "\\u%04X", c);
        } else {
            memcpy(piece, bytes + at, taken);
        }
        if (used + piece_length + 4 > size) {
            memcpy(text + used, "...", 3);
            used += 3;
            break;
        }
        memcpy(text + used, piece, piece_length);
        used += piece_length;
        at += taken;
    }
    text[used] = '\0';
}

void scrut_csv_wrong_format(const scrut_csv_wrong_cell *wrong, const scrut_csv *csv, int64_t first_line,
                            int64_t first_byte, scrut_error *ret_error)
{
    char column[80], text[SCRUT_CSV_SHOWN];
    const char *name = csv->column_names[wrong->column];
    scrut_csv_quote(name, strlen(name), column, sizeof column);
    scrut_csv_quote(wrong->text, wrong->length, text, sizeof text);
    int64_t line = first_line + wrong->line, cell = (int64_t)wrong->column + 1, byte = first_byte + wrong->byte;
    switch ((scrut_csv_wrong)wrong->wrong) {
    case SCRUT_WRONG_SYNTAX:
        (void)scrut_fail(ret_error, SCRUT_E_INPUT, csv->name, line, cell, byte,
                         "'%s' in column '%s' is not a whole number", text, column);
        break;
    case SCRUT_WRONG_NEGATIVE:
        (void)scrut_fail(ret_error, SCRUT_E_RANGE, csv->name, line, cell, byte,
                         "negative number '%s' in column '%s'; expected 0 or more", text, column);
        break;
    case SCRUT_WRONG_TOO_BIG:
        (void)scrut_fail(ret_error, SCRUT_E_RANGE, csv->name, line, cell, byte,
                         "'%s' in column '%s' is too large; the limit is %lld", text, column,
                         (long long)SCRUT_VOTES_MAX);
        break;
    }
}
