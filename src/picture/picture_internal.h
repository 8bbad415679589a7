/* SPDX-License-Identifier: Apache-2.0
 * picture_internal.h: what the pictures share. A canvas gathers the drawing and the description side by side, so that a
 * picture's height is known when its <svg> is opened. Units are tenths of a CSS pixel in a place 320 pixels wide. */
#ifndef SCRUT_PICTURE_INTERNAL_H
#define SCRUT_PICTURE_INTERNAL_H

#include "scrutineer/picture.h"

#define PIC_WIDTH 3200
#define PIC_TEXT 125  /* sizes of letters, as in style.c */
#define PIC_SMALL 108 /* of what stands in class "s" */
#define PIC_GAP 40

typedef struct {
    scrut_buf *out;
    const scrut_picture_frame *frame;
    const scrut_picture_words *words;
    scrut_buf body, said, line; /* the drawing; the description as plain text; a line of text in the making */
    int height;
    bool links, hatch, dots, map;
    scrut_buf behind; /* the drawing before rows began, and where they do */
    int rows_top;
    int legend_x; /* where the next entry of a legend begins */
} pic_canvas;

/* ---- draw.c ---- */

void pic_begin(pic_canvas *c, scrut_buf *out, const scrut_picture_frame *frame);
/* Appends the picture and frees the canvas. `kind` is its class beside "pic". */
void pic_end(pic_canvas *c, const char *kind);

/* A line of text is made as plain text in a buffer, measured, and put. */
scrut_buf *pic_line(pic_canvas *c);
scrut_buf *pic_line_of(pic_canvas *c, const char *text);
/* Width of a text in letters of `size`: a careful guess, as fonts differ. */
int pic_text_width(const char *text, int size);
/* Cuts the line at whole characters, with an ellipsis, until it is at most `width` wide. */
void pic_cut(pic_canvas *c, int width, int size);
/* Without an ellipsis. */
void pic_crop(pic_canvas *c, int width, int size);
/* Puts the line. Classes: s small, f soft, b bold, i centred, e ends at x, h with a halo. */
void pic_put(pic_canvas *c, int x, int y, const char *classes);
/* Puts the line, whose classes say that it is centred, on x, moved so that it stays inside the picture. */
void pic_put_inside(pic_canvas *c, int x, int y, const char *classes, int size);
/* Puts the line broken at spaces, from c->height on, and moves that below it. */
void pic_put_wrapped(pic_canvas *c, int x, int width, const char *classes, int size);
/* A row's name at c->height between x and `right`, behind the mark of its party when it has one. */
void pic_label(pic_canvas *c, uint32_t rank, const char *label, int x, int right);
/* Adds the line to the description. */
void pic_say(pic_canvas *c);
const char *pic_text(const pic_canvas *c); /* the line */

void pic_number(const pic_canvas *c, scrut_buf *to, int64_t value);
void pic_amount(const pic_canvas *c, scrut_buf *to, int64_t value, scrut_picture_unit unit);
void pic_signed(const pic_canvas *c, scrut_buf *to, int64_t value, scrut_picture_unit unit);
void pic_value(const pic_canvas *c, scrut_buf *to, scrut_picture_value value, scrut_picture_unit unit);
void pic_range(const pic_canvas *c, scrut_buf *to, scrut_picture_range range, scrut_picture_unit unit);
const char *pic_unit_word(const pic_canvas *c, scrut_picture_unit unit);

/* "c p3", or "c" alone for nobody's. */
void pic_party_class(scrut_buf *out, uint32_t rank);
void pic_rect(pic_canvas *c, int x, int y, int width, int height, const char *classes);
void pic_party_rect(pic_canvas *c, int x, int y, int width, int height, uint32_t rank);
void pic_segment(pic_canvas *c, int x1, int y1, int x2, int y2, const char *classes);
/* A rectangle over which hatching or dots lie. */
void pic_hatch(pic_canvas *c, int x, int y, int width, int height);
void pic_dots(pic_canvas *c, int x, int y, int width, int height);

/* Opens a group whose title (tooltip and name) is the line, as a link when it leads anywhere: tells whether it does. */
bool pic_group(pic_canvas *c, const char *link);
void pic_group_end(pic_canvas *c, bool linked);
bool pic_link_safe(const char *link);

/* A legend flows from the left and breaks between entries; each entry is a swatch and the line. */
typedef enum {
    PIC_SWATCH_MARK,
    PIC_SWATCH_HATCH,
    PIC_SWATCH_DOTS,
    PIC_SWATCH_NONE,
    PIC_SWATCH_TIE,
    PIC_SWATCH_SHADE
} pic_swatch;
void pic_legend(pic_canvas *c, pic_swatch swatch, uint32_t rank);
void pic_legend_end(pic_canvas *c);

/* ---- marks.c ---- */

/* Path data of a mark's shape around (x, y) with radius r. */
void pic_shape(scrut_buf *out, size_t shape, int x, int y, int r);
void pic_mark(pic_canvas *c, uint32_t rank, int x, int y, int r);

/* ---- scale.c: + - * / only, so that every machine draws the same ---- */

double pic_sine(double x);  /* |x| <= pi / 2 */
double pic_log10(double x); /* x >= 1 */
int pic_whole(double value);
/* 1, 2 or 5 times a power of ten, so that at most `ticks` steps reach `most`. */
int64_t pic_step(int64_t most, int64_t ticks);

typedef struct {
    int64_t low, high; /* at the left and the right end; low <= high */
    int left, width;
    bool logarithmic; /* from 0: the place of x is that of x + 1 */
} pic_scale;
int pic_at(const pic_scale *s, int64_t value);
/* What is drawn between the two are rows from c->height on; an axis lies behind them, and below them its numbers and
 * what kind of scale it is. */
void pic_rows_begin(pic_canvas *c);
void pic_rows_end(pic_canvas *c, const pic_scale *s, scrut_picture_unit unit);

#endif
