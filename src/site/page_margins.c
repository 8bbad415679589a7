/* SPDX-License-Identifier: Apache-2.0
 * page_margins.c: what it would take: the closest seats and the majority, drawn and in tables, findings against them,
 * and a calculator for one constituency. */
#include "pictures_internal.h"

#define SEATS_DRAWN 10

static void closest_seats(const scrut_page *page, scrut_buf *out, const scrut_margins *m)
{
    const uint32_t *order = scrut_report_closest_order(page->view, m);
    size_t count = page->view->c->constituency_count;
    scrut_buf figure = {0};
    if (order != NULL &&
        scrut_page_strips(page, &figure, order, count < SEATS_DRAWN ? count : SEATS_DRAWN, "closest")) {
        scrut_page_section(page, out, "closest-seats", "The closest seats");
        scrut_buf_append(out, figure.bytes, figure.length);
        scrut_buf_puts(out, "</section>\n");
    }
    out->failed = out->failed || figure.failed;
    scrut_buf_free(&figure);
}

void scrut_page_margins(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    const scrut_margins *m = scrut_site_margins_shown(view);
    scrut_page_open(page, out, scrut_word(view->language, "How close it was"));
    if (m != NULL)
        closest_seats(page, out, m);
    else
        scrut_buf_printf(out, "<p>%s</p>\n",
                         scrut_word(view->language, "No votes by constituency are given from which seats follow, so "
                                                    "margins cannot be computed."));
    scrut_site_what_if(page, out);
    scrut_site_margins(view, page, out);
    scrut_site_materiality(view, page, out);
    scrut_page_close(page, out);
}
