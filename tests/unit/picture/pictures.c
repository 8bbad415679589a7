/* SPDX-License-Identifier: Apache-2.0 */
#include "pictures.h"

#include <check.h>
#include <string.h>

static const char SHAPES[] =
    "{\"type\": \"FeatureCollection\", \"features\": [\n"
    "{\"type\": \"Feature\", \"properties\": {\"code\": \"a\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": "
    "[[[0, 0], [1, 0], [1.02, 0.5], [1, 1], [0, 1], [0, 0]]]}},\n"
    "{\"type\": \"Feature\", \"properties\": {\"code\": \"b\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": "
    "[[[1, 0], [2, 0], [2, 1], [1, 1], [1.02, 0.5], [1, 0]]]}},\n"
    "{\"type\": \"Feature\", \"properties\": {\"code\": \"c\"}, \"geometry\": {\"type\": \"MultiPolygon\", "
    "\"coordinates\": [[[[0.9, -0.8], [1.1, -0.8], [1.1, -0.5], [0.9, -0.8]]]]}}]}";

scrut_picture_frame frame_of(const char *title)
{
    return (scrut_picture_frame){.id = "p", .title = title};
}

scrut_picture_shapes *three_shapes(scrut_arena *arena)
{
    scrut_picture_shapes *shapes = NULL;
    ck_assert_int_eq(scrut_picture_shapes_read(SHAPES, sizeof SHAPES - 1, "shapes", "code", arena, &shapes, NULL),
                     SCRUT_OK);
    return shapes;
}

typedef struct {
    const char *text, *link;
    scrut_picture_frame frame;
    scrut_buf *out;
} sheet;

static const char *say(const sheet *s, const char *own)
{
    return s->text != NULL ? s->text : own;
}

static scrut_picture_value known(int64_t value)
{
    return (scrut_picture_value){value, true};
}

static scrut_picture_range exact(int64_t value)
{
    return (scrut_picture_range){value, value, true, true};
}

static void hemicycle(const sheet *s)
{
    const scrut_picture_bloc blocs[] = {{{say(s, "A"), 0}, 40, 5, s->link},
                                        {{say(s, "B"), 1}, 30, 0, s->link},
                                        {{say(s, "C"), 2}, 0, 0, s->link},
                                        {{say(s, "D"), 3}, 0, 1, NULL}};
    scrut_picture_hemicycle(s->out, &s->frame, &(scrut_picture_chamber){blocs, 4, 3, 40, 54});
}

static void places(const sheet *s, scrut_picture_place out[4])
{
    static const char *const KEYS[] = {"a", "b", "c", "nowhere"};
    static const scrut_picture_state STATES[] = {SCRUT_PICTURE_LED, SCRUT_PICTURE_DISPUTED, SCRUT_PICTURE_TIED,
                                                 SCRUT_PICTURE_REACH};
    for (size_t i = 0; i < 4; i++)
        out[i] = (scrut_picture_place){.key = KEYS[i],
                                       .label = say(s, "Place"),
                                       .short_label = s->text,
                                       .figure = say(s, "5-4"),
                                       .facts = say(s, "A 5 seats, B 4"),
                                       .leader = {say(s, i == 1 ? "B" : "A"), i == 1},
                                       .state = STATES[i],
                                       .link = s->link};
}

static void map(const sheet *s)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_picture_place all[4];
    places(s, all);
    scrut_picture_map(s->out, &s->frame, three_shapes(arena), all, 4);
    scrut_arena_free(arena);
}

static void tiles(const sheet *s)
{
    scrut_picture_place all[4];
    places(s, all);
    scrut_picture_tiles(s->out, &s->frame, all, 4, NULL);
}

static void ladder(const sheet *s)
{
    const scrut_picture_rung rungs[] = {
        {{say(s, "A"), 0}, 1, say(s, "900"), 900, 1, SCRUT_PICTURE_WON},
        {{say(s, "B"), 1}, 1, say(s, "500"), 500, 2, SCRUT_PICTURE_LAST_SEAT},
        {{say(s, "A"), 0}, 2, say(s, "450"), 450, 0, SCRUT_PICTURE_RUNNER_UP},
        {{say(s, "C"), SCRUT_PICTURE_NO_PARTY}, 0, say(s, "0"), 0, 0, SCRUT_PICTURE_NO_SEAT}};
    scrut_picture_ladder(s->out, &s->frame, &(scrut_picture_rungs){rungs, 4, 3, known(50)});
}

static void margins(const sheet *s, bool logarithmic)
{
    const scrut_picture_margin rows[] = {
        {say(s, "Kandal"), exact(166), exact(168), exact(1200), SCRUT_PICTURE_WOULD, s->link},
        {say(s, "North"), exact(70), exact(70), {30, 0, true, false}, SCRUT_PICTURE_COULD, s->link},
        {say(s, "South"), {5, 9, true, true}, {7, 0, true, false}, {0, 4, false, true}, SCRUT_PICTURE_CANNOT, NULL},
        {say(s, "East"),
         {0, 0, false, false},
         {0, 0, false, false},
         {0, 0, false, false},
         SCRUT_PICTURE_UNDECIDED,
         NULL}};
    scrut_picture_margins(s->out, &s->frame, rows, 4, logarithmic);
}

static void linear_margins(const sheet *s)
{
    margins(s, false);
}

static void log_margins(const sheet *s)
{
    margins(s, true);
}

static void differences(const sheet *s)
{
    const char *sources[] = {say(s, "commission"), say(s, "agents"), say(s, "observers")};
    const scrut_picture_value one[] = {known(0), known(-120), known(7)}, two[] = {known(0), {0, false}, known(0)};
    const scrut_picture_difference rows[] = {{say(s, "A"), one, s->link}, {say(s, "B"), two, s->link}};
    scrut_picture_differences(s->out, &s->frame, &(scrut_picture_sources){sources, 3, rows, 2, SCRUT_PICTURE_VOTES});
}

static void fingerprint(const sheet *s)
{
    static const uint32_t COUNTS[] = {0, 1, 4, 0, 9, 100};
    scrut_picture_fingerprint(s->out, &s->frame, &(scrut_picture_bins){COUNTS, 3, 2, 5, say(s, "It proves nothing.")});
}

static void bars(const sheet *s)
{
    const scrut_picture_bar rows[] = {
        {{say(s, "A"), 0}, known(68), known(90), {60, 70, true, true}, s->link},
        {{say(s, "B"), 1}, known(55), known(29), {0, 0, false, false}, s->link},
        {{say(s, "C"), 2}, {0, false}, known(4), {0, 9, false, true}, NULL},
        {{say(s, "D"), SCRUT_PICTURE_NO_PARTY}, known(0), {0, false}, {0, 0, false, false}, NULL}};
    scrut_picture_bars(s->out, &s->frame, rows, 4, SCRUT_PICTURE_SEATS);
}

static void multiples(const sheet *s)
{
    const scrut_picture_party parties[] = {{say(s, "A"), 0}, {say(s, "B"), 1}};
    static const bool STANDS[] = {true, false};
    const scrut_picture_value one[] = {known(6011), known(3989)}, two[] = {{0, false}, known(1)};
    const scrut_picture_panel panels[] = {{say(s, "North"), one, NULL, s->link}, {say(s, "South"), two, STANDS, NULL}};
    scrut_picture_multiples(s->out, &s->frame, &(scrut_picture_panels){parties, 2, panels, 2, SCRUT_PICTURE_SHARE});
}

static void intervals(const sheet *s)
{
    const scrut_picture_interval rows[] = {
        {say(s, "A"), 0, known(4850), {4690, 5010, true, true}, known(4883), s->link},
        {say(s, "errors"), SCRUT_PICTURE_NO_PARTY, known(120), {80, 0, true, false}, {0, false}, NULL},
        {say(s, "nothing"), 2, {0, false}, {0, 0, false, false}, {0, false}, NULL}};
    scrut_picture_intervals(s->out, &s->frame, rows, 3, SCRUT_PICTURE_SHARE);
}

static const struct {
    const char *name;
    void (*draw)(const sheet *s);
} KINDS[PICTURE_KINDS] = {
    {"hemicycle", hemicycle},
    {"map", map},
    {"tiles", tiles},
    {"ladder", ladder},
    {"margins", log_margins},
    {"margins", linear_margins},
    {"differences", differences},
    {"fingerprint", fingerprint},
    {"bars", bars},
    {"multiples", multiples},
    {"intervals", intervals},
};

void draw_picture(size_t kind, const char *text, const char *link, scrut_buf *out)
{
    sheet s = {text, link, frame_of(text != NULL ? text : "A title"), out};
    s.frame.note = text;
    KINDS[kind].draw(&s);
}

const char *picture_name(size_t kind)
{
    return KINDS[kind].name;
}
