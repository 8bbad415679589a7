/* SPDX-License-Identifier: Apache-2.0
 * moving.c: ballots added or removed where a percentage threshold or a quota moves with them. More ballots can then be
 * worse than fewer (another list comes back over the falling threshold; the paradoxes of largest remainders), so
 * nothing is bisected. A range of numbers is tried at its most favourable: if that fails, every number in it does; else
 * its halves are tried, the lower first. What is left at the end is the least number, with everything below it refuted.
 */
#include "margin_internal.h"

typedef struct {
    scrut_search *s;
    const scrut_problem *p;
    int64_t open; /* lowest number not settled when the budget ran out; -1 */
    scrut_cut cut;
} hunt;

/* Fewest votes that the reaching lists can be left with, below all claims: a list that takes part has up to `limit`
 * claims. */
static int64_t least_left(scrut_search *s, const scrut_setting *setting, const scrut_problem *p)
{
    int64_t lists = (p->reach + setting->low.limit - 1) / setting->low.limit, sum = 0;
    int64_t *bars = s->trial;
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (p->sides[i] != SCRUT_SIDE_REACH || s->contest->votes[i] < setting->bars_low[i])
            continue;
        size_t at = count++;
        for (; at > 0 && bars[at - 1] > setting->bars_low[i]; at--)
            bars[at] = bars[at - 1];
        bars[at] = setting->bars_low[i];
    }
    if ((int64_t)count < lists)
        return SCRUT_NEVER;
    for (int64_t n = 0; n < lists; n++)
        sum += bars[n];
    return sum;
}

/* Ballots removed beyond those of all other lists come from what the reaching lists can spare. */
static bool may_remove_all_others(hunt *h, const scrut_setting *setting, int64_t from, int64_t to, scrut_cut *ret_cut)
{
    scrut_search *s = h->s;
    int64_t others = 0;
    for (size_t i = 0; i < s->count; i++)
        others += h->p->sides[i] == SCRUT_SIDE_REACH ? 0 : s->contest->votes[i];
    if (to <= others)
        return false;
    *ret_cut = (scrut_cut){.value = {.rank = SCRUT_RANK_BOTTOM, .denominator = 1}};
    return scrut_cost_lose(s, setting, h->p, ret_cut, to) <= to &&
           least_left(s, setting, h->p) <= s->total - scrut_larger(from, others + 1);
}

/* Whether some number of ballots in the range may do; exact for a range of one. */
static bool may_solve(hunt *h, int64_t from, int64_t to, scrut_cut *ret_cut)
{
    scrut_search *s = h->s;
    const scrut_setting *setting = scrut_search_setting(s, from, to);
    s->budget--;
    if (!setting->valid)
        return false;
    bool has_cut = scrut_solve_fixed_cut(s, setting, h->p, ret_cut);
    if (s->metric == SCRUT_METRIC_ADD) /* the cut lies where the keeping lists have no more than they may */
        return scrut_cost_reach(s, setting, h->p, ret_cut, to, NULL) <= to &&
               scrut_cost_lose(s, setting, h->p, ret_cut, 0) == 0;
    int64_t others = 0;
    for (size_t i = 0; i < s->count; i++)
        others += h->p->sides[i] == SCRUT_SIDE_REACH ? 0 : s->contest->votes[i];
    bool enough = from <= others || scrut_cost_sure(s, setting, h->p, to, NULL) > 0; /* or reaching lists lose some */
    if (has_cut && enough && scrut_cost_reach(s, setting, h->p, ret_cut, 0, NULL) == 0 &&
        scrut_cost_lose(s, setting, h->p, ret_cut, to) <= to)
        return true;
    return may_remove_all_others(h, setting, from, to, ret_cut);
}

static int64_t first_in(hunt *h, int64_t from, int64_t to)
{
    scrut_cut cut;
    if (h->s->budget <= 0) {
        h->open = from;
        return SCRUT_NEVER;
    }
    if (!may_solve(h, from, to, &cut))
        return SCRUT_NEVER;
    if (from == to) {
        h->cut = cut;
        return from;
    }
    int64_t middle = from + (to - from) / 2, found = first_in(h, from, middle);
    if (found < SCRUT_NEVER || h->open >= 0)
        return found;
    return first_in(h, middle + 1, to);
}

/* Ballots that can be added before a list passes the limit of votes, or removed at all. */
static int64_t most_ballots(const scrut_search *s)
{
    int64_t largest = 0;
    for (size_t i = 0; i < s->count; i++)
        largest = scrut_larger(largest, s->contest->votes[i]);
    return s->metric == SCRUT_METRIC_ADD ? SCRUT_VOTES_MAX - largest : s->total;
}

int64_t scrut_solve_moving(scrut_search *s, const scrut_problem *p, int64_t from, int64_t to, scrut_cut *ret_cut,
                           int64_t *ret_open)
{
    hunt h = {.s = s, .p = p, .open = -1};
    scrut_cut cut;
    to = scrut_smaller(to, most_ballots(s));
    /* a number that does, found fast: the range for the search ends there */
    int64_t known = -1;
    for (int64_t step = 1, at = from; at <= to && known < 0; at = from + step, step *= 2)
        if (may_solve(&h, at, at, &cut))
            known = at;
    int64_t found = first_in(&h, from, known >= 0 ? known : to);
    *ret_open = h.open;
    if (found < SCRUT_NEVER)
        *ret_cut = h.cut;
    return found;
}
