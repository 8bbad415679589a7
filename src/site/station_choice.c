/* SPDX-License-Identifier: Apache-2.0
 * station_choice.c: which stations have a page of their own. Of a large election not every station with a finding can:
 * then those with the most votes in question, and the lists of stations hold the others with their cells. */
#include "site_internal.h"

#include <stdlib.h>
#include <string.h>

/* What makes a station worth a page, the weightiest first. */
typedef struct {
    bool found;        /* by a finding, or by two sources that differ */
    int64_t votes;     /* of its largest finding or difference */
    uint32_t severity; /* of its gravest finding, the gravest 0 */
    uint32_t in_lists; /* its place in the lists of stations: no two are equal */
} weight;

static void weigh_findings(const scrut_site *site, uint32_t station, weight *w)
{
    for (uint32_t at = site->of_station.first[station]; at != SCRUT_NONE; at = site->of_station.next[at]) {
        const scrut_finding *f = &site->v->findings.items[at];
        w->found = true;
        if (f->at_stake_known && f->at_stake > w->votes)
            w->votes = f->at_stake;
        if ((uint32_t)f->check->severity < w->severity)
            w->severity = (uint32_t)f->check->severity;
    }
}

static weight *weigh(const scrut_site *site)
{
    size_t count = site->sources->station_count;
    weight *weights = calloc(count + 1, sizeof *weights);
    for (uint32_t i = 0; weights != NULL && i < count; i++) {
        weight *w = &weights[site->by_constituency[i]];
        w->severity = UINT32_MAX;
        w->in_lists = i;
        weigh_findings(site, site->by_constituency[i], w);
    }
    for (size_t p = 0; weights != NULL && p < site->sources->pair_count; p++)
        for (size_t i = 0; i < site->sources->pairs[p].station_count; i++) {
            const scrut_differing_station *differing = &site->sources->pairs[p].stations[i];
            weight *w = &weights[differing->station];
            w->found = true;
            w->votes = differing->gross > w->votes ? differing->gross : w->votes;
        }
    return weights;
}

static int compare_weights(const void *a, const void *b)
{
    const weight *x = a, *y = b;
    if (x->found != y->found)
        return x->found ? -1 : 1;
    if (x->votes != y->votes)
        return x->votes > y->votes ? -1 : 1;
    if (x->severity != y->severity)
        return x->severity < y->severity ? -1 : 1;
    return (x->in_lists > y->in_lists) - (x->in_lists < y->in_lists);
}

/* wanted[i]: the station in place i of the lists has a page. */
static bool want(scrut_site *site, bool *wanted)
{
    size_t count = site->sources->station_count;
    size_t most = site->options.stations == SCRUT_SITE_STATIONS_MOST ? site->options.station_pages_max : count;
    weight *weights = weigh(site);
    if (weights == NULL)
        return false;
    qsort(weights, count, sizeof *weights, compare_weights);
    while (site->stations_found < count && weights[site->stations_found].found)
        site->stations_found++;
    for (size_t i = 0; i < site->stations_found && i < most; i++)
        wanted[weights[i].in_lists] = true;
    free(weights);
    return true;
}

/* What "auto" means for so many stations. */
static void settle(scrut_site *site)
{
    size_t count = site->sources->station_count;
    if (site->options.stations != SCRUT_SITE_STATIONS_AUTO)
        return;
    bool large = count > SCRUT_SITE_STATIONS_MAX;
    site->options.stations = large ? SCRUT_SITE_STATIONS_MOST : SCRUT_SITE_STATIONS_ALL;
    site->options.station_pages_max = large ? SCRUT_SITE_STATION_PAGES_MAX : 0;
}

bool scrut_site_choose_stations(scrut_site *site)
{
    size_t count = site->sources->station_count;
    settle(site);
    scrut_site_stations mode = site->options.stations;
    bool *wanted = scrut_arena_calloc(site->arena, count + 1, sizeof *wanted);
    site->station_pages = scrut_arena_calloc(site->arena, count + 1, sizeof *site->station_pages);
    site->page_of_station = scrut_arena_calloc(site->arena, count + 1, sizeof *site->page_of_station);
    if (wanted == NULL || site->station_pages == NULL || site->page_of_station == NULL || !want(site, wanted))
        return false;
    memset(site->page_of_station, 0xFF, (count + 1) * sizeof *site->page_of_station);
    for (size_t i = 0; i < count; i++) {
        uint32_t station = site->by_constituency[i];
        if (mode == SCRUT_SITE_STATIONS_NONE || (mode != SCRUT_SITE_STATIONS_ALL && !wanted[i]))
            continue;
        site->page_of_station[station] = (uint32_t)site->station_page_count;
        site->station_pages[site->station_page_count++] = station;
    }
    return true;
}

void scrut_site_station_pages(const scrut_site *site, size_t *ret_pages, size_t *ret_found)
{
    *ret_pages = site->station_page_count;
    *ret_found = site->stations_found;
}
