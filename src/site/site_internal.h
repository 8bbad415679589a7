/* SPDX-License-Identifier: Apache-2.0
 * site_internal.h: what the pages share: pieces of HTML (pieces.c), drawings (svg.c) and the sections. */
#ifndef SCRUT_SITE_INTERNAL_H
#define SCRUT_SITE_INTERNAL_H

#include "scrutineer/picture.h"
#include "scrutineer/site.h"
#include "scrutineer/view.h"

struct scrut_page;

/* ---- pictures.c --------------------------------------------------------------------------------- */

/* A picture's frame in the page's language; it points into itself. */
typedef struct {
    scrut_picture_words words;
    scrut_picture_frame frame;
} scrut_site_frame;
void scrut_site_frame_init(const scrut_report_view *view, scrut_site_frame *frame, const char *id, const char *title);
/* The small mark of a party, for legends and tables. */
void scrut_site_svg_mark(const scrut_report_view *view, scrut_buf *out, size_t party);
/* The chamber as a half circle of marks. A seat that `other` (NULL: nothing) gives to another list is nobody's. With
 * `page` (NULL: without) lists lead to where their seats come from, and those seats are marked that the ballots
 * concerned by findings could take away. */
void scrut_site_hemicycle(const scrut_report_view *view, const struct scrut_page *page, scrut_buf *out,
                          const scrut_report_column *column, const scrut_report_column *other, const char *id);

/* ---- the page ----------------------------------------------------------------------------------- */

extern const char scrut_site_style[];

/* pieces.c: small pieces */
/* .p0 .. with the colours of the parties */
void scrut_site_party_colours(const scrut_report_view *view, scrut_buf *out);
/* The language of a country's local names; NULL: several, or not known. */
const char *scrut_site_local_language(const char *country);
void scrut_site_table_open(scrut_buf *out, const char *caption, const char *css_class);
/* <thead> of so many columns, whose titles are keys of the catalog; bit k of `text`: column k is of text, not of
 * numbers. */
void scrut_site_heads(const scrut_report_view *view, scrut_buf *out, const char *const titles[], size_t count,
                      unsigned text);
void scrut_site_table_close(scrut_buf *out);
/* "5 more are in results.json." */
void scrut_site_more(const scrut_report_view *view, scrut_buf *out, const char *one, const char *many, size_t count);
/* <section> with its heading, which is a key of the catalog; `id` is its anchor. </section> ends it. */
void scrut_site_section(const scrut_report_view *view, scrut_buf *out, const char *id, const char *heading);
/* <th scope="row"> with the mark and the name of a party */
void scrut_site_party_head(const scrut_report_view *view, scrut_buf *out, size_t party);
/* <td> with a figure: a number, a part of it with how much is known, or a dash */
void scrut_site_figure(const scrut_report_view *view, scrut_buf *out, scrut_figure figure);
/* <td> with the seats of a unit */
void scrut_site_seats(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column, size_t unit,
                      size_t party);
/* Numbers in the page's language: "+1,234"; "12.34 %". */
void scrut_site_say_signed(const scrut_language *language, scrut_buf *out, int64_t value);
void scrut_site_say_percent(const scrut_language *language, scrut_buf *out, int64_t part, int64_t whole);
/* The anchor of a source or announcement on the page of sources, as plain text. */
void scrut_site_tally_anchor(const scrut_report_view *view, scrut_buf *out, const scrut_tally *tally);
/* section_cells.c: the anchor of one of its figures, by column: fields, votes of the lists, seats of the lists. */
void scrut_site_figure_anchor(const scrut_report_view *view, scrut_buf *out, const scrut_tally *tally, size_t column);
/* What a claim's verdict, and what findings could have changed, as a tag. */
void scrut_site_claim_tag(const scrut_report_view *view, scrut_buf *out, scrut_claim_verdict verdict);
void scrut_site_effect_tag(const scrut_report_view *view, scrut_buf *out, scrut_effect effect, scrut_effect known);
/* Text made by the answer functions, escaped; clears `plain`. */
void scrut_site_said(scrut_buf *out, scrut_buf *plain);
/* What an analysis said (a reason, a message), in the page's language, escaped; NULL: nothing. */
void scrut_site_again(const scrut_report_view *view, scrut_buf *out, const char *text);
/* A local name with its language, when there is one. */
void scrut_site_local(const scrut_report_view *view, scrut_buf *out, const char *name);
/* <th scope="col"> with a tally's name, author and date */
void scrut_site_tally_head(scrut_buf *out, const char *kind, const scrut_tally *tally);
/* An anchor: `prefix` and the id where that is of [A-Za-z0-9._-] only, else its number; appended. */
void scrut_site_put_anchor(scrut_buf *out, const char *prefix, const char *id, size_t index);
/* Whether seats announced in a unit are none of those that the rules allow. */
bool scrut_site_unit_differs(const scrut_report_view *view, size_t unit);
/* The style sheet of all pages. */
void scrut_site_put_style(const scrut_report_view *view, scrut_buf *out);
/* Name of a unit of the tallies. */
void scrut_site_unit(const scrut_report_view *view, scrut_buf *out, size_t unit);

typedef struct scrut_page scrut_page;

#define SCRUT_SITE_LISTS_SAID 5 /* in a sentence; the others are counted, and stand apart where the sentence leads */

/* the sections, in the order of the page */
void scrut_site_answer(const scrut_report_view *view, scrut_buf *out);
void scrut_site_chamber(const scrut_report_view *view, scrut_buf *out);
/* nothing when there are none; `page` NULL: without links */
void scrut_site_margins(const scrut_report_view *view, const scrut_page *page, scrut_buf *out);
void scrut_site_totals(const scrut_report_view *view, scrut_buf *out);
void scrut_site_votes(const scrut_report_view *view, scrut_buf *out);
void scrut_site_constituencies(const scrut_report_view *view, scrut_buf *out);
/* Its table of all, and what allocations take for granted. With `page`: with links, margins and findings. */
void scrut_site_constituencies_table(const scrut_report_view *view, const scrut_page *page, scrut_buf *out);
void scrut_site_assumptions(const scrut_report_view *view, scrut_buf *out);
/* The margins that the pages speak of first: of the figures that findings are weighed against, else of the allocation
 * shown; NULL: there are none. */
const scrut_margins *scrut_site_margins_shown(const scrut_report_view *view);
/* What findings could have changed of the same figures, else of the first that findings bear on; NULL: of none. */
const scrut_materiality *scrut_site_materiality_shown(const scrut_report_view *view);
void scrut_site_comparisons(const scrut_report_view *view, const scrut_page *page, scrut_buf *out);
void scrut_site_findings(const scrut_report_view *view, const scrut_page *page, scrut_buf *out);
/* nothing without margins */
void scrut_site_materiality(const scrut_report_view *view, const scrut_page *page, scrut_buf *out);
void scrut_site_claims(const scrut_report_view *view, scrut_buf *out);  /* nothing when the case has no claims */
void scrut_site_surveys(const scrut_report_view *view, scrut_buf *out); /* nothing when the case has no surveys */
void scrut_site_missing(const scrut_report_view *view, scrut_buf *out);
void scrut_site_rules(const scrut_report_view *view, scrut_buf *out);
void scrut_site_definitions(const scrut_report_view *view, scrut_buf *out);
void scrut_site_limits(const scrut_report_view *view, scrut_buf *out);
void scrut_site_files(const scrut_report_view *view, scrut_buf *out);
void scrut_site_method(const scrut_report_view *view, scrut_buf *out); /* all of these */
/* section_constituencies.c: one constituency's votes and seats, with its ladder; with `page` pictures of them */
void scrut_site_constituency(const scrut_report_view *view, const scrut_page *page, scrut_buf *out,
                             size_t constituency);
/* section_ladder.c: one constituency's allocation, explained */
void scrut_site_ladder(const scrut_report_view *view, scrut_buf *out, const scrut_constituency_seats *seats,
                       bool short_form);
/* section_bounds.c: what announced seats say about votes that were not provided */
void scrut_site_bounds(const scrut_report_view *view, const scrut_page *page, scrut_buf *out, size_t constituency);

/* ---- the site (site.c) --------------------------------------------------------------------------- */

/* Kinds of files, in the order of the site; of some there are many. */
typedef enum {
    SCRUT_FILE_FRONT,
    SCRUT_FILE_CONSTITUENCIES,
    SCRUT_FILE_CLAIMS,
    SCRUT_FILE_SURVEYS,
    SCRUT_FILE_FINDINGS,
    SCRUT_FILE_MARGINS,
    SCRUT_FILE_ROLL,
    SCRUT_FILE_SOURCES,
    SCRUT_FILE_METHOD,
    SCRUT_FILE_RUN,
    SCRUT_FILE_CONSTITUENCY, /* index: constituency */
    SCRUT_FILE_STATIONS,     /* index: into station_lists */
    SCRUT_FILE_STATION,      /* index: into station_pages */
    SCRUT_FILE_PAGES,        /* kinds so far, which every language has */
    /* once, at the top of the site: */
    SCRUT_FILE_STYLE = SCRUT_FILE_PAGES,
    SCRUT_FILE_SCRIPT,
    SCRUT_FILE_FONT,
    SCRUT_FILE_CERTIFICATE, /* index: into certificates */
    SCRUT_FILE_RESULTS,
    SCRUT_FILE_FINDINGS_CSV,
    SCRUT_FILE_KINDS
} scrut_file_kind;

/* Consecutive stations of one constituency that share a page of the list. */
typedef struct {
    uint32_t constituency, part, parts; /* part counts from 0 */
    uint32_t first, count;              /* into by_constituency */
} scrut_station_list;

/* Findings of one subject, as a chain through `next`; SCRUT_NONE ends it. Findings are indices into the verdict's. */
typedef struct {
    uint32_t *first, *next;
} scrut_finding_chains;

struct scrut_site {
    const scrut_verdict *v;
    const scrut_case *c;
    const scrut_reconciliation *sources; /* NULL: no returns */
    scrut_site_options options;
    scrut_report_view views[SCRUT_SITE_LANGUAGES_MAX]; /* a language */
    scrut_arena *arena;
    char **constituency_slugs;
    char **station_slugs;        /* a station: its file's name inside its constituency's folder */
    uint32_t *by_constituency;   /* stations by constituency, area, key */
    uint32_t *constituency_from; /* a constituency: its first place in by_constituency; one more at the end */
    uint32_t *station_area;      /* a station: its innermost area, or SCRUT_NONE */
    uint32_t *page_of_station;   /* a station: index of its page, or SCRUT_NONE */
    uint32_t *station_pages;     /* stations that have a page */
    size_t station_page_count;
    size_t stations_found; /* stations with a finding, or told differently by two sources */
    scrut_station_list *station_lists;
    size_t station_list_count;
    uint32_t *first_list;                 /* a constituency: its first list; SCRUT_NONE: it has no station */
    scrut_finding_chains of_station;      /* a station */
    scrut_finding_chains of_constituency; /* a constituency: all findings that name it, those of its stations too */
    uint32_t **station_of_row;            /* a source of `sources`, a row */
    uint32_t *certificate_of;             /* a constituency: index of its certificate, or SCRUT_NONE */
    uint32_t *certificates;               /* constituencies that have one */
    size_t certificate_count;
    scrut_form_rules **form_rules;           /* a source of `sources` */
    const scrut_picture_shapes *area_shapes; /* of the areas on the roll; NULL: none */
};

/* The page that is being written. */
struct scrut_page {
    const scrut_site *site;
    const scrut_report_view *view; /* in the page's language */
    scrut_file_kind kind;
    size_t index, language;
};

/* station_choice.c: fills station_pages, page_of_station; false: no memory. */
SCRUT_MUST_CHECK bool scrut_site_choose_stations(scrut_site *site);

/* Whether the site has such a page at all. */
bool scrut_site_has(const scrut_site *site, scrut_file_kind kind);
/* Path of a page inside its language's folder. */
void scrut_site_put_path(const scrut_site *site, scrut_buf *out, scrut_file_kind kind, size_t index);

/* pictures.c: the outlines of a map; NULL: there is none that can be read. */
const scrut_picture_shapes *scrut_site_read_shapes(const scrut_case_map *of, scrut_arena *arena);

/* certificate.c */
SCRUT_MUST_CHECK bool scrut_site_plan_certificates(scrut_site *site);
SCRUT_MUST_CHECK scrut_status scrut_site_certificate(const scrut_site *site, size_t index, scrut_buf *out,
                                                     scrut_error *err);

/* page.c: the frame of every page, and links between them */

/* Up to <main> and its <h1>; `title` is plain text. */
void scrut_page_open(const scrut_page *page, scrut_buf *out, const char *title);
void scrut_page_close(const scrut_page *page, scrut_buf *out);
/* href="..." of another page in the same language, of a file at the top of the site ("results.json"). */
void scrut_page_href(const scrut_page *page, scrut_buf *out, scrut_file_kind kind, size_t index);
/* The same with "#anchor". */
void scrut_page_anchor(const scrut_page *page, scrut_buf *out, scrut_file_kind kind, size_t index, const char *anchor);
/* The path itself, as plain text. */
void scrut_page_path(const scrut_page *page, scrut_buf *out, scrut_file_kind kind, size_t index);
void scrut_page_file_href(const scrut_page *page, scrut_buf *out, const char *file);
/* <section> with its heading, which is a key of the catalog; `id` is its anchor. </section> ends it. */
void scrut_page_section(const scrut_page *page, scrut_buf *out, const char *id, const char *heading);
/* The name of a constituency as a link to its page; of a station, where it has one. */
void scrut_page_constituency(const scrut_page *page, scrut_buf *out, size_t constituency);
void scrut_page_station(const scrut_page *page, scrut_buf *out, uint32_t station);
/* <a class="fig" href="...#anchor">: opens the link of a figure to where it comes from; `anchor` may be NULL. */
void scrut_page_figure(const scrut_page *page, scrut_buf *out, scrut_file_kind kind, const char *anchor);
/* The constituencies as a map, where the case has one, and as squares. */
void scrut_page_map(const scrut_page *page, scrut_buf *out);
/* The station that a finding is about, or SCRUT_NONE. */
uint32_t scrut_site_station_of(const scrut_site *site, const scrut_finding *f);
/* <code class="cell">file:line:column</code>: a place in the evidence */
void scrut_page_cell(scrut_buf *out, const scrut_cell_ref *where);

/* pictures_stations.c: each source's stations by turnout and share; small bars of the largest lists in every
 * constituency. Sections of their own; nothing where the figures are not given. */
void scrut_page_fingerprint(const scrut_page *page, scrut_buf *out);
void scrut_page_multiples(const scrut_page *page, scrut_buf *out);

/* the pages */
void scrut_page_front(const scrut_page *page, scrut_buf *out);
void scrut_page_constituencies(const scrut_page *page, scrut_buf *out);
void scrut_page_claims(const scrut_page *page, scrut_buf *out);
void scrut_page_surveys(const scrut_page *page, scrut_buf *out);
void scrut_page_findings(const scrut_page *page, scrut_buf *out);
void scrut_page_margins(const scrut_page *page, scrut_buf *out);
void scrut_page_roll(const scrut_page *page, scrut_buf *out);
/* pictures_roll.c: ages and days of birth, and names in surplus by constituency. */
void scrut_page_roll_ages(const scrut_page *page, scrut_buf *out);
void scrut_page_roll_surplus(const scrut_page *page, scrut_buf *out);
/* People of voting age without a name, by constituency, against the margins. */
void scrut_page_missing(const scrut_page *page, scrut_buf *out);
/* pictures_roll_map.c: the same two by constituency, as shades; and of areas [first, end) of the audit, where the case
 * has their outlines: false where none is drawn. */
void scrut_page_surplus_map(const scrut_page *page, scrut_buf *out);
void scrut_page_missing_map(const scrut_page *page, scrut_buf *out);
#define SCRUT_SITE_AREAS_DRAWN 250 /* on one map */
/* Whether areas first to end - 1 of the audit can be drawn on one map: what is left of a constituency is not. */
bool scrut_page_areas_fit(const scrut_page *page, size_t first, size_t end);
bool scrut_page_area_maps(const scrut_page *page, scrut_buf *out, size_t first, size_t end);
/* section_roll_short.c: the page's figures in a few sentences. */
void scrut_page_roll_short(const scrut_page *page, scrut_buf *out);
/* section_roll_areas.c: areas of a constituency (SCRUT_NONE: of all) in a section; nothing where the list tells none.
 */
void scrut_page_roll_areas(const scrut_page *page, scrut_buf *out, uint32_t constituency);
/* Appends the number of a constituency's areas as a link to that section; nothing without any. */
void scrut_page_roll_areas_link(const scrut_page *page, scrut_buf *out, uint32_t constituency);
void scrut_page_sources(const scrut_page *page, scrut_buf *out);
/* section_claims.c: which claims have which verdict. */
void scrut_page_verdicts(const scrut_page *page, scrut_buf *out);
/* page_constituency.c: whether the page of a constituency has a row "figure-COLUMN" with the cells of a figure. */
bool scrut_site_told_here(const scrut_page *page, size_t constituency, size_t column);
/* The columns of a file that a figure of stations' returns is read from: "file:a + file:b". */
void scrut_page_columns(scrut_buf *out, const scrut_returns *r, size_t column);
/* section_cells.c: every set of figures with the cells of each of the nation's figures. */
void scrut_page_cells(const scrut_page *page, scrut_buf *out);
/* section_seats_by.c: seats by every set of figures: those that give the seats shown first, and others. */
void scrut_page_seats_by_figures(const scrut_page *page, scrut_buf *out);
/* The constituencies from which every allocation's seats of a list are added up. */
void scrut_page_allocated(const scrut_page *page, scrut_buf *out);
/* Where a set of seats is told of: "a-ID" on the page of sources, "r-..." of an allocation on that of constituencies;
 * with "-PARTY" one list's, with "-others" those after the first SCRUT_SITE_LISTS_SAID. */
void scrut_site_column_anchor(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column);
/* made.c: whether a check could be made with what the case holds, of which it `found` so many, or what is lacking. */
bool scrut_site_check_made(const scrut_report_view *view, const scrut_check *check, int64_t found, scrut_buf *lacking);
/* section_bounds.c: whether announced seats say of a constituency what its votes were. */
bool scrut_site_bounds_hold(const scrut_report_view *view, size_t constituency);
/* page_method.c: the row that says who reaches the first number of seats that matters, by a set of figures. */
const char *scrut_site_reach_anchor(const scrut_report_view *view, const scrut_report_column *column);
/* Sets of figures whose seats are not those shown first. */
size_t scrut_site_columns_with_other_seats(const scrut_report_view *view);
/* page_stations.c: how many stations have a page of their own, and how to get the others'. */
void scrut_page_say_stations(const scrut_page *page, scrut_buf *out);
/* page_reconciled.c: its part about stations; nothing without returns */
void scrut_page_reconciled(const scrut_page *page, scrut_buf *out);
void scrut_page_method(const scrut_page *page, scrut_buf *out);
void scrut_page_run(const scrut_page *page, scrut_buf *out);
void scrut_page_of_constituency(const scrut_page *page, scrut_buf *out);
void scrut_page_of_stations(const scrut_page *page, scrut_buf *out);
void scrut_page_of_station(const scrut_page *page, scrut_buf *out);

/* ---- what the script needs of a page ---- */

extern const char scrut_site_control_style[];
/* Its words in the page's language, where that is not English. */
void scrut_site_script_words(const scrut_page *page, scrut_buf *out);
/* what_if.c: the container and the data of its calculator; nothing where there are no seats to compute. */
void scrut_site_what_if(const scrut_page *page, scrut_buf *out);
/* embedded.c */
void scrut_site_put_script(const scrut_page *page, scrut_buf *out);
void scrut_site_put_font(const scrut_page *page, scrut_buf *out);
/* @font-face: the site's file; the same font inside the style sheet, for a page that stands alone. */
void scrut_site_font_face(scrut_buf *out);
void scrut_site_font_face_inline(scrut_buf *out);
bool scrut_site_has_khmer(const scrut_buf *html);

#endif
