/* SPDX-License-Identifier: Apache-2.0
 * page_margins.c: what it would take: the closest seats and the majority, drawn and in tables, findings against them,
 * and a calculator for one constituency. */
#include "site_internal.h"

#define SEATS_DRAWN 10
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
static void fill(const scrut_page *page, const scrut_margins *m, uint32_t k, scrut_picture_margin *drawn, char **link)
{
    const scrut_materiality *found = scrut_site_materiality_shown(page->view);
    bool same = found != NULL && found->tally == m->chamber->tally;
    scrut_buf path = {0};
    *drawn = (scrut_picture_margin){.label = scrut_report_constituency_name(page->view, k),
                                    .could = range_of(&m->closest[k].could),
                                    .would = range_of(&m->closest[k].would),
                                    .at_stake = {0, 0, same, same}};
    if (same) {
        const scrut_tainted *t = &found->places[k].tainted;
        drawn->at_stake = (scrut_picture_range){t->low, t->high + t->restored_high, true, t->unknown == 0};
        drawn->effect = effect_of(found->places[k].seat);
    } else {
        drawn->effect = SCRUT_PICTURE_UNDECIDED;
    }
    scrut_page_path(page, &path, SCRUT_FILE_CONSTITUENCY, k);
    *link = path.failed || path.bytes == NULL ? NULL : scrut_arena_strdup(page->view->arena, path.bytes);
    drawn->link = *link;
    scrut_buf_free(&path);
}

static void draw(const scrut_page *page, scrut_buf *out, const scrut_margins *m)
{
    const uint32_t *order = scrut_report_closest_order(page->view, m);
    scrut_picture_margin drawn[SEATS_DRAWN];
    size_t count = 0;
    int64_t least = 0, most = 0;
    char *link;
    for (size_t i = 0; order != NULL && i < page->view->c->constituency_count && count < SEATS_DRAWN; i++) {
        const scrut_closest_seat *seat = &m->closest[order[i]];
        if (!seat->weighed || !seat->could.possible)
            continue;
        fill(page, m, order[i], &drawn[count], &link);
        least = count == 0 ? seat->could.at_most : least;
        most = seat->would.at_most > most ? seat->would.at_most : most;
        count++;
    }
    if (count == 0)
        return;
    scrut_site_frame frame;
    scrut_site_frame_init(page->view, &frame, "closest",
                          scrut_word(page->view->language, "The closest seats: ballots that would have to be changed, "
                                                           "and ballots that findings concern"));
    scrut_page_section(page, out, "closest-seats", "The closest seats");
    scrut_buf_puts(out, "<figure>");
    scrut_picture_margins(out, &frame.frame, drawn, count, most / (least > 0 ? least : 1) > SCALE_STEP);
    scrut_buf_printf(
        out, "<figcaption>%s</figcaption></figure></section>\n",
        scrut_word(page->view->language,
                   "Each line is a constituency: how many ballots, changed from one list to another, could "
                   "and would move its closest seat. Where the ballots that findings concern reach that "
                   "far, they could have; it does not say that they did."));
}

void scrut_page_margins(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    const scrut_margins *m = scrut_site_margins_shown(view);
    scrut_page_open(page, out, scrut_word(view->language, "How close it was"));
    if (m != NULL)
        draw(page, out, m);
    else
        scrut_buf_printf(out, "<p>%s</p>\n",
                         scrut_word(view->language, "No votes by constituency are given from which seats follow, so "
                                                    "margins cannot be computed."));
    scrut_site_what_if(page, out);
    scrut_site_margins(view, page, out);
    scrut_site_materiality(view, page, out);
    scrut_page_close(page, out);
}
