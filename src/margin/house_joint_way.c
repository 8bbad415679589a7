/* SPDX-License-Identifier: Apache-2.0
 * house_joint_way.c: from the cheapest way at the prices to ballots: so many taken from each list that is shut out as
 * it must lose, where that is cheapest, and the moves of every constituency. */
#include "house_joint.h"

/* Ballots taken from each list in each unit. */
typedef struct {
    scrut_joint *j;
    int64_t (*taken)[SCRUT_JOINT_FALLEN_MAX]; /* a unit */
    int64_t *sum, *ballots;                   /* a unit */
    int64_t lacking[SCRUT_JOINT_FALLEN_MAX];  /* negative: more than is needed */
} plan;

/* The change in one unit that costs least beyond its worth. */
typedef struct {
    size_t unit;
    int64_t by, ballots; /* of the unit afterwards */
    int64_t score;
} change;

static void begin(plan *p)
{
    scrut_joint *j = p->j;
    memcpy(p->lacking, j->needs, sizeof p->lacking);
    for (size_t n = 0; n < j->unit_count; n++) {
        scrut_joint_unit *u = &j->units[n];
        p->sum[n] = u->curves[u->seats].taken;
        p->ballots[n] = scrut_joint_cost(j, u, u->seats, p->sum[n]);
        scrut_joint_worth(j, u, p->sum[n], p->taken[n]);
        for (size_t k = 0; k < j->fallen_count; k++)
            p->lacking[k] -= p->taken[n][k];
    }
}

/* What is taken of one list too many may be taken of another instead. */
static void shift(plan *p, size_t to, size_t from)
{
    for (size_t n = 0; n < p->j->unit_count && p->lacking[to] > 0 && p->lacking[from] < 0; n++) {
        int64_t by = scrut_smaller(scrut_smaller(p->lacking[to], -p->lacking[from]),
                                   scrut_smaller(p->taken[n][from], p->j->units[n].votes[to] - p->taken[n][to]));
        p->taken[n][to] += by;
        p->taken[n][from] -= by;
        p->lacking[to] -= by;
        p->lacking[from] += by;
    }
}

static void weigh(const plan *p, size_t n, size_t k, int64_t by, int64_t ballots, change *best)
{
    int64_t more =
        ballots >= SCRUT_NEVER ? SCRUT_NEVER : (ballots - p->ballots[n]) * SCRUT_JOINT_PARTS - p->j->prices[k] * by;
    if (more >= best->score)
        return;
    *best = (change){.unit = n, .by = by, .ballots = ballots, .score = more};
}

/* As many more (fewer when negative) of list k as `most` and the unit allow, or as far as a point that was seen. */
static void weigh_unit(const plan *p, size_t n, size_t k, int64_t most, change *best)
{
    scrut_joint_unit *u = &p->j->units[n];
    const scrut_joint_curve *c = &u->curves[u->seats];
    int64_t room = most > 0 ? u->votes[k] - p->taken[n][k] : -p->taken[n][k];
    int64_t by = most > 0 ? scrut_smaller(most, room) : scrut_larger(most, room);
    if (by == 0)
        return;
    weigh(p, n, k, by, scrut_joint_cost(p->j, u, u->seats, p->sum[n] + by), best);
    for (size_t at = 0; at < c->count && u->seats > u->low; at++) {
        int64_t to = c->points[at].taken - p->sum[n];
        bool within = by > 0 ? to > 0 && to < by : to < 0 && to > by;
        if (within)
            weigh(p, n, k, to, c->points[at].ballots, best);
    }
}

static bool take_best(plan *p, size_t k, int64_t most)
{
    change best = {.score = SCRUT_NEVER};
    for (size_t n = 0; n < p->j->unit_count; n++)
        weigh_unit(p, n, k, most, &best);
    bool saves = best.score < SCRUT_NEVER && (most > 0 || best.ballots < p->ballots[best.unit]);
    if (!saves)
        return false;
    p->ballots[best.unit] = best.ballots;
    p->sum[best.unit] += best.by;
    p->taken[best.unit][k] += best.by;
    p->lacking[k] -= best.by;
    return true;
}

/* False: that many cannot be taken. */
static bool even_out(plan *p)
{
    size_t count = p->j->fallen_count;
    for (size_t to = 0; to < count; to++)
        for (size_t from = 0; from < count; from++)
            shift(p, to, from);
    for (size_t k = 0; k < count; k++)
        while (p->lacking[k] > 0)
            if (!take_best(p, k, p->lacking[k]))
                return false;
    for (size_t k = 0; k < count; k++)
        while (p->lacking[k] < 0 && take_best(p, k, p->lacking[k])) {
        }
    return true;
}

/* ---- moves ---- */

typedef struct {
    scrut_search search;
    int64_t *votes;
    bool built;
} building;

static int64_t build_problem(void *context, const scrut_problem *p)
{
    building *b = context;
    scrut_cut cut;
    int64_t ballots = scrut_solve_crossing(&b->search, p, b->search.sum_high, &cut);
    b->built = b->built || (ballots < SCRUT_NEVER && scrut_moves_build(&b->search, p, &cut, ballots, b->votes));
    return ballots;
}

/* Votes of the unit once the lists that fall have lost theirs; the others are still to be given. */
static int64_t *votes_left(const plan *p, size_t n)
{
    const scrut_margin_unit *unit = p->j->units[n].unit;
    int64_t *votes = scrut_arena_calloc(p->j->q->arena, unit->contest.list_count, sizeof *votes);
    for (size_t i = 0; i < unit->contest.list_count && votes != NULL; i++) {
        votes[i] = unit->contest.votes[i];
        for (size_t k = 0; k < p->j->fallen_count; k++)
            votes[i] -= unit->party[i] == p->j->fallen[k] ? p->taken[n][k] : 0;
    }
    return votes;
}

/* Where no seat is asked for: to the largest list that may win seats and for which they can do no harm. */
static void give_away(const plan *p, size_t n, int64_t *votes)
{
    const scrut_margin_unit *unit = p->j->units[n].unit;
    size_t best = unit->contest.list_count;
    for (size_t i = 0; i < unit->contest.list_count; i++) {
        bool good = !unit->contest.barred[i] && p->j->q->members[unit->party[i]] == p->j->q->at_least;
        if (good && (best == unit->contest.list_count || votes[i] > votes[best]))
            best = i;
    }
    if (best < unit->contest.list_count)
        votes[best] += p->sum[n];
}

static scrut_status build_unit(const plan *p, size_t n, int64_t **ret_moves)
{
    const scrut_joint_unit *u = &p->j->units[n];
    scrut_margin_contest contest = u->unit->contest;
    scrut_target target = u->target;
    building b = {.votes = scrut_arena_calloc(p->j->q->arena, contest.list_count, sizeof *b.votes)};
    int64_t *left = votes_left(p, n);
    scrut_question q = {.s = &b.search, .target = &target};
    if (b.votes == NULL || left == NULL)
        return scrut_fail_memory(p->j->q->err);
    contest.votes = left;
    target.seats = p->j->q->at_least ? u->seats : contest.seats - u->seats;
    scrut_status st = scrut_question_open(&q, &contest, SCRUT_METRIC_CHANGE, NULL, p->j->q->arena, p->j->q->err);
    b.search.sum_low = b.search.sum_high = u->search.total;
    b.search.lost_before = p->sum[n];
    if (st == SCRUT_OK && u->seats > 0)
        scrut_target_problems(&q, p->j->certain, build_problem, &b);
    scrut_search_close(&b.search);
    if (!b.built) {
        memcpy(b.votes, left, contest.list_count * sizeof *left);
        give_away(p, n, b.votes);
    }
    for (size_t i = 0; i < contest.list_count; i++)
        b.votes[i] -= u->unit->contest.votes[i];
    *ret_moves = b.votes;
    return st;
}

static scrut_status build(const plan *p)
{
    scrut_joint *j = p->j;
    int64_t **moves = scrut_arena_calloc(j->q->arena, j->unit_count, sizeof(int64_t *));
    scrut_status st = moves != NULL ? SCRUT_OK : scrut_fail_memory(j->q->err);
    for (size_t n = 0; n < j->unit_count && st == SCRUT_OK; n++)
        st = build_unit(p, n, &moves[n]);
    return st == SCRUT_OK ? scrut_house_keep_better(j->q, moves, j->certain, j->best) : st;
}

scrut_status scrut_joint_try(scrut_joint *j)
{
    plan p = {.j = j};
    int64_t all = 0;
    if (j->proving)
        return SCRUT_OK;
    p.taken = scrut_arena_calloc(j->q->arena, j->unit_count, sizeof *p.taken);
    p.sum = scrut_arena_calloc(j->q->arena, j->unit_count, sizeof *p.sum);
    p.ballots = scrut_arena_calloc(j->q->arena, j->unit_count, sizeof *p.ballots);
    if (p.taken == NULL || p.sum == NULL || p.ballots == NULL)
        return scrut_fail_memory(j->q->err);
    begin(&p);
    if (!even_out(&p))
        return SCRUT_OK;
    for (size_t n = 0; n < j->unit_count; n++)
        all = scrut_plus(all, p.ballots[n]);
    if (all >= j->most)
        return SCRUT_OK;
    scrut_status st = build(&p);
    if (j->best->possible && j->best->at_most < j->most)
        j->most = j->aim = j->best->at_most;
    return st;
}
