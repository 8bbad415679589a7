/* SPDX-License-Identifier: Apache-2.0
 * pictures_roll_map.c: names in surplus and people without a name, as shades of a map and of squares: of
 * constituencies, and of areas where the case has their outlines. What the tables do not show is not shaded. */
#include "pictures_internal.h"

#include <math.h>
#include <string.h>

#define PLACES_MIN 2
#define NOT_SHOWN (-1)
#define SHORT_BYTES 12

/* What is shaded: a rate and a count of a stake. */
typedef struct {
    int64_t (*tenths)(const scrut_roll_stake *s); /* NOT_SHOWN */
    int64_t (*counted)(const scrut_roll_stake *s);
    const char *label; /* "{1r} to {2r} ...", a key */
    const char *facts; /* "{1n} ...", a key */
} shaded;

typedef struct {
    const scrut_page *page;
    const scrut_report_view *view;
    scrut_arena *arena;
    const shaded *what;
    int64_t from, step; /* of the shades, in tenths */
} shading;

static void put_tenths(const shading *h, scrut_buf *out, int64_t tenths)
{
    scrut_report_roll_value(h->view->language, out, (double)tenths / 10, 1);
}

/* ---- the scale -------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t least, most; /* NOT_SHOWN: of none yet */
} reach;

static void add_to(reach *r, int64_t tenths)
{
    if (tenths == NOT_SHOWN)
        return;
    r->most = tenths > r->most ? tenths : r->most;
    r->least = r->least == NOT_SHOWN || tenths < r->least ? tenths : r->least;
}

/* 1, 2 or 5 times a power of ten, so that five of it reach from the least to the most. */
static void find_steps(shading *h, reach r)
{
    h->step = 1;
    for (int i = 0; i < 40 && r.most >= r.least / h->step * h->step + SCRUT_PICTURE_SHADES * h->step; i++)
        h->step = i % 3 == 1 ? h->step / 2 * 5 : 2 * h->step;
    h->from = r.least / h->step * h->step;
}

/* ---- places ----------------------------------------------------------------------------------------------------- */

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
    scrut_say(h->view->language, text, h->what->label, scrut_report_piece(text, &low), scrut_report_piece(text, &high));
    scrut_buf_free(&low);
    scrut_buf_free(&high);
    return kept(h, text);
}

/* Shades a place whose names are there by what its stake says. */
static void shade_place(const shading *h, const scrut_roll_stake *s, scrut_picture_place *place, scrut_buf *text)
{
    int64_t tenths = h->what->tenths(s);
    place->leader = (scrut_picture_party){"", SCRUT_PICTURE_NO_PARTY};
    place->state = SCRUT_PICTURE_NO_DATA;
    if (tenths == NOT_SHOWN)
        return;
    uint32_t shade = (uint32_t)((tenths - h->from) / h->step);
    place->state = SCRUT_PICTURE_SHADED;
    place->leader.rank = shade < SCRUT_PICTURE_SHADES ? shade : SCRUT_PICTURE_SHADES - 1;
    place->leader.label = label_of(h, place->leader.rank, text);
    put_tenths(h, text, tenths);
    place->figure = kept(h, text);
    scrut_say(h->view->language, text, h->what->facts, h->what->counted(s));
    place->facts = kept(h, text);
    if (place->leader.label == NULL)
        place->state = SCRUT_PICTURE_NO_DATA; /* no memory */
}

static void fill_constituency(const shading *h, size_t k, scrut_picture_place *place, scrut_buf *text)
{
    *place = (scrut_picture_place){.key = h->view->c->constituencies[k].map_key,
                                   .label = scrut_report_constituency_name(h->view, k)};
    scrut_site_short_name(h->view, k, text);
    place->short_label = kept(h, text);
    scrut_page_path(h->page, text, SCRUT_FILE_CONSTITUENCY, k);
    place->link = kept(h, text);
    shade_place(h, &h->view->v->roll->stakes[k], place, text);
}

static void fill_area(const shading *h, size_t i, scrut_picture_place *place, scrut_buf *text)
{
    const scrut_roll_area *area = &h->view->v->roll->areas[i];
    bool is_short = strlen(area->id) <= SHORT_BYTES; /* a code, which must not be cut */
    *place = (scrut_picture_place){.key = area->id, .label = area->id, .short_label = is_short ? area->id : NULL};
    scrut_page_path(h->page, text, SCRUT_FILE_CONSTITUENCY, area->constituency);
    scrut_buf_printf(text, "#roll-area-%zu", i);
    place->link = kept(h, text);
    shade_place(h, &area->stake, place, text);
}

/* ---- what is shaded --------------------------------------------------------------------------------------------- */

/* Tenths of a part of `parts` parts. */
static int64_t tenths_of(double part, int64_t whole, double parts)
{
    return whole > 0 && part > 0 ? llround(10 * parts * part / (double)whole) : 0;
}

int64_t scrut_page_surplus_tenths(const scrut_roll_stake *s)
{
    return s->hidden || s->names == 0 ? NOT_SHOWN : tenths_of(s->surplus.value, s->names, 1000);
}

int64_t scrut_page_missing_tenths(const scrut_roll_stake *s)
{
    return s->missing_known ? tenths_of(s->missing.value, s->people, 100) : NOT_SHOWN;
}

static int64_t surplus_counted(const scrut_roll_stake *s)
{
    return llround(s->surplus.value);
}

static int64_t missing_counted(const scrut_roll_stake *s)
{
    return s->missing.value > 0 ? llround(s->missing.value) : 0;
}

static const shaded SURPLUS = {scrut_page_surplus_tenths, surplus_counted, SCRUT_KEY("{1r} to {2r} of 1,000"),
                               SCRUT_KEY("{1n} names in surplus")};
static const shaded MISSING = {scrut_page_missing_tenths, missing_counted, SCRUT_KEY("{1r} to {2r} of 100"),
                               SCRUT_KEY("{1n} people without a name")};

/* ---- constituencies --------------------------------------------------------------------------------------------- */

static bool open_shading(const scrut_page *page, scrut_buf *out, const shaded *what, shading *h)
{
    *h = (shading){.page = page, .view = page->view, .arena = scrut_arena_new(), .what = what};
    out->failed = out->failed || h->arena == NULL;
    return h->arena != NULL;
}

static void draw_constituencies(shading *h, scrut_buf *out, scrut_site_places *places)
{
    size_t count = h->view->c->constituency_count;
    scrut_picture_place *list = scrut_arena_calloc(h->arena, count, sizeof *list);
    scrut_buf text = {0};
    reach all = {NOT_SHOWN, NOT_SHOWN};
    for (size_t k = 0; k < count; k++)
        add_to(&all, h->what->tenths(&h->view->v->roll->stakes[k]));
    if (list == NULL || all.most == NOT_SHOWN || count < PLACES_MIN) {
        out->failed = out->failed || list == NULL;
        return;
    }
    find_steps(h, all);
    for (size_t k = 0; k < count; k++)
        fill_constituency(h, k, &list[k], &text);
    out->failed = out->failed || text.failed;
    scrut_buf_free(&text);
    places->places = list;
    scrut_site_put_places(h->view, out, h->arena, places);
}

void scrut_page_surplus_map(const scrut_page *page, scrut_buf *out)
{
    shading h;
    if (open_shading(page, out, &SURPLUS, &h))
        draw_constituencies(
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
    if (open_shading(page, out, &MISSING, &h))
        draw_constituencies(
            &h, out,
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

/* ---- areas ------------------------------------------------------------------------------------------------------ */

/* Areas [first, end) without what lies in none of them; nothing where none has an outline. The scale is that of all
 * areas, so that pages can be compared. */
static bool draw_areas(shading *h, scrut_buf *out, size_t first, size_t end, const scrut_site_places *texts)
{
    const scrut_roll_audit *audit = h->view->v->roll;
    scrut_picture_place *list = scrut_arena_calloc(h->arena, end - first, sizeof *list);
    scrut_buf text = {0};
    reach all = {NOT_SHOWN, NOT_SHOWN};
    size_t count = 0;
    for (size_t i = 0; i < audit->area_count; i++)
        if (audit->areas[i].id != NULL)
            add_to(&all, h->what->tenths(&audit->areas[i].stake));
    if (list == NULL || all.most == NOT_SHOWN) {
        out->failed = out->failed || list == NULL;
        return false;
    }
    find_steps(h, all);
    for (size_t i = first; i < end; i++)
        if (audit->areas[i].id != NULL)
            fill_area(h, i, &list[count++], &text);
    out->failed = out->failed || text.failed;
    scrut_buf_free(&text);
    const scrut_picture_shapes *shapes = scrut_picture_shapes_of(h->page->site->area_shapes, list, count, h->arena);
    if (shapes == NULL || scrut_picture_shapes_count(shapes) == 0) {
        out->failed = out->failed || shapes == NULL;
        return false;
    }
    scrut_site_put_map(h->view, out, texts, list, count, shapes);
    return true;
}

bool scrut_page_areas_fit(const scrut_page *page, size_t first, size_t end)
{
    const scrut_roll_area *areas = page->view->v->roll->areas;
    size_t drawn = 0;
    for (size_t i = first; i < end; i++)
        drawn += areas[i].id != NULL;
    return page->site->area_shapes != NULL && drawn > 0 && drawn <= SCRUT_SITE_AREAS_DRAWN;
}

bool scrut_page_area_maps(const scrut_page *page, scrut_buf *out, size_t first, size_t end)
{
    static const scrut_site_places TEXTS[] = {
        {.map_id = "area-surplus",
         .map_title = SCRUT_KEY("Names in surplus of 1,000 names, by area"),
         .map_caption = SCRUT_KEY("The shade is the stronger the more of 1,000 names are estimated to be in surplus, "
                                  "on one scale for all areas of the list. What must not be published is hatched: it "
                                  "is not zero. Areas are large or small by land, not by voters."),
         .no_data = SCRUT_KEY("too few to be published")},
        {.map_id = "area-missing",
         .map_title = SCRUT_KEY("People without a name of 100 of voting age, by area"),
         .map_caption = SCRUT_KEY("The shade is the stronger the more of 100 people of voting age are estimated to "
                                  "have no name, on one scale for all areas of the list. Where their number is not "
                                  "known it is hatched: it is not zero."),
         .no_data = SCRUT_KEY("not known")}};
    static const shaded *const WHAT[] = {&SURPLUS, &MISSING};
    bool drawn = false;
    if (!scrut_page_areas_fit(page, first, end))
        return false;
    scrut_buf_puts(out, "<div class=\"halves\">");
    for (int i = 0; i < 2; i++) {
        shading h;
        if (open_shading(page, out, WHAT[i], &h))
            drawn = draw_areas(&h, out, first, end, &TEXTS[i]) || drawn;
        scrut_arena_free(h.arena);
    }
    scrut_buf_puts(out, "</div>\n");
    return drawn;
}
