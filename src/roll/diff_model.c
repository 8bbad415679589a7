/* SPDX-License-Identifier: Apache-2.0
 * diff_model.c: what no key matched is left to the model of link.h, the surest pairs first. */
#include "diff_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- who may be somebody of the other list ---------------------------------------------------------------- */

/* Keys of which two rows of one person share some, unless most of the row changed: two of the names and the date of
 * birth; both names and a part of the date or the area; the date and the area. */
enum { CANDIDATE_KEYS = 6, ROWS_A_UNIT = 1 << 13 };

typedef struct {
    diff_work *w;
    uint32_t given, surname, born, area; /* fields, as bits; 0: not mapped */
    uint64_t (*keys[2])[CANDIDATE_KEYS];
    int list;
    /* the rows that are left for the model */
    uint32_t *rows[2];
    size_t counts[2];
} candidate_job;

/* Year, and month with day, of the date of birth; 0: not known. */
static void date_parts(const scrut_link_input *rows, uint32_t row, uint32_t born, uint64_t ret_parts[2])
{
    ret_parts[0] = ret_parts[1] = 0;
    for (size_t f = 0; f < rows->field_count; f++) {
        size_t length;
        scrut_date date;
        if ((born >> f & 1) == 0)
            continue;
        const char *text = rows->cell(rows->context, row, f, &length);
        if (!scrut_date_parse(text, length, rows->date_order, rows->last_year, &date))
            return;
        ret_parts[0] = (uint64_t)date.year;
        ret_parts[1] = (uint64_t)date.month << 5 | date.day;
    }
}

static uint64_t candidate_key(const candidate_job *job, uint32_t row, uint32_t fields, uint64_t more, size_t number)
{
    uint64_t hash = diff_hash(&job->w->input->rows, row, fields) ^ (more + 1) * UINT64_C(0xD6E8FEB86659FD93);
    hash = (hash ^ number) * UINT64_C(0x9E3779B97F4A7C15);
    return (hash ^ hash >> 31) | 1;
}

static void candidate_unit(void *context, size_t unit)
{
    candidate_job *job = context;
    const scrut_link_input *rows = &job->w->input->rows;
    uint32_t names = job->given | job->surname,
             pairs[] = {job->given | job->born, job->surname | job->born, job->born | job->area, names | job->area};
    size_t count = job->w->left_count[job->list];
    for (size_t i = unit * ROWS_A_UNIT; i < count && i < (unit + 1) * ROWS_A_UNIT; i++) {
        uint32_t row = job->w->left[job->list][i];
        uint64_t *keys = job->keys[job->list][i], parts[2];
        for (size_t k = 0; k < 4; k++)
            keys[k] = candidate_key(job, row, pairs[k], 0, k);
        date_parts(rows, row, job->born, parts);
        for (size_t k = 0; k < 2; k++)
            keys[4 + k] = parts[k] != 0 ? candidate_key(job, row, names, parts[k], 4 + k) : 0;
    }
}

/* Rows of a list that share a key with one of the other. */
static bool keep_candidates(candidate_job *job, int list)
{
    const diff_work *w = job->w;
    diff_filter other;
    job->rows[list] = malloc((w->left_count[list] + 1) * sizeof *job->rows[list]);
    if (job->rows[list] == NULL || !diff_filter_make(&other))
        return false;
    for (size_t i = 0; i < w->left_count[1 - list]; i++)
        for (size_t k = 0; k < CANDIDATE_KEYS; k++)
            if (job->keys[1 - list][i][k] != 0)
                diff_filter_add(&other, job->keys[1 - list][i][k]);
    for (size_t i = 0; i < w->left_count[list]; i++) {
        bool shared = false;
        for (size_t k = 0; k < CANDIDATE_KEYS && !shared; k++)
            shared = job->keys[list][i][k] != 0 && diff_filter_has(&other, job->keys[list][i][k]);
        if (shared)
            job->rows[list][job->counts[list]++] = w->left[list][i];
    }
    free(other.bits);
    return true;
}

/* Fills job->rows. All rows where names or dates are not mapped: then there are no such keys. */
static bool find_candidates(candidate_job *job)
{
    diff_work *w = job->w;
    bool fine = true;
    for (job->list = 0; job->list < 2 && fine; job->list++) {
        job->keys[job->list] = malloc((w->left_count[job->list] + 1) * sizeof *job->keys[job->list]);
        fine = job->keys[job->list] != NULL;
        if (fine)
            scrut_pool_run(w->pool, (w->left_count[job->list] + ROWS_A_UNIT - 1) / ROWS_A_UNIT, candidate_unit, job);
    }
    for (int list = 0; list < 2 && fine; list++)
        fine = keep_candidates(job, list);
    free(job->keys[0]);
    free(job->keys[1]);
    return fine;
}

static bool copy_left(candidate_job *job)
{
    for (int list = 0; list < 2; list++) {
        job->counts[list] = job->w->left_count[list];
        job->rows[list] = malloc((job->counts[list] + 1) * sizeof *job->rows[list]);
        if (job->rows[list] == NULL)
            return false;
        if (job->counts[list] > 0)
            memcpy(job->rows[list], job->w->left[list], job->counts[list] * sizeof *job->rows[list]);
    }
    return true;
}

/* ---- the model -------------------------------------------------------------------------------------------- */

static uint32_t row_of(const candidate_job *job, uint32_t row)
{
    return row < job->counts[0] ? job->rows[0][row] : job->rows[1][row - job->counts[0]];
}

static const char *candidate_cell(const void *context, uint32_t row, size_t field, size_t *ret_length)
{
    const candidate_job *job = context;
    const scrut_link_input *rows = &job->w->input->rows;
    return rows->cell(rows->context, row_of(job, row), field, ret_length);
}

/* By weight, the largest first; equal ones in the order of the lists. */
static int by_weight(const void *a, const void *b)
{
    const scrut_link_pair *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static scrut_status match_pairs(const candidate_job *job, const scrut_link *link, scrut_error *err)
{
    size_t count;
    const scrut_link_pair *found = scrut_link_pairs(link, &count);
    scrut_link_pair *pairs = malloc((count + 1) * sizeof *pairs);
    if (pairs == NULL)
        return scrut_fail_memory(err);
    if (count > 0)
        memcpy(pairs, found, count * sizeof *pairs);
    qsort(pairs, count, sizeof *pairs, by_weight);
    for (size_t i = 0; i < count; i++) {
        uint32_t a = row_of(job, pairs[i].a), b = row_of(job, pairs[i].b);
        if (!diff_is_matched(job->w, a) && !diff_is_matched(job->w, b))
            diff_match(job->w, a, b, SCRUT_ROLL_BY_MODEL);
    }
    free(pairs);
    return SCRUT_OK;
}

static scrut_status link_candidates(candidate_job *job, scrut_error *err)
{
    scrut_link_input input = job->w->input->rows;
    input.row_count = (uint32_t)(job->counts[0] + job->counts[1]);
    input.second_from = (uint32_t)job->counts[0];
    input.cell = candidate_cell;
    input.context = job;
    scrut_link *link = NULL;
    if (job->counts[0] == 0 || job->counts[1] == 0)
        return SCRUT_OK;
    scrut_status status = scrut_link_run(&input, 0, job->w->pool, &link, err);
    if (status == SCRUT_OK)
        status = match_pairs(job, link, err);
    else if (status == SCRUT_E_INPUT && err != NULL && err->line >= 0)
        err->line = row_of(job, (uint32_t)err->line); /* as the lists count */
    scrut_link_free(link);
    return status;
}

scrut_status diff_match_model(diff_work *w, scrut_error *err)
{
    const scrut_link_input *rows = &w->input->rows;
    candidate_job job = {.w = w,
                         .given = diff_fields_of(rows, SCRUT_LINK_GIVEN),
                         .surname = diff_fields_of(rows, SCRUT_LINK_SURNAME),
                         .born = diff_fields_of(rows, SCRUT_LINK_BORN),
                         .area = w->input->area >= 0 ? 1U << w->input->area : 0};
    bool has_keys = (job.given | job.surname) != 0 && job.born != 0;
    bool fine = has_keys ? find_candidates(&job) : copy_left(&job);
    scrut_status status = fine ? link_candidates(&job, err) : scrut_fail_memory(err);
    free(job.rows[0]);
    free(job.rows[1]);
    diff_drop_matched(w);
    return status;
}
