/* SPDX-License-Identifier: Apache-2.0
 * Runs a fuzz target on each file of a folder, in order of their names; TAP, one line a file. A target
 * that finds something ends the program, so the line it is at is printed first. */
#include "fuzz.h"
#include "scrutineer/buf.h"
#include "scrutineer/mem.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INPUT_MAX ((size_t)64 << 20)

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char **sorted_names(const char *folder, size_t *ret_count)
{
    DIR *dir = opendir(folder);
    char **names = NULL;
    size_t count = 0, capacity = 0;
    const struct dirent *entry;
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.' || !scrut_grow(&names, &capacity, count + 1, sizeof(char *)))
            continue;
        names[count] = strdup(entry->d_name);
        count += names[count] != NULL;
    }
    if (dir != NULL)
        closedir(dir);
    if (count > 0)
        qsort(names, count, sizeof(char *), by_name);
    *ret_count = count;
    return names;
}

static void run(const char *folder, const char *name, size_t number)
{
    char path[1024], *bytes = NULL;
    size_t length = 0;
    scrut_error err;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    printf("# %s\n", name);
    fflush(stdout);
    scrut_status status = scrut_read_file(path, INPUT_MAX, &bytes, &length, &err);
    if (status == SCRUT_OK)
        (void)LLVMFuzzerTestOneInput((const uint8_t *)bytes, length);
    printf("%s %zu - %s is handled\n", status == SCRUT_OK ? "ok" : "not ok", number, name);
    free(bytes);
}

int main(int argc, char **argv)
{
    size_t count = 0;
    if (argc != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return EXIT_FAILURE;
    }
    char **names = sorted_names(argv[1], &count);
    for (size_t i = 0; i < count; i++) {
        run(argv[1], names[i], i + 1);
        free(names[i]);
    }
    free(names);
    printf("1..%zu\n", count);
    return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
