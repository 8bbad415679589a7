/* SPDX-License-Identifier: Apache-2.0
 * outline.c: from degrees to few points of a grid. Equirectangular with the cosine of the middle latitude; then every
 * vertex is put on a fine grid, and rings are cut where borders meet (the junctions of Bostock's TopoJSON), so that
 * each piece of a border is simplified in the same way for the shapes on both of its sides and no gap opens. The
 * simplification is Douglas's and Peucker's (The Canadian Cartographer 10, 1973); what it leaves is put on the grid. */
#include "shapes_internal.h"

#include <assert.h>
#include <string.h>

#define DEGREE 1000000
#define PI 3.14159265358979323846
#define FINE 16       /* parts of a grid unit: borders written with other decimals fall together, crowded ones do not */
#define RING_BYTES 12 /* of a path: its move and its end */
#define POINT_BYTES 5
#define SQUARE 6      /* the side of a shape that is too small to be seen; a map has room for one */
#define AREA_LEAST 24 /* twice the area of the smallest island drawn, in grid units */

/* ---- projection ---- */

static int compare_points(pic_point a, pic_point b)
{
    return a.x != b.x ? (a.x > b.x) - (a.x < b.x) : (a.y > b.y) - (a.y < b.y);
}

static bool same(pic_point a, pic_point b)
{
    return compare_points(a, b) == 0;
}

typedef struct {
    int64_t west, east, south, north;
    int32_t seam; /* longitudes below it are 360 degrees further east: shapes on both sides of the date line */
    double x_scale, y_scale;
} projection;

/* The east end of the broadest gap between longitudes, when the shapes reach over more than half the globe. */
static int32_t find_seam(const scrut_picture_shapes *shapes)
{
    bool taken[720] = {false};
    int longest = 0, end = 0, run = 0;
    for (size_t r = 0; r < shapes->ring_count; r++)
        for (size_t i = 0; i < shapes->rings[r].count; i++)
            taken[(shapes->rings[r].points[i].x + 360 * DEGREE) / DEGREE % 360] = true;
    memcpy(taken + 360, taken, 360 * sizeof taken[0]);
    for (int i = 0; i < 720; i++) {
        run = taken[i] ? 0 : run + 1;
        if (run > longest) {
            longest = run;
            end = i;
        }
    }
    int seam = (end + 1) % 360; /* from 0 .. 359; longitudes are mostly -180 .. 180 */
    return longest > 180 ? (seam > 180 ? seam - 360 : seam) * DEGREE : INT32_MIN;
}

static int64_t longitude(const projection *p, int32_t x)
{
    return x < p->seam ? (int64_t)x + (int64_t)360 * DEGREE : x;
}

static void find_bounds(const scrut_picture_shapes *shapes, projection *p)
{
    p->west = p->south = INT64_MAX;
    p->east = p->north = INT64_MIN;
    for (size_t r = 0; r < shapes->ring_count; r++)
        for (size_t i = 0; i < shapes->rings[r].count; i++) {
            int64_t x = longitude(p, shapes->rings[r].points[i].x), y = shapes->rings[r].points[i].y;
            p->west = x < p->west ? x : p->west;
            p->east = x > p->east ? x : p->east;
            p->south = y < p->south ? y : p->south;
            p->north = y > p->north ? y : p->north;
        }
}

static int at_least(int value, int least)
{
    return value > least ? value : least;
}

static void project(const scrut_picture_shapes *shapes, projection *p, pic_outline *o, int width, int height)
{
    find_bounds(shapes, p);
    double half = pic_sine(PI * (double)(p->south + p->north) / DEGREE / 720);
    double cosine = 1 - 2 * half * half; /* of the middle latitude */
    cosine = cosine > 0.05 ? cosine : 0.05;
    double across = (double)(p->east - p->west) * cosine, down = (double)(p->north - p->south);
    across = across > 1 ? across : 1;
    down = down > 1 ? down : 1;
    double by_width = (double)width * FINE / across, by_height = (double)height * FINE / down;
    p->y_scale = by_width < by_height ? by_width : by_height;
    p->x_scale = p->y_scale * cosine;
    o->width = at_least(pic_whole(across * p->y_scale / FINE), SQUARE);
    o->height = at_least(pic_whole(down * p->y_scale / FINE), SQUARE);
}

/* A ring on the fine grid, without repeated points. */
static void put_ring(const projection *p, const pic_ring *from, pic_ring *to)
{
    to->count = 0;
    for (size_t i = 0; i < from->count; i++) {
        pic_point at = {pic_whole((double)(longitude(p, from->points[i].x) - p->west) * p->x_scale),
                        pic_whole((double)(p->north - from->points[i].y) * p->y_scale)};
        if (to->count == 0 || !same(to->points[to->count - 1], at))
            to->points[to->count++] = at;
    }
    while (to->count > 1 && same(to->points[0], to->points[to->count - 1]))
        to->count--;
}

static void put_rings(const scrut_picture_shapes *shapes, const projection *p, pic_outline *o)
{
    size_t used = 0;
    for (uint32_t s = 0; s < shapes->count; s++)
        for (size_t r = 0; r < shapes->ring_count; r++) {
            const pic_ring *from = &shapes->rings[r];
            if (from->shape != s)
                continue;
            pic_ring *to = &o->rings[o->ring_count++];
            *to = (pic_ring){.shape = s, .hole = from->hole, .points = o->points + used};
            put_ring(p, from, to);
            used += from->count + 1; /* make_square may need one more than a ring has */
        }
}

/* ---- junctions ---- */

typedef struct {
    uint64_t place;                  /* + 1; 0: free */
    uint64_t neighbour, neighbour_2; /* of the first ring seen here, the smaller first */
    bool junction;
} vertex;

typedef struct {
    vertex *slots;
    size_t mask;
} vertices;

static uint64_t place_of(pic_point p)
{
    return (uint64_t)(uint32_t)p.x << 32 | (uint32_t)p.y;
}

static vertex *find(const vertices *v, pic_point p)
{
    uint64_t place = place_of(p);
    size_t slot = (size_t)((place * 0x9E3779B97F4A7C15u) >> 32) & v->mask;
    while (v->slots[slot].place != 0 && v->slots[slot].place != place + 1)
        slot = (slot + 1) & v->mask;
    return &v->slots[slot];
}

static void note_vertex(const vertices *v, const pic_ring *ring, size_t i)
{
    uint64_t before = place_of(ring->points[i > 0 ? i - 1 : ring->count - 1]);
    uint64_t after = place_of(ring->points[i + 1 < ring->count ? i + 1 : 0]);
    uint64_t low = before < after ? before : after, high = before < after ? after : before;
    vertex *at = find(v, ring->points[i]);
    if (at->place == 0)
        *at = (vertex){place_of(ring->points[i]) + 1, low, high, false};
    else if (at->neighbour != low || at->neighbour_2 != high)
        at->junction = true;
}

static bool find_junctions(const pic_outline *o, size_t point_count, vertices *v)
{
    size_t slots = 16;
    while (slots < 2 * point_count)
        slots *= 2;
    *v = (vertices){calloc(slots, sizeof *v->slots), slots - 1};
    if (v->slots == NULL)
        return false;
    for (size_t r = 0; r < o->ring_count; r++)
        for (size_t i = 0; i < o->rings[r].count; i++)
            note_vertex(v, &o->rings[r], i);
    return true;
}

/* ---- simplification ---- */

/* A piece of a ring from one junction to the next, looked at from the end that both of its sides agree on. */
typedef struct {
    const pic_ring *ring;
    size_t first, steps; /* points first .. first + steps, around the ring */
    bool backwards;
    bool *kept; /* of the ring's points */
} piece;

static size_t index_of(const piece *p, size_t step)
{
    return (p->first + (p->backwards ? p->steps - step : step)) % p->ring->count;
}

static pic_point point_of(const piece *p, size_t step)
{
    return p->ring->points[index_of(p, step)];
}

/* Square of the distance from the line through a and b, times the square of their distance; from a when they are one.
 */
static int64_t off_line(pic_point a, pic_point b, pic_point p)
{
    int64_t dx = b.x - a.x, dy = b.y - a.y, px = p.x - a.x, py = p.y - a.y;
    int64_t cross = dx * py - dy * px;
    return dx == 0 && dy == 0 ? px * px + py * py : cross * cross;
}

/* The step in (from, to) that is farthest off, or 0 when none is as far as the tolerance. */
static size_t farthest(const piece *p, size_t from, size_t to, int64_t tolerance)
{
    pic_point a = point_of(p, from), b = point_of(p, to);
    int64_t dx = b.x - a.x, dy = b.y - a.y, unit = dx * dx + dy * dy, most = -1;
    size_t at = 0;
    for (size_t i = from + 1; i < to; i++) {
        int64_t off = off_line(a, b, point_of(p, i));
        if (off > most) {
            most = off;
            at = i;
        }
    }
    unit = unit > 0 ? unit : 1;
    return at > 0 && most > tolerance * tolerance * unit ? at : 0;
}

/* The longer part waits on the stack, so that 64 places are enough for any number of points. */
static void simplify_piece(const piece *p, int64_t tolerance)
{
    struct {
        size_t from, to;
    } waiting[64] = {{0, p->steps}};
    size_t count = 1;
    p->kept[index_of(p, 0)] = p->kept[index_of(p, p->steps)] = true;
    while (count > 0) {
        size_t from = waiting[count - 1].from, to = waiting[count - 1].to;
        size_t middle = to - from > 1 ? farthest(p, from, to, tolerance) : 0;
        count--;
        if (middle == 0)
            continue;
        assert(count + 2 <= 64);
        p->kept[index_of(p, middle)] = true;
        bool left_longer = middle - from > to - middle;
        waiting[count].from = left_longer ? from : middle;
        waiting[count++].to = left_longer ? middle : to;
        waiting[count].from = left_longer ? middle : from;
        waiting[count++].to = left_longer ? to : middle;
    }
}

static void simplify_from(const pic_ring *ring, size_t first, size_t steps, bool kept[], int64_t tolerance)
{
    piece p = {ring, first, steps, false, kept};
    int order = compare_points(point_of(&p, 0), point_of(&p, steps));
    if (order == 0 && steps > 1)
        order = compare_points(point_of(&p, 1), point_of(&p, steps - 1));
    p.backwards = order > 0;
    simplify_piece(&p, tolerance);
}

/* Where no border meets the ring: from its least point. */
static size_t first_point(const pic_ring *ring, const vertices *v, bool *ret_junction)
{
    size_t least = 0;
    for (size_t i = 0; i < ring->count; i++) {
        if (find(v, ring->points[i])->junction) {
            *ret_junction = true;
            return i;
        }
        if (compare_points(ring->points[i], ring->points[least]) < 0)
            least = i;
    }
    *ret_junction = false;
    return least;
}

static void simplify_ring(const pic_ring *ring, const vertices *v, bool kept[], int64_t tolerance)
{
    bool junction;
    size_t first = first_point(ring, v, &junction), from = 0;
    memset(kept, 0, ring->count * sizeof kept[0]);
    for (size_t i = 1; i <= ring->count; i++) {
        if (i < ring->count && !(junction && find(v, ring->points[(first + i) % ring->count])->junction))
            continue;
        simplify_from(ring, (first + from) % ring->count, i - from, kept, tolerance);
        from = i;
    }
}

static size_t count_kept(const pic_ring *ring, const bool kept[])
{
    size_t count = 0;
    for (size_t i = 0; i < ring->count; i++)
        count += kept[i];
    return count;
}

/* Coarser until the paths are short enough; every round starts from all points. */
static void choose_kept(const pic_outline *o, const vertices *v, bool kept[], size_t bytes_max)
{
    const int64_t finest = FINE, coarsest = (int64_t)FINE * 2000;
    for (int64_t tolerance = finest;; tolerance = tolerance * 5 / 4) {
        size_t bytes = 0;
        for (size_t r = 0; r < o->ring_count; r++) {
            bool *own = kept + (o->rings[r].points - o->points);
            if (o->rings[r].count == 0)
                continue;
            simplify_ring(&o->rings[r], v, own, tolerance);
            bytes += RING_BYTES + POINT_BYTES * count_kept(&o->rings[r], own);
        }
        if (bytes <= bytes_max || tolerance > coarsest)
            return;
    }
}

int64_t pic_ring_area(const pic_ring *ring)
{
    int64_t sum = 0;
    for (size_t i = 0; i < ring->count; i++) {
        const pic_point *a = &ring->points[i], *b = &ring->points[i + 1 < ring->count ? i + 1 : 0];
        sum += (int64_t)a->x * b->y - (int64_t)b->x * a->y;
    }
    return sum;
}

static int64_t size_of(const pic_ring *ring)
{
    int64_t area = pic_ring_area(ring);
    return area < 0 ? -area : area;
}

static int32_t inside(int32_t value, int32_t low, int32_t high)
{
    return value > high ? high : value < low ? low : value;
}

/* A shape too small for the grid is still somewhere: a small square. */
static void make_square(const pic_outline *o, pic_ring *ring)
{
    const int32_t half = SQUARE / 2;
    pic_point at = {inside(ring->points[0].x, half, o->width - half),
                    inside(ring->points[0].y, half, o->height - half)};
    ring->points[0] = (pic_point){at.x - half, at.y - half};
    ring->points[1] = (pic_point){at.x + half, at.y - half};
    ring->points[2] = (pic_point){at.x + half, at.y + half};
    ring->points[3] = (pic_point){at.x - half, at.y + half};
    ring->count = 4;
}

/* The points that are kept, on the grid; some fall together there. */
static void round_points(pic_ring *ring, const bool kept[])
{
    size_t count = 0;
    for (size_t i = 0; i < ring->count; i++) {
        pic_point at = {(ring->points[i].x + FINE / 2) / FINE, (ring->points[i].y + FINE / 2) / FINE};
        if (kept[i] && (count == 0 || !same(ring->points[count - 1], at)))
            ring->points[count++] = at;
    }
    while (count > 1 && same(ring->points[0], ring->points[count - 1]))
        count--;
    ring->count = count;
}

static size_t largest_of(const pic_outline *o, size_t from, size_t to)
{
    size_t largest = from;
    for (size_t r = from + 1; r < to; r++)
        if (size_of(&o->rings[r]) > size_of(&o->rings[largest]))
            largest = r;
    return largest;
}

/* Of rings [from, to) of one shape, those that are seen; at least one. */
static void drop_rings(pic_outline *o, size_t from, size_t to, size_t *used)
{
    size_t largest = largest_of(o, from, to);
    if (o->rings[largest].count < 3 || size_of(&o->rings[largest]) == 0)
        make_square(o, &o->rings[largest]);
    for (size_t r = from; r < to; r++) {
        bool seen = o->rings[r].count >= 3 && (o->rings[r].hole || size_of(&o->rings[r]) >= AREA_LEAST);
        if (seen || r == largest)
            o->rings[(*used)++] = o->rings[r];
    }
}

static void drop_unseen(pic_outline *o)
{
    size_t used = 0;
    for (size_t from = 0, to; from < o->ring_count; from = to) {
        to = from + 1;
        while (to < o->ring_count && o->rings[to].shape == o->rings[from].shape)
            to++;
        drop_rings(o, from, to, &used);
    }
    o->ring_count = used;
}

static bool simplify(pic_outline *o, size_t point_count, size_t bytes_max)
{
    vertices v;
    bool *kept = calloc(point_count + 1, sizeof *kept);
    bool fine = kept != NULL && find_junctions(o, point_count, &v);
    if (fine) {
        choose_kept(o, &v, kept, bytes_max);
        for (size_t r = 0; r < o->ring_count; r++)
            round_points(&o->rings[r], kept + (o->rings[r].points - o->points));
        drop_unseen(o);
        free(v.slots);
    }
    free(kept);
    return fine;
}

bool pic_outline_make(const scrut_picture_shapes *shapes, int width, int height, size_t bytes_max,
                      pic_outline *ret_outline)
{
    size_t room = shapes->point_count + shapes->ring_count;
    pic_outline o = {calloc(shapes->ring_count + 1, sizeof(pic_ring)), 0, calloc(room + 1, sizeof(pic_point)), 0, 0};
    projection p = {.seam = find_seam(shapes)};
    if (o.rings == NULL || o.points == NULL) {
        pic_outline_free(&o);
        return false;
    }
    if (shapes->point_count > 0) {
        project(shapes, &p, &o, width, height);
        put_rings(shapes, &p, &o);
    }
    if (!simplify(&o, room, bytes_max)) {
        pic_outline_free(&o);
        return false;
    }
    *ret_outline = o;
    return true;
}

void pic_outline_free(pic_outline *outline)
{
    free(outline->rings);
    free(outline->points);
    *outline = (pic_outline){NULL, 0, NULL, 0, 0};
}

void pic_outline_rings(const pic_outline *outline, uint32_t shape, size_t *ret_from, size_t *ret_to)
{
    size_t from = 0;
    while (from < outline->ring_count && outline->rings[from].shape < shape)
        from++;
    *ret_from = from;
    while (from < outline->ring_count && outline->rings[from].shape == shape)
        from++;
    *ret_to = from;
}

/* ---- room for a label ---- */

#define FLAT 2 /* heights count double: a label is broad and low */

/* Square of the distance from (x, y) to the segment ab. */
static double off_segment(pic_point a, pic_point b, int x, int y)
{
    double ax = a.x, ay = a.y * FLAT, dx = b.x - a.x, dy = (b.y - a.y) * FLAT, px = x - ax, py = y * FLAT - ay;
    double along = dx * dx + dy * dy, t = along > 0 ? (px * dx + py * dy) / along : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    px -= t * dx;
    py -= t * dy;
    return px * px + py * py;
}

/* Square of the distance to the nearest border; negative outside (even-odd). */
static double room_at(const pic_ring rings[], size_t count, int x, int y)
{
    double least = 1e18;
    bool inside = false;
    for (size_t r = 0; r < count; r++)
        for (size_t i = 0; i < rings[r].count; i++) {
            pic_point a = rings[r].points[i], b = rings[r].points[i + 1 < rings[r].count ? i + 1 : 0];
            double off = off_segment(a, b, x, y);
            least = off < least ? off : least;
            if ((a.y > y) != (b.y > y) && (x - a.x) < (double)(b.x - a.x) * (y - a.y) / (b.y - a.y))
                inside = !inside;
        }
    return inside ? least : -least;
}

static int root_of(double square)
{
    int root = 0;
    while ((double)(root + 1) * (root + 1) <= square)
        root++;
    return root;
}

bool pic_most_room(const pic_ring rings[], size_t count, pic_point *ret_at, int *ret_half_width)
{
    const int steps = 24;
    pic_point low = {INT32_MAX, INT32_MAX}, high = {INT32_MIN, INT32_MIN};
    double most = 0;
    for (size_t r = 0; r < count; r++)
        for (size_t i = 0; i < rings[r].count; i++) {
            pic_point p = rings[r].points[i];
            low = (pic_point){p.x < low.x ? p.x : low.x, p.y < low.y ? p.y : low.y};
            high = (pic_point){p.x > high.x ? p.x : high.x, p.y > high.y ? p.y : high.y};
        }
    for (int i = 1; count > 0 && i < steps; i++)
        for (int k = 1; k < steps; k++) {
            int x = low.x + (high.x - low.x) * k / steps, y = low.y + (high.y - low.y) * i / steps;
            double room = room_at(rings, count, x, y);
            if (room > most) {
                most = room;
                *ret_at = (pic_point){x, y};
            }
        }
    *ret_half_width = root_of(most);
    return most > 0;
}
