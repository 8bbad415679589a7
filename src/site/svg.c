/* SPDX-License-Identifier: Apache-2.0
 * svg.c: party marks and the chamber as a half circle. Whole numbers in the output, and only + - * / in
 * floating point, so that every machine draws the same bytes. */
#include "site_internal.h"

#include <string.h>

#define RADIUS_OUTER 2800
#define RADIUS_INNER 1150
#define CENTRE_X 4200
#define CENTRE_Y 3450
#define VIEW_WIDTH 8400
#define VIEW_HEIGHT 3700
#define ROWS_MAX 40
#define SEATS_DRAWN_MAX 1500
#define PI 3.14159265358979323846

/* ---- marks ------------------------------------------------------------------------------------------------ */

static void circle(scrut_buf *out, int x, int y, int r)
{
    scrut_buf_printf(out, "M%d %da%d %d 0 1 0 %d 0a%d %d 0 1 0 %d 0z", x - r, y, r, r, 2 * r, r, r, -2 * r);
}

static void square(scrut_buf *out, int x, int y, int half)
{
    scrut_buf_printf(out, "M%d %dh%dv%dh%dz", x - half, y - half, 2 * half, 2 * half, -2 * half);
}

/* Path data of shape `mark` around (x, y) with radius r; areas of about the same size. */
static void shape(scrut_buf *out, size_t mark, int x, int y, int r)
{
    int d = r * 11 / 10, s = r * 88 / 100, t = r / 3;
    switch (mark) {
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

void scrut_site_svg_symbols(scrut_buf *out)
{
    scrut_buf_puts(out, "<svg width=\"0\" height=\"0\" style=\"position:absolute\" aria-hidden=\"true\">");
    for (size_t mark = 0; mark < SCRUT_SITE_MARKS; mark++) {
        scrut_buf_printf(out, "<symbol id=\"m%zu\" viewBox=\"0 0 100 100\"><path fill-rule=\"evenodd\" d=\"", mark);
        shape(out, mark, 50, 50, 44);
        scrut_buf_puts(out, "\"/></symbol>");
    }
    scrut_buf_puts(out, "</svg>\n");
}

void scrut_site_svg_mark(const scrut_report_view *view, scrut_buf *out, size_t party)
{
    scrut_buf_printf(out, "<svg class=\"mk p%u\" aria-hidden=\"true\"><use href=\"#m%u\"/></svg>", view->rank[party],
                     view->rank[party] % SCRUT_SITE_MARKS);
}

/* ---- where the seats stand ----------------------------------------------------------------------------------- */

typedef struct {
    int place, places; /* the seat's place in its row: the angle is place / places of the half circle */
    int row;
} seat;

typedef struct {
    int rows, mark_radius;
    int radius[ROWS_MAX];
    seat seats[SEATS_DRAWN_MAX];
    int count;
} plan;

/* Sine for |x| <= pi / 2 by its series: every machine adds the same terms in the same order. */
static double sine_of(double x)
{
    double term = x, sum = x;
    for (int k = 1; k < 12; k++) {
        term *= -x * x / (2 * k * (2 * k + 1));
        sum += term;
    }
    return sum;
}

static int whole(double value)
{
    return (int)(value < 0 ? value - 0.5 : value + 0.5);
}

static void position(int radius, double share, int *ret_x, int *ret_y)
{
    double angle = PI * (share - 0.5); /* from straight up, clockwise */
    double sine = sine_of(angle), half = sine_of(angle / 2);
    *ret_x = CENTRE_X + whole(radius * sine);
    *ret_y = CENTRE_Y - whole(radius * (1 - 2 * half * half));
}

/* As few rows as keep seats at least as far apart along a row as the rows are from each other. */
static void choose_rows(plan *p, int seats)
{
    double along = 0;
    for (p->rows = seats <= 12 ? 1 : 2; p->rows < ROWS_MAX; p->rows++) {
        int depth = p->rows > 1 ? (RADIUS_OUTER - RADIUS_INNER) / (p->rows - 1) : 0;
        double length = 0;
        for (int i = 0; i < p->rows; i++) {
            p->radius[i] = RADIUS_OUTER - (p->rows - 1 - i) * depth;
            length += PI * p->radius[i];
        }
        along = length / seats;
        if (depth <= along) {
            double least = depth > 0 && depth < along ? depth : along;
            p->mark_radius = whole(least * 0.42);
            break;
        }
    }
    if (p->mark_radius > 280)
        p->mark_radius = 280;
}

/* Shares the seats among the rows by length; what rounding leaves goes to the outer rows. */
static void fill_rows(plan *p, int seats)
{
    int64_t length = 0, before = 0, given = 0;
    for (int i = 0; i < p->rows; i++)
        length += p->radius[i];
    for (int i = 0; i < p->rows; i++) {
        before += p->radius[i];
        int64_t upto = (before * seats * 2 + length) / (length * 2);
        int places = (int)(upto - given);
        given = upto;
        for (int k = 0; k < places; k++)
            p->seats[p->count++] = places > 1 ? (seat){k, places - 1, i} : (seat){1, 2, i};
    }
}

static int from_left(const void *a, const void *b)
{
    const seat *x = a, *y = b;
    int64_t cross = (int64_t)x->place * y->places - (int64_t)y->place * x->places;
    return cross != 0 ? (cross > 0 ? 1 : -1) : y->row - x->row;
}

static void make_plan(plan *p, int seats)
{
    memset(p, 0, sizeof *p);
    choose_rows(p, seats);
    fill_rows(p, seats);
    qsort(p->seats, (size_t)p->count, sizeof p->seats[0], from_left);
}

static void put_seats(scrut_buf *out, const plan *p, int from, int to, size_t mark)
{
    for (int i = from; i < to && i < p->count; i++) {
        int x, y;
        position(p->radius[p->seats[i].row], (double)p->seats[i].place / p->seats[i].places, &x, &y);
        shape(out, mark, x, y, p->mark_radius);
    }
}

/* ---- the drawing ------------------------------------------------------------------------------------------------ */

/* An id cut at whole characters to what fits beside the half circle. */
static void put_label(scrut_buf *out, const char *text)
{
    char kept[64];
    size_t length = 0, columns = 0;
    while (text[length] != '\0' && length < sizeof kept - 8) {
        size_t next = length + 1;
        while (((unsigned char)text[next] & 0xC0) == 0x80 && next < sizeof kept - 8)
            next++;
        memcpy(kept + length, text + length, next - length);
        kept[next] = '\0';
        columns = scrut_report_width(kept);
        if (columns > 8)
            break;
        length = next;
    }
    kept[length] = '\0';
    scrut_put_html(out, kept);
    if (text[length] != '\0')
        scrut_buf_puts(out, "\xE2\x80\xA6");
}

static void party_label(const scrut_report_view *view, scrut_buf *out, uint32_t party, double share, int64_t seats)
{
    int x, y;
    position(RADIUS_OUTER + 330, share, &x, &y);
    const char *anchor = share < 0.4 ? "end" : share > 0.6 ? "start" : "middle";
    scrut_buf_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">", x, y + 80, anchor);
    put_label(out, view->c->parties[party].id);
    scrut_buf_printf(out, " %lld</text>", (long long)seats);
}

static void majority_line(const scrut_report_view *view, scrut_buf *out, int64_t seats)
{
    if (view->c->chamber_fact_count == 0)
        return;
    const scrut_chamber_fact *fact = &view->c->chamber_facts[0];
    if (fact->seats <= 0 || fact->seats > seats)
        return;
    int x1, y1, x2, y2;
    double share = ((double)fact->seats - 0.5) / (double)seats;
    position(RADIUS_INNER - 330, share, &x1, &y1);
    position(RADIUS_OUTER + 200, share, &x2, &y2);
    scrut_buf_printf(out, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", x1, y1, x2, y2);
}

static void describe(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column, int64_t seats,
                     const char *id)
{
    scrut_buf words = {0};
    scrut_report_put_column(&words, column);
    scrut_buf_printf(out, "<title id=\"%s-t\">", id);
    scrut_site_said(out, &words);
    scrut_buf_printf(out, "</title><desc id=\"%s-d\">", id);
    scrut_report_put_count(out, seats, "seat", NULL);
    scrut_buf_puts(out, " in a half circle, from left to right in the order of the table: ");
    scrut_report_say_column(view, &words, column);
    scrut_site_said(out, &words);
    scrut_buf_puts(out, ".</desc>");
    scrut_buf_free(&words);
}

static void put_parties(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column, const plan *p)
{
    int at = 0;
    int64_t low, high;
    for (size_t i = 0; i < view->c->party_count; i++) {
        uint32_t party = view->order[i];
        if (!scrut_report_seats(view, column, 0, party, &low, &high) || low <= 0)
            continue;
        scrut_buf_printf(out, "<path class=\"p%zu\" d=\"", i);
        put_seats(out, p, at, at + (int)low, i % SCRUT_SITE_MARKS);
        scrut_buf_puts(out, "\"/>");
        if (low * 25 >= p->count)
            party_label(view, out, party, ((double)at + (double)low / 2) / p->count, low);
        at += (int)low;
    }
    if (at < p->count) { /* seats nobody holds for certain */
        scrut_buf_puts(out, "<path class=\"open\" d=\"");
        put_seats(out, p, at, p->count, 0);
        scrut_buf_puts(out, "\"/>");
    }
}

void scrut_site_svg_hemicycle(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column,
                              const char *id)
{
    int64_t seats = scrut_report_chamber_seats(view), known = 0;
    if (scrut_report_seats_sum(view, column, 0, &known) && known > seats)
        seats = known;
    if (seats <= 0 || seats > SEATS_DRAWN_MAX)
        return;
    plan *p = scrut_arena_calloc(view->arena, 1, sizeof *p);
    if (p == NULL) {
        out->failed = true;
        return;
    }
    make_plan(p, (int)seats);
    scrut_buf_printf(out, "<svg class=\"hemi\" role=\"img\" viewBox=\"0 0 %d %d\" aria-labelledby=\"%s-t %s-d\">",
                     VIEW_WIDTH, VIEW_HEIGHT, id, id);
    describe(view, out, column, seats, id);
    put_parties(view, out, column, p);
    majority_line(view, out, seats);
    scrut_buf_printf(out, "<text class=\"total\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%lld</text>", CENTRE_X,
                     CENTRE_Y - 300, (long long)seats);
    scrut_buf_printf(out, "<text class=\"unit\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">seats</text></svg>\n",
                     CENTRE_X, CENTRE_Y + 60);
}
