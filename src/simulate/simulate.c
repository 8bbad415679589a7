/* SPDX-License-Identifier: Apache-2.0
 * simulate.c: from a model and a seed to a case folder. */
#include "inject_internal.h"
#include "roll_internal.h"
#include "write_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- making it ------------------------------------------------------------------------------------------------ */

static bool wants_roll(const scrut_simulate_options *options)
{
    bool wanted = options->roll || options->surveys;
    for (size_t i = 0; i < options->injections.count; i++)
        wanted = wanted || injection_kind_at(options->injections.items[i].kind)->of_roll;
    return wanted;
}

static scrut_status run(world *w, const scrut_simulate_options *options, scrut_pool *pool, scrut_error *err)
{
    scrut_status status = world_lay_out(w, options->stations, err);
    if (status == SCRUT_OK)
        status = world_vote(w, pool, err);
    if (status == SCRUT_OK) {
        world_fill_forms(w);
        status = world_hand_out_copies(w, err);
    }
    if (status == SCRUT_OK)
        status = world_inject(w, err);
    /* Before clerks slip: whoever was handed a ballot is on the list. */
    if (status == SCRUT_OK && wants_roll(options))
        status = world_roll(w, options->surveys, pool, err);
    if (status == SCRUT_OK)
        status = world_slip(w, options->slips >= 0 ? options->slips : w->m->slips,
                            options->slips >= 0 ? options->slips : w->m->copy_slips, err);
    world_sort(w);
    return status;
}

static void free_world(world *w)
{
    for (size_t s = 0; s < SCRUT_SIMULATE_SOURCES_MAX; s++)
        free(w->sources[s].overrides);
    roll_free(w->roll);
    free(w->truths);
    free(w->traces);
    scrut_arena_free(w->arena);
}

static void fill_roll(scrut_simulation *simulation, const roll_model *r)
{
    simulation->names = r->row_count;
    simulation->voters = r->voters;
    simulation->marked = r->marked;
    simulation->names_asked = (int64_t)r->surveys[ROLL_OF_NAMES].count;
    simulation->people_asked = (int64_t)r->surveys[ROLL_OF_PEOPLE].count;
    for (int k = ROLL_PERSON + 1; k < ROLL_KIND_COUNT; k++)
        for (int injected = 1; injected >= 0; injected--)
            if (r->done[k][injected] > 0)
                simulation->roll_done[simulation->roll_done_count++] =
                    (scrut_roll_done){roll_kind_name((roll_kind)k), injected != 0, r->done[k][injected]};
}

static void fill_simulation(scrut_simulation *simulation, world *w)
{
    *simulation = (scrut_simulation){.model = w->m,
                                     .seed = w->seed,
                                     .station_count = w->station_count,
                                     .registered = w->registered,
                                     .cast = w->cast,
                                     .valid = w->valid,
                                     .invalid = w->invalid,
                                     .truths = w->truths,
                                     .truth_count = w->truth_count,
                                     .traces = w->traces,
                                     .trace_count = w->trace_count,
                                     .world = w};
    if (w->roll != NULL)
        fill_roll(simulation, w->roll);
}

scrut_status scrut_simulate(const scrut_model *model, const scrut_simulate_options *options, scrut_pool *pool,
                            scrut_simulation **ret_simulation, scrut_error *err)
{
    scrut_arena *arena = scrut_arena_new();
    world *w = arena != NULL ? scrut_arena_calloc(arena, 1, sizeof *w) : NULL;
    scrut_simulation *simulation = arena != NULL ? scrut_arena_calloc(arena, 1, sizeof *simulation) : NULL;
    scrut_injections *injections = arena != NULL ? scrut_arena_calloc(arena, 1, sizeof *injections) : NULL;
    if (w == NULL || simulation == NULL || injections == NULL) {
        scrut_arena_free(arena);
        return scrut_fail_memory(err);
    }
    *injections = options->injections;
    *w = (world){.m = model, .seed = options->seed, .arena = arena, .injections = injections};
    scrut_status status = run(w, options, pool, err);
    if (status != SCRUT_OK) {
        free_world(w);
        return status;
    }
    fill_simulation(simulation, w);
    *ret_simulation = simulation;
    return SCRUT_OK;
}

void scrut_simulation_free(scrut_simulation *simulation)
{
    if (simulation != NULL)
        free_world(simulation->world);
}

void scrut_simulation_station(const scrut_simulation *simulation, uint32_t station, char *text, size_t size)
{
    world_station_id(simulation->world, station, text, size);
}

const char *scrut_simulation_source(const scrut_simulation *simulation, uint32_t source)
{
    return simulation->model->sources[source].id;
}

size_t scrut_simulation_source_count(const scrut_simulation *simulation)
{
    return simulation->model->source_count;
}

bool scrut_simulation_holds(const scrut_simulation *simulation, uint32_t source, uint32_t station)
{
    return world_holds(simulation->world, source, station);
}

/* ---- writing it ------------------------------------------------------------------------------------------------ */

typedef struct {
    const world *w;
    const char *folder;
    scrut_error *err;
    scrut_status status;
} writer;

/* Writes and empties `text`. */
static void put_file(writer *to, scrut_buf *text, const char *name, const char *suffix)
{
    scrut_buf path = {0};
    scrut_buf_printf(&path, "%s/%s%s", to->folder, name, suffix);
    if (to->status == SCRUT_OK && (path.failed || text->failed))
        to->status = scrut_fail_memory(to->err);
    if (to->status == SCRUT_OK)
        to->status = scrut_write_file(path.bytes, text->bytes, text->length, to->err);
    scrut_buf_free(&path);
    scrut_buf_free(text);
}

static void make_folder(writer *to, const char *name)
{
    scrut_buf path = {0};
    scrut_buf_printf(&path, "%s/%s", to->folder, name);
    if (to->status == SCRUT_OK)
        to->status = path.failed ? scrut_fail_memory(to->err) : scrut_make_folder(path.bytes, to->err);
    scrut_buf_free(&path);
}

typedef void write_function(const world *w, scrut_buf *out);

static void put_tables(writer *to)
{
    static const struct {
        const char *name;
        write_function *write;
    } FILES[] = {
        {"election.yaml", write_election}, {"parties.csv", write_parties}, {"constituencies.csv", write_constituencies},
        {"stations.csv", write_stations},  {"README.md", write_readme},    {"truth/truth.csv", write_truth}};
    for (size_t i = 0; to->status == SCRUT_OK && i < COUNT_OF(FILES); i++) {
        scrut_buf text = {0};
        FILES[i].write(to->w, &text);
        put_file(to, &text, FILES[i].name, "");
    }
    for (uint32_t s = 0; to->status == SCRUT_OK && s < to->w->m->source_count; s++) {
        scrut_buf text = {0}, name = {0};
        scrut_buf_printf(&name, "returns/%s", to->w->m->sources[s].id);
        write_returns(to->w, s, &text);
        put_file(to, &text, name.bytes != NULL ? name.bytes : "", ".csv");
        scrut_buf_free(&name);
    }
    scrut_buf json = {0};
    if (to->status == SCRUT_OK)
        to->status = write_truth_json(to->w, &json, to->err);
    put_file(to, &json, "truth/truth", ".json");
}

static void put_outlines(writer *to)
{
    scrut_buf text = {0};
    if (to->w->roll == NULL || write_outline_level(to->w) < 0)
        return;
    if (to->status == SCRUT_OK)
        to->status = write_outlines(to->w, &text, to->err);
    put_file(to, &text, "areas", ".geojson");
}

static void put_announcement(writer *to, const world_result *result, const char *version, const char *date)
{
    for (int nation = 0; date != NULL && to->status == SCRUT_OK && nation < 2; nation++) {
        scrut_buf text = {0}, name = {0};
        scrut_buf_printf(&name, "announced/%s", version);
        write_announced(to->w, result, nation != 0, &text);
        put_file(to, &text, name.bytes != NULL ? name.bytes : "", nation != 0 ? "-nation.csv" : "-constituencies.csv");
        scrut_buf_free(&name);
    }
}

static void put_results(writer *to, scrut_arena *arena)
{
    const scrut_model *m = to->w->m;
    world_result whole, part;
    to->status = world_add_up(to->w, false, arena, &whole, to->err);
    if (to->status == SCRUT_OK)
        to->status = world_add_up(to->w, true, arena, &part, to->err);
    if (to->status == SCRUT_OK)
        to->status = world_allocate(to->w, arena, &whole, to->err);
    if (to->status != SCRUT_OK)
        return;
    put_announcement(to, &part, "early", m->early);
    put_announcement(to, &whole, "preliminary", m->preliminary);
    put_announcement(to, &whole, "official", m->official);
    scrut_buf text = {0};
    write_claims(to->w, &whole, &text);
    put_file(to, &text, "claims", ".csv");
}

scrut_status scrut_simulation_write(const scrut_simulation *simulation, const char *folder, scrut_error *err)
{
    writer to = {.w = simulation->world, .folder = folder, .err = err};
    make_folder(&to, "returns");
    make_folder(&to, "announced");
    make_folder(&to, "truth");
    scrut_arena *arena = scrut_arena_new();
    if (to.status == SCRUT_OK && arena == NULL)
        to.status = scrut_fail_memory(err);
    if (to.status == SCRUT_OK)
        put_results(&to, arena);
    scrut_arena_free(arena);
    if (to.status == SCRUT_OK)
        put_tables(&to);
    put_outlines(&to);
    return to.status;
}
