/* SPDX-License-Identifier: Apache-2.0
 * link_kernels.h: the loops over every pair, portable and with vectors; both give the same. */
#ifndef SCRUT_LINK_KERNELS_H
#define SCRUT_LINK_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINK_LANES 8        /* words of a row that are compared at a time */
#define LINK_PAIRS 64       /* pairs that are looked at at a time */
#define LINK_SYMBOLS_MAX 32 /* of a string; those behind its end are 0 */

/* What a row brings to the most that its pairs can weigh, of eight fields: the numbers of its values, 0 for what is not
 * known, what each adds where the other row has it, too, and where it has another. */
#define LINK_MOST_LANES 8
#define LINK_MOST_WORDS (3 * LINK_MOST_LANES)
#define LINK_MOST_WIDTH_MAX 2

typedef struct {
    /* Compares row i with rows j to j + count - 1, each of `width` times LINK_LANES words. Bit l of ret[w][k] is set
     * when word LINK_LANES * w + l of rows i and j + k is the same and not 0. */
    void (*alike)(const uint32_t *rows, size_t width, size_t i, size_t j, size_t count, uint8_t ret[][LINK_PAIRS]);
    /* The same by words: bit k of ret[LINK_LANES * w + l] is bit l of bytes[w][k]. */
    void (*turn)(const uint8_t bytes[][LINK_PAIRS], size_t width, uint64_t ret[]);
    /* Jaro and Winkler's similarity of two strings of 1 to LINK_SYMBOLS_MAX bytes (Winkler 1990: prefix of up to four,
     * scale 0.1, only above 0.7). The sums are in double, in one fixed order. */
    double (*jaro_winkler)(const uint8_t a[LINK_SYMBOLS_MAX], size_t n, const uint8_t b[LINK_SYMBOLS_MAX], size_t m);
    /* Edits that turn one string into another, whatever lies behind their ends: insert, delete, replace (Myers, JACM
     * 1999); with `neighbours` also swap two that stand side by side, each edited once (Hyyro, Nordic Journal of
     * Computing 2003). */
    unsigned (*edits)(const uint8_t a[LINK_SYMBOLS_MAX], size_t n, const uint8_t b[LINK_SYMBOLS_MAX], size_t m,
                      bool neighbours);
    /* The most that pairs of rows first[k] and second[k] can weigh, for `count` numbers k in lanes[]: of each field
     * what a value adds that both have, or the larger of what two others add; nothing where both have the value of the
     * field from which it follows, finer[], below 0 where there is none. A row is `width` times LINK_MOST_WORDS words.
     */
    void (*most)(const int32_t *rows, size_t width, const int32_t finer[], const uint32_t first[],
                 const uint32_t second[], const uint8_t lanes[], size_t count, int32_t ret[]);
} link_kernels;

/* The fastest kernels of this machine, or the portable ones. */
const link_kernels *scrut_link_kernels(bool portable);

#endif
