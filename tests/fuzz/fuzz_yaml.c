/* SPDX-License-Identifier: Apache-2.0
 * Any bytes are a tree that can be walked, or an error. */
#include "fuzz.h"
#include "scrutineer/utf8.h"
#include "scrutineer/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzz_yaml: %s\n", what);
        abort();
    }
}

static void walk(const scrut_yaml *node, int depth)
{
    must(depth <= SCRUT_YAML_DEPTH_MAX && node->line >= 1 && node->column >= 1, "depth or place");
    if (node->kind == SCRUT_YAML_SCALAR) {
        must(strlen(node->text) == node->length && scrut_utf8_check(node->text, node->length) == node->length,
             "a text with NUL or without UTF-8");
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        if (node->kind == SCRUT_YAML_MAPPING) {
            walk(node->keys[i], depth + 1);
            must(scrut_yaml_get(node, node->keys[i]->text) == node->items[i], "a key that is not found");
        }
        walk(node->items[i], depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_yaml *root = NULL;
    scrut_error err = {.status = SCRUT_OK};
    must(arena != NULL, "no memory");
    scrut_status status = scrut_yaml_parse((const char *)data, size, "fuzz", arena, &root, &err);
    must((status == SCRUT_OK) == (root != NULL), "status and tree");
    if (root != NULL)
        walk(root, 0);
    else
        must(err.status == status && err.message[0] != '\0', "an error without words");
    scrut_arena_free(arena);
    return 0;
}
