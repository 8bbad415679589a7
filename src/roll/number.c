/* SPDX-License-Identifier: Apache-2.0
 * number.c: equal keys get one number. Keys are dealt by their highest bits to parts that fit into a cache, and the
 * parts are sorted, each on any thread. */
#include "audit_internal.h"

#include <stdlib.h>

enum { PART_BITS = 11, PARTS = 1 << PART_BITS };

typedef struct {
    uint64_t key;
    uint32_t row, number; /* number: in its part */
} keyed_row;

typedef struct {
    const uint64_t *keys;
    uint32_t *numbers;
    keyed_row *items;
    size_t starts[PARTS + 1];
    uint32_t counts[PARTS]; /* different keys of a part; then of those before it */
} number_job;

static int by_key(const void *a, const void *b)
{
    const keyed_row *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

static void sort_part(void *context, size_t part)
{
    number_job *job = context;
    keyed_row *items = job->items + job->starts[part];
    size_t count = job->starts[part + 1] - job->starts[part];
    uint32_t last = 0;
    if (count > 0)
        qsort(items, count, sizeof *items, by_key);
    for (size_t i = 0; i < count; i++) {
        last += i == 0 || items[i].key != items[i - 1].key;
        items[i].number = last;
    }
    job->counts[part] = last;
}

static void number_part(void *context, size_t part)
{
    number_job *job = context;
    for (size_t i = job->starts[part]; i < job->starts[part + 1]; i++)
        job->numbers[job->items[i].row] = job->counts[part] + job->items[i].number;
}

/* Keys of 0 take no part. */
static void deal_rows(number_job *job, uint32_t count)
{
    uint64_t bits = 0;
    size_t at[PARTS] = {0};
    for (uint32_t row = 0; row < count; row++)
        bits |= job->keys[row];
    int used = bits == 0 ? 0 : 64 - __builtin_clzll(bits), shift = used > PART_BITS ? used - PART_BITS : 0;
    for (uint32_t row = 0; row < count; row++)
        at[job->keys[row] >> shift] += job->keys[row] != 0;
    for (size_t part = 0; part < PARTS; part++) {
        job->starts[part + 1] = job->starts[part] + at[part];
        at[part] = job->starts[part];
    }
    for (uint32_t row = 0; row < count; row++) {
        job->numbers[row] = 0;
        if (job->keys[row] != 0)
            job->items[at[job->keys[row] >> shift]++] = (keyed_row){job->keys[row], row, 0};
    }
}

bool number_keys(const uint64_t keys[], uint32_t count, scrut_pool *pool, uint32_t ret_numbers[], uint32_t *ret_count)
{
    number_job *job = calloc(1, sizeof *job);
    uint32_t before = 0;
    if (job == NULL)
        return false;
    job->keys = keys;
    job->numbers = ret_numbers;
    job->items = malloc((count + (size_t)1) * sizeof *job->items);
    bool fine = job->items != NULL;
    if (fine) {
        deal_rows(job, count);
        scrut_pool_run(pool, PARTS, sort_part, job);
        for (size_t part = 0; part < PARTS; part++) {
            uint32_t own = job->counts[part];
            job->counts[part] = before;
            before += own;
        }
        scrut_pool_run(pool, PARTS, number_part, job);
        *ret_count = before;
    }
    free(job->items);
    free(job);
    return fine;
}

bool number_rows(const uint32_t *const columns[], size_t column_count, uint32_t count, scrut_pool *pool,
                 uint32_t ret_numbers[], uint32_t *ret_count)
{
    uint64_t *keys = malloc((count + (size_t)1) * sizeof *keys);
    bool fine = keys != NULL;
    for (uint32_t row = 0; fine && row < count; row++)
        keys[row] = columns[0][row];
    for (size_t k = 1; fine && k < column_count; k++) {
        for (uint32_t row = 0; row < count; row++)
            keys[row] = keys[row] << 32 | columns[k][row];
        if (k + 1 < column_count) { /* so that there is room for one more */
            fine = number_keys(keys, count, pool, ret_numbers, ret_count);
            for (uint32_t row = 0; fine && row < count; row++)
                keys[row] = ret_numbers[row];
        }
    }
    fine = fine && number_keys(keys, count, pool, ret_numbers, ret_count);
    free(keys);
    return fine;
}
