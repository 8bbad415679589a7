/* SPDX-License-Identifier: Apache-2.0
 * The folder of a run: whose it is, and that nobody else works in it. */
#include "link_work.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCK_NAME "lock"
#define MANIFEST_NAME "manifest"
#define MANIFEST_BYTES_MAX 65536

static scrut_status io_error(const char *path, const char *what, scrut_error *err)
{
    return scrut_fail(err, SCRUT_E_IO, path, -1, -1, -1, "cannot %s: %s", what, strerror(errno));
}

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool is_own(const char *name)
{
    return strcmp(name, LOCK_NAME) == 0 || begins_with(name, MANIFEST_NAME) || begins_with(name, "unit-") ||
           begins_with(name, "rows.");
}

/* A file under its temporary name, which the run that wrote it did not live to give its own. */
static bool is_half_written(const char *name)
{
    return is_own(name) && strchr(name, '.') != NULL;
}

/* Whether the folder is empty, or a run has locked it once and all files are of roll link. With `sweep`, those half
 * written are removed, with `all` all. */
static scrut_status visit_files(const char *path, bool sweep, bool all, bool *ret_own, scrut_error *err)
{
    DIR *folder = opendir(path);
    if (folder == NULL)
        return io_error(path, "open the folder", err);
    bool own = true, any = false, locked = false;
    for (struct dirent *e = readdir(folder); e != NULL; e = readdir(folder)) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        any = true;
        locked = locked || strcmp(e->d_name, LOCK_NAME) == 0;
        if (!is_own(e->d_name))
            own = false;
        else if (all || (sweep && is_half_written(e->d_name)))
            unlinkat(dirfd(folder), e->d_name, 0);
    }
    closedir(folder);
    *ret_own = own && (locked || !any);
    return SCRUT_OK;
}

static scrut_status lock_folder(link_folder *f, scrut_error *err)
{
    scrut_buf path = {0};
    scrut_buf_printf(&path, "%s/" LOCK_NAME, f->path);
    if (path.failed) {
        scrut_buf_free(&path);
        return scrut_fail_memory(err);
    }
    f->lock = open(path.bytes, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    scrut_status status = SCRUT_OK;
    if (f->lock < 0)
        status = io_error(path.bytes, "open", err);
    else if (lockf(f->lock, F_TLOCK, 0) != 0)
        status = scrut_fail(err, SCRUT_E_LIMIT, f->path, -1, -1, -1, "another run works in this folder");
    scrut_buf_free(&path);
    return status;
}

static scrut_status make_folder(const char *path, scrut_error *err)
{
    struct stat s;
    if (stat(path, &s) == 0)
        return S_ISDIR(s.st_mode) ? SCRUT_OK
                                  : scrut_fail(err, SCRUT_E_INPUT, path, -1, -1, -1, "is not a folder; name one");
    return mkdir(path, 0700) == 0 ? SCRUT_OK : io_error(path, "make the folder", err);
}

scrut_status scrut_link_folder_open(const char *path, bool wait, link_folder *ret, scrut_error *err)
{
    link_folder f = {.path = strdup(path), .wait = wait, .lock = -1};
    bool own = true;
    if (f.path == NULL)
        return scrut_fail_memory(err);
    scrut_status status = make_folder(path, err);
    if (status == SCRUT_OK)
        status = visit_files(path, false, false, &own, err);
    if (status == SCRUT_OK && !own)
        status = scrut_fail(err, SCRUT_E_INPUT, path, -1, -1, -1,
                            "the folder holds other files than those of roll link; name a folder that is empty or not "
                            "there");
    if (status == SCRUT_OK)
        status = lock_folder(&f, err);
    if (status == SCRUT_OK)
        status = visit_files(path, true, false, &own, err);
    if (status == SCRUT_OK)
        *ret = f;
    else
        scrut_link_folder_close(&f);
    return status;
}

void scrut_link_folder_close(link_folder *f)
{
    if (f->path == NULL)
        return;
    if (f->lock >= 0)
        close(f->lock); /* which unlocks */
    free(f->path);
    *f = (link_folder){.lock = -1};
}

void scrut_link_folder_remove(const link_folder *f)
{
    bool own;
    if (visit_files(f->path, false, true, &own, NULL) == SCRUT_OK)
        rmdir(f->path);
}

/* ---- whose work it is ------------------------------------------------------------------------------------------- */

static int line_length(const char *text)
{
    return (int)strcspn(text, "\n");
}

/* The first line in which two manifests differ. */
static scrut_status compare(const char *path, const char *there, const char *here, scrut_error *err)
{
    for (int64_t line = 1; *there != '\0' || *here != '\0'; line++) {
        int a = line_length(there), b = line_length(here);
        if (a != b || memcmp(there, here, (size_t)a) != 0)
            return scrut_fail(
                err, SCRUT_E_INPUT, path, line, -1, -1,
                "the folder holds work of something else: \"%.*s\", and this run has \"%.*s\"; name another "
                "folder, or remove this one",
                a < 100 ? a : 100, there, b < 100 ? b : 100, here);
        there += a + (there[a] != '\0');
        here += b + (here[b] != '\0');
    }
    return SCRUT_OK;
}

scrut_status scrut_link_folder_claim(link_folder *f, const scrut_buf *manifest, scrut_error *err)
{
    scrut_buf path = {0};
    scrut_buf_printf(&path, "%s/" MANIFEST_NAME, f->path);
    char *there = NULL;
    size_t length;
    struct stat s;
    scrut_status status = path.failed ? scrut_fail_memory(err) : SCRUT_OK;
    if (status == SCRUT_OK && stat(path.bytes, &s) != 0)
        status = scrut_write_file_own(path.bytes, manifest->bytes, manifest->length, f->wait, err);
    else if (status == SCRUT_OK)
        status = scrut_read_file(path.bytes, MANIFEST_BYTES_MAX, &there, &length, err);
    if (status == SCRUT_OK && there != NULL)
        status = compare(path.bytes, there, manifest->bytes, err);
    if (status == SCRUT_OK)
        scrut_sha256_hex(manifest->bytes, manifest->length, f->run);
    free(there);
    scrut_buf_free(&path);
    return status;
}

/* ---- what the run is of ----------------------------------------------------------------------------------------- */

static const char *const KINDS[] = {
    [SCRUT_LINK_GIVEN] = "given",       [SCRUT_LINK_SURNAME] = "surname", [SCRUT_LINK_BORN] = "born",
    [SCRUT_LINK_TEXT] = "text",         [SCRUT_LINK_NUMBER] = "number",   [SCRUT_LINK_CATEGORY] = "category",
    [SCRUT_LINK_IDENTITY] = "identity",
};

#define HASHED_AT_ONCE ((size_t)1 << 20)

/* Replaces what was gathered by its hash, so that however much is hashed little is held. */
static void condense(scrut_buf *text, size_t most)
{
    char hash[SCRUT_SHA256_HEX];
    if (text->failed || text->length <= most)
        return;
    scrut_sha256_hex(text->bytes, text->length, hash);
    scrut_buf_clear(text);
    scrut_buf_puts(text, hash);
}

static void put_hash(const char *what, scrut_buf *text, scrut_buf *out)
{
    condense(text, 0);
    scrut_buf_printf(out, "%s %s\n", what, text->failed ? "" : text->bytes);
    out->failed = out->failed || text->failed;
    scrut_buf_free(text);
}

static void put_list(const records *r, scrut_buf *out)
{
    scrut_buf text = {0};
    for (size_t f = 0; f < r->field_count; f++) {
        const column *c = &r->columns[f];
        scrut_buf_printf(&text, "column %u\n", c->count);
        for (uint32_t v = 0; v < c->count; v++) {
            scrut_buf_append(&text, c->values[v].key, c->values[v].key_length + (size_t)1);
            condense(&text, HASHED_AT_ONCE);
        }
    }
    for (size_t p = 0; p < r->plane_count; p++) {
        for (size_t at = 0; at < r->row_count; at += HASHED_AT_ONCE / sizeof(uint64_t)) {
            size_t rows = r->row_count - at, most = HASHED_AT_ONCE / sizeof(uint64_t);
            scrut_buf_append(&text, (const char *)(r->planes[p] + at), (rows < most ? rows : most) * sizeof(uint64_t));
            condense(&text, HASHED_AT_ONCE / 2);
        }
        scrut_link_drop_rows(r);
    }
    put_hash("list", &text, out);
}

static void put_rules(const blocking *b, scrut_buf *out)
{
    scrut_buf text = {0};
    for (size_t i = 0; i < b->rule_count; i++) {
        for (size_t k = 0; k < b->rules[i].count; k++) {
            const feature *f = &b->features[b->rules[i].features[k]];
            scrut_buf_printf(&text, "%zu %zu %d\n", i, f->field, (int)f->part);
        }
        for (size_t k = 0; k < b->finer_count[i]; k++)
            scrut_buf_printf(&text, "finer %u\n", b->finer[i][k]);
    }
    put_hash("rules", &text, out);
}

bool scrut_link_manifest(const records *r, const blocking *b, int32_t floor_weight, scrut_buf *ret)
{
    scrut_buf_printf(ret, "roll link work 2\nprogram %s\nrows %u\nsecond list from %u\ncolumns",
                     r->program != NULL ? r->program : "?", r->row_count, r->second_from);
    for (size_t f = 0; f < r->field_count; f++)
        scrut_buf_printf(ret, " %s", KINDS[r->fields[f].kind]);
    scrut_buf_printf(ret, "\nleast weight %d\n", floor_weight);
    put_list(r, ret);
    put_rules(b, ret);
    return !ret->failed;
}
