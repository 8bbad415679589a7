/* SPDX-License-Identifier: Apache-2.0
 * rules_method.c: `method` in a rules file. */
#include "rules_internal.h"

static const scrut_rules_choice ROUNDINGS[] = {{"exact", SCRUT_QUOTA_EXACT},
                                               {"floor", SCRUT_QUOTA_FLOOR},
                                               {"ceil", SCRUT_QUOTA_CEIL},
                                               {"nearest", SCRUT_QUOTA_NEAREST},
                                               {"floor-plus-one", SCRUT_QUOTA_FLOOR_PLUS_ONE}};
static const scrut_rules_choice QUOTA_DIVISORS[] = {{"seats", 0}, {"seats+1", 1}, {"seats+2", 2}};
static const scrut_rules_choice QUOTA_BASES[] = {{"eligible", 0}, {"all-valid", 1}};
static const scrut_rules_choice RESTS[] = {{"largest-remainder", SCRUT_REST_LARGEST_REMAINDER},
                                           {"highest-average", SCRUT_REST_HIGHEST_AVERAGE},
                                           {"highest-average-once", SCRUT_REST_HIGHEST_AVERAGE_ONCE}};
static const scrut_rules_choice OVER_AWARDS[] = {
    {"error", SCRUT_OVER_AWARD_ERROR}, {"ignore", SCRUT_OVER_AWARD_IGNORE}, {"subtract", SCRUT_OVER_AWARD_SUBTRACT}};
static const scrut_rules_choice ZERO_DIVISORS[] = {{"largest-first", 0}, {"refused", 1}};

static void read_name(scrut_rules_reader *r, const scrut_yaml *node, scrut_method *method)
{
    const char *name = scrut_rules_text(r, node, "a method's name");
    if (name == NULL || scrut_method_named(name, method))
        return;
    char known[256];
    size_t at = 0;
    for (size_t i = 0; i < scrut_method_count(); i++) {
        int wrote = snprintf(known + at, sizeof known - at, "%s%s", i > 0 ? ", " : "", scrut_method_name(i));
        if (wrote > 0 && (size_t)wrote < sizeof known - at)
            at += (size_t)wrote;
    }
    scrut_rules_problem(r, node, "there is no method \"%.40s\"; known are: %s", name, known);
}

static bool read_decimal(scrut_rules_reader *r, const scrut_yaml *node, const char *what, int64_t *ret_numerator,
                         int64_t *ret_denominator)
{
    const char *text = scrut_rules_text(r, node, what);
    if (text == NULL)
        return false;
    if (scrut_parse_decimal(text, node->length, ret_numerator, ret_denominator))
        return true;
    scrut_rules_problem(r, node, "%s is \"%.40s\"; expected a decimal number such as 1.4", what, text);
    return false;
}

static void read_first_divisor(scrut_rules_reader *r, const scrut_yaml *node, scrut_method *method)
{
    int64_t numerator, denominator;
    if (!read_decimal(r, node, "first-divisor", &numerator, &denominator))
        return;
    if (!scrut_method_first_divisor(method, numerator, denominator))
        scrut_rules_problem(r, node,
                            "first-divisor goes with a method whose divisors rise by equal steps, and is above 0");
}

/* All divisors become whole numbers on one scale, the smallest power of ten that holds each. */
static void read_divisors(scrut_rules_reader *r, const scrut_yaml *node, scrut_method *method)
{
    if (node->kind != SCRUT_YAML_SEQUENCE || node->count == 0 || node->count > SCRUT_SEQUENCE_MAX) {
        scrut_rules_problem(r, node, "divisors is a list of 1 to %d decimal numbers, such as [1.4, 3, 5]",
                            SCRUT_SEQUENCE_MAX);
        return;
    }
    int64_t numerators[SCRUT_SEQUENCE_MAX], denominators[SCRUT_SEQUENCE_MAX], scale = 1;
    for (size_t i = 0; i < node->count; i++) {
        if (!read_decimal(r, node->items[i], "a divisor", &numerators[i], &denominators[i]))
            return;
        while (scale % denominators[i] != 0)
            scale *= 10; /* denominators divide 10^9 */
    }
    scrut_method sequence = {.family = SCRUT_METHOD_DIVISOR,
                             .divisor = SCRUT_DIVISOR_SEQUENCE,
                             .sequence_count = node->count,
                             .sequence_scale = scale};
    for (size_t i = 0; i < node->count; i++)
        if (!scrut_multiply(numerators[i], scale / denominators[i], &sequence.sequence[i])) {
            scrut_rules_problem(r, node->items[i], "the divisor is too large");
            return;
        }
    *method = sequence;
}

static void read_quota_options(scrut_rules_reader *r, const scrut_yaml *node, scrut_method *method)
{
    const struct {
        const char *key;
        const scrut_rules_choice *words;
        size_t count;
    } OPTIONS[] = {{"quota-divisor", QUOTA_DIVISORS, SCRUT_COUNT(QUOTA_DIVISORS)},
                   {"quota-rounding", ROUNDINGS, SCRUT_COUNT(ROUNDINGS)},
                   {"quota-base", QUOTA_BASES, SCRUT_COUNT(QUOTA_BASES)},
                   {"rest", RESTS, SCRUT_COUNT(RESTS)},
                   {"over-award", OVER_AWARDS, SCRUT_COUNT(OVER_AWARDS)}};
    for (size_t i = 0; i < SCRUT_COUNT(OPTIONS); i++) {
        const scrut_yaml *value = scrut_yaml_get(node, OPTIONS[i].key);
        int word;
        if (value == NULL)
            continue;
        if (method->family != SCRUT_METHOD_QUOTA) {
            scrut_rules_problem(r, value, "%s goes with quota methods only", OPTIONS[i].key);
            continue;
        }
        if (!scrut_rules_word(r, value, OPTIONS[i].key, OPTIONS[i].words, OPTIONS[i].count, &word))
            continue;
        switch (i) {
        case 0: method->quota_plus = word; break;
        case 1: method->quota_rounding = (scrut_quota_rounding)word; break;
        case 2: method->quota_base_all = word != 0; break;
        case 3: method->rest = (scrut_rest)word; break;
        default: method->over_award = (scrut_over_award)word; break;
        }
    }
}

static void read_zero_divisor(scrut_rules_reader *r, const scrut_yaml *node, scrut_method *method)
{
    int word;
    if (method->family != SCRUT_METHOD_DIVISOR)
        scrut_rules_problem(r, node, "zero-divisor goes with divisor methods only");
    else if (scrut_rules_word(r, node, "zero-divisor", ZERO_DIVISORS, SCRUT_COUNT(ZERO_DIVISORS), &word))
        method->zero_divisor_refused = word != 0;
}

static void read_mapping(scrut_rules_reader *r, const scrut_yaml *node, scrut_method *method)
{
    static const char *const KEYS[] = {"name",           "first-divisor", "divisors", "zero-divisor", "quota-divisor",
                                       "quota-rounding", "quota-base",    "rest",     "over-award"};
    if (!scrut_rules_keys(r, node, "a method", KEYS, SCRUT_COUNT(KEYS)))
        return;
    const scrut_yaml *name = scrut_yaml_get(node, "name"), *divisors = scrut_yaml_get(node, "divisors");
    const scrut_yaml *first = scrut_yaml_get(node, "first-divisor"), *zero = scrut_yaml_get(node, "zero-divisor");
    if ((name == NULL) == (divisors == NULL)) {
        scrut_rules_problem(r, node, "a method has either a name or a list of divisors");
        return;
    }
    if (name != NULL)
        read_name(r, name, method);
    else
        read_divisors(r, divisors, method);
    if (first != NULL)
        read_first_divisor(r, first, method);
    if (zero != NULL)
        read_zero_divisor(r, zero, method);
    read_quota_options(r, node, method);
}

void scrut_rules_method(scrut_rules_reader *r, const scrut_yaml *node, scrut_method *ret_method)
{
    scrut_method method = {.family = SCRUT_METHOD_PLURALITY};
    int64_t before = r->problems->total;
    if (node->kind == SCRUT_YAML_MAPPING)
        read_mapping(r, node, &method);
    else
        read_name(r, node, &method);
    if (r->problems->total != before)
        return;
    const char *fault = scrut_method_fault(&method);
    if (fault != NULL)
        scrut_rules_problem(r, node, "%s", fault);
    else
        *ret_method = method;
}
