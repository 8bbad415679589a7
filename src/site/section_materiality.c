/* SPDX-License-Identifier: Apache-2.0
 * section_materiality.c: could it have changed the outcome? Findings against margins, and what each legal reading sets
 * against what. */
#include "site_internal.h"

#define PLACES_LISTED 100
#define PLACES_EXPLAINED 12
#define FINDINGS_LISTED 60

static const char *tag_of(scrut_effect effect)
{
    switch (effect) {
    case SCRUT_EFFECT_CANNOT: return "ok";
    case SCRUT_EFFECT_COULD: return "warning";
    case SCRUT_EFFECT_WOULD: return "error";
    default: return "note";
    }
}

void scrut_site_effect_tag(const scrut_report_view *view, scrut_buf *out, scrut_effect effect, scrut_effect known)
{
    scrut_buf_printf(out, "<span class=\"tag %s\">", tag_of(known));
    if (effect == known)
        scrut_buf_puts(out, scrut_word(view->language, scrut_effect_name(known)));
    else
        scrut_say(view->language, out, "{1w} by the ballots known", scrut_effect_name(known));
    scrut_buf_puts(out, "</span>");
}

static void put_readings(scrut_buf *out, const scrut_ballots *could, const scrut_ballots *would)
{
    scrut_buf plain = {0};
    scrut_report_say_readings(&plain, could, would);
    scrut_site_said(out, &plain);
    scrut_buf_free(&plain);
}

static void put_tainted(scrut_buf *out, const scrut_tainted *t)
{
    scrut_buf plain = {0};
    scrut_report_say_tainted(&plain, t);
    scrut_site_said(out, &plain);
    scrut_buf_free(&plain);
}

/* ---- constituencies ---- */

static void place_row(const scrut_report_view *view, const scrut_page *page, const scrut_materiality *m, size_t k,
                      scrut_buf *out)
{
    const scrut_place_effect *place = &m->places[k];
    const scrut_reading *swap = &place->readings[SCRUT_READING_SWAP];
    scrut_buf_puts(out, "<tr><th scope=\"row\">");
    scrut_buf plain = {0};
    scrut_report_say_place(view->c, &plain, (uint32_t)(1 + k));
    if (page != NULL)
        scrut_page_constituency(page, out, k);
    else
        scrut_site_said(out, &plain);
    scrut_buf_free(&plain);
    scrut_buf_puts(out, "</th><td>");
    scrut_report_put_grouped(out, place->findings);
    scrut_buf_puts(out, "</td><td>");
    scrut_report_put_grouped(out, place->stations);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    put_tainted(out, &place->tainted);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    if (swap->known)
        put_readings(out, &swap->could, &swap->would);
    else
        scrut_buf_puts(out, "\xE2\x80\x93");
    scrut_buf_puts(out, "</td><td class=\"l\">");
    scrut_site_effect_tag(view, out, place->seat, place->seat_known);
    if (place->why != NULL) {
        scrut_buf_puts(out, "<br><small>");
        scrut_put_html(out, place->why);
        scrut_buf_puts(out, "</small>");
    }
    scrut_buf_puts(out, "</td></tr>\n");
}

static void places_table(const scrut_report_view *view, const scrut_page *page, const scrut_materiality *m, const uint32_t order[],
                         size_t count, scrut_buf *out)
{
    if (count == 0)
        return;
    scrut_site_table_open(out, "Ballots that findings concern, against the closest seat of each constituency", "n");
    scrut_buf_puts(out,
                   "<thead><tr><th scope=\"col\">Constituency</th><th scope=\"col\">Findings</th><th scope=\"col\">"
                   "Stations</th><th scope=\"col\" class=\"l\">Ballots concerned</th><th scope=\"col\" class=\"l\">"
                   "Changed ballots for another seat</th><th scope=\"col\" class=\"l\">All together</th></tr></thead>"
                   "<tbody>\n");
    for (size_t i = 0; i < count && i < PLACES_LISTED; i++)
        place_row(view, page, m, order[i], out);
    scrut_site_table_close(out);
    if (count > PLACES_LISTED)
        scrut_buf_printf(out, "<p class=\"soft\">%zu more are in results.json.</p>\n", count - PLACES_LISTED);
}

static void list_row(const scrut_report_view *view, const scrut_list_effect *l, scrut_buf *out)
{
    scrut_buf_puts(out, "<tr>");
    scrut_site_party_head(view, out, l->party);
    scrut_buf_puts(out, "<td class=\"l\">");
    put_readings(out, &l->more_could, &l->more_would);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    put_readings(out, &l->fewer_could, &l->fewer_would);
    scrut_buf_puts(out, "</td><td>");
    scrut_report_put_grouped(out, l->gain);
    scrut_buf_puts(out, "</td><td>");
    scrut_report_put_grouped(out, l->loss);
    scrut_buf_puts(out, "</td></tr>\n");
}

static void lists_table(const scrut_report_view *view, const scrut_place_effect *place, scrut_buf *out)
{
    if (place->lists == NULL)
        return;
    scrut_site_table_open(out, "Changed ballots for one seat more or fewer of each list", "n");
    scrut_buf_puts(out, "<thead><tr><th scope=\"col\">List</th><th scope=\"col\" class=\"l\">One more</th><th "
                        "scope=\"col\" class=\"l\">One fewer</th><th scope=\"col\">Could gain at most</th><th "
                        "scope=\"col\">Could lose at most</th></tr></thead><tbody>\n");
    for (size_t rank = 0; rank < view->c->party_count; rank++)
        for (size_t i = 0; i < place->list_count; i++)
            if (place->lists[i].party == view->order[rank])
                list_row(view, &place->lists[i], out);
    scrut_site_table_close(out);
}

static void reading_row(const scrut_place_effect *place, scrut_reading_kind kind, scrut_buf *out)
{
    const scrut_reading *r = &place->readings[kind];
    const scrut_reading_info *info = scrut_reading_info_of(kind);
    if (!r->known && r->note == NULL)
        return;
    scrut_buf_printf(out, "<tr><th scope=\"row\">%s<br><small>%s</small></th><td class=\"l\">", info->name,
                     info->origin);
    if (r->known) {
        scrut_report_put_range(out, kind == SCRUT_READING_STATIONS ? r->ballots_low : r->ballots, r->ballots);
        scrut_buf_printf(out, "<br><small>%s</small>", info->ballots);
    }
    scrut_buf_puts(out, "</td><td class=\"l\">");
    if (r->known && kind == SCRUT_READING_CANCELLED)
        scrut_buf_puts(out, "see the seats without these stations below");
    else if (r->known && (kind == SCRUT_READING_LEAD || kind == SCRUT_READING_STATIONS))
        scrut_report_put_grouped(out, r->could.at_least);
    else if (r->known)
        put_readings(out, &r->could, &r->would);
    scrut_buf_printf(out, "<br><small>%s", r->known && kind != SCRUT_READING_CANCELLED ? info->needed : "");
    scrut_buf_puts(out, kind == SCRUT_READING_STATIONS && r->note != NULL ? "; " : "");
    scrut_put_html(out, r->note);
    scrut_buf_puts(out, "</small></td></tr>\n");
}

static void place_details(const scrut_report_view *view, const scrut_materiality *m, size_t k, scrut_buf *out)
{
    const scrut_place_effect *place = &m->places[k];
    scrut_buf plain = {0};
    scrut_buf_puts(out, "<details><summary>");
    scrut_report_say_place_effect(view, &plain, m, k);
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, "</summary>\n");
    lists_table(view, place, out);
    scrut_site_table_open(out, "What laws and courts set against what", "n");
    scrut_buf_puts(out, "<thead><tr><th scope=\"col\">Reading</th><th scope=\"col\" class=\"l\">In question</th><th "
                        "scope=\"col\" class=\"l\">Against</th></tr></thead><tbody>\n");
    for (int r = 0; r < SCRUT_READING_COUNT; r++)
        reading_row(place, (scrut_reading_kind)r, out);
    scrut_site_table_close(out);
    scrut_buf_puts(out, "</details>\n");
    scrut_buf_free(&plain);
}

/* ---- the nation ---- */

static void target_row(const scrut_report_view *view, const scrut_target_effect *t, scrut_buf *out)
{
    scrut_buf_puts(out, "<tr><th scope=\"row\">");
    scrut_buf_puts(out, t->claim == NULL ? "" : t->makes_true ? "claim would become true: " : "claim would fail: ");
    scrut_put_name(out, t->name);
    scrut_buf_puts(out, "</th><td class=\"l\">");
    scrut_put_name(out, view->c->parties[t->party].id);
    scrut_buf_puts(out, t->at_least ? " with at least " : " with at most ");
    scrut_report_put_grouped(out, t->seats);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    put_readings(out, &t->could, &t->would);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    scrut_buf_puts(out, t->further_exact || t->further == 0 ? "" : "at least ");
    scrut_report_put_grouped(out, t->further);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    scrut_site_effect_tag(view, out, t->effect, t->effect_known);
    if (t->why != NULL) {
        scrut_buf_puts(out, "<br><small>");
        scrut_put_html(out, t->why);
        scrut_buf_puts(out, "</small>");
    }
    scrut_buf_puts(out, "</td></tr>\n");
}

static void targets_table(const scrut_report_view *view, const scrut_materiality *m, scrut_buf *out)
{
    if (m->target_count == 0)
        return;
    scrut_site_table_open(out, "The numbers of seats that matter, and claims of seats", "n");
    scrut_buf_puts(out,
                   "<thead><tr><th scope=\"col\">What</th><th scope=\"col\" class=\"l\">Seats</th><th scope=\"col\" "
                   "class=\"l\">Changed ballots anywhere</th><th scope=\"col\" class=\"l\">Beyond those concerned"
                   "</th><th scope=\"col\" class=\"l\">All findings together</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < m->target_count; i++)
        target_row(view, &m->targets[i], out);
    scrut_site_table_close(out);
}

static void put_seats(scrut_buf *out, const scrut_chamber *chamber, size_t party)
{
    scrut_report_put_range(out, chamber->certain[party], chamber->possible[party]);
}

/* ---- the seats without some stations ---- */

static void without_head(const scrut_without *w, const char *which, scrut_buf *out)
{
    if (w->chamber != NULL)
        scrut_buf_printf(out, "<th scope=\"col\">Seats without the stations %s</th>", which);
}

static bool has_seats(const scrut_without *w, size_t party)
{
    return w->chamber != NULL && w->chamber->possible[party] > 0;
}

static void without_cell(const scrut_without *w, size_t party, scrut_buf *out)
{
    if (w->chamber == NULL)
        return;
    scrut_buf_puts(out, "</td><td>");
    put_seats(out, w->chamber, party);
}

static void without_note(const scrut_without *w, const char *which, scrut_buf *out)
{
    if (w->note == NULL)
        return;
    scrut_buf_printf(out, "<p class=\"soft\">The seats without the stations %s: ", which);
    scrut_put_html(out, w->note);
    scrut_buf_puts(out, ".</p>\n");
}

static void parties_table(const scrut_report_view *view, const scrut_materiality *m, scrut_buf *out)
{
    scrut_site_table_open(out, "Seats, and what the ballots concerned could do to them at most", "n");
    scrut_buf_puts(out,
                   "<thead><tr><th scope=\"col\">List</th><th scope=\"col\">Seats</th><th scope=\"col\">Could gain at "
                   "most</th><th scope=\"col\">Could lose at most</th>");
    without_head(&m->cancelled, "with an error", out);
    without_head(&m->annulled, "whose ballots concerned may be as many as their lead", out);
    scrut_buf_puts(out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < view->c->party_count; i++) {
        uint32_t p = view->order[i];
        if (m->chamber->possible[p] == 0 && m->parties[p].gain == 0 && !has_seats(&m->cancelled, p) &&
            !has_seats(&m->annulled, p))
            continue;
        scrut_buf_puts(out, "<tr>");
        scrut_site_party_head(view, out, p);
        scrut_buf_puts(out, "<td>");
        put_seats(out, m->chamber, p);
        scrut_buf_puts(out, "</td><td>");
        scrut_report_put_grouped(out, m->parties[p].gain);
        scrut_buf_puts(out, "</td><td>");
        scrut_report_put_grouped(out, m->parties[p].loss);
        without_cell(&m->cancelled, p, out);
        without_cell(&m->annulled, p, out);
        scrut_buf_puts(out, "</td></tr>\n");
    }
    scrut_site_table_close(out);
    without_note(&m->cancelled, "with an error", out);
    without_note(&m->annulled, "whose ballots concerned may be as many as their lead", out);
}

/* ---- single findings ---- */

static void finding_row(const scrut_report_view *view, const scrut_page *page, const scrut_finding_effect *e,
                        scrut_buf *out)
{
    scrut_buf_puts(out, "<tr><th scope=\"row\">");
    uint32_t station = page != NULL ? scrut_site_station_of(page->site, e->finding) : SCRUT_NONE;
    scrut_put_name(out, e->finding->id);
    if (station != SCRUT_NONE) {
        scrut_buf_puts(out, "<br>");
        scrut_page_station(page, out, station);
    }
    scrut_buf_puts(out, "</th><td>");
    if (e->finding->at_stake_known)
        scrut_report_put_grouped(out, e->ballots);
    else
        scrut_buf_puts(out, "\xE2\x80\x93");
    scrut_buf_puts(out, "</td><td>");
    if (e->seat_tipping >= 0)
        scrut_report_put_grouped(out, e->seat_tipping);
    else
        scrut_buf_puts(out, "\xE2\x80\x93");
    scrut_buf_puts(out, "</td><td class=\"l\">");
    scrut_site_effect_tag(view, out, e->seat, e->seat);
    scrut_buf_puts(out, e->applied ? " <small>its votes by list applied</small>" : "");
    if (e->why != NULL) {
        scrut_buf_puts(out, "<br><small>");
        scrut_put_html(out, e->why);
        scrut_buf_puts(out, "</small>");
    }
    scrut_buf_puts(out, "</td></tr>\n");
}

/* Those that could matter, and those whose votes were applied; then the undecided. */
static bool in_pass(const scrut_finding_effect *e, int pass)
{
    bool strong = e->seat == SCRUT_EFFECT_WOULD || e->seat == SCRUT_EFFECT_COULD;
    return pass == 0 ? strong : pass == 1 ? !strong && e->applied : e->seat == SCRUT_EFFECT_UNDECIDED && !e->applied;
}

static void findings_table(const scrut_report_view *view, const scrut_page *page, const scrut_materiality *m,
                           scrut_buf *out)
{
    size_t rows = 0, all = 0;
    for (size_t i = 0; i < m->finding_count; i++)
        all += in_pass(&m->findings[i], 0) || in_pass(&m->findings[i], 1) || in_pass(&m->findings[i], 2);
    if (all == 0)
        return;
    scrut_buf_puts(out, "<details><summary>Single findings that cannot be passed over</summary>\n");
    scrut_site_table_open(out, "Each finding alone", "n");
    scrut_buf_puts(out,
                   "<thead><tr><th scope=\"col\">Finding</th><th scope=\"col\">Ballots at most</th><th scope=\"col\">"
                   "From so many on</th><th scope=\"col\" class=\"l\">A seat</th></tr></thead><tbody>\n");
    for (int pass = 0; pass < 3; pass++)
        for (size_t i = 0; i < m->finding_count && rows < FINDINGS_LISTED; i++)
            if (in_pass(&m->findings[i], pass)) {
                finding_row(view, page, &m->findings[i], out);
                rows++;
            }
    scrut_site_table_close(out);
    if (all > rows)
        scrut_buf_printf(out, "<p class=\"soft\">%zu more are in results.json.</p>\n", all - rows);
    scrut_buf_puts(out, "</details>\n");
}

static void figures_section(const scrut_report_view *view, const scrut_page *page, const scrut_materiality *m,
                            scrut_buf *out)
{
    size_t count = 0;
    scrut_buf plain = {0};
    const uint32_t *order = scrut_report_place_order(view, m, &count);
    if (order == NULL) {
        out->failed = true;
        return;
    }
    scrut_buf_puts(out, "<h3>");
    scrut_report_say_figures(view->c, &plain, m->tally);
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, "</h3>\n<p>");
    scrut_report_say_effects(&plain, m);
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, ". All together, each ballot counted once: ");
    put_tainted(out, &m->nation);
    scrut_buf_puts(out, ". Some seat: ");
    scrut_site_effect_tag(view, out, m->seat, m->seat_known);
    if (m->target_count > 0) {
        scrut_buf_puts(out, " The majority: ");
        scrut_site_effect_tag(view, out, m->chamber_effect, m->chamber_known);
    }
    scrut_buf_puts(out, "</p>\n");
    places_table(view, page, m, order, count, out);
    for (size_t i = 0; i < count && i < PLACES_EXPLAINED; i++)
        place_details(view, m, order[i], out);
    targets_table(view, m, out);
    parties_table(view, m, out);
    findings_table(view, page, m, out);
    scrut_buf_free(&plain);
}

void scrut_site_materiality(const scrut_report_view *view, const scrut_page *page, scrut_buf *out)
{
    const scrut_materiality *m = scrut_report_materiality_at(view->v, 0);
    if (m == NULL)
        return;
    scrut_buf_puts(
        out,
        "<section id=\"materiality\" aria-labelledby=\"materiality-h\"><h2 id=\"materiality-h\">Could it have changed "
        "the "
        "outcome?</h2>\n<p>The ballots that findings concern are set against the fewest that would change a seat. A "
        "station with several findings counts once: at least its largest finding, at most their sum or the ballots in "
        "its box. <strong>Cannot</strong>: even the most ballots concerned, moved as favourably as possible, are too "
        "few; "
        "it speaks of these findings only and proves no election clean. <strong>Could</strong>: they are enough under "
        "some way to move them, which says nothing about whether anybody did. <strong>Would</strong>: the votes and "
        "their lists are known, and with them the seats are others for certain. What the numbers mean in law is for "
        "a court: the readings stand side by side and none is preferred.</p>\n");
    for (size_t n = 0; (m = scrut_report_materiality_at(view->v, n)) != NULL; n++)
        figures_section(view, page, m, out);
    scrut_buf_puts(out, "</section>\n");
}
