/* SPDX-License-Identifier: Apache-2.0
 * bars.c: a bar a party, a tick where it stood before, its change with an arrow, a whisker where it is an estimate. */
#include "picture_internal.h"
#include "scrutineer/text.h"

#define ROW_HEIGHT 275
#define BAR_TOP 155
#define BAR_HEIGHT 72

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

static void put_numbers(pic_canvas *c, const scrut_picture_bar *bar, scrut_picture_unit unit, bool changes)
{
    int right = PIC_WIDTH, y = c->height + 118;
    int64_t change;
    if (changes) {
        right -= 800;
        if (change_of(bar, &change)) {
            pic_signed(c, pic_line(c), change, unit);
            int width = pic_text_width(pic_text(c), PIC_TEXT);
            pic_put(c, PIC_WIDTH, y, "f e");
            if (change != 0)
                put_arrow(c, PIC_WIDTH - width - 80, c->height + 50, change > 0);
        }
    }
    pic_value(c, pic_line(c), bar->value, unit);
    pic_put(c, right, y, bar->value.known ? "b e" : "f e");
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

static bool any_before(const scrut_picture_bar bars[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (bars[i].before.known)
            return true;
    return false;
}

static void put_legend(pic_canvas *c)
{
    pic_segment(c, 20, c->height + 30, 20, c->height + 130, "k");
    scrut_buf_puts(pic_line(c), c->words->before);
    pic_put(c, 80, c->height + 118, "s f");
    c->height += 170;
}

void scrut_picture_bars(scrut_buf *out, const scrut_picture_frame *frame, const scrut_picture_bar *bars,
                        size_t bar_count, scrut_picture_unit unit)
{
    pic_canvas c;
    pic_scale s = {0, largest_of(bars, bar_count), 0, PIC_WIDTH - 20, false};
    bool changes = any_before(bars, bar_count);
    if (bar_count == 0)
        return;
    pic_begin(&c, out, frame);
    for (size_t i = 0; i < bar_count; i++) {
        say_bar(&c, &bars[i], unit, pic_line(&c));
        pic_say(&c);
        bool linked = pic_group(&c, bars[i].link);
        pic_label(&c, bars[i].party.rank, bars[i].party.label, 0, changes ? 1550 : 2350);
        put_numbers(&c, &bars[i], unit, changes);
        put_bar(&c, &s, &bars[i]);
        pic_group_end(&c, linked);
        c.height += ROW_HEIGHT;
    }
    if (changes)
        put_legend(&c);
    pic_end(&c, "bars");
}
