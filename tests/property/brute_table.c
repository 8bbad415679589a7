/* SPDX-License-Identifier: Apache-2.0
 * brute_table.c: every vector of votes that the metric can reach, allocated by the engine of seats; under alliances
 * with every way that the draws in the outer contest and inside the alliances can end. Thresholds, and who stands with
 * whom, are told here anew. */
#include "brute.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_MAX = 20000, OUTCOMES_MAX = 1000000 };

row brute_table[TABLE_MAX];
size_t brute_row_count;
int16_t brute_outcomes[OUTCOMES_MAX][LISTS_MAX];
static size_t outcomes_used;
static scrut_arena *arena;

static bool passes(const scrut_margin_contest *c, size_t i, int64_t votes, int64_t moved, const uint8_t *mask)
{
    for (size_t j = 0; j < c->bar_count; j++) {
        const scrut_margin_bar *b = &c->bars[j];
        if (mask != NULL && (mask[i] & (1U << j)) == 0)
            continue;
        int64_t have = votes, need = b->votes;
        if (b->is_share) {
            int64_t base = b->base + (b->base_moves ? moved : 0);
            have = votes * b->denominator;
            need = (base > 0 ? base : 0) * b->numerator;
        }
        if (b->strict ? have <= need : have < need)
            return false;
    }
    return c->barred == NULL || !c->barred[i];
}

static int64_t allied_votes(const scrut_margin_contest *c, const int64_t votes[], size_t i)
{
    int64_t sum = 0;
    for (size_t j = 0; j < c->list_count; j++)
        sum += j == i || (c->alliance[i] != SCRUT_NONE && c->alliance[j] == c->alliance[i]) ? votes[j] : 0;
    return sum;
}

static bool eligible(const scrut_margin_contest *c, const int64_t votes[], size_t i, int64_t moved)
{
    if (votes[i] == 0)
        return false;
    if (passes(c, i, votes[i], moved, c->bar_mask))
        return true;
    return c->alliance != NULL && c->alliance_passes_bar && c->alliance[i] != SCRUT_NONE &&
           passes(c, i, allied_votes(c, votes, i), moved, c->alliance_bar_mask);
}

static scrut_contender contender(const scrut_margin_contest *c, int64_t votes, bool takes_part)
{
    return (scrut_contender){.votes = votes,
                             .eligible = takes_part,
                             .seats_min = c->seats_min,
                             .seats_max = c->seats_max > 0 ? c->seats_max : -1,
                             .list_order = -1};
}

void die(const char *what)
{
    printf("Bail out! %s\n", what);
    exit(EXIT_FAILURE);
}

static scrut_apportionment allocate(const scrut_margin_contest *c, const scrut_method *m, int64_t seats,
                                    const scrut_contender *lists, size_t count, int64_t moved)
{
    scrut_apportionment r;
    scrut_error err;
    if (scrut_apportion(m, NULL, 0, seats, lists, count, m->quota_base_all ? c->votes_all + moved : -1, arena, &r,
                        &err) != SCRUT_OK)
        die(err.message);
    return r;
}

static void fill_plain(const scrut_margin_contest *c, const int64_t votes[], int64_t moved, row *r)
{
    scrut_contender lists[LISTS_MAX] = {{0}};
    bool any = false;
    for (size_t i = 0; i < c->list_count; i++) {
        lists[i] = contender(c, votes[i], eligible(c, votes, i, moved));
        any = any || lists[i].eligible;
    }
    scrut_apportionment a = allocate(c, &c->method, c->seats, lists, c->list_count, moved);
    r->refused = a.refused || !any;
    if (r->refused)
        return;
    for (size_t i = 0; i < c->list_count; i++)
        r->certain[i] = a.certain[i];
    for (size_t n = a.won_count; n < a.won_count + a.tied_count; n++)
        r->rungs[a.ladder[n].contender]++;
    r->drawn = a.tied_seats;
}

/* With alliances: who stands in the outer contest, and every way that the draws in it and inside it can end. */
typedef struct {
    const scrut_margin_contest *c;
    const int64_t *votes;
    int64_t moved;
    row *r;
    bool part[LISTS_MAX];
    size_t entrant[LISTS_MAX], count;
    scrut_contender outer[LISTS_MAX];
    int64_t won[LISTS_MAX]; /* an entrant */
    int16_t seats[LISTS_MAX];
} parade;

static void end_draws(parade *p)
{
    row *r = p->r;
    for (size_t n = r->first_outcome; n < outcomes_used; n++)
        if (memcmp(brute_outcomes[n], p->seats, sizeof p->seats) == 0)
            return;
    if (outcomes_used == OUTCOMES_MAX)
        die("too many outcomes");
    memcpy(brute_outcomes[outcomes_used++], p->seats, sizeof p->seats);
    r->outcome_count++;
}

static void draw_inside(parade *p, size_t entrant);

static void inner_draws(parade *p, size_t entrant, const size_t lists[], const int64_t rungs[], size_t n, int64_t drawn)
{
    if (n == 0) {
        if (drawn == 0)
            draw_inside(p, entrant + 1);
        return;
    }
    int16_t before = p->seats[lists[n - 1]];
    for (int64_t d = 0; d <= rungs[n - 1] && d <= drawn; d++) {
        p->seats[lists[n - 1]] = (int16_t)(before + d);
        inner_draws(p, entrant, lists, rungs, n - 1, drawn - d);
    }
    p->seats[lists[n - 1]] = before;
}

static void draw_inside(parade *p, size_t entrant)
{
    scrut_contender inner[LISTS_MAX];
    size_t lists[LISTS_MAX], n = 0;
    int64_t rungs[LISTS_MAX] = {0};
    if (entrant == p->count) {
        end_draws(p);
        return;
    }
    for (size_t i = 0; i < p->c->list_count; i++)
        if (p->part[i] && p->entrant[i] == entrant) {
            inner[n] = contender(p->c, p->votes[i], true);
            lists[n++] = i;
        }
    if (n == 1) {
        p->seats[lists[0]] = (int16_t)p->won[entrant];
        draw_inside(p, entrant + 1);
        return;
    }
    scrut_apportionment b = allocate(p->c, &p->c->inner_method, p->won[entrant], inner, n, p->moved);
    p->r->refused = p->r->refused || b.refused;
    if (b.refused)
        return;
    for (size_t k = 0; k < n; k++)
        p->seats[lists[k]] = (int16_t)b.certain[k];
    for (size_t k = b.won_count; k < b.won_count + b.tied_count; k++)
        rungs[b.ladder[k].contender]++;
    inner_draws(p, entrant, lists, rungs, n, b.tied_seats);
}

static void outer_draws(parade *p, const scrut_apportionment *a, const int64_t rungs[], size_t n, int64_t drawn)
{
    if (n == p->count) {
        if (drawn == 0)
            draw_inside(p, 0);
        return;
    }
    assert(n < LISTS_MAX);
    for (int64_t d = 0; d <= rungs[n] && d <= drawn; d++) {
        p->won[n] = a->certain[n] + d;
        outer_draws(p, a, rungs, n + 1, drawn - d);
    }
}

static void enter(parade *p, size_t i)
{
    const scrut_margin_contest *c = p->c;
    for (size_t j = 0; j < i; j++)
        if (p->part[j] && c->alliance[i] != SCRUT_NONE && c->alliance[j] == c->alliance[i]) {
            scrut_contender *joined = &p->outer[p->entrant[j]];
            p->entrant[i] = p->entrant[j];
            joined->votes += p->votes[i];
            joined->seats_min += c->seats_min;
            joined->seats_max += c->seats_max > 0 ? c->seats_max : 0;
            return;
        }
    p->entrant[i] = p->count;
    p->outer[p->count++] = contender(c, p->votes[i], true);
}

static void fill_allied(const scrut_margin_contest *c, const int64_t votes[], int64_t moved, row *r)
{
    parade p = {.c = c, .votes = votes, .moved = moved, .r = r};
    int64_t rungs[LISTS_MAX] = {0};
    for (size_t i = 0; i < c->list_count; i++) {
        p.part[i] = eligible(c, votes, i, moved);
        if (p.part[i])
            enter(&p, i);
    }
    r->first_outcome = outcomes_used;
    r->refused = p.count == 0;
    if (r->refused)
        return;
    scrut_apportionment a = allocate(c, &c->method, c->seats, p.outer, p.count, moved);
    r->refused = a.refused;
    if (r->refused)
        return;
    for (size_t n = a.won_count; n < a.won_count + a.tied_count; n++)
        rungs[a.ladder[n].contender]++;
    outer_draws(&p, &a, rungs, 0, a.tied_seats);
}

static int64_t cost_of(const election *e, const int64_t votes[], int64_t *ret_moved)
{
    int64_t gained = 0, lost = 0;
    for (size_t i = 0; i < e->contest.list_count; i++) {
        int64_t more = votes[i] - e->contest.votes[i];
        gained += more > 0 ? more : 0;
        lost += more < 0 ? -more : 0;
        if (e->capped && -more > e->taint[i])
            return -1;
    }
    *ret_moved = gained - lost;
    if (e->metric == SCRUT_METRIC_CHANGE)
        return gained == lost ? gained : -1;
    if (e->metric == SCRUT_METRIC_ADD)
        return lost == 0 && gained <= ADDED_MAX ? gained : -1;
    return gained == 0 ? lost : -1;
}

static void add_row(const election *e, const int64_t votes[])
{
    int64_t moved = 0, cost = cost_of(e, votes, &moved);
    if (cost < 0 || (e->pool >= 0 && cost > e->pool))
        return;
    if (brute_row_count == TABLE_MAX)
        die("the table is full");
    row *r = &brute_table[brute_row_count++];
    *r = (row){.cost = cost};
    if (e->contest.alliance != NULL)
        fill_allied(&e->contest, votes, moved, r);
    else
        fill_plain(&e->contest, votes, moved, r);
}

static void all_votes(const election *e, size_t i, int64_t left, int64_t votes[])
{
    const scrut_margin_contest *c = &e->contest;
    if (i == c->list_count) {
        add_row(e, votes);
        return;
    }
    int64_t from = e->metric == SCRUT_METRIC_ADD ? c->votes[i] : 0, to = c->votes[i];
    if (e->metric != SCRUT_METRIC_REMOVE)
        to = e->metric == SCRUT_METRIC_ADD ? c->votes[i] + left : left;
    for (int64_t v = from; v <= to; v++) {
        votes[i] = v;
        int64_t used = e->metric == SCRUT_METRIC_ADD ? v - c->votes[i] : v;
        all_votes(e, i + 1, e->metric == SCRUT_METRIC_REMOVE ? left : left - used, votes);
    }
}

void fill_table(const election *e, scrut_arena *memory)
{
    arena = memory;
    int64_t votes[LISTS_MAX] = {0}, total = 0;
    brute_row_count = 0;
    outcomes_used = 0;
    for (size_t i = 0; i < e->contest.list_count; i++)
        total += e->contest.votes[i];
    all_votes(e, 0, e->metric == SCRUT_METRIC_ADD ? ADDED_MAX : total, votes);
}
