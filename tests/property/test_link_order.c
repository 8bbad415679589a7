/* SPDX-License-Identifier: Apache-2.0
 * The order of the rows does not show: after a shuffle the same rows are pairs of the same weight, and the same groups.
 * Rows are told apart by what they hold, since a shuffle gives them other numbers. */
#include "../unit/roll/people.h"
#include "extent.h"
#include "harness.h"

#include <stdio.h>
#include <string.h>

#define SEED UINT64_C(1969)

/* A pair by what its rows hold. */
typedef struct {
    char text[4 * PEOPLE_FIELDS * 32];
} line;

static int by_text(const void *a, const void *b)
{
    return strcmp(((const line *)a)->text, ((const line *)b)->text);
}

static void put_row(const people *p, uint32_t row, char *text, size_t size)
{
    snprintf(text, size, "%s|%s|%s|%s|%s", p->cells[row][0], p->cells[row][1], p->cells[row][2], p->cells[row][3],
             p->cells[row][4]);
}

/* Pairs, and rows with the first of their group in order of content, sorted. */
static line *lines_of(const people *p, const scrut_link *link, size_t *ret_count)
{
    size_t pair_count;
    const scrut_link_pair *pairs = scrut_link_pairs(link, &pair_count);
    line *lines = calloc(pair_count + 1, sizeof *lines);
    ck_assert_ptr_nonnull(lines);
    for (size_t i = 0; i < pair_count; i++) {
        char a[PEOPLE_FIELDS * 33], b[PEOPLE_FIELDS * 33];
        bool together = scrut_link_clusters(link)[pairs[i].a] == scrut_link_clusters(link)[pairs[i].b];
        put_row(p, pairs[i].a, a, sizeof a);
        put_row(p, pairs[i].b, b, sizeof b);
        bool in_order = strcmp(a, b) <= 0;
        snprintf(lines[i].text, sizeof lines[i].text, "%s %s %d %d", in_order ? a : b, in_order ? b : a,
                 pairs[i].weight, together);
    }
    qsort(lines, pair_count, sizeof *lines, by_text);
    *ret_count = pair_count;
    return lines;
}

static line *link_lines(const people *p, size_t *ret_count)
{
    scrut_link_input input = people_input(p);
    scrut_link *link = NULL;
    ck_assert_int_eq(scrut_link_run(&input, -4 * SCRUT_LINK_BIT, NULL, &link, NULL), SCRUT_OK);
    line *lines = lines_of(p, link, ret_count);
    scrut_link_free(link);
    return lines;
}

START_TEST(a_shuffle_of_the_rows_changes_no_pair_weight_or_group)
{
    people p = people_make(800, SEED);
    size_t count, other_count;
    line *lines = link_lines(&p, &count);
    ck_assert_uint_gt(count, 50);
    printf("# seed %llu\n", (unsigned long long)SEED);
    uint64_t shuffles = (uint64_t)test_extent(2, 10, 100);
    for (uint64_t i = 0; i < shuffles; i++) {
        people_shuffle(&p, SEED + i);
        line *other = link_lines(&p, &other_count);
        ck_assert_uint_eq(count, other_count);
        for (size_t k = 0; k < count; k++)
            ck_assert_str_eq(lines[k].text, other[k].text);
        free(other);
    }
    free(lines);
    people_free(&p);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link_order");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, a_shuffle_of_the_rows_changes_no_pair_weight_or_group);
    return scrut_test_main(suite);
}
