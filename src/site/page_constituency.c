/* SPDX-License-Identifier: Apache-2.0
 * page_constituency.c: one constituency: how its seats were won, how close it was, what every source says of it, what
 * was found in it, and its areas and stations. */
#include "pictures_internal.h"

#include <string.h>

#define FINDINGS_LISTED 200
#define AREAS_LISTED 3000
#define LISTS_SHOWN 6
#define SOURCES_SHOWN 12

typedef struct {
    const scrut_page *page;
    const scrut_report_view *view;
    const scrut_language *language;
    scrut_buf *out;
    size_t constituency, unit;
} place;

static const char *word(const place *p, const char *key)
{
    return scrut_word(p->language, key);
}

/* ---- facts ---- */

static void fact(const place *p, const char *key, scrut_figure figure)
{
    if (figure.known == 0)
        return;
    scrut_buf_printf(p->out, "<dt>%s</dt><dd>", word(p, key));
    scrut_say_number(p->language, p->out, figure.value);
    if (!scrut_figure_complete(figure))
        scrut_say(p->language, p->out, " (from {1n} of {2n})", (int64_t)figure.known, (int64_t)figure.cells);
    scrut_buf_puts(p->out, "</dd>");
}

static void facts(const place *p)
{
    static const scrut_field FIELDS[] = {SCRUT_FIELD_REGISTERED, SCRUT_FIELD_CAST, SCRUT_FIELD_VALID,
                                         SCRUT_FIELD_INVALID, SCRUT_FIELD_BLANK};
    const scrut_constituency *c = &p->view->c->constituencies[p->constituency];
    const scrut_tally *tally = p->view->votes;
    scrut_buf_puts(p->out, "<dl class=\"facts\">");
    if (c->seats_known)
        fact(p, "Seats", (scrut_figure){c->seats, 1, 1});
    if (p->page->site->sources != NULL) {
        const uint32_t *from = &p->page->site->constituency_from[p->constituency];
        fact(p, "Stations", (scrut_figure){(int64_t)from[1] - from[0], 1, 1});
    }
    for (size_t i = 0; tally != NULL && i < sizeof FIELDS / sizeof FIELDS[0]; i++)
        fact(p, scrut_report_field_title(FIELDS[i]), *scrut_tally_field(tally, p->unit, FIELDS[i]));
    scrut_buf_puts(p->out, "</dl>\n");
    if (tally == NULL)
        return;
    scrut_buf_puts(p->out, "<p class=\"soft\">");
    scrut_say(p->language, p->out, "Figures of {1s}.", scrut_report_tally_name(tally));
    scrut_buf_puts(p->out, "</p>\n");
}

/* ---- how close it was ---- */

static void closest_row(const place *p, size_t tally)
{
    const scrut_margins *m = p->view->v->margins[tally];
    const scrut_closest_seat *seat = &m->closest[p->constituency];
    scrut_buf words = {0};
    scrut_buf_puts(p->out, "<tr><th scope=\"row\">");
    scrut_report_say_figures(p->view, &words, &p->view->v->tallies[tally]);
    scrut_site_said(p->out, &words);
    scrut_buf_puts(p->out, "</th>");
    if (seat->weighed) {
        scrut_buf_puts(p->out, "<td>");
        scrut_report_say_ballots(p->language, &words, &seat->could);
        scrut_site_said(p->out, &words);
        scrut_buf_puts(p->out, "</td><td>");
        scrut_report_say_ballots(p->language, &words, &seat->would);
        scrut_site_said(p->out, &words);
        scrut_buf_puts(p->out, "</td><td class=\"l\">");
        scrut_report_say_exchange(p->view, &words, seat);
        scrut_site_said(p->out, &words);
    } else {
        scrut_buf_puts(p->out, "<td class=\"na\">\xE2\x80\x93</td><td class=\"na\">\xE2\x80\x93</td><td class=\"l\">");
    }
    if (seat->note != NULL) {
        scrut_buf_puts(p->out, " <small>");
        scrut_site_again(p->view, p->out, seat->note);
        scrut_buf_puts(p->out, "</small>");
    }
    scrut_buf_puts(p->out, "</td></tr>\n");
    scrut_buf_free(&words);
}

static void certificate(const place *p)
{
    const scrut_site *site = p->page->site;
    uint32_t own = site->certificate_of[p->constituency];
    if (own == SCRUT_NONE)
        return;
    scrut_buf_puts(p->out, "<p>");
    scrut_buf_puts(p->out, "<a download ");
    scrut_page_href(p->page, p->out, SCRUT_FILE_CERTIFICATE, own);
    scrut_buf_printf(p->out, ">%s</a>. ", word(p, "The certificate: which ballots do it, and why fewer do not"));
    scrut_say(p->language, p->out, "{1r} checks it again with separate code.",
              "<code>scrutineer margin --verify FILE</code>");
    scrut_buf_puts(p->out, "</p>\n");
}

static void margins(const place *p)
{
    if (scrut_report_margins_count(p->view->v) == 0)
        return;
    scrut_page_section(p->page, p->out, "margins", "How close it was");
    scrut_site_table_open(p->out, word(p, "Fewest ballots, counted otherwise, that give a seat here to another list"),
                          "n");
    scrut_buf_printf(p->out,
                     "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th>"
                     "<th scope=\"col\" class=\"l\">%s</th></tr></thead><tbody>\n",
                     word(p, "Figures"), word(p, "Could (a draw would decide)"), word(p, "Would (for certain)"),
                     word(p, "Who would lose and gain"));
    for (size_t t = 0; t < p->view->v->tally_count; t++)
        if (p->view->v->margins[t] != NULL)
            closest_row(p, t);
    scrut_site_table_close(p->out);
    uint32_t here = (uint32_t)p->constituency;
    scrut_page_strips(p->page, p->out, &here, 1, "closest");
    certificate(p);
    scrut_buf words = {0};
    const scrut_materiality *m;
    for (size_t n = 0; (m = scrut_report_materiality_at(p->view->v, n)) != NULL; n++) {
        scrut_buf_puts(p->out, "<p>");
        scrut_report_say_figures(p->view, &words, m->tally);
        scrut_site_said(p->out, &words);
        scrut_buf_puts(p->out, ": ");
        scrut_report_say_place_effect(p->view, &words, m, p->constituency);
        scrut_site_said(p->out, &words);
        scrut_buf_puts(p->out, "</p>\n");
    }
    scrut_buf_puts(p->out, "</section>\n");
    scrut_buf_free(&words);
}

/* ---- sources side by side: fields, votes of the lists, announced seats of the lists ---- */

static const scrut_figure *figure_of(const place *p, const scrut_tally *tally, size_t column)
{
    size_t parties = p->view->c->party_count;
    if (column < tally->column_count)
        return &tally->figures[p->unit * tally->column_count + column];
    return tally->seats != NULL ? &tally->seats[p->unit * parties + column - tally->column_count] : NULL;
}

static bool known_here(const place *p, const scrut_tally *tally, size_t column)
{
    const scrut_figure *f = figure_of(p, tally, column);
    return f != NULL && f->known > 0;
}

static size_t tally_columns(const place *p)
{
    return SCRUT_FIELD_COUNT + 2 * p->view->c->party_count;
}

static bool tally_says(const place *p, const scrut_tally *tally)
{
    for (size_t k = 0; k < tally_columns(p); k++)
        if (known_here(p, tally, k))
            return true;
    return false;
}

static bool figures_differ(const place *p, const size_t tallies[], size_t count, size_t column)
{
    const scrut_figure *first = NULL;
    for (size_t i = 0; i < count; i++) {
        const scrut_tally *tally = &p->view->v->tallies[tallies[i]];
        if (!known_here(p, tally, column))
            continue;
        const scrut_figure *f = figure_of(p, tally, column);
        if (first != NULL && first->value != f->value)
            return true;
        first = f;
    }
    return false;
}

static bool any_known(const place *p, const size_t tallies[], size_t count, size_t column)
{
    for (size_t i = 0; i < count; i++)
        if (known_here(p, &p->view->v->tallies[tallies[i]], column))
            return true;
    return false;
}

/* The cell of an announced figure; of a sum the columns that are added up over the stations here. */
static void put_cells(const place *p, size_t index, size_t column)
{
    const scrut_tally *tally = &p->view->v->tallies[index];
    size_t parties = p->view->c->party_count;
    if (column >= tally->column_count) {
        if (tally->seats_where != NULL)
            scrut_page_cell(p->out, &tally->seats_where[p->unit * parties + column - tally->column_count]);
    } else if (tally->where != NULL) {
        scrut_page_cell(p->out, &tally->where[p->unit * tally->column_count + column]);
    } else if (index < p->view->c->returns_count) {
        scrut_page_columns(p->out, &p->view->c->returns[index], column);
    }
}

static void tally_cell(const place *p, size_t index, size_t column, bool marked)
{
    const scrut_tally *tally = &p->view->v->tallies[index];
    if (!known_here(p, tally, column)) {
        scrut_buf_puts(p->out, "<td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_figure f = *figure_of(p, tally, column);
    scrut_buf_puts(p->out, marked ? "<td class=\"diff\">\xE2\x89\xA0 " : "<td>");
    scrut_say_number(p->language, p->out, f.value);
    if (!scrut_figure_complete(f)) {
        scrut_buf_puts(p->out, " <small>");
        scrut_say(p->language, p->out, "from {1n} of {2n}", (int64_t)f.known, (int64_t)f.cells);
        scrut_buf_puts(p->out, "</small>");
    }
    scrut_buf_puts(p->out, "<br>");
    put_cells(p, index, column);
    scrut_buf_puts(p->out, "</td>");
}

static void figure_head(const place *p, size_t column)
{
    size_t parties = p->view->c->party_count;
    scrut_buf plain = {0};
    if (column >= SCRUT_FIELD_COUNT && column < SCRUT_FIELD_COUNT + parties) {
        scrut_site_party_head(p->view, p->out, column - SCRUT_FIELD_COUNT);
        return;
    }
    scrut_buf_puts(p->out, "<th scope=\"row\">");
    if (column < SCRUT_FIELD_COUNT)
        scrut_buf_puts(p->out, word(p, scrut_report_field_title((scrut_field)column)));
    else
        scrut_report_put_figure_name(p->view, &plain, (uint32_t)column);
    scrut_site_said(p->out, &plain);
    scrut_buf_puts(p->out, "</th>");
    scrut_buf_free(&plain);
}

static bool is_seats(const place *p, size_t column)
{
    return column >= SCRUT_FIELD_COUNT + p->view->c->party_count;
}

/* Lists without a seat by anybody need no row. */
static bool none_holds(const place *p, const size_t tallies[], size_t count, size_t column)
{
    for (size_t i = 0; i < count; i++) {
        const scrut_tally *tally = &p->view->v->tallies[tallies[i]];
        if (known_here(p, tally, column) && figure_of(p, tally, column)->value > 0)
            return false;
    }
    return true;
}

static void source_row(const place *p, const size_t tallies[], size_t count, size_t column)
{
    if (!any_known(p, tallies, count, column) || (is_seats(p, column) && none_holds(p, tallies, count, column)))
        return;
    bool marked = figures_differ(p, tallies, count, column);
    scrut_buf_printf(p->out, "<tr id=\"figure-%zu\">", column);
    figure_head(p, column);
    for (size_t i = 0; i < count; i++)
        tally_cell(p, tallies[i], column, marked);
    scrut_buf_puts(p->out, "</tr>\n");
}

static size_t tallies_of(const place *p, size_t tallies[SOURCES_SHOWN])
{
    size_t count = 0;
    for (size_t t = 0; t < p->view->v->tally_count && count < SOURCES_SHOWN; t++)
        if (tally_says(p, &p->view->v->tallies[t]))
            tallies[count++] = t;
    return count;
}

static void sources(const place *p)
{
    size_t tallies[SOURCES_SHOWN], count = tallies_of(p, tallies);
    if (count == 0)
        return;
    scrut_page_section(p->page, p->out, "sources", "What each source says");
    scrut_site_table_open(p->out, word(p, "Sources and announcements side by side; figures that differ are marked"),
                          "n");
    scrut_buf_printf(p->out, "<thead><tr><th scope=\"col\">%s</th>", word(p, "Figure"));
    for (size_t i = 0; i < count; i++)
        scrut_site_tally_head(p->out, tallies[i] < p->view->v->tabulation_count ? "\xCE\xA3 " : "",
                              &p->view->v->tallies[tallies[i]]);
    scrut_buf_puts(p->out, "</tr></thead><tbody>\n");
    for (size_t column = 0; column < SCRUT_FIELD_COUNT; column++)
        source_row(p, tallies, count, column);
    for (size_t i = 0; i < 2 * p->view->c->party_count; i++) {
        size_t parties = p->view->c->party_count;
        source_row(p, tallies, count, SCRUT_FIELD_COUNT + i - i % parties + p->view->order[i % parties]);
    }
    scrut_site_table_close(p->out);
    scrut_page_differences(p->page, p->out, p->unit);
    scrut_buf_printf(p->out, "<p class=\"soft\">%s</p></section>\n",
                     word(p, "Σ: added up from the stations below. A dash means not given, which is not zero."));
}

bool scrut_site_told_here(const scrut_page *page, size_t constituency, size_t column)
{
    place p = {.page = page, .view = page->view, .constituency = constituency, .unit = constituency + 1};
    size_t tallies[SOURCES_SHOWN], count = tallies_of(&p, tallies);
    return any_known(&p, tallies, count, column) && !(is_seats(&p, column) && none_holds(&p, tallies, count, column));
}

/* ---- findings ---- */

static void finding_subject(const place *p, const scrut_finding *f)
{
    uint32_t station = scrut_site_station_of(p->page->site, f);
    if (station != SCRUT_NONE)
        scrut_page_station(p->page, p->out, station);
    else
        scrut_put_name(p->out, f->subject == SCRUT_SUBJECT_CONSTITUENCY ? word(p, "constituency") : f->subject_id);
}

static void finding_row(const place *p, const scrut_finding *f)
{
    scrut_buf_puts(p->out, "<tr><th scope=\"row\">");
    finding_subject(p, f);
    scrut_buf_puts(p->out, "</th><td class=\"l\"><a ");
    scrut_page_anchor(p->page, p->out, SCRUT_FILE_FINDINGS, 0, f->check->code);
    scrut_buf_printf(p->out, ">%s</a> ", f->check->code);
    scrut_put_name(p->out, word(p, f->check->title));
    scrut_buf_puts(p->out, "</td><td class=\"l\">");
    scrut_site_again(p->view, p->out, f->message);
    for (size_t i = 0; i < f->cell_count && i < 3; i++) {
        scrut_buf_puts(p->out, i == 0 ? "<br>" : " ");
        scrut_page_cell(p->out, &f->cells[i]);
    }
    scrut_buf_puts(p->out, f->at_stake_known ? "</td><td>" : "</td><td class=\"na\">\xE2\x80\x93");
    if (f->at_stake_known)
        scrut_say_number(p->language, p->out, f->at_stake);
    scrut_buf_puts(p->out, "</td></tr>\n");
}

static void findings(const place *p)
{
    const scrut_finding_chains *chains = &p->page->site->of_constituency;
    int64_t count = 0;
    scrut_page_section(p->page, p->out, "findings", "Findings");
    for (uint32_t at = chains->first[p->constituency]; at != SCRUT_NONE; at = chains->next[at])
        count++;
    if (count == 0) {
        scrut_buf_printf(p->out, "<p>%s</p></section>\n", word(p, "None here."));
        return;
    }
    scrut_site_table_open(p->out, word(p, "Findings here, the most votes at stake first"), "n sortable");
    scrut_buf_printf(p->out,
                     "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\" class=\"l\">%s</th>"
                     "<th scope=\"col\" class=\"l\">%s</th><th scope=\"col\">%s</th></tr></thead><tbody>\n",
                     word(p, "Where"), word(p, "Check"), word(p, "What was found"), word(p, "Votes at stake"));
    size_t shown = 0;
    for (uint32_t at = chains->first[p->constituency]; at != SCRUT_NONE && shown < FINDINGS_LISTED;
         at = chains->next[at], shown++)
        finding_row(p, &p->view->v->findings.items[at]);
    scrut_site_table_close(p->out);
    if (count > FINDINGS_LISTED) {
        scrut_buf_puts(p->out, "<p class=\"soft\">");
        scrut_say(p->language, p->out, "{1n} of {2n} are listed; all are in findings.csv.", (int64_t)FINDINGS_LISTED,
                  count);
        scrut_buf_puts(p->out, "</p>\n");
    }
    scrut_buf_puts(p->out, "</section>\n");
}

/* ---- areas ---- */

static void area_row(const place *p, const scrut_tally *tally, uint32_t area)
{
    const scrut_area *a = &p->view->c->areas[area];
    size_t unit = 1 + p->view->c->constituency_count + area;
    scrut_buf_printf(p->out, "<tr class=\"level%u\"><th scope=\"row\">", a->level);
    scrut_put_name(p->out, a->name);
    scrut_buf_puts(p->out, " <small>");
    scrut_put_name(p->out, p->view->c->area_levels[a->level]);
    scrut_buf_puts(p->out, "</small></th>");
    scrut_site_figure(p->view, p->out, *scrut_tally_field(tally, unit, SCRUT_FIELD_REGISTERED));
    scrut_site_figure(p->view, p->out, *scrut_tally_field(tally, unit, SCRUT_FIELD_CAST));
    scrut_site_figure(p->view, p->out, *scrut_tally_field(tally, unit, SCRUT_FIELD_VALID));
    for (size_t i = 0; i < p->view->c->party_count && i < LISTS_SHOWN; i++)
        scrut_site_figure(p->view, p->out, *scrut_tally_votes(tally, unit, p->view->order[i]));
    scrut_buf_puts(p->out, "</tr>\n");
}

/* An area, then those inside it. */
static size_t area_rows(const place *p, const scrut_tally *tally, uint32_t parent, uint32_t level, size_t shown)
{
    const scrut_case *c = p->view->c;
    for (uint32_t a = 0; a < c->area_count && shown < AREAS_LISTED; a++) {
        if (c->areas[a].constituency != p->constituency || c->areas[a].level != level || c->areas[a].parent != parent)
            continue;
        area_row(p, tally, a);
        shown++;
        if (level + 1 < c->area_level_count)
            shown = area_rows(p, tally, a, level + 1, shown);
    }
    return shown;
}

/* The first tally that was added up from stations. */
static const scrut_tally *tabulation(const place *p)
{
    return p->view->v->tabulation_count > 0 ? &p->view->v->tallies[0] : NULL;
}

static void areas(const place *p)
{
    const scrut_tally *tally = tabulation(p);
    if (tally == NULL || p->view->c->area_count == 0)
        return;
    scrut_page_section(p->page, p->out, "areas", "Areas");
    scrut_site_table_open(p->out, word(p, "Sums of the areas inside this constituency"), "n areas");
    scrut_buf_printf(p->out,
                     "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th "
                     "scope=\"col\">%s</th>",
                     word(p, "Area"), word(p, scrut_report_field_title(SCRUT_FIELD_REGISTERED)),
                     word(p, scrut_report_field_title(SCRUT_FIELD_CAST)),
                     word(p, scrut_report_field_title(SCRUT_FIELD_VALID)));
    for (size_t i = 0; i < p->view->c->party_count && i < LISTS_SHOWN; i++) {
        scrut_buf_puts(p->out, "<th scope=\"col\">");
        scrut_site_svg_mark(p->view, p->out, p->view->order[i]);
        scrut_put_name(p->out, p->view->c->parties[p->view->order[i]].id);
        scrut_buf_puts(p->out, "</th>");
    }
    scrut_buf_puts(p->out, "</tr></thead><tbody>\n");
    size_t shown = area_rows(p, tally, SCRUT_NONE, 0, 0);
    scrut_site_table_close(p->out);
    scrut_buf_puts(p->out, "<p class=\"soft\">");
    scrut_say(p->language, p->out, "Added up from the stations of {1s}.", scrut_report_tally_name(tally));
    if (shown == AREAS_LISTED)
        scrut_say(p->language, p->out, " Only the first {1n} areas are listed.", (int64_t)AREAS_LISTED);
    scrut_buf_puts(p->out, "</p></section>\n");
}

/* ---- stations ---- */

static void stations(const place *p)
{
    const scrut_site *site = p->page->site;
    if (site->sources == NULL || site->first_list[p->constituency] == SCRUT_NONE)
        return;
    uint32_t first = site->first_list[p->constituency], parts = site->station_lists[first].parts;
    int64_t count = (int64_t)site->constituency_from[p->constituency + 1] - site->constituency_from[p->constituency];
    scrut_page_section(p->page, p->out, "stations", "Stations");
    scrut_buf_puts(p->out, "<p><a ");
    scrut_page_href(p->page, p->out, SCRUT_FILE_STATIONS, first);
    scrut_buf_puts(p->out, ">");
    scrut_say_count(p->language, p->out, "The {1n} station", "All {1n} stations", count);
    scrut_buf_puts(p->out, "</a>");
    for (uint32_t part = 1; part < parts; part++) {
        scrut_buf_puts(p->out, part == 1 ? " (" : ", ");
        scrut_buf_puts(p->out, "<a ");
        scrut_page_href(p->page, p->out, SCRUT_FILE_STATIONS, first + part);
        scrut_buf_puts(p->out, ">");
        scrut_say(p->language, p->out, "page {1n}", (int64_t)part + 1);
        scrut_buf_puts(p->out, "</a>");
    }
    scrut_buf_puts(p->out, parts > 1 ? ")</p></section>\n" : "</p></section>\n");
}

void scrut_page_of_constituency(const scrut_page *page, scrut_buf *out)
{
    place p = {.page = page,
               .view = page->view,
               .language = page->view->language,
               .out = out,
               .constituency = page->index,
               .unit = page->index + 1};
    scrut_page_open(page, out, scrut_report_constituency_name(page->view, page->index));
    scrut_buf_puts(out, "<p class=\"local\">");
    scrut_site_local(page->view, out, page->view->c->constituencies[page->index].name_local);
    scrut_buf_puts(out, "</p>\n");
    facts(&p);
    scrut_page_section(page, out, "seats", "How the seats were won");
    scrut_site_constituency(page->view, page, out, page->index);
    scrut_buf_puts(out, "</section>\n");
    margins(&p);
    sources(&p);
    findings(&p);
    areas(&p);
    scrut_page_roll_areas(page, out, (uint32_t)page->index);
    stations(&p);
    scrut_page_close(page, out);
}
