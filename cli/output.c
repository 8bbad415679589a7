/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int scrut_cli_usage_error(const scrut_cli_command *command, const char *fmt, ...)
{
    va_list args;
    const char *space = command != NULL ? " " : "", *name = command != NULL ? command->name : "";
    fprintf(stderr, "scrutineer%s%s: ", space, name);
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fprintf(stderr, "\nsee \"scrutineer%s%s --help\"\n", space, name);
    return SCRUT_EXIT_USAGE;
}

static void print_error(const scrut_error *err)
{
    char text[sizeof err->file + sizeof err->message + 64];
    scrut_error_format(err, text, sizeof text);
    fprintf(stderr, "%s\n", text);
}

int scrut_cli_input_error(const scrut_error *err)
{
    print_error(err);
    return err->status == SCRUT_E_MEMORY ? SCRUT_EXIT_FAILED : SCRUT_EXIT_INPUT;
}

int scrut_cli_failure(const scrut_error *err)
{
    print_error(err);
    return SCRUT_EXIT_FAILED;
}

int scrut_cli_stopped(const scrut_error *err)
{
    bool input = err->status == SCRUT_E_INPUT || err->status == SCRUT_E_LIMIT;
    return input ? scrut_cli_input_error(err) : scrut_cli_failure(err);
}

int scrut_cli_no_memory(void)
{
    scrut_error err;
    scrut_fail_memory(&err);
    return scrut_cli_failure(&err);
}

void scrut_cli_print_problems(const scrut_problems *problems)
{
    if (problems->total == 0)
        return;
    for (size_t i = 0; i < problems->count; i++)
        print_error(&problems->items[i]);
    long long hidden = (long long)problems->total - (long long)problems->count;
    if (hidden > 0)
        fprintf(stderr, "... and %lld more\n", hidden);
    fprintf(stderr, "%lld %s\n", (long long)problems->total, problems->total == 1 ? "problem" : "problems");
}

int scrut_cli_print(scrut_buf *text, int status)
{
    if (scrut_buf_failed(text)) {
        fprintf(stderr, "scrutineer: out of memory\n");
        status = SCRUT_EXIT_FAILED;
    } else if (text->length > 0) {
        /* Errors stay in the stream; main reports them when it closes stdout. */
        fwrite(text->bytes, 1, text->length, stdout);
    }
    scrut_buf_free(text);
    return status;
}

void scrut_cli_put_csv(scrut_buf *out, const char *text)
{
    bool plain = strpbrk(text, ",\"\r\n") == NULL;
    if (!plain)
        scrut_buf_putc(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            scrut_buf_putc(out, '"');
        scrut_buf_putc(out, *text);
    }
    if (!plain)
        scrut_buf_putc(out, '"');
}

int scrut_cli_print_json(scrut_json *root, int status)
{
    scrut_buf text = {0};
    scrut_error err;
    scrut_status st = scrut_json_write(root, 0, &text, &err);
    scrut_json_free(root);
    if (st != SCRUT_OK) {
        scrut_buf_free(&text);
        return scrut_cli_failure(&err);
    }
    scrut_buf_putc(&text, '\n');
    return scrut_cli_print(&text, status);
}

bool scrut_cli_colour(const scrut_cli_args *args)
{
    const char *when = scrut_cli_text(args, "color");
    if (when != NULL && strcmp(when, "always") == 0)
        return true;
    if (when != NULL && strcmp(when, "never") == 0)
        return false;
    const char *no_color = getenv("NO_COLOR");
    return (no_color == NULL || no_color[0] == '\0') && isatty(STDOUT_FILENO) == 1;
}

int scrut_cli_width(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
