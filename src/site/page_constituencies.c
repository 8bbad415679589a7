/* SPDX-License-Identifier: Apache-2.0
 * page_constituencies.c: all constituencies: where they lie, and a row each with a link to its own page. */
#include "site_internal.h"

/* Those whose seats the votes given do not decide, a link each. */
static void undecided(const scrut_report_view *view, const scrut_page *page, scrut_buf *out)
{
    if (view->allocated == NULL)
        return;
    const scrut_chamber *chamber = view->allocated->chamber;
    scrut_buf_puts(out, "<p id=\"undecided\">");
    scrut_say(view->language, out, "Constituencies whose seats the votes given do not decide: {1n}.",
              (int64_t)(view->c->constituency_count - chamber->decided));
    for (size_t k = 0, said = 0; k < view->c->constituency_count; k++) {
        if (chamber->constituencies[k].state == SCRUT_SEATS_DECIDED)
            continue;
        scrut_buf_puts(out, said++ > 0 ? ", " : " ");
        scrut_buf_puts(out, "<span data-part=\"1\">");
        scrut_page_constituency(page, out, k);
        scrut_buf_puts(out, "</span>");
    }
    scrut_buf_puts(out, "</p>\n");
}

void scrut_page_constituencies(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    scrut_page_open(page, out, scrut_word(view->language, "Constituencies"));
    scrut_site_assumptions(view, out);
    if (view->c->constituency_count > 1 && view->primary != NULL) {
        scrut_page_section(page, out, "map", "Who leads where");
        scrut_page_map(page, out);
        scrut_buf_puts(out, "</section>\n");
    }
    scrut_page_multiples(page, out);
    scrut_page_section(page, out, "constituencies", "Every constituency");
    scrut_site_constituencies_table(view, page, out);
    undecided(view, page, out);
    scrut_buf_printf(
        out, "<p class=\"soft\">%s</p></section>\n",
        scrut_word(view->language,
                   "Closest seat: so many changed ballots could, or would for certain, give a seat there to another "
                   "list. Ballots concerned: by findings, each counted once. Each constituency\xE2\x80\x99s page shows "
                   "how its seats were won, every source side by side, its findings and its stations."));
    scrut_page_allocated(page, out);
    scrut_page_close(page, out);
}
