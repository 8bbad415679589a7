/* SPDX-License-Identifier: Apache-2.0
 * link_sheet.h: rows of blocks by columns, to tell many pairs at a time that weigh too little. */
#ifndef SCRUT_LINK_SHEET_H
#define SCRUT_LINK_SHEET_H

#include "scrutineer/link.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHEET_LANES 8 /* rows at a time; a column can be read so far behind its last row */
#define SHEET_FIELDS SCRUT_LINK_FIELDS_MAX
#define SHEET_SIFTED 256 /* rows that are sifted against one at a time, at most */

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

typedef struct {
    sheet_kind kind;
    int finer;       /* the field of the sheet, before this one, from which it follows; -1: none, as of names */
    uint32_t column; /* its first */
    int32_t dates[DATES_COUNT];
    int32_t names[NAMES_CLASSED][NEAR_CLASSES]; /* by the class of the rarer name */
    int32_t best[NEAR_CLASSES];                 /* of the levels of a class */
    int32_t begins, differ;                     /* one name begins the other; they show nothing but that they differ */
} sheet_field;

/* What a field adds to the weight of a pair is bound by what a value adds that both have, or by the most of the levels
 * that two others may show; to a level of names and dates the logarithm of 1/c + 1/d is added, c and d rows having the
 * values, or of 2/c where one of two dates, which c rows have, is a default. Nothing is added where either is not
 * known, or where both have the value of the field from which it follows. */
typedef struct {
    const int32_t *words; /* SHEET_LANES rows after another, of each lot `width` columns one after another; aligned */
    size_t width, field_count;
    sheet_field fields[SHEET_FIELDS]; /* names last */
    size_t names_from;                /* the first name's */
    int given, surname;               /* fields whose names may stand in each other's place, or -1 */
} sheet;

/* A part of a sum that is not possible. */
#define SHEET_IMPOSSIBLE (-(1 << 28))

/* Where a row has a word of a column. */
static inline size_t scrut_sheet_place(size_t width, size_t column, size_t row)
{
    return (row / SHEET_LANES * width + column) * SHEET_LANES + row % SHEET_LANES;
}

/* The most that two rows of a sheet can weigh; and whether they have their names in each other's place. */
int32_t scrut_sheet_most(const sheet *s, size_t i, size_t j);
bool scrut_sheet_swapped(const sheet *s, size_t i, size_t j);

/* Bit l of ret[k]: whether row SHEET_LANES * (from / SHEET_LANES + k) + l, if it is from `from` to end - 1, and row i
 * may weigh `least` or more, or are swapped. */
typedef void sheet_sift(const sheet *s, size_t i, size_t from, size_t end, int32_t least, uint8_t ret[]);
/* By vectors where the machine has them, or by plain arithmetic: both say the same. */
sheet_sift *scrut_sheet_sift(bool portable);

#endif
