/* SPDX-License-Identifier: Apache-2.0
 * section_constituencies.c: the seats of every constituency: a table of all, and one explained at a time. */
#include "pictures_internal.h"

#define COLUMNS_FEW 3   /* sets of seats that a table has room for */
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

bool scrut_site_unit_differs(const scrut_report_view *view, size_t unit)
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
        scrut_buf_printf(out, "<span class=\"tag note\">%s</span>", scrut_word(view->language, "not allocated"));
    else
        scrut_buf_printf(out, "<span class=\"tag %s\">%s</span>", CLASSES[s->state],
                         scrut_word(view->language, scrut_report_state_name(s->state)));
    if (scrut_site_unit_differs(view, constituency + 1))
        scrut_buf_printf(out, "<span class=\"tag error\">\xE2\x89\xA0 %s</span>",
                         scrut_word(view->language, "announced"));
}

/* Seats of a list in a unit: the announced ones, or ours; both where they differ. */
static void seat_cell(const scrut_report_view *view, scrut_buf *out, size_t unit, size_t party)
{
    int64_t low, high;
    if (announced_differs(view, unit, party)) {
        scrut_buf_puts(out, "<td class=\"diff\">");
        if (scrut_report_seats(view, view->announced, unit, party, &low, &high))
            scrut_report_say_range(view->language, out, low, high);
        scrut_buf_printf(out, " <small>\xE2\x89\xA0 %s ", scrut_word(view->language, "law"));
        if (scrut_report_seats(view, view->allocated, unit, party, &low, &high))
            scrut_report_say_range(view->language, out, low, high);
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
        scrut_say_number(view->language, out, c->seats);
    scrut_buf_puts(out, "</td>");
}

/* ---- what a page adds: margins, findings, stations ---- */

typedef struct {
    const scrut_report_view *view;
    const scrut_page *page; /* NULL: none of this */
    const scrut_margins *margins;
    const scrut_materiality *materiality;
    uint32_t lists[COLUMNS_MAX];
    size_t list_count;
} all;

static void ballots_cell(const all *a, scrut_buf *out, const scrut_closest_seat *seat, const scrut_ballots *ballots)
{
    scrut_buf plain = {0};
    if (!seat->weighed) {
        scrut_buf_puts(out, "<td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_report_say_ballots(a->view->language, &plain, ballots);
    scrut_buf_puts(out, "<td>");
    scrut_buf_puts(out, plain.bytes != NULL ? plain.bytes : "");
    scrut_buf_puts(out, "</td>");
    out->failed = out->failed || plain.failed;
    scrut_buf_free(&plain);
}

static int64_t count_findings(const scrut_site *site, size_t constituency)
{
    int64_t count = 0;
    for (uint32_t i = site->of_constituency.first[constituency]; i != SCRUT_NONE; i = site->of_constituency.next[i])
        count++;
    return count;
}

static void findings_cell(const all *a, scrut_buf *out, size_t constituency)
{
    int64_t count = count_findings(a->page->site, constituency);
    if (count == 0) {
        scrut_buf_puts(out, "<td class=\"z\">");
        scrut_say_number(a->view->language, out, 0);
        scrut_buf_puts(out, "</td>");
        return;
    }
    scrut_buf_puts(out, "<td><a ");
    scrut_page_anchor(a->page, out, SCRUT_FILE_CONSTITUENCY, constituency, "findings");
    scrut_buf_puts(out, ">");
    scrut_say_number(a->view->language, out, count);
    scrut_buf_puts(out, "</a></td>");
}

static void stake_cells(const all *a, scrut_buf *out, size_t constituency)
{
    if (a->materiality == NULL)
        return;
    const scrut_place_effect *place = &a->materiality->places[constituency];
    scrut_buf_puts(out, "<td>");
    scrut_report_say_range(a->view->language, out, place->tainted.low,
                           place->tainted.high + place->tainted.restored_high);
    scrut_buf_puts(out, "</td><td class=\"l s\">");
    if (place->findings > 0)
        scrut_site_effect_tag(a->view, out, place->seat, place->seat_known);
    scrut_buf_puts(out, "</td>");
}

static void stations_cell(const all *a, scrut_buf *out, size_t constituency)
{
    const scrut_site *site = a->page->site;
    if (site->sources == NULL)
        return;
    if (site->first_list[constituency] == SCRUT_NONE) {
        scrut_buf_puts(out, "<td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_buf_puts(out, "<td><a ");
    scrut_page_href(a->page, out, SCRUT_FILE_STATIONS, site->first_list[constituency]);
    scrut_buf_puts(out, ">");
    scrut_say_number(a->view->language, out,
                     (int64_t)site->constituency_from[constituency + 1] - site->constituency_from[constituency]);
    scrut_buf_puts(out, "</a></td>");
}

static void page_cells(const all *a, scrut_buf *out, size_t constituency)
{
    if (a->margins != NULL) {
        const scrut_closest_seat *seat = &a->margins->closest[constituency];
        ballots_cell(a, out, seat, &seat->could);
        ballots_cell(a, out, seat, &seat->would);
    }
    findings_cell(a, out, constituency);
    stake_cells(a, out, constituency);
    stations_cell(a, out, constituency);
}

static void overview_row(const all *a, scrut_buf *out, size_t constituency)
{
    const scrut_report_view *view = a->view;
    scrut_buf_puts(out, a->page != NULL ? "<tr data-part=\"1\"><th scope=\"row\">" : "<tr><th scope=\"row\">");
    if (a->page != NULL) {
        scrut_page_constituency(a->page, out, constituency);
    } else {
        scrut_put_name(out, scrut_report_constituency_name(view, constituency));
        scrut_site_local(view, out, view->c->constituencies[constituency].name_local);
    }
    scrut_buf_puts(out, "</th>");
    seats_cell(view, out, constituency);
    for (size_t i = 0; i < a->list_count; i++)
        seat_cell(view, out, constituency + 1, a->lists[i]);
    scrut_buf_puts(out, "<td class=\"l s\">");
    state_tag(view, out, constituency);
    scrut_buf_puts(out, "</td>");
    if (a->page != NULL)
        page_cells(a, out, constituency);
    scrut_buf_puts(out, "</tr>\n");
}

static void head(const all *a, scrut_buf *out, const char *key, bool text)
{
    scrut_buf_printf(out, "<th scope=\"col\"%s>%s</th>", text ? " class=\"l\"" : "",
                     scrut_word(a->view->language, key));
}

static void overview_heads(const all *a, scrut_buf *out)
{
    scrut_buf_puts(out, "<thead><tr>");
    head(a, out, SCRUT_KEY("Constituency"), false);
    head(a, out, SCRUT_KEY("Seats"), false);
    for (size_t i = 0; i < a->list_count; i++) {
        scrut_buf_puts(out, "<th scope=\"col\">");
        scrut_site_svg_mark(a->view, out, a->lists[i]);
        scrut_put_name(out, a->view->c->parties[a->lists[i]].id);
        scrut_buf_puts(out, "</th>");
    }
    head(a, out, SCRUT_KEY("Our allocation"), true);
    if (a->page != NULL && a->margins != NULL) {
        head(a, out, SCRUT_KEY("Closest seat: could"), false);
        head(a, out, SCRUT_KEY("would"), false);
    }
    if (a->page != NULL)
        head(a, out, SCRUT_KEY("Findings"), false);
    if (a->page != NULL && a->materiality != NULL) {
        head(a, out, SCRUT_KEY("Ballots concerned"), false);
        head(a, out, SCRUT_KEY("Enough for a seat?"), true);
    }
    if (a->page != NULL && a->page->site->sources != NULL)
        head(a, out, SCRUT_KEY("Stations"), false);
    scrut_buf_puts(out, a->page != NULL ? "</tr></thead><tbody id=\"rows\">\n" : "</tr></thead><tbody>\n");
}

void scrut_site_constituencies_table(const scrut_report_view *view, const scrut_page *page, scrut_buf *out)
{
    all a = {.view = view,
             .page = page,
             .margins = scrut_site_margins_shown(view),
             .materiality = scrut_site_materiality_shown(view)};
    a.list_count = choose_lists(view, a.lists);
    scrut_site_table_open(out,
                          view->announced != NULL
                              ? scrut_word(view->language, "Seats by constituency as announced; \xE2\x89\xA0 where the "
                                                           "rules give other seats")
                              : scrut_word(view->language, "Seats by constituency as the rules allocate them"),
                          page != NULL ? "n sortable" : "n");
    overview_heads(&a, out);
    for (size_t i = 0; i < view->c->constituency_count; i++)
        overview_row(&a, out, i);
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
        scrut_say_count(view->language, out, "{1n} seat", "{1n} seats", c->seats);
    }
    for (size_t i = 0, said = 0; column != NULL && i < view->c->party_count && said < 6; i++) {
        uint32_t party = view->order[i];
        if (!scrut_report_seats(view, column, constituency + 1, party, &low, &high) || (low == 0 && high == 0))
            continue;
        scrut_buf_puts(out, said++ == 0 ? ": " : ", ");
        scrut_put_name(out, view->c->parties[party].id);
        scrut_buf_putc(out, ' ');
        scrut_report_say_range(view->language, out, low, high);
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

/* Of many sets of figures only the two that the pages speak of first. */
static bool column_shown(const scrut_report_view *view, size_t k)
{
    return view->column_count <= COLUMNS_FEW || &view->columns[k] == view->announced ||
           &view->columns[k] == view->allocated;
}

/* On a page, a link to the row below that names the cells of a figure of this constituency; whether it was put. */
static bool cells_link(const scrut_page *page, scrut_buf *out, size_t constituency, size_t column)
{
    bool told = page != NULL && scrut_site_told_here(page, constituency, column);
    if (told)
        scrut_buf_printf(out, "<a class=\"fig\" href=\"#figure-%zu\">", column);
    return told;
}

static void votes_cells(const scrut_report_view *view, scrut_buf *out, size_t constituency, size_t party,
                        const scrut_tally *tally, int64_t base, const scrut_page *page)
{
    scrut_figure votes = *scrut_tally_votes(tally, constituency + 1, party);
    if (votes.known > 0 && scrut_figure_complete(votes)) {
        scrut_buf_puts(out, "<td>");
        bool linked = cells_link(page, out, constituency, SCRUT_FIELD_COUNT + party);
        scrut_say_number(view->language, out, votes.value);
        scrut_buf_puts(out, linked ? "</a></td>" : "</td>");
    } else {
        scrut_site_figure(view, out, votes);
    }
    bool share = base > 0 && scrut_figure_complete(votes);
    scrut_buf_puts(out, share ? "<td>" : "<td class=\"na\">\xE2\x80\x93");
    if (share)
        scrut_site_say_percent(view->language, out, votes.value, base);
    scrut_buf_puts(out, "</td>");
}

static void column_cell(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column,
                        size_t constituency, size_t party, const scrut_page *page)
{
    int64_t low, high;
    if (column->chamber != NULL || !scrut_report_seats(view, column, constituency + 1, party, &low, &high)) {
        scrut_site_seats(view, out, column, constituency + 1, party);
        return;
    }
    scrut_buf_puts(out, high == 0 ? "<td class=\"z\">" : "<td>");
    bool linked = cells_link(page, out, constituency, SCRUT_FIELD_COUNT + view->c->party_count + party);
    scrut_report_say_range(view->language, out, low, high);
    scrut_buf_puts(out, linked ? "</a></td>" : "</td>");
}

static void list_row(const scrut_report_view *view, scrut_buf *out, size_t constituency, size_t party,
                     const scrut_tally *tally, int64_t base, const scrut_page *page)
{
    const scrut_constituency_seats *s = allocation(view, constituency);
    if (page != NULL)
        scrut_buf_printf(out, "<tr id=\"list-%zu\"><th scope=\"row\">", party);
    else
        scrut_buf_puts(out, "<tr><th scope=\"row\">");
    scrut_site_svg_mark(view, out, party);
    scrut_put_name(out, view->c->parties[party].id);
    if (s != NULL && s->why_not != NULL && s->why_not[party] != NULL) {
        scrut_buf_puts(out, " <small>");
        scrut_site_again(view, out, s->why_not[party]);
        scrut_buf_puts(out, "</small>");
    }
    scrut_buf_puts(out, "</th>");
    if (tally != NULL)
        votes_cells(view, out, constituency, party, tally, base, page);
    for (size_t k = 0; k < view->column_count; k++)
        if (column_shown(view, k))
            column_cell(view, out, &view->columns[k], constituency, party, page);
    scrut_buf_puts(out, "</tr>\n");
}

static void others_line(const scrut_report_view *view, scrut_buf *out, size_t others, int64_t votes)
{
    scrut_buf counted = {0};
    if (others == 0)
        return;
    scrut_say_count(view->language, &counted, "{1n} vote", "{1n} votes", votes);
    scrut_buf_puts(out, "<p class=\"soft\">");
    scrut_say_count(view->language, out, "{1n} more list without a seat here and below 1\xC2\xA0%: {2r} together.",
                    "{1n} more lists without a seat here and below 1\xC2\xA0%: {2r} together.", (int64_t)others,
                    scrut_report_piece(out, &counted));
    scrut_buf_puts(out, "</p>\n");
    scrut_buf_free(&counted);
}

static void lists_table(const scrut_report_view *view, scrut_buf *out, size_t constituency, const scrut_page *page)
{
    const scrut_tally *tally = view->allocated != NULL ? view->allocated->tally : view->votes;
    size_t unit = constituency + 1, others = 0;
    int64_t base = 0, others_votes = 0;
    if (tally != NULL && !scrut_report_votes_any(view, tally, unit))
        tally = NULL;
    if (tally != NULL && !scrut_report_share_base(view, tally, unit, &base))
        base = 0;
    scrut_site_table_open(out,
                          tally != NULL ? scrut_word(view->language, "Votes and seats of the lists")
                                        : scrut_word(view->language, "Seats of the lists"),
                          "n");
    scrut_buf_printf(out, "<thead><tr><th scope=\"col\">%s</th>", scrut_word(view->language, "List"));
    if (tally != NULL) {
        scrut_site_tally_head(out, scrut_word(view->language, "Votes: "), tally);
        scrut_buf_printf(out, "<th scope=\"col\">%s</th>", scrut_word(view->language, "Share"));
    }
    for (size_t k = 0; k < view->column_count; k++)
        if (column_shown(view, k))
            scrut_site_tally_head(out,
                                  view->columns[k].chamber == NULL ? scrut_word(view->language, "Announced: ")
                                                                   : scrut_word(view->language, "Allocated from: "),
                                  view->columns[k].tally);
    scrut_buf_puts(out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < view->c->party_count; i++) {
        uint32_t party = view->order[i];
        if (shown_here(view, tally, unit, party, base)) {
            list_row(view, out, constituency, party, tally, base, page);
        } else if (tally != NULL && scrut_tally_votes(tally, unit, party)->known > 0) {
            others++;
            others_votes += scrut_tally_votes(tally, unit, party)->value;
        }
    }
    scrut_site_table_close(out);
    others_line(view, out, others, others_votes);
}

void scrut_site_constituency(const scrut_report_view *view, const scrut_page *page, scrut_buf *out, size_t constituency)
{
    const scrut_constituency_seats *s = allocation(view, constituency);
    if (s != NULL && s->reason != NULL) {
        scrut_buf_puts(out, "<p class=\"warn\">");
        scrut_site_again(view, out, s->reason);
        scrut_buf_puts(out, "</p>\n");
    }
    lists_table(view, out, constituency, page);
    if (page != NULL)
        scrut_page_change(page, out, constituency + 1);
    if (page != NULL && s != NULL)
        scrut_page_ladder(page, out, s);
    if (s != NULL)
        scrut_site_ladder(view, out, s, view->c->constituency_count > FULL_MAX);
    scrut_site_bounds(view, page, out, constituency);
}

static void one(const scrut_report_view *view, scrut_buf *out, size_t constituency)
{
    scrut_buf_puts(out, view->c->constituency_count == 1 ? "<details open>" : "<details>");
    summary_line(view, out, constituency);
    scrut_site_constituency(view, NULL, out, constituency);
    scrut_buf_puts(out, "</details>\n");
}

static bool plain(const scrut_report_view *view, size_t constituency)
{
    const scrut_constituency_seats *s = allocation(view, constituency);
    return (s == NULL || s->state == SCRUT_SEATS_DECIDED) && !scrut_site_unit_differs(view, constituency + 1);
}

void scrut_site_assumptions(const scrut_report_view *view, scrut_buf *out)
{
    for (size_t i = 0; i < view->column_count; i++) {
        const scrut_report_column *column = &view->columns[i];
        if (column->chamber == NULL || column->chamber->assumption == NULL)
            continue;
        scrut_buf said = {0};
        scrut_report_say_again(view, &said, column->chamber->assumption);
        scrut_buf_puts(out, "<p class=\"warn\">");
        scrut_say(view->language, out, "Allocated from \xE2\x80\x9C{1s}\xE2\x80\x9D under an assumption: {2s}",
                  scrut_report_tally_name(column->tally), scrut_report_piece(out, &said));
        scrut_buf_puts(out, "</p>\n");
        scrut_buf_free(&said);
    }
}

void scrut_site_constituencies(const scrut_report_view *view, scrut_buf *out)
{
    size_t count = view->c->constituency_count;
    scrut_site_section(view, out, "constituencies",
                       view->c->single_constituency ? SCRUT_KEY("How the seats were won")
                                                    : SCRUT_KEY("Seats by constituency"));
    if (view->primary == NULL || count == 0) {
        scrut_buf_printf(out, "<p>%s</p></section>\n",
                         scrut_word(view->language, "No seats are announced or allocated."));
        return;
    }
    scrut_site_assumptions(view, out);
    if (count > 1)
        scrut_site_constituencies_table(view, NULL, out);
    scrut_buf_printf(out, "<h3>%s</h3>\n", scrut_word(view->language, "Seat by seat"));
    for (size_t i = 0; i < count; i++)
        if (count <= DETAILS_MAX || !plain(view, i))
            one(view, out, i);
    if (count > DETAILS_MAX)
        scrut_buf_printf(out, "<p class=\"soft\">%s</p>\n",
                         scrut_word(view->language,
                                    "Only constituencies that are not decided, or differ from the announcement, are "
                                    "explained here; all are in results.json."));
    scrut_buf_puts(out, "</section>\n");
}
