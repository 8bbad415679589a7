/* SPDX-License-Identifier: Apache-2.0
 * verdict.h: everything the evidence of a case allows, in one object: tallies, allocations,
 * comparisons, findings, claims, and whether anything contradicts what was announced or claimed. */
#ifndef SCRUTINEER_VERDICT_H
#define SCRUTINEER_VERDICT_H

#include "scrutineer/claims.h"
#include "scrutineer/count.h"
#include "scrutineer/house.h"
#include "scrutineer/sampling.h"

/* How the announced seats of a constituency stand to the allocated ones. */
typedef enum {
    SCRUT_MATCH_EQUAL,          /* equal (hidden votes taken as none) */
    SCRUT_MATCH_DIFFERENT,      /* no outcome that the votes allow gives the announced seats */
    SCRUT_MATCH_POSSIBLE,       /* among the outcomes of a tie, or of votes that are hidden in another list's */
    SCRUT_MATCH_NOT_COMPARABLE, /* seats not announced, or not allocated */
} scrut_seats_match;

/* Allocated seats of one tally set against announced ones, a cell a constituency and party. */
typedef struct {
    const scrut_chamber *chamber; /* NULL: no allocation was possible */
    const scrut_tally *announcement;
    const scrut_tally *tally;   /* the votes the chamber was made from */
    scrut_seats_match *matches; /* a constituency */
    int64_t constituencies_equal, constituencies_different, constituencies_possible, constituencies_not_comparable;
    bool nation_compared, nation_equal;
    struct scrut_seat_difference {
        uint32_t unit, party;
        int64_t allocated, announced;
    } * differences;
    size_t difference_count;
} scrut_seats_comparison;

/* --- margins: changed ballots, fewest ----------------------------------------------------------------- */

/* Both readings of one question; scrut_margin_reading without its moves. */
typedef struct {
    bool possible, exact;
    int64_t at_least, at_most;
} scrut_ballots;

/* The closest seat of a constituency: after so many changed ballots its seats are not what they are now. */
typedef struct {
    bool weighed; /* false: see the note */
    scrut_ballots could, would;
    uint32_t gains, loses; /* a party each, by the moves of `could`; SCRUT_NONE when none */
    const char *note;      /* why it is not weighed, or an interval; NULL: exact */
} scrut_closest_seat;

/* What it takes for a party to hold at least (at most) so many seats. */
typedef struct {
    uint32_t party;            /* SCRUT_NONE: the alliance, the coalition */
    uint32_t alliance;         /* 0: the party alone; else 1 + index of the alliance whose parties are meant together */
    const uint32_t *coalition; /* parties, ascending, that are meant together; NULL: none */
    size_t coalition_count;
    uint32_t unit; /* 0: in the nation; else 1 + index of the constituency */
    bool at_least;
    int64_t seats;
    scrut_ballots could, would;
    const char *note;
} scrut_seats_margin;

/* A number of seats that matters in the chamber: the majority, a quorum. */
typedef struct {
    const char *name;
    int64_t seats;
    bool from_law;               /* false: more than half of the seats, as the case gives no fact of that name */
    scrut_seats_margin *parties; /* who can reach it, or holds it and can lose it; parties with a seat */
    size_t party_count;
    scrut_seats_margin *alliances; /* where seats go to alliances: those with a seat */
    size_t alliance_count;
} scrut_fact_margins;

typedef struct {
    const scrut_chamber *chamber;
    scrut_margin_house house;
    scrut_closest_seat *closest;      /* a constituency */
    scrut_seats_margin *more, *fewer; /* parties: one seat more, unless a national threshold bars them; those with a
                                         certain seat: one fewer */
    size_t more_count, fewer_count;
    scrut_seats_margin *alliances_more,
        *alliances_fewer; /* where seats go to alliances: the same of those with a seat */
    size_t alliance_count;
    scrut_fact_margins *facts;
    size_t fact_count;
} scrut_margins;

/* Margins of a chamber, which with its case must outlive them; in `arena`. SCRUT_E_RANGE; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_margins_find(const scrut_case *c, const scrut_chamber *chamber,
                                                           scrut_arena *arena, scrut_margins *ret_margins,
                                                           scrut_error *err);

/* --- margins that others published -------------------------------------------------------------------- */

typedef enum {
    SCRUT_PUBLISHED_EQUAL,          /* equal by its own metric, in one reading or both */
    SCRUT_PUBLISHED_OTHERWISE,      /* equal if another metric is meant */
    SCRUT_PUBLISHED_OPEN,           /* our margin is only known to lie between two ends that allow it */
    SCRUT_PUBLISHED_DIFFERENT,      /* equal by no metric and reading */
    SCRUT_PUBLISHED_NOT_COMPARABLE, /* the figures give no margin */
} scrut_published_match;

/* A published margin against those of one set of figures. */
typedef struct {
    const scrut_tally *tally;
    scrut_published_match match;
    const char *missing;        /* NOT_COMPARABLE: why */
    int64_t seats;              /* that the party would hold; -1: any seat at all */
    scrut_metric metric;        /* EQUAL, OTHERWISE: by which it is equal; else its own */
    bool as_could, as_would;    /* EQUAL, OTHERWISE: in which reading */
    scrut_ballots could, would; /* by its own metric */
    bool has_difference;
    int64_t difference; /* DIFFERENT, OTHERWISE: published less the nearer reading of its own metric */
    const char *note;   /* why a reading is an interval; NULL when none is */
} scrut_published_answer;

typedef struct {
    const scrut_case_margin *margin;
    scrut_published_match match; /* the best of the answers */
    const char *missing;         /* no answers: why */
    scrut_published_answer *answers;
    size_t answer_count;
} scrut_published_margin;

/* "equal", "equal by another metric", "open", "different", "not comparable" */
SCRUT_API const char *scrut_published_match_name(scrut_published_match match);

/* --- claims ------------------------------------------------------------------------------------------- */

typedef enum {
    SCRUT_CLAIM_WORDS,        /* not checkable by this case: words only */
    SCRUT_CLAIM_UNDECIDED,    /* nothing in the case decides it */
    SCRUT_CLAIM_HOLDS,        /* some answer gives it, none contradicts it */
    SCRUT_CLAIM_CONTRADICTED, /* some answer contradicts it, none gives it */
    SCRUT_CLAIM_DISPUTED,     /* answers disagree */
} scrut_claim_verdict;

/* An exact fraction in lowest terms; denominator > 0. */
typedef struct {
    scrut_wide numerator, denominator;
} scrut_fraction;

/* What a part of an expression is worth: between two ends, of which either may be open. */
typedef struct {
    const char *text; /* "seats(CPP)" */
    bool has_low, has_high;
    scrut_fraction low, high;
    bool is_ratio; /* a part of a whole, for people a percentage */
    bool is_never; /* a margin: no number of ballots does it; without ends */
} scrut_claim_value;

/* Where an answer takes its figures from. */
typedef enum {
    SCRUT_CLAIM_FROM_CASE,    /* the case itself: rules, chamber, earlier elections, findings */
    SCRUT_CLAIM_FROM_TALLY,   /* votes, fields and seats as the tally gives them */
    SCRUT_CLAIM_FROM_CHAMBER, /* seats as this program allocates them from the tally's votes */
    SCRUT_CLAIM_FROM_SEATS,   /* what a tally's seats say about votes that it does not give */
} scrut_claim_origin;

/* One source or announcement that can say something about a claim. */
typedef struct {
    scrut_claim_origin origin;
    const scrut_tally *tally;    /* NULL: FROM_CASE */
    scrut_claim_verdict verdict; /* HOLDS, CONTRADICTED or UNDECIDED */
    bool restates; /* the claimant's own announcement: where it holds, it repeats the claim and proves nothing */
    scrut_claim_value *values; /* of each function in the expression */
    size_t value_count;
    /* FROM_CHAMBER, not HOLDS: the fewest changed ballots that each statement about seats in the claim would have
     * taken, which do not hold for certain as the votes are. */
    scrut_seats_margin *taken;
    size_t taken_count;
} scrut_claim_answer;

typedef struct {
    const scrut_case_claim *claim;
    const char *expression; /* as parsed; NULL: words only */
    scrut_claim_verdict verdict;
    scrut_claim_answer *answers;
    size_t answer_count;
    size_t holds, contradicts, undecided; /* answers */
    const char **missing;                 /* UNDECIDED: what would decide it, a clause each */
    size_t missing_count;
    const char *left_out; /* why no contradiction with other claims was looked for; NULL: it was */
    uint32_t same_as;     /* an earlier claim with the same expression, or SCRUT_NONE */
} scrut_claim_result;

/* Claims that cannot all be true, while any of them can be left out to make the others possible. */
typedef struct {
    uint32_t *claims; /* into the results; equal claims are named by the first of them */
    size_t claim_count;
    const char *reason;
} scrut_claim_set;

typedef struct {
    scrut_claim_result *items; /* in the order of the case */
    size_t count;
    scrut_claim_set *sets;
    size_t set_count;
    bool sets_cut; /* there may be more sets: the search was ended */
} scrut_claim_results;

typedef struct scrut_verdict {
    const scrut_case *c;
    scrut_arena *arena;
    scrut_tally *tallies; /* tabulations of the returns (case order), then the announcements */
    size_t tally_count, tabulation_count;
    scrut_chamber **chambers;      /* a tally: its allocation, or NULL */
    const char **chamber_missing;  /* a tally: why there is none, NULL when there is */
    scrut_margins **margins;       /* a tally: of its allocation, or NULL */
    scrut_comparison *comparisons; /* tabulation x announcement, then announcement x announcement */
    size_t comparison_count;
    scrut_station_comparison *station_comparisons;
    size_t station_comparison_count;
    scrut_seats_comparison *seats_comparisons;
    size_t seats_comparison_count;
    scrut_published_margin *published; /* in the order of the case */
    size_t published_count;
    scrut_findings findings;
    scrut_claim_results claims;
    scrut_survey_results surveys; /* of the roll */
    /* An answer of `surveys`: the names at most, as ballots that nobody can place, against the margins of tally
     * `survey_tally` (materiality.h); NULL: no number of names, a direction that is not set against margins, or no
     * margins. NULL as a whole without findings. */
    struct scrut_stake_result **survey_stakes;
    size_t survey_tally;
    struct scrut_materiality **materiality; /* a tally: findings against its margins, or NULL (materiality.h) */
    struct scrut_roll_audit *roll;          /* the list of voters, its findings among the others (roll_audit.h); NULL:
                                             * not provided */
    struct scrut_missing_result *missing;   /* people without a name against the margins (materiality.h); NULL: their
                                             * number is not known, or there are no margins */
    bool announcement_contradicted;         /* something announced is contradicted by the evidence */
    bool seal_contradicted;                 /* a file of the case is not the one that was sealed */
    bool contradicted;                      /* something announced, claimed or sealed is */
} scrut_verdict;

/* Runs all of it. The case must outlive the verdict. SCRUT_OK (whatever was found);
 * SCRUT_E_RANGE, SCRUT_E_MEMORY; with a list of voters, which is read now, all that scrut_roll_audit_run returns. Free
 * with scrut_verdict_free. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_verify(const scrut_case *c, scrut_pool *pool, scrut_verdict **ret_verdict,
                                                     scrut_error *err);
/* The same for questions about votes, seats and claims: the list of voters is not read, unless a claim asks for the
 * votes at stake of its findings. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_verify_results(const scrut_case *c, scrut_pool *pool,
                                                             scrut_verdict **ret_verdict, scrut_error *err);
/* Only tallies, allocations, comparisons, findings about announced seats, and of margins the house, of which they can
 * be asked: what other questions than findings and claims start from. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_verify_figures(const scrut_case *c, scrut_pool *pool,
                                                             scrut_verdict **ret_verdict, scrut_error *err);
SCRUT_API void scrut_verdict_free(scrut_verdict *verdict);

/* Tests every claim of the case against every source and announcement, and against one another. `verdict` holds
 * everything but the claims; scrut_verify calls this last. The results live in `arena`.
 * SCRUT_OK; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_claims_test(const scrut_verdict *verdict, scrut_arena *arena,
                                                          scrut_claim_results *ret_results, scrut_error *err);
/* "words only", "undecided", "holds", "contradicted", "disputed" */
SCRUT_API const char *scrut_claim_verdict_name(scrut_claim_verdict verdict);
/* "case", "tally", "chamber", "seats" */
SCRUT_API const char *scrut_claim_origin_name(scrut_claim_origin origin);
/* "Q01" to "Q04": the check whose findings are the figures of the direction. */
SCRUT_API const char *scrut_survey_check(scrut_survey_direction direction);

#endif
