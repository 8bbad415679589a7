/* SPDX-License-Identifier: Apache-2.0
 * rules_internal.h: what the readers of a rules file share. */
#ifndef SCRUT_RULES_INTERNAL_H
#define SCRUT_RULES_INTERNAL_H

#include "scrutineer/catalog.h"
#include "scrutineer/num.h"
#include "scrutineer/rules.h"

/* A rules file being read. Problems are collected; `memory` says that one could not go on. */
typedef struct {
    const char *name; /* of the file */
    scrut_arena *arena;
    scrut_problems *problems;
    scrut_rules *rules;
    bool is_preset; /* a preset builds on no other */
    bool memory_failed;
} scrut_rules_reader;

typedef struct {
    const char *word;
    int value;
} scrut_rules_choice;

void scrut_rules_problem(scrut_rules_reader *r, const scrut_yaml *node, const char *fmt, ...) SCRUT_PRINTF(3, 4);
/* A scalar with text; NULL and a problem otherwise. */
const char *scrut_rules_text(scrut_rules_reader *r, const scrut_yaml *node, const char *what);
/* One of `words`; false and a problem that lists them otherwise. */
bool scrut_rules_word(scrut_rules_reader *r, const scrut_yaml *node, const char *what, const scrut_rules_choice *words,
                      size_t count, int *ret_value);
bool scrut_rules_whole(scrut_rules_reader *r, const scrut_yaml *node, const char *what, int64_t max,
                       int64_t *ret_value);
/* True when `node` is a mapping whose keys are all among `keys`; a problem for each that is not. */
bool scrut_rules_keys(scrut_rules_reader *r, const scrut_yaml *node, const char *what, const char *const *keys,
                      size_t count);

/* The value of `method:` and of `alliances: {method:}`: a name or a mapping. */
void scrut_rules_method(scrut_rules_reader *r, const scrut_yaml *node, scrut_method *ret_method);
/* scrut_rules_parse for a file that is itself a preset. */
scrut_status scrut_rules_read(scrut_rules_reader *r, const scrut_yaml *node);

#define SCRUT_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
