/* SPDX-License-Identifier: Apache-2.0
 * report_internal.h: the parts of the JSON documents. */
#ifndef SCRUT_REPORT_INTERNAL_H
#define SCRUT_REPORT_INTERNAL_H

#include "scrutineer/view.h"

/* ---- the JSON document --------------------------------------------------------------------------- */

/* order.c: sorts indices; whether one comes before another rests on `of`. Of equal ones the first stays first. False
 * without memory. */
typedef bool (*scrut_report_before)(const void *of, uint32_t a, uint32_t b);
bool scrut_report_sort(uint32_t items[], size_t count, const void *of, scrut_report_before before, scrut_arena *arena);

scrut_json *scrut_report_json_text(const char *text); /* NULL gives null; bytes that are not UTF-8 become U+FFFD */
scrut_json *scrut_report_json_wide(scrut_wide value);
scrut_json *scrut_report_json_cell(const scrut_cell_ref *where);
scrut_json *scrut_report_json_tally_id(const scrut_verdict *v, const scrut_tally *tally);
scrut_json *scrut_report_json_case(const scrut_case *c);
scrut_json *scrut_report_json_rules(const scrut_case *c);
scrut_json *scrut_report_json_tally(const scrut_case *c, const scrut_tally *tally);
scrut_json *scrut_report_json_chambers(const scrut_verdict *v);
scrut_json *scrut_report_json_comparisons(const scrut_verdict *v);
scrut_json *scrut_report_json_station_comparisons(const scrut_verdict *v);
scrut_json *scrut_report_json_seats_comparisons(const scrut_verdict *v);
scrut_json *scrut_report_json_findings(const scrut_verdict *v);
scrut_json *scrut_report_json_margins(const scrut_verdict *v);
/* Of one tally that has margins. */
scrut_json *scrut_report_json_tally_margins(const scrut_verdict *v, size_t tally);
scrut_json *scrut_report_json_seats_margin(const scrut_case *c, const scrut_seats_margin *margin);
scrut_json *scrut_report_json_published_margins(const scrut_verdict *v);
scrut_json *scrut_report_json_materiality(const scrut_verdict *v);
/* People without a name on the roll against the margins; null where they are not known. */
scrut_json *scrut_report_json_missing(const scrut_verdict *v);
/* What a finding could have changed, a set of figures each. */
scrut_json *scrut_report_json_effects(const scrut_verdict *v, const scrut_finding *f);
scrut_json *scrut_report_json_claims(const scrut_verdict *v);
scrut_json *scrut_report_json_claim_sets(const scrut_verdict *v);

#endif
