/* SPDX-License-Identifier: Apache-2.0
 * people_places.c: where the rows of a list belong: stations, constituencies and areas, from its own columns, else by
 * its stations from the case's other tables. Names of places are no personal data. */
#include "audit_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- units in the order of their names -------------------------------------------------------------------------- */

typedef struct {
    const char *name;
    uint32_t number;
} named;

static int by_name(const void *a, const void *b)
{
    const named *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

/* names[1 .. count] by number; numbers units anew in the order of their names. */
static bool sort_units(people *p, people_units *u)
{
    named *sorted = malloc((u->count + (size_t)1) * sizeof *sorted);
    uint32_t *now = malloc((u->count + (size_t)1) * sizeof *now);
    bool fine = sorted != NULL && now != NULL;
    for (uint32_t i = 0; fine && i < u->count; i++)
        sorted[i] = (named){u->names[i + 1], i + 1};
    if (fine && u->count > 0)
        qsort(sorted, u->count, sizeof *sorted, by_name);
    for (uint32_t i = 0; fine && i < u->count; i++) {
        now[sorted[i].number] = i + 1;
        u->names[i + 1] = sorted[i].name;
    }
    for (uint32_t row = 0; fine && row < p->count; row++)
        u->of_row[row] = u->of_row[row] != 0 ? now[u->of_row[row]] : 0;
    free(sorted);
    free(now);
    return fine;
}

/* The constituency that all rows of a unit lie in. */
static bool place_units(people *p, people_units *u)
{
    enum { NOT_SEEN = UINT32_MAX - 1 };
    u->constituency = scrut_arena_calloc(p->arena, u->count + (size_t)1, sizeof *u->constituency);
    if (u->constituency == NULL)
        return false;
    for (uint32_t i = 0; i <= u->count; i++)
        u->constituency[i] = (uint32_t)NOT_SEEN;
    for (uint32_t row = 0; row < p->count; row++) {
        uint32_t *k = &u->constituency[u->of_row[row]];
        uint32_t here =
            p->constituency.count > 0 && p->constituency.of_row[row] > 0 ? p->constituency.of_row[row] - 1 : SCRUT_NONE;
        *k = *k == (uint32_t)NOT_SEEN || *k == here ? here : SCRUT_NONE;
    }
    for (uint32_t i = 0; i <= u->count; i++)
        if (u->constituency[i] == (uint32_t)NOT_SEEN)
            u->constituency[i] = SCRUT_NONE;
    return true;
}

static bool open_units(people *p, people_units *u)
{
    u->of_row = scrut_arena_calloc(p->arena, p->count, sizeof *u->of_row);
    return u->of_row != NULL;
}

static bool take_names(people *p, people_units *u)
{
    u->names = scrut_arena_calloc(p->arena, u->count + (size_t)1, sizeof *u->names);
    return u->names != NULL;
}

#define INNERMOST (SCRUT_AREA_LEVELS_MAX - 1)

/* ---- from the list's own columns -------------------------------------------------------------------------------- */

/* Table columns of a part, in the order of election.yaml; for areas by level, up to `innermost`. */
static size_t columns_of(const people *p, scrut_person_part part, uint32_t innermost, size_t columns[])
{
    size_t count = 0;
    for (uint32_t level = 0; level <= innermost; level++)
        for (size_t i = 0; i < p->list->column_count; i++)
            if (p->column[i] >= 0 && p->list->columns[i].part == part && p->list->columns[i].level == level)
                columns[count++] = (size_t)p->column[i];
    return count;
}

/* "a/b" of the cells of a row. */
static char *join_cells(people *p, const size_t columns[], size_t count, uint32_t row)
{
    scrut_buf text = {0};
    for (size_t i = 0; i < count; i++) {
        size_t length;
        const char *cell = people_cell(p, columns[i], row, &length);
        if (i > 0)
            scrut_buf_putc(&text, '/');
        scrut_buf_append(&text, cell, length);
    }
    char *copy = text.failed ? NULL : scrut_arena_strdup(p->arena, text.length > 0 ? text.bytes : "");
    scrut_buf_free(&text);
    return copy;
}

/* Names every unit by its first row; `shown`: so many of the last columns are the name. */
static bool name_by_rows(people *p, people_units *u, const size_t columns[], size_t count, size_t shown)
{
    if (!take_names(p, u))
        return false;
    for (uint32_t row = 0; row < p->count; row++) {
        uint32_t unit = u->of_row[row];
        if (unit == 0 || u->names[unit] != NULL)
            continue;
        u->names[unit] = join_cells(p, columns + (count - shown), shown, row);
        if (u->names[unit] == NULL)
            return false;
    }
    return true;
}

static bool has_empty_name(const people *p, const size_t columns[], size_t count, uint32_t row)
{
    for (size_t i = 0; i < count; i++) {
        size_t length;
        (void)people_cell(p, columns[i], row, &length);
        if (length > 0)
            return false;
    }
    return true;
}

/* Units by the values of several columns; an empty cell in all of them is no unit. */
static bool units_of_columns(people *p, people_units *u, const size_t columns[], size_t count, scrut_pool *pool)
{
    uint32_t *codes[SCRUT_PERSON_COLUMNS_MAX] = {NULL};
    bool fine = open_units(p, u);
    for (size_t i = 0; i < count && fine; i++) {
        codes[i] = malloc((p->count + (size_t)1) * sizeof *codes[i]);
        fine = codes[i] != NULL;
        if (fine)
            people_codes(p, columns[i], codes[i]);
        for (uint32_t row = 0; fine && row < p->count; row++)
            codes[i][row]++;
    }
    const uint32_t *given[SCRUT_PERSON_COLUMNS_MAX];
    for (size_t i = 0; i < count; i++)
        given[i] = codes[i];
    fine = fine && number_rows(given, count, p->count, pool, u->of_row, &u->count);
    for (size_t i = 0; i < count; i++)
        free(codes[i]);
    for (uint32_t row = 0; fine && row < p->count; row++)
        if (has_empty_name(p, columns, count, row))
            u->of_row[row] = 0;
    return fine;
}

/* A unit of which no row is left has no name. */
static void name_the_empty(people_units *u)
{
    for (uint32_t i = 1; i <= u->count; i++)
        if (u->names[i] == NULL)
            u->names[i] = "";
}

static bool names_repeat(const people_units *u)
{
    for (uint32_t i = 2; i <= u->count; i++)
        if (u->names[i][0] != '\0' && strcmp(u->names[i], u->names[i - 1]) == 0)
            return true;
    return false;
}

static bool find_units(people *p, people_units *u, scrut_person_part part, uint32_t innermost, scrut_pool *pool)
{
    size_t columns[SCRUT_PERSON_COLUMNS_MAX], count = columns_of(p, part, innermost, columns);
    if (count == 0)
        return true;
    size_t shown = part == SCRUT_PERSON_AREA ? 1 : count;
    if (!units_of_columns(p, u, columns, count, pool) || !name_by_rows(p, u, columns, count, shown))
        return false;
    name_the_empty(u);
    if (!sort_units(p, u))
        return false;
    if (shown < count && names_repeat(u)) { /* villages of one name in several districts */
        if (!name_by_rows(p, u, columns, count, count))
            return false;
        name_the_empty(u);
        return sort_units(p, u);
    }
    return true;
}

static bool take_constituencies(const scrut_case *c, people *p)
{
    people_units *u = &p->constituency;
    u->count = (uint32_t)c->constituency_count;
    if (!open_units(p, u) || !take_names(p, u))
        return false;
    for (uint32_t i = 0; i < u->count; i++)
        u->names[i + 1] = c->constituencies[i].id;
    return true;
}

static bool read_constituencies(const scrut_case *c, people *p)
{
    int at = p->at[SCRUT_PERSON_CONSTITUENCY];
    if (!take_constituencies(c, p))
        return false;
    if (c->single_constituency)
        for (uint32_t row = 0; row < p->count; row++)
            p->constituency.of_row[row] = 1;
    if (at < 0 || c->single_constituency)
        return true;
    uint32_t count = scrut_table_category_count(p->table, (size_t)at);
    uint32_t *index = malloc((count + (size_t)1) * sizeof *index);
    if (index == NULL)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t k = scrut_case_find_constituency(c, scrut_table_category(p->table, (size_t)at, i));
        index[i] = k == SCRUT_NONE ? 0 : k + 1;
    }
    people_codes(p, (size_t)at, p->constituency.of_row);
    for (uint32_t row = 0; row < p->count; row++)
        p->constituency.of_row[row] = index[p->constituency.of_row[row]];
    free(index);
    return true;
}

/* ---- by the stations of other tables ---------------------------------------------------------------------------- */

/* What returns say of a station: its constituency and innermost area. */
typedef struct {
    uint32_t constituency, area; /* plus 1; 0: not known */
} station_place;

uint32_t people_find_unit(const people_units *u, const char *name)
{
    uint32_t low = 1, high = u->count;
    while (low <= high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(u->names[middle], name);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle - 1;
    }
    return 0;
}

static void take_places(const people *p, const scrut_returns *r, station_place places[])
{
    for (uint32_t row = 0; row < r->row_count; row++) {
        char key[256];
        scrut_returns_station(r, row, key, sizeof key);
        uint32_t unit = people_find_unit(&p->station, key);
        if (unit == 0 || places[unit].constituency != 0)
            continue;
        places[unit].constituency = scrut_returns_constituency(r, row) + 1;
        places[unit].area = r->area != NULL && r->area[row] != SCRUT_NONE ? r->area[row] + 1 : 0;
    }
}

static bool areas_by_station(const scrut_case *c, people *p, const station_place places[])
{
    people_units *u = &p->area;
    u->count = (uint32_t)c->area_count;
    if (!open_units(p, u) || !take_names(p, u))
        return false;
    for (uint32_t i = 0; i < u->count; i++)
        u->names[i + 1] = c->areas[i].name;
    for (uint32_t row = 0; row < p->count; row++)
        u->of_row[row] = places[p->station.of_row[row]].area;
    p->area_level = c->area_levels[c->area_level_count - 1];
    return sort_units(p, u);
}

static bool places_by_station(const scrut_case *c, people *p)
{
    bool want_areas = p->at[SCRUT_PERSON_AREA] < 0 && c->area_level_count > 0;
    bool want_constituencies = p->at[SCRUT_PERSON_CONSTITUENCY] < 0 && !c->single_constituency;
    if (p->station.count == 0 || (!want_areas && !want_constituencies))
        return true;
    station_place *places = calloc(p->station.count + (size_t)1, sizeof *places);
    if (places == NULL)
        return false;
    if (c->registry != NULL)
        take_places(p, c->registry, places);
    for (size_t i = 0; i < c->returns_count; i++)
        take_places(p, &c->returns[i], places);
    for (uint32_t row = 0; row < p->count && want_constituencies; row++)
        p->constituency.of_row[row] = places[p->station.of_row[row]].constituency;
    bool fine = !want_areas || areas_by_station(c, p, places);
    free(places);
    return fine;
}

/* Innermost level of the list's own areas. */
static void name_level(const scrut_case *c, people *p)
{
    int innermost = -1;
    for (size_t i = 0; i < p->list->column_count; i++)
        if (p->column[i] >= 0 && p->list->columns[i].part == SCRUT_PERSON_AREA)
            innermost = (int)p->list->columns[i].level > innermost ? (int)p->list->columns[i].level : innermost;
    if (innermost >= 0)
        p->area_level = c->area_levels[innermost];
}

scrut_status people_find_places(const scrut_case *c, people *p, scrut_pool *pool, scrut_error *err)
{
    name_level(c, p);
    bool fine = find_units(p, &p->station, SCRUT_PERSON_STATION, INNERMOST, pool) &&
                find_units(p, &p->area, SCRUT_PERSON_AREA, INNERMOST, pool) && read_constituencies(c, p) &&
                places_by_station(c, p);
    if (fine && p->station.count > 0)
        fine = place_units(p, &p->station);
    if (fine && p->area.count > 0)
        fine = place_units(p, &p->area);
    if (fine)
        fine = place_units(p, &p->constituency);
    return fine ? SCRUT_OK : scrut_fail_memory(err);
}

scrut_status people_level_units(const scrut_case *c, people *p, uint32_t level, scrut_pool *pool, people_units *ret,
                                scrut_error *err)
{
    bool has_level = false;
    for (size_t i = 0; i < p->list->column_count; i++)
        has_level = has_level || (p->list->columns[i].part == SCRUT_PERSON_AREA && p->list->columns[i].level == level);
    if (p->area.count > 0 && p->area_level == c->area_levels[level]) {
        *ret = p->area;
        return SCRUT_OK;
    }
    if (!has_level)
        return SCRUT_OK;
    return find_units(p, ret, SCRUT_PERSON_AREA, level, pool) && place_units(p, ret) ? SCRUT_OK
                                                                                     : scrut_fail_memory(err);
}
