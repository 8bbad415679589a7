/* SPDX-License-Identifier: Apache-2.0
 * seed.h: the seed of a property test: printed, and another one from SCRUT_TEST_SEED. */
#ifndef SCRUT_TEST_SEED_H
#define SCRUT_TEST_SEED_H

#include "scrutineer/num.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline uint64_t test_seed(uint64_t usual)
{
    const char *text = getenv("SCRUT_TEST_SEED");
    uint64_t seed = usual;
    int64_t value;
    if (text != NULL && scrut_parse_whole(text, strlen(text), INT64_MAX / 16, &value, NULL) == SCRUT_NUMBER_OK &&
        value > 0)
        seed = (uint64_t)value;
    printf("# seed %llu\n", (unsigned long long)seed);
    fflush(stdout);
    return seed;
}

#endif
