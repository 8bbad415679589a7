/* SPDX-License-Identifier: Apache-2.0
 * nist.h: what the parts of an election report share. */
#ifndef SCRUT_EXPORT_NIST_H
#define SCRUT_EXPORT_NIST_H

#include "export_internal.h"
#include "scrutineer/json.h"

#define NIST_ID_MAX 32

typedef struct {
    unit_rows rows;
    uint32_t *first_inside, *next_inside; /* a unit: units directly inside it */
    bool first;                           /* of the array that is open */
    int64_t unknown;                      /* figures left out */
    size_t open;                          /* constituencies whose seats are open */
    char id[NIST_ID_MAX];                 /* scratch */
} nist_report;

/* Writes and frees the value, on one line. */
void nist_put(exporter *x, scrut_json *value);
/* Before each element of an array. */
void nist_separate(exporter *x, bool *first);
/* A text in a language that the case does not tell, with a second spelling (may be NULL). */
scrut_json *nist_name(const char *name, const char *local);
/* "unit-3", in `id`. */
const char *nist_id(char id[NIST_ID_MAX], const char *kind, uint32_t number);
/* Where the nation is the one constituency, they are one unit. */
bool nist_is_unit(const scrut_case *c, uint32_t unit);
/* nist_contests.c: the election with its ballots and contests. */
void nist_put_election(exporter *x, nist_report *n);

#endif
