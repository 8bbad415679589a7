/* SPDX-License-Identifier: Apache-2.0
 * fixture.h: a small verdict made by hand. Two constituencies under D'Hondt:
 *
 *   North, 5 seats, 53,000 24,000 23,000 votes: 3 1 1 seats, as announced.
 *   South, 3 seats, 30,000 20,000 10,000 votes: 2 1 0 seats; announced are 1 2 0.
 *
 * The announcement "official" has 53,100 votes for the first list in the North and none in the South.
 * Cast 161,000 of 200,000 registered by the forms; the announcement gives valid votes only. */
#ifndef SCRUT_REPORT_FIXTURE_H
#define SCRUT_REPORT_FIXTURE_H

#include "scrutineer/report.h"
#include "scrutineer/site.h"

#define FIXTURE_PARTIES 3
#define FIXTURE_CONSTITUENCIES 2

typedef struct {
    scrut_case c;
    scrut_verdict v;
} fixture;

/* `labels` are the parties' ids; `text` stands in every other text of the case. Freed with fixture_free. */
fixture *fixture_new(const char *const labels[FIXTURE_PARTIES], const char *text);
void fixture_free(fixture *f);

/* Adds a finding of the code with the fixture's text; returns it for changes. */
scrut_finding *fixture_add_finding(fixture *f, const char *code, const char *text, int64_t at_stake);

/* The outputs as strings (free them); they fail the test when the report does. */
char *fixture_html(const fixture *f);
char *fixture_text(const fixture *f, bool color, int width);
char *fixture_csv(const fixture *f);
char *fixture_json(const fixture *f);

/* How often `needle` stands in `text`. */
size_t fixture_occurrences(const char *text, const char *needle);
/* `text` with each of `from` replaced by the same place of `to`, all at once (malloc). */
char *fixture_replace(const char *text, const char *const from[], const char *const to[], size_t count);

#endif
