/* SPDX-License-Identifier: Apache-2.0
 * sampling.h: what a sample says: estimates under stratified cluster designs with their errors, surveys of the roll in
 * every direction, and draws from a public seed.
 *
 * A share is estimated, so doubles are used; nothing here decides a seat. The directions of a survey, between the list
 * and people and between the list and application forms, measure different things and are never added. */
#ifndef SCRUTINEER_SAMPLING_H
#define SCRUTINEER_SAMPLING_H

#include "scrutineer/stats.h"
#include "scrutineer/survey.h"

/* --- estimates --------------------------------------------------------------------------------------------- */

#define SCRUT_SAMPLE_STAGES_MAX 3

/* How rows were drawn. Stage 0 are primary units in strata, stage 1 units inside one of these, ... Rows that share the
 * units of all earlier stages and unit[s][row] are one unit of stage s. */
typedef struct {
    size_t row_count;
    const double *weight;    /* above 0; NULL: all 1 */
    const uint32_t *stratum; /* NULL: one stratum */
    size_t stage_count;      /* 1 .. SCRUT_SAMPLE_STAGES_MAX */
    /* NULL: each row is a unit (only at the last stage). */
    const uint32_t *unit[SCRUT_SAMPLE_STAGES_MAX];
    /* A row: how many units its stratum (its unit of the stage before) has in all, at least as many as were drawn.
     * NULL: drawn with replacement or from very many; then later stages add nothing, as the first contains them. */
    const double *of[SCRUT_SAMPLE_STAGES_MAX];
} scrut_sample_design;

typedef struct {
    double value, variance;
    double deff;         /* variance over that of as many rows drawn at random with replacement; NaN: not defined */
    double deff_without; /* the same without replacement from as many as the weights add to; NaN: not defined */
    double df;           /* primary units less strata; 0: no error can be estimated */
    size_t rows, primary_units, strata;
    size_t lonely; /* strata with a single primary unit, whose distance from the mean of all was taken */
} scrut_estimate;

/* sum of w y / sum of w x with its linearised variance (Särndal, Swensson and Wretman 1992, ch. 4 and 5); x NULL: 1,
 * the mean, or the share of rows with y = 1. A row outside a domain has y = x = 0. Equal to svymean and svyratio of R's
 * survey 4.1. SCRUT_E_INPUT: no weight is above 0, sum of w x is 0, or `of` is smaller than what was drawn;
 * SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_sample_ratio(const scrut_sample_design *design, const double y[],
                                                           const double x[], scrut_estimate *ret_estimate,
                                                           scrut_error *err);
/* sum of w y; equal to svytotal. Statuses as above. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_sample_total(const scrut_sample_design *design, const double y[],
                                                           scrut_estimate *ret_estimate, scrut_error *err);

/* Intervals of a share in 0 .. 1; df INFINITY: normal. By logit, with t; with variance 0 or a share of 0 or 1 the share
 * itself. */
SCRUT_API scrut_interval scrut_share_logit(double share, double variance, double df, double level);
/* Korn and Graubard (Survey Methodology 1998): Clopper and Pearson with the effective number of rows, corrected for df
 * (rows: of the sample; INFINITY leaves the correction out). `deff_otherwise` (at least 1) stands in where no row or
 * every row has the property, so that its own cannot be estimated. */
SCRUT_API scrut_interval scrut_share_beta(const scrut_estimate *estimate, double deff_otherwise, double level);
/* Product of two independent positive numbers from their intervals (method of variance estimates recovery on
 * logarithms, Zou and Donner 2008); exact factors have low = high. A low end of 0 gives 0. */
SCRUT_API scrut_interval scrut_product_interval(double a, scrut_interval of_a, double b, scrut_interval of_b);

/* --- surveys of the roll ----------------------------------------------------------------------------------- */

#define SCRUT_SURVEY_LEVEL 0.95

/* What the error of a share rests on. */
typedef enum {
    SCRUT_ERROR_NONE,      /* nothing: no responses, margin or number of people is given */
    SCRUT_ERROR_MEASURED,  /* the responses and their design */
    SCRUT_ERROR_PUBLISHED, /* the margin published for this share */
    SCRUT_ERROR_IMPLIED,   /* the design effect that the survey's margin for one half implies */
    SCRUT_ERROR_LEAST,     /* people as if drawn at random one by one: the true error is as large or larger */
} scrut_error_basis;
/* "none", "measured", "published", "implied", "least" */
SCRUT_API const char *scrut_error_basis_name(scrut_error_basis basis);

/* One outcome among all that were asked. */
typedef struct {
    const scrut_survey_outcome *outcome;
    size_t rows;
    double share;
    scrut_interval interval;
} scrut_outcome_share;

/* Names, people or forms; rounded to whole ones. */
typedef struct {
    int64_t about, low, high;
} scrut_survey_names;

/* What one figure says. Shares are of 1. */
typedef struct {
    const scrut_survey *survey;
    const scrut_survey_figure *figure;
    const char *why;           /* it cannot be estimated, as this clause says; NULL: it is */
    scrut_outcome_role counts; /* what the share counts: FINE or DEFECT */
    scrut_error_basis basis;
    scrut_estimate estimate; /* the share; among rows with an outcome that is known. variance NaN: no error */
    scrut_interval interval; /* of it; basis NONE: 0 .. 1 */
    double detectable;       /* a difference that such a survey shows with 95 % at a level of 95 %; NaN: no error */
    scrut_outcome_share *outcomes; /* from responses, as the figure lists them */
    size_t outcome_count;
    bool has_unresolved;
    double best, worst;             /* defects among all, with none or all of the unresolved ones */
    scrut_interval bounds;          /* low end of the best, high end of the worst */
    bool names_known;               /* the size of what it is a share of is given */
    scrut_survey_names names;       /* defects among them */
    scrut_survey_names bound_names; /* has_unresolved: by the bounds; about is as above */
} scrut_survey_answer;

/* How two figures stand to one another. */
typedef enum {
    SCRUT_PAIR_DIRECTIONS,    /* other things were drawn or looked for: never set against one another */
    SCRUT_PAIR_QUESTIONS,     /* other questions */
    SCRUT_PAIR_DENOMINATORS,  /* shares of other wholes, or it is not said of what */
    SCRUT_PAIR_NOT_ESTIMATED, /* one of them could not be estimated */
    SCRUT_PAIR_SAME_PEOPLE,   /* two figures of one survey: of the same sample, so that chance does not part them */
    SCRUT_PAIR_NO_ERROR,      /* the same question; the error of one is not known */
    SCRUT_PAIR_AGREE,         /* the difference is within the error */
    SCRUT_PAIR_AGREE_IF,      /* it is, if design effects that were not published are at least `deff_needed` */
    SCRUT_PAIR_DIFFER,        /* it is not */
} scrut_pair_match;
/* "directions", "questions", "denominators", "not-estimated", "same-people", "no-error", "agree", "agree-if", "differ"
 */
SCRUT_API const char *scrut_pair_match_name(scrut_pair_match match);

typedef struct {
    uint32_t a, b; /* answers */
    scrut_pair_match match;
    bool frames_differ, searches_differ; /* or are not both said: a reason for a difference */
    double difference;                   /* defects of a less those of b; from SAME_PEOPLE on */
    double standard_error;               /* of the difference; AGREE, AGREE_IF, DIFFER */
    double deff_needed;                  /* AGREE_IF */
} scrut_survey_pair;

typedef struct {
    scrut_survey_answer *answers; /* in the order of the surveys and their figures */
    size_t answer_count;
    scrut_survey_pair *pairs; /* each two figures once, a < b */
    size_t pair_count;
} scrut_survey_results;

/* Estimates every figure and compares each two; in `arena`. SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_surveys_evaluate(const scrut_survey surveys[], size_t count,
                                                               scrut_arena *arena, scrut_survey_results *ret_results,
                                                               scrut_error *err);
/* The most names, people or forms that the sampling error and those whose outcome is not known allow. */
static inline int64_t scrut_survey_most(const scrut_survey_answer *answer)
{
    return answer->names.high > answer->bound_names.high ? answer->names.high : answer->bound_names.high;
}
/* The share of defects, with its interval. */
SCRUT_API double scrut_survey_defects(const scrut_survey_answer *answer, scrut_interval *ret_interval);

/* --- draws from a public seed ------------------------------------------------------------------------------ */

/* The seed is text and is hashed byte for byte: "0" and "00" are two seeds. */
typedef enum {
    /* A ticket for each unit from the seed and the unit's id; the smallest tickets are drawn. Who is drawn does not
     * depend on the order of the list, and units may be added later (R. Rivest, "Consistent Sampling with Replacement",
     * 2018; the tickets of consistent_sampler). */
    SCRUT_SAMPLER_CONSISTENT,
    /* Pick i is SHA-256(seed "," i) modulo the number of units (R. Rivest's sampler of 2011; Colorado's audits). */
    SCRUT_SAMPLER_RIVEST,
    /* Whole numbers of cryptorandom's SHA256 generator by rejection (P. B. Stark's tools, SHANGRLA). */
    SCRUT_SAMPLER_CRYPTORANDOM,
} scrut_sampler;
/* "consistent", "rivest", "cryptorandom" */
SCRUT_API const char *scrut_sampler_name(scrut_sampler sampler);

#define SCRUT_SEED_BYTES_MAX 4096
#define SCRUT_TICKET_SIZE 256
#define SCRUT_TICKET_ID_MAX 1024

/* "0." and the decimal digits, last first, of SHA-256(hex(SHA-256(seed)) id); the id has at most SCRUT_TICKET_ID_MAX
 * bytes. */
SCRUT_API void scrut_ticket_first(const char *seed, const char *id, char ret_ticket[SCRUT_TICKET_SIZE]);
/* The ticket of the same unit's next turn in draws with replacement: larger, and uniform up to 1. SCRUT_E_LIMIT: the
 * ticket begins with more nines than any draw reaches. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_ticket_next(const char *ticket, char ret_next[SCRUT_TICKET_SIZE],
                                                          scrut_error *err);

/* cryptorandom's generator. */
typedef struct {
    const char *seed; /* outlives it */
    uint32_t hashes;
    uint64_t limbs[4]; /* what is left of the last hash, highest first */
    unsigned left;     /* bits of it */
} scrut_cryptorandom;

SCRUT_API scrut_cryptorandom scrut_cryptorandom_open(const char *seed);
/* The next digest, in hexadecimal. Statuses as below. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_cryptorandom_digest(scrut_cryptorandom *generator, char ret_hex[65],
                                                                  scrut_error *err);
/* 0 .. n - 1; n >= 1. SCRUT_E_MEMORY; SCRUT_E_LIMIT: more than 2^16 hashes. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_cryptorandom_below(scrut_cryptorandom *generator, uint32_t n,
                                                                 uint32_t *ret_number, scrut_error *err);

/* Draws `count` of `population` units into ret_picks (from 0), in the order in which they are drawn; without
 * replacement a unit that was drawn is passed over. `ids` are the units' ids for the consistent sampler, each once;
 * NULL: their numbers from 1. SCRUT_E_INPUT: more are to be drawn without replacement than there are, or none are
 * there; SCRUT_E_LIMIT: the seed is longer than SCRUT_SEED_BYTES_MAX, or an id than SCRUT_TICKET_ID_MAX;
 * SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_sampler_draw(scrut_sampler sampler, const char *seed,
                                                           const char *const ids[], uint32_t population, size_t count,
                                                           bool replace, uint32_t ret_picks[], scrut_error *err);

/* A sample of a list: primary units with chances by their rows, then rows in each; or rows alone. */
typedef struct {
    scrut_sampler sampler;
    const char *seed;
    uint32_t row_count;
    const uint32_t *stratum; /* NULL: none */
    uint32_t stratum_count;
    const uint32_t *cluster; /* NULL: rows are drawn at random without replacement */
    uint32_t cluster_count;
    const char *const *stratum_names; /* as in the list; they enter the seeds */
    const char *const *cluster_names;
    const char *const
        *ids;      /* of the rows, for the consistent sampler; NULL: their numbers within the stratum, the cluster */
    uint32_t size; /* rows; with clusters: primary draws */
    uint32_t per_cluster; /* rows a primary draw */
} scrut_draw;

typedef struct {
    uint32_t draw;             /* the primary draw, from 1; without clusters the row's own */
    uint32_t stratum, cluster; /* SCRUT_NONE: none */
    uint32_t row;              /* from 0 */
    /* It stands for rows / shares rows: those of its stratum, over the stratum's draws times the rows of this draw. */
    int64_t rows, shares;
} scrut_drawn_row;

typedef struct {
    scrut_drawn_row *rows;
    size_t count;
    uint32_t draws, short_draws; /* primary draws; those with fewer rows than asked, as their cluster has no more */
    uint32_t *per_stratum;       /* primary draws (rows without clusters) a stratum */
} scrut_drawn;

/* Strata share the draws in proportion to their rows (largest remainders, ties to the first), at least two each where
 * there are as many rows. Chances by size come from drawing rows with replacement and taking the row's cluster; a
 * cluster drawn k times gives k times as many rows. So every row has one chance, and primary draws are independent. In
 * `arena`. SCRUT_E_INPUT: more than there is, or fewer draws than two a stratum; SCRUT_E_LIMIT; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_draw_sample(const scrut_draw *ask, scrut_arena *arena,
                                                          scrut_drawn *ret_drawn, scrut_error *err);

#endif
