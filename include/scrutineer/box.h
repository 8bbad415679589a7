/* SPDX-License-Identifier: Apache-2.0
 * box.h: bytes that one named person alone can read: sealed boxes of libsodium (X25519, XSalsa20-Poly1305; an ephemeral
 * key a box, so that no two boxes are the same bytes and a sender cannot open what it sealed). */
#ifndef SCRUTINEER_BOX_H
#define SCRUTINEER_BOX_H

#include "scrutineer/buf.h"

#define SCRUT_BOX_KEY_HEX 65 /* 64 hexadecimal digits and NUL */

/* A new pair of keys, from the system's random numbers. SCRUT_E_IO: it has none. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_box_keys(char ret_public[SCRUT_BOX_KEY_HEX],
                                                       char ret_secret[SCRUT_BOX_KEY_HEX], scrut_error *err);
/* Appends the sealed bytes. SCRUT_E_INPUT: not a key; SCRUT_E_IO; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_box_seal(const char *bytes, size_t length, const char *public_hex,
                                                       scrut_buf *out, scrut_error *err);
/* Appends what was sealed. SCRUT_E_INPUT: not a key, sealed for another one, or altered. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_box_open(const char *bytes, size_t length, const char *secret_hex,
                                                       scrut_buf *out, scrut_error *err);

#endif
