/* SPDX-License-Identifier: Apache-2.0
 * level.h: one kind of unit, as --level names it: the nation, the constituencies or the areas of one level. */
#ifndef SCRUT_CLI_LEVEL_H
#define SCRUT_CLI_LEVEL_H

#include "scrutineer/election.h"

typedef struct {
    const char *name;
    int area_level; /* -2 nation, -1 constituency */
} scrut_cli_level;

/* NULL is the nation. False: the case has no such level. */
bool scrut_cli_choose_level(const scrut_case *c, const char *name, scrut_cli_level *ret_level);
bool scrut_cli_in_level(const scrut_case *c, const scrut_cli_level *level, size_t unit);

#endif
