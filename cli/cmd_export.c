/* SPDX-License-Identifier: Apache-2.0 */
#include "case_input.h"
#include "scrutineer/export.h"
#include "scrutineer/seal.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *word;
    scrut_export_format format;
} FORMATS[] = {{"nist-1500-100", SCRUT_EXPORT_NIST},
               {"datapackage", SCRUT_EXPORT_DATAPACKAGE},
               {"openelections", SCRUT_EXPORT_OPENELECTIONS},
               {"csv", SCRUT_EXPORT_CSV}};
enum { FORMAT_COUNT = sizeof FORMATS / sizeof FORMATS[0] };

static bool holds_one_set(scrut_export_format format)
{
    return format == SCRUT_EXPORT_NIST || format == SCRUT_EXPORT_OPENELECTIONS;
}

/* ---- what was asked ---- */

static int read_request(const scrut_cli_args *args, scrut_export_options *options)
{
    const char *to = scrut_cli_text(args, "to");
    options->folder = scrut_cli_text(args, "out");
    options->generated = scrut_cli_text(args, "generated");
    options->version = SCRUT_VERSION;
    if (to == NULL || options->folder == NULL)
        return scrut_cli_usage_error(args->command, "--to and --out are needed");
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (strcmp(FORMATS[i].word, to) == 0)
            options->format = FORMATS[i].format;
    if (scrut_cli_given(args, "figures") && !holds_one_set(options->format))
        return scrut_cli_usage_error(args->command, "--figures: %s holds all figures of the case", to);
    if (options->generated != NULL && options->format != SCRUT_EXPORT_NIST)
        return scrut_cli_usage_error(args->command, "--generated is only for nist-1500-100");
    if (options->generated != NULL && !scrut_export_is_time(options->generated))
        return scrut_cli_usage_error(args->command,
                                     "--generated expects a date and time with a zone, such as 2020-05-18T09:30:00Z");
    return SCRUT_EXIT_OK;
}

static int choose_figures(const scrut_cli_args *args, const scrut_verdict *v, scrut_export_options *options)
{
    const char *id = scrut_cli_text(args, "figures");
    if (!holds_one_set(options->format))
        return SCRUT_EXIT_OK;
    options->of = id == NULL ? scrut_export_default_figures(v) : NULL;
    for (size_t t = 0; id != NULL && t < v->tally_count && options->of == NULL; t++)
        if (strcmp(v->tallies[t].about.id, id) == 0)
            options->of = &v->tallies[t];
    if (options->of != NULL)
        return SCRUT_EXIT_OK;
    if (id != NULL)
        return scrut_cli_usage_error(args->command, "the case has no source or announcement \"%s\"", id);
    fprintf(stderr, "scrutineer export: the case holds no returns and no announced votes\n");
    return SCRUT_EXIT_INPUT;
}

/* ---- what was done ---- */

static int print_json(const scrut_cli_args *args, const scrut_export_summary *s)
{
    scrut_json *root = scrut_json_object(), *files = scrut_json_array(), *lost = scrut_json_array();
    for (size_t i = 0; i < s->file_count; i++) {
        scrut_json *file = scrut_json_object();
        scrut_json_set(file, "path", scrut_json_string(s->files[i].name));
        scrut_json_set(file, "bytes", scrut_json_int(s->files[i].bytes));
        scrut_json_set(file, "rows", s->files[i].rows >= 0 ? scrut_json_int(s->files[i].rows) : scrut_json_null());
        scrut_json_set(file, "sha256", scrut_json_string(s->files[i].sha256));
        scrut_json_append(files, file);
    }
    for (size_t i = 0; i < s->not_held_count; i++)
        scrut_json_append(lost, scrut_json_string(s->not_held[i]));
    scrut_json_set(root, "format", scrut_json_string("scrutineer-export/1"));
    scrut_json_set(root, "to", scrut_json_string(scrut_cli_text(args, "to")));
    scrut_json_set(root, "files", files);
    scrut_json_set(root, "not_held", lost);
    return scrut_cli_print_json(root, SCRUT_EXIT_OK);
}

static int print_text(const scrut_cli_args *args, const scrut_export_summary *s)
{
    scrut_buf text = {0};
    for (size_t i = 0; i < s->file_count; i++) {
        scrut_buf_printf(&text, "%s/%s: ", scrut_cli_text(args, "out"), s->files[i].name);
        if (s->files[i].rows >= 0)
            scrut_buf_printf(&text, "%lld %s, ", (long long)s->files[i].rows, s->files[i].rows == 1 ? "row" : "rows");
        scrut_buf_printf(&text, "%lld bytes\n", (long long)s->files[i].bytes);
    }
    for (size_t i = 0; i < s->not_held_count; i++)
        fprintf(stderr, "not held by this format: %s\n", s->not_held[i]);
    return scrut_cli_print(&text, SCRUT_EXIT_OK);
}

static int write_export(const scrut_cli_args *args, const scrut_verdict *v, scrut_export_options *options)
{
    scrut_export_summary summary;
    scrut_error err;
    int status = choose_figures(args, v, options);
    if (status != SCRUT_EXIT_OK)
        return status;
    scrut_cli_progress_phase("writing");
    scrut_status written = scrut_export_write(v, options, &summary, &err);
    scrut_cli_progress_end();
    if (written != SCRUT_OK)
        return written == SCRUT_E_INPUT ? scrut_cli_input_error(&err) : scrut_cli_failure(&err);
    status = scrut_cli_given(args, "json") ? print_json(args, &summary) : print_text(args, &summary);
    scrut_export_summary_free(&summary);
    return status;
}

/* Only our own tables hold findings. */
static int export_case(const scrut_cli_args *args, scrut_cli_case *opened, scrut_export_options *options)
{
    scrut_error err;
    scrut_verdict *v = NULL;
    scrut_cli_progress_begin(args, "adding up and allocating");
    scrut_status status = SCRUT_OK;
    if (holds_one_set(options->format)) {
        status = scrut_verify_figures(opened->c, opened->pool, &v, &err);
    } else {
        status = scrut_case_hash_files(opened->c, opened->pool, &err);
        if (status == SCRUT_OK)
            status = scrut_seal_check(opened->c, &err);
        if (status == SCRUT_OK)
            status = scrut_verify(opened->c, opened->pool, &v, &err);
    }
    int exit_status = status == SCRUT_OK ? write_export(args, v, options) : SCRUT_EXIT_FAILED;
    scrut_cli_progress_end();
    if (status != SCRUT_OK)
        exit_status = scrut_cli_stopped(&err);
    scrut_verdict_free(v);
    return exit_status;
}

int cmd_export(const scrut_cli_args *args)
{
    scrut_cli_case opened;
    scrut_export_options options = {.format = SCRUT_EXPORT_CSV};
    int status = read_request(args, &options);
    if (status == SCRUT_EXIT_OK)
        status = scrut_cli_open_case(args, &opened);
    if (status != SCRUT_EXIT_OK)
        return status;
    status = export_case(args, &opened, &options);
    scrut_cli_close_case(&opened);
    return status;
}
