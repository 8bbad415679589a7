/* SPDX-License-Identifier: Apache-2.0
 * pictures_stations.c: the stations of a source in one picture, and the constituencies beside one another. */
#include "site_internal.h"

#define BINS 100
#define STATIONS_MIN 200 /* fewer make no picture */
#define LISTS_BESIDE 5
#define PANELS_MAX 120

/* ---- turnout against the share of the leading list ---- */

typedef struct {
    uint32_t counts[BINS * BINS];
    int64_t stations, left_out;
} histogram;

/* The list with most votes in a source. */
static uint32_t leading_list(const scrut_report_view *view, const scrut_tally *tally)
{
    uint32_t lead = SCRUT_NONE;
    for (uint32_t p = 0; p < view->c->party_count; p++) {
        const scrut_figure *votes = scrut_tally_votes(tally, 0, p);
        if (votes->known > 0 && (lead == SCRUT_NONE || votes->value > scrut_tally_votes(tally, 0, lead)->value))
            lead = p;
    }
    return lead;
}

static size_t bin_of(int64_t part, int64_t whole)
{
    int64_t bin = (int64_t)((scrut_wide)part * BINS / whole);
    return (size_t)(bin < BINS ? bin : BINS - 1);
}

static void add_form(histogram *h, const scrut_returns *r, const scrut_table_segment *segment, uint32_t row,
                     uint32_t list)
{
    int64_t registered, cast, valid, votes;
    bool known = scrut_returns_field(r, segment, row, SCRUT_FIELD_REGISTERED, &registered) &&
                 scrut_returns_field(r, segment, row, SCRUT_FIELD_CAST, &cast) &&
                 scrut_returns_field(r, segment, row, SCRUT_FIELD_VALID, &valid) &&
                 scrut_count_list_votes(r, segment, row, list, &votes);
    if (!known || registered <= 0 || valid <= 0) {
        h->left_out++;
        return;
    }
    h->counts[bin_of(votes, valid) * BINS + bin_of(cast, registered)]++;
    h->stations++;
}

static void add_forms(histogram *h, const scrut_returns *r, uint32_t list)
{
    for (size_t s = 0; s < r->table->segment_count; s++) {
        const scrut_table_segment *segment = &r->table->segments[s];
        for (uint32_t row = 0; row < segment->row_count; row++)
            if (scrut_count_is_counted(r, segment->first_row + row))
                add_form(h, r, segment, row, list);
    }
}

static void draw_histogram(const scrut_page *page, scrut_buf *out, const histogram *h, size_t source, uint32_t list)
{
    const scrut_report_view *view = page->view;
    const scrut_language *language = view->language;
    scrut_site_frame frame;
    scrut_buf title = {0}, id = {0};
    scrut_say(language, &title, "Turnout and the share of {1p} at the stations of {2p}", view->c->parties[list].id,
              scrut_report_tally_name(&view->v->tallies[source]));
    scrut_buf_printf(&id, "fingerprint-%zu", source);
    if (!title.failed && !id.failed) {
        scrut_site_frame_init(view, &frame, id.bytes, title.bytes);
        scrut_buf_puts(out, "<figure><figcaption><strong>");
        scrut_put_html(out, title.bytes);
        scrut_buf_puts(out, "</strong></figcaption>");
        scrut_picture_fingerprint(
            out, &frame.frame,
            &(scrut_picture_bins){.counts = h->counts, .columns = BINS, .rows = BINS, .left_out = h->left_out});
        scrut_buf_printf(
            out, "<p class=\"soft\">%s</p></figure>\n",
            scrut_word(language,
                       "Each dot counts stations by turnout (ballots cast / registered voters; more than 100 % stands "
                       "at 100 %) and by the share of the list with most votes. Places differ in both for many "
                       "reasons: towns and villages, small stations, institutions, voters on supplementary lists. The "
                       "picture shows where to look and says nothing about causes."));
    }
    out->failed = out->failed || title.failed || id.failed;
    scrut_buf_free(&title);
    scrut_buf_free(&id);
}

void scrut_page_fingerprint(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    bool opened = false;
    for (size_t t = 0; t < view->v->tabulation_count && t < view->c->returns_count; t++) {
        uint32_t list = leading_list(view, &view->v->tallies[t]);
        histogram *h = scrut_arena_calloc(view->arena, 1, sizeof *h);
        if (h == NULL) {
            out->failed = true;
            return;
        }
        if (list == SCRUT_NONE)
            continue;
        add_forms(h, &view->c->returns[t], list);
        if (h->stations < STATIONS_MIN)
            continue;
        if (!opened)
            scrut_page_section(page, out, "fingerprint", "Turnout and share, station by station");
        opened = true;
        draw_histogram(page, out, h, t, list);
    }
    scrut_buf_puts(out, opened ? "</section>\n" : "");
}

/* ---- the largest lists in every constituency ---- */

static size_t largest_lists(const scrut_report_view *view, scrut_picture_party parties[LISTS_BESIDE])
{
    size_t count = 0;
    for (size_t i = 0; i < view->c->party_count && count < LISTS_BESIDE; i++)
        if (scrut_tally_votes(view->votes, 0, view->order[i])->known > 0) {
            parties[count] = (scrut_picture_party){view->c->parties[view->order[i]].id, view->rank[view->order[i]]};
            count++;
        }
    return count;
}

/* Shares in hundredths of a percent. False without memory. */
static bool fill_panel(const scrut_page *page, size_t constituency, const scrut_picture_party parties[], size_t count,
                       scrut_picture_panel *panel)
{
    const scrut_report_view *view = page->view;
    scrut_picture_value *values = scrut_arena_calloc(view->arena, count, sizeof *values);
    bool *stands = scrut_arena_calloc(view->arena, count, sizeof *stands);
    scrut_buf path = {0};
    int64_t base = 0;
    bool based = scrut_report_share_base(view, view->votes, constituency + 1, &base) && base > 0;
    for (size_t i = 0; values != NULL && stands != NULL && i < count; i++) {
        const scrut_figure *votes = scrut_tally_votes(view->votes, constituency + 1, view->order[parties[i].rank]);
        stands[i] = votes->cells > 0;
        values[i].known = based && scrut_figure_complete(*votes);
        if (values[i].known)
            values[i].value = (int64_t)((scrut_wide)votes->value * 10000 / base);
    }
    scrut_page_path(page, &path, SCRUT_FILE_CONSTITUENCY, constituency);
    *panel = (scrut_picture_panel){.label = scrut_report_constituency_name(view, constituency),
                                   .values = values,
                                   .stands = stands,
                                   .link = path.failed ? NULL : scrut_arena_strdup(view->arena, path.bytes)};
    scrut_buf_free(&path);
    return values != NULL && stands != NULL && panel->link != NULL;
}

void scrut_page_multiples(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    size_t count = view->c->constituency_count;
    scrut_picture_party parties[LISTS_BESIDE];
    if (view->votes == NULL || !view->votes->has_constituency_votes || count < 2 || count > PANELS_MAX)
        return;
    size_t lists = largest_lists(view, parties);
    scrut_picture_panel *panels = scrut_arena_calloc(view->arena, count, sizeof *panels);
    bool fine = panels != NULL;
    for (size_t k = 0; fine && k < count; k++)
        fine = fill_panel(page, k, parties, lists, &panels[k]);
    if (!fine) {
        out->failed = true;
        return;
    }
    scrut_site_frame frame;
    scrut_site_frame_init(view, &frame, "shares", scrut_word(view->language, "Shares of the largest lists"));
    scrut_page_section(page, out, "shares", "Shares of the largest lists");
    scrut_picture_multiples(out, &frame.frame,
                            &(scrut_picture_panels){.parties = parties,
                                                    .party_count = lists,
                                                    .panels = panels,
                                                    .panel_count = count,
                                                    .unit = SCRUT_PICTURE_SHARE});
    scrut_buf_puts(out, "<p class=\"soft\">");
    scrut_say(view->language, out, "Figures of {1s}.", scrut_report_tally_name(view->votes));
    scrut_buf_puts(out, "</p></section>\n");
}
