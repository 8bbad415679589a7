/* SPDX-License-Identifier: Apache-2.0
 * json_case.c: the case's own parts of results.json: parties, constituencies, rules, tallies. */
#include "report_internal.h"

#include <string.h>

static scrut_json *texts(const char *const *items, size_t count)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < count; i++)
        scrut_json_append(array, scrut_report_json_text(items[i]));
    return array;
}

static scrut_json *flag_or_id(const scrut_case *c, uint32_t party)
{
    return party < c->party_count ? scrut_report_json_text(c->parties[party].id) : scrut_json_null();
}

static scrut_json *party(const scrut_case *c, const scrut_party *p)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "id", scrut_report_json_text(p->id));
    scrut_json_set(object, "name", scrut_report_json_text(p->name));
    scrut_json_set(object, "name_local", scrut_report_json_text(p->name_local));
    scrut_json_set(object, "colour",
                   scrut_report_colour_valid(p->colour) ? scrut_json_string(p->colour) : scrut_json_null());
    scrut_json_set(object, "aliases", texts(p->aliases, p->alias_count));
    scrut_json_set(object, "predecessors", texts(p->predecessors, p->predecessor_count));
    scrut_json_set(object, "alliance", scrut_report_json_text(p->alliance));
    scrut_json_set(object, "members", scrut_json_int(p->members));
    scrut_json_set(object, "exempt", scrut_json_bool(p->exempt));
    scrut_json_set(object, "aggregate", scrut_json_bool(p->aggregate));
    scrut_json_set(object, "split_by", scrut_report_json_text(p->split_by));
    scrut_json_set(object, "hidden_in", flag_or_id(c, p->hidden_in));
    return object;
}

/* A figure: the number when complete, null when unknown, else how much of it is known. NULL: does not apply. */
static scrut_json *figure(scrut_figure f)
{
    if (f.cells == 0)
        return NULL;
    if (f.known == 0)
        return scrut_json_null();
    if (scrut_figure_complete(f))
        return scrut_json_int(f.value);
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "value", scrut_json_int(f.value));
    scrut_json_set(object, "known", scrut_json_int(f.known));
    scrut_json_set(object, "cells", scrut_json_int(f.cells));
    return object;
}

static void set_figure(scrut_json *object, const char *key, scrut_figure f)
{
    if (f.cells > 0)
        scrut_json_set(object, key, figure(f));
}

static scrut_json *constituency(const scrut_constituency *c)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "id", scrut_report_json_text(c->id));
    scrut_json_set(object, "name", scrut_report_json_text(c->name));
    scrut_json_set(object, "name_local", scrut_report_json_text(c->name_local));
    scrut_json_set(object, "seats", c->seats_known ? scrut_json_int(c->seats) : scrut_json_null());
    set_figure(object, "registered", c->registered);
    scrut_json_set(object, "where", c->where.file != NULL ? scrut_report_json_cell(&c->where) : scrut_json_null());
    return object;
}

static scrut_json *chamber(const scrut_case *c)
{
    scrut_json *object = scrut_json_object(), *facts = scrut_json_array();
    scrut_json_set(object, "name", scrut_report_json_text(c->chamber_name));
    scrut_json_set(object, "seats", c->chamber_seats > 0 ? scrut_json_int(c->chamber_seats) : scrut_json_null());
    for (size_t i = 0; i < c->chamber_fact_count; i++) {
        const scrut_chamber_fact *fact = &c->chamber_facts[i];
        scrut_json *item = scrut_json_object();
        scrut_json_set(item, "name", scrut_report_json_text(fact->name));
        scrut_json_set(item, "seats", scrut_json_int(fact->seats));
        scrut_json_set(item, "reference", scrut_report_json_text(fact->reference));
        scrut_json_set(item, "verified", scrut_json_bool(fact->verified));
        scrut_json_append(facts, item);
    }
    scrut_json_set(object, "facts", facts);
    return object;
}

static scrut_json *areas(const scrut_case *c)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < c->area_count; i++) {
        const scrut_area *area = &c->areas[i];
        scrut_json *object = scrut_json_object();
        scrut_json_set(object, "name", scrut_report_json_text(area->name));
        scrut_json_set(object, "level", scrut_report_json_text(c->area_levels[area->level]));
        scrut_json_set(object, "parent", area->parent != SCRUT_NONE ? scrut_json_int(area->parent) : scrut_json_null());
        scrut_json_set(object, "constituency",
                       area->constituency < c->constituency_count
                           ? scrut_report_json_text(c->constituencies[area->constituency].id)
                           : scrut_json_null());
        scrut_json_append(array, object);
    }
    return array;
}

scrut_json *scrut_report_json_case(const scrut_case *c)
{
    scrut_json *object = scrut_json_object(), *parties = scrut_json_array(), *constituencies = scrut_json_array();
    for (size_t p = 0; p < c->party_count; p++)
        scrut_json_append(parties, party(c, &c->parties[p]));
    for (size_t i = 0; i < c->constituency_count; i++)
        scrut_json_append(constituencies, constituency(&c->constituencies[i]));
    scrut_json_set(object, "id", scrut_report_json_text(c->id));
    scrut_json_set(object, "title", scrut_report_json_text(c->title));
    scrut_json_set(object, "country", scrut_report_json_text(c->country));
    scrut_json_set(object, "date", scrut_report_json_text(c->date));
    scrut_json_set(object, "kind", scrut_report_json_text(c->kind));
    scrut_json_set(object, "model", scrut_json_bool(c->model));
    scrut_json_set(object, "parties", parties);
    scrut_json_set(object, "alliances", texts(c->alliances, c->alliance_count));
    scrut_json_set(object, "constituencies", constituencies);
    scrut_json_set(object, "single_constituency", scrut_json_bool(c->single_constituency));
    scrut_json_set(object, "area_levels", texts(c->area_levels, c->area_level_count));
    scrut_json_set(object, "areas", areas(c));
    scrut_json_set(object, "chamber", chamber(c));
    scrut_json_set(object, "stations_expected",
                   c->registry != NULL ? scrut_json_int(c->registry->row_count) : scrut_json_null());
    return object;
}

/* ---- rules -------------------------------------------------------------------------------------------- */

static scrut_json *method(const scrut_method *m)
{
    scrut_buf words = {0};
    scrut_report_say_method(NULL, &words, m);
    scrut_json *text = scrut_buf_failed(&words) ? NULL : scrut_json_string_n(words.bytes, words.length);
    scrut_buf_free(&words);
    return text;
}

static scrut_json *threshold(const scrut_threshold *t)
{
    scrut_json *object = scrut_json_object();
    if (t->is_share) {
        scrut_json_set(object, "numerator", scrut_json_int(t->numerator));
        scrut_json_set(object, "denominator", scrut_json_int(t->denominator));
        scrut_json_set(object, "base", scrut_json_string(scrut_base_name(t->base)));
    } else {
        scrut_json_set(object, "votes", scrut_json_int(t->votes));
    }
    scrut_json_set(object, "strict", scrut_json_bool(t->strict));
    scrut_json_set(object, "scope", scrut_json_string(t->scope == SCRUT_SCOPE_NATION ? "nation" : "constituency"));
    scrut_json_set(object, "members_min", scrut_json_int(t->members_min));
    scrut_json_set(object, "members_max", scrut_json_int(t->members_max));
    return object;
}

static scrut_json *tie_rules(const scrut_rules *r)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < r->tie_count; i++)
        scrut_json_append(array, scrut_json_string(scrut_tie_rule_name(r->ties[i])));
    return array;
}

scrut_json *scrut_report_json_rules(const scrut_case *c)
{
    if (!c->has_rules)
        return scrut_json_null();
    const scrut_rules *r = &c->rules;
    scrut_json *object = scrut_json_object(), *thresholds = scrut_json_array();
    for (size_t i = 0; i < r->threshold_count; i++)
        scrut_json_append(thresholds, threshold(&r->thresholds[i]));
    scrut_json_set(object, "id", scrut_report_json_text(r->id));
    scrut_json_set(object, "title", scrut_report_json_text(r->title));
    scrut_json_set(object, "statute", scrut_report_json_text(r->statute));
    scrut_json_set(object, "version", scrut_report_json_text(r->version));
    scrut_json_set(object, "unverified", texts(r->unverified, r->unverified_count));
    scrut_json_set(object, "sources", texts(r->sources, r->source_count));
    scrut_json_set(object, "method", method(&r->method));
    scrut_json_set(object, "alliances", scrut_json_bool(r->alliances));
    scrut_json_set(object, "inner_method", r->alliances ? method(&r->inner_method) : scrut_json_null());
    scrut_json_set(object, "thresholds", thresholds);
    scrut_json_set(object, "seats_min", scrut_json_int(r->seats_min));
    scrut_json_set(object, "seats_max", r->seats_max > 0 ? scrut_json_int(r->seats_max) : scrut_json_null());
    scrut_json_set(object, "ties", tie_rules(r));
    return object;
}

/* ---- tallies ------------------------------------------------------------------------------------------- */

/* Turnout has one definition and is never made of other figures. */
static scrut_json *turnout(const scrut_tally *tally, size_t unit)
{
    scrut_figure cast = *scrut_tally_field(tally, unit, SCRUT_FIELD_CAST);
    scrut_figure registered = *scrut_tally_field(tally, unit, SCRUT_FIELD_REGISTERED);
    if (!scrut_figure_complete(cast) || !scrut_figure_complete(registered) || registered.value <= 0)
        return scrut_json_null();
    char percent[64];
    scrut_format_ratio(percent, sizeof percent, (scrut_wide)cast.value * 100, registered.value, 2);
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "numerator", scrut_json_int(cast.value));
    scrut_json_set(object, "denominator", scrut_json_int(registered.value));
    scrut_json_set(object, "percent", scrut_json_string(percent));
    return object;
}

static scrut_json *unit_name(const scrut_case *c, size_t unit)
{
    if (unit == 0)
        return scrut_json_null();
    if (unit <= c->constituency_count)
        return scrut_report_json_text(c->constituencies[unit - 1].id);
    return scrut_json_int((int64_t)(unit - 1 - c->constituency_count));
}

static bool unit_holds_anything(const scrut_tally *tally, size_t unit, size_t parties)
{
    for (size_t i = 0; i < tally->column_count; i++)
        if (tally->figures[unit * tally->column_count + i].known > 0)
            return true;
    for (size_t p = 0; tally->seats != NULL && p < parties; p++)
        if (scrut_tally_seats(tally, unit, p)->known > 0)
            return true;
    return false;
}

static scrut_json *tally_unit(const scrut_case *c, const scrut_tally *tally, size_t unit)
{
    scrut_json *object = scrut_json_object(), *fields = scrut_json_object(), *votes = scrut_json_object();
    for (int f = 0; f < SCRUT_FIELD_COUNT; f++)
        set_figure(fields, scrut_field_name((scrut_field)f), *scrut_tally_field(tally, unit, (scrut_field)f));
    for (size_t p = 0; p < c->party_count; p++)
        set_figure(votes, c->parties[p].id, *scrut_tally_votes(tally, unit, p));
    scrut_json_set(object, "level",
                   scrut_json_string(unit == 0                       ? "nation"
                                     : unit <= c->constituency_count ? "constituency"
                                                                     : "area"));
    scrut_json_set(object, "unit", unit_name(c, unit));
    scrut_json_set(object, "given", scrut_json_bool(tally->given != NULL && tally->given[unit]));
    scrut_json_set(object, "fields", fields);
    scrut_json_set(object, "votes", votes);
    scrut_json_set(object, "turnout", turnout(tally, unit));
    if (tally->seats != NULL) {
        scrut_json *seats = scrut_json_object();
        for (size_t p = 0; p < c->party_count; p++)
            set_figure(seats, c->parties[p].id, *scrut_tally_seats(tally, unit, p));
        scrut_json_set(object, "seats", seats);
    }
    return object;
}

scrut_json *scrut_report_json_tally(const scrut_case *c, const scrut_tally *tally)
{
    scrut_json *object = scrut_json_object(), *units = scrut_json_array();
    for (size_t unit = 0; unit < tally->unit_count; unit++)
        if (unit_holds_anything(tally, unit, c->party_count))
            scrut_json_append(units, tally_unit(c, tally, unit));
    scrut_json_set(object, "id", scrut_report_json_text(tally->about.id));
    scrut_json_set(object, "title", scrut_report_json_text(tally->about.title));
    scrut_json_set(object, "by", scrut_report_json_text(tally->about.by));
    scrut_json_set(object, "date", scrut_report_json_text(tally->about.date));
    scrut_json_set(object, "status", scrut_report_json_text(tally->about.status));
    scrut_json_set(object, "reference", scrut_report_json_text(tally->about.reference));
    scrut_json_set(object, "note", scrut_report_json_text(tally->about.note));
    scrut_json_set(object, "kind", scrut_json_string(tally->from_returns ? "tabulation" : "announcement"));
    scrut_json_set(object, "partial", scrut_json_bool(tally->partial));
    scrut_json_set(object, "replaces", scrut_report_json_text(tally->replaces));
    scrut_json_set(object, "rests_on", texts(tally->rests_on, tally->rests_on_count));
    scrut_json_set(object, "units", units);
    if (tally->from_returns) {
        scrut_json_set(object, "stations", scrut_json_int(tally->stations));
        scrut_json_set(object, "stations_counted", scrut_json_int(tally->stations_counted));
        scrut_json_set(object, "stations_excluded", scrut_json_int(tally->stations_excluded));
    }
    return object;
}
