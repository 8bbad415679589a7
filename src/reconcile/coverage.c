/* SPDX-License-Identifier: Apache-2.0
 * coverage.c: what a source lacks, in stations and voters, against the ballots that would have to be added to change
 * the outcome. A voter votes once, so the registered voters of the missing stations bound the missing votes; where
 * nobody gives their number there is no bound, and nothing is called decided. */
#include "reconcile_internal.h"

#include <stdlib.h>

/* By constituency. */
typedef struct {
    int64_t stations, missing, registered, missing_voters, missing_unknown;
} held_count;

typedef struct {
    reconciling *w;
    scrut_reconciliation *r;
    scrut_station_index *listed; /* the official list; NULL: not provided */
    held_count *counts;
    scrut_coverage *coverage;
} covering;

static bool row_registered(const scrut_returns *r, uint32_t row, int64_t *ret_registered)
{
    const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
    return scrut_returns_field(r, segment, row - segment->first_row, SCRUT_FIELD_REGISTERED, ret_registered);
}

/* Voters of a station: registered ones by the official list or by a source; else, of a station that is missing, the
 * most ballots that any form of it gives, one that is not counted included. */
typedef struct {
    bool registered_known, known;
    int64_t registered, voters;
} station_voters;

static bool listed_registered(const covering *v, uint32_t station, int64_t *ret_registered)
{
    const scrut_reconciliation *r = v->r;
    for (size_t s = 0; s < r->source_count && v->listed != NULL; s++) {
        uint32_t row = r->rows[s][station];
        uint32_t listed =
            row == SCRUT_NONE ? SCRUT_NONE : scrut_station_index_find(v->listed, source_returns(r, s), row);
        if (listed != SCRUT_NONE && row_registered(r->c->registry, listed, ret_registered))
            return true;
    }
    return false;
}

/* Ballots cast, or the lists' votes; false when the form gives neither. */
static bool row_ballots(const scrut_case *c, const scrut_returns *r, uint32_t row, int64_t *ret_ballots)
{
    const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
    int64_t votes, sum = 0;
    bool any = false;
    if (scrut_returns_field(r, segment, row - segment->first_row, SCRUT_FIELD_CAST, ret_ballots))
        return true;
    for (size_t p = 0; p < c->party_count; p++)
        if (scrut_count_list_votes(r, segment, row - segment->first_row, p, &votes)) {
            sum += votes; /* at most 2000 of at most 2^40 */
            any = true;
        }
    if (any)
        *ret_ballots = sum;
    return any;
}

static station_voters voters_of(const covering *v, uint32_t station)
{
    const scrut_reconciliation *r = v->r;
    station_voters found = {0};
    found.registered_known = listed_registered(v, station, &found.registered);
    for (size_t s = 0; s < r->source_count && !found.registered_known; s++)
        found.registered_known = r->rows[s][station] != SCRUT_NONE &&
                                 row_registered(source_returns(r, s), r->rows[s][station], &found.registered);
    found.known = found.registered_known;
    found.voters = found.registered;
    for (size_t s = 0; s < r->source_count && !found.registered_known; s++) {
        int64_t ballots;
        if (r->rows[s][station] == SCRUT_NONE ||
            !row_ballots(r->c, source_returns(r, s), r->rows[s][station], &ballots))
            continue;
        found.voters = found.known && found.voters > ballots ? found.voters : ballots;
        found.known = true;
    }
    return found;
}

static void count_station(covering *v, held_count *count, bool held, bool counted, station_voters voters)
{
    scrut_coverage *coverage = v->coverage;
    int64_t registered = voters.registered_known ? voters.registered : 0;
    count->stations++;
    coverage->stations++;
    coverage->held += held;
    coverage->counted += counted;
    count->missing += !counted;
    count->missing_unknown += !counted && !voters.known;
    count->registered += registered;
    count->missing_voters += voters.known && !counted ? voters.voters : 0;
    coverage->registered += registered;
    coverage->registered_held += counted ? registered : 0;
    coverage->registered_known = coverage->registered_known && voters.registered_known;
}

static void count_union(covering *v, size_t source)
{
    const scrut_returns *returns = source_returns(v->r, source);
    for (uint32_t i = 0; i < v->r->station_count; i++) {
        uint32_t row = v->r->rows[source][i];
        count_station(v, &v->counts[scrut_reconcile_constituency(v->r, i)], row != SCRUT_NONE,
                      row != SCRUT_NONE && scrut_count_is_counted(returns, row), voters_of(v, i));
    }
}

/* Listed stations that no source holds. */
static void count_listed(covering *v)
{
    const scrut_returns *registry = v->r->c->registry;
    for (uint32_t row = 0; v->listed != NULL && row < registry->row_count; row++) {
        bool held = false;
        for (size_t s = 0; s < v->r->source_count && !held; s++)
            held = scrut_station_index_find(v->w->indices[s], registry, row) != SCRUT_NONE;
        station_voters voters = {0};
        voters.known = voters.registered_known = row_registered(registry, row, &voters.registered);
        voters.voters = voters.registered;
        if (!held)
            count_station(v, &v->counts[scrut_returns_constituency(registry, row)], false, false, voters);
    }
}

/* Voters that the case counts in the constituency and no station accounts for. */
static void count_unplaced(covering *v)
{
    const scrut_case *c = v->r->c;
    for (size_t k = 0; k < c->constituency_count; k++) {
        scrut_figure f = c->constituencies[k].registered;
        held_count *count = &v->counts[k];
        if (!scrut_figure_complete(f) || f.value <= count->registered || count->missing_unknown > 0)
            continue;
        int64_t more = f.value - count->registered;
        count->registered += more;
        count->missing_voters += more;
        v->coverage->registered += more;
    }
}

/* ---- against the votes ---- */

static held_count add_counts(const held_count counts[], size_t count)
{
    held_count sum = {0};
    for (size_t k = 0; k < count; k++) {
        sum.stations += counts[k].stations;
        sum.missing += counts[k].missing;
        sum.registered += counts[k].registered;
        sum.missing_voters += counts[k].missing_voters;
        sum.missing_unknown += counts[k].missing_unknown;
    }
    return sum;
}

static void find_leaders(const race *one, scrut_coverage_unit *u)
{
    int64_t most = -1, next = -1;
    u->first = u->second = SCRUT_NONE;
    for (size_t i = 0; i < one->contest.list_count; i++) {
        int64_t votes = one->contest.votes[i];
        if (votes > most) {
            next = most;
            u->second = u->first;
            most = votes;
            u->first = one->party[i];
        } else if (votes > next) {
            next = votes;
            u->second = one->party[i];
        }
    }
    u->lead = next >= 0 ? most - next : 0;
}

static scrut_status weigh(covering *v, const race_list *races, size_t index, int64_t all_missing,
                          scrut_coverage_unit *u)
{
    const race *one = &races->items[index];
    scrut_target any = {.kind = SCRUT_TARGET_ANY};
    scrut_arena *scratch = scrut_arena_new();
    scrut_margin margin;
    if (scratch == NULL)
        return scrut_fail_memory(v->w->err);
    scrut_status st =
        races->house != NULL
            ? scrut_margin_house_unit(races->house, index, &any, SCRUT_METRIC_ADD, NULL, scratch, &margin, v->w->err)
            : scrut_margin_find(&one->contest, &any, SCRUT_METRIC_ADD, NULL, scratch, &margin, v->w->err);
    if (st == SCRUT_E_RANGE)
        u->closed = SCRUT_KEY("its figures are beyond those that are weighed");
    if (st == SCRUT_OK) {
        u->needed = (scrut_ballots){margin.could.possible, margin.could.exact, margin.could.at_least,
                                    margin.could.possible ? margin.could.at_most : 0};
        bool never = !margin.could.possible && margin.could.exact;
        bool nation_safe = races->house == NULL || all_missing < scrut_margin_house_threshold(races->house);
        u->decided = u->missing_unknown == 0 && nation_safe &&
                     (never || u->missing_voters == 0 || u->missing_voters < margin.could.at_least);
    }
    scrut_arena_free(scratch);
    return st == SCRUT_E_RANGE ? SCRUT_OK : st;
}

static scrut_status cover_units(covering *v, const race_list *races)
{
    scrut_coverage *coverage = v->coverage;
    held_count nation = add_counts(v->counts, v->r->c->constituency_count);
    coverage->units = scrut_arena_calloc(v->r->arena, races->count, sizeof *coverage->units);
    if (coverage->units == NULL)
        return scrut_fail_memory(v->w->err);
    scrut_status st = SCRUT_OK;
    for (size_t i = 0; i < races->count && st == SCRUT_OK; i++) {
        const race *one = &races->items[i];
        held_count count = one->constituency == SCRUT_NONE ? nation : v->counts[one->constituency];
        scrut_coverage_unit *u = &coverage->units[coverage->unit_count++];
        *u = (scrut_coverage_unit){.constituency = one->constituency,
                                   .stations = count.stations,
                                   .missing = count.missing,
                                   .registered = count.registered,
                                   .missing_voters = count.missing_voters,
                                   .missing_unknown = count.missing_unknown,
                                   .closed = one->closed};
        find_leaders(one, u);
        if (one->closed == NULL)
            st = weigh(v, races, i, nation.missing_voters, u);
        coverage->decided += u->decided;
    }
    return st;
}

static scrut_status cover_source(covering *v, size_t source)
{
    v->coverage = &v->r->coverage[source];
    v->coverage->registered_known = true;
    v->counts = calloc(v->r->c->constituency_count + 1, sizeof *v->counts);
    if (v->counts == NULL)
        return scrut_fail_memory(v->w->err);
    count_union(v, source);
    count_listed(v);
    count_unplaced(v);
    scrut_status st = cover_units(v, &v->w->races[source]);
    free(v->counts);
    return st;
}

scrut_status find_coverage(reconciling *w)
{
    scrut_reconciliation *r = w->result;
    covering v = {.w = w, .r = r};
    r->coverage = scrut_arena_calloc(r->arena, r->source_count, sizeof *r->coverage);
    if (r->coverage == NULL || (r->c->registry != NULL && scrut_station_index_new(r->c->registry, w->pool, r->arena,
                                                                                  &v.listed, NULL, NULL) != SCRUT_OK))
        return scrut_fail_memory(w->err);
    scrut_status st = SCRUT_OK;
    for (size_t s = 0; s < r->source_count && st == SCRUT_OK; s++)
        st = cover_source(&v, s);
    return st;
}
