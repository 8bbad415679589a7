/* SPDX-License-Identifier: Apache-2.0
 * house_threshold.c: how far lists are from the thresholds of a contest and of the nation. */
#include "house_internal.h"

static int64_t distance(const scrut_margin_bar *bar, int64_t votes)
{
    int64_t least = scrut_bar_votes(bar, 0);
    return votes >= least ? votes - least + 1 : least - votes;
}

/* A ballot moves a list's votes less its share of the base by at most one, whatever is done to it. So fewer ballots
 * than the least distance carry nobody over any bar or below it. */
int64_t scrut_margin_house_threshold(const scrut_margin_house *house)
{
    int64_t least = SCRUT_NEVER;
    for (size_t p = 0; p < house->c->party_count; p++) {
        int64_t allied =
            house->c->parties[p].alliance_index != SCRUT_NONE ? scrut_house_allied_votes(house, p, house->votes) : 0;
        for (size_t j = 0; j < house->bar_count; j++) {
            if ((house->bar_mask[p] >> j & 1) != 0)
                least = scrut_smaller(least, distance(&house->bars[j], house->votes[p]));
            if ((house->alliance_bar_mask[p] >> j & 1) != 0 && allied > 0)
                least = scrut_smaller(least, distance(&house->bars[j], allied));
        }
    }
    return least;
}

static int64_t allied_votes(const scrut_margin_contest *contest, size_t i)
{
    int64_t sum = 0;
    for (size_t k = 0; k < contest->list_count; k++)
        sum += contest->alliance[k] == contest->alliance[i] ? contest->votes[k] : 0;
    return sum;
}

int64_t scrut_margin_contest_threshold(const scrut_margin_contest *contest)
{
    int64_t least = SCRUT_NEVER;
    for (size_t i = 0; i < contest->list_count; i++) {
        bool allied = contest->alliance != NULL && contest->alliance[i] != SCRUT_NONE;
        int64_t together = allied ? allied_votes(contest, i) : 0;
        for (size_t j = 0; j < contest->bar_count; j++) {
            if (contest->bar_mask == NULL || (contest->bar_mask[i] >> j & 1) != 0)
                least = scrut_smaller(least, distance(&contest->bars[j], contest->votes[i]));
            if (allied && contest->alliance_bar_mask != NULL && (contest->alliance_bar_mask[i] >> j & 1) != 0)
                least = scrut_smaller(least, distance(&contest->bars[j], together));
        }
    }
    return least;
}
