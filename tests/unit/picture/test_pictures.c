/* SPDX-License-Identifier: Apache-2.0
 * What holds for every kind of picture. */
#include "harness.h"
#include "pictures.h"
#include "svg.h"

#include <stdio.h>
#include <string.h>

static scrut_buf out;
static const char digits_context[] = "digits";

static void tear_down(void)
{
    scrut_buf_free(&out);
}

static const char *drawn(size_t kind, const char *text, const char *link)
{
    scrut_buf_clear(&out);
    draw_picture(kind, text, link, &out);
    ck_assert(!out.failed);
    ck_assert_msg(out.length > 0, "nothing is drawn of %s", picture_name(kind));
    return out.bytes;
}

START_TEST(every_picture_is_well_formed_and_its_ids_lead_somewhere)
{
    svg_check_form(drawn((size_t)_i, NULL, "c/a.html"));
    svg_check_ids(out.bytes);
    ck_assert_uint_eq(svg_count(out.bytes, "<svg "), 1);
    ck_assert_uint_eq(svg_count(out.bytes, "<title id=\"p-t\">A title</title><desc id=\"p-d\">"), 1);
}
END_TEST

START_TEST(every_picture_lies_inside_its_viewbox)
{
    svg_check_inside(drawn((size_t)_i, NULL, NULL), 50);
}
END_TEST

START_TEST(long_texts_are_cut_or_broken_and_stay_inside)
{
    char text[4001];
    memset(text, 'W', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    svg_check_inside(drawn((size_t)_i, text, NULL), 55);
}
END_TEST

/* One syllable of Khmer has up to five code points, of which most take no room. */
START_TEST(a_text_is_cut_at_whole_characters)
{
    scrut_buf text = {0};
    for (int i = 0; i < 300; i++)
        scrut_buf_puts(&text, "\xE1\x9E\x80\xE1\x9F\x92\xE1\x9E\x98\xE1\x9E\xBB\xE1\x9F\x86");
    const char *svg = drawn((size_t)_i, text.bytes, NULL);
    ck_assert_uint_eq(svg_count(svg, "\xEF\xBF\xBD"), 0);             /* no half character that was replaced */
    ck_assert_uint_eq(svg_count(svg, "\xE1\x9F\x92\xE2\x80\xA6"), 0); /* no coeng without its subscript */
    scrut_buf_free(&text);
}
END_TEST

START_TEST(hostile_texts_are_harmless_everywhere)
{
    static const char *const HOSTILE[] = {"\"><script>alert(1)</script>", "'&\"<g onload=x>", "]]>--><!--",
                                          ("a\xE2\x80\xAE"
                                           "b\xFF\xC0 c\x01\n")};
    for (size_t i = 0; i < sizeof HOSTILE / sizeof HOSTILE[0]; i++) {
        svg_check_form(drawn((size_t)_i, HOSTILE[i], HOSTILE[i]));
        svg_check_ids(out.bytes);
        ck_assert_uint_eq(svg_count(out.bytes, "\xE2\x80\xAE") + svg_count(out.bytes, "\x01"), 0);
    }
}
END_TEST

START_TEST(a_link_that_would_run_something_is_no_link)
{
    static const char *const RUNS[] = {"javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "", "x:y"};
    for (size_t i = 0; i < sizeof RUNS / sizeof RUNS[0]; i++)
        ck_assert_uint_eq(svg_count(drawn((size_t)_i, NULL, RUNS[i]), "<a "), 0);
}
END_TEST

START_TEST(a_picture_with_links_is_a_group_and_one_without_is_an_image)
{
    static const char *const LINKS[] = {"c/08.html", "https://example.org/a:b", "?x=http:", "#c:8"};
    ck_assert_uint_eq(svg_count(drawn((size_t)_i, NULL, NULL), "role=\"img\""), 1);
    for (size_t i = 0; i < sizeof LINKS / sizeof LINKS[0]; i++) {
        const char *svg = drawn((size_t)_i, NULL, LINKS[i]);
        size_t links = svg_count(svg, "<a href=\"");
        ck_assert_uint_eq(svg_count(svg, "role=\"group\""), links > 0);
        ck_assert_uint_eq(svg_count(svg, "\"><title>"), links); /* each says what it leads to */
        ck_assert(links > 0 || strcmp(picture_name((size_t)_i), "ladder") == 0 ||
                  strcmp(picture_name((size_t)_i), "fingerprint") == 0);
    }
}
END_TEST

START_TEST(relabelling_changes_labels_and_nothing_else)
{
    scrut_buf first = {0}, again = {0};
    drawn((size_t)_i, "Anna", NULL);
    scrut_buf_append(&first, out.bytes, out.length);
    drawn((size_t)_i, "Bodo", NULL);
    for (const char *at = out.bytes; *at != '\0';) {
        bool name = strncmp(at, "Bodo", 4) == 0;
        scrut_buf_append(&again, name ? "Anna" : at, name ? 4 : 1);
        at += name ? 4 : 1;
    }
    ck_assert_uint_gt(svg_count(first.bytes, "Anna"), 0);
    ck_assert_str_eq(first.bytes, again.bytes);
    scrut_buf_free(&first);
    scrut_buf_free(&again);
}
END_TEST

START_TEST(the_picture_is_appended_and_begins_a_line_of_its_own)
{
    scrut_buf_clear(&out);
    scrut_buf_puts(&out, "before\n");
    draw_picture((size_t)_i, NULL, NULL, &out);
    ck_assert_int_eq(strncmp(out.bytes, "before\n<svg class=\"pic pic-", 25), 0);
    ck_assert_str_eq(out.bytes + out.length - 7, "</svg>\n");
    ck_assert_ptr_nonnull(strstr(out.bytes, picture_name((size_t)_i)));
}
END_TEST

START_TEST(a_picture_of_nothing_is_nothing)
{
    scrut_picture_frame f = frame_of("empty");
    const uint32_t none[4] = {0, 0, 0, 0};
    scrut_arena *arena = scrut_arena_new();
    const char empty[] = "{\"type\": \"FeatureCollection\", \"features\": []}";
    scrut_picture_shapes *shapes = NULL;
    ck_assert_int_eq(scrut_picture_shapes_read(empty, sizeof empty - 1, "empty", NULL, arena, &shapes, NULL), SCRUT_OK);
    scrut_picture_hemicycle(&out, &f, &(scrut_picture_chamber){NULL, 0, 0, 0, 0});
    scrut_picture_map(&out, &f, shapes, NULL, 0);
    scrut_picture_tiles(&out, &f, NULL, 0, NULL);
    scrut_picture_ladder(&out, &f, &(scrut_picture_rungs){NULL, 0, 0, {0, false}});
    scrut_picture_margins(&out, &f, NULL, 0, true);
    scrut_picture_differences(&out, &f, &(scrut_picture_sources){NULL, 2, NULL, 0, SCRUT_PICTURE_VOTES});
    scrut_picture_fingerprint(&out, &f, &(scrut_picture_bins){none, 2, 2, 7, NULL});
    scrut_picture_bars(&out, &f, NULL, 0, SCRUT_PICTURE_VOTES);
    scrut_picture_multiples(&out, &f, &(scrut_picture_panels){NULL, 0, NULL, 0, SCRUT_PICTURE_SHARE});
    scrut_picture_intervals(&out, &f, NULL, 0, SCRUT_PICTURE_SHARE);
    ck_assert_uint_eq(out.length, 0);
    ck_assert(!out.failed);
    scrut_arena_free(arena);
}
END_TEST

static void in_khmer(const void *context, scrut_buf *to, int64_t value)
{
    char digits[24];
    ck_assert_ptr_eq(context, digits_context);
    ck_assert_int_ge(value, 0); /* a sign is put by the picture */
    snprintf(digits, sizeof digits, "%lld", (long long)value);
    for (const char *at = digits; *at != '\0'; at++) {
        const char letter[] = {(char)0xE1, (char)0x9F, (char)(0xA0 + *at - '0'), '\0'};
        scrut_buf_puts(to, letter);
    }
}

START_TEST(every_number_is_put_by_the_caller)
{
    const scrut_picture_bar rows[] = {{{"A", 0}, {4883, true}, {5810, true}, {4690, 5010, true, true}, NULL}};
    scrut_picture_frame f = frame_of("Shares");
    f.number = in_khmer;
    f.number_context = digits_context;
    scrut_picture_bars(&out, &f, rows, 1, SCRUT_PICTURE_SHARE);
    /* 48.83 % is 48.8 %, 58.10 % is 58.1 %, the change of -9.27 points is -9.3 */
    ck_assert_str_eq(
        svg_desc(out.bytes),
        "A: \xE1\x9F\xA4\xE1\x9F\xA8.\xE1\x9F\xA8%, interval \xE1\x9F\xA4\xE1\x9F\xA6.\xE1\x9F\xA9%\xE2\x80\x93"
        "\xE1\x9F\xA5\xE1\x9F\xA0.\xE1\x9F\xA1%, before \xE1\x9F\xA5\xE1\x9F\xA8.\xE1\x9F\xA1%, change "
        "\xE2\x88\x92\xE1\x9F\xA9.\xE1\x9F\xA3 points");
}
END_TEST

START_TEST(the_style_has_a_rule_for_every_class_of_every_picture)
{
    for (size_t kind = 0; kind < PICTURE_KINDS; kind++)
        for (const char *at = drawn(kind, NULL, "x.html"); (at = strstr(at, " class=\"")) != NULL;) {
            at += strlen(" class=\"");
            while (*at != '"') {
                char rule[40] = ".";
                size_t length = strcspn(at, " \"");
                ck_assert_uint_lt(length, sizeof rule - 1);
                memcpy(rule + 1, at, length);
                rule[length + 1] = '\0';
                bool party = rule[1] == 'p' && rule[2] >= '0' && rule[2] <= '9';
                bool kind_name = strncmp(rule, ".pic-", 5) == 0;
                ck_assert_msg(party || kind_name || strstr(scrut_picture_style, rule) != NULL, "no rule for %s", rule);
                at += length + (at[length] == ' ');
            }
        }
}
END_TEST

START_TEST(marks_for_running_text_are_shapes_without_a_name)
{
    scrut_picture_symbols(&out);
    ck_assert_uint_eq(svg_count(out.bytes, "<symbol id=\"m"), SCRUT_PICTURE_MARKS);
    svg_check_form(out.bytes);
    scrut_buf_clear(&out);
    scrut_picture_mark(&out, 9);
    ck_assert_str_eq(out.bytes, "<svg class=\"mk p9\" aria-hidden=\"true\"><use href=\"#m1\"/></svg>");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pictures");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, NULL, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, every_picture_is_well_formed_and_its_ids_lead_somewhere, 0, PICTURE_KINDS);
    tcase_add_loop_test(tests, every_picture_lies_inside_its_viewbox, 0, PICTURE_KINDS);
    tcase_add_loop_test(tests, long_texts_are_cut_or_broken_and_stay_inside, 0, PICTURE_KINDS);
    tcase_add_loop_test(tests, a_text_is_cut_at_whole_characters, 0, PICTURE_KINDS);
    tcase_add_loop_test(tests, hostile_texts_are_harmless_everywhere, 0, PICTURE_KINDS);
    tcase_add_loop_test(tests, a_link_that_would_run_something_is_no_link, 0, PICTURE_KINDS);
    tcase_add_loop_test(tests, a_picture_with_links_is_a_group_and_one_without_is_an_image, 0, PICTURE_KINDS);
    tcase_add_loop_test(tests, relabelling_changes_labels_and_nothing_else, 0, PICTURE_KINDS);
    tcase_add_loop_test(tests, the_picture_is_appended_and_begins_a_line_of_its_own, 0, PICTURE_KINDS);
    tcase_add_test(tests, a_picture_of_nothing_is_nothing);
    tcase_add_test(tests, every_number_is_put_by_the_caller);
    tcase_add_test(tests, the_style_has_a_rule_for_every_class_of_every_picture);
    tcase_add_test(tests, marks_for_running_text_are_shapes_without_a_name);
    return scrut_test_main(suite);
}
