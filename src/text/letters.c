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

/* The longest decomposition has 4, and case folding makes 3 of one. */
enum { PARTS_MAX = SCRUT_TEXT_STEP / 8 };

static size_t decompose(uint32_t c, utf8proc_int32_t ret_parts[PARTS_MAX])
{
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)c, ret_parts, PARTS_MAX,
                                                     UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
    return count > 0 ? (size_t)count : 0;
}

size_t scrut_letter_unseen(const unsigned char *bytes, size_t length)
{
    uint32_t c;
    size_t used = scrut_utf8_decode((const char *)bytes, length, &c);
    if (used == 0)
        return 0;
    utf8proc_int32_t parts[PARTS_MAX];
    size_t count = is_unseen(c) ? 0 : decompose(c, parts); /* some signs of Greek are written with unseen ones */
    for (size_t i = 0; i < count; i++) {
        if (!is_unseen((uint32_t)parts[i]))
            return 0;
    }
    return used;
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

static void put_arabic(scrut_text_sink *sink, uint32_t c)
{
    if (scrut_text_is_after_abd(sink->to, (size_t)(sink->to - sink->begin)))
        sink->to--;
    put_code_point(sink, arabic_folded(c));
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
static bool is_kept_mark(const scrut_text_sink *sink, uint32_t c)
{
    static const char BREVE[] = "\xCC\x86", I[] = "\xD0\xB8", U[] = "\xD1\x83";
    const char *base = sink->to;
    while (base - sink->begin > 2 && memcmp(base - 2, BREVE, 2) == 0)
        base -= 2;
    return c == 0x0306 && base - sink->begin >= 2 && sink->to != sink->barred &&
           (memcmp(base - 2, I, 2) == 0 || memcmp(base - 2, U, 2) == 0);
}

static bool separates(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP ||
           category == UTF8PROC_CATEGORY_CC || (category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO);
}

static void put_latin(scrut_text_sink *sink, uint32_t c)
{
    const char *letters = latin_folded(c);
    scrut_text_sink_put(sink, letters, strlen(letters));
}

static void put_ascii(scrut_text_sink *sink, unsigned char byte)
{
    char c = scrut_ascii_folded(byte);
    if (c == ' ')
        scrut_text_sink_space(sink);
    else if (c != '\0')
        *sink->to++ = c;
}

/* One code point of a decomposition. */
static void put_decomposed(scrut_text_sink *sink, uint32_t c)
{
    if (is_unseen(c) && !is_kept_mark(sink, c))
        return;
    if (c < 0x80)
        put_ascii(sink, (unsigned char)c); /* a few signs of Greek decompose to ASCII */
    else if (separates(c))
        scrut_text_sink_space(sink);
    else if (c >= 0x0600 && c <= 0x06FF)
        put_arabic(sink, c);
    else if (is_latin(c))
        put_latin(sink, c);
    else
        put_code_point(sink, ethiopic_folded(c));
}

static void put_letter(scrut_text_sink *sink, uint32_t c)
{
    utf8proc_int32_t parts[PARTS_MAX];
    if (is_latin(c)) { /* before case folding, which makes two letters of one */
        put_latin(sink, c);
        return;
    }
    size_t count = decompose(c, parts);
    for (size_t i = 0; i < count; i++)
        put_decomposed(sink, (uint32_t)parts[i]);
}

/* ---- what letters become, worked out a block at a time when one of it is met ---- */

enum { BLOCK = 256 };
scrut_letter scrut_letters[SCRUT_LETTERS_END];
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;

/* Behind a letter, where a separator shows. */
static scrut_letter_kind work_out(uint32_t c, scrut_letter *l)
{
    char text[SCRUT_TEXT_STEP] = "x";
    scrut_text_sink sink = {.begin = text, .to = text + 1};
    put_letter(&sink, c);
    size_t length = (size_t)(sink.to - text) - 1;
    if (length == 1 && text[1] == ' ')
        return SCRUT_LETTER_SPACE;
    if (c == 0x0306 || length > sizeof l->bytes || memchr(text + 1, ' ', length) != NULL ||
        (c >= 0x1780 && c <= 0x17FF))
        return SCRUT_LETTER_RULED;
    memcpy(l->bytes, text + 1, length);
    l->length = (uint8_t)length;
    bool arabic = length > 0 && ((c >= 0x0600 && c <= 0x06FF) || (l->bytes[0] >= '\xD8' && l->bytes[0] <= '\xDB'));
    return arabic ? SCRUT_LETTER_ARABIC : SCRUT_LETTER_PLAIN;
}

static void make_block(uint32_t first)
{
    pthread_mutex_lock(&making);
    bool known = scrut_letter_kind_of(&scrut_letters[first]) != SCRUT_LETTER_UNKNOWN;
    for (uint32_t c = first; c < first + BLOCK && !known; c++) {
        scrut_letter_kind kind = work_out(c, &scrut_letters[c]);
        atomic_store_explicit(&scrut_letters[c].kind, (uint8_t)kind, memory_order_release);
    }
    pthread_mutex_unlock(&making);
}

static void put_known(scrut_text_sink *sink, uint32_t c)
{
    const scrut_letter *l = &scrut_letters[c];
    switch (scrut_letter_kind_of(l)) {
    case SCRUT_LETTER_PLAIN: scrut_text_sink_put(sink, l->bytes, l->length); return;
    case SCRUT_LETTER_SPACE: scrut_text_sink_space(sink); return;
    default: put_letter(sink, c); return;
    }
}

size_t scrut_letter_fold(const unsigned char *bytes, size_t length, scrut_text_sink *sink)
{
    uint32_t c;
    size_t used = scrut_utf8_decode((const char *)bytes, length, &c);
    if (used == 0)
        return 0;
    if (c >= SCRUT_LETTERS_END) {
        put_letter(sink, c);
        return used;
    }
    if (scrut_letter_kind_of(&scrut_letters[c]) == SCRUT_LETTER_UNKNOWN)
        make_block(c / BLOCK * BLOCK);
    put_known(sink, c);
    return used;
}
