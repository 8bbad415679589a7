/* SPDX-License-Identifier: Apache-2.0
 * UTF-8 against table 3-7 of the standard, byte by byte. */
#include "harness.h"
#include "scrutineer/rng.h"
#include "scrutineer/utf8.h"

#include <string.h>

/* A row of table 3-7: first bytes, second bytes, and how many bytes in all. */
typedef struct {
    unsigned char first_low, first_high, second_low, second_high;
    size_t length;
} sequence;

static const sequence TABLE[] = {{0x00, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
                                 {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
                                 {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4}};
enum { ROWS = sizeof TABLE / sizeof TABLE[0] };

static bool fits(const sequence *s, const unsigned char *b, size_t left)
{
    if (b[0] < s->first_low || b[0] > s->first_high || left < s->length)
        return false;
    for (size_t i = 1; i < s->length; i++) {
        unsigned char low = i == 1 ? s->second_low : 0x80, high = i == 1 ? s->second_high : 0xBF;
        if (b[i] < low || b[i] > high)
            return false;
    }
    return true;
}

static size_t first_wrong(const unsigned char *b, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t row = 0;
        while (row < ROWS && !fits(&TABLE[row], b + i, length - i))
            row++;
        if (row == ROWS)
            return i;
        i += TABLE[row].length;
    }
    return length;
}

/* The answer is that of the table. */
static void expect(const unsigned char *b, size_t length)
{
    size_t found = scrut_utf8_check((const char *)b, length), right = first_wrong(b, length);
    if (found != right) /* an assertion a text costs more than the texts */
        ck_assert_uint_eq(found, right);
}

START_TEST(every_three_bytes_are_told_apart_wherever_they_stand_among_letters)
{
    static const size_t PLACES[] = {0, 29, 30, 31, 62};
    unsigned char b[80];
    for (unsigned first = 0x7E; first <= 0xFF; first++)
        for (unsigned second = 0; second <= 0xFF; second++)
            for (size_t p = 0; p < 5; p++) {
                static const unsigned char THIRDS[] = {0x20, 0x7F, 0x80, 0x8F, 0xA0, 0xBF, 0xC2, 0xE1, 0xF1};
                for (size_t t = 0; t < sizeof THIRDS; t++) {
                    memset(b, 'a', sizeof b);
                    b[PLACES[p]] = (unsigned char)first;
                    b[PLACES[p] + 1] = (unsigned char)second;
                    b[PLACES[p] + 2] = THIRDS[t];
                    b[PLACES[p] + 3] = t % 2 != 0 ? 0x80 : 'b';
                    expect(b, sizeof b);
                }
            }
}
END_TEST

static size_t put_sequence(unsigned char *to, scrut_rng *rng)
{
    const sequence *s = &TABLE[scrut_rng_below(rng, ROWS)];
    to[0] = (unsigned char)(s->first_low + scrut_rng_below(rng, s->first_high - s->first_low + 1U));
    for (size_t i = 1; i < s->length; i++) {
        unsigned low = i == 1 ? s->second_low : 0x80, high = i == 1 ? s->second_high : 0xBF;
        to[i] = (unsigned char)(low + scrut_rng_below(rng, high - low + 1));
    }
    return s->length;
}

START_TEST(random_texts_that_are_right_or_broken_in_one_byte_or_cut_are_told_as_the_table_tells_them)
{
    scrut_rng rng = scrut_rng_open(8, 1, 0);
    for (int round = 0; round < 20000; round++) {
        unsigned char b[300] = {0};
        size_t length = 0, wanted = scrut_rng_below(&rng, 250);
        while (length < wanted)
            length += put_sequence(b + length, &rng);
        ck_assert_uint_eq(first_wrong(b, length), length);
        expect(b, length);
        if (length == 0)
            continue;
        expect(b, length - scrut_rng_below(&rng, length < 4 ? (uint32_t)length : 4));
        b[scrut_rng_below(&rng, (uint32_t)length)] = (unsigned char)scrut_rng_below(&rng, 256);
        expect(b, length);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("utf8");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, every_three_bytes_are_told_apart_wherever_they_stand_among_letters);
    tcase_add_test(tests, random_texts_that_are_right_or_broken_in_one_byte_or_cut_are_told_as_the_table_tells_them);
    return scrut_test_main(suite);
}
