/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "scrutineer/box.h"

#include <string.h>

START_TEST(what_is_sealed_is_opened_with_the_secret_key_alone)
{
    char public_key[2][SCRUT_BOX_KEY_HEX], secret_key[2][SCRUT_BOX_KEY_HEX];
    scrut_buf sealed = {0}, again = {0}, opened = {0};
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(scrut_box_keys(public_key[i], secret_key[i], NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_box_seal("a name", 6, public_key[0], &sealed, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_box_seal("a name", 6, public_key[0], &again, NULL), SCRUT_OK);
    ck_assert_uint_eq(sealed.length, 6 + 48); /* an ephemeral key and a tag */
    ck_assert(memcmp(sealed.bytes, again.bytes, sealed.length) != 0);
    ck_assert_int_eq(scrut_box_open(sealed.bytes, sealed.length, secret_key[0], &opened, NULL), SCRUT_OK);
    ck_assert_uint_eq(opened.length, 6);
    ck_assert(memcmp(opened.bytes, "a name", 6) == 0);
    ck_assert_int_eq(scrut_box_open(sealed.bytes, sealed.length, secret_key[1], &opened, NULL), SCRUT_E_INPUT);
    sealed.bytes[50] = (char)(sealed.bytes[50] ^ 1);
    ck_assert_int_eq(scrut_box_open(sealed.bytes, sealed.length, secret_key[0], &opened, NULL), SCRUT_E_INPUT);
    ck_assert_int_eq(scrut_box_open("short", 5, secret_key[0], &opened, NULL), SCRUT_E_INPUT);
    ck_assert_uint_eq(opened.length, 6); /* nothing was added */
    scrut_buf_free(&sealed);
    scrut_buf_free(&again);
    scrut_buf_free(&opened);
}
END_TEST

START_TEST(what_is_no_key_is_refused)
{
    scrut_buf out = {0};
    ck_assert_int_eq(scrut_box_seal("x", 1, "abc", &out, NULL), SCRUT_E_INPUT);
    ck_assert_int_eq(
        scrut_box_seal("x", 1, "zz000000000000000000000000000000000000000000000000000000000000zz", &out, NULL),
        SCRUT_E_INPUT);
    ck_assert_uint_eq(out.length, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("boxes");
    TCase *tests = tcase_create("seals");
    tcase_add_test(tests, what_is_sealed_is_opened_with_the_secret_key_alone);
    tcase_add_test(tests, what_is_no_key_is_refused);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
