/* SPDX-License-Identifier: Apache-2.0
 * map.c: constituencies as shapes in the colour of the leading party, with its mark and, where there is room, a label.
 */
#include "places_internal.h"
#include "shapes_internal.h"
#include "scrutineer/text.h"

#include <string.h>

#define GRID 4 /* units of the drawing: 0.4 CSS pixels in a place 320 pixels wide */
#define HEIGHT_MAX 3600
#define PATH_BYTES_LEAST 15000 /* of all paths; more than that for more shapes than */
#define PATH_BYTES_EACH 400
#define MARK_RADIUS 52

typedef struct {
    int left, top, right, bottom;
} box;

typedef struct {
    pic_canvas *c;
    const scrut_picture_shapes *shapes;
    const pic_outline *outline;
    const scrut_picture_place *places;
    const scrut_picture_place **of_shape; /* NULL: no place */
    int left;                             /* of the map in the picture */
    box *boxes;                           /* taken by marks and labels */
    size_t box_count;
} drawing;

/* ---- shapes ---- */

static void put_path_data(scrut_buf *out, const pic_outline *o, size_t from, size_t to)
{
    for (size_t r = from; r < to; r++) {
        const pic_ring *ring = &o->rings[r];
        pic_point last = ring->points[0];
        scrut_buf_printf(out, "M%d %dl", last.x, last.y);
        for (size_t i = 1; i < ring->count; i++) {
            int dx = ring->points[i].x - last.x, dy = ring->points[i].y - last.y;
            scrut_buf_printf(out, "%s%d%s%d", i > 1 && dx >= 0 ? " " : "", dx, dy < 0 ? "" : " ", dy);
            last = ring->points[i];
        }
        scrut_buf_putc(out, 'z');
    }
}

/* What lies over a shape, by its place's state. */
static const char *overlay_of(drawing *d, const scrut_picture_place *place)
{
    if (place == NULL || place->state == SCRUT_PICTURE_NO_DATA || place->state == SCRUT_PICTURE_DISPUTED) {
        d->c->hatch = true;
        return "hatch-map";
    }
    if (place->state != SCRUT_PICTURE_REACH)
        return NULL;
    d->c->dots = true;
    return "dots-map";
}

static void put_shape(drawing *d, uint32_t shape, size_t from, size_t to)
{
    scrut_buf *body = &d->c->body;
    const scrut_picture_place *place = d->of_shape[shape];
    const char *overlay = overlay_of(d, place);
    if (overlay != NULL)
        scrut_buf_printf(body, "<g class=\"u ");
    else
        scrut_buf_puts(body, "<path class=\"u ");
    pic_place_class(body, place);
    if (overlay != NULL)
        scrut_buf_printf(body, "\"><path id=\"%s-%u", d->c->frame->id, shape);
    scrut_buf_puts(body, "\" d=\"");
    put_path_data(body, d->outline, from, to);
    scrut_buf_puts(body, "\"/>");
    if (overlay != NULL)
        scrut_buf_printf(body, "</g><use class=\"w\" href=\"#%s-%u\" fill=\"url(#%s-%s)\"/>", d->c->frame->id, shape,
                         d->c->frame->id, overlay);
}

static void put_linked_shape(drawing *d, uint32_t shape)
{
    size_t from, to;
    pic_outline_rings(d->outline, shape, &from, &to);
    if (from == to)
        return;
    const scrut_picture_place *place = d->of_shape[shape];
    if (place != NULL)
        pic_say_place(d->c, place, pic_line(d->c));
    else
        scrut_buf_printf(pic_line_of(d->c, d->shapes->keys[shape]), ": %s", d->c->words->no_data);
    bool linked = pic_group(d->c, place != NULL ? place->link : NULL);
    put_shape(d, shape, from, to);
    pic_group_end(d->c, linked);
}

/* ---- marks and labels ---- */

static bool take(drawing *d, box b)
{
    for (size_t i = 0; i < d->box_count; i++) {
        const box *other = &d->boxes[i];
        if (b.left < other->right && b.right > other->left && b.top < other->bottom && b.bottom > other->top)
            return false;
    }
    d->boxes[d->box_count++] = b;
    return true;
}

/* In the colour of the card: the shape around it has the party's. */
static void put_mark(drawing *d, uint32_t rank, int x, int y, int radius)
{
    scrut_buf_puts(&d->c->body, "<path class=\"m x\" d=\"");
    pic_shape(&d->c->body, rank % SCRUT_PICTURE_MARKS, x, y, radius);
    scrut_buf_puts(&d->c->body, "\"/>");
}

typedef struct {
    int x, y, half_width; /* the middle of a shape's room for a label, which is half as high as broad */
} room;

/* The mark over the label, or the label alone for a place without a leader. */
static bool put_label(drawing *d, const scrut_picture_place *place, const room *r, bool marked)
{
    pic_short_label(d->c, place, 5);
    int half = pic_text_width(pic_text(d->c), PIC_SMALL) / 2, above = marked ? 2 * MARK_RADIUS : PIC_SMALL / 2;
    int least = marked ? PIC_SMALL * 9 / 10 : PIC_SMALL / 2;
    if (r->half_width < half || r->half_width / 2 < least)
        return false;
    if (!take(d, (box){r->x - half, r->y - above, r->x + half, r->y + (marked ? PIC_SMALL : PIC_SMALL / 2)}))
        return false;
    pic_put(d->c, r->x, marked ? r->y + PIC_SMALL * 95 / 100 : r->y + PIC_SMALL / 3, "s h i");
    if (marked)
        put_mark(d, place->leader.rank, r->x, r->y - MARK_RADIUS, MARK_RADIUS);
    return true;
}

/* As large as the shape allows, but never so small that its form is lost. */
static void put_mark_alone(drawing *d, const scrut_picture_place *place, const room *r)
{
    const int least = 26;
    int radius = r->half_width / 2 < MARK_RADIUS ? r->half_width / 2 : MARK_RADIUS;
    radius = radius > least ? radius : least;
    if (take(d, (box){r->x - radius, r->y - radius, r->x + radius, r->y + radius}))
        put_mark(d, place->leader.rank, r->x, r->y, radius);
}

static void put_name(drawing *d, uint32_t shape)
{
    size_t from, to;
    pic_point at;
    int half;
    const scrut_picture_place *place = d->of_shape[shape];
    pic_outline_rings(d->outline, shape, &from, &to);
    if (place == NULL || !pic_most_room(d->outline->rings + from, to - from, &at, &half))
        return;
    const room r = {d->left + at.x * GRID, at.y * GRID, half * GRID};
    bool marked = pic_place_has_mark(place);
    if (!put_label(d, place, &r, marked) && marked)
        put_mark_alone(d, place, &r);
}

/* ---- the map ---- */

static void find_places(drawing *d, size_t place_count)
{
    for (size_t i = 0; i < place_count; i++) {
        size_t shape;
        if (scrut_picture_shapes_find(d->shapes, d->places[i].key, &shape))
            d->of_shape[shape] = &d->places[i];
    }
}

/* Places without a shape, also for those who see the map. */
static void put_missing(drawing *d, size_t place_count)
{
    size_t missing = 0, shape;
    scrut_buf *line = pic_line(d->c);
    for (size_t i = 0; i < place_count; i++)
        if (!scrut_picture_shapes_find(d->shapes, d->places[i].key, &shape)) {
            scrut_buf_puts(line, missing++ == 0 ? d->c->words->not_on_map : ",");
            scrut_buf_puts(line, missing == 1 ? ": " : " ");
            scrut_put_plain(line, d->places[i].label);
        }
    if (missing == 0)
        return;
    pic_say(d->c);
    pic_put_wrapped(d->c, 0, PIC_WIDTH, "s f", PIC_SMALL);
}

static void draw(drawing *d, size_t place_count)
{
    scrut_buf_printf(&d->c->body, "<g transform=\"translate(%d 0)scale(%d)\">", d->left, GRID);
    for (uint32_t s = 0; s < d->shapes->count; s++)
        put_linked_shape(d, s);
    scrut_buf_puts(&d->c->body, "</g><g pointer-events=\"none\">");
    for (uint32_t s = 0; s < d->shapes->count; s++)
        put_name(d, s);
    scrut_buf_puts(&d->c->body, "</g>");
    d->c->height = d->outline->height * GRID + 2 * PIC_GAP;
    pic_places_legend(d->c, d->places, place_count);
    for (size_t i = 0; i < place_count; i++) {
        pic_say_place(d->c, &d->places[i], pic_line(d->c));
        pic_say(d->c);
    }
    put_missing(d, place_count);
}

void scrut_picture_map(scrut_buf *out, const scrut_picture_frame *frame, const scrut_picture_shapes *shapes,
                       const scrut_picture_place *places, size_t place_count)
{
    size_t bytes_max = shapes->count * PATH_BYTES_EACH;
    pic_outline outline;
    pic_canvas c;
    if (shapes->point_count == 0)
        return;
    if (!pic_outline_make(shapes, PIC_WIDTH / GRID, HEIGHT_MAX / GRID,
                          bytes_max > PATH_BYTES_LEAST ? bytes_max : PATH_BYTES_LEAST, &outline)) {
        out->failed = true;
        return;
    }
    drawing d = {&c, shapes, &outline, places, calloc(shapes->count, sizeof(void *)), 0, NULL, 0};
    d.boxes = calloc(shapes->count, sizeof *d.boxes);
    if (d.of_shape == NULL || d.boxes == NULL) {
        out->failed = true;
    } else {
        d.left = (PIC_WIDTH - outline.width * GRID) / 2;
        find_places(&d, place_count);
        pic_begin(&c, out, frame);
        c.map = true;
        draw(&d, place_count);
        pic_end(&c, "map");
    }
    free(d.of_shape);
    free(d.boxes);
    pic_outline_free(&outline);
}
