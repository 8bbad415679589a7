/* SPDX-License-Identifier: Apache-2.0
 * "roll survey": what surveys of the list of voters say, from a file of surveys or from a case. */
#include "case_input.h"
#include "scrutineer/report.h"

#include <stdio.h>
#include <sys/stat.h>

static int print_results(const scrut_cli_args *args, const scrut_survey_results *results)
{
    scrut_buf text = {0};
    scrut_error err;
    if (scrut_cli_given(args, "json")) {
        scrut_json *root = scrut_report_surveys_json(results);
        scrut_json_set(root, "format", scrut_json_string("scrutineer-roll-survey/1"));
        return scrut_cli_print_json(root, SCRUT_EXIT_OK);
    }
    if (scrut_report_surveys_text(results, NULL, scrut_cli_colour(args), 0, &text, &err) == SCRUT_OK)
        return scrut_cli_print(&text, SCRUT_EXIT_OK);
    scrut_buf_free(&text);
    return scrut_cli_failure(&err);
}

static int evaluate(const scrut_cli_args *args, const scrut_survey surveys[], size_t count, scrut_arena *arena)
{
    scrut_survey_results results;
    scrut_error err;
    if (count == 0) {
        fprintf(stderr, "scrutineer roll survey: \"%s\" holds no surveys\n", args->operand);
        return SCRUT_EXIT_INPUT;
    }
    if (scrut_surveys_evaluate(surveys, count, arena, &results, &err) != SCRUT_OK)
        return scrut_cli_failure(&err);
    return print_results(args, &results);
}

static int of_case(const scrut_cli_args *args, scrut_arena *arena)
{
    scrut_cli_case opened;
    int status = scrut_cli_open_case(args, &opened);
    if (status != SCRUT_EXIT_OK)
        return status;
    status = evaluate(args, opened.c->surveys, opened.c->survey_count, arena);
    scrut_cli_close_case(&opened);
    return status;
}

static int of_file(const scrut_cli_args *args, scrut_arena *arena)
{
    scrut_problems problems = {.limit = SCRUT_CLI_PROBLEMS_MAX};
    scrut_surveys surveys;
    scrut_error err;
    scrut_status status = scrut_surveys_load(args->operand, NULL, arena, &problems, &surveys, &err);
    scrut_cli_print_problems(&problems);
    int exit_status = SCRUT_EXIT_INPUT;
    if (status == SCRUT_OK)
        exit_status = evaluate(args, surveys.items, surveys.count, arena);
    else if (problems.count == 0)
        exit_status = scrut_cli_input_error(&err);
    scrut_problems_free(&problems);
    return exit_status;
}

int cmd_roll_survey(const scrut_cli_args *args)
{
    struct stat info;
    scrut_arena *arena = scrut_arena_new();
    if (arena == NULL)
        return scrut_cli_no_memory();
    bool folder = stat(args->operand, &info) == 0 && S_ISDIR(info.st_mode);
    int status = folder ? of_case(args, arena) : of_file(args, arena);
    scrut_arena_free(arena);
    return status;
}
