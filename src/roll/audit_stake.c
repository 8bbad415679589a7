/* SPDX-License-Identifier: Apache-2.0
 * audit_stake.c: ballots that names in surplus may have cast, each name counted once however many detectors speak of
 * it. A name in surplus is not a vote: with a marked copy only those with a mark count, without one they are a bound.
 */
#include "audit_internal.h"
#include "scrutineer/stats.h"

#include <math.h>
#include <stdlib.h>

/* A row's chance to be in surplus: an earlier row is the same person, or the person died. */
typedef struct {
    double *again;        /* some earlier row of its constituency is the same person */
    double *again_marked; /* one that has a mark, too */
    double *dead;
    bool *elsewhere; /* that other row is in another constituency, or in none known */
} surplus;

static bool surplus_open(size_t count, surplus *s)
{
    s->again = calloc(count + 1, sizeof *s->again);
    s->again_marked = calloc(count + 1, sizeof *s->again_marked);
    s->dead = calloc(count + 1, sizeof *s->dead);
    s->elsewhere = calloc(count + 1, sizeof *s->elsewhere);
    return s->again != NULL && s->again_marked != NULL && s->dead != NULL && s->elsewhere != NULL;
}

static void surplus_close(surplus *s)
{
    free(s->again);
    free(s->again_marked);
    free(s->dead);
    free(s->elsewhere);
}

static void find_surplus(const auditing *a, surplus *s)
{
    const people *p = &a->p;
    for (size_t i = 0; i < a->pair_count; i++) {
        uint32_t x = a->pairs[i].a, y = a->pairs[i].b;
        double chance = a->pairs[i].chance;
        s->again[y] += chance;
        if (p->voted != NULL && p->voted[x] != 0)
            s->again_marked[y] += chance;
        s->elsewhere[y] = s->elsewhere[y] || p->constituency.of_row[x] != p->constituency.of_row[y];
    }
    for (size_t i = 0; i < a->deceased_count; i++)
        s->dead[a->deceased[i].a] = a->deceased[i].chance;
}

static double at_most_one(double chance)
{
    return chance < 1 ? chance : 1;
}

/* Sums of chances and of their variances. */
typedef struct {
    scrut_sum surplus, surplus_variance, votes, votes_variance;
} stake_sums;

static void add_row(const auditing *a, const surplus *s, uint32_t row, stake_sums *sums)
{
    double dead = s->dead[row], again = at_most_one(s->again[row]), chance = 1 - (1 - again) * (1 - dead);
    scrut_sum_add(&sums->surplus, chance);
    scrut_sum_add(&sums->surplus_variance, chance * (1 - chance));
    if (a->p.voted == NULL || a->p.voted[row] == 0)
        return;
    double voted = 1 - (1 - at_most_one(s->again_marked[row])) * (1 - dead);
    scrut_sum_add(&sums->votes, voted);
    scrut_sum_add(&sums->votes_variance, voted * (1 - voted));
}

static scrut_roll_estimate estimate_of(const scrut_sum *sum, const scrut_sum *variance)
{
    double value = scrut_sum_value(sum), half = NORMAL_95 * sqrt(scrut_sum_value(variance));
    return (scrut_roll_estimate){value, value > half ? value - half : 0, value + half};
}

/* A constituency's figures are shown together or not at all. */
static bool hide_stakes(scrut_roll_stake stakes[], size_t count)
{
    int64_t *counts = malloc((count + 1) * sizeof *counts);
    bool *hidden = malloc((count + 1) * sizeof *hidden), fine = counts != NULL && hidden != NULL;
    for (int column = 0; fine && column < 2; column++) {
        for (size_t k = 0; k < count; k++)
            counts[k] = (int64_t)((column == 0 ? stakes[k].surplus.value : stakes[k].votes.value) + .5);
        scrut_suppress(counts, count, SCRUT_ROLL_K, hidden);
        for (size_t k = 0; k < count; k++)
            stakes[k].hidden = stakes[k].hidden || hidden[k];
    }
    free(counts);
    free(hidden);
    return fine;
}

scrut_status audit_stake(auditing *a)
{
    size_t count = a->c->constituency_count + 1;
    stake_sums *sums = calloc(count, sizeof *sums);
    surplus s = {NULL};
    scrut_roll_stake *stakes = a->audit->stakes = scrut_arena_calloc(a->arena, count, sizeof *stakes);
    bool fine = sums != NULL && stakes != NULL && surplus_open(a->p.count, &s);
    if (fine)
        find_surplus(a, &s);
    for (uint32_t row = 0; fine && row < a->p.count; row++) {
        uint32_t k = a->p.constituency.of_row[row];
        size_t place = k == 0 || s.elsewhere[row] ? count - 1 : k - 1;
        stakes[k == 0 ? count - 1 : k - 1].names++;
        add_row(a, &s, row, &sums[place]);
    }
    for (size_t k = 0; fine && k < count; k++) {
        stakes[k].surplus = estimate_of(&sums[k].surplus, &sums[k].surplus_variance);
        stakes[k].votes_known = a->p.voted != NULL;
        stakes[k].votes = estimate_of(&sums[k].votes, &sums[k].votes_variance);
    }
    surplus_close(&s);
    free(sums);
    fine = fine && hide_stakes(stakes, count);
    return fine ? SCRUT_OK : scrut_fail_memory(a->err);
}
