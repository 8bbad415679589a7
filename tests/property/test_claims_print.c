/* SPDX-License-Identifier: Apache-2.0
 * Random expressions, written with spaces and parentheses that need not be there, are printed and parsed
 * again: the tree is the same, and what is printed does not change any more. Those with one byte altered
 * are refused or read, and never read beyond their end. */
#include "case_folder.h"
#include "extent.h"
#include "harness.h"
#include "scrutineer/claims.h"

#include <stdio.h>
#include <string.h>

#define ROUNDS test_extent(4000, 20000, 200000)
#define SEED UINT64_C(20130728)

static const char CASE[] =
    "scrutineer: case/1\n"
    "title: Names\n"
    "parties: {rows: [{party: CPP}, {party: \"PSC-PSE\", name: Socialists}, {party: គណបក្ស}, {party: \"a \\\"b\\\" "
    "c\"}]}\n"
    "constituencies: {rows: [{constituency: \"08\", name: Kandal}, {constituency: Phnom Penh}]}\n"
    "previous:\n"
    "  - version: \"2008\"\n"
    "    tables: [{level: nation, rows: [{party: CPP, seats: 90}], seats: {party: party, seats: seats}}]\n";

static uint64_t state;

static uint32_t draw(uint32_t below)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % below;
}

static const char *one_of(const char *const words[], uint32_t count)
{
    return words[draw(count)];
}

static void space(scrut_buf *out)
{
    static const char *const SPACES[] = {"", " ", "  ", "\t", "\n"};
    scrut_buf_puts(out, one_of(SPACES, 5));
}

static const char *party(void)
{
    static const char *const NAMES[] = {"CPP",         "cpp",   "PSC-PSE",     "socialists",
                                        "\"PSC-PSE\"", "គណបក្ស", "'a \"b\" c'", "\"a \"\"b\"\" c\""};
    return one_of(NAMES, 8);
}

static const char *unit(void)
{
    static const char *const NAMES[] = {"08", "Kandal", "Phnom Penh", "'phnom  penh'"};
    return one_of(NAMES, 4);
}

static void put_call(scrut_buf *out)
{
    static const char *const OF_PARTY[] = {"seats", "votes", "share", "lead", "swing"};
    static const char *const OF_UNIT[] = {"turnout", "registered",  "cast",     "valid",  "invalid",
                                          "blank",   "seats_total", "stations", "parties"};
    switch (draw(8)) {
    case 0: scrut_buf_printf(out, "%s(%s)", one_of(OF_PARTY, 5), party()); break;
    case 1: scrut_buf_printf(out, "%s( %s ,%s )", one_of(OF_PARTY, 5), party(), unit()); break;
    case 2: scrut_buf_printf(out, "lead(%s, %s, %s)", party(), party(), unit()); break;
    case 3: scrut_buf_printf(out, "%s()", one_of(OF_UNIT, 9)); break;
    case 4: scrut_buf_printf(out, "%s(%s)", one_of(OF_UNIT, 9), unit()); break;
    case 5: scrut_buf_printf(out, draw(2) ? "led(%s)" : "seats_before(%s, 2008)", party()); break;
    case 6: scrut_buf_printf(out, "at_stake(B%02u, %s)", draw(20), unit()); break;
    default: scrut_buf_printf(out, "margin(%s, %u, %s, add)", party(), draw(20), unit()); break;
    }
}

static void put_number(scrut_buf *out, int depth)
{
    static const char *const SIGNS[] = {"+", "-", "*", "/"};
    space(out);
    uint32_t kind = depth > 5 ? draw(2) : draw(6);
    if (kind == 0) {
        scrut_buf_printf(out, draw(2) ? "%u" : "%u.50", draw(1000));
        scrut_buf_puts(out, draw(3) == 0 ? "%" : "");
    } else if (kind == 1) {
        put_call(out);
    } else if (kind == 2) {
        scrut_buf_putc(out, '-');
        put_number(out, depth + 4);
    } else {
        bool parentheses = draw(2) == 0;
        scrut_buf_puts(out, parentheses ? "(" : "");
        put_number(out, depth + 1);
        scrut_buf_puts(out, one_of(SIGNS, 4));
        put_number(out, depth + 1);
        scrut_buf_puts(out, parentheses ? ")" : "");
    }
    space(out);
}

static void put_truth(scrut_buf *out, int depth)
{
    static const char *const RELATIONS[] = {"=", "!=", "<", "<=", ">", ">="};
    uint32_t kind = depth > 3 ? draw(2) : draw(6);
    space(out);
    if (kind <= 1) {
        put_number(out, 2);
        if (draw(4) == 0) {
            scrut_buf_printf(out, "~=%u.%02u", draw(100), draw(100));
            return;
        }
        bool within = draw(4) == 0;
        scrut_buf_puts(out, within ? "=" : one_of(RELATIONS, 6));
        put_number(out, 2);
        scrut_buf_puts(out, within ? " within 2%" : "");
    } else if (kind == 2) {
        scrut_buf_puts(out, "not ");
        put_truth(out, depth + 1);
    } else {
        bool parentheses = draw(2) == 0;
        scrut_buf_puts(out, parentheses ? "(" : "");
        put_truth(out, depth + 1);
        scrut_buf_puts(out, kind == 3 ? " or " : " and ");
        put_truth(out, depth + 1);
        scrut_buf_puts(out, parentheses ? ")" : "");
    }
}

static const scrut_claim_node *parse(const scrut_case *c, const scrut_buf *text, scrut_arena *arena)
{
    const scrut_claim_node *root = NULL;
    scrut_error err = {.message = ""};
    scrut_status status = scrut_claim_parse(c, text->bytes, text->length, NULL, arena, &root, &err);
    ck_assert_msg(status == SCRUT_OK || status == SCRUT_E_LIMIT, "%s\n%lld: %s", text->bytes, (long long)err.column,
                  err.message);
    return root;
}

START_TEST(a_printed_expression_is_parsed_to_the_same_tree)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "election.yaml", CASE);
    scrut_case *c = case_folder_load(&folder, 0);
    scrut_buf text = {0}, printed = {0}, again = {0};
    int parsed = 0;
    state = SEED;
    printf("# seed %llu\n", (unsigned long long)SEED);
    for (int64_t i = 0; i < ROUNDS; i++) {
        scrut_arena *arena = scrut_arena_new();
        scrut_buf_clear(&text);
        scrut_buf_clear(&printed);
        scrut_buf_clear(&again);
        put_truth(&text, 0);
        const scrut_claim_node *tree = parse(c, &text, arena);
        if (tree != NULL) {
            scrut_claim_print(c, tree, &printed);
            const scrut_claim_node *second = parse(c, &printed, arena);
            ck_assert_msg(scrut_claim_equal(tree, second), "%s\n%s", text.bytes, printed.bytes);
            scrut_claim_print(c, second, &again);
            ck_assert_str_eq(printed.bytes, again.bytes);
            parsed++;
        }
        scrut_arena_free(arena);
    }
    ck_assert_int_gt(parsed, ROUNDS * 9 / 10);
    scrut_buf_free(&text);
    scrut_buf_free(&printed);
    scrut_buf_free(&again);
    scrut_case_free(c);
    case_folder_remove(&folder);
}
END_TEST

START_TEST(an_altered_byte_never_leads_beyond_the_text)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "election.yaml", CASE);
    scrut_case *c = case_folder_load(&folder, 0);
    scrut_buf text = {0};
    state = SEED + 1;
    for (int64_t i = 0; i < ROUNDS; i++) {
        scrut_arena *arena = scrut_arena_new();
        const scrut_claim_node *root = NULL;
        scrut_error err;
        scrut_buf_clear(&text);
        put_truth(&text, 2);
        size_t length = draw((uint32_t)text.length + 1);
        char *copy = malloc(length + 1); /* of the exact size, so that a sanitizer sees a step too far */
        ck_assert_ptr_nonnull(copy);
        memcpy(copy, text.bytes, length);
        if (length > 0)
            copy[draw((uint32_t)length)] = (char)draw(256);
        char *exact = realloc(copy, length > 0 ? length : 1);
        scrut_status status = scrut_claim_parse(c, exact, length, NULL, arena, &root, &err);
        ck_assert((status == SCRUT_OK) == (root != NULL));
        ck_assert(status == SCRUT_OK ||
                  (err.column >= 1 && err.column <= (int64_t)length + 1 && err.message[0] != '\0'));
        free(exact);
        scrut_arena_free(arena);
    }
    scrut_buf_free(&text);
    scrut_case_free(c);
    case_folder_remove(&folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("claims");
    TCase *tests = tcase_create("print");
    tcase_add_test(tests, a_printed_expression_is_parsed_to_the_same_tree);
    tcase_add_test(tests, an_altered_byte_never_leads_beyond_the_text);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
