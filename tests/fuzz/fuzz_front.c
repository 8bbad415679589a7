/* SPDX-License-Identifier: Apache-2.0
 * Any request gets one of the front's statuses, and a file of the site only under a path of it, unaltered, by GET or
 * HEAD, under one of this machine's own names. Input: method, path, host, tags, a line each. */
#include "fuzz.h"
#include "scrutineer/serve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES 4

static scrut_site *site;
static scrut_front *front;

/* A case with nothing in it has the pages that every site has. */
static bool set_up(void)
{
    static scrut_case c = {.id = "x", .title = "x"};
    static scrut_verdict verdict = {.c = &c};
    static const scrut_site_options options = {.version = "x"};
    return site != NULL || (scrut_site_new(&verdict, NULL, &options, &site, NULL) == SCRUT_OK &&
                            scrut_front_new(site, &front, NULL) == SCRUT_OK);
}

static bool is_path_of(size_t file, const char *path)
{
    scrut_buf own = {0};
    scrut_buf_putc(&own, '/');
    scrut_site_path(site, file, &own);
    bool same = strcmp(own.bytes, path) == 0 || (strcmp(path, "/") == 0 && file == 0);
    scrut_buf_free(&own);
    return same;
}

static bool is_fine(const scrut_request *r, unsigned status, size_t file)
{
    if (status != 200)
        return status == 400 || status == 404 || status == 405 || status == 414 || status == 421;
    return file < scrut_site_file_count(site) && is_path_of(file, r->path) &&
           (strcmp(r->method, "GET") == 0 || strcmp(r->method, "HEAD") == 0) &&
           (strncmp(r->host, "127.0.0.1", 9) == 0 || strlen(r->host) == strlen("localhost:8080"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), *lines[LINES] = {NULL};
    if (text == NULL || !set_up())
        abort();
    memcpy(text, data, size);
    text[size] = '\0';
    char *at = text;
    for (int i = 0; i < LINES; i++) {
        lines[i] = at;
        at += strcspn(at, "\n");
        if (*at == '\n')
            *at++ = '\0';
    }
    size_t file = SIZE_MAX;
    scrut_request request = {.method = lines[0], .path = lines[1], .host = lines[2], .hosts = 1, .port = 8080};
    unsigned status = scrut_front_answer(front, &request, &file);
    scrut_front_unchanged(lines[3], "\"abc\"");
    if (!is_fine(&request, status, file)) {
        fprintf(stderr, "fuzz_front: %u for \"%s\" \"%s\" \"%s\"\n", status, request.method, request.path,
                request.host);
        abort();
    }
    free(text);
    return 0;
}
