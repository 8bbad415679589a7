/* SPDX-License-Identifier: Apache-2.0
 * cells.c: from places on a map to cells of a grid. The assignment is the least sum of squared displacements, found by
 * the Hungarian method with potentials (Kuhn 1955; Jonker and Volgenant, Computing 38, 1987), in whole numbers. */
#include "shapes_internal.h"

#include <string.h>

#define FINE 64 /* parts of a cell in which displacements are measured */
#define MAP_SIDE 1000
#define LABELLED_COLUMNS 9 /* as many as keep labels readable in the narrowest place */
#define COLUMNS_MAX 20

typedef struct {
    int64_t x, y;
} target;

typedef struct {
    size_t count; /* places with a shape */
    size_t *place;
    target *targets; /* in parts of cells */
    int columns, rows;
} grid;

/* ---- where the shapes lie ---- */

/* The centre of gravity of the largest ring, in grid units. */
static target centre_of(const pic_outline *o, size_t from, size_t to)
{
    int64_t most = -1, x = 0, y = 0;
    size_t largest = from;
    for (size_t r = from; r < to; r++) {
        int64_t area = pic_ring_area(&o->rings[r]), size = area < 0 ? -area : area;
        if (size > most) {
            most = size;
            largest = r;
        }
    }
    const pic_ring *ring = &o->rings[largest];
    for (size_t i = 0; i < ring->count; i++) {
        const pic_point *a = &ring->points[i], *b = &ring->points[i + 1 < ring->count ? i + 1 : 0];
        int64_t cross = (int64_t)a->x * b->y - (int64_t)b->x * a->y;
        x += (a->x + b->x) * cross;
        y += (a->y + b->y) * cross;
    }
    int64_t area = pic_ring_area(ring) * 3;
    return area != 0 ? (target){x * FINE / area, y * FINE / area}
                     : (target){(int64_t)ring->points[0].x * FINE, (int64_t)ring->points[0].y * FINE};
}

/* About a third more cells than places, so that a coast stays a coast. */
static void choose_size(grid *g, target low, target high)
{
    int64_t wanted = (int64_t)g->count + (int64_t)g->count / 3 + 1, across = high.x - low.x + 1,
            down = high.y - low.y + 1, most = g->count <= 63 ? LABELLED_COLUMNS : COLUMNS_MAX;
    int64_t columns = 1;
    while (columns < most && columns * columns * down < wanted * across)
        columns++;
    g->columns = (int)columns;
    g->rows = (int)((wanted + columns - 1) / columns);
}

static void scale_targets(grid *g)
{
    target low = {INT64_MAX, INT64_MAX}, high = {INT64_MIN, INT64_MIN};
    for (size_t i = 0; i < g->count; i++) {
        target t = g->targets[i];
        low = (target){t.x < low.x ? t.x : low.x, t.y < low.y ? t.y : low.y};
        high = (target){t.x > high.x ? t.x : high.x, t.y > high.y ? t.y : high.y};
    }
    choose_size(g, low, high);
    for (size_t i = 0; i < g->count; i++) {
        target *t = &g->targets[i];
        t->x = (t->x - low.x) * (g->columns - 1) * FINE / (high.x > low.x ? high.x - low.x : 1);
        t->y = (t->y - low.y) * (g->rows - 1) * FINE / (high.y > low.y ? high.y - low.y : 1);
    }
}

static void find_targets(grid *g, const scrut_picture_shapes *shapes, const pic_outline *o,
                         const scrut_picture_place places[], size_t place_count)
{
    for (size_t i = 0; i < place_count; i++) {
        size_t shape, from, to;
        if (!scrut_picture_shapes_find(shapes, places[i].key, &shape))
            continue;
        pic_outline_rings(o, (uint32_t)shape, &from, &to);
        if (from == to)
            continue;
        g->place[g->count] = i;
        g->targets[g->count++] = centre_of(o, from, to);
    }
}

/* ---- the assignment ---- */

typedef struct {
    const grid *g;
    size_t cells;
    int64_t *row_price, *cell_price, *slack;
    size_t *holder, *before; /* of a cell (from 1): the place (from 1) that holds it; the cell it was reached from */
    bool *done;
} matching;

static int64_t cost(const matching *m, size_t place, size_t cell)
{
    const target *t = &m->g->targets[place - 1];
    int64_t dx = t->x - (int64_t)((cell - 1) % (size_t)m->g->columns) * FINE;
    int64_t dy = t->y - (int64_t)((cell - 1) / (size_t)m->g->columns) * FINE;
    return dx * dx + dy * dy;
}

/* Looks from the place that holds `cell` at all cells that are not done; the nearest of them. */
static size_t look_around(matching *m, size_t cell, int64_t *ret_least)
{
    size_t place = m->holder[cell], next = 0;
    int64_t least = INT64_MAX;
    for (size_t k = 1; k <= m->cells; k++) {
        if (m->done[k])
            continue;
        int64_t reduced = cost(m, place, k) - m->row_price[place] - m->cell_price[k];
        if (reduced < m->slack[k]) {
            m->slack[k] = reduced;
            m->before[k] = cell;
        }
        if (m->slack[k] < least) {
            least = m->slack[k];
            next = k;
        }
    }
    *ret_least = least;
    return next;
}

static void change_prices(matching *m, int64_t by)
{
    for (size_t k = 0; k <= m->cells; k++) {
        if (m->done[k]) {
            m->row_price[m->holder[k]] += by;
            m->cell_price[k] -= by;
        } else {
            m->slack[k] -= by;
        }
    }
}

/* Gives `place` a cell along the cheapest path of exchanges; cell 0 stands for "none yet". */
static void settle(matching *m, size_t place)
{
    size_t cell = 0;
    m->holder[0] = place;
    for (size_t k = 0; k <= m->cells; k++) {
        m->slack[k] = INT64_MAX;
        m->done[k] = false;
    }
    do {
        int64_t least;
        m->done[cell] = true;
        size_t next = look_around(m, cell, &least);
        change_prices(m, least);
        cell = next;
    } while (m->holder[cell] != 0);
    for (; cell != 0; cell = m->before[cell])
        m->holder[cell] = m->holder[m->before[cell]];
}

static bool assign(const grid *g, scrut_picture_cell cells[])
{
    size_t count = (size_t)g->columns * (size_t)g->rows;
    matching m = {g,
                  count,
                  calloc(g->count + 1, sizeof(int64_t)),
                  calloc(count + 1, sizeof(int64_t)),
                  calloc(count + 1, sizeof(int64_t)),
                  calloc(count + 1, sizeof(size_t)),
                  calloc(count + 1, sizeof(size_t)),
                  calloc(count + 1, sizeof(bool))};
    bool fine = m.row_price != NULL && m.cell_price != NULL && m.slack != NULL && m.holder != NULL &&
                m.before != NULL && m.done != NULL;
    for (size_t i = 1; fine && i <= g->count; i++)
        settle(&m, i);
    for (size_t k = 1; fine && k <= count; k++)
        if (m.holder[k] != 0)
            cells[g->place[m.holder[k] - 1]] =
                (scrut_picture_cell){(int32_t)((k - 1) % (size_t)g->columns), (int32_t)((k - 1) / (size_t)g->columns)};
    free(m.row_price);
    free(m.cell_price);
    free(m.slack);
    free(m.holder);
    free(m.before);
    free(m.done);
    return fine;
}

/* ---- the rest ---- */

/* Places without a shape, in rows of their own below. */
static void place_rest(const grid *g, size_t place_count, scrut_picture_cell cells[])
{
    int32_t rest = 0;
    for (size_t i = 0, next = 0; i < place_count; i++) {
        if (next < g->count && g->place[next] == i) {
            next++;
            continue;
        }
        cells[i] = (scrut_picture_cell){rest % g->columns, g->rows + rest / g->columns};
        rest++;
    }
}

static bool place_all(grid *g, const scrut_picture_shapes *shapes, const scrut_picture_place places[],
                      size_t place_count, scrut_picture_cell cells[])
{
    pic_outline outline;
    if (!pic_outline_make(shapes, MAP_SIDE, MAP_SIDE, SIZE_MAX, &outline))
        return false;
    find_targets(g, shapes, &outline, places, place_count);
    pic_outline_free(&outline);
    if (g->count == 0)
        return false;
    scale_targets(g);
    if (!assign(g, cells))
        return false;
    place_rest(g, place_count, cells);
    return true;
}

bool scrut_picture_cells_from_shapes(const scrut_picture_shapes *shapes, const scrut_picture_place *places,
                                     size_t place_count, scrut_picture_cell *cells)
{
    if (place_count == 0 || place_count > SCRUT_PICTURE_TILES_MAX)
        return false;
    grid g = {0, calloc(place_count, sizeof(size_t)), calloc(place_count, sizeof(target)), 1, 1};
    bool fine = g.place != NULL && g.targets != NULL && place_all(&g, shapes, places, place_count, cells);
    free(g.place);
    free(g.targets);
    return fine;
}
