/* SPDX-License-Identifier: Apache-2.0
 * deciding.c: the fewest stations whose figures, taken from the second source instead of the first, give another
 * outcome.
 *
 * A seat goes from list j to list i when votes_i * d_j exceeds votes_j * d_i, with the divisors of their next and last
 * seat. Each station adds a fixed number to the difference, so the stations that add most are the fewest that reach it:
 * exact for divisor methods and for most votes, as the first seat that moves is between one such pair. Under other
 * rules the same order is tried. Every answer is replayed by the seat allocation before it is given. */
#include "reconcile_internal.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    uint32_t station; /* into the pair's */
    scrut_wide gain;
} weighed_station;

typedef struct {
    reconciling *w;
    scrut_reconciliation *r;
    const scrut_reconcile_pair *pair;
    const race *one;
    uint32_t *stations; /* of the race, into the pair's */
    size_t station_count;
    int64_t *deltas; /* station * lists */
    int64_t *moves;
    weighed_station *order;
    scrut_arena *scratch;
    scrut_margin_outcome now;
    scrut_deciding_stations best;
} deciding;

static bool in_race(const deciding *d, const scrut_differing_station *s)
{
    return s->gross > 0 &&
           (d->one->constituency == SCRUT_NONE ||
            scrut_returns_constituency(source_returns(d->r, d->pair->a), s->row_a) == d->one->constituency);
}

static int64_t counted_votes(int64_t votes, bool counted)
{
    return counted && votes > 0 ? votes : 0;
}

/* What each station changes, by list of the contest. */
static bool collect(deciding *d)
{
    size_t lists = d->one->contest.list_count, parties = d->r->c->party_count;
    int64_t *votes = scrut_arena_calloc(d->scratch, parties * 2, sizeof *votes);
    d->stations = scrut_arena_calloc(d->scratch, d->pair->station_count, sizeof *d->stations);
    if (votes == NULL || d->stations == NULL)
        return false;
    for (uint32_t i = 0; i < d->pair->station_count; i++)
        if (in_race(d, &d->pair->stations[i]))
            d->stations[d->station_count++] = i;
    d->deltas = scrut_arena_calloc(d->scratch, d->station_count * lists, sizeof *d->deltas);
    d->order = scrut_arena_calloc(d->scratch, d->station_count, sizeof *d->order);
    d->moves = scrut_arena_calloc(d->scratch, lists, sizeof *d->moves);
    if (d->deltas == NULL || d->order == NULL || d->moves == NULL)
        return false;
    for (size_t n = 0; n < d->station_count; n++) {
        const scrut_differing_station *s = &d->pair->stations[d->stations[n]];
        pair_votes(d->r, d->pair, s->row_a, s->row_b, votes, votes + parties);
        for (size_t i = 0; i < lists; i++) {
            uint32_t p = d->one->party[i];
            d->deltas[n * lists + i] =
                counted_votes(votes[parties + p], s->counted_b) - counted_votes(votes[p], s->counted_a);
        }
    }
    return true;
}

/* The outcome with the first `count` stations of the order; false in *ret_other: the same as now. */
static scrut_status replay(deciding *d, size_t count, bool *ret_other)
{
    size_t lists = d->one->contest.list_count;
    scrut_margin_outcome then;
    memset(d->moves, 0, lists * sizeof *d->moves);
    for (size_t n = 0; n < count; n++)
        for (size_t i = 0; i < lists; i++)
            d->moves[i] += d->deltas[d->order[n].station * lists + i];
    scrut_arena *arena = scrut_arena_new();
    if (arena == NULL)
        return scrut_fail_memory(d->w->err);
    scrut_status st = scrut_margin_replay(&d->one->contest, d->moves, NULL, arena, &then, d->w->err);
    if (st == SCRUT_OK)
        *ret_other = then.refused != d->now.refused ||
                     (!then.refused && (memcmp(then.certain, d->now.certain, lists * sizeof *then.certain) != 0 ||
                                        memcmp(then.possible, d->now.possible, lists * sizeof *then.possible) != 0));
    scrut_arena_free(arena);
    return st;
}

/* Divisor of a list's k-th seat; the first is 1 where the rule has none. */
static int64_t divisor(const scrut_method *m, int64_t k)
{
    if (m->family != SCRUT_METHOD_DIVISOR || m->divisor != SCRUT_DIVISOR_LINEAR)
        return m->family == SCRUT_METHOD_PLURALITY ? 1 : k;
    return k == 1 ? m->divisor_first : m->divisor_start + m->divisor_step * (k - 1);
}

static int compare_gain(const void *x, const void *y)
{
    const weighed_station *a = x, *b = y;
    if (a->gain != b->gain)
        return a->gain > b->gain ? -1 : 1;
    return (a->station > b->station) - (a->station < b->station);
}

/* Stations by what they add to list i against list j; those that add nothing are left out. */
static size_t order_for(deciding *d, size_t i, size_t j)
{
    const scrut_margin_contest *contest = &d->one->contest;
    size_t count = 0;
    int64_t next = divisor(&contest->method, d->now.possible[i] + 1),
            last = divisor(&contest->method, d->now.possible[j]);
    for (uint32_t n = 0; n < d->station_count; n++) {
        const int64_t *delta = &d->deltas[n * contest->list_count];
        scrut_wide gain = (scrut_wide)delta[i] * last - (scrut_wide)delta[j] * next;
        if (gain > 0)
            d->order[count++] = (weighed_station){n, gain};
    }
    qsort(d->order, count, sizeof *d->order, compare_gain);
    return count;
}

static bool keep_best(deciding *d, size_t i, size_t j, size_t count)
{
    scrut_deciding_stations *best = &d->best;
    if (best->gains != SCRUT_NONE && best->station_count <= count)
        return true;
    best->gains = d->one->party[i];
    best->loses = d->one->party[j];
    best->station_count = count;
    best->stations = scrut_arena_calloc(d->r->arena, count, sizeof *best->stations);
    for (size_t n = 0; best->stations != NULL && n < count; n++)
        best->stations[n] = d->stations[d->order[n].station];
    return best->stations != NULL;
}

/* The fewest of the order that change the outcome. */
static scrut_status try_pair(deciding *d, size_t i, size_t j)
{
    size_t enough = order_for(d, i, j), too_few = 0;
    if (d->best.gains != SCRUT_NONE && enough > d->best.station_count)
        enough = d->best.station_count; /* more would be no better */
    bool other = false;
    scrut_status st = enough > 0 ? replay(d, enough, &other) : SCRUT_OK;
    if (st != SCRUT_OK || !other)
        return st;
    while (enough - too_few > 1 && st == SCRUT_OK) {
        size_t middle = too_few + (enough - too_few) / 2;
        st = replay(d, middle, &other);
        if (other)
            enough = middle;
        else
            too_few = middle;
    }
    return st != SCRUT_OK || keep_best(d, i, j, enough) ? st : scrut_fail_memory(d->w->err);
}

static scrut_status try_pairs(deciding *d)
{
    scrut_status st = SCRUT_OK;
    size_t lists = d->one->contest.list_count;
    for (size_t j = 0; j < lists && !d->now.refused; j++)
        for (size_t i = 0; i < lists && st == SCRUT_OK; i++)
            if (i != j && d->now.possible[j] > 0)
                st = try_pair(d, i, j);
    return st;
}

static scrut_status decide(deciding *d)
{
    scrut_status st = collect(d) ? SCRUT_OK : scrut_fail_memory(d->w->err);
    if (st != SCRUT_OK || d->station_count == 0)
        return st;
    st = scrut_margin_replay(&d->one->contest, NULL, NULL, d->scratch, &d->now, d->w->err);
    for (uint32_t n = 0; n < d->station_count; n++)
        d->order[n].station = n;
    if (st == SCRUT_OK)
        st = replay(d, d->station_count, &d->best.differs);
    return st == SCRUT_OK ? try_pairs(d) : st;
}

static int compare_units(const void *x, const void *y)
{
    const scrut_deciding_stations *a = x, *b = y;
    if (a->station_count != b->station_count) /* none: no choice of stations does it, though all together do */
        return a->station_count == 0 ? 1 : b->station_count == 0 ? -1 : a->station_count < b->station_count ? -1 : 1;
    return (a->constituency > b->constituency) - (a->constituency < b->constituency);
}

static scrut_status decide_pair(reconciling *w, size_t index)
{
    scrut_reconciliation *r = w->result;
    const scrut_reconcile_pair *pair = &r->pairs[index];
    const race_list *races = &w->races[pair->a];
    scrut_pair_outcome *outcome = &r->outcomes[index];
    *outcome = (scrut_pair_outcome){.pair = index};
    outcome->units = scrut_arena_calloc(r->arena, races->count, sizeof *outcome->units);
    scrut_status st = outcome->units != NULL ? SCRUT_OK : scrut_fail_memory(w->err);
    for (size_t i = 0; i < races->count && st == SCRUT_OK; i++) {
        deciding d = {.w = w, .r = r, .pair = pair, .one = &races->items[i], .scratch = scrut_arena_new()};
        d.best = (scrut_deciding_stations){d.one->constituency, false, SCRUT_NONE, SCRUT_NONE, NULL, 0};
        st = d.scratch == NULL ? scrut_fail_memory(w->err) : d.one->closed == NULL ? decide(&d) : SCRUT_OK;
        scrut_arena_free(d.scratch);
        if (st == SCRUT_E_RANGE)
            st = SCRUT_OK;
        outcome->compared = outcome->compared || d.one->closed == NULL;
        outcome->differ += d.best.differs;
        if (d.best.differs || d.best.gains != SCRUT_NONE)
            outcome->units[outcome->unit_count++] = d.best;
    }
    if (outcome->unit_count > 1)
        qsort(outcome->units, outcome->unit_count, sizeof *outcome->units, compare_units);
    return st;
}

scrut_status find_deciding(reconciling *w)
{
    scrut_reconciliation *r = w->result;
    r->outcomes = scrut_arena_calloc(r->arena, r->pair_count, sizeof *r->outcomes);
    scrut_status st = r->outcomes != NULL ? SCRUT_OK : scrut_fail_memory(w->err);
    for (size_t i = 0; i < r->pair_count && st == SCRUT_OK; i++)
        st = decide_pair(w, i);
    return st;
}
