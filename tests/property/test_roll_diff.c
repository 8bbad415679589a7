/* SPDX-License-Identifier: Apache-2.0
 * Laws of comparing two versions of a list: the order of the rows does not show in the counts, and the intervals of
 * areas hold what they say when areas differ by more than chance. Lists are made from seeds, which are printed. */
#include "harness.h"
#include "scrutineer/rng.h"
#include "scrutineer/roll_diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SURNAME, GIVEN, BORN, IDENTITY, VILLAGE, FIELDS, CELL = 16 };

static const scrut_link_field FIELD[FIELDS] = {{"surname", SCRUT_LINK_SURNAME},
                                               {"given", SCRUT_LINK_GIVEN},
                                               {"born", SCRUT_LINK_BORN},
                                               {"number", SCRUT_LINK_IDENTITY},
                                               {"village", SCRUT_LINK_CATEGORY}};

typedef struct {
    char (*cells)[FIELDS][CELL];
    uint32_t count, second_from;
} made;

static const char *cell(const void *context, uint32_t row, size_t field, size_t *ret_length)
{
    const made *m = context;
    *ret_length = strlen(m->cells[row][field]);
    return m->cells[row][field];
}

static scrut_roll_diff_input input_of(const made *m)
{
    return (scrut_roll_diff_input){.rows = {.row_count = m->count,
                                            .second_from = m->second_from,
                                            .field_count = FIELDS,
                                            .fields = FIELD,
                                            .last_year = 2020,
                                            .cell = cell,
                                            .context = m},
                                   .places = 1U << VILLAGE,
                                   .area = VILLAGE};
}

static void put_person(made *m, uint32_t person, uint32_t village)
{
    char(*row)[CELL] = m->cells[m->count++];
    snprintf(row[SURNAME], CELL, "Sur%u", person % 97);
    snprintf(row[GIVEN], CELL, "Giv%u", person % 1009);
    snprintf(row[BORN], CELL, "%u-%02u-%02u", 1930 + person % 70, 1 + person % 12, 1 + person % 28);
    snprintf(row[IDENTITY], CELL, "%u", person);
    snprintf(row[VILLAGE], CELL, "v%u", village);
}

static scrut_roll_areas areas_of(const made *m, scrut_roll_diff **ret_diff)
{
    static const scrut_roll_diff_ages NO_AGES = {.sex = -1};
    scrut_roll_diff_input input = input_of(m);
    scrut_roll_areas areas;
    ck_assert_int_eq(scrut_roll_diff_run(&input, NULL, ret_diff, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_roll_diff_areas(&input, *ret_diff, &NO_AGES, NULL, NULL, &areas, NULL), SCRUT_OK);
    return areas;
}

/* ---- intervals -------------------------------------------------------------------------------------------- */

enum { AREAS = 200, ROWS_OF_AREA = 150 };

/* Every area has a rate of its own, from 2.5 % to 7.5 %. */
static made lose_rows(uint64_t seed)
{
    made m = {.cells = calloc((size_t)2 * AREAS * ROWS_OF_AREA, sizeof *m.cells)};
    ck_assert_ptr_nonnull(m.cells);
    for (uint32_t i = 0; i < AREAS * ROWS_OF_AREA; i++)
        put_person(&m, i, i / ROWS_OF_AREA);
    m.second_from = m.count;
    for (uint32_t area = 0; area < AREAS; area++) {
        scrut_rng rng = scrut_rng_open(seed, 1, area);
        uint32_t in_a_thousand = 25 + scrut_rng_below(&rng, 51);
        for (uint32_t i = area * ROWS_OF_AREA; i < (area + 1) * ROWS_OF_AREA; i++)
            if (!scrut_rng_chance(&rng, in_a_thousand, 1000))
                put_person(&m, i, area);
    }
    return m;
}

START_TEST(intervals_hold_for_areas_that_differ_by_more_than_chance)
{
    int64_t inside = 0, outstanding = 0, all = 0;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        made m = lose_rows(seed);
        scrut_roll_diff *diff;
        scrut_roll_areas areas = areas_of(&m, &diff);
        ck_assert_uint_eq(areas.count, AREAS);
        for (size_t i = 0; i < areas.count; i++) {
            const scrut_roll_expected *e = &areas.areas[i].deleted;
            inside += e->seen >= e->low && e->seen <= e->high;
            outstanding += e->q_more < 0.05;
            all++;
        }
        scrut_roll_areas_free(&areas);
        scrut_roll_diff_free(diff);
        free(m.cells);
    }
    printf("# seeds 1 to 10: %lld of %lld areas inside, %lld stand out\n", (long long)inside, (long long)all,
           (long long)outstanding);
    ck_assert_int_ge(inside * 100, all * 93);
    ck_assert_int_le(outstanding * 1000, all);
}
END_TEST

/* ---- order ------------------------------------------------------------------------------------------------ */

static void shuffle(made *m, uint32_t from, uint32_t end, scrut_rng *rng)
{
    for (uint32_t i = end; i > from + 1; i--) {
        uint32_t j = from + scrut_rng_below(rng, i - from);
        char other[FIELDS][CELL];
        memcpy(other, m->cells[j], sizeof other);
        memcpy(m->cells[j], m->cells[i - 1], sizeof other);
        memcpy(m->cells[i - 1], other, sizeof other);
    }
}

/* People who stay, move, are corrected, go and come. */
static made change_rows(uint64_t seed)
{
    enum { PEOPLE = 600 };
    made m = {.cells = calloc((size_t)2 * PEOPLE + 100, sizeof *m.cells)};
    scrut_rng rng = scrut_rng_open(seed, 2, 0);
    ck_assert_ptr_nonnull(m.cells);
    for (uint32_t i = 0; i < PEOPLE; i++)
        put_person(&m, i, i % 9);
    m.second_from = m.count;
    for (uint32_t i = 0; i < PEOPLE; i++) {
        uint32_t what = scrut_rng_below(&rng, 20);
        if (what == 0)
            continue;
        put_person(&m, i, what == 1 ? (i + 1) % 9 : i % 9);
        if (what == 2)
            snprintf(m.cells[m.count - 1][GIVEN], CELL, "Gif%u", i % 1009);
        if (what == 3)
            m.cells[m.count - 1][IDENTITY][0] = '\0';
    }
    for (uint32_t i = 0; i < 50; i++)
        put_person(&m, PEOPLE + i, i % 9);
    return m;
}

START_TEST(the_order_of_the_rows_does_not_show_in_the_counts)
{
    made m = change_rows((uint64_t)_i);
    scrut_rng rng = scrut_rng_open((uint64_t)_i, 3, 0);
    scrut_roll_diff *diff[2];
    scrut_roll_areas areas[2];
    areas[0] = areas_of(&m, &diff[0]);
    shuffle(&m, 0, m.second_from, &rng);
    shuffle(&m, m.second_from, m.count, &rng);
    areas[1] = areas_of(&m, &diff[1]);
    ck_assert_uint_eq(areas[0].count, areas[1].count);
    for (size_t i = 0; i < areas[0].count; i++) {
        const scrut_roll_area *a = &areas[0].areas[i], *b = &areas[1].areas[i];
        ck_assert_str_eq(a->name, b->name);
        ck_assert_msg(a->kept == b->kept && a->corrected == b->corrected && a->moved_in == b->moved_in &&
                          a->moved_out == b->moved_out && a->deleted.seen == b->deleted.seen &&
                          a->added.seen == b->added.seen && a->merged == b->merged && a->split == b->split,
                      "seed %d, %s", _i, a->name);
    }
    for (int i = 0; i < 2; i++) {
        scrut_roll_areas_free(&areas[i]);
        scrut_roll_diff_free(diff[i]);
    }
    free(m.cells);
}
END_TEST

/* Kept, corrected, moved, merged and deleted rows are the older list; of the newer one likewise. */
START_TEST(the_changes_of_every_area_add_up_to_its_rows)
{
    made m = change_rows((uint64_t)_i);
    scrut_roll_diff *diff;
    scrut_roll_areas areas = areas_of(&m, &diff);
    int64_t in = 0, out = 0;
    for (size_t i = 0; i < areas.count; i++) {
        const scrut_roll_area *a = &areas.areas[i];
        int64_t stay = a->kept + a->corrected + a->moved_within;
        ck_assert_int_eq(stay + a->moved_out + a->merged + a->deleted.seen, a->old_rows);
        ck_assert_int_eq(stay + a->moved_in + a->split + a->added.seen, a->new_rows);
        in += a->moved_in;
        out += a->moved_out;
    }
    ck_assert_int_eq(in, out);
    scrut_roll_areas_free(&areas);
    scrut_roll_diff_free(diff);
    free(m.cells);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("laws of two versions");
    TCase *tests = tcase_create("laws");
    suite_add_tcase(suite, tests);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, intervals_hold_for_areas_that_differ_by_more_than_chance);
    tcase_add_loop_test(tests, the_order_of_the_rows_does_not_show_in_the_counts, 1, 6);
    tcase_add_loop_test(tests, the_changes_of_every_area_add_up_to_its_rows, 1, 6);
    return scrut_test_main(suite);
}
