/* SPDX-License-Identifier: Apache-2.0
 * "roll diff": what became of the rows of a list of voters in its next version. Only counts are printed, and row
 * numbers written, never a cell but the names of areas. */
#include "roll_diff.h"
#include "scrutineer/election.h"

#include <stdlib.h>
#include <string.h>

static const char *const MALE[] = {"m", "M", "male", "Male"};

/* ---- what was asked --------------------------------------------------------------------------------------- */

static int read_area(const scrut_cli_args *args, scrut_cli_diff *d)
{
    const char *by = scrut_cli_text(args, "by");
    for (size_t f = 0; f < d->lists.field_count; f++) {
        bool is_place = (d->lists.places >> f & 1) != 0;
        if (by != NULL ? strcmp(d->lists.fields[f].name, by) == 0 && is_place : is_place && d->area < 0)
            d->area = (int)f;
    }
    if (by != NULL && (d->area < 0 || strcmp(d->lists.fields[d->area].name, by) != 0))
        return scrut_cli_usage_error(args->command, "--by: \"%s\" is not a column that is mapped as a place", by);
    d->area_name = d->area >= 0 ? d->lists.fields[d->area].name : NULL;
    return SCRUT_EXIT_OK;
}

static int read_day(const scrut_cli_args *args, const char *name, int32_t *ret_day, bool *ret_given)
{
    const char *text = scrut_cli_text(args, name);
    *ret_given = text != NULL;
    if (text != NULL && !scrut_day_parse(text, ret_day))
        return scrut_cli_usage_error(args->command, "--%s: \"%s\" is not a day such as 2013-07-28", name, text);
    return SCRUT_EXIT_OK;
}

static int read_days(const scrut_cli_args *args, scrut_cli_diff *d)
{
    bool has_old, has_new;
    int status = read_day(args, "from-date", &d->ages.old_day, &has_old);
    if (status == SCRUT_EXIT_OK)
        status = read_day(args, "to-date", &d->ages.new_day, &has_new);
    if (status == SCRUT_EXIT_OK && (has_old != has_new || d->ages.new_day < d->ages.old_day))
        return scrut_cli_usage_error(args->command, "--from-date and --to-date are given together, in that order");
    if (status == SCRUT_EXIT_OK && scrut_cli_given(args, "mortality") && !has_old)
        return scrut_cli_usage_error(args->command, "--mortality needs --from-date and --to-date");
    return status;
}

static scrut_status read_rates(const char *path, scrut_table **ret_table, scrut_error *err)
{
    static const char *const COLUMNS[] = {"age", "male", "female"};
    enum { COLUMN_COUNT = 3 };
    scrut_csv_wanted wanted[COLUMN_COUNT];
    scrut_csv *csv = NULL;
    scrut_problems problems = {.limit = 1};
    scrut_status status = scrut_csv_open(path, path, NULL, &csv, err);
    for (size_t c = 0; c < COLUMN_COUNT && status == SCRUT_OK; c++) {
        int64_t column = scrut_csv_find_column(csv, COLUMNS[c]);
        wanted[c] = (scrut_csv_wanted){(size_t)column, SCRUT_CELL_NUMBER};
        if (column < 0)
            status = scrut_fail(err, SCRUT_E_INPUT, path, 1, -1, -1, "there is no column \"%s\"", COLUMNS[c]);
    }
    if (status == SCRUT_OK)
        status = scrut_csv_read(csv, wanted, COLUMN_COUNT, NULL, 0, NULL, &problems, ret_table, err);
    if (status == SCRUT_OK && problems.count > 0)
        *err = problems.items[0];
    if (status == SCRUT_OK && problems.total > 0)
        status = SCRUT_E_INPUT;
    scrut_problems_free(&problems);
    scrut_csv_close(csv);
    return status;
}

static scrut_status take_rates(scrut_cli_diff *d, const char *path, const scrut_table *table, scrut_error *err)
{
    scrut_roll_death_rate *rates = scrut_arena_calloc(d->lists.arena, table->row_count, sizeof *rates);
    if (rates == NULL)
        return scrut_fail_memory(err);
    for (uint32_t row = 0; row < table->row_count; row++) {
        const scrut_table_segment *segment = scrut_table_segment_of(table, row);
        uint32_t r = row - segment->first_row;
        for (size_t c = 0; c < 3; c++)
            if (!scrut_cell_known(&segment->columns[c], r))
                return scrut_fail(err, SCRUT_E_INPUT, path, scrut_row_line(segment, r), -1, -1,
                                  "an age and the deaths in a year of 100,000 men and women are expected");
        rates[row] = (scrut_roll_death_rate){scrut_cell_number(&segment->columns[0], r),
                                             scrut_cell_number(&segment->columns[1], r),
                                             scrut_cell_number(&segment->columns[2], r)};
        if (row > 0 && rates[row].age <= rates[row - 1].age)
            return scrut_fail(err, SCRUT_E_INPUT, path, scrut_row_line(segment, r), -1, -1,
                              "ages must rise from row to row");
    }
    d->ages.deaths = rates;
    d->ages.death_count = table->row_count;
    return SCRUT_OK;
}

static int read_mortality(const scrut_cli_args *args, scrut_cli_diff *d)
{
    const char *path = scrut_cli_text(args, "mortality");
    scrut_table *table = NULL;
    scrut_error err;
    if (path == NULL)
        return SCRUT_EXIT_OK;
    scrut_status status = read_rates(path, &table, &err);
    if (status == SCRUT_OK)
        status = take_rates(d, path, table, &err);
    scrut_table_free(table);
    return status == SCRUT_OK ? SCRUT_EXIT_OK : scrut_cli_input_error(&err);
}

static int read_lists_request(const scrut_cli_args *args, scrut_cli_diff *d)
{
    const char *from = scrut_cli_text(args, "from"), *to = scrut_cli_text(args, "to"),
               *before = scrut_cli_text(args, "before");
    if (from == NULL || to == NULL)
        return scrut_cli_usage_error(args->command, "CASE or --from and --to are needed");
    int status = scrut_cli_lists_map(args, &d->lists, true);
    d->ages.voting_age = scrut_cli_whole(args, "age", 18);
    d->ages.male = MALE;
    d->ages.male_count = sizeof MALE / sizeof MALE[0];
    if (status == SCRUT_EXIT_OK)
        status = read_days(args, d);
    if (status == SCRUT_EXIT_OK)
        status = read_mortality(args, d);
    if (status != SCRUT_EXIT_OK)
        return status;
    d->ages.sex = d->lists.sex;
    scrut_cli_lists_add(&d->lists, from);
    scrut_cli_lists_add(&d->lists, to);
    if (before != NULL)
        scrut_cli_lists_add(&d->lists, before);
    return read_area(args, d);
}

static int read_request(const scrut_cli_args *args, scrut_cli_diff *d)
{
    static const char *const OF_LISTS[] = {"from",      "to",        "before",  "map",       "dates",
                                           "last-year", "from-date", "to-date", "mortality", "age"};
    if (args->operand == NULL)
        return read_lists_request(args, d);
    int status = scrut_cli_refuse(args, OF_LISTS, sizeof OF_LISTS / sizeof OF_LISTS[0], "is for lists without a case");
    if (status == SCRUT_EXIT_OK)
        status = scrut_cli_diff_of_case(args, d);
    return status == SCRUT_EXIT_OK ? read_area(args, d) : status;
}

/* ---- the work --------------------------------------------------------------------------------------------- */

static scrut_roll_diff_input input_of(const scrut_cli_diff *d, size_t first, size_t second, scrut_cli_two_lists *two)
{
    return (scrut_roll_diff_input){
        .rows = scrut_cli_lists_input(&d->lists, first, second, two), .places = d->lists.places, .area = d->area};
}

static scrut_status find_back(scrut_cli_diff *d, scrut_pool *pool, scrut_error *err)
{
    scrut_cli_two_lists two;
    scrut_roll_diff *gone = NULL;
    if (d->lists.list_count < SCRUT_CLI_LISTS_MAX)
        return SCRUT_OK;
    uint32_t rows;
    (void)scrut_roll_diff_new(d->diff, &rows);
    d->back = calloc((size_t)rows + 1, sizeof *d->back);
    if (d->back == NULL)
        return scrut_fail_memory(err);
    scrut_roll_diff_input input = input_of(d, 2, 0, &two);
    scrut_status status = scrut_roll_diff_run(&input, pool, &gone, err);
    if (status == SCRUT_OK)
        status = scrut_roll_diff_find_back(&input, gone, &d->input, d->diff, pool, d->back, err);
    scrut_roll_diff_free(gone);
    return status;
}

static scrut_status compare(scrut_cli_diff *d, scrut_pool *pool, scrut_error *err)
{
    scrut_status status = scrut_cli_lists_read(&d->lists, pool, err);
    scrut_cli_progress_phase("comparing rows");
    if (status != SCRUT_OK)
        return status;
    d->input = input_of(d, 0, 1, &d->two);
    status = scrut_roll_diff_run(&d->input, pool, &d->diff, err);
    if (status == SCRUT_OK)
        status = find_back(d, pool, err);
    scrut_cli_progress_phase("counting by area");
    if (status == SCRUT_OK)
        status = scrut_roll_diff_areas(&d->input, d->diff, &d->ages, d->back, pool, &d->areas, err);
    if (status == SCRUT_OK)
        status = scrut_roll_diff_transfers(&d->input, d->diff, &d->areas, &d->transfers, err);
    return status;
}

static int run(const scrut_cli_args *args, scrut_cli_diff *d)
{
    scrut_error err;
    scrut_pool *pool = scrut_pool_new((int)scrut_cli_whole(args, "threads", 0));
    scrut_cli_progress_begin(args, "reading the lists");
    scrut_status status = compare(d, pool, &err);
    scrut_cli_progress_end();
    int exit_status = status == SCRUT_OK ? scrut_cli_diff_answer(args, d) : scrut_cli_input_error(&err);
    scrut_pool_free(pool);
    return exit_status;
}

int cmd_roll_diff(const scrut_cli_args *args)
{
    scrut_cli_diff d = {.area = -1, .lists = {.sex = -1, .arena = scrut_arena_new()}};
    if (d.lists.arena == NULL)
        return scrut_cli_no_memory();
    int status = read_request(args, &d);
    if (status == SCRUT_EXIT_OK)
        status = run(args, &d);
    scrut_roll_transfers_free(&d.transfers);
    scrut_roll_areas_free(&d.areas);
    scrut_roll_diff_free(d.diff);
    free(d.back);
    scrut_cli_lists_free(&d.lists);
    return status;
}
