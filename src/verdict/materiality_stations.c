/* SPDX-License-Identifier: Apache-2.0
 * materiality_stations.c: the reading that looks at every station by itself: are the ballots in question there at least
 * the lead of the first list over the second there, and in how many of a constituency's stations? */
#include "materiality_internal.h"

/* ---- one station ---- */

static bool stands(const weighing *w, uint32_t constituency, size_t party)
{
    size_t unit = 1 + (size_t)constituency;
    return w->tally->figures[unit * w->tally->column_count + SCRUT_FIELD_COUNT + party].cells > 0;
}

/* False: the votes of some list are not known, or several lists are given as one that is not small. */
static bool station_lead(const weighing *w, const tainted_station *s, int64_t *ret_lead)
{
    const scrut_returns *r = &w->c->returns[s->source];
    int64_t first = 0, second = 0, aggregate = 0, votes;
    for (size_t p = 0; p < w->c->party_count; p++) {
        if (!stands(w, s->constituency, p))
            continue;
        if (!station_list_votes(r, s->row, p, &votes)) {
            if (!r->empty_is_not_standing)
                return false;
            votes = 0;
        }
        if (w->c->parties[p].aggregate) {
            aggregate = more_of(aggregate, votes);
            continue;
        }
        second = more_of(second, fewer_of(first, votes));
        first = more_of(first, votes);
    }
    *ret_lead = first - second;
    return aggregate <= second;
}

static station_decides decides(const weighing *w, const tainted_station *s)
{
    int64_t lead = 0;
    bool counted = s->source < w->c->returns_count &&
                   (w->c->returns[s->source].excluded == NULL || w->c->returns[s->source].excluded[s->row] == 0);
    if (!counted || (s->high == 0 && !s->unknown))
        return STATION_DECIDES_NOTHING;
    if (!station_lead(w, s, &lead))
        return STATION_MAY_DECIDE;
    if (s->low > 0 && s->low >= lead)
        return STATION_DECIDES;
    return s->unknown || s->high >= lead ? STATION_MAY_DECIDE : STATION_DECIDES_NOTHING;
}

/* ---- the stations of a constituency ---- */

static void count_rows(const scrut_returns *r, int64_t counts[])
{
    for (uint32_t row = 0; row < r->row_count; row++)
        if (r->excluded == NULL || r->excluded[row] == 0)
            counts[scrut_returns_constituency(r, row)]++;
}

/* Of the official list; where there is none, of the source with the most there. A constituency each. */
static scrut_status count_stations(const weighing *w, int64_t **ret_counts)
{
    size_t places = w->c->constituency_count;
    int64_t *counts = scrut_arena_calloc(w->scratch, places, sizeof *counts);
    int64_t *one = scrut_arena_calloc(w->scratch, places, sizeof *one);
    if (counts == NULL || one == NULL)
        return scrut_fail_memory(w->err);
    if (w->c->registry != NULL)
        count_rows(w->c->registry, counts);
    for (size_t s = 0; s < w->c->returns_count && w->c->registry == NULL; s++) {
        count_rows(&w->c->returns[s], one);
        for (size_t k = 0; k < places; k++) {
            counts[k] = more_of(counts[k], one[k]);
            one[k] = 0;
        }
    }
    *ret_counts = counts;
    return SCRUT_OK;
}

static scrut_status read_place(const weighing *w, size_t k, int64_t stations)
{
    const ballot_supply *supply = &w->scales[k].supply;
    scrut_reading *reading = &w->m->places[k].readings[SCRUT_READING_STATIONS];
    int64_t fifth = (stations + 4) / 5, open = 0;
    *reading = (scrut_reading){.known = supply->count > 0 && stations > 0};
    if (!reading->known)
        return SCRUT_OK;
    reading->could = reading->would =
        (scrut_ballots){.possible = true, .exact = true, .at_least = fifth, .at_most = fifth};
    for (size_t n = 0; n < supply->count; n++) {
        reading->ballots_low += supply->stations[n].decides == STATION_DECIDES;
        reading->ballots += supply->stations[n].decides != STATION_DECIDES_NOTHING;
        open += supply->stations[n].decides == STATION_MAY_DECIDE;
    }
    if (open == 0)
        return SCRUT_OK;
    reading->note = scrut_sentence(w->arena,
                                   "of {1d} of them it is not known: a finding's or a list's votes are "
                                   "not, or only between two ends",
                                   open);
    return reading->note != NULL ? SCRUT_OK : scrut_fail_memory(w->err);
}

static bool may_decide(const tainted_station *s)
{
    return s->decides != STATION_DECIDES_NOTHING;
}

scrut_status read_stations(weighing *w)
{
    int64_t *counts = NULL;
    if (w->station_count == 0)
        return SCRUT_OK;
    for (size_t n = 0; n < w->station_count; n++)
        w->stations[n].decides = decides(w, &w->stations[n]);
    scrut_status st = count_stations(w, &counts);
    for (size_t k = 0; k < w->c->constituency_count && st == SCRUT_OK; k++)
        st = read_place(w, k, counts[k]);
    return st == SCRUT_OK ? allocate_without(w, may_decide, &w->m->annulled) : st;
}
