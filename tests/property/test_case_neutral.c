/* SPDX-License-Identifier: Apache-2.0
 * What must make no difference: the names of the parties, the number of threads, the order of the rows. Random cases;
 * a failure names its seed. */
#include "extent.h"
#include "harness.h"
#include "random_case.h"

#include <jansson.h>
#include <string.h>

static const char *const PLAIN[] = {"aaPARTY", "bbPARTY", "ccPARTY", "ddPARTY", "eePARTY"};
/* Names whose alphabetical order is another one. */
static const char *const OTHER[] = {"mmLISTE", "ddLISTE", "zzLISTE", "aaLISTE", "ccLISTE"};

static case_folder folder;

static void set_up(void)
{
    folder = case_folder_new();
}

static void tear_down(void)
{
    case_folder_remove(&folder);
}

/* `text` with every name of OTHER made the one of PLAIN (malloc). They are of one length. */
static char *with_plain_names(const char *text)
{
    char *copy = strdup(text);
    ck_assert_ptr_nonnull(copy);
    size_t length = strlen(PLAIN[0]);
    for (size_t p = 0; p < RANDOM_CASE_PARTIES; p++)
        for (char *at = copy; (at = strstr(at, OTHER[p])) != NULL; at += length)
            memcpy(at, PLAIN[p], length);
    return copy;
}

static json_t *parse(const char *text)
{
    json_error_t err;
    json_t *root = json_loads(text, 0, &err);
    ck_assert_msg(root != NULL, "%s", err.text);
    return root;
}

static json_t *parse_and_free(char *text)
{
    json_t *root = parse(text);
    free(text);
    return root;
}

/* Findings of equal weight are in the order of their ids, in which parties are named: compared as a set. */
static bool same_findings(const json_t *a, const json_t *b)
{
    if (json_array_size(a) != json_array_size(b))
        return false;
    for (size_t i = 0; i < json_array_size(a); i++) {
        bool found = false;
        for (size_t k = 0; k < json_array_size(b) && !found; k++)
            found = json_equal(json_array_get(a, i), json_array_get(b, k));
        if (!found)
            return false;
    }
    return true;
}

static void check_same(const char *a, const char *b, uint64_t seed)
{
    json_t *left = parse(a), *right = parse(b);
    ck_assert_msg(same_findings(json_object_get(left, "findings"), json_object_get(right, "findings")),
                  "findings, seed %llu", (unsigned long long)seed);
    json_object_del(left, "findings");
    json_object_del(right, "findings");
    const char *key;
    json_t *value;
    json_object_foreach(left, key, value)
        ck_assert_msg(json_equal(value, json_object_get(right, key)), "%s, seed %llu", key, (unsigned long long)seed);
    ck_assert_uint_eq(json_object_size(left), json_object_size(right));
    json_decref(left);
    json_decref(right);
}

START_TEST(other_names_of_the_parties_change_the_names_and_nothing_else)
{
    for (uint64_t seed = 1; seed <= (uint64_t)test_extent(8, 24, 400); seed++) {
        random_case_write(&folder, seed, &(random_case_options){.labels = PLAIN, .stations = 60});
        char *plain = random_case_results(&folder, 1);
        random_case_write(&folder, seed, &(random_case_options){.labels = OTHER, .stations = 60});
        char *other = random_case_results(&folder, 1), *renamed = with_plain_names(other);
        ck_assert_str_ne(plain, other);
        check_same(plain, renamed, seed);
        free(plain);
        free(other);
        free(renamed);
    }
}
END_TEST

START_TEST(the_number_of_threads_does_not_change_a_byte)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        random_case_write(&folder, seed,
                          &(random_case_options){.labels = PLAIN,
                                                 .stations = seed == 1 ? (int)test_extent(5000, 20000, 20000) : 300});
        char *one = random_case_results(&folder, 1);
        for (int threads = 2; threads <= 4; threads += 2) {
            char *more = random_case_results(&folder, threads);
            ck_assert_msg(strcmp(one, more) == 0, "%d threads, seed %llu", threads, (unsigned long long)seed);
            free(more);
        }
        free(one);
    }
}
END_TEST

/* Lists of stations are in the order of the rows. */
static void sort_texts(json_t *array)
{
    for (size_t i = 1; i < json_array_size(array); i++)
        for (size_t k = i; k > 0; k--) {
            json_t *a = json_array_get(array, k - 1), *b = json_array_get(array, k);
            if (!json_is_string(a) || !json_is_string(b) || strcmp(json_string_value(a), json_string_value(b)) <= 0)
                break;
            json_incref(a);
            json_array_set(array, k - 1, b);
            json_array_set_new(array, k, a);
        }
}

/* Takes out what may change with the order of the rows: the lines of cells, the order of lists of stations. */
static void forget_order(json_t *value)
{
    const char *key;
    json_t *item;
    size_t i;
    void *next;
    if (json_is_array(value)) {
        sort_texts(value);
        json_array_foreach(value, i, item) forget_order(item);
        return;
    }
    json_object_del(value, "line");
    json_object_foreach_safe(value, next, key, item) forget_order(item);
}

START_TEST(the_order_of_the_rows_changes_no_figure)
{
    for (uint64_t seed = 1; seed <= (uint64_t)test_extent(5, 12, 200); seed++) {
        random_case_write(&folder, seed, &(random_case_options){.labels = PLAIN, .stations = 80});
        json_t *before = parse_and_free(random_case_results(&folder, 1));
        random_case_write(&folder, seed, &(random_case_options){.labels = PLAIN, .stations = 80, .shuffle = seed + 77});
        json_t *after = parse_and_free(random_case_results(&folder, 1));
        forget_order(before);
        forget_order(after);
        char *a = json_dumps(before, JSON_SORT_KEYS), *b = json_dumps(after, JSON_SORT_KEYS);
        check_same(a, b, seed);
        free(a);
        free(b);
        json_decref(before);
        json_decref(after);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("case neutral");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, other_names_of_the_parties_change_the_names_and_nothing_else);
    tcase_add_test(tests, the_order_of_the_rows_changes_no_figure);
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_add_checked_fixture(threaded, set_up, tear_down);
    tcase_add_test(threaded, the_number_of_threads_does_not_change_a_byte);
    return scrut_test_main(suite);
}
