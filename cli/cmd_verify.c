/* SPDX-License-Identifier: Apache-2.0 */
#include "case_input.h"
#include "scrutineer/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

typedef scrut_status render_function(const scrut_verdict *verdict, scrut_buf *out, scrut_error *err);

static scrut_status render_html(const scrut_verdict *verdict, scrut_buf *out, scrut_error *err)
{
    return scrut_report_html(verdict, SCRUT_VERSION, out, err);
}

static scrut_status render_json(const scrut_verdict *verdict, scrut_buf *out, scrut_error *err)
{
    return scrut_report_json(verdict, SCRUT_VERSION, out, err);
}

static const struct {
    const char *name;
    render_function *render;
} FILES[] = {{"results.json", render_json}, {"findings.csv", scrut_report_findings_csv}, {"index.html", render_html}};
enum { FILE_COUNT = sizeof FILES / sizeof FILES[0] };

/* Makes the folder and those above it. */
static scrut_status make_folder(const char *path, scrut_error *err)
{
    scrut_buf part = {0};
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; path[i] != '\0' && status == SCRUT_OK; i++) {
        scrut_buf_putc(&part, path[i]);
        if ((path[i + 1] != '/' && path[i + 1] != '\0') || part.failed)
            continue;
        if (mkdir(part.bytes, 0777) != 0 && errno != EEXIST)
            status = scrut_fail(err, SCRUT_E_IO, part.bytes, -1, -1, -1, "cannot make the folder: %s", strerror(errno));
    }
    if (part.failed && status == SCRUT_OK)
        status = scrut_fail_memory(err);
    scrut_buf_free(&part);
    return status;
}

static scrut_status write_one(const char *folder, const char *name, const scrut_buf *bytes, scrut_error *err)
{
    scrut_buf path = {0};
    scrut_buf_printf(&path, "%s/%s", folder, name);
    scrut_status status = scrut_buf_failed(&path) ? scrut_fail_memory(err)
                                                  : scrut_write_file(path.bytes, bytes->bytes, bytes->length, err);
    scrut_buf_free(&path);
    return status;
}

/* Everything is rendered before anything is written, so a report is never half there for want of memory. */
static scrut_status write_report(const scrut_verdict *verdict, const char *folder, scrut_error *err)
{
    scrut_buf bytes[FILE_COUNT] = {{0}};
    scrut_status status = SCRUT_OK;
    for (int i = 0; i < FILE_COUNT && status == SCRUT_OK; i++)
        status = FILES[i].render(verdict, &bytes[i], err);
    if (status == SCRUT_OK)
        status = make_folder(folder, err);
    for (int i = 0; i < FILE_COUNT && status == SCRUT_OK; i++)
        status = write_one(folder, FILES[i].name, &bytes[i], err);
    for (int i = 0; i < FILE_COUNT; i++)
        scrut_buf_free(&bytes[i]);
    return status;
}

static int terminal_width(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static int print_summary(const scrut_cli_args *args, const scrut_verdict *verdict)
{
    int exit_status = verdict->contradicted ? SCRUT_EXIT_CONTRADICTS : SCRUT_EXIT_OK;
    scrut_buf text = {0};
    scrut_error err;
    scrut_status status = scrut_cli_given(args, "json")
                              ? render_json(verdict, &text, &err)
                              : scrut_report_text(verdict, scrut_cli_colour(args), terminal_width(), &text, &err);
    if (status != SCRUT_OK) {
        scrut_buf_free(&text);
        return scrut_cli_failure(&err);
    }
    const char *out = scrut_cli_text(args, "out");
    if (out != NULL && !scrut_cli_given(args, "json"))
        scrut_buf_printf(&text, "\nReport: %s/index.html\n", out);
    return scrut_cli_print(&text, exit_status);
}

static int verify_case(const scrut_cli_args *args, scrut_cli_case *opened)
{
    scrut_error err;
    scrut_verdict *verdict = NULL;
    scrut_cli_progress_begin(args, "hashing the files");
    scrut_status status = scrut_case_hash_files(opened->c, opened->pool, &err);
    scrut_cli_progress_phase("adding up, allocating and comparing");
    if (status == SCRUT_OK)
        status = scrut_verify(opened->c, opened->pool, &verdict, &err);
    scrut_cli_progress_phase("writing the report");
    const char *out = scrut_cli_text(args, "out");
    if (status == SCRUT_OK && out != NULL)
        status = write_report(verdict, out, &err);
    scrut_cli_progress_end();
    int exit_status = status == SCRUT_OK ? print_summary(args, verdict) : scrut_cli_failure(&err);
    scrut_verdict_free(verdict);
    return exit_status;
}

int cmd_verify(const scrut_cli_args *args)
{
    scrut_cli_case opened;
    int status = scrut_cli_open_case(args, &opened);
    if (status != SCRUT_EXIT_OK)
        return status;
    status = verify_case(args, &opened);
    scrut_cli_close_case(&opened);
    return status;
}
