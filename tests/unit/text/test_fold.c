/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "scrutineer/text.h"

#include <stdio.h>
#include <string.h>

static unsigned fold(const char *text, size_t length, scrut_buf *key)
{
    unsigned flags = 0;
    scrut_buf_clear(key);
    scrut_buf_puts(key, "");
    ck_assert_int_eq(scrut_text_fold(text, length, key, &flags, NULL), SCRUT_OK);
    return flags;
}

static void expect_fold(const char *text, const char *expected)
{
    scrut_buf key = {0}, again = {0};
    fold(text, strlen(text), &key);
    ck_assert_str_eq(key.bytes, expected);
    fold(key.bytes, key.length, &again);
    ck_assert_str_eq(again.bytes, expected);
    scrut_buf_free(&key);
    scrut_buf_free(&again);
}

static void expect_spelling(const char *text, const char *expected)
{
    scrut_buf key = {0}, spelling = {0};
    ck_assert_int_eq(scrut_text_fold(text, strlen(text), &key, NULL, NULL), SCRUT_OK);
    scrut_buf_puts(&spelling, "");
    ck_assert_int_eq(scrut_text_spelling(key.bytes, key.length, &spelling, NULL), SCRUT_OK);
    ck_assert_str_eq(spelling.bytes, expected);
    scrut_buf_free(&key);
    scrut_buf_free(&spelling);
}

static void expect_skeleton(const char *text, const char *expected)
{
    scrut_buf key = {0}, skeleton = {0};
    fold(text, strlen(text), &key);
    scrut_buf_puts(&skeleton, "");
    ck_assert_int_eq(scrut_text_skeleton(key.bytes, key.length, &skeleton, NULL), SCRUT_OK);
    ck_assert_str_eq(skeleton.bytes, expected);
    scrut_buf_free(&key);
    scrut_buf_free(&skeleton);
}

/* "1780 17D2" as UTF-8; every code point here has two or three bytes. */
static void encode(const char *hex, scrut_buf *out)
{
    scrut_buf_clear(out);
    scrut_buf_puts(out, "");
    for (char *end; *hex != '\0'; hex = *end == ' ' ? end + 1 : end) {
        unsigned long c = strtoul(hex, &end, 16);
        if (c >= 0x800)
            scrut_buf_putc(out, (char)(0xE0 | c >> 12));
        scrut_buf_putc(out, (char)(c >= 0x800 ? 0x80 | (c >> 6 & 0x3F) : 0xC0 | c >> 6));
        scrut_buf_putc(out, (char)(0x80 | (c & 0x3F)));
    }
}

static unsigned flag_named(const char *name)
{
    static const char *const NAMES[] = {"", "defective", "repeated", "shifter"};
    static const unsigned FLAGS[] = {0, SCRUT_FOLD_DEFECTIVE, SCRUT_FOLD_REPEATED, SCRUT_FOLD_SHIFTER};
    for (size_t i = 0; i < 4; i++) {
        if (strcmp(name, NAMES[i]) == 0)
            return FLAGS[i];
    }
    ck_abort_msg("unknown flag %s", name);
}

/* One line of khmer.tsv. */
static void expect_line(char *line)
{
    char *cells[4];
    scrut_buf text = {0}, expected = {0}, key = {0}, again = {0};
    for (size_t i = 0; i < 4; i++) {
        cells[i] = line;
        line += strcspn(line, "\t\n");
        if (*line != '\0')
            *line++ = '\0';
    }
    encode(cells[1], &text);
    encode(cells[2], &expected);
    unsigned flags = fold(text.bytes, text.length, &key);
    ck_assert_msg(strcmp(key.bytes, expected.bytes) == 0, "%s: %s folds to %s", cells[0], cells[1], key.bytes);
    ck_assert_msg(flags == flag_named(cells[3]), "%s: %s has flags %u", cells[0], cells[1], flags);
    fold(key.bytes, key.length, &again);
    ck_assert_msg(strcmp(key.bytes, again.bytes) == 0, "%s: %s is not idempotent", cells[0], cells[1]);
    scrut_buf_free(&text);
    scrut_buf_free(&expected);
    scrut_buf_free(&key);
    scrut_buf_free(&again);
}

START_TEST(every_published_way_to_encode_a_khmer_word_has_its_key)
{
    FILE *file = fopen(TEXT_DATA "/khmer.tsv", "r");
    char line[512];
    int lines = 0;
    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '#')
            continue;
        expect_line(line);
        lines++;
    }
    fclose(file);
    ck_assert_int_ge(lines, 47);
}
END_TEST

START_TEST(a_syllable_of_too_many_marks_is_cut_and_flagged)
{
    scrut_buf text = {0}, key = {0};
    scrut_buf_puts(&text, "ក");
    for (int i = 0; i < 100; i++)
        scrut_buf_puts(&text, "\xE1\x9E\xB6");
    ck_assert_uint_eq(fold(text.bytes, text.length, &key), SCRUT_FOLD_LONG | SCRUT_FOLD_REPEATED);
    ck_assert_uint_eq(key.length, 3 * 25);
    scrut_buf_free(&text);
    scrut_buf_free(&key);
}
END_TEST

START_TEST(digits_and_punctuation_of_khmer_are_those_of_ascii)
{
    expect_fold("ផ្ទះ ១២៣។", "ផ្ទះ 123");
    expect_fold("ស\xE2\x80\x8Bុខ", "សុខ");
}
END_TEST

START_TEST(latin_names_lose_case_marks_and_punctuation)
{
    expect_fold("  O'Brien-Śmith, Jr. ", "obrien smith jr");
    expect_fold("Nguyễn Thị Đỗ", "nguyen thi do");
    expect_fold("NGUYE\xCC\x82\xCC\x83N", "nguyen"); /* decomposed */
    expect_fold("Þórður Æsir Strauß Łódź", "thordur aesir strauss lodz");
    expect_fold("D\xE2\x80\x99Souza", "dsouza");
    expect_fold("", "");
    expect_fold(" - ", "");
}
END_TEST

START_TEST(arabic_names_have_one_alef_yeh_and_heh)
{
    expect_fold("أحمد إبراهيم", "احمد ابراهيم");
    expect_fold("فاطمة", "فاطمه");
    expect_fold("مُحَمَّد", "محمد");
    expect_fold("مـحـمد", "محمد");
    expect_fold("مصطفى", "مصطفي");
    expect_fold("عبد الله", "عبدالله");
    expect_fold("سعد الله", "سعد الله");
    expect_fold("٢٠١٣", "2013");
}
END_TEST

START_TEST(only_the_word_abd_takes_the_next_one_in)
{
    expect_fold("محمد عبد الرحمن", "محمد عبدالرحمن");
    expect_fold("عَبْد  الله", "عبدالله");
    expect_fold("عبد-الله", "عبدالله");
    expect_fold("عبد عبد الله", "عبدعبد الله");
    expect_fold("سعبد الله", "سعبد الله");
    expect_fold("عبد", "عبد");
    expect_fold("عبد Allah", "عبد allah");
    expect_fold("Ali عبد\xC2\xA0الله", "ali عبدالله");
}
END_TEST

START_TEST(amharic_has_one_letter_a_sound)
{
    expect_fold("ሐይሌ", "ሀይሌ");
    expect_fold("ኃይሌ", "ሀይሌ");
    expect_fold("ሠላም", "ሰላም");
    expect_fold("ዓለም", "አለም");
    expect_fold("ፀሐይ", "ጸሀይ");
}
END_TEST

START_TEST(other_scripts_keep_their_letters)
{
    expect_fold("Пётр", "петр");
    expect_fold("Сергей", "сергеи\xCC\x86"); /* short i is another letter than i */
    expect_fold("Ἀλέξανδρος", "αλεξανδροσ");
    expect_fold("ו\xD6\xB9", "ו"); /* holam */
    expect_fold("王伟", "王伟");
    expect_fold("\xF0\x9E\xA4\x83", "\xF0\x9E\xA4\xA5"); /* Adlam, U+1E903 is the capital of U+1E925 */
    expect_fold("\xF0\xB0\x80\x80", "\xF0\xB0\x80\x80"); /* U+30000, a Han letter of plane 3 */
}
END_TEST

/* UnicodeData.txt: U+AC01 is U+1100 U+1161 U+11A8, U+09CB is U+09C7 U+09BE, U+0DDD is U+0DD9 U+0DCF U+0DCA, U+2F800 is
 * U+4E3D. */
START_TEST(letters_of_several_parts_have_the_key_of_their_parts)
{
    expect_fold("\xEA\xB0\x81", "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8");
    expect_fold("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8");
    expect_fold("\xE0\xA7\x8B", "\xE0\xA7\x87\xE0\xA6\xBE");
    expect_fold("\xE0\xB7\x9D", "\xE0\xB7\x99\xE0\xB7\x8F\xE0\xB7\x8A");
    expect_fold("\xF0\xAF\xA0\x80", "\xE4\xB8\xBD");
}
END_TEST

START_TEST(a_breve_stays_on_the_letter_that_it_is_part_of_alone)
{
    expect_fold("\xD0\x99", "\xD0\xB8\xCC\x86");
    expect_fold("\xD0\xB8\xCC\x86\xCC\x86", "\xD0\xB8\xCC\x86\xCC\x86");
    expect_fold("\xD0\xB8\xCC\x81\xCC\x86", "\xD0\xB8\xCC\x86"); /* an acute between them */
    expect_fold("\xD1\x83\xCC\x86", "\xD1\x83\xCC\x86");
    expect_fold("\xD0\xB0\xCC\x86", "\xD0\xB0");
    expect_fold("\xD0\xB8.\xCC\x86", "\xD0\xB8");
    expect_fold("\xD0\xB8 \xCC\x86", "\xD0\xB8");
    expect_fold("\xCC\x86g\xCC\x86", "g");
}
END_TEST

START_TEST(a_name_that_is_not_utf_8_has_no_key)
{
    scrut_buf key = {0};
    scrut_error err = {0};
    scrut_buf_puts(&key, "x");
    ck_assert_int_eq(scrut_text_fold("a\xE1\x9E", 3, &key, NULL, &err), SCRUT_E_INPUT);
    ck_assert_int_eq(err.byte, 1);
    ck_assert_str_eq(key.bytes, "x");
    scrut_buf_free(&key);
}
END_TEST

/* Unicode 15, table 3-7: none of these is the beginning of a well-formed sequence. */
START_TEST(the_first_byte_that_is_not_utf_8_is_named)
{
    static const char *const BAD[] = {
        "\x80",         "\xBF",         "\xC0\xAF",     "\xC1\xBF",         "\xC3",
        "\xC3(",        "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80",     "\xE1\x9E",
        "\xE1\x9E(",    "\xE1\x80",     "\xE1\xC0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80",
        "\xF0\x9E\xA4", "\xF5\x80\x80", "\xFF"};
    static const char *const BEFORE[] = {"", "a", "Sok Sopheak", "ស", "ស្រ៊ុន ", "é", "\xF0\x9E\xA4\x83", "محمد "};
    scrut_buf text = {0}, key = {0};
    scrut_buf_puts(&key, "x");
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        for (size_t k = 0; k < sizeof BEFORE / sizeof BEFORE[0]; k++) {
            scrut_error err = {0};
            scrut_buf_clear(&text);
            scrut_buf_puts(&text, BEFORE[k]);
            scrut_buf_puts(&text, BAD[i]);
            ck_assert_int_eq(scrut_text_fold(text.bytes, text.length, &key, NULL, &err), SCRUT_E_INPUT);
            ck_assert_int_eq(err.byte, (int64_t)strlen(BEFORE[k]));
            ck_assert_str_eq(key.bytes, "x");
        }
    }
    scrut_buf_free(&text);
    scrut_buf_free(&key);
}
END_TEST

/* By hand, after the rules in docs/internals/roll.md. */
/* One habit of clerks a line. */
START_TEST(romanisations_by_different_habits_have_one_spelling)
{
    static const char *const PAIRS[][3] = {
        {"Sok", "Sokh", "sok"},      {"Pheap", "Peap", "piap"},      {"Thy", "Thi", "ti"},
        {"Chhay", "Chay", "chai"},   {"Srey", "Srei", "sri"},        {"Soeun", "Seun", "seun"},
        {"Vuth", "Vouth", "vut"},    {"Vannak", "Vanak", "vanak"},   {"Sovann", "Sowan", "sovan"},
        {"Heang", "Hiang", "hiang"}, {"Sophal", "Sorphal", "sopal"}, {"Huot", "Hout", "hut"}};
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
        expect_spelling(PAIRS[i][0], PAIRS[i][2]);
        expect_spelling(PAIRS[i][1], PAIRS[i][2]);
    }
    expect_spelling("Sora", "sora"); /* this r is heard */
    expect_spelling("Sopheak", "sopiak");
    expect_spelling("Kim Heng", "kimheng");
    expect_spelling("សុខ", "សុខ");
}
END_TEST

START_TEST(khmer_and_romanised_spellings_share_a_skeleton)
{
    expect_skeleton("សុខ", "sk");
    expect_skeleton("Sok", "sk");
    expect_skeleton("Sokh", "sk");
    expect_skeleton("ឆាយ", "c");
    expect_skeleton("Chhay", "c");
    expect_skeleton("Jay", "c");
    expect_skeleton("អ៊ុក", "Ak");
    expect_skeleton("Ouk", "Ak");
    expect_skeleton("Yim", "Am");
    expect_skeleton("យឹម", "Am");
    expect_skeleton("Sam Nang", "smnN");
    expect_skeleton("កាំង", "kN"); /* nikahit before ngo */
    expect_skeleton("Kang", "kN");
    expect_skeleton("ពេជ្រ", "pc");
    expect_skeleton("ណិមល៍", "nm"); /* lo is silent under toandakhiat */
    expect_skeleton("", "");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fold");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, every_published_way_to_encode_a_khmer_word_has_its_key);
    tcase_add_test(tests, a_syllable_of_too_many_marks_is_cut_and_flagged);
    tcase_add_test(tests, digits_and_punctuation_of_khmer_are_those_of_ascii);
    tcase_add_test(tests, latin_names_lose_case_marks_and_punctuation);
    tcase_add_test(tests, arabic_names_have_one_alef_yeh_and_heh);
    tcase_add_test(tests, only_the_word_abd_takes_the_next_one_in);
    tcase_add_test(tests, amharic_has_one_letter_a_sound);
    tcase_add_test(tests, other_scripts_keep_their_letters);
    tcase_add_test(tests, letters_of_several_parts_have_the_key_of_their_parts);
    tcase_add_test(tests, a_breve_stays_on_the_letter_that_it_is_part_of_alone);
    tcase_add_test(tests, a_name_that_is_not_utf_8_has_no_key);
    tcase_add_test(tests, the_first_byte_that_is_not_utf_8_is_named);
    tcase_add_test(tests, romanisations_by_different_habits_have_one_spelling);
    tcase_add_test(tests, khmer_and_romanised_spellings_share_a_skeleton);
    return scrut_test_main(suite);
}
