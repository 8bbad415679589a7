/* SPDX-License-Identifier: Apache-2.0
 * The list of voters of a model agrees with the model's returns, and everything put into it stands in its rows.
 *
 * Rows are read back from the files that were written and compared cell by cell; the truth is read from its own files,
 * so that neither is taken from the program that made them. */
#include "case_folder.h"
#include "extent.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/csv.h"
#include "scrutineer/roll_case.h"
#include "scrutineer/simulate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 24, CELL = 72, KEYS = 1 << 18 };

/* A whole file as texts. */
typedef struct {
    size_t rows, columns;
    char names[COLUMNS_MAX][CELL];
    char (*cells)[CELL];
} sheet;

static sheet read_sheet(const char *path)
{
    sheet s = {0};
    scrut_csv *csv;
    scrut_table *table;
    scrut_error err;
    scrut_csv_wanted wanted[COLUMNS_MAX];
    ck_assert_msg(scrut_csv_open(path, path, NULL, &csv, &err) == SCRUT_OK, "%s", err.message);
    s.columns = scrut_csv_column_count(csv);
    ck_assert_uint_le(s.columns, COLUMNS_MAX);
    for (size_t c = 0; c < s.columns; c++) {
        snprintf(s.names[c], CELL, "%s", scrut_csv_column_name(csv, c));
        wanted[c] = (scrut_csv_wanted){c, SCRUT_CELL_TEXT};
    }
    ck_assert_msg(scrut_csv_read(csv, wanted, s.columns, NULL, 0, NULL, NULL, &table, &err) == SCRUT_OK, "%s",
                  err.message);
    s.rows = table->row_count;
    s.cells = calloc(s.rows * s.columns + 1, CELL);
    ck_assert_ptr_nonnull(s.cells);
    for (uint32_t row = 0; row < s.rows; row++) {
        const scrut_table_segment *segment = scrut_table_segment_of(table, row);
        for (size_t c = 0; c < s.columns; c++) {
            size_t length;
            const char *text = scrut_cell_text(&segment->columns[c], row - segment->first_row, &length);
            ck_assert_uint_lt(length, CELL);
            memcpy(s.cells[row * s.columns + c], text, length);
        }
    }
    scrut_table_free(table);
    scrut_csv_close(csv);
    return s;
}

static const char *cell(const sheet *s, size_t row, const char *name)
{
    for (size_t c = 0; c < s->columns; c++)
        if (strcmp(s->names[c], name) == 0)
            return s->cells[row * s->columns + c];
    ck_abort_msg("there is no column %s", name);
}

/* Of two sheets with the same columns, or of one. */
static bool same(const sheet *a, size_t row, const sheet *b, size_t other, const char *name)
{
    return strcmp(cell(a, row, name), cell(b, other, name)) == 0;
}

typedef struct {
    scrut_arena *arena;
    case_folder folder;
    scrut_simulation *s;
    sheet last, before, truth, changes, missing, stations;
    uint32_t *last_at, *before_at; /* a number of a voter: 1 + row, 0: not there */
} world_test;

static uint32_t *index_keys(const sheet *s)
{
    uint32_t *at = calloc(KEYS, sizeof *at);
    ck_assert_ptr_nonnull(at);
    for (size_t row = 0; row < s->rows; row++) {
        unsigned long key = strtoul(cell(s, row, "voter_no"), NULL, 10);
        ck_assert_uint_lt(key, KEYS);
        ck_assert_msg(at[key] == 0, "number %lu stands on two rows", key);
        at[key] = (uint32_t)row + 1;
    }
    return at;
}

static const scrut_model *model_of(scrut_arena *arena, const char *roll)
{
    size_t length;
    const char *text = scrut_model_text("plain", &length);
    char *whole = scrut_arena_printf(arena, "%s\nroll: {%s}\n", text, roll);
    const scrut_model *model;
    scrut_problems problems = {.limit = 1};
    ck_assert_int_eq(scrut_model_parse(whole, strlen(whole), "m", arena, &problems, &model, NULL), SCRUT_OK);
    return model;
}

static world_test begin(uint64_t seed, const char *roll, const char *injections)
{
    world_test t = {.arena = scrut_arena_new(), .folder = case_folder_new()};
    scrut_simulate_options options = {.seed = seed, .stations = 24, .slips = 0, .surveys = true};
    scrut_error err = {.status = SCRUT_OK};
    if (injections != NULL)
        ck_assert_int_eq(scrut_injections_parse_list(injections, t.arena, &options.injections, &err), SCRUT_OK);
    ck_assert_msg(scrut_simulate(model_of(t.arena, roll), &options, NULL, &t.s, &err) == SCRUT_OK, "%s", err.message);
    ck_assert_int_eq(scrut_simulation_write(t.s, t.folder.path, &err), SCRUT_OK);
    ck_assert_int_eq(scrut_simulation_write_roll(t.s, t.folder.path, NULL, &err), SCRUT_OK);
    t.last = read_sheet(case_folder_path(&t.folder, "roll/final.csv"));
    t.before = read_sheet(case_folder_path(&t.folder, "roll/earlier.csv"));
    t.truth = read_sheet(case_folder_path(&t.folder, "truth/roll.csv"));
    t.changes = read_sheet(case_folder_path(&t.folder, "truth/roll-changes.csv"));
    t.missing = read_sheet(case_folder_path(&t.folder, "truth/roll-missing.csv"));
    t.stations = read_sheet(case_folder_path(&t.folder, "stations.csv"));
    t.last_at = index_keys(&t.last);
    t.before_at = index_keys(&t.before);
    return t;
}

static void end(world_test *t)
{
    sheet *sheets[] = {&t->last, &t->before, &t->truth, &t->changes, &t->missing, &t->stations};
    for (size_t i = 0; i < sizeof sheets / sizeof sheets[0]; i++)
        free(sheets[i]->cells);
    free(t->last_at);
    free(t->before_at);
    scrut_simulation_free(t->s);
    case_folder_remove(&t->folder);
    scrut_arena_free(t->arena);
}

/* ---- the list and the returns ----------------------------------------------------------------------------- */

static int64_t rows_at(const sheet *s, const char *station, bool marked_only)
{
    int64_t count = 0;
    for (size_t row = 0; row < s->rows; row++)
        count +=
            strcmp(cell(s, row, "station"), station) == 0 && (!marked_only || strcmp(cell(s, row, "voted"), "1") == 0);
    return count;
}

START_TEST(a_station_has_as_many_rows_as_its_form_has_voters_and_as_many_marks_as_ballots)
{
    world_test t = begin((uint64_t)_i, "missed-marks: 0, wrong-marks: 0", "stuffed-box:3,closed-early:3,roll-ghost:2%");
    sheet returns = read_sheet(case_folder_path(&t.folder, "returns/commission.csv"));
    for (size_t s = 0; s < t.stations.rows; s++) {
        const char *station = cell(&t.stations, s, "station");
        ck_assert_int_eq(rows_at(&t.last, station, false), strtol(cell(&t.stations, s, "registered"), NULL, 10));
        /* Ballots handed out, without those that nobody was handed. */
        ck_assert_str_eq(cell(&returns, s, "station"), station);
        ck_assert_int_eq(rows_at(&t.last, station, true), strtol(cell(&returns, s, "issued"), NULL, 10));
    }
    ck_assert_uint_eq(t.last.rows, (size_t)t.s->names);
    ck_assert_int_eq(t.s->voters, t.s->marked);
    free(returns.cells);
    end(&t);
}
END_TEST

START_TEST(the_case_can_be_loaded)
{
    world_test t = begin(5, "", "roll-exact:10");
    scrut_case *c = case_folder_load(&t.folder, 1);
    ck_assert_uint_eq(c->roll->version_count, 2);
    ck_assert_int_eq(c->roll->age, 18);
    scrut_case_free(c);
    end(&t);
}
END_TEST

/* ---- what was put into it --------------------------------------------------------------------------------- */

static bool names_alike(const sheet *s, size_t row, size_t other)
{
    return same(s, row, s, other, "surname") && same(s, row, s, other, "given");
}

/* Whether the row shows what the truth says of it. */
static bool shows(const world_test *t, size_t truth)
{
    const char *kind = cell(&t->truth, truth, "kind"), *other_key = cell(&t->truth, truth, "first_voter_no");
    unsigned long key = strtoul(cell(&t->truth, truth, "voter_no"), NULL, 10);
    const sheet *s = &t->last;
    bool is_last = t->last_at[key] > 0, was_before = t->before_at[key] > 0;
    size_t row = t->last_at[key] - 1, other = other_key[0] != '\0' ? t->last_at[strtoul(other_key, NULL, 10)] - 1 : row;
    if (strcmp(kind, "roll-died") == 0 || strcmp(kind, "roll-left") == 0 || strcmp(kind, "roll-deleted") == 0)
        return !is_last && was_before;
    if (strcmp(kind, "roll-back") == 0)
        return is_last && !was_before;
    if (strcmp(kind, "roll-merged") == 0)
        return !is_last && was_before && same(&t->before, t->before_at[key] - 1, s, other, "sex");
    if (!is_last || !same(s, row, s, other, "sex"))
        return false;
    if (strcmp(kind, "roll-exact") == 0)
        return names_alike(s, row, other) && same(s, row, s, other, "born") && row != other;
    if (strcmp(kind, "roll-spelling") == 0)
        return !names_alike(s, row, other) && same(s, row, s, other, "born");
    if (strcmp(kind, "roll-date") == 0)
        return names_alike(s, row, other) && !same(s, row, s, other, "born");
    if (strcmp(kind, "roll-moved") == 0)
        return same(s, row, s, other, "born") && row != other;
    if (strcmp(kind, "roll-ghost") == 0)
        return strncmp(strrchr(cell(s, row, "house"), '-'), "-90", 3) == 0;
    return strcmp(kind, "roll-dead") == 0 && other_key[0] == '\0';
}

static int64_t told(const world_test *t, const char *kind)
{
    int64_t count = 0;
    for (size_t i = 0; i < t->truth.rows; i++) {
        bool twice = strcmp(cell(&t->truth, i, "voted_twice"), "yes") == 0;
        count +=
            strcmp(cell(&t->truth, i, "noise"), "no") == 0 &&
            (strcmp(kind, "roll-double-vote") == 0 ? twice : !twice && strcmp(cell(&t->truth, i, "kind"), kind) == 0);
    }
    if (strcmp(kind, "roll-missing") == 0)
        for (size_t i = 0; i < t->missing.rows; i++)
            count += strtol(cell(&t->missing, i, "injected"), NULL, 10);
    return count;
}

START_TEST(everything_put_into_the_list_stands_in_its_rows)
{
    static const char *const KINDS[] = {"roll-exact", "roll-spelling", "roll-date",    "roll-moved",       "roll-ghost",
                                        "roll-dead",  "roll-missing",  "roll-deleted", "roll-double-vote", "roll-back"};
    world_test t = begin((uint64_t)_i, "",
                         "roll-exact:40,roll-spelling:40,roll-date:40,roll-moved:40,roll-ghost:40:clustered,"
                         "roll-dead:40,roll-missing:40:clustered,roll-deleted:40,roll-double-vote:40,roll-back:40");
    for (size_t i = 0; i < t.truth.rows; i++)
        ck_assert_msg(shows(&t, i), "seed %d: row %zu of the truth (%s)", _i, i + 1, cell(&t.truth, i, "kind"));
    for (size_t k = 0; k < sizeof KINDS / sizeof KINDS[0]; k++)
        ck_assert_msg(told(&t, KINDS[k]) == 40, "seed %d: %s is told %lld times", _i, KINDS[k],
                      (long long)told(&t, KINDS[k]));
    end(&t);
}
END_TEST

START_TEST(people_of_an_area_are_those_listed_once_and_those_missing)
{
    world_test t = begin(7, "population-error: 0", "roll-ghost:60,roll-missing:30,roll-deleted:20,roll-moved:50");
    sheet people = read_sheet(case_folder_path(&t.folder, "roll/people.csv"));
    int64_t expected = (int64_t)t.last.rows, known = 0;
    for (size_t i = 0; i < t.truth.rows; i++) {
        const char *kind = cell(&t.truth, i, "kind");
        bool gone = t.last_at[strtoul(cell(&t.truth, i, "voter_no"), NULL, 10)] == 0;
        expected += gone ? strcmp(kind, "roll-deleted") == 0 : -1;
    }
    for (size_t i = 0; i < t.missing.rows; i++)
        expected += strtol(cell(&t.missing, i, "names"), NULL, 10);
    for (size_t i = 0; i < people.rows; i++)
        known += strtol(cell(&people, i, "people"), NULL, 10);
    ck_assert_int_eq(known, expected);
    free(people.cells);
    end(&t);
}
END_TEST

/* ---- surveys of it ---------------------------------------------------------------------------------------- */

/* What the truth says of the name on a row of the last version. */
static const char *truth_of_name(const world_test *t, size_t row)
{
    for (size_t i = 0; i < t->truth.rows; i++) {
        const char *kind = cell(&t->truth, i, "kind"), *first = cell(&t->truth, i, "first_voter_no");
        if (!same(&t->last, row, &t->truth, i, "voter_no"))
            continue;
        if (strcmp(kind, "roll-ghost") == 0 || strcmp(kind, "roll-dead") == 0)
            return strcmp(kind, "roll-ghost") == 0 ? "unknown" : "dead";
        size_t other = first[0] != '\0' ? t->last_at[strtoul(first, NULL, 10)] - 1 : row;
        return same(&t->last, row, &t->last, other, "municipality") ? "found" : "moved";
    }
    return "found";
}

START_TEST(answers_of_a_survey_are_what_the_truth_says_of_the_name)
{
    world_test t = begin((uint64_t)_i, "", "roll-ghost:8%,roll-dead:8%,roll-moved:8%");
    sheet names = read_sheet(case_folder_path(&t.folder, "surveys/names-to-people.csv"));
    size_t seen = 0, moved = 0;
    ck_assert_uint_eq(names.rows, (size_t)t.s->names_asked);
    for (size_t i = 0; i < names.rows; i++) {
        size_t row = strtoul(cell(&names, i, "row"), NULL, 10) - 1;
        const char *outcome = cell(&names, i, "outcome");
        ck_assert_uint_lt(row, t.last.rows);
        ck_assert(same(&names, i, &t.last, row, "municipality"));
        if (strcmp(outcome, "absent") == 0 || strcmp(outcome, "refused") == 0)
            continue;
        ck_assert_msg(strcmp(outcome, truth_of_name(&t, row)) == 0, "row %zu is %s and said to be %s", row + 1,
                      truth_of_name(&t, row), outcome);
        moved += strcmp(outcome, "moved") == 0;
        seen++;
    }
    ck_assert_uint_gt(seen, names.rows / 2);
    ck_assert_uint_gt(moved, 0);
    free(names.cells);
    end(&t);
}
END_TEST

/* ---- two versions ----------------------------------------------------------------------------------------- */

static bool is_kept(const world_test *t, size_t before, size_t last)
{
    static const char *const CELLS[] = {"surname", "given",    "surname_km", "given_km",      "born",
                                        "sex",     "identity", "station",    "registered_on", "village"};
    for (size_t i = 0; i < sizeof CELLS / sizeof CELLS[0]; i++)
        if (!same(&t->before, before, &t->last, last, CELLS[i]))
            return false;
    return true;
}

/* Whoever is back stands in the first version as in the last, of age, and the first one has nobody else who is new. */
START_TEST(who_is_back_stood_in_the_first_version)
{
    world_test t = begin((uint64_t)_i, "", "roll-back:60");
    sheet first = read_sheet(case_folder_path(&t.folder, "roll/first.csv")),
          back = read_sheet(case_folder_path(&t.folder, "truth/roll-back.csv"));
    size_t new_ones = 0;
    ck_assert_uint_eq(back.rows, 60);
    for (size_t i = 0; i < back.rows; i++) {
        size_t row = strtoul(cell(&back, i, "first_row"), NULL, 10) - 1,
               last = strtoul(cell(&back, i, "to_row"), NULL, 10) - 1;
        unsigned long key = strtoul(cell(&t.last, last, "voter_no"), NULL, 10);
        ck_assert(same(&first, row, &t.last, last, "voter_no") && same(&first, row, &t.last, last, "given"));
        ck_assert(same(&first, row, &t.last, last, "born") && same(&first, row, &t.last, last, "station"));
        ck_assert_uint_eq(t.before_at[key], 0);
    }
    for (size_t row = 0; row < first.rows; row++)
        new_ones += t.before_at[strtoul(cell(&first, row, "voter_no"), NULL, 10)] == 0;
    ck_assert_uint_eq(new_ones, 60);
    ck_assert_uint_lt(first.rows, t.before.rows + 60); /* who was added since is not there yet */
    free(first.cells);
    free(back.cells);
    end(&t);
}
END_TEST

/* Rows that no change names are the same in both; each change is what it is called. */
START_TEST(the_changes_lead_from_one_version_to_the_other)
{
    world_test t = begin((uint64_t)_i, "", "roll-deleted:1%");
    uint8_t *changed = calloc(t.last.rows + 1, 1);
    for (size_t i = 0; i < t.changes.rows; i++) {
        const char *change = cell(&t.changes, i, "change");
        size_t from = strtoul(cell(&t.changes, i, "from_row"), NULL, 10),
               to = strtoul(cell(&t.changes, i, "to_row"), NULL, 10);
        if (strcmp(change, "merged") == 0) {
            ck_assert(from > 0 && to > 0 && !same(&t.before, from - 1, &t.last, to - 1, "voter_no"));
            continue;
        }
        if (to > 0)
            changed[to - 1] = 1;
        if (strcmp(change, "added") == 0 || strcmp(change, "split") == 0)
            ck_assert_uint_eq(t.before_at[strtoul(cell(&t.last, to - 1, "voter_no"), NULL, 10)], 0);
        else if (strcmp(change, "deleted") == 0)
            ck_assert_uint_eq(t.last_at[strtoul(cell(&t.before, from - 1, "voter_no"), NULL, 10)], 0);
        else {
            ck_assert(same(&t.before, from - 1, &t.last, to - 1, "voter_no"));
            ck_assert(!is_kept(&t, from - 1, to - 1));
            ck_assert(same(&t.before, from - 1, &t.last, to - 1, "station") == (strcmp(change, "corrected") == 0));
        }
    }
    for (size_t row = 0; row < t.last.rows; row++) {
        uint32_t before = t.before_at[strtoul(cell(&t.last, row, "voter_no"), NULL, 10)];
        ck_assert(changed[row] != 0 || (before > 0 && is_kept(&t, before - 1, row)));
    }
    free(changed);
    end(&t);
}
END_TEST

START_TEST(the_number_of_threads_does_not_show)
{
    static const char *const FILES[] = {"roll/final.csv",
                                        "roll/earlier.csv",
                                        "roll/deaths.csv",
                                        "roll/people.csv",
                                        "roll/pages.csv",
                                        "truth/roll-changes.csv",
                                        "truth/roll.csv",
                                        "surveys/names-to-people.csv",
                                        "surveys/people-to-names.csv",
                                        "truth/surveys.csv",
                                        "election.yaml"};
    case_folder folders[2] = {case_folder_new(), case_folder_new()};
    scrut_arena *arena = scrut_arena_new();
    for (int i = 0; i < 2; i++) {
        scrut_simulate_options options = {.seed = 11, .stations = 24, .slips = -1, .surveys = true};
        scrut_pool *pool = scrut_pool_new(i == 0 ? 1 : 4);
        scrut_simulation *s;
        ck_assert_int_eq(scrut_simulate(model_of(arena, ""), &options, pool, &s, NULL), SCRUT_OK);
        ck_assert_int_eq(scrut_simulation_write(s, folders[i].path, NULL), SCRUT_OK);
        ck_assert_int_eq(scrut_simulation_write_roll(s, folders[i].path, pool, NULL), SCRUT_OK);
        scrut_simulation_free(s);
        scrut_pool_free(pool);
    }
    for (size_t f = 0; f < sizeof FILES / sizeof FILES[0]; f++) {
        char *bytes[2];
        size_t lengths[2];
        for (int i = 0; i < 2; i++)
            ck_assert_int_eq(
                scrut_read_file(case_folder_path(&folders[i], FILES[f]), 1 << 26, &bytes[i], &lengths[i], NULL),
                SCRUT_OK);
        ck_assert_msg(lengths[0] == lengths[1] && memcmp(bytes[0], bytes[1], lengths[0]) == 0, "%s", FILES[f]);
        free(bytes[0]);
        free(bytes[1]);
    }
    case_folder_remove(&folders[0]);
    case_folder_remove(&folders[1]);
    scrut_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lists of voters of models");
    TCase *tests = tcase_create("roll");
    suite_add_tcase(suite, tests);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, a_station_has_as_many_rows_as_its_form_has_voters_and_as_many_marks_as_ballots, 1,
                        (int)test_extent(1, 2, 4));
    tcase_add_test(tests, the_case_can_be_loaded);
    tcase_add_loop_test(tests, everything_put_into_the_list_stands_in_its_rows, 1, (int)test_extent(1, 3, 9));
    tcase_add_loop_test(tests, answers_of_a_survey_are_what_the_truth_says_of_the_name, 1, (int)test_extent(1, 3, 9));
    tcase_add_test(tests, people_of_an_area_are_those_listed_once_and_those_missing);
    tcase_add_loop_test(tests, the_changes_lead_from_one_version_to_the_other, 1, (int)test_extent(1, 3, 9));
    tcase_add_loop_test(tests, who_is_back_stood_in_the_first_version, 1, (int)test_extent(1, 3, 9));
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_set_timeout(threaded, 60);
    tcase_add_test(threaded, the_number_of_threads_does_not_show);
    return scrut_test_main(suite);
}
