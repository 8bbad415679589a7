/* SPDX-License-Identifier: Apache-2.0
 * materiality.c: findings against margins, in order: which ballots, then each constituency, the nation, each finding.
 */
#include "materiality_internal.h"
#include "scrutineer/catalog.h"

#include <stdlib.h>

const char *scrut_effect_name(scrut_effect effect)
{
    static const char *const NAMES[SCRUT_EFFECT_COUNT] = {SCRUT_KEY("undecided"), SCRUT_KEY("cannot"),
                                                          SCRUT_KEY("could"), SCRUT_KEY("would")};
    return NAMES[effect];
}

static scrut_status open_weighing(weighing *w)
{
    size_t places = w->c->constituency_count;
    w->m->places = scrut_arena_calloc(w->arena, places, sizeof *w->m->places);
    w->m->parties = scrut_arena_calloc(w->arena, w->c->party_count, sizeof *w->m->parties);
    w->scales = scrut_arena_calloc(w->scratch, places, sizeof *w->scales);
    if (w->m->places == NULL || w->m->parties == NULL || w->scales == NULL)
        return scrut_fail_memory(w->err);
    for (size_t k = 0; k < places; k++) {
        size_t lists = weighing_unit(w, k)->contest.list_count;
        w->scales[k].taint = scrut_arena_calloc(w->scratch, lists, sizeof *w->scales[k].taint);
        if (w->scales[k].taint == NULL)
            return scrut_fail_memory(w->err);
    }
    w->threshold_safe = scrut_margin_house_threshold(&w->margins->house);
    return SCRUT_OK;
}

/* What all findings together can do. */
static void sum_up(weighing *w)
{
    scrut_materiality *m = w->m;
    for (size_t k = 0; k < w->c->constituency_count; k++) {
        m->seat = stronger_effect(m->seat, m->places[k].seat);
        m->seat_known = stronger_effect(m->seat_known, m->places[k].seat_known);
    }
    for (size_t i = 0; i < m->target_count; i++) {
        scrut_effect *effect = m->targets[i].claim != NULL ? &m->claim_effect : &m->chamber_effect;
        *effect = stronger_effect(*effect, m->targets[i].effect);
        if (m->targets[i].claim == NULL)
            m->chamber_known = stronger_effect(m->chamber_known, m->targets[i].effect_known);
    }
    if (tainted_high(&m->nation) >= w->threshold_safe)
        m->seat = m->seat_known = stronger_effect(m->seat_known, SCRUT_EFFECT_UNDECIDED);
    if (m->nation.unknown > 0)
        m->seat = stronger_effect(m->seat, SCRUT_EFFECT_UNDECIDED);
}

static scrut_status weigh(weighing *w)
{
    w->m->seat = w->m->chamber_effect = w->m->claim_effect = SCRUT_EFFECT_CANNOT;
    w->m->seat_known = w->m->chamber_known = SCRUT_EFFECT_CANNOT;
    scrut_status st = open_weighing(w);
    if (st == SCRUT_OK)
        st = find_tainted(w);
    if (st == SCRUT_OK)
        st = weigh_places(w);
    if (st == SCRUT_OK)
        st = read_law(w);
    if (st == SCRUT_OK)
        st = read_stations(w);
    if (st == SCRUT_OK)
        st = weigh_nation(w);
    if (st == SCRUT_OK)
        st = weigh_findings(w);
    if (st == SCRUT_OK)
        sum_up(w);
    return st;
}

static scrut_status weigh_findings_of(const scrut_verdict *verdict, const scrut_finding findings[], size_t count,
                                      bool all_bear, size_t tally, scrut_arena *arena,
                                      scrut_materiality *ret_materiality, scrut_error *err)
{
    scrut_materiality m = {.tally = &verdict->tallies[tally], .chamber = verdict->chambers[tally]};
    weighing w = {.v = verdict,
                  .findings = findings,
                  .finding_count = count,
                  .all_bear = all_bear,
                  .c = verdict->c,
                  .margins = verdict->margins[tally],
                  .tally = m.tally,
                  .m = &m,
                  .arena = arena,
                  .scratch = scrut_arena_new(),
                  .err = err};
    scrut_status st = w.scratch != NULL ? weigh(&w) : scrut_fail_memory(err);
    free(w.items);
    scrut_arena_free(w.scratch);
    if (st == SCRUT_OK)
        *ret_materiality = m;
    return st;
}

scrut_status weigh_others(const scrut_verdict *verdict, const scrut_finding findings[], size_t count, size_t tally,
                          scrut_arena *arena, scrut_materiality *ret_materiality, scrut_error *err)
{
    return weigh_findings_of(verdict, findings, count, true, tally, arena, ret_materiality, err);
}

scrut_status scrut_materiality_find(const scrut_verdict *verdict, size_t tally, scrut_arena *arena,
                                    scrut_materiality *ret_materiality, scrut_error *err)
{
    return weigh_findings_of(verdict, verdict->findings.items, verdict->findings.count, false, tally, arena,
                             ret_materiality, err);
}
