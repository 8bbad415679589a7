/* SPDX-License-Identifier: Apache-2.0
 * hash.h: SHA-256 of evidence, and a fast hash for tables in memory (never for evidence). */
#ifndef SCRUTINEER_HASH_H
#define SCRUTINEER_HASH_H

#include "scrutineer/err.h"

#define SCRUT_SHA256_HEX 65 /* 64 digits and NUL */

SCRUT_API void scrut_sha256_hex(const char *bytes, size_t length, char ret_hex[SCRUT_SHA256_HEX]);
/* Hashes a file as it lies on the disk. SCRUT_E_IO. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_sha256_file(const char *path, char ret_hex[SCRUT_SHA256_HEX],
                                                          int64_t *ret_bytes, scrut_error *err);

/* 64-bit hash for hash tables; every use compares the keys too. Same on every machine and run. */
SCRUT_API uint64_t scrut_hash64(const char *bytes, size_t length);

#endif
