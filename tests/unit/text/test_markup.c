/* SPDX-License-Identifier: Apache-2.0
 * Text of the case made harmless for each output. */
#include "harness.h"
#include "scrutineer/text.h"

#define OVERRIDE "\xE2\x80\xAE"
#define ISOLATE "\xE2\x81\xA8" /* first strong */
#define RIGHT_ISOLATE "\xE2\x81\xA7"
#define END_ISOLATE "\xE2\x81\xA9"
#define GONE "\xEF\xBF\xBD"

static void puts_as(void (*put)(scrut_buf *out, const char *text), const char *text, const char *expected)
{
    scrut_buf out = {0};
    put(&out, text);
    ck_assert(!scrut_buf_failed(&out));
    ck_assert_str_eq(out.bytes != NULL ? out.bytes : "", expected);
    scrut_buf_free(&out);
}

START_TEST(markup_is_shown_and_does_nothing)
{
    puts_as(scrut_put_html, "<b onclick='x'>\"A\" & B\n</b>",
            "&lt;b onclick=&#39;x&#39;&gt;&quot;A&quot; &amp; B &lt;/b&gt;");
    puts_as(scrut_put_plain, "<b>\x1B[1mA\x7F\t\r", "<b>" GONE "[1mA" GONE "  ");
    puts_as(scrut_put_html, NULL, "");
    puts_as(scrut_put_html, "\xFFx\xE1\x9E", GONE "x" GONE GONE);
}
END_TEST

START_TEST(what_turns_the_direction_of_other_text_is_replaced)
{
    puts_as(scrut_put_html, "A" OVERRIDE "B" RIGHT_ISOLATE "C", "A" GONE "B" GONE "C");
    puts_as(scrut_put_html, "A" ISOLATE "B", "A" GONE "B");
    puts_as(scrut_put_plain, "A" END_ISOLATE "B" ISOLATE, "A" GONE "B" GONE);
    puts_as(scrut_put_plain, ISOLATE OVERRIDE END_ISOLATE END_ISOLATE, GONE GONE GONE GONE);
}
END_TEST

START_TEST(isolates_that_end_in_the_same_text_stay_and_shelter_no_other)
{
    puts_as(scrut_put_html, "A" ISOLATE "B" ISOLATE "C" END_ISOLATE END_ISOLATE "D",
            "A" ISOLATE "B" ISOLATE "C" END_ISOLATE END_ISOLATE "D");
    puts_as(scrut_put_html, ISOLATE OVERRIDE "B" END_ISOLATE, ISOLATE GONE "B" END_ISOLATE);
}
END_TEST

START_TEST(a_name_from_right_to_left_is_isolated)
{
    puts_as(scrut_put_name, "\xD9\x84 & <A>", "<bdi>\xD9\x84 &amp; &lt;A&gt;</bdi>");
    puts_as(scrut_put_name, "A & B", "A &amp; B");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text made harmless");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, markup_is_shown_and_does_nothing);
    tcase_add_test(tests, what_turns_the_direction_of_other_text_is_replaced);
    tcase_add_test(tests, isolates_that_end_in_the_same_text_stay_and_shelter_no_other);
    tcase_add_test(tests, a_name_from_right_to_left_is_isolated);
    return scrut_test_main(suite);
}
