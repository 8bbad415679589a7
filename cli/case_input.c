/* SPDX-License-Identifier: Apache-2.0 */
#include "case_input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RULES_BYTES_MAX ((size_t)1 << 20)

int scrut_cli_open_case(const scrut_cli_args *args, scrut_cli_case *ret_case)
{
    scrut_error err;
    scrut_cli_case opened = {.pool = scrut_pool_new((int)scrut_cli_whole(args, "threads", 0))};
    if (opened.pool == NULL)
        return scrut_cli_no_memory();
    scrut_problems problems = {.limit = SCRUT_CLI_PROBLEMS_MAX};
    scrut_cli_progress_begin(args, "reading the case");
    scrut_status status = scrut_case_load(args->operand, opened.pool, &problems, &opened.c, &err);
    scrut_cli_progress_end();
    scrut_cli_print_problems(&problems);
    int exit_status = SCRUT_EXIT_OK;
    if (status == SCRUT_E_MEMORY)
        exit_status = scrut_cli_failure(&err);
    else if (status != SCRUT_OK)
        exit_status = problems.total > 0 ? SCRUT_EXIT_INPUT : scrut_cli_input_error(&err);
    scrut_problems_free(&problems);
    if (exit_status != SCRUT_EXIT_OK) {
        scrut_cli_close_case(&opened);
        return exit_status;
    }
    *ret_case = opened;
    return SCRUT_EXIT_OK;
}

void scrut_cli_close_case(scrut_cli_case *c)
{
    scrut_case_free(c->c);
    scrut_pool_free(c->pool);
    *c = (scrut_cli_case){0};
}

/* --- other rules ---------------------------------------------------------------------------------- */

static int load_rules_file(const char *path, scrut_arena *arena, scrut_rules *ret_rules)
{
    char *bytes = NULL;
    size_t length = 0;
    scrut_yaml *root = NULL;
    scrut_error err;
    scrut_problems problems = {.limit = SCRUT_CLI_PROBLEMS_MAX};
    scrut_status status = scrut_read_file(path, RULES_BYTES_MAX, &bytes, &length, &err);
    if (status == SCRUT_OK)
        status = scrut_yaml_parse(bytes, length, path, arena, &root, &err);
    free(bytes);
    if (status != SCRUT_OK)
        return scrut_cli_input_error(&err);
    status = scrut_rules_parse(root, path, arena, &problems, ret_rules);
    scrut_cli_print_problems(&problems);
    scrut_problems_free(&problems);
    return status == SCRUT_OK ? SCRUT_EXIT_OK : SCRUT_EXIT_INPUT;
}

int scrut_cli_load_preset(const char *id, scrut_arena *arena, scrut_rules *ret_rules)
{
    scrut_error err;
    return scrut_preset_load(id, arena, ret_rules, &err) == SCRUT_OK ? SCRUT_EXIT_OK : scrut_cli_input_error(&err);
}

int scrut_cli_replace_rules(const scrut_cli_args *args, scrut_case *c)
{
    const char *preset = scrut_cli_text(args, "preset"), *file = scrut_cli_text(args, "rules");
    if (preset != NULL && file != NULL)
        return scrut_cli_usage_error(args->command, "--preset and --rules exclude each other");
    if (preset == NULL && file == NULL)
        return SCRUT_EXIT_OK;
    scrut_rules rules;
    int status =
        preset != NULL ? scrut_cli_load_preset(preset, c->arena, &rules) : load_rules_file(file, c->arena, &rules);
    if (status == SCRUT_EXIT_OK) {
        c->rules = rules;
        c->has_rules = true;
    }
    return status;
}

/* --- without an allocation --------------------------------------------------------------------------- */

bool scrut_cli_any_chamber(const scrut_verdict *v)
{
    for (size_t t = 0; t < v->tally_count; t++)
        if (v->chambers[t] != NULL)
            return true;
    return false;
}

int scrut_cli_nothing_to_allocate(const scrut_cli_args *args, const scrut_verdict *v)
{
    for (size_t t = 0; t < v->tally_count; t++)
        fprintf(stderr, "%s: %s\n", v->tallies[t].about.id, v->chamber_missing[t]);
    fprintf(stderr, "scrutineer %s: no seats can be allocated from the case \"%s\"\n", args->command->name,
            args->operand);
    return SCRUT_EXIT_INPUT;
}
