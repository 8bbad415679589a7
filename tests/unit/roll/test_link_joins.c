/* SPDX-License-Identifier: Apache-2.0
 * Whether two rows of a person draw further ones twice as often as one is told from pairs whose persons are known: rows
 * are made one after another, so that k of link_third.h can be counted beside. */
#include "../../../src/roll/link_third.h"
#include "harness.h"
#include "scrutineer/rng.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 60000, SECONDS_PERCENT = 5, PERSON_ROWS_MAX = 64 };

typedef struct {
    uint32_t rows[PERSON_ROWS_MAX], made_of[PERSON_ROWS_MAX];
    size_t count;
} person;

typedef struct {
    scrut_link_pair *pairs;
    size_t count;
} listing;

static int by_rows(const void *a, const void *b)
{
    const scrut_link_pair *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* Every tenth pair of a row and one made of it is not listed; and of two rows made of a third every second pair is not
 * listed, as their errors meet. */
static void list_person(const person *p, scrut_rng *rng, listing *l)
{
    for (size_t i = 1; i < p->count; i++) {
        for (size_t k = 0; k < i; k++) {
            bool direct = p->made_of[i] == p->rows[k];
            if (!scrut_rng_chance(rng, direct ? 1 : 5, 10))
                l->pairs[l->count++] =
                    (scrut_link_pair){.a = p->rows[k], .b = p->rows[i], .weight = 6 * SCRUT_LINK_BIT};
        }
    }
}

/* By the rows of persons, and what is learned. */
typedef struct {
    double k, joins;
    double alone, learned_alone; /* bits of two rows that have no third */
} joining;

static joining joins_of(const person people[], size_t count)
{
    listing l = {calloc(2 * ROWS, sizeof *l.pairs), 0};
    scrut_rng rng = scrut_rng_open(7, 2, 0);
    records r = {.row_count = 0};
    double pairs = 0, triples = 0, lone_pairs = 0, lone_rows = 0;
    ck_assert_ptr_nonnull(l.pairs);
    for (size_t i = 0; i < count; i++) {
        double n = (double)people[i].count;
        r.row_count += (uint32_t)people[i].count;
        pairs += n * (n - 1);
        triples += n * (n - 1) * (n - 2);
        lone_pairs += people[i].count == 2 ? 2 : 0;
        lone_rows += people[i].count == 1;
        list_person(&people[i], &rng, &l);
    }
    qsort(l.pairs, l.count, sizeof *l.pairs, by_rows);
    pair_ends e = {.r = &r};
    ck_assert(scrut_link_list_ends(l.pairs, l.count, &e));
    ck_assert(scrut_link_learn_joins(&e, l.pairs, l.count));
    scrut_link_free_ends(&e);
    free(l.pairs);
    double lone = lone_rows / r.row_count;
    joining j = {.k = r.row_count * triples / pairs / pairs,
                 .joins = e.joins,
                 .alone = log2(lone_pairs / pairs / lone / lone),
                 .learned_alone = e.alone / SCRUT_LINK_BIT};
    printf("# k %.3f, joins %.3f, without a third %.3f bits, learned %.3f\n", j.k, j.joins, j.alone, j.learned_alone);
    return j;
}

static void add_row(person *p, uint32_t row, uint32_t of)
{
    ck_assert_uint_lt(p->count, PERSON_ROWS_MAX);
    p->rows[p->count] = row;
    p->made_of[p->count++] = of;
}

START_TEST(rows_that_are_copied_from_any_row_join_two_twice_as_often_as_one)
{
    person *people = calloc(ROWS, sizeof *people);
    uint32_t *person_of = calloc(ROWS, sizeof *person_of), count = 0;
    scrut_rng rng = scrut_rng_open(7, 1, 0);
    ck_assert(people != NULL && person_of != NULL);
    for (uint32_t row = 0; row < ROWS; row++) {
        bool second = row > 0 && scrut_rng_chance(&rng, SECONDS_PERCENT, 100);
        uint32_t of = second ? scrut_rng_below(&rng, row) : row;
        person_of[row] = second ? person_of[of] : count++;
        add_row(&people[person_of[row]], row, of);
    }
    joining j = joins_of(people, count);
    ck_assert_double_gt(j.k, 2.8);
    ck_assert_double_gt(j.joins, 0.85);
    ck_assert_double_lt(j.alone, -0.05);
    ck_assert_double_eq_tol(j.learned_alone, j.alone, 0.06);
    free(people);
    free(person_of);
}
END_TEST

START_TEST(two_rows_draw_no_more_than_one_where_rows_of_a_person_are_a_poisson_number)
{
    person *people = calloc(ROWS, sizeof *people);
    scrut_rng rng = scrut_rng_open(7, 3, 0);
    ck_assert_ptr_nonnull(people);
    /* Rows fall on 10 people each a row: Poisson numbers of mean 0.1. */
    for (uint32_t row = 0; row < ROWS / 10; row++) {
        person *p = &people[scrut_rng_below(&rng, ROWS)];
        add_row(p, row, p->count > 0 ? p->rows[0] : row);
    }
    joining j = joins_of(people, ROWS);
    ck_assert_double_lt(j.k, 1.5);
    ck_assert_double_lt(j.joins, 0.15);
    ck_assert_double_gt(j.alone, 0.05);
    ck_assert_double_eq_tol(j.learned_alone, j.alone, 0.06);
    free(people);
}
END_TEST

START_TEST(without_a_pair_nothing_joins)
{
    records r = {.row_count = 5};
    pair_ends e = {.r = &r, .joins = 1};
    ck_assert(scrut_link_learn_joins(&e, NULL, 0));
    ck_assert_double_eq(e.joins, 0);
    ck_assert_double_eq(e.alone, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("third rows");
    TCase *tests = tcase_create("joins");
    tcase_add_test(tests, rows_that_are_copied_from_any_row_join_two_twice_as_often_as_one);
    tcase_add_test(tests, two_rows_draw_no_more_than_one_where_rows_of_a_person_are_a_poisson_number);
    tcase_add_test(tests, without_a_pair_nothing_joins);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
