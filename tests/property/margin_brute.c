/* SPDX-License-Identifier: Apache-2.0
 * Margins against brute force: small elections, every vector of votes that the metric can reach is allocated by the
 * engine of seats, and the cheapest that meets a target is what the margin must be. TAP.
 *
 *     margin_brute [--cases N] [--seed N] [--only CASE] */
#include "draw.h"
#include "extent.h"
#include "scrutineer/margin.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LISTS_MAX = 4, SEATS_MAX = 5, TABLE_MAX = 20000, ADDED_MAX = 9, TARGETS = 5, OUTCOMES_MAX = 1000000 };

/* ---- one small election ---- */

typedef struct {
    scrut_margin_contest contest;
    int64_t votes[LISTS_MAX], taint[LISTS_MAX];
    bool barred[LISTS_MAX];
    uint8_t mask[LISTS_MAX];
    uint32_t alliance[LISTS_MAX];
    char method[64];
    scrut_metric metric;
    bool capped;
    int64_t pool;
} election;

static const char *const METHODS[] = {"dhondt",
                                      "sainte-lague",
                                      "modified-sainte-lague",
                                      "danish",
                                      "imperiali",
                                      "adams",
                                      "dean",
                                      "hill",
                                      "hare",
                                      "droop",
                                      "hagenbach-bischoff",
                                      "quota-highest-average",
                                      "plurality",
                                      "plurality-block",
                                      "quota-highest-average-once",
                                      "imperiali-quota",
                                      "sequence",
                                      "hare-rounded"};
enum { METHOD_COUNT = sizeof METHODS / sizeof METHODS[0] };

/* Of the lists that take part, with a quota that moves with the ballots. */
static const char *const QUOTAS[] = {"hare", "droop", "hagenbach-bischoff", "quota-highest-average-once"};
enum { QUOTA_COUNT = sizeof QUOTAS / sizeof QUOTAS[0], QUOTA_EVERY = 4 };

static bool set_method(draw *d, election *e, const char *name)
{
    scrut_method *m = &e->contest.method;
    snprintf(e->method, sizeof e->method, "%s", name);
    if (strcmp(name, "sequence") == 0) {
        *m = (scrut_method){.family = SCRUT_METHOD_DIVISOR, .divisor = SCRUT_DIVISOR_SEQUENCE, .sequence_scale = 1};
        int64_t divisor = below(d, 3);
        while (m->sequence_count < 4) {
            divisor += m->sequence_count > 0 && divisor == 0;
            m->sequence[m->sequence_count++] = divisor;
            divisor += below(d, 3);
        }
        return scrut_method_fault(m) == NULL;
    }
    if (strcmp(name, "hare-rounded") == 0) {
        *m = (scrut_method){.family = SCRUT_METHOD_QUOTA,
                            .quota_plus = (int)below(d, 3),
                            .quota_rounding = (scrut_quota_rounding)below(d, 5),
                            .rest = (scrut_rest)below(d, 3),
                            .over_award = (scrut_over_award)below(d, 3)};
        return true;
    }
    return scrut_method_named(name, m);
}

static void draw_bars(draw *d, election *e)
{
    scrut_margin_contest *c = &e->contest;
    int64_t total = 0;
    for (size_t i = 0; i < c->list_count; i++)
        total += c->votes[i];
    c->bar_count = below(d, 2) == 0 ? 0 : 1 + (size_t)below(d, 2);
    for (size_t j = 0; j < c->bar_count; j++) {
        scrut_margin_bar *b = &c->bars[j];
        *b = (scrut_margin_bar){.is_share = below(d, 2) == 0, .strict = below(d, 3) == 0, .votes = below(d, 7)};
        if (b->is_share) {
            b->numerator = 1 + below(d, 9);
            b->denominator = 20;
            b->base = total + below(d, 4);
            b->base_moves = below(d, 4) != 0;
        }
    }
    for (size_t i = 0; i < c->list_count; i++) {
        e->mask[i] = (uint8_t)below(d, 4);
        e->barred[i] = below(d, 8) == 0;
    }
    c->bar_mask = c->bar_count > 0 && below(d, 3) == 0 ? e->mask : NULL;
    c->barred = below(d, 6) == 0 ? e->barred : NULL;
}

static void draw_votes(draw *d, election *e)
{
    *e = (election){.metric = (scrut_metric)below(d, 3), .pool = -1};
    scrut_margin_contest *c = &e->contest;
    static const int64_t SIZES[] = {3, 5, 7, 9};
    int64_t size = SIZES[below(d, 4)];
    c->list_count = 1 + (size_t)below(d, LISTS_MAX);
    c->seats = 1 + below(d, SEATS_MAX);
    c->votes = e->votes;
    for (size_t i = 0; i < c->list_count; i++)
        e->votes[i] = below(d, c->list_count > 3 ? (size < 7 ? size : 6) : size);
}

static void draw_taint(draw *d, election *e)
{
    e->capped = e->metric == SCRUT_METRIC_CHANGE && below(d, 3) == 0;
    for (size_t i = 0; i < e->contest.list_count; i++)
        e->taint[i] = below(d, 4);
    if (e->capped && below(d, 2) == 0)
        e->pool = below(d, 4);
}

/* A percentage of the valid votes and a quota of the votes above it. */
static bool draw_quota_election(draw *d, election *e)
{
    draw_votes(d, e);
    scrut_margin_contest *c = &e->contest;
    if (!set_method(d, e, QUOTAS[below(d, QUOTA_COUNT)]))
        return false;
    draw_bars(d, e);
    scrut_margin_bar *b = &c->bars[c->bar_count++ % 2];
    c->bar_count = c->bar_count > 2 ? 2 : c->bar_count;
    *b = (scrut_margin_bar){.is_share = true,
                            .base_moves = true,
                            .strict = below(d, 3) == 0,
                            .numerator = 1 + below(d, 9),
                            .denominator = 20};
    for (size_t i = 0; i < c->list_count; i++)
        b->base += c->votes[i];
    b->base += below(d, 4);
    draw_taint(d, e);
    return true;
}

static bool draw_election(draw *d, election *e)
{
    draw_votes(d, e);
    scrut_margin_contest *c = &e->contest;
    if (!set_method(d, e, METHODS[below(d, METHOD_COUNT)]))
        return false;
    draw_bars(d, e);
    if (below(d, 12) == 0)
        c->seats_max = 1 + below(d, 3);
    if (below(d, 16) == 0)
        c->seats_min = 1;
    if (c->method.family == SCRUT_METHOD_DIVISOR && below(d, 10) == 0)
        c->method.zero_divisor_refused = true;
    if (c->method.family == SCRUT_METHOD_QUOTA && below(d, 3) == 0) {
        c->method.quota_base_all = true;
        for (size_t i = 0; i < c->list_count; i++)
            c->votes_all += c->votes[i];
    }
    if (below(d, 6) == 0 && c->method.family == SCRUT_METHOD_DIVISOR) {
        c->seats_max = c->seats_min = 0;
        c->bar_count = below(d, 4) == 0 ? c->bar_count : 0;
        for (size_t i = 0; i < c->list_count; i++)
            e->alliance[i] = below(d, 3) == 0 ? SCRUT_NONE : (uint32_t)below(d, 2);
        c->alliance = e->alliance;
        c->inner_method = c->method;
        if (below(d, 2) == 0 && !scrut_method_named(METHODS[below(d, 8)], &c->inner_method))
            return false;
        c->alliance_passes_bar = below(d, 2) == 0;
        c->alliance_bar_mask = c->bar_mask;
    }
    draw_taint(d, e);
    return true;
}

static const char *describe(const election *e)
{
    static char text[700];
    const scrut_margin_contest *c = &e->contest;
    size_t at = (size_t)snprintf(text, sizeof text, "%s, %lld seats, %s%s, votes", e->method, (long long)c->seats,
                                 scrut_metric_name(e->metric), e->capped ? " capped" : "");
    for (size_t i = 0; i < c->list_count; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, " %lld%s%s", (long long)c->votes[i],
                               c->barred != NULL && c->barred[i] ? "x" : "",
                               c->alliance == NULL            ? ""
                               : c->alliance[i] == SCRUT_NONE ? "-"
                               : c->alliance[i] == 0          ? "a"
                                                              : "b");
    for (size_t i = 0; e->capped && i < c->list_count; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, " t%lld", (long long)e->taint[i]);
    for (size_t j = 0; j < c->bar_count; j++) {
        const scrut_margin_bar *b = &c->bars[j];
        at += (size_t)snprintf(text + at, sizeof text - at, ", bar %s%lld/%lld of %lld%s", b->strict ? ">" : "",
                               (long long)(b->is_share ? b->numerator : b->votes),
                               (long long)(b->is_share ? b->denominator : 1), (long long)(b->is_share ? b->base : 1),
                               b->base_moves ? "+" : "");
    }
    for (size_t n = 0; n < c->method.sequence_count; n++)
        at += (size_t)snprintf(text + at, sizeof text - at, " d%lld", (long long)c->method.sequence[n]);
    snprintf(text + at, sizeof text - at, ", pool %lld, max %lld min %lld, base %lld", (long long)e->pool,
             (long long)c->seats_max, (long long)c->seats_min, (long long)c->votes_all);
    return text;
}

/* ---- every vector of votes ---- */

/* What votes give: no allocation, or seats for certain, rungs in the draw, seats drawn. */
typedef struct {
    int64_t cost;
    bool refused;
    int64_t certain[LISTS_MAX], rungs[LISTS_MAX], drawn;
    size_t first_outcome, outcome_count; /* with alliances: all ways that the draws can end */
} row;

static int16_t outcomes[OUTCOMES_MAX][LISTS_MAX];
static size_t outcomes_used;

static row table[TABLE_MAX];
static size_t row_count;
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

static void die(const char *what)
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
        if (memcmp(outcomes[n], p->seats, sizeof p->seats) == 0)
            return;
    if (outcomes_used == OUTCOMES_MAX)
        die("too many outcomes");
    memcpy(outcomes[outcomes_used++], p->seats, sizeof p->seats);
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
    if (row_count == TABLE_MAX)
        die("the table is full");
    row *r = &table[row_count++];
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

static void fill_table(const election *e)
{
    int64_t votes[LISTS_MAX], total = 0;
    row_count = 0;
    outcomes_used = 0;
    for (size_t i = 0; i < e->contest.list_count; i++)
        total += e->contest.votes[i];
    all_votes(e, 0, e->metric == SCRUT_METRIC_ADD ? ADDED_MAX : total, votes);
}

/* ---- targets ---- */

typedef struct {
    scrut_target target;
    bool members[LISTS_MAX];
    int64_t vector[LISTS_MAX];
} question;

/* Calls through every outcome of a row: seats after the draw. Returns how many, and how many satisfy the target. */
typedef struct {
    const election *e;
    const question *q;
    const row *r, *now;
    int64_t seats[LISTS_MAX];
    int64_t outcomes, met;
} census;

static bool same_as_an_outcome_of(const row *r, const int64_t seats[], size_t count)
{
    int64_t drawn = 0;
    for (size_t i = 0; i < count; i++) {
        if (seats[i] < r->certain[i] || seats[i] > r->certain[i] + r->rungs[i])
            return false;
        drawn += seats[i] - r->certain[i];
    }
    return drawn == r->drawn;
}

static bool is_outcome_now(const census *x)
{
    const row *now = x->now;
    if (x->e->contest.alliance == NULL)
        return same_as_an_outcome_of(now, x->seats, x->e->contest.list_count);
    for (size_t n = now->first_outcome; n < now->first_outcome + now->outcome_count; n++) {
        bool same = true;
        for (size_t i = 0; i < x->e->contest.list_count; i++)
            same = same && outcomes[n][i] == x->seats[i];
        if (same)
            return true;
    }
    return false;
}

static bool outcome_meets(const census *x)
{
    size_t count = x->e->contest.list_count;
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += x->q->members[i] ? x->seats[i] : 0;
    switch (x->q->target.kind) {
    case SCRUT_TARGET_AT_LEAST: return sum >= x->q->target.seats;
    case SCRUT_TARGET_AT_MOST: return sum <= x->q->target.seats;
    case SCRUT_TARGET_VECTOR: return memcmp(x->seats, x->q->vector, count * sizeof x->seats[0]) == 0;
    case SCRUT_TARGET_ANY: break;
    }
    return x->now->refused || !is_outcome_now(x);
}

static void all_draws(census *x, size_t i, int64_t drawn)
{
    if (i == x->e->contest.list_count) {
        if (drawn > 0)
            return;
        x->outcomes++;
        x->met += outcome_meets(x);
        return;
    }
    assert(i < LISTS_MAX);
    for (int64_t d = 0; d <= x->r->rungs[i] && d <= drawn; d++) {
        x->seats[i] = x->r->certain[i] + d;
        all_draws(x, i + 1, drawn - d);
    }
}

static void all_outcomes(census *x)
{
    const row *r = x->r;
    if (x->e->contest.alliance == NULL) {
        all_draws(x, 0, r->drawn);
        return;
    }
    for (size_t n = r->first_outcome; n < r->first_outcome + r->outcome_count; n++) {
        for (size_t i = 0; i < x->e->contest.list_count; i++)
            x->seats[i] = outcomes[n][i];
        x->outcomes++;
        x->met += outcome_meets(x);
    }
}

static bool is_drawn(const row *r)
{
    return r->drawn > 0 || r->outcome_count > 1;
}

/* -1: no way in the table. could[0], would[1] */
static void brute(const election *e, const question *q, const row *now, int64_t ret_cost[2])
{
    ret_cost[0] = ret_cost[1] = -1;
    for (size_t n = 0; n < row_count; n++) {
        const row *r = &table[n];
        census x = {.e = e, .q = q, .r = r, .now = now};
        if (r->refused)
            continue;
        all_outcomes(&x);
        bool could = x.met > 0, would = x.met == x.outcomes;
        /* as the vector of now is tied, another outcome of it is another vector already */
        if (q->target.kind == SCRUT_TARGET_ANY && !now->refused && (is_drawn(now) || is_drawn(r)))
            could = true;
        if (could && (ret_cost[0] < 0 || r->cost < ret_cost[0]))
            ret_cost[0] = r->cost;
        if (would && (ret_cost[1] < 0 || r->cost < ret_cost[1]))
            ret_cost[1] = r->cost;
    }
}

static void draw_question(draw *d, const election *e, question *q)
{
    size_t count = e->contest.list_count;
    *q = (question){.target = {.kind = (scrut_target_kind)below(d, 4), .seats = below(d, e->contest.seats + 1)}};
    q->target.members = q->members;
    q->target.vector = q->vector;
    q->members[below(d, (int64_t)count)] = true;
    for (size_t i = 0; i < count && below(d, 2) == 0; i++)
        q->members[i] = q->members[i] || below(d, 2) == 0;
    for (int64_t left = e->contest.seats - (below(d, 15) == 0); left > 0; left--)
        q->vector[below(d, (int64_t)count)]++;
}

static const char *words(const election *e, const question *q)
{
    static char text[200];
    static const char *const KINDS[] = {"at least", "at most", "any", "vector"};
    size_t at = (size_t)snprintf(text, sizeof text, "%s %lld, members/vector", KINDS[q->target.kind],
                                 (long long)q->target.seats);
    for (size_t i = 0; i < e->contest.list_count; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, " %d/%lld", q->members[i], (long long)q->vector[i]);
    return text;
}

/* ---- the comparison ---- */

static long long compared, exact_count, allied_count, allied_exact, demanded_count, failures;

/* Whether an interval is a failure: under rules that allocate whenever somebody is above the threshold, without
 * alliances, except of the one question that docs/internals/margin.md names; and where the table says something. */
static bool is_demanded(const election *e, const question *q, const row *now, bool certain, int64_t brute_cost)
{
    const scrut_method *m = &e->contest.method;
    bool refuses = e->contest.seats_min > 0 || m->zero_divisor_refused || strcmp(e->method, "imperiali-quota") == 0 ||
                   strcmp(e->method, "hare-rounded") == 0;
    bool tied_now = certain && q->target.kind == SCRUT_TARGET_ANY && now->drawn > 0;
    bool beyond = e->metric == SCRUT_METRIC_ADD && brute_cost < 0;
    return !refuses && !tied_now && !beyond && e->contest.alliance == NULL;
}

static bool agrees(const election *e, int64_t brute_cost, const scrut_margin_reading *r)
{
    bool bounded = e->metric == SCRUT_METRIC_ADD; /* the table ends at ADDED_MAX */
    if (brute_cost < 0) {
        if (r->possible)
            return bounded && r->at_most > ADDED_MAX;
        return !r->exact || r->at_least >= 0;
    }
    if (r->at_least > brute_cost || (r->possible && r->at_most < brute_cost))
        return false;
    if (r->exact)
        return r->possible && r->at_most == brute_cost;
    return true;
}

static void check_reading(const election *e, const question *q, const row *now, bool certain, int64_t brute_cost,
                          const scrut_margin_reading *r)
{
    bool demanded = is_demanded(e, q, now, certain, brute_cost);
    compared++;
    demanded_count += demanded;
    exact_count += r->exact;
    allied_count += e->contest.alliance != NULL;
    allied_exact += e->contest.alliance != NULL && r->exact;
    if (agrees(e, brute_cost, r) && (r->exact || !demanded))
        return;
    if (failures++ < 20)
        printf("# %s\n#   %s: %s: brute %lld, found %d exact %d %lld..%lld\n", describe(e), words(e, q),
               certain ? "would" : "could", (long long)brute_cost, r->possible, r->exact, (long long)r->at_least,
               (long long)r->at_most);
}

static void check_question(const election *e, const question *q, const row *now)
{
    scrut_margin m;
    scrut_error err;
    scrut_margin_caps caps = {.taint = e->taint, .pool = e->pool};
    scrut_status st = scrut_margin_find(&e->contest, &q->target, e->metric, e->capped ? &caps : NULL, arena, &m, &err);
    if (st != SCRUT_OK) {
        printf("# %s\n#   %s: %s\n", describe(e), words(e, q), err.message);
        failures++;
        return;
    }
    int64_t cost[2];
    brute(e, q, now, cost);
    check_reading(e, q, now, false, cost[0], &m.could);
    check_reading(e, q, now, true, cost[1], &m.would);
}

static void check_case(uint64_t seed, bool quota)
{
    draw d = {.state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1};
    election e;
    row now = {.cost = 0};
    for (int warm = 0; warm < 4; warm++)
        (void)next(&d);
    arena = scrut_arena_new();
    if (arena == NULL)
        die("no memory");
    if (quota ? draw_quota_election(&d, &e) : draw_election(&d, &e)) {
        fill_table(&e);
        for (size_t n = 0; n < row_count; n++)
            if (table[n].cost == 0)
                now = table[n];
        for (int t = 0; t < TARGETS; t++) {
            question q;
            draw_question(&d, &e, &q);
            check_question(&e, &q, &now);
        }
    }
    scrut_arena_free(arena);
}

static int64_t number(const char *text)
{
    int64_t value;
    if (scrut_parse_whole(text, strlen(text), INT64_MAX / 2, &value, NULL) != SCRUT_NUMBER_OK)
        die("not a number");
    return value;
}

int main(int argc, char **argv)
{
    int64_t cases = test_extent(300, 5000, 100000), seed = 20130728, only = -1;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--cases") == 0)
            cases = number(argv[i + 1]);
        else if (strcmp(argv[i], "--seed") == 0)
            seed = number(argv[i + 1]);
        else if (strcmp(argv[i], "--only") == 0)
            only = number(argv[i + 1]);
    }
    printf("1..1\n# seed %lld, %lld cases\n", (long long)seed, (long long)cases);
    for (int64_t n = only >= 0 ? only : 0; n < (only >= 0 ? only + 1 : cases); n++) {
        long long before = failures;
        check_case((uint64_t)(seed + n), n % QUOTA_EVERY == 0);
        if (failures > before && failures < 20)
            printf("# case %lld\n", (long long)n);
    }
    printf("# %lld margins compared, %lld of them exact (%lld under alliances, %lld exact); %lld had to be exact\n",
           compared, exact_count, allied_count, allied_exact, demanded_count);
    printf("%s 1 - every margin is what trying all votes gives\n", failures == 0 ? "ok" : "not ok");
    return EXIT_SUCCESS;
}
