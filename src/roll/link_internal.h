/* SPDX-License-Identifier: Apache-2.0
 * link_internal.h: the stages of linkage. records -> compare, block -> patterns -> model -> clusters. */
#ifndef SCRUT_LINK_INTERNAL_H
#define SCRUT_LINK_INTERNAL_H

#include "scrutineer/link.h"
#include "scrutineer/mem.h"

#include <string.h>

#define OUTCOMES 32 /* what a comparison can say of one field: 5 bits of a pattern */
#define RULES_MAX 64
#define FEATURES_MAX (3 * SCRUT_LINK_FIELDS_MAX)
#define BINS 16

/* Outcomes. Equal values are told apart by how common they are: outcome EQUAL + bin. */
enum { OUTCOME_MISSING = 0, OUTCOME_EQUAL = 1, OUTCOME_NEAR = OUTCOME_EQUAL + BINS };
#define NEAR_LEVELS 7 /* at most; the last is "other" */

/* One distinct value of a field. */
typedef struct {
    const char *key; /* folded */
    uint32_t key_length;
    uint32_t count;    /* rows that have it */
    uint32_t skeleton; /* number of its skeleton; names and texts */
    uint16_t year, month_day;
    uint8_t bin;
    uint8_t letter_count;
    uint32_t *letters; /* code points, at most 255 */
} value;

typedef struct {
    value *values; /* [0] is the missing value; in order of content */
    uint32_t count;
    uint32_t *of_row; /* in canonical order of rows */
} column;

typedef struct {
    const scrut_link_input *input;
    scrut_arena *arena;
    uint32_t row_count;
    size_t field_count;
    scrut_link_field *fields; /* copies: the input is gone after the run */
    column columns[SCRUT_LINK_FIELDS_MAX];
    uint32_t *row_at;   /* canonical position -> row of the input */
    int given, surname; /* fields, or -1 */
} records;

scrut_status scrut_link_load(const scrut_link_input *input, scrut_arena *arena, records *ret, scrut_error *err);

/* Outcomes of all fields, 5 bits each from the first field on. */
uint64_t scrut_link_compare(const records *r, uint32_t a, uint32_t b);
/* The outcome for two values of a field, without regard to other fields. */
unsigned scrut_link_compare_values(const records *r, size_t field, uint32_t a, uint32_t b);
size_t scrut_link_levels(scrut_link_kind kind);
const char *scrut_link_level_name(scrut_link_kind kind, unsigned level);

typedef enum { PART_WHOLE, PART_SKELETON, PART_YEAR, PART_MONTH_DAY, PART_HEAD } part_kind;

typedef struct {
    size_t field;
    part_kind part;
    double chance; /* that two random rows agree */
} feature;

typedef struct {
    size_t count;
    size_t features[3];
    uint16_t fields; /* bit set */
} rule;

typedef struct {
    feature features[FEATURES_MAX];
    size_t feature_count;
    rule rules[RULES_MAX];
    size_t rule_count;
    uint32_t *block_of; /* row * rule_count + rule */
    uint32_t *order;    /* rule * row_count + i: rows by block */
    uint64_t left_out;
} blocking;

/* The part of a value that a rule compares; 0 is not known. */
uint64_t scrut_link_part(const column *c, uint32_t number, part_kind part);
/* Fills features and rules. False without memory. */
bool scrut_link_choose_rules(const records *r, blocking *b);
scrut_status scrut_link_block(const records *r, scrut_pool *pool, scrut_arena *arena, blocking *ret, scrut_error *err);

/* Calls visit for every pair that shares a block, once; `found` has a bit for each rule that found it. Unit by unit. */
typedef void (*pair_visit)(void *context, size_t unit, uint32_t a, uint32_t b, uint64_t found);
size_t scrut_link_units(const blocking *b);
void scrut_link_visit(const blocking *b, const records *r, size_t unit, pair_visit visit, void *context);

typedef struct {
    uint64_t key, count; /* key: outcomes, and from bit 50 on the fields without which the pair was found too */
} pattern;

typedef struct {
    double share; /* of all pairs */
    double chance[SCRUT_LINK_FIELDS_MAX][OUTCOMES];
    int32_t prior, weight[SCRUT_LINK_FIELDS_MAX][OUTCOMES]; /* against strangers */
    double pairs;                                           /* expected among those compared */
} kinship;

/* Three kinds of pairs: one person; two of one household, such as twins; strangers (u). */
typedef struct {
    kinship same, household;
    double u[SCRUT_LINK_FIELDS_MAX][OUTCOMES];
} model;

bool scrut_link_estimate(const records *r, const pattern patterns[], size_t count, model *ret);
/* log2 of the odds that two rows are one person: of one person against strangers, less what a household takes. */
int32_t scrut_link_weigh(const model *m, size_t field_count, uint64_t outcomes);

/* Appends the model as a table. */
void scrut_link_model_print(const records *r, const model *m, scrut_buf *out);

/* group[row]: the first row of its cluster, in canonical order. False without memory. */
bool scrut_link_cluster(const records *r, const model *m, const scrut_link_pair pairs[], size_t count,
                        uint32_t group[]);

#endif
