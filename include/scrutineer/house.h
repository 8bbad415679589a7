/* SPDX-License-Identifier: Apache-2.0
 * house.h: margins of a case: its constituencies as contests, the thresholds that are decided in the nation, and the
 * ballots that would give the parties other seats. */
#ifndef SCRUTINEER_HOUSE_H
#define SCRUTINEER_HOUSE_H

#include "scrutineer/margin.h"

/* A chamber as margins see it. Units are the case's constituencies in their order. */
typedef struct {
    const scrut_case *c;
    const scrut_chamber *chamber;
    scrut_margin_nation nation;
    /* Thresholds in the nation; where the case is one constituency they are among that contest's own. */
    scrut_margin_bar bars[SCRUT_MARGIN_BARS_MAX];
    size_t bar_count;
    uint8_t *bar_mask, *alliance_bar_mask; /* a party: bit j: bar j applies to it, to its alliance */
    int64_t *votes;                        /* a party, in the nation */
    bool *stands, *barred;                 /* a party: is in some contest; fails in the nation */
    /* The caller may set it, for surveys of many questions: where lists that are shut out and seats are weighed at
     * once, fewer branches are looked at, and more intervals are left. */
    bool brief;
    /* Likewise: they are weighed one by one. */
    bool apart;
    const char *assumption; /* a sentence: what was supposed to make contests of the votes; NULL: nothing */
} scrut_margin_house;

/* Lives in `arena`; the chamber and its case must outlive it. SCRUT_OK (constituencies whose ballots cannot be
 * weighed are closed, with the reason); SCRUT_E_RANGE; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_margin_house_open(const scrut_case *c, const scrut_chamber *chamber,
                                                                scrut_arena *arena, scrut_margin_house *ret_house,
                                                                scrut_error *err);

/* The fewest ballots with which the parties `members` hold at least (at_least false: at most) `seats` seats. National
 * thresholds: sets of lists that so many ballots could carry over them or below them are weighed; what cannot be
 * settled so is an interval. Statuses as scrut_margin_find. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_margin_house_find(const scrut_margin_house *house, const bool members[],
                                                                bool at_least, int64_t seats, scrut_metric metric,
                                                                scrut_arena *arena,
                                                                scrut_margin_nation_result *ret_result,
                                                                scrut_error *err);

/* Seats of several parties at once, by party; -1: any number. Every share of the claim among the constituencies that so
 * many ballots can give is weighed, so that the number is exact, but where there are too many of these, where so many
 * ballots could carry somebody over a national threshold, or where a constituency's own vectors are intervals. Seats of
 * closed constituencies stay as they are for certain. `seats` of the readings are not set. Statuses as
 * scrut_margin_find. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_margin_house_vector(const scrut_margin_house *house,
                                                                  const int64_t claimed[], scrut_metric metric,
                                                                  scrut_arena *arena,
                                                                  scrut_margin_nation_result *ret_result,
                                                                  scrut_error *err);

/* A target in one constituency: its own ballots, while the others stay. `members`, `vector` of the target are by the
 * contest's lists. SCRUT_E_INPUT: the constituency is closed. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_margin_house_unit(const scrut_margin_house *house, size_t unit,
                                                                const scrut_target *target, scrut_metric metric,
                                                                const scrut_margin_caps *caps, scrut_arena *arena,
                                                                scrut_margin *ret_margin, scrut_error *err);

/* Seats of the members over all outcomes of draws, where constituencies can be weighed; `unknown` are seats of the
 * others (closed, or without an allocation after the moves), which may be anybody's. */
typedef struct {
    int64_t certain, possible, unknown;
} scrut_margin_held;

/* After moves (by unit and list; a NULL unit: none), national thresholds applied anew. SCRUT_E_RANGE, SCRUT_E_MEMORY.
 */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_margin_house_replay(const scrut_margin_house *house,
                                                                  int64_t *const moves[], const bool members[],
                                                                  scrut_arena *arena, scrut_margin_held *ret_held,
                                                                  scrut_error *err);

/* Fewer ballots than this, whatever is done to them, carry no party over a national threshold or below it; a number
 * that no election has when the nation has none. */
SCRUT_API int64_t scrut_margin_house_threshold(const scrut_margin_house *house);
/* The same of the contest's own thresholds and its lists. */
SCRUT_API int64_t scrut_margin_contest_threshold(const scrut_margin_contest *contest);

#endif
