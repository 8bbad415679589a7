/* SPDX-License-Identifier: Apache-2.0
 * section_materiality.c: could it have changed the outcome? Findings against margins, and what each legal reading sets
 * against what. */
#include "pictures_internal.h"

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

static void put_readings(const scrut_report_view *view, scrut_buf *out, const scrut_ballots *could,
                         const scrut_ballots *would)
{
    scrut_buf plain = {0};
    scrut_report_say_readings(view->language, &plain, could, would);
    scrut_site_said(out, &plain);
    scrut_buf_free(&plain);
}

static void put_tainted(const scrut_report_view *view, scrut_buf *out, const scrut_tainted *t)
{
    scrut_buf plain = {0};
    scrut_report_say_tainted(view->language, &plain, t);
    scrut_site_said(out, &plain);
    scrut_buf_free(&plain);
}

/* ---- constituencies ---- */

static void place_row(const scrut_report_view *view, const scrut_page *page, const scrut_materiality *m, size_t k,
                      scrut_buf *out)
{
    const scrut_place_effect *place = &m->places[k];
    const scrut_reading *swap = &place->readings[SCRUT_READING_SWAP];
    if (page != NULL && m == scrut_site_materiality_shown(view))
        scrut_buf_printf(out,
                         "<tr id=\"place-%zu\" data-part=\"%lld\" data-most=\"%lld\" data-added=\"%lld\"><th "
                         "scope=\"row\">",
                         k, (long long)place->tainted.low, (long long)place->tainted.high,
                         (long long)place->tainted.restored_high);
    else
        scrut_buf_puts(out, "<tr><th scope=\"row\">");
    scrut_buf plain = {0};
    scrut_report_say_place(view, &plain, (uint32_t)(1 + k));
    if (page != NULL)
        scrut_page_constituency(page, out, k);
    else
        scrut_site_said(out, &plain);
    scrut_buf_free(&plain);
    scrut_buf_puts(out, "</th><td>");
    scrut_say_number(view->language, out, place->findings);
    scrut_buf_puts(out, "</td><td>");
    scrut_say_number(view->language, out, place->stations);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    put_tainted(view, out, &place->tainted);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    if (swap->known)
        put_readings(view, out, &swap->could, &swap->would);
    else
        scrut_buf_puts(out, "\xE2\x80\x93");
    scrut_buf_puts(out, "</td><td class=\"l\">");
    scrut_site_effect_tag(view, out, place->seat, place->seat_known);
    if (place->why != NULL) {
        scrut_buf_puts(out, "<br><small>");
        scrut_site_again(view, out, place->why);
        scrut_buf_puts(out, "</small>");
    }
    scrut_buf_puts(out, "</td></tr>\n");
}

static void places_table(const scrut_report_view *view, const scrut_page *page, const scrut_materiality *m,
                         const uint32_t order[], size_t count, scrut_buf *out)
{
    if (count == 0)
        return;
    scrut_site_table_open(
        out, scrut_word(view->language, "Ballots that findings concern, against the closest seat of each constituency"),
        "n");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("Constituency"), SCRUT_KEY("Findings"), SCRUT_KEY("Stations"),
                                           SCRUT_KEY("Ballots concerned"),
                                           SCRUT_KEY("Changed ballots for another seat"), SCRUT_KEY("All together")},
                     6, 0x38);
    for (size_t i = 0; i < count && i < PLACES_LISTED; i++)
        place_row(view, page, m, order[i], out);
    scrut_site_table_close(out);
    if (count > PLACES_LISTED)
        scrut_site_more(view, out, "{1n} more is in results.json.", "{1n} more are in results.json.",
                        count - PLACES_LISTED);
}

static void list_row(const scrut_report_view *view, const scrut_list_effect *l, scrut_buf *out)
{
    scrut_buf_puts(out, "<tr>");
    scrut_site_party_head(view, out, l->party);
    scrut_buf_puts(out, "<td class=\"l\">");
    put_readings(view, out, &l->more_could, &l->more_would);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    put_readings(view, out, &l->fewer_could, &l->fewer_would);
    scrut_buf_puts(out, "</td><td>");
    scrut_say_number(view->language, out, l->gain);
    scrut_buf_puts(out, "</td><td>");
    scrut_say_number(view->language, out, l->loss);
    scrut_buf_puts(out, "</td></tr>\n");
}

static void lists_table(const scrut_report_view *view, const scrut_place_effect *place, scrut_buf *out)
{
    if (place->lists == NULL)
        return;
    scrut_site_table_open(out, scrut_word(view->language, "Changed ballots for one seat more or fewer of each list"),
                          "n");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("List"), SCRUT_KEY("One more"), SCRUT_KEY("One fewer"),
                                           SCRUT_KEY("Could gain at most"), SCRUT_KEY("Could lose at most")},
                     5, 0x6);
    for (size_t rank = 0; rank < view->c->party_count; rank++)
        for (size_t i = 0; i < place->list_count; i++)
            if (place->lists[i].party == view->order[rank])
                list_row(view, &place->lists[i], out);
    scrut_site_table_close(out);
}

static void reading_row(const scrut_report_view *view, const scrut_place_effect *place, scrut_reading_kind kind,
                        scrut_buf *out)
{
    const scrut_reading *r = &place->readings[kind];
    const scrut_reading_info *info = scrut_reading_info_of(kind);
    if (!r->known && r->note == NULL)
        return;
    scrut_buf_printf(out, "<tr><th scope=\"row\">%s<br><small>%s</small></th><td class=\"l\">",
                     scrut_word(view->language, info->name), scrut_word(view->language, info->origin));
    if (r->known) {
        scrut_report_say_range(view->language, out, kind == SCRUT_READING_STATIONS ? r->ballots_low : r->ballots,
                               r->ballots);
        scrut_buf_printf(out, "<br><small>%s</small>", scrut_word(view->language, info->ballots));
    }
    scrut_buf_puts(out, "</td><td class=\"l\">");
    if (r->known && kind == SCRUT_READING_CANCELLED)
        scrut_buf_puts(out, scrut_word(view->language, "see the seats without these stations below"));
    else if (r->known && (kind == SCRUT_READING_LEAD || kind == SCRUT_READING_STATIONS))
        scrut_say_number(view->language, out, r->could.at_least);
    else if (r->known)
        put_readings(view, out, &r->could, &r->would);
    scrut_buf_printf(out, "<br><small>%s",
                     r->known && kind != SCRUT_READING_CANCELLED ? scrut_word(view->language, info->needed) : "");
    scrut_buf_puts(out, kind == SCRUT_READING_STATIONS && r->note != NULL ? "; " : "");
    scrut_site_again(view, out, r->note);
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
    scrut_site_table_open(out, scrut_word(view->language, "What laws and courts set against what"), "n");
    scrut_site_heads(
        view, out, (const char *const[]){SCRUT_KEY("Reading"), SCRUT_KEY("In question"), SCRUT_KEY("Against")}, 3, 0x6);
    for (int r = 0; r < SCRUT_READING_COUNT; r++)
        reading_row(view, place, (scrut_reading_kind)r, out);
    scrut_site_table_close(out);
    scrut_buf_puts(out, "</details>\n");
    scrut_buf_free(&plain);
}

/* ---- the nation ---- */

static void figures_link(const scrut_report_view *view, const scrut_tally *tally, const scrut_page *page,
                         scrut_buf *out)
{
    scrut_buf anchor = {0};
    scrut_site_tally_anchor(view, &anchor, tally);
    scrut_buf_puts(out, " <small><a ");
    scrut_page_anchor(page, out, SCRUT_FILE_SOURCES, 0, anchor.bytes);
    scrut_buf_puts(out, ">");
    scrut_put_name(out, scrut_report_tally_name(tally));
    scrut_buf_puts(out, "</a></small>");
    out->failed = out->failed || anchor.failed;
    scrut_buf_free(&anchor);
}

/* `anchor`: number of the row in a page, with a link to the cells of the figures `tally`; SIZE_MAX: none. */
static void target_row(const scrut_report_view *view, const scrut_target_effect *t, size_t anchor,
                       const scrut_tally *tally, const scrut_page *page, scrut_buf *out)
{
    if (anchor != SIZE_MAX)
        scrut_buf_printf(out, "<tr id=\"target-%zu\"><th scope=\"row\">", anchor);
    else
        scrut_buf_puts(out, "<tr><th scope=\"row\">");
    scrut_say(view->language, out,
              t->claim == NULL ? "{1s}"
              : t->makes_true  ? SCRUT_KEY("claim would become true: {1s}")
                               : SCRUT_KEY("claim would fail: {1s}"),
              t->name);
    if (anchor != SIZE_MAX)
        figures_link(view, tally, page, out);
    scrut_buf_puts(out, "</th><td class=\"l\">");
    scrut_say(view->language, out,
              t->at_least ? SCRUT_KEY("{1s} with at least {2n}") : SCRUT_KEY("{1s} with at most {2n}"),
              view->c->parties[t->party].id, t->seats);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    put_readings(view, out, &t->could, &t->would);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    scrut_say(view->language, out, t->further_exact || t->further == 0 ? "{1n}" : SCRUT_KEY("at least {1n}"),
              t->further);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    scrut_site_effect_tag(view, out, t->effect, t->effect_known);
    if (t->why != NULL) {
        scrut_buf_puts(out, "<br><small>");
        scrut_site_again(view, out, t->why);
        scrut_buf_puts(out, "</small>");
    }
    scrut_buf_puts(out, "</td></tr>\n");
}

static void targets_table(const scrut_report_view *view, const scrut_page *page, const scrut_materiality *m,
                          scrut_buf *out)
{
    bool anchors = page != NULL && m == scrut_site_materiality_shown(view);
    if (m->target_count == 0)
        return;
    scrut_site_table_open(out, scrut_word(view->language, "The numbers of seats that matter, and claims of seats"),
                          "n");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("What"), SCRUT_KEY("Seats"), SCRUT_KEY("Changed ballots anywhere"),
                                           SCRUT_KEY("Beyond those concerned"), SCRUT_KEY("All findings together")},
                     5, 0x1E);
    for (size_t i = 0; i < m->target_count; i++)
        target_row(view, &m->targets[i], anchors ? i : SIZE_MAX, m->tally, page, out);
    scrut_site_table_close(out);
}

static void put_seats(const scrut_report_view *view, scrut_buf *out, const scrut_chamber *chamber, size_t party)
{
    scrut_report_say_range(view->language, out, chamber->certain[party], chamber->possible[party]);
}

/* ---- the seats without some stations ---- */

static void without_head(const scrut_report_view *view, const scrut_without *w, const char *key, scrut_buf *out)
{
    if (w->chamber != NULL)
        scrut_buf_printf(out, "<th scope=\"col\">%s</th>", scrut_word(view->language, key));
}

static bool has_seats(const scrut_without *w, size_t party)
{
    return w->chamber != NULL && w->chamber->possible[party] > 0;
}

static void without_cell(const scrut_report_view *view, const scrut_without *w, size_t party, scrut_buf *out)
{
    if (w->chamber == NULL)
        return;
    scrut_buf_puts(out, "</td><td>");
    put_seats(view, out, w->chamber, party);
}

static void without_note(const scrut_report_view *view, const scrut_without *w, const char *key, scrut_buf *out)
{
    if (w->note == NULL)
        return;
    scrut_buf_printf(out, "<p class=\"soft\">%s: ", scrut_word(view->language, key));
    scrut_site_again(view, out, w->note);
    scrut_buf_puts(out, ".</p>\n");
}

static void parties_table(const scrut_report_view *view, const scrut_materiality *m, scrut_buf *out)
{
    static const char *const HEADS[] = {SCRUT_KEY("List"), SCRUT_KEY("Seats"), SCRUT_KEY("Could gain at most"),
                                        SCRUT_KEY("Could lose at most")};
    scrut_site_table_open(
        out, scrut_word(view->language, "Seats, and what the ballots concerned could do to them at most"), "n");
    scrut_buf_puts(out, "<thead><tr>");
    for (size_t i = 0; i < sizeof HEADS / sizeof HEADS[0]; i++)
        scrut_buf_printf(out, "<th scope=\"col\">%s</th>", scrut_word(view->language, HEADS[i]));
    without_head(view, &m->cancelled, SCRUT_KEY("Seats without the stations with an error"), out);
    without_head(view, &m->annulled,
                 SCRUT_KEY("Seats without the stations whose ballots concerned may be as many as their lead"), out);
    scrut_buf_puts(out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < view->c->party_count; i++) {
        uint32_t p = view->order[i];
        if (m->chamber->possible[p] == 0 && m->parties[p].gain == 0 && !has_seats(&m->cancelled, p) &&
            !has_seats(&m->annulled, p))
            continue;
        scrut_buf_puts(out, "<tr>");
        scrut_site_party_head(view, out, p);
        scrut_buf_puts(out, "<td>");
        put_seats(view, out, m->chamber, p);
        scrut_buf_puts(out, "</td><td>");
        scrut_say_number(view->language, out, m->parties[p].gain);
        scrut_buf_puts(out, "</td><td>");
        scrut_say_number(view->language, out, m->parties[p].loss);
        without_cell(view, &m->cancelled, p, out);
        without_cell(view, &m->annulled, p, out);
        scrut_buf_puts(out, "</td></tr>\n");
    }
    scrut_site_table_close(out);
    without_note(view, &m->cancelled, SCRUT_KEY("Seats without the stations with an error"), out);
    without_note(view, &m->annulled,
                 SCRUT_KEY("Seats without the stations whose ballots concerned may be as many as their lead"), out);
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
        scrut_say_number(view->language, out, e->ballots);
    else
        scrut_buf_puts(out, "\xE2\x80\x93");
    scrut_buf_puts(out, "</td><td>");
    if (e->seat_tipping >= 0)
        scrut_say_number(view->language, out, e->seat_tipping);
    else
        scrut_buf_puts(out, "\xE2\x80\x93");
    scrut_buf_puts(out, "</td><td class=\"l\">");
    scrut_site_effect_tag(view, out, e->seat, e->seat);
    if (e->applied)
        scrut_buf_printf(out, " <small>%s</small>", scrut_word(view->language, "its votes by list applied"));
    if (e->why != NULL) {
        scrut_buf_puts(out, "<br><small>");
        scrut_site_again(view, out, e->why);
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
    scrut_buf_printf(out, "<details><summary>%s</summary>\n",
                     scrut_word(view->language, "Single findings that cannot be passed over"));
    scrut_site_table_open(out, scrut_word(view->language, "Each finding alone"), "n");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("Finding"), SCRUT_KEY("Ballots at most"),
                                           SCRUT_KEY("From so many on"), SCRUT_KEY("A seat")},
                     4, 0x8);
    for (int pass = 0; pass < 3; pass++)
        for (size_t i = 0; i < m->finding_count && rows < FINDINGS_LISTED; i++)
            if (in_pass(&m->findings[i], pass)) {
                finding_row(view, page, &m->findings[i], out);
                rows++;
            }
    scrut_site_table_close(out);
    if (all > rows)
        scrut_site_more(view, out, "{1n} more is in results.json.", "{1n} more are in results.json.", all - rows);
    scrut_buf_puts(out, "</details>\n");
}

static void say_together(const scrut_report_view *view, const scrut_materiality *m, scrut_buf *out)
{
    scrut_buf plain = {0}, effects = {0}, ballots = {0}, seat = {0}, chamber = {0};
    scrut_report_say_effects(view->language, &plain, m);
    scrut_site_said(&effects, &plain);
    put_tainted(view, &ballots, &m->nation);
    scrut_site_effect_tag(view, &seat, m->seat, m->seat_known);
    scrut_site_effect_tag(view, &chamber, m->chamber_effect, m->chamber_known);
    bool whole = effects.bytes != NULL && ballots.bytes != NULL && seat.bytes != NULL && chamber.bytes != NULL;
    if (whole)
        scrut_say(view->language, out, "{1r}. All together, each ballot counted once: {2r}. Some seat: {3r}",
                  effects.bytes, ballots.bytes, seat.bytes);
    if (whole && m->target_count > 0) {
        scrut_buf_putc(out, ' ');
        scrut_say(view->language, out, "The majority: {1r}", chamber.bytes);
    }
    out->failed = out->failed || !whole || effects.failed || ballots.failed || seat.failed || chamber.failed;
    scrut_buf_free(&plain);
    scrut_buf_free(&effects);
    scrut_buf_free(&ballots);
    scrut_buf_free(&seat);
    scrut_buf_free(&chamber);
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
    bool folded = page != NULL && m != scrut_site_materiality_shown(view);
    scrut_buf_puts(out, folded ? "<details><summary>" : "<h3>");
    scrut_report_say_figures(view, &plain, m->tally);
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, folded ? "</summary>\n<p>" : page != NULL ? "</h3>\n<div id=\"concerned\"><p>" : "</h3>\n<p>");
    say_together(view, m, out);
    if (page != NULL && m->nation.unknown > 0) { /* they stand in no table of ballots */
        scrut_buf_puts(out, " <a ");
        scrut_page_href(page, out, SCRUT_FILE_FINDINGS, 0);
        scrut_buf_printf(out, ">%s</a>", scrut_word(view->language, "Findings"));
    }
    scrut_buf_puts(out, "</p>\n");
    places_table(view, page, m, order, count, out);
    scrut_buf_puts(out, page != NULL && !folded ? "</div>\n" : "");
    for (size_t i = 0; !folded && i < count && i < PLACES_EXPLAINED; i++)
        place_details(view, m, order[i], out);
    targets_table(view, page, m, out);
    parties_table(view, m, out);
    if (page != NULL && !folded)
        scrut_page_seats_in_reach(page, out);
    findings_table(view, page, m, out);
    scrut_buf_puts(out, folded ? "</details>\n" : "");
    scrut_buf_free(&plain);
}

void scrut_site_materiality(const scrut_report_view *view, const scrut_page *page, scrut_buf *out)
{
    const scrut_materiality *m = scrut_report_materiality_at(view->v, 0);
    if (m == NULL)
        return;
    scrut_site_section(view, out, "materiality", "Could it have changed the outcome?");
    scrut_buf_printf(
        out, "<p>%s</p>\n",
        scrut_word(
            view->language,
            "The ballots that findings concern are set against the fewest that would change a seat. A station with "
            "several findings counts once: at least its largest finding, at most their sum or the ballots in its "
            "box. <strong>Cannot</strong>: even the most ballots concerned, moved as favourably as possible, are "
            "too few; it speaks of these findings only and proves no election clean. <strong>Could</strong>: they "
            "are enough under some way to move them, which says nothing about whether anybody did. "
            "<strong>Would</strong>: the votes and their lists are known, and with them the seats are others for "
            "certain. What the numbers mean in law is for a court: the readings stand side by side and none is "
            "preferred."));
    for (size_t n = 0; (m = scrut_report_materiality_at(view->v, n)) != NULL; n++)
        figures_section(view, page, m, out);
    scrut_buf_puts(out, "</section>\n");
}
