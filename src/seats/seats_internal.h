/* SPDX-License-Identifier: Apache-2.0
 * seats_internal.h: what the files of seats share. */
#ifndef SCRUT_SEATS_INTERNAL_H
#define SCRUT_SEATS_INTERNAL_H

#include "scrutineer/catalog.h"
#include "scrutineer/seats.h"

#include <assert.h>

#define SCRUT_RUNNERS_UP 5 /* claims that the ladder shows beyond the seats, at least */

/* One allocation under way. */
typedef struct {
    const scrut_method *method;
    const scrut_contender *contenders;
    size_t count;
    int64_t seats;   /* to give; the full quotas where the law lets them exceed the seats */
    int64_t votes;   /* of the contenders that can win */
    size_t active;   /* how many those are */
    bool seats_only; /* no runners-up are asked for */
    scrut_wide quota_numerator, quota_denominator;
    int64_t *full_quotas; /* a contender, NULL without a quota */
} scrut_contest;

/* A claim and the round in which it is served: guaranteed seats first, then (averages computed once) the
 * full quotas, then one left-over seat a list and round. Claims of one round compare by value. */
typedef struct {
    scrut_claim claim;
    int64_t round;
} scrut_rung;

static inline bool scrut_contender_active(const scrut_contender *c)
{
    return c->eligible && c->votes > 0;
}

/* The contender's k-th claim (k from 1); false when it cannot have that many seats. */
bool scrut_contest_claim(const scrut_contest *contest, uint32_t contender, int64_t k, scrut_rung *ret_rung);
/* Positive when a is served before b, 0 when the method itself does not tell. */
int scrut_rung_compare(const scrut_rung *a, const scrut_rung *b);

/* Quota and full quotas of a quota method, into contest and arena. *ret_refusal is set where the rules give no answer.
 */
scrut_status scrut_contest_quota(scrut_contest *contest, int64_t votes_all, scrut_arena *arena,
                                 const char **ret_refusal, scrut_error *err);

/* Settles claims of one value of which only some can win: group[0 .. count) are those claims, `seats` of
 * them win (0 < seats < count). Orders the group: winners, then the tied, then losers. */
typedef struct {
    size_t won, tied; /* rungs */
    int64_t drawn;    /* seats for the tied */
} scrut_cut;
scrut_status scrut_cut_settle(const scrut_contest *contest, const scrut_tie_rule *ties, size_t tie_count,
                              scrut_rung *group, size_t count, int64_t seats, scrut_cut *ret_cut, scrut_error *err);

/* ---- whole chambers ---- */

/* The votes of one unit, as thresholds need them. `known` false: no number, or only a part. */
typedef struct {
    int64_t value;
    bool known, stands;
} scrut_votes;

typedef struct {
    size_t unit;
    scrut_votes *party;    /* a party */
    scrut_votes *alliance; /* an alliance */
    scrut_votes base[SCRUT_BASE_REGISTERED + 1];
} scrut_unit_votes;

typedef struct {
    const scrut_case *c;
    const scrut_rules *rules;
    const scrut_tally *tally;
    scrut_unit_votes nation;
    uint32_t *hidden; /* parties with hidden_in */
    size_t hidden_count;
    scrut_arena *arena;
    scrut_error *err;
} scrut_allocation;

scrut_status scrut_unit_votes_read(const scrut_allocation *a, size_t unit, scrut_arena *arena,
                                   scrut_unit_votes *ret_votes);

typedef enum { SCRUT_PASS_YES, SCRUT_PASS_NO, SCRUT_PASS_UNKNOWN } scrut_pass;
/* Whether the party passes every threshold that applies to it. hidden_here: votes taken for `hidden_party`
 * in the constituency. Except for YES *ret_why is a sentence in `arena`. */
scrut_status scrut_threshold_pass(const scrut_allocation *a, const scrut_unit_votes *here, size_t party,
                                  uint32_t hidden_party, int64_t hidden_here, scrut_arena *arena, scrut_pass *ret_pass,
                                  const char **ret_why);

/* One constituency under one number of hidden votes. */
typedef struct {
    const scrut_unit_votes *here;
    int64_t seats;
    uint32_t hidden_party; /* SCRUT_NONE: none */
    int64_t hidden_votes;
} scrut_question;
scrut_status scrut_constituency_answer(const scrut_allocation *a, const scrut_question *q, scrut_arena *arena,
                                       scrut_constituency_seats *ret_seats);
/* Adds the steps of the allocation as the hidden votes grow to `most`. */
scrut_status scrut_hidden_steps(const scrut_allocation *a, const scrut_question *q, int64_t most,
                                scrut_constituency_seats *seats);

#endif
