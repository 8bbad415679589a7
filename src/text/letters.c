/* SPDX-License-Identifier: Apache-2.0
 * letters.c: the key of a letter of any script but Khmer: Latin without its marks, Arabic and Ethiopic letters that are
 * written for one another as one, others decomposed. */
#include "scrutineer/utf8.h"
#include "text_internal.h"

#include <pthread.h>
#include <string.h>
#include <utf8proc.h>

static void put_code_point(scrut_text_sink *sink, uint32_t c)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t length = utf8proc_encode_char((utf8proc_int32_t)c, bytes);
    scrut_text_sink_put(sink, (const char *)bytes, (size_t)length);
}

static bool is_latin(uint32_t c)
{
    return c >= 0xC0 && c <= 0x17F && c != 0xD7 && c != 0xF7;
}

/* U+00C0 .. U+017F without their marks. */
static const char *latin_folded(uint32_t c)
{
    static const char FOLDED[192][3] = {
        "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e",  "e",  "i", "i", "i",  "i",  /* 00C0 */
        "d", "n", "o",  "o",  "o", "o", "o",  " ", "o", "u", "u",  "u",  "u", "y", "th", "ss", /* 00D0 */
        "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e",  "e",  "i", "i", "i",  "i",  /* 00E0 */
        "d", "n", "o",  "o",  "o", "o", "o",  " ", "o", "u", "u",  "u",  "u", "y", "th", "y",  /* 00F0 */
        "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c",  "c",  "c", "c", "d",  "d",  /* 0100 */
        "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e",  "e",  "g", "g", "g",  "g",  /* 0110 */
        "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i",  "i",  "i", "i", "i",  "i",  /* 0120 */
        "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l",  "l",  "l", "l", "l",  "l",  /* 0130 */
        "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "ng", "ng", "o", "o", "o",  "o",  /* 0140 */
        "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s",  "s",  "s", "s", "s",  "s",  /* 0150 */
        "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u",  "u",  "u", "u", "u",  "u",  /* 0160 */
        "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z",  "z",  "z", "z", "z",  "s",  /* 0170 */
    };
    return FOLDED[c - 0xC0];
}

static bool is_mark(uint32_t c)
{
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0591 && c <= 0x05C7 && c != 0x05BE);
}

static bool is_arabic_mark(uint32_t c)
{
    return (c >= 0x064B && c <= 0x065F) || c == 0x0670 || c == 0x0640; /* vowel marks and tatweel */
}

static bool is_apostrophe(uint32_t c)
{
    return c == 0x2018 || c == 0x2019 || c == 0x02BC || c == 0x02BB || c == 0x02B9 || c == 0x02BE || c == 0x02BF;
}

/* Format characters that are not seen and stand in names by accident. */
static bool is_format(uint32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
}

static bool is_unseen(uint32_t c)
{
    if (c < 0x80)
        return scrut_ascii_folded((unsigned char)c) == '\0';
    return is_mark(c) || is_arabic_mark(c) || is_apostrophe(c) || is_format(c);
}

size_t scrut_text_unseen(const char *bytes, size_t length)
{
    uint32_t c;
    size_t used = length == 0 ? 0 : scrut_utf8_decode(bytes, length, &c);
    return used > 0 && is_unseen(c) ? used : 0;
}

/* Letters of Arabic that are written for one another. Marks were decomposed before. */
static uint32_t arabic_folded(uint32_t c)
{
    if (c >= 0x0660 && c <= 0x0669)
        return '0' + (c - 0x0660);
    if (c >= 0x06F0 && c <= 0x06F9)
        return '0' + (c - 0x06F0);
    switch (c) {
    case 0x0671: return 0x0627; /* alef wasla: alef */
    case 0x0649:
    case 0x06CC: return 0x064A; /* alef maksura, Farsi yeh: yeh */
    case 0x06A9: return 0x0643; /* keheh: kaf */
    case 0x0629:
    case 0x06C1:
    case 0x06BE: return 0x0647; /* teh marbuta, heh goal, heh doachashmee: heh */
    default: return c;
    }
}

/* Before an Arabic letter is put: the letters of its word so far. "Abd al-" is one name, written with and without a
 * space. */
static uint64_t arabic_word(scrut_text_sink *sink)
{
    static const uint64_t ABD = UINT64_C(0x0639) << 32 | 0x0628 << 16 | 0x062F;
    if (sink->space && sink->arabic_word == ABD)
        sink->space = false;
    return sink->space ? 0 : sink->arabic_word;
}

static void put_arabic(scrut_text_sink *sink, uint32_t c)
{
    uint32_t folded = arabic_folded(c);
    uint64_t word = arabic_word(sink);
    put_code_point(sink, folded);
    sink->arabic_word = word << 16 | folded;
}

/* Amharic writes one sound with several series of letters, and the first and fourth order of two of them alike. */
static uint32_t ethiopic_folded(uint32_t c)
{
    static const struct {
        uint32_t from, to;
    } SERIES[] = {{0x1210, 0x1200}, {0x1280, 0x1200}, {0x12B8, 0x1200},
                  {0x1220, 0x1230}, {0x12D0, 0x12A0}, {0x1340, 0x1338}};
    for (size_t i = 0; i < sizeof SERIES / sizeof SERIES[0]; i++) {
        if (c >= SERIES[i].from && c < SERIES[i].from + 7)
            c = c - SERIES[i].from + SERIES[i].to;
    }
    return c == 0x1203 || c == 0x12A3 ? c - 3 : c;
}

/* The breve of short i is part of the letter; the dots of io are left out in most documents. */
static bool is_kept_mark(uint32_t base, uint32_t c)
{
    return c == 0x0306 && (base == 0x0438 || base == 0x0443);
}

static bool separates(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP ||
           category == UTF8PROC_CATEGORY_CC || (category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO);
}

/* One code point of a decomposition. */
static void put_decomposed(scrut_text_sink *sink, uint32_t c)
{
    if (is_unseen(c) && !is_kept_mark(sink->base, c))
        return;
    if (c < 0x80) {
        scrut_text_put_ascii(sink, (unsigned char)c); /* a few signs of Greek decompose to ASCII */
    } else if (separates(c)) {
        scrut_text_sink_space(sink);
    } else if (c >= 0x0600 && c <= 0x06FF) {
        put_arabic(sink, c);
    } else if (is_latin(c)) {
        const char *letters = latin_folded(c);
        scrut_text_sink_put(sink, letters, strlen(letters));
    } else {
        put_code_point(sink, ethiopic_folded(c));
    }
    if (!is_mark(c) && !sink->space)
        sink->base = c;
}

/* What a letter becomes, wherever it stands, worked out once for most alphabets. */
typedef enum {
    SHORT_NOT, /* by what stands before it, or more than four bytes */
    SHORT_NOTHING,
    SHORT_SPACE,
    SHORT_LETTERS,
    SHORT_ARABIC, /* its word decides whether a space stands before it */
} short_kind;

typedef struct {
    uint8_t kind, length;
    uint16_t base; /* the letter on which a mark may sit */
    char bytes[4];
} shortcut;

enum { SHORT_END = 0x1400, MARKED = 0x1E00, MARKED_END = 0x1F00 }; /* up to Ethiopic; Latin letters with marks */
static shortcut shortcuts[SHORT_END + MARKED_END - MARKED];
static pthread_once_t shortcuts_once = PTHREAD_ONCE_INIT;

static shortcut *shortcut_of(uint32_t c)
{
    if (c < SHORT_END)
        return &shortcuts[c];
    return c >= MARKED && c < MARKED_END ? &shortcuts[SHORT_END + c - MARKED] : NULL;
}

static void put_latin(scrut_text_sink *sink, uint32_t c)
{
    const char *letters = latin_folded(c);
    scrut_text_sink_put(sink, letters, strlen(letters));
    sink->base = 'a';
}

enum { PARTS_MAX = 24 }; /* the longest decomposition has 4, and case folding makes 3 of one */

static size_t decompose(uint32_t c, utf8proc_int32_t parts[PARTS_MAX])
{
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)c, parts, PARTS_MAX,
                                                     UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
    return count > 0 ? (size_t)count : 0;
}

static shortcut shorten(uint32_t c)
{
    utf8proc_int32_t parts[PARTS_MAX];
    size_t count = decompose(c, parts), seen = 0;
    uint32_t last = 0;
    scrut_text_sink sink;
    scrut_text_sink_open(&sink, NULL);
    sink.begun = true; /* so that a space shows */
    for (size_t i = 0; i < count && !is_latin(c); i++) {
        put_decomposed(&sink, (uint32_t)parts[i]);
        if (is_unseen((uint32_t)parts[i]))
            continue;
        last = (uint32_t)parts[i];
        seen++;
    }
    if (is_latin(c))
        put_latin(&sink, c);
    shortcut s = {.kind = SHORT_LETTERS, .base = (uint16_t)sink.base, .length = (uint8_t)sink.used};
    bool inner_space = sink.used > 0 && (sink.space || sink.bytes[0] == ' ');
    if (is_kept_mark(0x0438, c) || inner_space || sink.used > sizeof s.bytes || sink.base > UINT16_MAX)
        return (shortcut){.kind = SHORT_NOT};
    if (sink.used == 0)
        return (shortcut){.kind = sink.space ? SHORT_SPACE : SHORT_NOTHING};
    if (last >= 0x0600 && last <= 0x06FF) {
        s.kind = seen == 1 ? SHORT_ARABIC : SHORT_NOT;
        s.base = (uint16_t)arabic_folded(last);
    }
    memcpy(s.bytes, sink.bytes, sink.used);
    return s;
}

static void make_shortcuts(void)
{
    for (uint32_t c = 0; c < MARKED_END; c++) {
        shortcut *s = shortcut_of(c);
        if (s != NULL)
            *s = shorten(c);
    }
}

static void put_short_letters(scrut_text_sink *sink, const shortcut *s)
{
    scrut_text_sink_begin(sink, sizeof s->bytes);
    memcpy(sink->bytes + sink->used, s->bytes, sizeof s->bytes);
    sink->used += s->length;
    sink->base = s->base;
}

/* False: the letter has no shortcut. */
static bool put_shortcut(scrut_text_sink *sink, const shortcut *s)
{
    uint64_t word;
    switch (s->kind) {
    case SHORT_NOTHING: return true;
    case SHORT_SPACE: scrut_text_sink_space(sink); return true;
    case SHORT_LETTERS: put_short_letters(sink, s); return true;
    case SHORT_ARABIC:
        word = arabic_word(sink);
        put_short_letters(sink, s);
        sink->arabic_word = word << 16 | s->base;
        return true;
    default: return false;
    }
}

static void fold_letter(scrut_text_sink *sink, uint32_t c)
{
    utf8proc_int32_t parts[PARTS_MAX];
    const shortcut *s = shortcut_of(c);
    if (s != NULL && put_shortcut(sink, s))
        return;
    size_t count = decompose(c, parts);
    for (size_t i = 0; i < count; i++)
        put_decomposed(sink, (uint32_t)parts[i]);
}

size_t scrut_letter_fold(const char *bytes, size_t length, scrut_text_sink *sink)
{
    const unsigned char *b = (const unsigned char *)bytes;
    size_t at = 0;
    pthread_once(&shortcuts_once, make_shortcuts);
    while (at < length && b[at] >= 0x80 && !scrut_text_is_khmer(b + at, length - at)) {
        uint32_t c = (uint32_t)(b[at] & 0x1F) << 6 | (at + 1 < length ? b[at + 1] & 0x3F : 0);
        at += (b[at] & 0xE0) == 0xC0 ? 2 : scrut_utf8_decode(bytes + at, length - at, &c);
        fold_letter(sink, c);
    }
    return at;
}
