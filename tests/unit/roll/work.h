/* SPDX-License-Identifier: Apache-2.0
 * work.h: linking with a work folder, and what comes of it as text. */
#ifndef SCRUT_TEST_WORK_H
#define SCRUT_TEST_WORK_H

#include "harness.h"
#include "people.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Pairs, clusters and the model. */
static inline scrut_status work_answer(const scrut_link_input *input, int threads, scrut_buf *ret, scrut_error *err)
{
    scrut_pool *pool = scrut_pool_new(threads);
    scrut_link *link = NULL;
    scrut_status status = scrut_link_run(input, -4 * SCRUT_LINK_BIT, pool, &link, err);
    if (status == SCRUT_OK) {
        size_t count;
        const scrut_link_pair *pairs = scrut_link_pairs(link, &count);
        for (size_t i = 0; i < count; i++)
            scrut_buf_printf(ret, "%u %u %d %llx\n", pairs[i].a, pairs[i].b, pairs[i].weight,
                             (unsigned long long)pairs[i].outcomes);
        for (uint32_t row = 0; row < input->row_count; row++)
            scrut_buf_printf(ret, "%u\n", scrut_link_clusters(link)[row]);
        scrut_link_print_model(link, ret);
        scrut_link_summary s = scrut_link_summarise(link);
        scrut_buf_printf(ret, "%llu %llu %llu\n", (unsigned long long)s.pairs_compared,
                         (unsigned long long)s.pairs_left_out, (unsigned long long)s.patterns);
    }
    scrut_link_free(link);
    scrut_pool_free(pool);
    return status;
}

/* The answer of a run that must succeed; to be freed. */
static inline char *work_text(const scrut_link_input *input, int threads)
{
    scrut_buf text = {0};
    scrut_error err = {.message = ""};
    ck_assert_msg(work_answer(input, threads, &text, &err) == SCRUT_OK, "%s", err.message);
    ck_assert(!text.failed);
    return text.bytes;
}

/* Calls `visit` with the path of each file of the folder whose name begins so; how many there are. */
static inline size_t work_files(const char *folder, const char *start, void (*visit)(void *context, const char *path),
                                void *context)
{
    char path[512];
    size_t count = 0;
    DIR *d = opendir(folder);
    for (struct dirent *e = d != NULL ? readdir(d) : NULL; e != NULL; e = readdir(d)) {
        if (strncmp(e->d_name, start, strlen(start)) != 0 || e->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        count++;
        if (visit != NULL)
            visit(context, path);
    }
    if (d != NULL)
        closedir(d);
    return count;
}

static inline void work_remove_file(void *context, const char *path)
{
    (void)context;
    unlink(path);
}

static inline void work_remove(const char *folder)
{
    work_files(folder, "", work_remove_file, NULL);
    rmdir(folder);
}

#endif
