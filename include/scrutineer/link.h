/* SPDX-License-Identifier: Apache-2.0
 * link.h: which records of one list, or of two, are the same person (Fellegi and Sunter, JASA 1969).
 *
 * Same input, same answer: records are put into an order of their content first, counts are integers and weights whole
 * numbers of 1/1024 bit, so that neither the order of the input nor the number of threads shows. No labels and nothing
 * to tune: what agreement is worth is estimated from the lists themselves. Row numbers are the only thing that leaves
 * this module; no message holds a cell. */
#ifndef SCRUTINEER_LINK_H
#define SCRUTINEER_LINK_H

#include "scrutineer/buf.h"
#include "scrutineer/pool.h"
#include "scrutineer/roll.h"

#define SCRUT_LINK_FIELDS_MAX 10
#define SCRUT_LINK_ROWS_MAX ((uint32_t)1 << 27)
#define SCRUT_LINK_BIT 1024 /* units of weight in one bit */

typedef enum {
    SCRUT_LINK_GIVEN,    /* given name */
    SCRUT_LINK_SURNAME,  /* surname; the two may stand in each other's column */
    SCRUT_LINK_BORN,     /* date of birth */
    SCRUT_LINK_TEXT,     /* an address, a place: words with spelling errors */
    SCRUT_LINK_NUMBER,   /* a house number, a postcode: characters with slips */
    SCRUT_LINK_CATEGORY, /* sex, a village code: equal or not */
    SCRUT_LINK_IDENTITY, /* a number or address of one person alone, with slips */
} scrut_link_kind;

typedef struct {
    const char *name;
    scrut_link_kind kind;
} scrut_link_field;

/* Cells by row and field. An empty cell is not known. The bytes need live until the next call only.
 *
 * Whoever has numbered the cells of each column may say so in place of `cell`, which is then not called: `numbers`
 * writes those of some rows, below value_count, and `value` gives the cell of a number, both on any thread. Two numbers
 * may have the same cell, and not every number need occur. All are asked for before rows are compared. */
typedef struct {
    uint32_t row_count;
    uint32_t second_from; /* rows from here on are the second list; 0: one list, compared with itself */
    size_t field_count;
    const scrut_link_field *fields;
    scrut_date_order date_order;
    int last_year; /* the latest year of birth */
    const char *(*cell)(const void *context, uint32_t row, size_t field, size_t *ret_length);
    uint32_t (*value_count)(const void *context, size_t field);
    const char *(*value)(const void *context, size_t field, uint32_t number, size_t *ret_length);
    void (*numbers)(const void *context, size_t field, uint32_t first_row, uint32_t row_count, uint32_t ret_numbers[]);
    void (*release)(const void *context); /* called once no cell is asked for any more; may be NULL */
    const void *context;
    uint64_t gather_bytes; /* how much may be gathered at a time, besides the packed rows; 0: all rows of a rule. With
                            * less they are read more often; the result is the same */
    /* A folder (made when it is not there) in which what was found so far is kept: a run that was ended goes on where
     * it was, with the same result. It holds row numbers, what was seen of each column, and a hash of the list; no
     * cell. */
    const char *work;       /* NULL: none */
    bool work_is_temporary; /* the folder is removed in the end */
    const char *program;    /* the version whose work it is */
    /* How much memory may be used besides the caller's own and 4 bytes a row for the result; 0: what it takes. Needs
     * `work`, where rows and pairs then lie. The result is the same. */
    uint64_t memory_bytes;
} scrut_link_input;

/* A pair of rows; for two lists `a` is in the first. weight: units of 1/SCRUT_LINK_BIT bit, log2 of the odds that they
 * are one person. In one list other rows speak, too; in two `second_entry` and `third` are 0. */
typedef struct {
    uint32_t a, b;
    int32_t weight;
    int32_t third; /* of the weight: what comes of rows that are alike with both, or with one */
    uint16_t
        second_entry[2]; /* the chance, in 1/65536, that as strangers a, and b, is the second entry of a third row */
    uint64_t outcomes; /* what was seen of each field, 5 bits from the first field on; the model says what they mean */
} scrut_link_pair;

typedef struct scrut_link scrut_link;

/* Links the rows. Pairs with odds of `floor_weight` or more are kept. SCRUT_E_LIMIT: too many rows or fields;
 * SCRUT_E_INPUT: a cell is not UTF-8, with its row in `line`; no two fields to compare; the work folder holds other
 * files or work of something else, which the message tells; SCRUT_E_LIMIT: another run works there; SCRUT_E_IO: files
 * of the work folder; SCRUT_E_MEMORY. `pool` may be NULL. Free with scrut_link_free (NULL is fine). */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_link_run(const scrut_link_input *input, int32_t floor_weight,
                                                       scrut_pool *pool, scrut_link **ret_link, scrut_error *err);
SCRUT_API void scrut_link_free(scrut_link *link);

/* Pairs in order of their rows. */
SCRUT_API const scrut_link_pair *scrut_link_pairs(const scrut_link *link, size_t *ret_count);
/* What the values of a pair's rows in a field add to the weight that the model gives its outcome, in the same units:
 * values rarer than the mean of their class add, more common ones take away. 0 <= field < field_count of the input. */
SCRUT_API int32_t scrut_link_pair_rarity(const scrut_link *link, const scrut_link_pair *pair, size_t field);
/* Which of a pair's rows has the rarer one of two alike values of a field, 1 for `a` and 2 for `b`, where that tells
 * which of them would be a second entry; else 0. */
SCRUT_API unsigned scrut_link_pair_rarer(const scrut_link *link, const scrut_link_pair *pair, size_t field);
/* cluster[row]: the smallest row of its cluster, itself when it is alone. */
SCRUT_API const uint32_t *scrut_link_clusters(const scrut_link *link);

typedef struct {
    uint64_t pairs_made;     /* by all rules, a pair that several make as often */
    uint64_t pairs_compared; /* different ones; about, where not all are counted */
    uint64_t pairs_counted;  /* of these, those by which the model was learned: of large lists a sample, by hash */
    bool all_counted;
    uint64_t pairs_left_out; /* by splitting blocks that were too large; another rule may have compared them */
    uint64_t patterns;
    size_t rules;
    double recall;        /* estimated share of the pairs of one person that the rules find */
    double recall_least;  /* its lower end: by what it was learned from, and if errors come together twice as often */
    double same_expected; /* pairs of the same person among those compared: sum of probabilities */
} scrut_link_summary;

SCRUT_API scrut_link_summary scrut_link_summarise(const scrut_link *link);
/* Appends the model as CSV: the prior and, for each field and outcome, its chance in one person, in a household and
 * among strangers, and the weights; docs/formats/roll.md tells how they add up. */
SCRUT_API void scrut_link_print_model(const scrut_link *link, scrut_buf *out);

#endif
