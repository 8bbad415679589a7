/* SPDX-License-Identifier: Apache-2.0
 * margin_case.h: "scrutineer margin CASE": the same questions about the constituencies of a case, or its whole chamber.
 */
#ifndef SCRUT_CLI_MARGIN_CASE_H
#define SCRUT_CLI_MARGIN_CASE_H

#include "margin.h"
#include "scrutineer/verdict.h"

/* One question put to one set of figures. */
typedef struct {
    scrut_margin_request request;
    const scrut_case *c;
    const scrut_tally *figures;
    const scrut_margin_house *house;
    size_t unit; /* constituency, or SCRUT_NATION */
    scrut_margin_nation_reading could, would;
    scrut_margin margin;                /* of a unit: what could and would were made from */
    scrut_margin_nation_result chamber; /* of the chamber: the same */
    scrut_margin_held held;
    const char *note;
} scrut_margin_case_answer;

#define SCRUT_NATION SIZE_MAX

/* Answers a->request. SCRUT_EXIT_OK, or another status after printing why. */
int scrut_margin_case_find(scrut_margin_case_answer *a, scrut_arena *arena);

scrut_json *scrut_margin_case_json(const scrut_margin_case_answer *a);
void scrut_margin_case_text(const scrut_margin_case_answer *a, scrut_buf *out);

#endif
