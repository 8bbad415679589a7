/* SPDX-License-Identifier: Apache-2.0
 * reconcile.c: the returns of several sources, from their union to the stations that decide. */
#include "reconcile_internal.h"

#include <stdlib.h>
#include <string.h>

static scrut_status choose_sources(reconciling *w, const char *const names[], size_t count)
{
    scrut_reconciliation *r = w->result;
    const scrut_case *c = r->c;
    size_t room = count > c->returns_count ? count : c->returns_count;
    r->sources = scrut_arena_calloc(r->arena, room, sizeof *r->sources);
    if (r->sources == NULL)
        return scrut_fail_memory(w->err);
    for (size_t i = 0; count == 0 && i < c->returns_count; i++)
        r->sources[r->source_count++] = i;
    for (size_t n = 0; n < count; n++) {
        size_t found = 0;
        while (found < c->returns_count && strcmp(c->returns[found].about.id, names[n]) != 0)
            found++;
        if (found == c->returns_count)
            return scrut_fail(w->err, SCRUT_E_INPUT, NULL, -1, -1, -1, "the case has no source \"%.60s\"", names[n]);
        for (size_t k = 0; k < r->source_count; k++)
            if (r->sources[k] == found)
                return scrut_fail(w->err, SCRUT_E_INPUT, NULL, -1, -1, -1, "source \"%.60s\" is named twice", names[n]);
        r->sources[r->source_count++] = found;
    }
    if (r->source_count == 0)
        return scrut_fail(w->err, SCRUT_E_INPUT, NULL, -1, -1, -1, "the case holds no returns");
    return SCRUT_OK;
}

/* Index of a tally among the chosen sources, or SIZE_MAX. */
static size_t source_of_tally(const scrut_reconciliation *r, const scrut_tally *tally)
{
    for (size_t s = 0; s < r->source_count; s++)
        if (source_tally(r, s) == tally)
            return s;
    return SIZE_MAX;
}

static scrut_status explain_announced(reconciling *w)
{
    scrut_reconciliation *r = w->result;
    const scrut_verdict *v = r->figures;
    r->announced = scrut_arena_calloc(r->arena, v->comparison_count, sizeof *r->announced);
    if (r->announced == NULL)
        return scrut_fail_memory(w->err);
    for (size_t i = 0; i < v->comparison_count; i++) {
        const scrut_comparison *k = &v->comparisons[i];
        size_t source = source_of_tally(r, k->a);
        if (source == SIZE_MAX || !k->b->has_votes)
            continue;
        scrut_announced_difference *d = &r->announced[r->announced_count++];
        *d = (scrut_announced_difference){.source = source, .comparison = k};
        scrut_status st =
            scrut_count_explain(r->c, k, source_returns(r, source), v->tallies, r->arena, &d->explanations, w->err);
        if (st != SCRUT_OK)
            return st;
    }
    return SCRUT_OK;
}

static scrut_status run(reconciling *w, const char *const names[], size_t count)
{
    scrut_reconciliation *r = w->result;
    scrut_verdict *figures = NULL;
    scrut_status st = choose_sources(w, names, count);
    if (st == SCRUT_OK)
        st = scrut_verify_figures(r->c, w->pool, &figures, w->err);
    r->figures = figures;
    if (st == SCRUT_OK)
        st = join_stations(w);
    if (st == SCRUT_OK)
        st = compare_pairs(w);
    if (st == SCRUT_OK)
        st = open_races(w);
    if (st == SCRUT_OK)
        st = find_coverage(w);
    if (st == SCRUT_OK)
        st = find_deciding(w);
    return st == SCRUT_OK ? explain_announced(w) : st;
}

scrut_status scrut_reconcile(const scrut_case *c, const char *const sources[], size_t source_count, scrut_pool *pool,
                             scrut_reconciliation **ret_result, scrut_error *err)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_reconciliation *r = arena != NULL ? scrut_arena_calloc(arena, 1, sizeof *r) : NULL;
    if (r == NULL) {
        scrut_arena_free(arena);
        return scrut_fail_memory(err);
    }
    r->c = c;
    r->arena = arena;
    reconciling w = {.result = r, .pool = pool, .err = err};
    scrut_status st = run(&w, sources, source_count);
    if (st != SCRUT_OK) {
        scrut_reconciliation_free(r);
        return st;
    }
    *ret_result = r;
    return SCRUT_OK;
}

void scrut_reconciliation_free(scrut_reconciliation *result)
{
    if (result == NULL)
        return;
    scrut_verdict *figures;
    memcpy(&figures, &result->figures, sizeof figures);
    scrut_verdict_free(figures);
    scrut_arena_free(result->arena);
}

static size_t holder(const scrut_reconciliation *r, uint32_t station)
{
    size_t s = 0;
    while (r->rows[s][station] == SCRUT_NONE)
        s++;
    return s;
}

void scrut_reconcile_station(const scrut_reconciliation *result, uint32_t station, char *text, size_t size)
{
    size_t s = holder(result, station);
    scrut_returns_station(source_returns(result, s), result->rows[s][station], text, size);
}

uint32_t scrut_reconcile_constituency(const scrut_reconciliation *result, uint32_t station)
{
    size_t s = holder(result, station);
    return scrut_returns_constituency(source_returns(result, s), result->rows[s][station]);
}
