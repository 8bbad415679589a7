/* SPDX-License-Identifier: Apache-2.0
 * materiality_supply.c: how many ballots of a way the stations concerned can give: of each no more ballots than are
 * concerned there, and no more of a list than it has there. A flow from stations to lists, by its least cut: for any
 * lists L that lose, what the others lose and what the stations have of L. */
#include "materiality_internal.h"

#define LOSERS_MAX 10 /* 2^10 sets of lists a station; with more lists that lose no way is known */

typedef struct {
    uint32_t lists[LOSERS_MAX]; /* of the contest */
    size_t count;
} losers;

static bool find_losers(const int64_t moves[], size_t lists, losers *ret_losers)
{
    losers l = {.count = 0};
    for (size_t i = 0; i < lists; i++) {
        if (moves[i] >= 0)
            continue;
        if (l.count == LOSERS_MAX)
            return false;
        l.lists[l.count++] = (uint32_t)i;
    }
    *ret_losers = l;
    return true;
}

/* To cut[L], for every set L: the least of `high` and of what the lists of L have. */
static void add_supplier(const int64_t votes[], size_t count, int64_t high, int64_t cut[])
{
    int64_t sums[1 << LOSERS_MAX] = {0};
    for (size_t set = 1; set < (size_t)1 << count; set++) {
        size_t rest = set & (set - 1), first = 0;
        while ((set >> first & 1) == 0)
            first++;
        sums[set] = add_ballots(sums[rest], votes[first]);
        cut[set] = add_ballots(cut[set], fewer_of(high, sums[set]));
    }
}

static void add_stations(const weighing *w, size_t k, const ballot_supply *supply, const losers *l, int64_t cut[])
{
    const scrut_margin_unit *u = weighing_unit(w, k);
    int64_t votes[LOSERS_MAX];
    for (size_t s = 0; s < supply->count; s++) {
        const tainted_station *station = &supply->stations[s];
        for (size_t n = 0; n < l->count; n++)
            if (station->source >= w->c->returns_count ||
                !station_list_votes(&w->c->returns[station->source], station->row, u->party[l->lists[n]], &votes[n]))
                votes[n] = 0;
        add_supplier(votes, l->count, station->high, cut);
    }
    for (size_t n = 0; n < l->count; n++)
        votes[n] = u->contest.votes[l->lists[n]];
    add_supplier(votes, l->count, supply->loose, cut);
}

int64_t supply_pays(const weighing *w, size_t k, const ballot_supply *supply, const int64_t moves[])
{
    int64_t cut[1 << LOSERS_MAX] = {0}, least = supply->counted;
    losers l;
    if (!find_losers(moves, weighing_unit(w, k)->contest.list_count, &l))
        return 0;
    add_stations(w, k, supply, &l, cut);
    for (size_t set = 0; set < (size_t)1 << l.count; set++) {
        for (size_t n = 0; n < l.count; n++)
            cut[set] = add_ballots(cut[set], (set >> n & 1) == 0 ? -moves[l.lists[n]] : 0);
        least = fewer_of(least, cut[set]);
    }
    return least;
}
