/* SPDX-License-Identifier: Apache-2.0
 * pictures_ladder.c: the claims around the last seat of a constituency, drawn: the last seats won, ties, runners-up. */
#include "pictures_internal.h"

#define SEATS_DRAWN 8 /* the last ones */
#define RUNNERS_UP 4
#define RUNGS_DRAWN 40 /* with ties */

typedef struct {
    const scrut_report_view *view;
    const scrut_constituency_seats *seats;
    const scrut_apportionment *a;
    const scrut_method *method;
} ladder;

static scrut_picture_party party_of(const ladder *l, uint32_t contender)
{
    const scrut_case *c = l->view->c;
    uint32_t party = l->seats->outer_party[contender];
    if (party < c->party_count)
        return (scrut_picture_party){c->parties[party].id, l->view->rank[party]};
    uint32_t alliance = l->seats->outer_alliance[contender];
    return (scrut_picture_party){alliance < c->alliance_count ? c->alliances[alliance] : "", SCRUT_PICTURE_NO_PARTY};
}

static scrut_picture_rung_state state_of(const scrut_apportionment *a, size_t rung)
{
    if (rung < a->won_count)
        return rung + 1 == a->won_count && a->tied_count == 0 ? SCRUT_PICTURE_LAST_SEAT : SCRUT_PICTURE_WON;
    if (rung < a->won_count + a->tied_count)
        return SCRUT_PICTURE_RUNG_TIED;
    return rung == a->won_count + a->tied_count ? SCRUT_PICTURE_RUNNER_UP : SCRUT_PICTURE_NO_SEAT;
}

/* A claim in whole numbers: enough to draw it. */
static int64_t size_of(const scrut_claim *claim)
{
    scrut_wide size = claim->numerator / claim->denominator;
    return size < 0 ? 0 : size > INT64_MAX / 2 ? INT64_MAX / 2 : (int64_t)size;
}

static bool is_divisor(const ladder *l)
{
    return l->method->family == SCRUT_METHOD_DIVISOR;
}

static bool fill_rung(const ladder *l, size_t index, scrut_picture_rung *rung)
{
    const scrut_claim *claim = &l->a->ladder[index];
    scrut_buf text = {0};
    scrut_report_put_quotient(&text, claim->numerator, claim->denominator);
    if (text.failed || text.bytes == NULL)
        return false;
    scrut_buf said = {0};
    scrut_say_digits(l->view->language, &said, text.bytes);
    bool whole = is_divisor(l) && claim->denominator > 1 && claim->denominator <= INT32_MAX;
    *rung = (scrut_picture_rung){.party = party_of(l, claim->contender),
                                 .divisor = whole ? (int64_t)claim->denominator : 0,
                                 .quotient = said.failed ? NULL : scrut_arena_strdup(l->view->arena, said.bytes),
                                 .size = size_of(claim),
                                 .seat = index < l->a->won_count ? (int64_t)index + 1 : 0,
                                 .state = state_of(l->a, index)};
    scrut_buf_free(&text);
    scrut_buf_free(&said);
    return rung->quotient != NULL;
}

/* Votes that the runner-up lacks to draw level with the last seat, the others as they are: the least n with
 * (votes + n) / d >= the last quotient. Votes move the quota of other methods, so there it does not follow. */
static scrut_picture_value votes_between(const ladder *l)
{
    const scrut_apportionment *a = l->a;
    size_t next = a->won_count;
    if (!is_divisor(l) || a->won_count == 0 || a->tied_count > 0 || next >= a->ladder_count)
        return (scrut_picture_value){0, false};
    const scrut_claim *last = &a->ladder[next - 1], *up = &a->ladder[next];
    scrut_wide product, needed;
    if (last->contender == up->contender || last->denominator <= 0 ||
        __builtin_mul_overflow(last->numerator, up->denominator, &product))
        return (scrut_picture_value){0, false};
    needed = (product + last->denominator - 1) / last->denominator - up->numerator;
    bool fits = needed >= 0 && needed < INT64_MAX;
    return (scrut_picture_value){fits ? (int64_t)needed : 0, fits};
}

/* Squares of quotients would be drawn out of proportion, and a first divisor of zero has no quotient. */
static bool can_be_drawn(const scrut_apportionment *a, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++)
        if (a->ladder[i].denominator <= 0)
            return false;
    return !a->squared && end > from;
}

static void draw(const ladder *l, scrut_buf *out, size_t from, size_t end)
{
    scrut_picture_rung rungs[RUNGS_DRAWN];
    for (size_t i = from; i < end; i++)
        if (!fill_rung(l, i, &rungs[i - from])) {
            out->failed = true;
            return;
        }
    scrut_site_frame frame;
    scrut_site_frame_init(l->view, &frame, "ladder",
                          scrut_word(l->view->language, "The last seats, and who came next"));
    scrut_buf_puts(out, "<figure>");
    scrut_picture_ladder(
        out, &frame.frame,
        &(scrut_picture_rungs){
            .rungs = rungs, .rung_count = end - from, .left_out = (int64_t)from, .between = votes_between(l)});
    scrut_buf_printf(out, "<figcaption>%s</figcaption></figure>\n",
                     scrut_word(l->view->language,
                                "Above the line seats are won, below it they are not; the table has every rung."));
}

void scrut_page_ladder(const scrut_page *page, scrut_buf *out, const scrut_constituency_seats *seats)
{
    const scrut_apportionment *a = &seats->outer;
    ladder l = {page->view, seats, a, &page->view->allocated->chamber->rules->method};
    size_t from = a->won_count > SEATS_DRAWN ? a->won_count - SEATS_DRAWN : 0;
    size_t end = a->won_count + a->tied_count + RUNNERS_UP;
    end = end < a->ladder_count ? end : a->ladder_count;
    end = end < from + RUNGS_DRAWN ? end : from + RUNGS_DRAWN;
    if (can_be_drawn(a, from, end))
        draw(&l, out, from, end);
}
