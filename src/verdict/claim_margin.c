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
        r.missing = "the exact margin, of which only the ends are known";
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
    r.missing =
        claim_say(w, "the votes of every list%s", call->unit == 0 ? " by constituency" : claim_place(w, call->unit));
    return r;
}

/* ---- what it would have taken -------------------------------------------------------------------------- */

typedef struct {
    claim_witness *w;
    scrut_claim_answer *answer;
    size_t capacity;
} wanting;

static scrut_claim_op mirrored(scrut_claim_op op)
{
    switch (op) {
    case SCRUT_CLAIM_LESS: return SCRUT_CLAIM_GREATER;
    case SCRUT_CLAIM_AT_MOST: return SCRUT_CLAIM_AT_LEAST;
    case SCRUT_CLAIM_GREATER: return SCRUT_CLAIM_LESS;
    case SCRUT_CLAIM_AT_LEAST: return SCRUT_CLAIM_AT_MOST;
    default: return op;
    }
}

/* "seats(P) = n" asks for more seats or for fewer, as the votes give fewer or more. */
static bool question_of(wanting *x, const scrut_claim_node *seats, scrut_claim_op op, int64_t n,
                        scrut_seats_margin *ret)
{
    claim_interval held = claim_leaf_value(x->w, seats).value;
    bool too_few = !held.has_low || fraction_compare(held.low, fraction_whole(n)) < 0;
    *ret = (scrut_seats_margin){.party = seats->party, .unit = seats->unit, .at_least = true, .seats = n};
    switch (op) {
    case SCRUT_CLAIM_AT_LEAST: return true;
    case SCRUT_CLAIM_GREATER: ret->seats = n + 1; return true;
    case SCRUT_CLAIM_AT_MOST: ret->at_least = false; return true;
    case SCRUT_CLAIM_LESS:
        ret->at_least = false;
        ret->seats = n - 1;
        return true;
    case SCRUT_CLAIM_EQUAL: ret->at_least = too_few; return true;
    default: return false;
    }
}

static bool is_seats(const scrut_claim_node *node)
{
    return node->op == SCRUT_CLAIM_CALL && node->function == SCRUT_CLAIM_SEATS;
}

static bool whole_number(wanting *x, const scrut_claim_node *node, int64_t *ret_value)
{
    if (scrut_claim_is_truth(node))
        return false;
    claim_interval value = claim_number(x->w, node);
    if (!interval_is_exact(&value) || value.low.denominator != 1 || value.low.numerator < 0 ||
        value.low.numerator > SCRUT_SEATS_MAX)
        return false;
    *ret_value = (int64_t)value.low.numerator;
    return true;
}

static void want_comparison(wanting *x, const scrut_claim_node *node)
{
    scrut_claim_answer *a = x->answer;
    bool right = is_seats(node->b) && !is_seats(node->a);
    const scrut_claim_node *seats = right ? node->b : node->a, *number = right ? node->a : node->b;
    scrut_seats_margin question;
    margin_answer ours;
    int64_t n;
    if (!is_seats(seats) || !whole_number(x, number, &n) ||
        !question_of(x, seats, right ? mirrored(node->op) : node->op, n, &question) || a->taken_count == x->capacity ||
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
