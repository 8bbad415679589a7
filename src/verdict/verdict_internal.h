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
/* H01, H03, H04: figures against figures (src/verdict/figures.c). */
scrut_status find_figure_differences(scrut_verdict *v, scrut_error *err);
/* S01, S02 and the comparisons of seats (src/verdict/seat_matches.c). */
scrut_status compare_seats(scrut_verdict *v, scrut_error *err);
/* X01, X03 (src/verdict/figures.c). */
scrut_status find_station_differences(scrut_verdict *v, scrut_error *err);

#endif
