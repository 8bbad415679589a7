/* SPDX-License-Identifier: Apache-2.0
 * json.h: building JSON documents. Keys come out sorted, so the bytes do not depend on the order in
 * which a document was built. A value put into another belongs to it. Out of memory is remembered by
 * the root's writer: every function accepts NULL values, and scrut_json_write then fails. */
#ifndef SCRUTINEER_JSON_H
#define SCRUTINEER_JSON_H

#include "scrutineer/buf.h"

typedef struct scrut_json scrut_json; /* one value */

SCRUT_API scrut_json *scrut_json_object(void);
SCRUT_API scrut_json *scrut_json_array(void);
SCRUT_API scrut_json *scrut_json_string(const char *text); /* NULL text gives null */
SCRUT_API scrut_json *scrut_json_string_n(const char *bytes, size_t length);
SCRUT_API scrut_json *scrut_json_int(int64_t value);
/* An estimate, with 6 digits, which every machine computes alike; null when it is not finite. */
SCRUT_API scrut_json *scrut_json_real(double value);
SCRUT_API scrut_json *scrut_json_bool(bool value);
SCRUT_API scrut_json *scrut_json_null(void);
SCRUT_API void scrut_json_set(scrut_json *object, const char *key, scrut_json *value);
SCRUT_API void scrut_json_append(scrut_json *array, scrut_json *value);
SCRUT_API void scrut_json_free(scrut_json *value);

/* Appends the document to `out` with sorted keys; `indent` spaces a level, 0 for one line.
 * SCRUT_E_MEMORY when any part could not be made; SCRUT_E_INPUT when a text was not UTF-8. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_json_write(const scrut_json *root, int indent, scrut_buf *out,
                                                         scrut_error *err);

#endif
