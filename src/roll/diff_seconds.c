/* SPDX-License-Identifier: Apache-2.0
 * diff_seconds.c: rows whose person stands elsewhere in the other list, found by number, or by everything but the
 * places within one area. */
#include "diff_internal.h"
#include "scrutineer/mem.h"

#include <stdlib.h>

enum { UNITS = 64 };

typedef struct {
    uint32_t row, other; /* a row that is left, and the person's row in the other list, counted as in input->rows */
} second_hit;

typedef struct {
    diff_work *w;
    int list; /* whose rows are left */
    uint32_t fields, known;
    diff_entry *entries; /* of the rows that are left, by key */
    size_t entry_count;
    diff_filter seen; /* the keys, and the keys of `first`, so that most rows are told at once to have none of them */
    uint32_t first;   /* some of the fields; 0: not asked */
    second_hit *hits[UNITS];
    size_t hit_counts[UNITS], hit_capacities[UNITS];
    bool failed[UNITS];
} second_job;

static uint64_t second_key(const second_job *job, uint32_t row)
{
    const scrut_link_input *rows = &job->w->input->rows;
    for (size_t f = 0; f < rows->field_count; f++)
        if ((job->known >> f & 1) != 0 && diff_is_empty(rows, row, f))
            return 0;
    return diff_hash(rows, row, job->fields);
}

static const diff_entry *find_key(const second_job *job, uint64_t key)
{
    size_t low = 0, high = job->entry_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (job->entries[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < job->entry_count && job->entries[low].key == key ? &job->entries[low] : NULL;
}

static void look_at(second_job *job, size_t unit, uint32_t row)
{
    if (job->first != 0 && !diff_filter_has(&job->seen, diff_hash(&job->w->input->rows, row, job->first)))
        return;
    uint64_t key = second_key(job, row);
    if (key == 0 || !diff_filter_has(&job->seen, key))
        return;
    for (const diff_entry *e = find_key(job, key); e != NULL && e < job->entries + job->entry_count && e->key == key;
         e++) {
        if (!diff_equal(&job->w->input->rows, e->row, row, job->fields))
            continue;
        if (!scrut_grow(&job->hits[unit], &job->hit_capacities[unit], job->hit_counts[unit] + 1, sizeof(second_hit)))
            job->failed[unit] = true;
        else
            job->hits[unit][job->hit_counts[unit]++] = (second_hit){e->row, row};
    }
}

/* Matched rows of the other list. */
static void look_unit(void *context, size_t unit)
{
    second_job *job = context;
    const diff_work *w = job->w;
    uint32_t first = job->list == 0 ? w->diff->old_count : 0,
             count = job->list == 0 ? w->diff->new_count : w->diff->old_count;
    uint64_t end = (uint64_t)count * (unit + 1) / UNITS;
    for (uint64_t i = (uint64_t)count * unit / UNITS; i < end; i++)
        if (diff_is_matched(w, first + (uint32_t)i))
            look_at(job, unit, first + (uint32_t)i);
}

static bool enter_left(second_job *job)
{
    const diff_work *w = job->w;
    job->entry_count = 0;
    for (size_t i = 0; i < w->left_count[job->list]; i++) {
        uint32_t row = w->left[job->list][i];
        uint64_t key = second_key(job, row);
        const scrut_roll_fate *fate =
            job->list == 0 ? &w->diff->old_fates[row] : &w->diff->new_fates[row - w->diff->old_count];
        if (key == 0 || fate->change == SCRUT_ROLL_MERGED || fate->change == SCRUT_ROLL_SPLIT)
            continue;
        diff_filter_add(&job->seen, key);
        if (job->first != 0)
            diff_filter_add(&job->seen, diff_hash(&w->input->rows, row, job->first));
        job->entries[job->entry_count++] = (diff_entry){key, row};
    }
    if (job->entry_count > 1)
        qsort(job->entries, job->entry_count, sizeof *job->entries, diff_by_key);
    return job->entry_count > 0;
}

/* The first row that is found is named. */
static bool take_hits(second_job *job)
{
    scrut_roll_diff *diff = job->w->diff;
    bool fine = true;
    for (size_t u = 0; u < UNITS; u++) {
        fine = fine && !job->failed[u];
        for (size_t i = 0; i < job->hit_counts[u]; i++) {
            second_hit hit = job->hits[u][i];
            scrut_roll_fate *fate =
                job->list == 0 ? &diff->old_fates[hit.row] : &diff->new_fates[hit.row - diff->old_count];
            if (fate->change == SCRUT_ROLL_DELETED || fate->change == SCRUT_ROLL_ADDED) {
                fate->change = job->list == 0 ? SCRUT_ROLL_MERGED : SCRUT_ROLL_SPLIT;
                fate->other = job->list == 0 ? hit.other - diff->old_count : hit.other;
            }
        }
        free(job->hits[u]);
    }
    return fine;
}

static scrut_status find_by(diff_work *w, int list, uint32_t fields, uint32_t known, uint32_t first, scrut_error *err)
{
    second_job job = {.w = w, .list = list, .fields = fields, .known = known, .first = first};
    job.entries = malloc((w->left_count[list] + 1) * sizeof *job.entries);
    bool ready = diff_filter_make(&job.seen) && job.entries != NULL;
    if (ready && enter_left(&job)) {
        scrut_pool_run(w->pool, UNITS, look_unit, &job);
        ready = take_hits(&job);
    }
    free(job.entries);
    free(job.seen.bits);
    return ready ? SCRUT_OK : scrut_fail_memory(err);
}

scrut_status diff_find_seconds(diff_work *w, scrut_error *err)
{
    const scrut_link_input *rows = &w->input->rows;
    uint32_t numbers = diff_fields_of(rows, SCRUT_LINK_IDENTITY), given = diff_fields_of(rows, SCRUT_LINK_GIVEN),
             names = given | diff_fields_of(rows, SCRUT_LINK_SURNAME), born = diff_fields_of(rows, SCRUT_LINK_BORN),
             person = diff_all_fields(rows) & ~w->input->places & ~numbers;
    scrut_status status = SCRUT_OK;
    for (int list = 0; list < 2 && status == SCRUT_OK; list++) {
        for (size_t f = 0; f < rows->field_count && status == SCRUT_OK; f++)
            if ((numbers >> f & 1) != 0)
                status = find_by(w, list, 1U << f, 1U << f, 0, err);
        if (status == SCRUT_OK && names != 0 && born != 0 && w->input->area >= 0)
            status = find_by(w, list, person | 1U << w->input->area, names | born, given | born, err);
    }
    return status;
}
