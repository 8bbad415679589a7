/* SPDX-License-Identifier: Apache-2.0
 * pictures_change.c: seats and shares beside those of the election before, and what estimates and open seats leave
 * open. */
#include "pictures_internal.h"

#define LISTS_DRAWN 10
#define SHARE_WHOLE 10000 /* shares are hundredths of a percent */

/* ---- against the election before ---- */

typedef struct {
    const scrut_page *page;
    const scrut_report_view *view;
    size_t unit;
    scrut_picture_bar bars[LISTS_DRAWN];
    uint32_t parties[LISTS_DRAWN];
    size_t count;
    bool before; /* some bar has a figure of before */
} change;

/* Where the seats named fill the constituency or the chamber, lists that are not named hold none. */
static bool all_are_told(const scrut_report_view *view, size_t unit)
{
    const scrut_constituency *c = unit > 0 ? &view->c->constituencies[unit - 1] : NULL;
    int64_t sum, seats = c == NULL ? scrut_report_chamber_seats(view) : c->seats_known ? c->seats : 0;
    return seats > 0 && scrut_report_seats_sum(view, view->primary, unit, &sum) && sum == seats;
}

static scrut_picture_value seats_now(const scrut_report_view *view, size_t unit, size_t party)
{
    int64_t low, high;
    if (view->primary == NULL)
        return (scrut_picture_value){0, false};
    if (scrut_report_seats(view, view->primary, unit, party, &low, &high))
        return (scrut_picture_value){low == high ? low : 0, low == high};
    return (scrut_picture_value){0, all_are_told(view, unit)};
}

static scrut_picture_value seats_before(const scrut_report_view *view, size_t unit, size_t party)
{
    scrut_picture_value value = {0, false};
    value.known = scrut_report_previous_seats(view, unit, party, &value.value);
    return value;
}

static scrut_picture_value share_of(int64_t votes, int64_t base)
{
    return (scrut_picture_value){base > 0 ? (int64_t)((scrut_wide)votes * SHARE_WHOLE / base) : 0, base > 0};
}

static scrut_picture_value share_now(const scrut_report_view *view, size_t unit, size_t party)
{
    int64_t base = 0;
    if (view->votes == NULL || !scrut_report_share_base(view, view->votes, unit, &base))
        return (scrut_picture_value){0, false};
    scrut_figure votes = *scrut_tally_votes(view->votes, unit, party);
    return scrut_figure_complete(votes) && votes.known > 0 ? share_of(votes.value, base)
                                                           : (scrut_picture_value){0, false};
}

/* Of the valid votes then. */
static scrut_picture_value share_before(const scrut_report_view *view, size_t unit, size_t party)
{
    int64_t votes;
    if (!scrut_report_previous_votes(view, unit, party, &votes))
        return (scrut_picture_value){0, false};
    scrut_figure valid = *scrut_tally_field(view->previous, unit, SCRUT_FIELD_VALID);
    return share_of(votes, valid.known > 0 && scrut_figure_complete(valid) ? valid.value : 0);
}

typedef scrut_picture_value figure_of(const scrut_report_view *view, size_t unit, size_t party);

/* What changes: seats or shares; `letter` stands in the anchors of the table's rows. */
typedef struct {
    figure_of *now, *before;
    scrut_picture_unit unit;
    char letter;
    const char *id, *title;
} quantity;

enum { QUANTITIES = 2 };
static const quantity OF[QUANTITIES] = {
    {seats_now, seats_before, SCRUT_PICTURE_SEATS, 's', "change-seats", SCRUT_KEY("Seats, and the change")},
    {share_now, share_before, SCRUT_PICTURE_SHARE, 'v', "change-shares",
     SCRUT_KEY("Shares of the votes, and the change")},
};

/* The row of the table of changes of the nation. */
static const char *link_of(const scrut_page *page, const quantity *q, uint32_t party)
{
    scrut_buf link = {0};
    scrut_page_path(page, &link, SCRUT_FILE_SOURCES, 0);
    scrut_buf_printf(&link, "#change-%c%u", q->letter, party);
    const char *copy = link.failed ? NULL : scrut_arena_strdup(page->view->arena, link.bytes);
    scrut_buf_free(&link);
    return copy;
}

static void fill(change *c, const quantity *q)
{
    const scrut_report_view *view = c->view;
    c->count = 0;
    c->before = false;
    for (size_t i = 0; i < view->c->party_count && c->count < LISTS_DRAWN; i++) {
        uint32_t party = view->order[i];
        scrut_picture_bar bar = {.party = {view->c->parties[party].id, view->rank[party]},
                                 .value = q->now(view, c->unit, party),
                                 .before = q->before(view, c->unit, party),
                                 .link = c->unit == 0 ? link_of(c->page, q, party) : NULL};
        if (bar.value.value == 0 && bar.before.value == 0)
            continue;
        c->before = c->before || bar.before.known;
        c->parties[c->count] = party;
        c->bars[c->count++] = bar;
    }
}

static void draw_change(const change *c, scrut_buf *out, const quantity *q)
{
    scrut_site_frame frame;
    const char *title = scrut_word(c->view->language, q->title);
    scrut_site_frame_init(c->view, &frame, q->id, title);
    scrut_buf_printf(out, "<figure><figcaption><strong>%s</strong></figcaption>", title);
    scrut_picture_bars(out, &frame.frame, c->bars, c->count, q->unit);
    scrut_buf_puts(out, "</figure>\n");
}

static void say_before(const scrut_page *page, scrut_buf *out)
{
    scrut_buf_puts(out, "<p class=\"soft\"><a class=\"fig\" href=\"");
    scrut_put_html(out, scrut_page_previous_link(page));
    scrut_buf_puts(out, "\">");
    scrut_say(page->view->language, out,
              "Before: \xE2\x80\x9C{1s}\xE2\x80\x9D, added up over the lists that the case names as predecessors.",
              scrut_report_tally_name(page->view->previous));
    scrut_buf_puts(out, "</a></p>\n");
}

void scrut_page_change(const scrut_page *page, scrut_buf *out, size_t unit)
{
    change c = {.page = page, .view = page->view, .unit = unit};
    scrut_buf figures = {0};
    for (size_t i = 0; page->view->previous != NULL && i < QUANTITIES; i++) {
        fill(&c, &OF[i]);
        if (c.before)
            draw_change(&c, &figures, &OF[i]);
    }
    if (figures.length > 0) {
        scrut_buf_puts(out, "<div class=\"halves\">");
        scrut_buf_append(out, figures.bytes, figures.length);
        scrut_buf_puts(out, "</div>\n");
        say_before(page, out);
    }
    out->failed = out->failed || figures.failed;
    scrut_buf_free(&figures);
}

/* The same in a table, for the nation. */
static void change_row(const change *c, scrut_buf *out, const quantity *q, const scrut_site_frame *frame, size_t i)
{
    const scrut_picture_bar *bar = &c->bars[i];
    const scrut_picture_value *const values[] = {&bar->value, &bar->before};
    scrut_buf_printf(out, "<tr id=\"change-%c%u\">", q->letter, c->parties[i]);
    scrut_site_party_head(c->view, out, c->parties[i]);
    for (size_t k = 0; k < 2; k++) {
        scrut_buf_puts(out, values[k]->known ? "<td>" : "<td class=\"na\">\xE2\x80\x93");
        if (values[k]->known)
            scrut_picture_amount(out, &frame->frame, values[k]->value, q->unit, false);
        scrut_buf_puts(out, "</td>");
    }
    bool both = bar->value.known && bar->before.known;
    scrut_buf_puts(out, both ? "<td>" : "<td class=\"na\">\xE2\x80\x93");
    if (both)
        scrut_picture_amount(out, &frame->frame, bar->value.value - bar->before.value, q->unit, true);
    scrut_buf_puts(out, "</td><td class=\"l\"><a href=\"");
    scrut_put_html(out, scrut_page_previous_link(c->page));
    scrut_buf_printf(out, "\">%s</a></td></tr>\n", scrut_word(c->view->language, "cells"));
}

void scrut_page_change_table(const scrut_page *page, scrut_buf *out)
{
    change c = {.page = page, .view = page->view, .unit = 0};
    scrut_site_frame frame;
    scrut_site_frame_init(page->view, &frame, "change", "");
    for (size_t k = 0; k < QUANTITIES; k++) {
        fill(&c, &OF[k]);
        if (!c.before)
            continue;
        scrut_site_table_open(out, scrut_word(page->view->language, OF[k].title), "n");
        scrut_site_heads(page->view, out,
                         (const char *const[]){SCRUT_KEY("List"), SCRUT_KEY("Now"), SCRUT_KEY("Before"),
                                               SCRUT_KEY("Change"), SCRUT_KEY("Where it stands")},
                         5, 0x10);
        for (size_t i = 0; i < c.count; i++)
            change_row(&c, out, &OF[k], &frame, i);
        scrut_site_table_close(out);
    }
}

/* ---- intervals ---- */

/* A row a list whose seats the ballots concerned can move: as allocated, and at most so many fewer or more. */
static size_t fill_seats(const scrut_report_view *view, const scrut_materiality *m, scrut_picture_interval rows[])
{
    size_t count = 0;
    for (size_t i = 0; i < view->c->party_count && count < LISTS_DRAWN; i++) {
        uint32_t party = view->order[i];
        int64_t low = m->chamber->certain[party], high = m->chamber->possible[party], announced, most;
        const scrut_party_effect *effect = &m->parties[party];
        if (effect->gain == 0 && effect->loss == 0)
            continue;
        bool given = view->announced != NULL &&
                     scrut_report_seats(view, view->announced, 0, party, &announced, &most) && announced == most;
        rows[count++] = (scrut_picture_interval){
            .label = view->c->parties[party].id,
            .rank = view->rank[party],
            .estimate = {low, low == high},
            .interval = {low > effect->loss ? low - effect->loss : 0, high + effect->gain, true, true},
            .reference = {given ? announced : 0, given},
        };
    }
    return count;
}

void scrut_page_seats_in_reach(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    const scrut_materiality *m = scrut_site_materiality_shown(view);
    scrut_picture_interval rows[LISTS_DRAWN];
    size_t count = m != NULL && m->chamber != NULL ? fill_seats(view, m, rows) : 0;
    if (count == 0)
        return;
    scrut_site_frame frame;
    const char *title = scrut_word(view->language, "Seats of the lists, were the ballots concerned changed");
    scrut_site_frame_init(view, &frame, "reach", title);
    scrut_buf_printf(out, "<figure><figcaption><strong>%s</strong></figcaption>", title);
    scrut_picture_intervals(out, &frame.frame, rows, count, SCRUT_PICTURE_SEATS);
    scrut_buf_printf(out, "<p class=\"soft\">%s</p></figure>\n",
                     scrut_word(view->language,
                                "From the fewest to the most seats that each list could hold if every ballot that a "
                                "finding concerns were changed in the way that moves most: an outer bound for each "
                                "list by itself, not a forecast."));
}

void scrut_page_bounds(const scrut_page *page, scrut_buf *out, const scrut_site_bound bounds[], size_t count)
{
    const scrut_report_view *view = page->view;
    scrut_picture_interval *rows = scrut_arena_calloc(view->arena, count, sizeof *rows);
    if (rows == NULL) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const scrut_site_bound *b = &bounds[i];
        scrut_picture_value most = share_of(b->most[0], b->most[1]), least = share_of(b->least[0], b->least[1]);
        rows[i] = (scrut_picture_interval){
            .label = b->name, .rank = b->rank, .interval = {least.value, most.value, b->least_known, most.known}};
    }
    scrut_site_frame frame;
    const char *title = scrut_word(view->language, "Shares of the votes that the announced seats allow");
    scrut_site_frame_init(view, &frame, "bounds", title);
    scrut_buf_puts(out, "<figure>");
    scrut_picture_intervals(out, &frame.frame, rows, count, SCRUT_PICTURE_SHARE);
    scrut_buf_printf(out, "<figcaption>%s</figcaption></figure>\n", title);
}
