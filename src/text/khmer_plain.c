/* SPDX-License-Identifier: Apache-2.0
 * khmer_plain.c: syllables that are canonical already, found by an automaton whose table is made of the rules once. */
#include "khmer.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

/* A syllable that is read without keeping it, while no rule has to look at it. */
typedef struct {
    uint8_t base, last;
    place where; /* of the last mark */
    bool open;   /* a coeng sign waits for its letter */
} plain;

/* Letters that no rule touches as the base of a syllable. */
static bool is_plain_base(uint8_t letter)
{
    static const uint64_t RULED = UINT64_C(1) << 0x23 | UINT64_C(1) << 0x24 | UINT64_C(1) << 0x28 | UINT64_C(1) << 0x32;
    return letter < 64 && place_of(letter) == PLACE_BASE && (RULED >> letter & 1) == 0;
}

static bool is_plain_after(const plain *p, uint8_t letter, place where)
{
    if (where == PLACE_SHIFTER) { /* as the letter takes it, whatever its subscripts */
        bool first = is_first_series(p->base);
        return letter == LETTER(0x17CA) ? first : !first || p->base == LETTER(0x1794);
    }
    switch (p->last) {
    case LETTER(0x17BB): return where == PLACE_FINAL || letter == LETTER(0x17C6) || letter == LETTER(0x17CB);
    case LETTER(0x17C1):
    case LETTER(0x17BE):
    case LETTER(0x17BF): return where >= PLACE_SIGN;
    default: return true;
    }
}

/* False: a rule has to look at the syllable. */
static bool plain_step(plain *p, uint8_t letter)
{
    if (p->open) {
        p->open = false;
        p->last = letter;
        return is_plain_base(letter) && letter != LETTER(0x178A) &&
               !(p->base == LETTER(0x1791) && letter == LETTER(0x17A1));
    }
    place where = place_of(letter);
    bool again = where == PLACE_COENG && p->where == PLACE_COENG && p->last != LETTER(0x179A); /* ro is the last */
    if (where == PLACE_NONE || letter == LETTER(0x17D3) || (where <= p->where && !again) ||
        !is_plain_after(p, letter, where))
        return false;
    p->open = where == PLACE_COENG;
    p->last = letter;
    p->where = where;
    return true;
}

/* The steps above as a table, since most of any text is plain. */
enum { PLAIN_STATES = 128, PLAIN_NONE = UINT8_MAX };

static struct {
    uint8_t next[PLAIN_STATES][128]; /* PLAIN_NONE: a rule has to look at the syllable */
    plain states[PLAIN_STATES];      /* the first is of no syllable, those up to last_base of bases alone */
    uint8_t count, last_base;
} table;
static atomic_bool table_made; /* asked first, as it costs less than pthread_once */
static pthread_once_t table_once = PTHREAD_ONCE_INIT;

/* The state in which all that matters of p is the same, a new one when there is none. */
static uint8_t plain_state(plain p)
{
    static const uint8_t BASES[] = {LETTER(0x1794), LETTER(0x1791), LETTER(0x1780), LETTER(0x1782)};
    static const uint8_t LASTS[] = {LETTER(0x179A), LETTER(0x17BB), LETTER(0x17C1), LETTER(0x17BE), LETTER(0x17BF)};
    uint8_t n = 0;
    if (p.base != BASES[0] && p.base != BASES[1])
        p.base = is_first_series(p.base) ? BASES[2] : BASES[3];
    if (p.where == PLACE_BASE || memchr(LASTS, p.last, sizeof LASTS) == NULL)
        p.last = 0;
    for (; n < table.count; n++) {
        const plain *q = &table.states[n];
        if (q->base == p.base && q->last == p.last && q->where == p.where && q->open == p.open)
            return n;
    }
    assert(n < PLAIN_STATES);
    table.states[table.count++] = p;
    return n;
}

static void make_table(void)
{
    plain_state((plain){.where = PLACE_NONE});
    for (uint8_t letter = 0; letter < 128; letter++) {
        if (is_plain_base(letter))
            plain_state((plain){.base = letter, .where = PLACE_BASE});
    }
    table.last_base = (uint8_t)(table.count - 1);
    for (uint8_t n = 0; n < table.count; n++) {
        for (uint8_t letter = 0; letter < 128; letter++) {
            plain p = table.states[n];
            uint8_t next = PLAIN_NONE;
            if (!p.open && is_plain_base(letter))
                next = plain_state((plain){.base = letter, .where = PLACE_BASE});
            else if (plain_step(&p, letter))
                next = plain_state(p);
            table.next[n][letter] = next;
        }
    }
    atomic_store_explicit(&table_made, true, memory_order_release);
}

/* Where reading and writing are. */
typedef struct {
    const unsigned char *from;
    char *to;
} cursor;

/* Copies letters up to one that is not Khmer or that a rule has to look at, and returns the state before it. *end is
 * where the syllable began. */
static inline uint8_t copy_letters(cursor *here, const unsigned char *from_end, const char *limit, uint8_t state,
                                   cursor *end)
{
    cursor now = *here, begun = *end;
    uint8_t last_base = table.last_base;
    for (; now.to < limit && scrut_text_is_khmer(now.from, (size_t)(from_end - now.from)); now.from += 3, now.to += 3) {
        uint8_t next = table.next[state][letter_at(now.from)];
        if (next == PLAIN_NONE)
            break;
        state = next;
        memcpy(now.to, now.from, 3);
        begun = state <= last_base ? now : begun;
    }
    *here = now;
    *end = begun;
    return state;
}

/* Most names that are not canonical have coeng da, which looks like coeng ta. PLAIN_NONE: a rule has to look at what is
 * here. */
static inline uint8_t pass_da(cursor *here, uint8_t state)
{
    if (!table.states[state].open || letter_at(here->from) != LETTER(0x178A))
        return PLAIN_NONE;
    memcpy(here->to, "\xE1\x9E\x8F", 3);
    here->from += 3;
    here->to += 3;
    return table.next[state][LETTER(0x178F)];
}

/* Reads a space between two words, or what is not seen. Returns the state behind it; PLAIN_NONE: the run ends. */
static inline uint8_t pass_between(cursor *here, const unsigned char *from_end, const char *begin, uint8_t state)
{
    size_t left = (size_t)(from_end - here->from);
    if (left > 3 && *here->from == ' ' && !table.states[state].open && scrut_text_is_khmer(here->from + 1, left - 1)) {
        here->from++;
        *here->to = ' ';
        here->to += here->to > begin && here->to[-1] != ' ';
        return 0;
    }
    size_t unseen = scrut_text_unseen(here->from, left);
    here->from += unseen;
    return unseen > 0 ? state : PLAIN_NONE;
}

size_t scrut_khmer_plain(const unsigned char *bytes, size_t length, scrut_text_sink *sink)
{
    const unsigned char *from_end = bytes + length;
    cursor here = {bytes, sink->to}, end = here;
    if (!atomic_load_explicit(&table_made, memory_order_acquire))
        pthread_once(&table_once, make_table);
    uint8_t state = 0, next = 0;
    while (next != PLAIN_NONE) {
        state = copy_letters(&here, from_end, sink->limit, next, &end);
        if (here.to >= sink->limit)
            break;
        if (scrut_text_is_khmer(here.from, (size_t)(from_end - here.from))) {
            next = pass_da(&here, state);
            continue;
        }
        next = pass_between(&here, from_end, sink->begin, state);
        if (!table.states[state].open && next != state)
            end = here;
    }
    sink->to = end.to;
    return (size_t)(end.from - bytes);
}
