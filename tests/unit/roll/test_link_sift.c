/* SPDX-License-Identifier: Apache-2.0
 * Pairs whose patterns are not counted are looked through for those that are kept: the same are kept, as many are
 * found, and what was counted stands for all. What is learned of it is where one more step leads that is computed in
 * another way. */
#include "../../../src/roll/link_units.h"
#include "../../../src/roll/link_work.h"
#include "harness.h"
#include "people.h"
#include "rule_pairs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define SEED UINT64_C(20130728)
#define ROWS 3000
#define FLOOR_WEIGHT (-8 * SCRUT_LINK_BIT)

typedef struct {
    people p;
    scrut_link_input input;
    scrut_arena *arena;
    scrut_pool *pool;
    records r;
    blocking b;
    model guess;
    memo memo;
} fixture;

/* Villages of some names, and cells that are not known. */
static people make_list(void)
{
    people p = people_make(ROWS, SEED);
    for (uint32_t i = 0; i < ROWS; i += 13)
        p.cells[i][i % PEOPLE_FIELDS][0] = '\0';
    return p;
}

static void open_fixture_of(fixture *f, const scrut_link_field fields[])
{
    *f = (fixture){.p = make_list(), .arena = scrut_arena_new(), .pool = scrut_pool_new(2)};
    f->input = people_input(&f->p);
    f->input.fields = fields;
    f->b.block_rows = BLOCK_ROWS;
    f->b.block_rows_max = BLOCK_ROWS_MAX;
    f->b.counted_pairs = COUNTED_PAIRS;
    ck_assert_int_eq(scrut_link_load(&f->input, f->arena, f->pool, &f->r, NULL), SCRUT_OK);
    ck_assert(scrut_link_model_new(&f->r, f->pool, &f->guess));
    ck_assert(scrut_link_choose_rules(&f->r, f->pool, &f->b, &f->guess));
    ck_assert_int_eq(scrut_link_block(&f->r, f->pool, f->arena, &f->b, NULL), SCRUT_OK);
    ck_assert(scrut_link_memo_new(&f->r, scrut_link_compare_values, &f->memo));
}

static void open_fixture(fixture *f)
{
    open_fixture_of(f, PEOPLE_FIELD);
}

static void close_fixture(fixture *f)
{
    scrut_link_memo_free(&f->memo);
    scrut_link_unpack(&f->r);
    scrut_pool_free(f->pool);
    scrut_arena_free(f->arena);
    people_free(&f->p);
}

/* So many pairs of a rule at least are counted. */
static pair_counts count_some(fixture *f, double counted_pairs)
{
    rule_list list = {&f->r, &f->b, &f->memo, &f->guess, f->pool};
    pair_counts counts = rule_pairs(&list, counted_pairs, FLOOR_WEIGHT);
    ck_assert_uint_gt(counts.kept[0].count, 100);
    return counts;
}

static double counted_units(const pair_counts *c)
{
    uint64_t units = 0;
    for (size_t i = 0; i < c->pattern_count; i++)
        units += c->patterns[i].count;
    return (double)units / PAIR_UNITS;
}

/* Whether a rule makes a pair, by the rows alone: no block of these lists is split. */
static bool makes(const fixture *f, uint64_t *const keys[], size_t rule_index, uint32_t a, uint32_t b)
{
    ck_assert(!f->b.splits[rule_index]);
    return keys[rule_index][a] != 0 && keys[rule_index][a] == keys[rule_index][b];
}

static void list_keys(const fixture *f, uint64_t *keys[])
{
    for (size_t u = 0; u < f->b.rule_count; u++) {
        keys[u] = calloc(ROWS, sizeof *keys[u]);
        ck_assert_ptr_nonnull(keys[u]);
        for (uint32_t row = 0; row < ROWS; row++)
            keys[u][row] = scrut_link_key(&f->r, &f->b, u, row);
    }
}

static void free_keys(const fixture *f, uint64_t *keys[])
{
    for (size_t u = 0; u < f->b.rule_count; u++)
        free(keys[u]);
}

START_TEST(as_many_pairs_are_made_and_compared_as_share_a_key)
{
    fixture f;
    uint64_t *keys[RULES_MAX] = {NULL}, made = 0, different = 0;
    open_fixture(&f);
    list_keys(&f, keys);
    for (uint32_t a = 0; a < ROWS; a++) {
        for (uint32_t b = a + 1; b < ROWS; b++) {
            uint64_t rules = 0;
            for (size_t u = 0; u < f.b.rule_count; u++)
                rules += makes(&f, keys, u, a, b);
            made += rules;
            different += rules > 0;
        }
    }
    free_keys(&f, keys);
    pair_counts all = count_some(&f, 1e9), some = count_some(&f, 500);
    ck_assert_uint_eq(all.made, made);
    ck_assert_uint_eq(all.compared, different);
    ck_assert_uint_eq(some.made, made);
    printf("# %llu different pairs, told by %llu: %llu\n", (unsigned long long)different,
           (unsigned long long)some.counted, (unsigned long long)some.compared);
    ck_assert(fabs((double)some.compared / (double)different - 1) < 0.05);
    scrut_link_free_counts(&all);
    scrut_link_free_counts(&some);
    close_fixture(&f);
}
END_TEST

static void must_keep_the_same(const scrut_link_field fields[])
{
    fixture f;
    open_fixture_of(&f, fields);
    pair_counts all = count_some(&f, 1e9);
    ck_assert(all.all_counted);
    ck_assert_uint_eq(all.counted, all.compared);
    ck_assert_uint_gt(all.made, all.compared);
    ck_assert_uint_lt(all.kept[0].count, all.compared / 2);
    uint64_t before = all.compared;
    for (int pairs = 4000; pairs > 1; pairs /= 8) {
        pair_counts some = count_some(&f, pairs);
        printf("# of %llu pairs %llu are counted, %zu kept\n", (unsigned long long)some.compared,
               (unsigned long long)some.counted, some.kept[0].count);
        ck_assert(!some.all_counted);
        ck_assert_uint_eq(some.made, all.made);
        ck_assert_uint_lt(some.counted, before);
        ck_assert_uint_eq(some.kept[0].count, all.kept[0].count);
        ck_assert_int_eq(memcmp(some.kept[0].pairs, all.kept[0].pairs, all.kept[0].count * sizeof *all.kept[0].pairs),
                         0);
        before = some.counted;
        scrut_link_free_counts(&some);
    }
    scrut_link_free_counts(&all);
    close_fixture(&f);
}

START_TEST(the_same_pairs_are_kept_however_few_are_counted)
{
    must_keep_the_same(PEOPLE_FIELD);
}
END_TEST

START_TEST(the_same_pairs_with_texts_and_numbers_are_kept_however_few_are_counted)
{
    scrut_link_field fields[PEOPLE_FIELDS];
    memcpy(fields, PEOPLE_FIELD, sizeof fields);
    fields[0].kind = SCRUT_LINK_TEXT; /* the surname */
    fields[4].kind = SCRUT_LINK_NUMBER;
    must_keep_the_same(fields);
}
END_TEST

/* Of a rule, of the parts that are counted and of the others: pairs that no earlier rule makes, and all that it makes.
 */
typedef struct {
    double new, made;
} dealt_pairs;

static bool key_is_counted(const fixture *f, size_t rule_index, uint64_t key)
{
    uint64_t part = (key >> SHARD_SHIFT) * SHARD_PARTS + scrut_link_part_of_hash(scrut_link_gathered_hash(key));
    return part < scrut_link_counted_parts(&f->b, rule_index);
}

/* By the rows alone: ret[rule][0] of the parts that are counted, ret[rule][1] of the others. */
static void deal_pairs(fixture *f, dealt_pairs ret[RULES_MAX][2])
{
    uint64_t *keys[RULES_MAX] = {NULL};
    list_keys(f, keys);
    for (uint32_t a = 0; a < ROWS; a++) {
        for (uint32_t b = a + 1; b < ROWS; b++) {
            bool found = false;
            for (size_t u = 0; u < f->b.rule_count; u++) {
                if (!makes(f, keys, u, a, b))
                    continue;
                dealt_pairs *to = &ret[u][!key_is_counted(f, u, keys[u][a])];
                to->made++;
                to->new += !found;
                found = true;
            }
        }
    }
    free_keys(f, keys);
}

START_TEST(what_is_counted_stands_for_all_parts)
{
    dealt_pairs dealt[RULES_MAX][2] = {{{0, 0}}};
    double expected = 0, counted = 0;
    fixture f;
    open_fixture(&f);
    pair_counts some = count_some(&f, 500);
    deal_pairs(&f, dealt);
    for (size_t u = 0; u < f.b.rule_count; u++) {
        const dealt_pairs *here = &dealt[u][0], *rest = &dealt[u][1];
        double stands_for = rest->made > 0 ? (double)PARTS_OF_RULE / scrut_link_counted_parts(&f.b, u) : 1;
        counted += here->new;
        expected += here->new *stands_for;
    }
    ck_assert_uint_eq(some.counted, (uint64_t)counted);
    ck_assert_uint_lt(2 * some.counted, some.compared);
    ck_assert_double_eq_tol(counted_units(&some), expected, 0.01 * (double)some.pattern_count);
    scrut_link_free_counts(&some);
    close_fixture(&f);
}
END_TEST

START_TEST(sums_scale_each_rule_by_its_parts)
{
    pattern first[] = {{5, 2}, {9, 1}}, second[] = {{5, 4}};
    pattern_sums sums = {.pairs = {.made = 12, .made_counted = 6, .counted = 3}}; /* earlier rules found the others */
    pair_counts counts = {.compared = 0};
    scrut_link_sums_add(&sums, first, 2);
    ck_assert(scrut_link_sums_end_rule(&sums, PARTS_OF_RULE / 4));
    sums.pairs = (pairs_made){.made = 100}; /* a rule of which nothing was counted */
    ck_assert(scrut_link_sums_end_rule(&sums, 1));
    sums.pairs = (pairs_made){.made = 4, .made_counted = 4, .counted = 4};
    scrut_link_sums_add(&sums, second, 1);
    ck_assert(scrut_link_sums_end_rule(&sums, 1) && scrut_link_sums_end(&sums, &counts)); /* the others made none */
    ck_assert_uint_eq(counts.made, 116);
    ck_assert_uint_eq(counts.compared, 6 + 100 + 4);
    ck_assert_uint_eq(counts.counted, 7);
    ck_assert(!counts.all_counted);
    ck_assert_uint_eq(counts.pattern_count, 2);
    ck_assert_uint_eq(counts.patterns[0].count, (2 * 4 + 4) * PAIR_UNITS);
    ck_assert_uint_eq(counts.patterns[1].count, 4 * PAIR_UNITS);
    ck_assert_uint_eq(counts.counted_each[0].key, 5);
    ck_assert_uint_eq(counts.counted_each[0].count, 2 + 4);
    ck_assert_uint_eq(counts.counted_each[1].key, 9);
    ck_assert_uint_eq(counts.counted_each[1].count, 1);
    free(counts.patterns);
    free(counts.counted_each);
    scrut_link_sums_free(&sums);
}
END_TEST

START_TEST(a_model_exceeds_another_by_its_largest_gains)
{
    static model one, other;
    one.same.prior = -900;
    other.same.prior = -1000;
    one.same.weight[0][3] = 70;
    one.same.weight[0][9] = 20;
    other.same.weight[1][4] = 500;
    one.same.weight[2][1] = 999; /* of a field that there is not */
    ck_assert_int_eq(scrut_link_weigh_beyond(&one, &other, 2), 170);
    ck_assert_int_eq(scrut_link_weigh_beyond(&other, &one, 2), -100 + 500);
}
END_TEST

/* ---- EM, by chances and not by rounded weights ------------------------------------------------------------------- */

typedef double chances_of[SCRUT_LINK_FIELDS_MAX][OUTCOMES];

/* What the next step of EM would say. */
typedef struct {
    chances_of same, household;
    double same_share, household_share;
} next_step;

/* Of a pattern under a kind of pairs, for how likely it is among strangers; what is not known says nothing. */
static double likelihood(const fixture *f, const model *m, const kinship *k, uint64_t key)
{
    double product = k->share / (1 - k->share);
    for (size_t field = 0; field < f->r.field_count; field++) {
        unsigned o = key >> (5 * field) & 31;
        double here = k->chance[field][o], among_strangers = m->strangers[field].u[o];
        product *= o != OUTCOME_MISSING && here > 0 && among_strangers > 0 ? here / among_strangers : 1;
    }
    return product;
}

/* A field's chances by how many pairs of one person show each outcome: equality and each level below it by their share,
 * smoothed by a pair and by half a one, and the classes of either as seen, with 50 pairs as they were expected. */
static void next_chances(const model *m, scrut_link_kind kind, size_t field, const double seen[OUTCOMES],
                         double ret[OUTCOMES])
{
    unsigned end = OUTCOME_NEAR + scrut_link_near_outcomes(kind), levels = scrut_link_level(kind, end - 1) + 1;
    double total = 0;
    for (unsigned o = OUTCOME_EQUAL; o < end; o++)
        total += seen[o];
    for (unsigned o = OUTCOME_EQUAL; o < end && total >= 10; o++) {
        double whole = 0;
        for (unsigned other = OUTCOME_EQUAL; other < end; other++) {
            bool equal = o < OUTCOME_NEAR && other < OUTCOME_NEAR;
            bool near = o >= OUTCOME_NEAR && other >= OUTCOME_NEAR &&
                        scrut_link_level(kind, o) == scrut_link_level(kind, other);
            whole += equal || near ? seen[other] : 0;
        }
        double share = (whole + (o < OUTCOME_NEAR ? 1 : 0.5)) / (total + 1 + 0.5 * levels);
        ret[o] = share * (seen[o] + 50 * m->strangers[field].part[o]) / (whole + 50);
    }
}

static void next_household(const fixture *f, const model *m, next_step *ret)
{
    for (size_t field = 0; field < f->r.field_count; field++) {
        double equal = 0;
        for (unsigned o = OUTCOME_EQUAL; o < OUTCOME_NEAR; o++)
            equal += ret->same[field][o];
        for (unsigned o = OUTCOME_EQUAL; o < OUTCOMES; o++) {
            double shared =
                o < OUTCOME_NEAR ? 0.97 * ret->same[field][o] / equal : 0.03 * ret->same[field][o] / (1 - equal);
            ret->household[field][o] = f->r.columns[field].own ? m->strangers[field].u[o] : shared;
        }
    }
}

static double next_share(double pairs)
{
    return (pairs + 1) / (ROWS * (ROWS - 1.0) / 2 + 2);
}

static next_step em_step(const fixture *f, const model *m, const pair_counts *c, double recall)
{
    static chances_of seen;
    next_step next = {.same_share = 0};
    double same = 0, household = 0;
    memset(seen, 0, sizeof seen);
    memcpy(next.same, m->same.chance, sizeof next.same); /* of fields of which too little is seen */
    for (size_t i = 0; i < c->pattern_count; i++) {
        uint64_t key = c->patterns[i].key;
        double s = likelihood(f, m, &m->same, key), h = likelihood(f, m, &m->household, key);
        double pairs = (double)c->patterns[i].count / PAIR_UNITS;
        same += pairs * s / (1 + s + h);
        household += pairs * h / (1 + s + h);
        for (size_t field = 0; field < f->r.field_count; field++) {
            if ((key >> (50 + field) & 1) != 0)
                seen[field][key >> (5 * field) & 31] += pairs * s / (1 + s + h);
        }
    }
    for (size_t field = 0; field < f->r.field_count; field++)
        next_chances(m, f->r.fields[field].kind, field, seen[field], next.same[field]);
    next_household(f, m, &next);
    next.same_share = next_share(same / recall);
    next.household_share = next_share(household);
    return next;
}

/* The largest change of a chance or share, in bits. */
static double farthest(const fixture *f, const model *m, const next_step *next, size_t *ret_compared)
{
    double far =
        fmax(fabs(log2(next->same_share / m->same.share)), fabs(log2(next->household_share / m->household.share)));
    *ret_compared = 0;
    for (size_t field = 0; field < f->r.field_count; field++) {
        for (unsigned o = OUTCOME_EQUAL; o < OUTCOMES; o++) {
            if (m->same.chance[field][o] > 0) {
                far = fmax(far, fabs(log2(next->same[field][o] / m->same.chance[field][o])));
                ++*ret_compared;
            }
            if (m->household.chance[field][o] > 0)
                far = fmax(far, fabs(log2(next->household[field][o] / m->household.chance[field][o])));
        }
    }
    return far;
}

START_TEST(one_more_step_of_em_leads_nowhere_else)
{
    fixture f;
    size_t compared = 0;
    open_fixture(&f);
    pair_counts all = count_some(&f, 1e9);
    model m = f.guess;
    scrut_link_estimate(&f.r, all.patterns, NULL, all.pattern_count, 0.9, &m);
    ck_assert_double_gt(m.same.pairs, 100);
    next_step next = em_step(&f, &m, &all, 0.9);
    double far = farthest(&f, &m, &next, &compared);
    printf("# %zu chances, %.0f pairs of one person and %.1f of a household: the farthest moves by %.5f bit\n",
           compared, m.same.pairs, m.household.pairs, far);
    ck_assert_uint_gt(compared, 50);
    ck_assert_double_lt(far, 8.0 / SCRUT_LINK_BIT); /* weights are rounded to one */
    for (unsigned o = OUTCOME_NEAR; o < OUTCOMES; o++)
        m.same.chance[f.r.given][o] *= 1.5;
    next = em_step(&f, &m, &all, 0.9);
    ck_assert_double_gt(farthest(&f, &m, &next, &compared), 0.3); /* from elsewhere it leads back */
    scrut_link_free_counts(&all);
    close_fixture(&f);
}
END_TEST

/* The chance of the level of given names that one person shows least. */
static double least_level(const fixture *f, const model *m)
{
    double least = 1;
    for (unsigned o = OUTCOME_NEAR; o < OUTCOMES; o++) {
        if (scrut_link_class(SCRUT_LINK_GIVEN, o) < 0)
            least = fmin(least, m->same.chance[f->r.given][o]);
    }
    return least;
}

/* What is learned of it where of some patterns as many pairs were counted as there are, and of others none. */
static double learn_least(const fixture *f, const pair_counts *all, const model *m, bool (*is_counted)(size_t, int32_t))
{
    model learned = f->guess;
    pattern *counted = calloc(all->pattern_count, sizeof *counted);
    ck_assert_ptr_nonnull(counted);
    for (size_t i = 0; i < all->pattern_count; i++) {
        uint64_t key = all->patterns[i].key;
        int32_t weight = scrut_link_weigh_same(m, f->r.field_count, key, (rarities){0, 0});
        counted[i] = (pattern){key, is_counted(i, weight) ? all->patterns[i].count / PAIR_UNITS : 0};
    }
    scrut_link_estimate(&f->r, all->patterns, counted, all->pattern_count, 0.9, &learned);
    free(counted);
    return least_level(f, &learned);
}

static bool any_is_counted(size_t i, int32_t weight)
{
    (void)i;
    (void)weight;
    return true;
}

static bool likely_are_counted(size_t i, int32_t weight)
{
    (void)i;
    return weight > -8 * SCRUT_LINK_BIT;
}

static bool each_sixteenth_is_counted(size_t i, int32_t weight)
{
    (void)weight;
    return i % 16 == 0;
}

START_TEST(what_no_pair_shows_is_as_likely_as_the_counted_pairs_of_one_person_leave_it)
{
    fixture f;
    open_fixture(&f);
    pair_counts all = count_some(&f, 1e9);
    ck_assert_ptr_null(all.counted_each);
    model m = f.guess;
    scrut_link_estimate(&f.r, all.patterns, NULL, all.pattern_count, 0.9, &m);
    double whole = least_level(&f, &m), likely = learn_least(&f, &all, &m, likely_are_counted),
           some = learn_least(&f, &all, &m, each_sixteenth_is_counted);
    printf("# the rarest level of given names %.5f, strangers not counted %.5f, one pattern in 16 counted %.5f\n",
           whole, likely, some);
    ck_assert_double_eq(learn_least(&f, &all, &m, any_is_counted), whole);
    ck_assert_double_eq_tol(likely / whole, 1, 0.1);
    ck_assert_double_gt(some / whole, 4);
    scrut_link_free_counts(&all);
    close_fixture(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link_sift");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, what_is_counted_stands_for_all_parts);
    tcase_add_test(tests, as_many_pairs_are_made_and_compared_as_share_a_key);
    tcase_add_test(tests, sums_scale_each_rule_by_its_parts);
    tcase_add_test(tests, a_model_exceeds_another_by_its_largest_gains);
    tcase_add_test(scrut_threaded_tests(suite), the_same_pairs_are_kept_however_few_are_counted);
    tcase_add_test(tests, the_same_pairs_with_texts_and_numbers_are_kept_however_few_are_counted);
    tcase_add_test(tests, one_more_step_of_em_leads_nowhere_else);
    tcase_add_test(tests, what_no_pair_shows_is_as_likely_as_the_counted_pairs_of_one_person_leave_it);
    return scrut_test_main(suite);
}
