/* SPDX-License-Identifier: Apache-2.0
 * allocations.h: the library's allocations, of which the n-th fails. Included by one file of a program that is linked
 * with --wrap of the three. */
#ifndef SCRUT_TEST_ALLOCATIONS_H
#define SCRUT_TEST_ALLOCATIONS_H

#include "harness.h"
#include "scrutineer/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

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

/* What is tried: writes what it did as text. */
typedef struct {
    scrut_status (*run)(int what, scrut_buf *text);
    int what;
    long step;                  /* from one n to the next */
    bool hashes;                /* a file that cannot be hashed for want of memory is an error of reading it */
    size_t (*files_left)(void); /* must not change; NULL: not looked at */
} fault_trial;

/* Tries it while the n-th allocation fails, and with `from_there_on` all after it, for n = 0, step, ... until none
 * fails any more. Each time it must end in an error, or do the very same. */
static void fail_every_allocation(fault_trial trial, bool from_there_on)
{
    scrut_buf whole = {0};
    left = -1;
    ck_assert_int_eq(trial.run(trial.what, &whole), SCRUT_OK);
    ck_assert_uint_gt(whole.length, 0);
    size_t files = trial.files_left != NULL ? trial.files_left() : 0;
    bool failed = true;
    for (long n = 0; failed; n += trial.step) {
        scrut_buf text = {0};
        for_good = from_there_on;
        left = n;
        scrut_status status = trial.run(trial.what, &text);
        failed = from_there_on ? left == 0 : left < 0;
        left = -1;
        ck_assert_msg(status == SCRUT_OK || status == SCRUT_E_MEMORY || (trial.hashes && status == SCRUT_E_IO),
                      "allocation %ld: status %d", n, (int)status);
        ck_assert_msg(status == SCRUT_OK || failed, "allocation %ld: an error without a failure", n);
        ck_assert_msg(status != SCRUT_OK || strcmp(text.bytes, whole.bytes) == 0, "allocation %ld: another result", n);
        ck_assert_msg(trial.files_left == NULL || trial.files_left() == files, "allocation %ld: a file stays", n);
        scrut_buf_free(&text);
        ck_assert_int_lt(n, 100000);
    }
    scrut_buf_free(&whole);
}

#endif
