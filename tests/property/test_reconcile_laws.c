/* SPDX-License-Identifier: Apache-2.0
 * Laws of comparing two sources that hold for every case: the patterns add up to the difference of the sums; the order
 * of the rows, the names of the parties and the number of threads change nothing; the other way round all signs turn.
 * A failure names its seed. */
#include "extent.h"
#include "harness.h"
#include "random_case.h"
#include "scrutineer/reconcile.h"

#include <string.h>

static const char *const PLAIN[] = {"aaPARTY", "bbPARTY", "ccPARTY", "ddPARTY", "eePARTY"};
static const char *const OTHER[] = {"mmLISTE", "ddLISTE", "zzLISTE", "aaLISTE", "ccLISTE"};
enum { STATIONS = 60 };

static uint64_t seeds(void)
{
    return (uint64_t)test_extent(12, 60, 600);
}

static case_folder folder;

static void set_up(void)
{
    folder = case_folder_new();
}

static void tear_down(void)
{
    case_folder_remove(&folder);
}

typedef struct {
    scrut_case *c;
    scrut_reconciliation *r;
} compared;

/* The case's sources, the other way round where asked. */
static compared compare(uint64_t seed, const random_case_options *options, int threads, bool turned)
{
    compared x;
    scrut_error err;
    random_case_write(&folder, seed, options);
    x.c = case_folder_load(&folder, threads);
    ck_assert_uint_ge(x.c->returns_count, 2);
    const char *names[] = {x.c->returns[turned ? 1 : 0].about.id, x.c->returns[turned ? 0 : 1].about.id};
    scrut_pool *pool = scrut_pool_new(threads);
    ck_assert_msg(scrut_reconcile(x.c, names, 2, pool, &x.r, &err) == SCRUT_OK, "%s", err.message);
    scrut_pool_free(pool);
    return x;
}

static void drop(compared *x)
{
    scrut_reconciliation_free(x->r);
    scrut_case_free(x->c);
}

/* Everything that must not depend on how the case is written, parties by their number. `sign` turns a and b. */
static char *describe(const compared *x, int sign)
{
    const scrut_reconcile_pair *p = &x->r->pairs[0];
    scrut_buf text = {0};
    scrut_buf_printf(&text, "%lld %lld %lld %lld\n", (long long)p->in_both, (long long)p->equal,
                     (long long)p->differing, (long long)(sign > 0 ? p->only_a : p->only_b));
    for (size_t i = 0; i < p->station_count; i++) {
        char key[64];
        scrut_reconcile_station(x->r, p->stations[i].station, key, sizeof key);
        scrut_buf_printf(&text, "%s %lld\n", key, (long long)p->stations[i].gross);
    }
    for (size_t k = 0; k < (1 + x->c->constituency_count) * x->c->party_count; k++)
        scrut_buf_printf(&text, "%lld/%lld ", (long long)(sign * p->net[k]), (long long)p->gross[k]);
    ck_assert(!scrut_buf_failed(&text));
    return text.bytes;
}

static void check_same(const compared *a, const compared *b, int sign, uint64_t seed, const char *what)
{
    char *left = describe(a, 1), *right = describe(b, sign);
    ck_assert_msg(strcmp(left, right) == 0, "%s, seed %llu:\n%s\n%s", what, (unsigned long long)seed, left, right);
    free(left);
    free(right);
}

START_TEST(the_patterns_add_up_to_the_difference_of_the_sums)
{
    size_t differing = 0;
    for (uint64_t seed = 1; seed <= seeds(); seed++) {
        compared x = compare(seed, &(random_case_options){.labels = PLAIN, .stations = STATIONS}, 1, false);
        const scrut_reconcile_pair *p = &x.r->pairs[0];
        const scrut_tally *a = &x.r->figures->tallies[x.r->sources[p->a]],
                          *b = &x.r->figures->tallies[x.r->sources[p->b]];
        int64_t gross = 0, parts_gross = 0;
        for (size_t k = 0; k < x.c->party_count; k++) {
            int64_t net = 0;
            for (size_t i = 0; i < p->part_count; i++)
                net += p->parts[i].net[k];
            ck_assert_msg(net == scrut_tally_votes(b, 0, k)->value - scrut_tally_votes(a, 0, k)->value,
                          "party %zu, seed %llu", k, (unsigned long long)seed);
        }
        for (size_t i = 0; i < p->part_count; i++)
            parts_gross += p->parts[i].gross;
        for (size_t i = 0; i < p->part_count; i++) {
            gross += p->parts[i].gross;
            ck_assert_int_eq(p->parts[i].beyond, parts_gross - gross);
        }
        differing += p->station_count;
        drop(&x);
    }
    ck_assert_uint_gt(differing, seeds()); /* else this test says nothing */
}
END_TEST

START_TEST(neither_the_order_of_rows_nor_threads_nor_names_matter)
{
    for (uint64_t seed = 1; seed <= seeds(); seed++) {
        compared plain = compare(seed, &(random_case_options){.labels = PLAIN, .stations = STATIONS}, 1, false);
        compared shuffled = compare(
            seed, &(random_case_options){.labels = PLAIN, .stations = STATIONS, .shuffle = seed * 7 + 1}, 3, false);
        check_same(&plain, &shuffled, 1, seed, "order of rows, threads");
        compared renamed = compare(seed, &(random_case_options){.labels = OTHER, .stations = STATIONS}, 1, false);
        check_same(&plain, &renamed, 1, seed, "names of the parties");
        drop(&plain);
        drop(&shuffled);
        drop(&renamed);
    }
}
END_TEST

START_TEST(the_other_way_round_every_sign_turns)
{
    for (uint64_t seed = 1; seed <= seeds(); seed++) {
        const random_case_options options = {.labels = PLAIN, .stations = STATIONS};
        compared there = compare(seed, &options, 1, false), back = compare(seed, &options, 1, true);
        check_same(&there, &back, -1, seed, "sources exchanged");
        drop(&there);
        drop(&back);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reconcile_laws");
    TCase *core = tcase_create("core");
    tcase_add_checked_fixture(core, set_up, tear_down);
    tcase_set_timeout(core, 120);
    tcase_add_test(core, the_patterns_add_up_to_the_difference_of_the_sums);
    tcase_add_test(core, the_other_way_round_every_sign_turns);
    suite_add_tcase(suite, core);
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_add_checked_fixture(threaded, set_up, tear_down);
    tcase_set_timeout(threaded, 120);
    tcase_add_test(threaded, neither_the_order_of_rows_nor_threads_nor_names_matter);
    return scrut_test_main(suite);
}
