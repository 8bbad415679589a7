/* SPDX-License-Identifier: Apache-2.0
 * recheck_internal.h: what the parts of the rechecker share: the moves (recheck_moves.c), one ballot fewer in one
 * contest (recheck_contest.c) and in the nation (recheck_nation.c, recheck_house.c, recheck_shares.c), the table
 * (recheck_table.c). None of it is the search's. */
#ifndef SCRUT_RECHECK_INTERNAL_H
#define SCRUT_RECHECK_INTERNAL_H

#include "certificate_internal.h"

#define SCRUT_RECHECK_NO_LIMIT (INT64_MAX / 8)

typedef struct {
    const scrut_certificate *c;
    const scrut_certificate_reading *r;
    bool certain;         /* the reading "would" */
    int64_t spent, given; /* ballots that barred lists of the contest lose; that are among its votes already */
    scrut_arena *arena;
    scrut_error *err;
} scrut_checking;

static inline scrut_recheck_result scrut_recheck_yes(void)
{
    return (scrut_recheck_result){.state = SCRUT_RECHECK_YES};
}

static inline scrut_recheck_result scrut_recheck_no(const char *why)
{
    return (scrut_recheck_result){.state = SCRUT_RECHECK_NO, .why = why};
}

static inline scrut_recheck_result scrut_recheck_not(const char *why)
{
    return (scrut_recheck_result){.state = SCRUT_RECHECK_NOT, .why = why};
}

/* A clause made of numbers; without memory the status says so. */
scrut_status scrut_recheck_because(const scrut_checking *ch, scrut_recheck_state state, char *why,
                                   scrut_recheck_result *result);

/* ---- recheck_moves.c ---- */

/* Several contests, or steps. */
bool scrut_recheck_is_nation(const scrut_certificate *c);
/* Fewest and most seats of list i over the outcomes of the draw. */
void scrut_recheck_seats_of(const scrut_naive_seats *s, size_t count, size_t i, int64_t *ret_least, int64_t *ret_most);
/* Votes of the lists of contest n (moved: after the moves). */
scrut_status scrut_recheck_votes(const scrut_checking *ch, size_t n, bool moved, int64_t **ret_votes);
/* Seats the members hold in one contest, in all of them, as this reading counts them. *ret_why: NULL, or why it is not
 * known. */
scrut_status scrut_recheck_held(const scrut_checking *ch, size_t n, bool moved, int64_t *ret_held,
                                const char **ret_why);
scrut_status scrut_recheck_held_everywhere(const scrut_checking *ch, bool moved, int64_t *ret_held,
                                           const char **ret_why);
/* Whether these votes meet the target of the one contest. */
scrut_status scrut_recheck_meets_with(const scrut_checking *ch, const int64_t votes[], bool *ret_meets,
                                      const char **ret_why);
/* Whether the votes as they stand (moved: after the moves) meet the target. */
scrut_status scrut_recheck_meets(const scrut_checking *ch, bool moved, bool *ret_meets, const char **ret_why);
scrut_status scrut_recheck_moves(const scrut_checking *ch, scrut_recheck_result *ret_result);

/* ---- recheck_contest.c ---- */

/* Problems of which any one meets the target. */
typedef struct {
    scrut_naive_problem *items;
    size_t count;
    const char *unsuited; /* why problems do not say all */
} scrut_problem_list;

/* The members of contest n hold at least (at most) so many seats. */
scrut_status scrut_recheck_joint_problem(const scrut_checking *ch, size_t n, bool at_least, int64_t seats,
                                         scrut_problem_list *list);
scrut_status scrut_recheck_open_search(const scrut_checking *ch, size_t n, int64_t ballots, scrut_naive_search *s);
/* Whether so many ballots in contest n give its members so many seats; whether they meet the one contest's target. */
scrut_status scrut_recheck_no_way_joint(const scrut_checking *ch, size_t n, int64_t seats, int64_t ballots,
                                        scrut_recheck_result *ret_result);
scrut_status scrut_recheck_no_way(const scrut_checking *ch, int64_t ballots, scrut_recheck_result *ret_result);

/* ---- recheck_nation.c ---- */

scrut_status scrut_recheck_no_way_nation(const scrut_checking *ch, scrut_recheck_result *ret_result);
/* The result is what is wrong in contest n. */
scrut_status scrut_recheck_in_contest(const scrut_checking *ch, size_t n, scrut_recheck_result *result);

/* ---- recheck_thresholds.c ---- */

typedef struct {
    const scrut_certificate_total *total;
    const char *list;
    bool rising;
    bool drifts;  /* across because others' ballots are added or removed */
    bool harmful; /* of no use to the target; it drifts */
} scrut_recheck_crosser;

/* Whether the votes of the nation are the contests', and bar whom these bar. */
scrut_status scrut_recheck_thresholds(const scrut_checking *ch, scrut_recheck_result *ret_result);
/* The certificate as it is when the thresholds are applied to the votes after the moves. */
scrut_status scrut_recheck_bar_again(const scrut_checking *ch, scrut_certificate *ret_after);
/* Lists that so many ballots could carry across a threshold and that are of use to the target, or drift;
 * *ret_suited: crossings can say what they do. */
scrut_status scrut_recheck_crossers(const scrut_checking *ch, int64_t ballots, scrut_recheck_crosser **ret_crossers,
                                    size_t *ret_count, bool *ret_suited);
/* Fewest ballots of its own with which the list passes (or does not) when so many are moved in all. */
int64_t scrut_recheck_needs(const scrut_checking *ch, const scrut_recheck_crosser *x, bool above, int64_t moved);
/* The certificate as it is with these lists on the other side of their thresholds. */
scrut_status scrut_recheck_bar_lists(const scrut_checking *ch, const char *const lists[], size_t count,
                                     scrut_certificate *ret_after);
/* Whether a threshold in the nation moves as ballots are added or removed. */
bool scrut_recheck_bars_move(const scrut_checking *ch);
/* A YES that rests on nobody crossing a threshold becomes NOT where so many ballots could carry somebody across that is
 * of use to the target, and no crossing of the certificate says why that does not do. */
scrut_status scrut_recheck_nobody_crosses(const scrut_checking *ch, int64_t ballots, scrut_recheck_result *ret_result);

/* ---- recheck_crossings.c ---- */

/* Whether the certificate's crossings say why `ballots` ballots do not do, whoever of these they carry across. */
scrut_status scrut_recheck_crossings(const scrut_checking *ch, const scrut_recheck_crosser crossers[], size_t count,
                                     int64_t ballots, scrut_recheck_result *ret_result);

/* ---- recheck_house.c: seats claimed for several lists in the nation ---- */

/* The claim that is about list i of contest n; claim_count: none. */
size_t scrut_recheck_claim_of(const scrut_checking *ch, size_t n, size_t i);
/* Whether the seats meet the claims; shares only: whether those of one contest are `seats`, by claim. */
scrut_status scrut_recheck_meets_claims(const scrut_checking *ch, bool moved, bool *ret_meets, const char **ret_why);
bool scrut_recheck_meets_share(const scrut_checking *ch, size_t n, const scrut_naive_seats *held,
                               const int64_t seats[]);
scrut_status scrut_recheck_no_way_claims(const scrut_checking *ch, scrut_recheck_result *ret_result);

/* ---- recheck_sums.c ---- */

/* Whether shares for no ballots, one of each contest, add up to the claims; *ret_many: it is not known. */
scrut_status scrut_recheck_sum_is(const scrut_checking *ch, const scrut_certificate_shares shares[], bool *ret_is,
                                  bool *ret_many);
/* Whether the certificate's own do not for fewer ballots than it says. */
scrut_status scrut_recheck_sums(const scrut_checking *ch, scrut_recheck_result *ret_result);

/* ---- recheck_shares.c ---- */

/* Whether every share of contest n takes what the certificate says: at_least ballots where it is named, and otherwise
 * the ballots `others` and its worth, or more than `ballots`. */
scrut_status scrut_recheck_shares(const scrut_checking *ch, size_t n, int64_t ballots,
                                  scrut_recheck_result *ret_result);

#endif
