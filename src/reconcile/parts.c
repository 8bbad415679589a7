/* SPDX-License-Identifier: Apache-2.0
 * parts.c: the difference of two sources' sums, taken apart by pattern. Every cell is in one part, so that the parts
 * add up to the difference for each list that both sources give. */
#include "reconcile_internal.h"

#include <stdlib.h>
#include <string.h>

/* A row that repeats a station. */
typedef struct {
    const char *key;
    uint32_t row;
    bool told; /* as the version that the other source has */
} version;

typedef struct {
    scrut_reconciliation *r;
    scrut_reconcile_pair *pair;
    size_t lists, units;
    scrut_reconcile_part *parts; /* by reason, then the lists of LOST_A, then those of LOST_B */
    bool *lost_at;               /* 2 * lists * units: the place is among the part's */
    int64_t *a, *b;
    version *versions[2]; /* further rows of stations, in a and in b, by key; in the memory of `scratch` */
    size_t version_count[2];
    scrut_arena *scratch;
    bool failed;
} parting;

static size_t lost_index(const parting *t, scrut_reason reason, size_t party)
{
    return SCRUT_REASON_COUNT + (reason == SCRUT_REASON_LOST_B ? t->lists : 0) + party;
}

static scrut_reconcile_part *part_at(parting *t, size_t index)
{
    scrut_reconcile_part *part = &t->parts[index];
    if (part->net == NULL) {
        part->net = scrut_arena_calloc(t->r->arena, t->lists, sizeof *part->net);
        t->failed = t->failed || part->net == NULL;
    }
    return t->failed ? NULL : part;
}

static void add_cell(scrut_reconcile_part *part, size_t party, int64_t in_a, int64_t in_b)
{
    part->net[party] += in_b - in_a;
    part->gross += in_b > in_a ? in_b - in_a : in_a - in_b;
}

/* Adds all cells of the vectors; empty ones hold no vote. */
static void add_cells(parting *t, scrut_reason reason, bool counted_a, bool counted_b)
{
    scrut_reconcile_part *part = part_at(t, reason);
    if (part == NULL)
        return;
    part->stations++;
    for (size_t p = 0; p < t->lists; p++)
        add_cell(part, p, counted_a && t->a[p] > 0 ? t->a[p] : 0, counted_b && t->b[p] > 0 ? t->b[p] : 0);
}

/* ---- a list's column that is missing in a place ---- */

static bool is_lost(const scrut_tally *without, const scrut_tally *with, uint32_t unit, size_t party)
{
    scrut_figure none = *scrut_tally_votes(without, unit, party), some = *scrut_tally_votes(with, unit, party);
    return none.value == 0 && none.cells > 1 && some.value > 0;
}

/* The largest place around the row of which one source knows no vote for the list; SCRUT_NONE: none. */
static uint32_t lost_place(const parting *t, uint32_t row_a, size_t party, bool in_a)
{
    const scrut_tally *a = source_tally(t->r, t->pair->a), *b = source_tally(t->r, t->pair->b);
    uint32_t found = SCRUT_NONE;
    for (uint32_t unit = scrut_count_unit_of(t->r->c, source_returns(t->r, t->pair->a), row_a); unit != SCRUT_NONE;
         unit = scrut_count_unit_around(t->r->c, unit))
        if (in_a ? is_lost(a, b, unit, party) : is_lost(b, a, unit, party))
            found = unit;
    return found;
}

/* Moves the cell into its part and makes it equal on both sides. */
static bool take_lost_cell(parting *t, const scrut_differing_station *s, size_t p)
{
    if (t->a[p] == t->b[p] || (t->a[p] > 0 && t->b[p] > 0))
        return false;
    bool in_a = t->a[p] <= 0;
    uint32_t place = lost_place(t, s->row_a, p, in_a);
    if (place == SCRUT_NONE)
        return false;
    scrut_reason reason = in_a ? SCRUT_REASON_LOST_A : SCRUT_REASON_LOST_B;
    scrut_reconcile_part *part = part_at(t, lost_index(t, reason, p));
    if (part == NULL)
        return false;
    part->party = (uint32_t)p;
    part->reason = reason;
    part->stations++;
    add_cell(part, p, t->a[p] > 0 ? t->a[p] : 0, t->b[p] > 0 ? t->b[p] : 0);
    bool *listed = &t->lost_at[((in_a ? 0 : t->lists) + p) * t->units + place];
    part->place_count += !*listed;
    *listed = true;
    t->a[p] = t->b[p];
    return true;
}

/* ---- two versions of a form ---- */

static int compare_versions(const void *x, const void *y)
{
    const version *a = x, *b = y;
    int order = strcmp(a->key, b->key);
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

static bool list_versions(parting *t, bool of_a)
{
    const scrut_returns *r = source_returns(t->r, of_a ? t->pair->a : t->pair->b);
    version *list = scrut_arena_calloc(t->scratch, r->duplicate_count, sizeof *list);
    for (size_t i = 0; list != NULL && i < r->duplicate_count; i++) {
        char key[256];
        scrut_returns_station(r, r->duplicate_rows[i], key, sizeof key);
        list[i] = (version){scrut_arena_strdup(t->scratch, key), r->duplicate_rows[i], false};
        if (list[i].key == NULL)
            return false;
    }
    if (list != NULL && r->duplicate_count > 1)
        qsort(list, r->duplicate_count, sizeof *list, compare_versions);
    t->versions[of_a ? 0 : 1] = list;
    t->version_count[of_a ? 0 : 1] = r->duplicate_count;
    return list != NULL;
}

/* The first version of a station in the list; as many as have its key follow. */
static size_t first_version(const version list[], size_t count, const char *key)
{
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (strcmp(list[middle].key, key) < 0)
            low = middle + 1;
        else
            count = middle;
    }
    return low;
}

/* A further row of the station, in one source, that says what the other has; NULL: there is none. */
static version *version_of(parting *t, const scrut_differing_station *s, bool in_a)
{
    version *list = t->versions[in_a ? 0 : 1];
    size_t count = t->version_count[in_a ? 0 : 1];
    const scrut_returns *r = source_returns(t->r, in_a ? t->pair->a : t->pair->b);
    char key[256];
    if (count == 0)
        return NULL;
    scrut_returns_station(r, in_a ? s->row_a : s->row_b, key, sizeof key);
    for (size_t i = first_version(list, count, key); i < count && strcmp(list[i].key, key) == 0; i++) {
        if (list[i].told || !scrut_count_is_counted(r, list[i].row))
            continue;
        pair_votes(t->r, t->pair, in_a ? list[i].row : s->row_a, in_a ? s->row_b : list[i].row, t->a, t->b);
        if (memcmp(t->a, t->b, t->lists * sizeof *t->a) == 0)
            return &list[i];
    }
    return NULL;
}

/* One source counts the version that the other has and an earlier one: the earlier one is the difference. */
static bool take_replaced(parting *t, scrut_differing_station *s)
{
    bool in_a = true;
    version *found = s->counted_a && s->counted_b ? version_of(t, s, true) : NULL;
    if (found == NULL && s->counted_a && s->counted_b) {
        in_a = false;
        found = version_of(t, s, false);
    }
    if (found == NULL)
        return false;
    found->told = true;
    s->reason = in_a ? SCRUT_REASON_REPLACED_A : SCRUT_REASON_REPLACED_B;
    pair_votes(t->r, t->pair, in_a ? s->row_a : SCRUT_NONE, in_a ? SCRUT_NONE : s->row_b, t->a, t->b);
    add_cells(t, s->reason, in_a, !in_a);
    return true;
}

static void part_station(parting *t, scrut_differing_station *s)
{
    if (take_replaced(t, s))
        return;
    pair_votes(t->r, t->pair, s->row_a, s->row_b, t->a, t->b);
    bool lost = false;
    scrut_reason reason = s->reason;
    for (size_t p = 0; p < t->lists && s->counted_a && s->counted_b; p++) {
        bool in_a = t->a[p] <= 0;
        if (!take_lost_cell(t, s, p))
            continue;
        lost = true;
        reason = in_a ? SCRUT_REASON_LOST_A : SCRUT_REASON_LOST_B;
    }
    if (lost && memcmp(t->a, t->b, t->lists * sizeof *t->a) == 0) {
        s->reason = reason;
        return;
    }
    if (lost && s->reason != SCRUT_REASON_ELSEWHERE)
        s->reason = scrut_count_reason(t->a, t->b, t->lists);
    add_cells(t, s->reason, s->counted_a, s->counted_b);
}

/* ---- stations that one source holds alone, and repeated rows ---- */

static void part_alone(parting *t)
{
    const uint32_t *rows_a = t->r->rows[t->pair->a], *rows_b = t->r->rows[t->pair->b];
    const scrut_returns *a = source_returns(t->r, t->pair->a), *b = source_returns(t->r, t->pair->b);
    for (uint32_t i = 0; i < t->r->station_count; i++) {
        bool in_a = rows_a[i] != SCRUT_NONE, in_b = rows_b[i] != SCRUT_NONE;
        if (in_a == in_b || !scrut_count_is_counted(in_a ? a : b, in_a ? rows_a[i] : rows_b[i]))
            continue;
        pair_votes(t->r, t->pair, rows_a[i], rows_b[i], t->a, t->b);
        add_cells(t, in_a ? SCRUT_REASON_ONLY_A : SCRUT_REASON_ONLY_B, in_a, in_b);
    }
}

static void part_repeated(parting *t, bool of_a)
{
    const scrut_returns *r = source_returns(t->r, of_a ? t->pair->a : t->pair->b);
    const version *list = t->versions[of_a ? 0 : 1];
    for (size_t i = 0; i < t->version_count[of_a ? 0 : 1]; i++) {
        if (list[i].told || !scrut_count_is_counted(r, list[i].row))
            continue;
        pair_votes(t->r, t->pair, of_a ? list[i].row : SCRUT_NONE, of_a ? SCRUT_NONE : list[i].row, t->a, t->b);
        add_cells(t, of_a ? SCRUT_REASON_REPEATED_A : SCRUT_REASON_REPEATED_B, of_a, !of_a);
    }
}

/* ---- places ---- */

static void list_lost_places(parting *t, size_t index, scrut_reconcile_part *part)
{
    size_t at = 0;
    part->places = scrut_arena_calloc(t->r->arena, part->place_count, sizeof *part->places);
    t->failed = t->failed || part->places == NULL;
    for (size_t unit = 0; unit < t->units && !t->failed; unit++)
        if (t->lost_at[(index - SCRUT_REASON_COUNT) * t->units + unit])
            part->places[at++] = (uint32_t)unit;
}

/* Stations of each unit that a source holds. */
static uint32_t *held_by_unit(const parting *t, size_t source)
{
    const scrut_returns *r = source_returns(t->r, source);
    uint32_t *held = calloc(t->units, sizeof *held);
    for (uint32_t row = 0; held != NULL && row < r->row_count; row++)
        held[scrut_count_unit_of(t->r->c, r, row)]++;
    return held;
}

static void roll_up(const parting *t, uint32_t held[])
{
    const scrut_case *c = t->r->c;
    for (size_t level = c->area_level_count; level-- > 0;)
        for (uint32_t a = 0; a < c->area_count; a++)
            if (c->areas[a].level == level) {
                uint32_t unit = 1 + (uint32_t)c->constituency_count + a;
                held[scrut_count_unit_around(c, unit)] += held[unit];
            }
    for (size_t k = 1; k <= c->constituency_count; k++)
        held[0] += held[k];
}

/* Places of which the other source holds nothing, without those inside one of them. */
static void list_whole_places(parting *t, scrut_reconcile_part *part, const uint32_t held[], const uint32_t other[])
{
    part->places = scrut_arena_calloc(t->r->arena, t->units, sizeof *part->places);
    t->failed = t->failed || part->places == NULL;
    for (uint32_t unit = 1; unit < t->units && !t->failed; unit++) {
        uint32_t around = scrut_count_unit_around(t->r->c, unit);
        if (held[unit] > 0 && other[unit] == 0 && !(held[around] > 0 && other[around] == 0))
            part->places[part->place_count++] = unit;
    }
}

static void list_alone_places(parting *t)
{
    scrut_reconcile_part *only_a = &t->parts[SCRUT_REASON_ONLY_A], *only_b = &t->parts[SCRUT_REASON_ONLY_B];
    if (only_a->net == NULL && only_b->net == NULL)
        return;
    uint32_t *a = held_by_unit(t, t->pair->a), *b = held_by_unit(t, t->pair->b);
    t->failed = t->failed || a == NULL || b == NULL;
    if (!t->failed) {
        roll_up(t, a);
        roll_up(t, b);
        list_whole_places(t, only_a, a, b);
        list_whole_places(t, only_b, b, a);
    }
    free(a);
    free(b);
}

/* ---- in order ---- */

static int compare_parts(const void *x, const void *y)
{
    const scrut_reconcile_part *a = x, *b = y;
    if (a->gross != b->gross)
        return a->gross > b->gross ? -1 : 1;
    if (a->stations != b->stations) /* of two that account for as much the smaller one */
        return a->stations < b->stations ? -1 : 1;
    if (a->reason != b->reason)
        return a->reason < b->reason ? -1 : 1;
    return (a->party > b->party) - (a->party < b->party);
}

static void keep_parts(parting *t)
{
    size_t all = SCRUT_REASON_COUNT + 2 * t->lists, count = 0;
    for (size_t i = 0; i < all && !t->failed; i++) {
        if (t->parts[i].net == NULL)
            continue;
        if (i >= SCRUT_REASON_COUNT)
            list_lost_places(t, i, &t->parts[i]);
        t->parts[count++] = t->parts[i];
    }
    t->pair->parts = scrut_arena_calloc(t->r->arena, count, sizeof *t->pair->parts);
    if (t->failed || t->pair->parts == NULL) {
        t->failed = true;
        return;
    }
    qsort(t->parts, count, sizeof *t->parts, compare_parts);
    int64_t beyond = 0;
    for (size_t i = count; i-- > 0;) {
        t->parts[i].beyond = beyond;
        beyond += t->parts[i].gross;
        t->pair->parts[i] = t->parts[i];
    }
    t->pair->part_count = count;
}

static void part_all(parting *t)
{
    for (size_t i = 0; i < SCRUT_REASON_COUNT; i++)
        t->parts[i].reason = (scrut_reason)i;
    for (size_t i = 0; i < SCRUT_REASON_COUNT + 2 * t->lists; i++)
        t->parts[i].party = SCRUT_NONE;
    for (size_t i = 0; i < t->pair->station_count; i++)
        part_station(t, &t->pair->stations[i]);
    if (t->pair->only_a > 0 || t->pair->only_b > 0)
        part_alone(t);
    part_repeated(t, true);
    part_repeated(t, false);
    list_alone_places(t);
    keep_parts(t);
}

scrut_status find_parts(reconciling *w, scrut_reconcile_pair *pair)
{
    parting t = {.r = w->result, .pair = pair, .lists = w->result->c->party_count};
    t.units = source_tally(w->result, pair->a)->unit_count;
    t.parts = calloc(SCRUT_REASON_COUNT + 2 * t.lists, sizeof *t.parts);
    t.lost_at = calloc(2 * t.lists * t.units + 1, sizeof *t.lost_at);
    t.a = calloc(2 * t.lists + 1, sizeof *t.a);
    t.scratch = scrut_arena_new();
    t.failed = t.parts == NULL || t.lost_at == NULL || t.a == NULL || t.scratch == NULL || !list_versions(&t, true) ||
               !list_versions(&t, false);
    if (!t.failed) {
        t.b = t.a + t.lists;
        part_all(&t);
    }
    free(t.parts);
    free(t.lost_at);
    free(t.a);
    scrut_arena_free(t.scratch);
    return t.failed ? scrut_fail_memory(w->err) : SCRUT_OK;
}
