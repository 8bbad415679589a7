/* SPDX-License-Identifier: Apache-2.0
 * recheck_sums.c: shares of seats in every constituency, added up to what is claimed in the nation. At the prices of
 * the certificate every share costs at least what stands there; a share that is not named makes every way too dear, and
 * the named ones are added up constituency by constituency, in a table of the seats so far. */
#include "recheck_internal.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_MAX ((size_t)1 << 20) /* of one constituency's table */

typedef struct {
    const scrut_checking *ch;
    const scrut_certificate_shares *shares; /* a contest */
    const int64_t *prices;                  /* a claim */
    size_t dims;
    int64_t ballots;    /* more are of no interest */
    scrut_wide *floors; /* a contest: least ballots less worth of any share */
    scrut_wide bound;   /* the claims' worth and all floors */
} summing;

static scrut_wide worth(const summing *x, const int64_t seats[])
{
    scrut_wide sum = 0;
    for (size_t d = 0; d < x->dims; d++)
        sum += (scrut_wide)x->prices[d] * seats[d];
    return sum;
}

static void find_floors(summing *x)
{
    for (size_t d = 0; d < x->dims; d++)
        x->bound += (scrut_wide)x->prices[d] * x->ch->c->claims[d].seats;
    for (size_t n = 0; n < x->ch->c->contest_count; n++) {
        const scrut_certificate_shares *s = &x->shares[n];
        x->floors[n] = s->others;
        for (size_t k = 0; k < s->count; k++) {
            scrut_wide rest = s->at_least[k] - worth(x, s->seats + k * x->dims);
            x->floors[n] = rest < x->floors[n] ? rest : x->floors[n];
        }
        x->bound += x->floors[n];
    }
}

/* A row: how many claims, seats by claim, ballots. */
static int by_seats(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    for (int64_t d = 1; d <= x[0] + 1; d++)
        if (x[d] != y[d])
            return x[d] > y[d] ? 1 : -1;
    return 0;
}

/* Of rows with the same seats the first, which has fewest ballots. */
static size_t drop_dearer(int64_t *rows, size_t count, size_t width)
{
    size_t kept = 0;
    qsort(rows, count, width * sizeof *rows, by_seats);
    for (size_t k = 0; k < count; k++) {
        const int64_t *row = rows + k * width;
        if (kept > 0 && memcmp(rows + (kept - 1) * width, row, (width - 1) * sizeof *row) == 0)
            continue;
        memmove(rows + kept++ * width, row, width * sizeof *row);
    }
    return kept;
}

/* The rows after contest n; those that the floors of the contests left make too dear are left out. */
static size_t add_contest(const summing *x, size_t n, scrut_wide floors_left, const int64_t *rows, size_t count,
                          int64_t *after)
{
    const scrut_certificate_shares *s = &x->shares[n];
    size_t width = x->dims + 2, made = 0;
    for (size_t k = 0; k < count; k++)
        for (size_t m = 0; m < s->count; m++) {
            int64_t *row = after + made * width;
            bool fits = true;
            scrut_wide least = floors_left, ballots = (scrut_wide)rows[k * width + width - 1] + s->at_least[m];
            row[0] = (int64_t)x->dims;
            for (size_t d = 0; d < x->dims; d++) {
                row[1 + d] = rows[k * width + 1 + d] + s->seats[m * x->dims + d];
                least += (scrut_wide)x->prices[d] * (x->ch->c->claims[d].seats - row[1 + d]);
                fits = fits && row[1 + d] <= x->ch->c->claims[d].seats;
            }
            if (!fits || ballots > x->ballots || ballots + least > x->ballots)
                continue;
            row[width - 1] = (int64_t)ballots;
            made++;
        }
    return drop_dearer(after, made, width);
}

static bool has_claims(const summing *x, const int64_t *rows, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        bool same = true;
        for (size_t d = 0; d < x->dims; d++)
            same = same && rows[k * (x->dims + 2) + 1 + d] == x->ch->c->claims[d].seats;
        if (same)
            return true;
    }
    return false;
}

/* Whether some shares, one of each contest, add up to the claims for no more than the ballots. */
static scrut_status add_up(const summing *x, bool *ret_is, bool *ret_many)
{
    size_t width = x->dims + 2, count = 1;
    scrut_wide left = 0;
    int64_t *rows = calloc(width, sizeof *rows);
    *ret_many = false;
    for (size_t n = 0; n < x->ch->c->contest_count; n++)
        left += x->floors[n];
    for (size_t n = 0; n < x->ch->c->contest_count && rows != NULL && count > 0 && !*ret_many; n++) {
        left -= x->floors[n];
        *ret_many = x->shares[n].count > ROWS_MAX / count;
        if (*ret_many)
            break;
        int64_t *after = calloc((count * x->shares[n].count + 1) * width, sizeof *after);
        count = after != NULL ? add_contest(x, n, left, rows, count, after) : count;
        free(rows);
        rows = after;
    }
    if (rows == NULL)
        return scrut_fail_memory(x->ch->err);
    *ret_is = !*ret_many && has_claims(x, rows, count);
    free(rows);
    return SCRUT_OK;
}

static scrut_status open_sums(const scrut_checking *ch, summing *x)
{
    size_t dims = ch->c->claim_count;
    int64_t *prices = scrut_arena_calloc(ch->arena, dims, sizeof *prices);
    x->ch = ch;
    x->dims = dims;
    x->floors = scrut_arena_calloc(ch->arena, ch->c->contest_count, sizeof *x->floors);
    if (prices == NULL || x->floors == NULL)
        return scrut_fail_memory(ch->err);
    if (x->prices == NULL)
        x->prices = prices; /* nothing is worth anything */
    return SCRUT_OK;
}

scrut_status scrut_recheck_sum_is(const scrut_checking *ch, const scrut_certificate_shares shares[], bool *ret_is,
                                  bool *ret_many)
{
    summing x = {.shares = shares};
    scrut_status st = open_sums(ch, &x);
    return st == SCRUT_OK ? add_up(&x, ret_is, ret_many) : st;
}

/* A share that is not named, with the cheapest in every other constituency, takes too many ballots. */
scrut_status scrut_recheck_sums(const scrut_checking *ch, scrut_recheck_result *ret_result)
{
    summing x = {.shares = ch->r->shares, .prices = ch->r->prices, .ballots = ch->r->at_least - 1};
    bool found = false, many = false;
    scrut_status st = open_sums(ch, &x);
    if (st != SCRUT_OK)
        return st;
    find_floors(&x);
    for (size_t n = 0; n < ch->c->contest_count; n++)
        if (x.bound - x.floors[n] + ch->r->shares[n].others <= x.ballots) {
            *ret_result = scrut_recheck_no("a share that is not named could be part of a way of fewer ballots");
            return scrut_recheck_in_contest(ch, n, ret_result);
        }
    st = add_up(&x, &found, &many);
    if (st == SCRUT_OK && many)
        *ret_result = scrut_recheck_not("there are too many shares for the simple test");
    else if (st == SCRUT_OK && found)
        *ret_result = scrut_recheck_no("the shares that are named add to fewer ballots");
    return st;
}
