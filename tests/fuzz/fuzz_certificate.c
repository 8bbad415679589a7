/* SPDX-License-Identifier: Apache-2.0
 * Any bytes are a certificate that is written as it was read, or an error with its place. One that is read is also
 * rechecked: whatever it states, the simple code comes to an end. */
#include "fuzz.h"
#include "scrutineer/certificate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzz_certificate: %s\n", what);
        abort();
    }
}

/* Seats times lists, so that a run of the fuzzer is not one long recheck. */
static bool is_small(const scrut_certificate *c)
{
    int64_t claims = 0;
    for (size_t n = 0; n < c->contest_count; n++)
        claims += (int64_t)c->contests[n].contest.list_count * c->contests[n].contest.seats;
    return claims <= 200;
}

static void test_certificate(const scrut_certificate *certificate, scrut_arena *arena)
{
    scrut_buf document = {0}, again = {0};
    scrut_certificate copy;
    scrut_recheck found;
    must(scrut_certificate_write(certificate, &document, NULL) == SCRUT_OK, "cannot be written");
    scrut_status st = scrut_certificate_read(document.bytes, document.length, "again", arena, &copy, NULL);
    must(st == SCRUT_OK || st == SCRUT_E_LIMIT, "cannot be read again");
    if (st == SCRUT_OK) {
        must(scrut_certificate_write(&copy, &again, NULL) == SCRUT_OK, "cannot be written again");
        must(document.length == again.length && memcmp(document.bytes, again.bytes, again.length) == 0,
             "another document when written");
    }
    if (is_small(certificate))
        must(scrut_certificate_recheck(certificate, arena, &found, NULL) == SCRUT_OK, "no memory");
    scrut_buf_free(&document);
    scrut_buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_certificate certificate;
    scrut_error err = {.status = SCRUT_OK};
    must(arena != NULL, "no memory");
    scrut_status st = scrut_certificate_read((const char *)data, size, "certificate", arena, &certificate, &err);
    if (st == SCRUT_OK)
        test_certificate(&certificate, arena);
    else
        must(err.status == st && err.message[0] != '\0', "an error without words");
    scrut_arena_free(arena);
    return 0;
}
