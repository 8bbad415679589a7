/* SPDX-License-Identifier: Apache-2.0
 * people.h: invented people from a seed, some of them twice with errors. */
#ifndef SCRUT_TEST_PEOPLE_H
#define SCRUT_TEST_PEOPLE_H

#include "scrutineer/link.h"

#define PEOPLE_FIELDS 5

typedef struct {
    uint32_t count;
    uint32_t *person; /* the truth */
    char (*cells)[PEOPLE_FIELDS][32];
} people;

extern const scrut_link_field PEOPLE_FIELD[PEOPLE_FIELDS];

people people_make(uint32_t count, uint64_t seed);
void people_shuffle(people *p, uint64_t seed);
scrut_link_input people_input(const people *p);
void people_free(people *p);

#endif
