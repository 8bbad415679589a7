/* SPDX-License-Identifier: Apache-2.0
 * house_internal.h: what the files about a case's chamber share. */
#ifndef SCRUT_HOUSE_INTERNAL_H
#define SCRUT_HOUSE_INTERNAL_H

#include "margin_internal.h"
#include "scrutineer/house.h"

/* Whether so many votes in the nation pass the bars of the mask, once `moved` ballots were added (removed when
 * negative). */
bool scrut_house_passes(const scrut_margin_house *house, uint8_t mask, int64_t votes, int64_t moved);
/* Votes of the party's alliance together. */
int64_t scrut_house_allied_votes(const scrut_margin_house *house, size_t party, const int64_t votes[]);
/* Which parties fail in the nation with these votes (by party). */
void scrut_house_barred(const scrut_margin_house *house, const int64_t votes[], int64_t moved, bool barred[]);
/* Fewest ballots that carry the party over the national thresholds, or below them: its own ballots where that is
 * cheapest, otherwise others'. More than `most`: NEVER. */
int64_t scrut_house_crossing(const scrut_margin_house *house, size_t party, scrut_metric metric, int64_t most);
/* The house as it is when other parties fail in the nation. */
scrut_status scrut_house_with(const scrut_margin_house *house, const bool barred[], scrut_arena *arena,
                              scrut_margin_house *ret_house, scrut_error *err);
/* Whether the moves leave every list on its side of the national thresholds. */
scrut_status scrut_house_stays(const scrut_margin_house *house, int64_t *const moves[], scrut_arena *arena,
                               bool *ret_stays, scrut_error *err);
/* Votes of each party in the nation after the moves; returns ballots added less removed. */
int64_t scrut_house_votes_after(const scrut_margin_house *house, int64_t *const moves[], int64_t votes[]);

#endif
