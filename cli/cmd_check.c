/* SPDX-License-Identifier: Apache-2.0 */
#include "case_input.h"

#include <stdio.h>

static scrut_json *problem_json(const scrut_error *problem)
{
    scrut_json *json = scrut_json_object();
    scrut_json_set(json, "file", problem->file[0] != '\0' ? scrut_json_string(problem->file) : scrut_json_null());
    scrut_json_set(json, "line", problem->line >= 0 ? scrut_json_int(problem->line) : scrut_json_null());
    scrut_json_set(json, "column", problem->column >= 0 ? scrut_json_int(problem->column) : scrut_json_null());
    scrut_json_set(json, "byte", problem->byte >= 0 ? scrut_json_int(problem->byte) : scrut_json_null());
    scrut_json_set(json, "message", scrut_json_string(problem->message));
    return json;
}

static int print_json(const scrut_problems *problems, bool valid, int status)
{
    scrut_json *root = scrut_json_object(), *list = scrut_json_array();
    for (size_t i = 0; i < problems->count; i++)
        scrut_json_append(list, problem_json(&problems->items[i]));
    scrut_json_set(root, "format", scrut_json_string("scrutineer-check/1"));
    scrut_json_set(root, "problems", list);
    scrut_json_set(root, "problems_total", scrut_json_int(problems->total));
    scrut_json_set(root, "valid", scrut_json_bool(valid));
    return scrut_cli_print_json(root, status);
}

static int print_text(const scrut_case *c, const scrut_problems *problems)
{
    scrut_cli_print_problems(problems);
    if (c == NULL)
        return SCRUT_EXIT_INPUT;
    scrut_buf text = {0};
    int64_t rows = 0;
    for (size_t i = 0; i < c->returns_count; i++)
        rows += c->returns[i].row_count;
    scrut_buf_printf(&text,
                     "The case can be read: %zu files, %zu parties, %zu constituencies, %zu sources with %lld returns, "
                     "%zu announcements.\n",
                     c->file_count, c->party_count, c->constituency_count, c->returns_count, (long long)rows,
                     c->announcement_count);
    for (size_t i = 0; i < c->not_provided_count; i++)
        scrut_buf_printf(&text, "Not provided: %s\n", c->not_provided[i]);
    return scrut_cli_print(&text, SCRUT_EXIT_OK);
}

int cmd_check(const scrut_cli_args *args)
{
    scrut_problems problems = {.limit = SCRUT_CLI_PROBLEMS_MAX};
    scrut_pool *pool = scrut_pool_new((int)scrut_cli_whole(args, "threads", 0));
    scrut_case *c = NULL;
    scrut_error err;
    scrut_cli_progress_begin(args, "reading the case");
    scrut_status status = scrut_case_load(args->operand, pool, &problems, &c, &err);
    scrut_cli_progress_end();
    int exit_status;
    if (status == SCRUT_E_MEMORY)
        exit_status = scrut_cli_failure(&err);
    else if (status != SCRUT_OK && problems.total == 0) {
        scrut_problems_add(&problems, &err);
        exit_status = scrut_cli_given(args, "json") ? print_json(&problems, false, SCRUT_EXIT_INPUT)
                                                    : print_text(NULL, &problems);
    } else if (scrut_cli_given(args, "json"))
        exit_status = print_json(&problems, c != NULL, c != NULL ? SCRUT_EXIT_OK : SCRUT_EXIT_INPUT);
    else
        exit_status = print_text(c, &problems);
    scrut_problems_free(&problems);
    scrut_case_free(c);
    scrut_pool_free(pool);
    return exit_status;
}
