/* SPDX-License-Identifier: Apache-2.0
 * reason.c: what the difference between the votes on two forms looks like. Patterns are tried from the most particular
 * to the least, so that each difference has one name. */
#include "scrutineer/count.h"

typedef struct {
    const char *name, *words;
} reason_text;

static const reason_text TEXTS[SCRUT_REASON_COUNT] = {
    [SCRUT_REASON_ONLY_A] = {"only-a", SCRUT_KEY("stations that only the first holds")},
    [SCRUT_REASON_ONLY_B] = {"only-b", SCRUT_KEY("stations that only the second holds")},
    [SCRUT_REASON_NOT_COUNTED_A] = {"not-counted-a", SCRUT_KEY("stations that the first lists and does not count")},
    [SCRUT_REASON_NOT_COUNTED_B] = {"not-counted-b", SCRUT_KEY("stations that the second lists and does not count")},
    [SCRUT_REASON_REPEATED_A] = {"repeated-a", SCRUT_KEY("stations that the first counts twice")},
    [SCRUT_REASON_REPEATED_B] = {"repeated-b", SCRUT_KEY("stations that the second counts twice")},
    [SCRUT_REASON_REPLACED_A] = {"replaced-a",
                                 SCRUT_KEY("stations of which the first counts two versions, the second one")},
    [SCRUT_REASON_REPLACED_B] = {"replaced-b",
                                 SCRUT_KEY("stations of which the second counts two versions, the first one")},
    [SCRUT_REASON_OTHER_SOURCE] = {"other-source", SCRUT_KEY("the figures of another source")},
    [SCRUT_REASON_LOST_A] = {"lost-a", SCRUT_KEY("a list has no vote in a whole place in the first")},
    [SCRUT_REASON_LOST_B] = {"lost-b", SCRUT_KEY("a list has no vote in a whole place in the second")},
    [SCRUT_REASON_EMPTY_A] = {"empty-a", SCRUT_KEY("cells that only the second fills")},
    [SCRUT_REASON_EMPTY_B] = {"empty-b", SCRUT_KEY("cells that only the first fills")},
    [SCRUT_REASON_ELSEWHERE] = {"elsewhere", SCRUT_KEY("one gives the votes that the other gives for another station")},
    [SCRUT_REASON_SWAPPED] = {"swapped", SCRUT_KEY("the votes of two lists have changed places")},
    [SCRUT_REASON_SHIFTED] = {"shifted", SCRUT_KEY("the votes stand one line higher or lower")},
    [SCRUT_REASON_TRANSPOSED] = {"transposed", SCRUT_KEY("two neighbouring digits have changed places")},
    [SCRUT_REASON_DIGIT] = {"digit", SCRUT_KEY("one digit more or fewer")},
    [SCRUT_REASON_MOVED] = {"moved", SCRUT_KEY("as many votes less for one list as more for another")},
    [SCRUT_REASON_ONE_LIST] = {"one-list", SCRUT_KEY("the votes of one list alone")},
    [SCRUT_REASON_OTHER] = {"other", SCRUT_KEY("other figures")},
};

const char *scrut_reason_words(scrut_reason reason)
{
    return TEXTS[reason].words;
}

const char *scrut_reason_name(scrut_reason reason)
{
    return TEXTS[reason].name;
}

/* ---- one figure ---- */

#define DIGITS_MAX 20

/* Least digit first. */
static int split_digits(int64_t value, int digits[DIGITS_MAX])
{
    int count = 0;
    for (; value > 0 && count < DIGITS_MAX; value /= 10)
        digits[count++] = (int)(value % 10);
    return count;
}

static bool is_transposed(int64_t a, int64_t b)
{
    int da[DIGITS_MAX], db[DIGITS_MAX], count = split_digits(a, da), at = 0;
    if (a < 10 || b < 10 || count != split_digits(b, db))
        return false;
    while (at < count && da[at] == db[at])
        at++;
    if (at + 1 >= count || da[at] != db[at + 1] || da[at + 1] != db[at])
        return false;
    for (at += 2; at < count; at++)
        if (da[at] != db[at])
            return false;
    return true;
}

/* One digit of the longer left out gives the shorter. A shorter one of a single digit says nothing. */
static bool is_digit_more(int64_t shorter, int64_t longer)
{
    int ds[DIGITS_MAX], dl[DIGITS_MAX], count = split_digits(shorter, ds), at = 0;
    if (shorter < 10 || split_digits(longer, dl) != count + 1)
        return false;
    while (at < count && ds[at] == dl[at])
        at++;
    for (; at < count; at++)
        if (ds[at] != dl[at + 1])
            return false;
    return true;
}

static scrut_reason slip_of(int64_t a, int64_t b)
{
    if (is_transposed(a, b))
        return SCRUT_REASON_TRANSPOSED;
    return is_digit_more(a, b) || is_digit_more(b, a) ? SCRUT_REASON_DIGIT : SCRUT_REASON_OTHER;
}

/* ---- a form ---- */

/* The differing cells: how many, the first and the last of them. */
typedef struct {
    size_t count, first, last;
    bool empty_a, empty_b, full; /* some cell is empty on that side only; some differ though both are filled */
} span;

static span differing_span(const int64_t a[], const int64_t b[], size_t list_count)
{
    span s = {.count = 0};
    for (size_t i = 0; i < list_count; i++) {
        if (a[i] == b[i])
            continue;
        s.first = s.count == 0 ? i : s.first;
        s.last = i;
        s.count++;
        s.empty_a = s.empty_a || a[i] < 0;
        s.empty_b = s.empty_b || b[i] < 0;
        s.full = s.full || (a[i] >= 0 && b[i] >= 0);
    }
    return s;
}

/* From the first to the last differing line the figures of one form stand a line lower in the other. Two lines would
 * be a swap or chance. */
static bool is_shifted(const int64_t upper[], const int64_t lower[], span s)
{
    size_t votes = 0;
    for (size_t i = s.first + 1; i <= s.last; i++) {
        if (lower[i] != upper[i - 1])
            return false;
        votes += upper[i - 1] > 0;
    }
    return s.last - s.first >= 2 && votes >= 2;
}

/* All differing figures by the same slip. */
static scrut_reason common_slip(const int64_t a[], const int64_t b[], span s)
{
    scrut_reason common = slip_of(a[s.first], b[s.first]);
    for (size_t i = s.first; i <= s.last; i++)
        if (a[i] != b[i] && slip_of(a[i], b[i]) != common)
            return SCRUT_REASON_OTHER;
    return common;
}

scrut_reason scrut_count_reason(const int64_t a[], const int64_t b[], size_t list_count)
{
    span s = differing_span(a, b, list_count);
    if (s.count == 0)
        return SCRUT_REASON_OTHER;
    if (!s.full && s.empty_a != s.empty_b)
        return s.empty_a ? SCRUT_REASON_EMPTY_A : SCRUT_REASON_EMPTY_B;
    if (s.empty_a || s.empty_b)
        return SCRUT_REASON_OTHER;
    if (s.count == 2 && a[s.first] == b[s.last] && a[s.last] == b[s.first])
        return SCRUT_REASON_SWAPPED;
    if (is_shifted(a, b, s) || is_shifted(b, a, s))
        return SCRUT_REASON_SHIFTED;
    scrut_reason slip = common_slip(a, b, s);
    if (slip != SCRUT_REASON_OTHER)
        return slip;
    if (s.count == 2 && b[s.first] - a[s.first] == a[s.last] - b[s.last])
        return SCRUT_REASON_MOVED;
    return s.count == 1 ? SCRUT_REASON_ONE_LIST : SCRUT_REASON_OTHER;
}
