/* SPDX-License-Identifier: Apache-2.0
 * write_internal.h: files of the case folder. Each function appends one file's text. */
#ifndef SCRUT_WRITE_INTERNAL_H
#define SCRUT_WRITE_INTERNAL_H

#include "result_internal.h"
#include "scrutineer/buf.h"

/* The sentence that every text of a model case begins with. */
#define MODEL_WARNING "This is a model, not evidence of an election: a program made up every figure."

/* A text for YAML or JSON, in double quotes; a cell of CSV, quoted where it must be. NULL is empty. */
void write_quoted(scrut_buf *out, const char *text);
void write_cell(scrut_buf *out, const char *text);

/* Areas of a station, outermost first, with a comma before each. */
void write_areas(const world *w, uint32_t station, scrut_buf *out);

/* "level": "level", ...: columns are called as the levels. */
void write_levels(const world *w, scrut_buf *out);

/* election.yaml, parties.csv, constituencies.csv, claims.csv, README.md */
void write_election(const world *w, scrut_buf *out);
void write_parties(const world *w, scrut_buf *out);
void write_constituencies(const world *w, scrut_buf *out);
void write_claims(const world *w, const world_result *official, scrut_buf *out);
void write_readme(const world *w, scrut_buf *out);
/* stations.csv, returns/SOURCE.csv */
void write_stations(const world *w, scrut_buf *out);
void write_returns(const world *w, uint32_t source, scrut_buf *out);
/* areas.geojson: the outlines of a level's areas. The innermost level of so many areas as the pages show, or -1; then
 * there are no outlines. SCRUT_E_MEMORY. */
int write_outline_level(const world *w);
SCRUT_MUST_CHECK scrut_status write_outlines(const world *w, scrut_buf *out, scrut_error *err);
/* announced/VERSION-constituencies.csv and announced/VERSION-nation.csv */
void write_announced(const world *w, const world_result *result, bool nation, scrut_buf *out);
/* truth/truth.csv, truth/truth.json */
void write_truth(const world *w, scrut_buf *out);
SCRUT_MUST_CHECK scrut_status write_truth_json(const world *w, scrut_buf *out, scrut_error *err);

#endif
