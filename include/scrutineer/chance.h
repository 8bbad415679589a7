/* SPDX-License-Identifier: Apache-2.0
 * chance.h: how many people share a name and a date of birth by chance, how many rows stand for one person twice, and
 * how often one person is marked as having voted twice, once the marking's errors are taken off.
 *
 * The birthday problem with margins: M. P. McDonald and J. Levitt, "Seeing Double Voting", Election Law Journal 7
 * (2008); S. Goel et al., American Political Science Review 114 (2020). The forms here fix both margins, how many rows
 * have each name and how many each date, and let every pairing of them be as likely. Counts are added up in whole
 * numbers; only the last steps are floating point. */
#ifndef SCRUTINEER_CHANCE_H
#define SCRUTINEER_CHANCE_H

#include "scrutineer/num.h"
#include "scrutineer/pool.h"

/* Rows whose dates may be dealt out anew among them: a whole list, or one cohort. Zeroed: no rows. */
typedef struct {
    int64_t rows;
    int64_t pairs;             /* A: pairs of rows with one name */
    int64_t triples;           /* T: triples of rows with one name */
    scrut_wide dates2, dates3; /* sum over dates of c(c-1), of c(c-1)(c-2) */
    scrut_wide spread;         /* sum over dates of c(c-1)(4c-6): what the variance needs beside the two */
} scrut_chance_margins;

/* Adds a name that `count` rows have; a date that `count` rows have, whose rows it also counts. Up to 2^25 rows in all
 * the sums are exact; beyond, the variance is rounded. */
SCRUT_API void scrut_chance_add_name(scrut_chance_margins *margins, int64_t count);
SCRUT_API void scrut_chance_add_date(scrut_chance_margins *margins, int64_t count);

typedef struct {
    double mean, variance;
} scrut_moments;

/* Pairs that agree on name and date when the dates are dealt out anew: A P2 and A P2 + 6 T P3 + (A^2 - A - 6T) P22 -
 * (A P2)^2. `same`: pairs among A that are one person, `same_dated`: those of them with one date; both are taken out
 * of the margins first, so that the answer is of pairs of different people. */
SCRUT_API scrut_moments scrut_chance_pairs(const scrut_chance_margins *margins, double same, double same_dated);
/* P2, after `same_dated` pairs were taken out; 1/P2 is how many equally likely days would give as many coincidences. */
SCRUT_API double scrut_chance_of_date(const scrut_chance_margins *margins, double same_dated);

/* Cohorts are independent: their moments add up. */
static inline scrut_moments scrut_moments_add(scrut_moments a, scrut_moments b)
{
    return (scrut_moments){a.mean + b.mean, a.variance + b.variance};
}

typedef struct {
    double value, low, high; /* the interval of 95 % */
} scrut_roll_estimate;

/* Pairs of rows that are one person, without looking at anything but name and date: of `agree` pairs that agree on
 * both, k = (agree - A P2) / (1 - P2), twice, the second time with the first k taken out of P2. */
SCRUT_API scrut_roll_estimate scrut_chance_same(const scrut_chance_margins *margins, int64_t agree);

/* ---- a whole list ---- */

/* Date of birth in one number, parts that are not known being 0. */
#define SCRUT_BORN(year, month, day) ((uint32_t)(year) << 9 | (uint32_t)(month) << 5 | (uint32_t)(day))
#define SCRUT_BORN_YEAR(born) ((born) >> 9)
#define SCRUT_BORN_WHOLE(born) (((born)&31) != 0 && ((born) >> 5 & 15) != 0 && (born) >> 9 != 0)

/* A pair of rows and how likely they are one person. */
typedef struct {
    uint32_t a, b;
    double chance;
} scrut_likely_pair;

typedef struct {
    int64_t rows;             /* with a name and a whole date */
    int64_t namesakes;        /* pairs with one name */
    int64_t agree;            /* pairs with one name and date */
    double days;              /* 1/P2: equally likely days that would give as many coincidences */
    scrut_moments pooled;     /* pairs of different people that agree, dates dealt out over all rows */
    scrut_moments by_cohort;  /* dates dealt out within each year of birth: right where names go with age */
    scrut_roll_estimate same; /* pairs of one person by cohort, from name and date alone. Second rows with another day
                               * of the year are namesakes and no strangers: how many strangers share a name in a year
                               * is told by people born two and four years apart, by a straight line */
} scrut_coincidences;

/* `name[row]` numbers names, 0 is not known; `born[row]` is SCRUT_BORN. Rows without a name or a whole date are left
 * out. `likely` pairs, of a linkage, say which rows are one person; without them (count 0) `same` stands for them.
 * `pool` may be NULL. SCRUT_E_MEMORY.
 */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_coincidences_find(const uint32_t name[], const uint32_t born[],
                                                                size_t count, const scrut_likely_pair likely[],
                                                                size_t likely_count, scrut_pool *pool,
                                                                scrut_coincidences *ret, scrut_error *err);

/* Pairs between two lists that agree by chance: names held by a and b rows, dates by p and q. */
typedef struct {
    int64_t rows_a, rows_b;
    scrut_wide pairs;     /* sum over names of a b */
    scrut_wide pairs_aab; /* of a(a-1) b */
    scrut_wide pairs_abb; /* of a b(b-1) */
    scrut_wide dates;     /* sum over dates of p q */
    scrut_wide dates_ppq; /* of p(p-1) q */
    scrut_wide dates_pqq; /* of p q(q-1) */
} scrut_chance_between;

SCRUT_API void scrut_chance_between_name(scrut_chance_between *margins, int64_t a, int64_t b);
SCRUT_API void scrut_chance_between_date(scrut_chance_between *margins, int64_t p, int64_t q);
SCRUT_API scrut_moments scrut_chance_between_pairs(const scrut_chance_between *margins);

/* ---- marked as having voted ---- */

/* How well names were marked, with the variances of the two rates. */
typedef struct {
    double wrong, wrong_variance;   /* a person who did not vote has a mark */
    double missed, missed_variance; /* a person who voted has none */
} scrut_marking;

/* One page of a second reading (roll_case.h has the same numbers). */
typedef struct {
    int64_t voted, missed, not_voted, wrong;
} scrut_marking_page;

/* Rates over pages, with the variance between pages, as one clerk marks a page. False: no page, or none with people of
 * both kinds. */
SCRUT_API SCRUT_MUST_CHECK bool scrut_marking_of_pages(const scrut_marking_page pages[], size_t count,
                                                       scrut_marking *ret_marking);

/* Pairs of registrations of one person by how many of the two are marked; they may be sums of probabilities, whose
 * variances stand beside them. */
typedef struct {
    double pairs[3];     /* no mark, one, two */
    double variances[3]; /* of what is not known about which pairs are one person */
} scrut_marked_pairs;

typedef struct {
    scrut_roll_estimate voted[3]; /* pairs that voted never, once, twice */
    /* Of `voted[2]`'s variance: errors of marking, of the two rates, of which pairs are one person. */
    double by_marking, by_rates, by_pairs;
} scrut_double_votes;

/* With both errors independent between the two marks (docs/internals/roll.md):
 * o2 = v2 (1-m)^2 + v1 (1-m) w + v0 w^2 and so on, solved for v. False: the rates are so large that marks say nothing
 * (wrong + missed >= 1). The values may be below 0, which says that the errors explain more double marks than there
 * are. */
SCRUT_API SCRUT_MUST_CHECK bool scrut_double_votes_solve(const scrut_marked_pairs *seen, const scrut_marking *marking,
                                                         scrut_double_votes *ret_votes);
/* The rate of wrong marks at which no double vote is left, with `missed` as given; 1 when none below it does. */
SCRUT_API double scrut_double_votes_break_even(const scrut_marked_pairs *seen, double missed);

#endif
