/* SPDX-License-Identifier: Apache-2.0 */
#include "case_input.h"
#include "margin_case.h"
#include "scrutineer/report.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    const scrut_cli_args *args;
    const scrut_verdict *v;
    scrut_arena *arena;
    size_t unit;         /* constituency, or SCRUT_NATION */
    const char *figures; /* id; NULL: all that give seats */
} question;

static bool is_asked(const question *q, size_t t)
{
    return q->v->margins[t] != NULL && (q->figures == NULL || strcmp(q->v->tallies[t].about.id, q->figures) == 0);
}

static size_t count_asked(const question *q)
{
    size_t count = 0;
    for (size_t t = 0; t < q->v->tally_count; t++)
        count += is_asked(q, t);
    return count;
}

static int unknown_figures(const question *q)
{
    scrut_buf names = {0};
    for (size_t t = 0; t < q->v->tally_count; t++)
        if (q->v->margins[t] != NULL)
            scrut_buf_printf(&names, "%s%s", names.length > 0 ? ", " : "", q->v->tallies[t].about.id);
    int status = scrut_cli_usage_error(q->args->command, "--figures %s: the figures that give seats are %s", q->figures,
                                       names.bytes != NULL ? names.bytes : "none");
    scrut_buf_free(&names);
    return status;
}

static int read_question(question *q)
{
    const char *unit = scrut_cli_text(q->args, "constituency");
    q->figures = scrut_cli_text(q->args, "figures");
    if (count_asked(q) == 0)
        return unknown_figures(q);
    if (scrut_cli_given(q->args, "certificate") && count_asked(q) > 1)
        return scrut_cli_usage_error(q->args->command, "--certificate needs --figures: several give seats");
    if (unit == NULL)
        return SCRUT_EXIT_OK;
    uint32_t k = scrut_case_find_constituency(q->v->c, unit);
    if (k == SCRUT_NONE)
        return scrut_cli_usage_error(q->args->command, "--constituency %s: the case has no constituency of that name",
                                     unit);
    q->unit = k;
    return SCRUT_EXIT_OK;
}

/* The lists that can be named: those that stand in the constituency, or all. */
static int name_lists(const question *q, scrut_margin_case_answer *a)
{
    const scrut_case *c = q->v->c;
    const scrut_margin_unit *u = q->unit == SCRUT_NATION ? NULL : &a->house->nation.units[q->unit];
    scrut_calculation *names = &a->request.calculation;
    names->list_count = u != NULL ? u->contest.list_count : c->party_count;
    names->names = scrut_arena_calloc(q->arena, names->list_count, sizeof *names->names);
    if (names->names == NULL)
        return scrut_cli_no_memory();
    for (size_t i = 0; i < names->list_count; i++)
        names->names[i] = c->parties[u != NULL ? u->party[i] : i].id;
    a->request.where = u != NULL ? "the constituency" : "the case";
    a->request.partial = u == NULL;
    return SCRUT_EXIT_OK;
}

static int refuse_caps(const question *q)
{
    static const char *const CAPS[] = {"caps", "pool"};
    if (q->unit != SCRUT_NATION)
        return SCRUT_EXIT_OK;
    return scrut_cli_refuse(q->args, CAPS, sizeof CAPS / sizeof CAPS[0], "goes with --constituency");
}

/* ---- certificates ---- */

static scrut_status make_certificate(const question *q, const scrut_margin_case_answer *a,
                                     scrut_certificate *ret_certificate, scrut_error *err)
{
    const scrut_margin_request *r = &a->request;
    if (a->unit != SCRUT_NATION)
        return scrut_certificate_of_contest(&a->house->nation.units[a->unit].contest, r->calculation.names, &r->target,
                                            r->metric, r->capped, &a->margin, q->arena, ret_certificate, err);
    if (r->target.kind == SCRUT_TARGET_VECTOR)
        return scrut_certificate_of_house_vector(a->house, r->calculation.names, r->target.vector, r->metric,
                                                 &a->chamber, q->arena, ret_certificate, err);
    return scrut_certificate_of_house(a->house, r->calculation.names, r->target.members,
                                      r->target.kind == SCRUT_TARGET_AT_LEAST, r->target.seats, r->metric, &a->chamber,
                                      q->arena, ret_certificate, err);
}

static const char *version_of(const question *q, const scrut_provenance *about)
{
    const char *title = about->title != NULL ? about->title : "", *date = about->date != NULL ? about->date : "";
    return scrut_arena_printf(q->arena, "%s%s%s", title, title[0] != '\0' && date[0] != '\0' ? ", " : "", date);
}

static int write_certificate(const question *q, const scrut_margin_case_answer *a)
{
    scrut_certificate certificate;
    scrut_buf bytes = {0};
    scrut_error err;
    const char *version = version_of(q, &a->figures->about);
    if (a->unit == SCRUT_NATION && a->request.target.kind == SCRUT_TARGET_ANY)
        return scrut_cli_usage_error(
            q->args->command, "--certificate: in the chamber as a whole it goes with --party, --coalition or --vector");
    scrut_status st = version != NULL ? make_certificate(q, a, &certificate, &err) : scrut_fail_memory(&err);
    if (st == SCRUT_OK) {
        certificate.case_title = a->c->title;
        certificate.figures = a->figures->about.id;
        certificate.figures_version = version;
        certificate.rules = a->house->chamber->rules->id;
        certificate.rules_version = a->house->chamber->rules->version;
        st = scrut_certificate_write(&certificate, &bytes, &err);
    }
    if (st == SCRUT_OK)
        st = scrut_write_file(scrut_cli_text(q->args, "certificate"), bytes.bytes, bytes.length, &err);
    scrut_buf_free(&bytes);
    return st == SCRUT_OK ? SCRUT_EXIT_OK : scrut_cli_failure(&err);
}

/* ---- answers ---- */

static int answer(const question *q, size_t t, scrut_margin_case_answer *a)
{
    *a = (scrut_margin_case_answer){.c = q->v->c,
                                    .figures = &q->v->tallies[t],
                                    .house = &q->v->margins[t]->house,
                                    .unit = q->unit,
                                    .request = {.metric = SCRUT_METRIC_CHANGE, .c = q->v->c}};
    int status = refuse_caps(q);
    if (status == SCRUT_EXIT_OK)
        status = name_lists(q, a);
    if (status == SCRUT_EXIT_OK)
        status = scrut_margin_request_asked(q->args, q->arena, &a->request);
    if (status == SCRUT_EXIT_OK)
        status = scrut_margin_case_find(a, q->arena);
    if (status == SCRUT_EXIT_OK && scrut_cli_given(q->args, "certificate"))
        status = write_certificate(q, a);
    return status;
}

static int print_answers(const question *q)
{
    scrut_json *answers = scrut_json_array();
    scrut_buf text = {0};
    int status = SCRUT_EXIT_OK;
    for (size_t t = 0; t < q->v->tally_count && status == SCRUT_EXIT_OK; t++) {
        scrut_margin_case_answer a;
        if (!is_asked(q, t))
            continue;
        status = answer(q, t, &a);
        if (status != SCRUT_EXIT_OK)
            break;
        scrut_json_append(answers, scrut_margin_case_json(&a));
        scrut_buf_puts(&text, text.length > 0 ? "\n" : "");
        scrut_margin_case_text(&a, &text);
    }
    if (status != SCRUT_EXIT_OK || !scrut_cli_given(q->args, "json")) {
        scrut_json_free(answers);
        if (status == SCRUT_EXIT_OK)
            return scrut_cli_print(&text, status);
        scrut_buf_free(&text);
        return status;
    }
    scrut_buf_free(&text);
    scrut_json *root = scrut_json_object();
    scrut_json_set(root, "format", scrut_json_string("scrutineer-margin-case/1"));
    scrut_json_set(root, "answers", answers);
    return scrut_cli_print_json(root, status);
}

/* Without a question: how close everything was. */
static bool is_survey(const scrut_cli_args *args)
{
    static const char *const ASKED[] = {"party",  "coalition", "any",  "vector",       "at-least",   "at-most",
                                        "metric", "caps",      "pool", "constituency", "certificate"};
    for (size_t i = 0; i < sizeof ASKED / sizeof ASKED[0]; i++)
        if (scrut_cli_given(args, ASKED[i]))
            return false;
    return true;
}

static int print_survey(const question *q)
{
    scrut_buf text = {0};
    scrut_error err;
    if (scrut_cli_given(q->args, "json"))
        return scrut_cli_print_json(scrut_report_margins_json(q->v, q->figures), SCRUT_EXIT_OK);
    if (scrut_report_margins_text(q->v, q->figures, &text, &err) == SCRUT_OK)
        return scrut_cli_print(&text, SCRUT_EXIT_OK);
    scrut_buf_free(&text);
    return scrut_cli_failure(&err);
}

static int margins_of_verdict(question *q)
{
    if (!scrut_cli_any_chamber(q->v))
        return scrut_cli_nothing_to_allocate(q->args, q->v);
    int status = read_question(q);
    if (status != SCRUT_EXIT_OK)
        return status;
    return is_survey(q->args) ? print_survey(q) : print_answers(q);
}

static int margins_of_case(const scrut_cli_args *args, scrut_cli_case *opened)
{
    scrut_error err;
    scrut_verdict *verdict = NULL;
    int status = scrut_cli_replace_rules(args, opened->c);
    if (status != SCRUT_EXIT_OK)
        return status;
    if ((is_survey(args) ? scrut_verify_results : scrut_verify_figures)(opened->c, opened->pool, &verdict, &err) !=
        SCRUT_OK)
        return scrut_cli_stopped(&err);
    question q = {.args = args, .v = verdict, .arena = scrut_arena_new(), .unit = SCRUT_NATION};
    status = q.arena != NULL ? margins_of_verdict(&q) : scrut_cli_no_memory();
    scrut_arena_free(q.arena);
    scrut_verdict_free(verdict);
    return status;
}

int scrut_cli_margin_case(const scrut_cli_args *args)
{
    scrut_cli_case opened;
    int status = scrut_cli_open_case(args, &opened);
    if (status != SCRUT_EXIT_OK)
        return status;
    status = margins_of_case(args, &opened);
    scrut_cli_close_case(&opened);
    return status;
}
