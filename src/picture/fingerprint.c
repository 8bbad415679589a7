/* SPDX-License-Identifier: Apache-2.0
 * fingerprint.c: how many stations have which turnout and which share of the leading list (Klimek, Yegorov, Hanel and
 * Thurner, PNAS 109, 2012). Each level lies over the levels below it in the same faint ink, so that more stations are
 * darker on any background; runs of cells are one stroke. */
#include "picture_internal.h"
#include "scrutineer/text.h"

#include <assert.h>
#include <string.h>

#define LEVELS_MAX 6
#define LEFT 400
#define TOP 190
#define SIDE 2700 /* divided by the number of cells, rounded down */

typedef struct {
    pic_canvas *c;
    const scrut_picture_bins *bins;
    uint32_t *counts;
    size_t columns, rows;       /* fewer than those of the bins where these would take too many bytes */
    uint32_t least[LEVELS_MAX]; /* stations in a cell from which a level covers it */
    size_t level_count;
    uint64_t top; /* stations in a cell that is as dark as any */
    int64_t stations;
    size_t fullest; /* the cell with most stations */
} drawing;

/* ---- levels ---- */

static int by_count(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The count that one in a hundred of the cells with stations reaches, so that a single cell (all votes for one list,
 * say) does not take the whole scale. False: no memory. */
static bool find_top(drawing *d)
{
    size_t all = d->columns * d->rows, used = 0;
    uint32_t *sorted = calloc(all, sizeof *sorted);
    if (sorted == NULL)
        return false;
    for (size_t i = 0; i < all; i++)
        if (d->counts[i] > 0)
            sorted[used++] = d->counts[i];
    qsort(sorted, used, sizeof *sorted, by_count);
    d->top = sorted[used - 1 - used / 100];
    free(sorted);
    return true;
}

/* Square roots of counts, so that a few crowded cells do not hide the rest: level k begins at (k / all)^2 of the top.
 */
static void choose_levels(drawing *d, size_t levels)
{
    uint64_t of = (uint64_t)levels * levels;
    d->level_count = 0;
    for (uint64_t k = 0; k < levels; k++) {
        uint64_t least = (d->top * k * k + of - 1) / of;
        least = least < 1 ? 1 : least;
        if (d->level_count == 0 || least > d->least[d->level_count - 1])
            d->least[d->level_count++] = (uint32_t)least;
    }
}

static void take_counts(drawing *d)
{
    d->columns = d->bins->columns;
    d->rows = d->bins->rows;
    memcpy(d->counts, d->bins->counts, d->columns * d->rows * sizeof d->counts[0]);
}

static void find_fullest(drawing *d)
{
    d->fullest = 0;
    for (size_t i = 0; i < d->columns * d->rows; i++)
        d->fullest = d->counts[i] > d->counts[d->fullest] ? i : d->fullest;
}

/* Two by two become one. */
static void halve(drawing *d)
{
    size_t columns = (d->columns + 1) / 2, rows = (d->rows + 1) / 2;
    for (size_t r = 0; r < rows; r++)
        for (size_t k = 0; k < columns; k++) {
            uint64_t sum = 0;
            for (size_t i = 0; i < 4; i++) {
                size_t row = 2 * r + i / 2, column = 2 * k + i % 2;
                sum += row < d->rows && column < d->columns ? d->counts[row * d->columns + column] : 0;
            }
            d->counts[r * columns + k] = sum > UINT32_MAX ? UINT32_MAX : (uint32_t)sum;
        }
    d->columns = columns;
    d->rows = rows;
    find_fullest(d);
}

/* ---- cells ---- */

static bool covers(const drawing *d, size_t row, size_t column, uint32_t least)
{
    return d->counts[row * d->columns + column] >= least;
}

/* A run of cells is a stroke one cell thick, from where the last one ended: the fewest bytes. */
static void put_level(const drawing *d, scrut_buf *out, uint32_t least)
{
    int x = 0, y = 0;
    scrut_buf_puts(out, "<path d=\"M0 0");
    for (size_t row = d->rows; row > 0; row--)
        for (size_t from = 0, to; from < d->columns; from = to) {
            for (to = from; to < d->columns && covers(d, row - 1, to, least);)
                to++;
            if (to == from) {
                to++;
                continue;
            }
            scrut_buf_printf(out, "m%d %dh%d", (int)from - x, (int)(d->rows - row) - y, (int)(to - from));
            x = (int)to;
            y = (int)(d->rows - row);
        }
    scrut_buf_puts(out, "\"/>");
}

static void put_cells(const drawing *d, scrut_buf *out)
{
    int width = SIDE / (int)d->columns, height = SIDE / (int)d->rows;
    scrut_buf_printf(out, "<g class=\"lv\" transform=\"translate(%d %d)scale(%d %d)\">", LEFT, TOP + height / 2, width,
                     height);
    for (size_t i = 0; i < d->level_count; i++)
        put_level(d, out, d->least[i]);
    scrut_buf_puts(out, "</g>");
}

/* With fewer levels, then with larger cells, until it is short enough. */
static void put_fitting(drawing *d)
{
    for (size_t levels = LEVELS_MAX;; levels--) {
        scrut_buf cells = {0};
        if (levels < 3 && d->columns > 1) {
            halve(d);
            levels = LEVELS_MAX;
        }
        if (!find_top(d)) {
            d->c->body.failed = true;
            return;
        }
        choose_levels(d, levels);
        put_cells(d, &cells);
        bool fits = cells.length <= SCRUT_PICTURE_FINGERPRINT_BYTES;
        if (fits || cells.failed) {
            scrut_buf_append(&d->c->body, cells.bytes != NULL ? cells.bytes : "", cells.length);
            d->c->body.failed = d->c->body.failed || cells.failed;
            scrut_buf_free(&cells);
            return;
        }
        scrut_buf_free(&cells);
    }
}

/* ---- axes, legend, words ---- */

static void put_axes(drawing *d)
{
    pic_canvas *c = d->c;
    const scrut_picture_words *w = c->words;
    scrut_put_plain(pic_line(c), w->leading_share);
    pic_put(c, 0, 110, "s f");
    int width = SIDE / (int)d->columns * (int)d->columns, height = SIDE / (int)d->rows * (int)d->rows;
    for (int percent = 0; percent <= 100; percent += 20) {
        int x = LEFT + width * percent / 100, y = TOP + height - height * percent / 100;
        pic_segment(c, LEFT, y, LEFT + width, y, "g");
        pic_segment(c, x, TOP, x, TOP + height, "g");
        pic_amount(c, pic_line(c), percent * 100, SCRUT_PICTURE_SHARE);
        pic_put(c, LEFT - PIC_GAP, y + PIC_SMALL / 3, "s f e");
        pic_put_inside(c, x, TOP + height + PIC_SMALL + 30, "s f i", PIC_SMALL);
    }
    scrut_put_plain(pic_line(c), w->turnout);
    pic_put(c, LEFT + width, TOP + height + 2 * PIC_SMALL + 60, "s f e");
    c->height = TOP + height + 2 * PIC_SMALL + 90;
}

/* As many layers as the level has, and the least number of stations. */
static void put_legend(drawing *d)
{
    pic_canvas *c = d->c;
    scrut_put_plain(pic_line(c), c->words->stations);
    pic_put(c, 0, c->height + 105, "s f");
    c->height += 135;
    for (size_t i = 0; i < d->level_count; i++) {
        int x = (int)i * (PIC_WIDTH / LEVELS_MAX);
        scrut_buf_puts(&c->body, "<g class=\"lf\">");
        for (size_t k = 0; k <= i; k++)
            scrut_buf_printf(&c->body, "<path d=\"M%d %dh140v110h-140z\"/>", x, c->height);
        scrut_buf_puts(&c->body, "</g>");
        scrut_buf_puts(pic_line(c), "\xE2\x89\xA5");
        pic_number(c, &c->line, d->least[i]);
        pic_put(c, x + 165, c->height + 92, "s");
    }
    c->height += 170;
}

/* "40%–41%": the bounds of a cell on one axis. */
static void say_bounds(const drawing *d, size_t at, size_t count, scrut_buf *to)
{
    scrut_picture_range range = {(int64_t)(10000 * at / count), (int64_t)(10000 * (at + 1) / count), true, true};
    pic_range(d->c, to, range, SCRUT_PICTURE_SHARE);
}

static void say(drawing *d)
{
    pic_canvas *c = d->c;
    const scrut_picture_words *w = c->words;
    scrut_buf *line = pic_line(c);
    scrut_buf_printf(line, "%s: ", w->stations);
    pic_number(c, line, d->stations);
    scrut_buf_printf(line, "; %s ", w->turnout);
    say_bounds(d, d->fullest % d->columns, d->columns, line);
    scrut_buf_printf(line, ", %s ", w->leading_share);
    say_bounds(d, d->fullest / d->columns, d->rows, line);
    scrut_buf_puts(line, ": ");
    pic_number(c, line, d->counts[d->fullest]);
    scrut_buf_printf(line, " %s", w->stations);
    if (d->bins->left_out > 0) {
        scrut_buf_printf(line, "; %s: ", w->no_data);
        pic_number(c, line, d->bins->left_out);
    }
    pic_say(c);
}

static void put_caption(drawing *d)
{
    pic_canvas *c = d->c;
    if (d->bins->left_out > 0) {
        scrut_buf_printf(pic_line(c), "%s: ", c->words->no_data);
        pic_number(c, &c->line, d->bins->left_out);
        scrut_buf_printf(&c->line, " %s", c->words->stations);
        pic_put_wrapped(c, 0, PIC_WIDTH, "s f", PIC_SMALL);
    }
    if (d->bins->caption == NULL)
        return;
    pic_line_of(c, d->bins->caption);
    pic_say(c);
    pic_put_wrapped(c, 0, PIC_WIDTH, "s f", PIC_SMALL);
    c->height += PIC_GAP;
}

void scrut_picture_fingerprint(scrut_buf *out, const scrut_picture_frame *frame, const scrut_picture_bins *bins)
{
    pic_canvas c;
    drawing d = {.c = &c, .bins = bins};
    assert(bins->columns <= SCRUT_PICTURE_BINS_MAX && bins->rows <= SCRUT_PICTURE_BINS_MAX);
    for (size_t i = 0; i < bins->columns * bins->rows; i++)
        d.stations += bins->counts[i];
    if (d.stations == 0)
        return;
    d.counts = calloc(bins->columns * bins->rows, sizeof d.counts[0]);
    if (d.counts == NULL) {
        out->failed = true;
        return;
    }
    take_counts(&d);
    find_fullest(&d);
    pic_begin(&c, out, frame);
    put_fitting(&d);
    put_axes(&d);
    put_legend(&d);
    say(&d);
    put_caption(&d);
    pic_end(&c, "fingerprint");
    free(d.counts);
}
