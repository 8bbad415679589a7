/* SPDX-License-Identifier: Apache-2.0
 * ladder.c: quotients from the largest down: which won a seat, the last that did, the first that did not. */
#include "picture_internal.h"
#include "scrutineer/text.h"

#define RUNG_HEIGHT 250
#define BAR_TOP 155
#define BAR_HEIGHT 52

static bool is_won(const scrut_picture_rung *rung)
{
    return rung->state == SCRUT_PICTURE_WON || rung->state == SCRUT_PICTURE_LAST_SEAT;
}

/* "seat 7", "last seat 8", "runner-up" */
static void say_state(const pic_canvas *c, const scrut_picture_rung *rung, scrut_buf *to)
{
    const scrut_picture_words *w = c->words;
    switch (rung->state) {
    case SCRUT_PICTURE_WON: scrut_buf_puts(to, w->won); break;
    case SCRUT_PICTURE_LAST_SEAT: scrut_buf_puts(to, w->last_seat); break;
    case SCRUT_PICTURE_RUNG_TIED: scrut_buf_puts(to, w->tie); break;
    case SCRUT_PICTURE_RUNNER_UP: scrut_buf_puts(to, w->runner_up); break;
    case SCRUT_PICTURE_NO_SEAT: scrut_buf_puts(to, w->no_seat); break;
    }
    if (is_won(rung) && rung->seat > 0) {
        scrut_buf_putc(to, ' ');
        pic_number(c, to, rung->seat);
    }
}

static void say_rung(const pic_canvas *c, const scrut_picture_rung *rung, scrut_buf *to)
{
    say_state(c, rung, to);
    scrut_buf_puts(to, ": ");
    scrut_put_plain(to, rung->party.label);
    scrut_buf_printf(to, ", %s ", c->words->quotient);
    scrut_put_plain(to, rung->quotient);
    if (rung->divisor <= 0)
        return;
    scrut_buf_printf(to, " (%s ", c->words->divisor);
    pic_number(c, to, rung->divisor);
    scrut_buf_putc(to, ')');
}

static void put_bar(pic_canvas *c, const scrut_picture_rung *rung, int64_t largest)
{
    int y = c->height + BAR_TOP;
    pic_scale s = {0, largest, 0, PIC_WIDTH, false};
    int width = pic_at(&s, rung->size);
    if (width == 0)
        return;
    if (is_won(rung) || rung->state == SCRUT_PICTURE_RUNG_TIED) {
        pic_party_rect(c, 0, y, width, BAR_HEIGHT, rung->party.rank);
    } else {
        scrut_buf_printf(&c->body, "<rect x=\"0\" y=\"%d\" width=\"%d\" height=\"%d\" class=\"r ", y, width,
                         BAR_HEIGHT);
        pic_party_class(&c->body, rung->party.rank);
        scrut_buf_puts(&c->body, "\"/>");
    }
    if (rung->state == SCRUT_PICTURE_RUNG_TIED)
        pic_hatch(c, 0, y, width, BAR_HEIGHT);
}

static void put_rung(pic_canvas *c, const scrut_picture_rung *rung, int64_t largest)
{
    const int state_left = 1330, quotient_room = 800;
    say_rung(c, rung, pic_line(c));
    pic_say(c);
    pic_group(c, NULL);
    pic_label(c, rung->party.rank, rung->party.label, 0, state_left - PIC_GAP);
    say_state(c, rung, pic_line(c));
    if (rung->divisor > 0) {
        scrut_buf_puts(&c->line, " \xC2\xB7 \xC3\xB7");
        pic_number(c, &c->line, rung->divisor);
    }
    pic_cut(c, PIC_WIDTH - quotient_room - state_left, PIC_SMALL);
    bool last = rung->state == SCRUT_PICTURE_LAST_SEAT || rung->state == SCRUT_PICTURE_RUNNER_UP;
    pic_put(c, state_left, c->height + 118, last ? "s b" : "s f");
    pic_line_of(c, rung->quotient);
    pic_cut(c, quotient_room - PIC_GAP, PIC_TEXT);
    pic_put(c, PIC_WIDTH, c->height + 118, "b e");
    put_bar(c, rung, largest);
    pic_group_end(c, false);
    c->height += RUNG_HEIGHT;
}

/* The line between those who have a seat and those who have none. */
static void put_cut(pic_canvas *c, const scrut_picture_rungs *rungs)
{
    pic_segment(c, 0, c->height + 20, PIC_WIDTH, c->height + 20, "d");
    c->height += 40;
    if (rungs->between.known) {
        scrut_buf_printf(pic_line(c), "%s: ", c->words->between);
        pic_number(c, &c->line, rungs->between.value);
        pic_say(c);
        pic_put_wrapped(c, 0, PIC_WIDTH, "b", PIC_TEXT);
        c->height += 60;
    }
}

static void put_left_out(pic_canvas *c, int64_t left_out)
{
    scrut_buf_puts(pic_line(c), "\xE2\x80\xA6 ");
    pic_number(c, &c->line, left_out);
    scrut_buf_printf(&c->line, " %s", c->words->seats);
    pic_put_wrapped(c, 0, PIC_WIDTH, "s f", PIC_SMALL);
    c->height += 30;
}

void scrut_picture_ladder(scrut_buf *out, const scrut_picture_frame *frame, const scrut_picture_rungs *rungs)
{
    pic_canvas c;
    int64_t largest = 1;
    if (rungs->rung_count == 0)
        return;
    for (size_t i = 0; i < rungs->rung_count; i++)
        largest = rungs->rungs[i].size > largest ? rungs->rungs[i].size : largest;
    pic_begin(&c, out, frame);
    if (rungs->left_out > 0)
        put_left_out(&c, rungs->left_out);
    bool cut = false;
    for (size_t i = 0; i < rungs->rung_count; i++) {
        const scrut_picture_rung *rung = &rungs->rungs[i];
        bool without = rung->state == SCRUT_PICTURE_RUNNER_UP || rung->state == SCRUT_PICTURE_NO_SEAT;
        if (without && !cut)
            put_cut(&c, rungs);
        cut = cut || without;
        put_rung(&c, rung, largest);
    }
    pic_end(&c, "ladder");
}
