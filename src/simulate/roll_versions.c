/* SPDX-License-Identifier: Apache-2.0
 * roll_versions.c: which rows stand in which version of the list, and in which order they were registered. */
#include "roll_internal.h"

#include <stdlib.h>

const char *roll_version_name(roll_version version)
{
    static const char *const NAMES[] = {"final", "earlier", "first"};
    return NAMES[version];
}

bool roll_has_first(const roll_model *r)
{
    return r->done[ROLL_BACK][1] > 0;
}

/* A row of the last version, or of the earlier one only, stood in the version, not counting those that came from
 * another station. */
static bool is_in(const roll_model *r, uint32_t row, roll_version version)
{
    if (version == ROLL_FIRST && r->kind[row] == ROLL_BACK)
        return true;
    if (version != ROLL_FINAL && row < r->row_count && (r->flags[row] & ROLL_ADDED) != 0)
        return false;
    if (version != ROLL_FIRST)
        return true;
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_FIRST, row);
    return roll_age(roll_born(r, row), r->day[ROLL_FIRST]) >= 18 &&
           !scrut_rng_chance(&rng, (uint32_t)r->rates.added, 1000000);
}

/* ---- the order of registration ---------------------------------------------------------------------------- */

static uint32_t registered_as(const roll_model *r, uint32_t station, uint32_t row)
{
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_ORDER, row);
    uint32_t at = scrut_rng_u32(&rng);
    if (r->kind[row] != ROLL_GHOST)
        return at;
    /* Names of nobody were written one after another. */
    scrut_rng shared = scrut_rng_open(r->w->seed, PURPOSE_ROLL_ORDER, UINT64_C(1) << 40 | station);
    return (scrut_rng_u32(&shared) & ~UINT32_C(0xFFFF)) | (at & UINT32_C(0xFFFF));
}

static bool add_to_order(const roll_model *r, uint32_t station, uint32_t row, roll_order *order)
{
    if (!scrut_grow(&order->items, &order->capacity, order->count + 1, sizeof *order->items))
        return false;
    order->items[order->count++] = (uint64_t)registered_as(r, station, row) << 32 | row;
    return true;
}

static int compare_items(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

bool roll_order_of(const roll_model *r, uint32_t station, roll_version version, roll_order *order)
{
    bool fine = true, old = version != ROLL_FINAL;
    order->count = 0;
    for (uint32_t row = r->first_row[station]; fine && row < r->first_row[station + 1]; row++)
        if (is_in(r, row, version) && !(old && (r->flags[row] & ROLL_CAME) != 0))
            fine = add_to_order(r, station, row, order);
    for (uint32_t i = r->first_came[station]; old && fine && i < r->first_came[station + 1]; i++)
        if (is_in(r, r->came[i].row, version))
            fine = add_to_order(r, station, r->came[i].row, order);
    for (uint32_t row = r->first_gone[station]; old && fine && row < r->first_gone[station + 1]; row++)
        if (is_in(r, row, version))
            fine = add_to_order(r, station, row, order);
    if (fine && order->count > 1)
        qsort(order->items, order->count, sizeof *order->items, compare_items);
    return fine;
}

uint32_t roll_count_of(const roll_model *r, uint32_t station, roll_version version)
{
    uint32_t count = 0;
    bool old = version != ROLL_FINAL;
    for (uint32_t row = r->first_row[station]; row < r->first_row[station + 1]; row++)
        count += is_in(r, row, version) && !(old && (r->flags[row] & ROLL_CAME) != 0);
    for (uint32_t i = r->first_came[station]; old && i < r->first_came[station + 1]; i++)
        count += is_in(r, r->came[i].row, version);
    for (uint32_t row = r->first_gone[station]; old && row < r->first_gone[station + 1]; row++)
        count += is_in(r, row, version);
    return count;
}
