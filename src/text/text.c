/* SPDX-License-Identifier: Apache-2.0
 * Only the files of this folder include utf8proc.h. */
#include "scrutineer/text.h"
#include "scrutineer/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

static bool is_khmer(uint32_t c)
{
    return c >= 0x1780 && c <= 0x17FF;
}

/* White_Space of the Unicode Character Database. */
static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* Characters that must not reach a terminal or a page as they are. */
static bool is_harmful(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* Decodes one code point; a byte that is not UTF-8 is U+FFFD and one byte long. */
static size_t decode(const char *bytes, size_t length, uint32_t *ret_code_point)
{
    size_t used = scrut_utf8_decode(bytes, length, ret_code_point);
    return used == 0 ? 1 : used;
}

/* Length of the run of Khmer, or of the run without it, that begins a valid text of length >= 1. */
static size_t run_length(const char *bytes, size_t length, bool *ret_khmer)
{
    uint32_t c;
    size_t at = decode(bytes, length, &c);
    bool khmer = is_khmer(c);
    while (at < length) {
        size_t used = decode(bytes + at, length - at, &c);
        if (is_khmer(c) != khmer)
            break;
        at += used;
    }
    *ret_khmer = khmer;
    return at;
}

/* Appends NFC of the case-folded run. NFC(fold(NFC(x))): folding alone can leave a text that is not in
 * normal form, and an unnormalised text can fold otherwise (Unicode 15, section 3.13, D145). */
static scrut_status append_folded(const char *bytes, size_t length, scrut_buf *out)
{
    static const utf8proc_option_t STEPS[] = {UTF8PROC_STABLE | UTF8PROC_COMPOSE,
                                              UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD,
                                              UTF8PROC_STABLE | UTF8PROC_COMPOSE};
    utf8proc_uint8_t *text = NULL;
    const utf8proc_uint8_t *from = (const utf8proc_uint8_t *)bytes;
    utf8proc_ssize_t from_length = (utf8proc_ssize_t)length;
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++) {
        utf8proc_uint8_t *next = NULL;
        from_length = utf8proc_map(from, from_length, &next, STEPS[i]);
        free(text);
        text = next;
        from = text;
        if (from_length < 0)
            return SCRUT_E_MEMORY;
    }
    scrut_buf_append(out, (const char *)text, (size_t)from_length);
    free(text);
    return out->failed ? SCRUT_E_MEMORY : SCRUT_OK;
}

static bool is_ascii(const char *bytes, size_t length)
{
    unsigned char all = 0;
    for (size_t i = 0; i < length; i++)
        all |= (unsigned char)bytes[i];
    return all < 0x80;
}

static void append_lower(const char *bytes, size_t length, scrut_buf *out)
{
    for (size_t i = 0; i < length; i++) {
        char c = bytes[i];
        scrut_buf_putc(out, c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c);
    }
}

static scrut_status fold(const char *bytes, size_t length, scrut_buf *out)
{
    if (is_ascii(bytes, length)) {
        append_lower(bytes, length, out);
        return out->failed ? SCRUT_E_MEMORY : SCRUT_OK;
    }
    scrut_status status = SCRUT_OK;
    for (size_t at = 0; at < length && status == SCRUT_OK;) {
        bool khmer;
        size_t run = run_length(bytes + at, length - at, &khmer);
        if (khmer)
            scrut_buf_append(out, bytes + at, run);
        else
            status = append_folded(bytes + at, run, out);
        at += run;
    }
    return out->failed ? SCRUT_E_MEMORY : status;
}

static void append_spaced(const char *bytes, size_t length, scrut_buf *out)
{
    bool pending = false, begun = false;
    for (size_t at = 0; at < length;) {
        uint32_t c;
        size_t used = decode(bytes + at, length - at, &c);
        if (is_space(c)) {
            pending = begun;
        } else {
            if (pending)
                scrut_buf_putc(out, ' ');
            scrut_buf_append(out, bytes + at, used);
            pending = false;
            begun = true;
        }
        at += used;
    }
}

scrut_status scrut_text_key(const char *bytes, size_t length, scrut_buf *key, scrut_error *err)
{
    size_t bad = scrut_utf8_check(bytes, length);
    if (bad != length)
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, (int64_t)bad, "a text is not valid UTF-8");
    size_t before = key->length;
    scrut_buf folded = {0};
    scrut_status status = fold(bytes, length, &folded);
    if (status == SCRUT_OK)
        append_spaced(folded.length > 0 ? folded.bytes : "", folded.length, key);
    scrut_buf_free(&folded);
    if (status == SCRUT_OK && !key->failed)
        return SCRUT_OK;
    if (key->length > before) {
        key->length = before;
        key->bytes[before] = '\0';
    }
    return scrut_fail_memory(err);
}

scrut_status scrut_text_equal_key(const char *a, size_t a_length, const char *b, size_t b_length, bool *ret_equal,
                                  scrut_error *err)
{
    bool same = a_length == b_length && (a_length == 0 || memcmp(a, b, a_length) == 0);
    if (same || scrut_utf8_check(a, a_length) != a_length || scrut_utf8_check(b, b_length) != b_length) {
        *ret_equal = same;
        return SCRUT_OK;
    }
    scrut_buf a_key = {0}, b_key = {0};
    scrut_status status = scrut_text_key(a, a_length, &a_key, err);
    if (status == SCRUT_OK)
        status = scrut_text_key(b, b_length, &b_key, err);
    if (status == SCRUT_OK)
        *ret_equal =
            a_key.length == b_key.length && (a_key.length == 0 || memcmp(a_key.bytes, b_key.bytes, a_key.length) == 0);
    scrut_buf_free(&a_key);
    scrut_buf_free(&b_key);
    return status;
}

size_t scrut_text_width(const char *bytes, size_t length)
{
    size_t width = 0;
    for (size_t at = 0; at < length;) {
        uint32_t c;
        at += decode(bytes + at, length - at, &c);
        int columns = utf8proc_charwidth((utf8proc_int32_t)c);
        width += columns > 0 ? (size_t)columns : 0;
    }
    return width;
}

bool scrut_text_is_clean(const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t c;
        size_t used = scrut_utf8_decode(bytes + at, length - at, &c);
        if (used == 0 || is_harmful(c))
            return false;
        at += used;
    }
    return true;
}

void scrut_text_clean(const char *bytes, size_t length, scrut_buf *out)
{
    for (size_t at = 0; at < length;) {
        uint32_t c;
        size_t used = scrut_utf8_decode(bytes + at, length - at, &c);
        if (used == 0 || is_harmful(c)) {
            scrut_buf_puts(out, REPLACEMENT);
            at += used == 0 ? 1 : used;
            continue;
        }
        scrut_buf_append(out, bytes + at, used);
        at += used;
    }
}
