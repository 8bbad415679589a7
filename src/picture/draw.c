/* SPDX-License-Identifier: Apache-2.0
 * draw.c: the canvas: text that is measured, cut and escaped, rectangles and lines, links, legends, and the frame with
 * title and description. */
#include "picture_internal.h"
#include "scrutineer/text.h"
#include "scrutineer/utf8.h"

#include <assert.h>
#include <string.h>

#define ID_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
#define ELLIPSIS "\xE2\x80\xA6"
#define MINUS "\xE2\x88\x92"
#define EN_DASH "\xE2\x80\x93"
#define LEGEND_LINE 190

/* ---- begin and end ---- */

void pic_begin(pic_canvas *c, scrut_buf *out, const scrut_picture_frame *frame)
{
    assert(frame->id[0] != '\0' && frame->id[strspn(frame->id, ID_LETTERS)] == '\0');
    *c = (pic_canvas){.out = out, .frame = frame, .words = frame->words};
    if (c->words == NULL)
        c->words = &scrut_picture_words_english;
}

static void put_hatching(const pic_canvas *c, const char *suffix, int unit)
{
    scrut_buf_printf(c->out,
                     "<pattern id=\"%s-hatch%s\" width=\"%d\" height=\"%d\" patternUnits=\"userSpaceOnUse\" "
                     "patternTransform=\"rotate(45)\"><path class=\"y\" d=\"M0 0h%dv%dh-%dz\"/>"
                     "<path class=\"z\" d=\"M0 0h%dv%dh-%dz\"/></pattern>",
                     c->frame->id, suffix, 10 * unit, 10 * unit, 10 * unit, 4 * unit, 10 * unit, 10 * unit, unit,
                     10 * unit);
}

static void put_dotting(const pic_canvas *c, const char *suffix, int unit)
{
    scrut_buf_printf(c->out,
                     "<pattern id=\"%s-dots%s\" width=\"%d\" height=\"%d\" patternUnits=\"userSpaceOnUse\">"
                     "<circle class=\"z\" cx=\"%d\" cy=\"%d\" r=\"%d\"/><circle class=\"y\" cx=\"%d\" "
                     "cy=\"%d\" r=\"%d\"/></pattern>",
                     c->frame->id, suffix, 12 * unit, 12 * unit, 6 * unit, 6 * unit, 4 * unit, 6 * unit, 6 * unit,
                     3 * unit);
}

/* Stripes and dots lie over a party's colour: in the colour of the card, with an edge of ink, to be seen on any. Those
 * for the shapes of a map, which are drawn four times as large, are apart. */
static void put_patterns(const pic_canvas *c)
{
    if (!c->hatch && !c->dots)
        return;
    scrut_buf_puts(c->out, "<defs>");
    for (int map = 0; map <= c->map; map++) {
        const char *suffix = map == 1 ? "-map" : "";
        int unit = map == 1 ? 2 : 8;
        if (c->hatch)
            put_hatching(c, suffix, unit);
        if (c->dots)
            put_dotting(c, suffix, unit);
    }
    scrut_buf_puts(c->out, "</defs>");
}

static void put_stamp(pic_canvas *c)
{
    if (c->frame->stamp == NULL || c->height == 0)
        return;
    pic_line_of(c, c->frame->stamp);
    pic_put_wrapped(c, 0, PIC_WIDTH, "s", PIC_SMALL);
}

void pic_end(pic_canvas *c, const char *kind)
{
    put_stamp(c);
    const char *id = c->frame->id;
    scrut_buf *out = c->out;
    scrut_buf_printf(out,
                     "<svg class=\"pic pic-%s\" role=\"%s\" viewBox=\"0 0 %d %d\" aria-labelledby=\"%s-t\" "
                     "aria-describedby=\"%s-d\"><title id=\"%s-t\">",
                     kind, c->links ? "group" : "img", PIC_WIDTH, c->height, id, id, id);
    scrut_put_html(out, c->frame->title);
    scrut_buf_printf(out, "</title><desc id=\"%s-d\">", id);
    scrut_put_html(out, c->frame->stamp);
    scrut_buf_puts(out, c->frame->stamp != NULL ? " " : "");
    scrut_put_html(out, c->frame->note);
    scrut_buf_puts(out, c->frame->note != NULL && c->said.length > 0 ? " " : "");
    scrut_put_html(out, c->said.bytes);
    scrut_buf_puts(out, "</desc>");
    put_patterns(c);
    if (c->body.length > 0)
        scrut_buf_append(out, c->body.bytes, c->body.length);
    scrut_buf_puts(out, "</svg>\n");
    out->failed = out->failed || c->body.failed || c->said.failed || c->line.failed;
    scrut_buf_free(&c->body);
    scrut_buf_free(&c->said);
    scrut_buf_free(&c->line);
}

/* ---- text ---- */

scrut_buf *pic_line(pic_canvas *c)
{
    scrut_buf_clear(&c->line);
    return &c->line;
}

scrut_buf *pic_line_of(pic_canvas *c, const char *text)
{
    scrut_buf_clear(&c->line);
    scrut_put_plain(&c->line, text);
    return &c->line;
}

const char *pic_text(const pic_canvas *c)
{
    return c->line.bytes != NULL ? c->line.bytes : "";
}

/* Hundredths of the letters' size, as wide as in common sans-serif fonts, rather wider. */
static int letter_width(uint32_t cp, int columns)
{
    if (cp < 0x80 && cp != 0 && strchr("ijlI.,:;'|!()[] -", (int)cp) != NULL)
        return 36;
    if (cp < 0x80 && cp != 0 && strchr("mwMW@%", (int)cp) != NULL)
        return 95;
    if (cp >= 'A' && cp <= 'Z')
        return 72;
    if (cp >= 0x1780 && cp <= 0x17FF) /* Khmer: broad letters, some vowels beside them */
        return cp <= 0x17B3 || cp >= 0x17E0 ? 85 : cp == 0x17B6 || (cp >= 0x17BE && cp <= 0x17C5) ? 45 : columns * 70;
    return columns > 1 ? 104 : columns * 64;
}

/* Bytes of the text that are at most `width` wide, and how wide they are. */
static size_t fitting(const char *text, int64_t width, int size, int64_t *ret_width)
{
    size_t length = strlen(text), at = 0;
    int64_t taken = 0;
    bool valid = scrut_utf8_check(text, length) == length;
    while (at < length) {
        uint32_t cp = (unsigned char)text[at];
        size_t used = valid ? scrut_utf8_decode(text + at, length - at, &cp) : 1;
        int64_t more = letter_width(cp, (int)scrut_text_width(text + at, used));
        if ((taken + more) * size / 100 > width)
            break;
        taken += more;
        at += used;
    }
    *ret_width = taken * size / 100;
    return at;
}

int pic_text_width(const char *text, int size)
{
    int64_t width;
    fitting(text, PIC_WIDTH * 4, size, &width);
    return (int)width;
}

/* Neither a space nor a sign that asks for a subscript (U+17D2) stays at the end. */
static size_t without_loose_end(const char *text, size_t length)
{
    while (length > 0 && text[length - 1] == ' ')
        length--;
    return length >= 3 && memcmp(text + length - 3, "\xE1\x9F\x92", 3) == 0 ? length - 3 : length;
}

void pic_crop(pic_canvas *c, int width, int size)
{
    scrut_buf *line = &c->line;
    int64_t taken;
    size_t kept = fitting(pic_text(c), width, size, &taken);
    if (kept == line->length)
        return;
    line->length = without_loose_end(line->bytes, kept);
    line->bytes[line->length] = '\0';
}

void pic_cut(pic_canvas *c, int width, int size)
{
    if (pic_text_width(pic_text(c), size) <= width)
        return;
    pic_crop(c, width - pic_text_width(ELLIPSIS, size), size);
    scrut_buf_puts(&c->line, ELLIPSIS);
}

void pic_put(pic_canvas *c, int x, int y, const char *classes)
{
    if (c->line.length == 0)
        return;
    scrut_buf_printf(&c->body, "<text x=\"%d\" y=\"%d\"", x, y);
    if (classes[0] != '\0')
        scrut_buf_printf(&c->body, " class=\"%s\"", classes);
    scrut_buf_putc(&c->body, '>');
    scrut_put_html(&c->body, c->line.bytes);
    scrut_buf_puts(&c->body, "</text>");
}

void pic_put_inside(pic_canvas *c, int x, int y, const char *classes, int size)
{
    if (c->line.bytes == NULL)
        return;
    int half = pic_text_width(c->line.bytes, size) / 2;
    x = x > PIC_WIDTH - half ? PIC_WIDTH - half : x;
    pic_put(c, x > half ? x : half, y, classes);
}

/* Where a line at most `width` wide ends in text[0 .. length): at its last space, else inside a word. */
static size_t line_end(const char *text, int width, int size)
{
    int64_t taken;
    size_t end = fitting(text, width, size, &taken), space = end;
    if (text[end] == '\0')
        return end;
    while (space > 0 && text[space] != ' ')
        space--;
    return space > 0 ? space : end > 0 ? end : strlen(text);
}

void pic_put_wrapped(pic_canvas *c, int x, int width, const char *classes, int size)
{
    scrut_buf text = c->line;
    c->line = (scrut_buf){0};
    const char *rest = text.bytes != NULL ? text.bytes : "";
    while (*rest != '\0') {
        size_t end = line_end(rest, width, size);
        scrut_buf_append(pic_line(c), rest, end);
        pic_put(c, x, c->height + size, classes);
        c->height += size * 5 / 4;
        for (rest += end; *rest == ' ';)
            rest++;
    }
    c->line.failed = c->line.failed || text.failed;
    scrut_buf_free(&text);
}

void pic_label(pic_canvas *c, uint32_t rank, const char *label, int x, int right)
{
    if (rank != SCRUT_PICTURE_NO_PARTY) {
        pic_mark(c, rank, x + 55, c->height + 75, 48);
        x += 140;
    }
    pic_line_of(c, label);
    pic_cut(c, right - x, PIC_TEXT);
    pic_put(c, x, c->height + 118, "h");
}

/* ---- numbers ---- */

void pic_number(const pic_canvas *c, scrut_buf *to, int64_t value)
{
    if (c->frame->number != NULL)
        c->frame->number(c->frame->number_context, to, value);
    else
        scrut_buf_int(to, value);
}

/* Hundredths of a percent with one decimal, half away from zero. */
static void put_share(const pic_canvas *c, scrut_buf *to, int64_t value, const char *unit)
{
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value, tenths = size / 10 + (size % 10 >= 5);
    scrut_buf_puts(to, value < 0 && tenths > 0 ? MINUS : "");
    pic_number(c, to, (int64_t)(tenths / 10));
    if (tenths % 10 != 0) {
        scrut_buf_puts(to, c->words->decimal);
        pic_number(c, to, (int64_t)(tenths % 10));
    }
    scrut_buf_puts(to, unit);
}

void pic_amount(const pic_canvas *c, scrut_buf *to, int64_t value, scrut_picture_unit unit)
{
    if (unit == SCRUT_PICTURE_SHARE) {
        put_share(c, to, value, c->words->percent);
    } else if (value < 0 && value != INT64_MIN) {
        scrut_buf_puts(to, MINUS);
        pic_number(c, to, -value);
    } else {
        pic_number(c, to, value);
    }
}

void pic_signed(const pic_canvas *c, scrut_buf *to, int64_t value, scrut_picture_unit unit)
{
    scrut_buf_puts(to, value > 0 ? "+" : "");
    if (unit == SCRUT_PICTURE_SHARE) /* shares differ by points, not by percent */
        put_share(c, to, value, c->words->points);
    else
        pic_amount(c, to, value, unit);
}

void scrut_picture_amount(scrut_buf *out, const scrut_picture_frame *frame, int64_t value, scrut_picture_unit unit,
                          bool sign)
{
    const pic_canvas c = {.frame = frame, .words = frame->words != NULL ? frame->words : &scrut_picture_words_english};
    if (sign)
        pic_signed(&c, out, value, unit);
    else
        pic_amount(&c, out, value, unit);
}

void pic_value(const pic_canvas *c, scrut_buf *to, scrut_picture_value value, scrut_picture_unit unit)
{
    if (value.known)
        pic_amount(c, to, value.value, unit);
    else
        scrut_buf_puts(to, c->words->unknown);
}

void pic_range(const pic_canvas *c, scrut_buf *to, scrut_picture_range range, scrut_picture_unit unit)
{
    if (!range.low_known && !range.high_known) {
        scrut_buf_puts(to, c->words->unknown);
        return;
    }
    if (!range.low_known || !range.high_known)
        scrut_buf_printf(to, "%s ", range.low_known ? c->words->at_least : c->words->at_most);
    pic_amount(c, to, range.low_known ? range.low : range.high, unit);
    if (range.low_known && range.high_known && range.low != range.high) {
        scrut_buf_puts(to, EN_DASH);
        pic_amount(c, to, range.high, unit);
    }
}

const char *pic_unit_word(const pic_canvas *c, scrut_picture_unit unit)
{
    switch (unit) {
    case SCRUT_PICTURE_SEATS: return c->words->seats;
    case SCRUT_PICTURE_STATIONS: return c->words->stations;
    case SCRUT_PICTURE_SHARE: return c->words->share;
    case SCRUT_PICTURE_VOTES: break;
    }
    return c->words->votes;
}

/* ---- figures ---- */

void pic_party_class(scrut_buf *out, uint32_t rank)
{
    scrut_buf_putc(out, 'c');
    if (rank != SCRUT_PICTURE_NO_PARTY)
        scrut_buf_printf(out, " p%u", rank);
}

static void rect(pic_canvas *c, int x, int y, int width, int height)
{
    scrut_buf_printf(&c->body, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" ", x, y, width, height);
}

void pic_rect(pic_canvas *c, int x, int y, int width, int height, const char *classes)
{
    rect(c, x, y, width, height);
    scrut_buf_printf(&c->body, "class=\"%s\"/>", classes);
}

void pic_party_rect(pic_canvas *c, int x, int y, int width, int height, uint32_t rank)
{
    rect(c, x, y, width, height);
    scrut_buf_puts(&c->body, "class=\"o ");
    pic_party_class(&c->body, rank);
    scrut_buf_puts(&c->body, "\"/>");
}

void pic_segment(pic_canvas *c, int x1, int y1, int x2, int y2, const char *classes)
{
    scrut_buf_printf(&c->body, "<path class=\"%s\" d=\"M%d %d", classes, x1, y1);
    if (x1 == x2)
        scrut_buf_printf(&c->body, "V%d\"/>", y2);
    else if (y1 == y2)
        scrut_buf_printf(&c->body, "H%d\"/>", x2);
    else
        scrut_buf_printf(&c->body, "L%d %d\"/>", x2, y2);
}

void pic_hatch(pic_canvas *c, int x, int y, int width, int height)
{
    c->hatch = true;
    rect(c, x, y, width, height);
    scrut_buf_printf(&c->body, "class=\"w\" fill=\"url(#%s-hatch)\"/>", c->frame->id);
}

void pic_dots(pic_canvas *c, int x, int y, int width, int height)
{
    c->dots = true;
    rect(c, x, y, width, height);
    scrut_buf_printf(&c->body, "class=\"w\" fill=\"url(#%s-dots)\"/>", c->frame->id);
}

/* ---- links ---- */

/* A scheme stands before the first of "/?#"; only http and https lead anywhere from here. */
bool pic_link_safe(const char *link)
{
    if (link == NULL || link[0] == '\0')
        return false;
    if (strncmp(link, "http://", 7) == 0 || strncmp(link, "https://", 8) == 0)
        return true;
    size_t before = strcspn(link, "/?#");
    return memchr(link, ':', before) == NULL;
}

bool pic_group(pic_canvas *c, const char *link)
{
    bool linked = pic_link_safe(link);
    if (linked) {
        c->links = true;
        scrut_buf_puts(&c->body, "<a href=\"");
        scrut_put_html(&c->body, link);
        scrut_buf_puts(&c->body, "\"><title>");
    } else {
        scrut_buf_puts(&c->body, "<g><title>");
    }
    scrut_put_html(&c->body, c->line.bytes);
    scrut_buf_puts(&c->body, "</title>");
    return linked;
}

void pic_group_end(pic_canvas *c, bool linked)
{
    scrut_buf_puts(&c->body, linked ? "</a>" : "</g>");
}

void pic_say(pic_canvas *c)
{
    scrut_buf_printf(&c->said, "%s%s", c->said.length > 0 ? "; " : "", pic_text(c));
}

/* ---- legends ---- */

static void put_swatch(pic_canvas *c, pic_swatch swatch, uint32_t rank, int x, int y)
{
    const int side = 110;
    if (swatch == PIC_SWATCH_MARK) {
        pic_mark(c, rank, x + side / 2, y + side / 2, side * 44 / 100);
        return;
    }
    if (swatch == PIC_SWATCH_SHADE) {
        char shade[8];
        snprintf(shade, sizeof shade, "o a%u", rank % SCRUT_PICTURE_SHADES);
        pic_rect(c, x, y, side, side, shade);
        return;
    }
    pic_rect(c, x, y, side, side, swatch == PIC_SWATCH_TIE ? "o tie" : "o x");
    if (swatch == PIC_SWATCH_HATCH)
        pic_hatch(c, x, y, side, side);
    if (swatch == PIC_SWATCH_DOTS)
        pic_dots(c, x, y, side, side);
}

void pic_legend(pic_canvas *c, pic_swatch swatch, uint32_t rank)
{
    const int swatch_room = 150;
    pic_cut(c, PIC_WIDTH - swatch_room, PIC_TEXT);
    if (c->line.bytes == NULL)
        return;
    int width = swatch_room + pic_text_width(c->line.bytes, PIC_TEXT);
    if (c->legend_x > 0 && c->legend_x + width > PIC_WIDTH)
        pic_legend_end(c);
    put_swatch(c, swatch, rank, c->legend_x, c->height + 35);
    pic_put(c, c->legend_x + swatch_room, c->height + 35 + 97, "");
    c->legend_x += width + 2 * PIC_GAP;
}

void pic_legend_end(pic_canvas *c)
{
    if (c->legend_x > 0)
        c->height += LEGEND_LINE;
    c->legend_x = 0;
}
