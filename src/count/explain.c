/* SPDX-License-Identifier: Apache-2.0
 * explain.c: what accounts for the difference between the sums of returns and an announcement, unit by unit.
 *
 * What explains all of it is tried first, the smallest first: one station left out or counted twice, the stations that
 * are listed and not counted, the stations of one place, the figures of another source. Then lists whose whole figure
 * is missing on one side, then one pattern of what is left. */
#include "scrutineer/count.h"

#include <stdlib.h>
#include <string.h>

/* Units in which a list has fewer votes, and none; on either side. */
typedef struct {
    size_t fewer_a, fewer_b, none_a, none_b;
    int64_t votes, pattern; /* gross; of them in items that follow a pattern */
} list_units;

typedef struct {
    const scrut_case *c;
    const scrut_comparison *k;
    const scrut_returns *returns;
    const scrut_tally *tallies; /* of the case's sources */
    size_t lists;
    uint32_t *first_row, *next_row; /* rows of a unit as a chain: a unit's first, a row's next; SCRUT_NONE ends it */
    int64_t *a, *b, *difference;    /* of the unit at hand, by list */
    int64_t *excluded;              /* votes of its rows that do not count */
    scrut_explanations result;
    size_t capacity;
    list_units *by_list;
    bool failed;
} explaining;

/* The smallest unit around a row that the announcement gives figures of. */
static uint32_t given_unit(const explaining *e, uint32_t row)
{
    uint32_t unit = scrut_count_unit_of(e->c, e->returns, row);
    while (unit != SCRUT_NONE && !e->k->b->given[unit])
        unit = scrut_count_unit_around(e->c, unit);
    return unit;
}

static bool chain_rows(explaining *e)
{
    size_t units = e->k->b->unit_count;
    e->first_row = malloc(units * sizeof *e->first_row);
    e->next_row = malloc(((size_t)e->returns->row_count + 1) * sizeof *e->next_row);
    if (e->first_row == NULL || e->next_row == NULL)
        return false;
    for (size_t u = 0; u < units; u++)
        e->first_row[u] = SCRUT_NONE;
    for (uint32_t row = e->returns->row_count; row-- > 0;) {
        uint32_t unit = given_unit(e, row);
        e->next_row[row] = SCRUT_NONE;
        if (unit == SCRUT_NONE)
            continue;
        e->next_row[row] = e->first_row[unit];
        e->first_row[unit] = row;
    }
    return true;
}

static int64_t magnitude(int64_t value)
{
    return value < 0 ? -value : value;
}

static int64_t gross_of(const int64_t difference[], size_t lists)
{
    int64_t sum = 0;
    for (size_t p = 0; p < lists; p++)
        sum += magnitude(difference[p]);
    return sum;
}

static void add(explaining *e, scrut_explanation item)
{
    if (!scrut_grow(&e->result.items, &e->capacity, e->result.count + 1, sizeof item)) {
        e->failed = true;
        return;
    }
    e->result.items[e->result.count++] = item;
    if (item.reason == SCRUT_REASON_OTHER || item.reason == SCRUT_REASON_ONE_LIST)
        return;
    e->result.explained += item.votes;
    for (size_t p = 0; p < e->lists; p++)
        if (item.party == SCRUT_NONE ? e->a[p] != e->b[p] : item.party == p)
            e->by_list[p].pattern += magnitude(e->difference[p]);
}

/* ---- one station, or the stations that do not count ---- */

static int64_t row_votes(const explaining *e, uint32_t row, size_t party)
{
    const scrut_table_segment *segment = scrut_table_segment_of(e->returns->table, row);
    int64_t votes;
    return scrut_count_list_votes(e->returns, segment, row - segment->first_row, party, &votes) ? votes : 0;
}

static bool row_is(const explaining *e, uint32_t row, int sign)
{
    for (size_t p = 0; p < e->lists; p++)
        if (row_votes(e, row, p) * sign != e->difference[p])
            return false;
    return true;
}

/* Whether the source has two rows of the row's station, and counts both. */
static bool has_versions(const explaining *e, uint32_t row)
{
    const scrut_returns *r = e->returns;
    for (size_t i = 0; i < r->duplicate_count; i++)
        if (scrut_returns_same_station(r, r->duplicate_rows[i], r, row))
            return true;
    return false;
}

static void add_station(explaining *e, uint32_t unit, uint32_t row, int sign, int64_t gross)
{
    scrut_reason reason = sign > 0               ? SCRUT_REASON_REPEATED_B
                          : has_versions(e, row) ? SCRUT_REASON_REPLACED_A
                                                 : SCRUT_REASON_ONLY_A;
    add(e, (scrut_explanation){unit, reason, SCRUT_NONE, row, SCRUT_NONE, SCRUT_NONE, gross, true});
}

/* All of the difference is one station that counts: the announcement lacks it, or has it twice. */
static bool explain_station(explaining *e, uint32_t unit, int64_t gross)
{
    for (uint32_t row = e->first_row[unit]; row != SCRUT_NONE; row = e->next_row[row])
        for (int sign = -1; sign <= 1 && scrut_count_is_counted(e->returns, row); sign += 2)
            if (row_is(e, row, sign)) {
                add_station(e, unit, row, sign, gross);
                return true;
            }
    return false;
}

static bool is_inside(const explaining *e, uint32_t place, uint32_t unit)
{
    uint32_t u = scrut_count_unit_around(e->c, place);
    while (u != SCRUT_NONE && u != unit)
        u = scrut_count_unit_around(e->c, u);
    return u == unit;
}

static bool place_is(const explaining *e, uint32_t place, int sign)
{
    bool is = true;
    for (size_t p = 0; p < e->lists && is; p++)
        is = scrut_tally_votes(e->k->a, place, p)->value * sign == e->difference[p];
    return is;
}

/* All of the difference are the stations of one place: a batch that the announcement lacks, or has twice. */
static bool explain_place(explaining *e, uint32_t unit, int64_t gross)
{
    for (uint32_t place = 1; place < e->k->a->unit_count; place++)
        for (int sign = -1; sign <= 1; sign += 2)
            if (place_is(e, place, sign) && is_inside(e, place, unit)) {
                add(e, (scrut_explanation){unit, sign < 0 ? SCRUT_REASON_ONLY_A : SCRUT_REASON_REPEATED_B, SCRUT_NONE,
                                           SCRUT_NONE, place, SCRUT_NONE, gross, true});
                return true;
            }
    return false;
}

/* The announcement has the figures that another source gives: another version of the forms. */
static bool explain_source(explaining *e, uint32_t unit, int64_t gross)
{
    for (uint32_t s = 0; s < e->c->returns_count; s++) {
        const scrut_tally *other = &e->tallies[s];
        bool is = other != e->k->a;
        for (size_t p = 0; p < e->lists && is; p++) {
            scrut_figure announced = *scrut_tally_votes(e->k->b, unit, p), figure = *scrut_tally_votes(other, unit, p);
            is = scrut_figure_complete(announced) ? scrut_figure_complete(figure) && figure.value == announced.value
                                                  : e->difference[p] == 0;
        }
        if (!is)
            continue;
        add(e,
            (scrut_explanation){unit, SCRUT_REASON_OTHER_SOURCE, SCRUT_NONE, SCRUT_NONE, SCRUT_NONE, s, gross, true});
        return true;
    }
    return false;
}

static bool explain_excluded(explaining *e, uint32_t unit, int64_t gross)
{
    memset(e->excluded, 0, e->lists * sizeof *e->excluded);
    for (uint32_t row = e->first_row[unit]; row != SCRUT_NONE; row = e->next_row[row])
        for (size_t p = 0; p < e->lists && !scrut_count_is_counted(e->returns, row); p++)
            e->excluded[p] += row_votes(e, row, p);
    if (memcmp(e->excluded, e->difference, e->lists * sizeof *e->excluded) != 0)
        return false;
    add(e, (scrut_explanation){unit, SCRUT_REASON_NOT_COUNTED_A, SCRUT_NONE, SCRUT_NONE, SCRUT_NONE, SCRUT_NONE, gross,
                               true});
    return true;
}

/* ---- lists ---- */

/* Whole figures that are missing; what is left is equal on both sides afterwards. */
static void explain_lost(explaining *e, uint32_t unit, int64_t *left)
{
    for (uint32_t p = 0; p < e->lists; p++) {
        bool lost_a = e->a[p] == 0 && e->b[p] > 0, lost_b = e->b[p] == 0 && e->a[p] > 0;
        if (!lost_a && !lost_b)
            continue;
        *left -= magnitude(e->difference[p]);
        add(e, (scrut_explanation){unit, lost_a ? SCRUT_REASON_LOST_A : SCRUT_REASON_LOST_B, p, SCRUT_NONE, SCRUT_NONE,
                                   SCRUT_NONE, magnitude(e->difference[p]), *left == 0});
        e->a[p] = e->b[p];
    }
}

static uint32_t only_differing(const explaining *e)
{
    uint32_t found = SCRUT_NONE;
    for (uint32_t p = 0; p < e->lists; p++)
        if (e->a[p] != e->b[p]) {
            if (found != SCRUT_NONE)
                return SCRUT_NONE;
            found = p;
        }
    return found;
}

static void count_lists(explaining *e)
{
    for (size_t p = 0; p < e->lists; p++) {
        list_units *l = &e->by_list[p];
        l->fewer_a += e->a[p] < e->b[p];
        l->fewer_b += e->b[p] < e->a[p];
        l->none_a += e->a[p] == 0 && e->b[p] > 0;
        l->none_b += e->b[p] == 0 && e->a[p] > 0;
        l->votes += magnitude(e->difference[p]);
    }
}

static void explain_unit(explaining *e, uint32_t unit)
{
    count_lists(e);
    int64_t left = gross_of(e->difference, e->lists);
    e->result.gross += left;
    e->result.units++;
    if (explain_station(e, unit, left) || explain_excluded(e, unit, left) || explain_place(e, unit, left) ||
        explain_source(e, unit, left))
        return;
    explain_lost(e, unit, &left);
    if (left > 0)
        add(e, (scrut_explanation){unit, scrut_count_reason(e->a, e->b, e->lists), only_differing(e), SCRUT_NONE,
                                   SCRUT_NONE, SCRUT_NONE, left, true});
}

/* Fills the unit's figures from the comparison's cells; false when no list's votes differ there. */
static bool take_unit(explaining *e, uint32_t unit)
{
    bool any = false;
    for (size_t p = 0; p < e->lists; p++) {
        scrut_figure a = *scrut_tally_votes(e->k->a, unit, p), b = *scrut_tally_votes(e->k->b, unit, p);
        bool both = scrut_figure_complete(a) && scrut_figure_complete(b);
        e->a[p] = both ? a.value : 0;
        e->b[p] = both ? b.value : 0;
        e->difference[p] = e->b[p] - e->a[p];
        any = any || e->difference[p] != 0;
    }
    return any;
}

/* A unit that was announced and has no announced unit inside it, so that no difference is explained twice. */
static void mark_outer(const explaining *e, bool outer[])
{
    for (uint32_t unit = 0; unit < e->k->b->unit_count; unit++)
        for (uint32_t u = e->k->b->given[unit] ? scrut_count_unit_around(e->c, unit) : SCRUT_NONE; u != SCRUT_NONE;
             u = scrut_count_unit_around(e->c, u))
            outer[u] = true;
}

static void explain_units(explaining *e, const bool outer[])
{
    for (uint32_t unit = 0; unit < e->k->b->unit_count; unit++)
        if (e->k->b->given[unit] && !outer[unit] && take_unit(e, unit))
            explain_unit(e, unit);
}

static int compare_short(const void *x, const void *y)
{
    const scrut_short_list *a = x, *b = y;
    if (a->votes != b->votes)
        return a->votes > b->votes ? -1 : 1;
    return (a->party > b->party) - (a->party < b->party);
}

/* One unit is no pattern. */
static bool keep_short_lists(explaining *e, scrut_arena *arena)
{
    scrut_explanations *x = &e->result;
    x->short_lists = scrut_arena_calloc(arena, e->lists, sizeof *x->short_lists);
    for (uint32_t p = 0; x->short_lists != NULL && p < e->lists; p++) {
        const list_units *l = &e->by_list[p];
        size_t units = l->fewer_a + l->fewer_b;
        if (units < 2 || units * 2 < x->units || (l->fewer_a > 0 && l->fewer_b > 0))
            continue;
        x->short_lists[x->short_list_count++] =
            (scrut_short_list){p, l->fewer_a > 0, units, l->none_a + l->none_b, l->votes};
        x->explained += l->votes - l->pattern;
    }
    if (x->short_lists != NULL && x->short_list_count > 1)
        qsort(x->short_lists, x->short_list_count, sizeof *x->short_lists, compare_short);
    return x->short_lists != NULL;
}

static bool keep(explaining *e, scrut_arena *arena)
{
    scrut_explanation *items = scrut_arena_calloc(arena, e->result.count, sizeof *items);
    if (items != NULL && e->result.count > 0)
        memcpy(items, e->result.items, e->result.count * sizeof *items);
    free(e->result.items);
    e->result.items = items;
    return items != NULL && !e->failed;
}

scrut_status scrut_count_explain(const scrut_case *c, const scrut_comparison *k, const scrut_returns *returns,
                                 const scrut_tally tallies[], scrut_arena *arena, scrut_explanations *ret_explanations,
                                 scrut_error *err)
{
    explaining e = {.c = c, .k = k, .returns = returns, .tallies = tallies, .lists = c->party_count};
    int64_t *space = calloc(e.lists * 4 + 1, sizeof *space);
    bool *outer = calloc(k->b->unit_count, sizeof *outer);
    e.by_list = calloc(e.lists + 1, sizeof *e.by_list);
    bool fine = space != NULL && e.by_list != NULL && outer != NULL && chain_rows(&e);
    if (fine) {
        e.a = space;
        e.b = space + e.lists;
        e.difference = space + 2 * e.lists;
        e.excluded = space + 3 * e.lists;
        mark_outer(&e, outer);
        explain_units(&e, outer);
    }
    free(space);
    free(outer);
    free(e.first_row);
    free(e.next_row);
    fine = keep(&e, arena) && fine && keep_short_lists(&e, arena);
    free(e.by_list);
    if (!fine)
        return scrut_fail_memory(err);
    *ret_explanations = e.result;
    return SCRUT_OK;
}
