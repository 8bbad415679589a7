/* SPDX-License-Identifier: Apache-2.0
 * house_crossers.c: who can cross a national threshold, and for how many ballots. */
#include "house_internal.h"

static bool crosses(const scrut_margin_house *house, uint8_t mask, int64_t votes, bool rising, scrut_metric metric,
                    int64_t ballots)
{
    int64_t moved = metric == SCRUT_METRIC_ADD ? ballots : metric == SCRUT_METRIC_REMOVE ? -ballots : 0;
    if (rising && metric != SCRUT_METRIC_REMOVE)
        votes += ballots;
    if (!rising && metric != SCRUT_METRIC_ADD)
        votes -= ballots;
    return votes >= 0 && scrut_house_passes(house, mask, votes, moved) == rising;
}

/* With more ballots a list that crosses goes on crossing: shares are at most 1. */
static int64_t crossing_of(const scrut_margin_house *house, uint8_t mask, int64_t votes, bool rising,
                           scrut_metric metric, int64_t most)
{
    int64_t low = 0, high = most;
    if (!rising && metric != SCRUT_METRIC_ADD)
        high = scrut_smaller(high, votes);
    if (!crosses(house, mask, votes, rising, metric, high))
        return SCRUT_NEVER;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (crosses(house, mask, votes, rising, metric, middle))
            high = middle;
        else
            low = middle;
    }
    return high;
}

int64_t scrut_house_crossing(const scrut_margin_house *house, size_t party, scrut_metric metric, int64_t most)
{
    bool rising = house->barred[party];
    const scrut_rules *rules = house->chamber->rules;
    int64_t own = crossing_of(house, house->bar_mask[party], house->votes[party], rising, metric, most);
    uint32_t alliance = house->c->parties[party].alliance_index;
    if (!rules->alliances || !rules->alliance_passes_threshold || alliance == SCRUT_NONE)
        return own;
    int64_t votes = scrut_house_allied_votes(house, party, house->votes);
    uint8_t mask = house->alliance_bar_mask[party];
    bool allied_passes = scrut_house_passes(house, mask, votes, 0);
    bool own_passes = scrut_house_passes(house, house->bar_mask[party], house->votes[party], 0);
    int64_t allied = rising == allied_passes ? 0 : crossing_of(house, mask, votes, rising, metric, most);
    own = rising == own_passes ? 0 : own;
    return rising ? scrut_smaller(own, allied) : scrut_larger(own, allied);
}

int64_t scrut_house_first_crossing(const scrut_margin_house *house, scrut_metric metric)
{
    int64_t least = SCRUT_NEVER;
    for (size_t p = 0; p < house->c->party_count && house->bar_count > 0; p++)
        if (house->stands[p] && !house->c->parties[p].exempt)
            least = scrut_smaller(least, scrut_house_crossing(house, p, metric, SCRUT_VOTES_MAX));
    return least;
}

static bool by_alliance(const scrut_margin_house *house, size_t party)
{
    const scrut_rules *rules = house->chamber->rules;
    return rules->alliances && rules->alliance_passes_threshold &&
           house->c->parties[party].alliance_index != SCRUT_NONE;
}

static uint8_t mask_of(const scrut_margin_house *house, const scrut_house_crosser *x)
{
    return x->alliance ? house->alliance_bar_mask[x->party] : house->bar_mask[x->party];
}

static int64_t votes_of(const scrut_margin_house *house, const scrut_house_crosser *x, const int64_t votes[])
{
    return x->alliance ? scrut_house_allied_votes(house, x->party, votes) : votes[x->party];
}

bool scrut_house_belongs(const scrut_margin_house *house, const scrut_house_crosser *x, uint32_t party)
{
    return x->alliance ? house->c->parties[party].alliance_index == house->c->parties[x->party].alliance_index
                       : party == x->party;
}

/* In their order where they take as many ballots. */
static void keep_near(scrut_house_inquiry *q, const scrut_house_crosser *x)
{
    size_t at = q->near_count++;
    for (; at > 0 && q->near[at - 1].ballots > x->ballots; at--)
        q->near[at] = q->near[at - 1];
    q->near[at] = *x;
}

static void find_crosser(scrut_house_inquiry *q, uint32_t party, bool alliance, int64_t most)
{
    const scrut_margin_house *house = q->house;
    scrut_house_crosser x = {.party = party, .alliance = alliance};
    int64_t votes = votes_of(house, &x, house->votes);
    x.rising = !scrut_house_passes(house, mask_of(house, &x), votes, 0);
    x.ballots = crossing_of(house, mask_of(house, &x), votes, x.rising, q->metric, most);
    if (x.ballots <= most)
        keep_near(q, &x);
}

static bool is_first_of_alliance(const scrut_margin_house *house, uint32_t party)
{
    for (uint32_t p = 0; p < party; p++)
        if (house->c->parties[p].alliance_index == house->c->parties[party].alliance_index)
            return false;
    return true;
}

scrut_status scrut_house_find_near(scrut_house_inquiry *q, int64_t most)
{
    const scrut_margin_house *house = q->house;
    q->near = scrut_arena_calloc(q->arena, 2 * house->c->party_count, sizeof *q->near);
    q->near_count = 0;
    if (q->near == NULL)
        return scrut_fail_memory(q->err);
    for (uint32_t p = 0; p < house->c->party_count; p++) {
        if (house->stands[p] && !house->c->parties[p].exempt)
            find_crosser(q, p, false, most);
        if (by_alliance(house, p) && is_first_of_alliance(house, p))
            find_crosser(q, p, true, most);
    }
    return SCRUT_OK;
}

void scrut_house_barred_after(const scrut_house_inquiry *q, const bool crossed[], bool barred[])
{
    const scrut_margin_house *house = q->house;
    for (uint32_t p = 0; p < house->c->party_count; p++) {
        const scrut_house_crosser own = {.party = p}, joint = {.party = p, .alliance = true};
        bool passes = scrut_house_passes(house, mask_of(house, &own), house->votes[p], 0), allied = false;
        if (by_alliance(house, p))
            allied = scrut_house_passes(house, mask_of(house, &joint), votes_of(house, &joint, house->votes), 0);
        for (size_t n = 0; n < q->near_count; n++) {
            if (!crossed[n] || !scrut_house_belongs(house, &q->near[n], p))
                continue;
            *(q->near[n].alliance ? &allied : &passes) = q->near[n].rising;
        }
        barred[p] = !passes && !allied;
    }
}

scrut_status scrut_house_missing(const scrut_house_inquiry *q, const scrut_house_crosser *x, int64_t *const moves[],
                                 int64_t *ret_missing)
{
    scrut_margin_house now = *q->house;
    now.votes = scrut_arena_calloc(q->arena, q->house->c->party_count, sizeof *now.votes);
    if (now.votes == NULL)
        return scrut_fail_memory(q->err);
    int64_t moved = scrut_house_votes_after(q->house, moves, now.votes);
    for (size_t j = 0; j < now.bar_count; j++)
        now.bars[j].base += now.bars[j].base_moves ? moved : 0;
    int64_t votes = votes_of(&now, x, now.votes);
    bool over = scrut_house_passes(&now, mask_of(&now, x), votes, 0) == x->rising;
    *ret_missing = over ? 0 : crossing_of(&now, mask_of(&now, x), votes, x->rising, q->metric, SCRUT_VOTES_MAX);
    return SCRUT_OK;
}
