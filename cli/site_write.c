/* SPDX-License-Identifier: Apache-2.0 */
#include "site_write.h"
#include "scrutineer/hash.h"
#include "scrutineer/num.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILES_A_UNIT 64 /* rendered into one buffer, one after another */
#define SUMS_MAX ((size_t)1 << 30)
#define SUM_DIGITS (SCRUT_SHA256_HEX - 1)

typedef struct {
    const scrut_site *site;
    const char *folder;
    size_t count;
    mode_t mode;                    /* of a new file */
    char (*sums)[SCRUT_SHA256_HEX]; /* a file */
    scrut_status *statuses;         /* a unit */
    scrut_error *errors;
} site_job;

/* ---- options ---- */

/* A word, or a number of stations. */
static bool take_stations(const char *text, scrut_site_options *options)
{
    static const char *const NAMES[] = {[SCRUT_SITE_STATIONS_AUTO] = "auto",
                                        [SCRUT_SITE_STATIONS_ALL] = "all",
                                        [SCRUT_SITE_STATIONS_FOUND] = "found",
                                        [SCRUT_SITE_STATIONS_NONE] = "none"};
    int64_t most = 0;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (text == NULL || strcmp(text, NAMES[i]) == 0) {
            options->stations = text == NULL ? SCRUT_SITE_STATIONS_AUTO : (scrut_site_stations)i;
            return true;
        }
    options->stations = SCRUT_SITE_STATIONS_MOST;
    bool whole = scrut_parse_whole(text, strlen(text), UINT32_MAX, &most, NULL) == SCRUT_NUMBER_OK && most >= 0;
    options->station_pages_max = (size_t)most;
    return whole;
}

static bool take_languages(const char *text, scrut_site_options *options, char *code, size_t size)
{
    while (text != NULL && *text != '\0') {
        size_t length = strcspn(text, ",");
        snprintf(code, size, "%.*s", (int)length, text);
        const scrut_language *language = scrut_language_named(code);
        if (language == NULL || options->language_count == SCRUT_SITE_LANGUAGES_MAX)
            return false;
        options->languages[options->language_count++] = language;
        text += length + (text[length] == ',');
    }
    return true;
}

int scrut_cli_site_options(const scrut_cli_args *args, scrut_site_options *ret_options)
{
    char code[16] = "";
    *ret_options = (scrut_site_options){.version = SCRUT_VERSION};
    if (!take_stations(scrut_cli_text(args, "stations"), ret_options))
        return scrut_cli_usage_error(args->command, "--stations takes auto, all, found, none or a number, not \"%s\"",
                                     scrut_cli_text(args, "stations"));
    if (take_languages(scrut_cli_text(args, "language"), ret_options, code, sizeof code))
        return SCRUT_EXIT_OK;
    fprintf(stderr, "scrutineer: --language: there are no pages in \"%s\"; there are in", code);
    for (size_t i = 0; scrut_language_at(i) != NULL; i++)
        fprintf(stderr, "%s %s", i > 0 ? "," : "", scrut_language_at(i)->language);
    fprintf(stderr, "\n");
    return SCRUT_EXIT_USAGE;
}

/* ---- one file ---- */

static scrut_status write_one(const site_job *job, size_t file, scrut_buf *bytes, scrut_buf *path, scrut_error *err)
{
    scrut_buf_clear(bytes);
    scrut_buf_clear(path);
    scrut_status status = scrut_site_render(job->site, file, bytes, err);
    if (status != SCRUT_OK)
        return status;
    scrut_sha256_hex(bytes->length > 0 ? bytes->bytes : "", bytes->length, job->sums[file]);
    scrut_buf_printf(path, "%s/", job->folder);
    scrut_site_path(job->site, file, path);
    return scrut_buf_failed(path) ? scrut_fail_memory(err)
                                  : scrut_write_file_soon(path->bytes, bytes->length > 0 ? bytes->bytes : "",
                                                          bytes->length, job->mode, err);
}

static void write_unit(void *context, size_t unit)
{
    site_job *job = context;
    scrut_buf bytes = {0}, path = {0};
    size_t end = (unit + 1) * FILES_A_UNIT < job->count ? (unit + 1) * FILES_A_UNIT : job->count;
    for (size_t file = unit * FILES_A_UNIT; file < end && job->statuses[unit] == SCRUT_OK; file++)
        job->statuses[unit] = write_one(job, file, &bytes, &path, &job->errors[unit]);
    scrut_buf_free(&bytes);
    scrut_buf_free(&path);
}

/* ---- folders ---- */

/* Files of one folder follow one another. */
static scrut_status make_folders(const site_job *job, scrut_error *err)
{
    scrut_buf path = {0}, last = {0};
    scrut_status status = scrut_make_folder(job->folder, err);
    for (size_t file = 0; file < job->count && status == SCRUT_OK; file++) {
        scrut_buf_clear(&path);
        scrut_buf_printf(&path, "%s/", job->folder);
        scrut_site_path(job->site, file, &path);
        char *slash = scrut_buf_failed(&path) ? NULL : strrchr(path.bytes, '/');
        if (slash == NULL) {
            status = scrut_fail_memory(err);
            break;
        }
        *slash = '\0';
        if (last.bytes != NULL && strcmp(last.bytes, path.bytes) == 0)
            continue;
        status = scrut_make_folder(path.bytes, err);
        scrut_buf_clear(&last);
        scrut_buf_puts(&last, path.bytes);
    }
    scrut_buf_free(&path);
    scrut_buf_free(&last);
    return status;
}

/* ---- the sums, and what a former site left ---- */

static void put_sums(const site_job *job, scrut_buf *out)
{
    for (size_t file = 0; file < job->count; file++) {
        scrut_buf_printf(out, "%s  ", job->sums[file]);
        scrut_site_path(job->site, file, out);
        scrut_buf_putc(out, '\n');
    }
}

/* Only what a site may be called is ever removed. */
static bool is_path_of_site(const char *path)
{
    if (*path == '/' || *path == '\0' || strstr(path, "..") != NULL)
        return false;
    return path[strspn(path, "abcdefghijklmnopqrstuvwxyz0123456789-./")] == '\0';
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Paths of a list of sums, sorted; they point into `text`, which is cut up. NULL without memory. */
static char **paths_of(char *text, size_t *ret_count)
{
    size_t count = 0, lines = 1;
    for (const char *at = text; *at != '\0'; at++)
        lines += *at == '\n';
    char **paths = calloc(lines, sizeof *paths);
    for (char *line = text; paths != NULL && *line != '\0';) {
        char *end = line + strcspn(line, "\n");
        char *next = *end == '\0' ? end : end + 1;
        *end = '\0';
        if (strlen(line) > SUM_DIGITS + 2 && is_path_of_site(line + SUM_DIGITS + 2))
            paths[count++] = line + SUM_DIGITS + 2;
        line = next;
    }
    if (paths != NULL)
        qsort(paths, count, sizeof *paths, compare_paths);
    *ret_count = count;
    return paths;
}

/* Files of the former site that this one does not have; a folder that becomes empty stays. */
static void remove_former(const char *folder, char *former, char *now)
{
    size_t former_count = 0, now_count = 0;
    char **old_paths = paths_of(former, &former_count), **new_paths = paths_of(now, &now_count);
    scrut_buf path = {0};
    for (size_t i = 0; old_paths != NULL && new_paths != NULL && i < former_count; i++) {
        if (bsearch(&old_paths[i], new_paths, now_count, sizeof *new_paths, compare_paths) != NULL)
            continue;
        scrut_buf_clear(&path);
        scrut_buf_printf(&path, "%s/%s", folder, old_paths[i]);
        if (!scrut_buf_failed(&path))
            unlink(path.bytes);
    }
    scrut_buf_free(&path);
    free(old_paths);
    free(new_paths);
}

static scrut_status finish(const site_job *job, const char *sums_path, char *former, scrut_error *err)
{
    scrut_buf sums = {0};
    put_sums(job, &sums);
    scrut_status status =
        scrut_buf_failed(&sums) ? scrut_fail_memory(err) : scrut_write_file(sums_path, sums.bytes, sums.length, err);
    if (status == SCRUT_OK && former != NULL)
        remove_former(job->folder, former, sums.bytes);
    scrut_buf_free(&sums);
    return status;
}

static scrut_status write_files(site_job *job, scrut_pool *pool, scrut_error *err)
{
    size_t units = (job->count + FILES_A_UNIT - 1) / FILES_A_UNIT;
    job->sums = calloc(job->count, sizeof *job->sums);
    job->statuses = calloc(units, sizeof *job->statuses);
    job->errors = calloc(units, sizeof *job->errors);
    if (job->sums == NULL || job->statuses == NULL || job->errors == NULL)
        return scrut_fail_memory(err);
    scrut_pool_run(pool, units, write_unit, job);
    for (size_t i = 0; i < units; i++)
        if (job->statuses[i] != SCRUT_OK) {
            *err = job->errors[i];
            return job->statuses[i];
        }
    return SCRUT_OK;
}

scrut_status scrut_cli_write_site(const scrut_site *site, scrut_pool *pool, const char *folder, scrut_error *err)
{
    site_job job = {
        .site = site, .folder = folder, .count = scrut_site_file_count(site), .mode = scrut_new_file_mode()};
    scrut_buf sums_path = {0};
    scrut_buf_printf(&sums_path, "%s/%s", folder, SCRUT_CLI_SITE_SUMS);
    if (scrut_buf_failed(&sums_path))
        return scrut_fail_memory(err);
    scrut_status status = make_folders(&job, err);
    char *former = NULL;
    size_t former_length = 0;
    if (status == SCRUT_OK && access(sums_path.bytes, F_OK) == 0)
        status = scrut_read_file(sums_path.bytes, SUMS_MAX, &former, &former_length, err);
    if (status == SCRUT_OK && former != NULL && unlink(sums_path.bytes) != 0)
        status = scrut_fail(err, SCRUT_E_IO, sums_path.bytes, -1, -1, -1, "cannot remove: %s", strerror(errno));
    if (status == SCRUT_OK)
        status = write_files(&job, pool, err);
    if (status == SCRUT_OK)
        status = finish(&job, sums_path.bytes, former, err);
    free(former);
    free(job.sums);
    free(job.statuses);
    free(job.errors);
    scrut_buf_free(&sums_path);
    return status;
}
