/* SPDX-License-Identifier: Apache-2.0
 * differences.c: what each further source says more or less than the first, a lane a source, around a line of zero. */
#include "picture_internal.h"
#include "scrutineer/text.h"

#include <assert.h>

#define LABEL_HEIGHT 150
#define LANE_HEIGHT 118
#define LEFT 60
#define VALUE_MAX (INT64_MAX / 4)
#define DOT_RADIUS 42

typedef struct {
    pic_canvas *c;
    const scrut_picture_sources *sources;
    pic_scale scale;
} drawing;

static void put_dot(pic_canvas *c, size_t source, int x, int y)
{
    scrut_buf_puts(&c->body, "<path class=\"m v\" d=\"");
    pic_shape(&c->body, source - 1, x, y, DOT_RADIUS);
    scrut_buf_puts(&c->body, "\"/>");
}

static void say_row(const drawing *d, const scrut_picture_difference *row, scrut_buf *to)
{
    scrut_put_plain(to, row->label);
    for (size_t i = 1; i < d->sources->source_count; i++) {
        scrut_buf_puts(to, i > 1 ? ", " : ": ");
        scrut_put_plain(to, d->sources->sources[i]);
        scrut_buf_putc(to, ' ');
        if (row->differences[i].known)
            pic_signed(d->c, to, row->differences[i].value, d->sources->unit);
        else
            scrut_buf_puts(to, d->c->words->unknown);
    }
}

/* The number stands on the side with more room. */
static void put_lane(drawing *d, const scrut_picture_value *value, size_t source)
{
    pic_canvas *c = d->c;
    int y = c->height + LANE_HEIGHT / 2, zero = pic_at(&d->scale, 0);
    if (!value->known) {
        scrut_put_plain(pic_line(c), c->words->unknown);
        pic_put(c, zero + 100, y + PIC_SMALL / 3, "s f h");
        return;
    }
    int x = pic_at(&d->scale, value->value);
    if (x != zero)
        pic_segment(c, zero, y, x, y, "k");
    put_dot(c, source, x, y);
    pic_signed(c, pic_line(c), value->value, d->sources->unit);
    if (x > zero)
        pic_put(c, zero - 70, y + PIC_SMALL / 3, "s e h");
    else
        pic_put(c, zero + 70, y + PIC_SMALL / 3, "s h");
}

static void put_row(drawing *d, const scrut_picture_difference *row)
{
    say_row(d, row, pic_line(d->c));
    pic_say(d->c);
    bool linked = pic_group(d->c, row->link);
    pic_label(d->c, SCRUT_PICTURE_NO_PARTY, row->label, 0, PIC_WIDTH);
    d->c->height += LABEL_HEIGHT;
    for (size_t i = 1; i < d->sources->source_count; i++) {
        put_lane(d, &row->differences[i], i);
        d->c->height += LANE_HEIGHT;
    }
    pic_group_end(d->c, linked);
    d->c->height += PIC_GAP;
}

static void put_legend(drawing *d)
{
    pic_canvas *c = d->c;
    scrut_buf_printf(pic_line(c), "%s ", c->words->difference);
    scrut_put_plain(&c->line, d->sources->sources[0]);
    pic_say(c);
    pic_put_wrapped(c, 0, PIC_WIDTH, "b", PIC_TEXT);
    for (size_t i = 1; i < d->sources->source_count; i++) {
        put_dot(c, i, 55, c->height + 75);
        pic_line_of(c, d->sources->sources[i]);
        pic_cut(c, PIC_WIDTH - 140, PIC_TEXT);
        pic_put(c, 140, c->height + 118, "");
        c->height += 165;
    }
    c->height += PIC_GAP;
}

/* As far to the left of zero as to the right. */
static void choose_scale(drawing *d)
{
    int64_t most = 1;
    for (size_t r = 0; r < d->sources->row_count; r++)
        for (size_t i = 1; i < d->sources->source_count; i++) {
            const scrut_picture_value *v = &d->sources->rows[r].differences[i];
            if (!v->known)
                continue;
            int64_t size = v->value < 0 ? (v->value < -VALUE_MAX ? VALUE_MAX : -v->value) : v->value;
            size = size > VALUE_MAX ? VALUE_MAX : size;
            most = size > most ? size : most;
        }
    d->scale = (pic_scale){-most, most, LEFT, PIC_WIDTH - 2 * LEFT, false};
}

void scrut_picture_differences(scrut_buf *out, const scrut_picture_frame *frame, const scrut_picture_sources *sources)
{
    pic_canvas c;
    drawing d = {.c = &c, .sources = sources};
    assert(sources->source_count >= 2 && sources->source_count <= 1 + SCRUT_PICTURE_MARKS);
    if (sources->row_count == 0)
        return;
    choose_scale(&d);
    pic_begin(&c, out, frame);
    put_legend(&d);
    pic_rows_begin(&c);
    for (size_t i = 0; i < sources->row_count; i++)
        put_row(&d, &sources->rows[i]);
    pic_rows_end(&c, &d.scale, sources->unit);
    pic_end(&c, "differences");
}
