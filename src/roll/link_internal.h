/* SPDX-License-Identifier: Apache-2.0
 * link_internal.h: the stages of linkage. records -> compare, block -> patterns -> model -> clusters. */
#ifndef SCRUT_LINK_INTERNAL_H
#define SCRUT_LINK_INTERNAL_H

#include "link_kernels.h"
#include "scrutineer/link.h"
#include "scrutineer/mem.h"
#include "scrutineer/rng.h"

#include <stdatomic.h>
#include <string.h>

#define OUTCOMES 32 /* what a comparison can say of one field: 5 bits of a pattern */
#define RULES_MAX 64
#define FEATURES_MAX (4 * SCRUT_LINK_FIELDS_MAX)
#define RULE_FEATURES_MAX 5
#define EQUAL_CLASSES 8 /* of how common a value is, each of two bits */
#define NEAR_CLASSES 4  /* of how common the rarer of two values is */

/* Outcomes. Equal values are told apart by how common they are: EQUAL + class. Unequal ones by level, the first levels
 * of a kind also by the class of the rarer value, for a rare spelling beside a common one is more often a slip. */
enum { OUTCOME_MISSING = 0, OUTCOME_EQUAL = 1, OUTCOME_NEAR = OUTCOME_EQUAL + EQUAL_CLASSES };

/* What names, and letters outside ASCII, have besides. */
typedef struct {
    uint8_t *symbols; /* the letters by number in their column, 0 behind the end; NULL: too many for a kernel */
    uint32_t *spelling_letters; /* of its spelling; names */
    uint8_t spelling_count;
} value_forms;

#define LETTER_COUNT_MAX 255

/* One distinct value of a field. */
typedef struct {
    const char *key;    /* folded, and a NUL; LINK_SYMBOLS_MAX bytes can be read from its beginning */
    value_forms *forms; /* NULL: a column of ASCII that holds no names */
    uint32_t key_length;
    uint32_t count;    /* rows that have it */
    uint32_t skeleton; /* number of its skeleton, 0: none; names and texts */
    uint32_t spelling; /* number of its spelling; names */
    uint16_t year, month_day;
    uint8_t rarity;       /* whole bits: one row in 2^rarity has it */
    uint8_t letter_count; /* at most LETTER_COUNT_MAX */
    bool is_ascii;        /* as all of its column: the bytes of its key are its letters */
} value;

/* Of a name: which letters it has, by their last six bits. An edit changes at most two. */
typedef struct {
    uint64_t letters, spelling;
    uint32_t skeleton;
} name_sketch;

typedef struct {
    value *values; /* [0] is the missing value; in order of content */
    uint32_t count;
    int finer;          /* the column from whose values those of this one follow, as a commune from a village; or -1 */
    uint32_t *of_finer; /* then by value of that one: the value of this one that most of its rows have, or 0 */
    uint32_t *digits;   /* of dates, by value: scrut_link_date_digits; else NULL */
    name_sketch *sketches; /* of names, by value; else NULL */
    bool own;              /* the members of a household have it as strangers do */
} column;

/* Where the number of a column's value lies in a row: bits of one of the planes, each of which has a word a row. */
typedef struct {
    uint8_t plane, shift;
    uint32_t mask;
} place;

/* Zeroed memory that is read here and there: in pages of 2 MiB, where there are such, the processor finds its places
 * sooner. */
typedef struct {
    void *bytes; /* NULL: none, or no memory */
    void *base;
} large_memory;

typedef struct {
    const scrut_link_input *input;
    scrut_arena *arena;
    uint32_t row_count;
    size_t field_count;
    scrut_link_field *fields; /* copies: the input is gone after the run */
    column columns[SCRUT_LINK_FIELDS_MAX];
    place places[SCRUT_LINK_FIELDS_MAX];
    uint64_t *planes[SCRUT_LINK_FIELDS_MAX]; /* freed by scrut_link_unpack */
    size_t plane_count;
    unsigned plane_bits; /* of the last plane that are in use */
    uint32_t second_from;
    const char *program;     /* the caller's */
    const char *rows_folder; /* where the planes lie in files, which are mapped; NULL: in memory */
    uint64_t gather_bytes;
    size_t table_bytes_max; /* of the memo of a column */
    int given, surname;     /* fields, or -1 */
    bool has_finer;         /* some column follows from another */
    uint32_t *twins;        /* with both: by number of a given name, the number of the surname of the same key, or 0 */
} records;

scrut_status scrut_link_load(const scrut_link_input *input, scrut_arena *arena, scrut_pool *pool, records *ret,
                             scrut_error *err);

/* Fills in which columns follow from others, and which are a person's own. False without memory. */
bool scrut_link_relate_columns(records *r);
/* Whether two fields are one, or follow from a common one. */
bool scrut_link_same_chain(const records *r, size_t a, size_t b);

/* Finds bits for the numbers below `count` of a field, in a new plane if need be. SCRUT_E_MEMORY; SCRUT_E_IO. */
scrut_status scrut_link_pack_place(records *r, size_t field, uint32_t count, scrut_error *err);
/* Mapped rows that were read need not stay in memory; they come back from their file when they are read again. */
void scrut_link_drop_rows(const records *r);
/* To be called for each row by what goes through all of them. */
static inline void scrut_link_pass(const records *r, uint32_t row)
{
    if (r->rows_folder != NULL && (row & ((UINT32_C(1) << 19) - 1)) == 0)
        scrut_link_drop_rows(r);
}
void scrut_link_unpack(records *r);
/* The code points of a text, at most so many; how many. */
size_t scrut_link_letters(const char *text, size_t length, uint32_t letters[], size_t most);

large_memory scrut_link_large_new(size_t bytes);
void scrut_link_large_free(large_memory *m);

/* Words of a gathered row: hash and number, and those of the planes. They are carried along, for to read rows of all
 * the list here and there costs more: measured, 200 ns each. */
static inline size_t scrut_link_gathered_words(const records *r)
{
    return 1 + r->plane_count;
}

/* The number of the value that a row has in a field. */
static inline uint32_t scrut_link_value(const records *r, size_t row, size_t field)
{
    const place *p = &r->places[field];
    return (uint32_t)(r->planes[p->plane][row] >> p->shift) & p->mask;
}

/* The same in every order of the input. */
uint64_t scrut_link_content(const records *r, uint32_t row);

/* Outcomes of all fields of two rows, 5 bits each from the first field on. */
uint64_t scrut_link_compare(const records *r, uint32_t a, uint32_t b);
/* The same from the outcomes of each field for itself: what several fields say together. a, b: numbers of values. */
uint64_t scrut_link_compare_together(const records *r, const uint32_t a[], const uint32_t b[], uint64_t outcomes);
/* Whether each of two rows has its given name where the other has its surname; by numbers of values. */
bool scrut_link_is_swapped(const records *r, const uint32_t a[], const uint32_t b[]);
/* The outcome for two values of a field, without regard to other fields. */
unsigned scrut_link_compare_values(const records *r, size_t field, uint32_t a, uint32_t b);
/* A date as eight digits of four bits, and the level of two that are not equal. month_day: 100 * month + day. */
uint32_t scrut_link_date_digits(unsigned year, unsigned month_day);
unsigned scrut_link_date_level(uint32_t a, uint32_t b);
/* A day that stands for one that is not known. */
bool scrut_link_is_default_day(uint32_t digits);
/* Sketches of a column of names. False without memory. */
bool scrut_link_sketch_names(column *c, scrut_arena *arena);
/* Whether two names show nothing but that they are different, as most do: more than two edits apart, their spellings
 * more than one, their skeletons differ, and neither begins the other. False: that is not certain. */
static inline bool scrut_link_names_differ(const name_sketch *x, const name_sketch *y)
{
    uint64_t differ = x->letters ^ y->letters, spelling = x->spelling ^ y->spelling;
    bool contained = (x->letters & differ) == 0 || (y->letters & differ) == 0;
    for (int i = 0; i < 2; i++) { /* takes away two bits of the one and four of the other */
        spelling &= spelling - (spelling != 0);
        differ &= differ - (differ != 0);
        differ &= differ - (differ != 0);
    }
    return differ != 0 && spelling != 0 && !contained && x->skeleton != y->skeleton;
}
unsigned scrut_link_names_differ_outcome(void);
/* Outcomes of a kind below equality, from OUTCOME_NEAR on. */
unsigned scrut_link_near_outcomes(scrut_link_kind kind);
unsigned scrut_link_equal_outcome(const value *v);
unsigned scrut_link_swapped_outcome(void);
/* How rare two unequal values are, as far as that tells a slip from two strangers. */
double scrut_link_slip_rarity(const records *r, size_t field, uint32_t a, uint32_t b);
/* The level of an outcome below equality, from 0, and the first outcome of a level. */
unsigned scrut_link_level(scrut_link_kind kind, unsigned outcome);
/* The class of the rarer value that an outcome below equality is for; -1: any. */
int scrut_link_class(scrut_link_kind kind, unsigned outcome);
/* From which rarity of the rarer value on a class of unequal values begins. */
unsigned scrut_link_near_rarity(unsigned class);
unsigned scrut_link_near_class(unsigned rarity);
const char *scrut_link_level_name(scrut_link_kind kind, unsigned level);

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
    size_t near;     /* which of its features says what blocks lie side by side; scrut_link_block sets it */
} rule;

/* How many rows a key may have; larger blocks are split by one feature after another of the columns that the rule does
 * not use, the most selective first. */
#define BLOCK_ROWS_MAX 512
/* Pairs of a rule by which a model is learned as well as by all of them: those of some shards. */
#define COUNTED_PAIRS 1e6
#define SHARDS 32 /* parts of a rule's rows, by the highest bits of the key */
#define SHARD_SHIFT 59
#define STRIPES 16 /* parts of all rows, in their order */

/* A row of a block whose rows beyond the limit agree in everything: which of them it is compared with. */
typedef struct {
    uint32_t rule, row, chop;
} chop_mark;

typedef struct {
    feature features[FEATURES_MAX];
    size_t feature_count;
    uint64_t groups[SCRUT_LINK_FIELDS_MAX]; /* features of each group */
    size_t group_count;
    double recall, recall_least; /* estimated share of the pairs of one person that the rules find */
    rule rules[RULES_MAX];
    size_t rule_count;
    uint32_t *parts[FEATURES_MAX];             /* by value: number of its part, 0 not known; NULL: the value's own */
    uint32_t rows[RULES_MAX][STRIPES][SHARDS]; /* that have a key */
    uint8_t finer[RULES_MAX][FEATURES_MAX];    /* features to split by */
    size_t finer_count[RULES_MAX];
    size_t block_rows_max;
    double counted_pairs;   /* of a rule, whose patterns are counted if a guess says which pairs to keep */
    bool splits[RULES_MAX]; /* some block of the rule is split */
    uint64_t *split_nodes;  /* hash set of keys of blocks, and of parts of blocks, that are split */
    size_t split_mask;
    chop_mark *chops; /* in order of rule and row */
    size_t chop_count;
    uint64_t left_out;
} blocking;

/* The part of a value that a rule compares; 0 is not known. */
uint64_t scrut_link_part(const column *c, uint32_t number, part_kind part);
/* Fills features and groups. False without memory. */
bool scrut_link_add_features(const records *r, blocking *b);
/* Numbers the parts of the values that the features compare, of those that have no numbers yet. False without memory.
 */
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

/* The key of parts that are mixed in one after another, from the number of the rule on. */
static inline uint64_t scrut_link_key_add(const blocking *b, size_t rule_index, size_t i, uint64_t key, uint32_t part,
                                          uint64_t *near)
{
    if (i == b->rules[rule_index].near)
        *near = scrut_link_mix(0, part) & KEY_NEAR_MASK;
    return scrut_link_mix(key, part);
}

static inline uint64_t scrut_link_key_end(uint64_t key, uint64_t near)
{
    return (key & ~KEY_NEAR_MASK) | near | 1;
}

/* The key of a row's block under a rule; 0 when a part is not known. */
static inline uint64_t scrut_link_key(const records *r, const blocking *b, size_t rule_index, uint32_t row)
{
    const rule *u = &b->rules[rule_index];
    uint64_t key = rule_index, near = 0;
    for (size_t i = 0; i < u->count; i++) {
        size_t f = u->features[i];
        uint32_t part = scrut_link_part_of(b, f, scrut_link_value(r, row, b->features[f].field));
        if (part == 0)
            return 0;
        key = scrut_link_key_add(b, rule_index, i, key, part, &near);
    }
    return scrut_link_key_end(key, near);
}

#define LINK_KEYS 1024
/* The same of rows first to first + count - 1, at most LINK_KEYS. */
void scrut_link_keys(const records *r, const blocking *b, size_t rule_index, uint32_t first, size_t count,
                     uint64_t ret[]);
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
    uint32_t *cells; /* row * field_count + field */
    uint32_t *parts; /* row * width * LINK_LANES + feature; behind the features the number of the list, from 1 on */
    uint32_t *rows;  /* numbers of the rows */
    int32_t *most;   /* where pairs are sifted: row * LINK_MOST_WORDS * most_width words, as the kernel takes them */
    size_t count, capacity, width, most_width;
} batch;

/* Up to 64 pairs: bit k is the pair of rows first[k] and second[k] of the batch. The pairs of a row `first` lie side by
 * side. */
typedef struct {
    const records *r;
    const blocking *b;
    const batch *rows;
    size_t rule, count;
    bool sifted; /* of a shard in which only pairs are looked for that may be kept */
    uint32_t first[LINK_PAIRS], second[LINK_PAIRS];
    uint64_t todo;             /* found by this rule and by none before it */
    uint64_t alike[PARTS_MAX]; /* by feature: both parts known and equal */
} pair_chunk;

/* Which of the pairs to do another rule finds, too. */
uint64_t scrut_link_found(const pair_chunk *c, size_t rule_index);

typedef void (*chunk_visit)(void *context, const pair_chunk *chunk);

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
    const struct bounds *bounds; /* what `sifted` chunks have of each row; NULL: there are none */
    const uint32_t *counted;     /* by rule, where there are bounds: bit set of shards that are not sifted */
    bool (*wanted)(void *context, size_t rule, size_t shard);
    bool (*done)(void *context, size_t rule, size_t shard);
    bool (*rule_done)(void *const contexts[], size_t workers, size_t rule);
} pair_work;

scrut_status scrut_link_visit(const pair_work *work, scrut_pool *pool, scrut_error *err);

/* In how many parts of a pair patterns are counted. */
#define PAIR_UNITS 65536

/* A count is of pairs and, once the patterns of all rules are added up, in PAIR_UNITS, for those of some shards stand
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
    /* Strangers without a second entry, and with one, against all of them; 0 where it makes no difference. */
    int32_t clean[SCRUT_LINK_FIELDS_MAX][OUTCOMES], spoilt[SCRUT_LINK_FIELDS_MAX][OUTCOMES];
    uint32_t entries;                      /* the chance of one among two strangers, in ENTRY_UNITS */
    uint32_t known[SCRUT_LINK_FIELDS_MAX]; /* rows whose field is known */
} model;

/* False without memory. */
bool scrut_link_chances(const records *r, size_t field, scrut_pool *pool, chances *ret);
/* A model that knows strangers and no more. False without memory. */
bool scrut_link_model_new(const records *r, scrut_pool *pool, model *ret);
/* Learns everything but strangers from the pairs that were found, a share `recall` of those of one person. Each pair of
 * those whose patterns were counted stands for so many. */
void scrut_link_estimate(const records *r, const pattern patterns[], size_t count, double stands_for, double recall,
                         model *m);
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
/* log2 of the odds that two rows are one person: of one person against strangers, less what a household takes, if the
 * chance that one of the two, as strangers, is a second entry is `entries`, in ENTRY_UNITS. */
int32_t scrut_link_weigh_outcomes(const records *r, const model *m, uint64_t outcomes, rarities rare, uint32_t entries);
/* The same by the rows; and with the chance of the model. */
int32_t scrut_link_weigh_entry(const records *r, const model *m, uint32_t a, uint32_t b, uint64_t outcomes,
                               uint32_t entries);
int32_t scrut_link_weigh(const records *r, const model *m, uint32_t a, uint32_t b, uint64_t outcomes);
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
    int32_t *equal[SCRUT_LINK_FIELDS_MAX], *rarer[SCRUT_LINK_FIELDS_MAX]; /* by value */
    value_most *values[SCRUT_LINK_FIELDS_MAX];
    int32_t finer[LINK_MOST_LANES * LINK_MOST_WIDTH_MAX]; /* by field: the one from which it follows, or -1 */
} bounds;

/* False without memory. */
bool scrut_link_bounds_new(const records *r, const model *m, bounds *ret);
void scrut_link_bounds_free(bounds *b);
/* Of one field, and of all: what two rows with these outcomes can weigh at most. */
int32_t scrut_link_bound_of(const bounds *b, size_t field, unsigned outcome, uint32_t x, uint32_t y);
int32_t scrut_link_bound(const bounds *b, const uint32_t x[], const uint32_t y[], uint64_t outcomes);
/* The pairs to do of a sifted chunk that may weigh `floor_weight` or more, by what their values add at most; how many.
 */
size_t scrut_link_sift(const bounds *b, const pair_chunk *c, int32_t floor_weight, uint8_t ret_lanes[LINK_PAIRS]);

/* Appends the model as a table. */
void scrut_link_model_print(const records *r, const model *m, scrut_buf *out);

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
} memo;

/* Of one thread: the last answers about values that are far apart. */
typedef struct {
    const memo *shared;
    uint64_t *recent; /* hash of field and values -> both and the outcome */
} memo_hand;

#define MEMO_TABLE_BYTES_MAX ((size_t)1 << 25) /* of a column */

bool scrut_link_memo_new(const records *r, value_compare compare, memo *ret);
void scrut_link_memo_free(memo *m);
bool scrut_link_memo_open(const memo *m, memo_hand *ret);
void scrut_link_memo_close(memo_hand *h);
/* The outcome of two values that are known and not equal; the second one when it is not in the table. */
unsigned scrut_link_memo_find(const memo_hand *h, size_t field, uint32_t low, uint32_t high);
static inline unsigned scrut_link_memo_outcome(const memo_hand *h, size_t field, uint32_t a, uint32_t b)
{
    const memo_table *t = &h->shared->tables[field];
    uint32_t low = a < b ? a : b, high = a < b ? b : a;
    if (high - low < t->width) {
        unsigned outcome = atomic_load_explicit(&t->outcomes[low * t->width + (high - low)], memory_order_relaxed);
        if (outcome != 0)
            return outcome;
    }
    return scrut_link_memo_find(h, field, low, high);
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
    pattern *patterns;
    size_t pattern_count;
    kept_pair *pairs; /* NULL: they lie in the files of the units */
    size_t pair_count;
    uint64_t compared, counted; /* pairs, and those of them whose patterns were counted */
} pair_counts;

/* Patterns of rule after rule. */
typedef struct {
    tally all, rule;                     /* `all` in PAIR_UNITS, of the rules that were ended; `rule` in pairs */
    uint64_t found, counted;             /* pairs of the rule, and those of them whose patterns were added */
    uint64_t compared, compared_counted; /* the same of the rules that were ended */
} pattern_sums;

/* Adds patterns to those of the rule; not their number to `counted`. A lack of memory is told at the end. */
void scrut_link_sums_add(pattern_sums *s, const pattern patterns[], size_t count);
/* What was counted of the rule stands for all that it found, of which it must be some. False without memory. */
bool scrut_link_sums_end_rule(pattern_sums *s);
/* All patterns, in order of their keys, and how many pairs; false without memory. */
bool scrut_link_sums_end(pattern_sums *s, pair_counts *ret);
void scrut_link_sums_free(pattern_sums *s);

/* What to do: the pairs of some shards. All are counted, or with a guess those of some shards of each rule. Those are
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

/* Statuses of scrut_link_unit_write. */
scrut_status scrut_link_count(const count_task *task, scrut_pool *pool, pair_counts *ret, scrut_error *err);

typedef bool (*kept_visit)(void *context, const kept_pair pairs[], size_t count);
/* Calls `visit` with all pairs that were kept, some at a time, until it returns false for want of memory. */
scrut_status scrut_link_each_kept(const count_task *task, const pair_counts *counts, kept_visit visit, void *context,
                                  scrut_error *err);

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
