/* SPDX-License-Identifier: Apache-2.0
 * claim_ratio.c: exact fractions in 128 bits, intervals of them, and truth in three values. Nothing is
 * rounded: what does not fit is a fault, and a fault decides no claim. */
#include "claim_internal.h"

/* ---- fractions ---------------------------------------------------------------------------------------- */

__extension__ typedef unsigned __int128 wide_bits;
#define WIDE_MIN (-(scrut_wide)(~(wide_bits)0 >> 1) - 1)
#define OVERFLOW_FAULT "the arithmetic leaves 128 bits"

scrut_wide wide_gcd(scrut_wide a, scrut_wide b)
{
    a = a < 0 ? -a : a;
    b = b < 0 ? -b : b;
    while (b != 0) {
        scrut_wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

scrut_fraction fraction_whole(int64_t value)
{
    return (scrut_fraction){value, 1};
}

bool fraction_make(scrut_wide numerator, scrut_wide denominator, scrut_fraction *ret)
{
    /* The most negative number has no opposite; it is refused rather than special everywhere. */
    if (denominator == 0 || numerator == WIDE_MIN || denominator == WIDE_MIN)
        return false;
    scrut_wide common = wide_gcd(numerator, denominator);
    if (denominator < 0)
        common = -common;
    *ret = (scrut_fraction){numerator / common, denominator / common};
    return true;
}

bool fraction_add(scrut_fraction a, scrut_fraction b, scrut_fraction *ret)
{
    scrut_wide common = wide_gcd(a.denominator, b.denominator), left, right, sum, denominator;
    if (__builtin_mul_overflow(a.numerator, b.denominator / common, &left) ||
        __builtin_mul_overflow(b.numerator, a.denominator / common, &right) ||
        __builtin_add_overflow(left, right, &sum) ||
        __builtin_mul_overflow(a.denominator, b.denominator / common, &denominator))
        return false;
    return fraction_make(sum, denominator, ret);
}

bool fraction_multiply(scrut_fraction a, scrut_fraction b, scrut_fraction *ret)
{
    scrut_fraction x, y;
    scrut_wide numerator, denominator;
    /* across first, so that only results which are too large fail */
    if (!fraction_make(a.numerator, b.denominator, &x) || !fraction_make(b.numerator, a.denominator, &y) ||
        __builtin_mul_overflow(x.numerator, y.numerator, &numerator) ||
        __builtin_mul_overflow(x.denominator, y.denominator, &denominator))
        return false;
    return fraction_make(numerator, denominator, ret);
}

scrut_fraction fraction_negate(scrut_fraction a)
{
    return (scrut_fraction){-a.numerator, a.denominator};
}

/* Whole part, rounded down; what is left is in *ret_rest, 0 <= rest < denominator. */
static scrut_wide whole_part(scrut_fraction a, scrut_wide *ret_rest)
{
    scrut_wide rest = a.numerator % a.denominator;
    *ret_rest = rest < 0 ? rest + a.denominator : rest;
    return a.numerator / a.denominator - (rest < 0);
}

/* Whole parts first, then the remainders upside down, as in a continued fraction: no product is made, so nothing can
 * overflow. */
int fraction_compare(scrut_fraction a, scrut_fraction b)
{
    for (int sign = 1;; sign = -sign) {
        scrut_wide rest_a, rest_b;
        int order = scrut_wide_compare(whole_part(a, &rest_a), whole_part(b, &rest_b));
        if (order != 0)
            return order * sign;
        if (rest_a == 0 || rest_b == 0)
            return scrut_wide_compare(rest_a, rest_b) * sign;
        a = (scrut_fraction){a.denominator, rest_a};
        b = (scrut_fraction){b.denominator, rest_b};
    }
}

scrut_fraction fraction_of_number(const scrut_claim_node *node)
{
    scrut_wide denominator = node->percent ? 100 : 1;
    for (int i = 0; i < node->decimals; i++)
        denominator *= 10;
    scrut_fraction value = {0, 1};
    /* at most 10^18 over 10^12: always made */
    if (!fraction_make(node->mantissa, denominator, &value))
        value = (scrut_fraction){0, 1};
    return value;
}

/* ---- intervals ---------------------------------------------------------------------------------------- */

claim_interval interval_exact(scrut_fraction value)
{
    return (claim_interval){.has_low = true, .has_high = true, .low = value, .high = value};
}

claim_interval interval_whole(int64_t value)
{
    return interval_exact(fraction_whole(value));
}

claim_interval interval_between(int64_t low, int64_t high)
{
    return (claim_interval){
        .has_low = true, .has_high = true, .low = fraction_whole(low), .high = fraction_whole(high)};
}

claim_interval interval_at_least(int64_t low)
{
    return (claim_interval){.has_low = true, .low = fraction_whole(low), .high = {0, 1}};
}

claim_interval interval_open(void)
{
    return (claim_interval){.low = {0, 1}, .high = {0, 1}};
}

claim_interval interval_fault(const char *why)
{
    claim_interval r = interval_open();
    r.fault = why;
    return r;
}

bool interval_is_exact(const claim_interval *a)
{
    return a->fault == NULL && a->has_low && a->has_high && fraction_compare(a->low, a->high) == 0;
}

claim_interval interval_negate(claim_interval a)
{
    return (claim_interval){.has_low = a.has_high,
                            .has_high = a.has_low,
                            .low = fraction_negate(a.high),
                            .high = fraction_negate(a.low),
                            .fault = a.fault};
}

claim_interval interval_add(claim_interval a, claim_interval b)
{
    claim_interval r = interval_open();
    if (a.fault != NULL || b.fault != NULL)
        return interval_fault(a.fault != NULL ? a.fault : b.fault);
    r.has_low = a.has_low && b.has_low;
    r.has_high = a.has_high && b.has_high;
    if ((r.has_low && !fraction_add(a.low, b.low, &r.low)) || (r.has_high && !fraction_add(a.high, b.high, &r.high)))
        return interval_fault(OVERFLOW_FAULT);
    return r;
}

/* One end of an interval: a fraction, or infinite in the direction of `infinite`. */
typedef struct {
    int infinite;
    scrut_fraction value;
} end;

static int sign_of(end a)
{
    if (a.infinite != 0)
        return a.infinite;
    return (a.value.numerator > 0) - (a.value.numerator < 0);
}

static bool end_multiply(end a, end b, end *ret)
{
    *ret = (end){0, {0, 1}};
    if (a.infinite == 0 && b.infinite == 0)
        return fraction_multiply(a.value, b.value, &ret->value);
    ret->infinite = sign_of(a) * sign_of(b); /* nothing times infinity is nothing: an end is never reached */
    return true;
}

static int end_compare(end a, end b)
{
    if (a.infinite != 0 || b.infinite != 0)
        return (a.infinite > b.infinite) - (a.infinite < b.infinite);
    return fraction_compare(a.value, b.value);
}

claim_interval interval_multiply(claim_interval a, claim_interval b)
{
    if (a.fault != NULL || b.fault != NULL)
        return interval_fault(a.fault != NULL ? a.fault : b.fault);
    end left[2] = {{a.has_low ? 0 : -1, a.low}, {a.has_high ? 0 : 1, a.high}};
    end right[2] = {{b.has_low ? 0 : -1, b.low}, {b.has_high ? 0 : 1, b.high}};
    end least = {0, {0, 1}}, most = least;
    for (size_t i = 0; i < 4; i++) {
        end product;
        if (!end_multiply(left[i / 2], right[i % 2], &product))
            return interval_fault(OVERFLOW_FAULT);
        if (i == 0 || end_compare(product, least) < 0)
            least = product;
        if (i == 0 || end_compare(product, most) > 0)
            most = product;
    }
    return (claim_interval){
        .has_low = least.infinite == 0, .has_high = most.infinite == 0, .low = least.value, .high = most.value};
}

claim_interval interval_divide(claim_interval a, claim_interval b)
{
    if (a.fault != NULL || b.fault != NULL)
        return interval_fault(a.fault != NULL ? a.fault : b.fault);
    bool positive = b.has_low && b.low.numerator > 0, negative = b.has_high && b.high.numerator < 0;
    if (!positive && !negative) {
        /* what may have no value decides nothing, not even when it is multiplied by 0 */
        bool zero = interval_is_exact(&b);
        return interval_fault(zero ? "a division by zero" : "a division by what may be zero");
    }
    /* 1 / [low, high] is [1 / high, 1 / low]; an open end gives 0 */
    claim_interval inverse = {.has_low = true, .has_high = true, .low = {0, 1}, .high = {0, 1}};
    if (b.has_high && !fraction_make(b.high.denominator, b.high.numerator, &inverse.low))
        return interval_fault(OVERFLOW_FAULT);
    if (b.has_low && !fraction_make(b.low.denominator, b.low.numerator, &inverse.high))
        return interval_fault(OVERFLOW_FAULT);
    return interval_multiply(a, inverse);
}

claim_interval interval_absolute(claim_interval a)
{
    if (a.fault != NULL || (a.has_low && a.low.numerator >= 0))
        return a;
    claim_interval opposite = interval_negate(a);
    if (a.has_high && a.high.numerator <= 0)
        return opposite;
    claim_interval r = {.has_low = true, .low = {0, 1}, .high = {0, 1}};
    r.has_high = a.has_high && a.has_low;
    if (r.has_high)
        r.high = fraction_compare(a.high, opposite.high) > 0 ? a.high : opposite.high;
    return r;
}

/* ---- truth -------------------------------------------------------------------------------------------- */

claim_truth truth_less(const claim_interval *a, const claim_interval *b)
{
    if (a->fault != NULL || b->fault != NULL)
        return TRUTH_UNKNOWN;
    if (a->has_high && b->has_low && fraction_compare(a->high, b->low) < 0)
        return TRUTH_YES;
    if (a->has_low && b->has_high && fraction_compare(a->low, b->high) >= 0)
        return TRUTH_NO;
    return TRUTH_UNKNOWN;
}

claim_truth truth_at_most(const claim_interval *a, const claim_interval *b)
{
    return truth_not(truth_less(b, a));
}

claim_truth truth_equal(const claim_interval *a, const claim_interval *b)
{
    return truth_and(truth_at_most(a, b), truth_at_most(b, a));
}

claim_truth truth_not(claim_truth a)
{
    return a == TRUTH_UNKNOWN ? a : (a == TRUTH_YES ? TRUTH_NO : TRUTH_YES);
}

claim_truth truth_and(claim_truth a, claim_truth b)
{
    if (a == TRUTH_NO || b == TRUTH_NO)
        return TRUTH_NO;
    return a == TRUTH_YES && b == TRUTH_YES ? TRUTH_YES : TRUTH_UNKNOWN;
}

claim_truth truth_or(claim_truth a, claim_truth b)
{
    return truth_not(truth_and(truth_not(a), truth_not(b)));
}
