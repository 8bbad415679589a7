/* SPDX-License-Identifier: Apache-2.0
 * compare.h: the answer of "scrutineer compare" as text, CSV and JSON. */
#ifndef SCRUT_CLI_COMPARE_H
#define SCRUT_CLI_COMPARE_H

#include "cli.h"
#include "level.h"
#include "scrutineer/reconcile.h"

typedef struct {
    const scrut_reconciliation *r;
    scrut_cli_level level;
    size_t limit; /* stations, places and units listed of each kind */
} scrut_compare_answer;

void scrut_compare_text(const scrut_compare_answer *answer, scrut_buf *out);
scrut_json *scrut_compare_json(const scrut_compare_answer *answer);
/* A row a differing cell, and a row a station that one source holds alone. */
void scrut_compare_csv(const scrut_compare_answer *answer, scrut_buf *out);

/* The proposals as a file for "mapping": station,is,score,why,confirmed. */
void scrut_compare_mapping_csv(const scrut_reconciliation *r, const scrut_match matches[], size_t count,
                               scrut_buf *out);

/* What the three share. */
const char *scrut_compare_source_id(const scrut_reconciliation *r, size_t source);
/* Votes of a list in a row of a source: what is not known, or does not count, is no number. */
bool scrut_compare_votes(const scrut_reconciliation *r, size_t source, uint32_t row, size_t party, int64_t *ret_votes);
bool scrut_compare_field(const scrut_reconciliation *r, size_t source, uint32_t row, scrut_field field,
                         int64_t *ret_value);
/* Key of the other station whose votes one source gives here; false where that is not the pattern. */
bool scrut_compare_elsewhere(const scrut_reconciliation *r, const scrut_reconcile_pair *pair,
                             const scrut_differing_station *s, char *text, size_t size);
/* Ballot fields that are compared, with their number. */
const scrut_field *scrut_compare_fields(size_t *ret_count);

#endif
