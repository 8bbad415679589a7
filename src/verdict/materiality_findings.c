/* SPDX-License-Identifier: Apache-2.0
 * materiality_findings.c: each finding alone against the closest seat of its constituency, the chamber's facts and the
 * claims of seats. Where its votes are known by list, they are applied and the seats allocated again. */
#include "materiality_internal.h"

#include <string.h>

/* ---- votes known by list ---- */

typedef struct {
    bool made; /* the differences could be applied */
    scrut_margin_outcome now, then;
} applied;

/* What the tally lacks against the other set of figures, by list; false: not of this constituency's lists. */
static bool moves_of(const weighing *w, const scrut_finding *f, size_t k, int64_t moves[])
{
    const scrut_margin_unit *u = weighing_unit(w, k);
    int side = side_of_finding(f, w->tally);
    size_t found = 0;
    for (size_t i = 0; i < u->contest.list_count; i++)
        for (size_t n = 0; n < f->by_party_count; n++) {
            if (f->by_party[n].party != u->party[i])
                continue;
            moves[i] = side > 0 ? f->by_party[n].votes : -f->by_party[n].votes;
            found++;
            if (u->contest.votes[i] + moves[i] < 0)
                return false;
        }
    return side != 0 && found == f->by_party_count && found > 0;
}

static scrut_status apply(const weighing *w, const scrut_finding *f, size_t k, applied *ret)
{
    const scrut_margin_unit *u = weighing_unit(w, k);
    *ret = (applied){.made = false};
    if (u->closed != NULL || f->by_party_count == 0 || f->subject == SCRUT_SUBJECT_STATION)
        return SCRUT_OK;
    int64_t *moves = scrut_arena_calloc(w->scratch, u->contest.list_count, sizeof *moves);
    if (moves == NULL)
        return scrut_fail_memory(w->err);
    if (!moves_of(w, f, k, moves))
        return SCRUT_OK;
    scrut_status st = scrut_margin_replay(&u->contest, NULL, NULL, w->scratch, &ret->now, w->err);
    if (st == SCRUT_OK)
        st = scrut_margin_replay(&u->contest, moves, NULL, w->scratch, &ret->then, w->err);
    ret->made = st == SCRUT_OK && !ret->now.refused && !ret->then.refused && f->at_stake < w->threshold_safe;
    return st;
}

/* Other seats in every outcome of a draw; in some; the same. */
static scrut_effect compare_outcomes(const scrut_margin_outcome *now, const scrut_margin_outcome *then, size_t lists)
{
    scrut_effect effect = SCRUT_EFFECT_CANNOT;
    for (size_t i = 0; i < lists; i++) {
        if (then->certain[i] > now->possible[i] || then->possible[i] < now->certain[i])
            return SCRUT_EFFECT_WOULD;
        if (then->certain[i] != now->certain[i] || then->possible[i] != now->possible[i])
            effect = SCRUT_EFFECT_COULD;
    }
    return effect;
}

static bool meets(const scrut_target_effect *t, int64_t certain, int64_t possible, bool for_certain)
{
    if (t->at_least)
        return (for_certain ? certain : possible) >= t->seats;
    return (for_certain ? possible : certain) <= t->seats;
}

/* The nation's seats once those of one constituency are others. */
static scrut_effect apply_target(const weighing *w, const scrut_target_effect *t, size_t k, const applied *a)
{
    const scrut_margin_unit *u = weighing_unit(w, k);
    int64_t certain = w->m->chamber->certain[t->party], possible = w->m->chamber->possible[t->party];
    for (size_t i = 0; i < u->contest.list_count; i++)
        if (u->party[i] == t->party) {
            certain += a->then.certain[i] - a->now.certain[i];
            possible += a->then.possible[i] - a->now.possible[i];
        }
    if (meets(t, certain, possible, true))
        return SCRUT_EFFECT_WOULD;
    return meets(t, certain, possible, false) ? SCRUT_EFFECT_COULD : SCRUT_EFFECT_CANNOT;
}

static void keep_applied(const weighing *w, size_t k, const applied *a, scrut_finding_effect *e)
{
    e->applied = true;
    e->seat = compare_outcomes(&a->now, &a->then, weighing_unit(w, k)->contest.list_count);
    e->chamber = e->claim = SCRUT_EFFECT_CANNOT;
    for (size_t i = 0; i < w->m->target_count; i++) {
        const scrut_target_effect *t = &w->m->targets[i];
        scrut_effect *effect = t->claim != NULL ? &e->claim : &e->chamber;
        *effect = stronger_effect(*effect, apply_target(w, t, k, a));
    }
}

/* ---- ballots of unknown lists ---- */

static bool reaches_alone(const weighing *w, size_t k, const lone_way *lone, const ballot_supply *supply)
{
    int64_t all = add_ballots(supply->counted, supply->restored);
    if (lone->add_most <= all && lone->add_most < w->threshold_safe)
        return true;
    return lone->most <= supply->counted && lone->most < w->threshold_safe &&
           (lone->moves == NULL || supply_pays(w, k, supply, lone->moves) >= lone->most);
}

/* Ballots of one constituency. */
static scrut_effect weigh_target_here(const weighing *w, size_t target, size_t k, const ballot_supply *supply)
{
    const lone_way *lone = &w->lone[target * w->c->constituency_count + k];
    int64_t all = add_ballots(supply->counted, supply->restored);
    if (all == 0 || all < w->target_least[target])
        return SCRUT_EFFECT_CANNOT;
    if (reaches_alone(w, k, lone, supply))
        return SCRUT_EFFECT_COULD;
    bool few = all < (supply->counted == 0 ? more_of(lone->least, lone->add_least) : lone->least);
    return few && all < w->threshold_safe ? SCRUT_EFFECT_CANNOT : SCRUT_EFFECT_UNDECIDED;
}

/* Ballots in several constituencies, or in any: `free_ballots` of them may be where they count most. */
static scrut_effect weigh_target_anywhere(const weighing *w, size_t target, int64_t ballots, int64_t free_ballots)
{
    const scrut_target_effect *t = &w->m->targets[target];
    if (ballots == 0 || ballots < w->target_least[target])
        return SCRUT_EFFECT_CANNOT;
    return t->could.possible && free_ballots >= t->could.at_most ? SCRUT_EFFECT_COULD : SCRUT_EFFECT_UNDECIDED;
}

static void keep_target(const weighing *w, size_t target, scrut_effect effect, scrut_finding_effect *e)
{
    scrut_effect *kept = w->m->targets[target].claim != NULL ? &e->claim : &e->chamber;
    *kept = stronger_effect(*kept, effect);
}

static void weigh_targets_anywhere(const weighing *w, int64_t free_ballots, scrut_finding_effect *e)
{
    e->chamber = e->claim = SCRUT_EFFECT_CANNOT;
    for (size_t i = 0; i < w->m->target_count; i++)
        keep_target(w, i, weigh_target_anywhere(w, i, e->ballots, free_ballots), e);
}

static void weigh_at_place(const weighing *w, size_t k, scrut_finding_effect *e)
{
    const scrut_finding *f = e->finding;
    bool restored = f->direction == SCRUT_DIRECTION_RESTORE;
    uint32_t source = f->returns != NULL ? source_of_returns(w->c, f->returns) : SCRUT_NONE;
    e->ballots = more_of(0, f->at_stake_high);
    const tainted_station station = {.source = source, .row = f->row, .high = e->ballots};
    bool known = !restored && source < w->c->returns_count;
    const ballot_supply supply = {.stations = known ? &station : NULL,
                                  .count = known,
                                  .loose = known || restored ? 0 : e->ballots,
                                  .counted = restored ? 0 : e->ballots,
                                  .restored = restored ? e->ballots : 0};
    e->seat = weigh_seat(w, k, &supply, &e->why);
    int64_t tipping = restored ? w->scales[k].add_safe : w->scales[k].safe;
    e->seat_tipping = tipping < WEIGHED_MAX ? tipping : SCRUT_TIPPING_NEVER;
    e->chamber = e->claim = SCRUT_EFFECT_CANNOT;
    for (size_t i = 0; i < w->m->target_count; i++)
        keep_target(w, i, weigh_target_here(w, i, k, &supply), e);
}

/* Ballots anywhere: in the constituency with the closest seat. */
static void weigh_anywhere(const weighing *w, scrut_finding_effect *e)
{
    int64_t safe = WEIGHED_MAX, enough = WEIGHED_MAX;
    bool restored = e->finding->direction == SCRUT_DIRECTION_RESTORE;
    e->ballots = more_of(0, e->finding->at_stake_high);
    for (size_t k = 0; k < w->c->constituency_count; k++) {
        const scrut_closest_seat *closest = &w->margins->closest[k];
        bool never = closest->weighed && !closest->could.possible && closest->could.exact;
        safe = fewer_of(safe, never ? WEIGHED_MAX : closest->weighed ? closest->could.at_least : 0);
        if (closest->weighed && closest->could.possible)
            enough = fewer_of(enough, closest->could.at_most);
    }
    e->seat_tipping = safe < WEIGHED_MAX ? safe : SCRUT_TIPPING_NEVER;
    e->seat = e->ballots == 0 || (e->ballots < safe && e->ballots < w->threshold_safe) ? SCRUT_EFFECT_CANNOT
              : e->ballots >= enough && !restored                                      ? SCRUT_EFFECT_COULD
                                                                                       : SCRUT_EFFECT_UNDECIDED;
    if (e->seat == SCRUT_EFFECT_UNDECIDED)
        e->why = SCRUT_KEY("where the ballots were cast");
    weigh_targets_anywhere(w, restored ? 0 : e->ballots, e);
}

/* Two sources that differ by station: each constituency has ballots of its own. */
static scrut_status weigh_stations(const weighing *w, const scrut_station_comparison *k, scrut_finding_effect *e)
{
    size_t count = (size_t)k->differing;
    tainted_station *stations = scrut_arena_calloc(w->scratch, count, sizeof *stations);
    if (stations == NULL)
        return scrut_fail_memory(w->err);
    for (size_t n = 0; n < count; n++)
        stations[n] = differing_station(w, k, n);
    sort_stations(stations, count);
    e->seat = SCRUT_EFFECT_CANNOT;
    for (size_t n = 0; n < count;) {
        const char *why = NULL;
        uint32_t place = stations[n].constituency;
        ballot_supply supply = {.stations = &stations[n]};
        for (; n < count && stations[n].constituency == place; n++) {
            supply.count++;
            supply.counted = add_ballots(supply.counted, stations[n].high);
        }
        scrut_effect effect = weigh_seat(w, place, &supply, &why);
        e->ballots = add_ballots(e->ballots, supply.counted);
        if (effect == SCRUT_EFFECT_UNDECIDED && e->seat == SCRUT_EFFECT_CANNOT)
            e->why = why;
        e->seat = stronger_effect(e->seat, effect);
    }
    if (e->seat != SCRUT_EFFECT_UNDECIDED)
        e->why = NULL;
    weigh_targets_anywhere(w, 0, e);
    return SCRUT_OK;
}

/* ---- each finding ---- */

static void leave_open(scrut_finding_effect *e)
{
    e->seat = e->chamber = e->claim = SCRUT_EFFECT_UNDECIDED;
    e->why = e->finding->check->settles;
}

/* Announced seats that the votes do not give: no ballot has to move. */
static void weigh_seats_finding(scrut_finding_effect *e)
{
    leave_open(e);
    if (strcmp(e->finding->check->code, "S01") != 0)
        return;
    e->seat = SCRUT_EFFECT_WOULD;
    e->why = SCRUT_KEY("the announced seats are others than the votes give");
}

static scrut_status weigh_finding(const weighing *w, scrut_finding_effect *e)
{
    const scrut_finding *f = e->finding;
    const scrut_station_comparison *stations = stations_of_finding(w, f);
    applied a = {.made = false};
    if (!finding_concerns_ballots(f)) {
        weigh_seats_finding(e);
        return SCRUT_OK;
    }
    if (stations != NULL)
        return weigh_stations(w, stations, e);
    if (!f->at_stake_known) {
        leave_open(e);
        return SCRUT_OK;
    }
    if (e->constituency == SCRUT_NONE) {
        weigh_anywhere(w, e);
        return SCRUT_OK;
    }
    weigh_at_place(w, e->constituency, e);
    scrut_status st = apply(w, f, e->constituency, &a);
    if (st == SCRUT_OK && a.made)
        keep_applied(w, e->constituency, &a, e);
    if (e->applied)
        e->why = NULL;
    return st;
}

/* Ballots that no constituency is known of are in no place's sum. */
static void keep_anywhere(scrut_materiality *m, const scrut_finding_effect *e)
{
    m->seat = stronger_effect(m->seat, e->seat);
    if (e->finding->at_stake_known)
        m->seat_known = stronger_effect(m->seat_known, e->seat);
}

static void keep_at_place(scrut_place_effect *place, const scrut_finding_effect *e)
{
    place->seat = place->seat_known = SCRUT_EFFECT_WOULD;
    place->why = e->why;
}

static void count_effect(weighing *w, const scrut_finding_effect *e)
{
    scrut_materiality *m = w->m;
    m->counts[e->seat]++;
    if (e->seat == SCRUT_EFFECT_WOULD)
        m->seat = m->seat_known = SCRUT_EFFECT_WOULD;
    if (e->chamber == SCRUT_EFFECT_WOULD)
        m->chamber_effect = m->chamber_known = SCRUT_EFFECT_WOULD;
    if (e->claim == SCRUT_EFFECT_WOULD)
        m->claim_effect = SCRUT_EFFECT_WOULD;
    if (e->constituency == SCRUT_NONE)
        keep_anywhere(m, e);
    else if (e->seat == SCRUT_EFFECT_WOULD)
        keep_at_place(&m->places[e->constituency], e);
}

scrut_status weigh_findings(weighing *w)
{
    scrut_status st = SCRUT_OK;
    for (size_t i = 0; i < w->m->finding_count && st == SCRUT_OK; i++) {
        st = weigh_finding(w, &w->m->findings[i]);
        if (st == SCRUT_OK)
            count_effect(w, &w->m->findings[i]);
    }
    return st;
}
