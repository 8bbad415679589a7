/* SPDX-License-Identifier: Apache-2.0
 * link_units.h: units of work on pairs, between gathering the rows (link_units.c), unpacking their blocks
 * (link_batch.c) and telling which pairs a rule finds (link_found.c). */
#ifndef SCRUT_LINK_UNITS_H
#define SCRUT_LINK_UNITS_H

#include "link_internal.h"
#include "link_kernels.h"

#define FIELD_PARTS_MAX 4 /* features of a field, which lie side by side */

/* What a value of a field gives its rows: the parts that the features compare, and what it adds at most, where there
 * are bounds. A line of the cache holds two. */
typedef struct {
    uint32_t parts[FIELD_PARTS_MAX];
    value_most most;
    uint32_t look; /* as link_most_row has it */
    int32_t rarer;
} joined_value;

typedef struct {
    size_t first_feature, count; /* of the features */
    joined_value *values;
} joined_parts;

/* Into one for each field, which are zero. False without memory; to be freed either way. */
bool scrut_link_join_parts(const pair_work *w, joined_parts ret[]);
void scrut_link_free_parts(joined_parts parts[]);

/* A rule's rows of some shards. */
typedef struct {
    const pair_work *work;
    const link_kernels *kernels;
    joined_parts parts[SCRUT_LINK_FIELDS_MAX];
    size_t rule;
    size_t first_shard, shard_end;
    uint32_t gathered;            /* bit set of shards */
    size_t capacity;              /* of rows */
    large_memory memory;          /* in which they lie */
    uint64_t *rows;               /* gathered: scrut_link_gathered_words of each */
    size_t words;                 /* of a row */
    size_t start[SHARDS + 1];     /* of a shard among the gathered rows */
    size_t next[STRIPES][SHARDS]; /* where a stripe writes */
    atomic_size_t next_shard;
    atomic_bool failed;
} sweep;

/* What one thread works with. */
typedef struct {
    sweep *s;
    void *context;
    const uint64_t *rows;     /* of the shard */
    uint64_t *places, *spare; /* hash and place in the shard */
    size_t capacity;          /* of either */
    uint64_t *once, *twice;   /* bits of hashes that were met, SCRUT_LINK_MET_BYTES each */
    batch batch;
    pair_chunk chunk;
    uint8_t alike[PARTS_MAX / LINK_LANES][LINK_PAIRS]; /* of the chunk, by pairs */
    uint32_t *block_ends;                              /* in the batch */
    size_t block_count, block_capacity;
    split_row *large;
    size_t large_capacity;
    bool failed;
} unit_hand;

#define SCRUT_LINK_MET_BYTES ((size_t)1 << 13)

/* Called with rows in the order of hash and place, all rows of a hash at once. */
typedef void (*order_visit)(unit_hand *h, const uint64_t order[], size_t count);
/* Orders the rows of a shard and visits those that are not alone with their hash, and few others. order[] is spoilt. */
void scrut_link_order_shard(unit_hand *h, uint64_t order[], size_t count, order_visit visit);

/* Adds a block of rows of one hash to the batch: those at the places in the low halves of order[]. Those before it are
 * done when there is no more room. */
void scrut_link_add_block(unit_hand *h, const uint64_t order[], size_t count);
void scrut_link_free_batch(batch *t);
/* Does the blocks of the batch. */
void scrut_link_finish_batch(unit_hand *h);
/* Takes the pairs of a block, rows first to end - 1 of the batch, and visits them when they are many enough. */
void scrut_link_pair_block(unit_hand *h, size_t first, size_t end);
/* Visits what is left of the batch. */
void scrut_link_pair_end(unit_hand *h);

#endif
