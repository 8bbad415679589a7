/* SPDX-License-Identifier: Apache-2.0
 * page_stations.c: the stations of a constituency, a row each, by area. */
#include "site_internal.h"

#define LISTS_SHOWN 6

typedef struct {
    const scrut_page *page;
    const scrut_report_view *view;
    const scrut_language *language;
    const scrut_reconciliation *sources;
    scrut_buf *out;
} rows_page;

static const char *word(const rows_page *p, const char *key)
{
    return scrut_word(p->language, key);
}

/* The first source that holds the station. */
static const scrut_returns *first_form(const rows_page *p, uint32_t station, uint32_t *ret_row, size_t *ret_held)
{
    const scrut_returns *found = NULL;
    *ret_held = 0;
    for (size_t s = 0; s < p->sources->source_count; s++) {
        uint32_t row = p->sources->rows[s][station];
        if (row == SCRUT_NONE)
            continue;
        (*ret_held)++;
        if (found != NULL)
            continue;
        found = &p->sources->c->returns[p->sources->sources[s]];
        *ret_row = row;
    }
    return found;
}

static void number_cell(const rows_page *p, bool known, int64_t value)
{
    scrut_buf_puts(p->out, known ? "<td>" : "<td class=\"na\">\xE2\x80\x93");
    if (known)
        scrut_say_number(p->language, p->out, value);
    scrut_buf_puts(p->out, "</td>");
}

static void field_cell(const rows_page *p, const scrut_returns *r, const scrut_table_segment *segment, uint32_t row,
                       scrut_field field)
{
    int64_t value = 0;
    bool known = scrut_returns_field(r, segment, row, field, &value);
    number_cell(p, known, value);
}

/* How many findings name the station, and their votes. */
static void findings_cells(const rows_page *p, uint32_t station)
{
    const scrut_site *site = p->page->site;
    int64_t count = 0, votes = 0;
    for (uint32_t at = site->of_station.first[station]; at != SCRUT_NONE; at = site->of_station.next[at]) {
        const scrut_finding *f = &site->v->findings.items[at];
        count++;
        if (f->at_stake_known && !f->check->pattern)
            votes += f->at_stake;
    }
    number_cell(p, true, count);
    number_cell(p, count > 0, votes);
}

/* A station without a page: where the other sources' forms of it stand. */
static void other_cells(const rows_page *p, uint32_t station, const scrut_returns *first)
{
    for (size_t s = 0; s < p->sources->source_count; s++) {
        const scrut_returns *r = &p->sources->c->returns[p->sources->sources[s]];
        uint32_t row = p->sources->rows[s][station];
        if (row == SCRUT_NONE || r == first)
            continue;
        const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
        scrut_buf_puts(p->out, "<br>");
        scrut_page_cell(p->out,
                        &(scrut_cell_ref){.file = r->file, .line = scrut_row_line(segment, row - segment->first_row)});
    }
}

static void station_row(const rows_page *p, uint32_t station)
{
    uint32_t row = 0;
    size_t held;
    const scrut_returns *r = first_form(p, station, &row, &held);
    const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
    uint32_t in_segment = row - segment->first_row;
    scrut_buf_puts(p->out, "<tr><th scope=\"row\">");
    scrut_page_station(p->page, p->out, station);
    scrut_buf_puts(p->out, "</th>");
    field_cell(p, r, segment, in_segment, SCRUT_FIELD_REGISTERED);
    field_cell(p, r, segment, in_segment, SCRUT_FIELD_CAST);
    field_cell(p, r, segment, in_segment, SCRUT_FIELD_VALID);
    for (size_t i = 0; i < p->view->c->party_count && i < LISTS_SHOWN; i++) {
        int64_t votes = 0;
        bool known = scrut_count_list_votes(r, segment, in_segment, p->view->order[i], &votes);
        number_cell(p, known, votes);
    }
    if (p->sources->source_count > 1) {
        scrut_buf_puts(p->out, "<td>");
        scrut_say(p->language, p->out, "{1n} of {2n}", (int64_t)held, (int64_t)p->sources->source_count);
        scrut_buf_puts(p->out, "</td>");
    }
    findings_cells(p, station);
    scrut_buf_puts(p->out, "<td class=\"l\">");
    scrut_page_cell(p->out, &(scrut_cell_ref){.file = r->file, .line = scrut_row_line(segment, in_segment)});
    if (p->page->site->page_of_station[station] == SCRUT_NONE)
        other_cells(p, station, r);
    scrut_buf_puts(p->out, "</td></tr>\n");
}

static void put_area(const rows_page *p, uint32_t area)
{
    const scrut_area *a = &p->view->c->areas[area];
    if (a->parent != SCRUT_NONE) {
        put_area(p, a->parent);
        scrut_buf_puts(p->out, " \xE2\x80\xBA ");
    }
    scrut_put_name(p->out, a->name);
}

static size_t column_count(const rows_page *p)
{
    size_t lists = p->view->c->party_count < LISTS_SHOWN ? p->view->c->party_count : LISTS_SHOWN;
    return 7 + lists + (p->sources->source_count > 1);
}

static void heads(const rows_page *p)
{
    static const scrut_field FIELDS[] = {SCRUT_FIELD_REGISTERED, SCRUT_FIELD_CAST, SCRUT_FIELD_VALID};
    scrut_buf_printf(p->out, "<thead><tr><th scope=\"col\">%s</th>", word(p, "Station"));
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++)
        scrut_buf_printf(p->out, "<th scope=\"col\">%s</th>", word(p, scrut_report_field_title(FIELDS[i])));
    for (size_t i = 0; i < p->view->c->party_count && i < LISTS_SHOWN; i++) {
        scrut_buf_puts(p->out, "<th scope=\"col\">");
        scrut_site_svg_mark(p->view, p->out, p->view->order[i]);
        scrut_put_name(p->out, p->view->c->parties[p->view->order[i]].id);
        scrut_buf_puts(p->out, "</th>");
    }
    if (p->sources->source_count > 1)
        scrut_buf_printf(p->out, "<th scope=\"col\">%s</th>", word(p, "Sources that hold it"));
    scrut_buf_printf(p->out,
                     "<th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\" class=\"l\">%s</th>"
                     "</tr></thead>",
                     word(p, "Findings"), word(p, "Votes at stake"), word(p, "Cell"));
}

static void list(const rows_page *p, const scrut_station_list *l)
{
    const scrut_site *site = p->page->site;
    uint32_t area = SCRUT_NONE;
    scrut_site_table_open(p->out, word(p, "Stations, by area; figures of the first source that holds each"),
                          "n sortable filterable");
    heads(p);
    scrut_buf_puts(p->out, "<tbody>\n");
    for (uint32_t i = l->first; i < l->first + l->count; i++) {
        uint32_t station = site->by_constituency[i];
        if (site->station_area[station] != area) {
            area = site->station_area[station];
            if (area != SCRUT_NONE) {
                scrut_buf_puts(p->out, i > l->first ? "</tbody><tbody>\n" : "");
                scrut_buf_printf(p->out, "<tr class=\"area\"><th scope=\"rowgroup\" colspan=\"%zu\">", column_count(p));
                put_area(p, area);
                scrut_buf_puts(p->out, "</th></tr>\n");
            }
        }
        station_row(p, station);
    }
    scrut_site_table_close(p->out);
}

/* Above the table and below it: landmarks of one page need different names. */
static void parts(const rows_page *p, const scrut_station_list *l, bool again)
{
    uint32_t first = p->page->site->first_list[l->constituency];
    if (l->parts < 2)
        return;
    scrut_buf_printf(p->out, "<nav aria-label=\"%s%s\"><ul>", word(p, "Pages of this list"), again ? " (2)" : "");
    for (uint32_t part = 0; part < l->parts; part++) {
        scrut_buf_puts(p->out, "<li><a ");
        scrut_page_href(p->page, p->out, SCRUT_FILE_STATIONS, first + part);
        scrut_buf_puts(p->out, part == l->part ? " aria-current=\"page\">" : ">");
        scrut_say_number(p->language, p->out, (int64_t)part + 1);
        scrut_buf_puts(p->out, "</a></li>");
    }
    scrut_buf_puts(p->out, "</ul></nav>\n");
}

void scrut_page_say_stations(const scrut_page *page, scrut_buf *out)
{
    const scrut_site *site = page->site;
    size_t pages, found;
    scrut_site_station_pages(site, &pages, &found);
    scrut_buf_puts(out, "<p>");
    if (site->options.stations == SCRUT_SITE_STATIONS_ALL)
        scrut_buf_puts(out, scrut_word(page->view->language, "Every station has a page of its own."));
    else
        scrut_say(page->view->language, out,
                  "Stations with a finding or told differently by two sources: {1n}; {2n} of them have a page of their "
                  "own, those with most votes in question. The lists of stations hold every station with its cells; "
                  "{3r} writes a page for each of them, {4r} for each station.",
                  (int64_t)found, (int64_t)pages, "<code>--stations found</code>", "<code>--stations all</code>");
    scrut_buf_puts(out, "</p>\n");
}

void scrut_page_of_stations(const scrut_page *page, scrut_buf *out)
{
    const scrut_station_list *l = &page->site->station_lists[page->index];
    rows_page p = {
        .page = page, .view = page->view, .language = page->view->language, .sources = page->site->sources, .out = out};
    scrut_buf title = {0};
    scrut_say(p.language, &title, "Stations of {1p}", scrut_report_constituency_name(page->view, l->constituency));
    if (l->parts > 1)
        scrut_say(p.language, &title, ", page {1n} of {2n}", (int64_t)l->part + 1, (int64_t)l->parts);
    scrut_page_open(page, out, title.bytes != NULL ? title.bytes : "");
    out->failed = out->failed || title.failed;
    scrut_buf_free(&title);
    if (page->site->options.stations != SCRUT_SITE_STATIONS_ALL)
        scrut_page_say_stations(page, out);
    parts(&p, l, false);
    list(&p, l);
    parts(&p, l, true);
    scrut_page_close(page, out);
}
