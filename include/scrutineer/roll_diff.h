/* SPDX-License-Identifier: Apache-2.0
 * roll_diff.h: what became of every row of a list of voters in its next version.
 *
 * Rows are matched one to one, the surest first: rows that are equal in every column; then a number that one row alone
 * has in both; then all columns but the places, or but one; then the model of link.h, greedily by weight. What is left
 * is looked for among all rows: a row whose person stands elsewhere in the other version was merged with it, or split
 * from it. No key is trusted for its hash: matched rows are compared byte by byte. The number of threads does not show.
 *
 * A deletion is no accusation: most are deaths and moves. Counts by area are set against what the ages and the other
 * areas let expect, with intervals. No message holds a cell. */
#ifndef SCRUTINEER_ROLL_DIFF_H
#define SCRUTINEER_ROLL_DIFF_H

#include "scrutineer/link.h"

typedef enum {
    SCRUT_ROLL_KEPT,      /* nothing differs */
    SCRUT_ROLL_CORRECTED, /* something differs, but no place */
    SCRUT_ROLL_MOVED,     /* a place differs */
    SCRUT_ROLL_MERGED,    /* of the older list: another row of the person stays */
    SCRUT_ROLL_DELETED,
    SCRUT_ROLL_SPLIT, /* of the newer list: the person had another row, which stays */
    SCRUT_ROLL_ADDED,
    SCRUT_ROLL_CHANGE_COUNT
} scrut_roll_change;

/* "kept", "corrected", ... */
SCRUT_API const char *scrut_roll_change_name(scrut_roll_change change);

/* How a row was matched. */
typedef enum {
    SCRUT_ROLL_BY_ALL,    /* every column is equal */
    SCRUT_ROLL_BY_NUMBER, /* an identity number that no other unmatched row has */
    SCRUT_ROLL_BY_PART,   /* all columns but the places, or all but one, and no other unmatched row has them */
    SCRUT_ROLL_BY_MODEL,
    SCRUT_ROLL_BY_NOTHING, /* not matched */
    SCRUT_ROLL_STAGE_COUNT
} scrut_roll_stage;

typedef struct {
    /* The older list, and from `second_from` on the newer; 0: the older one has no rows. Fields that are places or the
     * sex are of kind CATEGORY. */
    scrut_link_input rows;
    uint32_t places; /* bit f: field f says where somebody lives */
    int area;        /* of the places the one that two rows of a person share, or -1 */
} scrut_roll_diff_input;

#define SCRUT_ROLL_NO_ROW UINT32_MAX

typedef struct {
    uint32_t other;   /* row of the other list, counted from its first; SCRUT_ROLL_NO_ROW */
    uint16_t differs; /* bit f: field f differs from the matched row */
    uint8_t change, stage;
} scrut_roll_fate;

typedef struct scrut_roll_diff scrut_roll_diff;

/* SCRUT_E_INPUT: a cell is not UTF-8, fewer than two fields; SCRUT_E_LIMIT; SCRUT_E_MEMORY. `pool` may be NULL. Free
 * with scrut_roll_diff_free (NULL is fine). */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_roll_diff_run(const scrut_roll_diff_input *input, scrut_pool *pool,
                                                            scrut_roll_diff **ret_diff, scrut_error *err);
SCRUT_API void scrut_roll_diff_free(scrut_roll_diff *diff);

/* One a row of the older list; of the newer list. */
SCRUT_API const scrut_roll_fate *scrut_roll_diff_old(const scrut_roll_diff *diff, uint32_t *ret_count);
SCRUT_API const scrut_roll_fate *scrut_roll_diff_new(const scrut_roll_diff *diff, uint32_t *ret_count);

/* Whether a correction changes the person: a name and the date of birth together. */
SCRUT_API bool scrut_roll_diff_is_other_person(const scrut_roll_diff_input *input, const scrut_roll_fate *fate);

/* Rows that the older list lost and the newer one has again, of three versions: `gone` between the first two, `back`
 * between the last two; both inputs have the same fields. ret_back[row of the newest list] is set for them (it has
 * room for all of its rows). Statuses as scrut_roll_diff_run. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_roll_diff_find_back(const scrut_roll_diff_input *first,
                                                                  const scrut_roll_diff *gone,
                                                                  const scrut_roll_diff_input *second,
                                                                  const scrut_roll_diff *back, scrut_pool *pool,
                                                                  bool ret_back[], scrut_error *err);

/* ---- by area ---------------------------------------------------------------------------------------------- */

/* Of 100,000 people from `age` up to the next row's, so many die in a year. */
typedef struct {
    int64_t age, male, female;
} scrut_roll_death_rate;

typedef struct {
    int sex;                 /* field, or -1; deaths of men and women are then averaged */
    const char *const *male; /* words of men */
    size_t male_count;
    int32_t old_day, new_day; /* of the versions, since 1970; equal: not known, and no deaths or birthdays
                               * are expected */
    int64_t voting_age;
    const scrut_roll_death_rate *deaths; /* by age; none: deaths are not told from other deletions */
    size_t death_count;
} scrut_roll_diff_ages;

/* A count against what was expected: a negative binomial whose overdispersion was learned from all areas. */
typedef struct {
    int64_t seen;
    double expected;
    int64_t low, high;     /* 95 % of areas like it lie here */
    double p_more, q_more; /* chance of as many or more; the same as false discovery rate over all areas */
} scrut_roll_expected;

typedef struct {
    const char *name; /* as the list has it; "" is not known */
    int64_t old_rows, new_rows;
    int64_t kept, corrected, other_person; /* other_person: among the corrected and moved */
    int64_t moved_in, moved_out, moved_within;
    int64_t merged, split, back; /* back: of the added, when a third version was given */
    double deaths;               /* expected */
    int64_t came_of_age;         /* of the added: of voting age since the older version */
    int64_t young;               /* of the older list: no more than five years older than the voting age */
    scrut_roll_expected deleted, added;
} scrut_roll_area;

typedef struct {
    scrut_roll_area *areas; /* in order of their names */
    size_t count;
    double other_deletions,
        other_additions;                 /* a row of the older list: what is expected besides deaths and birthdays */
    double of_age;                       /* new names of voting age, for one of the young of the older list */
    double deleted_spread, added_spread; /* overdispersion: the variance is mean + spread * mean^2 */
    int64_t ages_unknown;                /* rows of the older list without a year of birth */
} scrut_roll_areas;

/* Counts by the area field; the whole list is one area when input->area is -1. `back` and `pool` may be NULL.
 * SCRUT_E_MEMORY. Free with scrut_roll_areas_free. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_roll_diff_areas(const scrut_roll_diff_input *input,
                                                              const scrut_roll_diff *diff,
                                                              const scrut_roll_diff_ages *ages, const bool back[],
                                                              scrut_pool *pool, scrut_roll_areas *ret_areas,
                                                              scrut_error *err);
SCRUT_API void scrut_roll_areas_free(scrut_roll_areas *areas);

/* ---- transfers from area to area ---------------------------------------------------------------------------- */

#define SCRUT_ROLL_LEVELS_MAX 4

/* Rows that moved from one area to another. */
typedef struct {
    uint32_t from, to; /* areas */
    scrut_roll_expected moved;
} scrut_roll_transfer;

typedef struct {
    scrut_roll_transfer *items; /* by from, then by to; those that somebody moved between */
    size_t count;
    int64_t moved;      /* of all rows, those whose area is another one now; areas that are not known apart */
    bool expected;      /* false: there are too few areas to expect anything of one pair */
    double pairs;       /* of areas that somebody left and came to: the family of the discoveries */
    double dispersion;  /* the variance is so many times the mean, 1 at least */
    size_t level_count; /* how near two areas can be to each other */
    int levels[SCRUT_ROLL_LEVELS_MAX]; /* the place that such areas share; the first, -1: none */
    double
        near[SCRUT_ROLL_LEVELS_MAX]; /* how many times as many move as between areas that share none; 0: nobody did */
} scrut_roll_transfers;

/* Transfers between areas that are not known to be the same. What is expected is a gravity model, log-linear: as many
 * as leave the one area, as reach the other, and as move where two areas are as near, told by the places of the input
 * that hold several areas each (a district, a province): E = a(from) b(to) c(nearness). It is fitted so that the
 * expected numbers that leave each area, reach each and move at each nearness are those that were seen (iterative
 * proportional fitting, Deming and Stephan 1940), without pairs that stand out, which are expected by the others. The
 * dispersion is Pearson's X^2 a degree of freedom (quasi-Poisson), and a count a negative binomial of that variance.
 * `areas` are those of the same diff. SCRUT_E_MEMORY. Free with scrut_roll_transfers_free. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_roll_diff_transfers(const scrut_roll_diff_input *input,
                                                                  const scrut_roll_diff *diff,
                                                                  const scrut_roll_areas *areas,
                                                                  scrut_roll_transfers *ret_transfers,
                                                                  scrut_error *err);
SCRUT_API void scrut_roll_transfers_free(scrut_roll_transfers *transfers);

#endif
