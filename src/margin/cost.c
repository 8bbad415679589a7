/* SPDX-License-Identifier: Apache-2.0
 * cost.c: what a cut costs in ballots. Given the cut the lists are independent: each offers to give up (or to gain) 1,
 * 2, ... claims for so many ballots, and a min-plus sum over the lists, one offer a list at most, finds the cheapest
 * way. No convexity is assumed: floors and first divisors break it. */
#include "margin_internal.h"

#define MARKS_AT_ONCE 8

/* Marks as far as the k-th, and some more: the same for all lists but for the bars. */
static int64_t find_marks(scrut_search *s, scrut_marks *m, int64_t k)
{
    if (k > m->claims->limit)
        return SCRUT_NEVER;
    int64_t to = scrut_smaller(m->claims->limit, (k + MARKS_AT_ONCE - 1) / MARKS_AT_ONCE * MARKS_AT_ONCE);
    if (!scrut_grow(&m->votes, &m->capacity, (size_t)to, sizeof *m->votes)) {
        s->failed = true;
        return SCRUT_NEVER;
    }
    scrut_claims_reach_each(m->claims, &m->value, m->above, m->count + 1, to, m->votes + m->count);
    for (int64_t n = m->count + 1; n <= to && m->may_lose && scrut_claims_refuse(m->claims); n++)
        m->votes[n - 1] = scrut_smaller(m->votes[n - 1], scrut_claims_sure(m->claims, n));
    m->count = to;
    return m->votes[k - 1];
}

/* Fewest votes for claim k at the marks' cut. */
static inline int64_t mark(scrut_search *s, scrut_marks *m, int64_t k)
{
    return k <= m->count ? m->votes[k - 1] : find_marks(s, m, k);
}

static void set_marks(scrut_marks *m, const scrut_claims *claims, const scrut_value *value, bool above)
{
    m->claims = claims;
    m->value = *value;
    m->above = above;
    m->count = 0;
}

/* Claims of a list with `votes` votes on the winning side; about `hint`, at most `most`. */
static int64_t count_claims(scrut_search *s, scrut_marks *m, int64_t votes, int64_t hint, int64_t most)
{
    int64_t k = scrut_smaller(hint, most);
    while (k < most && mark(s, m, k + 1) <= votes)
        k++;
    while (k > 0 && mark(s, m, k) > votes)
        k--;
    return k;
}

/* Whether it has exactly k, as far as the marks are known. */
static inline bool has_claims(const scrut_marks *m, int64_t votes, int64_t k)
{
    return k < m->count && m->votes[k] > votes && (k == 0 || m->votes[k - 1] <= votes);
}

int64_t scrut_cost_least(const scrut_setting *setting, size_t i, int64_t claims, const scrut_cut *cut)
{
    if (claims == 0)
        return 0;
    return scrut_larger(setting->bars_low[i], scrut_claims_reach(&setting->low, claims, &cut->value, cut->above));
}

int64_t scrut_cost_most(const scrut_setting *setting, size_t i, int64_t claims, const scrut_cut *cut)
{
    int64_t most = scrut_smaller(scrut_claims_reach(&setting->high, claims + 1, &cut->value, !cut->equal),
                                 scrut_claims_sure(&setting->high, claims + 1)) -
                   1;
    return claims == 0 ? scrut_larger(setting->bars_high[i] - 1, most) : most;
}

/* ---- offers ---- */

static bool offer_to_gain(scrut_search *s, const scrut_setting *setting, size_t i, int64_t has, int64_t limit)
{
    scrut_offers *offers = &s->reach_offers;
    int64_t votes = s->contest->votes[i], bar = setting->bars_low[i], r = 0;
    int64_t *costs = scrut_offers_add(offers, i, offers->needed);
    if (costs == NULL)
        return false;
    for (; r < offers->needed; r++) {
        int64_t cost = scrut_larger(bar, mark(s, &s->reach_marks, has + r + 1)) - votes;
        if (cost > limit)
            break;
        costs[r] = scrut_larger(cost, 0);
    }
    scrut_offers_end(offers, r);
    return true;
}

/* A list gives up claims one by one, the cheapest first. Those that are not to be had are left out; the number of the
 * others. */
static int64_t give_claims(const scrut_marks *marks, int64_t votes, int64_t has, int64_t last, int64_t most,
                           int64_t *costs)
{
    const int64_t *next = marks->votes + has - 1;
    for (int64_t r = 0; r < last; r++) {
        int64_t cost = votes - next[-r] + 1;
        if (cost > most)
            return r;
        costs[r] = scrut_larger(0, cost);
    }
    return last;
}

/* Or it gives up all it has by falling under its bar, which can cost less. The marks are known as far as it has claims.
 */
static bool offer_to_give(scrut_search *s, const scrut_setting *setting, size_t i, int64_t has, int64_t limit)
{
    scrut_offers *offers = &s->keep_offers;
    const scrut_marks *marks = &s->keep_marks;
    int64_t votes = s->contest->votes[i], most = scrut_smaller(limit, s->taint[i]);
    int64_t last = scrut_smaller(has, offers->needed);
    int64_t *costs = scrut_offers_add(offers, i, last);
    if (costs == NULL)
        return false;
    int64_t count = give_claims(marks, votes, has, last, most, costs);
    int64_t out = votes - setting->bars_high[i] + 1;
    if (out <= most && out < votes - marks->votes[has - last] + 1) {
        offers->items[offers->count - 1].falls = last < has;
        for (; count < last; count++)
            costs[count] = SCRUT_NEVER;
        costs[last - 1] = scrut_larger(0, out);
    }
    scrut_offers_end(offers, count);
    return true;
}

/* ---- the cheapest way ---- */

/* What the lists then have, and how many votes those keep that give or gain. */
static void read_picks(const scrut_search *s, scrut_offers *offers, int64_t sign, int64_t *claims)
{
    for (size_t n = 0; n < offers->count; n++) {
        const scrut_offer *offer = &offers->items[n];
        if (offer->at == 0)
            continue;
        bool falls = offer->falls && offer->at == offer->count;
        if (!falls) {
            offers->picked++;
            offers->picked_votes +=
                s->contest->votes[offer->list] + sign * offers->costs[offer->first + (size_t)offer->at - 1];
        }
        if (claims != NULL)
            claims[offer->list] = falls ? 0 : claims[offer->list] + sign * offer->at;
    }
}

static int64_t settle(scrut_search *s, scrut_offers *offers, int64_t sign, int64_t limit, int64_t *picks)
{
    int64_t cost;
    if (!scrut_offers_sum(offers, picks != NULL, &cost)) {
        s->failed = true;
        return SCRUT_NEVER;
    }
    if (cost < SCRUT_NEVER)
        read_picks(s, offers, sign, picks);
    return cost <= limit ? cost : SCRUT_NEVER;
}

/* Claims that the lists of one side have at the cut, into marks->has (and `picks`); their sum. */
static int64_t count_side(scrut_search *s, const scrut_problem *p, scrut_side side, scrut_marks *marks,
                          const int64_t bars[], scrut_offers *offers, int64_t *picks)
{
    int64_t *has = marks->has, most = scrut_smaller(marks->claims->limit, s->contest->seats), sum = 0;
    const int64_t *votes = s->contest->votes;
    offers->picked = offers->picked_votes = 0;
    for (size_t i = 0, count = s->count; i < count; i++) {
        if (p->sides[i] != side)
            continue;
        int64_t k = has[i]; /* at the cut before; nearly always here too */
        if (votes[i] < bars[i])
            k = 0;
        else if (!has_claims(marks, votes[i], k) || k > most)
            k = count_claims(s, marks, votes[i], k, most);
        has[i] = k;
        sum += k;
        if (picks != NULL)
            picks[i] = k;
    }
    return sum;
}

int64_t scrut_cost_reach(scrut_search *s, const scrut_setting *setting, const scrut_problem *p, const scrut_cut *cut,
                         int64_t limit, int64_t *picks)
{
    scrut_offers *offers = &s->reach_offers;
    set_marks(&s->reach_marks, &setting->low, &cut->value, cut->above);
    int64_t has = count_side(s, p, SCRUT_SIDE_REACH, &s->reach_marks, setting->bars_low, offers, picks);
    if (has >= p->reach)
        return 0;
    scrut_offers_start(offers, p->reach - has);
    for (size_t i = 0; i < s->count; i++)
        if (p->sides[i] == SCRUT_SIDE_REACH && !offer_to_gain(s, setting, i, s->reach_marks.has[i], limit))
            s->failed = true;
    return settle(s, offers, 1, limit, picks);
}

/* Fewest ballots with which the lists of one side have at most `most` claims that count at the cut. */
static int64_t cost_keep(scrut_search *s, const scrut_setting *setting, const scrut_problem *p, scrut_side side,
                         int64_t most, const scrut_cut *cut, int64_t limit, int64_t *picks)
{
    scrut_offers *offers = &s->keep_offers;
    const int64_t *has = s->keep_marks.has;
    set_marks(&s->keep_marks, &setting->high, &cut->value, !cut->equal);
    s->keep_marks.may_lose = true;
    int64_t sum = count_side(s, p, side, &s->keep_marks, setting->bars_high, offers, picks);
    if (sum <= most)
        return 0;
    scrut_offers_start(offers, sum - most);
    for (size_t i = 0; i < s->count; i++)
        if (p->sides[i] == side && has[i] > 0 && !offer_to_give(s, setting, i, has[i], limit))
            s->failed = true;
    return settle(s, offers, -1, limit, picks);
}

int64_t scrut_cost_keep(scrut_search *s, const scrut_setting *setting, const scrut_problem *p, const scrut_cut *cut,
                        int64_t limit, int64_t *picks)
{
    return cost_keep(s, setting, p, SCRUT_SIDE_KEEP, p->keep, cut, limit, picks);
}

int64_t scrut_cost_sure(scrut_search *s, const scrut_setting *setting, const scrut_problem *p, int64_t limit,
                        int64_t *picks)
{
    const scrut_cut cut = {.value = {.rank = SCRUT_RANK_TOP, .denominator = 1}};
    return p->sure < 0 ? 0 : cost_keep(s, setting, p, SCRUT_SIDE_REACH, p->sure, &cut, limit, picks);
}

int64_t scrut_cost_lose(scrut_search *s, const scrut_setting *setting, const scrut_problem *p, const scrut_cut *cut,
                        int64_t limit)
{
    int64_t keep = scrut_cost_keep(s, setting, p, cut, limit, NULL);
    return scrut_plus(keep, scrut_cost_sure(s, setting, p, limit, NULL));
}
