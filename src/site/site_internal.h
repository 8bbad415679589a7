/* SPDX-License-Identifier: Apache-2.0
 * site_internal.h: what the pages share: pieces of HTML (pieces.c), drawings (svg.c) and the sections. */
#ifndef SCRUT_SITE_INTERNAL_H
#define SCRUT_SITE_INTERNAL_H

#include "scrutineer/site.h"
#include "scrutineer/view.h"

/* ---- svg.c ------------------------------------------------------------------------------------- */

#define SCRUT_SITE_MARKS 8 /* shapes, so that colour is never alone */

/* Symbols m0 .. m7 and the pattern for seats that are not certain; once a page. */
void scrut_site_svg_symbols(scrut_buf *out);
/* The small mark of a party, for legends and tables. */
void scrut_site_svg_mark(const scrut_report_view *view, scrut_buf *out, size_t party);
/* The chamber as a half circle of marks. `id` names the drawing inside the page. */
void scrut_site_svg_hemicycle(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column,
                              const char *id);

/* ---- the page ----------------------------------------------------------------------------------- */

extern const char scrut_site_style[];

/* html.c: small pieces */
void scrut_site_table_open(scrut_buf *out, const char *caption, const char *css_class);
void scrut_site_table_close(scrut_buf *out);
/* <th scope="row"> with the mark and the name of a party */
void scrut_site_party_head(const scrut_report_view *view, scrut_buf *out, size_t party);
/* <td> with a figure: a number, a part of it with how much is known, or a dash */
void scrut_site_figure(scrut_buf *out, scrut_figure figure);
/* <td> with the seats of a unit */
void scrut_site_seats(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column, size_t unit,
                      size_t party);
/* Text made by the answer functions, escaped; clears `plain`. */
void scrut_site_said(scrut_buf *out, scrut_buf *plain);
/* A local name with its language, when there is one. */
void scrut_site_local(const scrut_report_view *view, scrut_buf *out, const char *name);
/* <th scope="col"> with a tally's name, author and date */
void scrut_site_tally_head(scrut_buf *out, const char *kind, const scrut_tally *tally);
/* Name of a unit of the tallies. */
void scrut_site_unit(const scrut_report_view *view, scrut_buf *out, size_t unit);

/* the sections, in the order of the page */
void scrut_site_answer(const scrut_report_view *view, scrut_buf *out);
void scrut_site_chamber(const scrut_report_view *view, scrut_buf *out);
void scrut_site_margins(const scrut_report_view *view, scrut_buf *out); /* nothing when there are none */
void scrut_site_totals(const scrut_report_view *view, scrut_buf *out);
void scrut_site_votes(const scrut_report_view *view, scrut_buf *out);
void scrut_site_constituencies(const scrut_report_view *view, scrut_buf *out);
void scrut_site_comparisons(const scrut_report_view *view, scrut_buf *out);
void scrut_site_findings(const scrut_report_view *view, scrut_buf *out);
void scrut_site_materiality(const scrut_report_view *view, scrut_buf *out); /* nothing without margins */
void scrut_site_claims(const scrut_report_view *view, scrut_buf *out);      /* nothing when the case has no claims */
void scrut_site_limits(const scrut_report_view *view, scrut_buf *out);
/* html_ladder.c: one constituency's allocation, explained */
void scrut_site_ladder(const scrut_report_view *view, scrut_buf *out, const scrut_constituency_seats *seats,
                       bool short_form);
/* html_bounds.c: what announced seats say about votes that were not provided */
void scrut_site_bounds(const scrut_report_view *view, scrut_buf *out, size_t constituency);

#endif
