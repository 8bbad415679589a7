/* SPDX-License-Identifier: Apache-2.0
 * hemicycle.c: the chamber as a half circle of seats, and a legend of its parties below. */
#include "picture_internal.h"
#include "scrutineer/text.h"

#define RADIUS_OUTER 1290
#define RADIUS_INNER 530
#define TOTAL_SIZE 300 /* of the letters of class t, as in style.c */
#define CENTRE_X (PIC_WIDTH / 2)
#define CENTRE_Y 1590
#define ROWS_MAX 40
#define PI 3.14159265358979323846

/* ---- where the seats stand ---- */

typedef struct {
    int place, places; /* the seat's place in its row: the angle is place / places of the half circle */
    int row;
} seat;

typedef struct {
    int rows, mark_radius;
    int radius[ROWS_MAX];
    seat seats[SCRUT_PICTURE_SEATS_MAX];
    int count;
} plan;

static void position(int radius, double share, int *ret_x, int *ret_y)
{
    double angle = PI * (share - 0.5); /* from straight up, clockwise */
    double sine = pic_sine(angle), half = pic_sine(angle / 2);
    *ret_x = CENTRE_X + pic_whole(radius * sine);
    *ret_y = CENTRE_Y - pic_whole(radius * (1 - 2 * half * half));
}

/* As few rows as keep seats at least as far apart along a row as the rows are from each other. */
static void choose_rows(plan *p, int seats)
{
    const int mark_most = 130;
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
            p->mark_radius = pic_whole(least * 0.42);
            break;
        }
    }
    if (p->mark_radius > mark_most)
        p->mark_radius = mark_most;
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

static plan *plan_new(int seats)
{
    plan *p = calloc(1, sizeof *p);
    if (p == NULL)
        return NULL;
    choose_rows(p, seats);
    fill_rows(p, seats);
    qsort(p->seats, (size_t)p->count, sizeof p->seats[0], from_left);
    return p;
}

/* ---- the seats ---- */

typedef struct {
    pic_canvas *c;
    const plan *p;
    const scrut_picture_chamber *chamber;
    int at; /* seats drawn */
} drawing;

static void put_seats(drawing *d, int count, uint32_t shape, int radius)
{
    for (int i = d->at; i < d->at + count; i++) {
        int x, y;
        position(d->p->radius[d->p->seats[i].row], (double)d->p->seats[i].place / d->p->seats[i].places, &x, &y);
        pic_shape(&d->c->body, shape, x, y, radius);
    }
}

static void put_group(drawing *d, int64_t count, uint32_t rank, const char *classes, int percent)
{
    if (count <= 0)
        return;
    scrut_buf_printf(&d->c->body, "<path class=\"%s ", classes);
    pic_party_class(&d->c->body, rank);
    scrut_buf_puts(&d->c->body, "\" d=\"");
    put_seats(d, (int)count, rank == SCRUT_PICTURE_NO_PARTY ? 0 : rank % SCRUT_PICTURE_MARKS,
              d->p->mark_radius * percent / 100);
    scrut_buf_puts(&d->c->body, "\"/>");
}

/* The number outside the arc, where the bloc is broad enough; at the sides it needs half its width more. */
static void put_count(drawing *d, int64_t seats)
{
    int x, y, radius = RADIUS_OUTER + 100 + d->p->mark_radius;
    if (seats * 22 < d->p->count)
        return;
    position(radius, ((double)d->at + (double)seats / 2) / d->p->count, &x, &y);
    pic_number(d->c, pic_line(d->c), seats);
    int half = pic_text_width(pic_text(d->c), PIC_TEXT) / 2;
    x += (half - 40) * (x - CENTRE_X) / radius;
    pic_put_inside(d->c, x, y + PIC_TEXT / 3, "b i", PIC_TEXT);
}

static void say_bloc(drawing *d, const scrut_picture_bloc *bloc, scrut_buf *to)
{
    const scrut_picture_words *w = d->c->words;
    scrut_put_plain(to, bloc->party.label);
    scrut_buf_puts(to, ": ");
    pic_number(d->c, to, bloc->certain + bloc->within_reach);
    scrut_buf_printf(to, " %s", w->seats);
    if (bloc->within_reach == 0)
        return;
    scrut_buf_puts(to, " (");
    pic_number(d->c, to, bloc->certain);
    scrut_buf_printf(to, " %s, ", w->certain);
    pic_number(d->c, to, bloc->within_reach);
    scrut_buf_printf(to, " %s)", w->within_reach);
}

static void put_bloc(drawing *d, const scrut_picture_bloc *bloc)
{
    int64_t seats = bloc->certain + bloc->within_reach;
    if (seats == 0)
        return;
    say_bloc(d, bloc, pic_line(d->c));
    pic_say(d->c);
    bool linked = pic_group(d->c, bloc->link);
    put_count(d, seats);
    put_group(d, bloc->certain, bloc->party.rank, "m", 100);
    d->at += (int)bloc->certain;
    /* hollow, with a dot: the bloc's shape stays, and it needs no colour to be told */
    put_group(d, bloc->within_reach, bloc->party.rank, "m r", 80);
    put_group(d, bloc->within_reach, bloc->party.rank, "w", 30);
    d->at += (int)bloc->within_reach;
    pic_group_end(d->c, linked);
}

/* ---- lines and words ---- */

static void put_line(drawing *d, int64_t seats, const char *classes)
{
    int x1, y1, x2, y2;
    if (seats <= 0 || seats > d->p->count)
        return;
    double share = ((double)seats - 0.5) / (double)d->p->count;
    position(RADIUS_INNER - 190, share, &x1, &y1);
    position(RADIUS_OUTER + 90, share, &x2, &y2);
    pic_segment(d->c, x1, y1, x2, y2, classes);
}

static void put_centre(drawing *d)
{
    pic_number(d->c, pic_line(d->c), d->p->count);
    bool broad = pic_text_width(pic_text(d->c), TOTAL_SIZE) > RADIUS_INNER * 3 / 2; /* digits of some scripts are */
    pic_put(d->c, CENTRE_X, CENTRE_Y - 100, broad ? "tt i" : "t i");
    pic_line_of(d->c, d->c->words->seats);
    pic_put(d->c, CENTRE_X, CENTRE_Y + 40, "f i");
}

/* Parties with seats, as many as there is room for; the rest as one number. */
static void put_parties(drawing *d)
{
    const size_t most = 16;
    size_t shown = 0;
    int64_t others = 0;
    for (size_t i = 0; i < d->chamber->bloc_count; i++) {
        const scrut_picture_bloc *bloc = &d->chamber->blocs[i];
        int64_t seats = bloc->certain + bloc->within_reach;
        if (seats > 0 && shown++ < most) {
            scrut_put_plain(pic_line(d->c), bloc->party.label);
            pic_cut(d->c, PIC_WIDTH * 3 / 4, PIC_TEXT);
            scrut_buf_putc(&d->c->line, ' ');
            pic_number(d->c, &d->c->line, seats);
            pic_legend(d->c, PIC_SWATCH_MARK, bloc->party.rank);
        } else {
            others += seats;
        }
    }
    if (others > 0) {
        scrut_buf_printf(pic_line(d->c), "%s ", d->c->words->others);
        pic_number(d->c, &d->c->line, others);
        pic_legend(d->c, PIC_SWATCH_NONE, SCRUT_PICTURE_NO_PARTY);
    }
    pic_legend_end(d->c);
}

/* A line below with a sample at its beginning, of which the y is returned; it is a part of the description, too. */
static int put_sample(drawing *d, const char *word, int64_t count)
{
    pic_canvas *c = d->c;
    int y = c->height + 90;
    scrut_buf_printf(pic_line(c), "%s: ", word);
    pic_number(c, &c->line, count);
    pic_say(c);
    pic_cut(c, PIC_WIDTH - 150, PIC_TEXT);
    pic_put(c, 150, y + PIC_TEXT / 3, "");
    c->height += 180;
    return y;
}

static void put_ring(drawing *d, const char *classes, int y, int radius)
{
    scrut_buf_printf(&d->c->body, "<path class=\"%s\" d=\"", classes);
    pic_shape(&d->c->body, 0, 55, y, radius);
    scrut_buf_puts(&d->c->body, "\"/>");
}

static void put_states(drawing *d)
{
    const scrut_picture_chamber *chamber = d->chamber;
    const scrut_picture_words *w = d->c->words;
    int64_t reach = 0;
    for (size_t i = 0; i < chamber->bloc_count; i++)
        reach += chamber->blocs[i].within_reach;
    if (reach > 0) {
        int y = put_sample(d, w->within_reach, reach);
        put_ring(d, "m r", y, 42);
        put_ring(d, "n", y, 18);
    }
    if (chamber->disputed > 0)
        put_ring(d, "q", put_sample(d, w->disputed, chamber->disputed), 42);
    for (int line = 0; line < 2; line++) {
        int64_t seats = line == 0 ? chamber->majority : chamber->quorum;
        if (seats <= 0)
            continue;
        int y = put_sample(d, line == 0 ? w->majority : w->quorum, seats);
        pic_segment(d->c, 55, y - 60, 55, y + 60, line == 0 ? "d" : "j");
    }
}

static void draw(drawing *d)
{
    for (size_t i = 0; i < d->chamber->bloc_count; i++)
        put_bloc(d, &d->chamber->blocs[i]);
    if (d->chamber->disputed > 0) {
        put_group(d, d->chamber->disputed, SCRUT_PICTURE_NO_PARTY, "q", 90);
        put_count(d, d->chamber->disputed);
    }
    put_line(d, d->chamber->quorum, "j");
    put_line(d, d->chamber->majority, "d");
    put_centre(d);
    d->c->height = CENTRE_Y + 130;
    put_parties(d);
    put_states(d);
}

/* 0 when they cannot be drawn. */
static int64_t all_seats(const scrut_picture_chamber *chamber)
{
    int64_t sum = chamber->disputed;
    if (sum < 0 || sum > SCRUT_PICTURE_SEATS_MAX)
        return 0;
    for (size_t i = 0; i < chamber->bloc_count; i++) {
        const scrut_picture_bloc *b = &chamber->blocs[i];
        if (b->certain < 0 || b->within_reach < 0 || b->certain > SCRUT_PICTURE_SEATS_MAX ||
            b->within_reach > SCRUT_PICTURE_SEATS_MAX)
            return 0;
        sum += b->certain + b->within_reach;
        if (sum > SCRUT_PICTURE_SEATS_MAX)
            return 0;
    }
    return sum;
}

void scrut_picture_hemicycle(scrut_buf *out, const scrut_picture_frame *frame, const scrut_picture_chamber *chamber)
{
    int64_t seats = all_seats(chamber);
    if (seats == 0)
        return;
    plan *p = plan_new((int)seats);
    if (p == NULL) {
        out->failed = true;
        return;
    }
    pic_canvas c;
    pic_begin(&c, out, frame);
    drawing d = {&c, p, chamber, 0};
    draw(&d);
    pic_end(&c, "hemicycle");
    free(p);
}
