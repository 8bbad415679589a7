/* SPDX-License-Identifier: Apache-2.0
 * Linking while an allocation fails: in memory, in a work folder, and within a bound on memory. A folder of work that a
 * failure ended half-way must not show in the next run. */
#include "../unit/roll/work.h"
#include "allocations.h"

#include <string.h>

#define FOLDER "fault-link-work"

enum { IN_MEMORY, IN_A_FOLDER, BOUNDED };
#define COPIES 140 /* of a row: more than LINK_CROWD of link_third.h */

static people some_people;

static scrut_status link_people(int what, scrut_buf *text)
{
    scrut_link *link = NULL;
    scrut_link_input input = people_input(&some_people);
    if (what != IN_MEMORY)
        input.work = FOLDER;
    input.work_is_temporary = what == BOUNDED;
    input.memory_bytes = what == BOUNDED ? 50000 : 0;
    scrut_status status = scrut_link_run(&input, -4 * SCRUT_LINK_BIT, NULL, &link, NULL);
    size_t count = 0;
    const scrut_link_pair *pairs = link != NULL ? scrut_link_pairs(link, &count) : NULL;
    for (size_t i = 0; i < count; i++)
        scrut_buf_printf(text, "%u %u %d\n", pairs[i].a, pairs[i].b, pairs[i].weight);
    scrut_link_free(link);
    return status == SCRUT_OK && text->failed ? SCRUT_E_MEMORY : status;
}

START_TEST(any_failed_allocation_is_an_error_or_does_not_matter)
{
    some_people = people_make(60, 11);
    work_remove(FOLDER);
    fail_every_allocation((fault_trial){.run = link_people, .what = _i, .step = 53}, false);
    work_remove(FOLDER);
    people_free(&some_people);
}
END_TEST

START_TEST(any_failed_allocation_is_an_error_where_a_row_stands_very_often)
{
    some_people = people_make(60 + COPIES, 11);
    for (uint32_t i = 60; i < 60 + COPIES; i++)
        memcpy(some_people.cells[i], some_people.cells[0], sizeof some_people.cells[i]);
    fail_every_allocation((fault_trial){.run = link_people, .what = IN_MEMORY, .step = 53}, false);
    people_free(&some_people);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, any_failed_allocation_is_an_error_or_does_not_matter, IN_MEMORY, BOUNDED + 1);
    tcase_add_test(tests, any_failed_allocation_is_an_error_where_a_row_stands_very_often);
    return scrut_test_main(suite);
}
