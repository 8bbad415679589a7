/* SPDX-License-Identifier: Apache-2.0
 * yaml.h: strict YAML into a tree with places. No anchors, aliases, tags, merge keys, repeated keys,
 * several documents or complex keys; every scalar stays text ("no" is the word no). */
#ifndef SCRUTINEER_YAML_H
#define SCRUTINEER_YAML_H

#include "scrutineer/mem.h"

#define SCRUT_YAML_BYTES_MAX ((size_t)4 << 20)
#define SCRUT_YAML_DEPTH_MAX 32
#define SCRUT_YAML_NODES_MAX 200000

typedef enum { SCRUT_YAML_SCALAR, SCRUT_YAML_SEQUENCE, SCRUT_YAML_MAPPING } scrut_yaml_kind;

typedef struct scrut_yaml scrut_yaml;
struct scrut_yaml {
    scrut_yaml_kind kind;
    int64_t line, column; /* from 1 */
    const char *text;     /* SCALAR: NUL-terminated, no NUL inside, strict UTF-8 */
    size_t length;
    bool quoted;        /* SCALAR: '...' or "..." or a block, so that an empty one was meant */
    size_t count;       /* SEQUENCE: items; MAPPING: pairs */
    scrut_yaml **keys;  /* MAPPING: scalars */
    scrut_yaml **items; /* values, or items of the sequence */
};

/* Parses bytes[0 .. length); the tree lives in `arena`. SCRUT_E_INPUT with line and column for anything
 * refused above, malformed YAML, an empty document or invalid UTF-8; SCRUT_E_LIMIT; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_yaml_parse(const char *bytes, size_t length, const char *name,
                                                         scrut_arena *arena, scrut_yaml **ret_root, scrut_error *err);

/* Value of a key of a mapping; NULL when absent or when `node` is NULL or no mapping. */
SCRUT_API scrut_yaml *scrut_yaml_get(const scrut_yaml *node, const char *key);

#endif
