/* SPDX-License-Identifier: Apache-2.0 */
#include "compare.h"
#include "scrutineer/report.h"

static scrut_json *party_votes(const scrut_case *c, const int64_t votes[])
{
    scrut_json *object = scrut_json_object();
    for (size_t p = 0; p < c->party_count; p++)
        if (votes[p] != 0)
            scrut_json_set(object, c->parties[p].id, scrut_json_int(votes[p]));
    return object;
}

/* null: the nation. */
static scrut_json *constituency(const scrut_case *c, uint32_t k)
{
    return scrut_report_json_unit(c, k != SCRUT_NONE ? k + 1 : 0);
}

static scrut_json *unit_name(const scrut_case *c, size_t unit)
{
    char name[200];
    scrut_unit_name(c, unit, name, sizeof name);
    return scrut_json_string(name);
}

static scrut_json *source_id(const scrut_reconciliation *r, size_t source)
{
    return scrut_json_string(scrut_compare_source_id(r, source));
}

/* ---- coverage ---- */

static scrut_json *coverage_unit(const scrut_case *c, const scrut_coverage_unit *u)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "constituency", constituency(c, u->constituency));
    scrut_json_set(object, "stations", scrut_json_int(u->stations));
    scrut_json_set(object, "missing", scrut_json_int(u->missing));
    scrut_json_set(object, "missing_voters", scrut_json_int(u->missing_voters));
    scrut_json_set(object, "missing_unknown", scrut_json_int(u->missing_unknown));
    scrut_json_set(object, "registered", scrut_json_int(u->registered));
    scrut_json_set(object, "first", scrut_report_json_party(c, u->first));
    scrut_json_set(object, "second", scrut_report_json_party(c, u->second));
    scrut_json_set(object, "lead", scrut_json_int(u->lead));
    scrut_json_set(object, "no_margin", scrut_json_string(u->closed));
    scrut_json_set(object, "needed", u->closed == NULL ? scrut_report_json_ballots(&u->needed) : scrut_json_null());
    scrut_json_set(object, "decided", scrut_json_bool(u->decided));
    return object;
}

static scrut_json *source_seats(const scrut_reconciliation *r, size_t source)
{
    const scrut_chamber *chamber = r->figures->chambers[r->sources[source]];
    if (chamber == NULL)
        return scrut_json_null();
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "certain", party_votes(r->c, chamber->certain));
    scrut_json_set(object, "possible", party_votes(r->c, chamber->possible));
    return object;
}

static scrut_json *source_json(const scrut_compare_answer *a, size_t source)
{
    const scrut_coverage *v = &a->r->coverage[source];
    scrut_json *object = scrut_json_object(), *units = scrut_json_array();
    for (size_t i = 0; i < v->unit_count; i++)
        scrut_json_append(units, coverage_unit(a->r->c, &v->units[i]));
    scrut_json_set(object, "source", source_id(a->r, source));
    scrut_json_set(object, "stations", scrut_json_int(v->stations));
    scrut_json_set(object, "held", scrut_json_int(v->held));
    scrut_json_set(object, "counted", scrut_json_int(v->counted));
    scrut_json_set(object, "registered_known", scrut_json_bool(v->registered_known));
    scrut_json_set(object, "registered", scrut_json_int(v->registered));
    scrut_json_set(object, "registered_held", scrut_json_int(v->registered_held));
    scrut_json_set(object, "decided", scrut_json_int((int64_t)v->decided));
    scrut_json_set(object, "units", units);
    scrut_json_set(object, "seats", source_seats(a->r, source));
    return object;
}

/* ---- pairs ---- */

static scrut_json *part_json(const scrut_compare_answer *a, const scrut_reconcile_part *part)
{
    scrut_json *object = scrut_json_object(), *places = scrut_json_array();
    for (size_t i = 0; i < part->place_count && i < a->limit; i++)
        scrut_json_append(places, unit_name(a->r->c, part->places[i]));
    scrut_json_set(object, "pattern", scrut_json_string(scrut_reason_name(part->reason)));
    scrut_json_set(object, "list", scrut_report_json_party(a->r->c, part->party));
    scrut_json_set(object, "stations", scrut_json_int(part->stations));
    scrut_json_set(object, "places", places);
    scrut_json_set(object, "places_total", scrut_json_int((int64_t)part->place_count));
    scrut_json_set(object, "net", party_votes(a->r->c, part->net));
    scrut_json_set(object, "gross", scrut_json_int(part->gross));
    scrut_json_set(object, "left", scrut_json_int(part->beyond));
    return object;
}

static scrut_json *cell_json(bool known_a, int64_t in_a, bool known_b, int64_t in_b)
{
    scrut_json *cell = scrut_json_array();
    scrut_json_append(cell, known_a ? scrut_json_int(in_a) : scrut_json_null());
    scrut_json_append(cell, known_b ? scrut_json_int(in_b) : scrut_json_null());
    return cell;
}

static scrut_json *station_json(const scrut_compare_answer *a, const scrut_reconcile_pair *pair,
                                const scrut_differing_station *s)
{
    const scrut_reconciliation *r = a->r;
    scrut_json *object = scrut_json_object(), *votes = scrut_json_object();
    char key[256];
    for (size_t p = 0; p < r->c->party_count; p++) {
        int64_t in_a = 0, in_b = 0;
        bool known_a = scrut_compare_votes(r, pair->a, s->row_a, p, &in_a),
             known_b = scrut_compare_votes(r, pair->b, s->row_b, p, &in_b);
        if (known_a != known_b || (known_a && in_a != in_b))
            scrut_json_set(votes, r->c->parties[p].id, cell_json(known_a, in_a, known_b, in_b));
    }
    scrut_reconcile_station(r, s->station, key, sizeof key);
    scrut_json_set(object, "station", scrut_json_string(key));
    scrut_json_set(object, "constituency", constituency(r->c, scrut_reconcile_constituency(r, s->station)));
    scrut_json_set(object, "pattern", scrut_json_string(scrut_reason_name(s->reason)));
    scrut_json_set(object, "gross", scrut_json_int(s->gross));
    scrut_json_set(object, "votes", votes);
    bool elsewhere = scrut_compare_elsewhere(r, pair, s, key, sizeof key);
    scrut_json_set(object, "elsewhere", elsewhere ? scrut_json_string(key) : scrut_json_null());
    scrut_json_set(object, "elsewhere_in",
                   elsewhere ? source_id(r, s->elsewhere_in_b ? pair->b : pair->a) : scrut_json_null());
    return object;
}

static scrut_json *level_json(const scrut_compare_answer *a, const scrut_reconcile_pair *pair)
{
    const scrut_case *c = a->r->c;
    scrut_json *units = scrut_json_array();
    size_t count = 1 + c->constituency_count + c->area_count;
    for (size_t unit = 0; unit < count; unit++) {
        if (!scrut_cli_in_level(c, &a->level, unit) || pair->unit_differing[unit] == 0)
            continue;
        scrut_json *one = scrut_json_object();
        scrut_json_set(one, "unit", unit_name(c, unit));
        scrut_json_set(one, "stations", scrut_json_int(pair->unit_differing[unit]));
        scrut_json_set(one, "net", party_votes(c, &pair->net[unit * c->party_count]));
        scrut_json_set(one, "gross", party_votes(c, &pair->gross[unit * c->party_count]));
        scrut_json_append(units, one);
    }
    return units;
}

static scrut_json *deciding_json(const scrut_compare_answer *a, const scrut_pair_outcome *outcome)
{
    const scrut_reconciliation *r = a->r;
    const scrut_reconcile_pair *pair = &r->pairs[outcome->pair];
    scrut_json *units = scrut_json_array();
    for (size_t i = 0; i < outcome->unit_count; i++) {
        const scrut_deciding_stations *d = &outcome->units[i];
        scrut_json *one = scrut_json_object(), *stations = scrut_json_array();
        for (size_t n = 0; n < d->station_count && n < a->limit; n++) {
            char key[256];
            scrut_reconcile_station(r, pair->stations[d->stations[n]].station, key, sizeof key);
            scrut_json_append(stations, scrut_json_string(key));
        }
        scrut_json_set(one, "constituency", constituency(r->c, d->constituency));
        scrut_json_set(one, "differs", scrut_json_bool(d->differs));
        scrut_json_set(one, "gains", scrut_report_json_party(r->c, d->gains));
        scrut_json_set(one, "loses", scrut_report_json_party(r->c, d->loses));
        scrut_json_set(one, "stations", stations);
        scrut_json_set(one, "stations_total", scrut_json_int((int64_t)d->station_count));
        scrut_json_append(units, one);
    }
    return units;
}

static scrut_json *pair_json(const scrut_compare_answer *a, size_t index)
{
    const scrut_reconciliation *r = a->r;
    const scrut_reconcile_pair *pair = &r->pairs[index];
    const scrut_pair_outcome *outcome = &r->outcomes[index];
    scrut_json *object = scrut_json_object(), *parts = scrut_json_array(), *stations = scrut_json_array();
    for (size_t i = 0; i < pair->part_count; i++)
        scrut_json_append(parts, part_json(a, &pair->parts[i]));
    for (size_t i = 0; i < pair->station_count && i < a->limit; i++)
        scrut_json_append(stations, station_json(a, pair, &pair->stations[i]));
    scrut_json_set(object, "a", source_id(r, pair->a));
    scrut_json_set(object, "b", source_id(r, pair->b));
    scrut_json_set(object, "in_both", scrut_json_int(pair->in_both));
    scrut_json_set(object, "only_a", scrut_json_int(pair->only_a));
    scrut_json_set(object, "only_b", scrut_json_int(pair->only_b));
    scrut_json_set(object, "equal", scrut_json_int(pair->equal));
    scrut_json_set(object, "differing", scrut_json_int(pair->differing));
    scrut_json_set(object, "counted_otherwise", scrut_json_int(pair->counted_otherwise));
    scrut_json_set(object, "net", party_votes(r->c, pair->net));
    scrut_json_set(object, "gross", party_votes(r->c, pair->gross));
    scrut_json_set(object, "units", level_json(a, pair));
    scrut_json_set(object, "parts", parts);
    scrut_json_set(object, "stations", stations);
    scrut_json_set(object, "stations_total", scrut_json_int((int64_t)pair->station_count));
    scrut_json_set(object, "outcome_compared", scrut_json_bool(outcome->compared));
    scrut_json_set(object, "outcomes_differ", scrut_json_int((int64_t)outcome->differ));
    scrut_json_set(object, "deciding", deciding_json(a, outcome));
    return object;
}

/* ---- announcements ---- */

static scrut_json *explanation_json(const scrut_compare_answer *a, const scrut_announced_difference *d,
                                    const scrut_explanation *e)
{
    const scrut_reconciliation *r = a->r;
    scrut_json *object = scrut_json_object();
    char key[256] = "";
    if (e->row != SCRUT_NONE)
        scrut_returns_station(&r->c->returns[r->sources[d->source]], e->row, key, sizeof key);
    scrut_json_set(object, "unit", unit_name(r->c, e->unit));
    scrut_json_set(object, "pattern", scrut_json_string(scrut_reason_name(e->reason)));
    scrut_json_set(object, "list", scrut_report_json_party(r->c, e->party));
    scrut_json_set(object, "station", e->row != SCRUT_NONE ? scrut_json_string(key) : scrut_json_null());
    scrut_json_set(object, "place", e->place != SCRUT_NONE ? unit_name(r->c, e->place) : scrut_json_null());
    scrut_json_set(object, "source",
                   e->source != SCRUT_NONE ? scrut_json_string(r->c->returns[e->source].about.id) : scrut_json_null());
    scrut_json_set(object, "votes", scrut_json_int(e->votes));
    scrut_json_set(object, "whole", scrut_json_bool(e->whole));
    return object;
}

static scrut_json *short_list_json(const scrut_case *c, const scrut_short_list *l)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "list", scrut_report_json_party(c, l->party));
    scrut_json_set(object, "fewer_in", scrut_json_string(l->in_a ? "source" : "announcement"));
    scrut_json_set(object, "units", scrut_json_int((int64_t)l->units));
    scrut_json_set(object, "units_without_any", scrut_json_int((int64_t)l->whole));
    scrut_json_set(object, "votes", scrut_json_int(l->votes));
    return object;
}

static scrut_json *announced_json(const scrut_compare_answer *a, const scrut_announced_difference *d)
{
    const scrut_explanations *x = &d->explanations;
    scrut_json *object = scrut_json_object(), *items = scrut_json_array(), *lists = scrut_json_array();
    for (size_t i = 0; i < x->count; i++)
        scrut_json_append(items, explanation_json(a, d, &x->items[i]));
    scrut_json_set(object, "source", source_id(a->r, d->source));
    scrut_json_set(object, "announcement", scrut_json_string(d->comparison->b->about.id));
    scrut_json_set(object, "units", scrut_json_int((int64_t)x->units));
    scrut_json_set(object, "gross", scrut_json_int(x->gross));
    scrut_json_set(object, "explained", scrut_json_int(x->explained));
    for (size_t i = 0; i < x->short_list_count; i++)
        scrut_json_append(lists, short_list_json(a->r->c, &x->short_lists[i]));
    scrut_json_set(object, "explanations", items);
    scrut_json_set(object, "short_lists", lists);
    return object;
}

scrut_json *scrut_compare_json(const scrut_compare_answer *answer)
{
    const scrut_reconciliation *r = answer->r;
    scrut_json *root = scrut_json_object(), *sources = scrut_json_array(), *pairs = scrut_json_array(),
               *announced = scrut_json_array();
    for (size_t s = 0; s < r->source_count; s++)
        scrut_json_append(sources, source_json(answer, s));
    for (size_t i = 0; i < r->pair_count; i++)
        scrut_json_append(pairs, pair_json(answer, i));
    for (size_t i = 0; i < r->announced_count; i++)
        scrut_json_append(announced, announced_json(answer, &r->announced[i]));
    scrut_json_set(root, "format", scrut_json_string("scrutineer-compare/1"));
    scrut_json_set(root, "model", scrut_json_bool(r->c->model));
    scrut_json_set(root, "level", scrut_json_string(answer->level.name));
    scrut_json_set(root, "stations", scrut_json_int(r->station_count));
    scrut_json_set(root, "sources", sources);
    scrut_json_set(root, "pairs", pairs);
    scrut_json_set(root, "announcements", announced);
    return root;
}
