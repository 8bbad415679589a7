/* SPDX-License-Identifier: Apache-2.0
 * extent.h: how much a test does: less under the sanitizers (the same is done in full without them), more when asked.
 */
#ifndef SCRUT_TEST_EXTENT_H
#define SCRUT_TEST_EXTENT_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static inline int64_t test_extent(int64_t under_sanitizers, int64_t usual, int64_t at_length)
{
    const char *extent = getenv("SCRUT_TEST_EXTENT");
    if (extent == NULL)
        return usual;
    return strcmp(extent, "short") == 0 ? under_sanitizers : strcmp(extent, "long") == 0 ? at_length : usual;
}

#endif
