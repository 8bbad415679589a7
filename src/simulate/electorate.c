/* SPDX-License-Identifier: Apache-2.0
 * electorate.c: who votes for what, station by station, so that every constituency has exactly the figures it must.
 *
 * A station has a size, a level of turnout and of support for each list, made of what its areas share and of its own.
 * The levels are then scaled, list by list, until the expected figures of the constituency are the wanted ones
 * (iterative proportional fitting: Deming and Stephan 1940). Each voter then draws what to do; what the draws miss of
 * the wanted figures is put right by changing single ballots in stations drawn for it. */
#include "world_internal.h"

#include <stdlib.h>

/* Columns of a station's weights: staying away, each list, an invalid ballot. */
typedef struct {
    const world *w;
    size_t unit, columns;
    double *weights; /* a station * columns */
    double *factors; /* a column */
    int64_t *wanted; /* a column */
    int64_t *drawn;  /* a column */
    int32_t *counts; /* a station * columns */
    uint32_t *draws; /* room for the largest station */
    uint32_t area;   /* of the station before */
    double *shared;  /* a column: what the stations of that area share */
} electorate;

typedef struct {
    world *w;
    bool *failed; /* a unit */
} vote_job;

/* The exponential function up to 2 in 10,000, in multiplications only: every machine rounds them alike. */
static double growth(double x)
{
    double limited = x > 20 ? 20 : x < -20 ? -20 : x;
    double value = 1 + limited / 1048576;
    for (int i = 0; i < 20; i++)
        value *= value;
    return value;
}

/* ---- sizes ------------------------------------------------------------------------------------------------ */

static double draw_size(const world *w, uint32_t station)
{
    const model_variation *v = &w->m->variation;
    scrut_rng rng = scrut_rng_open(w->seed, PURPOSE_SIZE, station);
    double kind = (double)scrut_rng_u32(&rng) / 4294967296.0, deviation = scrut_rng_normal(&rng);
    double size = 1 + v->size * deviation;
    if (kind < v->small) {
        w->kind_of[station] = STATION_SMALL;
        size = v->small_size * (1 + 0.3 * deviation);
    } else if (kind < v->small + v->institutions) {
        w->kind_of[station] = STATION_INSTITUTION;
        size *= 0.5;
    }
    return size < 0.05 ? 0.05 : size;
}

/* Registered voters in proportion to the drawn sizes; sums are rounded, so that the total is exact. */
static void draw_sizes(electorate *e)
{
    const world_unit *unit = &e->w->units[e->unit];
    double sum = 0, part = 0;
    for (uint32_t i = 0; i < unit->station_count; i++) {
        e->weights[i] = draw_size(e->w, unit->first_station + i);
        sum += e->weights[i];
    }
    int64_t before = 0;
    for (uint32_t i = 0; i < unit->station_count; i++) {
        part += e->weights[i];
        int64_t until =
            i + 1 == unit->station_count ? unit->registered : (int64_t)(part / sum * (double)unit->registered);
        world_form(e->w, unit->first_station + i)[REGISTERED] = (int32_t)(until - before);
        before = until;
    }
}

/* ---- levels of turnout and support ---------------------------------------------------------------------------- */

/* Adds the deviations of one area or station to a row: turnout in column 0, support in the lists' columns. */
static void add_deviations(const world *w, scrut_rng rng, double turnout, double support, double row[])
{
    row[0] += turnout * scrut_rng_normal(&rng);
    for (size_t p = 0; p < w->m->party_count; p++)
        row[1 + p] += support * scrut_rng_normal(&rng);
}

/* What the stations of an area share; they follow one another. */
static const double *deviate_area(electorate *e, uint32_t area)
{
    const world *w = e->w;
    if (area == e->area)
        return e->shared;
    e->area = area;
    for (size_t k = 0; k < e->columns; k++)
        e->shared[k] = 0;
    for (size_t l = w->m->level_count; l-- > 0; area = w->areas[area].parent)
        add_deviations(w, scrut_rng_open(w->seed, PURPOSE_AREA, area), w->m->variation.turnout[l],
                       w->m->variation.support[l], e->shared);
    return e->shared;
}

static void deviate(electorate *e, uint32_t station, double row[])
{
    const world *w = e->w;
    const model_variation *v = &w->m->variation;
    size_t levels = w->m->level_count;
    const double *shared = levels > 0 ? deviate_area(e, w->area_of[station]) : NULL;
    for (size_t k = 0; k < e->columns; k++)
        row[k] = shared != NULL ? shared[k] : 0;
    /* Institutions: twice the spread of other stations, in any direction. */
    double wider = w->kind_of[station] == STATION_INSTITUTION ? 2 : 1;
    scrut_rng own = scrut_rng_open(w->seed, PURPOSE_STATION, station);
    row[e->columns - 1] = v->invalid * scrut_rng_normal(&own);
    add_deviations(w, own, v->turnout[levels] * wider, v->support[levels] * wider, row);
}

/* Log-odds become weights. A list with a turnout slope is the stronger the more people vote. */
static void weigh(electorate *e, uint32_t index)
{
    const world *w = e->w;
    double *row = e->weights + (size_t)index * e->columns;
    deviate(e, w->units[e->unit].first_station + index, row);
    double turnout = row[0];
    for (size_t p = 0; p < w->m->party_count; p++)
        row[1 + p] = growth(row[1 + p] + w->m->parties[p].turnout_slope * turnout);
    row[e->columns - 1] = growth(row[e->columns - 1]);
    row[0] = growth(-turnout);
}

static void set_wanted(electorate *e)
{
    const world_unit *unit = &e->w->units[e->unit];
    int64_t away = unit->registered - unit->invalid;
    for (size_t p = 0; p < e->w->m->party_count; p++) {
        e->wanted[1 + p] = unit->votes[p];
        away -= unit->votes[p];
    }
    e->wanted[0] = away;
    e->wanted[e->columns - 1] = unit->invalid;
    for (size_t k = 0; k < e->columns; k++)
        e->factors[k] = (double)e->wanted[k] / (double)(unit->registered > 0 ? unit->registered : 1);
}

/* One round: by how much each column's expected sum is off, into the factors. True when all are within 1 in 10,000. */
static bool scale_once(electorate *e, double sums[])
{
    const world_unit *unit = &e->w->units[e->unit];
    bool close = true;
    for (size_t k = 0; k < e->columns; k++)
        sums[k] = 0;
    for (uint32_t i = 0; i < unit->station_count; i++) {
        const double *row = e->weights + (size_t)i * e->columns;
        double whole = 0;
        for (size_t k = 0; k < e->columns; k++)
            whole += row[k] * e->factors[k];
        double part = (double)world_form(e->w, unit->first_station + i)[REGISTERED] / (whole > 0 ? whole : 1);
        for (size_t k = 0; k < e->columns; k++)
            sums[k] += row[k] * part;
    }
    for (size_t k = 0; k < e->columns; k++) {
        double expected = sums[k] * e->factors[k], wanted = (double)e->wanted[k];
        double off = expected - wanted;
        close = close && off < 0.0001 * wanted + 0.5 && -off < 0.0001 * wanted + 0.5;
        if (sums[k] > 0)
            e->factors[k] = wanted / sums[k];
    }
    return close;
}

static void scale(electorate *e)
{
    enum { ROUNDS = 60 };
    double sums[SCRUT_PARTIES_MAX + 2];
    for (int round = 0; round < ROUNDS; round++)
        if (scale_once(e, sums))
            return;
}

/* ---- the voters ------------------------------------------------------------------------------------------------ */

/* Draws come in blocks of so many; those behind the voters' are 0. */
enum { DRAW_BLOCK = 16 };

static int32_t count_at_least(const uint32_t draws[], int32_t count, uint64_t bound)
{
    if (bound == 0 || bound > UINT32_MAX)
        return bound == 0 ? count : 0;
    uint32_t least = (uint32_t)bound;
    int32_t reached = 0;
    for (int32_t i = 0; i < count; i += DRAW_BLOCK)
        for (int32_t k = 0; k < DRAW_BLOCK; k++)
            reached += draws[i + k] >= least;
    return reached;
}

/* Every voter draws a number of 32 bits, and the columns share the 2^32 numbers by their weights. */
static void draw_station(electorate *e, uint32_t index)
{
    const world *w = e->w;
    uint32_t station = w->units[e->unit].first_station + index;
    double *row = e->weights + (size_t)index * e->columns;
    int32_t *counts = e->counts + (size_t)index * e->columns, voters = world_form(w, station)[REGISTERED];
    scrut_rng rng = scrut_rng_open(w->seed, PURPOSE_VOTERS, station);
    scrut_rng_fill(&rng, e->draws, (size_t)voters);
    for (int32_t i = voters; i % DRAW_BLOCK != 0; i++)
        e->draws[i] = 0;
    double whole = 0, until = 0;
    for (size_t k = 0; k < e->columns; k++)
        whole += row[k] * e->factors[k];
    int32_t above = voters;
    for (size_t k = 0; k < e->columns; k++) {
        until += row[k] * e->factors[k];
        double bound = whole > 0 ? until / whole * 4294967296.0 : 0;
        int32_t beyond = k + 1 == e->columns ? 0 : count_at_least(e->draws, voters, (uint64_t)bound);
        counts[k] = above - beyond;
        e->drawn[k] += counts[k];
        above = beyond;
    }
}

/* Ballots of a column that has too many go to one that has too few, one by one, in stations that have such a ballot. */
static void put_right(electorate *e)
{
    const world_unit *unit = &e->w->units[e->unit];
    scrut_rng rng = scrut_rng_open(e->w->seed, PURPOSE_REPAIR, e->unit);
    size_t many = 0, few = 0;
    for (;;) {
        while (many < e->columns && e->drawn[many] <= e->wanted[many])
            many++;
        while (few < e->columns && e->drawn[few] >= e->wanted[few])
            few++;
        if (many == e->columns || few == e->columns)
            return;
        int32_t *counts = e->counts + (size_t)scrut_rng_below(&rng, unit->station_count) * e->columns;
        if (counts[many] == 0)
            continue;
        counts[many]--;
        counts[few]++;
        e->drawn[many]--;
        e->drawn[few]++;
    }
}

static void write_forms(electorate *e)
{
    const world_unit *unit = &e->w->units[e->unit];
    for (uint32_t i = 0; i < unit->station_count; i++) {
        int32_t *form = world_form(e->w, unit->first_station + i);
        const int32_t *counts = e->counts + (size_t)i * e->columns;
        form[CAST] = form[REGISTERED] - counts[0];
        form[INVALID] = counts[e->columns - 1];
        form[VALID] = form[CAST] - form[INVALID];
        for (size_t p = 0; p < e->w->m->party_count; p++)
            form[FIELD_CELLS + p] = counts[1 + p];
    }
}

static int32_t largest_station(const electorate *e)
{
    const world_unit *unit = &e->w->units[e->unit];
    int32_t largest = 0;
    for (uint32_t i = 0; i < unit->station_count; i++) {
        int32_t here = world_form(e->w, unit->first_station + i)[REGISTERED];
        largest = here > largest ? here : largest;
    }
    return largest;
}

static bool run_unit(electorate *e)
{
    uint32_t stations = e->w->units[e->unit].station_count;
    draw_sizes(e);
    e->draws = malloc(((size_t)largest_station(e) + DRAW_BLOCK) * sizeof *e->draws);
    if (e->draws == NULL)
        return false;
    for (uint32_t i = 0; i < stations; i++)
        weigh(e, i);
    set_wanted(e);
    scale(e);
    for (uint32_t i = 0; i < stations; i++)
        draw_station(e, i);
    put_right(e);
    write_forms(e);
    return true;
}

static void vote_unit(void *context, size_t index)
{
    vote_job *job = context;
    electorate e = {.w = job->w, .unit = index, .columns = job->w->m->party_count + 2, .area = SCRUT_NONE};
    size_t stations = job->w->units[index].station_count;
    e.weights = calloc(stations * e.columns, sizeof *e.weights);
    e.counts = calloc(stations * e.columns, sizeof *e.counts);
    e.factors = calloc(e.columns * 2, sizeof *e.factors);
    e.wanted = calloc(e.columns * 2, sizeof *e.wanted);
    bool fine = e.weights != NULL && e.counts != NULL && e.factors != NULL && e.wanted != NULL;
    if (fine) {
        e.drawn = e.wanted + e.columns;
        e.shared = e.factors + e.columns;
        fine = run_unit(&e);
    }
    job->failed[index] = !fine;
    free(e.weights);
    free(e.counts);
    free(e.factors);
    free(e.wanted);
    free(e.draws);
}

scrut_status world_vote(world *w, scrut_pool *pool, scrut_error *err)
{
    vote_job job = {.w = w, .failed = scrut_arena_calloc(w->arena, w->unit_count, sizeof *job.failed)};
    if (job.failed == NULL)
        return scrut_fail_memory(err);
    scrut_pool_run(pool, w->unit_count, vote_unit, &job);
    for (size_t u = 0; u < w->unit_count; u++)
        if (job.failed[u])
            return scrut_fail_memory(err);
    for (uint32_t s = 0; s < w->station_count; s++) {
        const int32_t *form = world_form(w, s);
        w->registered += form[REGISTERED];
        w->cast += form[CAST];
        w->valid += form[VALID];
        w->invalid += form[INVALID];
    }
    return SCRUT_OK;
}
