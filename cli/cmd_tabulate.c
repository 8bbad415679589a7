/* SPDX-License-Identifier: Apache-2.0 */
#include "case_input.h"
#include "level.h"
#include "scrutineer/count.h"

#include <stdio.h>
#include <string.h>

static const char *column_name(const scrut_case *c, size_t column)
{
    return column < SCRUT_FIELD_COUNT ? scrut_field_name((scrut_field)column)
                                      : c->parties[column - SCRUT_FIELD_COUNT].id;
}

static bool column_used(const scrut_tally *t, size_t column)
{
    return t->figures[column].cells > 0;
}

/* --- one figure in three forms ---------------------------------------------------------------------------------------
 */

static scrut_json *figure_json(scrut_figure f)
{
    scrut_json *json = scrut_json_object();
    scrut_json_set(json, "sum", f.known > 0 ? scrut_json_int(f.value) : scrut_json_null());
    scrut_json_set(json, "known", scrut_json_int(f.known));
    scrut_json_set(json, "cells", scrut_json_int(f.cells));
    return json;
}

static scrut_json *tally_json(const scrut_case *c, const scrut_tally *t, const scrut_cli_level *level)
{
    scrut_json *json = scrut_json_object(), *units = scrut_json_array();
    for (size_t unit = 0; unit < t->unit_count; unit++) {
        if (!scrut_cli_in_level(c, level, unit))
            continue;
        char name[200];
        scrut_unit_name(c, unit, name, sizeof name);
        scrut_json *one = scrut_json_object(), *fields = scrut_json_object(), *votes = scrut_json_object();
        for (size_t k = 0; k < t->column_count; k++)
            if (t->figures[unit * t->column_count + k].cells > 0)
                scrut_json_set(k < SCRUT_FIELD_COUNT ? fields : votes, column_name(c, k),
                               figure_json(t->figures[unit * t->column_count + k]));
        scrut_json_set(one, "unit", scrut_json_string(name));
        scrut_json_set(one, "fields", fields);
        scrut_json_set(one, "votes", votes);
        scrut_json_append(units, one);
    }
    scrut_json_set(json, "source", scrut_json_string(t->about.id));
    scrut_json_set(json, "stations", scrut_json_int(t->stations));
    scrut_json_set(json, "stations_counted", scrut_json_int(t->stations_counted));
    scrut_json_set(json, "stations_excluded", scrut_json_int(t->stations_excluded));
    scrut_json_set(json, "units", units);
    return json;
}

static void tally_csv(const scrut_case *c, const scrut_tally *t, const scrut_cli_level *level, scrut_buf *out)
{
    for (size_t unit = 0; unit < t->unit_count; unit++) {
        if (!scrut_cli_in_level(c, level, unit))
            continue;
        char name[200];
        scrut_unit_name(c, unit, name, sizeof name);
        for (size_t k = 0; k < t->column_count; k++) {
            scrut_figure f = t->figures[unit * t->column_count + k];
            if (f.cells == 0)
                continue;
            scrut_cli_put_csv(out, t->about.id);
            scrut_buf_putc(out, ',');
            scrut_cli_put_csv(out, name);
            scrut_buf_puts(out, k < SCRUT_FIELD_COUNT ? ",field," : ",votes,");
            scrut_cli_put_csv(out, column_name(c, k));
            scrut_buf_putc(out, ',');
            if (f.known > 0)
                scrut_buf_int(out, f.value);
            scrut_buf_printf(out, ",%u,%u\n", f.known, f.cells);
        }
    }
}

/* A block a unit: with many parties a table would be wider than any terminal. */
static void tally_text(const scrut_case *c, const scrut_tally *t, const scrut_cli_level *level, scrut_buf *out)
{
    scrut_buf_printf(out, "%s: %u returns, %u counted, %u listed but not counted\n", t->about.id, t->stations,
                     t->stations_counted, t->stations_excluded);
    for (size_t unit = 0; unit < t->unit_count; unit++) {
        if (!scrut_cli_in_level(c, level, unit))
            continue;
        char name[200];
        scrut_unit_name(c, unit, name, sizeof name);
        scrut_buf_printf(out, "\n%s\n", name);
        for (size_t k = 0; k < t->column_count; k++) {
            scrut_figure f = t->figures[unit * t->column_count + k];
            char number[32] = "unknown";
            if (!column_used(t, k) || f.cells == 0)
                continue;
            if (f.known > 0)
                scrut_format_grouped(number, sizeof number, f.value);
            scrut_buf_printf(out, "  %15s  %s", number, column_name(c, k));
            if (f.known < f.cells)
                scrut_buf_printf(out, "   (%u of %u cells known)", f.known, f.cells);
            scrut_buf_putc(out, '\n');
        }
        scrut_figure cast = *scrut_tally_field(t, unit, SCRUT_FIELD_CAST),
                     registered = *scrut_tally_field(t, unit, SCRUT_FIELD_REGISTERED);
        char percent[32];
        if (scrut_figure_complete(cast) && scrut_figure_complete(registered) && registered.value > 0) {
            scrut_format_ratio(percent, sizeof percent, (scrut_wide)cast.value * 100, registered.value, 2);
            scrut_buf_printf(out, "  %14s%%  turnout (ballots cast / registered voters)\n", percent);
        }
    }
}

/* --- the command
 * ------------------------------------------------------------------------------------------------------- */

typedef enum { AS_TEXT, AS_CSV, AS_JSON } output_form;

static int add_up(const scrut_cli_args *args, scrut_cli_case *opened, const scrut_cli_level *level, scrut_arena *arena)
{
    const scrut_case *c = opened->c;
    const char *wanted = scrut_cli_text(args, "source");
    output_form form = scrut_cli_given(args, "json") ? AS_JSON : scrut_cli_given(args, "csv") ? AS_CSV : AS_TEXT;
    scrut_buf text = {0};
    scrut_json *sources = form == AS_JSON ? scrut_json_array() : NULL;
    size_t shown = 0;
    scrut_error err;
    scrut_status status = SCRUT_OK;
    if (form == AS_CSV)
        scrut_buf_puts(&text, "source,unit,kind,name,sum,known,cells\n");
    for (size_t i = 0; i < c->returns_count && status == SCRUT_OK; i++) {
        if (wanted != NULL && strcmp(wanted, c->returns[i].about.id) != 0)
            continue;
        scrut_tally tally;
        status = scrut_count_tabulate(c, &c->returns[i], opened->pool, arena, &tally, &err);
        if (status != SCRUT_OK)
            break;
        if (form == AS_TEXT && shown > 0)
            scrut_buf_putc(&text, '\n');
        shown++;
        if (form == AS_JSON)
            scrut_json_append(sources, tally_json(c, &tally, level));
        else if (form == AS_CSV)
            tally_csv(c, &tally, level, &text);
        else
            tally_text(c, &tally, level, &text);
    }
    int exit_status = SCRUT_EXIT_OK;
    if (status != SCRUT_OK) {
        exit_status = status == SCRUT_E_RANGE ? scrut_cli_input_error(&err) : scrut_cli_failure(&err);
    } else if (shown == 0) {
        fprintf(stderr,
                wanted != NULL ? "scrutineer tabulate: the case has no source \"%s\"\n"
                               : "scrutineer tabulate: the case holds no returns%s\n",
                wanted != NULL ? wanted : "");
        exit_status = SCRUT_EXIT_INPUT;
    }
    if (exit_status != SCRUT_EXIT_OK) {
        scrut_json_free(sources);
        scrut_buf_free(&text);
        return exit_status;
    }
    if (form != AS_JSON)
        return scrut_cli_print(&text, SCRUT_EXIT_OK);
    scrut_json *root = scrut_json_object();
    scrut_json_set(root, "format", scrut_json_string("scrutineer-tabulation/1"));
    scrut_json_set(root, "level", scrut_json_string(level->name));
    scrut_json_set(root, "sources", sources);
    return scrut_cli_print_json(root, SCRUT_EXIT_OK);
}

int cmd_tabulate(const scrut_cli_args *args)
{
    scrut_cli_case opened;
    int status = scrut_cli_open_case(args, &opened);
    if (status != SCRUT_EXIT_OK)
        return status;
    scrut_cli_level level;
    scrut_arena *arena = scrut_arena_new();
    scrut_error err;
    if (arena == NULL) {
        scrut_fail_memory(&err);
        status = scrut_cli_failure(&err);
    } else if (!scrut_cli_choose_level(opened.c, scrut_cli_text(args, "level"), &level))
        status = scrut_cli_usage_error(args->command, "the case has no level \"%s\"", scrut_cli_text(args, "level"));
    else
        status = add_up(args, &opened, &level, arena);
    scrut_arena_free(arena);
    scrut_cli_close_case(&opened);
    return status;
}
