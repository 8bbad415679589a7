/* SPDX-License-Identifier: Apache-2.0
 * bench_support.h: wall time, medians, and the least that any reader of a file must do. */
#ifndef SCRUT_BENCH_SUPPORT_H
#define SCRUT_BENCH_SUPPORT_H

#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static inline double bench_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static inline int bench_by_value(const void *a, const void *b)
{
    const double *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* Sorts the values: values[0] is the best. */
static inline double bench_median(double values[], size_t count)
{
    qsort(values, count, sizeof values[0], bench_by_value);
    return values[count / 2];
}

/* One thread reads the file block by block and adds up its bytes; *ret_bytes is 0 when it cannot be read. */
static inline uint64_t bench_sum_of_bytes(const char *path, int64_t *ret_bytes)
{
    static unsigned char block[(size_t)1 << 20];
    int fd = open(path, O_RDONLY);
    uint64_t sum = 0;
    ssize_t got;
    *ret_bytes = 0;
    while (fd >= 0 && (got = read(fd, block, sizeof block)) > 0) {
        for (ssize_t i = 0; i < got; i++)
            sum += block[i];
        *ret_bytes += got;
    }
    if (fd >= 0)
        close(fd);
    return sum;
}

#endif
