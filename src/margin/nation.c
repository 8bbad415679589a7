/* SPDX-License-Identifier: Apache-2.0
 * nation.c: constituencies have separate ballots, so a number of seats in the nation is had by some number of steps in
 * each. Which numbers is a multiple-choice knapsack, solved exactly: taking the cheapest next step again and again is
 * not optimal, because steps do not grow dearer one by one. */
#include "nation_internal.h"

static int64_t closed_seats(const scrut_campaign *c, const scrut_margin_unit *u, bool possible)
{
    int64_t sum = 0;
    for (size_t p = 0; p < c->nation->party_count; p++)
        if (c->members[p])
            sum += possible ? u->possible[p] : u->certain[p];
    return possible ? scrut_smaller(sum, u->contest.seats) : sum;
}

/* A closed constituency: nothing is known to be had by ballots, and anything up to its range may be for none. */
static scrut_status close_unit(scrut_campaign *c, size_t n)
{
    const scrut_margin_unit *u = &c->nation->units[n];
    int64_t least = closed_seats(c, u, false), most = closed_seats(c, u, true);
    scrut_margin_curve *curve = &c->steps[n];
    *curve =
        (scrut_margin_curve){.rising = c->rising, .held = c->rising ? least : most, .count = (size_t)(most - least)};
    curve->steps = scrut_arena_calloc(c->arena, curve->count, sizeof *curve->steps);
    for (size_t k = 0; k < curve->count && curve->steps != NULL; k++)
        curve->steps[k] = (scrut_margin_step){.at_most = -1};
    return curve->steps != NULL ? SCRUT_OK : scrut_fail_memory(c->err);
}

void scrut_margin_open_refused(scrut_margin_curve *curve, int64_t seats)
{
    if (curve->held > seats)
        *curve = (scrut_margin_curve){.held = 0};
    if (curve->held >= 0)
        return;
    curve->held = 0;
    if (curve->count > 0) {
        curve->steps++;
        curve->count--;
    }
}

static bool any_list(const scrut_campaign *c, size_t n)
{
    for (size_t i = 0; i < c->nation->units[n].contest.list_count; i++)
        if (c->lists[n][i])
            return true;
    return false;
}

static scrut_status climb_unit(scrut_campaign *c, size_t n, int64_t most)
{
    const scrut_margin_unit *u = &c->nation->units[n];
    if (u->closed != NULL)
        return close_unit(c, n);
    if (!any_list(c, n)) { /* no member holds a seat here, gains one or loses one */
        c->steps[n] = (scrut_margin_curve){.rising = c->rising};
        return SCRUT_OK;
    }
    scrut_climb_question ask = {.members = c->lists[n],
                                .rising = c->rising,
                                .certain = c->certain,
                                .metric = c->metric,
                                .most = most,
                                .limit = c->dearest,
                                .standing = &c->standing[n]};
    const scrut_margin_curve *sure = c->sure != NULL ? &c->sure[n] : NULL;
    scrut_status st = scrut_climb(&u->contest, &ask, sure, c->arena, &c->steps[n], c->err);
    if (st == SCRUT_OK && c->steps[n].held < 0) {
        ask.most = most + 1;
        st = scrut_climb(&u->contest, &ask, NULL, c->arena, &c->steps[n], c->err);
    }
    if (st == SCRUT_OK)
        scrut_margin_open_refused(&c->steps[n], u->contest.seats);
    return st;
}

static int compare_numbers(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* One step each in `needed` constituencies is a way; a constituency whose steps cost more than that is in no better
 * one. */
static scrut_status bound_steps(scrut_campaign *c)
{
    size_t count = 0;
    int64_t *first = calloc(c->nation->unit_count + 1, sizeof *first);
    if (first == NULL)
        return scrut_fail_memory(c->err);
    for (size_t n = 0; n < c->nation->unit_count; n++)
        if (c->steps[n].count > 0 && c->steps[n].steps[0].at_most >= 0)
            first[count++] = c->steps[n].steps[0].at_most;
    qsort(first, count, sizeof *first, compare_numbers);
    c->dearest = -1;
    if ((int64_t)count >= c->needed) {
        c->dearest = 0;
        for (int64_t n = 0; n < c->needed; n++)
            c->dearest += first[n];
    }
    free(first);
    return SCRUT_OK;
}

static scrut_status mark_lists(scrut_campaign *c)
{
    for (size_t n = 0; n < c->nation->unit_count; n++) {
        const scrut_margin_unit *u = &c->nation->units[n];
        c->lists[n] = scrut_arena_calloc(c->arena, u->contest.list_count, sizeof *c->lists[n]);
        if (c->lists[n] == NULL)
            return scrut_fail_memory(c->err);
        for (size_t i = 0; i < u->contest.list_count && u->closed == NULL; i++)
            c->lists[n][i] = u->party[i] != SCRUT_NONE && c->members[u->party[i]];
    }
    return SCRUT_OK;
}

/* First one step everywhere, then, below the bound that these give, as many as can be of use. */
static scrut_status climb_everywhere(scrut_campaign *c, int64_t seats)
{
    int64_t held = 0;
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < c->nation->unit_count && st == SCRUT_OK; n++) {
        st = climb_unit(c, n, 1);
        held += st == SCRUT_OK ? c->steps[n].held : 0;
    }
    c->needed = c->rising ? seats - held : held - seats;
    if (st != SCRUT_OK || c->needed <= 0)
        return st;
    st = bound_steps(c);
    for (size_t n = 0; n < c->nation->unit_count && st == SCRUT_OK && c->needed > 1; n++) {
        const scrut_margin_curve *first = &c->steps[n];
        bool useful = first->count > 0 && (c->dearest < 0 || first->steps[0].at_least <= c->dearest);
        if (useful)
            st = climb_unit(c, n, c->needed);
    }
    return st;
}

/* Steps that the caller knows; closed constituencies have none. */
static scrut_status take_steps(scrut_campaign *c, int64_t seats, const scrut_margin_curve known[])
{
    int64_t held = 0;
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < c->nation->unit_count && st == SCRUT_OK; n++) {
        const scrut_margin_unit *u = &c->nation->units[n];
        c->steps[n] = known[n];
        if (u->closed != NULL)
            st = close_unit(c, n);
        else
            scrut_margin_open_refused(&c->steps[n], u->contest.seats);
        held += c->steps[n].held;
    }
    c->needed = c->rising ? seats - held : held - seats;
    return st;
}

static scrut_status campaign_for(scrut_campaign *c, int64_t seats, const scrut_margin_curve *known,
                                 scrut_margin_nation_reading *ret_reading)
{
    size_t count = c->nation->unit_count;
    scrut_margin_nation_reading r = {.possible = true, .exact = true};
    c->dearest = -1;
    c->steps = scrut_arena_calloc(c->arena, count, sizeof *c->steps);
    r.ballots = scrut_arena_calloc(c->arena, count, sizeof *r.ballots);
    r.seats = scrut_arena_calloc(c->arena, count, sizeof *r.seats);
    r.moves = scrut_arena_calloc(c->arena, count, sizeof(int64_t *));
    if (c->steps == NULL || r.ballots == NULL || r.seats == NULL || r.moves == NULL)
        return scrut_fail_memory(c->err);
    scrut_status st = known != NULL ? take_steps(c, seats, known) : climb_everywhere(c, seats);
    for (size_t n = 0; n < count && st == SCRUT_OK; n++)
        r.seats[n] = c->steps[n].held;
    if (st == SCRUT_OK && c->needed > 0)
        st = scrut_nation_pack(c, &r);
    if (st == SCRUT_OK)
        *ret_reading = r;
    return st;
}

static int64_t held_now(const scrut_campaign *c)
{
    int64_t held = 0;
    for (size_t n = 0; n < c->nation->unit_count; n++)
        held += c->steps[n].held;
    return held;
}

/* Why the numbers are intervals, in words; NULL without memory. */
static const char *say_closed(const scrut_margin_nation *nation, const scrut_margin_unit *first, scrut_arena *arena)
{
    int64_t seats = 0, closed = 0;
    for (size_t n = 0; n < nation->unit_count; n++) {
        closed += nation->units[n].closed != NULL;
        seats += nation->units[n].closed != NULL ? nation->units[n].contest.seats : 0;
    }
    return scrut_sentence_count(arena,
                                "Who holds the {1d} seat of {2d} of the {3d} constituencies is not known: the first "
                                "number counts them for what "
                                "is asked, the second against it. In constituency {4r}: {5w}",
                                "Who holds the {1d} seats of {2d} of the {3d} constituencies is not known: the first "
                                "number counts them for what "
                                "is asked, the second against it. In constituency {4r}: {5w}",
                                seats, closed, (int64_t)nation->unit_count, first->id, first->closed);
}

static scrut_status explain(const scrut_margin_nation *nation, scrut_margin_nation_result *r, scrut_arena *arena,
                            scrut_error *err)
{
    if (r->could.exact && r->would.exact)
        return SCRUT_OK;
    r->note = SCRUT_KEY("In some constituencies the ballots for a step are an interval.");
    for (size_t n = 0; n < nation->unit_count; n++)
        if (nation->units[n].closed != NULL) {
            r->note = say_closed(nation, &nation->units[n], arena);
            break;
        }
    return r->note != NULL ? SCRUT_OK : scrut_fail_memory(err);
}

static scrut_status check_units(const scrut_margin_nation *nation, scrut_metric metric, scrut_error *err)
{
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < nation->unit_count && st == SCRUT_OK; n++)
        if (nation->units[n].closed == NULL)
            st = scrut_contest_check(&nation->units[n].contest, metric, NULL, err);
    return st;
}

scrut_status scrut_margin_nation_stand(scrut_margin_nation *nation, scrut_arena *arena, scrut_error *err)
{
    scrut_outcome *found = scrut_arena_calloc(arena, nation->unit_count, sizeof *found);
    scrut_status st = found != NULL ? check_units(nation, SCRUT_METRIC_CHANGE, err) : scrut_fail_memory(err);
    for (size_t n = 0; n < nation->unit_count && st == SCRUT_OK; n++) {
        const scrut_margin_contest *contest = &nation->units[n].contest;
        if (nation->units[n].closed == NULL && contest->alliance == NULL)
            st = scrut_outcome_of(contest, contest->votes, NULL, arena, &found[n], err);
    }
    if (st == SCRUT_OK)
        nation->standing = found;
    return st;
}

scrut_standing scrut_nation_standing(const scrut_margin_nation *nation, size_t unit, const bool members[])
{
    scrut_standing s = {.known = false};
    if (nation->standing == NULL || nation->standing[unit].certain == NULL)
        return s;
    s = (scrut_standing){.known = true, .outcome = nation->standing[unit]};
    if (!s.outcome.refused)
        scrut_outcome_join(&s.outcome, members, nation->units[unit].contest.list_count);
    return s;
}

static scrut_status stand(scrut_campaign *c)
{
    const scrut_margin_nation *nation = c->nation;
    c->standing = scrut_arena_calloc(c->arena, nation->unit_count, sizeof *c->standing);
    c->lists = scrut_arena_calloc(c->arena, nation->unit_count, sizeof(bool *));
    if (c->standing == NULL || c->lists == NULL)
        return scrut_fail_memory(c->err);
    scrut_status st = mark_lists(c);
    for (size_t n = 0; n < nation->unit_count && st == SCRUT_OK; n++)
        c->standing[n] = scrut_nation_standing(nation, n, c->lists[n]);
    return st;
}

static scrut_status run(const scrut_campaign *about, int64_t seats, const scrut_margin_curve could_steps[],
                        const scrut_margin_curve would_steps[], scrut_margin_nation_result *ret_result)
{
    const scrut_margin_nation *nation = about->nation;
    scrut_margin_nation_result result = {.note = NULL};
    scrut_campaign could = *about, would = *about;
    would.certain = true;
    scrut_status st = check_units(nation, about->metric, about->err);
    if (st == SCRUT_OK)
        st = stand(&would);
    could.standing = would.standing;
    could.lists = would.lists;
    if (st == SCRUT_OK)
        st = campaign_for(&would, seats, would_steps, &result.would);
    could.sure = would.steps;
    if (st == SCRUT_OK)
        st = campaign_for(&could, seats, could_steps, &result.could);
    if (st != SCRUT_OK)
        return st;
    result.held_possible = held_now(about->rising ? &could : &would);
    result.held_certain = held_now(about->rising ? &would : &could);
    st = explain(nation, &result, about->arena, about->err);
    if (st == SCRUT_OK)
        *ret_result = result;
    return st;
}

scrut_status scrut_nation_weigh(const scrut_margin_nation *nation, const bool members[], bool at_least, int64_t seats,
                                scrut_metric metric, scrut_arena *arena, scrut_margin_nation_result *ret_result,
                                scrut_error *err)
{
    const scrut_campaign about = {.nation = nation,
                                  .members = members,
                                  .rising = at_least,
                                  .numbers = true,
                                  .metric = metric,
                                  .arena = arena,
                                  .err = err};
    return run(&about, seats, NULL, NULL, ret_result);
}

scrut_status scrut_margin_nation_choose(const scrut_margin_nation *nation, const bool members[], bool at_least,
                                        int64_t seats, scrut_metric metric, const scrut_margin_curve could_steps[],
                                        const scrut_margin_curve would_steps[], scrut_arena *arena,
                                        scrut_margin_nation_result *ret_result, scrut_error *err)
{
    const scrut_campaign about = {
        .nation = nation, .members = members, .rising = at_least, .metric = metric, .arena = arena, .err = err};
    return run(&about, seats, could_steps, would_steps, ret_result);
}

scrut_status scrut_margin_nation_find(const scrut_margin_nation *nation, const bool members[], bool at_least,
                                      int64_t seats, scrut_metric metric, scrut_arena *arena,
                                      scrut_margin_nation_result *ret_result, scrut_error *err)
{
    return scrut_margin_nation_choose(nation, members, at_least, seats, metric, NULL, NULL, arena, ret_result, err);
}
