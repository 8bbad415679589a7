/* SPDX-License-Identifier: Apache-2.0
 * quota.c: where the quota is of the votes of the lists above the threshold, so that ballots which leave or reach those
 * lists move it, as ballots added or removed move a percentage.
 *
 * Given which lists take part, how many ballots are added or removed (with them the threshold) and how many votes those
 * lists have together (with them the quota), claims decide as ever (part.c). So the sets of lists that cross the
 * threshold are gone through, and for each the two numbers in ranges: a range whose most favourable bars and quota give
 * nothing better than what is known is done with, others are halved, and a range of one number is exact. Nothing is
 * assumed monotone. docs/internals/margin.md says why few ranges are left. */
#include "margin_internal.h"

#define LEAP_LEAST 64 /* width of a range */
#define PATIENCE 500  /* ranges after which every pivot is tried on each */
#define PIVOTS_MAX 32
#define FIRST_PART 64          /* of all votes: the part of them that moves at most in the first step */
#define STEP_GROWTH 8          /* of the steps after it */
#define FIRST_FEW 64           /* ballots of the first step, and */
#define FEW_GROWTH 2           /* its growth, where there are too many sets of lists; */
#define BUDGET_RESERVE 80000   /* ranges that are kept for those steps; */
#define REFUSALS_RESERVE 20000 /* the same where rules may refuse, of a smaller budget */

/* Ballots with which a list crosses the threshold: lost or gained by itself, or moved anywhere. */
typedef struct {
    int64_t gained, lost, moved;
    bool possible;
} crossing;

typedef struct {
    scrut_search *s; /* the question */
    const scrut_asked *asked;
    scrut_part part;
    crossing *crossings; /* a list */
    int64_t from;        /* fewer ballots do not do */
    int64_t best;        /* fewest ballots so far */
    int64_t *best_votes;
    int64_t pivot; /* that refuted the last range */
    int ranges;
    int64_t reserve; /* of the budget, for a lower end */
    bool open;       /* the search was ended early */
} parting;

/* ---- ranges ---- */

static bool is_done(const parting *g)
{
    return g->open || g->part.search.failed || g->best <= g->from;
}

/* A way was found; where its votes cannot be built the number is still the fewest. */
static void keep_votes(parting *g, int64_t cost)
{
    g->best = cost;
    if (!scrut_part_votes(&g->part, g->asked, cost, g->best_votes))
        memcpy(g->best_votes, g->s->contest->votes, g->s->count * sizeof *g->best_votes);
}

static void search_range(parting *g, scrut_quota_range r);

/* The half first that leaves the lists below the threshold nearest to what they are. Changed ballots: the middle before
 * both, so that the fewest are come near to in leaps and not by one range after the other. */
static void halve_sums(parting *g, const scrut_quota_range *r)
{
    int64_t middle = r->sum_low + (r->sum_high - r->sum_low) / 2;
    int64_t votes = g->s->metric == SCRUT_METRIC_ADD ? g->part.votes_high : g->part.votes_low;
    bool low_first = votes - g->part.out_start <= middle;
    if (g->s->metric == SCRUT_METRIC_CHANGE && r->sum_high - r->sum_low > LEAP_LEAST)
        search_range(g, (scrut_quota_range){.sum_low = middle, .sum_high = middle});
    for (int half = 0; half < 2; half++) {
        scrut_quota_range part = *r;
        if (low_first == (half == 0))
            part.sum_high = middle;
        else
            part.sum_low = middle + 1;
        search_range(g, part);
    }
}

static void halve_moved(parting *g, const scrut_quota_range *r)
{
    scrut_quota_range low = *r, high = *r;
    low.moved_high = r->moved_low + (r->moved_high - r->moved_low) / 2;
    high.moved_low = low.moved_high + 1;
    search_range(g, low);
    search_range(g, high);
}

/* Where two lists contend for claims of one number, the quota does not matter, and ranges are refuted by the pivot of
 * that number, however wide they are. */
static int64_t least_cost(parting *g, const scrut_quota_range *r)
{
    int64_t most = 0, own = g->pivot;
    scrut_part_pivot(&g->part, own);
    int64_t cost = scrut_part_cost(&g->part, g->asked, r, g->best - 1);
    if (cost >= g->best || r->sum_low == r->sum_high || g->ranges++ < PATIENCE)
        return cost;
    for (size_t i = 0; i < g->s->count; i++)
        most = scrut_larger(most, g->s->seats[i]);
    for (int64_t pivot = 0; pivot <= scrut_smaller(most, PIVOTS_MAX) && cost < g->best; pivot++) {
        if (pivot == own)
            continue;
        scrut_part_pivot(&g->part, pivot);
        cost = scrut_larger(cost, scrut_part_cost(&g->part, g->asked, r, g->best - 1));
        g->pivot = pivot;
    }
    if (cost < g->best)
        g->pivot = own;
    return cost;
}

static void search_range(parting *g, scrut_quota_range r)
{
    if (is_done(g) || r.moved_low >= g->best)
        return;
    r.moved_high = scrut_smaller(r.moved_high, g->best - 1);
    bool one_number = r.moved_low == r.moved_high; /* else the bars are not those of any one */
    g->open = g->s->budget-- <= g->reserve;
    if (g->open || !scrut_part_set(&g->part, g->asked, &r, g->best - 1))
        return;
    int64_t cost = least_cost(g, &r);
    if (cost >= g->best)
        return;
    int64_t sums = r.sum_high - r.sum_low, moved = r.moved_high - r.moved_low;
    if (sums == 0 && moved == 0 && one_number)
        keep_votes(g, cost);
    else if (sums > moved)
        halve_sums(g, &r);
    else if (moved > 0)
        halve_moved(g, &r);
    else
        search_range(g, r);
}

/* ---- which lists take part ---- */

static void search_set(parting *g, int64_t moved)
{
    scrut_quota_range r = {.sum_low = 1, .sum_high = SCRUT_VOTES_MAX * (int64_t)g->s->count}, still;
    if (g->s->metric != SCRUT_METRIC_CHANGE) {
        r.moved_low = scrut_larger(moved, g->from);
        r.moved_high = g->best - 1;
        search_range(g, r);
        return;
    }
    still = r; /* the other lists as they are, first: it bounds the rest */
    if (!scrut_part_set(&g->part, g->asked, &still, g->best - 1))
        return;
    still.sum_low = still.sum_high = g->part.votes_low - g->part.out_start;
    search_range(g, still);
    search_range(g, r);
}

/* Lists from i on stay on their side of the threshold or cross it. */
static void search_sets(parting *g, size_t i, crossing so_far)
{
    const scrut_search *s = g->s;
    if (is_done(g) || scrut_larger(so_far.moved, scrut_larger(so_far.gained, so_far.lost)) >= g->best)
        return;
    if (i == s->count) {
        search_set(g, so_far.moved);
        return;
    }
    bool in = s->contest->votes[i] >= s->now.bars_low[i];
    bool must = g->asked->problem == NULL && g->asked->vector[i] > 0; /* it cannot hold seats otherwise */
    const crossing *x = &g->crossings[i];
    g->part.in[i] = in;
    if (in || !must)
        search_sets(g, i + 1, so_far);
    if (!x->possible || (in && must))
        return;
    g->part.in[i] = !in;
    so_far.gained += x->gained;
    so_far.lost += x->lost;
    so_far.moved = scrut_larger(so_far.moved, x->moved);
    search_sets(g, i + 1, so_far);
}

/* Fewest ballots added or removed anywhere with which the list is on the other side. */
static int64_t carry_bar(const scrut_search *s, size_t i, bool in, int64_t most)
{
    int64_t votes = s->contest->votes[i], sign = s->metric == SCRUT_METRIC_ADD ? 1 : -1, low = 0, high = most;
    if ((votes >= scrut_bars_of(s->contest, i, sign * most)) == in)
        return SCRUT_NEVER;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if ((votes >= scrut_bars_of(s->contest, i, sign * middle)) == in)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static crossing crossing_of(const scrut_search *s, size_t i, int64_t most)
{
    int64_t votes = s->contest->votes[i], bar = s->now.bars_low[i];
    bool in = votes >= bar;
    crossing x = {.possible = bar < SCRUT_NEVER};
    if (!x.possible)
        return x;
    if (s->metric == (in ? SCRUT_METRIC_ADD : SCRUT_METRIC_REMOVE)) {
        x.moved = carry_bar(s, i, in, most);
        x.possible = x.moved < SCRUT_NEVER;
    } else if (in) {
        x.lost = votes - bar + 1;
        x.possible = x.lost <= s->taint[i];
    } else {
        x.gained = bar - votes;
    }
    return x;
}

static int64_t most_ballots(const scrut_search *s, int64_t to)
{
    int64_t most = s->metric == SCRUT_METRIC_ADD ? SCRUT_VOTES_MAX - s->total : s->total;
    return scrut_smaller(scrut_smaller(to, s->pool), most);
}

/* Whether at most `limit` ballots do. When not, and the search was not ended, so many are refuted. */
static bool find_up_to(parting *g, int64_t limit)
{
    int64_t best = g->best, beyond = scrut_smaller(best, limit + 1);
    g->best = beyond;
    search_sets(g, 0, (crossing){.moved = 0});
    if (g->best < beyond)
        return true;
    g->best = best;
    if (!g->open)
        g->from = scrut_larger(g->from, beyond);
    return false;
}

/* Few ballots first: they carry few lists across, and a set of lists of which nothing comes need not be refuted for any
 * number of ballots before another one is looked at. */
static void search_in_steps(parting *g, int64_t first, int64_t growth)
{
    for (int64_t limit = scrut_larger(g->from, first); !is_done(g); limit *= growth)
        if (find_up_to(g, limit))
            return;
}

/* With too many sets of lists to go through, those that few ballots carry across at least give a lower end. */
static void search(parting *g)
{
    g->reserve = g->s->refusals ? REFUSALS_RESERVE : BUDGET_RESERVE;
    search_in_steps(g, g->s->total / FIRST_PART + 1, STEP_GROWTH);
    if (!g->open)
        return;
    g->open = false;
    g->reserve = 0;
    search_in_steps(g, FIRST_FEW, FEW_GROWTH);
}

static bool open_parting(parting *g, scrut_arena *scratch)
{
    g->crossings = scrut_arena_calloc(scratch, g->s->count, sizeof *g->crossings);
    if (!scrut_part_open(&g->part, g->s, scratch) || g->crossings == NULL)
        return false;
    for (size_t i = 0; i < g->s->count; i++)
        g->crossings[i] = crossing_of(g->s, i, g->best);
    return true;
}

int64_t scrut_solve_quota(scrut_search *s, const scrut_asked *asked, int64_t from, int64_t to, int64_t votes[],
                          int64_t *ret_open)
{
    int64_t most = most_ballots(s, to) + 1;
    parting g = {
        .s = s, .asked = asked, .from = from, .best = most, .best_votes = votes, .pivot = scrut_part_claim(s, asked)};
    scrut_arena *scratch = scrut_arena_new();
    *ret_open = -1;
    if (scratch == NULL || !open_parting(&g, scratch))
        s->failed = true;
    else if (asked->problem != NULL || scrut_vector_possible(s, asked->vector))
        search(&g);
    if (g.open)
        *ret_open = g.from;
    s->failed = s->failed || g.part.search.failed;
    s->crowded = s->crowded || g.part.search.crowded;
    scrut_part_close(&g.part);
    scrut_arena_free(scratch);
    return g.best < most ? g.best : SCRUT_NEVER;
}
