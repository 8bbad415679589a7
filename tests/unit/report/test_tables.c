/* SPDX-License-Identifier: Apache-2.0
 * results.json is read back by jansson and findings.csv by a reader written here from RFC 4180. */
#include "fixture.h"
#include "harness.h"

#include <jansson.h>
#include <string.h>

static const char *const LABELS[] = {"Alpha", "Bravo", "Gamma"};

/* ---- findings.csv ---------------------------------------------------------------------------------------- */

#define CSV_COLUMNS 19

/* Reads one record from *at into cells; returns how many there were. */
static size_t read_record(const char **at, char cells[CSV_COLUMNS + 1][256])
{
    size_t count = 0, length = 0;
    bool quoted = **at == '"';
    if (quoted)
        ++*at;
    for (;; ++*at) {
        bool quote = **at == '"' && quoted;
        if (quote && (*at)[1] == '"') {
            ++*at;
        } else if (quote) {
            quoted = false;
            continue;
        } else if (!quoted && (**at == ',' || **at == '\r')) {
            bool last = **at == '\r';
            cells[count++][length] = '\0';
            length = 0;
            if (last) {
                ck_assert_int_eq((*at)[1], '\n');
                *at += 2;
                return count;
            }
            ck_assert_uint_le(count, CSV_COLUMNS);
            if ((*at)[1] == '"') {
                quoted = true;
                ++*at;
            }
            continue;
        }
        ck_assert_int_ne(**at, '\0');
        ck_assert_uint_lt(length, 255);
        cells[count][length++] = **at;
    }
}

START_TEST(findings_are_a_table_that_reads_back)
{
    fixture *f = fixture_new(LABELS, "x");
    fixture_add_finding(f, "L01", "a \"quoted\" word, a comma", 12);
    char *csv = fixture_csv(f), cells[CSV_COLUMNS + 1][256];
    const char *at = csv;
    ck_assert_uint_eq(read_record(&at, cells), CSV_COLUMNS);
    ck_assert_str_eq(cells[0], "id");
    ck_assert_str_eq(cells[14], "cells");
    ck_assert_uint_eq(read_record(&at, cells), CSV_COLUMNS);
    ck_assert_str_eq(cells[0], "a \"quoted\" word, a comma");
    ck_assert_str_eq(cells[1], "L01");
    ck_assert_str_eq(cells[2], "error");
    ck_assert_str_eq(cells[4], "station");
    ck_assert_str_eq(cells[6], "N");
    ck_assert_str_eq(cells[8], "12");
    ck_assert_str_eq(cells[12], "Alpha -12");
    ck_assert_str_eq(cells[14], "a \"quoted\" word, a comma:7:a \"quoted\" word, a comma");
    ck_assert_int_eq(*at, '\0');
    free(csv);
    fixture_free(f);
}
END_TEST

START_TEST(a_text_that_is_a_formula_gets_an_apostrophe)
{
    static const char *const FORMULAS[] = {
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\r=1", "=HYPERLINK(\"http://x\",\"y\")", "\xEF\xBC\x9D=1"};
    for (size_t i = 0; i < sizeof FORMULAS / sizeof FORMULAS[0]; i++) {
        fixture *f = fixture_new(LABELS, "x");
        fixture_add_finding(f, "L01", FORMULAS[i], 12);
        char *csv = fixture_csv(f), cells[CSV_COLUMNS + 1][256];
        const char *at = csv;
        ck_assert_uint_eq(read_record(&at, cells), CSV_COLUMNS);
        ck_assert_uint_eq(read_record(&at, cells), CSV_COLUMNS);
        ck_assert_int_eq(cells[0][0], '\'');  /* id */
        ck_assert_int_eq(cells[13][0], '\''); /* message */
        ck_assert_int_eq(cells[14][0], '\''); /* cells */
        free(csv);
        fixture_free(f);
    }
}
END_TEST

START_TEST(unknown_votes_at_stake_are_empty_cells_not_zero)
{
    fixture *f = fixture_new(LABELS, "x");
    fixture_add_finding(f, "L01", "x", -1);
    char *csv = fixture_csv(f), cells[CSV_COLUMNS + 1][256];
    const char *at = csv;
    ck_assert_uint_eq(read_record(&at, cells), CSV_COLUMNS);
    ck_assert_uint_eq(read_record(&at, cells), CSV_COLUMNS);
    for (size_t i = 8; i <= 10; i++)
        ck_assert_str_eq(cells[i], "");
    free(csv);
    fixture_free(f);
}
END_TEST

/* ---- results.json ------------------------------------------------------------------------------------------- */

static json_t *parse(char *text)
{
    json_error_t error;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(root != NULL, "line %d: %s", error.line, error.text);
    free(text);
    return root;
}

/* jansson iterates over an object in the order of the text. */
static void assert_sorted(json_t *value)
{
    const char *key, *before = "";
    json_t *child;
    size_t index;
    if (json_is_object(value)) {
        json_object_foreach(value, key, child)
        {
            ck_assert_int_lt(strcmp(before, key), 0);
            before = key;
            assert_sorted(child);
        }
    }
    json_array_foreach(value, index, child) assert_sorted(child);
}

static json_t *at(json_t *value, const char *path)
{
    char part[64];
    while (*path != '\0' && value != NULL) {
        size_t length = strcspn(path, "/");
        memcpy(part, path, length);
        part[length] = '\0';
        value = json_is_array(value) ? json_array_get(value, strtoul(part, NULL, 10)) : json_object_get(value, part);
        path += length + (path[length] == '/');
    }
    return value;
}

START_TEST(results_parse_and_their_keys_are_sorted)
{
    fixture *f = fixture_new(LABELS, "text with \" and \\ and \xE1\x9E\x80");
    fixture_add_finding(f, "L01", "x", 12);
    json_t *root = parse(fixture_json(f));
    assert_sorted(root);
    ck_assert_str_eq(json_string_value(at(root, "format")), "scrutineer-results/1");
    ck_assert_str_eq(json_string_value(at(root, "program/version")), "1.2.3");
    ck_assert(json_is_true(at(root, "contradicted")));
    json_decref(root);
    fixture_free(f);
}
END_TEST

START_TEST(figures_are_numbers_when_complete_objects_in_part_and_null_when_unknown)
{
    fixture *f = fixture_new(LABELS, "x");
    *scrut_tally_votes(&f->v.tallies[0], 0, 0) = (scrut_figure){53000, 39, 40};
    *scrut_tally_votes(&f->v.tallies[0], 0, 1) = (scrut_figure){0, 0, 40};
    *scrut_tally_votes(&f->v.tallies[0], 0, 2) = (scrut_figure){0, 0, 0}; /* does not stand */
    json_t *root = parse(fixture_json(f));
    ck_assert_int_eq(json_integer_value(at(root, "tallies/0/units/0/votes/Alpha/value")), 53000);
    ck_assert_int_eq(json_integer_value(at(root, "tallies/0/units/0/votes/Alpha/known")), 39);
    ck_assert_int_eq(json_integer_value(at(root, "tallies/0/units/0/votes/Alpha/cells")), 40);
    ck_assert(json_is_null(at(root, "tallies/0/units/0/votes/Bravo")));
    ck_assert_ptr_null(at(root, "tallies/0/units/0/votes/Gamma"));
    ck_assert_int_eq(json_integer_value(at(root, "tallies/0/units/1/votes/Gamma")), 23000);
    json_decref(root);
    fixture_free(f);
}
END_TEST

START_TEST(turnout_is_an_exact_fraction_or_null)
{
    fixture *f = fixture_new(LABELS, "x");
    json_t *root = parse(fixture_json(f));
    ck_assert_int_eq(json_integer_value(at(root, "tallies/0/units/0/turnout/numerator")), 161000);
    ck_assert_int_eq(json_integer_value(at(root, "tallies/0/units/0/turnout/denominator")), 200000);
    ck_assert_str_eq(json_string_value(at(root, "tallies/0/units/0/turnout/percent")), "80.50");
    ck_assert(json_is_null(at(root, "tallies/1/units/0/turnout"))); /* valid votes are not ballots cast */
    json_decref(root);
    fixture_free(f);
}
END_TEST

START_TEST(the_ladder_is_exact_and_says_which_rungs_hold_seats)
{
    fixture *f = fixture_new(LABELS, "x");
    json_t *root = parse(fixture_json(f));
    json_t *north = at(root, "chambers/0/allocation/constituencies/0");
    ck_assert_str_eq(json_string_value(at(north, "state")), "decided");
    ck_assert_str_eq(json_string_value(at(north, "outer/ladder/4/for")), "Alpha");
    ck_assert_int_eq(json_integer_value(at(north, "outer/ladder/4/k")), 3);
    ck_assert_int_eq(json_integer_value(at(north, "outer/ladder/4/numerator")), 53000);
    ck_assert_int_eq(json_integer_value(at(north, "outer/ladder/4/denominator")), 3);
    ck_assert_str_eq(json_string_value(at(north, "outer/ladder/4/quotient")), "17666.6667");
    ck_assert(json_is_true(at(north, "outer/ladder/4/won")));
    ck_assert(json_is_false(at(north, "outer/ladder/5/won")));
    ck_assert(json_is_null(at(root, "chambers/1/allocation")));
    json_decref(root);
    fixture_free(f);
}
END_TEST

START_TEST(numbers_beyond_64_bits_are_decimal_strings)
{
    fixture *f = fixture_new(LABELS, "x");
    /* 2^64 does not fit int64 */
    f->v.chambers[0]->constituencies[0].outer.ladder[0].numerator = (scrut_wide)1 << 64;
    json_t *root = parse(fixture_json(f));
    ck_assert_str_eq(json_string_value(at(root, "chambers/0/allocation/constituencies/0/outer/ladder/0/numerator")),
                     "18446744073709551616");
    json_decref(root);
    fixture_free(f);
}
END_TEST

START_TEST(comparisons_list_every_cell_that_differs)
{
    fixture *f = fixture_new(LABELS, "x");
    json_t *root = parse(fixture_json(f));
    json_t *cell = at(root, "comparisons/0/cells/0");
    ck_assert_str_eq(json_string_value(at(cell, "unit")), "N");
    ck_assert_str_eq(json_string_value(at(cell, "votes_of")), "Alpha");
    ck_assert_int_eq(json_integer_value(at(cell, "difference")), 100);
    ck_assert_int_eq(json_integer_value(at(root, "seats_comparisons/0/differences/1/announced")), 2);
    json_decref(root);
    fixture_free(f);
}
END_TEST

START_TEST(a_text_cut_inside_a_character_does_not_break_the_document)
{
    fixture *f = fixture_new(LABELS, "x");
    fixture_add_finding(f, "L01", "ok\xE1\x9E", 12);
    json_t *root = parse(fixture_json(f));
    ck_assert_ptr_nonnull(strstr(json_string_value(at(root, "findings/0/message")), "ok\xEF\xBF\xBD"));
    json_decref(root);
    fixture_free(f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tables");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, findings_are_a_table_that_reads_back);
    tcase_add_test(tests, a_text_that_is_a_formula_gets_an_apostrophe);
    tcase_add_test(tests, unknown_votes_at_stake_are_empty_cells_not_zero);
    tcase_add_test(tests, results_parse_and_their_keys_are_sorted);
    tcase_add_test(tests, figures_are_numbers_when_complete_objects_in_part_and_null_when_unknown);
    tcase_add_test(tests, turnout_is_an_exact_fraction_or_null);
    tcase_add_test(tests, the_ladder_is_exact_and_says_which_rungs_hold_seats);
    tcase_add_test(tests, numbers_beyond_64_bits_are_decimal_strings);
    tcase_add_test(tests, comparisons_list_every_cell_that_differs);
    tcase_add_test(tests, a_text_cut_inside_a_character_does_not_break_the_document);
    return scrut_test_main(suite);
}
