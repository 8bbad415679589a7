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
 * calls, the last column first, order by several columns. `spare` has `count` places; `pool` may be NULL. */
void order_rows(uint32_t order[], uint32_t spare[], size_t count, const uint32_t column[], scrut_pool *pool);

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
    scrut_table *table; /* what was read last; NULL: closed */
    uint32_t count;
    int16_t column[SCRUT_PERSON_COLUMNS_MAX]; /* of the table, by column of the list; -1: not read */
    int16_t at[SCRUT_PERSON_PART_COUNT];      /* first table column of a part; -1 */
    uint32_t *surname, *name, *skeleton;      /* name: surname, given name and sex together */
    uint32_t *born;                           /* SCRUT_BORN */
    uint8_t *born_flags;                      /* SCRUT_DATE_... */
    uint8_t *sex, *voted;
    uint32_t *identity, *clerk, *address, *document;
    uint32_t identity_count;
    bool *identity_fails;        /* its check digit; NULL: there is none */
    uint32_t *registered, *died; /* day + DAY_ZERO */
    uint32_t *position;          /* place in the order of registration + 1 */
    uint32_t document_count;
    uint64_t *key_hash; /* to join other lists; NULL without it */
    people_units station, constituency, area;
    const char *area_level; /* the case's name of `area`'s level; NULL: none */
} people;

#define DAY_ZERO (1 << 30)
#define LAST_YEAR 2100

/* Parts of a list, as bits. */
#define PEOPLE_REGISTRATION                                                                                            \
    (1U << SCRUT_PERSON_REGISTERED | 1U << SCRUT_PERSON_ORDER | 1U << SCRUT_PERSON_CLERK |                             \
     1U << SCRUT_PERSON_ADDRESS | 1U << SCRUT_PERSON_DOCUMENT)
#define PEOPLE_MARKS (1U << SCRUT_PERSON_KEY | 1U << SCRUT_PERSON_VOTED)
#define PEOPLE_ALL ((1U << SCRUT_PERSON_PART_COUNT) - 1)
#define PEOPLE_LINKED (PEOPLE_ALL - PEOPLE_REGISTRATION - (1U << SCRUT_PERSON_KEY))

/* Reads those columns of `parts` that the list has; the table stays open. SCRUT_E_INPUT and the like as
 * scrut_csv_read. Free with people_free. */
SCRUT_MUST_CHECK scrut_status people_load(const scrut_case *c, const scrut_person_list *list, uint32_t parts,
                                          scrut_pool *pool, people *ret, scrut_error *err);
/* Reads the columns of PEOPLE_REGISTRATION in place of the table that is open, which is closed. SCRUT_E_INPUT: the file
 * has other rows now. */
SCRUT_MUST_CHECK scrut_status people_load_registrations(people *p, scrut_pool *pool, scrut_error *err);
void people_free(people *p);

/* The table of some columns (people_read.c); `again`: it must have as many rows as before. */
scrut_status people_read(people *p, uint32_t parts, bool again, scrut_pool *pool, scrut_error *err);
void people_close_table(people *p);

/* ---- cells to numbers (people_fold.c, number.c) ---- */

/* The key of a cell, appended. SCRUT_E_INPUT: not UTF-8. */
typedef scrut_status fold_function(const char *text, scrut_buf *key);
scrut_status fold_name(const char *text, scrut_buf *key);
scrut_status fold_skeleton(const char *text, scrut_buf *key);
scrut_status fold_nothing(const char *text, scrut_buf *key); /* values are compared letter by letter */
/* A column of categories by row, equal for values with one key, 0 for an empty one: malloc memory. NULL without. */
uint32_t *number_column(const people *p, size_t column, fold_function *fold, scrut_pool *pool);
/* Hashes of the cells of a text column, 0 of an empty one; that two of ten million share one of 64 bits has a chance of
 * 3 in a million. malloc memory; NULL without. */
uint64_t *hash_column(const people *p, size_t column, scrut_pool *pool);
/* Numbers of such a column, in the arena; NULL without memory. */
uint32_t *number_hashes(people *p, size_t column, scrut_pool *pool, uint32_t *ret_count);

/* Numbers keys, from 1 in their order, those that are 0 with 0 . False without memory. */
bool number_keys(const uint64_t keys[], uint32_t count, scrut_pool *pool, uint32_t ret_numbers[], uint32_t *ret_count);
/* The same for the rows of several columns together. */
bool number_rows(const uint32_t *const columns[], size_t column_count, uint32_t count, scrut_pool *pool,
                 uint32_t ret_numbers[], uint32_t *ret_count);
/* Stations, constituencies and areas of the rows. */
scrut_status people_find_places(const scrut_case *c, people *p, scrut_pool *pool, scrut_error *err);
/* Number of the unit with this name; 0: none. */
uint32_t people_find_unit(const people_units *u, const char *name);
/* Units of one level of areas, from the list's own columns or, at the innermost level, its stations; count 0: not told.
 */
scrut_status people_level_units(const scrut_case *c, people *p, uint32_t level, scrut_pool *pool, people_units *ret,
                                scrut_error *err);
/* Number of each row's category in a table column, of all rows and of some. */
void people_codes(const people *p, size_t column, uint32_t codes[]);
void people_codes_of(const people *p, size_t column, uint32_t first, uint32_t count, uint32_t codes[]);
/* A cell as it came. */
const char *people_cell(const people *p, size_t column, uint32_t row, size_t *ret_length);

/* The values of some columns by number, as the linkage asks for them. Identity numbers have those of `identity`. */
typedef struct {
    const people *p;
    size_t columns[SCRUT_LINK_FIELDS_MAX], field_count; /* of the table */
    uint32_t *first_row;                                /* an identity number: a row that has it */
} people_values;

size_t people_values_add(people_values *v, const people *p, int16_t column);
/* To be called once all fields are there. False without memory; close in any case. */
bool people_values_open(people_values *v);
void people_values_close(people_values *v);
uint32_t people_value_count(const people_values *v, size_t field);
const char *people_value(const people_values *v, size_t field, uint32_t number, size_t *ret_length);
void people_value_numbers(const people_values *v, size_t field, uint32_t first, uint32_t count, uint32_t ret_numbers[]);

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
    people_units areas;       /* those shown apart; count 0: none */
    int area_level;           /* of `areas`, into the case's; -1: none */
    uint32_t *area_of_unit;   /* into audit->areas; SCRUT_NONE: in several constituencies, or no area */
    uint32_t *area_rest;      /* a constituency: its last one; SCRUT_NONE: it has no area */
    scrut_likely_pair *pairs; /* of the linkage, in the order of rows */
    size_t pair_count;
    double *with_marks;          /* a pair: its chance once its marks are heard (audit_marks.c); NULL without marks */
    uint32_t *cluster;           /* a row: the first row of its group; NULL: rows could not be linked */
    scrut_likely_pair *deceased; /* a: row of the roll, in order, each once; b: of the records of deaths */
    size_t deceased_count;
    scrut_sum gone[3][SCRUT_ROLL_AGE_MAX + 1]; /* names of people who had died when deaths were taken off */
    scrut_error *err;
} auditing;

#define FLOOR_WEIGHT (-6 * SCRUT_LINK_BIT) /* pairs below 1.5 % add less than the model's own error */
/* Links and hands what was found to `keep`. */
scrut_status link_and_keep(auditing *a, const scrut_link_input *input,
                           scrut_status (*keep)(auditing *a, const scrut_link *link));
/* The version's day, and how old somebody is then, within the ages that are counted. */
scrut_date day_of_version(const auditing *a);
int age_on(const scrut_date *day, uint32_t born);
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
/* What is seen in 95 of 100 cases, by the same count's exact tails: of a fraction of a coincidence, of which a normal
 * distribution says that there is none, one is seen now and then. */
scrut_roll_estimate range_of_count(double expected, double variance);
/* One family_unit for every unit of the audit's family, with the rows it has as `tested`. NULL without memory. */
family_unit *family_open(const auditing *a);

/* Whether the number's digits satisfy the check. */
bool number_checks(scrut_checksum kind, const char *text, size_t length);

/* The roll's rows linked with one another: a->pairs and a->cluster, which stay empty when fewer than two columns are
 * there to compare. Both are the caller's to free. */
scrut_status link_people(auditing *a);
/* No core dumps from here on; tells whether the limit could be changed. And as it was. */
bool cores_off(struct rlimit *ret_before);
void cores_back(bool limited, const struct rlimit *before);

/* Fills a->with_marks; the people have marks. */
scrut_status hear_marks(auditing *a);
/* 0, 1, 2 */
int marks_of_pair(const people *p, const scrut_likely_pair *pair);

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
scrut_status audit_documents(auditing *a);
/* Which areas are shown apart (audit_areas.c). */
scrut_status audit_areas(auditing *a);
/* The area of a row in audit->areas; SCRUT_NONE: none. */
uint32_t audit_area_of(const auditing *a, uint32_t row);
/* Which numbers of the stakes must not be told (audit_hide.c). False without memory. */
bool audit_hide(auditing *a);
/* What names in surplus may have cast; who has no name, once the surplus is known; the findings of all detectors. */
scrut_status audit_stake(auditing *a);
scrut_status audit_missing(auditing *a);
scrut_status audit_findings(auditing *a);

#endif
