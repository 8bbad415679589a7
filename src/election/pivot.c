/* SPDX-License-Identifier: Apache-2.0
 * pivot.c: returns that come with a row a station and party, as one row a station.
 *
 * A station's other cells must say the same on all its rows; its first row gives them. */
#include "election_internal.h"

#include <string.h>

#define STATIONS_A_SEGMENT ((uint32_t)1 << 16)

typedef struct {
    loader *l;
    scrut_returns *r;
    const scrut_table *from;
    scrut_table *to;
    size_t party_column, votes_column;
    uint32_t *station_of_row; /* a row of `from`: its station */
    uint32_t *first_row;      /* a station: its first row */
    uint32_t station_count;
    uint32_t *party_of_code;
    size_t *new_column; /* a column of `from`: its column of `to`, or SIZE_MAX */
    size_t kept;        /* columns kept from `from` */
    uint32_t *lines;    /* a station and party: line of its votes */
} pivot;

/* --- which rows are which station --------------------------------------------------------------------------------- */

static bool number_stations(pivot *p)
{
    loader *l = p->l;
    scrut_station_index *index = NULL;
    if (scrut_station_index_new(p->r, l->pool, l->arena, &index, NULL, NULL) != SCRUT_OK) {
        l->memory_failed = true;
        return false;
    }
    p->station_of_row = take(l, p->r->row_count, sizeof *p->station_of_row);
    p->first_row = take(l, p->r->row_count, sizeof *p->first_row);
    for (uint32_t row = 0; !l->memory_failed && row < p->r->row_count; row++) {
        uint32_t first = scrut_station_index_find(index, p->r, row);
        if (first == row) {
            p->first_row[p->station_count] = row;
            p->station_of_row[row] = p->station_count++;
        } else {
            p->station_of_row[row] = p->station_of_row[first];
        }
    }
    return !l->memory_failed;
}

static bool name_parties(pivot *p)
{
    loader *l = p->l;
    uint32_t count = scrut_table_category_count(p->from, p->party_column);
    p->party_of_code = take(l, count, sizeof *p->party_of_code);
    for (uint32_t i = 0; !l->memory_failed && i < count; i++) {
        const char *name = scrut_table_category(p->from, p->party_column, i);
        /* without a name it is a row of totals */
        p->party_of_code[i] =
            name[0] != '\0'
                ? resolve_party(l, name, p->r->file, line_of(p->from, first_row_of(p->from, p->party_column, i)), -1)
                : SCRUT_NONE;
    }
    return !l->memory_failed;
}

/* --- the new table --------------------------------------------------------------------------------------------------
 */

/* Keys (TEXT) come first, then numbers; categories are resolved by now and left out. */
static void choose_columns(pivot *p)
{
    const scrut_table_segment *any = p->from->segment_count > 0 ? &p->from->segments[0] : NULL;
    for (size_t k = 0; k < p->from->column_count; k++) {
        bool keep = any != NULL && k != p->votes_column && any->columns[k].kind != SCRUT_CELL_CATEGORY;
        p->new_column[k] = keep ? p->kept++ : SIZE_MAX;
    }
}

static bool copy_keys(pivot *p, scrut_table_segment *segment, size_t column)
{
    loader *l = p->l;
    size_t bytes = 0, length, at = 0;
    for (uint32_t i = 0; i < segment->row_count; i++) {
        uint32_t row = p->first_row[segment->first_row + i];
        const scrut_table_segment *s = scrut_table_segment_of(p->from, row);
        (void)scrut_cell_text(&s->columns[column], row - s->first_row, &length);
        bytes += length;
    }
    uint32_t *ends = take(l, segment->row_count, sizeof *ends);
    char *text = take(l, bytes + 1, 1);
    for (uint32_t i = 0; !l->memory_failed && i < segment->row_count; i++) {
        uint32_t row = p->first_row[segment->first_row + i];
        const scrut_table_segment *s = scrut_table_segment_of(p->from, row);
        const char *cell = scrut_cell_text(&s->columns[column], row - s->first_row, &length);
        memcpy(text + at, cell, length);
        at += length;
        ends[i] = (uint32_t)at;
    }
    segment->columns[p->new_column[column]] =
        (scrut_table_column){.kind = SCRUT_CELL_TEXT, .values = ends, .text = text};
    return !l->memory_failed;
}

/* An empty number column: every cell unknown. */
static bool new_numbers(pivot *p, scrut_table_segment *segment, size_t column)
{
    int64_t *values = take(p->l, segment->row_count, sizeof *values);
    uint64_t *known = take(p->l, segment->row_count / 64 + 1, sizeof *known);
    segment->columns[column] =
        (scrut_table_column){.kind = SCRUT_CELL_NUMBER, .width = 8, .values = values, .known = known};
    return values != NULL && known != NULL;
}

static bool new_segment(pivot *p, uint32_t first)
{
    loader *l = p->l;
    scrut_table_segment *segment = &p->to->segments[p->to->segment_count++];
    uint32_t left = p->station_count - first;
    *segment = (scrut_table_segment){.first_row = first,
                                     .row_count = left < STATIONS_A_SEGMENT ? left : STATIONS_A_SEGMENT,
                                     .first_byte = -1}; /* not one run of bytes */
    segment->columns = take(l, p->to->column_count, sizeof *segment->columns);
    uint32_t *lines = take(l, segment->row_count, sizeof *lines), *bytes = take(l, segment->row_count, sizeof *bytes);
    for (uint32_t i = 0; !l->memory_failed && i < segment->row_count; i++)
        lines[i] = (uint32_t)line_of(p->from, p->first_row[first + i]);
    segment->row_line = lines;
    segment->row_byte = bytes;
    for (size_t k = 0; !l->memory_failed && k < p->from->column_count; k++)
        if (p->new_column[k] != SIZE_MAX && p->from->segments[0].columns[k].kind == SCRUT_CELL_TEXT)
            copy_keys(p, segment, k);
        else if (p->new_column[k] != SIZE_MAX)
            new_numbers(p, segment, p->new_column[k]);
    for (size_t k = p->kept; !l->memory_failed && k < p->to->column_count; k++)
        new_numbers(p, segment, k);
    return !l->memory_failed;
}

static bool new_table(pivot *p)
{
    loader *l = p->l;
    p->to = take(l, 1, sizeof *p->to);
    if (p->to == NULL)
        return false;
    p->to->column_count = p->kept + l->c->party_count;
    p->to->row_count = p->station_count;
    p->to->bytes_read = p->from->bytes_read;
    p->to->segments = take(l, p->station_count / STATIONS_A_SEGMENT + 1, sizeof *p->to->segments);
    for (uint32_t first = 0; !l->memory_failed && first < p->station_count; first += STATIONS_A_SEGMENT)
        new_segment(p, first);
    return !l->memory_failed;
}

/* --- filling it
 * -------------------------------------------------------------------------------------------------------- */

/* Sets a cell; false when it holds another number already. */
static bool set_cell(const scrut_table *table, uint32_t station, size_t column, int64_t value, bool once)
{
    scrut_table_segment *segment = &table->segments[station / STATIONS_A_SEGMENT];
    uint32_t i = station - segment->first_row;
    scrut_table_column *c = &segment->columns[column];
    int64_t *values;
    uint64_t *known; /* both were made by new_numbers */
    memcpy(&values, &c->values, sizeof values);
    memcpy(&known, &c->known, sizeof known);
    if (scrut_cell_known(c, i))
        return !once && values[i] == value;
    values[i] = value;
    known[i >> 6] |= UINT64_C(1) << (i & 63);
    return true;
}

static void wrong_row(pivot *p, const scrut_table_segment *segment, uint32_t i, const char *name, const char *what)
{
    char station[128];
    scrut_returns_station(p->r, segment->first_row + i, station, sizeof station);
    scrut_problems_addf(p->l->problems, SCRUT_E_INPUT, p->r->file, scrut_row_line(segment, i), -1,
                        scrut_row_byte(segment, i), "station \"%.80s\": \"%.60s\" %s", station, name, what);
}

/* A station lies in one constituency and area, and its return counts or does not. */
static void compare_with_first_row(pivot *p, const scrut_table_segment *segment, uint32_t i)
{
    const scrut_returns *r = p->r;
    uint32_t row = segment->first_row + i, first = p->first_row[p->station_of_row[row]];
    if (scrut_returns_constituency(r, row) != scrut_returns_constituency(r, first))
        wrong_row(p, segment, i, "constituency", "is another here than on an earlier row");
    else if (r->area != NULL && r->area[row] != r->area[first])
        wrong_row(p, segment, i, "areas", "are others here than on an earlier row");
    if (r->excluded != NULL && r->excluded[row] != r->excluded[first])
        wrong_row(p, segment, i, "status-column", "has another status here than on an earlier row");
}

static void place_row(pivot *p, const scrut_table_segment *segment, uint32_t i)
{
    uint32_t row = segment->first_row + i, station = p->station_of_row[row];
    compare_with_first_row(p, segment, i);
    for (size_t k = 0; k < p->from->column_count; k++) {
        const scrut_table_column *c = &segment->columns[k];
        if (p->new_column[k] == SIZE_MAX || c->kind != SCRUT_CELL_NUMBER || !scrut_cell_known(c, i))
            continue;
        if (!set_cell(p->to, station, p->new_column[k], scrut_cell_number(c, i), false))
            wrong_row(p, segment, i, p->r->column_names[k], "has another number here than on an earlier row");
    }
    uint32_t party = p->party_of_code[scrut_cell_category(&segment->columns[p->party_column], i)];
    const scrut_table_column *votes = &segment->columns[p->votes_column];
    if (party == SCRUT_NONE)
        return;
    uint32_t *line = &p->lines[(size_t)station * p->l->c->party_count + party];
    if (*line != 0)
        wrong_row(p, segment, i, p->l->c->parties[party].id, "has more than one row");
    *line = (uint32_t)scrut_row_line(segment, i);
    if (scrut_cell_known(votes, i))
        (void)set_cell(p->to, station, p->kept + party, scrut_cell_number(votes, i), true);
}

/* The returns as they were, row by row, now a station a row. */
static bool adopt(pivot *p)
{
    loader *l = p->l;
    scrut_returns *r = p->r;
    const char **names = take(l, p->to->column_count, sizeof *names);
    uint32_t *constituency_rows = take(l, p->station_count, sizeof *constituency_rows);
    if (l->memory_failed)
        return false;
    for (uint32_t s = 0; s < p->station_count; s++) { /* a station's first row is not before its number */
        uint32_t row = p->first_row[s];
        constituency_rows[s] = scrut_returns_constituency(r, row);
        if (r->area != NULL)
            r->area[s] = r->area[row];
        if (r->excluded != NULL)
            r->excluded[s] = r->excluded[row];
        if (r->flagged != NULL)
            r->flagged[s] = r->flagged[row];
        for (int t = 0; t < SCRUT_TIME_COUNT; t++)
            if (r->times[t].minutes != NULL)
                r->times[t].minutes[s] = r->times[t].minutes[row];
        if (r->renamed != NULL)
            r->renamed[s] = r->renamed[row];
    }
    for (size_t k = 0; k < p->from->column_count; k++)
        if (p->new_column[k] != SIZE_MAX)
            names[p->new_column[k]] = r->column_names[k];
    for (size_t k = p->kept; k < p->to->column_count; k++) {
        names[k] = r->column_names[p->votes_column];
        r->party_column[k - p->kept] = (uint32_t)k;
    }
    for (int f = 0; f < SCRUT_FIELD_COUNT; f++)
        for (size_t i = 0; i < r->fields[f].count; i++)
            r->fields[f].columns[i] = (uint16_t)p->new_column[r->fields[f].columns[i]];
    r->constituency_codes = NULL;
    r->constituency_rows = constituency_rows;
    r->column_names = names;
    r->party_lines = p->lines;
    r->party_lines_width = l->c->party_count;
    r->table = p->to;
    r->row_count = p->station_count;
    return true;
}

bool pivot_long_returns(loader *l, scrut_returns *r, size_t party_column, size_t votes_column)
{
    pivot p = {.l = l, .r = r, .from = r->table, .party_column = party_column, .votes_column = votes_column};
    p.new_column = take(l, r->table->column_count, sizeof *p.new_column);
    if (p.new_column == NULL || r->row_count == 0 || !number_stations(&p) || !name_parties(&p))
        return false;
    choose_columns(&p);
    p.lines = take(l, (size_t)p.station_count * l->c->party_count, sizeof *p.lines);
    if (p.lines == NULL || !new_table(&p))
        return false;
    for (size_t s = 0; s < p.from->segment_count; s++)
        for (uint32_t i = 0; i < p.from->segments[s].row_count; i++)
            place_row(&p, &p.from->segments[s], i);
    return adopt(&p);
}
