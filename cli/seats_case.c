/* SPDX-License-Identifier: Apache-2.0
 * seats_case.c: "scrutineer seats CASE": the seats of a whole case, under its own rules or others. */
#include "case_input.h"
#include "scrutineer/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the same votes under several rules -------------------------------------------------------------- */

typedef struct {
    const char *id; /* of the preset */
    scrut_rules rules;
    scrut_chamber *chambers; /* a tally; only those that the verdict could allocate */
} reading;

typedef struct {
    reading *items;
    size_t count;
} reading_list;

static int allocate_reading(const scrut_verdict *v, scrut_case *c, reading *r)
{
    scrut_error err;
    r->chambers = scrut_arena_calloc(c->arena, v->tally_count, sizeof *r->chambers);
    scrut_status status = r->chambers != NULL ? SCRUT_OK : scrut_fail_memory(&err);
    for (size_t t = 0; t < v->tally_count && status == SCRUT_OK; t++)
        if (v->chambers[t] != NULL)
            status = scrut_seats_allocate(c, &r->rules, v->chambers[t]->tally, c->arena, &r->chambers[t], &err);
    return status == SCRUT_OK ? SCRUT_EXIT_OK : scrut_cli_failure(&err);
}

static int read_readings(const scrut_cli_args *args, const scrut_verdict *v, scrut_case *c, reading_list *list)
{
    const char *at = scrut_cli_text(args, "compare");
    if (at == NULL)
        return SCRUT_EXIT_OK;
    list->items = scrut_arena_calloc(c->arena, strlen(at) + 1, sizeof *list->items);
    int status = list->items != NULL ? SCRUT_EXIT_OK : SCRUT_EXIT_FAILED;
    while (status == SCRUT_EXIT_OK) {
        size_t length = strcspn(at, ",");
        reading *r = &list->items[list->count];
        r->id = scrut_arena_strndup(c->arena, at, length);
        status = r->id != NULL ? scrut_cli_load_preset(r->id, c->arena, &r->rules) : SCRUT_EXIT_FAILED;
        if (status == SCRUT_EXIT_OK)
            status = allocate_reading(v, c, r);
        list->count++;
        if (at[length] == '\0')
            break;
        at += length + 1;
    }
    return status;
}

/* Constituencies whose seats are not the same for certain. */
static size_t count_different(const scrut_case *c, const scrut_chamber *a, const scrut_chamber *b)
{
    size_t different = 0;
    for (size_t k = 0; k < c->constituency_count; k++) {
        const scrut_constituency_seats *x = &a->constituencies[k], *y = &b->constituencies[k];
        different += memcmp(x->certain, y->certain, c->party_count * sizeof *x->certain) != 0 ||
                     memcmp(x->possible, y->possible, c->party_count * sizeof *x->possible) != 0;
    }
    return different;
}

/* --- text ----------------------------------------------------------------------------------------------- */

static void print_range(scrut_buf *out, int64_t certain, int64_t possible)
{
    scrut_buf_int(out, certain);
    if (possible != certain)
        scrut_buf_printf(out, " to %lld", (long long)possible);
}

static void print_party_seats(const scrut_case *c, const scrut_chamber *chamber, scrut_buf *out)
{
    bool any = false;
    for (size_t p = 0; p < c->party_count; p++) {
        if (chamber->possible[p] == 0)
            continue;
        scrut_buf_printf(out, "%s%s ", any ? ", " : "", c->parties[p].id);
        print_range(out, chamber->certain[p], chamber->possible[p]);
        any = true;
    }
    scrut_buf_puts(out, any ? "\n" : "no seat\n");
}

static void print_changes(const scrut_case *c, const scrut_chamber *base, const scrut_chamber *other, scrut_buf *out)
{
    for (size_t k = 0; k < c->constituency_count; k++) {
        const scrut_constituency_seats *x = &base->constituencies[k], *y = &other->constituencies[k];
        bool named = false;
        for (size_t p = 0; p < c->party_count; p++) {
            if (x->certain[p] == y->certain[p] && x->possible[p] == y->possible[p])
                continue;
            char name[160];
            scrut_unit_name(c, 1 + k, name, sizeof name);
            if (named)
                scrut_buf_puts(out, ", ");
            else
                scrut_buf_printf(out, "      %s: ", name);
            scrut_buf_printf(out, "%s ", c->parties[p].id);
            print_range(out, x->certain[p], x->possible[p]);
            scrut_buf_puts(out, " -> ");
            print_range(out, y->certain[p], y->possible[p]);
            named = true;
        }
        if (named)
            scrut_buf_putc(out, '\n');
    }
}

static void print_readings(const scrut_verdict *v, const reading_list *readings, scrut_buf *out)
{
    for (size_t t = 0; t < v->tally_count; t++) {
        if (v->chambers[t] == NULL || readings->count == 0)
            continue;
        scrut_buf_printf(out, "\nReadings of the rules on the votes of %s\n", v->tallies[t].about.id);
        scrut_buf_printf(out, "  %s: ", v->c->rules.id != NULL ? v->c->rules.id : "rules of the case");
        print_party_seats(v->c, v->chambers[t], out);
        for (size_t i = 0; i < readings->count; i++) {
            const reading *r = &readings->items[i];
            scrut_buf_printf(out, "  %s: ", r->id);
            print_party_seats(v->c, &r->chambers[t], out);
            scrut_buf_printf(out, "    differs in %zu of %zu constituencies\n",
                             count_different(v->c, v->chambers[t], &r->chambers[t]), v->c->constituency_count);
            print_changes(v->c, v->chambers[t], &r->chambers[t], out);
        }
    }
}

/* --- JSON ------------------------------------------------------------------------------------------------- */

static scrut_json *seats_json(const scrut_case *c, const scrut_chamber *chamber)
{
    scrut_json *json = scrut_json_object();
    for (size_t p = 0; p < c->party_count; p++) {
        if (chamber->possible[p] == 0)
            continue;
        scrut_json *range = scrut_json_object();
        scrut_json_set(range, "certain", scrut_json_int(chamber->certain[p]));
        scrut_json_set(range, "possible", scrut_json_int(chamber->possible[p]));
        scrut_json_set(json, c->parties[p].id, range);
    }
    return json;
}

static scrut_json *readings_json(const scrut_verdict *v, const reading_list *readings)
{
    scrut_json *list = scrut_json_array();
    for (size_t t = 0; t < v->tally_count; t++)
        for (size_t i = 0; v->chambers[t] != NULL && i < readings->count; i++) {
            scrut_json *one = scrut_json_object();
            scrut_json_set(
                one, "constituencies_different",
                scrut_json_int((int64_t)count_different(v->c, v->chambers[t], &readings->items[i].chambers[t])));
            scrut_json_set(one, "preset", scrut_json_string(readings->items[i].id));
            scrut_json_set(one, "seats", seats_json(v->c, &readings->items[i].chambers[t]));
            scrut_json_set(one, "votes_of", scrut_json_string(v->tallies[t].about.id));
            scrut_json_append(list, one);
        }
    return list;
}

/* --- the command --------------------------------------------------------------------------------------------- */

static int print_case(const scrut_cli_args *args, const scrut_verdict *v, const reading_list *readings)
{
    int exit_status = SCRUT_EXIT_OK;
    for (size_t i = 0; i < v->findings.count; i++)
        if (v->findings.items[i].check->code[0] == 'S')
            exit_status = SCRUT_EXIT_CONTRADICTS;
    if (scrut_cli_given(args, "json")) {
        scrut_json *root = scrut_report_seats_json(v);
        scrut_json_set(root, "readings", readings_json(v, readings));
        return scrut_cli_print_json(root, exit_status);
    }
    scrut_buf text = {0};
    scrut_error err;
    scrut_status status = scrut_report_seats_text(v, scrut_cli_given(args, "explain"), &text, &err);
    if (status != SCRUT_OK) {
        scrut_buf_free(&text);
        return scrut_cli_failure(&err);
    }
    print_readings(v, readings, &text);
    return scrut_cli_print(&text, exit_status);
}

static int seats_of_case(const scrut_cli_args *args, scrut_cli_case *opened)
{
    scrut_error err;
    scrut_verdict *verdict = NULL;
    reading_list readings = {0};
    int status = scrut_cli_replace_rules(args, opened->c);
    if (status != SCRUT_EXIT_OK)
        return status;
    if (scrut_verify_figures(opened->c, opened->pool, &verdict, &err) != SCRUT_OK)
        return scrut_cli_stopped(&err);
    if (!scrut_cli_any_chamber(verdict))
        status = scrut_cli_nothing_to_allocate(args, verdict);
    else
        status = read_readings(args, verdict, opened->c, &readings);
    if (status == SCRUT_EXIT_OK)
        status = print_case(args, verdict, &readings);
    scrut_verdict_free(verdict);
    return status;
}

int scrut_cli_seats_case(const scrut_cli_args *args)
{
    scrut_cli_case opened;
    int status = scrut_cli_open_case(args, &opened);
    if (status != SCRUT_EXIT_OK)
        return status;
    status = seats_of_case(args, &opened);
    scrut_cli_close_case(&opened);
    return status;
}
