/* SPDX-License-Identifier: Apache-2.0 */
#include "calculator.h"

#include <stdio.h>

/* Facts about the result that the allocation itself does not show. */
static void print_notes(const scrut_calculation *c, const scrut_apportionment *result)
{
    if (result->unfilled > 0)
        fprintf(stderr, "%lld of %lld seats stay empty: no list can take them\n", (long long)result->unfilled,
                (long long)c->seats);
    if (result->over_awarded > 0)
        fprintf(stderr, "full quotas give %lld more than the %lld seats\n", (long long)result->over_awarded,
                (long long)c->seats);
}

static int print_result(const scrut_cli_args *args, const scrut_calculation *c, const scrut_apportionment *result)
{
    bool explain = scrut_cli_given(args, "explain");
    if (result->refused) {
        fprintf(stderr, "no allocation: %s\n", result->refusal);
        return SCRUT_EXIT_INPUT;
    }
    print_notes(c, result);
    if (scrut_cli_given(args, "json"))
        return scrut_cli_print_json(scrut_calculation_json(c, result, explain), SCRUT_EXIT_OK);
    scrut_buf text = {0};
    scrut_calculation_text(c, result, explain, &text);
    return scrut_cli_print(&text, SCRUT_EXIT_OK);
}

static int calculate(const scrut_cli_args *args, scrut_arena *arena)
{
    scrut_calculation c;
    scrut_apportionment result;
    scrut_error err;
    int status = scrut_calculation_read(args, arena, &c);
    if (status != SCRUT_EXIT_OK)
        return status;
    scrut_status st =
        scrut_apportion(&c.method, NULL, 0, c.seats, c.contenders, c.list_count, c.votes_all, arena, &result, &err);
    if (st != SCRUT_OK)
        return scrut_cli_failure(&err);
    return print_result(args, &c, &result);
}

/* An option of the other kind would be ignored in silence. */
static int refuse_mixtures(const scrut_cli_args *args)
{
    static const char *const CALCULATOR[] = {SCRUT_CALCULATOR_OPTIONS};
    static const char *const CASE[] = {"preset", "rules", "compare"};
    if (args->operand != NULL)
        return scrut_cli_refuse(args, CALCULATOR, sizeof CALCULATOR / sizeof CALCULATOR[0], "does not go with a CASE");
    return scrut_cli_refuse(args, CASE, sizeof CASE / sizeof CASE[0], "needs a CASE");
}

int cmd_seats(const scrut_cli_args *args)
{
    int status = refuse_mixtures(args);
    if (status != SCRUT_EXIT_OK)
        return status;
    if (args->operand != NULL)
        return scrut_cli_seats_case(args);
    return scrut_calculator_run(args, calculate);
}
