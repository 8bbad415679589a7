/* SPDX-License-Identifier: Apache-2.0
 * roll_missing.c: people of voting age without a name on the roll, as ballots that could only have been added, set
 * against the margins by themselves: nobody knows how many of them would have voted, and no finding is weighed with
 * them. */
#include "materiality_internal.h"
#include "scrutineer/roll_audit.h"

#include <math.h>

static int64_t whole_people(double people)
{
    return people > 0 ? fewer_of((int64_t)people, WEIGHED_MAX) : 0;
}

static scrut_missing_place number_of(const scrut_roll_stake *s)
{
    return (scrut_missing_place){.known = s->missing_known,
                                 .low = whole_people(floor(s->missing.low)),
                                 .high = whole_people(ceil(s->missing.high)),
                                 .seat = SCRUT_EFFECT_UNDECIDED};
}

static bool fill_numbers(const scrut_verdict *v, scrut_arena *arena, scrut_missing_result *r)
{
    const scrut_case *c = v->c;
    r->places = scrut_arena_calloc(arena, c->constituency_count, sizeof *r->places);
    if (r->places == NULL)
        return false;
    r->rest = number_of(&v->roll->stakes[c->constituency_count]);
    r->known = r->rest.known;
    r->low = r->rest.low;
    r->high = r->rest.high;
    for (size_t k = 0; k < c->constituency_count; k++) {
        r->places[k] = number_of(&v->roll->stakes[k]);
        r->known = r->known && r->places[k].known;
        r->low = add_ballots(r->low, r->places[k].low);
        r->high = add_ballots(r->high, r->places[k].high);
    }
    return true;
}

/* The people as findings of votes that could be restored, at their most or at their least. Those of no known
 * constituency may be in any of them: in each at their most, in none at their least. */
static scrut_status weigh_number(const scrut_verdict *v, scrut_missing_result *r, bool most, scrut_arena *arena,
                                 scrut_materiality *ret_m, scrut_error *err)
{
    size_t count = v->c->constituency_count;
    scrut_finding *findings = scrut_arena_calloc(arena, count, sizeof *findings);
    if (findings == NULL)
        return scrut_fail_memory(err);
    for (size_t k = 0; k < count; k++) {
        const scrut_missing_place *place = &r->places[k];
        int64_t people = most ? add_ballots(place->high, r->rest.high) : place->low;
        findings[k] = (scrut_finding){.check = scrut_check_named("V18"),
                                      .id = "",
                                      .subject = SCRUT_SUBJECT_CONSTITUENCY,
                                      .subject_id = "",
                                      .sources = "",
                                      .message = "",
                                      .constituency = (uint32_t)k,
                                      .at_stake_known = place->known && (!most || r->rest.known),
                                      .at_stake_high = people,
                                      .direction = SCRUT_DIRECTION_RESTORE};
        if (!place->known && !most) /* at its least nobody */
            findings[k].at_stake_known = true;
    }
    return weigh_others(v, findings, count, r->tally, arena, ret_m, err);
}

/* Too few at their most; enough at their least. */
static scrut_effect effect_of(scrut_effect most, scrut_effect least)
{
    return most == SCRUT_EFFECT_CANNOT                                  ? SCRUT_EFFECT_CANNOT
           : least == SCRUT_EFFECT_COULD || least == SCRUT_EFFECT_WOULD ? SCRUT_EFFECT_COULD
                                                                        : SCRUT_EFFECT_UNDECIDED;
}

static scrut_status ask_added(const scrut_verdict *v, scrut_missing_result *r, size_t k, scrut_arena *arena,
                              scrut_error *err)
{
    const scrut_margins *margins = v->margins[r->tally];
    const scrut_target any = {.kind = SCRUT_TARGET_ANY};
    scrut_margin added;
    if (margins->house.nation.units[k].closed != NULL)
        return SCRUT_OK;
    scrut_status st = scrut_margin_house_unit(&margins->house, k, &any, SCRUT_METRIC_ADD, NULL, arena, &added, err);
    if (st == SCRUT_OK) {
        r->places[k].could = ballots_of_reading(&added.could);
        r->places[k].would = ballots_of_reading(&added.would);
    }
    return st;
}

scrut_status scrut_materiality_missing(const scrut_verdict *verdict, size_t tally, scrut_arena *arena,
                                       scrut_missing_result *ret_result, scrut_error *err)
{
    scrut_missing_result r = {.tally = tally, .seat = SCRUT_EFFECT_CANNOT};
    scrut_materiality most, least;
    scrut_status st = fill_numbers(verdict, arena, &r) ? SCRUT_OK : scrut_fail_memory(err);
    if (st == SCRUT_OK)
        st = weigh_number(verdict, &r, true, arena, &most, err);
    if (st == SCRUT_OK)
        st = weigh_number(verdict, &r, false, arena, &least, err);
    for (size_t k = 0; st == SCRUT_OK && k < verdict->c->constituency_count; k++) {
        r.places[k].seat = effect_of(most.places[k].seat, least.places[k].seat);
        r.seat = stronger_effect(r.seat, r.places[k].seat);
        st = ask_added(verdict, &r, k, arena, err);
    }
    if (st != SCRUT_OK)
        return st;
    r.targets = most.targets; /* the same of both, in the same order */
    r.target_count = most.target_count;
    for (size_t i = 0; i < r.target_count; i++) {
        r.targets[i].effect = effect_of(most.targets[i].effect, least.targets[i].effect);
        r.targets[i].effect_known = r.targets[i].effect;
        r.targets[i].further_exact = r.targets[i].further_exact && r.rest.high == 0;
    }
    *ret_result = r;
    return SCRUT_OK;
}
