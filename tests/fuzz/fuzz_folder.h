/* SPDX-License-Identifier: Apache-2.0
 * fuzz_folder.h: a folder of a few files that a target fills from its input, in the folder where it runs; removed when
 * the program ends. One a program. */
#ifndef SCRUT_FUZZ_FOLDER_H
#define SCRUT_FUZZ_FOLDER_H

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char fuzz_folder[] = "fuzz-folder-XXXXXX";
static const char *const *fuzz_names; /* of the files */
static size_t fuzz_count;

static void must(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzzing: %s\n", what);
        abort();
    }
}

static void fuzz_path(size_t file, char path[64])
{
    snprintf(path, 64, "%s/%s", fuzz_folder, fuzz_names[file]);
}

static void fuzz_remove_folder(void)
{
    char path[64];
    for (size_t i = 0; i < fuzz_count; i++) {
        fuzz_path(i, path);
        unlink(path);
    }
    rmdir(fuzz_folder);
}

static void fuzz_write(size_t file, const void *bytes, size_t length)
{
    char path[64];
    fuzz_path(file, path);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    must(fd >= 0 && write(fd, bytes, length) == (ssize_t)length && close(fd) == 0, "cannot write the input");
}

/* Makes the folder the first time, and then returns true. */
static bool fuzz_make_folder(const char *const names[], size_t count)
{
    if (fuzz_names != NULL)
        return false;
    must(mkdtemp(fuzz_folder) != NULL, "no temporary folder");
    fuzz_names = names;
    fuzz_count = count;
    atexit(fuzz_remove_folder);
    return true;
}

#endif
