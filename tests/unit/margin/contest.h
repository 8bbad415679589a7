/* SPDX-License-Identifier: Apache-2.0
 * contest.h: contests in one line, for tests of margins. */
#ifndef SCRUT_TEST_CONTEST_H
#define SCRUT_TEST_CONTEST_H

#include "harness.h"
#include "scrutineer/margin.h"

enum { TEST_LISTS_MAX = 8 };

/* A contest of up to TEST_LISTS_MAX lists that points into itself: not to be copied. */
typedef struct {
    scrut_margin_contest contest;
    int64_t votes[TEST_LISTS_MAX];
} test_contest;

static inline void test_contest_set(test_contest *t, const char *method, int64_t seats, size_t count,
                                    const int64_t votes[])
{
    *t = (test_contest){.contest = {.seats = seats, .list_count = count}};
    ck_assert(scrut_method_named(method, &t->contest.method));
    memcpy(t->votes, votes, count * sizeof *votes);
    t->contest.votes = t->votes;
}

/* Both readings' numbers; -1: proven impossible; -2: an interval. */
typedef struct {
    int64_t could, would;
} test_margin;

static inline int64_t test_number(const scrut_margin_reading *r)
{
    if (!r->exact)
        return -2;
    return r->possible ? r->at_most : -1;
}

static inline test_margin test_find(const test_contest *t, const scrut_target *target, scrut_metric metric,
                                    const scrut_margin_caps *caps)
{
    scrut_margin m;
    scrut_error err;
    scrut_arena *arena = scrut_arena_new();
    ck_assert_int_eq(scrut_margin_find(&t->contest, target, metric, caps, arena, &m, &err), SCRUT_OK);
    test_margin found = {test_number(&m.could), test_number(&m.would)};
    scrut_arena_free(arena);
    return found;
}

/* One list or a coalition, as bits: list 0 is 1. */
static inline test_margin test_seats(const test_contest *t, unsigned lists, bool at_least, int64_t seats,
                                     scrut_metric metric)
{
    bool members[TEST_LISTS_MAX];
    for (unsigned i = 0; i < TEST_LISTS_MAX; i++)
        members[i] = (lists >> i & 1) != 0;
    scrut_target target = {
        .kind = at_least ? SCRUT_TARGET_AT_LEAST : SCRUT_TARGET_AT_MOST, .members = members, .seats = seats};
    return test_find(t, &target, metric, NULL);
}

static inline void test_equals(test_margin found, int64_t could, int64_t would)
{
    ck_assert_int_eq(found.could, could);
    ck_assert_int_eq(found.would, would);
}

#endif
