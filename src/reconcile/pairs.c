/* SPDX-License-Identifier: Apache-2.0
 * pairs.c: two sources station by station. Ranges of stations are compared on the pool's threads, each into a list of
 * its own; what differs is then summed up in order. */
#include "reconcile_internal.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    scrut_differing_station *items;
    size_t count, capacity;
    int64_t in_both, only_a, only_b, equal, differing, counted_otherwise;
    bool failed;
} pair_slot;

typedef struct {
    const scrut_reconciliation *r;
    const scrut_reconcile_pair *pair;
    pair_slot *slots; /* a unit of work */
} pair_job;

static int64_t list_votes(const scrut_returns *r, const scrut_table_segment *segment, uint32_t row, size_t party)
{
    int64_t votes;
    return scrut_count_list_votes(r, segment, row - segment->first_row, party, &votes) ? votes : SCRUT_CELL_UNKNOWN;
}

void pair_votes(const scrut_reconciliation *r, const scrut_reconcile_pair *pair, uint32_t row_a, uint32_t row_b,
                int64_t a[], int64_t b[])
{
    const scrut_returns *ra = source_returns(r, pair->a), *rb = source_returns(r, pair->b);
    const scrut_table_segment *sa = row_a != SCRUT_NONE ? scrut_table_segment_of(ra->table, row_a) : NULL;
    const scrut_table_segment *sb = row_b != SCRUT_NONE ? scrut_table_segment_of(rb->table, row_b) : NULL;
    for (size_t p = 0; p < r->c->party_count; p++) {
        bool both = ra->party_column[p] != SCRUT_NONE && rb->party_column[p] != SCRUT_NONE;
        a[p] = both && sa != NULL ? list_votes(ra, sa, row_a, p) : SCRUT_CELL_UNKNOWN;
        b[p] = both && sb != NULL ? list_votes(rb, sb, row_b, p) : SCRUT_CELL_UNKNOWN;
        /* no vote, and no number, for a list that does not stand */
        a[p] = a[p] < 0 && b[p] == 0 ? 0 : a[p];
        b[p] = b[p] < 0 && a[p] == 0 ? 0 : b[p];
    }
}

static void add_differing(pair_slot *slot, scrut_differing_station station)
{
    if (!scrut_grow(&slot->items, &slot->capacity, slot->count + 1, sizeof station)) {
        slot->failed = true;
        return;
    }
    slot->items[slot->count++] = station;
}

static int64_t gap(int64_t a, int64_t b)
{
    return a > b ? a - b : b - a;
}

/* Votes of a list in the sums: none where the cell is empty or the return does not count. */
static int64_t summed(int64_t votes, bool counted)
{
    return counted && votes > 0 ? votes : 0;
}

static void compare_station(const pair_job *job, pair_slot *slot, scrut_differing_station s, int64_t a[], int64_t b[])
{
    const scrut_returns *ra = source_returns(job->r, job->pair->a), *rb = source_returns(job->r, job->pair->b);
    size_t lists = job->r->c->party_count;
    s.counted_a = scrut_count_is_counted(ra, s.row_a);
    s.counted_b = scrut_count_is_counted(rb, s.row_b);
    slot->in_both++;
    if (!s.counted_a && !s.counted_b)
        return;
    pair_votes(job->r, job->pair, s.row_a, s.row_b, a, b);
    bool votes_differ = memcmp(a, b, lists * sizeof *a) != 0;
    if (s.counted_a && s.counted_b && !votes_differ && !scrut_count_fields_differ(ra, s.row_a, rb, s.row_b)) {
        slot->equal++;
        return;
    }
    slot->differing += s.counted_a && s.counted_b;
    slot->counted_otherwise += s.counted_a != s.counted_b;
    s.reason = !s.counted_a   ? SCRUT_REASON_NOT_COUNTED_A
               : !s.counted_b ? SCRUT_REASON_NOT_COUNTED_B
                              : scrut_count_reason(a, b, lists);
    for (size_t p = 0; p < lists; p++)
        s.gross += gap(summed(a[p], s.counted_a), summed(b[p], s.counted_b));
    add_differing(slot, s);
}

static void compare_range(void *context, size_t unit)
{
    pair_job *job = context;
    pair_slot *slot = &job->slots[unit];
    const uint32_t *rows_a = job->r->rows[job->pair->a], *rows_b = job->r->rows[job->pair->b];
    size_t lists = job->r->c->party_count, end = (unit + 1) * STATIONS_A_UNIT;
    int64_t *votes = calloc(lists * 2 + 1, sizeof *votes);
    slot->failed = votes == NULL;
    for (size_t i = unit * STATIONS_A_UNIT; votes != NULL && i < end && i < job->r->station_count; i++) {
        scrut_differing_station s = {.station = (uint32_t)i, .row_a = rows_a[i], .row_b = rows_b[i]};
        slot->only_a += s.row_a != SCRUT_NONE && s.row_b == SCRUT_NONE;
        slot->only_b += s.row_a == SCRUT_NONE && s.row_b != SCRUT_NONE;
        if (s.row_a != SCRUT_NONE && s.row_b != SCRUT_NONE)
            compare_station(job, slot, s, votes, votes + lists);
    }
    free(votes);
}

static bool gather(scrut_reconciliation *r, scrut_reconcile_pair *pair, const pair_slot slots[], size_t count)
{
    bool failed = false;
    for (size_t i = 0; i < count; i++) {
        pair->in_both += slots[i].in_both;
        pair->only_a += slots[i].only_a;
        pair->only_b += slots[i].only_b;
        pair->equal += slots[i].equal;
        pair->differing += slots[i].differing;
        pair->counted_otherwise += slots[i].counted_otherwise;
        pair->station_count += slots[i].count;
        failed = failed || slots[i].failed;
    }
    pair->stations = scrut_arena_calloc(r->arena, pair->station_count, sizeof *pair->stations);
    size_t at = 0;
    for (size_t i = 0; pair->stations != NULL && i < count; i++) {
        if (slots[i].count > 0)
            memcpy(pair->stations + at, slots[i].items, slots[i].count * sizeof *pair->stations);
        at += slots[i].count;
    }
    return pair->stations != NULL && !failed;
}

/* In the unit and in all around it. */
static void add_to_units(const scrut_reconciliation *r, scrut_reconcile_pair *pair, const scrut_differing_station *s,
                         const int64_t a[], const int64_t b[])
{
    size_t lists = r->c->party_count;
    for (uint32_t unit = scrut_count_unit_of(r->c, source_returns(r, pair->a), s->row_a); unit != SCRUT_NONE;
         unit = scrut_count_unit_around(r->c, unit)) {
        pair->unit_differing[unit]++;
        for (size_t p = 0; p < lists; p++) {
            int64_t in_a = summed(a[p], s->counted_a), in_b = summed(b[p], s->counted_b);
            pair->net[unit * lists + p] += in_b - in_a;
            pair->gross[unit * lists + p] += gap(in_a, in_b);
        }
    }
}

static bool sum_up(scrut_reconciliation *r, scrut_reconcile_pair *pair)
{
    size_t units = source_tally(r, pair->a)->unit_count, lists = r->c->party_count;
    pair->net = scrut_arena_calloc(r->arena, units * lists, sizeof *pair->net);
    pair->gross = scrut_arena_calloc(r->arena, units * lists, sizeof *pair->gross);
    pair->unit_differing = scrut_arena_calloc(r->arena, units, sizeof *pair->unit_differing);
    int64_t *votes = calloc(lists * 2 + 1, sizeof *votes);
    bool fine = votes != NULL && pair->net != NULL && pair->gross != NULL && pair->unit_differing != NULL;
    for (size_t i = 0; fine && i < pair->station_count; i++) {
        const scrut_differing_station *s = &pair->stations[i];
        pair_votes(r, pair, s->row_a, s->row_b, votes, votes + lists);
        add_to_units(r, pair, s, votes, votes + lists);
    }
    free(votes);
    return fine;
}

/* A station with the key by which equal ones are ordered. */
typedef struct {
    scrut_differing_station station;
    const char *key;
} keyed_station;

static int compare_keyed(const void *x, const void *y)
{
    const keyed_station *a = x, *b = y;
    if (a->station.gross != b->station.gross)
        return a->station.gross > b->station.gross ? -1 : 1;
    return strcmp(a->key, b->key);
}

/* By votes, then by key: the order of the rows must not show. */
static bool sort_stations(scrut_reconciliation *r, scrut_reconcile_pair *pair)
{
    scrut_arena *scratch = scrut_arena_new();
    keyed_station *keyed = scratch != NULL ? scrut_arena_calloc(scratch, pair->station_count, sizeof *keyed) : NULL;
    bool fine = keyed != NULL;
    for (size_t i = 0; fine && i < pair->station_count; i++) {
        char key[256];
        scrut_reconcile_station(r, pair->stations[i].station, key, sizeof key);
        keyed[i] = (keyed_station){pair->stations[i], scrut_arena_strdup(scratch, key)};
        fine = keyed[i].key != NULL;
    }
    if (fine && pair->station_count > 1)
        qsort(keyed, pair->station_count, sizeof *keyed, compare_keyed);
    for (size_t i = 0; fine && i < pair->station_count; i++)
        pair->stations[i] = keyed[i].station;
    scrut_arena_free(scratch);
    return fine;
}

/* ---- votes of another station ---- */

/* Only where no slip of the form itself is as good a name for it. */
static bool may_be_elsewhere(const scrut_differing_station *s)
{
    return s->reason == SCRUT_REASON_MOVED || s->reason == SCRUT_REASON_OTHER || s->reason == SCRUT_REASON_ONE_LIST;
}

typedef struct {
    size_t *index; /* of the pair's stations */
    uint32_t *rows_a, *rows_b, *found;
    size_t count;
} elsewhere_search;

static bool gather_elsewhere(const scrut_reconcile_pair *pair, elsewhere_search *e)
{
    e->index = calloc(pair->station_count + 1, sizeof *e->index);
    e->rows_a = calloc(pair->station_count + 1, sizeof *e->rows_a);
    e->rows_b = calloc(pair->station_count + 1, sizeof *e->rows_b);
    e->found = calloc(pair->station_count + 1, sizeof *e->found);
    if (e->index == NULL || e->rows_a == NULL || e->rows_b == NULL || e->found == NULL)
        return false;
    for (size_t i = 0; i < pair->station_count; i++) {
        const scrut_differing_station *s = &pair->stations[i];
        if (!may_be_elsewhere(s))
            continue;
        e->index[e->count] = i;
        e->rows_a[e->count] = s->row_a;
        e->rows_b[e->count++] = s->row_b;
    }
    return true;
}

/* b's votes are those of another station of a; or a's are those of another station of b. */
static scrut_status look_elsewhere(reconciling *w, scrut_reconcile_pair *pair, elsewhere_search *e, bool in_b)
{
    const scrut_returns *a = source_returns(w->result, pair->a), *b = source_returns(w->result, pair->b);
    scrut_status st =
        in_b ? scrut_count_find_elsewhere(w->result->c, a, e->rows_a, b, e->rows_b, e->count, e->found, w->err)
             : scrut_count_find_elsewhere(w->result->c, b, e->rows_b, a, e->rows_a, e->count, e->found, w->err);
    for (size_t i = 0; st == SCRUT_OK && i < e->count; i++) {
        scrut_differing_station *s = &pair->stations[e->index[i]];
        if (e->found[i] == SCRUT_NONE || s->reason == SCRUT_REASON_ELSEWHERE)
            continue;
        s->reason = SCRUT_REASON_ELSEWHERE;
        s->elsewhere = e->found[i];
        s->elsewhere_in_b = in_b;
    }
    return st;
}

static scrut_status find_elsewhere(reconciling *w, scrut_reconcile_pair *pair)
{
    elsewhere_search e = {0};
    scrut_status st = gather_elsewhere(pair, &e) ? SCRUT_OK : scrut_fail_memory(w->err);
    if (st == SCRUT_OK && e.count > 0)
        st = look_elsewhere(w, pair, &e, false);
    if (st == SCRUT_OK && e.count > 0)
        st = look_elsewhere(w, pair, &e, true);
    free(e.index);
    free(e.rows_a);
    free(e.rows_b);
    free(e.found);
    return st;
}

static scrut_status compare_pair(reconciling *w, scrut_reconcile_pair *pair)
{
    scrut_reconciliation *r = w->result;
    size_t units = ((size_t)r->station_count + STATIONS_A_UNIT - 1) / STATIONS_A_UNIT;
    pair_job job = {.r = r, .pair = pair, .slots = calloc(units + 1, sizeof *job.slots)};
    bool fine = job.slots != NULL;
    if (fine) {
        scrut_pool_run(w->pool, units, compare_range, &job);
        fine = gather(r, pair, job.slots, units) && sum_up(r, pair) && sort_stations(r, pair);
    }
    for (size_t i = 0; job.slots != NULL && i < units; i++)
        free(job.slots[i].items);
    free(job.slots);
    scrut_status st = fine ? find_elsewhere(w, pair) : scrut_fail_memory(w->err);
    return st == SCRUT_OK ? find_parts(w, pair) : st;
}

scrut_status compare_pairs(reconciling *w)
{
    scrut_reconciliation *r = w->result;
    r->pairs = scrut_arena_calloc(r->arena, r->source_count * r->source_count, sizeof *r->pairs);
    if (r->pairs == NULL)
        return scrut_fail_memory(w->err);
    scrut_status st = SCRUT_OK;
    for (size_t a = 0; a < r->source_count && st == SCRUT_OK; a++)
        for (size_t b = a + 1; b < r->source_count && st == SCRUT_OK; b++) {
            scrut_reconcile_pair *pair = &r->pairs[r->pair_count++];
            *pair = (scrut_reconcile_pair){.a = a, .b = b};
            st = compare_pair(w, pair);
        }
    return st;
}
