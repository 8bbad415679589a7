/* SPDX-License-Identifier: Apache-2.0
 * report.h: a verdict as bytes: JSON for programs, CSV for spreadsheets, text for a terminal
 * (pages for everybody else: site.h).
 *
 * Pure functions: no I/O, no clock, no locale; the same verdict and version give the same bytes. They
 * append to `out`, which the caller owns. All parties are shown by one rule: seats, then votes, then
 * their order in the case; so relabelling the parties relabels a report and changes nothing else.
 * Text of the case never becomes markup, a terminal command or a formula, and characters that would
 * reorder or hide other text are shown as U+FFFD (JSON keeps the text as it is, escaped).
 *
 * `version` is the program's (SCRUT_VERSION of the build). All return SCRUT_OK or SCRUT_E_MEMORY; what
 * was appended is then incomplete. */
#ifndef SCRUTINEER_REPORT_H
#define SCRUTINEER_REPORT_H

#include "scrutineer/catalog.h"
#include "scrutineer/json.h"
#include "scrutineer/roll_audit.h"
#include "scrutineer/verdict.h"

#define SCRUT_RESULTS_FORMAT "scrutineer-results/1"
#define SCRUT_SEATS_CASE_FORMAT "scrutineer-seats-case/1"
#define SCRUT_MARGINS_FORMAT "scrutineer-margins/1"
#define SCRUT_CLAIMS_FORMAT "scrutineer-claims/1"
#define SCRUT_ROLL_AUDIT_FORMAT "scrutineer-roll-audit/1"
#define SCRUT_REPORT_WIDTH_MIN 40
#define SCRUT_REPORT_WIDTH_MAX 200

/* results.json: everything, sorted keys (docs/internals/report.md). */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_report_json(const scrut_verdict *verdict, const char *version,
                                                          scrut_buf *out, scrut_error *err);

/* findings.csv: a row a finding (RFC 4180, CRLF). A text cell that a spreadsheet would run as a formula
 * gets a leading apostrophe. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_report_findings_csv(const scrut_verdict *verdict, scrut_buf *out,
                                                                  scrut_error *err);

/* The summary for a terminal of `width` columns (taken into WIDTH_MIN .. WIDTH_MAX; 0 means 80), in `language` (NULL:
 * English); with ANSI colours only when `color`. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_report_text(const scrut_verdict *verdict, const scrut_language *language,
                                                          bool color, int width, scrut_buf *out, scrut_error *err);

/* The allocations alone: every constituency, with `explain` every rung of its ladder, and how the
 * announced seats compare. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_report_seats_text(const scrut_verdict *verdict, bool explain,
                                                                scrut_buf *out, scrut_error *err);
/* The margins alone, of the tally with the id `figures`; NULL: of all that have any. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_report_margins_text(const scrut_verdict *verdict, const char *figures,
                                                                  scrut_buf *out, scrut_error *err);
SCRUT_API scrut_json *scrut_report_margins_json(const scrut_verdict *verdict, const char *figures);

/* Parts of these documents that others share: a number of ballots with its ends (null: no number does it); the id of a
 * party (SCRUT_NONE: null); the id of a constituency (unit 0, the nation: null). */
SCRUT_API scrut_json *scrut_report_json_ballots(const scrut_ballots *ballots);
SCRUT_API scrut_json *scrut_report_json_party(const scrut_case *c, uint32_t party);
SCRUT_API scrut_json *scrut_report_json_unit(const scrut_case *c, uint32_t unit);

/* The claims alone: every claim with its verdict, who answers what, and the sets that cannot all be true. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_report_claims_text(const scrut_verdict *verdict, scrut_buf *out,
                                                                 scrut_error *err);
SCRUT_API scrut_json *scrut_report_claims_json(const scrut_verdict *verdict);

/* Surveys of the roll alone: every figure, and those that can be set against one another. As scrut_report_text. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_report_surveys_text(const scrut_survey_results *results,
                                                                  const scrut_language *language, bool color, int width,
                                                                  scrut_buf *out, scrut_error *err);
SCRUT_API scrut_json *scrut_report_surveys_json(const scrut_survey_results *results);
/* The audit of a roll. No cell of the roll stands in either; small counts of places are left out
 * (docs/formats/roll.md). */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_report_roll_text(const scrut_roll_audit *audit,
                                                               const scrut_language *language, bool color, int width,
                                                               scrut_buf *out, scrut_error *err);
SCRUT_API scrut_json *scrut_report_roll_json(const scrut_roll_audit *audit);

/* The allocations as a JSON object, to which the caller may add; scrut_json_write tells when memory failed. */
SCRUT_API scrut_json *scrut_report_seats_json(const scrut_verdict *verdict);

#endif
