/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "scrutineer/text.h"

#include <string.h>

static void expect_key(const char *text, const char *expected)
{
    scrut_buf key = {0}, again = {0};
    scrut_buf_puts(&key, ""); /* so that there are bytes to compare when the key is empty */
    scrut_buf_puts(&again, "");
    ck_assert_int_eq(scrut_text_key(text, strlen(text), &key, NULL), SCRUT_OK);
    ck_assert_str_eq(key.bytes, expected);
    ck_assert_int_eq(scrut_text_key(key.bytes, key.length, &again, NULL), SCRUT_OK);
    ck_assert_str_eq(again.bytes, expected);
    scrut_buf_free(&key);
    scrut_buf_free(&again);
}

START_TEST(a_key_has_one_case_and_one_space)
{
    expect_key("  Phnom \t\n Penh ", "phnom penh");
    expect_key("PHNOM PENH", "phnom penh");
    expect_key("", "");
    expect_key(" \xC2\xA0 ", "");
    expect_key("a\xC2\xA0\xE3\x80\x80"
               "b",
               "a b"); /* no-break space, ideographic space */
}
END_TEST

START_TEST(a_key_is_composed_and_fully_folded)
{
    expect_key("E\xCC\x81", "é");    /* decomposed E acute */
    expect_key("STRAẞE", "strasse"); /* U+1E9E folds to ss */
    expect_key("Straße", "strasse");
    expect_key("ΣΊΣΥΦΟΣ", "σίσυφοσ");                   /* final sigma folds like the other */
    expect_key("\xCE\xB1\xCD\x85", "\xCE\xB1\xCE\xB9"); /* alpha with iota subscript folds to alpha iota */
}
END_TEST

/* NFC would give U+17D2 U+17DD, combining class 9 before 230. */
START_TEST(khmer_stays_as_it_is)
{
    expect_key("\xE1\x9E\x80\xE1\x9F\x9D\xE1\x9F\x92\xE1\x9E\x81", "\xE1\x9E\x80\xE1\x9F\x9D\xE1\x9F\x92\xE1\x9E\x81");
    expect_key("ខេត្ត  KANDAL ខេត្ត É", "ខេត្ត kandal ខេត្ត é");
}
END_TEST

START_TEST(a_key_is_appended_and_a_bad_text_leaves_it_alone)
{
    scrut_buf key = {0};
    scrut_error err = {0};
    scrut_buf_puts(&key, "x/");
    ck_assert_int_eq(scrut_text_key("AB", 2, &key, NULL), SCRUT_OK);
    ck_assert_str_eq(key.bytes, "x/ab");
    ck_assert_int_eq(scrut_text_key("a\xFF", 2, &key, &err), SCRUT_E_INPUT);
    ck_assert_int_eq(err.byte, 1);
    ck_assert_str_eq(key.bytes, "x/ab");
    scrut_buf_free(&key);
}
END_TEST

static bool equal(const char *a, const char *b)
{
    bool result = false;
    ck_assert_int_eq(scrut_text_equal_key(a, strlen(a), b, strlen(b), &result, NULL), SCRUT_OK);
    return result;
}

START_TEST(texts_are_equal_when_their_keys_are)
{
    ck_assert(equal("Kampong  Cham", "kampong cham"));
    ck_assert(equal("é", "E\xCC\x81"));
    ck_assert(equal("", " "));
    ck_assert(!equal("Kampong Cham", "Kampong Chhnang"));
    ck_assert(!equal("kampong cham", "kampongcham"));
    ck_assert(equal("a\xFF", "a\xFF"));
    ck_assert(!equal("a\xFF", "A\xFF"));
}
END_TEST

START_TEST(widths_are_those_of_a_terminal)
{
    ck_assert_uint_eq(scrut_text_width("abc", 3), 3);
    ck_assert_uint_eq(scrut_text_width("", 0), 0);
    ck_assert_uint_eq(scrut_text_width("e\xCC\x81", 3), 1);    /* combining acute */
    ck_assert_uint_eq(scrut_text_width("選挙", 6), 4);         /* wide */
    ck_assert_uint_eq(scrut_text_width("កុ", 6), 1);            /* letter and vowel below it */
    ck_assert_uint_eq(scrut_text_width("\xE2\x80\x8B", 3), 0); /* zero width space */
    ck_assert_uint_eq(scrut_text_width("\xFF", 1), 1);         /* shown as U+FFFD */
}
END_TEST

static void expect_clean(const char *text, const char *expected)
{
    scrut_buf out = {0};
    scrut_text_clean(text, strlen(text), &out);
    ck_assert_str_eq(out.bytes, expected);
    ck_assert_int_eq(scrut_text_is_clean(text, strlen(text)), strcmp(text, expected) == 0);
    scrut_buf_free(&out);
}

#define FFFD "\xEF\xBF\xBD"

START_TEST(control_and_bidirectional_characters_are_replaced)
{
    expect_clean("Phnom Penh ភ្នំពេញ 選挙", "Phnom Penh ភ្នំពេញ 選挙");
    expect_clean("a\x1B[31mb\n\t\x7F", "a" FFFD "[31mb" FFFD FFFD FFFD);
    expect_clean("\xC2\x85x\xC2\xA0", FFFD "x\xC2\xA0"); /* U+0085 is a control, U+00A0 a space */
    expect_clean("\xE2\x80\xA9\xE2\x80\xAA\xE2\x80\xAEz\xE2\x80\xAF", FFFD FFFD FFFD "z\xE2\x80\xAF");
    expect_clean("\xE2\x81\xA5\xE2\x81\xA6\xE2\x81\xA9\xE2\x81\xAA", "\xE2\x81\xA5" FFFD FFFD "\xE2\x81\xAA");
    expect_clean("a\xC3(", "a" FFFD "(");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, a_key_has_one_case_and_one_space);
    tcase_add_test(tests, a_key_is_composed_and_fully_folded);
    tcase_add_test(tests, khmer_stays_as_it_is);
    tcase_add_test(tests, a_key_is_appended_and_a_bad_text_leaves_it_alone);
    tcase_add_test(tests, texts_are_equal_when_their_keys_are);
    tcase_add_test(tests, widths_are_those_of_a_terminal);
    tcase_add_test(tests, control_and_bidirectional_characters_are_replaced);
    return scrut_test_main(suite);
}
