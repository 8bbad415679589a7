/* SPDX-License-Identifier: Apache-2.0
 * mapping.c: stations that a source calls otherwise than the others do. Only what a person has written down, and
 * confirmed where the file asks for it, is applied. */
#include "election_internal.h"

#include <string.h>

enum { STATION, IS, CONFIRMED, KEY_COUNT };
static const char *const KEYS[KEY_COUNT] = {"station", "is", "confirmed"};

typedef struct {
    loader *l;
    grid g;
    size_t columns[KEY_COUNT];
    name_map rows, targets; /* the source's key, the others' key: row of the grid */
    bool *used;             /* a row: some return is of its station */
} mapping;

static bool want_columns(mapping *m, const scrut_yaml *node)
{
    const scrut_yaml *map = scrut_yaml_get(node, "columns");
    if (map != NULL && !check_keys(m->l, map, "columns of mapping", "station is confirmed"))
        return false;
    bool fine = true;
    for (int key = 0; key < KEY_COUNT; key++) {
        const char *header = map != NULL ? text_of(m->l, map, KEYS[key]) : NULL;
        const scrut_yaml *where = header != NULL ? scrut_yaml_get(map, KEYS[key]) : node;
        bool optional = key == CONFIRMED && header == NULL;
        m->columns[key] = grid_want(m->l, &m->g, header != NULL ? header : KEYS[key], where, optional);
        fine = fine && (optional || m->columns[key] != SIZE_MAX);
    }
    return fine;
}

static const char *cell(const mapping *m, size_t row, int key)
{
    const char *text = m->columns[key] != SIZE_MAX ? grid_cell(&m->g, row, m->columns[key]) : NULL;
    return text != NULL ? text : "";
}

static void row_problem(const mapping *m, size_t row, int key, const char *what)
{
    scrut_problems_addf(m->l->problems, SCRUT_E_INPUT, m->g.file, m->g.lines[row],
                        grid_file_column(&m->g, m->columns[key]), -1, "\"%.80s\" %s", cell(m, row, key), what);
}

/* Without the column every row is meant. */
static bool is_confirmed(const mapping *m, size_t row)
{
    const char *word = cell(m, row, CONFIRMED);
    if (m->columns[CONFIRMED] == SIZE_MAX || strcmp(word, "yes") == 0)
        return true;
    if (strcmp(word, "no") != 0)
        row_problem(m, row, CONFIRMED, "is neither yes nor no");
    return false;
}

static bool is_new(mapping *m, const name_map *map, size_t row, int key)
{
    const char *text = cell(m, row, key);
    if (text[0] != '\0' && name_map_get(map, text) == SCRUT_NONE)
        return true;
    row_problem(m, row, key, text[0] == '\0' ? "names no station" : "stands in the mapping twice");
    return false;
}

static bool put_row(mapping *m, size_t row)
{
    return is_new(m, &m->rows, row, STATION) && is_new(m, &m->targets, row, IS) &&
           name_map_put(m->l, &m->rows, cell(m, row, STATION), (uint32_t)row) &&
           name_map_put(m->l, &m->targets, cell(m, row, IS), (uint32_t)row);
}

static void read_rows(mapping *m)
{
    m->used = take(m->l, m->g.row_count, sizeof *m->used);
    for (size_t row = 0; m->used != NULL && row < m->g.row_count; row++) {
        m->used[row] = !is_confirmed(m, row);
        m->used[row] = m->used[row] || !put_row(m, row); /* what is wrong with it is said already */
    }
}

static void rename_rows(mapping *m, scrut_returns *r)
{
    const char **renamed = take(m->l, r->row_count, sizeof *renamed);
    for (uint32_t row = 0; renamed != NULL && row < r->row_count; row++) {
        char key[256];
        scrut_returns_station(r, row, key, sizeof key);
        uint32_t found = name_map_get(&m->rows, key);
        if (found == SCRUT_NONE)
            continue;
        renamed[row] = copy_text(m->l, cell(m, found, IS));
        m->used[found] = true;
    }
    for (size_t row = 0; renamed != NULL && row < m->g.row_count; row++)
        if (!m->used[row])
            row_problem(m, row, STATION, "is no station of this source");
    r->renamed = renamed;
}

void load_mapping(loader *l, const scrut_yaml *node, scrut_returns *r)
{
    if (node == NULL || !check_keys(l, node, "mapping", "file rows delimiter missing where columns"))
        return;
    mapping m = {.l = l};
    if (!grid_open(l, node, &m.g))
        return;
    if (want_columns(&m, node) && grid_read(l, &m.g)) {
        read_rows(&m);
        if (!l->memory_failed)
            rename_rows(&m, r);
    }
    grid_close(&m.g);
}
