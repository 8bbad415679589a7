/* SPDX-License-Identifier: Apache-2.0
 * section_cells.c: every figure of the nation with the cells that it rests on: the one it stands in, or those that it
 * adds up. Each has an anchor, to which the figures of other pages lead. */
#include "pictures_internal.h"

#define CELLS_LISTED                                                                                                   \
    6000 /* of all announcements; a share of them each, and the constituencies' pages have the rest                    \
          */
#define CELLS_LEAST 600
#define ROWS_LISTED 200 /* rows that do not count */

typedef struct {
    const scrut_page *page;
    const scrut_report_view *view;
    const scrut_language *language;
    scrut_buf *out;
    const scrut_tally *tally;
    const char *anchor; /* of the tally */
    bool previous;      /* its lists are those of the previous election */
    size_t left;        /* cells that may still be listed */
} cells;

static const char *word(const cells *p, const char *key)
{
    return scrut_word(p->language, key);
}

static size_t party_count(const cells *p)
{
    return p->tally->column_count - SCRUT_FIELD_COUNT;
}

/* ---- a figure: a field, the votes of a list, the seats of a list ---- */

void scrut_site_figure_anchor(const scrut_report_view *view, scrut_buf *out, const scrut_tally *tally, size_t column)
{
    size_t parties = tally->column_count - SCRUT_FIELD_COUNT;
    scrut_site_tally_anchor(view, out, tally);
    if (column < SCRUT_FIELD_COUNT)
        scrut_buf_printf(out, "-f%zu", column);
    else if (column < SCRUT_FIELD_COUNT + parties)
        scrut_buf_printf(out, "-v%zu", column - SCRUT_FIELD_COUNT);
    else
        scrut_buf_printf(out, "-s%zu", column - SCRUT_FIELD_COUNT - parties);
}

static const scrut_figure *figure_at(const cells *p, size_t unit, size_t column)
{
    const scrut_tally *t = p->tally;
    if (column < t->column_count)
        return &t->figures[unit * t->column_count + column];
    return t->seats != NULL ? &t->seats[unit * party_count(p) + column - t->column_count] : NULL;
}

static const scrut_cell_ref *cell_at(const cells *p, size_t unit, size_t column)
{
    const scrut_tally *t = p->tally;
    const scrut_cell_ref *where = column < t->column_count ? t->where : t->seats_where;
    size_t width = column < t->column_count ? t->column_count : party_count(p), at = column % t->column_count;
    if (where == NULL || where[unit * width + at].file == NULL)
        return NULL;
    return &where[unit * width + at];
}

static void put_name_of(const cells *p, scrut_buf *plain, size_t column)
{
    if (!p->previous || column < SCRUT_FIELD_COUNT) {
        scrut_report_put_figure_name(p->view, plain, (uint32_t)column);
        return;
    }
    size_t party = (column - SCRUT_FIELD_COUNT) % party_count(p);
    scrut_say(p->language, plain,
              column < p->tally->column_count ? SCRUT_KEY("votes of {1p}") : SCRUT_KEY("seats of {1p}"),
              p->view->c->previous_parties[party]);
}

static void put_anchor(const cells *p, size_t column)
{
    scrut_buf_puts(p->out, " id=\"");
    if (p->previous)
        scrut_buf_printf(p->out, "%s-%zu", p->anchor, column);
    else
        scrut_site_figure_anchor(p->view, p->out, p->tally, column);
    scrut_buf_puts(p->out, "\"");
}

static void put_name(const cells *p, size_t column)
{
    scrut_buf name = {0};
    put_name_of(p, &name, column);
    scrut_site_said(p->out, &name);
    scrut_buf_free(&name);
}

/* Votes with their share, which the pages print beside them. */
static void put_value(const cells *p, size_t column, int64_t value)
{
    int64_t base = 0;
    scrut_say_number(p->language, p->out, value);
    if (p->previous || column < SCRUT_FIELD_COUNT || column >= p->tally->column_count ||
        !scrut_report_share_base(p->view, p->tally, 0, &base) || base <= 0)
        return;
    scrut_buf_puts(p->out, " <small>");
    scrut_site_say_percent(p->language, p->out, value, base);
    scrut_buf_puts(p->out, "</small>");
}

/* ---- rows ---- */

static void table_open(const cells *p, const char *caption)
{
    scrut_site_table_open(p->out, caption, "n");
    scrut_site_heads(
        p->view, p->out,
        (const char *const[]){SCRUT_KEY("Place"), SCRUT_KEY("Figure"), SCRUT_KEY("Number"), SCRUT_KEY("Cell")}, 4, 0xA);
}

/* data-part: what the row adds to a sum, for those who check it. */
static void row_open(const cells *p, size_t unit, size_t column, int64_t value, bool anchored)
{
    scrut_buf_puts(p->out, "<tr");
    if (anchored)
        put_anchor(p, column);
    scrut_buf_printf(p->out, " data-part=\"%lld\"><th scope=\"row\">", (long long)value);
    if (unit > 0 && unit <= p->view->c->constituency_count)
        scrut_page_constituency(p->page, p->out, unit - 1);
    else
        scrut_site_unit(p->view, p->out, unit);
    scrut_buf_puts(p->out, "</th><td class=\"l\">");
    put_name(p, column);
    scrut_buf_puts(p->out, "</td><td>");
    if (unit == 0)
        put_value(p, column, value);
    else
        scrut_say_number(p->language, p->out, value);
    scrut_buf_puts(p->out, "</td><td class=\"l\">");
}

static void cell_row(cells *p, size_t unit, size_t column, bool anchored)
{
    const scrut_cell_ref *where = cell_at(p, unit, column);
    row_open(p, unit, column, figure_at(p, unit, column)->value, anchored);
    if (where != NULL)
        scrut_page_cell(p->out, where);
    scrut_buf_puts(p->out, "</td></tr>\n");
    p->left -= p->left > 0;
}

static bool known_at(const cells *p, size_t unit, size_t column)
{
    const scrut_figure *figure = figure_at(p, unit, column);
    return figure != NULL && figure->known > 0;
}

static size_t constituencies_of(const cells *p)
{
    size_t units = p->tally->unit_count > 0 ? p->tally->unit_count - 1 : 0;
    return units < p->view->c->constituency_count ? units : p->view->c->constituency_count;
}

/* A figure of the nation that stands in no cell: the constituencies' that it adds up, folded. */
static void summed(cells *p, size_t column)
{
    size_t count = 0;
    for (size_t unit = 1; unit <= constituencies_of(p); unit++)
        count += known_at(p, unit, column);
    scrut_buf_puts(p->out, "<details");
    put_anchor(p, column);
    scrut_buf_printf(p->out, " data-part=\"%lld\"><summary>", (long long)figure_at(p, 0, column)->value);
    put_name(p, column);
    scrut_buf_puts(p->out, ": ");
    put_value(p, column, figure_at(p, 0, column)->value);
    scrut_buf_puts(p->out, "; ");
    scrut_say_count(p->language, p->out, "the figure of {1n} constituency", "the sum of {1n} constituencies",
                    (int64_t)count);
    scrut_buf_puts(p->out, "</summary>\n");
    if (count > p->left)
        scrut_buf_printf(p->out, "<p class=\"soft\">%s</p>\n",
                         word(p, "The cells stand on the constituencies\xE2\x80\x99 pages."));
    else
        table_open(p, word(p, "Cells that are added up"));
    for (size_t unit = 1; unit <= constituencies_of(p) && count <= p->left; unit++)
        if (known_at(p, unit, column)) {
            cell_row(p, unit, column, false);
            count--;
        }
    scrut_buf_puts(p->out, count > 0 ? "</details>\n" : "</tbody></table></div></details>\n");
}

/* ---- groups: the first lists that hold seats apart from the others, as sentences name them ---- */

typedef struct {
    const char *name;
    size_t *columns;
    size_t count;
} group;

static bool has_own_cell(const cells *p, size_t column)
{
    return cell_at(p, 0, column) != NULL;
}

static void put_group(cells *p, const group *g)
{
    bool opened = false;
    if (g->count == 0)
        return;
    scrut_buf_printf(p->out, "<div id=\"%s-%s\">", p->anchor, g->name);
    for (size_t i = 0; i < g->count; i++) {
        if (!has_own_cell(p, g->columns[i]))
            continue;
        if (!opened)
            table_open(p, word(p, "Figures and the cells that they stand in: file, line, column"));
        opened = true;
        cell_row(p, 0, g->columns[i], true);
    }
    if (opened)
        scrut_site_table_close(p->out);
    for (size_t i = 0; i < g->count; i++)
        if (!has_own_cell(p, g->columns[i]))
            summed(p, g->columns[i]);
    scrut_buf_puts(p->out, "</div>\n");
}

enum { FIELDS, VOTES, SEATS, OTHERS, NONE, GROUPS };

static int group_of(const cells *p, size_t column, size_t *seated)
{
    if (column < SCRUT_FIELD_COUNT)
        return FIELDS;
    if (column < p->tally->column_count)
        return VOTES;
    if (figure_at(p, 0, column)->value == 0)
        return NONE;
    return (*seated)++ < SCRUT_SITE_LISTS_SAID ? SEATS : OTHERS;
}

/* Lists in the order of all tables. */
static size_t column_at(const cells *p, size_t place)
{
    size_t parties = party_count(p), list = place - SCRUT_FIELD_COUNT;
    if (place < SCRUT_FIELD_COUNT)
        return place;
    size_t party = p->previous ? list % parties : p->view->order[list % parties];
    return SCRUT_FIELD_COUNT + (list < parties ? 0 : parties) + party;
}

static void put_figures(cells *p)
{
    static const char *const NAMES[GROUPS] = {"fields", "votes", "seats", "seats-others", "seats-none"};
    size_t places = SCRUT_FIELD_COUNT + 2 * party_count(p), seated = 0;
    group groups[GROUPS] = {{0}};
    for (int g = 0; g < GROUPS; g++) {
        groups[g] =
            (group){.name = NAMES[g], .columns = scrut_arena_calloc(p->view->arena, places + 1, sizeof(size_t))};
        if (groups[g].columns == NULL) {
            p->out->failed = true;
            return;
        }
    }
    for (size_t place = 0; place < places; place++) {
        size_t column = column_at(p, place);
        if (!known_at(p, 0, column))
            continue;
        group *g = &groups[group_of(p, column, &seated)];
        g->columns[g->count++] = column;
    }
    for (int g = 0; g < GROUPS; g++)
        put_group(p, &groups[g]);
}

/* ---- sums of returns: columns of a file ---- */

void scrut_page_columns(scrut_buf *out, const scrut_returns *r, size_t column)
{
    const uint16_t *of_field = column < SCRUT_FIELD_COUNT ? r->fields[column].columns : NULL;
    size_t count = column < SCRUT_FIELD_COUNT ? r->fields[column].count
                                              : r->party_column[column - SCRUT_FIELD_COUNT] != SCRUT_NONE;
    for (size_t k = 0; k < count; k++) {
        size_t of_table = of_field != NULL ? of_field[k] : r->party_column[column - SCRUT_FIELD_COUNT];
        scrut_buf_puts(out, k > 0 ? " + " : "");
        scrut_page_cell(out, &(scrut_cell_ref){.file = r->file, .line = -1, .column = r->column_names[of_table]});
    }
}

static void column_row(cells *p, const scrut_returns *r, size_t column)
{
    if (figure_at(p, 0, column)->known == 0)
        return;
    row_open(p, 0, column, figure_at(p, 0, column)->value, true);
    scrut_page_columns(p->out, r, column);
    scrut_buf_puts(p->out, "</td></tr>\n");
}

/* Lines that are listed and do not count. */
static void left_out(const cells *p, const scrut_returns *r)
{
    size_t listed = 0;
    if (p->tally->stations_excluded == 0)
        return;
    scrut_buf_printf(p->out, "<p id=\"%s-left-out\">", p->anchor);
    scrut_say_count(p->language, p->out,
                    "{1n} row does not count:", "{1n} rows do not count:", (int64_t)p->tally->stations_excluded);
    for (size_t s = 0; s < r->table->segment_count; s++) {
        const scrut_table_segment *segment = &r->table->segments[s];
        for (uint32_t row = 0; row < segment->row_count && listed < ROWS_LISTED; row++) {
            if (scrut_count_is_counted(r, segment->first_row + row))
                continue;
            scrut_buf_puts(p->out, listed++ > 0 ? ", " : " ");
            scrut_page_cell(p->out, &(scrut_cell_ref){.file = r->file, .line = scrut_row_line(segment, row)});
        }
    }
    scrut_buf_puts(p->out, listed < p->tally->stations_excluded ? ", \xE2\x80\xA6</p>\n" : "</p>\n");
}

static void of_returns(cells *p, const scrut_returns *r)
{
    table_open(p, word(p, "Figures and the cells that they stand in: file, line, column"));
    for (size_t f = 0; f < SCRUT_FIELD_COUNT; f++)
        column_row(p, r, f);
    scrut_buf_printf(p->out, "</tbody><tbody id=\"%s-votes\">\n", p->anchor);
    for (size_t i = 0; i < p->view->c->party_count; i++)
        column_row(p, r, SCRUT_FIELD_COUNT + p->view->order[i]);
    scrut_site_table_close(p->out);
    left_out(p, r);
    scrut_buf_printf(p->out, "<p class=\"soft\">%s <a ",
                     word(p, "Each number is the sum of the whole column over the stations that count. Every "
                             "station\xE2\x80\x99s own cells stand on its page:"));
    scrut_page_href(p->page, p->out, SCRUT_FILE_CONSTITUENCIES, 0);
    scrut_buf_printf(p->out, ">%s</a></p>\n", word(p, "Constituencies"));
}

/* ---- one source, announcement or election before ---- */

static void term(const cells *p, const char *key, const char *text)
{
    if (text == NULL)
        return;
    scrut_buf_printf(p->out, "<dt>%s</dt><dd>", scrut_word(p->language, key));
    scrut_put_name(p->out, text);
    scrut_buf_puts(p->out, "</dd>");
}

static void head(const cells *p)
{
    scrut_buf_printf(p->out, "<section id=\"%s\"><h3>", p->anchor);
    scrut_put_name(p->out, scrut_report_tally_name(p->tally));
    scrut_buf_puts(p->out, "</h3>\n<dl>");
    term(p, SCRUT_KEY("By"), p->tally->about.by);
    term(p, SCRUT_KEY("Date"), p->tally->about.date);
    term(p, SCRUT_KEY("Status"), p->tally->about.status);
    term(p, SCRUT_KEY("Takes the place of"), p->tally->replaces);
    term(p, SCRUT_KEY("Read in"), p->tally->about.reference);
    term(p, SCRUT_KEY("Note"), p->tally->about.note);
    scrut_buf_puts(p->out, "</dl>\n");
}

static void put_one(cells *p, const scrut_returns *r)
{
    scrut_buf anchor = {0};
    if (p->previous)
        scrut_site_put_anchor(&anchor, "p-", p->tally->about.id, (size_t)(p->tally - p->view->c->previous));
    else
        scrut_site_tally_anchor(p->view, &anchor, p->tally);
    p->anchor = anchor.bytes != NULL ? anchor.bytes : "";
    head(p);
    if (r != NULL)
        of_returns(p, r);
    else
        put_figures(p);
    scrut_buf_puts(p->out, "</section>\n");
    p->out->failed = p->out->failed || anchor.failed;
    scrut_buf_free(&anchor);
}

const char *scrut_page_previous_link(const scrut_page *page)
{
    const scrut_report_view *view = page->view;
    scrut_buf link = {0};
    scrut_page_path(page, &link, SCRUT_FILE_SOURCES, 0);
    scrut_buf_putc(&link, '#');
    scrut_site_put_anchor(&link, "p-", view->previous->about.id, (size_t)(view->previous - view->c->previous));
    const char *copy = link.failed ? NULL : scrut_arena_strdup(view->arena, link.bytes);
    scrut_buf_free(&link);
    return copy != NULL ? copy : "";
}

/* The last election before, whose figures changes are of. */
static void of_previous(cells p)
{
    if (p.view->previous == NULL ||
        p.view->previous->column_count != SCRUT_FIELD_COUNT + p.view->c->previous_party_count)
        return;
    p.tally = p.view->previous;
    p.previous = true;
    p.left = CELLS_LEAST;
    scrut_buf_printf(p.out, "<h2 id=\"previous\">%s</h2>\n", word(&p, "The election before"));
    scrut_page_change_table(p.page, p.out);
    put_one(&p, NULL);
}

void scrut_page_cells(const scrut_page *page, scrut_buf *out)
{
    const scrut_verdict *v = page->view->v;
    cells p = {.page = page, .view = page->view, .language = page->view->language, .out = out};
    size_t announced = v->tally_count - v->tabulation_count;
    size_t share = announced > 0 ? CELLS_LISTED / announced : 0;
    scrut_buf_printf(out, "<div id=\"cells\"><h2>%s</h2>\n", word(&p, "Where each figure stands"));
    for (size_t t = 0; t < v->tally_count; t++) {
        p.tally = &v->tallies[t];
        p.left = share > CELLS_LEAST ? share : CELLS_LEAST;
        put_one(&p, p.tally->from_returns && t < page->view->c->returns_count ? &page->view->c->returns[t] : NULL);
    }
    scrut_buf_puts(out, "</div>\n");
    of_previous(p);
}
