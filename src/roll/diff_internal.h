/* SPDX-License-Identifier: Apache-2.0
 * diff_internal.h: the stages of a version diff: equal rows, keys, the model, second rows. */
#ifndef SCRUT_DIFF_INTERNAL_H
#define SCRUT_DIFF_INTERNAL_H

#include "scrutineer/roll_diff.h"

struct scrut_roll_diff {
    uint32_t old_count, new_count;
    scrut_roll_fate *old_fates, *new_fates;
};

typedef struct {
    const scrut_roll_diff_input *input;
    scrut_roll_diff *diff;
    scrut_pool *pool;
    uint32_t *left[2]; /* rows of the older and the newer list that are not matched, counted as in input->rows */
    size_t left_count[2];
} diff_work;

/* A row with a key; keys of 0 are no keys. */
typedef struct {
    uint64_t key;
    uint32_t row;
} diff_entry;

/* Hash of the fields of `mask`. */
uint64_t diff_hash(const scrut_link_input *rows, uint32_t row, uint32_t mask);
/* Whether two rows are equal in the fields of `mask`, byte by byte. */
bool diff_equal(const scrut_link_input *rows, uint32_t a, uint32_t b, uint32_t mask);
bool diff_is_empty(const scrut_link_input *rows, uint32_t row, size_t field);
uint32_t diff_fields_of(const scrut_link_input *rows, scrut_link_kind kind);
static inline uint32_t diff_all_fields(const scrut_link_input *rows)
{
    return (1U << rows->field_count) - 1;
}
/* A set of keys in which some others seem to be: most keys are told at once not to be in it. */
typedef struct {
    uint64_t *bits;
} diff_filter;
#define DIFF_FILTER_BITS 25
SCRUT_MUST_CHECK bool diff_filter_make(diff_filter *filter); /* free(filter->bits) */
static inline void diff_filter_add(diff_filter *filter, uint64_t key)
{
    uint64_t bit = key >> (64 - DIFF_FILTER_BITS);
    filter->bits[bit >> 6] |= UINT64_C(1) << (bit & 63);
}
static inline bool diff_filter_has(const diff_filter *filter, uint64_t key)
{
    uint64_t bit = key >> (64 - DIFF_FILTER_BITS);
    return (filter->bits[bit >> 6] >> (bit & 63) & 1) != 0;
}

/* By key, then by row. */
int diff_by_key(const void *a, const void *b);

/* Matches two rows, counted as in input->rows. */
void diff_match(diff_work *w, uint32_t old_row, uint32_t new_row, scrut_roll_stage stage);
bool diff_is_matched(const diff_work *w, uint32_t row);
/* Takes rows that were matched since out of `left`. */
void diff_drop_matched(diff_work *w);

/* Each matches what it can. SCRUT_E_MEMORY; the model also as scrut_link_run. */
SCRUT_MUST_CHECK scrut_status diff_match_equal(diff_work *w, scrut_error *err);
SCRUT_MUST_CHECK scrut_status diff_match_keys(diff_work *w, scrut_error *err);
SCRUT_MUST_CHECK scrut_status diff_match_model(diff_work *w, scrut_error *err);
/* Finds the other row of a person among the matched rows of the other list. */
SCRUT_MUST_CHECK scrut_status diff_find_seconds(diff_work *w, scrut_error *err);

/* Expected counts of `areas`, their spread and q-values, from counts and `exposed` (what is expected beyond a rate a
 * row). SCRUT_E_MEMORY. */
typedef struct {
    double *exposed;     /* an area: expected for a reason, such as deaths */
    const int64_t *rows; /* an area */
    scrut_roll_expected **counts;
    size_t count;
} diff_family;
SCRUT_MUST_CHECK scrut_status diff_expect(const diff_family *family, double *ret_rate, double *ret_spread,
                                          scrut_error *err);

/* P(X >= k) of a negative binomial with the variance mean + spread * mean^2; a Poisson number without spread. */
double diff_chance_of_more(double mean, double spread, int64_t k);
/* Fills what is expected, between what, and p_more, of e->seen. */
void diff_expect_one(scrut_roll_expected *e, double mean, double spread);

#endif
