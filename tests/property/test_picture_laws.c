/* SPDX-License-Identifier: Apache-2.0
 * Pictures of random data are well-formed, lie inside their viewBox and come out the same twice; no two places of a
 * grid would lie nearer to where they are on the map if they exchanged their cells; borders that two shapes share stay
 * shared. */
#include "draw.h"
#include "extent.h"
#include "harness.h"
#include "scrutineer/picture.h"
#include "svg.h"

#include <stdio.h>
#include <string.h>

#define SEED UINT64_C(20130728)
#define ROUNDS (uint64_t) test_extent(60, 300, 3000)

static const char *const LABELS[] = {"A",
                                     "Kampong Cham",
                                     "\xE1\x9E\x80\xE1\x9F\x92\xE1\x9E\x98\xE1\x9F\x86\xE1\x9E\x96",
                                     "\xD8\xA7\xD9\x84\xD9\x81",
                                     "a very long name of a list that nobody can say twice",
                                     "",
                                     "<&>",
                                     "\xFF"};

static const char *label(draw *d)
{
    return LABELS[below(d, (int64_t)(sizeof LABELS / sizeof LABELS[0]))];
}

/* Of every size up to 2^60, zero among them. */
static int64_t size(draw *d)
{
    return below(d, (int64_t)1 << below(d, 61));
}

static scrut_picture_value value(draw *d)
{
    return (scrut_picture_value){below(d, 4) == 0 ? -size(d) : size(d), below(d, 5) > 0};
}

static scrut_picture_range range(draw *d)
{
    int64_t low = size(d);
    return (scrut_picture_range){low, low + (below(d, 2) == 0 ? 0 : size(d)), below(d, 4) > 0, below(d, 4) > 0};
}

static scrut_picture_party party(draw *d)
{
    return (scrut_picture_party){label(d), below(d, 6) == 0 ? SCRUT_PICTURE_NO_PARTY : (uint32_t)below(d, 40)};
}

static const char *link_of(draw *d)
{
    return below(d, 3) == 0 ? "c/1.html" : NULL;
}

/* ---- the kinds ---- */

#define ROWS 9

static void chamber(draw *d, const scrut_picture_frame *f, scrut_buf *out)
{
    scrut_picture_bloc blocs[ROWS];
    int64_t limit = below(d, 2) == 0 ? 4 : 70;
    size_t count = (size_t)below(d, ROWS + 1);
    for (size_t i = 0; i < count; i++)
        blocs[i] = (scrut_picture_bloc){party(d), below(d, limit), below(d, limit), link_of(d)};
    scrut_picture_hemicycle(out, f,
                            &(scrut_picture_chamber){blocs, count, below(d, limit), below(d, 90), below(d, 90)});
}

static void tiles(draw *d, const scrut_picture_frame *f, scrut_buf *out)
{
    scrut_picture_place places[80];
    size_t count = (size_t)below(d, 81);
    for (size_t i = 0; i < count; i++)
        places[i] = (scrut_picture_place){NULL,     label(d), below(d, 2) == 0 ? NULL : label(d), "5-4",
                                          label(d), party(d), (scrut_picture_state)below(d, 5),   link_of(d)};
    scrut_picture_tiles(out, f, places, count, NULL);
}

static void ladder(draw *d, const scrut_picture_frame *f, scrut_buf *out)
{
    scrut_picture_rung rungs[ROWS];
    size_t count = (size_t)below(d, ROWS + 1);
    for (size_t i = 0; i < count; i++)
        rungs[i] =
            (scrut_picture_rung){party(d), size(d), label(d), size(d), size(d), (scrut_picture_rung_state)below(d, 5)};
    scrut_picture_ladder(out, f, &(scrut_picture_rungs){rungs, count, size(d), value(d)});
}

static void margins(draw *d, const scrut_picture_frame *f, scrut_buf *out)
{
    scrut_picture_margin rows[ROWS];
    size_t count = (size_t)below(d, ROWS + 1);
    for (size_t i = 0; i < count; i++)
        rows[i] = (scrut_picture_margin){label(d),  range(d), range(d), range(d), (scrut_picture_effect)below(d, 4),
                                         link_of(d)};
    scrut_picture_margins(out, f, rows, count, below(d, 2) == 0);
}

static void differences(draw *d, const scrut_picture_frame *f, scrut_buf *out)
{
    scrut_picture_difference rows[ROWS];
    scrut_picture_value values[ROWS][4];
    const char *sources[] = {label(d), label(d), label(d), label(d)};
    size_t count = (size_t)below(d, ROWS + 1);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < 4; k++)
            values[i][k] = value(d);
        rows[i] = (scrut_picture_difference){label(d), values[i], link_of(d)};
    }
    scrut_picture_differences(
        out, f,
        &(scrut_picture_sources){sources, (size_t)(2 + below(d, 3)), rows, count, (scrut_picture_unit)below(d, 4)});
}

static void fingerprint(draw *d, const scrut_picture_frame *f, scrut_buf *out)
{
    static uint32_t counts[40 * 40];
    size_t columns = (size_t)(1 + below(d, 40)), rows = (size_t)(1 + below(d, 40));
    for (size_t i = 0; i < columns * rows; i++)
        counts[i] = below(d, 3) == 0 ? (uint32_t)below(d, 1 + below(d, 1000)) : 0;
    scrut_picture_fingerprint(out, f, &(scrut_picture_bins){counts, columns, rows, size(d), label(d)});
}

static void bars(draw *d, const scrut_picture_frame *f, scrut_buf *out)
{
    scrut_picture_bar rows[ROWS];
    size_t count = (size_t)below(d, ROWS + 1);
    for (size_t i = 0; i < count; i++)
        rows[i] = (scrut_picture_bar){party(d), value(d), value(d), range(d), link_of(d)};
    scrut_picture_bars(out, f, rows, count, (scrut_picture_unit)below(d, 4));
}

static void multiples(draw *d, const scrut_picture_frame *f, scrut_buf *out)
{
    scrut_picture_panel panels[ROWS];
    scrut_picture_value values[ROWS][3];
    const scrut_picture_party parties[] = {party(d), party(d), party(d)};
    size_t count = (size_t)below(d, ROWS + 1);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < 3; k++)
            values[i][k] = (scrut_picture_value){below(d, 10001), below(d, 5) > 0};
        panels[i] = (scrut_picture_panel){label(d), values[i], NULL, link_of(d)};
    }
    scrut_picture_multiples(out, f, &(scrut_picture_panels){parties, 3, panels, count, SCRUT_PICTURE_SHARE});
}

static void intervals(draw *d, const scrut_picture_frame *f, scrut_buf *out)
{
    scrut_picture_interval rows[ROWS];
    size_t count = (size_t)below(d, ROWS + 1);
    for (size_t i = 0; i < count; i++)
        rows[i] = (scrut_picture_interval){label(d), party(d).rank, value(d), range(d), value(d), link_of(d)};
    scrut_picture_intervals(out, f, rows, count, (scrut_picture_unit)below(d, 4));
}

static void (*const KINDS[])(draw *d, const scrut_picture_frame *f, scrut_buf *out) = {
    chamber, tiles, ladder, margins, differences, fingerprint, bars, multiples, intervals};
#define KIND_COUNT (sizeof KINDS / sizeof KINDS[0])

START_TEST(any_data_give_a_well_formed_picture_inside_its_viewbox_and_the_same_bytes_twice)
{
    scrut_buf out = {0}, again = {0};
    printf("# seed %llu\n", (unsigned long long)SEED);
    for (uint64_t round = 1; round <= ROUNDS; round++) {
        draw d = {SEED * round}, same = d;
        const scrut_picture_frame f = {.id = "p", .title = label(&d), .note = label(&d)};
        label(&same);
        label(&same);
        scrut_buf_clear(&out);
        scrut_buf_clear(&again);
        scrut_buf_puts(&out, "");
        scrut_buf_puts(&again, "");
        KINDS[_i](&d, &f, &out);
        KINDS[_i](&same, &f, &again);
        ck_assert(!out.failed);
        ck_assert_str_eq(out.bytes, again.bytes);
        if (out.length == 0)
            continue;
        svg_check_form(out.bytes);
        svg_check_inside(out.bytes, 35);
        svg_check_ids(out.bytes);
    }
    scrut_buf_free(&out);
    scrut_buf_free(&again);
}
END_TEST

/* ---- cells ---- */

static scrut_picture_shapes *points_on_a_map(draw *d, size_t count, int at[][2], scrut_arena *arena)
{
    scrut_buf text = {0};
    scrut_picture_shapes *shapes = NULL;
    scrut_buf_puts(&text, "{\"type\": \"FeatureCollection\", \"features\": [");
    for (size_t i = 0; i < count; i++) {
        int x = at[i][0] = (int)below(d, 40), y = at[i][1] = (int)below(d, 40);
        scrut_buf_printf(
            &text,
            "%s{\"type\": \"Feature\", \"id\": %zu, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": "
            "[[[%d, %d], [%d, %d], [%d, %d], [%d, %d], [%d, %d]]]}}",
            i > 0 ? "," : "", i, x, y, x + 1, y, x + 1, y + 1, x, y + 1, x, y);
    }
    scrut_buf_puts(&text, "]}");
    ck_assert_int_eq(scrut_picture_shapes_read(text.bytes, text.length, "m", NULL, arena, &shapes, NULL), SCRUT_OK);
    scrut_buf_free(&text);
    return shapes;
}

/* An exchange of the cells of two places changes the sum of squared displacements by twice the product of the two
 * differences, whatever the scale of each axis. So a place that lies north-west of another never has a cell to the
 * south-east of the other's. */
static bool exchange_gains(const scrut_picture_cell cells[], const int at[][2], size_t a, size_t b)
{
    int dx = at[b][0] - at[a][0], dy = at[a][1] - at[b][1]; /* rows count from the north */
    int across = cells[b].column - cells[a].column, down = cells[b].row - cells[a].row;
    return dx >= 0 && dy >= 0 && across <= 0 && down <= 0 && dx * across + dy * down < 0;
}

START_TEST(no_two_places_share_a_cell_or_would_gain_by_an_exchange)
{
    static const char *const KEYS[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14"};
    for (uint64_t round = 1; round <= 200; round++) {
        draw d = {SEED + round};
        size_t count = (size_t)(1 + below(&d, 15));
        int at[15][2];
        scrut_arena *arena = scrut_arena_new();
        scrut_picture_shapes *shapes = points_on_a_map(&d, count, at, arena);
        scrut_picture_place places[15] = {{0}};
        scrut_picture_cell cells[15];
        for (size_t i = 0; i < count; i++)
            places[i].key = places[i].label = KEYS[i];
        ck_assert(scrut_picture_cells_from_shapes(shapes, places, count, cells));
        for (size_t i = 0; i < count; i++) {
            ck_assert(cells[i].column >= 0 && cells[i].row >= 0);
            for (size_t k = 0; k < i; k++) {
                ck_assert(cells[i].column != cells[k].column || cells[i].row != cells[k].row);
                ck_assert(!exchange_gains(cells, at, i, k) && !exchange_gains(cells, at, k, i));
            }
        }
        scrut_arena_free(arena);
    }
}
END_TEST

/* ---- shared borders ---- */

#define SIDE 4          /* a country of SIDE x SIDE squares whose sides are crooked */
#define BENDS 30        /* points of a crooked side */
#define EDGES_MAX 20000 /* drawn */

typedef struct {
    long x1, y1, x2, y2;
} edge;

typedef struct {
    edge items[EDGES_MAX];
    size_t count;
    long right, bottom;
} edges;

/* A point on the side from corner (x, y) to the next one across or down, in millionths: crooked inside the country
 * only, and the same for both squares that have this side. */
static void side_point(scrut_buf *out, uint64_t seed, int x, int y, bool down, int step)
{
    draw d = {seed * 1000003 + (uint64_t)(((x * 8 + y) * 2 + down) * 64 + step) + 1};
    bool outer = down ? x == 0 || x == SIDE : y == 0 || y == SIDE;
    next(&d);
    int64_t off = outer || step == 0 ? 0 : below(&d, 160000) - 80000, along = (int64_t)step * 1000000 / BENDS;
    int64_t px = (int64_t)x * 1000000 + (down ? off : along), py = (int64_t)y * 1000000 + (down ? along : off);
    scrut_buf_printf(out, "[%.6f,%.6f],", (double)px / 1e6, (double)py / 1e6);
}

static void put_square(scrut_buf *out, uint64_t seed, int x, int y)
{
    scrut_buf_printf(out, "%s{\"type\":\"Feature\",\"id\":%d,\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[",
                     x + y > 0 ? "," : "", x * SIDE + y);
    for (int i = 0; i < BENDS; i++)
        side_point(out, seed, x, y, false, i);
    for (int i = 0; i < BENDS; i++)
        side_point(out, seed, x + 1, y, true, i);
    for (int i = 0; i < BENDS; i++) /* back: from the far corner, whose side begins at the next corner */
        side_point(out, seed, i == 0 ? x + 1 : x, y + 1, false, i == 0 ? 0 : BENDS - i);
    for (int i = 0; i < BENDS; i++)
        side_point(out, seed, x, i == 0 ? y + 1 : y, true, i == 0 ? 0 : BENDS - i);
    scrut_buf_printf(out, "[%d,%d]]]}}", x, y);
}

static scrut_picture_shapes *crooked_country(uint64_t seed, scrut_arena *arena)
{
    scrut_buf text = {0};
    scrut_picture_shapes *shapes = NULL;
    scrut_error err = {.message = ""};
    scrut_buf_puts(&text, "{\"type\":\"FeatureCollection\",\"features\":[");
    for (int x = 0; x < SIDE; x++)
        for (int y = 0; y < SIDE; y++)
            put_square(&text, seed, x, y);
    scrut_buf_puts(&text, "]}");
    ck_assert_msg(scrut_picture_shapes_read(text.bytes, text.length, "m", NULL, arena, &shapes, &err) == SCRUT_OK, "%s",
                  err.message);
    scrut_buf_free(&text);
    return shapes;
}

/* "Mx yldx dy dx dy...z": the edges of a ring, with the one that closes it. */
static const char *read_ring(const char *at, edges *e)
{
    char *end;
    long x = strtol(at + 1, &end, 10), y = strtol(end, &end, 10), first_x = x, first_y = y;
    at = end + 1;
    while (*at != 'z') {
        long dx = strtol(at, &end, 10), dy = strtol(end, &end, 10);
        at = end;
        ck_assert_uint_lt(e->count + 1, EDGES_MAX);
        e->items[e->count++] = (edge){x, y, x + dx, y + dy};
        x += dx;
        y += dy;
        e->right = x > e->right ? x : e->right;
        e->bottom = y > e->bottom ? y : e->bottom;
    }
    e->items[e->count++] = (edge){x, y, first_x, first_y};
    return at + 1;
}

static void read_edges(const char *svg, edges *e)
{
    for (const char *at = svg; (at = strstr(at, "<path id=\"p-")) != NULL;)
        for (at = strstr(at, " d=\"") + 4; *at == 'M';)
            at = read_ring(at, e);
}

static bool is_outer(const edges *e, const edge *a)
{
    return (a->x1 == a->x2 && (a->x1 == 0 || a->x1 == e->right)) ||
           (a->y1 == a->y2 && (a->y1 == 0 || a->y1 == e->bottom));
}

/* How many edges go the other way, less those that go this way: two sides may fall together on the grid. */
static int balance_of(const edges *e, const edge *a)
{
    int balance = 0;
    for (size_t i = 0; i < e->count; i++) {
        const edge *b = &e->items[i];
        balance += a->x1 == b->x2 && a->y1 == b->y2 && a->x2 == b->x1 && a->y2 == b->y1;
        balance -= a->x1 == b->x1 && a->y1 == b->y1 && a->x2 == b->x2 && a->y2 == b->y2;
    }
    return balance;
}

START_TEST(every_piece_of_a_border_inside_is_drawn_by_both_of_its_neighbours)
{
    static edges e;
    scrut_picture_frame f = {.id = "p", .title = "t"};
    for (uint64_t seed = 1; seed <= 20; seed++) {
        scrut_arena *arena = scrut_arena_new();
        scrut_buf out = {0};
        e = (edges){.count = 0};
        scrut_picture_map(&out, &f, crooked_country(seed, arena), NULL, 0);
        read_edges(out.bytes, &e);
        ck_assert_uint_gt(e.count, SIDE * SIDE * 4 * 3); /* more than the corners alone */
        for (size_t i = 0; i < e.count; i++)
            if (!is_outer(&e, &e.items[i]) && balance_of(&e, &e.items[i]) != 0)
                ck_abort_msg("seed %d: the edge %ld %ld - %ld %ld is drawn on one side only", (int)seed, e.items[i].x1,
                             e.items[i].y1, e.items[i].x2, e.items[i].y2);
        scrut_buf_free(&out);
        scrut_arena_free(arena);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("laws of pictures");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, any_data_give_a_well_formed_picture_inside_its_viewbox_and_the_same_bytes_twice, 0,
                        (int)KIND_COUNT);
    tcase_add_test(tests, every_piece_of_a_border_inside_is_drawn_by_both_of_its_neighbours);
    tcase_add_test(tests, no_two_places_share_a_cell_or_would_gain_by_an_exchange);
    return scrut_test_main(suite);
}
