/* SPDX-License-Identifier: Apache-2.0
 * A run that is killed anywhere and begun again says what one says that nobody disturbed, and neither bounds on memory
 * nor the number of threads show. */
#include "../unit/roll/work.h"
#include "extent.h"
#include "scrutineer/rng.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#define SEED UINT64_C(20130728)
#define FOLDER "property-link-work"

static void sleep_us(uint32_t us)
{
    struct timespec t = {us / 1000000, (long)(us % 1000000) * 1000};
    nanosleep(&t, NULL);
}

/* Runs in a child that is killed after a while; whether it had ended before. */
static bool run_and_kill(const scrut_link_input *input, uint32_t after_us)
{
    int status;
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        scrut_buf text = {0};
        scrut_error err;
        _exit(work_answer(input, 2, &text, &err) == SCRUT_OK ? 0 : 1);
    }
    sleep_us(after_us);
    kill(child, SIGKILL);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(!WIFEXITED(status) || WEXITSTATUS(status) == 0, "a run that went on failed");
    return WIFEXITED(status);
}

START_TEST(a_run_that_is_killed_at_random_moments_goes_on_to_the_same_bytes)
{
    people p = people_make(1500, SEED);
    scrut_link_input input = people_input(&p);
    char *whole = work_text(&input, 2);
    scrut_rng rng = scrut_rng_open(SEED, 1, 0);
    size_t killed = 0, further = 0, rounds = (size_t)test_extent(1, 3, 60);
    printf("# seed %llu\n", (unsigned long long)SEED);
    input.work = FOLDER;
    input.program = "1";
    for (size_t i = 0; i < rounds; i++) {
        size_t before = 0;
        bool ended = false;
        work_remove(FOLDER);
        /* Each time it is killed a little later, so that it ends at last. */
        for (uint32_t longest = 20000; !ended; longest += longest / 4) {
            ended = run_and_kill(&input, scrut_rng_below(&rng, longest));
            size_t now = work_files(FOLDER, "unit-", NULL, NULL);
            killed += !ended;
            further += !ended && now > before && before > 0;
            before = now;
        }
        char *again = work_text(&input, 1 + (int)scrut_rng_below(&rng, 3));
        ck_assert_str_eq(whole, again);
        free(again);
    }
    printf("# killed %zu times, of these %zu that had added to what was there\n", killed, further);
    ck_assert_uint_ge(killed, rounds);
    work_remove(FOLDER);
    free(whole);
    people_free(&p);
}
END_TEST

START_TEST(bounds_on_memory_and_threads_do_not_show)
{
    /* Of so many rows a sample is taken first. */
    people p = people_make((uint32_t)test_extent(2000, 20500, 20500), SEED);
    scrut_link_input input = people_input(&p);
    char *whole = work_text(&input, 2);
    scrut_rng rng = scrut_rng_open(SEED, 2, 0);
    int64_t rounds = test_extent(1, 2, 20);
    for (int64_t i = 0; i < rounds; i++) {
        work_remove(FOLDER);
        input.work = FOLDER;
        input.work_is_temporary = scrut_rng_below(&rng, 2) == 0;
        input.memory_bytes = 50000 + scrut_rng_below(&rng, 2000000);
        char *bounded = work_text(&input, 1 + (int)scrut_rng_below(&rng, 4));
        ck_assert_str_eq(whole, bounded);
        free(bounded);
    }
    work_remove(FOLDER);
    free(whole);
    people_free(&p);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link_work");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, a_run_that_is_killed_at_random_moments_goes_on_to_the_same_bytes);
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_add_test(threaded, bounds_on_memory_and_threads_do_not_show);
    return scrut_test_main(suite);
}
