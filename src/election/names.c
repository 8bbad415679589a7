/* SPDX-License-Identifier: Apache-2.0
 * names.c: names to numbers. Ids match exactly ("01" is not "1"); aliases and names by text key. */
#include "election_internal.h"
#include "scrutineer/hash.h"
#include "scrutineer/text.h"

#include <string.h>

static size_t slot_of(const name_map *map, const char *key)
{
    size_t slot = (size_t)scrut_hash64(key, strlen(key)) & (map->capacity - 1);
    while (map->keys[slot] != NULL && strcmp(map->keys[slot], key) != 0)
        slot = (slot + 1) & (map->capacity - 1);
    return slot;
}

uint32_t name_map_get(const name_map *map, const char *key)
{
    if (map->capacity == 0)
        return SCRUT_NONE;
    size_t slot = slot_of(map, key);
    return map->keys[slot] != NULL ? map->values[slot] : SCRUT_NONE;
}

static bool grow(loader *l, name_map *map)
{
    name_map larger = {.capacity = map->capacity == 0 ? 64 : map->capacity * 2, .count = map->count};
    larger.keys = take(l, larger.capacity, sizeof *larger.keys);
    larger.values = take(l, larger.capacity, sizeof *larger.values);
    if (larger.keys == NULL || larger.values == NULL)
        return false;
    for (size_t i = 0; i < map->capacity; i++) {
        if (map->keys[i] == NULL)
            continue;
        size_t slot = slot_of(&larger, map->keys[i]);
        larger.keys[slot] = map->keys[i];
        larger.values[slot] = map->values[i];
    }
    *map = larger;
    return true;
}

bool name_map_put(loader *l, name_map *map, const char *key, uint32_t value)
{
    if (map->count * 2 >= map->capacity && !grow(l, map))
        return false;
    size_t slot = slot_of(map, key);
    if (map->keys[slot] == NULL) {
        char *copy = copy_text(l, key);
        if (copy == NULL)
            return false;
        map->keys[slot] = copy;
        map->count++;
    }
    map->values[slot] = value;
    return true;
}

void name_index_add_other(loader *l, name_index *index, const char *text, uint32_t value)
{
    scrut_buf key = {0};
    if (scrut_text_key(text, strlen(text), &key, NULL) == SCRUT_E_MEMORY) {
        l->memory_failed = true;
    } else if (key.length > 0) {
        uint32_t old = name_map_get(&index->others, key.bytes);
        if (!name_map_put(l, &index->others, key.bytes, old == SCRUT_NONE || old == value ? value : NAME_AMBIGUOUS))
            l->memory_failed = true;
    }
    scrut_buf_free(&key);
}

uint32_t name_index_find(loader *l, const name_index *index, const char *text)
{
    uint32_t found = name_map_get(&index->ids, text);
    if (found != SCRUT_NONE)
        return found;
    scrut_buf key = {0};
    if (scrut_text_key(text, strlen(text), &key, NULL) == SCRUT_E_MEMORY)
        l->memory_failed = true;
    else if (key.length > 0)
        found = name_map_get(&index->others, key.bytes);
    scrut_buf_free(&key);
    return found;
}
