/* SPDX-License-Identifier: Apache-2.0
 * order.c: rows in the order of columns of numbers: a radix sort of row numbers, so that ten million rows take 80 MB
 * and no comparison. */
#include "audit_internal.h"

#include <string.h>

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

void order_begin(uint32_t order[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        order[i] = (uint32_t)i;
}

/* One digit, stably. False when it is the same everywhere: nothing was moved. */
static bool order_by_digit(const uint32_t from[], uint32_t to[], size_t count, const uint32_t column[], int shift)
{
    size_t starts[DIGITS] = {0}, at = 0;
    for (size_t i = 0; i < count; i++)
        starts[column[from[i]] >> shift & (DIGITS - 1)]++;
    for (size_t d = 0; d < DIGITS; d++) {
        size_t rows = starts[d];
        if (rows == count)
            return false;
        starts[d] = at;
        at += rows;
    }
    for (size_t i = 0; i < count; i++)
        to[starts[column[from[i]] >> shift & (DIGITS - 1)]++] = from[i];
    return true;
}

void order_rows(uint32_t order[], uint32_t spare[], size_t count, const uint32_t column[])
{
    for (int shift = 0; shift < 32; shift += DIGIT_BITS)
        if (order_by_digit(order, spare, count, column, shift))
            memcpy(order, spare, count * sizeof *order);
}
