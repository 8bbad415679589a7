/* SPDX-License-Identifier: Apache-2.0
 * inject_internal.h: kinds of irregularities and what they need. */
#ifndef SCRUT_INJECT_INTERNAL_H
#define SCRUT_INJECT_INTERNAL_H

#include "world_internal.h"

/* One injection at work on one station. */
typedef struct {
    world *w;
    const scrut_injection *injection;
    scrut_rng rng; /* the station's own stream */
    uint32_t station;
    uint32_t from, to;
    uint32_t sources; /* that are altered */
} alteration;

/* Alters the station's returns and tells it. Ballots concerned; 0: this station does not lend itself to it, and nothing
 * was done; -1: no memory. */
typedef int64_t alter_function(alteration *a);

typedef struct {
    const char *name, *help;
    alter_function *alter;
    bool own_copies; /* alters the copies of the agents of the party that gains, not the first source */
    bool whole_areas;
    bool of_roll; /* alters the list of voters, not returns: `alter` is NULL */
    int roll_kind;
} injection_kind;

const injection_kind *injection_kind_at(size_t kind);

#endif
