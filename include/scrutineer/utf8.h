/* SPDX-License-Identifier: Apache-2.0
 * utf8.h: what every reader needs of UTF-8. Scripts and normal forms are in text.h. */
#ifndef SCRUTINEER_UTF8_H
#define SCRUTINEER_UTF8_H

#include "scrutineer/err.h"

/* Offset of the first byte that is not well-formed UTF-8 (Unicode 15, table 3-7), or `length`. */
SCRUT_API size_t scrut_utf8_check(const char *bytes, size_t length);

/* Decodes one code point of valid UTF-8 at bytes[0 .. length), length >= 1. Returns its bytes. */
SCRUT_API size_t scrut_utf8_decode(const char *bytes, size_t length, uint32_t *ret_code_point);

#endif
