/* SPDX-License-Identifier: Apache-2.0
 * map.c: the maps of a case: whose outlines the features of a GeoJSON file (RFC 7946) are. The outlines themselves are
 * read by who draws them, and so are the names of areas matched, as the lists of people have their own. */
#include "election_internal.h"

#include <stdlib.h>
#include <string.h>

/* A problem of the map's own file: `text` as it stands there, and what is wrong with it. */
static void map_problem(const loader *l, const scrut_case_map *map, const scrut_yaml *at, const char *text,
                        const char *what)
{
    scrut_problems_addf(l->problems, SCRUT_E_INPUT, map->file, at->line, at->column, -1, "\"%.80s\" %s", text, what);
}

static void match_constituency(loader *l, const scrut_yaml *name)
{
    const scrut_case_map *map = &l->c->map;
    uint32_t index = name_index_find(l, &l->constituencies, name->text);
    if (index == SCRUT_NONE || index == NAME_AMBIGUOUS) {
        map_problem(l, map, name, name->text,
                    index == SCRUT_NONE ? "of the map is no id, name or alias of a constituency"
                                        : "of the map is the name of two constituencies");
        return;
    }
    scrut_constituency *c = &l->c->constituencies[index];
    if (c->map_key != NULL && strcmp(c->map_key, name->text) != 0)
        map_problem(l, map, name, name->text, "is a constituency that the map also has under another name");
    else if (c->map_key == NULL)
        c->map_key = copy_text(l, name->text);
}

static void match_feature(loader *l, const scrut_case_map *map, const scrut_yaml *feature)
{
    const scrut_yaml *name = map->key != NULL ? scrut_yaml_get(scrut_yaml_get(feature, "properties"), map->key)
                                              : scrut_yaml_get(feature, "id");
    if (name == NULL || name->kind != SCRUT_YAML_SCALAR || name->length == 0)
        map_problem(l, map, feature, map->key != NULL ? map->key : "id", "is not given by this feature of the map");
    else if (map == &l->c->map)
        match_constituency(l, name);
}

static void match_features(loader *l, const scrut_case_map *map, scrut_arena *arena)
{
    scrut_yaml *root = NULL;
    scrut_error err;
    if (scrut_yaml_parse(map->bytes, map->length, map->file, arena, &root, &err) != SCRUT_OK) {
        scrut_problems_add(l->problems, &err);
        l->memory_failed = l->memory_failed || err.status == SCRUT_E_MEMORY;
        return;
    }
    const scrut_yaml *features = scrut_yaml_get(root, "features");
    if (features == NULL || features->kind != SCRUT_YAML_SEQUENCE) {
        map_problem(l, map, root, "features", "is missing: a map is a FeatureCollection of GeoJSON");
        return;
    }
    for (size_t i = 0; i < features->count && !l->memory_failed; i++)
        match_feature(l, map, features->items[i]);
}

static bool read_map(loader *l, const scrut_yaml *node, scrut_case_map *map)
{
    char *bytes = NULL;
    scrut_error err;
    const char *full_path = path_in_case(l, node);
    if (full_path == NULL)
        return false;
    if (scrut_read_file(full_path, SCRUT_YAML_BYTES_MAX, &bytes, &map->length, &err) != SCRUT_OK) {
        problem_at(l, node, "%s", err.message);
        l->memory_failed = l->memory_failed || err.status == SCRUT_E_MEMORY;
        return false;
    }
    record_file(l, node->text, full_path);
    map->file = node->text;
    map->bytes = scrut_arena_strndup(l->arena, bytes, map->length);
    l->memory_failed = l->memory_failed || map->bytes == NULL;
    free(bytes);
    return map->bytes != NULL;
}

/* `file` and `id` of a map. */
static void load_outlines(loader *l, const scrut_yaml *node, scrut_case_map *map)
{
    const scrut_yaml *file = scrut_yaml_get(node, "file");
    if (file == NULL || file->kind != SCRUT_YAML_SCALAR) {
        problem_at(l, node, "\"map\" needs \"file\", the name of a GeoJSON file");
        return;
    }
    map->key = text_of(l, node, "id");
    if (!read_map(l, file, map))
        return;
    scrut_arena *arena = scrut_arena_new();
    if (arena == NULL)
        l->memory_failed = true;
    else
        match_features(l, map, arena);
    scrut_arena_free(arena);
}

static void load_area_map(loader *l, const scrut_yaml *node)
{
    scrut_case_map *map = &l->c->area_map;
    if (!check_keys(l, node, "areas of the map", "level file id"))
        return;
    const char *level = text_of(l, node, "level");
    while (level != NULL && map->level < l->c->area_level_count && strcmp(l->c->area_levels[map->level], level) != 0)
        map->level++;
    if (level == NULL || map->level == l->c->area_level_count)
        problem_at(l, node, "\"level\" must be one of the case's \"areas\"");
    else
        load_outlines(l, node, map);
}

void load_map(loader *l, const scrut_yaml *node)
{
    if (node == NULL || !check_keys(l, node, "map", "file id areas"))
        return;
    const scrut_yaml *areas = scrut_yaml_get(node, "areas");
    if (areas != NULL)
        load_area_map(l, areas);
    if (areas == NULL || scrut_yaml_get(node, "file") != NULL)
        load_outlines(l, node, &l->c->map);
}
