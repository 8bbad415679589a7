/* SPDX-License-Identifier: Apache-2.0
 * num.h: checked whole numbers. Votes are int64; law is exact, so quotients are compared by cross
 * product in 128 bits and no double is involved. */
#ifndef SCRUTINEER_NUM_H
#define SCRUTINEER_NUM_H

#include "scrutineer/err.h"

/* The largest number of votes or ballots accepted in one cell. All comparisons of claims stay inside
 * 128 bits up to here, and a sum of 2^22 such cells stays inside int64. */
#define SCRUT_VOTES_MAX (INT64_C(1) << 40)

#if defined(__SIZEOF_INT128__)
__extension__ typedef __int128 scrut_wide;
#else
#error "a compiler with 128-bit integers is needed"
#endif

SCRUT_MUST_CHECK static inline bool scrut_add(int64_t a, int64_t b, int64_t *ret_sum)
{
    return !__builtin_add_overflow(a, b, ret_sum);
}

SCRUT_MUST_CHECK static inline bool scrut_subtract(int64_t a, int64_t b, int64_t *ret_difference)
{
    return !__builtin_sub_overflow(a, b, ret_difference);
}

SCRUT_MUST_CHECK static inline bool scrut_multiply(int64_t a, int64_t b, int64_t *ret_product)
{
    return !__builtin_mul_overflow(a, b, ret_product);
}

/* Sign of a - b. */
static inline int scrut_wide_compare(scrut_wide a, scrut_wide b)
{
    return (a > b) - (a < b);
}

/* Compares votes_a / divisor_a with votes_b / divisor_b; divisors are positive. */
static inline int scrut_quotient_compare(int64_t votes_a, int64_t divisor_a, int64_t votes_b, int64_t divisor_b)
{
    return scrut_wide_compare((scrut_wide)votes_a * divisor_b, (scrut_wide)votes_b * divisor_a);
}

typedef enum {
    SCRUT_NUMBER_OK,
    SCRUT_NUMBER_EMPTY,   /* nothing but spaces */
    SCRUT_NUMBER_SYNTAX,  /* a byte that belongs to no number; *ret_at tells which */
    SCRUT_NUMBER_TOO_BIG, /* outside +-max */
} scrut_number_result;

/* Reads a whole number: spaces around, an optional sign, digits of one script (ASCII, Khmer
 * U+17E0.., Arabic-Indic U+0660.., extended Arabic-Indic U+06F0..). No separators, no decimals.
 * *ret_value is set on SCRUT_NUMBER_OK only; *ret_at (may be NULL) is the offending byte otherwise. */
SCRUT_API SCRUT_MUST_CHECK scrut_number_result scrut_parse_whole(const char *bytes, size_t length, int64_t max,
                                                                 int64_t *ret_value, size_t *ret_at);

/* An exact decimal such as "1.4" or "3.25" as numerator / 10^digits, reduced. At most 9 decimals. */
SCRUT_API SCRUT_MUST_CHECK bool scrut_parse_decimal(const char *bytes, size_t length, int64_t *ret_numerator,
                                                    int64_t *ret_denominator);

/* numerator / denominator as a decimal with `digits` decimals, rounded half away from zero, exact;
 * denominator > 0. Returns the length; cuts at `size`. */
SCRUT_API size_t scrut_format_ratio(char *text, size_t size, scrut_wide numerator, scrut_wide denominator, int digits);
/* "1,234,567" */
SCRUT_API size_t scrut_format_grouped(char *text, size_t size, int64_t value);

#endif
