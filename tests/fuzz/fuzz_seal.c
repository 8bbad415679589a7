/* SPDX-License-Identifier: Apache-2.0
 * Any bytes are a seal whose files have names, sizes and hashes, or one that cannot be read with words for it, or no
 * seal at all. */
#include "fuzz.h"
#include "scrutineer/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzz_seal: %s\n", what);
        abort();
    }
}

static void check_file(const scrut_sealed_file *file)
{
    must(file->path != NULL && file->line > 0, "a file without a place");
    must(file->bytes_sealed >= 0 && strlen(file->sha256_sealed) == SCRUT_SHA256_HEX - 1, "a file without a hash");
    must(file->state == SCRUT_SEALED_MISSING && file->sha256_found[0] == '\0', "a file was looked for");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_seal seal = {0};
    scrut_buf text = {0};
    must(arena != NULL && scrut_seal_parse((const char *)data, size, arena, &seal, NULL) == SCRUT_OK, "no memory");
    must(!seal.foreign || (seal.fault == NULL && seal.count == 0), "somebody else's package with files");
    must(seal.fault == NULL || (seal.fault[0] != '\0' && seal.count == 0), "a fault without words");
    for (size_t i = 0; i < seal.count; i++)
        check_file(&seal.files[i]);
    scrut_seal_say(NULL, &seal, &text);
    must(!text.failed && text.length > 0, "nothing to say");
    scrut_buf_free(&text);
    scrut_arena_free(arena);
    return 0;
}
