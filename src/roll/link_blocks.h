/* SPDX-License-Identifier: Apache-2.0
 * link_blocks.h: rules, the blocks that they make, and work on the pairs of blocks. */
#ifndef SCRUT_LINK_BLOCKS_H
#define SCRUT_LINK_BLOCKS_H

#include "link_records.h"

#define RULES_MAX 64
#define FEATURES_MAX (4 * SCRUT_LINK_FIELDS_MAX)
#define RULE_FEATURES_MAX 5

typedef enum {
    PART_WHOLE,
    PART_SPELLING,
    PART_SKELETON,
    PART_INITIALS, /* two letters */
    PART_HEAD,     /* four */
    PART_YEAR,
    PART_YEAR_MONTH,
    PART_MONTH_DAY
} part_kind;

typedef struct {
    size_t field;
    part_kind part;
    double chance; /* that two random rows agree */
    size_t group;  /* of fields that follow from one another */
} feature;

typedef struct {
    size_t count;
    size_t features[RULE_FEATURES_MAX];
    uint64_t mask;   /* its features */
    uint16_t fields; /* bit set, with those that follow from one another */
    double pairs;    /* that it is expected to find, whatever the rules before it find */
    /* By scrut_link_block: */
    size_t near;     /* which of its features says what blocks lie side by side */
    size_t rows_max; /* that a key may have; larger blocks are split */
} rule;

/* How many rows a key may have: so many in any case, and more, up to a most, while the larger blocks of a rule make no
 * more pairs than the rule was chosen for. Larger ones are split by one feature after another of the columns that the
 * rule does not use, the most selective first. */
#define BLOCK_ROWS 512
#define BLOCK_ROWS_MAX 8192
/* Pairs of a rule by which a model is learned as well as by all of them: those of some parts. */
#define COUNTED_PAIRS 8e5
#define COUNTED_MIN (1.0 / 64) /* of a rule's keys */
#define SHARDS 32              /* parts of a rule's rows, by the highest bits of the key */
#define SHARD_SHIFT 59
#define SHARD_PARTS 256 /* parts of a shard, by lower bits */
#define STRIPES 16      /* parts of all rows, in their order */

/* A row of a block whose rows beyond the limit agree in everything: which of them it is compared with. */
typedef struct {
    uint32_t rule, row, chop;
} chop_mark;

typedef struct {
    feature features[FEATURES_MAX];
    size_t feature_count;
    size_t whole[SCRUT_LINK_FIELDS_MAX];    /* by field: the feature that compares the whole value */
    uint64_t groups[SCRUT_LINK_FIELDS_MAX]; /* features of each group */
    size_t group_count;
    double recall, recall_least; /* estimated share of the pairs of one person that the rules find */
    rule rules[RULES_MAX];
    size_t rule_count;
    uint32_t *parts[FEATURES_MAX];             /* by value: number of its part, 0 not known; NULL: the value's own */
    uint64_t *words[FEATURES_MAX];             /* by value: what its part adds to a key, 0 not known */
    uint32_t rows[RULES_MAX][STRIPES][SHARDS]; /* that have a key */
    uint8_t finer[RULES_MAX][FEATURES_MAX];    /* features to split by */
    size_t finer_count[RULES_MAX];
    size_t block_rows, block_rows_max; /* no rule's limit is below the one or above the other */
    double counted_pairs;              /* of a rule, whose patterns are counted if a guess says which pairs to keep */
    bool splits[RULES_MAX];            /* some block of the rule is split */
    uint64_t *split_nodes;             /* hash set of keys of blocks, and of parts of blocks, that are split */
    size_t split_mask;
    chop_mark *chops; /* in order of rule and row */
    size_t chop_count;
    uint64_t left_out;
} blocking;

/* The part of a value that a rule compares; 0 is not known. */
uint64_t scrut_link_part(const column *c, uint32_t number, part_kind part);
/* Fills features and groups. False without memory. */
bool scrut_link_add_features(const records *r, blocking *b);
/* Numbers the parts of the values that the features compare, of those that have no numbers yet, and says what they add
 * to keys. False without memory. */
bool scrut_link_number_parts(const records *r, blocking *b, scrut_arena *arena);
/* Counts the rows of each rule and finds the blocks to split. `b` has its features, rules and limit. */
scrut_status scrut_link_block(const records *r, scrut_pool *pool, scrut_arena *arena, blocking *b, scrut_error *err);

static inline uint32_t scrut_link_part_of(const blocking *b, size_t feature_index, uint32_t value_number)
{
    const uint32_t *parts = b->parts[feature_index];
    return parts == NULL ? value_number : parts[value_number];
}

static inline uint64_t scrut_link_mix(uint64_t hash, uint64_t x)
{
    __extension__ unsigned __int128 product =
        (unsigned __int128)(hash ^ x ^ UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xD6E8FEB86659FD93);
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Blocks lie in the order of some bits of their keys: the highest of those come from one part of the rule alone, so
 * that blocks of names that begin alike, or of dates of one year, follow one another and find in the cache what was
 * said of their values. */
#define KEY_NEAR_SHIFT 42
#define KEY_NEAR_MASK (UINT64_C(0x3ff) << KEY_NEAR_SHIFT)

/* A key is the sum of what the rule and its parts add, each a hash, but for the bits of the part that lies near. */
static inline uint64_t scrut_link_key_of_rule(size_t rule_index)
{
    return scrut_link_mix(0, rule_index);
}

static inline uint64_t scrut_link_key_word(size_t feature_index, uint32_t part)
{
    return part == 0 ? 0 : scrut_link_mix(scrut_link_mix(1, feature_index), part) | 1;
}

static inline uint64_t scrut_link_key_end(uint64_t sum, uint64_t near)
{
    return (sum & ~KEY_NEAR_MASK) | (near & KEY_NEAR_MASK) | 1;
}

/* The key of the block of a row with these values, by field, under a rule; 0 when a part is not known. */
static inline uint64_t scrut_link_key_of(const blocking *b, size_t rule_index, const uint32_t values[])
{
    const rule *u = &b->rules[rule_index];
    uint64_t key = scrut_link_key_of_rule(rule_index), near = 0;
    for (size_t i = 0; i < u->count; i++) {
        uint64_t word = b->words[u->features[i]][values[b->features[u->features[i]].field]];
        if (word == 0)
            return 0;
        key += word;
        near = i == u->near ? word : near;
    }
    return scrut_link_key_end(key, near);
}

#define LINK_KEYS 256
/* What the part of a feature adds to the keys of rows first to first + count - 1, at most LINK_KEYS. */
void scrut_link_key_words(const records *r, const blocking *b, size_t feature_index, uint32_t first, size_t count,
                          uint64_t ret[]);
/* The keys of so many rows under a rule; words[i]: of its feature i. */
void scrut_link_join_keys(const blocking *b, size_t rule_index, const uint64_t *const words[], size_t count,
                          uint64_t ret[]);
/* The keys of the blocks of rows first to first + count - 1. */
void scrut_link_keys(const records *r, const blocking *b, size_t rule_index, uint32_t first, size_t count,
                     uint64_t ret[]);
static inline uint64_t scrut_link_key(const records *r, const blocking *b, size_t rule_index, uint32_t row)
{
    uint64_t key;
    scrut_link_keys(r, b, rule_index, row, 1, &key);
    return key;
}
/* How many rows from `row` on, before `end`, to take the keys of at a time. */
static inline size_t scrut_link_keys_count(uint32_t row, uint32_t end)
{
    return end - row < LINK_KEYS ? end - row : LINK_KEYS;
}

/* A row while blocks are split. */
typedef struct {
    uint64_t key;
    uint32_t row, at;
} split_row;

/* Sorts rows that come in order of their numbers by key. */
void scrut_link_sort_rows(split_row rows[], split_row spare[], size_t count);

/* Called for each block that comes of splitting `rows`; `chop` tells those apart that agree in everything. */
typedef void (*block_visit)(void *context, const split_row rows[], size_t count, bool chopped, uint32_t chop);
/* Called for each key, or key and parts, whose rows are split. */
typedef void (*node_visit)(void *context, uint64_t node);
/* Splits rows of one key, whose number is over the limit or not. */
void scrut_link_split(const records *r, const blocking *b, size_t rule_index, uint64_t key, split_row rows[],
                      size_t count, block_visit visit, node_visit node, void *context);
/* Whether the block of this key, or this part of it, is split; and the key of the part whose next feature has `part`.
 */
bool scrut_link_is_split(const blocking *b, uint64_t node);
static inline uint64_t scrut_link_node(uint64_t node, uint32_t part)
{
    return scrut_link_mix(node, part + UINT64_C(0x100000000)) | 1;
}

#define PARTS_MAX (FEATURES_MAX + LINK_LANES) /* words of a row */

/* Rows of whole blocks, unpacked: a row's values one after another, and a row's parts. */
typedef struct {
    uint64_t *packed; /* the rows as they were gathered */
    uint32_t *cells;  /* row * field_count + field */
    uint32_t *parts;  /* row * width * LINK_LANES + feature; behind the features the number of the list, from 1 on */
    uint32_t *rows;   /* numbers of the rows */
    size_t count, capacity, width;
} batch;

/* Up to 64 pairs: bit k is the pair of rows first[k] and second[k] of the batch. */
typedef struct {
    const records *r;
    const blocking *b;
    const batch *rows;
    size_t rule, count;
    uint64_t made; /* pairs that the rule made since the last visit, whatever the rules before it find */
    bool sifted;   /* of a shard in which only pairs are looked for that may be kept */
    uint32_t first[LINK_PAIRS], second[LINK_PAIRS];
    uint64_t todo;             /* found by this rule and by none before it */
    uint64_t alike[PARTS_MAX]; /* by feature: both parts known and equal; not of a sifted chunk */
    int32_t most[LINK_PAIRS];  /* that each can weigh, of a sifted chunk of rows with texts or numbers */
} pair_chunk;

/* Which of the pairs to do another rule finds, too. Not of a sifted chunk. */
uint64_t scrut_link_found(const pair_chunk *c, size_t rule_index);

typedef void (*chunk_visit)(void *context, pair_chunk *chunk);

/* Work on pairs: a unit is a rule and a shard. Each of the `workers` does units that no other does, `visit` gets its
 * context, `done` ends a unit and `rule_done` a rule (NULL: nothing is to be done). */
typedef struct {
    const records *r;
    const blocking *b;
    uint32_t shards; /* bit set: which to do */
    size_t rows_max; /* how many rows may be gathered at a time, 0: all */
    size_t workers;
    void **contexts;
    chunk_visit visit;
    const struct bounds *bounds; /* by which pairs are sifted; NULL: none is */
    int32_t floor_weight;        /* of pairs that are kept then */
    const unsigned *counted;     /* by rule, where there are bounds: how many parts are not sifted */
    bool (*wanted)(void *context, size_t rule, size_t shard);
    bool (*done)(void *context, size_t rule, size_t shard);
    bool (*rule_done)(void *const contexts[], size_t workers, size_t rule);
} pair_work;

scrut_status scrut_link_visit(const pair_work *work, scrut_pool *pool, scrut_error *err);

#endif
