/* SPDX-License-Identifier: Apache-2.0
 * union.c: which row of which source is which station. A station is numbered when the first source that holds it is
 * read; rows that repeat a station are not looked at. */
#include "reconcile_internal.h"

#include <stdlib.h>

typedef struct {
    const reconciling *w;
    size_t source;
    uint32_t **station_of; /* a source, a row: the station, or SCRUT_NONE */
} join_job;

/* The station by the sources before this one. */
static void find_stations(void *context, size_t unit)
{
    join_job *job = context;
    const scrut_returns *r = source_returns(job->w->result, job->source);
    size_t first = unit * STATIONS_A_UNIT, end = first + STATIONS_A_UNIT;
    for (size_t row = first; row < end && row < r->row_count; row++) {
        uint32_t found = SCRUT_NONE, station = SCRUT_NONE;
        for (size_t s = 0; s < job->source && station == SCRUT_NONE; s++) {
            found = scrut_station_index_find(job->w->indices[s], r, (uint32_t)row);
            station = found != SCRUT_NONE ? job->station_of[s][found] : SCRUT_NONE;
        }
        job->station_of[job->source][row] = station;
    }
}

static void number_stations(join_job *job)
{
    scrut_reconciliation *result = job->w->result;
    const scrut_returns *r = source_returns(result, job->source);
    uint32_t *station_of = job->station_of[job->source];
    size_t repeated = 0;
    for (uint32_t row = 0; row < r->row_count; row++) {
        if (repeated < r->duplicate_count && r->duplicate_rows[repeated] == row) {
            repeated++;
            continue;
        }
        if (station_of[row] == SCRUT_NONE)
            station_of[row] = result->station_count++;
        result->rows[job->source][station_of[row]] = row;
    }
}

static scrut_status join(reconciling *w, join_job *job)
{
    scrut_reconciliation *r = w->result;
    for (job->source = 0; job->source < r->source_count; job->source++) {
        const scrut_returns *returns = source_returns(r, job->source);
        job->station_of[job->source] = malloc(((size_t)returns->row_count + 1) * sizeof(uint32_t));
        if (job->station_of[job->source] == NULL)
            return scrut_fail_memory(w->err);
        scrut_pool_run(w->pool, ((size_t)returns->row_count + STATIONS_A_UNIT - 1) / STATIONS_A_UNIT, find_stations,
                       job);
        number_stations(job);
        bool asked = job->source + 1 < r->source_count || r->c->registry != NULL;
        if (asked &&
            scrut_station_index_new(returns, w->pool, r->arena, &w->indices[job->source], NULL, NULL) != SCRUT_OK)
            return scrut_fail_memory(w->err);
    }
    return SCRUT_OK;
}

static bool make_rows(scrut_reconciliation *r)
{
    size_t room = 0;
    for (size_t s = 0; s < r->source_count; s++)
        room += source_returns(r, s)->row_count;
    r->rows = scrut_arena_calloc(r->arena, r->source_count, sizeof(uint32_t *));
    for (size_t s = 0; r->rows != NULL && s < r->source_count; s++) {
        r->rows[s] = scrut_arena_calloc(r->arena, room, sizeof **r->rows);
        if (r->rows[s] == NULL)
            return false;
        for (size_t i = 0; i < room; i++)
            r->rows[s][i] = SCRUT_NONE;
    }
    return r->rows != NULL;
}

scrut_status join_stations(reconciling *w)
{
    scrut_reconciliation *r = w->result;
    join_job job = {.w = w, .station_of = calloc(r->source_count, sizeof(uint32_t *))};
    w->indices = scrut_arena_calloc(r->arena, r->source_count, sizeof(scrut_station_index *));
    scrut_status st =
        job.station_of != NULL && w->indices != NULL && make_rows(r) ? join(w, &job) : scrut_fail_memory(w->err);
    for (size_t s = 0; job.station_of != NULL && s < r->source_count; s++)
        free(job.station_of[s]);
    free(job.station_of);
    return st;
}
