/* SPDX-License-Identifier: Apache-2.0 */
#include "case_input.h"
#include "scrutineer/report.h"

#include <stdio.h>

static int print_audit(const scrut_cli_args *args, const scrut_roll_audit *audit)
{
    if (scrut_cli_given(args, "json"))
        return scrut_cli_print_json(scrut_report_roll_json(audit), SCRUT_EXIT_OK);
    scrut_buf text = {0};
    scrut_error err;
    if (scrut_report_roll_text(audit, NULL, scrut_cli_colour(args), scrut_cli_width(), &text, &err) != SCRUT_OK) {
        scrut_buf_free(&text);
        return scrut_cli_failure(&err);
    }
    return scrut_cli_print(&text, SCRUT_EXIT_OK);
}

int cmd_roll_audit(const scrut_cli_args *args)
{
    scrut_cli_case opened;
    scrut_roll_audit *audit = NULL;
    scrut_error err;
    int status = scrut_cli_open_case(args, &opened);
    if (status != SCRUT_EXIT_OK)
        return status;
    if (opened.c->roll == NULL) {
        fprintf(stderr,
                "scrutineer roll audit: the case \"%s\" holds no list of voters; \"roll\" in election.yaml names one\n",
                args->operand);
        scrut_cli_close_case(&opened);
        return SCRUT_EXIT_INPUT;
    }
    scrut_cli_progress_begin(args, "looking at the list of voters");
    scrut_status st = scrut_roll_audit_run(opened.c, opened.pool, &audit, &err);
    scrut_cli_progress_end();
    status = st == SCRUT_OK ? print_audit(args, audit) : scrut_cli_input_error(&err);
    scrut_roll_audit_free(audit);
    scrut_cli_close_case(&opened);
    return status;
}
