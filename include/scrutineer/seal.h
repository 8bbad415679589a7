/* SPDX-License-Identifier: Apache-2.0
 * seal.h: the seal of a case, a datapackage.json beside election.yaml with the size and SHA-256 of every file that the
 * case names (docs/formats/export.md). Whoever received the same seal elsewhere sees that the files are still the ones
 * that were sealed; the seal alone proves nothing, as whoever alters a file can seal it again. */
#ifndef SCRUTINEER_SEAL_H
#define SCRUTINEER_SEAL_H

#include "scrutineer/finding.h"
#include "scrutineer/hash.h"
#include "scrutineer/json.h"

#define SCRUT_SEAL_FILE "datapackage.json"
#define SCRUT_SEAL_FORMAT "scrutineer-seal/1"

typedef enum {
    SCRUT_SEALED_EQUAL,
    SCRUT_SEALED_DIFFERENT,
    SCRUT_SEALED_MISSING, /* sealed, and not there now, or not a file inside the case */
    SCRUT_SEALED_NEW,     /* the case names it and the seal does not */
} scrut_sealed_state;

typedef struct {
    const char *path;
    scrut_sealed_state state;
    int64_t line; /* of the seal; -1: NEW */
    int64_t bytes_sealed, bytes_found;
    char sha256_sealed[SCRUT_SHA256_HEX], sha256_found[SCRUT_SHA256_HEX]; /* "" where there is none */
} scrut_sealed_file;

/* What a seal says and what is there. */
typedef struct scrut_seal {
    bool foreign;      /* a datapackage.json that is no seal; everything else is then empty */
    const char *fault; /* why the seal cannot be read; NULL: it can */
    int64_t fault_line;
    scrut_sealed_file *files; /* in the order of the seal, then the new ones in the order of the case */
    size_t count;
    size_t states[SCRUT_SEALED_NEW + 1]; /* files by state */
} scrut_seal;

/* "equal", "different", "missing", "new" */
SCRUT_API const char *scrut_sealed_state_name(scrut_sealed_state state);
/* Whether the seal can be read and every file is as it was sealed. */
SCRUT_API bool scrut_seal_holds(const scrut_seal *seal);

/* Whether it cannot be read, or a sealed file is another one or is missing. False for NULL. */
SCRUT_API bool scrut_seal_is_contradicted(const scrut_seal *seal);

/* Whether the folder holds a file of that name. */
SCRUT_API bool scrut_seal_is_there(const char *folder);
/* Reads the seal in `folder`, which is there, and compares it with the files. `files` are those that the case names,
 * hashed before (count 0 where the case cannot be loaded: then nothing is new). SCRUT_E_IO: a file is there and cannot
 * be read; SCRUT_E_MEMORY. The result lives in `arena`. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_seal_compare(const char *folder, const scrut_case_file files[],
                                                           size_t file_count, scrut_arena *arena, scrut_seal **ret_seal,
                                                           scrut_error *err);
/* The same from the seal's bytes, without looking at any file of the disk: every sealed file that is not among `files`
 * is missing. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_seal_parse(const char *bytes, size_t length, scrut_arena *arena,
                                                         scrut_seal *ret_seal, scrut_error *err);

/* Of a loaded case whose files were hashed: sets c->seal where there is one. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_seal_check(scrut_case *c, scrut_error *err);
/* A finding a file that is not as it was sealed. Does nothing without a seal. SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_seal_find(const scrut_case *c, scrut_arena *arena,
                                                        scrut_findings *findings, scrut_error *err);
/* Appends the seal of a case whose files were hashed. SCRUT_E_MEMORY; SCRUT_E_INPUT: a name is not UTF-8. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_seal_write(const scrut_case *c, scrut_buf *out, scrut_error *err);

/* "Sealed: 5 files, all equal.", "Not sealed.", ...: a sentence for people. */
SCRUT_API void scrut_seal_say(const scrut_language *language, const scrut_seal *seal, scrut_buf *out);
/* "returns.csv: sealed with 12 bytes, SHA-256 ...; found ...": of a file that is not equal. */
SCRUT_API void scrut_seal_say_file(const scrut_sealed_file *file, scrut_buf *out);
/* For results.json: null without a seal. */
SCRUT_API scrut_json *scrut_seal_json(const scrut_seal *seal);

/* Name of a data package of the case, from its id, that readers of every version take: small letters, digits, "-", "."
 * and "_"; appended. The second is the same as a JSON string, NULL without memory. */
SCRUT_API void scrut_package_name(const scrut_case *c, scrut_buf *out);
SCRUT_API scrut_json *scrut_package_name_json(const scrut_case *c);

#endif
