/* SPDX-License-Identifier: Apache-2.0
 * places.c: a place's colour, labels and words, and the legend of all. */
#include "places_internal.h"
#include "scrutineer/text.h"

void pic_place_class(scrut_buf *out, const scrut_picture_place *place)
{
    if (place == NULL || place->state == SCRUT_PICTURE_NO_DATA)
        scrut_buf_putc(out, 'x');
    else if (place->state == SCRUT_PICTURE_TIED)
        scrut_buf_puts(out, "tie");
    else if (place->state == SCRUT_PICTURE_SHADED)
        scrut_buf_printf(out, "a%u", place->leader.rank);
    else
        pic_party_class(out, place->leader.rank);
}

bool pic_place_has_mark(const scrut_picture_place *place)
{
    return place->state != SCRUT_PICTURE_TIED && place->state != SCRUT_PICTURE_NO_DATA &&
           place->state != SCRUT_PICTURE_SHADED && place->leader.rank != SCRUT_PICTURE_NO_PARTY;
}

void pic_short_label(pic_canvas *c, const scrut_picture_place *place, int letters)
{
    const int broad = 70; /* hundredths of the letters' size */
    if (place->short_label != NULL) {
        pic_line_of(c, place->short_label);
        return;
    }
    pic_line_of(c, place->label);
    pic_crop(c, letters * PIC_SMALL * broad / 100, PIC_SMALL);
}

void pic_say_place(pic_canvas *c, const scrut_picture_place *place, scrut_buf *to)
{
    const scrut_picture_words *w = c->words;
    scrut_put_plain(to, place->label);
    scrut_buf_puts(to, ": ");
    if (place->state == SCRUT_PICTURE_TIED || place->state == SCRUT_PICTURE_NO_DATA) {
        scrut_buf_puts(to, place->state == SCRUT_PICTURE_TIED ? w->tie : w->no_data);
    } else {
        scrut_put_plain(to, place->leader.label);
        if (place->state != SCRUT_PICTURE_SHADED)
            scrut_buf_printf(to, " %s", w->leads);
    }
    if (place->state == SCRUT_PICTURE_DISPUTED || place->state == SCRUT_PICTURE_REACH)
        scrut_buf_printf(to, ", %s", place->state == SCRUT_PICTURE_DISPUTED ? w->disputed : w->within_reach);
    if (place->facts == NULL)
        return;
    scrut_buf_puts(to, " (");
    scrut_put_plain(to, place->facts);
    scrut_buf_putc(to, ')');
}

static int64_t count_state(const scrut_picture_place places[], size_t count, scrut_picture_state state)
{
    int64_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += places[i].state == state;
    return found;
}

/* The place with the least rank above `above`, or NULL. */
static const scrut_picture_place *next_leader(const scrut_picture_place places[], size_t count, int64_t above)
{
    const scrut_picture_place *next = NULL;
    for (size_t i = 0; i < count; i++)
        if (pic_place_has_mark(&places[i]) && (int64_t)places[i].leader.rank > above &&
            (next == NULL || places[i].leader.rank < next->leader.rank))
            next = &places[i];
    return next;
}

static int64_t count_led(const scrut_picture_place places[], size_t count, uint32_t rank)
{
    int64_t led = 0;
    for (size_t i = 0; i < count; i++)
        led += pic_place_has_mark(&places[i]) && places[i].leader.rank == rank;
    return led;
}

static void put_state(pic_canvas *c, const char *word, int64_t count, pic_swatch swatch)
{
    if (count == 0)
        return;
    scrut_buf_printf(pic_line(c), "%s ", word);
    pic_number(c, &c->line, count);
    pic_legend(c, swatch, SCRUT_PICTURE_NO_PARTY);
}

/* From the lightest shade on, each with how many places have it. */
static void put_shades(pic_canvas *c, const scrut_picture_place places[], size_t count)
{
    for (uint32_t shade = 0; shade < SCRUT_PICTURE_SHADES; shade++) {
        const scrut_picture_place *first = NULL;
        int64_t shaded = 0;
        for (size_t i = 0; i < count; i++) {
            if (places[i].state != SCRUT_PICTURE_SHADED || places[i].leader.rank != shade)
                continue;
            first = first == NULL ? &places[i] : first;
            shaded++;
        }
        if (first == NULL)
            continue;
        scrut_put_plain(pic_line(c), first->leader.label);
        scrut_buf_puts(&c->line, ": ");
        pic_number(c, &c->line, shaded);
        pic_legend(c, PIC_SWATCH_SHADE, shade);
    }
}

void pic_places_legend(pic_canvas *c, const scrut_picture_place *places, size_t count)
{
    const size_t most = 12;
    const scrut_picture_place *leader = next_leader(places, count, -1);
    for (size_t shown = 0; leader != NULL && shown < most; shown++) {
        uint32_t rank = leader->leader.rank;
        scrut_put_plain(pic_line(c), leader->leader.label);
        pic_cut(c, PIC_WIDTH * 3 / 4, PIC_TEXT);
        scrut_buf_putc(&c->line, ' ');
        pic_number(c, &c->line, count_led(places, count, rank));
        pic_legend(c, PIC_SWATCH_MARK, rank);
        leader = next_leader(places, count, rank);
    }
    put_shades(c, places, count);
    put_state(c, c->words->tie, count_state(places, count, SCRUT_PICTURE_TIED), PIC_SWATCH_TIE);
    put_state(c, c->words->within_reach, count_state(places, count, SCRUT_PICTURE_REACH), PIC_SWATCH_DOTS);
    put_state(c, c->words->disputed, count_state(places, count, SCRUT_PICTURE_DISPUTED), PIC_SWATCH_HATCH);
    put_state(c, c->words->no_data, count_state(places, count, SCRUT_PICTURE_NO_DATA), PIC_SWATCH_HATCH);
    pic_legend_end(c);
}
