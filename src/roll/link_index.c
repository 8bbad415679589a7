/* SPDX-License-Identifier: Apache-2.0 */
#include "link_index.h"

#include <stdlib.h>

bool scrut_link_index(uint32_t row_count, const scrut_link_pair pairs[], size_t count, int32_t weight_min,
                      row_index *ret)
{
    size_t words = row_count / 64 + (size_t)1;
    row_index index = {.words = calloc(words, sizeof *index.words)};
    if (index.words == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (pairs[i].weight < weight_min)
            continue;
        index.words[pairs[i].a / 64].rows |= UINT64_C(1) << pairs[i].a % 64;
        index.words[pairs[i].b / 64].rows |= UINT64_C(1) << pairs[i].b % 64;
    }
    for (size_t i = 0; i < words; i++) {
        index.words[i].before = index.count;
        index.count += (uint32_t)__builtin_popcountll(index.words[i].rows);
    }
    *ret = index;
    return true;
}

void scrut_link_index_free(row_index *index)
{
    free(index->words);
    *index = (row_index){0};
}

void scrut_link_index_rows(const row_index *index, uint32_t row_count, uint32_t ret_rows[])
{
    size_t at = 0;
    for (uint32_t i = 0; i <= row_count / 64; i++) {
        for (uint64_t left = index->words[i].rows; left != 0; left &= left - 1)
            ret_rows[at++] = 64 * i + (uint32_t)__builtin_ctzll(left);
    }
}
