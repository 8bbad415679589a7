/* SPDX-License-Identifier: Apache-2.0
 * link_index.h: the rows that stand in some pair, numbered in their order. Few rows do, so what is kept of each is kept
 * by this number. */
#ifndef SCRUT_LINK_INDEX_H
#define SCRUT_LINK_INDEX_H

#include "link_internal.h"

typedef struct {
    uint64_t rows;   /* bit r: row 64 i + r is one of them */
    uint32_t before; /* how many are below row 64 i */
} row_word;

typedef struct {
    row_word *words;
    uint32_t count; /* of the rows in pairs */
} row_index;

/* Of pairs that weigh `weight_min` or more. Free with scrut_link_index_free. False without memory. */
bool scrut_link_index(uint32_t row_count, const scrut_link_pair pairs[], size_t count, int32_t weight_min,
                      row_index *ret);
void scrut_link_index_free(row_index *index);

/* How many of the rows are below `row`, which is its number if it is one of them. */
static inline uint32_t scrut_link_index_of(const row_index *index, uint32_t row)
{
    const row_word *w = &index->words[row / 64];
    return w->before + (uint32_t)__builtin_popcountll(w->rows & ((UINT64_C(1) << row % 64) - 1));
}

static inline bool scrut_link_index_has(const row_index *index, uint32_t row)
{
    return (index->words[row / 64].rows >> row % 64 & 1) != 0;
}

/* The rows by their numbers. */
void scrut_link_index_rows(const row_index *index, uint32_t row_count, uint32_t ret_rows[]);

#endif
