/* SPDX-License-Identifier: Apache-2.0
 * section_compare.c: every pair of sources: where they are equal, where and in whose favour they differ. */
#include "site_internal.h"

#include <string.h>

#define CELLS_SHOWN 60 /* differing figures listed of one pair */

/* ---- pairs in one table ---------------------------------------------------------------------------------------- */

static void pair_head(scrut_buf *out, const scrut_tally *a, const scrut_tally *b)
{
    scrut_buf_puts(out, "<tr><th scope=\"row\">");
    scrut_put_name(out, scrut_report_tally_name(a));
    scrut_buf_puts(out, "<br><small>against</small> ");
    scrut_put_name(out, scrut_report_tally_name(b));
    scrut_buf_puts(out, "</th>");
}

static void number(scrut_buf *out, int64_t value, bool marked)
{
    scrut_buf_puts(out, marked && value != 0 ? "<td class=\"diff\">\xE2\x89\xA0 " : "<td>");
    scrut_report_put_grouped(out, value);
    scrut_buf_puts(out, "</td>");
}

static void pairs_table(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_verdict *v = view->v;
    scrut_site_table_open(out, "Figures of two sources, at every level that both give", "n");
    scrut_buf_puts(out, "<thead><tr><th scope=\"col\">Pair</th><th scope=\"col\">Equal</th><th scope=\"col\">Different"
                        "</th><th scope=\"col\">Only in the first</th><th scope=\"col\">Only in the second</th>"
                        "</tr></thead><tbody>\n");
    for (size_t i = 0; i < v->comparison_count; i++) {
        const scrut_comparison *c = &v->comparisons[i];
        pair_head(out, c->a, c->b);
        number(out, c->equal, false);
        number(out, c->different, true);
        number(out, c->missing_b, false);
        number(out, c->missing_a, false);
        scrut_buf_puts(out, "</tr>\n");
    }
    scrut_site_table_close(out);
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
    scrut_report_put_grouped(out, cell->a);
    scrut_buf_puts(out, "</td><td>");
    scrut_report_put_grouped(out, cell->b);
    scrut_buf_puts(out, "</td><td class=\"diff\">");
    scrut_report_put_signed(out, cell->b - cell->a);
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
    size_t said = 0;
    for (size_t i = 0; i < parties && said < 8; i++) {
        uint32_t party = view->order[i];
        if (net[party] == 0)
            continue;
        scrut_buf_puts(out, said++ == 0 ? "<p>The second gives, summed over constituencies: " : ", ");
        scrut_put_name(out, view->c->parties[party].id);
        scrut_buf_putc(out, ' ');
        scrut_report_put_signed(out, net[party]);
    }
    scrut_buf_puts(out, said > 0 ? " votes.</p>\n" : "");
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
    scrut_site_table_open(out, "Figures that differ (second minus first)", "n");
    scrut_buf_puts(out, "<thead><tr><th scope=\"col\">Place</th><th scope=\"col\" class=\"l\">Figure</th>");
    scrut_site_tally_head(out, "", comparison->a);
    scrut_site_tally_head(out, "", comparison->b);
    scrut_buf_puts(out, "<th scope=\"col\">Difference</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < comparison->cell_count && shown < CELLS_SHOWN; i++) {
        if (comparison->cells[i].state != SCRUT_COMPARE_DIFFERENT)
            continue;
        cell_row(view, out, &comparison->cells[i], &words);
        shown++;
    }
    scrut_site_table_close(out);
    if (comparison->different > (int64_t)shown)
        scrut_buf_printf(out, "<p class=\"soft\">The first %zu; all are in results.json.</p>\n", shown);
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
        scrut_report_put_signed(out, s->net[party]);
        scrut_buf_puts(out, " <small>(gross ");
        scrut_report_put_grouped(out, s->gross[party]);
        scrut_buf_puts(out, ")</small>");
    }
    scrut_buf_puts(out, said == 0 ? "none</td>" : "</td>");
}

static void stations_table(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_verdict *v = view->v;
    if (v->station_comparison_count == 0)
        return;
    scrut_buf_puts(out, "<h3>Station by station</h3>\n");
    scrut_site_table_open(out, "Two sets of returns, station by station", "n");
    scrut_buf_puts(out,
                   "<thead><tr><th scope=\"col\">Pair</th><th scope=\"col\">In both</th><th scope=\"col\">Differing"
                   "</th><th scope=\"col\">Only first</th><th scope=\"col\">Only second</th>"
                   "<th scope=\"col\" class=\"l\">Votes, second minus first</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < v->station_comparison_count; i++) {
        const scrut_station_comparison *s = &v->station_comparisons[i];
        scrut_buf_puts(out, "<tr><th scope=\"row\">");
        scrut_put_name(out, s->a->about.title != NULL ? s->a->about.title : s->a->about.id);
        scrut_buf_puts(out, "<br><small>against</small> ");
        scrut_put_name(out, s->b->about.title != NULL ? s->b->about.title : s->b->about.id);
        scrut_buf_puts(out, "</th>");
        number(out, s->in_both, false);
        number(out, s->differing, true);
        number(out, s->only_a, false);
        number(out, s->only_b, false);
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
        scrut_put_name(out, view->c->parties[d->party].id);
        scrut_buf_printf(out, " %lld by the rules, %lld announced</li>\n", (long long)d->allocated,
                         (long long)d->announced);
    }
    scrut_buf_puts(out, s->difference_count > 0 ? "</ul>" : "");
}

static void seats_list(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_verdict *v = view->v;
    scrut_buf words = {0};
    if (v->seats_comparison_count == 0)
        return;
    scrut_buf_puts(out, "<h3>Seats by the rules against seats announced</h3>\n<ul>\n");
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

void scrut_site_comparisons(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_verdict *v = view->v;
    scrut_buf_puts(out, "<section id=\"comparisons\" aria-labelledby=\"comparisons-h\"><h2 id=\"comparisons-h\">"
                        "Comparisons</h2>\n");
    if (v->comparison_count + v->station_comparison_count + v->seats_comparison_count == 0)
        scrut_buf_puts(out, "<p>The case holds one set of figures, so there is nothing to compare it with.</p>\n");
    seats_list(view, out);
    if (v->comparison_count > 0) {
        scrut_buf_puts(out, "<h3>Votes and ballots</h3>\n");
        pairs_table(view, out);
        for (size_t i = 0; i < v->comparison_count; i++)
            if (v->comparisons[i].different > 0)
                differing_cells(view, out, &v->comparisons[i]);
    }
    stations_table(view, out);
    scrut_buf_puts(out, "<p class=\"soft\">A figure that only one side gives, or gives for a part of the stations, is "
                        "not compared.</p></section>\n");
}
