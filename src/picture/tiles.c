/* SPDX-License-Identifier: Apache-2.0
 * tiles.c: one square a constituency, so that a small one is seen as well as a large one. */
#include "places_internal.h"

#include <assert.h>
#include <string.h>

#define SIDE_MAX 460
#define SIDE_LABELLED 300 /* below, a tile holds its mark alone */
#define COLUMNS_READING 8
#define COLUMNS_MANY 16

typedef struct {
    pic_canvas *c;
    const scrut_picture_place *places;
    size_t count;
    const scrut_picture_cell *cells; /* NULL: reading order */
    int32_t left, top, columns, rows;
    int side, gap;
} drawing;

static scrut_picture_cell cell_of(const drawing *d, size_t i)
{
    if (d->cells != NULL)
        return (scrut_picture_cell){d->cells[i].column - d->left, d->cells[i].row - d->top};
    return (scrut_picture_cell){(int32_t)i % d->columns, (int32_t)i / d->columns};
}

/* Whether the cells lie close enough together to be drawn; all are apart. */
static bool measure_cells(drawing *d)
{
    int32_t right = INT32_MIN, bottom = INT32_MIN;
    d->left = d->top = INT32_MAX;
    for (size_t i = 0; i < d->count; i++) {
        const scrut_picture_cell *cell = &d->cells[i];
        assert(cell->column >= 0 && cell->row >= 0);
        for (size_t k = 0; k < i; k++)
            assert(cell->column != d->cells[k].column || cell->row != d->cells[k].row);
        d->left = cell->column < d->left ? cell->column : d->left;
        d->top = cell->row < d->top ? cell->row : d->top;
        right = cell->column > right ? cell->column : right;
        bottom = cell->row > bottom ? cell->row : bottom;
    }
    if (right - d->left >= SCRUT_PICTURE_GRID_MAX || bottom - d->top >= SCRUT_PICTURE_GRID_MAX)
        return false;
    d->columns = right - d->left + 1;
    d->rows = bottom - d->top + 1;
    return true;
}

static void measure(drawing *d)
{
    if (d->cells == NULL || !measure_cells(d)) {
        int32_t count = (int32_t)d->count, most = count <= 64 ? COLUMNS_READING : COLUMNS_MANY;
        d->cells = NULL;
        d->columns = count < most ? count : most;
        d->rows = (count + d->columns - 1) / d->columns;
    }
    d->side = PIC_WIDTH / d->columns < SIDE_MAX ? PIC_WIDTH / d->columns : SIDE_MAX;
    d->gap = d->side / 14;
}

/* From the top: the mark, the short label, the figure. */
static void put_content(drawing *d, const scrut_picture_place *place, int x, int y, int side)
{
    int middle = x + side / 2;
    bool labelled = d->side >= SIDE_LABELLED, marked = pic_place_has_mark(place);
    if (marked)
        pic_mark(d->c, place->leader.rank, middle, labelled ? y + side * 18 / 100 : y + side / 2,
                 labelled ? 40 : side / 4);
    if (!labelled)
        return;
    pic_short_label(d->c, place, 4);
    pic_cut(d->c, side, PIC_SMALL);
    pic_put(d->c, middle, y + side * 58 / 100, "s b h i");
    if (place->figure == NULL)
        return;
    pic_line_of(d->c, place->figure);
    pic_cut(d->c, side - 16, PIC_SMALL);
    pic_put(d->c, middle, y + side * 89 / 100, "s h i");
}

static void put_tile(drawing *d, size_t i)
{
    const scrut_picture_place *place = &d->places[i];
    scrut_picture_cell cell = cell_of(d, i);
    int side = d->side - d->gap, left = (PIC_WIDTH - d->columns * d->side) / 2;
    int x = left + cell.column * d->side + d->gap / 2, y = cell.row * d->side + d->gap / 2;
    pic_say_place(d->c, place, pic_line(d->c));
    pic_say(d->c);
    bool linked = pic_group(d->c, place->link);
    scrut_buf_printf(&d->c->body, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" class=\"o u ", x, y, side, side);
    pic_place_class(&d->c->body, place);
    scrut_buf_puts(&d->c->body, "\"/>");
    if (place->state == SCRUT_PICTURE_DISPUTED || place->state == SCRUT_PICTURE_NO_DATA)
        pic_hatch(d->c, x, y, side, side);
    if (place->state == SCRUT_PICTURE_REACH)
        pic_dots(d->c, x, y, side, side);
    put_content(d, place, x, y, side);
    pic_group_end(d->c, linked);
}

void scrut_picture_tiles(scrut_buf *out, const scrut_picture_frame *frame, const scrut_picture_place *places,
                         size_t place_count, const scrut_picture_cell *cells)
{
    pic_canvas c;
    drawing d = {.c = &c, .places = places, .count = place_count, .cells = cells};
    if (place_count == 0 || place_count > SCRUT_PICTURE_TILES_MAX)
        return;
    pic_begin(&c, out, frame);
    measure(&d);
    for (size_t i = 0; i < place_count; i++)
        put_tile(&d, i);
    c.height = d.rows * d.side + PIC_GAP;
    pic_places_legend(&c, places, place_count);
    pic_end(&c, "tiles");
}
