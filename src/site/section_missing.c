/* SPDX-License-Identifier: Apache-2.0
 * section_missing.c: people of voting age without a name on the roll, by constituency, against the margins. */
#include "scrutineer/materiality.h"
#include "scrutineer/roll_audit.h"
#include "site_internal.h"

static void people_cell(const scrut_report_view *view, scrut_buf *out, const scrut_missing_place *place)
{
    scrut_buf_puts(out, "<td>");
    if (place->known) {
        scrut_say_number(view->language, out, place->low);
        scrut_buf_puts(out, "–");
        scrut_say_number(view->language, out, place->high);
    } else {
        scrut_buf_puts(out, scrut_word(view->language, "not known"));
    }
    scrut_buf_puts(out, "</td>");
}

static void ballots_cell(const scrut_report_view *view, scrut_buf *out, const scrut_ballots *ballots)
{
    scrut_buf plain = {0};
    scrut_report_say_ballots(view->language, &plain, ballots);
    scrut_buf_puts(out, "<td>");
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, "</td>");
    scrut_buf_free(&plain);
}

static const char *answer_of(const scrut_missing_place *place)
{
    switch (place->seat) {
    case SCRUT_EFFECT_CANNOT: return SCRUT_KEY("no, not even the most");
    case SCRUT_EFFECT_UNDECIDED:
        return place->known ? SCRUT_KEY("depends on how many they are") : SCRUT_KEY("their number is not known");
    default: return SCRUT_KEY("yes, even the fewest");
    }
}

static void place_row(const scrut_page *page, scrut_buf *out, size_t k)
{
    const scrut_report_view *view = page->view;
    const scrut_roll_stake *s = &view->v->roll->stakes[k];
    const scrut_missing_place *place = &view->v->missing->places[k];
    scrut_buf_puts(out, "<tr><th scope=\"row\" class=\"l\">");
    scrut_page_constituency(page, out, k);
    scrut_buf_puts(out, "</th><td>");
    if (s->missing_known)
        scrut_say_number(view->language, out, s->people);
    else
        scrut_buf_puts(out, scrut_word(view->language, "not known"));
    scrut_buf_puts(out, "</td><td>");
    scrut_say_number(view->language, out, s->names);
    scrut_buf_puts(out, "</td>");
    people_cell(view, out, place);
    ballots_cell(view, out, &place->could);
    ballots_cell(view, out, &place->would);
    scrut_buf_printf(out, "<td class=\"l\">%s</td></tr>\n", scrut_word(view->language, answer_of(place)));
}

static void put_places(const scrut_report_view *view, scrut_buf *out, const scrut_missing_result *r)
{
    scrut_buf plain = {0};
    scrut_report_say_missing_places(view, &plain, r);
    scrut_buf_puts(out, "<p>");
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, "</p>\n");
    scrut_buf_free(&plain);
}

static void put_sum(const scrut_report_view *view, scrut_buf *out, const scrut_missing_result *r)
{
    if (!r->known)
        return;
    scrut_buf_puts(out, "<p class=\"soft\">");
    scrut_say(view->language, out,
              "Added up over the constituencies, none of which can have fewer than nobody: {1n} to {2n}. That is more "
              "room than for the nation as a whole (V18), because there a name too many in one place makes up for one "
              "too few in another.",
              r->low, r->high);
    scrut_buf_puts(out, "</p>\n");
}

static void put_targets(const scrut_report_view *view, scrut_buf *out, const scrut_missing_result *r)
{
    if (r->target_count == 0)
        return;
    scrut_buf_printf(out, "<h3>%s</h3>\n<ul>\n",
                     scrut_word(view->language, "Could they have changed the majority, or a claim of seats?"));
    for (size_t i = 0; i < r->target_count; i++) {
        scrut_buf plain = {0};
        scrut_report_say_missing_target(view, &plain, r, &r->targets[i]);
        scrut_buf_puts(out, "<li>");
        scrut_site_said(out, &plain);
        scrut_buf_puts(out, "</li>\n");
        scrut_buf_free(&plain);
    }
    scrut_buf_puts(out, "</ul>\n");
}

void scrut_page_missing(const scrut_page *page, scrut_buf *out)
{
    static const char *const TITLES[] = {SCRUT_KEY("Constituency"),
                                         SCRUT_KEY("People of voting age"),
                                         SCRUT_KEY("Names"),
                                         SCRUT_KEY("Without a name"),
                                         SCRUT_KEY("Fewest added ballots for another seat, if a draw falls so"),
                                         SCRUT_KEY("for certain"),
                                         SCRUT_KEY("Could they have changed a seat?")};
    const scrut_report_view *view = page->view;
    const scrut_missing_result *r = view->v->missing;
    if (r == NULL)
        return;
    scrut_page_section(page, out, "missing", "People of voting age without a name");
    scrut_buf_puts(out, "<p>");
    scrut_say(view->language, out,
              "People less names, each person once and without those who died: people without a name, less names "
              "without a person. Who they are, whether they wished to vote and for whom, nobody knows. Here stands "
              "what so many added ballots could have done, all for the lists that it helps most, by the figures "
              "“{1s}”, if no name is nobody’s. They are in no other sum of this report.",
              scrut_report_tally_name(&view->v->tallies[r->tally]));
    scrut_buf_puts(out, "</p>\n");
    put_places(view, out, r);
    scrut_page_missing_map(page, out);
    scrut_site_table_open(out, scrut_word(view->language, "People without a name against the closest seats"), "");
    scrut_site_heads(view, out, TITLES, 7, 0x41);
    for (size_t k = 0; k < view->c->constituency_count; k++)
        place_row(page, out, k);
    scrut_site_table_close(out);
    put_sum(view, out, r);
    put_targets(view, out, r);
    scrut_buf_puts(out, "</section>\n");
}
