/* SPDX-License-Identifier: Apache-2.0
 * roll.h: lists of people: dates of birth as clerks write them, and which records are the same person.
 *
 * Nothing here names a person in a message, and nothing here is a list to remove people by: a pair is a reason to look
 * at two records, with the probability that they are one person. */
#ifndef SCRUTINEER_ROLL_H
#define SCRUTINEER_ROLL_H

#include "scrutineer/err.h"

/* What is odd or unsettled about a date of birth. */
#define SCRUT_DATE_DEFAULT_DAY 1u /* 1 January: often written when only the year is known */
#define SCRUT_DATE_FILLER 2u      /* a value that stands for "not known" (year 1800, 1900 or 1111, or 9999) */
#define SCRUT_DATE_BUDDHIST 4u    /* a year of the Buddhist era; `year` is 543 less, the true one may be 544 less */
#define SCRUT_DATE_SWAPPED 8u     /* day and month stood in the other order, as the numbers show */
#define SCRUT_DATE_AMBIGUOUS 16u  /* they could stand in either order */
#define SCRUT_DATE_CENTURY 32u    /* a year of two digits; the century is the one given to the parser */
#define SCRUT_DATE_IMPOSSIBLE 64u /* no such day (31 April, 29 February of a common year); the parts are kept */

/* A date with its precision: a part that is not known is 0. */
typedef struct {
    int16_t year;
    uint8_t month, day;
    unsigned flags;
} scrut_date;

typedef enum {
    SCRUT_DATE_YEAR_FIRST, /* 1980-02-01, 19800201 */
    SCRUT_DATE_DAY_FIRST,  /* 01/02/1980, 01021980 */
    SCRUT_DATE_MONTH_FIRST,
} scrut_date_order;

/* Reads a date of numbers in any digits (ASCII, Khmer, Arabic-Indic), separated by anything that is not a digit or,
 * with eight digits, by nothing; a year alone, or a year and a month, is fine. The year is found by its four digits or,
 * of two digits, in the place that `order` says, and is the last such year not after `last_year`. Parts "00", "xx" and
 * "??" are not known. False: no date; *ret_date is then untouched. */
SCRUT_API SCRUT_MUST_CHECK bool scrut_date_parse(const char *bytes, size_t length, scrut_date_order order,
                                                 int last_year, scrut_date *ret_date);

#endif
