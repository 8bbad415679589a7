/* SPDX-License-Identifier: Apache-2.0
 * roll_case.h: the section "roll" of election.yaml (docs/formats/case.md): which file holds which version of the list
 * of voters, and the evidence beside it. Only names of files and columns stand here; no row was read, so that a case
 * can be looked at without the people in it. */
#ifndef SCRUTINEER_ROLL_CASE_H
#define SCRUTINEER_ROLL_CASE_H

#include "scrutineer/election.h"

/* What a column of a list of people holds. Those up to CATEGORY are compared when rows are linked. */
typedef enum {
    SCRUT_PERSON_GIVEN,
    SCRUT_PERSON_SURNAME,
    SCRUT_PERSON_BORN,
    SCRUT_PERSON_IDENTITY, /* a number of one person alone */
    SCRUT_PERSON_SEX,
    SCRUT_PERSON_TEXT, /* words with spelling errors: a place, a parent's name */
    SCRUT_PERSON_NUMBER,
    SCRUT_PERSON_CATEGORY,
    SCRUT_PERSON_KEY, /* the row's own number, by which the marked copy names it */
    SCRUT_PERSON_STATION,
    SCRUT_PERSON_CONSTITUENCY,
    SCRUT_PERSON_AREA,
    SCRUT_PERSON_REGISTERED, /* the day of registration */
    SCRUT_PERSON_ORDER,      /* the place in the order of registration */
    SCRUT_PERSON_CLERK,
    SCRUT_PERSON_ADDRESS,  /* the household */
    SCRUT_PERSON_DOCUMENT, /* the kind of paper shown: a card, a temporary form */
    SCRUT_PERSON_VOTED,    /* the mark that the person voted */
    SCRUT_PERSON_DIED,
    SCRUT_PERSON_PART_COUNT
} scrut_person_part;

/* "given", "surname", ...: as in election.yaml; AREA has the names of the case's levels instead. */
SCRUT_API const char *scrut_person_part_name(scrut_person_part part);

typedef struct {
    scrut_person_part part;
    uint32_t level;     /* AREA: into area_levels */
    const char *header; /* of the file */
} scrut_person_column;

#define SCRUT_PERSON_COLUMNS_MAX 32

/* How days are written in a list; the order of scrut_date_order (roll.h). */
typedef enum { SCRUT_DAYS_YEAR_FIRST, SCRUT_DAYS_DAY_FIRST, SCRUT_DAYS_MONTH_FIRST } scrut_day_order;

typedef struct {
    const char *column, *text;
} scrut_person_filter;

/* A file of people. Every header was found in it. */
typedef struct {
    const char *file; /* inside the case; NULL: not provided */
    const char *full_path;
    scrut_csv_options options;
    scrut_day_order days;
    scrut_person_column columns[SCRUT_PERSON_COLUMNS_MAX]; /* several STATION columns together name the station */
    size_t column_count;
    scrut_person_filter *filters; /* only the rows with all of these */
    size_t filter_count;
} scrut_person_list;

#define SCRUT_DAY_UNKNOWN INT32_MIN

/* One published state of the list. */
typedef struct {
    scrut_provenance about;
    int32_t day;     /* of `about.date`, since 1970 */
    int32_t cleaned; /* deaths up to this day were taken off; SCRUT_DAY_UNKNOWN */
    scrut_person_list list;
    scrut_person_list removed, added; /* what was published as taken off and entered since the version before */
} scrut_roll_version;

/* One page of the marked copy that a second person read: `voted` names that voted, of which `missed` had no mark in the
 * copy; `not_voted` names that did not, of which `wrong` had one. */
typedef struct {
    const char *page;
    int64_t voted, missed, not_voted, wrong;
} scrut_roll_page;

/* Of 100,000 people of at least `age` years, up to the next row's age, so many die in a year. */
typedef struct {
    int64_t age;
    int64_t male, female; /* per 100,000 */
} scrut_roll_mortality;

/* How many people of voting age live somewhere. */
typedef struct {
    const char *unit; /* as the table names it; "" for the nation */
    int64_t people;
    int64_t error; /* half of the width of the interval of 95 %, in people; -1: not known */
    scrut_cell_ref where;
} scrut_roll_people;

typedef enum {
    SCRUT_CHECKSUM_NONE,
    SCRUT_CHECKSUM_LUHN,     /* ISO/IEC 7812-1 */
    SCRUT_CHECKSUM_MOD97,    /* ISO/IEC 7064 MOD 97-10: the number modulo 97 is 1 */
    SCRUT_CHECKSUM_VERHOEFF, /* J. Verhoeff, Error Detecting Decimal Codes, 1969 */
} scrut_checksum;

typedef struct scrut_case_roll {
    int64_t age;              /* of voting */
    int64_t registered_limit; /* most names of one station by law; 0: not given */
    scrut_checksum checksum;  /* of identity numbers */
    /* Words of the cells, as written. */
    const char **male, **female, **voted;
    size_t male_count, female_count, voted_count;

    scrut_roll_version *versions; /* in the order of their days; the last is the one audited */
    size_t version_count;

    scrut_person_list marked; /* key and voted; else the column `voted` of the version */
    scrut_provenance marked_about;
    scrut_roll_page *pages;
    size_t page_count;

    scrut_person_list deaths; /* people who died */
    scrut_provenance deaths_about;
    scrut_roll_mortality *mortality; /* by age */
    size_t mortality_count;
    int64_t deaths_removed; /* taken off as dead since `cleaned`; -1: not known */

    int64_t population_year; /* 0: not given */
    scrut_provenance population_about;
    scrut_roll_people *people;
    size_t people_count;
    int people_level; /* of the rows: -1 the nation, 0 constituencies, 1 + area level */
} scrut_case_roll;

#endif
