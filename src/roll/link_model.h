/* SPDX-License-Identifier: Apache-2.0
 * link_model.h: what outcomes are worth: learning it, weighing by it, and bounds on weights. */
#ifndef SCRUT_LINK_MODEL_H
#define SCRUT_LINK_MODEL_H

#include "link_blocks.h"

/* In how many parts of a pair patterns are counted. */
#define PAIR_UNITS 65536

/* A count is of pairs and, once the patterns of all rules are added up, in PAIR_UNITS, for those of some keys stand
 * for all. */
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

#define ENTRY_UNITS 65536

/* Three kinds of pairs: one person; two of one household, such as twins; strangers. */
typedef struct {
    kinship same, household;
    chances strangers[SCRUT_LINK_FIELDS_MAX];
    /* Strangers against all of them, of whom none is a second entry; one is; the one with the rarer value is, or both
     * are. 0 where it makes no difference. */
    int32_t clean[SCRUT_LINK_FIELDS_MAX][OUTCOMES], spoilt[SCRUT_LINK_FIELDS_MAX][OUTCOMES],
        odd[SCRUT_LINK_FIELDS_MAX][OUTCOMES];
    uint32_t entries;                      /* the chance of one among two strangers, in ENTRY_UNITS */
    uint32_t known[SCRUT_LINK_FIELDS_MAX]; /* rows whose field is known */
} model;

/* False without memory. */
bool scrut_link_chances(const records *r, size_t field, scrut_pool *pool, chances *ret);
/* A model that knows strangers and no more. False without memory. */
bool scrut_link_model_new(const records *r, scrut_pool *pool, model *ret);
/* Learns everything but strangers from the pairs that were found, a share `recall` of those of one person.
 * `counted_each`: how many pairs of each pattern were counted, in the same order, where others stand for them; NULL: as
 * many as there are. */
void scrut_link_estimate(const records *r, const pattern patterns[], const pattern counted_each[], size_t count,
                         double recall, model *m);
/* Raises what one person is said to show by what `pairs` pairs of one person leave uncertain. */
void scrut_link_loosen(const records *r, double pairs, model *m);
/* Draws what pairs of one person agree on, a bit for each feature, after what the pairs of b's rules show: `together`
 * with errors that come together, and behind them `apart` as if errors were independent. What too little is seen of
 * stays in `ret`. `m` knows strangers and learns the rest from some of the pairs; *ret_same: how many of those were one
 * person. False without memory. */
bool scrut_link_learn(const records *r, const blocking *b, scrut_pool *pool, scrut_rng *rng, model *m, double *ret_same,
                      uint64_t ret[], size_t together, size_t apart);
/* Fills features and rules; `m` as before. False without memory. */
bool scrut_link_choose_rules(const records *r, scrut_pool *pool, blocking *b, model *m);
/* What the values of two rows add to the weight of an outcome of a field, for they are rarer or more common than the
 * mean of their class. */
int32_t scrut_link_rarity(const records *r, const model *m, size_t field, uint32_t a, uint32_t b, unsigned outcome);
/* The same by numbers of values. */
int32_t scrut_link_value_rarity(const records *r, const model *m, size_t field, uint32_t a, uint32_t b,
                                unsigned outcome);
/* What the values of a pair's rows add to the weights of all fields, and of those that a household shares: whatever the
 * model, for every model knows the same of strangers. */
typedef struct {
    int32_t all, shared;
} rarities;
/* a, b: numbers of values. */
rarities scrut_link_rarities(const records *r, const model *m, const uint32_t a[], const uint32_t b[],
                             uint64_t outcomes);
/* log2 of the odds that two rows are one person: of one person against strangers, less what a household takes, where
 * all strangers are second entries as often. */
int32_t scrut_link_weigh_outcomes(const records *r, const model *m, uint64_t outcomes, rarities rare);
/* The same by the rows. */
int32_t scrut_link_weigh(const records *r, const model *m, uint32_t a, uint32_t b, uint64_t outcomes);

/* Of a row of a pair: the chance that it is the second entry of a third row, in ENTRY_UNITS, and a bit set of the
 * fields in which it has the rarer one of two alike values, which then is a second entry's. */
typedef struct {
    uint16_t second, rarer;
} row_entry;

/* Whether the first of two alike values of a field is the rarer one; a, b: numbers of values. */
bool scrut_link_is_rarer(const records *r, size_t field, uint32_t a, uint32_t b, unsigned outcome);
uint16_t scrut_link_rarer_fields(const records *r, const uint32_t a[], const uint32_t b[], uint64_t outcomes);
/* As scrut_link_weigh_outcomes by what is known of the pair's rows. */
int32_t scrut_link_weigh_entries(const records *r, const model *m, uint64_t outcomes, rarities rare,
                                 const row_entry rows[2]);
/* Without what a household and second entries take: it differs from the other by the pattern alone. */
int32_t scrut_link_weigh_same(const model *m, size_t field_count, uint64_t outcomes, rarities rare);
/* The most that two rows with these outcomes can weigh, whatever their values. */
int32_t scrut_link_weigh_most(const model *m, size_t field_count, uint64_t outcomes);

/* What a value adds to a pair at most: where the other row has it, too, and where it has another one that is not rarer;
 * 0 for what is not known. */
typedef struct {
    int32_t equal, other;
} value_most;

/* How much more a pair can weigh by one model than by the other at most, whatever it shows. */
int32_t scrut_link_weigh_beyond(const model *m, const model *other, size_t field_count);

/* scrut_link_weigh_same from above, made once for a model. */
typedef struct bounds {
    size_t field_count;
    int32_t prior, most[SCRUT_LINK_FIELDS_MAX][OUTCOMES];
    uint8_t follows[SCRUT_LINK_FIELDS_MAX][OUTCOMES];
    int32_t slip[SCRUT_LINK_FIELDS_MAX]; /* what the rarer value adds beyond the other at most */
    int32_t *equal[SCRUT_LINK_FIELDS_MAX], *rarer[SCRUT_LINK_FIELDS_MAX]; /* by value */
    value_most *values[SCRUT_LINK_FIELDS_MAX];
} bounds;

/* False without memory. */
bool scrut_link_bounds_new(const records *r, const model *m, bounds *ret);
void scrut_link_bounds_free(bounds *b);
/* What two values of a field that are known and not equal can add at most, by what their frequencies add; and what two
 * rows with these outcomes can weigh at most. */
int32_t scrut_link_bound_unequal(const bounds *b, size_t field, unsigned outcome, int32_t rarer_x, int32_t rarer_y);
int32_t scrut_link_bound(const bounds *b, const uint32_t x[], const uint32_t y[], uint64_t outcomes);
/* Appends the model as a table. */
void scrut_link_model_print(const records *r, const model *m, scrut_buf *out);

#endif
