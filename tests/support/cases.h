/* SPDX-License-Identifier: Apache-2.0
 * cases.h: which random cases a program that tries everything goes through: --cases N, --seed N, --only N. */
#ifndef SCRUT_TEST_CASES_H
#define SCRUT_TEST_CASES_H

#include "scrutineer/num.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Cases `from` up to `to`; the n-th is drawn from seed + n. `one`: asked for alone, so that nothing is said of many. */
typedef struct {
    int64_t seed, from, to;
    bool one;
} case_range;

static inline int64_t case_number(const char *text)
{
    int64_t value = 0;
    if (scrut_parse_whole(text, strlen(text), INT64_MAX / 2, &value, NULL) != SCRUT_NUMBER_OK) {
        fprintf(stderr, "%s is not a number\n", text);
        exit(EXIT_FAILURE);
    }
    return value;
}

/* Prints the plan of one test, too. */
static inline case_range case_range_of(int argc, char **argv, int64_t cases)
{
    case_range range = {.seed = 20130728, .to = cases};
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--cases") == 0)
            range.to = case_number(argv[i + 1]);
        else if (strcmp(argv[i], "--seed") == 0)
            range.seed = case_number(argv[i + 1]);
        else if (strcmp(argv[i], "--only") == 0)
            range = (case_range){range.seed, case_number(argv[i + 1]), case_number(argv[i + 1]) + 1, true};
    }
    printf("1..1\n# seed %lld, %lld cases\n", (long long)range.seed, (long long)(range.to - range.from));
    return range;
}

#endif
