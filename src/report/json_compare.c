/* SPDX-License-Identifier: Apache-2.0
 * json_compare.c: comparisons and findings in results.json. */
#include "report_internal.h"

/* A unit of the tallies: null for the nation, the id of a constituency, the index of an area. */
static void set_unit(const scrut_case *c, scrut_json *object, size_t unit)
{
    if (unit == 0)
        scrut_json_set(object, "unit", scrut_json_null());
    else if (unit <= c->constituency_count)
        scrut_json_set(object, "unit", scrut_report_json_text(c->constituencies[unit - 1].id));
    else
        scrut_json_set(object, "unit", scrut_json_int((int64_t)(unit - 1 - c->constituency_count)));
}

static void set_figure_name(const scrut_case *c, scrut_json *object, uint32_t column)
{
    size_t seats_from = SCRUT_FIELD_COUNT + c->party_count;
    if (column < SCRUT_FIELD_COUNT)
        scrut_json_set(object, "field", scrut_json_string(scrut_field_name((scrut_field)column)));
    else if (column < seats_from)
        scrut_json_set(object, "votes_of", scrut_report_json_text(c->parties[column - SCRUT_FIELD_COUNT].id));
    else
        scrut_json_set(object, "seats_of", scrut_report_json_text(c->parties[column - seats_from].id));
}

static scrut_json *compare_cell(const scrut_case *c, const scrut_compare_cell *cell)
{
    scrut_json *object = scrut_json_object();
    set_unit(c, object, cell->unit);
    set_figure_name(c, object, cell->column);
    scrut_json_set(object, "a", cell->state != SCRUT_COMPARE_MISSING_A ? scrut_json_int(cell->a) : scrut_json_null());
    scrut_json_set(object, "b", cell->state != SCRUT_COMPARE_MISSING_B ? scrut_json_int(cell->b) : scrut_json_null());
    if (cell->state == SCRUT_COMPARE_DIFFERENT)
        scrut_json_set(object, "difference", scrut_json_int(cell->b - cell->a));
    return object;
}

scrut_json *scrut_report_json_comparisons(const scrut_verdict *v)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < v->comparison_count; i++) {
        const scrut_comparison *comparison = &v->comparisons[i];
        scrut_json *object = scrut_json_object(), *cells = scrut_json_array();
        for (size_t k = 0; k < comparison->cell_count; k++)
            scrut_json_append(cells, compare_cell(v->c, &comparison->cells[k]));
        scrut_json_set(object, "a", scrut_report_json_tally_id(v, comparison->a));
        scrut_json_set(object, "b", scrut_report_json_tally_id(v, comparison->b));
        scrut_json_set(object, "equal", scrut_json_int(comparison->equal));
        scrut_json_set(object, "different", scrut_json_int(comparison->different));
        scrut_json_set(object, "missing_a", scrut_json_int(comparison->missing_a));
        scrut_json_set(object, "missing_b", scrut_json_int(comparison->missing_b));
        scrut_json_set(object, "cells", cells);
        scrut_json_append(array, object);
    }
    return array;
}

static scrut_json *differing_stations(const scrut_station_comparison *s)
{
    scrut_json *array = scrut_json_array();
    char station[512];
    for (int64_t i = 0; i < s->differing; i++) {
        scrut_returns_station(s->a, s->differing_rows_a[i], station, sizeof station);
        scrut_json_append(array, scrut_report_json_text(station));
    }
    return array;
}

scrut_json *scrut_report_json_station_comparisons(const scrut_verdict *v)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < v->station_comparison_count; i++) {
        const scrut_station_comparison *s = &v->station_comparisons[i];
        scrut_json *object = scrut_json_object(), *net = scrut_json_object(), *gross = scrut_json_object();
        for (size_t p = 0; p < v->c->party_count; p++) {
            if (s->gross[p] == 0)
                continue;
            scrut_json_set(net, v->c->parties[p].id, scrut_json_int(s->net[p]));
            scrut_json_set(gross, v->c->parties[p].id, scrut_json_int(s->gross[p]));
        }
        scrut_json_set(object, "a", scrut_report_json_text(s->a->about.id));
        scrut_json_set(object, "b", scrut_report_json_text(s->b->about.id));
        scrut_json_set(object, "in_both", scrut_json_int(s->in_both));
        scrut_json_set(object, "only_a", scrut_json_int(s->only_a));
        scrut_json_set(object, "only_b", scrut_json_int(s->only_b));
        scrut_json_set(object, "differing", scrut_json_int(s->differing));
        scrut_json_set(object, "net", net);
        scrut_json_set(object, "gross", gross);
        scrut_json_set(object, "differing_stations", differing_stations(s));
        scrut_json_append(array, object);
    }
    return array;
}

static scrut_json *seat_difference(const scrut_case *c, const struct scrut_seat_difference *d)
{
    scrut_json *object = scrut_json_object();
    set_unit(c, object, d->unit);
    scrut_json_set(object, "party", scrut_report_json_text(c->parties[d->party].id));
    scrut_json_set(object, "allocated", scrut_json_int(d->allocated));
    scrut_json_set(object, "announced", scrut_json_int(d->announced));
    return object;
}

static scrut_json *matches(const scrut_case *c, const scrut_seats_comparison *s)
{
    static const char *const NAMES[] = {"equal", "different", "possible", "not comparable"};
    scrut_json *object = scrut_json_object();
    for (size_t i = 0; i < c->constituency_count; i++)
        scrut_json_set(object, c->constituencies[i].id, scrut_json_string(NAMES[s->matches[i]]));
    return object;
}

scrut_json *scrut_report_json_seats_comparisons(const scrut_verdict *v)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < v->seats_comparison_count; i++) {
        const scrut_seats_comparison *s = &v->seats_comparisons[i];
        scrut_json *object = scrut_json_object(), *differences = scrut_json_array();
        for (size_t k = 0; k < s->difference_count; k++)
            scrut_json_append(differences, seat_difference(v->c, &s->differences[k]));
        scrut_json_set(object, "votes_of", scrut_report_json_tally_id(v, s->tally));
        scrut_json_set(object, "allocated", scrut_json_bool(s->chamber != NULL));
        scrut_json_set(object, "matches", s->matches != NULL ? matches(v->c, s) : scrut_json_null());
        scrut_json_set(object, "constituencies_possible", scrut_json_int(s->constituencies_possible));
        scrut_json_set(object, "announcement", scrut_report_json_tally_id(v, s->announcement));
        scrut_json_set(object, "constituencies_equal", scrut_json_int(s->constituencies_equal));
        scrut_json_set(object, "constituencies_different", scrut_json_int(s->constituencies_different));
        scrut_json_set(object, "constituencies_not_comparable", scrut_json_int(s->constituencies_not_comparable));
        scrut_json_set(object, "nation_equal",
                       s->nation_compared ? scrut_json_bool(s->nation_equal) : scrut_json_null());
        scrut_json_set(object, "differences", differences);
        scrut_json_append(array, object);
    }
    return array;
}

/* ---- findings --------------------------------------------------------------------------------------------- */

static scrut_json *party_votes(const scrut_case *c, const scrut_finding *f)
{
    scrut_json *object = scrut_json_object();
    for (size_t i = 0; i < f->by_party_count; i++)
        scrut_json_set(object, c->parties[f->by_party[i].party].id, scrut_json_int(f->by_party[i].votes));
    return object;
}

static scrut_json *at_stake(const scrut_finding *f)
{
    if (!f->at_stake_known)
        return scrut_json_null();
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "votes", scrut_json_int(f->at_stake));
    scrut_json_set(object, "low", scrut_json_int(f->at_stake_low));
    scrut_json_set(object, "high", scrut_json_int(f->at_stake_high));
    return object;
}

/* Of a pattern: how many stations have it, of how many; and how many of elections that nobody contests. */
static void set_rates(scrut_json *object, const scrut_finding *f)
{
    bool counted = f->stations_tested > 0;
    scrut_json *clean = scrut_json_array();
    for (size_t i = 0; i < SCRUT_CLEAN_MAX && f->check->clean[i].election != NULL; i++) {
        scrut_json *rate = scrut_json_object();
        scrut_json_set(rate, "election", scrut_json_string(f->check->clean[i].election));
        scrut_json_set(rate, "stations", scrut_json_int(f->check->clean[i].stations));
        scrut_json_set(rate, "stations_tested", scrut_json_int(f->check->clean[i].tested));
        scrut_json_append(clean, rate);
    }
    scrut_json_set(object, "stations", counted ? scrut_json_int(f->stations) : scrut_json_null());
    scrut_json_set(object, "stations_tested", counted ? scrut_json_int(f->stations_tested) : scrut_json_null());
    scrut_json_set(object, "clean_elections", clean);
}

static scrut_json *finding(const scrut_verdict *v, const scrut_finding *f)
{
    const scrut_case *c = v->c;
    scrut_json *object = scrut_json_object(), *cells = scrut_json_array();
    for (size_t i = 0; i < f->cell_count; i++)
        scrut_json_append(cells, scrut_report_json_cell(&f->cells[i]));
    scrut_json_set(object, "id", scrut_report_json_text(f->id));
    scrut_json_set(object, "code", scrut_json_string(f->check->code));
    scrut_json_set(object, "severity", scrut_json_string(scrut_severity_name(f->check->severity)));
    scrut_json_set(object, "title", scrut_json_string(f->check->title));
    scrut_json_set(object, "subject", scrut_json_string(scrut_subject_name(f->subject)));
    scrut_json_set(object, "subject_id", scrut_report_json_text(f->subject_id));
    scrut_json_set(object, "constituency",
                   f->constituency < c->constituency_count
                       ? scrut_report_json_text(c->constituencies[f->constituency].id)
                       : scrut_json_null());
    scrut_json_set(object, "sources", scrut_report_json_text(f->sources));
    scrut_json_set(object, "message", scrut_report_json_text(f->message));
    scrut_json_set(object, "at_stake", at_stake(f));
    scrut_json_set(object, "direction", scrut_json_string(scrut_direction_name(f->direction)));
    scrut_json_set(object, "by_party", party_votes(c, f));
    scrut_json_set(object, "cells", cells);
    set_rates(object, f);
    scrut_json_set(object, "effects", scrut_report_json_effects(v, f));
    return object;
}

scrut_json *scrut_report_json_findings(const scrut_verdict *v)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < v->findings.count; i++)
        scrut_json_append(array, finding(v, &v->findings.items[i]));
    return array;
}
