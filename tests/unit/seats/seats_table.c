/* SPDX-License-Identifier: Apache-2.0 */
#include "seats_table.h"
#include "scrutineer/buf.h"

#include <check.h>

enum { LISTS_MAX = 64 };

typedef struct {
    scrut_method method;
    scrut_tie_rule ties[SCRUT_TIE_RULES_MAX];
    size_t tie_count;
    int64_t seats, seats_min, seats_max, votes_all;
    char names[LISTS_MAX][16];
    scrut_contender lists[LISTS_MAX];
    size_t count;
} example_input;

static int64_t number(const char *text, size_t length)
{
    int64_t value = -1;
    ck_assert_msg(scrut_parse_whole(text, length, INT64_MAX / 16, &value, NULL) == SCRUT_NUMBER_OK, "number %s", text);
    return value;
}

static void read_ties(const char *text, size_t length, example_input *in)
{
    static const char *const NAMES[] = {"none", "more-votes", "fewer-votes", "list-order", "lot"};
    while (length > 0) {
        size_t word = strcspn(text, ", "), rule = 0;
        word = word < length ? word : length;
        while (rule < 5 && (strlen(NAMES[rule]) != word || strncmp(NAMES[rule], text, word) != 0))
            rule++;
        ck_assert_msg(rule < 5, "tie rule %s", text);
        in->ties[in->tie_count++] = (scrut_tie_rule)rule;
        text += word + (word < length);
        length -= word + (word < length);
    }
}

static void read_option(const char *word, size_t length, example_input *in)
{
    int64_t numerator, denominator;
    if (strncmp(word, "min=", 4) == 0)
        in->seats_min = number(word + 4, length - 4);
    else if (strncmp(word, "max=", 4) == 0)
        in->seats_max = number(word + 4, length - 4);
    else if (strncmp(word, "ties=", 5) == 0)
        read_ties(word + 5, length - 5, in);
    else if (strncmp(word, "all=", 4) == 0) {
        in->votes_all = number(word + 4, length - 4);
        in->method.quota_base_all = true;
    } else if (strncmp(word, "floor", 5) == 0)
        in->method.quota_rounding = SCRUT_QUOTA_FLOOR;
    else if (strncmp(word, "ceil", 4) == 0)
        in->method.quota_rounding = SCRUT_QUOTA_CEIL;
    else if (strncmp(word, "subtract", 8) == 0)
        in->method.over_award = SCRUT_OVER_AWARD_SUBTRACT;
    else if (strncmp(word, "ignore", 6) == 0)
        in->method.over_award = SCRUT_OVER_AWARD_IGNORE;
    else if (strncmp(word, "zero-refused", 12) == 0)
        in->method.zero_divisor_refused = true;
    else if (strncmp(word, "first=", 6) == 0)
        ck_assert(scrut_parse_decimal(word + 6, length - 6, &numerator, &denominator) &&
                  scrut_method_first_divisor(&in->method, numerator, denominator));
    else
        ck_abort_msg("option %s", word);
}

static void read_rule(const char *text, example_input *in)
{
    char name[64];
    size_t length = strcspn(text, " ");
    snprintf(name, sizeof name, "%.*s", (int)length, text);
    ck_assert_msg(scrut_method_named(name, &in->method), "method %s", name);
    text += length + 1;
    length = strcspn(text, " ");
    in->seats = number(text, length);
    for (text += length; *text == ' '; text += length) {
        text++;
        length = strcspn(text, " ");
        read_option(text, length, in);
    }
}

static void read_votes(const char *text, example_input *in)
{
    for (size_t length; *text != '\0'; text += length + (text[length] == ' ')) {
        length = strcspn(text, " ");
        size_t name = strcspn(text, ":="), value = strcspn(text, "=") + 1;
        scrut_contender *c = &in->lists[in->count];
        *c = (scrut_contender){.eligible = text[length - 1] != '!',
                               .seats_min = in->seats_min,
                               .seats_max = in->seats_max,
                               .list_order = -1};
        if (text[name] == ':')
            c->list_order = number(text + name + 1, value - name - 2);
        c->votes = number(text + value, length - value - !c->eligible);
        snprintf(in->names[in->count++], sizeof in->names[0], "%.*s", (int)name, text);
    }
}

static void read_example(const seats_example *example, example_input *in)
{
    *in = (example_input){.seats_max = -1, .votes_all = -1};
    read_rule(example->rule, in);
    read_votes(example->votes, in);
}

static void apportion(const example_input *in, scrut_arena *arena, scrut_apportionment *ret_result)
{
    scrut_error err = {0};
    ck_assert_msg(scrut_apportion(&in->method, in->ties, in->tie_count, in->seats, in->lists, in->count, in->votes_all,
                                  arena, ret_result, &err) == SCRUT_OK,
                  "%s", err.message);
}

void allocate_example(const seats_example *example, scrut_arena *arena, scrut_apportionment *ret_result)
{
    example_input in;
    read_example(example, &in);
    apportion(&in, arena, ret_result);
}

/* The result as the third line of an example writes it: lists with seats, tie, seats left over, seats too many. */
static void write_result(const example_input *in, const scrut_apportionment *r, scrut_buf *text)
{
    if (r->refused) {
        scrut_buf_puts(text, "refused");
        return;
    }
    for (size_t i = 0; i < in->count; i++)
        if (r->certain[i] > 0)
            scrut_buf_printf(text, " %s=%lld", in->names[i], (long long)r->certain[i]);
    if (r->tied_seats > 0) {
        const char *before = " tie=";
        for (size_t i = 0; i < in->count; i++) {
            if (!r->tied[i])
                continue;
            scrut_buf_printf(text, "%s%s", before, in->names[i]);
            before = ",";
        }
        scrut_buf_printf(text, "/%lld", (long long)r->tied_seats);
    }
    if (r->unfilled > 0)
        scrut_buf_printf(text, " unfilled=%lld", (long long)r->unfilled);
    if (r->over_awarded > 0)
        scrut_buf_printf(text, " over=%lld", (long long)r->over_awarded);
}

void check_seats_examples(const seats_example *examples, size_t count)
{
    for (size_t e = 0; e < count; e++) {
        example_input in;
        scrut_buf text = {0};
        scrut_apportionment result;
        scrut_arena *arena = scrut_arena_new();
        read_example(&examples[e], &in);
        apportion(&in, arena, &result);
        scrut_buf_puts(&text, "");
        write_result(&in, &result, &text);
        const char *got = text.bytes[0] == ' ' ? text.bytes + 1 : text.bytes;
        ck_assert_msg(strcmp(got, examples[e].seats) == 0, "%s: %s: expected %s, got %s", examples[e].rule,
                      examples[e].votes, examples[e].seats, got);
        scrut_buf_free(&text);
        scrut_arena_free(arena);
    }
}
