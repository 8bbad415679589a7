/* SPDX-License-Identifier: Apache-2.0
 * multiples.c: a small panel a constituency, all with one scale, so that they can be compared at a glance. */
#include "picture_internal.h"
#include "scrutineer/text.h"

#include <assert.h>

#define COLUMNS 3
#define GUTTER 100
#define PANEL_WIDTH ((PIC_WIDTH - (COLUMNS - 1) * GUTTER) / COLUMNS)
#define TITLE_HEIGHT 150
#define BAR_STEP 112
#define BAR_HEIGHT 70

typedef struct {
    pic_canvas *c;
    const scrut_picture_panels *panels;
    pic_scale scale;
} drawing;

static bool stands(const scrut_picture_panel *panel, size_t party)
{
    return panel->stands == NULL || panel->stands[party];
}

static void say_panel(const drawing *d, const scrut_picture_panel *panel, scrut_buf *to)
{
    const char *between = ": ";
    scrut_put_plain(to, panel->label);
    for (size_t i = 0; i < d->panels->party_count; i++) {
        if (!stands(panel, i))
            continue;
        scrut_buf_puts(to, between);
        between = ", ";
        scrut_put_plain(to, d->panels->parties[i].label);
        scrut_buf_putc(to, ' ');
        pic_value(d->c, to, panel->values[i], d->panels->unit);
    }
}

static void put_bar(drawing *d, const scrut_picture_panel *panel, size_t party, int left, int y)
{
    pic_canvas *c = d->c;
    const scrut_picture_value *value = &panel->values[party];
    uint32_t rank = d->panels->parties[party].rank;
    if (!stands(panel, party))
        return; /* its place stays empty, so that rows can be compared */
    pic_mark(c, rank, left + 38, y + BAR_HEIGHT / 2, 34);
    pic_value(c, pic_line(c), *value, d->panels->unit);
    if (!value->known) {
        pic_cut(c, PANEL_WIDTH - 110, PIC_SMALL);
        pic_put(c, left + 100, y + 66, "s f");
        return;
    }
    int width = pic_at(&d->scale, value->value);
    if (width > 0)
        pic_party_rect(c, left + 100, y, width, BAR_HEIGHT, rank);
    pic_put(c, left + 100 + width + 30, y + 70, "s");
}

static void put_panel(drawing *d, const scrut_picture_panel *panel, int left, int top)
{
    pic_canvas *c = d->c;
    say_panel(d, panel, pic_line(c));
    pic_say(c);
    bool linked = pic_group(c, panel->link);
    pic_line_of(c, panel->label);
    pic_cut(c, PANEL_WIDTH, PIC_SMALL);
    pic_put(c, left, top + 110, "s b");
    pic_segment(c, left + 100, top + TITLE_HEIGHT - 12, left + 100,
                top + TITLE_HEIGHT + (int)d->panels->party_count * BAR_STEP - 30, "g");
    for (size_t i = 0; i < d->panels->party_count; i++)
        put_bar(d, panel, i, left, top + TITLE_HEIGHT + (int)i * BAR_STEP);
    pic_group_end(c, linked);
}

/* The longest bar leaves room for the widest number behind it. */
static void choose_scale(drawing *d)
{
    int64_t most = 1;
    int number = 0;
    for (size_t p = 0; p < d->panels->panel_count; p++)
        for (size_t i = 0; i < d->panels->party_count; i++) {
            const scrut_picture_value *v = &d->panels->panels[p].values[i];
            if (!v->known || !stands(&d->panels->panels[p], i))
                continue;
            most = v->value > most ? v->value : most;
            pic_amount(d->c, pic_line(d->c), v->value, d->panels->unit);
            int width = pic_text_width(pic_text(d->c), PIC_SMALL);
            number = width > number ? width : number;
        }
    int room = PANEL_WIDTH - 100 - 30 - number;
    d->scale = (pic_scale){0, most, 0, room > 100 ? room : 100, false};
}

static void put_legend(drawing *d)
{
    for (size_t i = 0; i < d->panels->party_count; i++) {
        pic_line_of(d->c, d->panels->parties[i].label);
        pic_legend(d->c, PIC_SWATCH_MARK, d->panels->parties[i].rank);
    }
    pic_legend_end(d->c);
}

void scrut_picture_multiples(scrut_buf *out, const scrut_picture_frame *frame, const scrut_picture_panels *panels)
{
    pic_canvas c;
    drawing d = {.c = &c, .panels = panels};
    assert(panels->party_count <= SCRUT_PICTURE_MARKS);
    if (panels->panel_count == 0 || panels->party_count == 0)
        return;
    pic_begin(&c, out, frame);
    choose_scale(&d);
    put_legend(&d);
    int step = TITLE_HEIGHT + (int)panels->party_count * BAR_STEP + 60, top = c.height;
    for (size_t i = 0; i < panels->panel_count; i++) {
        c.height = top + (int)(i / COLUMNS) * step;
        put_panel(&d, &panels->panels[i], (int)(i % COLUMNS) * (PANEL_WIDTH + GUTTER), c.height);
    }
    c.height += step;
    pic_end(&c, "multiples");
}
