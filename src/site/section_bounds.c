/* SPDX-License-Identifier: Apache-2.0
 * section_bounds.c: where seats are announced but votes are not provided: what the law says the votes were. */
#include "pictures_internal.h"

static bool votes_given(const scrut_report_view *view, size_t unit)
{
    for (size_t t = 0; t < view->v->tally_count; t++)
        if (scrut_report_votes_any(view, &view->v->tallies[t], unit))
            return true;
    return false;
}

/* Lists that may stand: an aggregate hides an unknown number of them, then no least share follows. */
static int64_t lists_standing(const scrut_case *c)
{
    for (size_t p = 0; p < c->party_count; p++)
        if (c->parties[p].aggregate)
            return 0;
    return (int64_t)c->party_count;
}

static void put_share(const scrut_report_view *view, scrut_buf *out, const int64_t share[2])
{
    scrut_site_say_percent(view->language, out, share[0], share[1]);
    scrut_buf_printf(out, " <small>%lld/%lld</small>", (long long)share[0], (long long)share[1]);
}

static void share_cells(const scrut_report_view *view, scrut_buf *out, int64_t held, int64_t seats, int64_t lists)
{
    int64_t least[2], most[2];
    scrut_dhondt_share_bounds(held, seats, lists > 0 ? lists : 1, least, most);
    scrut_buf_puts(out, "<td>");
    scrut_say_number(view->language, out, held);
    scrut_buf_puts(out, "</td>");
    if (lists > 0) {
        scrut_buf_puts(out, "<td>");
        put_share(view, out, least);
        scrut_buf_puts(out, "</td><td>");
    } else {
        scrut_buf_puts(out, "<td class=\"na\">\xE2\x80\x93</td><td>");
    }
    put_share(view, out, most);
    scrut_buf_puts(out, "</td></tr>\n");
}

/* The same as a picture, with the lists that hold a seat and one for all that hold none. */
static void bounds_picture(const scrut_report_view *view, const scrut_page *page, scrut_buf *out, size_t unit,
                           int64_t seats)
{
    int64_t low, high, lists = lists_standing(view->c);
    size_t count = 0;
    scrut_site_bound *bounds = scrut_arena_calloc(view->arena, view->c->party_count + 1, sizeof *bounds);
    out->failed = out->failed || bounds == NULL;
    for (size_t i = 0; bounds != NULL && i < view->c->party_count; i++) {
        uint32_t party = view->order[i];
        if (scrut_report_seats(view, view->announced, unit, party, &low, &high) && low > 0)
            bounds[count++] =
                (scrut_site_bound){.name = view->c->parties[party].id, .rank = view->rank[party], .held = low};
    }
    if (bounds != NULL && count < view->c->party_count)
        bounds[count++] = (scrut_site_bound){.name = scrut_word(view->language, "each list without a seat"),
                                             .rank = SCRUT_PICTURE_NO_PARTY};
    for (size_t i = 0; i < count; i++) {
        scrut_dhondt_share_bounds(bounds[i].held, seats, lists > 0 ? lists : 1, bounds[i].least, bounds[i].most);
        bounds[i].least_known = lists > 0;
    }
    if (count > 0)
        scrut_page_bounds(page, out, bounds, count);
}

static void bounds_rows(const scrut_report_view *view, scrut_buf *out, size_t unit, int64_t seats)
{
    int64_t low, high, lists = lists_standing(view->c);
    bool without = false;
    for (size_t i = 0; i < view->c->party_count; i++) {
        uint32_t party = view->order[i];
        bool named = scrut_report_seats(view, view->announced, unit, party, &low, &high);
        if (!named || low == 0) { /* the seats named fill the constituency, so the others hold none */
            without = true;
            continue;
        }
        scrut_buf_puts(out, "<tr><th scope=\"row\">");
        scrut_site_svg_mark(view, out, party);
        scrut_put_name(out, view->c->parties[party].id);
        scrut_buf_puts(out, "</th>");
        share_cells(view, out, low, seats, lists);
    }
    if (without) {
        scrut_buf_printf(out, "<tr><th scope=\"row\">%s</th>", scrut_word(view->language, "each list without a seat"));
        share_cells(view, out, 0, seats, lists);
    }
}

bool scrut_site_bounds_hold(const scrut_report_view *view, size_t constituency)
{
    const scrut_constituency *c = &view->c->constituencies[constituency];
    size_t unit = constituency + 1;
    int64_t announced = 0;
    /* seats that do not add up follow from no votes */
    return view->announced != NULL && scrut_report_bounds_apply(view) && c->seats_known && c->seats > 0 &&
           !votes_given(view, unit) && scrut_report_seats_sum(view, view->announced, unit, &announced) &&
           announced == c->seats;
}

void scrut_site_bounds(const scrut_report_view *view, const scrut_page *page, scrut_buf *out, size_t constituency)
{
    const scrut_constituency *c = &view->c->constituencies[constituency];
    size_t unit = constituency + 1;
    if (!scrut_site_bounds_hold(view, constituency))
        return;
    scrut_buf_printf(
        out, "<p>%s</p>\n",
        view->c->rules.threshold_count > 0
            ? scrut_word(
                  view->language,
                  "Votes are not provided here. If the law was applied, each list had at least and at most these "
                  "shares of the votes of the lists that passed the threshold:")
            : scrut_word(view->language, "Votes are not provided here. If the law was applied, each list had at least "
                                         "and at most these shares of the valid votes for lists:"));
    scrut_site_table_open(
        out, scrut_word(view->language, "What the announced seats say about the votes (exact bounds)"), "n");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("List"), SCRUT_KEY("Announced seats"), SCRUT_KEY("At least"),
                                           SCRUT_KEY("At most")},
                     4, 0);
    bounds_rows(view, out, unit, c->seats);
    scrut_site_table_close(out);
    if (page != NULL)
        bounds_picture(view, page, out, unit, c->seats);
}
