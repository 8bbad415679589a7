/* SPDX-License-Identifier: Apache-2.0
 * house_joint_way.c: from the cheapest way at the prices to ballots: so many taken from each list that falls, and given
 * to each that rises, as it must lose or gain, where that is cheapest, and the moves of every constituency. */
#include "house_joint.h"

/* Ballots taken from, or given to, each list in each unit. */
typedef struct {
    scrut_joint *j;
    int64_t (*moved)[SCRUT_JOINT_LISTS_MAX]; /* a unit */
    scrut_joint_place *places;               /* a unit: by axis */
    int64_t *ballots;                        /* a unit */
    int64_t lacking[SCRUT_JOINT_LISTS_MAX];  /* negative: more than is needed */
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
        p->places[n] = u->curves[u->seats].corner.place;
        p->ballots[n] = scrut_joint_cost(j, u, u->seats, &p->places[n]);
        scrut_joint_share_out(j, u, &p->places[n], p->moved[n]);
        for (size_t k = 0; k < j->list_count; k++)
            p->lacking[k] -= p->moved[n][k];
    }
}

/* What is taken of one list too many may be taken of another instead. */
static void shift(plan *p, size_t to, size_t from)
{
    for (size_t n = 0; n < p->j->unit_count && p->lacking[to] > 0 && p->lacking[from] < 0; n++) {
        int64_t by = scrut_smaller(scrut_smaller(p->lacking[to], -p->lacking[from]),
                                   scrut_smaller(p->moved[n][from], p->j->units[n].votes[to] - p->moved[n][to]));
        p->moved[n][to] += by;
        p->moved[n][from] -= by;
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

/* Along the list's axis alone, to a place that was seen. */
static void weigh_seen(const plan *p, size_t n, size_t k, int64_t by, const scrut_joint_place *seen, int64_t ballots,
                       change *best)
{
    size_t axis = p->j->axis[k];
    int64_t to = seen->at[axis] - p->places[n].at[axis];
    bool within = by > 0 ? to > 0 && to < by : to < 0 && to > by;
    for (size_t d = 0; d < p->j->axis_count; d++)
        within = within && (d == axis || seen->at[d] == p->places[n].at[d]);
    if (within)
        weigh(p, n, k, to, ballots, best);
}

/* As many more (fewer when negative) of list k as `most` and the unit allow, or as far as a place that was seen. */
static void weigh_unit(const plan *p, size_t n, size_t k, int64_t most, change *best)
{
    scrut_joint_unit *u = &p->j->units[n];
    const scrut_joint_curve *c = &u->curves[u->seats];
    scrut_joint_place to = p->places[n];
    int64_t all = p->j->rises[k] ? u->room.at[p->j->axis[k]] : u->votes[k];
    int64_t room = most > 0 ? all - p->moved[n][k] : -p->moved[n][k];
    int64_t by = most > 0 ? scrut_smaller(most, room) : scrut_larger(most, room);
    if (by == 0)
        return;
    to.at[p->j->axis[k]] += by;
    weigh(p, n, k, by, scrut_joint_cost(p->j, u, u->seats, &to), best);
    for (size_t at = 0; at < c->count && u->seats > u->low; at++) {
        const scrut_joint_box *b = &c->boxes[at];
        weigh_seen(p, n, k, by, &b->low, b->low_ballots, best);
        if (b->high_seen)
            weigh_seen(p, n, k, by, &b->high, b->high_ballots, best);
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
    p->places[best.unit].at[p->j->axis[k]] += best.by;
    p->moved[best.unit][k] += best.by;
    p->lacking[k] -= best.by;
    return true;
}

/* False: that many cannot be had. */
static bool even_out(plan *p)
{
    size_t count = p->j->list_count;
    for (size_t to = 0; to < count; to++)
        for (size_t from = 0; from < count; from++)
            if (!p->j->rises[to] && !p->j->rises[from])
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
    int64_t ballots = scrut_joint_solve(&b->search, p, SCRUT_ANY_NUMBER, &cut);
    b->built = b->built || (ballots < SCRUT_NEVER && scrut_moves_build(&b->search, p, &cut, ballots, b->votes));
    return ballots;
}

/* Votes of the unit once the lists that cross have lost theirs, or have theirs; the others are still to be given or
 * taken. */
static int64_t *votes_begun(const plan *p, size_t n)
{
    const scrut_margin_unit *unit = p->j->units[n].unit;
    int64_t *votes = scrut_arena_calloc(p->j->q->arena, unit->contest.list_count, sizeof *votes);
    for (size_t i = 0; i < unit->contest.list_count && votes != NULL; i++) {
        votes[i] = unit->contest.votes[i];
        for (size_t k = 0; k < p->j->list_count; k++)
            if (unit->party[i] == p->j->parties[k])
                votes[i] += p->j->rises[k] ? p->moved[n][k] : -p->moved[n][k];
    }
    return votes;
}

static bool crosses(const scrut_joint *j, uint32_t party)
{
    for (size_t k = 0; k < j->list_count; k++)
        if (j->parties[k] == party)
            return true;
    return false;
}

/* Of the lists on the one side or the other that stand, or are out and do not cross, that with most votes; list_count:
 * none. */
static size_t largest(const plan *p, size_t n, const int64_t *votes, bool helped, bool standing)
{
    const scrut_margin_unit *unit = p->j->units[n].unit;
    size_t best = unit->contest.list_count;
    for (size_t i = 0; i < unit->contest.list_count; i++) {
        bool right = (p->j->q->members[unit->party[i]] == p->j->q->at_least) == helped || !standing;
        right = right && unit->contest.barred[i] == !standing && (standing || !crosses(p->j, unit->party[i]));
        if (right && (helped || votes[i] > 0) && (best == unit->contest.list_count || votes[i] > votes[best]))
            best = i;
    }
    return best;
}

/* Where no seat is asked for: to the largest list for which they can do no harm, or from the largest from which; else
 * to or from one that is out. */
static void settle_rest(const plan *p, size_t n, int64_t *votes)
{
    scrut_joint *j = p->j;
    size_t count = j->units[n].unit->contest.list_count;
    int64_t rest = scrut_joint_taken(j, &p->places[n]) - scrut_joint_given(j, &p->places[n]);
    if (j->q->metric != SCRUT_METRIC_CHANGE)
        return;
    while (rest != 0) {
        size_t i = largest(p, n, votes, rest > 0, true);
        if (i == count)
            i = largest(p, n, votes, rest > 0, false);
        if (i == count)
            break;
        int64_t by = rest > 0 ? rest : scrut_larger(rest, -votes[i]);
        votes[i] += by;
        rest -= by;
    }
}

static scrut_status build_unit(const plan *p, size_t n, int64_t **ret_moves)
{
    const scrut_joint_unit *u = &p->j->units[n];
    scrut_margin_contest contest = u->unit->contest;
    scrut_target target = u->target;
    building b = {.votes = scrut_arena_calloc(p->j->q->arena, contest.list_count, sizeof *b.votes)};
    int64_t *begun = votes_begun(p, n);
    scrut_question q = {.s = &b.search, .target = &target};
    if (b.votes == NULL || begun == NULL)
        return scrut_fail_memory(p->j->q->err);
    target.seats = p->j->q->at_least ? u->seats : contest.seats - u->seats;
    scrut_status st = scrut_question_open(&q, &contest, p->j->q->metric, NULL, p->j->q->arena, p->j->q->err);
    contest.votes = begun; /* thresholds are those of all ballots */
    for (size_t i = 0; i < contest.list_count && st == SCRUT_OK; i++)
        if (begun[i] != u->unit->contest.votes[i]) /* what was given stays */
            b.search.taint[i] = begun[i] > u->unit->contest.votes[i] ? 0 : begun[i];
    b.search.lost_before = scrut_joint_taken(p->j, &p->places[n]);
    b.search.gained_before = scrut_joint_given(p->j, &p->places[n]);
    b.search.total += b.search.gained_before - b.search.lost_before;
    if (st == SCRUT_OK && u->seats > 0)
        scrut_target_problems(&q, p->j->certain, build_problem, &b);
    scrut_search_close(&b.search);
    if (!b.built) {
        memcpy(b.votes, begun, contest.list_count * sizeof *begun);
        settle_rest(p, n, b.votes);
    }
    for (size_t i = 0; i < contest.list_count; i++)
        b.votes[i] -= u->unit->contest.votes[i];
    *ret_moves = b.votes;
    return st;
}

/* Ballots added so that as many are moved as lists need to drift across: they do no harm to the first list that is
 * helped. */
static void fill_up(const plan *p, int64_t *const moves[], int64_t ballots)
{
    for (size_t n = 0; n < p->j->unit_count && ballots > 0; n++) {
        const scrut_margin_contest *contest = &p->j->units[n].unit->contest;
        size_t i = largest(p, n, contest->votes, true, true);
        if (i == contest->list_count)
            continue;
        moves[n][i] += ballots;
        ballots = 0;
    }
}

static scrut_status build(const plan *p, int64_t ballots)
{
    scrut_joint *j = p->j;
    int64_t **moves = scrut_arena_calloc(j->q->arena, j->unit_count, sizeof(int64_t *));
    scrut_status st = moves != NULL ? SCRUT_OK : scrut_fail_memory(j->q->err);
    for (size_t n = 0; n < j->unit_count && st == SCRUT_OK; n++)
        st = build_unit(p, n, &moves[n]);
    if (st == SCRUT_OK && j->q->metric == SCRUT_METRIC_ADD)
        fill_up(p, moves, j->moved - ballots);
    return st == SCRUT_OK ? scrut_house_keep_better(j->q, moves, j->certain, j->best) : st;
}

scrut_status scrut_joint_try(scrut_joint *j)
{
    plan p = {.j = j};
    int64_t all = 0;
    if (j->proving)
        return SCRUT_OK;
    p.moved = scrut_arena_calloc(j->q->arena, j->unit_count, sizeof *p.moved);
    p.places = scrut_arena_calloc(j->q->arena, j->unit_count, sizeof *p.places);
    p.ballots = scrut_arena_calloc(j->q->arena, j->unit_count, sizeof *p.ballots);
    if (p.moved == NULL || p.places == NULL || p.ballots == NULL)
        return scrut_fail_memory(j->q->err);
    begin(&p);
    if (!even_out(&p))
        return SCRUT_OK;
    for (size_t n = 0; n < j->unit_count; n++)
        all = scrut_plus(all, p.ballots[n]);
    if (scrut_larger(all, j->moved) >= j->most)
        return SCRUT_OK;
    scrut_status st = build(&p, all);
    if (j->best->possible && j->best->at_most < j->most)
        j->most = j->aim = j->best->at_most;
    return st;
}
