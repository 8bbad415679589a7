/* SPDX-License-Identifier: Apache-2.0
 * Arrays that grow, up to many large pages. */
#include "harness.h"
#include "scrutineer/mem.h"

#include <stdlib.h>
#include <string.h>

/* Elements of 24 bytes divide no page. */
typedef struct {
    uint64_t number, words[2];
} element;

START_TEST(arrays_keep_their_elements_while_they_grow_one_by_one)
{
    enum { COUNT = 700000 };
    element *items = NULL;
    size_t capacity = 0;
    for (uint64_t i = 0; i < COUNT; i++) {
        ck_assert(scrut_grow(&items, &capacity, i + 1, sizeof *items));
        ck_assert_uint_gt(capacity, i);
        items[i] = (element){i, {~i, i * i}};
    }
    memset(items + COUNT, 255, (capacity - COUNT) * sizeof *items); /* all of the capacity is there */
    for (uint64_t i = 0; i < COUNT; i++)
        ck_assert(items[i].number == i && items[i].words[0] == ~i && items[i].words[1] == i * i);
    free(items);
}
END_TEST

START_TEST(an_array_of_more_bytes_than_can_be_counted_stays_as_it_is)
{
    element *items = NULL;
    size_t capacity = 0;
    ck_assert(scrut_grow(&items, &capacity, 3, sizeof *items));
    element *before = items;
    size_t capacity_before = capacity;
    ck_assert(!scrut_grow(&items, &capacity, SIZE_MAX / sizeof *items + 1, sizeof *items));
    ck_assert(items == before && capacity == capacity_before);
    free(items);
}
END_TEST

START_TEST(bytes_in_large_pages_are_as_others)
{
    size_t length = 3 * SCRUT_LARGE_PAGE + 5;
    unsigned char *bytes = calloc(length, 1);
    ck_assert_ptr_nonnull(bytes);
    scrut_ask_large_pages(bytes + 1, length - 1);
    for (size_t i = 0; i < length; i++)
        ck_assert(bytes[i] == 0);
    memset(bytes, 7, length);
    free(bytes);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("mem");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, arrays_keep_their_elements_while_they_grow_one_by_one);
    tcase_add_test(tests, an_array_of_more_bytes_than_can_be_counted_stays_as_it_is);
    tcase_add_test(tests, bytes_in_large_pages_are_as_others);
    return scrut_test_main(suite);
}
