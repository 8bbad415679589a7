/* SPDX-License-Identifier: Apache-2.0
 * outlines.c: invented outlines of the areas, so that there is a map of them.
 *
 * A constituency is a square in the grid of all. Its areas stand in courses from north to south, in one from west to
 * east and in the next back, so that those of one outer area stay together. Where two courses meet is a line whose
 * points are shared by the areas above and below, and what divides the areas of a course runs due north: the outlines
 * cover the square without gap or overlap. Coordinates are whole numbers of 1/100,000 degree. */
#include "scrutineer/roll_audit.h"
#include "write_internal.h"

#include <stdlib.h>

enum {
    DEGREE = 100000,
    SIDE = 8000, /* of a constituency: 1,000 of them, the most that tiles can be apart, are 80 degrees */
    STRAY = 5,   /* a point strays by a fifth of the side of its area at most */
};

int write_outline_level(const world *w)
{
    for (int level = (int)w->m->level_count - 1; level >= 0; level--) {
        size_t count = 0;
        for (size_t u = 0; u < w->unit_count; u++)
            count += w->units[u].area_count[level];
        if (count >= 2 && count <= SCRUT_ROLL_AREAS_MAX)
            return level;
    }
    return -1;
}

/* ---- a constituency --------------------------------------------------------------------------------------------- */

/* Where an area ends in the east, and where two courses meet: points of a line. */
typedef struct {
    int32_t x, y;
} point;

typedef struct {
    point *points; /* from west to east, each further east than the one before */
    uint32_t count;
} line;

typedef struct {
    const world *w;
    const world_unit *unit;
    uint32_t unit_index, count, courses; /* areas, and courses of them */
    size_t level;
    point corner;   /* north-west, y downwards */
    int32_t **ends; /* by course: where each of its areas ends in the east */
    line *lines;    /* courses + 1 of them */
    scrut_arena *arena;
} square;

static uint32_t first_of(const square *s, uint32_t course)
{
    return (uint32_t)((uint64_t)s->count * course / s->courses);
}

static uint32_t areas_of(const square *s, uint32_t course)
{
    return first_of(s, course + 1) - first_of(s, course);
}

/* About `middle`, by a fifth of `length` at most. */
static int32_t stray(scrut_rng *rng, int32_t middle, int32_t length)
{
    int32_t most = length / STRAY;
    return middle - most + (int32_t)scrut_rng_below(rng, 2 * (uint32_t)most + 1);
}

static bool divide_courses(square *s, scrut_rng *rng)
{
    for (uint32_t c = 0; c < s->courses; c++) {
        uint32_t areas = areas_of(s, c);
        s->ends[c] = scrut_arena_calloc(s->arena, areas, sizeof *s->ends[c]);
        if (s->ends[c] == NULL)
            return false;
        for (uint32_t i = 1; i < areas; i++)
            s->ends[c][i - 1] = stray(rng, (int32_t)((uint64_t)SIDE * i / areas), SIDE / (int32_t)areas);
        s->ends[c][areas - 1] = SIDE;
    }
    return true;
}

/* The line above a course, or below the last one: its points are those of the courses on both sides. */
static bool draw_line(square *s, uint32_t index, scrut_rng *rng)
{
    static const int32_t NONE_DIVIDED[] = {SIDE};
    bool inner = index > 0 && index < s->courses;
    const int32_t *above = index > 0 ? s->ends[index - 1] : NONE_DIVIDED;
    const int32_t *below = index < s->courses ? s->ends[index] : NONE_DIVIDED;
    uint32_t most = 1 + (index > 0 ? areas_of(s, index - 1) : 1) + (index < s->courses ? areas_of(s, index) : 1);
    int32_t middle = (int32_t)((uint64_t)SIDE * index / s->courses);
    line *l = &s->lines[index];
    l->points = scrut_arena_calloc(s->arena, most, sizeof *l->points);
    if (l->points == NULL)
        return false;
    for (int32_t x = 0;; x = *above < *below ? *above : *below) {
        l->points[l->count++] = (point){x, inner ? stray(rng, middle, SIDE / (int32_t)s->courses) : middle};
        if (x == SIDE)
            return true;
        above += *above == x;
        below += *below == x;
    }
}

static bool draw(square *s)
{
    scrut_rng rng = scrut_rng_open(s->w->seed, PURPOSE_OUTLINE, s->unit_index);
    for (s->courses = 1; (uint64_t)(s->courses + 1) * (s->courses + 1) <= s->count;)
        s->courses++;
    s->ends = scrut_arena_calloc(s->arena, s->courses, sizeof *s->ends);
    s->lines = scrut_arena_calloc(s->arena, s->courses + 1, sizeof *s->lines);
    bool fine = s->ends != NULL && s->lines != NULL && divide_courses(s, &rng);
    for (uint32_t i = 0; fine && i <= s->courses; i++)
        fine = draw_line(s, i, &rng);
    return fine;
}

/* ---- as text ---------------------------------------------------------------------------------------------------- */

static void put_degrees(scrut_buf *out, int32_t value)
{
    scrut_buf_printf(out, "%s%d.%05d", value < 0 ? "-" : "", abs(value) / DEGREE, abs(value) % DEGREE);
}

static void put_point(const square *s, point p, scrut_buf *out)
{
    scrut_buf_putc(out, '[');
    put_degrees(out, s->corner.x + p.x);
    scrut_buf_putc(out, ',');
    put_degrees(out, -(s->corner.y + p.y));
    scrut_buf_putc(out, ']');
}

/* Points of a line from `west` to `east`, or back; a comma behind each. */
static void put_line(const square *s, const line *l, int32_t west, int32_t east, bool back, scrut_buf *out)
{
    for (uint32_t i = 0; i < l->count; i++) {
        point p = l->points[back ? l->count - 1 - i : i];
        if (p.x < west || p.x > east)
            continue;
        put_point(s, p, out);
        scrut_buf_putc(out, ',');
    }
}

static point first_from(const line *l, int32_t west)
{
    uint32_t i = 0;
    while (l->points[i].x < west)
        i++;
    return l->points[i];
}

/* Along the lower line to the east and along the upper one back: counterclockwise, as RFC 7946 has it. */
static void put_area(const square *s, uint32_t course, uint32_t place, uint32_t area, scrut_buf *out)
{
    char id[256];
    int32_t west = place > 0 ? s->ends[course][place - 1] : 0, east = s->ends[course][place];
    world_area_id(s->w, s->unit_index, area, s->level, id, sizeof id);
    scrut_buf_puts(out, "{\"type\": \"Feature\", \"id\": ");
    write_quoted(out, id);
    scrut_buf_puts(out, ", \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[");
    put_line(s, &s->lines[course + 1], west, east, false, out);
    put_line(s, &s->lines[course], west, east, true, out);
    put_point(s, first_from(&s->lines[course + 1], west), out);
    scrut_buf_puts(out, "]]}, \"properties\": {\"model\": \"yes\"}}");
}

static void put_square(const square *s, bool *first, scrut_buf *out)
{
    for (uint32_t c = 0; c < s->courses; c++) {
        uint32_t areas = areas_of(s, c);
        for (uint32_t i = 0; i < areas; i++) {
            uint32_t place = c % 2 == 0 ? i : areas - 1 - i;
            scrut_buf_puts(out, *first ? "\n" : ",\n");
            *first = false;
            put_area(s, c, place, s->unit->first_area[s->level] + first_of(s, c) + i, out);
        }
    }
}

/* The model's places, or places in reading order. */
static point corner_of(const world *w, uint32_t u)
{
    const int64_t *tile = w->units[u].model->tile;
    uint32_t width = 1;
    while ((size_t)width * width < w->unit_count)
        width++;
    return tile != NULL ? (point){(int32_t)tile[0] * SIDE, (int32_t)tile[1] * SIDE}
                        : (point){(int32_t)(u % width) * SIDE, (int32_t)(u / width) * SIDE};
}

scrut_status write_outlines(const world *w, scrut_buf *out, scrut_error *err)
{
    size_t level = (size_t)write_outline_level(w);
    bool first = true, fine = true;
    scrut_buf_puts(out, "{\"type\": \"FeatureCollection\", \"features\": [");
    for (uint32_t u = 0; u < w->unit_count && fine; u++) {
        square s = {.w = w,
                    .unit = &w->units[u],
                    .unit_index = u,
                    .count = w->units[u].area_count[level],
                    .level = level,
                    .corner = corner_of(w, u),
                    .arena = scrut_arena_new()};
        fine = s.arena != NULL && draw(&s);
        if (fine)
            put_square(&s, &first, out);
        scrut_arena_free(s.arena);
    }
    scrut_buf_puts(out, "\n]}\n");
    return fine ? SCRUT_OK : scrut_fail_memory(err);
}
