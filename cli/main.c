/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int unknown_command(const char *name)
{
    const char *names[64];
    size_t count = 0;
    const scrut_cli_command *commands = scrut_cli_commands();
    for (; commands[count].name != NULL && count < sizeof names / sizeof names[0]; count++)
        names[count] = commands[count].name;
    const char *close = scrut_cli_closest(name, names, count);
    const char *kind = name[0] == '-' ? "option" : "command";
    if (close != NULL)
        return scrut_cli_usage_error(NULL, "unknown %s \"%s\"; did you mean \"%s\"?", kind, name, close);
    return scrut_cli_usage_error(NULL, "unknown %s \"%s\"", kind, name);
}

static int print_and_free(scrut_buf *text, FILE *stream, int status)
{
    if (!scrut_buf_failed(text))
        fwrite(text->bytes, 1, text->length, stream);
    scrut_buf_free(text);
    return status;
}

static int print_short_help(FILE *stream, int status)
{
    scrut_buf text = {0};
    scrut_cli_render_help(NULL, &text);
    return print_and_free(&text, stream, status);
}

static int run_command(const scrut_cli_command *command, int argc, char **argv)
{
    scrut_cli_args args;
    if (!scrut_cli_parse(command, argc, argv, &args))
        return SCRUT_EXIT_USAGE;
    if (args.help) {
        scrut_buf text = {0};
        scrut_cli_render_help(command, &text);
        return scrut_cli_print(&text, SCRUT_EXIT_OK);
    }
    return command->run(&args);
}

/* argv[0], if there is one, names the part of a family. */
static int run_part(const char *word, int argc, char **argv, scrut_buf *family)
{
    if (argc == 0)
        return print_and_free(family, stderr, SCRUT_EXIT_USAGE);
    if (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0)
        return print_and_free(family, stdout, SCRUT_EXIT_OK);
    scrut_buf_free(family);
    char name[64];
    snprintf(name, sizeof name, "%s %s", word, argv[0]);
    const scrut_cli_command *command = scrut_cli_find_command(name);
    if (command == NULL || strlen(argv[0]) >= sizeof name - strlen(word) - 1)
        return unknown_command(name);
    return run_command(command, argc - 1, argv + 1);
}

static int dispatch(int argc, char **argv)
{
    if (argc < 2)
        return print_short_help(stderr, SCRUT_EXIT_USAGE);
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return print_short_help(stdout, SCRUT_EXIT_OK);
    if (strcmp(name, "--version") == 0)
        name = "version";
    const scrut_cli_command *command = scrut_cli_find_command(name);
    if (command != NULL)
        return run_command(command, argc - 2, argv + 2);
    scrut_buf family = {0};
    if (!scrut_cli_render_family(name, &family))
        return unknown_command(name);
    return run_part(name, argc - 2, argv + 2, &family);
}

static bool reader_is_gone(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO};
    return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

/* A reader that stops early (head, less) got what it wanted: the status stays the command's. A full
 * disk is a failure. */
static int close_stdout(int status)
{
    bool failed = ferror(stdout) != 0;
    if (fflush(stdout) == 0 && !failed)
        return status;
    if (reader_is_gone())
        return status;
    fprintf(stderr, "scrutineer: cannot write the result: %s\n", strerror(errno));
    return SCRUT_EXIT_FAILED;
}

int main(int argc, char **argv)
{
    /* Write errors come back as EPIPE, so that an open report is still finished. */
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    return close_stdout(dispatch(argc, argv));
}
