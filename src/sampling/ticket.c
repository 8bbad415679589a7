/* SPDX-License-Identifier: Apache-2.0
 * ticket.c: tickets of consistent sampling: decimal fractions from SHA-256. */
#include "sampling_internal.h"

#include "scrutineer/num.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { LIMBS = 4, DIGITS_A_STEP = 18, NINES_MAX = 100 };

/* n is divided by 10^18; returns the rest. */
static uint64_t divide(uint64_t n[LIMBS])
{
    const uint64_t step = UINT64_C(1000000000000000000);
    scrut_wide rest = 0;
    for (size_t i = 0; i < LIMBS; i++) {
        scrut_wide part = (rest << 64) | n[i];
        n[i] = (uint64_t)(part / step);
        rest = part % step;
    }
    return (uint64_t)rest;
}

static bool is_zero(const uint64_t n[LIMBS])
{
    return (n[0] | n[1] | n[2] | n[3]) == 0;
}

/* The decimal digits of a hexadecimal number of 256 bits, last first. */
static void put_digits(const char hex[SCRUT_SHA256_HEX], char *out)
{
    uint64_t n[LIMBS] = {0};
    for (size_t i = 0; i < 64; i++) {
        uint64_t digit = (uint64_t)(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
        n[i / 16] = n[i / 16] << 4 | digit;
    }
    do {
        uint64_t rest = divide(n);
        for (int k = 0; k < DIGITS_A_STEP && (rest > 0 || !is_zero(n)); k++) {
            *out++ = (char)('0' + rest % 10);
            rest /= 10;
        }
    } while (!is_zero(n));
    *out = '\0';
}

void ticket_of(const char seed_hex[SCRUT_SHA256_HEX], const char *id, char ret_ticket[SCRUT_TICKET_SIZE])
{
    char text[SCRUT_SHA256_HEX + SCRUT_TICKET_ID_MAX], hex[SCRUT_SHA256_HEX];
    assert(strlen(id) <= SCRUT_TICKET_ID_MAX);
    int length = snprintf(text, sizeof text, "%s%s", seed_hex, id);
    scrut_sha256_hex(text, (size_t)length, hex);
    memcpy(ret_ticket, "0.", 2);
    put_digits(hex, ret_ticket + 2);
}

void scrut_ticket_first(const char *seed, const char *id, char ret_ticket[SCRUT_TICKET_SIZE])
{
    char hex[SCRUT_SHA256_HEX];
    scrut_sha256_hex(seed, strlen(seed), hex);
    ticket_of(hex, id, ret_ticket);
}

scrut_status scrut_ticket_next(const char *ticket, char ret_next[SCRUT_TICKET_SIZE], scrut_error *err)
{
    size_t nines = strspn(ticket + 2, "9");
    if (nines > NINES_MAX)
        return scrut_fail(err, SCRUT_E_LIMIT, NULL, -1, -1, -1, "a ticket with more than %d nines", NINES_MAX);
    for (int i = 1;; i++) {
        char text[SCRUT_TICKET_SIZE + 16], hex[SCRUT_SHA256_HEX], next[SCRUT_TICKET_SIZE];
        int length = snprintf(text, sizeof text, "%s:%d", ticket, i);
        scrut_sha256_hex(text, (size_t)length, hex);
        memcpy(next, ticket, nines + 2);
        put_digits(hex, next + nines + 2);
        if (strcmp(next, ticket) <= 0)
            continue;
        memcpy(ret_next, next, sizeof next);
        return SCRUT_OK;
    }
}
