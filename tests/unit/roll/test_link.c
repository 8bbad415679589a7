/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "people.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SEED UINT64_C(20130728)
#define KEEP (-4 * SCRUT_LINK_BIT)

static scrut_link *run(const scrut_link_input *input, int threads)
{
    scrut_link *link = NULL;
    scrut_error err = {.message = ""};
    scrut_pool *pool = threads > 0 ? scrut_pool_new(threads) : NULL;
    ck_assert_msg(scrut_link_run(input, KEEP, pool, &link, &err) == SCRUT_OK, "%s", err.message);
    scrut_pool_free(pool);
    return link;
}

START_TEST(most_people_who_are_listed_twice_are_found_and_few_others)
{
    people p = people_make(4000, SEED);
    scrut_link_input input = people_input(&p);
    scrut_link *link = run(&input, 0);
    size_t count;
    const scrut_link_pair *pairs = scrut_link_pairs(link, &count);
    int64_t likely = 0, right = 0, truth = 0;
    for (size_t i = 0; i < count; i++) {
        likely += pairs[i].weight >= 0;
        right += pairs[i].weight >= 0 && p.person[pairs[i].a] == p.person[pairs[i].b];
    }
    for (uint32_t i = 0; i < p.count; i++)
        for (uint32_t j = i + 1; j < p.count; j++)
            truth += p.person[i] == p.person[j];
    printf("# seed %llu: %lld of %lld likely pairs are right, of %lld\n", (unsigned long long)SEED, (long long)right,
           (long long)likely, (long long)truth);
    ck_assert_int_ge(100 * right, 90 * truth);
    ck_assert_int_ge(100 * right, 97 * likely);
    double expected = scrut_link_summarise(link).same_expected;
    ck_assert_msg(expected > 0.95 * (double)right && expected < 1.05 * (double)right, "expected %.1f", expected);
    scrut_link_free(link);
    people_free(&p);
}
END_TEST

START_TEST(the_answer_is_the_same_on_any_number_of_threads)
{
    people p = people_make(2000, SEED);
    scrut_link_input input = people_input(&p);
    scrut_link *one = run(&input, 1), *four = run(&input, 4);
    size_t count, other_count;
    const scrut_link_pair *pairs = scrut_link_pairs(one, &count), *other = scrut_link_pairs(four, &other_count);
    ck_assert_uint_eq(count, other_count);
    ck_assert_uint_gt(count, 100);
    for (size_t i = 0; i < count; i++)
        ck_assert(pairs[i].a == other[i].a && pairs[i].b == other[i].b && pairs[i].weight == other[i].weight &&
                  pairs[i].outcomes == other[i].outcomes);
    ck_assert_mem_eq(scrut_link_clusters(one), scrut_link_clusters(four), p.count * sizeof(uint32_t));
    scrut_link_free(one);
    scrut_link_free(four);
    people_free(&p);
}
END_TEST

/* Rows gathered a shard at a time, as if there were next to no memory; and more rows than are compared without a guess.
 */
START_TEST(the_answer_is_the_same_however_few_rows_are_gathered_at_a_time)
{
    people p = people_make(20000, SEED);
    scrut_link_input input = people_input(&p);
    scrut_link *all = run(&input, 2);
    input.gather_bytes = 1000;
    scrut_link *few = run(&input, 2);
    size_t count, other_count;
    const scrut_link_pair *pairs = scrut_link_pairs(all, &count), *other = scrut_link_pairs(few, &other_count);
    ck_assert_uint_eq(count, other_count);
    ck_assert_uint_gt(count, 1000);
    for (size_t i = 0; i < count; i++)
        ck_assert(pairs[i].a == other[i].a && pairs[i].b == other[i].b && pairs[i].weight == other[i].weight &&
                  pairs[i].outcomes == other[i].outcomes);
    ck_assert_mem_eq(scrut_link_clusters(all), scrut_link_clusters(few), p.count * sizeof(uint32_t));
    scrut_link_free(all);
    scrut_link_free(few);
    people_free(&p);
}
END_TEST

/* Cells numbered by the caller, with numbers that no row has and two for the same cell. */
typedef struct {
    const people *p;
    const char *cells[PEOPLE_FIELDS][4096];
    uint32_t count[PEOPLE_FIELDS];
    uint32_t *of_row[PEOPLE_FIELDS];
} numbered;

static uint32_t numbered_count(const void *context, size_t field)
{
    return ((const numbered *)context)->count[field];
}

static const char *numbered_value(const void *context, size_t field, uint32_t number, size_t *ret_length)
{
    const char *cell = ((const numbered *)context)->cells[field][number];
    *ret_length = strlen(cell);
    return cell;
}

static void numbered_rows(const void *context, size_t field, uint32_t first, uint32_t count, uint32_t ret_numbers[])
{
    memcpy(ret_numbers, ((const numbered *)context)->of_row[field] + first, count * sizeof *ret_numbers);
}

START_TEST(cells_that_the_caller_numbered_give_the_same_answer)
{
    people p = people_make(1000, SEED);
    scrut_link_input input = people_input(&p);
    scrut_link *by_cell = run(&input, 1);
    numbered *n = calloc(1, sizeof *n);
    ck_assert_ptr_nonnull(n);
    n->p = &p;
    for (size_t f = 0; f < PEOPLE_FIELDS; f++) {
        n->of_row[f] = calloc(p.count, sizeof(uint32_t));
        ck_assert_ptr_nonnull(n->of_row[f]);
        n->cells[f][n->count[f]++] = "of nobody";
        for (uint32_t row = 0; row < p.count; row++) { /* each row a number of its own */
            n->of_row[f][row] = n->count[f];
            n->cells[f][n->count[f]++] = p.cells[row][f];
        }
    }
    input.value_count = numbered_count;
    input.value = numbered_value;
    input.numbers = numbered_rows;
    input.context = n;
    scrut_link *by_number = run(&input, 2);
    size_t count, other_count;
    const scrut_link_pair *pairs = scrut_link_pairs(by_cell, &count),
                          *other = scrut_link_pairs(by_number, &other_count);
    ck_assert_uint_eq(count, other_count);
    ck_assert_uint_gt(count, 50);
    for (size_t i = 0; i < count; i++)
        ck_assert(pairs[i].a == other[i].a && pairs[i].b == other[i].b && pairs[i].weight == other[i].weight);
    scrut_link_free(by_cell);
    scrut_link_free(by_number);
    for (size_t f = 0; f < PEOPLE_FIELDS; f++)
        free(n->of_row[f]);
    free(n);
    people_free(&p);
}
END_TEST

/* Two rows of one person each, in lists that also hold a person twice. */
START_TEST(two_lists_are_linked_to_each_other_only)
{
    people p = people_make(1000, SEED + 1);
    scrut_link_input input = people_input(&p);
    input.second_from = 400;
    scrut_link *link = run(&input, 0);
    size_t count;
    const scrut_link_pair *pairs = scrut_link_pairs(link, &count);
    ck_assert_uint_gt(count, 10);
    for (size_t i = 0; i < count; i++)
        ck_assert(pairs[i].a < 400 && pairs[i].b >= 400);
    scrut_link_free(link);
    people_free(&p);
}
END_TEST

/* The rows of one person share a group, whose number is its smallest row. */
START_TEST(a_group_is_named_by_its_first_row)
{
    people p = people_make(1500, SEED + 2);
    scrut_link_input input = people_input(&p);
    scrut_link *link = run(&input, 0);
    const uint32_t *group = scrut_link_clusters(link);
    int joined = 0;
    for (uint32_t i = 0; i < p.count; i++) {
        ck_assert_uint_le(group[i], i);
        ck_assert_uint_eq(group[group[i]], group[i]);
        joined += group[i] != i;
    }
    ck_assert_int_gt(joined, 100);
    scrut_link_free(link);
    people_free(&p);
}
END_TEST

static const char *torn_cell(const void *context, uint32_t row, size_t field, size_t *ret_length)
{
    (void)context;
    *ret_length = 4;
    return row == 2 && field == 1 ? "Zo\xE1\x9E" : "zoe ";
}

START_TEST(a_cell_that_is_not_utf_8_is_told_by_its_row_and_not_shown)
{
    scrut_link_input input = {
        .row_count = 4, .field_count = 2, .fields = PEOPLE_FIELD, .last_year = 2013, .cell = torn_cell};
    scrut_link *link = NULL;
    scrut_error err = {.message = ""};
    ck_assert_int_eq(scrut_link_run(&input, KEEP, NULL, &link, &err), SCRUT_E_INPUT);
    ck_assert_int_eq(err.line, 2);
    ck_assert_ptr_null(strstr(err.message, "Zo"));
    ck_assert_ptr_null(link);
}
END_TEST

START_TEST(one_column_or_eleven_cannot_be_linked)
{
    scrut_link_input input = {.row_count = 4, .field_count = 1, .fields = PEOPLE_FIELD, .cell = torn_cell};
    scrut_link *link = NULL;
    ck_assert_int_eq(scrut_link_run(&input, KEEP, NULL, &link, NULL), SCRUT_E_INPUT);
    input.field_count = SCRUT_LINK_FIELDS_MAX + 1;
    ck_assert_int_eq(scrut_link_run(&input, KEEP, NULL, &link, NULL), SCRUT_E_LIMIT);
    scrut_link_free(NULL);
}
END_TEST

/* From none to a few rows, and columns in which nothing is known. */
START_TEST(lists_of_few_rows_and_empty_columns_are_linked_without_pairs)
{
    for (uint32_t rows = 0; rows <= 3; rows++) {
        people p = people_make(rows > 0 ? rows : 1, SEED);
        p.count = rows;
        for (uint32_t i = 0; i < rows; i++)
            memset(p.cells[i][1], 0, sizeof p.cells[i][1]);
        scrut_link_input input = people_input(&p);
        scrut_link *link = run(&input, 0);
        size_t count;
        scrut_link_pairs(link, &count);
        ck_assert_uint_eq(count, 0);
        scrut_link_free(link);
        people_free(&p);
    }
}
END_TEST

static const scrut_link_pair *pair_of(const scrut_link *link, uint32_t a, uint32_t b)
{
    size_t count;
    const scrut_link_pair *pairs = scrut_link_pairs(link, &count);
    for (size_t i = 0; i < count; i++) {
        if (pairs[i].a == a && pairs[i].b == b)
            return &pairs[i];
    }
    return NULL;
}

static void write_row(people *p, uint32_t row, const char *const cells[PEOPLE_FIELDS])
{
    p->person[row] = UINT32_MAX - row;
    for (size_t f = 0; f < PEOPLE_FIELDS; f++)
        snprintf(p->cells[row][f], sizeof p->cells[row][f], "%s", cells[f]);
}

/* The row between them has the date of the one and the village of the other, who were born years and live villages
 * apart. Connected components would make one person of the three. */
START_TEST(a_row_that_may_be_either_of_two_people_does_not_make_them_one)
{
    people p = people_make(4000, SEED + 4);
    write_row(&p, 0, (const char *const[]){"sokkim", "daraphalx", "1951-03-04", "F", "10"});
    write_row(&p, 1, (const char *const[]){"sokkim", "daraphalx", "1951-03-04", "", "55"});
    write_row(&p, 2, (const char *const[]){"sokkim", "daraphalx", "1984-11-23", "M", "55"});
    write_row(&p, 3, (const char *const[]){"hengny", "daraphalx", "1962-07-15", "M", "71"});
    write_row(&p, 4, (const char *const[]){"seng", "daraphalx", "1977-09-26", "M", "33"});
    scrut_link_input input = people_input(&p);
    scrut_link *link = run(&input, 0);
    const scrut_link_pair *first = pair_of(link, 0, 1), *second = pair_of(link, 1, 2), *outer = pair_of(link, 0, 2);
    const uint32_t *group = scrut_link_clusters(link);
    ck_assert(first != NULL && first->weight > 0 && second != NULL && second->weight > 0);
    ck_assert(outer == NULL || outer->weight < 0);
    ck_assert_uint_ne(group[0], group[2]);
    ck_assert(group[1] == group[0] || group[1] == group[2]);
    scrut_link_free(link);
    people_free(&p);
}
END_TEST

/* The share of the pairs of one person that are compared, for all that are compared are kept. */
static double share_found(const people *p, scrut_link_summary *ret_said)
{
    scrut_link_input input = people_input(p);
    scrut_link *link = NULL;
    ck_assert_int_eq(scrut_link_run(&input, INT32_MIN / 2, NULL, &link, NULL), SCRUT_OK);
    size_t count;
    const scrut_link_pair *pairs = scrut_link_pairs(link, &count);
    double found = 0, truth = 0;
    for (size_t i = 0; i < count; i++)
        found += p->person[pairs[i].a] == p->person[pairs[i].b];
    for (uint32_t i = 0; i < p->count; i++)
        for (uint32_t j = i + 1; j < p->count; j++)
            truth += p->person[i] == p->person[j];
    *ret_said = scrut_link_summarise(link);
    ck_assert_uint_eq(ret_said->pairs_compared, count);
    printf("# %.4f to %.4f said, %.4f found, of %.0f\n", ret_said->recall_least, ret_said->recall, found / truth,
           truth);
    scrut_link_free(link);
    return found / truth;
}

START_TEST(the_share_of_pairs_that_the_rules_find_is_known_to_a_point)
{
    people p = people_make(4000, SEED + 5);
    scrut_link_summary said;
    double found = share_found(&p, &said);
    ck_assert_double_gt(found, 0.98);
    ck_assert_double_le(fabs(said.recall - found), 0.01);
    ck_assert_double_le(said.recall_least, found);
    people_free(&p);
}
END_TEST

/* One clerk in two spoils the village and the given name of those whom he writes down again, so that two columns less
 * often agree than errors by themselves say. */
START_TEST(where_errors_come_together_the_share_that_the_rules_find_lies_in_the_range_that_is_said)
{
    people p = people_make(12000, SEED + 6);
    for (uint32_t i = 0; i < p.count; i++) {
        if (p.person[i] == i || i % 2 != 0)
            continue;
        snprintf(p.cells[i][4], sizeof p.cells[i][4], "%u", 200 + i % 50);
        memcpy(p.cells[i][1], "xx", 2);
    }
    scrut_link_summary said;
    double found = share_found(&p, &said);
    ck_assert_double_lt(found, 0.995);
    ck_assert_double_ge(said.recall + 0.01, found);
    ck_assert_double_le(said.recall_least - 0.01, found);
    people_free(&p);
}
END_TEST

/* People with the commune of their village: ten villages make one. */
static const char *cell_with_commune(const void *context, uint32_t row, size_t field, size_t *ret_length)
{
    const people *p = context;
    const char *text = p->cells[row][field < PEOPLE_FIELDS ? field : PEOPLE_FIELDS - 1];
    *ret_length = field < PEOPLE_FIELDS ? strlen(text) : strlen(text) - 1;
    return text;
}

START_TEST(a_commune_is_asked_for_only_where_the_villages_differ)
{
    people p = people_make(2000, SEED + 3);
    scrut_link_field fields[PEOPLE_FIELDS + 1];
    memcpy(fields, PEOPLE_FIELD, sizeof PEOPLE_FIELD);
    fields[PEOPLE_FIELDS] = (scrut_link_field){"commune", SCRUT_LINK_CATEGORY};
    scrut_link_input input = people_input(&p);
    input.fields = fields;
    input.field_count = PEOPLE_FIELDS + 1;
    input.cell = cell_with_commune;
    scrut_link *link = run(&input, 0);
    size_t count, same_village = 0;
    const scrut_link_pair *pairs = scrut_link_pairs(link, &count);
    for (size_t i = 0; i < count; i++) {
        size_t length_a, length_b;
        cell_with_commune(&p, pairs[i].a, PEOPLE_FIELDS, &length_a);
        cell_with_commune(&p, pairs[i].b, PEOPLE_FIELDS, &length_b);
        bool equal = strcmp(p.cells[pairs[i].a][4], p.cells[pairs[i].b][4]) == 0;
        bool known = length_a > 0 && length_b > 0; /* villages of one digit have no commune */
        ck_assert_uint_eq((pairs[i].outcomes >> (5 * PEOPLE_FIELDS) & 31) != 0, !equal && known);
        same_village += equal;
    }
    ck_assert_uint_gt(same_village, 50);
    ck_assert_uint_lt(same_village, count - 20);
    scrut_link_free(link);
    people_free(&p);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, most_people_who_are_listed_twice_are_found_and_few_others);
    tcase_add_test(tests, two_lists_are_linked_to_each_other_only);
    tcase_add_test(tests, a_row_that_may_be_either_of_two_people_does_not_make_them_one);
    tcase_add_test(tests, the_share_of_pairs_that_the_rules_find_is_known_to_a_point);
    tcase_add_test(tests, where_errors_come_together_the_share_that_the_rules_find_lies_in_the_range_that_is_said);
    tcase_add_test(tests, a_commune_is_asked_for_only_where_the_villages_differ);
    tcase_add_test(tests, a_group_is_named_by_its_first_row);
    tcase_add_test(tests, a_cell_that_is_not_utf_8_is_told_by_its_row_and_not_shown);
    tcase_add_test(tests, one_column_or_eleven_cannot_be_linked);
    tcase_add_test(tests, lists_of_few_rows_and_empty_columns_are_linked_without_pairs);
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_add_test(threaded, the_answer_is_the_same_on_any_number_of_threads);
    tcase_add_test(threaded, the_answer_is_the_same_however_few_rows_are_gathered_at_a_time);
    tcase_add_test(threaded, cells_that_the_caller_numbered_give_the_same_answer);
    return scrut_test_main(suite);
}
