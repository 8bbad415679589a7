/* SPDX-License-Identifier: Apache-2.0
 * roll_review.h: pairs of names for one reviewer to look at, sealed; and the record of who opened them.
 *
 * The one output with names, and never a list to remove anybody by: the text says first how many of its pairs are
 * expected to be two people. The file is readable with the reviewer's key alone. */
#ifndef SCRUTINEER_ROLL_REVIEW_H
#define SCRUTINEER_ROLL_REVIEW_H

#include "scrutineer/buf.h"
#include "scrutineer/roll_case.h"

/* "scrutineer-reviewer/1 NAME PUBLIC-KEY": who may read. */
typedef struct {
    char name[64];
    char key[65];
} scrut_reviewer;

/* Reads a file of a public key ("scrutineer-reviewer/1") or of a secret one ("scrutineer-reviewer-key/1"). SCRUT_E_IO;
 * SCRUT_E_INPUT: it is none. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_reviewer_read(const char *path, bool secret, scrut_reviewer *ret,
                                                            scrut_error *err);
/* Writes both files, NAME.pub and NAME.key (readable by its owner alone), into the folder. SCRUT_E_IO; SCRUT_E_INPUT:
 * the name has other characters than letters, digits, - and _. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_reviewer_make(const char *folder, const char *name, scrut_error *err);

typedef struct {
    int64_t pairs, of; /* in the file; more likely one person than two in the roll */
    double same;       /* expected pairs of one person among those of the file */
    double different;  /* of two people */
    char sha256[65];   /* of the file */
} scrut_review;

/* Draws `sample` pairs by lot (with `seed`) from those that are more likely one person than two, and writes them,
 * sealed for the reviewer, to `path`. Core dumps are off while people are in memory. Statuses as scrut_roll_audit_run;
 * SCRUT_E_INPUT, too, when the roll has fewer than two columns to link by. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_roll_export(const scrut_case *c, const scrut_reviewer *reviewer,
                                                          int64_t sample, uint64_t seed, scrut_pool *pool,
                                                          const char *path, scrut_review *ret, scrut_error *err);

/* Appends a line to the record of openings and only then gives the text: "number,file,reviewer,reason,previous", with
 * the file's SHA-256 and that of the line before. SCRUT_E_INPUT: not sealed for this key, or altered; SCRUT_E_IO. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_roll_open(const char *path, const scrut_reviewer *secret,
                                                        const char *reason, const char *record, scrut_buf *out,
                                                        scrut_error *err);

#endif
