/* SPDX-License-Identifier: Apache-2.0
 * Sheets tell many pairs at a time that weigh too little: by vectors as by plain arithmetic, and never of a pair that
 * weighs enough. */
#include "../../../src/roll/link_units.h"
#include "extent.h"
#include "harness.h"
#include "people.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define SEED UINT64_C(20130728)
#define ROWS 400
#define ROUNDS test_extent(200, 600, 600)

/* ---- sheets of anything ----------------------------------------------------------------------------------------- */

enum { SHEET_ROWS = 60, STRIDE = SHEET_ROWS + 2 * SHEET_LANES_MAX, COLUMNS = SHEET_FIELDS * SHEET_NAME_WIDTH };

static const size_t WIDTHS[] = {1, SHEET_PLAIN_WIDTH, SHEET_DATE_WIDTH, SHEET_NAME_WIDTH};

static int32_t draw_weight(scrut_rng *rng)
{
    return (int32_t)scrut_rng_below(rng, 30000) - 15000;
}

static uint32_t few_bits(scrut_rng *rng)
{
    uint32_t set = 0;
    for (uint32_t bits = scrut_rng_below(rng, 5); bits > 0; bits--)
        set |= UINT32_C(1) << scrut_rng_below(rng, 32);
    return set;
}

static int32_t *new_words(void)
{
    return calloc((size_t)STRIDE * (COLUMNS + 3), sizeof(int32_t));
}

/* Dates of few years, months and days, so that they are often near. */
static void draw_date(scrut_rng *rng, int32_t *word[])
{
    static const unsigned DAYS[] = {1, 2, 10, 11, 12, 13, 21, 22};
    unsigned year = 1959 + scrut_rng_below(rng, 24), month = scrut_rng_below(rng, 4);
    unsigned day = DAYS[scrut_rng_below(rng, sizeof DAYS / sizeof DAYS[0])];
    month = month == 0 ? 1 : 9 + month;
    uint32_t digits = scrut_link_date_digits(year, 100 * month + day);
    *word[SHEET_DIGITS] = (int32_t)digits;
    *word[SHEET_YEAR] = (int32_t)year;
    *word[SHEET_DEFAULT] = scrut_link_is_default_day(digits) ? -1 : 0;
    *word[SHEET_RARER] = -(int32_t)scrut_rng_below(rng, 9000);
}

static void draw_name(scrut_rng *rng, uint32_t like, int32_t *word[])
{
    *word[SHEET_SKELETON] = (int32_t)scrut_rng_below(rng, 4);
    *word[SHEET_SPELLING] = (int32_t)scrut_rng_below(rng, 9);
    *word[SHEET_RARITY] = -4 * (int32_t)scrut_rng_below(rng, 9000) + (int32_t)scrut_rng_below(rng, 4);
    *word[SHEET_LENGTHS] = (int32_t)(3 + scrut_rng_below(rng, 4) + (3 + scrut_rng_below(rng, 3)) * 65536);
    *word[SHEET_TWIN] = (int32_t)scrut_rng_below(rng, 5) - 1;
    for (size_t w = SHEET_LETTERS; w <= SHEET_SPELT; w++)
        *word[w] =
            (int32_t)(like ^ (scrut_rng_below(rng, 3) == 0 ? few_bits(rng) : UINT32_C(1) << scrut_rng_below(rng, 31)));
}

static void draw_row(scrut_rng *rng, const sheet *s, uint32_t like, int32_t *words, size_t row)
{
    for (size_t f = 0; f < s->field_count; f++) {
        int32_t *word[SHEET_NAME_WIDTH];
        for (size_t w = 0; w < WIDTHS[s->fields[f].kind]; w++)
            word[w] = &words[scrut_sheet_place(s->stride, s->fields[f].column + w, row)];
        *word[SHEET_NUMBER] = (int32_t)scrut_rng_below(rng, 4);
        if (s->fields[f].kind != SHEET_SILENT)
            *word[SHEET_EQUAL] = draw_weight(rng);
        if (s->fields[f].kind == SHEET_PLAIN)
            *word[SHEET_OTHER] = draw_weight(rng);
        if (s->fields[f].kind == SHEET_DATE)
            draw_date(rng, word);
        if (s->fields[f].kind == SHEET_NAME)
            draw_name(rng, like, word);
    }
}

static void draw_field(scrut_rng *rng, size_t at, sheet_field *f)
{
    f->kind = at > 0 && f[-1].kind == SHEET_NAME ? SHEET_NAME : (sheet_kind)scrut_rng_below(rng, SHEET_NAME + 1);
    f->finer = at > 0 && scrut_rng_below(rng, 2) == 0 ? (int)scrut_rng_below(rng, (uint32_t)at) : -1;
    f->finer = f->kind == SHEET_NAME ? -1 : f->finer;
    for (size_t d = 0; d < DATES_COUNT; d++)
        f->dates[d] = draw_weight(rng);
    for (size_t n = 0; n < NAMES_CLASSED * NEAR_CLASSES; n++)
        f->names[n / NEAR_CLASSES][n % NEAR_CLASSES] = draw_weight(rng);
    f->begins = draw_weight(rng);
    f->differ = draw_weight(rng);
}

/* Rows make pairs with some behind them, or with none; those beyond the last with none. */
static void draw_pairs(scrut_rng *rng, int32_t *columns, sheet *ret)
{
    int32_t *partners = columns, *partners_end = columns + STRIDE, *base = columns + 2 * STRIDE;
    for (int32_t row = 0; row < STRIDE; row++) {
        bool none = row + 1 >= SHEET_ROWS || scrut_rng_below(rng, 5) == 0;
        partners[row] =
            none ? PARTNERS_NONE : row + 1 + (int32_t)scrut_rng_below(rng, (uint32_t)(SHEET_ROWS - 1 - row));
        partners_end[row] =
            none ? 0 : partners[row] + 1 + (int32_t)scrut_rng_below(rng, (uint32_t)(SHEET_ROWS - partners[row]));
        base[row] = (int32_t)ret->field_count * (draw_weight(rng) / 4) - 3000;
    }
    ret->partners = partners;
    ret->partners_end = partners_end;
    ret->base = base;
}

static sheet draw_sheet(scrut_rng *rng, int32_t *words)
{
    sheet s = {.words = words, .stride = STRIDE, .field_count = 1 + scrut_rng_below(rng, SHEET_FIELDS)};
    uint32_t columns = 0, like = few_bits(rng);
    s.given = s.surname = -1;
    for (size_t f = 0; f < s.field_count; f++) {
        draw_field(rng, f, &s.fields[f]);
        s.fields[f].column = columns;
        s.names_from += s.fields[f].kind != SHEET_NAME;
        columns += (uint32_t)WIDTHS[s.fields[f].kind];
        if (s.fields[f].kind == SHEET_NAME)
            *(s.given < 0 ? &s.given : &s.surname) = (int)f;
    }
    for (size_t row = 0; row < SHEET_ROWS; row++)
        draw_row(rng, &s, like, words, row);
    draw_pairs(rng, words + (size_t)STRIDE * COLUMNS, &s);
    return s;
}

/* ---- the definition, in another way: by what the levels of two dates or names are ------------------------------- */

static int32_t word_of(const sheet *s, size_t f, size_t word, size_t row)
{
    return s->words[scrut_sheet_place(s->stride, s->fields[f].column + word, row)];
}

/* 1/c + 1/d by the logarithms of 1/c and 1/d, from above. */
static int32_t most_together(int32_t a, int32_t b)
{
    static const int32_t TOGETHER[] = SHEET_TOGETHER;
    int32_t apart = abs(a - b) >> 10;
    double exact = 1024 * log2(1 + exp2(-fabs((double)a - (double)b) / 1024)), said = TOGETHER[apart < 7 ? apart : 7];
    ck_assert_double_ge(said, exact + 0.5);
    ck_assert_double_le(said, exact + 430);
    return (a > b ? a : b) + TOGETHER[apart < 7 ? apart : 7];
}

/* Of names from above: 1/(c + d/64) + 1/(d + c/64). */
static int32_t most_of_names(int32_t a, int32_t b)
{
    double c = exp2((double)-a / 1024), d = exp2((double)-b / 1024),
           exact = 1024 * log2(1 / (c + d / 64) + 1 / (d + c / 64));
    int32_t slip = (a < b ? a : b) + SHEET_SLIP, most = most_together(a, b);
    most = slip < most ? slip : most;
    ck_assert_double_ge(most, exact + 0.5);
    ck_assert_double_le(most, exact + 1024 + 430);
    return most;
}

/* Whether it is what is said of dates of this level, or of some levels of which it is one. */
static bool is_said_of(const sheet_field *f, unsigned level, int32_t most)
{
    bool is = false;
    for (int which = 0; which < DATES_COUNT; which++)
        is = is || ((scrut_link_date_levels(which) >> level & 1) != 0 && f->dates[which] == most);
    return is;
}

static int set_bits(uint32_t set)
{
    int count = 0;
    for (int i = 0; i < 32; i++)
        count += (int)(set >> i & 1);
    return count;
}

static int32_t name_by_levels(const sheet *s, size_t f, size_t i, size_t j)
{
    const sheet_field *field = &s->fields[f];
    int32_t a = word_of(s, f, SHEET_RARITY, i), b = word_of(s, f, SHEET_RARITY, j), most = INT32_MIN;
    int class = (a > b ? a : b) & 3, lengths[2] = {word_of(s, f, SHEET_LENGTHS, i), word_of(s, f, SHEET_LENGTHS, j)};
    int length = abs(lengths[0] % 65536 - lengths[1] % 65536), spelt = abs(lengths[0] / 65536 - lengths[1] / 65536);
    uint32_t x = (uint32_t)word_of(s, f, SHEET_LETTERS, i), y = (uint32_t)word_of(s, f, SHEET_LETTERS, j);
    uint32_t v = (uint32_t)word_of(s, f, SHEET_SPELT, i), w = (uint32_t)word_of(s, f, SHEET_SPELT, j);
    bool skeleton = word_of(s, f, SHEET_SKELETON, i) == word_of(s, f, SHEET_SKELETON, j);
    int edits = set_bits(x ^ y) + length;
    int32_t adds = most_of_names(a >> 2, b >> 2);
#define LEVEL(name, possible)                                                                                          \
    if ((possible) && field->names[NAMES_##name][class] + adds > most)                                                 \
    most = field->names[NAMES_##name][class] + adds
    LEVEL(SPELLING, word_of(s, f, SHEET_SPELLING, i) == word_of(s, f, SHEET_SPELLING, j));
    LEVEL(EDIT, edits <= 2);
    LEVEL(SPELLINGS, set_bits(v ^ w) + spelt <= 2);
    LEVEL(SKELETON, skeleton);
    LEVEL(EDITS, edits <= 4);
#undef LEVEL
    if (((x & y) == x || (x & y) == y) && field->begins > most)
        most = field->begins;
    return !skeleton && field->differ > most ? field->differ : most;
}

static bool may_by_definition(const sheet *s, size_t i, size_t j)
{
    bool is_pair = (int32_t)j >= s->partners[i] && (int32_t)j < s->partners_end[i];
    return is_pair && (s->base[i] + scrut_sheet_most(s, i, j) >= 0 || scrut_sheet_swapped(s, i, j));
}

/* Of all rows and shifts what is said of each pair; how many may. */
static size_t check_sift(const sheet *s, sheet_sifter by)
{
    uint16_t may[SHEET_ROWS + 1];
    size_t count = 0;
    for (size_t i = 0; i < SHEET_ROWS; i += by.lanes) {
        size_t shifts = SHEET_ROWS - i;
        memset(may, 0xff, sizeof may);
        by.sift(s, i, 1, shifts, may);
        for (size_t k = 0; k < shifts; k++) {
            ck_assert_uint_eq((unsigned)may[k] >> by.lanes, 0);
            for (size_t l = 0; l < by.lanes; l++) {
                bool said = (may[k] >> l & 1) != 0;
                ck_assert(said == (i + l < SHEET_ROWS && may_by_definition(s, i + l, i + l + 1 + k)));
                count += said;
            }
        }
    }
    return count;
}

START_TEST(many_pairs_at_a_time_say_what_one_pair_says_by_all_means_of_the_machine)
{
    scrut_rng rng = scrut_rng_open(SEED, 1, 0);
    int32_t *words = new_words();
    size_t may = 0, pairs = 0, means = 0;
    ck_assert_ptr_nonnull(words);
    for (int round = 0; round < ROUNDS; round++) {
        sheet s = draw_sheet(&rng, words);
        for (size_t row = 0; row < SHEET_ROWS; row++)
            pairs += s.partners[row] == PARTNERS_NONE ? 0 : (size_t)(s.partners_end[row] - s.partners[row]);
        means = 0;
        for (sheet_means m = SHEET_ONE_BY_ONE; m < SHEET_MEANS; m++) {
            sheet_sifter by;
            size_t said = scrut_sheet_sifter(m, &by) ? check_sift(&s, by) : 0;
            may += m == SHEET_ONE_BY_ONE ? said : 0;
            means += by.sift != NULL;
        }
    }
    printf("# seed %" PRIu64 ", %zu means: %zu of %zu pairs may weigh enough\n", SEED, means, may, pairs);
    ck_assert(may > 1000 && may + 1000 < pairs);
    free(words);
}
END_TEST

/* What a sheet of one field says of two rows. */
static void check_field(const sheet *s, size_t i, size_t j, size_t *names, size_t dates[])
{
    int32_t x = word_of(s, 0, SHEET_NUMBER, i), y = word_of(s, 0, SHEET_NUMBER, j), said = scrut_sheet_most(s, i, j);
    if (x == 0 || y == 0 || s->fields[0].kind == SHEET_SILENT) {
        ck_assert_int_eq(said, 0);
    } else if (x == y) {
        ck_assert_int_eq(said, word_of(s, 0, SHEET_EQUAL, i));
    } else if (s->fields[0].kind == SHEET_PLAIN) {
        int32_t of_i = word_of(s, 0, SHEET_OTHER, i), of_j = word_of(s, 0, SHEET_OTHER, j);
        ck_assert_int_eq(said, of_i > of_j ? of_i : of_j);
    } else if (s->fields[0].kind == SHEET_NAME) {
        ck_assert_int_eq(said, name_by_levels(s, 0, i, j));
        ++*names;
    } else {
        uint32_t a = (uint32_t)word_of(s, 0, SHEET_DIGITS, i), b = (uint32_t)word_of(s, 0, SHEET_DIGITS, j);
        unsigned level = scrut_link_date_level(a, b);
        int32_t of_a = word_of(s, 0, SHEET_RARER, i), of_b = word_of(s, 0, SHEET_RARER, j);
        bool default_a = scrut_link_is_default_day(a), default_b = scrut_link_is_default_day(b);
        int32_t rarer = default_a == default_b ? most_together(of_a, of_b) : (default_a ? of_a : of_b) + 1024;
        ck_assert(is_said_of(&s->fields[0], level, said - rarer));
        dates[level]++;
    }
}

START_TEST(names_and_dates_add_the_most_of_the_levels_that_they_may_show)
{
    scrut_rng rng = scrut_rng_open(SEED, 2, 0);
    int32_t *words = new_words();
    size_t names = 0, dates[13] = {0};
    ck_assert_ptr_nonnull(words);
    for (int round = 0; round < ROUNDS; round++) {
        sheet s = draw_sheet(&rng, words);
        s.field_count = 1;
        s.names_from = s.fields[0].kind != SHEET_NAME;
        s.fields[0].finer = -1;
        for (size_t pair = 0; pair < SHEET_ROWS * SHEET_ROWS; pair++)
            check_field(&s, pair / SHEET_ROWS, pair % SHEET_ROWS, &names, dates);
    }
    ck_assert_uint_gt(names, 500);
    for (size_t level = 0; level < 13; level++) {
        printf("# dates of level %zu: %zu\n", level, dates[level]);
        ck_assert_uint_gt(dates[level], 0);
    }
    free(words);
}
END_TEST

/* ---- sheets of people ------------------------------------------------------------------------------------------- */

typedef struct {
    people p;
    scrut_link_input input;
    scrut_arena *arena;
    records r;
    blocking b;
    model m;
    bounds bounds;
    pair_work work;
    sweep s;
    unit_hand hand;
} fixture;

/* Names in another script beside those in letters, cells that are not known, and names in each other's place. */
static people make_list(void)
{
    static const char *const OTHERS[] = {"សុខ", "សុខា", "ចាន់", "ចន្ទ", "វណ្ណា", "វណ្ណៈ"};
    people p = people_make(ROWS, SEED);
    for (uint32_t i = 0; i < ROWS; i += 7)
        p.cells[i][i % PEOPLE_FIELDS][0] = '\0';
    for (uint32_t i = 0; i < ROWS; i += 5)
        snprintf(p.cells[i][i / 5 % 2], sizeof p.cells[i][0], "%s", OTHERS[i / 5 % 6]);
    for (uint32_t i = 1; i + 1 < ROWS; i += 11) {
        memcpy(p.cells[i], p.cells[i + 1], sizeof p.cells[i]);
        memcpy(p.cells[i][0], p.cells[i + 1][1], sizeof p.cells[i][0]);
        memcpy(p.cells[i][1], p.cells[i + 1][0], sizeof p.cells[i][1]);
    }
    return p;
}

/* A model that says what it likes: a bound is one whatever the model. */
static void draw_model(scrut_rng *rng, fixture *f)
{
    f->m.same.prior = -(int32_t)scrut_rng_below(rng, 20000);
    for (size_t field = 0; field < f->r.field_count; field++) {
        for (size_t o = 1; o < OUTCOMES; o++)
            f->m.same.weight[field][o] = (int32_t)scrut_rng_below(rng, 16000) - 8000;
    }
    scrut_link_bounds_free(&f->bounds);
    ck_assert(scrut_link_bounds_new(&f->r, &f->m, &f->bounds));
    f->work.bounds = &f->bounds;
    scrut_link_free_sheet_values(f->s.values);
    memset(f->s.values, 0, sizeof f->s.values);
    ck_assert(scrut_link_sheet_values(&f->work, f->s.values));
}

static void open_fixture(fixture *f)
{
    *f = (fixture){.p = make_list(), .arena = scrut_arena_new()};
    f->input = people_input(&f->p);
    f->b.block_rows = BLOCK_ROWS;
    f->b.block_rows_max = BLOCK_ROWS_MAX;
    ck_assert_int_eq(scrut_link_load(&f->input, f->arena, NULL, &f->r, NULL), SCRUT_OK);
    ck_assert(scrut_link_model_new(&f->r, NULL, &f->m));
    ck_assert(scrut_link_choose_rules(&f->r, NULL, &f->b, &f->m));
    f->work = (pair_work){.r = &f->r, .b = &f->b};
    f->s = (sweep){.work = &f->work, .words = scrut_link_gathered_words(&f->r)};
    f->hand = (unit_hand){.s = &f->s};
    f->hand.batch.packed = calloc(ROWS * f->s.words, sizeof *f->hand.batch.packed);
    ck_assert_ptr_nonnull(f->hand.batch.packed);
    f->hand.batch.count = ROWS;
    for (uint32_t row = 0; row < ROWS; row++) {
        f->hand.batch.packed[row * f->s.words] = row;
        for (size_t w = 1; w < f->s.words; w++)
            f->hand.batch.packed[row * f->s.words + w] = f->r.planes[w - 1][row];
    }
}

static void close_fixture(fixture *f)
{
    scrut_link_bounds_free(&f->bounds);
    scrut_link_free_sheet_values(f->s.values);
    free(f->hand.sheet_words);
    free(f->hand.batch.packed);
    scrut_link_unpack(&f->r);
    scrut_arena_free(f->arena);
    people_free(&f->p);
}

static bool share_rule(const fixture *f, size_t rule_index, uint32_t a, uint32_t b)
{
    return scrut_link_key(&f->r, &f->b, rule_index, a) != 0 &&
           scrut_link_key(&f->r, &f->b, rule_index, a) == scrut_link_key(&f->r, &f->b, rule_index, b);
}

/* By how much the sheet of a rule says more of a pair than it weighs; INT32_MAX when it says that they are swapped. */
static int32_t beyond(const fixture *f, uint32_t a, uint32_t b)
{
    uint32_t x[SCRUT_LINK_FIELDS_MAX], y[SCRUT_LINK_FIELDS_MAX];
    for (size_t field = 0; field < f->r.field_count; field++) {
        x[field] = scrut_link_value(&f->r, a, field);
        y[field] = scrut_link_value(&f->r, b, field);
    }
    uint64_t outcomes = scrut_link_compare(&f->r, a, b);
    rarities rare = scrut_link_rarities(&f->r, &f->m, x, y, outcomes);
    int32_t most = f->bounds.prior + scrut_sheet_most(&f->hand.sheet, a, b);
    for (size_t k = 0; k < f->s.plan.fixed_count; k++)
        most += f->bounds.values[f->s.plan.fixed[k]][x[f->s.plan.fixed[k]]].equal;
    if (scrut_sheet_swapped(&f->hand.sheet, a, b))
        return INT32_MAX;
    return most - scrut_link_weigh_same(&f->m, f->r.field_count, outcomes, rare);
}

START_TEST(no_pair_of_a_rule_weighs_more_than_its_sheet_says)
{
    fixture f;
    scrut_rng rng = scrut_rng_open(SEED, 3, 0);
    size_t pairs = 0, swapped = 0;
    double sum = 0;
    open_fixture(&f);
    for (int round = 0; round < 20; round++) {
        draw_model(&rng, &f);
        for (size_t u = 0; u < f.b.rule_count; u++) {
            scrut_link_plan_sheet(&f.work, f.s.values, u, &f.s.plan);
            ck_assert(scrut_link_sheet_room(&f.hand, ROWS));
            scrut_link_fill_sheet(&f.hand);
            for (uint32_t a = 0; a < ROWS; a++) {
                for (uint32_t b = a + 1; b < ROWS; b++) {
                    int32_t more = share_rule(&f, u, a, b) ? beyond(&f, a, b) : INT32_MIN;
                    ck_assert(more == INT32_MIN || more >= 0);
                    pairs += more != INT32_MIN;
                    swapped += more == INT32_MAX;
                    sum += more == INT32_MIN || more == INT32_MAX ? 0 : (double)more / SCRUT_LINK_BIT;
                }
            }
        }
    }
    printf("# %zu pairs, %zu of them swapped, %.2f bits beyond\n", pairs, swapped, sum / (double)pairs);
    ck_assert_uint_gt(pairs, 10000);
    ck_assert_uint_gt(swapped, 0);
    ck_assert_double_lt(sum / (double)pairs, 6);
    close_fixture(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link_sheet");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, many_pairs_at_a_time_say_what_one_pair_says_by_all_means_of_the_machine);
    tcase_add_test(tests, names_and_dates_add_the_most_of_the_levels_that_they_may_show);
    tcase_add_test(tests, no_pair_of_a_rule_weighs_more_than_its_sheet_says);
    return scrut_test_main(suite);
}
