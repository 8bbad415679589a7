/* SPDX-License-Identifier: Apache-2.0
 * allocations.h: the library's allocations, of which the n-th fails. Included by one file of a program that is linked
 * with
 * --wrap of the three. */
#ifndef SCRUT_TEST_ALLOCATIONS_H
#define SCRUT_TEST_ALLOCATIONS_H

#include <stdbool.h>
#include <stddef.h>

/* Allocations left until one fails; negative: none does. With `for_good`, all after it fail, too. */
static long left = -1;
static bool for_good;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static bool fails(void)
{
    if (left < 0)
        return false;
    if (left > 0) {
        left--;
        return false;
    }
    if (!for_good)
        left = -1;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}

#endif
