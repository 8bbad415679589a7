/* SPDX-License-Identifier: Apache-2.0
 * link_kernels.h: the loops over every pair, portable and with vectors; both give the same. */
#ifndef SCRUT_LINK_KERNELS_H
#define SCRUT_LINK_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINK_LANES 8        /* columns may be read so far beyond their end */
#define LINK_SYMBOLS_MAX 32 /* of a string; those behind its end are 0 */

typedef struct {
    /* For each of `column_count` columns, a `stride` apart: bit k of ret[] is set when elements i and j + k are equal
     * and not 0. count <= 64. */
    void (*alike)(const uint32_t *columns, size_t stride, size_t column_count, size_t i, size_t j, size_t count,
                  uint64_t ret[]);
    /* Bit k is set when element k is x. count <= 64. */
    uint64_t (*equal)(const uint32_t *column, uint32_t x, size_t count);
    /* Jaro and Winkler's similarity of two strings of 1 to LINK_SYMBOLS_MAX bytes (Winkler 1990: prefix of up to four,
     * scale 0.1, only above 0.7). The sums are in double, in one fixed order. */
    double (*jaro_winkler)(const uint8_t a[LINK_SYMBOLS_MAX], size_t n, const uint8_t b[LINK_SYMBOLS_MAX], size_t m);
    /* Edits that turn one string into another, whatever lies behind their ends: insert, delete, replace (Myers, JACM
     * 1999); with `neighbours` also swap two that stand side by side, each edited once (Hyyro, Nordic Journal of
     * Computing 2003). */
    unsigned (*edits)(const uint8_t a[LINK_SYMBOLS_MAX], size_t n, const uint8_t b[LINK_SYMBOLS_MAX], size_t m,
                      bool neighbours);
} link_kernels;

/* The fastest kernels of this machine, or the portable ones. */
const link_kernels *scrut_link_kernels(bool portable);

#endif
