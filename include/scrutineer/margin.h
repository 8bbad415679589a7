/* SPDX-License-Identifier: Apache-2.0
 * margin.h: the fewest ballots that would change a seat, a list's seats, the majority, or make a claimed
 * vector of seats true; with the moves that do it and, for one less, the table that shows nothing does.
 *
 * Every margin names its metric and its reading. "Could": some outcome of a draw meets the target; "would":
 * every outcome does. The law's own tie rules lie between the two and are not used. A state without an allocation
 * (nobody eligible, rules that refuse) meets no target.
 *
 * Whole numbers only. Every moves vector was replayed through scrut_apportion before it is returned; a number that is
 * not proven to be the fewest is returned as an interval with a sentence that says why. Pure functions: no I/O. */
#ifndef SCRUTINEER_MARGIN_H
#define SCRUTINEER_MARGIN_H

#include "scrutineer/json.h"
#include "scrutineer/seats.h"

typedef enum {
    SCRUT_METRIC_CHANGE, /* each ballot leaves one list and joins another; the total stays */
    SCRUT_METRIC_ADD,    /* ballots are added to any lists */
    SCRUT_METRIC_REMOVE, /* ballots are taken from any lists */
} scrut_metric;

/* "change", "add", "remove" */
SCRUT_API const char *scrut_metric_name(scrut_metric metric);
/* False: no metric of that name. */
SCRUT_API SCRUT_MUST_CHECK bool scrut_metric_named(const char *name, scrut_metric *ret_metric);

/* A threshold: a list takes part with at least (strict: more than) `votes` votes, or that share of `base` ballots.
 * base_moves: ballots added or removed enter the base (not so for registered voters). */
typedef struct {
    bool is_share, strict, base_moves;
    int64_t votes;
    int64_t numerator, denominator; /* of a share */
    int64_t base;                   /* what the share is of, before any ballot moves */
} scrut_margin_bar;

#define SCRUT_MARGIN_BARS_MAX SCRUT_THRESHOLDS_MAX
#define SCRUT_MARGIN_LISTS_MAX SCRUT_PARTIES_MAX

/* One body of seats and the votes for it. Names are the caller's. Zero-initialised fields mean "none". */
typedef struct {
    scrut_method method;
    int64_t seats;
    size_t list_count;
    const int64_t *votes; /* a list */
    const bool *barred; /* a list: it can have no seat here whatever its votes (it failed in the nation); NULL: none */
    scrut_margin_bar bars[SCRUT_MARGIN_BARS_MAX];
    size_t bar_count;
    const uint8_t *bar_mask;      /* a list: bit j: bar j applies to it; NULL: every bar to every list */
    int64_t seats_min, seats_max; /* of any list; seats_max 0: no limit */
    int64_t votes_all;            /* quota_base_all: all valid votes, before any ballot moves */
    /* Alliances: a list's alliance, or SCRUT_NONE; NULL: none. Seats go to alliances and single lists first, then
     * inside them by inner_method. */
    const uint32_t *alliance;
    scrut_method inner_method;
    bool alliance_passes_bar;         /* a list passes a bar with its alliance's votes or with its own */
    const uint8_t *alliance_bar_mask; /* a list: bars that apply to its alliance */
} scrut_margin_contest;

typedef enum {
    SCRUT_TARGET_AT_LEAST, /* the members hold at least `seats` seats together */
    SCRUT_TARGET_AT_MOST,
    SCRUT_TARGET_ANY,    /* the vector of seats is another one than now */
    SCRUT_TARGET_VECTOR, /* every list holds exactly vector[list] seats */
} scrut_target_kind;

typedef struct {
    scrut_target_kind kind;
    const bool *members; /* a list: AT_LEAST, AT_MOST */
    int64_t seats;
    const int64_t *vector; /* a list: VECTOR */
    /* A list, VECTOR: its seats only make up the rest, so that a draw among such lists alone does no harm; NULL: none.
     * Their own seats are still those of the vector, one of the ways to share that rest. */
    const bool *rest;
} scrut_target;

/* Which ballots may move, under CHANGE: at most taint[i] may leave list i, and `pool` in all. */
typedef struct {
    const int64_t *taint; /* a list; NULL: all ballots of every list */
    int64_t pool;         /* -1: no limit */
} scrut_margin_caps;

/* One reading's answer. */
typedef struct {
    bool possible;    /* `moves` meets the target with at_most ballots */
    bool exact;       /* possible: at_least = at_most. Not possible: it is proven that no number of ballots does it */
    int64_t at_least; /* fewer than this cannot meet the target */
    int64_t at_most;  /* possible: ballots of `moves` */
    int64_t *moves;   /* a list: ballots gained (lost when negative); possible only */
} scrut_margin_reading;

typedef struct {
    scrut_margin_reading could, would;
    bool no_allocation; /* the figures as they are give no allocation */
    const char *note;   /* why a reading is an interval; NULL when none is */
} scrut_margin;

/* The fewest ballots of `metric` that meet `target`; caps NULL: none. Results live in `arena`.
 * SCRUT_OK; SCRUT_E_RANGE: votes, seats, bars or a method outside the limits of scrut_apportion, caps with another
 * metric than CHANGE; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_margin_find(const scrut_margin_contest *contest,
                                                          const scrut_target *target, scrut_metric metric,
                                                          const scrut_margin_caps *caps, scrut_arena *arena,
                                                          scrut_margin *ret_margin, scrut_error *err);

/* Seats of a list or coalition as the ballots stand, and what they are after moves (NULL: none). */
typedef struct {
    bool refused;                /* no allocation */
    int64_t *certain, *possible; /* a list: fewest and most seats over the outcomes */
    int64_t members_certain, members_possible;
} scrut_margin_outcome;
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_margin_replay(const scrut_margin_contest *contest, const int64_t moves[],
                                                            const bool members[], scrut_arena *arena,
                                                            scrut_margin_outcome *ret_outcome, scrut_error *err);

/* --- every number of seats --------------------------------------------------------------------------------- */

/* Ballots for one more step; at_most -1: no way was found (exact: there is none). */
typedef struct {
    int64_t at_least, at_most;
    bool exact;
} scrut_margin_step;

/* What it takes for the members to hold at least (at most) k seats, for consecutive k going away from what they hold.
 */
typedef struct {
    bool rising;  /* at least `held` + n seats; falling: at most `held` - n */
    int64_t held; /* what they hold without any ballot, in this reading; without an allocation -1, falling seats + 1 */
    size_t count; /* steps; the n-th (from 1) is steps[n - 1] */
    scrut_margin_step *steps;
} scrut_margin_curve;

/* A constituency without an allocation (held below 0) gives nobody a seat until ballots move: the step to some
 * allocation, whichever, is none of the list's. A curve that holds more than `seats` seats holds none. */
SCRUT_API void scrut_margin_open_refused(scrut_margin_curve *curve, int64_t seats);

/* Up to `most` steps; ends before a step that takes more than `limit` ballots (-1: no limit). `certain` is the reading
 * "would". Statuses as scrut_margin_find. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_margin_steps(const scrut_margin_contest *contest, const bool members[],
                                                           bool rising, bool certain, scrut_metric metric, int64_t most,
                                                           int64_t limit, scrut_arena *arena,
                                                           scrut_margin_curve *ret_curve, scrut_error *err);

/* --- the nation ---------------------------------------------------------------------------------------------- */

/* Constituencies with separate ballots. A list of a contest belongs to party[list]. */
typedef struct {
    const char *id;
    scrut_margin_contest contest;
    const uint32_t *party; /* a list */
    /* A constituency whose ballots cannot be weighed (votes missing, hidden, ...) holds between these; NULL: it can. */
    const char *closed;                /* why */
    const int64_t *certain, *possible; /* a party; closed only */
} scrut_margin_unit;

typedef struct {
    scrut_margin_unit *units;
    size_t unit_count, party_count;
    const struct scrut_outcome *standing; /* a unit: its seats now; NULL: to be found again by every question */
} scrut_margin_nation;

/* Finds nation->standing, in `arena`, for questions that follow; it goes with the votes of the units. Statuses as
 * scrut_margin_find. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_margin_nation_stand(scrut_margin_nation *nation, scrut_arena *arena,
                                                                  scrut_error *err);

/* As scrut_margin_steps in one unit, both readings at once, which takes little longer than "would" alone. members: a
 * list of its contest. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_margin_curves(const scrut_margin_nation *nation, size_t unit,
                                                            const bool members[], bool rising, scrut_metric metric,
                                                            int64_t most, int64_t limit, scrut_arena *arena,
                                                            scrut_margin_curve *ret_could,
                                                            scrut_margin_curve *ret_would, scrut_error *err);

typedef struct {
    bool possible, exact;
    int64_t at_least, at_most;
    int64_t *ballots; /* a unit: of at_most; possible only */
    int64_t *seats;   /* a unit: seats the members then hold at least (at most) */
    int64_t **moves;  /* a unit: ballots by list; NULL where none move */
} scrut_margin_nation_reading;

typedef struct {
    scrut_margin_nation_reading could, would;
    int64_t held_certain, held_possible; /* now */
    const char *note;
} scrut_margin_nation_result;

/* The fewest ballots with which the parties `members` hold at least (at_least false: at most) `seats` seats in the
 * nation: every constituency's steps and an exact knapsack over them. Statuses as scrut_margin_find. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_margin_nation_find(const scrut_margin_nation *nation,
                                                                 const bool members[], bool at_least, int64_t seats,
                                                                 scrut_metric metric, scrut_arena *arena,
                                                                 scrut_margin_nation_result *ret_result,
                                                                 scrut_error *err);

/* The same from every constituency's steps, where these are known already: could[unit] and would[unit] as
 * scrut_margin_curves gives them, without a limit, for the unit's lists of `members`. */
SCRUT_API SCRUT_MUST_CHECK scrut_status
scrut_margin_nation_choose(const scrut_margin_nation *nation, const bool members[], bool at_least, int64_t seats,
                           scrut_metric metric, const scrut_margin_curve could[], const scrut_margin_curve would[],
                           scrut_arena *arena, scrut_margin_nation_result *ret_result, scrut_error *err);

#endif
