/* SPDX-License-Identifier: Apache-2.0
 * find.c: a margin: both readings of a target, each proven or an interval. */
#include "margin_internal.h"

#define ALLIED_TRIALS_TO 30 /* ballots */

const char *scrut_metric_name(scrut_metric metric)
{
    static const char *const NAMES[] = {SCRUT_KEY("change"), SCRUT_KEY("add"), SCRUT_KEY("remove")};
    return NAMES[metric];
}

bool scrut_metric_named(const char *name, scrut_metric *ret_metric)
{
    for (scrut_metric m = SCRUT_METRIC_CHANGE; m <= SCRUT_METRIC_REMOVE; m++)
        if (strcmp(name, scrut_metric_name(m)) == 0) {
            *ret_metric = m;
            return true;
        }
    return false;
}

/* ---- one reading ---- */

typedef struct {
    scrut_question *q;
    bool certain;
    int64_t from;   /* fewer ballots do not do */
    int64_t limit;  /* more are of no interest */
    int64_t best;   /* fewest ballots whose moves were replayed; NEVER: none */
    int64_t least;  /* fewest ballots that are not refuted */
    int64_t *votes; /* a list: under trial */
    int64_t *moves; /* a list: of best */
    scrut_arena *scratch;
    scrut_status status;
} attempt;

/* Votes after `ballots` ballots were found: kept if they do what is asked. */
static void consider(attempt *a, int64_t ballots)
{
    scrut_meets meets = SCRUT_MEETS_NO;
    scrut_search *s = a->q->s;
    a->least = scrut_smaller(a->least, scrut_larger(a->from, ballots));
    if (scrut_moves_cost(s, a->votes) != ballots)
        return;
    a->status = scrut_target_meets(a->q, a->votes, a->certain, a->scratch, &meets);
    if (a->status != SCRUT_OK || meets != SCRUT_MEETS_YES)
        return;
    a->best = ballots;
    for (size_t i = 0; i < s->count; i++)
        a->moves[i] = a->votes[i] - s->contest->votes[i];
}

/* Where rules refuse allocations, claims can meet the target with fewer ballots than any allocation does. */
static int64_t solver_from(const attempt *a)
{
    return a->q->s->refusals ? 0 : a->from;
}

static int64_t attempt_problem(void *context, const scrut_problem *p)
{
    attempt *a = context;
    scrut_search *s = a->q->s;
    scrut_cut cut;
    int64_t open, least = a->least;
    int64_t from = scrut_larger(solver_from(a), p->from), to = scrut_smaller(a->best - 1, a->limit);
    if (a->status != SCRUT_OK || s->failed || from > to)
        return from;
    const scrut_asked asked = {.problem = p, .certain = a->certain};
    int64_t ballots =
        s->varies ? scrut_solve_quota(s, &asked, from, to, a->votes, &open) : scrut_solve(s, p, from, to, &cut, &open);
    int64_t below = open >= 0 ? scrut_smaller(open, ballots) : ballots;
    a->least = scrut_smaller(a->least, scrut_larger(a->from, below));
    if (ballots < SCRUT_NEVER && (s->varies || scrut_moves_build(s, p, &cut, ballots, a->votes)))
        consider(a, ballots);
    if (p->wider && a->best > below) /* the problems after it say what is needed */
        a->least = least;
    return below;
}

static void attempt_vector(attempt *a)
{
    int64_t open;
    scrut_search *s = a->q->s;
    const scrut_asked asked = {.vector = a->q->target->vector, .certain = a->certain};
    int64_t ballots = s->varies ? scrut_solve_quota(s, &asked, solver_from(a), a->limit, a->votes, &open)
                                : scrut_solve_vector(s, asked.vector, a->q->target->rest, a->certain, solver_from(a),
                                                     a->limit, a->votes, &open);
    if (open >= 0)
        a->least = scrut_smaller(a->least, open);
    if (ballots < SCRUT_NEVER)
        consider(a, ballots);
}

static void attempt_all(attempt *a)
{
    scrut_search *s = a->q->s;
    if (a->q->target->kind == SCRUT_TARGET_VECTOR)
        attempt_vector(a);
    else
        scrut_target_problems(a->q, a->certain, attempt_problem, a);
    if (s->failed)
        a->status = scrut_fail_memory(s->err);
}

static scrut_status settle(attempt *a, const char *open, scrut_margin_reading *r)
{
    bool proven = open == NULL && !a->q->s->crowded;
    if (proven && a->least > a->limit && a->limit < SCRUT_ANY_NUMBER) { /* beyond what was asked for */
        *r = (scrut_margin_reading){.at_least = a->limit + 1};
        return SCRUT_OK;
    }
    *r = (scrut_margin_reading){.possible = a->best < SCRUT_NEVER,
                                .exact = proven && a->least >= a->best,
                                .at_least = proven ? scrut_smaller(a->least, a->best) : a->from,
                                .at_most = a->best,
                                .moves = a->moves};
    if (!r->exact && a->status == SCRUT_OK)
        a->status = scrut_wide_search(a->q, a->certain, r);
    if (!r->possible)
        r->moves = NULL;
    return a->status;
}

/* ---- only the number ---- */

typedef struct {
    scrut_search *s;
    int64_t from, limit, best, open;
    int64_t *votes; /* a list: scratch */
} counting;

static int64_t count_problem(void *context, const scrut_problem *p)
{
    counting *c = context;
    scrut_cut cut;
    int64_t open, found, to = scrut_smaller(c->best - 1, c->limit);
    const scrut_asked asked = {.problem = p, .certain = p->certain};
    found = c->s->varies ? scrut_solve_quota(c->s, &asked, c->from, to, c->votes, &open)
                         : scrut_solve(c->s, p, c->from, to, &cut, &open);
    c->best = scrut_smaller(c->best, found);
    c->open = open >= 0 ? open : c->open;
    return found;
}

bool scrut_find_number(scrut_question *q, bool certain, int64_t from, int64_t to, int64_t *ret_number)
{
    scrut_search *s = q->s;
    if (s->open != NULL || s->refusals || q->target->kind >= SCRUT_TARGET_ANY)
        return false;
    counting c = {.s = s, .from = scrut_larger(1, from), .limit = to, .best = SCRUT_NEVER, .open = -1};
    c.votes = s->trial_votes;
    scrut_target_problems(q, certain, count_problem, &c);
    if (s->failed || s->crowded || c.open >= 0)
        return false;
    *ret_number = c.best;
    return true;
}

/* Targets that no votes meet. */
static bool beyond_all(const scrut_question *q)
{
    const scrut_target *t = q->target;
    return (t->kind == SCRUT_TARGET_AT_LEAST && t->seats > q->s->contest->seats) ||
           (t->kind == SCRUT_TARGET_AT_MOST && t->seats < 0);
}

static scrut_status begin(attempt *a)
{
    scrut_search *s = a->q->s;
    a->votes = scrut_arena_calloc(s->arena, s->count, sizeof *a->votes);
    a->moves = scrut_arena_calloc(s->arena, s->count, sizeof *a->moves);
    a->scratch = scrut_arena_new();
    return a->votes != NULL && a->moves != NULL && a->scratch != NULL ? SCRUT_OK : scrut_fail_memory(s->err);
}

scrut_status scrut_question_open(scrut_question *q, const scrut_margin_contest *contest, scrut_metric metric,
                                 const scrut_margin_caps *caps, scrut_arena *arena, scrut_error *err)
{
    scrut_status st = SCRUT_OK;
    *q->s = (scrut_search){.contest = contest}; /* can be closed */
    if (q->standing != NULL && q->standing->known)
        q->now = q->standing->outcome;
    else
        st = scrut_outcome_of(contest, contest->votes, q->target->members, arena, &q->now, err);
    if (st == SCRUT_OK && q->standing != NULL)
        *q->standing = (scrut_standing){.known = true, .outcome = q->now};
    if (st == SCRUT_OK)
        st = scrut_search_open(q->s, contest, &q->now, metric, caps, arena, err);
    if (st != SCRUT_OK)
        return st;
    q->sides = scrut_arena_calloc(arena, q->s->count, sizeof *q->sides);
    return q->sides != NULL ? SCRUT_OK : scrut_fail_memory(err);
}

/* Trying all ways narrows an interval only where few ballots are in question. */
static bool worth_trying(const scrut_margin_reading *r)
{
    return !r->exact && (!r->possible || r->at_most <= ALLIED_TRIALS_TO);
}

static scrut_status attempt_allied(attempt *a, scrut_margin_reading *r)
{
    scrut_status st = scrut_find_allied(a->q, a->certain, a->from, r);
    if (st == SCRUT_OK && worth_trying(r))
        st = scrut_wide_search(a->q, a->certain, r);
    if (st == SCRUT_OK && !r->possible)
        r->moves = NULL;
    return st;
}

scrut_status scrut_find_unmet(scrut_question *q, bool certain, int64_t from, int64_t to, scrut_margin_reading *r)
{
    attempt a = {.q = q, .certain = certain, .from = scrut_larger(1, from), .best = SCRUT_NEVER, .least = SCRUT_NEVER};
    a.limit = to;
    a.status = begin(&a);
    if (a.status == SCRUT_OK && beyond_all(q)) {
        *r = (scrut_margin_reading){.exact = true};
    } else if (a.status == SCRUT_OK && q->s->contest->alliance != NULL) {
        a.status = attempt_allied(&a, r); /* claims of lists say nothing then */
    } else if (a.status == SCRUT_OK) {
        attempt_all(&a);
        if (a.status == SCRUT_OK)
            a.status = settle(&a, q->s->open, r);
    }
    scrut_arena_free(a.scratch);
    return a.status;
}

scrut_status scrut_find_known(const scrut_margin_contest *contest, const scrut_target *target, scrut_metric metric,
                              bool certain, int64_t ballots, scrut_standing *standing, scrut_arena *arena,
                              scrut_margin_reading *ret_reading, scrut_error *err)
{
    scrut_search s;
    scrut_question q = {.s = &s, .target = target, .standing = standing};
    scrut_status st = scrut_question_open(&q, contest, metric, NULL, arena, err);
    if (st == SCRUT_OK) {
        bool settled = s.open == NULL && !s.refusals;
        st = scrut_find_unmet(&q, certain, settled ? ballots : 1, settled ? ballots : SCRUT_ANY_NUMBER, ret_reading);
    }
    scrut_search_close(&s);
    return st;
}

/* "Would" first: what does it for certain could do it, and whether anything less could is one question. */
scrut_status scrut_find_both(scrut_question *q, int64_t from, bool could_now, bool would_now, int64_t limit,
                             scrut_margin_reading *could, scrut_margin_reading *would)
{
    scrut_status st = SCRUT_OK;
    if (!would_now)
        st = scrut_find_unmet(q, true, from, limit, would);
    if (st != SCRUT_OK || could_now)
        return st;
    bool bound = would->possible && would->exact && q->s->open == NULL && !q->s->refusals;
    st = scrut_find_unmet(q, false, from, bound ? would->at_most - 1 : limit, could);
    if (st == SCRUT_OK && bound && !could->possible && could->at_least >= would->at_most)
        *could = *would;
    return st;
}

static scrut_status meets_now(const scrut_question *q, bool certain, bool *ret_meets)
{
    scrut_meets meets = SCRUT_MEETS_NO;
    scrut_status st = scrut_target_met_by(q, q->s->contest->votes, &q->now, certain, q->s->arena, &meets);
    *ret_meets = meets == SCRUT_MEETS_YES;
    return st;
}

scrut_status scrut_find_reading(const scrut_margin_contest *contest, const scrut_target *target, scrut_metric metric,
                                const scrut_margin_caps *caps, bool certain, scrut_arena *arena,
                                scrut_margin_reading *ret_reading, scrut_error *err)
{
    scrut_search s;
    scrut_question q = {.s = &s, .target = target};
    scrut_margin_reading r = {.possible = true, .exact = true};
    bool met = false;
    scrut_status st = scrut_question_open(&q, contest, metric, caps, arena, err);
    if (st == SCRUT_OK)
        st = meets_now(&q, certain, &met);
    if (st == SCRUT_OK && met) {
        r.moves = scrut_arena_calloc(arena, s.count, sizeof *r.moves);
        st = r.moves != NULL ? SCRUT_OK : scrut_fail_memory(err);
    } else if (st == SCRUT_OK) {
        st = scrut_find_unmet(&q, certain, 1, SCRUT_ANY_NUMBER, &r);
    }
    scrut_search_close(&s);
    if (st == SCRUT_OK)
        *ret_reading = r;
    return st;
}

static scrut_status find_readings(scrut_question *q, scrut_margin *m)
{
    bool could_now = false, would_now = false;
    int64_t *none = scrut_arena_calloc(q->s->arena, q->s->count, sizeof *none);
    scrut_status st = none != NULL ? SCRUT_OK : scrut_fail_memory(q->s->err);
    if (st == SCRUT_OK)
        st = meets_now(q, false, &could_now);
    if (st == SCRUT_OK)
        st = meets_now(q, true, &would_now);
    if (st != SCRUT_OK)
        return st;
    m->could = m->would = (scrut_margin_reading){.possible = true, .exact = true, .moves = none};
    return scrut_find_both(q, 1, could_now, would_now, SCRUT_ANY_NUMBER, &m->could, &m->would);
}

/* ---- both ---- */

scrut_status scrut_contest_check(const scrut_margin_contest *c, scrut_metric metric, const scrut_margin_caps *caps,
                                 scrut_error *err)
{
    if (c->bar_count > SCRUT_MARGIN_BARS_MAX || c->list_count > SCRUT_MARGIN_LISTS_MAX)
        return scrut_fail(err, SCRUT_E_RANGE, NULL, -1, -1, -1, "%zu lists and %zu thresholds; at most %d and %d",
                          c->list_count, c->bar_count, SCRUT_MARGIN_LISTS_MAX, SCRUT_MARGIN_BARS_MAX);
    for (size_t i = 0; i < c->list_count; i++)
        if (c->votes[i] < 0 || c->votes[i] > SCRUT_VOTES_MAX)
            return scrut_fail(err, SCRUT_E_RANGE, NULL, -1, -1, -1, "list %zu has %lld votes; expected 0 to %lld",
                              i + 1, (long long)c->votes[i], (long long)SCRUT_VOTES_MAX);
    for (size_t j = 0; j < c->bar_count; j++) {
        const scrut_margin_bar *b = &c->bars[j];
        if (b->is_share ? b->numerator < 0 || b->denominator <= 0 || b->base < 0 : b->votes < 0)
            return scrut_fail(err, SCRUT_E_RANGE, NULL, -1, -1, -1, "threshold %zu is negative or no share", j + 1);
    }
    if (caps != NULL && metric != SCRUT_METRIC_CHANGE)
        return scrut_fail(err, SCRUT_E_RANGE, NULL, -1, -1, -1, "tainted ballots go with the metric change only");
    for (size_t i = 0; caps != NULL && caps->taint != NULL && i < c->list_count; i++)
        if (caps->taint[i] < 0)
            return scrut_fail(err, SCRUT_E_RANGE, NULL, -1, -1, -1, "list %zu has a negative number of tainted ballots",
                              i + 1);
    return SCRUT_OK;
}

/* What is certain is possible. */
static void agree(scrut_margin *m, size_t count)
{
    scrut_margin_reading *could = &m->could, *would = &m->would;
    if (would->possible && (!could->possible || would->at_most < could->at_most)) {
        could->possible = true;
        could->at_most = would->at_most;
        if (could->moves != NULL)
            memcpy(could->moves, would->moves, count * sizeof *could->moves);
        else
            could->moves = would->moves;
        could->exact = could->at_least == could->at_most;
    }
    if (could->possible || !could->exact)
        would->at_least = scrut_larger(would->at_least, could->at_least);
    if (would->possible && would->at_least == would->at_most)
        would->exact = true;
}

static const char *note_of(const scrut_margin *m, const char *open, bool crowded, bool refusals)
{
    if (m->could.exact && m->would.exact)
        return NULL;
    if (open != NULL)
        return open;
    if (crowded)
        return SCRUT_KEY("There are too many ways to weigh them all.");
    return refusals
               ? SCRUT_KEY(
                     "Under these rules some votes give no allocation at all, which the search could not rule out.")
               : SCRUT_KEY("The search was ended before every smaller number of ballots was refuted.");
}

scrut_status scrut_margin_find(const scrut_margin_contest *contest, const scrut_target *target, scrut_metric metric,
                               const scrut_margin_caps *caps, scrut_arena *arena, scrut_margin *ret_margin,
                               scrut_error *err)
{
    scrut_search s;
    scrut_margin m = {.no_allocation = false};
    scrut_question q = {.s = &s, .target = target};
    scrut_status st = scrut_contest_check(contest, metric, caps, err);
    if (st != SCRUT_OK)
        return st;
    st = scrut_question_open(&q, contest, metric, caps, arena, err);
    m.no_allocation = st == SCRUT_OK && q.now.refused;
    if (st == SCRUT_OK)
        st = find_readings(&q, &m);
    scrut_search_close(&s);
    if (st != SCRUT_OK)
        return st;
    agree(&m, s.count);
    m.note = note_of(&m, s.open, s.crowded, s.refusals);
    *ret_margin = m;
    return SCRUT_OK;
}
