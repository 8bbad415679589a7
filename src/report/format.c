/* SPDX-License-Identifier: Apache-2.0
 * format.c: numbers for people. */
#include "report_internal.h"
#include "scrutineer/text.h"

#include <string.h>

#define MINUS "\xE2\x88\x92" /* U+2212 */

void scrut_report_put_grouped(scrut_buf *out, int64_t value)
{
    scrut_say_number(NULL, out, value);
}

void scrut_report_put_signed(scrut_buf *out, int64_t value)
{
    scrut_report_say_signed(NULL, out, value);
}

void scrut_report_say_signed(const scrut_language *language, scrut_buf *out, int64_t value)
{
    if (value > 0)
        scrut_buf_putc(out, '+');
    scrut_say_number(language, out, value);
}

void scrut_report_put_wide(scrut_buf *out, scrut_wide value)
{
    char text[64];
    scrut_format_ratio(text, sizeof text, value, 1, 0);
    scrut_buf_puts(out, text);
}

/* Puts commas into the digits before the decimal point. */
static void put_grouped_digits(scrut_buf *out, const char *digits)
{
    size_t whole = strcspn(digits, ".");
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0)
            scrut_buf_putc(out, ',');
        scrut_buf_putc(out, digits[i]);
    }
    scrut_buf_puts(out, digits + whole);
}

void scrut_report_put_quotient(scrut_buf *out, scrut_wide numerator, scrut_wide denominator)
{
    char text[64];
    if (denominator <= 0) {                  /* d(1) = 0: any list with votes comes first */
        scrut_buf_puts(out, "\xE2\x88\x9E"); /* infinity */
        return;
    }
    if (numerator < 0) {
        scrut_buf_puts(out, MINUS);
        numerator = -numerator;
    }
    scrut_format_ratio(text, sizeof text, numerator, denominator, numerator % denominator == 0 ? 0 : 2);
    put_grouped_digits(out, text);
}

void scrut_report_put_percent(scrut_buf *out, int64_t part, int64_t whole)
{
    char text[64];
    if (whole <= 0)
        return;
    scrut_format_ratio(text, sizeof text, (scrut_wide)part * 100, whole, 2);
    scrut_buf_printf(out, "%s\xC2\xA0%%", text);
}

void scrut_report_say_range(const scrut_language *language, scrut_buf *out, int64_t low, int64_t high)
{
    if (high < 0) {
        scrut_say(language, out, "at least {1n}", low);
        return;
    }
    scrut_say_number(language, out, low);
    if (high > low) {
        scrut_buf_puts(out, "\xE2\x80\x93"); /* en dash */
        scrut_say_number(language, out, high);
    }
}

void scrut_report_put_range(scrut_buf *out, int64_t low, int64_t high)
{
    scrut_report_say_range(NULL, out, low, high);
}

void scrut_report_say_again(const scrut_report_view *view, scrut_buf *out, const char *text)
{
    scrut_say_again(view->language, view->sentences, out, text);
}

/* ---- sentences of pieces ---- */

const char *scrut_report_piece(scrut_buf *out, const scrut_buf *piece)
{
    out->failed = out->failed || piece->failed;
    return piece->bytes != NULL ? piece->bytes : "";
}

void scrut_report_next(const scrut_report_view *view, scrut_buf *out, bool *any, const char *separator)
{
    if (*any)
        scrut_buf_puts(out, scrut_word(view->language, separator));
    *any = true;
}

void scrut_report_replace(scrut_buf *out, scrut_buf *by)
{
    by->failed = by->failed || out->failed;
    scrut_buf_free(out);
    *out = *by;
    *by = (scrut_buf){0};
}

void scrut_report_wrap(const scrut_report_view *view, scrut_buf *out, const char *key)
{
    scrut_buf whole = {0};
    scrut_say(view->language, &whole, key, scrut_report_piece(&whole, out));
    scrut_report_replace(out, &whole);
}

bool scrut_report_colour_valid(const char *colour)
{
    if (colour == NULL || colour[0] != '#' || strlen(colour) != 7)
        return false;
    return strspn(colour + 1, "0123456789abcdefABCDEF") == 6;
}

size_t scrut_report_width(const char *text)
{
    return scrut_text_width(text, strlen(text));
}
