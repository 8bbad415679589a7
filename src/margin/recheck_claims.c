/* SPDX-License-Identifier: Apache-2.0
 * recheck_claims.c: one list at a cut: its claims, and the ballots for one more or one fewer, by bisection over its
 * votes. */
#include "certificate_internal.h"

/* ---- what the claims do not say ---- */

/* Whether full quotas can exceed the seats. */
static bool may_over_award(const scrut_method *m)
{
    bool rounded_down = m->quota_rounding == SCRUT_QUOTA_FLOOR || m->quota_rounding == SCRUT_QUOTA_NEAREST;
    return m->family == SCRUT_METHOD_QUOTA && (m->quota_plus > 0 || rounded_down);
}

static bool quota_moves(const scrut_margin_contest *c, scrut_metric metric)
{
    if (c->method.family != SCRUT_METHOD_QUOTA || c->method.rest == SCRUT_REST_HIGHEST_AVERAGE)
        return false;
    if (metric != SCRUT_METRIC_CHANGE)
        return true;
    if (c->method.quota_base_all)
        return false;
    bool barred = c->bar_count > 0;
    for (size_t i = 0; i < c->list_count; i++)
        barred = barred || (c->barred != NULL && c->barred[i]);
    return barred;
}

const char *scrut_naive_unsuited(const scrut_margin_contest *c, scrut_metric metric, bool seats_may_stay_empty)
{
    if (c->alliance != NULL)
        return "seats go to alliances first and then inside them";
    for (size_t j = 0; j < c->bar_count; j++)
        if (c->bars[j].is_share && c->bars[j].base_moves && metric != SCRUT_METRIC_CHANGE)
            return "the threshold moves with the ballots";
    if (quota_moves(c, metric))
        return "the quota moves with the ballots";
    if (c->method.over_award == SCRUT_OVER_AWARD_IGNORE && may_over_award(&c->method))
        return "the number of seats moves with the ballots";
    int64_t most = c->method.family == SCRUT_METHOD_PLURALITY ? 1 : c->seats_max > 0 ? c->seats_max : c->seats;
    bool limited = most < c->seats;
    return seats_may_stay_empty && limited ? "seats may stay empty under these rules" : NULL;
}

bool scrut_naive_equals_own(const scrut_method *m)
{
    if (m->family != SCRUT_METHOD_DIVISOR)
        return m->family == SCRUT_METHOD_PLURALITY_BLOCK;
    if (m->divisor == SCRUT_DIVISOR_LINEAR)
        return m->divisor_step == 0 || m->divisor_first == m->divisor_start + m->divisor_step;
    for (size_t k = 1; m->divisor == SCRUT_DIVISOR_SEQUENCE && k < m->sequence_count; k++)
        if (m->sequence[k] == m->sequence[k - 1])
            return true;
    return m->divisor == SCRUT_DIVISOR_SEQUENCE && m->sequence_count == 1;
}

/* ---- one list at a cut ---- */

scrut_worth scrut_naive_worth_of(const scrut_naive_search *s, int64_t votes, int64_t k)
{
    --*s->steps;
    return scrut_naive_worth(&s->naive, votes, k);
}

/* Claim k of a list with so many votes is at the cut or before; counting: it counts against it. */
static bool stands(const scrut_naive_search *s, int64_t votes, int64_t k, const scrut_worth *cut, bool counting)
{
    if (k > s->naive.limit || votes <= 0)
        return false;
    scrut_worth worth = scrut_naive_worth_of(s, votes, k);
    int order = scrut_worth_compare(&worth, cut);
    return (counting ? !s->certain : s->clear) ? order > 0 : order >= 0;
}

/* Fewest votes, up to the largest there may be, with which claim k stands; beyond it: none. More votes never make a
 * claim worth less. */
static int64_t least_votes(const scrut_naive_search *s, int64_t k, const scrut_worth *cut, bool counting)
{
    int64_t low = 1, high = SCRUT_VOTES_MAX + 1;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (stands(s, middle, k, cut, counting))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

int64_t scrut_naive_claims(const scrut_naive_search *s, size_t i, const scrut_worth *cut, bool counting, int64_t most)
{
    int64_t k = 0, votes = s->contest->votes[i];
    while (votes >= s->bars[i] && k < most && stands(s, votes, k + 1, cut, counting))
        k++;
    return k;
}

int64_t scrut_naive_floor(const scrut_naive_search *s, size_t i, int64_t claims, const scrut_worth *cut)
{
    if (claims == 0)
        return 0;
    int64_t votes = least_votes(s, claims, cut, false);
    return votes > s->bars[i] ? votes : s->bars[i];
}

int64_t scrut_naive_ceiling(const scrut_naive_search *s, size_t i, int64_t claims, const scrut_worth *cut)
{
    int64_t votes = least_votes(s, claims + 1, cut, true) - 1, below = s->bars[i] - 1;
    return votes > below ? votes : below;
}

int64_t scrut_naive_gain(const scrut_naive_search *s, size_t i, int64_t claims, const scrut_worth *cut)
{
    int64_t now = s->contest->votes[i];
    if (claims == 0 || (now >= s->bars[i] && stands(s, now, claims, cut, false)))
        return 0;
    int64_t votes = scrut_naive_floor(s, i, claims, cut);
    if (votes > SCRUT_VOTES_MAX)
        return -1;
    return votes > now ? votes - now : 0;
}

int64_t scrut_naive_loss(const scrut_naive_search *s, size_t i, int64_t claims, const scrut_worth *cut)
{
    int64_t now = s->contest->votes[i];
    if (now < s->bars[i] || !stands(s, now, claims + 1, cut, true))
        return 0;
    int64_t votes = scrut_naive_ceiling(s, i, claims, cut);
    int64_t loss = votes < now ? now - votes : 0;
    bool capped = s->caps != NULL && s->caps->taint != NULL && loss > s->caps->taint[i];
    return capped ? -1 : loss;
}
