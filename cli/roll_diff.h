/* SPDX-License-Identifier: Apache-2.0
 * roll_diff.h: what "roll diff" was asked, and what it found. */
#ifndef SCRUT_CLI_ROLL_DIFF_H
#define SCRUT_CLI_ROLL_DIFF_H

#include "roll_lists.h"
#include "scrutineer/roll_diff.h"

typedef struct {
    scrut_cli_lists lists; /* the older one, the newer one, and perhaps one before both */
    int area;              /* field of the table, or -1 */
    const char *area_name;
    scrut_roll_diff_ages ages;
    const char **male;
    /* the answer */
    scrut_roll_diff_input input;
    scrut_cli_two_lists two;
    scrut_roll_diff *diff;
    bool *back; /* NULL: no list before */
    scrut_roll_areas areas;
    scrut_roll_transfers transfers;
} scrut_cli_diff;

/* Fields, lists and days from the roll of the case that args->operand names (roll_diff_case.c). Strings are copied, the
 * case is closed again. An exit status, after its message. */
int scrut_cli_diff_of_case(const scrut_cli_args *args, scrut_cli_diff *d);
/* Prints the answer and writes the files (roll_diff_answer.c). An exit status. */
int scrut_cli_diff_answer(const scrut_cli_args *args, const scrut_cli_diff *d);

#endif
