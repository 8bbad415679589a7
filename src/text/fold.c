/* SPDX-License-Identifier: Apache-2.0
 * The matching key of a name: what two clerks may write differently of one name is made equal, script by script. */
#include "scrutineer/utf8.h"
#include "text_internal.h"

#include <string.h>
#include <utf8proc.h>

static void sink_open(scrut_text_sink *sink, scrut_buf *out)
{
    sink->out = out;
    sink->used = 0;
    sink->base = 0;
    sink->arabic_word = 0;
    sink->flags = 0;
    sink->begun = sink->space = false;
}

void scrut_text_sink_space(scrut_text_sink *sink)
{
    sink->space = sink->begun;
    sink->base = 0;
}

void scrut_text_sink_flush(scrut_text_sink *sink)
{
    scrut_buf_append(sink->out, sink->bytes, sink->used);
    sink->used = 0;
}

void scrut_text_sink_put(scrut_text_sink *sink, const char *bytes, size_t length)
{
    if (length == 0)
        return;
    bool fits = length < sizeof sink->bytes;
    scrut_text_sink_begin(sink, fits ? length : 0);
    if (fits) {
        memcpy(sink->bytes + sink->used, bytes, length);
        sink->used += length;
    } else {
        scrut_text_sink_flush(sink);
        scrut_buf_append(sink->out, bytes, length);
    }
}

static void put_code_point(scrut_text_sink *sink, uint32_t c)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t length = utf8proc_encode_char((utf8proc_int32_t)c, bytes);
    scrut_text_sink_put(sink, (const char *)bytes, (size_t)length);
}

/* The letter or digit of an ASCII byte in lower case; 0: nothing; ' ': it separates words. */
static char ascii_folded(unsigned char c)
{
    static const char FOLDED[129] = "                                       \0      \0 0123456789      "
                                    " abcdefghijklmnopqrstuvwxyz     \0abcdefghijklmnopqrstuvwxyz     ";
    return FOLDED[c & 0x7F];
}

static inline void put_ascii(scrut_text_sink *sink, unsigned char byte)
{
    char c = ascii_folded(byte);
    if (c == ' ')
        scrut_text_sink_space(sink);
    else if (c != '\0')
        scrut_text_sink_putc(sink, c);
}

/* Letters and digits at the beginning of bytes[0 .. length), as many as there is room for. */
static size_t fold_ascii_word(const char *bytes, size_t length, scrut_text_sink *sink)
{
    size_t at = 0;
    scrut_text_sink_begin(sink, 1);
    char *to = sink->bytes + sink->used;
    size_t room = sizeof sink->bytes - sink->used;
    for (; at < length && at < room && (unsigned char)bytes[at] < 0x80; at++) {
        char c = ascii_folded((unsigned char)bytes[at]);
        if (c <= ' ')
            break;
        to[at] = c;
    }
    sink->used += at;
    return at;
}

static size_t fold_ascii(const char *bytes, size_t length, scrut_text_sink *sink)
{
    size_t at = 0;
    while (at < length && (unsigned char)bytes[at] < 0x80) {
        if (ascii_folded((unsigned char)bytes[at]) > ' ')
            at += fold_ascii_word(bytes + at, length - at, sink);
        else
            put_ascii(sink, (unsigned char)bytes[at++]);
    }
    sink->base = sink->space ? 0 : 'a';
    return at;
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
        return ascii_folded((unsigned char)c) == '\0';
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

static void put_arabic(scrut_text_sink *sink, uint32_t c)
{
    static const uint64_t ABD = UINT64_C(0x0639) << 32 | 0x0628 << 16 | 0x062F;
    uint32_t folded = arabic_folded(c);
    if (sink->space && sink->arabic_word == ABD)
        sink->space = false; /* "abd al-" is one name, written with and without a space */
    uint64_t word = sink->space ? 0 : sink->arabic_word;
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
        put_ascii(sink, (unsigned char)c); /* a few signs of Greek decompose to ASCII */
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

static size_t fold_any(const char *bytes, size_t length, scrut_text_sink *sink)
{
    utf8proc_int32_t parts[24]; /* the longest decomposition has 4, and case folding makes 3 of one */
    uint32_t c;
    int boundary = 0;
    size_t used = scrut_utf8_decode(bytes, length, &c);
    if (is_latin(c)) {
        const char *letters = latin_folded(c);
        scrut_text_sink_put(sink, letters, strlen(letters));
        sink->base = 'a';
        return used;
    }
    utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)c, parts, 24, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
    for (utf8proc_ssize_t i = 0; i < count; i++)
        put_decomposed(sink, (uint32_t)parts[i]);
    return used;
}

static size_t fold_next(const char *bytes, size_t length, scrut_text_sink *sink)
{
    if ((unsigned char)bytes[0] < 0x80)
        return fold_ascii(bytes, length, sink);
    bool khmer = scrut_text_is_khmer((const unsigned char *)bytes, length);
    return khmer ? scrut_khmer_fold(bytes, length, sink) : fold_any(bytes, length, sink);
}

/* Takes back what a failed call appended. */
static void undo(scrut_buf *key, size_t before)
{
    if (key->length > before) {
        key->length = before;
        key->bytes[before] = '\0';
    }
}

scrut_status scrut_text_fold(const char *bytes, size_t length, scrut_buf *key, unsigned *ret_flags, scrut_error *err)
{
    size_t before = key->length;
    scrut_text_sink sink; /* its bytes are not cleared: names are short, and that took longer than folding them */
    sink_open(&sink, key);
    size_t at = fold_ascii(bytes, length, &sink);
    size_t good = scrut_utf8_check(bytes + at, length - at) + at;
    while (at < good)
        at += fold_next(bytes + at, good - at, &sink);
    scrut_text_sink_flush(&sink);
    if (key->failed || good != length)
        undo(key, before);
    if (good != length)
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, (int64_t)good, "a name is not valid UTF-8");
    if (key->failed)
        return scrut_fail_memory(err);
    if (ret_flags != NULL)
        *ret_flags = sink.flags;
    return SCRUT_OK;
}
