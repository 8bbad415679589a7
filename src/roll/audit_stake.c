/* SPDX-License-Identifier: Apache-2.0
 * audit_stake.c: ballots that names in surplus may have cast, each name counted once however many detectors speak of
 * it. A name in surplus is not a vote: with a marked copy only those with a mark count, without one they are a bound.
 */
#include "audit_internal.h"

#include <stdlib.h>

/* What makes a row surplus: an earlier row may be the same person, or the person may have died. */
typedef struct {
    uint32_t row, other; /* other: the earlier row; of a death: SCRUT_NONE */
    double chance, with_marks;
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
        list[count++] = (reason){a->pairs[i].b, a->pairs[i].a, a->pairs[i].chance,
                                 a->with_marks != NULL ? a->with_marks[i] : a->pairs[i].chance};
    for (size_t i = 0; i < a->deceased_count; i++)
        list[count++] = (reason){a->deceased[i].a, SCRUT_NONE, a->deceased[i].chance, a->deceased[i].chance};
    qsort(list, count, sizeof *list, compare_reasons);
    *ret_count = count;
    return list;
}

/* Chances of one row: that it is in surplus for a reason of its own area, else of its constituency, and else for
 * another row elsewhere. */
typedef struct {
    double area, here, away;
} row_chances;

static bool in_one_area(const auditing *a, uint32_t row, uint32_t other)
{
    uint32_t area = audit_area_of(a, row);
    return area != SCRUT_NONE && area == audit_area_of(a, other);
}

static double at_most_1(double chances)
{
    return chances < 1 ? chances : 1;
}

/* `of`: the chance itself, or what it may be with other odds. With `marked` only earlier rows that have a mark count,
 * and marks are heard.
 */
static row_chances chances_of_row(const auditing *a, const reason list[], size_t count, bool marked,
                                  double (*of)(double chance))
{
    const people *p = &a->p;
    double area = 0, here = 0, away = 0, dead = 0;
    for (size_t i = 0; i < count; i++) {
        double own = marked ? list[i].with_marks : list[i].chance, chance = of != NULL ? of(own) : own;
        uint32_t row = list[i].row, other = list[i].other;
        if (other == SCRUT_NONE) {
            dead = chance;
            continue;
        }
        if (marked && p->voted[other] == 0)
            continue;
        bool near = p->constituency.of_row[row] != 0 && p->constituency.of_row[row] == p->constituency.of_row[other];
        here += near ? chance : 0;
        away += near ? 0 : chance;
        area += near && in_one_area(a, row, other) ? chance : 0;
    }
    double not_area = (1 - at_most_1(area)) * (1 - dead), not_here = (1 - at_most_1(here)) * (1 - dead);
    return (row_chances){1 - not_area, not_area - not_here, not_here * at_most_1(away)};
}

typedef struct {
    chance_sum surplus, votes;
} stake_sums;

/* Of constituencies and of none, then of areas. */
typedef struct {
    stake_sums *of_stakes, *of_areas;
} all_sums;

static chance_sum *one_of(stake_sums *sums, bool marked)
{
    return marked ? &sums->votes : &sums->surplus;
}

static void add_row_to(const auditing *a, const all_sums *sums, const reason list[], size_t count, bool marked)
{
    uint32_t row = list[0].row, k = a->p.constituency.of_row[row], area = audit_area_of(a, row);
    uint32_t rest = k > 0 && a->audit->area_count > 0 ? a->area_rest[k - 1] : SCRUT_NONE;
    stake_sums *nowhere = &sums->of_stakes[a->c->constituency_count];
    row_chances less = chances_of_row(a, list, count, marked, chance_less),
                value = chances_of_row(a, list, count, marked, NULL),
                more = chances_of_row(a, list, count, marked, chance_more);
    area = area != SCRUT_NONE ? area : rest;
    add_chances(one_of(k == 0 ? nowhere : &sums->of_stakes[k - 1], marked), less.area + less.here,
                value.area + value.here, more.area + more.here);
    add_chances(one_of(nowhere, marked), less.away, value.away, more.away);
    if (area == SCRUT_NONE)
        return;
    add_chances(one_of(&sums->of_areas[area], marked), less.area, value.area, more.area);
    add_chances(one_of(&sums->of_areas[rest], marked), less.here, value.here, more.here);
}

static void add_rows(const auditing *a, const reason list[], size_t count, const all_sums *sums)
{
    for (size_t i = 0, end; i < count; i = end) {
        uint32_t row = list[i].row;
        for (end = i; end < count && list[end].row == row; end++)
            ;
        add_row_to(a, sums, &list[i], end - i, false);
        if (a->p.voted != NULL && a->p.voted[row] != 0)
            add_row_to(a, sums, &list[i], end - i, true);
    }
}

/* In how many names of a place the surplus of pairs in two places may lie. */
static void count_across(const auditing *a)
{
    const uint32_t *of_row = a->p.constituency.of_row;
    scrut_roll_stake *stakes = a->audit->stakes;
    for (size_t i = 0; i < a->pair_count; i++) {
        uint32_t rows[2] = {a->pairs[i].a, a->pairs[i].b};
        double more = chance_more(a->pairs[i].chance);
        for (int j = 0; j < 2; j++) {
            uint32_t k = of_row[rows[j]], area = audit_area_of(a, rows[j]);
            if (k != 0 && k != of_row[rows[1 - j]])
                stakes[k - 1].across += more;
            if (area != SCRUT_NONE && area != audit_area_of(a, rows[1 - j]))
                a->audit->areas[area].stake.across += more;
        }
    }
}

static void count_names(const auditing *a)
{
    scrut_roll_audit *audit = a->audit;
    for (uint32_t row = 0; row < a->p.count; row++) {
        uint32_t k = a->p.constituency.of_row[row], area = audit_area_of(a, row);
        audit->stakes[k == 0 ? a->c->constituency_count : k - 1].names++;
        if (area == SCRUT_NONE && k > 0 && audit->area_count > 0)
            area = a->area_rest[k - 1];
        if (area != SCRUT_NONE)
            audit->areas[area].stake.names++;
    }
}

static void estimate(const auditing *a, scrut_roll_stake *stake, const stake_sums *sums)
{
    stake->surplus = estimate_of_chances(&sums->surplus);
    stake->votes_known = a->p.voted != NULL;
    stake->votes = estimate_of_chances(&sums->votes);
}

static bool sum_up(auditing *a, const all_sums *sums)
{
    size_t count = 0;
    reason *list = list_reasons(a, &count);
    if (list == NULL)
        return false;
    add_rows(a, list, count, sums);
    free(list);
    count_across(a);
    count_names(a);
    for (size_t k = 0; k <= a->c->constituency_count; k++)
        estimate(a, &a->audit->stakes[k], &sums->of_stakes[k]);
    for (size_t i = 0; i < a->audit->area_count; i++)
        estimate(a, &a->audit->areas[i].stake, &sums->of_areas[i]);
    return true;
}

scrut_status audit_stake(auditing *a)
{
    size_t count = a->c->constituency_count + 1;
    a->audit->stakes = scrut_arena_calloc(a->arena, count, sizeof *a->audit->stakes);
    all_sums sums = {calloc(count, sizeof *sums.of_stakes), calloc(a->audit->area_count + 1, sizeof *sums.of_areas)};
    bool fine = a->audit->stakes != NULL && sums.of_stakes != NULL && sums.of_areas != NULL && sum_up(a, &sums) &&
                audit_hide(a);
    free(sums.of_stakes);
    free(sums.of_areas);
    return fine ? SCRUT_OK : scrut_fail_memory(a->err);
}
