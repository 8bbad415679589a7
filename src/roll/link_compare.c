/* SPDX-License-Identifier: Apache-2.0
 * Comparators: characters, never bytes; whole numbers, never a rounded similarity. */
#include "link_internal.h"
#include "link_kernels.h"

#define LETTERS_MAX 64

/* Edits (insert, delete, replace, transpose neighbours) that turn a into b, or max + 1 when there are more. */
static unsigned edits(const uint32_t a[], size_t n, const uint32_t b[], size_t m, unsigned max)
{
    unsigned rows[3][LETTERS_MAX + 1];
    if (n > LETTERS_MAX || m > LETTERS_MAX || (n > m ? n - m : m - n) > max)
        return max + 1;
    for (unsigned j = 0; j <= m; j++)
        rows[0][j] = j;
    for (unsigned i = 1; i <= n; i++) {
        unsigned *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3], least;
        now[0] = least = i;
        for (unsigned j = 1; j <= m; j++) {
            unsigned best = before[j - 1] + (a[i - 1] != b[j - 1]);
            best = before[j] + 1 < best ? before[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && earlier[j - 2] + 1 < best)
                best = earlier[j - 2] + 1;
            now[j] = best;
            least = best < least ? best : least;
        }
        if (least > max)
            return max + 1;
    }
    return rows[n % 3][m] > max ? max + 1 : rows[n % 3][m];
}

/* For a kernel; NULL: it has too many letters. */
static const uint8_t *symbols_of(const value *v)
{
    if (v->is_ascii)
        return v->letter_count <= LINK_SYMBOLS_MAX ? (const uint8_t *)v->key : NULL;
    return v->forms->symbols;
}

static unsigned letter_edits(const value *a, const value *b, unsigned max)
{
    uint32_t letters[2][LETTERS_MAX + 1];
    size_t n = scrut_link_letters(a->key, a->key_length, letters[0], LETTERS_MAX + 1);
    size_t m = scrut_link_letters(b->key, b->key_length, letters[1], LETTERS_MAX + 1);
    return edits(letters[0], n, letters[1], m, max);
}

static unsigned value_edits(const value *a, const value *b, unsigned max)
{
    const uint8_t *x = symbols_of(a), *y = symbols_of(b);
    unsigned n = a->letter_count, m = b->letter_count;
    if ((n > m ? n - m : m - n) > max)
        return max + 1;
    if (x == NULL || y == NULL)
        return letter_edits(a, b, max);
    unsigned distance = scrut_link_kernels(false)->edits(x, n, y, m, true);
    return distance > max ? max + 1 : distance;
}

static bool is_prefix(const value *a, const value *b)
{
    return a->key_length < b->key_length ? memcmp(a->key, b->key, a->key_length) == 0
                                         : memcmp(a->key, b->key, b->key_length) == 0;
}

/* Whether one edit (insert, delete, replace, swap neighbours) turns one spelling into the other: what they begin and
 * end with in common can be left away. */
static bool is_one_edit(const value_forms *x, const value_forms *y)
{
    const uint32_t *a = x->spelling_letters, *b = y->spelling_letters;
    size_t n = x->spelling_count, m = y->spelling_count;
    if (n > LETTERS_MAX || m > LETTERS_MAX)
        return false;
    while (n > 0 && m > 0 && a[n - 1] == b[m - 1])
        n--, m--;
    while (n > 0 && m > 0 && *a == *b)
        a++, b++, n--, m--;
    return (n <= 1 && m <= 1 && n + m > 0) || (n == 2 && m == 2 && a[0] == b[1] && a[1] == b[0]);
}

/* Levels of names: 0 one spelling, 1 one edit, 2 spellings one edit apart, 3 equal skeleton, 4 two edits,
 * 5 one begins the other, 6 swapped, 7 different. */
enum { NAME_SWAPPED = 6, NAME_DIFFERENT = 7 };

static unsigned name_level(const value *a, const value *b)
{
    unsigned least = a->letter_count < b->letter_count ? a->letter_count : b->letter_count;
    if (a->spelling == b->spelling)
        return 0;
    unsigned distance = value_edits(a, b, 2);
    if (distance == 1 && least >= 3)
        return 1;
    if (least >= 3 && is_one_edit(a->forms, b->forms))
        return 2;
    if (a->skeleton == b->skeleton)
        return 3;
    if (is_prefix(a, b))
        return 5;
    return distance == 2 && least >= 4 ? 4 : NAME_DIFFERENT;
}

/* Whether most words of the shorter text stand in the longer. */
static bool shares_words(const value *a, const value *b)
{
    const value *s = a->letter_count <= b->letter_count ? a : b, *l = s == a ? b : a;
    unsigned words = 0, found = 0;
    for (uint32_t at = 0; at < s->key_length;) {
        uint32_t end = at;
        while (end < s->key_length && s->key[end] != ' ')
            end++;
        words++;
        for (uint32_t i = 0; i + (end - at) <= l->key_length; i++) {
            bool edge =
                (i == 0 || l->key[i - 1] == ' ') && (i + (end - at) == l->key_length || l->key[i + (end - at)] == ' ');
            if (edge && memcmp(l->key + i, s->key + at, end - at) == 0) {
                found++;
                break;
            }
        }
        at = end + 1;
    }
    return 2 * found >= words + (words == 1) && found > 0;
}

/* Texts: 0 one edit, 1 at most a quarter of the letters, 2 equal skeleton or shared words, 3 other. */
static unsigned text_level(const value *a, const value *b)
{
    unsigned longest = a->letter_count > b->letter_count ? a->letter_count : b->letter_count;
    unsigned max = longest / 4 > 1 ? longest / 4 : 1;
    unsigned distance = value_edits(a, b, max);
    if (distance <= 1)
        return 0;
    if (distance <= max)
        return 1;
    return a->skeleton == b->skeleton || shares_words(a, b) ? 2 : 3;
}

static unsigned number_level(const value *a, const value *b)
{
    unsigned distance = value_edits(a, b, 2);
    return distance <= 1 ? 0 : distance == 2 ? 1 : 2;
}

/* Levels of a kind: first those that are told apart by the rarer value, then the others. */
typedef struct {
    uint8_t classed, plain;
} shape;

static const shape SHAPES[] = {{5, 3}, {5, 3}, {0, 13}, {3, 1}, {2, 1}, {0, 1}, {2, 1}};

unsigned scrut_link_near_outcomes(scrut_link_kind kind)
{
    return (unsigned)SHAPES[kind].classed * NEAR_CLASSES + SHAPES[kind].plain;
}

unsigned scrut_link_level(scrut_link_kind kind, unsigned outcome)
{
    unsigned at = outcome - OUTCOME_NEAR, classed = SHAPES[kind].classed;
    return at < classed * NEAR_CLASSES ? at / NEAR_CLASSES : at - classed * (NEAR_CLASSES - 1);
}

int scrut_link_class(scrut_link_kind kind, unsigned outcome)
{
    unsigned at = outcome - OUTCOME_NEAR;
    return at < (unsigned)SHAPES[kind].classed * NEAR_CLASSES ? (int)(at % NEAR_CLASSES) : -1;
}

unsigned scrut_link_near_rarity(unsigned class)
{
    return class == 0 ? 0 : 3 * class + 6; /* one in 2^9, 2^12, 2^15 rows and fewer */
}

unsigned scrut_link_near_class(unsigned rarity)
{
    unsigned class = NEAR_CLASSES - 1;
    while (rarity < scrut_link_near_rarity(class))
        class --;
    return class;
}

unsigned scrut_link_names_differ_outcome(void)
{
    return OUTCOME_NEAR + NAME_DIFFERENT + 5 * (NEAR_CLASSES - 1);
}

static uint64_t letter_set(const uint32_t letters[], size_t count)
{
    uint64_t set = 0;
    for (size_t i = 0; i < count; i++)
        set |= UINT64_C(1) << letters[i] % 64;
    return set;
}

bool scrut_link_sketch_names(column *c, scrut_arena *arena)
{
    uint32_t letters[LETTER_COUNT_MAX];
    c->sketches = scrut_arena_calloc(arena, c->count, sizeof *c->sketches);
    for (uint32_t i = 1; c->sketches != NULL && i < c->count; i++) {
        const value *v = &c->values[i];
        size_t count = scrut_link_letters(v->key, v->key_length, letters, LETTER_COUNT_MAX);
        c->sketches[i] = (name_sketch){letter_set(letters, count),
                                       letter_set(v->forms->spelling_letters, v->forms->spelling_count), v->skeleton};
    }
    return c->sketches != NULL;
}

unsigned scrut_link_swapped_outcome(void)
{
    return OUTCOME_NEAR + NAME_SWAPPED + 5 * (NEAR_CLASSES - 1);
}

unsigned scrut_link_equal_outcome(const value *v)
{
    unsigned class = v->rarity / 2u;
    return OUTCOME_EQUAL + (class < EQUAL_CLASSES ? class : EQUAL_CLASSES - 1);
}

static unsigned near_outcome(scrut_link_kind kind, unsigned level, const value *a, const value *b)
{
    unsigned classed = SHAPES[kind].classed;
    unsigned at = level < classed
                      ? level * NEAR_CLASSES + scrut_link_near_class(a->rarity > b->rarity ? a->rarity : b->rarity)
                      : level + classed * (NEAR_CLASSES - 1);
    return OUTCOME_NEAR + at;
}

const char *scrut_link_level_name(scrut_link_kind kind, unsigned level)
{
    static const char *const NAME[] = {"one spelling",   "one edit",  "spellings one edit apart",
                                       "equal skeleton", "two edits", "one begins the other",
                                       "swapped",        "different"};
    static const char *const DATE[] = {"day and month swapped",
                                       "same year and a default day",
                                       "same year and month",
                                       "same year and day of the month",
                                       "same year",
                                       "one year off",
                                       "ten years off",
                                       "one slip",
                                       "same day of another year",
                                       "default day one or ten years off",
                                       "default day of another year",
                                       "two slips",
                                       "different"};
    static const char *const TEXT[] = {"one edit", "a quarter of the letters", "equal skeleton or shared words",
                                       "different"};
    static const char *const NUMBER[] = {"one edit", "two edits", "different"};
    static const char *const CATEGORY[] = {"different"};
    static const char *const *const LEVELS[] = {NAME, NAME, DATE, TEXT, NUMBER, CATEGORY, NUMBER};
    return LEVELS[kind][level];
}

static unsigned unequal_level(scrut_link_kind kind, const value *a, const value *b)
{
    switch (kind) {
    case SCRUT_LINK_GIVEN:
    case SCRUT_LINK_SURNAME: return name_level(a, b);
    case SCRUT_LINK_TEXT: return text_level(a, b);
    case SCRUT_LINK_IDENTITY:
    case SCRUT_LINK_NUMBER: return number_level(a, b);
    default: return 0;
    }
}

unsigned scrut_link_compare_values(const records *r, size_t field, uint32_t a, uint32_t b)
{
    const column *c = &r->columns[field];
    const value *x = &c->values[a < b ? a : b], *y = &c->values[a < b ? b : a]; /* both ways the same */
    scrut_link_kind kind = r->fields[field].kind;
    if (a == 0 || b == 0)
        return OUTCOME_MISSING;
    if (a == b)
        return scrut_link_equal_outcome(x);
    if (kind == SCRUT_LINK_BORN)
        return OUTCOME_NEAR + scrut_link_date_level(c->digits[a], c->digits[b]);
    return near_outcome(kind, unequal_level(kind, x, y), x, y);
}

/* Rows of a name that one slip makes of another, at most: of 25 rows one is a second entry, and of these two in five or
 * fewer have the name spelled otherwise. */
#define SLIPS_OF_NAME (1.0 / (1 << SLIP_BITS))

/* A slip turns a value into another about as often from either side, so alike values of one person are as those of
 * strangers times 1/frequency of the one and of the other. But a name that is much rarer than another is nothing but a
 * slip of it: then all who have the rare one are pairs with somebody who has the other, however few they are. A day
 * that is not known is written as a default and not the other way, so only how common the default is says how often
 * strangers have it. */
double scrut_link_slip_rarity(const records *r, size_t field, uint32_t a, uint32_t b)
{
    const column *c = &r->columns[field];
    bool a_default = c->digits != NULL && scrut_link_is_default_day(c->digits[a]);
    bool b_default = c->digits != NULL && scrut_link_is_default_day(c->digits[b]);
    if (a_default != b_default)
        return 2.0 / c->values[a_default ? a : b].count;
    double x = c->values[a].count, y = c->values[b].count;
    double slips = r->fields[field].kind <= SCRUT_LINK_SURNAME ? SLIPS_OF_NAME : 0;
    return 1 / (x + slips * y) + 1 / (y + slips * x);
}

bool scrut_link_is_swapped(const records *r, const uint32_t a[], const uint32_t b[])
{
    if (r->given < 0 || r->surname < 0)
        return false;
    uint32_t surname_a = a[r->surname], surname_b = b[r->surname];
    return surname_a != 0 && surname_b != 0 && r->twins[a[r->given]] == surname_b && r->twins[b[r->given]] == surname_a;
}

/* Equality of a column says nothing where one from which it follows is equal too. */
static uint64_t drop_implied(const records *r, uint64_t outcomes)
{
    uint64_t kept = outcomes;
    for (size_t f = 0; f < r->field_count; f++) {
        int finer = r->columns[f].finer;
        unsigned o = finer < 0 ? OUTCOME_MISSING : (unsigned)(outcomes >> (5 * finer) & 31);
        if (o >= OUTCOME_EQUAL && o < OUTCOME_NEAR)
            kept &= ~(UINT64_C(31) << (5 * f));
    }
    return kept;
}

uint64_t scrut_link_compare_together(const records *r, const uint32_t a[], const uint32_t b[], uint64_t outcomes)
{
    unsigned given = 5 * (unsigned)r->given, surname = 5 * (unsigned)r->surname;
    if (r->given >= 0 && r->surname >= 0 && (outcomes >> given & 31) >= OUTCOME_NEAR &&
        (outcomes >> surname & 31) >= OUTCOME_NEAR && scrut_link_is_swapped(r, a, b)) {
        outcomes &= ~(UINT64_C(31) << given) & ~(UINT64_C(31) << surname); /* what the order tells is told once */
        outcomes |= (uint64_t)scrut_link_swapped_outcome() << surname;
    }
    return r->has_finer ? drop_implied(r, outcomes) : outcomes;
}

uint64_t scrut_link_compare(const records *r, uint32_t row_a, uint32_t row_b)
{
    uint32_t a[SCRUT_LINK_FIELDS_MAX], b[SCRUT_LINK_FIELDS_MAX];
    uint64_t outcomes = 0;
    for (size_t f = 0; f < r->field_count; f++) {
        a[f] = scrut_link_value(r, row_a, f);
        b[f] = scrut_link_value(r, row_b, f);
        outcomes |= (uint64_t)scrut_link_compare_values(r, f, a[f], b[f]) << (5 * f);
    }
    return scrut_link_compare_together(r, a, b, outcomes);
}
