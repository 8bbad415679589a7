/* SPDX-License-Identifier: Apache-2.0
 * Whether a reader of a table of counts with their sum could work out a hidden one: every way to fill in the hidden
 * cells that agrees with what is shown is tried. */
#include "harness.h"
#include "scrutineer/suppress.h"

enum { CELLS_MAX = 5, K = 4 };

typedef struct {
    int64_t counts[CELLS_MAX], total;
    bool hidden[CELLS_MAX];
    size_t count;
    int64_t low[CELLS_MAX], high[CELLS_MAX]; /* of a hidden cell, over all ways */
    int64_t filled[CELLS_MAX];
} table;

/* Hidden cells hold 1 or more; a reader knows no more of them. */
static void fill(table *t, size_t cell, int64_t left)
{
    if (cell >= t->count || cell >= CELLS_MAX) {
        for (size_t i = 0; left == 0 && i < t->count; i++) {
            t->low[i] = t->filled[i] < t->low[i] ? t->filled[i] : t->low[i];
            t->high[i] = t->filled[i] > t->high[i] ? t->filled[i] : t->high[i];
        }
        return;
    }
    int64_t from = t->hidden[cell] ? 1 : t->counts[cell], to = t->hidden[cell] ? left : t->counts[cell];
    for (t->filled[cell] = from; t->filled[cell] <= to && t->filled[cell] <= left; t->filled[cell]++)
        fill(t, cell + 1, left - t->filled[cell]);
}

static void check_table(table *t)
{
    t->total = 0;
    for (size_t i = 0; i < t->count; i++)
        t->total += t->counts[i];
    scrut_suppress(t->counts, t->count, &(scrut_suppress_line){NULL, t->count}, 1, K, t->hidden);
    int64_t hidden_sum = 0;
    for (size_t i = 0; i < t->count; i++) {
        ck_assert_msg(t->hidden[i] || t->counts[i] == 0 || t->counts[i] >= K, "a small count is shown");
        hidden_sum += t->hidden[i] ? t->counts[i] : 0;
        t->low[i] = INT64_MAX;
        t->high[i] = 0;
    }
    if (hidden_sum < K || t->total < K)
        return; /* nothing to hide, or nothing else is there: then the sum is not shown */
    bool shown = false;
    for (size_t i = 0; i < t->count; i++)
        shown = shown || (!t->hidden[i] && t->counts[i] > 0);
    if (!shown)
        return; /* all that is there is hidden: then the sum tells of nothing but itself */
    fill(t, 0, t->total);
    for (size_t i = 0; i < t->count; i++)
        ck_assert_msg(!t->hidden[i] || t->low[i] < t->high[i], "a hidden count can be worked out");
}

START_TEST(no_hidden_count_can_be_worked_out_from_the_others_and_their_sum)
{
    for (int code = 0; code < 9 * 9 * 9 * 9; code++) {
        table t = {.count = 4};
        int rest = code;
        for (size_t i = 0; i < t.count; i++, rest /= 9)
            t.counts[i] = rest % 9;
        check_table(&t);
    }
}
END_TEST

START_TEST(large_counts_and_zeros_are_shown_where_nothing_small_is)
{
    const int64_t counts[] = {12, 0, 10, 400};
    bool hidden[4];
    scrut_suppress(counts, 4, &(scrut_suppress_line){NULL, 4}, 1, SCRUT_SUPPRESS_LEAST, hidden);
    for (size_t i = 0; i < 4; i++)
        ck_assert(!hidden[i]);
}
END_TEST

START_TEST(one_small_count_hides_the_next_larger_one_too)
{
    const int64_t counts[] = {300, 7, 0, 25, 40};
    bool hidden[5];
    scrut_suppress(counts, 5, &(scrut_suppress_line){NULL, 5}, 1, SCRUT_SUPPRESS_LEAST, hidden);
    ck_assert(hidden[1] && hidden[3]);
    ck_assert(!hidden[0] && !hidden[2] && !hidden[4]);
}
END_TEST

START_TEST(two_small_counts_below_ten_together_hide_a_third)
{
    const int64_t counts[] = {3, 2, 50, 60};
    bool hidden[4];
    scrut_suppress(counts, 4, &(scrut_suppress_line){NULL, 4}, 1, SCRUT_SUPPRESS_LEAST, hidden);
    ck_assert(hidden[0] && hidden[1] && hidden[2]);
    ck_assert(!hidden[3]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("suppression");
    TCase *tests = tcase_create("tables");
    tcase_add_test(tests, no_hidden_count_can_be_worked_out_from_the_others_and_their_sum);
    tcase_add_test(tests, large_counts_and_zeros_are_shown_where_nothing_small_is);
    tcase_add_test(tests, one_small_count_hides_the_next_larger_one_too);
    tcase_add_test(tests, two_small_counts_below_ten_together_hide_a_third);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
