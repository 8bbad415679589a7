/* SPDX-License-Identifier: Apache-2.0
 * Names in surplus and people without a name by area, on rolls small enough to count by hand; and what is shown of
 * areas, of constituencies and of the nation never leaves one hidden number alone. */
#include "audited.h"
#include "extent.h"
#include "harness.h"
#include "scrutineer/rng.h"
#include "scrutineer/suppress.h"

#include <string.h>

#define LIST                                                                                                           \
    "  versions: [{id: v, date: 2013-07-01, file: roll.csv, columns: {surname: family, given: first, born: dob, "      \
    "constituency: con, areas: {commune: commune}}}]\n"
#define PEOPLE                                                                                                         \
    "  population: {level: commune, year: 2013, file: people.csv, columns: {unit: unit, people: people, error: "       \
    "error}}\n"

typedef struct {
    scrut_buf csv;
    int persons; /* so far */
} list;

static void put_row(list *l, int person, const char *constituency, const char *commune)
{
    if (l->csv.length == 0)
        scrut_buf_puts(&l->csv, "family,first,dob,con,commune\n");
    audited_put_name(&l->csv, person * 37 % 1728);
    scrut_buf_putc(&l->csv, ',');
    audited_put_name(&l->csv, (person * 101 + 7) % 1728);
    scrut_buf_printf(&l->csv, ",%d-%02d-%02d,%s,%s\n", 1930 + person % 60, 1 + person % 12, 2 + person % 26,
                     constituency, commune);
}

/* People of a commune, of whom the first are listed a second time in another. */
static void put_people(list *l, const char *constituency, const char *commune, int people, int twice,
                       const char *second)
{
    for (int i = 0; i < people; i++)
        put_row(l, l->persons + i, constituency, commune);
    for (int i = 0; i < twice; i++)
        put_row(l, l->persons + i, constituency, second);
    l->persons += people;
}

static const scrut_roll_area *area(const audited *a, uint32_t constituency, const char *id)
{
    for (size_t i = 0; i < a->audit->area_count; i++) {
        const scrut_roll_area *found = &a->audit->areas[i];
        if (found->constituency == constituency &&
            (id == NULL ? found->id == NULL : found->id != NULL && strcmp(found->id, id) == 0))
            return found;
    }
    ck_abort_msg("there is no area %s", id != NULL ? id : "of the rest");
    return NULL;
}

/* ---- the numbers ------------------------------------------------------------------------------------------------ */

/* N: 15 of n1 twice there, 4 of n2 twice there. S: 12 of s1 and 11 of s2 twice there, 10 of s3 a second time in s1. */
static list two_constituencies(void)
{
    list l = {.persons = 0};
    put_people(&l, "N", "n1", 60, 15, "n1");
    put_people(&l, "N", "n2", 60, 4, "n2");
    put_people(&l, "S", "s1", 60, 12, "s1");
    put_people(&l, "S", "s2", 60, 11, "s2");
    put_people(&l, "S", "s3", 60, 10, "s1");
    return l;
}

START_TEST(a_name_in_surplus_is_its_areas_where_both_names_are_there_and_else_the_constituencys)
{
    list l = two_constituencies();
    audited a = audited_new(LIST, l.csv.bytes, NULL);
    ck_assert_str_eq(a.audit->area_level, "commune");
    ck_assert_uint_eq(a.audit->area_count, 2 + 1 + 3 + 1);
    ck_assert_double_eq_tol(area(&a, 1, "s1")->stake.surplus.value, 12, .3);
    ck_assert_double_eq_tol(area(&a, 1, "s2")->stake.surplus.value, 11, .3);
    ck_assert_double_eq_tol(area(&a, 1, "s3")->stake.surplus.value, 0, .3);
    ck_assert_double_eq_tol(area(&a, 1, NULL)->stake.surplus.value, 10, .3);
    ck_assert_int_eq(area(&a, 1, "s1")->stake.names, 60 + 12 + 10);
    ck_assert_int_eq(area(&a, 1, NULL)->stake.names, 0);
    /* ten names of s1 and ten of s3 may be the second one of such a pair */
    ck_assert_double_eq_tol(area(&a, 1, "s1")->stake.across, 10, .3);
    ck_assert_double_eq_tol(area(&a, 1, "s2")->stake.across, 0, .3);
    ck_assert_double_eq_tol(area(&a, 1, "s3")->stake.across, 10, .3);
    double sum = 0;
    for (size_t i = 0; i < a.audit->area_count; i++)
        sum += a.audit->areas[i].constituency == 1 ? a.audit->areas[i].stake.surplus.value : 0;
    ck_assert_double_eq_tol(sum, a.audit->stakes[1].surplus.value, 1e-9);
    audited_free(&a);
    scrut_buf_free(&l.csv);
}
END_TEST

START_TEST(four_names_are_hidden_with_the_fifteen_that_would_tell_of_them_and_others_are_not)
{
    list l = two_constituencies();
    audited a = audited_new(LIST, l.csv.bytes, NULL);
    ck_assert(area(&a, 0, "n1")->stake.hidden);
    ck_assert(area(&a, 0, "n2")->stake.hidden);
    ck_assert(!area(&a, 0, "n1")->names_hidden);
    ck_assert(!a.audit->stakes[0].hidden);
    for (size_t i = 0; i < a.audit->area_count; i++)
        ck_assert(a.audit->areas[i].constituency == 0 || !a.audit->areas[i].stake.hidden);
    audited_free(&a);
    scrut_buf_free(&l.csv);
}
END_TEST

START_TEST(an_area_of_nine_names_is_hidden_with_another_whatever_was_found_there)
{
    list l = {.persons = 0};
    put_people(&l, "N", "n1", 60, 0, NULL);
    put_people(&l, "N", "n2", 9, 0, NULL);
    put_people(&l, "N", "n3", 80, 0, NULL);
    audited a = audited_new(LIST PEOPLE, l.csv.bytes, "unit,people,error\nn1,70,5\nn2,12,2\nn3,90,6\n");
    ck_assert(area(&a, 0, "n2")->names_hidden && area(&a, 0, "n1")->names_hidden);
    ck_assert(area(&a, 0, "n2")->stake.hidden && !area(&a, 0, "n2")->stake.missing_known);
    ck_assert(!area(&a, 0, "n3")->names_hidden && area(&a, 0, "n3")->stake.missing_known);
    audited_free(&a);
    scrut_buf_free(&l.csv);
}
END_TEST

/* s1: 100 people less 82 names, 12 of them a second one: 30 without a name; at most ten more names are second ones. */
START_TEST(people_without_a_name_of_an_area_are_people_less_names_each_person_once)
{
    list l = two_constituencies();
    audited a = audited_new(LIST PEOPLE, l.csv.bytes, "unit,people,error\ns1,100,6\ns2,90,5\ns3,80,\nn1,80,4\n");
    const scrut_roll_stake *s = &area(&a, 1, "s1")->stake;
    ck_assert(s->missing_known);
    ck_assert_int_eq(s->people, 100);
    ck_assert_double_eq_tol(s->missing.value, 30, .3);
    ck_assert_double_eq_tol(s->missing.low, 30 - 6, 1);
    ck_assert_double_eq_tol(s->missing.high, 30 + 6 + 10, 1);
    ck_assert(!area(&a, 0, "n2")->stake.missing_known); /* the table does not have it */
    /* n1: 80 less 75 names; its surplus must not be told, so it is taken as the nearest 50 */
    s = &area(&a, 0, "n1")->stake;
    ck_assert_double_eq(s->missing.value, 80 - 75);
    ck_assert_double_eq(s->missing.low, 80 - 75 - 4);
    audited_free(&a);
    scrut_buf_free(&l.csv);
}
END_TEST

START_TEST(an_area_of_two_constituencies_is_in_no_area_of_either)
{
    list l = {.persons = 0};
    put_people(&l, "N", "n1", 40, 0, NULL);
    put_people(&l, "N", "both", 30, 0, NULL);
    put_people(&l, "S", "both", 30, 0, NULL);
    put_people(&l, "S", "s1", 40, 0, NULL);
    audited a = audited_new(LIST, l.csv.bytes, NULL);
    ck_assert_uint_eq(a.audit->area_count, 4);
    ck_assert_int_eq(area(&a, 0, NULL)->stake.names, 30);
    ck_assert_int_eq(area(&a, 1, NULL)->stake.names, 30);
    audited_free(&a);
    scrut_buf_free(&l.csv);
}
END_TEST

/* ---- what may be told ------------------------------------------------------------------------------------------- */

typedef struct {
    size_t hidden;
    int64_t people, shown;
} line;

static void add_cell(line *l, const scrut_roll_stake *s)
{
    int64_t people = (int64_t)(s->surplus.value + .5);
    l->hidden += s->hidden;
    l->people += s->hidden ? people : 0;
    l->shown += !s->hidden && people > 0;
    ck_assert_msg(s->hidden || people == 0 || people >= SCRUT_SUPPRESS_LEAST, "a small number is shown");
}

/* A sum that is told has two hidden parts or more, which are ten people or more, or none; unless all of it is hidden.
 */
static void check_line(const line *l)
{
    ck_assert_msg(l->hidden == 0 || l->shown == 0 || (l->hidden > 1 && l->people >= SCRUT_SUPPRESS_LEAST),
                  "%zu hidden of %lld people", l->hidden, (long long)l->people);
}

START_TEST(no_line_of_areas_or_constituencies_has_one_hidden_number_alone)
{
    int64_t repeats = test_extent(4, 16, 200);
    for (int seed = 0; seed < repeats; seed++) {
        scrut_rng rng = scrut_rng_open((uint64_t)seed, 0, 0);
        list l = {.persons = 0};
        for (int i = 0; i < 6; i++) {
            char commune[16];
            snprintf(commune, sizeof commune, "c%d", i);
            put_people(&l, i < 3 ? "N" : "S", commune, 30, (int)scrut_rng_below(&rng, 22), commune);
        }
        audited a = audited_new(LIST, l.csv.bytes, NULL);
        line nation = {0};
        for (uint32_t k = 0; k <= 2; k++)
            add_cell(&nation, &a.audit->stakes[k]);
        check_line(&nation);
        for (uint32_t k = 0; k < 2; k++) {
            line own = {0};
            for (size_t i = 0; i < a.audit->area_count; i++)
                if (a.audit->areas[i].constituency == k)
                    add_cell(&own, &a.audit->areas[i].stake);
            if (a.audit->stakes[k].hidden) /* its sum is not told; neither must its parts tell it */
                ck_assert_msg(own.hidden > 0, "the areas tell a hidden sum, seed %d", seed);
            else
                check_line(&own);
        }
        audited_free(&a);
        scrut_buf_free(&l.csv);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("areas of a roll");
    TCase *numbers = tcase_create("numbers"), *told = tcase_create("what may be told");
    tcase_add_test(numbers, a_name_in_surplus_is_its_areas_where_both_names_are_there_and_else_the_constituencys);
    tcase_add_test(numbers, people_without_a_name_of_an_area_are_people_less_names_each_person_once);
    tcase_add_test(numbers, an_area_of_two_constituencies_is_in_no_area_of_either);
    tcase_add_test(told, four_names_are_hidden_with_the_fifteen_that_would_tell_of_them_and_others_are_not);
    tcase_add_test(told, an_area_of_nine_names_is_hidden_with_another_whatever_was_found_there);
    tcase_add_test(told, no_line_of_areas_or_constituencies_has_one_hidden_number_alone);
    suite_add_tcase(suite, numbers);
    suite_add_tcase(suite, told);
    return scrut_test_main(suite);
}
