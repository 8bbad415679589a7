/* SPDX-License-Identifier: Apache-2.0
 * draw.c: a sample of a list: strata, primary draws with chances by size, rows. Each part has a seed of its own, made
 * of the public one and the names of the stratum and the cluster, so that anybody can repeat a part alone. */
#include "sampling_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWS_MIN = 2 }; /* a stratum: one draw shows no spread */

typedef struct {
    const scrut_draw *ask;
    scrut_arena *arena;
    scrut_drawn *out;
    size_t capacity;
    uint32_t *rows;  /* by stratum, in the order of the list */
    uint32_t *first; /* a stratum: its first in `rows`; one more for the end */
    uint32_t stratum_count;
    scrut_error *err;
} drawing;

/* ---- how many draws a stratum ------------------------------------------------------------------------------------ */

static uint32_t rows_in(const drawing *d, uint32_t stratum)
{
    return d->first[stratum + 1] - d->first[stratum];
}

static uint32_t least_of(const drawing *d, uint32_t stratum)
{
    uint32_t rows = rows_in(d, stratum), least = d->stratum_count > 1 ? DRAWS_MIN : 1;
    return rows < least ? rows : least;
}

/* The stratum whose draws fall short of its part by most (`more`), or are most above it and above its least. */
static uint32_t furthest(const drawing *d, bool more)
{
    uint32_t best = SCRUT_NONE;
    int64_t best_off = 0;
    for (uint32_t s = 0; s < d->stratum_count; s++) {
        /* rows * size / all rows - draws, over all rows: exact, as both numbers have 32 bits */
        int64_t off = (int64_t)rows_in(d, s) * d->ask->size - (int64_t)d->out->per_stratum[s] * d->ask->row_count;
        off = more ? off : -off;
        bool allowed = more ? d->out->per_stratum[s] < rows_in(d, s) || d->ask->cluster != NULL
                            : d->out->per_stratum[s] > least_of(d, s);
        if (allowed && rows_in(d, s) > 0 && (best == SCRUT_NONE || off > best_off)) {
            best = s;
            best_off = off;
        }
    }
    return best;
}

static scrut_status share_draws(drawing *d)
{
    uint32_t *draws = d->out->per_stratum;
    uint64_t sum = 0, least = 0;
    for (uint32_t s = 0; s < d->stratum_count; s++) {
        draws[s] = (uint32_t)((uint64_t)d->ask->size * rows_in(d, s) / d->ask->row_count);
        draws[s] = draws[s] < least_of(d, s) ? least_of(d, s) : draws[s];
        sum += draws[s];
        least += least_of(d, s);
    }
    if (d->ask->size < least)
        return scrut_fail(d->err, SCRUT_E_INPUT, NULL, -1, -1, -1,
                          "%lu draws are too few for %lu strata: each needs %d, or its error cannot be estimated",
                          (unsigned long)d->ask->size, (unsigned long)d->stratum_count, DRAWS_MIN);
    for (; sum < d->ask->size; sum++)
        draws[furthest(d, true)]++;
    for (; sum > d->ask->size; sum--)
        draws[furthest(d, false)]--;
    return SCRUT_OK;
}

/* ---- draws --------------------------------------------------------------------------------------------------------
 */

static scrut_status put_row(drawing *d, scrut_drawn_row row)
{
    if (!scrut_grow(&d->out->rows, &d->capacity, d->out->count + 1, sizeof *d->out->rows))
        return scrut_fail_memory(d->err);
    d->out->rows[d->out->count++] = row;
    return SCRUT_OK;
}

/* Draws of some rows of the list; `ret_rows` are rows of the list. */
static scrut_status draw_among(const drawing *d, const char *seed, const uint32_t among[], uint32_t among_count,
                               uint32_t count, bool replace, uint32_t ret_rows[])
{
    const char **ids = NULL;
    scrut_status status = SCRUT_OK;
    if (d->ask->ids != NULL && d->ask->sampler == SCRUT_SAMPLER_CONSISTENT) {
        ids = calloc((size_t)among_count + 1, sizeof *ids);
        if (ids == NULL)
            return scrut_fail_memory(d->err);
        for (uint32_t i = 0; i < among_count; i++)
            ids[i] = d->ask->ids[among[i]];
    }
    status = scrut_sampler_draw(d->ask->sampler, seed, ids, among_count, count, replace, ret_rows, d->err);
    for (uint32_t i = 0; i < count && status == SCRUT_OK; i++)
        ret_rows[i] = among[ret_rows[i]];
    free(ids);
    return status;
}

static const char *seed_of(const drawing *d, uint32_t stratum, uint32_t cluster)
{
    const char *seed = d->ask->seed;
    if (d->ask->stratum != NULL)
        seed = scrut_arena_printf(d->arena, "%s/%s", seed, d->ask->stratum_names[stratum]);
    if (seed != NULL && cluster != SCRUT_NONE)
        seed = scrut_arena_printf(d->arena, "%s/%s", seed, d->ask->cluster_names[cluster]);
    return seed;
}

/* Rows of the primary draws of one cluster: `turns` are the numbers of these draws. */
static scrut_status draw_in_cluster(drawing *d, uint32_t stratum, uint32_t cluster, const uint32_t turns[],
                                    uint32_t turn_count)
{
    assert(d->ask->per_cluster > 0); /* check_ask */
    const uint32_t *rows = d->rows + d->first[stratum];
    uint32_t all = rows_in(d, stratum), members = 0;
    uint64_t wanted = (uint64_t)turn_count * d->ask->per_cluster;
    const char *seed = seed_of(d, stratum, cluster);
    uint32_t *inside = calloc((size_t)all + 1, sizeof *inside);
    scrut_status status = inside != NULL && seed != NULL ? SCRUT_OK : scrut_fail_memory(d->err);
    for (uint32_t i = 0; i < all && status == SCRUT_OK; i++)
        if (d->ask->cluster[rows[i]] == cluster)
            inside[members++] = rows[i];
    uint32_t count = wanted < members ? (uint32_t)wanted : members;
    uint32_t *drawn = calloc((size_t)count + 1, sizeof *drawn);
    if (status == SCRUT_OK && drawn == NULL)
        status = scrut_fail_memory(d->err);
    if (status == SCRUT_OK)
        status = draw_among(d, seed, inside, members, count, false, drawn);
    for (uint32_t i = 0; i < count && status == SCRUT_OK; i++)
        status = put_row(
            d, (scrut_drawn_row){
                   .draw = turns[i / d->ask->per_cluster], .stratum = stratum, .cluster = cluster, .row = drawn[i]});
    if (status == SCRUT_OK)
        d->out->short_draws += (uint32_t)((wanted - count + d->ask->per_cluster - 1) / d->ask->per_cluster);
    free(inside);
    free(drawn);
    return status;
}

typedef struct {
    uint32_t cluster, turn;
} cluster_turn;

static int by_cluster(const void *a, const void *b)
{
    const cluster_turn *x = a, *y = b;
    if (x->cluster != y->cluster)
        return x->cluster < y->cluster ? -1 : 1;
    return (x->turn > y->turn) - (x->turn < y->turn);
}

static scrut_status draw_clusters(drawing *d, uint32_t stratum, const uint32_t picks[], uint32_t count)
{
    cluster_turn *order = calloc((size_t)count + 1, sizeof *order);
    uint32_t *turns = calloc((size_t)count + 1, sizeof *turns);
    scrut_status status = order != NULL && turns != NULL ? SCRUT_OK : scrut_fail_memory(d->err);
    for (uint32_t i = 0; i < count && status == SCRUT_OK; i++)
        order[i] = (cluster_turn){d->ask->cluster[picks[i]], d->out->draws + i + 1};
    if (status == SCRUT_OK)
        qsort(order, count, sizeof *order, by_cluster);
    for (uint32_t at = 0; at < count && status == SCRUT_OK;) {
        uint32_t turn_count = 0, cluster = order[at].cluster;
        for (; at < count && order[at].cluster == cluster; at++)
            turns[turn_count++] = order[at].turn;
        status = draw_in_cluster(d, stratum, cluster, turns, turn_count);
    }
    d->out->draws += count;
    free(order);
    free(turns);
    return status;
}

static scrut_status draw_stratum(drawing *d, uint32_t stratum)
{
    uint32_t count = d->out->per_stratum[stratum];
    bool by_size = d->ask->cluster != NULL;
    const char *seed = seed_of(d, stratum, SCRUT_NONE);
    uint32_t *picks = calloc((size_t)count + 1, sizeof *picks);
    scrut_status status = picks != NULL && seed != NULL ? SCRUT_OK : scrut_fail_memory(d->err);
    if (status == SCRUT_OK)
        status = draw_among(d, seed, d->rows + d->first[stratum], rows_in(d, stratum), count, by_size, picks);
    if (status == SCRUT_OK && by_size)
        status = draw_clusters(d, stratum, picks, count);
    for (uint32_t i = 0; i < count && !by_size && status == SCRUT_OK; i++)
        status = put_row(
            d, (scrut_drawn_row){.draw = ++d->out->draws, .stratum = stratum, .cluster = SCRUT_NONE, .row = picks[i]});
    free(picks);
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------------------------------
 */

static int by_draw(const void *a, const void *b)
{
    const scrut_drawn_row *x = a, *y = b;
    if (x->draw != y->draw)
        return x->draw < y->draw ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static size_t draw_end(const scrut_drawn *out, size_t from)
{
    size_t end = from + 1;
    while (end < out->count && out->rows[end].draw == out->rows[from].draw)
        end++;
    return end;
}

/* A draw whose cluster had no row left counts for nothing. */
static scrut_status weigh_rows(drawing *d)
{
    scrut_drawn *out = d->out;
    uint32_t *draws = calloc(d->stratum_count, sizeof *draws);
    if (draws == NULL)
        return scrut_fail_memory(d->err);
    for (size_t at = 0; at < out->count; at = draw_end(out, at))
        draws[out->rows[at].stratum]++;
    for (size_t at = 0; at < out->count;) {
        size_t from = at, end = draw_end(out, at);
        for (; at < end; at++) {
            out->rows[at].rows = rows_in(d, out->rows[at].stratum);
            out->rows[at].shares = (int64_t)draws[out->rows[at].stratum] * (int64_t)(end - from);
        }
    }
    for (size_t i = 0; i < out->count && d->ask->stratum == NULL; i++)
        out->rows[i].stratum = SCRUT_NONE;
    free(draws);
    return SCRUT_OK;
}

static uint32_t stratum_of(const scrut_draw *ask, uint32_t row)
{
    return ask->stratum != NULL ? ask->stratum[row] : 0;
}

static scrut_status sort_rows(drawing *d)
{
    const scrut_draw *ask = d->ask;
    d->stratum_count = ask->stratum != NULL ? ask->stratum_count : 1;
    d->rows = scrut_arena_calloc(d->arena, ask->row_count, sizeof *d->rows);
    d->first = scrut_arena_calloc(d->arena, (size_t)d->stratum_count + 2, sizeof *d->first);
    d->out->per_stratum = scrut_arena_calloc(d->arena, d->stratum_count, sizeof *d->out->per_stratum);
    if (d->rows == NULL || d->first == NULL || d->out->per_stratum == NULL)
        return scrut_fail_memory(d->err);
    /* counting sort: first[s + 1] is where stratum s goes on */
    for (uint32_t row = 0; row < ask->row_count; row++)
        d->first[stratum_of(ask, row) + 2]++;
    for (uint32_t s = 2; s < d->stratum_count + 2; s++)
        d->first[s] += d->first[s - 1];
    for (uint32_t row = 0; row < ask->row_count; row++)
        d->rows[d->first[stratum_of(ask, row) + 1]++] = row;
    return SCRUT_OK;
}

static scrut_status check_ask(const scrut_draw *ask, scrut_error *err)
{
    if (ask->row_count == 0)
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "the list has no rows");
    if (ask->size == 0 || (ask->cluster != NULL && ask->per_cluster == 0))
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "nothing is to be drawn");
    if (ask->cluster == NULL && ask->size > ask->row_count)
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "%lu rows are to be drawn and there are only %lu",
                          (unsigned long)ask->size, (unsigned long)ask->row_count);
    return SCRUT_OK;
}

scrut_status scrut_draw_sample(const scrut_draw *ask, scrut_arena *arena, scrut_drawn *ret_drawn, scrut_error *err)
{
    scrut_drawn out = {0};
    drawing d = {.ask = ask, .arena = arena, .out = &out, .err = err};
    scrut_status status = check_ask(ask, err);
    if (status == SCRUT_OK)
        status = sort_rows(&d);
    if (status == SCRUT_OK)
        status = share_draws(&d);
    for (uint32_t s = 0; s < d.stratum_count && status == SCRUT_OK; s++)
        status = draw_stratum(&d, s);
    scrut_drawn_row *kept = NULL;
    if (status == SCRUT_OK) {
        /* rows without clusters stay in the order of the sampler: each is a draw of its own */
        qsort(out.rows, out.count, sizeof *out.rows, by_draw);
        status = weigh_rows(&d);
    }
    if (status == SCRUT_OK) {
        kept = scrut_arena_calloc(arena, out.count, sizeof *kept);
        status = kept != NULL ? SCRUT_OK : scrut_fail_memory(err);
    }
    if (status == SCRUT_OK) {
        memcpy(kept, out.rows, out.count * sizeof *kept);
        *ret_drawn = out;
        ret_drawn->rows = kept;
    }
    free(out.rows);
    return status;
}
