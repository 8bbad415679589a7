/* SPDX-License-Identifier: Apache-2.0
 * diff_equal.c: rows that are equal in every column, by sorted hashes. Hashes are dealt out to partitions that fit a
 * cache and sorted there; matches are then compared byte by byte in the order of the older list, in which the newer one
 * mostly stands too, so that both are read from one end to the other. */
#include "diff_internal.h"

#include <stdlib.h>

enum { UNITS = 64, PARTITION_BITS = 11, PARTITIONS = 1 << PARTITION_BITS };

typedef struct {
    diff_work *w;
    uint64_t *hashes;    /* a row */
    diff_entry *entries; /* by partition */
    uint32_t *starts;    /* a unit * PARTITIONS: where its next entry of the partition goes */
    uint32_t *ends;      /* a partition, and 0 before the first */
} equal_job;

static void rows_of_unit(const equal_job *job, size_t unit, uint32_t *ret_from, uint32_t *ret_end)
{
    uint64_t count = job->w->input->rows.row_count;
    *ret_from = (uint32_t)(count * unit / UNITS);
    *ret_end = (uint32_t)(count * (unit + 1) / UNITS);
}

static size_t partition_of(uint64_t hash)
{
    return hash >> (64 - PARTITION_BITS);
}

static void hash_unit(void *context, size_t unit)
{
    equal_job *job = context;
    const scrut_link_input *rows = &job->w->input->rows;
    uint32_t from, end, all = diff_all_fields(rows), *counts = job->starts + unit * PARTITIONS;
    rows_of_unit(job, unit, &from, &end);
    for (uint32_t row = from; row < end; row++) {
        job->hashes[row] = diff_hash(rows, row, all);
        counts[partition_of(job->hashes[row])]++;
    }
}

/* From counts to places: by partition, then by unit. */
static void place_units(equal_job *job)
{
    uint32_t next = 0;
    for (size_t p = 0; p < PARTITIONS; p++) {
        for (size_t u = 0; u < UNITS; u++) {
            uint32_t count = job->starts[u * PARTITIONS + p];
            job->starts[u * PARTITIONS + p] = next;
            next += count;
        }
        job->ends[p + 1] = next;
    }
}

static void deal_unit(void *context, size_t unit)
{
    equal_job *job = context;
    uint32_t from, end, *starts = job->starts + unit * PARTITIONS;
    rows_of_unit(job, unit, &from, &end);
    for (uint32_t row = from; row < end; row++)
        job->entries[starts[partition_of(job->hashes[row])]++] = (diff_entry){job->hashes[row], row};
}

/* Rows of one hash: the first of the older list with the first of the newer, and so on. */
static void match_group(diff_work *w, const diff_entry group[], size_t count)
{
    size_t olds = 0;
    while (olds < count && group[olds].row < w->diff->old_count)
        olds++;
    for (size_t i = 0; i < olds && olds + i < count; i++)
        diff_match(w, group[i].row, group[olds + i].row, SCRUT_ROLL_BY_ALL);
}

static void match_partition(void *context, size_t p)
{
    equal_job *job = context;
    diff_entry *entries = job->entries + job->ends[p];
    size_t count = job->ends[p + 1] - job->ends[p];
    if (count > 1)
        qsort(entries, count, sizeof *entries, diff_by_key);
    for (size_t i = 0, j; i < count; i = j) {
        for (j = i + 1; j < count && entries[j].key == entries[i].key;)
            j++;
        match_group(job->w, entries + i, j - i);
    }
}

/* Two rows of one hash that are not equal are not matched after all. */
static void check_unit(void *context, size_t unit)
{
    diff_work *w = context;
    const scrut_link_input *rows = &w->input->rows;
    uint64_t count = w->diff->old_count;
    uint32_t all = diff_all_fields(rows);
    for (uint32_t row = (uint32_t)(count * unit / UNITS); row < count * (unit + 1) / UNITS; row++) {
        scrut_roll_fate *fate = &w->diff->old_fates[row];
        if (fate->other == SCRUT_ROLL_NO_ROW || diff_equal(rows, row, w->diff->old_count + fate->other, all))
            continue;
        w->diff->new_fates[fate->other].other = SCRUT_ROLL_NO_ROW;
        w->diff->new_fates[fate->other].stage = SCRUT_ROLL_BY_NOTHING;
        fate->other = SCRUT_ROLL_NO_ROW;
        fate->stage = SCRUT_ROLL_BY_NOTHING;
    }
}

scrut_status diff_match_equal(diff_work *w, scrut_error *err)
{
    size_t count = (size_t)w->input->rows.row_count + 1;
    equal_job job = {.w = w,
                     .hashes = malloc(count * sizeof *job.hashes),
                     .entries = malloc(count * sizeof *job.entries),
                     .starts = calloc((size_t)UNITS * PARTITIONS, sizeof *job.starts),
                     .ends = calloc(PARTITIONS + 1, sizeof *job.ends)};
    bool ready = job.hashes != NULL && job.entries != NULL && job.starts != NULL && job.ends != NULL;
    if (ready) {
        scrut_pool_run(w->pool, UNITS, hash_unit, &job);
        place_units(&job);
        scrut_pool_run(w->pool, UNITS, deal_unit, &job);
        scrut_pool_run(w->pool, PARTITIONS, match_partition, &job);
        scrut_pool_run(w->pool, UNITS, check_unit, w);
    }
    free(job.hashes);
    free(job.entries);
    free(job.starts);
    free(job.ends);
    return ready ? SCRUT_OK : scrut_fail_memory(err);
}
