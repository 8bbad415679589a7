/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"
#include "scrutineer/mem.h"
#include "scrutineer/rules.h"

static scrut_json *preset_json(const scrut_rules *rules)
{
    scrut_json *preset = scrut_json_object();
    scrut_json_set(preset, "id", scrut_json_string(rules->id));
    scrut_json_set(preset, "title", scrut_json_string(rules->title));
    scrut_json_set(preset, "statute", scrut_json_string(rules->statute));
    scrut_json *unverified = scrut_json_array();
    for (size_t i = 0; i < rules->unverified_count; i++)
        scrut_json_append(unverified, scrut_json_string(rules->unverified[i]));
    scrut_json_set(preset, "unverified", unverified);
    return preset;
}

static void preset_text(const scrut_rules *rules, scrut_buf *text)
{
    scrut_buf_printf(text, "%s  %s\n", rules->id, rules->title != NULL ? rules->title : "");
    if (rules->statute != NULL)
        scrut_buf_printf(text, "    statute: %s\n", rules->statute);
    for (size_t i = 0; i < rules->unverified_count; i++)
        scrut_buf_printf(text, "    not verified: %s\n", rules->unverified[i]);
}

/* A preset that cannot be read is our failure: it ships with the program. */
static scrut_status list_presets(scrut_arena *arena, scrut_json *list, scrut_buf *text, scrut_error *err)
{
    for (size_t i = 0; i < scrut_preset_count(); i++) {
        scrut_rules rules;
        scrut_status st = scrut_preset_load(scrut_preset_id(i), arena, &rules, err);
        if (st != SCRUT_OK)
            return st;
        scrut_json_append(list, preset_json(&rules));
        preset_text(&rules, text);
    }
    return SCRUT_OK;
}

static int print_list(const scrut_cli_args *args)
{
    scrut_error err;
    scrut_buf text = {0};
    scrut_arena *arena = scrut_arena_new();
    scrut_json *list = scrut_json_array();
    scrut_status st = arena != NULL ? list_presets(arena, list, &text, &err) : scrut_fail_memory(&err);
    scrut_arena_free(arena);
    if (st == SCRUT_OK && scrut_cli_given(args, "json")) {
        scrut_buf_free(&text);
        scrut_json *root = scrut_json_object();
        scrut_json_set(root, "format", scrut_json_string("scrutineer-presets/1"));
        scrut_json_set(root, "presets", list);
        return scrut_cli_print_json(root, SCRUT_EXIT_OK);
    }
    scrut_json_free(list);
    if (st == SCRUT_OK)
        return scrut_cli_print(&text, SCRUT_EXIT_OK);
    scrut_buf_free(&text);
    return scrut_cli_failure(&err);
}

static int print_one(const scrut_cli_args *args)
{
    size_t length = 0;
    const char *file = scrut_preset_text(args->operand, &length);
    if (file == NULL)
        return scrut_cli_usage_error(args->command, "there is no preset \"%s\"; \"scrutineer presets\" lists them",
                                     args->operand);
    if (scrut_cli_given(args, "json"))
        return scrut_cli_usage_error(args->command, "--json goes with the list, not with a rules file");
    scrut_buf text = {0};
    scrut_buf_append(&text, file, length);
    return scrut_cli_print(&text, SCRUT_EXIT_OK);
}

int cmd_presets(const scrut_cli_args *args)
{
    return args->operand != NULL ? print_one(args) : print_list(args);
}
