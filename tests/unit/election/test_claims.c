/* SPDX-License-Identifier: Apache-2.0 */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/claims.h"

#include <stdio.h>
#include <string.h>

static const char CASE[] =
    "scrutineer: case/1\n"
    "title: Names\n"
    "parties:\n"
    "  rows:\n"
    "    - {party: CPP, name: People's Party, name_local: គណបក្ស}\n"
    "    - {party: CNRP, aliases: [Rescue]}\n"
    "    - {party: \"PSC-PSE\"}\n"
    "    - {party: \"say \\\"no\\\"\"}\n"
    "    - {party: Kandal}\n"
    "    - {party: X1, name: Twin}\n"
    "    - {party: X2, name: Twin}\n"
    "constituencies:\n"
    "  rows:\n"
    "    - {constituency: \"08\", name: Kandal, seats: 11}\n"
    "    - {constituency: \"12\", name: Phnom Penh, seats: 12}\n"
    "previous:\n"
    "  - version: \"2008\"\n"
    "    tables:\n"
    "      - {level: nation, rows: [{party: CPP, seats: 90}], seats: {party: party, seats: seats}}\n";

static case_folder folder;
static scrut_case *c;
static scrut_arena *arena;

static void open_case(void)
{
    folder = case_folder_new();
    case_folder_write(&folder, "election.yaml", CASE);
    c = case_folder_load(&folder, 0);
    arena = scrut_arena_new();
    ck_assert_ptr_nonnull(arena);
}

static void close_case(void)
{
    scrut_arena_free(arena);
    scrut_case_free(c);
    case_folder_remove(&folder);
}

static const scrut_claim_node *parse(const char *text, const char *tolerance)
{
    const scrut_claim_node *root = NULL;
    scrut_error err = {.message = ""};
    scrut_status status = scrut_claim_parse(c, text, strlen(text), tolerance, arena, &root, &err);
    ck_assert_msg(status == SCRUT_OK, "%s: %lld: %s", text, (long long)err.column, err.message);
    return root;
}

static void check_print(const char *text, const char *expected)
{
    scrut_buf out = {0};
    scrut_claim_print(c, parse(text, NULL), &out);
    ck_assert_str_eq(out.bytes, expected);
    ck_assert(scrut_claim_equal(parse(text, NULL), parse(out.bytes, NULL)));
    scrut_buf_free(&out);
}

START_TEST(an_expression_is_printed_with_the_parentheses_it_needs)
{
    check_print("seats(CPP)=68", "seats(CPP) = 68");
    check_print("((seats(CPP))) = (6+8)*2", "seats(CPP) = (6 + 8) * 2");
    check_print("1-(2-3) = 1-2-3", "1 - (2 - 3) = 1 - 2 - 3");
    check_print("8/(4/2) = 8/4/2", "8 / (4 / 2) = 8 / 4 / 2");
    check_print("- -1 <= -(1+1)", "--1 <= -(1 + 1)");
    check_print("(1=1 or 2=2) and not (1=1 and not 2!=2)", "(1 = 1 or 2 = 2) and not (1 = 1 and not 2 != 2)");
    check_print("1=1 or (2=2 and 3=3)", "1 = 1 or 2 = 2 and 3 = 3");
    check_print("turnout() = 48.83 % within 0.5%", "turnout() = 48.83% within 0.5%");
    check_print("007.50 > 1", "7.50 > 1");
}
END_TEST

START_TEST(an_about_sign_means_half_a_unit_of_the_last_digit_written)
{
    check_print("share(CPP) ~= 48.83%", "share(CPP) = 48.83% within 0.005%");
    check_print("seats(CPP) ~= 68", "seats(CPP) = 68 within 0.5");
    check_print("1.30 ~= share(CPP)", "1.30 = share(CPP) within 0.005");
    check_print("share(CPP) ~= 48% within 2%", "share(CPP) = 48% within 2%");
    scrut_buf out = {0};
    scrut_claim_print(c, parse("votes(CPP) ~= votes(CNRP) and seats(CPP) ~= 4", "1.5"), &out);
    ck_assert_str_eq(out.bytes, "votes(CPP) = votes(CNRP) within 1.5 and seats(CPP) = 4 within 1.5");
    scrut_buf_free(&out);
}
END_TEST

START_TEST(names_are_found_by_id_then_by_name_alias_and_local_name)
{
    check_print("seats( cpp , Phnom   penh ) = 1", "seats(CPP, 12) = 1");
    check_print("seats(Rescue, 12) = 1", "seats(CNRP, 12) = 1");
    check_print("seats(\"People's Party\") = 1", "seats(CPP) = 1");
    check_print("seats(គណបក្ស) = 1", "seats(CPP) = 1");
    check_print("seats(PSC-PSE) = 1", "seats(\"PSC-PSE\") = 1");
    check_print("seats('say \"no\"', 08) = 1", "seats(\"say \"\"no\"\"\", 08) = 1");
    check_print("votes(Kandal, Kandal) = 1", "votes(Kandal, 08) = 1");
}
END_TEST

START_TEST(the_second_argument_of_lead_is_a_list_or_the_constituency)
{
    const scrut_claim_node *node = parse("lead(CPP, CNRP) > 0", NULL)->a;
    ck_assert_uint_eq(node->other, party_index(c, "CNRP"));
    ck_assert_uint_eq(node->unit, 0);
    node = parse("lead(CPP, Phnom Penh) > 0", NULL)->a;
    ck_assert_uint_eq(node->other, SCRUT_NONE);
    ck_assert_uint_eq(node->unit, constituency_unit(c, "12"));
    node = parse("lead(CPP, Kandal, Kandal) > 0", NULL)->a;
    ck_assert_uint_eq(node->other, party_index(c, "Kandal"));
    ck_assert_uint_eq(node->unit, constituency_unit(c, "08"));
}
END_TEST

START_TEST(a_margin_takes_seats_an_optional_constituency_and_a_metric)
{
    const scrut_claim_node *node = parse("margin(CNRP, 7, Phnom Penh, add) = 166", NULL)->a;
    ck_assert_int_eq(node->count, 7);
    ck_assert_uint_eq(node->unit, constituency_unit(c, "12"));
    ck_assert_str_eq(node->word, "add");
    node = parse("margin(CNRP, 7, add) = 166", NULL)->a;
    ck_assert_uint_eq(node->unit, 0);
    ck_assert_str_eq(node->word, "add");
    check_print("margin(CNRP, 7, 12, remove) = 1", "margin(CNRP, 7, 12, remove) = 1");
    check_print("margin(CNRP, 7) = 1", "margin(CNRP, 7) = 1");
}
END_TEST

START_TEST(errors_name_the_character_and_what_was_expected)
{
    static const struct {
        const char *text;
        int column;
        const char *message; /* its beginning */
    } CASES[] = {
        {"", 1, "expected a number, a function or \"(\", but the expression ends"},
        {"seats(CPP)", 1, "expected a comparison here"},
        {"seats(CPP) = ", 14, "expected a number, a function or \"(\", but"},
        {"seats(CPP) = 68 68", 17, "expected an operator or the end, found \"68\""},
        {"seats(CPP) == 68", 13, "expected a number, a function or \"(\", found \"=\""},
        {"1 < seats(CPP) < 3", 16, "write two comparisons joined by \"and\""},
        {"(1 = 1) + 1 = 2", 1, "expected a number here, found a comparison"},
        {"1 = 1 and 2", 11, "expected a comparison here"},
        {"not 1", 5, "expected a comparison here"},
        {"seat(CPP) = 1", 1, "there is no function \"seat\""},
        {"seats = 1", 7, "expected \"(\" after seats"},
        {"seats(FUN) = 1", 7, "no party of the case is called \"FUN\""},
        {"seats(Twin) = 1", 7, "more than one party is called \"Twin\""},
        {"seats() = 1", 7, "seats needs a party here"},
        {"seats(CPP, Nowhere) = 1", 12, "no constituency of the case is called \"Nowhere\""},
        {"seats(CPP, 08, 12) = 1", 16, "seats takes no argument here"},
        {"majority(CPP) = 1", 10, "majority takes no argument here"},
        {"lead(CPP, Kandal) = 1", 11, "\"Kandal\" is a party and a constituency"},
        {"seats(CPP = 1", 14, "expected \",\" or \")\""},
        {"seats(\"CPP) = 1", 7, "the quote that opens here is not closed"},
        {"seats(,) = 1", 7, "expected a name"},
        {"seats_before(CPP, 2003) = 1", 19, "the case has no previous election \"2003\""},
        {"margin(CPP, many) = 1", 13, "expected a number of seats, found \"many\""},
        {"margin(CPP, 1, 12, gift) = 1", 20, "expected change, add or remove"},
        {"votes(CPP) ~= votes(CNRP)", 12, "\"~=\" needs a number on one side"},
        {"seats(CPP) < 3 within 1", 16, "expected an operator or the end, found \"within\""},
        {"1234567890123456789 = 1", 1, "a number may have 18 digits"},
        {"seats(គណបក្ស) = $", 17, "expected a number, a function or \"(\", found \"$\""},
        {"seats(CPP) ~= 1.123456789", 12, "\"~=\" needs a number with at most 8 digits after the point"},
        {"1.1234567890 = 1", 1, "a number may have 18 digits, 9 of them after the point"},
        {"1.2.3 = 1", 4, "expected an operator or the end, found \".\""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const scrut_claim_node *root = NULL;
        scrut_error err = {.message = ""};
        scrut_status status = scrut_claim_parse(c, CASES[i].text, strlen(CASES[i].text), NULL, arena, &root, &err);
        ck_assert_msg(status == SCRUT_E_INPUT || status == SCRUT_E_RANGE, "%s", CASES[i].text);
        ck_assert_ptr_null(root);
        ck_assert_msg(err.column == CASES[i].column &&
                          strncmp(err.message, CASES[i].message, strlen(CASES[i].message)) == 0,
                      "%s gave %lld: %s", CASES[i].text, (long long)err.column, err.message);
    }
}
END_TEST

static scrut_status status_of(const char *text, size_t length, const char *tolerance)
{
    const scrut_claim_node *root = NULL;
    return scrut_claim_parse(c, text, length, tolerance, arena, &root, NULL);
}

START_TEST(length_depth_and_parts_have_limits)
{
    static char text[SCRUT_CLAIM_BYTES_MAX + 2];
    memset(text, ' ', sizeof text);
    memcpy(text, "1 = 1", 5);
    ck_assert_int_eq(status_of(text, SCRUT_CLAIM_BYTES_MAX, NULL), SCRUT_OK);
    ck_assert_int_eq(status_of(text, SCRUT_CLAIM_BYTES_MAX + 1, NULL), SCRUT_E_LIMIT);
    for (int deep = SCRUT_CLAIM_DEPTH_MAX; deep <= SCRUT_CLAIM_DEPTH_MAX + 1; deep++) {
        memset(text, '(', (size_t)deep);
        text[deep] = '1';
        memset(text + deep + 1, ')', (size_t)deep);
        memcpy(text + 2 * deep + 1, " = 1", 5);
        ck_assert_int_eq(status_of(text, strlen(text), NULL), deep <= SCRUT_CLAIM_DEPTH_MAX ? SCRUT_OK : SCRUT_E_LIMIT);
    }
    /* n numbers, n - 1 sums, one more number and the comparison: 2 n + 1 parts */
    for (size_t n = SCRUT_CLAIM_NODES_MAX / 2 - 1; n <= SCRUT_CLAIM_NODES_MAX / 2; n++) {
        for (size_t i = 0; i < n; i++)
            memcpy(text + 2 * i, "1+", 2);
        memcpy(text + 2 * n - 1, "=1", 3);
        ck_assert_int_eq(status_of(text, strlen(text), NULL),
                         2 * n + 1 <= SCRUT_CLAIM_NODES_MAX ? SCRUT_OK : SCRUT_E_LIMIT);
    }
}
END_TEST

START_TEST(a_tolerance_must_be_a_number_that_is_used)
{
    static const char ABOUT[] = "seats(CPP) ~= 4";
    ck_assert_int_eq(status_of(ABOUT, strlen(ABOUT), "0.1%"), SCRUT_OK);
    ck_assert_int_eq(status_of(ABOUT, strlen(ABOUT), "some"), SCRUT_E_INPUT);
    ck_assert_int_eq(status_of(ABOUT, strlen(ABOUT), "1 2"), SCRUT_E_INPUT);
    ck_assert_int_eq(status_of("1 = 1", 5, "2"), SCRUT_E_INPUT);
}
END_TEST

START_TEST(bytes_that_are_not_utf_8_are_refused_where_they_are)
{
    const scrut_claim_node *root = NULL;
    scrut_error err;
    ck_assert_int_eq(scrut_claim_parse(c, "1 = \xC3", 5, NULL, arena, &root, &err), SCRUT_E_INPUT);
    ck_assert_int_eq(err.column, 5);
}
END_TEST

START_TEST(a_quoted_name_is_not_cut_at_a_nul_character)
{
    static const char CUT[] = "seats(\"CPP\0 and more\") = 4";
    ck_assert_int_eq(status_of(CUT, sizeof CUT - 1, NULL), SCRUT_E_INPUT);
}
END_TEST

START_TEST(claims_are_loaded_from_a_file_under_the_users_own_headers)
{
    case_folder own = case_folder_new();
    char yaml[sizeof CASE + 200];
    snprintf(yaml, sizeof yaml, "%sclaims:\n  file: said.csv\n  columns: {id: nr, words: text, claimant: who}\n", CASE);
    case_folder_write(&own, "election.yaml", yaml);
    case_folder_write(&own, "said.csv",
                      "nr,who,text,expression,tolerance\n1,CNRP,63,seats(CNRP) = 63,\n2,,about,seats(CPP) ~= 68,2\n"
                      "3,NGO,the ink washed off,,\n");
    scrut_case *loaded = case_folder_load(&own, 0);
    ck_assert_uint_eq(loaded->claim_count, 3);
    ck_assert_str_eq(loaded->claims[0].id, "1");
    ck_assert_str_eq(loaded->claims[0].claimant, "CNRP");
    ck_assert_ptr_nonnull(loaded->claims[0].expression);
    ck_assert_int_eq(loaded->claims[0].where.line, 2);
    ck_assert_str_eq(loaded->claims[0].where.file, "said.csv");
    ck_assert_ptr_null(loaded->claims[1].claimant);
    ck_assert_int_eq(loaded->claims[1].expression->op, SCRUT_CLAIM_WITHIN);
    ck_assert_ptr_null(loaded->claims[2].expression);
    ck_assert_ptr_null(loaded->claims[2].date);
    scrut_case_free(loaded);
    case_folder_remove(&own);
}
END_TEST

START_TEST(problems_name_the_line_of_the_file_and_the_character_of_the_expression)
{
    case_folder own = case_folder_new();
    char yaml[sizeof CASE + 100];
    snprintf(yaml, sizeof yaml, "%sclaims: {file: claims.csv}\n", CASE);
    case_folder_write(&own, "election.yaml", yaml);
    case_folder_write(&own, "claims.csv",
                      "id,words,expression,tolerance\n"
                      "a,w,seats(FUN) = 1,\n"
                      "a,w,,\n"
                      "b,,1 = 1,\n"
                      "c,w,1 = 1,2\n"
                      "d,w,,2\n"
                      "d,w,,\n");
    scrut_status status;
    char *problems = case_folder_problems(&own, &status);
    ck_assert_int_eq(status, SCRUT_E_INPUT);
    ck_assert_str_eq(
        problems, "claims.csv:2:3: claim \"a\", character 7 of the expression: no party of the case is called \"FUN\"\n"
                  "claims.csv:3:1: claim \"a\" is given twice, first in line 2\n"
                  "claims.csv:4: a claim needs \"id\" and \"words\"\n"
                  "claims.csv:5:3: claim \"c\": a tolerance is given, but no \"~=\" in the expression uses it\n"
                  "claims.csv:6:4: claim \"d\": a tolerance without an expression\n"
                  "claims.csv:7:1: claim \"d\" is given twice, first in line 6\n");
    free(problems);
    case_folder_remove(&own);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("claims");
    TCase *tests = tcase_create("expressions");
    tcase_add_checked_fixture(tests, open_case, close_case);
    tcase_add_test(tests, an_expression_is_printed_with_the_parentheses_it_needs);
    tcase_add_test(tests, an_about_sign_means_half_a_unit_of_the_last_digit_written);
    tcase_add_test(tests, names_are_found_by_id_then_by_name_alias_and_local_name);
    tcase_add_test(tests, the_second_argument_of_lead_is_a_list_or_the_constituency);
    tcase_add_test(tests, a_margin_takes_seats_an_optional_constituency_and_a_metric);
    tcase_add_test(tests, errors_name_the_character_and_what_was_expected);
    tcase_add_test(tests, length_depth_and_parts_have_limits);
    tcase_add_test(tests, a_tolerance_must_be_a_number_that_is_used);
    tcase_add_test(tests, a_quoted_name_is_not_cut_at_a_nul_character);
    tcase_add_test(tests, bytes_that_are_not_utf_8_are_refused_where_they_are);
    suite_add_tcase(suite, tests);
    TCase *files = tcase_create("files");
    tcase_add_test(files, claims_are_loaded_from_a_file_under_the_users_own_headers);
    tcase_add_test(files, problems_name_the_line_of_the_file_and_the_character_of_the_expression);
    suite_add_tcase(suite, files);
    return scrut_test_main(suite);
}
