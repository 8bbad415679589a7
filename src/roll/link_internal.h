/* SPDX-License-Identifier: Apache-2.0
 * link_internal.h: the stages of linkage. records -> compare, block -> patterns -> model -> clusters. */
#ifndef SCRUT_LINK_INTERNAL_H
#define SCRUT_LINK_INTERNAL_H

#include "link_model.h"

#include <stdatomic.h>

/* The outcome of two values that are known and not equal, 1 to 31, the same both ways. */
typedef unsigned (*value_compare)(const records *r, size_t field, uint32_t a, uint32_t b);

/* What values of a field say of one another, computed once and shared by threads. Values are numbered in order of their
 * content, so that those which are often compared, for they begin alike, have numbers that are near. */
typedef struct {
    uint8_t *equal;            /* by value: the outcome of two equal ones, 0 for what is not known */
    uint8_t unequal;           /* the outcome of all others, where they are all alike; or 0 */
    _Atomic uint8_t *outcomes; /* lower * width + difference, 0 not yet known */
    large_memory memory;       /* in which they lie */
    size_t width;              /* differences from here on have no place */
    bool is_cheap;             /* there is no table: to compare costs less than to look up */
} memo_table;

typedef struct {
    const records *r;
    value_compare compare;
    memo_table tables[SCRUT_LINK_FIELDS_MAX];
    _Atomic uint8_t unknown; /* 0: the place of values that have none */
} memo;

/* Of one thread: the last answers about values that are far apart. */
typedef struct {
    const memo *shared;
    uint64_t *recent;    /* hash of field and values -> both and the outcome */
    large_memory memory; /* in which they lie */
} memo_hand;

#define MEMO_TABLE_BYTES_MAX ((size_t)1 << 25) /* of a column */

bool scrut_link_memo_new(const records *r, value_compare compare, memo *ret);
void scrut_link_memo_free(memo *m);
bool scrut_link_memo_open(const memo *m, memo_hand *ret);
void scrut_link_memo_close(memo_hand *h);
/* The place in the table of two values that are known and not equal. It can be asked of the memory before it is needed:
 * by __builtin_prefetch at the place of the call, for GCC 12 leaves out calls of a function that does nothing else. */
static inline const _Atomic uint8_t *scrut_link_memo_place(const memo_hand *h, size_t field, uint32_t a, uint32_t b)
{
    const memo_table *t = &h->shared->tables[field];
    uint32_t low = a < b ? a : b, high = a < b ? b : a;
    return high - low < t->width ? &t->outcomes[low * t->width + (high - low)] : &h->shared->unknown;
}
/* The outcome of two values whose place is not known yet. */
unsigned scrut_link_memo_find(const memo_hand *h, size_t field, uint32_t a, uint32_t b);
/* The outcome of two values, which lies there when it is known. */
static inline unsigned scrut_link_memo_outcome(const memo_hand *h, size_t field, uint32_t a, uint32_t b,
                                               const _Atomic uint8_t *known)
{
    unsigned outcome = atomic_load_explicit(known, memory_order_relaxed);
    return outcome != 0 ? outcome : scrut_link_memo_find(h, field, a, b);
}
/* As scrut_link_compare, of `count` pairs of a chunk, those of the bits in lanes[]. */
void scrut_link_memo_compare(const memo_hand *h, const pair_chunk *c, const uint8_t lanes[], size_t count,
                             uint64_t ret[]);

/* Counts of patterns in a hash table. */
typedef struct {
    pattern *slots;
    size_t mask, used;
    bool failed;
} tally;

/* The slot of a key, whose count is 0 when it is new; NULL without memory, which `failed` remembers. */
pattern *scrut_link_tally_slot(tally *t, uint64_t key);
/* Asks the memory for the slot of a key before it is needed. */
void scrut_link_tally_ahead(const tally *t, uint64_t key);
void scrut_link_tally_add(tally *t, const tally *other);
/* The patterns in order of their keys; the tally is empty then. False without memory. */
bool scrut_link_tally_end(tally *t, pattern **ret_patterns, size_t *ret_count);

/* A pair as it is kept until the model is known. */
typedef struct {
    uint32_t a, b;
    uint64_t outcomes;
    rarities rare;
} kept_pair;

typedef struct {
    kept_pair *pairs;
    size_t count, capacity;
} kept_list;

typedef struct {
    pattern *patterns, *counted_each; /* counted_each: how many pairs of each pattern were counted; NULL: all */
    size_t pattern_count;
    kept_list *kept; /* of each thread; NULL: they lie in the files of the units */
    size_t kept_count;
    uint64_t made;              /* pairs that the rules made, one that several make as often */
    uint64_t compared, counted; /* pairs, about, where not all are counted; those whose patterns were counted */
    bool all_counted;
} pair_counts;

/* The same of two values of a field that are known and not equal, whatever the column. */
unsigned scrut_link_memo_unequal(const memo_hand *h, size_t field, uint32_t a, uint32_t b);
/* Whether some field is a text or a number, whose levels are told by comparing alone. */
bool scrut_link_has_texts(const records *r);
/* The pairs to do of a sifted chunk that may weigh `floor_weight` or more, once texts and numbers are compared; how
 * many. c->most is spoilt. */
size_t scrut_link_sift_texts(const bounds *b, const memo_hand *hand, pair_chunk *c, int32_t floor_weight,
                             uint8_t ret_lanes[LINK_PAIRS]);

/* Pairs of a rule. Of those that it made an earlier rule may have found some; which these are is known of the parts
 * whose patterns are counted. */
typedef struct {
    uint64_t made;         /* in all parts */
    uint64_t made_counted; /* in those that are counted */
    uint64_t counted;      /* of the latter, those that no earlier rule found */
} pairs_made;

static inline void scrut_link_add_made(pairs_made *sum, const pairs_made *p)
{
    sum->made += p->made;
    sum->made_counted += p->made_counted;
    sum->counted += p->counted;
}

/* Patterns of rule after rule. */
typedef struct {
    tally all, rule;                  /* `all` in PAIR_UNITS, of the rules that were ended; `rule` in pairs */
    tally each;                       /* as `all`, but what was counted, not what it stands for */
    pairs_made pairs;                 /* of the rule */
    uint64_t made, compared, counted; /* of the rules that were ended, as pair_counts has them */
    bool sampled;                     /* of some rule not all was counted */
} pattern_sums;

/* Adds patterns to those of the rule; not their number to `pairs`. A lack of memory is told at the end. */
void scrut_link_sums_add(pattern_sums *s, const pattern patterns[], size_t count);
#define PARTS_OF_RULE (SHARDS * SHARD_PARTS)
/* How many of the parts of a rule have their patterns counted, if there is a guess: the first ones of its shards. */
unsigned scrut_link_counted_parts(const blocking *b, size_t rule_index);
/* What was counted of the rule stands for all parts: a few keys, as of the most common names and a default day, have
 * so many of its pairs that pairs made in all for those made where counted would tell whether these keys lie there, and
 * scale with them the patterns by which people are told from twins. False without memory. */
bool scrut_link_sums_end_rule(pattern_sums *s, uint64_t counted_parts);
/* All patterns, in order of their keys, and how many pairs; false without memory. */
bool scrut_link_sums_end(pattern_sums *s, pair_counts *ret);
void scrut_link_sums_free(pattern_sums *s);

/* What to do: the pairs of some shards. All are counted, or with a guess those of some parts of each rule. Those are
 * kept that weigh `floor_weight` or more by `guess` (NULL: all). */
typedef struct {
    const records *r;
    const blocking *b;
    const memo *memo;
    uint32_t shards;
    const model *strangers; /* a model, of which only what it knows of strangers counts */
    const model *guess;
    int32_t floor_weight;
    const struct link_stage *stage; /* where what each unit finds is kept, and taken from when it is there; or NULL */
} count_task;

/* Statuses of scrut_link_unit_write. What it returns is freed by scrut_link_free_counts. */
scrut_status scrut_link_count(const count_task *task, scrut_pool *pool, pair_counts *ret, scrut_error *err);

void scrut_link_free_counts(pair_counts *c);

typedef bool (*kept_visit)(void *context, const kept_pair pairs[], size_t count);
/* Calls `visit` with all pairs that were kept, some at a time, until it returns false for want of memory. */
scrut_status scrut_link_each_kept(const count_task *task, const pair_counts *counts, kept_visit visit, void *context,
                                  scrut_error *err);

/* Puts pairs in the order of their rows; the first ones are below row_count. False without memory. */
bool scrut_link_order_pairs(scrut_link_pair pairs[], size_t count, uint32_t row_count, scrut_pool *pool);

/* Learns from pairs, a share `recall` of those of one person, what the second entries of a list show to strangers.
 * False without memory. */
bool scrut_link_learn_entries(const records *r, const scrut_link_pair pairs[], size_t count, double recall,
                              scrut_pool *pool, model *m);
/* Weighs pairs of one list anew by what others of their rows are. False without memory. */
bool scrut_link_weigh_thirds(const records *r, const model *m, double recall, scrut_pool *pool, scrut_link_pair pairs[],
                             size_t count);

/* cluster[row]: the first row of its cluster. False without memory. */
bool scrut_link_cluster(const records *r, const model *m, const scrut_link_pair pairs[], size_t count,
                        uint32_t cluster[]);

#endif
