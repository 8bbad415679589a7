/* SPDX-License-Identifier: Apache-2.0
 * recheck_house.c: seats that are claimed for several lists in the nation: whether the moves meet the claims, and why
 * fewer ballots do not (recheck_sums.c, recheck_shares.c). */
#include "recheck_internal.h"

#include <string.h>

#define OUTCOMES_MAX 10000 /* of one draw */

size_t scrut_recheck_claim_of(const scrut_checking *ch, size_t n, size_t i)
{
    size_t d = 0;
    while (d < ch->c->claim_count && strcmp(ch->c->claims[d].list, ch->c->contests[n].lists[i]) != 0)
        d++;
    return d;
}

/* ---- whether the seats are those claimed ---- */

/* The outcomes of the draw in one contest, as shares for no ballots. */
typedef struct {
    const scrut_checking *ch;
    size_t contest;
    const scrut_naive_seats *held;
    int64_t *now;           /* a claim */
    int64_t *seats;         /* an outcome, and in it a claim */
    size_t count, capacity; /* capacity 0: they are only counted */
} outcomes;

/* List i and those after it share `drawn` seats; what is claimed tells outcomes apart. */
static void draw_list(outcomes *o, size_t i, int64_t drawn)
{
    size_t lists = o->ch->c->contests[o->contest].contest.list_count, dims = o->ch->c->claim_count;
    if (i == lists) {
        if (drawn == 0 && o->count < o->capacity)
            memcpy(o->seats + o->count * dims, o->now, dims * sizeof *o->seats);
        o->count += drawn == 0;
        return;
    }
    size_t d = scrut_recheck_claim_of(o->ch, o->contest, i);
    for (int64_t more = 0; more <= o->held->equal[i] && more <= drawn && o->count <= OUTCOMES_MAX; more++) {
        if (d < dims)
            o->now[d] = o->held->sure[i] + more;
        draw_list(o, i + 1, drawn - more);
    }
}

static scrut_status list_outcomes(const scrut_checking *ch, size_t n, const scrut_naive_seats *held,
                                  scrut_certificate_shares *ret_shares, bool *ret_many)
{
    size_t dims = ch->c->claim_count;
    outcomes o = {.ch = ch, .contest = n, .held = held, .now = scrut_arena_calloc(ch->arena, dims, sizeof *o.now)};
    if (o.now == NULL)
        return scrut_fail_memory(ch->err);
    draw_list(&o, 0, held->drawn);
    *ret_many = o.count > OUTCOMES_MAX;
    if (*ret_many)
        return SCRUT_OK;
    o.capacity = o.count;
    o.count = 0;
    o.seats = scrut_arena_calloc(ch->arena, o.capacity * dims, sizeof *o.seats);
    int64_t *none = scrut_arena_calloc(ch->arena, o.capacity, sizeof *none);
    if (o.seats == NULL || none == NULL)
        return scrut_fail_memory(ch->err);
    draw_list(&o, 0, held->drawn);
    *ret_shares = (scrut_certificate_shares){.count = o.count, .seats = o.seats, .at_least = none};
    return SCRUT_OK;
}

/* Draws are independent: some outcome of each, so that they add up to the claims. */
static scrut_status draws_give(const scrut_checking *ch, const scrut_naive_seats *held, bool *ret_meets,
                               const char **ret_why)
{
    size_t count = ch->c->contest_count;
    scrut_certificate_shares *shares = scrut_arena_calloc(ch->arena, count, sizeof *shares);
    bool many = false;
    scrut_status st = shares != NULL ? SCRUT_OK : scrut_fail_memory(ch->err);
    for (size_t n = 0; n < count && st == SCRUT_OK && !many; n++)
        st = list_outcomes(ch, n, &held[n], &shares[n], &many);
    if (st == SCRUT_OK && !many)
        st = scrut_recheck_sum_is(ch, shares, ret_meets, &many);
    if (st == SCRUT_OK && many)
        *ret_why = "there are too many outcomes of draws";
    return st;
}

/* For certain: no draw that a claimed list takes part in decides anything. */
static bool sure_seats(const scrut_checking *ch, size_t n, const scrut_naive_seats *held, int64_t left[])
{
    size_t count = ch->c->contests[n].contest.list_count;
    for (size_t i = 0; i < count; i++) {
        size_t d = scrut_recheck_claim_of(ch, n, i);
        int64_t least, most;
        scrut_recheck_seats_of(held, count, i, &least, &most);
        if (d == ch->c->claim_count)
            continue;
        if (least != most)
            return false;
        left[d] -= least;
    }
    return true;
}

static bool nothing_left(const int64_t left[], size_t count)
{
    for (size_t d = 0; d < count; d++)
        if (left[d] != 0)
            return false;
    return true;
}

static scrut_status hold(const scrut_checking *ch, bool moved, scrut_naive_seats *held, bool *ret_refused,
                         const char **ret_why)
{
    scrut_status st = SCRUT_OK;
    *ret_refused = false;
    *ret_why = NULL;
    for (size_t n = 0; n < ch->c->contest_count && st == SCRUT_OK && *ret_why == NULL; n++) {
        int64_t *votes = NULL;
        if (ch->c->contests[n].closed != NULL) {
            *ret_why = "the ballots of a constituency cannot be weighed";
            break;
        }
        st = scrut_recheck_votes(ch, n, moved, &votes);
        if (st == SCRUT_OK)
            st = scrut_naive_allocate(&ch->c->contests[n].contest, votes, ch->arena, &held[n], ch->err);
        if (st != SCRUT_OK)
            break;
        *ret_why = held[n].unknown;
        *ret_refused = *ret_refused || held[n].refused;
    }
    return st;
}

scrut_status scrut_recheck_meets_claims(const scrut_checking *ch, bool moved, bool *ret_meets, const char **ret_why)
{
    const scrut_certificate *c = ch->c;
    scrut_naive_seats *held = scrut_arena_calloc(ch->arena, c->contest_count, sizeof *held);
    int64_t *left = scrut_arena_calloc(ch->arena, c->claim_count, sizeof *left);
    bool refused = false, sure = true;
    if (held == NULL || left == NULL)
        return scrut_fail_memory(ch->err);
    scrut_status st = hold(ch, moved, held, &refused, ret_why);
    *ret_meets = false;
    if (st != SCRUT_OK || *ret_why != NULL || refused)
        return st;
    for (size_t d = 0; d < c->claim_count; d++)
        left[d] = c->claims[d].seats;
    if (ch->certain) {
        for (size_t n = 0; n < c->contest_count && sure; n++)
            sure = sure_seats(ch, n, &held[n], left);
        *ret_meets = sure && nothing_left(left, c->claim_count);
        return SCRUT_OK;
    }
    return draws_give(ch, held, ret_meets, ret_why);
}

bool scrut_recheck_meets_share(const scrut_checking *ch, size_t n, const scrut_naive_seats *held, const int64_t seats[])
{
    int64_t low = 0, high = 0;
    for (size_t i = 0; i < ch->c->contests[n].contest.list_count; i++) {
        size_t d = scrut_recheck_claim_of(ch, n, i);
        int64_t least, most;
        scrut_recheck_seats_of(held, ch->c->contests[n].contest.list_count, i, &least, &most);
        if (d == ch->c->claim_count) {
            high += held->equal[i];
            continue;
        }
        int64_t more = seats[d] - held->sure[i];
        if (ch->certain ? least != most || least != seats[d] : more < 0 || more > held->equal[i])
            return false;
        low += more;
    }
    return ch->certain || (low <= held->drawn && held->drawn <= low + high);
}

/* ---- */

/* Claims that no votes can meet, by counting seats alone. */
static bool beyond_all(const scrut_checking *ch)
{
    int64_t all = 0, claimed = 0;
    bool free_list = false;
    for (size_t n = 0; n < ch->c->contest_count; n++) {
        all += ch->c->contests[n].contest.seats;
        for (size_t i = 0; i < ch->c->contests[n].contest.list_count; i++)
            free_list = free_list || scrut_recheck_claim_of(ch, n, i) == ch->c->claim_count;
    }
    for (size_t d = 0; d < ch->c->claim_count; d++)
        claimed += ch->c->claims[d].seats;
    return claimed > all || (claimed < all && !free_list);
}

static const char *unsuited(const scrut_checking *ch)
{
    for (size_t n = 0; n < ch->c->contest_count; n++) {
        const scrut_certificate_contest *cc = &ch->c->contests[n];
        if (cc->closed != NULL)
            return "the ballots of a constituency cannot be weighed";
        if (ch->certain && scrut_naive_equals_own(&cc->contest.method))
            return "claims of one list can be worth the same";
        const char *why = scrut_naive_unsuited(&cc->contest, ch->c->metric, true);
        if (why != NULL)
            return why;
    }
    return NULL;
}

scrut_status scrut_recheck_no_way_claims(const scrut_checking *ch, scrut_recheck_result *ret_result)
{
    const char *why = unsuited(ch);
    *ret_result = scrut_recheck_yes();
    if (why == NULL && beyond_all(ch))
        return SCRUT_OK;
    if (why == NULL && ch->r->shares == NULL)
        why = "the certificate holds no shares";
    if (why != NULL) {
        *ret_result = scrut_recheck_not(why);
        return SCRUT_OK;
    }
    scrut_status st = scrut_recheck_sums(ch, ret_result);
    for (size_t n = 0; n < ch->c->contest_count && st == SCRUT_OK && ret_result->state == SCRUT_RECHECK_YES; n++)
        st = scrut_recheck_shares(ch, n, ch->r->at_least - 1, ret_result);
    return st;
}
