/* SPDX-License-Identifier: Apache-2.0
 * solve.c: the fewest ballots for one problem: lists that must have so many claims at a cut, lists that must not have
 * more.
 *
 * Changed ballots and one list that must reach: every altered ballot may as well go to it, which raises its claim,
 * hence the cut, and lowers the cost of the others. So what the others cost falls with the number of ballots, and the
 * least number that covers it is found between bounds. One list that must keep is the mirror of it. */
#include "margin_internal.h"

typedef struct {
    scrut_search *s;
    const scrut_problem *p;
    size_t list;       /* the one list */
    int64_t available; /* ballots that can move */
    int64_t outside;   /* ballots that lists on the other side can have from elsewhere */
    int64_t sure_lost; /* by reaching lists, for fewer claims that may not lose */
} single;

/* What `ballots` ballots must cover; NEVER when it is more than `limit`, or when they are too few for the list itself.
 * *ret_sure: as many ballots as that do it. */
typedef int64_t need_function(const single *one, int64_t ballots, int64_t limit, scrut_cut *ret_cut, bool *ret_sure);

static scrut_cut cut_below(void)
{
    return (scrut_cut){.value = {.rank = SCRUT_RANK_BOTTOM, .denominator = 1}};
}

/* The list has all the ballots; what must the others give up? */
static int64_t need_to_reach(const single *one, int64_t ballots, int64_t limit, scrut_cut *ret_cut, bool *ret_sure)
{
    scrut_search *s = one->s;
    int64_t votes = s->contest->votes[one->list] + ballots;
    *ret_sure = one->p->sure < 0;
    if (one->p->sure >= 0) /* further ballots go elsewhere */
        votes = scrut_smaller(votes, scrut_claims_sure(&s->now.high, one->p->sure + 1) - 1);
    if (votes < s->now.bars_low[one->list] || one->p->reach > s->now.low.limit)
        return SCRUT_NEVER;
    *ret_cut = (scrut_cut){.value = scrut_claims_value(&s->now.low, votes, one->p->reach), .equal = one->p->certain};
    return scrut_plus(scrut_cost_keep(s, &s->now, one->p, ret_cut, limit, NULL), one->sure_lost);
}

/* The list has lost all the ballots that may leave it; what must the others receive? Where the ballots do not even
 * cover that, it is not asked where they come from. */
static int64_t need_to_keep(const single *one, int64_t ballots, int64_t limit, scrut_cut *ret_cut, bool *ret_sure)
{
    scrut_search *s = one->s;
    int64_t votes = s->contest->votes[one->list] - scrut_smaller(ballots - one->sure_lost, s->taint[one->list]);
    *ret_sure = false;
    bool takes_part = votes >= s->now.bars_high[one->list];
    if (ballots < one->sure_lost || (takes_part && votes >= scrut_claims_sure(&s->now.high, one->p->keep + 1)))
        return SCRUT_NEVER;
    if (votes < s->now.bars_low[one->list] || one->p->keep >= s->now.low.limit)
        *ret_cut = cut_below();
    else
        *ret_cut =
            (scrut_cut){.value = scrut_claims_value(&s->now.low, votes, one->p->keep + 1), .above = one->p->certain};
    int64_t need = scrut_cost_reach(s, &s->now, one->p, ret_cut, limit, NULL);
    *ret_sure = need <= one->outside && one->p->sure < 0;
    if (need > ballots || need <= one->outside || one->sure_lost > 0)
        return need;
    *ret_sure = one->p->sure < 0;
    return scrut_cost_reach_available(s, &s->now, one->p, ret_cut, limit, NULL);
}

/* A number that is too small and one that suffices. What must be covered falls with the number, so each trial moves
 * both ends; and where the same lists go on giving as many claims, it falls by `slope` a ballot. */
typedef struct {
    int64_t low, high, next;
    bool high_tried;
    scrut_cut cut; /* of high, when tried */
} bracket;

/* Votes of the lists that give or gain go with the cut, in proportion to the one list's or as fast. */
static int64_t next_by_slope(const single *one, const scrut_offers *offers, int64_t ballots, int64_t lack)
{
    int64_t sign = offers == &one->s->keep_offers ? 1 : -1, unit = 1, slope = offers->picked;
    if (one->s->now.low.kind == SCRUT_CLAIMS_DIVISOR || one->s->now.low.kind == SCRUT_CLAIMS_SQUARES) {
        unit = scrut_larger(1, one->s->contest->votes[one->list] + sign * ballots);
        slope = offers->picked_votes;
    }
    scrut_wide step = (scrut_wide)lack * unit / (unit + slope);
    return ballots + (int64_t)step + (step > 0 || lack > 0);
}

static void note(bracket *b, int64_t ballots, int64_t need, bool sure, const scrut_cut *cut)
{
    if (need > ballots) {
        b->low = scrut_larger(b->low, ballots);
        if (sure && need < b->high) {
            b->high = need;
            b->high_tried = false;
        }
        return;
    }
    b->high = ballots;
    b->high_tried = true;
    b->cut = *cut;
    b->low = scrut_larger(b->low, need - 1);
}

/* What is dearer than `most` is not told apart. */
static void look(const single *one, need_function *need_of, bracket *b, int64_t ballots, int64_t most)
{
    scrut_cut cut = cut_below();
    bool sure;
    scrut_offers *offers = need_of == need_to_reach ? &one->s->keep_offers : &one->s->reach_offers;
    offers->picked = offers->picked_votes = 0;
    int64_t need = need_of(one, ballots, scrut_smaller(most, one->available), &cut, &sure);
    note(b, ballots, need, sure, &cut);
    b->next = need < SCRUT_NEVER ? next_by_slope(one, offers, ballots, need - ballots) : -1;
}

/* Every fourth step halves what is left, so that no shape of the costs makes it slow. */
static int64_t next_trial(const bracket *b, int round)
{
    if (b->next < 0 || round % 4 == 3)
        return b->low + (b->high - b->low) / 2;
    return scrut_larger(b->low + 1, scrut_smaller(b->next, b->high - 1));
}

static int64_t descend(const single *one, need_function *need_of, int64_t from, int64_t to, scrut_cut *ret_cut)
{
    bool bounded = to < SCRUT_ANY_NUMBER;
    to = scrut_smaller(to, one->available);
    if (from > to)
        return SCRUT_NEVER;
    bracket b = {.low = from - 1, .high = to + 1, .next = from};
    if (bounded) /* asked whether there is anything below what is known; often there is not */
        look(one, need_of, &b, to, to);
    else if (one->s->guess > from && one->s->guess <= to)
        b.next = one->s->guess;
    if (bounded && b.high > to)
        return SCRUT_NEVER;
    for (int round = 0; b.high - b.low > 1; round++)
        look(one, need_of, &b, next_trial(&b, round), scrut_plus(b.high, b.high)); /* beyond the known for the slope */
    if (b.high > to)
        return SCRUT_NEVER;
    if (!b.high_tried) {
        look(one, need_of, &b, b.high, b.high);
        assert(b.high_tried);
    }
    *ret_cut = b.cut;
    return b.high;
}

/* ---- problems without a search ---- */

/* Below all claims the cut asks only who takes part. */
static int64_t solve_bottom(scrut_search *s, const scrut_problem *p, int64_t to, scrut_cut *ret_cut)
{
    int64_t reach = 0, keep;
    *ret_cut = cut_below();
    keep = scrut_cost_lose(s, &s->now, p, ret_cut, SCRUT_ANY_NUMBER);
    if (s->metric == SCRUT_METRIC_CHANGE)
        reach = scrut_cost_reach_available(s, &s->now, p, ret_cut, SCRUT_ANY_NUMBER, NULL);
    else
        reach = scrut_cost_reach(s, &s->now, p, ret_cut, SCRUT_ANY_NUMBER, NULL);
    int64_t cost = scrut_larger(reach, keep);
    if ((s->metric == SCRUT_METRIC_ADD && keep > 0) || (s->metric == SCRUT_METRIC_REMOVE && reach > 0))
        return SCRUT_NEVER;
    return cost <= to ? cost : SCRUT_NEVER;
}

/* The n-th claim in order, of the lists on one side with these votes. Of keeping lists those that may not lose come
 * first, whatever they are worth. False: they have fewer. */
static bool nth_claim(scrut_search *s, const int64_t votes[], const scrut_problem *p, scrut_side side,
                      const scrut_claims *claims, const int64_t bars[], int64_t n, scrut_value *ret_value)
{
    int64_t *taken = s->trial;
    scrut_value last = {.rank = SCRUT_RANK_TOP, .denominator = 1};
    memset(taken, 0, s->count * sizeof *taken);
    for (size_t i = 0; i < s->count && side == SCRUT_SIDE_KEEP && scrut_claims_refuse(claims); i++) {
        if (p->sides[i] == side && votes[i] >= bars[i])
            taken[i] = scrut_claims_count_sure(claims, votes[i]);
        n -= taken[i];
    }
    for (int64_t round = 0; round < n; round++) {
        size_t first = s->count;
        scrut_value best = {.rank = SCRUT_RANK_BOTTOM, .denominator = 1};
        for (size_t i = 0; i < s->count; i++) {
            if (p->sides[i] != side || votes[i] < bars[i] || taken[i] >= claims->limit)
                continue;
            scrut_value v = scrut_claims_value(claims, votes[i], taken[i] + 1);
            if (first == s->count || scrut_value_compare(&v, &best) > 0) {
                best = v;
                first = i;
            }
        }
        if (first == s->count)
            return false;
        taken[first]++;
        last = best;
    }
    *ret_value = last;
    return true;
}

scrut_cut scrut_solve_lowest_cut(scrut_search *s, const scrut_setting *setting, const scrut_problem *p,
                                 const int64_t votes[])
{
    scrut_cut cut = cut_below(); /* stays there when they have no more claims in all */
    if (!p->bottom &&
        nth_claim(s, votes, p, SCRUT_SIDE_KEEP, &setting->high, setting->bars_high, p->keep + 1, &cut.value))
        cut.above = p->certain;
    return cut;
}

bool scrut_solve_fixed_cut(scrut_search *s, const scrut_setting *setting, const scrut_problem *p, scrut_cut *ret_cut)
{
    *ret_cut = cut_below();
    if (p->bottom)
        return true;
    if (s->metric == SCRUT_METRIC_REMOVE) { /* the reaching lists keep their votes */
        ret_cut->equal = p->certain;
        return nth_claim(s, s->contest->votes, p, SCRUT_SIDE_REACH, &setting->low, setting->bars_low, p->reach,
                         &ret_cut->value);
    }
    *ret_cut = scrut_solve_lowest_cut(s, setting, p, s->contest->votes);
    return true;
}

static int64_t solve_fixed(scrut_search *s, const scrut_problem *p, int64_t to, scrut_cut *ret_cut)
{
    if (!scrut_solve_fixed_cut(s, &s->now, p, ret_cut))
        return SCRUT_NEVER;
    int64_t cost = scrut_cost_lose(s, &s->now, p, ret_cut, SCRUT_ANY_NUMBER);
    if (s->metric == SCRUT_METRIC_ADD)
        cost = cost > 0 ? SCRUT_NEVER : scrut_cost_reach(s, &s->now, p, ret_cut, SCRUT_ANY_NUMBER, NULL);
    return cost <= to ? cost : SCRUT_NEVER;
}

/* ---- which way ---- */

size_t scrut_only_list(const scrut_search *s, const scrut_problem *p, scrut_side side)
{
    size_t found = s->count;
    for (size_t i = 0; i < s->count; i++) {
        if (p->sides[i] != side)
            continue;
        if (found < s->count)
            return s->count;
        found = i;
    }
    return found;
}

static int64_t solve_change(scrut_search *s, const scrut_problem *p, int64_t from, int64_t to, scrut_cut *ret_cut)
{
    single one = {.s = s, .p = p, .list = scrut_only_list(s, p, SCRUT_SIDE_REACH)};
    bool reaches = one.list < s->count;
    if (!reaches)
        one.list = scrut_only_list(s, p, SCRUT_SIDE_KEEP);
    if (one.list == s->count)
        return scrut_solve_crossing(s, p, scrut_smaller(to, s->total), ret_cut);
    one.outside = scrut_cost_outside(s, p);
    one.sure_lost = scrut_cost_sure(s, &s->now, p, to, NULL);
    for (size_t i = 0; i < s->count; i++)
        one.available += reaches && i == one.list && one.sure_lost == 0 ? 0 : s->taint[i];
    return descend(&one, reaches ? need_to_reach : need_to_keep, from, to, ret_cut);
}

int64_t scrut_solve(scrut_search *s, const scrut_problem *p, int64_t from, int64_t to, scrut_cut *ret_cut,
                    int64_t *ret_open)
{
    *ret_open = -1;
    to = scrut_smaller(to, s->pool);
    if (s->moving)
        return scrut_solve_moving(s, p, from, to, ret_cut, ret_open);
    if (!s->now.valid)
        return SCRUT_NEVER;
    if (p->bottom)
        return solve_bottom(s, p, to, ret_cut);
    if (s->metric != SCRUT_METRIC_CHANGE)
        return solve_fixed(s, p, to, ret_cut);
    return solve_change(s, p, from, to, ret_cut);
}
