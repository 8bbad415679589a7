/* SPDX-License-Identifier: Apache-2.0
 * pictures_roll_map.c: names in surplus and people without a name by constituency, as shades of a map and of squares.
 * What the tables do not show is not shaded. */
#include "pictures_internal.h"
#include "scrutineer/roll_audit.h"

#include <math.h>

#define PLACES_MIN 2
#define NOT_SHOWN (-1)

typedef struct {
    const scrut_page *page;
    const scrut_report_view *view;
    scrut_arena *arena;
    int64_t *tenths;    /* a constituency: the rate in tenths; NOT_SHOWN */
    int64_t from, step; /* of the shades, in tenths */
    const char *label;  /* "{1r} to {2r} ...", a key */
    const char *facts;  /* "{1n} ...", a key */
    int64_t (*counted)(const scrut_roll_stake *s);
} shading;

static void put_tenths(const shading *h, scrut_buf *out, int64_t tenths)
{
    scrut_report_roll_value(h->view->language, out, (double)tenths / 10, 1);
}

/* 1, 2 or 5 times a power of ten, so that five of it reach from the least to the most. */
static void find_steps(shading *h, int64_t least, int64_t most)
{
    h->step = 1;
    for (int i = 0; i < 40 && most >= least / h->step * h->step + SCRUT_PICTURE_SHADES * h->step; i++)
        h->step = i % 3 == 1 ? h->step / 2 * 5 : 2 * h->step;
    h->from = least / h->step * h->step;
}

static const char *kept(const shading *h, scrut_buf *text)
{
    const char *copy = text->length > 0 && !text->failed ? scrut_arena_strdup(h->arena, text->bytes) : NULL;
    scrut_buf_clear(text);
    return copy;
}

static const char *label_of(const shading *h, int64_t shade, scrut_buf *text)
{
    scrut_buf low = {0}, high = {0};
    put_tenths(h, &low, h->from + shade * h->step);
    put_tenths(h, &high, h->from + (shade + 1) * h->step);
    scrut_say(h->view->language, text, h->label, scrut_report_piece(text, &low), scrut_report_piece(text, &high));
    scrut_buf_free(&low);
    scrut_buf_free(&high);
    return kept(h, text);
}

static void fill_place(const shading *h, size_t k, scrut_picture_place *place, scrut_buf *text)
{
    const scrut_constituency *c = &h->view->c->constituencies[k];
    *place = (scrut_picture_place){.key = c->map_key,
                                   .label = scrut_report_constituency_name(h->view, k),
                                   .leader = {"", SCRUT_PICTURE_NO_PARTY},
                                   .state = SCRUT_PICTURE_NO_DATA};
    scrut_site_short_name(h->view, k, text);
    place->short_label = kept(h, text);
    scrut_page_path(h->page, text, SCRUT_FILE_CONSTITUENCY, k);
    place->link = kept(h, text);
    if (h->tenths[k] == NOT_SHOWN)
        return;
    uint32_t shade = (uint32_t)((h->tenths[k] - h->from) / h->step);
    place->state = SCRUT_PICTURE_SHADED;
    place->leader.rank = shade < SCRUT_PICTURE_SHADES ? shade : SCRUT_PICTURE_SHADES - 1;
    place->leader.label = label_of(h, place->leader.rank, text);
    put_tenths(h, text, h->tenths[k]);
    place->figure = kept(h, text);
    scrut_say(h->view->language, text, h->facts, h->counted(&h->view->v->roll->stakes[k]));
    place->facts = kept(h, text);
    if (place->leader.label == NULL)
        place->state = SCRUT_PICTURE_NO_DATA; /* no memory */
}

static void draw(shading *h, scrut_buf *out, scrut_site_places *places)
{
    size_t count = h->view->c->constituency_count;
    scrut_picture_place *list = scrut_arena_calloc(h->arena, count, sizeof *list);
    scrut_buf text = {0};
    int64_t most = NOT_SHOWN, least = NOT_SHOWN;
    for (size_t k = 0; k < count; k++) {
        most = h->tenths[k] > most ? h->tenths[k] : most;
        if (h->tenths[k] != NOT_SHOWN && (least == NOT_SHOWN || h->tenths[k] < least))
            least = h->tenths[k];
    }
    if (list == NULL || most == NOT_SHOWN) {
        out->failed = out->failed || list == NULL;
        return;
    }
    find_steps(h, least, most);
    for (size_t k = 0; k < count; k++)
        fill_place(h, k, &list[k], &text);
    out->failed = out->failed || text.failed;
    scrut_buf_free(&text);
    places->places = list;
    scrut_site_put_places(h->view, out, h->arena, places);
}

/* Tenths of a part of `thousand` parts; below 0 there is none. */
static int64_t tenths_of(double part, int64_t whole, double parts)
{
    return whole > 0 && part > 0 ? llround(10 * parts * part / (double)whole) : 0;
}

static int64_t surplus_counted(const scrut_roll_stake *s)
{
    return llround(s->surplus.value);
}

static int64_t missing_counted(const scrut_roll_stake *s)
{
    return s->missing.value > 0 ? llround(s->missing.value) : 0;
}

static bool open_shading(const scrut_page *page, scrut_buf *out, shading *h)
{
    size_t count = page->view->c->constituency_count;
    *h = (shading){.page = page, .view = page->view, .arena = scrut_arena_new()};
    h->tenths = h->arena != NULL ? scrut_arena_calloc(h->arena, count, sizeof *h->tenths) : NULL;
    out->failed = out->failed || h->tenths == NULL;
    return h->tenths != NULL && count >= PLACES_MIN;
}

void scrut_page_surplus_map(const scrut_page *page, scrut_buf *out)
{
    shading h;
    bool open = open_shading(page, out, &h);
    for (size_t k = 0; open && k < page->view->c->constituency_count; k++) {
        const scrut_roll_stake *s = &page->view->v->roll->stakes[k];
        h.tenths[k] = s->hidden || s->names == 0 ? NOT_SHOWN : tenths_of(s->surplus.value, s->names, 1000);
    }
    h.label = SCRUT_KEY("{1r} to {2r} of 1,000");
    h.facts = SCRUT_KEY("{1n} names in surplus");
    h.counted = surplus_counted;
    if (open)
        draw(
            &h, out,
            &(scrut_site_places){
                .map_id = "surplus-map",
                .map_title = SCRUT_KEY("Names in surplus on the map"),
                .tiles_id = "surplus-tiles",
                .tiles_title = SCRUT_KEY("Names in surplus of 1,000 names, by constituency"),
                .tiles_caption = SCRUT_KEY(
                    "Each square is a constituency, its shade the stronger the more of 1,000 names are estimated to be "
                    "in surplus. Those that must not be published are hatched."),
                .no_data = SCRUT_KEY("too few to be published")});
    scrut_arena_free(h.arena);
}

void scrut_page_missing_map(const scrut_page *page, scrut_buf *out)
{
    shading h;
    bool open = open_shading(page, out, &h);
    for (size_t k = 0; open && k < page->view->c->constituency_count; k++) {
        const scrut_roll_stake *s = &page->view->v->roll->stakes[k];
        h.tenths[k] = s->missing_known ? tenths_of(s->missing.value, s->people, 100) : NOT_SHOWN;
    }
    h.label = SCRUT_KEY("{1r} to {2r} of 100");
    h.facts = SCRUT_KEY("{1n} people without a name");
    h.counted = missing_counted;
    if (open)
        draw(&h, out,
             &(scrut_site_places){
                 .map_id = "missing-map",
                 .map_title = SCRUT_KEY("People without a name on the map"),
                 .tiles_id = "missing-tiles",
                 .tiles_title = SCRUT_KEY("People without a name of 100 of voting age, by constituency"),
                 .tiles_caption = SCRUT_KEY(
                     "Each square is a constituency, its shade the stronger the more of 100 people of voting age are "
                     "estimated to have no name. Where their number is not known it is hatched."),
                 .no_data = SCRUT_KEY("not known")});
    scrut_arena_free(h.arena);
}
