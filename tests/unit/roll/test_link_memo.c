/* SPDX-License-Identifier: Apache-2.0
 * What pairs of rows show is the same whether letters tell them apart, a table remembers it or it is asked of the
 * values themselves; and a bound on a weight is one. */
#include "../../../src/roll/link_internal.h"
#include "extent.h"
#include "harness.h"
#include "scrutineer/pool.h"

#include <stdio.h>
#include <stdlib.h>

#define SEED UINT64_C(1969)
#define ROUNDS test_extent(2000, 20000, 200000)

enum { ROWS = 2000, FIELDS = 5, CELL = 24 };

typedef char row_of_cells[FIELDS][CELL];

/* Names of few letters, of which many are an edit or two from one another; Latin or Khmer. */
static void draw_name(scrut_rng *rng, char ret[CELL])
{
    static const char *const LATIN[] = {"a", "o", "ch", "k", "s", "ph", "n", "r", "u", "th"};
    static const char *const KHMER[] = {"\u1780", "\u179f", "\u17b6", "\u1793", "\u1785"};
    bool khmer = scrut_rng_below(rng, 4) == 0;
    size_t parts = 1 + scrut_rng_below(rng, 4);
    ret[0] = '\0';
    for (size_t i = 0; i < parts; i++) {
        const char *part = khmer ? KHMER[scrut_rng_below(rng, 5)] : LATIN[scrut_rng_below(rng, 10)];
        size_t length = strlen(ret);
        memcpy(ret + length, part, strlen(part) + 1);
    }
}

static row_of_cells *draw_rows(scrut_rng *rng)
{
    row_of_cells *rows = calloc(ROWS, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < ROWS; i++) {
        unsigned village = scrut_rng_below(rng, 40);
        for (size_t f = 0; f < 2; f++) {
            if (scrut_rng_below(rng, 20) > 0)
                draw_name(rng, rows[i][f]);
        }
        if (scrut_rng_below(rng, 20) > 0)
            snprintf(rows[i][2], CELL, "19%02u-%02u-%02u", scrut_rng_below(rng, 100), 1 + scrut_rng_below(rng, 12),
                     1 + scrut_rng_below(rng, 28));
        snprintf(rows[i][3], CELL, "commune %u", village / 8);
        snprintf(rows[i][4], CELL, "village %u", village);
    }
    return rows;
}

static const char *cell(const void *context, uint32_t row, size_t field, size_t *ret_length)
{
    const row_of_cells *rows = context;
    *ret_length = strlen(rows[row][field]);
    return rows[row][field];
}

static void load(const row_of_cells *rows, scrut_arena *arena, scrut_pool *pool, records *ret)
{
    static const scrut_link_field KINDS[FIELDS] = {{"surname", SCRUT_LINK_SURNAME},
                                                   {"given", SCRUT_LINK_GIVEN},
                                                   {"born", SCRUT_LINK_BORN},
                                                   {"commune", SCRUT_LINK_CATEGORY},
                                                   {"village", SCRUT_LINK_CATEGORY}};
    scrut_link_input input = {
        .row_count = ROWS, .field_count = FIELDS, .fields = KINDS, .last_year = 2030, .cell = cell, .context = rows};
    ck_assert_int_eq(scrut_link_load(&input, arena, pool, ret, NULL), SCRUT_OK);
}

/* All rows as one batch, and pairs of them drawn. */
static batch unpack(const records *r)
{
    batch all = {.cells = calloc(ROWS * FIELDS, sizeof(uint32_t)), .count = ROWS};
    for (size_t i = 0; all.cells != NULL && i < ROWS * FIELDS; i++)
        all.cells[i] = scrut_link_value(r, i / FIELDS, i % FIELDS);
    return all;
}

static void draw_pairs(scrut_rng *rng, pair_chunk *c)
{
    for (size_t k = 0; k < LINK_PAIRS; k++) {
        c->first[k] = scrut_rng_below(rng, ROWS);
        c->second[k] = scrut_rng_below(rng, ROWS);
    }
}

START_TEST(what_a_pair_shows_is_the_same_with_and_without_what_was_remembered)
{
    scrut_rng rng = scrut_rng_open(SEED, 4, 0);
    row_of_cells *rows = draw_rows(&rng);
    scrut_arena *arena = scrut_arena_new();
    scrut_pool *pool = scrut_pool_new(1);
    records r;
    memo m;
    memo_hand hand;
    size_t told_apart = 0, wrong = 0;
    uint8_t lanes[LINK_PAIRS];
    uint64_t outcomes[LINK_PAIRS];
    load(rows, arena, pool, &r);
    batch all = unpack(&r);
    pair_chunk c = {.r = &r, .rows = &all};
    ck_assert(all.cells != NULL && scrut_link_memo_new(&r, scrut_link_compare_values, &m));
    ck_assert(scrut_link_memo_open(&m, &hand));
    for (size_t k = 0; k < LINK_PAIRS; k++)
        lanes[k] = (uint8_t)k;
    for (int round = 0; round < ROUNDS / LINK_PAIRS; round++) {
        draw_pairs(&rng, &c);
        scrut_link_memo_compare(&hand, &c, lanes, LINK_PAIRS, outcomes);
        for (size_t k = 0; k < LINK_PAIRS; k++) {
            wrong += outcomes[k] != scrut_link_compare(&r, c.first[k], c.second[k]);
            told_apart += (outcomes[k] & 31) == scrut_link_names_differ_outcome();
        }
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_gt(told_apart, 0);
    scrut_link_memo_close(&hand);
    scrut_link_memo_free(&m);
    free(all.cells);
    scrut_link_unpack(&r);
    scrut_arena_free(arena);
    scrut_pool_free(pool);
    free(rows);
}
END_TEST

/* A model that says what it likes: a bound is one whatever the model. */
static void draw_model(scrut_rng *rng, const records *r, model *m)
{
    ck_assert(scrut_link_model_new(r, NULL, m));
    m->same.prior = -(int32_t)scrut_rng_below(rng, 20000);
    for (size_t f = 0; f < FIELDS; f++) {
        for (size_t o = 1; o < OUTCOMES; o++)
            m->same.weight[f][o] = (int32_t)scrut_rng_below(rng, 16000) - 8000;
    }
}

START_TEST(no_pair_weighs_more_than_its_bound_and_the_bound_is_not_far)
{
    scrut_rng rng = scrut_rng_open(SEED, 5, 0);
    row_of_cells *rows = draw_rows(&rng);
    scrut_arena *arena = scrut_arena_new();
    scrut_pool *pool = scrut_pool_new(1);
    records r;
    static model m;
    bounds b;
    size_t wrong = 0, far = 0;
    load(rows, arena, pool, &r);
    draw_model(&rng, &r, &m);
    batch all = unpack(&r);
    ck_assert(all.cells != NULL && scrut_link_bounds_new(&r, &m, &b));
    for (int i = 0; i < ROUNDS; i++) {
        uint32_t x = scrut_rng_below(&rng, ROWS), y = scrut_rng_below(&rng, ROWS);
        const uint32_t *values_x = all.cells + x * FIELDS, *values_y = all.cells + y * FIELDS;
        uint64_t outcomes = scrut_link_compare(&r, x, y);
        int32_t weight =
            scrut_link_weigh_same(&m, FIELDS, outcomes, scrut_link_rarities(&r, &m, values_x, values_y, outcomes));
        int32_t bound = scrut_link_bound(&b, values_x, values_y, outcomes);
        wrong += bound < weight;
        far += bound > weight + 2 * (2 * SCRUT_LINK_BIT + 4); /* of two names, two bits each at most */
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(far, 0);
    scrut_link_bounds_free(&b);
    free(all.cells);
    scrut_link_unpack(&r);
    scrut_arena_free(arena);
    scrut_pool_free(pool);
    free(rows);
}
END_TEST

/* Of two names with so many rows each, or texts. */
static double slip_rarity(scrut_link_kind kind, uint32_t rows, uint32_t other_rows)
{
    value values[3] = {{.count = 0}, {.count = rows}, {.count = other_rows}};
    scrut_link_field field = {.kind = kind};
    records r = {.field_count = 1, .fields = &field};
    r.columns[0].values = values;
    r.columns[0].count = 3;
    double rarity = scrut_link_slip_rarity(&r, 0, 1, 2);
    ck_assert_double_eq(rarity, scrut_link_slip_rarity(&r, 0, 2, 1));
    return rarity;
}

START_TEST(a_name_that_is_much_rarer_than_another_is_a_slip_of_it_however_rare)
{
    ck_assert_double_eq_tol(slip_rarity(SCRUT_LINK_TEXT, 1, 64000), 1, 1e-4);
    ck_assert_double_eq_tol(slip_rarity(SCRUT_LINK_TEXT, 10, 64000), 0.1, 1e-4);
    ck_assert_double_eq_tol(slip_rarity(SCRUT_LINK_SURNAME, 1, 64000), 1.0 / 1000, 2e-5);
    ck_assert_double_eq_tol(slip_rarity(SCRUT_LINK_SURNAME, 10, 64000), 1.0 / 1000, 2e-5);
    ck_assert_double_eq_tol(slip_rarity(SCRUT_LINK_GIVEN, 500, 600), 1.0 / 500 + 1.0 / 600, 1e-4); /* two names */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link_memo");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, what_a_pair_shows_is_the_same_with_and_without_what_was_remembered);
    tcase_add_test(tests, a_name_that_is_much_rarer_than_another_is_a_slip_of_it_however_rare);
    tcase_add_test(tests, no_pair_weighs_more_than_its_bound_and_the_bound_is_not_far);
    return scrut_test_main(suite);
}
