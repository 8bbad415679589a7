/* SPDX-License-Identifier: Apache-2.0
 * margin.h: "scrutineer margin" without a case: the fewest ballots for one constituency from the command line. */
#ifndef SCRUT_CLI_MARGIN_H
#define SCRUT_CLI_MARGIN_H

#include "calculator.h"
#include "scrutineer/certificate.h"

/* What is asked. */
typedef struct {
    scrut_calculation calculation; /* with a case: only the names of the lists and how many there are */
    const scrut_case *c;           /* NULL: the calculator */
    const char *where;             /* where the lists are named: "--votes", "the case" */
    bool partial;                  /* a vector may leave lists out: any number of seats, -1 */
    scrut_margin_contest contest;
    scrut_metric metric;
    scrut_target target;
    const char *target_text; /* "B>=2" */
    scrut_margin_caps caps;
    const scrut_margin_caps *capped; /* &caps, or NULL */
} scrut_margin_request;

/* Reads the options. SCRUT_EXIT_OK, or what a printed error says. Strings live in `arena`; the request must stay where
 * it is. */
int scrut_margin_request_read(const scrut_cli_args *args, scrut_arena *arena, scrut_margin_request *request);
/* The part that goes with a case too: target, metric and caps, for lists whose names the request holds. */
int scrut_margin_request_asked(const scrut_cli_args *args, scrut_arena *arena, scrut_margin_request *request);
/* "Asked: ... How: ..." */
void scrut_margin_put_question(const scrut_margin_request *request, scrut_buf *out);
/* "Could: 125 ballots, if a draw goes that way." */
void scrut_margin_put_reading(scrut_buf *out, const char *name, const char *meaning, const scrut_margin_reading *r);
/* "1,234" or "1,234 to 1,240" */
void scrut_margin_put_range(scrut_buf *out, int64_t least, int64_t most);

scrut_json *scrut_margin_answer_json(const scrut_margin_request *request, const scrut_margin *answer);
/* SCRUT_OK, or the engine's error: the seats before and after the moves are asked of it. */
scrut_status scrut_margin_answer_text(const scrut_margin_request *request, const scrut_margin *answer,
                                      scrut_arena *arena, scrut_buf *out, scrut_error *err);

/* "margin --verify FILE" */
int scrut_cli_margin_verify(const scrut_cli_args *args);

#endif
