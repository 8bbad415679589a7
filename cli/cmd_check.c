/* SPDX-License-Identifier: Apache-2.0 */
#include "case_input.h"
#include "scrutineer/seal.h"

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

/* What check found: the case, or NULL with the problems that stopped it; and the seal, which is read in both cases. */
typedef struct {
    scrut_problems problems;
    scrut_case *c;
    scrut_arena *arena; /* of the seal */
    scrut_seal *seal;   /* NULL: there is none */
} checked;

/* 3 when the case cannot be read; 1 when its files are not the ones that were sealed. */
static int exit_status_of(const checked *k)
{
    if (k->c == NULL)
        return SCRUT_EXIT_INPUT;
    return scrut_seal_is_contradicted(k->seal) ? SCRUT_EXIT_CONTRADICTS : SCRUT_EXIT_OK;
}

static int print_json(const checked *k)
{
    scrut_json *root = scrut_json_object(), *list = scrut_json_array();
    for (size_t i = 0; i < k->problems.count; i++)
        scrut_json_append(list, problem_json(&k->problems.items[i]));
    scrut_json_set(root, "format", scrut_json_string("scrutineer-check/1"));
    scrut_json_set(root, "problems", list);
    scrut_json_set(root, "problems_total", scrut_json_int(k->problems.total));
    scrut_json_set(root, "valid", scrut_json_bool(k->c != NULL));
    scrut_json_set(root, "seal", scrut_seal_json(k->seal));
    return scrut_cli_print_json(root, exit_status_of(k));
}

static void put_seal(const scrut_seal *seal, scrut_buf *text)
{
    if (seal == NULL)
        return;
    scrut_seal_say(NULL, seal, text);
    scrut_buf_putc(text, '\n');
    for (size_t i = 0; i < seal->count; i++) {
        if (seal->files[i].state == SCRUT_SEALED_EQUAL)
            continue;
        scrut_seal_say_file(&seal->files[i], text);
        scrut_buf_putc(text, '\n');
    }
}

static int print_text(const checked *k)
{
    const scrut_case *c = k->c;
    scrut_buf text = {0};
    int64_t rows = 0;
    scrut_cli_print_problems(&k->problems);
    for (size_t i = 0; c != NULL && i < c->returns_count; i++)
        rows += c->returns[i].row_count;
    if (c != NULL)
        scrut_buf_printf(&text,
                         "The case can be read: %zu files, %zu parties, %zu constituencies, %zu sources with %lld "
                         "returns, %zu announcements.\n",
                         c->file_count, c->party_count, c->constituency_count, c->returns_count, (long long)rows,
                         c->announcement_count);
    for (size_t i = 0; c != NULL && i < c->not_provided_count; i++)
        scrut_buf_printf(&text, "Not provided: %s\n", c->not_provided[i]);
    put_seal(k->seal, &text);
    return scrut_cli_print(&text, exit_status_of(k));
}

static scrut_status check_seal(const scrut_cli_args *args, scrut_pool *pool, checked *k, scrut_error *err)
{
    scrut_status status = SCRUT_OK;
    k->arena = scrut_arena_new();
    if (k->arena == NULL)
        return scrut_fail_memory(err);
    if (k->c != NULL)
        status = scrut_case_hash_files(k->c, pool, err);
    if (status == SCRUT_OK)
        status = scrut_seal_compare(args->operand, k->c != NULL ? k->c->files : NULL,
                                    k->c != NULL ? k->c->file_count : 0, k->arena, &k->seal, err);
    return status;
}

static int check(const scrut_cli_args *args, scrut_pool *pool, checked *k)
{
    scrut_error err;
    scrut_cli_progress_begin(args, "reading the case");
    scrut_status status = scrut_case_load(args->operand, pool, &k->problems, &k->c, &err);
    if (status != SCRUT_OK && status != SCRUT_E_MEMORY && k->problems.total == 0)
        scrut_problems_add(&k->problems, &err);
    if (status != SCRUT_E_MEMORY && scrut_seal_is_there(args->operand))
        status = check_seal(args, pool, k, &err);
    else if (status != SCRUT_E_MEMORY)
        status = SCRUT_OK;
    scrut_cli_progress_end();
    if (status != SCRUT_OK)
        return scrut_cli_failure(&err);
    return scrut_cli_given(args, "json") ? print_json(k) : print_text(k);
}

int cmd_check(const scrut_cli_args *args)
{
    checked k = {.problems = {.limit = SCRUT_CLI_PROBLEMS_MAX}};
    scrut_pool *pool = scrut_pool_new((int)scrut_cli_whole(args, "threads", 0));
    int exit_status = check(args, pool, &k);
    scrut_problems_free(&k.problems);
    scrut_case_free(k.c);
    scrut_arena_free(k.arena);
    scrut_pool_free(pool);
    return exit_status;
}
