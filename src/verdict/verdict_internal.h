/* SPDX-License-Identifier: Apache-2.0
 * verdict_internal.h: the steps of scrut_verify. Each returns SCRUT_OK or SCRUT_E_MEMORY. */
#ifndef SCRUT_VERDICT_INTERNAL_H
#define SCRUT_VERDICT_INTERNAL_H

#include "scrutineer/verdict.h"

/* Does the announcement rest on (or may it rest on) this source? */
bool rests_on(const scrut_tally *announcement, const scrut_tally *source);

/* Where a tally adds several lists together and an announcement gives them apart with the same sum, *tally becomes
 * a copy with the lists apart, for the allocation alone, and *assumption says so (src/verdict/split.c). */
scrut_status split_aggregates(scrut_verdict *v, const scrut_tally **tally, const char **assumption, scrut_error *err);
/* A copy of a tally whose figures may be changed. NULL without memory. */
scrut_tally *copy_tally(const scrut_tally *tally, scrut_arena *arena);
/* A unit in the ids of findings: "" for the nation, "/" and the constituency's id, "/" and the names of the areas it
 * lies in. NULL without memory. */
const char *unit_path(const scrut_verdict *v, size_t unit);

/* H01, H03: figures against figures (src/verdict/figures.c). */
scrut_status find_figure_differences(scrut_verdict *v, scrut_error *err);
/* H04: announcements against themselves (src/verdict/self.c). */
scrut_status find_self_contradictions(scrut_verdict *v, scrut_error *err);
/* Places a finding in its unit. */
void place_finding(const scrut_case *c, size_t unit, scrut_finding *f);
/* Name of a tally's column: a field, or a party (also for seats). */
const char *column_name(const scrut_case *c, const scrut_tally *t, size_t column);
/* Ballots at stake where no list's votes differ. */
bool is_ballot_field(size_t column);
/* S01, S02 and the comparisons of seats (src/verdict/seat_matches.c). */
scrut_status compare_seats(scrut_verdict *v, scrut_error *err);
/* X01, X03 (src/verdict/figures.c). */
scrut_status find_station_differences(scrut_verdict *v, scrut_error *err);

/* The answer to one question about seats (src/verdict/margin_ask.c). */
typedef struct {
    bool weighed; /* false: `note` says why there is no margin */
    scrut_ballots could, would;
    const char *note; /* or why a reading is an interval; NULL: exact */
} margin_answer;

/* The fewest ballots of `metric` with which the party or the coalition holds at least (at_least false: at most) `seats`
 * seats in a unit (0: the nation); with neither: with which the constituency's seats are not what they are. Texts live
 * in `arena`. SCRUT_OK; SCRUT_E_MEMORY. */
scrut_status ask_margin(const scrut_margins *m, const scrut_seats_margin *question, scrut_metric metric,
                        scrut_arena *arena, margin_answer *ret_answer, scrut_error *err);
/* Published margins against ours, and M01 (src/verdict/published.c). */
scrut_status compare_published(scrut_verdict *v, scrut_error *err);

/* roll_surveys.c: what surveys of the roll say, with Q01 to Q04, and their names against the margins. */
scrut_status find_roll_surveys(scrut_verdict *v, scrut_error *err);
scrut_status weigh_roll_surveys(scrut_verdict *v, scrut_error *err);
/* The first set of figures that has margins; tally_count: none. */
size_t tally_with_margins(const scrut_verdict *v);

#endif
