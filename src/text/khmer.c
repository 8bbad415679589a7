/* SPDX-License-Identifier: Apache-2.0
 * Canonical order and spelling of Khmer syllables, after the rules of Unicode Technical Note 61 (Hosken, 2024) and
 * section 16.4 of the Unicode Standard. Normal forms do not do this: they merge none of the encodings of one word and
 * tear subscripts from their letters. */
#include "khmer.h"

#include <string.h>

#define NO_BASE 0xFF
#define MARKS_MAX 24 /* a real syllable has at most seven */

/* Letters that can be subscripts: consonants and independent vowels. */
static bool is_letter(uint8_t letter)
{
    return letter <= LETTER(0x17B3);
}

typedef struct {
    uint8_t place, letter;
} mark;

typedef struct {
    uint8_t base;
    size_t count;
    mark marks[MARKS_MAX];
} syllable;

/* Letters of a run, in which invisible and discouraged characters are replaced. */
typedef struct {
    const unsigned char *bytes;
    size_t length, at;
    size_t start;       /* of the character whose letters are pending */
    size_t whole;       /* how many letters it stands for */
    uint8_t pending[3]; /* letters that stand for the last character, the next one at the end */
    size_t pending_count;
} reader;

/* Characters whose use the standard discourages, and what it says to use. */
static uint8_t replacement(reader *r, uint8_t letter)
{
    switch (letter) {
    case LETTER(0x17A3): return LETTER(0x17A2);
    case LETTER(0x17A4): r->pending[r->pending_count++] = LETTER(0x17B6); return LETTER(0x17A2);
    case LETTER(0x17A8): r->pending[r->pending_count++] = LETTER(0x1780); return LETTER(0x17A7);
    case LETTER(0x17B2): return LETTER(0x17B1);
    case LETTER(0x17D3): return LETTER(0x17C6);
    case LETTER(0x17D8):
        r->pending[r->pending_count++] = LETTER(0x17D4);
        r->pending[r->pending_count++] = LETTER(0x179B);
        return LETTER(0x17D4);
    default: return letter;
    }
}

/* Skips what is not seen. False at the end of the run. */
static bool skip_unseen(reader *r)
{
    for (;;) {
        const unsigned char *here = r->bytes + r->at;
        size_t left = r->length - r->at, used = 3;
        if (!scrut_text_is_khmer(here, left))
            used = scrut_text_unseen((const char *)here, left);
        else if (here[1] != 0x9E || (here[2] != 0xB4 && here[2] != 0xB5))
            return true; /* but U+17B4 and U+17B5 are inherent vowels, which are not written */
        if (used == 0)
            return false;
        r->at += used;
    }
}

/* Letters that stand for themselves: neither replaced nor unseen. */
static bool is_ordinary(uint8_t letter)
{
    static const uint64_t OTHERS[2] = {UINT64_C(1) << 0x23 | UINT64_C(1) << 0x24 | UINT64_C(1) << 0x28 |
                                           UINT64_C(1) << 0x32 | UINT64_C(1) << 0x34 | UINT64_C(1) << 0x35,
                                       UINT64_C(1) << 0x13 | UINT64_C(1) << 0x18};
    return (OTHERS[letter >> 6 & 1] >> (letter & 63) & 1) == 0;
}

static bool peek(reader *r, uint8_t *ret_letter)
{
    if (r->pending_count == 0) {
        const unsigned char *here = r->bytes + r->at;
        bool ordinary = scrut_text_is_khmer(here, r->length - r->at) && is_ordinary(letter_at(here));
        if (!ordinary && !skip_unseen(r))
            return false;
        here = r->bytes + r->at;
        r->start = r->at;
        r->at += 3;
        uint8_t letter = ordinary ? letter_at(here) : replacement(r, letter_at(here));
        r->pending[r->pending_count++] = letter;
        r->whole = r->pending_count;
    }
    *ret_letter = r->pending[r->pending_count - 1];
    return true;
}

static void take(reader *r)
{
    r->pending_count--;
}

/* Keeps the marks in order of their places; marks of one place stay as they came. */
static void insert(syllable *s, place where, uint8_t letter, scrut_text_sink *sink)
{
    if (s->count == MARKS_MAX) {
        sink->flags |= SCRUT_FOLD_LONG;
        return;
    }
    size_t i = s->count++;
    for (; i > 0 && s->marks[i - 1].place > where; i--)
        s->marks[i] = s->marks[i - 1];
    s->marks[i] = (mark){(uint8_t)where, letter};
}

static mark *find(syllable *s, uint8_t letter)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->marks[i].letter == letter && s->marks[i].place != PLACE_COENG)
            return &s->marks[i];
    }
    return NULL;
}

static bool has(syllable *s, uint8_t letter)
{
    return find(s, letter) != NULL;
}

static void erase(syllable *s, const mark *m)
{
    size_t i = (size_t)(m - s->marks);
    memmove(&s->marks[i], &s->marks[i + 1], (s->count - i - 1) * sizeof s->marks[0]);
    s->count--;
}

/* Replaces a mark by another, which may have another place. */
static void exchange(syllable *s, const mark *m, uint8_t letter, scrut_text_sink *sink)
{
    erase(s, m);
    insert(s, place_of(letter), letter, sink);
}

/* Reads a coeng whose sign was taken, with the letter that it makes a subscript. */
static void read_coeng(reader *r, syllable *s, scrut_text_sink *sink)
{
    uint8_t letter;
    bool more = peek(r, &letter);
    while (more && letter == LETTER(0x17D2)) {
        take(r);
        more = peek(r, &letter);
    }
    if (!more || !is_letter(letter)) {
        sink->flags |= SCRUT_FOLD_DEFECTIVE; /* the sign alone would bind to whatever follows in the key: drop it */
        return;
    }
    take(r);
    if (letter == LETTER(0x178A))
        letter = LETTER(0x178F); /* coeng da and coeng ta look alike */
    insert(s, PLACE_COENG, letter, sink);
}

static void read_marks(reader *r, syllable *s, scrut_text_sink *sink)
{
    uint8_t letter;
    while (peek(r, &letter)) {
        place where = place_of(letter);
        if (where == PLACE_BASE || where == PLACE_NONE)
            return;
        take(r);
        if (where == PLACE_COENG)
            read_coeng(r, s, sink);
        else
            insert(s, where, letter, sink);
    }
}

/* A bit for each mark but subscripts; which of the rules below have nothing to do follows from it. */
static uint64_t bit_of(uint8_t letter)
{
    return UINT64_C(1) << ((letter - LETTER(0x17B4)) & 63);
}

static uint64_t bits_of(const syllable *s)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < s->count; i++)
        bits |= s->marks[i].place != PLACE_COENG ? bit_of(s->marks[i].letter) : 0;
    return bits;
}

/* Two vowel signs that are drawn like a third, until there are none. */
static void join_vowels(syllable *s, scrut_text_sink *sink)
{
    static const uint8_t JOINS[][4] = {
        {LETTER(0x17C1), LETTER(0x17B8), LETTER(0x17BE), 0},
        {LETTER(0x17C1), LETTER(0x17B6), LETTER(0x17C4), 0},
        {LETTER(0x17BE), LETTER(0x17B6), LETTER(0x17C4), LETTER(0x17B8)},
    };
    for (size_t i = 0; i < sizeof JOINS / sizeof JOINS[0]; i++) {
        while (has(s, JOINS[i][0]) && has(s, JOINS[i][1])) {
            erase(s, find(s, JOINS[i][1]));
            exchange(s, find(s, JOINS[i][0]), JOINS[i][2], sink);
            if (JOINS[i][3] != 0)
                insert(s, place_of(JOINS[i][3]), JOINS[i][3], sink);
        }
    }
}

/* What of its consonants decides the form of a shifter. */
typedef struct {
    bool first, second, ba;
} series;

static series series_of(const syllable *s)
{
    series found = {is_first_series(s->base), s->base != NO_BASE && !is_first_series(s->base),
                    s->base == LETTER(0x1794)};
    for (size_t i = 0; i < s->count; i++) {
        if (s->marks[i].place != PLACE_COENG)
            continue;
        bool first = is_first_series(s->marks[i].letter);
        found.first = found.first || first;
        found.second = found.second || !first;
        found.ba = found.ba || s->marks[i].letter == LETTER(0x1794);
    }
    return found;
}

static bool has_place(const syllable *s, place where)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->marks[i].place == where)
            return true;
    }
    return false;
}

/* Under a vowel or sign that stands above, a shifter is drawn like the vowel u, and is often typed so. */
static void restore_shifter(syllable *s, scrut_text_sink *sink)
{
    const mark *u = find(s, LETTER(0x17BB));
    bool above = has_place(s, PLACE_ABOVE) || has(s, LETTER(0x17BE)) || has(s, LETTER(0x17BF)) ||
                 has(s, LETTER(0x17DD)) || has(s, LETTER(0x17D0)) || (has(s, LETTER(0x17B6)) && has(s, LETTER(0x17C6)));
    if (u == NULL || !above || has_place(s, PLACE_SHIFTER))
        return;
    series of = series_of(s);
    exchange(s, u, of.first && !of.ba ? LETTER(0x17CA) : LETTER(0x17C9), sink);
}

static bool is_coeng_ro(mark m)
{
    return m.place == PLACE_COENG && m.letter == LETTER(0x179A);
}

/* Ro is written behind other subscripts, whatever the order of typing. */
static void order_coengs(syllable *s)
{
    mark ordered[MARKS_MAX];
    size_t begin = 0, count = 0;
    while (begin < s->count && s->marks[begin].place < PLACE_COENG)
        begin++;
    if (begin + 1 >= s->count || s->marks[begin + 1].place != PLACE_COENG)
        return;
    for (int ro = 0; ro <= 1; ro++) {
        for (size_t i = begin; i < s->count && s->marks[i].place == PLACE_COENG; i++) {
            if (is_coeng_ro(s->marks[i]) == (ro == 1))
                ordered[count++] = s->marks[i];
        }
    }
    memcpy(&s->marks[begin], ordered, count * sizeof ordered[0]);
}

/* <to, coeng la> is drawn like the letter la. */
static void join_la(syllable *s)
{
    if (s->base != LETTER(0x1791))
        return;
    for (size_t i = 0; i < s->count; i++) {
        if (s->marks[i].place == PLACE_COENG && s->marks[i].letter == LETTER(0x17A1)) {
            erase(s, &s->marks[i]);
            s->base = LETTER(0x17A1);
            return;
        }
    }
}

/* One that changes nothing, since the consonants are of the series that it makes. */
static bool is_odd_shifter(const syllable *s, uint8_t letter)
{
    series of = series_of(s);
    return (letter == LETTER(0x17C9) && !of.second && !of.ba) || (letter == LETTER(0x17CA) && !of.first);
}

static void note_flags(const syllable *s, scrut_text_sink *sink)
{
    if (s->base == NO_BASE && s->count > 0)
        sink->flags |= SCRUT_FOLD_DEFECTIVE;
    for (size_t i = 0; i < s->count; i++) {
        mark m = s->marks[i];
        if (i > 0 && m.place == s->marks[i - 1].place && m.place != PLACE_COENG && m.place != PLACE_SIGN)
            sink->flags |= SCRUT_FOLD_REPEATED;
        if (i > 0 && m.place == PLACE_SIGN && m.letter == s->marks[i - 1].letter)
            sink->flags |= SCRUT_FOLD_REPEATED;
        if (m.place == PLACE_SHIFTER && is_odd_shifter(s, m.letter))
            sink->flags |= SCRUT_FOLD_SHIFTER;
    }
}

static char *write_letter(char *to, uint8_t letter)
{
    *to++ = '\xE1';
    *to++ = (char)(0x9E | letter >> 6);
    *to++ = (char)(0x80 | (letter & 0x3F));
    return to;
}

static void write_syllable(const syllable *s, scrut_text_sink *sink)
{
    char bytes[3 * (2 * MARKS_MAX + 1)], *to = bytes;
    if (s->base != NO_BASE)
        to = write_letter(to, s->base);
    for (size_t i = 0; i < s->count; i++) {
        if (s->marks[i].place == PLACE_COENG)
            to = write_letter(to, LETTER(0x17D2));
        to = write_letter(to, s->marks[i].letter);
    }
    if (to > bytes)
        scrut_text_sink_put(sink, bytes, (size_t)(to - bytes));
}

static void fold_syllable(reader *r, uint8_t base, scrut_text_sink *sink)
{
    syllable s = {.base = base};
    read_marks(r, &s, sink);
    if (s.count > 0) {
        uint64_t bits = bits_of(&s);
        join_la(&s);
        if ((bits & (bit_of(LETTER(0x17C1)) | bit_of(LETTER(0x17BE)))) != 0)
            join_vowels(&s, sink);
        if ((bits & bit_of(LETTER(0x17BB))) != 0)
            restore_shifter(&s, sink);
        order_coengs(&s);
        note_flags(&s, sink);
    }
    write_syllable(&s, sink);
}

static void fold_other(uint8_t letter, scrut_text_sink *sink)
{
    if (letter >= LETTER(0x17E0) && letter <= LETTER(0x17E9)) {
        char digit = (char)('0' + (letter - LETTER(0x17E0)));
        scrut_text_sink_put(sink, &digit, 1);
    } else {
        scrut_text_sink_space(sink);
    }
}

/* Folds one syllable or other character; the reader is left at the next. */
static void fold_unit(reader *r, uint8_t letter, scrut_text_sink *sink)
{
    place where = place_of(letter);
    if (where == PLACE_BASE || where == PLACE_NONE)
        take(r);
    if (where == PLACE_NONE)
        fold_other(letter, sink);
    else
        fold_syllable(r, where == PLACE_BASE ? letter : NO_BASE, sink);
}

/* Gives a character back whose letters were looked at only. */
static bool rewind_reader(reader *r)
{
    if (r->pending_count == 0)
        return true;
    if (r->pending_count != r->whole)
        return false;
    r->at = r->start;
    r->pending_count = 0;
    return true;
}

size_t scrut_khmer_fold(const char *bytes, size_t length, scrut_text_sink *sink)
{
    reader r = {.bytes = (const unsigned char *)bytes, .length = length};
    uint8_t letter;
    do {
        if (rewind_reader(&r)) {
            size_t plain_bytes = scrut_khmer_plain(r.bytes + r.at, length - r.at);
            scrut_text_sink_put(sink, bytes + r.at, plain_bytes);
            r.at += plain_bytes;
            if (r.at == length || bytes[r.at] == ' ')
                break;
        }
        if (!peek(&r, &letter))
            break;
        fold_unit(&r, letter, sink);
    } while (true);
    sink->base = 0;
    return r.at;
}
