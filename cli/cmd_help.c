/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

int cmd_help(const scrut_cli_args *args)
{
    scrut_buf text = {0};
    const scrut_cli_command *command = NULL;
    if (args->operand != NULL) {
        command = scrut_cli_find_command(args->operand);
        if (command == NULL && scrut_cli_render_family(args->operand, &text))
            return scrut_cli_print(&text, SCRUT_EXIT_OK);
        if (command == NULL)
            return scrut_cli_usage_error(NULL, "there is no command \"%s\"", args->operand);
    }
    if (scrut_cli_given(args, "completion"))
        scrut_cli_render_completion(&text);
    else if (scrut_cli_given(args, "checks"))
        scrut_cli_render_checks(&text);
    else if (scrut_cli_given(args, "man"))
        scrut_cli_render_man(command, &text);
    else
        scrut_cli_render_help(command, &text);
    return scrut_cli_print(&text, SCRUT_EXIT_OK);
}
