/* SPDX-License-Identifier: Apache-2.0
 * roll_plan.c: what each row of the list is, who voted and who is marked, and what the version before said. */
#include "roll_internal.h"

#include <stdlib.h>
#include <string.h>

enum { MILLION = 1000000, STATIONS_A_UNIT = 64, ROWS_MAX = 1 << 27 };
static const double DAYS_A_YEAR = 365.2425;

typedef void station_work(roll_model *r, uint32_t station);

typedef struct {
    roll_model *r;
    station_work *work;
} station_job;

static void work_unit(void *context, size_t unit)
{
    station_job *job = context;
    uint32_t from = (uint32_t)unit * STATIONS_A_UNIT, count = job->r->w->station_count;
    for (uint32_t s = from; s < count && s < from + STATIONS_A_UNIT; s++)
        job->work(job->r, s);
}

static void each_station(roll_model *r, scrut_pool *pool, station_work *work)
{
    station_job job = {.r = r, .work = work};
    scrut_pool_run(pool, ((size_t)r->w->station_count + STATIONS_A_UNIT - 1) / STATIONS_A_UNIT, work_unit, &job);
}

bool roll_is_second(roll_kind kind)
{
    return kind == ROLL_EXACT || kind == ROLL_SPELLED || kind == ROLL_DATED || kind == ROLL_MOVED;
}

/* ---- rows ------------------------------------------------------------------------------------------------- */

static scrut_status set_days(roll_model *r, scrut_error *err)
{
    int32_t election;
    if (r->w->m->date == NULL || !scrut_day_parse(r->w->m->date, &election))
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1,
                          "a list of voters needs the day of the model's \"date\"");
    r->day[ROLL_FINAL] = election - (int32_t)r->rates.before;
    for (int v = 0; v < ROLL_VERSION_COUNT; v++) {
        r->day[v] = r->day[ROLL_FINAL] - v * (int32_t)r->rates.interval;
        r->cleaned[v] = r->day[v] - (int32_t)r->rates.cleaned;
    }
    return SCRUT_OK;
}

static scrut_status lay_out(roll_model *r, scrut_error *err)
{
    const world *w = r->w;
    size_t ends = (size_t)w->station_count + 1;
    int64_t rows = 0;
    for (uint32_t s = 0; s < w->station_count; s++)
        rows += world_form(w, s)[REGISTERED];
    if (rows > ROWS_MAX / 2)
        return scrut_fail(err, SCRUT_E_RANGE, NULL, -1, -1, -1, "a list of voters has at most %d names", ROWS_MAX / 2);
    r->row_count = (uint32_t)rows;
    r->first_row = calloc(ends, sizeof *r->first_row);
    r->first_gone = calloc(ends, sizeof *r->first_gone);
    r->first_came = calloc(ends, sizeof *r->first_came);
    r->injected_gone = calloc(ends, sizeof *r->injected_gone);
    r->missing[0] = calloc(ends, sizeof *r->missing[0]);
    r->missing[1] = calloc(ends, sizeof *r->missing[1]);
    r->dying = calloc(ends, sizeof *r->dying);
    r->kind = calloc((size_t)rows + 1, sizeof *r->kind);
    r->flags = calloc((size_t)rows + 1, sizeof *r->flags);
    r->of = calloc((size_t)rows + 1, sizeof *r->of);
    if (r->first_row == NULL || r->first_gone == NULL || r->first_came == NULL || r->injected_gone == NULL ||
        r->missing[0] == NULL || r->missing[1] == NULL || r->dying == NULL || r->kind == NULL || r->flags == NULL ||
        r->of == NULL)
        return scrut_fail_memory(err);
    for (uint32_t s = 0; s < w->station_count; s++)
        r->first_row[s + 1] = r->first_row[s] + (uint32_t)world_form(w, s)[REGISTERED];
    return SCRUT_OK;
}

static bool happens(scrut_rng *rng, int64_t in_a_million)
{
    return scrut_rng_chance(rng, (uint32_t)in_a_million, MILLION);
}

/* Deaths since the list was cleaned, and what changed since the version before. */
static void settle_row(roll_model *r, uint32_t station, uint32_t row)
{
    r->of[row] = row;
    int32_t born = roll_born(r, row);
    uint32_t deaths = roll_mortality(roll_age(born, r->day[ROLL_FINAL]), roll_is_male(r, row));
    r->dying[station] += deaths / 100000.0;
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_FATE, row);
    /* Per 100,000 and year, over the days since the list was cleaned. */
    if (scrut_rng_chance(&rng, deaths * (uint32_t)r->rates.cleaned, 36524250U))
        r->kind[row] = ROLL_DEAD;
    if (roll_age(born, r->day[ROLL_EARLIER]) < 18 || happens(&rng, r->rates.added))
        r->flags[row] |= ROLL_ADDED;
    else if (happens(&rng, r->rates.corrected))
        r->flags[row] |= ROLL_CORRECTED;
    if ((r->flags[row] & ROLL_ADDED) == 0 && happens(&rng, r->rates.moved))
        r->flags[row] |= ROLL_CAME;
}

/* So many that the mean is `expected`. */
static uint32_t round_by_chance(double expected, scrut_rng *rng)
{
    uint32_t whole = (uint32_t)expected;
    return whole + (scrut_rng_u32(rng) < (expected - whole) * 4294967296.0);
}

static void settle_station(roll_model *r, uint32_t station)
{
    for (uint32_t row = r->first_row[station]; row < r->first_row[station + 1]; row++)
        settle_row(r, station, row);
    uint32_t rows = r->first_row[station + 1] - r->first_row[station];
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_UNIT, station);
    double level = 0.5 + scrut_rng_u32(&rng) / 4294967296.0; /* here more than there */
    r->missing[0][station] = round_by_chance(rows * level * (double)r->rates.missing / MILLION, &rng);
}

/* ---- rows of the version before only ---------------------------------------------------------------------- */

typedef struct {
    uint32_t died, left, merged, deleted;
} gone_counts;

static gone_counts count_gone(const roll_model *r, uint32_t station, scrut_rng *rng)
{
    uint32_t rows = r->first_row[station + 1] - r->first_row[station];
    *rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_REMOVED, station);
    gone_counts n = {.deleted = r->injected_gone[station]};
    n.died = round_by_chance(r->dying[station] * (double)r->rates.interval / DAYS_A_YEAR, rng);
    n.left = round_by_chance(rows * (double)r->rates.left / MILLION, rng);
    n.merged = round_by_chance(rows * (double)r->rates.merged / MILLION, rng);
    return n;
}

/* The row that is left of two: somebody of the station who stood in the version before. */
static bool find_partner(const roll_model *r, uint32_t station, scrut_rng *rng, uint32_t *ret_row)
{
    uint32_t from = r->first_row[station], rows = r->first_row[station + 1] - from;
    for (int i = 0; rows > 0 && i < 20; i++) {
        uint32_t row = from + scrut_rng_below(rng, rows);
        if (r->kind[row] == ROLL_PERSON && (r->flags[row] & (ROLL_ADDED | ROLL_CAME)) == 0) {
            *ret_row = row;
            return true;
        }
    }
    return false;
}

static void fill_gone(roll_model *r, uint32_t station)
{
    scrut_rng rng;
    gone_counts n = count_gone(r, station, &rng);
    uint32_t row = r->first_gone[station];
    for (uint32_t i = 0; i < n.died + n.left + n.merged + n.deleted; i++, row++) {
        r->of[row] = row;
        r->flags[row] = i >= n.died + n.left + n.merged ? ROLL_INJECTED : 0;
        r->kind[row] = i < n.died ? ROLL_DIED : i < n.died + n.left ? ROLL_LEFT : ROLL_DELETED;
        if (i >= n.died + n.left && i < n.died + n.left + n.merged)
            r->kind[row] = find_partner(r, station, &rng, &r->of[row]) ? ROLL_MERGED : ROLL_LEFT;
    }
}

static bool grow(void *array, size_t size)
{
    void **items = array, *grown = realloc(*items, size);
    if (grown != NULL)
        *items = grown;
    return grown != NULL;
}

static scrut_status add_gone(roll_model *r, scrut_pool *pool, scrut_error *err)
{
    scrut_rng rng;
    r->first_gone[0] = r->row_count;
    for (uint32_t s = 0; s < r->w->station_count; s++) {
        gone_counts n = count_gone(r, s, &rng);
        r->first_gone[s + 1] = r->first_gone[s] + n.died + n.left + n.merged + n.deleted;
    }
    r->total = r->first_gone[r->w->station_count];
    if (r->total > ROWS_MAX)
        return scrut_fail(err, SCRUT_E_RANGE, NULL, -1, -1, -1, "a list of voters has at most %d names", ROWS_MAX);
    size_t total = (size_t)r->total + 1;
    if (!grow(&r->kind, total * sizeof *r->kind) || !grow(&r->flags, total * sizeof *r->flags) ||
        !grow(&r->of, total * sizeof *r->of))
        return scrut_fail_memory(err);
    while (1U << r->key_bits < r->total)
        r->key_bits++;
    each_station(r, pool, fill_gone);
    return SCRUT_OK;
}

/* ---- rows that stood elsewhere before --------------------------------------------------------------------- */

uint32_t roll_place(const world *w, uint32_t station)
{
    return w->area_of != NULL ? w->area_of[station] : w->unit_of[station];
}

uint32_t roll_station_before(const roll_model *r, uint32_t row)
{
    const world *w = r->w;
    uint32_t own = roll_station_of(r, row), before = own;
    const world_unit *unit = &w->units[w->unit_of[own]];
    scrut_rng rng = scrut_rng_open(w->seed, PURPOSE_ROLL_PLACE, row);
    bool near = scrut_rng_chance(&rng, 1, 2);
    for (int i = 0; before == own && i < 8; i++)
        before = near && i < 4 ? unit->first_station + scrut_rng_below(&rng, unit->station_count)
                               : scrut_rng_below(&rng, w->station_count);
    return before;
}

static int compare_came(const void *a, const void *b)
{
    const roll_came *x = a, *y = b;
    if (x->station != y->station)
        return x->station < y->station ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static scrut_status gather_came(roll_model *r, scrut_error *err)
{
    size_t capacity = 0;
    for (uint32_t row = 0; row < r->row_count; row++) {
        if ((r->flags[row] & ROLL_CAME) == 0)
            continue;
        uint32_t before = roll_station_before(r, row);
        if (before == roll_station_of(r, row) || (r->flags[row] & ROLL_ADDED) != 0) {
            r->flags[row] &= (uint8_t)~ROLL_CAME;
            continue;
        }
        if (!scrut_grow(&r->came, &capacity, r->came_count + 1, sizeof *r->came))
            return scrut_fail_memory(err);
        r->came[r->came_count++] = (roll_came){.station = before, .row = row};
        r->first_came[before + 1]++;
    }
    if (r->came_count > 1)
        qsort(r->came, r->came_count, sizeof *r->came, compare_came);
    for (uint32_t s = 0; s < r->w->station_count; s++)
        r->first_came[s + 1] += r->first_came[s];
    return SCRUT_OK;
}

/* ---- votes ------------------------------------------------------------------------------------------------ */

/* Ballots go to those who must vote, then to people, and to other rows only where there are more ballots than people.
 */
static uint64_t urgency(const roll_model *r, uint32_t row)
{
    if ((r->flags[row] & ROLL_FORCED) != 0)
        return 0;
    if (r->kind[row] == ROLL_PERSON || r->kind[row] == ROLL_BACK)
        return 1;
    return roll_is_second((roll_kind)r->kind[row]) ? 2 : 3;
}

static int compare_numbers(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return x[0] < y[0] ? -1 : x[0] > y[0];
}

static void mark(roll_model *r, uint32_t row, scrut_rng *rng)
{
    bool voted = (r->flags[row] & ROLL_VOTED) != 0,
         error = happens(rng, voted ? r->rates.missed_marks : r->rates.wrong_marks);
    if (voted != error)
        r->flags[row] |= ROLL_MARKED;
}

/* As many voters as ballots were handed out at the station. */
static void vote_at(roll_model *r, uint32_t station)
{
    uint32_t from = r->first_row[station], rows = r->first_row[station + 1] - from,
             ballots = (uint32_t)world_form(r->w, station)[ISSUED];
    uint64_t(*order)[2] = malloc(((size_t)rows + 1) * sizeof *order);
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_VOTE, station);
    if (order == NULL) {
        r->failed[station] = 1;
        return;
    }
    for (uint32_t i = 0; i < rows; i++) {
        order[i][0] = urgency(r, from + i) << 62 | (uint64_t)scrut_rng_u32(&rng) << 30 | i;
        order[i][1] = from + i;
    }
    if (rows > 1)
        qsort(order, rows, sizeof *order, compare_numbers);
    for (uint32_t i = 0; i < rows && i < ballots; i++)
        r->flags[order[i][1]] |= ROLL_VOTED;
    for (uint32_t i = 0; i < rows; i++)
        mark(r, from + i, &rng);
    free(order);
}

bool roll_voted_twice(const roll_model *r, uint32_t row)
{
    return roll_is_second((roll_kind)r->kind[row]) && (r->flags[row] & r->flags[r->of[row]] & ROLL_VOTED) != 0;
}

static void count_done(roll_model *r)
{
    for (uint32_t row = 0; row < r->total; row++) {
        bool injected = (r->flags[row] & ROLL_INJECTED) != 0, voted = (r->flags[row] & ROLL_VOTED) != 0;
        r->done[roll_voted_twice(r, row) ? ROLL_DOUBLE : (roll_kind)r->kind[row]][injected]++;
        r->voters += voted;
        r->marked += (r->flags[row] & ROLL_MARKED) != 0;
    }
    for (uint32_t s = 0; s < r->w->station_count; s++)
        for (int i = 0; i < 2; i++)
            r->done[ROLL_MISSING][i] += r->missing[i][s];
}

static scrut_status vote(roll_model *r, scrut_pool *pool, scrut_error *err)
{
    r->failed = calloc((size_t)r->w->station_count + 1, 1);
    if (r->failed == NULL)
        return scrut_fail_memory(err);
    each_station(r, pool, vote_at);
    if (memchr(r->failed, 1, r->w->station_count) != NULL)
        return scrut_fail_memory(err);
    count_done(r);
    return SCRUT_OK;
}

/* ---- all of it -------------------------------------------------------------------------------------------- */

scrut_status world_roll(world *w, bool surveys, scrut_pool *pool, scrut_error *err)
{
    roll_model *r = scrut_arena_calloc(w->arena, 1, sizeof *r);
    if (r == NULL)
        return scrut_fail_memory(err);
    *r = (roll_model){.w = w, .rates = w->m->roll, .key_bits = 1};
    w->roll = r;
    roll_stock_fill(&r->stock);
    scrut_status status = set_days(r, err);
    if (status == SCRUT_OK)
        status = lay_out(r, err);
    if (status == SCRUT_OK) {
        each_station(r, pool, settle_station);
        status = roll_inject(r, err);
    }
    if (status == SCRUT_OK)
        status = gather_came(r, err);
    if (status == SCRUT_OK)
        status = add_gone(r, pool, err);
    if (status == SCRUT_OK)
        status = vote(r, pool, err);
    if (status == SCRUT_OK && surveys)
        status = roll_take_surveys(r, err);
    return status;
}

void roll_free(roll_model *r)
{
    if (r == NULL)
        return;
    free(r->first_row);
    free(r->first_gone);
    free(r->first_came);
    free(r->injected_gone);
    free(r->missing[0]);
    free(r->missing[1]);
    free(r->dying);
    free(r->kind);
    free(r->flags);
    free(r->of);
    free(r->came);
    free(r->failed);
    for (int s = 0; s < ROLL_SIDE_COUNT; s++)
        free(r->surveys[s].items);
}
