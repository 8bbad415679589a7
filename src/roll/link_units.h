/* SPDX-License-Identifier: Apache-2.0
 * link_units.h: units of work on pairs, between gathering the rows (link_units.c), unpacking their blocks
 * (link_batch.c), telling which pairs a rule finds (link_found.c) and, where few are looked for, which these may be
 * (link_sheet.c, link_sift.c). */
#ifndef SCRUT_LINK_UNITS_H
#define SCRUT_LINK_UNITS_H

#include "link_internal.h"
#include "link_kernels.h"

#define FIELD_PARTS_MAX 4 /* features of a field, which lie side by side */

/* The parts of the values of a field that the features compare. */
typedef struct {
    size_t first_feature, count; /* of the features */
    uint32_t (*values)[FIELD_PARTS_MAX];
} joined_parts;

/* Into one for each field, which are zero. False without memory; to be freed either way. */
bool scrut_link_join_parts(const pair_work *w, joined_parts ret[]);
void scrut_link_free_parts(joined_parts parts[]);

/* What the values of a field give the columns of a sheet behind their numbers. */
typedef struct {
    sheet_field field; /* but for its place */
    size_t width;      /* words of a value */
    int32_t *words;    /* value * width */
} sheet_values;

/* How it is told from a sheet that two rows share a part. */
typedef struct {
    bool is_told;    /* else the part is looked up */
    uint32_t column; /* whose words have it as these bits, 0 where it is not known */
    uint32_t mask;
} part_test;

/* What a rule leaves to compare. */
typedef struct {
    sheet sheet;  /* but for the rows */
    size_t width; /* columns */
    size_t fields[SHEET_FIELDS];
    size_t fixed[SHEET_FIELDS], fixed_count; /* fields whose values all rows of a block share */
    part_test tests[FEATURES_MAX];
    uint64_t asked; /* features of the rule and of those before it */
} sheet_plan;

/* Into one for each field, which are zero. False without memory; to be freed either way. */
bool scrut_link_sheet_values(const pair_work *w, sheet_values ret[]);
void scrut_link_free_sheet_values(sheet_values values[]);
void scrut_link_plan_sheet(const pair_work *w, const sheet_values values[], size_t rule_index, sheet_plan *ret);

/* A rule's rows of some shards. */
typedef struct {
    const pair_work *work;
    const link_kernels *kernels;
    sheet_sifter sifter;
    joined_parts parts[SCRUT_LINK_FIELDS_MAX];
    sheet_values values[SCRUT_LINK_FIELDS_MAX]; /* where shards are sifted */
    sheet_plan plan;
    bool has_texts; /* some field has levels that a sheet cannot tell */
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

/* What is gathered of a row's key, by which the rows of a shard are sorted: with the shard 37 bits of the key. Rows of
 * two keys may share it. */
static inline uint32_t scrut_link_gathered_hash(uint64_t key)
{
    return (uint32_t)(key >> 20);
}

/* The part of a shard in which a row lies. The highest bits of the hash come from one part of the rule, the lowest ones
 * from all. */
static inline unsigned scrut_link_part_of_hash(uint32_t gathered)
{
    return gathered % SHARD_PARTS;
}

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
    int32_t *sheet_words; /* of the rows of the batch, where they are sifted */
    size_t sheet_rows;    /* for which there is room */
    sheet sheet;
    batch few;                                         /* rows of the pairs that are left */
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
/* Tells the context how many pairs were made. */
void scrut_link_tell_made(unit_hand *h);
/* Whether a rule that splits blocks leaves two rows together that agree in all its features; by their numbers of values
 * and their own. */
bool scrut_link_is_together(const blocking *b, size_t rule_index, const uint32_t a[], const uint32_t other[],
                            uint32_t row, uint32_t other_row);
/* The number of a batch's row's value in a field. */
static inline uint32_t scrut_link_packed_value(const unit_hand *h, size_t row, size_t field)
{
    const place *p = &h->s->work->r->places[field];
    return (uint32_t)(h->batch.packed[row * h->s->words + 1 + p->plane] >> p->shift) & p->mask;
}
/* Room for the sheet of so many rows. */
bool scrut_link_sheet_room(unit_hand *h, size_t rows);
/* Makes the sheet of the rows of the batch and its blocks. */
void scrut_link_fill_sheet(unit_hand *h);
/* Sifts the pairs of the blocks of the batch, and visits those that are left when they are many enough. */
void scrut_link_sift_batch(unit_hand *h);
/* Visits what is left. */
void scrut_link_sift_end(unit_hand *h);

#endif
