/* SPDX-License-Identifier: Apache-2.0
 * world_internal.h: the election while it is made: areas, stations, the forms of the stations, and what is altered in
 * which source. */
#ifndef SCRUT_WORLD_INTERNAL_H
#define SCRUT_WORLD_INTERNAL_H

#include "model_internal.h"
#include "scrutineer/rng.h"

/* Streams of random numbers; their numbers are part of what a seed means. Those of the list of voters stand in
 * roll_internal.h. */
enum {
    PURPOSE_PARTITION = 1,        /* unit: constituency * 16 + level */
    PURPOSE_SIZE,                 /* unit: station */
    PURPOSE_AREA,                 /* unit: area */
    PURPOSE_STATION,              /* unit: station */
    PURPOSE_VOTERS,               /* unit: station */
    PURPOSE_REPAIR,               /* unit: constituency */
    PURPOSE_FORM,                 /* unit: station */
    PURPOSE_SLIP,                 /* unit: station */
    PURPOSE_ARRIVAL,              /* unit: station */
    PURPOSE_OUTLINE,              /* unit: constituency */
    PURPOSE_COVER_AREA = 64,      /* + source; unit: area */
    PURPOSE_COVER_STATION = 128,  /* + source; unit: station */
    PURPOSE_PLACE_AREA = 256,     /* + injection; unit: area */
    PURPOSE_PLACE_STATION = 4096, /* + injection; unit: station */
    PURPOSE_ALTER = 8192,         /* + injection; unit: station */
};

/* Cells of a form; the lists' votes follow. */
enum { REGISTERED, RECEIVED, ISSUED, UNUSED, SPOILED, CLOSED, IN_BOX, CAST, VALID, INVALID, FIELD_CELLS };

/* Hours of every model, in minutes of the day: those of Cambodia in 2013. CLOSED is the time that the form gives. */
enum { POLLS_OPEN = 7 * 60, POLLS_CLOSE = 15 * 60 };

typedef struct {
    uint32_t parent; /* area of the outer level, or SCRUT_NONE */
    uint32_t number; /* within it, or within the constituency, from 1 */
} world_area;

typedef enum { STATION_ORDINARY, STATION_SMALL, STATION_INSTITUTION } station_kind;

/* A constituency of this election: the model's, or its share when another number of stations was asked for. */
typedef struct {
    const model_constituency *model;
    uint32_t first_station, station_count;
    int64_t registered, invalid;
    int64_t *votes;
    uint32_t first_area[SCRUT_AREA_LEVELS_MAX], area_count[SCRUT_AREA_LEVELS_MAX];
} world_unit;

/* A return of a source that is not the station's form. */
typedef struct {
    uint32_t station;
    bool missing;
    const int32_t *cells;
} world_altered;

typedef struct {
    uint8_t *holds; /* a station: has a copy; NULL: of all */
    uint32_t held;
    world_altered *overrides; /* by station, once sorted */
    size_t override_count, override_capacity;
} world_source;

typedef struct scrut_world {
    const scrut_model *m;
    uint64_t seed;
    bool scaled; /* not the model's number of stations */
    scrut_arena *arena;
    world_unit *units;
    size_t unit_count;
    uint32_t station_count;
    size_t columns;      /* FIELD_CELLS + parties */
    int32_t *cells;      /* a station * columns: the form */
    uint32_t *unit_of;   /* a station */
    uint32_t *area_of;   /* a station: innermost area; NULL without levels */
    uint32_t *number_of; /* a station: within its innermost area, from 1 */
    uint8_t *kind_of;    /* a station: station_kind */
    uint8_t *touched;    /* a station: something was done to its returns, or must not be */
    world_area *areas;
    uint32_t area_count;
    int area_width[SCRUT_AREA_LEVELS_MAX], station_width; /* digits of a number in ids */
    world_source sources[SCRUT_SIMULATE_SOURCES_MAX];
    int64_t registered, cast, valid, invalid; /* of the true forms */
    /* what was done */
    scrut_truth *truths;
    size_t truth_count, truth_capacity;
    scrut_trace *traces;
    size_t trace_count, trace_capacity;
    const scrut_injections *injections;
    int64_t *injection_stations, *injection_votes, *injection_names; /* an injection: what was done */
    struct scrut_roll_model *roll;                                   /* NULL: no list of voters was asked for */
} world;

static inline int32_t *world_form(const world *w, uint32_t station)
{
    return w->cells + (size_t)station * w->columns;
}

/* Stations, areas and sizes of units; all arrays. SCRUT_E_INPUT: fewer stations than constituencies; SCRUT_E_MEMORY. */
SCRUT_MUST_CHECK scrut_status world_lay_out(world *w, int64_t stations, scrut_error *err);
/* Registered voters and what each of them did, in every station. SCRUT_E_MEMORY. */
SCRUT_MUST_CHECK scrut_status world_vote(world *w, scrut_pool *pool, scrut_error *err);
/* The rest of the forms. */
void world_fill_forms(world *w);
/* Who holds copies. SCRUT_E_MEMORY. */
SCRUT_MUST_CHECK scrut_status world_hand_out_copies(world *w, scrut_error *err);
/* Injections, then slips, then everything in the order of stations. SCRUT_E_INPUT, SCRUT_E_MEMORY. */
SCRUT_MUST_CHECK scrut_status world_inject(world *w, scrut_error *err);
SCRUT_MUST_CHECK scrut_status world_slip(world *w, int64_t slips, int64_t copy_slips, scrut_error *err);
void world_sort(world *w);

/* Cuts `total` in `parts` runs of at least one, of unequal lengths; ends[i] is where run i ends. */
void world_partition(scrut_rng *rng, uint32_t total, uint32_t parts, uint32_t ends[]);
/* The part of `value` that a scaled election keeps. */
int64_t world_scale(const world *w, int64_t value);

bool world_holds(const world *w, uint32_t source, uint32_t station);
/* The return of a source, or NULL when it holds none. `at` goes along the source's overrides: start it at 0 and ask for
 * stations in order. */
const int32_t *world_return(const world *w, uint32_t source, uint32_t station, size_t *at);
/* "080312" and "080312-04"; cut at `size`, always end in NUL. */
void world_area_id(const world *w, uint32_t unit, uint32_t area, size_t level, char *text, size_t size);
void world_station_id(const world *w, uint32_t station, char *text, size_t size);

/* What was done: the record, and what it leaves in the evidence. NULL or false without memory. */
scrut_truth *world_tell(world *w, const char *kind, uint32_t station, uint32_t sources, int64_t votes);
SCRUT_MUST_CHECK bool world_trace(world *w, const char *code, uint32_t source, uint32_t other, int64_t at_stake);
/* Every pair of sources that hold the station and of which one is altered. */
SCRUT_MUST_CHECK bool world_trace_differences(world *w, uint32_t station, uint32_t altered, int64_t gross);
/* A return of the sources that can be altered; it begins as the station's form. NULL without memory. */
int32_t *world_override(world *w, uint32_t station, uint32_t sources);
SCRUT_MUST_CHECK bool world_lose(world *w, uint32_t station, uint32_t source);

#endif
