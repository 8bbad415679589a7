/* SPDX-License-Identifier: Apache-2.0
 * materiality_internal.h: what the parts of materiality share: which ballots are concerned (materiality_tainted.c),
 * constituencies (materiality_places.c), legal readings (materiality_readings.c, materiality_stations.c), the nation
 * (materiality_nation.c) and the ways to a number of seats there (materiality_ways.c), single findings
 * (materiality_findings.c). docs/internals/materiality.md has the reasons. */
#ifndef SCRUT_MATERIALITY_INTERNAL_H
#define SCRUT_MATERIALITY_INTERNAL_H

#include "scrutineer/materiality.h"
#include "verdict_internal.h"

/* More ballots than any election has; sums of two stay inside int64. */
#define WEIGHED_MAX (INT64_MAX / 4)

/* Sum of numbers that are not negative, WEIGHED_MAX when it is beyond. */
static inline int64_t add_ballots(int64_t a, int64_t b)
{
    return a >= WEIGHED_MAX - b ? WEIGHED_MAX : a + b;
}
static inline int64_t fewer_of(int64_t a, int64_t b)
{
    return a < b ? a : b;
}
static inline int64_t more_of(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* What one finding says about one station, or about a unit that no station is known in. */
typedef struct {
    uint32_t source;            /* into the case's returns; returns_count: the official list; SCRUT_NONE: no station */
    uint32_t row, constituency; /* constituency SCRUT_NONE: the nation */
    bool error, restored, unknown; /* unknown: the votes at stake are */
    int64_t low, high;
} tainted_item;

/* Whether the ballots concerned in a station are as many as the lead of its first list over the second. */
typedef enum { STATION_DECIDES_NOTHING, STATION_MAY_DECIDE, STATION_DECIDES } station_decides;

/* A station with findings, each ballot counted once. */
typedef struct {
    uint32_t source, row, constituency;
    bool error, unknown;
    int64_t low, high, restored_high;
    station_decides decides; /* materiality_stations.c */
} tainted_station;

/* Ballots concerned in one constituency. */
typedef struct {
    const tainted_station *stations; /* counted there, `high` each */
    size_t count;
    int64_t loose;    /* counted ones of any list */
    int64_t counted;  /* all of these */
    int64_t restored; /* can only be added */
} ballot_supply;

/* What a constituency's margins say, beside scrut_closest_seat. */
typedef struct {
    int64_t safe;      /* fewer ballots than this change no seat, in whatever way they move */
    int64_t add_safe;  /* fewer added ballots than this change none */
    scrut_ballots add; /* added ballots that could change one */
    int64_t enough;    /* so many changed ballots could, if they are those of `moves`; WEIGHED_MAX: none */
    int64_t *moves;    /* a list: ballots gained (lost when negative); NULL: none */
    int64_t *taint;    /* a list: its ballots among those concerned */
    ballot_supply supply;
} place_scale;

/* One number of seats by the ballots of one constituency alone. WEIGHED_MAX: no number is known to do it. */
typedef struct {
    int64_t least;        /* fewer changed ballots do not, nor any others; */
    int64_t most;         /* so many do, if they are those of `moves` */
    const int64_t *moves; /* NULL: none */
    int64_t add_least, add_most;
} lone_way;

typedef struct {
    const scrut_verdict *v;
    const scrut_finding *findings; /* the verdict's, or others in their place */
    size_t finding_count;
    bool all_bear; /* each of them, patterns too */
    const scrut_case *c;
    const scrut_margins *margins;
    const scrut_tally *tally;
    scrut_materiality *m;
    scrut_arena *arena;   /* of the result */
    scrut_arena *scratch; /* of this weighing */
    scrut_error *err;
    tainted_item *items; /* malloc */
    size_t item_count, item_capacity;
    tainted_station *stations; /* ordered by constituency, source and row */
    size_t station_count;
    place_scale *scales;    /* a constituency */
    int64_t *target_least;  /* a target: fewer ballots than this do not reach it, wherever they are, in whatever way;
                             * WEIGHED_MAX: no number does */
    lone_way *lone;         /* a target x a constituency */
    int64_t threshold_safe; /* fewer ballots than this carry no list over or under a national threshold */
} weighing;

static inline const scrut_margin_unit *weighing_unit(const weighing *w, size_t k)
{
    return &w->margins->house.nation.units[k];
}

/* Other findings than the verdict's, each of which bears on the figures: else as scrut_materiality_find. */
scrut_status weigh_others(const scrut_verdict *verdict, const scrut_finding findings[], size_t count, size_t tally,
                          scrut_arena *arena, scrut_materiality *ret_materiality, scrut_error *err);
/* Fills m->findings, the stations, the places' tainted ballots and their scales' taint. */
scrut_status find_tainted(weighing *w);
/* The constituency that a finding is of; SCRUT_NONE: no single one. */
uint32_t place_of_finding(const weighing *w, const scrut_finding *f);
/* Seats and margins that differ concern no ballot. */
bool finding_concerns_ballots(const scrut_finding *f);
/* The comparison of returns by station that an X01 tells of; NULL: it is another finding. */
const scrut_station_comparison *stations_of_finding(const weighing *w, const scrut_finding *f);
/* A list's votes in a row of returns; false: not known. */
bool station_list_votes(const scrut_returns *r, uint32_t row, size_t party, int64_t *ret_votes);
/* Its n-th differing station, by the return that the figures were made from; `high`: votes that differ. */
tainted_station differing_station(const weighing *w, const scrut_station_comparison *k, size_t n);
uint32_t source_of_returns(const scrut_case *c, const scrut_returns *returns);
void sort_stations(tainted_station stations[], size_t count);
/* How many ballots of the moves the supply can give. */
int64_t supply_pays(const weighing *w, size_t k, const ballot_supply *supply, const int64_t moves[]);
/* Is the tally the first (1) or the second (-1) of the two that the finding compares? 0: neither. */
int side_of_finding(const scrut_finding *f, const scrut_tally *tally);
/* Most ballots counted and restored at a place together. */
static inline int64_t tainted_high(const scrut_tainted *t)
{
    return add_ballots(t->high, t->restored_high);
}

/* Scales and lists of the constituencies with ballots concerned. */
scrut_status weigh_places(weighing *w);
/* Where so many changed ballots are the fewest for any other seats (else: for some number of seats of a list), fewer
 * than this do it in no mixture of changed, added and removed ones that carries no list over a threshold. */
int64_t mixture_least(const weighing *w, size_t k, int64_t changed, bool any);
/* Fewer than this carry no list over a threshold of place k or below it; WEIGHED_MAX: nor do all that may be concerned
 * there. */
int64_t crossing_ballots(const weighing *w, size_t k);
scrut_ballots ballots_of_reading(const scrut_margin_reading *reading);
/* Could the supply change a seat of place k? */
scrut_effect weigh_seat(const weighing *w, size_t k, const ballot_supply *supply, const char **ret_why);
/* What is said of both: a change for certain, else a possible one, else what is not known, else none. */
scrut_effect stronger_effect(scrut_effect a, scrut_effect b);
scrut_status read_law(weighing *w);
scrut_status read_stations(weighing *w);
/* The seats without the counted stations of which `leaves_out` is true. */
scrut_status allocate_without(weighing *w, bool (*leaves_out)(const tainted_station *), scrut_without *ret_without);
scrut_status weigh_nation(weighing *w);

/* Changed ballots beyond those concerned that a target takes. */
typedef struct {
    int64_t least; /* fewer do not; WEIGHED_MAX: no number does */
    int64_t most;  /* so many do, the others being of those concerned; WEIGHED_MAX: no way is known */
    bool proven;   /* that way was replayed; asked only where ballots of no known constituency pay `most` */
    bool closed;   /* some constituency's seats are not known */
} further_ballots;

/* Also fills the target's row of w->lone. */
scrut_status find_ways(const weighing *w, size_t target, further_ballots *ret_further);
scrut_status weigh_findings(weighing *w);

/* Takes a row of returns out of a copy of their sums. */
void take_row_out(const scrut_returns *returns, uint32_t row, scrut_tally *tally);
/* A number of seats that a claim speaks of: seats(P) against a number, in the nation. False: it is another claim. */
bool seats_of_claim(const scrut_case_claim *claim, uint32_t *ret_party, scrut_claim_op *ret_op, int64_t *ret_seats);

#endif
