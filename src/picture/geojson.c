/* SPDX-License-Identifier: Apache-2.0
 * geojson.c: outlines from GeoJSON (RFC 7946). JSON is read by the strict reader of YAML, of which it is a part,
 * because that gives every value its place and bounds its depth. */
#include "shapes_internal.h"
#include "scrutineer/yaml.h"

#include <string.h>

#define DEGREE 1000000 /* coordinates are millionths: a tenth of a metre */
#define LONGITUDE_MAX (360 * DEGREE)
#define LATITUDE_MAX (90 * DEGREE)

typedef struct {
    const char *name, *key_property;
    scrut_arena *arena;
    scrut_error *err;
    const char **keys;
    size_t key_count, key_capacity;
    pic_ring *rings;
    size_t ring_count, ring_capacity, point_count;
} reader;

static scrut_status refuse(const reader *r, const scrut_yaml *at, scrut_status status, const char *what)
{
    return scrut_fail(r->err, status, r->name, at->line, at->column, -1, "%s", what);
}

/* ---- numbers ---- */

typedef struct {
    int64_t digits; /* up to 15 */
    int power;      /* of ten, by which `digits` is multiplied */
    bool negative;
} decimal;

static const char *read_digits(const char *text, decimal *d, bool fraction)
{
    const int64_t most = 100000000000000;
    for (; *text >= '0' && *text <= '9'; text++) {
        bool kept = d->digits < most;
        d->digits = kept ? d->digits * 10 + (*text - '0') : d->digits;
        d->power += fraction ? -kept : !kept;
    }
    return text;
}

static const char *read_exponent(const char *text, decimal *d)
{
    const int most = 1000;
    int exponent = 0, sign = text[1] == '-' ? -1 : 1;
    text += text[1] == '-' || text[1] == '+' ? 2 : 1;
    if (*text == '\0')
        return NULL;
    for (; *text >= '0' && *text <= '9'; text++)
        exponent = exponent < most ? exponent * 10 + (*text - '0') : most;
    d->power += sign * exponent;
    return text;
}

static bool read_decimal(const char *text, decimal *d)
{
    *d = (decimal){.negative = *text == '-'};
    text += d->negative;
    if (*text < '0' || *text > '9')
        return false;
    text = read_digits(text, d, false);
    if (*text == '.' && text[1] >= '0' && text[1] <= '9')
        text = read_digits(text + 1, d, true);
    if (*text == 'e' || *text == 'E')
        text = read_exponent(text, d);
    return text != NULL && *text == '\0';
}

/* Millionths, half away from zero; a magnitude above `most` gives most + 1. */
static int64_t millionths(decimal d, int64_t most)
{
    int64_t value = d.digits;
    int power = d.power + 6;
    for (; power > 0 && value != 0 && value <= most; power--)
        value *= 10;
    for (; power < -1 && value != 0; power++)
        value /= 10;
    if (power == -1)
        value = (value + 5) / 10;
    value = value > most ? most + 1 : value;
    return d.negative ? -value : value;
}

static scrut_status read_coordinate(const reader *r, const scrut_yaml *node, int64_t most, int32_t *ret_value)
{
    decimal d;
    if (node->kind != SCRUT_YAML_SCALAR || node->quoted || !read_decimal(node->text, &d))
        return refuse(r, node, SCRUT_E_INPUT, "expected a number of degrees");
    int64_t value = millionths(d, most);
    if (value > most || value < -most)
        return refuse(r, node, SCRUT_E_RANGE, "a coordinate outside the globe; expected degrees, longitude first");
    *ret_value = (int32_t)value;
    return SCRUT_OK;
}

/* ---- rings ---- */

static scrut_status read_point(const reader *r, const scrut_yaml *node, pic_point *ret_point)
{
    if (node->kind != SCRUT_YAML_SEQUENCE || node->count < 2)
        return refuse(r, node, SCRUT_E_INPUT, "expected a position: [longitude, latitude]");
    scrut_status status = read_coordinate(r, node->items[0], LONGITUDE_MAX, &ret_point->x);
    if (status == SCRUT_OK && ret_point->x > LONGITUDE_MAX / 2)
        ret_point->x -= LONGITUDE_MAX;
    if (status == SCRUT_OK && ret_point->x < -LONGITUDE_MAX / 2)
        ret_point->x += LONGITUDE_MAX;
    return status == SCRUT_OK ? read_coordinate(r, node->items[1], LATITUDE_MAX, &ret_point->y) : status;
}

static scrut_status read_ring(reader *r, const scrut_yaml *node, uint32_t shape, bool hole)
{
    if (node->kind != SCRUT_YAML_SEQUENCE || node->count < 4)
        return refuse(r, node, SCRUT_E_INPUT, "expected a ring of four positions or more");
    pic_ring ring = {.shape = shape, .hole = hole, .count = node->count};
    ring.points = scrut_arena_calloc(r->arena, node->count, sizeof *ring.points);
    if (ring.points == NULL || !scrut_grow(&r->rings, &r->ring_capacity, r->ring_count + 1, sizeof *r->rings))
        return scrut_fail_memory(r->err);
    for (size_t i = 0; i < node->count; i++) {
        scrut_status status = read_point(r, node->items[i], &ring.points[i]);
        if (status != SCRUT_OK)
            return status;
    }
    const pic_point *first = &ring.points[0], *last = &ring.points[ring.count - 1];
    if (first->x != last->x || first->y != last->y)
        return refuse(r, node, SCRUT_E_INPUT, "a ring does not end where it begins");
    ring.count--;
    r->rings[r->ring_count++] = ring;
    r->point_count += ring.count;
    return SCRUT_OK;
}

static scrut_status read_polygon(reader *r, const scrut_yaml *node, uint32_t shape)
{
    if (node->kind != SCRUT_YAML_SEQUENCE)
        return refuse(r, node, SCRUT_E_INPUT, "expected a polygon: a list of rings");
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < node->count && status == SCRUT_OK; i++)
        status = read_ring(r, node->items[i], shape, i > 0);
    return status;
}

static scrut_status read_polygons(reader *r, const scrut_yaml *node, uint32_t shape)
{
    if (node->kind != SCRUT_YAML_SEQUENCE)
        return refuse(r, node, SCRUT_E_INPUT, "expected a list of polygons");
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < node->count && status == SCRUT_OK; i++)
        status = read_polygon(r, node->items[i], shape);
    return status;
}

/* ---- features ---- */

static bool is_text(const scrut_yaml *node, const char *text)
{
    return node != NULL && node->kind == SCRUT_YAML_SCALAR && strcmp(node->text, text) == 0;
}

static bool is_null(const scrut_yaml *node)
{
    return node == NULL || (is_text(node, "null") && !node->quoted);
}

static scrut_status read_geometry(reader *r, const scrut_yaml *feature, uint32_t shape)
{
    const scrut_yaml *geometry = scrut_yaml_get(feature, "geometry");
    if (is_null(geometry))
        return SCRUT_OK;
    const scrut_yaml *type = scrut_yaml_get(geometry, "type"), *list = scrut_yaml_get(geometry, "coordinates");
    if (!is_text(type, "Polygon") && !is_text(type, "MultiPolygon"))
        return refuse(r, geometry, SCRUT_E_INPUT, "expected a geometry of type Polygon or MultiPolygon");
    if (list == NULL)
        return refuse(r, geometry, SCRUT_E_INPUT, "a geometry without coordinates");
    return is_text(type, "Polygon") ? read_polygon(r, list, shape) : read_polygons(r, list, shape);
}

static scrut_status find_shape(reader *r, const scrut_yaml *feature, const char *key, uint32_t *ret_shape)
{
    for (size_t i = 0; i < r->key_count; i++)
        if (strcmp(r->keys[i], key) == 0) {
            *ret_shape = (uint32_t)i;
            return SCRUT_OK;
        }
    if (r->key_count == SCRUT_PICTURE_SHAPES_MAX)
        return refuse(r, feature, SCRUT_E_LIMIT, "more features than a map can hold");
    const char *copy = scrut_arena_strdup(r->arena, key);
    if (copy == NULL || !scrut_grow(&r->keys, &r->key_capacity, r->key_count + 1, sizeof(char *)))
        return scrut_fail_memory(r->err);
    *ret_shape = (uint32_t)r->key_count;
    r->keys[r->key_count++] = copy;
    return SCRUT_OK;
}

static scrut_status read_feature(reader *r, const scrut_yaml *node)
{
    if (!is_text(scrut_yaml_get(node, "type"), "Feature"))
        return refuse(r, node, SCRUT_E_INPUT, "expected an object of type Feature");
    const scrut_yaml *key = r->key_property != NULL
                                ? scrut_yaml_get(scrut_yaml_get(node, "properties"), r->key_property)
                                : scrut_yaml_get(node, "id");
    uint32_t shape = 0;
    if (is_null(key) || key->kind != SCRUT_YAML_SCALAR)
        return scrut_fail(r->err, SCRUT_E_INPUT, r->name, node->line, node->column, -1,
                          "a feature without %s \"%.60s\", by which its constituency would be known",
                          r->key_property != NULL ? "the property" : "the member",
                          r->key_property != NULL ? r->key_property : "id");
    scrut_status status = find_shape(r, node, key->text, &shape);
    return status == SCRUT_OK ? read_geometry(r, node, shape) : status;
}

static scrut_status read_root(reader *r, const scrut_yaml *root)
{
    const scrut_yaml *type = scrut_yaml_get(root, "type"), *features = scrut_yaml_get(root, "features");
    if (is_text(type, "Feature"))
        return read_feature(r, root);
    if (!is_text(type, "FeatureCollection") || features == NULL || features->kind != SCRUT_YAML_SEQUENCE)
        return refuse(r, root, SCRUT_E_INPUT, "expected GeoJSON: an object of type FeatureCollection with features");
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < features->count && status == SCRUT_OK; i++)
        status = read_feature(r, features->items[i]);
    return status;
}

static scrut_status finish(const reader *r, scrut_picture_shapes **ret_shapes)
{
    scrut_picture_shapes *shapes = scrut_arena_calloc(r->arena, 1, sizeof *shapes);
    const char **keys = scrut_arena_calloc(r->arena, r->key_count, sizeof(char *));
    pic_ring *rings = scrut_arena_calloc(r->arena, r->ring_count, sizeof *rings);
    if (shapes == NULL || keys == NULL || rings == NULL)
        return scrut_fail_memory(r->err);
    if (r->key_count > 0)
        memcpy(keys, r->keys, r->key_count * sizeof(char *));
    if (r->ring_count > 0)
        memcpy(rings, r->rings, r->ring_count * sizeof *rings);
    *shapes = (scrut_picture_shapes){keys, r->key_count, rings, r->ring_count, r->point_count};
    *ret_shapes = shapes;
    return SCRUT_OK;
}

scrut_status scrut_picture_shapes_read(const char *bytes, size_t length, const char *name, const char *key_property,
                                       scrut_arena *arena, scrut_picture_shapes **ret_shapes, scrut_error *err)
{
    reader r = {.name = name, .key_property = key_property, .arena = arena, .err = err};
    scrut_arena *tree = scrut_arena_new();
    scrut_yaml *root = NULL;
    scrut_status status =
        tree != NULL ? scrut_yaml_parse(bytes, length, name, tree, &root, err) : scrut_fail_memory(err);
    if (status == SCRUT_OK)
        status = read_root(&r, root);
    if (status == SCRUT_OK)
        status = finish(&r, ret_shapes);
    free(r.keys);
    free(r.rings);
    scrut_arena_free(tree);
    return status;
}

/* ---- looking ---- */

size_t scrut_picture_shapes_count(const scrut_picture_shapes *shapes)
{
    return shapes->count;
}

const char *scrut_picture_shapes_key(const scrut_picture_shapes *shapes, size_t shape)
{
    return shapes->keys[shape];
}

bool scrut_picture_shapes_find(const scrut_picture_shapes *shapes, const char *key, size_t *ret_shape)
{
    for (size_t i = 0; key != NULL && i < shapes->count; i++)
        if (strcmp(shapes->keys[i], key) == 0) {
            *ret_shape = i;
            return true;
        }
    return false;
}

scrut_picture_shapes *scrut_picture_shapes_of(const scrut_picture_shapes *shapes, const scrut_picture_place *places,
                                              size_t place_count, scrut_arena *arena)
{
    scrut_picture_shapes *of = scrut_arena_calloc(arena, 1, sizeof *of);
    uint32_t *now = scrut_arena_calloc(arena, shapes->count, sizeof *now); /* plus 1; 0: left out */
    if (of == NULL || now == NULL)
        return NULL;
    for (size_t i = 0, shape; i < place_count; i++)
        if (scrut_picture_shapes_find(shapes, places[i].key, &shape))
            now[shape] = 1;
    of->keys = scrut_arena_calloc(arena, shapes->count, sizeof(char *));
    of->rings = scrut_arena_calloc(arena, shapes->ring_count, sizeof *of->rings);
    if (of->keys == NULL || of->rings == NULL)
        return NULL;
    for (size_t i = 0; i < shapes->count; i++)
        if (now[i] != 0) {
            of->keys[of->count++] = shapes->keys[i];
            now[i] = (uint32_t)of->count;
        }
    for (size_t r = 0; r < shapes->ring_count; r++) {
        const pic_ring *ring = &shapes->rings[r];
        if (now[ring->shape] == 0)
            continue;
        of->rings[of->ring_count] = *ring;
        of->rings[of->ring_count++].shape = now[ring->shape] - 1;
        of->point_count += ring->count;
    }
    return of;
}
