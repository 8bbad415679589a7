/* SPDX-License-Identifier: Apache-2.0
 * check.c: the arithmetic and the limits of every form.
 *
 * Each check is linear: left = right, left <= right or left >= right, where both sides are sums of
 * columns. So a segment is checked column by column in one scratch array, and only the rows that fail
 * are looked at again to write the finding. */
#include "count_internal.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    uint32_t row, check;
    int64_t difference; /* left - right */
} violation;

typedef struct {
    violation *items;
    size_t count, capacity;
    bool failed;
} violation_list;

typedef struct {
    scrut_check_plan plan;
    const scrut_tally *tally;
    violation_list *lists; /* a segment */
} check_job;

/* ---- running them ---- */

#define ACCUMULATE(type)                                                                                               \
    for (uint32_t r = 0; r < row_count; r++)                                                                           \
    sum[r] += sign * (int64_t)((const type *)column->values)[r]

static void accumulate(int64_t sum[], const scrut_table_column *column, int8_t sign, uint32_t row_count)
{
    switch (column->width) {
    case 1: ACCUMULATE(uint8_t); break;
    case 2: ACCUMULATE(uint16_t); break;
    case 4: ACCUMULATE(uint32_t); break;
    default: ACCUMULATE(int64_t); break;
    }
}

#undef ACCUMULATE

/* An empty cell of a list that does not stand in the constituency is no unknown. */
static bool excused(const check_job *job, const scrut_term *t, uint32_t row)
{
    if (t->empty_is_none || (t->candidate && job->plan.r->empty_is_not_standing))
        return true;
    return t->party != SCRUT_NONE && job->plan.r->empty_is_not_standing &&
           scrut_tally_votes(job->tally, 1 + scrut_returns_constituency(job->plan.r, row), t->party)->cells == 0;
}

static void mark_unknown(const check_job *job, const scrut_table_segment *segment, const scrut_term *t, uint8_t skip[])
{
    const scrut_table_column *column = &segment->columns[t->column];
    if (column->known == NULL)
        return;
    for (uint32_t r = 0; r < segment->row_count; r++)
        if (!scrut_cell_known(column, r) && !excused(job, t, segment->first_row + r))
            skip[r] = 1;
}

static bool any_violation(scrut_relation must, const int64_t sum[], uint32_t row_count)
{
    int64_t any = 0;
    for (uint32_t r = 0; r < row_count; r++)
        any |= scrut_check_violates(must, sum[r]);
    return any != 0;
}

static void run_check(const check_job *job, size_t index, const scrut_table_segment *segment, int64_t sum[],
                      uint8_t skip[], violation_list *list)
{
    const scrut_form_check *check = &job->plan.checks[index];
    for (uint32_t r = 0; r < segment->row_count; r++)
        sum[r] = -check->limit;
    for (size_t i = 0; i < check->count; i++)
        accumulate(sum, &segment->columns[check->terms[i].column],
                   (int8_t)(check->terms[i].right ? -check->terms[i].sign : check->terms[i].sign), segment->row_count);
    if (!any_violation(check->must, sum, segment->row_count))
        return;
    memset(skip, 0, segment->row_count);
    for (size_t i = 0; i < check->count; i++)
        mark_unknown(job, segment, &check->terms[i], skip);
    for (uint32_t r = 0; r < segment->row_count; r++) {
        uint32_t row = segment->first_row + r;
        if (skip[r] || !scrut_check_violates(check->must, sum[r]) ||
            (job->plan.r->excluded != NULL && job->plan.r->excluded[row] != 0))
            continue;
        if (!scrut_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items)) {
            list->failed = true;
            return;
        }
        list->items[list->count++] = (violation){.row = row, .check = (uint32_t)index, .difference = sum[r]};
    }
}

static void check_segment(void *context, size_t index)
{
    check_job *job = context;
    const scrut_table_segment *segment = &job->plan.r->table->segments[index];
    violation_list *list = &job->lists[index];
    size_t rows = segment->row_count > 0 ? segment->row_count : 1;
    int64_t *sum = malloc(rows * sizeof *sum);
    uint8_t *skip = malloc(rows);
    list->failed = sum == NULL || skip == NULL;
    for (size_t k = 0; !list->failed && k < job->plan.count; k++)
        run_check(job, k, segment, sum, skip, list);
    free(sum);
    free(skip);
}

/* ---- writing the findings ---- */

static const char *words(const scrut_form_check *check, int64_t difference)
{
    bool more = check->must == MUST_EQUAL ? difference > 0 : check->must == MUST_NOT_EXCEED;
    return more ? SCRUT_KEY("{1w} ({2d}) is more than {3w} ({4d}) by {5d}")
                : SCRUT_KEY("{1w} ({2d}) is less than {3w} ({4d}) by {5d}");
}

static scrut_direction direction_of(const char *code)
{
    static const char *const EXCESSES[] = {"B02", "B05", "L01", "L03", "L04"};
    for (size_t i = 0; i < sizeof EXCESSES / sizeof EXCESSES[0]; i++)
        if (strcmp(EXCESSES[i], code) == 0)
            return SCRUT_DIRECTION_REMOVE;
    return SCRUT_DIRECTION_UNKNOWN;
}

/* A row a party: each vote stands on a line of its own. */
static int64_t term_line(const scrut_returns *returns, const scrut_table_segment *segment, uint32_t r,
                         const scrut_term *t)
{
    if (t->party == SCRUT_NONE || returns->party_lines == NULL)
        return scrut_row_line(segment, r);
    uint32_t line = returns->party_lines[(size_t)(segment->first_row + r) * returns->party_lines_width + t->party];
    return line > 0 ? (int64_t)line : -1;
}

static bool write_cells(const check_job *job, const scrut_form_check *check, const scrut_table_segment *segment,
                        uint32_t r, scrut_arena *arena, scrut_finding *f)
{
    f->cells = scrut_arena_calloc(arena, check->count, sizeof *f->cells);
    if (f->cells == NULL)
        return false;
    for (size_t i = 0; i < check->count; i++)
        f->cells[f->cell_count++] = (scrut_cell_ref){.file = job->plan.r->file,
                                                     .line = term_line(job->plan.r, segment, r, &check->terms[i]),
                                                     .column = job->plan.r->column_names[check->terms[i].column]};
    return true;
}

static bool write_finding(const check_job *job, const violation *v, scrut_arena *arena, scrut_findings *findings)
{
    const scrut_form_check *check = &job->plan.checks[v->check];
    const scrut_table_segment *segment = scrut_table_segment_of(job->plan.r->table, v->row);
    uint32_t r = v->row - segment->first_row;
    int64_t gap = v->difference < 0 ? -v->difference : v->difference;
    if (strcmp(check->code, "L01") == 0) /* what the law's reserve covers is no excess */
        gap -= scrut_check_side(check, segment, r, true) * job->plan.c->registered_reserve / 100;
    if (gap <= 0)
        return true;
    scrut_finding *f = scrut_findings_add(findings, check->code);
    if (f == NULL)
        return false;
    const char *suffix = check->part != NULL ? scrut_arena_printf(arena, "/%s", check->part) : "";
    if (suffix == NULL || !scrut_check_describe_row(job->plan.r, v->row, arena, f, suffix) ||
        !write_cells(job, check, segment, r, arena, f))
        return false;
    f->message =
        scrut_sentence(arena, words(check, v->difference), check->left, scrut_check_side(check, segment, r, false),
                       check->right, scrut_check_side(check, segment, r, true), gap);
    if (strcmp(check->code, "L03") == 0) /* not the excess but the whole form is in question */
        scrut_check_stake_valid(job->plan.r, v->row, f);
    else
        scrut_check_stake(f, gap);
    f->direction = direction_of(check->code);
    return f->message != NULL;
}

scrut_status scrut_count_check(const scrut_case *c, const scrut_returns *returns, const scrut_tally *tally,
                               scrut_pool *pool, scrut_arena *arena, scrut_findings *findings, scrut_error *err)
{
    check_job job = {.plan = {.c = c, .r = returns}, .tally = tally};
    job.lists = calloc(returns->table->segment_count + 1, sizeof *job.lists);
    bool fine = job.lists != NULL && scrut_check_plan_make(&job.plan, arena);
    if (fine)
        scrut_pool_run(pool, returns->table->segment_count, check_segment, &job);
    for (size_t s = 0; job.lists != NULL && s < returns->table->segment_count; s++) {
        fine = fine && !job.lists[s].failed;
        for (size_t i = 0; fine && i < job.lists[s].count; i++)
            fine = write_finding(&job, &job.lists[s].items[i], arena, findings);
        free(job.lists[s].items);
    }
    free(job.lists);
    fine = fine && scrut_check_inventory(c, returns, pool, arena, findings) &&
           scrut_check_hours(c, returns, arena, findings) && scrut_check_voter_reports(c, returns, arena, findings) &&
           scrut_check_unusual(c, returns, tally, pool, arena, findings) &&
           scrut_check_identical(c, returns, pool, arena, findings);
    return fine ? SCRUT_OK : scrut_fail_memory(err);
}
