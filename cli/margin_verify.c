/* SPDX-License-Identifier: Apache-2.0
 * margin_verify.c: "margin --verify FILE": a certificate, rechecked. */
#include "margin.h"
#include "scrutineer/num.h"

#include <stdlib.h>
#include <string.h>

/* ---- JSON ---- */

static const char *const STATES[] = {"yes", "no", "not rechecked", "not stated"};

static void set_result(scrut_json *json, const char *key, const char *why_key, const scrut_recheck_result *result)
{
    scrut_json_set(json, key, scrut_json_string(STATES[result->state]));
    if (result->why != NULL)
        scrut_json_set(json, why_key, scrut_json_string(result->why));
}

/* In a contest before this one. */
static bool was_barred(const scrut_certificate *c, size_t before, const char *list)
{
    for (size_t k = 0; k < before; k++) {
        const scrut_certificate_contest *contest = &c->contests[k];
        for (size_t i = 0; contest->contest.barred != NULL && i < contest->contest.list_count; i++)
            if (contest->contest.barred[i] && strcmp(contest->lists[i], list) == 0)
                return true;
    }
    return false;
}

static scrut_json *reading_json(const scrut_certificate_reading *r, const scrut_recheck_reading *found)
{
    scrut_json *json = scrut_json_object();
    bool impossible = !r->possible && r->exact;
    scrut_json_set(json, "at_least", impossible ? scrut_json_null() : scrut_json_int(r->at_least));
    scrut_json_set(json, "at_most", r->possible ? scrut_json_int(r->at_most) : scrut_json_null());
    set_result(json, "moves_do_it", "moves_why", &found->moves);
    set_result(json, "table_is_right", "table_why", &found->table);
    set_result(json, "fewer_do_not", "fewer_why", &found->fewer);
    return json;
}

/* Calls `visit` with each list that a contest bars, once. */
static void each_barred(const scrut_certificate *c, void (*visit)(void *context, const char *list), void *context)
{
    for (size_t k = 0; k < c->contest_count; k++) {
        const scrut_certificate_contest *contest = &c->contests[k];
        for (size_t i = 0; contest->contest.barred != NULL && i < contest->contest.list_count; i++)
            if (contest->contest.barred[i] && !was_barred(c, k, contest->lists[i]))
                visit(context, contest->lists[i]);
    }
}

static void append_list(void *context, const char *list)
{
    scrut_json_append(context, scrut_json_string(list));
}

static scrut_json *recheck_json(const scrut_certificate *c, const scrut_recheck *found)
{
    scrut_json *root = scrut_json_object();
    scrut_buf target = {0};
    scrut_certificate_target(c, &target);
    scrut_json_set(root, "format", scrut_json_string("scrutineer-margin-recheck/1"));
    scrut_json_set(root, "target", scrut_json_string_n(target.bytes, target.length));
    scrut_json_set(root, "metric", scrut_json_string(scrut_metric_name(c->metric)));
    scrut_json_set(root, "could", reading_json(&c->could, &found->could));
    scrut_json_set(root, "would", reading_json(&c->would, &found->would));
    if (found->nation.state != SCRUT_RECHECK_NOTHING)
        set_result(root, "nation_is_right", "nation_why", &found->nation);
    scrut_json *barred = scrut_json_array();
    if (c->bar_count == 0)
        each_barred(c, append_list, barred);
    scrut_json_set(root, "barred_as_stated", barred);
    scrut_buf_free(&target);
    return root;
}

/* ---- text ---- */

static void put_result(scrut_buf *out, const char *statement, const scrut_recheck_result *result)
{
    if (result->state == SCRUT_RECHECK_NOTHING)
        return;
    scrut_buf_printf(out, "  %s: %s", statement, STATES[result->state]);
    if (result->why != NULL) {
        scrut_buf_puts(out, " (");
        scrut_cli_put_name(out, result->why);
        scrut_buf_putc(out, ')');
    }
    scrut_buf_putc(out, '\n');
}

static void put_fewer(scrut_buf *out, const scrut_certificate_reading *r, const scrut_recheck_result *result)
{
    char least[32];
    scrut_buf statement = {0};
    scrut_format_grouped(least, sizeof least, r->at_least);
    if (!r->possible && r->exact)
        scrut_buf_puts(&statement, "no number of ballots does it");
    else if (r->exact)
        scrut_buf_puts(&statement, "one fewer does not");
    else
        scrut_buf_printf(&statement, "fewer than %s do not", least);
    put_result(out, statement.bytes != NULL ? statement.bytes : "", result);
    scrut_buf_free(&statement);
}

static void put_reading(scrut_buf *out, const char *name, const scrut_certificate_reading *r,
                        const scrut_recheck_reading *found)
{
    char least[32], most[32];
    scrut_format_grouped(least, sizeof least, r->at_least);
    scrut_format_grouped(most, sizeof most, r->at_most);
    scrut_buf_printf(out, "%s: ", name);
    if (r->possible && r->exact)
        scrut_buf_printf(out, "%s %s\n", most, r->at_most == 1 ? "ballot" : "ballots");
    else if (r->possible)
        scrut_buf_printf(out, "%s to %s ballots\n", least, most);
    else if (r->exact)
        scrut_buf_puts(out, "impossible\n");
    else
        scrut_buf_printf(out, "%s ballots or more\n", least);
    put_result(out, "the moves do it", &found->moves);
    put_fewer(out, r, &found->fewer);
    put_result(out, "the table is right", &found->table);
}

static void put_origin(scrut_buf *out, const char *what, const char *id, const char *version)
{
    if (id == NULL)
        return;
    scrut_buf_printf(out, "%s: ", what);
    scrut_cli_put_name(out, id);
    if (version != NULL) {
        scrut_buf_puts(out, ", ");
        scrut_cli_put_name(out, version);
    }
    scrut_buf_putc(out, '\n');
}

static void put_list(void *context, const char *list)
{
    scrut_buf *names = context;
    scrut_buf_puts(names, names->length > 0 ? ", " : "");
    scrut_cli_put_name(names, list);
}

/* Without votes in the nation a certificate cannot show that a threshold stays out of reach. */
static void put_barred(scrut_buf *out, const scrut_certificate *c)
{
    scrut_buf names = {0};
    if (c->bar_count == 0)
        each_barred(c, put_list, &names);
    if (names.length > 0)
        scrut_buf_printf(out, "taken as stated: %s cannot have seats, before or after these moves\n", names.bytes);
    out->failed = out->failed || names.failed;
    scrut_buf_free(&names);
}

static void put_recheck(scrut_buf *out, const scrut_certificate *c, const scrut_recheck *found)
{
    scrut_buf target = {0};
    scrut_certificate_target(c, &target);
    put_origin(out, "case", c->case_title, NULL);
    put_origin(out, "figures", c->figures, c->figures_version);
    put_origin(out, "rules", c->rules, c->rules_version);
    scrut_buf_puts(out, "target: ");
    scrut_cli_put_name(out, target.bytes != NULL ? target.bytes : "");
    scrut_buf_printf(out, ", metric: %s%s\n", scrut_metric_name(c->metric), c->capped ? ", capped" : "");
    if (found->nation.state != SCRUT_RECHECK_NOTHING)
        scrut_buf_puts(out, "the nation:\n");
    put_result(out, "those who fail a threshold have no seats, nobody else", &found->nation);
    put_reading(out, "could", &c->could, &found->could);
    put_reading(out, "would", &c->would, &found->would);
    put_barred(out, c);
    scrut_buf_free(&target);
}

/* ---- both ---- */

static bool is_wrong(const scrut_recheck_reading *found)
{
    return found->moves.state == SCRUT_RECHECK_NO || found->table.state == SCRUT_RECHECK_NO ||
           found->fewer.state == SCRUT_RECHECK_NO;
}

static int print_recheck(const scrut_cli_args *args, const scrut_certificate *c, const scrut_recheck *found)
{
    bool wrong = found->nation.state == SCRUT_RECHECK_NO || is_wrong(&found->could) || is_wrong(&found->would);
    int status = wrong ? SCRUT_EXIT_CONTRADICTS : SCRUT_EXIT_OK;
    if (scrut_cli_given(args, "json"))
        return scrut_cli_print_json(recheck_json(c, found), status);
    scrut_buf text = {0};
    put_recheck(&text, c, found);
    return scrut_cli_print(&text, status);
}

static int verify(const scrut_cli_args *args, scrut_arena *arena)
{
    const char *path = scrut_cli_text(args, "verify");
    char *bytes = NULL;
    size_t length = 0;
    scrut_error err;
    scrut_certificate certificate;
    scrut_recheck found;
    scrut_status st = scrut_read_file(path, SCRUT_CERTIFICATE_BYTES_MAX, &bytes, &length, &err);
    if (st == SCRUT_OK)
        st = scrut_certificate_read(bytes, length, path, arena, &certificate, &err);
    free(bytes);
    if (st != SCRUT_OK)
        return scrut_cli_input_error(&err);
    if (scrut_certificate_recheck(&certificate, arena, &found, &err) != SCRUT_OK)
        return scrut_cli_failure(&err);
    return print_recheck(args, &certificate, &found);
}

int scrut_cli_margin_verify(const scrut_cli_args *args)
{
    scrut_error err;
    scrut_arena *arena = scrut_arena_new();
    if (arena == NULL) {
        scrut_fail_memory(&err);
        return scrut_cli_failure(&err);
    }
    int status = verify(args, arena);
    scrut_arena_free(arena);
    return status;
}
