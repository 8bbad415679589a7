/* SPDX-License-Identifier: Apache-2.0
 * link_units.h: units of work on pairs, between gathering the rows (link_units.c), unpacking their blocks
 * (link_batch.c) and telling which pairs a rule finds (link_found.c). */
#ifndef SCRUT_LINK_UNITS_H
#define SCRUT_LINK_UNITS_H

#include "link_internal.h"
#include "link_kernels.h"

/* A rule's rows of some shards. */
typedef struct {
    const pair_work *work;
    const link_kernels *kernels;
    size_t rule;
    size_t first_shard, shard_end;
    uint32_t gathered;            /* bit set of shards */
    size_t capacity;              /* of rows */
    large_memory memory;          /* in which they lie */
    uint64_t *rows;               /* gathered: hash and number, then the planes' words */
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
    const uint64_t *rows;    /* of the shard */
    uint64_t *order, *spare; /* hash and place in the shard */
    size_t order_capacity;
    batch batch;
    pair_chunk chunk;
    uint32_t *block_ends; /* in the batch */
    size_t block_count, block_capacity;
    split_row *large;
    size_t large_capacity;
    bool failed;
} unit_hand;

/* Adds a block of rows of one hash to the batch: those at the places in the low halves of order[]. Those before it are
 * done when there is no more room. */
void scrut_link_add_block(unit_hand *h, const uint64_t order[], size_t count);
/* Does the blocks of the batch. */
void scrut_link_finish_batch(unit_hand *h);
/* Visits the pairs of a block, rows first to end - 1 of the batch. */
void scrut_link_pair_block(unit_hand *h, size_t first, size_t end);

#endif
