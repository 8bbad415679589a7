/* SPDX-License-Identifier: Apache-2.0
 * stations.c: a station is named by one or more cells of its row; finding it among millions.
 *
 * The index is split into partitions by the top bits of the key's hash, each small enough for a
 * core's cache; a partition is one unit of work. Every match compares the keys themselves. */
#include "election_internal.h"
#include "scrutineer/hash.h"
#include "scrutineer/utf8.h"

#include <stdlib.h>
#include <string.h>

#define PARTITION_SLOTS_BYTES ((size_t)1 << 20)
#define KEY_BYTES_MAX 1024

struct scrut_station_index {
    const scrut_returns *returns;
    uint64_t *hashes; /* a row */
    uint32_t *slots;  /* partitions * slots_each; a row + 1, 0: empty */
    size_t partitions, slots_each;
    unsigned partition_bits;
};

static const char *key_part(const scrut_table_segment *segment, uint32_t row, size_t part, size_t *ret_length)
{
    return scrut_cell_text(&segment->columns[part], row, ret_length);
}

/* Joins the parts with "/" into `key`; returns the length, cut at KEY_BYTES_MAX. */
static size_t join_key(const scrut_returns *r, const scrut_table_segment *segment, uint32_t row,
                       char key[KEY_BYTES_MAX])
{
    size_t at = 0;
    for (size_t part = 0; part < r->station_parts; part++) {
        size_t length;
        const char *bytes = key_part(segment, row, part, &length);
        if (part > 0 && at < KEY_BYTES_MAX)
            key[at++] = '/';
        if (length > KEY_BYTES_MAX - at)
            length = KEY_BYTES_MAX - at;
        memcpy(key + at, bytes, length);
        at += length;
    }
    return at;
}

/* The key of a row: in place when it is one cell, else joined in `space`. */
static const char *key_of(const scrut_returns *r, uint32_t row, char space[KEY_BYTES_MAX], size_t *ret_length)
{
    if (r->renamed != NULL && r->renamed[row] != NULL) {
        *ret_length = strlen(r->renamed[row]);
        return r->renamed[row];
    }
    const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
    uint32_t in_segment = row - segment->first_row;
    if (r->station_parts == 1)
        return key_part(segment, in_segment, 0, ret_length);
    *ret_length = join_key(r, segment, in_segment, space);
    return space;
}

void scrut_returns_station(const scrut_returns *returns, uint32_t row, char *text, size_t size)
{
    char space[KEY_BYTES_MAX];
    size_t length;
    const char *key = key_of(returns, row, space, &length);
    if (size == 0)
        return;
    /* what is cut, here or in a joined key, is cut between letters */
    length = scrut_utf8_check(key, length < size - 1 ? length : size - 1);
    memcpy(text, key, length);
    text[length] = '\0';
}

static uint64_t hash_of(const scrut_returns *r, uint32_t row)
{
    char space[KEY_BYTES_MAX];
    size_t length;
    const char *key = key_of(r, row, space, &length);
    return scrut_hash64(key, length);
}

bool scrut_returns_same_station(const scrut_returns *a, uint32_t row_a, const scrut_returns *b, uint32_t row_b)
{
    char space_a[KEY_BYTES_MAX], space_b[KEY_BYTES_MAX];
    size_t length_a, length_b;
    const char *key_a = key_of(a, row_a, space_a, &length_a), *key_b = key_of(b, row_b, space_b, &length_b);
    return length_a == length_b && memcmp(key_a, key_b, length_a) == 0;
}

/* --- building ------------------------------------------------------------------------------------------ */

typedef struct {
    uint32_t *rows;
    size_t count, capacity;
} row_list;

typedef struct {
    scrut_station_index *index;
    row_list *repeated; /* a partition */
    bool *failed;
} build_job;

static size_t partition_of(const scrut_station_index *index, uint64_t hash)
{
    return index->partition_bits == 0 ? 0 : (size_t)(hash >> (64 - index->partition_bits));
}

static void insert(build_job *job, size_t partition, uint32_t row)
{
    scrut_station_index *index = job->index;
    uint32_t *slots = index->slots + partition * index->slots_each;
    size_t mask = index->slots_each - 1, slot = (size_t)index->hashes[row] & mask;
    for (; slots[slot] != 0; slot = (slot + 1) & mask) {
        if (index->hashes[slots[slot] - 1] != index->hashes[row] ||
            !scrut_returns_same_station(index->returns, slots[slot] - 1, index->returns, row))
            continue;
        row_list *list = &job->repeated[partition];
        if (scrut_grow(&list->rows, &list->capacity, list->count + 1, sizeof *list->rows))
            list->rows[list->count++] = row;
        else
            job->failed[partition] = true;
        return;
    }
    slots[slot] = row + 1;
}

static void build_partition(void *context, size_t partition)
{
    build_job *job = context;
    const scrut_returns *r = job->index->returns;
    for (uint32_t row = 0; row < r->row_count; row++)
        if (partition_of(job->index, job->index->hashes[row]) == partition)
            insert(job, partition, row);
}

static void hash_segment(void *context, size_t number)
{
    build_job *job = context;
    const scrut_table_segment *segment = &job->index->returns->table->segments[number];
    for (uint32_t i = 0; i < segment->row_count; i++)
        job->index->hashes[segment->first_row + i] = hash_of(job->index->returns, segment->first_row + i);
}

static int compare_rows(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Gathers what the partitions found, in row order. False without memory. */
static bool gather_repeated(const build_job *job, scrut_arena *arena, uint32_t **ret_rows, size_t *ret_count)
{
    size_t total = 0;
    for (size_t i = 0; i < job->index->partitions; i++)
        total += job->repeated[i].count;
    uint32_t *rows = scrut_arena_calloc(arena, total, sizeof *rows);
    if (rows == NULL)
        return false;
    size_t at = 0;
    for (size_t i = 0; i < job->index->partitions; i++) {
        if (job->repeated[i].count > 0)
            memcpy(rows + at, job->repeated[i].rows, job->repeated[i].count * sizeof *rows);
        at += job->repeated[i].count;
    }
    qsort(rows, total, sizeof *rows, compare_rows);
    *ret_rows = rows;
    *ret_count = total;
    return true;
}

/* No partition may overflow: hashes spread evenly, but equal keys do not take slots, and one row needs
 * one slot; sizing by the largest partition makes that certain. */
static size_t largest_partition(const scrut_station_index *index)
{
    size_t *counts = calloc(index->partitions, sizeof *counts), largest = 0;
    if (counts == NULL)
        return SIZE_MAX;
    for (uint32_t row = 0; row < index->returns->row_count; row++)
        counts[partition_of(index, index->hashes[row])]++;
    for (size_t i = 0; i < index->partitions; i++)
        largest = counts[i] > largest ? counts[i] : largest;
    free(counts);
    return largest;
}

scrut_status scrut_station_index_new(const scrut_returns *returns, scrut_pool *pool, scrut_arena *arena,
                                     scrut_station_index **ret_index, uint32_t **ret_repeated,
                                     size_t *ret_repeated_count)
{
    scrut_station_index *index = scrut_arena_calloc(arena, 1, sizeof *index);
    if (index == NULL)
        return SCRUT_E_MEMORY;
    index->returns = returns;
    index->partitions = 1;
    while ((size_t)returns->row_count * 2 * sizeof *index->slots / index->partitions > PARTITION_SLOTS_BYTES) {
        index->partitions *= 2;
        index->partition_bits++;
    }
    build_job job = {.index = index,
                     .repeated = calloc(index->partitions, sizeof *job.repeated),
                     .failed = calloc(index->partitions, sizeof *job.failed)};
    index->hashes = scrut_arena_calloc(arena, returns->row_count, sizeof *index->hashes);
    if (index->hashes != NULL)
        scrut_pool_run(pool, returns->table->segment_count, hash_segment, &job);
    size_t largest = index->hashes != NULL ? largest_partition(index) : SIZE_MAX;
    index->slots_each = 16;
    while (largest != SIZE_MAX && index->slots_each < largest * 2)
        index->slots_each *= 2;
    index->slots = largest == SIZE_MAX
                       ? NULL
                       : scrut_arena_calloc(arena, index->partitions * index->slots_each, sizeof *index->slots);
    bool fine = index->slots != NULL && job.repeated != NULL && job.failed != NULL;
    if (fine)
        scrut_pool_run(pool, index->partitions, build_partition, &job);
    uint32_t *repeated = NULL;
    size_t repeated_count = 0;
    for (size_t i = 0; fine && i < index->partitions; i++)
        fine = !job.failed[i];
    fine = fine && gather_repeated(&job, arena, &repeated, &repeated_count);
    for (size_t i = 0; job.repeated != NULL && i < index->partitions; i++)
        free(job.repeated[i].rows);
    free(job.repeated);
    free(job.failed);
    if (!fine)
        return SCRUT_E_MEMORY;
    *ret_index = index;
    if (ret_repeated != NULL) {
        *ret_repeated = repeated;
        *ret_repeated_count = repeated_count;
    }
    return SCRUT_OK;
}

uint32_t scrut_station_index_find(const scrut_station_index *index, const scrut_returns *other, uint32_t row)
{
    uint64_t hash = other == index->returns ? index->hashes[row] : hash_of(other, row);
    const uint32_t *slots = index->slots + partition_of(index, hash) * index->slots_each;
    size_t mask = index->slots_each - 1, slot = (size_t)hash & mask;
    for (; slots[slot] != 0; slot = (slot + 1) & mask)
        if (index->hashes[slots[slot] - 1] == hash &&
            scrut_returns_same_station(index->returns, slots[slot] - 1, other, row))
            return slots[slot] - 1;
    return SCRUT_NONE;
}
