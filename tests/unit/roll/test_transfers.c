/* SPDX-License-Identifier: Apache-2.0
 * Transfers beside the gravity model. A log-linear model whose sums are those that were seen is the one of maximum
 * likelihood, and there is one alone (Birch, JRSS B 1963): so both are asked of what is expected. */
#include "../../../src/roll/diff_internal.h"
#include "harness.h"
#include "scrutineer/rng.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BORN, AREA, DISTRICT, HOUSE, FIELDS };
enum { AREAS = 12, DISTRICTS = 3 };
#define SEED UINT64_C(20130728)

static const scrut_link_field FIELD[FIELDS] = {{"born", SCRUT_LINK_BORN},
                                               {"area", SCRUT_LINK_CATEGORY},
                                               {"district", SCRUT_LINK_CATEGORY},
                                               {"house", SCRUT_LINK_CATEGORY}};

/* Rows that moved, each with a row in either list. */
typedef struct {
    uint32_t from, to; /* AREAS: not known */
} moved_row;

typedef struct {
    moved_row *rows;
    size_t count, capacity;
    char names[AREAS + 1][8], districts[AREAS + 1][8];
    scrut_roll_diff diff;
    scrut_roll_diff_input input;
    scrut_roll_areas areas;
    scrut_roll_transfers t;
} world;

/* A house of each row by itself is no place that holds areas. */
static const char *cell(const void *context, uint32_t row, size_t field, size_t *ret_length)
{
    static const char *const HOUSES[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
    const world *w = context;
    bool newer = row >= w->count;
    const moved_row *m = &w->rows[newer ? row - w->count : row];
    uint32_t area = newer ? m->to : m->from;
    const char *text = field == AREA ? w->names[area] : field == DISTRICT ? w->districts[area] : HOUSES[row % 9];
    *ret_length = strlen(text);
    return text;
}

static void add_moves(world *w, uint32_t from, uint32_t to, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (w->count == w->capacity) {
            w->capacity = 2 * w->capacity + 64;
            w->rows = realloc(w->rows, w->capacity * sizeof *w->rows);
            ck_assert_ptr_nonnull(w->rows);
        }
        w->rows[w->count++] = (moved_row){from, to};
    }
}

static void shuffle(world *w, scrut_rng *rng)
{
    for (size_t i = w->count; i > 1; i--) {
        size_t k = scrut_rng_below(rng, (uint32_t)i);
        moved_row other = w->rows[k];
        w->rows[k] = w->rows[i - 1];
        w->rows[i - 1] = other;
    }
}

static void find(world *w)
{
    static const scrut_roll_diff_ages AGES = {.sex = -1};
    for (uint32_t i = 0; i < AREAS; i++) {
        snprintf(w->names[i], sizeof w->names[i], "a%02u", i);
        snprintf(w->districts[i], sizeof w->districts[i], "d%u", i % DISTRICTS);
    }
    w->diff = (scrut_roll_diff){.old_count = (uint32_t)w->count, .new_count = (uint32_t)w->count};
    w->diff.old_fates = calloc(w->count + 1, sizeof *w->diff.old_fates);
    w->diff.new_fates = calloc(w->count + 1, sizeof *w->diff.new_fates);
    ck_assert(w->diff.old_fates != NULL && w->diff.new_fates != NULL);
    for (uint32_t i = 0; i < w->count; i++)
        w->diff.old_fates[i] = w->diff.new_fates[i] =
            (scrut_roll_fate){.other = i, .differs = 1U << AREA, .change = SCRUT_ROLL_MOVED};
    w->input = (scrut_roll_diff_input){.rows = {.row_count = (uint32_t)(2 * w->count),
                                                .second_from = (uint32_t)w->count,
                                                .field_count = FIELDS,
                                                .fields = FIELD,
                                                .cell = cell,
                                                .context = w},
                                       .places = 1U << AREA | 1U << DISTRICT | 1U << HOUSE,
                                       .area = AREA};
    ck_assert_int_eq(scrut_roll_diff_areas(&w->input, &w->diff, &AGES, NULL, NULL, &w->areas, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_roll_diff_transfers(&w->input, &w->diff, &w->areas, &w->t, NULL), SCRUT_OK);
}

static void free_world(world *w)
{
    scrut_roll_transfers_free(&w->t);
    scrut_roll_areas_free(&w->areas);
    free(w->diff.old_fates);
    free(w->diff.new_fates);
    free(w->rows);
}

/* Every pair of areas has some moves, more within a district, with chance. */
static void draw_moves(world *w, uint64_t stream, double near)
{
    scrut_rng rng = scrut_rng_open(SEED, 1, stream);
    for (uint32_t i = 0; i < AREAS; i++) {
        for (uint32_t j = 0; j < AREAS; j++) {
            double mean = 4.0 * (1 + i % 4) * (1 + j % 5) * (i % DISTRICTS == j % DISTRICTS ? near : 1) / 4;
            uint32_t draws = (uint32_t)(4 * mean), moves = 1;
            for (uint32_t k = 0; k < draws; k++)
                moves += scrut_rng_below(&rng, 4) == 0;
            if (i != j)
                add_moves(w, i, j, moves);
        }
    }
    shuffle(w, &rng);
}

static const scrut_roll_expected *pair_of(const world *w, uint32_t from, uint32_t to)
{
    for (size_t i = 0; i < w->t.count; i++)
        if (w->t.items[i].from == from && w->t.items[i].to == to)
            return &w->t.items[i].moved;
    return NULL;
}

START_TEST(what_is_expected_is_log_linear_and_adds_up_to_what_was_seen)
{
    world w = {.count = 0};
    draw_moves(&w, 0, 6);
    find(&w);
    printf("# seed %llu, %zu moved\n", (unsigned long long)SEED, w.count);
    ck_assert(w.t.expected);
    ck_assert_uint_eq(w.t.count, AREAS * (AREAS - 1));
    ck_assert_double_eq(w.t.pairs, AREAS * (AREAS - 1));
    ck_assert_uint_eq(w.t.level_count, 2);
    ck_assert_int_eq(w.t.levels[1], DISTRICT);
    double left[AREAS][2] = {{0}}, reached[AREAS][2] = {{0}}, near[2][2] = {{0}}, square = 0;
    for (size_t k = 0; k < w.t.count; k++) {
        const scrut_roll_transfer *x = &w.t.items[k];
        double two[2] = {(double)x->moved.seen, x->moved.expected};
        for (int n = 0; n < 2; n++) {
            left[x->from][n] += two[n];
            reached[x->to][n] += two[n];
            near[x->from % DISTRICTS == x->to % DISTRICTS][n] += two[n];
        }
        square += (two[0] - two[1]) * (two[0] - two[1]) / two[1];
        ck_assert_double_gt(x->moved.q_more, 0.05);
    }
    for (uint32_t i = 0; i < AREAS; i++) {
        ck_assert_double_eq_tol(left[i][0], left[i][1], 1e-6);
        ck_assert_double_eq_tol(reached[i][0], reached[i][1], 1e-6);
    }
    for (int n = 0; n < 2; n++)
        ck_assert_double_eq_tol(near[n][0], near[n][1], 1e-6);
    for (uint32_t i = 0; i < AREAS; i++) { /* i, i + 1, i + 3 and i + 4: i and i + 3 are of one district */
        uint32_t a = i, b = (i + 1) % AREAS, c = (i + 3) % AREAS, d = (i + 4) % AREAS;
        double far = pair_of(&w, a, b)->expected * pair_of(&w, c, d)->expected,
               cross = pair_of(&w, a, d)->expected * pair_of(&w, c, b)->expected;
        ck_assert_double_eq_tol(far / cross, 1, 1e-8);
        double within = pair_of(&w, a, c)->expected * pair_of(&w, b, d)->expected,
               without = pair_of(&w, a, d)->expected * pair_of(&w, b, c)->expected;
        ck_assert_double_eq_tol(within / without, w.t.near[1] * w.t.near[1], 1e-6 * w.t.near[1]);
    }
    double freedom = AREAS * (AREAS - 1) - (2 * AREAS - 1) - 1;
    ck_assert_double_eq_tol(w.t.dispersion, fmax(1, square / freedom), 1e-8);
    ck_assert_double_gt(w.t.near[1], 4);
    ck_assert_double_lt(w.t.near[1], 7);
    free_world(&w);
}
END_TEST

START_TEST(a_pair_that_stands_out_is_expected_by_the_others)
{
    world w = {.count = 0}, plain = {.count = 0};
    draw_moves(&w, 1, 6);
    draw_moves(&plain, 1, 6);
    add_moves(&w, 2, 7, 90);
    find(&w);
    find(&plain);
    const scrut_roll_expected *out = pair_of(&w, 2, 7), *before = pair_of(&plain, 2, 7);
    ck_assert_int_eq(out->seen, before->seen + 90);
    ck_assert_double_lt(out->q_more, 1e-6);
    ck_assert_double_lt(fabs(log(out->expected / before->expected)), 0.2);
    ck_assert_int_gt(out->seen, out->high);
    for (size_t k = 0; k < w.t.count; k++)
        ck_assert(&w.t.items[k].moved == out || w.t.items[k].moved.q_more > 0.05);
    free_world(&w);
    free_world(&plain);
}
END_TEST

START_TEST(what_most_who_leave_an_area_do_is_not_left_out_of_what_is_expected)
{
    world w = {.count = 0};
    draw_moves(&w, 3, 1);
    size_t count = 0;
    for (size_t i = 0; i < w.count; i++) { /* from area 5 to two others alone */
        if (w.rows[i].from != 5)
            w.rows[count++] = w.rows[i];
    }
    w.count = count;
    add_moves(&w, 5, 0, 100);
    add_moves(&w, 5, 6, 100);
    find(&w);
    const scrut_roll_expected *first = pair_of(&w, 5, 0), *second = pair_of(&w, 5, 6);
    ck_assert_double_lt(first->q_more, 0.05);
    ck_assert_double_lt(second->q_more, 0.05);
    ck_assert_double_gt(first->expected, 1);
    ck_assert_double_gt(second->expected, 1);
    free_world(&w);
}
END_TEST

START_TEST(where_all_move_within_a_district_nobody_is_expected_elsewhere)
{
    world w = {.count = 0};
    for (uint32_t i = 0; i < AREAS; i++) {
        for (uint32_t j = 0; j < AREAS; j++) {
            if (i != j && i % DISTRICTS == j % DISTRICTS)
                add_moves(&w, i, j, 20);
        }
    }
    find(&w);
    ck_assert(w.t.expected);
    ck_assert_double_eq(w.t.near[0], 0);
    for (size_t k = 0; k < w.t.count; k++)
        ck_assert_double_eq_tol(w.t.items[k].moved.expected, 20, 1e-6);
    free_world(&w);
}
END_TEST

START_TEST(the_order_of_the_rows_and_areas_that_are_not_known_do_not_matter)
{
    world w = {.count = 0}, other = {.count = 0};
    scrut_rng rng = scrut_rng_open(SEED, 2, 0);
    draw_moves(&w, 2, 3);
    draw_moves(&other, 2, 3);
    add_moves(&other, AREAS, 3, 40);
    add_moves(&other, 5, AREAS, 40);
    shuffle(&other, &rng);
    find(&w);
    find(&other);
    ck_assert_int_eq(w.t.moved, other.t.moved);
    ck_assert_uint_eq(w.t.count, other.t.count);
    ck_assert_double_eq(w.t.dispersion, other.t.dispersion);
    for (size_t k = 0; k < w.t.count; k++) { /* "" is the first of the other's areas */
        ck_assert_uint_eq(w.t.items[k].from + 1, other.t.items[k].from);
        ck_assert_int_eq(w.t.items[k].moved.seen, other.t.items[k].moved.seen);
        ck_assert_double_eq(w.t.items[k].moved.expected, other.t.items[k].moved.expected);
        ck_assert_double_eq(w.t.items[k].moved.q_more, other.t.items[k].moved.q_more);
    }
    free_world(&w);
    free_world(&other);
}
END_TEST

START_TEST(of_two_areas_nothing_is_expected_and_of_none_nothing_is_found)
{
    world w = {.count = 0}, none = {.count = 0};
    add_moves(&w, 0, 1, 30);
    add_moves(&w, 1, 0, 20);
    find(&w);
    ck_assert(!w.t.expected);
    ck_assert_uint_eq(w.t.count, 2);
    ck_assert_int_eq(w.t.moved, 50);
    find(&none);
    ck_assert(!none.t.expected);
    ck_assert_uint_eq(none.t.count, 0);
    free_world(&w);
    free_world(&none);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("transfers");
    TCase *tests = tcase_create("core");
    tcase_add_test(tests, what_is_expected_is_log_linear_and_adds_up_to_what_was_seen);
    tcase_add_test(tests, a_pair_that_stands_out_is_expected_by_the_others);
    tcase_add_test(tests, what_most_who_leave_an_area_do_is_not_left_out_of_what_is_expected);
    tcase_add_test(tests, where_all_move_within_a_district_nobody_is_expected_elsewhere);
    tcase_add_test(tests, the_order_of_the_rows_and_areas_that_are_not_known_do_not_matter);
    tcase_add_test(tests, of_two_areas_nothing_is_expected_and_of_none_nothing_is_found);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
