/* SPDX-License-Identifier: Apache-2.0
 * page_front.c: the front page: after the answers the chamber, the constituencies, claims, what findings could have
 * changed, and what evidence there was not. */
#include "front_internal.h"
#include "pictures_internal.h"

#include <string.h>

#define LISTS_SHOWN 12 /* in the table of seats */
#define CLAIMS_SHOWN 10
#define PLACES_SHOWN 5
#define TARGETS_SHOWN 4
#define MISSING_SHOWN 12

/* ---- seats ---- */

static void seats_cell(const scrut_front *f, const scrut_report_column *column, size_t party)
{
    int64_t low, high;
    if (column == NULL)
        return;
    if (!scrut_report_seats(f->view, column, 0, party, &low, &high)) {
        scrut_buf_puts(f->out, "<td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_buf_puts(f->out, "<td>");
    scrut_front_seats_figure(f, f->out, column, (uint32_t)party);
    scrut_report_say_range(f->language, f->out, low, high);
    scrut_buf_puts(f->out, "</a></td>");
}

static void votes_cells(const scrut_front *f, size_t party)
{
    int64_t base;
    const scrut_tally *tally = f->view->votes;
    if (tally == NULL)
        return;
    scrut_figure votes = *scrut_tally_votes(tally, 0, party);
    if (votes.known == 0) {
        scrut_buf_puts(f->out, "<td class=\"na\">\xE2\x80\x93</td><td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_buf_puts(f->out, "<td>");
    scrut_front_cell_figure(f, f->out, tally, SCRUT_FIELD_COUNT + party);
    scrut_say_number(f->language, f->out, votes.value);
    scrut_buf_puts(f->out, "</a></td>");
    if (!scrut_figure_complete(votes) || !scrut_report_share_base(f->view, tally, 0, &base)) {
        scrut_buf_puts(f->out, "<td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_buf_puts(f->out, "<td>");
    scrut_front_cell_figure(f, f->out, tally, SCRUT_FIELD_COUNT + party);
    scrut_site_say_percent(f->language, f->out, votes.value, base);
    scrut_buf_puts(f->out, "</a></td>");
}

static void head_cell(const scrut_front *f, const char *key, const scrut_tally *tally)
{
    scrut_buf_printf(f->out, "<th scope=\"col\">%s<small>", scrut_front_word(f, key));
    scrut_front_tally_figure(f, f->out, tally);
    scrut_put_name(f->out, scrut_report_tally_name(tally));
    scrut_buf_puts(f->out, "</a></small></th>");
}

static bool worth_a_row(const scrut_front *f, size_t party)
{
    int64_t low, high;
    const scrut_report_column *columns[] = {f->view->announced, f->view->allocated};
    for (size_t i = 0; i < 2; i++)
        if (columns[i] != NULL && scrut_report_seats(f->view, columns[i], 0, party, &low, &high) && high != 0)
            return true;
    return f->view->primary == NULL && !f->view->folded[party];
}

/* Where the others stand. */
static void all_lists(const scrut_front *f, const scrut_tally *tally)
{
    int64_t lists = 0;
    scrut_buf anchor = {0};
    for (size_t i = 0; i < f->view->c->party_count; i++)
        lists += scrut_tally_votes(tally, 0, i)->known > 0;
    scrut_site_tally_anchor(f->view, &anchor, tally);
    scrut_buf_puts(&anchor, "-votes");
    scrut_buf_puts(f->out, "<p class=\"soft\">");
    scrut_page_figure(f->page, f->out, SCRUT_FILE_SOURCES, anchor.bytes);
    scrut_say_count(f->language, f->out, "{1n} list with votes", "All {1n} lists with votes", lists);
    scrut_buf_puts(f->out, "</a></p>\n");
    f->out->failed = f->out->failed || anchor.failed;
    scrut_buf_free(&anchor);
}

static void seats_table(const scrut_front *f)
{
    size_t rows = 0, more = 0;
    scrut_site_table_open(f->out, scrut_front_word(f, "Seats and votes of the lists"), "n");
    scrut_buf_printf(f->out, "<thead><tr><th scope=\"col\">%s</th>", scrut_front_word(f, "List"));
    if (f->view->announced != NULL)
        head_cell(f, SCRUT_KEY("Seats announced"), f->view->announced->tally);
    if (f->view->allocated != NULL)
        head_cell(f, SCRUT_KEY("Seats by the rules"), f->view->allocated->tally);
    if (f->view->votes != NULL) {
        head_cell(f, SCRUT_KEY("Votes"), f->view->votes);
        scrut_buf_printf(f->out, "<th scope=\"col\">%s</th>", scrut_front_word(f, "Share"));
    }
    scrut_buf_puts(f->out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < f->view->c->party_count; i++) {
        uint32_t party = f->view->order[i];
        if (!worth_a_row(f, party) || rows == LISTS_SHOWN) {
            more++;
            continue;
        }
        rows++;
        scrut_buf_puts(f->out, "<tr>");
        scrut_site_party_head(f->view, f->out, party);
        seats_cell(f, f->view->announced, party);
        seats_cell(f, f->view->allocated, party);
        votes_cells(f, party);
        scrut_buf_puts(f->out, "</tr>\n");
    }
    scrut_site_table_close(f->out);
    if (more > 0 && f->view->votes != NULL)
        all_lists(f, f->view->votes);
}

static bool any_within_reach(const scrut_report_view *view)
{
    const scrut_materiality *m = scrut_site_materiality_shown(view);
    for (size_t p = 0; m != NULL && p < view->c->party_count; p++)
        if (m->parties[p].loss > 0)
            return true;
    return false;
}

static void chamber_caption(const scrut_front *f, const scrut_report_column *other)
{
    scrut_buf_puts(f->out, "<figcaption>");
    if (other != NULL)
        scrut_buf_puts(f->out, scrut_front_word(
                                   f, "A seat that the announcement and the rules give to different lists is drawn as "
                                      "nobody\xE2\x80\x99s. "));
    if (any_within_reach(f->view))
        scrut_buf_puts(
            f->out, scrut_front_word(f, "Within reach: seats that the ballots concerned by findings are enough to take "
                                        "from a list, were each of them changed. "));
    if (f->view->c->chamber_fact_count > 0) {
        scrut_page_figure(f->page, f->out, SCRUT_FILE_METHOD, "chamber");
        scrut_say(f->language, f->out, "The line marks: {1s}.", f->view->c->chamber_facts[0].name);
        scrut_buf_puts(f->out, "</a>");
    }
    scrut_buf_puts(f->out, "</figcaption>");
}

static void seats(const scrut_front *f)
{
    const scrut_report_column *other =
        f->view->announced != NULL && f->view->allocated != NULL ? f->view->allocated : NULL;
    scrut_page_section(f->page, f->out, "seats", "Seats");
    if (f->view->primary != NULL) {
        scrut_buf_puts(f->out, "<div class=\"halves\"><figure>");
        scrut_site_hemicycle(f->view, f->page, f->out, f->view->primary, other, "chamber");
        chamber_caption(f, other);
        scrut_buf_puts(f->out, "</figure>\n<div>");
    }
    if (f->view->primary != NULL || f->view->votes != NULL)
        seats_table(f);
    else
        scrut_buf_printf(f->out, "<p>%s</p>\n", scrut_front_word(f, "The case holds neither seats nor votes by list."));
    scrut_buf_puts(f->out, f->view->primary != NULL ? "</div></div>\n" : "");
    scrut_page_change(f->page, f->out, 0);
    scrut_buf_puts(f->out, "</section>\n");
}

static void constituencies(const scrut_front *f)
{
    if (f->view->c->constituency_count < 2 || f->view->primary == NULL)
        return;
    scrut_page_section(f->page, f->out, "constituencies", "Constituencies");
    scrut_page_map(f->page, f->out);
    scrut_buf_puts(f->out, "<p><a ");
    scrut_page_href(f->page, f->out, SCRUT_FILE_CONSTITUENCIES, 0);
    scrut_buf_printf(f->out, ">%s</a></p></section>\n", scrut_front_word(f, "All constituencies in a table"));
}

/* ---- claims ---- */

static void claim_row(const scrut_front *f, size_t i)
{
    const scrut_claim_result *r = &f->view->v->claims.items[i];
    scrut_buf anchor = {0};
    scrut_site_put_anchor(&anchor, "claim-", r->claim->id, i);
    scrut_buf_puts(f->out, "<tr><th scope=\"row\">");
    scrut_page_figure(f->page, f->out, SCRUT_FILE_CLAIMS, anchor.bytes);
    scrut_put_name(f->out, r->claim->words);
    scrut_buf_puts(f->out, "</a></th><td>");
    scrut_put_name(f->out, r->claim->claimant);
    scrut_buf_puts(f->out, "</td><td>");
    scrut_site_claim_tag(f->view, f->out, r->verdict);
    scrut_buf_puts(f->out, "</td></tr>\n");
    f->out->failed = f->out->failed || anchor.failed;
    scrut_buf_free(&anchor);
}

static void claims(const scrut_front *f)
{
    size_t count = f->view->v->claims.count;
    if (count == 0)
        return;
    scrut_page_section(f->page, f->out, "claims", "Claims");
    scrut_site_table_open(f->out, scrut_front_word(f, "What was claimed, and what the evidence says of it"), "t");
    scrut_buf_printf(f->out,
                     "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr>"
                     "</thead><tbody>\n",
                     scrut_front_word(f, "Claim"), scrut_front_word(f, "By"), scrut_front_word(f, "Verdict"));
    for (size_t i = 0; i < count && i < CLAIMS_SHOWN; i++)
        claim_row(f, i);
    scrut_site_table_close(f->out);
    scrut_buf_puts(f->out, "<p><a ");
    scrut_page_href(f->page, f->out, SCRUT_FILE_CLAIMS, 0);
    scrut_buf_puts(f->out, ">");
    scrut_say_count(f->language, f->out, "{1n} claim, with values and reasons",
                    "All {1n} claims, with values and reasons", (int64_t)count);
    scrut_buf_puts(f->out, "</a></p></section>\n");
}

/* ---- what findings could have changed ---- */

/* `anchor`: the row of the page of margins that says the same; `concerned`: where the ballots stand. */
static void effect_row(const scrut_front *f, const scrut_tainted *tainted, const scrut_ballots *could,
                       const scrut_ballots *would, scrut_effect effect, scrut_effect known, const char *concerned,
                       const char *anchor)
{
    scrut_buf plain = {0};
    scrut_buf_puts(f->out, "</th><td class=\"l\">");
    scrut_report_say_tainted(f->language, &plain, tainted);
    scrut_front_plain_figure(f, f->out, SCRUT_FILE_MARGINS, concerned, &plain);
    scrut_buf_puts(f->out, "</td><td class=\"l\">");
    if (could != NULL) {
        scrut_report_say_readings(f->language, &plain, could, would);
        scrut_front_plain_figure(f, f->out, SCRUT_FILE_MARGINS, anchor, &plain);
    } else {
        scrut_buf_puts(f->out, "\xE2\x80\x93");
    }
    scrut_buf_puts(f->out, "</td><td class=\"l\">");
    scrut_site_effect_tag(f->view, f->out, effect, known);
    scrut_buf_puts(f->out, "</td></tr>\n");
    scrut_buf_free(&plain);
}

static void target_row(const scrut_front *f, const scrut_materiality *m, const scrut_target_effect *t)
{
    scrut_buf seats = {0}, anchor = {0};
    scrut_buf_printf(&anchor, "target-%zu", (size_t)(t - m->targets));
    scrut_buf_puts(f->out, "<tr><th scope=\"row\">");
    scrut_front_number(f, &seats, SCRUT_FILE_MARGINS, anchor.bytes, t->seats);
    scrut_say(f->language, f->out,
              t->at_least ? SCRUT_KEY("{1s}: {2s} with at least {3r} seats")
                          : SCRUT_KEY("{1s}: {2s} with at most {3r} seats"),
              t->name, f->view->c->parties[t->party].id, seats.bytes != NULL ? seats.bytes : "");
    effect_row(f, &m->nation, &t->could, &t->would, t->effect, t->effect_known, "concerned", anchor.bytes);
    f->out->failed = f->out->failed || seats.failed || anchor.failed;
    scrut_buf_free(&seats);
    scrut_buf_free(&anchor);
}

static void place_row(const scrut_front *f, const scrut_materiality *m, uint32_t k)
{
    const scrut_place_effect *place = &m->places[k];
    const scrut_reading *swap = &place->readings[SCRUT_READING_SWAP];
    scrut_buf anchor = {0};
    scrut_buf_printf(&anchor, "place-%u", k);
    scrut_buf_puts(f->out, "<tr><th scope=\"row\">");
    scrut_page_constituency(f->page, f->out, k);
    effect_row(f, &place->tainted, swap->known ? &swap->could : NULL, &swap->would, place->seat, place->seat_known,
               anchor.bytes, anchor.bytes);
    f->out->failed = f->out->failed || anchor.failed;
    scrut_buf_free(&anchor);
}

static bool strips(const scrut_front *f)
{
    uint32_t places[PLACES_SHOWN];
    size_t count = scrut_page_places_to_look_at(f->page, places, PLACES_SHOWN, true);
    return scrut_page_strips(f->page, f->out, places, count, "closest");
}

/* Nothing was found to set against the margins. */
static void closest(const scrut_front *f)
{
    if (scrut_site_margins_shown(f->view) == NULL)
        return;
    scrut_page_section(f->page, f->out, "closest-seats", "The closest seats");
    strips(f);
    scrut_buf_puts(f->out, "<p><a ");
    scrut_page_href(f->page, f->out, SCRUT_FILE_MARGINS, 0);
    scrut_buf_printf(f->out, ">%s</a></p></section>\n", scrut_front_word(f, "How close it was"));
}

static void materiality(const scrut_front *f)
{
    const scrut_materiality *m = scrut_site_materiality_shown(f->view);
    size_t count = 0, shown = 0;
    const uint32_t *order = m != NULL ? scrut_report_place_order(f->view, m, &count) : NULL;
    if (m == NULL) {
        closest(f);
        return;
    }
    scrut_page_section(f->page, f->out, "materiality", "Could it have changed the outcome?");
    strips(f);
    scrut_site_table_open(
        f->out, scrut_front_word(f, "Ballots that findings concern, against the ballots that would change a seat"),
        "n");
    scrut_buf_printf(f->out,
                     "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\" class=\"l\">%s</th><th scope=\"col\" "
                     "class=\"l\">%s</th><th scope=\"col\" class=\"l\">%s</th></tr></thead><tbody>\n",
                     scrut_front_word(f, "What"), scrut_front_word(f, "Ballots concerned"),
                     scrut_front_word(f, "Changed ballots needed"), scrut_front_word(f, "All findings together"));
    for (size_t i = 0; i < m->target_count && shown < TARGETS_SHOWN; i++)
        if (m->targets[i].claim == NULL) {
            target_row(f, m, &m->targets[i]);
            shown++;
        }
    for (size_t i = 0; order != NULL && i < count && i < PLACES_SHOWN; i++)
        place_row(f, m, order[i]);
    scrut_site_table_close(f->out);
    scrut_buf_puts(f->out, "<p><a ");
    scrut_page_anchor(f->page, f->out, SCRUT_FILE_MARGINS, 0, "materiality");
    scrut_buf_printf(f->out, ">%s</a></p></section>\n",
                     scrut_front_word(f, "Every constituency, every finding, and what laws set "
                                         "against what"));
}

/* ---- what there was not ---- */

static void missing(scrut_front *f)
{
    const scrut_case *c = f->view->c;
    scrut_page_section(f->page, f->out, "missing", "What was not provided");
    if (f->view->allocated != NULL) {
        size_t open = c->constituency_count - f->view->allocated->chamber->decided;
        scrut_front_clear(f);
        scrut_front_number(f, &f->part[0], SCRUT_FILE_CONSTITUENCIES, "undecided", (int64_t)open);
        scrut_front_number(f, &f->part[1], SCRUT_FILE_CONSTITUENCIES, "rows", (int64_t)c->constituency_count);
        scrut_buf_puts(f->out, "<p>");
        scrut_say(f->language, f->out, "Constituencies whose seats the votes given do not decide: {1r} of {2r}.",
                  scrut_front_piece(f, 0), scrut_front_piece(f, 1));
        scrut_buf_puts(f->out, "</p>\n");
    }
    if (c->not_provided_count == 0)
        scrut_buf_printf(f->out, "<p>%s</p>\n",
                         scrut_front_word(f, "The case holds every part that this program reads."));
    scrut_buf_puts(f->out, c->not_provided_count > 0 ? "<ul>\n" : "");
    for (size_t i = 0; i < c->not_provided_count && i < MISSING_SHOWN; i++) {
        scrut_buf_puts(f->out, "<li>");
        scrut_page_figure(f->page, f->out, SCRUT_FILE_METHOD, "missing");
        scrut_site_again(f->view, f->out, c->not_provided[i]);
        scrut_buf_puts(f->out, "</a></li>\n");
    }
    scrut_buf_puts(f->out, c->not_provided_count > 0 ? "</ul>\n</section>\n" : "</section>\n");
}

void scrut_page_front(const scrut_page *page, scrut_buf *out)
{
    scrut_front f = {.page = page, .view = page->view, .language = page->view->language, .out = out};
    scrut_page_open(page, out, page->site->c->title);
    scrut_front_answers(&f);
    seats(&f);
    constituencies(&f);
    claims(&f);
    materiality(&f);
    missing(&f);
    scrut_page_close(page, out);
    for (size_t i = 0; i < sizeof f.part / sizeof f.part[0]; i++)
        scrut_buf_free(&f.part[i]);
}
