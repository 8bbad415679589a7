/* SPDX-License-Identifier: Apache-2.0
 * Outlines of a model's areas cover the squares of its constituencies, without gap or overlap: each is drawn
 * counterclockwise, no edge is drawn twice, an edge that is not drawn back lies on the border of a square, and the
 * areas of a square add up to it. Coordinates are read from their digits as whole numbers, so that all of it is exact.
 */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/picture.h"
#include "scrutineer/roll_audit.h"
#include "scrutineer/simulate.h"
#include "scrutineer/yaml.h"

#include <stdio.h>
#include <string.h>

enum { SIDE = 8000, EDGES_MAX = 100000 };

typedef struct {
    int64_t from[2], to[2];
} edge;

typedef struct {
    scrut_arena *arena;
    case_folder folder;
    scrut_case *c;
    const scrut_yaml *features;
    int64_t *doubled; /* by constituency: twice the area of its outlines */
    edge *edges;
    size_t edge_count;
} drawn;

static const scrut_model *model_of(const char *text, size_t length, scrut_arena *arena)
{
    const scrut_model *model;
    scrut_problems problems = {.limit = 1};
    ck_assert_int_eq(scrut_model_parse(text, length, "m", arena, &problems, &model, NULL), SCRUT_OK);
    return model;
}

static const scrut_model *model_named(const char *id, scrut_arena *arena)
{
    size_t length;
    const char *text = scrut_model_text(id, &length);
    return model_of(text, length, arena);
}

static void write_model(const scrut_model *model, const scrut_simulate_options *options, int threads,
                        const case_folder *folder)
{
    scrut_pool *pool = scrut_pool_new(threads);
    scrut_simulation *simulation;
    scrut_error err = {.status = SCRUT_OK};
    ck_assert_msg(scrut_simulate(model, options, pool, &simulation, &err) == SCRUT_OK, "%s", err.message);
    ck_assert_int_eq(scrut_simulation_write(simulation, folder->path, &err), SCRUT_OK);
    ck_assert_int_eq(scrut_simulation_write_roll(simulation, folder->path, pool, &err), SCRUT_OK);
    scrut_simulation_free(simulation);
    scrut_pool_free(pool);
}

static drawn open_drawn(const scrut_model *model, const scrut_simulate_options *options, scrut_arena *arena)
{
    drawn d = {.arena = arena, .folder = case_folder_new()};
    scrut_yaml *root = NULL;
    write_model(model, options, 1, &d.folder);
    d.c = case_folder_load(&d.folder, 1);
    const scrut_case_map *map = &d.c->area_map;
    ck_assert_ptr_nonnull(map->file);
    ck_assert_ptr_null(map->key);
    ck_assert_int_eq(scrut_yaml_parse(map->bytes, map->length, map->file, arena, &root, NULL), SCRUT_OK);
    d.features = scrut_yaml_get(root, "features");
    ck_assert_ptr_nonnull(d.features);
    d.doubled = scrut_arena_calloc(arena, d.c->constituency_count, sizeof *d.doubled);
    d.edges = scrut_arena_calloc(arena, EDGES_MAX, sizeof *d.edges);
    ck_assert(d.doubled != NULL && d.edges != NULL);
    return d;
}

static void close_drawn(drawn *d)
{
    scrut_case_free(d->c);
    case_folder_remove(&d->folder);
    scrut_arena_free(d->arena);
}

/* A number with five decimals, in hundred thousandths. */
static int64_t whole(const scrut_yaml *number)
{
    char digits[32];
    size_t count = 0, point = strcspn(number->text, ".");
    ck_assert_uint_lt(number->length, sizeof digits);
    ck_assert_uint_eq(point + 6, number->length);
    for (const char *at = number->text; *at != '\0'; at++) {
        if (*at != '.')
            digits[count++] = *at;
    }
    digits[count] = '\0';
    return strtoll(digits, NULL, 10);
}

static void read_outline(drawn *d, const scrut_yaml *feature, uint32_t constituency)
{
    const scrut_yaml *rings = scrut_yaml_get(scrut_yaml_get(feature, "geometry"), "coordinates");
    ck_assert_uint_eq(rings->count, 1);
    const scrut_yaml *ring = rings->items[0];
    int64_t doubled = 0;
    ck_assert_uint_ge(ring->count, 5);
    for (size_t i = 0; i + 1 < ring->count; i++) {
        const scrut_yaml *p = ring->items[i], *q = ring->items[i + 1];
        edge e = {{whole(p->items[0]), whole(p->items[1])}, {whole(q->items[0]), whole(q->items[1])}};
        ck_assert(e.from[0] != e.to[0] || e.from[1] != e.to[1]);
        doubled += e.from[0] * e.to[1] - e.to[0] * e.from[1];
        ck_assert_uint_lt(d->edge_count, EDGES_MAX);
        d->edges[d->edge_count++] = e;
    }
    const scrut_yaml *first = ring->items[0], *last = ring->items[ring->count - 1];
    ck_assert_int_eq(whole(first->items[0]), whole(last->items[0]));
    ck_assert_int_eq(whole(first->items[1]), whole(last->items[1]));
    ck_assert_int_gt(doubled, 0);
    d->doubled[constituency] += doubled;
}

/* The areas of the level, each with one outline. */
static size_t read_outlines(drawn *d)
{
    size_t areas = 0;
    for (size_t a = 0; a < d->c->area_count; a++)
        areas += d->c->areas[a].level == d->c->area_map.level;
    ck_assert_uint_eq(d->features->count, areas);
    for (size_t i = 0; i < d->features->count; i++) {
        const char *id = scrut_yaml_get(d->features->items[i], "id")->text;
        size_t a = 0;
        while (a < d->c->area_count &&
               (d->c->areas[a].level != d->c->area_map.level || strcmp(d->c->areas[a].name, id) != 0))
            a++;
        ck_assert_msg(a < d->c->area_count, "%s is an outline of no area", id);
        read_outline(d, d->features->items[i], d->c->areas[a].constituency);
    }
    return areas;
}

static int by_ends(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(edge));
}

static bool on_border(const edge *e)
{
    return (e->from[0] == e->to[0] && e->from[0] % SIDE == 0) || (e->from[1] == e->to[1] && e->from[1] % SIDE == 0);
}

static void check_edges(drawn *d)
{
    qsort(d->edges, d->edge_count, sizeof *d->edges, by_ends);
    for (size_t i = 0; i < d->edge_count; i++) {
        const edge *e = &d->edges[i];
        edge back = {{e->to[0], e->to[1]}, {e->from[0], e->from[1]}};
        ck_assert(i == 0 || by_ends(e, e - 1) != 0);
        ck_assert(on_border(e) || bsearch(&back, d->edges, d->edge_count, sizeof back, by_ends) != NULL);
    }
}

static size_t check_outlines(const scrut_model *model, const scrut_simulate_options *options, scrut_arena *arena)
{
    drawn d = open_drawn(model, options, arena);
    size_t areas = read_outlines(&d);
    check_edges(&d);
    for (size_t k = 0; k < d.c->constituency_count; k++)
        ck_assert_int_eq(d.doubled[k], INT64_C(2) * SIDE * SIDE);
    close_drawn(&d);
    return areas;
}

START_TEST(outlines_cover_the_constituencies_without_gap_or_overlap)
{
    static const int64_t STATIONS[] = {20, 21, 60, 200};
    scrut_arena *arena = scrut_arena_new();
    size_t areas = check_outlines(model_named("plain", arena),
                                  &(scrut_simulate_options){.seed = 7, .stations = STATIONS[_i], .roll = true}, arena);
    printf("# %lld stations: %zu areas\n", (long long)STATIONS[_i], areas);
}
END_TEST

#define ONE_CONSTITUENCY                                                                                               \
    "scrutineer: model/1\nid: m\ntitle: M\ncountry: XX\ndate: 2020-05-17\nkind: parliament\n"                          \
    "chamber: {name: C, seats: 3}\nrules: pt\nareas: [%s]\n"                                                           \
    "parties:\n  - {party: A, name: A}\n  - {party: B, name: B}\n"                                                     \
    "variation: {size: 0.1, small: 0, small-size: 0.15, institutions: 0, turnout: [%s], support: [%s], "               \
    "invalid: 0.5}\n"                                                                                                  \
    "forms: {reserve: 0.05, bundle: 50, slips: 0, copy-slips: 0}\n"                                                    \
    "sources: [{source: forms, title: F, by: nobody}]\n"                                                               \
    "announcements: {by: nobody, official: 2020-06-01}\n"                                                              \
    "constituencies:\n  - {constituency: S, name: S, seats: 3, stations: %d, registered: %d, invalid: 15, "            \
    "areas: [%s], votes: [8000, 6000], tile: [999, 999]}\n"

/* The most that a page can show, in one square, where a map ends. */
START_TEST(so_many_areas_as_pages_show_have_outlines_that_can_be_read)
{
    scrut_arena *arena = scrut_arena_new();
    const char *text = scrut_arena_printf(arena, ONE_CONSTITUENCY, "ward", "0.2, 0.3", "0.2, 0.3", SCRUT_ROLL_AREAS_MAX,
                                          10 * SCRUT_ROLL_AREAS_MAX, "5000");
    size_t areas =
        check_outlines(model_of(text, strlen(text), arena), &(scrut_simulate_options){.seed = 1, .roll = true}, arena);
    ck_assert_uint_eq(areas, SCRUT_ROLL_AREAS_MAX);
}
END_TEST

START_TEST(of_more_areas_the_outer_ones_have_outlines)
{
    scrut_arena *arena = scrut_arena_new();
    const char *text = scrut_arena_printf(arena, ONE_CONSTITUENCY, "ward, street", "0.2, 0.2, 0.3", "0.2, 0.2, 0.3",
                                          SCRUT_ROLL_AREAS_MAX + 1, 10 * SCRUT_ROLL_AREAS_MAX, "30, 5001");
    size_t areas =
        check_outlines(model_of(text, strlen(text), arena), &(scrut_simulate_options){.seed = 1, .roll = true}, arena);
    ck_assert_uint_eq(areas, 30);
}
END_TEST

START_TEST(without_a_list_of_voters_there_is_no_map)
{
    scrut_arena *arena = scrut_arena_new();
    case_folder folder = case_folder_new();
    write_model(model_named("plain", arena), &(scrut_simulate_options){.seed = 7, .stations = 20}, 1, &folder);
    scrut_case *c = case_folder_load(&folder, 1);
    ck_assert_ptr_null(c->area_map.file);
    scrut_case_free(c);
    case_folder_remove(&folder);
    scrut_arena_free(arena);
}
END_TEST

static char *outlines_of(uint64_t seed, int threads, size_t *ret_length)
{
    scrut_arena *arena = scrut_arena_new();
    case_folder folder = case_folder_new();
    char *bytes = NULL;
    write_model(model_named("plain", arena), &(scrut_simulate_options){.seed = seed, .stations = 60, .roll = true},
                threads, &folder);
    ck_assert_int_eq(
        scrut_read_file(case_folder_path(&folder, "areas.geojson"), SCRUT_YAML_BYTES_MAX, &bytes, ret_length, NULL),
        SCRUT_OK);
    case_folder_remove(&folder);
    scrut_arena_free(arena);
    return bytes;
}

START_TEST(outlines_are_those_of_the_seed_on_any_number_of_threads)
{
    size_t lengths[3];
    char *one = outlines_of(7, 1, &lengths[0]), *four = outlines_of(7, 4, &lengths[1]);
    char *other = outlines_of(8, 1, &lengths[2]);
    ck_assert(lengths[0] == lengths[1] && memcmp(one, four, lengths[0]) == 0);
    ck_assert(lengths[0] != lengths[2] || memcmp(one, other, lengths[0]) != 0);
    free(one);
    free(four);
    free(other);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("outlines of a model's areas");
    TCase *tests = tcase_create("outlines");
    suite_add_tcase(suite, tests);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, outlines_cover_the_constituencies_without_gap_or_overlap, 0, 4);
    tcase_add_test(tests, so_many_areas_as_pages_show_have_outlines_that_can_be_read);
    tcase_add_test(tests, of_more_areas_the_outer_ones_have_outlines);
    tcase_add_test(tests, without_a_list_of_voters_there_is_no_map);
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_set_timeout(threaded, 60);
    tcase_add_test(threaded, outlines_are_those_of_the_seed_on_any_number_of_threads);
    return scrut_test_main(suite);
}
