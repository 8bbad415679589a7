/* SPDX-License-Identifier: Apache-2.0
 * checks.c: the one table of checks, whose rows lie in a file for each kind. What runs, what is printed and
 * docs/guide/checks.md come from here. */
#include "checks_internal.h"

#include <string.h>

typedef struct {
    const scrut_check *rows;
    const size_t *count;
} check_part;

/* Each in the order of the codes. */
static const check_part PARTS[] = {{CHECKS_OF_FORMS, &CHECKS_OF_FORMS_COUNT},
                                   {CHECKS_OF_UNUSUAL, &CHECKS_OF_UNUSUAL_COUNT},
                                   {CHECKS_OF_COMPARED, &CHECKS_OF_COMPARED_COUNT},
                                   {CHECKS_OF_ROLL, &CHECKS_OF_ROLL_COUNT}};

enum { PART_COUNT = sizeof PARTS / sizeof PARTS[0] };

size_t scrut_check_count(void)
{
    size_t count = 0;
    for (size_t i = 0; i < PART_COUNT; i++)
        count += *PARTS[i].count;
    return count;
}

/* All parts in the order of the codes. */
const scrut_check *scrut_check_at(size_t index)
{
    size_t at[PART_COUNT] = {0};
    const scrut_check *check = NULL;
    for (size_t n = 0; n <= index; n++) {
        size_t from = 0;
        check = NULL;
        for (size_t i = 0; i < PART_COUNT; i++) {
            const scrut_check *next = at[i] < *PARTS[i].count ? &PARTS[i].rows[at[i]] : NULL;
            if (next == NULL || (check != NULL && strcmp(check->code, next->code) < 0))
                continue;
            check = next;
            from = i;
        }
        at[from]++;
    }
    return check;
}

const scrut_check *scrut_check_named(const char *code)
{
    for (size_t i = 0; i < PART_COUNT; i++) {
        for (size_t row = 0; row < *PARTS[i].count; row++)
            if (strcmp(PARTS[i].rows[row].code, code) == 0)
                return &PARTS[i].rows[row];
    }
    return NULL;
}
