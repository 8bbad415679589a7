/* SPDX-License-Identifier: Apache-2.0
 * claim_internal.h: what the parts of the claims' test share: exact fractions and intervals of them
 * (claim_ratio.c), what the functions are worth (claim_values.c), the expressions (claim_eval.c), their
 * linear form (claim_linear.c), whether constraints can be met (claim_feasible.c), sets (claim_sets.c). */
#ifndef SCRUT_CLAIM_INTERNAL_H
#define SCRUT_CLAIM_INTERNAL_H

#include "scrutineer/verdict.h"

/* ---- exact fractions: false when the result leaves 128 bits (or divides by zero) ---------------------- */

scrut_fraction fraction_whole(int64_t value);
SCRUT_MUST_CHECK bool fraction_make(scrut_wide numerator, scrut_wide denominator, scrut_fraction *ret);
SCRUT_MUST_CHECK bool fraction_add(scrut_fraction a, scrut_fraction b, scrut_fraction *ret);
SCRUT_MUST_CHECK bool fraction_multiply(scrut_fraction a, scrut_fraction b, scrut_fraction *ret);
scrut_fraction fraction_negate(scrut_fraction a);
/* Sign of a - b, for any a and b. */
int fraction_compare(scrut_fraction a, scrut_fraction b);
/* The value of a NUMBER node. */
scrut_fraction fraction_of_number(const scrut_claim_node *node);
scrut_wide wide_gcd(scrut_wide a, scrut_wide b);

/* ---- intervals ---------------------------------------------------------------------------------------- */

typedef struct {
    bool has_low, has_high;
    scrut_fraction low, high;
    const char *fault; /* no value at all: why; NULL: fine */
} claim_interval;

claim_interval interval_exact(scrut_fraction value);
claim_interval interval_whole(int64_t value);
claim_interval interval_between(int64_t low, int64_t high);
claim_interval interval_at_least(int64_t low);
claim_interval interval_open(void);
claim_interval interval_fault(const char *why);
bool interval_is_exact(const claim_interval *a);
claim_interval interval_negate(claim_interval a);
claim_interval interval_add(claim_interval a, claim_interval b);
claim_interval interval_multiply(claim_interval a, claim_interval b);
claim_interval interval_divide(claim_interval a, claim_interval b);
claim_interval interval_absolute(claim_interval a);

typedef enum { TRUTH_NO, TRUTH_YES, TRUTH_UNKNOWN } claim_truth;

claim_truth truth_less(const claim_interval *a, const claim_interval *b);    /* a < b */
claim_truth truth_at_most(const claim_interval *a, const claim_interval *b); /* a <= b */
claim_truth truth_equal(const claim_interval *a, const claim_interval *b);
claim_truth truth_not(claim_truth a);
claim_truth truth_and(claim_truth a, claim_truth b);
claim_truth truth_or(claim_truth a, claim_truth b);

/* ---- one who is asked --------------------------------------------------------------------------------- */

typedef struct {
    const scrut_verdict *v;
    scrut_claim_origin origin;
    const scrut_tally *tally;     /* NULL: FROM_CASE */
    const scrut_chamber *chamber; /* FROM_CHAMBER */
    scrut_arena *arena;
    bool quiet; /* only the values are wanted, no sentence about what is missing */
    bool memory_failed;
} claim_witness;

typedef struct {
    claim_interval value;
    bool informed;       /* some figure of the tally stands behind it */
    const char *missing; /* not exact: what figure would be needed; NULL when exact */
    bool is_never;       /* a margin that no number of ballots reaches */
} claim_leaf;

/* True for functions that the case itself answers, whatever the tallies give. */
bool claim_is_of_case(const scrut_claim_node *call);
/* What a call is worth to this witness (claim_values.c). */
claim_leaf claim_leaf_value(claim_witness *w, const scrut_claim_node *call);
/* What concerns votes by constituency and seats (claim_seats.c). */
claim_leaf claim_seats_value(claim_witness *w, uint32_t party, uint32_t unit);
claim_leaf claim_led_value(claim_witness *w, const scrut_claim_node *call);
bool claim_previous_seats(const scrut_case *c, uint32_t party, const char *version, uint32_t unit, int64_t *ret_seats);
bool claim_chamber_seats(const scrut_case *c, uint32_t unit, int64_t *ret_seats);
/* Margins (claim_margin.c). */
claim_leaf claim_margin_value(claim_witness *w, const scrut_claim_node *call);
/* Fills `taken` of an answer that the chamber gave: at most `most` statements. */
void claim_would_have_taken(claim_witness *w, const scrut_claim_node *claim, size_t most, scrut_claim_answer *answer);
/* Votes, and the votes of which shares are taken (claim_values.c). */
claim_leaf claim_votes_value(claim_witness *w, uint32_t party, uint32_t unit);
claim_leaf claim_valid_value(claim_witness *w, uint32_t unit);
/* The best of the other lists in a unit: between the ends of the interval. */
claim_interval claim_best_other(claim_witness *w, uint32_t party, uint32_t unit);
/* What a witness lacks: a key, or of a constituency `key_in` with its name as {1r}. Of a party: with its id as {1r} and
 * the constituency as {2r}. In the witness's arena; NULL without memory (memory_failed). */
const char *claim_missing(claim_witness *w, uint32_t unit, const char *key, const char *key_in);
const char *claim_missing_of(claim_witness *w, uint32_t unit, const char *key, const char *key_in, const char *of);

/* ---- expressions -------------------------------------------------------------------------------------- */

claim_interval claim_number(claim_witness *w, const scrut_claim_node *node);
claim_truth claim_evaluate(claim_witness *w, const scrut_claim_node *node);

/* ---- sets that cannot all be true --------------------------------------------------------------------- */

/* A quantity that the claims speak of: a function of a party and a unit. None can be negative. */
typedef struct {
    scrut_claim_function function; /* one that gives a whole number of votes, seats, stations or constituencies */
    uint32_t party, unit;
    int64_t count;    /* MARGIN: seats */
    const char *word; /* MARGIN: metric */
} claim_atom;

#define CLAIM_ATOMS_MAX 48

/* sum of coefficients[i] * atom i  <=  bound  (or = bound), in whole numbers; atoms stand for whole numbers. */
typedef struct {
    scrut_wide coefficients[CLAIM_ATOMS_MAX];
    scrut_wide bound;
    bool is_equation;
    uint32_t claim;                 /* whose; or SCRUT_NONE: of the case */
    const scrut_claim_node *source; /* of a claim: the comparison it was made from */
    bool negated;                   /* the claim says that the comparison does not hold */
    const char *reason;             /* of the case: "the chamber has 123 seats" */
} claim_constraint;

typedef struct {
    claim_atom items[CLAIM_ATOMS_MAX];
    size_t count;
} claim_atoms;

/* Constraints that hold together. */
typedef struct {
    const claim_constraint **items;
    size_t count;
} claim_branch;

#define CLAIM_BRANCHES_MAX 8

/* Alternatives, of which one holds. */
typedef struct {
    claim_branch items[CLAIM_BRANCHES_MAX];
    size_t count;
} claim_form;

/* Index of the atom, entered when it is new; CLAIM_ATOMS_MAX when there is no room. */
size_t claim_atom_index(claim_atoms *atoms, claim_atom atom);
/* The claim as alternatives of linear constraints. False: *ret_why says why it has no such form, or is NULL without
 * memory. */
bool claim_linear_form(const scrut_verdict *v, const scrut_claim_node *node, uint32_t claim, claim_atoms *atoms,
                       scrut_arena *arena, claim_form *ret_form, const char **ret_why);
/* What the case says about the atoms: seats of the chamber, parts and wholes. False without memory. */
bool claim_axioms(const scrut_case *c, const claim_atoms *atoms, scrut_arena *arena, claim_branch *ret_axioms);

typedef enum { CLAIM_POSSIBLE, CLAIM_IMPOSSIBLE, CLAIM_NOT_DETERMINED } claim_feasibility;

/* Whether numbers >= 0 can meet all constraints. Atoms that are not `used` stand for nothing: their terms are left out,
 * and an equation that has such a term is an upper bound. IMPOSSIBLE is proven for whole numbers; POSSIBLE: no
 * contradiction was found and none exists among fractions; NOT_DETERMINED: too many constraints, too large numbers, no
 * memory. */
claim_feasibility claim_feasible(const claim_constraint *const constraints[], size_t count, const bool used[],
                                 size_t atom_count);

/* Finds the sets of claims that cannot all be true (claim_sets.c). */
scrut_status claim_find_sets(const scrut_verdict *v, scrut_arena *arena, scrut_claim_results *results,
                             scrut_error *err);

#endif
