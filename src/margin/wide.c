/* SPDX-License-Identifier: Apache-2.0
 * wide.c: where no exact method settles a margin: an interval that is certain. Its lower end is raised by trying every
 * way of moving 1, 2, 3, ... ballots while the budget lasts; its upper end is lowered by simple ways of moving many,
 * each of which was replayed. In small elections the two ends meet. */
#include "margin_internal.h"

#define TRIALS_MAX 20000   /* allocations for the lower end */
#define SIMPLE_MAX 20000   /* and for the upper */
#define ALLIED_MAX 300     /* either, under alliances: a house asks for many such margins */
#define SCRATCH_TRIALS 256 /* allocations that share memory */

typedef struct {
    const scrut_question *q;
    scrut_search *s;
    bool certain;
    scrut_arena *scratch;
    int64_t trials, limit;
    scrut_status status;
    int64_t *votes; /* a list: under trial */
    int64_t *best;  /* a list: of the fewest ballots so far */
    int64_t best_cost;
    bool found, unsure; /* in the present round of all ways */
} trying;

static scrut_meets try_votes(trying *t)
{
    scrut_meets meets = SCRUT_MEETS_NO;
    if (t->status != SCRUT_OK || t->trials >= t->limit)
        return SCRUT_MEETS_UNSURE;
    if (t->trials++ % SCRATCH_TRIALS == 0) {
        scrut_arena_free(t->scratch);
        t->scratch = scrut_arena_new();
    }
    t->status = t->scratch != NULL ? SCRUT_OK : scrut_fail_memory(t->s->err);
    if (t->status == SCRUT_OK)
        t->status = scrut_target_meets(t->q, t->votes, t->certain, t->scratch, &meets);
    return t->status == SCRUT_OK ? meets : SCRUT_MEETS_UNSURE;
}

static bool keep_if_better(trying *t)
{
    int64_t cost = scrut_moves_cost(t->s, t->votes);
    if (cost >= t->best_cost || cost > t->s->pool || try_votes(t) != SCRUT_MEETS_YES)
        return false;
    t->best_cost = cost;
    memcpy(t->best, t->votes, t->s->count * sizeof *t->best);
    return true;
}

/* ---- all ways ---- */

/* Lists i and later gain `gains` and lose `losses` ballots in all. */
static void try_all(trying *t, size_t i, int64_t gains, int64_t losses)
{
    const scrut_search *s = t->s;
    if (t->found || t->status != SCRUT_OK || t->trials >= t->limit)
        return;
    if (i == s->count) {
        if (gains > 0 || losses > 0)
            return;
        scrut_meets meets = try_votes(t);
        t->found = t->found || meets == SCRUT_MEETS_YES;
        t->unsure = t->unsure || meets == SCRUT_MEETS_UNSURE;
        return;
    }
    int64_t least = -scrut_smaller(losses, s->taint[i]), most = gains;
    if (i + 1 == s->count) { /* what is left, exactly */
        least = losses > 0 ? -losses : gains;
        most = least;
        if (losses > s->taint[i] || (losses > 0 && gains > 0))
            return;
    }
    for (int64_t d = least; d <= most && !t->found && t->trials < t->limit; d++) {
        t->votes[i] = s->contest->votes[i] + d;
        try_all(t, i + 1, gains - (d > 0 ? d : 0), losses + (d < 0 ? d : 0));
    }
}

/* Most ballots that there are to move; NEVER where they can be added without end. */
static int64_t most_ballots(const scrut_search *s)
{
    int64_t sum = 0;
    if (s->metric == SCRUT_METRIC_ADD)
        return SCRUT_NEVER;
    for (size_t i = 0; i < s->count; i++)
        sum += s->taint[i];
    return scrut_smaller(sum, s->pool);
}

static void raise_lower_end(trying *t, scrut_margin_reading *r)
{
    const scrut_search *s = t->s;
    int64_t most = most_ballots(s);
    t->limit = t->trials + (s->contest->alliance != NULL ? ALLIED_MAX : TRIALS_MAX);
    while (r->at_least < t->best_cost && r->at_least <= most) {
        int64_t b = r->at_least;
        t->found = t->unsure = false;
        try_all(t, 0, s->metric == SCRUT_METRIC_REMOVE ? 0 : b, s->metric == SCRUT_METRIC_ADD ? 0 : b);
        if (t->found) {
            t->best_cost = b;
            memcpy(t->best, t->votes, s->count * sizeof *t->best);
            return;
        }
        if (t->unsure || t->status != SCRUT_OK || t->trials >= t->limit)
            return;
        r->at_least = b + 1;
    }
}

/* ---- simple ways ---- */

/* Moves `ballots` from one list to another; s->count stands for "none" (added or removed ballots), and for "all others
 * in proportion" under CHANGE. */
static bool set_moves(trying *t, size_t from, size_t to, int64_t ballots)
{
    const scrut_search *s = t->s;
    int64_t spread = 0, others = 0;
    memcpy(t->votes, s->contest->votes, s->count * sizeof *t->votes);
    if (to < s->count)
        t->votes[to] += ballots;
    if (from < s->count) {
        t->votes[from] -= ballots;
        return ballots <= s->taint[from];
    }
    if (s->metric == SCRUT_METRIC_ADD)
        return true;
    for (size_t i = 0; i < s->count; i++)
        others += i == to ? 0 : s->taint[i];
    if (ballots > others)
        return false;
    for (size_t i = 0; i < s->count; i++) {
        int64_t part = i == to ? 0 : (int64_t)((scrut_wide)s->taint[i] * ballots / others);
        t->votes[i] -= part;
        spread += part;
    }
    for (size_t i = 0; i < s->count && spread < ballots; i++) {
        if (i == to || s->contest->votes[i] - t->votes[i] >= s->taint[i])
            continue;
        t->votes[i]--;
        spread++;
    }
    return spread == ballots;
}

static bool try_moves(trying *t, size_t from, size_t to, int64_t ballots)
{
    return set_moves(t, from, to, ballots) && keep_if_better(t);
}

/* Doubles the ballots until they do, then bisects below. What is kept was tried, so no monotony is assumed. */
static void try_pair(trying *t, size_t from, size_t to)
{
    int64_t low = 0, high = 0;
    for (int64_t ballots = 1; ballots < t->best_cost && ballots <= SCRUT_VOTES_MAX; ballots *= 2) {
        if (!set_moves(t, from, to, ballots) && t->s->metric != SCRUT_METRIC_ADD) {
            /* the last step: all that can move */
            int64_t all = from < t->s->count ? t->s->taint[from] : low;
            high = all > low && try_moves(t, from, to, all) ? all : 0;
            break;
        }
        if (keep_if_better(t)) {
            high = ballots;
            break;
        }
        low = ballots;
    }
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (try_moves(t, from, to, middle))
            high = middle;
        else
            low = middle;
    }
}

/* Undoes a part of the best moves between two lists, as much as can be. */
static bool undo_some(trying *t, size_t from, size_t to)
{
    const scrut_search *s = t->s;
    int64_t lost = from < s->count ? s->contest->votes[from] - t->best[from] : SCRUT_NEVER;
    int64_t gained = to < s->count ? t->best[to] - s->contest->votes[to] : SCRUT_NEVER;
    bool better = false;
    for (int64_t part = scrut_smaller(lost, gained); part > 0 && part < SCRUT_NEVER;) {
        memcpy(t->votes, t->best, s->count * sizeof *t->votes);
        if (from < s->count)
            t->votes[from] += part;
        if (to < s->count)
            t->votes[to] -= part;
        if (keep_if_better(t)) {
            better = true;
            lost -= from < s->count ? part : 0;
            gained -= to < s->count ? part : 0;
            part = scrut_smaller(part, scrut_smaller(lost, gained));
        } else {
            part /= 2;
        }
    }
    return better;
}

static void lower_upper_end(trying *t)
{
    size_t count = t->s->count;
    bool adds = t->s->metric == SCRUT_METRIC_ADD, removes = t->s->metric == SCRUT_METRIC_REMOVE;
    t->limit = t->trials + (t->s->contest->alliance != NULL ? ALLIED_MAX : SIMPLE_MAX);
    for (size_t to = 0; to <= count; to++)
        for (size_t from = 0; from <= count; from++) {
            bool fits = adds ? from == count && to < count : removes ? to == count : to < count && from != to;
            if (fits)
                try_pair(t, from, to);
        }
    for (bool better = t->best_cost < SCRUT_NEVER; better;) {
        better = false;
        for (size_t to = 0; to <= count; to++)
            for (size_t from = 0; from <= count; from++)
                if (adds      ? from == count && to < count
                    : removes ? to == count && from < count
                              : to < count && from < count)
                    better = undo_some(t, from, to) || better;
    }
}

scrut_status scrut_wide_search(const scrut_question *q, bool certain, scrut_margin_reading *r)
{
    scrut_search *s = q->s;
    trying t = {.q = q, .s = s, .certain = certain, .best_cost = r->possible ? r->at_most : SCRUT_NEVER};
    t.votes = calloc(s->count + 1, sizeof *t.votes);
    t.best = calloc(s->count + 1, sizeof *t.best);
    t.status = t.votes != NULL && t.best != NULL ? SCRUT_OK : scrut_fail_memory(s->err);
    if (t.status == SCRUT_OK) {
        for (size_t i = 0; i < s->count && r->possible; i++)
            t.best[i] = s->contest->votes[i] + r->moves[i];
        lower_upper_end(&t);
        raise_lower_end(&t, r);
    }
    if (t.status == SCRUT_OK && t.best_cost < SCRUT_NEVER) {
        r->possible = true;
        r->at_most = t.best_cost;
        for (size_t i = 0; i < s->count; i++)
            r->moves[i] = t.best[i] - s->contest->votes[i];
    }
    r->exact = r->possible ? r->at_least >= r->at_most : r->at_least > most_ballots(s);
    if (r->exact && r->possible)
        r->at_least = r->at_most;
    scrut_arena_free(t.scratch);
    free(t.votes);
    free(t.best);
    return t.status;
}
