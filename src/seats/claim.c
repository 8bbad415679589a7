/* SPDX-License-Identifier: Apache-2.0
 * claim.c: what a list's k-th seat is worth under each method. */
#include "seats_internal.h"

/* Bounds that keep every cross product below 2^127: linear divisors stay below 2^32 * (SEATS_MAX + 8) < 2^46 and their
 * numerators below 2^40 * 2^32; a sequence's below 2^40 * 10^4 * 2 < 2^55 and 2^40 * 2^30; Hill's squares 2^80 and
 * SEATS_MAX^2 < 2^28. Claims against a quota share one denominator and compare by numerator. */

static void linear_claim(const scrut_method *m, int64_t votes, int64_t k, scrut_claim *claim)
{
    claim->numerator = (scrut_wide)votes * (m->divisor_start > 0 ? m->divisor_start : 1);
    claim->denominator = k == 1 ? m->divisor_first : m->divisor_start + (scrut_wide)m->divisor_step * (k - 1);
}

static void sequence_claim(const scrut_method *m, int64_t votes, int64_t k, scrut_claim *claim)
{
    int64_t last = (int64_t)m->sequence_count;
    scrut_wide divisor = m->sequence[k <= last ? k - 1 : last - 1];
    if (k > last && last > 1)
        divisor += (scrut_wide)(m->sequence[last - 1] - m->sequence[last - 2]) * (k - last);
    claim->numerator = (scrut_wide)votes * (m->sequence_scale > 0 ? m->sequence_scale : 1);
    claim->denominator = divisor;
}

static void divisor_claim(const scrut_method *m, int64_t votes, int64_t k, scrut_claim *claim)
{
    switch (m->divisor) {
    case SCRUT_DIVISOR_LINEAR: linear_claim(m, votes, k, claim); break;
    case SCRUT_DIVISOR_DEAN:
        /* harmonic mean of k - 1 and k */
        claim->numerator = (scrut_wide)votes * (2 * k - 1);
        claim->denominator = (scrut_wide)2 * k * (k - 1);
        break;
    case SCRUT_DIVISOR_HILL:
        /* geometric mean of k - 1 and k, squared */
        claim->numerator = (scrut_wide)votes * votes;
        claim->denominator = (scrut_wide)k * (k - 1);
        break;
    case SCRUT_DIVISOR_SEQUENCE: sequence_claim(m, votes, k, claim); break;
    }
    if (claim->denominator == 0)
        claim->numerator = votes; /* before every quotient, the larger list first */
}

static void quota_claim(const scrut_contest *contest, int64_t votes, int64_t k, scrut_rung *rung)
{
    scrut_claim *claim = &rung->claim;
    int64_t full = contest->full_quotas[claim->contender];
    claim->full_quota = k <= full;
    switch (contest->method->rest) {
    case SCRUT_REST_LARGEST_REMAINDER:
        /* Full quotas and remainders in one order: a claim on a full quota is worth a quota or more, a remainder
         * less. Where more seats remain than lists, the claims go on below zero. */
        claim->numerator = votes * contest->quota_denominator - (k - 1) * contest->quota_numerator;
        claim->denominator = contest->quota_denominator;
        break;
    case SCRUT_REST_HIGHEST_AVERAGE:
        /* v/k >= quota exactly when k is within the full quotas, so these come first by themselves */
        claim->numerator = votes;
        claim->denominator = k;
        break;
    case SCRUT_REST_HIGHEST_AVERAGE_ONCE:
        claim->numerator = votes;
        claim->denominator = k <= full ? k : full + 1;
        rung->round = k <= full ? 1 : 1 + k - full;
        break;
    }
}

static bool within_limits(const scrut_contest *contest, const scrut_contender *c, int64_t k)
{
    if (!scrut_contender_active(c) || (c->seats_max >= 0 && k > c->seats_max))
        return false;
    if (contest->method->family == SCRUT_METHOD_PLURALITY)
        return k == 1;
    if (contest->method->family == SCRUT_METHOD_PLURALITY_BLOCK)
        return k <= contest->seats;
    /* claims beyond the seats are only looked at as runners-up */
    return k <= contest->seats + SCRUT_RUNNERS_UP;
}

bool scrut_contest_claim(const scrut_contest *contest, uint32_t contender, int64_t k, scrut_rung *ret_rung)
{
    const scrut_contender *c = &contest->contenders[contender];
    if (!within_limits(contest, c, k))
        return false;
    scrut_rung rung = {.claim = {.contender = contender, .k = k, .numerator = c->votes, .denominator = 1}, .round = 1};
    if (contest->method->family == SCRUT_METHOD_DIVISOR)
        divisor_claim(contest->method, c->votes, k, &rung.claim);
    else if (contest->method->family == SCRUT_METHOD_QUOTA)
        quota_claim(contest, c->votes, k, &rung);
    if (k <= c->seats_min)
        rung.round = 0;
    *ret_rung = rung;
    return true;
}

int scrut_rung_compare(const scrut_rung *a, const scrut_rung *b)
{
    const scrut_claim *x = &a->claim, *y = &b->claim;
    if (a->round != b->round)
        return a->round < b->round ? 1 : -1;
    if (x->denominator == y->denominator)
        return scrut_wide_compare(x->numerator, y->numerator);
    if (x->denominator == 0 || y->denominator == 0)
        return x->denominator == 0 ? 1 : -1;
    return scrut_wide_compare(x->numerator * y->denominator, y->numerator * x->denominator);
}

/* ---- quotas ---- */

static void round_quota(scrut_contest *contest, int64_t votes)
{
    int64_t parts = contest->seats + contest->method->quota_plus;
    contest->quota_denominator = 1;
    switch (contest->method->quota_rounding) {
    case SCRUT_QUOTA_EXACT:
        contest->quota_numerator = votes;
        contest->quota_denominator = parts;
        break;
    case SCRUT_QUOTA_FLOOR: contest->quota_numerator = votes / parts; break;
    case SCRUT_QUOTA_CEIL: contest->quota_numerator = ((scrut_wide)votes + parts - 1) / parts; break;
    case SCRUT_QUOTA_NEAREST:
        contest->quota_numerator = ((scrut_wide)votes * 2 + parts) / (2 * (scrut_wide)parts);
        break;
    case SCRUT_QUOTA_FLOOR_PLUS_ONE: contest->quota_numerator = votes / parts + 1; break;
    }
}

/* Full quotas of each list, at most the seats it may have; returns their sum. With at most 2^22 lists it stays
 * inside int64. */
static int64_t count_full_quotas(scrut_contest *contest)
{
    int64_t total = 0;
    for (size_t i = 0; i < contest->count; i++) {
        const scrut_contender *c = &contest->contenders[i];
        if (!scrut_contender_active(c))
            continue;
        scrut_wide full = c->votes * contest->quota_denominator / contest->quota_numerator;
        if (c->seats_max >= 0 && full > c->seats_max)
            full = c->seats_max;
        contest->full_quotas[i] = (int64_t)full;
        total += contest->full_quotas[i];
    }
    return total;
}

static const char *over_award_refusal(int64_t full, int64_t seats, scrut_arena *arena)
{
    return scrut_sentence(arena,
                          "The full quotas give {1d} seats, more than the {2d} there are, and the rules do not say "
                          "what follows.",
                          full, seats);
}

scrut_status scrut_contest_quota(scrut_contest *contest, int64_t votes_all, scrut_arena *arena,
                                 const char **ret_refusal, scrut_error *err)
{
    contest->full_quotas = scrut_arena_calloc(arena, contest->count, sizeof *contest->full_quotas);
    if (contest->full_quotas == NULL)
        return scrut_fail_memory(err);
    round_quota(contest, contest->method->quota_base_all ? votes_all : contest->votes);
    if (contest->active == 0)
        return SCRUT_OK;
    if (contest->quota_numerator == 0) {
        *ret_refusal = SCRUT_KEY("The quota, rounded as the rules say, is 0 votes.");
        return SCRUT_OK;
    }
    int64_t full = count_full_quotas(contest);
    if (full <= contest->seats)
        return SCRUT_OK;
    if (contest->method->over_award == SCRUT_OVER_AWARD_ERROR) {
        *ret_refusal = over_award_refusal(full, contest->seats, arena);
        if (*ret_refusal == NULL)
            return scrut_fail_memory(err);
    } else if (contest->method->over_award == SCRUT_OVER_AWARD_IGNORE) {
        if (full > SCRUT_SEATS_MAX)
            return scrut_fail(err, SCRUT_E_RANGE, NULL, -1, -1, -1, "the full quotas give %lld seats; the limit is %d",
                              (long long)full, SCRUT_SEATS_MAX);
        contest->seats = full;
    }
    return SCRUT_OK;
}

/* Under D'Hondt a list with h of S seats among m lists has share s of the votes with
 *   h / (S + m - 1) <= s <= (h + 1) / (S + 1).
 * Let q be the last winning quotient, V all votes. A seat held is worth q or more, a list's next claim q or less, so
 * h_i q <= v_i <= (h_i + 1) q for every list i.
 * Least: v >= h q, the others have at most (S - h + m - 1) q together, and v / (v + rest) grows with v and falls with
 * the rest, so v / V >= h / (h + S - h + m - 1). Most: v <= (h + 1) q, the others have at least (S - h) q, so v / V <=
 * (h + 1) / (h + 1 + S - h). Both are reached with ties, so neither can be improved. */
void scrut_dhondt_share_bounds(int64_t held, int64_t seats, int64_t lists, int64_t ret_least[2], int64_t ret_most[2])
{
    ret_least[0] = held;
    ret_least[1] = seats + lists > 1 ? seats + lists - 1 : 1;
    ret_most[0] = held + 1;
    ret_most[1] = seats + 1;
}
