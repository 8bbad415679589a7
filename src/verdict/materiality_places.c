/* SPDX-License-Identifier: Apache-2.0
 * materiality_places.c: the ballots concerned in each constituency against its closest seat and against one seat more
 * or fewer of each list. */
#include "materiality_internal.h"

scrut_effect stronger_effect(scrut_effect a, scrut_effect b)
{
    static const int STRENGTH[SCRUT_EFFECT_COUNT] = {
        [SCRUT_EFFECT_CANNOT] = 0, [SCRUT_EFFECT_UNDECIDED] = 1, [SCRUT_EFFECT_COULD] = 2, [SCRUT_EFFECT_WOULD] = 3};
    return STRENGTH[a] >= STRENGTH[b] ? a : b;
}

/* ---- mixtures of changed, added and removed ballots ---- */

static int64_t ballots_at(const weighing *w, size_t k)
{
    return add_ballots(tainted_high(&w->m->places[k].tainted), tainted_high(&w->m->unplaced));
}

/* Full quotas never exceed the seats, whatever becomes of the ballots concerned: a quota is more than votes / (seats +
 * 1). */
static bool full_quotas_fit(const scrut_method *m, int64_t seats, int64_t fewest_votes)
{
    switch (m->quota_rounding) {
    case SCRUT_QUOTA_FLOOR_PLUS_ONE: return m->quota_plus <= 1;
    case SCRUT_QUOTA_EXACT:
    case SCRUT_QUOTA_CEIL: return m->quota_plus == 0;
    case SCRUT_QUOTA_FLOOR:
    case SCRUT_QUOTA_NEAREST: break;
    }
    return m->quota_plus == 0 && fewest_votes >= seats * (seats + 1);
}

/* A quota moves with the total, but for one that only says which of D'Hondt's seats are given first. */
static bool quota_may_move(const weighing *w, size_t k)
{
    const scrut_margin_contest *contest = &weighing_unit(w, k)->contest;
    const scrut_method *outer = &contest->method, *inner = contest->alliance != NULL ? &contest->inner_method : outer;
    int64_t ballots = ballots_at(w, k), votes = 0;
    for (size_t i = 0; i < contest->list_count; i++)
        votes = add_ballots(votes, contest->votes[i]);
    bool outer_stands = outer->family != SCRUT_METHOD_QUOTA ||
                        (scrut_method_is_dhondt(outer) && full_quotas_fit(outer, contest->seats, votes - ballots));
    bool inner_stands = inner == outer || inner->family != SCRUT_METHOD_QUOTA ||
                        (scrut_method_is_dhondt(inner) && full_quotas_fit(inner, contest->seats, 0));
    return ballots > 0 && !(outer_stands && inner_stands);
}

/* docs/internals/materiality.md, "Mixtures", has the proof. */
int64_t mixture_least(const weighing *w, size_t k, int64_t changed, bool any)
{
    const scrut_margin_contest *contest = &weighing_unit(w, k)->contest;
    const scrut_method *method = &contest->method;
    if (changed >= WEIGHED_MAX || !quota_may_move(w, k))
        return changed;
    if (method->family != SCRUT_METHOD_QUOTA || contest->alliance != NULL ||
        method->rest != SCRUT_REST_LARGEST_REMAINDER || method->quota_plus > 1)
        return 0;
    int64_t slack = method->quota_rounding == SCRUT_QUOTA_EXACT ? 0 : contest->seats;
    return more_of(0, any ? changed - (slack + 1) / 2 : (changed - slack + 1) / 2);
}

int64_t crossing_ballots(const weighing *w, size_t k)
{
    int64_t least = scrut_margin_contest_threshold(&weighing_unit(w, k)->contest);
    return ballots_at(w, k) < least ? WEIGHED_MAX : least;
}

/* Ballots with which two lists may cross at once: with one alone, changed ballots still do most for some seat. */
static scrut_status second_crossing(const weighing *w, size_t k, int64_t *ret_ballots)
{
    scrut_margin_contest one = weighing_unit(w, k)->contest;
    int64_t first = WEIGHED_MAX, second = WEIGHED_MAX;
    const uint8_t *mask = one.bar_mask, *allied = one.alliance_bar_mask;
    uint8_t *alone = scrut_arena_calloc(w->scratch, one.list_count, sizeof *alone);
    uint8_t *alone_allied = scrut_arena_calloc(w->scratch, one.list_count, sizeof *alone_allied);
    if (alone == NULL || alone_allied == NULL)
        return scrut_fail_memory(w->err);
    one.bar_mask = alone;
    one.alliance_bar_mask = allied != NULL ? alone_allied : NULL;
    for (size_t i = 0; i < one.list_count; i++) {
        alone[i] = mask != NULL ? mask[i] : UINT8_MAX;
        alone_allied[i] = allied != NULL ? allied[i] : 0;
        int64_t distance = scrut_margin_contest_threshold(&one);
        second = fewer_of(second, more_of(first, distance));
        first = fewer_of(first, distance);
        alone[i] = alone_allied[i] = 0;
    }
    *ret_ballots = second;
    return SCRUT_OK;
}

scrut_ballots ballots_of_reading(const scrut_margin_reading *r)
{
    return (scrut_ballots){
        .possible = r->possible, .exact = r->exact, .at_least = r->at_least, .at_most = r->possible ? r->at_most : 0};
}

/* Fewer than this do nothing, whether or not some number does. */
static int64_t fewest(const scrut_ballots *b)
{
    return !b->possible && b->exact ? WEIGHED_MAX : b->at_least;
}

static scrut_status ask_any(const weighing *w, size_t k, scrut_metric metric, const scrut_margin_caps *caps,
                            scrut_margin *ret_margin)
{
    const scrut_target any = {.kind = SCRUT_TARGET_ANY};
    return scrut_margin_house_unit(&w->margins->house, k, &any, metric, caps, w->scratch, ret_margin, w->err);
}

static void keep_reading(scrut_reading *reading, int64_t ballots, const scrut_margin *margin)
{
    *reading = (scrut_reading){.known = true,
                               .ballots = ballots,
                               .could = ballots_of_reading(&margin->could),
                               .would = ballots_of_reading(&margin->would),
                               .note = margin->note};
}

/* The numbers that the scale and the readings need: changed, added and removed ballots for any seat. */
static scrut_status fill_scale(const weighing *w, size_t k)
{
    scrut_place_effect *place = &w->m->places[k];
    place_scale *scale = &w->scales[k];
    scrut_margin change, add, remove;
    int64_t crossing;
    scrut_status st = second_crossing(w, k, &crossing);
    if (st == SCRUT_OK)
        st = ask_any(w, k, SCRUT_METRIC_CHANGE, NULL, &change);
    if (st == SCRUT_OK)
        st = ask_any(w, k, SCRUT_METRIC_ADD, NULL, &add);
    if (st == SCRUT_OK)
        st = ask_any(w, k, SCRUT_METRIC_REMOVE, NULL, &remove);
    if (st != SCRUT_OK)
        return st;
    keep_reading(&place->readings[SCRUT_READING_SWAP], tainted_high(&place->tainted), &change);
    keep_reading(&place->readings[SCRUT_READING_REMOVAL], place->tainted.high, &remove);
    keep_reading(&place->readings[SCRUT_READING_ADDITION], place->tainted.restored_high, &add);
    scale->safe = fewer_of(mixture_least(w, k, fewest(&place->readings[SCRUT_READING_SWAP].could), true), crossing);
    scale->add_safe = fewest(&place->readings[SCRUT_READING_ADDITION].could);
    scale->add = place->readings[SCRUT_READING_ADDITION].could;
    scale->enough = change.could.possible ? change.could.at_most : WEIGHED_MAX;
    scale->moves = change.could.possible ? change.could.moves : NULL;
    int64_t tipping = place->tainted.high == 0 ? scale->add_safe : scale->safe;
    place->seat_tipping = tipping < WEIGHED_MAX ? tipping : SCRUT_TIPPING_NEVER;
    return SCRUT_OK;
}

scrut_effect weigh_seat(const weighing *w, size_t k, const ballot_supply *supply, const char **ret_why)
{
    const place_scale *scale = &w->scales[k];
    const scrut_margin_unit *u = weighing_unit(w, k);
    int64_t all = add_ballots(supply->counted, supply->restored);
    if (all == 0)
        return SCRUT_EFFECT_CANNOT;
    if (u->closed != NULL) {
        *ret_why = u->closed;
        return SCRUT_EFFECT_UNDECIDED;
    }
    if (all < (supply->counted == 0 ? scale->add_safe : scale->safe)) {
        if (all < w->threshold_safe)
            return SCRUT_EFFECT_CANNOT;
        *ret_why = SCRUT_KEY("so many ballots may carry a list over or under a national threshold");
        return SCRUT_EFFECT_UNDECIDED;
    }
    if (scale->add.possible && all >= scale->add.at_most)
        return SCRUT_EFFECT_COULD;
    if (scale->moves != NULL && supply_pays(w, k, supply, scale->moves) >= scale->enough)
        return SCRUT_EFFECT_COULD;
    *ret_why = SCRUT_KEY("enough ballots in number, but it is not known to be of which lists they are");
    return SCRUT_EFFECT_UNDECIDED;
}

/* All that is concerned here, with no more of a list than lies in the stations concerned. */
static scrut_status weigh_place(const weighing *w, size_t k)
{
    scrut_place_effect *place = &w->m->places[k];
    const ballot_supply *supply = &w->scales[k].supply;
    const scrut_margin_caps caps = {.taint = w->scales[k].taint, .pool = place->tainted.high};
    scrut_margin capped;
    scrut_status st = ask_any(w, k, SCRUT_METRIC_CHANGE, &caps, &capped);
    if (st != SCRUT_OK)
        return st;
    keep_reading(&place->readings[SCRUT_READING_CAPPED], place->tainted.high, &capped);
    place->seat = weigh_seat(w, k, supply, &place->why);
    if (place->seat == SCRUT_EFFECT_UNDECIDED && capped.could.possible &&
        supply_pays(w, k, supply, capped.could.moves) >= capped.could.at_most)
        place->seat = SCRUT_EFFECT_COULD;
    return SCRUT_OK;
}

static scrut_ballots first_step(const scrut_margin_curve *curve)
{
    if (curve->count == 0)
        return (scrut_ballots){.exact = true};
    const scrut_margin_step *s = &curve->steps[0];
    return (scrut_ballots){
        .possible = s->at_most >= 0, .exact = s->exact, .at_least = s->at_least, .at_most = more_of(0, s->at_most)};
}

/* Seats that so many ballots can move at most, when they may be of any list. */
static scrut_status count_steps(const weighing *w, size_t k, const bool members[], bool rising, int64_t ballots,
                                int64_t *ret_seats)
{
    const scrut_margin_contest *contest = &weighing_unit(w, k)->contest;
    scrut_margin_curve curve;
    scrut_status st = scrut_margin_steps(contest, members, rising, false, SCRUT_METRIC_CHANGE, contest->seats, ballots,
                                         w->scratch, &curve, w->err);
    if (st != SCRUT_OK)
        return st;
    *ret_seats = 0;
    for (size_t n = 0; n < curve.count; n++)
        *ret_seats += curve.steps[n].at_least <= ballots;
    return SCRUT_OK;
}

static scrut_status weigh_side(const weighing *w, size_t k, const bool members[], bool rising, scrut_ballots *could,
                               scrut_ballots *would, int64_t *ret_seats)
{
    scrut_margin_curve low, high;
    int64_t ballots = tainted_high(&w->m->places[k].tainted);
    scrut_status st = scrut_margin_curves(&w->margins->house.nation, k, members, rising, SCRUT_METRIC_CHANGE, 1, -1,
                                          w->scratch, &low, &high, w->err);
    if (st != SCRUT_OK)
        return st;
    *could = first_step(&low);
    *would = first_step(&high);
    *ret_seats = 0;
    if (low.count == 0 || low.steps[0].at_least > ballots)
        return SCRUT_OK;
    return count_steps(w, k, members, rising, ballots, ret_seats);
}

static scrut_status weigh_lists(const weighing *w, size_t k)
{
    const scrut_margin_unit *u = weighing_unit(w, k);
    scrut_place_effect *place = &w->m->places[k];
    bool *members = scrut_arena_calloc(w->scratch, u->contest.list_count, sizeof *members);
    place->lists = scrut_arena_calloc(w->arena, u->contest.list_count, sizeof *place->lists);
    if (members == NULL || place->lists == NULL)
        return scrut_fail_memory(w->err);
    scrut_status st = SCRUT_OK;
    for (size_t i = 0; i < u->contest.list_count && st == SCRUT_OK; i++) {
        scrut_list_effect *list = &place->lists[place->list_count++];
        list->party = u->party[i];
        members[i] = true;
        st = weigh_side(w, k, members, true, &list->more_could, &list->more_would, &list->gain);
        if (st == SCRUT_OK)
            st = weigh_side(w, k, members, false, &list->fewer_could, &list->fewer_would, &list->loss);
        members[i] = false;
        w->m->parties[list->party].gain += list->gain;
        w->m->parties[list->party].loss += list->loss;
    }
    return st;
}

/* Where the ballots concerned are not a tenth of what any seat takes, the numbers of each list are of no use. */
static bool worth_lists(const weighing *w, size_t k)
{
    return w->scales[k].safe / 10 <= tainted_high(&w->m->places[k].tainted);
}

scrut_status weigh_places(weighing *w)
{
    scrut_status st = SCRUT_OK;
    for (size_t k = 0; k < w->c->constituency_count && st == SCRUT_OK; k++) {
        scrut_place_effect *place = &w->m->places[k];
        w->scales[k].safe = w->scales[k].add_safe = w->scales[k].enough = WEIGHED_MAX;
        place->seat = SCRUT_EFFECT_CANNOT;
        place->seat_tipping = SCRUT_TIPPING_NEVER;
        if (tainted_high(&place->tainted) > 0 && weighing_unit(w, k)->closed != NULL) {
            place->seat = weigh_seat(w, k, &w->scales[k].supply, &place->why);
        } else if (tainted_high(&place->tainted) > 0) {
            st = fill_scale(w, k);
            if (st == SCRUT_OK)
                st = weigh_place(w, k);
            if (st == SCRUT_OK && worth_lists(w, k))
                st = weigh_lists(w, k);
        }
        place->seat_known = place->seat;
        if (place->seat == SCRUT_EFFECT_CANNOT && place->tainted.unknown > 0) {
            place->seat = SCRUT_EFFECT_UNDECIDED;
            place->why = SCRUT_KEY("the votes at stake of some findings are not known");
        }
    }
    return st;
}
