/* SPDX-License-Identifier: Apache-2.0
 * value.c: what a list's k-th claim is worth, and how many votes it takes to be worth that much.
 *
 * The same order of claims as in seats, written for the inverse question. Bounds: votes reach 2^41 in searches; a
 * linear divisor stays below 2^46, a sequence's below 2^55, so cross products stay below 2^97; Hill's squares 2^82
 * times 2^28; remainders 2^41 times 2^14. */
#include "margin_internal.h"

#include <math.h>

#define VOTES_SEARCH_MAX (SCRUT_VOTES_MAX * 2)

/* Guaranteed seats stand this many ranks above; no other claims are so many ranks apart. */
#define GUARANTEED_RANK (SCRUT_SEATS_MAX * 4)

static const scrut_method HIGHEST_AVERAGE = {.family = SCRUT_METHOD_DIVISOR,
                                             .divisor = SCRUT_DIVISOR_LINEAR,
                                             .divisor_first = 1,
                                             .divisor_start = 1,
                                             .divisor_step = 1};

/* With a quota of votes / seats or more they cannot; with a quota above votes / (seats + 1) neither. */
bool scrut_claims_exceed(const scrut_method *m)
{
    if (m->family != SCRUT_METHOD_QUOTA)
        return false;
    bool small = m->quota_rounding == SCRUT_QUOTA_FLOOR || m->quota_rounding == SCRUT_QUOTA_NEAREST;
    if (m->quota_plus == 0)
        return small;
    return m->quota_plus > 1 || m->quota_rounding != SCRUT_QUOTA_FLOOR_PLUS_ONE;
}

bool scrut_claims_refuse_full(const scrut_method *method)
{
    return scrut_claims_exceed(method) && method->over_award == SCRUT_OVER_AWARD_ERROR;
}

bool scrut_claims_need_quota(const scrut_method *method)
{
    return method->family == SCRUT_METHOD_QUOTA &&
           (method->rest != SCRUT_REST_HIGHEST_AVERAGE || scrut_claims_refuse_full(method));
}

static bool set_quota(scrut_claims *claims, int64_t seats, int64_t votes)
{
    scrut_wide parts = seats + claims->method->quota_plus;
    claims->quota_denominator = 1;
    switch (claims->method->quota_rounding) {
    case SCRUT_QUOTA_EXACT:
        claims->quota_numerator = votes;
        claims->quota_denominator = parts;
        break;
    case SCRUT_QUOTA_FLOOR: claims->quota_numerator = votes / parts; break;
    case SCRUT_QUOTA_CEIL: claims->quota_numerator = (votes + parts - 1) / parts; break;
    case SCRUT_QUOTA_NEAREST: claims->quota_numerator = ((scrut_wide)votes * 2 + parts) / (2 * parts); break;
    case SCRUT_QUOTA_FLOOR_PLUS_ONE: claims->quota_numerator = votes / parts + 1; break;
    }
    return claims->quota_numerator > 0;
}

/* d(k) as a fraction of whole numbers, up to a factor that all k share. */
static void divisor(const scrut_method *m, int64_t k, int64_t *ret_numerator, int64_t *ret_denominator)
{
    int64_t last = (int64_t)m->sequence_count;
    *ret_denominator = 1;
    switch (m->divisor) {
    case SCRUT_DIVISOR_LINEAR:
        *ret_numerator = k == 1 ? m->divisor_first : m->divisor_start + m->divisor_step * (k - 1);
        break;
    case SCRUT_DIVISOR_DEAN:
        *ret_numerator = 2 * k * (k - 1);
        *ret_denominator = 2 * k - 1;
        break;
    case SCRUT_DIVISOR_HILL: *ret_numerator = k * (k - 1); break;
    case SCRUT_DIVISOR_SEQUENCE:
        *ret_numerator = m->sequence[k <= last ? k - 1 : last - 1];
        if (k > last && last > 1)
            *ret_numerator += (m->sequence[last - 1] - m->sequence[last - 2]) * (k - last);
        break;
    }
}

/* Whether full quotas exceed the seats whatever the votes: n lists have less than a quota each besides their full ones,
 * so these are more than votes / quota - n, and with a quota of votes / (seats + p) or less more than seats + p - n. */
static bool always_exceed(const scrut_margin_contest *contest, const scrut_method *method)
{
    bool at_most = method->quota_rounding == SCRUT_QUOTA_EXACT || method->quota_rounding == SCRUT_QUOTA_FLOOR;
    int64_t lists = 0;
    for (size_t i = 0; i < contest->list_count; i++)
        lists += contest->barred == NULL || !contest->barred[i];
    return at_most && !method->quota_base_all && contest->seats_max == 0 && lists <= method->quota_plus;
}

/* Guaranteed seats, or first ones before every other where the first divisor is 0 and fewer seats than lists are
 * refused. */
static int64_t sure_claims(const scrut_margin_contest *contest, const scrut_method *method)
{
    int64_t up = 1, down;
    if (method->family == SCRUT_METHOD_DIVISOR && method->zero_divisor_refused)
        divisor(method, 1, &up, &down);
    return scrut_larger(contest->seats_min, up == 0);
}

bool scrut_claims_init(const scrut_margin_contest *contest, const scrut_method *method, int64_t quota_base,
                       scrut_claims *ret_claims)
{
    scrut_claims claims = {.kind = SCRUT_CLAIMS_FLAT,
                           .method = method,
                           .limit = contest->seats_max > 0 ? contest->seats_max : SCRUT_SEATS_MAX,
                           .guaranteed = contest->seats_min,
                           .sure = sure_claims(contest, method)};
    bool fine = true;
    bool refuses = scrut_claims_refuse_full(method);
    claims.full = refuses && claims.sure == 0; /* before guaranteed seats a claim on a full quota can lose */
    switch (method->family) {
    case SCRUT_METHOD_PLURALITY: claims.limit = 1; break;
    case SCRUT_METHOD_PLURALITY_BLOCK: claims.limit = scrut_smaller(claims.limit, contest->seats); break;
    case SCRUT_METHOD_DIVISOR:
        claims.kind = method->divisor == SCRUT_DIVISOR_HILL ? SCRUT_CLAIMS_SQUARES : SCRUT_CLAIMS_DIVISOR;
        break;
    case SCRUT_METHOD_QUOTA:
        /* With v/k recomputed after each seat the full quotas come first by themselves, whatever the quota. */
        claims.kind = method->rest == SCRUT_REST_LARGEST_REMAINDER ? SCRUT_CLAIMS_REMAINDER
                      : method->rest == SCRUT_REST_HIGHEST_AVERAGE ? SCRUT_CLAIMS_DIVISOR
                                                                   : SCRUT_CLAIMS_ONCE;
        if (scrut_claims_need_quota(method))
            fine = set_quota(&claims, contest->seats, quota_base) && !(refuses && always_exceed(contest, method));
        if (method->rest == SCRUT_REST_HIGHEST_AVERAGE)
            claims.method = &HIGHEST_AVERAGE;
        break;
    }
    claims.quota_below = claims.quota_numerator;
    *ret_claims = claims;
    return fine;
}

void scrut_claims_pivot(scrut_claims *low, scrut_claims *high, int64_t pivot)
{
    if (low->kind != SCRUT_CLAIMS_REMAINDER)
        return;
    low->pivot = high->pivot = pivot;
    low->quota_below = high->quota_numerator;
    high->quota_below = low->quota_numerator;
}

/* Quotas that claim k lies below the votes (above when negative), times the quota's denominator. */
static scrut_wide quotas_taken(const scrut_claims *claims, int64_t k)
{
    int64_t taken = k - 1 - claims->pivot;
    return taken * (taken < 0 ? claims->quota_below : claims->quota_numerator);
}

static scrut_value divisor_value(const scrut_claims *claims, int64_t votes, int64_t k)
{
    int64_t up, down;
    divisor(claims->method, k, &up, &down);
    if (up == 0) /* before every quotient, the larger list first */
        return (scrut_value){.rank = 2, .numerator = votes, .denominator = 1};
    scrut_value value = {.rank = 1, .numerator = (scrut_wide)votes * down, .denominator = up};
    if (claims->kind == SCRUT_CLAIMS_SQUARES)
        value.numerator = (scrut_wide)votes * votes;
    return value;
}

/* Full quotas and the first left-over seat compare as averages; each further left-over seat of a list belongs to a
 * later round. */
static scrut_value once_value(const scrut_claims *claims, int64_t votes, int64_t k)
{
    scrut_wide full = votes * claims->quota_denominator / claims->quota_numerator;
    if (k <= full + 1)
        return (scrut_value){.rank = 1, .numerator = votes, .denominator = k};
    return (scrut_value){.rank = (int)(full + 2 - k), .numerator = votes, .denominator = full + 1};
}

scrut_value scrut_claims_value(const scrut_claims *claims, int64_t votes, int64_t k)
{
    scrut_value value = {.rank = 1, .numerator = votes, .denominator = 1};
    switch (claims->kind) {
    case SCRUT_CLAIMS_FLAT: break;
    case SCRUT_CLAIMS_DIVISOR:
    case SCRUT_CLAIMS_SQUARES: value = divisor_value(claims, votes, k); break;
    case SCRUT_CLAIMS_REMAINDER:
        value.numerator = votes * claims->quota_denominator - quotas_taken(claims, k);
        value.denominator = claims->quota_denominator;
        break;
    case SCRUT_CLAIMS_ONCE: value = once_value(claims, votes, k); break;
    }
    if (k <= claims->guaranteed)
        value.rank += GUARANTEED_RANK;
    return value;
}

int scrut_value_compare(const scrut_value *a, const scrut_value *b)
{
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->denominator == b->denominator)
        return scrut_wide_compare(a->numerator, b->numerator);
    return scrut_wide_compare(a->numerator * b->denominator, b->numerator * a->denominator);
}

bool scrut_claims_alike(const scrut_claims *claims, int64_t seats)
{
    bool quota = claims->kind == SCRUT_CLAIMS_REMAINDER || claims->kind == SCRUT_CLAIMS_ONCE;
    if (seats < 1 || seats + 1 > claims->limit || quota)
        return false;
    scrut_value last = scrut_claims_value(claims, 1, seats), next = scrut_claims_value(claims, 1, seats + 1);
    return scrut_value_compare(&last, &next) == 0;
}

/* ---- the inverse ---- */

/* Fewest whole x >= 0 with x * by >= product (above: >); by > 0. */
static int64_t divide_up(scrut_wide product, scrut_wide by, bool above)
{
    if (product < 0)
        return 0;
    if (product <= INT64_MAX && by <= INT64_MAX) { /* 64-bit division is several times faster */
        int64_t p = (int64_t)product, d = (int64_t)by;
        return scrut_smaller(p / d + (above || p % d != 0), SCRUT_NEVER);
    }
    scrut_wide x = product / by + (above || product % by != 0);
    return x > SCRUT_NEVER ? SCRUT_NEVER : (int64_t)x;
}

static int64_t reach_divisor(const scrut_claims *claims, int64_t k, int rank, const scrut_value *value, bool above)
{
    int64_t up, down;
    divisor(claims->method, k, &up, &down);
    int own_rank = up == 0 ? 2 : 1;
    if (own_rank != rank)
        return own_rank > rank ? 0 : SCRUT_NEVER;
    if (up == 0)
        return divide_up(value->numerator, value->denominator, above);
    return divide_up(value->numerator * up, value->denominator * down, above);
}

#define ROOT_MAX (VOTES_SEARCH_MAX * 4)

/* Whole part of the square root, at most ROOT_MAX. The floating-point root is a first guess, off by one at most; what
 * comes out is decided by the whole products. */
static int64_t square_root(scrut_wide n)
{
    if (n >= (scrut_wide)ROOT_MAX * ROOT_MAX)
        return ROOT_MAX;
    int64_t root = n > 0 ? (int64_t)sqrt((double)n) : 0;
    while ((scrut_wide)root * root > n)
        root--;
    while ((scrut_wide)(root + 1) * (root + 1) <= n)
        root++;
    return root;
}

/* x^2 / (k(k-1)) >= value */
static int64_t reach_squares(int64_t k, int rank, const scrut_value *value, bool above)
{
    int own_rank = k == 1 ? 2 : 1;
    if (own_rank != rank)
        return own_rank > rank ? 0 : SCRUT_NEVER;
    if (k == 1)
        return divide_up(value->numerator, value->denominator, above);
    scrut_wide product = value->numerator * (k * (k - 1));
    scrut_wide least = product / value->denominator; /* x^2 > least, or equal where that is exact and allowed */
    int64_t root = square_root(least);
    bool exact = product % value->denominator == 0 && (scrut_wide)root * root == least;
    return root + (above || !exact);
}

static int64_t reach_remainder(const scrut_claims *claims, int64_t k, const scrut_value *value, bool above)
{
    assert(value->denominator == claims->quota_denominator);
    return divide_up(value->numerator + quotas_taken(claims, k), claims->quota_denominator, above);
}

/* Fewest votes that hold so many full quotas. */
static int64_t full_quotas(const scrut_claims *claims, int64_t quotas)
{
    return divide_up(quotas * claims->quota_numerator, claims->quota_denominator, false);
}

int64_t scrut_claims_sure(const scrut_claims *claims, int64_t k)
{
    if (k <= claims->sure)
        return 0;
    return claims->full && k <= claims->limit ? full_quotas(claims, k) : SCRUT_NEVER;
}

int64_t scrut_claims_count_sure(const scrut_claims *claims, int64_t votes)
{
    int64_t k = 0;
    while (votes >= scrut_claims_sure(claims, k + 1))
        k++;
    return k;
}

/* With `full` quotas the claim is of the rank that is asked, with one more it stands before it. */
static int64_t reach_once(const scrut_claims *claims, int64_t k, int rank, const scrut_value *value, bool above)
{
    int64_t full = k + rank - 2, average = scrut_smaller(k, full + 1);
    if (rank > 1 || full < 0)
        return rank > 1 ? SCRUT_NEVER : 0;
    int64_t votes = divide_up(value->numerator * average, value->denominator, above);
    votes = scrut_larger(votes, full_quotas(claims, full));
    return rank == 1 ? votes : scrut_smaller(votes, full_quotas(claims, full + 1));
}

int64_t scrut_claims_reach(const scrut_claims *claims, int64_t k, const scrut_value *value, bool above)
{
    if (k > claims->limit)
        return SCRUT_NEVER;
    if (value->rank == SCRUT_RANK_BOTTOM)
        return 0;
    int rank = value->rank - (k <= claims->guaranteed ? GUARANTEED_RANK : 0);
    switch (claims->kind) {
    case SCRUT_CLAIMS_DIVISOR: return reach_divisor(claims, k, rank, value, above);
    case SCRUT_CLAIMS_SQUARES: return reach_squares(k, rank, value, above);
    case SCRUT_CLAIMS_ONCE: return reach_once(claims, k, rank, value, above);
    case SCRUT_CLAIMS_FLAT:
    case SCRUT_CLAIMS_REMAINDER: break;
    }
    if (rank != 1)
        return rank < 1 ? 0 : SCRUT_NEVER;
    return claims->kind == SCRUT_CLAIMS_FLAT ? divide_up(value->numerator, value->denominator, above)
                                             : reach_remainder(claims, k, value, above);
}

/* ---- many at once ---- */

/* Claims whose values rise in equal steps: claim `from` takes first / by votes, every further one step / by more. */
typedef struct {
    scrut_wide first, step, by;
} progression;

static bool is_progression(const scrut_claims *claims, const scrut_value *value, int64_t from, progression *ret_steps)
{
    const scrut_method *m = claims->method;
    if (value->rank != 1 || from <= claims->guaranteed)
        return false;
    if (claims->kind == SCRUT_CLAIMS_REMAINDER && claims->pivot == 0) {
        *ret_steps = (progression){.first = value->numerator + quotas_taken(claims, from),
                                   .step = claims->quota_numerator,
                                   .by = claims->quota_denominator};
        return true;
    }
    if (claims->kind != SCRUT_CLAIMS_DIVISOR || m->divisor != SCRUT_DIVISOR_LINEAR)
        return false;
    int64_t up, down;
    divisor(m, from, &up, &down);
    *ret_steps = (progression){
        .first = value->numerator * up, .step = value->numerator * m->divisor_step, .by = value->denominator};
    return up > 0 && (from > 1 || m->divisor_first == m->divisor_start);
}

/* False: beyond 64 bits. */
static bool reach_progression(const progression *p, bool above, int64_t count, int64_t votes[])
{
    const scrut_wide most = SCRUT_NEVER;
    if (p->by > most || p->step > most || p->first > most || p->first < -most || p->first + p->step * count > most)
        return false;
    int64_t by = (int64_t)p->by, whole = (int64_t)p->first / by, rest = (int64_t)p->first % by;
    int64_t step_whole = (int64_t)p->step / by, step_rest = (int64_t)p->step % by;
    if (rest < 0) {
        rest += by;
        whole--;
    }
    for (int64_t n = 0; n < count; n++) {
        votes[n] = whole < 0 ? 0 : whole + (above || rest != 0);
        bool carry = rest >= by - step_rest;
        rest += carry ? step_rest - by : step_rest;
        whole += step_whole + carry;
    }
    return true;
}

void scrut_claims_reach_each(const scrut_claims *claims, const scrut_value *value, bool above, int64_t from, int64_t to,
                             int64_t votes[])
{
    progression steps;
    for (int64_t k = from; k <= to; k++) {
        if (is_progression(claims, value, k, &steps) &&
            reach_progression(&steps, above, to - k + 1, votes + (k - from)))
            return;
        votes[k - from] = scrut_claims_reach(claims, k, value, above);
    }
}
