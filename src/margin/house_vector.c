/* SPDX-License-Identifier: Apache-2.0
 * house_vector.c: the seats that somebody claims for several parties at once, in the nation. First an interval: what is
 * dearest among its parts (one party's seats, those of all that gain, those of all that lose) is certain to be needed;
 * seats handed over one by one, each where that is cheapest at the time, are certain to do. Then, where the vectors
 * that so many ballots can give are not too many, all ways below the upper end are weighed. */
#include "house_internal.h"

#define ABOVE_FIRST 16 /* ballots */

/* ---- the lower end ---- */

static void raise(scrut_margin_nation_reading *end, const scrut_margin_nation_reading *part)
{
    if (!part->possible && part->exact) {
        end->exact = true; /* no number of ballots does this part */
        return;
    }
    end->at_least = scrut_larger(end->at_least, part->at_least);
}

static scrut_status raise_by(const scrut_house_handover *h, const bool members[], bool at_least, int64_t seats,
                             scrut_margin_nation_reading *end)
{
    scrut_margin_nation_result r;
    scrut_margin_house house = *h->house;
    house.apart = true;
    scrut_status st = scrut_margin_house_find(&house, members, at_least, seats, h->metric, h->arena, &r, h->err);
    if (st == SCRUT_OK)
        raise(end, h->certain ? &r.would : &r.could);
    return st;
}

static scrut_status bound_below(const scrut_house_handover *h, scrut_margin_nation_reading *end)
{
    size_t parties = h->house->c->party_count;
    int64_t sums[2] = {0, 0};
    bool *sides[2], *one = scrut_arena_calloc(h->arena, parties, sizeof *one);
    sides[0] = scrut_arena_calloc(h->arena, parties, sizeof(bool));
    sides[1] = scrut_arena_calloc(h->arena, parties, sizeof(bool));
    if (one == NULL || sides[0] == NULL || sides[1] == NULL)
        return scrut_fail_memory(h->err);
    scrut_status st = SCRUT_OK;
    for (size_t p = 0; p < parties && st == SCRUT_OK; p++) {
        if (h->lacking[p] == 0)
            continue;
        bool gains = h->lacking[p] > 0;
        one[p] = true;
        st = raise_by(h, one, gains, h->claimed[p], end);
        one[p] = false;
        sides[gains][p] = true;
        sums[gains] += h->claimed[p];
    }
    for (int gains = 0; gains < 2 && st == SCRUT_OK; gains++)
        if (memchr(sides[gains], true, parties) != NULL)
            st = raise_by(h, sides[gains], gains == 1, sums[gains], end);
    return st;
}

/* ---- all ways ---- */

bool scrut_house_draws_freely(const scrut_house_handover *h)
{
    for (size_t n = 0; n < h->house->nation.unit_count && h->certain; n++) {
        const scrut_margin_unit *u = &h->house->nation.units[n];
        size_t any = 0;
        for (size_t i = 0; i < u->contest.list_count && u->closed == NULL; i++)
            any += h->claimed[u->party[i]] < 0;
        if (any > 1 && !scrut_vector_heeds_rest(&u->contest))
            return true;
    }
    return false;
}

static scrut_status set_dimensions(const scrut_house_handover *h, scrut_house_choice *c)
{
    size_t parties = h->house->c->party_count;
    int32_t *dim_of = scrut_arena_calloc(h->arena, parties, sizeof *dim_of);
    int32_t *goal = scrut_arena_calloc(h->arena, parties, sizeof *goal);
    c->units = calloc(h->house->nation.unit_count + 1, sizeof *c->units);
    if (dim_of == NULL || goal == NULL || c->units == NULL)
        return scrut_fail_memory(h->err);
    for (size_t p = 0; p < parties; p++) {
        dim_of[p] = -1;
        if (h->claimed[p] < 0)
            continue;
        goal[c->dims] = (int32_t)(h->claimed[p] - h->held[p]);
        dim_of[p] = (int32_t)c->dims++;
    }
    c->dim_of = dim_of;
    c->goal = goal;
    c->unit_count = h->house->nation.unit_count;
    return SCRUT_OK;
}

/* A closed constituency keeps what it has. */
static scrut_status find_options(const scrut_house_handover *h, scrut_house_choice *c)
{
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < c->unit_count && st == SCRUT_OK; n++) {
        const scrut_margin_unit *u = &h->house->nation.units[n];
        scrut_house_options *o = &c->units[n];
        if (u->closed == NULL) {
            st = scrut_house_options_find(c, u, h->start[n], o);
            continue;
        }
        o->count = 1;
        o->ballots = calloc(1, sizeof *o->ballots);
        o->weighed = calloc(1, sizeof *o->weighed);
        o->steps = calloc(c->dims, sizeof *o->steps);
        if (o->ballots == NULL || o->weighed == NULL || o->steps == NULL)
            return scrut_fail_memory(h->err);
        o->weighed[0] = true;
    }
    return st;
}

/* The moves of the vectors that were chosen, where they carry nobody over a national threshold. */
static scrut_status take_choice(const scrut_house_handover *h, const scrut_house_choice *c,
                                scrut_margin_nation_reading *end)
{
    scrut_margin_nation_reading found = {.possible = true, .at_least = end->at_least};
    scrut_status st = SCRUT_OK;
    found.ballots = scrut_arena_calloc(h->arena, c->unit_count, sizeof *found.ballots);
    found.moves = scrut_arena_calloc(h->arena, c->unit_count, sizeof(int64_t *));
    if (found.ballots == NULL || found.moves == NULL)
        return scrut_fail_memory(h->err);
    for (size_t n = 0; n < c->unit_count && st == SCRUT_OK && found.possible; n++) {
        const scrut_margin_unit *u = &h->house->nation.units[n];
        if (u->closed != NULL)
            continue;
        const scrut_house_options *o = &c->units[n];
        const scrut_target target = {
            .kind = SCRUT_TARGET_VECTOR, .vector = o->vectors + c->taken[n] * u->contest.list_count, .rest = o->rest};
        scrut_margin_reading r = {.possible = false};
        st = scrut_find_reading(&u->contest, &target, h->metric, NULL, h->certain, h->arena, &r, h->err);
        found.possible = r.possible;
        found.ballots[n] = r.at_most;
        found.moves[n] = r.at_most > 0 ? r.moves : NULL;
        found.at_most += r.at_most;
    }
    bool stay = false;
    if (st == SCRUT_OK && found.possible)
        st = scrut_house_stays(h->house, found.moves, h->arena, &stay, h->err);
    if (st == SCRUT_OK && stay && (!end->possible || found.at_most < end->at_most))
        *end = found;
    return st;
}

/* What the choice says of every way that carries nobody over a threshold, and `crossing` of the others. */
static void raise_to(scrut_margin_nation_reading *end, const scrut_house_choice *c, int64_t crossing)
{
    int64_t least = c->least;
    if (c->complete && c->ballots < SCRUT_NEVER)
        least = c->ballots;
    else if (c->complete)
        least = c->most < SCRUT_ANY_NUMBER ? c->most + 1 : SCRUT_NEVER;
    least = scrut_smaller(least, crossing);
    if (least >= SCRUT_NEVER)
        *end = (scrut_margin_nation_reading){.exact = true};
    else
        end->at_least = scrut_larger(end->at_least, end->possible ? scrut_smaller(least, end->at_most) : least);
}

scrut_status scrut_house_weigh_choices(const scrut_house_handover *h, scrut_house_choice *c)
{
    scrut_status st = set_dimensions(h, c);
    if (st == SCRUT_OK && c->dims > 0)
        st = find_options(h, c);
    return st == SCRUT_OK && c->dims > 0 ? scrut_house_choose(c) : st;
}

void scrut_house_choice_free(scrut_house_choice *c)
{
    for (size_t n = 0; n < c->unit_count && c->units != NULL; n++)
        scrut_house_options_free(&c->units[n]);
    free(c->units);
}

static scrut_status choose(scrut_house_handover *h, int64_t most, bool *ret_settled, scrut_margin_nation_reading *end)
{
    scrut_house_choice c = {.metric = h->metric, .certain = h->certain, .most = most, .arena = h->arena, .err = h->err};
    scrut_status st = scrut_house_weigh_choices(h, &c);
    if (st == SCRUT_OK && c.dims > 0 && c.ballots < SCRUT_NEVER)
        st = take_choice(h, &c, end);
    if (st == SCRUT_OK && c.dims > 0 && !scrut_house_draws_freely(h))
        raise_to(end, &c, scrut_house_first_crossing(h->house, h->metric));
    h->inexact = h->inexact || c.inexact;
    *ret_settled = !c.complete || c.ballots < SCRUT_NEVER;
    scrut_house_choice_free(&c);
    return st;
}

/* The fewest ballots are often not far above the lower end, and there are fewer ways then: a little above it is tried
 * first, then four times as far above. */
static scrut_status choose_upwards(scrut_house_handover *h, scrut_margin_nation_reading *end)
{
    scrut_status st = SCRUT_OK;
    bool settled = false;
    for (int64_t above = scrut_larger(ABOVE_FIRST, end->at_least / 16); st == SCRUT_OK && !settled; above *= 4) {
        int64_t last = end->possible ? end->at_most - 1 : SCRUT_ANY_NUMBER, to = end->at_least + above;
        bool whole = to >= (end->possible ? last : SCRUT_VOTES_MAX);
        st = choose(h, whole ? last : to, &settled, end);
        settled = settled || whole;
    }
    return st;
}

/* ---- both readings ---- */

static bool any_claimed(const scrut_house_handover *h)
{
    for (size_t p = 0; p < h->house->c->party_count; p++)
        if (h->claimed[p] >= 0)
            return true;
    return false;
}

/* Nothing is asked. */
static scrut_status hold_now(const scrut_house_handover *h, scrut_margin_nation_reading *ret_reading)
{
    size_t count = h->house->nation.unit_count;
    scrut_margin_nation_reading r = {.possible = true, .exact = true};
    r.ballots = scrut_arena_calloc(h->arena, count, sizeof *r.ballots);
    r.moves = scrut_arena_calloc(h->arena, count, sizeof(int64_t *));
    if (r.ballots == NULL || r.moves == NULL)
        return scrut_fail_memory(h->err);
    *ret_reading = r;
    return SCRUT_OK;
}

/* at_least: fewer ballots are known not to do. */
static scrut_status one_reading(scrut_house_handover *h, int64_t at_least, scrut_margin_nation_reading *ret_reading)
{
    scrut_margin_nation_reading end = {.at_least = at_least};
    scrut_status st = scrut_house_start(h);
    if (st == SCRUT_OK && !any_claimed(h))
        return hold_now(h, ret_reading);
    if (st == SCRUT_OK)
        st = bound_below(h, &end);
    if (st == SCRUT_OK && !end.exact)
        st = scrut_house_hand_over(h, &end);
    if (st == SCRUT_OK && !end.exact)
        st = choose_upwards(h, &end);
    end.exact = end.exact || (end.possible && end.at_least == end.at_most);
    if (st == SCRUT_OK)
        *ret_reading = end;
    return st;
}

/* In the order of what would have to be done about it. */
static const char *why_open(const scrut_margin_house *house, scrut_metric metric, const scrut_margin_nation_reading *r,
                            bool inexact)
{
    int64_t crossing = scrut_house_first_crossing(house, metric);
    if (inexact)
        return SCRUT_KEY("In some constituencies the ballots for a step are an interval.");
    if (crossing < SCRUT_NEVER && (!r->possible || crossing < r->at_most))
        return SCRUT_KEY(
            "Lists near a national threshold could cross it, and the fewest ballots for that are known only "
            "between two numbers.");
    return SCRUT_KEY("There are too many ways to weigh them all.");
}

scrut_status scrut_margin_house_vector(const scrut_margin_house *house, const int64_t claimed[], scrut_metric metric,
                                       scrut_arena *arena, scrut_margin_nation_result *ret_result, scrut_error *err)
{
    scrut_margin_nation_result result = {.note = NULL};
    scrut_house_handover could = {.house = house, .claimed = claimed, .metric = metric, .arena = arena, .err = err};
    scrut_house_handover would = could;
    would.certain = true;
    scrut_status st = one_reading(&could, 0, &result.could);
    if (st == SCRUT_OK) /* what is certain is possible */
        st = one_reading(&would, result.could.at_least, &result.would);
    if (st != SCRUT_OK)
        return st;
    if (!(result.could.exact && result.would.exact))
        result.note = why_open(house, metric, &result.would, could.inexact || would.inexact);
    *ret_result = result;
    return SCRUT_OK;
}
