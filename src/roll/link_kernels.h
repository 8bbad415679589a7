/* SPDX-License-Identifier: Apache-2.0
 * link_kernels.h: the loops over every pair, portable and with vectors; both give the same. */
#ifndef SCRUT_LINK_KERNELS_H
#define SCRUT_LINK_KERNELS_H

#include "link_sheet.h"

#define LINK_LANES 8        /* words of a row that are compared at a time */
#define LINK_PAIRS 64       /* pairs that are looked at at a time */
#define LINK_SYMBOLS_MAX 32 /* of a string; those behind its end are 0 */

/* Of a name: which letters it has, by their last six bits, and its spelling. An edit changes at most two. */
typedef struct {
    uint64_t letters, spelling;
    uint32_t skeleton;
} name_sketch;

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
} link_kernels;

/* The fastest kernels of this machine, or the portable ones. */
const link_kernels *scrut_link_kernels(bool portable);

#endif
