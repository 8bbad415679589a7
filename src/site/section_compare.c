/* SPDX-License-Identifier: Apache-2.0
 * section_compare.c: every pair of sources: where they are equal, where and in whose favour they differ. */
#include "site_internal.h"

#include <string.h>

#define CELLS_SHOWN 60 /* differing figures listed of one pair */

/* ---- pairs in one table ---------------------------------------------------------------------------------------- */

/* With `page` a link to its cells. */
static void tally_name(const scrut_report_view *view, const scrut_page *page, scrut_buf *out, const scrut_tally *tally)
{
    if (page != NULL) {
        scrut_buf_puts(out, "<a href=\"#");
        scrut_site_tally_anchor(view, out, tally);
        scrut_buf_puts(out, "\">");
    }
    scrut_put_name(out, scrut_report_tally_name(tally));
    scrut_buf_puts(out, page != NULL ? "</a>" : "");
}

static void pair_head(const scrut_report_view *view, const scrut_page *page, scrut_buf *out, const scrut_tally *a,
                      const scrut_tally *b)
{
    scrut_buf_puts(out, "<tr><th scope=\"row\">");
    tally_name(view, page, out, a);
    scrut_buf_printf(out, "<br><small>%s</small> ", scrut_word(view->language, "against"));
    tally_name(view, page, out, b);
    scrut_buf_puts(out, "</th>");
}

static void number(const scrut_report_view *view, scrut_buf *out, int64_t value, bool marked)
{
    scrut_buf_puts(out, marked && value != 0 ? "<td class=\"diff\">\xE2\x89\xA0 " : "<td>");
    scrut_say_number(view->language, out, value);
    scrut_buf_puts(out, "</td>");
}

static void pair_numbers(const scrut_report_view *view, scrut_buf *out, int64_t equal, int64_t different,
                         int64_t only_first, int64_t only_second)
{
    number(view, out, equal + different, false);
    number(view, out, equal, false);
    number(view, out, different, true);
    number(view, out, only_first, false);
    number(view, out, only_second, false);
    scrut_buf_puts(out, "</tr>\n");
}

static void seats_numbers(const scrut_report_view *view, scrut_buf *out, int64_t equal, int64_t possible,
                          int64_t different)
{
    number(view, out, equal + possible + different, false);
    number(view, out, equal, false);
    number(view, out, possible, false);
    number(view, out, different, true);
    scrut_buf_puts(out, "</tr>\n");
}

static void sum_head(const scrut_report_view *view, scrut_buf *out)
{
    scrut_buf_printf(out, "<tr class=\"sum\"><th scope=\"row\">%s</th>", scrut_word(view->language, "All pairs"));
}

static void pairs_table(const scrut_report_view *view, const scrut_page *page, scrut_buf *out)
{
    const scrut_verdict *v = view->v;
    int64_t equal = 0, different = 0, only_first = 0, only_second = 0;
    scrut_buf_puts(out, "<div id=\"compared\">");
    scrut_site_table_open(out, scrut_word(view->language, "Figures of two sources, at every level that both give"),
                          "n");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("Pair"), SCRUT_KEY("In both"), SCRUT_KEY("Equal"),
                                           SCRUT_KEY("Different"), SCRUT_KEY("Only in the first"),
                                           SCRUT_KEY("Only in the second")},
                     6, 0);
    for (size_t i = 0; i < v->comparison_count; i++) {
        const scrut_comparison *c = &v->comparisons[i];
        pair_head(view, page, out, c->a, c->b);
        pair_numbers(view, out, c->equal, c->different, c->missing_b, c->missing_a);
        equal += c->equal;
        different += c->different;
        only_first += c->missing_b;
        only_second += c->missing_a;
    }
    sum_head(view, out);
    pair_numbers(view, out, equal, different, only_first, only_second);
    scrut_site_table_close(out);
    scrut_buf_puts(out, "</div>\n");
}

/* How often announced seats are those by the rules, constituency by constituency. */
static void seats_pairs_table(const scrut_report_view *view, const scrut_page *page, scrut_buf *out)
{
    const scrut_verdict *v = view->v;
    int64_t equal = 0, possible = 0, different = 0;
    if (v->seats_comparison_count == 0)
        return;
    scrut_buf_puts(out, "<div id=\"compared-seats\">");
    scrut_site_table_open(
        out, scrut_word(view->language, "Constituencies in which announced seats are those that the rules give"), "n");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("Pair"), SCRUT_KEY("In both"), SCRUT_KEY("Agree"),
                                           SCRUT_KEY("Possible"), SCRUT_KEY("Do not agree")},
                     5, 0);
    for (size_t i = 0; i < v->seats_comparison_count; i++) {
        const scrut_seats_comparison *s = &v->seats_comparisons[i];
        pair_head(view, page, out, s->announcement, s->tally);
        seats_numbers(view, out, s->constituencies_equal, s->constituencies_possible, s->constituencies_different);
        equal += s->constituencies_equal;
        possible += s->constituencies_possible;
        different += s->constituencies_different;
    }
    sum_head(view, out);
    seats_numbers(view, out, equal, possible, different);
    scrut_site_table_close(out);
    scrut_buf_puts(out, "</div>\n");
}

/* ---- figures that differ ------------------------------------------------------------------------------------------
 */

static void cell_row(const scrut_report_view *view, scrut_buf *out, const scrut_compare_cell *cell, scrut_buf *words)
{
    scrut_buf_puts(out, "<tr><th scope=\"row\">");
    scrut_site_unit(view, out, cell->unit);
    scrut_buf_puts(out, "</th><td class=\"l\">");
    scrut_report_put_figure_name(view, words, cell->column);
    scrut_site_said(out, words);
    scrut_buf_puts(out, "</td><td>");
    scrut_say_number(view->language, out, cell->a);
    scrut_buf_puts(out, "</td><td>");
    scrut_say_number(view->language, out, cell->b);
    scrut_buf_puts(out, "</td><td class=\"diff\">");
    scrut_site_say_signed(view->language, out, cell->b - cell->a);
    scrut_buf_puts(out, "</td></tr>\n");
}

/* Sum over constituencies of what the second gives each list more or less, where both give votes. */
static void favour_line(const scrut_report_view *view, scrut_buf *out, const scrut_comparison *comparison)
{
    size_t parties = view->c->party_count;
    int64_t *net = scrut_arena_calloc(view->arena, parties, sizeof *net);
    if (net == NULL) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < comparison->cell_count; i++) {
        const scrut_compare_cell *cell = &comparison->cells[i];
        bool votes = cell->column >= SCRUT_FIELD_COUNT && cell->column < SCRUT_FIELD_COUNT + parties;
        if (cell->state == SCRUT_COMPARE_DIFFERENT && votes && cell->unit > 0 &&
            cell->unit <= view->c->constituency_count)
            net[cell->column - SCRUT_FIELD_COUNT] += cell->b - cell->a;
    }
    scrut_buf lists = {0};
    size_t said = 0;
    for (size_t i = 0; i < parties && said < 8; i++) {
        uint32_t party = view->order[i];
        if (net[party] == 0)
            continue;
        scrut_buf_puts(&lists, said++ > 0 ? ", " : "");
        scrut_put_name(&lists, view->c->parties[party].id);
        scrut_buf_putc(&lists, ' ');
        scrut_site_say_signed(view->language, &lists, net[party]);
    }
    if (said > 0 && lists.bytes != NULL) {
        scrut_buf_puts(out, "<p>");
        scrut_say(view->language, out, "The second gives, summed over constituencies: {1r} votes.", lists.bytes);
        scrut_buf_puts(out, "</p>\n");
    }
    out->failed = out->failed || lists.failed;
    scrut_buf_free(&lists);
}

static void differing_cells(const scrut_report_view *view, scrut_buf *out, const scrut_comparison *comparison)
{
    scrut_buf words = {0};
    size_t shown = 0;
    scrut_buf_puts(out, "<details><summary>");
    scrut_report_say_comparison(view, &words, comparison);
    scrut_site_said(out, &words);
    scrut_buf_puts(out, "</summary>\n");
    favour_line(view, out, comparison);
    scrut_site_table_open(out, scrut_word(view->language, "Figures that differ (second minus first)"), "n");
    scrut_buf_printf(out, "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\" class=\"l\">%s</th>",
                     scrut_word(view->language, "Place"), scrut_word(view->language, "Figure"));
    scrut_site_tally_head(out, "", comparison->a);
    scrut_site_tally_head(out, "", comparison->b);
    scrut_buf_printf(out, "<th scope=\"col\">%s</th></tr></thead><tbody>\n", scrut_word(view->language, "Difference"));
    for (size_t i = 0; i < comparison->cell_count && shown < CELLS_SHOWN; i++) {
        if (comparison->cells[i].state != SCRUT_COMPARE_DIFFERENT)
            continue;
        cell_row(view, out, &comparison->cells[i], &words);
        shown++;
    }
    scrut_site_table_close(out);
    if (comparison->different > (int64_t)shown)
        scrut_site_more(view, out, "The first {1n}; all are in results.json.",
                        "The first {1n}; all are in results.json.", shown);
    scrut_buf_puts(out, "</details>\n");
    scrut_buf_free(&words);
}

/* ---- stations and seats ---------------------------------------------------------------------------------------------
 */

static void net_cells(const scrut_report_view *view, scrut_buf *out, const scrut_station_comparison *s)
{
    size_t said = 0;
    scrut_buf_puts(out, "<td class=\"l\">");
    for (size_t i = 0; i < view->c->party_count && said < 6; i++) {
        uint32_t party = view->order[i];
        if (s->gross[party] == 0)
            continue;
        scrut_buf_puts(out, said++ > 0 ? ", " : "");
        scrut_put_name(out, view->c->parties[party].id);
        scrut_buf_putc(out, ' ');
        scrut_site_say_signed(view->language, out, s->net[party]);
        scrut_buf_puts(out, " <small>");
        scrut_say(view->language, out, "(gross {1n})", s->gross[party]);
        scrut_buf_puts(out, "</small>");
    }
    scrut_buf_printf(out, "%s</td>", said == 0 ? scrut_word(view->language, "none") : "");
}

static void stations_table(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_verdict *v = view->v;
    if (v->station_comparison_count == 0)
        return;
    scrut_buf_printf(out, "<h3>%s</h3>\n", scrut_word(view->language, "Station by station"));
    scrut_site_table_open(out, scrut_word(view->language, "Two sets of returns, station by station"), "n");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("Pair"), SCRUT_KEY("In both"), SCRUT_KEY("Differing"),
                                           SCRUT_KEY("Only first"), SCRUT_KEY("Only second"),
                                           SCRUT_KEY("Votes, second minus first")},
                     6, 0x20);
    for (size_t i = 0; i < v->station_comparison_count; i++) {
        const scrut_station_comparison *s = &v->station_comparisons[i];
        scrut_buf_puts(out, "<tr><th scope=\"row\">");
        scrut_put_name(out, s->a->about.title != NULL ? s->a->about.title : s->a->about.id);
        scrut_buf_printf(out, "<br><small>%s</small> ", scrut_word(view->language, "against"));
        scrut_put_name(out, s->b->about.title != NULL ? s->b->about.title : s->b->about.id);
        scrut_buf_puts(out, "</th>");
        number(view, out, s->in_both, false);
        number(view, out, s->differing, true);
        number(view, out, s->only_a, false);
        number(view, out, s->only_b, false);
        net_cells(view, out, s);
        scrut_buf_puts(out, "</tr>\n");
    }
    scrut_site_table_close(out);
}

static void seat_differences(const scrut_report_view *view, scrut_buf *out, const scrut_seats_comparison *s)
{
    for (size_t i = 0; i < s->difference_count; i++) {
        const struct scrut_seat_difference *d = &s->differences[i];
        scrut_buf_puts(out, i == 0 ? "<ul>" : "");
        scrut_buf_puts(out, "<li>");
        scrut_site_unit(view, out, d->unit);
        scrut_buf_puts(out, ": ");
        scrut_say(view->language, out, "{1s} {2n} by the rules, {3n} announced", view->c->parties[d->party].id,
                  d->allocated, d->announced);
        scrut_buf_puts(out, "</li>\n");
    }
    scrut_buf_puts(out, s->difference_count > 0 ? "</ul>" : "");
}

static void seats_list(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_verdict *v = view->v;
    scrut_buf words = {0};
    if (v->seats_comparison_count == 0)
        return;
    scrut_buf_printf(out, "<h3>%s</h3>\n<ul>\n",
                     scrut_word(view->language, "Seats by the rules against seats announced"));
    for (size_t i = 0; i < v->seats_comparison_count; i++) {
        scrut_buf_puts(out, "<li>");
        scrut_report_say_seats_comparison(view, &words, &v->seats_comparisons[i]);
        scrut_site_said(out, &words);
        seat_differences(view, out, &v->seats_comparisons[i]);
        scrut_buf_puts(out, "</li>\n");
    }
    scrut_buf_puts(out, "</ul>\n");
    scrut_buf_free(&words);
}

void scrut_site_comparisons(const scrut_report_view *view, const scrut_page *page, scrut_buf *out)
{
    const scrut_verdict *v = view->v;
    scrut_site_section(view, out, "comparisons", "Comparisons");
    if (v->comparison_count + v->station_comparison_count + v->seats_comparison_count == 0)
        scrut_buf_printf(out, "<p>%s</p>\n",
                         scrut_word(view->language, "The case holds one set of figures, so there is nothing to compare "
                                                    "it with."));
    seats_pairs_table(view, page, out);
    seats_list(view, out);
    if (v->comparison_count > 0) {
        scrut_buf_printf(out, "<h3>%s</h3>\n", scrut_word(view->language, "Votes and ballots"));
        pairs_table(view, page, out);
        for (size_t i = 0; i < v->comparison_count; i++)
            if (v->comparisons[i].different > 0)
                differing_cells(view, out, &v->comparisons[i]);
    }
    stations_table(view, out);
    scrut_buf_printf(out, "<p class=\"soft\">%s</p></section>\n",
                     scrut_word(view->language,
                                "A figure that only one side gives, or gives for a part of the stations, "
                                "is not compared."));
}
