/* SPDX-License-Identifier: Apache-2.0
 * margin_internal.h: what the files of margin share. docs/internals/margin.md has the proofs. */
#ifndef SCRUT_MARGIN_INTERNAL_H
#define SCRUT_MARGIN_INTERNAL_H

#include "scrutineer/catalog.h"
#include "scrutineer/margin.h"

#include <assert.h>

#define SCRUT_NEVER (INT64_MAX / 4) /* votes or ballots that no election has; sums of two stay inside int64 */

#define SCRUT_ANY_NUMBER (SCRUT_NEVER / 2) /* a limit on ballots that limits nothing */

static inline int64_t scrut_smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}
static inline int64_t scrut_larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}
/* Sum of numbers that are not negative, NEVER when it is beyond. */
static inline int64_t scrut_plus(int64_t a, int64_t b)
{
    return a >= SCRUT_NEVER - b ? SCRUT_NEVER : a + b;
}

/* ---- value.c: what claims are worth ---- */

/* A claim's value: of a higher rank first, then the larger numerator / denominator. Denominators are positive. */
typedef struct {
    int rank;
    scrut_wide numerator, denominator;
} scrut_value;

#define SCRUT_RANK_BOTTOM (-SCRUT_SEATS_MAX * 4) /* below every claim */
#define SCRUT_RANK_TOP (SCRUT_SEATS_MAX * 8)     /* above */

/* Claims that depend on nothing but the list's own votes, because the quota, where there is one, is given. The value
 * of claim (votes, k) rises with the votes and falls with k; with a larger quota it does not rise. */
typedef enum {
    SCRUT_CLAIMS_FLAT,      /* every claim is worth the votes (plurality) */
    SCRUT_CLAIMS_DIVISOR,   /* votes / d(k) */
    SCRUT_CLAIMS_SQUARES,   /* Hill: votes^2 / d(k)^2 */
    SCRUT_CLAIMS_REMAINDER, /* votes - (k-1) quota */
    SCRUT_CLAIMS_ONCE,      /* averages computed once */
} scrut_claims_kind;

typedef struct {
    scrut_claims_kind kind;
    const scrut_method *method;
    int64_t limit;      /* claims a list can have */
    int64_t guaranteed; /* seats_min: claims 1 .. guaranteed stand before all others */
    /* Claims that may not lose, because there is no allocation where they are more than the seats: of every list that
     * takes part the first so many, and all on full quotas. */
    int64_t sure;
    bool full;
    scrut_wide quota_numerator, quota_denominator;
    /* REMAINDER: to all claims `pivot` quotas are added, which leaves their order. Where the quota is known between two
     * numbers only, claims up to the pivot-th rise with it and the further ones fall; quota_below is the one for the
     * former. */
    int64_t pivot;
    scrut_wide quota_below;
} scrut_claims;

/* Claims of the contest's method; its quota, where it has one, of `quota_base` votes. False: the quota is 0. */
bool scrut_claims_init(const scrut_margin_contest *contest, const scrut_method *method, int64_t quota_base,
                       scrut_claims *ret_claims);
static inline bool scrut_claims_refuse(const scrut_claims *claims)
{
    return claims->full || claims->sure > 0;
}
/* Whether full quotas can exceed the seats, and whether that gives no allocation. */
bool scrut_claims_exceed(const scrut_method *method);
bool scrut_claims_refuse_full(const scrut_method *method);
/* Fewest votes with which a list that takes part may not lose its k-th claim, whatever it is worth. NEVER: it may. */
int64_t scrut_claims_sure(const scrut_claims *claims, int64_t k);
/* Claims that may not lose of a list that takes part. */
int64_t scrut_claims_count_sure(const scrut_claims *claims, int64_t votes);
/* Whether claims of this method, or what is refused, depend on a quota. */
bool scrut_claims_need_quota(const scrut_method *method);
/* Claims at the two ends of a range of quotas become those that favour a list (low) and those that do not (high). */
void scrut_claims_pivot(scrut_claims *low, scrut_claims *high, int64_t pivot);
/* k from 1 to claims->limit, votes > 0. */
scrut_value scrut_claims_value(const scrut_claims *claims, int64_t votes, int64_t k);
int scrut_value_compare(const scrut_value *a, const scrut_value *b);
/* Whether a list's last winning and first losing claim are worth the same whatever its votes. */
bool scrut_claims_alike(const scrut_claims *claims, int64_t seats);
/* Fewest votes with which claim k is worth at least (above: more than) `value`; NEVER when no number of votes does. */
int64_t scrut_claims_reach(const scrut_claims *claims, int64_t k, const scrut_value *value, bool above);
/* The same for claims from .. to, none beyond the limit, into votes[0 .. to - from]. */
void scrut_claims_reach_each(const scrut_claims *claims, const scrut_value *value, bool above, int64_t from, int64_t to,
                             int64_t votes[]);

/* ---- bars.c: who takes part ---- */

/* Fewest votes that pass one bar, once `moved` ballots were added (removed when negative). */
int64_t scrut_bar_votes(const scrut_margin_bar *bar, int64_t moved);
/* Fewest votes with which list i takes part then. */
int64_t scrut_bars_of(const scrut_margin_contest *contest, size_t i, int64_t moved);
/* Fewest votes with which each list takes part once `moved` ballots were added (removed when negative). */
void scrut_bars_votes(const scrut_margin_contest *contest, int64_t moved, int64_t bars[]);
bool scrut_bars_move(const scrut_margin_contest *contest);

/* ---- outcome.c: seats by the engine of `seats` ---- */

/* Seats over all outcomes of a draw, of each list and of the members together. */
typedef struct scrut_outcome {
    bool refused;
    int64_t *certain, *possible; /* a list */
    int64_t *extra;              /* a list: rungs of it that take part in the draw; NULL with alliances */
    int64_t drawn, unfilled;
    int64_t members_certain, members_possible;
} scrut_outcome;
scrut_status scrut_outcome_of(const scrut_margin_contest *contest, const int64_t votes[], const bool members[],
                              scrut_arena *arena, scrut_outcome *ret_outcome, scrut_error *err);

/* The members' joint seats, from what is known of the lists. Not under alliances. */
void scrut_outcome_join(scrut_outcome *outcome, const bool members[], size_t count);
/* Whether exactly these seats (a list) are an outcome of the votes, draws inside alliances included. */
scrut_status scrut_outcome_has(const scrut_margin_contest *contest, const int64_t votes[], const int64_t seats[],
                               scrut_arena *arena, bool *ret_has, scrut_error *err);

/* Seats as the ballots stand, when they were found before. */
typedef struct {
    bool known;
    scrut_outcome outcome; /* with the members' joint seats */
} scrut_standing;

/* ---- offers.c: so many steps at the least cost ---- */

/* Somebody gives (or gains) 1 .. count steps for costs[first .. first + count) ballots; NEVER: not to be had. */
typedef struct {
    size_t list, first;
    int64_t count;
    bool falls;          /* the last of them is to fall under the bar, with no claims left */
    int64_t at;          /* steps taken; 0: none */
    int64_t least, most; /* steps it can have in a cheapest way, as far as was found out */
    int64_t low, high;   /* of the table: steps by it and the offers before it */
    size_t row;
} scrut_offer;

typedef struct {
    int64_t cost; /* NEVER: it has none left */
    size_t offer;
} scrut_next_step;

typedef struct {
    scrut_offer *items;
    int64_t *costs;
    size_t count, cost_count;
    size_t item_capacity, cost_capacity;
    int64_t needed; /* steps in all, 1 or more */
    int64_t price;  /* of a step in the sum before; 0: none */
    scrut_next_step *heap;
    int64_t *rows;
    size_t heap_capacity, row_capacity;
    int64_t picked,
        picked_votes; /* of cost.c: lists that give or gain, without those that fall; their votes afterwards */
} scrut_offers;

void scrut_offers_start(scrut_offers *o, int64_t needed);
/* Room for this offer and its costs. False: no memory. */
bool scrut_offers_grow(scrut_offers *o, int64_t count);
/* Room for the costs of up to `count` steps, to be ended before the next; NULL: no memory. */
static inline int64_t *scrut_offers_add(scrut_offers *o, size_t list, int64_t count)
{
    bool roomy = o->count < o->item_capacity && o->cost_count + (size_t)count <= o->cost_capacity;
    if (!roomy && !scrut_offers_grow(o, count))
        return NULL;
    scrut_offer *offer = &o->items[o->count++];
    offer->list = list;
    offer->first = o->cost_count;
    offer->falls = false;
    return o->costs + o->cost_count;
}
/* An offer of no steps is none. */
static inline void scrut_offers_end(scrut_offers *o, int64_t count)
{
    o->items[o->count - 1].count = count;
    o->cost_count += (size_t)count;
    o->count -= count == 0;
}
/* Least cost of the steps needed; NEVER: too few are offered. Each offer's `at` is then a cheapest way; first_way: of
 * several the one of the offers that come first. False: no memory. */
bool scrut_offers_sum(scrut_offers *o, bool first_way, int64_t *ret_cost);
void scrut_offers_free(scrut_offers *o);

/* ---- search.c: one question under way ---- */

/* What does not depend on where the cut lies: claims and bars. Over a range of ballots added or removed both move;
 * then `low` is what favours lists that must reach a claim and `high` what favours lists that must not, so that what
 * fails under a setting of a range fails everywhere in it. A range of one number is exact. */
typedef struct {
    scrut_claims low, high;
    int64_t *bars_low, *bars_high;
    bool valid; /* false: no allocation anywhere in the range (the quota is 0) */
} scrut_setting;

/* Lists that must have `reach` claims at the cut together, and lists that must have at most `keep`. */
typedef enum { SCRUT_SIDE_FREE, SCRUT_SIDE_REACH, SCRUT_SIDE_KEEP } scrut_side;

typedef struct {
    const scrut_side *sides; /* a list */
    int64_t reach, keep;
    bool certain; /* "would": an equality goes against us */
    bool bottom;  /* the cut lies below all claims */
    int64_t sure; /* claims that may not lose the reaching lists can have together; negative: as many as they like */
    int64_t from; /* fewer ballots do not do */
    bool wider;   /* it holds wherever one of the problems after it holds, but may hold where none of them does */
} scrut_problem;

/* Between the claims that win and those that do not. */
typedef struct {
    scrut_value value;
    bool above; /* claims that must win are worth more than `value`, not at least as much */
    bool equal; /* claims of `value` count among those that must not win */
} scrut_cut;

/* Fewest votes for 1, 2, ... count claims at a cut. */
typedef struct {
    const scrut_claims *claims;
    scrut_value value;
    bool above;
    bool may_lose; /* claims that may not count wherever the cut is */
    int64_t *votes, count;
    size_t capacity;
    int64_t *has; /* a list: claims at the last cut, about as many as at the next */
} scrut_marks;

typedef struct {
    const scrut_margin_contest *contest;
    scrut_metric metric;
    scrut_arena *arena;
    scrut_error *err;
    size_t count;
    int64_t total;                      /* votes of all lists */
    int64_t *taint;                     /* a list: ballots that may leave it */
    int64_t pool;                       /* ballots that may move in all */
    bool moving;                        /* claims or bars depend on how many ballots are added or removed */
    bool varies;                        /* the quota is of the eligible lists' votes, which the ballots change */
    bool sum_given;                     /* changed ballots, or a part of a question whose quota varies (part.c) */
    int64_t sum_low, sum_high;          /* votes of all lists afterwards; sum_given only */
    int64_t gained_before, lost_before; /* of a part: ballots gained and lost before any claim is bought */
    const char *open;                   /* why the claims do not settle it; NULL: they do */
    bool refusals;                      /* the rules may refuse an allocation where the claims give one */
    scrut_setting now;
    scrut_setting range; /* scratch for moving */
    int64_t *seats;      /* a list: about its seats now, from where to count claims */
    scrut_offers reach_offers, keep_offers;
    scrut_marks reach_marks, keep_marks;
    int64_t *trial;       /* a list: scratch */
    int64_t *picks;       /* a list: scratch of moves.c */
    int64_t *trial_votes; /* a list: scratch of find.c */
    int64_t guess;        /* where the number may be; 0: no idea */
    scrut_value crossed;  /* the last cut of crossing.c; its denominator is 0 before the first */
    int64_t budget;       /* steps a search may still take */
    bool crowded;         /* too many ways to weigh: the answer is no proof */
    bool failed;          /* no memory */
} scrut_search;

/* `now`: the seats as the ballots stand. */
scrut_status scrut_search_open(scrut_search *s, const scrut_margin_contest *contest, const scrut_outcome *now,
                               scrut_metric metric, const scrut_margin_caps *caps, scrut_arena *arena,
                               scrut_error *err);
/* A search for a part of `whole`, of a contest with as many lists; nothing is set that depends on votes. False: no
 * memory. */
bool scrut_search_part(scrut_search *s, const scrut_search *whole, const scrut_margin_contest *contest,
                       scrut_arena *arena);
void scrut_search_close(scrut_search *s);
/* The setting for `from` to `to` ballots moved (changed ballots move nothing). */
const scrut_setting *scrut_search_setting(scrut_search *s, int64_t from, int64_t to);

/* ---- cost.c: ballots that a cut costs ---- */

/* Fewest votes of list i for `claims` claims that win; most votes for no more than `claims` that count. */
int64_t scrut_cost_least(const scrut_setting *setting, size_t i, int64_t claims, const scrut_cut *cut);
int64_t scrut_cost_most(const scrut_setting *setting, size_t i, int64_t claims, const scrut_cut *cut);
/* Fewest ballots with which the reaching lists reach, and the keeping lists keep; more than `limit`: NEVER.
 * picks (may be NULL): a list: claims it then has. */
int64_t scrut_cost_reach(scrut_search *s, const scrut_setting *setting, const scrut_problem *p, const scrut_cut *cut,
                         int64_t limit, int64_t *picks);
int64_t scrut_cost_keep(scrut_search *s, const scrut_setting *setting, const scrut_problem *p, const scrut_cut *cut,
                        int64_t limit, int64_t *picks);

/* What lists must lose in all: the keeping lists for the cut, the reaching ones because of p->sure. */
int64_t scrut_cost_lose(scrut_search *s, const scrut_setting *setting, const scrut_problem *p, const scrut_cut *cut,
                        int64_t limit);
/* The latter alone. */
int64_t scrut_cost_sure(scrut_search *s, const scrut_setting *setting, const scrut_problem *p, int64_t limit,
                        int64_t *picks);

/* ---- available.c ---- */

/* Ballots that may leave lists that do not reach. */
int64_t scrut_cost_outside(const scrut_search *s, const scrut_problem *p);
/* As scrut_cost_reach for changed ballots, which must come from somewhere: from lists that do not reach, as far as
 * theirs may move, and from what the reaching lists can spare. */
int64_t scrut_cost_reach_available(scrut_search *s, const scrut_setting *setting, const scrut_problem *p,
                                   const scrut_cut *cut, int64_t limit, int64_t *picks);

/* ---- solve.c, crossing.c, moving.c: the fewest ballots for one problem ---- */

/* Least number of ballots in from .. to that solves the problem, when fewer than `from` do not. NEVER: none.
 * *ret_cut is a cut that does it. When the budget runs out: NEVER, and *ret_open is the number below which nothing
 * solves it; -1 otherwise. */
int64_t scrut_solve(scrut_search *s, const scrut_problem *p, int64_t from, int64_t to, scrut_cut *ret_cut,
                    int64_t *ret_open);
int64_t scrut_solve_crossing(scrut_search *s, const scrut_problem *p, int64_t to, scrut_cut *ret_cut);
int64_t scrut_solve_moving(scrut_search *s, const scrut_problem *p, int64_t from, int64_t to, scrut_cut *ret_cut,
                           int64_t *ret_open);
/* Changed ballots: the only list on that side, or s->count. */
size_t scrut_only_list(const scrut_search *s, const scrut_problem *p, scrut_side side);
/* Added (removed) ballots: the one cut to look at, from the votes that do not change. False: there is none. */
bool scrut_solve_fixed_cut(scrut_search *s, const scrut_setting *setting, const scrut_problem *p, scrut_cut *ret_cut);

/* The lowest cut at which the keeping lists have no more claims than they may with these votes (a list). */
scrut_cut scrut_solve_lowest_cut(scrut_search *s, const scrut_setting *setting, const scrut_problem *p,
                                 const int64_t votes[]);

/* ---- part.c: the lists that take part, when the votes that they have together are given ---- */

/* What is asked: a problem, or a vector of seats. */
typedef struct {
    const scrut_problem *problem; /* NULL: the vector */
    const int64_t *vector;        /* a list */
    bool certain;
} scrut_asked;

/* Ballots added or removed, and votes of the lists that take part afterwards. */
typedef struct {
    int64_t moved_low, moved_high, sum_low, sum_high;
} scrut_quota_range;

typedef struct {
    scrut_search *whole;
    scrut_search search; /* of these lists alone, from the votes with which they have crossed the threshold */
    scrut_margin_contest contest;
    scrut_problem problem;
    size_t *list; /* of search: which of the whole */
    int64_t *start, *after, *vector;
    scrut_side *sides;
    bool *in;                              /* a list of the whole: takes part */
    int64_t gained, lost;                  /* by crossing */
    int64_t out_start, out_room, out_give; /* votes of the other lists together; what they can gain, lose */
    int64_t votes_low, votes_high;         /* of all lists, afterwards */
    const scrut_setting *setting;          /* of the whole: bars in the range */
    scrut_cut cut;                         /* of the problem */
} scrut_part;

/* False: no memory. To be closed in any case. */
bool scrut_part_open(scrut_part *part, scrut_search *whole, scrut_arena *arena);
void scrut_part_close(scrut_part *part);
/* The lists part->in, in the range; it is narrowed to what at most `limit` ballots can make. Over a range the bars and
 * the quota are what favours each list, so that what fails in a range fails everywhere in it; a range of one number is
 * exact. False: nothing is left. */
bool scrut_part_set(scrut_part *part, const scrut_asked *asked, scrut_quota_range *range, int64_t limit);
/* The claim about which the question is, as far as it is about one, and the pivot of the claims over a range. */
int64_t scrut_part_claim(const scrut_search *whole, const scrut_asked *asked);
void scrut_part_pivot(scrut_part *part, int64_t pivot);
/* Fewest ballots, at most `limit`, with which what is asked may hold somewhere in the range; NEVER: nowhere. */
int64_t scrut_part_cost(scrut_part *part, const scrut_asked *asked, const scrut_quota_range *range, int64_t limit);
/* Votes (a list of the whole) after `ballots` ballots, which scrut_part_cost found in a range of one number. */
bool scrut_part_votes(scrut_part *part, const scrut_asked *asked, int64_t ballots, int64_t votes[]);

/* ---- quota.c ---- */

/* As scrut_solve where the quota varies, with the votes that do it. */
int64_t scrut_solve_quota(scrut_search *s, const scrut_asked *asked, int64_t from, int64_t to, int64_t votes[],
                          int64_t *ret_open);

/* ---- moves.c ---- */

/* Votes after `ballots` ballots moved as the cut asks, into votes[]. False: no such votes (the cut does not solve it).
 */
bool scrut_moves_build(scrut_search *s, const scrut_problem *p, const scrut_cut *cut, int64_t ballots, int64_t votes[]);
/* Ballots between the contest's votes and these. */
int64_t scrut_moves_cost(const scrut_search *s, const int64_t votes[]);

/* ---- target.c: what is asked ---- */

typedef enum { SCRUT_MEETS_NO, SCRUT_MEETS_YES, SCRUT_MEETS_UNSURE } scrut_meets;

typedef struct {
    scrut_search *s;
    const scrut_target *target;
    scrut_outcome now;
    scrut_standing *standing; /* `now` with the target's members, kept from one question to the next; NULL: not kept */
    scrut_side *sides;        /* a list: scratch of the problems */
} scrut_question;

/* Whether these votes meet the target, by the engine of seats. UNSURE: lots in alliances that were not told apart. */
scrut_status scrut_target_meets(const scrut_question *q, const int64_t votes[], bool certain, scrut_arena *scratch,
                                scrut_meets *ret_meets);
/* The same where their outcome is known. */
scrut_status scrut_target_met_by(const scrut_question *q, const int64_t votes[], const scrut_outcome *outcome,
                                 bool certain, scrut_arena *scratch, scrut_meets *ret_meets);
/* Calls `solve` for problems of which any one meets the target; together they are all the ways. It returns the number
 * of ballots below which nothing solves the problem. */
typedef int64_t scrut_problem_function(void *context, const scrut_problem *problem);
void scrut_target_problems(scrut_question *q, bool certain, scrut_problem_function *solve, void *context);

/* ---- vector.c ---- */

/* Fewest ballots in from .. to for exactly these seats, with the votes after them; `rest` as in scrut_target. NEVER:
 * none; *ret_open as in scrut_solve. */
int64_t scrut_solve_vector(scrut_search *s, const int64_t seats[], const bool *rest, bool certain, int64_t from,
                           int64_t to, int64_t votes[], int64_t *ret_open);
/* Whether `rest` is heeded in this contest. */
bool scrut_vector_heeds_rest(const scrut_margin_contest *contest);
/* Whether it may hold in a part with so many ballots gained and lost; `votes` (may be NULL) after them. */
bool scrut_vector_fits(scrut_search *part, const int64_t seats[], bool certain, int64_t gain_max, int64_t loss_max,
                       int64_t votes[]);
/* Whether these numbers of seats can come out at all. */
bool scrut_vector_possible(const scrut_search *s, const int64_t seats[]);

/* ---- wide.c: where no exact method settles it ---- */

/* Improves the reading by trying: all ways with few ballots, which raises at_least, and simple ways with many, which
 * lower at_most. */
scrut_status scrut_wide_search(const scrut_question *q, bool certain, scrut_margin_reading *reading);

/* ---- alliance.c ---- */

/* One reading under alliances, when fewer than `from` ballots do not do: exact, or an interval, or only a lower end.
 * `moves` is allocated in any case. */
scrut_status scrut_find_allied(const scrut_question *q, bool certain, int64_t from, scrut_margin_reading *reading);

/* ---- find.c ---- */

scrut_status scrut_contest_check(const scrut_margin_contest *contest, scrut_metric metric,
                                 const scrut_margin_caps *caps, scrut_error *err);
/* Opens q->s for q->target; to be closed in any case. */
scrut_status scrut_question_open(scrut_question *q, const scrut_margin_contest *contest, scrut_metric metric,
                                 const scrut_margin_caps *caps, scrut_arena *arena, scrut_error *err);
/* Moves for a number of ballots that is known to be the fewest or, where claims do not settle it, the best found. */
scrut_status scrut_find_known(const scrut_margin_contest *contest, const scrut_target *target, scrut_metric metric,
                              bool certain, int64_t ballots, scrut_standing *standing, scrut_arena *arena,
                              scrut_margin_reading *ret_reading, scrut_error *err);
/* One reading of a target that is not met yet, when fewer than `from` ballots do not meet it and more than `to` are of
 * no interest (NEVER ballots then means that; no search for an interval is made). */
scrut_status scrut_find_unmet(scrut_question *q, bool certain, int64_t from, int64_t to, scrut_margin_reading *r);
/* One reading from the start; what is met now takes no ballots. */
scrut_status scrut_find_reading(const scrut_margin_contest *contest, const scrut_target *target, scrut_metric metric,
                                const scrut_margin_caps *caps, bool certain, scrut_arena *arena,
                                scrut_margin_reading *ret_reading, scrut_error *err);
/* Only the number, without moves, where claims settle AT_LEAST and AT_MOST; NEVER: no number up to `to` does it. False:
 * claims do not settle it. */
bool scrut_find_number(scrut_question *q, bool certain, int64_t from, int64_t to, int64_t *ret_number);
/* Both readings; those that are met now are left alone. */
scrut_status scrut_find_both(scrut_question *q, int64_t from, bool could_now, bool would_now, int64_t limit,
                             scrut_margin_reading *could, scrut_margin_reading *would);

/* ---- curve.c ---- */

typedef struct {
    const bool *members; /* a list */
    bool rising, certain;
    scrut_metric metric;
    int64_t most, limit;      /* as in scrut_margin_steps */
    scrut_standing *standing; /* seats as the ballots stand, kept from one climb to the next; NULL: not kept */
} scrut_climb_question;

/* scrut_margin_steps of a contest that was checked; `sure` (may be NULL): the same question for certain, answered. */
scrut_status scrut_climb(const scrut_margin_contest *contest, const scrut_climb_question *ask,
                         const scrut_margin_curve *sure, scrut_arena *arena, scrut_margin_curve *ret_curve,
                         scrut_error *err);

/* ---- nation.c ---- */

/* scrut_margin_nation_find without moves. */
scrut_status scrut_nation_weigh(const scrut_margin_nation *nation, const bool members[], bool at_least, int64_t seats,
                                scrut_metric metric, scrut_arena *arena, scrut_margin_nation_result *ret_result,
                                scrut_error *err);
/* Of a unit that stands already, for these members (a list). */
scrut_standing scrut_nation_standing(const scrut_margin_nation *nation, size_t unit, const bool members[]);

#endif
