/* SPDX-License-Identifier: Apache-2.0
 * Any bytes have a key that is its own key, or are not UTF-8; a key has a skeleton. */
#include "fuzz.h"
#include "scrutineer/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzz_fold: %s\n", what);
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scrut_buf key = {0}, again = {0}, skeleton = {0};
    scrut_status status = scrut_text_fold((const char *)data, size, &key, NULL, NULL);
    must(status == SCRUT_OK || (status == SCRUT_E_INPUT && key.length == 0), "status");
    if (status == SCRUT_OK && key.length > 0) {
        must(scrut_text_fold(key.bytes, key.length, &again, NULL, NULL) == SCRUT_OK, "a key is not UTF-8");
        must(again.length == key.length && memcmp(again.bytes, key.bytes, key.length) == 0, "not idempotent");
        must(scrut_text_skeleton(key.bytes, key.length, &skeleton, NULL) == SCRUT_OK, "a key without skeleton");
    }
    scrut_buf_free(&key);
    scrut_buf_free(&again);
    scrut_buf_free(&skeleton);
    return 0;
}
