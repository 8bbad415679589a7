/* SPDX-License-Identifier: Apache-2.0
 * page_general.c: the pages about the whole election but the front page. */
#include "site_internal.h"

void scrut_page_front(const scrut_page *page, scrut_buf *out)
{
    scrut_page_open(page, out, page->site->c->title);
    scrut_site_answer(page->view, out);
    scrut_site_chamber(page->view, out);
    scrut_page_close(page, out);
}

void scrut_page_constituencies(const scrut_page *page, scrut_buf *out)
{
    scrut_page_open(page, out, scrut_word(page->view->language, "Constituencies"));
    scrut_site_constituencies(page->view, out);
    scrut_page_close(page, out);
}

void scrut_page_claims(const scrut_page *page, scrut_buf *out)
{
    scrut_page_open(page, out, scrut_word(page->view->language, "Claims"));
    scrut_site_claims(page->view, out);
    scrut_page_close(page, out);
}

void scrut_page_findings(const scrut_page *page, scrut_buf *out)
{
    scrut_page_open(page, out, scrut_word(page->view->language, "Findings"));
    scrut_site_findings(page->view, out);
    scrut_page_close(page, out);
}

void scrut_page_margins(const scrut_page *page, scrut_buf *out)
{
    scrut_page_open(page, out, scrut_word(page->view->language, "How close it was"));
    scrut_site_margins(page->view, out);
    scrut_site_materiality(page->view, out);
    scrut_page_close(page, out);
}

void scrut_page_sources(const scrut_page *page, scrut_buf *out)
{
    scrut_page_open(page, out, scrut_word(page->view->language, "Sources and coverage"));
    scrut_site_totals(page->view, out);
    scrut_site_votes(page->view, out);
    scrut_site_comparisons(page->view, out);
    scrut_page_close(page, out);
}

void scrut_page_method(const scrut_page *page, scrut_buf *out)
{
    scrut_page_open(page, out, scrut_word(page->view->language, "Method and limits"));
    scrut_site_limits(page->view, out);
    scrut_page_close(page, out);
}

void scrut_page_run(const scrut_page *page, scrut_buf *out)
{
    scrut_page_open(page, out, scrut_word(page->view->language, "About this run"));
    scrut_page_close(page, out);
}

void scrut_page_figure(const scrut_page *page, scrut_buf *out, scrut_file_kind kind, const char *anchor)
{
    scrut_buf_puts(out, "<a class=\"fig\" ");
    scrut_page_anchor(page, out, kind, 0, anchor);
    scrut_buf_puts(out, ">");
}
