/* SPDX-License-Identifier: Apache-2.0
 * Any bytes are the file of a unit of linkage, or not. As the bytes of a hash are seldom right by chance, the input is
 * tried as it is and with its hash put right. What is taken lies inside the file and is possible. */
#include "../../src/roll/link_work.h"
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

#define ROWS 1000

static const char RUN[SCRUT_SHA256_HEX] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static void must(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzzing: %s\n", what);
        abort();
    }
}

static void check(const char *bytes, size_t length)
{
    unit_found found = {.bytes = NULL};
    if (!scrut_link_unit_parse(bytes, length, RUN, 3, 17, ROWS, &found))
        return;
    const char *end = (const char *)(found.pairs + found.pair_count);
    must(end + SCRUT_SHA256_HEX - 1 == bytes + length, "the parts are not the whole");
    uint64_t counted = 0;
    for (size_t i = 0; i < found.pattern_count; i++) {
        counted += found.patterns[i].count;
        must(found.patterns[i].count > 0, "a pattern that nobody has");
    }
    must(counted == found.made.counted, "some pairs have no pattern");
    must(counted <= found.made.made_counted, "more pairs are counted than were made");
    must(found.made.made_counted <= found.made.made, "more is made where it is counted than in all");
    must(found.pair_count <= found.made.made, "more pairs are kept than there are");
    for (size_t i = 0; i < found.pair_count; i++)
        must(found.pairs[i].a < found.pairs[i].b && found.pairs[i].b < ROWS, "a pair of no rows");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t hash_length = SCRUT_SHA256_HEX - 1;
    char *bytes = calloc(size + 1, 1), hash[SCRUT_SHA256_HEX]; /* aligned, as a file that was read */
    must(bytes != NULL, "out of memory");
    if (size > 0)
        memcpy(bytes, data, size);
    check(bytes, size);
    if (size >= hash_length) {
        scrut_sha256_hex(bytes, size - hash_length, hash);
        memcpy(bytes + size - hash_length, hash, hash_length);
        check(bytes, size);
    }
    free(bytes);
    return 0;
}
