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
        {SCRUT_KEY("Who won, by which evidence"), scrut_report_say_seats},
        {SCRUT_KEY("What differs or is disputed"), scrut_report_say_differences},
        {SCRUT_KEY("What cannot be decided"), scrut_report_say_undecided},
    };
    scrut_buf words = {0};
    scrut_site_section(view, out, "answer", "The answer");
    scrut_buf_puts(out, "<div class=\"answers\">");
    for (size_t i = 0; i < sizeof ANSWERS / sizeof ANSWERS[0]; i++) {
        scrut_buf_printf(out, "<div><h3>%s</h3><p>", scrut_word(view->language, ANSWERS[i].title));
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
    scrut_site_hemicycle(view, NULL, out, column, NULL, id);
    scrut_buf_puts(out, "<figcaption>");
    scrut_report_put_column(view->language, &words, column);
    scrut_site_said(out, &words);
    if (view->c->chamber_fact_count > 0)
        scrut_say(view->language, out, ". The dashed line stands at seat {1n} from the left ({2s})",
                  view->c->chamber_facts[0].seats, view->c->chamber_facts[0].name);
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
    scrut_buf_printf(out, "<thead><tr><th scope=\"col\">%s</th>", scrut_word(view->language, "List"));
    for (size_t i = 0; i < view->column_count; i++)
        scrut_site_tally_head(out,
                              view->columns[i].chamber == NULL ? scrut_word(view->language, "Announced: ")
                                                               : scrut_word(view->language, "Allocated from: "),
                              view->columns[i].tally);
    if (view->previous != NULL) {
        scrut_site_tally_head(out, scrut_word(view->language, "Before: "), view->previous);
        scrut_buf_printf(out, "<th scope=\"col\">%s</th>", scrut_word(view->language, "Change"));
    }
    scrut_buf_puts(out, "</tr></thead><tbody>\n");
}

static void swing_cells(const scrut_report_view *view, scrut_buf *out, uint32_t party)
{
    int64_t before = 0, low = 0, high = 0;
    if (!scrut_report_previous_seats(view, 0, party, &before)) {
        scrut_buf_puts(out, "<td class=\"na\">\xE2\x80\x93</td><td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_buf_puts(out, "<td>");
    scrut_say_number(view->language, out, before);
    if (scrut_report_seats(view, view->primary, 0, party, &low, &high) && low == high) {
        scrut_buf_puts(out, "</td><td>");
        scrut_site_say_signed(view->language, out, low - before);
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
    return scrut_report_previous_seats(view, 0, party, &before) && before > 0;
}

static void seats_sum_row(const scrut_report_view *view, scrut_buf *out)
{
    scrut_buf_printf(out, "<tr class=\"sum\"><th scope=\"row\">%s</th>", scrut_word(view->language, "All (certain)"));
    for (size_t i = 0; i < view->column_count; i++) {
        int64_t sum;
        scrut_buf_puts(out, "<td>");
        if (scrut_report_seats_sum(view, &view->columns[i], 0, &sum))
            scrut_say_number(view->language, out, sum);
        scrut_buf_puts(out, "</td>");
    }
    scrut_buf_puts(out, view->previous != NULL ? "<td></td><td></td></tr>\n" : "</tr>\n");
}

static void seats_table(const scrut_report_view *view, scrut_buf *out)
{
    size_t without = 0;
    scrut_site_table_open(
        out, scrut_word(view->language, "Seats of each list, as announced and as the rules allocate them"), "n");
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
    if (without > 0)
        scrut_say_count(view->language, out, "{1n} list without a seat is not shown here. ",
                        "{1n} lists without a seat are not shown here. ", (int64_t)without);
    scrut_buf_puts(out, scrut_word(view->language,
                                   "A range means that ties or unknown votes leave seats open; a dash means not given. "
                                   "Lists stand in the order of seats, then votes, then their order in the case."));
    if (view->previous != NULL)
        scrut_buf_printf(out, " %s",
                         scrut_word(view->language,
                                    "\xE2\x80\x9C"
                                    "Before\xE2\x80\x9D adds the seats of the lists that the case names as "
                                    "predecessors; the change is that of the first set of seats the drawing shows."));
    scrut_buf_puts(out, "</p>\n");
}

static void facts_table(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_case *c = view->c;
    if (c->chamber_fact_count == 0)
        return;
    scrut_buf words = {0};
    scrut_site_table_open(out, scrut_word(view->language, "What the seats mean in this chamber"), "t");
    scrut_site_heads(
        view, out, (const char *const[]){SCRUT_KEY("Seats"), SCRUT_KEY("Set of figures"), SCRUT_KEY("Who reaches it")},
        3, 0);
    for (size_t f = 0; f < c->chamber_fact_count; f++) {
        const scrut_chamber_fact *fact = &c->chamber_facts[f];
        for (size_t i = 0; i < view->column_count; i++) {
            scrut_buf_puts(out, "<tr><th scope=\"row\">");
            scrut_put_name(out, fact->name);
            scrut_buf_puts(out, ": ");
            scrut_say_number(view->language, out, fact->seats);
            if (!fact->verified)
                scrut_buf_printf(out, " <span class=\"tag warning\">%s</span>",
                                 scrut_word(view->language, "not verified"));
            scrut_buf_puts(out, "</th><td>");
            scrut_report_put_column(view->language, &words, &view->columns[i]);
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
    scrut_site_section(view, out, "seats", "Seats");
    if (view->primary == NULL) {
        scrut_buf_printf(
            out, "<p>%s</p></section>\n",
            scrut_word(view->language, "No seats are announced, and none could be allocated from the votes given."));
        return;
    }
    drawings(view, out);
    seats_table(view, out);
    facts_table(view, out);
    scrut_buf_puts(out, "</section>\n");
}
