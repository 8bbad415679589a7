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
#define EQUAL_CLASSES 8 /* of how common a value is, each of two bits */
#define NEAR_CLASSES 4  /* of how common the rarer of two values is */

/* Outcomes. Equal values are told apart by how common they are: EQUAL + class. Unequal ones by level, the first levels
 * of a kind also by the class of the rarer value, for a rare spelling beside a common one is more often a slip. */
enum { OUTCOME_MISSING = 0, OUTCOME_EQUAL = 1, OUTCOME_NEAR = OUTCOME_EQUAL + EQUAL_CLASSES };

/* One distinct value of a field. */
typedef struct {
    const char *key; /* folded */
    uint32_t key_length;
    uint32_t count;    /* rows that have it */
    uint32_t skeleton; /* number of its skeleton; names and texts */
    uint32_t spelling; /* number of its spelling; names */
    uint16_t year, month_day;
    uint8_t rarity; /* whole bits: one row in 2^rarity has it */
    uint8_t letter_count, spelling_count;
    uint32_t *letters;          /* code points, at most 255 */
    uint32_t *spelling_letters; /* of its spelling */
} value;

typedef struct {
    value *values; /* [0] is the missing value; in order of content */
    uint32_t count;
    uint32_t *of_row; /* in canonical order of rows */
    int finer;        /* the column from whose values those of this one follow, as a commune from a village; or -1 */
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
    bool has_finer;     /* some column follows from another */
} records;

scrut_status scrut_link_load(const scrut_link_input *input, scrut_arena *arena, records *ret, scrut_error *err);

/* Fills in which columns follow from others. False without memory. */
bool scrut_link_find_finer(records *r);
/* Whether two fields are one, or follow from a common one. */
bool scrut_link_same_chain(const records *r, size_t a, size_t b);

/* Outcomes of all fields, 5 bits each from the first field on. */
uint64_t scrut_link_compare(const records *r, uint32_t a, uint32_t b);
/* The outcome for two values of a field, without regard to other fields. */
unsigned scrut_link_compare_values(const records *r, size_t field, uint32_t a, uint32_t b);
/* Outcomes of a kind below equality, from OUTCOME_NEAR on. */
unsigned scrut_link_near_outcomes(scrut_link_kind kind);
unsigned scrut_link_equal_outcome(const value *v);
unsigned scrut_link_swapped_outcome(void);
/* The level of an outcome below equality, from 0, and the first outcome of a level. */
unsigned scrut_link_level(scrut_link_kind kind, unsigned outcome);
/* The class of the rarer value that an outcome below equality is for; -1: any. */
int scrut_link_class(scrut_link_kind kind, unsigned outcome);
/* From which rarity of the rarer value on a class of unequal values begins. */
unsigned scrut_link_near_rarity(unsigned class);
unsigned scrut_link_near_class(unsigned rarity);
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

/* Chances of one field among strangers, and how what is equal or alike divides into classes in one person. */
typedef struct {
    double u[OUTCOMES];
    double part[OUTCOMES]; /* of its level, before the data have spoken */
    double mean[OUTCOMES]; /* of what a value's own frequency is compared with; 0: nothing */
    double most[OUTCOMES]; /* the rarest value's, by the mean: what rarity can add at most is its log2 */
} chances;

/* Three kinds of pairs: one person; two of one household, such as twins; strangers. */
typedef struct {
    kinship same, household;
    chances strangers[SCRUT_LINK_FIELDS_MAX];
    uint32_t known[SCRUT_LINK_FIELDS_MAX]; /* rows whose field is known */
} model;

/* False without memory. */
bool scrut_link_chances(const records *r, size_t field, chances *ret);
bool scrut_link_estimate(const records *r, const pattern patterns[], size_t count, model *ret);
/* Whether a field tells the members of a household apart, who have it as strangers do. */
bool scrut_link_is_own(const records *r, size_t field);
/* What the values of two rows add to the weight of an outcome of a field, for they are rarer or more common than the
 * mean of their class. */
int32_t scrut_link_rarity(const records *r, const model *m, size_t field, uint32_t a, uint32_t b, unsigned outcome);
/* log2 of the odds that two rows are one person: of one person against strangers, less what a household takes. */
int32_t scrut_link_weigh(const records *r, const model *m, uint32_t a, uint32_t b, uint64_t outcomes);
/* The most that two rows with these outcomes can weigh, whatever their values. */
int32_t scrut_link_weigh_most(const model *m, size_t field_count, uint64_t outcomes);

/* Appends the model as a table. */
void scrut_link_model_print(const records *r, const model *m, scrut_buf *out);

/* group[row]: the first row of its cluster, in canonical order. False without memory. */
bool scrut_link_cluster(const records *r, const model *m, const scrut_link_pair pairs[], size_t count,
                        uint32_t group[]);

#endif
