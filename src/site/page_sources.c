/* SPDX-License-Identifier: Apache-2.0
 * page_sources.c: every source and announcement: who gives it, what it says, and the cells that its figures stand in.
 */
#include "pictures_internal.h"

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

static void differences(const sources *p)
{
    scrut_buf figures = {0};
    scrut_page_differences(p->page, &figures, 0);
    if (figures.length > 0) {
        scrut_page_section(p->page, p->out, "differences", "How far the sources lie apart");
        scrut_buf_append(p->out, figures.bytes, figures.length);
        scrut_buf_puts(p->out, "</section>\n");
    }
    p->out->failed = p->out->failed || figures.failed;
    scrut_buf_free(&figures);
}

void scrut_page_sources(const scrut_page *page, scrut_buf *out)
{
    sources p = {.page = page, .view = page->view, .language = page->view->language, .out = out};
    scrut_page_open(page, out, scrut_word(p.language, "Sources and coverage"));
    overview(&p);
    scrut_site_totals(page->view, out);
    scrut_site_votes(page->view, out);
    differences(&p);
    scrut_page_fingerprint(page, out);
    scrut_page_reconciled(page, out);
    scrut_site_comparisons(page->view, page, out);
    scrut_page_seats_by_figures(page, out);
    scrut_page_cells(page, out);
    scrut_page_close(page, out);
}
