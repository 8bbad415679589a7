/* SPDX-License-Identifier: Apache-2.0
 * order.c: rows in the order of columns of numbers: a radix sort of row numbers, so that ten million rows take 80 MB
 * and no comparison. */
#include "audit_internal.h"

#include <string.h>

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, STRIPES = 16 };

void order_begin(uint32_t order[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        order[i] = (uint32_t)i;
}

/* One digit: each stripe counts its rows, then puts them behind those of the stripes before. */
typedef struct {
    const uint32_t *from, *column;
    uint32_t *to;
    size_t count;
    int shift;
    uint32_t starts[STRIPES][DIGITS];
} digit_job;

static size_t start_of(const digit_job *job, size_t stripe)
{
    return job->count * stripe / STRIPES;
}

static uint32_t digit_of(const digit_job *job, uint32_t row)
{
    return job->column[row] >> job->shift & (DIGITS - 1);
}

static void count_digits(void *context, size_t stripe)
{
    digit_job *job = context;
    uint32_t *rows = job->starts[stripe];
    memset(rows, 0, sizeof job->starts[stripe]);
    for (size_t i = start_of(job, stripe); i < start_of(job, stripe + 1); i++)
        rows[digit_of(job, job->from[i])]++;
}

static void put_rows(void *context, size_t stripe)
{
    digit_job *job = context;
    uint32_t *at = job->starts[stripe];
    for (size_t i = start_of(job, stripe); i < start_of(job, stripe + 1); i++)
        job->to[at[digit_of(job, job->from[i])]++] = job->from[i];
}

/* Counts to starts. False when the digit is the same everywhere. */
static bool find_starts(digit_job *job)
{
    uint32_t at = 0;
    for (size_t d = 0; d < DIGITS; d++) {
        uint32_t before = at;
        for (size_t stripe = 0; stripe < STRIPES; stripe++) {
            uint32_t rows = job->starts[stripe][d];
            job->starts[stripe][d] = at;
            at += rows;
        }
        if (at - before == job->count)
            return false;
    }
    return true;
}

/* Stably. False: nothing was moved. */
static bool order_by_digit(digit_job *job, scrut_pool *pool)
{
    scrut_pool_run(pool, STRIPES, count_digits, job);
    if (!find_starts(job))
        return false;
    scrut_pool_run(pool, STRIPES, put_rows, job);
    return true;
}

void order_rows(uint32_t order[], uint32_t spare[], size_t count, const uint32_t column[], scrut_pool *pool)
{
    digit_job job = {.from = order, .to = spare, .count = count, .column = column};
    for (job.shift = 0; job.shift < 32; job.shift += DIGIT_BITS)
        if (order_by_digit(&job, pool))
            memcpy(order, spare, count * sizeof *order);
}
