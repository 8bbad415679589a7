/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/report.h"
#include "site_case.h"
#include "site_write.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the report in a folder ---- */

typedef scrut_status (*renderer)(const scrut_verdict *verdict, const scrut_language *language, scrut_buf *out,
                                 scrut_error *err);

static scrut_status render_single(const scrut_verdict *verdict, const scrut_language *language, scrut_buf *out,
                                  scrut_error *err)
{
    return scrut_site_single(verdict, language, SCRUT_VERSION, out, err);
}

/* What programs read is the same in every language. */
static scrut_status render_json(const scrut_verdict *verdict, const scrut_language *language, scrut_buf *out,
                                scrut_error *err)
{
    (void)language;
    return scrut_report_json(verdict, SCRUT_VERSION, out, err);
}

static scrut_status render_csv(const scrut_verdict *verdict, const scrut_language *language, scrut_buf *out,
                               scrut_error *err)
{
    (void)language;
    return scrut_report_findings_csv(verdict, out, err);
}

static const struct {
    const char *name;
    renderer render;
} FILES[] = {{"results.json", render_json}, {"findings.csv", render_csv}, {"index.html", render_single}};
enum { FILE_COUNT = sizeof FILES / sizeof FILES[0] };

typedef struct {
    const scrut_verdict *verdict;
    const scrut_language *language;
    const char *folder;
    scrut_buf bytes[FILE_COUNT];
    scrut_status statuses[FILE_COUNT];
    scrut_error errors[FILE_COUNT];
} report_job;

static void render_one(void *context, size_t i)
{
    report_job *job = context;
    job->statuses[i] = FILES[i].render(job->verdict, job->language, &job->bytes[i], &job->errors[i]);
}

static void write_one(void *context, size_t i)
{
    report_job *job = context;
    scrut_buf path = {0};
    scrut_buf_printf(&path, "%s/%s", job->folder, FILES[i].name);
    job->statuses[i] = scrut_buf_failed(&path)
                           ? scrut_fail_memory(&job->errors[i])
                           : scrut_write_file(path.bytes, job->bytes[i].bytes, job->bytes[i].length, &job->errors[i]);
    scrut_buf_free(&path);
}

static scrut_status first_failure(const report_job *job, scrut_error *err)
{
    for (int i = 0; i < FILE_COUNT; i++)
        if (job->statuses[i] != SCRUT_OK) {
            *err = job->errors[i];
            return job->statuses[i];
        }
    return SCRUT_OK;
}

/* Everything is rendered before anything is written, so a report is never half there for want of memory. */
static scrut_status write_single(const scrut_site_options *options, const scrut_verdict *verdict, scrut_pool *pool,
                                 const char *folder, scrut_error *err)
{
    report_job job = {.verdict = verdict, .language = options->languages[0], .folder = folder};
    scrut_pool_run(pool, FILE_COUNT, render_one, &job);
    scrut_status status = first_failure(&job, err);
    if (status == SCRUT_OK)
        status = scrut_make_folder(folder, err);
    if (status == SCRUT_OK) {
        scrut_pool_run(pool, FILE_COUNT, write_one, &job);
        status = first_failure(&job, err);
    }
    for (int i = 0; i < FILE_COUNT; i++)
        scrut_buf_free(&job.bytes[i]);
    return status;
}

/* Stations that have a page, and those that were worth one. */
typedef struct {
    size_t pages, found;
} station_pages;

static scrut_status write_site(const scrut_site_options *options, const scrut_verdict *verdict, scrut_pool *pool,
                               const char *folder, station_pages *ret_stations, scrut_error *err)
{
    scrut_cli_site made = {0};
    scrut_status status = scrut_cli_site_make(verdict, pool, options, &made, err);
    if (status == SCRUT_OK)
        status = scrut_cli_write_site(made.site, pool, folder, err);
    if (status == SCRUT_OK)
        scrut_site_station_pages(made.site, &ret_stations->pages, &ret_stations->found);
    scrut_cli_site_free(&made);
    return status;
}

/* ---- the summary ---- */

/* Never leave out stations in silence. */
static void say_stations(const scrut_language *language, scrut_buf *text, const station_pages *stations)
{
    if (stations->pages < stations->found)
        scrut_say(language, text,
                  "Pages of stations: {1d} of {2d} with a finding or told differently by two sources, those with most "
                  "votes in question;\n  the lists of stations hold all of them with their cells, and --stations found "
                  "writes a page each.\n",
                  (int64_t)stations->pages, (int64_t)stations->found);
}

static int print_summary(const scrut_cli_args *args, const scrut_language *language, const scrut_verdict *verdict,
                         const station_pages *stations)
{
    int exit_status = verdict->contradicted ? SCRUT_EXIT_CONTRADICTS : SCRUT_EXIT_OK;
    scrut_buf text = {0};
    scrut_error err;
    scrut_status status = scrut_cli_given(args, "json") ? render_json(verdict, language, &text, &err)
                                                        : scrut_report_text(verdict, language, scrut_cli_colour(args),
                                                                            scrut_cli_width(), &text, &err);
    if (status != SCRUT_OK) {
        scrut_buf_free(&text);
        return scrut_cli_failure(&err);
    }
    const char *out = scrut_cli_text(args, "out");
    if (out != NULL && !scrut_cli_given(args, "json")) {
        scrut_say(language, &text, "\nReport: {1r}/index.html\n", out);
        say_stations(language, &text, stations);
    }
    return scrut_cli_print(&text, exit_status);
}

static int verify_case(const scrut_cli_args *args, const scrut_site_options *options, scrut_cli_case *opened)
{
    scrut_error err;
    scrut_verdict *verdict = NULL;
    station_pages stations = {0, 0};
    scrut_cli_progress_begin(args, "verifying the case");
    scrut_status status = scrut_cli_verify(opened, &verdict, &err);
    scrut_cli_progress_phase("writing the report");
    const char *out = scrut_cli_text(args, "out");
    if (status == SCRUT_OK && out != NULL)
        status = scrut_cli_given(args, "single") ? write_single(options, verdict, opened->pool, out, &err)
                                                 : write_site(options, verdict, opened->pool, out, &stations, &err);
    scrut_cli_progress_end();
    int exit_status =
        status == SCRUT_OK ? print_summary(args, options->languages[0], verdict, &stations) : scrut_cli_stopped(&err);
    scrut_verdict_free(verdict);
    return exit_status;
}

int cmd_verify(const scrut_cli_args *args)
{
    scrut_cli_case opened;
    scrut_site_options options;
    int status = scrut_cli_site_options(args, &options);
    if (status == SCRUT_EXIT_OK)
        status = scrut_cli_open_case(args, &opened);
    if (status != SCRUT_EXIT_OK)
        return status;
    status = verify_case(args, &options, &opened);
    scrut_cli_close_case(&opened);
    return status;
}
