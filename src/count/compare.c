/* SPDX-License-Identifier: Apache-2.0
 * compare.c: two sets of figures, cell by cell; two sets of returns, station by station. */
#include "scrutineer/count.h"

#include <string.h>

typedef struct {
    const scrut_tally *a, *b;
    scrut_comparison *result;
    size_t parties;
} compare_job;

static bool is_complete(const scrut_figure *f)
{
    return f != NULL && scrut_figure_complete(*f);
}

/* One cell of either kind, complete on one side at least; a null pointer: not given. */
static scrut_compare_state compare_figures(const scrut_figure *a, const scrut_figure *b)
{
    if (is_complete(a) && is_complete(b))
        return a->value == b->value ? SCRUT_COMPARE_EQUAL : SCRUT_COMPARE_DIFFERENT;
    return is_complete(b) ? SCRUT_COMPARE_MISSING_A : SCRUT_COMPARE_MISSING_B;
}

static const scrut_figure *figure_at(const scrut_tally *t, size_t unit, size_t column)
{
    if (column < t->column_count)
        return &t->figures[unit * t->column_count + column];
    return t->seats == NULL ? NULL : scrut_tally_seats(t, unit, column - t->column_count);
}

static bool is_given(const scrut_figure *f)
{
    return f != NULL && f->cells > 0;
}

/* Does a tally say anything of this kind (fields, votes, seats) about the unit? Comparing votes with an
 * announcement that only gives seats would list every cell as missing. */
static bool says(const scrut_tally *t, size_t unit, size_t column)
{
    size_t parties = t->column_count - SCRUT_FIELD_COUNT;
    if (column < SCRUT_FIELD_COUNT)
        return is_given(figure_at(t, unit, column));
    size_t from = column < t->column_count ? SCRUT_FIELD_COUNT : t->column_count;
    for (size_t p = 0; p < parties; p++)
        if (is_given(figure_at(t, unit, from + p)))
            return true;
    return false;
}

static void add_state(scrut_comparison *result, scrut_compare_state state)
{
    result->equal += state == SCRUT_COMPARE_EQUAL;
    result->different += state == SCRUT_COMPARE_DIFFERENT;
    result->missing_a += state == SCRUT_COMPARE_MISSING_A;
    result->missing_b += state == SCRUT_COMPARE_MISSING_B;
}

static void compare_cell(compare_job *job, size_t unit, size_t column)
{
    const scrut_figure *a = figure_at(job->a, unit, column), *b = figure_at(job->b, unit, column);
    if ((!is_given(a) && !is_given(b)) || !says(job->a, unit, column) || !says(job->b, unit, column))
        return;
    if (!is_complete(a) && !is_complete(b))
        return;
    scrut_compare_state state = compare_figures(a, b);
    add_state(job->result, state);
    if (state == SCRUT_COMPARE_EQUAL || state == SCRUT_COMPARE_DIFFERENT)
        job->result->unit_compared[unit] = true;
    if (state != SCRUT_COMPARE_EQUAL)
        job->result->cells[job->result->cell_count++] = (scrut_compare_cell){.unit = (uint32_t)unit,
                                                                             .column = (uint32_t)column,
                                                                             .state = state,
                                                                             .a = a != NULL ? a->value : 0,
                                                                             .b = b != NULL ? b->value : 0};
}

scrut_status scrut_count_compare(const scrut_case *c, const scrut_tally *a, const scrut_tally *b, scrut_arena *arena,
                                 scrut_comparison *ret_comparison, scrut_error *err)
{
    scrut_comparison result = {.a = a, .b = b};
    compare_job job = {.a = a, .b = b, .result = &result, .parties = a->column_count - SCRUT_FIELD_COUNT};
    size_t columns = a->column_count + job.parties;
    result.unit_compared = scrut_arena_calloc(arena, a->unit_count, sizeof *result.unit_compared);
    result.cells = scrut_arena_calloc(arena, a->unit_count * columns, sizeof *result.cells);
    if (result.unit_compared == NULL || result.cells == NULL)
        return scrut_fail_memory(err);
    for (size_t unit = 0; unit < a->unit_count; unit++)
        for (size_t column = 0; column < columns && !(c->single_constituency && unit == 1); column++)
            compare_cell(&job, unit, column);
    *ret_comparison = result;
    return SCRUT_OK;
}

/* --- station by station ----------------------------------------------------------------------------------------------
 */

typedef struct {
    const scrut_case *c;
    const scrut_returns *a, *b;
    scrut_station_comparison *result;
    int64_t *votes_a, *votes_b; /* of one form */
} station_job;

bool scrut_count_list_votes(const scrut_returns *returns, const scrut_table_segment *segment, uint32_t r, size_t party,
                            int64_t *ret_votes)
{
    if (returns->party_column[party] == SCRUT_NONE)
        return false;
    const scrut_table_column *column = &segment->columns[returns->party_column[party]];
    if (!scrut_cell_known(column, r))
        return false;
    *ret_votes = scrut_cell_number(column, r);
    return true;
}

/* The list of voters is no part of the count. */
bool scrut_count_fields_differ(const scrut_returns *a, uint32_t row_a, const scrut_returns *b, uint32_t row_b)
{
    static const scrut_field COMPARED[] = {SCRUT_FIELD_CAST, SCRUT_FIELD_VALID, SCRUT_FIELD_VOTES_TO_LISTS,
                                           SCRUT_FIELD_BLANK, SCRUT_FIELD_INVALID};
    const scrut_table_segment *sa = scrut_table_segment_of(a->table, row_a),
                              *sb = scrut_table_segment_of(b->table, row_b);
    uint32_t ra = row_a - sa->first_row, rb = row_b - sb->first_row;
    for (size_t i = 0; i < sizeof COMPARED / sizeof COMPARED[0]; i++) {
        int64_t in_a, in_b;
        if (scrut_returns_field(a, sa, ra, COMPARED[i], &in_a) && scrut_returns_field(b, sb, rb, COMPARED[i], &in_b) &&
            in_a != in_b)
            return true;
    }
    return false;
}

static bool is_slip(scrut_reason reason)
{
    return reason >= SCRUT_REASON_SWAPPED && reason <= SCRUT_REASON_DIGIT;
}

static bool compare_rows(station_job *job, uint32_t row_a, uint32_t row_b)
{
    const scrut_table_segment *sa = scrut_table_segment_of(job->a->table, row_a),
                              *sb = scrut_table_segment_of(job->b->table, row_b);
    uint32_t ra = row_a - sa->first_row, rb = row_b - sb->first_row;
    int64_t gross = 0;
    for (size_t p = 0; p < job->c->party_count; p++) {
        int64_t a, b;
        bool both = scrut_count_list_votes(job->a, sa, ra, p, &a) && scrut_count_list_votes(job->b, sb, rb, p, &b);
        job->votes_a[p] = both ? a : 0;
        job->votes_b[p] = both ? b : 0;
        if (!both || a == b)
            continue;
        job->result->net[p] += b - a;
        job->result->gross[p] += b > a ? b - a : a - b;
        gross += b > a ? b - a : a - b;
    }
    if (gross == 0)
        return scrut_count_fields_differ(job->a, row_a, job->b, row_b);
    scrut_reason reason = scrut_count_reason(job->votes_a, job->votes_b, job->c->party_count);
    job->result->patterns[reason]++;
    job->result->slip_votes += is_slip(reason) ? gross : 0;
    return true;
}

scrut_status scrut_count_compare_stations(const scrut_case *c, const scrut_returns *a, const scrut_returns *b,
                                          scrut_pool *pool, scrut_arena *arena,
                                          scrut_station_comparison *ret_comparison, scrut_error *err)
{
    scrut_station_comparison result = {.a = a, .b = b};
    station_job job = {.c = c, .a = a, .b = b, .result = &result};
    scrut_station_index *index = NULL;
    job.votes_a = scrut_arena_calloc(arena, 2 * c->party_count, sizeof *job.votes_a);
    result.net = scrut_arena_calloc(arena, c->party_count, sizeof *result.net);
    result.gross = scrut_arena_calloc(arena, c->party_count, sizeof *result.gross);
    result.differing_rows_a = scrut_arena_calloc(arena, a->row_count, sizeof *result.differing_rows_a);
    result.differing_rows_b = scrut_arena_calloc(arena, a->row_count, sizeof *result.differing_rows_b);
    if (job.votes_a == NULL || result.net == NULL || result.gross == NULL || result.differing_rows_a == NULL ||
        result.differing_rows_b == NULL || scrut_station_index_new(b, pool, arena, &index, NULL, NULL) != SCRUT_OK)
        return scrut_fail_memory(err);
    job.votes_b = job.votes_a + c->party_count;
    size_t repeated = 0;
    for (uint32_t row = 0; row < a->row_count; row++) {
        if (repeated < a->duplicate_count && a->duplicate_rows[repeated] == row) {
            repeated++; /* a station once, by its first row on either side */
            continue;
        }
        uint32_t found = scrut_station_index_find(index, a, row);
        if (found == SCRUT_NONE) {
            result.only_a++;
            continue;
        }
        result.in_both++;
        if (!compare_rows(&job, row, found))
            continue;
        result.differing_rows_a[result.differing] = row;
        result.differing_rows_b[result.differing++] = found;
    }
    result.only_b = (int64_t)b->row_count - (int64_t)b->duplicate_count - result.in_both;
    *ret_comparison = result;
    return SCRUT_OK;
}
