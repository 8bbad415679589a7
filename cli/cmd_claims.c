/* SPDX-License-Identifier: Apache-2.0 */
#include "case_input.h"
#include "scrutineer/report.h"

#include <stdio.h>

static int print_claims(const scrut_cli_args *args, const scrut_verdict *verdict)
{
    int exit_status = SCRUT_EXIT_OK;
    for (size_t i = 0; i < verdict->claims.count; i++)
        if (verdict->claims.items[i].verdict == SCRUT_CLAIM_CONTRADICTED)
            exit_status = SCRUT_EXIT_CONTRADICTS;
    if (scrut_cli_given(args, "json"))
        return scrut_cli_print_json(scrut_report_claims_json(verdict), exit_status);
    scrut_buf text = {0};
    scrut_error err;
    scrut_status status = scrut_report_claims_text(verdict, &text, &err);
    if (status != SCRUT_OK) {
        scrut_buf_free(&text);
        return scrut_cli_failure(&err);
    }
    return scrut_cli_print(&text, exit_status);
}

int cmd_claims(const scrut_cli_args *args)
{
    scrut_cli_case opened;
    scrut_verdict *verdict = NULL;
    scrut_error err;
    int status = scrut_cli_open_case(args, &opened);
    if (status != SCRUT_EXIT_OK)
        return status;
    if (opened.c->claim_count == 0) {
        fprintf(stderr, "scrutineer claims: the case \"%s\" holds no claims\n", args->operand);
        status = SCRUT_EXIT_INPUT;
    } else if (scrut_verify_results(opened.c, opened.pool, &verdict, &err) != SCRUT_OK) {
        status = scrut_cli_stopped(&err);
    } else {
        status = print_claims(args, verdict);
    }
    scrut_verdict_free(verdict);
    scrut_cli_close_case(&opened);
    return status;
}
