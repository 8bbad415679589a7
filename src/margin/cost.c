/* SPDX-License-Identifier: Apache-2.0
 * cost.c: what a cut costs in ballots. Given the cut the lists are independent: each offers to give up (or to gain) 1,
 * 2, ... claims for so many ballots, and a min-plus sum over the lists, one offer a list at most, finds the cheapest
 * way. No convexity is assumed: floors and first divisors break it. */
#include "margin_internal.h"

/* Fewest votes for claim k at the marks' cut, for k = 1, 2, ... as far as anybody asks: the same for all lists but for
 * the bars. */
static int64_t mark(scrut_search *s, scrut_marks *m, int64_t k)
{
    if (k > m->claims->limit)
        return SCRUT_NEVER;
    if (!scrut_grow(&m->votes, &m->capacity, (size_t)k, sizeof *m->votes)) {
        s->failed = true;
        return SCRUT_NEVER;
    }
    while (m->count < k) {
        m->count++;
        m->votes[m->count - 1] = scrut_claims_reach(m->claims, m->count, &m->value, m->above);
    }
    return m->votes[k - 1];
}

static void set_marks(scrut_marks *m, const scrut_claims *claims, const scrut_value *value, bool above)
{
    m->claims = claims;
    m->value = *value;
    m->above = above;
    m->count = 0;
}

/* Claims of a list with `votes` votes on the winning side; about `hint`, at most `most`. */
static int64_t count_claims(scrut_search *s, scrut_marks *m, int64_t bar, int64_t votes, int64_t hint, int64_t most)
{
    if (votes < bar)
        return 0;
    int64_t k = scrut_smaller(hint, most);
    while (k < most && mark(s, m, k + 1) <= votes)
        k++;
    while (k > 0 && mark(s, m, k) > votes)
        k--;
    return k;
}

int64_t scrut_cost_least(const scrut_setting *setting, size_t i, int64_t claims, const scrut_cut *cut)
{
    if (claims == 0)
        return 0;
    return scrut_larger(setting->bars_low[i], scrut_claims_reach(&setting->low, claims, &cut->value, cut->above));
}

int64_t scrut_cost_most(const scrut_setting *setting, size_t i, int64_t claims, const scrut_cut *cut)
{
    int64_t most = scrut_claims_reach(&setting->high, claims + 1, &cut->value, !cut->equal) - 1;
    return claims == 0 ? scrut_larger(setting->bars_high[i] - 1, most) : most;
}

/* ---- offers ---- */

/* Room for an offer of up to `count` claims; the costs follow one another. */
static int64_t *add_offer(scrut_offers *offers, size_t list, int64_t count)
{
    size_t costs = offers->cost_count + (size_t)count;
    if (!scrut_grow(&offers->items, &offers->item_capacity, offers->count + 1, sizeof *offers->items) ||
        !scrut_grow(&offers->costs, &offers->cost_capacity, costs, sizeof *offers->costs))
        return NULL;
    offers->items[offers->count++] = (scrut_offer){.list = list, .first = offers->cost_count};
    return offers->costs + offers->cost_count;
}

static void end_offer(scrut_offers *offers, int64_t count)
{
    offers->items[offers->count - 1].count = (size_t)count;
    offers->cost_count += (size_t)count;
    offers->count -= count == 0;
}

static bool offer_to_gain(scrut_search *s, const scrut_setting *setting, size_t i, int64_t has, int64_t limit)
{
    scrut_offers *offers = &s->reach_offers;
    int64_t votes = s->contest->votes[i], bar = setting->bars_low[i], r = 0;
    int64_t *costs = add_offer(offers, i, offers->needed);
    if (costs == NULL)
        return false;
    for (; r < offers->needed; r++) {
        int64_t cost = scrut_larger(bar, mark(s, &s->reach_marks, has + r + 1)) - votes;
        if (cost > limit)
            break;
        costs[r] = scrut_larger(cost, 0);
    }
    end_offer(offers, r);
    return true;
}

/* A list gives up claims one by one, or all it has by falling under its bar, which can cost less. */
static bool offer_to_give(scrut_search *s, const scrut_setting *setting, size_t i, int64_t has, int64_t limit)
{
    scrut_offers *offers = &s->keep_offers;
    scrut_marks *marks = &s->keep_marks;
    int64_t votes = s->contest->votes[i], most = scrut_smaller(limit, s->taint[i]);
    int64_t last = scrut_smaller(has, offers->needed);
    int64_t out = votes - scrut_larger(setting->bars_high[i], mark(s, marks, 1)) + 1;
    int64_t *costs = add_offer(offers, i, last);
    if (costs == NULL)
        return false;
    for (int64_t r = 1; r <= last; r++) {
        int64_t cost = r == has ? out : votes - mark(s, marks, has - r + 1) + 1;
        if (r == last && out < cost) {
            offers->items[offers->count - 1].falls = true;
            cost = out;
        }
        costs[r - 1] = cost <= most ? scrut_larger(0, cost) : SCRUT_NEVER;
    }
    end_offer(offers, last);
    return true;
}

/* ---- the min-plus sum ---- */

/* Row n: the least cost of e claims or more by the first n offers, for the e from which the offers that follow can
 * still make up all that are needed. Entries are at most NEVER, so that a sum of two stays inside int64; what is not
 * below NEVER changes nothing. */
static int64_t least_cost(const int64_t before[], const int64_t costs[], int64_t count, int64_t e)
{
    int64_t least = before[e], inside = scrut_smaller(count, e);
    for (int64_t r = 1; r <= inside; r++)
        least = scrut_smaller(least, before[e - r] + costs[r - 1]);
    for (int64_t r = inside; r < count; r++) /* more than is needed */
        least = scrut_smaller(least, costs[r]);
    return least;
}

static bool sum_offers(scrut_offers *offers)
{
    size_t width = (size_t)offers->needed + 1;
    if (!scrut_grow(&offers->rows, &offers->row_capacity, width * (offers->count + 1), sizeof *offers->rows))
        return false;
    int64_t *row = offers->rows, reached = 0; /* claims that the offers so far can make up at most */
    int64_t left = (int64_t)offers->cost_count;
    row[0] = 0;
    for (size_t e = 1; e < width; e++)
        row[e] = SCRUT_NEVER;
    for (size_t n = 0; n < offers->count; n++, row += width) {
        const scrut_offer *offer = &offers->items[n];
        int64_t count = (int64_t)offer->count;
        reached = scrut_smaller(offers->needed, reached + count);
        left -= count;
        row[width] = 0;
        for (int64_t e = scrut_larger(1, offers->needed - left); e <= reached; e++)
            row[width + (size_t)e] = least_cost(row, offers->costs + offer->first, count, e);
        for (int64_t e = reached + 1; e < (int64_t)width; e++)
            row[width + (size_t)e] = SCRUT_NEVER;
    }
    return true;
}

/* What offer n gives where e claims are needed from it and those before it; 0: nothing. */
static int64_t taken(const scrut_offers *offers, size_t n, int64_t e)
{
    size_t width = (size_t)offers->needed + 1;
    const int64_t *before = offers->rows + n * width, *costs = offers->costs + offers->items[n].first;
    int64_t least = before[width + (size_t)e], r = 0;
    if (before[e] == least)
        return 0;
    while (before[scrut_larger(0, e - r - 1)] + costs[r] != least)
        r++;
    return r + 1;
}

/* Walks back from the last row: what the lists then have, and how many votes those keep that give or gain. */
static void read_picks(const scrut_search *s, scrut_offers *offers, int64_t sign, int64_t *claims)
{
    int64_t e = offers->needed;
    offers->picked = offers->picked_votes = 0;
    for (size_t n = offers->count; n-- > 0 && e > 0;) {
        const scrut_offer *offer = &offers->items[n];
        int64_t r = taken(offers, n, e);
        bool falls = offer->falls && r == (int64_t)offer->count;
        e = scrut_larger(0, e - r);
        if (r == 0)
            continue;
        if (!falls) {
            offers->picked++;
            offers->picked_votes += s->contest->votes[offer->list] + sign * offers->costs[offer->first + (size_t)r - 1];
        }
        if (claims != NULL)
            claims[offer->list] = falls ? 0 : claims[offer->list] + sign * r;
    }
}

static int64_t settle(scrut_search *s, scrut_offers *offers, int64_t sign, int64_t limit, int64_t *picks)
{
    if (!sum_offers(offers)) {
        s->failed = true;
        return SCRUT_NEVER;
    }
    int64_t cost = offers->rows[offers->count * ((size_t)offers->needed + 1) + (size_t)offers->needed];
    if (cost < SCRUT_NEVER)
        read_picks(s, offers, sign, picks);
    return cost <= limit ? cost : SCRUT_NEVER;
}

/* Claims that the lists of one side have at the cut, into s->trial (and `picks`); their sum. */
static int64_t count_side(scrut_search *s, const scrut_problem *p, scrut_side side, scrut_marks *marks,
                          const int64_t bars[], scrut_offers *offers, int64_t *picks)
{
    int64_t *has = s->trial, most = scrut_smaller(marks->claims->limit, s->contest->seats), sum = 0;
    offers->count = offers->cost_count = 0;
    offers->picked = offers->picked_votes = 0;
    for (size_t i = 0; i < s->count; i++) {
        has[i] = 0;
        if (p->sides[i] != side)
            continue;
        has[i] = count_claims(s, marks, bars[i], s->contest->votes[i], s->seats[i], most);
        sum += has[i];
        if (picks != NULL)
            picks[i] = has[i];
    }
    return sum;
}

int64_t scrut_cost_reach(scrut_search *s, const scrut_setting *setting, const scrut_problem *p, const scrut_cut *cut,
                         int64_t limit, int64_t *picks)
{
    scrut_offers *offers = &s->reach_offers;
    set_marks(&s->reach_marks, &setting->low, &cut->value, cut->above);
    offers->needed = p->reach - count_side(s, p, SCRUT_SIDE_REACH, &s->reach_marks, setting->bars_low, offers, picks);
    if (offers->needed <= 0)
        return 0;
    for (size_t i = 0; i < s->count; i++)
        if (p->sides[i] == SCRUT_SIDE_REACH && !offer_to_gain(s, setting, i, s->trial[i], limit))
            s->failed = true;
    return settle(s, offers, 1, limit, picks);
}

int64_t scrut_cost_keep(scrut_search *s, const scrut_setting *setting, const scrut_problem *p, const scrut_cut *cut,
                        int64_t limit, int64_t *picks)
{
    scrut_offers *offers = &s->keep_offers;
    set_marks(&s->keep_marks, &setting->high, &cut->value, !cut->equal);
    offers->needed = count_side(s, p, SCRUT_SIDE_KEEP, &s->keep_marks, setting->bars_high, offers, picks) - p->keep;
    if (offers->needed <= 0)
        return 0;
    for (size_t i = 0; i < s->count; i++)
        if (s->trial[i] > 0 && !offer_to_give(s, setting, i, s->trial[i], limit))
            s->failed = true;
    return settle(s, offers, -1, limit, picks);
}
