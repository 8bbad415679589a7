/* SPDX-License-Identifier: Apache-2.0 */
#include "result_internal.h"

/* In the first night three stations in four have reported. */
static bool arrived(const world *w, uint32_t station)
{
    scrut_rng rng = scrut_rng_open(w->seed, PURPOSE_ARRIVAL, station);
    return scrut_rng_chance(&rng, 3, 4);
}

scrut_status world_add_up(const world *w, bool early, scrut_arena *arena, world_result *ret_result, scrut_error *err)
{
    world_result r = {.sums = scrut_arena_calloc(arena, (1 + w->unit_count) * w->columns, sizeof *r.sums),
                      .stations = scrut_arena_calloc(arena, 1 + w->unit_count, sizeof *r.stations)};
    if (r.sums == NULL || r.stations == NULL)
        return scrut_fail_memory(err);
    size_t at = 0;
    for (uint32_t s = 0; s < w->station_count; s++) {
        const int32_t *form = world_return(w, 0, s, &at);
        int64_t *unit = r.sums + (1 + (size_t)w->unit_of[s]) * w->columns;
        if (form == NULL || (early && !arrived(w, s)))
            continue;
        r.stations[0]++;
        r.stations[1 + w->unit_of[s]]++;
        for (size_t k = 0; k < w->columns; k++) {
            unit[k] += form[k];
            r.sums[k] += form[k];
        }
    }
    *ret_result = r;
    return SCRUT_OK;
}

static void put_figure(scrut_figure *figure, int64_t value, bool known)
{
    *figure = (scrut_figure){.value = known ? value : 0, .known = known, .cells = 1};
}

static void fill_tally(const world *w, const world_result *r, scrut_tally *tally)
{
    static const scrut_field FIELDS[] = {SCRUT_FIELD_REGISTERED, SCRUT_FIELD_CAST, SCRUT_FIELD_VALID,
                                         SCRUT_FIELD_INVALID};
    static const int CELLS[] = {REGISTERED, CAST, VALID, INVALID};
    for (size_t row = 0; row <= w->unit_count; row++) {
        const int64_t *sums = r->sums + row * w->columns;
        bool known = r->stations[row] > 0;
        for (size_t i = 0; i < COUNT_OF(FIELDS); i++)
            put_figure(scrut_tally_field(tally, row, FIELDS[i]), sums[CELLS[i]], known);
        for (size_t p = 0; p < w->m->party_count; p++)
            put_figure(scrut_tally_votes(tally, row, p), sums[FIELD_CELLS + p], known);
    }
    tally->has_votes = tally->has_constituency_votes = true;
}

/* As much of a case as the allocation of seats asks for. */
static bool make_case(const world *w, scrut_arena *arena, scrut_case *c)
{
    const scrut_model *m = w->m;
    *c = (scrut_case){.arena = arena,
                      .has_rules = true,
                      .rules = m->rules,
                      .chamber_seats = m->chamber_seats,
                      .party_count = m->party_count,
                      .constituency_count = w->unit_count};
    c->parties = scrut_arena_calloc(arena, m->party_count, sizeof *c->parties);
    c->constituencies = scrut_arena_calloc(arena, w->unit_count, sizeof *c->constituencies);
    if (c->parties == NULL || c->constituencies == NULL)
        return false;
    for (size_t p = 0; p < m->party_count; p++)
        c->parties[p] = (scrut_party){.id = m->parties[p].id,
                                      .alliance_index = SCRUT_NONE,
                                      .members = 1,
                                      .hidden_in = SCRUT_NONE,
                                      .list_order = (int64_t)p + 1};
    for (size_t u = 0; u < w->unit_count; u++)
        c->constituencies[u] = (scrut_constituency){
            .id = m->constituencies[u].id, .seats_known = true, .seats = m->constituencies[u].seats};
    return true;
}

static void take_seats(const world *w, const scrut_chamber *chamber, world_result *r)
{
    size_t parties = w->m->party_count;
    for (size_t u = 0; u < w->unit_count; u++) {
        const scrut_constituency_seats *k = &chamber->constituencies[u];
        for (size_t p = 0; p < parties; p++) {
            int64_t *nation = &r->seats[p], *here = &r->seats[(1 + u) * parties + p];
            *here = k->state == SCRUT_SEATS_DECIDED && r->stations[1 + u] > 0 ? k->certain[p] : -1;
            *nation = *nation < 0 || *here < 0 ? -1 : *nation + *here;
        }
    }
}

scrut_status world_allocate(const world *w, scrut_arena *arena, world_result *result, scrut_error *err)
{
    scrut_case c;
    scrut_tally tally;
    scrut_chamber chamber;
    result->seats = scrut_arena_calloc(arena, (1 + w->unit_count) * w->m->party_count, sizeof *result->seats);
    if (result->seats == NULL || !make_case(w, arena, &c) ||
        scrut_tally_init(&c, w->m->party_count, arena, &tally) != SCRUT_OK)
        return scrut_fail_memory(err);
    fill_tally(w, result, &tally);
    scrut_status status = scrut_seats_allocate(&c, &c.rules, &tally, arena, &chamber, err);
    if (status == SCRUT_OK)
        take_seats(w, &chamber, result);
    return status;
}
