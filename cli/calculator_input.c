/* SPDX-License-Identifier: Apache-2.0
 * Reading the calculator's options. Every refusal names the item that is wrong. */
#include "calculator.h"
#include "scrutineer/num.h"
#include "scrutineer/utf8.h"

#include <string.h>

static int read_method(const scrut_cli_args *args, scrut_calculation *c)
{
    c->method_name = scrut_cli_text(args, "method");
    if (scrut_method_named(c->method_name, &c->method))
        return SCRUT_EXIT_OK;
    scrut_buf names = {0};
    for (size_t i = 0; i < scrut_method_count(); i++)
        scrut_buf_printf(&names, "%s%s", i > 0 ? ", " : "", scrut_method_name(i));
    int status = scrut_cli_usage_error(args->command, "unknown method \"%s\"; the methods are %s", c->method_name,
                                       names.bytes != NULL ? names.bytes : "");
    scrut_buf_free(&names);
    return status;
}

static int number_error(const scrut_cli_args *args, const scrut_cli_item *kind, scrut_number_result result,
                        const char *item)
{
    char most[32];
    scrut_format_grouped(most, sizeof most, kind->max);
    if (result == SCRUT_NUMBER_TOO_BIG)
        return scrut_cli_usage_error(args->command, "--%s: \"%s\": more than %s %s%s", kind->option, item, most,
                                     kind->noun, kind->max == SCRUT_VOTES_MAX ? " (2^40)" : "");
    return scrut_cli_usage_error(args->command, "--%s: \"%s\": the %s are %s", kind->option, item, kind->noun,
                                 result == SCRUT_NUMBER_EMPTY ? "missing" : "not a whole number");
}

char *scrut_cli_next_item(char **rest, char separator)
{
    char *item = *rest, *end = item != NULL ? strchr(item, separator) : NULL;
    *rest = end != NULL ? end + 1 : NULL;
    if (end != NULL)
        *end = '\0';
    return item;
}

int scrut_cli_read_item(const scrut_cli_args *args, const scrut_cli_item *kind, char *item, int64_t *ret_number)
{
    char *equals = strrchr(item, '=');
    if (equals == NULL)
        return scrut_cli_usage_error(args->command, "--%s: \"%s\": expected LIST=%s", kind->option, item,
                                     kind->placeholder);
    if (equals == item)
        return scrut_cli_usage_error(args->command, "--%s: \"%s\": the list has no name", kind->option, item);
    int64_t number;
    scrut_number_result result = scrut_parse_whole(equals + 1, strlen(equals + 1), kind->max, &number, NULL);
    if (result != SCRUT_NUMBER_OK)
        return number_error(args, kind, result, item);
    if (number < 0)
        return scrut_cli_usage_error(args->command, "--%s: \"%s\": the %s are negative", kind->option, item,
                                     kind->noun);
    *equals = '\0';
    *ret_number = number;
    return SCRUT_EXIT_OK;
}

size_t scrut_calculation_list(const scrut_calculation *c, const char *name)
{
    size_t i = 0;
    while (i < c->list_count && strcmp(c->names[i], name) != 0)
        i++;
    return i;
}

static int add_list(const scrut_cli_args *args, char *item, scrut_calculation *c)
{
    static const scrut_cli_item VOTES = {"votes", "votes", "VOTES", SCRUT_VOTES_MAX};
    int64_t votes = 0;
    int status = scrut_cli_read_item(args, &VOTES, item, &votes);
    if (status != SCRUT_EXIT_OK)
        return status;
    if (scrut_calculation_list(c, item) < c->list_count)
        return scrut_cli_usage_error(args->command, "--votes: list \"%s\" is given twice", item);
    c->names[c->list_count] = item;
    c->contenders[c->list_count] =
        (scrut_contender){.votes = votes, .eligible = true, .seats_max = -1, .list_order = -1};
    c->list_count++;
    c->votes_all += votes; /* at most SCRUT_PARTIES_MAX times SCRUT_VOTES_MAX, far below 2^63 */
    return SCRUT_EXIT_OK;
}

static size_t count_items(const char *text)
{
    size_t count = 1;
    for (; *text != '\0'; text++)
        count += *text == ',';
    return count;
}

static int read_votes(const scrut_cli_args *args, scrut_arena *arena, scrut_calculation *c)
{
    const char *written = scrut_cli_text(args, "votes");
    size_t length = strlen(written), count = count_items(written);
    if (scrut_utf8_check(written, length) != length)
        return scrut_cli_usage_error(args->command, "--votes is not UTF-8 at byte %zu",
                                     scrut_utf8_check(written, length));
    if (count > SCRUT_PARTIES_MAX)
        return scrut_cli_usage_error(args->command, "--votes: %zu lists; at most %d are possible", count,
                                     SCRUT_PARTIES_MAX);
    char *text = scrut_arena_strdup(arena, written);
    c->names = scrut_arena_calloc(arena, count, sizeof *c->names);
    c->contenders = scrut_arena_calloc(arena, count, sizeof *c->contenders);
    if (text == NULL || c->names == NULL || c->contenders == NULL)
        return scrut_cli_no_memory();
    int status = SCRUT_EXIT_OK;
    while (text != NULL && status == SCRUT_EXIT_OK)
        status = add_list(args, scrut_cli_next_item(&text, ','), c);
    return status;
}

/* "5%" is a share of the votes given, "1200" a number of votes. */
static bool parse_threshold(const char *text, scrut_threshold *ret_threshold)
{
    scrut_threshold t = {.base = SCRUT_BASE_VALID, .scope = SCRUT_SCOPE_CONSTITUENCY};
    size_t length = strlen(text);
    t.is_share = length > 0 && text[length - 1] == '%';
    if (t.is_share) {
        if (!scrut_parse_decimal(text, length - 1, &t.numerator, &t.denominator))
            return false;
        t.denominator *= 100; /* at most 10^9 * 100 */
        if (t.numerator < 0 || t.numerator > t.denominator)
            return false;
    } else if (scrut_parse_whole(text, length, SCRUT_VOTES_MAX, &t.votes, NULL) != SCRUT_NUMBER_OK || t.votes < 0) {
        return false;
    }
    *ret_threshold = t;
    return true;
}

static int read_threshold(const scrut_cli_args *args, scrut_calculation *c)
{
    const char *text = scrut_cli_text(args, "threshold");
    c->has_threshold = text != NULL;
    if (text == NULL)
        return SCRUT_EXIT_OK;
    if (!parse_threshold(text, &c->threshold))
        return scrut_cli_usage_error(args->command, "--threshold %s: expected a share such as 5%% or 3.25%%, or votes",
                                     text);
    for (size_t i = 0; i < c->list_count; i++) {
        scrut_contender *list = &c->contenders[i];
        list->eligible = c->threshold.is_share ? (scrut_wide)list->votes * c->threshold.denominator >=
                                                     (scrut_wide)c->threshold.numerator * c->votes_all
                                               : list->votes >= c->threshold.votes;
    }
    return SCRUT_EXIT_OK;
}

static int read_first_divisor(const scrut_cli_args *args, scrut_calculation *c)
{
    const char *text = c->first_divisor;
    int64_t numerator, denominator;
    if (text == NULL)
        return SCRUT_EXIT_OK;
    if (c->method.family != SCRUT_METHOD_DIVISOR || c->method.divisor != SCRUT_DIVISOR_LINEAR)
        return scrut_cli_usage_error(args->command, "--first-divisor does not go with the method %s", c->method_name);
    if (!scrut_parse_decimal(text, strlen(text), &numerator, &denominator) ||
        !scrut_method_first_divisor(&c->method, numerator, denominator))
        return scrut_cli_usage_error(args->command, "--first-divisor %s: expected a decimal above 0, such as 1.4",
                                     text);
    const char *fault = scrut_method_fault(&c->method);
    if (fault != NULL)
        return scrut_cli_usage_error(args->command, "--first-divisor %s: %s", text, fault);
    return SCRUT_EXIT_OK;
}

static int read_over_award(const scrut_cli_args *args, scrut_calculation *c)
{
    const char *text = c->over_award;
    if (text == NULL)
        return SCRUT_EXIT_OK;
    if (c->method.family != SCRUT_METHOD_QUOTA)
        return scrut_cli_usage_error(args->command, "--over-award goes with quota methods, not with %s",
                                     c->method_name);
    c->method.over_award = strcmp(text, "ignore") == 0     ? SCRUT_OVER_AWARD_IGNORE
                           : strcmp(text, "subtract") == 0 ? SCRUT_OVER_AWARD_SUBTRACT
                                                           : SCRUT_OVER_AWARD_ERROR;
    return SCRUT_EXIT_OK;
}

int scrut_calculation_read(const scrut_cli_args *args, scrut_arena *arena, scrut_calculation *ret_calculation)
{
    static const char *const NEEDED[] = {"method", "seats", "votes"};
    for (size_t i = 0; i < sizeof NEEDED / sizeof NEEDED[0]; i++)
        if (!scrut_cli_given(args, NEEDED[i]))
            return scrut_cli_usage_error(args->command, "--%s is missing", NEEDED[i]);
    scrut_calculation c = {.seats = scrut_cli_whole(args, "seats", 0),
                           .first_divisor = scrut_cli_text(args, "first-divisor"),
                           .over_award = scrut_cli_text(args, "over-award")};
    int status = read_method(args, &c);
    if (status == SCRUT_EXIT_OK)
        status = read_votes(args, arena, &c);
    if (status == SCRUT_EXIT_OK)
        status = read_threshold(args, &c);
    if (status == SCRUT_EXIT_OK)
        status = read_first_divisor(args, &c);
    if (status == SCRUT_EXIT_OK)
        status = read_over_award(args, &c);
    if (status == SCRUT_EXIT_OK)
        *ret_calculation = c;
    return status;
}

int scrut_calculator_run(const scrut_cli_args *args, int (*calculate)(const scrut_cli_args *args, scrut_arena *arena))
{
    scrut_arena *arena = scrut_arena_new();
    if (arena == NULL)
        return scrut_cli_no_memory();
    int status = calculate(args, arena);
    scrut_arena_free(arena);
    return status;
}
