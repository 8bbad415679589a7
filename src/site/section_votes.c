/* SPDX-License-Identifier: Apache-2.0
 * section_votes.c: totals of ballots with the turnout and its definition, and votes by list, of every source. */
#include "site_internal.h"

static bool any_field(const scrut_report_view *view, scrut_field field)
{
    for (size_t t = 0; t < view->v->tally_count; t++)
        if (scrut_tally_field(&view->v->tallies[t], 0, field)->known > 0)
            return true;
    return false;
}

static void tally_heads(const scrut_report_view *view, scrut_buf *out, const char *first)
{
    scrut_buf_printf(out, "<thead><tr><th scope=\"col\">%s</th>", scrut_word(view->language, first));
    for (size_t t = 0; t < view->v->tally_count; t++)
        scrut_site_tally_head(out,
                              view->v->tallies[t].from_returns ? scrut_word(view->language, "Forms added up: ")
                                                               : scrut_word(view->language, "Announced: "),
                              &view->v->tallies[t]);
    scrut_buf_puts(out, "</tr></thead><tbody>\n");
}

/* ---- totals ---------------------------------------------------------------------------------------------------- */

static void turnout_row(const scrut_report_view *view, scrut_buf *out)
{
    scrut_buf_printf(out, "<tr class=\"sum\"><th scope=\"row\">%s</th>", scrut_word(view->language, "Turnout"));
    for (size_t t = 0; t < view->v->tally_count; t++) {
        scrut_figure cast = *scrut_tally_field(&view->v->tallies[t], 0, SCRUT_FIELD_CAST);
        scrut_figure registered = *scrut_tally_field(&view->v->tallies[t], 0, SCRUT_FIELD_REGISTERED);
        if (scrut_figure_complete(cast) && scrut_figure_complete(registered) && registered.value > 0) {
            scrut_buf_puts(out, "<td>");
            scrut_site_say_percent(view->language, out, cast.value, registered.value);
            scrut_buf_puts(out, "</td>");
        } else {
            scrut_buf_puts(out, "<td class=\"na\">\xE2\x80\x93</td>");
        }
    }
    scrut_buf_puts(out, "</tr>\n");
}

static void stations_row(const scrut_report_view *view, scrut_buf *out)
{
    if (view->v->tabulation_count == 0)
        return;
    scrut_buf_printf(out, "<tr><th scope=\"row\">%s</th>", scrut_word(view->language, "Stations"));
    for (size_t t = 0; t < view->v->tally_count; t++) {
        const scrut_tally *tally = &view->v->tallies[t];
        if (!tally->from_returns) {
            scrut_buf_puts(out, "<td class=\"na\">\xE2\x80\x93</td>");
            continue;
        }
        scrut_buf_puts(out, "<td>");
        scrut_say_number(view->language, out, tally->stations_counted);
        if (tally->stations_excluded > 0) {
            scrut_buf_puts(out, " <small>");
            scrut_say(view->language, out, "and {1n} not counted", (int64_t)tally->stations_excluded);
            scrut_buf_puts(out, "</small>");
        }
        scrut_buf_puts(out, "</td>");
    }
    scrut_buf_puts(out, "</tr>\n");
}

void scrut_site_totals(const scrut_report_view *view, scrut_buf *out)
{
    scrut_site_section(view, out, "totals", "Voters and ballots");
    if (view->v->tally_count == 0) {
        scrut_buf_printf(out, "<p>%s</p></section>\n", scrut_word(view->language, "No figures are provided."));
        return;
    }
    scrut_site_table_open(out, scrut_word(view->language, "Totals over the nation, of every source and announcement"),
                          "n");
    tally_heads(view, out, SCRUT_KEY("Figure"));
    stations_row(view, out);
    for (int f = 0; f < SCRUT_FIELD_COUNT; f++) {
        if (!any_field(view, (scrut_field)f))
            continue;
        scrut_buf_printf(out, "<tr><th scope=\"row\">%s</th>",
                         scrut_word(view->language, scrut_report_field_title((scrut_field)f)));
        for (size_t t = 0; t < view->v->tally_count; t++)
            scrut_site_figure(view, out, *scrut_tally_field(&view->v->tallies[t], 0, (scrut_field)f));
        scrut_buf_puts(out, "</tr>\n");
    }
    turnout_row(view, out);
    scrut_site_table_close(out);
    scrut_buf_printf(
        out, "<p class=\"soft\">%s</p></section>\n",
        scrut_word(view->language,
                   "<strong>Turnout</strong> is ballots cast divided by registered voters, both complete and from the "
                   "same source; it is not made from valid votes. A dash means not given, and is never zero; "
                   "\xE2\x80\x9C"
                   "from 8 of 9\xE2\x80\x9D means that the sum lacks one cell."));
}

/* ---- votes by list ------------------------------------------------------------------------------------------------
 */

static void vote_cell(const scrut_report_view *view, scrut_buf *out, const scrut_tally *tally, scrut_figure votes,
                      scrut_figure reference)
{
    int64_t base;
    bool both = scrut_figure_complete(votes) && scrut_figure_complete(reference);
    bool differs = both && votes.value != reference.value;
    if (votes.known == 0) {
        scrut_buf_puts(out, "<td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_buf_puts(out, differs ? "<td class=\"diff\">" : "<td>");
    scrut_say_number(view->language, out, votes.value);
    if (!scrut_figure_complete(votes)) {
        scrut_buf_puts(out, " <small>");
        scrut_say(view->language, out, "from {1n} of {2n}", (int64_t)votes.known, (int64_t)votes.cells);
        scrut_buf_puts(out, "</small>");
    } else if (scrut_report_share_base(view, tally, 0, &base)) {
        scrut_buf_puts(out, " <small>");
        scrut_site_say_percent(view->language, out, votes.value, base);
        scrut_buf_puts(out, "</small>");
    }
    if (differs) {
        scrut_buf_puts(out, "<br><small>\xE2\x89\xA0 ");
        scrut_site_say_signed(view->language, out, votes.value - reference.value);
        scrut_buf_puts(out, "</small>");
    }
    scrut_buf_puts(out, "</td>");
}

static void vote_row(const scrut_report_view *view, scrut_buf *out, uint32_t party)
{
    scrut_figure reference = *scrut_tally_votes(view->votes, 0, party);
    scrut_buf_puts(out, "<tr>");
    scrut_site_party_head(view, out, party);
    for (size_t t = 0; t < view->v->tally_count; t++) {
        const scrut_tally *tally = &view->v->tallies[t];
        vote_cell(view, out, tally, *scrut_tally_votes(tally, 0, party), reference);
    }
    scrut_buf_puts(out, "</tr>\n");
}

static void vote_table(const scrut_report_view *view, scrut_buf *out, bool folded, const char *caption)
{
    scrut_site_table_open(out, caption, "n");
    tally_heads(view, out, SCRUT_KEY("List"));
    for (size_t i = 0; i < view->c->party_count; i++)
        if (view->folded[view->order[i]] == folded)
            vote_row(view, out, view->order[i]);
    scrut_site_table_close(out);
}

void scrut_site_votes(const scrut_report_view *view, scrut_buf *out)
{
    scrut_site_section(view, out, "votes", "Votes by list");
    if (view->votes == NULL) {
        scrut_buf_printf(out, "<p>%s</p></section>\n", scrut_word(view->language, "No votes by list are provided."));
        return;
    }
    vote_table(view, out, false,
               scrut_word(view->language, "Votes over the nation, with the share of valid votes where all are known"));
    if (view->folded_count > 0) {
        scrut_buf_puts(out, "<details><summary>");
        scrut_say_count(view->language, out, "{1n} more list without a seat and below 1\xC2\xA0% everywhere",
                        "{1n} more lists without a seat and below 1\xC2\xA0% everywhere", (int64_t)view->folded_count);
        scrut_buf_puts(out, "</summary>");
        vote_table(view, out, true, scrut_word(view->language, "Votes of the smaller lists"));
        scrut_buf_puts(out, "</details>\n");
    }
    scrut_buf_puts(out, "<p class=\"soft\">");
    scrut_say(view->language, out,
              "A cell marked \xE2\x89\xA0 differs, by the number given, from \xE2\x80\x9C{1s}\xE2\x80\x9D.",
              scrut_report_tally_name(view->votes));
    scrut_buf_puts(out, "</p></section>\n");
}
