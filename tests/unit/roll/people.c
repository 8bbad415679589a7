/* SPDX-License-Identifier: Apache-2.0 */
#include "people.h"
#include "scrutineer/rng.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const scrut_link_field PEOPLE_FIELD[PEOPLE_FIELDS] = {{"surname", SCRUT_LINK_SURNAME},
                                                      {"given", SCRUT_LINK_GIVEN},
                                                      {"born", SCRUT_LINK_BORN},
                                                      {"sex", SCRUT_LINK_CATEGORY},
                                                      {"village", SCRUT_LINK_CATEGORY}};

static const char *const SYLLABLES[] = {"sok",  "chan", "kim",  "heng", "lim", "seng", "keo", "som",  "phal", "rith",
                                        "vann", "nak",  "roth", "leak", "ny",  "dara", "bo",  "thea", "mony", "khem"};

static const char *syllable(scrut_rng *rng)
{
    return SYLLABLES[scrut_rng_below(rng, sizeof SYLLABLES / sizeof SYLLABLES[0])];
}

static void invent(char cells[PEOPLE_FIELDS][32], scrut_rng *rng)
{
    const char *a = syllable(rng), *b = syllable(rng), *c = syllable(rng), *d = syllable(rng);
    snprintf(cells[0], 32, "%s%s", a, scrut_rng_below(rng, 2) == 0 ? b : "");
    snprintf(cells[1], 32, "%s%s", c, d);
    snprintf(cells[2], 32, "%u-%02u-%02u", 1930 + scrut_rng_below(rng, 65), 1 + scrut_rng_below(rng, 12),
             1 + scrut_rng_below(rng, 28));
    snprintf(cells[3], 32, "%s", scrut_rng_below(rng, 2) == 0 ? "F" : "M");
    snprintf(cells[4], 32, "%u", scrut_rng_below(rng, 100));
}

static void corrupt(char cells[PEOPLE_FIELDS][32], scrut_rng *rng)
{
    char other[PEOPLE_FIELDS][32];
    invent(other, rng);
    switch (scrut_rng_below(rng, 6)) {
    case 0: cells[0][1] = 'x'; break;
    case 1: cells[1][2] = 'x'; break;
    case 2: memcpy(cells[2] + 5, "01-01", 5); break;
    case 3: memcpy(cells[4], other[4], 32); break;
    case 4:
        memcpy(other[0], cells[0], 32);
        memcpy(cells[0], cells[1], 32);
        memcpy(cells[1], other[0], 32);
        break;
    default: break;
    }
}

people people_make(uint32_t count, uint64_t seed)
{
    people p = {.count = count};
    p.person = calloc(count, sizeof *p.person);
    p.cells = calloc(count, sizeof *p.cells);
    ck_assert(p.person != NULL && p.cells != NULL);
    scrut_rng rng = scrut_rng_open(seed, 1, 0);
    for (uint32_t i = 0; i < count; i++) {
        p.person[i] = i;
        invent(p.cells[i], &rng);
        if (i > 10 && scrut_rng_below(&rng, 10) == 0) {
            uint32_t other = scrut_rng_below(&rng, i);
            p.person[i] = p.person[other];
            memcpy(p.cells[i], p.cells[other], sizeof p.cells[i]);
            corrupt(p.cells[i], &rng);
        }
    }
    return p;
}

void people_shuffle(people *p, uint64_t seed)
{
    scrut_rng rng = scrut_rng_open(seed, 2, 0);
    for (uint32_t i = p->count; i > 1; i--) {
        uint32_t j = scrut_rng_below(&rng, i), person = p->person[i - 1];
        char cells[PEOPLE_FIELDS][32];
        memcpy(cells, p->cells[i - 1], sizeof cells);
        memcpy(p->cells[i - 1], p->cells[j], sizeof cells);
        memcpy(p->cells[j], cells, sizeof cells);
        p->person[i - 1] = p->person[j];
        p->person[j] = person;
    }
}

static const char *cell(const void *context, uint32_t row, size_t field, size_t *ret_length)
{
    const people *p = context;
    *ret_length = strlen(p->cells[row][field]);
    return p->cells[row][field];
}

scrut_link_input people_input(const people *p)
{
    return (scrut_link_input){.row_count = p->count,
                              .field_count = PEOPLE_FIELDS,
                              .fields = PEOPLE_FIELD,
                              .date_order = SCRUT_DATE_YEAR_FIRST,
                              .last_year = 2013,
                              .cell = cell,
                              .context = p};
}

void people_free(people *p)
{
    free(p->person);
    free(p->cells);
}
