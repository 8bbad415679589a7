/* SPDX-License-Identifier: Apache-2.0
 * curve.c: the ballots for one seat more, two, three, ...: a step never costs less than the one before, so each
 * search begins where the last one ended. */
#include "margin_internal.h"

typedef struct {
    scrut_search s;
    scrut_question q;
    scrut_target target;
    bool rising, certain;
    int64_t limit;
    const scrut_margin_curve *sure; /* the same question for certain, when that is known; else NULL */
    scrut_margin_curve *curve;
} climb;

/* Ballots that do what is now asked for certain; -1: not known. */
static int64_t known_for_certain(const climb *c, int64_t seats)
{
    if (c->sure == NULL)
        return -1;
    int64_t n = c->rising ? seats - c->sure->held : c->sure->held - seats;
    bool known = n >= 1 && n <= (int64_t)c->sure->count && c->sure->steps[n - 1].exact;
    return known ? c->sure->steps[n - 1].at_most : -1;
}

/* What is certain is possible: only fewer ballots are of interest. False: claims do not settle the step. */
static bool climb_by_claims(climb *c, int64_t from, int64_t to, int64_t sure, scrut_margin_step *step)
{
    int64_t number;
    bool bounded = sure >= 0 && sure <= to;
    if (!scrut_find_number(&c->q, c->certain, from, bounded ? sure - 1 : to, &number))
        return false;
    if (bounded)
        number = scrut_smaller(number, sure);
    if (number >= SCRUT_NEVER)
        *step = to < SCRUT_ANY_NUMBER ? (scrut_margin_step){.at_least = to + 1, .at_most = -1}
                                      : (scrut_margin_step){.at_most = -1, .exact = true};
    else
        *step = (scrut_margin_step){.at_least = number, .at_most = number, .exact = true};
    return true;
}

static scrut_status climb_step(climb *c, int64_t from, scrut_margin_step *step)
{
    scrut_margin_reading r;
    int64_t to = c->limit >= 0 ? c->limit : SCRUT_ANY_NUMBER;
    if (climb_by_claims(c, from, to, known_for_certain(c, c->target.seats), step))
        return SCRUT_OK;
    /* trials that begin elsewhere end elsewhere, and the moves are asked for again from the start */
    bool settled = c->s.open == NULL && !c->s.refusals;
    scrut_status st = scrut_find_unmet(&c->q, c->certain, settled ? from : 1, to, &r);
    if (st != SCRUT_OK)
        return st;
    *step = (scrut_margin_step){.at_least = r.at_least, .at_most = r.possible ? r.at_most : -1, .exact = r.exact};
    if (!r.exact)
        step->at_least = scrut_larger(step->at_least, from);
    return SCRUT_OK;
}

static scrut_status climb_all(climb *c, int64_t most)
{
    scrut_margin_curve *curve = c->curve;
    int64_t room = c->rising ? c->s.contest->seats - curve->held : curve->held, from = 0;
    most = scrut_smaller(most, room);
    curve->steps = scrut_arena_calloc(c->s.arena, (size_t)scrut_larger(0, most), sizeof *curve->steps);
    if (curve->steps == NULL)
        return scrut_fail_memory(c->s.err);
    for (int64_t n = 1; n <= most; n++) {
        scrut_margin_step step;
        c->target.seats = c->rising ? curve->held + n : curve->held - n;
        scrut_status st = climb_step(c, from, &step);
        if (st != SCRUT_OK)
            return st;
        if ((c->limit >= 0 && step.at_least > c->limit) || (step.exact && step.at_most < 0))
            break;
        curve->steps[curve->count++] = step;
        c->s.guess = 2 * step.at_least - from; /* as much more as this step took */
        from = step.at_least;
    }
    return SCRUT_OK;
}

scrut_status scrut_climb(const scrut_margin_contest *contest, const scrut_climb_question *ask,
                         const scrut_margin_curve *sure, scrut_arena *arena, scrut_margin_curve *ret_curve,
                         scrut_error *err)
{
    scrut_margin_curve curve = {.rising = ask->rising};
    climb c = {.rising = ask->rising, .certain = ask->certain, .limit = ask->limit, .sure = sure, .curve = &curve};
    c.target =
        (scrut_target){.kind = ask->rising ? SCRUT_TARGET_AT_LEAST : SCRUT_TARGET_AT_MOST, .members = ask->members};
    c.q = (scrut_question){.s = &c.s, .target = &c.target, .standing = ask->standing};
    scrut_status st = scrut_question_open(&c.q, contest, ask->metric, NULL, arena, err);
    if (st == SCRUT_OK) {
        /* without an allocation nothing is held and nothing is given up */
        curve.held = ask->rising != ask->certain ? c.q.now.members_possible : c.q.now.members_certain;
        if (c.q.now.refused)
            curve.held = ask->rising ? -1 : contest->seats + 1;
        st = climb_all(&c, ask->most);
    }
    scrut_search_close(&c.s);
    if (st == SCRUT_OK)
        *ret_curve = curve;
    return st;
}

scrut_status scrut_margin_steps(const scrut_margin_contest *contest, const bool members[], bool rising, bool certain,
                                scrut_metric metric, int64_t most, int64_t limit, scrut_arena *arena,
                                scrut_margin_curve *ret_curve, scrut_error *err)
{
    scrut_climb_question ask = {
        .members = members, .rising = rising, .certain = certain, .metric = metric, .most = most, .limit = limit};
    scrut_status st = scrut_contest_check(contest, metric, NULL, err);
    return st == SCRUT_OK ? scrut_climb(contest, &ask, NULL, arena, ret_curve, err) : st;
}

scrut_status scrut_margin_curves(const scrut_margin_nation *nation, size_t unit, const bool members[], bool rising,
                                 scrut_metric metric, int64_t most, int64_t limit, scrut_arena *arena,
                                 scrut_margin_curve *ret_could, scrut_margin_curve *ret_would, scrut_error *err)
{
    const scrut_margin_contest *contest = &nation->units[unit].contest;
    scrut_standing standing = scrut_nation_standing(nation, unit, members);
    scrut_climb_question ask = {.members = members,
                                .rising = rising,
                                .certain = true,
                                .metric = metric,
                                .most = most,
                                .limit = limit,
                                .standing = &standing};
    scrut_margin_curve could, would;
    scrut_status st = scrut_contest_check(contest, metric, NULL, err);
    if (st == SCRUT_OK)
        st = scrut_climb(contest, &ask, NULL, arena, &would, err);
    ask.certain = false;
    if (st == SCRUT_OK)
        st = scrut_climb(contest, &ask, &would, arena, &could, err);
    if (st != SCRUT_OK)
        return st;
    *ret_could = could;
    *ret_would = would;
    return SCRUT_OK;
}
