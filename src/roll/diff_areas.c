/* SPDX-License-Identifier: Apache-2.0
 * diff_areas.c: changes by area, and the ages that deaths and birthdays are expected from. */
#include "diff_internal.h"
#include "scrutineer/mem.h"
#include "scrutineer/election.h"
#include "scrutineer/hash.h"

#include <stdlib.h>
#include <string.h>

enum { YOUNG_YEARS = 5 };
static const double DAYS_A_YEAR = 365.2425;

/* Areas by name while they are counted. */
typedef struct {
    const scrut_roll_diff_input *input;
    const scrut_roll_diff *diff;
    const scrut_roll_diff_ages *ages;
    const bool *back;
    scrut_roll_area *areas;
    size_t count, capacity;
    uint32_t *slots; /* 1 + area */
    size_t mask;
    int64_t ages_unknown;
} counting;

static bool grow_slots(counting *c)
{
    size_t size = c->mask == 0 ? 256 : 2 * (c->mask + 1);
    uint32_t *slots = calloc(size, sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < c->count; i++) {
        size_t at = scrut_hash64(c->areas[i].name, strlen(c->areas[i].name)) & (size - 1);
        while (slots[at] != 0)
            at = (at + 1) & (size - 1);
        slots[at] = (uint32_t)i + 1;
    }
    free(c->slots);
    c->slots = slots;
    c->mask = size - 1;
    return true;
}

static bool add_area(counting *c, const char *text, size_t length, size_t slot)
{
    char *name = malloc(length + 1);
    if (name == NULL || !scrut_grow(&c->areas, &c->capacity, c->count + 1, sizeof *c->areas)) {
        free(name);
        return false;
    }
    memcpy(name, text, length);
    name[length] = '\0';
    c->areas[c->count++] = (scrut_roll_area){.name = name};
    c->slots[slot] = (uint32_t)c->count;
    return true;
}

/* NULL without memory. */
static scrut_roll_area *area_named(counting *c, const char *text, size_t length)
{
    if (2 * c->count >= c->mask && !grow_slots(c))
        return NULL;
    size_t at = scrut_hash64(text, length) & c->mask;
    while (c->slots[at] != 0) {
        const char *name = c->areas[c->slots[at] - 1].name;
        if (strncmp(name, text, length) == 0 && name[length] == '\0')
            return &c->areas[c->slots[at] - 1];
        at = (at + 1) & c->mask;
    }
    return add_area(c, text, length, at) ? &c->areas[c->count - 1] : NULL;
}

static scrut_roll_area *area_of(counting *c, uint32_t row)
{
    size_t length = 0;
    const char *text = "";
    if (c->input->area >= 0)
        text = c->input->rows.cell(c->input->rows.context, row, (size_t)c->input->area, &length);
    return area_named(c, text, length);
}

/* ---- ages ------------------------------------------------------------------------------------------------- */

/* Day of birth; parts that are not known are in the middle. False when the year is not known. */
static bool born_on(const counting *c, uint32_t row, int32_t *ret_day)
{
    const scrut_link_input *rows = &c->input->rows;
    for (size_t f = 0; f < rows->field_count; f++) {
        if (rows->fields[f].kind != SCRUT_LINK_BORN)
            continue;
        size_t length;
        scrut_date date;
        const char *text = rows->cell(rows->context, row, f, &length);
        if (!scrut_date_parse(text, length, rows->date_order, rows->last_year, &date) || date.year == 0 ||
            (date.flags & SCRUT_DATE_FILLER) != 0)
            return false;
        *ret_day = scrut_day_of(date.year, date.month != 0 ? date.month : 7, date.day != 0 ? date.day : 1);
        return true;
    }
    return false;
}

static bool is_male(const counting *c, uint32_t row)
{
    size_t length;
    const scrut_link_input *rows = &c->input->rows;
    const char *text = rows->cell(rows->context, row, (size_t)c->ages->sex, &length);
    for (size_t i = 0; i < c->ages->male_count; i++)
        if (strlen(c->ages->male[i]) == length && memcmp(c->ages->male[i], text, length) == 0)
            return true;
    return false;
}

/* Chance to die in a year. */
static double death_rate(const counting *c, uint32_t row, double age)
{
    const scrut_roll_diff_ages *a = c->ages;
    double rate = 0;
    for (size_t i = 0; i < a->death_count && (double)a->deaths[i].age <= age; i++) {
        rate = ((double)a->deaths[i].male + (double)a->deaths[i].female) / 2;
        if (a->sex >= 0)
            rate = (double)(is_male(c, row) ? a->deaths[i].male : a->deaths[i].female);
    }
    return rate / 100000;
}

static void count_age(counting *c, scrut_roll_area *area, uint32_t row)
{
    const scrut_roll_diff_ages *a = c->ages;
    int32_t born;
    if (!born_on(c, row, &born)) {
        c->ages_unknown++;
        return;
    }
    double age = (a->old_day - born) / DAYS_A_YEAR, years = (a->new_day - a->old_day) / DAYS_A_YEAR;
    area->deaths += death_rate(c, row, age) * years;
    area->young += age < (double)(a->voting_age + YOUNG_YEARS);
}

/* ---- counts ----------------------------------------------------------------------------------------------- */

static bool count_old(counting *c, uint32_t row)
{
    const scrut_roll_fate *fate = &c->diff->old_fates[row];
    scrut_roll_area *area = area_of(c, row);
    if (area == NULL)
        return false;
    area->old_rows++;
    area->kept += fate->change == SCRUT_ROLL_KEPT;
    area->corrected += fate->change == SCRUT_ROLL_CORRECTED;
    area->merged += fate->change == SCRUT_ROLL_MERGED;
    area->deleted.seen += fate->change == SCRUT_ROLL_DELETED;
    area->other_person += fate->change <= SCRUT_ROLL_MOVED && scrut_roll_diff_is_other_person(c->input, fate);
    if (c->ages->old_day < c->ages->new_day)
        count_age(c, area, row);
    if (fate->change != SCRUT_ROLL_MOVED)
        return true;
    size_t from = (size_t)(area - c->areas);
    scrut_roll_area *to = area_of(c, c->diff->old_count + fate->other);
    if (to == NULL)
        return false;
    bool within = to == &c->areas[from];
    to->moved_within += within;
    to->moved_in += !within;
    c->areas[from].moved_out += !within;
    return true;
}

static bool count_new(counting *c, uint32_t row)
{
    const scrut_roll_fate *fate = &c->diff->new_fates[row];
    scrut_roll_area *area = area_of(c, c->diff->old_count + row);
    int32_t born;
    if (area == NULL)
        return false;
    area->new_rows++;
    area->split += fate->change == SCRUT_ROLL_SPLIT;
    if (fate->change != SCRUT_ROLL_ADDED)
        return true;
    area->added.seen++;
    area->back += c->back != NULL && c->back[row];
    if (c->ages->old_day < c->ages->new_day && born_on(c, c->diff->old_count + row, &born))
        area->came_of_age += (c->ages->old_day - born) / DAYS_A_YEAR < (double)c->ages->voting_age;
    return true;
}

/* Units of rows are counted apart and added up in their order, so that sums of chances round alike on any number of
 * threads. */
enum { UNITS = 16 };

typedef struct {
    counting units[UNITS];
    bool failed[UNITS];
} count_job;

static void count_unit(void *context, size_t unit)
{
    count_job *job = context;
    counting *c = &job->units[unit];
    uint64_t olds = c->diff->old_count, news = c->diff->new_count;
    bool fine = true;
    for (uint32_t row = (uint32_t)(olds * unit / UNITS); fine && row < olds * (unit + 1) / UNITS; row++)
        fine = count_old(c, row);
    for (uint32_t row = (uint32_t)(news * unit / UNITS); fine && row < news * (unit + 1) / UNITS; row++)
        fine = count_new(c, row);
    job->failed[unit] = !fine;
}

static bool add_unit(counting *all, const counting *unit)
{
    all->ages_unknown += unit->ages_unknown;
    for (size_t i = 0; i < unit->count; i++) {
        const scrut_roll_area *from = &unit->areas[i];
        scrut_roll_area *to = area_named(all, from->name, strlen(from->name));
        if (to == NULL)
            return false;
        to->old_rows += from->old_rows;
        to->new_rows += from->new_rows;
        to->kept += from->kept;
        to->corrected += from->corrected;
        to->other_person += from->other_person;
        to->moved_in += from->moved_in;
        to->moved_out += from->moved_out;
        to->moved_within += from->moved_within;
        to->merged += from->merged;
        to->split += from->split;
        to->back += from->back;
        to->deaths += from->deaths;
        to->came_of_age += from->came_of_age;
        to->young += from->young;
        to->deleted.seen += from->deleted.seen;
        to->added.seen += from->added.seen;
    }
    return true;
}

static bool count_all(counting *all, scrut_pool *pool)
{
    count_job job = {.failed = {false}};
    for (size_t u = 0; u < UNITS; u++)
        job.units[u] = *all;
    scrut_pool_run(pool, UNITS, count_unit, &job);
    bool fine = true;
    for (size_t u = 0; u < UNITS; u++) {
        fine = fine && !job.failed[u] && add_unit(all, &job.units[u]);
        free(job.units[u].slots);
        scrut_roll_areas_free(&(scrut_roll_areas){.areas = job.units[u].areas, .count = job.units[u].count});
    }
    return fine;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const scrut_roll_area *)a)->name, ((const scrut_roll_area *)b)->name);
}

/* ---- what is expected
 * ------------------------------------------------------------------------------------------------ */

/* New names of voting age for one of the young: the same ratio everywhere. */
static double ratio_of_age(const scrut_roll_areas *areas)
{
    int64_t came = 0, young = 0;
    for (size_t i = 0; i < areas->count; i++) {
        came += areas->areas[i].came_of_age;
        young += areas->areas[i].young;
    }
    return young > 0 ? (double)came / (double)young : 0;
}

static scrut_status expect(scrut_roll_areas *areas, scrut_error *err)
{
    size_t n = areas->count;
    double *exposed = malloc((n + 1) * sizeof *exposed);
    int64_t *rows = malloc((n + 1) * sizeof *rows);
    scrut_roll_expected **counts = malloc((n + 1) * sizeof *counts);
    diff_family f = {.exposed = exposed, .rows = rows, .counts = counts, .count = n};
    scrut_status status = exposed != NULL && rows != NULL && counts != NULL ? SCRUT_OK : scrut_fail_memory(err);
    for (size_t i = 0; i < n && status == SCRUT_OK; i++) {
        exposed[i] = areas->areas[i].deaths;
        rows[i] = areas->areas[i].old_rows;
        counts[i] = &areas->areas[i].deleted;
    }
    if (status == SCRUT_OK)
        status = diff_expect(&f, &areas->other_deletions, &areas->deleted_spread, err);
    for (size_t i = 0; i < n && status == SCRUT_OK; i++) {
        exposed[i] = areas->of_age * (double)areas->areas[i].young;
        counts[i] = &areas->areas[i].added;
    }
    if (status == SCRUT_OK)
        status = diff_expect(&f, &areas->other_additions, &areas->added_spread, err);
    free(exposed);
    free(rows);
    free(counts);
    return status;
}

scrut_status scrut_roll_diff_areas(const scrut_roll_diff_input *input, const scrut_roll_diff *diff,
                                   const scrut_roll_diff_ages *ages, const bool back[], scrut_pool *pool,
                                   scrut_roll_areas *ret_areas, scrut_error *err)
{
    counting c = {.input = input, .diff = diff, .ages = ages, .back = back};
    bool fine = count_all(&c, pool);
    free(c.slots);
    scrut_roll_areas areas = {.areas = c.areas, .count = c.count, .ages_unknown = c.ages_unknown};
    scrut_status status = fine ? SCRUT_OK : scrut_fail_memory(err);
    if (status == SCRUT_OK) {
        if (areas.count > 1)
            qsort(areas.areas, areas.count, sizeof *areas.areas, by_name);
        areas.of_age = ratio_of_age(&areas);
        status = expect(&areas, err);
    }
    if (status == SCRUT_OK)
        *ret_areas = areas;
    else
        scrut_roll_areas_free(&areas);
    return status;
}

void scrut_roll_areas_free(scrut_roll_areas *areas)
{
    for (size_t i = 0; i < areas->count; i++) {
        union {
            const char *name;
            void *memory;
        } owned = {.name = areas->areas[i].name};
        free(owned.memory);
    }
    free(areas->areas);
    *areas = (scrut_roll_areas){0};
}
