/* SPDX-License-Identifier: Apache-2.0
 * forms.c: the ballots of a station, from delivery to the box, and who holds a copy of its form. */
#include "world_internal.h"

#include <stdlib.h>
#include <string.h>

static void fill_form(const world *w, uint32_t station)
{
    int32_t *form = world_form(w, station);
    scrut_rng rng = scrut_rng_open(w->seed, PURPOSE_FORM, station);
    int64_t needed = form[REGISTERED] + (int64_t)(w->m->reserve * form[REGISTERED]) + 1, bundle = w->m->bundle;
    form[RECEIVED] = (int32_t)((needed + bundle - 1) / bundle * bundle);
    form[ISSUED] = form[CAST];
    form[IN_BOX] = form[CAST];
    int32_t left = form[RECEIVED] - form[ISSUED], spoiled = (int32_t)scrut_rng_geometric(&rng);
    form[SPOILED] = spoiled < left ? spoiled : left;
    form[UNUSED] = left - form[SPOILED];
    uint32_t queue = scrut_rng_geometric(&rng); /* minutes after the hour: mean one */
    form[CLOSED] = POLLS_CLOSE + (queue < 60 ? (int32_t)queue : 59);
}

void world_fill_forms(world *w)
{
    for (uint32_t s = 0; s < w->station_count; s++)
        fill_form(w, s);
}

/* ---- copies ------------------------------------------------------------------------------------------------ */

typedef struct {
    uint64_t score;
    uint32_t station;
} scored;

static int compare_scores(const void *a, const void *b)
{
    const scored *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? -1 : 1;
    return x->station < y->station ? -1 : x->station > y->station;
}

/* Agents are missing in whole areas more often than here and there, so half of the score is the area's; a sample is
 * drawn station by station. */
static uint64_t score_of(const world *w, size_t source, uint32_t station)
{
    scrut_rng own = scrut_rng_open(w->seed, PURPOSE_COVER_STATION + (uint32_t)source, station);
    uint64_t score = scrut_rng_u32(&own);
    if (w->m->sources[source].party != SCRUT_NONE && w->area_of != NULL) {
        scrut_rng area = scrut_rng_open(w->seed, PURPOSE_COVER_AREA + (uint32_t)source, w->area_of[station]);
        score += scrut_rng_u32(&area);
    }
    return score;
}

static bool hand_out(world *w, size_t index, scored order[])
{
    world_source *source = &w->sources[index];
    int64_t copies = world_scale(w, w->m->sources[index].stations);
    source->held = w->station_count;
    if (copies >= w->station_count)
        return true;
    source->held = (uint32_t)copies;
    source->holds = scrut_arena_calloc(w->arena, w->station_count, sizeof *source->holds);
    if (source->holds == NULL)
        return false;
    for (uint32_t s = 0; s < w->station_count; s++)
        order[s] = (scored){.score = score_of(w, index, s), .station = s};
    qsort(order, w->station_count, sizeof *order, compare_scores);
    for (uint32_t i = 0; i < source->held; i++)
        source->holds[order[i].station] = 1;
    return true;
}

scrut_status world_hand_out_copies(world *w, scrut_error *err)
{
    scored *order = malloc(((size_t)w->station_count + 1) * sizeof *order);
    bool fine = order != NULL;
    w->sources[0].held = w->station_count;
    for (size_t s = 1; fine && s < w->m->source_count; s++)
        fine = hand_out(w, s, order);
    free(order);
    return fine ? SCRUT_OK : scrut_fail_memory(err);
}

bool world_holds(const world *w, uint32_t source, uint32_t station)
{
    return w->sources[source].holds == NULL || w->sources[source].holds[station] != 0;
}

const int32_t *world_return(const world *w, uint32_t source, uint32_t station, size_t *at)
{
    const world_source *s = &w->sources[source];
    if (!world_holds(w, source, station))
        return NULL;
    while (*at < s->override_count && s->overrides[*at].station < station)
        ++*at;
    if (*at < s->override_count && s->overrides[*at].station == station)
        return s->overrides[*at].missing ? NULL : s->overrides[*at].cells;
    return world_form(w, station);
}
