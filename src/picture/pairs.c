/* SPDX-License-Identifier: Apache-2.0
 * pairs.c: two bars a row from a middle, for ages of men and women; or one bar a row, for days. */
#include "picture_internal.h"
#include "scrutineer/text.h"

enum { ROW = 34, BAR = 28, LABEL = 260, EDGE = 40 };

typedef struct {
    pic_canvas *c;
    const scrut_picture_pair *pairs;
    size_t count;
    bool both;
    int64_t most;
    int middle, room; /* between the two labels; for the longest bar */
} drawing;

static int64_t longest(const scrut_picture_pair pairs[], size_t count)
{
    int64_t most = 1;
    for (size_t i = 0; i < count; i++) {
        most = pairs[i].left > most ? pairs[i].left : most;
        most = pairs[i].right > most ? pairs[i].right : most;
    }
    return most;
}

static int width_of(const drawing *d, int64_t value)
{
    return value > 0 ? pic_whole((double)value * d->room / (double)d->most) : 0;
}

static void put_row(drawing *d, const scrut_picture_pair *pair, int y)
{
    pic_canvas *c = d->c;
    int right = width_of(d, d->both ? pair->right : pair->left), left = d->both ? width_of(d, pair->left) : 0;
    if (left > 0)
        pic_rect(c, d->middle - LABEL / 2 - left, y, left, BAR, "n");
    if (right > 0)
        pic_rect(c, d->middle + LABEL / 2, y, right, BAR, "n");
    if (!pair->shown || pair->label == NULL)
        return;
    pic_line_of(c, pair->label);
    pic_put(c, d->middle, y + BAR / 2 + 38, "s i");
}

/* The sum and the longest bar of a side, in words. */
static void say_side(drawing *d, const char *name, bool left)
{
    pic_canvas *c = d->c;
    int64_t sum = 0, most = -1;
    const char *where = NULL;
    for (size_t i = 0; i < d->count; i++) {
        int64_t value = left ? d->pairs[i].left : d->pairs[i].right;
        sum += value;
        if (value > most) {
            most = value;
            where = d->pairs[i].label;
        }
    }
    scrut_buf *line = pic_line(c);
    scrut_put_plain(line, name);
    scrut_buf_puts(line, ": ");
    pic_number(c, line, sum);
    scrut_buf_puts(line, "; ");
    scrut_buf_printf(line, "%s ", c->words->at_most);
    pic_number(c, line, most);
    if (where != NULL) {
        scrut_buf_puts(line, " (");
        scrut_put_plain(line, where);
        scrut_buf_putc(line, ')');
    }
    pic_say(c);
}

static void put_heads(drawing *d, const char *left, const char *right)
{
    pic_canvas *c = d->c;
    scrut_put_plain(pic_line(c), d->both ? right : left);
    pic_put(c, d->middle + LABEL / 2, c->height + 110, "s b");
    if (d->both) {
        scrut_put_plain(pic_line(c), left);
        pic_put(c, d->middle - LABEL / 2, c->height + 110, "s b e");
    }
    c->height += 150;
}

void scrut_picture_pairs(scrut_buf *out, const scrut_picture_frame *frame, const char *left, const char *right,
                         const scrut_picture_pair pairs[], size_t count)
{
    pic_canvas c;
    drawing d = {.c = &c, .pairs = pairs, .count = count, .both = right != NULL, .most = longest(pairs, count)};
    if (count == 0)
        return;
    d.middle = d.both ? PIC_WIDTH / 2 : LABEL / 2;
    d.room = PIC_WIDTH - d.middle - LABEL / 2 - EDGE;
    pic_begin(&c, out, frame);
    put_heads(&d, left, right);
    say_side(&d, left, true);
    if (d.both)
        say_side(&d, right, false);
    for (size_t i = 0; i < count; i++)
        put_row(&d, &pairs[i], c.height + (int)i * ROW);
    c.height += (int)count * ROW + PIC_GAP;
    pic_end(&c, "pairs");
}
