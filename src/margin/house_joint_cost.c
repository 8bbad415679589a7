/* SPDX-License-Identifier: Apache-2.0
 * house_joint_cost.c: the fewest ballots in one constituency for so many seats with so many ballots taken from lists
 * that fall below a threshold in the nation, and given to lists that rise over one. */
#include "house_joint.h"

#define LOOKS_MAX 30000
#define LOOKS_BRIEF 5000

typedef struct {
    scrut_joint *j;
    scrut_joint_unit *u;
    int64_t cost, limit;
} costing;

int64_t scrut_joint_solve(scrut_search *s, const scrut_problem *p, int64_t limit, scrut_cut *ret_cut)
{
    if (s->metric == SCRUT_METRIC_CHANGE)
        return scrut_solve_crossing(s, p, limit, ret_cut);
    if (!scrut_solve_fixed_cut(s, &s->now, p, ret_cut))
        return SCRUT_NEVER;
    if (s->metric == SCRUT_METRIC_REMOVE)
        return scrut_cost_lose(s, &s->now, p, ret_cut, limit);
    return scrut_plus(scrut_cost_reach(s, &s->now, p, ret_cut, limit, NULL), s->gained_before);
}

/* Below all claims the cost is not one of a cut. */
static int64_t cost_problem(void *context, const scrut_problem *p)
{
    costing *c = context;
    scrut_cut cut;
    if (p->bottom || p->wider) {
        c->j->unsuited = true;
        return 0;
    }
    int64_t cost = scrut_joint_solve(&c->u->search, p, c->limit, &cut);
    c->cost = scrut_smaller(c->cost, cost);
    return cost;
}

/* What is given is paid before any claim is bought, and its claims are there. */
static void ask(const scrut_joint *j, scrut_joint_unit *u, int64_t seats, const scrut_joint_place *place)
{
    u->target.seats = j->q->at_least ? seats : u->unit->contest.seats - seats;
    u->search.lost_before = scrut_joint_taken(j, place);
    u->search.gained_before = scrut_joint_given(j, place);
    for (size_t k = 0; k < j->list_count; k++)
        if (j->rises[k] && u->lists[k] < u->contest.list_count)
            u->with_given[u->lists[k]] = u->votes[k] + place->at[j->axis[k]];
}

int64_t scrut_joint_cost(scrut_joint *j, scrut_joint_unit *u, int64_t seats, const scrut_joint_place *place)
{
    costing c = {.j = j, .u = u, .cost = SCRUT_NEVER, .limit = SCRUT_ANY_NUMBER};
    if (j->q->metric == SCRUT_METRIC_CHANGE)
        c.limit = u->search.total;
    if (seats <= u->low)
        return scrut_larger(scrut_joint_taken(j, place), scrut_joint_given(j, place));
    ask(j, u, seats, place);
    scrut_target_problems(&u->question, j->certain, cost_problem, &c);
    j->unsuited = j->unsuited || u->search.crowded;
    return c.cost;
}

/* ---- units ---- */

static bool claims_settle_it(const scrut_search *s)
{
    return s->open == NULL && !s->refusals && !s->varies && !s->moving;
}

/* More than it needs in all is of no use; where ballots are changed there may be fewer. */
static int64_t room_to_rise(const scrut_joint *j, const scrut_joint_unit *u, size_t k)
{
    int64_t others = u->search.total - u->votes[k];
    return j->q->metric == SCRUT_METRIC_CHANGE ? scrut_smaller(j->needs[k], others) : j->needs[k];
}

/* Votes of the lists that cross, and room for what they lose or gain. */
static void find_lists(scrut_joint *j, scrut_joint_unit *u)
{
    const scrut_margin_contest *contest = &u->contest;
    for (size_t k = 0; k < j->list_count; k++) {
        u->lists[k] = contest->list_count;
        for (size_t i = 0; i < contest->list_count; i++) {
            if (u->unit->party[i] != j->parties[k])
                continue;
            j->unsuited = j->unsuited || (j->rises[k] && u->lists[k] < contest->list_count);
            u->votes[k] += contest->votes[i];
            u->lists[k] = i;
        }
        if (!j->rises[k])
            u->room.at[j->axis[k]] += u->votes[k];
        else if (u->lists[k] < contest->list_count)
            u->room.at[j->axis[k]] = room_to_rise(j, u, k);
    }
    u->most = u->room;
}

static scrut_status open_question(scrut_joint *j, scrut_joint_unit *u)
{
    const scrut_margin_contest *contest = &u->contest;
    bool *members = scrut_arena_calloc(j->q->arena, contest->list_count, sizeof *members);
    u->curves = scrut_arena_calloc(j->q->arena, (size_t)contest->seats + 1, sizeof *u->curves);
    u->with_given = scrut_arena_calloc(j->q->arena, contest->list_count, sizeof *u->with_given);
    if (members == NULL || u->curves == NULL || u->with_given == NULL)
        return scrut_fail_memory(j->q->err);
    for (size_t i = 0; i < contest->list_count; i++) {
        members[i] = j->q->members[u->unit->party[i]];
        u->with_given[i] = contest->votes[i];
    }
    u->contest.votes = u->with_given;
    u->target =
        (scrut_target){.kind = j->q->at_least ? SCRUT_TARGET_AT_LEAST : SCRUT_TARGET_AT_MOST, .members = members};
    u->question = (scrut_question){.s = &u->search, .target = &u->target};
    return scrut_question_open(&u->question, &u->contest, j->q->metric, NULL, j->q->arena, j->q->err);
}

/* Seats as the ballots stand, in this reading. */
static int64_t held(const scrut_joint *j, const scrut_joint_unit *u)
{
    const scrut_outcome *now = &u->question.now;
    int64_t least = now->members_certain, most = now->members_possible;
    if (now->refused) /* nobody has a seat */
        return j->q->at_least ? 0 : u->unit->contest.seats;
    if (j->q->at_least)
        return j->certain ? least : most;
    return u->unit->contest.seats - (j->certain ? most : least);
}

/* Seats that cost as much as is known to do are of no interest. */
static scrut_status open_unit(scrut_joint *j, scrut_joint_unit *u, const scrut_margin_unit *unit)
{
    u->unit = unit;
    u->contest = unit->contest;
    scrut_status st = open_question(j, u);
    if (st != SCRUT_OK)
        return st;
    find_lists(j, u);
    j->unsuited = j->unsuited || !claims_settle_it(&u->search);
    u->low = u->high = held(j, u);
    while (st == SCRUT_OK && u->high < unit->contest.seats && !j->unsuited) {
        st = scrut_joint_begin(j, u, u->high + 1);
        if (st != SCRUT_OK || j->looks <= 0 || u->curves[u->high + 1].boxes[0].low_ballots >= j->aim)
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
    for (size_t k = 0; k < j->list_count; k++)
        all = scrut_plus(all, j->needs[k]);
    all *= (int64_t)j->axis_count;
    if (all >= SCRUT_NEVER / SCRUT_JOINT_PARTS / seats)
        return false;
    j->seat_price_most = all * SCRUT_JOINT_PARTS;
    j->seat_price = scrut_smaller(j->most, all) / scrut_larger(1, j->needed) * SCRUT_JOINT_PARTS;
    return true;
}

bool scrut_joint_add(scrut_joint *j, const scrut_house_crosser *x)
{
    size_t k = j->list_count;
    if (k == SCRUT_JOINT_LISTS_MAX)
        return false;
    j->parties[k] = x->party;
    j->needs[k] = x->ballots;
    j->rises[k] = x->rising;
    j->falls = j->falls || !x->rising;
    j->list_count++;
    return true;
}

static void deal_axes(scrut_joint *j)
{
    j->axis_count = j->falls;
    for (size_t k = 0; k < j->list_count; k++)
        j->axis[k] = j->rises[k] ? j->axis_count++ : 0;
}

scrut_status scrut_joint_open(scrut_joint *j)
{
    const scrut_margin_nation *nation = &j->house.nation;
    j->units = scrut_arena_calloc(j->q->arena, nation->unit_count, sizeof *j->units);
    j->met_seats = scrut_arena_calloc(j->q->arena, nation->unit_count, sizeof *j->met_seats);
    j->met_places = scrut_arena_calloc(j->q->arena, nation->unit_count, sizeof *j->met_places);
    if (j->units == NULL || j->met_seats == NULL || j->met_places == NULL)
        return scrut_fail_memory(j->q->err);
    j->unit_count = nation->unit_count;
    deal_axes(j);
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
            free(u->curves[g].boxes);
            free(u->curves[g].corners);
        }
        scrut_search_close(&u->search);
    }
}
