/* SPDX-License-Identifier: Apache-2.0
 * inject.c: which stations an injection alters, in which order, until its share is reached; then the clerical slips of
 * the rest. Nothing is done twice to one station, so that what was done can be told apart. */
#include "inject_internal.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    uint64_t area_score;
    uint32_t score, station;
} candidate;

typedef struct {
    world *w;
    size_t index;
    const scrut_injection *injection;
    const injection_kind *kind;
    candidate *candidates;
    size_t candidate_count;
    int64_t stations, votes;               /* done */
    int64_t wanted_stations, wanted_votes; /* -1: not asked for */
    uint32_t from, to, sources;
} placing;

/* ---- defaults ---------------------------------------------------------------------------------------------- */

/* The party with most votes in the nation but `except`; the first of equal ones. */
static uint32_t leading(const scrut_model *m, uint32_t except)
{
    uint32_t best = SCRUT_NONE;
    for (uint32_t p = 0; p < m->party_count; p++)
        if (p != except && (best == SCRUT_NONE || m->parties[p].votes > m->parties[best].votes))
            best = p;
    return best != SCRUT_NONE ? best : except;
}

static uint32_t copies_of(const scrut_model *m, uint32_t party)
{
    for (uint32_t s = 1; s < m->source_count; s++)
        if (m->sources[s].party == party)
            return s;
    return SCRUT_NONE;
}

/* Whose agent is missing: the party's that loses, if it lacks any copy; else the first source's that lacks one. */
static uint32_t missing_agent(const placing *p)
{
    uint32_t losing = copies_of(p->w->m, p->from);
    if (losing != SCRUT_NONE && p->w->sources[losing].holds != NULL)
        return losing;
    for (uint32_t s = 1; s < p->w->m->source_count; s++)
        if (p->w->sources[s].holds != NULL)
            return s;
    return SCRUT_NONE;
}

static void set_parties_and_sources(placing *p)
{
    const scrut_model *m = p->w->m;
    const scrut_injection *i = p->injection;
    p->to = i->to != SCRUT_NONE ? i->to : leading(m, i->from);
    p->from = i->from != SCRUT_NONE ? i->from : leading(m, p->to);
    p->sources = i->sources;
    if (p->sources == 0) {
        uint32_t own = p->kind->own_copies ? copies_of(m, p->to) : 0;
        p->sources = 1U << (own != SCRUT_NONE ? own : m->source_count > 1 ? 1 : 0);
    }
}

static void set_wanted(placing *p)
{
    const scrut_injection *i = p->injection;
    int64_t whole = i->of_votes ? p->w->valid : p->w->station_count;
    int64_t share =
        i->count >= 0 ? i->count : (int64_t)(((scrut_wide)whole * i->share[0] + i->share[1] - 1) / i->share[1]);
    p->wanted_votes = i->of_votes ? share : -1;
    p->wanted_stations = i->of_votes ? -1 : share;
}

/* ---- where -------------------------------------------------------------------------------------------------- */

static int compare_candidates(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    if (x->area_score != y->area_score)
        return x->area_score < y->area_score ? -1 : 1;
    if (x->score != y->score)
        return x->score < y->score ? -1 : 1;
    return x->station < y->station ? -1 : x->station > y->station;
}

static uint32_t area_of(const world *w, uint32_t station)
{
    return w->area_of != NULL ? w->area_of[station] : w->unit_of[station];
}

static bool lends_itself(const placing *p, uint32_t station, uint32_t agent)
{
    const scrut_injection *i = p->injection;
    if (p->w->touched[station] != 0 || (i->constituency != SCRUT_NONE && p->w->unit_of[station] != i->constituency))
        return false;
    for (uint32_t s = 1; s < p->w->m->source_count; s++)
        if (p->sources == 1U << s && !world_holds(p->w, s, station))
            return false; /* no copy to alter */
    return i->place != SCRUT_PLACE_NO_AGENT || (agent != SCRUT_NONE && !world_holds(p->w, agent, station));
}

static void gather(placing *p)
{
    const world *w = p->w;
    uint32_t agent = p->injection->agent != SCRUT_NONE ? p->injection->agent : missing_agent(p);
    bool by_area = p->injection->place == SCRUT_PLACE_CLUSTERED || p->kind->whole_areas;
    uint32_t purpose = (uint32_t)p->index;
    for (uint32_t s = 0; s < w->station_count; s++) {
        if (!lends_itself(p, s, agent))
            continue;
        scrut_rng own = scrut_rng_open(w->seed, PURPOSE_PLACE_STATION + purpose, s);
        candidate c = {.score = scrut_rng_u32(&own), .station = s};
        if (by_area) {
            uint32_t area = area_of(w, s);
            scrut_rng shared = scrut_rng_open(w->seed, PURPOSE_PLACE_AREA + purpose, area);
            c.area_score = (uint64_t)scrut_rng_u32(&shared) << 32 | area;
        }
        p->candidates[p->candidate_count++] = c;
    }
    if (p->candidate_count > 1)
        qsort(p->candidates, p->candidate_count, sizeof *p->candidates, compare_candidates);
}

/* ---- how many ------------------------------------------------------------------------------------------------ */

static bool reached(const placing *p)
{
    return p->wanted_votes >= 0 ? p->votes >= p->wanted_votes : p->stations >= p->wanted_stations;
}

static bool alter_stations(placing *p)
{
    for (size_t i = 0; i < p->candidate_count; i++) {
        bool goes_on = p->kind->whole_areas && i > 0 && p->candidates[i].area_score == p->candidates[i - 1].area_score;
        if (reached(p) && !goes_on)
            return true;
        uint32_t station = p->candidates[i].station;
        alteration a = {.w = p->w,
                        .injection = p->injection,
                        .station = station,
                        .from = p->from,
                        .to = p->to,
                        .sources = p->sources,
                        .rng = scrut_rng_open(p->w->seed, PURPOSE_ALTER + (uint32_t)p->index, station)};
        /* A kind may have taken it as the neighbour of an earlier one. */
        int64_t ballots = p->w->touched[station] == 0 ? p->kind->alter(&a) : 0;
        if (ballots < 0)
            return false;
        p->stations += ballots > 0;
        p->votes += ballots;
    }
    return true;
}

static scrut_status inject(world *w, size_t index, candidate candidates[], scrut_error *err)
{
    const scrut_injection *injection = &w->injections->items[index];
    placing p = {.w = w,
                 .index = index,
                 .injection = injection,
                 .kind = injection_kind_at(injection->kind),
                 .candidates = candidates};
    set_parties_and_sources(&p);
    set_wanted(&p);
    gather(&p);
    if (!alter_stations(&p))
        return scrut_fail_memory(err);
    w->injection_stations[index] = p.stations;
    w->injection_votes[index] = p.votes;
    if (p.stations == 0 && !reached(&p))
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "injection %zu (%s) finds no station that it can alter",
                          index + 1, p.kind->name);
    return SCRUT_OK;
}

scrut_status world_inject(world *w, scrut_error *err)
{
    size_t count = w->injections->count;
    candidate *candidates = malloc(((size_t)w->station_count + 1) * sizeof *candidates);
    w->injection_stations = scrut_arena_calloc(w->arena, count, sizeof *w->injection_stations);
    w->injection_votes = scrut_arena_calloc(w->arena, count, sizeof *w->injection_votes);
    w->injection_names = scrut_arena_calloc(w->arena, count, sizeof *w->injection_names);
    scrut_status status =
        candidates != NULL && w->injection_stations != NULL && w->injection_votes != NULL && w->injection_names != NULL
            ? SCRUT_OK
            : scrut_fail_memory(err);
    for (size_t i = 0; i < count && status == SCRUT_OK; i++)
        if (!injection_kind_at(w->injections->items[i].kind)->of_roll)
            status = inject(w, i, candidates, err);
    free(candidates);
    return status;
}

/* ---- clerical slips ------------------------------------------------------------------------------------------ */

/* Poland 2019: of 27,409 forms 2,387 have fewer ballots in the box than were handed out, 279 more, and in 672 the
 * ballots received are not those used and left over. */
enum { FEWER = 2387, MORE = 279, RECEIPT = 672, MILLION = 1000000 };

/* Two in three slips there are of one ballot. */
static int32_t slip_size(scrut_rng *rng)
{
    uint32_t size = 1 + scrut_rng_geometric(rng) / 2 + scrut_rng_geometric(rng) / 2;
    return size < 5 ? (int32_t)size : 5;
}

static bool tell_slip(world *w, const char *kind, uint32_t station, uint32_t source, int32_t k)
{
    scrut_truth *truth = world_tell(w, kind, station, 1U << source, k);
    if (truth != NULL)
        truth->slip = true;
    return truth != NULL;
}

static bool slip_in_box(world *w, uint32_t station, int32_t k, bool fewer)
{
    int32_t *form = world_form(w, station), handed_out = fewer ? k : -k;
    if (form[UNUSED] < handed_out || form[ISSUED] + handed_out < 0)
        return true;
    form[ISSUED] += handed_out;
    form[UNUSED] -= handed_out;
    return tell_slip(w, fewer ? "slip-fewer-in-box" : "slip-more-in-box", station, 0, k) &&
           world_trace(w, fewer ? "B03" : "B02", 0, SCRUT_NONE, k);
}

static bool slip_in_receipt(world *w, uint32_t station, int32_t k, bool fewer)
{
    int32_t *form = world_form(w, station);
    if (fewer && form[UNUSED] < k)
        return true;
    form[UNUSED] += fewer ? -k : k;
    return tell_slip(w, "slip-receipt", station, 0, k) && world_trace(w, "B04", 0, SCRUT_NONE, k);
}

static bool slip_on_form(world *w, uint32_t station, scrut_rng *rng)
{
    int32_t k = slip_size(rng);
    uint32_t kind = scrut_rng_below(rng, FEWER + MORE + RECEIPT);
    if (kind < FEWER + MORE)
        return slip_in_box(w, station, k, kind < FEWER);
    return slip_in_receipt(w, station, k, scrut_rng_chance(rng, 1, 2));
}

/* A list's figure is one to five lower or higher on the copy; the sum is not done again. */
static bool slip_on_copy(world *w, uint32_t station, uint32_t source, scrut_rng *rng)
{
    const int32_t *true_form = world_form(w, station);
    size_t p = FIELD_CELLS + scrut_rng_below(rng, (uint32_t)w->m->party_count);
    int32_t k = slip_size(rng), changed = true_form[p] + (scrut_rng_chance(rng, 1, 2) ? k : -k);
    if (changed < 0 || changed > true_form[VALID] || w->touched[station] != 0)
        return true;
    int32_t *form = world_override(w, station, 1U << source);
    if (form == NULL)
        return false;
    form[p] = changed;
    return tell_slip(w, "slip-copy", station, source, k) && world_trace(w, "A02", source, SCRUT_NONE, k) &&
           world_trace_differences(w, station, 1U << source, k);
}

static bool slip_at(world *w, uint32_t station, int64_t slips, int64_t copy_slips)
{
    scrut_rng rng = scrut_rng_open(w->seed, PURPOSE_SLIP, station);
    bool fine = true;
    if (w->touched[station] == 0 && scrut_rng_chance(&rng, (uint32_t)slips, MILLION))
        fine = slip_on_form(w, station, &rng);
    for (uint32_t s = 1; fine && s < w->m->source_count; s++)
        if (scrut_rng_chance(&rng, (uint32_t)copy_slips, MILLION) && world_holds(w, s, station))
            fine = slip_on_copy(w, station, s, &rng);
    return fine;
}

scrut_status world_slip(world *w, int64_t slips, int64_t copy_slips, scrut_error *err)
{
    for (uint32_t s = 0; s < w->station_count; s++)
        if (!slip_at(w, s, slips, copy_slips))
            return scrut_fail_memory(err);
    return SCRUT_OK;
}
