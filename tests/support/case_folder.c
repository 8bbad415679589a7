/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE 1 /* nftw's flags */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"

#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

case_folder case_folder_new(void)
{
    case_folder folder;
    const char *base = getenv("TMPDIR");
    snprintf(folder.path, sizeof folder.path, "%s/scrutineer-case-XXXXXX", base != NULL ? base : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(folder.path));
    return folder;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *place)
{
    (void)info;
    (void)type;
    (void)place;
    return remove(path);
}

void case_folder_remove(const case_folder *folder)
{
    (void)nftw(folder->path, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

const char *case_folder_path(const case_folder *folder, const char *name)
{
    static char paths[2][512];
    static int turn;
    turn = 1 - turn;
    snprintf(paths[turn], sizeof paths[turn], "%s/%s", folder->path, name);
    return paths[turn];
}

void case_folder_write_bytes(const case_folder *folder, const char *name, const void *bytes, size_t length)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    for (char *slash = strchr(path + strlen(folder->path) + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    ck_assert_int_eq(fclose(file), 0);
}

void case_folder_write(const case_folder *folder, const char *name, const char *text)
{
    ck_assert_ptr_nonnull(text);
    case_folder_write_bytes(folder, name, text, strlen(text));
}

void case_folder_write_all(const case_folder *folder, const case_file files[])
{
    for (size_t i = 0; files[i].name != NULL; i++)
        case_folder_write(folder, files[i].name, files[i].text);
}

static scrut_status load(const case_folder *folder, int threads, scrut_problems *problems, scrut_case **ret_case,
                         scrut_error *err)
{
    scrut_pool *pool = threads > 0 ? scrut_pool_new(threads) : NULL;
    scrut_status status = scrut_case_load(folder->path, pool, problems, ret_case, err);
    scrut_pool_free(pool);
    return status;
}

static void list_problems(const scrut_problems *problems, scrut_buf *text)
{
    for (size_t i = 0; i < problems->count; i++) {
        char line[sizeof(scrut_error) + 64];
        scrut_error_format(&problems->items[i], line, sizeof line);
        scrut_buf_printf(text, "%s\n", line);
    }
}

scrut_case *case_folder_load(const case_folder *folder, int threads)
{
    scrut_problems problems = {.limit = 100};
    scrut_case *c = NULL;
    scrut_error err = {.message = ""};
    scrut_buf text = {0};
    scrut_status status = load(folder, threads, &problems, &c, &err);
    list_problems(&problems, &text);
    ck_assert_msg(status == SCRUT_OK, "%s\n%s", err.message, text.length > 0 ? text.bytes : "");
    ck_assert_ptr_nonnull(c);
    scrut_buf_free(&text);
    scrut_problems_free(&problems);
    return c;
}

char *case_folder_problems(const case_folder *folder, scrut_status *ret_status)
{
    scrut_problems problems = {.limit = 100};
    scrut_case *c = NULL;
    scrut_error err = {.message = ""};
    scrut_buf text = {0};
    scrut_status status = load(folder, 0, &problems, &c, &err);
    ck_assert((status == SCRUT_OK) == (c != NULL));
    list_problems(&problems, &text);
    if (status != SCRUT_OK && problems.total == 0)
        scrut_buf_printf(&text, "%s\n", err.message);
    scrut_buf_append(&text, "", 0);
    if (ret_status != NULL)
        *ret_status = status;
    scrut_case_free(c);
    scrut_problems_free(&problems);
    return text.bytes;
}

static bool lines_match(const char *got, const char *expected)
{
    while (*expected != '\0') {
        size_t length = strcspn(expected, "\n"), compared = length;
        bool beginning = length >= 3 && memcmp(expected + length - 3, "...", 3) == 0;
        if (beginning)
            compared -= 3;
        if (strncmp(got, expected, compared) != 0 || (!beginning && got[compared] != '\n'))
            return false;
        got = strchr(got, '\n');
        if (got == NULL)
            return false;
        got++;
        expected += length + (expected[length] == '\n');
    }
    return *got == '\0';
}

static void take_out_places(const char *text, const char *expected, scrut_buf *yaml, scrut_buf *lines)
{
    int line = 1, column = 1;
    const char *rest = expected;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '^') {
            size_t length = strcspn(rest, "^");
            ck_assert_msg(rest[length] == '^', "more places than expected in:\n%s", text);
            scrut_buf_append(lines, rest, length);
            scrut_buf_printf(lines, "%d:%d", line, column);
            rest += length + 1;
            continue;
        }
        column = *at == '\n' ? 1 : column + 1;
        line += *at == '\n';
        scrut_buf_putc(yaml, *at);
    }
    scrut_buf_puts(lines, rest);
}

void case_folder_check_problems(const case_folder *folder, const char *text, const char *expected)
{
    scrut_status status;
    scrut_buf yaml = {0}, lines = {0};
    take_out_places(text, expected, &yaml, &lines);
    case_folder_write(folder, "election.yaml", yaml.bytes);
    char *got = case_folder_problems(folder, &status);
    ck_assert_msg(lines_match(got, lines.bytes), "%s\ngave:\n%s\nnot:\n%s", yaml.bytes, got, lines.bytes);
    ck_assert_msg(status == SCRUT_E_INPUT, "status %d of:\n%s", (int)status, yaml.bytes);
    free(got);
    scrut_buf_free(&yaml);
    scrut_buf_free(&lines);
}

const char *figure_text(const scrut_figure *figure)
{
    static char texts[8][64];
    static int turn;
    turn = (turn + 1) % 8;
    char *text = texts[turn];
    if (figure->cells == 0)
        snprintf(text, sizeof texts[0], "-");
    else if (figure->known == 0)
        snprintf(text, sizeof texts[0], "?");
    else if (figure->known == figure->cells)
        snprintf(text, sizeof texts[0], "%lld", (long long)figure->value);
    else
        snprintf(text, sizeof texts[0], "%lld of %u/%u", (long long)figure->value, figure->known, figure->cells);
    return text;
}

size_t party_index(const scrut_case *c, const char *id)
{
    size_t p = 0;
    while (p < c->party_count && strcmp(c->parties[p].id, id) != 0)
        p++;
    ck_assert_msg(p < c->party_count, "no party %s", id);
    return p;
}

size_t constituency_unit(const scrut_case *c, const char *id)
{
    size_t k = 0;
    while (k < c->constituency_count && strcmp(c->constituencies[k].id, id) != 0)
        k++;
    ck_assert_msg(k < c->constituency_count, "no constituency %s", id);
    return 1 + k;
}

size_t area_unit(const scrut_case *c, const char *name, const char *parent_or_constituency)
{
    for (size_t a = 0; a < c->area_count; a++) {
        const char *outer = c->areas[a].parent != SCRUT_NONE ? c->areas[c->areas[a].parent].name
                                                             : c->constituencies[c->areas[a].constituency].id;
        if (strcmp(c->areas[a].name, name) == 0 && strcmp(outer, parent_or_constituency) == 0)
            return 1 + c->constituency_count + a;
    }
    ck_abort_msg("no area %s in %s", name, parent_or_constituency);
    return 0;
}
