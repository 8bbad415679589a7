/* SPDX-License-Identifier: Apache-2.0
 * page_reconciled.c: the stations' returns of several sources beside one another: what each holds and whether what is
 * missing could decide, where two differ and what accounts for it, and which boxes to open first. */
#include "site_internal.h"

#define UNITS_LISTED 60
#define STATIONS_LISTED 40
#define LISTS_LISTED 8

typedef struct {
    const scrut_page *page;
    const scrut_report_view *view;
    const scrut_language *language;
    const scrut_reconciliation *all;
    scrut_buf *out;
} sources;

static const char *word(const sources *p, const char *key)
{
    return scrut_word(p->language, key);
}

static void put_source(const sources *p, size_t source)
{
    const scrut_provenance *about = &p->view->c->returns[p->all->sources[source]].about;
    scrut_put_name(p->out, about->title != NULL ? about->title : about->id);
}

static void number_cell(const sources *p, int64_t value)
{
    scrut_buf_puts(p->out, value == 0 ? "<td class=\"z\">" : "<td>");
    scrut_say_number(p->language, p->out, value);
    scrut_buf_puts(p->out, "</td>");
}

static void signed_cell(const sources *p, int64_t value)
{
    scrut_buf_puts(p->out, value == 0 ? "<td class=\"z\">" : "<td>");
    scrut_site_say_signed(p->language, p->out, value);
    scrut_buf_puts(p->out, "</td>");
}

static void share_cell(const sources *p, bool known, int64_t part, int64_t whole)
{
    if (!known || whole <= 0) {
        scrut_buf_puts(p->out, "<td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_buf_puts(p->out, "<td>");
    scrut_site_say_percent(p->language, p->out, part, whole);
    scrut_buf_puts(p->out, "</td>");
}

/* A constituency, or the nation. */
static void place_head(const sources *p, uint32_t constituency)
{
    scrut_buf_puts(p->out, "<tr><th scope=\"row\">");
    if (constituency == SCRUT_NONE)
        scrut_buf_puts(p->out, word(p, "Nation"));
    else
        scrut_page_constituency(p->page, p->out, constituency);
    scrut_buf_puts(p->out, "</th>");
}

/* ---- what each source holds ---- */

static void coverage_row(const sources *p, size_t s)
{
    const scrut_coverage *v = &p->all->coverage[s];
    scrut_buf_puts(p->out, "<tr><th scope=\"row\">");
    put_source(p, s);
    scrut_buf_puts(p->out, "</th>");
    number_cell(p, v->stations);
    number_cell(p, v->held);
    number_cell(p, v->counted);
    share_cell(p, true, v->counted, v->stations);
    share_cell(p, v->registered_known, v->registered_held, v->registered);
    scrut_buf_puts(p->out, "<td>");
    if (v->unit_count > 0)
        scrut_say(p->language, p->out, "{1n} of {2n}", (int64_t)v->decided, (int64_t)v->unit_count);
    scrut_buf_puts(p->out, "</td></tr>\n");
}

static void missing_row(const sources *p, const scrut_coverage_unit *unit)
{
    scrut_buf plain = {0};
    place_head(p, unit->constituency);
    number_cell(p, unit->stations);
    number_cell(p, unit->missing);
    if (unit->missing_unknown == 0) {
        number_cell(p, unit->missing_voters);
    } else {
        scrut_buf_puts(p->out, "<td>");
        scrut_say(p->language, p->out, "{1n}, and {2n} stations of which it is not known", unit->missing_voters,
                  unit->missing_unknown);
        scrut_buf_puts(p->out, "</td>");
    }
    scrut_buf_puts(p->out, "<td class=\"l\">");
    if (unit->closed != NULL) {
        scrut_site_again(p->view, p->out, unit->closed);
    } else {
        scrut_report_say_ballots(p->language, &plain, &unit->needed);
        scrut_site_said(p->out, &plain);
    }
    scrut_buf_printf(p->out, "</td><td class=\"l\"><span class=\"tag %s\">%s</span></td></tr>\n",
                     unit->decided ? "ok" : "warning",
                     unit->decided ? word(p, "cannot decide") : word(p, "may decide"));
    scrut_buf_free(&plain);
}

static bool lacks(const scrut_coverage_unit *unit)
{
    return unit->missing > 0;
}

/* Constituencies from which stations are missing, those that are not decided first. */
static void missing_table(const sources *p, size_t s)
{
    const scrut_coverage *v = &p->all->coverage[s];
    size_t rows = 0, lacking = 0;
    for (size_t i = 0; i < v->unit_count; i++)
        lacking += lacks(&v->units[i]);
    if (lacking == 0)
        return;
    scrut_buf_puts(p->out, "<details><summary>");
    put_source(p, s);
    scrut_buf_puts(p->out, ": ");
    scrut_say_count(p->language, p->out, "{1n} constituency lacks stations", "{1n} constituencies lack stations",
                    (int64_t)lacking);
    scrut_buf_puts(p->out, "</summary>\n");
    scrut_site_table_open(p->out, word(p, "Missing stations against the ballots that would change the outcome"), "n");
    scrut_site_heads(p->view, p->out,
                     (const char *const[]){SCRUT_KEY("Place"), SCRUT_KEY("Stations"), SCRUT_KEY("Missing"),
                                           SCRUT_KEY("Voters there, at most"),
                                           SCRUT_KEY("Ballots added that change the outcome"),
                                           SCRUT_KEY("Could the missing decide?")},
                     6, 0x30);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < v->unit_count && rows < UNITS_LISTED; i++)
            if (lacks(&v->units[i]) && v->units[i].decided == (pass == 1)) {
                missing_row(p, &v->units[i]);
                rows++;
            }
    scrut_site_table_close(p->out);
    scrut_buf_puts(p->out, "</details>\n");
}

static void coverage(const sources *p)
{
    scrut_page_section(p->page, p->out, "coverage", "What each source holds");
    scrut_site_table_open(p->out, word(p, "Stations and voters that each source covers"), "n");
    scrut_site_heads(p->view, p->out,
                     (const char *const[]){SCRUT_KEY("Source"), SCRUT_KEY("Stations there are"), SCRUT_KEY("Held"),
                                           SCRUT_KEY("Counted"), SCRUT_KEY("Share of the stations"),
                                           SCRUT_KEY("Share of the voters"),
                                           SCRUT_KEY("Places that the missing cannot decide")},
                     7, 0);
    for (size_t s = 0; s < p->all->source_count; s++)
        coverage_row(p, s);
    scrut_site_table_close(p->out);
    for (size_t s = 0; s < p->all->source_count; s++)
        missing_table(p, s);
    scrut_buf_puts(p->out, "</section>\n");
}

/* ---- two sources ---- */

static void pair_name(const sources *p, const scrut_reconcile_pair *pair)
{
    scrut_buf first = {0}, second = {0};
    sources a = *p, b = *p;
    a.out = &first;
    b.out = &second;
    put_source(&a, pair->a);
    put_source(&b, pair->b);
    scrut_say(p->language, p->out, "{1r} (first) against {2r} (second)", first.bytes != NULL ? first.bytes : "",
              second.bytes != NULL ? second.bytes : "");
    p->out->failed = p->out->failed || first.failed || second.failed;
    scrut_buf_free(&first);
    scrut_buf_free(&second);
}

static void put_lists(const sources *p, const int64_t net[])
{
    size_t said = 0;
    scrut_buf_puts(p->out, "<td class=\"l\">");
    for (size_t i = 0; i < p->view->c->party_count && said < LISTS_LISTED; i++) {
        uint32_t party = p->view->order[i];
        if (net[party] == 0)
            continue;
        scrut_buf_puts(p->out, said++ > 0 ? ", " : "");
        scrut_put_name(p->out, p->view->c->parties[party].id);
        scrut_buf_putc(p->out, ' ');
        scrut_site_say_signed(p->language, p->out, net[party]);
    }
    scrut_buf_puts(p->out, said == 0 ? "\xE2\x80\x93</td>" : "</td>");
}

static void parts_table(const sources *p, const scrut_reconcile_pair *pair)
{
    if (pair->part_count == 0)
        return;
    scrut_site_table_open(p->out, word(p, "What accounts for the difference of the two sums, the most first"), "n");
    scrut_site_heads(p->view, p->out,
                     (const char *const[]){SCRUT_KEY("Pattern"), SCRUT_KEY("Stations"), SCRUT_KEY("Votes, gross"),
                                           SCRUT_KEY("Left unexplained after it"),
                                           SCRUT_KEY("Votes, second minus first")},
                     5, 0x10);
    for (size_t i = 0; i < pair->part_count; i++) {
        const scrut_reconcile_part *part = &pair->parts[i];
        scrut_buf_printf(p->out, "<tr><th scope=\"row\">%s", scrut_word(p->language, scrut_reason_words(part->reason)));
        if (part->party != SCRUT_NONE) {
            scrut_buf_puts(p->out, " <small>");
            scrut_put_name(p->out, p->view->c->parties[part->party].id);
            scrut_buf_puts(p->out, "</small>");
        }
        scrut_buf_puts(p->out, "</th>");
        number_cell(p, part->stations);
        number_cell(p, part->gross);
        number_cell(p, part->beyond);
        put_lists(p, part->net);
        scrut_buf_puts(p->out, "</tr>\n");
    }
    scrut_site_table_close(p->out);
}

static void lists_table(const sources *p, const scrut_reconcile_pair *pair)
{
    size_t rows = 0;
    scrut_site_table_open(p->out, word(p, "Votes of the lists where the two differ"), "n");
    scrut_site_heads(p->view, p->out,
                     (const char *const[]){SCRUT_KEY("List"), SCRUT_KEY("Net, second minus first"), SCRUT_KEY("Gross")},
                     3, 0);
    for (size_t i = 0; i < p->view->c->party_count && rows < LISTS_LISTED; i++) {
        uint32_t party = p->view->order[i];
        if (pair->gross[party] == 0)
            continue;
        scrut_buf_puts(p->out, "<tr>");
        scrut_site_party_head(p->view, p->out, party);
        signed_cell(p, pair->net[party]);
        number_cell(p, pair->gross[party]);
        scrut_buf_puts(p->out, "</tr>\n");
        rows++;
    }
    scrut_site_table_close(p->out);
}

static void stations_table(const sources *p, const scrut_reconcile_pair *pair)
{
    if (pair->station_count == 0)
        return;
    scrut_buf_puts(p->out, "<details><summary>");
    scrut_say_count(p->language, p->out, "{1n} station that they tell differently, the most votes first",
                    "{1n} stations that they tell differently, the most votes first", (int64_t)pair->station_count);
    scrut_buf_puts(p->out, "</summary>\n");
    scrut_site_table_open(p->out, word(p, "Stations that the two tell differently"), "n");
    scrut_site_heads(p->view, p->out,
                     (const char *const[]){SCRUT_KEY("Station"), SCRUT_KEY("Pattern"), SCRUT_KEY("Votes, gross")}, 3,
                     0x2);
    for (size_t i = 0; i < pair->station_count && i < STATIONS_LISTED; i++) {
        const scrut_differing_station *station = &pair->stations[i];
        scrut_buf_puts(p->out, "<tr><th scope=\"row\">");
        scrut_page_station(p->page, p->out, station->station);
        scrut_buf_printf(p->out, "</th><td class=\"l\">%s</td>",
                         scrut_word(p->language, scrut_reason_words(station->reason)));
        number_cell(p, station->gross);
        scrut_buf_puts(p->out, "</tr>\n");
    }
    scrut_site_table_close(p->out);
    if (pair->station_count > STATIONS_LISTED)
        scrut_buf_printf(p->out, "<p class=\"soft\">%s</p>\n",
                         word(p, "The lists of stations of the constituencies\xE2\x80\x99 pages mark the others."));
    scrut_buf_puts(p->out, "</details>\n");
}

/* ---- open these boxes first ---- */

static void deciding_row(const sources *p, const scrut_reconcile_pair *pair, const scrut_deciding_stations *unit)
{
    place_head(p, unit->constituency);
    scrut_buf_puts(p->out, "<td class=\"l\">");
    if (unit->gains != SCRUT_NONE && unit->loses != SCRUT_NONE)
        scrut_say(p->language, p->out, "{1s} instead of {2s}", p->view->c->parties[unit->gains].id,
                  p->view->c->parties[unit->loses].id);
    scrut_buf_puts(p->out, "</td>");
    number_cell(p, (int64_t)unit->station_count);
    scrut_buf_puts(p->out, "<td class=\"l\">");
    for (size_t i = 0; i < unit->station_count && i < STATIONS_LISTED; i++) {
        scrut_buf_puts(p->out, i > 0 ? ", " : "");
        scrut_page_station(p->page, p->out, pair->stations[unit->stations[i]].station);
    }
    scrut_buf_puts(p->out, unit->station_count > STATIONS_LISTED ? ", \xE2\x80\xA6</td></tr>\n" : "</td></tr>\n");
}

static void deciding_table(const sources *p, size_t index)
{
    const scrut_pair_outcome *outcome = &p->all->outcomes[index];
    if (!outcome->compared)
        return;
    scrut_buf_printf(p->out, "<h4>%s</h4>\n<p>", word(p, "Open these boxes first"));
    scrut_say_count(p->language, p->out, "Places where the two give another outcome: {1n}.",
                    "Places where the two give another outcome: {1n}.", (int64_t)outcome->differ);
    scrut_buf_puts(p->out, "</p>\n");
    if (outcome->unit_count == 0)
        return;
    scrut_site_table_open(p->out,
                          word(p, "The fewest stations whose figures in the second source, put in place of "
                                  "those in the first, give another outcome"),
                          "n");
    scrut_site_heads(p->view, p->out,
                     (const char *const[]){SCRUT_KEY("Place"), SCRUT_KEY("A seat to"), SCRUT_KEY("How many"),
                                           SCRUT_KEY("Stations, the one that weighs most first")},
                     4, 0xA);
    for (size_t i = 0; i < outcome->unit_count && i < UNITS_LISTED; i++)
        deciding_row(p, &p->all->pairs[index], &outcome->units[i]);
    scrut_site_table_close(p->out);
}

static void pair(const sources *p, size_t index)
{
    const scrut_reconcile_pair *two = &p->all->pairs[index];
    scrut_buf_puts(p->out, "<h3>");
    pair_name(p, two);
    scrut_buf_puts(p->out, "</h3>\n<p>");
    scrut_say(p->language, p->out,
              "Stations in both: {1n}, of which {2n} are equal in every figure that both give and {3n} differ; only in "
              "the first: {4n}; only in the second: {5n}.",
              two->in_both, two->equal, two->differing, two->only_a, two->only_b);
    scrut_buf_puts(p->out, "</p>\n");
    if (two->station_count > 0)
        lists_table(p, two);
    parts_table(p, two);
    deciding_table(p, index);
    stations_table(p, two);
}

void scrut_page_reconciled(const scrut_page *page, scrut_buf *out)
{
    sources p = {
        .page = page, .view = page->view, .language = page->view->language, .all = page->site->sources, .out = out};
    if (p.all == NULL)
        return;
    coverage(&p);
    if (p.all->pair_count == 0)
        return;
    scrut_page_section(page, out, "pairs", "Station by station, two sources at a time");
    scrut_buf_printf(out, "<p>%s</p>\n",
                     word(&p,
                          "A pattern names what a difference looks like, not its cause, and nothing here says which "
                          "source is right."));
    for (size_t i = 0; i < p.all->pair_count; i++)
        pair(&p, i);
    scrut_buf_puts(out, "</section>\n");
}
