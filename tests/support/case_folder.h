/* SPDX-License-Identifier: Apache-2.0
 * case_folder.h: a case folder made of strings in a temporary folder (below TMPDIR), and what loading it gives. */
#ifndef SCRUT_TEST_CASE_FOLDER_H
#define SCRUT_TEST_CASE_FOLDER_H

#include "scrutineer/election.h"

typedef struct {
    char path[240];
} case_folder;

case_folder case_folder_new(void);
/* Removes the folder and everything in it; links are not followed. */
void case_folder_remove(const case_folder *folder);

/* Folders of `name` are made as needed. */
void case_folder_write(const case_folder *folder, const char *name, const char *text);
void case_folder_write_bytes(const case_folder *folder, const char *name, const void *bytes, size_t length);
/* Full path of a file; the answer is overwritten by the next call but one. */
const char *case_folder_path(const case_folder *folder, const char *name);

/* Loads the case, with `threads` threads (0: no pool); the test fails with all problems when it cannot be loaded. */
scrut_case *case_folder_load(const case_folder *folder, int threads);
/* Every problem of the case, a line each, as the program prints them; "" when there is none. Tells in *ret_status what
 * the loader returned (NULL is fine). Free the text. */
char *case_folder_problems(const case_folder *folder, scrut_status *ret_status);

/* Writes `text` as election.yaml; the test fails unless the problems of the case are the lines of `expected`. Places
 * are shown, not counted: each ^ in the text is a place (and left out of the file), and each ^ in the expected lines
 * stands for the line and column of the next one. A line that ends in "..." is the beginning of one. */
void case_folder_check_problems(const case_folder *folder, const char *text, const char *expected);

/* One file of a case. A list of them ends with a NULL name. */
typedef struct {
    const char *name, *text;
} case_file;
void case_folder_write_all(const case_folder *folder, const case_file files[]);

/* A figure as text: its value, "?" when nothing is known, "12 of 3/4" when it is a part, "-" when it does not apply.
 * The answer is overwritten by the eighth call after. */
const char *figure_text(const scrut_figure *figure);

/* Index of a party, constituency or area; the test fails when there is none. */
size_t party_index(const scrut_case *c, const char *id);
size_t constituency_unit(const scrut_case *c, const char *id);
size_t area_unit(const scrut_case *c, const char *name, const char *parent_or_constituency);

#endif
