/* SPDX-License-Identifier: Apache-2.0
 * random_case.h: small elections made from a seed, with slips in the forms, unknown cells, two sources and
 * announcements. */
#ifndef SCRUT_TEST_RANDOM_CASE_H
#define SCRUT_TEST_RANDOM_CASE_H

#include "case_folder.h"
#include "scrutineer/buf.h"

enum { RANDOM_CASE_PARTIES = 5 };

typedef struct {
    const char *const *labels; /* ids of the parties */
    uint64_t shuffle;          /* another order of the rows of the returns; 0: as they were made */
    int stations;
} random_case_options;

/* Writes the case of the seed. The same seed gives the same election whatever the options. */
void random_case_write(const case_folder *folder, uint64_t seed, const random_case_options *options);

/* results.json of the case, verified on `threads` threads (free it). */
char *random_case_results(const case_folder *folder, int threads);

#endif
