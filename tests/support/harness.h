/* SPDX-License-Identifier: Apache-2.0
 * harness.h: the main function of a test program. A test's name is a sentence that can be true. */
#ifndef SCRUT_TEST_HARNESS_H
#define SCRUT_TEST_HARNESS_H

#include <check.h>
#include <stdlib.h>

/* Check writes each assertion that holds to a file, where a crash would find the last one: in loops of thousands that
 * is most of a test's time, and a sanitizer's report or an assert tells the line itself. Failures are told as before.
 */
#undef ck_assert_msg
#define ck_assert_msg(expr, ...)                                                                                       \
    ((expr) ? (void)0 : _ck_assert_failed(__FILE__, __LINE__, "Assertion '" #expr "' failed", __VA_ARGS__))

/* A case of `suite` for tests in which several threads work: these are what ThreadSanitizer looks at too. */
static inline TCase *scrut_threaded_tests(Suite *suite)
{
    TCase *tests = tcase_create("threads");
    tcase_set_tags(tests, "threads");
    suite_add_tcase(suite, tests);
    return tests;
}

/* Runs `suite` and writes TAP to standard output. The exit status is 0 also when tests fail: the TAP says so. */
static inline int scrut_test_main(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_set_tap(runner, "-");
    srunner_run_all(runner, CK_SILENT);
    srunner_free(runner);
    return EXIT_SUCCESS;
}

#endif
