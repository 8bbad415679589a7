/* SPDX-License-Identifier: Apache-2.0
 * margins.c: how many votes would have changed an outcome, beside how many are at stake. */
#include "picture_internal.h"
#include "scrutineer/text.h"

#define STRIP_TOP 170
#define STRIP_HEIGHT 150
#define BAR_HEIGHT 64
#define LEFT 40
#define TEXT_LEFT 90
#define VOTES_MAX (INT64_MAX / 4)

typedef struct {
    pic_canvas *c;
    pic_scale scale;
} drawing;

static const char *effect_word(const pic_canvas *c, scrut_picture_effect effect)
{
    switch (effect) {
    case SCRUT_PICTURE_CANNOT: return c->words->cannot;
    case SCRUT_PICTURE_COULD: return c->words->could;
    case SCRUT_PICTURE_WOULD: return c->words->would;
    case SCRUT_PICTURE_UNDECIDED: break;
    }
    return c->words->undecided;
}

static bool same(scrut_picture_range a, scrut_picture_range b)
{
    return a.low_known == b.low_known && a.high_known == b.high_known && (!a.low_known || a.low == b.low) &&
           (!a.high_known || a.high == b.high);
}

/* Both readings of the margin, once when they are equal. */
static void say_readings(const pic_canvas *c, const scrut_picture_margin *m, scrut_buf *to)
{
    const scrut_picture_words *w = c->words;
    bool one = same(m->could, m->would);
    scrut_buf_printf(to, "%s ", w->margin_could);
    if (one)
        scrut_buf_printf(to, "= %s ", w->margin_would);
    pic_range(c, to, m->could, SCRUT_PICTURE_VOTES);
    if (!one) {
        scrut_buf_printf(to, ", %s ", w->margin_would);
        pic_range(c, to, m->would, SCRUT_PICTURE_VOTES);
    }
}

static void say_stake(const pic_canvas *c, const scrut_picture_margin *m, scrut_buf *to)
{
    scrut_buf_printf(to, "%s ", c->words->at_stake);
    pic_range(c, to, m->at_stake, SCRUT_PICTURE_VOTES);
}

static void say_margin(const pic_canvas *c, const scrut_picture_margin *m, scrut_buf *to)
{
    scrut_put_plain(to, m->label);
    scrut_buf_printf(to, ": %s (", effect_word(c, m->effect));
    say_readings(c, m, to);
    scrut_buf_puts(to, ", ");
    say_stake(c, m, to);
    scrut_buf_putc(to, ')');
}

/* What is known is full, what may be is dotted up to the end that is known, or to the edge. */
static void put_stake(drawing *d, scrut_picture_range stake, int y)
{
    pic_canvas *c = d->c;
    int right = d->scale.left + d->scale.width;
    int low = stake.low_known ? pic_at(&d->scale, stake.low) : d->scale.left;
    int high = stake.high_known ? pic_at(&d->scale, stake.high) : right;
    if (low > d->scale.left)
        pic_rect(c, d->scale.left, y, low - d->scale.left, BAR_HEIGHT, "o n");
    if (high <= low)
        return;
    pic_rect(c, low, y, high - low, BAR_HEIGHT, stake.high_known ? "o x" : "x");
    pic_dots(c, low, y, high - low, BAR_HEIGHT);
}

/* A tick where the margin is exact, else a band with a tick at each known end. `below`: "would" stands on the other
 * side of the bar, so that both are seen when they are close. */
static void put_tick(drawing *d, scrut_picture_range range, int y, bool below)
{
    pic_canvas *c = d->c;
    int low = range.low_known ? pic_at(&d->scale, range.low) : -1;
    int high = range.high_known ? pic_at(&d->scale, range.high) : -1;
    int from = below ? y + STRIP_HEIGHT / 2 : y, to = below ? y + STRIP_HEIGHT : y + STRIP_HEIGHT / 2;
    if (low >= 0 && high > low)
        pic_rect(c, low, from, high - low, to - from, "v l");
    for (int end = 0; end < 2; end++) {
        int x = end == 0 ? low : high;
        if (x < 0 || (end == 1 && high == low))
            continue;
        pic_segment(c, x, from, x, to, "k");
        scrut_buf_puts(&c->body, "<path class=\"v\" d=\"");
        scrut_buf_printf(&c->body, below ? "M%d %dl-34 40h68z" : "M%d %dl-34 -40h68z", x, below ? to - 40 : from + 40);
        scrut_buf_puts(&c->body, "\"/>");
    }
}

static void put_row(drawing *d, const scrut_picture_margin *m)
{
    pic_canvas *c = d->c;
    const char *effect = effect_word(c, m->effect);
    say_margin(c, m, pic_line(c));
    pic_say(c);
    bool linked = pic_group(c, m->link);
    pic_label(c, SCRUT_PICTURE_NO_PARTY, m->label, TEXT_LEFT,
              PIC_WIDTH - pic_text_width(effect, PIC_TEXT) - 2 * PIC_GAP);
    pic_line_of(c, effect);
    pic_put(c, PIC_WIDTH, c->height + 118, "b e h");
    int y = c->height + STRIP_TOP;
    put_stake(d, m->at_stake, y + (STRIP_HEIGHT - BAR_HEIGHT) / 2);
    put_tick(d, m->could, y, false);
    put_tick(d, m->would, y, true);
    c->height += STRIP_TOP + STRIP_HEIGHT + 20;
    say_readings(c, m, pic_line(c));
    pic_put_wrapped(c, TEXT_LEFT, PIC_WIDTH - TEXT_LEFT, "s f h", PIC_SMALL);
    say_stake(c, m, pic_line(c));
    pic_put_wrapped(c, TEXT_LEFT, PIC_WIDTH - TEXT_LEFT, "s f h", PIC_SMALL);
    pic_group_end(c, linked);
    c->height += 70;
}

static int64_t votes_of(int64_t value)
{
    return value < 0 ? 0 : value > VOTES_MAX ? VOTES_MAX : value;
}

static void widen(pic_scale *s, scrut_picture_range range)
{
    if (range.low_known && votes_of(range.low) > s->high)
        s->high = votes_of(range.low);
    if (range.high_known && votes_of(range.high) > s->high)
        s->high = votes_of(range.high);
}

static void put_sample_tick(pic_canvas *c, const char *word, bool below)
{
    drawing d = {c, {0, 1, 50, 0, false}};
    put_tick(&d, (scrut_picture_range){0, 0, true, true}, c->height + 10, below);
    scrut_put_plain(pic_line(c), word);
    pic_put(c, 150, c->height + 118, "s");
    c->height += 165;
}

static void put_legend(drawing *d)
{
    pic_canvas *c = d->c;
    put_sample_tick(c, c->words->margin_could, false);
    put_sample_tick(c, c->words->margin_would, true);
    pic_rect(c, 0, c->height + 60, 110, BAR_HEIGHT, "o n");
    scrut_put_plain(pic_line(c), c->words->at_stake);
    pic_put(c, 150, c->height + 118, "s");
    c->height += 165 + PIC_GAP;
}

void scrut_picture_margins(scrut_buf *out, const scrut_picture_frame *frame, const scrut_picture_margin *margins,
                           size_t margin_count, bool logarithmic)
{
    pic_canvas c;
    drawing d = {&c, {0, 1, LEFT, PIC_WIDTH - LEFT - 60, logarithmic}};
    if (margin_count == 0)
        return;
    pic_begin(&c, out, frame);
    for (size_t i = 0; i < margin_count; i++) {
        widen(&d.scale, margins[i].could);
        widen(&d.scale, margins[i].would);
        widen(&d.scale, margins[i].at_stake);
    }
    d.scale.high += d.scale.high / 50; /* "at least" is seen to go on */
    put_legend(&d);
    pic_rows_begin(&c);
    for (size_t i = 0; i < margin_count; i++)
        put_row(&d, &margins[i]);
    pic_rows_end(&c, &d.scale, SCRUT_PICTURE_VOTES);
    pic_end(&c, "margins");
}
