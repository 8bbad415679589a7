/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "scrutineer/json.h"

#include <string.h>

static void expect_written(scrut_json *root, int indent, const char *expected)
{
    scrut_buf out = {0};
    ck_assert_int_eq(scrut_json_write(root, indent, &out, NULL), SCRUT_OK);
    ck_assert_str_eq(out.bytes, expected);
    scrut_buf_free(&out);
    scrut_json_free(root);
}

START_TEST(keys_come_out_sorted_whatever_the_order_of_building)
{
    scrut_json *root = scrut_json_object();
    scrut_json_set(root, "seats", scrut_json_int(123));
    scrut_json_set(root, "a", scrut_json_bool(true));
    scrut_json_set(root, "B", scrut_json_bool(false));
    scrut_json_set(root, "n", scrut_json_null());
    expect_written(root, 0, "{\"B\":false,\"a\":true,\"n\":null,\"seats\":123}");
}
END_TEST

START_TEST(indentation_puts_each_value_on_a_line)
{
    scrut_json *root = scrut_json_object(), *list = scrut_json_array();
    scrut_json_append(list, scrut_json_int(INT64_MIN));
    scrut_json_append(list, scrut_json_int(INT64_MAX));
    scrut_json_set(root, "x", list);
    expect_written(root, 2, "{\n  \"x\": [\n    -9223372036854775808,\n    9223372036854775807\n  ]\n}");
}
END_TEST

START_TEST(texts_are_escaped_and_keep_their_unicode)
{
    scrut_json *list = scrut_json_array();
    scrut_json_append(list, scrut_json_string("a\"\\\n\x01 ភូមិ/"));
    scrut_json_append(list, scrut_json_string_n("x\0y", 3));
    scrut_json_append(list, scrut_json_string(NULL));
    expect_written(list, 0, "[\"a\\\"\\\\\\n\\u0001 ភូមិ/\",\"x\\u0000y\",null]");
}
END_TEST

/* RFC 8259, section 7, by hand: seven short escapes, \\u00XX for the rest below U+0020; DEL and what is above stay. */
START_TEST(every_control_character_is_escaped_and_no_other)
{
    char all[0x22];
    for (int c = 0; c < 0x20; c++)
        all[c] = (char)c;
    all[0x20] = '\x7F';
    all[0x21] = ' ';
    expect_written(scrut_json_string_n(all, sizeof all), 0,
                   "\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000B\\f\\r\\u000E\\u000F"
                   "\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001A\\u001B\\u001C\\u001D"
                   "\\u001E\\u001F\x7F \"");
}
END_TEST

START_TEST(keys_are_sorted_by_their_bytes_before_they_are_escaped)
{
    scrut_json *root = scrut_json_object();
    scrut_json_set(root, "ក", scrut_json_int(6));
    scrut_json_set(root, "#", scrut_json_int(4)); /* above the quotation mark, below the backslash */
    scrut_json_set(root, "ab", scrut_json_int(5));
    scrut_json_set(root, "\"", scrut_json_int(3));
    scrut_json_set(root, "", scrut_json_int(1));
    scrut_json_set(root, "\n", scrut_json_int(2));
    scrut_json_set(root, "a", scrut_json_null());
    expect_written(root, 0, "{\"\":1,\"\\n\":2,\"\\\"\":3,\"#\":4,\"a\":null,\"ab\":5,\"ក\":6}");
}
END_TEST

START_TEST(empty_containers_are_two_characters_at_any_depth)
{
    scrut_json *root = scrut_json_object();
    scrut_json_set(root, "a", scrut_json_array());
    scrut_json_set(root, "o", scrut_json_object());
    expect_written(root, 3, "{\n   \"a\": [],\n   \"o\": {}\n}");
    expect_written(scrut_json_array(), 1, "[]");
}
END_TEST

START_TEST(an_object_may_be_filled_after_it_was_put_into_another)
{
    scrut_json *root = scrut_json_object(), *inner = scrut_json_object();
    scrut_json_set(root, "inner", inner);
    scrut_json_set(inner, "late", scrut_json_int(1));
    expect_written(root, 0, "{\"inner\":{\"late\":1}}");
}
END_TEST

START_TEST(a_key_set_twice_has_the_last_value)
{
    scrut_json *root = scrut_json_object();
    scrut_json_set(root, "k", scrut_json_int(1));
    scrut_json_set(root, "k", scrut_json_int(2));
    expect_written(root, 0, "{\"k\":2}");
    root = scrut_json_object();
    scrut_json *first = scrut_json_array();
    scrut_json_set(root, "k", first);
    scrut_json_set(root, "k", scrut_json_object());
    scrut_json_set(root, "j", scrut_json_int(1));
    scrut_json_set(root, "j", scrut_json_int(2));
    scrut_json_set(root, "j", scrut_json_string("x"));
    scrut_json_append(first, scrut_json_int(1));
    scrut_json_set(root, "", scrut_json_object());
    scrut_json_set(root, "", scrut_json_array());
    scrut_json_set(root, "", scrut_json_null());
    expect_written(root, 0, "{\"\":null,\"j\":\"x\",\"k\":{}}");
}
END_TEST

START_TEST(writing_changes_nothing_so_a_document_may_grow_and_be_written_again)
{
    scrut_json *root = scrut_json_object();
    scrut_buf out = {0};
    scrut_json_set(root, "b", scrut_json_int(1));
    scrut_json_set(root, "b", scrut_json_int(2));
    scrut_json_set(root, "a", scrut_json_int(3));
    ck_assert_int_eq(scrut_json_write(root, 0, &out, NULL), SCRUT_OK);
    scrut_json_set(root, "b", scrut_json_int(4));
    ck_assert_int_eq(scrut_json_write(root, 0, &out, NULL), SCRUT_OK);
    ck_assert_str_eq(out.bytes, "{\"a\":3,\"b\":2}{\"a\":3,\"b\":4}");
    scrut_buf_free(&out);
    scrut_json_free(root);
}
END_TEST

START_TEST(a_scalar_is_a_document)
{
    expect_written(scrut_json_string("x"), 0, "\"x\"");
}
END_TEST

static void expect_refused(scrut_json *root, scrut_status expected)
{
    scrut_buf out = {0};
    scrut_error err = {0};
    ck_assert_int_eq(scrut_json_write(root, 0, &out, &err), expected);
    ck_assert_int_eq(err.status, expected);
    ck_assert_uint_eq(out.length, 0);
    scrut_buf_free(&out);
    scrut_json_free(root);
}

START_TEST(a_text_that_is_not_utf8_fails_the_document_however_deep_it_is)
{
    scrut_json *root = scrut_json_object(), *list = scrut_json_array();
    scrut_json_set(root, "list", list);
    scrut_json_append(list, scrut_json_string("\xC3("));
    expect_refused(root, SCRUT_E_INPUT);
    root = scrut_json_object();
    scrut_json_set(root, "\xFF", scrut_json_int(1));
    expect_refused(root, SCRUT_E_INPUT);
}
END_TEST

START_TEST(a_part_that_could_not_be_made_fails_the_document)
{
    scrut_json *root = scrut_json_object(), *list = scrut_json_array();
    scrut_json_set(root, "list", list);
    scrut_json_append(list, NULL);
    expect_refused(root, SCRUT_E_MEMORY);
    expect_refused(NULL, SCRUT_E_MEMORY);
}
END_TEST

START_TEST(nothing_is_put_into_nothing)
{
    scrut_json_set(NULL, "k", scrut_json_int(1));
    scrut_json_append(NULL, scrut_json_string("x"));
    scrut_json_append(NULL, NULL);
    scrut_json_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("json");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, keys_come_out_sorted_whatever_the_order_of_building);
    tcase_add_test(tests, indentation_puts_each_value_on_a_line);
    tcase_add_test(tests, texts_are_escaped_and_keep_their_unicode);
    tcase_add_test(tests, every_control_character_is_escaped_and_no_other);
    tcase_add_test(tests, keys_are_sorted_by_their_bytes_before_they_are_escaped);
    tcase_add_test(tests, empty_containers_are_two_characters_at_any_depth);
    tcase_add_test(tests, writing_changes_nothing_so_a_document_may_grow_and_be_written_again);
    tcase_add_test(tests, an_object_may_be_filled_after_it_was_put_into_another);
    tcase_add_test(tests, a_key_set_twice_has_the_last_value);
    tcase_add_test(tests, a_scalar_is_a_document);
    tcase_add_test(tests, a_text_that_is_not_utf8_fails_the_document_however_deep_it_is);
    tcase_add_test(tests, a_part_that_could_not_be_made_fails_the_document);
    tcase_add_test(tests, nothing_is_put_into_nothing);
    return scrut_test_main(suite);
}
