/* SPDX-License-Identifier: Apache-2.0
 * house_shares.c: why so many ballots do not bring about the seats that somebody claims for several parties in the
 * nation, as numbers for a certificate: prices of a seat, and the shares of a constituency that could be part of a way
 * at these prices. Everything else costs more than the bound leaves (house_choice.c). */
#include "house_internal.h"

#define SEATS_MAX ((int64_t)1 << 17) /* times a price: inside int64 */

typedef struct {
    const scrut_house_handover *h;
    const scrut_house_choice *c;
    int64_t ballots; /* they do not do */
    int64_t claim;   /* its worth */
    int64_t *floors; /* a unit: least ballots less worth of a share; NEVER: none can be had */
    int64_t bound;   /* the claim's worth and all floors */
    size_t values;   /* of the document */
} table;

static void seats_of(const table *t, size_t n, size_t option, int64_t *seats)
{
    const scrut_house_options *o = &t->c->units[n];
    size_t lists = o->unit->contest.list_count;
    memset(seats, 0, t->c->dims * sizeof *seats);
    for (size_t k = 0; k < o->claimed_count; k++)
        seats[t->c->dim_of[o->unit->party[o->order[k]]]] += o->vectors[option * lists + o->order[k]];
}

static int64_t less_worth(const table *t, size_t n, size_t option, int64_t *seats)
{
    int64_t rest = t->c->units[n].ballots[option];
    seats_of(t, n, option, seats);
    for (size_t d = 0; d < t->c->dims; d++)
        rest -= t->c->prices[d] * seats[d];
    return rest;
}

static void find_floors(table *t, int64_t *seats)
{
    t->bound = t->claim;
    for (size_t n = 0; n < t->c->unit_count; n++) {
        const scrut_house_options *o = &t->c->units[n];
        t->floors[n] = SCRUT_NEVER;
        for (size_t k = 0; k < o->count; k++)
            if (o->ballots[k] < SCRUT_NEVER)
                t->floors[n] = scrut_smaller(t->floors[n], less_worth(t, n, k, seats));
        t->bound += t->floors[n] < SCRUT_NEVER ? t->floors[n] : 0;
    }
}

/* The shares of unit n that take less than `others` ballots and their worth. */
static scrut_status name_shares(table *t, size_t n, int64_t *seats, scrut_certificate_shares *s)
{
    const scrut_house_options *o = &t->c->units[n];
    size_t dims = t->c->dims;
    int64_t *named = scrut_arena_calloc(t->h->arena, o->count * dims, sizeof *named);
    int64_t *at_least = scrut_arena_calloc(t->h->arena, o->count, sizeof *at_least);
    if (named == NULL || at_least == NULL)
        return scrut_fail_memory(t->h->err);
    for (size_t k = 0; k < o->count; k++) {
        if (o->ballots[k] >= SCRUT_NEVER || less_worth(t, n, k, seats) >= s->others)
            continue;
        memcpy(named + s->count * dims, seats, dims * sizeof *named);
        at_least[s->count++] = o->ballots[k];
    }
    s->seats = named;
    s->at_least = at_least;
    t->values += s->count * (dims + 5);
    return SCRUT_OK;
}

/* Where the bound is above the ballots, the floors say all. Otherwise a share that is not named makes every way in
 * which it is one ballot too dear. Where a constituency has no share for so few ballots, nothing else needs to be
 * dear. */
static scrut_status fill_table(table *t, scrut_certificate_shares *shares)
{
    int64_t *seats = scrut_arena_calloc(t->h->arena, t->c->dims, sizeof *seats);
    bool none = false;
    if (seats == NULL)
        return scrut_fail_memory(t->h->err);
    find_floors(t, seats);
    for (size_t n = 0; n < t->c->unit_count; n++)
        none = none || t->floors[n] >= SCRUT_NEVER;
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < t->c->unit_count && st == SCRUT_OK; n++) {
        bool has = t->floors[n] < SCRUT_NEVER;
        shares[n].others = has ? t->floors[n] : 0;
        if (!has || (!none && t->bound <= t->ballots))
            shares[n].others += t->ballots + 1 - t->bound;
        if (!none && t->bound <= t->ballots)
            st = name_shares(t, n, seats, &shares[n]);
    }
    return st;
}

static scrut_status tabulate(table *t, scrut_certificate_reading *r)
{
    size_t count = t->c->unit_count;
    scrut_certificate_shares *shares = scrut_arena_calloc(t->h->arena, count, sizeof *shares);
    t->floors = scrut_arena_calloc(t->h->arena, count, sizeof *t->floors);
    if (shares == NULL || t->floors == NULL)
        return scrut_fail_memory(t->h->err);
    scrut_status st = fill_table(t, shares);
    if (st == SCRUT_OK && t->values <= SCRUT_SHARE_VALUES_MAX) {
        r->prices = t->c->prices;
        r->shares = shares;
    }
    return st;
}

static bool is_small(const scrut_house_handover *h)
{
    int64_t seats = 0;
    for (size_t n = 0; n < h->house->nation.unit_count; n++)
        seats += h->house->nation.units[n].contest.seats;
    for (size_t p = 0; p < h->house->c->party_count; p++)
        seats += scrut_larger(0, h->claimed[p]);
    return seats <= SEATS_MAX;
}

static bool any_closed(const scrut_margin_nation *nation)
{
    for (size_t n = 0; n < nation->unit_count; n++)
        if (nation->units[n].closed != NULL)
            return true;
    return false;
}

scrut_status scrut_house_shares(scrut_house_handover *h, int64_t ballots, scrut_certificate_reading *r)
{
    scrut_house_choice c = {
        .metric = h->metric, .certain = h->certain, .most = ballots, .arena = h->arena, .err = h->err};
    table t = {.h = h, .c = &c, .ballots = ballots};
    scrut_status st = scrut_house_start(h);
    if (st != SCRUT_OK || any_closed(&h->house->nation) || scrut_house_draws_freely(h) || !is_small(h))
        return st;
    st = scrut_house_weigh_choices(h, &c);
    for (size_t p = 0, d = 0; p < h->house->c->party_count && c.prices != NULL; p++)
        if (h->claimed[p] >= 0)
            t.claim += c.prices[d++] * h->claimed[p];
    if (st == SCRUT_OK && c.complete && c.ballots >= SCRUT_NEVER && c.prices != NULL)
        st = tabulate(&t, r);
    scrut_house_choice_free(&c);
    return st;
}
