/* SPDX-License-Identifier: Apache-2.0 */
#include "what_if.h"

#include <stdio.h>

/* Why nothing can be computed. */
static int nothing_to_change(const scrut_cli_args *args, const scrut_verdict *v)
{
    int status = scrut_cli_nothing_to_allocate(args, v);
    fprintf(stderr, "what they would be after a change, or an official result of such a change, cannot be reproduced "
                    "from it\n");
    return status;
}

static int print_answer(const scrut_cli_args *args, const scrut_what_if_answer *answer)
{
    if (scrut_cli_given(args, "json"))
        return scrut_cli_print_json(scrut_what_if_json(answer), SCRUT_EXIT_OK);
    scrut_buf text = {0};
    scrut_what_if_text(answer, &text);
    return scrut_cli_print(&text, SCRUT_EXIT_OK);
}

static int stop(const scrut_error *err)
{
    return err->status == SCRUT_E_MEMORY ? scrut_cli_failure(err) : scrut_cli_input_error(err);
}

static int answer_request(const scrut_cli_args *args, const scrut_verdict *v, scrut_arena *arena)
{
    scrut_what_if_request request;
    scrut_chamber *after = NULL;
    scrut_stake_result stake;
    scrut_error err;
    int status = scrut_what_if_read(args, v, arena, &request);
    if (status != SCRUT_EXIT_OK)
        return status;
    if (request.changes && scrut_what_if_allocate(v, &request.ask, arena, &after, &err) != SCRUT_OK)
        return stop(&err);
    if (request.at_stake &&
        scrut_what_if_at_stake(v, request.ask.tally, &request.stake, arena, &stake, &err) != SCRUT_OK)
        return stop(&err);
    const scrut_what_if_answer answer = {
        .v = v, .request = &request, .after = after, .stake = request.at_stake ? &stake : NULL};
    return print_answer(args, &answer);
}

static int what_if_of_case(const scrut_cli_args *args, const scrut_cli_case *opened)
{
    scrut_error err;
    scrut_verdict *verdict = NULL;
    scrut_arena *arena = scrut_arena_new();
    int status;
    if (arena == NULL) {
        scrut_fail_memory(&err);
        status = scrut_cli_failure(&err);
    } else if (scrut_verify_results(opened->c, opened->pool, &verdict, &err) != SCRUT_OK) {
        status = scrut_cli_stopped(&err);
    } else {
        status =
            scrut_cli_any_chamber(verdict) ? answer_request(args, verdict, arena) : nothing_to_change(args, verdict);
    }
    scrut_arena_free(arena);
    scrut_verdict_free(verdict);
    return status;
}

int cmd_what_if(const scrut_cli_args *args)
{
    static const char *const ASKS[] = {"cancel", "cancel-code", "move", "remove", "at-stake"};
    bool any = false;
    for (size_t i = 0; i < sizeof ASKS / sizeof ASKS[0]; i++)
        any = any || scrut_cli_given(args, ASKS[i]);
    if (!any)
        return scrut_cli_usage_error(args->command,
                                     "nothing is asked: --cancel, --cancel-code, --move, --remove or --at-stake");
    if (scrut_cli_given(args, "for") && !scrut_cli_given(args, "at-stake"))
        return scrut_cli_usage_error(args->command, "--for goes with --at-stake");
    scrut_cli_case opened;
    int status = scrut_cli_open_case(args, &opened);
    if (status != SCRUT_EXIT_OK)
        return status;
    status = what_if_of_case(args, &opened);
    scrut_cli_close_case(&opened);
    return status;
}
