/* SPDX-License-Identifier: Apache-2.0
 * bars.c: thresholds as numbers of votes, once ballots were added or removed. */
#include "margin_internal.h"

int64_t scrut_bar_votes(const scrut_margin_bar *bar, int64_t moved)
{
    if (!bar->is_share)
        return bar->votes + bar->strict;
    int64_t base = scrut_larger(0, bar->base + (bar->base_moves ? moved : 0));
    scrut_wide part = (scrut_wide)base * bar->numerator, votes = part / bar->denominator;
    if (bar->strict || part % bar->denominator != 0)
        votes++;
    return votes > SCRUT_NEVER ? SCRUT_NEVER : (int64_t)votes;
}

int64_t scrut_bars_of(const scrut_margin_contest *contest, size_t i, int64_t moved)
{
    int64_t least = 1; /* a list without a vote takes no part */
    if (contest->barred != NULL && contest->barred[i])
        return SCRUT_NEVER;
    for (size_t j = 0; j < contest->bar_count; j++)
        if (contest->bar_mask == NULL || (contest->bar_mask[i] >> j & 1) != 0)
            least = scrut_larger(least, scrut_bar_votes(&contest->bars[j], moved));
    return least;
}

void scrut_bars_votes(const scrut_margin_contest *contest, int64_t moved, int64_t bars[])
{
    int64_t votes[SCRUT_MARGIN_BARS_MAX];
    for (size_t j = 0; j < contest->bar_count; j++)
        votes[j] = scrut_bar_votes(&contest->bars[j], moved);
    for (size_t i = 0; i < contest->list_count; i++) {
        bars[i] = 1; /* a list without a vote takes no part */
        for (size_t j = 0; j < contest->bar_count; j++)
            if (contest->bar_mask == NULL || (contest->bar_mask[i] >> j & 1) != 0)
                bars[i] = scrut_larger(bars[i], votes[j]);
        if (contest->barred != NULL && contest->barred[i])
            bars[i] = SCRUT_NEVER;
    }
}

bool scrut_bars_move(const scrut_margin_contest *contest)
{
    for (size_t j = 0; j < contest->bar_count; j++)
        if (contest->bars[j].is_share && contest->bars[j].base_moves)
            return true;
    return false;
}
