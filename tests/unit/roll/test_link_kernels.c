/* SPDX-License-Identifier: Apache-2.0
 * The kernels of linkage: vectors and plain arithmetic give the same, and both what the definitions say. */
#include "../../../src/roll/link_kernels.h"
#include "extent.h"
#include "harness.h"
#include "scrutineer/rng.h"

#include <stdio.h>
#include <string.h>

#define SEED UINT64_C(1990)
#define STRINGS test_extent(20000, 200000, 200000)

typedef struct {
    uint8_t symbols[LINK_SYMBOLS_MAX];
    size_t length;
} string;

/* Of few letters, so that many agree. */
static string draw(scrut_rng *rng, size_t most)
{
    string s = {{0}, scrut_rng_below(rng, (uint32_t)most + 1)};
    uint32_t letters = 1 + scrut_rng_below(rng, 6);
    for (size_t i = 0; i < s.length; i++)
        s.symbols[i] = (uint8_t)(1 + scrut_rng_below(rng, letters));
    return s;
}

/* A string a few edits away, as misspelt names are. */
static string misspell(scrut_rng *rng, const string *from)
{
    string s = *from;
    for (uint32_t edits = scrut_rng_below(rng, 4); edits > 0 && s.length > 1; edits--) {
        size_t at = scrut_rng_below(rng, (uint32_t)s.length - 1);
        uint8_t symbol = s.symbols[at];
        if (scrut_rng_below(rng, 2) == 0) {
            s.symbols[at] = s.symbols[at + 1];
            s.symbols[at + 1] = symbol;
        } else {
            s.symbols[at] = (uint8_t)(1 + scrut_rng_below(rng, 6));
        }
    }
    return s;
}

/* The textbook table. */
static unsigned table_of_edits(const string *a, const string *b, bool neighbours)
{
    unsigned t[LINK_SYMBOLS_MAX + 1][LINK_SYMBOLS_MAX + 1];
    for (unsigned i = 0; i <= a->length; i++) {
        for (unsigned j = 0; j <= b->length; j++) {
            t[i][j] = i == 0 ? j : i;
            if (i == 0 || j == 0)
                continue;
            unsigned best = t[i - 1][j - 1] + (a->symbols[i - 1] != b->symbols[j - 1]);
            best = t[i - 1][j] + 1 < best ? t[i - 1][j] + 1 : best;
            best = t[i][j - 1] + 1 < best ? t[i][j - 1] + 1 : best;
            if (neighbours && i > 1 && j > 1 && a->symbols[i - 1] == b->symbols[j - 2] &&
                a->symbols[i - 2] == b->symbols[j - 1] && t[i - 2][j - 2] + 1 < best)
                best = t[i - 2][j - 2] + 1;
            t[i][j] = best;
        }
    }
    return t[a->length][b->length];
}

START_TEST(edits_are_those_of_the_table_with_and_without_swapped_neighbours)
{
    scrut_rng rng = scrut_rng_open(SEED, 1, 0);
    const link_kernels *fast = scrut_link_kernels(false), *plain = scrut_link_kernels(true);
    printf("# seed %llu\n", (unsigned long long)SEED);
    for (int64_t i = 0; i < STRINGS; i++) {
        string a = draw(&rng, i % 2 == 0 ? LINK_SYMBOLS_MAX : 10);
        string b = i % 3 == 0 ? draw(&rng, LINK_SYMBOLS_MAX) : misspell(&rng, &a);
        for (int neighbours = 0; neighbours < 2; neighbours++) {
            unsigned expected = table_of_edits(&a, &b, neighbours != 0);
            ck_assert_uint_eq(fast->edits(a.symbols, a.length, b.symbols, b.length, neighbours != 0), expected);
            ck_assert_uint_eq(plain->edits(a.symbols, a.length, b.symbols, b.length, neighbours != 0), expected);
        }
    }
}
END_TEST

/* Jaro's and Winkler's definitions, with marks in arrays. */
static double defined_similarity(const string *a, const string *b)
{
    const string *x = a->length >= b->length ? a : b, *y = x == a ? b : a;
    bool of_x[LINK_SYMBOLS_MAX] = {false}, of_y[LINK_SYMBOLS_MAX] = {false};
    size_t reach = x->length / 2 > 1 ? x->length / 2 - 1 : 0, matches = 0, out_of_order = 0, at = 0, prefix = 0;
    for (size_t j = 0; j < y->length; j++) {
        for (size_t i = j > reach ? j - reach : 0; i < x->length && i <= j + reach && !of_y[j]; i++) {
            if (!of_x[i] && x->symbols[i] == y->symbols[j]) {
                of_x[i] = of_y[j] = true;
                matches++;
            }
        }
    }
    if (matches == 0)
        return 0;
    for (size_t j = 0; j < y->length; j++) {
        if (!of_y[j])
            continue;
        while (!of_x[at])
            at++;
        out_of_order += x->symbols[at++] != y->symbols[j];
    }
    size_t half = out_of_order / 2;
    double m = (double)matches, jaro = (m / (double)x->length + m / (double)y->length + (m - (double)half) / m) / 3;
    while (prefix < 4 && prefix < y->length && x->symbols[prefix] == y->symbols[prefix])
        prefix++;
    return jaro > 0.7 ? jaro + (double)prefix * 0.1 * (1 - jaro) : jaro;
}

static bool same_bits(double a, double b)
{
    uint64_t of_a, of_b;
    memcpy(&of_a, &a, sizeof of_a);
    memcpy(&of_b, &b, sizeof of_b);
    return of_a == of_b;
}

START_TEST(similarities_are_equal_to_the_bit_by_vectors_by_plain_arithmetic_and_by_the_definition)
{
    scrut_rng rng = scrut_rng_open(SEED, 2, 0);
    const link_kernels *fast = scrut_link_kernels(false), *plain = scrut_link_kernels(true);
    for (int64_t i = 0; i < STRINGS; i++) {
        string a = draw(&rng, i % 2 == 0 ? LINK_SYMBOLS_MAX : 8);
        string b = i % 3 == 0 ? draw(&rng, LINK_SYMBOLS_MAX) : misspell(&rng, &a);
        if (a.length == 0 || b.length == 0)
            continue;
        double expected = defined_similarity(&a, &b);
        ck_assert(same_bits(fast->jaro_winkler(a.symbols, a.length, b.symbols, b.length), expected));
        ck_assert(same_bits(plain->jaro_winkler(a.symbols, a.length, b.symbols, b.length), expected));
    }
}
END_TEST

/* Winkler (1990): MARTHA and MARHTA .961, DIXON and DICKSONX .813, DWAYNE and DUANE .840. */
START_TEST(published_similarities_are_found)
{
    static const struct {
        const char *a, *b;
        int thousandths;
    } PUBLISHED[] = {{"MARTHA", "MARHTA", 961}, {"DIXON", "DICKSONX", 813}, {"DWAYNE", "DUANE", 840}};
    for (size_t i = 0; i < sizeof PUBLISHED / sizeof PUBLISHED[0]; i++) {
        uint8_t a[LINK_SYMBOLS_MAX] = {0}, b[LINK_SYMBOLS_MAX] = {0};
        memcpy(a, PUBLISHED[i].a, strlen(PUBLISHED[i].a));
        memcpy(b, PUBLISHED[i].b, strlen(PUBLISHED[i].b));
        double s = scrut_link_kernels(false)->jaro_winkler(a, strlen(PUBLISHED[i].a), b, strlen(PUBLISHED[i].b));
        ck_assert_int_eq((int)(1000 * s + 0.5), PUBLISHED[i].thousandths);
    }
}
END_TEST

START_TEST(masks_of_equal_words_are_the_same_for_every_count_and_place)
{
    enum { WIDTH = 2, WORDS = WIDTH * LINK_LANES, ROWS = 150 };
    uint32_t rows[ROWS * WORDS];
    uint8_t bytes[2][WIDTH][LINK_PAIRS] = {{{0}}};
    uint64_t masks[2][WORDS];
    scrut_rng rng = scrut_rng_open(SEED, 3, 0);
    for (int round = 0; round < 200; round++) {
        for (size_t i = 0; i < ROWS * WORDS; i++)
            rows[i] = scrut_rng_below(&rng, 4);
        size_t i = scrut_rng_below(&rng, 60), j = scrut_rng_below(&rng, 70);
        for (size_t count = 1; count <= LINK_PAIRS; count++) {
            for (int plain = 0; plain < 2; plain++) {
                const link_kernels *kernels = scrut_link_kernels(plain == 1);
                kernels->alike(rows, WIDTH, i, j, count, bytes[plain]);
                kernels->turn((const uint8_t(*)[LINK_PAIRS])bytes[plain], WIDTH, masks[plain]);
            }
            for (size_t w = 0; w < WORDS; w++) {
                uint64_t expected = 0, asked = count < 64 ? (UINT64_C(1) << count) - 1 : UINT64_MAX;
                for (size_t k = 0; k < count; k++) {
                    uint32_t a = rows[i * WORDS + w], b = rows[(j + k) * WORDS + w];
                    expected |= (uint64_t)(a != 0 && a == b) << k;
                }
                ck_assert_uint_eq(masks[0][w] & asked, expected);
                ck_assert_uint_eq(masks[1][w] & asked, expected);
            }
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link_kernels");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, edits_are_those_of_the_table_with_and_without_swapped_neighbours);
    tcase_add_test(tests, similarities_are_equal_to_the_bit_by_vectors_by_plain_arithmetic_and_by_the_definition);
    tcase_add_test(tests, published_similarities_are_found);
    tcase_add_test(tests, masks_of_equal_words_are_the_same_for_every_count_and_place);
    return scrut_test_main(suite);
}
