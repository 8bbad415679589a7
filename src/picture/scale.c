/* SPDX-License-Identifier: Apache-2.0
 * scale.c: places on an axis. Sine and logarithm by their series: every machine adds the same terms in the same order,
 * which its mathematical library need not. */
#include "picture_internal.h"

#include <assert.h>
#include <string.h>

double pic_sine(double x)
{
    double term = x, sum = x;
    for (int k = 1; k < 12; k++) {
        term *= -x * x / (2 * k * (2 * k + 1));
        sum += term;
    }
    return sum;
}

double pic_log10(double x)
{
    const double LN2 = 0.693147180559945309417, LN10 = 2.302585092994045684018;
    int halvings = 0;
    while (x > 1.5) {
        x /= 2;
        halvings++;
    }
    /* ln x = 2 artanh y, here with |y| <= 1/5 */
    double y = (x - 1) / (x + 1), power = y, sum = 0;
    for (int k = 1; k < 30; k += 2) {
        sum += power / k;
        power *= y * y;
    }
    return (2 * sum + halvings * LN2) / LN10;
}

int pic_whole(double value)
{
    return (int)(value < 0 ? value - 0.5 : value + 0.5);
}

int64_t pic_step(int64_t most, int64_t ticks)
{
    int64_t step = 1, least = most / ticks + (most % ticks != 0);
    for (int i = 0; step < least && step <= INT64_MAX / 5; i++)
        step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    return step;
}

int pic_at(const pic_scale *s, int64_t value)
{
    value = value < s->low ? s->low : value > s->high ? s->high : value;
    if (s->high == s->low)
        return s->left;
    double share = ((double)value - (double)s->low) / ((double)s->high - (double)s->low);
    if (s->logarithmic)
        share = pic_log10((double)value + 1) / pic_log10((double)s->high + 1);
    return s->left + pic_whole(share * s->width);
}

static void tick(pic_canvas *c, const pic_scale *s, int64_t value, int top, int y, scrut_picture_unit unit)
{
    int x = pic_at(s, value);
    pic_segment(c, x, top, x, y, value == 0 ? "k" : "g");
    pic_amount(c, pic_line(c), value, unit);
    pic_put_inside(c, x, y + PIC_SMALL, "s f i", PIC_SMALL);
}

/* Room for the widest number decides how many there are. */
static int64_t ticks_that_fit(pic_canvas *c, const pic_scale *s, scrut_picture_unit unit)
{
    scrut_buf *line = pic_line(c);
    pic_amount(c, line, s->high, unit);
    int width = pic_text_width(line->bytes != NULL ? line->bytes : "", PIC_SMALL) + 2 * PIC_GAP;
    int64_t ticks = s->width / width;
    return ticks < 1 ? 1 : ticks > 6 ? 6 : ticks;
}

static void log_ticks(pic_canvas *c, const pic_scale *s, int top, int y, scrut_picture_unit unit)
{
    int last = -PIC_WIDTH;
    tick(c, s, 0, top, y, unit);
    for (int64_t value = 1; value <= s->high; value *= 10) {
        int x = pic_at(s, value);
        pic_amount(c, pic_line(c), value, unit);
        int room = pic_text_width(c->line.bytes != NULL ? c->line.bytes : "", PIC_SMALL) + PIC_GAP;
        if (x - last >= room && x - s->left >= room)
            tick(c, s, value, top, y, unit);
        last = x - last >= room ? x : last;
        if (value > INT64_MAX / 10)
            break;
    }
}

static void put_axis(pic_canvas *c, const pic_scale *s, int top, int y, scrut_picture_unit unit)
{
    assert(s->low <= s->high);
    if (s->logarithmic) {
        log_ticks(c, s, top, y, unit);
        return;
    }
    int64_t span = s->high - s->low, step = pic_step(span, ticks_that_fit(c, s, unit));
    int64_t first = s->low / step * step;
    for (int64_t value = first < s->low ? first + step : first; value <= s->high; value += step) {
        tick(c, s, value, top, y, unit);
        if (value > INT64_MAX - step)
            break;
    }
}

void pic_rows_begin(pic_canvas *c)
{
    c->behind = c->body;
    c->body = (scrut_buf){0};
    c->rows_top = c->height;
}

void pic_rows_end(pic_canvas *c, const pic_scale *s, scrut_picture_unit unit)
{
    scrut_buf rows = c->body;
    c->body = c->behind;
    c->behind = (scrut_buf){0};
    put_axis(c, s, c->rows_top, c->height, unit);
    scrut_buf_append(&c->body, rows.bytes != NULL ? rows.bytes : "", rows.length);
    c->body.failed = c->body.failed || rows.failed;
    scrut_buf_free(&rows);
    c->height += PIC_SMALL + 50;
    scrut_buf_printf(pic_line(c), "%s, %s", pic_unit_word(c, unit),
                     s->logarithmic ? c->words->log_scale : c->words->linear_scale);
    pic_say(c);
    pic_put_wrapped(c, s->left, PIC_WIDTH - s->left, "s f", PIC_SMALL);
    c->height += PIC_GAP;
}
