/* SPDX-License-Identifier: Apache-2.0
 * Help, man pages and bash completion, each from the table of commands. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

#define HELP_WIDTH 80

static const char EXIT_STATUS[][2][80] = {
    {"0", "done, and nothing contradicts the claims tested"},
    {"1", "done, and something does"},
    {"2", "the command line is wrong"},
    {"3", "input is unreadable or a required part is missing"},
    {"4", "the program or the machine failed"},
};

/* Appends words of `text` in lines of at most HELP_WIDTH columns, each after `indent` spaces; the first
 * line is already filled up to `column`. The text is ASCII. */
static void wrap(scrut_buf *out, const char *text, int indent, int column)
{
    bool line_has_word = false;
    while (*text != '\0') {
        size_t length = strcspn(text, " \n");
        if (line_has_word && column + 1 + (int)length > HELP_WIDTH) {
            scrut_buf_putc(out, '\n');
            column = 0;
            line_has_word = false;
        }
        if (line_has_word)
            scrut_buf_putc(out, ' ');
        else
            for (; column < indent; column++)
                scrut_buf_putc(out, ' ');
        scrut_buf_append(out, text, length);
        column += (int)length + (line_has_word ? 1 : 0);
        line_has_word = true;
        text += length;
        if (strncmp(text, "\n\n", 2) == 0) {
            scrut_buf_puts(out, "\n\n");
            column = 0;
            line_has_word = false;
        }
        text += strspn(text, " \n");
    }
    scrut_buf_putc(out, '\n');
}

/* Letter and argument included: "-o, --out DIR". */
static void option_label(const scrut_cli_option *option, scrut_buf *out)
{
    if (option->letter != 0)
        scrut_buf_printf(out, "-%c, ", option->letter);
    scrut_buf_printf(out, "--%s", option->name);
    if (option->argument != NULL)
        scrut_buf_printf(out, " %s", option->argument);
}

void scrut_cli_render_usage(const scrut_cli_command *command, scrut_buf *out)
{
    scrut_buf_printf(out, "scrutineer %s", command->name);
    if (command->operand != NULL)
        scrut_buf_printf(out, command->operand_required ? " %s" : " [%s]", command->operand);
    for (const scrut_cli_option *option = command->options; option->name != NULL; option++) {
        scrut_buf_printf(out, " [--%s", option->name);
        if (option->argument != NULL)
            scrut_buf_printf(out, " %s", option->argument);
        scrut_buf_putc(out, ']');
    }
}

static void help_option(const scrut_cli_option *option, scrut_buf *out)
{
    enum { COLUMN = 26 };
    size_t before = out->length;
    scrut_buf_puts(out, "  ");
    option_label(option, out);
    int column = (int)(out->length - before);
    if (column + 2 > COLUMN) {
        scrut_buf_putc(out, '\n');
        column = 0;
    }
    wrap(out, option->help, COLUMN, column);
}

static void help_of_program(scrut_buf *out)
{
    scrut_buf_puts(out, "scrutineer verifies an election from the evidence it leaves.\n\n"
                        "usage: scrutineer COMMAND [OPTIONS]\n");
    for (int group = 0; group < SCRUT_CLI_GROUP_COUNT; group++) {
        bool titled = false;
        for (const scrut_cli_command *command = scrut_cli_commands(); command->name != NULL; command++) {
            if ((int)command->group != group)
                continue;
            if (!titled)
                scrut_buf_printf(out, "\n%s\n", scrut_cli_group_title(command->group));
            titled = true;
            scrut_buf_printf(out, "  %-11s  %s\n", command->name, command->summary);
        }
    }
    scrut_buf_puts(out, "\n\"scrutineer COMMAND --help\" shows a command's options and examples.\n");
}

bool scrut_cli_render_family(const char *word, scrut_buf *out)
{
    bool any = false;
    for (const scrut_cli_command *command = scrut_cli_commands(); command->name != NULL; command++) {
        if (!scrut_cli_is_of_family(command, word))
            continue;
        if (!any)
            scrut_buf_printf(out, "usage: scrutineer %s PART [OPTIONS]\n\n", word);
        any = true;
        scrut_buf_printf(out, "  %-11s  %s\n", command->name, command->summary);
    }
    if (any)
        scrut_buf_printf(out, "\n\"scrutineer %s PART --help\" shows the options and examples of a part.\n", word);
    return any;
}

/* "roll-link" for "roll link": where a name must be one word. */
static void put_joined(const char *name, scrut_buf *out)
{
    for (; *name != '\0'; name++)
        scrut_buf_putc(out, *name == ' ' ? '-' : *name);
}

static void help_of_command(const scrut_cli_command *command, scrut_buf *out)
{
    scrut_buf usage = {0};
    scrut_cli_render_usage(command, &usage);
    scrut_buf_printf(out, "scrutineer %s: %s\n\nusage:\n", command->name, command->summary);
    wrap(out, usage.bytes != NULL ? usage.bytes : "", 4, 0);
    scrut_buf_free(&usage);
    scrut_buf_putc(out, '\n');
    wrap(out, command->description, 0, 0);
    scrut_buf_puts(out, "\noptions:\n");
    for (const scrut_cli_option *option = command->options; option->name != NULL; option++)
        help_option(option, out);
    help_option(&SCRUT_CLI_HELP_OPTION, out);
    if (command->examples[0].command != NULL)
        scrut_buf_puts(out, "\nexamples:\n");
    for (const scrut_cli_example *example = command->examples; example->command != NULL; example++)
        scrut_buf_printf(out, "  %s\n      %s\n", example->command, example->meaning);
    scrut_buf_puts(out, "\nexit status:\n");
    for (size_t i = 0; i < sizeof EXIT_STATUS / sizeof EXIT_STATUS[0]; i++)
        scrut_buf_printf(out, "  %s  %s\n", EXIT_STATUS[i][0], EXIT_STATUS[i][1]);
}

void scrut_cli_render_help(const scrut_cli_command *command, scrut_buf *out)
{
    if (command == NULL)
        help_of_program(out);
    else
        help_of_command(command, out);
}

/* A request of roff starts with "." or "'" at the start of a line; "-" alone would become a hyphen that
 * cannot be copied into a shell. */
static void roff_text(const char *text, scrut_buf *out)
{
    if (text[0] == '.' || text[0] == '\'')
        scrut_buf_puts(out, "\\&");
    for (const char *c = text; *c != '\0'; c++) {
        if (strncmp(c, "\n\n", 2) == 0) {
            scrut_buf_puts(out, "\n.PP\n");
            c++;
        } else if (*c == '-') {
            scrut_buf_puts(out, "\\-");
        } else if (*c == '\\') {
            scrut_buf_puts(out, "\\e");
        } else {
            scrut_buf_putc(out, *c);
        }
    }
}

static void roff_title(const char *page, const char *suffix, const char *summary, scrut_buf *out)
{
    scrut_buf_puts(out, ".\\\" SPDX-License-Identifier: Apache-2.0\n.TH SCRUTINEER");
    for (const char *c = suffix; *c != '\0'; c++)
        scrut_buf_putc(out, *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c);
    scrut_buf_printf(out, " 1 \"\" \"scrutineer %s\" \"User Commands\"\n.SH NAME\n%s%s \\- ", SCRUT_VERSION, page,
                     suffix);
    roff_text(summary, out);
    scrut_buf_puts(out, "\n.SH SYNOPSIS\n");
}

static void roff_option(const scrut_cli_option *option, scrut_buf *out)
{
    scrut_buf_puts(out, ".TP\n");
    if (option->letter != 0)
        scrut_buf_printf(out, "\\fB\\-%c\\fR, ", option->letter);
    scrut_buf_puts(out, "\\fB");
    scrut_buf_puts(out, "\\-\\-");
    roff_text(option->name, out);
    scrut_buf_puts(out, "\\fR");
    if (option->argument != NULL) {
        scrut_buf_puts(out, " \\fI");
        roff_text(option->argument, out);
        scrut_buf_puts(out, "\\fR");
    }
    scrut_buf_putc(out, '\n');
    roff_text(option->help, out);
    scrut_buf_puts(out, ".\n");
}

static void roff_exit_status(scrut_buf *out)
{
    scrut_buf_puts(out, ".SH EXIT STATUS\n");
    for (size_t i = 0; i < sizeof EXIT_STATUS / sizeof EXIT_STATUS[0]; i++)
        scrut_buf_printf(out, ".TP\n.B %s\n%s.\n", EXIT_STATUS[i][0], EXIT_STATUS[i][1]);
}

static void man_of_command(const scrut_cli_command *command, scrut_buf *out)
{
    scrut_buf suffix = {0}, usage = {0};
    scrut_buf_putc(&suffix, '-');
    put_joined(command->name, &suffix);
    roff_title("scrutineer", suffix.bytes != NULL ? suffix.bytes : "", command->summary, out);
    scrut_buf_free(&suffix);
    scrut_cli_render_usage(command, &usage);
    roff_text(usage.bytes != NULL ? usage.bytes : "", out);
    scrut_buf_free(&usage);
    scrut_buf_puts(out, "\n.SH DESCRIPTION\n");
    roff_text(command->description, out);
    scrut_buf_puts(out, "\n.SH OPTIONS\n");
    for (const scrut_cli_option *option = command->options; option->name != NULL; option++)
        roff_option(option, out);
    roff_option(&SCRUT_CLI_HELP_OPTION, out);
    if (command->examples[0].command != NULL)
        scrut_buf_puts(out, ".SH EXAMPLES\n");
    for (const scrut_cli_example *example = command->examples; example->command != NULL; example++) {
        scrut_buf_puts(out, ".TP\n\\fB");
        roff_text(example->command, out);
        scrut_buf_puts(out, "\\fR\n");
        roff_text(example->meaning, out);
        scrut_buf_putc(out, '\n');
    }
    roff_exit_status(out);
    scrut_buf_puts(out, ".SH SEE ALSO\n.BR scrutineer (1)\n");
}

static void man_of_program(scrut_buf *out)
{
    roff_title("scrutineer", "", "verify an election from the evidence it leaves", out);
    scrut_buf_puts(out,
                   "scrutineer \\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n.SH DESCRIPTION\n"
                   "Who won, what can each side prove, and could anything that went wrong have changed the outcome?\n"
                   "scrutineer answers from files that any side can hold; the same files give the same bytes.\n");
    for (int group = 0; group < SCRUT_CLI_GROUP_COUNT; group++) {
        bool titled = false;
        for (const scrut_cli_command *command = scrut_cli_commands(); command->name != NULL; command++) {
            if ((int)command->group != group)
                continue;
            if (!titled)
                scrut_buf_printf(out, ".SS %s\n", scrut_cli_group_title(command->group));
            titled = true;
            scrut_buf_puts(out, ".TP\n.BR scrutineer\\-");
            put_joined(command->name, out);
            scrut_buf_puts(out, " (1)\n");
            roff_text(command->summary, out);
            scrut_buf_puts(out, ".\n");
        }
    }
    roff_exit_status(out);
}

void scrut_cli_render_man(const scrut_cli_command *command, scrut_buf *out)
{
    if (command == NULL)
        man_of_program(out);
    else
        man_of_command(command, out);
}

/* Words a shell offers for a command: its options, and the choices of those that have them. */
static void completion_of_command(const scrut_cli_command *command, scrut_buf *out)
{
    scrut_buf_puts(out, "    ");
    put_joined(command->name, out);
    scrut_buf_puts(out, ") options=\"");
    for (const scrut_cli_option *option = command->options; option->name != NULL; option++)
        scrut_buf_printf(out, "--%s ", option->name);
    scrut_buf_printf(out, "--%s\"", SCRUT_CLI_HELP_OPTION.name);
    scrut_buf_puts(out, " ;;\n");
}

static void completion_of_choices(const scrut_cli_command *command, scrut_buf *out)
{
    for (const scrut_cli_option *option = command->options; option->name != NULL; option++) {
        if (option->type != SCRUT_CLI_CHOICE)
            continue;
        scrut_buf_puts(out, "    ");
        put_joined(command->name, out);
        scrut_buf_printf(out, ":--%s) choices=\"", option->name);
        for (const char *c = option->argument; *c != '\0'; c++)
            scrut_buf_putc(out, *c == '|' ? ' ' : *c);
        scrut_buf_puts(out, "\" ;;\n");
    }
}

/* Whether it is the first of its family, or of none. */
static bool is_first_of_family(const scrut_cli_command *command)
{
    char word[32];
    scrut_cli_family(command, word, sizeof word);
    return command == scrut_cli_commands() || !scrut_cli_is_of_family(command - 1, word);
}

/* The second words of each family, at the place of the first. */
static void completion_of_families(scrut_buf *out)
{
    scrut_buf_puts(out, "    case \"$command\" in\n");
    for (const scrut_cli_command *command = scrut_cli_commands(); command->name != NULL; command++) {
        const char *space = strchr(command->name, ' ');
        if (space == NULL)
            continue;
        if (is_first_of_family(command))
            scrut_buf_printf(out, "    %.*s) parts=\"", (int)(space - command->name), command->name);
        char word[32];
        scrut_cli_family(command, word, sizeof word);
        bool last = command[1].name == NULL || !scrut_cli_is_of_family(command + 1, word);
        scrut_buf_printf(out, "%s%s", space + 1, last ? "\" ;;\n" : " ");
    }
    scrut_buf_puts(out, "    esac\n    if [ -n \"$parts\" ]; then\n"
                        "        if [ \"$COMP_CWORD\" -eq 2 ]; then\n"
                        "            COMPREPLY=($(compgen -W \"$parts --help\" -- \"$word\"))\n"
                        "            return\n        fi\n"
                        "        command=\"$command-${COMP_WORDS[2]}\"\n    fi\n");
}

void scrut_cli_render_completion(scrut_buf *out)
{
    const scrut_cli_command *commands = scrut_cli_commands();
    scrut_buf_puts(out, "# SPDX-License-Identifier: Apache-2.0\n"
                        "# bash completion of scrutineer, written by \"scrutineer help --completion bash\"\n"
                        "_scrutineer()\n{\n"
                        "    local word=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
                        "    local command=\"${COMP_WORDS[1]}\" parts=\"\" options=\"\" choices=\"\"\n"
                        "    COMPREPLY=()\n"
                        "    local commands=\"");
    for (const scrut_cli_command *command = commands; command->name != NULL; command++) {
        char word[32];
        scrut_cli_family(command, word, sizeof word);
        if (is_first_of_family(command))
            scrut_buf_printf(out, "%s%s", command == commands ? "" : " ", word);
    }
    scrut_buf_puts(out, "\"\n    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                        "        COMPREPLY=($(compgen -W \"$commands --help --version\" -- \"$word\"))\n"
                        "        return\n    fi\n");
    completion_of_families(out);
    scrut_buf_puts(out, "    case \"$command:$before\" in\n");
    for (const scrut_cli_command *command = commands; command->name != NULL; command++)
        completion_of_choices(command, out);
    scrut_buf_puts(out, "    help:help) choices=\"$commands\" ;;\n    esac\n    case \"$command\" in\n");
    for (const scrut_cli_command *command = commands; command->name != NULL; command++)
        completion_of_command(command, out);
    scrut_buf_puts(out, "    esac\n"
                        "    if [ -n \"$choices\" ]; then\n"
                        "        COMPREPLY=($(compgen -W \"$choices\" -- \"$word\"))\n"
                        "    elif [ \"${word#-}\" != \"$word\" ]; then\n"
                        "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
                        "    else\n"
                        "        compopt -o filenames\n"
                        "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
                        "    fi\n}\n"
                        "complete -F _scrutineer scrutineer\n");
}
