/* SPDX-License-Identifier: Apache-2.0
 * claim_linear.c: claims as alternatives of linear constraints between seats, votes and counts, so that
 * what cannot be true together can be found. Shares are multiplied out: share(P) < x is
 * votes(P) - x * valid() < 0. What is not linear is left out, and that is said. */
#include "claim_internal.h"

#include <string.h>

static bool same_atom(const claim_atom *a, const claim_atom *b)
{
    const char *x = a->word != NULL ? a->word : "", *y = b->word != NULL ? b->word : "";
    return a->function == b->function && a->party == b->party && a->unit == b->unit && a->count == b->count &&
           strcmp(x, y) == 0;
}

size_t claim_atom_index(claim_atoms *atoms, claim_atom atom)
{
    for (size_t i = 0; i < atoms->count; i++)
        if (same_atom(&atoms->items[i], &atom))
            return i;
    if (atoms->count == CLAIM_ATOMS_MAX)
        return CLAIM_ATOMS_MAX;
    atoms->items[atoms->count] = atom;
    return atoms->count++;
}

/* constant + sum plain * atom + sum ratio * atom / base */
typedef struct {
    scrut_fraction constant, plain[CLAIM_ATOMS_MAX], ratio[CLAIM_ATOMS_MAX];
    size_t base; /* CLAIM_ATOMS_MAX: no ratio */
    bool has_plain;
} linear;

typedef struct {
    const scrut_verdict *v;
    scrut_arena *arena;
    claim_atoms *atoms;
    uint32_t claim;
    linear sum;
    const char *fault; /* why there is no linear form */
    bool memory_failed;
} builder;

#define TOO_LARGE SCRUT_KEY("its numbers are too large")

/* ---- sums --------------------------------------------------------------------------------------------- */

static void add_to(builder *b, scrut_fraction *to, scrut_fraction value)
{
    if (!fraction_add(*to, value, to))
        b->fault = TOO_LARGE;
}

static size_t enter_atom(builder *b, claim_atom atom)
{
    size_t i = claim_atom_index(b->atoms, atom);
    if (i < CLAIM_ATOMS_MAX)
        return i;
    b->fault = SCRUT_KEY("the claims speak of too many different figures");
    return 0;
}

static size_t atom_of(builder *b, scrut_claim_function function, uint32_t party, uint32_t unit)
{
    return enter_atom(b, (claim_atom){.function = function, .party = party, .unit = unit});
}

static void add_plain(builder *b, size_t atom, scrut_fraction factor)
{
    add_to(b, &b->sum.plain[atom], factor);
    b->sum.has_plain = true;
}

static void add_ratio(builder *b, size_t part, size_t base, scrut_fraction factor)
{
    if (b->sum.base != CLAIM_ATOMS_MAX && b->sum.base != base)
        b->fault = SCRUT_KEY("it compares parts of different wholes");
    b->sum.base = base;
    add_to(b, &b->sum.ratio[part], factor);
}

/* What the case alone says, as a number. */
static bool case_number(builder *b, const scrut_claim_node *call, scrut_fraction *ret)
{
    claim_witness w = {.v = b->v, .origin = SCRUT_CLAIM_FROM_CASE, .arena = b->arena, .quiet = true};
    if (!claim_is_of_case(call) || call->function == SCRUT_CLAIM_AT_STAKE)
        return false;
    claim_interval value = claim_leaf_value(&w, call).value;
    *ret = value.low;
    return interval_is_exact(&value);
}

/* The value of a part without figures of the evidence. */
static bool constant_of(builder *b, const scrut_claim_node *node, scrut_fraction *ret)
{
    scrut_fraction x, y;
    switch (node->op) {
    case SCRUT_CLAIM_NUMBER: *ret = fraction_of_number(node); return true;
    case SCRUT_CLAIM_CALL: return case_number(b, node, ret);
    case SCRUT_CLAIM_NEGATE:
        if (!constant_of(b, node->a, &x))
            return false;
        *ret = fraction_negate(x);
        return true;
    default: break;
    }
    if (!constant_of(b, node->a, &x) || !constant_of(b, node->b, &y))
        return false;
    if (node->op == SCRUT_CLAIM_SUBTRACT)
        y = fraction_negate(y);
    if (node->op == SCRUT_CLAIM_DIVIDE && !fraction_make(y.denominator, y.numerator, &y))
        return false;
    bool sum = node->op == SCRUT_CLAIM_ADD || node->op == SCRUT_CLAIM_SUBTRACT;
    return sum ? fraction_add(x, y, ret) : fraction_multiply(x, y, ret);
}

static void add_swing(builder *b, const scrut_claim_node *call, scrut_fraction factor)
{
    int64_t before;
    scrut_fraction constant;
    if (!claim_previous_seats(b->v->c, call->party, NULL, call->unit, &before)) {
        b->fault = SCRUT_KEY("the seats of the election before are not known");
        return;
    }
    add_plain(b, atom_of(b, SCRUT_CLAIM_SEATS, call->party, call->unit), factor);
    if (fraction_multiply(fraction_whole(-before), factor, &constant))
        add_to(b, &b->sum.constant, constant);
    else
        b->fault = TOO_LARGE;
}

static void add_call(builder *b, const scrut_claim_node *call, scrut_fraction factor)
{
    uint32_t unit = call->unit;
    switch (call->function) {
    case SCRUT_CLAIM_SEATS:
    case SCRUT_CLAIM_VOTES:
    case SCRUT_CLAIM_LED:
    case SCRUT_CLAIM_MAJORITIES: add_plain(b, atom_of(b, call->function, call->party, unit), factor); break;
    case SCRUT_CLAIM_REGISTERED:
    case SCRUT_CLAIM_CAST:
    case SCRUT_CLAIM_VALID:
    case SCRUT_CLAIM_INVALID:
    case SCRUT_CLAIM_BLANK:
    case SCRUT_CLAIM_STATIONS: add_plain(b, atom_of(b, call->function, SCRUT_NONE, unit), factor); break;
    case SCRUT_CLAIM_SHARE:
        add_ratio(b, atom_of(b, SCRUT_CLAIM_VOTES, call->party, unit), atom_of(b, SCRUT_CLAIM_VALID, SCRUT_NONE, unit),
                  factor);
        break;
    case SCRUT_CLAIM_TURNOUT:
        add_ratio(b, atom_of(b, SCRUT_CLAIM_CAST, SCRUT_NONE, unit),
                  atom_of(b, SCRUT_CLAIM_REGISTERED, SCRUT_NONE, unit), factor);
        break;
    case SCRUT_CLAIM_SWING: add_swing(b, call, factor); break;
    case SCRUT_CLAIM_LEAD:
        if (call->other == SCRUT_NONE) {
            b->fault = SCRUT_KEY("a lead over the next list is no sum of votes");
            break;
        }
        add_plain(b, atom_of(b, SCRUT_CLAIM_VOTES, call->party, unit), factor);
        add_plain(b, atom_of(b, SCRUT_CLAIM_VOTES, call->other, unit), fraction_negate(factor));
        break;
    case SCRUT_CLAIM_MARGIN:
        add_plain(b, enter_atom(b, (claim_atom){call->function, call->party, unit, call->count, call->word}), factor);
        break;
    default: b->fault = SCRUT_KEY("it speaks of findings or lists, which are no sums of votes or seats"); break;
    }
}

/* Adds factor * node. */
static void accumulate(builder *b, const scrut_claim_node *node, scrut_fraction factor)
{
    scrut_fraction constant, product;
    if (b->fault != NULL)
        return;
    if (constant_of(b, node, &constant)) {
        if (fraction_multiply(constant, factor, &product))
            add_to(b, &b->sum.constant, product);
        else
            b->fault = TOO_LARGE;
        return;
    }
    switch (node->op) {
    case SCRUT_CLAIM_CALL: add_call(b, node, factor); return;
    case SCRUT_CLAIM_NEGATE: accumulate(b, node->a, fraction_negate(factor)); return;
    case SCRUT_CLAIM_ADD:
    case SCRUT_CLAIM_SUBTRACT:
        accumulate(b, node->a, factor);
        accumulate(b, node->b, node->op == SCRUT_CLAIM_ADD ? factor : fraction_negate(factor));
        return;
    default: break;
    }
    bool left = node->op == SCRUT_CLAIM_MULTIPLY && constant_of(b, node->a, &constant);
    bool fits = left || constant_of(b, node->b, &constant);
    if (fits && node->op == SCRUT_CLAIM_DIVIDE)
        fits = fraction_make(constant.denominator, constant.numerator, &constant);
    if (fits && fraction_multiply(constant, factor, &product))
        accumulate(b, left ? node->b : node->a, product);
    else
        b->fault = SCRUT_KEY("it multiplies or divides figures");
}

/* ---- constraints -------------------------------------------------------------------------------------- */

/* Makes the fractions whole: *ret_scale times each of them is. */
static bool common_scale(const scrut_fraction values[], size_t count, scrut_wide *ret_scale)
{
    scrut_wide scale = 1;
    for (size_t i = 0; i < count; i++)
        if (__builtin_mul_overflow(scale, values[i].denominator / wide_gcd(scale, values[i].denominator), &scale))
            return false;
    *ret_scale = scale;
    return true;
}

/* With ratios everything is multiplied by their base, which is at least 1. */
static void multiply_out(builder *b, scrut_fraction coefficients[], scrut_fraction *ret_bound)
{
    const linear *s = &b->sum;
    bool ratios = s->base != CLAIM_ATOMS_MAX;
    if (ratios && s->has_plain)
        b->fault = SCRUT_KEY("it mixes shares with numbers of votes or seats");
    memcpy(coefficients, ratios ? s->ratio : s->plain, sizeof s->plain);
    *ret_bound = ratios ? fraction_whole(0) : fraction_negate(s->constant);
    if (ratios)
        add_to(b, &coefficients[s->base], s->constant);
}

static claim_constraint *new_constraint(builder *b, const scrut_claim_node *source, bool negated)
{
    claim_constraint *k = scrut_arena_calloc(b->arena, 1, sizeof *k);
    if (k == NULL) {
        b->memory_failed = true;
        return NULL;
    }
    k->claim = b->claim;
    k->source = source;
    k->negated = negated;
    return k;
}

/* The sum is < 0 (strict), <= 0 or = 0, times `sign`. */
static claim_constraint *close_sum(builder *b, const scrut_claim_node *source, bool negated, int sign, bool strict,
                                   bool equation)
{
    scrut_fraction values[CLAIM_ATOMS_MAX + 1];
    scrut_wide scale;
    multiply_out(b, values, &values[CLAIM_ATOMS_MAX]);
    if (b->fault == NULL && !common_scale(values, CLAIM_ATOMS_MAX + 1, &scale))
        b->fault = TOO_LARGE;
    claim_constraint *k = b->fault == NULL ? new_constraint(b, source, negated) : NULL;
    if (k == NULL)
        return NULL;
    k->is_equation = equation;
    for (size_t i = 0; i <= CLAIM_ATOMS_MAX; i++) {
        scrut_wide whole;
        if (__builtin_mul_overflow(values[i].numerator, scale / values[i].denominator * sign, &whole)) {
            b->fault = TOO_LARGE;
            return NULL;
        }
        *(i < CLAIM_ATOMS_MAX ? &k->coefficients[i] : &k->bound) = whole;
    }
    /* whole numbers on both sides: less is at most one less */
    if (strict && __builtin_sub_overflow(k->bound, 1, &k->bound))
        b->fault = TOO_LARGE;
    return k;
}

static claim_constraint *base_is_positive(builder *b, const scrut_claim_node *source)
{
    claim_constraint *k = new_constraint(b, source, false);
    if (k != NULL) {
        k->coefficients[b->sum.base] = -1;
        k->bound = -1;
    }
    return k;
}

static void start_sum(builder *b)
{
    b->sum = (linear){.constant = {0, 1}, .base = CLAIM_ATOMS_MAX};
    for (size_t i = 0; i < CLAIM_ATOMS_MAX; i++)
        b->sum.plain[i] = b->sum.ratio[i] = fraction_whole(0);
}

static void put_in(builder *b, claim_branch *branch, const claim_constraint *k)
{
    if (k == NULL)
        return;
    const claim_constraint **larger = scrut_arena_calloc(b->arena, branch->count + 1, sizeof(const claim_constraint *));
    if (larger == NULL) {
        b->memory_failed = true;
        return;
    }
    if (branch->count > 0)
        memcpy(larger, branch->items, branch->count * sizeof *larger);
    larger[branch->count] = k;
    branch->items = larger;
    branch->count++;
}

/* One alternative: sign * (a - b) < or <= tolerance. */
static claim_branch side(builder *b, const scrut_claim_node *node, bool negated, int sign, bool strict, bool equation)
{
    claim_branch branch = {0};
    scrut_fraction tolerance;
    start_sum(b);
    accumulate(b, node->a, fraction_whole(1));
    accumulate(b, node->b, fraction_whole(-1));
    if (node->op == SCRUT_CLAIM_WITHIN && b->fault == NULL) {
        if (!constant_of(b, node->c, &tolerance))
            b->fault = SCRUT_KEY("its tolerance is no number");
        else /* sign * sum <= tolerance; of the negation, -sign * sum < -tolerance */
            add_to(b, &b->sum.constant, (sign > 0) != negated ? fraction_negate(tolerance) : tolerance);
    }
    if (b->fault == NULL)
        put_in(b, &branch, close_sum(b, node, negated, sign, strict, equation));
    if (b->fault == NULL && b->sum.base != CLAIM_ATOMS_MAX)
        put_in(b, &branch, base_is_positive(b, node));
    return branch;
}

/* ---- alternatives ------------------------------------------------------------------------------------- */

static void join(builder *b, claim_branch *to, const claim_branch *more)
{
    for (size_t i = 0; i < more->count; i++)
        put_in(b, to, more->items[i]);
}

static claim_form either(builder *b, const claim_form *x, const claim_form *y)
{
    claim_form r = *x;
    for (size_t i = 0; i < y->count && b->fault == NULL; i++) {
        if (r.count == CLAIM_BRANCHES_MAX)
            b->fault = SCRUT_KEY("it has too many alternatives");
        else
            r.items[r.count++] = y->items[i];
    }
    return r;
}

static claim_form both(builder *b, const claim_form *x, const claim_form *y)
{
    claim_form r = {.count = 0};
    if (x->count * y->count > CLAIM_BRANCHES_MAX) {
        b->fault = SCRUT_KEY("it has too many alternatives");
        return r;
    }
    for (size_t i = 0; i < x->count; i++) {
        for (size_t k = 0; k < y->count; k++) {
            claim_branch *branch = &r.items[r.count++];
            *branch = (claim_branch){0};
            join(b, branch, &x->items[i]);
            join(b, branch, &y->items[k]);
        }
    }
    return r;
}

static claim_form one(claim_branch branch)
{
    return (claim_form){.items = {branch}, .count = 1};
}

/* |a - b| <= t is both a - b <= t and b - a <= t; its negation is one of their negations. */
static claim_form within_form(builder *b, const scrut_claim_node *node, bool negated)
{
    claim_form above = one(side(b, node, negated, negated ? -1 : 1, negated, false));
    claim_form below = one(side(b, node, negated, negated ? 1 : -1, negated, false));
    return negated ? either(b, &above, &below) : both(b, &above, &below);
}

static claim_form comparison_form(builder *b, const scrut_claim_node *node, bool negated)
{
    bool differs = node->op == (negated ? SCRUT_CLAIM_EQUAL : SCRUT_CLAIM_NOT_EQUAL);
    if (differs) {
        claim_form less = one(side(b, node, negated, 1, true, false)),
                   more = one(side(b, node, negated, -1, true, false));
        return either(b, &less, &more);
    }
    switch (node->op) {
    case SCRUT_CLAIM_WITHIN: return within_form(b, node, negated);
    case SCRUT_CLAIM_LESS: return one(side(b, node, negated, negated ? -1 : 1, !negated, false));
    case SCRUT_CLAIM_AT_MOST: return one(side(b, node, negated, negated ? -1 : 1, negated, false));
    case SCRUT_CLAIM_GREATER: return one(side(b, node, negated, negated ? 1 : -1, !negated, false));
    case SCRUT_CLAIM_AT_LEAST: return one(side(b, node, negated, negated ? 1 : -1, negated, false));
    default: return one(side(b, node, negated, 1, false, true));
    }
}

static claim_form form_of(builder *b, const scrut_claim_node *node, bool negated)
{
    if (b->fault != NULL || b->memory_failed)
        return (claim_form){.count = 0};
    if (node->op == SCRUT_CLAIM_NOT)
        return form_of(b, node->a, !negated);
    if (node->op != SCRUT_CLAIM_AND && node->op != SCRUT_CLAIM_OR)
        return comparison_form(b, node, negated);
    claim_form x = form_of(b, node->a, negated), y = form_of(b, node->b, negated);
    return (node->op == SCRUT_CLAIM_AND) != negated ? both(b, &x, &y) : either(b, &x, &y);
}

bool claim_linear_form(const scrut_verdict *v, const scrut_claim_node *node, uint32_t claim, claim_atoms *atoms,
                       scrut_arena *arena, claim_form *ret_form, const char **ret_why)
{
    builder b = {.v = v, .arena = arena, .atoms = atoms, .claim = claim};
    size_t atoms_before = atoms->count;
    claim_form form = form_of(&b, node, false);
    *ret_why = b.memory_failed ? NULL : b.fault;
    if (b.fault != NULL || b.memory_failed) {
        atoms->count = atoms_before;
        return false;
    }
    *ret_form = form;
    return true;
}
