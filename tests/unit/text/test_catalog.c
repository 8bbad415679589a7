/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "scrutineer/catalog.h"

#include <string.h>

#define CATALOG_MAX 4096

typedef struct {
    const char *key, *text; /* sorted by key */
    size_t text_length;     /* 0: strlen; else it holds a NUL between two forms */
} entry;

typedef struct {
    unsigned char bytes[CATALOG_MAX];
    scrut_language language;
} catalog;

static void put_word(unsigned char *at, size_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(value >> (8 * i));
}

/* A .mo file as "The Format of GNU MO Files" of the gettext manual describes it. */
static void make_catalog(catalog *c, const entry entries[], size_t count, int plurals)
{
    size_t keys = 28, texts = keys + 8 * count, at = texts + 8 * count;
    memset(c, 0, sizeof *c);
    put_word(c->bytes, 0x950412DE);
    put_word(c->bytes + 8, count);
    put_word(c->bytes + 12, keys);
    put_word(c->bytes + 16, texts);
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++) {
            const char *text = pass == 0 ? entries[i].key : entries[i].text;
            size_t length = pass == 1 && entries[i].text_length > 0 ? entries[i].text_length : strlen(text);
            ck_assert_uint_lt(at + length + 1, CATALOG_MAX);
            put_word(c->bytes + (pass == 0 ? keys : texts) + 8 * i, length);
            put_word(c->bytes + (pass == 0 ? keys : texts) + 8 * i + 4, at);
            memcpy(c->bytes + at, text, length);
            at += length + 1;
        }
    c->language = (scrut_language){.language = "xx", .plurals = plurals, .catalog = c->bytes, .length = at};
}

static void says(scrut_buf *out, const char *expected)
{
    ck_assert(!scrut_buf_failed(out));
    ck_assert_str_eq(out->bytes != NULL ? out->bytes : "", expected);
    scrut_buf_clear(out);
}

START_TEST(a_text_without_a_translation_stays_english)
{
    catalog c;
    make_catalog(&c, (entry[]){{"b", "B", 0}, {"d", "D", 0}}, 2, 2);
    ck_assert_str_eq(scrut_word(&c.language, "b"), "B");
    ck_assert_str_eq(scrut_word(&c.language, "d"), "D");
    ck_assert_str_eq(scrut_word(&c.language, "a"), "a");
    ck_assert_str_eq(scrut_word(&c.language, "c"), "c");
    ck_assert_str_eq(scrut_word(&c.language, "e"), "e");
    ck_assert_str_eq(scrut_word(NULL, "b"), "b");
}
END_TEST

START_TEST(a_translation_may_put_the_places_in_another_order_and_repeat_them)
{
    catalog c;
    scrut_buf out = {0};
    make_catalog(&c, (entry[]){{"{1n} of {2s}", "{2s}: {1n} ({2s})", 0}}, 1, 2);
    scrut_say(&c.language, &out, "{1n} of {2s}", (int64_t)1234, "Kandal");
    says(&out, "Kandal: 1,234 (Kandal)");
    scrut_say(NULL, &out, "{1n} of {2s}", (int64_t)1234, "Kandal");
    says(&out, "1,234 of Kandal");
    scrut_buf_free(&out);
}
END_TEST

START_TEST(text_of_the_case_is_made_harmless_for_its_output)
{
    scrut_buf out = {0};
    scrut_say(NULL, &out, "{1s} / {2p} / {3r}", "<b>&", "<b>\x1b", "<i>");
    says(&out, "&lt;b&gt;&amp; / <b>\xEF\xBF\xBD / <i>");
    scrut_say(NULL, &out, "{1s}|{2p}|{3r}|{4w}", NULL, NULL, NULL, NULL);
    says(&out, "|||");
    scrut_buf_free(&out);
}
END_TEST

START_TEST(a_word_inside_a_sentence_is_translated_too)
{
    catalog c;
    scrut_buf out = {0};
    make_catalog(&c, (entry[]){{"seat", "SEAT", 0}, {"the {1w}", "{1w}!", 0}}, 2, 2);
    scrut_say(&c.language, &out, "the {1w}", "seat");
    says(&out, "SEAT!");
    scrut_buf_free(&out);
}
END_TEST

START_TEST(counted_nouns_have_one_form_or_two)
{
    catalog two, one;
    scrut_buf out = {0};
    const entry forms = {"{1n} seat", "{1n} siege\0{1n} sieges", sizeof "{1n} siege\0{1n} sieges" - 1};
    make_catalog(&two, &forms, 1, 2);
    make_catalog(&one, (entry[]){{"{1n} seat", "{1n} K", 0}}, 1, 1);
    const scrut_language *languages[] = {NULL, &two.language, &one.language};
    static const char *const EXPECTED[][3] = {
        {"1 seat", "0 seats", "2 seats"}, {"1 siege", "0 sieges", "2 sieges"}, {"1 K", "0 K", "2 K"}};
    for (size_t i = 0; i < 3; i++) {
        scrut_say_count(languages[i], &out, "{1n} seat", "{1n} seats", 1);
        says(&out, EXPECTED[i][0]);
        scrut_say_count(languages[i], &out, "{1n} seat", "{1n} seats", 0);
        says(&out, EXPECTED[i][1]);
        scrut_say_count(languages[i], &out, "{1n} seat", "{1n} seats", 2);
        says(&out, EXPECTED[i][2]);
    }
    scrut_say_count(NULL, &out, "{1n} seat in {2s}", "{1n} seats in {2s}", 3, "X");
    says(&out, "3 seats in X");
    scrut_buf_free(&out);
}
END_TEST

START_TEST(numbers_take_the_digits_of_the_language)
{
    static const char *const KHMER[] = {"០", "១", "២", "៣", "៤", "៥", "៦", "៧", "៨", "៩"};
    const scrut_language language = {.language = "km", .digits = KHMER, .plurals = 1};
    scrut_buf out = {0};
    scrut_say_number(&language, &out, 9675453);
    says(&out, "៩,៦៧៥,៤៥៣");
    scrut_say_number(&language, &out, -12);
    says(&out, "\xE2\x88\x92១២");
    scrut_say_digits(&language, &out, "48.79 %");
    says(&out, "៤៨.៧៩ %");
    scrut_say_number(NULL, &out, -12);
    says(&out, "\xE2\x88\x92"
               "12");
    scrut_buf_free(&out);
}
END_TEST

/* U+2068 before and U+2069 after: a name in brackets and a number with its sign stay whole between Arabic words. */
START_TEST(places_are_isolated_where_writing_runs_from_right_to_left)
{
    catalog c;
    scrut_buf out = {0};
    make_catalog(
        &c,
        (entry[]){{"sum", "\xD9\x85", 0}, {"{1s} has {2n}", "\xD9\x84\xD9\x80 {1s} {2n}", 0}, {"{1w}.", "{1w}!", 0}}, 3,
        2);
    scrut_say(&c.language, &out, "{1s} has {2n}", "A (B)", (int64_t)-5);
    says(&out, "\xD9\x84\xD9\x80 A (B) \xE2\x88\x92"
               "5");
    c.language.direction = "rtl";
    scrut_say(&c.language, &out, "{1s} has {2n}", "A (B)", (int64_t)-5);
    says(&out, "\xD9\x84\xD9\x80 \xE2\x81\xA8"
               "A (B)\xE2\x81\xA9 \xE2\x81\xA8\xE2\x88\x92"
               "5\xE2\x81\xA9");
    scrut_say(&c.language, &out, "{1w}.", "sum");
    says(&out, "\xD9\x85!");
    scrut_buf_free(&out);
}
END_TEST

START_TEST(braces_that_are_no_place_stay)
{
    scrut_buf out = {0};
    scrut_say(NULL, &out, "{} {0n} {1x} {1n {1n}", (int64_t)7);
    says(&out, "{} {0n} {1x} {1n 7");
    scrut_buf_free(&out);
}
END_TEST

START_TEST(english_comes_first_and_every_language_is_found_by_its_code)
{
    ck_assert_str_eq(scrut_language_at(0)->language, "en");
    for (size_t i = 0; scrut_language_at(i) != NULL; i++)
        ck_assert_ptr_eq(scrut_language_named(scrut_language_at(i)->language), scrut_language_at(i));
    ck_assert_ptr_null(scrut_language_named("xx"));
}
END_TEST

START_TEST(whole_numbers_can_stand_without_groups_and_digits_inside_text)
{
    static const char *const KHMER[] = {"០", "១", "២", "៣", "៤", "៥", "៦", "៧", "៨", "៩"};
    const scrut_language language = {.language = "xx", .digits = KHMER, .plurals = 1};
    scrut_buf out = {0};
    scrut_say(NULL, &out, "{1d} {2n} {3f}", (int64_t)-1234567, (int64_t)1234567, "12.5 %");
    says(&out, "-1234567 1,234,567 12.5 %");
    scrut_say(&language, &out, "{1d} {2f}", (int64_t)1024, "12.5 %");
    says(&out, "១០២៤ ១២.៥ %");
    scrut_buf_free(&out);
}
END_TEST

START_TEST(khmer_with_khmer_digits_has_the_sentences_of_khmer)
{
    const scrut_language *plain = scrut_language_named("km"), *digits = scrut_language_named("km-u-nu-khmr");
    scrut_buf out = {0};
    ck_assert_ptr_nonnull(digits);
    ck_assert_str_ne(scrut_word(plain, "Findings"), "Findings");
    ck_assert_str_eq(scrut_word(digits, "Findings"), scrut_word(plain, "Findings"));
    scrut_say_number(digits, &out, 2013);
    says(&out, "២,០១៣");
    scrut_buf_free(&out);
}
END_TEST

/* ---- sentences that wait for their language ---- */

/* Says `text` again by what the arena remembers. */
static void says_again(scrut_arena *arena, const scrut_language *language, const char *text, const char *expected)
{
    scrut_buf out = {0};
    scrut_arena *const arenas[] = {NULL, arena}, *into = scrut_arena_new();
    ck_assert_ptr_nonnull(into);
    const scrut_sentences *all = scrut_sentences_find(arenas, 2, into);
    ck_assert_ptr_nonnull(all);
    scrut_say_again(language, all, &out, text);
    says(&out, expected);
    scrut_buf_free(&out);
    scrut_arena_free(into);
}

START_TEST(a_sentence_is_english_until_a_language_says_it_again)
{
    catalog c;
    scrut_arena *arena = scrut_arena_new();
    char place[] = "<Kandal>";
    make_catalog(&c, (entry[]){{"{1n} of {2s}", "{2s}: {1n}", 0}}, 1, 2);
    const char *text = scrut_sentence(arena, "{1n} of {2s}", (int64_t)1234, place);
    memset(place, '?', sizeof place - 1); /* what it was made of was copied */
    ck_assert_str_eq(text, "1,234 of <Kandal>");
    says_again(arena, &c.language, text, "<Kandal>: 1,234");
    says_again(arena, NULL, text, "1,234 of <Kandal>");
    scrut_arena_free(arena);
}
END_TEST

START_TEST(a_copy_of_a_sentence_is_found_by_its_text)
{
    catalog c;
    scrut_arena *arena = scrut_arena_new();
    make_catalog(&c, (entry[]){{"of {1r}", "OF {1r}", 0}}, 1, 2);
    for (int letter = 'a'; letter <= 'z'; letter++) /* more than the smallest table holds */
        ck_assert_ptr_nonnull(scrut_sentence(arena, "of {1r}", (const char[]){(char)letter, '\0'}));
    says_again(arena, &c.language, "of q", "OF q");
    scrut_arena_free(arena);
}
END_TEST

START_TEST(a_copy_in_another_arena_is_remembered_there_with_what_is_inside_it)
{
    catalog c;
    scrut_arena *scratch = scrut_arena_new(), *arena = scrut_arena_new();
    make_catalog(&c, (entry[]){{"in {1r}: {2w}", "{2w} IN {1r}", 0}, {"no {1r}", "NO {1r}", 0}}, 2, 2);
    const char *why = scrut_sentence(scratch, "no {1r}", "votes");
    const char *text = scrut_sentence_copy(arena, scratch, scrut_sentence(scratch, "in {1r}: {2w}", "X", why));
    const char *plain = scrut_sentence_copy(arena, scratch, "of the case");
    scrut_arena_free(scratch);
    ck_assert_str_eq(text, "in X: no votes");
    ck_assert_str_eq(plain, "of the case");
    says_again(arena, &c.language, text, "NO votes IN X");
    scrut_arena_free(arena);
}
END_TEST

START_TEST(a_sentence_inside_another_one_is_said_again_too)
{
    catalog c;
    scrut_arena *arena = scrut_arena_new();
    make_catalog(&c, (entry[]){{"in {1w}: {2w}", "{1w} > {2w}", 0}, {"no {1r}", "NO {1r}", 0}, {"the nation", "N", 0}},
                 3, 2);
    const char *why = scrut_sentence(arena, "no {1r}", "votes");
    const char *text = scrut_sentence(arena, "in {1w}: {2w}", "the nation", why);
    ck_assert_str_eq(text, "in the nation: no votes");
    says_again(arena, &c.language, text, "N > NO votes");
    scrut_arena_free(arena);
}
END_TEST

START_TEST(a_counted_sentence_takes_the_form_of_the_language)
{
    catalog one;
    scrut_arena *arena = scrut_arena_new();
    make_catalog(&one, (entry[]){{"{1n} seat in {2r}", "{2r} K{1n}", 0}}, 1, 1);
    const char *single = scrut_sentence_count(arena, "{1n} seat in {2r}", "{1n} seats in {2r}", 1, "X");
    const char *several = scrut_sentence_count(arena, "{1n} seat in {2r}", "{1n} seats in {2r}", 2, "X");
    ck_assert_str_eq(single, "1 seat in X");
    ck_assert_str_eq(several, "2 seats in X");
    says_again(arena, &one.language, single, "X K1");
    says_again(arena, &one.language, several, "X K2");
    scrut_arena_free(arena);
}
END_TEST

START_TEST(other_text_is_a_key_or_stays_as_it_is)
{
    catalog c;
    scrut_arena *arena = scrut_arena_new();
    make_catalog(&c, (entry[]){{"tie", "TIE", 0}}, 1, 2);
    says_again(arena, &c.language, "tie", "TIE");
    says_again(arena, &c.language, "{1n} of the case <b>", "{1n} of the case <b>");
    says_again(arena, &c.language, NULL, "");
    scrut_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("catalog");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, a_text_without_a_translation_stays_english);
    tcase_add_test(tests, a_translation_may_put_the_places_in_another_order_and_repeat_them);
    tcase_add_test(tests, text_of_the_case_is_made_harmless_for_its_output);
    tcase_add_test(tests, a_word_inside_a_sentence_is_translated_too);
    tcase_add_test(tests, counted_nouns_have_one_form_or_two);
    tcase_add_test(tests, numbers_take_the_digits_of_the_language);
    tcase_add_test(tests, places_are_isolated_where_writing_runs_from_right_to_left);
    tcase_add_test(tests, braces_that_are_no_place_stay);
    tcase_add_test(tests, english_comes_first_and_every_language_is_found_by_its_code);
    tcase_add_test(tests, whole_numbers_can_stand_without_groups_and_digits_inside_text);
    tcase_add_test(tests, khmer_with_khmer_digits_has_the_sentences_of_khmer);
    tcase_add_test(tests, a_sentence_is_english_until_a_language_says_it_again);
    tcase_add_test(tests, a_copy_of_a_sentence_is_found_by_its_text);
    tcase_add_test(tests, a_copy_in_another_arena_is_remembered_there_with_what_is_inside_it);
    tcase_add_test(tests, a_sentence_inside_another_one_is_said_again_too);
    tcase_add_test(tests, a_counted_sentence_takes_the_form_of_the_language);
    tcase_add_test(tests, other_text_is_a_key_or_stays_as_it_is);
    return scrut_test_main(suite);
}
