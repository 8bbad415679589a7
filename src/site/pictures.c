/* SPDX-License-Identifier: Apache-2.0
 * pictures.c: what the pages draw: the chamber, and the constituencies as a map or a grid of squares. */
#include "pictures_internal.h"

#include <string.h>

#define MAP_PLACES_MIN 2
#define FACTS_LISTS 6
#define FIGURE_LISTS 3
#define SHORT_LETTERS 4

/* ---- words and numbers in the page's language ---- */

static void put_number(const void *context, scrut_buf *out, int64_t value)
{
    scrut_say_number(context, out, value);
}

static void translate(const scrut_language *language, scrut_picture_words *words)
{
    const scrut_picture_words *english = &scrut_picture_words_english;
    _Static_assert(sizeof *words % sizeof(const char *) == 0, "nothing but texts");
    for (size_t i = 0; i < sizeof *words / sizeof(const char *); i++) {
        const char *text;
        memcpy(&text, (const char *)english + i * sizeof text, sizeof text);
        text = scrut_word(language, text);
        memcpy((char *)words + i * sizeof text, &text, sizeof text);
    }
}

void scrut_site_frame_init(const scrut_report_view *view, scrut_site_frame *frame, const char *id, const char *title)
{
    translate(view->language, &frame->words);
    frame->frame =
        (scrut_picture_frame){.id = id,
                              .title = title,
                              .words = &frame->words,
                              .number = put_number,
                              .number_context = view->language,
                              .stamp = view->c->model ? scrut_word(view->language, "A model, not an election.") : NULL};
}

void scrut_site_svg_mark(const scrut_report_view *view, scrut_buf *out, size_t party)
{
    scrut_picture_mark(out, view->rank[party]);
}

/* ---- seats that are one list's, whatever of the evidence is right ---- */

/* What a list holds by both columns, where both speak. */
static int64_t agreed(const scrut_report_view *view, const scrut_report_column *a, const scrut_report_column *b,
                      size_t unit, size_t party)
{
    int64_t low_a = 0, low_b = 0, high;
    bool known_a = scrut_report_seats(view, a, unit, party, &low_a, &high);
    bool known_b = b != NULL && scrut_report_seats(view, b, unit, party, &low_b, &high);
    if (known_a && known_b)
        return low_a < low_b ? low_a : low_b;
    return known_a ? low_a : known_b ? low_b : 0;
}

static bool by_constituency(const scrut_report_view *view, const scrut_report_column *column)
{
    int64_t sum;
    for (size_t k = 0; k < view->c->constituency_count; k++)
        if (scrut_report_seats_sum(view, column, k + 1, &sum))
            return true;
    return false;
}

static int64_t agreed_in_all(const scrut_report_view *view, const scrut_report_column *a, const scrut_report_column *b,
                             size_t party)
{
    if (!by_constituency(view, a) || (b != NULL && !by_constituency(view, b)))
        return agreed(view, a, b, 0, party);
    int64_t sum = 0;
    for (size_t k = 0; k < view->c->constituency_count; k++)
        sum += agreed(view, a, b, k + 1, party);
    return sum;
}

/* Seats that the ballots concerned by findings could take from a list. */
static int64_t within_reach(const scrut_report_view *view, size_t party)
{
    const scrut_materiality *m = scrut_site_materiality_shown(view);
    return m != NULL ? m->parties[party].loss : 0;
}

/* ---- the chamber ---- */

static int64_t chamber_seats(const scrut_report_view *view, const scrut_report_column *column)
{
    int64_t seats = scrut_report_chamber_seats(view), known = 0;
    if (scrut_report_seats_sum(view, column, 0, &known) && known > seats)
        seats = known;
    return seats;
}

/* Where the seats of a list come from; NULL: without links, or without memory. */
static const char *origin_of(const scrut_page *page, const scrut_report_column *column, uint32_t party)
{
    scrut_buf path = {0};
    if (page == NULL || column == NULL)
        return NULL;
    scrut_page_path(page, &path, column->chamber == NULL ? SCRUT_FILE_SOURCES : SCRUT_FILE_CONSTITUENCIES, 0);
    scrut_buf_putc(&path, '#');
    if (column->chamber == NULL) {
        scrut_site_figure_anchor(page->view, &path, column->tally, column->tally->column_count + party);
    } else {
        scrut_site_column_anchor(page->view, &path, column);
        scrut_buf_printf(&path, "-%u", party);
    }
    const char *link = path.bytes != NULL && !path.failed ? scrut_arena_strdup(page->view->arena, path.bytes) : NULL;
    scrut_buf_free(&path);
    return link;
}

/* Of the two columns that were put together, the one that tells a list's seats in the whole chamber; NULL: none does.
 */
static const scrut_report_column *that_tells(const scrut_report_view *view, const scrut_report_column *a,
                                             const scrut_report_column *b, uint32_t party)
{
    int64_t low, high;
    if (scrut_report_seats(view, a, 0, party, &low, &high))
        return a;
    return b != NULL && scrut_report_seats(view, b, 0, party, &low, &high) ? b : NULL;
}

static void fill_blocs(const scrut_report_view *view, const scrut_page *page, const scrut_report_column *column,
                       const scrut_report_column *other, scrut_picture_bloc *blocs, scrut_picture_chamber *chamber)
{
    int64_t left = chamber_seats(view, column);
    for (size_t i = 0; i < view->c->party_count; i++) {
        uint32_t party = view->order[i];
        int64_t seats = agreed_in_all(view, column, other, party);
        if (seats <= 0)
            continue;
        int64_t moves = page != NULL ? within_reach(view, party) : 0;
        moves = moves < seats ? moves : seats;
        left -= seats;
        blocs[chamber->bloc_count++] =
            (scrut_picture_bloc){.party = {view->c->parties[party].id, (uint32_t)i},
                                 .certain = seats - moves,
                                 .within_reach = moves,
                                 .link = origin_of(page, that_tells(view, column, other, party), party)};
    }
    chamber->disputed = left > 0 ? left : 0;
}

void scrut_site_hemicycle(const scrut_report_view *view, const scrut_page *page, scrut_buf *out,
                          const scrut_report_column *column, const scrut_report_column *other, const char *id)
{
    scrut_site_frame frame;
    scrut_picture_chamber chamber = {0};
    scrut_buf title = {0};
    scrut_picture_bloc *blocs = calloc(view->c->party_count + 1, sizeof *blocs);
    scrut_report_put_column(view->language, &title, column);
    if (blocs == NULL || title.bytes == NULL || scrut_buf_failed(&title)) {
        out->failed = true;
    } else {
        scrut_site_frame_init(view, &frame, id, title.bytes);
        fill_blocs(view, page, column, other, blocs, &chamber);
        chamber.blocs = blocs;
        chamber.majority = view->c->chamber_fact_count > 0 ? view->c->chamber_facts[0].seats : 0;
        scrut_picture_hemicycle(out, &frame.frame, &chamber);
    }
    free(blocs);
    scrut_buf_free(&title);
}

/* ---- constituencies ---- */

typedef struct {
    const scrut_page *page;
    const scrut_report_view *view;
    scrut_arena *arena;
    scrut_picture_place *places;
} map;

static void place_seats(const scrut_report_view *view, size_t unit, size_t party, int64_t *ret_low, int64_t *ret_high)
{
    const scrut_report_column *columns[] = {view->announced, view->allocated};
    for (size_t i = 0; i < 2; i++)
        if (columns[i] != NULL && scrut_report_seats(view, columns[i], unit, party, ret_low, ret_high))
            return;
    *ret_low = *ret_high = 0;
}

/* The list with most seats here, of several with as many the one with most votes; SCRUT_NONE: nobody alone. */
static uint32_t leader(const scrut_report_view *view, size_t unit, bool *ret_any)
{
    uint32_t first = SCRUT_NONE;
    int64_t seats = 0, votes = 0;
    bool tied = false;
    for (size_t i = 0; i < view->c->party_count; i++) {
        uint32_t party = view->order[i];
        int64_t low, high;
        place_seats(view, unit, party, &low, &high);
        scrut_figure figure = view->votes != NULL ? *scrut_tally_votes(view->votes, unit, party) : (scrut_figure){0};
        int64_t known = scrut_figure_complete(figure) ? figure.value : 0;
        if (low == 0 && known == 0)
            continue;
        if (first == SCRUT_NONE || low > seats || (low == seats && known > votes)) {
            first = party;
            seats = low;
            votes = known;
            tied = false;
        } else if (low == seats && known == votes) {
            tied = true;
        }
    }
    *ret_any = first != SCRUT_NONE;
    return tied ? SCRUT_NONE : first;
}

static scrut_picture_state state_of(const scrut_report_view *view, size_t constituency)
{
    const scrut_materiality *m = scrut_site_materiality_shown(view);
    if (scrut_site_unit_differs(view, constituency + 1))
        return SCRUT_PICTURE_DISPUTED;
    if (m != NULL &&
        (m->places[constituency].seat == SCRUT_EFFECT_COULD || m->places[constituency].seat == SCRUT_EFFECT_WOULD))
        return SCRUT_PICTURE_REACH;
    return SCRUT_PICTURE_LED;
}

/* "5-4", and "A 5, B 4". */
static void say_seats(const map *m, size_t unit, scrut_buf *figure, scrut_buf *facts)
{
    size_t said = 0;
    for (size_t i = 0; i < m->view->c->party_count && said < FACTS_LISTS; i++) {
        uint32_t party = m->view->order[i];
        int64_t low, high;
        place_seats(m->view, unit, party, &low, &high);
        if (low == 0)
            continue;
        if (said < FIGURE_LISTS) {
            scrut_buf_puts(figure, said > 0 ? "-" : "");
            scrut_say_number(m->view->language, figure, low);
        }
        scrut_buf_puts(facts, said > 0 ? ", " : "");
        scrut_put_plain(facts, m->view->c->parties[party].id);
        scrut_buf_putc(facts, ' ');
        scrut_say_number(m->view->language, facts, low);
        said++;
    }
}

static const char *kept(const map *m, scrut_buf *text)
{
    const char *copy = text->length > 0 && !text->failed ? scrut_arena_strdup(m->arena, text->bytes) : NULL;
    scrut_buf_clear(text);
    return copy;
}

/* "Kampong Cham" -> "KCha" where another name begins with the same four letters. Latin letters only: other scripts are
 * not cut inside a cluster. */
void scrut_site_short_name(const scrut_report_view *view, size_t k, scrut_buf *out)
{
    const char *name = scrut_report_constituency_name(view, k), *last = strrchr(name, ' ');
    bool alone = true;
    for (size_t i = 0; i < view->c->constituency_count; i++)
        alone = alone && (i == k || strncmp(scrut_report_constituency_name(view, i), name, SHORT_LETTERS) != 0);
    for (const char *at = name; *at != '\0'; at++)
        alone = alone || (unsigned char)*at >= 0x80;
    if (!alone && last != NULL && last[1] != '\0')
        scrut_buf_printf(out, "%c%.*s", name[0], SHORT_LETTERS - 1, last + 1);
}

static void fill_place(const map *m, size_t k, scrut_buf *figure, scrut_buf *facts)
{
    bool any;
    uint32_t first = leader(m->view, k + 1, &any);
    scrut_picture_place *place = &m->places[k];
    *place = (scrut_picture_place){.key = m->view->c->constituencies[k].map_key,
                                   .label = scrut_report_constituency_name(m->view, k),
                                   .leader = {"", SCRUT_PICTURE_NO_PARTY}};
    place->state = !any ? SCRUT_PICTURE_NO_DATA : first == SCRUT_NONE ? SCRUT_PICTURE_TIED : state_of(m->view, k);
    if (first != SCRUT_NONE)
        place->leader = (scrut_picture_party){m->view->c->parties[first].id, m->view->rank[first]};
    say_seats(m, k + 1, figure, facts);
    place->figure = kept(m, figure);
    place->facts = kept(m, facts);
    scrut_site_short_name(m->view, k, figure);
    place->short_label = kept(m, figure);
    scrut_page_path(m->page, figure, SCRUT_FILE_CONSTITUENCY, k);
    place->link = kept(m, figure);
}

/* The case's own cells, all or none. */
static const scrut_picture_cell *cells_of_case(const scrut_case *c, scrut_arena *arena)
{
    size_t count = c->constituency_count;
    scrut_picture_cell *cells = scrut_arena_calloc(arena, count, sizeof *cells);
    for (size_t k = 0; cells != NULL && k < count; k++) {
        if (!c->constituencies[k].tile_known)
            return NULL;
        cells[k] = (scrut_picture_cell){c->constituencies[k].tile_column, c->constituencies[k].tile_row};
    }
    return cells;
}

static void put_figure(const scrut_report_view *view, scrut_buf *out, const char *id, const char *title,
                       const scrut_site_places *p, scrut_site_frame *frame)
{
    scrut_site_frame_init(view, frame, id, scrut_word(view->language, title));
    frame->words.no_data = p->no_data != NULL ? scrut_word(view->language, p->no_data) : frame->words.no_data;
    scrut_buf_puts(out, "<figure>");
}

static void put_caption(const scrut_report_view *view, scrut_buf *out, const char *caption)
{
    scrut_buf_printf(out, "<figcaption>%s</figcaption></figure>\n", scrut_word(view->language, caption));
}

static void put_grid(const scrut_report_view *view, scrut_buf *out, scrut_arena *arena, const scrut_site_places *p,
                     const scrut_picture_shapes *shapes)
{
    size_t count = view->c->constituency_count;
    scrut_site_frame frame;
    const scrut_picture_cell *cells = cells_of_case(view->c, arena);
    scrut_picture_cell *placed = cells == NULL ? scrut_arena_calloc(arena, count, sizeof *placed) : NULL;
    if (placed != NULL && shapes != NULL && scrut_picture_cells_from_shapes(shapes, p->places, count, placed))
        cells = placed;
    put_figure(view, out, p->tiles_id, p->tiles_title, p, &frame);
    scrut_picture_tiles(out, &frame.frame, p->places, count, cells);
    put_caption(view, out, p->tiles_caption);
}

void scrut_site_put_map(const scrut_report_view *view, scrut_buf *out, const scrut_site_places *texts,
                        const scrut_picture_place places[], size_t count, const scrut_picture_shapes *shapes)
{
    scrut_site_frame frame;
    put_figure(view, out, texts->map_id, texts->map_title, texts, &frame);
    if (texts->map_caption != NULL)
        scrut_buf_printf(out, "<strong>%s</strong>", scrut_word(view->language, texts->map_title));
    scrut_picture_map(out, &frame.frame, shapes, places, count);
    put_caption(view, out,
                texts->map_caption != NULL
                    ? texts->map_caption
                    : SCRUT_KEY("Areas are large or small by land, not by voters: the squares show every constituency "
                                "alike."));
}

const scrut_picture_shapes *scrut_site_read_shapes(const scrut_case_map *of, scrut_arena *arena)
{
    scrut_picture_shapes *shapes = NULL;
    scrut_error err;
    if (of->bytes == NULL ||
        scrut_picture_shapes_read(of->bytes, of->length, of->file, of->key, arena, &shapes, &err) != SCRUT_OK)
        return NULL;
    return shapes;
}

void scrut_site_put_places(const scrut_report_view *view, scrut_buf *out, scrut_arena *arena,
                           const scrut_site_places *p)
{
    const scrut_picture_shapes *shapes = scrut_site_read_shapes(&view->c->map, arena);
    scrut_buf_puts(out, shapes != NULL ? "<div class=\"halves\">" : "<div>");
    if (shapes != NULL)
        scrut_site_put_map(view, out, p, p->places, view->c->constituency_count, shapes);
    if (view->c->constituency_count <= SCRUT_PICTURE_TILES_MAX)
        put_grid(view, out, arena, p, shapes);
    scrut_buf_puts(out, "</div>\n");
}

void scrut_page_map(const scrut_page *page, scrut_buf *out)
{
    size_t count = page->view->c->constituency_count;
    if (count < MAP_PLACES_MIN || page->view->primary == NULL)
        return;
    map m = {.page = page, .view = page->view, .arena = scrut_arena_new()};
    m.places = m.arena != NULL ? scrut_arena_calloc(m.arena, count, sizeof *m.places) : NULL;
    if (m.places == NULL) {
        scrut_arena_free(m.arena);
        out->failed = true;
        return;
    }
    scrut_buf figure = {0}, facts = {0};
    for (size_t k = 0; k < count; k++)
        fill_place(&m, k, &figure, &facts);
    out->failed = out->failed || figure.failed || facts.failed;
    scrut_buf_free(&figure);
    scrut_buf_free(&facts);
    scrut_site_put_places(
        page->view, out, m.arena,
        &(scrut_site_places){
            .places = m.places,
            .map_id = "map",
            .map_title = SCRUT_KEY("Map of the constituencies"),
            .tiles_id = "tiles",
            .tiles_title = SCRUT_KEY("Constituencies as squares of one size"),
            .tiles_caption =
                SCRUT_KEY("Each square is a constituency, with the list that holds most of its seats (of several with "
                          "as many, most votes) and the seats of the lists.")});
    scrut_arena_free(m.arena);
}
