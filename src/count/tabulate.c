/* SPDX-License-Identifier: Apache-2.0
 * tabulate.c: stations -> areas -> constituencies -> nation.
 *
 * Sums are whole numbers, so the order in which they are added changes nothing: segments are dealt to a
 * few groups, each with accumulators of its own. Rows of one unit usually follow one another; such runs
 * are summed column by column. */
#include "scrutineer/count.h"

#include <stdlib.h>
#include <string.h>

/* A cell is at most 8 * 2^40 and there are at most 2^30 rows; sums are kept wide and checked at the end. */
typedef struct {
    scrut_wide value;
    uint32_t known, cells;
} wide_figure;

typedef struct {
    uint32_t first, count, unit;
} run;

typedef struct {
    const scrut_case *c;
    const scrut_returns *r;
    size_t group_count, column_count, unit_count;
    wide_figure **groups;         /* a group: unit_count * column_count */
    uint32_t *counted, *excluded; /* a group: rows */
    bool *failed;
} tabulate_job;

uint32_t scrut_count_unit_of(const scrut_case *c, const scrut_returns *returns, uint32_t row)
{
    if (returns->area != NULL && returns->area[row] != SCRUT_NONE)
        return 1 + (uint32_t)c->constituency_count + returns->area[row];
    return 1 + scrut_returns_constituency(returns, row);
}

uint32_t scrut_count_unit_around(const scrut_case *c, uint32_t unit)
{
    if (unit == 0)
        return SCRUT_NONE;
    if (unit <= c->constituency_count)
        return 0;
    const scrut_area *area = &c->areas[unit - 1 - c->constituency_count];
    return area->parent != SCRUT_NONE ? 1 + (uint32_t)c->constituency_count + area->parent : 1 + area->constituency;
}

/* Where the rows from `first` on that are counted for one unit end. */
static uint32_t run_end(const tabulate_job *job, const scrut_table_segment *segment, uint32_t first, uint32_t unit)
{
    const scrut_returns *r = job->r;
    if (r->excluded == NULL && r->area == NULL) /* usual, and then this is all there is to see */
        return scrut_returns_constituency_end(r, segment, first);
    uint32_t row = segment->first_row + first, end = segment->first_row + segment->row_count;
    while (row < end && (r->excluded == NULL || r->excluded[row] == 0) && scrut_count_unit_of(job->c, r, row) == unit)
        row++;
    return row - segment->first_row;
}

/* Runs of counted rows of one unit. Returns their number. */
static size_t find_runs(const tabulate_job *job, const scrut_table_segment *segment, run runs[], size_t group)
{
    size_t count = 0;
    for (uint32_t i = 0; i < segment->row_count;) {
        uint32_t row = segment->first_row + i;
        if (job->r->excluded != NULL && job->r->excluded[row] != 0) {
            job->excluded[group]++;
            i++;
            continue;
        }
        uint32_t unit = scrut_count_unit_of(job->c, job->r, row), end = run_end(job, segment, i, unit);
        runs[count++] = (run){.first = i, .count = end - i, .unit = unit};
        job->counted[group] += end - i;
        i = end;
    }
    return count;
}

static uint32_t count_known(const scrut_table_column *column, uint32_t first, uint32_t count)
{
    if (column->known == NULL)
        return count;
    uint32_t known = 0;
    for (uint32_t r = first; r < first + count; r++)
        known += scrut_cell_known(column, r);
    return known;
}

#define SUM(type, sum_type, from, to)                                                                                  \
    do {                                                                                                               \
        const type *values = column->values;                                                                           \
        sum_type part = 0;                                                                                             \
        for (uint32_t r = from; r < (to); r++)                                                                         \
            part += values[r];                                                                                         \
        sum += part;                                                                                                   \
    } while (0)

/* Unknown cells hold 0, so they may be added. A segment has fewer than 2^21 rows of at most 2^40; sums of one or two
 * bytes a cell stay in 32 bits for so many rows, which takes half as long as in 64. */
static int64_t sum_cells(const scrut_table_column *column, uint32_t first, uint32_t count)
{
    const uint32_t rows_max = UINT32_MAX / UINT16_MAX;
    int64_t sum = 0;
    for (uint32_t end = first + count, next; first < end; first = next) {
        next = end - first < rows_max ? end : first + rows_max;
        switch (column->width) {
        case 1: SUM(uint8_t, uint32_t, first, next); break;
        case 2: SUM(uint16_t, uint32_t, first, next); break;
        case 4: SUM(uint32_t, int64_t, first, next); break;
        default: SUM(int64_t, int64_t, first, next); break;
        }
    }
    return sum;
}

#undef SUM

static void add_column(wide_figure *figures, size_t column_count, size_t at, const scrut_table_column *column,
                       const run runs[], size_t run_count)
{
    for (size_t i = 0; i < run_count; i++) {
        wide_figure *f = &figures[runs[i].unit * column_count + at];
        f->value += sum_cells(column, runs[i].first, runs[i].count);
        f->known += count_known(column, runs[i].first, runs[i].count);
        f->cells += runs[i].count;
    }
}

/* A field that is the sum of several columns is known where all of them are. */
static void add_parts(wide_figure *figures, size_t column_count, const scrut_returns *r,
                      const scrut_table_segment *segment, scrut_field field, const run runs[], size_t run_count)
{
    for (size_t i = 0; i < run_count; i++) {
        wide_figure *f = &figures[runs[i].unit * column_count + field];
        for (uint32_t k = runs[i].first; k < runs[i].first + runs[i].count; k++) {
            int64_t value = 0;
            if (scrut_returns_field(r, segment, k, field, &value)) {
                f->value += value;
                f->known++;
            }
        }
        f->cells += runs[i].count;
    }
}

static void add_segment(const tabulate_job *job, size_t index, size_t group, run *runs)
{
    const scrut_returns *r = job->r;
    const scrut_table_segment *segment = &r->table->segments[index];
    wide_figure *figures = job->groups[group];
    size_t run_count = find_runs(job, segment, runs, group);
    for (int field = 0; field < SCRUT_FIELD_COUNT; field++) {
        if (r->fields[field].count == 1)
            add_column(figures, job->column_count, (size_t)field, &segment->columns[r->fields[field].columns[0]], runs,
                       run_count);
        else if (r->fields[field].count > 1)
            add_parts(figures, job->column_count, r, segment, (scrut_field)field, runs, run_count);
    }
    for (size_t p = 0; p < job->c->party_count; p++)
        if (r->party_column[p] != SCRUT_NONE)
            add_column(figures, job->column_count, SCRUT_FIELD_COUNT + p, &segment->columns[r->party_column[p]], runs,
                       run_count);
}

static void tabulate_group(void *context, size_t group)
{
    tabulate_job *job = context;
    const scrut_table *table = job->r->table;
    uint32_t rows_max = 1;
    for (size_t s = group; s < table->segment_count; s += job->group_count)
        rows_max = table->segments[s].row_count > rows_max ? table->segments[s].row_count : rows_max;
    run *runs = calloc(rows_max, sizeof *runs);
    job->groups[group] = calloc(job->unit_count * job->column_count, sizeof **job->groups);
    job->failed[group] = runs == NULL || job->groups[group] == NULL;
    for (size_t s = group; !job->failed[group] && s < table->segment_count; s += job->group_count)
        add_segment(job, s, group, runs);
    free(runs);
}

/* --- from leaves to the nation ------------------------------------------------------------------------------------ */

static void add_wide(wide_figure *to, const wide_figure *from)
{
    to->value += from->value;
    to->known += from->known;
    to->cells += from->cells;
}

/* Areas into their parents, innermost level first; outermost areas into their constituency; those into the nation. */
static void roll_up(const tabulate_job *job, wide_figure *figures)
{
    const scrut_case *c = job->c;
    size_t columns = job->column_count, first_area = 1 + c->constituency_count;
    for (size_t level = c->area_level_count; level-- > 0;)
        for (size_t a = 0; a < c->area_count; a++) {
            if (c->areas[a].level != level)
                continue;
            size_t parent =
                c->areas[a].parent != SCRUT_NONE ? first_area + c->areas[a].parent : 1 + c->areas[a].constituency;
            for (size_t k = 0; k < columns; k++)
                add_wide(&figures[parent * columns + k], &figures[(first_area + a) * columns + k]);
        }
}

/* Where empty vote cells say so, a list without any number in a constituency does not stand there. */
static void drop_lists_not_standing(const tabulate_job *job, wide_figure *figures)
{
    const scrut_case *c = job->c;
    size_t columns = job->column_count;
    for (size_t unit = 1; unit < job->unit_count; unit++) {
        size_t constituency =
            unit <= c->constituency_count ? unit : 1 + c->areas[unit - 1 - c->constituency_count].constituency;
        for (size_t p = SCRUT_FIELD_COUNT; p < columns; p++)
            if (figures[constituency * columns + p].known == 0)
                figures[unit * columns + p] = (wide_figure){0};
    }
}

/* A constituency without any return makes the nation's figures incomplete. */
static void add_constituencies(const tabulate_job *job, wide_figure *figures)
{
    size_t columns = job->column_count;
    uint32_t without = 0;
    for (size_t u = 1; u <= job->c->constituency_count; u++) {
        bool any = false;
        for (size_t k = 0; k < columns; k++) {
            add_wide(&figures[k], &figures[u * columns + k]);
            any = any || figures[u * columns + k].cells > 0;
        }
        without += !any;
    }
    for (size_t k = 0; k < columns; k++)
        if (figures[k].cells > 0)
            figures[k].cells += without;
}

static scrut_status narrow(const tabulate_job *job, const wide_figure *figures, scrut_tally *tally, scrut_error *err)
{
    for (size_t i = 0; i < job->unit_count * job->column_count; i++) {
        if (figures[i].value > INT64_MAX || figures[i].value < INT64_MIN)
            return scrut_fail(err, SCRUT_E_RANGE, job->r->file, -1, -1, -1, "a sum leaves the range of 64 bits");
        tally->figures[i] =
            (scrut_figure){.value = (int64_t)figures[i].value, .known = figures[i].known, .cells = figures[i].cells};
    }
    return SCRUT_OK;
}

static scrut_status finish(tabulate_job *job, scrut_tally *tally, scrut_error *err)
{
    size_t size = job->unit_count * job->column_count;
    wide_figure *figures = job->groups[0];
    for (size_t g = 0; g < job->group_count; g++) {
        if (job->failed[g])
            return scrut_fail_memory(err);
        for (size_t i = 0; g > 0 && i < size; i++)
            add_wide(&figures[i], &job->groups[g][i]);
        tally->stations_counted += job->counted[g];
        tally->stations_excluded += job->excluded[g];
    }
    roll_up(job, figures);
    if (job->r->empty_is_not_standing)
        drop_lists_not_standing(job, figures);
    add_constituencies(job, figures);
    return narrow(job, figures, tally, err);
}

scrut_status scrut_count_tabulate(const scrut_case *c, const scrut_returns *returns, scrut_pool *pool,
                                  scrut_arena *arena, scrut_tally *ret_tally, scrut_error *err)
{
    scrut_tally tally;
    if (scrut_tally_init(c, c->party_count, arena, &tally) != SCRUT_OK)
        return scrut_fail_memory(err);
    tally.about = returns->about;
    tally.from_returns = true;
    tally.partial = returns->partial;
    tally.stations = returns->row_count;
    tabulate_job job = {.c = c,
                        .r = returns,
                        .group_count = (size_t)scrut_pool_threads(pool),
                        .column_count = tally.column_count,
                        .unit_count = tally.unit_count};
    job.groups = calloc(job.group_count, sizeof *job.groups);
    job.counted = calloc(job.group_count * 2, sizeof *job.counted);
    job.failed = calloc(job.group_count, sizeof *job.failed);
    scrut_status status = SCRUT_OK;
    if (job.groups == NULL || job.counted == NULL || job.failed == NULL) {
        status = scrut_fail_memory(err);
    } else {
        job.excluded = job.counted + job.group_count;
        scrut_pool_run(pool, job.group_count, tabulate_group, &job);
        status = finish(&job, &tally, err);
    }
    for (size_t g = 0; job.groups != NULL && g < job.group_count; g++)
        free(job.groups[g]);
    free(job.groups);
    free(job.counted);
    free(job.failed);
    if (status != SCRUT_OK)
        return status;
    for (size_t p = 0; p < c->party_count; p++)
        tally.has_votes = tally.has_votes || returns->party_column[p] != SCRUT_NONE;
    tally.has_constituency_votes = tally.has_votes;
    *ret_tally = tally;
    return SCRUT_OK;
}
