/* SPDX-License-Identifier: Apache-2.0
 * presets.c: the rules files of data/presets, which tools/embed.c writes into a table at build time. */
#include "preset_table.h"
#include "rules_internal.h"

size_t scrut_preset_count(void)
{
    return SCRUT_COUNT(SCRUT_PRESET_TABLE);
}

const char *scrut_preset_id(size_t index)
{
    return index < scrut_preset_count() ? SCRUT_PRESET_TABLE[index].id : NULL;
}

const char *scrut_preset_text(const char *id, size_t *ret_length)
{
    for (size_t i = 0; i < scrut_preset_count(); i++) {
        if (strcmp(SCRUT_PRESET_TABLE[i].id, id) == 0) {
            *ret_length = SCRUT_PRESET_TABLE[i].length;
            return SCRUT_PRESET_TABLE[i].text;
        }
    }
    return NULL;
}

static scrut_status no_such_preset(const char *id, scrut_error *err)
{
    char known[200] = "";
    size_t at = 0;
    for (size_t i = 0; i < scrut_preset_count(); i++) {
        int wrote = snprintf(known + at, sizeof known - at, "%s%s", i > 0 ? ", " : "", scrut_preset_id(i));
        if (wrote > 0 && (size_t)wrote < sizeof known - at)
            at += (size_t)wrote;
    }
    return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "there is no preset \"%.40s\"; known are: %s", id, known);
}

scrut_status scrut_preset_load(const char *id, scrut_arena *arena, scrut_rules *ret_rules, scrut_error *err)
{
    size_t length;
    const char *text = scrut_preset_text(id, &length);
    if (text == NULL)
        return no_such_preset(id, err);
    scrut_yaml *root;
    scrut_status st = scrut_yaml_parse(text, length, id, arena, &root, err);
    if (st != SCRUT_OK)
        return st;
    scrut_rules rules;
    scrut_problems problems = {.limit = 1};
    scrut_rules_reader r = {.name = id, .arena = arena, .problems = &problems, .rules = &rules, .is_preset = true};
    st = scrut_rules_read(&r, root);
    if (st == SCRUT_OK)
        *ret_rules = rules;
    else if (st == SCRUT_E_INPUT && problems.count > 0 && err != NULL)
        *err = problems.items[0];
    else
        scrut_fail(err, st, id, -1, -1, -1, "the preset cannot be read");
    scrut_problems_free(&problems);
    return st;
}
