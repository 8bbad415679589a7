/* SPDX-License-Identifier: Apache-2.0 */
#include "case_input.h"

static int out_of_memory(void)
{
    scrut_error err;
    scrut_fail_memory(&err);
    return scrut_cli_failure(&err);
}

int scrut_cli_open_case(const scrut_cli_args *args, scrut_cli_case *ret_case)
{
    scrut_error err;
    scrut_cli_case opened = {.pool = scrut_pool_new((int)scrut_cli_whole(args, "threads", 0))};
    if (opened.pool == NULL)
        return out_of_memory();
    scrut_problems problems = {.limit = SCRUT_CLI_PROBLEMS_MAX};
    scrut_cli_progress_begin(args, "reading the case");
    scrut_status status = scrut_case_load(args->operand, opened.pool, &problems, &opened.c, &err);
    scrut_cli_progress_end();
    scrut_cli_print_problems(&problems);
    int exit_status = SCRUT_EXIT_OK;
    if (status == SCRUT_E_MEMORY)
        exit_status = scrut_cli_failure(&err);
    else if (status != SCRUT_OK)
        exit_status = problems.total > 0 ? SCRUT_EXIT_INPUT : scrut_cli_input_error(&err);
    scrut_problems_free(&problems);
    if (exit_status != SCRUT_EXIT_OK) {
        scrut_cli_close_case(&opened);
        return exit_status;
    }
    *ret_case = opened;
    return SCRUT_EXIT_OK;
}

void scrut_cli_close_case(scrut_cli_case *c)
{
    scrut_case_free(c->c);
    scrut_pool_free(c->pool);
    *c = (scrut_cli_case){0};
}
