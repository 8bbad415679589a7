/* SPDX-License-Identifier: Apache-2.0
 * house_drift.c: thresholds in the nation that are shares move as ballots are added or removed. So a list can cross one
 * though no ballot of its own moves (it drifts); it can be held where it is, for ballots of its own; and what lists
 * need in order to cross follows from how many ballots are moved in all, of which theirs are a part. */
#include "house_internal.h"

bool scrut_house_drifts(const scrut_house_inquiry *q, const scrut_house_crosser *x)
{
    return q->metric == (x->rising ? SCRUT_METRIC_REMOVE : SCRUT_METRIC_ADD);
}

bool scrut_house_is_held(const scrut_house_inquiry *q, const bool crossed[], size_t n)
{
    return !crossed[n] && scrut_house_drifts(q, &q->near[n]) && !scrut_house_helps(q, &q->near[n]);
}

bool scrut_house_loses(const scrut_house_inquiry *q, const bool crossed[], size_t n)
{
    return scrut_house_is_held(q, crossed, n) || (crossed[n] && !scrut_house_drifts(q, &q->near[n]));
}

int64_t scrut_house_needs(const scrut_house_inquiry *q, const scrut_house_crosser *x, bool above, int64_t ballots)
{
    const scrut_margin_house *house = q->house;
    int64_t moved = q->metric == SCRUT_METRIC_ADD      ? ballots
                    : q->metric == SCRUT_METRIC_REMOVE ? -ballots
                                                       : 0,
            bar = 0, votes = house->votes[x->party];
    for (size_t j = 0; j < house->bar_count; j++)
        if ((house->bar_mask[x->party] >> j & 1) != 0)
            bar = scrut_larger(bar, scrut_bar_votes(&house->bars[j], moved));
    return scrut_larger(0, above ? bar - votes : votes - bar + 1);
}

/* Whether what lists outside the seats need is apart from what these take: no threshold of a constituency moves. */
static bool stands_apart(const scrut_house_inquiry *q)
{
    for (size_t n = 0; n < q->house->nation.unit_count; n++)
        if (scrut_bars_move(&q->house->nation.units[n].contest))
            return false;
    return true;
}

/* What is removed from lists that are to be out wins no seat, for they have none. With more ballots in all the
 * thresholds are lower and they must lose more; so the least number that is enough is the first one that repeats itself
 * (Tarski 1955), and smaller ones lead up to it. */
int64_t scrut_house_removed(const scrut_house_inquiry *q, const bool crossed[], int64_t seats_take, int64_t least)
{
    bool falls = true;
    if (q->metric != SCRUT_METRIC_REMOVE || !stands_apart(q))
        return least;
    while (falls && least < SCRUT_VOTES_MAX) {
        int64_t sum = seats_take;
        for (size_t n = 0; n < q->near_count; n++) {
            if (scrut_house_loses(q, crossed, n))
                sum = scrut_plus(sum, scrut_house_needs(q, &q->near[n], false, least));
        }
        falls = sum > least;
        least = scrut_larger(least, sum);
    }
    return falls ? SCRUT_NEVER : least;
}
