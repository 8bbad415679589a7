/* SPDX-License-Identifier: Apache-2.0
 * diff_keys.c: rows that are left are matched by keys which one row alone has on either side: an identity number, all
 * columns but the places, all columns but one. */
#include "diff_internal.h"

#include <stdlib.h>

/* Fields that are compared, and of them those that must not be empty. */
typedef struct {
    uint32_t fields, known;
    unsigned least_names; /* so many of names, date of birth and number must be known */
    scrut_roll_stage stage;
} diff_key;

typedef struct {
    diff_work *w;
    diff_key key;
    uint32_t telling; /* names, date of birth, number */
    diff_entry *entries;
    const uint32_t *rows;
} key_job;

enum { ROWS_A_UNIT = 1 << 13 };

static uint64_t key_of(const key_job *job, uint32_t row)
{
    const scrut_link_input *rows = &job->w->input->rows;
    unsigned known = 0;
    for (size_t f = 0; f < rows->field_count; f++) {
        uint32_t bit = 1U << f;
        if ((job->key.fields & (job->key.known | job->telling) & bit) == 0)
            continue;
        bool is_known = !diff_is_empty(rows, row, f);
        if (!is_known && (job->key.known & bit) != 0)
            return 0;
        known += is_known && (job->telling & bit) != 0;
    }
    return known >= job->key.least_names ? diff_hash(rows, row, job->key.fields) : 0;
}

static void key_unit(void *context, size_t unit)
{
    key_job *job = context;
    size_t olds = job->w->left_count[0], count = olds + job->w->left_count[1];
    for (size_t i = unit * ROWS_A_UNIT; i < count && i < (unit + 1) * ROWS_A_UNIT; i++) {
        uint32_t row = i < olds ? job->w->left[0][i] : job->w->left[1][i - olds];
        job->entries[i] = (diff_entry){key_of(job, row), row};
    }
}

/* Keeps rows of the older list with a key, and of the newer list those whose key the older one seems to have. Rows of
 * the older list come first. */
static bool keep_shared(key_job *job, size_t *count)
{
    diff_filter filter;
    size_t kept = 0, olds = job->w->left_count[0];
    if (!diff_filter_make(&filter))
        return false;
    for (size_t i = 0; i < *count; i++) {
        uint64_t key = job->entries[i].key;
        if (key == 0 || (i >= olds && !diff_filter_has(&filter, key)))
            continue;
        if (i < olds)
            diff_filter_add(&filter, key);
        job->entries[kept++] = job->entries[i];
    }
    *count = kept;
    free(filter.bits);
    return true;
}

/* A key that one row of the older list and one of the newer have. */
static void match_unique(const key_job *job, size_t count)
{
    diff_work *w = job->w;
    for (size_t i = 0, j; i < count; i = j) {
        for (j = i + 1; j < count && job->entries[j].key == job->entries[i].key;)
            j++;
        uint32_t a = job->entries[i].row, b = job->entries[j - 1].row;
        if (j - i == 2 && a < w->diff->old_count && b >= w->diff->old_count &&
            diff_equal(&w->input->rows, a, b, job->key.fields))
            diff_match(w, a, b, job->key.stage);
    }
}

static scrut_status match_by(diff_work *w, diff_key key, scrut_error *err)
{
    const scrut_link_input *rows = &w->input->rows;
    size_t count = w->left_count[0] + w->left_count[1];
    if (key.fields == 0 || w->left_count[0] == 0 || w->left_count[1] == 0)
        return SCRUT_OK;
    key_job job = {.w = w, .key = key, .entries = malloc(count * sizeof *job.entries)};
    if (job.entries == NULL)
        return scrut_fail_memory(err);
    job.telling = diff_fields_of(rows, SCRUT_LINK_GIVEN) | diff_fields_of(rows, SCRUT_LINK_SURNAME) |
                  diff_fields_of(rows, SCRUT_LINK_BORN) | diff_fields_of(rows, SCRUT_LINK_IDENTITY);
    scrut_pool_run(w->pool, (count + ROWS_A_UNIT - 1) / ROWS_A_UNIT, key_unit, &job);
    bool fine = keep_shared(&job, &count);
    if (fine && count > 0) {
        qsort(job.entries, count, sizeof *job.entries, diff_by_key);
        match_unique(&job, count);
        diff_drop_matched(w);
    }
    free(job.entries);
    return fine ? SCRUT_OK : scrut_fail_memory(err);
}

/* All fields but one. Without a number that is equal, another name or date of birth may be another person of the house:
 * the model has to say. */
static scrut_status match_but_one(diff_work *w, size_t field, scrut_error *err)
{
    const scrut_link_input *rows = &w->input->rows;
    uint32_t numbers = diff_fields_of(rows, SCRUT_LINK_IDENTITY);
    bool is_name = rows->fields[field].kind <= SCRUT_LINK_BORN;
    diff_key key = {.fields = diff_all_fields(rows) & ~(1U << field),
                    .known = is_name ? numbers : 0,
                    .least_names = 2,
                    .stage = SCRUT_ROLL_BY_PART};
    return is_name && numbers == 0 ? SCRUT_OK : match_by(w, key, err);
}

scrut_status diff_match_keys(diff_work *w, scrut_error *err)
{
    const scrut_link_input *rows = &w->input->rows;
    scrut_status status = SCRUT_OK;
    for (size_t f = 0; f < rows->field_count && status == SCRUT_OK; f++)
        if (rows->fields[f].kind == SCRUT_LINK_IDENTITY)
            status = match_by(w, (diff_key){1U << f, 1U << f, 1, SCRUT_ROLL_BY_NUMBER}, err);
    if (status == SCRUT_OK)
        status = match_by(w, (diff_key){diff_all_fields(rows) & ~w->input->places, 0, 2, SCRUT_ROLL_BY_PART}, err);
    for (size_t f = 0; f < rows->field_count && status == SCRUT_OK; f++)
        if ((w->input->places >> f & 1) == 0)
            status = match_but_one(w, f, err);
    return status;
}
