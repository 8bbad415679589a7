/* SPDX-License-Identifier: Apache-2.0
 * case_input.h: what the commands that read a case share. */
#ifndef SCRUT_CLI_CASE_INPUT_H
#define SCRUT_CLI_CASE_INPUT_H

#include "cli.h"
#include "scrutineer/verdict.h"

/* A loaded case and the threads that work on it. */
typedef struct {
    scrut_pool *pool;
    scrut_case *c;
} scrut_cli_case;

/* Problems kept for printing; more are counted. */
#define SCRUT_CLI_PROBLEMS_MAX 1000

/* Loads args->operand. SCRUT_EXIT_OK, or another status after printing every problem. */
int scrut_cli_open_case(const scrut_cli_args *args, scrut_cli_case *ret_case);
void scrut_cli_close_case(scrut_cli_case *c);

/* SCRUT_EXIT_OK, or another status after printing why. */
int scrut_cli_load_preset(const char *id, scrut_arena *arena, scrut_rules *ret_rules);
/* The rules that --preset or --rules names take the place of the case's. */
int scrut_cli_replace_rules(const scrut_cli_args *args, scrut_case *c);

bool scrut_cli_any_chamber(const scrut_verdict *v);
/* Prints why no tally gives seats; returns SCRUT_EXIT_INPUT. */
int scrut_cli_nothing_to_allocate(const scrut_cli_args *args, const scrut_verdict *v);

#endif
