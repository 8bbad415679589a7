/* SPDX-License-Identifier: Apache-2.0
 * link_values.h: the distinct values of a column, from its cells as they came. */
#ifndef SCRUT_LINK_VALUES_H
#define SCRUT_LINK_VALUES_H

#include "link_internal.h"

/* Texts numbered from 0 in the order in which they come. Zeroed: none; free with scrut_link_words_free. */
typedef struct {
    const char *text;
    uint32_t length;
} link_word;

typedef struct {
    uint64_t *slots;
    size_t mask;
    link_word *words;
    size_t count, capacity;
    scrut_arena *arena;
} link_words;

/* Number of a text, new or known; UINT32_MAX without memory. */
uint32_t scrut_link_words_put(link_words *w, const char *text, size_t length);
void scrut_link_words_free(link_words *w);

/* The different cells of a column, so that each is folded once. */
typedef struct {
    link_words cells;  /* when the caller has not numbered them */
    uint32_t *numbers; /* by row; NULL when the caller has them */
    uint32_t count;
} link_raw;

const char *scrut_link_raw_text(const records *r, size_t field, const link_raw *raw, uint32_t number,
                                size_t *ret_length);
/* The first row with this number. */
uint32_t scrut_link_raw_row(const records *r, size_t field, const link_raw *raw, uint32_t number);

#define VALUE_STRIPES 32 /* of the values of a column, which are done on any thread */
static inline uint32_t scrut_link_stripe_start(uint32_t count, size_t stripe)
{
    return (uint32_t)((uint64_t)count * stripe / VALUE_STRIPES);
}

/* Folds the cells and numbers the values of the column in the order of their keys, the empty one first.
 * to_value[raw number] becomes the number of its value. SCRUT_E_INPUT: a cell is not UTF-8; SCRUT_E_MEMORY. */
scrut_status scrut_link_make_values(records *r, size_t field, const link_raw *raw, scrut_pool *pool,
                                    uint32_t to_value[], scrut_error *err);
/* What is compared of the values, once their rows are counted; `words` numbers spellings and skeletons of all columns.
 * False without memory. */
bool scrut_link_fill_values(records *r, size_t field, scrut_pool *pool, link_words *words);
int scrut_link_by_key(const value *a, const value *b);

#endif
