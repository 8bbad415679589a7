/* SPDX-License-Identifier: Apache-2.0
 * seats.h: turn votes into seats under the election's rules, exactly, with every seat explained.
 * Pure functions: no I/O, no locale, no globals. No double decides anything here.
 *
 * A tie is an outcome: certain seats, the tied lists and how many seats remain to be drawn. It is
 * resolved only by tie rules that the rules carry. */
#ifndef SCRUTINEER_SEATS_H
#define SCRUTINEER_SEATS_H

#include "scrutineer/election.h"

/* One that competes for seats: a list, or an alliance in the first step. */
typedef struct {
    int64_t votes;
    bool eligible;
    int64_t seats_min, seats_max; /* seats_max < 0: no limit (list exhaustion otherwise) */
    int64_t list_order;           /* for the tie rule; -1 when not given */
} scrut_contender;

/* One claim for one seat: contender's demand for its k-th seat, worth numerator / denominator
 * (Hill: the square of the quotient; quota with largest remainders: votes left after k - 1 quotas, which can be
 * negative). A denominator of 0 is a first divisor of 0: the claim stands before every quotient, and
 * among such claims the larger numerator first. Quota seats carry full_quota. */
typedef struct {
    uint32_t contender;
    int64_t k;
    scrut_wide numerator, denominator;
    bool full_quota;
    bool by_tie_rule; /* stands where it does because a tie rule of the law put it there */
} scrut_claim;

typedef struct {
    size_t contender_count;
    int64_t seats;        /* to give */
    int64_t *certain;     /* a contender: seats it holds in every outcome */
    int64_t *possible;    /* a contender: most seats a draw can leave it with; = certain without a tie */
    bool *tied;           /* a contender: takes part in the draw */
    int64_t tied_seats;   /* seats to be drawn among the tied; 0: no tie */
    int64_t unfilled;     /* seats no list can take (lists exhausted, nobody eligible) */
    int64_t over_awarded; /* seats the quotas gave beyond `seats` (kept only under "ignore") */
    bool refused;         /* no allocation: see refusal */
    const char *refusal;
    /* The ladder: claims in the order in which seats are won, then the runners-up. */
    scrut_claim *ladder;
    size_t ladder_count, won_count; /* the first won_count rungs hold seats for certain; */
    size_t tied_count;              /* tied_count rungs that take part in the draw follow */
    bool squared;                   /* Hill: the ladder's values are squares of quotients */
    /* Quota methods: the quota as numerator / denominator and full quotas a contender; NULL otherwise */
    int64_t quota_numerator, quota_denominator;
    int64_t *full_quotas;
    /* Divisor methods: any divisor D with low < D <= high gives the same seats (votes / D, rounded as the
     * method does); both are claim values. has_divisor false when it does not apply. */
    bool has_divisor;
    scrut_claim divisor_high, divisor_low; /* last seat and first runner-up */
} scrut_apportionment;

/* Gives `seats` seats to contenders under one method. votes_all: all valid votes (for quota_base_all),
 * -1 when not needed. A contender without a vote is not eligible. Result in `arena`.
 * SCRUT_OK (a tie, a refusal are outcomes); SCRUT_E_RANGE: negative votes, votes above SCRUT_VOTES_MAX,
 * seats above SCRUT_SEATS_MAX, a sum outside int64, a method that scrut_method_fault rejects, votes_all less than the
 * eligible votes; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_apportion(const scrut_method *method, const scrut_tie_rule *ties,
                                                        size_t tie_count, int64_t seats,
                                                        const scrut_contender contenders[], size_t contender_count,
                                                        int64_t votes_all, scrut_arena *arena,
                                                        scrut_apportionment *ret_result, scrut_error *err);
/* The same without tie rules and without runners-up (nor the divisors, which lie above the first of them): for who asks
 * only what seats votes give, in about half the time. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_apportion_seats(const scrut_method *method, int64_t seats,
                                                              const scrut_contender contenders[],
                                                              size_t contender_count, int64_t votes_all,
                                                              scrut_arena *arena, scrut_apportionment *ret_result,
                                                              scrut_error *err);

typedef enum {
    SCRUT_SEATS_DECIDED,   /* one allocation */
    SCRUT_SEATS_TIE,       /* a lot or a rule not given decides */
    SCRUT_SEATS_UNDECIDED, /* votes are missing or hidden and could give different seats */
    SCRUT_SEATS_REFUSED,   /* the rules give no answer (over-award, nobody eligible) */
} scrut_seats_state;

typedef struct {
    scrut_seats_state state;
    const char *reason;        /* UNDECIDED, REFUSED: why; and what would decide it */
    int64_t seats;             /* of the constituency */
    int64_t *certain;          /* a party: seats that are certain */
    int64_t *possible;         /* a party: most seats it may hold (ties and hidden votes) */
    bool *eligible;            /* a party */
    const char **why_not;      /* a party: why it is not eligible, NULL when it is */
    scrut_apportionment outer; /* among lists, or among alliances and lists */
    uint32_t *outer_party;     /* an outer contender: party index, or SCRUT_NONE */
    uint32_t *outer_alliance;  /* an outer contender: alliance index, or SCRUT_NONE */
    size_t inner_count;
    scrut_apportionment *inner; /* an alliance with more than one list here */
    uint32_t *inner_alliance;   /* its alliance */
    uint32_t **inner_party;     /* its contenders' parties */
    /* Hidden votes (scrut_party.hidden_in): the allocation above takes them as 0. Steps of the allocation as
     * they grow from 0 to the aggregate's votes; one step when they change nothing. */
    struct scrut_hidden_step {
        int64_t from, to; /* hidden votes, inclusive */
        int64_t *seats;   /* a party */
        bool matches_announced;
    } * hidden_steps;
    size_t hidden_step_count;
    uint32_t hidden_party; /* SCRUT_NONE when none */
} scrut_constituency_seats;

typedef struct {
    const scrut_rules *rules;
    const scrut_tally *tally;                 /* the votes it was made from */
    const char *assumption;                   /* a sentence: what was taken from elsewhere to allocate; NULL: nothing */
    scrut_constituency_seats *constituencies; /* case->constituency_count */
    int64_t *certain, *possible;              /* a party: over the nation */
    size_t decided, ties, undecided, refused; /* constituencies by state */
    int64_t seats_total, seats_certain;
} scrut_chamber;

/* Allocates every constituency's seats from a tally. SCRUT_OK, with states in the result;
 * SCRUT_E_INPUT: the case gives seats for no constituency, or the tally no constituency votes; SCRUT_E_RANGE;
 * SCRUT_E_MEMORY. The result lives in `arena`. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_seats_allocate(const scrut_case *c, const scrut_rules *rules,
                                                             const scrut_tally *tally, scrut_arena *arena,
                                                             scrut_chamber *ret_chamber, scrut_error *err);

/* The votes that the shares of thresholds are of. */
typedef struct {
    int64_t votes[SCRUT_BASE_REGISTERED + 1]; /* a scrut_base */
    bool known[SCRUT_BASE_REGISTERED + 1];
} scrut_bases;

/* In a unit of the tally (0: the nation), as scrut_seats_allocate takes them. SCRUT_E_RANGE; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_seats_bases(const scrut_case *c, const scrut_tally *tally, size_t unit,
                                                          scrut_arena *arena, scrut_bases *ret_bases, scrut_error *err);

/* The least and most share of the valid votes that a list with `held` of `seats` seats can have had under
 * D'Hondt among `lists` lists (fractions of 1): least = held / (seats + lists - 1), most = (held + 1) / (seats + 1).
 * What announced seats say about votes that were not provided. */
SCRUT_API void scrut_dhondt_share_bounds(int64_t held, int64_t seats, int64_t lists, int64_t ret_least[2],
                                         int64_t ret_most[2]);

#endif
