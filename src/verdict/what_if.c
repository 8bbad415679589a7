/* SPDX-License-Identifier: Apache-2.0
 * what_if.c: the seats after stations are cancelled, ballots moved or a list removed. The changes are made to a copy of
 * the sums; the case stays as it is. */
#include "materiality_internal.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const scrut_verdict *v;
    const scrut_case *c;
    const scrut_what_if *ask;
    scrut_tally *votes; /* to be changed */
    scrut_error *err;
} change;

/* NULL: an announcement. */
static const scrut_returns *returns_of_tally(const scrut_verdict *v, size_t tally)
{
    return tally < v->tabulation_count ? &v->c->returns[tally] : NULL;
}

static scrut_status refuse(const change *x, const char *why)
{
    return scrut_fail(x->err, SCRUT_E_INPUT, x->v->tallies[x->ask->tally].about.id, -1, -1, -1, "%s", why);
}

static scrut_status cancel_rows(const change *x)
{
    const scrut_returns *returns = returns_of_tally(x->v, x->ask->tally);
    if (x->ask->cancel_count == 0)
        return SCRUT_OK;
    if (returns == NULL)
        return refuse(x, "an announcement has no stations that could be cancelled");
    if (x->v->chambers[x->ask->tally]->tally != &x->v->tallies[x->ask->tally])
        return refuse(x, "the votes of lists given as one were taken from an announcement, which has none by station");
    for (size_t i = 0; i < x->ask->cancel_count; i++) {
        uint32_t row = x->ask->cancel[i];
        if (returns->excluded == NULL || returns->excluded[row] == 0)
            take_row_out(returns, row, x->votes);
    }
    return SCRUT_OK;
}

/* In the constituency and in the nation. */
static void add_to(const change *x, size_t k, size_t column, int64_t ballots)
{
    const size_t units[2] = {1 + k, 0};
    for (size_t u = 0; u < 2; u++) {
        scrut_figure *f = &x->votes->figures[units[u] * x->votes->column_count + column];
        f->value += f->cells > 0 ? ballots : 0;
    }
}

/* Ballots that come or go are valid ones. */
static void add_ballots_cast(const change *x, size_t k, int64_t ballots)
{
    static const scrut_field FIELDS[] = {SCRUT_FIELD_CAST, SCRUT_FIELD_VALID, SCRUT_FIELD_VOTES_TO_LISTS};
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++)
        add_to(x, k, FIELDS[i], ballots);
}

static scrut_status check_list(const change *x, size_t k, uint32_t party, int64_t ballots)
{
    const scrut_figure *f = scrut_tally_votes(x->votes, 1 + k, party);
    const char *id = x->v->tallies[x->ask->tally].about.id, *list = x->c->parties[party].id,
               *place = x->c->constituencies[k].id;
    if (f->cells == 0)
        return scrut_fail(x->err, SCRUT_E_INPUT, id, -1, -1, -1, "the list \"%s\" has no votes in \"%s\"", list, place);
    if (ballots > 0 && f->value < ballots)
        return scrut_fail(x->err, SCRUT_E_INPUT, id, -1, -1, -1,
                          "%lld ballots are to leave the list \"%s\" in \"%s\", which has %lld", (long long)ballots,
                          list, place, (long long)f->value);
    return SCRUT_OK;
}

static scrut_status move_ballots(const change *x, const scrut_what_if_move *move)
{
    scrut_status st = SCRUT_OK;
    if (move->from != SCRUT_NONE)
        st = check_list(x, move->constituency, move->from, move->ballots);
    if (st == SCRUT_OK && move->to != SCRUT_NONE)
        st = check_list(x, move->constituency, move->to, 0);
    if (st != SCRUT_OK)
        return st;
    if (move->from != SCRUT_NONE)
        add_to(x, move->constituency, SCRUT_FIELD_COUNT + move->from, -move->ballots);
    if (move->to != SCRUT_NONE)
        add_to(x, move->constituency, SCRUT_FIELD_COUNT + move->to, move->ballots);
    if (move->from == SCRUT_NONE || move->to == SCRUT_NONE)
        add_ballots_cast(x, move->constituency, move->from == SCRUT_NONE ? move->ballots : -move->ballots);
    return SCRUT_OK;
}

/* Its votes are no valid votes any more: shares and quotas are of what remains. */
static scrut_status remove_list(const change *x)
{
    uint32_t party = x->ask->remove;
    if (party == SCRUT_NONE)
        return SCRUT_OK;
    if (scrut_tally_votes(x->votes, 0, party)->cells == 0)
        return refuse(x, "the list that is to be removed has no votes in it");
    for (size_t k = 0; k < x->c->constituency_count; k++) {
        scrut_figure *f = scrut_tally_votes(x->votes, 1 + k, party);
        add_to(x, k, SCRUT_FIELD_VALID, -f->value);
        add_to(x, k, SCRUT_FIELD_VOTES_TO_LISTS, -f->value);
        *f = (scrut_figure){0};
    }
    *scrut_tally_votes(x->votes, 0, party) = (scrut_figure){0};
    return SCRUT_OK;
}

scrut_status scrut_what_if_allocate(const scrut_verdict *verdict, const scrut_what_if *ask, scrut_arena *arena,
                                    scrut_chamber **ret_chamber, scrut_error *err)
{
    const scrut_chamber *before = verdict->chambers[ask->tally];
    change x = {.v = verdict, .c = verdict->c, .ask = ask, .votes = copy_tally(before->tally, arena), .err = err};
    scrut_chamber *chamber = scrut_arena_calloc(arena, 1, sizeof *chamber);
    if (x.votes == NULL || chamber == NULL)
        return scrut_fail_memory(err);
    scrut_status st = cancel_rows(&x);
    for (size_t i = 0; i < ask->move_count && st == SCRUT_OK; i++)
        st = move_ballots(&x, &ask->moves[i]);
    if (st == SCRUT_OK)
        st = remove_list(&x);
    if (st == SCRUT_OK)
        st = scrut_seats_allocate(verdict->c, before->rules, x.votes, arena, chamber, err);
    if (st == SCRUT_OK)
        *ret_chamber = chamber;
    return st;
}

/* ---- stations by their findings ---- */

static bool has_code(const scrut_finding *f, const char *const codes[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(f->check->code, codes[i]) == 0)
            return true;
    return false;
}

static int compare_rows(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

scrut_status scrut_what_if_rows(const scrut_verdict *verdict, size_t tally, const char *const codes[],
                                size_t code_count, scrut_arena *arena, uint32_t **ret_rows, size_t *ret_count,
                                scrut_error *err)
{
    const scrut_returns *returns = returns_of_tally(verdict, tally);
    uint32_t *rows = scrut_arena_calloc(arena, verdict->findings.count, sizeof *rows);
    size_t found = 0, count = 0;
    if (rows == NULL)
        return scrut_fail_memory(err);
    for (size_t i = 0; i < verdict->findings.count && returns != NULL; i++) {
        const scrut_finding *f = &verdict->findings.items[i];
        if (f->returns == returns && has_code(f, codes, code_count))
            rows[found++] = f->row;
    }
    if (found > 1)
        qsort(rows, found, sizeof *rows, compare_rows);
    for (size_t i = 0; i < found; i++)
        if (count == 0 || rows[count - 1] != rows[i])
            rows[count++] = rows[i];
    *ret_rows = rows;
    *ret_count = count;
    return SCRUT_OK;
}
