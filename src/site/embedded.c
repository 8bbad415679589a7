/* SPDX-License-Identifier: Apache-2.0
 * embedded.c: the site's files that are made outside C: the script and the font (web/). */
#include "site_internal.h"
#include "web_files.h"

#include <string.h>

/* Without unicode-range, and first in the fonts of :lang(km): Chromium leaves boxes where it laid text out with another
 * font before this one was there. */
#define FACE "@font-face{font-family:\"Noto Sans Khmer\";font-display:swap;src:url("
#define FACE_END ")format(\"woff2\")}"

static void put_embedded(scrut_buf *out, const char *id)
{
    for (size_t i = 0; i < sizeof SCRUT_WEB_FILES / sizeof SCRUT_WEB_FILES[0]; i++)
        if (strcmp(SCRUT_WEB_FILES[i].id, id) == 0)
            scrut_buf_append(out, SCRUT_WEB_FILES[i].text, SCRUT_WEB_FILES[i].length);
}

void scrut_site_put_script(const scrut_page *page, scrut_buf *out)
{
    (void)page;
    put_embedded(out, "scrutineer");
}

void scrut_site_put_font(const scrut_page *page, scrut_buf *out)
{
    (void)page;
    put_embedded(out, "noto-sans-khmer");
}

/* Asked for only by a page with Khmer text. */
void scrut_site_font_face(scrut_buf *out)
{
    scrut_buf_puts(out, FACE "noto-sans-khmer.woff2" FACE_END);
}

/* RFC 4648, section 4. */
static void put_base64(scrut_buf *out, const unsigned char *bytes, size_t length)
{
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < length; i += 3) {
        uint32_t three = (uint32_t)bytes[i] << 16;
        three |= i + 1 < length ? (uint32_t)bytes[i + 1] << 8 : 0;
        three |= i + 2 < length ? bytes[i + 2] : 0;
        scrut_buf_putc(out, DIGITS[three >> 18]);
        scrut_buf_putc(out, DIGITS[three >> 12 & 63]);
        scrut_buf_putc(out, i + 1 < length ? DIGITS[three >> 6 & 63] : '=');
        scrut_buf_putc(out, i + 2 < length ? DIGITS[three & 63] : '=');
    }
}

void scrut_site_font_face_inline(scrut_buf *out)
{
    scrut_buf font = {0};
    put_embedded(&font, "noto-sans-khmer");
    scrut_buf_puts(out, FACE "data:font/woff2;base64,");
    put_base64(out, (const unsigned char *)font.bytes, font.length);
    scrut_buf_puts(out, FACE_END);
    out->failed = out->failed || font.failed;
    scrut_buf_free(&font);
}

/* U+1780-17FF is E1 9E 80 to E1 9F BF. */
bool scrut_site_has_khmer(const scrut_buf *html)
{
    for (size_t i = 0; i + 1 < html->length; i++)
        if ((unsigned char)html->bytes[i] == 0xE1 && ((unsigned char)html->bytes[i + 1] & 0xFE) == 0x9E)
            return true;
    return false;
}
