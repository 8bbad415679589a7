/* SPDX-License-Identifier: Apache-2.0
 * front.c: which file of the site a request asks for, or why it gets none. */
#include "scrutineer/serve.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *path;
    size_t file;
} entry;

struct scrut_front {
    scrut_arena *arena;
    entry *entries; /* sorted by path */
    size_t count;
};

static int compare_entries(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    return strcmp(x->path, y->path);
}

static bool list_paths(const scrut_site *site, scrut_front *front)
{
    scrut_buf path = {0};
    bool fine = true;
    for (size_t file = 0; fine && file < front->count; file++) {
        scrut_buf_clear(&path);
        scrut_site_path(site, file, &path);
        fine = !scrut_buf_failed(&path);
        front->entries[file].file = file;
        front->entries[file].path = fine ? scrut_arena_strndup(front->arena, path.bytes, path.length) : NULL;
        fine = front->entries[file].path != NULL;
        assert(!fine || path.length < SCRUT_FRONT_PATH_MAX);
    }
    scrut_buf_free(&path);
    return fine;
}

scrut_status scrut_front_new(const scrut_site *site, scrut_front **ret_front, scrut_error *err)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_front *front = arena != NULL ? scrut_arena_calloc(arena, 1, sizeof *front) : NULL;
    if (front == NULL) {
        scrut_arena_free(arena);
        return scrut_fail_memory(err);
    }
    front->arena = arena;
    front->count = scrut_site_file_count(site);
    front->entries = scrut_arena_calloc(arena, front->count, sizeof *front->entries);
    if (front->entries == NULL || !list_paths(site, front)) {
        scrut_front_free(front);
        return scrut_fail_memory(err);
    }
    qsort(front->entries, front->count, sizeof *front->entries, compare_entries);
    *ret_front = front;
    return SCRUT_OK;
}

void scrut_front_free(scrut_front *front)
{
    if (front != NULL)
        scrut_arena_free(front->arena);
}

/* ---- the name under which we are asked ---- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_host(const char *host, const char *name, uint16_t port)
{
    char own[32];
    int length = snprintf(own, sizeof own, "%s:%u", name, (unsigned)port);
    if (port == 80 && strlen(host) == strlen(name))
        length = (int)strlen(name);
    if (strlen(host) != (size_t)length)
        return false;
    for (int i = 0; i < length; i++)
        if (lower(host[i]) != own[i])
            return false;
    return true;
}

static bool is_own_host(const scrut_request *request)
{
    return same_host(request->host, "127.0.0.1", request->port) || same_host(request->host, "localhost", request->port);
}

/* ---- the file ---- */

static bool find(const scrut_front *front, const char *path, size_t *ret_file)
{
    entry key = {.path = path};
    const entry *found = bsearch(&key, front->entries, front->count, sizeof key, compare_entries);
    if (found != NULL)
        *ret_file = found->file;
    return found != NULL;
}

/* A path that ends in "/" asks for the front page there. */
static bool find_path(const scrut_front *front, const char *path, size_t *ret_file)
{
    size_t length = strlen(path);
    char whole[SCRUT_FRONT_PATH_MAX + sizeof "index.html"];
    if (length > 0 && path[length - 1] != '/')
        return find(front, path, ret_file);
    snprintf(whole, sizeof whole, "%sindex.html", path);
    return find(front, whole, ret_file);
}

unsigned scrut_front_answer(const scrut_front *front, const scrut_request *request, size_t *ret_file)
{
    if (request->hosts != 1 || request->host == NULL)
        return 400;
    if (!is_own_host(request))
        return 421;
    if (strcmp(request->method, "GET") != 0 && strcmp(request->method, "HEAD") != 0)
        return 405;
    if (strnlen(request->path, SCRUT_FRONT_PATH_MAX + 1) > SCRUT_FRONT_PATH_MAX)
        return 414;
    if (request->path[0] != '/')
        return 400;
    return find_path(front, request->path + 1, ret_file) ? 200 : 404;
}

/* ---- what the reader already has ---- */

/* RFC 9110, section 13.1.2: a list of tags, of which the weak mean the same here, or "*". */
bool scrut_front_unchanged(const char *if_none_match, const char *tag)
{
    size_t length = strlen(tag);
    if (if_none_match == NULL)
        return false;
    for (const char *at = if_none_match; *at != '\0';) {
        at += strspn(at, " \t,");
        if (strncmp(at, "W/", 2) == 0)
            at += 2;
        size_t item = strcspn(at, ", \t");
        if ((item == 1 && *at == '*') || (item == length && strncmp(at, tag, length) == 0))
            return true;
        at += item;
    }
    return false;
}
