/* SPDX-License-Identifier: Apache-2.0
 * house_joint_cost.c: the fewest ballots in one constituency for so many seats with so many ballots taken from lists
 * that are shut out. */
#include "house_joint.h"

#define LOOKS_MAX 30000
#define LOOKS_BRIEF 5000

typedef struct {
    scrut_joint *j;
    scrut_joint_unit *u;
    int64_t cost, limit;
} costing;

/* Below all claims the cost is not one of a cut. */
static int64_t cost_problem(void *context, const scrut_problem *p)
{
    costing *c = context;
    scrut_cut cut;
    if (p->bottom || p->wider) {
        c->j->unsuited = true;
        return 0;
    }
    int64_t cost = scrut_solve_crossing(&c->u->search, p, c->limit, &cut);
    c->cost = scrut_smaller(c->cost, cost);
    return cost;
}

void scrut_joint_ask(const scrut_joint *j, scrut_joint_unit *u, int64_t seats, int64_t taken)
{
    u->target.seats = j->q->at_least ? seats : u->unit->contest.seats - seats;
    u->search.lost_before = taken;
}

int64_t scrut_joint_cost(scrut_joint *j, scrut_joint_unit *u, int64_t seats, int64_t taken)
{
    costing c = {.j = j, .u = u, .cost = SCRUT_NEVER, .limit = u->search.total};
    if (seats <= u->low)
        return taken;
    scrut_joint_ask(j, u, seats, taken);
    scrut_target_problems(&u->question, j->certain, cost_problem, &c);
    j->unsuited = j->unsuited || u->search.crowded;
    return c.cost;
}

/* ---- points ---- */

scrut_status scrut_joint_look(scrut_joint *j, scrut_joint_unit *u, int64_t seats, int64_t taken)
{
    scrut_joint_curve *c = &u->curves[seats];
    size_t at = c->count;
    if (j->looks <= 0)
        return SCRUT_OK;
    j->looks--;
    if (!scrut_grow(&c->points, &c->capacity, c->count + 1, sizeof *c->points))
        return scrut_fail_memory(j->q->err);
    const scrut_joint_point p = {.taken = taken, .ballots = scrut_joint_cost(j, u, seats, taken)};
    for (; at > 0 && c->points[at - 1].taken > taken; at--)
        c->points[at] = c->points[at - 1];
    c->points[at] = p;
    c->count++;
    c->found = c->drawn = false;
    return u->search.failed ? scrut_fail_memory(j->q->err) : SCRUT_OK;
}

/* ---- units ---- */

static bool claims_settle_it(const scrut_search *s)
{
    return s->open == NULL && !s->refusals && !s->varies && !s->moving;
}

static scrut_status open_question(scrut_joint *j, scrut_joint_unit *u)
{
    const scrut_margin_contest *contest = &u->unit->contest;
    bool *members = scrut_arena_calloc(j->q->arena, contest->list_count, sizeof *members);
    u->curves = scrut_arena_calloc(j->q->arena, (size_t)contest->seats + 1, sizeof *u->curves);
    if (members == NULL || u->curves == NULL)
        return scrut_fail_memory(j->q->err);
    for (size_t i = 0; i < contest->list_count; i++) {
        members[i] = j->q->members[u->unit->party[i]];
        for (size_t k = 0; k < j->fallen_count; k++)
            u->votes[k] += u->unit->party[i] == j->fallen[k] ? contest->votes[i] : 0;
    }
    for (size_t k = 0; k < j->fallen_count; k++)
        u->room += u->votes[k];
    u->target =
        (scrut_target){.kind = j->q->at_least ? SCRUT_TARGET_AT_LEAST : SCRUT_TARGET_AT_MOST, .members = members};
    u->question = (scrut_question){.s = &u->search, .target = &u->target};
    return scrut_question_open(&u->question, contest, SCRUT_METRIC_CHANGE, NULL, j->q->arena, j->q->err);
}

/* Seats as the ballots stand, in this reading. */
static int64_t held(const scrut_joint *j, const scrut_joint_unit *u)
{
    const scrut_outcome *now = &u->question.now;
    int64_t least = now->members_certain, most = now->members_possible;
    if (now->refused)
        return 0;
    if (j->q->at_least)
        return j->certain ? least : most;
    return u->unit->contest.seats - (j->certain ? most : least);
}

/* Seats that cost as much as is known to do are of no interest. */
static scrut_status open_unit(scrut_joint *j, scrut_joint_unit *u, const scrut_margin_unit *unit)
{
    u->unit = unit;
    scrut_status st = open_question(j, u);
    if (st != SCRUT_OK)
        return st;
    j->unsuited = j->unsuited || !claims_settle_it(&u->search);
    u->low = u->high = held(j, u);
    u->taken_to = u->room;
    while (st == SCRUT_OK && u->high < unit->contest.seats && !j->unsuited) {
        st = scrut_joint_look(j, u, u->high + 1, 0);
        if (st != SCRUT_OK || u->curves[u->high + 1].points[0].ballots >= j->aim)
            break;
        u->high++;
    }
    return st;
}

static bool any_closed(const scrut_margin_nation *nation)
{
    for (size_t n = 0; n < nation->unit_count; n++)
        if (nation->units[n].closed != NULL)
            return true;
    return false;
}

/* The dearest that a seat can be; whether sums of worth stay inside int64. */
static bool limit_prices(scrut_joint *j)
{
    int64_t all = 1, seats = 1;
    for (size_t n = 0; n < j->unit_count; n++) {
        all = scrut_plus(all, j->units[n].search.total);
        seats += j->units[n].unit->contest.seats;
    }
    for (size_t k = 0; k < j->fallen_count; k++)
        all = scrut_plus(all, j->needs[k]);
    if (all >= SCRUT_NEVER / SCRUT_JOINT_PARTS / seats)
        return false;
    j->seat_price_most = all * SCRUT_JOINT_PARTS;
    j->seat_price = scrut_smaller(j->most, all) / scrut_larger(1, j->needed) * SCRUT_JOINT_PARTS;
    return true;
}

scrut_status scrut_joint_open(scrut_joint *j)
{
    const scrut_margin_nation *nation = &j->house.nation;
    j->units = scrut_arena_calloc(j->q->arena, nation->unit_count, sizeof *j->units);
    j->met_seats = scrut_arena_calloc(j->q->arena, nation->unit_count, sizeof *j->met_seats);
    j->met_taken = scrut_arena_calloc(j->q->arena, nation->unit_count, sizeof *j->met_taken);
    if (j->units == NULL || j->met_seats == NULL || j->met_taken == NULL)
        return scrut_fail_memory(j->q->err);
    j->unit_count = nation->unit_count;
    j->looks = j->house.brief ? LOOKS_BRIEF : LOOKS_MAX;
    j->unsuited = any_closed(nation);
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < nation->unit_count && st == SCRUT_OK && !j->unsuited; n++)
        st = open_unit(j, &j->units[n], &nation->units[n]);
    if (st != SCRUT_OK || j->unsuited)
        return st;
    j->needed = j->q->at_least ? j->q->seats : -j->q->seats;
    for (size_t n = 0; n < nation->unit_count; n++) {
        j->units[n].from = j->units[n].low;
        j->units[n].to = j->units[n].high;
    }
    for (size_t n = 0; n < nation->unit_count; n++)
        j->needed += (j->q->at_least ? 0 : nation->units[n].contest.seats) - j->units[n].low;
    j->needed = scrut_larger(0, j->needed);
    j->unsuited = !limit_prices(j);
    return SCRUT_OK;
}

void scrut_joint_close(scrut_joint *j)
{
    scrut_offers_free(&j->offers);
    for (size_t n = 0; n < j->unit_count && j->units != NULL; n++) {
        scrut_joint_unit *u = &j->units[n];
        if (u->unit == NULL)
            continue;
        for (int64_t g = 0; g <= u->unit->contest.seats && u->curves != NULL; g++) {
            free(u->curves[g].points);
            free(u->curves[g].corners);
        }
        scrut_search_close(&u->search);
    }
}
