/* SPDX-License-Identifier: Apache-2.0
 * pictures_margins.c: how many ballots would move the closest seats, against the ballots that findings concern there.
 */
#include "pictures_internal.h"

#define SCALE_STEP 100 /* the largest margin is more than so many times the smallest: tenfold steps */

static scrut_picture_range range_of(const scrut_ballots *b)
{
    return (scrut_picture_range){
        .low = b->at_least, .high = b->at_most, .low_known = b->possible || !b->exact, .high_known = b->possible};
}

static scrut_picture_effect effect_of(scrut_effect effect)
{
    switch (effect) {
    case SCRUT_EFFECT_CANNOT: return SCRUT_PICTURE_CANNOT;
    case SCRUT_EFFECT_COULD: return SCRUT_PICTURE_COULD;
    case SCRUT_EFFECT_WOULD: return SCRUT_PICTURE_WOULD;
    default: return SCRUT_PICTURE_UNDECIDED;
    }
}

/* The closest seat of a constituency against the ballots that findings concern there. */
static void fill(const scrut_page *page, const scrut_margins *m, uint32_t k, scrut_picture_margin *drawn)
{
    const scrut_materiality *found = scrut_site_materiality_shown(page->view);
    bool same = found != NULL && found->tally == m->chamber->tally;
    scrut_buf path = {0};
    *drawn = (scrut_picture_margin){.label = scrut_report_constituency_name(page->view, k),
                                    .could = range_of(&m->closest[k].could),
                                    .would = range_of(&m->closest[k].would),
                                    .at_stake = {0, 0, same, same},
                                    .effect = SCRUT_PICTURE_UNDECIDED};
    if (same) {
        const scrut_tainted *t = &found->places[k].tainted;
        drawn->at_stake = (scrut_picture_range){t->low, t->high + t->restored_high, true, t->unknown == 0};
        drawn->effect = effect_of(found->places[k].seat);
    }
    if (page->kind == SCRUT_FILE_CONSTITUENCY && page->index == k)
        return;
    scrut_page_path(page, &path, SCRUT_FILE_CONSTITUENCY, k);
    drawn->link = path.failed || path.bytes == NULL ? NULL : scrut_arena_strdup(page->view->arena, path.bytes);
    scrut_buf_free(&path);
}

/* Those that can be drawn; whether their margins differ by orders. */
static size_t fill_all(const scrut_page *page, const scrut_margins *m, const uint32_t places[], size_t count,
                       scrut_picture_margin drawn[], bool *ret_orders)
{
    size_t filled = 0;
    int64_t least = INT64_MAX, most = 0;
    for (size_t i = 0; i < count; i++) {
        const scrut_closest_seat *seat = &m->closest[places[i]];
        if (!seat->weighed || !seat->could.possible)
            continue;
        fill(page, m, places[i], &drawn[filled++]);
        least = seat->could.at_most < least ? seat->could.at_most : least;
        most = seat->would.at_most > most ? seat->would.at_most : most;
    }
    *ret_orders = filled > 0 && most / (least > 0 ? least : 1) > SCALE_STEP;
    return filled;
}

bool scrut_page_strips(const scrut_page *page, scrut_buf *out, const uint32_t constituencies[], size_t count,
                       const char *id)
{
    const scrut_margins *m = scrut_site_margins_shown(page->view);
    bool orders;
    scrut_picture_margin *drawn = scrut_arena_calloc(page->view->arena, count + 1, sizeof *drawn);
    size_t filled = m != NULL && drawn != NULL ? fill_all(page, m, constituencies, count, drawn, &orders) : 0;
    out->failed = out->failed || drawn == NULL;
    if (filled == 0)
        return false;
    scrut_site_frame frame;
    scrut_site_frame_init(page->view, &frame, id,
                          scrut_word(page->view->language, "The closest seats: ballots that would have to be changed, "
                                                           "and ballots that findings concern"));
    scrut_buf_puts(out, "<figure>");
    scrut_picture_margins(out, &frame.frame, drawn, filled, orders);
    scrut_buf_printf(
        out, "<figcaption>%s</figcaption></figure>\n",
        scrut_word(page->view->language,
                   "Each line is a constituency: how many ballots, changed from one list to another, could "
                   "and would move its closest seat. Where the ballots that findings concern reach that "
                   "far, they could have; it does not say that they did."));
    return true;
}

static bool listed(const uint32_t places[], size_t count, uint32_t k)
{
    for (size_t i = 0; i < count; i++)
        if (places[i] == k)
            return true;
    return false;
}

size_t scrut_page_places_to_look_at(const scrut_page *page, uint32_t constituencies[], size_t max, bool fill_up)
{
    const scrut_report_view *view = page->view;
    const scrut_materiality *found = scrut_site_materiality_shown(view);
    const scrut_margins *m = scrut_site_margins_shown(view);
    size_t count = 0, places = 0;
    const uint32_t *order = found != NULL ? scrut_report_place_order(view, found, &places) : NULL;
    for (size_t i = 0; order != NULL && i < places && count < max; i++)
        constituencies[count++] = order[i];
    order = m != NULL && fill_up ? scrut_report_closest_order(view, m) : NULL;
    for (size_t i = 0; order != NULL && i < view->c->constituency_count && count < max; i++)
        if (!listed(constituencies, count, order[i]))
            constituencies[count++] = order[i];
    return count;
}
