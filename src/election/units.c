/* SPDX-License-Identifier: Apache-2.0
 * units.c: parties, alliances, constituencies and areas: what figures belong to. */
#include "election_internal.h"

#include <stdio.h>
#include <string.h>

/* Column of a listed table by its key: under the header that `columns` maps it to, else under its own name. */
static size_t mapped_column(loader *l, const scrut_yaml *node, grid *g, const char *key, bool required)
{
    const scrut_yaml *columns = scrut_yaml_get(node, "columns");
    const scrut_yaml *mapped = scrut_yaml_get(columns, key);
    if (mapped != NULL && mapped->kind == SCRUT_YAML_SCALAR)
        return grid_want(l, g, mapped->text, mapped, false);
    return grid_want(l, g, key, node, !required);
}

/* An empty cell is as good as none. */
static const char *optional_cell(const grid *g, size_t row, size_t column)
{
    const char *text = grid_cell(g, row, column);
    return text != NULL && text[0] != '\0' ? text : NULL;
}

static bool cell_yes(loader *l, const grid *g, size_t row, size_t column)
{
    const char *text = optional_cell(g, row, column);
    if (text == NULL || strcmp(text, "no") == 0)
        return false;
    if (strcmp(text, "yes") != 0)
        scrut_problems_addf(l->problems, SCRUT_E_INPUT, g->file, g->lines[row], grid_file_column(g, column), -1,
                            "\"%s\" must be yes or no, not \"%.40s\"", g->headers[column], text);
    return true;
}

/* `columns` maps the keys of the part to headers; another key is a slip. */
static void check_columns(loader *l, const scrut_yaml *node, const char *keys)
{
    const scrut_yaml *columns = scrut_yaml_get(node, "columns");
    if (columns == NULL || !check_keys(l, columns, "\"columns\"", keys))
        return;
    for (size_t i = 0; i < columns->count; i++)
        if (columns->items[i]->kind != SCRUT_YAML_SCALAR)
            problem_at(l, columns->items[i], "the column of \"%.60s\" must be a text", columns->keys[i]->text);
}

static int64_t cell_whole(loader *l, const grid *g, size_t row, size_t column, int64_t otherwise)
{
    int64_t value = otherwise;
    (void)grid_number(l, g, row, column, &value);
    return value;
}

/* --- parties ------------------------------------------------------------------------------------------- */

static uint32_t add_party(loader *l, const char *id)
{
    scrut_case *c = l->c;
    if (c->party_count >= SCRUT_PARTIES_MAX) {
        if (c->party_count == SCRUT_PARTIES_MAX)
            problem_at(l, NULL, "more than %d parties", SCRUT_PARTIES_MAX);
        return SCRUT_NONE;
    }
    if (!arena_grow(l, &c->parties, &l->party_capacity, c->party_count, sizeof *c->parties))
        return SCRUT_NONE;
    uint32_t index = (uint32_t)c->party_count++;
    c->parties[index] = (scrut_party){
        .id = copy_text(l, id), .alliance_index = SCRUT_NONE, .hidden_in = SCRUT_NONE, .members = 1, .list_order = -1};
    if (!name_map_put(l, &l->parties.ids, id, index))
        l->memory_failed = true;
    return index;
}

static uint32_t alliance_of(loader *l, const char *name)
{
    scrut_case *c = l->c;
    for (size_t i = 0; i < c->alliance_count; i++)
        if (strcmp(c->alliances[i], name) == 0)
            return (uint32_t)i;
    c->alliances[c->alliance_count] = name; /* room for one a party was taken */
    return (uint32_t)c->alliance_count++;
}

typedef struct {
    size_t party, name, name_local, colour, aliases, alliance, members, exempt, aggregate, hidden_in, predecessors,
        list_order, split_by;
} party_columns;

static void fill_party(loader *l, const grid *g, size_t row, const party_columns *at, scrut_party *party)
{
    party->name = optional_cell(g, row, at->name);
    party->name_local = optional_cell(g, row, at->name_local);
    party->colour = optional_cell(g, row, at->colour);
    party->alliance = optional_cell(g, row, at->alliance);
    if (party->alliance != NULL)
        party->alliance_index = alliance_of(l, party->alliance);
    const char *aliases = optional_cell(g, row, at->aliases);
    if (aliases != NULL)
        party->aliases = split_bars(l, aliases, &party->alias_count);
    const char *predecessors = optional_cell(g, row, at->predecessors);
    if (predecessors != NULL)
        party->predecessors = split_bars(l, predecessors, &party->predecessor_count);
    int64_t members = cell_whole(l, g, row, at->members, 1);
    party->members = members > 0 && members < 1000 ? (int)members : 1;
    party->exempt = cell_yes(l, g, row, at->exempt);
    party->aggregate = cell_yes(l, g, row, at->aggregate);
    party->split_by = optional_cell(g, row, at->split_by);
    party->list_order = cell_whole(l, g, row, at->list_order, -1);
}

static void read_party_rows(loader *l, grid *g, const party_columns *at)
{
    l->c->alliances = take(l, g->row_count, sizeof *l->c->alliances);
    const char **hidden_in = take(l, g->row_count, sizeof *hidden_in);
    for (size_t row = 0; row < g->row_count && !l->memory_failed; row++) {
        const char *id = optional_cell(g, row, at->party);
        if (id == NULL || name_map_get(&l->parties.ids, id) != SCRUT_NONE) {
            scrut_problems_addf(l->problems, SCRUT_E_INPUT, g->file, g->lines[row], grid_file_column(g, at->party), -1,
                                id == NULL ? "a party without an id" : "party \"%.60s\" is listed twice",
                                id == NULL ? "" : id);
            continue;
        }
        uint32_t index = add_party(l, id);
        if (index == SCRUT_NONE)
            return;
        scrut_party *party = &l->c->parties[index];
        fill_party(l, g, row, at, party);
        hidden_in[index] = optional_cell(g, row, at->hidden_in);
        for (size_t i = 0; i < party->alias_count; i++)
            name_index_add_other(l, &l->parties, party->aliases[i], index);
        name_index_add_other(l, &l->parties, id, index);
        if (party->name != NULL)
            name_index_add_other(l, &l->parties, party->name, index);
    }
    for (size_t i = 0; i < l->c->party_count; i++) {
        if (hidden_in[i] == NULL)
            continue;
        l->c->parties[i].hidden_in = name_map_get(&l->parties.ids, hidden_in[i]);
        if (l->c->parties[i].hidden_in == SCRUT_NONE || !l->c->parties[l->c->parties[i].hidden_in].aggregate)
            problem_at(l, NULL, "party \"%.60s\" is hidden in \"%.60s\", which is not a party with aggregate: yes",
                       l->c->parties[i].id, hidden_in[i]);
    }
}

void load_parties(loader *l, const scrut_yaml *node)
{
    l->parties_open = node == NULL;
    if (node == NULL || !check_keys(l, node, "parties", "file rows delimiter missing where columns unlisted"))
        return;
    const char *unlisted = text_of(l, node, "unlisted");
    l->parties_open = unlisted != NULL && strcmp(unlisted, "add") == 0;
    if (unlisted != NULL && !l->parties_open && strcmp(unlisted, "refuse") != 0)
        problem_at(l, scrut_yaml_get(node, "unlisted"), "\"unlisted\" must be add or refuse");
    check_columns(l, node,
                  "party name name_local colour aliases alliance members exempt aggregate hidden-in predecessors "
                  "list-order split-by");
    grid g;
    if (!grid_open(l, node, &g))
        return;
    party_columns at = {.party = mapped_column(l, node, &g, "party", true),
                        .name = mapped_column(l, node, &g, "name", false),
                        .name_local = mapped_column(l, node, &g, "name_local", false),
                        .colour = mapped_column(l, node, &g, "colour", false),
                        .aliases = mapped_column(l, node, &g, "aliases", false),
                        .alliance = mapped_column(l, node, &g, "alliance", false),
                        .members = mapped_column(l, node, &g, "members", false),
                        .exempt = mapped_column(l, node, &g, "exempt", false),
                        .aggregate = mapped_column(l, node, &g, "aggregate", false),
                        .hidden_in = mapped_column(l, node, &g, "hidden-in", false),
                        .predecessors = mapped_column(l, node, &g, "predecessors", false),
                        .list_order = mapped_column(l, node, &g, "list-order", false),
                        .split_by = mapped_column(l, node, &g, "split-by", false)};
    if (at.party != SIZE_MAX && grid_read(l, &g))
        read_party_rows(l, &g, &at);
    grid_close(&g);
}

void default_predecessors(loader *l)
{
    for (size_t p = 0; p < l->c->party_count; p++) {
        scrut_party *party = &l->c->parties[p];
        if (party->predecessor_count > 0)
            continue;
        party->predecessors = take(l, 1, sizeof *party->predecessors);
        if (party->predecessors == NULL)
            return;
        party->predecessors[party->predecessor_count++] = party->id;
    }
}

uint32_t resolve_party(loader *l, const char *text, const char *file, int64_t line, int64_t column)
{
    uint32_t index = name_index_find(l, &l->parties, text);
    if (index == SCRUT_NONE && l->parties_open && text[0] != '\0')
        return add_party(l, text);
    if (index != SCRUT_NONE && index != NAME_AMBIGUOUS)
        return index;
    scrut_problems_addf(l->problems, SCRUT_E_INPUT, file, line, column, -1,
                        index == NAME_AMBIGUOUS ? "\"%.60s\" is the name of more than one party"
                                                : "\"%.60s\" is not a listed party, nor an alias of one",
                        text);
    return SCRUT_NONE;
}

uint32_t resolve_previous_party(loader *l, const char *text)
{
    scrut_case *c = l->c;
    uint32_t index = name_map_get(&l->previous_parties.ids, text);
    if (index != SCRUT_NONE)
        return index;
    if (c->previous_party_count >= SCRUT_PARTIES_MAX ||
        !arena_grow(l, &c->previous_parties, &l->previous_capacity, c->previous_party_count,
                    sizeof *c->previous_parties))
        return SCRUT_NONE;
    index = (uint32_t)c->previous_party_count++;
    c->previous_parties[index] = copy_text(l, text);
    if (!name_map_put(l, &l->previous_parties.ids, text, index))
        l->memory_failed = true;
    return index;
}

/* --- constituencies -------------------------------------------------------------------------------------- */

static uint32_t add_constituency(loader *l, const char *id)
{
    scrut_case *c = l->c;
    if (!arena_grow(l, &c->constituencies, &l->constituency_capacity, c->constituency_count, sizeof *c->constituencies))
        return SCRUT_NONE;
    uint32_t index = (uint32_t)c->constituency_count++;
    c->constituencies[index] = (scrut_constituency){.id = copy_text(l, id), .where = {.line = -1}};
    if (!name_map_put(l, &l->constituencies.ids, id, index))
        l->memory_failed = true;
    return index;
}

typedef struct {
    size_t id, name, name_local, seats, registered, aliases, tile_column, tile_row;
} constituency_columns;

#define TILE_MAX 999

/* Its square, which no other one may have. */
static void fill_tile(loader *l, const grid *g, size_t row, const constituency_columns *at, uint32_t index)
{
    scrut_constituency *u = &l->c->constituencies[index];
    int64_t column = cell_whole(l, g, row, at->tile_column, -1), line = cell_whole(l, g, row, at->tile_row, -1);
    if (column < 0 && line < 0)
        return;
    if (column < 0 || line < 0 || column > TILE_MAX || line > TILE_MAX) {
        scrut_problems_addf(l->problems, SCRUT_E_RANGE, g->file, g->lines[row], grid_file_column(g, at->tile_column),
                            -1, "a square needs tile_column and tile_row, whole numbers from 0 to %d", TILE_MAX);
        return;
    }
    u->tile_known = true;
    u->tile_column = (int32_t)column;
    u->tile_row = (int32_t)line;
    for (uint32_t k = 0; k < index; k++) {
        const scrut_constituency *other = &l->c->constituencies[k];
        if (other->tile_known && other->tile_column == u->tile_column && other->tile_row == u->tile_row)
            scrut_problems_addf(l->problems, SCRUT_E_INPUT, g->file, g->lines[row],
                                grid_file_column(g, at->tile_column), -1,
                                "constituency \"%.60s\" has the square of \"%.60s\"", u->id, other->id);
    }
}

static void fill_constituency(loader *l, const grid *g, size_t row, const constituency_columns *at, uint32_t index)
{
    scrut_constituency *u = &l->c->constituencies[index];
    u->name = optional_cell(g, row, at->name);
    u->name_local = optional_cell(g, row, at->name_local);
    u->where = (scrut_cell_ref){.file = g->file, .line = g->lines[row], .column = "seats"};
    u->seats_known = grid_number(l, g, row, at->seats, &u->seats) == 1;
    if (u->seats > SCRUT_SEATS_MAX)
        scrut_problems_addf(l->problems, SCRUT_E_RANGE, g->file, g->lines[row], grid_file_column(g, at->seats), -1,
                            "%lld seats, more than %d", (long long)u->seats, SCRUT_SEATS_MAX);
    if (at->registered != SIZE_MAX) {
        u->registered.cells = 1;
        u->registered.known = grid_number(l, g, row, at->registered, &u->registered.value) == 1;
    }
    if (at->tile_column != SIZE_MAX && at->tile_row != SIZE_MAX)
        fill_tile(l, g, row, at, index);
    const char *aliases = optional_cell(g, row, at->aliases);
    if (aliases != NULL)
        u->aliases = split_bars(l, aliases, &u->alias_count);
    for (size_t i = 0; i < u->alias_count; i++)
        name_index_add_other(l, &l->constituencies, u->aliases[i], index);
    if (u->name != NULL)
        name_index_add_other(l, &l->constituencies, u->name, index);
}

/* The same constituency may stand on several rows (one a party); its seats must then agree. */
static void repeat_constituency(loader *l, const grid *g, size_t row, const constituency_columns *at, uint32_t index)
{
    int64_t seats = 0;
    const scrut_constituency *u = &l->c->constituencies[index];
    bool known = grid_number(l, g, row, at->seats, &seats) == 1;
    if (known != u->seats_known || (known && seats != u->seats))
        scrut_problems_addf(l->problems, SCRUT_E_INPUT, g->file, g->lines[row], grid_file_column(g, at->seats), -1,
                            "constituency \"%.60s\" has other seats here than on line %lld", u->id,
                            (long long)u->where.line);
}

static void read_constituency_rows(loader *l, grid *g, const constituency_columns *at)
{
    for (size_t row = 0; row < g->row_count && !l->memory_failed; row++) {
        const char *id = optional_cell(g, row, at->id);
        if (id == NULL) {
            scrut_problems_addf(l->problems, SCRUT_E_INPUT, g->file, g->lines[row], grid_file_column(g, at->id), -1,
                                "a constituency without an id");
            continue;
        }
        uint32_t index = name_map_get(&l->constituencies.ids, id);
        if (index != SCRUT_NONE) {
            repeat_constituency(l, g, row, at, index);
            continue;
        }
        index = add_constituency(l, id);
        if (index != SCRUT_NONE)
            fill_constituency(l, g, row, at, index);
    }
}

static void add_single_constituency(loader *l)
{
    uint32_t index = add_constituency(l, "nation");
    if (index == SCRUT_NONE)
        return;
    l->c->single_constituency = true;
    l->c->constituencies[index].seats_known = l->c->chamber_seats > 0;
    l->c->constituencies[index].seats = l->c->chamber_seats;
}

/* Does any table name constituencies? Otherwise the nation is the one constituency. */
static bool tables_name_constituencies(const scrut_yaml *node)
{
    for (size_t i = 0; node != NULL && i < node->count; i++) {
        if (node->kind == SCRUT_YAML_MAPPING && strcmp(node->keys[i]->text, "constituency") == 0)
            return true;
        if (node->kind != SCRUT_YAML_SCALAR && tables_name_constituencies(node->items[i]))
            return true;
    }
    return false;
}

void load_constituencies(loader *l, const scrut_yaml *node)
{
    if (node == NULL) {
        l->constituencies_open = tables_name_constituencies(l->root);
        if (!l->constituencies_open)
            add_single_constituency(l);
        return;
    }
    if (!check_keys(l, node, "constituencies", "file rows delimiter missing where columns"))
        return;
    check_columns(l, node, "constituency name name_local seats registered aliases tile_column tile_row");
    grid g;
    if (!grid_open(l, node, &g))
        return;
    constituency_columns at = {.id = mapped_column(l, node, &g, "constituency", true),
                               .name = mapped_column(l, node, &g, "name", false),
                               .name_local = mapped_column(l, node, &g, "name_local", false),
                               .seats = mapped_column(l, node, &g, "seats", false),
                               .registered = mapped_column(l, node, &g, "registered", false),
                               .aliases = mapped_column(l, node, &g, "aliases", false),
                               .tile_column = mapped_column(l, node, &g, "tile_column", false),
                               .tile_row = mapped_column(l, node, &g, "tile_row", false)};
    if (at.id != SIZE_MAX && grid_read(l, &g))
        read_constituency_rows(l, &g, &at);
    grid_close(&g);
}

uint32_t resolve_constituency(loader *l, const char *text, const char *file, int64_t line, int64_t column)
{
    uint32_t index = name_index_find(l, &l->constituencies, text);
    if (index == SCRUT_NONE && l->constituencies_open && text[0] != '\0')
        return add_constituency(l, text);
    if (index != SCRUT_NONE && index != NAME_AMBIGUOUS)
        return index;
    scrut_problems_addf(l->problems, SCRUT_E_INPUT, file, line, column, -1,
                        index == NAME_AMBIGUOUS ? "\"%.60s\" is the name of more than one constituency"
                                                : "\"%.60s\" is not a listed constituency, nor an alias of one",
                        text);
    return SCRUT_NONE;
}

/* --- areas ------------------------------------------------------------------------------------------------ */

void load_areas(loader *l, const scrut_yaml *node)
{
    if (node == NULL)
        return;
    size_t count;
    l->c->area_levels = texts_of(l, node, &count);
    if (count > SCRUT_AREA_LEVELS_MAX) {
        problem_at(l, node, "more than %d area levels", SCRUT_AREA_LEVELS_MAX);
        count = SCRUT_AREA_LEVELS_MAX;
    }
    for (size_t i = 0; i < count; i++)
        if (strcmp(l->c->area_levels[i], "nation") == 0 || strcmp(l->c->area_levels[i], "constituency") == 0 ||
            strcmp(l->c->area_levels[i], "station") == 0)
            problem_at(l, node, "\"%s\" is a level of its own, not an area level", l->c->area_levels[i]);
    l->c->area_level_count = count;
}

uint32_t resolve_area(loader *l, uint32_t constituency, uint32_t level, uint32_t parent, const char *name)
{
    scrut_case *c = l->c;
    scrut_buf key = {0};
    scrut_buf_printf(&key, "%u/%u/%u/%s", constituency, level, parent, name);
    uint32_t index = SCRUT_NONE;
    if (scrut_buf_failed(&key))
        l->memory_failed = true;
    else
        index = name_map_get(&l->areas, key.bytes);
    if (index == SCRUT_NONE && !l->memory_failed &&
        arena_grow(l, &c->areas, &l->area_capacity, c->area_count, sizeof *c->areas)) {
        index = (uint32_t)c->area_count++;
        c->areas[index] =
            (scrut_area){.name = copy_text(l, name), .level = level, .parent = parent, .constituency = constituency};
        if (!name_map_put(l, &l->areas, key.bytes, index))
            l->memory_failed = true;
    }
    scrut_buf_free(&key);
    return index;
}
