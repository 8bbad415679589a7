/* SPDX-License-Identifier: Apache-2.0
 * audited.h: rolls that are written by a test, and their audit. */
#ifndef SCRUT_TEST_AUDITED_H
#define SCRUT_TEST_AUDITED_H

#include "case_folder.h"
#include "scrutineer/roll_audit.h"

/* The head of a case of two constituencies N and S whose areas are communes; the roll's keys follow. */
#define AUDITED_HEAD                                                                                                   \
    "scrutineer: case/1\n"                                                                                             \
    "title: T\n"                                                                                                       \
    "areas: [commune]\n"                                                                                               \
    "constituencies: {rows: [{constituency: N}, {constituency: S}]}\n"                                                 \
    "roll:\n"

typedef struct {
    case_folder folder;
    scrut_case *c;
    scrut_roll_audit *audit;
} audited;

/* Appends a name: numbers below 1,728 have one of their own, of three syllables. */
void audited_put_name(scrut_buf *out, int number);
/* Audits the case of this head and these keys with roll.csv and, where they are not NULL, people.csv. */
audited audited_new(const char *keys, const char *roll, const char *people);
void audited_free(audited *a);

#endif
