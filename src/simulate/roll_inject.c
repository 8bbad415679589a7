/* SPDX-License-Identifier: Apache-2.0
 * roll_inject.c: what is put into the list of voters: noise as every list has, then the injections. One thing a row. */
#include "inject_internal.h"
#include "roll_internal.h"

#include <stdlib.h>

static const char *const ROLL_KIND_NAMES[ROLL_KIND_COUNT] = {
    "person",    "roll-exact", "roll-spelling", "roll-date",   "roll-moved",   "roll-ghost",   "roll-dead",
    "roll-back", "roll-died",  "roll-left",     "roll-merged", "roll-deleted", "roll-missing", "roll-double-vote"};

const char *roll_kind_name(roll_kind kind)
{
    return ROLL_KIND_NAMES[kind];
}

typedef struct {
    uint32_t from, end;
} row_range;

/* One injection, or the noise, at work. */
typedef struct {
    roll_model *r;
    roll_kind kind;
    bool injected;
    scrut_rng rng;
} putting;

static row_range all_rows(const roll_model *r)
{
    return (row_range){0, r->row_count};
}

/* Stations of a place follow one another. */
static row_range rows_of_place(const roll_model *r, uint32_t station)
{
    uint32_t first = station, end = station + 1, place = roll_place(r->w, station);
    while (first > 0 && roll_place(r->w, first - 1) == place)
        first--;
    while (end < r->w->station_count && roll_place(r->w, end) == place)
        end++;
    return (row_range){r->first_row[first], r->first_row[end]};
}

/* Whoever is back was of age when the first version was made. */
static bool is_old_enough(const putting *p, uint32_t row)
{
    return p->kind != ROLL_BACK || roll_age(roll_born(p->r, row), p->r->day[ROLL_FIRST]) >= 18;
}

/* A person of the range to whom nothing was done; false when many tries found none. */
static bool pick(putting *p, row_range range, uint32_t *ret_row)
{
    enum { TRIES = 64 };
    for (int i = 0; range.end > range.from && i < TRIES; i++) {
        uint32_t row = range.from + scrut_rng_below(&p->rng, range.end - range.from);
        if (p->r->kind[row] == ROLL_PERSON && (p->r->flags[row] & ROLL_TAKEN) == 0 && is_old_enough(p, row)) {
            *ret_row = row;
            return true;
        }
    }
    return false;
}

static void take(putting *p, uint32_t row, roll_kind kind)
{
    p->r->kind[row] = (uint8_t)kind;
    p->r->flags[row] |= (uint8_t)(ROLL_TAKEN | (p->injected ? ROLL_INJECTED : 0));
}

/* Makes the row somebody's second one. Who is found near has moved nowhere; who was not listed before was so in neither
 * row. */
static bool list_twice(putting *p, uint32_t row)
{
    roll_model *r = p->r;
    static const roll_kind SECOND[] = {ROLL_EXACT, ROLL_SPELLED, ROLL_DATED, ROLL_MOVED};
    roll_kind kind = p->kind == ROLL_DOUBLE ? SECOND[scrut_rng_below(&p->rng, COUNT_OF(SECOND))] : p->kind;
    r->flags[row] |= ROLL_TAKEN; /* so that it is not its own first one */
    row_range where = kind == ROLL_MOVED ? all_rows(r) : rows_of_place(r, roll_station_of(r, row));
    uint32_t first;
    if (!pick(p, where, &first) && !pick(p, all_rows(r), &first)) {
        r->flags[row] &= (uint8_t)~ROLL_TAKEN;
        return false;
    }
    take(p, row, kind);
    r->of[row] = first;
    uint8_t shared = p->kind == ROLL_DOUBLE ? ROLL_FORCED : 0;
    r->flags[row] |= (uint8_t)(shared | (r->flags[first] & ROLL_ADDED));
    r->flags[first] |= (uint8_t)(shared | ROLL_TAKEN);
    return true;
}

/* Does it once, to the row or to the station that it stands in. */
static bool put(putting *p, uint32_t row)
{
    roll_model *r = p->r;
    switch (p->kind) {
    case ROLL_MISSING: r->missing[1][roll_station_of(r, row)]++; return true;
    case ROLL_DELETED: r->injected_gone[roll_station_of(r, row)]++; return true;
    case ROLL_GHOST: take(p, row, ROLL_GHOST); return true;
    case ROLL_DEAD:
        take(p, row, ROLL_DEAD);
        r->flags[row] &= (uint8_t)~ROLL_ADDED; /* listed while alive */
        return true;
    case ROLL_BACK:
        take(p, row, ROLL_BACK);
        r->flags[row] = (uint8_t)((r->flags[row] | ROLL_ADDED) & ~(ROLL_CAME | ROLL_CORRECTED));
        return true;
    default: return list_twice(p, row);
    }
}

static int64_t put_in_range(putting *p, row_range range, int64_t wanted)
{
    int64_t done = 0;
    uint32_t row;
    while (done < wanted && pick(p, range, &row)) {
        if (!put(p, row))
            break;
        done++;
    }
    return done;
}

/* ---- noise ------------------------------------------------------------------------------------------------ */

static void put_noise(roll_model *r)
{
    putting p = {.r = r, .rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_NOISE, 0)};
    int64_t wanted = (int64_t)((scrut_wide)r->row_count * r->rates.duplicates / 1000000);
    static const roll_kind KINDS[] = {ROLL_EXACT, ROLL_SPELLED, ROLL_DATED, ROLL_MOVED};
    for (int64_t i = 0; i < wanted; i++) {
        p.kind = KINDS[scrut_rng_below(&p.rng, COUNT_OF(KINDS))];
        (void)put_in_range(&p, all_rows(r), 1);
    }
}

/* ---- injections ------------------------------------------------------------------------------------------- */

typedef struct {
    uint64_t score;
    uint32_t station; /* the first of the place */
} scored_place;

static int compare_places(const void *a, const void *b)
{
    const scored_place *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? -1 : 1;
    return x->station < y->station ? -1 : x->station > y->station;
}

/* Places one after another, each up to its share. */
static int64_t put_clustered(putting *p, const scrut_injection *i, row_range range, int64_t wanted,
                             scored_place places[])
{
    const roll_model *r = p->r;
    size_t count = 0;
    for (uint32_t s = 0; s < r->w->station_count; s++)
        if (r->first_row[s] >= range.from && r->first_row[s] < range.end &&
            (s == 0 || roll_place(r->w, s) != roll_place(r->w, s - 1)))
            places[count++] = (scored_place){scrut_rng_u64(&p->rng), s};
    if (count > 1)
        qsort(places, count, sizeof *places, compare_places);
    int64_t done = 0;
    for (size_t k = 0; k < count && done < wanted; k++) {
        row_range place = rows_of_place(r, places[k].station);
        int64_t share =
            (int64_t)(((scrut_wide)(place.end - place.from) * i->strength[0] + i->strength[1] - 1) / i->strength[1]);
        done += put_in_range(p, place, share < wanted - done ? share : wanted - done);
    }
    return done;
}

static row_range range_of(const roll_model *r, const scrut_injection *i)
{
    if (i->constituency == SCRUT_NONE)
        return all_rows(r);
    const world_unit *unit = &r->w->units[i->constituency];
    return (row_range){r->first_row[unit->first_station], r->first_row[unit->first_station + unit->station_count]};
}

static scrut_status inject(roll_model *r, size_t index, roll_kind kind, scored_place places[], scrut_error *err)
{
    const world *w = r->w;
    const scrut_injection *i = &w->injections->items[index];
    putting p = {.r = r,
                 .kind = kind,
                 .injected = true,
                 .rng = scrut_rng_open(w->seed, PURPOSE_ROLL_INJECT + (uint32_t)index, 0)};
    int64_t wanted =
        i->count >= 0 ? i->count : (int64_t)(((scrut_wide)r->row_count * i->share[0] + i->share[1] - 1) / i->share[1]);
    row_range range = range_of(r, i);
    int64_t done = i->place == SCRUT_PLACE_CLUSTERED ? put_clustered(&p, i, range, wanted, places)
                                                     : put_in_range(&p, range, wanted);
    w->injection_names[index] = done;
    if (done < wanted)
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1,
                          "injection %zu (%s) finds only %lld of %lld names that it can alter", index + 1,
                          roll_kind_name(kind), (long long)done, (long long)wanted);
    return SCRUT_OK;
}

scrut_status roll_inject(roll_model *r, scrut_error *err)
{
    scored_place *places = malloc(((size_t)r->w->station_count + 1) * sizeof *places);
    scrut_status status = places != NULL ? SCRUT_OK : scrut_fail_memory(err);
    if (status == SCRUT_OK)
        put_noise(r);
    for (size_t k = 0; k < r->w->injections->count && status == SCRUT_OK; k++) {
        const injection_kind *kind = injection_kind_at(r->w->injections->items[k].kind);
        if (kind->of_roll)
            status = inject(r, k, (roll_kind)kind->roll_kind, places, err);
    }
    free(places);
    return status;
}
