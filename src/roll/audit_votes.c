/* SPDX-License-Identifier: Apache-2.0
 * audit_votes.c: one person, two marks in the marked copy, net of errors of marking. */
#include "audit_internal.h"
#include "scrutineer/catalog.h"

#include <math.h>
#include <stdlib.h>

/* ---- the marks -------------------------------------------------------------------------------------------------- */

/* Keys of the names with a mark, in a hash table of their hashes. */
typedef struct {
    uint64_t *slots;
    size_t mask;
} key_set;

static bool set_open(key_set *s, size_t count)
{
    size_t size = 16;
    while (size < 2 * count + 2)
        size *= 2;
    s->slots = calloc(size, sizeof *s->slots);
    s->mask = size - 1;
    return s->slots != NULL;
}

static bool set_find(const key_set *s, uint64_t hash, size_t *ret_slot)
{
    size_t slot = (hash * UINT64_C(0x9E3779B97F4A7C15) >> 20) & s->mask;
    while (s->slots[slot] != 0 && s->slots[slot] != hash)
        slot = (slot + 1) & s->mask;
    *ret_slot = slot;
    return s->slots[slot] == hash;
}

/* A marked copy without a column of marks lists those who voted. */
static scrut_status join_marks(auditing *a, const people *marked)
{
    key_set set;
    size_t slot;
    if (!set_open(&set, marked->count))
        return scrut_fail_memory(a->err);
    for (uint32_t row = 0; row < marked->count; row++)
        if ((marked->voted == NULL || marked->voted[row] != 0) && marked->key_hash[row] != 0 &&
            !set_find(&set, marked->key_hash[row], &slot))
            set.slots[slot] = marked->key_hash[row];
    a->p.voted = scrut_arena_calloc(a->p.arena, a->p.count, 1);
    for (uint32_t row = 0; a->p.voted != NULL && row < a->p.count; row++)
        a->p.voted[row] = a->p.key_hash[row] != 0 && set_find(&set, a->p.key_hash[row], &slot);
    free(set.slots);
    return a->p.voted != NULL ? SCRUT_OK : scrut_fail_memory(a->err);
}

static scrut_status load_marks(auditing *a)
{
    if (a->roll->marked.file == NULL || a->p.key_hash == NULL)
        return SCRUT_OK;
    people marked;
    scrut_status status = people_load(a->c, &a->roll->marked, PEOPLE_MARKS, a->pool, &marked, a->err);
    if (status == SCRUT_OK)
        status = join_marks(a, &marked);
    people_free(&marked);
    return status;
}

/* ---- pairs by their marks --------------------------------------------------------------------------------------- */

/* `of`: the chance itself, or what it may be with other odds. */
static scrut_marked_pairs count_marks(const auditing *a, double (*of)(double chance))
{
    scrut_marked_pairs seen = {.pairs = {0}};
    for (size_t i = 0; i < a->pair_count; i++) {
        double chance = of != NULL ? of(a->with_marks[i]) : a->with_marks[i];
        int marks = marks_of_pair(&a->p, &a->pairs[i]);
        seen.pairs[marks] += chance;
        seen.variances[marks] += chance * (1 - chance);
    }
    return seen;
}

static scrut_status read_marking(auditing *a, scrut_marking *ret, bool *ret_known)
{
    scrut_marking_page *pages = calloc(a->roll->page_count + 1, sizeof *pages);
    if (pages == NULL)
        return scrut_fail_memory(a->err);
    for (size_t i = 0; i < a->roll->page_count; i++)
        pages[i] = (scrut_marking_page){a->roll->pages[i].voted, a->roll->pages[i].missed, a->roll->pages[i].not_voted,
                                        a->roll->pages[i].wrong};
    *ret_known = scrut_marking_of_pages(pages, a->roll->page_count, ret);
    free(pages);
    return SCRUT_OK;
}

static scrut_roll_estimate rate_between(double rate, double variance)
{
    double half = NORMAL_95 * sqrt(variance);
    return (scrut_roll_estimate){100 * rate, rate > half ? 100 * (rate - half) : 0, 100 * (rate + half)};
}

/* Which pairs are one person is not known better than their odds: the interval holds those of all three. */
static void widen_by_odds(const auditing *a, const scrut_marking *m, scrut_roll_estimate *votes)
{
    double (*const OF[])(double) = {chance_less, chance_more};
    for (size_t i = 0; i < sizeof OF / sizeof OF[0]; i++) {
        scrut_double_votes other;
        const scrut_marked_pairs seen = count_marks(a, OF[i]);
        if (!scrut_double_votes_solve(&seen, m, &other))
            continue;
        votes->low = other.voted[2].low < votes->low ? other.voted[2].low : votes->low;
        votes->high = other.voted[2].high > votes->high ? other.voted[2].high : votes->high;
    }
}

static void say_net(auditing *a, scrut_roll_detector *d, const scrut_marked_pairs *seen, const scrut_marking *m)
{
    scrut_double_votes votes;
    if (!scrut_double_votes_solve(seen, m, &votes))
        return;
    double by_errors = seen->pairs[2] - votes.voted[2].value;
    double half = (votes.voted[2].high - votes.voted[2].low) / 2;
    d->has_expected = d->has_excess = true;
    d->expected = (scrut_roll_estimate){by_errors, by_errors > half ? by_errors - half : 0, by_errors + half};
    d->excess = votes.voted[2];
    widen_by_odds(a, m, &d->excess);
    add_figure_between(a, d, SCRUT_KEY("non-voters who are marked, per cent"),
                       rate_between(m->wrong, m->wrong_variance), 2);
    add_figure_between(a, d, SCRUT_KEY("voters who are not marked, per cent"),
                       rate_between(m->missed, m->missed_variance), 2);
}

/* The rates are not known: what is left at each rate of wrong marks. */
static scrut_status say_by_rate(auditing *a, scrut_roll_detector *d, const scrut_marked_pairs *seen)
{
    scrut_double_votes votes;
    a->audit->double_votes_by_rate = scrut_arena_calloc(a->arena, 21, sizeof *a->audit->double_votes_by_rate);
    if (a->audit->double_votes_by_rate == NULL)
        return scrut_fail_memory(a->err);
    for (int i = 0; i <= 20; i++) {
        const scrut_marking m = {.wrong = i / 1000.0};
        a->audit->double_votes_by_rate[i] = scrut_double_votes_solve(seen, &m, &votes) ? votes.voted[2].value : 0;
    }
    a->audit->break_even = scrut_double_votes_break_even(seen, 0);
    add_figure(a, d, SCRUT_KEY("non-voters marked, per cent, at which no double vote is left"),
               100 * a->audit->break_even, 2);
    add_figure(a, d, SCRUT_KEY("double votes if 1 non-voter in 1,000 is marked"), a->audit->double_votes_by_rate[1], 0);
    add_figure(a, d, SCRUT_KEY("double votes if 10 non-voters in 1,000 are marked"), a->audit->double_votes_by_rate[10],
               0);
    return SCRUT_OK;
}

static scrut_status compare_votes(auditing *a, scrut_roll_detector *d)
{
    family_unit *list = family_open(a);
    if (list == NULL)
        return scrut_fail_memory(a->err);
    for (size_t i = 0; i < a->family->count; i++)
        list[i].tested = 0;
    for (size_t i = 0; i < a->pair_count; i++) {
        uint32_t unit = a->family->of_row[a->pairs[i].a];
        if (a->pairs[i].chance < .5 || unit == 0 || unit != a->family->of_row[a->pairs[i].b])
            continue;
        list[unit - 1].tested++;
        list[unit - 1].observed += marks_of_pair(&a->p, &a->pairs[i]) == 2;
    }
    expect_shares(list, a->family->count);
    scrut_status status = keep_family(a, d, a->family, family_subject(a), a->family_name, list, a->family->count);
    free(list);
    return status;
}

scrut_status audit_votes(auditing *a)
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_VOTED);
    scrut_marking marking;
    bool known = false;
    d->question = SCRUT_KEY("pairs of names of one person that are both marked as having voted");
    d->frame = SCRUT_KEY("pairs of names of one person, a sum of chances");
    d->assumes = SCRUT_KEY("the two marks of a person were made independently; one clerk's page is not; people whose "
                           "names are hard to put together voted twice as often as others");
    scrut_status status = load_marks(a);
    if (status != SCRUT_OK)
        return status;
    if (a->p.voted == NULL)
        return not_provided(a, SCRUT_ROLL_VOTED, SCRUT_KEY("The marked copy of the roll, which says who voted."));
    if (a->cluster == NULL)
        return not_provided(a, SCRUT_ROLL_VOTED,
                            SCRUT_KEY("The roll gives fewer than two columns by which people can be told apart."));
    status = hear_marks(a);
    if (status != SCRUT_OK)
        return status;
    scrut_marked_pairs seen = count_marks(a, NULL);
    d->is_estimate = true;
    d->tested = (int64_t)(seen.pairs[0] + seen.pairs[1] + seen.pairs[2] + .5);
    d->observed = seen.pairs[2];
    add_figure(a, d, SCRUT_KEY("pairs with one mark"), seen.pairs[1], 0);
    status = read_marking(a, &marking, &known);
    if (status == SCRUT_OK && known)
        say_net(a, d, &seen, &marking);
    else if (status == SCRUT_OK)
        status = say_by_rate(a, d, &seen);
    return status == SCRUT_OK ? compare_votes(a, d) : status;
}
