/* SPDX-License-Identifier: Apache-2.0
 * apportion.c: the seats go to the largest claims. A heap holds each contender's next claim, so that S seats
 * among m contenders take O((m + S) log m). */
#include "seats_internal.h"

typedef struct {
    scrut_rung *rungs; /* a contender: its next claim */
    uint32_t *order;   /* those that still have one, the first to be served at [0] */
    size_t count;
} heap;

typedef struct {
    scrut_rung *items;
    size_t count, capacity;
} rung_list;

/* Total order, so that the same input gives the same ladder. Beyond the claim's value it only arranges equals: who
 * of them wins is settled in cut.c. */
static bool is_served_before(const scrut_contest *contest, const scrut_rung *a, const scrut_rung *b)
{
    int order = scrut_rung_compare(a, b);
    if (order != 0)
        return order > 0;
    int64_t x = contest->contenders[a->claim.contender].votes, y = contest->contenders[b->claim.contender].votes;
    return x != y ? x > y : a->claim.contender < b->claim.contender;
}

static void sift_down(const scrut_contest *contest, heap *h, size_t at)
{
    uint32_t moved = h->order[at];
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= h->count)
            break;
        if (child + 1 < h->count &&
            is_served_before(contest, &h->rungs[h->order[child + 1]], &h->rungs[h->order[child]]))
            child++;
        if (!is_served_before(contest, &h->rungs[h->order[child]], &h->rungs[moved]))
            break;
        h->order[at] = h->order[child];
        at = child;
    }
    h->order[at] = moved;
}

static scrut_status heap_init(const scrut_contest *contest, heap *h, scrut_error *err)
{
    h->rungs = calloc(contest->count + 1, sizeof *h->rungs);
    h->order = calloc(contest->count + 1, sizeof *h->order);
    if (h->rungs == NULL || h->order == NULL)
        return scrut_fail_memory(err);
    for (uint32_t i = 0; i < contest->count; i++)
        if (scrut_contest_claim(contest, i, 1, &h->rungs[i]))
            h->order[h->count++] = i;
    for (size_t i = h->count / 2; i-- > 0;)
        sift_down(contest, h, i);
    return SCRUT_OK;
}

static const scrut_rung *first_of(const heap *h)
{
    return &h->rungs[h->order[0]];
}

/* Moves the first claim to the list; `go_on` puts the contender's next claim in its place. */
static bool take_first(const scrut_contest *contest, heap *h, bool go_on, rung_list *list)
{
    if (!scrut_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items))
        return false;
    scrut_rung *first = &h->rungs[h->order[0]];
    list->items[list->count++] = *first;
    if (!go_on || !scrut_contest_claim(contest, first->claim.contender, first->claim.k + 1, first))
        h->order[0] = h->order[--h->count];
    if (h->count > 0)
        sift_down(contest, h, 0);
    return true;
}

static scrut_status take_winners(const scrut_contest *contest, heap *h, rung_list *list, scrut_error *err)
{
    while (h->count > 0 && list->count < (size_t)contest->seats)
        if (!take_first(contest, h, true, list))
            return scrut_fail_memory(err);
    return SCRUT_OK;
}

/* The claims around the last seat that are worth the same, when not all of them can win. */
static scrut_status settle_cut(const scrut_contest *contest, const scrut_tie_rule *ties, size_t tie_count, heap *h,
                               rung_list *list, scrut_cut *ret_cut, scrut_error *err)
{
    ret_cut->won = list->count;
    if (list->count == 0 || h->count == 0 || scrut_rung_compare(&list->items[list->count - 1], first_of(h)) != 0)
        return SCRUT_OK;
    size_t seats = list->count, from = seats - 1;
    while (from > 0 && scrut_rung_compare(&list->items[from - 1], &list->items[seats - 1]) == 0)
        from--;
    while (h->count > 0 && scrut_rung_compare(&list->items[from], first_of(h)) == 0)
        if (!take_first(contest, h, true, list))
            return scrut_fail_memory(err);
    scrut_cut cut;
    scrut_status st = scrut_cut_settle(contest, ties, tie_count, list->items + from, list->count - from,
                                       (int64_t)(seats - from), &cut, err);
    if (st != SCRUT_OK)
        return st;
    *ret_cut = (scrut_cut){.won = from + cut.won, .tied = cut.tied, .drawn = cut.drawn};
    return SCRUT_OK;
}

/* The next claims in order, and at least the next one of every contender. */
static scrut_status take_runners_up(const scrut_contest *contest, heap *h, rung_list *list, scrut_error *err)
{
    for (size_t taken = 0; h->count > 0; taken++)
        if (!take_first(contest, h, taken < SCRUT_RUNNERS_UP, list))
            return scrut_fail_memory(err);
    return SCRUT_OK;
}

static void count_seats(scrut_apportionment *result)
{
    for (size_t i = 0; i < result->won_count; i++)
        result->certain[result->ladder[i].contender]++;
    memcpy(result->possible, result->certain, result->contender_count * sizeof *result->possible);
    for (size_t i = result->won_count; i < result->won_count + result->tied_count; i++) {
        uint32_t who = result->ladder[i].contender;
        result->tied[who] = true;
        if (result->possible[who] < result->certain[who] + result->tied_seats)
            result->possible[who]++;
    }
}

/* The last seat's claim and the best losing one, where a divisor between them gives every seat: no lot, no guaranteed
 * seats, both quotients finite. */
static void set_divisor(const scrut_contest *contest, const rung_list *list, scrut_apportionment *result)
{
    if (contest->method->family != SCRUT_METHOD_DIVISOR || result->tied_seats > 0 || result->won_count == 0 ||
        result->won_count == list->count)
        return;
    for (size_t i = 0; i < contest->count; i++)
        if (contest->contenders[i].seats_min > 0)
            return;
    const scrut_rung *last = &list->items[result->won_count - 1], *next = &list->items[result->won_count];
    if (last->claim.denominator == 0 || scrut_rung_compare(last, next) <= 0)
        return;
    result->has_divisor = true;
    result->divisor_high = last->claim;
    result->divisor_low = next->claim;
}

static scrut_status finish(const scrut_contest *contest, const rung_list *list, const scrut_cut *cut,
                           scrut_arena *arena, scrut_apportionment *result, scrut_error *err)
{
    result->ladder = scrut_arena_calloc(arena, list->count, sizeof *result->ladder);
    if (result->ladder == NULL)
        return scrut_fail_memory(err);
    for (size_t i = 0; i < list->count; i++)
        result->ladder[i] = list->items[i].claim;
    result->ladder_count = list->count;
    result->won_count = cut->won;
    result->tied_count = cut->tied;
    result->tied_seats = cut->drawn;
    result->over_awarded = contest->seats - result->seats;
    result->unfilled = contest->seats - (int64_t)cut->won - cut->drawn;
    count_seats(result);
    set_divisor(contest, list, result);
    return SCRUT_OK;
}

static scrut_status give_seats(const scrut_contest *contest, const scrut_tie_rule *ties, size_t tie_count,
                               scrut_arena *arena, scrut_apportionment *result, scrut_error *err)
{
    heap h = {0};
    rung_list list = {0};
    scrut_cut cut = {0};
    scrut_status st = heap_init(contest, &h, err);
    if (st == SCRUT_OK)
        st = take_winners(contest, &h, &list, err);
    if (st == SCRUT_OK)
        st = settle_cut(contest, ties, tie_count, &h, &list, &cut, err);
    if (st == SCRUT_OK && !contest->seats_only)
        st = take_runners_up(contest, &h, &list, err);
    if (st == SCRUT_OK)
        st = finish(contest, &list, &cut, arena, result, err);
    free(list.items);
    free(h.rungs);
    free(h.order);
    return st;
}

/* ---- what is refused ---- */

static scrut_status check_contenders(scrut_contest *contest, int64_t votes_all, int64_t *ret_guaranteed,
                                     scrut_error *err)
{
    *ret_guaranteed = 0;
    for (size_t i = 0; i < contest->count; i++) {
        const scrut_contender *c = &contest->contenders[i];
        if (c->votes < 0 || c->votes > SCRUT_VOTES_MAX)
            return scrut_fail(err, SCRUT_E_RANGE, NULL, -1, -1, -1, "list %zu has %lld votes; expected 0 to %lld",
                              i + 1, (long long)c->votes, (long long)SCRUT_VOTES_MAX);
        if (c->seats_min < 0 || c->seats_min > SCRUT_SEATS_MAX || (c->seats_max >= 0 && c->seats_max < c->seats_min))
            return scrut_fail(err, SCRUT_E_RANGE, NULL, -1, -1, -1,
                              "list %zu can have %lld to %lld seats; expected 0 to %d and no more least than most",
                              i + 1, (long long)c->seats_min, (long long)c->seats_max, SCRUT_SEATS_MAX);
        if (!scrut_contender_active(c))
            continue;
        contest->active++;
        if (!scrut_add(contest->votes, c->votes, &contest->votes) ||
            !scrut_add(*ret_guaranteed, c->seats_min, ret_guaranteed))
            return scrut_fail(err, SCRUT_E_RANGE, NULL, -1, -1, -1, "the lists' votes add to more than 2^63");
    }
    if (contest->method->family == SCRUT_METHOD_QUOTA && contest->method->quota_base_all && votes_all < contest->votes)
        return scrut_fail(err, SCRUT_E_RANGE, NULL, -1, -1, -1,
                          "the quota is of all valid votes, but they are given as %lld and the lists have %lld",
                          (long long)votes_all, (long long)contest->votes);
    return SCRUT_OK;
}

static scrut_status check_entry(scrut_contest *contest, int64_t votes_all, int64_t *ret_guaranteed, scrut_error *err)
{
    const char *fault = scrut_method_fault(contest->method);
    if (fault != NULL)
        return scrut_fail(err, SCRUT_E_RANGE, NULL, -1, -1, -1, "%s", fault);
    if (contest->seats < 0 || contest->seats > SCRUT_SEATS_MAX)
        return scrut_fail(err, SCRUT_E_RANGE, NULL, -1, -1, -1, "%lld seats; expected 0 to %d",
                          (long long)contest->seats, SCRUT_SEATS_MAX);
    return check_contenders(contest, votes_all, ret_guaranteed, err);
}

static bool first_divisor_is_zero(const scrut_method *m)
{
    if (m->family != SCRUT_METHOD_DIVISOR)
        return false;
    switch (m->divisor) {
    case SCRUT_DIVISOR_LINEAR: return m->divisor_first == 0;
    case SCRUT_DIVISOR_SEQUENCE: return m->sequence[0] == 0;
    case SCRUT_DIVISOR_DEAN:
    case SCRUT_DIVISOR_HILL: break;
    }
    return true;
}

/* Rules that give no answer for these votes. */
static const char *refusal(const scrut_contest *contest, int64_t guaranteed)
{
    if (guaranteed > contest->seats)
        return SCRUT_KEY("The lists are guaranteed more seats together than there are.");
    if (contest->method->zero_divisor_refused && first_divisor_is_zero(contest->method) &&
        contest->active > (size_t)contest->seats)
        return SCRUT_KEY(
            "The first divisor is 0, so that every list has a first seat before any has a second, and there are "
            "fewer "
            "seats than lists.");
    return NULL;
}

static scrut_status new_result(const scrut_contest *contest, scrut_arena *arena, scrut_apportionment *ret_result,
                               scrut_error *err)
{
    scrut_apportionment r = {.contender_count = contest->count, .seats = contest->seats};
    r.certain = scrut_arena_calloc(arena, contest->count, sizeof *r.certain);
    r.possible = scrut_arena_calloc(arena, contest->count, sizeof *r.possible);
    r.tied = scrut_arena_calloc(arena, contest->count, sizeof *r.tied);
    if (r.certain == NULL || r.possible == NULL || r.tied == NULL)
        return scrut_fail_memory(err);
    r.squared = contest->method->family == SCRUT_METHOD_DIVISOR && contest->method->divisor == SCRUT_DIVISOR_HILL;
    *ret_result = r;
    return SCRUT_OK;
}

static scrut_status apportion(scrut_contest *contest, const scrut_tie_rule *ties, size_t tie_count, int64_t votes_all,
                              scrut_arena *arena, scrut_apportionment *ret_result, scrut_error *err)
{
    scrut_apportionment result;
    int64_t guaranteed = 0, seats = contest->seats;
    assert(tie_count <= SCRUT_TIE_RULES_MAX);
    scrut_status st = check_entry(contest, votes_all, &guaranteed, err);
    if (st == SCRUT_OK)
        st = new_result(contest, arena, &result, err);
    if (st != SCRUT_OK)
        return st;
    result.refusal = refusal(contest, guaranteed);
    if (contest->method->family == SCRUT_METHOD_QUOTA && seats > 0) {
        st = scrut_contest_quota(contest, votes_all, arena, &result.refusal, err);
        result.full_quotas = contest->full_quotas;
        result.quota_numerator = (int64_t)contest->quota_numerator;
        result.quota_denominator = (int64_t)contest->quota_denominator;
    }
    result.refused = result.refusal != NULL;
    if (st == SCRUT_OK && !result.refused && seats > 0)
        st = give_seats(contest, ties, tie_count, arena, &result, err);
    if (st == SCRUT_OK)
        *ret_result = result;
    return st;
}

scrut_status scrut_apportion(const scrut_method *method, const scrut_tie_rule *ties, size_t tie_count, int64_t seats,
                             const scrut_contender contenders[], size_t contender_count, int64_t votes_all,
                             scrut_arena *arena, scrut_apportionment *ret_result, scrut_error *err)
{
    scrut_contest contest = {.method = method, .contenders = contenders, .count = contender_count, .seats = seats};
    return apportion(&contest, ties, tie_count, votes_all, arena, ret_result, err);
}

scrut_status scrut_apportion_seats(const scrut_method *method, int64_t seats, const scrut_contender contenders[],
                                   size_t contender_count, int64_t votes_all, scrut_arena *arena,
                                   scrut_apportionment *ret_result, scrut_error *err)
{
    scrut_contest contest = {.method = method, .contenders = contenders, .count = contender_count, .seats = seats};
    contest.seats_only = true;
    return apportion(&contest, NULL, 0, votes_all, arena, ret_result, err);
}
