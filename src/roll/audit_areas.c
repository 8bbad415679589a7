/* SPDX-License-Identifier: Apache-2.0
 * audit_areas.c: the areas whose names in surplus and people without a name are told apart. */
#include "audit_internal.h"

/* ---- the level -------------------------------------------------------------------------------------------------- */

/* Takes a level if the list tells it and areas are neither one nor too many. */
static scrut_status try_level(auditing *a, int level)
{
    people_units units = {.count = 0};
    if (a->area_level >= 0 || level < 0)
        return SCRUT_OK;
    scrut_status status = people_level_units(a->c, &a->p, (uint32_t)level, a->pool, &units, a->err);
    if (status != SCRUT_OK || units.count < 2 || units.count > SCRUT_ROLL_AREAS_MAX)
        return status;
    a->areas = units;
    a->area_level = level;
    return SCRUT_OK;
}

/* The level that the case has a map of, else that of the people of voting age, else the innermost. */
static scrut_status choose_level(auditing *a)
{
    a->area_level = -1;
    scrut_status status = try_level(a, a->c->area_map.file != NULL ? (int)a->c->area_map.level : -1);
    if (status == SCRUT_OK)
        status = try_level(a, a->roll->people_level - 1);
    for (int level = (int)a->c->area_level_count - 1; level >= 0 && status == SCRUT_OK; level--)
        status = try_level(a, level);
    return status;
}

/* ---- the areas -------------------------------------------------------------------------------------------------- */

/* Units are in the order of their names, so that a constituency's are. */
static bool list_areas(auditing *a)
{
    const people_units *u = &a->areas;
    scrut_roll_audit *audit = a->audit;
    size_t constituencies = a->c->constituency_count;
    for (uint32_t k = 0; k < constituencies; k++) {
        size_t first = audit->area_count;
        for (uint32_t unit = 1; unit <= u->count; unit++) {
            if (u->constituency[unit] != k || u->names[unit][0] == '\0')
                continue;
            const char *id = scrut_arena_strdup(a->arena, u->names[unit]);
            if (id == NULL)
                return false;
            a->area_of_unit[unit] = (uint32_t)audit->area_count;
            audit->areas[audit->area_count++] = (scrut_roll_area){.id = id, .constituency = k};
        }
        if (audit->area_count == first)
            continue;
        a->area_rest[k] = (uint32_t)audit->area_count;
        audit->areas[audit->area_count++] = (scrut_roll_area){.constituency = k};
    }
    return true;
}

scrut_status audit_areas(auditing *a)
{
    size_t constituencies = a->c->constituency_count;
    scrut_status status = choose_level(a);
    if (status != SCRUT_OK)
        return status;
    size_t units = a->areas.count;
    a->area_of_unit = scrut_arena_calloc(a->p.arena, units + 1, sizeof *a->area_of_unit);
    a->area_rest = scrut_arena_calloc(a->p.arena, constituencies + 1, sizeof *a->area_rest);
    a->audit->areas = scrut_arena_calloc(a->arena, units + constituencies + 1, sizeof *a->audit->areas);
    if (a->area_of_unit == NULL || a->area_rest == NULL || a->audit->areas == NULL)
        return scrut_fail_memory(a->err);
    memset(a->area_of_unit, 0xFF, (units + 1) * sizeof *a->area_of_unit);
    memset(a->area_rest, 0xFF, (constituencies + 1) * sizeof *a->area_rest);
    if (!list_areas(a))
        return scrut_fail_memory(a->err);
    if (a->audit->area_count > 0)
        a->audit->area_level = a->c->area_levels[a->area_level];
    return SCRUT_OK;
}

uint32_t audit_area_of(const auditing *a, uint32_t row)
{
    return a->audit->area_count > 0 ? a->area_of_unit[a->areas.of_row[row]] : SCRUT_NONE;
}
