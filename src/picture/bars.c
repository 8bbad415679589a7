/* SPDX-License-Identifier: Apache-2.0
 * bars.c: a bar a party, a tick where it stood before, its change with an arrow, a whisker where it is an estimate. */
#include "picture_internal.h"
#include "scrutineer/text.h"

#define ROW_HEIGHT 290
#define LINE_HEIGHT 140
#define BAR_TOP 170
#define BAR_HEIGHT 72

typedef struct {
    pic_canvas *c;
    scrut_picture_unit unit;
    pic_scale scale;
    int value_width, change_width, label_right;
    bool before;  /* some row has a previous figure */
    bool stacked; /* names have a line of their own */
} drawing;

static bool change_of(const scrut_picture_bar *bar, int64_t *ret_change)
{
    return bar->value.known && bar->before.known &&
           !__builtin_sub_overflow(bar->value.value, bar->before.value, ret_change);
}

static void say_bar(const pic_canvas *c, const scrut_picture_bar *bar, scrut_picture_unit unit, scrut_buf *to)
{
    int64_t change;
    scrut_put_plain(to, bar->party.label);
    scrut_buf_puts(to, ": ");
    pic_value(c, to, bar->value, unit);
    if (bar->value.known && unit != SCRUT_PICTURE_SHARE)
        scrut_buf_printf(to, " %s", pic_unit_word(c, unit));
    if (bar->estimated.low_known || bar->estimated.high_known) {
        scrut_buf_printf(to, ", %s ", c->words->interval);
        pic_range(c, to, bar->estimated, unit);
    }
    if (bar->before.known) {
        scrut_buf_printf(to, ", %s ", c->words->before);
        pic_value(c, to, bar->before, unit);
    }
    if (change_of(bar, &change)) {
        scrut_buf_printf(to, ", %s ", c->words->change);
        pic_signed(c, to, change, unit);
    }
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t largest_of(const scrut_picture_bar bars[], size_t count)
{
    int64_t most = 1;
    for (size_t i = 0; i < count; i++) {
        most = bars[i].value.known ? larger(most, bars[i].value.value) : most;
        most = bars[i].before.known ? larger(most, bars[i].before.value) : most;
        most = bars[i].estimated.high_known ? larger(most, bars[i].estimated.high) : most;
    }
    return most;
}

/* An arrow beside the number: drawn, since not every font has one. */
static void put_arrow(pic_canvas *c, int x, int y, bool up)
{
    scrut_buf_puts(&c->body, "<path class=\"v\" d=\"");
    if (up)
        scrut_buf_printf(&c->body, "M%d %dl36 62h-72z\"/>", x, y);
    else
        scrut_buf_printf(&c->body, "M%d %dl-36 -62h72z\"/>", x, y + 62);
}

/* How wide the numbers of all rows are decides what is left for the names. */
static void measure(drawing *d, const scrut_picture_bar bars[], size_t count)
{
    const int arrow = 190, mark = 140;
    int name = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t change;
        pic_value(d->c, pic_line(d->c), bars[i].value, d->unit);
        int width = pic_text_width(pic_text(d->c), PIC_TEXT) * 9 / 8; /* bold */
        d->value_width = width > d->value_width ? width : d->value_width;
        d->before = d->before || bars[i].before.known;
        pic_line_of(d->c, bars[i].party.label);
        width = pic_text_width(pic_text(d->c), PIC_TEXT) + mark;
        name = width > name ? width : name;
        if (!change_of(&bars[i], &change))
            continue;
        pic_signed(d->c, pic_line(d->c), change, d->unit);
        width = pic_text_width(pic_text(d->c), PIC_TEXT) + arrow;
        d->change_width = width > d->change_width ? width : d->change_width;
    }
    d->label_right = PIC_WIDTH - d->value_width - d->change_width - 2 * PIC_GAP;
    d->stacked = name > d->label_right && d->label_right < PIC_WIDTH / 2;
}

static void put_name(drawing *d, const scrut_picture_bar *bar)
{
    pic_label(d->c, bar->party.rank, bar->party.label, 0, d->stacked ? PIC_WIDTH : d->label_right);
    d->c->height += d->stacked ? LINE_HEIGHT : 0;
}

static void put_numbers(drawing *d, const scrut_picture_bar *bar)
{
    pic_canvas *c = d->c;
    int y = c->height + 118;
    int64_t change;
    pic_value(c, pic_line(c), bar->value, d->unit);
    pic_put(c, PIC_WIDTH - d->change_width, y, bar->value.known ? "b e" : "f e");
    if (!change_of(bar, &change))
        return;
    pic_signed(c, pic_line(c), change, d->unit);
    int width = pic_text_width(pic_text(c), PIC_TEXT);
    pic_put(c, PIC_WIDTH, y, "f e");
    if (change != 0)
        put_arrow(c, PIC_WIDTH - width - 60, c->height + 50, change > 0);
}

static void put_whisker(pic_canvas *c, const pic_scale *s, scrut_picture_range range, int y)
{
    int low = range.low_known ? pic_at(s, range.low) : s->left;
    int high = range.high_known ? pic_at(s, range.high) : s->left + s->width;
    pic_segment(c, low, y, high, y, "k");
    if (range.low_known)
        pic_segment(c, low, y - 28, low, y + 28, "k");
    if (range.high_known)
        pic_segment(c, high, y - 28, high, y + 28, "k");
}

static void put_bar(pic_canvas *c, const pic_scale *s, const scrut_picture_bar *bar)
{
    int y = c->height + BAR_TOP;
    int width = bar->value.known ? pic_at(s, bar->value.value) : 0;
    if (!bar->value.known)
        pic_hatch(c, 0, y, s->width, BAR_HEIGHT);
    else if (width > 0)
        pic_party_rect(c, 0, y, width, BAR_HEIGHT, bar->party.rank);
    if (bar->estimated.low_known || bar->estimated.high_known)
        put_whisker(c, s, bar->estimated, y + BAR_HEIGHT / 2);
    if (bar->before.known) {
        int at = pic_at(s, bar->before.value);
        pic_segment(c, at, y - 20, at, y + BAR_HEIGHT + 20, "k");
    }
}

static void put_legend(pic_canvas *c)
{
    pic_segment(c, 20, c->height + 30, 20, c->height + 130, "k");
    scrut_buf_puts(pic_line(c), c->words->before);
    pic_put(c, 80, c->height + 118, "s f");
    c->height += 170;
}

static void put_row(drawing *d, const scrut_picture_bar *bar)
{
    pic_canvas *c = d->c;
    say_bar(c, bar, d->unit, pic_line(c));
    pic_say(c);
    bool linked = pic_group(c, bar->link);
    put_name(d, bar);
    put_numbers(d, bar);
    put_bar(c, &d->scale, bar);
    pic_group_end(c, linked);
    c->height += ROW_HEIGHT;
}

void scrut_picture_bars(scrut_buf *out, const scrut_picture_frame *frame, const scrut_picture_bar *bars,
                        size_t bar_count, scrut_picture_unit unit)
{
    pic_canvas c;
    drawing d = {.c = &c, .unit = unit, .scale = {0, largest_of(bars, bar_count), 0, PIC_WIDTH - 20, false}};
    if (bar_count == 0)
        return;
    pic_begin(&c, out, frame);
    measure(&d, bars, bar_count);
    for (size_t i = 0; i < bar_count; i++)
        put_row(&d, &bars[i]);
    if (d.before)
        put_legend(&c);
    pic_end(&c, "bars");
}
