/* SPDX-License-Identifier: Apache-2.0
 * simulate.h: model elections whose truth is known: a complete case folder made from a model (docs/formats/model.md)
 * and a seed, and irregularities put into its returns.
 *
 * The same model, options and seed give the same bytes on every machine and any number of threads. Everything written
 * says that it is a model. */
#ifndef SCRUTINEER_SIMULATE_H
#define SCRUTINEER_SIMULATE_H

#include "scrutineer/election.h"

#define SCRUT_SIMULATE_STATIONS_MAX 4000000
#define SCRUT_SIMULATE_SOURCES_MAX 8

typedef struct scrut_model scrut_model;

/* Models that ship with the program, in the order of their ids. */
SCRUT_API size_t scrut_model_count(void);
SCRUT_API const char *scrut_model_id(size_t index);
/* The file's text, as in data/models. NULL: no such model. */
SCRUT_API const char *scrut_model_text(const char *id, size_t *ret_length);

/* Reads a model; it lives in `arena`. Everything wrong goes to `problems` (file `name`). SCRUT_OK; SCRUT_E_INPUT when
 * there was any problem; SCRUT_E_LIMIT; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_model_parse(const char *bytes, size_t length, const char *name,
                                                          scrut_arena *arena, scrut_problems *problems,
                                                          const scrut_model **ret_model, scrut_error *err);

/* --- irregularities ------------------------------------------------------------------------------------------ */

typedef enum {
    SCRUT_PLACE_RANDOM,
    SCRUT_PLACE_CLUSTERED, /* whole areas, one after another */
    SCRUT_PLACE_NO_AGENT,  /* where a source with copies holds none */
} scrut_place;

typedef struct {
    uint32_t kind;       /* index of scrut_injection_kind_name */
    int64_t count;       /* stations to alter; -1: a share */
    int64_t share[2];    /* of the stations, numerator and denominator */
    bool of_votes;       /* the share is of the valid votes, and ballots altered are counted */
    bool of_names;       /* the share is of the names of the list: kinds that alter it */
    int64_t strength[2]; /* share of the ballots of a station that it concerns */
    scrut_place place;
    uint32_t constituency; /* only there; SCRUT_NONE: anywhere */
    uint32_t from, to;     /* parties; SCRUT_NONE: the second and the first of the nation */
    uint32_t agent;        /* NO_AGENT: the source without a copy; SCRUT_NONE: one with few copies */
    uint32_t sources;      /* bit s: source s is altered; 0: as the kind does */
} scrut_injection;

typedef struct {
    scrut_injection *items;
    size_t count;
} scrut_injections;

SCRUT_API size_t scrut_injection_kind_count(void);
SCRUT_API const char *scrut_injection_kind_name(size_t kind);
/* One clause that says what it does. */
SCRUT_API const char *scrut_injection_kind_help(size_t kind);

/* "KIND:SHARE[:PLACE],...": SHARE is a percentage of the stations or a number of them. SCRUT_E_INPUT with what was
 * expected; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_injections_parse_list(const char *text, scrut_arena *arena,
                                                                    scrut_injections *ret_injections, scrut_error *err);
/* A file of injections (docs/formats/model.md). Statuses as scrut_model_parse. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_injections_parse(const scrut_model *model, const char *bytes,
                                                               size_t length, const char *name, scrut_arena *arena,
                                                               scrut_problems *problems,
                                                               scrut_injections *ret_injections, scrut_error *err);

/* --- the election -------------------------------------------------------------------------------------------- */

typedef struct {
    uint64_t seed;
    int64_t stations; /* 0: as many as the model has, and then its figures exactly */
    int64_t slips;    /* forms and copies in a million with a clerical slip; -1: as the model says */
    bool roll;        /* with a list of voters; injections into it ask for it too */
    bool surveys;     /* with surveys of the list in both directions, and so with the list */
    scrut_injections injections;
} scrut_simulate_options;

/* What something leaves in the evidence: a finding with this code, about the station and the source, or the two
 * sources that differ. */
typedef struct {
    char code[4];
    uint32_t source, other; /* other: SCRUT_NONE unless two sources differ */
    int64_t at_stake;
} scrut_trace;

/* One thing that was done to one station's returns. */
typedef struct {
    const char *kind;
    bool slip; /* clerical noise, not an injection */
    uint32_t station;
    uint32_t sources;  /* bit s: the return of source s has it */
    uint32_t from, to; /* parties, or SCRUT_NONE */
    int64_t votes;     /* ballots counted wrongly, lost or added */
    size_t first_trace, trace_count;
} scrut_truth;

/* What stands on the list of voters, or is missing there, besides people who are on it once. */
typedef struct {
    const char *kind;
    bool injected; /* or noise, as every list has */
    int64_t names;
} scrut_roll_done;

#define SCRUT_ROLL_DONE_MAX 32

typedef struct {
    const scrut_model *model;
    uint64_t seed;
    uint32_t station_count;
    int64_t registered, cast, valid, invalid; /* true ones, before anything was done to them */
    scrut_truth *truths;                      /* in the order of the stations */
    size_t truth_count;
    scrut_trace *traces;
    size_t trace_count;
    int64_t names, voters,
        marked; /* of the list of voters: its rows, of them who voted, and who is marked; 0: no list */
    scrut_roll_done roll_done[SCRUT_ROLL_DONE_MAX];
    size_t roll_done_count;
    int64_t names_asked, people_asked; /* of the surveys: those not reached, too; 0: no surveys */
    struct scrut_world *world;
} scrut_simulation;

/* SCRUT_OK; SCRUT_E_INPUT: fewer stations than constituencies, an injection that finds no station; SCRUT_E_RANGE:
 * figures outside the limits; SCRUT_E_MEMORY. Free with scrut_simulation_free (NULL is fine). The model must outlive
 * it. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_simulate(const scrut_model *model, const scrut_simulate_options *options,
                                                       scrut_pool *pool, scrut_simulation **ret_simulation,
                                                       scrut_error *err);
SCRUT_API void scrut_simulation_free(scrut_simulation *simulation);

/* Writes the case and, into its folder `truth`, what was done to it. Makes the folders. SCRUT_E_IO, SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_simulation_write(const scrut_simulation *simulation, const char *folder,
                                                               scrut_error *err);

/* The list of voters, its versions and what stands beside it, into the same folder. Nothing when the simulation has
 * none. `pool` may be NULL. SCRUT_E_IO, SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_simulation_write_roll(const scrut_simulation *simulation,
                                                                    const char *folder, scrut_pool *pool,
                                                                    scrut_error *err);

/* Id of a station, as the returns have it; of a source. */
SCRUT_API void scrut_simulation_station(const scrut_simulation *simulation, uint32_t station, char *text, size_t size);
SCRUT_API const char *scrut_simulation_source(const scrut_simulation *simulation, uint32_t source);
SCRUT_API size_t scrut_simulation_source_count(const scrut_simulation *simulation);
/* Whether the case has a return of the station by the source. */
SCRUT_API bool scrut_simulation_holds(const scrut_simulation *simulation, uint32_t source, uint32_t station);

#endif
