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

#define LINK_MOST_LANES 8
#define LINK_MOST_WIDTH_MAX 2
#define LINK_MOST_NAMES 2

/* What a row brings to the most that its pairs can weigh, of eight fields. */
typedef struct {
    int32_t number[LINK_MOST_LANES]; /* of its value, 0 for what is not known */
    int32_t equal[LINK_MOST_LANES];  /* what the value adds where the other row has it, too */
    int32_t other[LINK_MOST_LANES];  /* and where it has another */
    uint32_t look[LINK_MOST_LANES];  /* the skeleton of a name, the digits of a date */
    int32_t rarer[LINK_MOST_LANES];  /* what the value's own frequency adds to what tells of a slip */
    struct {
        uint64_t letters, spelling;
    } names[LINK_MOST_NAMES]; /* as in a sketch */
} link_most_row;

/* Whether the names of two rows, those in a lane and at a place, certainly differ. */
static inline bool scrut_link_rows_differ(const link_most_row *a, const link_most_row *b, size_t lane, size_t name)
{
    name_sketch x = {a->names[name].letters, a->names[name].spelling, a->look[lane]};
    name_sketch y = {b->names[name].letters, b->names[name].spelling, b->look[lane]};
    return scrut_link_names_differ(&x, &y);
}

/* What is one for all rows. */
typedef struct {
    int32_t finer[LINK_MOST_LANES * LINK_MOST_WIDTH_MAX];  /* the field from which it follows, below 0: there is none */
    int32_t name[LINK_MOST_LANES * LINK_MOST_WIDTH_MAX];   /* its place among the names of its eight fields; -1: none */
    int32_t differ[LINK_MOST_LANES * LINK_MOST_WIDTH_MAX]; /* what two names that certainly differ add at most */
} link_most_fields;

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
     * what a value adds that both have, or the larger of what two others add, of names that certainly differ no more
     * than these; nothing where both have the value of the field from which it follows. A row is `width` link_most_row.
     */
    void (*most)(const link_most_row *rows, size_t width, const link_most_fields *fields, const uint32_t first[],
                 const uint32_t second[], const uint8_t lanes[], size_t count, int32_t ret[]);
} link_kernels;

/* The fastest kernels of this machine, or the portable ones. */
const link_kernels *scrut_link_kernels(bool portable);

#endif
