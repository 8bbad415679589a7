/* SPDX-License-Identifier: Apache-2.0
 * json_materiality.c: findings against margins in results.json. */
#include "report_internal.h"

#include <stdlib.h>

static scrut_json *effect(scrut_effect value)
{
    return scrut_json_string(scrut_effect_name(value));
}

static scrut_json *number_or_null(int64_t value)
{
    return value >= 0 ? scrut_json_int(value) : scrut_json_null();
}

static scrut_json *tainted(const scrut_tainted *t)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "low", scrut_json_int(t->low));
    scrut_json_set(object, "high", scrut_json_int(t->high));
    scrut_json_set(object, "restored_high", scrut_json_int(t->restored_high));
    scrut_json_set(object, "findings_without_number", scrut_json_int(t->unknown));
    return object;
}

/* ---- a finding ---- */

static int compare_places(const void *key, const void *item)
{
    const scrut_finding *f = key;
    const scrut_finding_effect *e = item;
    return (f > e->finding) - (f < e->finding);
}

static scrut_json *finding_effect(const scrut_verdict *v, const scrut_materiality *m, const scrut_finding_effect *e)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "tally", scrut_json_int(m->tally - v->tallies));
    scrut_json_set(object, "ballots", scrut_json_int(e->ballots));
    scrut_json_set(object, "seat", effect(e->seat));
    scrut_json_set(object, "seat_tipping", number_or_null(e->seat_tipping));
    scrut_json_set(object, "chamber", effect(e->chamber));
    scrut_json_set(object, "claim", effect(e->claim));
    scrut_json_set(object, "applied", scrut_json_bool(e->applied));
    if (e->why != NULL)
        scrut_json_set(object, "why", scrut_report_json_text(e->why));
    return object;
}

scrut_json *scrut_report_json_effects(const scrut_verdict *v, const scrut_finding *f)
{
    scrut_json *array = scrut_json_array();
    const scrut_materiality *m;
    for (size_t n = 0; (m = scrut_report_materiality_at(v, n)) != NULL; n++) {
        /* the effects are in the order in which the findings lie */
        const scrut_finding_effect *e = bsearch(f, m->findings, m->finding_count, sizeof *m->findings, compare_places);
        if (e != NULL)
            scrut_json_append(array, finding_effect(v, m, e));
    }
    return array;
}

/* ---- constituencies ---- */

static scrut_json *lists(const scrut_case *c, const scrut_place_effect *place)
{
    scrut_json *object = scrut_json_object();
    for (size_t i = 0; i < place->list_count; i++) {
        const scrut_list_effect *l = &place->lists[i];
        scrut_json *list = scrut_json_object();
        scrut_json_set(list, "more_could", scrut_report_json_ballots(&l->more_could));
        scrut_json_set(list, "more_would", scrut_report_json_ballots(&l->more_would));
        scrut_json_set(list, "fewer_could", scrut_report_json_ballots(&l->fewer_could));
        scrut_json_set(list, "fewer_would", scrut_report_json_ballots(&l->fewer_would));
        scrut_json_set(list, "gain_at_most", scrut_json_int(l->gain));
        scrut_json_set(list, "loss_at_most", scrut_json_int(l->loss));
        scrut_json_set(object, c->parties[l->party].id, list);
    }
    return object;
}

static scrut_json *readings(const scrut_place_effect *place)
{
    scrut_json *object = scrut_json_object();
    for (int r = 0; r < SCRUT_READING_COUNT; r++) {
        const scrut_reading *reading = &place->readings[r];
        scrut_json *one = scrut_json_object();
        if (!reading->known && reading->note == NULL) {
            scrut_json_free(one);
            continue;
        }
        scrut_json_set(one, "ballots", reading->known ? scrut_json_int(reading->ballots) : scrut_json_null());
        if (r == SCRUT_READING_STATIONS)
            scrut_json_set(one, "ballots_low", scrut_json_int(reading->ballots_low));
        if (reading->known && r != SCRUT_READING_CANCELLED) {
            scrut_json_set(one, "could", scrut_report_json_ballots(&reading->could));
            scrut_json_set(one, "would", scrut_report_json_ballots(&reading->would));
        }
        scrut_json_set(one, "note", scrut_report_json_text(reading->note));
        scrut_json_set(object, scrut_reading_info_of((scrut_reading_kind)r)->id, one);
    }
    return object;
}

static scrut_json *places(const scrut_case *c, const scrut_materiality *m)
{
    scrut_json *array = scrut_json_array();
    for (size_t k = 0; k < c->constituency_count; k++) {
        const scrut_place_effect *place = &m->places[k];
        if (place->findings == 0)
            continue;
        scrut_json *object = scrut_json_object();
        scrut_json_set(object, "constituency", scrut_report_json_text(c->constituencies[k].id));
        scrut_json_set(object, "findings", scrut_json_int(place->findings));
        scrut_json_set(object, "stations", scrut_json_int(place->stations));
        scrut_json_set(object, "error_stations", scrut_json_int(place->error_stations));
        scrut_json_set(object, "error_registered", number_or_null(place->error_registered));
        scrut_json_set(object, "ballots", tainted(&place->tainted));
        scrut_json_set(object, "seat", effect(place->seat));
        scrut_json_set(object, "seat_by_known", effect(place->seat_known));
        scrut_json_set(object, "seat_tipping", number_or_null(place->seat_tipping));
        scrut_json_set(object, "why", scrut_report_json_text(place->why));
        scrut_json_set(object, "lists", lists(c, place));
        scrut_json_set(object, "readings", readings(place));
        scrut_json_append(array, object);
    }
    return array;
}

/* ---- the nation ---- */

static scrut_json *targets(const scrut_case *c, const scrut_target_effect list[], size_t count)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < count; i++) {
        const scrut_target_effect *t = &list[i];
        scrut_json *object = scrut_json_object();
        scrut_json_set(object, "name", scrut_report_json_text(t->name));
        scrut_json_set(object, "claim", scrut_json_bool(t->claim != NULL));
        scrut_json_set(object, "makes_claim_true",
                       t->claim != NULL ? scrut_json_bool(t->makes_true) : scrut_json_null());
        scrut_json_set(object, "party", scrut_report_json_text(c->parties[t->party].id));
        scrut_json_set(object, t->at_least ? "at_least" : "at_most", scrut_json_int(t->seats));
        scrut_json_set(object, "could", scrut_report_json_ballots(&t->could));
        scrut_json_set(object, "would", scrut_report_json_ballots(&t->would));
        scrut_json_set(object, "further", scrut_json_int(t->further));
        scrut_json_set(object, "further_exact", scrut_json_bool(t->further_exact));
        scrut_json_set(object, "effect", effect(t->effect));
        scrut_json_set(object, "effect_by_known", effect(t->effect_known));
        scrut_json_set(object, "why", scrut_report_json_text(t->why));
        scrut_json_append(array, object);
    }
    return array;
}

static scrut_json *parties(const scrut_case *c, const scrut_materiality *m)
{
    scrut_json *object = scrut_json_object();
    for (size_t p = 0; p < c->party_count; p++) {
        if (m->parties[p].gain == 0 && m->parties[p].loss == 0)
            continue;
        scrut_json *party = scrut_json_object();
        scrut_json_set(party, "gain_at_most", scrut_json_int(m->parties[p].gain));
        scrut_json_set(party, "loss_at_most", scrut_json_int(m->parties[p].loss));
        scrut_json_set(object, c->parties[p].id, party);
    }
    return object;
}

static scrut_json *without(const scrut_case *c, const scrut_materiality *m, const scrut_without *w)
{
    scrut_json *object = scrut_json_object(), *seats = scrut_json_object();
    for (size_t p = 0; w->chamber != NULL && p < c->party_count; p++) {
        if (w->chamber->possible[p] == 0 && m->chamber->possible[p] == 0)
            continue;
        scrut_json *party = scrut_json_object();
        scrut_json_set(party, "certain", scrut_json_int(w->chamber->certain[p]));
        scrut_json_set(party, "possible", scrut_json_int(w->chamber->possible[p]));
        scrut_json_set(seats, c->parties[p].id, party);
    }
    scrut_json_set(object, "stations", scrut_json_int(w->stations));
    scrut_json_set(object, "seats", seats);
    scrut_json_set(object, "note", scrut_report_json_text(w->note));
    return object;
}

static scrut_json *findings(const scrut_materiality *m)
{
    scrut_json *object = scrut_json_object();
    for (int e = 0; e < SCRUT_EFFECT_COUNT; e++)
        scrut_json_set(object, scrut_effect_name((scrut_effect)e), scrut_json_int(m->counts[e]));
    return object;
}

static scrut_json *figures(const scrut_verdict *v, const scrut_materiality *m)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "figures", scrut_report_json_tally_id(v, m->tally));
    scrut_json_set(object, "findings_by_seat", findings(m));
    scrut_json_set(object, "ballots", tainted(&m->nation));
    scrut_json_set(object, "ballots_unplaced", tainted(&m->unplaced));
    scrut_json_set(object, "seat", effect(m->seat));
    scrut_json_set(object, "seat_by_known", effect(m->seat_known));
    scrut_json_set(object, "chamber", effect(m->chamber_effect));
    scrut_json_set(object, "chamber_by_known", effect(m->chamber_known));
    scrut_json_set(object, "claim", effect(m->claim_effect));
    scrut_json_set(object, "constituencies", places(v->c, m));
    scrut_json_set(object, "targets", targets(v->c, m->targets, m->target_count));
    scrut_json_set(object, "parties", parties(v->c, m));
    scrut_json_set(object, "cancelled", without(v->c, m, &m->cancelled));
    scrut_json_set(object, "annulled", without(v->c, m, &m->annulled));
    return object;
}

static scrut_json *reading_names(void)
{
    scrut_json *object = scrut_json_object();
    for (int r = 0; r < SCRUT_READING_COUNT; r++) {
        const scrut_reading_info *info = scrut_reading_info_of((scrut_reading_kind)r);
        scrut_json *one = scrut_json_object();
        scrut_json_set(one, "name", scrut_json_string(info->name));
        scrut_json_set(one, "origin", scrut_json_string(info->origin));
        scrut_json_set(one, "ballots", scrut_json_string(info->ballots));
        scrut_json_set(one, "needed", scrut_json_string(info->needed));
        scrut_json_set(object, info->id, one);
    }
    return object;
}

scrut_json *scrut_report_json_materiality(const scrut_verdict *v)
{
    scrut_json *object = scrut_json_object(), *array = scrut_json_array();
    const scrut_materiality *m;
    for (size_t n = 0; (m = scrut_report_materiality_at(v, n)) != NULL; n++)
        scrut_json_append(array, figures(v, m));
    scrut_json_set(object, "readings", reading_names());
    scrut_json_set(object, "figures", array);
    return object;
}

/* ---- people without a name ---- */

static scrut_json *missing_place(const scrut_missing_place *place)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "people_low", place->known ? scrut_json_int(place->low) : scrut_json_null());
    scrut_json_set(object, "people_high", place->known ? scrut_json_int(place->high) : scrut_json_null());
    return object;
}

scrut_json *scrut_report_json_missing(const scrut_verdict *v)
{
    const scrut_missing_result *r = v->missing;
    if (r == NULL)
        return scrut_json_null();
    scrut_json *root = scrut_json_object(), *array = scrut_json_array();
    for (size_t k = 0; k < v->c->constituency_count; k++) {
        scrut_json *object = missing_place(&r->places[k]);
        scrut_json_set(object, "constituency", scrut_report_json_text(v->c->constituencies[k].id));
        scrut_json_set(object, "added_could", scrut_report_json_ballots(&r->places[k].could));
        scrut_json_set(object, "added_would", scrut_report_json_ballots(&r->places[k].would));
        scrut_json_set(object, "seat", effect(r->places[k].seat));
        scrut_json_append(array, object);
    }
    scrut_json_set(root, "figures", scrut_report_json_text(v->tallies[r->tally].about.id));
    scrut_json_set(root, "people_low", r->known ? scrut_json_int(r->low) : scrut_json_null());
    scrut_json_set(root, "people_high", r->known ? scrut_json_int(r->high) : scrut_json_null());
    scrut_json_set(root, "in_no_constituency_known", missing_place(&r->rest));
    scrut_json_set(root, "constituencies", array);
    scrut_json_set(root, "targets", targets(v->c, r->targets, r->target_count));
    return root;
}
