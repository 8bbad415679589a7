/* SPDX-License-Identifier: Apache-2.0
 * recheck_seats.c: the seats that votes have, from the definition: every claim of every list is written down, all are
 * sorted, and the first ones win. It shares no code with the engine of seats, and is slow. */
#include "certificate_internal.h"

#include <assert.h>
#include <string.h>

#define CLAIMS_MAX 2000000
#define GUARANTEED_RANK (4 * SCRUT_SEATS_MAX) /* above every other rank */

typedef struct {
    uint32_t list;
    scrut_worth worth;
} claim;

/* ---- what a claim is worth ---- */

static bool needs_quota(const scrut_method *m)
{
    return m->family == SCRUT_METHOD_QUOTA;
}

void scrut_naive_init(const scrut_margin_contest *contest, int64_t base, int64_t moved, scrut_naive *ret_naive)
{
    const scrut_method *method = &contest->method;
    int64_t seats = contest->seats;
    scrut_naive n = {.contest = contest, .method = method, .moved = moved, .quota_parts = 1};
    scrut_wide parts = (scrut_wide)seats + method->quota_plus;
    n.limit = method->family == SCRUT_METHOD_PLURALITY ? 1 : contest->seats_max > 0 ? contest->seats_max : seats;
    if (n.limit > seats)
        n.limit = seats;
    if (needs_quota(method) && parts > 0) {
        switch (method->quota_rounding) {
        case SCRUT_QUOTA_EXACT:
            n.quota = base;
            n.quota_parts = parts;
            break;
        case SCRUT_QUOTA_FLOOR: n.quota = base / parts; break;
        case SCRUT_QUOTA_CEIL: n.quota = (base + parts - 1) / parts; break;
        case SCRUT_QUOTA_NEAREST: n.quota = (2 * (scrut_wide)base + parts) / (2 * parts); break;
        case SCRUT_QUOTA_FLOOR_PLUS_ONE: n.quota = base / parts + 1; break;
        }
    }
    *ret_naive = n;
}

/* The divisor of the k-th seat as up / down. */
static void divisor_of(const scrut_method *m, int64_t k, scrut_wide *ret_up, scrut_wide *ret_down)
{
    size_t last = m->sequence_count > 0 ? m->sequence_count - 1 : 0;
    *ret_down = 1;
    switch (m->divisor) {
    case SCRUT_DIVISOR_LINEAR:
        *ret_up = k == 1 ? m->divisor_first : m->divisor_start + (scrut_wide)(k - 1) * m->divisor_step;
        break;
    case SCRUT_DIVISOR_DEAN:
        *ret_up = (scrut_wide)2 * k * (k - 1);
        *ret_down = 2 * k - 1;
        break;
    case SCRUT_DIVISOR_HILL: *ret_up = (scrut_wide)k * (k - 1); break;
    case SCRUT_DIVISOR_SEQUENCE:
        if ((size_t)k <= m->sequence_count)
            *ret_up = m->sequence[k - 1];
        else
            *ret_up = m->sequence[last] + (last > 0 ? m->sequence[last] - m->sequence[last - 1] : 0) *
                                              (scrut_wide)(k - (int64_t)m->sequence_count);
        break;
    }
}

static scrut_worth divisor_worth(const scrut_method *m, int64_t votes, int64_t k)
{
    scrut_wide up = 1, down = 1, value = votes;
    divisor_of(m, k, &up, &down);
    if (up == 0) /* before every quotient, and there the larger list first */
        return (scrut_worth){.rank = 1, .value = votes, .of = 1};
    if (m->divisor == SCRUT_DIVISOR_HILL) /* the divisor is a square root: compare squares */
        value *= votes;
    return (scrut_worth){.value = value * down, .of = up};
}

static scrut_worth quota_worth(const scrut_naive *n, int64_t votes, int64_t k)
{
    scrut_wide full = n->quota > 0 ? votes * n->quota_parts / n->quota : 0;
    switch (n->method->rest) {
    case SCRUT_REST_LARGEST_REMAINDER: /* what is left of the votes when k - 1 quotas are taken away */
        return (scrut_worth){.value = votes * n->quota_parts - (k - 1) * n->quota, .of = n->quota_parts};
    case SCRUT_REST_HIGHEST_AVERAGE: return (scrut_worth){.value = votes, .of = k};
    case SCRUT_REST_HIGHEST_AVERAGE_ONCE: break;
    }
    if (k <= full)
        return (scrut_worth){.value = votes, .of = k};
    /* the average is computed once; a list's second left-over seat is of the second round */
    return (scrut_worth){.rank = (int)(full + 1 - k), .value = votes, .of = full + 1};
}

scrut_worth scrut_naive_worth(const scrut_naive *naive, int64_t votes, int64_t k)
{
    scrut_worth worth = {.value = votes, .of = 1};
    if (naive->method->family == SCRUT_METHOD_DIVISOR)
        worth = divisor_worth(naive->method, votes, k);
    else if (naive->method->family == SCRUT_METHOD_QUOTA)
        worth = quota_worth(naive, votes, k);
    if (k <= naive->contest->seats_min)
        worth.rank += GUARANTEED_RANK;
    return worth;
}

int scrut_worth_compare(const scrut_worth *a, const scrut_worth *b)
{
    if (a->rank != b->rank)
        return a->rank > b->rank ? 1 : -1;
    if (a->of == b->of)
        return scrut_wide_compare(a->value, b->value);
    return scrut_wide_compare(a->value * b->of, b->value * a->of);
}

/* ---- who takes part ---- */

bool scrut_naive_passes_bar(const scrut_margin_bar *bar, int64_t moved, int64_t votes)
{
    scrut_wide have = votes, need = bar->votes;
    if (bar->is_share) {
        int64_t base = bar->base + (bar->base_moves ? moved : 0);
        have = (scrut_wide)votes * bar->denominator;
        need = base > 0 ? (scrut_wide)base * bar->numerator : 0;
    }
    return bar->strict ? have > need : have >= need;
}

bool scrut_naive_passes(const scrut_naive *naive, const uint8_t *mask, size_t i, int64_t votes)
{
    const scrut_margin_contest *c = naive->contest;
    bool passes = votes > 0 && (c->barred == NULL || !c->barred[i]);
    for (size_t j = 0; j < c->bar_count; j++)
        if (mask == NULL || (mask[i] >> j & 1) != 0)
            passes = passes && scrut_naive_passes_bar(&c->bars[j], naive->moved, votes);
    return passes;
}

/* ---- the allocation ---- */

typedef struct {
    scrut_naive naive;
    const int64_t *votes; /* an entrant */
    const int64_t *limits, *guaranteed;
    const bool *eligible;
    size_t count;
    int64_t seats;
} election;

static int larger_first(const void *a, const void *b)
{
    const claim *x = a, *y = b;
    int order = scrut_worth_compare(&y->worth, &x->worth);
    return order != 0 ? order : (x->list > y->list) - (x->list < y->list);
}

static void cut_claims(const claim *claims, size_t count, int64_t seats, scrut_naive_seats *r)
{
    size_t won = count < (size_t)seats ? count : (size_t)seats;
    if (won == 0)
        return;
    const scrut_worth *cut = &claims[won - 1].worth;
    bool tie = won < count && scrut_worth_compare(cut, &claims[won].worth) == 0;
    for (size_t n = 0; n < count; n++) {
        int order = scrut_worth_compare(&claims[n].worth, cut);
        if (order > 0 || (n < won && !tie))
            r->sure[claims[n].list]++;
        else if (order == 0 && tie) {
            r->equal[claims[n].list]++;
            r->drawn += n < won;
        }
    }
}

/* Seats that the rules give, or whether they refuse: more full quotas than seats, ... */
static bool refuses(election *e)
{
    const scrut_method *m = e->naive.method;
    scrut_wide full = 0, guaranteed = 0;
    size_t active = 0;
    bool zero_first = m->family == SCRUT_METHOD_DIVISOR && divisor_worth(m, 1, 1).rank == 1;
    for (size_t i = 0; i < e->count; i++) {
        if (!e->eligible[i])
            continue;
        active++;
        guaranteed += e->guaranteed[i];
        if (needs_quota(m) && e->naive.quota > 0) {
            scrut_wide own = e->votes[i] * e->naive.quota_parts / e->naive.quota;
            full += own < e->limits[i] ? own : e->limits[i];
        }
    }
    if (active == 0 || guaranteed > e->seats || (needs_quota(m) && e->naive.quota == 0))
        return true;
    if (zero_first && m->zero_divisor_refused && active > (size_t)e->seats)
        return true;
    if (full <= e->seats || !needs_quota(m) || m->over_award == SCRUT_OVER_AWARD_SUBTRACT)
        return false;
    if (m->over_award == SCRUT_OVER_AWARD_IGNORE && full <= SCRUT_SEATS_MAX)
        e->seats = (int64_t)full;
    return m->over_award == SCRUT_OVER_AWARD_ERROR;
}

static scrut_status hold(election *e, scrut_arena *arena, scrut_naive_seats *r, scrut_error *err)
{
    size_t count = 0;
    *r = (scrut_naive_seats){.sure = scrut_arena_calloc(arena, e->count, sizeof *r->sure),
                             .equal = scrut_arena_calloc(arena, e->count, sizeof *r->equal)};
    if (r->sure == NULL || r->equal == NULL)
        return scrut_fail_memory(err);
    r->refused = refuses(e);
    if (r->refused)
        return SCRUT_OK;
    if ((scrut_wide)e->count * e->seats > CLAIMS_MAX) {
        r->unknown = "there are too many claims to list them all";
        return SCRUT_OK;
    }
    claim *claims = calloc(e->count * (size_t)e->seats + 1, sizeof *claims);
    if (claims == NULL)
        return scrut_fail_memory(err);
    for (size_t i = 0; i < e->count; i++)
        for (int64_t k = 1; e->eligible[i] && k <= e->seats && k <= e->limits[i]; k++)
            claims[count++] = (claim){.list = (uint32_t)i, .worth = scrut_naive_worth(&e->naive, e->votes[i], k)};
    qsort(claims, count, sizeof *claims, larger_first);
    cut_claims(claims, count, e->seats, r);
    free(claims);
    return SCRUT_OK;
}

static int64_t moved_by(const scrut_margin_contest *c, const int64_t votes[])
{
    int64_t moved = 0;
    for (size_t i = 0; i < c->list_count; i++)
        moved += votes[i] - c->votes[i];
    return moved;
}

static scrut_status hold_lists(const scrut_margin_contest *c, const int64_t votes[], const bool eligible[],
                               scrut_arena *arena, scrut_naive_seats *r, scrut_error *err)
{
    const scrut_method *method = &c->method;
    int64_t base = 0, moved = moved_by(c, votes);
    int64_t *limits = scrut_arena_calloc(arena, c->list_count, sizeof *limits);
    int64_t *guaranteed = scrut_arena_calloc(arena, c->list_count, sizeof *guaranteed);
    if (limits == NULL || guaranteed == NULL)
        return scrut_fail_memory(err);
    for (size_t i = 0; i < c->list_count; i++)
        base += eligible[i] ? votes[i] : 0;
    election e = {.votes = votes,
                  .limits = limits,
                  .guaranteed = guaranteed,
                  .eligible = eligible,
                  .count = c->list_count,
                  .seats = c->seats};
    scrut_naive_init(c, method->quota_base_all ? c->votes_all + moved : base, moved, &e.naive);
    for (size_t i = 0; i < c->list_count; i++) {
        limits[i] = method->family == SCRUT_METHOD_PLURALITY ? 1 : c->seats_max > 0 ? c->seats_max : SCRUT_SEATS_MAX;
        guaranteed[i] = c->seats_min;
    }
    return hold(&e, arena, r, err);
}

static bool *find_eligible(const scrut_margin_contest *c, const int64_t votes[], scrut_arena *arena)
{
    scrut_naive naive;
    bool *eligible = scrut_arena_calloc(arena, c->list_count, sizeof *eligible);
    scrut_naive_init(c, 0, moved_by(c, votes), &naive);
    for (size_t i = 0; i < c->list_count && eligible != NULL; i++)
        eligible[i] = scrut_naive_passes(&naive, c->bar_mask, i, votes[i]);
    return eligible;
}

scrut_status scrut_naive_allocate(const scrut_margin_contest *contest, const int64_t votes[], scrut_arena *arena,
                                  scrut_naive_seats *ret_seats, scrut_error *err)
{
    if (contest->alliance != NULL) {
        *ret_seats = (scrut_naive_seats){.unknown = "seats go to alliances first and then inside them"};
        return SCRUT_OK;
    }
    bool *eligible = find_eligible(contest, votes, arena);
    if (eligible == NULL)
        return scrut_fail_memory(err);
    return hold_lists(contest, votes, eligible, arena, ret_seats, err);
}

void scrut_naive_members(const scrut_naive_seats *seats, const bool members[], size_t count, int64_t *ret_certain,
                         int64_t *ret_possible)
{
    int64_t sure = 0, inside = 0, outside = 0;
    for (size_t i = 0; i < count; i++) {
        sure += members[i] ? seats->sure[i] : 0;
        inside += members[i] ? seats->equal[i] : 0;
        outside += members[i] ? 0 : seats->equal[i];
    }
    *ret_certain = sure + (seats->drawn > outside ? seats->drawn - outside : 0);
    *ret_possible = sure + (seats->drawn < inside ? seats->drawn : inside);
}
