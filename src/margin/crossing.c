/* SPDX-License-Identifier: Apache-2.0
 * crossing.c: changed ballots, several lists on both sides. As the cut rises, the lists that must reach it need more
 * ballots and the others fewer; the cost is the larger of the two, so it is least where they cross. The cut is the
 * value of a claim (votes, k) of one of the reaching lists: for each k its votes are searched between two ends, and
 * every k narrows the ends for those after it. The finest claims come first; the others then have hardly a value left
 * between the ends. */
#include "margin_internal.h"

#define HALVED_EVERY 6 /* trials, so that no shape of the costs makes it slow */

typedef struct {
    scrut_search *s;
    const scrut_problem *p;
    int64_t limit;     /* more ballots are of no interest */
    int64_t sure_lost; /* by reaching lists, for fewer claims that may not lose */
    int64_t most;      /* what is more than that is not told apart; beyond the limit, for the slopes */
    bool has_low, has_high;
    scrut_value low, high; /* reaching costs less than keeping at low, not at high */
    int64_t low_cost, high_cost;
    int64_t least; /* no cut between the ends costs less */
    int64_t lead;  /* at the cut looked at last: what keeping costs more than reaching; NEVER: unknown */
} crossing;

static scrut_cut cut_at(const crossing *c, const scrut_value *value)
{
    return (scrut_cut){.value = *value, .equal = c->p->certain};
}

/* Moves one end to the value. True when it became the low end. */
static bool look_at(crossing *c, const scrut_value *value)
{
    scrut_cut cut = cut_at(c, value);
    /* ballots that reaching lists lose anyway can go to others of them */
    int64_t reach = c->sure_lost > 0 ? scrut_cost_reach(c->s, &c->s->now, c->p, &cut, c->most, NULL)
                                     : scrut_cost_reach_available(c->s, &c->s->now, c->p, &cut, c->most, NULL);
    int64_t keep = reach >= SCRUT_NEVER ? 0 : scrut_cost_keep(c->s, &c->s->now, c->p, &cut, c->most, NULL);
    reach = scrut_plus(reach, c->s->gained_before);
    keep = scrut_plus(keep, c->s->lost_before + c->sure_lost);
    c->lead = reach >= SCRUT_NEVER || keep >= SCRUT_NEVER ? SCRUT_NEVER : keep - reach;
    if (reach < keep) {
        c->has_low = true;
        c->low = *value;
        c->low_cost = keep;
        c->least = scrut_larger(c->least, reach);
        return true;
    }
    c->has_high = true;
    c->high = *value;
    c->high_cost = reach;
    c->least = scrut_larger(c->least, keep);
    return false;
}

static bool settled(const crossing *c)
{
    return c->least > c->limit || (c->has_low && c->low_cost <= c->least) || (c->has_high && c->high_cost <= c->least);
}

/* Where the two costs come together if the same lists go on giving and gaining; `beyond` more, so that the other end
 * comes near too. */
static int64_t next_by_slope(const crossing *c, int64_t votes)
{
    const scrut_offers *gains = &c->s->reach_offers, *gives = &c->s->keep_offers;
    int64_t unit = 1, slope = gains->picked + gives->picked;
    if (c->s->now.low.kind == SCRUT_CLAIMS_DIVISOR || c->s->now.low.kind == SCRUT_CLAIMS_SQUARES) {
        unit = votes;
        slope = gains->picked_votes + gives->picked_votes;
    }
    scrut_wide step = (scrut_wide)c->lead * unit / scrut_larger(1, slope);
    return votes + (int64_t)step + (c->lead > 0 ? 1 : -1);
}

static void look_along(crossing *c, int64_t k, int64_t guess)
{
    const scrut_claims *claims = &c->s->now.low;
    int64_t low = c->has_low ? scrut_claims_reach(claims, k, &c->low, true) : 1;
    int64_t high = c->s->sum_high;
    if (c->has_high)
        high = scrut_smaller(high, scrut_claims_reach(claims, k, &c->high, false) - 1);
    low = scrut_larger(low, 1);
    int64_t next = guess;
    for (int round = 0; low <= high && !settled(c); round++) {
        int64_t middle = low + (high - low) / 2;
        if (next > 0 && round % HALVED_EVERY != HALVED_EVERY - 1)
            middle = scrut_larger(low, scrut_smaller(high, next));
        scrut_value value = scrut_claims_value(claims, middle, k);
        if (look_at(c, &value))
            low = middle + 1;
        else
            high = middle - 1;
        next = c->lead < SCRUT_NEVER ? next_by_slope(c, middle) : 0;
    }
}

/* Where the costs crossed last, or the cut as it is now: the first claim that the keeping lists may not have. */
static int64_t first_guess(crossing *c, int64_t k)
{
    scrut_cut cut = {.value = c->s->crossed};
    if (cut.value.denominator == 0 && !scrut_solve_fixed_cut(c->s, &c->s->now, c->p, &cut))
        return 0;
    if (cut.value.rank == SCRUT_RANK_BOTTOM)
        return 0;
    int64_t votes = scrut_claims_reach(&c->s->now.low, k, &cut.value, false);
    return votes < SCRUT_NEVER ? votes : 0;
}

static void search_ends(crossing *c)
{
    int64_t last = scrut_smaller(c->p->reach, c->s->now.low.limit);
    for (int64_t k = last; k >= 1; k--)
        look_along(c, k, k == last ? first_guess(c, k) : 0);
}

int64_t scrut_solve_crossing(scrut_search *s, const scrut_problem *p, int64_t to, scrut_cut *ret_cut)
{
    crossing c = {.s = s, .p = p, .limit = to, .most = scrut_plus(to, to)};
    c.sure_lost = scrut_cost_sure(s, &s->now, p, to, NULL);
    search_ends(&c);
    int64_t low = c.has_low ? c.low_cost : SCRUT_NEVER, high = c.has_high ? c.high_cost : SCRUT_NEVER;
    int64_t cost = scrut_smaller(low, high);
    if (c.has_low || c.has_high)
        s->crossed = low < high ? c.low : c.high;
    if (cost > c.limit)
        return SCRUT_NEVER;
    *ret_cut = cut_at(&c, low < high ? &c.low : &c.high);
    return cost;
}
