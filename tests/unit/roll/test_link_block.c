/* SPDX-License-Identifier: Apache-2.0
 * How large the blocks of a rule may be, and that the pairs of blocks that are whole, split by further columns or
 * chopped are those which all pairs of all rows say. */
#include "../../../src/roll/link_units.h"
#include "harness.h"
#include "rule_pairs.h"

#include <stdio.h>
#include <stdlib.h>

#define SEED UINT64_C(20130728)
#define FIELDS 4
#define ROWS_MAX 4000
#define RULES 2
#define FLOOR_WEIGHT (-1000 * SCRUT_LINK_BIT) /* below what any pair weighs */

static const scrut_link_field FIELD[FIELDS] = {{"block", SCRUT_LINK_CATEGORY},
                                               {"coarse", SCRUT_LINK_CATEGORY},
                                               {"fine", SCRUT_LINK_CATEGORY},
                                               {"few", SCRUT_LINK_CATEGORY}};
static const uint32_t VALUES[FIELDS] = {0, 12, 40, 3};
/* Rows of each value of the first field, by which the first rule makes its blocks; those of the last are all alike. */
static const uint32_t BLOCKS[] = {1, 2, 40, 512, 513, 700, 1030, 1100};
enum { BLOCK_COUNT = sizeof BLOCKS / sizeof BLOCKS[0] };

typedef struct {
    uint32_t cells[ROWS_MAX][FIELDS];
    char text[8];
    uint32_t count;
    scrut_link_input input;
    scrut_arena *arena;
    scrut_pool *pool;
    records r;
    blocking b;
    model guess;
    memo memo;
} fixture;

static const char *cell(const void *context, uint32_t row, size_t field, size_t *ret_length)
{
    fixture *f = (fixture *)(uintptr_t)context;
    *ret_length = (size_t)snprintf(f->text, sizeof f->text, "%04u", (unsigned)f->cells[row][field]);
    return f->text;
}

/* Rows of all blocks, in an order of chance. */
static void fill_rows(fixture *f)
{
    scrut_rng rng = scrut_rng_open(SEED, 1, 0);
    for (uint32_t block = 0; block < BLOCK_COUNT; block++) {
        for (uint32_t i = 0; i < BLOCKS[block]; i++) {
            uint32_t *cells = f->cells[f->count++];
            cells[0] = block;
            for (size_t k = 1; k < FIELDS; k++)
                cells[k] = block + 1 < BLOCK_COUNT ? scrut_rng_below(&rng, VALUES[k]) : 0;
        }
    }
    for (uint32_t left = f->count; left > 1; left--) {
        uint32_t other = scrut_rng_below(&rng, left), row[FIELDS];
        memcpy(row, f->cells[left - 1], sizeof row);
        memcpy(f->cells[left - 1], f->cells[other], sizeof row);
        memcpy(f->cells[other], row, sizeof row);
    }
}

/* With so many pairs for which the first rule was chosen. */
static fixture *new_fixture(double pairs)
{
    fixture *f = calloc(1, sizeof *f);
    ck_assert_ptr_nonnull(f);
    f->arena = scrut_arena_new();
    f->pool = scrut_pool_new(2);
    fill_rows(f);
    f->input =
        (scrut_link_input){.row_count = f->count, .field_count = FIELDS, .fields = FIELD, .cell = cell, .context = f};
    f->b.block_rows = BLOCK_ROWS;
    f->b.block_rows_max = BLOCK_ROWS_MAX;
    f->b.rule_count = RULES;
    rule_set(&f->b, 0, (const size_t[]){0}, 1, pairs);
    rule_set(&f->b, 1, (const size_t[]){1, 2}, 2, 0);
    ck_assert_int_eq(scrut_link_load(&f->input, f->arena, f->pool, &f->r, NULL), SCRUT_OK);
    ck_assert(scrut_link_add_features(&f->r, &f->b));
    ck_assert_uint_eq(f->b.feature_count, FIELDS);
    ck_assert(scrut_link_model_new(&f->r, f->pool, &f->guess));
    ck_assert_int_eq(scrut_link_block(&f->r, f->pool, f->arena, &f->b, NULL), SCRUT_OK);
    ck_assert(scrut_link_memo_new(&f->r, scrut_link_compare_values, &f->memo));
    return f;
}

static void free_fixture(fixture *f)
{
    scrut_link_memo_free(&f->memo);
    scrut_link_unpack(&f->r);
    scrut_pool_free(f->pool);
    scrut_arena_free(f->arena);
    free(f);
}

static double pairs_of(double rows)
{
    return rows * (rows - 1) / 2;
}

/* Pairs of the blocks over 512 rows, if none has more than `limit` rows in one piece. */
static double most_pairs(double limit)
{
    double pairs = 0;
    for (size_t i = 0; i < BLOCK_COUNT; i++)
        pairs += BLOCKS[i] <= BLOCK_ROWS ? 0 : BLOCKS[i] <= limit ? pairs_of(BLOCKS[i]) : BLOCKS[i] * limit / 2;
    return pairs;
}

START_TEST(a_rule_has_the_largest_blocks_that_make_no_more_pairs_than_it_was_chosen_for)
{
    const struct {
        double pairs;
        size_t limit;
        bool splits;
    } CASES[] = {{0, 512, true},
                 {most_pairs(1024) - 1, 512, true},
                 {most_pairs(1024), 1024, true},
                 {most_pairs(2048) - 1, 1024, true},
                 {most_pairs(2048), 8192, false}}; /* no block is larger: a higher limit costs no more */
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        fixture *f = new_fixture(CASES[i].pairs);
        ck_assert_uint_eq(f->b.rules[0].rows_max, CASES[i].limit);
        ck_assert(f->b.splits[0] == CASES[i].splits);
        free_fixture(f);
    }
}
END_TEST

/* ---- what all pairs of all rows say ----------------------------------------------------------------------------- */

typedef struct {
    kept_pair *pairs; /* rows alone */
    size_t count, capacity;
    uint64_t left_out; /* pairs of a key that no block has */
} brute;

static void try_all(const fixture *f, brute *t)
{
    uint32_t numbers[ROWS_MAX][FIELDS];
    for (uint32_t row = 0; row < f->count; row++) {
        for (size_t k = 0; k < FIELDS; k++)
            numbers[row][k] = scrut_link_value(&f->r, row, k);
    }
    for (uint32_t a = 0; a < f->count; a++) {
        for (uint32_t b = a + 1; b < f->count; b++) {
            const uint32_t *x = f->cells[a], *y = f->cells[b];
            bool same[RULES] = {x[0] == y[0], x[1] == y[1] && x[2] == y[2]}, found = false;
            for (size_t u = 0; u < RULES; u++) {
                bool together = same[u] && scrut_link_is_together(&f->b, u, numbers[a], numbers[b], a, b);
                t->left_out += same[u] && !together;
                found = found || together;
            }
            if (!found)
                continue;
            ck_assert(scrut_grow(&t->pairs, &t->capacity, t->count + 1, sizeof *t->pairs));
            t->pairs[t->count++] = (kept_pair){.a = a, .b = b};
        }
    }
}

START_TEST(blocks_that_are_whole_split_or_chopped_have_the_pairs_that_all_rows_say)
{
    static const double LIMITS[] = {512, 1024, 2048};
    for (size_t i = 0; i < sizeof LIMITS / sizeof LIMITS[0]; i++) {
        fixture *f = new_fixture(most_pairs(LIMITS[i]));
        brute truth = {.pairs = NULL};
        try_all(f, &truth);
        printf("# limit %zu: %zu pairs, %llu left out\n", f->b.rules[0].rows_max, truth.count,
               (unsigned long long)truth.left_out);
        ck_assert_uint_eq(f->b.left_out, truth.left_out);
        rule_list list = {&f->r, &f->b, &f->memo, &f->guess, f->pool};
        for (int all = 0; all < 2; all++) { /* counted, or a part and the others sifted: no pair is too light */
            pair_counts found = rule_pairs(&list, all == 1 ? 1e9 : 0, FLOOR_WEIGHT);
            ck_assert(found.all_counted == (all == 1));
            rule_pairs_must_be(&found, truth.pairs, truth.count);
            scrut_link_free_counts(&found);
        }
        free(truth.pairs);
        free_fixture(f);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link_block");
    TCase *tests = tcase_create("core");
    tcase_add_test(tests, a_rule_has_the_largest_blocks_that_make_no_more_pairs_than_it_was_chosen_for);
    tcase_add_test(tests, blocks_that_are_whole_split_or_chopped_have_the_pairs_that_all_rows_say);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
