/* SPDX-License-Identifier: Apache-2.0
 * calculator.h: "scrutineer seats" without a case: one constituency from the command line. */
#ifndef SCRUT_CLI_CALCULATOR_H
#define SCRUT_CLI_CALCULATOR_H

#include "cli.h"
#include "scrutineer/seats.h"

typedef struct {
    const char *method_name;
    scrut_method method;
    int64_t seats;
    size_t list_count;
    const char **names; /* a list; UTF-8 */
    scrut_contender *contenders;
    int64_t votes_all; /* sum of the votes given */
    bool has_threshold;
    scrut_threshold threshold;
} scrut_calculation;

/* Reads the options. SCRUT_EXIT_OK, or what a printed error says. Strings live in `arena`. */
int scrut_calculation_read(const scrut_cli_args *args, scrut_arena *arena, scrut_calculation *ret_calculation);

scrut_json *scrut_calculation_json(const scrut_calculation *calculation, const scrut_apportionment *result,
                                   bool explain);
void scrut_calculation_text(const scrut_calculation *calculation, const scrut_apportionment *result, bool explain,
                            scrut_buf *out);

#endif
