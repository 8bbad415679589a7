/* SPDX-License-Identifier: Apache-2.0 */
#include "case_input.h"
#include "compare.h"

#include <stdlib.h>
#include <string.h>

#define LIMIT_TEXT 10
#define LIMIT_JSON 1000

/* "a,b" -> names in `space`, which holds a copy of the text. Returns how many. */
static size_t split_names(char *space, const char *names[], size_t most)
{
    size_t count = 0;
    for (char *at = space; at != NULL && count < most;) {
        names[count++] = at;
        at = strchr(at, ',');
        if (at != NULL)
            *at++ = '\0';
    }
    return count;
}

static scrut_status reconcile(const scrut_cli_args *args, const scrut_cli_case *opened, scrut_arena *arena,
                              scrut_reconciliation **ret_result, scrut_error *err)
{
    const char *wanted = scrut_cli_text(args, "sources");
    if (wanted == NULL)
        return scrut_reconcile(opened->c, NULL, 0, opened->pool, ret_result, err);
    char *space = scrut_arena_strdup(arena, wanted);
    const char **names = scrut_arena_calloc(arena, strlen(wanted) + 1, sizeof *names);
    if (space == NULL || names == NULL)
        return scrut_fail_memory(err);
    size_t count = split_names(space, names, strlen(wanted) + 1);
    return scrut_reconcile(opened->c, names, count, opened->pool, ret_result, err);
}

static int stop(const scrut_error *err)
{
    return err->status == SCRUT_E_MEMORY || err->status == SCRUT_E_IO ? scrut_cli_failure(err)
                                                                      : scrut_cli_input_error(err);
}

static int print_answer(const scrut_cli_args *args, const scrut_reconciliation *r, const scrut_cli_level *level)
{
    bool json = scrut_cli_given(args, "json");
    const scrut_compare_answer answer = {
        .r = r, .level = *level, .limit = (size_t)scrut_cli_whole(args, "limit", json ? LIMIT_JSON : LIMIT_TEXT)};
    if (json)
        return scrut_cli_print_json(scrut_compare_json(&answer), SCRUT_EXIT_OK);
    scrut_buf text = {0};
    if (scrut_cli_given(args, "csv"))
        scrut_compare_csv(&answer, &text);
    else
        scrut_compare_text(&answer, &text);
    return scrut_cli_print(&text, SCRUT_EXIT_OK);
}

static int propose(const scrut_cli_args *args, const scrut_reconciliation *r, scrut_arena *arena)
{
    scrut_match *matches = NULL;
    size_t count = 0;
    scrut_error err;
    scrut_buf text = {0};
    if (r->source_count != 2)
        return scrut_cli_usage_error(args->command, "--propose-mapping needs two sources, such as --sources %s,%s",
                                     scrut_compare_source_id(r, 0),
                                     r->source_count > 1 ? scrut_compare_source_id(r, 1) : "OTHER");
    scrut_status st = scrut_reconcile_propose(r, 0, arena, &matches, &count, &err);
    if (st != SCRUT_OK)
        return stop(&err);
    scrut_compare_mapping_csv(r, matches, count, &text);
    st = scrut_buf_failed(&text)
             ? scrut_fail_memory(&err)
             : scrut_write_file(scrut_cli_text(args, "propose-mapping"), text.bytes, text.length, &err);
    scrut_buf_clear(&text);
    if (st != SCRUT_OK) {
        scrut_buf_free(&text);
        return stop(&err);
    }
    scrut_buf_printf(
        &text,
        "%zu proposals written, none confirmed. Read them, write yes under \"confirmed\" where one is right, "
        "and name the file as \"mapping\" of the source %s in election.yaml.\n",
        count, scrut_compare_source_id(r, 1));
    return scrut_cli_print(&text, SCRUT_EXIT_OK);
}

static int compare_case(const scrut_cli_args *args, const scrut_cli_case *opened, scrut_arena *arena)
{
    scrut_cli_level level;
    scrut_error err;
    scrut_reconciliation *r = NULL;
    if (!scrut_cli_choose_level(opened->c, scrut_cli_text(args, "level"), &level))
        return scrut_cli_usage_error(args->command, "the case has no level \"%s\"", scrut_cli_text(args, "level"));
    scrut_cli_progress_begin(args, "comparing the sources");
    scrut_status st = reconcile(args, opened, arena, &r, &err);
    scrut_cli_progress_end();
    if (st != SCRUT_OK)
        return stop(&err);
    int status = scrut_cli_given(args, "propose-mapping") ? propose(args, r, arena) : print_answer(args, r, &level);
    scrut_reconciliation_free(r);
    return status;
}

int cmd_compare(const scrut_cli_args *args)
{
    scrut_cli_case opened;
    int status = scrut_cli_open_case(args, &opened);
    if (status != SCRUT_EXIT_OK)
        return status;
    scrut_arena *arena = scrut_arena_new();
    scrut_error err;
    if (arena == NULL) {
        scrut_fail_memory(&err);
        status = scrut_cli_failure(&err);
    } else {
        status = compare_case(args, &opened, arena);
    }
    scrut_arena_free(arena);
    scrut_cli_close_case(&opened);
    return status;
}
