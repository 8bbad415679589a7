/* SPDX-License-Identifier: Apache-2.0
 * A model election is read, made and written while the n-th allocation fails, for n = 1, 2, ... until none fails any
 * more. Each time there is an error, or the very same truth; and (with AddressSanitizer) no leak. */
#include "allocations.h"
#include "extent.h"
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/simulate.h"

#include <string.h>

static const char MODEL[] = "scrutineer: model/1\n"
                            "id: small\n"
                            "title: Small\n"
                            "chamber: {name: House, seats: 3}\n"
                            "rules: pt\n"
                            "areas: [ward]\n"
                            "parties: [{party: A, name: List A}, {party: B, name: List B}]\n"
                            "variation: {size: 0.2, turnout: [0.1, 0.2], support: [0.1, 0.2]}\n"
                            "sources: [{source: forms, title: Forms}, {source: b, title: B, party: B, stations: 20}]\n"
                            "announcements: {official: o}\n"
                            "constituencies:\n"
                            "  - {constituency: N, seats: 3, stations: 30, registered: 900, invalid: 5, areas: [5], "
                            "votes: [300, 200]}\n";
static const char INJECTIONS[] = "scrutineer: injections/1\n"
                                 "injections:\n"
                                 "  - {kind: stuffed-box, stations: 2}\n"
                                 "  - {kind: transposed, stations: 2}\n"
                                 "  - {kind: missing, stations: 2}\n"
                                 "  - {kind: copied, stations: 1}\n"
                                 "  - {kind: voided, stations: 2}\n"
                                 "  - {kind: closed-early, stations: 2}\n";

static case_folder folder;

static scrut_status make(bool write, scrut_arena *arena, scrut_buf *text)
{
    scrut_problems problems = {.limit = 5};
    scrut_error err;
    const scrut_model *model = NULL;
    scrut_simulation *s = NULL;
    scrut_simulate_options options = {.seed = 1, .slips = 300000};
    scrut_status status = scrut_model_parse(MODEL, sizeof MODEL - 1, "m", arena, &problems, &model, &err);
    if (status == SCRUT_OK)
        status = scrut_injections_parse(model, INJECTIONS, sizeof INJECTIONS - 1, "i", arena, &problems,
                                        &options.injections, &err);
    if (status == SCRUT_OK)
        status = scrut_simulate(model, &options, NULL, &s, &err);
    if (status == SCRUT_OK && write)
        status = scrut_simulation_write(s, folder.path, &err);
    for (size_t i = 0; s != NULL && i < s->truth_count; i++)
        scrut_buf_printf(text, "%lld ", (long long)s->truths[i].votes);
    scrut_simulation_free(s);
    scrut_problems_free(&problems);
    return status == SCRUT_OK && scrut_buf_failed(text) ? SCRUT_E_MEMORY : status;
}

static scrut_status run(int write, scrut_buf *text)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_status status = arena != NULL ? make(write == 1, arena, text) : SCRUT_E_MEMORY;
    scrut_arena_free(arena);
    return status;
}

static fault_trial trial(int write)
{
    return (fault_trial){.run = run, .what = write, .step = (long)test_extent(13, 1, 1)};
}

static void set_up(void)
{
    folder = case_folder_new();
}

static void tear_down(void)
{
    left = -1;
    case_folder_remove(&folder);
}

START_TEST(one_failed_allocation_is_an_error_and_nothing_else)
{
    fail_every_allocation(trial(_i), false);
}
END_TEST

START_TEST(when_memory_is_gone_for_good_everything_ends_in_an_error)
{
    fail_every_allocation(trial(0), true);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("simulate without memory");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, one_failed_allocation_is_an_error_and_nothing_else, 0, 2);
    tcase_add_test(tests, when_memory_is_gone_for_good_everything_ends_in_an_error);
    return scrut_test_main(suite);
}
