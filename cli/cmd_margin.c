/* SPDX-License-Identifier: Apache-2.0 */
#include "margin.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- the calculator ---- */

static int write_certificate(const char *path, const scrut_margin_request *request, const scrut_margin *answer,
                             scrut_arena *arena)
{
    scrut_buf bytes = {0};
    scrut_error err;
    scrut_certificate certificate;
    scrut_status st = scrut_certificate_of_contest(&request->contest, request->calculation.names, &request->target,
                                                   request->metric, request->capped, answer, arena, &certificate, &err);
    if (st == SCRUT_OK)
        st = scrut_certificate_write(&certificate, &bytes, &err);
    if (st == SCRUT_OK)
        st = scrut_write_file(path, bytes.bytes, bytes.length, &err);
    scrut_buf_free(&bytes);
    return st == SCRUT_OK ? SCRUT_EXIT_OK : scrut_cli_failure(&err);
}

static int print_answer(const scrut_cli_args *args, const scrut_margin_request *request, const scrut_margin *answer,
                        scrut_arena *arena)
{
    scrut_buf text = {0};
    scrut_error err;
    if (scrut_cli_given(args, "json"))
        return scrut_cli_print_json(scrut_margin_answer_json(request, answer), SCRUT_EXIT_OK);
    if (scrut_margin_answer_text(request, answer, arena, &text, &err) == SCRUT_OK)
        return scrut_cli_print(&text, SCRUT_EXIT_OK);
    scrut_buf_free(&text);
    return scrut_cli_failure(&err);
}

static int calculate(const scrut_cli_args *args, scrut_arena *arena)
{
    scrut_margin_request request;
    scrut_margin answer;
    scrut_error err;
    int status = scrut_margin_request_read(args, arena, &request);
    if (status != SCRUT_EXIT_OK)
        return status;
    if (scrut_margin_find(&request.contest, &request.target, request.metric, request.capped, arena, &answer, &err) !=
        SCRUT_OK)
        return scrut_cli_failure(&err);
    const char *path = scrut_cli_text(args, "certificate");
    if (path != NULL)
        status = write_certificate(path, &request, &answer, arena);
    return status == SCRUT_EXIT_OK ? print_answer(args, &request, &answer, arena) : status;
}

/* ---- which of the three ---- */

/* An option of another kind would be ignored in silence. */
static int refuse_mixtures(const scrut_cli_args *args)
{
    static const char *const CALCULATOR[] = {SCRUT_CALCULATOR_OPTIONS};
    static const char *const ASKED[] = {"party",   "coalition", "any",  "vector", "at-least",
                                        "at-most", "metric",    "caps", "pool",   "certificate"};
    static const char *const CASE[] = {"figures", "constituency", "preset", "rules"};
    size_t calculator_count = sizeof CALCULATOR / sizeof CALCULATOR[0], asked_count = sizeof ASKED / sizeof ASKED[0];
    bool verify = scrut_cli_given(args, "verify");
    int status = SCRUT_EXIT_OK;
    if (verify && args->operand != NULL)
        return scrut_cli_usage_error(args->command, "--verify does not go with a CASE");
    if (verify || args->operand != NULL)
        status = scrut_cli_refuse(args, CALCULATOR, calculator_count,
                                  verify ? "does not go with --verify" : "does not go with a CASE");
    if (verify && status == SCRUT_EXIT_OK)
        status = scrut_cli_refuse(args, ASKED, asked_count, "does not go with --verify");
    if (args->operand == NULL && status == SCRUT_EXIT_OK)
        status = scrut_cli_refuse(args, CASE, sizeof CASE / sizeof CASE[0], "needs a CASE");
    return status;
}

int cmd_margin(const scrut_cli_args *args)
{
    int status = refuse_mixtures(args);
    if (status != SCRUT_EXIT_OK)
        return status;
    if (scrut_cli_given(args, "verify"))
        return scrut_cli_margin_verify(args);
    return args->operand != NULL ? scrut_cli_margin_case(args) : scrut_calculator_run(args, calculate);
}
