/* SPDX-License-Identifier: Apache-2.0
 * Two versions of a list are compared while an allocation fails. */
#include "../unit/roll/people.h"
#include "allocations.h"
#include "scrutineer/roll_diff.h"

#include <stdio.h>

enum { PEOPLE = 90, VILLAGE = 4 };

static people lists; /* the older one, and the newer one behind it */

static void put_counts(const scrut_roll_areas *areas, const scrut_roll_transfers *t, scrut_buf *text)
{
    for (size_t i = 0; i < areas->count; i++)
        scrut_buf_printf(text, "%s %lld %lld\n", areas->areas[i].name, (long long)areas->areas[i].old_rows,
                         (long long)areas->areas[i].moved_out);
    for (size_t i = 0; i < t->count; i++)
        scrut_buf_printf(text, "%u %u %.6g\n", t->items[i].from, t->items[i].to, t->items[i].moved.expected);
}

static scrut_status compare(int what, scrut_buf *text)
{
    (void)what;
    scrut_roll_diff_input input = {.rows = people_input(&lists), .places = 1U << VILLAGE, .area = VILLAGE};
    scrut_roll_diff_ages ages = {.sex = -1};
    scrut_roll_diff *diff = NULL;
    scrut_roll_areas areas = {.count = 0};
    scrut_roll_transfers t = {.count = 0};
    input.rows.second_from = PEOPLE;
    scrut_status status = scrut_roll_diff_run(&input, NULL, &diff, NULL);
    if (status == SCRUT_OK)
        status = scrut_roll_diff_areas(&input, diff, &ages, NULL, NULL, &areas, NULL);
    if (status == SCRUT_OK)
        status = scrut_roll_diff_transfers(&input, diff, &areas, &t, NULL);
    if (status == SCRUT_OK)
        put_counts(&areas, &t, text);
    scrut_roll_transfers_free(&t);
    scrut_roll_areas_free(&areas);
    scrut_roll_diff_free(diff);
    return status == SCRUT_OK && text->failed ? SCRUT_E_MEMORY : status;
}

START_TEST(any_failed_allocation_is_an_error_or_does_not_matter)
{
    lists = people_make(2 * PEOPLE, 11);
    for (uint32_t i = 0; i < PEOPLE; i++) { /* one in three has moved */
        memcpy(lists.cells[PEOPLE + i], lists.cells[i], sizeof lists.cells[i]);
        snprintf(lists.cells[i][VILLAGE], sizeof lists.cells[i][VILLAGE], "%u", i % 5);
        snprintf(lists.cells[PEOPLE + i][VILLAGE], sizeof lists.cells[i][VILLAGE], "%u",
                 (i % 5 + (i % 3 == 0 ? 1 + i / 3 % 4 : 0)) % 5);
    }
    fail_every_allocation((fault_trial){.run = compare, .what = 0, .step = 3}, false);
    people_free(&lists);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("roll_diff");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, any_failed_allocation_is_an_error_or_does_not_matter);
    return scrut_test_main(suite);
}
