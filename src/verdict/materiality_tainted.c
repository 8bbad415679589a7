/* SPDX-License-Identifier: Apache-2.0
 * materiality_tainted.c: which ballots the findings concern, each counted once: by station, then by constituency. */
#include "materiality_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- which findings bear on the figures ---- */

static bool names_first(const char *sources, const char *id)
{
    size_t length = strlen(id);
    return strncmp(sources, id, length) == 0 && strncmp(sources + length, " vs ", 4) == 0;
}

static bool names_second(const char *sources, const char *id)
{
    size_t length = strlen(id), all = strlen(sources);
    return all > length + 4 && strcmp(sources + all - length, id) == 0 &&
           strncmp(sources + all - length - 4, " vs ", 4) == 0;
}

int side_of_finding(const scrut_finding *f, const scrut_tally *tally)
{
    if (names_first(f->sources, tally->about.id))
        return 1;
    return names_second(f->sources, tally->about.id) ? -1 : 0;
}

/* M01 is of a number that somebody published: our figures and their seats stay what they are. */
static bool of_figures(const scrut_finding *f)
{
    return strcmp(f->check->code, "M01") != 0;
}

/* Of the figures themselves, of the returns they rest on, or of a comparison of either. */
static bool bears(const weighing *w, const scrut_finding *f)
{
    const scrut_verdict *v = w->v;
    size_t sides = 0;
    if (!of_figures(f))
        return false;
    if (w->all_bear)
        return true;
    if (f->check->pattern)
        return false;
    if (f->check->roll) /* whatever was counted, it was counted of these voters */
        return true;
    if (strcmp(f->sources, w->tally->about.id) == 0 || side_of_finding(f, w->tally) != 0)
        return true;
    for (size_t i = 0; i < v->tabulation_count && !w->tally->from_returns; i++) {
        const scrut_tally *source = &v->tallies[i];
        if (!rests_on(w->tally, source))
            continue;
        if (strcmp(f->sources, source->about.id) == 0)
            return true;
        sides += names_first(f->sources, source->about.id) + names_second(f->sources, source->about.id);
    }
    return sides == 2;
}

uint32_t place_of_finding(const weighing *w, const scrut_finding *f)
{
    if (f->constituency == SCRUT_NONE && w->c->single_constituency)
        return 0;
    return f->constituency;
}

const scrut_station_comparison *stations_of_finding(const weighing *w, const scrut_finding *f)
{
    for (size_t i = 0; i < w->v->station_comparison_count && strcmp(f->check->code, "X01") == 0; i++) {
        const scrut_station_comparison *k = &w->v->station_comparisons[i];
        if (names_first(f->sources, k->a->about.id) && names_second(f->sources, k->b->about.id))
            return k;
    }
    return NULL;
}

/* ---- cells of a row ---- */

bool station_list_votes(const scrut_returns *r, uint32_t row, size_t party, int64_t *ret_votes)
{
    uint32_t column = r->party_column[party];
    if (column == SCRUT_NONE)
        return false;
    const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
    uint32_t at = row - segment->first_row;
    *ret_votes = scrut_cell_number(&segment->columns[column], at);
    return scrut_cell_known(&segment->columns[column], at);
}

static bool row_field(const scrut_returns *r, uint32_t row, scrut_field field, int64_t *ret_value)
{
    const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
    return scrut_returns_field(r, segment, row - segment->first_row, field, ret_value);
}

static int64_t station_gap(const weighing *w, const scrut_station_comparison *k, size_t n)
{
    int64_t sum = 0, a, b;
    for (size_t p = 0; p < w->c->party_count; p++)
        if (station_list_votes(k->a, k->differing_rows_a[n], p, &a) &&
            station_list_votes(k->b, k->differing_rows_b[n], p, &b))
            sum = add_ballots(sum, a > b ? a - b : b - a);
    return sum;
}

/* Ballots in the box of a row, or the votes of its lists; -1: not known. */
static int64_t ballots_in_box(const weighing *w, const scrut_returns *r, uint32_t row)
{
    int64_t value, sum = 0;
    if (row_field(r, row, SCRUT_FIELD_CAST, &value))
        return value;
    for (size_t p = 0; p < w->c->party_count; p++) {
        if (r->party_column[p] == SCRUT_NONE)
            continue;
        if (!station_list_votes(r, row, p, &value) && !r->empty_is_not_standing)
            return -1;
        sum = add_ballots(sum, value);
    }
    if (row_field(r, row, SCRUT_FIELD_BLANK, &value))
        sum = add_ballots(sum, value);
    return row_field(r, row, SCRUT_FIELD_INVALID, &value) ? add_ballots(sum, value) : sum;
}

static void take_cell_out(scrut_figure *f, bool of_returns, bool known, int64_t value)
{
    f->value -= known ? value : 0;
    f->known -= of_returns && known;
    f->cells -= of_returns;
}

/* A list that does not stand in the constituency has no cell there, nor for this row in the nation. */
void take_row_out(const scrut_returns *returns, uint32_t row, scrut_tally *tally)
{
    size_t columns = tally->column_count, unit = 1 + scrut_returns_constituency(returns, row);
    for (size_t column = 0; column < columns; column++) {
        int64_t value = 0;
        bool known = column < SCRUT_FIELD_COUNT ? row_field(returns, row, (scrut_field)column, &value)
                                                : station_list_votes(returns, row, column - SCRUT_FIELD_COUNT, &value);
        if (tally->figures[unit * columns + column].cells == 0)
            continue;
        take_cell_out(&tally->figures[unit * columns + column], tally->from_returns, known, value);
        take_cell_out(&tally->figures[column], tally->from_returns, known, value);
    }
}

/* ---- items ---- */

static tainted_item *add_item(weighing *w)
{
    if (!scrut_grow(&w->items, &w->item_capacity, w->item_count + 1, sizeof *w->items))
        return NULL;
    w->items[w->item_count] = (tainted_item){.source = SCRUT_NONE, .constituency = SCRUT_NONE};
    return &w->items[w->item_count++];
}

uint32_t source_of_returns(const scrut_case *c, const scrut_returns *returns)
{
    return returns == c->registry ? (uint32_t)c->returns_count : (uint32_t)(returns - c->returns);
}

static const scrut_returns *source_returns(const scrut_case *c, uint32_t source)
{
    return source == c->returns_count ? c->registry : &c->returns[source];
}

tainted_station differing_station(const weighing *w, const scrut_station_comparison *k, size_t n)
{
    bool second = strcmp(k->b->about.id, w->tally->about.id) == 0;
    const scrut_returns *returns = second ? k->b : k->a;
    uint32_t row = second ? k->differing_rows_b[n] : k->differing_rows_a[n];
    int64_t gap = station_gap(w, k, n);
    return (tainted_station){.source = source_of_returns(w->c, returns),
                             .row = row,
                             .constituency = scrut_returns_constituency(returns, row),
                             .low = gap,
                             .high = gap};
}

static scrut_status add_differing_stations(weighing *w, const scrut_station_comparison *k)
{
    for (size_t n = 0; n < (size_t)k->differing; n++) {
        const tainted_station s = differing_station(w, k, n);
        tainted_item *item = add_item(w);
        if (item == NULL)
            return scrut_fail_memory(w->err);
        *item = (tainted_item){
            .source = s.source, .row = s.row, .constituency = s.constituency, .low = s.low, .high = s.high};
    }
    return SCRUT_OK;
}

static scrut_tainted *place_tainted(const weighing *w, uint32_t constituency)
{
    return constituency == SCRUT_NONE ? &w->m->unplaced : &w->m->places[constituency].tainted;
}

bool finding_concerns_ballots(const scrut_finding *f)
{
    return f->check->code[0] != 'S';
}

static scrut_status add_finding(weighing *w, const scrut_finding *f)
{
    uint32_t place = place_of_finding(w, f);
    const scrut_station_comparison *stations = stations_of_finding(w, f);
    w->m->findings[w->m->finding_count++] =
        (scrut_finding_effect){.finding = f, .constituency = place, .seat_tipping = SCRUT_TIPPING_NEVER};
    if (place != SCRUT_NONE)
        w->m->places[place].findings++;
    if (stations != NULL)
        return add_differing_stations(w, stations);
    place_tainted(w, place)->unknown += !f->at_stake_known && finding_concerns_ballots(f);
    if (!f->at_stake_known && f->returns == NULL)
        return SCRUT_OK;
    tainted_item *item = add_item(w);
    if (item == NULL)
        return scrut_fail_memory(w->err);
    item->constituency = place;
    item->source = f->returns != NULL ? source_of_returns(w->c, f->returns) : SCRUT_NONE;
    item->row = f->row;
    item->error = f->check->severity == SCRUT_SEVERITY_ERROR;
    item->restored = f->direction == SCRUT_DIRECTION_RESTORE;
    item->unknown = !f->at_stake_known && !item->restored && finding_concerns_ballots(f);
    item->low = more_of(0, f->at_stake_low);
    item->high = fewer_of(more_of(0, f->at_stake_high), WEIGHED_MAX);
    return SCRUT_OK;
}

/* ---- a station that several sources tell of is one station ---- */

static scrut_status index_sources(const weighing *w, scrut_station_index *indices[])
{
    for (size_t i = 0; i < w->item_count; i++) {
        uint32_t s = w->items[i].source;
        if (s >= w->c->returns_count || indices[s] != NULL)
            continue;
        if (scrut_station_index_new(&w->c->returns[s], NULL, w->scratch, &indices[s], NULL, NULL) != SCRUT_OK)
            return scrut_fail_memory(w->err);
    }
    return SCRUT_OK;
}

static bool several_sources(const weighing *w)
{
    uint32_t first = SCRUT_NONE;
    for (size_t i = 0; i < w->item_count; i++) {
        if (w->items[i].source >= w->c->returns_count)
            continue;
        if (first != SCRUT_NONE && w->items[i].source != first)
            return true;
        first = w->items[i].source;
    }
    return false;
}

static scrut_status join_sources(weighing *w)
{
    const scrut_case *c = w->c;
    if (!several_sources(w))
        return SCRUT_OK;
    scrut_station_index **indices = scrut_arena_calloc(w->scratch, c->returns_count, sizeof(scrut_station_index *));
    if (indices == NULL)
        return scrut_fail_memory(w->err);
    scrut_status st = index_sources(w, indices);
    for (size_t i = 0; i < w->item_count && st == SCRUT_OK; i++) {
        tainted_item *item = &w->items[i];
        if (item->source >= c->returns_count)
            continue;
        for (uint32_t s = 0; s < item->source; s++) {
            uint32_t row = indices[s] != NULL
                               ? scrut_station_index_find(indices[s], &c->returns[item->source], item->row)
                               : SCRUT_NONE;
            if (row == SCRUT_NONE)
                continue;
            item->source = s;
            item->row = row;
        }
    }
    return st;
}

/* ---- the union ---- */

static int compare_items(const void *a, const void *b)
{
    const tainted_item *x = a, *y = b;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* The ballots of one station: at least what the largest finding says, at most their sum. No more than the box holds
 * can be concerned, unless one finding alone speaks of more: ballots that should have been in it. */
static void unite_station(const weighing *w, const tainted_item items[], size_t count, tainted_station *ret_station)
{
    tainted_station s = {.source = items[0].source, .row = items[0].row, .constituency = items[0].constituency};
    int64_t sum = 0, largest = 0;
    for (size_t i = 0; i < count; i++) {
        s.error = s.error || items[i].error;
        s.unknown = s.unknown || items[i].unknown;
        s.low = more_of(s.low, items[i].low);
        if (items[i].restored) { /* whoever says it, these are the same voters */
            s.restored_high = more_of(s.restored_high, items[i].high);
            continue;
        }
        sum = add_ballots(sum, items[i].high);
        largest = more_of(largest, items[i].high);
    }
    int64_t box = s.source < w->c->returns_count ? ballots_in_box(w, &w->c->returns[s.source], s.row) : -1;
    s.high = box < 0 ? sum : fewer_of(sum, more_of(box, largest));
    *ret_station = s;
}

static void taint_lists(const weighing *w, const tainted_station *s)
{
    const scrut_margin_unit *u = weighing_unit(w, s->constituency);
    int64_t *taint = w->scales[s->constituency].taint;
    for (size_t i = 0; i < u->contest.list_count && s->source < w->c->returns_count; i++) {
        int64_t votes;
        if (station_list_votes(&w->c->returns[s->source], s->row, u->party[i], &votes))
            taint[i] = add_ballots(taint[i], fewer_of(votes, s->high));
    }
}

static void count_error_station(const weighing *w, const tainted_station *s, scrut_place_effect *place)
{
    int64_t registered;
    if (!s->error)
        return;
    place->error_stations++;
    if (place->error_registered < 0)
        return;
    bool known = row_field(source_returns(w->c, s->source), s->row, SCRUT_FIELD_REGISTERED, &registered);
    place->error_registered = known ? add_ballots(place->error_registered, registered) : -1;
}

static void add_station(const weighing *w, const tainted_station *s)
{
    scrut_place_effect *place = &w->m->places[s->constituency];
    place->stations++;
    place->tainted.low = add_ballots(place->tainted.low, s->low);
    place->tainted.high = add_ballots(place->tainted.high, s->high);
    place->tainted.restored_high = add_ballots(place->tainted.restored_high, s->restored_high);
    taint_lists(w, s);
    count_error_station(w, s, place);
}

/* Of a constituency or the nation as a whole: its ballots may be those of the stations' findings, or others. */
static void add_unit(const weighing *w, const tainted_item *item)
{
    scrut_tainted *t = place_tainted(w, item->constituency);
    t->low = more_of(t->low, item->low);
    if (item->restored)
        t->restored_high = add_ballots(t->restored_high, item->high);
    else
        t->high = add_ballots(t->high, item->high);
    if (item->constituency == SCRUT_NONE || item->restored)
        return;
    ballot_supply *supply = &w->scales[item->constituency].supply;
    supply->loose = add_ballots(supply->loose, item->high);
    const scrut_margin_unit *u = weighing_unit(w, item->constituency);
    int64_t *taint = w->scales[item->constituency].taint;
    for (size_t i = 0; i < u->contest.list_count; i++)
        taint[i] = add_ballots(taint[i], fewer_of(item->high, u->contest.votes[i]));
}

static scrut_status unite(weighing *w)
{
    if (w->item_count > 1)
        qsort(w->items, w->item_count, sizeof *w->items, compare_items);
    w->stations = scrut_arena_calloc(w->scratch, w->item_count, sizeof *w->stations);
    if (w->stations == NULL)
        return scrut_fail_memory(w->err);
    for (size_t i = 0; i < w->item_count;) {
        size_t count = 1;
        while (w->items[i].source != SCRUT_NONE && i + count < w->item_count &&
               compare_items(&w->items[i], &w->items[i + count]) == 0)
            count++;
        if (w->items[i].source == SCRUT_NONE) {
            add_unit(w, &w->items[i]);
        } else {
            unite_station(w, &w->items[i], count, &w->stations[w->station_count]);
            add_station(w, &w->stations[w->station_count++]);
        }
        i += count;
    }
    return SCRUT_OK;
}

static int compare_stations(const void *a, const void *b)
{
    const tainted_station *x = a, *y = b;
    if (x->constituency != y->constituency)
        return x->constituency < y->constituency ? -1 : 1;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

void sort_stations(tainted_station stations[], size_t count)
{
    if (count > 1)
        qsort(stations, count, sizeof *stations, compare_stations);
}

static void fill_supplies(const weighing *w)
{
    sort_stations(w->stations, w->station_count);
    for (size_t n = 0; n < w->station_count; n++) {
        ballot_supply *supply = &w->scales[w->stations[n].constituency].supply;
        supply->stations = supply->count == 0 ? &w->stations[n] : supply->stations;
        supply->count++;
    }
    for (size_t k = 0; k < w->c->constituency_count; k++) {
        w->scales[k].supply.counted = w->m->places[k].tainted.high;
        w->scales[k].supply.restored = w->m->places[k].tainted.restored_high;
    }
}

static void add_tainted(scrut_tainted *to, const scrut_tainted *from)
{
    to->low = add_ballots(to->low, from->low);
    to->high = add_ballots(to->high, from->high);
    to->restored_high = add_ballots(to->restored_high, from->restored_high);
    to->unknown += from->unknown;
}

/* A list cannot have more ballots concerned than votes, nor a constituency less at stake than any one finding. */
static void close_union(const weighing *w)
{
    for (size_t k = 0; k < w->c->constituency_count; k++) {
        const scrut_margin_unit *u = weighing_unit(w, k);
        int64_t *taint = w->scales[k].taint;
        for (size_t i = 0; i < u->contest.list_count; i++)
            taint[i] = fewer_of(taint[i], u->contest.votes[i]);
        add_tainted(&w->m->nation, &w->m->places[k].tainted);
    }
    add_tainted(&w->m->nation, &w->m->unplaced);
}

scrut_status find_tainted(weighing *w)
{
    w->m->findings = scrut_arena_calloc(w->arena, w->finding_count, sizeof *w->m->findings);
    if (w->m->findings == NULL)
        return scrut_fail_memory(w->err);
    scrut_status st = SCRUT_OK;
    for (size_t i = 0; i < w->finding_count && st == SCRUT_OK; i++)
        if (bears(w, &w->findings[i]))
            st = add_finding(w, &w->findings[i]);
    if (st == SCRUT_OK)
        st = join_sources(w);
    if (st == SCRUT_OK)
        st = unite(w);
    if (st == SCRUT_OK) {
        fill_supplies(w);
        close_union(w);
    }
    return st;
}
