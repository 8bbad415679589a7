/* SPDX-License-Identifier: Apache-2.0
 * markup.c: text of the case made harmless for each output. */
#include "scrutineer/text.h"
#include "scrutineer/utf8.h"

#include <string.h>

typedef enum { PUT_PLAIN, PUT_HTML, PUT_CSV } put_mode;

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

/* Characters that hide or reorder the text around them: C1 controls, the bidi marks, embeddings,
 * overrides and isolates (Unicode UAX 9; "Trojan Source", CVE-2021-42574), tags, byte order marks inside
 * text. Joiners and zero-width spaces stay: Khmer and Persian need them. */
static bool deceptive(uint32_t cp)
{
    return (cp >= 0x7F && cp <= 0x9F) || cp == 0x061C || cp == 0x200E || cp == 0x200F ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF ||
           (cp >= 0xFFF9 && cp <= 0xFFFB) || (cp >= 0xE0000 && cp <= 0xE0FFF);
}

/* First strong isolates and their ends (U+2068, U+2069), which sentences put around places, change no order outside
 * when each is closed in the same text. */
static bool isolates_are_closed(const char *text)
{
    size_t open = 0;
    for (const char *at = strstr(text, "\xE2\x81"); at != NULL; at = strstr(at + 2, "\xE2\x81")) {
        if (at[2] == '\xA8')
            open++;
        else if (at[2] == '\xA9' && open-- == 0)
            return false;
    }
    return open == 0;
}

static bool line_break(uint32_t cp)
{
    return cp == '\n' || cp == '\t' || cp == '\r' || cp == '\v' || cp == '\f' || cp == 0x2028 || cp == 0x2029;
}

/* Puts one ASCII character; text before it was already put. */
static void put_ascii(scrut_buf *out, put_mode mode, char c)
{
    if (line_break((unsigned char)c))
        scrut_buf_putc(out, ' ');
    else if ((unsigned char)c < 0x20 || c == 0x7F)
        scrut_buf_puts(out, REPLACEMENT);
    else if (mode == PUT_HTML && c == '&')
        scrut_buf_puts(out, "&amp;");
    else if (mode == PUT_HTML && c == '<')
        scrut_buf_puts(out, "&lt;");
    else if (mode == PUT_HTML && c == '>')
        scrut_buf_puts(out, "&gt;");
    else if (mode == PUT_HTML && c == '"')
        scrut_buf_puts(out, "&quot;");
    else if (mode == PUT_HTML && c == '\'')
        scrut_buf_puts(out, "&#39;");
    else if (mode == PUT_CSV && c == '"')
        scrut_buf_puts(out, "\"\"");
    else
        scrut_buf_putc(out, c);
}

static bool ordinary(put_mode mode, unsigned char c)
{
    if (c < 0x20 || c >= 0x7F || c == '"')
        return false;
    return mode != PUT_HTML || (c != '&' && c != '<' && c != '>' && c != '\'');
}

/* Puts one character that is not ASCII and returns its bytes; a byte that begins none becomes U+FFFD. */
static size_t put_beyond_ascii(scrut_buf *out, const char *text, size_t length, bool isolates)
{
    uint32_t cp;
    size_t most = length < 4 ? length : 4, used = 1;
    while (used < most && ((unsigned char)text[used] & 0xC0) == 0x80)
        used++;
    if (scrut_utf8_check(text, used) != used) {
        scrut_buf_puts(out, REPLACEMENT);
        return 1;
    }
    used = scrut_utf8_decode(text, used, &cp);
    if (line_break(cp))
        scrut_buf_putc(out, ' ');
    else if (deceptive(cp) && !(isolates && (cp == 0x2068 || cp == 0x2069)))
        scrut_buf_puts(out, REPLACEMENT);
    else
        scrut_buf_append(out, text, used);
    return used;
}

static void put_text(scrut_buf *out, put_mode mode, const char *text)
{
    if (text == NULL)
        return;
    size_t length = strlen(text), at = 0;
    bool isolates = isolates_are_closed(text);
    while (at < length) {
        size_t run = at;
        while (run < length && ordinary(mode, (unsigned char)text[run]))
            run++;
        scrut_buf_append(out, text + at, run - at);
        at = run;
        if (at == length)
            break;
        if ((unsigned char)text[at] < 0x80) {
            put_ascii(out, mode, text[at]);
            at++;
        } else {
            at += put_beyond_ascii(out, text + at, length - at, isolates);
        }
    }
}

void scrut_put_plain(scrut_buf *out, const char *text)
{
    put_text(out, PUT_PLAIN, text);
}

void scrut_put_html(scrut_buf *out, const char *text)
{
    put_text(out, PUT_HTML, text);
}

bool scrut_text_has_rtl(const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; at != NULL && *at != '\0'; at++) {
        /* lead bytes of U+0580..07FF, U+0800..08FF and U+FB00..FEFF, where these scripts are */
        if ((*at >= 0xD6 && *at <= 0xDF) || (at[0] == 0xE0 && at[1] >= 0xA0 && at[1] <= 0xA3) ||
            (at[0] == 0xEF && at[1] >= 0xAC && at[1] <= 0xBB))
            return true;
    }
    return false;
}

void scrut_put_name(scrut_buf *out, const char *text)
{
    bool isolated = scrut_text_has_rtl(text);
    if (isolated)
        scrut_buf_puts(out, "<bdi>");
    put_text(out, PUT_HTML, text);
    if (isolated)
        scrut_buf_puts(out, "</bdi>");
}

/* Also in their full-width form, and after spaces (OWASP, "CSV Injection"). */
bool scrut_text_is_formula(const char *text)
{
    while (*text == ' ')
        text++;
    if (*text != '\0' && strchr("=+-@\t\r\n", *text) != NULL)
        return true;
    return strncmp(text, "\xEF\xBC\x9D", 3) == 0 || strncmp(text, "\xEF\xBC\x8B", 3) == 0 ||
           strncmp(text, "\xEF\xBC\x8D", 3) == 0 || strncmp(text, "\xEF\xBC\xA0", 3) == 0;
}

void scrut_put_csv(scrut_buf *out, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    bool formula = scrut_text_is_formula(text);
    bool quoted = strpbrk(text, ",\"\r\n;") != NULL || text[0] == ' ' || text[strlen(text) - 1] == ' ';
    if (quoted)
        scrut_buf_putc(out, '"');
    if (formula)
        scrut_buf_putc(out, '\'');
    put_text(out, PUT_CSV, text);
    if (quoted)
        scrut_buf_putc(out, '"');
}
