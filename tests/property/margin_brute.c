/* SPDX-License-Identifier: Apache-2.0
 * Margins against brute force: small elections, every vector of votes that the metric can reach is allocated by the
 * engine of seats, and the cheapest that meets a target is what the margin must be. TAP.
 *
 *     margin_brute [--cases N] [--seed N] [--only CASE] */
#include "brute.h"
#include "cases.h"
#include "extent.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TARGETS = 5, QUOTA_EVERY = 4 };

static scrut_arena *arena;

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
            same = same && brute_outcomes[n][i] == x->seats[i];
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
            x->seats[i] = brute_outcomes[n][i];
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
    for (size_t n = 0; n < brute_row_count; n++) {
        const row *r = &brute_table[n];
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

/* Whether an interval is a failure: where full quotas do not add seats and do not stand beside guaranteed ones, and the
 * table says something; under alliances not of any other vector for certain, nor for certain where claims can be alike.
 */
static bool is_demanded(const election *e, const question *q, bool certain, int64_t brute_cost)
{
    const scrut_method *m = &e->contest.method;
    bool small_quota = strcmp(e->method, "imperiali-quota") == 0 || strcmp(e->method, "hare-rounded") == 0;
    bool apart = small_quota && (m->over_award == SCRUT_OVER_AWARD_IGNORE || e->contest.seats_min > 0);
    bool beyond = e->metric == SCRUT_METRIC_ADD && brute_cost < 0;
    bool alike = certain && strcmp(e->method, "sequence") == 0;
    bool joint = e->contest.alliance != NULL && (q->target.kind != SCRUT_TARGET_VECTOR || alike);
    return !apart && !beyond && !joint;
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

static void check_reading(const election *e, const question *q, bool certain, int64_t brute_cost,
                          const scrut_margin_reading *r)
{
    bool demanded = is_demanded(e, q, certain, brute_cost);
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
    check_reading(e, q, false, cost[0], &m.could);
    check_reading(e, q, true, cost[1], &m.would);
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
        fill_table(&e, arena);
        for (size_t n = 0; n < brute_row_count; n++)
            if (brute_table[n].cost == 0)
                now = brute_table[n];
        for (int t = 0; t < TARGETS; t++) {
            question q;
            draw_question(&d, &e, &q);
            check_question(&e, &q, &now);
        }
    }
    scrut_arena_free(arena);
}

int main(int argc, char **argv)
{
    const case_range range = case_range_of(argc, argv, test_extent(300, 5000, 100000));
    for (int64_t n = range.from; n < range.to; n++) {
        long long before = failures;
        check_case((uint64_t)(range.seed + n), n % QUOTA_EVERY == 0);
        if (failures > before && failures < 20)
            printf("# case %lld\n", (long long)n);
    }
    printf("# %lld margins compared, %lld of them exact (%lld under alliances, %lld exact); %lld had to be exact\n",
           compared, exact_count, allied_count, allied_exact, demanded_count);
    printf("%s 1 - every margin is what trying all votes gives\n", failures == 0 ? "ok" : "not ok");
    return EXIT_SUCCESS;
}
