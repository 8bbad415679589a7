/* SPDX-License-Identifier: Apache-2.0
 * html_constituencies.c: the seats of every constituency: a table of all, and one explained at a time. */
#include "site_internal.h"

#define COLUMNS_MAX 12  /* lists with a column of their own in the table of all */
#define FULL_MAX 150    /* more constituencies than this: ladders in short form */
#define DETAILS_MAX 400 /* more than this: only those that are not plain are explained */

/* ---- what is known of one constituency --------------------------------------------------------------------------- */

static const scrut_constituency_seats *allocation(const scrut_report_view *view, size_t constituency)
{
    return view->allocated == NULL ? NULL : &view->allocated->chamber->constituencies[constituency];
}

static bool announced_differs(const scrut_report_view *view, size_t unit, size_t party)
{
    int64_t low_a = 0, high_a = 0, low_b = 0, high_b = 0;
    if (view->announced == NULL || view->allocated == NULL)
        return false;
    bool known = scrut_report_seats(view, view->announced, unit, party, &low_a, &high_a) &&
                 scrut_report_seats(view, view->allocated, unit, party, &low_b, &high_b);
    return known && high_a >= 0 && (low_a < low_b || low_a > high_b);
}

static bool unit_differs(const scrut_report_view *view, size_t unit)
{
    for (size_t p = 0; p < view->c->party_count; p++)
        if (announced_differs(view, unit, p))
            return true;
    return false;
}

static void state_tag(const scrut_report_view *view, scrut_buf *out, size_t constituency)
{
    static const char *const CLASSES[] = {"ok", "tie", "open", "open"};
    const scrut_constituency_seats *s = allocation(view, constituency);
    if (s == NULL)
        scrut_buf_puts(out, "<span class=\"tag note\">not allocated</span>");
    else
        scrut_buf_printf(out, "<span class=\"tag %s\">%s</span>", CLASSES[s->state], scrut_report_state_name(s->state));
    if (unit_differs(view, constituency + 1))
        scrut_buf_puts(out, "<span class=\"tag error\">\xE2\x89\xA0 announced</span>");
}

/* Seats of a list in a unit: the announced ones, or ours; both where they differ. */
static void seat_cell(const scrut_report_view *view, scrut_buf *out, size_t unit, size_t party)
{
    int64_t low, high;
    if (announced_differs(view, unit, party)) {
        scrut_buf_puts(out, "<td class=\"diff\">");
        if (scrut_report_seats(view, view->announced, unit, party, &low, &high))
            scrut_report_put_range(out, low, high);
        scrut_buf_puts(out, " <small>\xE2\x89\xA0 law ");
        if (scrut_report_seats(view, view->allocated, unit, party, &low, &high))
            scrut_report_put_range(out, low, high);
        scrut_buf_puts(out, "</small></td>");
        return;
    }
    bool announced = view->announced != NULL && scrut_report_seats(view, view->announced, unit, party, &low, &high);
    scrut_site_seats(view, out, announced || view->allocated == NULL ? view->announced : view->allocated, unit, party);
}

static bool has_national_seat(const scrut_report_view *view, size_t party)
{
    int64_t low, high;
    return (view->announced != NULL && scrut_report_seats(view, view->announced, 0, party, &low, &high) && low > 0) ||
           (view->allocated != NULL && scrut_report_seats(view, view->allocated, 0, party, &low, &high) && high > 0);
}

/* ---- the table of all ----------------------------------------------------------------------------------------------
 */

static size_t choose_lists(const scrut_report_view *view, uint32_t lists[COLUMNS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < view->c->party_count && count < COLUMNS_MAX; i++)
        if (has_national_seat(view, view->order[i]))
            lists[count++] = view->order[i];
    return count;
}

static void seats_cell(const scrut_report_view *view, scrut_buf *out, size_t constituency)
{
    const scrut_constituency *c = &view->c->constituencies[constituency];
    scrut_buf_puts(out, c->seats_known ? "<td>" : "<td class=\"na\">\xE2\x80\x93");
    if (c->seats_known)
        scrut_report_put_grouped(out, c->seats);
    scrut_buf_puts(out, "</td>");
}

static void overview_row(const scrut_report_view *view, scrut_buf *out, size_t constituency, const uint32_t *lists,
                         size_t count)
{
    scrut_buf_puts(out, "<tr><th scope=\"row\">");
    scrut_put_name(out, scrut_report_constituency_name(view, constituency));
    scrut_site_local(view, out, view->c->constituencies[constituency].name_local);
    scrut_buf_puts(out, "</th>");
    seats_cell(view, out, constituency);
    for (size_t i = 0; i < count; i++)
        seat_cell(view, out, constituency + 1, lists[i]);
    scrut_buf_puts(out, "<td class=\"l\">");
    state_tag(view, out, constituency);
    scrut_buf_puts(out, "</td></tr>\n");
}

static void overview(const scrut_report_view *view, scrut_buf *out)
{
    uint32_t lists[COLUMNS_MAX];
    size_t count = choose_lists(view, lists);
    scrut_site_table_open(out,
                          view->announced != NULL ? "Seats by constituency as announced; \xE2\x89\xA0 where "
                                                    "the rules give other seats"
                                                  : "Seats by constituency as the rules allocate them",
                          "n");
    scrut_buf_puts(out, "<thead><tr><th scope=\"col\">Constituency</th><th scope=\"col\">Seats</th>");
    for (size_t i = 0; i < count; i++) {
        scrut_buf_puts(out, "<th scope=\"col\">");
        scrut_site_svg_mark(view, out, lists[i]);
        scrut_put_name(out, view->c->parties[lists[i]].id);
        scrut_buf_puts(out, "</th>");
    }
    scrut_buf_puts(out, "<th scope=\"col\" class=\"l\">Our allocation</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < view->c->constituency_count; i++)
        overview_row(view, out, i, lists, count);
    scrut_site_table_close(out);
}

/* ---- one constituency
 * ------------------------------------------------------------------------------------------------ */

static void summary_line(const scrut_report_view *view, scrut_buf *out, size_t constituency)
{
    const scrut_report_column *column = view->allocated != NULL ? view->allocated : view->announced;
    const scrut_constituency *c = &view->c->constituencies[constituency];
    int64_t low, high;
    scrut_buf_puts(out, "<summary>");
    scrut_put_name(out, scrut_report_constituency_name(view, constituency));
    scrut_site_local(view, out, c->name_local);
    if (c->seats_known) {
        scrut_buf_puts(out, " \xC2\xB7 ");
        scrut_report_put_count(out, c->seats, "seat", NULL);
    }
    for (size_t i = 0, said = 0; column != NULL && i < view->c->party_count && said < 6; i++) {
        uint32_t party = view->order[i];
        if (!scrut_report_seats(view, column, constituency + 1, party, &low, &high) || (low == 0 && high == 0))
            continue;
        scrut_buf_puts(out, said++ == 0 ? ": " : ", ");
        scrut_put_name(out, view->c->parties[party].id);
        scrut_buf_putc(out, ' ');
        scrut_report_put_range(out, low, high);
    }
    scrut_buf_putc(out, ' ');
    state_tag(view, out, constituency);
    scrut_buf_puts(out, "</summary>\n");
}

/* A list is shown apart with a seat under any column or at least 1 % of the base here. */
static bool shown_here(const scrut_report_view *view, const scrut_tally *tally, size_t unit, size_t party, int64_t base)
{
    int64_t low, high;
    for (size_t i = 0; i < view->column_count; i++)
        if (scrut_report_seats(view, &view->columns[i], unit, party, &low, &high) && (low > 0 || high > 0))
            return true;
    scrut_figure votes = tally != NULL ? *scrut_tally_votes(tally, unit, party) : (scrut_figure){0};
    return votes.known > 0 && (base <= 0 || (scrut_wide)votes.value * 100 >= base);
}

static void list_row(const scrut_report_view *view, scrut_buf *out, size_t constituency, size_t party,
                     const scrut_tally *tally, int64_t base)
{
    const scrut_constituency_seats *s = allocation(view, constituency);
    scrut_buf_puts(out, "<tr><th scope=\"row\">");
    scrut_site_svg_mark(view, out, party);
    scrut_put_name(out, view->c->parties[party].id);
    if (s != NULL && s->why_not != NULL && s->why_not[party] != NULL) {
        scrut_buf_puts(out, " <small>");
        scrut_put_html(out, s->why_not[party]);
        scrut_buf_puts(out, "</small>");
    }
    scrut_buf_puts(out, "</th>");
    if (tally != NULL) {
        scrut_figure votes = *scrut_tally_votes(tally, constituency + 1, party);
        scrut_site_figure(out, votes);
        bool share = base > 0 && scrut_figure_complete(votes);
        scrut_buf_puts(out, share ? "<td>" : "<td class=\"na\">\xE2\x80\x93");
        if (share)
            scrut_report_put_percent(out, votes.value, base);
        scrut_buf_puts(out, "</td>");
    }
    for (size_t k = 0; k < view->column_count; k++)
        scrut_site_seats(view, out, &view->columns[k], constituency + 1, party);
    scrut_buf_puts(out, "</tr>\n");
}

static void others_line(scrut_buf *out, size_t others, int64_t votes)
{
    if (others == 0)
        return;
    scrut_buf_puts(out, "<p class=\"soft\">");
    scrut_report_put_count(out, (int64_t)others, "more list", NULL);
    scrut_buf_puts(out, " without a seat here and below 1\xC2\xA0%: ");
    scrut_report_put_count(out, votes, "vote", NULL);
    scrut_buf_puts(out, " together.</p>\n");
}

static void lists_table(const scrut_report_view *view, scrut_buf *out, size_t constituency)
{
    const scrut_tally *tally = view->allocated != NULL ? view->allocated->tally : view->votes;
    size_t unit = constituency + 1, others = 0;
    int64_t base = 0, others_votes = 0;
    if (tally != NULL && !scrut_report_votes_any(view, tally, unit))
        tally = NULL;
    if (tally != NULL && !scrut_report_share_base(view, tally, unit, &base))
        base = 0;
    scrut_site_table_open(out, tally != NULL ? "Votes and seats of the lists" : "Seats of the lists", "n");
    scrut_buf_puts(out, "<thead><tr><th scope=\"col\">List</th>");
    if (tally != NULL) {
        scrut_site_tally_head(out, "Votes: ", tally);
        scrut_buf_puts(out, "<th scope=\"col\">Share</th>");
    }
    for (size_t k = 0; k < view->column_count; k++)
        scrut_site_tally_head(
            out, view->columns[k].chamber == NULL ? "Announced: " : "Allocated from: ", view->columns[k].tally);
    scrut_buf_puts(out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < view->c->party_count; i++) {
        uint32_t party = view->order[i];
        if (shown_here(view, tally, unit, party, base)) {
            list_row(view, out, constituency, party, tally, base);
        } else if (tally != NULL && scrut_tally_votes(tally, unit, party)->known > 0) {
            others++;
            others_votes += scrut_tally_votes(tally, unit, party)->value;
        }
    }
    scrut_site_table_close(out);
    others_line(out, others, others_votes);
}

static void one(const scrut_report_view *view, scrut_buf *out, size_t constituency)
{
    const scrut_constituency_seats *s = allocation(view, constituency);
    scrut_buf_puts(out, view->c->constituency_count == 1 ? "<details open>" : "<details>");
    summary_line(view, out, constituency);
    if (s != NULL && s->reason != NULL) {
        scrut_buf_puts(out, "<p class=\"warn\">");
        scrut_put_html(out, s->reason);
        scrut_buf_puts(out, "</p>\n");
    }
    lists_table(view, out, constituency);
    if (s != NULL)
        scrut_site_ladder(view, out, s, view->c->constituency_count > FULL_MAX);
    scrut_site_bounds(view, out, constituency);
    scrut_buf_puts(out, "</details>\n");
}

static bool plain(const scrut_report_view *view, size_t constituency)
{
    const scrut_constituency_seats *s = allocation(view, constituency);
    return (s == NULL || s->state == SCRUT_SEATS_DECIDED) && !unit_differs(view, constituency + 1);
}

static void assumptions(const scrut_report_view *view, scrut_buf *out)
{
    for (size_t i = 0; i < view->column_count; i++) {
        const scrut_report_column *column = &view->columns[i];
        if (column->chamber == NULL || column->chamber->assumption == NULL)
            continue;
        scrut_buf_puts(out, "<p class=\"warn\">Allocated from \xE2\x80\x9C");
        scrut_put_name(out, scrut_report_tally_name(column->tally));
        scrut_buf_puts(out, "\xE2\x80\x9D under an assumption: ");
        scrut_put_name(out, column->chamber->assumption);
        scrut_buf_puts(out, "</p>\n");
    }
}

void scrut_site_constituencies(const scrut_report_view *view, scrut_buf *out)
{
    size_t count = view->c->constituency_count;
    scrut_buf_printf(out,
                     "<section id=\"constituencies\" aria-labelledby=\"constituencies-h\"><h2 "
                     "id=\"constituencies-h\">%s</h2>\n",
                     view->c->single_constituency ? "How the seats were won" : "Seats by constituency");
    if (view->primary == NULL || count == 0) {
        scrut_buf_puts(out, "<p>No seats are announced or allocated.</p></section>\n");
        return;
    }
    assumptions(view, out);
    if (count > 1)
        overview(view, out);
    scrut_buf_puts(out, "<h3>Seat by seat</h3>\n");
    for (size_t i = 0; i < count; i++)
        if (count <= DETAILS_MAX || !plain(view, i))
            one(view, out, i);
    if (count > DETAILS_MAX)
        scrut_buf_puts(out, "<p class=\"soft\">Only constituencies that are not decided, or differ from the "
                            "announcement, are explained here; all are in results.json.</p>\n");
    scrut_buf_puts(out, "</section>\n");
}
