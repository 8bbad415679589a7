/* SPDX-License-Identifier: Apache-2.0
 * Comparators: characters, never bytes; whole numbers, never a rounded similarity. */
#include "link_internal.h"

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

static unsigned value_edits(const value *a, const value *b, unsigned max)
{
    return edits(a->letters, a->letter_count, b->letters, b->letter_count, max);
}

static bool is_prefix(const value *a, const value *b)
{
    return a->key_length < b->key_length ? memcmp(a->key, b->key, a->key_length) == 0
                                         : memcmp(a->key, b->key, b->key_length) == 0;
}

/* Levels of names: 0 one edit, 1 equal skeleton, 2 one begins the other, 3 two edits, 4 swapped, 5 other. */
static unsigned name_level(const value *a, const value *b)
{
    unsigned least = a->letter_count < b->letter_count ? a->letter_count : b->letter_count;
    unsigned distance = value_edits(a, b, 2);
    if (distance == 1 && least >= 3)
        return 0;
    if (a->skeleton == b->skeleton)
        return 1;
    if (is_prefix(a, b))
        return 2;
    return distance == 2 && least >= 4 ? 3 : 5;
}

/* Dates: 0 day and month swapped; 1 same year, one without a day of its own; 2 one slip; 3 two parts of three equal;
 * 4 same year or two slips; 5 other. */
static unsigned date_level(const value *a, const value *b)
{
    unsigned am = a->month_day / 100u, ad = a->month_day % 100u, bm = b->month_day / 100u, bd = b->month_day % 100u;
    if (a->year == b->year && am == bd && ad == bm)
        return 0;
    bool open = am == 0 || bm == 0 || ad == 0 || bd == 0 || a->month_day == 101 || b->month_day == 101;
    if (a->year == b->year && open)
        return 1;
    unsigned distance = value_edits(a, b, 2);
    if (distance == 1)
        return 2;
    int same = (a->year == b->year) + (am == bm) + (ad == bd);
    if (same == 2)
        return 3;
    return a->year == b->year || distance == 2 ? 4 : 5;
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

size_t scrut_link_levels(scrut_link_kind kind)
{
    static const size_t LEVELS[] = {6, 6, 6, 4, 3, 1, 3};
    return LEVELS[kind];
}

const char *scrut_link_level_name(scrut_link_kind kind, unsigned level)
{
    static const char *const NAME[] = {"one edit",  "equal skeleton", "one begins the other",
                                       "two edits", "swapped",        "different"};
    static const char *const DATE[] = {"day and month swapped", "same year and a default day", "one slip",
                                       "two parts of three",    "same year or two slips",      "different"};
    static const char *const TEXT[] = {"one edit", "a quarter of the letters", "equal skeleton or shared words",
                                       "different"};
    static const char *const NUMBER[] = {"one edit", "two edits", "different"};
    static const char *const CATEGORY[] = {"different"};
    static const char *const *const LEVELS[] = {NAME, NAME, DATE, TEXT, NUMBER, CATEGORY, NUMBER};
    return LEVELS[kind][level];
}

unsigned scrut_link_compare_values(const records *r, size_t field, uint32_t a, uint32_t b)
{
    const value *x = &r->columns[field].values[a], *y = &r->columns[field].values[b];
    if (a == 0 || b == 0)
        return OUTCOME_MISSING;
    if (a == b)
        return OUTCOME_EQUAL + x->bin;
    switch (r->fields[field].kind) {
    case SCRUT_LINK_GIVEN:
    case SCRUT_LINK_SURNAME: return OUTCOME_NEAR + name_level(x, y);
    case SCRUT_LINK_BORN: return OUTCOME_NEAR + date_level(x, y);
    case SCRUT_LINK_TEXT: return OUTCOME_NEAR + text_level(x, y);
    case SCRUT_LINK_IDENTITY:
    case SCRUT_LINK_NUMBER: return OUTCOME_NEAR + number_level(x, y);
    default: return OUTCOME_NEAR;
    }
}

static bool same_key(const value *a, const value *b)
{
    return a->key_length == b->key_length && a->key_length > 0 && memcmp(a->key, b->key, a->key_length) == 0;
}

static bool is_swapped(const records *r, uint32_t a, uint32_t b)
{
    const column *g = &r->columns[r->given], *s = &r->columns[r->surname];
    return same_key(&g->values[g->of_row[a]], &s->values[s->of_row[b]]) &&
           same_key(&s->values[s->of_row[a]], &g->values[g->of_row[b]]);
}

uint64_t scrut_link_compare(const records *r, uint32_t a, uint32_t b)
{
    uint64_t outcomes = 0;
    for (size_t f = 0; f < r->field_count; f++) {
        const uint32_t *of_row = r->columns[f].of_row;
        outcomes |= (uint64_t)scrut_link_compare_values(r, f, of_row[a], of_row[b]) << (5 * f);
    }
    if (r->given >= 0 && r->surname >= 0 && is_swapped(r, a, b)) {
        unsigned given = 5 * (unsigned)r->given, surname = 5 * (unsigned)r->surname;
        if ((outcomes >> given & 31) >= OUTCOME_NEAR) { /* what the order tells is told once */
            outcomes &= ~(UINT64_C(31) << given) & ~(UINT64_C(31) << surname);
            outcomes |= (uint64_t)(OUTCOME_NEAR + 4) << surname;
        }
    }
    return outcomes;
}
