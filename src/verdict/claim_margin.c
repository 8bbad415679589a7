/* SPDX-License-Identifier: Apache-2.0
 * claim_margin.c: margins in claims: what margin() is worth, and what a claim about seats would have taken. */
#include "claim_internal.h"
#include "verdict_internal.h"

static const scrut_margins *margins_of(const claim_witness *w)
{
    const scrut_verdict *v = w->v;
    bool whole = w->tally != NULL && !w->tally->partial; /* margins of a part of the stations are nobody's */
    return whole && v->margins != NULL ? v->margins[w->tally - v->tallies] : NULL;
}

static bool ask(claim_witness *w, const scrut_seats_margin *question, scrut_metric metric, margin_answer *ret)
{
    scrut_error err;
    if (ask_margin(margins_of(w), question, metric, w->arena, ret, &err) == SCRUT_OK)
        return true;
    w->memory_failed = true;
    return false;
}

/* ---- margin() ------------------------------------------------------------------------------------------ */

/* Newspapers say "166 more votes would have given the seat": the number with which it is certain. */
static claim_leaf would_leaf(const scrut_ballots *would)
{
    claim_leaf r = {.value = interval_at_least(would->at_least), .informed = true};
    if (would->possible) {
        r.value = interval_between(would->at_least, would->at_most);
    } else if (would->exact) { /* more than any number of ballots */
        r.value = interval_at_least(SCRUT_VOTES_MAX + 1);
        r.is_never = true;
    }
    if (!would->exact)
        r.missing = SCRUT_KEY("the exact margin, of which only the ends are known");
    return r;
}

claim_leaf claim_margin_value(claim_witness *w, const scrut_claim_node *call)
{
    scrut_seats_margin question = {.party = call->party, .unit = call->unit, .at_least = true, .seats = call->count};
    claim_leaf r = {.value = interval_at_least(0)};
    margin_answer answer = {.weighed = false};
    scrut_metric metric = SCRUT_METRIC_CHANGE;
    if (call->word != NULL && !scrut_metric_named(call->word, &metric)) {
        r.value = interval_fault("a metric is change, add or remove");
        return r;
    }
    if (margins_of(w) != NULL && !ask(w, &question, metric, &answer))
        return r;
    if (answer.weighed)
        return would_leaf(&answer.would);
    r.missing = claim_missing(w, call->unit, SCRUT_KEY("the votes of every list by constituency"),
                              SCRUT_KEY("the votes of every list in {1r}"));
    return r;
}

/* ---- what it would have taken -------------------------------------------------------------------------- */

typedef struct {
    claim_witness *w;
    scrut_claim_answer *answer;
    size_t capacity;
} wanting;

/* A statement about seats as one about a number of parties together: their seats against a whole number. */
typedef struct {
    const claim_atoms *atoms;
    const claim_constraint *constraint; /* of seats in `unit` */
    uint32_t unit;
    scrut_wide low, high; /* coefficients of the parties: no others */
} seats_sum;

static scrut_wide coefficient(const seats_sum *s, uint32_t party)
{
    for (size_t i = 0; i < s->atoms->count; i++)
        if (s->atoms->items[i].party == party)
            return s->constraint->coefficients[i];
    return 0;
}

/* False: it speaks of something else than the seats of one unit, or weighs parties in more than two ways. */
static bool sum_of_seats(const scrut_case *c, const claim_atoms *atoms, const claim_constraint *k, seats_sum *ret_sum)
{
    seats_sum s = {.atoms = atoms, .constraint = k};
    for (size_t i = 0; i < atoms->count; i++) {
        if (atoms->items[i].function != SCRUT_CLAIM_SEATS || atoms->items[i].unit != atoms->items[0].unit)
            return false;
        s.unit = atoms->items[0].unit;
    }
    for (uint32_t p = 0; p < c->party_count; p++) {
        scrut_wide value = coefficient(&s, p);
        s.low = p == 0 || value < s.low ? value : s.low;
        s.high = p == 0 || value > s.high ? value : s.high;
    }
    for (uint32_t p = 0; p < c->party_count; p++)
        if (coefficient(&s, p) != s.low && coefficient(&s, p) != s.high)
            return false;
    *ret_sum = s;
    return s.low < s.high;
}

/* Every seat is somebody's, and no list stands for several. */
static bool seats_are_filled(const scrut_case *c)
{
    for (size_t p = 0; p < c->party_count; p++)
        if (c->parties[p].aggregate)
            return false;
    return c->rules.seats_max == 0 &&
           (c->rules.method.family != SCRUT_METHOD_QUOTA || c->rules.method.over_award == SCRUT_OVER_AWARD_ERROR);
}

static scrut_wide divide_down(scrut_wide a, scrut_wide b)
{
    return a / b - (a % b < 0);
}

/* low L + high H <= bound, with L + H all seats: for the parties of the low coefficient L, at least; where theirs is 0,
 * for the others at most. */
static bool limit_of(const scrut_case *c, const seats_sum *s, bool *ret_at_least, scrut_wide *ret_seats)
{
    scrut_wide bound = s->constraint->bound, rest;
    int64_t seats;
    *ret_at_least = s->low != 0;
    if (s->low != 0 && s->high != 0) {
        if (!seats_are_filled(c) || !claim_chamber_seats(c, s->unit, &seats) ||
            __builtin_mul_overflow(s->high, (scrut_wide)seats, &rest) || __builtin_sub_overflow(rest, bound, &rest))
            return false;
        *ret_seats = -divide_down(-rest, s->high - s->low); /* (high - low) L >= high * seats - bound */
        return !s->constraint->is_equation || rest % (s->high - s->low) == 0;
    }
    *ret_seats = s->low != 0 ? -divide_down(bound, -s->low) : divide_down(bound, s->high);
    return !s->constraint->is_equation || bound % (s->low != 0 ? s->low : s->high) == 0;
}

static bool name_parties(wanting *x, const seats_sum *s, bool of_low, scrut_seats_margin *q)
{
    size_t parties = x->w->v->c->party_count;
    uint32_t *coalition = scrut_arena_calloc(x->w->arena, parties, sizeof *coalition);
    if (coalition == NULL) {
        x->w->memory_failed = true;
        return false;
    }
    for (uint32_t p = 0; p < parties; p++)
        if (coefficient(s, p) == (of_low ? s->low : s->high))
            coalition[q->coalition_count++] = p;
    q->coalition = coalition;
    q->party = SCRUT_NONE;
    if (q->coalition_count == 1) {
        q->party = coalition[0];
        q->coalition = NULL;
        q->coalition_count = 0;
    }
    return true;
}

/* Whether the parties hold fewer for certain: "= n" then asks for more seats, else for fewer. */
static bool too_few(wanting *x, const seats_sum *s, bool of_low, int64_t n)
{
    int64_t held = 0;
    for (uint32_t p = 0; p < x->w->v->c->party_count; p++)
        if (coefficient(s, p) == (of_low ? s->low : s->high))
            held += s->unit == 0 ? x->w->chamber->certain[p] : x->w->chamber->constituencies[s->unit - 1].certain[p];
    return held < n;
}

static bool question_of(wanting *x, const scrut_claim_node *node, scrut_seats_margin *ret)
{
    const scrut_case *c = x->w->v->c;
    claim_atoms atoms = {.count = 0};
    claim_form form;
    seats_sum s;
    bool at_least;
    scrut_wide seats;
    const char *why = NULL;
    if (!claim_linear_form(x->w->v, node, 0, &atoms, x->w->arena, &form, &why)) {
        x->w->memory_failed = x->w->memory_failed || why == NULL;
        return false;
    }
    if (form.count != 1 || form.items[0].count != 1 || atoms.count == 0 ||
        !sum_of_seats(c, &atoms, form.items[0].items[0], &s) || !limit_of(c, &s, &at_least, &seats) || seats < 0 ||
        seats > SCRUT_SEATS_MAX)
        return false;
    *ret = (scrut_seats_margin){.unit = s.unit, .at_least = at_least, .seats = (int64_t)seats};
    if (s.constraint->is_equation)
        ret->at_least = too_few(x, &s, at_least, ret->seats);
    return name_parties(x, &s, at_least, ret);
}

static void want_comparison(wanting *x, const scrut_claim_node *node)
{
    scrut_claim_answer *a = x->answer;
    scrut_seats_margin question;
    margin_answer ours;
    if (a->taken_count == x->capacity || !question_of(x, node, &question) ||
        !ask(x->w, &question, SCRUT_METRIC_CHANGE, &ours) || !ours.weighed)
        return;
    question.could = ours.could;
    question.would = ours.would;
    question.note = ours.note;
    a->taken[a->taken_count++] = question;
}

/* Every statement that the claim joins with "and" and that does not hold. */
static void want(wanting *x, const scrut_claim_node *node)
{
    if (node->op == SCRUT_CLAIM_AND) {
        want(x, node->a);
        want(x, node->b);
    } else if (node->op >= SCRUT_CLAIM_EQUAL && node->op <= SCRUT_CLAIM_AT_LEAST &&
               claim_evaluate(x->w, node) != TRUTH_YES) {
        want_comparison(x, node);
    }
}

void claim_would_have_taken(claim_witness *w, const scrut_claim_node *claim, size_t most, scrut_claim_answer *answer)
{
    if (w->origin != SCRUT_CLAIM_FROM_CHAMBER || margins_of(w) == NULL || answer->verdict == SCRUT_CLAIM_HOLDS)
        return;
    wanting x = {.w = w, .answer = answer, .capacity = most};
    answer->taken = scrut_arena_calloc(w->arena, most, sizeof *answer->taken);
    w->quiet = true;
    if (answer->taken != NULL)
        want(&x, claim);
    else
        w->memory_failed = true;
}
