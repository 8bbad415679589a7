/* SPDX-License-Identifier: Apache-2.0
 * calculator.h: one constituency from the command line, for "scrutineer seats" and "scrutineer margin" without a
 * case. */
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
    const char *first_divisor, *over_award; /* as given; NULL: not given */
} scrut_calculation;

/* Options that only the calculators take. */
#define SCRUT_CALCULATOR_OPTIONS "method", "seats", "votes", "threshold", "over-award", "first-divisor"

/* An option whose argument is "LIST=NUMBER,...". The name may hold "="; the last one separates. */
typedef struct {
    const char *option, *noun, *placeholder; /* "votes", "votes", "VOTES" */
    int64_t max;
} scrut_cli_item;

/* Cuts the next item off *rest, which becomes NULL after the last. */
char *scrut_cli_next_item(char **rest, char separator);
/* Cuts `item` behind the name. SCRUT_EXIT_OK, or what a printed error says. */
int scrut_cli_read_item(const scrut_cli_args *args, const scrut_cli_item *kind, char *item, int64_t *ret_number);

/* The list of that name, or list_count. */
size_t scrut_calculation_list(const scrut_calculation *calculation, const char *name);

/* Reads the options. SCRUT_EXIT_OK, or what a printed error says. Strings live in `arena`. */
int scrut_calculation_read(const scrut_cli_args *args, scrut_arena *arena, scrut_calculation *ret_calculation);

/* Runs a calculator with an arena of its own. */
int scrut_calculator_run(const scrut_cli_args *args, int (*calculate)(const scrut_cli_args *args, scrut_arena *arena));

/* "dhondt, 5 seats, 3 lists, 100,000 votes" and an empty line */
void scrut_calculation_heading(const scrut_calculation *calculation, scrut_buf *out);
scrut_json *scrut_calculation_json(const scrut_calculation *calculation, const scrut_apportionment *result,
                                   bool explain);
void scrut_calculation_text(const scrut_calculation *calculation, const scrut_apportionment *result, bool explain,
                            scrut_buf *out);

/* Columns of text: names without control characters and overrides of the writing direction. */
void scrut_cli_put_name(scrut_buf *out, const char *name);
void scrut_cli_put_name_padded(scrut_buf *out, const char *name, size_t column);
void scrut_cli_put_right(scrut_buf *out, const char *text, size_t column);
/* Columns that the widest name, and the word `heading`, fill. */
size_t scrut_cli_name_column(const char *const names[], size_t count, const char *heading);

#endif
