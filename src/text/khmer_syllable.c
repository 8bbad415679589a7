/* SPDX-License-Identifier: Apache-2.0
 * khmer_syllable.c: the rules of Unicode Technical Note 61 (Hosken, 2024) for one syllable. Its marks are a set of bits
 * in the order in which they are written, for real syllables have one in a place; those that have more are a list, too.
 */
#include "khmer.h"

#define BIT_OF(code_point) [LETTER(0x##code_point) - SCRUT_KHMER_FIRST_MARK] = UINT32_C(1) << RANK_##code_point
const uint32_t scrut_khmer_bits[] = {SCRUT_KHMER_MARKS(BIT_OF)};

#define RUN_OF(first, last) ((UINT32_C(2) << RANK_##last) - (UINT32_C(1) << RANK_##first))
const uint32_t scrut_khmer_places[] = {
    [PLACE_ROBAT] = RUN_OF(17CC, 17CC), [PLACE_SHIFTER] = RUN_OF(17C9, 17CA), [PLACE_PRE] = RUN_OF(17BE, 17C5),
    [PLACE_BELOW] = RUN_OF(17BB, 17BD), [PLACE_ABOVE] = RUN_OF(17B7, 17BA),   [PLACE_POST] = RUN_OF(17B6, 17B6),
    [PLACE_SIGN] = RUN_OF(17C6, 17DD),  [PLACE_FINAL] = RUN_OF(17C7, 17C8),
};

static const uint8_t MARKS[] = {
#define LETTER_OF(code_point) LETTER(0x##code_point)
    SCRUT_KHMER_MARKS(LETTER_OF)};

static void unpack(khmer_syllable *s)
{
    size_t i = 0;
    for (uint32_t bits = s->bits; bits != 0; bits &= bits - 1)
        s->marks[i++] = MARKS[__builtin_ctz(bits)];
    s->crowded = true;
}

void scrut_khmer_crowd(khmer_syllable *s, uint8_t mark)
{
    if (!s->crowded)
        unpack(s);
    size_t i = s->mark_count;
    for (; i > 0 && marks_beside(s->marks[i - 1]) > marks_beside(mark); i--)
        s->marks[i] = s->marks[i - 1];
    s->marks[i] = mark;
}

static inline bool has(const khmer_syllable *s, uint8_t mark)
{
    return (s->bits & mark_bit(mark)) != 0;
}

/* Takes the first of that letter out, which the syllable has. */
static void erase(khmer_syllable *s, uint8_t mark)
{
    s->mark_count--;
    s->bits &= ~mark_bit(mark);
    if (!s->crowded)
        return;
    uint8_t *first = memchr(s->marks, mark, s->mark_count + 1u);
    memmove(first, first + 1, s->mark_count - (size_t)(first - s->marks));
    if (memchr(s->marks, mark, s->mark_count) != NULL)
        s->bits |= mark_bit(mark);
}

/* Replaces a mark by another, which may have another place. */
static void exchange(khmer_syllable *s, uint8_t mark, uint8_t other, scrut_text_sink *sink)
{
    erase(s, mark);
    khmer_add_mark(s, other, sink);
}

/* Two vowel signs that are drawn like a third, until there are none. */
static void join_vowels(khmer_syllable *s, scrut_text_sink *sink)
{
    static const uint8_t JOINS[][4] = {
        {LETTER(0x17C1), LETTER(0x17B8), LETTER(0x17BE), 0},
        {LETTER(0x17C1), LETTER(0x17B6), LETTER(0x17C4), 0},
        {LETTER(0x17BE), LETTER(0x17B6), LETTER(0x17C4), LETTER(0x17B8)},
    };
    for (size_t i = 0; i < sizeof JOINS / sizeof JOINS[0]; i++) {
        while (has(s, JOINS[i][0]) && has(s, JOINS[i][1])) {
            erase(s, JOINS[i][1]);
            exchange(s, JOINS[i][0], JOINS[i][2], sink);
            if (JOINS[i][3] != 0)
                khmer_add_mark(s, JOINS[i][3], sink);
        }
    }
}

/* What of its consonants decides the form of a shifter. */
typedef struct {
    bool first, second, ba;
} series;

static series series_of(const khmer_syllable *s)
{
    series found = {is_first_series(s->base), s->base != SCRUT_KHMER_NO_BASE && !is_first_series(s->base),
                    s->base == LETTER(0x1794)};
    for (size_t i = 0; i < s->coeng_count; i++) {
        bool first = is_first_series(s->coengs[i]);
        found.first = found.first || first;
        found.second = found.second || !first;
        found.ba = found.ba || s->coengs[i] == LETTER(0x1794);
    }
    return found;
}

/* Under a vowel or sign that stands above, a shifter is drawn like the vowel u, and is often typed so. */
static void restore_shifter(khmer_syllable *s, scrut_text_sink *sink)
{
    uint32_t above = mark_bit(LETTER(0x17B7)) | mark_bit(LETTER(0x17B8)) | mark_bit(LETTER(0x17B9)) |
                     mark_bit(LETTER(0x17BA)) | mark_bit(LETTER(0x17BE)) | mark_bit(LETTER(0x17BF)) |
                     mark_bit(LETTER(0x17DD)) | mark_bit(LETTER(0x17D0));
    uint32_t shifters = mark_bit(LETTER(0x17C9)) | mark_bit(LETTER(0x17CA));
    bool covered = (s->bits & above) != 0 || (has(s, LETTER(0x17B6)) && has(s, LETTER(0x17C6)));
    if (!covered || (s->bits & shifters) != 0)
        return;
    series of = series_of(s);
    exchange(s, LETTER(0x17BB), of.first && !of.ba ? LETTER(0x17CA) : LETTER(0x17C9), sink);
}

/* Ro is written behind other subscripts, whatever the order of typing. */
static void order_coengs(khmer_syllable *s)
{
    size_t count = 0;
    for (size_t i = 0; i < s->coeng_count; i++) {
        if (s->coengs[i] != LETTER(0x179A))
            s->coengs[count++] = s->coengs[i];
    }
    while (count < s->coeng_count)
        s->coengs[count++] = LETTER(0x179A);
}

/* <to, coeng la> is drawn like the letter la. */
static void join_la(khmer_syllable *s)
{
    uint8_t *la = memchr(s->coengs, LETTER(0x17A1), s->coeng_count);
    if (la == NULL)
        return;
    s->coeng_count--;
    memmove(la, la + 1, s->coeng_count - (size_t)(la - s->coengs));
    s->base = LETTER(0x17A1);
}

/* A shifter that changes nothing, since the consonants are of the series that it makes. */
static void note_shifter(const khmer_syllable *s, scrut_text_sink *sink)
{
    series of = series_of(s);
    if ((has(s, LETTER(0x17C9)) && !of.second && !of.ba) || (has(s, LETTER(0x17CA)) && !of.first))
        sink->flags |= SCRUT_FOLD_SHIFTER;
}

static void note_repeated(const khmer_syllable *s, scrut_text_sink *sink)
{
    uint32_t signs = marks_beside(LETTER(0x17C6)); /* several may stand in this place */
    for (size_t i = 1; i < s->mark_count; i++) {
        uint32_t here = marks_beside(s->marks[i]);
        if (here == marks_beside(s->marks[i - 1]) && (here != signs || s->marks[i] == s->marks[i - 1]))
            sink->flags |= SCRUT_FOLD_REPEATED;
    }
}

static inline char *write_letter(char *to, uint8_t letter)
{
    *to++ = '\xE1';
    *to++ = (char)(0x9E | letter >> 6);
    *to++ = (char)(0x80 | (letter & 0x3F));
    return to;
}

static char *write_coengs(char *to, const khmer_syllable *s)
{
    for (size_t i = 0; i < s->coeng_count; i++)
        to = write_letter(write_letter(to, LETTER(0x17D2)), s->coengs[i]);
    return to;
}

static char *write_crowded(char *to, const khmer_syllable *s)
{
    size_t i = 0;
    for (; i < s->mark_count && s->marks[i] == LETTER(0x17CC); i++)
        to = write_letter(to, s->marks[i]);
    to = write_coengs(to, s);
    for (; i < s->mark_count; i++)
        to = write_letter(to, s->marks[i]);
    return to;
}

static void write_syllable(const khmer_syllable *s, scrut_text_sink *sink)
{
    char *to = sink->to;
    if (s->base != SCRUT_KHMER_NO_BASE)
        to = write_letter(to, s->base);
    if (s->crowded) {
        sink->to = write_crowded(to, s);
        return;
    }
    if (has(s, LETTER(0x17CC)))
        to = write_letter(to, LETTER(0x17CC));
    to = write_coengs(to, s);
    for (uint32_t bits = s->bits & ~mark_bit(LETTER(0x17CC)); bits != 0; bits &= bits - 1)
        to = write_letter(to, MARKS[__builtin_ctz(bits)]);
    sink->to = to;
}

static void apply_rules(khmer_syllable *s, scrut_text_sink *sink)
{
    if (s->base == LETTER(0x1791))
        join_la(s);
    if (has(s, LETTER(0x17C1)) || has(s, LETTER(0x17BE)))
        join_vowels(s, sink);
    if (has(s, LETTER(0x17BB)))
        restore_shifter(s, sink);
    if (s->coeng_count > 1)
        order_coengs(s);
    if (s->base == SCRUT_KHMER_NO_BASE && s->mark_count + s->coeng_count > 0)
        sink->flags |= SCRUT_FOLD_DEFECTIVE;
    if (has(s, LETTER(0x17C9)) || has(s, LETTER(0x17CA)))
        note_shifter(s, sink);
    if (s->crowded)
        note_repeated(s, sink);
}

void scrut_khmer_write(khmer_syllable *s, scrut_text_sink *sink)
{
    apply_rules(s, sink);
    write_syllable(s, sink);
}
