/* SPDX-License-Identifier: Apache-2.0
 * audit_marks.c: what the marks of a pair of names say of whether it is one person. Two strangers are both marked as
 * often as people vote, one person's two names seldom: of pairs with two marks more are strangers than of all pairs
 * with the same chance, so that a sum of chances over them would be too large. */
#include "audit_internal.h"

#include <math.h>
#include <stdlib.h>

enum { ROUNDS_MAX = 200 };

/* Shares of pairs with no, one and two marks. */
typedef struct {
    double of[3];
} mark_shares;

int marks_of_pair(const people *p, const scrut_likely_pair *pair)
{
    return p->voted[pair->a] + p->voted[pair->b];
}

/* By how many of the people are marked who are not likely there twice: a person's second name has a mark more seldom.
 */
static bool of_strangers(const auditing *a, mark_shares *ret)
{
    const people *p = &a->p;
    bool *twice = calloc(p->count + (size_t)1, sizeof *twice);
    size_t marked = 0, rows = 0;
    if (twice == NULL)
        return false;
    for (size_t i = 0; i < a->pair_count; i++)
        if (a->pairs[i].chance >= .5)
            twice[a->pairs[i].a] = twice[a->pairs[i].b] = true;
    for (uint32_t row = 0; row < p->count; row++) {
        rows += !twice[row];
        marked += !twice[row] && p->voted[row] != 0;
    }
    free(twice);
    double rate = rows > 0 ? (double)marked / (double)rows : 0;
    *ret = (mark_shares){{(1 - rate) * (1 - rate), 2 * rate * (1 - rate), rate * rate}};
    return true;
}

/* Bayes, with the chance from all else as the prior. */
static double posterior(double chance, double same, double strangers)
{
    double one = chance * same, two = (1 - chance) * strangers;
    return one + two > 0 ? one / (one + two) : chance;
}

/* One person's shares, from pairs by what they were last taken to be (EM). One pair more has those of strangers, so
 * that marks say nothing where hardly any pair is one person. */
static mark_shares shares_of(const auditing *a, const double chances[], const mark_shares *strangers)
{
    scrut_sum sums[3] = {{0}};
    double all = 1;
    for (size_t i = 0; i < a->pair_count; i++)
        scrut_sum_add(&sums[marks_of_pair(&a->p, &a->pairs[i])], chances[i]);
    for (int m = 0; m < 3; m++)
        all += scrut_sum_value(&sums[m]);
    mark_shares shares;
    for (int m = 0; m < 3; m++)
        shares.of[m] = (scrut_sum_value(&sums[m]) + strangers->of[m]) / all;
    return shares;
}

static bool is_near(const mark_shares *x, const mark_shares *y)
{
    const double near = 1e-9;
    return fabs(x->of[0] - y->of[0]) < near && fabs(x->of[1] - y->of[1]) < near && fabs(x->of[2] - y->of[2]) < near;
}

scrut_status hear_marks(auditing *a)
{
    mark_shares strangers, before, same;
    a->with_marks = malloc((a->pair_count + 1) * sizeof *a->with_marks);
    if (a->with_marks == NULL || !of_strangers(a, &strangers))
        return scrut_fail_memory(a->err);
    for (size_t i = 0; i < a->pair_count; i++)
        a->with_marks[i] = a->pairs[i].chance;
    same = shares_of(a, a->with_marks, &strangers);
    for (int round = 0; round < ROUNDS_MAX; round++) {
        for (size_t i = 0; i < a->pair_count; i++) {
            int marks = marks_of_pair(&a->p, &a->pairs[i]);
            a->with_marks[i] = posterior(a->pairs[i].chance, same.of[marks], strangers.of[marks]);
        }
        before = same;
        same = shares_of(a, a->with_marks, &strangers);
        if (is_near(&before, &same))
            break;
    }
    return SCRUT_OK;
}
