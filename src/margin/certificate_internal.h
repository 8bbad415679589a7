/* SPDX-License-Identifier: Apache-2.0
 * certificate_internal.h: what making, reading and rechecking certificates share. None of it is the search's. */
#ifndef SCRUT_CERTIFICATE_INTERNAL_H
#define SCRUT_CERTIFICATE_INTERNAL_H

#include "scrutineer/certificate.h"

#define SCRUT_CERTIFICATE_FORMAT "scrutineer-margin-certificate/4"
/* The same without crossings; without thresholds in the nation too; without claims in the nation too. */
#define SCRUT_CERTIFICATE_FORMAT_3 "scrutineer-margin-certificate/3"
#define SCRUT_CERTIFICATE_FORMAT_2 "scrutineer-margin-certificate/2"
#define SCRUT_CERTIFICATE_FORMAT_1 "scrutineer-margin-certificate/1"

/* So that a document of two readings stays within what the reader takes. */
#define SCRUT_SHARE_VALUES_MAX 80000

/* The document's words for the values of an enumeration, in their order; ended by NULL. */
extern const char *const SCRUT_WORDS_TARGET[];
extern const char *const SCRUT_WORDS_FAMILY[];
extern const char *const SCRUT_WORDS_DIVISOR[];
extern const char *const SCRUT_WORDS_ROUNDING[];
extern const char *const SCRUT_WORDS_REST[];
extern const char *const SCRUT_WORDS_OVER_AWARD[];

/* ---- recheck_seats.c: seats by listing every claim and sorting them ---- */

/* What claims and eligibility rest on, besides a list's own votes. */
typedef struct {
    const scrut_margin_contest *contest;
    const scrut_method *method;
    int64_t limit;                 /* seats a list can have */
    int64_t moved;                 /* ballots added (removed when negative) */
    scrut_wide quota, quota_parts; /* quota / quota_parts votes; 0 / 1 where the method needs none */
} scrut_naive;

/* A claim's worth: of a higher rank first, then the larger value / of. */
typedef struct {
    int rank;
    scrut_wide value, of;
} scrut_worth;

/* The quota, where there is one, is of `base` votes. */
void scrut_naive_init(const scrut_margin_contest *contest, int64_t base, int64_t moved, scrut_naive *ret_naive);
/* k from 1, votes from 1 */
scrut_worth scrut_naive_worth(const scrut_naive *naive, int64_t votes, int64_t k);
int scrut_worth_compare(const scrut_worth *a, const scrut_worth *b);
/* Whether so many votes pass a threshold once `moved` ballots were added (removed when negative). */
bool scrut_naive_passes_bar(const scrut_margin_bar *bar, int64_t moved, int64_t votes);
/* Whether list i takes part with so many votes, for the bars of `mask` (a list; NULL: all). */
bool scrut_naive_passes(const scrut_naive *naive, const uint8_t *mask, size_t i, int64_t votes);

/* Every list's seats above the cut, and how many claims of it share the `drawn` seats at the cut. */
typedef struct {
    const char *unknown; /* why the simple code does not say; NULL: it does */
    bool refused;        /* no allocation */
    int64_t *sure, *equal;
    int64_t drawn;
} scrut_naive_seats;

scrut_status scrut_naive_allocate(const scrut_margin_contest *contest, const int64_t votes[], scrut_arena *arena,
                                  scrut_naive_seats *ret_seats, scrut_error *err);
/* Seats of the members over all outcomes of the draw. */
void scrut_naive_members(const scrut_naive_seats *seats, const bool members[], size_t count, int64_t *ret_certain,
                         int64_t *ret_possible);

/* ---- recheck_claims.c, recheck_sharing.c, recheck_fewer.c: whether so many ballots can do it, by trying every cut
 * ----
 */

/* Lists that must have so many claims at the cut or before, and lists that must have no more than so many that count:
 * together, or, where `each` is given, every list exactly its number, but those with -1: these share what is left
 * (reach = keep). reaching and keeping are NULL when no list does. */
typedef struct {
    const bool *reaching, *keeping; /* a list */
    int64_t reach, keep;
    const int64_t *each; /* a list */
    /* With `each`, for certain: the cut is a claim of those that share the rest and may draw for it; the claims of the
     * others lie clear of it. Otherwise nobody draws. */
    bool rest_draws;
} scrut_naive_problem;

typedef struct {
    const scrut_margin_contest *contest;
    scrut_metric metric;
    const scrut_margin_caps *caps; /* NULL: none */
    bool certain;                  /* claims at the cut count against */
    bool clear;                    /* claims at the cut do not count for */
    scrut_naive naive;
    int64_t *bars;  /* a list: fewest votes to take part */
    int64_t *steps; /* claims that may still be looked at */
    int64_t ballots;
    int64_t spent; /* of them are lost by lists that are barred */
    int64_t given; /* of them are among the contest's votes already */
    scrut_arena *arena;
    scrut_error *err;
} scrut_naive_search;

typedef enum { SCRUT_NAIVE_NO_WAY, SCRUT_NAIVE_MAYBE, SCRUT_NAIVE_TOO_LONG } scrut_naive_answer;

/* The best cut and the votes that would do it. */
typedef struct {
    scrut_naive_answer answer;
    bool has_cut;
    size_t cut_list;
    int64_t cut_votes, cut_claim;
    scrut_worth cut;
    bool has_votes; /* MAYBE: votes[] are within the ballots */
    int64_t *votes; /* a list */
} scrut_naive_way;

/* NULL, or why claims alone do not say what so many ballots can do. */
const char *scrut_naive_unsuited(const scrut_margin_contest *contest, scrut_metric metric, bool seats_may_stay_empty);
/* Whether a list's own claims can be worth the same: they do not draw with each other, which the cut does not see. */
bool scrut_naive_equals_own(const scrut_method *method);
scrut_status scrut_naive_search_open(scrut_naive_search *s);
/* NO_WAY is proof: no votes within the ballots solve the problem. MAYBE is none: look at the votes. */
scrut_status scrut_naive_search_way(const scrut_naive_search *s, const scrut_naive_problem *p, scrut_naive_way *way);
/* Claims of list i at the cut or before (counting: that count against), at most `most`. */
int64_t scrut_naive_claims(const scrut_naive_search *s, size_t i, const scrut_worth *cut, bool counting, int64_t most);
/* Ballots with which list i gets `claims` claims at the cut; keeps no more than `claims` that count; -1: not to be
 * had. */
int64_t scrut_naive_gain(const scrut_naive_search *s, size_t i, int64_t claims, const scrut_worth *cut);
int64_t scrut_naive_loss(const scrut_naive_search *s, size_t i, int64_t claims, const scrut_worth *cut);
/* Votes that list i needs for `claims` claims; may have for no more than `claims` that count. */
int64_t scrut_naive_floor(const scrut_naive_search *s, size_t i, int64_t claims, const scrut_worth *cut);
int64_t scrut_naive_ceiling(const scrut_naive_search *s, size_t i, int64_t claims, const scrut_worth *cut);
/* A claim's worth, counted as a step of the search. */
scrut_worth scrut_naive_worth_of(const scrut_naive_search *s, int64_t votes, int64_t k);

/* best[n][j]: least cost of the first n lists for j claims in all (reaching: j or more; keeping: j or fewer). */
typedef struct {
    const scrut_naive_search *s;
    const scrut_worth *cut;
    bool reaching;
    const bool *lists;
    int64_t claims, limit; /* ballots above the limit are no way */
    int64_t *best;         /* (lists + 1) times (claims + 1) */
} scrut_naive_sharing;

/* The least cost, or -1. The table stays for reading the shares back. */
int64_t scrut_naive_share_out(scrut_naive_sharing *sh);
/* Claims of each list in the cheapest way. */
void scrut_naive_read_shares(const scrut_naive_sharing *sh, int64_t shares[]);

/* ---- recheck_table.c, certificate_table.c: why one ballot fewer does not do ---- */

/* Lists that must have `reach` claims together at the cut or before, and lists that must keep no more than `keep` that
 * count. The cut is the largest claim that the first can reach with `ballots` ballots. */
typedef struct {
    const char *list; /* its name */
    int64_t votes;
    bool reaching, keeping;
    int64_t claims; /* at the cut or before, with these votes; of lists that keep, those that count */
    const int64_t
        *costs; /* ballots for one claim more (keeping: fewer), two, ...; those above `ballots` are left out */
    size_t cost_count;
} scrut_bound_row;

typedef struct {
    const char *none;     /* why there is no table; NULL: there is one */
    int64_t ballots;      /* at_least - 1 */
    bool certain;         /* claims equal to the cut count against the lists that reach */
    const char *cut_list; /* NULL: no claim can be reached */
    int64_t cut_votes, cut_claim;
    int64_t reach, keep;
    int64_t keep_excess; /* claims that must be given up */
    scrut_bound_row *rows;
    size_t row_count;
} scrut_bound_table;

/* For one contest, AT_LEAST and AT_MOST. SCRUT_E_MEMORY. */
scrut_status scrut_naive_table(const scrut_certificate *certificate, bool would, scrut_arena *arena,
                               scrut_bound_table *ret_table, scrut_error *err);
/* The same as lines for people; NULL where there is no table. SCRUT_E_MEMORY. */
scrut_status scrut_naive_lines(const scrut_certificate *certificate, bool would, scrut_arena *arena,
                               const char *const **ret_lines, size_t *ret_count, scrut_error *err);

#endif
