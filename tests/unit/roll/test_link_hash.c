/* SPDX-License-Identifier: Apache-2.0
 * Rows of two keys that share a hash lie in one block: what is found is as if they did not. All pairs of all rows say
 * what that is, by the texts of their cells. */
#include "../../../src/roll/link_units.h"
#include "harness.h"
#include "rule_pairs.h"

#include <stdio.h>
#include <stdlib.h>

#define SEED UINT64_C(20130728)
#define FIELDS 5
#define FILLERS 4608 /* rows that give every value its number */
#define ROWS_MAX 8000
#define FLOOR_WEIGHT (-1000 * SCRUT_LINK_BIT) /* below what any pair weighs */
#define RULES 3
#define PARTS_MOST FIELDS

enum { ALL_FIELDS, LAST_FIELDS, MIDDLE_FIELDS };

static const scrut_link_field FIELD[FIELDS] = {{"a", SCRUT_LINK_CATEGORY},
                                               {"b", SCRUT_LINK_CATEGORY},
                                               {"c", SCRUT_LINK_CATEGORY},
                                               {"d", SCRUT_LINK_CATEGORY},
                                               {"e", SCRUT_LINK_CATEGORY}};
static const uint32_t VALUES[FIELDS] = {2, 512, 512, 1024, 4096};
/* By rule the fields that it compares. */
static const struct {
    size_t count, fields[PARTS_MOST];
} PARTS[RULES] = {{5, {0, 1, 2, 3, 4}}, {2, {3, 4}}, {3, {1, 2, 3}}};

/* Rows of two keys. */
typedef struct {
    uint32_t first[FIELDS], second[FIELDS];
} couple;

/* Under the rule of all fields these have one key of 64 bits. Found among the 2^28 values of b, c and d, whose keys
 * were sorted: nine couples, of which these are two. */
static const couple ONE_KEY[] = {{{1, 283, 462, 16, 1}, {1, 290, 206, 740, 1}},
                                 {{1, 7, 96, 1018, 1}, {1, 346, 321, 436, 1}}};

typedef struct {
    uint32_t cells[ROWS_MAX][FIELDS]; /* numbers of values */
    char text[8];
    uint32_t count;
} list;

typedef struct {
    list list;
    scrut_link_input input;
    scrut_arena *arena;
    scrut_pool *pool;
    records r;
    blocking b;
    model guess;
    memo memo;
} fixture;

/* ---- the list --------------------------------------------------------------------------------------------------- */

static const char *cell(const void *context, uint32_t row, size_t field, size_t *ret_length)
{
    list *l = (list *)(uintptr_t)context;
    *ret_length = (size_t)snprintf(l->text, sizeof l->text, "%04u", (unsigned)l->cells[row][field]);
    return l->text;
}

static void add_row(list *l, const uint32_t cells[FIELDS])
{
    ck_assert_uint_lt(l->count, ROWS_MAX);
    memcpy(l->cells[l->count++], cells, sizeof l->cells[0]);
}

static void add_fillers(list *l, scrut_rng *rng)
{
    for (uint32_t i = 0; i < FILLERS; i++) {
        uint32_t cells[FIELDS];
        for (size_t f = 0; f < FIELDS; f++)
            cells[f] = 1 + (i < VALUES[f] ? i : scrut_rng_below(rng, VALUES[f]));
        add_row(l, cells);
    }
}

/* Rows that agree in the last two fields and are free in the others. */
static void add_block(list *l, scrut_rng *rng, const uint32_t last[2], uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t cells[FIELDS] = {0, 0, 0, last[0], last[1]};
        for (size_t f = 0; f < FIELDS - 2; f++)
            cells[f] = 1 + scrut_rng_below(rng, VALUES[f]);
        add_row(l, cells);
    }
}

/* ---- keys with one hash ----------------------------------------------------------------------------------------- */

typedef struct {
    uint64_t hash; /* shard, and what is gathered of the key */
    uint64_t key;
    uint32_t d, e;
} hashed;

static uint64_t hash_of(uint64_t key)
{
    return key >> SHARD_SHIFT << 32 | scrut_link_gathered_hash(key);
}

static int by_hash(const void *a, const void *b)
{
    const hashed *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->key > y->key) - (x->key < y->key);
}

#define SEARCHED 1024

/* Pairs of two keys of the rule of the last fields, by a search among 2^21. */
static size_t search(couple ret[], size_t most)
{
    hashed *keys = calloc((size_t)2 * SEARCHED * SEARCHED, sizeof *keys);
    size_t count = 0, found = 0;
    ck_assert_ptr_nonnull(keys);
    for (uint32_t d = 1; d <= SEARCHED; d++) {
        for (uint32_t e = 1; e <= 2 * SEARCHED; e++) {
            uint64_t near = scrut_link_key_word(PARTS[LAST_FIELDS].fields[0], d),
                     other = scrut_link_key_word(PARTS[LAST_FIELDS].fields[1], e);
            uint64_t key = scrut_link_key_end(scrut_link_key_of_rule(LAST_FIELDS) + near + other, near);
            keys[count++] = (hashed){hash_of(key), key, d, e};
        }
    }
    qsort(keys, count, sizeof *keys, by_hash);
    for (size_t i = 1; i < count && found < most; i++) {
        if (keys[i].hash == keys[i - 1].hash && keys[i].key != keys[i - 1].key)
            ret[found++] = (couple){{0, 0, 0, keys[i - 1].d, keys[i - 1].e}, {0, 0, 0, keys[i].d, keys[i].e}};
    }
    free(keys);
    return found;
}

/* ---- a list with such keys --------------------------------------------------------------------------------------- */

static void add_couples(list *l, scrut_rng *rng)
{
    /* Together over the limit of a block; common values beside rare ones; few of both. */
    static const uint32_t ROWS[][2] = {{400, 300}, {400, 3}, {3, 4}};
    enum { COUPLES = sizeof ROWS / sizeof ROWS[0] };
    couple couples[COUPLES];
    ck_assert_uint_eq(search(couples, COUPLES), COUPLES);
    for (size_t i = 0; i < COUPLES; i++) {
        add_block(l, rng, couples[i].first + 3, ROWS[i][0]);
        add_block(l, rng, couples[i].second + 3, ROWS[i][1]);
    }
    for (size_t i = 0; i < sizeof ONE_KEY / sizeof ONE_KEY[0]; i++) {
        for (int k = 0; k < 3; k++) {
            add_row(l, ONE_KEY[i].first);
            add_row(l, ONE_KEY[i].second);
        }
    }
}

static void set_rules(fixture *f)
{
    blocking *b = &f->b;
    b->block_rows = BLOCK_ROWS;
    b->block_rows_max = BLOCK_ROWS_MAX;
    b->rule_count = RULES;
    for (size_t u = 0; u < RULES; u++)
        rule_set(b, u, PARTS[u].fields, PARTS[u].count, 1e6);
}

/* Equal values weigh the more the rarer they are. */
static void weigh_by_class(model *m)
{
    for (size_t f = 0; f < FIELDS; f++) {
        for (int32_t class = 0; class < EQUAL_CLASSES; class ++)
            m->same.weight[f][OUTCOME_EQUAL + class] = 4 * class * SCRUT_LINK_BIT;
    }
}

static void open_fixture(fixture *f)
{
    scrut_rng rng = scrut_rng_open(SEED, 1, 0);
    *f = (fixture){.arena = scrut_arena_new(), .pool = scrut_pool_new(2)};
    set_rules(f);
    add_fillers(&f->list, &rng);
    add_couples(&f->list, &rng);
    f->input = (scrut_link_input){
        .row_count = f->list.count, .field_count = FIELDS, .fields = FIELD, .cell = cell, .context = &f->list};
    ck_assert_int_eq(scrut_link_load(&f->input, f->arena, f->pool, &f->r, NULL), SCRUT_OK);
    ck_assert(scrut_link_add_features(&f->r, &f->b));
    ck_assert_uint_eq(f->b.feature_count, FIELDS);
    ck_assert(scrut_link_model_new(&f->r, f->pool, &f->guess));
    weigh_by_class(&f->guess);
    ck_assert_int_eq(scrut_link_block(&f->r, f->pool, f->arena, &f->b, NULL), SCRUT_OK);
    ck_assert(scrut_link_memo_new(&f->r, scrut_link_compare_values, &f->memo));
}

static void close_fixture(fixture *f)
{
    scrut_link_memo_free(&f->memo);
    scrut_link_unpack(&f->r);
    scrut_pool_free(f->pool);
    scrut_arena_free(f->arena);
    free(f);
}

static fixture *new_fixture(void)
{
    fixture *f = malloc(sizeof *f);
    ck_assert_ptr_nonnull(f);
    open_fixture(f);
    return f;
}

/* ---- what all pairs of all rows say ----------------------------------------------------------------------------- */

typedef struct {
    kept_pair *pairs; /* rows alone */
    size_t count, capacity;
    uint64_t made;
    uint64_t of_one_hash; /* pairs of a rule of two keys with one hash */
    uint64_t of_one_key;  /* those of them with one key of 64 bits */
} brute;

static bool makes(const list *l, size_t u, uint32_t a, uint32_t b)
{
    bool same = true;
    for (size_t i = 0; i < PARTS[u].count && same; i++)
        same = l->cells[a][PARTS[u].fields[i]] == l->cells[b][PARTS[u].fields[i]];
    return same;
}

static void try_all(const fixture *f, brute *t)
{
    uint64_t *keys[RULES];
    uint32_t rows = f->list.count;
    for (size_t u = 0; u < RULES; u++) {
        ck_assert(!f->b.splits[u]);
        keys[u] = calloc(rows, sizeof *keys[u]);
        ck_assert_ptr_nonnull(keys[u]);
        for (uint32_t row = 0; row < rows; row++)
            keys[u][row] = scrut_link_key(&f->r, &f->b, u, row);
    }
    for (uint32_t a = 0; a < rows; a++) {
        for (uint32_t b = a + 1; b < rows; b++) {
            uint64_t rules = 0;
            for (size_t u = 0; u < RULES; u++) {
                bool made = makes(&f->list, u, a, b), one_hash = hash_of(keys[u][a]) == hash_of(keys[u][b]);
                rules += made;
                t->of_one_hash += one_hash && !made;
                t->of_one_key += keys[u][a] == keys[u][b] && !made;
            }
            t->made += rules;
            if (rules == 0)
                continue;
            ck_assert(scrut_grow(&t->pairs, &t->capacity, t->count + 1, sizeof *t->pairs));
            t->pairs[t->count++] = (kept_pair){.a = a, .b = b};
        }
    }
    for (size_t u = 0; u < RULES; u++)
        free(keys[u]);
}

static pair_counts count_pairs(fixture *f, double counted_pairs, int32_t floor_weight)
{
    rule_list of = {&f->r, &f->b, &f->memo, &f->guess, f->pool};
    return rule_pairs(&of, counted_pairs, floor_weight);
}

START_TEST(keys_with_one_hash_change_no_pair)
{
    fixture *f = new_fixture();
    brute truth = {.pairs = NULL};
    try_all(f, &truth);
    ck_assert_uint_ge(truth.of_one_hash - truth.of_one_key, 400 * 300 + 400 * 3 + 3 * 4);
    ck_assert_uint_ge(truth.of_one_key, 3 * 3 * sizeof ONE_KEY / sizeof ONE_KEY[0]);
    pair_counts all = count_pairs(f, 1e9, FLOOR_WEIGHT), some = count_pairs(f, 0, FLOOR_WEIGHT);
    printf("# %u rows, %zu pairs, %llu of two keys with one hash, %llu of them with one key\n", (unsigned)f->list.count,
           truth.count, (unsigned long long)truth.of_one_hash, (unsigned long long)truth.of_one_key);
    ck_assert(all.all_counted && !some.all_counted);
    rule_pairs_must_be(&all, truth.pairs, truth.count);
    rule_pairs_must_be(&some, truth.pairs, truth.count);
    ck_assert_uint_eq(all.made, truth.made);
    ck_assert_uint_eq(all.compared, truth.count);
    /* Pairs that are only sifted are not asked whether they have one key before they are counted as made. */
    ck_assert_uint_ge(some.made, truth.made);
    ck_assert_uint_le(some.made, truth.made + truth.of_one_hash);
    scrut_link_free_counts(&all);
    scrut_link_free_counts(&some);
    free(truth.pairs);
    close_fixture(f);
}
END_TEST

START_TEST(each_row_of_one_hash_is_weighed_by_its_own_values)
{
    fixture *f = new_fixture();
    size_t before = SIZE_MAX;
    for (int32_t floor = 0; floor <= 48 * SCRUT_LINK_BIT; floor += 2 * SCRUT_LINK_BIT) {
        pair_counts all = count_pairs(f, 1e9, floor), some = count_pairs(f, 0, floor);
        rule_pairs_must_be(&some, all.kept[0].pairs, all.kept[0].count);
        ck_assert_uint_le(all.kept[0].count, before);
        before = all.kept[0].count;
        printf("# at %d: %zu pairs\n", (int)floor, all.kept[0].count);
        scrut_link_free_counts(&all);
        scrut_link_free_counts(&some);
    }
    close_fixture(f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link_hash");
    TCase *tests = tcase_create("core");
    tcase_add_test(tests, keys_with_one_hash_change_no_pair);
    tcase_add_test(tests, each_row_of_one_hash_is_weighed_by_its_own_values);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
