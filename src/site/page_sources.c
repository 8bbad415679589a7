/* SPDX-License-Identifier: Apache-2.0
 * page_sources.c: every source and announcement: who gives it, what it says, and the cells that its figures stand in.
 */
#include "site_internal.h"

#include <string.h>

#define CELLS_LISTED 600 /* of one announcement; the constituencies' pages have the others */

typedef struct {
    const scrut_page *page;
    const scrut_report_view *view;
    const scrut_language *language;
    scrut_buf *out;
} sources;

static const char *word(const sources *p, const char *key)
{
    return scrut_word(p->language, key);
}

/* ---- who gives what ---- */

static void text_cell(const sources *p, const char *text)
{
    scrut_buf_puts(p->out, text != NULL ? "<td>" : "<td class=\"na\">\xE2\x80\x93");
    scrut_put_name(p->out, text);
    scrut_buf_puts(p->out, "</td>");
}

static void overview_row(const sources *p, const scrut_tally *tally)
{
    scrut_buf anchor = {0};
    scrut_site_tally_anchor(p->view, &anchor, tally);
    scrut_buf_printf(p->out, "<tr><th scope=\"row\"><a href=\"#%s\">", anchor.bytes != NULL ? anchor.bytes : "");
    scrut_put_name(p->out, scrut_report_tally_name(tally));
    scrut_buf_printf(p->out, "</a></th><td>%s</td>",
                     tally->from_returns ? word(p, "stations\xE2\x80\x99 returns") : word(p, "announcement"));
    text_cell(p, tally->about.by);
    text_cell(p, tally->about.date);
    text_cell(p, tally->about.status);
    if (tally->from_returns) {
        scrut_buf_puts(p->out, "<td class=\"e\"><a ");
        scrut_page_href(p->page, p->out, SCRUT_FILE_CONSTITUENCIES, 0);
        scrut_buf_puts(p->out, ">");
        scrut_say_number(p->language, p->out, tally->stations_counted);
        scrut_buf_puts(p->out, "</a></td></tr>\n");
    } else {
        scrut_buf_puts(p->out, "<td class=\"na e\">\xE2\x80\x93</td></tr>\n");
    }
    p->out->failed = p->out->failed || anchor.failed;
    scrut_buf_free(&anchor);
}

static void overview(const sources *p)
{
    scrut_page_section(p->page, p->out, "sources", "Who gives figures");
    if (p->view->v->tally_count == 0)
        scrut_buf_printf(p->out, "<p>%s</p>\n", word(p, "No figures are provided."));
    else
        scrut_site_table_open(p->out, word(p, "Sources and announcements"), "t");
    if (p->view->v->tally_count > 0)
        scrut_site_heads(p->view, p->out,
                         (const char *const[]){SCRUT_KEY("Figures"), SCRUT_KEY("Kind"), SCRUT_KEY("By"),
                                               SCRUT_KEY("Date"), SCRUT_KEY("Status"), SCRUT_KEY("Stations counted")},
                         6, 0);
    for (size_t t = 0; t < p->view->v->tally_count; t++)
        overview_row(p, &p->view->v->tallies[t]);
    if (p->view->v->tally_count > 0)
        scrut_site_table_close(p->out);
    scrut_buf_puts(p->out, "</section>\n");
}

/* ---- the cells of one ---- */

static void cells_open(const sources *p)
{
    scrut_site_table_open(p->out, word(p, "Figures and the cells that they stand in: file, line, column"), "n");
    scrut_site_heads(
        p->view, p->out,
        (const char *const[]){SCRUT_KEY("Place"), SCRUT_KEY("Figure"), SCRUT_KEY("Number"), SCRUT_KEY("Cell")}, 4, 0xA);
}

static void figure_row(const sources *p, size_t unit, uint32_t column, const scrut_figure *figure)
{
    scrut_buf name = {0};
    scrut_buf_puts(p->out, "<tr><th scope=\"row\">");
    if (unit > 0 && unit <= p->view->c->constituency_count)
        scrut_page_constituency(p->page, p->out, unit - 1);
    else
        scrut_site_unit(p->view, p->out, unit);
    scrut_buf_puts(p->out, "</th><td class=\"l\">");
    scrut_report_put_figure_name(p->view, &name, column);
    scrut_site_said(p->out, &name);
    scrut_buf_puts(p->out, "</td><td>");
    if (figure != NULL)
        scrut_say_number(p->language, p->out, figure->value);
    scrut_buf_puts(p->out, "</td><td class=\"l\">");
    scrut_buf_free(&name);
}

/* Cells of one unit; the number of them. */
static size_t unit_cells(const sources *p, const scrut_tally *tally, size_t unit)
{
    size_t columns = tally->column_count, parties = columns - SCRUT_FIELD_COUNT, listed = 0;
    for (uint32_t i = 0; tally->where != NULL && i < columns; i++) {
        const scrut_cell_ref *where = &tally->where[unit * columns + i];
        const scrut_figure *figure = &tally->figures[unit * columns + i];
        if (where->file == NULL || figure->known == 0)
            continue;
        figure_row(p, unit, i, figure);
        scrut_page_cell(p->out, where);
        scrut_buf_puts(p->out, "</td></tr>\n");
        listed++;
    }
    for (uint32_t i = 0; tally->seats_where != NULL && tally->seats != NULL && i < parties; i++) {
        const scrut_cell_ref *where = &tally->seats_where[unit * parties + i];
        const scrut_figure *figure = &tally->seats[unit * parties + i];
        if (where->file == NULL || figure->known == 0)
            continue;
        figure_row(p, unit, (uint32_t)(columns + i), figure);
        scrut_page_cell(p->out, where);
        scrut_buf_puts(p->out, "</td></tr>\n");
        listed++;
    }
    return listed;
}

/* The nation's cells, or else those of the constituencies that add up to it. */
static void announcement_cells(const sources *p, const scrut_tally *tally)
{
    cells_open(p);
    size_t listed = unit_cells(p, tally, 0), of_nation = listed;
    for (size_t unit = 1; unit <= p->view->c->constituency_count && unit < tally->unit_count; unit++)
        if (of_nation == 0 || !tally->given[0])
            listed += listed < CELLS_LISTED ? unit_cells(p, tally, unit) : 0;
    scrut_site_table_close(p->out);
    scrut_buf_printf(p->out, "<p class=\"soft\">%s</p>\n",
                     word(p, "A figure of the nation that stands in no cell of its own is the sum of the "
                             "constituencies\xE2\x80\x99, whose cells stand on their own pages."));
}

/* Sums of returns: the columns that are added up, over all lines of the file. */
static void column_row(const sources *p, const scrut_tally *tally, const scrut_returns *r, uint32_t column,
                       const uint16_t *of_field, size_t count)
{
    if (count == 0)
        return;
    figure_row(p, 0, column, &tally->figures[column]);
    for (size_t k = 0; k < count; k++) {
        size_t of_table = of_field != NULL ? of_field[k] : r->party_column[column - SCRUT_FIELD_COUNT];
        scrut_buf_puts(p->out, k > 0 ? " + " : "");
        scrut_page_cell(p->out, &(scrut_cell_ref){.file = r->file, .line = -1, .column = r->column_names[of_table]});
    }
    scrut_buf_puts(p->out, "</td></tr>\n");
}

static void returns_cells(const sources *p, const scrut_tally *tally, const scrut_returns *r)
{
    cells_open(p);
    for (uint32_t f = 0; f < SCRUT_FIELD_COUNT; f++)
        column_row(p, tally, r, f, r->fields[f].columns, r->fields[f].count);
    for (uint32_t i = 0; i < p->view->c->party_count; i++) {
        uint32_t party = p->view->order[i];
        column_row(p, tally, r, SCRUT_FIELD_COUNT + party, NULL, r->party_column[party] != SCRUT_NONE);
    }
    scrut_site_table_close(p->out);
    scrut_buf_printf(p->out, "<p class=\"soft\">%s <a ",
                     word(p, "Each number is the sum of the whole column over the stations that count. Every "
                             "station\xE2\x80\x99s own cells stand on its page:"));
    scrut_page_href(p->page, p->out, SCRUT_FILE_CONSTITUENCIES, 0);
    scrut_buf_printf(p->out, ">%s</a></p>\n", word(p, "Constituencies"));
}

static void term(const sources *p, const char *key, const char *text)
{
    if (text == NULL)
        return;
    scrut_buf_printf(p->out, "<dt>%s</dt><dd>", scrut_word(p->language, key));
    scrut_put_name(p->out, text);
    scrut_buf_puts(p->out, "</dd>");
}

static void one(const sources *p, size_t index)
{
    const scrut_tally *tally = &p->view->v->tallies[index];
    scrut_buf_puts(p->out, "<section id=\"");
    scrut_site_tally_anchor(p->view, p->out, tally);
    scrut_buf_puts(p->out, "\"><h3>");
    scrut_put_name(p->out, scrut_report_tally_name(tally));
    scrut_buf_puts(p->out, "</h3>\n<dl>");
    term(p, SCRUT_KEY("By"), tally->about.by);
    term(p, SCRUT_KEY("Date"), tally->about.date);
    term(p, SCRUT_KEY("Status"), tally->about.status);
    term(p, SCRUT_KEY("Takes the place of"), tally->replaces);
    term(p, SCRUT_KEY("Read in"), tally->about.reference);
    term(p, SCRUT_KEY("Note"), tally->about.note);
    scrut_buf_puts(p->out, "</dl>\n");
    if (!tally->from_returns)
        announcement_cells(p, tally);
    else if (index < p->view->c->returns_count)
        returns_cells(p, tally, &p->view->c->returns[index]);
    scrut_buf_puts(p->out, "</section>\n");
}

void scrut_page_sources(const scrut_page *page, scrut_buf *out)
{
    sources p = {.page = page, .view = page->view, .language = page->view->language, .out = out};
    scrut_page_open(page, out, scrut_word(p.language, "Sources and coverage"));
    overview(&p);
    scrut_site_totals(page->view, out);
    scrut_site_votes(page->view, out);
    scrut_page_fingerprint(page, out);
    scrut_page_reconciled(page, out);
    scrut_site_comparisons(page->view, out);
    scrut_buf_printf(out, "<h2 id=\"cells\">%s</h2>\n", word(&p, "Where each figure stands"));
    for (size_t t = 0; t < page->view->v->tally_count; t++)
        one(&p, t);
    scrut_page_close(page, out);
}
