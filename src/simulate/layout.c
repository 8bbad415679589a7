/* SPDX-License-Identifier: Apache-2.0
 * layout.c: constituencies, areas and stations, and their ids. */
#include "world_internal.h"

#include <assert.h>
#include <string.h>

int64_t world_scale(const world *w, int64_t value)
{
    return w->scaled ? (int64_t)((scrut_wide)value * w->station_count / w->m->stations) : value;
}

/* ---- how many stations where -------------------------------------------------------------------------------- */

/* Largest remainders, equal ones in order, but at least one each. */
static void share_stations(world *w)
{
    const scrut_model *m = w->m;
    uint32_t given = 0;
    assert(w->unit_count > 0 && m->stations > 0); /* a model without them is refused when it is read */
    for (size_t u = 0; u < w->unit_count; u++) {
        scrut_wide exact = (scrut_wide)m->constituencies[u].stations * w->station_count;
        uint32_t whole = (uint32_t)(exact / m->stations);
        w->units[u].station_count = whole > 0 ? whole : 1;
        given += w->units[u].station_count;
    }
    for (size_t u = 0; given < w->station_count; u = (u + 1) % w->unit_count, given++)
        w->units[u].station_count++;
    /* Units that were raised to one took stations that are not there. */
    for (size_t u = 0; given > w->station_count; u = (u + 1) % w->unit_count)
        if (w->units[u].station_count > 1) {
            w->units[u].station_count--;
            given--;
        }
}

static bool lay_out_unit(world *w, size_t u, uint32_t *next_station)
{
    world_unit *unit = &w->units[u];
    const model_constituency *model = &w->m->constituencies[u];
    unit->model = model;
    unit->first_station = *next_station;
    *next_station += unit->station_count;
    unit->registered = world_scale(w, model->registered);
    unit->invalid = world_scale(w, model->invalid);
    unit->votes = scrut_arena_calloc(w->arena, w->m->party_count, sizeof *unit->votes);
    for (size_t p = 0; unit->votes != NULL && p < w->m->party_count; p++)
        unit->votes[p] = world_scale(w, model->votes[p]);
    for (size_t l = 0; l < w->m->level_count; l++) {
        int64_t count = model->areas[l] < unit->station_count ? model->areas[l] : unit->station_count;
        unit->area_count[l] = (uint32_t)count;
        unit->first_area[l] = w->area_count;
        w->area_count += unit->area_count[l];
    }
    return unit->votes != NULL;
}

/* ---- areas ------------------------------------------------------------------------------------------------ */

void world_partition(scrut_rng *rng, uint32_t total, uint32_t parts, uint32_t ends[])
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < parts; i++) {
        sum += 50 + scrut_rng_below(rng, 101);
        ends[i] = (uint32_t)sum;
    }
    for (uint32_t i = 0; i < parts; i++)
        ends[i] = i + 1 + (uint32_t)((uint64_t)(total - parts) * ends[i] / sum);
}

static int digits_of(uint32_t number)
{
    int digits = 1;
    for (; number >= 10; number /= 10)
        digits++;
    return digits > 2 ? digits : 2;
}

static void number_areas(world *w, world_unit *unit, size_t level, const uint32_t ends[], uint32_t parents)
{
    uint32_t next = 0;
    for (uint32_t p = 0; p < parents; p++)
        for (uint32_t number = 1; next < ends[p]; next++, number++) {
            w->areas[unit->first_area[level] + next] =
                (world_area){.parent = level > 0 ? unit->first_area[level - 1] + p : SCRUT_NONE, .number = number};
            if (digits_of(number) > w->area_width[level])
                w->area_width[level] = digits_of(number);
        }
}

static void place_stations(world *w, size_t u, const uint32_t ends[], uint32_t parts)
{
    const world_unit *unit = &w->units[u];
    uint32_t next = 0;
    for (uint32_t p = 0; p < parts; p++)
        for (uint32_t number = 1; next < ends[p]; next++, number++) {
            uint32_t station = unit->first_station + next;
            w->unit_of[station] = (uint32_t)u;
            w->number_of[station] = number;
            if (w->area_of != NULL)
                w->area_of[station] = unit->first_area[w->m->level_count - 1] + p;
            if (digits_of(number) > w->station_width)
                w->station_width = digits_of(number);
        }
}

/* Outer areas are runs of inner ones, inner ones runs of stations. */
static void divide(world *w, size_t u, uint32_t ends[])
{
    world_unit *unit = &w->units[u];
    size_t levels = w->m->level_count;
    for (size_t l = 0; l < levels; l++) {
        uint32_t parents = l > 0 ? unit->area_count[l - 1] : 1;
        scrut_rng rng = scrut_rng_open(w->seed, PURPOSE_PARTITION, u * 16 + l);
        world_partition(&rng, unit->area_count[l], parents, ends);
        number_areas(w, unit, l, ends, parents);
    }
    uint32_t parts = levels > 0 ? unit->area_count[levels - 1] : 1;
    scrut_rng rng = scrut_rng_open(w->seed, PURPOSE_PARTITION, u * 16 + levels);
    world_partition(&rng, unit->station_count, parts, ends);
    place_stations(w, u, ends, parts);
}

static bool make_arrays(world *w)
{
    size_t n = w->station_count;
    w->columns = FIELD_CELLS + w->m->party_count;
    w->cells = scrut_arena_calloc(w->arena, n * w->columns, sizeof *w->cells);
    w->unit_of = scrut_arena_calloc(w->arena, n, sizeof *w->unit_of);
    w->number_of = scrut_arena_calloc(w->arena, n, sizeof *w->number_of);
    w->kind_of = scrut_arena_calloc(w->arena, n, sizeof *w->kind_of);
    w->touched = scrut_arena_calloc(w->arena, n, sizeof *w->touched);
    w->areas = scrut_arena_calloc(w->arena, w->area_count, sizeof *w->areas);
    bool fine = w->cells != NULL && w->unit_of != NULL && w->number_of != NULL && w->kind_of != NULL &&
                w->touched != NULL && w->areas != NULL;
    if (w->m->level_count > 0) {
        w->area_of = scrut_arena_calloc(w->arena, n, sizeof *w->area_of);
        fine = fine && w->area_of != NULL;
    }
    return fine;
}

scrut_status world_lay_out(world *w, int64_t stations, scrut_error *err)
{
    const scrut_model *m = w->m;
    w->station_count = (uint32_t)(stations > 0 ? stations : m->stations);
    w->scaled = w->station_count != m->stations;
    w->unit_count = m->constituency_count;
    if (w->station_count < w->unit_count)
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1,
                          "the model has %zu constituencies: at least %zu stations", w->unit_count, w->unit_count);
    w->units = scrut_arena_calloc(w->arena, w->unit_count, sizeof *w->units);
    uint32_t *ends = scrut_arena_calloc(w->arena, (size_t)w->station_count + 1, sizeof *ends);
    if (w->units == NULL || ends == NULL)
        return scrut_fail_memory(err);
    share_stations(w);
    uint32_t next = 0;
    bool fine = true;
    for (size_t u = 0; u < w->unit_count; u++)
        fine = lay_out_unit(w, u, &next) && fine;
    if (!fine || !make_arrays(w))
        return scrut_fail_memory(err);
    for (size_t u = 0; u < w->unit_count; u++)
        divide(w, u, ends);
    return SCRUT_OK;
}

/* ---- ids -------------------------------------------------------------------------------------------------- */

/* Appends text, or a number with zeros before it; what does not fit is cut. snprintf would take a quarter of the time
 * of writing a large election. */
static size_t put_text(char *text, size_t size, size_t at, const char *more)
{
    for (; *more != '\0' && at + 1 < size; more++)
        text[at++] = *more;
    text[at] = '\0';
    return at;
}

static size_t put_padded(char *text, size_t size, size_t at, uint32_t number, int width)
{
    char digits[24];
    size_t first = sizeof digits - 1;
    digits[first] = '\0';
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
        width--;
    } while (first > 0 && (number > 0 || width > 0));
    return put_text(text, size, at, digits + first);
}

void world_area_id(const world *w, uint32_t unit, uint32_t area, size_t level, char *text, size_t size)
{
    uint32_t numbers[SCRUT_AREA_LEVELS_MAX];
    for (size_t l = level + 1; l-- > 0;) {
        numbers[l] = w->areas[area].number;
        area = w->areas[area].parent;
    }
    size_t at = put_text(text, size, 0, w->units[unit].model->id);
    for (size_t l = 0; l <= level; l++)
        at = put_padded(text, size, at, numbers[l], w->area_width[l]);
}

void world_station_id(const world *w, uint32_t station, char *text, size_t size)
{
    size_t at;
    if (w->m->level_count > 0) {
        world_area_id(w, w->unit_of[station], w->area_of[station], w->m->level_count - 1, text, size);
        at = strlen(text);
    } else {
        at = put_text(text, size, 0, w->units[w->unit_of[station]].model->id);
    }
    at = put_text(text, size, at, "-");
    (void)put_padded(text, size, at, w->number_of[station], w->station_width);
}
