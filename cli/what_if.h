/* SPDX-License-Identifier: Apache-2.0
 * what_if.h: the parts of "scrutineer what-if": reading what is asked (what_if_request.c), printing the answer
 * (what_if_answer.c). */
#ifndef SCRUT_CLI_WHAT_IF_H
#define SCRUT_CLI_WHAT_IF_H

#include "case_input.h"
#include "scrutineer/materiality.h"

typedef struct {
    scrut_what_if ask;
    bool changes;  /* something is cancelled, moved or removed */
    bool at_stake; /* `stake` is asked about */
    scrut_what_if_stake stake;
} scrut_what_if_request;

typedef struct {
    const scrut_verdict *v;
    const scrut_what_if_request *request;
    const scrut_chamber *after;      /* NULL: no changes */
    const scrut_stake_result *stake; /* NULL: not asked about */
} scrut_what_if_answer;

/* Reads the options. SCRUT_EXIT_OK, or what a printed error says. In `arena`. */
int scrut_what_if_read(const scrut_cli_args *args, const scrut_verdict *v, scrut_arena *arena,
                       scrut_what_if_request *ret_request);

void scrut_what_if_text(const scrut_what_if_answer *answer, scrut_buf *out);
scrut_json *scrut_what_if_json(const scrut_what_if_answer *answer);

#endif
