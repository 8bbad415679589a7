/* SPDX-License-Identifier: Apache-2.0
 * intervals.c: estimates with what they leave open, beside the figure they are compared with. */
#include "picture_internal.h"
#include "scrutineer/text.h"

#define STRIP_TOP 165
#define STRIP_HEIGHT 130
#define LEFT 60
#define LABEL_LEFT (LEFT + 40) /* clear of the axis */
#define VALUE_MAX (INT64_MAX / 4)

typedef struct {
    pic_canvas *c;
    scrut_picture_unit unit;
    pic_scale scale;
    bool any;
} drawing;

static bool has_interval(const scrut_picture_interval *row)
{
    return row->interval.low_known || row->interval.high_known;
}

static void say_figures(const drawing *d, const scrut_picture_interval *row, scrut_buf *to)
{
    bool alone = !row->estimate.known && has_interval(row); /* bounds without an estimate between them */
    if (!alone)
        pic_value(d->c, to, row->estimate, d->unit);
    if (!has_interval(row))
        return;
    scrut_buf_puts(to, alone ? "" : " (");
    pic_range(d->c, to, row->interval, d->unit);
    scrut_buf_puts(to, alone ? "" : ")");
}

static void say_row(const drawing *d, const scrut_picture_interval *row, scrut_buf *to)
{
    scrut_put_plain(to, row->label);
    scrut_buf_puts(to, ": ");
    say_figures(d, row, to);
    if (!row->reference.known)
        return;
    scrut_buf_printf(to, ", %s ", d->c->words->reference);
    pic_value(d->c, to, row->reference, d->unit);
}

/* An end that is not known goes to the edge and ends in an arrow. */
static void put_end(drawing *d, int64_t value, bool known, bool low, int y)
{
    int x = known ? pic_at(&d->scale, value) : low ? d->scale.left : d->scale.left + d->scale.width;
    if (known)
        pic_segment(d->c, x, y - 40, x, y + 40, "k");
    else
        scrut_buf_printf(&d->c->body, "<path class=\"v\" d=\"M%d %dl%d -40v80z\"/>", x + (low ? -50 : 50), y,
                         low ? 60 : -60);
}

static void put_strip(drawing *d, const scrut_picture_interval *row, int y)
{
    pic_canvas *c = d->c;
    if (has_interval(row)) {
        int low = row->interval.low_known ? pic_at(&d->scale, row->interval.low) : d->scale.left;
        int high = row->interval.high_known ? pic_at(&d->scale, row->interval.high) : d->scale.left + d->scale.width;
        pic_party_rect(c, low, y - 22, high > low ? high - low : 1, 44, row->rank);
        put_end(d, row->interval.low, row->interval.low_known, true, y);
        put_end(d, row->interval.high, row->interval.high_known, false, y);
    }
    if (row->reference.known) {
        int x = pic_at(&d->scale, row->reference.value);
        pic_segment(c, x, y - 66, x, y + 66, "d");
    }
    if (row->estimate.known)
        pic_mark(c, row->rank, pic_at(&d->scale, row->estimate.value), y, 46);
}

static void put_row(drawing *d, const scrut_picture_interval *row)
{
    pic_canvas *c = d->c;
    say_row(d, row, pic_line(c));
    pic_say(c);
    bool linked = pic_group(c, row->link);
    say_figures(d, row, pic_line(c));
    int figures = pic_text_width(pic_text(c), PIC_SMALL), room = PIC_WIDTH - figures - 2 * PIC_GAP;
    bool beside = LABEL_LEFT + pic_text_width(row->label, PIC_TEXT) + 140 <= room;
    if (beside)
        pic_put(c, PIC_WIDTH, c->height + 118, "s b e h");
    pic_label(c, row->rank, row->label, LABEL_LEFT, beside ? room : PIC_WIDTH);
    c->height += STRIP_TOP;
    if (!beside) {
        say_figures(d, row, pic_line(c));
        pic_put_wrapped(c, LABEL_LEFT, PIC_WIDTH - LABEL_LEFT, "s b h", PIC_SMALL);
    }
    put_strip(d, row, c->height + STRIP_HEIGHT / 2);
    pic_group_end(c, linked);
    c->height += STRIP_HEIGHT + PIC_GAP;
}

static void widen(drawing *d, int64_t value, bool known)
{
    value = value > VALUE_MAX ? VALUE_MAX : value < -VALUE_MAX ? -VALUE_MAX : value;
    if (!known)
        return;
    d->scale.low = !d->any || value < d->scale.low ? value : d->scale.low;
    d->scale.high = !d->any || value > d->scale.high ? value : d->scale.high;
    d->any = true;
}

/* From the least to the largest of all figures, and a little room: not from zero, as nothing here is a length. */
static void choose_scale(drawing *d, const scrut_picture_interval rows[], size_t count)
{
    d->scale = (pic_scale){0, 1, LEFT, PIC_WIDTH - 2 * LEFT, false};
    for (size_t i = 0; i < count; i++) {
        widen(d, rows[i].estimate.value, rows[i].estimate.known);
        widen(d, rows[i].reference.value, rows[i].reference.known);
        widen(d, rows[i].interval.low, rows[i].interval.low_known);
        widen(d, rows[i].interval.high, rows[i].interval.high_known);
    }
    int64_t room = (d->scale.high - d->scale.low) / 20 + 1;
    d->scale.low = d->scale.low >= 0 && d->scale.low < room ? 0 : d->scale.low - room;
    d->scale.high += room;
}

static void put_legend(drawing *d, const scrut_picture_interval rows[], size_t count)
{
    bool reference = false;
    for (size_t i = 0; i < count; i++)
        reference = reference || rows[i].reference.known;
    if (!reference)
        return;
    pic_segment(d->c, 20, d->c->height + 30, 20, d->c->height + 140, "d");
    scrut_put_plain(pic_line(d->c), d->c->words->reference);
    pic_put(d->c, 80, d->c->height + 118, "s f");
    d->c->height += 170;
}

void scrut_picture_intervals(scrut_buf *out, const scrut_picture_frame *frame, const scrut_picture_interval *intervals,
                             size_t interval_count, scrut_picture_unit unit)
{
    pic_canvas c;
    drawing d = {.c = &c, .unit = unit};
    if (interval_count == 0)
        return;
    choose_scale(&d, intervals, interval_count);
    pic_begin(&c, out, frame);
    put_legend(&d, intervals, interval_count);
    pic_rows_begin(&c);
    for (size_t i = 0; i < interval_count; i++)
        put_row(&d, &intervals[i]);
    pic_rows_end(&c, &d.scale, unit);
    pic_end(&c, "intervals");
}
