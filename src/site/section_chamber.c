/* SPDX-License-Identifier: Apache-2.0
 * section_chamber.c: the answer, and the chamber's seats as announced and as allocated. */
#include "site_internal.h"

/* ---- the answer ------------------------------------------------------------------------------------------------ */

void scrut_site_answer(const scrut_report_view *view, scrut_buf *out)
{
    static const struct {
        const char *title;
        void (*say)(const scrut_report_view *view, scrut_buf *out);
    } ANSWERS[] = {
        {"Who won, by which evidence", scrut_report_say_seats},
        {"What differs or is disputed", scrut_report_say_differences},
        {"What cannot be decided", scrut_report_say_undecided},
    };
    scrut_buf words = {0};
    scrut_buf_puts(out, "<section id=\"answer\" aria-labelledby=\"answer-h\"><h2 id=\"answer-h\">The answer</h2>\n"
                        "<div class=\"answers\">");
    for (size_t i = 0; i < sizeof ANSWERS / sizeof ANSWERS[0]; i++) {
        scrut_buf_printf(out, "<div><h3>%s</h3><p>", ANSWERS[i].title);
        ANSWERS[i].say(view, &words);
        scrut_site_said(out, &words);
        scrut_buf_puts(out, "</p></div>\n");
    }
    scrut_buf_puts(out, "</div></section>\n");
    scrut_buf_free(&words);
}

/* ---- the chamber ------------------------------------------------------------------------------------------------- */

static void drawing(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column, const char *id)
{
    scrut_buf words = {0};
    scrut_buf_puts(out, "<figure>");
    scrut_site_hemicycle(view, out, column, NULL, id, false);
    scrut_buf_puts(out, "<figcaption>");
    scrut_report_put_column(&words, column);
    scrut_site_said(out, &words);
    if (view->c->chamber_fact_count > 0) {
        scrut_buf_puts(out, ". The dashed line stands at seat ");
        scrut_report_put_grouped(out, view->c->chamber_facts[0].seats);
        scrut_buf_puts(out, " from the left (");
        scrut_put_html(out, view->c->chamber_facts[0].name);
        scrut_buf_puts(out, ")");
    }
    scrut_buf_puts(out, ".</figcaption></figure>\n");
    scrut_buf_free(&words);
}

static void drawings(const scrut_report_view *view, scrut_buf *out)
{
    bool two = view->announced != NULL && view->allocated != NULL &&
               !scrut_report_columns_equal(view, view->announced, view->allocated);
    scrut_buf_puts(out, two ? "<div class=\"halves\">" : "<div>");
    drawing(view, out, view->primary, "hemi-a");
    if (two)
        drawing(view, out, view->allocated, "hemi-b");
    scrut_buf_puts(out, "</div>\n");
}

static void seats_head(const scrut_report_view *view, scrut_buf *out)
{
    scrut_buf_puts(out, "<thead><tr><th scope=\"col\">List</th>");
    for (size_t i = 0; i < view->column_count; i++)
        scrut_site_tally_head(
            out, view->columns[i].chamber == NULL ? "Announced: " : "Allocated from: ", view->columns[i].tally);
    if (view->previous != NULL) {
        scrut_site_tally_head(out, "Before: ", view->previous);
        scrut_buf_puts(out, "<th scope=\"col\">Change</th>");
    }
    scrut_buf_puts(out, "</tr></thead><tbody>\n");
}

static void swing_cells(const scrut_report_view *view, scrut_buf *out, uint32_t party)
{
    int64_t before = 0, low = 0, high = 0;
    if (!scrut_report_previous_seats(view, party, &before)) {
        scrut_buf_puts(out, "<td class=\"na\">\xE2\x80\x93</td><td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_buf_puts(out, "<td>");
    scrut_report_put_grouped(out, before);
    if (scrut_report_seats(view, view->primary, 0, party, &low, &high) && low == high) {
        scrut_buf_puts(out, "</td><td>");
        scrut_report_put_signed(out, low - before);
        scrut_buf_puts(out, "</td>");
    } else {
        scrut_buf_puts(out, "</td><td class=\"na\">\xE2\x80\x93</td>");
    }
}

static bool seated(const scrut_report_view *view, size_t party)
{
    int64_t low, high, before;
    for (size_t i = 0; i < view->column_count; i++)
        if (scrut_report_seats(view, &view->columns[i], 0, party, &low, &high) && (low > 0 || high > 0))
            return true;
    return scrut_report_previous_seats(view, party, &before) && before > 0;
}

static void seats_sum_row(const scrut_report_view *view, scrut_buf *out)
{
    scrut_buf_puts(out, "<tr class=\"sum\"><th scope=\"row\">All (certain)</th>");
    for (size_t i = 0; i < view->column_count; i++) {
        int64_t sum;
        scrut_buf_puts(out, "<td>");
        if (scrut_report_seats_sum(view, &view->columns[i], 0, &sum))
            scrut_report_put_grouped(out, sum);
        scrut_buf_puts(out, "</td>");
    }
    scrut_buf_puts(out, view->previous != NULL ? "<td></td><td></td></tr>\n" : "</tr>\n");
}

static void seats_table(const scrut_report_view *view, scrut_buf *out)
{
    size_t without = 0;
    scrut_site_table_open(out, "Seats of each list, as announced and as the rules allocate them", "n");
    seats_head(view, out);
    for (size_t i = 0; i < view->c->party_count; i++) {
        uint32_t party = view->order[i];
        if (!seated(view, party)) {
            without++;
            continue;
        }
        scrut_buf_puts(out, "<tr>");
        scrut_site_party_head(view, out, party);
        for (size_t k = 0; k < view->column_count; k++)
            scrut_site_seats(view, out, &view->columns[k], 0, party);
        if (view->previous != NULL)
            swing_cells(view, out, party);
        scrut_buf_puts(out, "</tr>\n");
    }
    seats_sum_row(view, out);
    scrut_site_table_close(out);
    scrut_buf_puts(out, "<p class=\"soft\">");
    if (without > 0) {
        scrut_report_put_count(out, (int64_t)without, "list without a seat is", "lists without a seat are");
        scrut_buf_puts(out, " not shown here. ");
    }
    scrut_buf_puts(out,
                   "A range means that ties or unknown votes leave seats open; a dash means not given. Lists stand "
                   "in the order of seats, then votes, then their order in the case.");
    if (view->previous != NULL)
        scrut_buf_puts(out, " \xE2\x80\x9C"
                            "Before\xE2\x80\x9D adds the seats of the lists that the case names as "
                            "predecessors; the change is that of the first set of seats the drawing shows.");
    scrut_buf_puts(out, "</p>\n");
}

static void facts_table(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_case *c = view->c;
    if (c->chamber_fact_count == 0)
        return;
    scrut_buf words = {0};
    scrut_site_table_open(out, "What the seats mean in this chamber", "t");
    scrut_buf_puts(out, "<thead><tr><th scope=\"col\">Seats</th><th scope=\"col\">Set of figures</th>"
                        "<th scope=\"col\">Who reaches it</th></tr></thead><tbody>\n");
    for (size_t f = 0; f < c->chamber_fact_count; f++) {
        const scrut_chamber_fact *fact = &c->chamber_facts[f];
        for (size_t i = 0; i < view->column_count; i++) {
            scrut_buf_puts(out, "<tr><th scope=\"row\">");
            scrut_put_name(out, fact->name);
            scrut_buf_puts(out, ": ");
            scrut_report_put_grouped(out, fact->seats);
            scrut_buf_puts(out, fact->verified ? "" : " <span class=\"tag warning\">not verified</span>");
            scrut_buf_puts(out, "</th><td>");
            scrut_report_put_column(&words, &view->columns[i]);
            scrut_site_said(out, &words);
            scrut_buf_puts(out, "</td><td>");
            scrut_report_say_reach(view, &words, &view->columns[i], fact);
            scrut_site_said(out, &words);
            scrut_buf_puts(out, "</td></tr>\n");
        }
    }
    scrut_site_table_close(out);
    scrut_buf_free(&words);
}

void scrut_site_chamber(const scrut_report_view *view, scrut_buf *out)
{
    scrut_buf_puts(out, "<section id=\"seats\" aria-labelledby=\"seats-h\"><h2 id=\"seats-h\">Seats</h2>\n");
    if (view->primary == NULL) {
        scrut_buf_puts(out,
                       "<p>No seats are announced, and none could be allocated from the votes given.</p></section>\n");
        return;
    }
    drawings(view, out);
    seats_table(view, out);
    facts_table(view, out);
    scrut_buf_puts(out, "</section>\n");
}
