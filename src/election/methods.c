/* SPDX-License-Identifier: Apache-2.0
 * methods.c: the methods by name, and what makes a method unusable. */
#include "scrutineer/num.h"
#include "scrutineer/rules.h"

#define LINEAR(first, start, step)                                                                                     \
    {                                                                                                                  \
        .family = SCRUT_METHOD_DIVISOR, .divisor = SCRUT_DIVISOR_LINEAR, .divisor_first = (first),                     \
        .divisor_start = (start), .divisor_step = (step)                                                               \
    }
#define QUOTA(plus, rounding, how, over)                                                                               \
    {                                                                                                                  \
        .family = SCRUT_METHOD_QUOTA, .quota_plus = (plus), .quota_rounding = SCRUT_QUOTA_##rounding,                  \
        .rest = SCRUT_REST_##how, .over_award = SCRUT_OVER_AWARD_##over                                                \
    }

static const struct {
    const char *name;
    scrut_method method;
} METHODS[] = {
    {"dhondt", LINEAR(1, 1, 1)},
    {"sainte-lague", LINEAR(1, 1, 2)},
    {"modified-sainte-lague", LINEAR(7, 5, 10)}, /* 1.4, 3, 5, ... */
    {"danish", LINEAR(1, 1, 3)},                 /* 1, 4, 7, ... */
    {"imperiali", LINEAR(2, 2, 1)},              /* 1, 1.5, 2, ... */
    {"adams", LINEAR(0, 0, 1)},
    {"dean", {.family = SCRUT_METHOD_DIVISOR, .divisor = SCRUT_DIVISOR_DEAN}},
    {"hill", {.family = SCRUT_METHOD_DIVISOR, .divisor = SCRUT_DIVISOR_HILL}},
    {"hare", QUOTA(0, EXACT, LARGEST_REMAINDER, ERROR)},
    {"droop", QUOTA(1, FLOOR_PLUS_ONE, LARGEST_REMAINDER, ERROR)},
    /* S + 1 full quotas exist only when every list has a whole number of them; then their last ones tie for the last
     * seats, which is what taking the S largest claims says. */
    {"hagenbach-bischoff", QUOTA(1, EXACT, LARGEST_REMAINDER, SUBTRACT)},
    {"imperiali-quota", QUOTA(2, EXACT, LARGEST_REMAINDER, ERROR)},
    {"quota-highest-average", QUOTA(0, EXACT, HIGHEST_AVERAGE, ERROR)},
    {"quota-highest-average-once", QUOTA(0, EXACT, HIGHEST_AVERAGE_ONCE, ERROR)},
    {"plurality", {.family = SCRUT_METHOD_PLURALITY}},
    {"plurality-block", {.family = SCRUT_METHOD_PLURALITY_BLOCK}},
};

bool scrut_method_named(const char *name, scrut_method *ret_method)
{
    for (size_t i = 0; i < scrut_method_count(); i++) {
        if (strcmp(METHODS[i].name, name) == 0) {
            *ret_method = METHODS[i].method;
            return true;
        }
    }
    return false;
}

bool scrut_method_is_dhondt(const scrut_method *method)
{
    if (method->family == SCRUT_METHOD_DIVISOR)
        return method->divisor == SCRUT_DIVISOR_LINEAR && method->divisor_first == method->divisor_start &&
               method->divisor_step == method->divisor_start;
    return method->family == SCRUT_METHOD_QUOTA && method->rest == SCRUT_REST_HIGHEST_AVERAGE &&
           method->over_award == SCRUT_OVER_AWARD_ERROR;
}

size_t scrut_method_count(void)
{
    return sizeof METHODS / sizeof METHODS[0];
}

const char *scrut_method_name(size_t index)
{
    return index < scrut_method_count() ? METHODS[index].name : NULL;
}

bool scrut_method_first_divisor(scrut_method *method, int64_t numerator, int64_t denominator)
{
    int64_t start = method->divisor_start > 0 ? method->divisor_start : 1, first, new_start, new_step;
    if (method->family != SCRUT_METHOD_DIVISOR || method->divisor != SCRUT_DIVISOR_LINEAR || numerator <= 0 ||
        denominator <= 0)
        return false;
    /* Adams keeps 0 for its start: its divisors are then the law's own only with whole first divisors */
    if (method->divisor_start == 0 && denominator != 1)
        return false;
    if (!scrut_multiply(start, numerator, &first) || !scrut_multiply(method->divisor_start, denominator, &new_start) ||
        !scrut_multiply(method->divisor_step, denominator, &new_step))
        return false;
    if (first > SCRUT_DIVISOR_MAX || new_start > SCRUT_DIVISOR_MAX || new_step > SCRUT_DIVISOR_MAX)
        return false;
    method->divisor_first = first;
    method->divisor_start = new_start;
    method->divisor_step = new_step;
    return true;
}

static bool is_divisor_number(int64_t number)
{
    return number >= 0 && number <= SCRUT_DIVISOR_MAX;
}

static const char *linear_fault(const scrut_method *m)
{
    if (!is_divisor_number(m->divisor_first) || !is_divisor_number(m->divisor_start) ||
        !is_divisor_number(m->divisor_step))
        return "A divisor is negative or too large.";
    if (m->divisor_start + m->divisor_step == 0)
        return "The second divisor is 0.";
    /* With falling divisors a list's second seat would be cheaper than its first, and no ladder of claims exists. */
    if (m->divisor_first > m->divisor_start + m->divisor_step)
        return "The first divisor is larger than the second; divisors must not fall.";
    return NULL;
}

static const char *sequence_fault(const scrut_method *m)
{
    if (m->sequence_count == 0 || m->sequence_count > SCRUT_SEQUENCE_MAX)
        return "A sequence of divisors has 1 to 64 numbers.";
    if (m->sequence_scale < 0 || m->sequence_scale > SCRUT_SEQUENCE_SCALE_MAX)
        return "The divisors have too many decimals.";
    for (size_t i = 0; i < m->sequence_count; i++) {
        if (m->sequence[i] < 0 || m->sequence[i] > SCRUT_SEQUENCE_VALUE_MAX)
            return "A divisor is negative or too large.";
        if (i > 0 && m->sequence[i] == 0)
            return "A divisor after the first is 0.";
        if (i > 0 && m->sequence[i] < m->sequence[i - 1])
            return "The divisors fall; a list's next seat must not be cheaper than the one before.";
    }
    return m->sequence_count == 1 && m->sequence[0] == 0 ? "The only divisor is 0." : NULL;
}

const char *scrut_method_fault(const scrut_method *method)
{
    if (method->family == SCRUT_METHOD_QUOTA && (method->quota_plus < 0 || method->quota_plus > 2))
        return "A quota divides by the seats, by one more or by two more.";
    if (method->family != SCRUT_METHOD_DIVISOR)
        return NULL;
    switch (method->divisor) {
    case SCRUT_DIVISOR_LINEAR: return linear_fault(method);
    case SCRUT_DIVISOR_SEQUENCE: return sequence_fault(method);
    case SCRUT_DIVISOR_DEAN:
    case SCRUT_DIVISOR_HILL: break;
    }
    return NULL;
}
