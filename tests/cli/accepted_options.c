/* SPDX-License-Identifier: Apache-2.0
 * usage: accepted_options OPTION... >LINES 2>&1
 * Asks the parser of every command for every option, without dashes, each alone before --help. Writes a line
 * "COMMAND OPTION" to standard error (the command with a dash for its space), and after it what the parser says. */
#include "../../cli/cli.h"

#include <stdio.h>

static void ask(const scrut_cli_command *command, const char *option)
{
    for (const char *c = command->name; *c != '\0'; c++)
        fputc(*c == ' ' ? '-' : *c, stderr);
    fprintf(stderr, " %s\n", option);
    char written[64], help[] = "--help";
    snprintf(written, sizeof written, "--%s", option);
    char *words[] = {written, help};
    scrut_cli_args args;
    (void)scrut_cli_parse(command, 2, words, &args);
}

int main(int argc, char **argv)
{
    for (const scrut_cli_command *command = scrut_cli_commands(); command->name != NULL; command++)
        for (int i = 1; i < argc; i++)
            ask(command, argv[i]);
    return 0;
}
