/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "scrutineer/roll_diff.h"
#include "scrutineer/suppress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SURNAME, GIVEN, BORN, SEX, IDENTITY, VILLAGE, FIELDS };

static const scrut_link_field FIELD[FIELDS] = {{"surname", SCRUT_LINK_SURNAME}, {"given", SCRUT_LINK_GIVEN},
                                               {"born", SCRUT_LINK_BORN},       {"sex", SCRUT_LINK_CATEGORY},
                                               {"number", SCRUT_LINK_IDENTITY}, {"village", SCRUT_LINK_CATEGORY}};

typedef const char *row_text[FIELDS];

static const char *cell(const void *context, uint32_t row, size_t field, size_t *ret_length)
{
    const row_text *rows = context;
    *ret_length = strlen(rows[row][field]);
    return rows[row][field];
}

static scrut_roll_diff_input input_of(const row_text rows[], uint32_t count, uint32_t second_from)
{
    return (scrut_roll_diff_input){.rows = {.row_count = count,
                                            .second_from = second_from,
                                            .field_count = FIELDS,
                                            .fields = FIELD,
                                            .last_year = 2020,
                                            .cell = cell,
                                            .context = rows},
                                   .places = 1U << VILLAGE,
                                   .area = VILLAGE};
}

static scrut_roll_diff *compare(const scrut_roll_diff_input *input)
{
    scrut_roll_diff *diff;
    scrut_error err;
    ck_assert_msg(scrut_roll_diff_run(input, NULL, &diff, &err) == SCRUT_OK, "%s", err.message);
    return diff;
}

/* "kept 0, deleted -, ...": what became of the older rows, then of those of the newer list that are new. */
static void check(const scrut_roll_diff *diff, const char *expected)
{
    char text[512] = "";
    uint32_t counts[2];
    const scrut_roll_fate *fates[2] = {scrut_roll_diff_old(diff, &counts[0]), scrut_roll_diff_new(diff, &counts[1])};
    for (int list = 0; list < 2; list++)
        for (uint32_t i = 0; i < counts[list]; i++) {
            const scrut_roll_fate *f = &fates[list][i];
            size_t at = strlen(text);
            if (list == 1 && f->change < SCRUT_ROLL_SPLIT)
                continue;
            snprintf(text + at, sizeof text - at, "%s%s %d", at > 0 ? ", " : "",
                     scrut_roll_change_name((scrut_roll_change)f->change),
                     f->other == SCRUT_ROLL_NO_ROW ? -1 : (int)f->other);
        }
    ck_assert_str_eq(text, expected);
}

#define A                                                                                                              \
    {                                                                                                                  \
        "Sok", "Dara", "1980-03-04", "M", "11", "north"                                                                \
    }
#define B                                                                                                              \
    {                                                                                                                  \
        "Chan", "Bopha", "1975-01-01", "F", "22", "south"                                                              \
    }

START_TEST(equal_rows_are_kept_in_any_order)
{
    static const row_text ROWS[] = {A, B, B, A};
    scrut_roll_diff_input input = input_of(ROWS, 4, 2);
    scrut_roll_diff *diff = compare(&input);
    check(diff, "kept 1, kept 0");
    scrut_roll_diff_free(diff);
}
END_TEST

START_TEST(a_name_that_changes_under_one_number_is_corrected_and_a_village_is_a_move)
{
    static const row_text ROWS[] = {
        A, B, {"Sokh", "Dara", "1980-03-04", "M", "11", "north"}, {"Chan", "Bopha", "1975-01-01", "F", "22", "north"}};
    scrut_roll_diff_input input = input_of(ROWS, 4, 2);
    scrut_roll_diff *diff = compare(&input);
    uint32_t count;
    const scrut_roll_fate *old = scrut_roll_diff_old(diff, &count);
    check(diff, "corrected 0, moved 1");
    ck_assert_uint_eq(old[0].differs, 1U << SURNAME);
    ck_assert_uint_eq(old[1].differs, 1U << VILLAGE);
    ck_assert_int_eq(old[0].stage, SCRUT_ROLL_BY_NUMBER);
    ck_assert(!scrut_roll_diff_is_other_person(&input, &old[0]));
    scrut_roll_diff_free(diff);
}
END_TEST

START_TEST(a_name_and_a_date_that_change_together_are_perhaps_another_person)
{
    static const row_text ROWS[] = {A, {"Keo", "Maly", "1991-12-30", "M", "11", "north"}};
    scrut_roll_diff_input input = input_of(ROWS, 2, 1);
    scrut_roll_diff *diff = compare(&input);
    uint32_t count;
    check(diff, "corrected 0");
    ck_assert(scrut_roll_diff_is_other_person(&input, scrut_roll_diff_old(diff, &count)));
    scrut_roll_diff_free(diff);
}
END_TEST

START_TEST(a_number_of_two_rows_matches_neither)
{
    static const row_text ROWS[] = {
        A, {"Keo", "Maly", "1991-12-30", "F", "11", "south"}, {"Prak", "Thea", "1955-06-07", "M", "11", "east"}};
    scrut_roll_diff_input input = input_of(ROWS, 3, 2);
    scrut_roll_diff *diff = compare(&input);
    check(diff, "deleted -1, deleted -1, added -1");
    scrut_roll_diff_free(diff);
}
END_TEST

START_TEST(without_a_number_a_row_that_is_equal_but_for_the_place_moved)
{
    static const row_text ROWS[] = {{"Sok", "Dara", "1980-03-04", "M", "", "north"},
                                    {"Sok", "Dara", "1980-03-04", "M", "", "south"}};
    scrut_roll_diff_input input = input_of(ROWS, 2, 1);
    scrut_roll_diff *diff = compare(&input);
    check(diff, "moved 0");
    scrut_roll_diff_free(diff);
}
END_TEST

START_TEST(one_of_two_rows_of_a_person_is_merged_and_a_second_one_is_split)
{
    static const row_text MERGED[] = {A, A, B, A, B}, SPLIT[] = {A, B, A, B, B};
    scrut_roll_diff_input input = input_of(MERGED, 5, 3);
    scrut_roll_diff *diff = compare(&input);
    check(diff, "kept 0, merged 0, kept 1");
    scrut_roll_diff_free(diff);
    input = input_of(SPLIT, 5, 2);
    diff = compare(&input);
    check(diff, "kept 0, kept 1, split 1");
    scrut_roll_diff_free(diff);
}
END_TEST

/* Without a number, names, date and sex in another village are a namesake as well as a second row: not merged. */
START_TEST(a_namesake_of_another_area_is_not_taken_for_the_person)
{
    static const row_text ROWS[] = {{"Sok", "Dara", "1980-03-04", "M", "", "north"},
                                    {"Sok", "Dara", "1980-03-04", "M", "", "south"},
                                    {"Sok", "Dara", "1980-03-04", "M", "", "south"}};
    scrut_roll_diff_input input = input_of(ROWS, 3, 2);
    scrut_roll_diff *diff = compare(&input);
    check(diff, "deleted -1, kept 0");
    scrut_roll_diff_free(diff);
}
END_TEST

START_TEST(a_list_without_rows_is_all_added_or_all_deleted)
{
    static const row_text ROWS[] = {A, B};
    scrut_roll_diff_input input = input_of(ROWS, 2, 0);
    scrut_roll_diff *diff = compare(&input);
    check(diff, "added -1, added -1");
    scrut_roll_diff_free(diff);
    input = input_of(ROWS, 2, 2);
    diff = compare(&input);
    check(diff, "deleted -1, deleted -1");
    scrut_roll_diff_free(diff);
    input = input_of(ROWS, 0, 0);
    diff = compare(&input);
    check(diff, "");
    scrut_roll_diff_free(diff);
}
END_TEST

/* Three versions: A and B, B alone, B with A and a third person. */
START_TEST(a_row_that_was_deleted_and_is_back_is_told)
{
    static const row_text FIRST[] = {A, B, B}, SECOND[] = {B, B, A, {"Keo", "Maly", "1991-12-30", "F", "33", "south"}};
    scrut_roll_diff_input first = input_of(FIRST, 3, 2), second = input_of(SECOND, 4, 1);
    scrut_roll_diff *gone = compare(&first), *came = compare(&second);
    bool back[3];
    ck_assert_int_eq(scrut_roll_diff_find_back(&first, gone, &second, came, NULL, back, NULL), SCRUT_OK);
    ck_assert(!back[0] && back[1] && !back[2]);
    scrut_roll_diff_free(gone);
    scrut_roll_diff_free(came);
}
END_TEST

/* ---- by area ---------------------------------------------------------------------------------------------- */

enum { AREAS = 12, ROWS_OF_AREA = 50, OLD = AREAS * ROWS_OF_AREA };

typedef struct {
    char cells[2 * OLD][FIELDS][16];
} made;

static const char *made_cell(const void *context, uint32_t row, size_t field, size_t *ret_length)
{
    const made *m = context;
    *ret_length = strlen(m->cells[row][field]);
    return m->cells[row][field];
}

static void make_row(made *m, uint32_t at, int person, int area)
{
    snprintf(m->cells[at][SURNAME], 16, "S%d", person % 7);
    snprintf(m->cells[at][GIVEN], 16, "G%d", person);
    snprintf(m->cells[at][BORN], 16, "%d-06-15", 1940 + person % 60);
    snprintf(m->cells[at][SEX], 16, "%s", person % 2 == 0 ? "M" : "F");
    snprintf(m->cells[at][IDENTITY], 16, "%d", 1000 + person);
    snprintf(m->cells[at][VILLAGE], 16, "v%02d", area);
}

/* Every area loses 3 of 50 rows, area 4 loses 20. By hand: without area 4 the rate is 33 of 550, so 3 are expected
 * everywhere; of a Poisson number of mean 3 P(X <= 6) = 0.9665 and P(X <= 7) = 0.9881, so that 0 to 7 hold 95 %. */
START_TEST(an_area_that_loses_more_than_the_others_stands_out)
{
    static const scrut_roll_diff_ages NO_AGES = {.sex = -1};
    made *m = calloc(1, sizeof *m);
    uint32_t count = OLD;
    for (int i = 0; i < OLD; i++)
        make_row(m, (uint32_t)i, i, i / ROWS_OF_AREA);
    for (int i = 0; i < OLD; i++)
        if (i % ROWS_OF_AREA >= (i / ROWS_OF_AREA == 4 ? 20 : 3))
            make_row(m, count++, i, i / ROWS_OF_AREA);
    scrut_roll_diff_input input = input_of(NULL, count, OLD);
    input.rows.cell = made_cell;
    input.rows.context = m;
    scrut_roll_diff *diff = compare(&input);
    scrut_roll_areas areas;
    ck_assert_int_eq(scrut_roll_diff_areas(&input, diff, &NO_AGES, NULL, NULL, &areas, NULL), SCRUT_OK);
    ck_assert_uint_eq(areas.count, AREAS);
    ck_assert(areas.deleted_spread == 0);
    for (size_t i = 0; i < areas.count; i++) {
        const scrut_roll_area *a = &areas.areas[i];
        ck_assert_int_eq(a->old_rows, ROWS_OF_AREA);
        ck_assert_int_eq(a->deleted.seen, i == 4 ? 20 : 3);
        ck_assert_int_eq(a->kept, ROWS_OF_AREA - a->deleted.seen);
        ck_assert_double_eq_tol(a->deleted.expected, 3, 1e-12);
        ck_assert_int_eq(a->deleted.low, 0);
        ck_assert_int_eq(a->deleted.high, 7);
        ck_assert((a->deleted.q_more < 1e-6) == (i == 4));
    }
    scrut_roll_areas_free(&areas);
    scrut_roll_diff_free(diff);
    free(m);
}
END_TEST

/* One man of 40 and one woman of 70 for two years, of whom 1,000 and 2,000 of 100,000 die in a year. */
START_TEST(deaths_are_expected_by_age_and_sex)
{
    static const row_text ROWS[] = {{"Sok", "Dara", "1980-01-01", "M", "1", "north"},
                                    {"Chan", "Bopha", "1950-01-01", "F", "2", "north"}};
    static const scrut_roll_death_rate RATES[] = {{18, 1000, 500}, {60, 4000, 2000}};
    static const char *const MALE[] = {"M"};
    scrut_roll_diff_ages ages = {.sex = SEX,
                                 .male = MALE,
                                 .male_count = 1,
                                 .old_day = 18300, /* 2020-02-08 */
                                 .new_day = 18300 + 2 * 365,
                                 .voting_age = 18,
                                 .deaths = RATES,
                                 .death_count = 2};
    scrut_roll_diff_input input = input_of(ROWS, 2, 2);
    scrut_roll_diff *diff = compare(&input);
    scrut_roll_areas areas;
    ck_assert_int_eq(scrut_roll_diff_areas(&input, diff, &ages, NULL, NULL, &areas, NULL), SCRUT_OK);
    ck_assert_double_eq_tol(areas.areas[0].deaths, (0.01 + 0.02) * 730 / 365.2425, 1e-12);
    scrut_roll_areas_free(&areas);
    scrut_roll_diff_free(diff);
}
END_TEST

/* ---- suppression ------------------------------------------------------------------------------------------ */

START_TEST(a_small_count_and_one_that_would_give_it_away_are_hidden)
{
    static const int64_t COUNTS[] = {100, 4, 30, 20};
    static const uint32_t CELLS[] = {0, 1, 2, 3};
    static const scrut_suppress_line LINE = {CELLS, 4};
    bool hidden[4];
    scrut_suppress(COUNTS, 4, &LINE, 1, 10, hidden);
    ck_assert(!hidden[0] && hidden[1] && !hidden[2] && hidden[3]);
}
END_TEST

START_TEST(without_small_counts_everything_is_shown)
{
    static const int64_t COUNTS[] = {100, 0, 10};
    static const uint32_t CELLS[] = {0, 1, 2};
    static const scrut_suppress_line LINE = {CELLS, 3};
    bool hidden[3];
    scrut_suppress(COUNTS, 3, &LINE, 1, 10, hidden);
    ck_assert(!hidden[0] && !hidden[1] && !hidden[2]);
}
END_TEST

/* Two counts of 2 and 3 people add up to 5: a third one is hidden, so that the hidden ones are 10 people or more. */
START_TEST(hidden_counts_of_a_line_are_ten_people_or_more_together)
{
    static const int64_t COUNTS[] = {2, 3, 40, 50};
    static const uint32_t CELLS[] = {0, 1, 2, 3};
    static const scrut_suppress_line LINE = {CELLS, 4};
    bool hidden[4];
    scrut_suppress(COUNTS, 4, &LINE, 1, 10, hidden);
    ck_assert(hidden[0] && hidden[1] && hidden[2] && !hidden[3]);
}
END_TEST

/* A table with sums of rows and columns: no line has one hidden cell alone. */
START_TEST(no_line_of_a_table_gives_a_hidden_count_away)
{
    static const int64_t COUNTS[] = {50, 3, 60, 70, 80, 90, 15, 25, 35};
    static const uint32_t CELLS[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 3, 6, 1, 4, 7, 2, 5, 8};
    scrut_suppress_line lines[6];
    bool hidden[9];
    for (size_t i = 0; i < 6; i++)
        lines[i] = (scrut_suppress_line){CELLS + 3 * i, 3};
    scrut_suppress(COUNTS, 9, lines, 6, 10, hidden);
    ck_assert(hidden[1]);
    for (size_t i = 0; i < 6; i++) {
        int count = 0;
        for (size_t k = 0; k < 3; k++)
            count += hidden[lines[i].cells[k]];
        ck_assert_int_ne(count, 1);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("versions of a list");
    TCase *tests = tcase_create("diff");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, equal_rows_are_kept_in_any_order);
    tcase_add_test(tests, a_name_that_changes_under_one_number_is_corrected_and_a_village_is_a_move);
    tcase_add_test(tests, a_name_and_a_date_that_change_together_are_perhaps_another_person);
    tcase_add_test(tests, a_number_of_two_rows_matches_neither);
    tcase_add_test(tests, without_a_number_a_row_that_is_equal_but_for_the_place_moved);
    tcase_add_test(tests, one_of_two_rows_of_a_person_is_merged_and_a_second_one_is_split);
    tcase_add_test(tests, a_namesake_of_another_area_is_not_taken_for_the_person);
    tcase_add_test(tests, a_list_without_rows_is_all_added_or_all_deleted);
    tcase_add_test(tests, a_row_that_was_deleted_and_is_back_is_told);
    tcase_add_test(tests, an_area_that_loses_more_than_the_others_stands_out);
    tcase_add_test(tests, deaths_are_expected_by_age_and_sex);
    tcase_add_test(tests, a_small_count_and_one_that_would_give_it_away_are_hidden);
    tcase_add_test(tests, without_small_counts_everything_is_shown);
    tcase_add_test(tests, hidden_counts_of_a_line_are_ten_people_or_more_together);
    tcase_add_test(tests, no_line_of_a_table_gives_a_hidden_count_away);
    return scrut_test_main(suite);
}
