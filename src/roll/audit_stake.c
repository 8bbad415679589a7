/* SPDX-License-Identifier: Apache-2.0
 * audit_stake.c: ballots that names in surplus may have cast, each name counted once however many detectors speak of
 * it. A name in surplus is not a vote: with a marked copy only those with a mark count, without one they are a bound.
 */
#include "audit_internal.h"
#include "scrutineer/suppress.h"

#include <stdlib.h>

/* What makes a row surplus: an earlier row may be the same person, or the person may have died. */
typedef struct {
    uint32_t row, other; /* other: the earlier row; of a death: SCRUT_NONE */
    double chance;
} reason;

static int compare_reasons(const void *a, const void *b)
{
    const reason *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->other > y->other) - (x->other < y->other);
}

static reason *list_reasons(const auditing *a, size_t *ret_count)
{
    size_t count = 0;
    reason *list = malloc((a->pair_count + a->deceased_count + 1) * sizeof *list);
    if (list == NULL)
        return NULL;
    for (size_t i = 0; i < a->pair_count; i++)
        list[count++] = (reason){a->pairs[i].b, a->pairs[i].a, a->pairs[i].chance};
    for (size_t i = 0; i < a->deceased_count; i++)
        list[count++] = (reason){a->deceased[i].a, SCRUT_NONE, a->deceased[i].chance};
    qsort(list, count, sizeof *list, compare_reasons);
    *ret_count = count;
    return list;
}

/* Chances of one row: that it is in surplus for a reason of its own constituency, and else for another row elsewhere.
 */
typedef struct {
    double here, away;
} row_chances;

/* `of`: the chance itself, or what it may be with other odds. With `marked` only earlier rows that have a mark count.
 */
static row_chances chances_of_row(const auditing *a, const reason list[], size_t count, bool marked,
                                  double (*of)(double chance))
{
    const people *p = &a->p;
    double here = 0, away = 0, dead = 0;
    for (size_t i = 0; i < count; i++) {
        double chance = of != NULL ? of(list[i].chance) : list[i].chance;
        uint32_t row = list[i].row, other = list[i].other;
        if (other == SCRUT_NONE)
            dead = chance;
        else if (marked && p->voted[other] == 0)
            continue;
        else if (p->constituency.of_row[row] != 0 && p->constituency.of_row[row] == p->constituency.of_row[other])
            here += chance;
        else
            away += chance;
    }
    double not_here = (1 - (here < 1 ? here : 1)) * (1 - dead);
    return (row_chances){1 - not_here, not_here * (away < 1 ? away : 1)};
}

typedef struct {
    chance_sum surplus, votes;
} stake_sums;

static void add_row_to(const auditing *a, const reason list[], size_t count, bool marked, chance_sum *here,
                       chance_sum *away)
{
    row_chances less = chances_of_row(a, list, count, marked, chance_less),
                value = chances_of_row(a, list, count, marked, NULL),
                more = chances_of_row(a, list, count, marked, chance_more);
    add_chances(here, less.here, value.here, more.here);
    add_chances(away, less.away, value.away, more.away);
}

/* `sums`: a constituency, and what lies in two or in none known. */
static void add_rows(const auditing *a, const reason list[], size_t count, stake_sums sums[])
{
    stake_sums *nowhere = &sums[a->c->constituency_count];
    for (size_t i = 0, end; i < count; i = end) {
        uint32_t row = list[i].row, k = a->p.constituency.of_row[row];
        stake_sums *own = k == 0 ? nowhere : &sums[k - 1];
        for (end = i; end < count && list[end].row == row; end++)
            ;
        add_row_to(a, &list[i], end - i, false, &own->surplus, &nowhere->surplus);
        if (a->p.voted != NULL && a->p.voted[row] != 0)
            add_row_to(a, &list[i], end - i, true, &own->votes, &nowhere->votes);
    }
}

/* In how many names of a constituency the surplus of pairs across constituencies may lie. */
static void count_across(const auditing *a, scrut_roll_stake stakes[])
{
    const uint32_t *of_row = a->p.constituency.of_row;
    for (size_t i = 0; i < a->pair_count; i++) {
        uint32_t x = of_row[a->pairs[i].a], y = of_row[a->pairs[i].b];
        double more = chance_more(a->pairs[i].chance);
        if (x == y)
            continue;
        if (x != 0)
            stakes[x - 1].across += more;
        if (y != 0)
            stakes[y - 1].across += more;
    }
}

static int64_t people_of(const scrut_roll_estimate *e)
{
    return (int64_t)(e->value + .5);
}

typedef struct {
    int64_t *counts; /* names in surplus with a mark, then those without */
    bool *hidden;
    uint32_t (*rows)[2];
    scrut_suppress_line *lines; /* a constituency, whose surplus is the sum of both; the marked ones of all */
} hiding;

static bool hiding_open(hiding *h, size_t count)
{
    h->counts = malloc((2 * count + 1) * sizeof *h->counts);
    h->hidden = malloc((2 * count + 1) * sizeof *h->hidden);
    h->rows = malloc((count + 1) * sizeof *h->rows);
    h->lines = malloc((count + 1) * sizeof *h->lines);
    return h->counts != NULL && h->hidden != NULL && h->rows != NULL && h->lines != NULL;
}

static void hiding_close(hiding *h)
{
    free(h->counts);
    free(h->hidden);
    free(h->rows);
    free(h->lines);
}

/* Marked ones are hidden, too, where those without a mark would follow from the surplus and be too few. */
static bool hide_stakes(scrut_roll_stake stakes[], size_t count)
{
    hiding h = {NULL};
    bool fine = hiding_open(&h, count);
    for (size_t k = 0; fine && k < count; k++)
        h.counts[k] = people_of(&stakes[k].surplus);
    if (fine)
        scrut_suppress(h.counts, count, &(scrut_suppress_line){NULL, count}, 1, SCRUT_SUPPRESS_LEAST, h.hidden);
    for (size_t k = 0; fine && k < count; k++) {
        int64_t surplus = h.counts[k], marked = people_of(&stakes[k].votes);
        stakes[k].hidden = h.hidden[k];
        h.counts[k] = marked;
        h.counts[count + k] = surplus > marked ? surplus - marked : 0;
        h.rows[k][0] = (uint32_t)k;
        h.rows[k][1] = (uint32_t)(count + k);
        h.lines[k] = (scrut_suppress_line){h.rows[k], 2};
    }
    if (fine) {
        h.lines[count] = (scrut_suppress_line){NULL, count};
        scrut_suppress(h.counts, 2 * count, h.lines, count + 1, SCRUT_SUPPRESS_LEAST, h.hidden);
    }
    for (size_t k = 0; fine && k < count; k++)
        stakes[k].votes_hidden = h.hidden[k] || h.hidden[count + k];
    hiding_close(&h);
    return fine;
}

scrut_status audit_stake(auditing *a)
{
    size_t count = a->c->constituency_count + 1, reason_count = 0;
    stake_sums *sums = calloc(count, sizeof *sums);
    reason *list = list_reasons(a, &reason_count);
    scrut_roll_stake *stakes = a->audit->stakes = scrut_arena_calloc(a->arena, count, sizeof *stakes);
    bool fine = sums != NULL && stakes != NULL && list != NULL;
    if (fine) {
        add_rows(a, list, reason_count, sums);
        count_across(a, stakes);
    }
    for (uint32_t row = 0; fine && row < a->p.count; row++) {
        uint32_t k = a->p.constituency.of_row[row];
        stakes[k == 0 ? count - 1 : k - 1].names++;
    }
    for (size_t k = 0; fine && k < count; k++) {
        stakes[k].surplus = estimate_of_chances(&sums[k].surplus);
        stakes[k].votes_known = a->p.voted != NULL;
        stakes[k].votes = estimate_of_chances(&sums[k].votes);
    }
    free(list);
    free(sums);
    fine = fine && hide_stakes(stakes, count);
    return fine ? SCRUT_OK : scrut_fail_memory(a->err);
}
