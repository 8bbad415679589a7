/* SPDX-License-Identifier: Apache-2.0
 * Rows with very many others: what thirds say of a pair is set beside a sum over all rows, by the definition in
 * docs/formats/roll.md. */
#include "../../../src/roll/link_third.h"
#include "harness.h"
#include "scrutineer/rng.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 300, CONTENTS_MAX = 300 };
#define SEED UINT64_C(20130728)

/* Rows of one column, each two of which weigh what their values do. */
typedef struct {
    records r;
    uint64_t values[ROWS_MAX];
    int32_t weights[CONTENTS_MAX][CONTENTS_MAX]; /* symmetric */
    scrut_link_pair *pairs;
    size_t count;
} crowd;

static crowd *crowd_new(size_t rows)
{
    crowd *c = calloc(1, sizeof *c);
    ck_assert_ptr_nonnull(c);
    ck_assert_uint_le(rows, ROWS_MAX);
    c->r = (records){.row_count = (uint32_t)rows, .field_count = 1, .plane_count = 1};
    c->r.planes[0] = c->values;
    c->r.places[0] = (place){0, 0, UINT32_MAX};
    return c;
}

static void crowd_free(crowd *c)
{
    free(c->pairs);
    free(c);
}

/* Of every second weight none that may be one person. */
static void draw_weights(crowd *c, size_t contents, scrut_rng *rng)
{
    for (size_t a = 0; a < contents; a++) {
        for (size_t b = 0; b <= a; b++)
            c->weights[a][b] = c->weights[b][a] =
                (int32_t)scrut_rng_below(rng, 14 * SCRUT_LINK_BIT) - 7 * SCRUT_LINK_BIT;
    }
}

static int32_t weight_of(const crowd *c, size_t a, size_t b)
{
    return c->weights[c->values[a]][c->values[b]];
}

static void list_pairs(crowd *c)
{
    c->pairs = calloc((size_t)c->r.row_count * c->r.row_count, sizeof *c->pairs);
    ck_assert_ptr_nonnull(c->pairs);
    for (uint32_t a = 0; a < c->r.row_count; a++) {
        for (uint32_t b = a + 1; b < c->r.row_count; b++)
            c->pairs[c->count++] = (scrut_link_pair){.a = a, .b = b, .weight = weight_of(c, a, b)};
    }
}

/* The joins that thirds are weighed by. */
static double joins_of(const crowd *c)
{
    pair_ends e = {.r = &c->r};
    ck_assert(scrut_link_list_ends(c->pairs, c->count, &e));
    ck_assert(scrut_link_learn_joins(&e, c->pairs, c->count));
    double joins = e.joins;
    scrut_link_free_ends(&e);
    return joins;
}

static void weigh(crowd *c)
{
    static const model none = {.entries = 0};
    ck_assert(scrut_link_weigh_thirds(&c->r, &none, 1, NULL, c->pairs, c->count));
}

/* kept[a][v]: whether values v are among those that row a is asked of. */
typedef bool kept_values[ROWS_MAX][CONTENTS_MAX];

static int32_t third_by_hand(const crowd *c, kept_values kept, double joins, uint32_t a, uint32_t b)
{
    uint64_t by_thirds = 0, thirds = 0;
    for (uint32_t third = 0; third < c->r.row_count; third++) {
        int32_t with_a = weight_of(c, a, third), with_b = weight_of(c, b, third);
        bool of_a = third != a && third != b && with_a >= LIKELY_MIN && kept[a][c->values[third]];
        bool of_b = third != a && third != b && with_b >= LIKELY_MIN && kept[b][c->values[third]];
        if (!of_a && !of_b)
            continue;
        double y = of_a ? odds_of(with_a) : 0, z = of_b ? odds_of(with_b) : 0;
        by_thirds += in_units(fmin(y * z / (1 + y + z), ODDS_MAX));
        thirds += in_units((y + z) / (1 + y + z));
    }
    double x = odds_of(weight_of(c, a, b)), t = (double)thirds / (double)UNITS;
    double odds = (x + (double)by_thirds / (double)UNITS) * (1 + joins * t) / (1 + t);
    return thirds == 0 ? 0 : (int32_t)lround(log2(odds / x) * SCRUT_LINK_BIT);
}

static size_t expect_thirds(crowd *c, kept_values kept)
{
    size_t others_max = 0, distinct = 0;
    double joins = joins_of(c);
    int32_t before = INT32_MAX;
    weigh(c);
    for (size_t i = 0; i < c->count; i++) {
        const scrut_link_pair *p = &c->pairs[i];
        int32_t third = third_by_hand(c, kept, joins, p->a, p->b);
        ck_assert_int_eq(p->third, third);
        ck_assert_int_eq(p->weight, weight_of(c, p->a, p->b) + third);
        distinct += third != before;
        before = third;
    }
    ck_assert_uint_gt(distinct, 20);
    for (uint32_t a = 0; a < c->r.row_count; a++) {
        size_t others = 0;
        for (uint32_t b = 0; b < c->r.row_count; b++)
            others += a != b && weight_of(c, a, b) >= LIKELY_MIN;
        others_max = others > others_max ? others : others_max;
    }
    return others_max;
}

static void keep_all(kept_values kept)
{
    for (size_t a = 0; a < ROWS_MAX; a++)
        memset(kept[a], true, sizeof kept[a]);
}

START_TEST(copies_of_rows_are_as_many_thirds_as_they_are_rows)
{
    static kept_values kept;
    keep_all(kept);
    for (uint64_t round = 0; round < 4; round++) {
        size_t contents = 2 + 6 * round, others;
        scrut_rng rng = scrut_rng_open(SEED, 1, round);
        crowd *c = crowd_new(220);
        for (size_t i = 0; i < 220; i++)
            c->values[i] = i < 40 ? i % contents : scrut_rng_below(&rng, (uint32_t)contents) / (1 + round);
        draw_weights(c, contents, &rng);
        c->weights[0][0] = 3 * SCRUT_LINK_BIT; /* copies that may be one person */
        list_pairs(c);
        others = expect_thirds(c, kept);
        printf("# seed %llu, round %llu: %zu others at most\n", (unsigned long long)SEED, (unsigned long long)round,
               others);
        ck_assert_uint_gt(others, LINK_CROWD);
        crowd_free(c);
    }
}
END_TEST

START_TEST(few_others_are_thirds_each_by_itself)
{
    static kept_values kept;
    scrut_rng rng = scrut_rng_open(SEED, 2, 0);
    crowd *c = crowd_new(100);
    keep_all(kept);
    for (size_t i = 0; i < 100; i++)
        c->values[i] = i / 2;
    draw_weights(c, 50, &rng);
    list_pairs(c);
    ck_assert_uint_le(expect_thirds(c, kept), LINK_CROWD);
    crowd_free(c);
}
END_TEST

/* How many values weigh more with `of` than v does. */
static size_t nearer_values(const crowd *c, size_t contents, size_t of, size_t v)
{
    size_t nearer = 0;
    for (size_t other = 0; other < contents; other++)
        nearer += other != of && c->weights[of][other] > c->weights[of][v];
    return nearer;
}

START_TEST(of_more_different_others_than_a_crowd_the_nearest_are_thirds)
{
    static kept_values kept;
    scrut_rng rng = scrut_rng_open(SEED, 3, 0);
    crowd *c = crowd_new(260);
    for (size_t i = 0; i < 260; i++)
        c->values[i] = i;
    draw_weights(c, 260, &rng);
    for (size_t a = 0; a < 260; a++) { /* no two weights of a row are equal, so that the nearest are told */
        for (size_t b = 0; b < a; b++)
            c->weights[a][b] = c->weights[b][a] = c->weights[a][b] / 260 * 260 + (int32_t)((a + b) % 260);
    }
    for (size_t a = 0; a < 260; a++) {
        for (size_t v = 0; v < 260; v++)
            kept[a][v] = nearer_values(c, 260, a, v) < LINK_CROWD;
    }
    list_pairs(c);
    ck_assert_uint_gt(expect_thirds(c, kept), LINK_CROWD);
    crowd_free(c);
}
END_TEST

START_TEST(which_of_equally_near_others_are_thirds_does_not_depend_on_the_order_of_the_rows)
{
    static int32_t thirds[300][300];
    crowd *first = crowd_new(300), *second = crowd_new(300);
    scrut_rng rng = scrut_rng_open(SEED, 4, 0);
    draw_weights(first, 300, &rng);
    for (size_t a = 0; a < 300; a++) { /* many equal weights */
        for (size_t b = 0; b <= a; b++)
            first->weights[a][b] = first->weights[b][a] = first->weights[a][b] % 3 * SCRUT_LINK_BIT;
    }
    memcpy(second->weights, first->weights, sizeof first->weights);
    for (size_t i = 0; i < 300; i++) {
        first->values[i] = i;
        second->values[i] = i * 7 % 300; /* 7 and 300 have no divisor in common */
    }
    list_pairs(first);
    list_pairs(second);
    weigh(first);
    weigh(second);
    for (size_t i = 0; i < first->count; i++)
        thirds[first->pairs[i].a][first->pairs[i].b] = thirds[first->pairs[i].b][first->pairs[i].a] =
            first->pairs[i].third;
    for (size_t i = 0; i < second->count; i++) {
        const scrut_link_pair *p = &second->pairs[i];
        ck_assert_int_eq(p->third, thirds[second->values[p->a]][second->values[p->b]]);
    }
    crowd_free(first);
    crowd_free(second);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crowds of rows");
    TCase *tests = tcase_create("thirds");
    tcase_add_test(tests, copies_of_rows_are_as_many_thirds_as_they_are_rows);
    tcase_add_test(tests, few_others_are_thirds_each_by_itself);
    tcase_add_test(tests, of_more_different_others_than_a_crowd_the_nearest_are_thirds);
    tcase_add_test(tests, which_of_equally_near_others_are_thirds_does_not_depend_on_the_order_of_the_rows);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
