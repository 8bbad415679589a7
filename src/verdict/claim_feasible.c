/* SPDX-License-Identifier: Apache-2.0
 * claim_feasible.c: can all of these linear constraints be met? Equations are substituted, then one
 * unknown after another is eliminated (Fourier 1826, Motzkin 1936): every pair of an upper and a lower
 * bound of it gives a constraint without it. The unknowns are whole numbers, so each constraint is
 * divided by the common divisor of its coefficients and its bound rounded down, which cuts off no whole
 * number. Everything is exact; what does not fit ends the search without an answer. */
#include "claim_internal.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_MAX 1500

typedef struct {
    scrut_wide a[CLAIM_ATOMS_MAX];
    scrut_wide b;
    bool equation;
} row;

typedef struct {
    row *rows;
    size_t count, capacity, unknowns;
    bool impossible, given_up;
} system_of;

/* Divides by the common divisor. True: the row says something; else it is true by itself or `impossible`. */
static bool reduce(system_of *s, row *r)
{
    scrut_wide common = 0;
    for (size_t i = 0; i < s->unknowns; i++)
        common = wide_gcd(common, r->a[i]);
    if (common == 0) {
        s->impossible = s->impossible || (r->equation ? r->b != 0 : r->b < 0);
        return false;
    }
    scrut_wide rest = r->b % common;
    if (rest != 0 && r->equation) {
        s->impossible = true;
        return false;
    }
    for (size_t i = 0; i < s->unknowns; i++)
        r->a[i] /= common;
    r->b = r->b / common - (rest < 0); /* rounded down */
    return true;
}

/* Keeps the row, unless one with the same left side is there: then the smaller bound. */
static void add_row(system_of *s, row r)
{
    if (s->impossible || s->given_up || !reduce(s, &r))
        return;
    for (size_t i = 0; i < s->count && !r.equation; i++) {
        row *old = &s->rows[i];
        if (old->equation || memcmp(old->a, r.a, s->unknowns * sizeof r.a[0]) != 0)
            continue;
        old->b = r.b < old->b ? r.b : old->b;
        return;
    }
    if (s->count == ROWS_MAX || !scrut_grow(&s->rows, &s->capacity, s->count + 1, sizeof *s->rows)) {
        s->given_up = true;
        return;
    }
    s->rows[s->count++] = r;
}

/* x * r + y * q into *ret; false when a number leaves 128 bits. */
static bool combine(const system_of *s, const row *r, scrut_wide x, const row *q, scrut_wide y, row *ret)
{
    scrut_wide left, right;
    memset(ret, 0, sizeof *ret);
    for (size_t i = 0; i <= s->unknowns; i++) {
        scrut_wide a = i < s->unknowns ? r->a[i] : r->b, b = i < s->unknowns ? q->a[i] : q->b;
        if (__builtin_mul_overflow(a, x, &left) || __builtin_mul_overflow(b, y, &right) ||
            __builtin_add_overflow(left, right, i < s->unknowns ? &ret->a[i] : &ret->b))
            return false;
    }
    return true;
}

static scrut_wide size_of(scrut_wide a)
{
    return a < 0 ? -a : a;
}

/* Rows without the unknown; with `pivot` every other row is freed of it by that equation. */
static void rebuild(system_of *s, size_t unknown, const row *pivot)
{
    row *old = s->rows;
    size_t count = s->count;
    s->rows = NULL;
    s->count = s->capacity = 0;
    for (size_t i = 0; i < count && !s->impossible && !s->given_up; i++) {
        scrut_wide p = pivot->a[unknown], q = old[i].a[unknown];
        row next;
        if (q == 0) {
            add_row(s, old[i]);
        } else if (combine(s, &old[i], size_of(p), pivot, p > 0 ? -q : q, &next)) {
            next.equation = old[i].equation;
            add_row(s, next);
        } else {
            s->given_up = true;
        }
    }
    free(old);
}

/* An equation and its unknown with the smallest coefficient. False: there is none. */
static bool substitute_one(system_of *s)
{
    size_t best_row = SIZE_MAX, best = 0;
    for (size_t i = 0; i < s->count; i++) {
        for (size_t k = 0; k < s->unknowns && s->rows[i].equation; k++) {
            scrut_wide a = size_of(s->rows[i].a[k]);
            if (a == 0 || (best_row != SIZE_MAX && a >= size_of(s->rows[best_row].a[best])))
                continue;
            best_row = i;
            best = k;
        }
    }
    if (best_row == SIZE_MAX)
        return false;
    row pivot = s->rows[best_row];
    s->rows[best_row] = s->rows[--s->count];
    rebuild(s, best, &pivot);
    return true;
}

/* Number of rows that eliminating the unknown would make; SIZE_MAX when no row has it. */
static size_t cost_of(const system_of *s, size_t unknown)
{
    size_t above = 0, below = 0;
    for (size_t i = 0; i < s->count; i++) {
        above += s->rows[i].a[unknown] > 0;
        below += s->rows[i].a[unknown] < 0;
    }
    return above + below == 0 ? SIZE_MAX : above * below;
}

static void eliminate(system_of *s, size_t unknown)
{
    row *old = s->rows;
    size_t count = s->count;
    s->rows = NULL;
    s->count = s->capacity = 0;
    for (size_t i = 0; i < count; i++)
        if (old[i].a[unknown] == 0)
            add_row(s, old[i]);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count && old[i].a[unknown] > 0 && !s->impossible && !s->given_up; k++) {
            row next;
            if (old[k].a[unknown] >= 0)
                continue;
            if (combine(s, &old[i], -old[k].a[unknown], &old[k], old[i].a[unknown], &next))
                add_row(s, next);
            else
                s->given_up = true;
        }
    }
    free(old);
}

static bool eliminate_one(system_of *s)
{
    size_t best = SIZE_MAX, best_cost = SIZE_MAX;
    for (size_t k = 0; k < s->unknowns; k++) {
        size_t cost = cost_of(s, k);
        if (cost < best_cost) {
            best = k;
            best_cost = cost;
        }
    }
    if (best == SIZE_MAX)
        return false;
    eliminate(s, best);
    return true;
}

static void enter(system_of *s, const claim_constraint *const constraints[], size_t count, const bool used[])
{
    bool present[CLAIM_ATOMS_MAX] = {false};
    for (size_t i = 0; i < count; i++) {
        row r = {.b = constraints[i]->bound, .equation = constraints[i]->is_equation};
        for (size_t k = 0; k < s->unknowns; k++) {
            r.a[k] = used[k] ? constraints[i]->coefficients[k] : 0;
            r.equation = r.equation && r.a[k] == constraints[i]->coefficients[k];
            present[k] = present[k] || r.a[k] != 0;
        }
        add_row(s, r);
    }
    for (size_t k = 0; k < s->unknowns; k++) {
        row r = {.b = 0};
        r.a[k] = -1; /* not negative */
        if (present[k])
            add_row(s, r);
    }
}

claim_feasibility claim_feasible(const claim_constraint *const constraints[], size_t count, const bool used[],
                                 size_t atom_count)
{
    system_of s = {.unknowns = atom_count};
    enter(&s, constraints, count, used);
    while (!s.impossible && !s.given_up && substitute_one(&s)) {
    }
    while (!s.impossible && !s.given_up && eliminate_one(&s)) {
    }
    free(s.rows);
    if (s.impossible)
        return CLAIM_IMPOSSIBLE;
    return s.given_up ? CLAIM_NOT_DETERMINED : CLAIM_POSSIBLE;
}
