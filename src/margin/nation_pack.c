/* SPDX-License-Identifier: Apache-2.0
 * nation_pack.c: the steps of all constituencies as a knapsack, and the moves of the way that it finds. */
#include "nation_internal.h"

static int64_t price(const scrut_campaign *c, size_t n, int64_t steps, bool lower)
{
    if (steps == 0)
        return 0;
    const scrut_margin_step *s = &c->steps[n].steps[steps - 1];
    if (lower)
        return s->at_least;
    return s->at_most >= 0 ? s->at_most : SCRUT_NEVER;
}

/* Every unit offers its steps, in order. False: no memory. */
static bool offer_steps(const scrut_campaign *c, bool lower, scrut_offers *offers)
{
    scrut_offers_start(offers, c->needed);
    for (size_t n = 0; n < c->nation->unit_count; n++) {
        int64_t count = (int64_t)c->steps[n].count, *costs = scrut_offers_add(offers, n, count);
        if (costs == NULL)
            return false;
        for (int64_t g = 1; g <= count; g++)
            costs[g - 1] = price(c, n, g, lower);
        scrut_offers_end(offers, count);
    }
    return true;
}

/* The moves in one unit: the number of ballots is known, so only how it is done is asked. */
static scrut_status find_moves(scrut_campaign *c, size_t n, int64_t seats, int64_t ballots,
                               scrut_margin_nation_reading *r)
{
    scrut_margin_reading one;
    scrut_target target = {
        .kind = c->rising ? SCRUT_TARGET_AT_LEAST : SCRUT_TARGET_AT_MOST, .members = c->lists[n], .seats = seats};
    scrut_status st = scrut_find_known(&c->nation->units[n].contest, &target, c->metric, c->certain, ballots,
                                       &c->standing[n], c->arena, &one, c->err);
    if (st != SCRUT_OK)
        return st;
    assert(one.possible && one.at_most <= ballots);
    r->moves[n] = one.moves;
    return SCRUT_OK;
}

static scrut_status read_picks(scrut_campaign *c, const scrut_offers *offers, scrut_margin_nation_reading *r)
{
    scrut_status st = SCRUT_OK;
    for (size_t o = offers->count; o-- > 0 && st == SCRUT_OK;) {
        size_t n = offers->items[o].list;
        int64_t g = offers->items[o].at;
        r->seats[n] = c->rising ? c->steps[n].held + g : c->steps[n].held - g;
        r->ballots[n] = price(c, n, g, false);
        if (g > 0 && !c->numbers)
            st = find_moves(c, n, r->seats[n], r->ballots[n], r);
    }
    return st;
}

static bool all_exact(const scrut_campaign *c)
{
    for (size_t n = 0; n < c->nation->unit_count; n++)
        for (size_t k = 0; k < c->steps[n].count; k++)
            if (!c->steps[n].steps[k].exact)
                return false;
    return true;
}

static scrut_status pack(scrut_campaign *c, scrut_offers *offers, scrut_margin_nation_reading *r)
{
    int64_t most, least;
    if (!offer_steps(c, false, offers) || !scrut_offers_sum(offers, true, &most))
        return scrut_fail_memory(c->err);
    least = most;
    scrut_status st = SCRUT_OK;
    r->possible = most < SCRUT_NEVER;
    if (r->possible)
        st = read_picks(c, offers, r);
    if (st == SCRUT_OK && !all_exact(c) && !(offer_steps(c, true, offers) && scrut_offers_sum(offers, true, &least)))
        return scrut_fail_memory(c->err);
    r->at_most = r->possible ? most : 0;
    r->at_least = least < SCRUT_NEVER ? least : 0;
    r->exact = r->possible ? least == most : least >= SCRUT_NEVER;
    return st;
}

scrut_status scrut_nation_pack(scrut_campaign *c, scrut_margin_nation_reading *r)
{
    scrut_offers offers = {.count = 0};
    scrut_status st = pack(c, &offers, r);
    scrut_offers_free(&offers);
    return st;
}
