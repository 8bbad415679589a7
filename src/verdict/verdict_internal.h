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

#endif
