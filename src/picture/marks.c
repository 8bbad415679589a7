/* SPDX-License-Identifier: Apache-2.0
 * marks.c: a party's mark, one of eight shapes of about the same area. */
#include "picture_internal.h"

static void circle(scrut_buf *out, int x, int y, int r)
{
    scrut_buf_printf(out, "M%d %da%d %d 0 1 0 %d 0a%d %d 0 1 0 %d 0z", x - r, y, r, r, 2 * r, r, r, -2 * r);
}

static void square(scrut_buf *out, int x, int y, int half)
{
    scrut_buf_printf(out, "M%d %dh%dv%dh%dz", x - half, y - half, 2 * half, 2 * half, -2 * half);
}

void pic_shape(scrut_buf *out, size_t shape, int x, int y, int r)
{
    int d = r * 11 / 10, s = r * 88 / 100, t = r / 3;
    switch (shape) {
    case 0: circle(out, x, y, r); break;
    case 1: square(out, x, y, s); break;
    case 2: /* diamond */ scrut_buf_printf(out, "M%d %dl%d %d %d %d %d %dz", x, y - d, d, d, -d, d, -d, -d); break;
    case 3: /* triangle */ scrut_buf_printf(out, "M%d %dl%d %dh%dz", x, y - d, d, d + s, -2 * d); break;
    case 4: /* ring */
        circle(out, x, y, r);
        circle(out, x, y, r / 2);
        break;
    case 5: /* triangle on its point */
        scrut_buf_printf(out, "M%d %dh%dl%d %dz", x - d, y - s, 2 * d, -d, d + s);
        break;
    case 6: /* square ring */
        square(out, x, y, s);
        square(out, x, y, s / 2);
        break;
    default: /* cross */
        scrut_buf_printf(out, "M%d %dh%dv%dh%dv%dh%dv%dh%dv%dh%dv%dh%dz", x - t, y - r, 2 * t, r - t, r - t, 2 * t,
                         t - r, r - t, -2 * t, t - r, t - r, -2 * t, r - t);
        break;
    }
}

void pic_mark(pic_canvas *c, uint32_t rank, int x, int y, int r)
{
    scrut_buf_puts(&c->body, "<path class=\"m ");
    pic_party_class(&c->body, rank);
    scrut_buf_puts(&c->body, "\" d=\"");
    pic_shape(&c->body, rank % SCRUT_PICTURE_MARKS, x, y, r);
    scrut_buf_puts(&c->body, "\"/>");
}

void scrut_picture_symbols(scrut_buf *out)
{
    scrut_buf_puts(out, "<svg class=\"pic-symbols\" width=\"0\" height=\"0\" aria-hidden=\"true\">");
    for (size_t shape = 0; shape < SCRUT_PICTURE_MARKS; shape++) {
        scrut_buf_printf(out, "<symbol id=\"m%zu\" viewBox=\"0 0 100 100\"><path fill-rule=\"evenodd\" d=\"", shape);
        pic_shape(out, shape, 50, 50, 44);
        scrut_buf_puts(out, "\"/></symbol>");
    }
    scrut_buf_puts(out, "</svg>\n");
}

void scrut_picture_mark(scrut_buf *out, uint32_t rank)
{
    scrut_buf_printf(out, "<svg class=\"mk p%u\" aria-hidden=\"true\"><use href=\"#m%u\"/></svg>", rank,
                     rank % SCRUT_PICTURE_MARKS);
}
