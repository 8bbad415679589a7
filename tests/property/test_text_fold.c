/* SPDX-License-Identifier: Apache-2.0
 * The key of a name is its own key, and does not depend on the order in which the marks of a Khmer syllable that stand
 * in different places were typed; the key of a text is that of its words. Names are drawn from the scripts that have
 * rules and from all of Unicode. */
#include "extent.h"
#include "harness.h"
#include "scrutineer/rng.h"
#include "scrutineer/text.h"

#include <stdio.h>
#include <string.h>

#define ROUNDS (uint64_t) test_extent(20000, 200000, 2000000)
#define SEED UINT64_C(20130728)

static void put(scrut_buf *out, uint32_t c)
{
    if (c < 0x80) {
        scrut_buf_putc(out, (char)c);
        return;
    }
    if (c >= 0x10000) {
        scrut_buf_putc(out, (char)(0xF0 | c >> 18));
        scrut_buf_putc(out, (char)(0x80 | (c >> 12 & 0x3F)));
    } else if (c >= 0x800) {
        scrut_buf_putc(out, (char)(0xE0 | c >> 12));
    }
    scrut_buf_putc(out, (char)(c >= 0x800 ? 0x80 | (c >> 6 & 0x3F) : 0xC0 | c >> 6));
    scrut_buf_putc(out, (char)(0x80 | (c & 0x3F)));
}

static uint32_t draw_letter(scrut_rng *rng)
{
    static const struct {
        uint32_t first, count;
    } BLOCKS[] = {{0x1780, 0x80},  {0x1780, 0x80}, {0x20, 0x60},    {0xA0, 0x1B0},    {0x300, 0x70},
                  {0x370, 0x90},   {0x400, 0x130}, {0x591, 0x60},   {0x600, 0x100},   {0x1200, 0x180},
                  {0x1E00, 0x200}, {0x2000, 0x70}, {0xAC00, 0x200}, {0xE000, 0x2000}, {0x10000, 0x20000}};
    uint32_t b = scrut_rng_below(rng, (uint32_t)(sizeof BLOCKS / sizeof BLOCKS[0]));
    return BLOCKS[b].first + scrut_rng_below(rng, BLOCKS[b].count);
}

static void key_of(const scrut_buf *text, scrut_buf *key)
{
    scrut_buf_clear(key);
    scrut_buf_puts(key, "");
    ck_assert_int_eq(scrut_text_fold(text->bytes, text->length, key, NULL, NULL), SCRUT_OK);
}

START_TEST(a_key_of_a_key_is_the_same_key)
{
    scrut_buf text = {0}, key = {0}, again = {0};
    printf("# seed %llu\n", (unsigned long long)SEED);
    for (uint64_t round = 0; round < ROUNDS; round++) {
        scrut_rng rng = scrut_rng_open(SEED, 1, round);
        bool khmer = scrut_rng_below(&rng, 2) == 0;
        uint32_t letters = 1 + scrut_rng_below(&rng, khmer ? 40 : 12);
        scrut_buf_clear(&text);
        for (uint32_t i = 0; i < letters; i++)
            put(&text, khmer ? 0x1780 + scrut_rng_below(&rng, 0x60) : draw_letter(&rng));
        key_of(&text, &key);
        key_of(&key, &again);
        ck_assert_msg(strcmp(key.bytes, again.bytes) == 0, "round %llu: '%s' has the key '%s' and that '%s'",
                      (unsigned long long)round, text.bytes, key.bytes, again.bytes);
    }
    scrut_buf_free(&text);
    scrut_buf_free(&key);
    scrut_buf_free(&again);
}
END_TEST

static const char SYLLABLE[] = "\xE1\x9E\x80\xE1\x9F\x90"; /* a letter, and a sign above it */

/* A letter's marks are read up to the first character that is seen. */
START_TEST(a_character_that_leaves_nothing_in_a_word_leaves_nothing_in_a_syllable)
{
    scrut_buf text = {0}, key = {0}, whole = {0};
    size_t unseen = 0;
    scrut_buf_puts(&text, SYLLABLE);
    put(&text, 0x17BB); /* a vowel below it, which is the form of another sign there */
    key_of(&text, &whole);
    for (uint32_t c = 1; c < 0x110000; c++) {
        if ((c >= 0xD800 && c < 0xE000) || (c >= 0x1780 && c < 0x1800))
            continue;
        scrut_buf_clear(&text);
        scrut_buf_putc(&text, 'x');
        put(&text, c);
        scrut_buf_putc(&text, 'y');
        key_of(&text, &key);
        if (strcmp(key.bytes, "xy") != 0)
            continue;
        unseen++;
        scrut_buf_clear(&text);
        scrut_buf_puts(&text, SYLLABLE);
        put(&text, c);
        put(&text, 0x17BB);
        key_of(&text, &key);
        ck_assert_msg(strcmp(key.bytes, whole.bytes) == 0, "U+%04X", c);
    }
    ck_assert_uint_gt(unseen, 200);
    scrut_buf_free(&text);
    scrut_buf_free(&key);
    scrut_buf_free(&whole);
}
END_TEST

/* Marks of a syllable as typed: one or two code points each, at most one a place. */
static size_t draw_marks(scrut_rng *rng, uint32_t marks[5][2])
{
    static const uint32_t COENG[] = {0x1798, 0x179A, 0x178F, 0x1799}, SHIFTER[] = {0x17C9, 0x17CA};
    static const uint32_t VOWEL[] = {0x17B6, 0x17B7, 0x17B8, 0x17BB, 0x17BC, 0x17C1, 0x17C2, 0x17C4, 0x17BE};
    static const uint32_t SIGN[] = {0x17C6, 0x17CB, 0x17D0, 0x17CD}, FINAL[] = {0x17C7, 0x17C8};
    size_t n = 0;
    memset(marks, 0, 5 * sizeof marks[0]);
    if (scrut_rng_below(rng, 2) == 0) {
        marks[n][0] = 0x17D2;
        marks[n++][1] = COENG[scrut_rng_below(rng, 4)];
    }
    if (scrut_rng_below(rng, 2) == 0)
        marks[n++][0] = SHIFTER[scrut_rng_below(rng, 2)];
    if (scrut_rng_below(rng, 2) == 0)
        marks[n++][0] = VOWEL[scrut_rng_below(rng, 9)];
    if (scrut_rng_below(rng, 2) == 0)
        marks[n++][0] = SIGN[scrut_rng_below(rng, 4)];
    if (scrut_rng_below(rng, 2) == 0)
        marks[n++][0] = FINAL[scrut_rng_below(rng, 2)];
    return n;
}

static void put_marks(scrut_buf *out, uint32_t marks[5][2], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        put(out, marks[i][0]);
        if (marks[i][1] != 0)
            put(out, marks[i][1]);
    }
}

START_TEST(the_order_of_typing_a_syllable_does_not_matter)
{
    scrut_buf text = {0}, other = {0}, key = {0}, other_key = {0};
    for (uint64_t round = 0; round < ROUNDS; round++) {
        scrut_rng rng = scrut_rng_open(SEED, 2, round);
        uint32_t marks[5][2];
        uint32_t base = 0x1780 + scrut_rng_below(&rng, 0x23);
        size_t n = draw_marks(&rng, marks);
        scrut_buf_clear(&text);
        scrut_buf_clear(&other);
        put(&text, base);
        put(&other, base);
        put_marks(&text, marks, n);
        for (size_t i = n; i > 1; i--) {
            size_t j = scrut_rng_below(&rng, (uint32_t)i);
            uint32_t a = marks[i - 1][0], b = marks[i - 1][1];
            memcpy(marks[i - 1], marks[j], sizeof marks[0]);
            marks[j][0] = a;
            marks[j][1] = b;
        }
        put_marks(&other, marks, n);
        key_of(&text, &key);
        key_of(&other, &other_key);
        ck_assert_msg(strcmp(key.bytes, other_key.bytes) == 0, "round %llu: '%s' and '%s'", (unsigned long long)round,
                      text.bytes, other.bytes);
    }
    scrut_buf_free(&text);
    scrut_buf_free(&other);
    scrut_buf_free(&key);
    scrut_buf_free(&other_key);
}
END_TEST

/* A word of one to eight letters, and its key behind a space; but for abd, which takes the next word in. */
static void put_word(scrut_rng *rng, scrut_buf *text, scrut_buf *keys)
{
    scrut_buf word = {0}, key = {0};
    bool khmer = scrut_rng_below(rng, 3) == 0;
    uint32_t letters = 1 + scrut_rng_below(rng, 8);
    for (uint32_t i = 0; i < letters; i++)
        put(&word, khmer ? 0x1780 + scrut_rng_below(rng, 0x60) : draw_letter(rng));
    key_of(&word, &key);
    if (strcmp(key.bytes, "\xD8\xB9\xD8\xA8\xD8\xAF") != 0) {
        scrut_buf_append(text, word.bytes, word.length);
        scrut_buf_puts(text, scrut_rng_below(rng, 4) == 0 ? "  " : " ");
        if (keys->length > 0 && key.length > 0)
            scrut_buf_putc(keys, ' ');
        scrut_buf_append(keys, key.bytes, key.length);
    }
    scrut_buf_free(&word);
    scrut_buf_free(&key);
}

/* Of short texts and of such as do not fit into the key's first memory. */
START_TEST(the_key_of_a_text_is_the_keys_of_its_words)
{
    scrut_buf text = {0}, keys = {0};
    for (uint64_t round = 0; round < ROUNDS / 50; round++) {
        scrut_rng rng = scrut_rng_open(SEED, 3, round);
        scrut_buf key = {0};
        uint32_t words = 1 + scrut_rng_below(&rng, round % 20 == 0 ? 2000 : 20);
        scrut_buf_clear(&text);
        scrut_buf_clear(&keys);
        scrut_buf_puts(&keys, "");
        for (uint32_t i = 0; i < words; i++)
            put_word(&rng, &text, &keys);
        key_of(&text, &key);
        ck_assert_msg(strcmp(key.bytes, keys.bytes) == 0, "round %llu: '%s' has the key '%s', its words '%s'",
                      (unsigned long long)round, text.bytes, key.bytes, keys.bytes);
        scrut_buf_free(&key);
    }
    scrut_buf_free(&text);
    scrut_buf_free(&keys);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text_fold");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, a_key_of_a_key_is_the_same_key);
    tcase_add_test(tests, a_character_that_leaves_nothing_in_a_word_leaves_nothing_in_a_syllable);
    tcase_add_test(tests, the_key_of_a_text_is_the_keys_of_its_words);
    tcase_add_test(tests, the_order_of_typing_a_syllable_does_not_matter);
    return scrut_test_main(suite);
}
