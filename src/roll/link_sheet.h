/* SPDX-License-Identifier: Apache-2.0
 * link_sheet.h: rows of blocks by columns, to tell many pairs at a time that weigh too little. */
#ifndef SCRUT_LINK_SHEET_H
#define SCRUT_LINK_SHEET_H

#include "scrutineer/link.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHEET_LANES_MAX 16   /* rows at a time; so many can be read beyond the last row */
#define SHEET_SHIFTS_MAX 256 /* by which a sift goes down at a time, at most */
#define SHEET_FIELDS SCRUT_LINK_FIELDS_MAX

/* What the columns of a field are. All begin with the number of the value, 0 for what is not known. */
typedef enum {
    SHEET_SILENT, /* no other column: it adds nothing, but another field follows from it */
    SHEET_PLAIN,
    SHEET_DATE,
    SHEET_NAME
} sheet_kind;

/* Columns of a field, from its first on. */
enum {
    SHEET_NUMBER,
    SHEET_EQUAL, /* what the value adds where the other row has it, too */
    SHEET_OTHER, /* what it adds where the other has another */
    SHEET_PLAIN_WIDTH
};
enum {
    SHEET_DIGITS = SHEET_EQUAL + 1, /* of a date */
    SHEET_YEAR,
    SHEET_DEFAULT, /* -1: a default day */
    SHEET_RARER,   /* what its own frequency adds to what tells of a slip */
    SHEET_DATE_WIDTH
};
enum {
    SHEET_SKELETON = SHEET_EQUAL + 1,
    SHEET_SPELLING,
    SHEET_RARITY,  /* four times what its own frequency adds to what tells of a slip, and its class */
    SHEET_LENGTHS, /* how many letters, and in the high half how many its spelling has */
    SHEET_LETTERS, /* of a sketch, folded to 32 bits */
    SHEET_SPELT,   /* of its spelling */
    SHEET_TWIN,    /* of a given name: the number of the surname of the same key, or -1 */
    SHEET_NAME_WIDTH
};

/* Which levels of two dates or names are told apart, each as the most that it adds. */
enum {
    DATES_SWAPPED,
    DATES_DEFAULT,       /* one year, and one day is a default */
    DATES_MONTH,         /* one year and month */
    DATES_DAY,           /* one year and day of the month */
    DATES_YEAR,          /* one year */
    DATES_YEAR_OFF,      /* one day and month, not a default, of neighbouring years */
    DATES_DECADE_OFF,    /* ten years apart */
    DATES_OTHER_SLIP,    /* or of other years that may be one slip apart */
    DATES_OTHER_YEAR,    /* or are not */
    DATES_DEFAULT_OFF,   /* one default day of years one or ten apart */
    DATES_OTHER_DEFAULT, /* of other years */
    DATES_SLIP,          /* else: one digit differs */
    DATES_MAY_SLIP,      /* two digits that may have changed places */
    DATES_SLIPS,         /* two others */
    DATES_MAY_SLIPS,     /* three or four digits, two of which may have changed places */
    DATES_DIFFERENT,
    DATES_COUNT
};
enum { NAMES_SPELLING, NAMES_EDIT, NAMES_SPELLINGS, NAMES_SKELETON, NAMES_EDITS, NAMES_CLASSED };
#define NEAR_CLASSES 4 /* of how common the rarer of two values is */

/* By how much 1/c + 1/d is above the larger of the two, where one is 2^k to 2^(k+1) times the other: 1024 log2(1 +
 * 2^-k) from above. */
#define SHEET_BIT_SHIFT 10
#define SHEET_TOGETHER                                                                                                 \
    {                                                                                                                  \
        1025, 601, 332, 175, 91, 47, 24, 13                                                                            \
    }

/* By how much 1/(c + d/64) + 1/(d + c/64) is above 1/d at most, for names: 1024 log2(65) from above. */
#define SHEET_SLIP 6169

typedef struct {
    sheet_kind kind;
    int finer;       /* the field of the sheet, before this one, from which it follows; -1: none, as of names */
    uint32_t column; /* its first */
    int32_t dates[DATES_COUNT];
    int32_t names[NAMES_CLASSED][NEAR_CLASSES]; /* by the class of the rarer name */
    int32_t begins, differ;                     /* one name begins the other; they show nothing but that they differ */
} sheet_field;

/* What a field adds to the weight of a pair is bound by what a value adds that both have, or by the most of the levels
 * that two others may show; to a level of names and dates the logarithm of 1/c + 1/d is added, c and d rows having the
 * values, or what a slip of the more common name adds, or of 2/c where one of two dates, which c rows have, is a
 * default. Nothing is added where either is not known, or where both have the value of the field from which it follows.
 */
typedef struct {
    const int32_t *words; /* a column after another, of `stride` rows each */
    size_t stride;
    /* Of each row: it makes pairs with the rows from partners[] to partners_end[] - 1, all behind it; these are
     * PARTNERS_NONE and 0 where it makes none. And the prior and what the fields that the rule fixes add, less the
     * least that is wanted. */
    const int32_t *partners, *partners_end, *base;
    size_t field_count;
    sheet_field fields[SHEET_FIELDS]; /* names last */
    size_t names_from;                /* the first name's */
    int given, surname;               /* fields whose names may stand in each other's place, or -1 */
} sheet;

#define PARTNERS_NONE INT32_MAX

/* A part of a sum that is not possible. */
#define SHEET_IMPOSSIBLE (-(1 << 28))

/* Where a row has a word of a column. */
static inline size_t scrut_sheet_place(size_t stride, size_t column, size_t row)
{
    return column * stride + row;
}

/* The most that two rows of a sheet can weigh beyond their base; and whether they have their names in each other's
 * place. */
int32_t scrut_sheet_most(const sheet *s, size_t i, size_t j);
bool scrut_sheet_swapped(const sheet *s, size_t i, size_t j);

/* Bit l of ret[k]: whether row i + l makes a pair with row i + l + shift + k that may weigh enough or is swapped, for k
 * below `count`, at most SHEET_SHIFTS_MAX. There is room for an even number of them. */
typedef void sheet_sift(const sheet *s, size_t i, size_t shift, size_t count, uint16_t ret[]);

/* By how many rows at a time a sift goes, and it. All say the same. */
typedef struct {
    size_t lanes;
    sheet_sift *sift;
} sheet_sifter;

typedef enum { SHEET_ONE_BY_ONE, SHEET_AVX2, SHEET_AVX512, SHEET_MEANS } sheet_means;

/* By these means; false: the machine has them not. */
bool scrut_sheet_sifter(sheet_means means, sheet_sifter *ret);
/* By the best means that the machine has. */
sheet_sifter scrut_sheet_best_sifter(void);

/* For scrut_sheet_sifter alone; NULL where the program is not compiled for such machines. */
extern sheet_sift *const scrut_sheet_sift_avx2, *const scrut_sheet_sift_avx512;

#endif
