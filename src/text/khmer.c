/* SPDX-License-Identifier: Apache-2.0
 * Canonical order and spelling of Khmer syllables, after the rules of Unicode Technical Note 61 (Hosken, 2024) and
 * section 16.4 of the Unicode Standard. Normal forms do not do this: they merge none of the encodings of one word and
 * tear subscripts from their letters. */
#include "khmer.h"

/* Letters that can be subscripts: consonants and independent vowels. */
static bool is_letter(uint8_t letter)
{
    return letter <= LETTER(0x17B3);
}

/* Letters of a run, in which invisible and discouraged characters are replaced. */
typedef struct {
    const unsigned char *bytes;
    size_t length, at;
    size_t start;          /* of the character whose letters are pending */
    uint8_t whole;         /* how many letters it stands for */
    uint8_t pending_count; /* 0: the next letter stands at `at` for itself */
    uint8_t pending[3];    /* letters that stand for the last character, the next one at the end */
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
            used = scrut_text_unseen(here, left);
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

static bool stands_for_itself(const reader *r)
{
    const unsigned char *here = r->bytes + r->at;
    return scrut_text_is_khmer(here, r->length - r->at) && is_ordinary(letter_at(here));
}

/* Puts down the letters of a character that is replaced. */
static void replace(reader *r)
{
    uint8_t letter = letter_at(r->bytes + r->at);
    r->start = r->at;
    r->at += 3;
    letter = replacement(r, letter);
    r->pending[r->pending_count++] = letter;
    r->whole = r->pending_count;
}

/* False at the end of the run. */
static inline bool peek(reader *r, uint8_t *ret_letter)
{
    if (r->pending_count == 0 && !stands_for_itself(r)) {
        if (!skip_unseen(r))
            return false;
        if (!stands_for_itself(r))
            replace(r);
    }
    *ret_letter = r->pending_count > 0 ? r->pending[r->pending_count - 1] : letter_at(r->bytes + r->at);
    return true;
}

static inline void take(reader *r)
{
    if (r->pending_count > 0)
        r->pending_count--;
    else
        r->at += 3;
}

/* Reads a coeng whose sign was taken, with the letter that it makes a subscript. */
static void read_coeng(reader *r, khmer_syllable *s, scrut_text_sink *sink)
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
    khmer_add_coeng(s, letter, sink);
}

static void read_marks(reader *r, khmer_syllable *s, scrut_text_sink *sink)
{
    uint8_t letter;
    while (peek(r, &letter)) {
        bool coeng = letter == LETTER(0x17D2);
        if (!coeng && mark_bit(letter) == 0)
            return;
        take(r);
        if (coeng)
            read_coeng(r, s, sink);
        else
            khmer_add_mark(s, letter, sink);
    }
}

static void fold_syllable(reader *r, uint8_t base, scrut_text_sink *sink)
{
    khmer_syllable s; /* its lists are not cleared: that took long */
    s.base = base;
    s.mark_count = s.coeng_count = 0;
    s.crowded = false;
    s.bits = 0;
    read_marks(r, &s, sink);
    scrut_khmer_write(&s, sink);
}

static void fold_other(uint8_t letter, scrut_text_sink *sink)
{
    if (letter >= LETTER(0x17E0) && letter <= LETTER(0x17E9))
        *sink->to++ = (char)('0' + (letter - LETTER(0x17E0)));
    else
        scrut_text_sink_space(sink);
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
        fold_syllable(r, where == PLACE_BASE ? letter : SCRUT_KHMER_NO_BASE, sink);
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

size_t scrut_khmer_fold(const unsigned char *bytes, size_t length, scrut_text_sink *sink)
{
    reader r = {.bytes = bytes, .length = length};
    uint8_t letter;
    for (;;) {
        if (rewind_reader(&r)) {
            r.at += scrut_khmer_plain(bytes + r.at, length - r.at, sink);
            if (!scrut_text_sink_has_room(sink))
                break;
        }
        if (!peek(&r, &letter))
            break;
        fold_unit(&r, letter, sink);
    }
    sink->barred = sink->to;
    return r.at;
}
