/* SPDX-License-Identifier: Apache-2.0
 * alliance_sums.c: a lower bound where some lists must reach a number of claims together and the others keep to the
 * rest. However the claims are shared among them, the cheapest share costs so many ballots gained (lost): a min-plus
 * sum over the lists, and over the alliances that are not told apart, each at the cuts that favour it most. Those are
 * different lists, so that the ballots add up. */
#include "alliance_boxes.h"

/* One of those that share: a list inside an alliance, or all lists of one. */
typedef struct {
    const scrut_claims *claims;
    const scrut_cuts *cuts;
    size_t first;  /* whose claims they are */
    int64_t votes; /* that count for it at most (reaching), for certain (keeping) */
    int64_t taint;
    int64_t out; /* keeping: votes with which it is out of it whatever the cut */
} sharer;

static sharer sharer_of_group(const scrut_tree *t, const scrut_boxes *b, const scrut_group *g)
{
    sharer one = {.claims = &t->outer, .cuts = &b->cuts[0], .first = g->lists[0]};
    for (size_t k = 0; k < g->count; k++) {
        size_t i = g->lists[k];
        bool counts = g->reaches ? b->stands[i] != SCRUT_STANDS_NOT : (b->stands[i] & SCRUT_STANDS_NOT) == 0;
        one.votes += counts ? t->a->s->contest->votes[i] : 0;
        one.taint += counts ? t->a->s->taint[i] : 0;
    }
    return one;
}

static sharer sharer_of_list(const scrut_tree *t, const scrut_boxes *b, const scrut_group *g, size_t i)
{
    return (sharer){.claims = &t->inner,
                    .cuts = &b->cuts[g->cut],
                    .first = i,
                    .votes = t->a->s->contest->votes[i],
                    .taint = t->a->s->taint[i],
                    .out = (b->stands[i] & SCRUT_STANDS_NOT) != 0 ? t->own_high[i] - 1 : 0};
}

/* Ballots with which it has so many claims or more (no more); NEVER: none do. */
static int64_t cost_of(const scrut_tree *t, const sharer *one, bool reach, int64_t claims)
{
    scrut_metric metric = t->a->s->metric;
    int64_t cost = reach ? scrut_boxes_least(one->claims, claims, one->cuts) - one->votes
                         : one->votes - scrut_larger(one->out, scrut_boxes_most(t, one->claims, claims, one->cuts));
    if (cost <= 0)
        return 0;
    if (reach)
        return metric == SCRUT_METRIC_REMOVE ? SCRUT_NEVER : cost;
    return metric == SCRUT_METRIC_ADD || cost > one->taint ? SCRUT_NEVER : cost;
}

/* Offers its steps beyond what it has in any case, whose cost is returned. */
static int64_t offer(scrut_tree *t, const scrut_boxes *b, const sharer *one, bool reach)
{
    int64_t low = b->low[one->first], high = b->high[one->first], r = 0, most;
    int64_t base = cost_of(t, one, reach, reach ? low : high);
    int64_t *costs = base < t->a->best && t->sums.needed > 0
                         ? scrut_offers_add(&t->sums, one->first, scrut_smaller(t->sums.needed, high - low))
                         : NULL;
    if (costs == NULL)
        return base;
    most = scrut_smaller(t->sums.needed, high - low);
    for (; r < most; r++) {
        int64_t cost = cost_of(t, one, reach, reach ? low + r + 1 : high - r - 1);
        if (cost >= t->a->best)
            break;
        costs[r] = scrut_larger(0, cost - base);
    }
    scrut_offers_end(&t->sums, r);
    return base;
}

static int64_t offer_all(scrut_tree *t, const scrut_boxes *b, bool reach)
{
    int64_t base = 0;
    for (size_t n = 0; n < t->group_count; n++) {
        const scrut_group *g = &t->groups[n];
        if (g->cut == 0 && g->reaches == reach) {
            sharer one = sharer_of_group(t, b, g);
            base = scrut_plus(base, offer(t, b, &one, reach));
        }
        for (size_t k = 0; k < g->count && g->cut > 0; k++) {
            if (t->reaches[g->lists[k]] != reach)
                continue;
            sharer one = sharer_of_list(t, b, g, g->lists[k]);
            base = scrut_plus(base, offer(t, b, &one, reach));
        }
    }
    return base;
}

int64_t scrut_boxes_shared(scrut_tree *t, const scrut_boxes *b, bool reach)
{
    int64_t sum = 0, cost = 0;
    for (size_t i = 0; i < t->a->s->count; i++)
        sum += t->reaches[i] != reach ? 0 : reach ? b->low[i] : b->high[i];
    int64_t needed = reach ? t->seats - sum : sum - (t->a->s->contest->seats - t->seats);
    scrut_offers_start(&t->sums, scrut_larger(0, needed));
    int64_t base = offer_all(t, b, reach);
    if (needed > 0 && base < t->a->best && !scrut_offers_sum(&t->sums, false, &cost))
        t->a->status = scrut_fail_memory(t->a->s->err);
    return scrut_plus(base, cost);
}
