/* SPDX-License-Identifier: Apache-2.0
 * The matching key of a name: what two clerks may write differently of one name is made equal, script by script. */
#include "scrutineer/utf8.h"
#include "text_internal.h"

/* ---- most letters of most scripts: what they become is looked up and written, one after another ---- */

/* Where reading and writing are, in registers. */
typedef struct {
    const unsigned char *begin, *from, *end;
    char *to;
    const char *limit;
    unsigned spaced; /* 1: a space would be the first byte of the key or the second one in a row */
} place;

/* No branch by letter: where words end is not foreseen. */
static inline void step_ascii(place *p)
{
    char c = scrut_ascii_folded(*p->from++);
    unsigned space = c == ' ', unseen = c == '\0';
    *p->to = c;
    p->to += 1 ^ (unseen | (space & p->spaced));
    p->spaced = (p->spaced & unseen) | space;
}

#define EACH UINT64_C(0x0101010101010101)
#define HIGH (EACH * 0x80)

/* The high bit of each byte of x, all below 0x80, that is at least `low` and at most `high`. */
static inline uint64_t between(uint64_t x, unsigned char low, unsigned char high)
{
    return (x + EACH * (0x80u - low)) & ~(x + EACH * (0x7Fu - high)) & HIGH;
}

/* Eight ASCII bytes as step_ascii folds them. False: one of them leaves nothing, or a separator follows another. */
static inline bool fold_eight(uint64_t x, uint64_t *ret_folded)
{
    uint64_t lower = x | EACH * 0x20;
    uint64_t kept = between(lower, 'a', 'z') | between(x, '0', '9');
    uint64_t unseen = between(x, '\'', '\'') | between(x, '.', '.') | between(x, '`', '`');
    uint64_t spaces = ~kept & HIGH;
    *ret_folded = (lower & (kept >> 7) * 0xFF) | EACH * 0x20;
    return (unseen | (spaces & spaces << 8)) == 0;
}

/* The first byte of eight in memory is the lowest one here. */
static inline uint64_t in_order(uint64_t eight)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    return eight;
}

/* The next eight bytes, or as many as there are, and zeros behind them. */
static inline uint64_t next_eight(const place *p)
{
    uint64_t eight = 0;
    size_t left = (size_t)(p->end - p->from);
    if (left >= sizeof eight) {
        memcpy(&eight, p->from, sizeof eight);
        return in_order(eight);
    }
    if (p->end - p->begin >= (ptrdiff_t)sizeof eight) { /* with bytes that were read before */
        memcpy(&eight, p->end - sizeof eight, sizeof eight);
        return in_order(eight) >> 8 * (sizeof eight - left);
    }
    for (size_t i = left; i > 0; i--)
        eight = eight << 8 | p->from[i - 1];
    return eight;
}

/* Folds up to eight bytes, the first of which is ASCII: those before one that is not. False: they are not that simple.
 */
static inline bool step_eight(place *p)
{
    size_t left = (size_t)(p->end - p->from);
    uint64_t eight = next_eight(p), folded;
    uint64_t others = (eight & HIGH) | (left < 8 ? UINT64_C(0x80) << 8 * left : 0);
    size_t count = others != 0 ? (size_t)__builtin_ctzll(others) / 8 : 8;
    if (others != 0) { /* letters in their place, which are written over */
        uint64_t behind = ~UINT64_C(0) << 8 * count;
        eight = (eight & ~behind) | (behind & EACH * 'a');
    }
    if (!fold_eight(eight, &folded) || (p->spaced != 0 && (folded & 0xFF) == ' '))
        return false;
    folded = in_order(folded);
    memcpy(p->to, &folded, sizeof folded);
    p->from += count;
    p->to += count;
    p->spaced = p->to[-1] == ' ';
    return true;
}

static inline void run_of_ascii(place *p)
{
    do {
        bool alone = p->end - p->from == 1 || p->from[1] >= 0x80;
        if (alone || !step_eight(p))
            step_ascii(p);
    } while (p->from < p->end && *p->from < 0x80 && p->to < p->limit);
}

static inline bool is_tail(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* False: a letter that a closer look must be taken at. */
static inline bool put_plain(place *p, uint32_t c)
{
    const scrut_letter *l = &scrut_letters[c];
    scrut_letter_kind kind = scrut_letter_kind_of(l);
    if (kind != SCRUT_LETTER_PLAIN && kind != SCRUT_LETTER_ARABIC)
        return false;
    memcpy(p->to, l, sizeof *l); /* more than its bytes: the next letter is written over the rest */
    p->to += l->length;
    return true;
}

/* Letters of two bytes. */
static inline void run_of_two(place *p)
{
    for (; p->end - p->from >= 2 && p->to < p->limit; p->from += 2) {
        const unsigned char *b = p->from;
        if (b[0] < 0xC2 || b[0] > 0xDF || !is_tail(b[1]) || !put_plain(p, (uint32_t)(b[0] & 0x1F) << 6 | (b[1] & 0x3F)))
            return;
    }
}

/* Letters of three bytes. Nothing is known of surrogates, so that they are not put. */
static inline void run_of_three(place *p)
{
    for (; p->end - p->from >= 3 && p->to < p->limit; p->from += 3) {
        const unsigned char *b = p->from;
        uint32_t c = (uint32_t)(b[0] & 0x0F) << 12 | (uint32_t)(b[1] & 0x3F) << 6 | (b[2] & 0x3F);
        if ((b[0] & 0xF0) != 0xE0 || !is_tail(b[1]) || !is_tail(b[2]) || c < 0x800 || !put_plain(p, c))
            return;
    }
}

/* Letters of four bytes. */
static inline void run_of_four(place *p)
{
    for (; p->end - p->from >= 4 && p->to < p->limit; p->from += 4) {
        const unsigned char *b = p->from;
        uint32_t c = (uint32_t)(b[0] & 0x07) << 18 | (uint32_t)(b[1] & 0x3F) << 12 | (uint32_t)(b[2] & 0x3F) << 6 |
                     (b[3] & 0x3F);
        bool valid = (b[0] & 0xF8) == 0xF0 && is_tail(b[1]) && is_tail(b[2]) && is_tail(b[3]) && c >= 0x10000;
        if (!valid || c >= SCRUT_LETTERS_END || !put_plain(p, c))
            return;
    }
}

/* False: there is none that need not be looked at closely. */
static inline bool run_of_letters(place *p, const scrut_text_sink *sink)
{
    const unsigned char *begin = p->from;
    char *to = p->to;
    if (p->spaced != 0 && scrut_text_is_after_abd(to, (size_t)(to - sink->begin)))
        return false;
    run_of_two(p);
    if (p->from < p->end && *p->from >= 0xE0) {
        run_of_three(p);
        run_of_four(p);
    }
    p->spaced &= p->to == to;
    return p->from > begin;
}

/* Returns how many bytes at the beginning of bytes[0 .. length) were folded; Khmer is not. */
static size_t fold_run(const unsigned char *bytes, size_t length, scrut_text_sink *sink)
{
    place p = {.begin = bytes, .from = bytes, .end = bytes + length, .to = sink->to, .limit = sink->limit};
    p.spaced = scrut_text_sink_is_spaced(sink);
    do {
        if (p.from < p.end && *p.from < 0x80) {
            run_of_ascii(&p);
            sink->barred = p.to;
        }
    } while (p.from < p.end && p.to < p.limit && run_of_letters(&p, sink));
    sink->to = p.to;
    return (size_t)(p.from - bytes);
}

/* ---- a whole name ---- */

/* Room for a step more. False: there is no memory. */
static bool make_room(scrut_text_sink *sink, scrut_buf *key, size_t bytes)
{
    size_t begin = (size_t)(sink->begin - key->bytes), used = (size_t)(sink->to - key->bytes);
    size_t barred = (size_t)(sink->barred - key->bytes);
    if (!scrut_buf_reserve(key, used - key->length + bytes + SCRUT_TEXT_STEP))
        return false;
    sink->begin = key->bytes + begin;
    sink->to = key->bytes + used;
    sink->barred = key->bytes + barred;
    sink->limit = key->bytes + key->capacity - SCRUT_TEXT_STEP;
    return true;
}

/* Returns the bytes folded; 0: what follows is not UTF-8. */
static size_t fold_next(const unsigned char *bytes, size_t length, scrut_text_sink *sink)
{
    if (scrut_text_is_khmer(bytes, length))
        return scrut_khmer_fold(bytes, length, sink);
    size_t at = fold_run(bytes, length, sink);
    return at > 0 ? at : scrut_letter_fold(bytes, length, sink);
}

scrut_status scrut_text_fold(const char *bytes, size_t length, scrut_buf *key, unsigned *ret_flags, scrut_error *err)
{
    const unsigned char *b = (const unsigned char *)bytes;
    bool room = !key->failed && key->capacity - key->length > SCRUT_TEXT_STEP + length;
    if (!room && !scrut_buf_reserve(key, SCRUT_TEXT_STEP + length))
        return scrut_fail_memory(err);
    char *end = key->bytes + key->length;
    scrut_text_sink sink = {.begin = end, .to = end, .barred = end};
    sink.limit = key->bytes + key->capacity - SCRUT_TEXT_STEP;
    for (size_t at = 0, used; at < length; at += used) {
        room = scrut_text_sink_has_room(&sink) || make_room(&sink, key, length - at);
        used = room ? fold_next(b + at, length - at, &sink) : 0;
        if (used == 0)
            key->bytes[key->length] = '\0';
        if (!room)
            return scrut_fail_memory(err);
        if (used == 0)
            return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, (int64_t)scrut_utf8_check(bytes, length),
                              "a name is not valid UTF-8");
    }
    sink.to -= sink.to > sink.begin && sink.to[-1] == ' ';
    *sink.to = '\0';
    key->length = (size_t)(sink.to - key->bytes);
    if (ret_flags != NULL)
        *ret_flags = sink.flags;
    return SCRUT_OK;
}
