/* SPDX-License-Identifier: Apache-2.0
 * recheck_fewer.c: whether so many ballots can do it. Lists win seats by claims that stand at a cut or before it. The
 * higher the cut, the more it costs to reach it and the less to be kept from it, so only the highest cut that can be
 * reached needs to be looked at; what it costs each list is found by bisection over its votes.
 *
 * Where the two costs are weighed one by one, and not where the ballots come from, the answer "no way" is proof: every
 * way would have to pay both. */
#include "certificate_internal.h"

#include <string.h>

#define STEPS_MAX 100000000 /* claims looked at for one question */
#define TABLE_MAX 4000000

/* ---- the cut ---- */

typedef struct {
    const scrut_naive_search *s;
    scrut_naive_search own, rest; /* for lists that have a number, that share the rest */
    const scrut_naive_problem *p;
    int64_t gain_limit, loss_limit;
    int64_t *best; /* table of sharing */
    scrut_naive_way *way;
    scrut_worth cut; /* of the way */
} cutting;

/* Every list that has a number for itself: -1 when one cannot, or all cost more than the limit. */
static int64_t cost_each(const cutting *c, const scrut_worth *cut, bool reaching, int64_t limit)
{
    int64_t sum = 0;
    for (size_t i = 0; i < c->s->contest->list_count; i++) {
        if (c->p->each[i] < 0)
            continue;
        int64_t cost = reaching ? scrut_naive_gain(&c->own, i, c->p->each[i], cut)
                                : scrut_naive_loss(&c->own, i, c->p->each[i], cut);
        if (cost < 0 || cost > limit - sum)
            return -1;
        sum += cost;
    }
    return sum;
}

static scrut_naive_sharing sharing_of(const cutting *c, const scrut_worth *cut, bool reaching)
{
    return (scrut_naive_sharing){.s = &c->rest,
                                 .cut = cut,
                                 .reaching = reaching,
                                 .lists = reaching ? c->p->reaching : c->p->keeping,
                                 .claims = reaching ? c->p->reach : c->p->keep,
                                 .limit = reaching ? c->gain_limit : c->loss_limit,
                                 .best = c->best};
}

static bool affordable(const cutting *c, const scrut_worth *cut, bool reaching)
{
    int64_t limit = reaching ? c->gain_limit : c->loss_limit, each = 0;
    if (c->p->each != NULL)
        each = cost_each(c, cut, reaching, limit);
    if (each < 0 || c->p->reaching == NULL)
        return each >= 0;
    scrut_naive_sharing sh = sharing_of(c, cut, reaching);
    sh.limit -= each;
    return scrut_naive_share_out(&sh) >= 0;
}

/* Votes of list i whose claim k is above the best cut so far: the fewest. */
static int64_t least_better(const cutting *c, int64_t k, int64_t high)
{
    int64_t low = 1;
    if (!c->way->has_cut)
        return low;
    for (high++; low < high;) {
        int64_t middle = low + (high - low) / 2;
        scrut_worth there = scrut_naive_worth_of(c->s, middle, k);
        if (scrut_worth_compare(&there, &c->cut) > 0)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static bool reachable(const cutting *c, int64_t votes, int64_t k)
{
    scrut_worth there = scrut_naive_worth_of(c->s, votes, k);
    return affordable(c, &there, true);
}

/* The highest cut at a claim k of list i, when it is above the best so far. */
static void try_claim(cutting *c, size_t i, int64_t k)
{
    int64_t now = c->s->contest->votes[i], high = SCRUT_VOTES_MAX;
    if (c->gain_limit < high - now)
        high = now + c->gain_limit;
    int64_t low = least_better(c, k, high);
    if (low > high || !reachable(c, low, k))
        return;
    while (low < high && *c->s->steps >= 0) {
        int64_t middle = low + (high - low + 1) / 2;
        if (reachable(c, middle, k))
            low = middle;
        else
            high = middle - 1;
    }
    c->way->has_cut = true;
    c->way->cut_list = i;
    c->way->cut_claim = k;
    c->way->cut_votes = low;
    c->cut = scrut_naive_worth_of(c->s, low, k);
}

static void find_cut(cutting *c)
{
    const scrut_naive_problem *p = c->p;
    for (size_t i = 0; i < c->s->contest->list_count; i++) {
        bool own = p->each != NULL && p->each[i] >= 0;
        int64_t from = own ? p->each[i] : 1, to = own ? p->each[i] : p->reach;
        if (c->s->bars[i] > SCRUT_VOTES_MAX || (own ? p->rest_draws : !p->reaching[i]))
            continue;
        /* the last claim first: equal cuts are then named by it */
        for (int64_t k = to < c->s->naive.limit ? to : c->s->naive.limit; k >= from && k >= 1; k--)
            try_claim(c, i, k);
    }
}

/* ---- the votes ---- */

static int64_t between(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* Ballots that must still leave (join) lists are taken from (given to) lists that can spare (take) them. */
static int64_t even_out(const cutting *c, const int64_t low[], const int64_t high[], int64_t owed, bool leaving)
{
    int64_t *votes = c->way->votes;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < c->s->contest->list_count && owed > 0; i++) {
            int64_t now = c->s->contest->votes[i], room = 0;
            bool preferred = c->p->reaching != NULL && c->p->reaching[i] != leaving;
            if ((leaving ? votes[i] > now : votes[i] < now) || preferred == (pass == 1))
                continue;
            room = leaving ? votes[i] - low[i] : high[i] - votes[i];
            if (leaving && c->s->caps != NULL && c->s->caps->taint != NULL) {
                int64_t spare = c->s->caps->taint[i] - (now - votes[i]);
                room = room < spare ? room : spare;
            }
            room = between(room, 0, owed);
            votes[i] += leaving ? -room : room;
            owed -= room;
        }
    return owed;
}

static void balance(const cutting *c, const int64_t low[], const int64_t high[])
{
    const scrut_naive_search *s = c->s;
    int64_t gain = 0, loss = 0;
    for (size_t i = 0; i < s->contest->list_count; i++) {
        if (low[i] > high[i])
            return;
        c->way->votes[i] = between(s->contest->votes[i], low[i], high[i]);
        int64_t more = c->way->votes[i] - s->contest->votes[i];
        gain += more > 0 ? more : 0;
        loss -= more < 0 ? more : 0;
    }
    bool fits = gain <= c->gain_limit && loss <= c->loss_limit;
    if (s->metric == SCRUT_METRIC_CHANGE && fits)
        fits = even_out(c, low, high, gain > loss ? gain - loss : loss - gain, gain > loss) == 0;
    c->way->has_votes = fits;
}

static scrut_status build_votes(cutting *c)
{
    size_t count = c->s->contest->list_count;
    int64_t *shares = scrut_arena_calloc(c->s->arena, 2 * count, sizeof *shares);
    int64_t *low = scrut_arena_calloc(c->s->arena, 2 * count, sizeof *low), *high = low + count;
    c->way->votes = scrut_arena_calloc(c->s->arena, count, sizeof *c->way->votes);
    if (shares == NULL || low == NULL || c->way->votes == NULL)
        return scrut_fail_memory(c->s->err);
    for (int reaching = 0; reaching < 2 && c->p->reaching != NULL; reaching++) {
        scrut_naive_sharing sh = sharing_of(c, &c->cut, reaching == 1);
        scrut_naive_share_out(&sh);
        scrut_naive_read_shares(&sh, shares + (reaching == 1 ? 0 : count));
    }
    for (size_t i = 0; i < count; i++) {
        bool each = c->p->each != NULL && c->p->each[i] >= 0;
        const scrut_naive_search *s = each ? &c->own : &c->rest;
        high[i] = SCRUT_VOTES_MAX;
        if (each || (c->p->reaching != NULL && c->p->reaching[i]))
            low[i] = scrut_naive_floor(s, i, each ? c->p->each[i] : shares[i], &c->cut);
        if (each || (c->p->keeping != NULL && c->p->keeping[i]))
            high[i] = scrut_naive_ceiling(s, i, each ? c->p->each[i] : shares[count + i], &c->cut);
    }
    balance(c, low, high);
    return SCRUT_OK;
}

/* ---- */

scrut_status scrut_naive_search_open(scrut_naive_search *s)
{
    const scrut_margin_contest *c = s->contest;
    int64_t base = 0;
    for (size_t i = 0; i < c->list_count; i++)
        base += c->barred != NULL && c->barred[i] ? 0 : c->votes[i];
    scrut_naive_init(c, c->method.quota_base_all ? c->votes_all : base, 0, &s->naive);
    s->bars = scrut_arena_calloc(s->arena, c->list_count, sizeof *s->bars);
    s->steps = scrut_arena_calloc(s->arena, 1, sizeof *s->steps);
    if (s->bars == NULL || s->steps == NULL)
        return scrut_fail_memory(s->err);
    *s->steps = STEPS_MAX;
    for (size_t i = 0; i < c->list_count; i++) {
        int64_t low = 1, high = SCRUT_VOTES_MAX + 1;
        while (low < high) {
            int64_t middle = low + (high - low) / 2;
            if (scrut_naive_passes(&s->naive, c->bar_mask, i, middle))
                high = middle;
            else
                low = middle + 1;
        }
        s->bars[i] = low;
    }
    return SCRUT_OK;
}

/* The only list that must reach claims; gains of one list come from the others. list_count: there is no such list. */
static size_t only_reaching(const scrut_naive_search *s, const scrut_naive_problem *p)
{
    size_t only = s->contest->list_count, found = 0;
    for (size_t i = 0; i < s->contest->list_count && p->each == NULL; i++)
        if (p->reaching[i]) {
            only = i;
            found++;
        }
    return found == 1 ? only : s->contest->list_count;
}

/* More ballots than there are do nothing. */
static int64_t useful_ballots(const scrut_naive_search *s, const scrut_naive_problem *p)
{
    int64_t most = 0;
    size_t only = s->metric == SCRUT_METRIC_CHANGE ? only_reaching(s, p) : s->contest->list_count;
    for (size_t i = 0; i < s->contest->list_count; i++) {
        bool capped = s->caps != NULL && s->caps->taint != NULL && s->caps->taint[i] < s->contest->votes[i];
        if (i != only)
            most += capped ? s->caps->taint[i] : s->contest->votes[i];
    }
    if (s->metric == SCRUT_METRIC_ADD)
        most = s->ballots;
    if (s->caps != NULL && s->caps->pool >= 0 && s->caps->pool < most)
        most = s->caps->pool;
    return s->ballots < most ? s->ballots : most;
}

scrut_status scrut_naive_search_way(const scrut_naive_search *s, const scrut_naive_problem *p, scrut_naive_way *way)
{
    int64_t most = p->reach > p->keep ? p->reach : p->keep;
    size_t cells = (s->contest->list_count + 1) * ((size_t)most + 1);
    *way = (scrut_naive_way){.answer = SCRUT_NAIVE_TOO_LONG};
    if (cells > TABLE_MAX)
        return SCRUT_OK;
    int64_t ballots = useful_ballots(s, p);
    cutting c = {.s = s,
                 .own = *s,
                 .rest = *s,
                 .p = p,
                 .gain_limit = s->metric == SCRUT_METRIC_REMOVE ? 0 : ballots - s->given,
                 .loss_limit = s->metric == SCRUT_METRIC_ADD ? 0 : ballots - s->spent,
                 .best = calloc(cells, sizeof *c.best),
                 .way = way};
    if (c.best == NULL)
        return scrut_fail_memory(s->err);
    if (p->rest_draws) {
        c.own.clear = true;
        c.rest.certain = false;
    }
    find_cut(&c);
    bool may = way->has_cut && affordable(&c, &c.cut, false);
    scrut_status st = may && *s->steps >= 0 ? build_votes(&c) : SCRUT_OK;
    if (*s->steps >= 0)
        way->answer = may ? SCRUT_NAIVE_MAYBE : SCRUT_NAIVE_NO_WAY;
    way->cut = c.cut;
    free(c.best);
    return st;
}
