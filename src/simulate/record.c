/* SPDX-License-Identifier: Apache-2.0
 * record.c: what was done to which return, and what it leaves in the evidence. */
#include "world_internal.h"

#include <stdlib.h>
#include <string.h>

scrut_truth *world_tell(world *w, const char *kind, uint32_t station, uint32_t sources, int64_t votes)
{
    if (!scrut_grow(&w->truths, &w->truth_capacity, w->truth_count + 1, sizeof *w->truths))
        return NULL;
    scrut_truth *truth = &w->truths[w->truth_count++];
    *truth = (scrut_truth){.kind = kind,
                           .station = station,
                           .sources = sources,
                           .from = SCRUT_NONE,
                           .to = SCRUT_NONE,
                           .votes = votes,
                           .first_trace = w->trace_count};
    w->touched[station] = 1;
    return truth;
}

bool world_trace(world *w, const char *code, uint32_t source, uint32_t other, int64_t at_stake)
{
    if (at_stake == 0)
        return true;
    if (!scrut_grow(&w->traces, &w->trace_capacity, w->trace_count + 1, sizeof *w->traces))
        return false;
    scrut_trace *trace = &w->traces[w->trace_count++];
    *trace = (scrut_trace){.source = source, .other = other, .at_stake = at_stake};
    snprintf(trace->code, sizeof trace->code, "%s", code);
    w->truths[w->truth_count - 1].trace_count++;
    return true;
}

static bool is_in(uint32_t sources, uint32_t source)
{
    return (sources >> source & 1U) != 0;
}

bool world_trace_differences(world *w, uint32_t station, uint32_t altered, int64_t gross)
{
    bool fine = true;
    for (uint32_t a = 0; a < w->m->source_count; a++)
        for (uint32_t b = a + 1; fine && b < w->m->source_count; b++)
            if (is_in(altered, a) != is_in(altered, b) && world_holds(w, a, station) && world_holds(w, b, station))
                fine = world_trace(w, "X01", a, b, gross);
    return fine;
}

static bool add_override(world *w, uint32_t source, world_altered added)
{
    world_source *s = &w->sources[source];
    if (!scrut_grow(&s->overrides, &s->override_capacity, s->override_count + 1, sizeof *s->overrides))
        return false;
    s->overrides[s->override_count++] = added;
    return true;
}

int32_t *world_override(world *w, uint32_t station, uint32_t sources)
{
    int32_t *cells = scrut_arena_calloc(w->arena, w->columns, sizeof *cells);
    if (cells == NULL)
        return NULL;
    memcpy(cells, world_form(w, station), w->columns * sizeof *cells);
    for (uint32_t s = 0; s < w->m->source_count; s++)
        if (is_in(sources, s) && world_holds(w, s, station) &&
            !add_override(w, s, (world_altered){.station = station, .cells = cells}))
            return NULL;
    return cells;
}

bool world_lose(world *w, uint32_t station, uint32_t source)
{
    return add_override(w, source, (world_altered){.station = station, .missing = true});
}

static int compare_overrides(const void *a, const void *b)
{
    const world_altered *x = a, *y = b;
    return x->station < y->station ? -1 : x->station > y->station;
}

static int compare_truths(const void *a, const void *b)
{
    const scrut_truth *x = a, *y = b;
    return x->station < y->station ? -1 : x->station > y->station; /* one thing a station */
}

void world_sort(world *w)
{
    for (size_t s = 0; s < w->m->source_count; s++)
        if (w->sources[s].override_count > 1)
            qsort(w->sources[s].overrides, w->sources[s].override_count, sizeof *w->sources[s].overrides,
                  compare_overrides);
    if (w->truth_count > 1)
        qsort(w->truths, w->truth_count, sizeof *w->truths, compare_truths);
}
