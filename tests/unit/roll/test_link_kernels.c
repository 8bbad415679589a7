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

/* Which bits of a set are to be taken away so that nothing is left. */
static int bits_of(uint64_t set)
{
    int bits = 0;
    for (int i = 0; i < 64; i++)
        bits += (int)(set >> i & 1);
    return bits;
}

/* The definition of names that certainly differ, by counts of letters. */
static bool differ_by_counts(const link_most_row *a, const link_most_row *b, size_t lane, size_t name)
{
    uint64_t x = a->names[name].letters, y = b->names[name].letters;
    int spelling = bits_of(a->names[name].spelling ^ b->names[name].spelling);
    return bits_of(x ^ y) > 4 && spelling > 2 && bits_of(x & ~y) > 0 && bits_of(y & ~x) > 0 &&
           a->look[lane] != b->look[lane];
}

/* A sum that is told in another way: field by field. */
static int32_t most_by_fields(const link_most_row *a, const link_most_row *b, size_t width,
                              const link_most_fields *fields)
{
    int32_t sum = 0;
    for (size_t f = 0; f < width * LINK_MOST_LANES; f++) {
#define WORD(row, kind, field) (row)[(field) / LINK_MOST_LANES].kind[(field) % LINK_MOST_LANES]
        size_t from = fields->finer[f] < 0 ? 0 : (size_t)fields->finer[f], part = f / LINK_MOST_LANES;
        int32_t name = fields->name[f], other = WORD(a, other, f);
        if (fields->finer[f] >= 0 && WORD(a, number, from) != 0 && WORD(a, number, from) == WORD(b, number, from))
            continue;
        if (other < WORD(b, other, f))
            other = WORD(b, other, f);
        if (name >= 0 && differ_by_counts(&a[part], &b[part], f % LINK_MOST_LANES, (size_t)name))
            other = other < fields->differ[f] ? other : fields->differ[f];
        sum += WORD(a, number, f) == WORD(b, number, f) ? WORD(a, equal, f) : other;
#undef WORD
    }
    return sum;
}

/* Few letters, so that one set often holds the other, or nearly. */
static uint64_t draw_set(scrut_rng *rng, uint64_t like)
{
    uint64_t set = scrut_rng_below(rng, 3) == 0 ? 0 : like;
    for (uint32_t letters = scrut_rng_below(rng, 5); letters > 0; letters--)
        set ^= UINT64_C(1) << scrut_rng_below(rng, 64);
    return set;
}

static link_most_row draw_row(scrut_rng *rng, uint64_t like)
{
    link_most_row row = {.number = {0}};
    for (size_t l = 0; l < LINK_MOST_LANES; l++) {
        row.number[l] = (int32_t)scrut_rng_below(rng, 3);
        row.equal[l] = (int32_t)scrut_rng_below(rng, 40000) - 20000;
        row.other[l] = (int32_t)scrut_rng_below(rng, 40000) - 20000;
        row.look[l] = scrut_rng_below(rng, 4);
    }
    for (size_t name = 0; name < LINK_MOST_NAMES; name++) {
        row.names[name].letters = draw_set(rng, like);
        row.names[name].spelling = draw_set(rng, like);
    }
    return row;
}

/* Each eight fields have at most two names, wherever. */
static link_most_fields draw_fields(scrut_rng *rng, size_t width)
{
    link_most_fields fields = {.finer = {0}};
    for (size_t f = 0; f < LINK_MOST_LANES * LINK_MOST_WIDTH_MAX; f++) {
        uint32_t all = (uint32_t)(width * LINK_MOST_LANES);
        fields.finer[f] = (int32_t)scrut_rng_below(rng, 2 * all) - (int32_t)all;
        fields.name[f] = -1;
        fields.differ[f] = (int32_t)scrut_rng_below(rng, 40000) - 20000;
    }
    for (size_t part = 0; part < width; part++) {
        for (int32_t name = 0; name < LINK_MOST_NAMES; name++)
            fields.name[part * LINK_MOST_LANES + scrut_rng_below(rng, LINK_MOST_LANES)] = name;
    }
    return fields;
}

START_TEST(what_pairs_weigh_at_most_is_the_sum_over_the_fields)
{
    enum { ROWS = 50 };
    link_most_row rows[ROWS * LINK_MOST_WIDTH_MAX];
    uint32_t first[LINK_PAIRS], second[LINK_PAIRS];
    uint8_t lanes[LINK_PAIRS];
    int32_t fast[LINK_PAIRS] = {0}, plain[LINK_PAIRS] = {0};
    size_t differ = 0, alike = 0;
    scrut_rng rng = scrut_rng_open(SEED, 6, 0);
    for (size_t round = 0; round < 400; round++) {
        size_t width = 1 + round % LINK_MOST_WIDTH_MAX, count = 0;
        uint64_t few = scrut_rng_u64(&rng);
        few &= scrut_rng_u64(&rng);
        few &= scrut_rng_u64(&rng);
        uint64_t like = draw_set(&rng, few);
        link_most_fields fields = draw_fields(&rng, width);
        for (size_t i = 0; i < ROWS * width; i++)
            rows[i] = draw_row(&rng, like);
        for (size_t k = 0; k < LINK_PAIRS; k++) {
            first[k] = scrut_rng_below(&rng, ROWS);
            second[k] = scrut_rng_below(&rng, ROWS);
            if (scrut_rng_below(&rng, 3) > 0)
                lanes[count++] = (uint8_t)k;
        }
        scrut_link_kernels(false)->most(rows, width, &fields, first, second, lanes, count, fast);
        scrut_link_kernels(true)->most(rows, width, &fields, first, second, lanes, count, plain);
        for (size_t i = 0; i < count; i++) {
            const link_most_row *a = rows + first[lanes[i]] * width, *b = rows + second[lanes[i]] * width;
            ck_assert_int_eq(plain[i], most_by_fields(a, b, width, &fields));
            ck_assert_int_eq(fast[i], plain[i]);
            differ += differ_by_counts(a, b, 0, 0);
            alike += !differ_by_counts(a, b, 0, 0);
        }
    }
    printf("# names at the first place: %zu certainly differ, %zu may not\n", differ, alike);
    ck_assert_uint_gt(differ, 1000);
    ck_assert_uint_gt(alike, 1000);
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
    tcase_add_test(tests, what_pairs_weigh_at_most_is_the_sum_over_the_fields);
    return scrut_test_main(suite);
}
