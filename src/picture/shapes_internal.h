/* SPDX-License-Identifier: Apache-2.0
 * shapes_internal.h: outlines as read (geojson.c) and as drawn (outline.c), for map.c and cells.c. */
#ifndef SCRUT_SHAPES_INTERNAL_H
#define SCRUT_SHAPES_INTERNAL_H

#include "picture_internal.h"

/* Millionths of a degree as read; units of the drawing's grid once projected. */
typedef struct {
    int32_t x, y;
} pic_point;

typedef struct {
    uint32_t shape;
    bool hole;
    pic_point *points; /* without the last, which repeats the first */
    size_t count;
} pic_ring;

struct scrut_picture_shapes {
    const char **keys;
    size_t count;
    pic_ring *rings; /* those of one shape need not be neighbours */
    size_t ring_count, point_count;
};

/* Projected, on a grid, and simplified so that the borders which shapes share stay shared. */
typedef struct {
    pic_ring *rings; /* those of one shape are neighbours, in the order of shapes; their points lie in `points` */
    size_t ring_count;
    pic_point *points;
    int width, height; /* of the grid */
} pic_outline;

/* At most `width` and `height` grid units, and so few points that the paths take about bytes_max. False: no memory. */
bool pic_outline_make(const scrut_picture_shapes *shapes, int width, int height, size_t bytes_max,
                      pic_outline *ret_outline);
void pic_outline_free(pic_outline *outline);

/* Rings of a shape: [*ret_from, *ret_to). */
void pic_outline_rings(const pic_outline *outline, uint32_t shape, size_t *ret_from, size_t *ret_to);
/* Twice the area a ring encloses, with the sign of its direction. */
int64_t pic_ring_area(const pic_ring *ring);
/* The place inside rings[0 .. count) with the most room for a label, which is broad and low; half the width and half
 * the height of that room. False: there is no room at all. */
bool pic_most_room(const pic_ring rings[], size_t count, pic_point *ret_at, int *ret_half_width);

#endif
