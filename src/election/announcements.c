/* SPDX-License-Identifier: Apache-2.0
 * announcements.c: published figures, each version apart, into tallies; and earlier elections. */
#include "election_internal.h"

#include <stdio.h>
#include <string.h>

/* One table of one announcement while it is read. */
typedef struct {
    loader *l;
    const scrut_yaml *node;
    grid g;
    scrut_tally *tally;
    bool previous;
    int level; /* -1 nation, -2 constituency, else an area level */
    size_t unit_column;
    struct {
        scrut_field field;
        size_t column;
    } fields[SCRUT_FIELD_COUNT];
    size_t field_count;
    /* wide: a column a party; long: a party column and value columns */
    struct wide {
        uint32_t *party;
        size_t *column;
        size_t count;
    } wide_votes, wide_seats;
    size_t long_party, long_votes, long_seats; /* SIZE_MAX: none */
    bool empty_is_not_standing;
} table_reader;

enum { LEVEL_NATION = -1, LEVEL_CONSTITUENCY = -2, LEVEL_UNKNOWN = -3 };

scrut_status scrut_tally_init(const scrut_case *c, size_t party_count, scrut_arena *arena, scrut_tally *ret_tally)
{
    scrut_tally t = {.unit_count = 1 + c->constituency_count + c->area_count,
                     .column_count = SCRUT_FIELD_COUNT + party_count};
    t.figures = scrut_arena_calloc(arena, t.unit_count * t.column_count, sizeof *t.figures);
    t.given = scrut_arena_calloc(arena, t.unit_count, sizeof *t.given);
    if (t.figures == NULL || t.given == NULL)
        return SCRUT_E_MEMORY;
    *ret_tally = t;
    return SCRUT_OK;
}

/* --- what the table is ------------------------------------------------------------------------------------------ */

static int level_named(loader *l, const scrut_yaml *node)
{
    const char *level = text_of(l, node, "level");
    if (level != NULL && strcmp(level, "nation") == 0)
        return LEVEL_NATION;
    if (level != NULL && strcmp(level, "constituency") == 0)
        return LEVEL_CONSTITUENCY;
    for (size_t i = 0; level != NULL && i < l->c->area_level_count; i++)
        if (strcmp(l->c->area_levels[i], level) == 0)
            return (int)i;
    problem_at(l, node,
               "\"level\" must be nation, constituency or one of the levels declared in \"areas\"%s%.40s; figures by "
               "station go under \"returns\"",
               level != NULL ? ", not " : "", level != NULL ? level : "");
    return LEVEL_UNKNOWN;
}

/* Key of the column that names the unit of a row. */
static const char *unit_key(const table_reader *t)
{
    if (t->level == LEVEL_CONSTITUENCY)
        return "constituency";
    return t->level == LEVEL_NATION ? NULL : "area";
}

static void want_unit(table_reader *t)
{
    const char *key = unit_key(t);
    t->unit_column = SIZE_MAX;
    if (key == NULL)
        return;
    const char *header = text_of(t->l, t->node, key);
    if (header == NULL)
        problem_at(t->l, t->node, "\"%s\" is required at this level: the column that names the unit", key);
    else
        t->unit_column = grid_want(t->l, &t->g, header, scrut_yaml_get(t->node, key), false);
}

static void want_fields(table_reader *t)
{
    const scrut_yaml *fields = scrut_yaml_get(t->node, "fields");
    if (fields == NULL)
        return;
    if (fields->kind != SCRUT_YAML_MAPPING) {
        problem_at(t->l, fields, "\"fields\" must map fields to columns");
        return;
    }
    for (size_t i = 0; i < fields->count; i++) {
        scrut_field field = scrut_field_named(fields->keys[i]->text);
        if (field == SCRUT_FIELD_COUNT || fields->items[i]->kind != SCRUT_YAML_SCALAR) {
            problem_at(t->l, fields->keys[i], "\"%.60s\" is not a field, or its column is not a text",
                       fields->keys[i]->text);
            continue;
        }
        size_t column = grid_want(t->l, &t->g, fields->items[i]->text, fields->items[i], false);
        if (column == SIZE_MAX)
            continue;
        t->fields[t->field_count].field = field;
        t->fields[t->field_count++].column = column;
    }
}

static uint32_t party_of(table_reader *t, const char *name, int64_t line, int64_t column)
{
    return t->previous ? resolve_previous_party(t->l, name) : resolve_party(t->l, name, t->g.file, line, column);
}

static void want_wide_party(table_reader *t, struct wide *wide, const char *name, const char *header,
                            const scrut_yaml *where)
{
    uint32_t party = t->previous ? resolve_previous_party(t->l, name)
                                 : resolve_party(t->l, name, CASE_FILE, where->line, where->column);
    size_t column = party == SCRUT_NONE ? SIZE_MAX : grid_want(t->l, &t->g, header, where, false);
    if (column == SIZE_MAX)
        return;
    wide->party[wide->count] = party;
    wide->column[wide->count++] = column;
}

static void want_prefixed(table_reader *t, struct wide *wide, const char *prefix, const scrut_yaml *where)
{
    size_t length = strlen(prefix), found = 0;
    for (size_t i = 0; i < grid_header_count(&t->g); i++) {
        const char *header = grid_header(&t->g, i);
        if (strncmp(header, prefix, length) != 0 || header[length] == '\0')
            continue;
        char *kept = copy_text(t->l, header); /* the file is closed before its rows are looked at */
        if (kept == NULL)
            return;
        want_wide_party(t, wide, kept + length, kept, where);
        found++;
    }
    if (found == 0)
        problem_at(t->l, where, "no column of %s begins with \"%.60s\"", t->g.file, prefix);
}

static void want_wide(table_reader *t, const scrut_yaml *spec, struct wide *wide)
{
    loader *l = t->l;
    const char *prefix = text_of(l, spec, "prefix");
    const scrut_yaml *columns = scrut_yaml_get(spec, "columns");
    size_t most = grid_header_count(&t->g) + (columns != NULL ? columns->count : 0);
    wide->party = take(l, most, sizeof *wide->party);
    wide->column = take(l, most, sizeof *wide->column);
    if (l->memory_failed)
        return;
    if (prefix != NULL)
        want_prefixed(t, wide, prefix, scrut_yaml_get(spec, "prefix"));
    if (columns != NULL && columns->kind != SCRUT_YAML_MAPPING) {
        problem_at(l, columns, "\"columns\" must map parties to columns");
        return;
    }
    for (size_t i = 0; columns != NULL && i < columns->count; i++)
        if (columns->items[i]->kind == SCRUT_YAML_SCALAR)
            want_wide_party(t, wide, columns->keys[i]->text, columns->items[i]->text, columns->keys[i]);
        else
            problem_at(l, columns->items[i], "the column of \"%.60s\" must be a text", columns->keys[i]->text);
    if (prefix == NULL && columns == NULL)
        problem_at(l, spec, "expected \"prefix\", \"columns\", or \"party\" and the column of the figures");
}

/* votes: or seats: */
static void want_figures(table_reader *t, const char *key, struct wide *wide, size_t *ret_long)
{
    const scrut_yaml *spec = scrut_yaml_get(t->node, key);
    *ret_long = SIZE_MAX;
    if (spec == NULL || !check_keys(t->l, spec, key, "prefix columns party votes seats"))
        return;
    const char *party = text_of(t->l, spec, "party"), *cell = text_of(t->l, spec, key);
    if (party == NULL) {
        want_wide(t, spec, wide);
        return;
    }
    if (cell == NULL) {
        problem_at(t->l, spec, "\"%s\" needs the key \"%s\", the column of the figures", key, key);
        return;
    }
    if (t->long_party == SIZE_MAX)
        t->long_party = grid_want(t->l, &t->g, party, spec, false);
    *ret_long = grid_want(t->l, &t->g, cell, spec, false);
}

/* --- cells ------------------------------------------------------------------------------------------------------- */

static uint32_t find_area(table_reader *t, const char *name)
{
    const scrut_case *c = t->l->c;
    uint32_t found = SCRUT_NONE;
    for (uint32_t i = 0; i < c->area_count; i++) {
        if (c->areas[i].level != (uint32_t)t->level || strcmp(c->areas[i].name, name) != 0)
            continue;
        if (found != SCRUT_NONE)
            return NAME_AMBIGUOUS;
        found = i;
    }
    return found;
}

/* Unit of a row; SCRUT_NONE after a problem. */
static uint32_t unit_of_row(table_reader *t, size_t row)
{
    loader *l = t->l;
    if (t->level == LEVEL_NATION)
        return 0;
    const char *name = grid_cell(&t->g, row, t->unit_column);
    int64_t column = grid_file_column(&t->g, t->unit_column);
    if (name == NULL || name[0] == '\0') {
        scrut_problems_addf(l->problems, SCRUT_E_INPUT, t->g.file, t->g.lines[row], column, -1,
                            "the row names no unit");
        return SCRUT_NONE;
    }
    if (t->level == LEVEL_CONSTITUENCY) {
        /* an earlier election adds none: the figures of this one have their places by now */
        l->constituencies_open = l->constituencies_open && !t->previous;
        uint32_t constituency = resolve_constituency(l, name, t->g.file, t->g.lines[row], column);
        return constituency == SCRUT_NONE ? SCRUT_NONE : 1 + constituency;
    }
    uint32_t area = find_area(t, name);
    if (area == SCRUT_NONE || area == NAME_AMBIGUOUS) {
        scrut_problems_addf(l->problems, SCRUT_E_INPUT, t->g.file, t->g.lines[row], column, -1,
                            area == SCRUT_NONE ? "no station lies in an area \"%.60s\" of this level"
                                               : "\"%.60s\" is the name of more than one area of this level",
                            name);
        return SCRUT_NONE;
    }
    return 1 + (uint32_t)l->c->constituency_count + area;
}

/* Sets a figure once: twice the same number is fine, two numbers are a problem. */
static void set_figure(table_reader *t, size_t row, size_t column, scrut_figure *figure, scrut_cell_ref *where,
                       bool empty_is_not_standing)
{
    int64_t value = 0;
    int known = grid_number(t->l, &t->g, row, column, &value);
    if (known < 0 || (known == 0 && empty_is_not_standing))
        return;
    if (figure->known > 0 && known > 0 && figure->value != value) {
        scrut_problems_addf(t->l->problems, SCRUT_E_INPUT, t->g.file, t->g.lines[row], grid_file_column(&t->g, column),
                            -1, "%lld here, but %s line %lld says %lld for the same figure", (long long)value,
                            where->file, (long long)where->line, (long long)figure->value);
        return;
    }
    if (figure->known > 0)
        return;
    *figure = (scrut_figure){.value = value, .known = known > 0, .cells = 1};
    *where = (scrut_cell_ref){.file = t->g.file, .line = t->g.lines[row], .column = t->g.headers[column]};
}

static void read_row(table_reader *t, size_t row)
{
    uint32_t unit = unit_of_row(t, row);
    if (unit == SCRUT_NONE)
        return;
    scrut_tally *tally = t->tally;
    size_t parties = tally->column_count - SCRUT_FIELD_COUNT, base = unit * tally->column_count;
    tally->given[unit] = true;
    for (size_t i = 0; i < t->field_count; i++)
        set_figure(t, row, t->fields[i].column, &tally->figures[base + t->fields[i].field],
                   &tally->where[base + t->fields[i].field], false);
    for (size_t i = 0; i < t->wide_votes.count; i++) {
        size_t at = base + SCRUT_FIELD_COUNT + t->wide_votes.party[i];
        set_figure(t, row, t->wide_votes.column[i], &tally->figures[at], &tally->where[at], t->empty_is_not_standing);
    }
    for (size_t i = 0; i < t->wide_seats.count; i++) {
        size_t at = unit * parties + t->wide_seats.party[i];
        set_figure(t, row, t->wide_seats.column[i], &tally->seats[at], &tally->seats_where[at],
                   t->empty_is_not_standing);
    }
    if (t->long_party == SIZE_MAX)
        return;
    const char *name = grid_cell(&t->g, row, t->long_party);
    if (name == NULL || name[0] == '\0')
        return; /* a row of totals */
    uint32_t party = party_of(t, name, t->g.lines[row], grid_file_column(&t->g, t->long_party));
    if (party == SCRUT_NONE)
        return;
    if (t->long_votes != SIZE_MAX)
        set_figure(t, row, t->long_votes, &tally->figures[base + SCRUT_FIELD_COUNT + party],
                   &tally->where[base + SCRUT_FIELD_COUNT + party], t->empty_is_not_standing);
    if (t->long_seats != SIZE_MAX)
        set_figure(t, row, t->long_seats, &tally->seats[unit * parties + party],
                   &tally->seats_where[unit * parties + party], t->empty_is_not_standing);
}

#define TABLE_KEYS "level file rows delimiter missing where constituency area fields votes seats empty-votes"

/* Opens a table and asks for its columns; parties may be added here, so it comes before the tally is made. */
static bool open_table(loader *l, const scrut_yaml *node, bool previous, table_reader *t)
{
    *t = (table_reader){.l = l, .node = node, .previous = previous, .long_party = SIZE_MAX};
    if (!check_keys(l, node, "a table", TABLE_KEYS))
        return false;
    t->level = level_named(l, node);
    if (t->level == LEVEL_UNKNOWN || !grid_open(l, node, &t->g))
        return false;
    want_unit(t);
    want_fields(t);
    want_figures(t, "votes", &t->wide_votes, &t->long_votes);
    want_figures(t, "seats", &t->wide_seats, &t->long_seats);
    const char *empty = text_of(l, node, "empty-votes");
    t->empty_is_not_standing = empty != NULL && strcmp(empty, "not-standing") == 0;
    if (empty != NULL && !t->empty_is_not_standing && strcmp(empty, "unknown") != 0)
        problem_at(l, scrut_yaml_get(node, "empty-votes"), "\"empty-votes\" must be unknown or not-standing");
    return (t->level == LEVEL_NATION || t->unit_column != SIZE_MAX) && grid_read(l, &t->g);
}

/* Names in the rows that are new become parties and constituencies before figures are placed. */
static void resolve_names(table_reader *t)
{
    for (size_t row = 0; row < t->g.row_count; row++) {
        const char *party = grid_cell(&t->g, row, t->long_party), *unit = grid_cell(&t->g, row, t->unit_column);
        if (party != NULL && party[0] != '\0' && (t->previous || t->l->parties_open))
            (void)party_of(t, party, t->g.lines[row], grid_file_column(&t->g, t->long_party));
        if (t->level == LEVEL_CONSTITUENCY && t->l->constituencies_open && !t->previous && unit != NULL &&
            unit[0] != '\0')
            (void)resolve_constituency(t->l, unit, t->g.file, t->g.lines[row], -1);
    }
}

/* --- sums ----------------------------------------------------------------------------------------------------------
 */

static bool has_column(const scrut_tally *t, size_t unit, size_t from, size_t to)
{
    for (size_t column = from; column < to; column++)
        if (t->figures[unit * t->column_count + column].cells > 0)
            return true;
    return false;
}

static void add_figure(scrut_figure *to, scrut_figure from)
{
    /* at most 2^22 units of at most 2^40 votes */
    to->value += from.value;
    to->known += from.known;
    to->cells += from.cells;
}

/* Sums children[0..count) into `unit` for every column that `unit` was not given. A child that has figures of that
 * kind but not this one: a list does not stand there; a child without any is unknown. */
static void sum_into(scrut_tally *t, size_t unit, const size_t children[], size_t count)
{
    for (size_t column = 0; column < t->column_count; column++) {
        bool field = column < SCRUT_FIELD_COUNT;
        size_t from = field ? column : SCRUT_FIELD_COUNT, to = field ? column + 1 : t->column_count;
        scrut_figure sum = {0}, *own = &t->figures[unit * t->column_count + column];
        uint32_t unknown = 0;
        if (own->cells > 0)
            continue;
        for (size_t i = 0; i < count; i++) {
            scrut_figure f = t->figures[children[i] * t->column_count + column];
            if (f.cells > 0)
                add_figure(&sum, f);
            else if (!has_column(t, children[i], from, to))
                unknown++;
        }
        if (sum.cells > 0) {
            sum.cells += unknown;
            *own = sum;
        }
    }
}

static void sum_seats(const scrut_case *c, scrut_tally *t)
{
    size_t parties = t->column_count - SCRUT_FIELD_COUNT;
    for (size_t p = 0; p < parties; p++) {
        scrut_figure *own = &t->seats[p], sum = {0};
        uint32_t without = 0;
        for (size_t u = 1; u <= c->constituency_count; u++) {
            if (t->seats[u * parties + p].cells > 0) {
                add_figure(&sum, t->seats[u * parties + p]);
                continue;
            }
            bool any = false;
            for (size_t q = 0; q < parties && !any; q++)
                any = t->seats[u * parties + q].cells > 0;
            without += !any;
        }
        if (own->cells == 0 && sum.cells > 0) {
            sum.cells += without;
            *own = sum;
        }
    }
}

/* Outermost area level that has figures of its own; the level count when none has. */
static size_t given_area_level(const scrut_case *c, const scrut_tally *t)
{
    size_t level = c->area_level_count;
    for (size_t a = 0; a < c->area_count; a++)
        if (t->given[1 + c->constituency_count + a] && c->areas[a].level < level)
            level = c->areas[a].level;
    return level;
}

/* The nation is the one constituency: what it was given is the constituency's, too. */
static void copy_given(scrut_figure figures[], scrut_cell_ref where[], size_t columns)
{
    for (size_t column = 0; column < columns; column++)
        if (figures[column].cells > 0) {
            figures[columns + column] = figures[column];
            where[columns + column] = where[column];
        }
}

static void complete_tally(loader *l, scrut_tally *t)
{
    const scrut_case *c = l->c;
    size_t level = given_area_level(c, t);
    size_t *children = take(l, c->constituency_count + c->area_count + 1, sizeof *children);
    if (children == NULL)
        return;
    for (size_t k = 0; k < c->constituency_count; k++) {
        size_t count = 0;
        for (size_t a = 0; a < c->area_count; a++)
            if (c->areas[a].constituency == k && c->areas[a].level == level)
                children[count++] = 1 + c->constituency_count + a;
        if (count > 0)
            sum_into(t, 1 + k, children, count);
    }
    size_t parties = t->column_count - SCRUT_FIELD_COUNT;
    if (c->single_constituency) {
        copy_given(t->figures, t->where, t->column_count);
        copy_given(t->seats, t->seats_where, parties);
    }
    for (size_t k = 0; k < c->constituency_count; k++)
        children[k] = 1 + k;
    sum_into(t, 0, children, c->constituency_count);
    sum_seats(c, t);
    t->has_votes = has_column(t, 0, SCRUT_FIELD_COUNT, t->column_count);
    for (size_t k = 1; k <= c->constituency_count; k++)
        t->has_constituency_votes = t->has_constituency_votes || has_column(t, k, SCRUT_FIELD_COUNT, t->column_count);
    for (size_t i = 0; i < t->unit_count * parties; i++)
        t->has_seats = t->has_seats || t->seats[i].cells > 0;
    if (!t->has_seats)
        t->seats = NULL;
}

/* --- an announcement
 * --------------------------------------------------------------------------------------------------- */

static bool new_tally(loader *l, bool previous, scrut_tally *t)
{
    scrut_tally named = *t;
    size_t parties = previous ? l->c->previous_party_count : l->c->party_count;
    if (scrut_tally_init(l->c, parties, l->arena, t) != SCRUT_OK) {
        l->memory_failed = true;
        return false;
    }
    t->about = named.about;
    t->partial = named.partial;
    t->replaces = named.replaces;
    t->rests_on = named.rests_on;
    t->rests_on_count = named.rests_on_count;
    t->where = take(l, t->unit_count * t->column_count, sizeof *t->where);
    t->seats = take(l, t->unit_count * parties, sizeof *t->seats);
    t->seats_where = take(l, t->unit_count * parties, sizeof *t->seats_where);
    return !l->memory_failed;
}

typedef struct {
    table_reader *readers;
    size_t count;
} table_set;

static void load_rests_on(loader *l, const scrut_yaml *node, scrut_tally *tally)
{
    tally->rests_on = texts_of(l, node, &tally->rests_on_count);
    for (size_t i = 0; i < tally->rests_on_count; i++) {
        bool known = false;
        for (size_t k = 0; k < l->c->returns_count && !known; k++)
            known = strcmp(l->c->returns[k].about.id, tally->rests_on[i]) == 0;
        if (!known)
            problem_at(l, node, "\"%.60s\" is not a source of \"returns\"", tally->rests_on[i]);
    }
}

static void open_tables(loader *l, const scrut_yaml *node, bool previous, scrut_tally *tally, table_set *set)
{
    if (!check_keys(l, node, "an announcement",
                    "version title by date status reference note partial replaces rests-on tables"))
        return;
    load_provenance(l, node, "version", &tally->about);
    tally->partial = yes_no(l, node, "partial", false);
    tally->replaces = text_of(l, node, "replaces");
    load_rests_on(l, scrut_yaml_get(node, "rests-on"), tally);
    const scrut_yaml *tables = scrut_yaml_get(node, "tables");
    if (tables == NULL || tables->kind != SCRUT_YAML_SEQUENCE) {
        problem_at(l, node, "\"tables\" is required: a list of tables");
        return;
    }
    set->readers = take(l, tables->count, sizeof *set->readers);
    for (size_t i = 0; i < tables->count && set->readers != NULL; i++) {
        table_reader *t = &set->readers[set->count];
        bool fine = open_table(l, tables->items[i], previous, t);
        if (fine) {
            resolve_names(t);
            set->count++;
        }
        grid_close(&t->g);
    }
}

static bool names_version(const scrut_tally tallies[], size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (tallies[i].about.id != NULL && strcmp(tallies[i].about.id, id) == 0)
            return true;
    return false;
}

/* Versions that others name must be there. */
static void check_replaced(loader *l, const scrut_yaml *node, const scrut_tally tallies[])
{
    for (size_t i = 0; i < node->count; i++)
        if (tallies[i].replaces != NULL && !names_version(tallies, node->count, tallies[i].replaces))
            problem_at(l, node->items[i], "\"replaces\" names \"%.60s\", which is no version here",
                       tallies[i].replaces);
}

/* An aggregate is split by an announcement of the case. */
static void check_split_by(loader *l, const scrut_tally tallies[], size_t count)
{
    for (size_t p = 0; p < l->c->party_count; p++) {
        const scrut_party *party = &l->c->parties[p];
        if (party->split_by == NULL)
            continue;
        if (!party->aggregate || !names_version(tallies, count, party->split_by))
            problem_at(l, NULL, "party \"%.60s\": \"split-by\" needs aggregate: yes and a version of \"announcements\"",
                       party->id);
    }
}

void load_announcements(loader *l, const scrut_yaml *node, bool previous)
{
    if (node == NULL)
        return;
    if (node->kind != SCRUT_YAML_SEQUENCE) {
        problem_at(l, node, "expected a list, an entry a version");
        return;
    }
    scrut_tally *tallies = take(l, node->count, sizeof *tallies);
    table_set *sets = take(l, node->count, sizeof *sets);
    if (l->memory_failed)
        return;
    for (size_t i = 0; i < node->count; i++)
        open_tables(l, node->items[i], previous, &tallies[i], &sets[i]);
    for (size_t i = 0; i < node->count; i++)
        for (size_t k = 0; k < i; k++)
            if (tallies[i].about.id != NULL && tallies[k].about.id != NULL &&
                strcmp(tallies[i].about.id, tallies[k].about.id) == 0)
                problem_at(l, node->items[i], "version \"%.60s\" is given twice", tallies[i].about.id);
    check_replaced(l, node, tallies);
    for (size_t i = 0; i < node->count && !l->memory_failed; i++) {
        if (!new_tally(l, previous, &tallies[i]))
            return;
        for (size_t k = 0; k < sets[i].count; k++) {
            sets[i].readers[k].tally = &tallies[i];
            for (size_t row = 0; row < sets[i].readers[k].g.row_count; row++)
                read_row(&sets[i].readers[k], row);
        }
        complete_tally(l, &tallies[i]);
    }
    if (previous) {
        l->c->previous = tallies;
        l->c->previous_count = node->count;
    } else {
        check_split_by(l, tallies, node->count);
        l->c->announcements = tallies;
        l->c->announcement_count = node->count;
    }
}
