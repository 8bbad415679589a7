/* SPDX-License-Identifier: Apache-2.0
 * audit_internal.h: what the parts of the audit of a roll share: the people as columns of small numbers, and the
 * detectors that look at them. No function here puts a cell of the list into a message. */
#ifndef SCRUT_AUDIT_INTERNAL_H
#define SCRUT_AUDIT_INTERNAL_H

#include "scrutineer/link.h"
#include "scrutineer/mem.h"
#include "scrutineer/roll_audit.h"
#include "scrutineer/stats.h"

#include <string.h>
#include <sys/resource.h>

#define NORMAL_95 1.959963984540054
#define SEX_MALE 1
#define SEX_FEMALE 2

/* ---- rows in the order of columns (order.c) ---- */

/* The rows 0 .. count in their own order. */
void order_begin(uint32_t order[], size_t count);
/* Puts order[0 .. count) into the order of column[order[i]], equal ones staying in the order that they have; so several
 * calls, the last column first, order by several columns. `spare` has `count` places. */
void order_rows(uint32_t order[], uint32_t spare[], size_t count, const uint32_t column[]);

/* ---- people (people.c, people_places.c) ---- */

/* A row's unit at one level; units are numbered in the order of their names. */
typedef struct {
    uint32_t *of_row;
    const char **names;
    uint32_t *constituency; /* a unit: index, or SCRUT_NONE when it lies in several or none */
    uint32_t count;         /* 0: not known */
} people_units;

/* A list in memory: columns of numbers by row; NULL where the list has no such column. 0 is "not known" in all of them.
 */
typedef struct {
    scrut_arena *arena; /* of the lists of people; freed with them */
    const scrut_person_list *list;
    scrut_table *table;
    uint32_t count;
    int16_t at[SCRUT_PERSON_PART_COUNT]; /* first table column of a part; -1 */
    uint32_t *surname, *name, *skeleton; /* name: surname, given name and sex together */
    uint32_t *born;                      /* SCRUT_BORN */
    uint8_t *born_flags;                 /* SCRUT_DATE_... */
    uint8_t *sex, *voted;
    uint32_t *identity, *key, *clerk, *address, *document;
    uint32_t *registered; /* day + 2^30 */
    uint32_t *position;   /* place in the order of registration + 1 */
    uint32_t document_count;
    const char **documents; /* kinds of papers by number; they name no person */
    uint64_t *key_hash;     /* of `key`, to join other lists; NULL without it */
    people_units station, constituency, area;
    const char *area_level; /* the case's name of `area`'s level; NULL: none */
} people;

#define DAY_ZERO (1 << 30)
#define LAST_YEAR 2100

/* Reads the columns that a list has. SCRUT_E_INPUT and the like as scrut_csv_read. Free with people_free. */
SCRUT_MUST_CHECK scrut_status people_load(const scrut_case *c, const scrut_person_list *list, scrut_pool *pool,
                                          people *ret, scrut_error *err);
void people_free(people *p);
/* Numbers the rows by several columns together, from 1 in their order; rows where all are 0 get 0. False without
 * memory. */
bool number_rows(const uint32_t *const columns[], size_t column_count, uint32_t count, uint32_t ret_numbers[],
                 uint32_t *ret_count);
/* Stations, constituencies and areas of the rows. */
scrut_status people_find_places(const scrut_case *c, people *p, scrut_error *err);
/* Number of the unit with this name; 0: none. */
uint32_t people_find_unit(const people_units *u, const char *name);
/* Units of one level of areas, from the list's own columns or, at the innermost level, its stations; count 0: not told.
 */
scrut_status people_level_units(const scrut_case *c, people *p, uint32_t level, people_units *ret, scrut_error *err);
/* Number of each row's category in a table column. */
void people_codes(const people *p, size_t column, uint32_t codes[]);
/* A cell as it came. */
const char *people_cell(const people *p, size_t column, uint32_t row, size_t *ret_length);

/* ---- the audit ---- */

typedef struct {
    const scrut_case *c;
    const scrut_case_roll *roll;
    scrut_pool *pool;
    scrut_roll_audit *audit;
    scrut_arena *arena; /* of the result: outlives the people */
    people p;
    const people_units *family; /* the level at which detectors compare: areas, else stations; count 0: none */
    const char *family_name;
    scrut_likely_pair *pairs; /* of the linkage, in the order of rows */
    size_t pair_count;
    const uint32_t *cluster;     /* a row: the first row of its group */
    scrut_likely_pair *deceased; /* a: row of the roll, in order, each once; b: of the records of deaths */
    size_t deceased_count;
    scrut_link *link;
    scrut_error *err;
} auditing;

#define FLOOR_WEIGHT (-6 * SCRUT_LINK_BIT) /* pairs below 1.5 % add less than the model's own error */
/* A pair's chance to be one person, from its weight: log2 of the odds. */
double chance_of_weight(int32_t weight);

/* ---- sums of chances (audit_chances.c) ---- */

/* The model's odds may be so many times too large or too small, all in one direction. Where the truth was known, the
 * middle of the scale was off by up to 1.6 bits (docs/internals/roll.md). */
#define CHANCE_DOUBT 4.0

/* Chances added up as they are, and with all odds divided and multiplied by CHANCE_DOUBT. Zeroed: nothing. */
typedef struct {
    scrut_sum less, value, more, variance;
} chance_sum;

/* A chance whose odds are divided, multiplied by CHANCE_DOUBT. */
double chance_less(double chance);
double chance_more(double chance);
void add_chance(chance_sum *sum, double chance);
/* One that was made of several, which were all divided or multiplied. */
void add_chances(chance_sum *sum, double less, double chance, double more);
/* How many of them are so: from the least that the odds may say less 1.96 deviations to the most and as many more. */
scrut_roll_estimate estimate_of_chances(const chance_sum *sum);

scrut_subject_kind family_subject(const auditing *a);
scrut_roll_detector *detector_of(auditing *a, scrut_roll_detector_kind kind);
/* Ends a detector that cannot look: says what is not provided. Always SCRUT_OK. */
scrut_status not_provided(auditing *a, scrut_roll_detector_kind kind, const char *missing);
/* A figure beside the detector's own; `name` is a key of the catalog. */
void add_figure(auditing *a, scrut_roll_detector *d, const char *name, double value, int decimals);
void add_figure_between(auditing *a, scrut_roll_detector *d, const char *name, scrut_roll_estimate value, int decimals);

/* One unit of a family before it is tested. */
typedef struct {
    uint32_t unit;
    int64_t tested;
    double observed, expected;
    double variance; /* of what is expected; below 0: expected, as of Poisson */
} family_unit;

/* Tests every unit's `observed` against `expected` (upper tail), corrects over the family and keeps the least q in `d`.
 * The list is the caller's and is put into another order. */
scrut_status keep_family(auditing *a, scrut_roll_detector *d, const people_units *units, scrut_subject_kind subject,
                         const char *family, family_unit list[], size_t count);
/* The same for places that have their p already; those of the family that are not among them have p = 1. */
scrut_status keep_places(auditing *a, scrut_roll_detector *d, scrut_roll_place places[], size_t count,
                         size_t family_size);
/* Where no null is known: a unit is compared with the others, expected = tested * observed / tested of all, with the
 * dispersion of the middle ones, so that a few that stand out do not hide themselves. */
void expect_shares(family_unit list[], size_t count);
/* How many times the variance of a Poisson count the units have, by the median of their squared residuals; at least 1.
 */
double dispersion_of(const family_unit list[], size_t count);
/* The same from squared residuals over their variances, which are put into order; 1 where they are fewer than 10. */
double dispersion_of_squares(double squares[], size_t count);
/* P(count >= observed): Poisson, its scale stretched where the variance is above the mean. */
double upper_tail(double observed, double expected, double variance);
/* What is seen in 95 of 100 cases. */
scrut_roll_estimate range_of_count(double expected, double variance);
/* One family_unit for every unit of the audit's family, with the rows it has as `tested`. NULL without memory. */
family_unit *family_open(const auditing *a);

/* Whether the number's digits satisfy the check. */
bool number_checks(scrut_checksum kind, const char *text, size_t length);

/* The roll's rows linked with one another: a->pairs, a->cluster and a->link, which stay empty when fewer than two
 * columns are there to compare. */
scrut_status link_people(auditing *a);
/* No core dumps from here on; tells whether the limit could be changed. And as it was. */
bool cores_off(struct rlimit *ret_before);
void cores_back(bool limited, const struct rlimit *before);

scrut_status audit_pairs(auditing *a);
scrut_status audit_votes(auditing *a);
scrut_status audit_deaths(auditing *a);
scrut_status audit_population(auditing *a);
/* The roll's units of the table of people of voting age; count 0: the roll does not tell them. */
scrut_status population_units(auditing *a, people_units *ret, scrut_subject_kind *ret_subject);
/* Number of the unit with this name in the table; 0: no name of the roll lies in it, or the table is of the nation. */
uint32_t population_unit(const auditing *a, const people_units *units, const char *name);
const char *population_family(const auditing *a);
scrut_status audit_ages(auditing *a);
scrut_status audit_stations(auditing *a);
scrut_status audit_lists(auditing *a);
scrut_status audit_addresses(auditing *a);
scrut_status audit_runs(auditing *a);
scrut_status audit_numbers(auditing *a);
/* What names in surplus may have cast; who has no name, once the surplus is known; the findings of all detectors. */
scrut_status audit_stake(auditing *a);
scrut_status audit_missing(auditing *a);
scrut_status audit_findings(auditing *a);

#endif
