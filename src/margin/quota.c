/* SPDX-License-Identifier: Apache-2.0
 * quota.c: changed ballots where the quota is of the votes of the lists above the threshold, so that ballots which
 * leave or reach those lists move it.
 *
 * Once it is given which lists take part and how many votes they have together, the quota is fixed and claims decide as
 * ever. Lists that cross the threshold do so first, at a known cost; the votes of all others below it must then add up,
 * which costs what their sum differs. Ranges of the sum are tried at their most favourable quota: a range whose best is
 * no better than what is known is done with, others are halved, and a range of one is exact. */
#include "margin_internal.h"

#define PARTS_MAX 20000 /* ranges looked at for one problem */

const char SCRUT_QUOTA_VARIES[] =
    "The quota is taken of the votes of the lists above the threshold, so it moves with the ballots in steps.";

typedef struct {
    scrut_search *s; /* the question */
    const scrut_problem *p;
    scrut_search part; /* the same with these lists taking part */
    scrut_margin_contest contest;
    int64_t *start;       /* a list: votes once lists have crossed the threshold */
    int64_t *votes;       /* a list: of part; the start and, below the threshold, what makes the sum */
    bool *in, *out;       /* a list: takes part, does not */
    int64_t gained, lost; /* by crossing */
    int64_t in_sum, out_sum, out_room;
    int64_t best; /* fewest ballots so far */
    int64_t *best_votes;
    int parts;
    bool open; /* the search was ended early */
} parting;

/* ---- one range of sums ---- */

static void set_claims(parting *g, int64_t low, int64_t high)
{
    scrut_setting *now = &g->part.now;
    now->valid = scrut_claims_init(&g->contest, &g->contest.method, high, &now->high);
    if (!scrut_claims_init(&g->contest, &g->contest.method, low, &now->low) && low < high)
        now->low.quota_numerator = 1;
    now->valid = now->valid && now->low.quota_numerator > 0;
}

/* Votes of the lists below the threshold change by `more` together. */
static void spread_outside(parting *g, int64_t more)
{
    for (size_t i = 0; i < g->s->count && more != 0; i++) {
        if (g->in[i])
            continue;
        bool barred = g->s->now.bars_low[i] >= SCRUT_NEVER;
        int64_t room = barred ? SCRUT_VOTES_MAX - g->start[i] : g->s->now.bars_low[i] - 1 - g->start[i];
        int64_t step = more > 0 ? scrut_smaller(more, room) : -scrut_smaller(-more, g->start[i]);
        g->votes[i] = g->start[i] + step;
        more -= step;
    }
}

/* A way was found: from part's votes with so many ballots. */
static void keep_votes(parting *g, int64_t cost, int64_t ballots, const scrut_cut *cut)
{
    bool built = scrut_moves_build(&g->part, g->p, cut, ballots, g->best_votes);
    g->best = cost;
    if (!built)
        memcpy(g->best_votes, g->s->contest->votes, g->s->count * sizeof *g->best_votes);
}

/* The fewest ballots for a sum in the range, at most; exact for a range of one. */
static int64_t least_in(parting *g, int64_t low, int64_t high, scrut_cut *ret_cut)
{
    scrut_search *part = &g->part;
    int64_t outside = g->s->total - g->out_sum; /* the sum that leaves the lists below the threshold as they are */
    set_claims(g, low, high);
    if (!part->now.valid)
        return SCRUT_NEVER;
    part->gained_before = g->gained + scrut_larger(0, outside - high);
    part->lost_before = g->lost + scrut_larger(0, low - outside);
    part->from_ineligible = high - g->in_sum;
    memcpy(g->votes, g->start, g->s->count * sizeof *g->votes);
    int64_t limit = g->best - 1;
    if (part->gained_before > limit || part->lost_before > limit)
        return SCRUT_NEVER;
    return scrut_solve_crossing(part, g->p, limit, ret_cut);
}

static void search_sums(parting *g, int64_t low, int64_t high)
{
    scrut_cut cut;
    int64_t outside = g->s->total - g->out_sum;
    g->open = g->open || g->parts >= PARTS_MAX;
    if (low > high || g->open)
        return;
    g->parts++;
    int64_t cost = least_in(g, low, high, &cut);
    if (cost >= g->best || g->part.failed)
        return;
    if (low == high) {
        spread_outside(g, outside - low);
        keep_votes(g, cost, g->s->total, &cut);
        return;
    }
    int64_t middle = low + (high - low) / 2;
    if (outside <= middle) {
        search_sums(g, low, middle);
        search_sums(g, middle + 1, high);
    } else {
        search_sums(g, middle + 1, high);
        search_sums(g, low, middle);
    }
}

/* ---- added and removed ballots ---- */

/* Where the threshold does not move, a ballot that is added to (removed from) a list below it is lost, so that their
 * number tells the sum. */
static void search_moving(parting *g)
{
    scrut_search *part = &g->part;
    scrut_cut cut;
    int64_t open, before = g->gained + g->lost;
    for (size_t i = 0; i < g->s->count; i++)
        g->out[i] = !g->in[i];
    memcpy(g->votes, g->start, g->s->count * sizeof *g->votes);
    part->total = g->in_sum + g->out_sum;
    int64_t found = scrut_solve_moving(part, g->p, 0, g->best - 1 - before, &cut, &open);
    g->open = g->open || open >= 0;
    if (found < SCRUT_NEVER)
        keep_votes(g, before + found, found, &cut);
}

/* ---- which lists take part ---- */

static void search_part(parting *g)
{
    scrut_search *s = g->s;
    size_t taking = 0;
    assert(g->part.now.bars_low != NULL && g->part.now.bars_high != NULL);
    g->in_sum = g->out_sum = g->out_room = 0;
    for (size_t i = 0; i < s->count; i++) {
        int64_t bar = s->now.bars_low[i], room = bar >= SCRUT_NEVER ? s->total : bar - 1 - g->start[i];
        g->part.now.bars_low[i] = g->part.now.bars_high[i] = g->in[i] ? bar : SCRUT_NEVER;
        g->part.taint[i] = g->in[i] ? g->start[i] - bar : 0;
        g->part.seats[i] = s->seats[i];
        taking += g->in[i];
        g->in_sum += g->in[i] ? g->start[i] : 0;
        g->out_sum += g->in[i] ? 0 : g->start[i];
        g->out_room = g->in[i] ? g->out_room : scrut_smaller(s->total, g->out_room + room);
    }
    if (taking == 0)
        return;
    if (s->metric != SCRUT_METRIC_CHANGE) {
        search_moving(g);
        return;
    }
    int64_t outside = s->total - g->out_sum, reach = scrut_smaller(g->best, s->total);
    int64_t low = scrut_larger(outside - g->out_room, outside - reach), high = scrut_smaller(s->total, outside + reach);
    low = scrut_larger(1, low);
    if (outside >= low && outside <= high) /* as they are, first: it bounds the rest */
        search_sums(g, outside, outside);
    search_sums(g, low, high);
}

/* Lists from i on stay on their side of the threshold or cross it. */
static void search_crossings(parting *g, size_t i)
{
    scrut_search *s = g->s;
    if (g->gained >= g->best || g->lost >= g->best || g->open || g->part.failed)
        return;
    if (i == s->count) {
        search_part(g);
        return;
    }
    int64_t votes = s->contest->votes[i], bar = s->now.bars_low[i];
    bool in = votes >= bar;
    g->in[i] = in;
    g->start[i] = votes;
    search_crossings(g, i + 1);
    if (bar >= SCRUT_NEVER || s->metric == (in ? SCRUT_METRIC_ADD : SCRUT_METRIC_REMOVE))
        return;
    int64_t gained = in ? 0 : bar - votes, lost = in ? votes - bar + 1 : 0;
    g->in[i] = !in;
    g->start[i] = in ? bar - 1 : bar;
    g->gained += gained;
    g->lost += lost;
    search_crossings(g, i + 1);
    g->gained -= gained;
    g->lost -= lost;
}

static int64_t most_ballots(const scrut_search *s)
{
    return s->metric == SCRUT_METRIC_ADD ? SCRUT_VOTES_MAX - s->total : s->total;
}

int64_t scrut_solve_quota(scrut_search *s, const scrut_problem *p, int64_t to, int64_t votes[], int64_t *ret_open)
{
    parting g = {
        .s = s, .p = p, .contest = *s->contest, .best = scrut_smaller(to, most_ballots(s)) + 1, .best_votes = votes};
    scrut_arena *scratch = scrut_arena_new();
    *ret_open = -1;
    if (scratch != NULL) {
        g.start = scrut_arena_calloc(scratch, s->count, sizeof *g.start);
        g.votes = scrut_arena_calloc(scratch, s->count, sizeof *g.votes);
        g.in = scrut_arena_calloc(scratch, s->count, sizeof *g.in);
        g.out = scrut_arena_calloc(scratch, s->count, sizeof *g.out);
    }
    int64_t most = g.best;
    g.contest.votes = g.votes;
    g.contest.barred = s->metric != SCRUT_METRIC_CHANGE ? g.out : NULL;
    if (g.start != NULL && g.votes != NULL && g.in != NULL && g.out != NULL &&
        scrut_search_part(&g.part, s, &g.contest, scratch)) {
        search_crossings(&g, 0);
        *ret_open = g.open ? 0 : -1;
    } else {
        s->failed = true;
    }
    s->failed = s->failed || g.part.failed;
    s->crowded = s->crowded || g.part.crowded;
    scrut_search_close(&g.part);
    scrut_arena_free(scratch);
    return g.best < most ? g.best : SCRUT_NEVER;
}
